//! The cassette: how slack is coiled in it, and what the cover does to a coil that was laid badly.
//!
//! The coiling area is round; the comb with the sleeves lies on the side of positive `y`. All sizes are design choices
//! after common trays of 12 splices.

use serde::{Deserialize, Serialize};

use super::bend::Bend;
use super::glass::FibreType;
use crate::plant::address::FibreId;

/// Turns of one radius around one centre, as the hand laid them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loop {
    pub radius_mm: u16,
    pub turns: u16,
    /// Where its centre is, to the right of the middle of the coiling area and towards the comb.
    #[serde(default)]
    pub x_mm: i16,
    #[serde(default)]
    pub y_mm: i16,
}

/// The slack of one fibre, coiled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coil {
    pub fibre: FibreId,
    pub loops: Vec<Loop>,
    /// How tight the cover folds it where it is caught.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinched_mm: Option<u16>,
}

/// What is wrong with a coil, in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CoilFault {
    /// A loop tighter than the fibre bears.
    Tight,
    /// A loop lies across the sleeves.
    OverSleeve,
    /// A loop lies across a coil that was there.
    Crossing,
    /// A loop stands over the rim.
    OutOfTray,
    /// So many turns on top of each other that they stand over the rim.
    TooHigh,
    /// Fibre that was not wound lies about.
    LoopLeft,
}

/// Radius of the coiling area.
pub const AREA_MM: u16 = 48;
/// Fibre from the tube to the coil and from the coil to the slot.
pub const LEAD_MM: u32 = 150;
/// More fibre than this left over makes a loop that the cover catches.
pub const SPARE_MM: u32 = 300;
/// Turns of one fibre that the tray is deep enough for.
pub const MOST_TURNS: u16 = 8;
/// Centres this far apart count as one bundle.
const BUNDLE_MM: f64 = 6.0;
/// How tight the cover folds a loop that it catches, and a loop that it presses on something.
const CAUGHT_MM: u16 = 3;
const PRESSED_MM: u16 = 5;

impl Loop {
    /// How much fibre it takes, in millimetres.
    pub fn length_mm(self) -> u32 {
        libm::round(std::f64::consts::TAU * f64::from(self.radius_mm) * f64::from(self.turns)) as u32
    }

    fn off(self) -> f64 {
        libm::hypot(self.x_mm.into(), self.y_mm.into())
    }

    /// Whether two circles cut each other; nested ones and those of one bundle do not.
    fn crosses(self, other: Loop) -> bool {
        let apart = libm::hypot(f64::from(self.x_mm - other.x_mm), f64::from(self.y_mm - other.y_mm));
        let (one, two) = (f64::from(self.radius_mm), f64::from(other.radius_mm));
        apart > BUNDLE_MM && apart + one.min(two) > one.max(two) && apart < one + two
    }
}

/// How much fibre some loops take, in millimetres.
pub fn wound_mm(loops: &[Loop]) -> u32 {
    loops.iter().map(|wound| wound.length_mm()).sum()
}

/// What is wrong with loops laid over these coils, with so much fibre to lay.
pub fn faults(loops: &[Loop], below: &[Coil], length_mm: u16, fibre_type: FibreType) -> Vec<CoilFault> {
    let area = f64::from(AREA_MM);
    let any = |is: &dyn Fn(&Loop) -> bool| loops.iter().any(is);
    let over_comb = |wound: &Loop| f64::from(wound.y_mm) + f64::from(wound.radius_mm) > area;
    let wound = wound_mm(loops) + LEAD_MM;
    let found = [
        (any(&|wound| f64::from(wound.radius_mm) < fibre_type.least_radius_mm()), CoilFault::Tight),
        (any(&over_comb), CoilFault::OverSleeve),
        (
            any(&|wound| below.iter().flat_map(|coil| &coil.loops).any(|other| wound.crosses(*other))),
            CoilFault::Crossing,
        ),
        (any(&|wound| !over_comb(wound) && wound.off() + f64::from(wound.radius_mm) > area), CoilFault::OutOfTray),
        (loops.iter().map(|wound| u32::from(wound.turns)).sum::<u32>() > u32::from(MOST_TURNS), CoilFault::TooHigh),
        (u32::from(length_mm).saturating_sub(wound) > SPARE_MM, CoilFault::LoopLeft),
    ];
    found.into_iter().filter(|(is, _)| *is).map(|(_, fault)| fault).collect()
}

