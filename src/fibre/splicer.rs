//! The fusion splicer: what it sees, what it does to the glass, and what it believes.
//!
//! Three functions that must never be one: [`inspect`] reads the picture of the two ends, [`fuse`] makes the joint
//! that light will really meet, [`estimate`] is the machine's opinion from the picture, blind to the core's tilt and
//! to mode fields. A maker's manual says of the estimate that it "cannot be used as the basis of acceptance".

use serde::{Deserialize, Serialize};

use super::electrodes::Power;
use super::end::{Cleave, End};
use super::glass::Glass;
use super::optics::{INDEX, Meeting, gauss_loss_db};
use crate::lab::action::Side;
use crate::rng::Stream;
use crate::units::{Millidecibels, Millidegrees, Permille, Wavelength};

/// What the machine lines up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Alignment {
    /// The cores, seen through the side of the glass: transport machines.
    #[default]
    Core,
    /// The outsides only, in fixed grooves: machines for drops.
    Cladding,
}

/// A fibre end in a groove, as its clamp holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    pub fibre: crate::plant::address::FibreId,
    /// Tip to electrode axis in micrometres; negative is past the axis.
    pub tip_um: i32,
    pub askew_deg: u8,
}

/// Something the inspection refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Complaint {
    NoFibre(Side),
    /// Tip at or past the electrodes.
    TooLong(Side),
    /// Tip too far for the motors, or bare glass too short.
    TooShort(Side),
    /// Coating in the groove, or no end face at all.
    NotCleaved(Side),
    /// Cleave angle above the limit.
    Angle(Side, Millidegrees),
    /// Dirt in the picture.
    Dirty(Side),
    /// Edge broken.
    Chipped(Side),
    /// The fibre lies askew in its groove.
    Askew(Side),
}

impl Complaint {
    /// The side it is about.
    pub fn side(&self) -> Side {
        match self {
            Complaint::NoFibre(side)
            | Complaint::TooLong(side)
            | Complaint::TooShort(side)
            | Complaint::NotCleaved(side)
            | Complaint::Angle(side, _)
            | Complaint::Dirty(side)
            | Complaint::Chipped(side)
            | Complaint::Askew(side) => *side,
        }
    }

    /// Whether the end itself is at fault, not how it was laid: only cutting it again helps.
    pub fn is_about_the_end(&self) -> bool {
        matches!(self, Complaint::Angle(..) | Complaint::Dirty(_) | Complaint::Chipped(_))
    }
}

/// Something seen after the arc.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Defect {
    Bubble,
    /// Too thick: glass was pushed together.
    Fat,
    /// Necked: glass was missing.
    Thin,
    /// A dark line across: the arc was too weak to melt both ends into one.
    Line,
    /// Estimate above the limit.
    HighEstimate,
}

/// The machine's motors reach this far.
const REACH_UM: i32 = 3000;
/// Bare lengths it accepts, in millimetres (AV6471: 10–16; shorter with short-cleave holders).
pub const SHORTEST_BARE_MM: u16 = 8;
pub const LONGEST_BARE_MM: u16 = 16;
/// What the camera can see.
const VISIBLE_DIRT: Permille = Permille(120);
const VISIBLE_CHIP: Permille = Permille(150);
const VISIBLE_ASKEW_DEG: u8 = 4;

/// Reads the picture of one side. `limit` is the cleave angle limit of the setting.
pub fn inspect(side: Side, loaded: Option<(&Loaded, &End)>, limit: Millidegrees) -> Vec<Complaint> {
    let Some((loaded, end)) = loaded else { return vec![Complaint::NoFibre(side)] };
    let Some(cleave) = &end.cleave else { return vec![Complaint::NotCleaved(side)] };
    let mut complaints = Vec::new();
    if loaded.tip_um <= 0 || end.bare_mm > LONGEST_BARE_MM {
        complaints.push(Complaint::TooLong(side));
    } else if loaded.tip_um > REACH_UM || end.bare_mm < SHORTEST_BARE_MM {
        complaints.push(Complaint::TooShort(side));
    }
    if loaded.askew_deg >= VISIBLE_ASKEW_DEG {
        complaints.push(Complaint::Askew(side));
    }
    if cleave.tilt() > limit {
        complaints.push(Complaint::Angle(side, cleave.tilt()));
    }
    if end.dirt.max(cleave.face_dirt) > VISIBLE_DIRT {
        complaints.push(Complaint::Dirty(side));
    }
    if cleave.chip > VISIBLE_CHIP {
        complaints.push(Complaint::Chipped(side));
    }
    complaints
}

