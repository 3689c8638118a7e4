//! Press, move and release on the mat: what they begin, and which action comes of it.

use std::time::Instant;

use bevy::math::Vec2;

use super::BenchScene;
use super::hand::{Carried, Drag, Laid, Pull, Strokes, drop_in_groove, drop_on_cleaver, sleeve_offset};
use super::layout::{BLADE_X, CLEAVER, CLEAVER_BED, GROOVES, PER_MM, SPLICE_X, WORK_Y, rest_tip, towards_tip};
use super::scene::{Thing, groove_side};
use crate::app::panels::gestures::{side_of, sleeve_in_stock};
use crate::app::panels::tools::Tool;
use crate::fibre::bench::splice_in_slot;
use crate::fibre::splice::Lies;
use crate::lab::Lab;
use crate::lab::action::{Action, Side, Wipe};
use crate::plant::address::FibreId;

/// A pull shorter than this is no pull, in millimetres.
const SHORTEST_PULL_MM: u16 = 3;

/// The button goes down on what is under the cursor.
pub fn press(bench: &mut BenchScene, lab: &Lab, at: Vec2, now: Instant) -> Option<Action> {
    let thing = bench.hover.clone()?;
    match thing {
        Thing::Fan(fibre) => {
            bench.fibre = Some(fibre.clone());
            return Some(Action::Pick { fibre });
        }
        Thing::Work(fibre, side) => {
            bench.fibre = Some(fibre.clone());
            return press_on_fibre(bench, lab, fibre, side, at, now);
        }
        Thing::InGroove(side) => bench.drag = Drag::Carry { what: Carried::OutOfGroove(side), at },
        Thing::BladeKey => return cleave(bench, now),
        Thing::BladeWheel => return Some(Action::TurnBlade),
        Thing::Scrap => bench.drag = Drag::Carry { what: Carried::Scrap, at },
        Thing::Grooves => return toggle_hood(lab),
        Thing::SetKey => return Some(Action::Fuse { force: false }),
        Thing::ForceKey => return Some(Action::Fuse { force: true }),
        Thing::Sleeve(splice) => {
            choose_splice(bench, lab, splice);
            bench.drag = Drag::Carry { what: Carried::Sleeve(splice), at };
        }
        Thing::Splice(splice) => return press_on_splice(bench, lab, splice, at),
        Thing::Slot(slot) => {
            bench.numbers.slot = slot;
            let splice =
                lab.state().bench.as_ref().and_then(|at| splice_in_slot(&lab.state().splices, &at.place, slot));
            return press_on_splice(bench, lab, splice?, at);
        }
        Thing::Bin => return Some(Action::BinScrap),
        Thing::Cleaver => bench.tool = Tool::Cleaver,
        Thing::Oven => bench.tool = Tool::Oven,
        Thing::SleeveBox => bench.drag = Drag::Carry { what: Carried::NewSleeve, at },
        Thing::WipePack => take_wipe(bench, false),
        Thing::UsedWipe => take_wipe(bench, true),
        Thing::Stripper => bench.take(Tool::Stripper),
        Thing::Cutter => bench.take(Tool::Cutter),
        Thing::Tape => return Some(Action::TapeScraps),
        Thing::WaitKey => return Some(Action::Wait { seconds: 30 }),
    }
    None
}

/// Takes a wipe in the hand, fresh from the pack or the one that was used before.
pub fn take_wipe(bench: &mut BenchScene, used: bool) {
    bench.numbers.used_wipe = used;
    bench.tool = Tool::Wipe;
}

fn choose_splice(bench: &mut BenchScene, lab: &Lab, splice: usize) {
    bench.fibre = lab.state().splices.get(splice).map(|splice| splice.a.fibre.clone());
}

/// On the mat or in its slot: it is taken in the hand, or cut with the scissors.
fn press_on_splice(bench: &mut BenchScene, lab: &Lab, splice: usize, at: Vec2) -> Option<Action> {
    choose_splice(bench, lab, splice);
    if bench.tool == Tool::Cutter {
        return Some(Action::Recut { fibre: lab.state().splices[splice].a.fibre.clone() });
    }
    bench.drag = Drag::Carry { what: Carried::Splice(splice), at };
    None
}

fn press_on_fibre(
    bench: &mut BenchScene,
    lab: &Lab,
    fibre: FibreId,
    side: Side,
    at: Vec2,
    now: Instant,
) -> Option<Action> {
    let bare_mm = lab.state().bench.as_ref().and_then(|bench| bench.ends.get(&fibre)).map_or(0, |end| end.bare_mm);
    let tip = rest_tip(side).x;
    match bench.tool {
        Tool::Sleeve => return Some(Action::SlideSleeve { fibre, sleeve: sleeve_in_stock(lab) }),
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
        Tool::Cutter => return Some(Action::Recut { fibre }),
        Tool::Hand | Tool::Cleaver | Tool::Splicer | Tool::Oven | Tool::Cassette | Tool::Bin => {
            bench.laid = None;
            bench.drag = Drag::Carry { what: Carried::Tip(fibre, side), at };
        }
    }
    None
}

