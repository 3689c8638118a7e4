//! The mat by keyboard and for a screen reader: what lies on it can be reached with Tab, has a name, and Enter does
//! with it what the hand would do.

use bevy::math::Rect;
use bevy_egui::egui::Id;

use super::BenchScene;
use super::scene::Thing;
use super::touch::take_wipe;
use crate::app::panels::gestures::{main_action, side_of, verb};
use crate::app::panels::tools::Tool;
use crate::fibre::bench::{splice_in_slot, splice_of};
use crate::fibre::coach::Hint;
use crate::fibre::names::fibre_name;
use crate::fibre::splice::Lies;
use crate::lab::Lab;
use crate::lab::action::{Action, Side};
use crate::locale::{Lang, Message};
use crate::plant::address::FibreId;

/// Walks within the fan or the cassette that was reached. Says whether there was one.
pub fn walk_within(bench: &mut BenchScene, lab: &Lab, by: i32) -> bool {
    match &bench.reached {
        Some(Thing::Fan(fibre)) => {
            let side = side_of(lab, fibre);
            let fan: Vec<FibreId> = fan_fibres(bench, lab, side);
            let at = fan.iter().position(|other| other == fibre).unwrap_or(0);
            if !fan.is_empty() {
                bench.fibre = Some(fan[(at as i32 + by).rem_euclid(fan.len() as i32) as usize].clone());
            }
            true
        }
        Some(Thing::Slot(_)) => {
            let slots = lab.scenario().bench.as_ref().map_or(1, |bench| bench.slots);
            let next = (i32::from(bench.numbers.slot) - 1 + by).rem_euclid(i32::from(slots.max(1)));
            bench.numbers.slot = next as u16 + 1;
            true
        }
        _ => false,
    }
}

/// The fibres that still lie in the fan of a side, in order.
fn fan_fibres(bench: &BenchScene, lab: &Lab, side: Side) -> Vec<FibreId> {
    let mut fan: Vec<FibreId> = Vec::new();
    for (thing, _) in bench.hits.things() {
        if let Thing::Fan(fibre) = thing
            && side_of(lab, fibre) == side
            && !fan.contains(fibre)
        {
            fan.push(fibre.clone());
        }
    }
    fan
}

/// The things where Tab stops. A whole fan and the whole cassette are one stop each: arrows walk within.
pub fn stops(bench: &BenchScene, lab: &Lab) -> Vec<(Thing, Id, Rect)> {
    let chosen = |side: Side| {
        let fan = fan_fibres(bench, lab, side);
        let ours = bench.fibre.as_ref().filter(|fibre| fan.contains(fibre)).cloned();
        ours.or_else(|| fan.into_iter().next())
    };
    let in_fans = [chosen(Side::Left), chosen(Side::Right)];
    let mut stops: Vec<(Thing, Id, Rect)> = Vec::new();
    for (thing, area) in bench.hits.things() {
        let id = match thing {
            Thing::Fan(fibre) if in_fans.iter().flatten().any(|chosen| chosen == fibre) => {
                Id::new(("fan", side_of(lab, fibre)))
            }
            Thing::Slot(slot) if *slot == bench.numbers.slot => Id::new("slot"),
            Thing::Fan(_) | Thing::Slot(_) | Thing::Cleaver => continue,
            thing => Id::new(("on the mat", thing)),
        };
        // A fibre in its fan has two places; the ring goes around the latter, its number.
        match stops.iter_mut().find(|(_, stop, _)| *stop == id) {
            Some((_, _, rect)) => *rect = area,
            None => stops.push((thing.clone(), id, area)),
        }
    }
    stops.sort_by_key(|(thing, ..)| rank(thing));
    stops
}

/// In the order of a splice.
fn rank(thing: &Thing) -> u8 {
    match thing {
        Thing::Fan(_) => 0,
        Thing::Work(..) => 1,
        Thing::Sleeve(_) => 2,
        Thing::Splice(_) => 3,
        Thing::WaitKey => 4,
        Thing::SleeveBox => 5,
        Thing::Stripper => 6,
        Thing::WipePack => 7,
        Thing::UsedWipe => 8,
        Thing::BladeKey | Thing::Cleaver => 9,
        Thing::BladeWheel => 10,
        Thing::Scrap => 11,
        Thing::Bin => 12,
        Thing::InGroove(_) => 13,
        Thing::Grooves => 14,
        Thing::SetKey => 15,
        Thing::ForceKey => 16,
        Thing::Oven => 17,
        Thing::Slot(_) => 18,
        Thing::Cutter => 19,
        Thing::Tape => 20,
    }
}

