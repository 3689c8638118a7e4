//! Patching: cords pulled out and pushed in, freed ports capped.

use super::cords::{both_ports, came_loose};
use super::face::meet;
use super::front::Front;
use super::gestures::Done;
use crate::catalogue::Role;
use crate::lab::State;
use crate::lab::effect::{Effect, Refusal};
use crate::lab::presence::at_port;
use crate::plant::address::{CordEnd, PortId, Termination};
use crate::scenario::model::Scenario;
use crate::units::Millimetres;

type Outcome = Result<Done, Refusal>;

/// Reaching a plug among others and pulling it (design choice).
const UNPLUG_SECONDS: u64 = 6;
/// Leading a cord to a port and pushing it in until it clicks (design choice).
const PLUG_SECONDS: u64 = 12;
/// Putting a cap on (design choice).
const CAP_SECONDS: u64 = 4;

/// Pulls a plug out of its port. Whoever hung on it is dark now.
///
/// # Errors
/// There is no such cord, it is not plugged, or the trainee is elsewhere.
pub fn unplug(scenario: &Scenario, state: &mut State, plug: &CordEnd) -> Outcome {
    let cord = state.cords.get(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    let port = cord.plugged[plug.end.index()].clone().ok_or_else(|| Refusal::NotPlugged(plug.clone()))?;
    at_port(scenario, state, &port)?;
    let cord = state.cords.get_mut(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    cord.plugged[plug.end.index()] = None;
    came_loose(state, &plug.cord);
    // Instruments and adapters in the hand go back into the bag: they have no caps to be asked for.
    if !is_portable(scenario, &port) {
        state.open_ports.insert(port.clone());
    }
    let effects = [Effect::Unplugged { plug: plug.clone(), port }];
    Ok(Done::new(UNPLUG_SECONDS, effects).changing_the_plant())
}

/// Pushes a plug into a port. A face of another polish goes in as well; dirt goes from face to face.
///
/// # Errors
/// There is no such cord or port, one of them is taken, the shapes differ, or the cord's other end or the trainee is
/// elsewhere.
pub fn plug(scenario: &Scenario, state: &mut State, plug: &CordEnd, port: &PortId) -> Outcome {
    let model = scenario.cord_model(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    let there = scenario.port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
    let hole = there.connector.ok_or_else(|| Refusal::BarePort(port.clone()))?;
    at_port(scenario, state, port)?;
    let taken = |other: &Option<PortId>| other.as_ref() == Some(port);
    if state.cords.values().any(|cord| cord.plugged.iter().any(taken)) {
        return Err(Refusal::PortTaken(port.clone()));
    }
    let face = [model.connectors.0, model.connectors.1][plug.end.index()];
    if !face.fits(hole) {
        return Err(Refusal::DoesNotFit { plug: face, hole });
    }
    let cord = state.cords.get_mut(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    if cord.plugged[plug.end.index()].is_some() {
        return Err(Refusal::AlreadyPlugged(plug.clone()));
    }
    let stays = |port: &&PortId| !is_portable(scenario, port);
    if let Some(other) = cord.plugged[plug.end.other().index()].clone().filter(|other| stays(&other)) {
        if stays(&port) && scenario.place_of(&other) != scenario.place_of(port) {
            return Err(Refusal::CordElsewhere(plug.clone()));
        }
        at_port(scenario, state, &other)?;
    }
    reaches(scenario, state, plug, port)?;
    let cord = state.cords.get_mut(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    cord.plugged[plug.end.index()] = Some(port.clone());
    let opposite = match there.role {
        Role::Detector => None,
        Role::Through => state.opposite_plug(scenario, port),
        _ => Some(port.clone().into()),
    };
    if let Some(opposite) = opposite {
        press(scenario, state, &plug.clone().into(), &opposite);
    }
    state.open_ports.remove(port);
    let effects = [Effect::Plugged { plug: plug.clone(), port: port.clone() }];
    Ok(Done::new(PLUG_SECONDS, effects).changing_the_plant())
}

/// The cord is long enough to hang straight from the port of its other end to this one.
fn reaches(scenario: &Scenario, state: &State, plug: &CordEnd, port: &PortId) -> Result<(), Refusal> {
    let Some(mut cord) = state.cords.get(&plug.cord).cloned() else { return Ok(()) };
    cord.plugged[plug.end.index()] = Some(port.clone());
    let Some([a, b]) = both_ports(&cord).filter(|ports| ports.iter().all(|port| !is_portable(scenario, port))) else {
        return Ok(());
    };
    let front = Front::of(scenario, scenario.place_of(port).unwrap_or_default());
    let needs = front.needed_mm(scenario, a, b, &[]).unwrap_or(0);
    let has = scenario.cord_length(&plug.cord).unwrap_or_default();
    if has.0 < u64::from(needs) {
        return Err(Refusal::CordTooShort { has, needs: Millimetres(needs.into()) });
    }
    Ok(())
}

fn is_portable(scenario: &Scenario, port: &PortId) -> bool {
    scenario.model_of(&port.equipment).is_some_and(|model| model.is_portable())
}

/// Two faces touch: what lies on one is printed on the other. Faces as delivered have nothing to give.
pub(crate) fn press(scenario: &Scenario, state: &mut State, one: &Termination, other: &Termination) {
    if !state.faces.contains_key(one) && !state.faces.contains_key(other) {
        return;
    }
    let [mut face, mut opposite] = [one, other].map(|at| state.face(scenario, at));
    let names = [one, other].map(ToString::to_string);
    meet(&mut face, &mut opposite, scenario.seed, [&names[0], &names[1]], state.now);
    state.faces.insert(one.clone(), face);
    state.faces.insert(other.clone(), opposite);
}

/// Puts a cap on a port that was freed.
///
/// # Errors
/// There is no such port, it stands not open, or the trainee is elsewhere.
pub fn cap(scenario: &Scenario, state: &mut State, port: &PortId) -> Outcome {
    scenario.port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
    at_port(scenario, state, port)?;
    if !state.open_ports.remove(port) {
        return Err(Refusal::NotOpen(port.clone()));
    }
    Ok(Done::new(CAP_SECONDS, [Effect::Capped { port: port.clone() }]))
}
