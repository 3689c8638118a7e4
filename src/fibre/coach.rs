//! The next good gesture, worked out from the state: what a trainer beside the bench would say.
//!
//! It follows the trainee wherever the attempt went: a broken fibre, a bad cleave, a forgotten sleeve lead to the
//! gesture that mends them. It has watched every gesture, so it knows what was wiped too late before the splicer does.

use serde::Serialize;

use super::bench::{Bench, Screen, splice_in_slot, splice_of};
use super::end::End;
use super::names::{fibre_name, place_name};
use super::splice::{COVER_MM, Core, Lies};
use super::splicer::{Complaint, LONGEST_BARE_MM, SHORTEST_BARE_MM};
use crate::lab::State;
use crate::lab::action::{Action, Side, Wipe, careful};
use crate::locale::Message;
use crate::plant::address::FibreId;
use crate::scenario::file::{Goal, Step};
use crate::scenario::model::Scenario;
use crate::units::{Millis, Permille};

/// What to do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hint {
    pub gesture: Gesture,
    /// The action a careful hand would do.
    pub action: Action,
    /// Which fibre it is about.
    pub fibre: Option<FibreId>,
    /// Which step of the scenario it serves, from 0.
    pub step: usize,
    /// One sentence, verb first.
    pub say: Message,
    /// Why, on request.
    pub why: Message,
}

/// The kind of gesture, in the order of a splice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Gesture {
    GoTo,
    SetUpBench,
    Pick,
    SlideSleeve,
    Strip,
    Clean,
    Cleave,
    BinScrap,
    Load,
    Unload,
    CloseHood,
    Fuse,
    OpenHood,
    CentreSleeve,
    Shrink,
    Cool,
    Store,
    Recut,
    TapeScraps,
    /// A network cable is laid.
    Cable,
    /// A line is typed into a console.
    Type,
    /// Anything at a rack.
    Rack,
    /// Anything in front of ports of fibre.
    Ports,
    RingCut,
    PullJacket,
    CutAramid,
    ClampCable,
    AnchorAramid,
    CutTube,
    WipeGel,
    Coil,
    CoverCassette,
    UncoverCassette,
    ShutClosure,
    OpenClosure,
}

impl Gesture {
    /// Whether it is done at the closure, not at the splice bench.
    pub fn is_at_closure(self) -> bool {
        self >= Gesture::RingCut
    }

    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Gesture::GoTo => ("coach-go-to", "coach-go-to-why"),
            Gesture::SetUpBench => ("coach-set-up-bench", "coach-set-up-bench-why"),
            Gesture::Pick => ("coach-pick", "coach-pick-why"),
            Gesture::SlideSleeve => ("coach-slide-sleeve", "coach-slide-sleeve-why"),
            Gesture::Strip => ("coach-strip", "coach-strip-why"),
            Gesture::Clean => ("coach-clean", "coach-clean-why"),
            Gesture::Cleave => ("coach-cleave", "coach-cleave-why"),
            Gesture::BinScrap => ("coach-bin-scrap", "coach-bin-scrap-why"),
            Gesture::Load => ("coach-load", "coach-load-why"),
            Gesture::Unload => ("coach-unload", "coach-unload-why"),
            Gesture::CloseHood => ("coach-close-hood", "coach-close-hood-why"),
            Gesture::Fuse => ("coach-fuse", "coach-fuse-why"),
            Gesture::OpenHood => ("coach-open-hood", "coach-open-hood-why"),
            Gesture::CentreSleeve => ("coach-centre-sleeve", "coach-centre-sleeve-why"),
            Gesture::Shrink => ("coach-shrink", "coach-shrink-why"),
            Gesture::Cool => ("coach-cool", "coach-cool-why"),
            Gesture::Store => ("coach-store", "coach-store-why"),
            Gesture::Recut => ("coach-recut", "coach-recut-why"),
            Gesture::TapeScraps => ("coach-tape-scraps", "coach-tape-scraps-why"),
            Gesture::Cable => ("coach-cable", "coach-cable-why"),
            Gesture::Type => ("coach-type", "coach-type-why"),
            Gesture::Rack => ("rack-coach-other", "rack-coach-other"),
            Gesture::Ports => ("coach-plug", "coach-plug-why"),
            Gesture::RingCut => ("coach-ring-cut", "coach-ring-cut-why"),
            Gesture::PullJacket => ("coach-pull-jacket", "coach-pull-jacket-why"),
            Gesture::CutAramid => ("coach-cut-aramid", "coach-cut-aramid-why"),
            Gesture::ClampCable => ("coach-clamp-cable", "coach-clamp-cable-why"),
            Gesture::AnchorAramid => ("coach-anchor-aramid", "coach-anchor-aramid-why"),
            Gesture::CutTube => ("coach-cut-tube", "coach-cut-tube-why"),
            Gesture::WipeGel => ("coach-wipe-gel", "coach-wipe-gel-why"),
            Gesture::Coil => ("coach-coil", "coach-coil-why"),
            Gesture::CoverCassette => ("coach-cover-cassette", "coach-cover-cassette-why"),
            Gesture::UncoverCassette => ("coach-uncover-cassette", "coach-uncover-cassette-why"),
            Gesture::ShutClosure => ("coach-shut-closure", "coach-shut-closure-why"),
            Gesture::OpenClosure => ("coach-open-closure", "coach-open-closure-why"),
        }
    }
}

