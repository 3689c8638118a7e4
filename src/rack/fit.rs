//! What fits where: heights, depths, what holds and what collides.

use crate::catalogue::rack::{CabinetModel, DeviceModel, Face, HOLE_MM, Mount, UNIT_MM};
use crate::lab::action::Side;
use crate::rack::hole::height_mm;
use crate::rack::state::{Ear, Held, Post, RackState};
use crate::scenario::model::Scenario;

/// So far off its nut a screw still finds the thread, in millimetres: the play of a cage nut (trade knowledge).
const PLAY_MM: f64 = 1.5;
/// Things that overlap by less only touch, in millimetres.
const TOUCH_MM: f64 = 1.0;

/// Height of a device's lower edge above the foot of the lowest unit, at one ear, in millimetres.
pub fn foot_mm(model: &DeviceModel, ear: u16) -> f64 {
    height_mm(ear) - HOLE_MM[usize::from(model.ear_hole(Ear::Low) - 1)]
}

/// From its lowest to its highest edge, in millimetres above the foot of the lowest unit.
pub fn span_mm(model: &DeviceModel, ears: [u16; 2]) -> (f64, f64) {
    let [left, right] = ears.map(|ear| foot_mm(model, ear));
    (left.min(right), left.max(right) + model.height_u * UNIT_MM)
}

/// A device in units of a rack.
#[derive(Debug, Clone, Copy)]
pub struct Mounted<'a> {
    pub id: &'a str,
    pub model: &'a DeviceModel,
    pub held: &'a Held,
    /// From its lowest to its highest edge, in millimetres above the foot of the lowest unit.
    pub span_mm: (f64, f64),
}

/// The devices in the units of a rack, from both faces; not those that hang at its side.
pub fn mounted<'a>(
    scenario: &'a Scenario,
    state: &'a RackState,
    rack: &'a str,
) -> impl Iterator<Item = Mounted<'a>> + Clone {
    state.held.iter().filter(move |(_, held)| held.rack == rack).filter_map(move |(id, held)| {
        let model = scenario.gear_model(id).filter(|model| !model.is_hung())?;
        Some(Mounted { id, model, held, span_mm: span_mm(model, held.ears) })
    })
}

/// Number of the unit, from the bottom and from 1, in which a device's lowest edge lies.
pub fn unit_of(model: &DeviceModel, ears: [u16; 2]) -> u8 {
    (foot_mm(model, ears[0].min(ears[1])).max(0.0) / UNIT_MM + 0.01) as u8 + 1
}

/// Height of an ear's screw above the lower edge of its device, in millimetres.
pub fn screw_mm(model: &DeviceModel, ear: Ear) -> f64 {
    let units = match ear {
        Ear::Low => 0,
        Ear::High => model.units().max(1) - 1,
    };
    f64::from(units) * UNIT_MM + HOLE_MM[usize::from(model.ear_hole(ear) - 1)]
}

/// Number of holes below the one that a screw of this ear meets, where one does.
pub fn hole_behind(model: &DeviceModel, ear_low: u16, ear: Ear) -> Option<u16> {
    let wanted = foot_mm(model, ear_low) + screw_mm(model, ear);
    let near = ear_low + model.ear_rise(ear);
    (near.saturating_sub(1)..=near + 1).find(|hole| (height_mm(*hole) - wanted).abs() <= PLAY_MM)
}

/// Who stands in the way of a device in this rack; nothing if there is room.
pub fn in_the_way(
    scenario: &Scenario,
    state: &RackState,
    model: &DeviceModel,
    held: &Held,
    posts_mm: u16,
) -> Option<String> {
    let (low, high) = span_mm(model, held.ears);
    let mut others = mounted(scenario, state, &held.rack);
    let crossing = others.find(|other| {
        let (from, to) = other.span_mm;
        let beside = low < to - TOUCH_MM && from < high - TOUCH_MM;
        let deep = other.held.face == held.face || model.depth_mm + other.model.depth_mm > posts_mm;
        beside && deep
    });
    crossing.map(|other| other.id.to_owned())
}

/// What carries a device that is put into a rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Support {
    /// Both rails, level and in the right place.
    Rails,
    /// Ears against nuts.
    Ears,
    /// It clips in by itself.
    Clips,
}

/// Why it cannot be put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loose {
    /// No nut behind one of the ears.
    NoNut(Side),
    /// The rails are not at one height: it jams.
    RailsNotLevel,
    /// The rails are at another height: so many holes lie below where its ears would be.
    RailsElsewhere(u16),
}

