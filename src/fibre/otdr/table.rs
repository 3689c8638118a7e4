//! The instrument's own table: events found in the points and in nothing else.
//!
//! Reflections are found where the trace rises at once; losses between them where the lines left and right of a point
//! lie apart by more than chance; the end where the line falls and does not go on. Losses are those of least squares
//! with five markers, reflectances follow from the height of the peak. What lies too close to be measured alone is
//! given as merged.

use super::fit::{Fit, Trace};
use super::instrument::*;
use super::light::reflectance_db;
use super::trace::saturation;
use crate::fibre::sor::measure::Kind;
use crate::units::Millidecibels;

/// One event as the instrument found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub kind: Kind,
    /// Distance from the front panel on the screen.
    pub at_mm: u64,
    /// How long it is on the screen.
    pub width_mm: u64,
    /// Nothing at the end, and for an event that is measured with the one before it.
    pub loss: Option<Millidecibels>,
    /// Negative; nothing where nothing rises.
    pub reflectance: Option<Millidecibels>,
    /// Slope of the fibre before it, in thousandths of dB/km.
    pub slope_mdb_km: i16,
    pub is_end: bool,
    /// Too close to another to be measured alone: one loss stands for all that follow each other.
    pub merged: bool,
}

/// The whole table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub rows: Vec<Row>,
    /// From the end of the launch reel to the end; nothing where either was not seen.
    pub total_loss: Option<Millidecibels>,
    /// Whether the fibre went on into the noise: no end was seen.
    pub out_of_range: bool,
}

/// A stretch of the trace that no line can be laid through.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Block {
    start: usize,
    /// Where the trace is straight again.
    settled: usize,
    rises: bool,
    /// The trace rose again before it was straight.
    hides: bool,
}

/// A rise is a reflection from so many decibels on, and so many times the scatter of the points.
const LEAST_RISE_DB: f64 = 0.2;
const RISE_SCATTER: f64 = 6.0;
/// A step counts from so many deviations on.
const STEP_SCATTER: f64 = 4.5;
/// Windows to find steps in: so many pulses, and at least so many metres.
const WINDOW_PULSES: f64 = 40.0;
const WINDOW_M: f64 = 60.0;
/// Longest window to measure with, in metres.
const LONGEST_M: f64 = 2000.0;
/// A fibre that goes on after a large loss loses less than this, in dB/km: the tail after a reflection falls faster.
const GOES_ON_DB_KM: f64 = 1.0;

impl Table {
    /// What the instrument finds in its points.
    pub fn of(points: &[u16], settings: &Settings) -> Self {
        let finder = Finder::new(points, settings);
        if finder.trace.len() < 32 { Self::default() } else { finder.table() }
    }
}

struct Finder<'a> {
    trace: Trace,
    settings: &'a Settings,
    floor_db: f64,
    saturated_db: f64,
    /// Points in a pulse, whole.
    pulse: usize,
    /// Points to skip after a small step until the receiver has followed.
    gap: usize,
    window: usize,
    least: usize,
}

impl<'a> Finder<'a> {
    fn new(points: &[u16], settings: &'a Settings) -> Self {
        let trace = Trace::new(points, settings);
        let pulse = (libm::ceil(trace.pulse) as usize).max(1);
        let window = libm::ceil((WINDOW_PULSES * trace.pulse).max(WINDOW_M / trace.spacing_m)) as usize;
        Self {
            floor_db: noise_floor_db(settings),
            saturated_db: 5.0 * libm::log10(saturation(settings.nm, settings.pulse_ns)),
            pulse,
            gap: (libm::ceil(2.2 * trace.pulse) as usize).max(2) + 1,
            window: window.min(trace.len() / 2),
            least: (libm::ceil(2.0 * trace.pulse) as usize).max(6),
            settings,
            trace,
        }
    }

    fn table(&self) -> Table {
        let mut blocks = vec![Block { start: 0, settled: self.settle(0).0, rises: false, hides: false }];
        let mut end = None;
        let mut out_of_range = false;
        loop {
            let from = blocks.last().map_or(0, |block| block.settled);
            let next = self.next_rise(from);
            let until = next.unwrap_or(self.trace.len());
            let dead = self.dies(from, until);
            let straight = dead.map_or(until, |(start, _)| start);
            let mut steps = Vec::new();
            self.steps(from, straight, &mut steps);
            steps.sort_unstable();
            blocks.extend(steps.into_iter().map(|start| Block {
                start,
                settled: start + self.gap,
                rises: false,
                hides: false,
            }));
            if let Some((start, fell)) = dead {
                if !fell && start == from && blocks.len() > 1 {
                    // Nothing straight came after the last event: that was the end.
                    end = blocks.pop();
                    break;
                }
                out_of_range = !fell;
                end = Some(Block { start, settled: self.trace.len(), rises: false, hides: false });
                break;
            }
            let Some(start) = next else { break };
            let (settled, hides) = self.settle(start);
            let block = Block { start, settled, rises: true, hides };
            if self.ends(from, &block) {
                end = Some(block);
                break;
            }
            blocks.push(block);
        }
        self.rows(&blocks[1..], blocks[0].settled, end, out_of_range)
    }

