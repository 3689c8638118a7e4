//! Steps and rubric: what is asked and what it is worth.

use std::collections::{HashMap, HashSet};

use super::equipment::port;
use super::plant::{slot, termination, workable};
use super::solution::label;
use super::{At, Findings, Scene, faces};
use crate::diagnostic::Code;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::scenario::file::{Criterion, CriterionLine, Goal, Pair, ScenarioFile, Step};

/// Wavelengths at which single-mode fibre is used, O to U band, in nanometres: ITU-T G-series Supplement 39.
const WAVELENGTHS_NM: [u16; 2] = [1260, 1675];

pub fn check(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    steps(found, &file.steps, &file.rubric, scene);
    let root = At::ROOT;
    let rubric = root.field("rubric");
    if file.rubric.is_empty() {
        found.add(Code::Zero, &rubric, Message::new("diag-empty-rubric"));
    }
    let mut ids = HashSet::new();
    for (index, line) in file.rubric.iter().enumerate() {
        let at = rubric.item(index);
        found.id(&at.field("id"), &line.id);
        if !ids.insert(line.id.as_str()) && !found.is_hole(&line.id) {
            let message = Message::new("diag-duplicate-line").with("id", line.id.as_str());
            found.add(Code::DuplicateLine, &at.field("id"), message);
        }
        found.text(&at.field("title"), &line.title);
        if let Some(advice) = &line.advice {
            found.text(&at.field("advice"), advice);
        }
        found.not_zero(&at, "points", line.points);
        criterion(found, &at.field("criterion"), &line.criterion, scene);
    }
    needs(found, &file.rubric);
    let total: u64 = file.rubric.iter().map(|line| u64::from(line.points)).sum();
    if let Some(declared) = file
        .total_points
        .filter(|declared| u64::from(*declared) != total && file.rubric.iter().all(|line| line.points > 0))
    {
        let message = Message::new("diag-total-points").with("total", total.to_string()).with("declared", declared);
        found.add(Code::TotalPoints, &root.field("total_points"), message);
    }
}

fn steps(found: &mut Findings, steps: &[Step], rubric: &[CriterionLine], scene: &Scene) {
    let root = At::ROOT;
    let list = root.field("steps");
    let (mut fibres, mut slots) = (HashSet::new(), HashSet::new());
    for (index, step) in steps.iter().enumerate() {
        let at = list.item(index);
        found.text(&at.field("say"), &step.say);
        if let Some(hint) = &step.hint {
            found.text(&at.field("hint"), hint);
        }
        let goal = at.field("goal");
        super::closure::goal(found, &goal, &step.goal, scene);
        earned(found, &goal, &step.goal, rubric);
        let Goal::Splice { a, b, slot: wanted } = &step.goal else { continue };
        if scene.bench.is_none() {
            found.add_with(
                Code::NeedsBench,
                &goal,
                Message::new("diag-needs-bench"),
                Some(Message::new("diag-needs-bench-help")),
            );
        }
        for (name, id) in [("a", a), ("b", b)] {
            let at = goal.field(name);
            workable(found, &at, scene, id);
            if !fibres.insert(id) && !found.is_hole(&id.cable) {
                let message = Message::new("diag-fibre-used-twice").with("fibre", id.to_string());
                found.add(Code::UsedTwice, &at, message);
            }
        }
        slot(found, &goal.field("slot"), scene, *wanted);
        if !slots.insert(wanted) {
            let message = Message::new("diag-slot-used-twice").with("slot", *wanted);
            found.add(Code::UsedTwice, &goal.field("slot"), message);
        }
    }
}

