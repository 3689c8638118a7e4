//! Programs that computers offer, and the criteria of names and pages.

use std::net::Ipv4Addr;

use super::network::device;
use super::{At, Findings, Scene};
use crate::diagnostic::Code;
use crate::locale::Message;
use crate::net::Cidr;
use crate::net::dns::Name;
use crate::net::dns::config::{zone_file, zone_text};
use crate::net::dns::zone::Zone;
use crate::net::http;
use crate::net::models::{OsName, models};
use crate::scenario::file::{Criterion, Device, Service};

/// The programs of one device.
pub fn check(found: &mut Findings, at: &At, id: &str, device: &Device) {
    let list = at.field("services");
    let linux = models().get(&device.model).is_none_or(|model| model.os == OsName::Linux);
    if !linux && !device.services.is_empty() {
        found.add(Code::Impossible, &list, Message::new("diag-no-services").with("name", id));
    }
    for (index, service) in device.services.iter().enumerate() {
        let at = list.item(index);
        let kind = std::mem::discriminant(service);
        if device.services[..index].iter().any(|other| std::mem::discriminant(other) == kind) {
            found.add(Code::Duplicate, &at, Message::new("diag-service-twice").with("name", id));
        }
        match service {
            Service::Http { port, pages, .. } => {
                if *port == 0 || *port == 22 {
                    found.between(&at, "port", f64::from(*port), 1.0, 65_535.0);
                }
                let pages_at = at.field("pages");
                for path in
                    pages.keys().filter(|path| !path.starts_with('/') && !found.is_hole(path)).collect::<Vec<_>>()
                {
                    found.add(
                        Code::BadValue,
                        &pages_at.name(path),
                        Message::new("diag-page-path").with("path", path.as_str()),
                    );
                }
            }
            Service::Dns { zones, forwarders, roots, allow, .. } => {
                let zones_at = at.field("zones");
                for (name, lines) in zones {
                    zone(found, &zones_at, name, lines);
                }
                for (field, all) in [("forwarders", forwarders), ("roots", roots)] {
                    let at = at.field(field);
                    for (index, text) in all.iter().enumerate() {
                        if text.parse::<Ipv4Addr>().is_err() && !found.is_hole(text) {
                            found.add(
                                Code::BadValue,
                                &at.item(index),
                                Message::new("diag-bad-ipv4").with("text", text.as_str()),
                            );
                        }
                    }
                }
                let at = at.field("allow");
                for (index, text) in allow.iter().enumerate() {
                    if text.parse::<Cidr>().is_err() && !found.is_hole(text) {
                        found.add(
                            Code::BadValue,
                            &at.item(index),
                            Message::new("diag-bad-network").with("text", text.as_str()),
                        );
                    }
                }
            }
            Service::Ssh { .. } => {}
        }
    }
}

/// A zone is read as its server reads it. One that is broken on purpose is broken by a startup line.
fn zone(found: &mut Findings, at: &At, name: &str, lines: &[String]) {
    if found.is_hole(name) || lines.iter().any(|line| found.is_hole(line)) {
        return;
    }
    let Some(apex) = Name::parse(name) else {
        return found.add(Code::BadValue, &at.name(name), Message::new("diag-bad-name").with("text", name));
    };
    if let Err(said) = Zone::parse(&apex, &zone_file(name), &zone_text(name, lines)) {
        found.add(Code::BadValue, &at.name(name), Message::new("diag-bad-zone").with("name", name).with("said", said));
    }
}

/// What a criterion of names or pages refers to.
pub fn criterion(found: &mut Findings, at: &At, criterion: &Criterion, scene: &Scene) {
    match criterion {
        Criterion::NameResolves { from, name, to, .. } => {
            computer(found, at, scene, from);
            name_of(found, at, name);
            if let Some(to) = to.as_ref().filter(|to| to.parse::<Ipv4Addr>().is_err() && !found.is_hole(to)) {
                found.add(Code::BadValue, &at.field("to"), Message::new("diag-bad-ipv4").with("text", to.as_str()));
            }
        }
        Criterion::NameFails { from, name, .. } => {
            computer(found, at, scene, from);
            name_of(found, at, name);
        }
        Criterion::PageAnswers { from, url, .. } | Criterion::PageFails { from, url, .. } => {
            computer(found, at, scene, from);
            if http::parts(url).is_none() && !found.is_hole(url) {
                found.add(Code::BadValue, &at.field("url"), Message::new("diag-bad-url").with("text", url.as_str()));
            }
        }
        _ => {}
    }
}

/// Only a computer asks for names and pages.
fn computer(found: &mut Findings, at: &At, scene: &Scene, id: &str) {
    let at = at.field("from");
    if !device(found, &at, scene, id) {
        return;
    }
    let model = models().get(&scene.devices[id].model);
    if model.is_some_and(|model| model.os != OsName::Linux) {
        found.add(Code::Impossible, &at, Message::new("diag-no-computer").with("name", id));
    }
}

fn name_of(found: &mut Findings, at: &At, name: &str) {
    if Name::parse(name).is_none() && !found.is_hole(name) {
        found.add(Code::BadValue, &at.field("name"), Message::new("diag-bad-name").with("text", name));
    }
}
