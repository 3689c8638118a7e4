//! Panels: found by what a person reads, pressed, and asked what they want.

use std::sync::Arc;

use bevy_egui::egui::accesskit::{Role, Toggled};
use bevy_egui::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use splicelab::app::panels::gestures::{Numbers, gestures_ui};
use splicelab::app::panels::help::help_ui;
use splicelab::app::panels::home::{
    CardInside, CardView, HomeAsked, HomeView, ResumeView, SectionView, begin_by_key, home_ui,
};
use splicelab::app::panels::marks::{DebriefAsked, DebriefView, MarkView, marks_ui, note_ui};
use splicelab::app::panels::order::{CountView, OrderView, order_ui};
use splicelab::app::panels::replay::{GestureView, replay_ui};
use splicelab::app::panels::settings::settings_ui;
use splicelab::app::panels::task::{Asked, TaskView, task_ui};
use splicelab::app::panels::tools::{Tool, tools_ui};
use splicelab::app::settings::Settings;
use splicelab::app::theme::{Check, Sign};
use splicelab::exam::submission::Mode;
use splicelab::fibre::bench::open_fibres;
use splicelab::lab::Lab;
use splicelab::lab::action::{Action, Wipe};
use splicelab::locale::Lang;
use splicelab::scenario::file::Module;

use super::support::{first, panel, sized};

fn home() -> HomeView {
    let card = |key, title: &str, inside| CardView { key, title: title.to_owned(), inside, now: key == 0 };
    let exercise = |best| CardInside::Exercise { stars: 1, minutes: 20, best };
    HomeView {
        resume: Some(ResumeView { title: "Un tube de douze".to_owned(), gestures: 3 }),
        sections: vec![
            SectionView {
                module: Module::Fibre,
                cards: vec![
                    card(0, "Première épissure", exercise(None)),
                    card(1, "Un tube de douze", exercise(Some((Sign::Partial, "12 / 20".to_owned())))),
                    card(2, "casse.ron", CardInside::Broken { faults: 2 }),
                ],
            },
            SectionView { module: Module::Rack, cards: vec![] },
        ],
    }
}

#[test]
fn home_opens_the_card_that_is_pressed_and_takes_up_what_was_left() {
    let mut harness = panel((home(), vec![]), |ui, (view, asked)| asked.extend(home_ui(ui, view, Lang::Fr)));
    harness.get_by_label("12 / 20");
    harness.get_by_label("2 défauts dans ce fichier");
    harness.get_by_label("Pas encore d’exercice ici.");
    harness.get_by_role_and_label(Role::Button, "Première épissure").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "casse.ron").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Reprendre").click();
    harness.run();
    assert_eq!(harness.state().1, [HomeAsked::Open(0), HomeAsked::Open(2), HomeAsked::Resume]);
}

#[test]
fn home_is_walked_by_tab_and_opened_by_enter() {
    let mut harness = panel((home(), vec![]), |ui, (view, asked)| asked.extend(home_ui(ui, view, Lang::En)));
    // Go on, later, then the first exercise.
    for _ in 0..3 {
        harness.key_press(Key::Tab);
        harness.run();
    }
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().1, [HomeAsked::Open(0)]);
}

#[test]
fn enter_begins_where_the_orange_mark_stands() {
    let mut harness = panel((home(), vec![]), |ui, (view, asked)| {
        home_ui(ui, view, Lang::Fr);
        asked.extend(begin_by_key(ui.ctx(), view));
    });
    harness.key_press(Key::Enter);
    harness.run();
    harness.state_mut().0.resume = None;
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().1, [HomeAsked::Resume, HomeAsked::Open(0)]);
}

fn order() -> OrderView {
    OrderView {
        title: "Première épissure".to_owned(),
        place: Some("Rue des Lilas › Boîtier BPE 12".to_owned()),
        brief: "Soude la fibre rouge.".to_owned(),
        stars: 1,
        minutes: 20,
        seed: 1234,
        stock: vec![(5, "manchons 60 mm".to_owned())],
        counts: vec![CountView { title: "Continuité".to_owned(), points: 4, eliminatory: true }],
    }
}

