//! The as-built sheet: what the papers say of a rack, what the trainee writes into them, and what is really there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fibre::gestures::Done;
use crate::lab::State;
use crate::lab::effect::{Effect, Refusal};
use crate::plant::address::PortId;
use crate::rack::fit::unit_of;
use crate::rack::words::{Deed, Hindrance};
use crate::scenario::model::Scenario;

/// Writing a line takes so long, in seconds (design choice).
const WRITE_SECONDS: u64 = 10;

/// A place in a rack, as people number it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub rack: String,
    pub u: u8,
}

/// What the trainee wrote: a line that is missing stands as the papers had it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Written {
    /// Devices; nothing where the line was crossed out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub devices: BTreeMap<String, Option<Place>>,
    /// Ports, and where their cord goes; nothing for a free one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cords: BTreeMap<PortId, Option<PortId>>,
}

impl Written {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where the sheet says that a device is.
pub fn device_on_sheet(scenario: &Scenario, state: &State, device: &str) -> Option<Place> {
    match state.rack.sheet.devices.get(device) {
        Some(written) => written.clone(),
        None => {
            let row = scenario.sheet.as_ref()?.devices.iter().find(|row| row.device == device)?;
            Some(Place { rack: row.rack.clone(), u: row.u })
        }
    }
}

/// Where the sheet says that the cord of a port goes.
pub fn cord_on_sheet(scenario: &Scenario, state: &State, port: &PortId) -> Option<PortId> {
    match state.rack.sheet.cords.get(port) {
        Some(written) => written.clone(),
        None => scenario.sheet.as_ref()?.cords.iter().find(|row| row.port == *port).map(|row| row.to.clone()),
    }
}

/// Where a device is; nothing if it stands on the trolley or hangs at a side.
pub fn device_there(scenario: &Scenario, state: &State, device: &str) -> Option<Place> {
    let held = state.rack.held.get(device)?;
    let model = scenario.gear_model(device).filter(|model| !model.is_hung())?;
    let unit = unit_of(model, held.ears);
    let u = scenario.cabinet_of(&held.rack).and_then(|cabinet| cabinet.numbered(unit)).unwrap_or(unit);
    Some(Place { rack: held.rack.clone(), u })
}

/// Where the cord of a port goes; nothing if none is in it, or if it hangs free at the other end.
pub fn cord_there(state: &State, port: &PortId) -> Option<PortId> {
    let plug = state.plug_in(port)?;
    state.cords.get(&plug.cord)?.plugged[plug.end.other().index()].clone()
}

/// The ports that the papers have a line for, or that were written down, in their order.
pub fn rows(scenario: &Scenario, state: &State) -> Vec<PortId> {
    let mut rows: Vec<PortId> =
        scenario.sheet.iter().flat_map(|sheet| &sheet.cords).map(|row| row.port.clone()).collect();
    rows.extend(state.rack.sheet.cords.keys().filter(|port| !rows.contains(port)).cloned().collect::<Vec<_>>());
    rows
}

/// Writes where a device is, or crosses its line out.
///
/// # Errors
/// There is no such device, rack or unit.
pub fn record_device(
    scenario: &Scenario,
    state: &mut State,
    device: &str,
    place: Option<&Place>,
) -> Result<Done, Refusal> {
    if !scenario.gear.contains_key(device) {
        return Err(Refusal::Rack(Hindrance::NoSuchGear(device.to_owned())));
    }
    if let Some(place) = place {
        let no_rack = || Refusal::Rack(Hindrance::NoSuchRack(place.rack.clone()));
        let cabinet = scenario.cabinet_of(&place.rack).ok_or_else(no_rack)?;
        if !(1..=cabinet.units).contains(&place.u) {
            return Err(Refusal::Rack(Hindrance::BeyondRack));
        }
    }
    state.rack.sheet.devices.insert(device.to_owned(), place.cloned());
    let deed = Deed::DeviceRecorded { device: device.to_owned(), place: place.cloned() };
    Ok(Done::new(WRITE_SECONDS, [Effect::Rack(deed)]))
}

/// Writes where the cord of a port goes, or that the port is free.
///
/// # Errors
/// There is no such port.
pub fn record_cord(
    scenario: &Scenario,
    state: &mut State,
    port: &PortId,
    to: Option<&PortId>,
) -> Result<Done, Refusal> {
    for port in [Some(port), to].into_iter().flatten() {
        scenario.gear_port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
    }
    state.rack.sheet.cords.insert(port.clone(), to.cloned());
    let deed = Deed::CordRecorded { port: port.clone(), to: to.cloned() };
    Ok(Done::new(WRITE_SECONDS, [Effect::Rack(deed)]))
}
