//! What to call a fibre when speaking to people.

use super::colour::Mark;
use crate::locale::{Arg, Message};
use crate::plant::address::{FibreId, Termination};
use crate::scenario::model::Scenario;

/// The mark on a fibre, and on its tube where the cable has several to choose from.
pub fn marks(scenario: &Scenario, fibre: &FibreId) -> Option<(Mark, Option<Mark>)> {
    let cable = scenario.cable(&fibre.cable)?;
    // Where only one tube lies open, everybody knows which one is meant.
    let one_open = scenario
        .bench
        .as_ref()
        .and_then(|bench| bench.open_tubes.get(&fibre.cable))
        .is_some_and(|tubes| tubes == &[fibre.tube]);
    let tube = (cable.fibres > cable.modulo && !one_open).then(|| cable.colours.mark(fibre.tube));
    Some((cable.colours.mark(fibre.fibre), tube))
}

/// For example `fibre 3, vert (VE), Câble A`; an unknown fibre is said by its address.
pub fn fibre_name(scenario: &Scenario, fibre: &FibreId) -> Message {
    let (Some(cable), Some((mark, tube))) = (scenario.cable(&fibre.cable), marks(scenario, fibre)) else {
        return Message::new("fibre-unknown").with("address", fibre.to_string());
    };
    let name = Message::new(if tube.is_some() { "fibre-in-tube" } else { "fibre-name" })
        .with("cable", cable.name.clone())
        .with("number", fibre.fibre)
        .with("mark", mark.name());
    match tube {
        Some(tube) => name.with("tube", Arg::Message(tube.name())).with("tube-number", fibre.tube),
        None => name,
    }
}

/// For example `fibre 3, vert (VE), Câble A, côté PM Lilas`.
pub fn termination_name(scenario: &Scenario, termination: &Termination) -> Message {
    let fibre = fibre_name(scenario, &termination.fibre);
    match scenario.places.get(&termination.place) {
        Some(place) => Message::new("termination-name").with("fibre", fibre).with("place", place.name.clone()),
        None => fibre,
    }
}
