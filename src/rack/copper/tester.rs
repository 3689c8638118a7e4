//! What a certifier reads on an installed cable, computed from its wires, its length and how its pairs were opened, and
//! what a lamp tester shows, which is only which contact meets which.
//!
//! Limits are those of the permanent link, classes D, E and EA (ISO/IEC 11801, TIA-568-C.2, as published in tables and
//! formulas of makers' guides): inspired by them, not a statement of conformity. Return loss and far-end crosstalk are left
//! out.

use serde::{Deserialize, Serialize};

use super::{Line, MOST_UNTWIST_MM, PAIRED_CONTACTS, Pair, Punched, WireFault, wire_faults, wire_map, wire_on};
use crate::catalogue::rack::Category;
use crate::rng::stream;

/// Speed of a signal in the cable, as a share of light's (a usual value on data sheets, 69 %).
const NVP: f64 = 0.69;
/// Light goes so many metres in a nanosecond.
const LIGHT_M_PER_NS: f64 = 0.299_792_458;
/// Out and back along a pair of 24 AWG wire, in milliohms a metre (data sheets: 9.4 Ω for 100 m of wire).
const LOOP_MILLIOHM_PER_M: f64 = 188.0;
/// How much less NEXT a split pair has, at least, in decibels ("more than 22 dB", trade guides).
const SPLIT_DB: f64 = 22.0;
/// How far a hand-held tester may be off in NEXT (design choice, of the order of level IV accuracy).
const ACCURACY_DB: f64 = 0.8;
/// A permanent link may be 90 m; by the ten-per-cent rule of testers it fails from 99 m on.
const MOST_LENGTH_M: f64 = 90.0;
const LENGTH_RULE: f64 = 1.1;
const MOST_DELAY_NS: f64 = 498.0;
const MOST_SKEW_NS: f64 = 44.0;
const MOST_LOOP_OHM: f64 = 21.0;

/// What a certificate says in the end. With the star the value lies within what the tester may be off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    Pass,
    PassStar,
    FailStar,
    Fail,
}

impl Outcome {
    pub fn is_pass(self) -> bool {
        matches!(self, Outcome::Pass | Outcome::PassStar)
    }

    fn of(margin: f64, accuracy: f64) -> Self {
        match (margin >= 0.0, margin.abs() < accuracy) {
            (true, false) => Outcome::Pass,
            (true, true) => Outcome::PassStar,
            (false, true) => Outcome::FailStar,
            (false, false) => Outcome::Fail,
        }
    }

    /// As testers print it.
    pub fn text(self) -> &'static str {
        match self {
            Outcome::Pass => "PASS",
            Outcome::PassStar => "PASS*",
            Outcome::FailStar => "FAIL*",
            Outcome::Fail => "FAIL",
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Quantity {
    /// Metres, of the shortest pair.
    Length,
    /// Nanoseconds, of the longest.
    Delay,
    Skew,
    /// Ohms, of the longest.
    Loop,
    /// Decibels at the highest frequency of the limit.
    InsertionLoss,
    /// Decibels, of the two pairs that hear each other best, where that is nearest to the limit.
    Next,
    /// The same, of all others together on one pair.
    PowerSumNext,
}

/// A line of the report. Values in thousandths of the unit, so that they are the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub what: Quantity,
    pub value: i64,
    pub limit: i64,
    /// Positive is better than the limit.
    pub margin: i64,
    pub outcome: Outcome,
    /// Where it was read, in hundredths of a megahertz; nothing where there is no frequency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_mhz: Option<u16>,
}

/// All that a certifier reads on one cable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    pub map: [Option<u8>; 8],
    pub faults: Vec<(WireFault, (u8, u8))>,
    pub readings: Vec<Reading>,
    pub outcome: Outcome,
}

