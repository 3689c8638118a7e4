//! What fits where: heights, depths, what holds and what collides.

use crate::catalogue::rack::{CabinetModel, DeviceModel, Face, HOLE_MM, Mount, UNIT_MM};
use crate::lab::State;
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

/// Number of the unit, from the bottom and from 1, in which a device's lowest edge lies.
pub fn unit_of(model: &DeviceModel, ears: [u16; 2]) -> u8 {
    (foot_mm(model, ears[0].min(ears[1])).max(0.0) / UNIT_MM + 0.01) as u8 + 1
}

/// Whether a device hangs level and its edges are those of units.
pub fn is_square(model: &DeviceModel, ears: [u16; 2]) -> bool {
    let foot = foot_mm(model, ears[0]) / UNIT_MM;
    ears[0] == ears[1] && (foot - libm::round(foot)).abs() < 0.01
}

/// Number of holes below the one that a screw of this ear meets, where one does.
pub fn hole_behind(model: &DeviceModel, ear_low: u16, ear: Ear) -> Option<u16> {
    let wanted = foot_mm(model, ear_low)
        + match ear {
            Ear::Low => HOLE_MM[usize::from(model.ear_hole(Ear::Low) - 1)],
            Ear::High => {
                f64::from(model.units().max(1) - 1) * UNIT_MM + HOLE_MM[usize::from(model.ear_hole(Ear::High) - 1)]
            }
        };
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
    let others = state.held.iter().filter(|(_, other)| other.rack == held.rack);
    let mut crossing = others.filter_map(|(id, other)| {
        let there = scenario.gear_model(id)?;
        if there.is_hung() {
            return None;
        }
        let (from, to) = span_mm(there, other.ears);
        let beside = low < to - TOUCH_MM && from < high - TOUCH_MM;
        let deep = other.face == held.face || model.depth_mm + there.depth_mm > posts_mm;
        (beside && deep).then(|| id.clone())
    });
    crossing.next()
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
        let level = [left.rear, right.front, right.rear].iter().all(|hole| *hole == left.front);
        if !level {
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

/// Height of the centre of gravity of what a rack holds, in millimetres, and its weight in grams.
pub fn centre_of_gravity(scenario: &Scenario, state: &RackState, rack: &str) -> (f64, u64) {
    let mut weight = 0;
    let mut moment = 0.0;
    for (id, held) in state.held.iter().filter(|(_, held)| held.rack == rack) {
        let Some(model) = scenario.gear_model(id).filter(|model| !model.is_hung()) else { continue };
        let (low, high) = span_mm(model, held.ears);
        weight += u64::from(model.weight_g);
        moment += f64::from(model.weight_g) * (low + high) / 2.0;
    }
    (if weight == 0 { 0.0 } else { moment / weight as f64 }, weight)
}

/// Units of a rack, from the bottom and from 1, in front of which nothing is.
pub fn open_units(scenario: &Scenario, state: &RackState, rack: &str, cabinet: &CabinetModel) -> Vec<u8> {
    let open = |unit: &u8| {
        let middle = (f64::from(*unit) - 0.5) * UNIT_MM;
        !state.held.iter().any(|(id, held)| {
            held.rack == rack
                && held.face == Face::Front
                && scenario.gear_model(id).filter(|model| !model.is_hung()).is_some_and(|model| {
                    let (low, high) = span_mm(model, held.ears);
                    low < middle && middle < high
                })
        })
    };
    (1..=cabinet.units).filter(open).collect()
}

/// The rack that a device is in, and how; nothing if it stands on the trolley.
pub fn held<'a>(state: &'a State, id: &str) -> Option<&'a Held> {
    state.rack.held.get(id)
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
        assert!(is_square(switch, [36, 36]) && !is_square(switch, [36, 37]) && !is_square(switch, [37, 37]));
    }
}
