//! Cords of racks: what fits into what, and how long a way is.

use crate::catalogue::rack::{Airflow, CordKind, Face, Medium, PowerPlug, Socket, UNIT_MM};
use crate::fibre::connector::Connector;
use crate::fibre::cords::{Led, Surplus};
use crate::fibre::front::Guide;
use crate::fibre::gestures::Done;
use crate::fibre::patching::press;
use crate::lab::State;
use crate::lab::effect::{Effect, Refusal};
use crate::lab::presence::at_port;
use crate::lab::state::CordState;
use crate::plant::address::{CordEnd, End, PortId};
use crate::rack::fit::{behind, foot_mm, mounted, unit_of};
use crate::rack::gestures::follow;
use crate::rack::link::{connector_of, face_of};
use crate::rack::power;
use crate::rack::words::{Deed, Hindrance};
use crate::scenario::model::Scenario;
use crate::units::Millimetres;

type Outcome = Result<Done, Refusal>;

/// Design choices: what a trained hand needs.
const PLUG_SECONDS: u64 = 10;
const UNPLUG_SECONDS: u64 = 6;
const LEAD_SECONDS: u64 = 45;
/// Racks of 600 mm stand side by side.
const RACK_WIDE_MM: f64 = 600.0;
/// From the middle of a face to its side, where cords go down, and the bow at each plug (design choices).
const TO_THE_SIDE_MM: f64 = 240.0;
const BOW_MM: f64 = 60.0;
/// From the front posts round the side to the rear posts.
const ROUND_MM: f64 = 800.0;

/// Whether a plug goes into a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fits {
    Yes,
    /// It goes in, but must not: it does harm or carries nothing.
    Forced,
    No,
}

/// Whether an end of a cord goes into a socket.
pub fn fits(kind: CordKind, end: End, socket: Socket) -> Fits {
    let yes = |good: bool| if good { Fits::Yes } else { Fits::No };
    match (kind, socket) {
        (CordKind::Copper(_), Socket::Rj45(_)) => Fits::Yes,
        // The same plug, but it carries something else.
        (CordKind::Copper(_), Socket::ConsoleRj45) | (CordKind::Rollover | CordKind::UsbConsole, Socket::Rj45(_)) => {
            Fits::Forced
        }
        (CordKind::Rollover, Socket::ConsoleRj45) => Fits::Yes,
        (CordKind::UsbConsole, Socket::ConsoleRj45) => yes(end == End::B),
        (CordKind::UsbConsole, Socket::ConsoleUsb) => yes(end == End::A),
        (CordKind::Duplex { ends, .. }, Socket::Duplex(hole))
        | (CordKind::Simplex { ends, .. }, Socket::Simplex(hole)) => {
            let plug = if end == End::A { ends.0 } else { ends.1 };
            match (plug.fits(hole), plug == hole) {
                (true, true) => Fits::Yes,
                (true, false) => Fits::Forced,
                _ => Fits::No,
            }
        }
        (CordKind::Mpo { pins, .. }, Socket::Mpo { pins: hole }) => {
            let plug = if end == End::A { pins.0 } else { pins.1 };
            // Pins on pins do not close; none on none close without a guide.
            match (plug, hole) {
                (true, true) => Fits::No,
                (false, false) => Fits::Forced,
                _ => Fits::Yes,
            }
        }
        (CordKind::Dac { form, .. } | CordKind::Aoc { form, .. }, Socket::Cage(cage)) => yes(form == cage),
        (CordKind::Power { from, to }, socket) => match (socket, end) {
            // The end that belongs to the strip is a plug, the other an appliance coupler.
            (Socket::Outlet(plug), End::A) => power(from, plug),
            // A thin cord on an inlet that draws more than it may carry.
            (Socket::Inlet(plug), End::B) if to == plug && from.amps() < to.amps() => Fits::Forced,
            (Socket::Inlet(plug), End::B) => power(to, plug),
            _ => Fits::No,
        },
        // Into the transceiver in a cage: which plug it takes, the one who plugs knows with it.
        (CordKind::Duplex { ends, .. }, Socket::Cage(_)) => {
            let plug = if end == End::A { ends.0 } else { ends.1 };
            if plug == Connector::LcUpc {
                Fits::Yes
            } else if plug.fits(Connector::LcUpc) {
                Fits::Forced
            } else {
                Fits::No
            }
        }
        (CordKind::Copper(_) | CordKind::Mpo { .. }, Socket::Cage(_)) => Fits::Yes,
        (CordKind::Earth, Socket::EarthLug) => Fits::Yes,
        _ => Fits::No,
    }
}

