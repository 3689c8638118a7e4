//! What is graded of a measurement with the OTDR.

use serde::{Deserialize, Serialize};

/// One thing about how a link was measured. Limits are those of the rule pack's `acceptance`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShotCheck {
    /// A launch reel that is long enough, and its length typed.
    LaunchReel,
    /// A reel at the far end, so that the last connection can be measured.
    TailReel,
    /// A pulse that is short enough.
    Pulse,
    /// The group index of the fibre.
    Index,
    /// A range that holds the whole line, and not many times more.
    Range,
    /// Every wavelength that is asked for, from each side that was shot from.
    Wavelengths,
    /// As many directions as are asked for.
    BothWays,
}
