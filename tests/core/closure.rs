//! Bends, cassettes and cables opened into a closure: what they do to the light.

use std::sync::Arc;

use proptest::prelude::*;
use splicelab::diagnostic::Source;
use splicelab::fibre::bend::loss_db_per_turn;
use splicelab::fibre::cassette::{CoilFault, Loop};
use splicelab::fibre::coach;
use splicelab::fibre::coiling::{ClosureEffect, ClosureRefusal};
use splicelab::fibre::glass::FibreType;
use splicelab::fibre::splicer::Complaint;
use splicelab::lab::action::{Action, Side, careful};
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::lab::{Lab, State};
use splicelab::locale::Lang;
use splicelab::plant::address::Termination;
use splicelab::plant::{ElementKind, Path, Plant};
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;
use splicelab::score::{Status, score};
use splicelab::units::Wavelength;

use super::plant::world_with;
use super::support::{careful_splice, fibre, play, protect_and_store};

fn plant(changes: &[(&str, &str)]) -> Plant {
    let source = Source::new("saint-brin.ron", world_with(changes));
    let (scenario, _) =
        read(&source, 1).unwrap_or_else(|found| panic!("{}", source.render_all(&found, Lang::En, false)));
    let scenario = Arc::new(scenario);
    Plant::build(&scenario, &State::initial(&scenario))
}

fn end(text: &str) -> Termination {
    text.parse().expect("an address")
}

fn bakery(plant: &Plant, nm: u16) -> Path {
    plant.path(&end("pm-lilas-distribution/1"), &end("pto-boulangerie/1"), Wavelength(nm)).expect("light")
}

const BENT: (&str, &str) = (
    "    equipment: {",
    "    bends: [
      (at: \"distribution:1:1@bpe-12\", radius_mm: 5, turns: 2), (at: \"vers-l-07:1:1@pbo-l-07\", radius_mm: 4),
    ],
    equipment: {",
);

#[test]
fn a_bend_stands_in_the_path_at_its_place_and_costs_more_at_longer_wavelengths() {
    let (straight, bent) = (plant(&[]), plant(&[BENT]));
    for nm in [1310, 1490, 1550, 1625] {
        let (before, after) = (bakery(&straight, nm), bakery(&bent, nm));
        let turn = |radius| loss_db_per_turn(FibreType::G657A2, radius, Wavelength(nm));
        let expected = 2.0 * turn(5.0) + turn(4.0);
        let more = after.loss.db() - before.loss.db();
        assert!((more - expected).abs() < 0.002, "{nm} nm: {more} instead of {expected}");
        assert_eq!(after.length, before.length);
    }
    let path = bakery(&bent, 1550);
    let bends: Vec<_> = path
        .elements
        .iter()
        .filter_map(|element| match element.kind {
            ElementKind::Bend { radius_mm, turns } => {
                Some((radius_mm, turns, element.place.clone().unwrap_or_default(), element.from.to_string()))
            }
            _ => None,
        })
        .collect();
    let expected = [(5, 2, "bpe-12", "distribution:1:1@bpe-12"), (4, 1, "pbo-l-07", "vers-l-07:1:1@pbo-l-07")];
    let expected = expected.map(|(radius, turns, place, at)| (radius, turns, place.to_owned(), at.to_owned()));
    assert_eq!(bends, expected);
    // The bend in the closure stands between the distribution and the splice, whichever way light goes.
    let position = |path: &Path, kind: fn(&ElementKind) -> bool| {
        path.elements.iter().position(|element| kind(&element.kind)).expect("it is there")
    };
    let bend = |kind: &ElementKind| matches!(kind, ElementKind::Bend { radius_mm: 5, .. });
    let splice = |kind: &ElementKind| matches!(kind, ElementKind::MadeSplice);
    assert_eq!(position(&path, bend) + 1, position(&path, splice));
    let back =
        bent.path(&end("pto-boulangerie/1"), &end("pm-lilas-distribution/1"), Wavelength::NM_1550).expect("light");
    assert_eq!(back.loss, path.loss);
    let turned: Vec<_> = back.elements.iter().rev().map(|element| element.loss).collect();
    assert_eq!(turned, path.elements.iter().map(|element| element.loss).collect::<Vec<_>>());
    for pair in path.elements.windows(2) {
        assert_eq!(pair[0].to, pair[1].from);
    }
}

#[test]
fn a_bent_cord_and_a_bent_pigtail_lose_too() {
    let cord = "    bends: [(at: \"pm-boulangerie#b\", radius_mm: 4)],\n    equipment: {";
    let pigtail = "    bends: [(at: \"pto-boulangerie/1\", radius_mm: 4)],\n    equipment: {";
    let from_olt = |plant: &Plant| plant.served("boulangerie").expect("light").path.loss;
    let straight = from_olt(&plant(&[]));
    for bend in [cord, pigtail] {
        assert!(from_olt(&plant(&[("    equipment: {", bend)])).0 > straight.0 + 300);
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    match read(&Source::new("saint-brin.ron", text), 1) {
        Ok((_, warnings)) => warnings.iter().map(|diagnostic| diagnostic.code.text()).collect(),
        Err(diagnostics) => diagnostics.iter().map(|diagnostic| diagnostic.code.text()).collect(),
    }
}

#[test]
fn bends_where_nothing_is_or_that_no_glass_bears_are_refused() {
    let with = |bends: &str| world_with(&[("    equipment: {", &format!("    bends: [{bends}],\n    equipment: {{"))]);
    assert!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius_mm: 5, turns: 2)")).is_empty());
    assert_eq!(codes(&with("(at: \"distribution:1:1@pto\", radius_mm: 5)")), ["E301"]);
    assert_eq!(codes(&with("(at: \"distribution:9:1@bpe-12\", radius_mm: 5)")), ["E303"]);
    assert_eq!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius_mm: 1)")), ["E402"]);
    assert_eq!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius_mm: 5, turns: 0)")), ["E402"]);
    assert_eq!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius: 5)")), ["E203", "E202"]);
}

