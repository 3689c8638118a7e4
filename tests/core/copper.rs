//! Installed twisted pairs: what lamps show, what only a certifier finds, what links still carry.

use std::sync::Arc;

use splicelab::catalogue::rack::Category;
use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::plant::address::PortId;
use splicelab::rack::copper::tester::{Outcome, Quantity, Test};
use splicelab::rack::copper::words::{CopperDeed, CopperHindrance};
use splicelab::rack::copper::{Pair, WireFault};
use splicelab::rack::link::{Links, Why};
use splicelab::rack::words::{Deed, Hindrance};
use splicelab::scenario::read;

/// Two panels with one run of four cables between them, and a switch patched to each.
fn lab(run: &str) -> Lab {
    let text = format!(
        r#"(
  format: 1, id: "test", module: Rack,
  title: (fr: "Essai", en: "Test"), brief: (fr: "Essai.", en: "Test."), minutes: 20,
  site: (
    places: {{ "room": (kind: Room, name: (fr: "Salle", en: "Room")) }},
    feeds: {{ "a": (name: (fr: "voie A", en: "feed A"), amps: 32) }},
    racks: {{ "r": (model: "cabinet-42u-1200", place: "room"), "s": (model: "cabinet-42u-1200", place: "room") }},
    gear: {{
      "pdu": (model: "pdu-0u-16a", rack: "r", fed_by: "a"), "pdv": (model: "pdu-0u-16a", rack: "s", fed_by: "a"),
      "one": (model: "switch-24-4sfpp", rack: "r", u: 30), "two": (model: "switch-24-4sfpp", rack: "s", u: 30),
      "p": (model: "copper-panel-24-cat6", rack: "r", u: 36), "q": (model: "copper-panel-24-cat6", rack: "s", u: 36),
    }},
    cords: {{
      "a": (model: "c13-c14-2m-black", from: "pdu/4", to: "one/psu1"),
      "b": (model: "c13-c14-2m-black", from: "pdv/4", to: "two/psu1"),
      "c": (model: "cat6-2m-blue", from: "p/4", to: "one/1"), "d": (model: "cat6-2m-blue", from: "q/4", to: "two/1"),
    }},
    runs: {{ "run": (a: "p/r1", b: "q/r1", kind: Copper(Cat6), count: 4, {run}) }},
  ),
  rubric: [ (id: "pairs", title: (fr: "Paires", en: "Pairs"), points: 1, criterion: PairsRight(run: "run", lines: [1])) ],
)"#
    );
    let source = Source::new("test.ron", text);
    match read(&source, 1) {
        Ok((scenario, _)) => Lab::new(Arc::new(scenario)),
        Err(found) => panic!("{}", source.render_all(&found, Lang::En, false)),
    }
}

fn port(text: &str) -> PortId {
    text.parse().expect("a port")
}

fn deed(effects: &[Effect]) -> CopperDeed {
    match effects {
        [Effect::Rack(Deed::Copper(deed))] => deed.clone(),
        other => panic!("{other:?}"),
    }
}

fn certify(lab: &mut Lab, at: &str, limit: Category) -> Test {
    let action = Action::Certify { port: port(at), limit, name: format!("test of {at}") };
    match deed(lab.apply(action).expect("it reads")) {
        CopperDeed::Certified { test, .. } => test,
        other => panic!("{other:?}"),
    }
}

fn lamps(lab: &mut Lab, at: &str) -> [Option<u8>; 8] {
    match deed(lab.apply(Action::LampTest { port: port(at) }).expect("it lights")) {
        CopperDeed::Lamps { lit, .. } => lit,
        other => panic!("{other:?}"),
    }
}

const IN_ORDER: [Option<u8>; 8] = [Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7), Some(8)];

fn outcome(test: &Test, what: Quantity) -> Outcome {
    test.readings.iter().find(|reading| reading.what == what).expect("it is read").outcome
}

#[test]
fn a_sound_cable_passes_its_own_class_and_not_every_higher_one() {
    for metres in [15, 40, 88] {
        let mut lab = lab(&format!("length_m: {metres}"));
        let test = certify(&mut lab, "p/1", Category::Cat6);
        assert!(test.outcome.is_pass(), "{metres} m: {test:?}");
        let length = test.readings.iter().find(|reading| reading.what == Quantity::Length).expect("read");
        // The shortest pair is a little longer than the jacket.
        let read = length.value as f64 / 1000.0;
        assert!(read > f64::from(metres) && read < f64::from(metres) * 1.05, "{read}");
        // From either end it is the same cable.
        assert_eq!(certify(&mut lab, "q/1", Category::Cat6).outcome, test.outcome);
    }
}