impl CoilFault {
    /// How tight the cover folds the fibre for it, if it does.
    pub fn pinches_mm(self) -> Option<u16> {
        match self {
            CoilFault::OutOfTray | CoilFault::TooHigh | CoilFault::LoopLeft => Some(CAUGHT_MM),
            CoilFault::OverSleeve | CoilFault::Crossing => Some(PRESSED_MM),
            CoilFault::Tight => None,
        }
    }
}

impl Coil {
    /// Caught by the cover: not only pressed on what it crosses.
    pub fn is_caught(&self) -> bool {
        self.pinched_mm == Some(CAUGHT_MM)
    }

    /// A fibre that nobody coiled, caught by the cover.
    pub fn caught(fibre: FibreId) -> Self {
        Self { fibre, loops: Vec::new(), pinched_mm: Some(CAUGHT_MM) }
    }

    /// The bends that it makes.
    pub fn bends(&self) -> impl Iterator<Item = Bend> + '_ {
        let wound = self.loops.iter().map(|wound| Bend::turns(wound.radius_mm, wound.turns));
        wound.chain(self.pinched_mm.map(|radius_mm| Bend { radius_mm, half_turns: 1 }))
    }

    pub fn tightest_mm(&self) -> Option<u16> {
        self.loops.iter().map(|wound| wound.radius_mm).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A2: FibreType = FibreType::G657A2;

    fn wound(radius_mm: u16, turns: u16, x_mm: i16, y_mm: i16) -> Loop {
        Loop { radius_mm, turns, x_mm, y_mm }
    }

    fn of(loops: &[Loop]) -> Vec<CoilFault> {
        faults(loops, &[], 1075, A2)
    }

    #[test]
    fn a_metre_of_slack_makes_four_turns_of_thirty_millimetres() {
        assert_eq!(of(&[wound(30, 4, 0, 0)]), []);
        assert_eq!(of(&[wound(30, 3, 0, 0)]), [CoilFault::LoopLeft]);
        assert_eq!(of(&[wound(30, 2, 0, 0), wound(35, 2, 0, 0)]), []);
    }

    #[test]
    fn each_fault_is_seen_by_itself() {
        assert_eq!(of(&[wound(30, 3, 0, 0), wound(6, 4, 0, 0)]), [CoilFault::Tight]);
        assert_eq!(of(&[wound(30, 4, 0, 30)]), [CoilFault::OverSleeve]);
        assert_eq!(of(&[wound(30, 4, 30, 0)]), [CoilFault::OutOfTray]);
        assert_eq!(of(&[wound(12, 12, 0, 0)]), [CoilFault::TooHigh]);
        assert_eq!(faults(&[wound(30, 4, 0, 0)], &[], 1075, FibreType::G652D), []);
        assert_eq!(faults(&[wound(25, 5, 0, 0)], &[], 1075, FibreType::G652D), [CoilFault::Tight]);
    }

    #[test]
    fn circles_cross_unless_nested_or_in_one_bundle() {
        let below = [Coil { fibre: FibreId::new("a", 1, 1), loops: vec![wound(30, 4, 0, 0)], pinched_mm: None }];
        let over = |laid: Loop| faults(&[laid], &below, 900, A2);
        assert_eq!(over(wound(30, 4, 4, -3)), []);
        assert_eq!(over(wound(20, 5, 8, 0)), []);
        assert_eq!(over(wound(30, 4, 14, -8)), [CoilFault::Crossing]);
    }
}
