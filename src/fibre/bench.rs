//! The splice bench: fibre ends under the hand, the splicer, the cleaver, the scraps, the cassette.
//!
//! State only, and the questions it answers. The gestures that change it are in [`super::gestures`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::electrodes::Electrodes;
use super::end::{End, SHORTEST_MM};
use super::splice::{Lies, Splice};
use super::splicer::{Alignment, Complaint, Defect, Loaded};
use crate::lab::State;
use crate::lab::action::Side;
use crate::plant::address::FibreId;
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Permille};

/// Everything on the mat of one closure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bench {
    /// The closure.
    pub place: String,
    /// Fibre ends that were touched; all others are as they came.
    pub ends: BTreeMap<FibreId, End>,
    /// Fibres out of their tube and not yet spliced, in the order in which they were taken.
    pub picked: Vec<FibreId>,
    pub splicer: Splicer,
    pub cleaver: Cleaver,
    /// How often the wipe in the hand was used; none in the hand at first.
    pub wipe_uses: Option<u32>,
    pub scraps: Scraps,
    /// What was left behind where the bench stood before, by place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left: BTreeMap<String, Left>,
}

/// What stays in a place when the bench is packed up: fibres as they were, and scraps on the ground.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Left {
    pub ends: BTreeMap<FibreId, End>,
    pub picked: Vec<FibreId>,
    pub lost: u32,
}

/// The splicer on the bench.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splicer {
    pub left: Option<Loaded>,
    pub right: Option<Loaded>,
    pub hood_open: bool,
    pub screen: Screen,
    /// What it lines up, where the trainee chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
    /// How far it pushes one end into the other, where the trainee chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlap_um: Option<u16>,
    /// Its electrodes, where the scenario says how worn they are; others never wear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electrodes: Option<Electrodes>,
}

/// What the splicer's screen says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screen {
    Ready,
    /// The inspection found something.
    Complains(Vec<Complaint>),
    /// After the arc.
    Fused {
        estimate: Millidecibels,
        defects: Vec<Defect>,
    },
    /// After the tension test.
    Held {
        estimate: Millidecibels,
    },
    Broke,
}

impl Splicer {
    pub fn new() -> Self {
        Self {
            left: None,
            right: None,
            hood_open: true,
            screen: Screen::Ready,
            alignment: None,
            overlap_um: None,
            electrodes: None,
        }
    }

    /// Packed up and set up again: empty, with its settings and its electrodes.
    fn emptied(&self) -> Self {
        Self { alignment: self.alignment, overlap_um: self.overlap_um, electrodes: self.electrodes, ..Self::new() }
    }

    pub fn side(&self, side: Side) -> Option<&Loaded> {
        match side {
            Side::Left => self.left.as_ref(),
            Side::Right => self.right.as_ref(),
        }
    }

    pub fn side_mut(&mut self, side: Side) -> &mut Option<Loaded> {
        match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        }
    }

    /// The side in which this fibre lies.
    pub fn side_of(&self, fibre: &FibreId) -> Option<Side> {
        Side::BOTH.into_iter().find(|side| self.side(*side).is_some_and(|loaded| loaded.fibre == *fibre))
    }
}

impl Default for Splicer {
    fn default() -> Self {
        Self::new()
    }
}

/// The cleaver: a round blade with several edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaver {
    /// Which edge is in use, from 1.
    pub edge: u8,
    /// Wear of that edge when the exercise began, or when it was turned to.
    pub worn_before: Permille,
    /// Cleaves made with that edge since.
    pub cleaves: u32,
    /// A scrap lies on it.
    pub scrap: bool,
}

/// Edges of a blade (16 on common cleavers).
pub const EDGES: u8 = 16;
/// Cleaves that use an edge up (vendor sheets: 1 000 to 3 000).
const EDGE_LIFE: u32 = 1500;

impl Cleaver {
    /// Wear of the edge in use, in steps of 5 %: single cleaves of another fibre do not change how this one breaks.
    pub fn wear(&self) -> Permille {
        let steps = self.cleaves / (EDGE_LIFE / 20);
        Permille((u32::from(self.worn_before.0) + 50 * steps).min(1000) as u16)
    }
}

/// Where the glass scraps went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scraps {
    pub made: u32,
    pub binned: u32,
    /// Off the mat, somewhere in the room.
    pub lost: u32,
    /// In sight on the mat, the one on the cleaver not counted.
    pub on_mat: u32,
}

impl Bench {
    /// The end of a fibre as it is now; `slack_mm` is what an untouched one has.
    pub fn end(&self, fibre: &FibreId, slack_mm: u16) -> End {
        self.ends.get(fibre).cloned().unwrap_or_else(|| End::fresh(slack_mm))
    }

    /// Scraps in sight: on the mat and on the cleaver.
    pub fn scraps_in_sight(&self) -> u32 {
        self.scraps.on_mat + u32::from(self.cleaver.scrap)
    }

    /// Packs up and stands in another place. What lay on the mat and was not binned falls to the ground: how many.
    pub fn move_to(&mut self, place: &str) -> u32 {
        let fallen = self.scraps_in_sight();
        self.cleaver.scrap = false;
        self.scraps.on_mat = 0;
        let found = self.left.remove(place).unwrap_or_default();
        let left = Left {
            ends: std::mem::replace(&mut self.ends, found.ends),
            picked: std::mem::replace(&mut self.picked, found.picked),
            lost: std::mem::replace(&mut self.scraps.lost, found.lost) + fallen,
        };
        let before = std::mem::replace(&mut self.place, place.to_owned());
        if left != Left::default() {
            self.left.insert(before, left);
        }
        self.splicer = self.splicer.emptied();
        fallen
    }

    /// Whether this fibre is too short to reach the splicer.
    pub fn too_short(&self, fibre: &FibreId) -> bool {
        self.ends.get(fibre).is_some_and(|end| end.length_mm < SHORTEST_MM)
    }
}

/// The fibres that lie open at the bench where it stands now, cable by cable and in order.
pub fn open_fibres(scenario: &Scenario, state: &State) -> Vec<FibreId> {
    let (Some(bench), Some(now)) = (&scenario.bench, &state.bench) else { return Vec::new() };
    let mut fibres = Vec::new();
    for (id, cable) in scenario.cables.iter().filter(|(_, cable)| cable.reaches(&now.place)) {
        for number in 0..cable.fibres {
            let fibre = FibreId::new(id, number / cable.modulo + 1, number % cable.modulo + 1);
            if bench.tube_is_open(id, fibre.tube) {
                fibres.push(fibre);
            }
        }
    }
    fibres
}

/// The splice that holds this fibre, with its number.
pub fn splice_of<'a>(splices: &'a [Splice], place: &str, fibre: &FibreId) -> Option<(usize, &'a Splice)> {
    splices.iter().enumerate().rev().find(|(_, splice)| splice.joins(fibre) && splice.a.place == place)
}

/// The splice that lies in this slot of the cassette in this place.
pub fn splice_in_slot(splices: &[Splice], place: &str, slot: u16) -> Option<usize> {
    splices.iter().position(|splice| !splice.parted && splice.lies == Lies::InSlot(slot) && splice.a.place == place)
}
