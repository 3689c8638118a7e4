//! A rack that is built: ties and bends, power over the cable, long cables, rails that slope, what sticks out or is blocked.

use std::sync::Arc;

use splicelab::catalogue::rack::{Face, racks};
use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::lab::action::{Action, Side};
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::plant::address::PortId;
use splicelab::rack::bundle::{Fastener, least_radius_mm};
use splicelab::rack::link::{Links, Verdict, Why};
use splicelab::rack::poe::{self, Dark};
use splicelab::rack::power;
use splicelab::rack::state::Lift;
use splicelab::rack::words::{Deed, Hindrance};
use splicelab::scenario::read;
use splicelab::score::score;
use splicelab::units::Permille;

const SITE: &str = r#"(
  format: 1, id: "test", module: Rack,
  title: (fr: "Essai", en: "Test"), brief: (fr: "Essai.", en: "Test."), minutes: 20,
  site: (
    places: { "room": (kind: Room, name: (fr: "Salle", en: "Room")) },
    feeds: { "a": (name: (fr: "voie A", en: "feed A"), amps: 32) },
    racks: { "r": (model: "cabinet-42u-1000", place: "room", bonded: false), "s": (model: "cabinet-42u-1200", place: "room") },
    gear: {
      "pdu": (model: "pdu-0u-16a", rack: "r", fed_by: "a"), "pdv": (model: "pdu-0u-16a", rack: "s", fed_by: "a"),
      "poe": (model: "switch-8-poe", rack: "r", u: 20),
      "h1": (model: "sensors-1u-poe", rack: "r", u: 21), "h2": (model: "sensors-1u-poe", rack: "r", u: 22),
      "h3": (model: "sensors-1u-poe", rack: "r", u: 23), "mini": (model: "switch-8-poe-fed", rack: "r", u: 24),
      "one": (model: "switch-48-sfpp-6qsfp28", rack: "r", u: 30), "two": (model: "switch-48-sfpp-6qsfp28", rack: "s", u: 30),
      "cu": (model: "switch-48-10gt-6qsfp28", rack: "r", u: 28), "cv": (model: "switch-48-10gt-6qsfp28", rack: "s", u: 28),
      "oob": (model: "switch-48-oob", rack: "r", u: 26),
      "t": (model: "fibre-panel-24-lc", rack: "r", u: 34), "u": (model: "fibre-panel-24-lc", rack: "s", u: 34),
      "p": (model: "copper-panel-24-cat6a", rack: "r", u: 36), "q": (model: "copper-panel-24-cat6a", rack: "s", u: 36),
      "long": (model: "server-2u-4node"), "panel": (model: "copper-panel-24-cat6"), "srv": (model: "server-2u"),
    },
    cords: {
      "a": (model: "c13-c14-2m-black", from: "pdu/4", to: "one/psu1"), "b": (model: "c13-c14-2m-black", from: "pdv/4", to: "two/psu1"),
      "c": (model: "c13-c14-2m-black", from: "pdu/5", to: "cu/psu1"), "d": (model: "c13-c14-2m-black", from: "pdv/5", to: "cv/psu1"),
      "e": (model: "c13-c14-2m-black", from: "pdu/6", to: "poe/psu1"), "f": (model: "c13-c14-2m-black", from: "pdu/7", to: "oob/psu1"),
    },
    runs: {
      "copper": (a: "p/r1", b: "q/r1", kind: Copper(Cat6a), length_m: 60, count: 24, other_lengths: [(line: 2, metres: 94)]),
      "glass": (a: "t/r1", b: "u/r1", kind: Duplex(fibre: Om4), length_m: 60, count: 24),
    },
  ),
  stock: { "cat6-1m-blue": 9, "cat6a-2m-white": 9, "om4-lc-lc-2m": 4, "sfpp-sr": 2, "hook-and-loop": 3, "cable-tie": 3,
           "cage-nut-m6": 20, "c13-c14-2m-black": 2 },
  rubric: [
    (id: "earth", title: (fr: "Terre", en: "Earth"), points: 1, criterion: Bonded(rack: "r")),
    (id: "gentle", title: (fr: "Doux", en: "Gentle"), points: 1, criterion: CordsGentle(rack: "r")),
    (id: "link", title: (fr: "Lien", en: "Link"), points: 1, criterion: PermanentLink(from: "cu/1", to: "cv")),
    (id: "apart", title: (fr: "À part", en: "Apart"), points: 1, criterion: OutOfBand(ports: ["one/mgmt"], switch: "oob")),
    (id: "poe", title: (fr: "PoE", en: "PoE"), points: 4, criterion: PoeHolds(devices: ["h1", "h2", "h3", "mini"])),
    (id: "hangs", title: (fr: "Pend", en: "Hangs"), points: 1, criterion: MountedRight(device: "srv", rack: "r", u: 3)),
    (id: "deep", title: (fr: "Long", en: "Long"), points: 1, criterion: MountedRight(device: "long", rack: "r", u: 3)),
    (id: "free", title: (fr: "Libre", en: "Free"), points: 1, criterion: MountedRight(device: "poe", rack: "r", u: 20)),
  ],
)"#;

