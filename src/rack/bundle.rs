//! How cords are fastened: with what, how hard, how tight the bend, and what that does to them.
//!
//! A rule broken costs marks and nothing else: a bend a little too tight is not seen on a light. A cord that is crushed is:
//! its pairs lie closer than they should, or its glass lets the light out.

use serde::{Deserialize, Serialize};

use crate::catalogue::rack::{CordKind, RackCordModel};
use crate::fibre::gestures::Done;
use crate::fibre::names::cord_name;
use crate::lab::State;
use crate::lab::effect::{Effect, Refusal};
use crate::lab::presence::at_port;
use crate::lab::state::CordState;
use crate::locale::Message;
use crate::plant::address::{CordEnd, End};
use crate::rack::words::{Deed, Hindrance};
use crate::scenario::model::Scenario;
use crate::scenario::stock;

/// What a cord is fastened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fastener {
    /// Opens again, and spreads its pull over its breadth.
    HookAndLoop,
    /// A plastic tie: narrow, hard, and cut off to open.
    CableTie,
}

impl Fastener {
    pub fn item(self) -> &'static str {
        match self {
            Fastener::HookAndLoop => stock::HOOK_AND_LOOP,
            Fastener::CableTie => stock::CABLE_TIE,
        }
    }

    /// From here on it squeezes the cord, in newtons (design choices: what a finger and what a tie gun pull).
    fn crushes_from(self) -> u16 {
        match self {
            Fastener::HookAndLoop => 100,
            Fastener::CableTie => 40,
        }
    }
}

/// One tie on a cord, and the bend before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tie {
    pub with: Fastener,
    /// How hard it was pulled, in newtons.
    #[serde(default = "crate::lab::action::careful::tie_newtons")]
    pub newtons: u16,
    /// Radius of the tightest bend beside it, on the inside, in millimetres.
    #[serde(default = "crate::lab::action::careful::bend_mm")]
    pub radius_mm: u16,
}

/// What a hand can pull, in newtons, and bend, in millimetres.
pub const NEWTONS: std::ops::RangeInclusive<u16> = 1..=150;
pub const RADIUS_MM: std::ops::RangeInclusive<u16> = 2..=300;
/// A strip that still turns on the cord (trade knowledge: "snug, not tight"), in newtons.
const SNUG_NEWTONS: u16 = 20;
/// Design choices: what a trained hand needs.
const FASTEN_SECONDS: u64 = 15;
const UNFASTEN_SECONDS: u64 = 10;
/// Fibre cords: at least so much on the inside, in millimetres (guides of cable makers).
const FIBRE_LEAST_MM: u16 = 25;
/// Tighter than this a usual fibre loses decibels in a single turn, in millimetres (design choice, after the curves of
/// ITU-T G.652 fibres below 10 mm).
const FIBRE_DARK_BELOW_MM: u16 = 8;

/// The tightest bend that a cord may lie in, in millimetres: copper four times its outer diameter, cords too
/// (ANSI/TIA-568.0-D), glass 25 mm or ten times, high-speed copper five times (a maker's guide). Power cords have none.
pub fn least_radius_mm(model: &RackCordModel) -> u16 {
    let times = |number: u16| (model.diameter_tenths * number).div_ceil(10);
    match model.kind {
        CordKind::Copper(_) | CordKind::Rollover | CordKind::UsbConsole => times(4),
        CordKind::Dac { .. } => times(5),
        CordKind::Duplex { .. } | CordKind::Simplex { .. } | CordKind::Mpo { .. } | CordKind::Aoc { .. } => {
            FIBRE_LEAST_MM.max(times(10))
        }
        CordKind::Power { .. } | CordKind::Earth => 0,
    }
}

/// What is wrong with how a cord is fastened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Wrong {
    /// A plastic tie on a data cord.
    Plastic,
    /// Pulled so hard that the cord cannot turn in it, in newtons.
    Tight(u16),
    /// Bent to this radius, where that is the least, in millimetres.
    Bent { radius: u16, least: u16 },
}

