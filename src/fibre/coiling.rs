//! Gestures of the cassette and the closure: coiling slack, shutting and opening the covers.

use serde::Serialize;

use super::bend::Bend;
use super::cassette::{Coil, CoilFault, LEAD_MM, Loop, wound_mm};
use super::closure::{Closure, TO_TRAY_MM, coil_faults, length_mm, stored_fibres};
use super::gestures::{Done, in_range};
use super::names::fibre_name;
use super::splice::Lies;
use crate::lab::State;
use crate::lab::action::Action;
use crate::lab::effect::{Effect, Quantity, Refusal};
use crate::locale::{Arg, Message};
use crate::plant::address::FibreId;
use crate::scenario::model::Scenario;
use crate::units::Millimetres;

type Outcome = Result<Done, Refusal>;

/// What happened to a cassette, a closure, or a cable that was opened into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ClosureEffect {
    Coiled {
        fibre: FibreId,
        radius_mm: u16,
        turns: u16,
        faults: Vec<CoilFault>,
    },
    CassetteCovered,
    CassetteUncovered,
    ClosureShut,
    ClosureOpened,
    /// The cover caught or pressed these.
    Pinched(Vec<FibreId>),
    /// A cable that nothing held moved and pulled on its fibres.
    Pulled {
        cable: String,
    },
    /// Bare fibre lies outside the cassette, because these tubes are too short.
    BareOutside {
        cable: String,
    },
    JacketCut {
        depth_um: u16,
    },
    /// The cutter went through into tubes.
    TubesNicked {
        count: usize,
    },
    JacketOff {
        open_mm: u16,
    },
    /// The jacket was not cut deep enough to come off.
    JacketHolds,
    AramidCut {
        left_mm: u16,
    },
    Clamped {
        entry: u8,
    },
    Anchored,
    TubeCut {
        tube: u16,
        kept_mm: u16,
        bare_mm: u16,
    },
    /// The tube was not cut deep enough to come off.
    TubeHolds {
        tube: u16,
    },
    /// The cutter touched the glass.
    FibresNicked {
        tube: u16,
    },
    FibresBroke {
        count: usize,
    },
    GelWiped {
        tube: u16,
        left: bool,
    },
}

/// Why a gesture at a closure is impossible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ClosureRefusal {
    /// The fibre has no end at a closure here.
    NoClosure,
    Covered,
    NotCovered,
    Shut,
    NotShut,
    /// The splice does not lie in a slot yet.
    NotInSlot(FibreId),
    /// Loops of more fibre than there is.
    TooLittleSlack {
        needed_mm: u32,
        there_mm: u32,
    },
    /// The cable came prepared, or does not come here.
    NothingToPrepare {
        cable: String,
    },
    NoRing,
    RingThere,
    JacketOn,
    AramidWhole,
    AramidTooShort,
    NotClamped,
    AlreadyAnchored,
    AlreadyClamped,
    EntryTaken {
        entry: u8,
    },
    NoSuchTube {
        tube: u16,
    },
    TubeWhole {
        tube: u16,
    },
    /// A tube cannot be made longer again.
    CutShorter {
        kept_mm: u16,
    },
    /// The fibre is still in its tube.
    StillInTube(FibreId),
}

/// The closure of the place where the trainee stands, to be changed.
pub(super) fn here(scenario: &Scenario, state: &State) -> Result<String, Refusal> {
    state.here(scenario).map(str::to_owned).ok_or(Refusal::Closure(ClosureRefusal::NoClosure))
}

pub(super) fn refuse<T>(why: ClosureRefusal) -> Result<T, Refusal> {
    Err(Refusal::Closure(why))
}

pub(super) fn done(seconds: u64, effects: impl IntoIterator<Item = ClosureEffect>) -> Done {
    Done::new(seconds, effects.into_iter().map(Effect::Closure).collect::<Vec<_>>())
}

