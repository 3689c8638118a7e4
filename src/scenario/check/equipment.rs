//! Equipment, wiring, cords and clients: everything that has ports, and what is led to them.

use std::collections::HashSet;

use super::plant::{Ends, fibre, reaches};
use super::{At, Findings, Scene};
use crate::catalogue::rack::racks;
use crate::catalogue::{Kind, Model, PortGroup, Role, catalogue};
use crate::diagnostic::Code;
use crate::fibre::connector::Connector;
use crate::locale::Message;
use crate::plant::address::{FibreId, PortId};
use crate::scenario::file::{Client, Cord, Equipment, ScenarioFile, Wiring};

/// More loss than 60 dB no instrument of the trade can tell from darkness.
const DARK_DB: f64 = 60.0;
/// No optics of the trade send less or more, in dBm (design choice, wide on purpose).
const SENT_DBM: [f64; 2] = [-20.0, 15.0];
/// Longest cord, in metres: what is longer is a cable (design choice).
const LONGEST_CORD_M: f64 = 500.0;

pub fn check<'s>(found: &mut Findings, file: &'s ScenarioFile, scene: &Scene<'s>, ends: &mut Ends<'s>) {
    let root = At::ROOT;
    let site = root.field("site");
    let list = site.field("equipment");
    for (id, equipment) in &file.site.equipment {
        found.id(&list.name(id), id);
        one(found, &list.field(id), scene, equipment);
    }
    let list = site.field("wiring");
    let mut wired = HashSet::new();
    for (index, wiring) in file.site.wiring.iter().enumerate() {
        let at = list.item(index);
        match wiring {
            Wiring::Pigtails { port, fibre, count, db } => {
                pigtails(found, &at, scene, (port, fibre, *count), &mut wired, ends);
                given(found, &at, *db);
            }
            Wiring::Through { a, b, place, count, db } => {
                through(found, &at, scene, (a, b, place, *count), ends);
                given(found, &at, *db);
            }
        }
    }
    let list = site.field("cords");
    let mut taken = HashSet::new();
    for (id, cord) in &file.site.cords {
        found.id(&list.name(id), id);
        check_cord(found, &list.field(id), scene, cord, &mut taken);
    }
    let list = site.field("clients");
    let mut boxes = HashSet::new();
    for (id, client) in &file.site.clients {
        found.id(&list.name(id), id);
        check_client(found, &list.field(id), scene, client, &mut boxes);
    }
}

fn given(found: &mut Findings, at: &At, db: Option<f64>) {
    if let Some(db) = db {
        found.between(at, "db", db, 0.0, DARK_DB);
    }
}

fn one(found: &mut Findings, at: &At, scene: &Scene, equipment: &Equipment) {
    found.place(&at.field("place"), scene, &equipment.place);
    if let Some(name) = &equipment.name {
        found.text(&at.field("name"), name);
    }
    let models = catalogue().equipment.keys().map(String::as_str);
    found.known(Code::UnknownModel, &at.field("model"), &equipment.model, models, "diag-unknown-model");
    let Some(model) = catalogue().equipment.get(&equipment.model) else { return };
    if let Some(dbm) = equipment.tx_dbm {
        found.between(at, "tx_dbm", dbm, SENT_DBM[0], SENT_DBM[1]);
        only_for(found, at, "tx_dbm", model.is_olt(), "diag-only-olt");
    }
    if let Some(db) = equipment.loss_db {
        found.between(at, "loss_db", db, 0.0, DARK_DB);
        only_for(found, at, "loss_db", matches!(model.kind, Kind::Splitter { .. }), "diag-only-splitter");
    }
    let dirty = at.field("dirt_percent");
    for (port, percent) in &equipment.dirt_percent {
        if model.port(port).is_none() {
            no_such_port(found, &dirty.name(port), &equipment.model, port, model);
        }
        if *percent > 100 {
            found.add(Code::Impossible, &dirty.field(port), Message::new("diag-percent").with("percent", *percent));
        }
    }
    let scratched = at.field("scratched");
    for (index, port) in equipment.scratched.iter().enumerate() {
        if model.port(port).is_none() {
            no_such_port(found, &scratched.item(index), &equipment.model, port, model);
        }
    }
}

fn only_for(found: &mut Findings, at: &At, name: &str, good: bool, message: &'static str) {
    if !good {
        found.add(Code::Impossible, &at.field(name), Message::new(message).with("name", name));
    }
}

fn no_such_port(found: &mut Findings, at: &At, equipment: &str, port: &str, model: &Model) {
    let ranges: Vec<String> = model
        .ports
        .iter()
        .map(|group| match group.count {
            None => group.name.clone(),
            Some(1) => format!("{}1", group.name),
            Some(count) => format!("{0}1–{0}{count}", group.name),
        })
        .collect();
    let message = Message::new("diag-unknown-port").with("equipment", equipment).with("port", port);
    let help = Message::new("diag-ports-help").with("ports", ranges.join(", "));
    found.add_with(Code::UnknownPort, at, message, Some(help));
}

