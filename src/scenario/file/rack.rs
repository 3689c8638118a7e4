//! What stands in a datacentre room: feeds, racks, and the gear in them or delivered for them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::rack::{Category, Face, FibreGrade, MpoMap};
use crate::locale::Text;
use crate::plant::address::{End, PortId};
use crate::rack::copper::{Pair, Scheme};

/// A feed of the room: what comes out of one breaker of the switchboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    pub name: Text,
    /// What its breaker lets through, in amperes for each phase.
    pub amps: u16,
    /// Three phases instead of one.
    #[serde(default)]
    pub three_phase: bool,
}

/// A rack, after a model of `assets/catalogue/rack/cabinets.ron`. Racks stand side by side in the order of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rack {
    pub model: String,
    pub place: String,
    /// What people call it; its id if not given.
    #[serde(default)]
    pub name: Option<Text>,
    /// Whether it is on the building's earth.
    #[serde(default = "yes")]
    pub bonded: bool,
}

fn yes() -> bool {
    true
}

/// A thing that goes into a rack, after a model of `assets/catalogue/rack/`. Its ports are addressed `gear/port`. What
/// has no unit stands on the trolley.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gear {
    pub model: String,
    /// What people call it; its id if not given.
    #[serde(default)]
    pub name: Option<Text>,
    /// The rack it is in.
    #[serde(default)]
    pub rack: Option<String>,
    /// The unit, as it is numbered on the post, in which its lowest edge lies.
    #[serde(default)]
    pub u: Option<u8>,
    /// The side of the rack where its ears are.
    #[serde(default)]
    pub face: Face,
    /// For a power strip or UPS: the feed to which its own cable goes for good.
    #[serde(default)]
    pub fed_by: Option<String>,
    /// Whether its button is off at first.
    #[serde(default)]
    pub off: bool,
    /// How dirty the face in a port is, in per cent, by port; the others are clean.
    #[serde(default)]
    pub dirt_percent: BTreeMap<String, u8>,
    /// Transceivers in its cages, by port.
    #[serde(default)]
    pub modules: BTreeMap<String, String>,
}

/// Who works: what a body may lift depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    pub age: u8,
    pub kg: u8,
}

impl Default for Candidate {
    fn default() -> Self {
        Self { age: 20, kg: 70 }
    }
}

/// Installed cables between the rear ports of two panels, port by port.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The first rear port at one end, and at the other.
    pub a: PortId,
    pub b: PortId,
    pub kind: RunKind,
    pub length_m: u32,
    /// How many ports, from the first on.
    #[serde(default = "one")]
    pub count: u16,
    /// By which scheme the wires of copper were laid.
    #[serde(default = "usual_scheme")]
    pub scheme: Scheme,
    /// Ends of copper that nobody laid yet.
    #[serde(default)]
    pub open: Vec<OpenEnd>,
    /// What whoever laid the wires did wrong.
    #[serde(default)]
    pub faults: Vec<LineFault>,
    /// Cables that are longer or shorter than the others.
    #[serde(default)]
    pub other_lengths: Vec<LineLength>,
}

impl Run {
    /// The first rear port at an end.
    pub fn first(&self, end: End) -> &PortId {
        match end {
            End::A => &self.a,
            End::B => &self.b,
        }
    }

    /// Length of one of its cables, counted from 0, in millimetres.
    pub fn length_mm_of(&self, offset: u16) -> u64 {
        let own = self.other_lengths.iter().find(|own| own.line == offset + 1);
        u64::from(own.map_or(self.length_m, |own| own.metres)) * 1000
    }
}

/// The papers of the racks as the trainee finds them: they may be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    #[serde(default)]
    pub devices: Vec<DeviceRow>,
    #[serde(default)]
    pub cords: Vec<CordRow>,
}

/// Where the papers say that a device is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceRow {
    pub device: String,
    pub rack: String,
    /// The unit of its lower edge, as the rack numbers it.
    pub u: u8,
}

/// Where the papers say that the cord of a port goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CordRow {
    pub port: PortId,
    pub to: PortId,
}

/// One end of one cable of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenEnd {
    /// From 1.
    pub line: u16,
    pub end: End,
}

/// The length of one cable of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineLength {
    /// From 1.
    pub line: u16,
    pub metres: u32,
}

/// Something wrong with the wires of one cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineFault {
    /// From 1.
    pub line: u16,
    /// At which end; at both if none is named.
    #[serde(default)]
    pub end: Option<End>,
    pub what: CopperFault,
}

/// What can be wrong with the wires at an end of a cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopperFault {
    /// T568A where the run is T568B, or the other way round.
    OtherScheme,
    /// Pair beside pair: split pairs where both ends are so.
    SideBySide,
    /// The two wires of this pair are exchanged.
    Reversed(Pair),
    /// This pair reaches no contact.
    Broken(Pair),
    /// Every pair was opened so far, in millimetres.
    Untwisted(u8),
}

fn usual_scheme() -> Scheme {
    Scheme::T568B
}

fn one() -> u16 {
    1
}

/// What an installed run is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunKind {
    /// Four pairs.
    Copper(Category),
    /// Two fibres to each port; `crossed` where A goes to A.
    Duplex {
        fibre: FibreGrade,
        #[serde(default)]
        crossed: bool,
    },
    /// Twelve fibres behind six ports each, crossed by the map of the trunk.
    Mpo { fibre: FibreGrade, map: MpoMap },
}
