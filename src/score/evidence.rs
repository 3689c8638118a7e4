//! Why a mark was given.

use serde::Serialize;

use crate::locale::Message;

/// What was found, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Evidence {
    /// One sentence for each thing that was looked at: measured and expected.
    pub found: Vec<Message>,
    /// The most likely physical cause of what was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Message>,
    /// Numbers of the actions it follows from, counted from 1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<usize>,
    /// Addresses of what was looked at and found wanting; of everything when all was well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<String>,
}