fn lab() -> Lab {
    let source = Source::new("test.ron", SITE);
    match read(&source, 1) {
        Ok((scenario, _)) => Lab::new(Arc::new(scenario)),
        Err(found) => panic!("{}", source.render_all(&found, Lang::En, false)),
    }
}

fn port(text: &str) -> PortId {
    text.parse().expect("a port")
}

/// A cord from stock between two ports; its name.
fn join(lab: &mut Lab, item: &str, a: &str, b: &str) -> String {
    lab.apply(Action::TakeCord { item: item.to_owned() }).expect("in stock");
    let id = format!("{item}-{}", lab.state().used[item]);
    for (end, at) in [("a", a), ("b", b)] {
        let plug = format!("{id}#{end}").parse().expect("a plug");
        lab.apply(Action::Plug { plug, port: port(at) }).unwrap_or_else(|why| panic!("{at}: {why:?}"));
    }
    id
}

fn fasten(lab: &mut Lab, cord: &str, with: Fastener, newtons: u16, radius_mm: u16) -> Deed {
    let effects =
        lab.apply(Action::Fasten { cord: cord.to_owned(), with, newtons, radius_mm }).expect("it can be tied");
    match effects {
        [Effect::Rack(deed)] => deed.clone(),
        other => panic!("{other:?}"),
    }
}

fn judge(lab: &Lab, at: &str) -> Verdict {
    Links::of(lab.scenario(), lab.state()).judge(&port(at))
}

fn share(lab: &Lab, line: &str) -> Permille {
    let score = score(lab);
    let wanted = score.marks.iter().find(|there| there.id == line).expect("a line of the rubric");
    Permille((u64::from(wanted.earned.0) * 1000 / u64::from(wanted.points.0)) as u16)
}

#[test]
fn bends_are_held_to_the_figures_of_the_trade() {
    let least = |item: &str| least_radius_mm(&racks().cords[item]);
    // Four times 6.0 and 6.8 mm; 25 mm for a 2 mm glass cord, ten times 3.6 mm for a trunk; five times 4.6 mm.
    assert_eq!(least("cat6-1m-blue"), 24);
    assert_eq!(least("cat6a-1m-white"), 28);
    assert_eq!(least("om4-lc-lc-2m"), 25);
    assert_eq!(least("om4-mpo-10m-b"), 36);
    assert_eq!(least("dac-sfpp-1m"), 23);
    assert_eq!(least("c13-c14-2m-black"), 0);
}

