//! Faces as they come: from the maker, or as dirty as a scenario says.

use super::{Dirt, Face, Particle, Scratch, Soil};
use crate::rng::{Stream, stream};

/// A face that nobody soiled: a fine scratch, specks too small or too far out to count. It passes inspection and costs
/// nothing. `object` names the face.
pub fn delivered(seed: u64, object: &str) -> Face {
    let mut chance = stream(seed, &format!("face/{object}"), 0);
    let mut face = Face::default();
    for _ in 0..chance.below(3) {
        // Far from the core and narrower than 3 µm.
        let at = around(&mut chance, 260.0, 480.0);
        let (length, turned) = (80.0 + 200.0 * chance.uniform(), std::f64::consts::TAU * chance.uniform());
        let step = [length * libm::cos(turned) / 2.0, length * libm::sin(turned) / 2.0];
        let scratch = Scratch {
            from: rounded([at[0] - step[0], at[1] - step[1]]),
            to: rounded([at[0] + step[0], at[1] + step[1]]),
            width: 6 + chance.below(14) as u16,
        };
        if scratch.nearest() > 15.0 {
            face.scratches.push(scratch);
        }
    }
    for _ in 0..1 + chance.below(3) {
        let at = rounded(around(&mut chance, 250.0, 550.0));
        face.particles.push(grain(Dirt::Dust, at, 8 + chance.below(10) as u16, &mut chance));
    }
    for _ in 0..1 + chance.below(4) {
        let at = rounded(around(&mut chance, 850.0, 1200.0));
        face.particles.push(grain(Dirt::Dust, at, 10 + chance.below(20) as u16, &mut chance));
    }
    face
}

/// Loss in decibels that a face adds which a scenario calls dirty all over (design choice).
const ALL_DIRTY_DB: f64 = 2.0;

/// A face as dirty as a scenario says: at 100 % what lies on its core costs 2 dB, at less its share of that. More dirt
/// lies around. `kinds` are what the dirt may be; with none it is dust. `scratched` adds a scratch through the core.
pub fn soiled(seed: u64, object: &str, percent: u8, kinds: &[Dirt], scratched: bool) -> Face {
    let mut face = delivered(seed, object);
    let mut chance = stream(seed, &format!("soiled-face/{object}"), 0);
    if scratched {
        let (turned, off) = (std::f64::consts::TAU * chance.uniform(), 20.0 * (chance.uniform() - 0.5));
        let (along, across) = ([libm::cos(turned), libm::sin(turned)], [-libm::sin(turned), libm::cos(turned)]);
        let at = |length: f64| rounded([0, 1].map(|axis| length * along[axis] + off * across[axis]));
        let [from, to] = [-300.0 - 400.0 * chance.uniform(), 300.0 + 400.0 * chance.uniform()].map(at);
        face.scratches.push(Scratch { from, to, width: 35 + chance.below(16) as u16 });
    }
    if percent == 0 {
        return face;
    }
    let share = f64::from(percent) / 100.0;
    let kind = |chance: &mut Stream| match kinds.len() {
        0 => Dirt::Dust,
        count => kinds[chance.below(count as u64) as usize],
    };
    let core = kind(&mut chance);
    face.particles.push(over_core(core, 1.0 - libm::pow(10.0, -ALL_DIRTY_DB * share / 20.0), &mut chance));
    for _ in 0..4 + (24.0 * share) as u32 {
        let dirt = kind(&mut chance);
        // Outside what the field of the core reaches, more and more sparse.
        let at = rounded(around(&mut chance, 220.0, 1180.0));
        let spread = libm::exp(0.6 * chance.normal_within(1.0, 2.0));
        let median = match dirt {
            Dirt::Dust => 40.0,
            Dirt::Oil => 110.0,
            Dirt::Lint => 30.0,
            Dirt::Residue => 90.0,
        };
        let particle = grain(dirt, at, (median * spread) as u16, &mut chance);
        // What lies on the core is measured out above.
        if particle.nearest() > 12.5 {
            face.particles.push(particle);
        }
    }
    face
}

/// A particle that hides so much of the field at 1310 nm, or as much as its kind can.
fn over_core(dirt: Dirt, hidden: f64, chance: &mut Stream) -> Particle {
    let at = rounded(around(chance, 0.0, 25.0));
    let mut particle = grain(dirt, at, 0, chance);
    let (mut least, mut most) = (1u16, 800u16);
    while least < most {
        particle.width = least.midpoint(most);
        let face = Face { particles: vec![particle.clone()], ..Face::default() };
        if f64::from(Soil::between(&face, None).hidden[0]) / 1e6 < hidden {
            least = particle.width + 1;
        } else {
            most = particle.width;
        }
    }
    particle.width = least;
    particle
}

/// One particle of a kind.
pub(super) fn grain(dirt: Dirt, at: [i16; 2], width: u16, chance: &mut Stream) -> Particle {
    let (length, turned) = match dirt {
        Dirt::Lint => (400 + chance.below(900) as u16, chance.below(180) as u16),
        _ => (0, 0),
    };
    let holds = match dirt {
        Dirt::Dust => Some(1 + chance.below(2) as u8),
        Dirt::Lint => Some(1),
        Dirt::Oil => None,
        Dirt::Residue => Some(2),
    };
    Particle { dirt, at, width, length, turned, holds }
}

/// A point between two radii in tenths of a micrometre, evenly by radius.
pub(super) fn around(chance: &mut Stream, least: f64, most: f64) -> [f64; 2] {
    let radius = least + (most - least) * chance.uniform();
    let turned = std::f64::consts::TAU * chance.uniform();
    [radius * libm::cos(turned), radius * libm::sin(turned)]
}

pub(super) fn rounded(point: [f64; 2]) -> [i16; 2] {
    point.map(|tenth| libm::round(tenth) as i16)
}

#[cfg(test)]
mod tests {
    use super::super::judge;
    use super::*;
    use crate::units::Wavelength;

    #[test]
    fn a_face_as_delivered_passes_and_costs_nothing_whatever_its_polish() {
        for number in 0..300 {
            let face = delivered(7, &number.to_string());
            for angled in [false, true] {
                assert!(judge(&face, angled).good, "{face:?}");
            }
            assert!(Soil::between(&face, Some(&face)).is_clean(), "{face:?}");
        }
    }

    #[test]
    fn a_face_called_dirty_costs_its_share_of_two_decibels_and_never_passes() {
        let nm = Wavelength::NM_1310;
        for number in 0..60 {
            for (percent, kinds) in
                [(10, vec![]), (50, vec![Dirt::Oil]), (100, vec![Dirt::Lint]), (80, Dirt::ALL[..2].to_vec())]
            {
                let face = soiled(3, &number.to_string(), percent, &kinds, false);
                let soil = Soil { gap_nm: 0, ..Soil::between(&face, None) };
                let (loss, expected) = (soil.loss_db(nm), 2.0 * f64::from(percent) / 100.0);
                assert!((loss - expected).abs() < 0.25, "{percent} %: {loss} dB");
                for angled in [false, true] {
                    assert!(!judge(&face, angled).good, "{face:?}");
                }
            }
        }
    }

    #[test]
    fn a_scratched_face_never_passes() {
        for number in 0..60 {
            let face = soiled(3, &number.to_string(), 0, &[], true);
            assert!(!judge(&face, true).good && !judge(&face, false).good, "{face:?}");
        }
    }
}
