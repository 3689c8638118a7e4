//! The OTDR's screen: found by what a person reads, pressed, typed at, and asked what it reads.

use std::path::Path;
use std::sync::Arc;

use bevy_egui::egui::accesskit::Role;
use bevy_egui::egui::{Key, Modifiers, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use splicelab::app::panels::otdr::{Desk, EventSign, EventView, Mode, OtdrAsked, OtdrView, TraceView, otdr_ui};
use splicelab::app::panels::trace_files::{FilesAsked, FilesView, files_ui};
use splicelab::app::traces::{self, TraceFile};
use splicelab::fibre::otdr::curve::Curve;
use splicelab::locale::Lang;

use super::support::{panel, sized};

/// A link of 2 km with a splice of 0.3 dB at 800 m and an end at 1500 m, noise behind it.
fn view() -> OtdrView {
    let level = |index: usize| {
        let metres = index as f64;
        let step = if metres > 800.0 { 0.3 } else { 0.0 };
        let noise = ((index * 7919) % 97) as f64 / 97.0;
        let db = match metres {
            ..1500.0 => -20.0 - 0.00035 * metres - step,
            ..1510.0 => -8.0,
            _ => -45.0 - 8.0 * noise,
        };
        (db * 1000.0) as i32
    };
    let curve = Curve {
        levels: (0..2000).map(level).collect(),
        first_m: 0.0,
        spacing_m: 1.0,
        pulse_ns: 50.0,
        group_index: 1.4677,
        backscatter_db: -79.5,
    };
    let event = |number: &str, at_m, sign, loss_db| EventView {
        number: number.to_owned(),
        at_m,
        sign,
        loss_db,
        reflectance_db: None,
        slope_db_km: Some(0.35),
        comment: String::new(),
        markers: None,
    };
    let trace = TraceView {
        name: "essai.sor".to_owned(),
        facts: vec!["1310 nm".to_owned()],
        curve: Arc::new(curve),
        events: vec![event("1", 800.0, EventSign::Loss, Some(0.3)), event("2", 1500.0, EventSign::End, None)],
        from_other_end: false,
        length_m: None,
    };
    OtdrView { key: "essai".to_owned(), traces: vec![trace], ..OtdrView::default() }
}

type Shown = (OtdrView, Desk, Vec<OtdrAsked>);

fn shown(view: OtdrView) -> Harness<'static, Shown> {
    panel((view, Desk::default(), vec![]), |ui, (view, desk, asked)| {
        asked.extend(otdr_ui(ui, view, desk, true, Lang::Fr));
    })
}