#[test]
fn a_plastic_tie_costs_marks_and_a_hard_one_the_link() {
    let mut lab = lab();
    let cord = join(&mut lab, "cat6a-2m-white", "cu/1", "p/1");
    join(&mut lab, "cat6a-2m-white", "cv/1", "q/1");
    assert_eq!(judge(&lab, "cu/1").mbps, 10_000);
    let good = fasten(&mut lab, &cord, Fastener::HookAndLoop, 5, 60);
    assert!(!good.is_trouble(), "{good:?}");
    assert_eq!(share(&lab, "gentle"), Permille(1000));
    lab.apply(Action::Unfasten { cord: cord.clone() }).expect("one strip is on it");
    assert_eq!(lab.state().stock["hook-and-loop"], 3, "it opens again");
    // By hand only: nothing is measured, but it is no way to tie a data cord.
    fasten(&mut lab, &cord, Fastener::CableTie, 10, 60);
    assert_eq!((judge(&lab, "cu/1").mbps, share(&lab, "gentle")), (10_000, Permille(0)));
    // With the gun.
    let hard = fasten(&mut lab, &cord, Fastener::CableTie, 80, 60);
    assert!(matches!(hard, Deed::Fastened { crushed: true, .. }), "{hard:?}");
    let verdict = judge(&lab, "cu/1");
    assert_eq!((verdict.mbps, verdict.why), (100, Some(Why::Crushed(port("cu/1")))));
    lab.apply(Action::Unfasten { cord: cord.clone() }).expect("two ties are on it");
    assert_eq!(lab.state().stock["cable-tie"], 1, "plastic is cut");
    assert_eq!(judge(&lab, "cu/1").mbps, 10_000);
    let again = lab.apply(Action::Unfasten { cord });
    assert!(matches!(again, Err(Refusal::Rack(Hindrance::NoTies(_)))), "{again:?}");
}

#[test]
fn a_folded_glass_cord_is_dark_and_a_tight_one_only_wrong() {
    let mut lab = lab();
    for at in ["one/1", "two/1"] {
        lab.apply(Action::Insert { port: port(at), module: "sfpp-sr".to_owned() }).expect("an empty cage");
    }
    let cord = join(&mut lab, "om4-lc-lc-2m", "one/1", "t/1");
    join(&mut lab, "om4-lc-lc-2m", "two/1", "u/1");
    assert_eq!(judge(&lab, "one/1").mbps, 10_000, "{:?}", judge(&lab, "one/1"));
    fasten(&mut lab, &cord, Fastener::HookAndLoop, 5, 20);
    assert_eq!((judge(&lab, "one/1").mbps, share(&lab, "gentle")), (10_000, Permille(0)));
    fasten(&mut lab, &cord, Fastener::HookAndLoop, 5, 5);
    assert_eq!(judge(&lab, "one/1").why, Some(Why::Crushed(port("one/1"))));
    // Pulled out of its port it lies free.
    lab.apply(Action::Unplug { plug: format!("{cord}#a").parse().expect("a plug") }).expect("it is plugged");
    lab.apply(Action::Plug { plug: format!("{cord}#a").parse().expect("a plug"), port: port("one/1") }).expect("free");
    assert_eq!(judge(&lab, "one/1").mbps, 10_000);
}

#[test]
fn ports_feed_in_their_order_until_the_budget_is_gone() {
    let mut lab = lab();
    // Class 3 keeps 15.4 W at the port (IEEE 802.3af), class 4 keeps 30 W (802.3at): three and one are 76.2 W of 62.
    for (number, hub) in ["h1", "h2", "h3"].into_iter().enumerate() {
        join(&mut lab, "cat6-1m-blue", &format!("poe/{}", number + 1), &format!("{hub}/eth"));
    }
    assert_eq!(share(&lab, "poe"), Permille(750));
    let cord = join(&mut lab, "cat6-1m-blue", "poe/4", "mini/in");
    let feeding = |lab: &Lab| power::now(lab.scenario(), lab.state()).feeding["poe"].clone();
    assert_eq!((feeding(&lab).given, feeding(&lab).budget), (462, 620));
    let gone = Dark::BudgetGone { left: 158, asks: 300 };
    assert_eq!(feeding(&lab).dark, [(port("poe/4"), "mini".to_owned(), gone)]);
    // One hub less, and there is room: the small switch wakes up.
    lab.apply(Action::Unplug { plug: "cat6-1m-blue-1#a".parse().expect("a plug") }).expect("it is plugged");
    assert_eq!(feeding(&lab).given, 608);
    assert!(power::now(lab.scenario(), lab.state()).running.contains("mini"));
    // With the switch everything on its cables goes, and comes back.
    let effects = lab.apply(Action::Trip { breaker: "pdu".to_owned() }).expect("a strip").to_vec();
    let down = effects.iter().find_map(|effect| match effect {
        Effect::Rack(Deed::WentDown { devices }) => Some(devices.clone()),
        _ => None,
    });
    assert!(down.is_some_and(|down| ["h2", "h3", "mini", "poe"].iter().all(|id| down.contains(&(*id).to_owned()))));
    lab.apply(Action::Reset { breaker: "pdu".to_owned() }).expect("a strip");
    lab.apply(Action::Unplug { plug: format!("{cord}#a").parse().expect("a plug") }).expect("it is plugged");
    // A port that feeds nobody, of another switch.
    lab.apply(Action::Plug { plug: format!("{cord}#a").parse().expect("a plug"), port: port("oob/1") }).expect("free");
    let power = power::now(lab.scenario(), lab.state());
    assert!(!power.running.contains("mini"));
    assert_eq!(poe::how(lab.scenario(), &power, "mini").1.key, "poe-found-no-port");
}