/// Two cables that meet in a closure; the second comes unprepared. TYPE is its fibre.
const SITE: &str = r#"(
  format: 1, id: "test", module: Fibre,
  title: (fr: "Essai", en: "Test"), brief: (fr: "Essai.", en: "Test."), minutes: 20,
  site: (
    places: {
      "pm": (kind: Pm, name: (fr: "PM", en: "PM")),
      "bpe": (kind: Bpe, name: (fr: "BPE", en: "BPE")),
      "pbo": (kind: Pbo, name: (fr: "PBO", en: "PBO")),
    },
    cables: {
      "a": (name: (fr: "Câble A", en: "Cable A"), from: "pm", to: "bpe", fibres: 12, fibre_type: TYPE, length_m: 400),
      "b": (name: (fr: "Câble B", en: "Cable B"), from: "bpe", to: "pbo", fibres: 12, modulo: 6, fibre_type: TYPE, length_m: 300),
    },
    closures: { "bpe": (cables: ["b"], taken: [1]) },
  ),
  bench: (place: "bpe"),
  stock: { "sleeve-60": 12, "wipe": 60 },
  steps: [
    (goal: Prepare(cable: "b", place: "bpe", entry: 3), say: (fr: "Prépare.", en: "Prepare.")),
    (goal: Splice(a: "a:1:1", b: "b:1:1", slot: 1), say: (fr: "Soude.", en: "Splice.")),
    (goal: Coil(fibres: ["a:1:1", "b:1:1"], place: "bpe"), say: (fr: "Love.", en: "Coil.")),
    (goal: Shut(place: "bpe"), say: (fr: "Ferme.", en: "Shut.")),
  ],
  rubric: [
    (id: "sound", title: (fr: "Intacts", en: "Sound"), points: 2, criterion: TubesSound(cable: "b", place: "bpe")),
    (id: "held", title: (fr: "Tenu", en: "Held"), points: 2, criterion: CableHeld(cable: "b", place: "bpe", entry: 3)),
    (id: "length", title: (fr: "Longueur", en: "Length"), points: 2,
      criterion: TubesToLength(cable: "b", place: "bpe", kept_mm: (250, 400), bare_mm: (1000, 1150))),
    (id: "gel", title: (fr: "Gel", en: "Gel"), points: 2, criterion: Degreased(cable: "b", place: "bpe")),
    (id: "wide", title: (fr: "Rayon", en: "Radius"), points: 2, criterion: CoilsWide(fibres: ["a:1:1", "b:1:1"], place: "bpe")),
    (id: "tidy", title: (fr: "Rangé", en: "Tidy"), points: 2, criterion: CoilsTidy(fibres: ["a:1:1", "b:1:1"], place: "bpe")),
    (id: "shut", title: (fr: "Fermé", en: "Shut"), points: 2, criterion: NothingPinched(place: "bpe")),
    (id: "loss", title: (fr: "Perte", en: "Loss"), points: 2,
      criterion: LossBelow(from: "a:1:1@pm", to: "b:1:1@pbo", nm: 1550, db: 0.45)),
  ],
)"#;

