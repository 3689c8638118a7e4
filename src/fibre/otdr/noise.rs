//! Chance by the hundred thousand: numbers that follow from a name and a position alone.
//!
//! A trace needs a normal number at every point. Those of [`crate::rng`] would take longer than everything else, and the
//! grain of a fibre must be the same wherever one looks at it from: so a number here is a hash of where it stands.

use crate::rng;

/// The grain of one thing: a number for each position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grain(u64);

impl Grain {
    /// The grain that belongs to a name.
    pub fn named(seed: u64, name: &str) -> Self {
        let mut chance = rng::stream(seed, name, 0);
        Self((u64::from(u32::MAX).wrapping_add(1)).wrapping_mul(chance.below(1 << 32)) | chance.below(1 << 32))
    }

    /// A number with mean 0 and deviation 1, near enough to normal: the sum of eight even ones, within ±4.9.
    pub fn at(self, position: u64) -> f64 {
        let first = mixed(self.0.wrapping_add(position.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let second = mixed(first ^ 0xD1B5_4A32_D192_ED03);
        let sum = parts(first) + parts(second);
        // Each part is even on 0…65 535, with variance (2¹⁶)² / 12; there are eight.
        const MEAN: f64 = 4.0 * 65_535.0;
        const DEVIATION: f64 = 53_509.57;
        (f64::from(sum) - MEAN) / DEVIATION
    }
}

fn parts(bits: u64) -> u32 {
    let part = |shift: u32| (bits >> shift) as u32 & 0xFFFF;
    part(0) + part(16) + part(32) + part(48)
}

/// The mixer of SplitMix64 (Steele, Lea, Flood 2014).
fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grain_has_mean_zero_deviation_one_and_no_memory() {
        let grain = Grain::named(7, "grain");
        let values: Vec<f64> = (0..100_000).map(|position| grain.at(position)).collect();
        let mean = values.iter().sum::<f64>() / 1e5;
        let variance = values.iter().map(|value| value * value).sum::<f64>() / 1e5;
        let next = values.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / 1e5;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02 && next.abs() < 0.01, "{mean} {variance} {next}");
        assert_ne!(Grain::named(7, "a"), Grain::named(7, "b"));
        assert_eq!(Grain::named(7, "a").at(3), Grain::named(7, "a").at(3));
    }
}
