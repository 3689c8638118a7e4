//! The splice bench, as a trainee meets it.

use proptest::prelude::*;
use splicelab::fibre::coach;
use splicelab::fibre::splice::Core;
use splicelab::fibre::splicer::{Complaint, Defect};
use splicelab::lab::Lab;
use splicelab::lab::action::{Action, Side, Wipe};
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::score::{Status, score};
use splicelab::units::Wavelength;

use super::support::{careful_splice, fibre, play, prepare, protect_and_store, scenario, scenario_fed};

fn whole() -> Vec<Action> {
    let (a, b) = (fibre("a:1:1"), fibre("b:1:1"));
    let mut actions = careful_splice(&a, &b);
    actions.extend(protect_and_store(&a, 1));
    actions
}

fn loss_1550(lab: &Lab) -> i64 {
    lab.state().splices.last().expect("a splice").loss(Wavelength::NM_1550).0
}

#[test]
fn a_careful_hand_earns_everything_under_every_seed() {
    for seed in 0..300 {
        let report = score(&play(&scenario("Core", seed), &whole()));
        assert_eq!(report.percent_hundredths, 10_000, "seed {seed}: {report:#?}");
        assert!(report.passed);
    }
}

#[test]
fn doing_nothing_earns_nothing_and_one_cause_costs_once() {
    let report = score(&play(&scenario("Core", 1), &[]));
    assert_eq!((report.earned.0, report.passed), (0, false));
    let lost = report.marks.iter().filter(|mark| mark.status == Status::Lost).count();
    assert_eq!(lost, 1, "only the missing continuity is lost, the rest cannot be judged");
}

/// Real splices: bidirectional mean of 199, median 0.027 dB and 95 % below 0.113 dB at 1550 nm; mean 0.040, largest 0.200.
#[test]
fn ten_thousand_careful_splices_are_spread_like_real_ones() {
    let (a, b) = (fibre("a:1:1"), fibre("b:1:1"));
    let actions = careful_splice(&a, &b);
    let mut losses: Vec<i64> =
        (0..10_000).map(|seed| loss_1550(&play(&scenario("Cladding", seed), &actions))).collect();
    losses.sort_unstable();
    let (median, p95) = (losses[5_000], losses[9_500]);
    let mean = losses.iter().sum::<i64>() / 10_000;
    assert!((24..=32).contains(&median), "median {median} mdB");
    assert!((100..=130).contains(&p95), "95 % below {p95} mdB");
    assert!((35..=47).contains(&mean), "mean {mean} mdB");
}

#[test]
fn the_same_journal_gives_the_same_glass_and_another_seed_does_not() {
    let (one, again) = (play(&scenario("Core", 5), &whole()), play(&scenario("Core", 5), &whole()));
    assert_eq!(one.state().hash(), again.state().hash());
    assert_ne!(loss_1550(&one), loss_1550(&play(&scenario("Core", 6), &whole())));
}

#[test]
fn unrelated_work_in_between_does_not_change_a_splice() {
    let scenario = scenario("Cladding", 9);
    let mut actions = careful_splice(&fibre("a:1:2"), &fibre("b:1:5"));
    let alone = play(&scenario, &actions);
    let other = fibre("a:1:7");
    for (count, gesture) in prepare(&other).into_iter().enumerate() {
        // One after each of the first gestures: both fibres are worked on in turn.
        actions.insert(2 * count + 1, gesture);
    }
    let disturbed = play(&scenario, &actions);
    assert_eq!(loss_1550(&alone), loss_1550(&disturbed));
    let estimate = |lab: &Lab| match &lab.state().splices.last().expect("a splice").core {
        Core::Fused { estimate, .. } => *estimate,
        Core::Made { .. } => unreachable!(),
    };
    assert_eq!(estimate(&alone), estimate(&disturbed));
}

#[test]
fn a_replay_is_the_attempt_again_and_undo_is_one_action_less() {
    let scenario = scenario("Core", 3);
    let mut lab = play(&scenario, &whole());
    let replayed = Lab::replay(scenario.clone(), lab.journal()).expect("it was possible once");
    assert_eq!(replayed.state().hash(), lab.state().hash());
    let all = whole();
    let shorter = play(&scenario, &all[..all.len() - 1]);
    lab.undo();
    assert_eq!(lab.state().hash(), shorter.state().hash());
}