/// Lays the slack of a fibre in loops, in place of the coil it had.
///
/// # Errors
/// No such fibre here, its splice not in a slot, a cover shut, impossible numbers, or too little fibre.
pub fn coil(scenario: &Scenario, state: &mut State, fibre: &FibreId, loops: &[Loop]) -> Outcome {
    let place = here(scenario, state)?;
    if !scenario.has_fibre(fibre) {
        return Err(Refusal::NoSuchFibre(fibre.clone()));
    }
    if !scenario.cable(&fibre.cable).is_some_and(|cable| cable.reaches(&place)) {
        return Err(Refusal::NotHere(fibre.clone()));
    }
    let closure = state.closures.get(&place);
    if closure.is_some_and(|closure| closure.shut) {
        return refuse(ClosureRefusal::Shut);
    }
    if closure.is_some_and(|closure| closure.covered) {
        return refuse(ClosureRefusal::Covered);
    }
    let spliced = state.splices.iter().rev().find(|splice| splice.joins(fibre) && splice.a.place == place);
    if spliced.is_none_or(|splice| matches!(splice.lies, Lies::InSplicer | Lies::OnMat)) {
        return refuse(ClosureRefusal::NotInSlot(fibre.clone()));
    }
    if loops.is_empty() {
        return Err(Refusal::OutOfRange { what: Quantity::Turns, least: 1, most: 30 });
    }
    for wound in loops {
        in_range(Quantity::Radius, wound.radius_mm.into(), 3, 60)?;
        in_range(Quantity::Turns, wound.turns.into(), 1, 30)?;
        in_range(Quantity::Offset, wound.x_mm.into(), -60, 60)?;
        in_range(Quantity::Offset, wound.y_mm.into(), -60, 60)?;
    }
    let there_mm = u32::from(length_mm(scenario, state, &place, fibre)).saturating_sub(LEAD_MM);
    let needed_mm = wound_mm(loops);
    if needed_mm > there_mm {
        return refuse(ClosureRefusal::TooLittleSlack { needed_mm, there_mm });
    }
    let coils = &mut state.closures.entry(place.clone()).or_default().coils;
    coils.retain(|coil| coil.fibre != *fibre);
    coils.push(Coil { fibre: fibre.clone(), loops: loops.to_vec(), pinched_mm: None });
    let faults = coil_faults(scenario, state, &place, fibre);
    let turns: u16 = loops.iter().map(|wound| wound.turns).sum();
    let radius_mm = loops.iter().map(|wound| wound.radius_mm).min().unwrap_or_default();
    let effect = ClosureEffect::Coiled { fibre: fibre.clone(), radius_mm, turns, faults };
    Ok(done(15 + 5 * u64::from(turns), [effect]).changing_the_plant())
}

/// Shuts the cover of the cassette. What was left untidy is pinched.
///
/// # Errors
/// It is shut.
pub fn cover(scenario: &Scenario, state: &mut State) -> Outcome {
    let place = here(scenario, state)?;
    let closure = state.closures.entry(place.clone()).or_default();
    if closure.covered {
        return refuse(ClosureRefusal::Covered);
    }
    closure.covered = true;
    let mut effects = vec![ClosureEffect::CassetteCovered];
    effects.extend(press(scenario, state, &place, false));
    Ok(done(8, effects).changing_the_plant())
}

/// Opens the cover of the cassette. What was pinched stays so until it is coiled again.
///
/// # Errors
/// It is open, or the closure is shut over it.
pub fn uncover(scenario: &Scenario, state: &mut State) -> Outcome {
    let place = here(scenario, state)?;
    let closure = state.closures.entry(place).or_default();
    if closure.shut {
        return refuse(ClosureRefusal::Shut);
    }
    if !closure.covered {
        return refuse(ClosureRefusal::NotCovered);
    }
    closure.covered = false;
    Ok(done(8, [ClosureEffect::CassetteUncovered]))
}

/// Shuts the closure. An open cassette is crushed by it, a cable that nothing holds is pulled, bare fibre is folded.
///
/// # Errors
/// It is shut.
pub fn shut(scenario: &Scenario, state: &mut State) -> Outcome {
    let place = here(scenario, state)?;
    let closure = state.closures.entry(place.clone()).or_default();
    if closure.shut {
        return refuse(ClosureRefusal::Shut);
    }
    closure.shut = true;
    let open = !closure.covered;
    let mut effects = vec![ClosureEffect::ClosureShut];
    if open {
        effects.extend(press(scenario, state, &place, true));
    }
    effects.extend(pull(state, &place));
    Ok(done(60, effects).changing_the_plant())
}

