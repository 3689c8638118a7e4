//! What cursors read off a trace: losses, slopes, reflectances.
//!
//! The loss at a place is read as instruments do it (checked on the events that real files store): a straight line is
//! fitted to the fibre before it and another to the fibre after it, both are drawn on to the place, and their
//! difference there is the loss. Two points alone read the noise and the length of fibre between them as loss too.

use super::curve::Curve;

/// A straight line fitted to a stretch of fibre by least squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Level at its middle, in dB.
    level_db: f64,
    middle_m: f64,
    /// In dB for a metre; negative where the trace falls.
    rise_db_m: f64,
    /// How far the points stray from it, in dB rms.
    pub stray_db: f64,
}

impl Line {
    /// Level of the line at a distance, in dB.
    pub fn at(&self, metres: f64) -> f64 {
        self.level_db + self.rise_db_m * (metres - self.middle_m)
    }

    /// What the fibre loses, in dB/km; positive where the trace falls.
    pub fn loss_db_km(&self) -> f64 {
        -self.rise_db_m * 1000.0
    }
}

/// The line through the points between two distances; `None` with fewer than two points.
pub fn line(curve: &Curve, from_m: f64, to_m: f64) -> Option<Line> {
    let points = curve.within(from_m.min(to_m), from_m.max(to_m));
    if points.len() < 2 {
        return None;
    }
    let count = points.len() as f64;
    // Counted from the middle of the stretch: no large numbers are subtracted from each other.
    let middle = (points.start + points.end - 1) as f64 / 2.0;
    let levels = &curve.levels[points.clone()];
    let level = levels.iter().map(|level| f64::from(*level)).sum::<f64>() / count;
    let offsets = || points.clone().map(|index| index as f64 - middle);
    let square: f64 = offsets().map(|offset| offset * offset).sum();
    let product: f64 = offsets().zip(levels).map(|(offset, there)| offset * (f64::from(*there) - level)).sum();
    let rise = product / square;
    let stray: f64 = offsets()
        .zip(levels)
        .map(|(offset, there)| {
            let off = f64::from(*there) - level - rise * offset;
            off * off
        })
        .sum();
    Some(Line {
        level_db: level / 1000.0,
        middle_m: curve.first_m + middle * curve.spacing_m,
        rise_db_m: rise / 1000.0 / curve.spacing_m,
        stray_db: libm::sqrt(stray / count) / 1000.0,
    })
}

/// Level at the first cursor less level at the second, in dB, fibre between them included.
pub fn two_point_loss(curve: &Curve, a_m: f64, b_m: f64) -> Option<f64> {
    Some(curve.level_db(a_m)? - curve.level_db(b_m)?)
}

/// The markers of a loss: the fibre before from the first to the second, which stands at the place itself; the fibre
/// after from the third to the fourth. In metres. Instruments call them A, a, b, B.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Markers(pub [f64; 4]);

impl Markers {
    /// The place whose loss they read.
    pub fn place_m(&self) -> f64 {
        self.0[1]
    }
}

/// Loss at the place of the markers by two fitted lines, in dB; negative where the trace goes up.
pub fn splice_loss(curve: &Curve, markers: Markers) -> Option<f64> {
    let [start, place, after, end] = markers.0;
    Some(line(curve, start, place)?.at(place) - line(curve, after, end)?.at(place))
}

/// How long a stretch a line is fitted to where there is room: so many pulses, and at least so many metres, so that the
/// grain of the glass at short pulses evens out (design choice after the markers of real files: 10 to 200 pulses).
const STRETCH_PULSES: f64 = 20.0;
const STRETCH_M: f64 = 300.0;
/// What the trace still falls or rises, from pulse to pulse, where it has come back to the fibre after an event, in dB.
const SETTLED_DB: f64 = 0.03;

/// Where an instrument would put the markers for an event at a place, between its neighbours; `None` where the trace
/// does not reach. Neighbours are the ends of the stretch of fibre on each side, in metres.
pub fn markers_at(curve: &Curve, place_m: f64, before_m: f64, after_m: f64) -> Option<Markers> {
    curve.nearest(place_m)?;
    let stretch = (STRETCH_PULSES * curve.pulse_m()).max(STRETCH_M);
    let after_m = after_m.min(curve.last_m());
    let settled = settled_after(curve, place_m, after_m);
    // The fibre before begins where the trace has come back from the event before.
    let earliest = settled_after(curve, before_m.max(curve.first_m), place_m - 0.2 * (place_m - before_m));
    let start = (place_m - stretch).max(earliest).min(place_m);
    Some(Markers([start, place_m, settled, (settled + stretch).min(after_m - curve.pulse_m()).max(settled)]))
}