/// Dirt that a careful hand wipes again: what one good cleaning never leaves.
const STILL_DIRTY: Permille = Permille(30);

/// The next gesture at this simulated time, or `None` when every step is done.
pub fn next(scenario: &Scenario, state: &State, now: Millis) -> Option<Hint> {
    let bench = state.bench.as_ref();
    scenario.steps.iter().enumerate().find_map(|(step, Step { goal, .. })| {
        let asked = match goal {
            Goal::Splice { a, b, slot } => {
                let bench = bench?;
                let place = meeting_place(scenario, bench, [a, b]);
                let there = |asked| on_the_spot(scenario, state, place, asked);
                let stays = place == bench.place;
                let asked = if stays {
                    next_of_splice(scenario, state, now, [a, b], *slot)
                } else {
                    elsewhere(state, [a, b], place, *slot)
                };
                asked.map(there)
            }
            Goal::Prepare { .. } | Goal::Coil { .. } | Goal::Shut { .. } => {
                super::closure_coach::next(scenario, state, goal)
            }
            // What the network and the racks ask for is worked out by their own coaches.
            Goal::FreeCord { .. }
            | Goal::Patch { .. }
            | Goal::ReadPower { .. }
            | Goal::Cable { .. }
            | Goal::Console { .. }
            | Goal::Mount { .. }
            | Goal::Earth { .. }
            | Goal::Power { .. }
            | Goal::SwitchOn { .. }
            | Goal::TestFeeds { .. }
            | Goal::Blank { .. }
            | Goal::Earn { .. } => None,
            Goal::BinScraps => {
                let bench = bench?;
                next_of_scraps(bench).map(|asked| on_the_spot(scenario, state, &bench.place, asked))
            }
        };
        asked.map(|(gesture, action)| hint(scenario, step, gesture, action))
    })
}

/// Where two fibres are to be spliced: the place of the bench where they meet.
fn meeting_place<'a>(scenario: &'a Scenario, bench: &'a Bench, pair: [&FibreId; 2]) -> &'a str {
    let comes = |place: &str| pair.iter().all(|fibre| scenario.far_place(fibre, place).is_some());
    let places = scenario.bench.iter().flat_map(|setting| setting.places());
    std::iter::once(bench.place.as_str()).chain(places).find(|place| comes(place)).unwrap_or(&bench.place)
}

/// What is left to do where the bench does not stand: all of it, unless the splice is made and stored.
fn elsewhere(state: &State, pair: [&FibreId; 2], place: &str, slot: u16) -> Asked {
    let made = splice_of(&state.splices, place, pair[0])
        .is_some_and(|(_, splice)| splice.joins_both(pair[0], pair[1]) && splice.lies == Lies::InSlot(slot));
    (!made).then_some((Gesture::SetUpBench, Action::SetUpBench))
}

