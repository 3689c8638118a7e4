//! What the lab asks for next, over all exercises: it never says that all is done while a mark is still missing.

use std::sync::Arc;

use splicelab::lab::Lab;
use splicelab::scenario::{self, builtin};
use splicelab::score::{Points, guide, score};

const SEED: u64 = 3;

/// Plays the solution of an exercise gesture by gesture. Gives the marks where the lab said for the first time that
/// nothing is left to do, and the most there are.
fn marks_when_all_is_done(id: &str) -> Option<(Points, Points)> {
    let loaded = scenario::load(builtin::source(id).expect("its text"), SEED).expect("a sound exercise");
    let scenario = Arc::new(loaded.scenario);
    if scenario.steps.is_empty() {
        return None;
    }
    let source = builtin::solution(id).expect("its solution");
    let solution = scenario::read_solution(&source, &scenario).expect("a sound solution").solution;
    let mut lab = Lab::new(scenario);
    assert!(guide::at_hand(&lab, lab.state().now).is_some(), "{id}: nothing to do at the start");
    for action in solution {
        lab.apply(action).unwrap_or_else(|why| panic!("{id}: {why:?}"));
        if guide::at_hand(&lab, lab.state().now).is_none() {
            let report = score(&lab);
            return Some((report.earned, report.total));
        }
    }
    panic!("{id}: the lab still asks for something when the work is done");
}

#[test]
fn nothing_is_called_done_while_a_mark_is_missing() {
    let mut guided = 0;
    for id in builtin::ids() {
        let Some((earned, most)) = marks_when_all_is_done(id) else { continue };
        assert_eq!(earned, most, "{id}: called done too early");
        guided += 1;
    }
    assert!(guided >= 26, "only {guided} exercises have steps");
}