fn site(fibre_type: &str, seed: u64) -> Arc<Scenario> {
    let source = Source::new("test.ron", SITE.replace("TYPE", fibre_type));
    match read(&source, seed) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(found) => panic!("{}", source.render_all(&found, Lang::En, false)),
    }
}

fn ring(depth_um: u16) -> Action {
    Action::RingCut { cable: "b".into(), mm: careful::open(), depth_um }
}

fn tube(tube: u16, keep_mm: u16) -> Action {
    Action::CutTube { cable: "b".into(), tube, keep_mm, depth_um: careful::tube_depth() }
}

fn wipe(tube: u16) -> Action {
    Action::WipeGel { cable: "b".into(), tube, passes: careful::gel_passes() }
}

/// The cable opened as taught.
fn prepared() -> Vec<Action> {
    let cable = || "b".to_owned();
    vec![
        ring(careful::jacket_depth()),
        Action::PullJacket { cable: cable() },
        Action::CutAramid { cable: cable(), keep_mm: careful::aramid() },
        Action::ClampCable { cable: cable(), entry: 3 },
        Action::AnchorAramid { cable: cable() },
        tube(1, careful::tube()),
        tube(2, careful::tube()),
        wipe(1),
        wipe(2),
    ]
}

fn spliced() -> Vec<Action> {
    let (a, b) = (fibre("a:1:1"), fibre("b:1:1"));
    [prepared(), careful_splice(&a, &b), protect_and_store(&a, 1)].concat()
}

fn coil(of: &str, radius_mm: u16, turns: u16) -> Action {
    Action::Coil { fibre: fibre(of), loops: vec![Loop { radius_mm, turns, x_mm: 0, y_mm: 0 }] }
}

fn finished() -> Vec<Action> {
    let coils = vec![coil("a:1:1", 30, 4), coil("b:1:1", 30, 4), Action::CoverCassette, Action::ShutClosure];
    [spliced(), coils].concat()
}

fn loss(lab: &Lab, nm: u16) -> f64 {
    let (from, to) = (end("a:1:1@pm"), end("b:1:1@pbo"));
    lab.plant().path(&from, &to, Wavelength(nm)).expect("light passes").loss.db()
}

fn lost(lab: &Lab) -> Vec<String> {
    let marks = score(lab).marks.into_iter();
    marks.filter(|mark| mark.status != Status::Earned).map(|mark| mark.id).collect()
}