    /// The next point from which on the trace rises at once.
    fn next_rise(&self, from: usize) -> Option<usize> {
        let levels = &self.trace.levels;
        let reach = (self.pulse * 6 / 10).max(1);
        let calm = (self.pulse / 2).max(2);
        let mut point = from + calm;
        while point + reach + 2 < levels.len() {
            let before = self.trace.mean(point - calm, point);
            let scatter = self.trace.scatter_db(before);
            if before < self.floor_db {
                return None;
            }
            let rise = LEAST_RISE_DB.max(RISE_SCATTER * scatter);
            let ahead = self.trace.mean(point + reach, point + reach + 2);
            if ahead - before > rise {
                // From here on point by point to the foot of the rise.
                let foot = LEAST_RISE_DB.min(rise / 2.0).max(3.0 * scatter);
                let first = (point..point + reach + 2).find(|index| levels[*index] - before > foot);
                return Some(first.unwrap_or(point).saturating_sub(1).max(from));
            }
            point += (self.pulse / 8).max(1);
        }
        None
    }

    /// Where the trace is straight again after an event at `start`, and whether it rose again before.
    fn settle(&self, start: usize) -> (usize, bool) {
        let trace = &self.trace;
        let width = self.pulse.max(4);
        // As long as the receiver takes to forget the peak down to a fiftieth of what was there before.
        let top = (start..(start + 2 * self.pulse + 2).min(trace.len())).map(|index| trace.levels[index]);
        let height = top.fold(f64::MIN, f64::max) - trace.levels[start.min(trace.len() - 1)];
        let ratio = if start == 0 { 1.0 } else { (libm::pow(10.0, height / 5.0) - 1.0).max(1.0) };
        let late = 1.0 + RECEIVER * libm::log(ratio / 0.02);
        let mut point = start + (libm::ceil(late * trace.pulse) as usize).max(2) + 1;
        let mut hides = false;
        while point + 2 * width < trace.len() {
            let near = trace.mean(point, point + width);
            let far = trace.mean(point + width, point + 2 * width);
            let scatter = trace.mean_scatter_db(near.min(far), width);
            if near < self.floor_db {
                break;
            }
            let falls = near - far;
            if falls < -(LEAST_RISE_DB + RISE_SCATTER * scatter) {
                hides = true;
                point += width;
            } else if falls.abs() < 0.03 + 2.5 * scatter {
                break;
            }
            point += (width / 8).max(1);
        }
        (point.min(trace.len()), hides)
    }

    /// Where the line falls into the noise between two points, and whether it fell or only faded.
    fn dies(&self, from: usize, until: usize) -> Option<(usize, bool)> {
        let trace = &self.trace;
        let width = self.pulse.clamp(8, 400);
        let mut point = from;
        while point + width <= until {
            if trace.mean(point, point + width) < self.floor_db + 0.5 {
                break;
            }
            point += (width / 4).max(1);
        }
        if point + width > until {
            return None;
        }
        // Back over the slope that the receiver makes of a fall, to where the trace is still straight.
        let mut back = point.saturating_sub(width).max(from);
        while back >= from + width {
            let (near, far) = (trace.mean(back - width, back), trace.mean(back, back + width));
            if near - far < 0.3 + 3.0 * trace.mean_scatter_db(far, width) {
                break;
            }
            back -= (width / 2).max(1);
        }
        back = back.saturating_sub(2 * width).max(from);
        if back < from + self.least {
            return Some((from, false));
        }
        let line = trace.line(back.saturating_sub(self.window).max(from), back);
        let gone = |index: &usize| {
            let expected = line.at(*index as f64);
            let under = (3.0 * trace.scatter_db(expected)).max(0.3);
            let next = (*index..(*index + 4).min(trace.len())).all(|index| trace.levels[index] < expected - under);
            next && expected > self.floor_db
        };
        let Some(seen) = (back..point + width).find(gone) else { return Some((point, false)) };
        // That much had to fall before it was seen: the shape of the pulse says how long that took.
        let fallen = 1.0 - libm::pow(10.0, (trace.levels[seen] - line.at(seen as f64)) / 5.0);
        let pulses =
            (0..20).map(|tenth| f64::from(tenth) / 10.0).find(|pulses| pulse_shape(*pulses) >= fallen.min(0.9));
        let late = libm::round(pulses.unwrap_or(1.0) * trace.pulse) as usize;
        Some((seen.saturating_sub(late).max(from), true))
    }

