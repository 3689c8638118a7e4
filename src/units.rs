//! Units as types: what a number means is written in its type, never in a comment.
//!
//! State and marks are integers, so that the same journal gives the same marks on every machine.

use serde::{Deserialize, Serialize};

/// Optical loss or gain in thousandths of a decibel. Positive is loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millidecibels(pub i64);

impl Millidecibels {
    pub fn is_zero(&self) -> bool {
        self.0 == 0
    }

    /// Rounds decibels to the nearest thousandth; a loss beyond what `i64` holds saturates.
    pub fn from_db(db: f64) -> Self {
        Self(libm::round(db * 1000.0) as i64)
    }

    /// The value in decibels, for display and physics.
    pub fn db(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl std::ops::Add for Millidecibels {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Millidecibels {
    fn sum<I: Iterator<Item = Self>>(losses: I) -> Self {
        losses.fold(Self::default(), |total, loss| total + loss)
    }
}

/// Optical power in thousandths of a decibel above one milliwatt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MilliDbm(pub i64);

impl MilliDbm {
    /// Rounds to the nearest thousandth; what `i64` does not hold saturates.
    pub fn from_dbm(dbm: f64) -> Self {
        Self(libm::round(dbm * 1000.0) as i64)
    }

    /// The value in dBm, for display and physics.
    pub fn dbm(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl std::ops::Sub<Millidecibels> for MilliDbm {
    type Output = Self;
    fn sub(self, loss: Millidecibels) -> Self {
        Self(self.0.saturating_sub(loss.0))
    }
}

/// A length in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millimetres(pub u64);

impl Millimetres {
    pub const fn from_metres(metres: u32) -> Self {
        Self(metres as u64 * 1000)
    }

    /// Rounds to the nearest millimetre; a length below zero is none.
    pub fn from_decimal_metres(metres: f64) -> Self {
        Self(libm::round(metres * 1000.0) as u64)
    }

    /// The value in metres, for display and physics.
    pub fn metres(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl std::ops::Add for Millimetres {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Millimetres {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::default(), |total, length| total + length)
    }
}

/// Simulated time since the start of the attempt, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub u64);

impl Millis {
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds * 1000)
    }

    pub const fn from_minutes(minutes: u64) -> Self {
        Self::from_seconds(minutes * 60)
    }

    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Add for Millis {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Wavelength of light in nanometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wavelength(pub u16);

impl Wavelength {
    pub const NM_1310: Self = Self(1310);
    pub const NM_1490: Self = Self(1490);
    pub const NM_1550: Self = Self(1550);
    pub const NM_1625: Self = Self(1625);

    pub fn micrometres(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// An angle in thousandths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millidegrees(pub i32);

impl Millidegrees {
    pub fn from_degrees(degrees: f64) -> Self {
        Self(libm::round(degrees * 1000.0) as i32)
    }

    pub fn degrees(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// A share in thousandths: 0 is none, 1000 is all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permille(pub u16);

impl Permille {
    pub const ALL: Self = Self(1000);

    /// Clamps to 0…1000.
    pub fn from_share(share: f64) -> Self {
        Self(libm::round(share.clamp(0.0, 1.0) * 1000.0) as u16)
    }

    pub fn share(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}