/// Coefficients of a class: cable and connector, crosstalk and loss.
struct Limits {
    most_mhz: f64,
    /// NEXT of the cable at 1 MHz minus 15 dB each tenfold; of the connector at 1 MHz minus 20 dB each tenfold.
    cable_next: f64,
    connector_next: f64,
    cable_psnext: f64,
    connector_psnext: f64,
    /// Decibels for 100 m: by the root of the frequency, by the frequency, by its inverse root.
    cable_loss: (f64, f64, f64),
    connector_loss: f64,
}

fn limits(category: Category) -> Limits {
    match category {
        Category::Cat5e => Limits {
            most_mhz: 100.0,
            cable_next: 65.3,
            connector_next: 83.0,
            cable_psnext: 62.3,
            connector_psnext: 80.0,
            cable_loss: (1.9108, 0.0222, 0.2),
            connector_loss: 0.04,
        },
        Category::Cat6 => Limits {
            most_mhz: 250.0,
            cable_next: 74.3,
            connector_next: 94.0,
            cable_psnext: 72.3,
            connector_psnext: 90.0,
            cable_loss: (1.82, 0.0169, 0.25),
            connector_loss: 0.02,
        },
        Category::Cat6a | Category::Cat8 => Limits {
            most_mhz: 500.0,
            cable_next: 74.3,
            connector_next: 94.0,
            cable_psnext: 72.3,
            connector_psnext: 90.0,
            cable_loss: (1.82, 0.0091, 0.25),
            connector_loss: 0.02,
        },
    }
}

fn log10(value: f64) -> f64 {
    libm::log10(value)
}

/// Two couplings that add as voltages.
fn add_volts(decibels: &[f64]) -> f64 {
    -20.0 * log10(decibels.iter().map(|level| libm::pow(10.0, -level / 20.0)).sum())
}

/// Several that add as powers.
fn add_powers(decibels: &[f64]) -> f64 {
    -10.0 * log10(decibels.iter().map(|level| libm::pow(10.0, -level / 10.0)).sum())
}

impl Limits {
    /// Least NEXT of a permanent link, in decibels at so many megahertz.
    fn next(&self, mhz: f64) -> f64 {
        add_volts(&[self.cable_next - 15.0 * log10(mhz), self.connector(self.connector_next, mhz)])
    }

    fn psnext(&self, mhz: f64) -> f64 {
        add_volts(&[self.cable_psnext - 15.0 * log10(mhz), self.connector(self.connector_psnext, mhz)])
    }

    /// Connectors of the highest class get worse faster above 250 MHz.
    fn connector(&self, at_one: f64, mhz: f64) -> f64 {
        if mhz > 250.0 {
            at_one + 20.0 * (-log10(250.0)) - 30.0 * log10(mhz / 250.0)
        } else {
            at_one - 20.0 * log10(mhz)
        }
    }

    fn cable_loss_100m(&self, mhz: f64) -> f64 {
        let (root, straight, inverse) = self.cable_loss;
        root * libm::sqrt(mhz) + straight * mhz + inverse / libm::sqrt(mhz)
    }

    /// Most loss of a permanent link: 90 m and three connectors.
    fn loss(&self, mhz: f64) -> f64 {
        0.9 * self.cable_loss_100m(mhz) + 3.0 * self.connector_loss * libm::sqrt(mhz)
    }
}

/// Least NEXT that the limit asks for, in decibels; for the curve on the screen.
pub fn next_limit(category: Category, mhz: f64) -> f64 {
    limits(category).next(mhz)
}

fn thousandths(value: f64) -> i64 {
    libm::round(value * 1000.0) as i64
}

