//! The journal: what was done, in order, with its simulated times.

use serde::{Deserialize, Serialize};

use super::action::Action;
use crate::units::Millis;

/// One action and when it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Simulated time at which the gesture began.
    pub at: Millis,
    pub action: Action,
}

/// The ordered actions of one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Journal(pub Vec<Entry>);