    /// Steps between two points, by halving: the largest first, then left and right of it.
    fn steps(&self, from: usize, until: usize, found: &mut Vec<usize>) {
        let trace = &self.trace;
        if until < from + 2 * self.least + self.gap {
            return;
        }
        let measure = |at: usize| trace.step(at, self.gap, (from, until), self.window, self.least);
        let stride = (self.pulse / 6).max(1);
        let mut best: Option<(f64, usize)> = None;
        for at in (from + self.least..until - self.gap - self.least + 1).step_by(stride) {
            let Some((step, off)) = measure(at) else { continue };
            let limit = THRESHOLDS_DB[0].max(STEP_SCATTER * off);
            let over = step.abs() / limit;
            if over > best.map_or(1.0, |(over, _)| over) {
                best = Some((over, at));
            }
        }
        let Some((_, at)) = best else { return };
        let at = self.locate(at, from, until);
        found.push(at);
        self.steps(from, at, found);
        self.steps(at + self.gap, until, found);
    }

    /// Where exactly a step begins: where the shape that the pulse gives to a step fits best.
    fn locate(&self, near: usize, from: usize, until: usize) -> usize {
        let trace = &self.trace;
        let reach = 4 * self.pulse.max(2);
        let Some((step, _)) = trace.step(near, self.gap, (from, until), self.window, self.least) else { return near };
        let left = (near.saturating_sub(self.window).max(from), near.saturating_sub(reach).max(from + self.least));
        if left.1 <= left.0 {
            return near;
        }
        let line = trace.line(left.0, left.1);
        let (first, last) = (near.saturating_sub(reach).max(from), (near + reach).min(until));
        let (begin, stop) = (first, (last + 2 * self.gap).min(until));
        let shape = |after: f64| pulse_shape(after / trace.pulse.max(1.0));
        let stride = (self.pulse / 12).max(1);
        let miss = |start: usize| -> f64 {
            (begin..stop)
                .step_by(stride)
                .map(|index| {
                    let after = index as f64 - start as f64;
                    let wanted = line.at(index as f64) - step * shape(after);
                    let off = trace.levels[index] - wanted;
                    off * off
                })
                .sum()
        };
        let candidates = (first..last).step_by(stride);
        candidates.map(|start| (miss(start), start)).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(near, |(_, start)| start)
    }

    /// Whether the fibre ends at this reflection.
    fn ends(&self, from: usize, block: &Block) -> bool {
        let trace = &self.trace;
        let until = (block.settled + self.window).min(trace.len());
        if block.settled + self.least >= until {
            return true;
        }
        let after = trace.mean(block.settled, (block.settled + self.least).min(until));
        if after < self.floor_db + 0.5 {
            return true;
        }
        let before = self.line_before(from, block.start).at(block.start as f64);
        before - after > THRESHOLDS_DB[2] && !self.goes_on(block.settled)
    }

    /// Whether what follows is fibre and not a tail.
    fn goes_on(&self, from: usize) -> bool {
        let until = (from + self.window).min(self.trace.len());
        let slope = self.trace.own_slope_db_km(from, until);
        until >= from + 2 * self.least
            && self.trace.mean(from, until) > self.floor_db + 1.0
            && slope.abs() < GOES_ON_DB_KM
    }

    fn line_before(&self, from: usize, start: usize) -> Fit {
        let longest = libm::ceil(LONGEST_M / self.trace.spacing_m) as usize;
        let from = from.max(start.saturating_sub(longest)).min(start.saturating_sub(2));
        self.trace.line(from, start.max(from + 2).min(self.trace.len()))
    }