/// Reads a cable against the limit of a category.
pub fn certify(seed: u64, line: &Line, ends: &[Punched; 2], limit: Category) -> Test {
    let limits = limits(limit);
    let faults = wire_faults(ends);
    let map = wire_map(ends);
    let jacket_m = line.length_mm as f64 / 1000.0;
    let long = |pair: Pair| jacket_m * (1.0 + pair.lay_permille() as f64 / 1000.0);
    let whole: Vec<Pair> = Pair::ALL.into_iter().filter(|pair| ends.iter().all(|end| end.contains_key(pair))).collect();
    let mut readings = Vec::new();
    let mut push = |what, value: f64, limit: f64, margin: f64, accuracy: f64, at_mhz: Option<f64>| {
        readings.push(Reading {
            what,
            value: thousandths(value),
            limit: thousandths(limit),
            margin: thousandths(margin),
            outcome: Outcome::of(margin, accuracy),
            at_mhz: at_mhz.map(|mhz| libm::round(mhz) as u16),
        });
    };
    if let (Some(shortest), Some(longest)) = (
        whole.iter().map(|pair| long(*pair)).min_by(f64::total_cmp),
        whole.iter().map(|pair| long(*pair)).max_by(f64::total_cmp),
    ) {
        push(Quantity::Length, shortest, MOST_LENGTH_M, MOST_LENGTH_M * LENGTH_RULE - shortest, 0.0, None);
        let delay = |metres: f64| metres / (LIGHT_M_PER_NS * NVP);
        push(Quantity::Delay, delay(longest), MOST_DELAY_NS, MOST_DELAY_NS - delay(longest), 0.0, None);
        let skew = delay(longest) - delay(shortest);
        push(Quantity::Skew, skew, MOST_SKEW_NS, MOST_SKEW_NS - skew, 0.0, None);
        let ohm = longest * LOOP_MILLIOHM_PER_M / 1000.0;
        push(Quantity::Loop, ohm, MOST_LOOP_OHM, MOST_LOOP_OHM - ohm, 0.0, None);
        // The cable is a little better than its class, each a little otherwise.
        let own = self::limits(line.category);
        let mut chance = stream(seed, &format!("copper/{}/{}", line.id, line.offset), 0);
        let better = 0.03 + 0.05 * chance.uniform();
        let loss = |mhz: f64| {
            longest / 100.0 * own.cable_loss_100m(mhz) * (1.0 - better) + 2.0 * own.connector_loss * libm::sqrt(mhz)
        };
        let mhz = limits.most_mhz;
        push(Quantity::InsertionLoss, loss(mhz), limits.loss(mhz), limits.loss(mhz) - loss(mhz), 0.3, Some(mhz));
        let crosstalk = Crosstalk::new(&own, ends, jacket_m, &loss, &mut chance);
        let steps = || (0..=80).map(|step| libm::pow(10.0, f64::from(step) / 80.0 * log10(limits.most_mhz)));
        for what in [Quantity::Next, Quantity::PowerSumNext] {
            let worst = steps().map(|mhz| {
                let (value, limit) = match what {
                    Quantity::Next => (crosstalk.worst(mhz), limits.next(mhz)),
                    _ => (crosstalk.worst_sum(mhz), limits.psnext(mhz)),
                };
                (value, limit, mhz)
            });
            if let Some((value, limit, mhz)) = worst.min_by(|a, b| (a.0 - a.1).total_cmp(&(b.0 - b.1))) {
                push(what, value, limit, value - limit, ACCURACY_DB, Some(mhz));
            }
        }
    }
    let worst = readings.iter().map(|reading| reading.outcome).max().unwrap_or(Outcome::Fail);
    let outcome = if faults.is_empty() { worst } else { Outcome::Fail };
    Test { map, faults, readings, outcome }
}

/// How the pairs of a cable hear each other.
struct Crosstalk<'a> {
    own: &'a Limits,
    loss: &'a dyn Fn(f64) -> f64,
    /// For each two pairs of contacts: how much better than its class the cable is, whether they are split, and how far
    /// each end was opened.
    couples: Vec<(usize, usize, f64, bool, [u8; 2])>,
    jacket_m: f64,
}

