//! What to call a fibre when speaking to people.

use super::colour::Mark;
use super::cords::Surplus;
use super::front::Guide;
use crate::locale::{Arg, Message};
use crate::plant::address::{CordEnd, FibreId, PortId, Termination};
use crate::scenario::model::Scenario;
use crate::scenario::stock;
use crate::units::Millimetres;

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

/// For example `fibre 3, vert (VE), Câble A, côté PM Lilas`, or `port 12, Tiroir distribution, PM Lilas`.
pub fn termination_name(scenario: &Scenario, termination: &Termination) -> Message {
    match termination {
        Termination::Fibre(end) => {
            let fibre = fibre_name(scenario, &end.fibre);
            match scenario.places.get(&end.place) {
                Some(place) => Message::new("termination-name").with("fibre", fibre).with("place", place.name.clone()),
                None => fibre,
            }
        }
        Termination::Port(port) => port_name(scenario, port),
        Termination::Cord(end) => plug_name(scenario, end),
        Termination::Along(point) => Message::new("termination-along")
            .with("fibre", fibre_name(scenario, &point.fibre))
            .with("distance", Millimetres(point.at_mm))
            .with("place", cable_start_name(scenario, &point.fibre)),
    }
}

/// The place where a fibre's cable begins.
pub fn cable_start_name(scenario: &Scenario, fibre: &FibreId) -> Arg {
    let place = scenario.cable(&fibre.cable).and_then(|cable| scenario.places.get(&cable.from));
    place.map_or_else(|| Arg::from(fibre.cable.as_str()), |place| place.name.clone().into())
}

/// What people call an equipment: its own name, else that of its model, else its id.
pub fn equipment_name(scenario: &Scenario, id: &str) -> Arg {
    let own = scenario.equipment.get(id).and_then(|equipment| equipment.name.clone());
    own.or_else(|| scenario.model_of(id).map(|model| model.name.clone())).map_or_else(|| Arg::from(id), Arg::Own)
}

/// For example `port 12, Tiroir distribution, PM Lilas`.
pub fn port_name(scenario: &Scenario, port: &PortId) -> Message {
    if scenario.gear.contains_key(&port.equipment) {
        return crate::rack::words::gear_port_name(scenario, port);
    }
    let place = scenario.equipment.get(&port.equipment).and_then(|equipment| scenario.places.get(&equipment.place));
    let name = Message::new(if place.is_some() { "port-name" } else { "port-somewhere" })
        .with("port", port.port.as_str())
        .with("equipment", equipment_name(scenario, &port.equipment));
    match place {
        Some(place) => name.with("place", place.name.clone()),
        None => name,
    }
}

/// What a cord is called: the word on its label, else its id, with its model and length.
pub fn cord_name(scenario: &Scenario, cord: &str) -> Message {
    if let Some(model) = scenario.rack_cord_model(cord) {
        return Message::new("stock-named").with("name", model.name.clone());
    }
    let Some((model, length)) = scenario.cord_model(cord).zip(scenario.cord_length(cord)) else {
        return Message::new("cord-unknown").with("cord", cord);
    };
    // A cord from stock is told by what it is; which of them, by its number.
    let name = number_from_stock(cord).unwrap_or(cord);
    Message::new("cord-name").with("cord", name).with("model", model.name.clone()).with("length", length)
}

/// Which of its kind a cord is that was taken from stock.
fn number_from_stock(cord: &str) -> Option<&str> {
    stock::taken(cord).and_then(|item| cord.strip_prefix(item)?.strip_prefix('-'))
}

/// The guides of a path, one after the other.
pub fn path_name(path: &[Guide]) -> Message {
    let word = |guide: &Guide| {
        Message::new(match guide {
            Guide::Left => "guide-left",
            Guide::Middle => "guide-middle",
            Guide::Right => "guide-right",
            Guide::Foot => "guide-foot",
        })
    };
    if path.is_empty() {
        return Message::new("path-straight");
    }
    Message::new("path-name").with("guides", path.iter().map(word).collect::<Vec<_>>())
}

/// What became of a surplus.
pub fn surplus_name(surplus: Surplus) -> Message {
    Message::new(match surplus {
        Surplus::Coiled => "surplus-coiled",
        Surplus::Crammed => "surplus-crammed",
        Surplus::Hanging => "surplus-hanging",
    })
}

/// For example `fiche a de la jarretière j-3 (Jarretière SC/APC)`.
pub fn plug_name(scenario: &Scenario, end: &CordEnd) -> Message {
    let letter = end.end.letter();
    if let Some(number) = number_from_stock(&end.cord)
        && let Some((model, length)) = scenario.cord_model(&end.cord).zip(scenario.cord_length(&end.cord))
    {
        return Message::new("plug-name-new")
            .with("end", letter)
            .with("number", number)
            .with("model", model.name.clone())
            .with("length", length);
    }
    let named = scenario.rack_cord_model(&end.cord).map(|model| &model.name);
    let named = named.or_else(|| scenario.cord_model(&end.cord).map(|model| &model.name));
    let model = named.map_or_else(|| Arg::from(end.cord.as_str()), |name| name.clone().into());
    Message::new("plug-name").with("end", letter).with("cord", end.cord.as_str()).with("model", model)
}

/// What a place is called: its own name, else its id.
pub fn place_name(scenario: &Scenario, place: &str) -> Arg {
    scenario.places.get(place).map_or_else(|| Arg::from(place), |found| found.name.clone().into())
}

/// What clients are called, by their ids.
pub fn client_names(scenario: &Scenario, clients: &[String]) -> Vec<Message> {
    let name = |id: &String| match scenario.clients.get(id) {
        Some(client) => Message::new("client-name").with("name", client.name.clone()),
        None => Message::new("client-name").with("name", id.as_str()),
    };
    clients.iter().map(name).collect()
}