/// Whether there is something in a cage that takes this plug: a transceiver of its kind, or nothing for a cord that brings
/// its own.
fn takes(state: &State, port: &PortId, socket: Socket, kind: CordKind) -> bool {
    if !matches!(socket, Socket::Cage(_)) {
        return true;
    }
    let module = state.rack.module(port);
    matches!(
        (kind, module.map(|module| &module.medium)),
        (CordKind::Dac { .. } | CordKind::Aoc { .. }, None)
            | (CordKind::Copper(_), Some(Medium::Copper))
            | (CordKind::Duplex { .. }, Some(Medium::Duplex { .. }))
            | (CordKind::Mpo { .. }, Some(Medium::Mpo { .. }))
    )
}

/// Plugs of power by their outlet. Those of another size do not go in.
fn power(plug: PowerPlug, socket: PowerPlug) -> Fits {
    if plug == socket { Fits::Yes } else { Fits::No }
}

/// Where a port is: rack, height above the foot of the lowest unit and distance from the left post in millimetres, and
/// which side of the rack one must stand to reach it.
pub fn spot(scenario: &Scenario, state: &State, port: &PortId) -> Option<(String, f64, f64, Face)> {
    let held = state.rack.held.get(&port.equipment)?;
    let model = scenario.gear_model(&port.equipment)?;
    let (group, position) = model.port(&port.port)?;
    let (x, y) = group.centre_mm(position);
    let foot = if model.is_hung() { 0.0 } else { foot_mm(model, held.ears[0]) };
    Some((held.rack.clone(), foot + y, x, held.seen_face(group.face)))
}

/// What a cord needs to go from one port to another the tidy way: to the side, up or down along it, and back, in
/// millimetres; nothing where one of them is on the trolley.
pub fn needed_mm(scenario: &Scenario, state: &State, a: &PortId, b: &PortId) -> Option<u32> {
    let [(rack_a, y_a, _, face_a), (rack_b, y_b, _, face_b)] = [spot(scenario, state, a)?, spot(scenario, state, b)?];
    let number = |rack: &str| scenario.racks.get_index_of(rack);
    let (one, other) = (number(&rack_a)?, number(&rack_b)?);
    let beside = one.abs_diff(other) as f64;
    let up = if beside > 0.0 {
        // Over the top of the racks.
        let top = |rack: &str| scenario.cabinet_of(rack).map_or(0.0, |model| f64::from(model.units) * UNIT_MM + 100.0);
        (top(&rack_a) - y_a).max(0.0) + (top(&rack_b) - y_b).max(0.0)
    } else {
        (y_a - y_b).abs()
    };
    let round = if face_a == face_b { 0.0 } else { ROUND_MM };
    Some((up + beside * RACK_WIDE_MM + round + 2.0 * (TO_THE_SIDE_MM + BOW_MM)) as u32)
}

