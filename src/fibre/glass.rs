//! The glass itself: what each fibre type is, and how one fibre differs from the next.

use serde::{Deserialize, Serialize};

use crate::plant::address::FibreId;
use crate::rng;
use crate::units::{Millidecibels, Millimetres, Wavelength};

/// Visible light ends here.
const RED_UP_TO_NM: u16 = 780;
/// What single-mode fibre attenuates at 650 nm, in dB/km: Rayleigh scattering grows with the fourth power, 0.19 dB/km at
/// 1550 nm is 6 dB/km there, and light in more modes loses some more (design choice; pens reach 5 to 7 km).
const RED_DB_KM: f64 = 7.0;

/// The single-mode types in French plant, after ITU-T G.652 and G.657.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum FibreType {
    G652D,
    G657A1,
    #[default]
    G657A2,
    G657B3,
}

/// Nominal figures of a fibre type.
struct Nominal {
    /// Mode-field diameter in micrometres at 1310 and 1550 nm.
    mode_field_um: [f64; 2],
    /// Attenuation in dB/km at 1310, 1490, 1550 and 1625 nm.
    attenuation_db_km: [f64; 4],
}

impl FibreType {
    /// Sources: ITU-T tables as given by fuyuan.co.th, tkf.ro, optokon, xgoptical sheets; 1490 nm from jjsats.co.th.
    /// B3 has no sheet of its own here: it is taken as A2, which bends alike (trade knowledge).
    fn nominal(self) -> Nominal {
        let (mode_field_um, attenuation_db_km) = match self {
            FibreType::G652D => ([9.2, 10.4], [0.33, 0.25, 0.19, 0.22]),
            FibreType::G657A1 => ([9.0, 10.2], [0.32, 0.25, 0.19, 0.22]),
            FibreType::G657A2 | FibreType::G657B3 => ([8.6, 9.6], [0.35, 0.25, 0.21, 0.23]),
        };
        Nominal { mode_field_um, attenuation_db_km }
    }

    /// Attenuation in dB/km, between the tabled wavelengths by straight line.
    pub fn attenuation_db_km(self, at: Wavelength) -> f64 {
        if at.0 < RED_UP_TO_NM {
            return RED_DB_KM;
        }
        between(&[1310.0, 1490.0, 1550.0, 1625.0], &self.nominal().attenuation_db_km, f64::from(at.0))
    }

    /// Loss of this much fibre as the sheet has it.
    pub fn span_loss(self, length: Millimetres, at: Wavelength) -> Millidecibels {
        Millidecibels::from_db(self.attenuation_db_km(at) * length.metres() / 1000.0)
    }

    pub fn name(self) -> &'static str {
        match self {
            FibreType::G652D => "G.652.D",
            FibreType::G657A1 => "G.657.A1",
            FibreType::G657A2 => "G.657.A2",
            FibreType::G657B3 => "G.657.B3",
        }
    }
}

fn between(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let last = xs.len() - 2;
    let i = xs[1..].iter().position(|known| x <= *known).unwrap_or(last).min(last);
    ys[i] + (ys[i + 1] - ys[i]) * (x - xs[i]) / (xs[i + 1] - xs[i])
}

/// Group index of single-mode fibre, by straight line: 1.4677 at 1310 nm and 1.4683 at 1550 nm are what instruments
/// offer (found in real files); makers' sheets give 1.467 and 1.468.
pub fn group_index(at: Wavelength) -> f64 {
    between(&[1310.0, 1550.0], &[1.4677, 1.4683], f64::from(at.0))
}

/// One fibre as it was drawn: no two are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glass {
    /// Where the core stands off the middle of the cladding, in nanometres.
    pub eccentricity_nm: [i32; 2],
    /// Mode-field diameter at 1310 and 1550 nm, in nanometres.
    pub mode_field_nm: [i32; 2],
}

