//! What was done with the OTDR, or why it could not be, in words.

use serde::Serialize;

use super::notebook::{EventKind, FaultName, NamedFault};
use crate::fibre::names::{cable_start_name, fibre_name, plug_name, port_name, termination_name};
use crate::lab::action::Action;
use crate::locale::{Arg, Message};
use crate::plant::address::{FibreId, Termination};
use crate::scenario::file::FaultKind;
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Millimetres};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Deed {
    /// Its number, from 1, and how many events the instrument found.
    Shot {
        number: u32,
        events: usize,
    },
    TableTaken {
        shot: u32,
        events: usize,
    },
    EventMarked {
        shot: u32,
        at_mm: i64,
        kind: EventKind,
    },
    EventForgotten {
        shot: u32,
        at_mm: i64,
    },
    MeanWritten {
        at_mm: i64,
        loss: Millidecibels,
    },
    FaultNamed(NamedFault),
    Mended {
        fibre: FibreId,
        kind: FaultKind,
    },
    /// The cable was opened for nothing.
    NothingThere {
        fibre: FibreId,
        at_m: u32,
    },
    Signed {
        accepted: bool,
    },
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Hindrance {
    /// The scenario gives none.
    NoOtdr,
    NoSuchEnd(Termination),
    NoSuchLaser(u16),
    NoSuchShot(u32),
    NoSuchEvent {
        shot: u32,
    },
    /// A fault needs a distance or a place, and only one of them.
    WhereIsIt,
    AlreadySigned,
}

/// A distance on the screen, which may lie before the zero.
pub fn distance(at_mm: i64) -> Message {
    let metres = Millimetres(at_mm.unsigned_abs());
    Message::new(if at_mm < 0 { "otdr-before-zero" } else { "otdr-distance" }).with("distance", metres)
}

impl Deed {
    /// Whether it is something to mind.
    pub fn is_trouble(&self) -> bool {
        matches!(self, Deed::NothingThere { .. })
    }

    pub fn message(&self, scenario: &Scenario) -> Message {
        match self {
            Deed::Shot { number, events } => {
                Message::new("effect-shot").with("number", *number).with("events", *events)
            }
            Deed::TableTaken { shot, events } => {
                Message::new("effect-table-taken").with("shot", *shot).with("events", *events)
            }
            Deed::EventMarked { shot, at_mm, kind } => Message::new("effect-event-marked")
                .with("shot", *shot)
                .with("at", distance(*at_mm))
                .with("kind", kind.message()),
            Deed::EventForgotten { shot, at_mm } => {
                Message::new("effect-event-forgotten").with("shot", *shot).with("at", distance(*at_mm))
            }
            Deed::MeanWritten { at_mm, loss } => {
                Message::new("effect-mean-written").with("at", distance(*at_mm)).with("loss", *loss)
            }
            Deed::FaultNamed(named) => Message::new("effect-fault-named").with("fault", named.message(scenario)),
            Deed::Mended { fibre, kind } => {
                let key = if *kind == FaultKind::Bend { "effect-straightened" } else { "effect-mended" };
                Message::new(key)
                    .with("fibre", fibre_name(scenario, fibre))
                    .with("kind", FaultName::from(*kind).message())
            }
            Deed::NothingThere { fibre, at_m } => Message::new("effect-nothing-there")
                .with("fibre", fibre_name(scenario, fibre))
                .with("at", Millimetres::from_metres(*at_m))
                .with("place", cable_start_name(scenario, fibre)),
            Deed::Signed { accepted: true } => Message::new("effect-signed-accepted"),
            Deed::Signed { accepted: false } => Message::new("effect-signed-refused"),
        }
    }
}

impl Hindrance {
    pub fn message(&self, scenario: &Scenario) -> Message {
        match self {
            Hindrance::NoOtdr => Message::new("refusal-no-otdr"),
            Hindrance::NoSuchEnd(end) => {
                Message::new("refusal-no-such-end").with("end", termination_name(scenario, end))
            }
            Hindrance::NoSuchLaser(nm) => Message::new("refusal-no-such-laser").with("nm", *nm),
            Hindrance::NoSuchShot(shot) => Message::new("refusal-no-such-shot").with("shot", *shot),
            Hindrance::NoSuchEvent { shot } => Message::new("refusal-no-such-event").with("shot", *shot),
            Hindrance::WhereIsIt => Message::new("refusal-where-is-it"),
            Hindrance::AlreadySigned => Message::new("refusal-already-signed"),
        }
    }
}

impl EventKind {
    pub fn message(self) -> Message {
        Message::new(match self {
            EventKind::Loss => "event-loss",
            EventKind::Reflection => "event-reflection",
            EventKind::End => "event-end",
            EventKind::Ghost => "event-ghost",
        })
    }
}

impl FaultName {
    pub fn message(self) -> Message {
        Message::new(match self {
            FaultName::Break => "fault-break",
            FaultName::Bend => "fault-bend",
            FaultName::Crush => "fault-crush",
            FaultName::BadSplice => "fault-bad-splice",
        })
    }
}

impl NamedFault {
    /// For example `coupure : fibre 3, vert, Distribution, à 312 m de PM Lilas`.
    pub fn message(&self, scenario: &Scenario) -> Message {
        let place = match (&self.place, self.at_m) {
            (Some(place), _) => {
                let own = scenario.places.get(place).map(|place| place.name.clone());
                Message::new("fault-in-place").with("place", own.map_or_else(|| Arg::from(place.as_str()), Arg::Own))
            }
            (None, at_m) => Message::new("fault-at-distance")
                .with("distance", Millimetres::from_metres(at_m.unwrap_or_default()))
                .with("place", cable_start_name(scenario, &self.fibre)),
        };
        Message::new("fault-named")
            .with("kind", self.kind.message())
            .with("fibre", fibre_name(scenario, &self.fibre))
            .with("where", place)
    }
}

/// An action with the OTDR as a report tells it; nothing for any other.
pub fn action_message(action: &Action, scenario: &Scenario) -> Option<Message> {
    Some(match action {
        Action::Shoot { at, nm, pulse_ns, range_m, seconds, launch_m, .. } => Message::new("action-shoot")
            .with(
                "at",
                match at {
                    Termination::Port(port) => port_name(scenario, port),
                    Termination::Cord(end) => plug_name(scenario, end),
                    other => termination_name(scenario, other),
                },
            )
            .with("nm", *nm)
            .with("pulse", *pulse_ns)
            .with("range", *range_m)
            .with("seconds", *seconds)
            .with("launch", *launch_m),
        Action::TakeTable { shot } => Message::new("action-take-table").with("shot", *shot),
        Action::MarkEvent { shot, at_mm, kind, .. } => Message::new("action-mark-event")
            .with("shot", *shot)
            .with("at", distance(i64::from(*at_mm)))
            .with("kind", kind.message()),
        Action::ForgetEvent { shot, at_mm } => {
            Message::new("action-forget-event").with("shot", *shot).with("at", distance(i64::from(*at_mm)))
        }
        Action::WriteMean { at_mm, loss_mdb, .. } => Message::new("action-write-mean")
            .with("at", distance(i64::from(*at_mm)))
            .with("loss", Millidecibels(i64::from(*loss_mdb))),
        Action::NameFault { kind, fibre, at_m, place } => {
            let named = NamedFault { kind: *kind, fibre: fibre.clone(), at_m: *at_m, place: place.clone() };
            Message::new("action-name-fault").with("fault", named.message(scenario))
        }
        Action::Mend { fibre, at_m } => Message::new("action-mend")
            .with("fibre", fibre_name(scenario, fibre))
            .with("at", Millimetres::from_metres(*at_m))
            .with("place", cable_start_name(scenario, fibre)),
        Action::SignReport { accepted: true } => Message::new("action-sign-accepted"),
        Action::SignReport { accepted: false } => Message::new("action-sign-refused"),
        _ => return None,
    })
}

/// The word on the button of an action with the OTDR; nothing for any other.
pub fn verb(action: &Action) -> Option<&'static str> {
    Some(match action {
        Action::Shoot { .. } => "verb-shoot",
        Action::TakeTable { .. } => "verb-take-table",
        Action::MarkEvent { .. } => "verb-mark-event",
        Action::ForgetEvent { .. } => "verb-forget-event",
        Action::WriteMean { .. } => "verb-write-mean",
        Action::NameFault { .. } => "verb-name-fault",
        Action::Mend { .. } => "verb-mend",
        Action::SignReport { .. } => "verb-sign",
        _ => return None,
    })
}
