//! Feeds, racks, gear, the cords between them, and what is asked of them.

use std::collections::HashSet;

use super::{At, Findings, Scene};
use crate::catalogue::rack::{DeviceModel, Face, Mount, Socket, racks};
use crate::diagnostic::Code;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::plant::address::{End, PortId};
use crate::rack::bundle;
use crate::rack::copper::gestures::FULLY_OPENED_MM;
use crate::rack::cords::{Fits, fits};
use crate::rack::hole::Hole;
use crate::rack::link::connector_of;
use crate::rack::state::taken_model;
use crate::scenario::file::{CopperFault, Cord, Criterion, Gear, Goal, PortPair, Run, RunKind, ScenarioFile};
use crate::scenario::stock;

pub fn check(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let list = site.field("feeds");
    for (id, feed) in &file.site.feeds {
        found.id(&list.name(id), id);
        let at = list.field(id);
        found.text(&at.field("name"), &feed.name);
        found.between(&at, "amps", feed.amps.into(), 1.0, 400.0);
    }
    let list = site.field("racks");
    for (id, rack) in &file.site.racks {
        found.id(&list.name(id), id);
        let at = list.field(id);
        let known = racks().cabinets.keys().map(String::as_str);
        found.known(Code::UnknownModel, &at.field("model"), &rack.model, known, "diag-unknown-cabinet");
        found.place(&at.field("place"), scene, &rack.place);
        if let Some(name) = &rack.name {
            found.text(&at.field("name"), name);
        }
    }
    models(found, scene);
    let list = site.field("gear");
    let mut spans: Vec<(&str, &Gear, f64, f64, &DeviceModel)> = Vec::new();
    for (id, gear) in &file.site.gear {
        found.id(&list.name(id), id);
        let at = list.field(id);
        one(found, &at, file, scene, gear);
        if file.site.equipment.contains_key(id) {
            let message = Message::new("diag-gear-and-equipment").with("name", id.as_str());
            found.add(Code::Duplicate, &list.name(id), message);
        }
        let Some((rack, unit)) = gear.rack.as_ref().zip(gear.u) else { continue };
        let (Some(model), Some(cabinet)) =
            (model_of(scene, &gear.model), scene.racks.get(rack).and_then(|rack| racks().cabinets.get(&rack.model)))
        else {
            continue;
        };
        let Some(foot) = cabinet.from_bottom(unit) else { continue };
        let (low, high) = (f64::from(foot - 1), f64::from(foot - 1) + model.height_u);
        if model.is_hung() {
            continue;
        }
        let clash = spans.iter().find(|(_, other, from, to, there)| {
            let deep = other.face == gear.face || there.depth_mm + model.depth_mm > cabinet.posts_mm;
            other.rack == gear.rack && low < *to && *from < high && deep
        });
        if let Some((other, ..)) = clash {
            let message = Message::new("diag-gear-overlaps").with("name", id.as_str()).with("other", *other);
            found.add(Code::Impossible, &at.field("u"), message);
        }
        spans.push((id, gear, low, high, model));
    }
    runs(found, file, scene);
    sheet(found, file, scene);
    candidate(found, file);
}

/// A model of the scenario's own, or of the catalogue.
fn model_of<'s>(scene: &Scene<'s>, name: &str) -> Option<&'s DeviceModel> {
    scene.models.get(name).or_else(|| racks().devices.get(name))
}

