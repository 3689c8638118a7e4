//! Racks: what holds, what is lifted, what power does, checked against the figures of the trade.

use std::sync::Arc;

use proptest::prelude::*;
use splicelab::catalogue::rack::racks;
use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::lab::action::{Action, Side};
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::rack::power;
use splicelab::rack::state::{Ear, Lift, Post};
use splicelab::rack::words::{Deed, Hindrance};
use splicelab::scenario::model::Scenario;
use splicelab::scenario::{builtin, read};
use splicelab::score::score;

const SITE: &str = r#"(
  format: 1, id: "test", module: Rack,
  title: (fr: "Essai", en: "Test"), brief: (fr: "Essai.", en: "Test."), minutes: 20,
  site: (
    places: { "room": (kind: Room, name: (fr: "Salle", en: "Room")) },
    feeds: { "a": (name: (fr: "voie A", en: "feed A"), amps: 16), "b": (name: (fr: "voie B", en: "feed B"), amps: 16) },
    racks: { "r": (model: "cabinet-42u-1000", place: "room") },
    gear: {
      "pdu-a": (model: "pdu-0u-16a", rack: "r", fed_by: "a"),
      "pdu-b": (model: "pdu-0u-16a", rack: "r", fed_by: "b"),
      "one": (model: "server-2u", rack: "r", u: 3),
      "two": (model: "server-2u", rack: "r", u: 6),
      "three": (model: "server-2u", rack: "r", u: 9),
      "panel": (model: "copper-panel-24-cat6"),
      "new": (model: "server-2u"),
    },
    cords: { CORDS },
  ),
  stock: { "cage-nut-m6": 20, "blank-1u": 3, "c13-c14-2m-black": 4, "c14-c19-2m-grey": 1 },
  rubric: [ (id: "runs", title: (fr: "Marche", en: "Runs"), points: 1, criterion: Runs(device: "one")),
            (id: "lives", title: (fr: "Tient", en: "Lives"), points: 1,
             criterion: SurvivesLossOf(devices: ["one", "two", "three"], feeds: ["a", "b"])) ],
)"#;

/// Each of three servers on both strips.
fn both() -> String {
    let mut text = String::new();
    for (number, name) in ["one", "two", "three"].into_iter().enumerate() {
        for (strip, psu) in [("a", 1), ("b", 2)] {
            text += &format!(
                "\"{name}-{psu}\": (model: \"c13-c14-2m-black\", from: \"pdu-{strip}/{}\", to: \"{name}/psu{psu}\"), ",
                number + 10
            );
        }
    }
    text
}

