//! Where the trainee stands: walking from place to place, and what can only be done on the spot.

use std::collections::{BTreeMap, BTreeSet};

use super::effect::{Effect, Refusal};
use super::state::State;
use crate::fibre::gestures::Done;
use crate::plant::address::{PortId, Termination};
use crate::scenario::model::Scenario;

/// A brisk walk with a tool bag, in mm/s (design choice: 4.3 km/h).
const WALK_MM_S: u64 = 1200;
/// The van in a small town, in mm/s (design choice: 29 km/h).
const DRIVE_MM_S: u64 = 8000;
/// Loading the van, parking, cones around the work site (design choice).
const LOAD_SECONDS: u64 = 180;
/// Nobody is faster from one door to the next (design choice).
const LEAST_SECONDS: u64 = 20;
/// Where no cable leads from one place to the other (design choice).
const UNKNOWN_WAY_SECONDS: u64 = 600;
/// Unfolding the table, switching the splicer on, laying the tools out (design choice).
const SET_UP_SECONDS: u64 = 240;

/// Walks or drives to a place.
///
/// # Errors
/// There is no such place, or the trainee is there.
pub fn go_to(scenario: &Scenario, state: &mut State, place: &str) -> Result<Done, Refusal> {
    if !scenario.places.contains_key(place) {
        return Err(Refusal::NoSuchPlace { place: place.to_owned() });
    }
    let here = state.here(scenario).unwrap_or(place);
    if here == place {
        return Err(Refusal::AlreadyThere { place: place.to_owned() });
    }
    let seconds = way_seconds(scenario, here, place);
    state.went_to = Some(place.to_owned());
    Ok(Done::new(seconds, [Effect::Arrived { place: place.to_owned(), seconds: seconds as u32 }]))
}

/// How long the way takes: the streets follow the cables, on foot or with the van, whichever is quicker.
pub fn way_seconds(scenario: &Scenario, from: &str, to: &str) -> u64 {
    let Some(metres) = way_metres(scenario, from, to) else { return UNKNOWN_WAY_SECONDS };
    let mm = metres * 1000;
    (mm / WALK_MM_S).min(LOAD_SECONDS + mm / DRIVE_MM_S).max(LEAST_SECONDS)
}

/// Length of the shortest way along the cables, in metres; nothing where none leads there.
pub fn way_metres(scenario: &Scenario, from: &str, to: &str) -> Option<u64> {
    let mut streets: BTreeMap<&str, Vec<(&str, u64)>> = BTreeMap::new();
    for cable in scenario.cables.values() {
        let length = u64::from(cable.length_m);
        streets.entry(&cable.from).or_default().push((&cable.to, length));
        streets.entry(&cable.to).or_default().push((&cable.from, length));
    }
    // Dijkstra; the set is the queue, nearest first.
    let mut queue = BTreeSet::from([(0, from)]);
    let mut best = BTreeMap::from([(from, 0)]);
    while let Some((metres, place)) = queue.pop_first() {
        if place == to {
            return Some(metres);
        }
        for (next, length) in streets.get(place).into_iter().flatten() {
            let sum = metres + length;
            if best.get(next).is_none_or(|known| sum < *known) {
                best.insert(next, sum);
                queue.insert((sum, next));
            }
        }
    }
    None
}

/// Sets the portable bench up where the trainee stands.
///
/// # Errors
/// There is no bench, it cannot stand here, it does already, or something lies in the splicer.
pub fn set_up_bench(scenario: &Scenario, state: &mut State) -> Result<Done, Refusal> {
    let here = state.here(scenario).unwrap_or_default().to_owned();
    let (Some(setting), Some(bench)) = (&scenario.bench, &mut state.bench) else { return Err(Refusal::NoBench) };
    if bench.place == here {
        return Err(Refusal::AlreadyThere { place: here });
    }
    if !setting.places().any(|place| place == here) {
        return Err(Refusal::NoRoomForBench { place: here });
    }
    if bench.splicer.left.is_some() || bench.splicer.right.is_some() {
        return Err(Refusal::SplicerNotEmpty);
    }
    let fallen = bench.move_to(&here);
    let mut effects = vec![Effect::ScrapLost; usize::from(fallen > 0)];
    effects.push(Effect::BenchSetUp { place: here });
    Ok(Done::new(SET_UP_SECONDS, effects))
}

/// Where a port is: an instrument is where its cord ties it, else in the bag.
fn place_of<'s>(scenario: &'s Scenario, state: &State, port: &PortId) -> Option<&'s str> {
    let portable = |port: &PortId| scenario.model_of(&port.equipment).is_some_and(|model| model.is_portable());
    if !portable(port) {
        return scenario.place_of(port);
    }
    let plug = state.plug_in(port)?;
    let far = state.cords.get(&plug.cord)?.plugged[plug.end.other().index()].as_ref()?;
    if portable(far) { None } else { scenario.place_of(far) }
}

/// The trainee stands where this end is: a port, a plug of a cord that hangs there, the end of a fibre.
///
/// # Errors
/// Where it is, when that is elsewhere.
pub fn at_end(scenario: &Scenario, state: &State, end: &Termination) -> Result<(), Refusal> {
    match end {
        Termination::Port(port) => at_port(scenario, state, port),
        Termination::Cord(plug) => {
            let mut ports = state.cords.get(&plug.cord).into_iter().flat_map(|cord| cord.plugged.iter().flatten());
            ports.try_for_each(|port| at_port(scenario, state, port))
        }
        Termination::Fibre(end) if state.here(scenario) != Some(end.place.as_str()) => {
            Err(Refusal::Elsewhere { place: end.place.clone() })
        }
        Termination::Fibre(_) | Termination::Along(_) => Ok(()),
    }
}

/// The trainee stands where this port is.
///
/// # Errors
/// Where it is, when that is elsewhere.
pub fn at_port(scenario: &Scenario, state: &State, port: &PortId) -> Result<(), Refusal> {
    match place_of(scenario, state, port) {
        Some(place) if state.here(scenario) != Some(place) => Err(Refusal::Elsewhere { place: place.to_owned() }),
        _ => Ok(()),
    }
}

/// The trainee stands in this place.
///
/// # Errors
/// Where it is, when that is elsewhere.
pub fn at_place(scenario: &Scenario, state: &State, place: &str) -> Result<(), Refusal> {
    match state.here(scenario) {
        Some(here) if here != place => Err(Refusal::Elsewhere { place: place.to_owned() }),
        _ => Ok(()),
    }
}

/// The trainee stands at the splice bench.
///
/// # Errors
/// Where it stands, when that is elsewhere.
pub fn at_bench(scenario: &Scenario, state: &State) -> Result<(), Refusal> {
    match &state.bench {
        None => Err(Refusal::NoBench),
        Some(bench) if state.here(scenario) != Some(bench.place.as_str()) => {
            Err(Refusal::BenchElsewhere { place: bench.place.clone() })
        }
        Some(_) => Ok(()),
    }
}