/// Models of the scenario's own.
fn models(found: &mut Findings, scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let list = site.field("models");
    for (id, model) in scene.models {
        found.id(&list.name(id), id);
        let at = list.field(id);
        found.text(&at.field("name"), &model.name);
        found.between(&at, "height_u", model.height_u, 0.0, 52.0);
        if (model.height_u * 2.0).fract() != 0.0 {
            found.add(Code::Impossible, &at.field("height_u"), Message::new("diag-half-units"));
        }
        let (least, most) = model.torque_ncm;
        found.between(&at, "torque_ncm", f64::from(least), 1.0, f64::from(most));
        if let Mount::Ears { holes: (low, high) } = model.mount
            && ![low, high].iter().all(|hole| (1..=3).contains(hole))
        {
            found.add(Code::Impossible, &at.field("mount"), Message::new("diag-ear-holes"));
        }
        found.between(&at, "poe_class", model.poe_class.unwrap_or(0).into(), 0.0, 8.0);
        let ports = at.field("ports");
        let mut names = HashSet::new();
        for (index, group) in model.ports.iter().enumerate() {
            let at = ports.item(index);
            found.between(&at, "count", f64::from(group.count.unwrap_or(1)), 1.0, 1000.0);
            found.between(&at, "rows", group.rows.into(), 1.0, 48.0);
            found.between(&at, "first", group.first.into(), 0.0, 60_000.0);
        }
        if !found.is_clean() {
            continue;
        }
        for (name, ..) in model.ports() {
            if !names.insert(name.clone()) {
                let message = Message::new("diag-port-name-twice").with("port", name);
                found.add(Code::Duplicate, &ports, message);
            }
        }
    }
}

/// Installed runs: both ends are rears of panels, each used once, of the kind of the run.
fn runs(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let list = site.field("runs");
    let mut taken = HashSet::new();
    for (id, run) in &file.site.runs {
        found.id(&list.name(id), id);
        let at = list.field(id);
        found.between(&at, "count", run.count.into(), 1.0, 576.0);
        found.between(&at, "length_m", run.length_m.into(), 1.0, 10_000.0);
        wires(found, &at, run);
        for (name, first) in [("a", &run.a), ("b", &run.b)] {
            let at = at.field(name);
            if port(found, &at, scene, first).is_none() {
                continue;
            }
            let Some(model) = scene.gear.get(&first.equipment).and_then(|gear| model_of(scene, &gear.model)) else {
                continue;
            };
            let Some((group, position)) = model.port(&first.port) else { continue };
            if !crate::rack::link::is_panel(model) || group.face == Face::Front {
                let message = Message::new("diag-run-not-behind").with("port", first.to_string());
                found.add(Code::DoesNotFit, &at, message);
                continue;
            }
            let last = u32::from(position) + u32::from(run.count);
            if last > u32::from(group.count.unwrap_or(1)) {
                let message = Message::new("diag-too-few-ports")
                    .with("equipment", first.equipment.as_str())
                    .with("last", last)
                    .with("count", group.count.unwrap_or(1));
                found.add(Code::TooFew, &at, message);
                continue;
            }
            for offset in 0..run.count {
                if !taken.insert((first.equipment.clone(), group.name.clone(), position + offset)) {
                    let message = Message::new("diag-wired-twice").with("port", first.to_string());
                    found.add(Code::PortTaken, &at, message);
                    break;
                }
            }
        }
    }
}

/// The papers may be wrong, but only about what there is.
fn sheet(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    let Some(sheet) = &file.site.sheet else { return };
    let root = At::ROOT;
    let site = root.field("site");
    let at = site.field("sheet");
    let list = at.field("devices");
    for (index, row) in sheet.devices.iter().enumerate() {
        let at = list.item(index);
        gear(found, &at.field("device"), scene, &row.device);
        if rack(found, &at.field("rack"), scene, &row.rack) {
            let cabinet = scene.racks.get(&row.rack).and_then(|rack| racks().cabinets.get(&rack.model));
            found.between(&at, "u", row.u.into(), 1.0, cabinet.map_or(100.0, |cabinet| f64::from(cabinet.units)));
        }
    }
    let list = at.field("cords");
    for (index, row) in sheet.cords.iter().enumerate() {
        let at = list.item(index);
        port(found, &at.field("port"), scene, &row.port);
        port(found, &at.field("to"), scene, &row.to);
    }
}

