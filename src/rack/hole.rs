//! Holes of a rack's posts: each unit has three, numbered from 1 at its bottom, written `13.1`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::catalogue::rack::{CabinetModel, HOLE_MM, HOLES_PER_UNIT, UNIT_MM};

/// One hole, by the unit as it is numbered on the post and its number there, 1 at the bottom to 3 at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hole {
    pub unit: u8,
    pub number: u8,
}

impl Hole {
    pub fn new(unit: u8, number: u8) -> Self {
        Self { unit, number }
    }

    /// How many holes lie below it; nothing if the rack has no such unit.
    pub fn index(self, cabinet: &CabinetModel) -> Option<u16> {
        let unit = cabinet.from_bottom(self.unit)?;
        (1..=3).contains(&self.number).then(|| u16::from(unit - 1) * HOLES_PER_UNIT + u16::from(self.number - 1))
    }

    /// The hole above so many others.
    pub fn at(index: u16, cabinet: &CabinetModel) -> Option<Self> {
        let unit = u8::try_from(index / HOLES_PER_UNIT + 1).ok()?;
        Some(Self { unit: cabinet.numbered(unit)?, number: (index % HOLES_PER_UNIT) as u8 + 1 })
    }
}

/// Height of the centre of the hole above so many others, in millimetres above the foot of the lowest unit.
pub fn height_mm(index: u16) -> f64 {
    f64::from(index / HOLES_PER_UNIT) * UNIT_MM + HOLE_MM[usize::from(index % HOLES_PER_UNIT)]
}

impl CabinetModel {
    /// A unit counted from the bottom, from 1, by the number on the post, and the other way round; nothing if there is
    /// none.
    pub fn from_bottom(&self, unit: u8) -> Option<u8> {
        let there = (1..=self.units).contains(&unit);
        there.then(|| if self.top_down { self.units + 1 - unit } else { unit })
    }

    /// The number on the post of the unit that is the so many-th from the bottom.
    pub fn numbered(&self, from_bottom: u8) -> Option<u8> {
        self.from_bottom(from_bottom)
    }
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}.{}", self.unit, self.number)
    }
}

impl FromStr for Hole {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (unit, number) = text.split_once('.')?;
            let hole = Hole { unit: unit.parse().ok()?, number: number.parse().ok()? };
            (hole.to_string() == text && hole.unit > 0 && (1..=3).contains(&hole.number)).then_some(hole)
        };
        read().ok_or_else(|| format!("`{text}`: a hole is written unit.number, for example `13.1`"))
    }
}

impl Serialize for Hole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::rack::racks;

    /// EIA-310: 15.875 + 15.875 + 12.7 mm, the small gap across the border of units.
    #[test]
    fn the_small_gap_lies_across_the_border_of_units() {
        let gaps: Vec<i64> =
            (0..6).map(|hole| ((height_mm(hole + 1) - height_mm(hole)) * 1000.0).round() as i64).collect();
        assert_eq!(gaps, [15875, 15875, 12700, 15875, 15875, 12700]);
    }

    #[test]
    fn a_rack_numbered_from_the_top_has_unit_1_at_the_top() {
        let cabinets = &racks().cabinets;
        let (up, down) = (&cabinets["cabinet-42u-1000"], &cabinets["cabinet-42u-top-down"]);
        assert_eq!(Hole::new(1, 1).index(up), Some(0));
        assert_eq!(Hole::new(42, 1).index(down), Some(0));
        assert_eq!(Hole::new(1, 3).index(down), Some(125));
        for cabinet in [up, down] {
            for index in 0..126 {
                let hole = Hole::at(index, cabinet).expect("it has such a hole");
                assert_eq!(hole.index(cabinet), Some(index), "{hole}");
            }
            assert_eq!(Hole::at(126, cabinet), None);
        }
        assert!(
            ["13", "13.0", "13.4", "0.1", "013.1", "13.1 ", "+13.1"].iter().all(|text| text.parse::<Hole>().is_err())
        );
    }
}