#[test]
fn a_fibre_that_was_not_flat_is_cleaved_at_an_angle_and_the_splicer_says_so() {
    let scenario = scenario("Core", 4);
    let mut actions = whole();
    for action in &mut actions {
        if let Action::Cleave { fibre, lift_deg, .. } = action
            && fibre.cable == "b"
        {
            *lift_deg = 12;
        }
    }
    let fuse = actions.iter().position(|action| matches!(action, Action::Fuse { .. })).expect("a fuse");
    let lab = play(&scenario, &actions[..=fuse]);
    let Some(Effect::Complains(complaints)) = lab.effects().last().and_then(|effects| effects.first()) else {
        panic!("the splicer goes on: {:?}", lab.effects().last());
    };
    let angle = |complaint: &Complaint| matches!(complaint, Complaint::Angle(Side::Right, angle) if angle.0 > 3000);
    assert!(complaints.iter().any(angle), "{complaints:?}");
    assert!(lab.state().splices.is_empty(), "nothing was fused");

    actions[fuse] = Action::Fuse { force: true };
    let report = score(&play(&scenario, &actions));
    let lost: Vec<&str> =
        report.marks.iter().filter(|mark| mark.status != Status::Earned).map(|mark| mark.id.as_str()).collect();
    assert_eq!(lost, ["loss"], "{report:#?}");
}

#[test]
fn the_estimate_is_blind_to_the_bent_core() {
    let scenario = scenario("Core", 4);
    let mut actions = careful_splice(&fibre("a:1:1"), &fibre("b:1:1"));
    for action in &mut actions {
        match action {
            Action::Load { askew_deg, .. } => *askew_deg = 3,
            Action::Fuse { force } => *force = true,
            _ => {}
        }
    }
    let lab = play(&scenario, &actions);
    let splice = lab.state().splices.last().expect("a splice");
    let Core::Fused { estimate, .. } = &splice.core else { unreachable!() };
    assert!(splice.loss(Wavelength::NM_1550).0 > estimate.0 + 60, "{splice:?}");
}

#[test]
fn wiping_a_cleaved_end_leaves_lint_that_the_splicer_sees() {
    let (a, b) = (fibre("a:1:1"), fibre("b:1:1"));
    let mut actions = careful_splice(&a, &b);
    let load = actions.iter().position(|action| matches!(action, Action::Load { .. })).expect("a load");
    actions.insert(load, Action::Clean { fibre: b, passes: 1, wipe: Wipe::Fresh });
    actions.truncate(actions.len() - 1);
    let lab = play(&scenario("Core", 2), &actions);
    let Some(Effect::Complains(complaints)) = lab.effects().last().and_then(|effects| effects.first()) else {
        panic!("no complaint");
    };
    assert!(complaints.contains(&Complaint::Dirty(Side::Right)), "{complaints:?}");
}

#[test]
fn a_fast_pull_leaves_residue_and_a_steady_one_does_not() {
    let a = fibre("a:1:1");
    let pull = |speed_mm_s| {
        let strip = Action::Strip { fibre: a.clone(), mm: 35, speed_mm_s };
        let lab = play(&scenario("Core", 1), &[Action::Pick { fibre: a.clone() }, strip]);
        lab.effects()[1][0].clone()
    };
    assert_eq!(pull(30), Effect::Stripped { fibre: a.clone(), residue: false });
    assert_eq!(pull(90), Effect::Stripped { fibre: a.clone(), residue: true });
}

#[test]
fn a_forgotten_sleeve_is_noticed_when_it_should_be_shrunk() {
    let mut actions = whole();
    actions.retain(|action| !matches!(action, Action::SlideSleeve { .. }));
    let stopped = Lab::play(scenario("Core", 1), &actions).err().expect("no sleeve to centre");
    assert!(matches!(*stopped.action, Action::CentreSleeve { .. }));
    assert_eq!(stopped.refusal, Refusal::NoSleeve(fibre("a:1:1")));
    // Cut, and start again: the fibres are shorter and the sleeve goes on first.
    let mut lab = play(&scenario("Core", 1), &actions[..stopped.number - 1]);
    let before = lab.state().bench.as_ref().expect("a bench").ends[&fibre("a:1:1")].length_mm;
    lab.apply(Action::Recut { fibre: fibre("a:1:1") }).expect("a splice can be cut");
    let end = &lab.state().bench.as_ref().expect("a bench").ends[&fibre("a:1:1")];
    assert!(end.length_mm < before && end.bare_mm == 0);
    lab.apply(Action::SlideSleeve { fibre: fibre("a:1:1"), sleeve: "sleeve-60".into() }).expect("it goes on now");
}

#[test]
fn a_fibre_gets_shorter_until_it_is_too_short() {
    let a = fibre("a:1:1");
    let mut lab = play(&scenario("Core", 1), &[Action::Pick { fibre: a.clone() }]);
    let refusal = loop {
        let strip = Action::Strip { fibre: a.clone(), mm: 35, speed_mm_s: 30 };
        match lab.apply(strip).map(|_| ()).and_then(|()| lab.apply(Action::Recut { fibre: a.clone() }).map(|_| ())) {
            Ok(()) => assert!(lab.journal().0.len() < 100, "it never ends"),
            Err(refusal) => break refusal,
        }
    };
    assert_eq!(refusal, Refusal::TooShort(a));
}

