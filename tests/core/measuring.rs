//! Light source, power meter, red pen, live-fibre detector: everything they show comes from the plant.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::face::Cleaner;
use splicelab::fibre::instruments::{LaserClass, Reading};
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::plant::address::Termination;
use splicelab::plant::lights::{Glow, GlowKind};
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;
use splicelab::score::{Status, score};
use splicelab::units::Wavelength;

use super::plant::world_with;

/// The bag of a technician, unpacked in the cabinet; fibre 5 of the distribution is dark and ends in the closure.
fn scenario(seed: u64, changes: &[(&str, &str)]) -> Arc<Scenario> {
    let equipment = r#"equipment: {
      "source": (model: "source-1310-1550", place: "pm-lilas"), "metre": (model: "wattmetre", place: "pm-lilas"),
      "bague-1": (model: "traversee-sc-apc", place: "pm-lilas"), "bague-2": (model: "traversee-sc-apc", place: "pm-lilas"),
      "tete-bpe": (model: "tiroir-24-sc-apc", place: "bpe-12"),"#;
    let cords = r#"cords: {
      "c-1": (model: "jarretiere-sc-apc", length_m: 2), "c-2": (model: "jarretiere-sc-apc", length_m: 2),
      "c-3": (model: "jarretiere-sc-apc", length_m: 2),"#;
    let wiring = r#"wiring: [ Pigtails(port: "tete-bpe/1", fibre: "distribution:6:1"),"#;
    let report = r#"report: {
    "pto": (title: (fr: "Puissance à la prise", en: "Power at the outlet"), truth: Power(at: "pto-boulangerie/1", nm: 1490)),
    "lien": (title: (fr: "Perte du lien", en: "Loss of the link"), truth: Loss(from: "pm-lilas-distribution/61", to: "tete-bpe/1", nm: 1310)),
  },
  rubric: [
    (id: "measured", title: (fr: "M", en: "M"), points: 4, criterion: PowerMeasured(at: "pto-boulangerie/1", nm: 1490, min_dbm: -24)),
    (id: "written", title: (fr: "E", en: "W"), points: 4, criterion: Reported(line: "pto", within_db: 0.5), needs: ["measured"]),
    (id: "red", title: (fr: "R", en: "R"), points: 4, criterion: RedLightSafe),
    (id: "loss-measured", title: (fr: "P", en: "L"), points: 4, criterion: LossMeasured(from: "pm-lilas-distribution/61", to: "tete-bpe/1", nm: 1310)),"#;
    let mut all = vec![("equipment: {", equipment), ("cords: {", cords), ("wiring: [", wiring), ("rubric: [", report)];
    all.extend_from_slice(changes);
    let source = Source::new("saint-brin.ron", world_with(&all));
    match read(&source, seed) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

fn end(text: &str) -> Termination {
    text.parse().expect("an end")
}

fn plug(plug: &str, port: &str) -> Action {
    Action::Plug { plug: plug.parse().expect("a plug"), port: port.parse().expect("a port") }
}

fn unplug(plug: &str) -> Action {
    Action::Unplug { plug: plug.parse().expect("a plug") }
}

fn source(nm: u16) -> Action {
    Action::SetSource { source: "source".into(), nm: Some(nm) }
}

fn read_meter(lab: &mut Lab, nm: u16) -> Reading {
    let effects = lab.apply(Action::Measure { meter: "metre".into(), nm }).expect("possible");
    let [Effect::Measured(reading)] = effects else { panic!("{effects:?}") };
    reading.clone()
}

fn does(lab: &mut Lab, actions: impl IntoIterator<Item = Action>) {
    for action in actions {
        lab.apply(action.clone()).unwrap_or_else(|refusal| panic!("{action:?}: {refusal:?}"));
    }
}

fn go(place: &str) -> Action {
    Action::GoTo { place: place.into() }
}

const LINK: [&str; 2] = ["pm-lilas-distribution/61", "tete-bpe/1"];

/// What is between the cords and the link, and the link itself.
fn of_link(lab: &Lab, from: &str, to: &str) -> f64 {
    lab.plant().path(&end(from), &end(to), Wavelength::NM_1310).expect("light").loss.db()
}

/// Source and meter through so many cords as the method says, then the link instead of the reference.
fn loss_by(jumpers: u8, changes: &[(&str, &str)]) -> (Lab, f64) {
    let mut lab = Lab::new(scenario(4, changes));
    let reference: &[(&str, &str)] = match jumpers {
        1 => &[("c-1#a", "source/out"), ("c-1#b", "metre/in")],
        2 => &[("c-1#a", "source/out"), ("c-1#b", "bague-1/1"), ("c-2#b", "bague-1/2"), ("c-2#a", "metre/in")],
        _ => &[
            ("c-1#a", "source/out"),
            ("c-1#b", "bague-1/1"),
            ("c-3#a", "bague-1/2"),
            ("c-3#b", "bague-2/1"),
            ("c-2#b", "bague-2/2"),
            ("c-2#a", "metre/in"),
        ],
    };
    does(&mut lab, reference.iter().map(|(cord, port)| plug(cord, port)));
    does(&mut lab, [source(1310), Action::SetReference { meter: "metre".into(), nm: 1310 }]);
    assert_eq!(read_meter(&mut lab, 1310).loss.expect("a reference").db(), 0.0);
    let pulled: &[&str] = match jumpers {
        1 => &["c-1#b"],
        2 => &["c-1#b", "c-2#b"],
        _ => &["c-1#b", "c-2#b", "c-3#a", "c-3#b"],
    };
    does(&mut lab, pulled.iter().map(|end| unplug(end)));
    if jumpers == 1 {
        does(&mut lab, [plug("c-2#a", "metre/in")]);
    }
    // What is plugged into the link is wiped first.
    let wipe =
        |at: &str, cleaner| Action::CleanFace { end: end(at), cleaner, strokes: 2, to_and_fro: false, used: false };
    let wiped = ["c-1#b", "c-2#b"].into_iter().flat_map(|at| [wipe(at, Cleaner::Wet), wipe(at, Cleaner::Cassette)]);
    does(&mut lab, wiped);
    does(&mut lab, [plug("c-1#b", LINK[0]), go("bpe-12"), plug("c-2#b", LINK[1])]);
    let reading = read_meter(&mut lab, 1310);
    assert_eq!((reading.of.clone(), reading.source_at.clone()), (end(LINK[1]), Some(end(LINK[0]))));
    (lab, reading.loss.expect("a reference").db())
}

/// One cord: both end connections are in the result. Two: one of them. Three: none (Fluke, CertiFiber Pro manual).
#[test]
fn each_reference_takes_away_what_was_in_it_and_nothing_else() {
    let (lab, one) = loss_by(1, &[]);
    let link = of_link(&lab, LINK[0], LINK[1]);
    let [first, last] = [of_link(&lab, "c-1#b", LINK[0]), of_link(&lab, LINK[1], "c-2#b")];
    let cord = of_link(&lab, "c-2#a", "c-2#b");
    assert!((one - (first + link + last + cord)).abs() < 0.011, "{one}: {first} {link} {last}");

    let (_, two) = loss_by(2, &[]);
    // Of the two connections of the link one was paid for by that in the adapter.
    let adapter = one - two;
    assert!((0.0..0.45).contains(&adapter), "{adapter}");
    assert!((two - (first + link + last - adapter)).abs() < 0.02, "{two}");

    let (_, three) = loss_by(3, &[]);
    assert!((three - link).abs() < 0.3 && three < two, "{three} beside {link}");
}

#[test]
fn a_dirty_cord_in_the_reference_makes_the_link_gain_light() {
    let dirty = [(
        r#""c-3": (model: "jarretiere-sc-apc", length_m: 2)"#,
        r#""c-3": (model: "jarretiere-sc-apc", length_m: 2, dirt_percent: (100, 100), dirt_kinds: [Oil])"#,
    )];
    let (_, loss) = loss_by(3, &dirty);
    assert!(loss < -1.0, "{loss}");
}

#[test]
fn the_meter_at_the_outlet_shows_what_the_box_would_get_and_the_value_is_graded() {
    let mut lab = Lab::new(scenario(2, &[]));
    does(&mut lab, [go("boulangerie"), unplug("salon-boulangerie#b"), plug("salon-boulangerie#b", "metre/in")]);
    let reading = read_meter(&mut lab, 1490);
    let truth = lab.plant().received(&end("pto-boulangerie/1"), Wavelength::NM_1490).expect("light").dbm.dbm();
    let shown = reading.dbm.expect("light").dbm();
    assert!((-0.6..=0.0).contains(&(shown - truth)), "{shown} beside {truth}");
    assert_eq!(reading.of, end("pto-boulangerie/1"));
    // Set to 1310 nm it reads a little too much.
    let wrong = read_meter(&mut lab, 1310).dbm.expect("light").dbm();
    assert!((wrong - shown - 0.25).abs() < 0.02, "{wrong} {shown}");

    let status = |lab: &Lab, id: &str| score(lab).marks.into_iter().find(|mark| mark.id == id).expect("a line").status;
    assert_eq!(status(&lab, "measured"), Status::Earned);
    assert_eq!(status(&lab, "written"), Status::Lost);
    lab.apply(Action::Write { line: "pto".into(), value: None }).expect("possible");
    assert_eq!(status(&lab, "written"), Status::Earned);
    lab.apply(Action::Write { line: "pto".into(), value: Some((truth * 1000.0) as i64 + 3000) }).expect("possible");
    assert_eq!(status(&lab, "written"), Status::Lost);
}

#[test]
fn a_dark_line_reads_low_and_gives_no_reference() {
    let mut lab = Lab::new(scenario(2, &[]));
    let measure = Action::Measure { meter: "metre".into(), nm: 1490 };
    assert_eq!(lab.apply(measure).map(<[_]>::len), Err(Refusal::NothingInMeter));
    does(&mut lab, [plug("c-1#a", "metre/in"), plug("c-1#b", "pm-lilas-distribution/61")]);
    assert_eq!(read_meter(&mut lab, 1490).dbm, None);
    let reference = Action::SetReference { meter: "metre".into(), nm: 1490 };
    assert_eq!(lab.apply(reference).map(<[_]>::len), Err(Refusal::NoLight));
    let wrong = Action::SetSource { source: "source".into(), nm: Some(850) };
    assert_eq!(lab.apply(wrong).map(<[_]>::len), Err(Refusal::WrongWavelength { nm: 850 }));
    let no_line = Action::Write { line: "none".into(), value: Some(1) };
    assert!(matches!(lab.apply(no_line).map(<[_]>::len), Err(Refusal::NoSuchLine { .. })));
}

fn glows(lab: &mut Lab, at: &str) -> Vec<Glow> {
    let effects = lab.apply(Action::LightRed { end: end(at), class: LaserClass::Class2 }).expect("possible");
    let [Effect::RedOn { glows, .. }] = effects else { panic!("{effects:?}") };
    glows.clone()
}

#[test]
fn red_light_shows_the_open_end_and_a_bad_splice_on_the_way() {
    let mut lab = Lab::new(scenario(2, &[]));
    let seen = glows(&mut lab, "pm-lilas-distribution/61");
    assert_eq!(
        seen.iter().map(|glow| (glow.kind, glow.at.clone())).collect::<Vec<_>>(),
        [(GlowKind::OpenEnd, end("tete-bpe/1"))]
    );
    // 640 m at 7 dB/km and two splices.
    assert!((-6.5..-4.4).contains(&seen[0].dbm.dbm()), "{seen:?}");

    // The splice of the bakery in the closure is bad: there it glows.
    let bad = [(
        r#"Through(a: "distribution:1:1", b: "vers-l-07:1:1", place: "bpe-12", count: 12)"#,
        r#"Through(a: "distribution:1:1", b: "vers-l-07:1:1", place: "bpe-12", count: 12, db: 1.5)"#,
    )];
    let mut lab = Lab::new(scenario(2, &bad));
    does(&mut lab, [unplug("pm-boulangerie#b")]);
    let seen = glows(&mut lab, "pm-lilas-distribution/1");
    let splice = seen.iter().find(|glow| glow.kind == GlowKind::Splice).expect("a glow");
    assert_eq!(splice.place.as_deref(), Some("bpe-12"));
    // The box at the end is closed: nothing to see there.
    assert!(seen.iter().all(|glow| glow.kind == GlowKind::Splice), "{seen:?}");
    assert!(matches!(
        lab.apply(Action::LightRed { end: end("pm-lilas-distribution/61"), class: LaserClass::Class2 }).map(<[_]>::len),
        Err(Refusal::RedIsOn)
    ));

    // Over 4.2 km of transport and back into the town nothing is left of it.
    let mut far = Lab::new(scenario(2, &[]));
    does(&mut far, [go("nro")]);
    let seen = glows(&mut far, "nro-transport/100");
    assert!(seen.iter().all(|glow| glow.dbm.dbm() < -28.0), "{seen:?}");
}

#[test]
fn red_light_left_on_or_too_strong_is_held_against_whoever_lit_it() {
    let red = |class| Action::LightRed { end: end("pm-lilas-distribution/61"), class };
    let status = |actions: &[Action]| {
        let lab = Lab::play(scenario(2, &[]), actions).expect("possible");
        score(&lab).marks.into_iter().find(|mark| mark.id == "red").expect("a line").status
    };
    assert_eq!(status(&[red(LaserClass::Class2), Action::PutOutRed]), Status::Earned);
    assert_eq!(status(&[red(LaserClass::Class2)]), Status::Lost);
    assert_eq!(status(&[red(LaserClass::Class3R), Action::PutOutRed]), Status::Lost);
}

#[test]
fn a_clip_finds_traffic_and_its_direction_and_costs_a_little() {
    let mut lab = Lab::new(scenario(2, &[]));
    let before = lab.plant().served("boulangerie").expect("light").dbm;
    let clip = |text: &str| Action::ClipOn { fibre: text.parse().expect("an end") };
    let found = |lab: &mut Lab, at: &str| {
        let effects = lab.apply(clip(at)).expect("possible");
        let Some(Effect::ClippedOn { found, .. }) = effects.first() else { panic!("{effects:?}") };
        found.clone()
    };
    does(&mut lab, [go("bpe-12")]);
    // In the closure the light comes out of the distribution cable and goes into the one to the pole.
    let out = found(&mut lab, "distribution:1:1@bpe-12").expect("traffic");
    assert!(out.out_of_cable);
    let into = found(&mut lab, "vers-l-07:1:1@bpe-12").expect("traffic");
    assert!(!into.out_of_cable);
    assert_eq!(found(&mut lab, "distribution:6:1@bpe-12"), None);
    let lost = before.dbm() - lab.plant().served("boulangerie").expect("light").dbm.dbm();
    assert!((lost - 1.6).abs() < 0.01, "{lost}");
    does(
        &mut lab,
        ["distribution:1:1@bpe-12", "vers-l-07:1:1@bpe-12"]
            .map(|at| Action::ClipOff { fibre: at.parse().expect("an end") }),
    );
    assert_eq!(lab.plant().served("boulangerie").expect("light").dbm, before);
}

/// One cause, every instrument: a splice of the bakery's line made badly at the bench.
#[test]
fn one_spoilt_splice_shows_in_estimate_loss_meter_red_light_level_and_mark() {
    let changes = [(
        "  rubric: [",
        "  bench: (place: \"pbo-l-07\", splicer: (alignment: Cladding)), stock: { \"sleeve-60\": 2, \"wipe\": 9 },\n  rubric: [\n    (id: \"served\", title: (fr: \"S\", en: \"S\"), points: 4, criterion: LossBelow(from: \"pm-lilas-distribution/1\", to: \"pto-boulangerie/1\", nm: 1550, db: 0.8)),",
    )];
    let (a, b) = ("vers-l-07:1:1", "branchement-boulangerie:1:1");
    let played = |lift_deg: u8| {
        let fibre = |text: &str| text.parse().expect("a fibre");
        let mut actions = vec![go("pbo-l-07"), Action::Recut { fibre: fibre(a) }];
        for (at, lift_deg) in [(a, lift_deg), (b, lift_deg)] {
            actions.extend([
                Action::Pick { fibre: fibre(at) },
                Action::Strip { fibre: fibre(at), mm: 35, speed_mm_s: 30 },
                Action::Clean { fibre: fibre(at), passes: 2, wipe: splicelab::lab::action::Wipe::Fresh },
                Action::Cleave { fibre: fibre(at), mm: 10, lift_deg },
                Action::BinScrap,
            ]);
        }
        let load = |at: &str, side| Action::Load { fibre: fibre(at), side, tip_um: 800, askew_deg: 0 };
        actions.extend([
            load(a, splicelab::lab::action::Side::Left),
            load(b, splicelab::lab::action::Side::Right),
            Action::CloseHood,
            Action::Fuse { force: true },
            Action::OpenHood,
            go("boulangerie"),
            // The meter instead of the box.
            unplug("salon-boulangerie#b"),
            plug("salon-boulangerie#b", "metre/in"),
        ]);
        // Fibres of a splice cut apart lie open already.
        let mut lab = Lab::new(scenario(6, &changes));
        for action in actions {
            if let Err(refusal) = lab.apply(action.clone()) {
                assert!(matches!(refusal, Refusal::AlreadyPicked(_)), "{action:?}: {refusal:?}");
            }
        }
        let dbm = read_meter(&mut lab, 1490).dbm.map_or(-99.0, |dbm| dbm.dbm());
        does(
            &mut lab,
            [unplug("salon-boulangerie#b"), plug("salon-boulangerie#b", "ont-boulangerie/pon"), go("pm-lilas")],
        );
        let level = lab.plant().served("boulangerie").map_or(-99.0, |received| received.dbm.dbm());
        does(&mut lab, [unplug("pm-boulangerie#b")]);
        let glowing =
            glows(&mut lab, "pm-lilas-distribution/1").iter().any(|glow| glow.place.as_deref() == Some("pbo-l-07"));
        let splice = lab.state().splices.iter().rev().find(|splice| splice.joins(&fibre(a))).expect("a splice").clone();
        let splicelab::fibre::splice::Core::Fused { estimate, .. } = splice.core else { panic!("fused") };
        let lost =
            score(&lab).marks.into_iter().find(|mark| mark.id == "served").expect("a line").status != Status::Earned;
        (estimate.db(), splice.loss(Wavelength::NM_1490).db(), dbm, level, glowing, lost)
    };
    let (good, bad) = (played(0), played(25));
    assert!(bad.0 > good.0, "estimate: {good:?} {bad:?}");
    let more = bad.1 - good.1;
    assert!(more > 0.5, "true loss: {good:?} {bad:?}");
    // Meter and box see exactly what the splice lost.
    assert!((good.2 - bad.2 - more).abs() < 0.015, "meter: {good:?} {bad:?}");
    assert!((good.3 - bad.3 - more).abs() < 0.015, "level: {good:?} {bad:?}");
    assert!(!good.4 && bad.4, "red light: {good:?} {bad:?}");
    assert!(!good.5 && bad.5, "mark: {good:?} {bad:?}");
}
