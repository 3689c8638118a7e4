//! The instruments in the technician's bag, as they are set, and what they showed.
//!
//! A light source, a power meter and an adapter are equipment with ports: they are connected with real cords, whose
//! faces can be dirty. So a reference of one, two or three cords takes away exactly what was between source and meter
//! when it was taken, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::locale::{Arg, Message};
use crate::plant::address::{FibreEnd, Termination};
use crate::units::{MilliDbm, Millidecibels, Millis, Wavelength};

/// Everything that can change about the instruments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Instruments {
    /// Light sources that are on, by equipment, with what they send.
    #[serde(default)]
    pub sources: BTreeMap<String, Wavelength>,
    /// The powers that meters call 0 dB, by equipment and wavelength.
    #[serde(default)]
    pub references: BTreeMap<String, BTreeMap<u16, MilliDbm>>,
    /// What was read off, in order.
    #[serde(default)]
    pub readings: Vec<Reading>,
    /// The red light that is on.
    #[serde(default)]
    pub red: Option<RedLight>,
    /// Where live-fibre detectors are clipped on.
    #[serde(default)]
    pub clips: BTreeSet<FibreEnd>,
    /// What was written into the report, by its line: thousandths of dB or dBm.
    #[serde(default)]
    pub written: BTreeMap<String, i64>,
}

impl Instruments {
    /// Whether nothing was ever done with them.
    pub fn untouched(&self) -> bool {
        *self == Self::default()
    }
}

/// What a power meter showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Equipment.
    pub meter: String,
    pub at: Millis,
    /// What the meter was set to.
    pub nm: Wavelength,
    /// What was looked at: where the cord in the meter leads to.
    pub of: Termination,
    /// Where the light source's cord leads to, if one was on.
    pub source_at: Option<Termination>,
    /// Power; nothing when there was too little light.
    pub dbm: Option<MilliDbm>,
    /// Loss against the reference, where one was set.
    pub loss: Option<Millidecibels>,
}

/// A red pen that is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedLight {
    pub end: Termination,
    pub class: LaserClass,
}

/// Laser class of a red pen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum LaserClass {
    /// Harmless.
    Class1,
    /// Safe as long as the eye blinks: what the trade uses.
    #[default]
    Class2,
    /// Harms an eye: forbidden in the field.
    Class3R,
}

impl LaserClass {
    pub const ALL: [LaserClass; 3] = [LaserClass::Class1, LaserClass::Class2, LaserClass::Class3R];

    /// What a pen of this class sends into a fibre, in dBm: the limits of visible light in IEC 60825-1, 0.39, 1 and
    /// 5 mW (trade knowledge).
    pub fn dbm(self) -> f64 {
        match self {
            LaserClass::Class1 => -4.1,
            LaserClass::Class2 => 0.0,
            LaserClass::Class3R => 7.0,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            LaserClass::Class1 => "1",
            LaserClass::Class2 => "2",
            LaserClass::Class3R => "3R",
        }
    }
}

/// How somebody looks at a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Scope {
    /// A microscope with a camera and a screen: no light reaches the eye.
    #[default]
    Camera,
    /// A microscope that one looks into, without a filter.
    Eyepiece,
    /// The bare eye.
    Eye,
}

/// What a live-fibre detector found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    pub dbm: MilliDbm,
    /// Whether light comes out of the cable whose fibre this is, rather than going into it.
    pub out_of_cable: bool,
}

/// Less than this a power meter shows as no light, in dBm (usual range of field meters: −60 or −70).
pub const DARK_DBM: f64 = -60.0;

impl Reading {
    /// What the display shows.
    pub fn message(&self) -> Message {
        match (self.dbm, self.loss) {
            (None, _) => Message::new("reading-low").with("nm", self.nm.0),
            (Some(dbm), None) => Message::new("reading-power").with("power", dbm).with("nm", self.nm.0),
            (Some(dbm), Some(loss)) => {
                Message::new("reading-loss").with("loss", loss).with("power", dbm).with("nm", self.nm.0)
            }
        }
    }
}

impl From<Scope> for Arg {
    fn from(scope: Scope) -> Self {
        Arg::Message(Message::new(match scope {
            Scope::Camera => "scope-camera",
            Scope::Eyepiece => "scope-eyepiece",
            Scope::Eye => "scope-eye",
        }))
    }
}
