//! Press, move and release on the mat: what they begin, and which action comes of it.

use std::time::Instant;

use bevy::math::Vec2;

use super::Bench;
use super::hand::{Carried, Drag, Laid, Pull, Strokes, drop_in_groove, drop_on_cleaver, sleeve_offset};
use super::layout::{BLADE_X, CLEAVER, CLEAVER_BED, GROOVES, PER_MM, SPLICE_X, WORK_Y, rest_tip, towards_tip};
use super::scene::{Thing, groove_side};
use crate::app::attempt::Attempt;
use crate::app::panels::gestures::{side_of, sleeve_in_stock};
use crate::app::panels::tools::Tool;
use crate::fibre::splice::Lies;
use crate::lab::action::{Action, Side, Wipe};
use crate::plant::address::FibreId;

/// A pull shorter than this is no pull, in millimetres.
const SHORTEST_PULL_MM: u16 = 3;

/// The button goes down on what is under the cursor.
pub fn press(bench: &mut Bench, attempt: &mut Attempt, at: Vec2, now: Instant) {
    let Some(thing) = bench.hover.clone() else { return };
    match thing {
        Thing::Fan(fibre) => {
            bench.fibre = Some(fibre.clone());
            attempt.act(Action::Pick { fibre });
        }
        Thing::Work(fibre, side) => {
            bench.fibre = Some(fibre.clone());
            press_on_fibre(bench, attempt, fibre, side, at, now);
        }
        Thing::InGroove(side) => bench.drag = Drag::Carry { what: Carried::OutOfGroove(side), at },
        Thing::BladeKey => cleave(bench, attempt, now),
        Thing::BladeWheel => drop(attempt.act(Action::TurnBlade)),
        Thing::Scrap => bench.drag = Drag::Carry { what: Carried::Scrap, at },
        Thing::Grooves => toggle_hood(attempt),
        Thing::SetKey => fuse(bench, attempt, false, now),
        Thing::ForceKey => fuse(bench, attempt, true, now),
        Thing::Sleeve(splice) => {
            choose_splice(bench, attempt, splice);
            bench.drag = Drag::Carry { what: Carried::Sleeve(splice), at };
        }
        Thing::Splice(splice) => {
            choose_splice(bench, attempt, splice);
            let fibre = attempt.lab.state().splices[splice].a.fibre.clone();
            if bench.tool == Tool::Cutter {
                attempt.act(Action::Recut { fibre });
            } else {
                bench.drag = Drag::Carry { what: Carried::Splice(splice), at };
            }
        }
        Thing::Slot(slot) => bench.numbers.slot = slot,
        Thing::Bin => drop(attempt.act(Action::BinScrap)),
        Thing::Cleaver => bench.tool = Tool::Cleaver,
        Thing::Oven => bench.tool = Tool::Oven,
        Thing::SleeveBox => bench.drag = Drag::Carry { what: Carried::NewSleeve, at },
        Thing::WipePack => take_wipe(bench, false),
        Thing::UsedWipe => take_wipe(bench, true),
        Thing::Stripper => bench.take(Tool::Stripper),
        Thing::Cutter => bench.take(Tool::Cutter),
        Thing::Tape => drop(attempt.act(Action::TapeScraps)),
        Thing::WaitKey => drop(attempt.act(Action::Wait { seconds: 30 })),
    }
}

/// Takes a wipe in the hand, fresh from the pack or the one that was used before.
pub fn take_wipe(bench: &mut Bench, used: bool) {
    bench.numbers.used_wipe = used;
    bench.tool = Tool::Wipe;
}

fn choose_splice(bench: &mut Bench, attempt: &Attempt, splice: usize) {
    bench.fibre = attempt.lab.state().splices.get(splice).map(|splice| splice.a.fibre.clone());
}

fn press_on_fibre(bench: &mut Bench, attempt: &mut Attempt, fibre: FibreId, side: Side, at: Vec2, now: Instant) {
    let bare_mm =
        attempt.lab.state().bench.as_ref().and_then(|bench| bench.ends.get(&fibre)).map_or(0, |end| end.bare_mm);
    let tip = rest_tip(side).x;
    match bench.tool {
        Tool::Sleeve => {
            let sleeve = sleeve_in_stock(&attempt.lab);
            attempt.act(Action::SlideSleeve { fibre, sleeve });
        }
        Tool::Stripper => {
            bench.drag = Drag::Strip(Pull { fibre, side, tip_x: tip, from_x: at.x, now_x: at.x, since: now });
        }
        Tool::Wipe => {
            // Before it is stripped there is no glass: the strokes go along the last part of the coating.
            let length = f32::from(bare_mm.max(20)) * PER_MM;
            let mut strokes = Strokes::new(fibre, tip - towards_tip(side) * length, tip);
            strokes.moved(at.x);
            bench.drag = Drag::Wipe(strokes);
        }
        Tool::Cutter => drop(attempt.act(Action::Recut { fibre })),
        Tool::Hand | Tool::Cleaver | Tool::Splicer | Tool::Oven | Tool::Cassette | Tool::Bin => {
            bench.laid = None;
            bench.drag = Drag::Carry { what: Carried::Tip(fibre, side), at };
        }
    }
}

