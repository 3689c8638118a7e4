//! The splice bench: fibre ends under the hand, the splicer, the cleaver, the scraps, the cassette.
//!
//! State only, and the questions it answers. The gestures that change it are in [`super::gestures`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::end::{End, SHORTEST_MM};
use super::splice::{Lies, Splice};
use super::splicer::{Complaint, Defect, Loaded};
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
}

/// The splicer on the bench.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splicer {
    pub left: Option<Loaded>,
    pub right: Option<Loaded>,
    pub hood_open: bool,
    pub screen: Screen,
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
        Self { left: None, right: None, hood_open: true, screen: Screen::Ready }
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

    /// Whether this fibre is too short to reach the splicer.
    pub fn too_short(&self, fibre: &FibreId) -> bool {
        self.ends.get(fibre).is_some_and(|end| end.length_mm < SHORTEST_MM)
    }
}

/// The fibres that lie open at the bench, cable by cable and in order.
pub fn open_fibres(scenario: &Scenario) -> Vec<FibreId> {
    let Some(bench) = &scenario.bench else { return Vec::new() };
    let mut fibres = Vec::new();
    for (id, cable) in scenario.cables.iter().filter(|(_, cable)| cable.from == bench.place || cable.to == bench.place)
    {
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

/// The splice that lies in this slot.
pub fn splice_in_slot(splices: &[Splice], slot: u16) -> Option<usize> {
    splices.iter().position(|splice| !splice.parted && splice.lies == Lies::InSlot(slot))
}
