//! Places, cables, splices already made, bench, stock: what is installed and what is at hand.

use std::collections::HashSet;

use super::{At, Findings, Scene};
use crate::diagnostic::Code;
use crate::locale::Message;
use crate::plant::address::{FibreId, Termination};
use crate::scenario::file::{Bench, Cable, ScenarioFile};
use crate::scenario::stock;

/// A map has an end (design choice).
const FARTHEST: u32 = 100_000;

/// Fibre ends that are spliced already: cable, number of the fibre in it, place.
pub type Ends<'s> = HashSet<(&'s str, u16, &'s str)>;

pub fn check<'s>(found: &mut Findings, file: &'s ScenarioFile, scene: &Scene<'s>) {
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
        if let Some((east, south)) = place.at {
            for (index, off) in [east, south].into_iter().enumerate() {
                if off.unsigned_abs() > FARTHEST {
                    let message = Message::new("diag-off-the-map").with("off", off).with("most", FARTHEST);
                    found.add(Code::Impossible, &at.field("at").item(index), message);
                }
            }
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
    if let Some(start) = &file.start {
        found.place(&root.field("start"), scene, start);
    }
    let mut ends = Ends::new();
    made_splices(found, file, scene, &mut ends);
    super::equipment::check(found, file, scene, &mut ends);
    super::faults::check(found, file, scene, &ends);
    super::closure::bends(found, &file.site.bends, scene);
    super::closure::closures(found, &file.site.closures, scene);
    if let Some(bench) = &file.bench {
        check_bench(found, bench, scene);
    }
    let stock = root.field("stock");
    for item in file.stock.keys() {
        stock_item(found, &stock.name(item), item);
    }
}

/// Something that can be in stock.
pub fn stock_item(found: &mut Findings, at: &At, item: &str) {
    if !stock::is_known(item) {
        let known = stock::ITEMS.into_iter().chain([stock::CORD]).chain(stock::OF_RACKS);
        found.known(Code::UnknownStock, at, item, known, "diag-unknown-stock");
    }
}

fn made_splices<'s>(found: &mut Findings, file: &'s ScenarioFile, scene: &Scene<'s>, ends: &mut Ends<'s>) {
    let root = At::ROOT;
    let site = root.field("site");
    let splices = site.field("splices");
    for (index, splice) in file.site.splices.iter().enumerate() {
        let at = splices.item(index);
        let place_known = found.place(&at.field("place"), scene, &splice.place);
        for (name, id) in [("a", &splice.a), ("b", &splice.b)] {
            let at = at.field(name);
            if fibre(found, &at, scene, id) && place_known {
                reaches(found, &at, scene, &id.cable, &splice.place);
            }
        }
        if found.is_hole(&splice.a.cable) || found.is_hole(&splice.b.cable) {
            continue;
        }
        if splice.a == splice.b {
            found.add(Code::SplicedTwice, &at.field("b"), Message::new("diag-spliced-to-itself"));
        } else {
            for (name, id) in [("a", &splice.a), ("b", &splice.b)] {
                let number = scene.cables.get(&id.cable).and_then(|cable| cable.number_of(id));
                let Some(number) = number else { continue };
                if !ends.insert((id.cable.as_str(), number, splice.place.as_str())) {
                    let message = Message::new("diag-spliced-twice")
                        .with("fibre", id.to_string())
                        .with("place", splice.place.as_str());
                    found.add(Code::SplicedTwice, &at.field(name), message);
                }
            }
        }
        found.between(&at, "db", splice.db, 0.0, 60.0);
        if let Some(wanted) = splice.slot {
            slot(found, &at.field("slot"), scene, wanted);
        }
    }
}

fn check_bench(found: &mut Findings, bench: &Bench, scene: &Scene) {
    let root = At::ROOT;
    let at = root.field("bench");
    let place_known = found.place(&at.field("place"), scene, &bench.place);
    let also = at.field("also");
    let mut stands = HashSet::from([bench.place.as_str()]);
    for (index, place) in bench.also.iter().enumerate() {
        if found.place(&also.item(index), scene, place) && !stands.insert(place) {
            let message = Message::new("diag-bench-twice").with("place", place.as_str());
            found.add(Code::Duplicate, &also.item(index), message);
        }
    }
    found.not_zero(&at, "slots", bench.slots.into());
    let splicer = at.field("splicer");
    found.between(&splicer, "angle_limit_deg", bench.splicer.angle_limit_deg, 0.0, 90.0);
    found.between(&splicer, "estimate_limit_db", bench.splicer.estimate_limit_db, 0.0, 60.0);
    // Documented settings go from a few micrometres to some tens.
    found.between(&splicer, "overlap_um", bench.splicer.overlap_um.into(), 0.0, 60.0);
    if let Some(arcs) = bench.splicer.electrode_arcs {
        found.between(&splicer, "electrode_arcs", arcs.into(), 0.0, 10_000.0);
    }
    found.between(&at.field("cleaver"), "wear_percent", bench.cleaver.wear_percent.into(), 0.0, 100.0);
    let opened = at.field("open_tubes");
    for (id, tubes) in &bench.open_tubes {
        let Some(cable) = cable(found, &opened.name(id), scene, id) else { continue };
        if place_known {
            reaches_bench(found, &opened.name(id), scene, id, bench);
        }
        let at = opened.field(id);
        for (index, tube) in tubes.iter().enumerate() {
            if cable.tubes() > 0 && cable.fibres_in(*tube) == 0 {
                no_such_tube(found, &at.item(index), id, cable, *tube);
            }
        }
    }
}