#[test]
fn a_cable_opened_as_taught_and_well_coiled_earns_everything_whatever_its_fibre() {
    for fibre_type in ["G652D", "G657A1", "G657A2", "G657B3"] {
        let lab = play(&site(fibre_type, 3), &finished());
        assert_eq!(lost(&lab), Vec::<String>::new(), "{fibre_type}");
    }
}

#[test]
fn a_small_loop_is_dark_at_1550_where_it_hardly_shows_at_1310() {
    let scenario = site("G652D", 3);
    let good = play(&scenario, &finished());
    let wide = Loop { radius_mm: 30, turns: 3, x_mm: 0, y_mm: 0 };
    let loops = vec![wide, Loop { radius_mm: 12, turns: 4, ..wide }];
    let tight = vec![
        Action::Coil { fibre: fibre("a:1:1"), loops },
        coil("b:1:1", 30, 4),
        Action::CoverCassette,
        Action::ShutClosure,
    ];
    let bad = play(&scenario, &[spliced(), tight].concat());
    let more = |nm| loss(&bad, nm) - loss(&good, nm);
    assert!(more(1550) > 1.0 && more(1625) > more(1550), "{} {}", more(1550), more(1625));
    assert!(more(1310) < more(1550) / 9.0, "{}", more(1310));
    assert_eq!(lost(&bad), ["wide", "loss"]);
    // A fibre made for bends does not mind.
    let a2 = site("G657A2", 3);
    let same = play(&a2, &[spliced(), vec![coil("a:1:1", 15, 8), coil("b:1:1", 30, 4)]].concat());
    assert!(loss(&same, 1550) - loss(&play(&a2, &finished()), 1550) < 0.01);
}

#[test]
fn what_is_left_out_is_pinched_by_the_cover_until_it_is_coiled_again() {
    let scenario = site("G657A2", 3);
    let good = loss(&play(&scenario, &finished()), 1550);
    let too_few = vec![coil("a:1:1", 30, 2), coil("b:1:1", 30, 4)];
    let mut lab = play(&scenario, &[spliced(), too_few].concat());
    let laid = lab.effects()[lab.journal().0.len() - 2].clone();
    assert!(
        matches!(&laid[0], Effect::Closure(ClosureEffect::Coiled { faults, .. }) if faults == &[CoilFault::LoopLeft])
    );
    assert!(loss(&lab, 1550) - good < 0.01, "an open cassette pinches nothing");
    let pinched = Effect::Closure(ClosureEffect::Pinched(vec![fibre("a:1:1")]));
    assert!(lab.apply(Action::CoverCassette).expect("it shuts").contains(&pinched));
    assert!(loss(&lab, 1550) - good > 0.5);
    lab.apply(Action::ShutClosure).expect("it shuts");
    assert_eq!(lost(&lab), ["shut", "loss"]);
    // Redone, it is as good as ever.
    assert_eq!(lab.apply(coil("a:1:1", 30, 4)).map(<[_]>::len), Err(Refusal::Closure(ClosureRefusal::Shut)));
    for action in [Action::OpenClosure, Action::UncoverCassette] {
        lab.apply(action).expect("it opens");
    }
    assert!(loss(&lab, 1550) - good > 0.5, "what was folded stays folded");
    for action in [coil("a:1:1", 30, 4), Action::CoverCassette, Action::ShutClosure] {
        lab.apply(action).expect("possible");
    }
    assert_eq!(lost(&lab), Vec::<String>::new());
}

#[test]
fn loops_over_the_sleeves_or_another_coil_are_pressed() {
    let scenario = site("G657A2", 3);
    let lay = |x_mm, y_mm| {
        let loops = vec![Loop { radius_mm: 30, turns: 4, x_mm, y_mm }];
        let coils = vec![coil("a:1:1", 30, 4), Action::Coil { fibre: fibre("b:1:1"), loops }];
        play(&scenario, &[spliced(), coils, vec![Action::CoverCassette, Action::ShutClosure]].concat())
    };
    assert_eq!(lost(&lay(3, -2)), Vec::<String>::new());
    assert_eq!(lost(&lay(12, -8)), ["tidy", "loss"]);
    let over = lay(0, 22);
    assert_eq!(lost(&over), ["tidy", "loss"]);
    assert!(loss(&over, 1550) > loss(&lay(0, 0), 1550) + 0.2);
    assert_eq!(lost(&lay(30, -10)), ["tidy", "shut", "loss"]);
}

