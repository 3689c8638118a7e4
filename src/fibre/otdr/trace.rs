//! From the axis to the points on the screen: pulse, receiver, noise, saturation.
//!
//! Power is added up linearly and turned into decibels last, as the instrument does it. The pulse is a box: what comes
//! back at one moment is the sum over its length, a difference of two running sums. The receiver is a low-pass of one
//! pole, with a long faint tail that only strong reflections show.

use super::instrument::*;
use super::light::{backscatter_db, pulse_m};
use super::line::{Line, Mirror};
use super::noise::Grain;
use crate::fibre::glass::group_index;
use crate::units::Wavelength;
use std::sync::OnceLock;

/// The lowest level of a file: 65.535 dB below the top. Real instruments store it where noise swallowed the light.
const LOWEST: u16 = u16::MAX;
/// Ghosts below this share of the noise are not followed.
const FAINTEST_GHOST: f64 = 0.2;
/// Lengths of the parts that make up the tail, in metres: exponentials that add up to a fall with distance.
const TAIL_M: [f64; 6] = [4.0, 20.0, 100.0, 500.0, 2500.0, 12_500.0];

/// The points of a shot, in millidecibels below the highest level that can be stored, and whether any was cut off by
/// saturation.
pub fn points(line: &Line, settings: &Settings, scenario_seed: u64, shot_seed: u64) -> Vec<u16> {
    let count = settings.points();
    // Time is what the instrument samples. Metres of fibre follow from the true index, metres on the screen from the
    // typed one.
    let true_index = group_index(settings.nm);
    let spacing_m = f64::from(settings.spacing_um().get()) / 1e6 * settings.index() / true_index;
    let pulse_m = pulse_m(settings.pulse_ns.into(), true_index);
    let sums = backscatter_sums(line, settings, scenario_seed, spacing_m, pulse_m, count);
    let scattered = box_filtered(&sums, settings.pulse_ns, spacing_m, pulse_m);
    let mut reflected = vec![0.0; count];
    let noise = noise(settings);
    let echoes = ghosts(&line.mirrors, noise * FAINTEST_GHOST);
    for (at_m, share) in line.mirrors.iter().map(|mirror| (mirror.at_m, mirror.power)).chain(echoes) {
        add_reflection(&mut reflected, at_m, share, spacing_m, pulse_m);
    }
    received(&scattered, &reflected, settings, spacing_m, pulse_m, noise, shot_seed)
}

/// Running sum of what comes back from each metre, per nanosecond of pulse: entry `i` holds all before point `i`.
fn backscatter_sums(
    line: &Line,
    settings: &Settings,
    seed: u64,
    spacing_m: f64,
    pulse_m: f64,
    count: usize,
) -> Vec<f64> {
    let mut density = vec![0.0; count];
    // So much each cell must ripple that the pulse and the receiver leave what was measured. Power ripples 4.34 times
    // less than its decibels, of which the screen shows half.
    let box_m = pulse_m.max(spacing_m);
    let pole_m = (RECEIVER * pulse_m).max(QUICKEST_M);
    let left = (1.0 - pole_m / box_m * (1.0 - libm::exp(-box_m / pole_m))) * spacing_m / box_m;
    let ripple = ripple_db(settings.pulse_ns.into()) / 2.171 / libm::sqrt(left);
    for stretch in &line.stretches {
        let name = format!("grain/{}/{}/{}", stretch.glass, settings.nm.0, settings.pulse_ns);
        let grain = Grain::named(seed, &name);
        let (start, end) = (stretch.start_m / spacing_m, (stretch.start_m + stretch.length_m) / spacing_m);
        let first = start as usize;
        let mut value =
            stretch.power * libm::exp(-stretch.fall_per_m * ((first as f64 + 0.5) * spacing_m - stretch.start_m));
        let fall = libm::exp(-stretch.fall_per_m * spacing_m);
        let origin = stretch.from_m / spacing_m;
        for (cell, density) in density.iter_mut().enumerate().skip(first) {
            let from = cell as f64;
            if from >= end {
                break;
            }
            let covered = (from + 1.0).min(end) - from.max(start);
            let along = from - start;
            let on_glass = if stretch.backwards { origin - along - 1.0 } else { origin + along };
            // A cell before the glass's own zero, by rounding, is its first.
            let grained = 1.0 + ripple * grain.at((on_glass + 0.5).max(0.0) as u64);
            *density += value * covered * grained;
            value *= fall;
        }
    }
    let mut sums = Vec::with_capacity(count + 1);
    let mut sum = 0.0;
    sums.push(0.0);
    for value in density {
        sum += value;
        sums.push(sum);
    }
    sums
}

/// What comes back at each point under the box of the pulse. One nanosecond of pulse brings back what [`Line`] says; so
/// many of them share the length of the pulse.
fn box_filtered(sums: &[f64], pulse_ns: u16, spacing_m: f64, pulse_m: f64) -> Vec<f64> {
    let cells = pulse_m / spacing_m;
    let per_cell = f64::from(pulse_ns) / cells;
    let (whole, part) = (cells as usize, cells - libm::floor(cells));
    let before = |point: usize| -> f64 {
        let near = point.checked_sub(whole).map_or(0.0, |index| sums[index]);
        let far = point.checked_sub(whole + 1).map_or(0.0, |index| sums[index]);
        near + (far - near) * part
    };
    (0..sums.len() - 1).map(|point| (sums[point] - before(point)).max(0.0) * per_cell).collect()
}