#[test]
fn lamps_are_fooled_by_a_split_pair_and_the_certifier_is_not() {
    let mut lab = lab("length_m: 40, faults: [(line: 2, what: SideBySide)]");
    assert_eq!(lamps(&mut lab, "p/2"), IN_ORDER);
    let test = certify(&mut lab, "p/2", Category::Cat6);
    assert_eq!(test.outcome, Outcome::Fail);
    assert!(test.faults.iter().all(|(fault, _)| *fault == WireFault::Split) && test.faults.len() == 2);
    assert_eq!(outcome(&test, Quantity::Next), Outcome::Fail);
    let next = test.readings.iter().find(|reading| reading.what == Quantity::Next).expect("read");
    // More than 22 dB are lost; what the cable had to spare is what may be left of that.
    assert!(next.margin < -15_000, "{next:?}");
    assert!(outcome(&test, Quantity::Length).is_pass() && outcome(&test, Quantity::InsertionLoss).is_pass());
}

#[test]
fn lamps_show_what_is_crossed_reversed_or_open() {
    let faults = "(line: 1, end: Some(b), what: OtherScheme), (line: 2, end: Some(a), what: Reversed(Brown)), \
                  (line: 3, end: Some(b), what: Broken(Blue))";
    let mut lab = lab(&format!("length_m: 30, faults: [{faults}]"));
    assert_eq!(lamps(&mut lab, "p/1"), [3, 6, 1, 4, 5, 2, 7, 8].map(Some));
    assert_eq!(lamps(&mut lab, "p/2"), [1, 2, 3, 4, 5, 6, 8, 7].map(Some));
    let open = lamps(&mut lab, "p/3");
    assert_eq!((open[3], open[4]), (None, None));
    for at in ["p/1", "p/2", "p/3"] {
        assert_eq!(certify(&mut lab, at, Category::Cat6).outcome, Outcome::Fail, "{at}");
    }
}

#[test]
fn too_long_and_too_open_fail_by_their_own_reading() {
    let mut long = lab("length_m: 40, other_lengths: [(line: 1, metres: 104)]");
    let test = certify(&mut long, "p/1", Category::Cat6);
    assert_eq!(outcome(&test, Quantity::Length), Outcome::Fail);
    assert!(test.faults.is_empty());
    // Ninety metres and the rule of ten per cent.
    let mut just = lab("length_m: 95");
    assert!(outcome(&certify(&mut just, "p/1", Category::Cat6), Quantity::Length).is_pass());
    let mut open = lab("length_m: 40, faults: [(line: 1, what: Untwisted(40))]");
    let test = certify(&mut open, "p/1", Category::Cat6);
    assert!(!outcome(&test, Quantity::Next).is_pass() && test.faults.is_empty(), "{test:?}");
    // A weaker class asks for less.
    assert!(outcome(&certify(&mut open, "p/1", Category::Cat5e), Quantity::Next).is_pass());
}

#[test]
fn a_link_carries_what_its_wires_let_through_and_says_where() {
    let up = |faults: &str| {
        let lab = lab(&format!("length_m: 40, faults: [{faults}]"));
        let verdict = Links::of(lab.scenario(), lab.state()).judge(&port("one/1"));
        (verdict.mbps, verdict.why)
    };
    assert_eq!(up(""), (1000, None));
    // The sockets cross back by themselves: only the certifier minds.
    assert_eq!(up("(line: 4, end: Some(a), what: OtherScheme)").0, 1000);
    let (mbps, why) = up("(line: 4, end: Some(b), what: Broken(Brown))");
    assert_eq!(mbps, 100);
    assert!(matches!(why, Some(Why::Wires(_))), "{why:?}");
    assert_eq!(up("(line: 4, end: Some(b), what: Broken(Orange))").0, 0);
    assert!(up("(line: 4, what: SideBySide)").0 <= 10);
}

#[test]
fn a_contact_takes_one_wire_and_a_tester_needs_free_sockets() {
    let mut lab = lab("length_m: 40, open: [(line: 1, end: a)]");
    let lay = |pair, white, solid| Action::LayPair { port: port("p/r1"), pair, white, solid, untwist_mm: 8 };
    lab.apply(lay(Pair::Orange, 1, 2)).expect("free contacts");
    match lab.apply(lay(Pair::Green, 2, 3)) {
        Err(Refusal::Rack(Hindrance::Copper(CopperHindrance::ContactTaken(2)))) => {}
        other => panic!("{other:?}"),
    }
    let busy = lab.apply(Action::LampTest { port: port("p/4") });
    assert!(matches!(&busy, Err(Refusal::PortTaken(at)) if *at == port("p/4")), "{busy:?}");
    // A pair that lies elsewhere is moved, not doubled.
    lab.apply(lay(Pair::Orange, 3, 6)).expect("it is moved");
    lab.apply(lay(Pair::Green, 1, 2)).expect("its contacts are free again");
}