#[test]
fn a_sleeve_laid_hot_bends_the_glass() {
    let mut actions = whole();
    let cool = play(&scenario("Core", 8), &actions);
    actions.retain(|action| !matches!(action, Action::Wait { .. }));
    let hot = play(&scenario("Core", 8), &actions);
    assert!(loss_1550(&hot) >= loss_1550(&cool) + 80);
}

#[test]
fn a_scrap_left_on_the_cleaver_is_lost_by_the_next_cleave_and_tape_finds_it() {
    let mut actions = careful_splice(&fibre("a:1:1"), &fibre("b:1:1"));
    actions.retain(|action| !matches!(action, Action::BinScrap));
    let mut lab = play(&scenario("Core", 1), &actions);
    let scraps = |lab: &Lab| lab.state().bench.as_ref().expect("a bench").scraps;
    assert_eq!((scraps(&lab).made, scraps(&lab).lost, scraps(&lab).binned), (2, 1, 0));
    lab.apply(Action::TapeScraps).expect("tape");
    lab.apply(Action::BinScrap).expect("bin");
    assert_eq!((scraps(&lab).lost, scraps(&lab).binned), (0, 2));
}

#[test]
fn dirt_makes_bubbles() {
    let bubbles = (0..60)
        .filter(|seed| {
            let mut actions = careful_splice(&fibre("a:1:1"), &fibre("b:1:1"));
            actions.retain(|action| !matches!(action, Action::Clean { .. }));
            for action in &mut actions {
                if let Action::Fuse { force } = action {
                    *force = true;
                }
            }
            let fuse = actions.iter().position(|action| matches!(action, Action::Fuse { .. })).expect("a fuse");
            let lab = play(&scenario("Core", *seed), &actions[..=fuse]);
            matches!(&lab.effects()[fuse][0], Effect::Fused { defects, .. } if defects.contains(&Defect::Bubble))
        })
        .count();
    assert!(bubbles > 20, "only {bubbles} of 60 dirty splices bubbled");
}

/// Follows the coach to the end; `None` when the stock or the fibre ran out on the way.
fn follow_the_coach(lab: &mut Lab) -> Option<()> {
    for _ in 0..400 {
        let Some(hint) = coach::next(lab.scenario(), lab.state(), lab.state().now) else { return Some(()) };
        match lab.apply(hint.action.clone()) {
            Ok(_) => {}
            Err(Refusal::TooShort(_) | Refusal::NothingLeft { .. }) => return None,
            Err(refusal) => panic!("the coach asks for the impossible: {hint:?}: {refusal:?}"),
        }
    }
    panic!("the coach turns in circles: {:?}", coach::next(lab.scenario(), lab.state(), lab.state().now));
}

#[test]
fn the_coach_leads_to_full_marks() {
    for seed in 0..100 {
        let mut lab = play(&scenario("Core", seed), &[]);
        follow_the_coach(&mut lab).expect("there is enough of everything");
        assert_eq!(score(&lab).percent_hundredths, 10_000, "seed {seed}");
    }
}

/// A crooked cleave forced through the arc.
struct Crooked {
    /// True loss and estimate, in millidecibels.
    loss: i64,
    estimate: i64,
    /// Of the cores to each other, in thousandths of a degree.
    tilt: i64,
    defects: Vec<Defect>,
}

/// What comes of it with a splicer that feeds so much.
fn crooked(overlap_um: u16, seed: u64) -> Crooked {
    let (a, b) = (fibre("a:1:1"), fibre("b:1:1"));
    let bend = |action: Action| match action {
        Action::Cleave { fibre, mm, .. } => Action::Cleave { fibre, mm, lift_deg: 12 },
        Action::Fuse { .. } => Action::Fuse { force: true },
        other => other,
    };
    let actions: Vec<Action> = careful_splice(&a, &b).into_iter().map(bend).collect();
    let lab = play(&scenario_fed(overlap_um, seed), &actions[..actions.len() - 1]);
    let splice = lab.state().splices.last().expect("a splice");
    let Core::Fused { joint, estimate, defects, .. } = &splice.core else { unreachable!() };
    let loss = splice.loss(Wavelength::NM_1550).0;
    Crooked { loss, estimate: estimate.0, tilt: joint.tilt.0.into(), defects: defects.clone() }
}