fn cable<'s>(found: &mut Findings, at: &At, scene: &Scene<'s>, id: &str) -> Option<&'s Cable> {
    let cable = scene.cables.get(id);
    if cable.is_none() {
        found.known(Code::UnknownCable, at, id, scene.cables.keys().map(String::as_str), "diag-unknown-cable");
    }
    cable
}

fn no_such_tube(found: &mut Findings, at: &At, id: &str, cable: &Cable, tube: u16) {
    let message = Message::new("diag-no-such-tube").with("cable", id).with("tube", tube).with("count", cable.tubes());
    found.add(Code::UnknownFibre, at, message);
}

/// Whether there is such a fibre; says what is missing if not.
pub fn fibre(found: &mut Findings, at: &At, scene: &Scene, id: &FibreId) -> bool {
    if found.is_hole(&id.cable) {
        return false;
    }
    let Some(cable) = cable(found, at, scene, &id.cable) else { return false };
    // Of a cable without fibres that alone is told.
    if cable.has(id.tube, id.fibre) || cable.tubes() == 0 {
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
            found.add(Code::UnknownFibre, at, message);
        }
    }
    false
}

/// Says so if a cable does not come to a place.
pub fn reaches(found: &mut Findings, at: &At, scene: &Scene, id: &str, place: &str) {
    let Some(cable) = scene.cables.get(id) else { return };
    // A cable that leads nowhere known has been told of; where it was meant to lead nobody knows.
    let ends_known = [&cable.from, &cable.to].iter().all(|end| scene.place_set.contains(end.as_str()));
    if ends_known && !cable.reaches(place) {
        let message = Message::new("diag-not-here").with("cable", id).with("place", place);
        let help = Message::new("diag-cable-ends-help").with("from", cable.from.as_str()).with("to", cable.to.as_str());
        found.add_with(Code::NotHere, at, message, Some(help));
    }
}

/// Says so if a cable comes to none of the places where the bench can stand.
fn reaches_bench(found: &mut Findings, at: &At, scene: &Scene, id: &str, bench: &Bench) {
    let comes = |place: &str| scene.cables.get(id).is_some_and(|cable| cable.reaches(place));
    if !bench.places().any(comes) {
        reaches(found, at, scene, id, &bench.place);
    }
}

/// The end of a fibre: the fibre, the place, and that one comes to the other. Or a port, or the end of a cord.
pub fn termination(found: &mut Findings, at: &At, scene: &Scene, end: &Termination) {
    match end {
        Termination::Fibre(end) => {
            let exists = fibre(found, at, scene, &end.fibre);
            if exists && found.place(at, scene, &end.place) {
                reaches(found, at, scene, &end.fibre.cable, &end.place);
            }
        }
        Termination::Port(port) => {
            super::equipment::port(found, at, scene, port);
        }
        Termination::Cord(end) => super::equipment::cord(found, at, scene, &end.cord),
        Termination::Along(point) => {
            fibre(found, at, scene, &point.fibre);
        }
    }
}

/// A fibre to work on at the bench: it exists, comes there, and its tube is open.
pub fn workable(found: &mut Findings, at: &At, scene: &Scene, id: &FibreId) {
    let exists = fibre(found, at, scene, id);
    let Some(bench) = scene.bench.filter(|bench| exists && scene.place_set.contains(bench.place.as_str())) else {
        return;
    };
    reaches_bench(found, at, scene, &id.cable, bench);
    if !bench.tube_is_open(&id.cable, id.tube) {
        let message = Message::new("diag-tube-closed").with("cable", id.cable.as_str()).with("tube", id.tube);
        found.add_with(Code::NotHere, at, message, Some(Message::new("diag-tube-closed-help")));
    }
}

/// A slot of the cassette.
pub fn slot(found: &mut Findings, at: &At, scene: &Scene, slot: u16) {
    let Some(bench) = scene.bench else { return };
    if bench.slots > 0 && (slot == 0 || slot > bench.slots) {
        let message = Message::new("diag-unknown-slot").with("slot", slot).with("count", bench.slots);
        found.add(Code::UnknownSlot, at, message);
    }
}
