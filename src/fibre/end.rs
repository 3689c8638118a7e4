//! One fibre end under the hand: stripped, cleaned, cleaved. What each gesture does to the glass.

use serde::{Deserialize, Serialize};

use crate::lab::action::Wipe;
use crate::rng::Stream;
use crate::units::{Millidegrees, Permille};

/// A fibre end at the bench.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Fibre left to work with, from the cable to the tip, in millimetres.
    pub length_mm: u16,
    /// Glass without coating at the tip, in millimetres.
    pub bare_mm: u16,
    /// Grease and coating residue on the bare glass.
    pub dirt: Permille,
    /// Fine cracks from hard stripping: they break in the tension test.
    pub scratches: Permille,
    pub cleave: Option<Cleave>,
    /// The splicer found fault with this end.
    pub refused: bool,
    /// The sleeve that waits on the coated fibre, by stock item.
    pub sleeve: Option<String>,
    /// How often each kind of gesture was tried on this end: each try has its own chance.
    pub tries: Tries,
}

/// Counts of tries; they name the random streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    pub strip: u32,
    pub clean: u32,
    pub cleave: u32,
    pub recut: u32,
    pub fuse: u32,
}

/// A cleaved end face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleave {
    /// How far from square, on two axes.
    pub angle: [Millidegrees; 2],
    /// How much of the edge is chipped.
    pub chip: Permille,
    /// Lint and dust on the face itself.
    pub face_dirt: Permille,
}

impl Cleave {
    /// Angle to the perpendicular, whatever its direction.
    pub fn tilt(&self) -> Millidegrees {
        let [x, y] = self.angle.map(|angle| angle.degrees());
        Millidegrees::from_degrees(libm::hypot(x, y))
    }
}

/// Coated fibre that must stay for the hand, the splicer's clamp and the cassette.
pub const SHORTEST_MM: u16 = 450;
/// How much each fresh start takes beyond the bare glass.
pub const RECUT_MM: u16 = 20;
/// The stripper's longest pull.
pub const LONGEST_STRIP_MM: u16 = 60;
/// Above this mean speed in mm/s the coating tears and leaves residue. Trade knowledge: steady and slow.
pub const STEADY_MM_S: u16 = 45;

impl End {
    pub fn fresh(length_mm: u16) -> Self {
        Self {
            length_mm,
            bare_mm: 0,
            dirt: Permille(0),
            scratches: Permille(0),
            cleave: None,
            refused: false,
            sleeve: None,
            tries: Tries::default(),
        }
    }

    /// Coating comes off; fast pulls leave residue and scratch the glass, very fast ones snap it.
    /// Returns whether the glass broke.
    pub fn strip(&mut self, mm: u16, speed_mm_s: u16, chance: &mut Stream) -> bool {
        self.tries.strip += 1;
        let steady = f64::from(STEADY_MM_S);
        let over = ((f64::from(speed_mm_s) - steady) / steady).max(0.0);
        // Long pulls rub more: 30–40 mm are taught.
        let long = (f64::from(mm) - 40.0).max(0.0) / 40.0;
        let residue = 0.30 + 0.04 * chance.uniform() + 0.55 * over.min(1.0);
        let second_pull = if self.bare_mm > 0 { 0.1 } else { 0.0 };
        let scratches = 0.02 * chance.uniform() + 0.12 * over * over + 0.1 * long + second_pull;
        self.scratches = Permille::from_share(self.scratches.share() + scratches);
        self.dirt = Permille::from_share(self.dirt.share().max(residue));
        self.cleave = None;
        if chance.chance((0.5 * (over - 1.2)).clamp(0.0, 0.9)) {
            self.snap(self.bare_mm.max(mm));
            return true;
        }
        self.bare_mm = self.bare_mm.max(mm);
        false
    }

    /// Each pass takes most of the dirt; a used wipe takes less and gives some back. Wiping a cleaved end puts lint
    /// on its face and may chip it: that is why one cleans before.
    pub fn clean(&mut self, passes: u8, wipe: Wipe, wipe_uses: u32, chance: &mut Stream) {
        self.tries.clean += 1;
        let (kept, floor) = match wipe {
            Wipe::Fresh => (0.18, 0.004),
            Wipe::Used => (0.55, 0.03 * f64::from(wipe_uses.min(10))),
        };
        let mut dirt = self.dirt.share();
        for _ in 0..passes {
            dirt = (dirt * kept).max(floor);
        }
        self.dirt = Permille::from_share(dirt);
        if let Some(cleave) = &mut self.cleave
            && passes > 0
        {
            let lint = 0.35 + 0.4 * chance.uniform();
            cleave.face_dirt = Permille::from_share(cleave.face_dirt.share().max(lint));
            cleave.chip = Permille::from_share(cleave.chip.share() + 0.15 * chance.uniform());
        }
    }

    /// The blade scores, the glass breaks. Wear, dirt under the pads and a fibre that does not lie flat tilt the face.
    pub fn cleave(&mut self, mm: u16, lift_deg: u8, wear: Permille, chance: &mut Stream) {
        self.tries.cleave += 1;
        let wear = wear.share();
        // A good cleaver stays within 0.5° (vendor sheets); a used-up blade is several times worse.
        let spread = 0.18 + 0.75 * wear * wear + 0.3 * self.dirt.share();
        let lift = f64::from(lift_deg);
        let mut angle = [spread * chance.normal(), spread * chance.normal() + 0.35 * lift];
        let mut chip = (0.04 * chance.uniform() + 0.35 * wear * wear * chance.uniform() + 0.01 * lift).min(1.0);
        if mm + 4 > self.bare_mm {
            // Nothing bare for the far clamp to hold: the coating is crushed and the glass tears.
            angle = angle.map(|axis| axis + 5.0);
            chip = 0.9;
        }
        self.refused = false;
        self.cut(self.bare_mm.saturating_sub(mm));
        self.bare_mm = mm.min(self.bare_mm);
        let face_dirt = Permille::from_share(0.3 * self.dirt.share());
        self.cleave =
            Some(Cleave { angle: angle.map(Millidegrees::from_degrees), chip: Permille::from_share(chip), face_dirt });
    }

    /// Cut back to sound coated fibre, to start again.
    pub fn recut(&mut self) {
        self.tries.recut += 1;
        self.snap(self.bare_mm + RECUT_MM);
    }

    /// The end breaks off this far back.
    pub fn snap(&mut self, mm: u16) {
        self.cut(mm);
        self.bare_mm = 0;
        self.dirt = Permille(0);
        self.scratches = Permille(0);
        self.cleave = None;
        self.refused = false;
    }

    fn cut(&mut self, mm: u16) {
        self.length_mm = self.length_mm.saturating_sub(mm);
    }
}
