//! Gestures that open a cable into a closure: jacket, aramid, clamp, tubes, gel.
//!
//! Order as taught: jacket off, aramid cut to length, cable clamped and anchored, and only then the fibres are touched
//! (natech-training.com; CommScope FOSC-400A4 and 3M 2178 instructions). Thicknesses are design choices after usual
//! loose-tube cables.

use super::closure::{CableEnd, NO_GEL, Ring, TubeEnd};
use super::coiling::{ClosureEffect, ClosureRefusal, done, here, refuse};
use super::gestures::{Done, in_range};
use crate::lab::State;
use crate::lab::effect::{Quantity, Refusal};
use crate::plant::address::FibreId;
use crate::rng::stream;
use crate::scenario::model::Scenario;
use crate::scenario::stock;
use crate::units::Permille;

type Outcome = Result<Done, Refusal>;

/// Thickness of the jacket.
pub const JACKET_UM: u16 = 1500;
/// A jacket cut less deep than this does not tear off.
const JACKET_LEAST_UM: u16 = 1000;
/// Aramid and air between jacket and tubes: the blade may go this much too deep.
const JACKET_SPARE_UM: u16 = 300;
/// Thickness of a tube's wall.
pub const TUBE_UM: u16 = 500;
const TUBE_LEAST_UM: u16 = 300;
const TUBE_SPARE_UM: u16 = 100;
/// Shorter aramid does not reach round the anchor.
const ARAMID_LEAST_MM: u16 = 50;
/// Entries of a closure.
pub const ENTRIES: u8 = 6;
/// How many fibres of a nicked tube break when it is pulled off.
const BREAK_ODDS: f64 = 0.2;
/// Gel that one pass of a wipe leaves.
const GEL_KEPT: f64 = 0.3;

fn end<'a>(scenario: &Scenario, state: &'a mut State, cable: &str) -> Result<&'a mut CableEnd, Refusal> {
    let place = here(scenario, state)?;
    let nothing = || Refusal::Closure(ClosureRefusal::NothingToPrepare { cable: cable.to_owned() });
    let closure = state.closures.get_mut(&place).ok_or_else(nothing)?;
    if closure.shut {
        return refuse(ClosureRefusal::Shut);
    }
    closure.cables.get_mut(cable).ok_or_else(nothing)
}

/// Cuts round the jacket.
///
/// # Errors
/// No such cable to prepare here, a cut there already, impossible numbers.
pub fn ring_cut(scenario: &Scenario, state: &mut State, cable: &str, mm: u16, depth_um: u16) -> Outcome {
    let end = end(scenario, state, cable)?;
    in_range(Quantity::Length, mm.into(), 100, 3000)?;
    in_range(Quantity::Depth, depth_um.into(), 100, 4000)?;
    if end.ring.is_some_and(|ring| ring.depth_um >= JACKET_LEAST_UM) || mm <= end.open_mm {
        return refuse(ClosureRefusal::RingThere);
    }
    end.ring = Some(Ring { mm, depth_um });
    let mut effects = vec![ClosureEffect::JacketCut { depth_um }];
    if depth_um > JACKET_UM + JACKET_SPARE_UM {
        let tubes = scenario.cable(cable).map_or(0, |cable| cable.tubes());
        end.nicked.extend(1..=tubes);
        effects.push(ClosureEffect::TubesNicked { count: usize::from(tubes) });
    }
    Ok(done(30, effects))
}

/// Pulls the jacket off beyond its cut.
///
/// # Errors
/// No such cable, or no cut.
pub fn pull_jacket(scenario: &Scenario, state: &mut State, cable: &str) -> Outcome {
    let end = end(scenario, state, cable)?;
    let Some(ring) = end.ring else { return refuse(ClosureRefusal::NoRing) };
    end.ring = None;
    if ring.depth_um < JACKET_LEAST_UM {
        return Ok(done(15, [ClosureEffect::JacketHolds]));
    }
    end.open_mm = ring.mm;
    // New yarn comes to light.
    end.aramid_mm = None;
    Ok(done(20, [ClosureEffect::JacketOff { open_mm: ring.mm }]))
}

/// Cuts the aramid yarn, so that this much stays.
///
/// # Errors
/// No such cable, the jacket on, or less there already.
pub fn cut_aramid(scenario: &Scenario, state: &mut State, cable: &str, keep_mm: u16) -> Outcome {
    let end = end(scenario, state, cable)?;
    in_range(Quantity::Length, keep_mm.into(), 0, 3000)?;
    if end.open_mm == 0 {
        return refuse(ClosureRefusal::JacketOn);
    }
    let there = end.aramid_mm.unwrap_or(end.open_mm);
    if keep_mm >= there {
        return refuse(ClosureRefusal::CutShorter { kept_mm: there });
    }
    end.aramid_mm = Some(keep_mm);
    Ok(done(20, [ClosureEffect::AramidCut { left_mm: keep_mm }]))
}

