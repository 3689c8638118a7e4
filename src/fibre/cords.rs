//! Cords by hand: taken from stock, led through the guides, their surplus put away, their ends labelled.

use serde::{Deserialize, Serialize};

use super::bend::Bend;
use super::front::{Front, Guide, SPOOL_RADIUS_MM};
use super::gestures::Done;
use crate::lab::State;
use crate::lab::effect::{Effect, Refusal};
use crate::lab::presence::at_port;
use crate::lab::state::CordState;
use crate::plant::address::{CordEnd, End, PortId, Termination};
use crate::scenario::model::Scenario;
use crate::scenario::stock;
use crate::units::Millimetres;

type Outcome = Result<Done, Refusal>;

/// Unpacking a new cord (design choice).
const TAKE_SECONDS: u64 = 15;
/// Leading a cord through the guides, one after the other (design choice).
const LEAD_SECONDS: u64 = 40;
/// Typing, printing and sticking a label (design choice).
const LABEL_SECONDS: u64 = 20;
/// The most that a spool holds; what is more has to be pressed in (design choice).
pub const SPOOL_HOLDS_MM: u32 = 1500;
/// How tight a cord is folded that is pressed in beside the others, and how much of it a fold takes (design choices).
const CRAMMED_RADIUS_MM: u16 = 6;
const FOLD_MM: u32 = 100;
/// More letters do not stand on a label.
pub const LONGEST_LABEL: usize = 40;

/// How a cord lies between its two ports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Led {
    pub path: Vec<Guide>,
    pub surplus: Surplus,
}

impl Led {
    /// Whether it goes up or down along a side of the rack, not straight across.
    pub fn follows_a_side(&self) -> bool {
        self.path.iter().any(|guide| matches!(guide, Guide::Left | Guide::Right))
    }
}

/// What was done with what a cord is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Surplus {
    /// Wound on a spool of its own.
    #[default]
    Coiled,
    /// Pressed in between the others.
    Crammed,
    /// Hanging free, where the next hand pulls it out.
    Hanging,
}

/// The ports a cord is plugged into, end a first, where both are.
pub fn both_ports(cord: &CordState) -> Option<[&PortId; 2]> {
    match &cord.plugged {
        [Some(a), Some(b)] => Some([a, b]),
        _ => None,
    }
}

/// Takes a new cord out of the stock.
///
/// # Errors
/// It is no cord, or there is none left.
pub fn take(state: &mut State, item: &str) -> Outcome {
    if !stock::is_cord(item) {
        return Err(Refusal::NotACord { item: item.to_owned() });
    }
    match state.stock.get_mut(item) {
        Some(left) if *left > 0 => *left -= 1,
        _ => return Err(Refusal::NothingLeft { item: item.to_owned() }),
    }
    let used = state.used.entry(item.to_owned()).or_default();
    *used += 1;
    // Its name says what it is and which of them.
    let cord = format!("{item}-{used}");
    state.cords.insert(cord.clone(), CordState::loose());
    let left = state.stock.get(item).copied().unwrap_or(0);
    Ok(Done::new(TAKE_SECONDS, [Effect::CordTaken { cord, left }]).changing_the_plant())
}

/// Leads a cord that is plugged at both ends through guides, and puts its surplus away.
///
/// # Errors
/// There is no such cord, an end hangs free, the trainee is elsewhere, or the cord is too short for that way.
pub fn lead(scenario: &Scenario, state: &mut State, cord: &str, path: &[Guide], surplus: Surplus) -> Outcome {
    let loose = || CordEnd::new(cord, End::A);
    let there = state.cords.get(cord).ok_or_else(|| Refusal::NoSuchCord(loose()))?;
    let [a, b] = both_ports(there).ok_or_else(|| Refusal::CordLoose { cord: cord.to_owned() })?;
    let (a, b) = (a.clone(), b.clone());
    at_port(scenario, state, &a)?;
    let place = scenario.place_of(&a).unwrap_or_default();
    let needed = Front::of(scenario, place).needed_mm(scenario, &a, &b, path).unwrap_or(0);
    let length = scenario.cord_length(cord).unwrap_or_default().0 as u32;
    let Some(over) = length.checked_sub(needed) else {
        return Err(Refusal::CordTooShort { has: Millimetres(length.into()), needs: Millimetres(needed.into()) });
    };
    // What a spool does not hold is pressed in all the same.
    let crammed = match surplus {
        Surplus::Coiled => over.saturating_sub(SPOOL_HOLDS_MM),
        Surplus::Crammed => over,
        Surplus::Hanging => 0,
    };
    let at = Termination::Cord(loose());
    let folds = crammed.div_ceil(FOLD_MM).min(200) as u16;
    if folds > 0 {
        state.bends.insert(at, vec![Bend { radius_mm: CRAMMED_RADIUS_MM, half_turns: folds }]);
    } else if surplus == Surplus::Coiled && over > 0 {
        let turn_mm = 2 * SPOOL_RADIUS_MM as u32 * 314 / 100;
        state.bends.insert(at, vec![Bend::turns(SPOOL_RADIUS_MM as u16, over.div_ceil(turn_mm) as u16)]);
    } else {
        state.bends.remove(&at);
    }
    let mut effects = vec![Effect::CordLed { cord: cord.to_owned(), surplus: Millimetres(over.into()) }];
    if folds > 0 {
        effects.push(Effect::SurplusCrammed { cord: cord.to_owned() });
    }
    if let Some(there) = state.cords.get_mut(cord) {
        there.led = Some(Led { path: path.to_vec(), surplus });
    }
    Ok(Done::new(LEAD_SECONDS, effects).changing_the_plant())
}

/// Sticks a label on an end of a cord, over the one that was there.
///
/// # Errors
/// There is no such cord, or nothing stands on the label, or too much.
pub fn label(scenario: &Scenario, state: &mut State, plug: &CordEnd, text: &str) -> Outcome {
    let there = state.cords.get(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
    if let Some(port) = there.plugged.iter().flatten().next() {
        at_port(scenario, state, port)?;
    }
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_LABEL {
        return Err(Refusal::LabelLength { most: LONGEST_LABEL as u16 });
    }
    if let Some(there) = state.cords.get_mut(&plug.cord) {
        there.labels[plug.end.index()] = Some(text.to_owned());
    }
    Ok(Done::new(LABEL_SECONDS, [Effect::CordLabelled { plug: plug.clone(), text: text.to_owned() }]))
}

/// What counts of a label: letters and digits, whatever their case and whatever parts them.
pub fn label_sense(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// An end was pulled out: the cord no longer lies where it was led.
pub fn came_loose(state: &mut State, cord: &str) {
    for end in End::BOTH {
        state.bends.remove(&Termination::Cord(CordEnd::new(cord, end)));
    }
    if let Some(there) = state.cords.get_mut(cord) {
        there.led = None;
    }
}
