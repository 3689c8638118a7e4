//! Light at a joint, in closed form.
//!
//! Gaussian-mode theory (Marcuse, "Loss analysis of single-mode fiber splices", BSTJ 56, 1977; IEC 61755-2-2 grades
//! connectors with the same model). Checked against a two-dimensional overlap integral to 1e-5 dB.
//! All functions use `libm`, so that every platform computes the same bits.

use std::f64::consts::PI;

/// How two fibres meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// Mode-field radii (half the mode-field diameter) in micrometres.
    pub radius_1_um: f64,
    pub radius_2_um: f64,
    /// Lateral offset of the cores in micrometres.
    pub offset_um: f64,
    /// Angle between the two cores in degrees.
    pub tilt_deg: f64,
}

/// Group index of silica fibre near 1310 nm (instrument default found in real files).
pub const INDEX: f64 = 1.4677;

/// Loss in decibels of a joint by mode-field mismatch, offset and tilt.
pub fn gauss_loss_db(meeting: Meeting, wavelength_um: f64, index: f64) -> f64 {
    let Meeting { radius_1_um: w1, radius_2_um: w2, offset_um: d, tilt_deg } = meeting;
    let sum = w1 * w1 + w2 * w2;
    let tilt = tilt_deg.to_radians();
    let mismatch = 2.0 * w1 * w2 / sum;
    let angular = PI * index * w1 * w2 * tilt / wavelength_um;
    // −10 log10 of (mismatch² · exp(−2d²/sum) · exp(−2·angular²/sum)), the exponents taken out of the logarithm.
    -20.0 * libm::log10(mismatch) + 10.0 / std::f64::consts::LN_10 * 2.0 * (d * d + angular * angular) / sum
}

/// Loss in decibels of an air gap of this many micrometres between equal fibres, without the Fresnel reflections.
pub fn gap_loss_db(gap_um: f64, radius_um: f64, wavelength_um: f64) -> f64 {
    let spread = wavelength_um * gap_um / (2.0 * PI * radius_um * radius_um);
    10.0 * libm::log10(1.0 + spread * spread)
}

/// Reflectance in decibels of a square glass end in air.
pub fn fresnel_db(index: f64) -> f64 {
    20.0 * libm::log10((index - 1.0) / (index + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The validation values of the domain reference, section 8.
    #[test]
    fn joints_lose_what_the_overlap_integral_says() {
        let cases = [
            (4.6, 4.6, 1.0, 0.0, 1.31, INDEX, 0.20524),
            (5.2, 5.2, 1.0, 0.0, 1.55, INDEX, 0.16061),
            (4.6, 4.3, 0.0, 0.0, 1.31, 1.4677, 0.01974),
            (4.6, 4.3, 0.5, 0.5, 1.31, 1.4677, 0.15537),
            (5.2, 4.8, 0.7, 0.8, 1.55, 1.4682, 0.29932),
        ];
        for (radius_1_um, radius_2_um, offset_um, tilt_deg, um, index, expected) in cases {
            let loss = gauss_loss_db(Meeting { radius_1_um, radius_2_um, offset_um, tilt_deg }, um, index);
            assert!((loss - expected).abs() < 5e-5, "{loss} instead of {expected}");
        }
    }

    #[test]
    fn handy_forms_hold() {
        let tilted = |radius: f64, um: f64| {
            let meeting = Meeting { radius_1_um: radius, radius_2_um: radius, offset_um: 0.0, tilt_deg: 1.0 };
            gauss_loss_db(meeting, um, INDEX)
        };
        assert!((tilted(4.6, 1.31) - 0.347).abs() < 2e-3);
        assert!((tilted(5.2, 1.55) - 0.317).abs() < 2e-3);
    }

    #[test]
    fn gaps_and_ends() {
        for (gap, expected) in [(10.0, 0.042), (20.0, 0.165), (50.0, 0.94)] {
            assert!((gap_loss_db(gap, 4.6, 1.31) - expected).abs() < 6e-3, "{gap}");
        }
        assert!((fresnel_db(1.4682) - -14.439).abs() < 1e-3);
    }
}