fn criterion(found: &mut Findings, at: &At, criterion: &Criterion, scene: &Scene) {
    match criterion {
        Criterion::Connected { from, to } => {
            termination(found, &at.field("from"), scene, from);
            termination(found, &at.field("to"), scene, to);
        }
        Criterion::LossBelow { from, to, nm, db, half_db } => {
            termination(found, &at.field("from"), scene, from);
            termination(found, &at.field("to"), scene, to);
            wavelength(found, at, *nm);
            threshold(found, at, "db", *db);
            if let Some(half_db) = half_db {
                threshold(found, at, "half_db", *half_db);
                if half_db < db {
                    let message =
                        Message::new("diag-half-below").with("half", half_db.to_string()).with("db", db.to_string());
                    found.add(Code::Impossible, &at.field("half_db"), message);
                }
            }
        }
        Criterion::SplicesBelow { pairs: list, nm, db } => {
            pairs(found, at, list, scene);
            wavelength(found, at, *nm);
            threshold(found, at, "db", *db);
        }
        Criterion::RightFibres { pairs: list }
        | Criterion::Protected { pairs: list }
        | Criterion::CleanedBeforeCleaved { pairs: list } => pairs(found, at, list, scene),
        Criterion::Stored { pairs: list, slots } => {
            pairs(found, at, list, scene);
            stored(found, at, list, slots, scene);
        }
        Criterion::CleavedBelow { pairs: list, degrees } => {
            pairs(found, at, list, scene);
            found.between(at, "degrees", *degrees, 0.0, 90.0);
        }
        Criterion::Served { client: id, min_dbm } => {
            client(found, &at.field("client"), id, scene);
            // Less light than −50 dBm no power meter of the trade can tell from darkness.
            found.between(at, "min_dbm", *min_dbm, -50.0, 15.0);
        }
        Criterion::NeighboursUntouched { except } => {
            let list = at.field("except");
            for (index, id) in except.iter().enumerate() {
                client(found, &list.item(index), id, scene);
            }
        }
        Criterion::Patched { from, to } | Criterion::CordTidy { from, to } => cord_ports(found, at, [from, to], scene),
        Criterion::Labelled { from, to, text } => {
            cord_ports(found, at, [from, to], scene);
            label(found, &at.field("text"), text);
        }
        Criterion::PortsCapped => {}
        Criterion::InspectedBeforeMating { ends }
        | Criterion::VerdictsRight { ends }
        | Criterion::FacesClean { ends } => faces::faces(found, at, scene, ends),
        Criterion::NoFilmLeft
        | Criterion::SamePolish
        | Criterion::EyesSafe
        | Criterion::RedLightSafe
        | Criterion::NoAlcoholNearArc => {}
        Criterion::PowerMeasured { at: end, nm, min_dbm } => {
            termination(found, &at.field("at"), scene, end);
            wavelength(found, at, *nm);
            if let Some(min_dbm) = min_dbm {
                found.between(at, "min_dbm", *min_dbm, -50.0, 15.0);
            }
        }
        Criterion::LossMeasured { from, to, nm } => {
            termination(found, &at.field("from"), scene, from);
            termination(found, &at.field("to"), scene, to);
            wavelength(found, at, *nm);
        }
        Criterion::LiveChecked { fibre } => termination(found, &at.field("fibre"), scene, &fibre.clone().into()),
        Criterion::Reported { line, within_db } => {
            faces::report_line(found, at, scene, line);
            found.between(at, "within_db", *within_db, 0.0, 10.0);
        }
        Criterion::UsedAtMost { item, .. } => {
            super::plant::stock_item(found, &at.field("item"), item);
        }
        Criterion::NoLostScrap => {}
        Criterion::CoilsWide { .. }
        | Criterion::CoilsTidy { .. }
        | Criterion::NothingPinched { .. }
        | Criterion::MeasuredShut { .. }
        | Criterion::CableHeld { .. }
        | Criterion::TubesSound { .. }
        | Criterion::TubesToLength { .. }
        | Criterion::Degreased { .. } => super::closure::criterion(found, at, criterion, scene),
        Criterion::Measured { .. }
        | Criterion::EventsMarked { .. }
        | Criterion::EventLosses { .. }
        | Criterion::MeansWritten { .. }
        | Criterion::ReportSigned { .. }
        | Criterion::FaultLocated { .. }
        | Criterion::FaultKindNamed { .. }
        | Criterion::MendedAfterLocating
        | Criterion::FaultsMended
        | Criterion::MeasuredAfter { .. } => super::faults::criterion(found, at, criterion, scene),
        Criterion::Pings { .. }
        | Criterion::PingFails { .. }
        | Criterion::PingsAfterReload { .. }
        | Criterion::PingTried { .. }
        | Criterion::HasAddress { .. }
        | Criterion::Leased { .. }
        | Criterion::Configured { .. }
        | Criterion::Saved { .. }
        | Criterion::Shows { .. }
        | Criterion::Cabled { .. } => super::network::criterion(found, at, criterion, scene),
        Criterion::NameResolves { .. }
        | Criterion::NameFails { .. }
        | Criterion::PageAnswers { .. }
        | Criterion::PageFails { .. } => super::services::criterion(found, at, criterion, scene),
        Criterion::TraceEvents { .. }
        | Criterion::TraceLosses { .. }
        | Criterion::TraceEnds { .. }
        | Criterion::TraceGhosts { .. }
        | Criterion::NothingMadeUp { .. }
        | Criterion::TraceMeans { .. } => super::traces::criterion(found, at, criterion, scene),
        Criterion::MountedRight { .. }
        | Criterion::LiftedSafely
        | Criterion::EsdSafe
        | Criterion::NothingTips
        | Criterion::HeavyLow { .. }
        | Criterion::AirRight { .. }
        | Criterion::UnitsClosed { .. }
        | Criterion::Runs { .. }
        | Criterion::AnyRuns { .. }
        | Criterion::SurvivesLossOf { .. }
        | Criterion::LoadBelow { .. }
        | Criterion::PhasesEven { .. }
        | Criterion::LossTried { .. }
        | Criterion::NoneWentDown { .. }
        | Criterion::NothingForced
        | Criterion::LinkUp { .. }
        | Criterion::LabelsFollow { .. }
        | Criterion::SheetDevices { .. }
        | Criterion::SheetCords { .. }
        | Criterion::PairsRight { .. }
        | Criterion::LinesCertified { .. }
        | Criterion::PortsLabelled { .. }
        | Criterion::Bonded { .. }
        | Criterion::CordsGentle { .. }
        | Criterion::PermanentLink { .. }
        | Criterion::OutOfBand { .. }
        | Criterion::PoeHolds { .. }
        | Criterion::NoCurtain { .. } => super::rack::criterion(found, at, criterion, scene),
        Criterion::DoneWithin { minutes } => found.not_zero(at, "minutes", *minutes),
    }
}