/// The equipment of a port and what the port is: where the catalogue knows both. Says what is missing if not.
pub fn port<'s>(
    found: &mut Findings,
    at: &At,
    scene: &Scene<'s>,
    id: &PortId,
) -> Option<(&'s Equipment, &'static Model, &'static PortGroup)> {
    if found.is_hole(&id.equipment) {
        return None;
    }
    let Some(equipment) = scene.equipment.get(&id.equipment) else {
        let known = scene.equipment.keys().map(String::as_str);
        found.known(Code::UnknownEquipment, at, &id.equipment, known, "diag-unknown-equipment");
        return None;
    };
    let model = catalogue().equipment.get(&equipment.model)?;
    match model.port(&id.port) {
        Some((_, group)) => Some((equipment, model, group)),
        None => {
            no_such_port(found, at, &id.equipment, &id.port, model);
            None
        }
    }
}

/// A cord of the site, or one that can be taken from stock; says so if there is none.
pub fn cord(found: &mut Findings, at: &At, scene: &Scene, id: &str) {
    if crate::scenario::stock::taken(id).is_some_and(|item| scene.stock.contains(item)) {
        return;
    }
    let known = scene.cords.keys().map(String::as_str);
    found.known(Code::UnknownCord, at, id, known, "diag-unknown-cord");
}

/// Says so if there are not so many from the first one on.
fn enough(found: &mut Findings, at: &At, first: u16, count: u16, all: u16, message: Message) -> bool {
    let last = u32::from(first) + u32::from(count) - 1;
    if last > u32::from(all) {
        found.add(Code::TooFew, &at.field("count"), message.with("last", last).with("count", all));
        return false;
    }
    true
}

fn pigtails<'s>(
    found: &mut Findings,
    at: &At,
    scene: &Scene<'s>,
    (first, glass, count): (&'s PortId, &'s FibreId, u16),
    wired: &mut HashSet<(&'s str, u16)>,
    ends: &mut Ends<'s>,
) {
    let port_at = at.field("port");
    let there = port(found, &port_at, scene, first);
    let exists = fibre(found, &at.field("fibre"), scene, glass);
    found.not_zero(at, "count", count.into());
    if count == 0 {
        return;
    }
    let Some((equipment, model, _)) = there else { return };
    if exists && scene.place_set.contains(equipment.place.as_str()) {
        reaches(found, &at.field("fibre"), scene, &glass.cable, &equipment.place);
    }
    let Some((index, _)) = model.port(&first.port) else { return };
    let message = Message::new("diag-too-few-ports").with("equipment", first.equipment.as_str());
    if enough(found, at, index + 1, count, model.port_count(), message) {
        for position in index..index + count {
            let Some((name, group)) = model.port_at(position) else { continue };
            if group.role == Role::Pon || (group.role != Role::Front && group.connector.is_some()) {
                let message = Message::new("diag-no-pigtail")
                    .with("equipment", first.equipment.as_str())
                    .with("port", name.as_str());
                found.add_with(Code::DoesNotFit, &port_at, message, Some(Message::new("diag-no-pigtail-help")));
                break;
            }
            if !wired.insert((first.equipment.as_str(), position)) {
                let port = PortId::new(&first.equipment, name).to_string();
                found.add(Code::PortTaken, &port_at, Message::new("diag-wired-twice").with("port", port));
                break;
            }
        }
    }
    if exists {
        many(found, &at.field("fibre"), at, scene, (glass, equipment.place.as_str(), count), ends);
    }
}

/// So many fibres of a cable, spliced in a place: they exist, and none is spliced there already.
fn many<'s>(
    found: &mut Findings,
    at: &At,
    whole: &At,
    scene: &Scene<'s>,
    (first, place, count): (&'s FibreId, &'s str, u16),
    ends: &mut Ends<'s>,
) {
    let Some(cable) = scene.cables.get(&first.cable) else { return };
    let Some(number) = cable.number_of(first) else { return };
    let message = Message::new("diag-too-few-fibres").with("cable", first.cable.as_str());
    if !enough(found, whole, number, count, cable.fibres, message) {
        return;
    }
    for number in number..=number + (count - 1) {
        if !ends.insert((first.cable.as_str(), number, place)) {
            let fibre = FibreId::numbered(&first.cable, number, cable.modulo).unwrap_or_else(|| first.clone());
            let message = Message::new("diag-spliced-twice").with("fibre", fibre.to_string()).with("place", place);
            found.add(Code::SplicedTwice, at, message);
            break;
        }
    }
}