#[test]
fn more_turns_than_there_is_fibre_cannot_be_laid_nor_a_splice_that_lies_about() {
    let scenario = site("G657A2", 3);
    let mut lab = play(&scenario, &spliced());
    let refused = lab.apply(coil("a:1:1", 30, 6)).map(<[_]>::len);
    assert!(matches!(refused, Err(Refusal::Closure(ClosureRefusal::TooLittleSlack { .. }))), "{refused:?}");
    let on_mat = [prepared(), careful_splice(&fibre("a:1:1"), &fibre("b:1:1"))].concat();
    let refused = play(&scenario, &on_mat).apply(coil("a:1:1", 30, 4)).map(<[_]>::len);
    assert_eq!(refused, Err(Refusal::Closure(ClosureRefusal::NotInSlot(fibre("a:1:1")))));
}

#[test]
fn a_nicked_tube_weakens_or_breaks_its_fibres() {
    let deep: Vec<Action> = std::iter::once(ring(2200)).chain(prepared().into_iter().skip(1)).collect();
    let (mut broke, mut weak) = (0, 0);
    for seed in 0..40 {
        let scenario = site("G657A2", seed);
        let mut lab = play(&scenario, &deep);
        let broken = lab.state().closures["bpe"].cables["b"].broken.len();
        assert_eq!(lab.state().closures["bpe"].cables["b"].weak.len(), 12);
        broke += usize::from(broken > 0);
        let parts = careful_splice(&fibre("a:1:1"), &fibre("b:1:1"));
        let snapped = parts.into_iter().any(|action| match lab.apply(action) {
            Ok(effects) => effects.contains(&Effect::TensionBroke),
            Err(refusal) => refusal == Refusal::TooShort(fibre("b:1:1")),
        });
        weak += usize::from(snapped);
    }
    assert!(broke > 20, "{broke} of 40 cables with broken fibres");
    assert!(weak > 15, "{weak} of 40 splices do not hold");
    assert_eq!(play(&site("G657A2", 1), &prepared()).state().closures["bpe"].cables["b"].weak.len(), 0);
}

#[test]
fn gel_that_was_left_dirties_the_splice_and_wiping_mends_it() {
    let scenario = site("G657A2", 3);
    let greasy: Vec<Action> = prepared().into_iter().filter(|action| *action != wipe(1)).collect();
    let splice = careful_splice(&fibre("a:1:1"), &fibre("b:1:1"));
    let mut lab = play(&scenario, &greasy);
    let complaints: Vec<Effect> = splice
        .iter()
        .flat_map(|action| lab.apply(action.clone()).map(<[Effect]>::to_vec).unwrap_or_default())
        .collect();
    let dirty =
        |effect: &Effect| matches!(effect, Effect::Complains(found) if found.contains(&Complaint::Dirty(Side::Right)));
    assert!(complaints.iter().any(dirty));
    assert!(lost(&lab).contains(&"gel".to_owned()));
}

#[test]
fn a_cable_that_nothing_holds_is_pulled_and_a_short_tube_folds_its_fibres() {
    let scenario = site("G657A2", 3);
    let good = loss(&play(&scenario, &finished()), 1550);
    let loose: Vec<Action> =
        finished().into_iter().filter(|action| !matches!(action, Action::AnchorAramid { .. })).collect();
    let lab = play(&scenario, &loose);
    assert_eq!(lost(&lab), ["held", "loss"]);
    assert!(loss(&lab, 1550) > good + 0.5);
    let short: Vec<Action> = finished()
        .into_iter()
        .map(|action| match action {
            Action::CutTube { tube: number, .. } => tube(number, 120),
            other => other,
        })
        .collect();
    let mut lab = Lab::new(scenario);
    for action in short {
        // There is more to coil now; the loop that is left is another matter.
        lab.apply(action).expect("possible");
    }
    assert!(lost(&lab).contains(&"length".to_owned()) && loss(&lab, 1550) > good + 0.1);
}

