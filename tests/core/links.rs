//! The judge of links against the tables of the trade: polarity, wavelength, glass, reach, category, power, polish.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::locale::Lang;
use splicelab::plant::address::PortId;
use splicelab::rack::link::{Links, Verdict, Why};
use splicelab::scenario::read;

/// Two switches in two racks, two panels with a run between, everything running.
fn lab(run: &str, extra: &str) -> Lab {
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
      "one": (model: "switch-48-sfpp-6qsfp28", rack: "r", u: 30), "two": (model: "switch-48-sfpp-6qsfp28", rack: "s", u: 30),
      "cu": (model: "switch-48-10gt-6qsfp28", rack: "r", u: 28), "cv": (model: "switch-48-10gt-6qsfp28", rack: "s", u: 28),
      "t": (model: "fibre-panel-24-lc", rack: "r", u: 34), "u": (model: "fibre-panel-24-lc", rack: "s", u: 34),
      "p": (model: "copper-panel-24-cat6a", rack: "r", u: 36), "q": (model: "copper-panel-24-cat6a", rack: "s", u: 36),
    }},
    cords: {{
      "a": (model: "c13-c14-2m-black", from: "pdu/4", to: "one/psu1"), "b": (model: "c13-c14-2m-black", from: "pdv/4", to: "two/psu1"),
      "c": (model: "c13-c14-2m-black", from: "pdu/5", to: "cu/psu1"), "d": (model: "c13-c14-2m-black", from: "pdv/5", to: "cv/psu1"),
    }},
    runs: {{ {run} }},
  ),
  stock: {{ {extra} }},
  rubric: [ (id: "runs", title: (fr: "Marche", en: "Runs"), points: 1, criterion: Runs(device: "one")) ],
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

fn insert(lab: &mut Lab, at: &str, module: &str) {
    lab.apply(Action::Insert { port: port(at), module: module.to_owned() })
        .unwrap_or_else(|why| panic!("{at}: {why:?}"));
}

/// A cord from stock between two ports.
fn join(lab: &mut Lab, item: &str, a: &str, b: &str) {
    lab.apply(Action::TakeCord { item: item.to_owned() }).expect("in stock");
    let number = lab.state().used[item];
    for (end, at) in [("a", a), ("b", b)] {
        let plug = format!("{item}-{number}#{end}").parse().expect("a plug");
        lab.apply(Action::Plug { plug, port: port(at) }).unwrap_or_else(|why| panic!("{at}: {why:?}"));
    }
}

fn judge(lab: &Lab, at: &str) -> Verdict {
    Links::of(lab.scenario(), lab.state()).judge(&port(at))
}

/// A 10G link by the run at ports `near` of the first panel and `far` of the second.
fn by_run(run: &str, modules: [&str; 2], cords: [&str; 2], [near, far]: [u16; 2]) -> Verdict {
    let stock: Vec<String> = [modules[0], modules[1], cords[0], cords[1]]
        .iter()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .map(|item| format!("\"{item}\": 4"))
        .collect();
    let mut lab = lab(&format!("\"run\": (a: \"t/r1\", b: \"u/r1\", {run}, count: 24)"), &stock.join(", "));
    insert(&mut lab, "one/1", modules[0]);
    insert(&mut lab, "two/1", modules[1]);
    join(&mut lab, cords[0], "one/1", &format!("t/{near}"));
    join(&mut lab, cords[1], "two/1", &format!("u/{far}"));
    // The same answer from both ends.
    let (there, back) = (judge(&lab, "one/1"), judge(&lab, "two/1"));
    assert_eq!(there.mbps, back.mbps, "{there:?} {back:?}");
    there
}

const OM4: &str = "om4-lc-lc-2m";
const OM4_AA: &str = "om4-lc-lc-2m-crossed";
const OS2: &str = "os2-lc-lc-2m";