/// The hand moves with what it holds.
pub fn moved(bench: &mut BenchScene, at: Vec2) {
    match &mut bench.drag {
        Drag::Strip(pull) => pull.now_x = at.x,
        Drag::Wipe(strokes) => strokes.moved(at.x),
        Drag::Carry { at: carried, .. } => *carried = at,
        Drag::Nothing => {}
    }
}

/// The button goes up: what was begun becomes an action, or goes back.
pub fn release(bench: &mut BenchScene, lab: &Lab, at: Vec2, now: Instant) -> Option<Action> {
    match std::mem::take(&mut bench.drag) {
        Drag::Strip(pull) => {
            let pull = Pull { now_x: at.x, ..pull };
            // The coating comes off only when it is pulled over the tip.
            (pull.share() >= 0.97 && pull.mm() >= SHORTEST_PULL_MM).then(|| {
                let speed_mm_s = pull.speed_mm_s(now.saturating_duration_since(pull.since));
                Action::Strip { mm: pull.mm(), speed_mm_s, fibre: pull.fibre }
            })
        }
        Drag::Wipe(strokes) if strokes.passes > 0 => {
            let wipe = if bench.numbers.used_wipe { Wipe::Used } else { Wipe::Fresh };
            Some(Action::Clean { passes: strokes.passes, wipe, fibre: strokes.fibre })
        }
        Drag::Carry { what, .. } => drop_at(bench, lab, what, at, now),
        Drag::Nothing | Drag::Wipe(_) => None,
    }
}

fn drop_at(bench: &mut BenchScene, lab: &Lab, what: Carried, at: Vec2, now: Instant) -> Option<Action> {
    let over = bench.hover.clone();
    match what {
        Carried::Tip(fibre, _) => drop_tip(bench, lab, fibre, at, now),
        Carried::OutOfGroove(side) => (!GROOVES.contains(at)).then_some(Action::Unload { side }),
        Carried::NewSleeve => match over {
            Some(Thing::Work(fibre, _)) => {
                bench.fibre = Some(fibre.clone());
                Some(Action::SlideSleeve { fibre, sleeve: sleeve_in_stock(lab) })
            }
            // Let go where it was taken: it stays in the hand.
            Some(Thing::SleeveBox) => {
                bench.take(Tool::Sleeve);
                None
            }
            _ => None,
        },
        Carried::Sleeve(splice) => {
            let fibre = lab.state().splices[splice].a.fibre.clone();
            if over == Some(Thing::Oven) {
                Some(Action::Shrink { fibre })
            } else {
                let offset_mm = sleeve_offset(at.x, SPLICE_X);
                ((at.y - WORK_Y).abs() < 60.0).then_some(Action::CentreSleeve { fibre, offset_mm })
            }
        }
        Carried::Splice(splice) => {
            let fibre = lab.state().splices[splice].a.fibre.clone();
            match over {
                Some(Thing::Oven) => Some(Action::Shrink { fibre }),
                // Let go where it lay: nothing was moved.
                Some(Thing::Slot(slot)) => {
                    (lab.state().splices[splice].lies != Lies::InSlot(slot)).then_some(Action::Store { fibre, slot })
                }
                _ => None,
            }
        }
        Carried::Scrap => (over == Some(Thing::Bin)).then_some(Action::BinScrap),
    }
}

fn drop_tip(bench: &mut BenchScene, lab: &Lab, fibre: FibreId, at: Vec2, now: Instant) -> Option<Action> {
    let end = lab.state().bench.as_ref().and_then(|bench| bench.ends.get(&fibre));
    let cleaved = end.is_some_and(|end| end.cleave.is_some());
    if CLEAVER.contains(at) && !cleaved {
        let (mm, dropped_at) = drop_on_cleaver(at, BLADE_X, CLEAVER_BED.center().y);
        let side = side_of(lab, &fibre);
        bench.laid = Some(Laid { fibre, side, mm, dropped_at, since: now });
        return None;
    }
    GROOVES.inflate(20.0).contains(at).then(|| {
        let own = side_of(lab, &fibre);
        let wanted = if at.x < GROOVES.center().x + 30.0 * towards_tip(own) { Side::Left } else { Side::Right };
        let side = groove_side(lab, &fibre, wanted);
        let (tip_um, askew_deg) = drop_in_groove(at, side);
        Action::Load { fibre, side, tip_um, askew_deg }
    })
}

/// Presses the blade on what lies in the cleaver.
pub fn cleave(bench: &mut BenchScene, now: Instant) -> Option<Action> {
    let laid = bench.laid.take()?;
    let lift_deg = laid.lift_deg(now);
    Some(Action::Cleave { fibre: laid.fibre, mm: laid.mm, lift_deg })
}

fn toggle_hood(lab: &Lab) -> Option<Action> {
    let open = lab.state().bench.as_ref().is_some_and(|bench| bench.splicer.hood_open);
    Some(if open { Action::CloseHood } else { Action::OpenHood })
}