/// A reflection lasts as long as the pulse. At least one point sees it whole.
fn add_reflection(power: &mut [f64], at_m: f64, share: f64, spacing_m: f64, pulse_m: f64) {
    let start = at_m / spacing_m;
    let end = start + (pulse_m / spacing_m).max(1.0);
    let first = libm::floor(start) as usize + 1;
    for (index, power) in power.iter_mut().enumerate().skip(first) {
        // A point shows what came in since the one before it.
        let (since, now) = (index as f64 - 1.0, index as f64);
        if since >= end {
            break;
        }
        *power += share * (now.min(end) - since.max(start));
    }
}

/// Light that bounced to a mirror, back to one before it, and again to a mirror: where it seems to come from, in
/// metres, and its power.
fn ghosts(mirrors: &[Mirror], faintest: f64) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    let strong: Vec<usize> = (0..mirrors.len()).filter(|index| mirrors[*index].power > faintest).collect();
    for first in &strong {
        for second in &strong {
            let product = mirrors[*first].power * mirrors[*second].power;
            // No mirror throws back more than all; between two ways it must be one before the fork.
            let mut between = mirrors[*first].before;
            while let Some(index) = between {
                let mirror = &mirrors[index];
                between = mirror.before;
                if !precedes(mirrors, index, *second) {
                    continue;
                }
                // There and back to both, less the way to the mirror between, which was not gone.
                let power = product * mirror.reflectance * mirror.reflectance / mirror.power;
                if power > faintest {
                    found.push((mirrors[*first].at_m + mirrors[*second].at_m - mirror.at_m, power));
                }
            }
        }
    }
    found
}

/// Whether one mirror stands before another on its way.
fn precedes(mirrors: &[Mirror], one: usize, other: usize) -> bool {
    let mut before = mirrors[other].before;
    while let Some(index) = before {
        if index == one {
            return true;
        }
        before = mirrors[index].before;
    }
    false
}

/// What the receiver makes of it.
fn received(
    scattered: &[f64],
    reflected: &[f64],
    settings: &Settings,
    spacing_m: f64,
    pulse_m: f64,
    noise: f64,
    shot_seed: u64,
) -> Vec<u16> {
    let grain = Grain::named(shot_seed, "shot");
    let keep = |metres: f64| libm::exp(-spacing_m / metres);
    let receiver = 1.0 - keep((RECEIVER * pulse_m).max(QUICKEST_M));
    let filter = keep((NOISE_FILTER * pulse_m).max(QUICKEST_M / 2.0));
    let fresh = libm::sqrt(1.0 - filter * filter) * noise;
    // The step between two lengths of the tail, in logarithms, times the share for each.
    let step = libm::log(TAIL_M[1] / TAIL_M[0]);
    let tails = TAIL_M.map(|metres| (keep(metres), TAIL * step * spacing_m / metres));
    let mut tail = [0.0; TAIL_M.len()];
    let saturation = saturation(settings.nm, settings.pulse_ns);
    let (mut through, mut hum) = (0.0, 0.0);
    let mut points = Vec::with_capacity(scattered.len());
    for (index, (scattered, reflected)) in scattered.iter().zip(reflected).enumerate() {
        let mut late = 0.0;
        for (part, (keep, share)) in tail.iter_mut().zip(tails) {
            late += *part;
            *part = *part * keep + reflected * share;
        }
        through += (scattered + reflected + late - through) * receiver;
        hum = hum * filter + fresh * grain.at(index as u64);
        points.push(level((through + hum).min(saturation)));
    }
    points
}

/// The power above which the receiver shows no more.
pub fn saturation(nm: Wavelength, pulse_ns: u16) -> f64 {
    let start_db = backscatter_db(nm, 10.4) + 10.0 * libm::log10(f64::from(pulse_ns));
    libm::pow(10.0, (start_db + 2.0 * SATURATION_DB) / 10.0)
}

/// Millidecibels below the highest level that can be stored.
pub fn level(power: f64) -> u16 {
    // What is smaller is far below the lowest level.
    if power < 1e-20 {
        return LOWEST;
    }
    (-5000.0 * log10(power) + 0.5).clamp(0.0, f64::from(LOWEST)) as u16
}

/// Parts into which a doubling of power is cut.
const PARTS: usize = 4096;

/// The logarithm of a number above zero that is not subnormal, by straight lines between points of its curve: off by
/// less than a hundred-millionth, and several times as fast as the exact one, which a trace needs at every point.
fn log10(power: f64) -> f64 {
    static CURVE: OnceLock<Vec<f64>> = OnceLock::new();
    let curve = CURVE.get_or_init(|| (0..=PARTS).map(|part| libm::log10(1.0 + part as f64 / PARTS as f64)).collect());
    let bits = power.to_bits();
    let doublings = ((bits >> 52) as i64 - 1023) as f64;
    let part = (bits >> 40) as usize & (PARTS - 1);
    let within = (bits & ((1 << 40) - 1)) as f64 / (1u64 << 40) as f64;
    doublings * std::f64::consts::LOG10_2 + curve[part] + (curve[part + 1] - curve[part]) * within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_logarithm_is_the_logarithm() {
        for number in (1..10_000).map(|n| f64::from(n) * 1e-9).chain([1e-19, 0.1, 0.999_999, 1.0, 2.0, 3.7e5]) {
            assert!((log10(number) - libm::log10(number)).abs() < 1e-8, "{number}");
        }
        assert_eq!((level(1.0), level(0.1), level(0.0), level(-1.0)), (0, 5000, LOWEST, LOWEST));
    }
}