/// Method table of duplex over trunks: A with one A-to-A cord, B and C with A-to-B cords at both ends.
#[test]
fn polarity_is_that_of_the_three_methods() {
    let up = |run: &str, cords: [&str; 2], ports: [u16; 2]| by_run(run, ["sfpp-sr"; 2], cords, ports);
    let (a, b, c) = (
        "kind: Mpo(fibre: Om4, map: A), length_m: 50",
        "kind: Mpo(fibre: Om4, map: B), length_m: 50",
        "kind: Mpo(fibre: Om4, map: C), length_m: 50",
    );
    assert_eq!(up(a, [OM4, OM4], [3, 3]).why, Some(Why::Crossed));
    assert_eq!(up(a, [OM4, OM4_AA], [3, 3]).mbps, 10_000);
    assert_eq!(up(c, [OM4, OM4], [3, 3]).mbps, 10_000);
    assert_eq!(up(c, [OM4, OM4_AA], [3, 3]).why, Some(Why::Crossed));
    // A trunk of type B comes out at the port that is its mirror: 3 of six at 4 of six.
    assert_eq!(up(b, [OM4, OM4], [3, 4]).mbps, 10_000);
    assert!(matches!(up(b, [OM4, OM4], [3, 3]).why, Some(Why::OpenPanel(_))));
    // The second block of six.
    assert_eq!(up(b, [OM4, OM4], [7, 12]).mbps, 10_000);
}

/// Parallel optics: only a trunk of type B puts the senders before the hearers.
#[test]
fn parallel_lanes_want_a_trunk_of_type_b() {
    for (map, up) in [("a", false), ("b", true), ("c", false)] {
        let trunk = format!("om4-mpo-10m-{map}");
        let mut lab = lab("", &format!("\"qsfp28-sr4\": 2, \"{trunk}\": 1"));
        insert(&mut lab, "one/q1", "qsfp28-sr4");
        insert(&mut lab, "two/q1", "qsfp28-sr4");
        join(&mut lab, &trunk, "one/q1", "two/q1");
        assert_eq!(judge(&lab, "one/q1").mbps > 0, up, "type {map}");
    }
}

#[test]
fn glass_wavelength_speed_and_reach_must_agree() {
    let om4 = |length: u32| format!("kind: Duplex(fibre: Om4), length_m: {length}");
    let os2 = |length: u32| format!("kind: Duplex(fibre: Os2), length_m: {length}");
    let om1 = "kind: Duplex(fibre: Om1), length_m: 60";
    let judged = |run: &str, modules: [&str; 2], cords: [&str; 2]| by_run(run, modules, cords, [5, 5]);
    // 10GBASE-SR: 400 m on OM4, 33 m on OM1.
    assert_eq!(judged(&om4(390), ["sfpp-sr"; 2], [OM4, OM4]).mbps, 10_000);
    assert!(matches!(judged(&om4(400), ["sfpp-sr"; 2], [OM4, OM4]).why, Some(Why::TooLong { .. })));
    assert!(matches!(judged(om1, ["sfpp-sr"; 2], ["om1-lc-lc-2m"; 2]).why, Some(Why::TooLong { .. })));
    // 10GBASE-LR: 10 km on single-mode, none on multimode.
    assert_eq!(judged(&os2(9900), ["sfpp-lr"; 2], [OS2, OS2]).mbps, 10_000);
    assert!(matches!(judged(&om4(50), ["sfpp-lr"; 2], [OM4, OM4]).why, Some(Why::WrongGlass { .. })));
    assert!(matches!(judged(&os2(50), ["sfpp-sr"; 2], [OS2, OS2]).why, Some(Why::WrongGlass { .. })));
    // SX with LX, 1G with 10G.
    assert!(matches!(judged(&om4(50), ["sfp-sx", "sfp-lx"], [OM4, OM4]).why, Some(Why::Wavelengths { .. })));
    assert!(matches!(judged(&om4(50), ["sfp-sx", "sfpp-sr"], [OM4, OM4]).why, Some(Why::Speeds { .. })));
    assert_eq!(judged(&om4(50), ["sfp-sx"; 2], [OM4, OM4]).mbps, 1000);
    // Single-mode in the middle of multimode.
    assert!(matches!(judged(&os2(50), ["sfpp-sr"; 2], [OM4, OM4]).why, Some(Why::MixedGlass { .. })));
    // OM5 is no better than OM4 for it, and no worse.
    assert_eq!(judged("kind: Duplex(fibre: Om5), length_m: 300", ["sfpp-sr"; 2], ["om5-lc-lc-2m"; 2]).mbps, 10_000);
}

