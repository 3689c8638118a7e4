//! Addresses of what light passes through, as a scenario writes them.
//!
//! | | |
//! |---|---|
//! | fibre of a cable | `cable:tube:fibre` |
//! | its end in a place | `cable:tube:fibre@place` |
//! | port of an equipment | `equipment/port` |
//! | end of a cord | `cord#a`, `cord#b` |
//! | side of a fault along a fibre | `cable:tube:fibre+312.5m#a`: metres from where the cable begins, side towards there |

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
pub struct FibreEnd {
    pub fibre: FibreId,
    pub place: String,
}

/// A port of an equipment, written `equipment/port`, for example `olt-1/1` or `coupleur-1/in`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortId {
    pub equipment: String,
    pub port: String,
}

/// One of the two ends of a cord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    A,
    B,
}

impl End {
    pub const BOTH: [End; 2] = [End::A, End::B];

    pub fn other(self) -> Self {
        match self {
            End::A => End::B,
            End::B => End::A,
        }
    }

    /// As it is written on the plug.
    pub fn letter(self) -> &'static str {
        match self {
            End::A => "a",
            End::B => "b",
        }
    }

    /// Its place in a pair.
    pub fn index(self) -> usize {
        match self {
            End::A => 0,
            End::B => 1,
        }
    }
}

/// The plug at one end of a cord, written `cord#a` or `cord#b`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CordEnd {
    pub cord: String,
    pub end: End,
}

/// One side of a fault along a fibre, written `cable:tube:fibre+312.5m#a`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FibrePoint {
    pub fibre: FibreId,
    /// Along the fibre from where its cable begins.
    pub at_mm: u64,
    /// `a` looks to where the cable begins, `b` to where it ends.
    pub side: End,
}

/// Anywhere light can go in or out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Termination {
    Fibre(FibreEnd),
    Port(PortId),
    Cord(CordEnd),
    Along(FibrePoint),
}

/// What an address was meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    Fibre,
    FibreEnd,
    Port,
    CordEnd,
    Termination,
}

impl Wanted {
    pub const ALL: [Wanted; 5] = [Wanted::Fibre, Wanted::FibreEnd, Wanted::Port, Wanted::CordEnd, Wanted::Termination];

    /// How it is written.
    pub fn form(self) -> &'static str {
        match self {
            Wanted::Fibre => "cable:tube:fibre",
            Wanted::FibreEnd => "cable:tube:fibre@place",
            Wanted::Port => "equipment/port",
            Wanted::CordEnd => "cord#a",
            Wanted::Termination => "cable:tube:fibre@place or equipment/port",
        }
    }

    /// Whether a text is such an address.
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Wanted::Fibre => text.parse::<FibreId>().is_ok(),
            Wanted::FibreEnd => text.parse::<FibreEnd>().is_ok(),
            Wanted::Port => text.parse::<PortId>().is_ok(),
            Wanted::CordEnd => text.parse::<CordEnd>().is_ok(),
            Wanted::Termination => text.parse::<Termination>().is_ok(),
        }
    }
}

/// The text is not the address it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadAddress {
    pub text: String,
    pub wanted: Wanted,
}

impl fmt::Display for BadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not written {}", self.text, self.wanted.form())
    }
}

impl std::error::Error for BadAddress {}

impl FibreId {
    pub fn new(cable: impl Into<String>, tube: u16, fibre: u16) -> Self {
        Self { cable: cable.into(), tube, fibre }
    }

    /// The fibre with this number in its cable, counted from 1 over all tubes; nothing for 0 of either.
    pub fn numbered(cable: impl Into<String>, number: u16, modulo: u16) -> Option<Self> {
        let before = number.checked_sub(1)?;
        Some(Self::new(cable, before.checked_div(modulo)? + 1, before % modulo + 1))
    }

    /// The end of this fibre in `place`.
    pub fn at(&self, place: impl Into<String>) -> FibreEnd {
        FibreEnd { fibre: self.clone(), place: place.into() }
    }
}

impl PortId {
    pub fn new(equipment: impl Into<String>, port: impl Into<String>) -> Self {
        Self { equipment: equipment.into(), port: port.into() }
    }
}

impl CordEnd {
    pub fn new(cord: impl Into<String>, end: End) -> Self {
        Self { cord: cord.into(), end }
    }
}

impl Termination {
    /// The fibre that ends here, where one does.
    pub fn fibre(&self) -> Option<&FibreId> {
        match self {
            Termination::Fibre(end) => Some(&end.fibre),
            Termination::Along(point) => Some(&point.fibre),
            _ => None,
        }
    }
}

impl From<FibreEnd> for Termination {
    fn from(end: FibreEnd) -> Self {
        Termination::Fibre(end)
    }
}

impl From<PortId> for Termination {
    fn from(port: PortId) -> Self {
        Termination::Port(port)
    }
}

impl From<CordEnd> for Termination {
    fn from(end: CordEnd) -> Self {
        Termination::Cord(end)
    }
}

impl From<FibrePoint> for Termination {
    fn from(point: FibrePoint) -> Self {
        Termination::Along(point)
    }
}