/// A gesture of the bench is done at the bench: first go there, then set it up where it is needed.
fn on_the_spot(scenario: &Scenario, state: &State, place: &str, asked: (Gesture, Action)) -> (Gesture, Action) {
    if state.here(scenario) == Some(place) { asked } else { (Gesture::GoTo, Action::GoTo { place: place.to_owned() }) }
}

/// The stages of one splice, as the checklist beside the mat shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Stage {
    Sleeve,
    Strip,
    Clean,
    Cleave,
    Load,
    OtherEnd,
    Fuse,
    Protect,
    Store,
}

impl Stage {
    pub const ALL: [Stage; 9] = [
        Stage::Sleeve,
        Stage::Strip,
        Stage::Clean,
        Stage::Cleave,
        Stage::Load,
        Stage::OtherEnd,
        Stage::Fuse,
        Stage::Protect,
        Stage::Store,
    ];

    /// Its line in the checklist.
    pub fn title(self) -> Message {
        Message::new(match self {
            Stage::Sleeve => "stage-sleeve",
            Stage::Strip => "stage-strip",
            Stage::Clean => "stage-clean",
            Stage::Cleave => "stage-cleave",
            Stage::Load => "stage-load",
            Stage::OtherEnd => "stage-other-end",
            Stage::Fuse => "stage-fuse",
            Stage::Protect => "stage-protect",
            Stage::Store => "stage-store",
        })
    }

    /// The stage that a hint belongs to, for a splice whose second fibre is `second`.
    pub fn of(hint: &Hint, second: &FibreId, state: &State) -> Self {
        let fused = state.splices.iter().any(|splice| !splice.parted && splice.lies == Lies::InSplicer);
        let other = hint.fibre.as_ref() == Some(second);
        match hint.gesture {
            Gesture::CloseHood | Gesture::Fuse | Gesture::Unload => Stage::Fuse,
            // Before the arc the hood is opened to mend something.
            Gesture::OpenHood if !fused => Stage::Fuse,
            Gesture::OpenHood | Gesture::CentreSleeve | Gesture::Shrink => Stage::Protect,
            Gesture::Cool | Gesture::Store => Stage::Store,
            Gesture::RingCut
            | Gesture::PullJacket
            | Gesture::CutAramid
            | Gesture::ClampCable
            | Gesture::AnchorAramid
            | Gesture::CutTube
            | Gesture::WipeGel => Stage::Sleeve,
            Gesture::Coil
            | Gesture::CoverCassette
            | Gesture::UncoverCassette
            | Gesture::ShutClosure
            | Gesture::OpenClosure => Stage::Store,
            _ if other => Stage::OtherEnd,
            Gesture::Pick | Gesture::SlideSleeve | Gesture::Recut | Gesture::TapeScraps => Stage::Sleeve,
            Gesture::Strip => Stage::Strip,
            Gesture::Clean => Stage::Clean,
            Gesture::Cleave => Stage::Cleave,
            Gesture::BinScrap | Gesture::Load => Stage::Load,
            Gesture::GoTo | Gesture::SetUpBench | Gesture::Cable | Gesture::Type | Gesture::Rack | Gesture::Ports => {
                Stage::Sleeve
            }
        }
    }
}

fn hint(scenario: &Scenario, step: usize, gesture: Gesture, action: Action) -> Hint {
    let fibre = fibre_of(&action).cloned();
    let (say, why) = gesture.keys();
    let mut say = Message::new(say);
    if let Some(fibre) = &fibre {
        say = say.with("fibre", fibre_name(scenario, fibre));
    }
    match &action {
        Action::Strip { mm, .. } | Action::Cleave { mm, .. } => say = say.with("mm", *mm),
        Action::Load { side, .. } | Action::Unload { side } => say = say.with("side", *side),
        Action::Store { slot, .. } => say = say.with("slot", *slot),
        Action::RingCut { mm, .. } => say = say.with("mm", *mm),
        Action::CutAramid { keep_mm, .. } => say = say.with("mm", *keep_mm),
        Action::ClampCable { entry, .. } => say = say.with("entry", *entry),
        Action::CutTube { tube, keep_mm, .. } => say = say.with("tube", *tube).with("mm", *keep_mm),
        Action::WipeGel { tube, .. } => say = say.with("tube", *tube),
        Action::GoTo { place } => say = say.with("place", place_name(scenario, place)),
        _ => {}
    }
    Hint { gesture, action, fibre, step, say, why: Message::new(why) }
}

