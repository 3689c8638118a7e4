//! Traces that a scenario gives to be read: files of real OTDRs, with what is on them in truth.

use serde::{Deserialize, Serialize};

use crate::fibre::otdr::notebook::EventKind;
use crate::locale::Text;

/// One file to be read. The trainee sees the trace and not the instrument's table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenTrace {
    pub name: Text,
    /// The `.sor` file, below the folder of the scenario.
    pub file: String,
    /// SHA-256 of the file in hexadecimal: another file is another scenario.
    pub sha256: String,
    /// Measured from the other end than the first one.
    #[serde(default)]
    pub from_other_end: bool,
    /// What is on it.
    #[serde(default)]
    pub truth: Vec<TrueEvent>,
}

/// Something on a given trace, and why it is what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrueEvent {
    /// From the zero of the file, in metres, and how far beside it may be noted.
    pub at_m: f64,
    pub within_m: f64,
    pub kind: EventKind,
    /// What is read there one way, in dB, and how far from it a reading may be.
    #[serde(default)]
    pub loss_db: Option<f64>,
    #[serde(default = "usual_within")]
    pub within_db: f64,
    /// Whether it has to be noted; else it may be.
    #[serde(default = "yes")]
    pub needed: bool,
    /// Said in the debrief when it was missed.
    pub why: Text,
}

fn yes() -> bool {
    true
}

/// Lines fitted to other stretches of the same fibre read a splice this differently.
fn usual_within() -> f64 {
    0.06
}

/// A loss that is true only as the mean of both ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrueMean {
    /// On the first of the two traces, in metres.
    pub at_m: f64,
    pub within_m: f64,
    pub db: f64,
    pub within_db: f64,
    pub why: Text,
}
