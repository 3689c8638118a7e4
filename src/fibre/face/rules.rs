//! Whether a face is good enough to be connected, after IEC 61300-3-35. The figures stand in `assets/rules/`.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Face;
use crate::locale::{Message, Text};

/// A ring of the face, from the core outwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Zone {
    /// The core.
    A,
    /// The cladding.
    B,
    /// The glue between glass and ferrule.
    C,
    /// Where the ferrules touch.
    D,
}

/// The zones and what may be in them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceRules {
    pub source: Text,
    /// The innermost first.
    pub zones: Vec<ZoneRules>,
}

/// One zone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneRules {
    pub zone: Zone,
    /// Its outer diameter in micrometres.
    pub to_um: f64,
    pub straight: ZoneLimits,
    pub angled: ZoneLimits,
}

/// What is limited in a zone, for faces of one polish.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ZoneLimits {
    pub scratches: Vec<Limit>,
    pub defects: Vec<Limit>,
}

/// So many of this size, in micrometres, both ends included.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    #[serde(default)]
    pub from_um: f64,
    #[serde(default)]
    pub to_um: Option<f64>,
    pub most: usize,
}

/// The rules that hold.
pub fn rules() -> &'static FaceRules {
    static RULES: OnceLock<FaceRules> = OnceLock::new();
    RULES.get_or_init(|| {
        ron::from_str(include_str!("../../../assets/rules/iec-61300-3-35.ron"))
            .expect("the face rules of ours are good")
    })
}

/// What was found against a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Finding {
    /// Wet with alcohol.
    Wet,
    Defects(Zone),
    Scratches(Zone),
}

impl Finding {
    pub fn message(self) -> Message {
        match self {
            Finding::Wet => Message::new("face-finding-wet"),
            Finding::Defects(zone) => Message::new("face-finding-defects").with("zone", zone.letter()),
            Finding::Scratches(zone) => Message::new("face-finding-scratches").with("zone", zone.letter()),
        }
    }
}

impl Zone {
    pub fn letter(self) -> &'static str {
        match self {
            Zone::A => "A",
            Zone::B => "B",
            Zone::C => "C",
            Zone::D => "D",
        }
    }
}

/// The verdict of somebody who sees everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    pub good: bool,
    pub findings: Vec<Finding>,
}

/// Judges a face. What reaches into several zones counts in the innermost, where the rules are strictest.
pub fn judge(face: &Face, angled: bool) -> Judged {
    let mut findings = Vec::new();
    if face.wet.is_some() {
        findings.push(Finding::Wet);
    }
    let mut inner = -1.0;
    for zone in &rules().zones {
        let outer = zone.to_um / 2.0;
        let within = |nearest: f64| nearest > inner && nearest <= outer;
        let limits = if angled { &zone.angled } else { &zone.straight };
        let defects: Vec<u16> = face
            .particles
            .iter()
            .filter(|particle| within(particle.nearest()))
            .map(|particle| particle.width.max(particle.length))
            .collect();
        let scratches: Vec<u16> =
            face.scratches.iter().filter(|scratch| within(scratch.nearest())).map(|scratch| scratch.width).collect();
        if exceeds(&limits.defects, &defects) {
            findings.push(Finding::Defects(zone.zone));
        }
        if exceeds(&limits.scratches, &scratches) {
            findings.push(Finding::Scratches(zone.zone));
        }
        inner = outer;
    }
    Judged { good: findings.is_empty(), findings }
}

/// Sizes are in tenths of a micrometre.
fn exceeds(limits: &[Limit], sizes: &[u16]) -> bool {
    limits.iter().any(|limit| {
        let tenth = |um: f64| libm::round(um * 10.0) as u32;
        let least = tenth(limit.from_um);
        let most = limit.to_um.map_or(u32::MAX, tenth);
        sizes.iter().filter(|size| (least..=most).contains(&u32::from(**size))).count() > limit.most
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Dirt, Particle, Scratch};
    use super::*;

    fn spots(radius_um: i16, width: u16, count: usize) -> Face {
        let spot = |turn: usize| {
            let turned = std::f64::consts::TAU * turn as f64 / count as f64;
            let at = [libm::cos(turned), libm::sin(turned)].map(|axis| (axis * f64::from(radius_um) * 10.0) as i16);
            Particle { dirt: Dirt::Dust, at, width, length: 0, turned: 0, holds: Some(1) }
        };
        Face { particles: (0..count).map(spot).collect(), ..Face::default() }
    }

    fn scratches(radius_um: i16, width: u16, count: i16) -> Face {
        let scratch =
            |nth: i16| Scratch { from: [-50, radius_um * 10 + nth * 5], to: [50, radius_um * 10 + nth * 5], width };
        Face { scratches: (0..count).map(scratch).collect(), ..Face::default() }
    }

    /// Line by line the table of IEC 61300-3-35:2015 for single-mode single-fibre ferrules (Panduit FS061, page 6).
    #[test]
    fn the_table_of_the_standard() {
        // Face, good when straight, good when angled.
        let cases = [
            ("clean", Face::default(), true, true),
            ("A, one speck", spots(5, 3, 1), false, false),
            ("A, 4 fine scratches", scratches(0, 30, 4), false, true),
            ("A, 5 fine scratches", scratches(0, 30, 5), false, false),
            ("A, one broad scratch", scratches(0, 31, 1), false, false),
            ("B, many under 2 µm", spots(40, 19, 40), true, true),
            ("B, 5 of 2 to 5 µm", spots(40, 50, 5), true, true),
            ("B, 6 of 2 to 5 µm", spots(40, 20, 6), false, false),
            ("B, one over 5 µm", spots(40, 51, 1), false, false),
            ("B, many fine scratches", scratches(30, 30, 20), true, true),
            ("B, one broad scratch", scratches(30, 31, 1), false, true),
            ("C, anything", spots(64, 100, 12), true, true),
            ("D, 10 µm", spots(100, 100, 12), true, true),
            ("D, one over 10 µm", spots(100, 101, 1), false, false),
            ("D, broad scratches", scratches(90, 200, 3), true, true),
            ("beyond D", spots(140, 200, 5), true, true),
        ];
        for (name, face, straight, angled) in cases {
            assert_eq!((judge(&face, false).good, judge(&face, true).good), (straight, angled), "{name}");
        }
    }

    #[test]
    fn a_wet_face_waits() {
        let face = Face { wet: Some(crate::units::Millis(0)), ..Face::default() };
        assert_eq!(judge(&face, true).findings, [Finding::Wet]);
    }
}
