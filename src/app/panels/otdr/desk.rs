//! What the hand set on the instrument: the part of the trace that is shown, the cursors, what lies open below.

use super::{OtdrView, TraceView};
use crate::fibre::otdr::curve::Curve;
use crate::fibre::otdr::reading::{Markers, markers_at};

/// The part of the trace that is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// From the left to the right, in metres.
    pub x: [f64; 2],
    /// From the bottom to the top, in dB.
    pub y: [f64; 2],
}

/// How the cursors read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Between A and B.
    #[default]
    TwoPoints,
    /// A line from A to a, a line from b to B; the loss at a.
    FourMarkers,
}

/// What lies open below the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sheet {
    #[default]
    Events,
    /// Both directions and their mean.
    Both,
    /// What the file says about itself.
    About,
}

/// One of the four cursors, by its place among A, a, b, B.
pub type Cursor = usize;
pub const A: Cursor = 0;
/// The place whose loss is read.
pub const PLACE: Cursor = 1;
pub const AFTER: Cursor = 2;
pub const B: Cursor = 3;
/// Their letters.
pub const LETTERS: [&str; 4] = ["A", "a", "b", "B"];

/// Everything that the person set. It outlives a frame; [`Desk::meet`] fits it to what is shown.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    look: Option<Look>,
    /// A, a, b, B in metres.
    pub cursors: [f64; 4],
    pub mode: Mode,
    pub active: Cursor,
    /// Which trace is read.
    pub read: usize,
    /// The trace that is drawn with it.
    pub overlay: Option<usize>,
    /// The mean that is being written down, in dB.
    pub mean_db: f64,
    pub sheet: Sheet,
    /// The row of the table that was chosen.
    pub chosen: Option<usize>,
    /// On a small screen: the table in the place of the trace.
    pub table_first: bool,
    /// The trace that all this was set for, by its name.
    of: Option<String>,
    pub(super) drag: Drag,
    /// The trace as a widget, to know whether the keyboard is its own.
    pub(super) graph: Option<bevy_egui::egui::Id>,
}

/// What the pointer holds on the trace.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Drag {
    #[default]
    Nothing,
    Cursor(Cursor),
    /// A rectangle to zoom into, from its first corner in metres and dB.
    Rectangle([f64; 2]),
    Pan,
}

/// The trace is never shown closer than this.
const CLOSEST_M: f64 = 2.0;
const CLOSEST_DB: f64 = 0.2;

impl Desk {
    /// Fits what was set to what is shown: a new trace is shown whole, its cursors on the fibre.
    pub fn meet(&mut self, view: &OtdrView) {
        self.read = self.read.min(view.traces.len().saturating_sub(1));
        self.overlay = self.overlay.filter(|other| *other < view.traces.len() && *other != self.read);
        let Some(trace) = view.traces.get(self.read) else { return };
        if self.of.as_ref() == Some(&view.key) {
            return;
        }
        self.of = Some(view.key.clone());
        self.chosen = None;
        self.look = None;
        self.drag = Drag::Nothing;
        let end = trace.end_m().unwrap_or(trace.curve.last_m() * 0.8);
        let start = trace.curve.first_m.max(0.0);
        self.cursors = [0.25, 0.45, 0.55, 0.75].map(|share| start + (end - start) * share);
        self.active = if self.mode == Mode::TwoPoints { A } else { PLACE };
    }

    /// What is shown now.
    pub fn look(&self, trace: &TraceView) -> Look {
        self.look.unwrap_or_else(|| whole(&trace.curve))
    }

    /// Shows all of the trace.
    pub fn fit(&mut self) {
        self.look = None;
    }

    /// Shows what the cursors stand around as large as it goes, with some fibre on both sides.
    pub fn close_look(&mut self, trace: &TraceView) {
        let curve = &trace.curve;
        let [start, end] = match self.mode {
            Mode::TwoPoints => [self.cursors[A].min(self.cursors[B]), self.cursors[A].max(self.cursors[B])],
            // The fibre before may be long: what happens at the place is what matters.
            Mode::FourMarkers => {
                let reach = (self.cursors[B] - self.cursors[PLACE]).max(8.0 * curve.pulse_m());
                [self.cursors[A].max(self.cursors[PLACE] - reach), self.cursors[B]]
            }
        };
        let room = ((end - start) * 0.15).max(CLOSEST_M);
        let x = [start - room, end + room];
        let levels = &curve.levels[curve.within(x[0], x[1])];
        let (Some(low), Some(high)) = (levels.iter().min(), levels.iter().max()) else { return };
        let [low, high] = [low, high].map(|level| f64::from(*level) / 1000.0);
        let room = ((high - low) * 0.3).max(CLOSEST_DB);
        self.show(trace, Look { x, y: [low - room, high + room] });
    }

    pub fn show(&mut self, trace: &TraceView, look: Look) {
        self.look = Some(held(look, &trace.curve));
    }

