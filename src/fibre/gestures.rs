//! The gestures of the splice bench: what each one needs, what it does, how long it takes.
//!
//! Each function checks everything first and changes the state only when the gesture is possible. A gesture that is
//! possible but wrong is done, and has its consequence.

use super::bench::{Bench, Cleaver, EDGES, splice_in_slot, splice_of};
use super::closure::{CableEnd, Closure, slack_mm};
use super::coiling::{self, ClosureRefusal};
use super::cords;
use super::end::{End, LONGEST_STRIP_MM, RECUT_MM, SHORTEST_MM};
use super::face::Stroke;
use super::splice::{Lies, Sleeve};
use super::{inspecting, measuring, otdr, patching};
use std::sync::{Arc, OnceLock};

use crate::lab::State;
use crate::lab::action::{Action, Wipe};
use crate::lab::effect::{Effect, Quantity, Refusal};
use crate::lab::presence;
use crate::plant::Plant;
use crate::plant::address::FibreId;
use crate::rack;
use crate::rng::stream;
use crate::scenario::model::Scenario;
use crate::scenario::stock;
use crate::units::{Millidecibels, Millis, Permille};

/// What a gesture did and how long it took.
pub struct Done {
    pub effects: Vec<Effect>,
    pub took: Millis,
    /// Whether light passes differently now.
    pub plant_changed: bool,
}

impl Done {
    pub(crate) fn new(seconds: u64, effects: impl Into<Vec<Effect>>) -> Self {
        Self { effects: effects.into(), took: Millis::from_seconds(seconds), plant_changed: false }
    }

    /// What took so long, in simulated time.
    pub fn lasting(took: Millis, effects: Vec<Effect>) -> Self {
        Self { effects, took, plant_changed: false }
    }

    pub(crate) fn changing_the_plant(mut self) -> Self {
        self.plant_changed = true;
        self
    }
}

pub(super) type Outcome = Result<Done, Refusal>;

/// The oven's cycle (vendor sheets: 15 to 35 s).
const OVEN_SECONDS: u64 = 30;
/// Where an uncentred sleeve waits, from the splice.
const PARKED_MM: i16 = 90;

/// A gesture at work: the scenario it happens in and the state it changes.
pub struct Hand<'a> {
    pub scenario: &'a Arc<Scenario>,
    pub state: &'a mut State,
    plant: &'a OnceLock<Plant>,
    pub(super) slack_mm: u16,
}

impl<'a> Hand<'a> {
    pub fn new(scenario: &'a Arc<Scenario>, state: &'a mut State, plant: &'a OnceLock<Plant>) -> Self {
        Self { scenario, state, plant, slack_mm: 0 }
    }