/// Two ports that one cord can join: both exist, apart, in one place.
fn cord_ports(found: &mut Findings, at: &At, [from, to]: [&PortId; 2], scene: &Scene) {
    if [from, to].iter().any(|port| super::rack::is_gear(scene, port)) {
        super::rack::port(found, &at.field("from"), scene, from);
        super::rack::port(found, &at.field("to"), scene, to);
        return;
    }
    let one = port(found, &at.field("from"), scene, from).map(|(equipment, ..)| equipment.place.as_str());
    let other = port(found, &at.field("to"), scene, to).map(|(equipment, ..)| equipment.place.as_str());
    if from == to && one.is_some() {
        let message = Message::new("diag-port-to-itself").with("port", to.to_string());
        found.add(Code::SelfLoop, &at.field("to"), message);
    } else if let (Some(one), Some(other)) = (one, other)
        && one != other
    {
        let message = Message::new("diag-cord-across").with("one", one).with("other", other);
        found.add_with(Code::NotHere, &at.field("to"), message, Some(Message::new("diag-cord-across-help")));
    }
}

fn client(found: &mut Findings, at: &At, id: &str, scene: &Scene) {
    let known = scene.clients.keys().map(String::as_str);
    found.known(Code::UnknownClient, at, id, known, "diag-unknown-client");
}

fn stored(found: &mut Findings, at: &At, pairs: &[Pair], slots: &[u16], scene: &Scene) {
    let list = at.field("slots");
    if slots.len() != pairs.len() && !pairs.is_empty() {
        let message = Message::new("diag-pairs-and-slots").with("pairs", pairs.len()).with("slots", slots.len());
        found.add(Code::PairsAndSlots, &list, message);
    }
    let mut used = HashSet::new();
    for (index, wanted) in slots.iter().enumerate() {
        let at = list.item(index);
        slot(found, &at, scene, *wanted);
        if !used.insert(wanted) {
            let message = Message::new("diag-slot-used-twice").with("slot", *wanted);
            found.add(Code::UsedTwice, &at, message);
        }
    }
}