/// A joint as it is: what light meets, whatever the machine believes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joint {
    /// Distance between the core axes, in nanometres.
    pub offset_nm: i32,
    /// Angle between the cores.
    pub tilt: Millidegrees,
    /// Loss of bubble, neck, bulge and burnt dirt, the same at every wavelength.
    pub defects_loss: Millidecibels,
    /// The glass on either side.
    pub glass: [Glass; 2],
    /// Loss at a line that a weak arc left.
    #[serde(default, skip_serializing_if = "Millidecibels::is_zero")]
    pub line_loss: Millidecibels,
    /// Arcs after the first.
    #[serde(default, skip_serializing_if = "is_none_made")]
    pub re_arcs: u8,
}

fn is_none_made(count: &u8) -> bool {
    *count == 0
}

impl Joint {
    /// True loss at a wavelength.
    pub fn loss(&self, at: Wavelength) -> Millidecibels {
        let meeting = Meeting {
            radius_1_um: self.glass[0].mode_radius_um(at),
            radius_2_um: self.glass[1].mode_radius_um(at),
            offset_um: f64::from(self.offset_nm) / 1000.0,
            tilt_deg: self.tilt.degrees(),
        };
        Millidecibels::from_db(gauss_loss_db(meeting, at.micrometres(), INDEX)) + self.defects_loss + self.line_loss
    }

    /// One more arc: most of a line melts away, the second time less; from the third on the glass thins. It helps nothing
    /// else: a bubble stays, a bent core stays. What the machine believes and shows follows.
    pub fn re_arc(&mut self, estimate: &mut Millidecibels, defects: &mut Vec<Defect>, limit: Millidecibels) {
        self.re_arcs = self.re_arcs.saturating_add(1);
        let left = if self.re_arcs == 1 { LINE_LEFT } else { LINE_LEFT_LATER };
        let melted = Millidecibels::from_db(self.line_loss.db() * (1.0 - left));
        self.line_loss = Millidecibels((self.line_loss.0 - melted.0).max(0));
        let mut believed = estimate.db() - LINE_SEEN * melted.db();
        if self.line_loss.db() < LINE_SHOWS_DB {
            defects.retain(|defect| *defect != Defect::Line);
        }
        if self.re_arcs > HARMLESS_RE_ARCS {
            self.defects_loss = self.defects_loss + Millidecibels::from_db(THINNED_DB);
            believed += 0.4 * THINNED_DB;
            if !defects.contains(&Defect::Thin) {
                defects.push(Defect::Thin);
            }
        }
        *estimate = Millidecibels(libm::round(believed.max(0.0) * 100.0) as i64 * 10);
        defects.retain(|defect| *defect != Defect::HighEstimate);
        if *estimate > limit {
            defects.push(Defect::HighEstimate);
        }
    }
}

/// What came out of the arc.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fused {
    pub joint: Joint,
    pub estimate: Millidecibels,
    pub defects: Vec<Defect>,
    /// How much of its strength is gone; the tension test decides.
    pub weakness: Permille,
}

impl Fused {
    /// What the power of the arc made of it. The usual power changes nothing.
    pub fn feel(&mut self, power: Power) {
        let (weak, strong) = ((1.0 - power.0 - WEAK).max(0.0), (power.0 - 1.0 - STRONG).max(0.0));
        let line = LINE_GROWS * weak * weak;
        let neck = LINE_GROWS * strong * strong;
        self.joint.line_loss = Millidecibels::from_db(line);
        self.joint.defects_loss = self.joint.defects_loss + Millidecibels::from_db(neck);
        if line >= LINE_SHOWS_DB {
            self.defects.push(Defect::Line);
        }
        if neck >= LINE_SHOWS_DB && !self.defects.contains(&Defect::Thin) {
            self.defects.push(Defect::Thin);
        }
        let seen = LINE_SEEN * (line + neck);
        let hundredths = libm::round((self.estimate.db() + seen) * 100.0);
        self.estimate = Millidecibels(hundredths as i64 * 10);
    }
}

