//! The block behind a copper port and the testers, by what a person reads.

use std::sync::Arc;

use bevy_egui::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use splicelab::app::panels::copper::{Copper, punch_ui, tester_ui};
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::locale::Lang;
use splicelab::rack::copper::Pair;
use splicelab::scenario::builtin;

use super::support::sized;

fn lab() -> Lab {
    let source = builtin::source("rack-03-panneau-cuivre").expect("its text");
    Lab::new(Arc::new(splicelab::scenario::load(source, 3).expect("a sound exercise").scenario))
}

#[test]
fn two_wires_on_two_contacts_push_their_pair_in() {
    let mut harness = sized([520.0, 640.0], (lab(), Copper::default(), Vec::new()), |ui, (lab, copper, asked)| {
        asked.extend(punch_ui(ui, copper, lab, Lang::En));
    });
    for name in ["white-orange", "contact 1", "contact 2"] {
        harness.get_by_role_and_label(Role::Button, name).click();
        harness.run_steps(3);
    }
    let asked = &harness.state().2;
    // A beginner opens pairs too far: that is for the trainee to change.
    assert!(
        matches!(asked[..], [Action::LayPair { pair: Pair::Orange, white: 1, solid: 2, untwist_mm: 26, .. }]),
        "{asked:?}"
    );
}

#[test]
fn the_certifier_keeps_results_under_the_name_and_counts_on() {
    let start = (lab(), Copper::default(), Vec::<Action>::new());
    let mut harness = sized([480.0, 900.0], start, |ui, (lab, copper, asked)| {
        if let Some(action) = tester_ui(ui, copper, lab, Lang::En) {
            lab.apply(action.clone()).expect("it is possible");
            asked.push(action);
        }
    });
    let field = harness.get_by_label("Keep as");
    field.focus();
    field.type_text("A01-U40:1");
    harness.run_steps(3);
    for _ in 0..2 {
        harness.get_by_role_and_label(Role::Button, "Test and keep").click();
        harness.run_steps(3);
    }
    harness.get_by_role_and_label(Role::Button, "Lamp tester").click();
    harness.run_steps(3);
    let names: Vec<_> = harness
        .state()
        .2
        .iter()
        .filter_map(|action| match action {
            Action::Certify { name, .. } => Some(name.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["A01-U40:1", "A01-U40:2"]);
    // Nobody laid the first cable yet: it is dark at the far end.
    harness.get_by_role_and_label(Role::Image, "A01-U40:2 · Cat 5e · FAIL");
    harness.get_by_label("Lamps at the far end, in order – – – – – – – –");
}
