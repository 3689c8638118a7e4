//! A closure: the cables that were opened into it, its cassette, its covers.
//!
//! State only, and the questions it answers. The gestures are in [`super::coiling`] and [`super::preparing`].

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bend::Bend;
use super::cassette::{Coil, CoilFault, faults};
use super::splice::Lies;
use crate::lab::State;
use crate::plant::address::{FibreId, Termination};
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Permille, Wavelength};

/// A closure as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Closure {
    /// Coiled slack, in the order in which it was laid.
    pub coils: Vec<Coil>,
    /// The cover of the cassette is shut.
    pub covered: bool,
    /// The closure itself is shut.
    pub shut: bool,
    /// Cables that came unprepared, by id.
    pub cables: BTreeMap<String, CableEnd>,
}

/// The end of a cable on its way into a closure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CableEnd {
    /// The jacket is cut round this far from the end, this deep.
    pub ring: Option<Ring>,
    /// Jacket taken off, from the end.
    pub open_mm: u16,
    /// Tubes that the jacket cutter nicked.
    pub nicked: BTreeSet<u16>,
    /// What is left of the aramid yarn beyond the jacket; nothing when it was never cut.
    pub aramid_mm: Option<u16>,
    /// The entry in which it is clamped.
    pub entry: Option<u8>,
    /// The aramid is wound on its anchor.
    pub anchored: bool,
    /// The tubes that were cut, by number.
    pub tubes: BTreeMap<u16, TubeEnd>,
    /// Fibres with a nick in the glass.
    pub weak: BTreeSet<FibreId>,
    /// Fibres that broke off in their tube.
    pub broken: BTreeSet<FibreId>,
    /// It was pulled because nothing held it.
    pub pulled: bool,
}

/// A cut round a jacket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ring {
    pub mm: u16,
    pub depth_um: u16,
}

/// A tube cut to length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TubeEnd {
    /// Tube left, from where the jacket ends.
    pub kept_mm: u16,
    /// Gel left on its fibres.
    pub gel: Permille,
}

/// Gel that can be neither felt nor seen.
pub const NO_GEL: Permille = Permille(50);
/// From the anchor to the tray: a shorter tube leaves bare fibre outside the cassette (design choice).
pub const TO_TRAY_MM: u16 = 250;
/// Loss below which a coil is no bend worth naming, at 1625 nm.
const NO_BEND: Millidecibels = Millidecibels(5);

impl Closure {
    pub fn coil(&self, fibre: &FibreId) -> Option<&Coil> {
        self.coils.iter().find(|coil| coil.fibre == *fibre)
    }

    /// A cable of this closure that came unprepared.
    pub fn cable(&self, id: &str) -> Option<&CableEnd> {
        self.cables.get(id)
    }
}

impl CableEnd {
    /// Bare fibre beyond a tube that was cut, in millimetres.
    pub fn bare_mm(&self, tube: u16) -> Option<u16> {
        Some(self.open_mm.saturating_sub(self.tubes.get(&tube)?.kept_mm))
    }

    /// Clamped, and its aramid wound on the anchor.
    pub fn is_held(&self) -> bool {
        self.entry.is_some() && self.anchored
    }
}

/// How much of a fibre there is to lay in the closure of this place, in millimetres.
pub fn length_mm(scenario: &Scenario, state: &State, place: &str, fibre: &FibreId) -> u16 {
    let bench = state.bench.as_ref();
    let ends = bench.and_then(|bench| match bench.place == place {
        true => Some(&bench.ends),
        false => bench.left.get(place).map(|left| &left.ends),
    });
    match ends.and_then(|ends| ends.get(fibre)) {
        Some(end) => end.length_mm,
        None => slack_mm(scenario, state, place, fibre),
    }
}

/// How much of a fibre there was to begin with: what preparing the cable left, or what the scenario says.
pub fn slack_mm(scenario: &Scenario, state: &State, place: &str, fibre: &FibreId) -> u16 {
    let prepared = state.closures.get(place).and_then(|closure| closure.cable(&fibre.cable));
    match prepared {
        Some(end) if end.broken.contains(fibre) => 0,
        Some(end) => end.bare_mm(fibre.tube).unwrap_or(0),
        None => scenario.cable(&fibre.cable).map_or(0, |cable| cable.slack_mm),
    }
}

/// What is wrong with the coil of a fibre; nothing if it has none.
pub fn coil_faults(scenario: &Scenario, state: &State, place: &str, fibre: &FibreId) -> Vec<CoilFault> {
    let Some(closure) = state.closures.get(place) else { return Vec::new() };
    let Some(position) = closure.coils.iter().position(|coil| coil.fibre == *fibre) else { return Vec::new() };
    let fibre_type = scenario.cable(&fibre.cable).map(|cable| cable.fibre_type).unwrap_or_default();
    let length = length_mm(scenario, state, place, fibre);
    faults(&closure.coils[position].loops, &closure.coils[..position], length, fibre_type)
}

/// The fibres of splices in the slots of this cassette.
pub fn stored_fibres<'a>(state: &'a State, place: &str) -> impl Iterator<Item = &'a FibreId> {
    let stored = state
        .splices
        .iter()
        .filter(move |splice| !splice.parted && splice.a.place == place && matches!(splice.lies, Lies::InSlot(_)));
    stored.flat_map(|splice| [&splice.a.fibre, &splice.b.fibre])
}

impl State {
    /// Every bend of the plant as it is now, by the termination beside which it is. Coils that cost nothing are none.
    pub fn bends_in(&self, scenario: &Scenario) -> BTreeMap<Termination, Vec<Bend>> {
        let mut bends = self.bends.clone();
        for (place, closure) in &self.closures {
            for coil in &closure.coils {
                let Some(cable) = scenario.cable(&coil.fibre.cable) else { continue };
                let costly = |bend: &Bend| bend.loss(cable.fibre_type, Wavelength::NM_1625) >= NO_BEND;
                let found: Vec<Bend> = coil.bends().filter(costly).collect();
                if !found.is_empty() {
                    bends.entry(coil.fibre.at(place.as_str()).into()).or_default().extend(found);
                }
            }
        }
        bends
    }
}