    /// Zooms along the fibre by a factor above 1 to come closer, about a distance that stays where it is.
    pub fn zoom_x(&mut self, trace: &TraceView, factor: f64, about_m: f64) {
        let mut look = self.look(trace);
        // What is not in sight comes to the middle.
        let inside = (look.x[0]..=look.x[1]).contains(&about_m);
        let share = if inside { (about_m - look.x[0]) / (look.x[1] - look.x[0]) } else { 0.5 };
        let span = ((look.x[1] - look.x[0]) / factor).max(CLOSEST_M.max(8.0 * trace.curve.spacing_m));
        look.x = [about_m - span * share, about_m + span * (1.0 - share)];
        self.show(trace, look);
    }

    /// Zooms the level by a factor above 1 to come closer, about a level that stays where it is.
    pub fn zoom_y(&mut self, trace: &TraceView, factor: f64, about_db: f64) {
        let mut look = self.look(trace);
        let inside = (look.y[0]..=look.y[1]).contains(&about_db);
        let share = if inside { (about_db - look.y[0]) / (look.y[1] - look.y[0]) } else { 0.5 };
        let span = ((look.y[1] - look.y[0]) / factor).max(CLOSEST_DB);
        look.y = [about_db - span * share, about_db + span * (1.0 - share)];
        self.show(trace, look);
    }

    /// Moves what is shown, as shares of its width and height.
    pub fn pan(&mut self, trace: &TraceView, right: f64, up: f64) {
        let mut look = self.look(trace);
        let by = [right * (look.x[1] - look.x[0]), up * (look.y[1] - look.y[0])];
        look.x = look.x.map(|x| x + by[0]);
        look.y = look.y.map(|y| y + by[1]);
        self.show(trace, look);
    }

    /// The cursors that are used.
    pub fn cursors_used(&self) -> &'static [Cursor] {
        match self.mode {
            Mode::TwoPoints => &[A, B],
            Mode::FourMarkers => &[A, PLACE, AFTER, B],
        }
    }

    pub fn set_mode(&mut self, trace: &TraceView, mode: Mode) {
        if self.mode == mode {
            return;
        }
        self.mode = mode;
        match mode {
            Mode::FourMarkers => {
                // The place to read is where A stood: at the chosen event with its own markers.
                let at = self.cursors[A];
                let chosen = self.chosen.filter(|row| trace.events.get(*row).is_some_and(|event| event.at_m == at));
                match chosen {
                    Some(row) => self.choose(trace, row),
                    None => {
                        self.active = PLACE;
                        self.place(trace, at);
                    }
                }
            }
            Mode::TwoPoints => self.active = A,
        }
    }

    /// The next cursor becomes the one that moves.
    pub fn next_cursor(&mut self) {
        let used = self.cursors_used();
        let now = used.iter().position(|cursor| *cursor == self.active).unwrap_or(0);
        self.active = used[(now + 1) % used.len()];
    }

    pub fn active_m(&self) -> f64 {
        self.cursors[self.active]
    }

    /// Puts a cursor somewhere on the trace. The other markers follow the one at the place; they never pass each other.
    pub fn put(&mut self, trace: &TraceView, cursor: Cursor, at_m: f64) {
        let at = at_m.clamp(trace.curve.first_m, trace.curve.last_m());
        match (self.mode, cursor) {
            (Mode::FourMarkers, PLACE) => self.place(trace, at),
            (Mode::FourMarkers, _) => {
                let least = if cursor == A { trace.curve.first_m } else { self.cursors[cursor - 1] };
                let most = if cursor == B { trace.curve.last_m() } else { self.cursors[cursor + 1] };
                self.cursors[cursor] = at.clamp(least.min(most), most);
            }
            (Mode::TwoPoints, _) => self.cursors[cursor] = at,
        }
    }

    fn place(&mut self, trace: &TraceView, at: f64) {
        if let Some(Markers(markers)) = trace.markers_around(at) {
            self.cursors = markers;
        } else {
            self.cursors[PLACE] = at;
            self.cursors[A] = self.cursors[A].min(at);
            self.cursors[AFTER] = self.cursors[AFTER].max(at);
            self.cursors[B] = self.cursors[B].max(self.cursors[AFTER]);
        }
    }

    /// Reads another trace: shown whole, the cursors where they were as far as it reaches.
    pub fn read_trace(&mut self, view: &OtdrView, index: usize) {
        let Some(trace) = view.traces.get(index).filter(|_| index != self.read) else { return };
        // The same spot of the fibre, seen from the other end.
        let before = view.traces.get(self.read).filter(|before| before.from_other_end != trace.from_other_end);
        let length = before.and_then(|before| before.end_m().or(before.length_m)).or(trace.end_m()).or(trace.length_m);
        if let (Some(_), Some(length)) = (before, length) {
            let [a, place, after, b] = self.cursors.map(|at| length - at);
            self.cursors = if self.mode == Mode::TwoPoints { [a, place, after, b] } else { [b, place, after, a] };
        }
        // What was read stays in sight beside it, if it was beside it before.
        if self.overlay == Some(index) {
            self.overlay = Some(self.read);
        }
        self.read = index;
        self.chosen = None;
        self.look = None;
        for cursor in [A, B] {
            self.cursors[cursor] = self.cursors[cursor].clamp(trace.curve.first_m, trace.curve.last_m());
        }
        if self.mode == Mode::FourMarkers {
            self.place(trace, self.cursors[PLACE].clamp(trace.curve.first_m, trace.curve.last_m()));
        }
    }

    /// A new trace was taken: it is read, whole; the one from before is drawn with it.
    pub fn show_new(&mut self, index: usize) {
        self.overlay = None;
        self.read = index;
        self.of = None;
    }

    /// The next trace is drawn with the one that is read, after the last none.
    pub fn next_overlay(&mut self, view: &OtdrView) {
        let first = self.overlay.map_or(0, |now| now + 1);
        self.overlay = (first..view.traces.len()).find(|other| *other != self.read);
    }

    /// Moves the active cursor by a hundredth of what is shown, or finely by one point; what is shown follows it.
    pub fn nudge(&mut self, trace: &TraceView, steps: f64, fine: bool) {
        let look = self.look(trace);
        let spacing = trace.curve.spacing_m;
        let coarse = ((look.x[1] - look.x[0]) / 100.0 / spacing).round().max(1.0) * spacing;
        let step = if fine { spacing } else { coarse };
        self.put(trace, self.active, self.active_m() + steps * step);
        self.bring_into_sight(trace, self.active_m());
    }

    fn bring_into_sight(&mut self, trace: &TraceView, at_m: f64) {
        let mut look = self.look(trace);
        if !(look.x[0]..=look.x[1]).contains(&at_m) {
            let half = (look.x[1] - look.x[0]) / 2.0;
            look.x = [at_m - half, at_m + half];
            self.show(trace, look);
        }
    }

    /// Chooses a row of the table: the cursors go to its event, and the event comes into sight.
    pub fn choose(&mut self, trace: &TraceView, row: usize) {
        let Some(event) = trace.events.get(row) else { return };
        self.chosen = Some(row);
        match self.mode {
            Mode::TwoPoints => {
                self.active = A;
                self.cursors[A] = event.at_m.clamp(trace.curve.first_m, trace.curve.last_m());
            }
            Mode::FourMarkers => {
                self.active = PLACE;
                match event.markers {
                    Some(Markers(markers)) => self.cursors = markers,
                    None => self.place(trace, event.at_m),
                }
            }
        }
        self.bring_into_sight(trace, event.at_m);
    }

    /// Chooses the next event, or the one before.
    pub fn step_event(&mut self, trace: &TraceView, forward: bool) {
        let count = trace.events.len();
        if count == 0 {
            return;
        }
        let row = match (self.chosen, forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(row), true) => (row + 1).min(count - 1),
            (Some(row), false) => row.saturating_sub(1),
        };
        self.choose(trace, row);
    }
}