#[test]
fn a_cage_wants_its_module_and_a_device_its_power() {
    let mut lab = lab("", "\"sfpp-sr\": 2, \"om4-lc-lc-5m\": 1, \"dac-sfpp-3m\": 1");
    insert(&mut lab, "one/1", "sfpp-sr");
    assert!(matches!(judge(&lab, "one/1").why, Some(Why::NothingPlugged(_))));
    insert(&mut lab, "two/1", "sfpp-sr");
    join(&mut lab, "om4-lc-lc-5m", "one/1", "two/1");
    assert_eq!(judge(&lab, "one/1").mbps, 10_000);
    // A cord with its transceivers fixed brings its own.
    join(&mut lab, "dac-sfpp-3m", "one/3", "two/3");
    assert_eq!(judge(&lab, "two/3").mbps, 10_000);
    lab.apply(Action::Press { device: "two".to_owned(), on: false }).expect("it has a button");
    assert_eq!(judge(&lab, "one/1").why, Some(Why::NoPower("two".to_owned())));
}

/// Cat 6 carries 10GBASE-T over 55 m, Cat 6A over 100 m, Cat 5e not at all.
#[test]
fn the_weakest_category_of_the_way_decides() {
    let judged = |run: &str, length: u32, cord: &str| {
        let run = format!("\"run\": (a: \"p/r1\", b: \"q/r1\", kind: Copper({run}), length_m: {length}, count: 24)");
        let mut lab = lab(&run, &format!("\"{cord}\": 2"));
        join(&mut lab, cord, "cu/1", "p/7");
        join(&mut lab, cord, "cv/1", "q/7");
        judge(&lab, "cu/1")
    };
    assert_eq!(judged("Cat6a", 90, "cat6a-2m-white").mbps, 10_000);
    assert_eq!(judged("Cat6", 45, "cat6a-2m-white").mbps, 10_000);
    assert_eq!(judged("Cat6", 60, "cat6a-2m-white").mbps, 1000);
    assert_eq!(judged("Cat6a", 60, "cat6-2m-blue").mbps, 1000);
    assert!(matches!(judged("Cat5e", 30, "cat6a-2m-white").why, Some(Why::Category { .. })));
    // Longer than a permanent link of 90 m and its cords may be.
    assert!(matches!(judged("Cat6a", 110, "cat6a-2m-white").why, Some(Why::TooLong { .. })));
}

#[test]
fn an_angled_face_against_a_straight_one_is_told() {
    let mut lab = lab(
        "\"run\": (a: \"t/r1\", b: \"u/r1\", kind: Duplex(fibre: Os2), length_m: 100, count: 24)",
        "\"sfpp-lr\": 2, \"os2-lcapc-lcupc-2m\": 1, \"os2-lc-lc-2m\": 1",
    );
    insert(&mut lab, "one/1", "sfpp-lr");
    insert(&mut lab, "two/1", "sfpp-lr");
    join(&mut lab, "os2-lc-lc-2m", "two/1", "u/9");
    join(&mut lab, "os2-lcapc-lcupc-2m", "t/9", "one/1");
    assert_eq!(judge(&lab, "one/1").why, Some(Why::Polish(port("t/9"))));
}
