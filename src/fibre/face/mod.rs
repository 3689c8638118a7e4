//! The end face of a connector: what lies on it, and what that costs where two faces meet.
//!
//! Positions are seen from the front, in tenths of a micrometre from the middle of the core. A face that nobody touched
//! is drawn from the seed when it is looked at: [`delivered`]. What a scenario calls dirty is drawn by [`soiled`].

mod cleaning;
mod drawing;
mod rules;

use serde::{Deserialize, Serialize};

pub use self::cleaning::{Cleaner, DRIES, Stroke, meet, stroke};
pub use self::drawing::{delivered, soiled};
pub use self::rules::{Finding, Judged, Zone, judge, rules};
use super::optics::{INDEX, fresnel_db, gap_loss_db};
use crate::units::{Millis, Wavelength};

/// What a particle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dirt {
    /// Grains: sand, skin, wear of the ferrules. Dry cleaning takes them away.
    Dust,
    /// Grease of a finger. Dry cleaning only smears it.
    Oil,
    /// A fibre of cloth.
    Lint,
    /// What alcohol leaves when it dries on the face.
    Residue,
}

impl Dirt {
    pub const ALL: [Dirt; 4] = [Dirt::Dust, Dirt::Oil, Dirt::Lint, Dirt::Residue];

    /// How much of the light that meets it is lost (design choice): grains hide, films scatter.
    fn opacity(self) -> f64 {
        match self {
            Dirt::Dust => 0.9,
            Dirt::Lint => 0.8,
            Dirt::Oil => 0.35,
            Dirt::Residue => 0.15,
        }
    }

    /// How thick it stays between two faces that are pressed together, as a share of its width (design choice): a
    /// grain is crushed, a film flows.
    fn thickness(self) -> f64 {
        match self {
            Dirt::Dust => 0.15,
            Dirt::Lint => 0.05,
            Dirt::Oil | Dirt::Residue => 0.0,
        }
    }
}

/// One thing on a face: a round spot, or a strand where it has a length.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Particle {
    pub dirt: Dirt,
    /// Its middle.
    pub at: [i16; 2],
    /// Diameter of a spot, width of a strand.
    pub width: u16,
    /// Of a strand, from end to end; 0 for a spot.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub length: u16,
    /// Where a strand points, in degrees.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub turned: u16,
    /// Strokes of a dry cleaner that it still withstands; nothing for what dry cleaning never takes away.
    pub holds: Option<u8>,
}

fn is_zero(number: &u16) -> bool {
    *number == 0
}

/// A scratch in the glass or the ceramic. No cleaning takes it away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scratch {
    pub from: [i16; 2],
    pub to: [i16; 2],
    pub width: u16,
}

/// One end face.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Face {
    pub particles: Vec<Particle>,
    pub scratches: Vec<Scratch>,
    /// When it was wetted with alcohol that nobody wiped away since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wet: Option<Millis>,
    /// How often it was cleaned or met another face: each time has its own chance.
    pub touched: u32,
}

/// Diameter of the part of a ferrule that the standard judges, in tenths of a micrometre.
pub const JUDGED: i16 = 2500;
/// Diameter of the cladding, in tenths of a micrometre.
pub const CLADDING: i16 = 1250;

type Point = [f64; 2];

fn tenths(point: [i16; 2]) -> Point {
    point.map(|tenth| f64::from(tenth) / 10.0)
}

/// How far a point is from the line between two others.
fn off_line(point: Point, from: Point, to: Point) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let beyond = [point[0] - from[0], point[1] - from[1]];
    let share = if square > 0.0 { (beyond[0] * along[0] + beyond[1] * along[1]) / square } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    libm::hypot(beyond[0] - share * along[0], beyond[1] - share * along[1])
}

impl Particle {
    /// The ends of a strand, twice the middle for a spot, in micrometres.
    pub fn ends(&self) -> [[f64; 2]; 2] {
        let middle = tenths(self.at);
        let half = f64::from(self.length) / 20.0;
        let turned = f64::from(self.turned).to_radians();
        let (x, y) = (half * libm::cos(turned), half * libm::sin(turned));
        [[middle[0] - x, middle[1] - y], [middle[0] + x, middle[1] + y]]
    }

    /// From a point to its edge, in micrometres; negative within it.
    fn distance(&self, point: Point) -> f64 {
        let [from, to] = self.ends();
        off_line(point, from, to) - f64::from(self.width) / 20.0
    }

    /// How near to the middle of the core it comes, in micrometres; 0 when it covers it.
    pub fn nearest(&self) -> f64 {
        self.distance([0.0, 0.0]).max(0.0)
    }
}

impl Scratch {
    fn distance(&self, point: Point) -> f64 {
        off_line(point, tenths(self.from), tenths(self.to)) - f64::from(self.width) / 20.0
    }

    /// How near to the middle of the core it comes, in micrometres.
    pub fn nearest(&self) -> f64 {
        self.distance([0.0, 0.0]).max(0.0)
    }
}