#[test]
fn a_fibre_in_its_tube_cannot_be_taken_and_what_is_late_is_told() {
    let scenario = site("G657A2", 3);
    let mut lab = Lab::new(scenario.clone());
    let pick = Action::Pick { fibre: fibre("b:1:1") };
    let refusal = Refusal::Closure(ClosureRefusal::StillInTube(fibre("b:1:1")));
    assert_eq!(lab.apply(pick).map(<[_]>::len), Err(refusal));
    let mut late = prepared();
    let cut = late.remove(5);
    late.insert(3, cut);
    assert!(lost(&play(&scenario, &late)).contains(&"held".to_owned()));
    let entry = Action::ClampCable { cable: "b".into(), entry: 1 };
    let refusal = Refusal::Closure(ClosureRefusal::EntryTaken { entry: 1 });
    assert_eq!(lab.apply(entry).map(<[_]>::len), Err(refusal));
    let shallow = [ring(700), Action::PullJacket { cable: "b".into() }];
    let lab = play(&scenario, &shallow);
    assert_eq!(lab.effects()[1], [Effect::Closure(ClosureEffect::JacketHolds)]);
}

fn follow_the_coach(lab: &mut Lab) -> Option<()> {
    for _ in 0..200 {
        let Some(hint) = coach::next(lab.scenario(), lab.state(), lab.state().now) else { return Some(()) };
        match lab.apply(hint.action.clone()) {
            Ok(_) => {}
            Err(Refusal::NothingLeft { .. } | Refusal::TooShort(_) | Refusal::NoEdgeLeft) => return None,
            Err(refusal) => panic!("the coach asks for the impossible: {hint:?}: {refusal:?}"),
        }
    }
    panic!("the coach turns in circles: {:?}", coach::next(lab.scenario(), lab.state(), lab.state().now));
}

#[test]
fn the_coach_leads_from_the_whole_cable_to_the_shut_closure() {
    for seed in 0..30 {
        let mut lab = Lab::new(site("G652D", seed));
        follow_the_coach(&mut lab).expect("there is enough of everything");
        assert_eq!(lost(&lab), Vec::<String>::new(), "seed {seed}");
    }
}

