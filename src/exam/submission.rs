//! A submission: a journal and what it was played on. Never a score: marks are always worked out again.

use serde::{Deserialize, Serialize};

use crate::lab::journal::Journal;
use crate::scenario::model::Scenario;

/// The version of the submission format.
pub const FORMAT: u32 = 1;
/// A submission larger than this is not read, in bytes.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// One attempt, as it is written to a file in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    pub format: u32,
    /// The program that wrote it.
    pub program: String,
    pub scenario: ScenarioRef,
    pub seed: u64,
    pub mode: Mode,
    pub journal: Journal,
}

/// Which scenario, and exactly which text of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioRef {
    pub id: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub hash: String,
    /// Where the file was when the attempt was played: a place to look, trusted only if the hash agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// How the attempt was played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// With help and undo.
    #[default]
    Practice,
    /// Without.
    Exam,
}

/// Why a text is no submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Not the JSON of a submission.
    Malformed { line: usize, column: usize, why: String },
    /// Written in a format this program does not know.
    UnknownFormat(u32),
}

impl Submission {
    pub fn new(scenario: &Scenario, mode: Mode, journal: Journal, file: Option<String>) -> Self {
        Self {
            format: FORMAT,
            program: concat!("splicelab ", env!("CARGO_PKG_VERSION")).to_owned(),
            scenario: ScenarioRef { id: scenario.id.clone(), hash: scenario.hash_hex(), file },
            seed: scenario.seed,
            mode,
            journal,
        }
    }

    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a submission has only text keys");
        text.push('\n');
        text
    }

    /// # Errors
    /// Why the text is no submission.
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        let malformed = |error: serde_json::Error| Unreadable::Malformed {
            line: error.line(),
            column: error.column(),
            why: error.to_string(),
        };
        // The format is looked at first: a later format may have fields that this one refuses.
        let any: serde_json::Value = serde_json::from_str(text).map_err(malformed)?;
        match any.get("format").and_then(serde_json::Value::as_u64) {
            Some(format) if format != u64::from(FORMAT) => Err(Unreadable::UnknownFormat(format as u32)),
            _ => serde_json::from_str(text).map_err(malformed),
        }
    }
}