fn pairs(found: &mut Findings, at: &At, pairs: &[Pair], scene: &Scene) {
    let list = at.field("pairs");
    if scene.bench.is_none() {
        found.add_with(
            Code::NeedsBench,
            at,
            Message::new("diag-needs-bench"),
            Some(Message::new("diag-needs-bench-help")),
        );
    }
    if pairs.is_empty() {
        found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "pairs"));
    }
    let mut used = HashSet::new();
    for (index, Pair(a, b)) in pairs.iter().enumerate() {
        let pair = list.item(index);
        for (position, id) in [a, b].into_iter().enumerate() {
            let at = pair.item(position);
            workable(found, &at, scene, id);
            if !used.insert(id) && !found.is_hole(&id.cable) {
                let message = Message::new("diag-fibre-used-twice").with("fibre", id.to_string());
                found.add(Code::UsedTwice, &at, message);
            }
        }
    }
}

pub(super) fn wavelength(found: &mut Findings, at: &At, nm: u16) {
    let [least, most] = WAVELENGTHS_NM.map(f64::from);
    found.between(at, "nm", nm.into(), least, most);
}

/// More loss than 60 dB no instrument of the trade can tell from darkness.
fn threshold(found: &mut Findings, at: &At, name: &str, db: f64) {
    found.between(at, name, db, 0.0, 60.0);
}

/// A step that waits for lines of the rubric names at least one, and only such as exist.
fn earned(found: &mut Findings, goal: &At, wanted: &Goal, rubric: &[CriterionLine]) {
    let Goal::Earn { lines } = wanted else { return };
    let list = goal.field("lines");
    if lines.is_empty() {
        found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "lines"));
    }
    for (position, id) in lines.iter().enumerate() {
        line_there(found, &list.item(position), id, rubric);
    }
}

fn line_there(found: &mut Findings, at: &At, id: &str, rubric: &[CriterionLine]) {
    let ids = rubric.iter().map(|line| line.id.as_str());
    found.known(Code::UnknownLine, at, id, ids, "diag-unknown-line");
}

/// Lines that others wait for must exist, and none may wait for itself, even by a detour.
fn needs(found: &mut Findings, rubric: &[CriterionLine]) {
    let root = At::ROOT;
    let list = root.field("rubric");
    let by_id: HashMap<&str, usize> =
        rubric.iter().enumerate().map(|(index, line)| (line.id.as_str(), index)).collect();
    let mut waits: Vec<usize> = vec![0; rubric.len()];
    let mut waited_for: Vec<Vec<usize>> = vec![Vec::new(); rubric.len()];
    for (index, line) in rubric.iter().enumerate() {
        let at = list.item(index);
        let at = at.field("needs");
        for (position, need) in line.needs.iter().enumerate() {
            match by_id.get(need.as_str()) {
                Some(needed) => {
                    waits[index] += 1;
                    waited_for[*needed].push(index);
                }
                None => line_there(found, &at.item(position), need, rubric),
            }
        }
    }
    // Kahn: take away what waits for nothing; what stays waits in a circle, or for one.
    let mut free: Vec<usize> = (0..rubric.len()).filter(|index| waits[*index] == 0).collect();
    while let Some(index) = free.pop() {
        for waiting in &waited_for[index] {
            waits[*waiting] -= 1;
            if waits[*waiting] == 0 {
                free.push(*waiting);
            }
        }
    }
    let Some(start) = waits.iter().position(|count| *count > 0) else { return };
    let stuck = |index: usize| {
        let needed = rubric[index].needs.iter().filter_map(|need| by_id.get(need.as_str()));
        needed.copied().find(|needed| waits[*needed] > 0)
    };
    let (mut path, mut seen, mut next) = (Vec::new(), HashMap::new(), Some(start));
    while let Some(index) = next {
        if let Some(first) = seen.insert(index, path.len()) {
            path.drain(..first);
            break;
        }
        path.push(index);
        next = stuck(index);
    }
    if let Some(first) = path.iter().min().copied() {
        path.push(path[0]);
        let circle: Vec<&str> = path.iter().map(|index| rubric[*index].id.as_str()).collect();
        let message = Message::new("diag-needs-cycle").with("circle", circle.join(" → "));
        let at = list.item(first);
        found.add(Code::NeedsCycle, &at.field("needs"), message);
    }
}
