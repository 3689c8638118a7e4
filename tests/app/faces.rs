//! The microscope and the measuring bag: found by what a person reads, pressed, and asked what they want.

use std::sync::Arc;

use bevy_egui::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use splicelab::app::panels::microscope::{Microscope, microscope_ui};
use splicelab::fibre::face::Cleaner;
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::locale::Lang;
use splicelab::scenario::builtin;

use super::support::panel;

fn lab() -> Lab {
    let source = builtin::source("fibre-05-nettoyer-inspecter").expect("its text");
    Lab::new(Arc::new(splicelab::scenario::load(source, 7).expect("a sound exercise").scenario))
}

type Looking = (Microscope, Lab, Vec<Action>);

fn show(ui: &mut bevy_egui::egui::Ui, (microscope, lab, asked): &mut Looking) {
    if let Some(action) = microscope_ui(ui, microscope, lab, Lang::Fr) {
        lab.apply(action.clone()).expect("possible");
        asked.push(action);
    }
}

/// Look, judge, wet, dry, look, judge, connect: with buttons alone.
#[test]
fn a_face_is_looked_at_judged_cleaned_and_connected_by_buttons() {
    let mut harness = panel((Microscope::default(), lab(), vec![]), show);
    let mut press = |label: &str| {
        harness.get_by_role_and_label(Role::Button, label).click();
        harness.run();
    };
    for label in ["Regarder", "À nettoyer", "Alcool", "Cassette : glisse", "Stylo : clic", "Regarder", "Bonne"] {
        press(label);
    }
    harness.get_by_label("La face au microscope");
    harness.get_by_label("Le ruban a servi.");
    let asked = &harness.state().2;
    assert!(matches!(asked[0], Action::Inspect { .. }), "{asked:?}");
    assert!(matches!(asked[1], Action::JudgeFace { good: false, .. }), "{asked:?}");
    let cleaners: Vec<Cleaner> = asked
        .iter()
        .filter_map(|action| match action {
            Action::CleanFace { cleaner, .. } => Some(*cleaner),
            _ => None,
        })
        .collect();
    assert_eq!(cleaners, [Cleaner::Wet, Cleaner::Cassette, Cleaner::Click]);
    assert!(matches!(asked.last(), Some(Action::JudgeFace { good: true, .. })), "{asked:?}");
}

/// A face that was wiped is out of sight until somebody looks again.
#[test]
fn after_wiping_one_has_to_look_again() {
    let mut harness = panel((Microscope::default(), lab(), vec![]), show);
    harness.get_by_label("Appuie sur Regarder.");
    harness.get_by_role_and_label(Role::Button, "Regarder").click();
    harness.run();
    harness.get_by_label("La face au microscope");
    harness.get_by_role_and_label(Role::Button, "Alcool").click();
    harness.run();
    harness.get_by_label("Appuie sur Regarder.");
}