/// What is said of the wires of a run: only copper has any, and only its own cables.
fn wires(found: &mut Findings, at: &At, run: &Run) {
    let copper = matches!(run.kind, RunKind::Copper(_));
    for (name, numbers) in [
        ("open", run.open.iter().map(|open| open.line).collect::<Vec<_>>()),
        ("faults", run.faults.iter().map(|fault| fault.line).collect()),
        ("other_lengths", run.other_lengths.iter().map(|own| own.line).collect()),
    ] {
        let list = at.field(name);
        if !copper && !numbers.is_empty() {
            found.add(Code::DoesNotFit, &list, Message::new("diag-run-not-copper"));
            continue;
        }
        for (index, number) in numbers.into_iter().enumerate() {
            line_number(found, &list.item(index).field("line"), run, number);
        }
    }
    for (index, own) in run.other_lengths.iter().enumerate() {
        found.between(&at.field("other_lengths").item(index), "metres", own.metres.into(), 1.0, 10_000.0);
    }
    for (index, fault) in run.faults.iter().enumerate() {
        if let CopperFault::Untwisted(mm) = fault.what
            && !(1..=FULLY_OPENED_MM).contains(&mm)
        {
            let message = Message::new("copper-no-such-untwist");
            found.add(Code::Impossible, &at.field("faults").item(index).field("what"), message);
        }
    }
}

fn candidate(found: &mut Findings, file: &ScenarioFile) {
    let root = At::ROOT;
    let at = root.field("candidate");
    found.between(&at, "age", file.candidate.age.into(), 14.0, 99.0);
    found.between(&at, "kg", file.candidate.kg.into(), 30.0, 200.0);
}

fn one(found: &mut Findings, at: &At, file: &ScenarioFile, scene: &Scene, gear: &Gear) {
    let known = scene.models.keys().chain(racks().devices.keys()).map(String::as_str);
    found.known(Code::UnknownModel, &at.field("model"), &gear.model, known, "diag-unknown-gear-model");
    if let Some(name) = &gear.name {
        found.text(&at.field("name"), name);
    }
    let model = model_of(scene, &gear.model);
    if let Some(rack) = &gear.rack {
        self::rack(found, &at.field("rack"), scene, rack);
    }
    if let (Some(rack), Some(model)) = (gear.rack.as_ref().and_then(|rack| scene.racks.get(rack)), model) {
        let cabinet = racks().cabinets.get(&rack.model);
        match (gear.u, cabinet) {
            (None, _) if !model.is_hung() => {
                found.add(Code::Impossible, at, Message::new("diag-gear-without-unit"));
            }
            (Some(_), _) if model.is_hung() => {
                found.add(Code::Impossible, &at.field("u"), Message::new("diag-gear-hangs"));
            }
            (Some(unit), Some(cabinet)) => {
                let fits = cabinet
                    .from_bottom(unit)
                    .is_some_and(|foot| f64::from(foot - 1) + model.height_u <= f64::from(cabinet.units));
                if !fits {
                    let message = Message::new("diag-gear-beyond").with("unit", unit).with("units", cabinet.units);
                    found.add(Code::Impossible, &at.field("u"), message);
                }
                if model.depth_mm > cabinet.inside_mm {
                    let message = Message::new("diag-gear-too-deep")
                        .with("depth", model.depth_mm)
                        .with("inside", cabinet.inside_mm);
                    found.add(Code::Impossible, &at.field("model"), message);
                }
            }
            _ => {}
        }
    }
    let dirty = at.field("dirt_percent");
    for (name, percent) in &gear.dirt_percent {
        let face = model.and_then(|model| model.port(name)).and_then(|(group, _)| connector_of(group.socket));
        if model.is_some() && face.is_none() {
            found.add(Code::DoesNotFit, &dirty.name(name), Message::new("diag-no-socket").with("port", name.as_str()));
        }
        if *percent > 100 {
            found.add(Code::Impossible, &dirty.field(name), Message::new("diag-percent").with("percent", *percent));
        }
    }
    let cages = at.field("modules");
    for (name, item) in &gear.modules {
        let known = racks().transceivers.keys().map(String::as_str);
        found.known(Code::UnknownStock, &cages.field(name), item, known, "diag-unknown-module");
        let cage = model.and_then(|model| model.port(name)).map(|(group, _)| group.socket);
        if model.is_some() && !matches!(cage, Some(Socket::Cage(_))) {
            found.add(Code::DoesNotFit, &cages.name(name), Message::new("diag-no-cage").with("port", name.as_str()));
        }
    }
    if let Some(feed) = &gear.fed_by {
        let known = file.site.feeds.keys().map(String::as_str);
        found.known(Code::UnknownEquipment, &at.field("fed_by"), feed, known, "diag-unknown-feed");
        if model.is_some_and(|model| model.power.is_none()) {
            found.add(Code::Impossible, &at.field("fed_by"), Message::new("diag-only-strips"));
        }
    }
}

