//! Faults along fibres: what stops, what shows, what is mended, and what an author who misplaces one is told.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::otdr::notebook::EventKind;
use splicelab::fibre::otdr::words::{Deed, Hindrance};
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::plant::ElementKind;
use splicelab::plant::address::Termination;
use splicelab::scenario::file::FaultKind;
use splicelab::scenario::read;
use splicelab::units::{Millimetres, Wavelength};

use super::plant::world_with;

/// The world with faults and an OTDR, its reel at the drawer of the cabinet.
fn world(faults: &str) -> String {
    world_with(&[
        ("  rubric: [", &format!("  otdr: true, faults: [{faults}],\n  rubric: [")),
        (
            "cords: {",
            r#"cords: { "amorce": (model: "bobine-sc-apc", to: "pm-lilas-distribution/1", length_m: 500),
               "fin": (model: "bobine-sc-apc", from: "pto-boulangerie/1", length_m: 500),"#,
        ),
        (r#"to: "pm-lilas-distribution/1", length_m: 3)"#, "length_m: 3)"),
        (r#"from: "pto-boulangerie/1", to: "ont-boulangerie/pon""#, r#"to: "ont-boulangerie/pon""#),
    ])
}

fn lab(faults: &str, seed: u64) -> Lab {
    let source = Source::new("saint-brin.ron", world(faults));
    match read(&source, seed) {
        Ok((scenario, _)) => Lab::new(Arc::new(scenario)),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

fn end(text: &str) -> Termination {
    text.parse().expect("an address")
}

fn shoot(nm: u16) -> Action {
    Action::Shoot { at: end("amorce#a"), nm, pulse_ns: 30, range_m: 2500, seconds: 30, index: None, launch_m: 500 }
}

fn mend(at_m: u32) -> Action {
    Action::Mend { fibre: "distribution:1:1".parse().expect("a fibre"), at_m }
}

const HEAD: &str = "pm-lilas-distribution/1";
const OUTLET: &str = "pto-boulangerie/1";
const BREAK: &str = r#"(kind: CleanBreak, fibre: "distribution:1:1", at_m: 312)"#;

#[test]
fn a_broken_fibre_lets_nothing_pass_until_it_is_mended() {
    let mut lab = lab(BREAK, 1);
    assert!(!lab.plant().connected(&end(HEAD), &end(OUTLET)));
    assert!(lab.plant().connected(&end("pm-lilas-distribution/2"), &end("pto-ecole/1")), "the others still go");
    let done = lab.apply(mend(200)).expect("possible").to_vec();
    assert!(matches!(done[..], [Effect::Otdr(Deed::NothingThere { .. })]), "{done:?}");
    assert!(!lab.plant().connected(&end(HEAD), &end(OUTLET)));
    let done = lab.apply(mend(314)).expect("possible").to_vec();
    assert!(matches!(done[..], [Effect::Otdr(Deed::Mended { kind: FaultKind::CleanBreak, .. })]), "{done:?}");
    let path = lab.plant().path(&end(HEAD), &end(OUTLET), Wavelength::NM_1550).expect("light");
    assert_eq!(path.length, Millimetres::from_metres(640 + 180 + 35 + 3), "no glass was lost");
    assert!(path.elements.iter().any(|element| element.kind == ElementKind::Mended));
}

/// The instrument sees the end where the fibre broke, from both sides, with a peak if it broke square.
#[test]
fn a_break_is_an_end_for_the_instrument_from_both_sides() {
    for (kind, reflects) in [("CleanBreak", true), ("ShatteredBreak", false)] {
        let mut lab = lab(&BREAK.replace("CleanBreak", kind), 1);
        lab.apply(shoot(1550)).expect("possible");
        let back = Action::Shoot {
            at: end("fin#b"),
            nm: 1550,
            pulse_ns: 30,
            range_m: 2500,
            seconds: 30,
            index: None,
            launch_m: 500,
        };
        assert!(matches!(lab.apply(back.clone()), Err(Refusal::Elsewhere { .. })), "it is not there");
        lab.apply(Action::GoTo { place: "boulangerie".into() }).expect("possible");
        lab.apply(back).expect("possible");
        for (number, expected) in [(1, 313_500), (2, 35_000 + 180_000 + 328_000 + 1_500)] {
            let taken = lab.state().notebook.shot(number).expect("a shot");
            let last = taken.found.last().expect("an end");
            assert_eq!(last.kind, EventKind::End);
            assert!((last.at_mm - expected).abs() < 1500, "{kind} shot {number}: {last:?}");
            assert_eq!(
                last.reflectance.is_some_and(|reflectance| reflectance.db() > -40.0),
                reflects,
                "{kind} {last:?}"
            );
        }
    }
}

#[test]
fn a_bend_loses_more_at_the_longer_wavelength_and_a_crushed_fibre_the_same() {
    let loss = |faults: &str, nm| {
        let lab = lab(faults, 1);
        let path = lab.plant().path(&end(HEAD), &end(OUTLET), nm).expect("light");
        let fault = |kind: &ElementKind| matches!(kind, ElementKind::Bend { .. } | ElementKind::Crush);
        path.elements.iter().find(|element| fault(&element.kind)).expect("the fault").loss.db()
    };
    let bend = r#"(kind: Bend, fibre: "distribution:1:1", at_m: 312, radius_mm: 5, turns: 2)"#;
    let crush = r#"(kind: Crush, fibre: "distribution:1:1", at_m: 312, db: 0.8)"#;
    let (short, long) = (Wavelength::NM_1310, Wavelength::NM_1550);
    assert!(loss(bend, long) > 0.8 && loss(bend, short) < 0.2 * loss(bend, long));
    assert!((loss(crush, short) - 0.8).abs() < 1e-9 && (loss(crush, long) - 0.8).abs() < 1e-9);
}

/// Red light must be told where it comes out.
#[test]
fn light_leaves_the_fibre_where_it_is_wrong() {
    let faults = r#"(kind: ShatteredBreak, fibre: "distribution:1:1", at_m: 312),
        (kind: Bend, fibre: "distribution:1:1", at_m: 100, turns: 2),
        (kind: BadSplice, fibre: "distribution:1:2", place: "bpe-12", db: 2.0)"#;
    let lab = lab(faults, 1);
    let red = Wavelength(1550);
    let leaks = lab.plant().leaks_from(&end("amorce#a"), red);
    let found: Vec<(FaultKind, Option<u64>)> =
        leaks.iter().map(|leak| (leak.kind, leak.at.map(|at| at.0 / 1000))).collect();
    assert_eq!(found, [(FaultKind::Bend, Some(100)), (FaultKind::ShatteredBreak, Some(312))]);
    assert!(leaks[0].loss.is_some() && leaks[1].loss.is_none());
    let leaks = lab.plant().leaks_from(&end("pto-ecole/1"), red);
    assert!(leaks.iter().any(|leak| leak.place.as_deref() == Some("bpe-12")), "{leaks:?}");
}

#[test]
fn a_shot_is_kept_without_its_points_and_its_trace_comes_back_as_it_was() {
    let mut lab = lab(BREAK, 3);
    lab.apply(shoot(1550)).expect("possible");
    let before = lab.shot(1).expect("a shot");
    let size = serde_json::to_string(&lab.state().notebook).expect("JSON").len();
    assert!(size < 6000, "{size} bytes");
    lab.apply(mend(312)).expect("possible");
    assert_eq!(lab.shot(1).expect("a shot").points, before.points, "the plant has changed since");
    lab.apply(shoot(1550)).expect("possible");
    assert_ne!(lab.shot(2).expect("a shot").points, before.points);
    let again = Lab::replay(lab.scenario().clone(), lab.journal()).expect("it applies");
    assert_eq!(again.state().hash(), lab.state().hash());
}

#[test]
fn what_the_instrument_cannot_do_is_refused() {
    let mut lab = lab(BREAK, 1);
    let at = |text: &str| Action::Shoot {
        at: end(text),
        nm: 1550,
        pulse_ns: 30,
        range_m: 2500,
        seconds: 15,
        index: None,
        launch_m: 0,
    };
    assert!(matches!(lab.apply(at(HEAD)), Err(Refusal::PortTaken(_))), "the reel is plugged there");
    assert!(matches!(lab.apply(at("amorce#b")), Err(Refusal::AlreadyPlugged(_))));
    assert!(matches!(lab.apply(at("distribution:1:1@pm-lilas")), Err(Refusal::Spliced(_))));
    assert!(matches!(lab.apply(shoot(1490)), Err(Refusal::Otdr(Hindrance::NoSuchLaser(1490)))));
    let table = Action::TakeTable { shot: 1 };
    assert!(matches!(lab.apply(table), Err(Refusal::Otdr(Hindrance::NoSuchShot(1)))));
    lab.apply(Action::SignReport { accepted: true }).expect("possible");
    lab.apply(shoot(1550)).expect("possible");
    let table = Action::TakeTable { shot: 1 };
    assert!(matches!(lab.apply(table), Err(Refusal::Otdr(Hindrance::AlreadySigned))));
}

#[test]
fn an_author_who_misplaces_a_fault_is_told() {
    let faults = r#"(kind: CleanBreak, fibre: "distribution:1:1", at_m: 640),
        (kind: Bend, fibre: "distribution:9:1", at_m: 12, radius_mm: 0),
        (kind: Crush, fibre: "distribution:1:3"),
        (kind: Crush, fibre: "distribution:1:4", at_m: 3, place: "bpe-12", db: 99.0),
        (kind: BadSplice, fibre: "distribution:6:1", place: "bpe-12"),
        (kind: BadSplice, fibre: "distribution:1:5", at_m: 4),
        (kind: Crush, fibre: "distribution:1:6", at_m: 9), (kind: Bend, fibre: "distribution:1:6", at_m: 9),"#;
    let text = world(faults).replace(
        "  rubric: [",
        r#"  rubric: [
    (id: "fault", title: (fr: "D", en: "F"), points: 1, criterion: FaultLocated(fault: 9, tolerance_m: 5)),
    (id: "link", title: (fr: "L", en: "L"), points: 1, criterion: Measured(a: "pm-lilas-distribution/99", b: "pto-boulangerie/1", what: Pulse)),
    (id: "mean", title: (fr: "M", en: "M"), points: 1, criterion: MeansWritten(a: "pm-lilas-distribution/1", b: "pto-boulangerie/1", nm: 1490, tolerance_db: 0.1)),"#,
    );
    let source = Source::new("saint-brin.ron", text);
    let diagnostics = read(&source, 1).expect_err("the text is wrong");
    let [fr, en] = Lang::ALL.map(|lang| source.render_all(&diagnostics, lang, false));
    insta::assert_snapshot!(format!("{fr}\n\n— — —\n\n{en}").replace('\u{a0}', " "));
    let without = world("").replace("otdr: true,", "").replace(
        "  rubric: [",
        r#"  rubric: [
    (id: "after", title: (fr: "A", en: "A"), points: 1, criterion: FaultsMended),
    (id: "pulse", title: (fr: "P", en: "P"), points: 1, criterion: Measured(a: "pm-lilas-distribution/1", b: "pto-boulangerie/1", what: Pulse)),"#,
    );
    let diagnostics = read(&Source::new("saint-brin.ron", without), 1).expect_err("no faults, no OTDR");
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.text()).collect();
    assert_eq!(codes, ["E316", "E510"]);
}

/// What the scenario asks for can be seen by the instrument: the break as an end, then what stood behind it, and at both
/// wavelengths which of the two it is.
#[test]
fn the_faults_of_our_scenario_can_be_found() {
    let id = "fibre-09-trouver-le-defaut";
    for seed in 1..13 {
        let source = splicelab::scenario::builtin::source(id).expect("a scenario of ours");
        let scenario = splicelab::scenario::load(source, seed).expect("good").scenario;
        let solution = splicelab::scenario::builtin::solution(id).expect("a solution of ours");
        let solution = splicelab::scenario::read_solution(&solution, &scenario).expect("good");
        let lab = Lab::play(Arc::new(scenario), &solution.solution).expect("possible");
        let [first, second] = &lab.scenario().faults[..] else { panic!("two faults") };
        let shot = |number| lab.state().notebook.shot(number).expect("a shot");
        let near = |number: u32, at_mm: i64| {
            shot(number).found.iter().find(|entry| (entry.at_mm - at_mm).abs() < 4_000).copied()
        };
        let broken = i64::from(first.at_m.expect("a distance")) * 1000 + 1_500;
        let seen = near(2, broken).unwrap_or_else(|| panic!("seed {seed}: {:?}", shot(2).found));
        assert_eq!(seen.kind, EventKind::End, "seed {seed}");
        let beyond = i64::from(second.at_m.expect("a distance")) * 1000 + 641_500;
        assert!(near(2, beyond).is_none(), "seed {seed}: nothing is seen behind a break");
        let loss = |number| near(number, beyond).and_then(|entry| entry.loss).map_or(0.0, |loss| loss.db());
        let (short, long) = (loss(3), loss(4));
        assert!(long > 0.8, "seed {seed}: {long}");
        assert_eq!(second.kind == FaultKind::Bend, long - short > 0.5, "seed {seed}: {short} and {long}");
        assert!(loss(6) < 0.2, "seed {seed}: mended");
    }
}
