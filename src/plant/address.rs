//! Addresses of installed fibre: `cable:tube:fibre`, and the end of one in a place: `cable:tube:fibre@place`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A fibre of an installed cable, written `cable:tube:fibre`; tube and fibre are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FibreId {
    pub cable: String,
    pub tube: u16,
    pub fibre: u16,
}

/// Where a fibre ends, written `cable:tube:fibre@place`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Termination {
    pub fibre: FibreId,
    pub place: String,
}

/// The text is no address: it should be `cable:tube:fibre`, or `cable:tube:fibre@place`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadAddress(pub String);

impl fmt::Display for BadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no fibre address (cable:tube:fibre or cable:tube:fibre@place)", self.0)
    }
}

impl std::error::Error for BadAddress {}

impl FibreId {
    pub fn new(cable: impl Into<String>, tube: u16, fibre: u16) -> Self {
        Self { cable: cable.into(), tube, fibre }
    }

    /// The end of this fibre in `place`.
    pub fn at(&self, place: impl Into<String>) -> Termination {
        Termination { fibre: self.clone(), place: place.into() }
    }
}

impl fmt::Display for FibreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.cable, self.tube, self.fibre)
    }
}

impl fmt::Display for Termination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.fibre, self.place)
    }
}

impl FromStr for FibreId {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress(text.to_owned());
        let mut parts = text.split(':');
        let (Some(cable), Some(tube), Some(fibre), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(bad());
        };
        let number = |part: &str| part.parse::<u16>().ok().filter(|number| *number > 0).ok_or_else(bad);
        if cable.is_empty() || cable.contains('@') {
            return Err(bad());
        }
        Ok(Self { cable: cable.to_owned(), tube: number(tube)?, fibre: number(fibre)? })
    }
}

impl FromStr for Termination {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        match text.split_once('@') {
            Some((fibre, place)) if !place.is_empty() => {
                Ok(Self { fibre: fibre.parse().map_err(|_| BadAddress(text.to_owned()))?, place: place.to_owned() })
            }
            _ => Err(BadAddress(text.to_owned())),
        }
    }
}

macro_rules! serde_as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
serde_as_text!(FibreId);
serde_as_text!(Termination);