/// A rack of the scenario; says so if there is none.
pub fn rack(found: &mut Findings, at: &At, scene: &Scene, id: &str) -> bool {
    let known = scene.racks.keys().map(String::as_str);
    found.known(Code::UnknownEquipment, at, id, known, "diag-unknown-rack")
}

/// A thing of the racks, or one that can be taken from stock; its model where both are known.
pub fn gear<'s>(found: &mut Findings, at: &At, scene: &Scene<'s>, id: &str) -> Option<&'s DeviceModel> {
    if let Some(gear) = scene.gear.get(id) {
        return model_of(scene, &gear.model);
    }
    if let Some(model) = taken_model(id)
        && id.rsplit_once('-').is_some_and(|(item, _)| scene.stock.contains(item))
    {
        return Some(model);
    }
    let known = scene.gear.keys().map(String::as_str);
    found.known(Code::UnknownEquipment, at, id, known, "diag-unknown-gear");
    None
}

/// Whether a port belongs to the gear, so that this is the place to judge it.
pub fn is_gear(scene: &Scene, port: &PortId) -> bool {
    scene.gear.contains_key(&port.equipment)
}

/// A port of the gear; says so if there is none.
pub fn port(found: &mut Findings, at: &At, scene: &Scene, id: &PortId) -> Option<Socket> {
    let model = gear(found, at, scene, &id.equipment)?;
    match model.port(&id.port) {
        Some((group, _)) => Some(group.socket),
        None => {
            if !found.is_hole(&id.port) {
                let message = Message::new("diag-unknown-port")
                    .with("equipment", id.equipment.as_str())
                    .with("port", id.port.as_str());
                let names: Vec<String> = model
                    .ports
                    .iter()
                    .map(|group| match group.count {
                        None => group.name.clone(),
                        Some(count) => format!("{0}{1}–{0}{2}", group.name, group.first, group.first + count - 1),
                    })
                    .collect();
                let help = Message::new("diag-ports-help").with("ports", names.join(", "));
                found.add_with(Code::UnknownPort, at, message, Some(help));
            }
            None
        }
    }
}

/// A cord of racks that is there at the start.
pub fn cord<'s>(found: &mut Findings, at: &At, scene: &Scene<'s>, cord: &'s Cord, taken: &mut HashSet<&'s PortId>) {
    let Some(model) = racks().cords.get(&cord.model) else { return };
    let ties = at.field("ties");
    for (index, tie) in cord.ties.iter().enumerate() {
        let at = ties.item(index);
        let ends = |range: &std::ops::RangeInclusive<u16>| (f64::from(*range.start()), f64::from(*range.end()));
        let ((weak, strong), (narrow, wide)) = (ends(&bundle::NEWTONS), ends(&bundle::RADIUS_MM));
        found.between(&at, "newtons", tie.newtons.into(), weak, strong);
        found.between(&at, "radius_mm", tie.radius_mm.into(), narrow, wide);
    }
    for (name, id, end) in [("from", &cord.from, End::A), ("to", &cord.to, End::B)] {
        let Some(id) = id else { continue };
        let at = at.field(name);
        let Some(socket) = port(found, &at, scene, id) else { continue };
        if fits(model.kind, end, socket) == Fits::No {
            let message = Message::new("diag-cord-does-not-go-in").with("port", id.to_string());
            found.add(Code::DoesNotFit, &at, message);
        }
        if scene.gear.get(&id.equipment).is_some_and(|gear| gear.rack.is_none()) {
            let message = Message::new("diag-cord-to-trolley").with("name", id.equipment.as_str());
            found.add(Code::Impossible, &at, message);
        }
        if !taken.insert(id) {
            found.add(Code::PortTaken, &at, Message::new("diag-port-taken").with("port", id.to_string()));
        }
    }
}