/// Opens the closure.
///
/// # Errors
/// It is open.
pub fn open(scenario: &Scenario, state: &mut State) -> Outcome {
    let place = here(scenario, state)?;
    let closure = state.closures.entry(place).or_default();
    if !closure.shut {
        return refuse(ClosureRefusal::NotShut);
    }
    closure.shut = false;
    Ok(done(60, [ClosureEffect::ClosureOpened]))
}

/// The cover comes down on the coils, on everything when nothing shields the cassette.
fn press(scenario: &Scenario, state: &mut State, place: &str, everything: bool) -> Option<ClosureEffect> {
    let stored: Vec<FibreId> = stored_fibres(state, place).cloned().collect();
    let coiled: Vec<FibreId> = state.closures.get(place)?.coils.iter().map(|coil| coil.fibre.clone()).collect();
    let mut pinched = Vec::new();
    for fibre in &coiled {
        let faults = coil_faults(scenario, state, place, fibre);
        let caught = everything.then(|| CoilFault::OutOfTray.pinches_mm()).flatten();
        let pinch = caught.or_else(|| faults.iter().filter_map(|fault| fault.pinches_mm()).min());
        let coil = state.closures.get_mut(place)?.coils.iter_mut().find(|coil| coil.fibre == *fibre)?;
        coil.pinched_mm = pinch;
        if pinch.is_some() {
            pinched.push(fibre.clone());
        }
    }
    let closure = state.closures.get_mut(place)?;
    for fibre in stored.into_iter().filter(|fibre| !coiled.contains(fibre)) {
        closure.coils.push(Coil::caught(fibre.clone()));
        pinched.push(fibre);
    }
    (!pinched.is_empty()).then_some(ClosureEffect::Pinched(pinched))
}

/// What shutting the closure does to cables that were prepared badly.
fn pull(state: &mut State, place: &str) -> Vec<ClosureEffect> {
    let mut effects = Vec::new();
    let Some(closure) = state.closures.get_mut(place) else { return effects };
    let Closure { cables, .. } = closure;
    for (id, cable) in cables.iter_mut() {
        let mut fold = |bend: Bend, tubes: &mut dyn Iterator<Item = u16>| {
            for tube in tubes {
                for number in 1..=FIBRES_AT_MOST {
                    let fibre = FibreId::new(id, tube, number);
                    state.bends.entry(fibre.at(place).into()).or_default().push(bend);
                }
            }
        };
        if !cable.is_held() && !cable.tubes.is_empty() && !cable.pulled {
            cable.pulled = true;
            fold(Bend { radius_mm: 4, half_turns: 2 }, &mut cable.tubes.keys().copied());
            effects.push(ClosureEffect::Pulled { cable: id.clone() });
        }
        let short = |cut: &super::closure::TubeEnd| cut.kept_mm < TO_TRAY_MM;
        if cable.tubes.values().any(short) {
            let tubes = cable.tubes.iter().filter(|(_, cut)| short(cut)).map(|(tube, _)| *tube);
            fold(Bend { radius_mm: 5, half_turns: 1 }, &mut { tubes });
            effects.push(ClosureEffect::BareOutside { cable: id.clone() });
        }
    }
    effects
}

/// More fibres than this no tube holds; ends that do not exist are passed over by the plant.
const FIBRES_AT_MOST: u16 = 36;

impl ClosureEffect {
    pub fn is_trouble(&self) -> bool {
        use ClosureEffect::*;
        match self {
            Coiled { faults, .. } => !faults.is_empty(),
            Pinched(_)
            | Pulled { .. }
            | BareOutside { .. }
            | TubesNicked { .. }
            | JacketHolds
            | TubeHolds { .. }
            | FibresNicked { .. }
            | FibresBroke { .. } => true,
            GelWiped { left, .. } => *left,
            _ => false,
        }
    }

