//! Chance that can be replayed: one stream for each object and attempt.
//!
//! A stream depends on the scenario's seed, the name of the object and how often that object was tried,
//! never on what else the trainee did in between. So the order of work does not change what the glass does.

use rand::{Rng, SeedableRng, rngs::Xoshiro256PlusPlus};
use sha2::{Digest, Sha256};

/// One object's own source of chance for one attempt.
pub struct Stream(Xoshiro256PlusPlus);

/// The stream of `object` (for example `cleave/cable-a:1:3`) at its `attempt`-th try.
pub fn stream(seed: u64, object: &str, attempt: u32) -> Stream {
    let mut hash = Sha256::new();
    hash.update(b"splicelab-stream-v1\0");
    hash.update(seed.to_le_bytes());
    hash.update(attempt.to_le_bytes());
    hash.update(object.as_bytes());
    Stream(Xoshiro256PlusPlus::from_seed(hash.finalize().into()))
}

impl Stream {
    /// Uniform in 0 (included) to 1 (excluded), with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal by Box and Muller (1958), with `libm` so that every platform agrees.
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Normal around 0 with this standard deviation, drawn again until within `limit` of 0.
    pub fn normal_within(&mut self, deviation: f64, limit: f64) -> f64 {
        loop {
            let value = deviation * self.normal();
            if value.abs() <= limit {
                return value;
            }
        }
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A whole number below `bound`, every one equally likely (Lemire 2019); 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            if product as u64 >= bound.wrapping_neg() % bound {
                return (product >> 64) as u64;
            }
        }
    }

    /// Fisher and Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stream;

    #[test]
    fn streams_are_the_same_again_and_differ_by_object_attempt_and_seed() {
        let first = |seed, object, attempt| stream(seed, object, attempt).uniform();
        assert_eq!(first(1, "a", 0), first(1, "a", 0));
        assert_ne!(first(1, "a", 0), first(1, "b", 0));
        assert_ne!(first(1, "a", 0), first(1, "a", 1));
        assert_ne!(first(1, "a", 0), first(2, "a", 0));
    }

    #[test]
    fn normal_has_mean_zero_and_deviation_one() {
        let mut stream = stream(7, "normal", 0);
        let draws: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "{mean} {variance}");
    }
}