#[test]
fn the_start_button_has_the_focus_so_that_enter_starts() {
    let state = (order(), Mode::Practice, true, 0);
    let mut harness = panel(state, |ui, (view, mode, fresh, started)| {
        *started += u32::from(order_ui(ui, view, mode, std::mem::take(fresh), Lang::Fr));
    });
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().3, 1);
}

#[test]
fn the_order_says_what_counts_and_the_exam_is_chosen() {
    let mut harness = panel((order(), Mode::Practice), |ui, (view, mode)| {
        order_ui(ui, view, mode, false, Lang::Fr);
    });
    for says in ["Soude la fibre rouge.", "Continuité", "éliminatoire", "manchons 60 mm", "n° 1234"] {
        harness.get_by_label(says);
    }
    harness.get_by_role_and_label(Role::RadioButton, "Examen").click();
    harness.run();
    assert_eq!(harness.state().1, Mode::Exam);
    harness.get_by_label("Sans indice, sans annulation, sans aide.");
}

fn debrief() -> DebriefView {
    let mark = |sign, title: &str, gesture| MarkView {
        sign,
        title: title.to_owned(),
        points: "0 / 3".to_owned(),
        reasons: vec!["Tu as nettoyé après la clive.".to_owned()],
        advice: Some("Nettoie avant de cliver.".to_owned()),
        gesture,
        way: vec![],
    };
    DebriefView {
        note: "15".to_owned(),
        verdict: "Réussi.".to_owned(),
        points: "15 points sur 20".to_owned(),
        marks: vec![mark(Sign::Earned, "Continuité", None), mark(Sign::Lost, "Propreté", Some(14))],
        losses: vec![],
        gestures: 20,
    }
}

#[test]
fn the_debrief_says_why_and_leads_to_the_gesture() {
    let mut harness = panel((debrief(), vec![]), |ui, (view, asked)| {
        ui.columns(2, |ui| {
            asked.extend(note_ui(&mut ui[0], view, Lang::Fr));
            asked.extend(marks_ui(&mut ui[1], view, Lang::Fr));
        });
    });
    harness.get_by_label("15/20");
    // The sign is read too, never the colour alone.
    harness.get_by_label("✓");
    harness.get_by_label("✗");
    harness.get_by_role_and_label(Role::Button, "Voir le geste 14").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Recommencer").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Revoir mes gestes").click();
    harness.run();
    assert_eq!(harness.state().1, [DebriefAsked::Gesture(14), DebriefAsked::Again, DebriefAsked::Gesture(1)]);
}

#[test]
fn gestures_are_looked_at_again_one_by_one() {
    let gesture = |number: usize| GestureView {
        at: format!("00:0{number}"),
        gesture: format!("Geste {number}"),
        effects: vec![format!("Effet {number}")],
    };
    let gestures: Vec<_> = (1..=3).map(gesture).collect();
    let mut harness = panel((gestures, 1), |ui, (gestures, chosen)| {
        if let Some(wanted) = replay_ui(ui, gestures, *chosen, Lang::Fr) {
            *chosen = wanted;
        }
    });
    harness.get_by_label("Effet 1");
    harness.get_by_role_and_label(Role::Button, "Geste d’après").click();
    harness.run();
    harness.get_by_label("Effet 2");
    harness.get_by_role_and_label(Role::Button, "3. Geste 3").click();
    harness.run();
    assert_eq!(harness.state().1, 3);
    harness.get_by_role_and_label(Role::Button, "Geste d’après").click();
    harness.run();
    assert_eq!(harness.state().1, 3, "there is nothing after the last");
}

