//! What wiping does to a face, and what goes from face to face when two meet.

use serde::{Deserialize, Serialize};

use super::drawing::{around, grain, rounded};
use super::{Dirt, Face, Particle};
use crate::rng::{Stream, stream};
use crate::units::Millis;

/// What a face is cleaned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Cleaner {
    /// A pen that turns a dry ribbon over the face at each click: for adapters, and with its cap for plugs.
    #[default]
    Click,
    /// A cassette of dry ribbon along which a plug is drawn.
    Cassette,
    /// A lint-free wipe or swab with alcohol.
    Wet,
}

impl Cleaner {
    pub const ALL: [Cleaner; 3] = [Cleaner::Click, Cleaner::Cassette, Cleaner::Wet];
}

/// Alcohol on a face has dried after this time (trade knowledge).
pub const DRIES: Millis = Millis::from_seconds(30);

/// A smear grows no wider than this, in tenths of a micrometre.
const WIDEST_SMEAR: u16 = 900;

/// How the hand wipes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    pub cleaner: Cleaner,
    pub strokes: u8,
    /// Not in one direction but to and fro: what came off is rubbed on again.
    pub to_and_fro: bool,
    /// On ribbon that was used before.
    pub used: bool,
}

/// Wipes a face. `object` names it.
pub fn stroke(face: &mut Face, how: Stroke, seed: u64, object: &str, now: Millis) {
    let mut chance = touch(face, seed, object, now);
    if how.cleaner == Cleaner::Wet {
        // Alcohol loosens everything. It takes nothing away: that is for the dry wipe after it.
        for particle in &mut face.particles {
            particle.holds = Some(1);
        }
        face.wet = Some(now);
        return;
    }
    let mut wiped_off = Vec::new();
    for _ in 0..how.strokes {
        let mut stay = Vec::new();
        for mut particle in std::mem::take(&mut face.particles) {
            match particle.holds {
                Some(0 | 1) => wiped_off.push(particle),
                Some(strokes) => {
                    particle.holds = Some(strokes - 1);
                    stay.push(particle);
                }
                None => {
                    smear(&mut particle, &mut chance);
                    stay.push(particle);
                }
            }
        }
        face.particles = stay;
    }
    face.wet = None;
    if how.to_and_fro {
        // Half of it comes back elsewhere.
        for particle in wiped_off.into_iter().step_by(2) {
            face.particles.push(Particle { at: rounded(around(&mut chance, 30.0, 600.0)), holds: Some(1), ..particle });
        }
    }
    if how.used {
        for _ in 0..3 {
            let at = rounded(around(&mut chance, 40.0, 500.0));
            let width = 55 + chance.below(50) as u16;
            face.particles.push(grain(Dirt::Dust, at, width, &mut chance));
        }
    }
}

fn smear(particle: &mut Particle, chance: &mut Stream) {
    particle.width = (u32::from(particle.width) * 5 / 4).min(u32::from(WIDEST_SMEAR)) as u16;
    let pushed = around(chance, 0.0, 60.0);
    particle.at = rounded([0, 1].map(|axis| f64::from(particle.at[axis]) + pushed[axis]));
}

impl Face {
    /// What the time since has done to a wet face: alcohol that nobody wiped away leaves a film.
    pub fn settle(&mut self, seed: u64, object: &str, now: Millis) {
        if self.wet.is_some_and(|since| now >= since + DRIES) {
            let mut chance = stream(seed, &format!("face-dried/{object}"), self.touched);
            dry(self, &mut chance);
        }
    }
}

/// The chance of this touch, on the face as it is by now.
fn touch(face: &mut Face, seed: u64, object: &str, now: Millis) -> Stream {
    face.settle(seed, object, now);
    face.touched += 1;
    stream(seed, &format!("face-touched/{object}"), face.touched)
}

fn dry(face: &mut Face, chance: &mut Stream) {
    face.wet = None;
    let mut leave = |least: f64, most: f64, width: u16| {
        let at = rounded(around(chance, least, most));
        let width = width + chance.below(100) as u16;
        face.particles.push(grain(Dirt::Residue, at, width, chance));
    };
    leave(0.0, 30.0, 180);
    for _ in 0..5 {
        leave(200.0, 700.0, 60);
    }
}

