//! What stands on the path of light, in words.

use super::address::Termination;
use super::{Element, ElementKind};
use crate::fibre::names::termination_name;
use crate::locale::Message;
use crate::scenario::model::Scenario;

/// An element of the path, in words.
pub fn describe(element: &Element, scenario: &Scenario) -> Message {
    let ends = |message: Message| {
        message
            .with("from", termination_name(scenario, &element.from))
            .with("to", termination_name(scenario, &element.to))
    };
    match &element.kind {
        ElementKind::Span => ends(Message::new("trace-span").with("length", element.length)),
        ElementKind::Splice { estimate } => ends(Message::new("trace-splice").with("estimate", *estimate)),
        ElementKind::MadeSplice => ends(Message::new("trace-made-splice")),
        ElementKind::Pigtail => ends(Message::new("trace-pigtail")),
        ElementKind::Mating { faces: [one, other], dirty } => {
            let (key, faces) = if one.is_angled() != other.is_angled() {
                ("trace-mating-wrong", format!("{} – {}", one.name(), other.name()))
            } else {
                (if *dirty { "trace-mating-dirty" } else { "trace-mating" }, one.name().to_owned())
            };
            ends(Message::new(key).with("faces", faces))
        }
        ElementKind::Cord => {
            let cord = match &element.from {
                Termination::Cord(end) => end.cord.clone(),
                other => other.to_string(),
            };
            Message::new("trace-cord").with("cord", cord).with("length", element.length)
        }
        ElementKind::Leg { ratio } => ends(Message::new("trace-leg").with("ratio", *ratio)),
        ElementKind::Bend { radius_mm, turns } => Message::new("trace-bend")
            .with("radius", *radius_mm)
            .with("turns", *turns)
            .with("at", termination_name(scenario, &element.from)),
        ElementKind::Crush => Message::new("trace-crush").with("at", termination_name(scenario, &element.from)),
        ElementKind::Mended => Message::new("trace-mended").with("at", termination_name(scenario, &element.from)),
        ElementKind::Straightened => {
            Message::new("trace-straightened").with("at", termination_name(scenario, &element.from))
        }
    }
}