fn hole(found: &mut Findings, at: &At, scene: &Scene, rack: &str, hole: Hole) {
    let cabinet = scene.racks.get(rack).and_then(|rack| racks().cabinets.get(&rack.model));
    if cabinet.is_some_and(|cabinet| hole.index(cabinet).is_none()) {
        let units = cabinet.map_or(0, |cabinet| cabinet.units);
        let message = Message::new("diag-no-such-hole").with("hole", hole.to_string()).with("units", units);
        found.add(Code::Impossible, at, message);
    }
}

fn unit(found: &mut Findings, at: &At, scene: &Scene, rack: &str, unit: u8) {
    hole(found, at, scene, rack, Hole::new(unit, 1));
}

/// Units of a rack, both ends included.
fn units(found: &mut Findings, at: &At, scene: &Scene, id: &str, from: u8, to: u8) {
    if rack(found, &at.field("rack"), scene, id) {
        unit(found, &at.field("from"), scene, id, from);
        unit(found, &at.field("to"), scene, id, to);
    }
}

/// Whether breakers of this name are among those of the scenario; says so if not.
fn breaker(found: &mut Findings, at: &At, scene: &Scene, id: &str) {
    let mut known: Vec<String> = scene.feeds.keys().cloned().collect();
    for (id, gear) in scene.gear {
        if let Some(limits) = model_of(scene, &gear.model).and_then(|model| model.power.as_ref()) {
            known.push(id.clone());
            known.extend((1..=limits.bank_amps.len()).map(|bank| format!("{id}:{bank}")));
        }
    }
    found.known(Code::UnknownEquipment, at, id, known.iter().map(String::as_str), "diag-unknown-breaker");
}

/// What a goal of racks refers to.
pub fn goal(found: &mut Findings, at: &At, goal: &Goal, scene: &Scene) {
    match goal {
        Goal::Mount { device, rack: id, u } => {
            gear(found, &at.field("device"), scene, device);
            if rack(found, &at.field("rack"), scene, id) {
                unit(found, &at.field("u"), scene, id, *u);
            }
        }
        Goal::Earth { rack: id } => {
            rack(found, &at.field("rack"), scene, id);
        }
        Goal::Power { outlet, inlet } => {
            port(found, &at.field("outlet"), scene, outlet);
            port(found, &at.field("inlet"), scene, inlet);
        }
        Goal::SwitchOn { device } => {
            gear(found, &at.field("device"), scene, device);
        }
        Goal::TestFeeds { breakers } => {
            let list = at.field("breakers");
            for (index, id) in breakers.iter().enumerate() {
                breaker(found, &list.item(index), scene, id);
            }
        }
        Goal::Blank { rack: id, from, to } => units(found, at, scene, id, *from, *to),
        _ => {}
    }
}

