//! Places, cables, splices already made, bench, stock: what is installed and what is at hand.

use std::collections::HashSet;

use super::{At, Findings, Scene};
use crate::diagnostic::Code;
use crate::locale::Message;
use crate::plant::address::{FibreId, Termination};
use crate::scenario::decode::HOLE;
use crate::scenario::file::{Bench, ScenarioFile};
use crate::scenario::stock;

pub fn check(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let places = site.field("places");
    for (id, place) in &file.site.places {
        let at = places.field(id);
        found.id(&places.name(id), id);
        found.text(&at.field("name"), &place.name);
        if let Some(area) = &place.area {
            found.text(&at.field("area"), area);
        }
    }
    let cables = site.field("cables");
    for (id, cable) in &file.site.cables {
        let at = cables.field(id);
        found.id(&cables.name(id), id);
        found.text(&at.field("name"), &cable.name);
        let known = found.place(&at.field("from"), scene, &cable.from) & found.place(&at.field("to"), scene, &cable.to);
        if known && cable.from == cable.to {
            let message = Message::new("diag-self-loop").with("place", cable.to.as_str());
            found.add(Code::SelfLoop, &at.field("to"), message);
        }
        found.not_zero(&at, "fibres", cable.fibres.into());
        found.not_zero(&at, "modulo", cable.modulo.into());
        found.not_zero(&at, "length_m", cable.length_m);
        found.not_zero(&at, "slack_mm", cable.slack_mm.into());
    }
    made_splices(found, file, scene);
    if let Some(bench) = &file.bench {
        check_bench(found, bench, scene);
    }
    let stock = root.field("stock");
    for item in file.stock.keys() {
        found.known(Code::UnknownStock, &stock.name(item), item, stock::ITEMS.into_iter(), "diag-unknown-stock");
    }
}

fn made_splices(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let splices = site.field("splices");
    let mut spliced = HashSet::new();
    for (index, splice) in file.site.splices.iter().enumerate() {
        let at = splices.item(index);
        let place_known = found.place(&at.field("place"), scene, &splice.place);
        for (name, id) in [("a", &splice.a), ("b", &splice.b)] {
            let at = at.field(name);
            if fibre(found, &at, scene, id) && place_known {
                reaches(found, &at, scene, id, &splice.place);
            }
        }
        if splice.a == splice.b {
            found.compared(Code::SplicedTwice, &at.field("b"), Message::new("diag-spliced-to-itself"), None);
        } else {
            for (name, id) in [("a", &splice.a), ("b", &splice.b)] {
                if !spliced.insert((id, splice.place.as_str())) {
                    let message = Message::new("diag-spliced-twice")
                        .with("fibre", id.to_string())
                        .with("place", splice.place.as_str());
                    found.compared(Code::SplicedTwice, &at.field(name), message, None);
                }
            }
        }
        found.between(&at, "db", splice.db, 0.0, 60.0);
    }
}

fn check_bench(found: &mut Findings, bench: &Bench, scene: &Scene) {
    let root = At::ROOT;
    let at = root.field("bench");
    let place_known = found.place(&at.field("place"), scene, &bench.place);
    found.not_zero(&at, "slots", bench.slots.into());
    let splicer = at.field("splicer");
    found.between(&splicer, "angle_limit_deg", bench.splicer.angle_limit_deg, 0.0, 90.0);
    found.between(&splicer, "estimate_limit_db", bench.splicer.estimate_limit_db, 0.0, 60.0);
    found.between(&at.field("cleaver"), "wear_percent", bench.cleaver.wear_percent.into(), 0.0, 100.0);
    let opened = at.field("open_tubes");
    for (id, tubes) in &bench.open_tubes {
        let Some(cable) = cable(found, &opened.name(id), scene, id) else { continue };
        if place_known && !cable.reaches(&bench.place) {
            let message = Message::new("diag-not-here").with("cable", id.as_str()).with("place", bench.place.as_str());
            found.compared(Code::NotHere, &opened.name(id), message, Some(ends_of(cable)));
        }
        let at = opened.field(id);
        for (index, tube) in tubes.iter().enumerate() {
            if cable.fibres_in(*tube) == 0 {
                no_such_tube(found, &at.item(index), id, cable, *tube);
            }
        }
    }
}