#[test]
fn settings_change_at_once_and_in_the_new_language() {
    let settings = Settings { lang: Lang::Fr, ..Settings::default() };
    let mut harness = panel(settings, |ui, settings| {
        settings_ui(ui, settings);
    });
    harness.get_by_role_and_label(Role::RadioButton, "150\u{a0}%").click();
    harness.run();
    harness.get_by_role_and_label(Role::CheckBox, "Moins de mouvement").click();
    harness.run();
    harness.get_by_role_and_label(Role::RadioButton, "English").click();
    harness.run();
    let now = harness.state();
    assert_eq!((now.text_percent, now.reduced_motion, now.lang), (150, true, Lang::En));
    let motion = harness.get_by_role_and_label(Role::CheckBox, "Less motion");
    assert_eq!(motion.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn help_closes_by_enter() {
    let mut harness = panel((true, false), |ui, (fresh, closed)| {
        *closed |= help_ui(ui, Lang::Fr, std::mem::take(fresh));
    });
    harness.get_by_label("annuler le dernier geste");
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().1);
}

#[test]
fn the_task_gives_one_sentence_and_offers_hint_undo_and_end() {
    let view = TaskView {
        exercise: "Première épissure".to_owned(),
        task: "Souder la fibre rouge".to_owned(),
        now: Some("Clive la fibre de gauche à 10 mm".to_owned()),
        checks: vec![(Check::Done, "Dénuder".to_owned()), (Check::Now, "Cliver".to_owned())],
        can_hint: true,
        can_undo: true,
        ..TaskView::default()
    };
    let mut harness = sized([276.0, 640.0], (view, vec![]), |ui, (view, asked)| {
        asked.extend(task_ui(ui, view, Lang::Fr, |_| {}));
    });
    harness.get_by_label("Clive la fibre de gauche à 10 mm");
    for says in ["Un indice", "Annuler", "Terminer"] {
        harness.get_by_role_and_label(Role::Button, says).click();
        harness.run();
    }
    assert_eq!(harness.state().1, [Asked::Hint, Asked::Undo, Asked::Finish]);
}

#[test]
fn a_tool_is_taken_and_put_down_and_fits_a_narrow_window() {
    for width in [1000.0, 620.0] {
        let mut harness = sized([width, 120.0], Tool::Hand, |ui, tool| {
            if let Some(taken) = tools_ui(ui, *tool, Some(Tool::Cleaver), Lang::Fr) {
                *tool = taken;
            }
        });
        for name in ["Manchon", "Bac", "Coupe"] {
            let rect = harness.get_by_role_and_label(Role::Button, name).rect();
            assert!(
                rect.right() <= width && rect.width() >= 44.0 && rect.height() >= 44.0,
                "{name} in {width}: {rect}"
            );
        }
        harness.get_by_role_and_label(Role::Button, "Cliveuse").click();
        harness.run();
        assert_eq!(*harness.state(), Tool::Cleaver);
        harness.get_by_role_and_label(Role::Button, "Cliveuse").click();
        harness.run();
        assert_eq!(*harness.state(), Tool::Hand);
    }
}

/// What the hand does on the mat, the panel does too, with the numbers that were set.
#[test]
fn gestures_are_done_by_button_with_their_numbers() {
    let lab = Lab::new(first());
    let fibres = open_fibres(lab.scenario(), lab.state());
    let state = (Some(fibres[0].clone()), Numbers::default(), Tool::Wipe, vec![]);
    let lab = Arc::new(lab);
    let (shown, all) = (lab.clone(), fibres.clone());
    let mut harness = panel(state, move |ui, (fibre, numbers, tool, asked)| {
        asked.extend(gestures_ui(ui, &shown, *tool, fibre, &all, numbers, Lang::Fr));
    });
    harness.get_by_role_and_label(Role::Button, "+ passages").click();
    harness.run();
    harness.get_by_role_and_label(Role::CheckBox, "déjà utilisée").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Nettoyer").click();
    harness.run();
    let wanted = Action::Clean { fibre: fibres[0].clone(), passes: 3, wipe: Wipe::Used };
    assert_eq!(harness.state().3, [wanted]);

    // The whole row is reached without a mouse.
    harness.state_mut().2 = Tool::Cleaver;
    harness.state_mut().3.clear();
    harness.run();
    for _ in 0..12 {
        harness.key_press_modifiers(Modifiers::NONE, Key::Tab);
        harness.run();
        if harness.get_by_role_and_label(Role::Button, "Cliver").is_focused() {
            break;
        }
    }
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(harness.state().3, [Action::Cleave { fibre: fibres[0].clone(), mm: 10, lift_deg: 0 }]);
}
