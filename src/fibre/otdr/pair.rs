//! Both directions of one fibre read together.
//!
//! A step between two fibres of unlike mode fields reads too high one way and too low the other; the mean of both ways
//! is the true loss. The second trace is turned round, so that its places stand where those of the first do.

use super::curve::Curve;
use super::reading::{Markers, splice_loss};

/// An event of one trace, as far as pairing needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    pub at_m: f64,
    /// In dB, where it was read.
    pub loss_db: Option<f64>,
    /// Whether the fibre ends here.
    pub is_end: bool,
    /// The markers its loss was read with.
    pub markers: Option<Markers>,
}

/// A place read from both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Both {
    /// From the zero of the first trace, in metres.
    pub at_m: f64,
    /// Each way, in dB.
    pub losses_db: [Option<Reading>; 2],
}

/// A loss and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub db: f64,
    /// The instrument had no event here: read at the same place as the event of the other direction.
    pub read_here: bool,
}

impl Both {
    /// The true loss: the mean of both ways.
    pub fn mean_db(&self) -> Option<f64> {
        let [there, back] = self.losses_db;
        Some((there?.db + back?.db) / 2.0)
    }

    /// Half of what the two ways differ by: what the step between unlike fibres makes of it.
    pub fn step_db(&self) -> Option<f64> {
        let [there, back] = self.losses_db;
        Some((there?.db - back?.db) / 2.0)
    }
}

/// Where the fibre ends by these events: the end that was marked, else the last of them.
pub fn end_m(events: &[Event]) -> Option<f64> {
    let end = events.iter().find(|event| event.is_end).or(events.last());
    end.map(|event| event.at_m)
}

/// Where a place of the second trace stands on the first. Both directions see the same end from their own zero.
pub fn turned(place_m: f64, end_m: f64) -> f64 {
    end_m - place_m
}

/// Events of both ways side by side, by distance in the first. Events nearer than `within_m` are one. What stands at the
/// very start or end of a trace is left out: there is no fibre on both sides.
pub fn both_ways(curves: [&Curve; 2], events: [&[Event]; 2], within_m: f64) -> Vec<Both> {
    let Some(end) = end_m(events[0]) else { return Vec::new() };
    let inside = |at: f64| at > within_m.max(1.0) && at < end - within_m.max(1.0);
    let plain = |event: &Event| event.loss_db.map(|db| Reading { db, read_here: false });
    let mut back: Vec<(f64, &Event)> = events[1]
        .iter()
        .filter(|event| !event.is_end)
        .map(|event| (turned(event.at_m, end), event))
        .filter(|(at, _)| inside(*at))
        .collect();
    let mut found = Vec::new();
    for event in events[0].iter().filter(|event| !event.is_end && inside(event.at_m)) {
        let near = back
            .iter()
            .enumerate()
            .map(|(index, (at, _))| (index, (at - event.at_m).abs()))
            .filter(|(_, off)| *off <= within_m)
            .min_by(|(_, a), (_, b)| a.total_cmp(b));
        let other = match near {
            Some((index, _)) => plain(back.remove(index).1),
            None => event.markers.and_then(|markers| read_turned(curves[1], markers, end)),
        };
        found.push(Both { at_m: event.at_m, losses_db: [plain(event), other] });
    }
    for (at_m, event) in back {
        let there = event.markers.and_then(|markers| read_turned(curves[0], markers, end));
        found.push(Both { at_m, losses_db: [there, plain(event)] });
    }
    found.sort_by(|a, b| a.at_m.total_cmp(&b.at_m));
    found
}

/// The loss at the same place from the other end: the same stretches of fibre, walked the other way. The event itself
/// stands between them, so its length on this trace is that of the other.
fn read_turned(curve: &Curve, markers: Markers, end: f64) -> Option<Reading> {
    let [start, place, after, stop] = markers.0;
    // Here the far side comes first; the place is as far behind the near stretch as it was there.
    let width = after - place;
    let place_here = turned(place, end);
    let here = Markers([turned(stop, end), place_here, place_here + width, turned(start, end)]);
    (here.0[0] < here.0[1] && here.0[2] < here.0[3])
        .then(|| splice_loss(curve, here))
        .flatten()
        .map(|db| Reading { db, read_here: true })
}