fn reads(harness: &Harness<'_, Shown>, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}

#[test]
fn choosing_an_event_puts_the_markers_on_it_and_reads_its_loss() {
    let mut harness = shown(view());
    harness.get_by_role_and_label(Role::Button, "4 repères").click();
    harness.run();
    harness.get_by_label("1 Épissure ou courbure 800,0 m, 0,30 dB").click();
    harness.run();
    assert!(reads(&harness, "Lieu (a) 800,0 m"));
    assert!(reads(&harness, "Perte en a 0,30 dB"));
    assert!(reads(&harness, "Réflectance –"));
}

#[test]
fn cursors_are_moved_by_keys_coarse_and_fine() {
    let mut harness = shown(view());
    let before = harness.state().1.cursors[0];
    harness.key_press(Key::ArrowRight);
    harness.run();
    let coarse = harness.state().1.cursors[0] - before;
    assert!((10.0..40.0).contains(&coarse), "a hundredth of what is shown: {coarse}");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    assert!((harness.state().1.cursors[0] - before - coarse - 1.0).abs() < 1e-6, "one point");
    // The other cursor, then the events.
    harness.key_press(Key::C);
    harness.run();
    assert_eq!(harness.state().1.active, 3);
    harness.key_press(Key::N);
    harness.key_press(Key::N);
    harness.run();
    assert_eq!(harness.state().1.chosen, Some(1), "both presses count");
}

#[test]
fn a_cursor_is_dragged_and_a_rectangle_zooms() {
    let mut harness = shown(view());
    let graph = harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Courbe essai.sor"))).rect();
    let look = |harness: &Harness<'_, Shown>| harness.state().1.look(&harness.state().0.traces[0]);
    let whole = look(&harness);
    let left = graph.left() + 52.0;
    let x = |metres: f64| {
        let share = (metres - whole.x[0]) / (whole.x[1] - whole.x[0]);
        left + share as f32 * (graph.right() - 8.0 - left)
    };
    let y = graph.center().y;
    let a = harness.state().1.cursors[0];
    drag(&mut harness, pos2(x(a), y), pos2(x(600.0), y));
    assert!((harness.state().1.cursors[0] - 600.0).abs() < 5.0, "{:?}", harness.state().1.cursors);
    drag(&mut harness, pos2(x(700.0), y - 60.0), pos2(x(900.0), y + 40.0));
    let near = look(&harness);
    assert!((near.x[0] - 700.0).abs() < 5.0 && (near.x[1] - 900.0).abs() < 5.0, "{near:?}");
    harness.key_press(Key::F);
    harness.run();
    assert_eq!(look(&harness), whole, "all of it again");
}

fn drag(harness: &mut Harness<'_, Shown>, from: bevy_egui::egui::Pos2, to: bevy_egui::egui::Pos2) {
    use bevy_egui::egui::{Event, PointerButton};
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    harness.event(Event::PointerMoved(from));
    harness.step();
    harness.event(button(from, true));
    harness.step();
    for share in 1..=5 {
        harness.event(Event::PointerMoved(from + (to - from) * (share as f32 / 5.0)));
        harness.step();
    }
    harness.event(button(to, false));
    harness.step();
    harness.run();
}

#[test]
fn an_event_is_noted_with_what_the_cursors_read_and_struck_out() {
    let mut view = view();
    view.marking = true;
    let mut harness = shown(view);
    harness.get_by_role_and_label(Role::Button, "4 repères").click();
    harness.run();
    harness.get_by_label("1 Épissure ou courbure 800,0 m, 0,30 dB").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Noter ici").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Épissure ou courbure").click();
    harness.run();
    let asked = harness.state().2.first().cloned().expect("asked");
    let OtdrAsked::Mark(mark) = asked else { panic!("{asked:?}") };
    assert_eq!(mark.sign, EventSign::Loss);
    assert!((mark.at_m - 800.0).abs() < 1e-6);
    assert!(mark.loss.is_some_and(|loss| (loss.0 - 300).abs() <= 3), "{mark:?}");
    harness.get_by_role_and_label(Role::Button, "Rayer le n° 2").click();
    harness.run();
    assert_eq!(harness.state().2.last(), Some(&OtdrAsked::Unmark(1)));
}

#[test]
fn nothing_is_drawn_again_while_nothing_happens() {
    let mut harness = shown(view());
    // `run` panics when a widget asks for one frame after the other.
    harness.run();
    harness.key_press(Key::M);
    harness.run();
    assert_eq!(harness.state().1.mode, Mode::FourMarkers);
}

/// At text scale 150 % a window of 1280×720 has 853×480 points: trace and table take turns.
#[test]
fn on_a_small_screen_the_table_takes_turns_with_the_trace() {
    let mut harness = sized([853.0, 424.0], (view(), Desk::default()), |ui, (view, desk)| {
        otdr_ui(ui, view, desk, true, Lang::En);
    });
    assert!(harness.query_by_label("1 Splice or bend 800.0 m, 0.30 dB").is_none());
    harness.get_by_role_and_label(Role::Button, "Table").click();
    harness.run();
    harness.get_by_label("1 Splice or bend 800.0 m, 0.30 dB");
    for button in harness.query_all_by_role(Role::Button) {
        let rect = button.rect();
        assert!(rect.right() <= 853.0 && rect.bottom() <= 424.0, "{:?} at {rect}", button.accesskit_node().label());
        assert!(rect.size().x >= 30.0 && rect.size().y >= 30.0, "{rect}");
    }
}

