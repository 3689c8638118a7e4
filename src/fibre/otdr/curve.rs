//! A trace to be read: the level of every point along the fibre, whatever measured it.

use crate::fibre::sor::Sor;
use crate::fibre::sor::measure::LIGHT;

/// A trace. Distances are along the fibre from the zero that events count from, usually the end of a launch reel.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Level of each point in thousandths of a decibel, one-way: what is higher is more light.
    pub levels: Vec<i32>,
    /// Where the first point stands, in metres; negative before the zero.
    pub first_m: f64,
    /// Between two points, in metres, above zero.
    pub spacing_m: f64,
    pub pulse_ns: f64,
    /// Group refractive index that the distances were made with.
    pub group_index: f64,
    /// Backscatter coefficient at 1 ns in dB, about −80.
    pub backscatter_db: f64,
}

impl Curve {
    /// The trace of a file; `None` when it has no points or does not say how far apart they are.
    pub fn of(sor: &Sor) -> Option<Self> {
        let spacing_m = sor.fixed.spacing_m();
        if sor.data.is_empty() || spacing_m <= 0.0 {
            return None;
        }
        Some(Self {
            levels: sor.data.levels().map(|level| libm::round(level * 1000.0) as i32).collect(),
            first_m: -sor.front_panel_m() - sor.user_offset_m(),
            spacing_m,
            pulse_ns: sor.fixed.pulses.first().map_or(0.0, |pulse| f64::from(pulse.width_ns)),
            group_index: sor.fixed.group_index(),
            backscatter_db: sor.fixed.backscatter_db(),
        })
    }

    /// Where a point stands, in metres.
    pub fn position_m(&self, index: usize) -> f64 {
        self.first_m + index as f64 * self.spacing_m
    }

    /// Where the last point stands, in metres.
    pub fn last_m(&self) -> f64 {
        self.position_m(self.levels.len().saturating_sub(1))
    }

    /// The point nearest to a distance; `None` where the trace does not reach.
    pub fn nearest(&self, metres: f64) -> Option<usize> {
        let index = libm::round((metres - self.first_m) / self.spacing_m);
        (index >= 0.0 && index < self.levels.len() as f64).then_some(index as usize)
    }

    /// Level in dB at a distance; `None` where the trace does not reach.
    pub fn level_db(&self, metres: f64) -> Option<f64> {
        self.nearest(metres).map(|index| f64::from(self.levels[index]) / 1000.0)
    }

    /// The points from one distance to another, both included, as far as the trace reaches.
    pub fn within(&self, from_m: f64, to_m: f64) -> std::ops::Range<usize> {
        // A hair's breadth, so that a point exactly on the border counts whatever the division makes of it.
        let index = |metres: f64, hair: f64| (metres - self.first_m) / self.spacing_m + hair;
        let first = libm::ceil(index(from_m, -1e-6)).max(0.0) as usize;
        let end = (libm::floor(index(to_m, 1e-6)) + 1.0).max(0.0) as usize;
        first.min(self.levels.len())..end.clamp(first.min(self.levels.len()), self.levels.len())
    }

    /// How long the pulse is on the trace, in metres: half its length in the fibre, because light goes there and back.
    pub fn pulse_m(&self) -> f64 {
        self.pulse_ns * 1e-9 * LIGHT / (2.0 * self.group_index)
    }

    /// The highest and the lowest level in dB.
    pub fn extremes_db(&self) -> (f64, f64) {
        let highest = self.levels.iter().max().copied().unwrap_or(0);
        let lowest = self.levels.iter().min().copied().unwrap_or(0);
        (f64::from(highest) / 1000.0, f64::from(lowest) / 1000.0)
    }
}