/// The hand moves with what it holds.
pub fn moved(bench: &mut Bench, at: Vec2) {
    match &mut bench.drag {
        Drag::Strip(pull) => pull.now_x = at.x,
        Drag::Wipe(strokes) => strokes.moved(at.x),
        Drag::Carry { at: carried, .. } => *carried = at,
        Drag::Nothing | Drag::Pan => {}
    }
}

/// The button goes up: what was begun becomes an action, or goes back.
pub fn release(bench: &mut Bench, attempt: &mut Attempt, at: Vec2, now: Instant) {
    match std::mem::take(&mut bench.drag) {
        Drag::Strip(pull) => {
            let pull = Pull { now_x: at.x, ..pull };
            // The coating comes off only when it is pulled over the tip.
            if pull.share() >= 0.97 && pull.mm() >= SHORTEST_PULL_MM {
                let speed_mm_s = pull.speed_mm_s(now.saturating_duration_since(pull.since));
                attempt.act(Action::Strip { mm: pull.mm(), speed_mm_s, fibre: pull.fibre });
            }
        }
        Drag::Wipe(strokes) if strokes.passes > 0 => {
            let wipe = if bench.numbers.used_wipe { Wipe::Used } else { Wipe::Fresh };
            attempt.act(Action::Clean { passes: strokes.passes, wipe, fibre: strokes.fibre });
        }
        Drag::Carry { what, .. } => drop_at(bench, attempt, what, at, now),
        Drag::Nothing | Drag::Wipe(_) | Drag::Pan => {}
    }
}

fn drop_at(bench: &mut Bench, attempt: &mut Attempt, what: Carried, at: Vec2, now: Instant) {
    let over = bench.hover.clone();
    match what {
        Carried::Tip(fibre, _) => {
            let cleaved = attempt
                .lab
                .state()
                .bench
                .as_ref()
                .and_then(|bench| bench.ends.get(&fibre))
                .is_some_and(|end| end.cleave.is_some());
            if CLEAVER.contains(at) && !cleaved {
                let (mm, dropped_at) = drop_on_cleaver(at, BLADE_X, CLEAVER_BED.center().y);
                let side = side_of(&attempt.lab, &fibre);
                bench.laid = Some(Laid { fibre, side, mm, dropped_at, since: now });
            } else if GROOVES.inflate(20.0).contains(at) {
                let own = side_of(&attempt.lab, &fibre);
                let wanted = if at.x < GROOVES.center().x + 30.0 * towards_tip(own) { Side::Left } else { Side::Right };
                let side = groove_side(&attempt.lab, &fibre, wanted);
                let (tip_um, askew_deg) = drop_in_groove(at, side);
                attempt.act(Action::Load { fibre, side, tip_um, askew_deg });
            }
        }
        Carried::OutOfGroove(side) => {
            if !GROOVES.contains(at) {
                attempt.act(Action::Unload { side });
            }
        }
        Carried::NewSleeve => match over {
            Some(Thing::Work(fibre, _)) => {
                let sleeve = sleeve_in_stock(&attempt.lab);
                bench.fibre = Some(fibre.clone());
                attempt.act(Action::SlideSleeve { fibre, sleeve });
            }
            // Let go where it was taken: it stays in the hand.
            Some(Thing::SleeveBox) => bench.take(Tool::Sleeve),
            _ => {}
        },
        Carried::Sleeve(splice) => {
            let fibre = attempt.lab.state().splices[splice].a.fibre.clone();
            if over == Some(Thing::Oven) {
                attempt.act(Action::Shrink { fibre });
            } else if (at.y - WORK_Y).abs() < 60.0 {
                attempt.act(Action::CentreSleeve { fibre, offset_mm: sleeve_offset(at.x, SPLICE_X) });
            }
        }
        Carried::Splice(splice) => {
            let fibre = attempt.lab.state().splices[splice].a.fibre.clone();
            match over {
                Some(Thing::Oven) => drop(attempt.act(Action::Shrink { fibre })),
                Some(Thing::Slot(slot)) => drop(attempt.act(Action::Store { fibre, slot })),
                _ => {}
            }
        }
        Carried::Scrap => {
            if over == Some(Thing::Bin) {
                attempt.act(Action::BinScrap);
            }
        }
    }
}

/// Presses the blade on what lies in the cleaver.
pub fn cleave(bench: &mut Bench, attempt: &mut Attempt, now: Instant) {
    if let Some(laid) = bench.laid.take() {
        let lift_deg = laid.lift_deg(now);
        attempt.act(Action::Cleave { fibre: laid.fibre, mm: laid.mm, lift_deg });
    }
}

fn toggle_hood(attempt: &mut Attempt) {
    let open = attempt.lab.state().bench.as_ref().is_some_and(|bench| bench.splicer.hood_open);
    attempt.act(if open { Action::CloseHood } else { Action::OpenHood });
}

/// Presses SET, and lets the arc glow when there was one.
pub fn fuse(bench: &mut Bench, attempt: &mut Attempt, force: bool, now: Instant) {
    if attempt.act(Action::Fuse { force }) {
        let fused = attempt.lab.state().splices.iter().any(|splice| !splice.parted && splice.lies == Lies::InSplicer);
        bench.arc = fused.then_some(now);
    }
}
