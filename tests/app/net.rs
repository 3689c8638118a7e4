//! The network's window: the console is typed at, a cable is laid port by port, a capture is read.

use std::sync::Arc;

use bevy_egui::egui::accesskit::Role;
use bevy_egui::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use splicelab::app::canvas::net::{NetScene, NetTool};
use splicelab::app::canvas::pen::{Pen, View};
use splicelab::app::canvas::stage::{Asked, Scene, Seen, Typed};
use splicelab::app::panels::instruments::Instrument;
use splicelab::app::panels::instruments::Open;
use splicelab::app::panels::net::{NetDesk, NetOpen, NetSeen, net_ui};
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::locale::Lang;
use splicelab::scenario::builtin;
use splicelab::scenario::file::NetCable;
use splicelab::score::guide;
use splicelab::units::Millis;

use super::support::panel;

fn lab(id: &str) -> Lab {
    let source = builtin::source(id).expect("its text");
    Lab::new(Arc::new(splicelab::scenario::load(source, 7).expect("a sound exercise").scenario))
}

fn connect(a: &str, b: &str) -> Action {
    let port = |text: &str| text.parse().unwrap_or_else(|error| panic!("{error}"));
    Action::Connect { a: port(a), b: port(b), cable: NetCable::Straight }
}

fn typed(device: &str, line: &str) -> Action {
    Action::Type { device: device.to_owned(), line: line.to_owned() }
}

/// Two computers on the switch, both with an address.
fn two_computers() -> Lab {
    let mut lab = lab("reseau-01-deux-postes");
    for action in [
        connect("poste-1/eth0", "commutateur/1"),
        connect("poste-2/eth0", "commutateur/2"),
        typed("poste-1", "ip addr add 10.77.10.11/24 dev eth0"),
        typed("poste-2", "ip addr add 10.77.10.21/24 dev eth0"),
    ] {
        lab.apply(action).expect("it is possible");
    }
    lab
}

struct State {
    lab: Lab,
    desk: NetDesk,
    practice: bool,
}

/// An instrument beside the mat, as the work shows it: what it asks for is done.
fn beside(lab: Lab, what: Instrument, open: Option<NetOpen>, practice: bool) -> Harness<'static, State> {
    let mut desk = NetDesk::default();
    if let Some(open) = open {
        desk.open(open);
    }
    panel(State { lab, desk, practice }, move |ui, state| {
        let now = state.lab.state().now;
        let hint = state.practice.then(|| guide::next(&state.lab, now)).flatten();
        let seen =
            NetSeen { lab: &state.lab, clock: now, practice: state.practice, hint: hint.as_ref(), lang: Lang::Fr };
        if let Some(action) = net_ui(ui, what, &mut state.desk, &seen) {
            state.lab.apply(action).expect("it is possible");
        }
    })
}

fn console(lab: Lab, device: &str, practice: bool) -> Harness<'static, State> {
    beside(lab, Instrument::Console, Some(NetOpen::Console(device.to_owned())), practice)
}

fn enter(harness: &mut Harness<State>, line: &str) {
    harness.get_by_role_and_label(Role::TextInput, "Ligne de commande de poste-1").type_text(line);
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
}

fn lines(lab: &Lab) -> Vec<String> {
    let lines = lab.journal().0.iter().filter_map(|entry| match &entry.action {
        Action::Type { line, .. } => Some(line.clone()),
        _ => None,
    });
    lines.collect()
}

#[test]
fn what_is_typed_goes_to_the_device_and_its_answer_stands_on_the_screen() {
    let mut harness = console(two_computers(), "poste-1", false);
    enter(&mut harness, "ping -c 1 10.77.10.21");
    assert_eq!(lines(&harness.state().lab).last().map(String::as_str), Some("ping -c 1 10.77.10.21"));
    let screen = harness.query_all_by_role(Role::Label).filter_map(|node| node.accesskit_node().value());
    let screen: String = screen.collect();
    assert!(screen.contains("root@poste-1:~# ping -c 1 10.77.10.21") && screen.contains("0% packet loss"), "{screen}");
    // The keyboard stays at the prompt: the arrow brings the last line back.
    harness.key_press(Key::ArrowUp);
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert_eq!(lines(&harness.state().lab).iter().filter(|line| line.starts_with("ping")).count(), 2);
}

#[test]
fn tab_completes_and_ctrl_c_leaves_the_line() {
    let mut harness = console(two_computers(), "poste-1", false);
    let field = "Ligne de commande de poste-1";
    harness.get_by_role_and_label(Role::TextInput, field).type_text("ip add");
    harness.run_steps(2);
    harness.key_press(Key::Tab);
    harness.run_steps(2);
    let text = |harness: &Harness<State>| harness.get_by_role_and_label(Role::TextInput, field).value();
    assert_eq!(text(&harness).as_deref(), Some("ip addr "));
    harness.key_press_modifiers(Modifiers::CTRL, Key::C);
    harness.run_steps(2);
    assert_eq!(text(&harness).unwrap_or_default(), "");
    assert_eq!(lines(&harness.state().lab).len(), 2, "nothing was sent");
}

#[test]
fn a_command_that_is_clicked_stands_at_the_prompt_and_enter_sends_it() {
    let mut lab = lab("reseau-01-deux-postes");
    for action in [connect("poste-1/eth0", "commutateur/1"), connect("poste-2/eth0", "commutateur/2")] {
        lab.apply(action).expect("it is possible");
    }
    let mut harness = console(lab, "poste-1", true);
    harness
        .get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with("ip addr add 10.77.10."))
        })
        .click();
    harness.run_steps(3);
    assert!(lines(&harness.state().lab).is_empty(), "only Enter sends");
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let sent = lines(&harness.state().lab);
    assert!(sent.len() == 1 && sent[0].starts_with("ip addr add 10.77.10."), "{sent:?}");
}