impl Wrong {
    pub fn message(self, scenario: &Scenario, cord: &str) -> Message {
        let message = |key| Message::new(key).with("cord", cord_name(scenario, cord));
        match self {
            Wrong::Plastic => message("bundle-found-plastic"),
            Wrong::Tight(newtons) => message("bundle-found-tight").with("newtons", newtons),
            Wrong::Bent { radius, least } => message("bundle-found-bent").with("radius", radius).with("least", least),
        }
    }
}

/// What is wrong with the ties of a cord. Nothing of it matters to power cords.
pub fn wrongs(model: &RackCordModel, cord: &CordState) -> Vec<Wrong> {
    let least = least_radius_mm(model);
    if least == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for tie in &cord.ties {
        if tie.with == Fastener::CableTie {
            found.push(Wrong::Plastic);
        }
        if tie.newtons > SNUG_NEWTONS {
            found.push(Wrong::Tight(tie.newtons));
        }
        if tie.radius_mm < least {
            found.push(Wrong::Bent { radius: tie.radius_mm, least });
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a cord is squeezed or folded so that its link shows it.
pub fn is_crushed(model: &RackCordModel, cord: &CordState) -> bool {
    let folded_below = match model.kind {
        CordKind::Power { .. } | CordKind::Earth => return false,
        CordKind::Duplex { .. } | CordKind::Simplex { .. } | CordKind::Mpo { .. } | CordKind::Aoc { .. } => {
            FIBRE_DARK_BELOW_MM
        }
        // Folded on itself: tighter than it is thick.
        _ => model.diameter_tenths.div_ceil(10),
    };
    cord.ties.iter().any(|tie| tie.newtons >= tie.with.crushes_from() || tie.radius_mm < folded_below)
}

/// Fastens a cord where it lies.
///
/// # Errors
/// There is no such cord, an end hangs free, nothing to fasten it with is left, or no hand does so.
pub fn fasten(scenario: &Scenario, state: &mut State, cord: &str, tie: Tie) -> Result<Done, Refusal> {
    let model = scenario.rack_cord_model(cord).ok_or_else(|| no_cord(cord))?;
    let there = state.cords.get(cord).ok_or_else(|| no_cord(cord))?;
    let [Some(a), Some(_)] = there.plugged.clone() else {
        return Err(Refusal::CordLoose { cord: cord.to_owned() });
    };
    at_port(scenario, state, &a)?;
    if !NEWTONS.contains(&tie.newtons) || !RADIUS_MM.contains(&tie.radius_mm) {
        return Err(Refusal::Rack(Hindrance::NoSuchTie));
    }
    let item = tie.with.item();
    match state.stock.get_mut(item) {
        Some(left) if *left > 0 => *left -= 1,
        _ => return Err(Refusal::NothingLeft { item: item.to_owned() }),
    }
    *state.used.entry(item.to_owned()).or_default() += 1;
    let there = state.cords.get_mut(cord).ok_or_else(|| no_cord(cord))?;
    there.ties.push(tie);
    let deed = Deed::Fastened { cord: cord.to_owned(), wrong: wrongs(model, there), crushed: is_crushed(model, there) };
    Ok(Done::new(FASTEN_SECONDS, [Effect::Rack(deed)]))
}

/// Takes all ties off a cord. Hook-and-loop goes back into stock.
///
/// # Errors
/// There is no such cord, or nothing is on it.
pub fn unfasten(scenario: &Scenario, state: &mut State, cord: &str) -> Result<Done, Refusal> {
    let there = state.cords.get(cord).ok_or_else(|| no_cord(cord))?;
    if let Some(port) = there.plugged.iter().flatten().next().cloned() {
        at_port(scenario, state, &port)?;
    }
    let there = state.cords.get_mut(cord).ok_or_else(|| no_cord(cord))?;
    if there.ties.is_empty() {
        return Err(Refusal::Rack(Hindrance::NoTies(cord.to_owned())));
    }
    for tie in std::mem::take(&mut there.ties) {
        if tie.with == Fastener::HookAndLoop {
            *state.stock.entry(tie.with.item().to_owned()).or_default() += 1;
        }
    }
    Ok(Done::new(UNFASTEN_SECONDS, [Effect::Rack(Deed::Unfastened { cord: cord.to_owned() })]))
}

fn no_cord(cord: &str) -> Refusal {
    Refusal::NoSuchCord(CordEnd::new(cord, End::A))
}
