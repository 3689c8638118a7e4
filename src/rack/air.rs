//! What devices breathe.
//!
//! Cold air comes from the cold aisle, before the front of the racks; warm air leaves behind. A device that blows the
//! other way breathes what the others heated; through a unit that nothing closes, warm air comes back to the front.

use crate::catalogue::rack::{Airflow, DeviceModel, Face};
use crate::lab::State;
use crate::rack::fit::{open_units, span_mm};
use crate::scenario::model::Scenario;

/// The cold aisle, in tenths of a degree (inside the 18 to 27 °C that ASHRAE recommends for inlets).
pub const COLD_TENTHS: u32 = 220;
/// How much warmer the hot aisle is, in tenths of a degree: usual for servers at work (trade knowledge).
const RISE_TENTHS: u32 = 120;
/// What an open unit nearby lets back of that, in per cent, and how near that is, in units (design choices).
const LEAK_PERCENT: u32 = 12;
const NEAR: i32 = 3;

/// Whether a device in a rack blows from the cold side to the hot side. What does not blow does no harm.
pub fn blows_right(model: &DeviceModel, face: Face) -> bool {
    match model.airflow {
        Airflow::FrontToRear => face == Face::Front,
        Airflow::RearToFront => face == Face::Rear,
        _ => true,
    }
}

/// What a running device breathes in, in tenths of a degree; nothing for what does not breathe or is on the trolley.
pub fn inlet_tenths(scenario: &Scenario, state: &State, device: &str) -> Option<u32> {
    let held = state.rack.held.get(device)?;
    let model = scenario.gear_model(device).filter(|model| model.airflow != Airflow::Passive)?;
    if !blows_right(model, held.face) {
        return Some(COLD_TENTHS + RISE_TENTHS);
    }
    let cabinet = scenario.cabinet_of(&held.rack)?;
    let (low, high) = span_mm(model, held.ears);
    let unit = |mm: f64| (mm / crate::catalogue::rack::UNIT_MM) as i32;
    let (first, last) = (unit(low + 1.0) + 1 - NEAR, unit(high - 1.0) + 1 + NEAR);
    let open = open_units(scenario, &state.rack, &held.rack, cabinet);
    let near = open.iter().filter(|open| (first..=last).contains(&i32::from(**open))).count() as u32;
    Some(COLD_TENTHS + RISE_TENTHS * (near * LEAK_PERCENT).min(100) / 100)
}
