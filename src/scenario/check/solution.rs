//! Whether a solution fits its scenario. That it earns every point is for the proof by replay.

use std::collections::HashSet;

use super::equipment::{cord, port};
use super::network::{device, device_port};
use super::plant::{fibre, slot, termination, workable};
use super::{At, Findings, Scene, check_format, faces};
use crate::diagnostic::{Code, Diagnostic};
use crate::fibre::cords::LONGEST_LABEL;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::scenario::file::SolutionFile;
use crate::scenario::model::Scenario;
use crate::scenario::stock;
use crate::scenario::tree::Node;

/// Everything that is wrong with a solution. `before` is what was wrong with the file already.
pub fn check_solution(file: &SolutionFile, root: &Node, scenario: &Scenario, before: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut found = Findings::new(root, before);
    let at = At::ROOT;
    check_format(&mut found, file.format);
    if file.scenario != scenario.id && !found.is_hole(&file.scenario) {
        let message = Message::new("diag-wrong-scenario")
            .with("found", file.scenario.as_str())
            .with("expected", scenario.id.as_str());
        found.add(Code::WrongScenario, &at.field("scenario"), message);
    }
    let given = scenario.traces.iter().map(|(id, given)| (id.clone(), given.file.clone())).collect();
    let places: Vec<&str> = scenario.places.keys().map(String::as_str).collect();
    let place_set = places.iter().copied().collect();
    let scene = Scene {
        places,
        place_set,
        cables: &scenario.cables,
        equipment: &scenario.equipment,
        cords: &scenario.cords,
        clients: &scenario.clients,
        devices: &scenario.devices,
        closures: &scenario.closures,
        bench: scenario.bench.as_ref(),
        stock: scenario.stock.keys().map(String::as_str).collect(),
        report: &scenario.report,
        faults: &scenario.faults,
        otdr: scenario.otdr,
        traces: &given,
        models: &scenario.models,
        feeds: &scenario.feeds,
        racks: &scenario.racks,
        gear: &scenario.gear,
        runs: &scenario.runs,
    };
    journal(&mut found, &at.field("solution"), &file.solution, &scene);
    let mistakes = at.field("mistakes");
    for (name, mistake) in &file.mistakes {
        found.id(&mistakes.name(name), name);
        let at = mistakes.field(name);
        found.text(&at.field("title"), &mistake.title);
        let loses = at.field("loses");
        let mut named = HashSet::new();
        for (index, id) in mistake.loses.iter().enumerate() {
            let ids = scenario.rubric.iter().map(|line| line.id.as_str());
            let known = found.known(Code::UnknownLine, &loses.item(index), id, ids, "diag-unknown-line");
            if known && !named.insert(id) {
                let message = Message::new("diag-duplicate-key").with("name", id.as_str());
                found.add(Code::Duplicate, &loses.item(index), message);
            }
        }
        journal(&mut found, &at.field("journal"), &mistake.journal, &scene);
    }
    found.finish()
}

fn journal(found: &mut Findings, at: &At, actions: &[Action], scene: &Scene) {
    for (index, action) in actions.iter().enumerate() {
        let at = at.item(index);
        let id = action.fibre();
        let fibre_at = at.field("fibre");
        match (id, action) {
            (Some(id), Action::Pick { .. }) => workable(found, &fibre_at, scene, id),
            (Some(id), _) => {
                fibre(found, &fibre_at, scene, id);
            }
            _ => {}
        }
        match action {
            Action::SlideSleeve { sleeve, .. } if !found.is_hole(sleeve) => {
                let sleeves = stock::ITEMS.into_iter().filter(|item| stock::sleeve_length_mm(item).is_some());
                found.known(Code::UnknownStock, &at.field("sleeve"), sleeve, sleeves, "diag-unknown-stock");
            }
            Action::Unplug { plug } => cord(found, &at.field("plug"), scene, &plug.cord),
            Action::Plug { plug, port: wanted } => {
                cord(found, &at.field("plug"), scene, &plug.cord);
                if super::rack::is_gear(scene, wanted) {
                    super::rack::port(found, &at.field("port"), scene, wanted);
                } else {
                    port(found, &at.field("port"), scene, wanted);
                }
            }
            Action::Type { device: id, .. } => {
                device(found, &at.field("device"), scene, id);
            }
            Action::Connect { a, b, .. } => {
                device_port(found, &at.field("a"), scene, a);
                device_port(found, &at.field("b"), scene, b);
            }
            Action::Disconnect { port } => {
                device_port(found, &at.field("port"), scene, port);
            }
            Action::Cap { port: wanted } => {
                port(found, &at.field("port"), scene, wanted);
            }
            Action::Inspect { .. }
            | Action::JudgeFace { .. }
            | Action::CleanFace { .. }
            | Action::SetSource { .. }
            | Action::Measure { .. }
            | Action::SetReference { .. }
            | Action::LightRed { .. }
            | Action::ClipOn { .. }
            | Action::ClipOff { .. }
            | Action::Write { .. } => faces::action(found, &at, scene, action),
            Action::Shoot { at: end, .. } => termination(found, &at.field("at"), scene, end),
            Action::TakeCord { item } => super::plant::stock_item(found, &at.field("item"), item),
            Action::LeadCord { cord: led, .. } | Action::Fasten { cord: led, .. } | Action::Unfasten { cord: led } => {
                cord(found, &at.field("cord"), scene, led)
            }
            Action::Label { plug, text } => {
                cord(found, &at.field("plug"), scene, &plug.cord);
                label(found, &at.field("text"), text);
            }
            Action::NameFault { place: Some(place), .. } | Action::GoTo { place } => {
                found.place(&at.field("place"), scene, place);
            }
            Action::Store { slot: wanted, .. } => slot(found, &at.field("slot"), scene, *wanted),
            _ if action.is_of_rack() => super::rack::action(found, &at, scene, action),
            _ => super::closure::action(found, &at, scene, action),
        }
    }
}

/// A label that fits.
pub fn label(found: &mut Findings, at: &At, text: &str) {
    let length = text.trim().chars().count();
    if length == 0 || length > LONGEST_LABEL {
        let message = Message::new("diag-label-length").with("length", length).with("most", LONGEST_LABEL);
        found.add(Code::OutOfRange, at, message);
    }
}
