//! Splitters: what one leg loses.

use crate::rng;
use crate::units::Millidecibels;

/// Loss beyond fair sharing for each doubling of the legs, in decibels: fitted to per-port ranges of link-loss tables
/// (1:2 3.3–3.8 … 1:128 22.5–24.5 dB, jjsats.co.th).
const EXCESS_DB: f64 = 0.40;
/// How the legs of one splitter differ, in decibels (design choice within those ranges).
const SPREAD_DB: f64 = 0.2;

/// Loss between the input and one leg. `object` names the leg.
pub fn leg_loss(seed: u64, object: &str, ratio: u16) -> Millidecibels {
    let mut chance = rng::stream(seed, &format!("leg/{object}"), 0);
    let legs = f64::from(ratio.max(1));
    let loss = 10.0 * libm::log10(legs) + EXCESS_DB * libm::log2(legs);
    Millidecibels::from_db(loss + chance.normal_within(SPREAD_DB, 2.0 * SPREAD_DB))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legs_lose_what_the_tables_say() {
        let ranges = [
            (2, 3.3, 3.8),
            (4, 6.5, 7.2),
            (8, 10.2, 10.8),
            (16, 13.5, 14.5),
            (32, 16.5, 17.5),
            (64, 19.5, 21.0),
            (128, 22.5, 24.5),
        ];
        for (ratio, least, most) in ranges {
            let mean = (0..400).map(|leg| leg_loss(1, &leg.to_string(), ratio).db()).sum::<f64>() / 400.0;
            assert!((least..=most).contains(&mean), "1:{ratio} loses {mean}");
        }
    }
}
