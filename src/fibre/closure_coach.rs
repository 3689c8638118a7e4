//! The next good gesture at a closure: opening a cable, coiling, shutting.

use super::cassette::{LEAD_MM, Loop};
use super::closure::length_mm;
use super::closure::{CableEnd, NO_GEL, coil_faults};
use super::coach::Gesture;
use crate::lab::State;
use crate::lab::action::{Action, careful};
use crate::scenario::file::Goal;
use crate::scenario::model::Scenario;

type Asked = Option<(Gesture, Action)>;

/// What a goal of a closure asks next; nothing when it is reached.
pub fn next(scenario: &Scenario, state: &State, goal: &Goal) -> Asked {
    let (asked, place) = match goal {
        Goal::Prepare { cable, place, entry } => {
            let end = state.closures.get(place)?.cable(cable)?;
            let tubes = scenario.cable(cable)?.tubes();
            (prepare(cable, end, tubes, *entry), place)
        }
        Goal::Coil { fibres, place } => (coil(scenario, state, fibres, place), place),
        Goal::Shut { place } => (shut(state, place), place),
        Goal::Splice { .. }
        | Goal::BinScraps
        | Goal::FreeCord { .. }
        | Goal::Patch { .. }
        | Goal::ReadPower { .. }
        | Goal::Cable { .. }
        | Goal::Console { .. }
        | Goal::Mount { .. }
        | Goal::Earth { .. }
        | Goal::Power { .. }
        | Goal::SwitchOn { .. }
        | Goal::TestFeeds { .. }
        | Goal::Blank { .. }
        | Goal::Earn { .. } => return None,
    };
    let asked = asked?;
    if state.here(scenario) != Some(place.as_str()) {
        return Some((Gesture::GoTo, Action::GoTo { place: place.clone() }));
    }
    let closure = state.closures.get(place);
    let opening = matches!(asked.0, Gesture::ShutClosure | Gesture::CoverCassette);
    if closure.is_some_and(|closure| closure.shut) && !opening {
        return Some((Gesture::OpenClosure, Action::OpenClosure));
    }
    if closure.is_some_and(|closure| closure.covered) && asked.0 == Gesture::Coil {
        return Some((Gesture::UncoverCassette, Action::UncoverCassette));
    }
    Some(asked)
}

fn prepare(id: &str, end: &CableEnd, tubes: u16, entry: u8) -> Asked {
    let cable = id.to_owned();
    if end.open_mm == 0 {
        return Some(match end.ring {
            Some(ring) if ring.depth_um >= 1000 => (Gesture::PullJacket, Action::PullJacket { cable }),
            _ => (Gesture::RingCut, Action::RingCut { cable, mm: careful::open(), depth_um: careful::jacket_depth() }),
        });
    }
    if end.aramid_mm.is_none() {
        return Some((Gesture::CutAramid, Action::CutAramid { cable, keep_mm: careful::aramid() }));
    }
    if end.entry != Some(entry) {
        return Some((Gesture::ClampCable, Action::ClampCable { cable, entry }));
    }
    // Aramid that was cut too short reaches no anchor; what is left to do goes on without it.
    if !end.anchored && end.aramid_mm.is_some_and(|left| left >= 50) {
        return Some((Gesture::AnchorAramid, Action::AnchorAramid { cable }));
    }
    if let Some(tube) = (1..=tubes).find(|tube| !end.tubes.contains_key(tube)) {
        let (keep_mm, depth_um) = (careful::tube().min(end.open_mm - 1).max(20), careful::tube_depth());
        return (keep_mm < end.open_mm)
            .then_some((Gesture::CutTube, Action::CutTube { cable, tube, keep_mm, depth_um }));
    }
    let greasy = end.tubes.iter().find(|(_, cut)| cut.gel > NO_GEL);
    greasy.map(|(tube, _)| (Gesture::WipeGel, Action::WipeGel { cable, tube: *tube, passes: careful::gel_passes() }))
}

fn coil(scenario: &Scenario, state: &State, fibres: &[crate::plant::address::FibreId], place: &str) -> Asked {
    let closure = state.closures.get(place);
    let bad = |fibre: &&crate::plant::address::FibreId| {
        closure
            .and_then(|closure| closure.coil(fibre))
            .is_none_or(|coil| coil.loops.is_empty() || coil.pinched_mm.is_some())
            || !coil_faults(scenario, state, place, fibre).is_empty()
    };
    let fibre = fibres.iter().find(bad)?.clone();
    let Loop { radius_mm, .. } = careful::loops().first().copied()?;
    let one = Loop { radius_mm, turns: 1, x_mm: 0, y_mm: 0 };
    // As many turns as the fibre that is there makes.
    let there_mm = u32::from(length_mm(scenario, state, place, &fibre)).saturating_sub(LEAD_MM);
    let turns = u16::try_from(there_mm / one.length_mm()).ok().filter(|turns| *turns > 0)?;
    Some((Gesture::Coil, Action::Coil { fibre, loops: vec![Loop { turns, ..one }] }))
}

fn shut(state: &State, place: &str) -> Asked {
    let closure = state.closures.get(place);
    if !closure.is_some_and(|closure| closure.covered) {
        Some((Gesture::CoverCassette, Action::CoverCassette))
    } else if !closure.is_some_and(|closure| closure.shut) {
        Some((Gesture::ShutClosure, Action::ShutClosure))
    } else {
        None
    }
}