#[test]
fn an_installed_cable_may_be_90_m_however_well_it_works() {
    let mut lab = lab();
    assert_eq!(share(&lab, "link"), Permille(0), "nothing is plugged");
    let near = join(&mut lab, "cat6a-2m-white", "cu/1", "p/2");
    let far = join(&mut lab, "cat6a-2m-white", "cv/1", "q/2");
    // 94 m and two cords of 2 m are 98 m: it links.
    assert_eq!(judge(&lab, "cu/1").mbps, 10_000);
    assert_eq!(share(&lab, "link"), Permille(0));
    for (cord, at) in [(near, "p/1"), (far, "q/1")] {
        let plug: splicelab::plant::address::CordEnd = format!("{cord}#b").parse().expect("a plug");
        lab.apply(Action::Unplug { plug: plug.clone() }).expect("it is plugged");
        lab.apply(Action::Plug { plug, port: port(at) }).expect("free");
    }
    assert_eq!(share(&lab, "link"), Permille(1000));
}

#[test]
fn management_hangs_on_its_own_switch() {
    let mut lab = lab();
    let cord = join(&mut lab, "cat6a-2m-white", "cu/20", "one/mgmt");
    assert!(judge(&lab, "one/mgmt").mbps > 0, "it links all the same");
    assert_eq!(share(&lab, "apart"), Permille(0));
    let plug: splicelab::plant::address::CordEnd = format!("{cord}#a").parse().expect("a plug");
    lab.apply(Action::Unplug { plug: plug.clone() }).expect("it is plugged");
    lab.apply(Action::Plug { plug, port: port("oob/7") }).expect("free");
    assert_eq!(share(&lab, "apart"), Permille(1000));
    assert_eq!(share(&lab, "earth"), Permille(0));
    lab.apply(Action::Bond { rack: "r".to_owned() }).expect("it is not on the earth");
    assert_eq!(share(&lab, "earth"), Permille(1000));
}

fn mount(device: &str, left: &str, face: Face) -> Action {
    let (left, right, lift) = (left.parse().expect("a hole"), None, Lift::Machine);
    Action::Mount { device: device.to_owned(), rack: "r".to_owned(), left, right, face, lift }
}

fn rails(lab: &mut Lab, device: &str, front: &str, rear: &str) {
    for side in [Side::Left, Side::Right] {
        let (front, rear) = (front.parse().expect("a hole"), Some(rear.parse().expect("a hole")));
        let fix = Action::FixRail { device: device.to_owned(), rack: "r".to_owned(), side, front, rear };
        lab.apply(fix).expect("it reaches");
    }
}

fn found(lab: &Lab, line: &str) -> Vec<String> {
    let score = score(lab);
    let line = score.marks.iter().find(|there| there.id == line).expect("a line of the rubric");
    line.evidence.found.iter().map(|message| message.key.to_string()).collect()
}

