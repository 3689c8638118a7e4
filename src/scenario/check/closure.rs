//! What is asked of closures: bends, cassettes, cables to prepare.

use indexmap::IndexMap;

use super::equipment::port;
use super::plant::{fibre, reaches, termination};
use super::{At, Findings, Scene};
use crate::diagnostic::Code;
use crate::fibre::cassette::Loop;
use crate::fibre::preparing::ENTRIES;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::plant::address::FibreId;
use crate::scenario::file::{ClosureSetting, Criterion, Goal, StandingBend};

/// Tightest and widest radius that makes sense, in millimetres: tighter breaks, wider loses nothing (design choice).
const RADIUS_MM: [f64; 2] = [2.0, 60.0];
/// Most turns of one bend (design choice).
const MOST_TURNS: f64 = 100.0;
/// Longest piece that is opened of a cable, in millimetres.
const LONGEST_MM: f64 = 3000.0;

/// Bends that were there before.
pub fn bends(found: &mut Findings, bends: &[StandingBend], scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let list = site.field("bends");
    for (index, bend) in bends.iter().enumerate() {
        let at = list.item(index);
        termination(found, &at.field("at"), scene, &bend.at);
        radius_and_turns(found, &at, bend.radius_mm, bend.turns);
    }
}

/// A radius and how many turns of it.
fn radius_and_turns(found: &mut Findings, at: &At, radius_mm: u16, turns: u16) {
    found.between(at, "radius_mm", radius_mm.into(), RADIUS_MM[0], RADIUS_MM[1]);
    found.between(at, "turns", turns.into(), 1.0, MOST_TURNS);
}

fn loops(found: &mut Findings, at: &At, loops: &[Loop]) {
    if loops.is_empty() {
        found.add(Code::Zero, at, Message::new("diag-zero").with("name", "loops"));
    }
    for (index, wound) in loops.iter().enumerate() {
        let at = at.item(index);
        radius_and_turns(found, &at, wound.radius_mm, wound.turns);
        found.between(&at, "x_mm", wound.x_mm.into(), -60.0, 60.0);
        found.between(&at, "y_mm", wound.y_mm.into(), -60.0, 60.0);
    }
}

/// Closures as they are found.
pub fn closures(found: &mut Findings, closures: &IndexMap<String, ClosureSetting>, scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let list = site.field("closures");
    for (place, closure) in closures {
        let at = list.field(place);
        let known = found.place(&list.name(place), scene, place);
        let coils = at.field("coils");
        for (index, coil) in closure.coils.iter().enumerate() {
            let at = coils.item(index);
            fibre_here(found, &at.field("fibre"), scene, &coil.fibre, place);
            loops(found, &at.field("loops"), &coil.loops);
            if let Some(pinched_mm) = coil.pinched_mm {
                found.between(&at, "pinched_mm", pinched_mm.into(), RADIUS_MM[0], RADIUS_MM[1]);
            }
        }
        let cables = at.field("cables");
        for (index, id) in closure.cables.iter().enumerate() {
            if cable(found, &cables.item(index), scene, id) && known {
                reaches(found, &cables.item(index), scene, id, place);
            }
        }
        for (index, entry) in closure.taken.iter().enumerate() {
            entry_there(found, &at.field("taken").item(index), *entry);
        }
    }
}

fn fibre_here(found: &mut Findings, at: &At, scene: &Scene, id: &FibreId, place: &str) {
    if fibre(found, at, scene, id) && scene.place_set.contains(place) {
        reaches(found, at, scene, &id.cable, place);
    }
}

fn cable(found: &mut Findings, at: &At, scene: &Scene, id: &str) -> bool {
    found.known(Code::UnknownCable, at, id, scene.cables.keys().map(String::as_str), "diag-unknown-cable")
}

fn entry_there(found: &mut Findings, at: &At, entry: u8) {
    if entry == 0 || entry > ENTRIES {
        let message = Message::new("diag-impossible")
            .with("name", "entry")
            .with("number", entry)
            .with("least", 1)
            .with("most", ENTRIES);
        found.add(Code::Impossible, at, message);
    }
}