/// What a criterion of racks refers to; nothing is said of any other.
pub fn criterion(found: &mut Findings, at: &At, criterion: &Criterion, scene: &Scene) {
    let devices = |found: &mut Findings, ids: &[String]| {
        let list = at.field("devices");
        if ids.is_empty() {
            found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "devices"));
        }
        for (index, id) in ids.iter().enumerate() {
            gear(found, &list.item(index), scene, id);
        }
    };
    let breakers = |found: &mut Findings, name: &str, ids: &[String]| {
        let list = at.field(name);
        if ids.is_empty() {
            found.add(Code::Zero, &list, Message::new("diag-zero").with("name", name));
        }
        for (index, id) in ids.iter().enumerate() {
            breaker(found, &list.item(index), scene, id);
        }
    };
    match criterion {
        Criterion::MountedRight { device, rack: id, u } => {
            let model = gear(found, &at.field("device"), scene, device);
            if rack(found, &at.field("rack"), scene, id) {
                unit(found, &at.field("u"), scene, id, *u);
            }
            if model.is_some_and(|model| model.is_hung()) {
                found.add(Code::Impossible, &at.field("device"), Message::new("diag-gear-hangs"));
            }
        }
        Criterion::HeavyLow { rack: id, percent } => {
            rack(found, &at.field("rack"), scene, id);
            found.between(at, "percent", (*percent).into(), 1.0, 100.0);
        }
        Criterion::AirRight { rack: id } => {
            rack(found, &at.field("rack"), scene, id);
        }
        Criterion::UnitsClosed { rack: id, from, to } => units(found, at, scene, id, *from, *to),
        Criterion::Runs { device } => {
            gear(found, &at.field("device"), scene, device);
        }
        Criterion::SurvivesLossOf { devices: ids, feeds } => {
            devices(found, ids);
            breakers(found, "feeds", feeds);
        }
        Criterion::LoadBelow { breakers: ids, percent } => {
            breakers(found, "breakers", ids);
            found.between(at, "percent", (*percent).into(), 1.0, 100.0);
        }
        Criterion::PhasesEven { strip, percent } => {
            let three_phase = match scene.feeds.get(strip) {
                Some(feed) => Some(feed.three_phase),
                None => gear(found, &at.field("strip"), scene, strip)
                    .map(|model| model.power.as_ref().is_some_and(|power| power.three_phase)),
            };
            if three_phase == Some(false) {
                found.add(Code::Impossible, &at.field("strip"), Message::new("diag-not-three-phase"));
            }
            found.between(at, "percent", (*percent).into(), 1.0, 100.0);
        }
        Criterion::LossTried { devices: ids, breakers: those } => {
            devices(found, ids);
            breakers(found, "breakers", those);
        }
        Criterion::NoneWentDown { devices: ids } | Criterion::AnyRuns { devices: ids } => devices(found, ids),
        Criterion::LinkUp { a, b, .. } => {
            port(found, &at.field("a"), scene, a);
            port(found, &at.field("b"), scene, b);
        }
        Criterion::PairsRight { run, lines }
        | Criterion::LinesCertified { run, lines, .. }
        | Criterion::PortsLabelled { run, lines } => copper_lines(found, at, scene, run, lines),
        Criterion::SheetDevices { devices: ids } => devices(found, ids),
        Criterion::SheetCords { ports: those } => ports(found, at, scene, those),
        Criterion::NoCurtain { rack: id } | Criterion::Bonded { rack: id } | Criterion::CordsGentle { rack: id } => {
            rack(found, &at.field("rack"), scene, id);
        }
        Criterion::PermanentLink { from, to } => {
            port(found, &at.field("from"), scene, from);
            gear(found, &at.field("to"), scene, to);
        }
        Criterion::OutOfBand { ports: those, switch } => {
            ports(found, at, scene, those);
            gear(found, &at.field("switch"), scene, switch);
        }
        Criterion::PoeHolds { devices: ids } => {
            devices(found, ids);
            for (index, id) in ids.iter().enumerate() {
                let model = scene.gear.get(id).and_then(|gear| model_of(scene, &gear.model));
                if model.is_some_and(|model| !crate::rack::poe::is_fed_by_cable(model)) {
                    let message = Message::new("diag-not-fed-by-cable").with("name", id.as_str());
                    found.add(Code::DoesNotFit, &at.field("devices").item(index), message);
                }
            }
        }
        Criterion::LabelsFollow { pairs } => {
            let list = at.field("pairs");
            if pairs.is_empty() {
                found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "pairs"));
            }
            for (index, PortPair(a, b)) in pairs.iter().enumerate() {
                let pair = list.item(index);
                port(found, &pair.item(0), scene, a);
                port(found, &pair.item(1), scene, b);
            }
        }
        _ => {}
    }
}

/// A list of ports, at least one.
fn ports(found: &mut Findings, at: &At, scene: &Scene, ids: &[PortId]) {
    let list = at.field("ports");
    if ids.is_empty() {
        found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "ports"));
    }
    for (index, id) in ids.iter().enumerate() {
        port(found, &list.item(index), scene, id);
    }
}