/// ANSI/SCTE 134-2012, 3.4.1: a bad cleave can be hidden by high fibre feed, the core is bent and the true loss is high.
#[test]
fn too_much_feed_hides_a_bad_cleave_from_the_screen_and_bends_the_core_more() {
    let seeds = 0..40;
    let mean =
        |of: fn(&Crooked) -> i64, overlap: u16| seeds.clone().map(|seed| of(&crooked(overlap, seed))).sum::<i64>() / 40;
    let tilts = [8, 16].map(|overlap| mean(|splice| splice.tilt, overlap));
    assert!(tilts[1] > 2 * tilts[0], "the core is bent more: {tilts:?}");
    assert!(mean(|splice| splice.loss, 16) > 400, "and the true loss is high");
    let estimates = [8, 16].map(|overlap| mean(|splice| splice.estimate, overlap));
    assert!(estimates[1] < estimates[0], "and it looks better: {estimates:?}");
    let perfect = seeds.clone().filter(|seed| crooked(16, *seed).defects.is_empty()).count();
    let thin = seeds.clone().filter(|seed| crooked(8, *seed).defects.contains(&Defect::Thin)).count();
    assert!(perfect > 25 && thin > 25, "{perfect} perfect pictures, {thin} necks");
    let looks = |overlap| crooked(overlap, 1).defects;
    assert!(looks(40).contains(&Defect::Fat) && looks(2).contains(&Defect::Thin));
}

fn any_fibre() -> impl Strategy<Value = splicelab::plant::address::FibreId> {
    prop_oneof![Just("a:1:1"), Just("b:1:1"), Just("a:1:2"), Just("x:1:1"), Just("a:9:9")].prop_map(fibre)
}

fn any_side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Left), Just(Side::Right)]
}

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => any_fibre().prop_map(|fibre| Action::Pick { fibre }),
        1 => any_fibre().prop_map(|fibre| Action::PutBack { fibre }),
        1 => any_fibre().prop_map(|fibre| Action::SlideSleeve { fibre, sleeve: "sleeve-60".into() }),
        3 => (any_fibre(), any::<u16>(), any::<u16>())
            .prop_map(|(fibre, mm, speed)| Action::Strip { fibre, mm: mm % 70, speed_mm_s: speed % 300 }),
        1 => (any_fibre(), 0u8..30).prop_map(|(fibre, passes)| Action::Clean { fibre, passes, wipe: Wipe::Used }),
        1 => Just(Action::TurnBlade),
        3 => (any_fibre(), 0u16..30, 0u8..40).prop_map(|(fibre, mm, lift_deg)| Action::Cleave { fibre, mm, lift_deg }),
        1 => Just(Action::BinScrap),
        1 => Just(Action::TapeScraps),
        1 => any_fibre().prop_map(|fibre| Action::Recut { fibre }),
        3 => (any_fibre(), any_side(), any::<i32>(), any::<u8>())
            .prop_map(|(fibre, side, tip_um, askew_deg)| Action::Load { fibre, side, tip_um: tip_um % 9000, askew_deg }),
        1 => any_side().prop_map(|side| Action::Unload { side }),
        2 => Just(Action::CloseHood),
        2 => Just(Action::OpenHood),
        3 => any::<bool>().prop_map(|force| Action::Fuse { force }),
        1 => (any_fibre(), any::<i16>()).prop_map(|(fibre, offset_mm)| Action::CentreSleeve { fibre, offset_mm }),
        1 => any_fibre().prop_map(|fibre| Action::Shrink { fibre }),
        1 => (any_fibre(), 0u16..14).prop_map(|(fibre, slot)| Action::Store { fibre, slot }),
        1 => any::<u32>().prop_map(|seconds| Action::Wait { seconds }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_actions_at_all_never_panic_a_refusal_changes_nothing_and_scraps_add_up(
        actions in proptest::collection::vec(any_action(), 0..80),
        start in 0usize..18,
    ) {
        // Begin somewhere along a real splice, so that deep states are met too.
        let mut lab = play(&scenario("Cladding", 1), &whole()[..start]);
        for action in actions {
            let before = lab.state().hash();
            if lab.apply(action).is_err() {
                prop_assert_eq!(before, lab.state().hash());
            }
            let bench = lab.state().bench.as_ref().expect("a bench");
            prop_assert_eq!(bench.scraps.made, bench.scraps.binned + bench.scraps.lost + bench.scraps_in_sight());
        }
        if follow_the_coach(&mut lab).is_some() {
            prop_assert!(lab.plant().connected(&fibre("a:1:1").at("pm").into(), &fibre("b:1:1").at("pbo").into()));
        }
        let report = score(&lab);
        prop_assert!(report.earned <= report.judged && report.judged <= report.total);
        let again = Lab::replay(lab.scenario().clone(), lab.journal()).expect("it was possible once");
        prop_assert_eq!(again.state().hash(), lab.state().hash());
    }
}