impl fmt::Display for FibreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.cable, self.tube, self.fibre)
    }
}

impl fmt::Display for FibreEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.fibre, self.place)
    }
}

impl fmt::Display for PortId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.equipment, self.port)
    }
}

impl fmt::Display for CordEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.cord, self.end.letter())
    }
}

impl fmt::Display for FibrePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = self.side.letter();
        write!(f, "{}+{}m#{side}", self.fibre, self.at_mm as f64 / 1000.0)
    }
}

impl fmt::Display for Termination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Termination::Fibre(end) => end.fmt(f),
            Termination::Port(port) => port.fmt(f),
            Termination::Cord(end) => end.fmt(f),
            Termination::Along(point) => point.fmt(f),
        }
    }
}

/// A name that can stand in an address: not empty, none of the signs that part it.
fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(['@', '#', '/', ':'])
}

/// A name of a port: strokes only between other signs.
fn is_port(text: &str) -> bool {
    text.split('/').all(is_name)
}

impl FromStr for FibreId {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress { text: text.to_owned(), wanted: Wanted::Fibre };
        let mut parts = text.split(':');
        let (Some(cable), Some(tube), Some(fibre), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(bad());
        };
        let number = |part: &str| part.parse::<u16>().ok().filter(|number| *number > 0).ok_or_else(bad);
        if !is_name(cable) {
            return Err(bad());
        }
        Ok(Self { cable: cable.to_owned(), tube: number(tube)?, fibre: number(fibre)? })
    }
}

impl FromStr for FibreEnd {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress { text: text.to_owned(), wanted: Wanted::FibreEnd };
        let (fibre, place) = text.split_once('@').filter(|(_, place)| !place.is_empty()).ok_or_else(bad)?;
        Ok(Self { fibre: fibre.parse().map_err(|_| bad())?, place: place.to_owned() })
    }
}

impl FromStr for PortId {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        match text.split_once('/') {
            // Ports of network devices have a stroke in their name: `sw-1/GigabitEthernet0/1`.
            Some((equipment, port)) if is_name(equipment) && is_port(port) => Ok(Self::new(equipment, port)),
            _ => Err(BadAddress { text: text.to_owned(), wanted: Wanted::Port }),
        }
    }
}

impl FromStr for CordEnd {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        match text.split_once('#') {
            Some((cord, "a")) if is_name(cord) => Ok(Self::new(cord, End::A)),
            Some((cord, "b")) if is_name(cord) => Ok(Self::new(cord, End::B)),
            _ => Err(BadAddress { text: text.to_owned(), wanted: Wanted::CordEnd }),
        }
    }
}

impl FromStr for FibrePoint {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress { text: text.to_owned(), wanted: Wanted::Termination };
        let (fibre, rest) = text.split_once('+').ok_or_else(bad)?;
        let (metres, side) = rest.split_once("m#").ok_or_else(bad)?;
        let metres: f64 = metres.parse().map_err(|_| bad())?;
        let side = match side {
            "a" => End::A,
            "b" => End::B,
            _ => return Err(bad()),
        };
        // More than any cable has, and not a number, are no places on one.
        if !(0.0..1e7).contains(&metres) {
            return Err(bad());
        }
        let at_mm = libm::round(metres * 1000.0) as u64;
        Ok(Self { fibre: fibre.parse().map_err(|_| bad())?, at_mm, side })
    }
}

impl FromStr for Termination {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let found = if text.contains('@') {
            text.parse().map(Termination::Fibre)
        } else if text.contains(':') && text.contains('+') {
            text.parse().map(Termination::Along)
        } else if text.contains('#') {
            text.parse().map(Termination::Cord)
        } else {
            text.parse().map(Termination::Port)
        };
        found.map_err(|bad| BadAddress { wanted: Wanted::Termination, ..bad })
    }
}

macro_rules! serde_as_text {
    ($($type:ty),*) => { $(
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
    )* };
}
serde_as_text!(FibreId, FibreEnd, PortId, CordEnd, Termination);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_they_are_written() {
        for text in ["a:1:12@pm-lilas", "olt-1/1", "coupleur-1/in", "jarretiere-3#b", "a:1:12+312.5m#a", "a:1:1+40m#b"]
        {
            assert_eq!(text.parse::<Termination>().map(|read| read.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "a:1:1",
            "a:0:1@pm",
            "/1",
            "olt-1/",
            "olt/1//2",
            "c#c",
            "#a",
            "a:1:1@",
            "a/b:1:1@pm",
            "a:1:1+m#a",
            "a:1:1+-4m#a",
        ] {
            assert!(text.parse::<Termination>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_in_the_cable_is_a_tube_and_a_fibre() {
        assert_eq!(FibreId::numbered("c", 13, 12), Some(FibreId::new("c", 2, 1)));
        assert_eq!(FibreId::numbered("c", 12, 12), Some(FibreId::new("c", 1, 12)));
        assert_eq!(FibreId::numbered("c", 0, 12), None);
        assert_eq!(FibreId::numbered("c", 1, 0), None);
    }
}