/// Pushes a plug into a port of the gear.
///
/// # Errors
/// There is no such cord or port, one of them is taken, it does not go in, or it does not reach.
pub fn plug(scenario: &Scenario, state: &mut State, plug: &CordEnd, port: &PortId) -> Outcome {
    let model = scenario.rack_cord_model(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    let (group, _) = scenario.gear_port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
    if !state.rack.held.contains_key(&port.equipment) {
        return Err(Refusal::Rack(Hindrance::OnTrolley(port.equipment.clone())));
    }
    at_port(scenario, state, port)?;
    reachable(scenario, state, port)?;
    if state.plug_in(port).is_some() {
        return Err(Refusal::PortTaken(port.clone()));
    }
    let fit = fits(model.kind, plug.end, group.socket);
    if fit == Fits::No || !takes(state, port, group.socket, model.kind) {
        return Err(Refusal::Rack(Hindrance::DoesNotGoIn { port: port.clone() }));
    }
    let index = plug.end.index();
    let cord = state.cords.get(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    if cord.plugged[index].is_some() {
        return Err(Refusal::AlreadyPlugged(plug.clone()));
    }
    if let Some(other) = &cord.plugged[1 - index]
        && let Some(needs) = needed_mm(scenario, state, other, port)
        && model.length_mm < needs
    {
        return Err(Refusal::CordTooShort {
            has: Millimetres(model.length_mm.into()),
            needs: Millimetres(needs.into()),
        });
    }
    let before = power::now(scenario, state);
    state.cords.get_mut(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?.plugged[index] =
        Some(port.clone());
    if connector_of(group.socket).is_some() && face_of(model.kind, plug.end).is_some() {
        press(scenario, state, &plug.clone().into(), &port.clone().into());
    }
    let mut effects = vec![Effect::Plugged { plug: plug.clone(), port: port.clone() }];
    if fit == Fits::Forced {
        effects.push(Deed::Forced { port: port.clone() }.into());
    }
    let active = scenario.gear_model(&port.equipment).is_some_and(|model| model.is_active());
    let power_cord = matches!(model.kind, CordKind::Power { .. } | CordKind::Earth);
    if active && !power_cord && !state.rack.hand_is_earthed() {
        effects.push(Deed::Charged { device: port.equipment.clone() }.into());
    }
    effects.extend(follow(scenario, state, &before));
    Ok(Done::new(PLUG_SECONDS, effects))
}

/// Leads a cord that is plugged at both ends: along the side, or straight across; its surplus put away or not.
///
/// # Errors
/// There is no such cord, or an end hangs free.
pub fn lead(scenario: &Scenario, state: &mut State, cord: &str, path: &[Guide], surplus: Surplus) -> Outcome {
    let loose = || CordEnd::new(cord, End::A);
    let there = state.cords.get(cord).ok_or_else(|| Refusal::NoSuchCord(loose()))?;
    let [Some(a), Some(b)] = there.plugged.clone() else {
        return Err(Refusal::CordLoose { cord: cord.to_owned() });
    };
    at_port(scenario, state, &a)?;
    let length = scenario.cord_length(cord).unwrap_or_default().0;
    let over = length.saturating_sub(needed_mm(scenario, state, &a, &b).unwrap_or(0).into());
    if let Some(there) = state.cords.get_mut(cord) {
        there.led = Some(Led { path: path.to_vec(), surplus });
    }
    Ok(Done::new(LEAD_SECONDS, [Effect::CordLed { cord: cord.to_owned(), surplus: Millimetres(over) }]))
}

/// The label that the end of a cord at the near port should bear: where it is, then where the other end is.
pub fn label_for(scenario: &Scenario, state: &State, near: &PortId, far: &PortId) -> String {
    let at = |port: &PortId| {
        let held = state.rack.held.get(&port.equipment);
        let model = scenario.gear_model(&port.equipment);
        match held.zip(model) {
            Some((held, model)) if !model.is_hung() => {
                let unit = unit_of(model, held.ears);
                let unit = scenario.cabinet_of(&held.rack).and_then(|cabinet| cabinet.numbered(unit)).unwrap_or(unit);
                format!("{}-U{unit:02}:{}", held.rack.to_uppercase(), port.port)
            }
            Some((held, _)) => {
                format!("{}-{}:{}", held.rack.to_uppercase(), port.equipment.to_uppercase(), port.port)
            }
            None => port.to_string(),
        }
    };
    format!("{} / {}", at(near), at(far))
}

/// Cords that hang across the rear of this rack, each with a device before whose fans it hangs: those that were never led
/// along a side and pass more than the unit they are plugged in.
pub fn curtain(scenario: &Scenario, state: &State, rack: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (id, cord) in &state.cords {
        let led = cord.led.as_ref().is_some_and(|led| led.follows_a_side() && led.surplus != Surplus::Hanging);
        let ([Some(a), Some(b)], Some(_), false) = (&cord.plugged, scenario.rack_cord_model(id), led) else { continue };
        let (Some(one), Some(other)) = (spot(scenario, state, a), spot(scenario, state, b)) else { continue };
        let rear = [&one, &other].iter().all(|(at, _, _, face)| at == rack && *face == Face::Rear);
        if !rear {
            continue;
        }
        // What came with the rack lies where its builders led it.
        if scenario.cords.contains_key(id) && cord.led.is_none() && came_so(scenario, id, cord) {
            continue;
        }
        let (low, high) = (one.1.min(other.1), one.1.max(other.1));
        let blows = mounted(scenario, &state.rack, rack).find(|there| {
            let (from, to) = there.span_mm;
            there.model.airflow != Airflow::Passive && from < high && low < to
        });
        if let Some(device) = blows {
            found.push((id.clone(), device.id.to_owned()));
        }
    }
    found
}

/// Whether a cord of the scenario is still plugged as it came.
fn came_so(scenario: &Scenario, id: &str, cord: &CordState) -> bool {
    scenario.cords.get(id).is_some_and(|came| [came.from.clone(), came.to.clone()] == cord.plugged)
}

/// Nothing is mounted in the same units behind the port.
fn reachable(scenario: &Scenario, state: &State, port: &PortId) -> Result<(), Refusal> {
    let rear = scenario.gear_port(port).is_some_and(|(group, _)| group.face == Face::Rear);
    match behind(scenario, &state.rack, &port.equipment).filter(|_| rear) {
        Some(other) => Err(Refusal::Rack(Hindrance::Behind(other))),
        None => Ok(()),
    }
}

/// Pulls a plug out of a port of the gear.
///
/// # Errors
/// There is no such cord, or it hangs free.
pub fn unplug(scenario: &Scenario, state: &mut State, plug: &CordEnd) -> Outcome {
    let cord = state.cords.get(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    let index = plug.end.index();
    let port = cord.plugged[index].clone().ok_or_else(|| Refusal::NotPlugged(plug.clone()))?;
    at_port(scenario, state, &port)?;
    reachable(scenario, state, &port)?;
    let before = power::now(scenario, state);
    if let Some(cord) = state.cords.get_mut(&plug.cord) {
        cord.plugged[index] = None;
        cord.led = None;
        cord.ties.clear();
    }
    let mut effects = vec![Effect::Unplugged { plug: plug.clone(), port }];
    effects.extend(follow(scenario, state, &before));
    Ok(Done::new(UNPLUG_SECONDS, effects))
}