/// A cable that comes unprepared to this closure.
fn unprepared(found: &mut Findings, at: &At, scene: &Scene, id: &str, place: &str) {
    if !cable(found, &at.field("cable"), scene, id) || !found.place(&at.field("place"), scene, place) {
        return;
    }
    let listed = scene.closures.get(place).is_some_and(|closure| closure.cables.iter().any(|other| other == id));
    if !listed {
        let message = Message::new("diag-not-unprepared").with("cable", id).with("place", place);
        found.add_with(Code::NotHere, &at.field("cable"), message, Some(Message::new("diag-not-unprepared-help")));
    }
}

/// What a goal of a closure refers to.
pub fn goal(found: &mut Findings, at: &At, goal: &Goal, scene: &Scene) {
    match goal {
        Goal::Prepare { cable, place, entry } => {
            unprepared(found, at, scene, cable, place);
            entry_there(found, &at.field("entry"), *entry);
        }
        Goal::Coil { fibres, place } => coiled(found, at, scene, fibres, place),
        Goal::Shut { place } => {
            found.place(&at.field("place"), scene, place);
        }
        Goal::FreeCord { .. } | Goal::Patch { .. } | Goal::ReadPower { .. } => {
            super::faces::goal(found, at, goal, scene)
        }
        Goal::Cable { .. } | Goal::Console { .. } => super::network::goal(found, at, goal, scene),
        Goal::Mount { .. }
        | Goal::Earth { .. }
        | Goal::Power { .. }
        | Goal::SwitchOn { .. }
        | Goal::TestFeeds { .. }
        | Goal::Blank { .. } => super::rack::goal(found, at, goal, scene),
        Goal::Splice { .. } | Goal::BinScraps | Goal::Earn { .. } => {}
    }
}

fn coiled(found: &mut Findings, at: &At, scene: &Scene, fibres: &[FibreId], place: &str) {
    found.place(&at.field("place"), scene, place);
    let list = at.field("fibres");
    if fibres.is_empty() {
        found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "fibres"));
    }
    for (index, id) in fibres.iter().enumerate() {
        fibre_here(found, &list.item(index), scene, id, place);
    }
}

/// What a criterion of a closure refers to; nothing is said of any other.
pub fn criterion(found: &mut Findings, at: &At, criterion: &Criterion, scene: &Scene) {
    match criterion {
        Criterion::CoilsWide { fibres, place } | Criterion::CoilsTidy { fibres, place } => {
            coiled(found, at, scene, fibres, place);
        }
        Criterion::NothingPinched { place } => {
            found.place(&at.field("place"), scene, place);
        }
        Criterion::MeasuredShut { ports, nm, place } => {
            found.place(&at.field("place"), scene, place);
            for (name, empty) in [("ports", ports.is_empty()), ("nm", nm.is_empty())] {
                if empty {
                    found.add(Code::Zero, &at.field(name), Message::new("diag-zero").with("name", name));
                }
            }
            let list = at.field("ports");
            for (index, wanted) in ports.iter().enumerate() {
                port(found, &list.item(index), scene, wanted);
            }
            for wanted in nm {
                super::rubric::wavelength(found, at, *wanted);
            }
        }
        Criterion::CableHeld { cable, place, entry } => {
            unprepared(found, at, scene, cable, place);
            entry_there(found, &at.field("entry"), *entry);
        }
        Criterion::TubesSound { cable, place } | Criterion::Degreased { cable, place } => {
            unprepared(found, at, scene, cable, place);
        }
        Criterion::TubesToLength { cable, place, kept_mm, bare_mm } => {
            unprepared(found, at, scene, cable, place);
            for (name, (least, most)) in [("kept_mm", kept_mm), ("bare_mm", bare_mm)] {
                found.between(at, name, (*least).into(), 0.0, f64::from(*most));
                found.between(at, name, (*most).into(), f64::from(*least), LONGEST_MM);
            }
        }
        _ => {}
    }
}

/// What an action at a closure refers to; nothing is said of any other.
pub fn action(found: &mut Findings, at: &At, scene: &Scene, action: &Action) {
    match action {
        Action::Coil { loops: laid, .. } => loops(found, &at.field("loops"), laid),
        Action::RingCut { cable: id, .. }
        | Action::PullJacket { cable: id }
        | Action::CutAramid { cable: id, .. }
        | Action::ClampCable { cable: id, .. }
        | Action::AnchorAramid { cable: id }
        | Action::CutTube { cable: id, .. }
        | Action::WipeGel { cable: id, .. } => {
            cable(found, &at.field("cable"), scene, id);
        }
        _ => {}
    }
}
