//! Network devices, the cables between them, and the lines typed at the start.

use std::collections::HashSet;

use super::{At, Findings, Scene};
use crate::diagnostic::Code;
use crate::locale::Message;
use crate::net::Cidr;
use crate::net::build::try_startup;
use crate::net::models::{Model, models};
use crate::plant::address::PortId;
use crate::scenario::file::{Criterion, Goal, ScenarioFile};

/// RFC 791: every link takes 68 bytes.
const LEAST_MTU: u16 = 68;

pub fn check(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    let root = At::ROOT;
    let list = root.field("devices");
    for (id, device) in &file.devices {
        found.id(&list.name(id), id);
        let at = list.field(id);
        let known = models().keys().map(String::as_str);
        found.known(Code::UnknownModel, &at.field("model"), &device.model, known, "diag-unknown-device-model");
        if let Some(name) = &device.name {
            found.text(&at.field("name"), name);
        }
        super::services::check(found, &at, id, device);
        if let Some(place) = &device.place {
            found.place(&at.field("place"), scene, place);
        }
        if file.site.equipment.contains_key(id) {
            let message = Message::new("diag-device-and-equipment").with("name", id.as_str());
            found.add(Code::Duplicate, &list.name(id), message);
        }
    }
    let site = root.field("site");
    let list = site.field("links");
    let (mut taken, mut lines) = (HashSet::new(), HashSet::new());
    for (index, link) in file.site.links.iter().enumerate() {
        let at = list.item(index);
        for (name, port) in [("a", &link.a), ("b", &link.b)] {
            let at = at.field(name);
            let Some((_, number)) = device_port(found, &at, scene, port) else { continue };
            if !taken.insert((port.equipment.as_str(), number)) {
                let message = Message::new("diag-port-taken").with("port", port.to_string());
                found.add(Code::PortTaken, &at, message);
            }
        }
        if let Some(client) = &link.client {
            let clients = file.site.clients.keys().map(String::as_str);
            let known = found.known(Code::UnknownClient, &at.field("client"), client, clients, "diag-unknown-client");
            if known && !lines.insert(client.as_str()) {
                let message = Message::new("diag-line-twice").with("client", client.as_str());
                found.add(Code::Duplicate, &at.field("client"), message);
            }
        }
        if let Some(mtu) = link.mtu.filter(|mtu| *mtu < LEAST_MTU) {
            found.between(&at, "mtu", f64::from(mtu), f64::from(LEAST_MTU), f64::from(u16::MAX));
        }
        found.between(&at, "loss_permille", f64::from(link.loss_permille), 0.0, 1000.0);
    }
    if found.is_clean() && !file.devices.is_empty() {
        for refused in try_startup(&file.devices, &file.site.links) {
            let at = root.field("devices");
            let at = at.field(&refused.device);
            let at = at.field("startup");
            let message = Message::new("diag-startup-refused")
                .with("device", refused.device.as_str())
                .with("line", refused.line.as_str())
                .with("said", refused.said.as_str());
            found.add(Code::StartupRefused, &at.item(refused.index), message);
        }
    }
}

/// A network device of the scenario; says so if there is none.
pub fn device(found: &mut Findings, at: &At, scene: &Scene, id: &str) -> bool {
    let known = scene.devices.keys().map(String::as_str);
    found.known(Code::UnknownDevice, at, id, known, "diag-unknown-device")
}

/// A port of a network device and its number; says so if there is none.
pub fn device_port(found: &mut Findings, at: &At, scene: &Scene, id: &PortId) -> Option<(&'static Model, usize)> {
    if !device(found, at, scene, &id.equipment) {
        return None;
    }
    let model = models().get(&scene.devices[&id.equipment].model)?;
    match model.port(&id.port) {
        Some(number) => Some((model, number)),
        None => {
            if !found.is_hole(&id.port) {
                let message = Message::new("diag-unknown-port")
                    .with("equipment", id.equipment.as_str())
                    .with("port", id.port.as_str());
                let names = model.port_names();
                let ends = [names.first(), names.last()].map(|name| name.map_or("", String::as_str));
                let help = Message::new("diag-ports-help").with("ports", ends.join("–"));
                found.add_with(Code::UnknownPort, at, message, Some(help));
            }
            None
        }
    }
}

