//! Light that comes back: what fibre scatters, what a reflection adds to it, in closed form.
//!
//! An OTDR shows half of what it measures, because light went there and back: `y = 5 log10 P`. The forms are checked
//! against real field files: reflectances that instruments stored come out within 0.6 dB.

use std::f64::consts::PI;

use crate::fibre::optics::{INDEX, fresnel_db};
use crate::units::Wavelength;

/// Speed of light in vacuum in metres per nanosecond.
pub const LIGHT_M_NS: f64 = 0.299_792_458;

/// No end that is polished or broken askew throws back less than this, in decibels: real APC faces reach −60 dB and more.
pub const LEAST_REFLECTANCE_DB: f64 = -65.0;

/// Rayleigh scattering at 1310, 1550 and 1625 nm, in dB/km: the part of attenuation that scatters.
const SCATTERING_DB_KM: [(f64, f64); 3] = [(1310.0, 0.32), (1550.0, 0.17), (1625.0, 0.145)];

/// Length in metres that a pulse covers on the screen: half its length in the fibre.
pub fn pulse_m(pulse_ns: f64, index: f64) -> f64 {
    LIGHT_M_NS * pulse_ns / (2.0 * index)
}

/// What a fibre scatters, in dB/km, between the known wavelengths along a straight line in logarithms: it goes with
/// about the fourth power of the wavelength.
pub fn scattering_db_km(at: Wavelength) -> f64 {
    let nm = f64::from(at.0);
    let [short, middle, long] = SCATTERING_DB_KM;
    let ((x0, y0), (x1, y1)) = if nm <= middle.0 { (short, middle) } else { (middle, long) };
    let share = libm::log(nm / x0) / libm::log(x1 / x0);
    y0 * libm::pow(y1 / y0, share)
}

/// Backscatter coefficient of a pulse of one nanosecond, in decibels: about −80.
pub fn backscatter_db(at: Wavelength, mode_field_um: f64) -> f64 {
    let captured = at.micrometres() / (PI * INDEX * mode_field_um);
    let captured = 1.5 * captured * captured;
    let scattered_per_m = scattering_db_km(at) / 4343.0;
    10.0 * libm::log10(captured * scattered_per_m * LIGHT_M_NS / INDEX / 2.0)
}

/// How far a reflection stands above the backscatter on the screen, in decibels.
pub fn height_db(reflectance_db: f64, backscatter_db: f64, pulse_ns: f64) -> f64 {
    let over = reflectance_db - backscatter_db - 10.0 * libm::log10(pulse_ns);
    5.0 * libm::log10(1.0 + libm::pow(10.0, over / 10.0))
}

/// The reflectance behind such a height, in decibels; nothing where the trace does not rise.
pub fn reflectance_db(height_db: f64, backscatter_db: f64, pulse_ns: f64) -> Option<f64> {
    let rise = libm::pow(10.0, height_db / 5.0) - 1.0;
    (rise > 0.0).then(|| backscatter_db + 10.0 * libm::log10(pulse_ns) + 10.0 * libm::log10(rise))
}

/// Reflectance in decibels of a glass end in air whose face stands so many degrees askew.
pub fn end_reflectance_db(angle_deg: f64, mode_field_um: f64, at: Wavelength) -> f64 {
    let lost = PI * INDEX * mode_field_um * angle_deg.to_radians() / at.micrometres();
    (fresnel_db(INDEX) - 10.0 / std::f64::consts::LN_10 * lost * lost).max(LEAST_REFLECTANCE_DB)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "{found} instead of {expected}");
    }

    /// The validation values of the domain reference, sections 2.6, 3.1 and 8.
    #[test]
    fn fibre_scatters_what_the_reference_says() {
        near(backscatter_db(Wavelength::NM_1310, 9.2), -79.7, 0.05);
        near(backscatter_db(Wavelength::NM_1550, 10.4), -82.0, 0.05);
        near(backscatter_db(Wavelength::NM_1625, 10.7), -82.6, 0.1);
        near(pulse_m(10.0, 1.468), 1.02, 0.005);
        near(pulse_m(10_000.0, 1.468), 1021.0, 1.0);
    }

    /// What real instruments stored for peaks in their own files.
    #[test]
    fn reflectance_follows_from_the_height_of_the_peak() {
        for (backscatter, pulse, height, stored, computed) in
            [(-79.4, 10.0, 9.22, -50.6, -51.0), (-80.0, 1000.0, 4.88, -40.6, -40.7)]
        {
            let found = reflectance_db(height, backscatter, pulse).expect("a peak");
            near(found, computed, 0.06);
            near(found, stored, 0.6);
            near(height_db(found, backscatter, pulse), height, 1e-9);
        }
        assert_eq!(reflectance_db(0.0, -80.0, 100.0), None);
    }

    #[test]
    fn a_crooked_end_throws_back_less() {
        let at_1310 =
            [(0.0, -14.4), (1.0, -15.8), (2.0, -20.0), (3.0, -26.9), (4.0, -36.6), (5.0, -49.1), (8.0, -65.0)];
        for (angle, expected) in at_1310 {
            near(end_reflectance_db(angle, 9.2, Wavelength::NM_1310), expected, 0.15);
        }
        for (angle, expected) in [(2.0, -19.5), (4.0, -34.7), (5.0, -46.1)] {
            near(end_reflectance_db(angle, 10.4, Wavelength::NM_1550), expected, 0.15);
        }
    }
}