/// Cables of a copper run by their numbers.
fn copper_lines(found: &mut Findings, at: &At, scene: &Scene, id: &str, lines: &[u16]) {
    let known = scene.runs.keys().map(String::as_str);
    if !found.known(Code::UnknownEquipment, &at.field("run"), id, known, "diag-unknown-run") {
        return;
    }
    let Some(run) = scene.runs.get(id) else { return };
    if !matches!(run.kind, RunKind::Copper(_)) {
        found.add(Code::DoesNotFit, &at.field("run"), Message::new("diag-run-not-copper"));
    }
    let list = at.field("lines");
    if lines.is_empty() {
        found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "lines"));
    }
    for (index, number) in lines.iter().enumerate() {
        line_number(found, &list.item(index), run, *number);
    }
}

/// The number of a cable of a run.
fn line_number(found: &mut Findings, at: &At, run: &Run, number: u16) {
    if !(1..=run.count).contains(&number) {
        let message = Message::new("diag-no-such-line").with("line", number).with("count", run.count);
        found.add(Code::TooFew, at, message);
    }
}

/// What an action at a rack refers to.
pub fn action(found: &mut Findings, at: &At, scene: &Scene, action: &Action) {
    match action {
        Action::Bond { rack: id } | Action::ClipStrap { rack: id } | Action::PutOutFeet { rack: id } => {
            rack(found, &at.field("rack"), scene, id);
        }
        Action::SetNut { rack: id, hole: there, nut, .. } => {
            if rack(found, &at.field("rack"), scene, id) {
                hole(found, &at.field("hole"), scene, id, *there);
            }
            if stock::nut(nut).is_none() && !found.is_hole(nut) {
                let message = Message::new("diag-not-a-nut").with("item", nut.as_str());
                found.add(Code::UnknownStock, &at.field("nut"), message);
            }
        }
        Action::TakeNut { rack: id, hole: there, .. } => {
            rack(found, &at.field("rack"), scene, id);
            hole(found, &at.field("hole"), scene, id, *there);
        }
        Action::FixRail { device, rack: id, front, rear, .. } => {
            gear(found, &at.field("device"), scene, device);
            if rack(found, &at.field("rack"), scene, id) {
                hole(found, &at.field("front"), scene, id, *front);
                if let Some(rear) = rear {
                    hole(found, &at.field("rear"), scene, id, *rear);
                }
            }
        }
        Action::Mount { device, rack: id, left, right, .. } => {
            gear(found, &at.field("device"), scene, device);
            if rack(found, &at.field("rack"), scene, id) {
                hole(found, &at.field("left"), scene, id, *left);
                if let Some(right) = right {
                    hole(found, &at.field("right"), scene, id, *right);
                }
            }
        }
        Action::TakeRail { device, .. }
        | Action::Dismount { device, .. }
        | Action::Screw { device, .. }
        | Action::Unscrew { device, .. }
        | Action::Slide { device, .. }
        | Action::Press { device, .. } => {
            gear(found, &at.field("device"), scene, device);
        }
        Action::Insert { port: wanted, module } => {
            port(found, &at.field("port"), scene, wanted);
            let known = racks().transceivers.keys().map(String::as_str);
            found.known(Code::UnknownStock, &at.field("module"), module, known, "diag-unknown-module");
        }
        Action::RecordDevice { device, place } => {
            gear(found, &at.field("device"), scene, device);
            if let Some(place) = place {
                rack(found, &at.field("place").field("rack"), scene, &place.rack);
            }
        }
        Action::RecordCord { port: wanted, to } => {
            port(found, &at.field("port"), scene, wanted);
            if let Some(to) = to {
                port(found, &at.field("to"), scene, to);
            }
        }
        Action::LayPair { port: wanted, .. }
        | Action::PullPair { port: wanted, .. }
        | Action::Certify { port: wanted, .. }
        | Action::LampTest { port: wanted }
        | Action::LabelPort { port: wanted, .. } => {
            port(found, &at.field("port"), scene, wanted);
        }
        Action::Extract { port: wanted } => {
            port(found, &at.field("port"), scene, wanted);
        }
        Action::Trip { breaker: id } | Action::Reset { breaker: id } => {
            breaker(found, &at.field("breaker"), scene, id);
        }
        _ => {}
    }
}