fn any_action() -> impl Strategy<Value = Action> {
    let cable = prop_oneof![4 => Just("b".to_owned()), 1 => Just("a".to_owned()), 1 => Just("x".to_owned())];
    let wound = (0u16..70, 0u16..40, -70i16..70, -70i16..70).prop_map(|(radius_mm, turns, x_mm, y_mm)| Loop {
        radius_mm,
        turns,
        x_mm,
        y_mm,
    });
    let of = prop_oneof![Just("a:1:1"), Just("b:1:1"), Just("a:9:9")].prop_map(fibre);
    prop_oneof![
        4 => (of, proptest::collection::vec(wound, 0..4)).prop_map(|(fibre, loops)| Action::Coil { fibre, loops }),
        1 => Just(Action::CoverCassette),
        1 => Just(Action::UncoverCassette),
        1 => Just(Action::ShutClosure),
        1 => Just(Action::OpenClosure),
        1 => (cable.clone(), any::<u16>(), any::<u16>()).prop_map(|(cable, mm, depth)| {
            Action::RingCut { cable, mm: mm % 3200, depth_um: depth % 4200 }
        }),
        1 => cable.clone().prop_map(|cable| Action::PullJacket { cable }),
        1 => (cable.clone(), any::<u16>()).prop_map(|(cable, mm)| Action::CutAramid { cable, keep_mm: mm % 1600 }),
        1 => (cable.clone(), 0u8..8).prop_map(|(cable, entry)| Action::ClampCable { cable, entry }),
        1 => cable.clone().prop_map(|cable| Action::AnchorAramid { cable }),
        1 => (cable.clone(), 0u16..4, any::<u16>(), any::<u16>()).prop_map(|(cable, tube, keep, depth)| {
            Action::CutTube { cable, tube, keep_mm: keep % 1600, depth_um: depth % 1200 }
        }),
        1 => (cable, 0u16..4, 0u8..22).prop_map(|(cable, tube, passes)| Action::WipeGel { cable, tube, passes }),
        1 => Just(Action::Recut { fibre: fibre("a:1:1") }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_gestures_at_a_closure_never_panic_and_a_refusal_changes_nothing(
        actions in proptest::collection::vec(any_action(), 0..60),
        start in 0usize..40,
    ) {
        let whole = finished();
        let mut lab = play(&site("G657A1", 1), &whole[..start.min(whole.len())]);
        let straight = loss(&play(&site("G657A1", 1), &spliced()), 1550);
        for action in actions {
            let before = lab.state().hash();
            if lab.apply(action).is_err() {
                prop_assert_eq!(before, lab.state().hash());
            }
            let path = lab.plant().path(&end("a:1:1@pm"), &end("b:1:1@pbo"), Wavelength::NM_1550);
            // No coil and no cover ever makes light.
            prop_assert!(path.is_none_or(|path| path.loss.db() > straight - 0.3));
        }
        let report = score(&lab);
        prop_assert!(report.earned <= report.judged && report.judged <= report.total);
        let again = Lab::replay(lab.scenario().clone(), lab.journal()).expect("it was possible once");
        prop_assert_eq!(again.state().hash(), lab.state().hash());
    }
}

#[test]
fn closures_that_make_no_sense_are_refused() {
    let with = |from: &str, to: &str| {
        assert!(SITE.contains(from), "{from}");
        let text = SITE.replace("TYPE", "G657A2").replacen(from, to, 1);
        match read(&Source::new("test.ron", text), 1) {
            Ok(_) => Vec::new(),
            Err(found) => found.iter().map(|diagnostic| diagnostic.code.text()).collect::<Vec<_>>(),
        }
    };
    let closure = "\"bpe\": (cables: [\"b\"], taken: [1])";
    assert_eq!(with(closure, closure), Vec::<&str>::new());
    assert_eq!(with(closure, "\"bpe\": (cables: [\"b\", \"c\"])"), ["E302"]);
    assert_eq!(with(closure, "\"bpe\": (cables: [\"b\"], taken: [7])"), ["E402"]);
    assert_eq!(with(closure, "\"bpe\": (cables: [\"b\"]), \"pm\": (cables: [\"b\"])"), ["E307"]);
    assert_eq!(
        with(closure, "\"bpe\": (cables: [\"b\"], coils: [(fibre: \"a:1:13\", loops: [(radius_mm: 30, turns: 4)])])"),
        ["E303"]
    );
    assert_eq!(
        with(closure, "\"bpe\": (cables: [\"b\"], coils: [(fibre: \"a:1:1\", loops: [(radius_mm: 1, turns: 4)])])"),
        ["E402"]
    );
    assert_eq!(with(closure, "\"bpe\": (cables: [\"b\"], coils: [(fibre: \"a:1:1\", loops: [])])"), ["E401"]);
    assert_eq!(with("TubesSound(cable: \"b\"", "TubesSound(cable: \"a\""), ["E307"]);
    assert_eq!(with("kept_mm: (250, 400)", "kept_mm: (400, 250)"), ["E402"]);
    assert_eq!(with("entry: 3), say", "entry: 9), say"), ["E402"]);
    assert_eq!(with("NothingPinched(place: \"bpe\")", "NothingPinched(place: \"bpee\")"), ["E301"]);
}