fn cable<'s>(found: &mut Findings, at: &At, scene: &Scene<'s>, id: &str) -> Option<&'s crate::scenario::file::Cable> {
    let cable = scene.cables.get(id);
    if cable.is_none() {
        found.known(Code::UnknownCable, at, id, scene.cables.keys().map(String::as_str), "diag-unknown-cable");
    }
    cable
}

fn no_such_tube(found: &mut Findings, at: &At, id: &str, cable: &crate::scenario::file::Cable, tube: u16) {
    let message = Message::new("diag-no-such-tube").with("cable", id).with("tube", tube).with("count", cable.tubes());
    found.compared(Code::UnknownFibre, at, message, None);
}

fn ends_of(cable: &crate::scenario::file::Cable) -> Message {
    Message::new("diag-cable-ends-help").with("from", cable.from.as_str()).with("to", cable.to.as_str())
}

/// Whether there is such a fibre; says what is missing if not.
pub fn fibre(found: &mut Findings, at: &At, scene: &Scene, id: &FibreId) -> bool {
    if id.cable.contains(HOLE) {
        return false;
    }
    let Some(cable) = cable(found, at, scene, &id.cable) else { return false };
    if cable.has(id.tube, id.fibre) {
        return true;
    }
    match cable.fibres_in(id.tube) {
        0 => no_such_tube(found, at, &id.cable, cable, id.tube),
        count => {
            let message = Message::new("diag-no-such-fibre")
                .with("cable", id.cable.as_str())
                .with("tube", id.tube)
                .with("fibre", id.fibre)
                .with("count", count);
            found.compared(Code::UnknownFibre, at, message, None);
        }
    }
    false
}

/// Says so if the fibre's cable does not come to a place.
pub fn reaches(found: &mut Findings, at: &At, scene: &Scene, id: &FibreId, place: &str) {
    if let Some(cable) = scene.cables.get(&id.cable).filter(|cable| !cable.reaches(place)) {
        let message = Message::new("diag-not-here").with("cable", id.cable.as_str()).with("place", place);
        found.compared(Code::NotHere, at, message, Some(ends_of(cable)));
    }
}

/// The end of a fibre: the fibre, the place, and that one comes to the other.
pub fn termination(found: &mut Findings, at: &At, scene: &Scene, end: &Termination) {
    let exists = fibre(found, at, scene, &end.fibre);
    if exists && found.place(at, scene, &end.place) {
        reaches(found, at, scene, &end.fibre, &end.place);
    }
}

/// A fibre to work on at the bench: it exists, comes there, and its tube is open.
pub fn workable(found: &mut Findings, at: &At, scene: &Scene, id: &FibreId) {
    let exists = fibre(found, at, scene, id);
    let Some(bench) = scene.bench.filter(|bench| exists && scene.place_set.contains(bench.place.as_str())) else {
        return;
    };
    reaches(found, at, scene, id, &bench.place);
    if !bench.tube_is_open(&id.cable, id.tube) {
        let message = Message::new("diag-tube-closed").with("cable", id.cable.as_str()).with("tube", id.tube);
        found.compared(Code::NotHere, at, message, Some(Message::new("diag-tube-closed-help")));
    }
}

/// A slot of the cassette.
pub fn slot(found: &mut Findings, at: &At, scene: &Scene, slot: u16) {
    let Some(bench) = scene.bench else { return };
    if slot == 0 || slot > bench.slots {
        let message = Message::new("diag-unknown-slot").with("slot", slot).with("count", bench.slots);
        found.compared(Code::UnknownSlot, at, message, None);
    }
}
