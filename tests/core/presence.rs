//! Where the trainee stands, and what can only be done on the spot.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::bench::open_fibres;
use splicelab::fibre::coach;
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::lab::presence::{way_metres, way_seconds};
use splicelab::locale::Lang;
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;

use super::plant::world_with;
use super::support::{self, careful_splice, fibre, protect_and_store};

fn world(changes: &[(&str, &str)]) -> Arc<Scenario> {
    let source = Source::new("saint-brin.ron", world_with(changes));
    match read(&source, 1) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

fn go(place: &str) -> Action {
    Action::GoTo { place: place.to_owned() }
}

fn refused(lab: &mut Lab, action: Action) -> Refusal {
    lab.apply(action).map(<[_]>::len).expect_err("impossible")
}

/// The bench can go from the closure to the pole; two fibres of the drop wait there.
const PORTABLE: (&str, &str) = (
    "  rubric: [",
    "  bench: (place: \"bpe-12\", also: [\"pbo-l-07\", \"boulangerie\"]),\n  stock: { \"sleeve-60\": 4, \"wipe\": 20 },\n  rubric: [",
);

#[test]
fn a_plug_is_pulled_only_where_its_port_is_and_the_refusal_says_where() {
    let mut lab = Lab::new(world(&[]));
    assert_eq!(lab.here(), Some("pm-lilas"));
    let pull = Action::Unplug { plug: "salon-garage#b".parse().expect("a plug") };
    let before = lab.state().hash();
    let refusal = refused(&mut lab, pull.clone());
    assert_eq!(refusal, Refusal::Elsewhere { place: "garage".into() });
    assert!(Lang::Fr.say(&refusal.message(lab.scenario())).contains("Garage"));
    assert_eq!(lab.state().hash(), before);
    lab.apply(go("garage")).expect("a way");
    lab.apply(pull).expect("on the spot");
    assert_eq!(
        refused(&mut lab, Action::Unplug { plug: "pm-garage#a".parse().expect("a plug") }),
        Refusal::Elsewhere { place: "pm-lilas".into() }
    );
}

#[test]
fn going_takes_the_time_of_the_way_and_staying_is_no_way() {
    let mut lab = Lab::new(world(&[]));
    let effects = lab.apply(go("nro")).expect("a way").to_vec();
    // 4.2 km of street by van: three minutes of loading and parking, then 525 s at 8 m/s.
    assert_eq!(effects, [Effect::Arrived { place: "nro".into(), seconds: 705 }]);
    assert_eq!(lab.state().now.0, 705_000);
    assert_eq!(refused(&mut lab, go("nro")), Refusal::AlreadyThere { place: "nro".into() });
    assert_eq!(refused(&mut lab, go("nulle-part")), Refusal::NoSuchPlace { place: "nulle-part".into() });
    // From the pole to the bakery: 35 m on foot.
    assert_eq!(way_seconds(lab.scenario(), "pbo-l-07", "boulangerie"), 29);
    assert_eq!(way_metres(lab.scenario(), "boulangerie", "garage"), Some(35 + 62));
}

#[test]
fn the_trainee_starts_where_the_file_says_else_at_the_bench_else_at_the_first_place() {
    let start = ("start: \"pm-lilas\",", "");
    assert_eq!(world(&[start]).start_place(), Some("nro"));
    assert_eq!(world(&[start, PORTABLE]).start_place(), Some("bpe-12"));
    assert_eq!(world(&[PORTABLE]).start_place(), Some("pm-lilas"));
}

#[test]
fn a_scenario_with_nothing_but_a_bench_knows_nothing_of_places() {
    let lab = Lab::new(support::scenario("Core", 1));
    let state = serde_json::to_string(lab.state()).expect("text");
    assert!(!state.contains("went_to") && !state.contains("\"left\":{"), "{state}");
    assert_eq!(lab.here(), Some("bpe"));
}

#[test]
fn the_bench_goes_along_only_where_it_may_stand_and_with_an_empty_splicer() {
    let mut lab = Lab::new(world(&[PORTABLE]));
    let pick = || Action::Pick { fibre: fibre("vers-l-07:1:9") };
    assert_eq!(refused(&mut lab, pick()), Refusal::BenchElsewhere { place: "bpe-12".into() });
    assert_eq!(refused(&mut lab, Action::SetUpBench), Refusal::NoRoomForBench { place: "pm-lilas".into() });
    lab.apply(go("bpe-12")).expect("a way");
    assert_eq!(refused(&mut lab, Action::SetUpBench), Refusal::AlreadyThere { place: "bpe-12".into() });
    lab.apply(go("pbo-l-07")).expect("a way");
    lab.apply(Action::SetUpBench).expect("it may stand here");
    assert!(open_fibres(lab.scenario(), lab.state()).contains(&fibre("branchement-garage:1:1")));
    for action in support::prepare(&fibre("vers-l-07:1:9")) {
        lab.apply(action).expect("possible");
    }
    let load = Action::Load {
        fibre: fibre("vers-l-07:1:9"),
        side: splicelab::lab::action::Side::Left,
        tip_um: 800,
        askew_deg: 0,
    };
    lab.apply(load).expect("possible");
    lab.apply(go("boulangerie")).expect("a way");
    assert_eq!(refused(&mut lab, Action::SetUpBench), Refusal::SplicerNotEmpty);
}

#[test]
fn what_was_begun_in_one_place_waits_there_and_scraps_left_on_the_mat_are_lost() {
    let mut lab = Lab::new(world(&[PORTABLE, ("place: \"bpe-12\", count: 12", "place: \"bpe-12\", count: 8")]));
    let [near, far] = [fibre("vers-l-07:1:9"), fibre("distribution:1:9")];
    lab.apply(go("bpe-12")).expect("a way");
    for action in support::prepare(&near).into_iter().take(4) {
        lab.apply(action).expect("possible");
    }
    lab.apply(go("pbo-l-07")).expect("a way");
    let effects = lab.apply(Action::SetUpBench).expect("it may stand here").to_vec();
    assert_eq!(effects, [Effect::ScrapLost, Effect::BenchSetUp { place: "pbo-l-07".into() }]);
    // The other end of the same fibre is as it came.
    let bench = lab.state().bench.as_ref().expect("a bench");
    assert!(bench.picked.is_empty() && bench.ends.is_empty() && bench.scraps.lost == 0);
    lab.apply(go("bpe-12")).expect("a way");
    lab.apply(Action::SetUpBench).expect("it may stand here");
    let bench = lab.state().bench.as_ref().expect("a bench");
    assert_eq!((bench.picked.as_slice(), bench.scraps.lost), (&[near.clone()][..], 1));
    assert!(bench.end(&near, 0).cleave.is_some());
    assert!(!bench.picked.contains(&far));
}

#[test]
fn the_same_slot_of_two_cassettes_holds_two_splices() {
    let through = ("Through(a: \"vers-l-07:1:1\", b: \"branchement-boulangerie:1:1\", place: \"pbo-l-07\"),", "");
    let at_bpe =
        ("b: \"vers-l-07:1:1\", place: \"bpe-12\", count: 12", "b: \"vers-l-07:1:1\", place: \"bpe-12\", count: 8");
    let mut lab = Lab::new(world(&[PORTABLE, through, at_bpe]));
    let one = [fibre("distribution:1:9"), fibre("vers-l-07:1:9")];
    let other = [fibre("vers-l-07:1:1"), fibre("branchement-boulangerie:1:1")];
    let mut actions = vec![go("bpe-12")];
    actions.extend(careful_splice(&one[0], &one[1]));
    actions.extend(protect_and_store(&one[0], 1));
    actions.extend([go("pbo-l-07"), Action::SetUpBench]);
    actions.extend(careful_splice(&other[0], &other[1]));
    actions.extend(protect_and_store(&other[0], 1));
    for action in actions {
        lab.apply(action.clone()).unwrap_or_else(|refusal| panic!("{action:?}: {refusal:?}"));
    }
    assert!(lab.plant().served("boulangerie").is_some());
}

#[test]
fn the_coach_leads_to_the_place_and_has_the_bench_set_up_there() {
    let step = (
        "  rubric: [",
        "  bench: (place: \"bpe-12\", also: [\"pbo-l-07\"]),\n  stock: { \"sleeve-60\": 4, \"wipe\": 20 },\n  steps: [(goal: Splice(a: \"vers-l-07:1:1\", b: \"branchement-boulangerie:1:1\", slot: 1), say: (fr: \"S\", en: \"S\"))],\n  rubric: [",
    );
    let through = ("Through(a: \"vers-l-07:1:1\", b: \"branchement-boulangerie:1:1\", place: \"pbo-l-07\"),", "");
    let mut lab = Lab::new(world(&[step, through]));
    let mut gestures = Vec::new();
    while let Some(hint) = coach::next(lab.scenario(), lab.state(), lab.state().now) {
        assert!(gestures.len() < 40, "{gestures:?}");
        gestures.push(hint.action.clone());
        lab.apply(hint.action).expect("the coach asks for what is possible");
    }
    assert_eq!(gestures[..2], [go("pbo-l-07"), Action::SetUpBench]);
    assert!(lab.plant().served("boulangerie").is_some());
}