/// Presses two faces together: about half of what lies on one is printed on the other (trade knowledge). What lies
/// nearest to the core always is. A wet face leaves its film on both.
pub fn meet(one: &mut Face, other: &mut Face, seed: u64, objects: [&str; 2], now: Millis) {
    let mut chances = [touch(one, seed, objects[0], now), touch(other, seed, objects[1], now)];
    if one.wet.is_some() || other.wet.is_some() {
        dry(one, &mut chances[0]);
        dry(other, &mut chances[1]);
    }
    let [from_one, from_other] = [printed(one), printed(other)];
    take_over(one, from_other);
    take_over(other, from_one);
}

/// Every second particle from the core outwards, as it lies on the face opposite.
fn printed(face: &Face) -> Vec<Particle> {
    let mut outwards: Vec<&Particle> = face.particles.iter().collect();
    outwards.sort_by(|a, b| a.nearest().total_cmp(&b.nearest()).then_with(|| a.cmp(b)));
    let opposite = |particle: &Particle| Particle {
        at: [-particle.at[0], particle.at[1]],
        turned: (180 - particle.turned) % 180,
        ..particle.clone()
    };
    outwards.into_iter().step_by(2).map(opposite).collect()
}

fn take_over(face: &mut Face, particles: Vec<Particle>) {
    for particle in particles {
        let there = face.particles.iter().any(|own| own.at == particle.at && own.dirt == particle.dirt);
        if !there {
            face.particles.push(particle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{delivered, judge, soiled};
    use super::*;

    const NOW: Millis = Millis(0);

    fn dry_wipe(strokes: u8) -> Stroke {
        Stroke { cleaner: Cleaner::Click, strokes, to_and_fro: false, used: false }
    }

    fn wet() -> Stroke {
        Stroke { cleaner: Cleaner::Wet, ..dry_wipe(1) }
    }

    fn faces(kind: Dirt) -> impl Iterator<Item = (String, Face)> {
        (0..60).map(move |number: u32| {
            let object = number.to_string();
            let face = soiled(5, &object, 60, &[kind], false);
            (object, face)
        })
    }

    #[test]
    fn two_dry_strokes_take_dust_and_lint_but_never_grease() {
        for kind in [Dirt::Dust, Dirt::Lint, Dirt::Oil] {
            for (object, mut face) in faces(kind) {
                stroke(&mut face, dry_wipe(2), 5, &object, NOW);
                assert_eq!(judge(&face, true).good, kind != Dirt::Oil, "{kind:?} {face:?}");
            }
        }
    }

    #[test]
    fn wet_then_dry_takes_grease_and_wet_alone_leaves_a_film() {
        for (object, mut face) in faces(Dirt::Oil) {
            stroke(&mut face, wet(), 5, &object, NOW);
            let mut left = face.clone();
            stroke(&mut face, dry_wipe(1), 5, &object, NOW + Millis::from_seconds(5));
            assert!(judge(&face, true).good && !face.has_film(), "{face:?}");
            // Somebody looks an hour later.
            left.settle(5, &object, Millis::from_minutes(60));
            assert!(!judge(&left, true).good && left.has_film(), "{left:?}");
        }
    }

    #[test]
    fn rubbing_and_used_ribbon_leave_dirt() {
        for (object, face) in faces(Dirt::Dust) {
            for how in [Stroke { used: true, ..dry_wipe(2) }, Stroke { to_and_fro: true, ..dry_wipe(2) }] {
                let mut face = face.clone();
                stroke(&mut face, how, 5, &object, NOW);
                assert!(face.particles.len() > 2, "{face:?}");
            }
            let mut used = face.clone();
            stroke(&mut used, Stroke { used: true, ..dry_wipe(2) }, 5, &object, NOW);
            assert!(!judge(&used, true).good, "{used:?}");
        }
    }

    #[test]
    fn a_dirty_face_soils_the_clean_one_that_it_meets() {
        for (object, mut dirty) in faces(Dirt::Dust) {
            let mut clean = delivered(5, &format!("clean {object}"));
            let before = dirty.particles.len();
            meet(&mut dirty, &mut clean, 5, [&object, "clean"], NOW);
            assert!(!judge(&clean, true).good, "{clean:?}");
            let taken = clean.particles.len();
            assert!((before / 3..=before).contains(&taken), "{taken} of {before}");
            // Meeting again brings nothing that is not there already.
            let again = clean.clone();
            meet(&mut dirty, &mut clean, 5, [&object, "clean"], NOW);
            assert!(clean.particles.len() <= again.particles.len() + before, "{clean:?}");
        }
    }
}
