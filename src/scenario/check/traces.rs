//! Traces that are given to be read: files that open, and truth that stands on them.

use super::{At, Findings, Scene};
use crate::diagnostic::Code;
use crate::fibre::otdr::notebook::EventKind;
use crate::locale::Message;
use crate::scenario::file::{Criterion, ScenarioFile, TrueEvent};
use crate::scenario::given::Opened;

/// Beside where it stands something may be noted by so much, in metres (design choice).
const WIDEST_M: f64 = 1000.0;

pub fn check(found: &mut Findings, file: &ScenarioFile, opened: &Opened) {
    let root = At::ROOT;
    let list = root.field("traces");
    if !file.traces.is_empty() && file.otdr {
        found.add(Code::NotHere, &list, Message::new("diag-traces-and-otdr"));
    }
    for (id, given) in &file.traces {
        found.id(&list.name(id), id);
        let at = list.field(id);
        found.text(&at.field("name"), &given.name);
        let truth = at.field("truth");
        for (index, event) in given.truth.iter().enumerate() {
            let at = truth.item(index);
            found.text(&at.field("why"), &event.why);
            found.between(&at, "within_m", event.within_m, 0.1, WIDEST_M);
            found.between(&at, "within_db", event.within_db, 0.001, 60.0);
            if let Some(db) = event.loss_db {
                found.between(&at, "loss_db", db, -60.0, 60.0);
            }
            if let Some(Ok(opened)) = opened.get(id)
                && opened.curve.nearest(event.at_m).is_none()
            {
                let message = Message::new("diag-trace-beyond")
                    .with("metres", event.at_m.to_string())
                    .with("from", opened.curve.first_m.round().to_string())
                    .with("to", opened.curve.last_m().round().to_string());
                found.add(Code::Impossible, &at.field("at_m"), message);
            }
        }
        // A name out of a hole says nothing about a file.
        if found.is_hole(&given.file) || found.is_hole(&given.sha256) {
            continue;
        }
        if let Some(Err(unusable)) = opened.get(id) {
            let at = at.field(unusable.field);
            found.add_with(unusable.code, &at, unusable.message.clone(), unusable.help.clone());
        }
    }
}

/// Criteria about given traces.
pub fn criterion(found: &mut Findings, at: &At, criterion: &Criterion, scene: &Scene) {
    match criterion {
        Criterion::TraceEvents { traces } => {
            wanted(found, at, scene, traces, |event| matches!(event.kind, EventKind::Loss | EventKind::Reflection));
        }
        Criterion::TraceLosses { traces } => wanted(found, at, scene, traces, |event| event.loss_db.is_some()),
        Criterion::TraceEnds { traces } => wanted(found, at, scene, traces, |event| event.kind == EventKind::End),
        Criterion::TraceGhosts { traces } => wanted(found, at, scene, traces, |event| event.kind == EventKind::Ghost),
        Criterion::NothingMadeUp { traces } => wanted(found, at, scene, traces, |_| true),
        Criterion::TraceMeans { traces, means } => {
            let list = at.field("traces");
            for (index, id) in [&traces.0, &traces.1].into_iter().enumerate() {
                known(found, &list.item(index), scene, id);
            }
            let list = at.field("means");
            if means.is_empty() {
                found.add(Code::Zero, &list, Message::new("diag-zero").with("name", "means"));
            }
            for (index, mean) in means.iter().enumerate() {
                let at = list.item(index);
                found.text(&at.field("why"), &mean.why);
                found.between(&at, "within_m", mean.within_m, 0.1, WIDEST_M);
                found.between(&at, "db", mean.db, -60.0, 60.0);
                found.between(&at, "within_db", mean.within_db, 0.001, 60.0);
            }
        }
        _ => {}
    }
}

/// These traces are given, and hold something to be judged.
fn wanted(found: &mut Findings, at: &At, scene: &Scene, traces: &[String], judged: impl Fn(&TrueEvent) -> bool) {
    let list = at.field("traces");
    let mut all_known = true;
    for (index, id) in traces.iter().enumerate() {
        all_known &= known(found, &list.item(index), scene, id);
    }
    let given = traces.iter().filter_map(|id| scene.traces.get(id));
    if all_known && !given.flat_map(|given| &given.truth).any(|event| event.needed && judged(event)) {
        found.add(Code::Zero, &list, Message::new("diag-traces-hold-none"));
    }
}

fn known(found: &mut Findings, at: &At, scene: &Scene, id: &str) -> bool {
    found.known(Code::UnknownTrace, at, id, scene.traces.keys().map(String::as_str), "diag-unknown-trace")
}
