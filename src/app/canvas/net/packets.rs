//! What a command sent, shown frame by frame on the cables.

use std::time::{Duration, Instant};

use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::network::on_the_clock;
use crate::net::decode::{Line, line};
use crate::net::why::{is_housekeeping, nickname};
use crate::net::world::Socket;
use crate::net::{Net, Time};
use crate::units::Millis;

/// How long one frame travels before the eyes, and how long when it is slow.
const QUICK: Duration = Duration::from_millis(420);
const SLOW: Duration = Duration::from_millis(1500);
/// Steps that are shown: more teach nothing.
const MOST: usize = 120;
/// Frames that leave a device within this span with the same bytes are one flood.
const TOGETHER: Time = Time::millis(1);

/// One frame on its way, on several cables at once where it is flooded.
#[derive(Debug, Clone)]
pub struct Step {
    pub ways: Vec<(Socket, Socket)>,
    pub label: String,
    pub line: Line,
    sent: Time,
}

/// The film of the last command.
#[derive(Default)]
pub struct Packets {
    of: Option<(usize, Millis)>,
    pub steps: Vec<Step>,
    /// The step that is shown; one past the last is none.
    pub at: usize,
    began: Option<Instant>,
    pub playing: bool,
    pub slow: bool,
}

impl Packets {
    /// Takes up what the last action sent, if it was a line; plays it where things may move.
    pub fn follow(&mut self, lab: &Lab, motion: bool, now: Instant) {
        let of = (lab.journal().0.len(), lab.state().now);
        if self.of == Some(of) {
            return;
        }
        let first = self.of.is_none();
        self.of = Some(of);
        let last = lab.journal().0.last();
        let typed = last.filter(|entry| matches!(entry.action, Action::Type { .. }));
        self.steps = typed.map(|entry| film(lab.network(), on_the_clock(entry.at))).unwrap_or_default();
        // An attempt that is taken up again shows nothing that was seen before.
        let plays = motion && !first && !self.steps.is_empty();
        self.at = if plays { 0 } else { self.steps.len() };
        self.playing = plays;
        self.began = plays.then_some(now);
    }

    fn lasts(&self) -> Duration {
        if self.slow { SLOW } else { QUICK }
    }

    /// How far the shown frame has come, from 0 to 1, and whether the next picture must come.
    pub fn tick(&mut self, motion: bool, now: Instant) -> (f32, bool) {
        if self.at >= self.steps.len() {
            self.playing = false;
            return (0.0, false);
        }
        if !motion || !self.playing {
            return (0.5, false);
        }
        let gone = now.saturating_duration_since(*self.began.get_or_insert(now));
        if gone >= self.lasts() {
            self.at += 1;
            self.began = Some(now);
            self.playing = self.at < self.steps.len();
            return (0.0, true);
        }
        (gone.as_secs_f32() / self.lasts().as_secs_f32(), true)
    }

    pub fn shown(&self) -> Option<&Step> {
        self.steps.get(self.at)
    }

    /// Plays on, or from the start once it is over; or holds still.
    pub fn play_or_pause(&mut self, now: Instant) {
        if self.at >= self.steps.len() {
            self.at = 0;
        }
        self.playing = !self.playing && !self.steps.is_empty();
        self.began = Some(now);
    }

    /// One frame on or back; holds still there.
    pub fn turn(&mut self, on: bool) {
        self.playing = false;
        self.at = if on { (self.at + 1).min(self.steps.len()) } else { self.at.saturating_sub(1) };
    }
}

/// The frames since a moment, but for what switches tell each other all the time.
fn film(net: &Net, since: Time) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut bytes: Option<&[u8]> = None;
    for flight in net.flights_since(since).filter(|flight| !is_housekeeping(&flight.frame)) {
        let way = (flight.from, flight.to);
        if let Some(last) = steps.last_mut()
            && last.ways[0].0.0 == flight.from.0
            && bytes == Some(&*flight.frame)
            && flight.sent - last.sent < TOGETHER
            && !last.ways.contains(&way)
        {
            last.ways.push(way);
            continue;
        }
        if steps.len() == MOST {
            break;
        }
        bytes = Some(&flight.frame);
        let label = nickname(&flight.frame);
        steps.push(Step { ways: vec![way], label, line: line(&flight.frame), sent: flight.sent });
    }
    steps
}