fn scenario(cords: &str) -> Arc<Scenario> {
    let source = Source::new("test.ron", SITE.replace("CORDS", cords));
    match read(&source, 1) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

fn lab(cords: &str) -> Lab {
    Lab::new(scenario(cords))
}

fn hole(text: &str) -> splicelab::rack::hole::Hole {
    text.parse().expect("a hole")
}

fn mount(device: &str, left: &str, right: Option<&str>, lift: Lift) -> Action {
    Action::Mount {
        device: device.to_owned(),
        rack: "r".to_owned(),
        left: hole(left),
        right: right.map(hole),
        face: splicelab::catalogue::rack::Face::Front,
        lift,
    }
}

fn nut(post: Post, at: &str) -> Action {
    Action::SetNut { rack: "r".to_owned(), post, hole: hole(at), nut: "cage-nut-m6".to_owned() }
}

fn screw(device: &str, side: Side, ear: Ear) -> Action {
    Action::Screw { device: device.to_owned(), side, ear, ncm: 350 }
}

fn hindrance(lab: &mut Lab, action: Action) -> Hindrance {
    match lab.apply(action) {
        Err(Refusal::Rack(hindrance)) => hindrance,
        other => panic!("{other:?}"),
    }
}

fn deeds(lab: &Lab) -> Vec<&Deed> {
    let effects = lab.effects().iter().flatten();
    effects
        .filter_map(|effect| match effect {
            Effect::Rack(deed) => Some(deed),
            _ => None,
        })
        .collect()
}

#[test]
fn a_panel_one_hole_too_high_has_only_one_screw_on_each_side() {
    let mut lab = lab("");
    for post in [Post::FrontLeft, Post::FrontRight] {
        for at in ["20.2", "21.1"] {
            lab.apply(nut(post, at)).expect("a free hole");
        }
    }
    lab.apply(mount("panel", "20.2", None, Lift::Alone)).expect("two nuts hold it");
    lab.apply(screw("panel", Side::Left, Ear::Low)).expect("the nut is right behind");
    // The small gap lies below 21.1: the upper hole of the ear is 3 mm above it.
    assert_eq!(
        hindrance(&mut lab, screw("panel", Side::Left, Ear::High)),
        Hindrance::NoNutBehind { side: Side::Left, ear: Ear::High }
    );
}

#[test]
fn nothing_hangs_on_nothing_and_nothing_stands_in_another() {
    let mut lab = lab("");
    assert_eq!(hindrance(&mut lab, mount("panel", "20.1", None, Lift::Alone)), Hindrance::NothingHolds(Side::Left));
    lab.apply(nut(Post::FrontLeft, "20.1")).expect("a free hole");
    assert_eq!(hindrance(&mut lab, mount("panel", "20.1", None, Lift::Alone)), Hindrance::NothingHolds(Side::Right));
    assert_eq!(hindrance(&mut lab, mount("panel", "7.1", None, Lift::Alone)), Hindrance::InTheWay("two".to_owned()));
    assert_eq!(hindrance(&mut lab, mount("new", "42.1", None, Lift::Alone)), Hindrance::BeyondRack);
    let before = lab.state().hash();
    assert_eq!(hindrance(&mut lab, mount("panel", "20.1", Some("21.1"), Lift::Alone)), Hindrance::TooAskew);
    assert_eq!(lab.state().hash(), before, "what was refused changed nothing");
}

#[test]
fn rails_at_two_heights_jam() {
    let mut lab = lab("");
    let rail = |side, at: &str| Action::FixRail {
        device: "new".to_owned(),
        rack: "r".to_owned(),
        side,
        front: hole(at),
        rear: None,
    };
    lab.apply(rail(Side::Left, "20.2")).expect("it reaches");
    lab.apply(rail(Side::Right, "20.3")).expect("it reaches");
    assert_eq!(hindrance(&mut lab, mount("new", "20.1", None, Lift::Together)), Hindrance::RailsNotLevel);
    lab.apply(rail(Side::Right, "20.2")).expect("it is moved");
    assert_eq!(
        hindrance(&mut lab, mount("new", "21.1", None, Lift::Together)),
        Hindrance::RailsElsewhere(hole("20.1"))
    );
    lab.apply(mount("new", "20.1", None, Lift::Together)).expect("on its rails");
    assert!(deeds(&lab).iter().any(|deed| matches!(deed, Deed::Charged { device } if device == "new")));
}

#[test]
fn a_lost_feed_is_survived_by_those_who_have_both() {
    let mut lab = lab(&both());
    assert_eq!(score(&lab).percent_hundredths, 10_000);
    // 900 W at 230 V are 3.9 A, half on each strip; three of them.
    let load = power::now(lab.scenario(), lab.state()).milliamps["pdu-a:L1"];
    assert!((5800..=5880).contains(&load), "{load}");
    lab.apply(Action::Trip { breaker: "a".to_owned() }).expect("a breaker");
    assert!(
        !deeds(&lab)
            .iter()
            .any(|deed| matches!(deed, Deed::WentDown { devices } if !devices.contains(&"pdu-a".to_owned())))
    );
    let load = power::now(lab.scenario(), lab.state()).milliamps["pdu-b:L1"];
    assert!((11600..=11760).contains(&load), "{load}");
}

#[test]
fn one_feed_too_much_takes_the_other_with_it() {
    // Five servers of 900 W on both feeds: 19.6 A on one when the other is lost.
    let more = SITE.replace(
        "\"panel\":",
        "\"four\": (model: \"server-2u\", rack: \"r\", u: 12), \"five\": (model: \"server-2u\", rack: \"r\", u: 15), \"panel\":",
    );
    let mut cords = both();
    for (number, name) in ["four", "five"].into_iter().enumerate() {
        for (strip, psu) in [("a", 1), ("b", 2)] {
            cords += &format!(
                "\"{name}-{psu}\": (model: \"c13-c14-2m-black\", from: \"pdu-{strip}/{}\", to: \"{name}/psu{psu}\"), ",
                number + 6
            );
        }
    }
    let source = Source::new("test.ron", more.replace("CORDS", &cords));
    let (scenario, _) =
        read(&source, 1).unwrap_or_else(|found| panic!("{}", source.render_all(&found, Lang::En, false)));
    let mut lab = Lab::new(Arc::new(scenario));
    assert_eq!(score(&lab).marks[1].status, splicelab::score::Status::Lost);
    lab.apply(Action::Trip { breaker: "a".to_owned() }).expect("a breaker");
    let deeds = deeds(&lab);
    assert!(deeds.iter().any(|deed| matches!(deed, Deed::WentOff { .. })));
    assert!(
        deeds.iter().any(|deed| matches!(deed, Deed::WentDown { devices } if devices.contains(&"five".to_owned())))
    );
}

#[test]
fn a_strip_fed_by_itself_gives_nothing() {
    let lab = lab("\"x\": (model: \"c13-c14-2m-black\", from: \"pdu-a/1\", to: \"one/psu1\")");
    assert!(power::now(lab.scenario(), lab.state()).running.contains("one"));
    let unfed = SITE
        .replace(
            "\"pdu-a\": (model: \"pdu-0u-16a\", rack: \"r\", fed_by: \"a\")",
            "\"pdu-a\": (model: \"pdu-0u-16a\", rack: \"r\")",
        )
        .replace("CORDS", "\"x\": (model: \"c13-c14-2m-black\", from: \"pdu-a/1\", to: \"one/psu1\")");
    let (scenario, _) = read(&Source::new("test.ron", unfed), 1).unwrap_or_else(|found| panic!("{found:?}"));
    let lab = Lab::new(Arc::new(scenario));
    assert!(!power::now(lab.scenario(), lab.state()).running.contains("one"));
}

#[test]
fn what_hangs_in_a_rack_is_drawn_out_only_with_the_feet_out() {
    let mut lab = lab(&both());
    let unscrew = |lab: &mut Lab, device: &str| {
        for side in Side::BOTH {
            for ear in Ear::BOTH {
                lab.apply(Action::Unscrew { device: device.to_owned(), side, ear }).expect("it was screwed");
            }
        }
    };
    unscrew(&mut lab, "one");
    lab.apply(Action::Slide { device: "one".to_owned(), out: true }).expect("it is on rails");
    assert!(deeds(&lab).iter().any(|deed| matches!(deed, Deed::Leans { .. })));
}

/// Every gesture that could be typed into a journal, sensible or not.
fn gesture() -> impl Strategy<Value = Action> {
    let device = prop::sample::select(vec!["one", "two", "new", "panel", "pdu-a", "blank-1u-1", "nothing"]);
    let hole = (0u8..=43, 0u8..=4).prop_map(|(unit, number)| splicelab::rack::hole::Hole { unit, number });
    let post = prop::sample::select(vec![Post::FrontLeft, Post::FrontRight, Post::RearLeft, Post::RearRight]);
    let side = prop::sample::select(Side::BOTH.to_vec());
    let ear = prop::sample::select(Ear::BOTH.to_vec());
    let lift = prop::sample::select(vec![Lift::Alone, Lift::Together, Lift::Machine]);
    let breaker = prop::sample::select(vec!["a", "b", "pdu-a", "pdu-b", "pdu-a:1", "nothing"]);
    let name = |text: &str| text.to_owned();
    prop_oneof![
        (post, hole.clone()).prop_map(move |(post, hole)| Action::SetNut {
            rack: name("r"),
            post,
            hole,
            nut: name("cage-nut-m6")
        }),
        (device.clone(), hole.clone(), hole.clone(), lift.clone()).prop_map(move |(device, left, right, lift)| {
            Action::Mount {
                device: name(device),
                rack: name("r"),
                left,
                right: Some(right),
                face: splicelab::catalogue::rack::Face::Front,
                lift,
            }
        }),
        (device.clone(), side.clone(), hole.clone(), hole).prop_map(move |(device, side, front, rear)| {
            Action::FixRail { device: name(device), rack: name("r"), side, front, rear: Some(rear) }
        }),
        (device.clone(), side.clone(), ear.clone(), any::<u16>())
            .prop_map(move |(device, side, ear, ncm)| Action::Screw { device: name(device), side, ear, ncm }),
        (device.clone(), side, ear).prop_map(move |(device, side, ear)| Action::Unscrew {
            device: name(device),
            side,
            ear
        }),
        (device.clone(), lift).prop_map(move |(device, lift)| Action::Dismount { device: name(device), lift }),
        (device.clone(), any::<bool>()).prop_map(move |(device, out)| Action::Slide { device: name(device), out }),
        (device, any::<bool>()).prop_map(move |(device, on)| Action::Press { device: name(device), on }),
        (breaker.clone()).prop_map(move |breaker| Action::Trip { breaker: name(breaker) }),
        (breaker).prop_map(move |breaker| Action::Reset { breaker: name(breaker) }),
        Just(Action::Bond { rack: name("r") }),
        Just(Action::ClipStrap { rack: name("r") }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is tried at a rack: nothing panics, a refusal changes nothing, and the journal gives the same state again.
    #[test]
    fn any_gestures_replay_to_the_same_state(gestures in prop::collection::vec(gesture(), 1..40)) {
        let scenario = scenario(&both());
        let mut lab = Lab::new(scenario.clone());
        for action in gestures {
            let before = lab.state().hash();
            if lab.apply(action).is_err() {
                prop_assert_eq!(lab.state().hash(), before);
            }
        }
        let again = Lab::replay(scenario, lab.journal()).expect("it was applied once");
        prop_assert_eq!(again.state().hash(), lab.state().hash());
        prop_assert_eq!(score(&again), score(&lab));
    }
}

/// The guided exercises can be done by doing what the lab asks for, to full marks, whatever the seed.
#[test]
fn following_the_lab_earns_every_point() {
    for id in ["rack-01-premier-commutateur", "rack-02-alimenter-a-et-b"] {
        for seed in 1..=8 {
            let source = builtin::source(id).expect("it is built in");
            let (scenario, _) = read(&source, seed).expect("it is good");
            let mut lab = Lab::new(Arc::new(scenario));
            for _ in 0..80 {
                let now = lab.state().now;
                let Some(hint) = splicelab::score::guide::next(&lab, now) else { break };
                lab.apply(hint.action.clone()).unwrap_or_else(|why| panic!("{id} {seed}: {:?} {why:?}", hint.action));
            }
            assert_eq!(score(&lab).percent_hundredths, 10_000, "{id} {seed}");
        }
    }
}

#[test]
fn every_model_of_the_catalogue_fits_some_rack() {
    let deepest = racks().cabinets.values().map(|cabinet| cabinet.inside_mm).max().unwrap_or(0);
    for (id, model) in &racks().devices {
        assert!(model.depth_mm <= deepest, "{id}: {} mm", model.depth_mm);
        assert!(model.torque_ncm.0 < model.torque_ncm.1, "{id}");
    }
}

const POWERED: &str = r#"(
  format: 1, id: "test", module: Chain,
  title: (fr: "Essai", en: "Test"), brief: (fr: "Essai.", en: "Test."), minutes: 20,
  site: (
    places: { "room": (kind: Room, name: (fr: "Salle", en: "Room")) },
    feeds: { "a": (name: (fr: "voie A", en: "feed A"), amps: 16) },
    racks: { "r": (model: "cabinet-42u-1000", place: "room") },
    gear: {
      "pdu-a": (model: "pdu-0u-16a", rack: "r", fed_by: "a"),
      "sw": (model: "switch-24-4sfpp", rack: "r", u: 20),
    },
    cords: { "x": (model: "c13-c14-2m-black", from: "pdu-a/12", to: "sw/psu1") },
    links: [(a: "sw/Gi1/0/1", b: "pc1/eth0"), (a: "sw/Gi1/0/2", b: "pc2/eth0")],
  ),
  devices: {
    "sw": (model: "switch-l3-24"),
    "pc1": (model: "linux-host", startup: ["ip addr add 10.0.0.1/24 dev eth0"]),
    "pc2": (model: "linux-host", startup: ["ip addr add 10.0.0.2/24 dev eth0"]),
  },
  rubric: [ (id: "ping", title: (fr: "Répond", en: "Answers"), points: 1, criterion: Pings(from: "pc1", to: "10.0.0.2")) ],
)"#;

/// One plant: a feed that is lost takes the switch with it, and the reason of the failed ping says so.
#[test]
fn a_lost_feed_ends_in_a_failed_ping_whose_reason_names_the_box() {
    let (scenario, _) = read(&Source::new("test.ron", POWERED), 1).unwrap_or_else(|found| panic!("{found:?}"));
    let mut lab = Lab::new(Arc::new(scenario));
    let good = |lab: &Lab| score(lab).percent_hundredths == 10_000;
    assert!(good(&lab));
    lab.apply(Action::Trip { breaker: "a".to_owned() }).expect("a breaker");
    assert!(!good(&lab));
    let mut net = lab.network_now();
    let pc = net.device("pc1").expect("it is there");
    let walk = lab.why(&mut net, pc, "10.0.0.2".parse().expect("an address"));
    let said: Vec<String> = walk.hops.iter().map(|hop| Lang::En.say(&hop.say)).collect();
    assert!(said.iter().any(|said| said.contains("sw has no current")), "{said:?}");
    // Its console is silent.
    lab.apply(Action::Type { device: "sw".to_owned(), line: "enable".to_owned() }).expect("it can be typed");
    let Some(Effect::Printed { text, notes, .. }) = lab.effects().last().and_then(|effects| effects.first()) else {
        panic!("nothing was printed");
    };
    assert!(text.is_empty() && !notes.is_empty());
    lab.apply(Action::Reset { breaker: "a".to_owned() }).expect("a breaker");
    lab.apply(Action::Wait { seconds: 120 }).expect("time passes");
    assert!(good(&lab));
    let again = Lab::replay(lab.scenario().clone(), lab.journal()).expect("it was applied once");
    assert_eq!(again.state().hash(), lab.state().hash());
    assert!(good(&again));
}

/// A box that stands without current at the start is dead from the start.
#[test]
fn a_box_that_was_never_plugged_is_dead() {
    let text = POWERED.replace("\"x\": (model: \"c13-c14-2m-black\", from: \"pdu-a/12\", to: \"sw/psu1\")", "");
    let (scenario, _) = read(&Source::new("test.ron", text), 1).unwrap_or_else(|found| panic!("{found:?}"));
    assert_eq!(score(&Lab::new(Arc::new(scenario))).percent_hundredths, 0);
}
