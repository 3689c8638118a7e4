//! What was measured and written down during an attempt: shots, event tables, means, faults named, the report.
//!
//! A shot is kept as its settings and as what was there and what the instrument found, a few rows; never as its points.
//! The trace is computed again from the journal when somebody looks at it: [`crate::lab::Lab::shot`].

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::plant::address::{FibreId, PortId, Termination};
use crate::units::Millidecibels;

/// Everything written down, in the order in which it was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Notebook {
    pub shots: Vec<Taken>,
    /// The tables of the traces that the scenario gives, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Vec<Entry>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub means: Vec<Mean>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<NamedFault>,
    /// Whether the link was accepted, once the report is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
}

impl Notebook {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The table of a given trace or of a shot, by its number from 1: a scenario has the ones or the others.
    pub fn table_mut(&mut self, number: u32) -> Option<&mut Vec<Entry>> {
        let index = (number as usize).checked_sub(1)?;
        match self.given.is_empty() {
            true => self.shots.get_mut(index).map(|taken| &mut taken.table),
            false => self.given.get_mut(index),
        }
    }

    /// A shot by its number, from 1.
    pub fn shot(&self, number: u32) -> Option<&Taken> {
        self.shots.get((number as usize).checked_sub(1)?)
    }
}

/// One shot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Where the instrument was plugged in.
    pub at: Termination,
    /// The port that was looked into: the same, or the one at the other end of the reel.
    pub port: Option<PortId>,
    /// Length of the cord or reel between the instrument and that port, in millimetres; 0 is none.
    pub launch_mm: u64,
    /// Length of the cord or reel that hung free at the far end, in millimetres; 0 is none.
    pub tail_mm: u64,
    pub settings: Settings,
    /// What the instrument found by itself.
    pub found: Vec<Entry>,
    /// The trainee's own table; distances as on the screen.
    pub table: Vec<Entry>,
    /// What was there.
    pub truth: Vec<Stands>,
}

/// One line of an event table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From the end of the launch reel, on the screen.
    pub at_mm: i64,
    pub kind: EventKind,
    #[serde(default)]
    pub loss: Option<Millidecibels>,
    #[serde(default)]
    pub reflectance: Option<Millidecibels>,
    /// One loss stands for this and the next.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub merged: bool,
}

/// What an event is, as a trainee tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventKind {
    /// Loses or gains light, reflects none: a splice, a bend.
    Loss,
    /// Reflects: a connection.
    Reflection,
    /// The end of the fibre.
    End,
    /// Nothing is there: light that went to and fro.
    Ghost,
}

impl EventKind {
    pub const ALL: [Self; 4] = [Self::Loss, Self::Reflection, Self::End, Self::Ghost];
}

/// Something on the line in truth. What stands within a few metres is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stands {
    /// Along the fibre from the front panel.
    pub at_mm: u64,
    /// True loss.
    pub loss: Millidecibels,
    /// What the screen shows one way: loss and the step of the scattering.
    pub reading: Millidecibels,
    pub reflectance: Option<Millidecibels>,
    pub is_end: bool,
}

/// The mean of one event's losses from both sides, as the trainee worked it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mean {
    /// Numbers of the two shots, from 1; the distance is that on the first.
    pub shots: [u32; 2],
    pub at_mm: i64,
    pub loss: Millidecibels,
}

/// A fault as the trainee told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFault {
    pub kind: FaultName,
    pub fibre: FibreId,
    /// Metres along the fibre from where its cable begins; nothing for what is in a place.
    pub at_m: Option<u32>,
    pub place: Option<String>,
}

/// Kinds of faults that can be told apart with an OTDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FaultName {
    Break,
    /// Loses more at the longer wavelength.
    Bend,
    /// Loses the same at both.
    Crush,
    BadSplice,
}

impl FaultName {
    pub const ALL: [Self; 4] = [Self::Break, Self::Bend, Self::Crush, Self::BadSplice];
}