    pub fn message(&self, scenario: &Scenario) -> Message {
        use ClosureEffect::*;
        let cable_name = |id: &String| match scenario.cable(id) {
            Some(cable) => Arg::Own(cable.name.clone()),
            None => Arg::from(id.as_str()),
        };
        match self {
            Coiled { radius_mm, turns, faults, .. } if faults.is_empty() => {
                Message::new("effect-coiled").with("radius", *radius_mm).with("turns", *turns)
            }
            Coiled { radius_mm, turns, faults, .. } => Message::new("effect-coiled-badly")
                .with("radius", *radius_mm)
                .with("turns", *turns)
                .with("faults", faults.iter().map(|fault| fault.message()).collect::<Vec<_>>()),
            CassetteCovered => Message::new("effect-cassette-covered"),
            CassetteUncovered => Message::new("effect-cassette-uncovered"),
            ClosureShut => Message::new("effect-closure-shut"),
            ClosureOpened => Message::new("effect-closure-opened"),
            Pinched(fibres) => {
                let names = fibres.iter().map(|fibre| fibre_name(scenario, fibre)).collect::<Vec<_>>();
                Message::new("effect-pinched").with("fibres", names)
            }
            Pulled { cable } => Message::new("effect-pulled").with("cable", cable_name(cable)),
            BareOutside { cable } => Message::new("effect-bare-outside").with("cable", cable_name(cable)),
            JacketCut { depth_um } => Message::new("effect-jacket-cut").with("depth", tenths_mm(*depth_um)),
            TubesNicked { count } => Message::new("effect-tubes-nicked").with("count", *count),
            JacketOff { open_mm } => Message::new("effect-jacket-off").with("open", Millimetres((*open_mm).into())),
            JacketHolds => Message::new("effect-jacket-holds"),
            AramidCut { left_mm } => Message::new("effect-aramid-cut").with("left", *left_mm),
            Clamped { entry } => Message::new("effect-clamped").with("entry", *entry),
            Anchored => Message::new("effect-anchored"),
            TubeCut { tube, kept_mm, bare_mm } => Message::new("effect-tube-cut")
                .with("tube", *tube)
                .with("kept", *kept_mm)
                .with("bare", Millimetres((*bare_mm).into())),
            TubeHolds { tube } => Message::new("effect-tube-holds").with("tube", *tube),
            FibresNicked { tube } => Message::new("effect-fibres-nicked").with("tube", *tube),
            FibresBroke { count } => Message::new("effect-fibres-broke").with("count", *count),
            GelWiped { tube, left: false } => Message::new("effect-gel-wiped").with("tube", *tube),
            GelWiped { tube, left: true } => Message::new("effect-gel-left").with("tube", *tube),
        }
    }
}

/// Hundredths of a millimetre are more than a hand feels.
fn tenths_mm(um: u16) -> Message {
    Message::new("depth-mm").with("whole", um / 1000).with("tenths", um % 1000 / 100)
}

impl CoilFault {
    pub fn message(self) -> Message {
        Message::new(match self {
            CoilFault::Tight => "coil-tight",
            CoilFault::OverSleeve => "coil-over-sleeve",
            CoilFault::Crossing => "coil-crossing",
            CoilFault::OutOfTray => "coil-out-of-tray",
            CoilFault::TooHigh => "coil-too-high",
            CoilFault::LoopLeft => "coil-loop-left",
        })
    }
}

impl ClosureRefusal {
    pub fn message(&self, scenario: &Scenario) -> Message {
        use ClosureRefusal::*;
        match self {
            NoClosure => Message::new("refusal-no-closure"),
            Covered => Message::new("refusal-covered"),
            NotCovered => Message::new("refusal-not-covered"),
            Shut => Message::new("refusal-shut"),
            NotShut => Message::new("refusal-not-shut"),
            NotInSlot(fibre) => Message::new("refusal-not-in-slot").with("fibre", fibre_name(scenario, fibre)),
            TooLittleSlack { needed_mm, there_mm } => {
                Message::new("refusal-too-little-slack").with("needed", *needed_mm).with("there", *there_mm)
            }
            NothingToPrepare { .. } => Message::new("refusal-nothing-to-prepare"),
            NoRing => Message::new("refusal-no-ring"),
            RingThere => Message::new("refusal-ring-there"),
            JacketOn => Message::new("refusal-jacket-on"),
            AramidWhole => Message::new("refusal-aramid-whole"),
            AramidTooShort => Message::new("refusal-aramid-too-short"),
            NotClamped => Message::new("refusal-not-clamped"),
            AlreadyAnchored => Message::new("refusal-already-anchored"),
            AlreadyClamped => Message::new("refusal-already-clamped"),
            EntryTaken { entry } => Message::new("refusal-entry-taken").with("entry", *entry),
            NoSuchTube { tube } => Message::new("refusal-no-such-tube").with("tube", *tube),
            TubeWhole { tube } => Message::new("refusal-tube-whole").with("tube", *tube),
            CutShorter { kept_mm } => Message::new("refusal-cut-shorter").with("kept", *kept_mm),
            StillInTube(fibre) => Message::new("refusal-still-in-tube").with("fibre", fibre_name(scenario, fibre)),
        }
    }
}

