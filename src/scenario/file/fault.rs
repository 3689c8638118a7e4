//! What is wrong with the plant when the trainee comes.

use serde::{Deserialize, Serialize};

use crate::plant::address::FibreId;

/// One fault of one fibre: along its cable, or, for a bad splice, in a closure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub kind: FaultKind,
    pub fibre: FibreId,
    /// Metres along the fibre from where its cable begins. Not for a bad splice.
    #[serde(default)]
    pub at_m: Option<u32>,
    /// The closure, for a bad splice.
    #[serde(default)]
    pub place: Option<String>,
    /// Loss of a crushed fibre or a bad splice in decibels.
    #[serde(default)]
    pub db: Option<f64>,
    /// How tight a bend is.
    #[serde(default = "tight")]
    pub radius_mm: u16,
    /// How many turns a bend has.
    #[serde(default = "one")]
    pub turns: u16,
}

fn tight() -> u16 {
    5
}

fn one() -> u16 {
    1
}

/// What kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FaultKind {
    /// Broken square: the end throws much back.
    CleanBreak,
    /// Torn or shattered: the end throws nothing back.
    ShatteredBreak,
    /// Bent too tight: loses more at the longer wavelength.
    Bend,
    /// Pinched: loses the same at every wavelength.
    Crush,
    /// A splice that loses too much.
    BadSplice,
}

impl FaultKind {
    pub const ALL: [Self; 5] = [Self::CleanBreak, Self::ShatteredBreak, Self::Bend, Self::Crush, Self::BadSplice];

    pub fn is_break(self) -> bool {
        matches!(self, Self::CleanBreak | Self::ShatteredBreak)
    }
}

/// Loss of a crushed fibre or a bad splice where none is given, in decibels (design choice).
pub const USUAL_FAULT_DB: f64 = 1.2;