/// How much light a scratch scatters that it meets (design choice).
const SCRATCH_OPACITY: f64 = 0.25;

impl Face {
    /// How much of the light at a point passes.
    fn passes(&self, point: Point) -> f64 {
        let dirt = self.particles.iter().filter(|particle| particle.distance(point) <= 0.0);
        let scratched = self.scratches.iter().filter(|scratch| scratch.distance(point) <= 0.0);
        dirt.map(|particle| 1.0 - particle.dirt.opacity()).product::<f64>()
            * scratched.map(|_| 1.0 - SCRATCH_OPACITY).product::<f64>()
    }

    /// Whether anything on it can reach the light of the core.
    fn reaches_core(&self) -> bool {
        self.particles.iter().any(|particle| particle.nearest() < FIELD_REACH_UM)
            || self.scratches.iter().any(|scratch| scratch.nearest() < FIELD_REACH_UM)
    }

    /// How far the thickest thing on it would hold another face away from the core, in nanometres.
    fn gap_nm(&self) -> u32 {
        let grains = self.particles.iter().filter(|particle| particle.width > CRUSHED);
        let thick = grains.map(|particle| {
            let dome_um = particle.nearest() * particle.nearest() / DOME_UM;
            f64::from(particle.width) * 100.0 * particle.dirt.thickness() - dome_um * 1000.0
        });
        thick.fold(0.0, f64::max) as u32
    }

    /// Whether alcohol is on it at this time, or its dried rest.
    pub fn has_film(&self) -> bool {
        self.wet.is_some() || self.particles.iter().any(|particle| particle.dirt == Dirt::Residue)
    }
}

/// Radius of curvature of a polished ferrule, in micrometres (trade knowledge: 5 to 25 mm). What lies beside the middle
/// finds room between the two domes, and holds them apart by less.
const DOME_UM: f64 = 12_000.0;
/// A grain up to this wide is crushed to nothing between two faces, in tenths of a micrometre (design choice).
const CRUSHED: u16 = 20;
/// Beyond this radius the field of the core carries no light worth counting: twice the mode-field radius.
const FIELD_REACH_UM: f64 = 12.0;

/// What the dirt on two faces does to the light between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Soil {
    /// Share of the field that is hidden, at 1310 and at 1550 nm, in millionths.
    pub hidden: [u32; 2],
    /// How far the faces are held apart, in nanometres.
    pub gap_nm: u32,
}

/// Mode-field radius at 1310 and 1550 nm of the usual pigtail fibre, in micrometres (G.657.A2).
const FIELD_UM: [f64; 2] = [4.3, 4.8];

impl Soil {
    /// Of two faces that are pressed together, each seen from its own front; one is enough at a window or in air.
    pub fn between(one: &Face, other: Option<&Face>) -> Self {
        let faces = || std::iter::once((one, 1.0)).chain(other.map(|face| (face, -1.0)));
        let gap_nm = faces().map(|(face, _)| face.gap_nm()).max().unwrap_or(0);
        if !faces().any(|(face, _)| face.reaches_core()) {
            return Self { hidden: [0; 2], gap_nm };
        }
        // What looks right from one side lies left from the other.
        let passes = |[x, y]: Point| faces().map(|(face, side)| face.passes([side * x, y])).product::<f64>();
        let hidden = FIELD_UM.map(|radius| ((1.0 - share_passing(radius, passes)) * 1e6) as u32);
        Self { hidden, gap_nm }
    }

    pub fn is_clean(&self) -> bool {
        self.hidden == [0; 2] && self.gap_nm < NO_GAP_NM
    }

    fn hidden_share(&self, at: Wavelength) -> f64 {
        let [short, long] = self.hidden.map(|millionths| f64::from(millionths) / 1e6);
        // Outside the two it changes as between them.
        let share = short + (long - short) * (f64::from(at.0) - 1310.0) / 240.0;
        share.clamp(0.0, 0.97)
    }

    /// What a window in front of a large detector loses: the light that is hidden.
    pub fn window_loss_db(&self, at: Wavelength) -> f64 {
        -10.0 * libm::log10(1.0 - self.hidden_share(at))
    }

    /// Loss where two faces meet. What is hidden is missing from the field and makes it unlike the field of the other
    /// fibre: by the overlap integral both count, so the share passing counts twice.
    pub fn loss_db(&self, at: Wavelength) -> f64 {
        let hidden = -20.0 * libm::log10(1.0 - self.hidden_share(at));
        let gap_um = f64::from(self.gap_nm) / 1000.0;
        let air = if self.gap_nm < NO_GAP_NM {
            0.0
        } else {
            gap_loss_db(gap_um, FIELD_UM[0], at.micrometres()) + AIR_DB * self.gap_share(at)
        };
        hidden + air
    }

