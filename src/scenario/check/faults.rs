//! Faults: on a fibre that exists, at a spot that it has, each with what belongs to its kind.

use std::collections::HashSet;

use super::equipment::port;
use super::plant::{Ends, fibre, reaches};
use super::{At, Findings, Scene};
use crate::diagnostic::Code;
use crate::fibre::otdr::instrument::WAVELENGTHS;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::scenario::file::{Criterion, Fault, FaultKind, ScenarioFile};
use crate::units::Wavelength;

/// Tightest and widest bend that is a fault, in millimetres: tighter breaks, wider loses nothing (design choice).
const BEND_MM: [u16; 2] = [2, 40];
/// Most turns of a bend (design choice).
const MOST_TURNS: u16 = 50;

pub fn check<'s>(found: &mut Findings, file: &'s ScenarioFile, scene: &Scene<'s>, ends: &Ends<'s>) {
    let root = At::ROOT;
    let list = root.field("faults");
    let mut spots = HashSet::new();
    for (index, fault) in file.faults.iter().enumerate() {
        let at = list.item(index);
        let exists = fibre(found, &at.field("fibre"), scene, &fault.fibre);
        found.between(&at, "radius_mm", fault.radius_mm.into(), BEND_MM[0].into(), BEND_MM[1].into());
        found.between(&at, "turns", fault.turns.into(), 1.0, MOST_TURNS.into());
        if let Some(db) = fault.db {
            found.between(&at, "db", db, 0.0, 60.0);
        }
        if fault.kind == FaultKind::BadSplice {
            bad_splice(found, &at, scene, fault, exists, ends);
        } else {
            along(found, &at, scene, fault, exists);
        }
        let spot = (&fault.fibre, fault.at_m, fault.place.as_deref());
        if exists && !spots.insert(spot) {
            let message = Message::new("diag-fault-twice").with("fibre", fault.fibre.to_string());
            found.add(Code::UsedTwice, &at, message);
        }
    }
}

fn along(found: &mut Findings, at: &At, scene: &Scene, fault: &Fault, exists: bool) {
    if fault.place.is_some() {
        found.add(Code::NotHere, &at.field("place"), Message::new("diag-fault-place"));
    }
    let Some(at_m) = fault.at_m else {
        found.add(Code::MissingField, at, Message::new("diag-fault-where").with("name", "at_m"));
        return;
    };
    let Some(cable) = scene.cables.get(&fault.fibre.cable).filter(|_| exists) else { return };
    if at_m == 0 || at_m >= cable.length_m {
        let message = Message::new("diag-fault-beyond")
            .with("cable", fault.fibre.cable.as_str())
            .with("metres", at_m)
            .with("length", cable.length_m);
        found.add(Code::Impossible, &at.field("at_m"), message);
    }
}

fn bad_splice(found: &mut Findings, at: &At, scene: &Scene, fault: &Fault, exists: bool, ends: &Ends) {
    if fault.at_m.is_some() {
        found.add(Code::NotHere, &at.field("at_m"), Message::new("diag-fault-metres"));
    }
    let Some(place) = &fault.place else {
        found.add(Code::MissingField, at, Message::new("diag-fault-where").with("name", "place"));
        return;
    };
    if !found.place(&at.field("place"), scene, place) || !exists {
        return;
    }
    reaches(found, &at.field("place"), scene, &fault.fibre.cable, place);
    let number = scene.cables.get(&fault.fibre.cable).and_then(|cable| cable.number_of(&fault.fibre));
    let spliced = number.is_some_and(|number| ends.contains(&(fault.fibre.cable.as_str(), number, place.as_str())));
    if !spliced {
        let message =
            Message::new("diag-fault-no-splice").with("fibre", fault.fibre.to_string()).with("place", place.as_str());
        found.add(Code::NothingSpliced, &at.field("place"), message);
    }
}

/// Criteria about the OTDR and about faults.
pub fn criterion(found: &mut Findings, at: &At, criterion: &Criterion, scene: &Scene) {
    match criterion {
        Criterion::Measured { a, b, .. } | Criterion::MeasuredAfter { a, b } => link(found, at, scene, a, b),
        Criterion::EventsMarked { a, b, tolerance_m, least_db } => {
            link(found, at, scene, a, b);
            found.between(at, "tolerance_m", *tolerance_m, 0.1, 1000.0);
            found.between(at, "least_db", *least_db, 0.0, 60.0);
        }
        Criterion::EventLosses { a, b, tolerance_db } => {
            link(found, at, scene, a, b);
            found.between(at, "tolerance_db", *tolerance_db, 0.0, 60.0);
        }
        Criterion::MeansWritten { a, b, nm, tolerance_db } => {
            link(found, at, scene, a, b);
            found.between(at, "tolerance_db", *tolerance_db, 0.0, 60.0);
            if !WAVELENGTHS.contains(&Wavelength(*nm)) {
                found.add(Code::Impossible, &at.field("nm"), Message::new("refusal-no-such-laser").with("nm", *nm));
            }
        }
        Criterion::FaultLocated { fault, .. } | Criterion::FaultKindNamed { fault } => {
            let count = scene.faults.len();
            if *fault == 0 || *fault as usize > count {
                let message = Message::new("diag-unknown-fault").with("fault", *fault).with("count", count);
                found.add(Code::UnknownFault, &at.field("fault"), message);
            }
        }
        Criterion::MendedAfterLocating | Criterion::FaultsMended if scene.faults.is_empty() => {
            found.add(Code::UnknownFault, at, Message::new("diag-no-faults"));
        }
        _ => {}
    }
}

fn link(found: &mut Findings, at: &At, scene: &Scene, a: &PortId, b: &PortId) {
    port(found, &at.field("a"), scene, a);
    port(found, &at.field("b"), scene, b);
    if !scene.otdr {
        let help = Message::new("diag-needs-otdr-help");
        found.add_with(Code::NeedsOtdr, at, Message::new("diag-needs-otdr"), Some(help));
    }
}