/// One side as it enters the arc.
#[derive(Clone, Copy)]
pub struct Entering<'a> {
    pub end: &'a End,
    pub cleave: &'a Cleave,
    pub loaded: &'a Loaded,
    pub glass: Glass,
}

/// Standard deviation on each axis of what alignment leaves, in micrometres (design choice, see
/// [`super::glass`] for what it is fitted to).
const ALIGNMENT_UM: f64 = 0.15;
/// Share of the cleave angles that bends the core: 0.10 for a normal overlap (design choice; that it happens and
/// hides is in ANSI/SCTE 134-2012, 3.4.1).
const CORE_BEND: f64 = 0.10;
/// The same when the machine feeds too much (design choice).
const CORE_BEND_OVERFED: f64 = 0.25;
/// Overlap of a documented machine (Ericsson FSU 995 manual, p. 39).
pub const USUAL_OVERLAP_UM: u16 = 8;
/// From here on the fed glass hides every bad cleave (design choice).
const OVERFED_UM: f64 = 16.0;
/// The most a trainee can set.
pub const MOST_OVERLAP_UM: u16 = 40;
/// A weak arc leaves a line, a strong one a neck: from how much it is off, and how the loss grows (design choices; that
/// both show, and that a faint line goes with another arc, is trade knowledge).
const WEAK: f64 = 0.06;
const STRONG: f64 = 0.15;
const LINE_GROWS: f64 = 6.0;
/// How much of a line's loss the machine sees.
const LINE_SEEN: f64 = 0.4;
/// A line of less is not seen.
const LINE_SHOWS_DB: f64 = 0.015;
/// What a second arc leaves of it, and what later ones leave of the rest.
const LINE_LEFT: f64 = 0.1;
const LINE_LEFT_LATER: f64 = 0.6;
/// So many arcs more do no harm; each after them thins the glass by this.
const HARMLESS_RE_ARCS: u8 = 2;
const THINNED_DB: f64 = 0.12;
/// More than this swells (design choice).
const SWELLS_UM: f64 = 24.0;

