//! End faces, instruments and the report: what they refer to exists and is of the right kind.

use super::equipment::port;
use super::plant::{fibre, reaches, termination};
use super::{At, Findings, Scene};
use crate::catalogue::{Kind, Model, Role, catalogue};
use crate::diagnostic::Code;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::plant::address::Termination;
use crate::rack::link::connector_of;
use crate::scenario::file::{Goal, ReportLine, ScenarioFile, Truth};
use crate::scenario::stock;
use crate::scenario::suggest::among;

/// Light from the red of pens to the end of the U band, in nanometres.
const WAVELENGTHS_NM: [f64; 2] = [600.0, 1675.0];

/// The lines of the report.
pub fn check_report(found: &mut Findings, file: &ScenarioFile, scene: &Scene) {
    let root = At::ROOT;
    let list = root.field("report");
    for (id, ReportLine { title, truth }) in &file.report {
        found.id(&list.name(id), id);
        let at = list.field(id);
        found.text(&at.field("title"), title);
        let at = at.field("truth");
        match truth {
            Truth::Power { at: end, nm } => {
                termination(found, &at.field("at"), scene, end);
                wavelength(found, &at, *nm);
            }
            Truth::Loss { from, to, nm } => {
                termination(found, &at.field("from"), scene, from);
                termination(found, &at.field("to"), scene, to);
                wavelength(found, &at, *nm);
            }
        }
    }
}

/// A wavelength in the field `nm`.
pub fn wavelength(found: &mut Findings, at: &At, nm: u16) {
    found.between(at, "nm", nm.into(), WAVELENGTHS_NM[0], WAVELENGTHS_NM[1]);
}

/// A face: that of a plug, or in a port with a connector.
pub fn face(found: &mut Findings, at: &At, scene: &Scene, end: &Termination) {
    let faceless = match end {
        Termination::Cord(_) => {
            termination(found, at, scene, end);
            false
        }
        Termination::Port(id) if super::rack::is_gear(scene, id) => {
            super::rack::port(found, at, scene, id).is_some_and(|socket| connector_of(socket).is_none())
        }
        Termination::Port(id) => port(found, at, scene, id).is_some_and(|(_, _, group)| {
            group.connector.is_none() || matches!(group.role, Role::Detector | Role::Through)
        }),
        Termination::Fibre(end) => !found.is_hole(&end.fibre.cable),
        Termination::Along(_) => true,
    };
    if faceless {
        let message = Message::new("diag-no-face").with("end", end.to_string());
        found.add_with(Code::DoesNotFit, at, message, Some(Message::new("diag-no-face-help")));
    }
}

/// Faces in the field `ends`: one at least, none twice.
pub fn faces(found: &mut Findings, at: &At, scene: &Scene, ends: &[Termination]) {
    let list = at.field("ends");
    if ends.is_empty() {
        found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "ends"));
    }
    for (index, end) in ends.iter().enumerate() {
        face(found, &list.item(index), scene, end);
        if ends[..index].contains(end) {
            let message = Message::new("diag-duplicate-key").with("name", end.to_string());
            found.add(Code::Duplicate, &list.item(index), message);
        }
    }
}

/// A line of the report in the field `line`.
pub fn report_line(found: &mut Findings, at: &At, scene: &Scene, line: &str) {
    let known = scene.report.keys().map(String::as_str);
    found.known(Code::UnknownLine, &at.field("line"), line, known, "diag-unknown-report-line");
}

/// An instrument that can be set to this wavelength.
fn instrument(found: &mut Findings, at: &At, scene: &Scene, (name, id): (&'static str, &str), nm: Option<u16>) {
    let model = |id: &str| scene.equipment.get(id).and_then(|found| catalogue().equipment.get(&found.model));
    let is_wanted = |model: &Model| match model.kind {
        Kind::Source { .. } => name == "source",
        Kind::Meter { .. } => name == "meter",
        _ => false,
    };
    let at_name = at.field(name);
    let known = scene.equipment.keys().map(String::as_str);
    if !found.known(Code::UnknownEquipment, &at_name, id, known, "diag-unknown-equipment") {
        return;
    }
    let Some(here) = model(id) else { return };
    if !is_wanted(here) {
        let fitting: Vec<&str> =
            scene.equipment.keys().filter(|id| model(id).is_some_and(is_wanted)).map(String::as_str).collect();
        let message = Message::new("diag-no-such-instrument").with("name", id).with("kind", name);
        found.add_with(Code::DoesNotFit, &at_name, message, Some(among(id, fitting)));
        return;
    }
    let (Kind::Source { nm: offered, .. } | Kind::Meter { nm: offered }) = &here.kind else { return };
    if let Some(nm) = nm.filter(|nm| offered.iter().all(|offered| offered.0 != *nm)) {
        let offered: Vec<String> = offered.iter().map(|nm| nm.0.to_string()).collect();
        let message = Message::new("diag-not-offered").with("nm", nm).with("offered", offered.join(", "));
        found.add(Code::Impossible, &at.field("nm"), message);
    }
}

/// What a goal in front of ports refers to.
pub fn goal(found: &mut Findings, at: &At, goal: &Goal, scene: &Scene) {
    let cord_there = |found: &mut Findings, cord: &str| {
        let known = scene.cords.keys().map(String::as_str);
        found.known(Code::UnknownCord, &at.field("cord"), cord, known, "diag-unknown-cord");
    };
    match goal {
        Goal::FreeCord { cord, cap } => {
            cord_there(found, cord);
            for (index, wanted) in cap.iter().enumerate() {
                port(found, &at.field("cap").item(index), scene, wanted);
            }
        }
        Goal::Patch { from, to, item, .. } => {
            port(found, &at.field("from"), scene, from);
            port(found, &at.field("to"), scene, to);
            super::plant::stock_item(found, &at.field("item"), item);
            if !found.is_hole(item) && stock::is_known(item) && !stock::is_cord(item) {
                let known = [stock::CORD].into_iter();
                found.known(Code::UnknownStock, &at.field("item"), item, known, "diag-unknown-stock");
            }
        }
        Goal::ReadPower { at: at_port, meter, cord, nm, line } => {
            port(found, &at.field("at"), scene, at_port);
            instrument(found, at, scene, ("meter", meter), Some(*nm));
            cord_there(found, cord);
            report_line(found, at, scene, line);
        }
        _ => {}
    }
}

/// What the gestures of this area refer to in a journal.
pub fn action(found: &mut Findings, at: &At, scene: &Scene, action: &Action) {
    match action {
        Action::Inspect { end, .. } | Action::JudgeFace { end, .. } | Action::CleanFace { end, .. } => {
            face(found, &at.field("end"), scene, end);
        }
        Action::SetSource { source, nm } => instrument(found, at, scene, ("source", source), *nm),
        Action::Measure { meter, nm } | Action::SetReference { meter, nm } => {
            instrument(found, at, scene, ("meter", meter), Some(*nm));
        }
        Action::LightRed { end, .. } => termination(found, &at.field("end"), scene, end),
        Action::ClipOn { fibre: end } | Action::ClipOff { fibre: end } => {
            let at = at.field("fibre");
            if fibre(found, &at, scene, &end.fibre) && found.place(&at, scene, &end.place) {
                reaches(found, &at, scene, &end.fibre.cable, &end.place);
            }
        }
        Action::Write { line, .. } => report_line(found, at, scene, line),
        _ => {}
    }
}