    fn rows(&self, blocks: &[Block], begin: usize, end: Option<Block>, out_of_range: bool) -> Table {
        let trace = &self.trace;
        let all: Vec<Block> = blocks.iter().copied().chain(end).collect();
        let mut rows = Vec::with_capacity(all.len());
        // Levels of the line at the end of the launch reel and at the end.
        let launch = f64::from(self.settings.launch_m) / trace.spacing_m;
        let start_level = trace.line(begin.min(trace.len() - 2), (begin + self.window).min(trace.len())).at(0.0);
        let mut at_launch = (self.settings.launch_m == 0).then_some(start_level);
        let mut at_end = None;
        let mut index = 0;
        let mut from = begin;
        while index < all.len() {
            let first = index;
            // All that follow without room between them are measured as one.
            while index + 1 < all.len() && all[index + 1].start < all[index].settled + self.least {
                index += 1;
            }
            let last = index;
            index += 1;
            let is_end = end.is_some() && last + 1 == all.len();
            let (start, settled) = (all[first].start, all[last].settled);
            let until = all.get(index).map_or(trace.len(), |next| next.start);
            let room_before = start >= from + self.least;
            let before = self.line_before(from, start);
            let level = if room_before { before.at(start as f64) } else { trace.levels[start.min(trace.len() - 1)] };
            let longest = libm::ceil(LONGEST_M / trace.spacing_m) as usize;
            let loss = (!is_end && settled + 2 <= until && room_before).then(|| {
                let right = (settled, until.min(settled + longest));
                let left = (from.max(start.saturating_sub(longest)), start);
                let (before, after) = trace.two_lines(left, right);
                Millidecibels::from_db(before.at(start as f64) - after.at(start as f64))
            });
            let slope = trace.own_slope_db_km(from.max(start.saturating_sub(longest)).min(start), start);
            for (number, block) in all[first..=last].iter().enumerate() {
                let next =
                    all.get(first + number + 1).filter(|_| first + number < last).map_or(settled, |next| next.start);
                let own_level = if number == 0 { level } else { trace.levels[block.start] };
                let row = self.row(block, next, own_level);
                let own_end = is_end && first + number == last;
                rows.push(Row {
                    loss: loss.filter(|_| number == 0),
                    slope_mdb_km: libm::round(slope.clamp(-30.0, 30.0) * 1000.0) as i16,
                    is_end: own_end,
                    merged: first != last || block.hides && !own_end,
                    ..row
                });
            }
            if at_launch.is_none() && start as f64 + trace.pulse >= launch {
                at_launch = Some(level);
            }
            if is_end {
                at_end = Some(level);
            }
            from = settled;
        }
        rows.retain(|row| {
            row.is_end
                || row.kind != Kind::Loss
                || row.merged
                || row.loss.is_some_and(|loss| loss.0.abs() as f64 >= THRESHOLDS_DB[0] * 1000.0)
        });
        let total_loss = at_launch.zip(at_end).map(|(launch, end)| Millidecibels::from_db(launch - end));
        Table { rows, total_loss: total_loss.filter(|_| !out_of_range), out_of_range }
    }

    fn row(&self, block: &Block, next: usize, level: f64) -> Row {
        let trace = &self.trace;
        let within = block.start..next.min(block.start + 3 * self.pulse + 4).min(trace.len()).max(block.start + 1);
        let peak = trace.levels[within].iter().fold(f64::MIN, |high, level| high.max(*level));
        let scatter = trace.scatter_db(level);
        let rises = peak - level > LEAST_RISE_DB.max(4.0 * scatter);
        // A gainer rises too, and stays.
        let stays = block.settled < trace.len() && {
            let after = trace.mean(block.settled, (block.settled + self.least).min(trace.len()));
            peak - after < LEAST_RISE_DB.max(4.0 * scatter)
        };
        // The receiver does not quite reach the top within the pulse.
        let reached = 10.0 * libm::log10(1.0 - libm::exp(-1.0 / RECEIVER));
        let backscatter = default_backscatter(self.settings.nm).db();
        let reflectance = reflectance_db(peak - level, backscatter, self.settings.pulse_ns.into())
            .map(|found| found - reached)
            .filter(|found| rises && !stays && *found >= THRESHOLDS_DB[1]);
        let kind = match reflectance {
            Some(_) if peak > self.saturated_db - 0.1 => Kind::Saturated,
            Some(_) => Kind::Reflective,
            None => Kind::Loss,
        };
        let millimetres = |points: usize| libm::round(points as f64 * trace.spacing_m * 1000.0) as u64;
        let seen = block.settled.min(trace.len()).saturating_sub(block.start);
        let most = self.pulse * 8 + self.gap;
        Row {
            kind,
            at_mm: millimetres(block.start),
            width_mm: millimetres(seen.min(most)),
            loss: None,
            reflectance: reflectance.map(Millidecibels::from_db),
            slope_mdb_km: 0,
            is_end: false,
            merged: false,
        }
    }
}

/// How much of a small step is seen so many pulses after it: the box of the pulse through the receiver.
fn pulse_shape(after: f64) -> f64 {
    if after <= 0.0 {
        return 0.0;
    }
    let late = RECEIVER * libm::exp(-after / RECEIVER);
    if after < 1.0 { after - RECEIVER + late } else { 1.0 - RECEIVER * libm::exp(-(after - 1.0) / RECEIVER) + late }
}