/// Fuses two ends. Every number is a design choice unless it has a source beside it.
///
/// Too much overlap fills the wedge of a bad cleave: the outside looks perfect and the core is bent all the more
/// (ANSI/SCTE 134-2012, 3.4.1). Too little leaves a neck.
pub fn fuse(left: Entering, right: Entering, alignment: Alignment, overlap_um: u16, chance: &mut Stream) -> Fused {
    let usual = f64::from(USUAL_OVERLAP_UM);
    let overlap = f64::from(overlap_um);
    let overfed = ((overlap - usual) / (OVERFED_UM - usual)).clamp(0.0, 1.0);
    let underfed = ((usual - overlap) / usual).max(0.0);
    // Lateral offset: the residue of alignment, and with cladding alignment also where the cores stand in the glass.
    let residue = [(); 2].map(|()| chance.normal_within(ALIGNMENT_UM, 3.0 * ALIGNMENT_UM));
    let askew = f64::from(left.loaded.askew_deg) + f64::from(right.loaded.askew_deg);
    let askew_offset = if alignment == Alignment::Cladding { 0.12 * askew } else { 0.02 * askew };
    let coating_in_groove = [left, right].iter().filter(|side| side.end.bare_mm < SHORTEST_BARE_MM).count() as f64;
    let seen = libm::hypot(residue[0] + askew_offset + 0.8 * coating_in_groove, residue[1]);
    let offset = match alignment {
        Alignment::Core => seen,
        Alignment::Cladding => {
            let core =
                |axis: usize| f64::from(left.glass.eccentricity_nm[axis] - right.glass.eccentricity_nm[axis]) / 1000.0;
            libm::hypot(residue[0] + askew_offset + 0.8 * coating_in_groove + core(0), residue[1] + core(1))
        }
    };

    // The wedge between the faces: it bends the core, and the glass that is missing necks the joint.
    let wedge = libm::hypot(
        left.cleave.angle[0].degrees() + right.cleave.angle[0].degrees(),
        left.cleave.angle[1].degrees() + right.cleave.angle[1].degrees(),
    );
    let both = libm::hypot(left.cleave.tilt().degrees(), right.cleave.tilt().degrees());
    let core_bend = CORE_BEND + (CORE_BEND_OVERFED - CORE_BEND) * overfed;
    let tilt = core_bend * both + 0.1 * askew;
    let missing = wedge.max(both);
    let neck = 0.035 * libm::pow((missing - 1.5).max(0.0), 2.0) * (1.0 - overfed) + 0.3 * underfed * underfed;

    let dirt = |side: Entering| side.end.dirt.share().max(side.cleave.face_dirt.share());
    let dirt = (dirt(left) + dirt(right)).min(1.0);
    let chip = (left.cleave.chip.share() + right.cleave.chip.share()).min(1.0);
    let burnt = 0.6 * dirt * dirt;
    // Below what a good cleaning leaves, no bubble forms; above, it is ever more likely.
    let bubble_odds = (1.2 * (dirt - 0.05).max(0.0) + 0.8 * (chip - 0.12).max(0.0)).min(0.95);
    let bubble = if chance.chance(bubble_odds) { 0.1 + 1.4 * chance.uniform() } else { 0.0 };
    // A tip past the axis is pushed into the other: a bulge. One out of reach is fused short: a neck.
    let tips = [left.loaded.tip_um, right.loaded.tip_um];
    let bulge = if tips.iter().any(|tip| *tip <= 0) { 0.15 + 0.3 * chance.uniform() } else { 0.0 };
    let bulge = bulge + 0.02 * (overlap - SWELLS_UM).max(0.0);
    let short = if tips.iter().any(|tip| *tip > REACH_UM) { 0.3 + 0.6 * chance.uniform() } else { 0.0 };

    let joint = Joint {
        offset_nm: libm::round(offset * 1000.0) as i32,
        tilt: Millidegrees::from_degrees(tilt),
        defects_loss: Millidecibels::from_db(neck + burnt + bubble + bulge + short),
        glass: [left.glass, right.glass],
        line_loss: Millidecibels(0),
        re_arcs: 0,
    };
    let visible = if bubble > 0.0 { 0.5 * bubble } else { 0.0 } + 0.4 * (neck + bulge + short);
    let mut defects = Vec::new();
    if bubble > 0.0 {
        defects.push(Defect::Bubble);
    }
    if bulge > 0.0 {
        defects.push(Defect::Fat);
    }
    if neck > 0.1 || short > 0.0 {
        defects.push(Defect::Thin);
    }
    let scratches = left.end.scratches.share() + right.end.scratches.share();
    let weakness = (scratches - 0.1).max(0.0) + 0.3 * bubble.min(1.0) * dirt + 0.25 * chip * chip;
    Fused { joint, estimate: estimate(seen, visible, chance), defects, weakness: Permille::from_share(weakness) }
}

/// The machine's estimate from its picture at 1310 nm: equal fibres, no core tilt, a little noise, rounded to 0.01 dB.
fn estimate(seen_offset_um: f64, visible_db: f64, chance: &mut Stream) -> Millidecibels {
    let nominal_radius_um = 4.5;
    let meeting = Meeting {
        radius_1_um: nominal_radius_um,
        radius_2_um: nominal_radius_um,
        offset_um: seen_offset_um,
        tilt_deg: 0.0,
    };
    let picture = gauss_loss_db(meeting, Wavelength::NM_1310.micrometres(), INDEX);
    let hundredths = libm::round((picture + visible_db + 0.01 + 0.01 * chance.normal()).max(0.0) * 100.0);
    Millidecibels(hundredths as i64 * 10)
}