#[test]
fn a_ping_without_an_answer_is_explained_in_practice_and_not_in_an_exam() {
    for practice in [true, false] {
        let mut harness = console(two_computers(), "poste-1", practice);
        enter(&mut harness, "ping -c 1 10.77.10.99");
        let button = harness.query_by_role_and_label(Role::Button, "Pourquoi ?");
        assert_eq!(button.is_some(), practice);
        if let Some(button) = button {
            button.click();
            harness.run_steps(4);
            harness.get_by_label("Pourquoi poste-1 ne joint pas 10.77.10.99");
            harness.get_by_label_contains("personne n’a l’adresse 10.77.10.99");
        }
    }
}

#[test]
fn a_capture_lists_what_passed_the_cable_and_takes_a_frame_apart() {
    let mut lab = two_computers();
    lab.apply(typed("poste-1", "ping -c 1 10.77.10.21")).expect("it is possible");
    let port = "poste-2/eth0".parse().unwrap_or_else(|error| panic!("{error}"));
    let mut harness = beside(lab, Instrument::Capture, Some(NetOpen::Capture(port)), true);
    let rows = |harness: &Harness<State>, word: &str| {
        let rows = harness.query_all_by_role(Role::Button);
        rows.filter(|node| node.accesskit_node().label().is_some_and(|label| label.contains(word))).count()
    };
    assert_eq!((rows(&harness, "Qui a 10.77.10.21"), rows(&harness, "demande d’écho")), (1, 1));
    assert_eq!(rows(&harness, "réponse d’écho"), 1);
    harness
        .get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.contains("réponse d’écho"))
        })
        .click();
    harness.run_steps(3);
    for layer in ["Ethernet", "IPv4", "ICMP"] {
        harness.get_by_label(layer);
    }
    harness.get_by_role_and_label(Role::TextInput, "Filtrer : arp, 10.77…").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Filtrer : arp, 10.77…").type_text("arp");
    harness.run_steps(3);
    assert_eq!((rows(&harness, "Qui a 10.77.10.21"), rows(&harness, "écho")), (1, 0));
}

#[test]
fn tables_of_a_switch_without_a_console_say_what_it_learned() {
    let mut lab = two_computers();
    lab.apply(typed("poste-1", "ping -c 1 10.77.10.21")).expect("it is possible");
    let mut harness = beside(lab, Instrument::Tables, None, true);
    harness.get_by_label("ip neigh");
    harness.get_by_role_and_label(Role::ComboBox, "poste-1").click();
    harness.run_steps(3);
    harness.get_by_label("commutateur").click();
    harness.run_steps(3);
    // The printer was heard too: it asked for a router of IPv6 when its cable came up.
    harness.get_by_label("Cartes apprises, et derrière quel port : 3");
}

/// Draws the scene once, so that it knows where things are.
fn drawn(scene: &mut NetScene, lab: &Lab) {
    let mut pen = Pen::new(View { origin: Default::default(), scale: 1.0 }, 1.0);
    let seen = Seen {
        lab,
        hint: None,
        letters: true,
        motion: false,
        lang: Lang::Fr,
        now: std::time::Instant::now(),
        clock: Millis(0),
    };
    scene.draw(&mut pen, &seen);
}

#[test]
fn a_cable_is_drawn_by_hand_from_port_to_port_and_taken_away() {
    let mut lab = lab("reseau-01-deux-postes");
    let mut scene = NetScene::default();
    let now = std::time::Instant::now();
    drawn(&mut scene, &lab);
    let [from, to] = ["poste-1/eth0", "commutateur/1"].map(|port| scene.middle_of(port).expect("it is drawn"));
    scene.look(Some(from));
    assert_eq!(scene.press(&lab, from, now), None);
    scene.moved(to);
    scene.look(Some(to));
    let asked = scene.release(&lab, to, now);
    assert_eq!(asked, Some(Asked::Act(connect("poste-1/eth0", "commutateur/1"))));
    lab.apply(connect("poste-1/eth0", "commutateur/1")).expect("it is possible");
    drawn(&mut scene, &lab);
    // With the pliers, in the middle of the cable.
    let unplug = NetTool::BAR.iter().position(|tool| *tool == NetTool::Unplug).map(|index| index + 1);
    scene.typed(&lab, None, Typed { digit: unplug, ..Typed::default() });
    let stops = scene.stops(&lab, Lang::Fr);
    let cable = stops.iter().find(|stop| stop.name == "Câble de poste-1/eth0 à commutateur/1").expect("a stop");
    let asked = scene.enter(&lab, None, cable.id);
    assert!(matches!(asked, Some(Asked::Act(Action::Disconnect { .. }))), "{asked:?}");
}

#[test]
fn by_keyboard_every_device_is_reached_and_its_console_opened() {
    let lab = lab("reseau-01-deux-postes");
    let mut scene = NetScene::default();
    drawn(&mut scene, &lab);
    let stops = scene.stops(&lab, Lang::Fr);
    assert_eq!(stops.len(), 5, "four devices and a cable");
    let first = stops.iter().find(|stop| stop.name.starts_with("poste-1")).expect("a stop");
    assert_eq!(scene.enter(&lab, None, first.id), Some(Asked::Open(Open::Net(NetOpen::Console("poste-1".to_owned())))));
    // Enter with nothing reached does what the lab asks for.
    let hint = guide::next(&lab, Millis(0)).expect("a first step");
    assert!(scene.is_free());
    let asked = scene.follow(&hint);
    assert_eq!(asked, Some(Asked::Act(connect("poste-1/eth0", "commutateur/1"))));
}
