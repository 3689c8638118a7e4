//! Connectors: what fits, and what light loses and throws back where two faces meet.

use serde::{Deserialize, Serialize};

use super::face::Soil;
use super::optics::{INDEX, fresnel_db};
use crate::catalogue::catalogue;
use crate::rng;
use crate::units::{Millidecibels, Wavelength};

/// A connector by its shape and the polish of its face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Connector {
    ScApc,
    ScUpc,
    LcApc,
    LcUpc,
}

/// Quality of attenuation, after IEC 61755-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Grade {
    #[default]
    B,
    C,
    D,
}

impl Connector {
    /// The two letters of its shape: what is needed to be pushed in.
    pub fn shape(self) -> &'static str {
        match self {
            Connector::ScApc | Connector::ScUpc => "SC",
            Connector::LcApc | Connector::LcUpc => "LC",
        }
    }

    /// Whether its face stands at 8°.
    pub fn is_angled(self) -> bool {
        matches!(self, Connector::ScApc | Connector::LcApc)
    }

    /// Whether it can be pushed into an adapter for the other. Another polish can, and should not.
    pub fn fits(self, other: Connector) -> bool {
        self.shape() == other.shape()
    }

    /// As it is printed on the bag.
    pub fn name(self) -> &'static str {
        match self {
            Connector::ScApc => "SC/APC",
            Connector::ScUpc => "SC/UPC",
            Connector::LcApc => "LC/APC",
            Connector::LcUpc => "LC/UPC",
        }
    }
}

/// Two faces pressed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mating {
    pub faces: [Connector; 2],
    pub grades: [Grade; 2],
    /// What lies between them.
    pub soil: Soil,
    /// The second is no face but the window of a large detector, which takes all light that comes.
    pub window: bool,
}

/// An angled face against a straight one loses so much at 1310 and at 1550 nm: means of a laboratory series of Orange.
const WRONG_POLISH_DB: [f64; 2] = [3.68, 3.38];
/// Spread of that around the mean, in decibels (design choice).
const WRONG_POLISH_SPREAD_DB: f64 = 0.1;
/// Reflectance of two clean faces: GraceTHD wording, UPC better than −50 dB, APC better than −60 dB.
const CLEAN_REFLECTANCE_DB: [f64; 2] = [-50.0, -60.0];
/// Reflectance of the coated window of a detector (design choice).
const WINDOW_REFLECTANCE_DB: f64 = -45.0;

impl Mating {
    fn wrong_polish(self) -> bool {
        self.faces[0].is_angled() != self.faces[1].is_angled()
    }

    /// What dirt costs, beside the loss of the clean pair.
    pub fn soil_loss(self, at: Wavelength) -> Millidecibels {
        Millidecibels::from_db(if self.window { self.soil.window_loss_db(at) } else { self.soil.loss_db(at) })
    }

    /// Loss at a wavelength. `object` names this pair, so that it is the same whenever these two faces meet.
    pub fn loss(self, seed: u64, object: &str, at: Wavelength) -> Millidecibels {
        if self.window {
            return self.soil_loss(at);
        }
        let mut chance = rng::stream(seed, &format!("mating/{object}"), 0);
        let clean_db = if self.wrong_polish() {
            let [short, long] = WRONG_POLISH_DB;
            let mean = short + (long - short) * (f64::from(at.0) - 1310.0) / 240.0;
            mean + chance.normal_within(WRONG_POLISH_SPREAD_DB, 3.0 * WRONG_POLISH_SPREAD_DB)
        } else {
            let grade = self.grades[0].max(self.grades[1]);
            let Some(figures) = catalogue().grades.get(&grade) else { return Millidecibels(0) };
            // 97 % of a normal distribution lie below 1.88 deviations.
            let deviation = (figures.most_db - figures.mean_db) / 1.88;
            (figures.mean_db + chance.normal_within(deviation, 3.0 * deviation)).max(0.0)
        };
        Millidecibels::from_db(clean_db) + self.soil_loss(at)
    }

    /// Reflectance: negative, nearer to zero is worse.
    pub fn reflectance(self, seed: u64, object: &str, at: Wavelength) -> Millidecibels {
        if self.wrong_polish() {
            // The cores do not touch: the straight face looks into air.
            return Millidecibels::from_db(fresnel_db(INDEX));
        }
        if self.window {
            return Millidecibels::from_db(WINDOW_REFLECTANCE_DB);
        }
        let mut chance = rng::stream(seed, &format!("mating-reflectance/{object}"), 0);
        let [straight, angled] = CLEAN_REFLECTANCE_DB;
        let clean = if self.faces[0].is_angled() { angled } else { straight };
        let better = chance.normal_within(3.0, 9.0).abs();
        Millidecibels::from_db(self.soil.reflectance_db(clean - better, self.faces[0].is_angled(), at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(faces: [Connector; 2]) -> Mating {
        Mating { faces, grades: [Grade::B; 2], soil: Soil::default(), window: false }
    }

    #[test]
    fn good_pairs_are_as_good_as_their_grade() {
        let losses: Vec<i64> =
            (0..2000).map(|n| pair([Connector::ScApc; 2]).loss(1, &n.to_string(), Wavelength::NM_1550).0).collect();
        let mean = losses.iter().sum::<i64>() as f64 / 2000.0;
        let beyond = losses.iter().filter(|loss| **loss > 250).count();
        assert!((110.0..135.0).contains(&mean), "{mean}");
        assert!((20..110).contains(&beyond), "{beyond} of 2000 above 0.25 dB");
    }

    #[test]
    fn an_angled_face_on_a_straight_one_costs_what_the_laboratory_found() {
        for (nm, expected) in [(Wavelength::NM_1310, 3.68), (Wavelength::NM_1550, 3.38)] {
            let loss = |n: u32| pair([Connector::ScApc, Connector::ScUpc]).loss(1, &n.to_string(), nm).db();
            let mean = (0..500).map(loss).sum::<f64>() / 500.0;
            assert!((mean - expected).abs() < 0.02, "{mean} instead of {expected}");
        }
        let reflectance = pair([Connector::ScApc, Connector::ScUpc]).reflectance(1, "x", Wavelength::NM_1550).db();
        assert!((reflectance + 14.4).abs() < 0.1, "{reflectance}");
    }

    #[test]
    fn dirt_costs_light_and_throws_more_back() {
        let clean = pair([Connector::ScApc; 2]);
        // Half of the field hidden: 6 dB.
        let dirty = Mating { soil: Soil { hidden: [500_000; 2], gap_nm: 0 }, ..clean };
        let (nm, object) = (Wavelength::NM_1490, "x");
        assert_eq!(dirty.loss(1, object, nm).0 - clean.loss(1, object, nm).0, 6021);
        assert!(dirty.reflectance(1, object, nm) > clean.reflectance(1, object, nm));
        assert!(clean.reflectance(1, object, nm) <= Millidecibels(-60_000));
        // A detector takes whatever comes.
        let window = Mating { window: true, ..dirty };
        assert_eq!(window.loss(1, object, nm).0, 3010);
    }

    #[test]
    fn a_small_plug_does_not_fit_a_large_hole() {
        assert!(Connector::ScApc.fits(Connector::ScUpc) && !Connector::ScApc.fits(Connector::LcApc));
    }
}