    /// Reflectance beside `clean_db`, that of the clean faces.
    pub fn reflectance_db(&self, clean_db: f64, angled: bool, at: Wavelength) -> f64 {
        let power = |db: f64| libm::pow(10.0, db / 10.0);
        let scattered = self.hidden_share(at) * power(if angled { ANGLED_SCATTER_DB } else { STRAIGHT_SCATTER_DB });
        // Angled faces throw what an air gap reflects out of the fibre.
        let air =
            if angled || self.gap_nm < NO_GAP_NM { 0.0 } else { 2.0 * power(fresnel_db(INDEX)) * self.gap_share(at) };
        10.0 * libm::log10(power(clean_db) + scattered + air)
    }

    /// Two surfaces so near that light does not notice reflect nothing; a quarter wave apart they reflect as two.
    fn gap_share(&self, at: Wavelength) -> f64 {
        let waves = f64::from(self.gap_nm) / 1000.0 / at.micrometres();
        if waves >= 0.25 {
            1.0
        } else {
            let sine = libm::sin(std::f64::consts::TAU * waves);
            sine * sine
        }
    }
}

/// Air between two faces: two glass surfaces of 0.16 dB each.
const AIR_DB: f64 = 0.32;
/// Glass yields so much under the spring of a connector: nothing thinner holds faces apart (design choice).
const NO_GAP_NM: u32 = 50;
/// What dirt throws back of the light it hides, for straight and for angled faces, in decibels (design choice): a face
/// half hidden comes from −50 and −60 dB to about −28 and −43 dB.
const STRAIGHT_SCATTER_DB: f64 = -25.0;
const ANGLED_SCATTER_DB: f64 = -40.0;

/// The share of a Gaussian field's power that passes a mask, summed over rings of equal power.
fn share_passing(radius_um: f64, passes: impl Fn(Point) -> f64) -> f64 {
    const RINGS: usize = 24;
    const SPOKES: usize = 32;
    let mut sum = 0.0;
    for ring in 0..RINGS {
        // Power within r is 1 − exp(−2r²/w²).
        let within = (ring as f64 + 0.5) / RINGS as f64;
        let r = radius_um * libm::sqrt(-0.5 * libm::log(1.0 - within));
        for spoke in 0..SPOKES {
            let turned = std::f64::consts::TAU * (spoke as f64 + 0.5 * (ring % 2) as f64) / SPOKES as f64;
            sum += passes([r * libm::cos(turned), r * libm::sin(turned)]);
        }
    }
    sum / (RINGS * SPOKES) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(dirt: Dirt, x: i16, width: u16) -> Face {
        let particle = Particle { dirt, at: [x, 0], width, length: 0, turned: 0, holds: Some(1) };
        Face { particles: vec![particle], ..Face::default() }
    }

    /// A disc of radius a in the middle hides 1 − exp(−2a²/w²) of the power of the field.
    #[test]
    fn a_disc_over_the_core_hides_what_the_integral_says() {
        for width in [20, 40, 60, 100] {
            let soil = Soil::between(&spot(Dirt::Dust, 0, width), None);
            for (index, radius) in FIELD_UM.into_iter().enumerate() {
                let a = f64::from(width) / 20.0;
                let expected = 0.9 * (1.0 - libm::exp(-2.0 * a * a / (radius * radius)));
                let hidden = f64::from(soil.hidden[index]) / 1e6;
                assert!((hidden - expected).abs() < 0.02, "{width}: {hidden} instead of {expected}");
            }
        }
    }

    #[test]
    fn dirt_far_from_the_core_costs_little_and_the_same_dirt_on_it_much() {
        let nm = Wavelength::NM_1310;
        let [on, beside, far] = [0, 150, 900].map(|x| Soil::between(&spot(Dirt::Dust, x, 60), None));
        assert!(on.loss_db(nm) > 5.0, "{}", on.loss_db(nm));
        // Beside the core it hides nothing, but a grain of 6 µm holds the faces nearly a micrometre apart.
        assert!((0.2..0.5).contains(&beside.loss_db(nm)), "{}", beside.loss_db(nm));
        assert!(far.gap_nm < beside.gap_nm);
        let oil = Soil::between(&spot(Dirt::Oil, 150, 60), None);
        assert_eq!(oil.loss_db(nm), 0.0);
    }

    #[test]
    fn faces_held_apart_throw_light_back_unless_they_are_angled() {
        let held = Soil { hidden: [0; 2], gap_nm: 2000 };
        let nm = Wavelength::NM_1550;
        assert!((held.reflectance_db(-50.0, false, nm) + 11.4).abs() < 0.2);
        assert!((held.reflectance_db(-60.0, true, nm) + 60.0).abs() < 1e-9);
    }

    #[test]
    fn what_lies_right_on_one_face_meets_what_lies_left_on_the_other() {
        let (one, other) = (spot(Dirt::Dust, 20, 40), spot(Dirt::Dust, -20, 40));
        let both = Soil::between(&one, Some(&other));
        let alone = Soil::between(&one, None);
        // The same place twice: hardly more is hidden than by one.
        assert!(both.hidden[0] < alone.hidden[0] + 60_000, "{both:?} {alone:?}");
        let apart = Soil::between(&one, Some(&one));
        assert!(apart.hidden[0] > alone.hidden[0] * 3 / 2, "{apart:?} {alone:?}");
    }
}