#[test]
fn rails_one_hole_apart_make_a_slide_and_two_jam() {
    let mut lab = lab();
    rails(&mut lab, "srv", "3.2", "3.1");
    let effects = lab.apply(mount("srv", "3.1", Face::Front)).expect("it goes in").to_vec();
    assert!(effects.contains(&Effect::Rack(Deed::Slopes { device: "srv".to_owned() })), "{effects:?}");
    assert!(found(&lab, "hangs").contains(&"rack-found-slopes".to_owned()));
    let mut lab = self::lab();
    rails(&mut lab, "srv", "3.2", "2.3");
    let jammed = lab.apply(mount("srv", "3.1", Face::Front));
    assert!(matches!(jammed, Err(Refusal::Rack(Hindrance::RailsNotLevel))), "{jammed:?}");
}

#[test]
fn what_is_too_deep_sticks_out() {
    let mut lab = lab();
    rails(&mut lab, "long", "3.2", "3.2");
    let effects = lab.apply(mount("long", "3.1", Face::Front)).expect("the door stays open").to_vec();
    // 960 mm deep, 900 mm inside.
    assert!(effects.contains(&Effect::Rack(Deed::SticksOut { device: "long".to_owned(), mm: 60 })), "{effects:?}");
    assert!(found(&lab, "deep").contains(&"rack-found-sticks-out".to_owned()));
}

#[test]
fn what_hangs_behind_blocks_hand_and_air() {
    let mut lab = lab();
    assert!(!found(&lab, "free").contains(&"rack-found-behind".to_owned()));
    for (post, hole) in [("RearLeft", "20.1"), ("RearRight", "20.1")] {
        let post = if post == "RearLeft" {
            splicelab::rack::state::Post::RearLeft
        } else {
            splicelab::rack::state::Post::RearRight
        };
        let (hole, nut) = (hole.parse().expect("a hole"), "cage-nut-m6".to_owned());
        lab.apply(Action::SetNut { rack: "r".to_owned(), post, hole, nut }).expect("a free hole");
    }
    // 250 mm and 110 mm fit between posts 740 mm apart.
    lab.apply(mount("panel", "20.1", Face::Rear)).expect("there is room");
    assert_eq!(found(&lab, "free"), ["rack-found-behind"]);
    lab.apply(Action::TakeCord { item: "c13-c14-2m-black".to_owned() }).expect("in stock");
    let plug = |end: &str| format!("c13-c14-2m-black-1#{end}").parse().expect("a plug");
    lab.apply(Action::Plug { plug: plug("a"), port: port("pdu/9") }).expect("free");
    let blocked = lab.apply(Action::Plug { plug: plug("b"), port: port("poe/psu2") });
    assert!(matches!(&blocked, Err(Refusal::Rack(Hindrance::Behind(id))) if id == "panel"), "{blocked:?}");
}

/// The codes of everything that is wrong with the site after this change.
fn codes(from: &str, to: &str) -> Vec<&'static str> {
    assert!(SITE.contains(from), "{from}");
    let source = Source::new("test.ron", SITE.replacen(from, to, 1));
    let found = read(&source, 1).map(|_| Vec::new()).unwrap_or_else(|found| found);
    found.iter().map(|diagnostic| diagnostic.code.text()).collect()
}

#[test]
fn a_file_that_asks_for_what_there_is_not_is_told_so() {
    let cord = "(model: \"c13-c14-2m-black\", from: \"pdu/7\", to: \"oob/psu1\"";
    assert!(codes("", "").is_empty());
    assert!(codes(cord, &format!("{cord}, ties: [(with: CableTie, newtons: 80)]")).is_empty());
    for (from, to, code) in [
        ("Bonded(rack: \"r\")", "Bonded(rack: \"x\")", "E310"),
        ("CordsGentle(rack: \"r\")", "CordsGentle(rack: \"x\")", "E310"),
        ("PermanentLink(from: \"cu/1\", to: \"cv\")", "PermanentLink(from: \"cu/1\", to: \"cw\")", "E310"),
        ("ports: [\"one/mgmt\"]", "ports: []", "E401"),
        ("\"h3\", \"mini\"]", "\"h3\", \"oob\"]", "E406"),
        (cord, &format!("{cord}, ties: [(with: HookAndLoop, newtons: 900)]"), "E402"),
    ] {
        assert_eq!(codes(from, to), [code], "{to}");
    }
}