impl<'a> Crosstalk<'a> {
    fn new(
        own: &'a Limits,
        ends: &[Punched; 2],
        jacket_m: f64,
        loss: &'a dyn Fn(f64) -> f64,
        chance: &mut crate::rng::Stream,
    ) -> Self {
        let mut couples = Vec::new();
        for one in 0..PAIRED_CONTACTS.len() {
            for other in one + 1..PAIRED_CONTACTS.len() {
                let better = 3.0 + 3.0 * chance.uniform();
                let opened = [0, 1].map(|end| {
                    [one, other]
                        .into_iter()
                        .flat_map(|pair| [PAIRED_CONTACTS[pair].0, PAIRED_CONTACTS[pair].1])
                        .filter_map(|contact| wire_on(&ends[end], contact))
                        .filter_map(|wire| ends[end].get(&wire.pair).map(|laid| laid.untwist_mm))
                        .max()
                        .unwrap_or(0)
                });
                // Split: each of the two has a wire that is twisted with one of the other's.
                let pairs = |index: usize| {
                    let (a, b) = PAIRED_CONTACTS[index];
                    [a, b].map(|contact| wire_on(&ends[0], contact).map(|wire| wire.pair))
                };
                let ([a, b], [c, d]) = (pairs(one), pairs(other));
                let split = a != b && c != d && [a, b].iter().any(|pair| pair.is_some() && (*pair == c || *pair == d));
                couples.push((one, other, better, split, opened));
            }
        }
        Self { own, loss, couples, jacket_m }
    }

    /// NEXT between two pairs, in decibels: cable and near connector, and the far one after there and back.
    fn between(&self, (_, _, better, split, opened): (usize, usize, f64, bool, [u8; 2]), mhz: f64) -> f64 {
        // A short cable couples less: only from about 20 m on is it as loud as its class.
        let short = if self.jacket_m < 20.0 { -10.0 * log10((self.jacket_m / 20.0).max(0.05)) } else { 0.0 };
        let cable = self.own.cable_next - 15.0 * log10(mhz) + better + short.min(6.0);
        let cable = if split { cable - better - SPLIT_DB - 2.0 } else { cable };
        // A connector is as good as its class when the pair is opened as far as allowed; the coupling grows with it.
        let connector = |mm: u8| {
            let opened = (f64::from(mm) / f64::from(MOST_UNTWIST_MM)).max(0.3);
            self.own.connector(self.own.connector_next, mhz) + 1.0 - 20.0 * log10(opened)
        };
        add_volts(&[cable, connector(opened[0]), connector(opened[1]) + 2.0 * (self.loss)(mhz)])
    }

    fn worst(&self, mhz: f64) -> f64 {
        self.couples.iter().map(|couple| self.between(*couple, mhz)).fold(f64::MAX, f64::min)
    }

    /// All others on one pair, of the pair that hears most.
    fn worst_sum(&self, mhz: f64) -> f64 {
        let sum = |pair: usize| {
            let heard: Vec<f64> = self
                .couples
                .iter()
                .filter(|(one, other, ..)| *one == pair || *other == pair)
                .map(|couple| self.between(*couple, mhz))
                .collect();
            add_powers(&heard)
        };
        (0..PAIRED_CONTACTS.len()).map(sum).fold(f64::MAX, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Limits of the permanent link in decibels, as makers' tables print them.
    #[test]
    fn limits_are_those_of_the_published_tables() {
        let near = |value: f64, wanted: f64| assert!((value - wanted).abs() < 0.15, "{value} for {wanted}");
        let (d, e, ea) = (limits(Category::Cat5e), limits(Category::Cat6), limits(Category::Cat6a));
        near(d.next(100.0), 32.3);
        near(d.next(16.0), 45.2);
        near(e.next(100.0), 41.8);
        near(e.next(250.0), 35.3);
        near(e.psnext(100.0), 39.3);
        near(ea.next(500.0), 29.2);
        near(d.loss(100.0), 20.4);
        near(e.loss(100.0), 18.5);
        near(e.loss(250.0), 30.7);
    }
}
