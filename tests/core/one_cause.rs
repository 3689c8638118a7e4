//! One plant, one cause, every instrument: a splice that is spoilt shows everywhere at once.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::otdr::{Reels, Settings, shoot_through};
use splicelab::fibre::splice::Core;
use splicelab::lab::Lab;
use splicelab::lab::action::{Action, Wipe};
use splicelab::locale::Lang;
use splicelab::plant::address::{PortId, Termination};
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;
use splicelab::score::{Status, score};
use splicelab::units::Wavelength;

use super::plant::world_with;
use super::support::{careful_splice, fibre};

/// The world with the bakery's fibre still to be spliced in closure BPE 12.
fn scenario() -> Arc<Scenario> {
    let text = world_with(&[
        (
            r#"Through(a: "distribution:1:1", b: "vers-l-07:1:1", place: "bpe-12", count: 12)"#,
            r#"Through(a: "distribution:1:2", b: "vers-l-07:1:2", place: "bpe-12", count: 11)"#,
        ),
        (
            "  rubric: [",
            r#"  bench: (place: "bpe-12"), stock: { "sleeve-60": 4 },
  rubric: [
    (id: "splice", title: (fr: "Épissure", en: "Splice"), points: 4,
      criterion: SplicesBelow(pairs: [("distribution:1:1", "vers-l-07:1:1")], nm: 1550, db: 0.1)),"#,
        ),
    ]);
    let source = Source::new("saint-brin.ron", text);
    match read(&source, 2) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

/// What every instrument says of the splice, in decibels.
#[derive(Debug)]
struct Seen {
    estimate: f64,
    truth: f64,
    from_cabinet: f64,
    from_outlet: f64,
    received: f64,
    earned: bool,
}

fn seen(actions: Vec<Action>) -> Seen {
    let mut lab = Lab::new(scenario());
    let there = lab.state().here(lab.scenario()) == Some("bpe-12");
    let walk = (!there).then(|| Action::GoTo { place: "bpe-12".into() });
    for action in walk.into_iter().chain(actions) {
        lab.apply(action.clone()).unwrap_or_else(|refusal| panic!("{action:?}: {refusal:?}"));
    }
    let splice = lab.state().splices.iter().rev().find(|splice| splice.joins(&fibre("distribution:1:1")));
    let splice = splice.expect("a splice that holds");
    let Core::Fused { estimate, .. } = &splice.core else { panic!("fused") };
    let read = |at: &str, far: &str, metres: f64| {
        let settings = Settings { seconds: 60, launch_m: 500, ..Settings::usual(Wavelength::NM_1550) };
        let reels = Reels { launch_m: 500, tail: Some((far.parse::<PortId>().expect("a port"), 500)) };
        let at: Termination = at.parse().expect("an address");
        let shot = shoot_through(lab.plant(), &at, &reels, &settings, 1).expect("an end");
        let near = |at_mm: u64| (at_mm as f64 / 1000.0 - 500.0 - metres).abs() < 4.0;
        let row = shot.table.rows.iter().find(|row| near(row.at_mm));
        row.and_then(|row| row.loss).map_or(0.0, |loss| loss.db())
    };
    let report = score(&lab);
    let mark = report.marks.iter().find(|mark| mark.id == "splice").expect("a line");
    Seen {
        estimate: estimate.db(),
        truth: splice.loss(Wavelength::NM_1550).db(),
        from_cabinet: read("pm-lilas-distribution/1", "pto-boulangerie/1", 641.5),
        from_outlet: read("pto-boulangerie/1", "pm-lilas-distribution/1", 36.5 + 180.0),
        received: lab.plant().served("boulangerie").expect("light").dbm.dbm(),
        earned: mark.status == Status::Earned,
    }
}

#[test]
fn a_spoilt_splice_shows_on_every_instrument_and_in_the_mark() {
    let (a, b) = (fibre("distribution:1:1"), fibre("vers-l-07:1:1"));
    let good = careful_splice(&a, &b);
    let spoilt: Vec<Action> = good
        .iter()
        .filter(|action| !matches!(action, Action::Clean { fibre, .. } if *fibre == a))
        .map(|action| match action {
            Action::Clean { fibre, .. } => Action::Clean { fibre: fibre.clone(), passes: 1, wipe: Wipe::Fresh },
            Action::Load { fibre, side, tip_um, .. } => {
                Action::Load { fibre: fibre.clone(), side: *side, tip_um: *tip_um, askew_deg: 4 }
            }
            Action::Cleave { fibre, mm, .. } => Action::Cleave { fibre: fibre.clone(), mm: *mm, lift_deg: 8 },
            Action::Fuse { .. } => Action::Fuse { force: true },
            other => other.clone(),
        })
        .collect();
    let (good, spoilt) = (seen(good), seen(spoilt));
    let more = spoilt.truth - good.truth;
    assert!(more > 0.3, "{good:?}\n{spoilt:?}");
    assert!(spoilt.estimate > good.estimate, "the splicer saw some of it: {good:?}\n{spoilt:?}");
    // What is not in the table of the good splice was below the threshold.
    let within = |one: f64, other: f64| ((one - other) - more).abs() < 0.12;
    assert!(within(spoilt.from_cabinet, good.from_cabinet), "{good:?}\n{spoilt:?}");
    assert!(within(spoilt.from_outlet, good.from_outlet), "{good:?}\n{spoilt:?}");
    let mean = (spoilt.from_cabinet + spoilt.from_outlet) / 2.0;
    assert!((mean - spoilt.truth).abs() < 0.05, "the mean of both ways is the true loss: {spoilt:?}");
    // Light for the client is shorter than 1550 nm: bends of the core cost it a little more or less.
    assert!((good.received - spoilt.received - more).abs() < 0.3 * more, "{good:?}\n{spoilt:?}");
    assert!(good.earned && !spoilt.earned);
}

/// The same world with the bakery's computer behind the line, at a budget that a good splice just meets.
fn with_network() -> Arc<Scenario> {
    let text = world_with(&[
        (
            r#"Through(a: "distribution:1:1", b: "vers-l-07:1:1", place: "bpe-12", count: 12)"#,
            r#"Through(a: "distribution:1:2", b: "vers-l-07:1:2", place: "bpe-12", count: 11)"#,
        ),
        (r#"(model: "tiroir-coupleur-1x32","#, r#"(model: "tiroir-coupleur-1x32", loss_db: 25.0,"#),
        (
            "    clients: {",
            r#"    links: [
      (a: "routeur/Gi0/0", b: "acces/Te0/1"),
      (a: "acces/Gi0/1", b: "box/pon1", client: "boulangerie"),
      (a: "box/lan1", b: "pc/eth0"),
    ],
    clients: {"#,
        ),
        (
            "  rubric: [",
            r#"  bench: (place: "bpe-12"), stock: { "sleeve-60": 4 },
  devices: {
    "routeur": (model: "router-2", startup: ["interface Gi0/0", "ip address 10.0.0.1 255.255.255.0", "no shutdown"]),
    "acces": (model: "olt-8"),
    "box": (model: "ont"),
    "pc": (model: "linux-host", startup: ["ip addr add 10.0.0.2/24 dev eth0"]),
  },
  rubric: [
    (id: "ping", title: (fr: "Ping", en: "Ping"), points: 4, criterion: Pings(from: "pc", to: "10.0.0.1")),"#,
        ),
    ]);
    let source = Source::new("saint-brin.ron", text);
    match read(&source, 2) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

#[test]
fn a_bad_cleave_ends_in_a_failed_ping_whose_reason_names_the_splice() {
    let (a, b) = (fibre("distribution:1:1"), fibre("vers-l-07:1:1"));
    let good = careful_splice(&a, &b);
    let bad: Vec<Action> = good
        .iter()
        .map(|action| match action {
            Action::Cleave { fibre, mm, .. } => Action::Cleave { fibre: fibre.clone(), mm: *mm, lift_deg: 25 },
            Action::Fuse { .. } => Action::Fuse { force: true },
            other => other.clone(),
        })
        .collect();
    let after = |splice: Vec<Action>| {
        let mut lab = Lab::new(with_network());
        let mut said = Vec::new();
        let ping = || Action::Type { device: "pc".into(), line: "ping -c 1 10.0.0.1".into() };
        let walk = Action::GoTo { place: "bpe-12".into() };
        let there = lab.state().here(lab.scenario()) == Some("bpe-12");
        let before = (!there).then_some(walk).into_iter().chain([ping()]);
        // The switch of the exchange listens half a minute before it passes anything.
        for action in before.chain(splice).chain([Action::Wait { seconds: 60 }, ping()]) {
            let effects = lab.apply(action.clone()).unwrap_or_else(|refusal| panic!("{action:?}: {refusal:?}"));
            if matches!(action, Action::Type { .. }) {
                said.push(effects.iter().any(splicelab::lab::effect::Effect::is_answered_ping));
            }
        }
        let received = lab.plant().served("boulangerie").map(|received| received.dbm.dbm());
        let report = score(&lab);
        let mark = report.marks.iter().find(|mark| mark.id == "ping").expect("a line").clone();
        let again = Lab::replay(lab.scenario().clone(), lab.journal()).expect("it replays");
        assert_eq!(score(&again), report, "the same marks whoever looks");
        (said, received, mark)
    };
    let (said, received, mark) = after(good);
    assert_eq!(said, [false, true], "dark before, light after: {received:?} {:?}", mark.evidence);
    let (said, received, mark) = after(bad);
    assert_eq!(said, [false, false], "{received:?}");
    let cause = mark.evidence.cause.expect("a cause");
    let [fr, en] = Lang::ALL.map(|lang| lang.say(&cause));
    insta::assert_snapshot!(format!("{received:?}\n{fr}\n{en}"));
}