fn through<'s>(
    found: &mut Findings,
    at: &At,
    scene: &Scene<'s>,
    (a, b, place, count): (&'s FibreId, &'s FibreId, &'s str, u16),
    ends: &mut Ends<'s>,
) {
    let place_known = found.place(&at.field("place"), scene, place);
    found.not_zero(at, "count", count.into());
    for (name, first) in [("a", a), ("b", b)] {
        let fibre_at = at.field(name);
        if !fibre(found, &fibre_at, scene, first) || count == 0 {
            continue;
        }
        if place_known {
            reaches(found, &fibre_at, scene, &first.cable, place);
        }
        if a == b && !found.is_hole(&a.cable) {
            found.add(Code::SplicedTwice, &at.field("b"), Message::new("diag-spliced-to-itself"));
            return;
        }
        many(found, &fibre_at, at, scene, (first, place, count), ends);
    }
}

fn check_cord<'s>(found: &mut Findings, at: &At, scene: &Scene<'s>, cord: &'s Cord, taken: &mut HashSet<&'s PortId>) {
    if racks().cords.contains_key(&cord.model) {
        return super::rack::cord(found, at, scene, cord, taken);
    }
    // Cords of racks are offered where there are racks.
    let of_racks = racks().cords.keys().filter(|_| !scene.racks.is_empty());
    let models = catalogue().cords.keys().chain(of_racks).map(String::as_str);
    found.known(Code::UnknownModel, &at.field("model"), &cord.model, models, "diag-unknown-cord-model");
    if !cord.ties.is_empty() {
        found.add(Code::DoesNotFit, &at.field("ties"), Message::new("diag-ties-of-racks"));
    }
    let model = catalogue().cords.get(&cord.model);
    found.between(at, "length_m", cord.length_m, 0.1, LONGEST_CORD_M);
    let dirt = at.field("dirt_percent");
    for (index, percent) in [cord.dirt_percent.0, cord.dirt_percent.1].into_iter().enumerate() {
        if percent > 100 {
            let message = Message::new("diag-percent").with("percent", percent);
            found.add(Code::Impossible, &dirt.item(index), message);
        }
    }
    if let Some((a, b)) = cord.mating_db
        && ![a, b].iter().all(|db| (0.0..=DARK_DB).contains(db))
    {
        let message = Message::new("diag-mating-db").with("most", DARK_DB.to_string());
        found.add(Code::Impossible, &at.field("mating_db"), message);
    }
    let mut places = Vec::new();
    let plugs = [
        ("from", &cord.from, model.map(|model| model.connectors.0)),
        ("to", &cord.to, model.map(|model| model.connectors.1)),
    ];
    for (name, id, plug) in plugs {
        let Some(id) = id else { continue };
        let at = at.field(name);
        let Some((equipment, there, group)) = port(found, &at, scene, id) else { continue };
        if !there.is_portable() {
            places.push(equipment.place.as_str());
        }
        match (group.connector, plug) {
            (None, _) => {
                let message = Message::new("diag-bare-port").with("port", id.to_string());
                found.add_with(Code::DoesNotFit, &at, message, Some(Message::new("diag-bare-port-help")));
            }
            (Some(hole), Some(plug)) if !plug.fits(hole) => does_not_fit(found, &at, plug, hole),
            _ => {}
        }
        if !taken.insert(id) {
            found.add(Code::PortTaken, &at, Message::new("diag-port-taken").with("port", id.to_string()));
        }
    }
    if let [one, other] = places[..]
        && one != other
        && [one, other].iter().all(|place| scene.place_set.contains(place))
    {
        let message = Message::new("diag-cord-across").with("one", one).with("other", other);
        found.add_with(Code::NotHere, &at.field("to"), message, Some(Message::new("diag-cord-across-help")));
    }
}

fn does_not_fit(found: &mut Findings, at: &At, plug: Connector, hole: Connector) {
    let message = Message::new("diag-does-not-fit").with("plug", plug.name()).with("hole", hole.name());
    found.add(Code::DoesNotFit, at, message);
}

fn check_client<'s>(
    found: &mut Findings,
    at: &At,
    scene: &Scene<'s>,
    client: &'s Client,
    boxes: &mut HashSet<&'s str>,
) {
    found.text(&at.field("name"), &client.name);
    let at = at.field("ont");
    let Some(equipment) = scene.equipment.get(&client.ont) else {
        let known = scene.equipment.keys().map(String::as_str);
        found.known(Code::UnknownEquipment, &at, &client.ont, known, "diag-unknown-equipment");
        return;
    };
    if catalogue().equipment.get(&equipment.model).is_some_and(|model| !model.is_ont()) {
        let onts: Vec<&str> = scene
            .equipment
            .iter()
            .filter(|(_, equipment)| catalogue().equipment.get(&equipment.model).is_some_and(Model::is_ont))
            .map(|(id, _)| id.as_str())
            .collect();
        let message = Message::new("diag-not-an-ont").with("name", client.ont.as_str());
        let help = super::super::suggest::among(&client.ont, onts);
        found.add_with(Code::NotAnOnt, &at, message, Some(help));
    }
    if !boxes.insert(client.ont.as_str()) {
        found.add(Code::PortTaken, &at, Message::new("diag-ont-shared").with("name", client.ont.as_str()));
    }
}