/// What a step of the network refers to.
pub fn goal(found: &mut Findings, at: &At, goal: &Goal, scene: &Scene) {
    match goal {
        Goal::Cable { a, b } => {
            device_port(found, &at.field("a"), scene, a);
            device_port(found, &at.field("b"), scene, b);
        }
        Goal::Console { device: id, lines, until } => {
            device(found, &at.field("device"), scene, id);
            let list = at.field("lines");
            if lines.is_empty() {
                found.add(Code::BadValue, &list, Message::new("diag-no-lines-to-type"));
            }
            for (index, line) in lines.iter().enumerate() {
                if let Some(say) = &line.say {
                    found.text(&list.item(index).field("say"), say);
                }
            }
            if let Some(until) = until {
                let at = at.field("until");
                if is_of_network(until) {
                    criterion(found, &at, until, scene);
                } else {
                    found.add(Code::Impossible, &at, Message::new("diag-until-of-network"));
                }
            }
        }
        _ => {}
    }
}

/// Whether a criterion is judged by looking at the network.
pub fn is_of_network(criterion: &Criterion) -> bool {
    matches!(
        criterion,
        Criterion::Pings { .. }
            | Criterion::PingFails { .. }
            | Criterion::PingsAfterReload { .. }
            | Criterion::PingTried { .. }
            | Criterion::HasAddress { .. }
            | Criterion::Leased { .. }
            | Criterion::Configured { .. }
            | Criterion::Saved { .. }
            | Criterion::Shows { .. }
            | Criterion::Cabled { .. }
            | Criterion::NameResolves { .. }
            | Criterion::NameFails { .. }
            | Criterion::PageAnswers { .. }
            | Criterion::PageFails { .. }
    )
}

/// What a criterion of the network refers to.
pub fn criterion(found: &mut Findings, at: &At, criterion: &Criterion, scene: &Scene) {
    match criterion {
        Criterion::Pings { from, to } | Criterion::PingTried { from, to } | Criterion::PingFails { from, to, .. } => {
            device(found, &at.field("from"), scene, from);
            address(found, &at.field("to"), to);
        }
        Criterion::PingsAfterReload { device: id, from, to } => {
            configurable(found, &at.field("device"), scene, id);
            device(found, &at.field("from"), scene, from);
            address(found, &at.field("to"), to);
        }
        Criterion::HasAddress { device: id, address: wanted } => {
            device(found, &at.field("device"), scene, id);
            let good = wanted.contains('/') && wanted.parse::<Cidr>().is_ok();
            if !good && !found.is_hole(wanted) {
                let message = Message::new("diag-bad-network").with("text", wanted.as_str());
                found.add(Code::BadValue, &at.field("address"), message);
            }
        }
        Criterion::Leased { device: id, first, last } => {
            device(found, &at.field("device"), scene, id);
            address(found, &at.field("first"), first);
            address(found, &at.field("last"), last);
        }
        Criterion::Configured { device: id, .. } | Criterion::Saved { device: id } => {
            configurable(found, &at.field("device"), scene, id);
        }
        Criterion::Shows { device: id, .. } => {
            device(found, &at.field("device"), scene, id);
        }
        Criterion::Cabled { a, b } => {
            device_port(found, &at.field("a"), scene, a);
            device_port(found, &at.field("b"), scene, b);
        }
        _ => super::services::criterion(found, at, criterion, scene),
    }
}

fn address(found: &mut Findings, at: &At, text: &str) {
    if text.parse::<std::net::Ipv4Addr>().is_err() && !found.is_hole(text) {
        found.add(Code::BadValue, at, Message::new("diag-bad-ipv4").with("text", text));
    }
}

/// A device with a configuration that can be saved.
fn configurable(found: &mut Findings, at: &At, scene: &Scene, id: &str) {
    if !device(found, at, scene, id) {
        return;
    }
    let model = models().get(&scene.devices[id].model);
    if model.is_some_and(|model| model.os != crate::net::models::OsName::Ios) {
        found.add(Code::Impossible, at, Message::new("diag-no-configuration").with("name", id));
    }
}
