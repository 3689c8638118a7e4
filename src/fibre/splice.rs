//! A splice and what protects it.

use serde::{Deserialize, Serialize};

use super::end::Cleave;
use super::splicer::{Defect, Joint};
use crate::plant::address::{FibreEnd, FibreId};
use crate::rng;
use crate::units::{Millidecibels, Millis, Permille, Wavelength};

/// Two fibre ends made one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// The end that lay on the left of the splicer.
    pub a: FibreEnd,
    /// The end that lay on the right.
    pub b: FibreEnd,
    pub core: Core,
    pub sleeve: Option<Sleeve>,
    pub lies: Lies,
    /// Loss by a bend that the protection forces on the glass, the same at every wavelength.
    pub stress_loss: Millidecibels,
    /// Cut or broken apart: kept so that the story can be told, but no light passes.
    pub parted: bool,
}

/// The joint of the glass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Core {
    /// Fused during the attempt.
    Fused {
        joint: Joint,
        /// What the splicer believed.
        estimate: Millidecibels,
        /// What could be seen after the arc.
        defects: Vec<Defect>,
        /// How much of its strength is gone.
        weakness: Permille,
        /// Bare glass on the left and right of the joint, in millimetres.
        bare_mm: [u16; 2],
        /// The faces that were fused.
        cleaves: [Cleave; 2],
    },
    /// There before, with this loss at every wavelength.
    Made { loss: Millidecibels },
}

/// Where a splice lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lies {
    InSplicer,
    OnMat,
    InSlot(u16),
    /// Somewhere the exercise does not go.
    Elsewhere,
}

/// A protection sleeve over a splice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sleeve {
    /// Stock item.
    pub item: String,
    pub length_mm: u16,
    /// From the splice to the sleeve's middle, towards the right when positive.
    pub offset_mm: i16,
    /// When it left the oven; it is soft until it has cooled.
    pub shrunk_at: Option<Millis>,
}

/// A sleeve must cover this much coating on each side (trade knowledge: at least 10 mm).
pub const COVER_MM: i32 = 10;
/// A sleeve is hard this long after the oven (trade knowledge).
pub const COOLING: Millis = Millis::from_seconds(30);

impl Sleeve {
    /// How much coating is covered on the left and on the right, in millimetres; negative leaves glass bare.
    pub fn cover_mm(&self, bare_mm: [u16; 2]) -> [i32; 2] {
        let half = i32::from(self.length_mm) / 2;
        let offset = i32::from(self.offset_mm);
        [half - offset - i32::from(bare_mm[0]), half + offset - i32::from(bare_mm[1])]
    }

    pub fn is_hot(&self, now: Millis) -> bool {
        self.shrunk_at.is_some_and(|at| now < at + COOLING)
    }
}

/// True loss of a splice that others made well, drawn for the joint that `object` names. Lognormal after 199 splices
/// matched in both directions in real field files: median 0.027 dB, the largest 0.200 dB.
pub fn made_loss(seed: u64, object: &str) -> Millidecibels {
    let mut chance = rng::stream(seed, &format!("made-splice/{object}"), 0);
    Millidecibels::from_db((0.027 * libm::exp(0.9 * chance.normal())).min(0.2))
}

impl Splice {
    /// True loss at a wavelength, of a splice that holds.
    pub fn loss(&self, at: Wavelength) -> Millidecibels {
        let core = match &self.core {
            Core::Fused { joint, .. } => joint.loss(at),
            Core::Made { loss } => *loss,
        };
        core + self.stress_loss
    }

    pub fn joins(&self, fibre: &FibreId) -> bool {
        !self.parted && (self.a.fibre == *fibre || self.b.fibre == *fibre)
    }

    pub fn joins_both(&self, one: &FibreId, other: &FibreId) -> bool {
        self.joins(one) && self.joins(other) && one != other
    }

    /// A shrunk sleeve covers the glass and enough of both coatings. A splice that was there before counts.
    pub fn is_protected(&self) -> bool {
        match (&self.core, &self.sleeve) {
            (Core::Made { .. }, _) => true,
            (Core::Fused { bare_mm, .. }, Some(sleeve)) => {
                sleeve.shrunk_at.is_some() && sleeve.cover_mm(*bare_mm).iter().all(|cover| *cover >= COVER_MM)
            }
            (Core::Fused { .. }, None) => false,
        }
    }
}
