//! The electrodes between which the arc burns: what they wear, and how strong and how steady the arc is.
//!
//! Glass that evaporates settles on the tips; the arc gets weaker and wanders. Stabilising it makes the machine know how
//! strong it is again, but cannot make worn tips steady: then they are changed, and stabilised once more. Every figure
//! here is a design choice after trade knowledge.

use serde::{Deserialize, Serialize};

use crate::rng::Stream;
use crate::units::Permille;

/// A pair of electrodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Electrodes {
    /// Arcs they have burnt.
    pub arcs: u32,
    /// How much weaker the arc is than the machine believes, as it was when last measured.
    pub unknown: Permille,
    /// Arcs since it was measured.
    pub since: u32,
}

/// How strong an arc was, of what it should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Power(pub f64);

impl Power {
    pub const USUAL: Power = Power(1.0);
}

/// Arcs after which they are changed (makers ask for 1 000 to 5 000; trade knowledge).
const LIFE: f64 = 2000.0;
/// How much weaker the arc gets over that life if nobody measures it.
const FADES: f64 = 0.30;
/// New tips burn unevenly until they have settled.
const NEW_UNKNOWN: Permille = Permille(150);
/// How much worn tips make single arcs differ: standard deviation at the end of their life.
const WANDERS: f64 = 0.06;
/// A run of arcs without fibre, and settling.
pub const STABILISE_SECONDS: u64 = 60;
const STABILISE_ARCS: u32 = 10;
/// Two covers, two screws, a look.
pub const CHANGE_SECONDS: u64 = 180;
/// From here on the machine asks for it.
const DUE: f64 = 0.10;

impl Electrodes {
    /// A new pair, not yet settled.
    pub fn fresh() -> Self {
        Self { arcs: 0, unknown: NEW_UNKNOWN, since: 0 }
    }

    /// A pair that has burnt so many arcs and was never measured since it was new.
    pub fn after(arcs: u32) -> Self {
        let faded = (FADES * f64::from(arcs) / LIFE).min(FADES);
        Self { arcs, unknown: Permille::from_share(faded), since: 0 }
    }

    /// How much weaker than believed the next arc will be, apart from chance.
    pub fn weaker(&self) -> f64 {
        self.unknown.share() + FADES * f64::from(self.since) / LIFE
    }

    /// Whether the machine asks to stabilise the arc.
    pub fn is_due(&self) -> bool {
        self.weaker() >= DUE
    }

    /// Whether they are used up.
    pub fn is_worn_out(&self) -> bool {
        f64::from(self.arcs) >= LIFE
    }

    /// Burns once.
    pub fn strike(&mut self, chance: &mut Stream) -> Power {
        let worn = (f64::from(self.arcs) / LIFE).min(1.5);
        let power = 1.0 - self.weaker() + WANDERS * worn * worn * chance.normal_within(1.0, 2.5);
        self.arcs += 1;
        self.since += 1;
        Power(power)
    }

    /// Burns until it is steady, and is measured.
    pub fn stabilise(&mut self) {
        self.arcs += STABILISE_ARCS;
        self.unknown = Permille(0);
        self.since = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::stream;

    fn powers(electrodes: Electrodes) -> Vec<f64> {
        (0..200).map(|attempt| electrodes.clone().strike(&mut stream(1, "arc", attempt)).0).collect()
    }

    fn mean(powers: &[f64]) -> f64 {
        powers.iter().sum::<f64>() / powers.len() as f64
    }

    #[test]
    fn a_worn_pair_is_weak_until_it_is_stabilised_and_wanders_until_it_is_changed() {
        let mut worn = Electrodes::after(1900);
        assert!(worn.is_due() && mean(&powers(worn)) < 0.8);
        worn.stabilise();
        assert!(!worn.is_due() && (mean(&powers(worn)) - 1.0).abs() < 0.02);
        let spread = |electrodes| {
            let powers = powers(electrodes);
            powers.iter().fold(0.0f64, |most, power| most.max((power - mean(&powers)).abs()))
        };
        let mut fresh = Electrodes::fresh();
        assert!(fresh.is_due(), "new tips settle first");
        fresh.stabilise();
        assert!(spread(worn) > 10.0 * spread(fresh));
    }

    #[test]
    fn every_arc_wears_a_little() {
        let mut pair = Electrodes::after(0);
        let mut before = pair.weaker();
        for attempt in 0..500 {
            pair.strike(&mut stream(1, "arc", attempt));
            assert!(pair.weaker() > before);
            before = pair.weaker();
        }
    }
}