    /// The plant as it was before this gesture.
    pub fn plant(&self) -> &'a Plant {
        self.plant.get_or_init(|| Plant::build(self.scenario, self.state))
    }

    /// Does the gesture, or says why it is impossible and changes nothing.
    pub fn perform(&mut self, action: &Action) -> Outcome {
        if let Some(outcome) = otdr::gestures::perform(self.scenario, self.state, action) {
            return outcome;
        }
        if let Some(outcome) = rack::gestures::perform(self.scenario, self.state, action) {
            return outcome;
        }
        match action {
            Action::Wait { seconds } => {
                in_range(Quantity::Seconds, i64::from(*seconds), 1, 3600)?;
                Ok(Done::new(u64::from(*seconds), [Effect::Waited { seconds: *seconds }]))
            }
            Action::TakeCord { item } => cords::take(self.state, item),
            Action::LeadCord { cord, path, surplus } if self.scenario.rack_cord_model(cord).is_some() => {
                rack::cords::lead(self.scenario, self.state, cord, path, *surplus)
            }
            Action::LeadCord { cord, path, surplus } => cords::lead(self.scenario, self.state, cord, path, *surplus),
            Action::Label { plug, text } => cords::label(self.scenario, self.state, plug, text),
            Action::GoTo { place } => presence::go_to(self.scenario, self.state, place),
            Action::SetUpBench => presence::set_up_bench(self.scenario, self.state),
            Action::Coil { .. }
            | Action::CoverCassette
            | Action::UncoverCassette
            | Action::ShutClosure
            | Action::OpenClosure
            | Action::RingCut { .. }
            | Action::PullJacket { .. }
            | Action::CutAramid { .. }
            | Action::ClampCable { .. }
            | Action::AnchorAramid { .. }
            | Action::CutTube { .. }
            | Action::WipeGel { .. } => {
                coiling::perform(self.scenario, self.state, action).unwrap_or(Err(Refusal::NoBench))
            }
            Action::Unplug { plug } if self.scenario.rack_cord_model(&plug.cord).is_some() => {
                rack::cords::unplug(self.scenario, self.state, plug)
            }
            Action::Plug { plug, port } if self.scenario.rack_cord_model(&plug.cord).is_some() => {
                rack::cords::plug(self.scenario, self.state, plug, port)
            }
            Action::Unplug { plug } => patching::unplug(self.scenario, self.state, plug),
            Action::Plug { plug, port } => patching::plug(self.scenario, self.state, plug, port),
            Action::Cap { port } => patching::cap(self.scenario, self.state, port),
            Action::Type { device, .. } => Err(Refusal::NoSuchDevice(device.clone())),
            Action::Connect { a: port, .. } | Action::Disconnect { port } => Err(Refusal::NoSuchPort(port.clone())),
            Action::Inspect { end, scope } => inspecting::inspect(self, end, *scope),
            Action::JudgeFace { end, good } => inspecting::judge_face(self, end, *good),
            Action::CleanFace { end, cleaner, strokes, to_and_fro, used } => {
                let (cleaner, strokes, to_and_fro, used) = (*cleaner, *strokes, *to_and_fro, *used);
                inspecting::clean_face(self, end, Stroke { cleaner, strokes, to_and_fro, used })
            }
            Action::SetSource { source, nm } => measuring::set_source(self, source, *nm),
            Action::Measure { meter, nm } => measuring::measure(self, meter, *nm),
            Action::SetReference { meter, nm } => measuring::set_reference(self, meter, *nm),
            Action::LightRed { end, class } => measuring::light_red(self, end, *class),
            Action::PutOutRed => measuring::put_out_red(self),
            Action::ClipOn { fibre } => measuring::clip_on(self, fibre),
            Action::ClipOff { fibre } => measuring::clip_off(self, fibre),
            Action::Write { line, value } => measuring::write(self, line, *value),
            // All the others need the bench.
            _ if self.state.bench.is_none() => Err(Refusal::NoBench),
            _ => {
                presence::at_bench(self.scenario, self.state)?;
                self.at_bench(action)
            }
        }
    }

    /// Gestures of the splice bench, with the trainee at it.
    fn at_bench(&mut self, action: &Action) -> Outcome {
        match action {
            Action::Pick { fibre } => self.pick(fibre),
            Action::PutBack { fibre } => self.put_back(fibre),
            Action::SlideSleeve { fibre, sleeve } => self.slide_sleeve(fibre, sleeve),
            Action::Strip { fibre, mm, speed_mm_s } => self.strip(fibre, *mm, *speed_mm_s),
            Action::Clean { fibre, passes, wipe } => self.clean(fibre, *passes, *wipe),
            Action::TurnBlade => self.turn_blade(),
            Action::Cleave { fibre, mm, lift_deg } => self.cleave(fibre, *mm, *lift_deg),
            Action::BinScrap => self.bin_scrap(),
            Action::TapeScraps => self.tape_scraps(),
            Action::Recut { fibre } => self.recut(fibre),
            Action::Load { fibre, side, tip_um, askew_deg } => self.load(fibre, *side, *tip_um, *askew_deg),
            Action::Unload { side } => self.unload(*side),
            Action::CloseHood => self.close_hood(),
            Action::OpenHood => self.open_hood(),
            Action::Fuse { force } => self.fuse(*force),
            Action::ReArc => self.re_arc(),
            Action::StabiliseArc => self.stabilise_arc(),
            Action::ChangeElectrodes => self.change_electrodes(),
            Action::SetSplicer { alignment, overlap_um } => self.set_splicer(*alignment, *overlap_um),
            Action::CentreSleeve { fibre, offset_mm } => self.centre_sleeve(fibre, *offset_mm),
            Action::Shrink { fibre } => self.shrink(fibre),
            Action::Store { fibre, slot } => self.store(fibre, *slot),
            // Every other gesture has been seen to without the bench.
            _ => Err(Refusal::NoBench),
        }
    }

    // The bench is there: `perform` made sure.
    pub(super) fn bench(&self) -> &Bench {
        self.state.bench.as_ref().expect("only gestures of the bench ask for it")
    }

    pub(super) fn bench_mut(&mut self) -> &mut Bench {
        self.state.bench.as_mut().expect("only gestures of the bench ask for it")
    }

    /// The fibre exists and ends at this closure.
    fn known(&mut self, fibre: &FibreId) -> Result<(), Refusal> {
        if !self.scenario.has_fibre(fibre) {
            return Err(Refusal::NoSuchFibre(fibre.clone()));
        }
        let place = &self.bench().place;
        let cable = self.scenario.cable(&fibre.cable).filter(|cable| cable.from == *place || cable.to == *place);
        cable.ok_or_else(|| Refusal::NotHere(fibre.clone()))?;
        let closure = self.closure();
        if closure.is_some_and(|closure| closure.shut) {
            return Err(Refusal::Closure(ClosureRefusal::Shut));
        }
        let whole = |end: &CableEnd| !end.tubes.contains_key(&fibre.tube);
        if closure.and_then(|closure| closure.cable(&fibre.cable)).is_some_and(whole) {
            return Err(Refusal::Closure(ClosureRefusal::StillInTube(fibre.clone())));
        }
        self.slack_mm = self.slack_of(fibre);
        Ok(())
    }

    /// The closure at which the bench stands, if there is anything to tell of it.
    fn closure(&self) -> Option<&Closure> {
        self.state.closures.get(&self.bench().place)
    }

    pub(super) fn slack_of(&self, fibre: &FibreId) -> u16 {
        slack_mm(self.scenario, self.state, &self.bench().place, fibre)
    }

    /// What opening the cable left on a fibre: gel, and whether its glass was nicked.
    fn left_by_the_cable(&self, fibre: &FibreId) -> (Permille, bool) {
        let Some(end) = self.closure().and_then(|closure| closure.cable(&fibre.cable)) else {
            return Default::default();
        };
        let gel = end.tubes.get(&fibre.tube).map(|tube| tube.gel).unwrap_or_default();
        (gel, end.weak.contains(fibre))
    }

    fn splice_with(&self, fibre: &FibreId) -> Option<usize> {
        splice_of(&self.state.splices, &self.bench().place, fibre).map(|(number, _)| number)
    }

    fn unspliced(&mut self, fibre: &FibreId) -> Result<(), Refusal> {
        self.known(fibre)?;
        if self.scenario.has_pigtail(fibre, &self.bench().place) {
            return Err(Refusal::OnPigtail(fibre.clone()));
        }
        match self.splice_with(fibre) {
            Some(_) => Err(Refusal::Spliced(fibre.clone())),
            None => Ok(()),
        }
    }

    /// In the hand: known, not spliced, out of its tube, not in the splicer.
    pub(super) fn in_hand(&mut self, fibre: &FibreId) -> Result<(), Refusal> {
        self.unspliced(fibre)?;
        if self.bench().splicer.side_of(fibre).is_some() {
            return Err(Refusal::InSplicer(fibre.clone()));
        }
        if !self.bench().picked.contains(fibre) {
            return Err(Refusal::NotPicked(fibre.clone()));
        }
        Ok(())
    }

    /// The splice of this fibre, lying free on the mat or in the cassette.
    fn splice_in_hand(&mut self, fibre: &FibreId) -> Result<usize, Refusal> {
        self.known(fibre)?;
        let number = self.splice_with(fibre).ok_or_else(|| Refusal::NotSpliced(fibre.clone()))?;
        if self.state.splices[number].lies == Lies::InSplicer {
            return Err(Refusal::NotShrunkInSplicer);
        }
        Ok(number)
    }

    pub(super) fn end_mut(&mut self, fibre: &FibreId) -> &mut End {
        let slack_mm = self.slack_mm;
        self.bench_mut().ends.entry(fibre.clone()).or_insert_with(|| End::fresh(slack_mm))
    }

    pub(super) fn end(&self, fibre: &FibreId) -> End {
        self.bench().end(fibre, self.slack_mm)
    }

    pub(super) fn take(&mut self, item: &str) -> Result<(), Refusal> {
        match self.state.stock.get_mut(item) {
            Some(left) if *left > 0 => *left -= 1,
            _ => return Err(Refusal::NothingLeft { item: item.to_owned() }),
        }
        *self.state.used.entry(item.to_owned()).or_default() += 1;
        Ok(())
    }

    fn pick(&mut self, fibre: &FibreId) -> Outcome {
        self.unspliced(fibre)?;
        let setting = self.scenario.bench.as_ref();
        if setting.is_some_and(|bench| !bench.tube_is_open(&fibre.cable, fibre.tube)) {
            return Err(Refusal::TubeClosed(fibre.clone()));
        }
        if self.bench().picked.contains(fibre) {
            return Err(Refusal::AlreadyPicked(fibre.clone()));
        }
        self.bench_mut().picked.push(fibre.clone());
        Ok(Done::new(4, [Effect::Picked(fibre.clone())]))
    }

    fn put_back(&mut self, fibre: &FibreId) -> Outcome {
        self.in_hand(fibre)?;
        self.bench_mut().picked.retain(|other| other != fibre);
        Ok(Done::new(3, [Effect::PutBack(fibre.clone())]))
    }

    fn slide_sleeve(&mut self, fibre: &FibreId, sleeve: &str) -> Outcome {
        self.in_hand(fibre)?;
        if stock::sleeve_length_mm(sleeve).is_none() {
            return Err(Refusal::NotASleeve { item: sleeve.to_owned() });
        }
        if self.end(fibre).sleeve.is_some() {
            return Err(Refusal::SleeveAlreadyOn(fibre.clone()));
        }
        self.take(sleeve)?;
        let end = self.end_mut(fibre);
        end.sleeve = Some(sleeve.to_owned());
        if end.bare_mm > 0 {
            // Over bare glass the sleeve leaves its glue and knocks the edge.
            end.dirt = end.dirt.max(Permille(300));
            if let Some(cleave) = &mut end.cleave {
                cleave.face_dirt = cleave.face_dirt.max(Permille(300));
                cleave.chip = cleave.chip.max(Permille(250));
            }
        }
        let left = self.state.stock.get(sleeve).copied().unwrap_or(0);
        Ok(Done::new(6, [Effect::SleeveOn { fibre: fibre.clone(), left }]))
    }

    fn strip(&mut self, fibre: &FibreId, mm: u16, speed_mm_s: u16) -> Outcome {
        self.in_hand(fibre)?;
        in_range(Quantity::StripMm, i64::from(mm), 1, i32::from(LONGEST_STRIP_MM))?;
        in_range(Quantity::Speed, i64::from(speed_mm_s), 1, 500)?;
        let mut end = self.end(fibre);
        if end.length_mm < SHORTEST_MM {
            return Err(Refusal::TooShort(fibre.clone()));
        }
        let (_, weak) = self.left_by_the_cable(fibre);
        if weak {
            end.scratches = end.scratches.max(Permille(600));
        }
        let snapped =
            end.strip(mm, speed_mm_s, &mut stream(self.scenario.seed, &format!("strip/{fibre}"), end.tries.strip));
        let effect = if snapped {
            Effect::Snapped { fibre: fibre.clone(), length_mm: end.length_mm }
        } else {
            // A clean pull leaves about a third of what shows as residue.
            Effect::Stripped { fibre: fibre.clone(), residue: end.dirt > Permille(420) }
        };
        let mut effects = vec![effect];
        if snapped {
            let scraps = &mut self.bench_mut().scraps;
            scraps.made += 1;
            scraps.on_mat += 1;
        }
        *self.end_mut(fibre) = end;
        self.say_if_too_short(fibre, &mut effects);
        Ok(Done::new(6 + u64::from(mm / speed_mm_s), effects))
    }

    fn clean(&mut self, fibre: &FibreId, passes: u8, wipe: Wipe) -> Outcome {
        self.in_hand(fibre)?;
        in_range(Quantity::Passes, i64::from(passes), 1, 20)?;
        let uses = match wipe {
            Wipe::Fresh => {
                // A scenario that does not count wipes has enough of them.
                if self.state.stock.contains_key(stock::WIPE) {
                    self.take(stock::WIPE)?;
                } else {
                    *self.state.used.entry(stock::WIPE.to_owned()).or_default() += 1;
                }
                0
            }
            Wipe::Used => self.bench().wipe_uses.ok_or(Refusal::NoWipeInHand)?,
        };
        self.bench_mut().wipe_uses = Some(uses + 1);
        let seed = self.scenario.seed;
        let (gel, _) = self.left_by_the_cable(fibre);
        let end = self.end_mut(fibre);
        let cleaved = end.cleave.is_some();
        end.clean(passes, wipe, uses, &mut stream(seed, &format!("clean/{fibre}"), end.tries.clean));
        // Gel creeps on from behind as long as there is any.
        end.dirt = end.dirt.max(Permille(gel.0 / 4));
        let mut effects = vec![Effect::Cleaned { fibre: fibre.clone() }];
        if cleaved {
            effects.push(Effect::LintOnFace { fibre: fibre.clone() });
        }
        Ok(Done::new(4 + 2 * u64::from(passes), effects))
    }

    fn turn_blade(&mut self) -> Outcome {
        let cleaver = &mut self.bench_mut().cleaver;
        if cleaver.edge >= EDGES {
            return Err(Refusal::NoEdgeLeft);
        }
        let edge = cleaver.edge + 1;
        *cleaver = Cleaver { edge, worn_before: Permille(0), cleaves: 0, scrap: cleaver.scrap };
        Ok(Done::new(15, [Effect::BladeTurned { edge }]))
    }

    fn cleave(&mut self, fibre: &FibreId, mm: u16, lift_deg: u8) -> Outcome {
        self.in_hand(fibre)?;
        in_range(Quantity::CleaveMm, i64::from(mm), 5, 20)?;
        in_range(Quantity::Lift, i64::from(lift_deg), 0, 30)?;
        let seed = self.scenario.seed;
        let cleaver = self.bench().cleaver;
        let end = self.end_mut(fibre);
        end.cleave(mm, lift_deg, cleaver.wear(), &mut stream(seed, &format!("cleave/{fibre}"), end.tries.cleave));
        let bench = self.bench_mut();
        let mut effects = vec![Effect::Cleaved { fibre: fibre.clone() }];
        if cleaver.scrap {
            bench.scraps.lost += 1;
            effects.push(Effect::ScrapLost);
        }
        bench.cleaver.scrap = true;
        bench.cleaver.cleaves += 1;
        bench.scraps.made += 1;
        self.say_if_too_short(fibre, &mut effects);
        Ok(Done::new(12, effects))
    }

    fn bin_scrap(&mut self) -> Outcome {
        let bench = self.bench_mut();
        let count = bench.scraps_in_sight();
        bench.scraps.binned += count;
        bench.scraps.on_mat = 0;
        bench.cleaver.scrap = false;
        Ok(Done::new(4, [Effect::ScrapsBinned { count }]))
    }

    fn tape_scraps(&mut self) -> Outcome {
        let scraps = &mut self.bench_mut().scraps;
        let count = std::mem::take(&mut scraps.lost);
        scraps.binned += count;
        Ok(Done::new(40, [Effect::ScrapsFound { count }]))
    }

    fn recut(&mut self, fibre: &FibreId) -> Outcome {
        self.known(fibre)?;
        if let Some(number) = self.splice_with(fibre) {
            if self.closure().is_some_and(|closure| closure.covered)
                && matches!(self.state.splices[number].lies, Lies::InSlot(_))
            {
                return Err(Refusal::Closure(ClosureRefusal::Covered));
            }
            if self.state.splices[number].lies == Lies::InSplicer {
                return Err(Refusal::NotShrunkInSplicer);
            }
            let mut effects = self.part(number);
            self.bench_mut().scraps.made += 1;
            self.bench_mut().scraps.on_mat += 1;
            let length_mm = self.end(fibre).length_mm;
            effects.insert(0, Effect::Recut { fibre: fibre.clone(), length_mm });
            return Ok(Done::new(15, effects).changing_the_plant());
        }
        self.in_hand(fibre)?;
        let end = self.end_mut(fibre);
        if end.length_mm < RECUT_MM + end.bare_mm {
            return Err(Refusal::TooShort(fibre.clone()));
        }
        let glass = end.bare_mm > 0;
        end.recut();
        let length_mm = end.length_mm;
        if glass {
            let scraps = &mut self.bench_mut().scraps;
            scraps.made += 1;
            scraps.on_mat += 1;
        }
        let mut effects = vec![Effect::Recut { fibre: fibre.clone(), length_mm }];
        self.say_if_too_short(fibre, &mut effects);
        Ok(Done::new(10, effects))
    }

    /// A splice comes apart: both fibres start again, shorter. A loose sleeve stays on the left one.
    pub(super) fn part(&mut self, number: usize) -> Vec<Effect> {
        let splice = &mut self.state.splices[number];
        splice.parted = true;
        splice.lies = Lies::Elsewhere;
        let loose = splice.sleeve.take().filter(|sleeve| sleeve.shrunk_at.is_none());
        let fibres = [splice.a.fibre.clone(), splice.b.fibre.clone()];
        let place = self.bench().place.clone();
        if let Some(closure) = self.state.closures.get_mut(&place) {
            closure.coils.retain(|coil| !fibres.contains(&coil.fibre));
        }
        let mut effects = Vec::new();
        for (side, fibre) in fibres.iter().enumerate() {
            self.slack_mm = self.slack_of(fibre);
            let end = self.end_mut(fibre);
            let bare_mm = end.bare_mm;
            end.snap(bare_mm + RECUT_MM);
            end.tries.recut += 1;
            if side == 0
                && let Some(sleeve) = &loose
            {
                end.sleeve = Some(sleeve.item.clone());
            }
            let picked = &mut self.bench_mut().picked;
            if !picked.contains(fibre) {
                picked.push(fibre.clone());
            }
            self.say_if_too_short(fibre, &mut effects);
        }
        effects
    }

    fn centre_sleeve(&mut self, fibre: &FibreId, offset_mm: i16) -> Outcome {
        let number = self.splice_in_hand(fibre)?;
        in_range(Quantity::Offset, i64::from(offset_mm), -100, 100)?;
        if self.state.splices[number].sleeve.as_ref().is_some_and(|sleeve| sleeve.shrunk_at.is_some()) {
            return Err(Refusal::SleeveShrunk);
        }
        self.bring_sleeve(number, offset_mm).ok_or_else(|| Refusal::NoSleeve(fibre.clone()))?;
        Ok(Done::new(8, [Effect::SleeveCentred { offset_mm }]))
    }

    /// Moves the sleeve that is on the splice or waits on one of its fibres; `None` when there is none.
    fn bring_sleeve(&mut self, number: usize, offset_mm: i16) -> Option<()> {
        if let Some(sleeve) = &mut self.state.splices[number].sleeve {
            sleeve.offset_mm = offset_mm;
            return Some(());
        }
        let fibres = [&self.state.splices[number].a.fibre, &self.state.splices[number].b.fibre].map(Clone::clone);
        let ends = &mut self.bench_mut().ends;
        let item = fibres.iter().find_map(|fibre| ends.get_mut(fibre).and_then(|end| end.sleeve.take()))?;
        let length_mm = stock::sleeve_length_mm(&item)?;
        self.state.splices[number].sleeve = Some(Sleeve { item, length_mm, offset_mm, shrunk_at: None });
        Some(())
    }

    fn shrink(&mut self, fibre: &FibreId) -> Outcome {
        let number = self.splice_in_hand(fibre)?;
        match &self.state.splices[number].sleeve {
            Some(sleeve) if sleeve.shrunk_at.is_some() => return Err(Refusal::SleeveShrunk),
            Some(_) => {}
            // Nobody centred it: the oven shrinks it where it waited.
            None => self.bring_sleeve(number, PARKED_MM).ok_or_else(|| Refusal::NoSleeve(fibre.clone()))?,
        }
        let out_of_oven = self.state.now + Millis::from_seconds(OVEN_SECONDS + 5);
        let splice = &mut self.state.splices[number];
        if let Some(sleeve) = &mut splice.sleeve {
            sleeve.shrunk_at = Some(out_of_oven);
        }
        let covers = splice.is_protected();
        Ok(Done::new(OVEN_SECONDS + 5, [Effect::SleeveShrunk { covers }]))
    }

    fn store(&mut self, fibre: &FibreId, slot: u16) -> Outcome {
        let number = self.splice_in_hand(fibre)?;
        if self.closure().is_some_and(|closure| closure.covered) {
            return Err(Refusal::Closure(ClosureRefusal::Covered));
        }
        let slots = self.scenario.bench.as_ref().map_or(0, |bench| bench.slots);
        if slot == 0 || slot > slots {
            return Err(Refusal::NoSuchSlot { slot, slots });
        }
        if splice_in_slot(&self.state.splices, &self.bench().place, slot).is_some_and(|other| other != number) {
            return Err(Refusal::SlotTaken { slot });
        }
        let (now, seed) = (self.state.now, self.scenario.seed);
        let splice = &mut self.state.splices[number];
        splice.lies = Lies::InSlot(slot);
        let mut chance = stream(seed, &format!("store/{}", pair_name(&splice.a.fibre, &splice.b.fibre)), 0);
        let mut effects = vec![Effect::Stored { slot }];
        if splice.sleeve.as_ref().is_some_and(|sleeve| sleeve.is_hot(now)) {
            // A soft sleeve takes the bend of the slot.
            let bend = Millidecibels::from_db(0.08 + 0.15 * chance.uniform());
            splice.stress_loss = splice.stress_loss + bend;
            effects.push(Effect::StoredHot);
        }
        if splice.sleeve.as_ref().is_none_or(|sleeve| sleeve.shrunk_at.is_none()) && chance.chance(0.35) {
            effects.push(Effect::BrokeInSlot);
            effects.extend(self.part(number));
        }
        Ok(Done::new(20, effects).changing_the_plant())
    }

    fn say_if_too_short(&self, fibre: &FibreId, effects: &mut Vec<Effect>) {
        if self.bench().too_short(fibre) {
            effects.push(Effect::TooShort { fibre: fibre.clone() });
        }
    }
}

/// The same name whichever fibre lies left.
pub(super) fn pair_name(one: &FibreId, other: &FibreId) -> String {
    if one <= other { format!("{one}+{other}") } else { format!("{other}+{one}") }
}

pub(super) fn in_range(what: Quantity, value: i64, least: i32, most: i32) -> Result<(), Refusal> {
    if (i64::from(least)..=i64::from(most)).contains(&value) {
        Ok(())
    } else {
        Err(Refusal::OutOfRange { what, least, most })
    }
}
