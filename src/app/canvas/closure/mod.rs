//! The closure, worked by hand: the cable that is opened into it, and its cassette.

pub mod cable;
pub mod cassette;
mod cassette_picture;
mod winding;

use bevy_egui::egui::Color32;

use crate::fibre::closure::Closure;
use crate::fibre::colour::Mark;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::plant::address::FibreId;

/// The closure of the place where the trainee stands, if the exercise has one.
fn closure_here(lab: &Lab) -> Option<&Closure> {
    lab.state().closures.get(lab.here()?)
}

/// Whether there is a cable to open here.
pub fn has_cable(lab: &Lab) -> bool {
    closure_here(lab).is_some_and(|closure| !closure.cables.is_empty())
}

/// Whether there is a cassette to work in here.
pub fn has_cassette(lab: &Lab) -> bool {
    let place = lab.here().unwrap_or_default();
    lab.scenario().closures.contains_key(place) || closure_here(lab).is_some_and(|closure| !closure.coils.is_empty())
}

/// What opens or shuts the cassette now, and what opens or shuts the closure.
fn covers(lab: &Lab) -> [Action; 2] {
    let (covered, shut) = closure_here(lab).map_or((false, false), |closure| (closure.covered, closure.shut));
    [
        if covered { Action::UncoverCassette } else { Action::CoverCassette },
        if shut { Action::OpenClosure } else { Action::ShutClosure },
    ]
}

fn mark(lab: &Lab, fibre: &FibreId) -> Option<Mark> {
    Some(lab.scenario().cable(&fibre.cable)?.colours.mark(fibre.fibre))
}

fn paint(mark: Option<Mark>) -> Color32 {
    let [r, g, b] = mark.map_or([0xe9, 0xed, 0xef], |mark| mark.colour.rgb());
    Color32::from_rgb(r, g, b)
}