/// Where the trace has come back to the slope of the fibre behind an event.
fn settled_after(curve: &Curve, place_m: f64, limit_m: f64) -> f64 {
    let step = curve.pulse_m().max(2.0 * curve.spacing_m);
    let mean = |from: f64| {
        let points = curve.within(from, from + step);
        let levels = &curve.levels[points];
        levels.iter().map(|level| f64::from(*level)).sum::<f64>() / levels.len().max(1) as f64 / 1000.0
    };
    // A pulse takes its own length to pass, the receiver about as much again.
    let mut at = place_m + 2.5 * step;
    for _ in 0..20 {
        if at + 3.0 * step > limit_m {
            break;
        }
        if (mean(at) - mean(at + step)).abs() < SETTLED_DB.max(3.0 * noise_of_mean(curve, at, step)) {
            break;
        }
        at += step;
    }
    at.min(limit_m)
}

/// How far the mean of a stretch strays by noise alone, in dB: from what neighbours differ by, so that a slope or a bend
/// of the trace is no noise.
fn noise_of_mean(curve: &Curve, from_m: f64, length_m: f64) -> f64 {
    let levels = &curve.levels[curve.within(from_m, from_m + length_m)];
    let differences = levels.windows(2).map(|pair| f64::from(pair[1] - pair[0]));
    let square: f64 = differences.map(|difference| difference * difference).sum();
    let count = levels.len().saturating_sub(1).max(1) as f64;
    libm::sqrt(square / count / 2.0 / count) / 1000.0
}

/// Height of the highest point at an event above the fibre before it, in dB; `None` where there is no fibre before it.
pub fn height(curve: &Curve, markers: Markers) -> Option<f64> {
    let [start, place, after, _] = markers.0;
    let highest = curve.levels[curve.within(place, after)].iter().max()?;
    Some(f64::from(*highest) / 1000.0 - line(curve, start, place)?.at(place))
}

/// Reflectance of the peak at an event, in dB, from its height above the fibre before it: B + 10 log W + 10 log
/// (10^(H/5) − 1), which gives back what real instruments stored (within 0.6 dB where nothing is saturated). `None` where
/// nothing stands out of the ripple. A saturated peak reflects more than this says.
pub fn reflectance(curve: &Curve, markers: Markers) -> Option<f64> {
    let [start, place, after, end] = markers.0;
    let height = height(curve, markers)?;
    let before = line(curve, start, place)?;
    // A step up is no peak: it must stand out of the fibre behind it too.
    let step = line(curve, after, end).map_or(0.0, |behind| behind.at(place) - before.at(place));
    if height - step.max(0.0) < (5.0 * before.stray_db).max(0.1) || curve.pulse_ns <= 0.0 {
        return None;
    }
    let above = libm::pow(10.0, height / 5.0) - 1.0;
    Some(curve.backscatter_db + 10.0 * libm::log10(curve.pulse_ns) + 10.0 * libm::log10(above))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0.35 dB/km, a step down of 0.2 dB at 1000 m, points each metre.
    fn stepped() -> Curve {
        let level = |index: usize| {
            let metres = index as f64;
            let step = if metres > 1000.0 { 0.2 } else { 0.0 };
            ((-20.0 - 0.00035 * metres - step) * 1000.0).round() as i32
        };
        let levels = (0..2000).map(level).collect();
        Curve { levels, first_m: 0.0, spacing_m: 1.0, pulse_ns: 100.0, group_index: 1.4677, backscatter_db: -79.5 }
    }

    #[test]
    fn a_clean_step_is_read_as_it_is_and_two_points_read_the_fibre_too() {
        let curve = stepped();
        let markers = markers_at(&curve, 1000.0, 0.0, 2000.0).expect("on the trace");
        assert!((splice_loss(&curve, markers).expect("fibre on both sides") - 0.2).abs() < 0.002);
        assert!((two_point_loss(&curve, 500.0, 1500.0).expect("on the trace") - 0.55).abs() < 0.002);
        assert!((line(&curve, 0.0, 900.0).expect("fibre").loss_db_km() - 0.35).abs() < 0.002);
        assert_eq!(reflectance(&curve, markers), None, "a step down is no peak");
        assert_eq!(two_point_loss(&curve, 500.0, 5000.0), None, "the trace does not reach there");
    }

    #[test]
    fn borders_hold_no_surprise() {
        let curve = stepped();
        assert_eq!(curve.within(-50.0, 2.0), 0..3);
        assert_eq!(curve.within(1998.0, 9000.0), 1998..2000);
        assert_eq!(curve.within(9000.0, 9100.0), 2000..2000);
        assert_eq!(curve.within(-100.0, -50.0), 0..0);
        assert!(line(&curve, 9000.0, 9100.0).is_none());
        assert!(markers_at(&curve, -3.0, -10.0, 100.0).is_none());
        assert!(markers_at(&curve, 1999.0, 1990.0, 2000.0).is_some_and(|m| splice_loss(&curve, m).is_none()));
    }
}