/// What would carry a device, put where its ears are at these holes.
///
/// # Errors
/// Nothing would.
pub fn support(state: &RackState, id: &str, model: &DeviceModel, held: &Held) -> Result<Support, Loose> {
    if model.mount == Mount::Clips {
        return Ok(Support::Clips);
    }
    if let (Mount::Rails { .. }, Some([Some(left), Some(right)])) = (model.mount, state.rails.get(id))
        && left.rack == held.rack
        && right.rack == held.rack
    {
        // Both sides alike, one hole of slope goes: it hangs like a slide.
        let jams = left.front != right.front || left.rear != right.rear || left.front.abs_diff(left.rear) > 1;
        if jams {
            return Err(Loose::RailsNotLevel);
        }
        // A rail takes the middle hole of its unit, the ear the one below.
        let ear = left.front - 1;
        return if held.ears == [ear, ear] { Ok(Support::Rails) } else { Err(Loose::RailsElsewhere(ear)) };
    }
    for (index, side) in [Side::Left, Side::Right].into_iter().enumerate() {
        let post = Post::of(held.face, side);
        let holds = |ear: Ear| {
            hole_behind(model, held.ears[index], ear).is_some_and(|hole| state.nut(&held.rack, post, hole).is_some())
        };
        if !Ear::BOTH.into_iter().any(holds) {
            return Err(Loose::NoNut(side));
        }
    }
    Ok(Support::Ears)
}

/// Whether a device lies on rails that are higher in front than behind, or lower.
pub fn slopes(state: &RackState, id: &str) -> bool {
    state.rails.get(id).is_some_and(|rails| rails.iter().flatten().any(|rail| rail.front != rail.rear))
}

/// What is mounted from the other face of the rack in the same units, so that nobody gets at what is behind a device.
pub fn behind(scenario: &Scenario, state: &RackState, id: &str) -> Option<String> {
    let held = state.held.get(id)?;
    let model = scenario.gear_model(id).filter(|model| !model.is_hung())?;
    let (low, high) = span_mm(model, held.ears);
    let mut others = mounted(scenario, state, &held.rack);
    let there = others.find(|other| {
        other.held.face != held.face && low < other.span_mm.1 - TOUCH_MM && other.span_mm.0 < high - TOUCH_MM
    });
    there.map(|there| there.id.to_owned())
}

/// How far a device sticks out behind its rack, where the door then does not close, in millimetres.
pub fn sticks_out_mm(model: &DeviceModel, cabinet: &CabinetModel) -> u16 {
    model.depth_mm.saturating_sub(cabinet.inside_mm)
}

/// Height of the centre of gravity of what a rack holds, in millimetres, and its weight in grams.
pub fn centre_of_gravity(scenario: &Scenario, state: &RackState, rack: &str) -> (f64, u64) {
    let mut weight = 0;
    let mut moment = 0.0;
    for Mounted { model, span_mm: (low, high), .. } in mounted(scenario, state, rack) {
        weight += u64::from(model.weight_g);
        moment += f64::from(model.weight_g) * (low + high) / 2.0;
    }
    (if weight == 0 { 0.0 } else { moment / weight as f64 }, weight)
}

/// Units of a rack, from the bottom and from 1, in front of which nothing is.
pub fn open_units(scenario: &Scenario, state: &RackState, rack: &str, cabinet: &CabinetModel) -> Vec<u8> {
    let open = |unit: &u8| {
        let middle = (f64::from(*unit) - 0.5) * UNIT_MM;
        !mounted(scenario, state, rack)
            .any(|there| there.held.face == Face::Front && there.span_mm.0 < middle && middle < there.span_mm.1)
    };
    (1..=cabinet.units).filter(open).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::rack::racks;

    #[test]
    fn a_one_unit_device_has_both_screws_only_where_its_edges_are_those_of_a_unit() {
        let switch = &racks().devices["switch-24-4sfpp"];
        let both = |low| Ear::BOTH.map(|ear| hole_behind(switch, low, ear).is_some());
        assert_eq!(both(0), [true, true]);
        assert_eq!(both(36), [true, true]);
        // One hole up: the small gap comes too early for the upper screw.
        assert_eq!(both(37), [true, false]);
        assert_eq!(both(38), [true, false]);
    }
}