/// What a screen reader says.
pub fn name(thing: &Thing, lab: &Lab, lang: Lang) -> String {
    let hood_open = lab.state().bench.as_ref().is_some_and(|bench| bench.splicer.hood_open);
    let splice = |number: &usize| lab.state().splices.get(*number).map(|splice| splice.a.fibre.clone());
    match thing {
        Thing::Fan(fibre) | Thing::Work(fibre, _) => lang.say(&fibre_name(lab.scenario(), fibre)),
        Thing::InGroove(side) => lang.text(verb(&Action::Unload { side: *side })),
        Thing::BladeKey | Thing::Cleaver => lang.text("verb-cleave"),
        Thing::BladeWheel => lang.text(verb(&Action::TurnBlade)),
        Thing::Scrap | Thing::Bin => lang.text(verb(&Action::BinScrap)),
        Thing::Grooves => lang.text(verb(if hood_open { &Action::CloseHood } else { &Action::OpenHood })),
        Thing::SetKey => lang.text(verb(&Action::Fuse { force: false })),
        Thing::ForceKey => lang.text(verb(&Action::Fuse { force: true })),
        Thing::Oven => lang.text("verb-shrink"),
        Thing::Sleeve(_) => lang.text("verb-centre-sleeve"),
        Thing::Splice(number) => {
            splice(number).map_or_else(String::new, |fibre| lang.say(&fibre_name(lab.scenario(), &fibre)))
        }
        Thing::Slot(slot) => lang.say(&Message::new("mat-slot").with("slot", *slot)),
        Thing::SleeveBox => Tool::Sleeve.name(lang),
        Thing::WipePack => Tool::Wipe.name(lang),
        Thing::UsedWipe => format!("{} ({})", Tool::Wipe.name(lang), lang.text("number-used-wipe")),
        Thing::Stripper => Tool::Stripper.name(lang),
        Thing::Cutter => Tool::Cutter.name(lang),
        Thing::Tape => lang.text(verb(&Action::TapeScraps)),
        Thing::WaitKey => lang.text("verb-wait"),
    }
}

/// Enter on a thing: chooses it, takes it, or asks for what is done with it.
pub fn press(bench: &mut BenchScene, lab: &Lab, hint: Option<&Hint>, thing: Thing) -> Option<Action> {
    let fibre_of = |number: usize| lab.state().splices.get(number).map(|splice| splice.a.fibre.clone());
    match thing {
        Thing::Fan(fibre) => Some(Action::Pick { fibre }),
        Thing::Work(fibre, _) => work(bench, lab, hint, fibre),
        Thing::Splice(number) => work(bench, lab, hint, fibre_of(number)?),
        Thing::Sleeve(number) => {
            Some(Action::CentreSleeve { fibre: fibre_of(number)?, offset_mm: bench.numbers.offset_mm })
        }
        Thing::InGroove(side) => Some(Action::Unload { side }),
        Thing::BladeKey | Thing::Cleaver => {
            Some(main_action(lab, Tool::Cleaver, bench.fibre.as_ref()?, &bench.numbers))
        }
        Thing::BladeWheel => Some(Action::TurnBlade),
        Thing::Scrap | Thing::Bin => Some(Action::BinScrap),
        Thing::Tape => Some(Action::TapeScraps),
        Thing::WaitKey => Some(Action::Wait { seconds: 30 }),
        Thing::Grooves => Some(grooves(bench, lab)),
        Thing::SetKey => Some(Action::Fuse { force: false }),
        Thing::ForceKey => Some(Action::Fuse { force: true }),
        Thing::Oven => Some(Action::Shrink { fibre: bench.fibre.clone()? }),
        Thing::Slot(slot) => {
            bench.numbers.slot = slot;
            let fibre = bench.fibre.clone()?;
            let place = &lab.state().bench.as_ref()?.place;
            // A splice that lies there is chosen; the chosen one is laid in an empty slot.
            if let Some(other) = splice_in_slot(&lab.state().splices, place, slot) {
                bench.fibre = fibre_of(other);
                return None;
            }
            let (_, splice) = splice_of(&lab.state().splices, place, &fibre)?;
            matches!(splice.lies, Lies::OnMat | Lies::InSlot(_)).then_some(Action::Store { fibre, slot })
        }
        Thing::SleeveBox => take(bench, Tool::Sleeve),
        Thing::Stripper => take(bench, Tool::Stripper),
        Thing::Cutter => take(bench, Tool::Cutter),
        Thing::WipePack => {
            take_wipe(bench, false);
            None
        }
        Thing::UsedWipe => {
            take_wipe(bench, true);
            None
        }
    }
}

fn take(bench: &mut BenchScene, tool: Tool) -> Option<Action> {
    bench.take(tool);
    None
}

/// With a tool in the hand, its gesture; without, what the lab asks for with this fibre, if it helps.
fn work(bench: &mut BenchScene, lab: &Lab, hint: Option<&Hint>, fibre: FibreId) -> Option<Action> {
    bench.fibre = Some(fibre.clone());
    if bench.tool == Tool::Hand {
        return hint.filter(|hint| hint.fibre.as_ref() == Some(&fibre)).map(|hint| hint.action.clone());
    }
    Some(main_action(lab, bench.tool, &fibre, &bench.numbers))
}

/// A cleaved fibre goes into its groove; else the hood is closed or opened.
fn grooves(bench: &BenchScene, lab: &Lab) -> Action {
    let Some(state) = lab.state().bench.as_ref() else { return Action::CloseHood };
    if !state.splicer.hood_open {
        return Action::OpenHood;
    }
    let waits = |fibre: &&FibreId| {
        state.splicer.side_of(fibre).is_none() && state.ends.get(*fibre).is_some_and(|end| end.cleave.is_some())
    };
    let free = state.splicer.left.is_none() || state.splicer.right.is_none();
    match bench.fibre.as_ref().filter(waits).filter(|_| free) {
        Some(fibre) => main_action(lab, Tool::Splicer, fibre, &bench.numbers),
        None => Action::CloseHood,
    }
}