/// A gesture of a closure as a report tells it.
pub fn told(action: &Action, scenario: &Scenario) -> Message {
    let about = |key: &'static str, cable: &String| {
        let name =
            scenario.cable(cable).map_or_else(|| Arg::from(cable.as_str()), |cable| Arg::Own(cable.name.clone()));
        Message::new(key).with("cable", name)
    };
    match action {
        Action::Coil { fibre, loops } => {
            let turns: u16 = loops.iter().map(|wound| wound.turns).sum();
            let radius = loops.iter().map(|wound| wound.radius_mm).min().unwrap_or_default();
            Message::new("action-coil")
                .with("fibre", fibre_name(scenario, fibre))
                .with("turns", turns)
                .with("radius", radius)
        }
        Action::CoverCassette => Message::new("action-cover-cassette"),
        Action::UncoverCassette => Message::new("action-uncover-cassette"),
        Action::ShutClosure => Message::new("action-shut-closure"),
        Action::OpenClosure => Message::new("action-open-closure"),
        Action::RingCut { cable, mm, depth_um } => {
            about("action-ring-cut", cable).with("mm", *mm).with("depth", tenths_mm(*depth_um))
        }
        Action::PullJacket { cable } => about("action-pull-jacket", cable),
        Action::CutAramid { cable, keep_mm } => about("action-cut-aramid", cable).with("keep", *keep_mm),
        Action::ClampCable { cable, entry } => about("action-clamp-cable", cable).with("entry", *entry),
        Action::AnchorAramid { cable } => about("action-anchor-aramid", cable),
        Action::CutTube { cable, tube, keep_mm, depth_um } => about("action-cut-tube", cable)
            .with("tube", *tube)
            .with("keep", *keep_mm)
            .with("depth", tenths_mm(*depth_um)),
        Action::WipeGel { cable, tube, passes } => {
            about("action-wipe-gel", cable).with("tube", *tube).with("passes", *passes)
        }
        // No gesture of a closure; nobody asks.
        _ => Message::new("stock-other").with("item", ""),
    }
}

/// Does a gesture of a closure; nothing for any other action.
pub fn perform(scenario: &Scenario, state: &mut State, action: &Action) -> Option<Outcome> {
    use super::preparing;
    Some(match action {
        Action::Coil { fibre, loops } => coil(scenario, state, fibre, loops),
        Action::CoverCassette => cover(scenario, state),
        Action::UncoverCassette => uncover(scenario, state),
        Action::ShutClosure => shut(scenario, state),
        Action::OpenClosure => open(scenario, state),
        Action::RingCut { cable, mm, depth_um } => preparing::ring_cut(scenario, state, cable, *mm, *depth_um),
        Action::PullJacket { cable } => preparing::pull_jacket(scenario, state, cable),
        Action::CutAramid { cable, keep_mm } => preparing::cut_aramid(scenario, state, cable, *keep_mm),
        Action::ClampCable { cable, entry } => preparing::clamp(scenario, state, cable, *entry),
        Action::AnchorAramid { cable } => preparing::anchor(scenario, state, cable),
        Action::CutTube { cable, tube, keep_mm, depth_um } => {
            preparing::cut_tube(scenario, state, cable, *tube, *keep_mm, *depth_um)
        }
        Action::WipeGel { cable, tube, passes } => preparing::wipe_gel(scenario, state, cable, *tube, *passes),
        _ => return None,
    })
}
