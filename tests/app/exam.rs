//! The door of an exam, by what a person reads.

use bevy_egui::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use splicelab::app::exam::Door;
use splicelab::app::panels::exam::{ExamAsked, ExamView, exam_ui};
use splicelab::exam::room::Stage;
use splicelab::locale::Lang;

use super::support::panel;

fn view(open: bool, door: Door) -> ExamView {
    ExamView {
        title: "ECF".to_owned(),
        session: "s1".to_owned(),
        id: "A1".to_owned(),
        name: "Zoé".to_owned(),
        minutes: 60,
        left: "60:00".to_owned(),
        aids: Vec::new(),
        exercises: vec![
            ("Cordons".to_owned(), Some(Stage::HandedIn("roka logu".to_owned()))),
            ("Épissure".to_owned(), Some(Stage::Begun)),
        ],
        open,
        in_time: true,
        door,
        said: None,
    }
}

#[test]
fn the_pack_is_opened_with_a_phrase_and_the_next_exercise_is_the_one_to_press() {
    let start = (view(false, Door::Rules), String::new(), String::new(), Vec::new());
    let mut harness = panel(start, |ui, (view, phrase, code, asked)| {
        asked.extend(exam_ui(ui, view, phrase, code, Lang::Fr));
    });
    harness.get_by_label("Zoé · A1");
    harness.get_by_label("roka logu");
    assert!(harness.query_by_label("Continuer").is_none(), "the pack is shut");
    let field = harness.get_by_label("Phrase secrète");
    field.focus();
    field.type_text("trois mots");
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Ouvrir").click();
    harness.run_steps(3);
    assert_eq!((harness.state().1.as_str(), harness.state().3.as_slice()), ("trois mots", &[ExamAsked::Unlock][..]));
    harness.state_mut().0 = view(true, Door::Rules);
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Continuer").click();
    harness.run_steps(3);
    assert_eq!(harness.state().3.last(), Some(&ExamAsked::Begin(1)));
}

#[test]
fn a_pause_hides_the_exercises_and_only_the_code_goes_on() {
    let start = (view(true, Door::Paused), String::new(), String::new(), Vec::new());
    let mut harness = panel(start, |ui, (view, phrase, code, asked)| {
        asked.extend(exam_ui(ui, view, phrase, code, Lang::Fr));
    });
    assert!(harness.query_by_label("Revenir au travail").is_none() && harness.query_by_label("Continuer").is_none());
    harness.get_by_role_and_label(Role::Button, "Valider").click();
    harness.run_steps(3);
    assert_eq!(harness.state().3, [ExamAsked::Code]);
}