/// The fibre an action is about.
pub fn fibre_of(action: &Action) -> Option<&FibreId> {
    action.fibre()
}

type Asked = Option<(Gesture, Action)>;

fn next_of_scraps(bench: &Bench) -> Asked {
    if bench.scraps_in_sight() > 0 {
        Some((Gesture::BinScrap, Action::BinScrap))
    } else if bench.scraps.lost > 0 {
        Some((Gesture::TapeScraps, Action::TapeScraps))
    } else {
        None
    }
}

fn next_of_splice(scenario: &Scenario, state: &State, now: Millis, pair: [&FibreId; 2], slot: u16) -> Asked {
    let bench = state.bench.as_ref()?;
    let splices = [splice_of(&state.splices, &bench.place, pair[0]), splice_of(&state.splices, &bench.place, pair[1])];
    match splices {
        [Some((one, splice)), Some((other, _))] if one == other => {
            if matches!(splice.core, Core::Made { .. }) {
                return None;
            }
            finish(state, now, bench, pair[0], one, slot)
        }
        // One of them is joined to something else: that splice is cut first.
        [Some((number, _)), _] => Some(undo_splice(state, pair[0], number)),
        [_, Some((number, _))] => Some(undo_splice(state, pair[1], number)),
        [None, None] => fuse_pair(scenario, bench, pair),
    }
}

fn undo_splice(state: &State, fibre: &FibreId, number: usize) -> (Gesture, Action) {
    if state.splices[number].lies == Lies::InSplicer {
        (Gesture::OpenHood, Action::OpenHood)
    } else {
        (Gesture::Recut, Action::Recut { fibre: fibre.clone() })
    }
}

/// From the arc to the slot.
fn finish(state: &State, now: Millis, bench: &Bench, fibre: &FibreId, number: usize, slot: u16) -> Asked {
    let splice = &state.splices[number];
    let Core::Fused { bare_mm, defects, .. } = &splice.core else { return None };
    if splice.lies == Lies::InSplicer {
        return Some((Gesture::OpenHood, Action::OpenHood));
    }
    let recut = || Some((Gesture::Recut, Action::Recut { fibre: fibre.clone() }));
    // What the splicer showed was bad is done again before it is protected.
    if !defects.is_empty() && splice.sleeve.as_ref().is_none_or(|sleeve| sleeve.shrunk_at.is_none()) {
        return recut();
    }
    let fibre = fibre.clone();
    match &splice.sleeve {
        None => {
            let waits = [&splice.a.fibre, &splice.b.fibre]
                .into_iter()
                .any(|fibre| bench.ends.get(fibre).is_some_and(|end| end.sleeve.is_some()));
            if waits { Some((Gesture::CentreSleeve, Action::CentreSleeve { fibre, offset_mm: 0 })) } else { recut() }
        }
        Some(sleeve) if sleeve.shrunk_at.is_none() => {
            if sleeve.cover_mm(*bare_mm).iter().any(|cover| *cover < COVER_MM) && sleeve.offset_mm != 0 {
                Some((Gesture::CentreSleeve, Action::CentreSleeve { fibre, offset_mm: 0 }))
            } else {
                Some((Gesture::Shrink, Action::Shrink { fibre }))
            }
        }
        Some(_) if !splice.is_protected() => recut(),
        Some(sleeve) if sleeve.is_hot(now) && splice.lies == Lies::OnMat => {
            Some((Gesture::Cool, Action::Wait { seconds: 30 }))
        }
        Some(_) if splice.lies != Lies::InSlot(slot) => match splice_in_slot(&state.splices, &bench.place, slot) {
            // Another splice lies there: that one has to be seen to first.
            Some(other) if other != number => None,
            _ => Some((Gesture::Store, Action::Store { fibre, slot })),
        },
        Some(_) => None,
    }
}

