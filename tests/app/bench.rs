//! The mat of the bench under the hand: what a press and a release come to.

use std::time::Instant;

use bevy::math::Vec2;
use splicelab::app::canvas::bench::scene::Thing;
use splicelab::app::canvas::bench::{BenchScene, touch};
use splicelab::fibre::splice::Lies;
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::scenario::{builtin, read_solution};

use super::support::first;

/// The first exercise, done to the end: its splice lies in slot 1.
fn done() -> Lab {
    let scenario = first();
    let solution = read_solution(&builtin::solution(&scenario.id).expect("its solution"), &scenario).expect("sound");
    Lab::play(scenario, &solution.solution).expect("a solution can be played")
}

/// Takes what lies under the first thing and lets it go over the second.
fn carry(bench: &mut BenchScene, lab: &Lab, from: Thing, to: Thing) -> Option<Action> {
    let now = Instant::now();
    bench.hover = Some(from);
    assert_eq!(touch::press(bench, lab, Vec2::ZERO, now), None);
    bench.hover = Some(to);
    touch::release(bench, lab, Vec2::ZERO, now)
}

#[test]
fn a_splice_in_the_wrong_slot_is_taken_to_another() {
    let mut lab = done();
    let mut bench = BenchScene::default();
    assert_eq!(carry(&mut bench, &lab, Thing::Slot(1), Thing::Slot(1)), None, "let go where it lay");
    assert_eq!(carry(&mut bench, &lab, Thing::Slot(7), Thing::Slot(2)), None, "an empty slot holds nothing to take");

    let moved = carry(&mut bench, &lab, Thing::Slot(1), Thing::Slot(7)).expect("it is laid in the other slot");
    assert!(matches!(moved, Action::Store { slot: 7, .. }), "{moved:?}");
    lab.apply(moved).expect("the slot is free");
    assert_eq!(lab.state().splices[0].lies, Lies::InSlot(7));
}