/// Leads the cable through an entry and clamps it.
///
/// # Errors
/// No such cable or entry, the entry taken, or the cable clamped.
pub fn clamp(scenario: &Scenario, state: &mut State, cable: &str, entry: u8) -> Outcome {
    in_range(Quantity::Entry, entry.into(), 1, ENTRIES.into())?;
    let place = here(scenario, state)?;
    let taken = |closure: &super::closure::Closure| {
        let other = closure.cables.iter().any(|(id, end)| id != cable && end.entry == Some(entry));
        let given = scenario.closures.get(&place).is_some_and(|setting| setting.taken.contains(&entry));
        other || given
    };
    if state.closures.get(&place).is_some_and(taken) {
        return refuse(ClosureRefusal::EntryTaken { entry });
    }
    let end = end(scenario, state, cable)?;
    if end.entry == Some(entry) {
        return refuse(ClosureRefusal::AlreadyClamped);
    }
    end.entry = Some(entry);
    end.anchored = false;
    Ok(done(90, [ClosureEffect::Clamped { entry }]))
}

/// Winds the aramid on its anchor and tightens the screw.
///
/// # Errors
/// No such cable, not clamped, or no aramid of a length to hold.
pub fn anchor(scenario: &Scenario, state: &mut State, cable: &str) -> Outcome {
    let end = end(scenario, state, cable)?;
    if end.open_mm == 0 {
        return refuse(ClosureRefusal::JacketOn);
    }
    if end.entry.is_none() {
        return refuse(ClosureRefusal::NotClamped);
    }
    match end.aramid_mm {
        None => return refuse(ClosureRefusal::AramidWhole),
        Some(left) if left < ARAMID_LEAST_MM => return refuse(ClosureRefusal::AramidTooShort),
        Some(_) if end.anchored => return refuse(ClosureRefusal::AlreadyAnchored),
        Some(_) => end.anchored = true,
    }
    Ok(done(45, [ClosureEffect::Anchored]))
}

/// Cuts round a tube and pulls it off its fibres; this much of it stays.
///
/// # Errors
/// No such cable or tube, the jacket on, or the tube shorter already.
pub fn cut_tube(
    scenario: &Scenario,
    state: &mut State,
    cable: &str,
    tube: u16,
    keep_mm: u16,
    depth_um: u16,
) -> Outcome {
    let end = end(scenario, state, cable)?;
    in_range(Quantity::Length, keep_mm.into(), 20, 3000)?;
    in_range(Quantity::Depth, depth_um.into(), 50, 2000)?;
    let count = scenario.cable(cable).map_or(0, |cable| cable.fibres_in(tube));
    if count == 0 {
        return refuse(ClosureRefusal::NoSuchTube { tube });
    }
    if end.open_mm == 0 {
        return refuse(ClosureRefusal::JacketOn);
    }
    let there = end.tubes.get(&tube).map_or(end.open_mm, |cut| cut.kept_mm);
    if keep_mm >= there {
        return refuse(ClosureRefusal::CutShorter { kept_mm: there });
    }
    if depth_um < TUBE_LEAST_UM {
        return Ok(done(20, [ClosureEffect::TubeHolds { tube }]));
    }
    end.tubes.insert(tube, TubeEnd { kept_mm: keep_mm, gel: Permille::ALL });
    let bare_mm = end.open_mm - keep_mm;
    let mut effects = vec![ClosureEffect::TubeCut { tube, kept_mm: keep_mm, bare_mm }];
    let fibres = || (1..=count).map(|number| FibreId::new(cable, tube, number));
    if depth_um > TUBE_UM + TUBE_SPARE_UM {
        end.weak.extend(fibres());
        effects.push(ClosureEffect::FibresNicked { tube });
    }
    if end.nicked.contains(&tube) {
        // A nicked tube folds as it is pulled, and its edge scores the glass.
        end.weak.extend(fibres());
        let breaks = |fibre: &FibreId| stream(scenario.seed, &format!("tube/{fibre}"), 0).chance(BREAK_ODDS);
        let broken: Vec<FibreId> = fibres().filter(breaks).collect();
        if !broken.is_empty() {
            effects.push(ClosureEffect::FibresBroke { count: broken.len() });
            end.broken.extend(broken);
        }
    }
    Ok(done(40, effects).changing_the_plant())
}

/// Wipes the gel off the fibres of a tube with one wipe.
///
/// # Errors
/// No such cable or tube, the tube whole, or no wipe left.
pub fn wipe_gel(scenario: &Scenario, state: &mut State, cable: &str, tube: u16, passes: u8) -> Outcome {
    in_range(Quantity::Passes, passes.into(), 1, 20)?;
    let stocked = state.stock.contains_key(stock::WIPE);
    let there = state.stock.get(stock::WIPE).copied().unwrap_or(0);
    let cut = end(scenario, state, cable)?.tubes.get_mut(&tube);
    let Some(cut) = cut else { return refuse(ClosureRefusal::TubeWhole { tube }) };
    if stocked && there == 0 {
        return Err(Refusal::NothingLeft { item: stock::WIPE.to_owned() });
    }
    let mut gel = cut.gel.share();
    // A wipe takes up no more after a few passes.
    for _ in 0..passes.min(3) {
        gel *= GEL_KEPT;
    }
    cut.gel = Permille::from_share(gel);
    let left = cut.gel > NO_GEL;
    if stocked {
        state.stock.insert(stock::WIPE.to_owned(), there - 1);
    }
    *state.used.entry(stock::WIPE.to_owned()).or_default() += 1;
    Ok(done(8 + 4 * u64::from(passes), [ClosureEffect::GelWiped { tube, left }]))
}