/// From the tubes to the arc.
fn fuse_pair(scenario: &Scenario, bench: &Bench, pair: [&FibreId; 2]) -> Asked {
    let end = |fibre: &FibreId| bench.end(fibre, scenario.cable(&fibre.cable).map_or(0, |cable| cable.slack_mm));
    let splicer = &bench.splicer;
    // A stranger in the splicer has to leave first.
    for side in Side::BOTH {
        if let Some(loaded) = splicer.side(side)
            && !pair.contains(&&loaded.fibre)
        {
            return Some(open_first(bench).unwrap_or((Gesture::Unload, Action::Unload { side })));
        }
    }
    if let Screen::Complains(complaints) = &splicer.screen
        && let Some(side) = complaints.first().map(Complaint::side)
        && splicer.side(side).is_some()
    {
        return Some(open_first(bench).unwrap_or((Gesture::Unload, Action::Unload { side })));
    }
    let has_sleeve = pair.iter().any(|fibre| end(fibre).sleeve.is_some());
    for (fibre, side) in pair.into_iter().zip(Side::BOTH) {
        if splicer.side_of(fibre).is_some() {
            continue;
        }
        let end = end(fibre);
        if !bench.picked.contains(fibre) {
            return Some((Gesture::Pick, Action::Pick { fibre: fibre.clone() }));
        }
        if end.bare_mm == 0 && !has_sleeve {
            let sleeve = careful::sleeve();
            return Some((Gesture::SlideSleeve, Action::SlideSleeve { fibre: fibre.clone(), sleeve }));
        }
        if let Some(asked) = prepare(fibre, &end, has_sleeve) {
            return Some(asked);
        }
        if bench.cleaver.scrap {
            return Some((Gesture::BinScrap, Action::BinScrap));
        }
        let side = if splicer.side(side).is_none() { side } else { side.other() };
        let load = Action::Load { fibre: fibre.clone(), side, tip_um: careful::tip(), askew_deg: 0 };
        return Some(open_first(bench).unwrap_or((Gesture::Load, load)));
    }
    if splicer.hood_open {
        Some((Gesture::CloseHood, Action::CloseHood))
    } else {
        Some((Gesture::Fuse, Action::Fuse { force: false }))
    }
}

fn open_first(bench: &Bench) -> Asked {
    (!bench.splicer.hood_open).then_some((Gesture::OpenHood, Action::OpenHood))
}

/// One end, from coated to cleaved. What went wrong in sight is cut off.
fn prepare(fibre: &FibreId, end: &End, has_sleeve: bool) -> Asked {
    let recut = Some((Gesture::Recut, Action::Recut { fibre: fibre.clone() }));
    match &end.cleave {
        Some(cleave) => {
            let fits = (SHORTEST_BARE_MM..=LONGEST_BARE_MM).contains(&end.bare_mm);
            let spoilt = cleave.face_dirt > Permille(120) || cleave.chip > Permille(150) || !fits;
            if spoilt || !has_sleeve || end.refused { recut } else { None }
        }
        None if end.bare_mm == 0 => {
            let strip =
                Action::Strip { fibre: fibre.clone(), mm: careful::STRIP_MM, speed_mm_s: careful::strip_speed() };
            Some((Gesture::Strip, strip))
        }
        None if end.dirt > STILL_DIRTY => {
            let clean = Action::Clean { fibre: fibre.clone(), passes: careful::passes(), wipe: Wipe::Fresh };
            Some((Gesture::Clean, clean))
        }
        None => {
            let cleave = Action::Cleave { fibre: fibre.clone(), mm: careful::CLEAVE_MM, lift_deg: 0 };
            Some((Gesture::Cleave, cleave))
        }
    }
}
