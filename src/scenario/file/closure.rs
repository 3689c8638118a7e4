//! What is in a closure when the trainee comes: bends, coils, covers, cables to open.

use serde::{Deserialize, Serialize};

use crate::fibre::cassette::Loop;
use crate::plant::address::{FibreId, Termination};

/// A bend that was there before: of the fibre, the cord, or the pigtail behind a port, beside this end of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingBend {
    pub at: Termination,
    pub radius_mm: u16,
    #[serde(default = "one")]
    pub turns: u16,
}

fn one() -> u16 {
    1
}

/// A closure as it is found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClosureSetting {
    /// Coils in its cassette, in the order in which they were laid.
    pub coils: Vec<StandingCoil>,
    /// The cover of the cassette is shut.
    pub covered: bool,
    /// The closure is shut.
    pub shut: bool,
    /// Cables that come unprepared, by id: jacket, aramid and tubes whole.
    pub cables: Vec<String>,
    /// Entries that other cables fill.
    pub taken: Vec<u8>,
}

/// A coil that was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingCoil {
    pub fibre: FibreId,
    pub loops: Vec<Loop>,
    /// How tight the cover folds it, if it is caught.
    #[serde(default)]
    pub pinched_mm: Option<u16>,
}
