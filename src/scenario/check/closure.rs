//! What is asked of closures: bends, cassettes, cables to prepare.

use super::plant::termination;
use super::{At, Findings, Scene};
use crate::scenario::file::StandingBend;

/// Tightest and widest radius that makes sense, in millimetres: tighter breaks, wider loses nothing (design choice).
const RADIUS_MM: [f64; 2] = [2.0, 60.0];
/// Most turns of one bend (design choice).
const MOST_TURNS: f64 = 100.0;

/// Bends that were there before.
pub fn bends(found: &mut Findings, bends: &[StandingBend], scene: &Scene) {
    let root = At::ROOT;
    let site = root.field("site");
    let list = site.field("bends");
    for (index, bend) in bends.iter().enumerate() {
        let at = list.item(index);
        termination(found, &at.field("at"), scene, &bend.at);
        radius_and_turns(found, &at, bend.radius_mm, bend.turns);
    }
}

/// A radius and how many turns of it.
pub fn radius_and_turns(found: &mut Findings, at: &At, radius_mm: u16, turns: u16) {
    found.between(at, "radius_mm", radius_mm.into(), RADIUS_MM[0], RADIUS_MM[1]);
    found.between(at, "turns", turns.into(), 1.0, MOST_TURNS);
}