impl TraceView {
    /// Where markers would stand for a place, between the events beside it.
    pub fn markers_around(&self, at_m: f64) -> Option<Markers> {
        let near = self.curve.pulse_m().max(1.0);
        let places = || self.events.iter().map(|event| event.at_m);
        let before = places().filter(|place| *place < at_m - near).fold(self.curve.first_m, f64::max);
        let after = places().filter(|place| *place > at_m + near).fold(self.curve.last_m(), f64::min);
        markers_at(&self.curve, at_m, before, after)
    }
}

/// All of a trace, without the few points that an instrument clips at the bottom of its scale.
fn whole(curve: &Curve) -> Look {
    let margin = (curve.last_m() - curve.first_m).max(CLOSEST_M) * 0.01;
    // A sample is enough to see where the noise is.
    let step = (curve.levels.len() / 4096).max(1);
    let mut levels: Vec<i32> = curve.levels.iter().copied().step_by(step).collect();
    levels.sort_unstable();
    let low = levels.get(levels.len() / 20).map_or(-60.0, |level| f64::from(*level) / 1000.0);
    let (high, _) = curve.extremes_db();
    let room = (high - low).max(CLOSEST_DB) * 0.08;
    Look { x: [curve.first_m - margin, curve.last_m() + margin], y: [low - room, high + room] }
}

/// Kept on the trace: no part of the screen shows only emptiness.
fn held(look: Look, curve: &Curve) -> Look {
    let all = whole(curve);
    let hold = |[low, high]: [f64; 2], [least, most]: [f64; 2]| {
        let span = (high - low).min(most - least);
        let start = low.clamp(least, most - span);
        [start, start + span]
    };
    // Up and down there may be clipped points and tall peaks: a third more is allowed.
    let third = (all.y[1] - all.y[0]) / 3.0;
    Look { x: hold(look.x, all.x), y: hold(look.y, [all.y[0] - third, all.y[1] + third]) }
}