/// Standard deviation of core eccentricity on each axis, in micrometres: a design choice that makes good
/// cladding-aligned splices lose what 199 real ones lose (median 0.027 dB, 95 % below 0.113 dB).
const ECCENTRICITY_UM: f64 = 0.2;
/// Concentricity limit of ITU-T G.657: 0.5 µm.
const ECCENTRICITY_LIMIT_UM: f64 = 0.5;
/// Relative spread of the mode field between fibres: 2 % rms, from the gainers in real traces.
const MODE_FIELD_SPREAD: f64 = 0.02;

impl Glass {
    /// The glass of this fibre under this seed.
    pub fn of(seed: u64, fibre: &FibreId, fibre_type: FibreType) -> Self {
        Self::named(seed, &fibre.to_string(), fibre_type)
    }

    /// The glass of any piece of fibre with a name of its own, a cord for example.
    pub fn named(seed: u64, name: &str, fibre_type: FibreType) -> Self {
        let mut chance = rng::stream(seed, &format!("glass/{name}"), 0);
        let eccentricity_nm = loop {
            let [x, y] = [(); 2].map(|()| ECCENTRICITY_UM * chance.normal());
            if x * x + y * y <= ECCENTRICITY_LIMIT_UM * ECCENTRICITY_LIMIT_UM {
                break [nanometres(x), nanometres(y)];
            }
        };
        // ITU-T allows ±0.4 µm on about 9 µm.
        let spread = 1.0 + chance.normal_within(MODE_FIELD_SPREAD / std::f64::consts::SQRT_2, 0.043);
        let mode_field_nm = fibre_type.nominal().mode_field_um.map(|nominal| nanometres(nominal * spread));
        Self { eccentricity_nm, mode_field_nm }
    }

    /// Mode-field radius in micrometres, by straight line from the two tabled wavelengths.
    pub fn mode_radius_um(&self, at: Wavelength) -> f64 {
        let tabled = self.mode_field_nm.map(|nm| f64::from(nm) / 2000.0);
        between(&[1310.0, 1550.0], &tabled, f64::from(at.0))
    }
}

/// Relative spread of attenuation between fibres: 2 %, within what slopes of real field files show (0.186 ± 0.007 dB/km
/// over 1 000 sections, noise of the instrument included).
const ATTENUATION_SPREAD: f64 = 0.02;

/// How much this fibre attenuates beside the sheet of its type: 1 is exactly as much.
pub fn attenuation_factor(seed: u64, fibre: &FibreId) -> f64 {
    let mut chance = rng::stream(seed, &format!("attenuation/{fibre}"), 0);
    1.0 + chance.normal_within(ATTENUATION_SPREAD, 2.5 * ATTENUATION_SPREAD)
}

fn nanometres(micrometres: f64) -> i32 {
    libm::round(micrometres * 1000.0) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilometre_loses_what_the_sheets_say() {
        assert_eq!(FibreType::G652D.span_loss(Millimetres::from_metres(1000), Wavelength::NM_1550), Millidecibels(190));
        assert_eq!(
            FibreType::G657A1.span_loss(Millimetres::from_metres(1000), Wavelength::NM_1310),
            Millidecibels(320)
        );
        assert_eq!(
            FibreType::G657A2.span_loss(Millimetres::from_metres(2000), Wavelength::NM_1490),
            Millidecibels(500)
        );
        let between = FibreType::G652D.attenuation_db_km(Wavelength(1520));
        assert!((between - 0.22).abs() < 1e-9, "{between}");
    }

    #[test]
    fn mode_radius_is_half_the_diameter() {
        let glass = Glass { eccentricity_nm: [0, 0], mode_field_nm: [9200, 10400] };
        assert!((glass.mode_radius_um(Wavelength::NM_1310) - 4.6).abs() < 1e-9);
        assert!((glass.mode_radius_um(Wavelength::NM_1550) - 5.2).abs() < 1e-9);
        assert!((glass.mode_radius_um(Wavelength::NM_1625) - 5.3875).abs() < 1e-9);
    }
}