fn real(name: &str) -> Option<TraceFile> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/sor").join(name);
    path.exists().then(|| TraceFile::open(&path).expect("a real file opens"))
}

#[test]
fn every_real_file_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/sor");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.path().extension().is_some_and(|kind| kind == "sor")) {
        let file = TraceFile::open(&entry.path()).expect("it opens");
        let view = traces::view(&file, None, Lang::En);
        assert!(!view.about.is_empty());
        let events = file.opened.sor.events().len();
        let harness = sized([1280.0, 664.0], (view, Desk::default()), |ui, (view, desk)| {
            otdr_ui(ui, view, desk, true, Lang::En);
        });
        harness.get_by_label(&file.name());
        let rows = harness.query_all_by(|node| node.label().is_some_and(|l| l.contains(" m, "))).count();
        assert!(rows.min(events) == rows && rows > 0, "{}: {rows} of {events} rows", file.name());
    }
}

#[test]
fn both_directions_of_a_real_link_give_a_mean_for_each_event() {
    let (Some(there), Some(mut back)) = (real("1310_0001.sor"), real("1310_0045.sor")) else { return };
    assert!(traces::seems_turned(&there.opened.sor, &back.opened.sor), "both files name the same end");
    back.from_other_end = true;
    let view = traces::view(&there, Some(&back), Lang::Fr);
    let mut harness = shown(view);
    harness.get_by_label("Deux sens").click();
    harness.run();
    harness.get_by_label("862,6 −0,21 0,24 0,02 0,23 gain apparent");
}

#[test]
fn a_file_is_chosen_by_its_name_or_by_its_path() {
    let view = FilesView { files: vec!["a/recette.sor".into()], written: " \"b.sor\" ".into(), ..FilesView::default() };
    let mut harness = panel((view, vec![]), |ui, (view, asked)| asked.extend(files_ui(ui, view, Lang::Fr)));
    harness.get_by_role_and_label(Role::Button, "recette.sor").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Ouvrir").click();
    harness.run();
    assert_eq!(harness.state().1, [FilesAsked::Open("a/recette.sor".into()), FilesAsked::Open("b.sor".into())]);
}

#[test]
fn a_shot_is_set_up_by_button_and_needs_a_port() {
    use splicelab::app::panels::otdr_setup::{Setup, SetupAsked, setup_ui};
    let ends = vec!["Bobine, bout A".to_owned(), "Tiroir, port 3".to_owned()];
    let mut harness = panel((Setup::default(), vec![]), move |ui, (setup, asked)| {
        asked.extend(setup_ui(ui, &ends, setup, Lang::Fr));
    });
    harness.get_by_role_and_label(Role::Button, "Lancer la mesure").click();
    harness.run();
    assert!(harness.state().1.is_empty(), "no port is chosen yet");
    harness.get_by_label("1550 nm").click();
    harness.run();
    harness.get_by_label("Choisis une prise").click();
    harness.run();
    harness.get_by_label("Tiroir, port 3").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Lancer la mesure").click();
    harness.run();
    assert_eq!(harness.state().1, [SetupAsked::Shoot]);
    assert_eq!((harness.state().0.nm, harness.state().0.end), (1550, Some(1)));
}

/// The place that is read is the same spot of the fibre when the trace from the other end is read.
#[test]
fn the_other_end_is_read_at_the_same_spot() {
    let mut both = view();
    let mut back = both.traces[0].clone();
    back.name = "retour.sor".to_owned();
    back.from_other_end = true;
    both.traces.push(back);
    let mut harness = shown(both);
    harness.get_by_role_and_label(Role::Button, "4 repères").click();
    harness.run();
    harness.get_by_label("1 Épissure ou courbure 800,0 m, 0,30 dB").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Lire retour.sor").click();
    harness.run();
    assert!(reads(&harness, "Lieu (a) 700,0 m"), "1500 m less 800 m");
    harness.get_by_role_and_label(Role::Button, "2e courbe").click();
    harness.run();
    harness.get_by_label("Deux sens");
}
