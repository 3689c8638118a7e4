//! Straight lines through many points at once: running sums of a trace, and lines by least squares over any window.

use super::instrument::{Settings, noise, ripple_db};
use crate::units::Wavelength;

/// A trace that is ready for questions.
pub struct Trace {
    /// Levels in decibels, 0 at the top.
    pub levels: Vec<f64>,
    pub spacing_m: f64,
    /// Length of the pulse, in points.
    pub pulse: f64,
    sums: Vec<f64>,
    moments: Vec<f64>,
    /// How much single points scatter, by level.
    scatter: Vec<f64>,
    /// What fibre is expected to lose, in decibels per point.
    usual_slope: f64,
}

/// A straight line; `x` counts in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    pub mean_x: f64,
    pub mean_y: f64,
    pub slope: f64,
}

impl Fit {
    pub fn at(&self, x: f64) -> f64 {
        self.mean_y + self.slope * (x - self.mean_x)
    }
}

/// How far the slope of a fibre may lie off the usual, in dB/km: short windows cannot tell, and lean on it.
const SLOPE_SPREAD_DB_KM: f64 = 0.03;

/// Levels are told apart by so many decibels to say how much points scatter there.
const SCATTER_STEP_DB: f64 = 0.1;

/// From the top down: the ripple of the glass and the noise together. Noise never hides more than a few decibels.
fn scatter_by_level(settings: &Settings) -> Vec<f64> {
    let (noise, ripple_db) = (noise(settings), ripple_db(settings.pulse_ns.into()));
    let at = |step: u32| {
        let power = libm::pow(10.0, -f64::from(step) * SCATTER_STEP_DB / 5.0);
        libm::hypot(ripple_db, (2.171 * noise / power).min(5.0))
    };
    (0..=656).map(at).collect()
}

/// Over so many pulses neighbours ripple alike: the box of the pulse and the receiver after it.
const ALIKE_PULSES: f64 = 1.7;

/// What fibre usually loses, in dB/km.
fn usual_db_km(nm: Wavelength) -> f64 {
    crate::fibre::glass::FibreType::G652D.attenuation_db_km(nm)
}

impl Trace {
    pub fn new(points: &[u16], settings: &Settings) -> Self {
        let levels: Vec<f64> = points.iter().map(|point| -f64::from(*point) / 1000.0).collect();
        let (mut sums, mut moments) = (Vec::with_capacity(levels.len() + 1), Vec::with_capacity(levels.len() + 1));
        let (mut sum, mut moment) = (0.0, 0.0);
        for (index, level) in levels.iter().enumerate() {
            sums.push(sum);
            moments.push(moment);
            sum += level;
            moment += level * index as f64;
        }
        sums.push(sum);
        moments.push(moment);
        let spacing_m = f64::from(settings.spacing_um().get()) / 1e6;
        Self {
            levels,
            spacing_m,
            pulse: settings.pulse_m() / spacing_m,
            sums,
            moments,
            scatter: scatter_by_level(settings),
            usual_slope: -usual_db_km(settings.nm) / 1000.0 * spacing_m,
        }
    }

    pub fn len(&self) -> usize {
        self.levels.len()
    }

    pub fn mean(&self, from: usize, to: usize) -> f64 {
        (self.sums[to] - self.sums[from]) / (to - from).max(1) as f64
    }

    /// How much single points scatter at a level, in decibels.
    pub fn scatter_db(&self, level_db: f64) -> f64 {
        let step = (-level_db / SCATTER_STEP_DB).max(0.0) as usize;
        self.scatter[step.min(self.scatter.len() - 1)]
    }

    /// How far the mean of so many points may lie off, in decibels: neighbours within a pulse ripple alike.
    pub fn mean_scatter_db(&self, level_db: f64, points: usize) -> f64 {
        let independent = (points as f64 / (ALIKE_PULSES * self.pulse).max(1.0)).max(1.0);
        self.scatter_db(level_db) / libm::sqrt(independent)
    }

    /// Mean position, mean level, spread of positions, and their product with levels.
    fn moments(&self, from: usize, to: usize) -> (f64, f64, f64, f64) {
        let count = (to - from) as f64;
        let mean_x = (from + to - 1) as f64 / 2.0;
        let mean_y = self.mean(from, to);
        let spread = count * (count * count - 1.0) / 12.0;
        let product = self.moments[to] - self.moments[from] - mean_x * (self.sums[to] - self.sums[from]);
        (mean_x, mean_y, spread, product)
    }

    /// Lines through two windows with one slope, which leans on the usual where the windows are short.
    pub fn two_lines(&self, left: (usize, usize), right: (usize, usize)) -> (Fit, Fit) {
        let (x0, y0, spread0, product0) = self.moments(left.0, left.1);
        let (x1, y1, spread1, product1) = self.moments(right.0, right.1);
        let slope = self.slope(spread0 + spread1, product0 + product1, y0);
        (Fit { mean_x: x0, mean_y: y0, slope }, Fit { mean_x: x1, mean_y: y1, slope })
    }

    pub fn line(&self, from: usize, to: usize) -> Fit {
        let (mean_x, mean_y, spread, product) = self.moments(from, to);
        Fit { mean_x, mean_y, slope: self.slope(spread, product, mean_y) }
    }

    /// The slope of a window alone, in decibels per kilometre of loss.
    pub fn own_slope_db_km(&self, from: usize, to: usize) -> f64 {
        let (_, _, spread, product) = self.moments(from, to);
        if spread > 0.0 { -product / spread / self.spacing_m * 1000.0 } else { 0.0 }
    }

    fn slope(&self, spread: f64, product: f64, level_db: f64) -> f64 {
        let prior = SLOPE_SPREAD_DB_KM / 1000.0 * self.spacing_m;
        let scatter = self.scatter_db(level_db);
        let weight = scatter * scatter * self.pulse.max(1.0) / (prior * prior);
        (product + weight * self.usual_slope) / (spread + weight)
    }

    /// The step from left to right at `at`, positive for a loss, and how far it may lie off, in decibels. The right
    /// window begins `gap` points after it; both are at most `most` points long. Nothing where one has no room.
    pub fn step(&self, at: usize, gap: usize, bounds: (usize, usize), most: usize, least: usize) -> Option<(f64, f64)> {
        let left = (at.saturating_sub(most).max(bounds.0), at);
        let right = (at + gap, (at + gap + most).min(bounds.1));
        if left.1 < left.0 + least || right.1 < right.0 + least {
            return None;
        }
        let (before, after) = self.two_lines(left, right);
        let step = before.at(at as f64) - after.at(at as f64);
        let level = before.mean_y.min(after.mean_y);
        let off =
            libm::hypot(self.mean_scatter_db(level, left.1 - left.0), self.mean_scatter_db(level, right.1 - right.0));
        Some((step, off))
    }
}
