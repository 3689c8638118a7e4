//! Where things lie on the mat, in design units: 1000 wide, 560 high, y down.

use bevy::math::{Rect, Vec2, vec2};

use crate::app::canvas::pen::curve;
use crate::lab::action::Side;

pub const SIZE: Vec2 = Vec2::new(1000.0, 560.0);
/// The line on which fibres are worked.
pub const WORK_Y: f32 = 290.0;
/// Design units for a millimetre of fibre.
pub const PER_MM: f32 = 4.0;
/// Design units for a millimetre in the enlarged grooves of the splicer.
pub const PER_MM_IN_GROOVE: f32 = 26.0;

pub const CLEAVER: Rect = Rect { min: Vec2::new(24.0, 372.0), max: Vec2::new(232.0, 540.0) };
/// The bed on which the fibre is laid, and its blade.
pub const CLEAVER_BED: Rect = Rect { min: Vec2::new(40.0, 428.0), max: Vec2::new(216.0, 456.0) };
pub const BLADE_X: f32 = 168.0;
pub const BLADE_KEY: Rect = Rect { min: Vec2::new(136.0, 384.0), max: Vec2::new(200.0, 420.0) };
pub const BLADE_WHEEL: Vec2 = Vec2::new(66.0, 402.0);

pub const SPLICER: Rect = Rect { min: Vec2::new(256.0, 336.0), max: Vec2::new(672.0, 548.0) };
pub const GROOVES: Rect = Rect { min: Vec2::new(272.0, 352.0), max: Vec2::new(456.0, 436.0) };
pub const SCREEN: Rect = Rect { min: Vec2::new(470.0, 350.0), max: Vec2::new(658.0, 534.0) };
pub const SET_KEY: Vec2 = Vec2::new(312.0, 492.0);
pub const FORCE_KEY: Vec2 = Vec2::new(410.0, 492.0);

pub const OVEN: Rect = Rect { min: Vec2::new(696.0, 346.0), max: Vec2::new(832.0, 432.0) };
/// The key that lets a hot sleeve cool.
pub const WAIT_KEY: Rect = Rect { min: Vec2::new(736.0, 308.0), max: Vec2::new(896.0, 338.0) };
pub const BIN: Rect = Rect { min: Vec2::new(868.0, 346.0), max: Vec2::new(968.0, 432.0) };
pub const CARD: Rect = Rect { min: Vec2::new(696.0, 446.0), max: Vec2::new(984.0, 548.0) };
pub const CASSETTE: Rect = Rect { min: Vec2::new(372.0, 14.0), max: Vec2::new(628.0, 196.0) };

// What lies ready: at the left of the cassette what is used up, at its right what is used again.
pub const SLEEVES: Rect = Rect { min: Vec2::new(262.0, 12.0), max: Vec2::new(362.0, 80.0) };
pub const PACK: Rect = Rect { min: Vec2::new(262.0, 86.0), max: Vec2::new(362.0, 146.0) };
pub const USED_WIPE: Rect = Rect { min: Vec2::new(262.0, 152.0), max: Vec2::new(362.0, 196.0) };
pub const STRIPPER: Rect = Rect { min: Vec2::new(638.0, 12.0), max: Vec2::new(738.0, 70.0) };
pub const CUTTER: Rect = Rect { min: Vec2::new(638.0, 76.0), max: Vec2::new(738.0, 134.0) };
pub const TAPE: Rect = Rect { min: Vec2::new(638.0, 136.0), max: Vec2::new(738.0, 198.0) };

/// Where a splice lies on the mat, between its two fibres.
pub const SPLICE_X: f32 = 500.0;

pub fn electrodes() -> Vec2 {
    GROOVES.center()
}

/// Mirrors a point to the right side.
fn sided(side: Side, point: Vec2) -> Vec2 {
    match side {
        Side::Left => point,
        Side::Right => vec2(SIZE.x - point.x, point.y),
    }
}

/// +1 where the fibre comes from the left, −1 from the right: the direction from cable to tip.
pub fn towards_tip(side: Side) -> f32 {
    match side {
        Side::Left => 1.0,
        Side::Right => -1.0,
    }
}

/// Where the tip of a fibre rests on the work line.
pub fn rest_tip(side: Side) -> Vec2 {
    sided(side, vec2(476.0, WORK_Y))
}

/// Where a sleeve waits on the coated fibre of the work line.
pub fn sleeve_rest(side: Side) -> Vec2 {
    rest_tip(side) - vec2(168.0 * towards_tip(side), 0.0)
}

/// The mouth of the `index`-th of `count` cables on a side.
pub fn cable_mouth(side: Side, index: usize, count: usize) -> Vec2 {
    let spread = 150.0 / count.max(1) as f32;
    sided(side, vec2(78.0, 132.0 + (index as f32 - (count as f32 - 1.0) / 2.0) * spread))
}

/// A fibre of the fan, `index` of `count` on its side: from the cable's mouth to its tip.
pub fn fan(side: Side, mouth: Vec2, index: usize, count: usize) -> Vec<Vec2> {
    let pitch = (232.0 / count.max(1) as f32).min(26.0);
    let tip = sided(side, vec2(206.0, 132.0 + (index as f32 - (count as f32 - 1.0) / 2.0) * pitch));
    let reach = vec2(60.0 * towards_tip(side), 0.0);
    curve(mouth, reach, reach, tip)
}

/// The way of a fibre from its cable to the straight part on the work line, which begins at the last point.
pub fn to_work(side: Side, mouth: Vec2) -> Vec<Vec2> {
    let bend = sided(side, vec2(236.0, WORK_Y));
    let dir = towards_tip(side);
    curve(mouth, vec2(120.0 * dir, 30.0), vec2(80.0 * dir, 0.0), bend)
}

/// The way of a fibre from its cable into its groove, which it enters at the last point.
pub fn to_groove(cable_side: Side, mouth: Vec2, groove: Side) -> Vec<Vec2> {
    let entry = match groove {
        Side::Left => vec2(GROOVES.min.x, electrodes().y),
        Side::Right => vec2(GROOVES.max.x, electrodes().y),
    };
    let leave = vec2(150.0 * towards_tip(cable_side), 60.0);
    curve(mouth, leave, vec2(90.0 * towards_tip(groove), 40.0), entry)
}

/// The `slot`-th of `slots` in the cassette.
pub fn slot(slot: u16, slots: u16) -> Rect {
    let columns = if slots > 6 { 2 } else { 1 };
    let rows = slots.div_ceil(columns).max(1);
    let (column, row) = ((slot - 1) / rows, (slot - 1) % rows);
    let inner = Rect { min: CASSETTE.min + vec2(16.0, 34.0), max: CASSETTE.max - vec2(16.0, 10.0) };
    let size = vec2(inner.width() / f32::from(columns), inner.height() / f32::from(rows));
    let min = inner.min + vec2(size.x * f32::from(column), size.y * f32::from(row));
    Rect { min: min + vec2(3.0, 1.5), max: min + size - vec2(3.0, 1.5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_lie_in_the_cassette_and_apart() {
        for slots in [1u16, 6, 12, 24] {
            let all: Vec<Rect> = (1..=slots).map(|number| slot(number, slots)).collect();
            for (index, one) in all.iter().enumerate() {
                assert!(CASSETTE.contains(one.min) && CASSETTE.contains(one.max), "{slots}: {one:?}");
                for other in &all[..index] {
                    assert!(one.intersect(*other).is_empty(), "{slots}: {one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_on_the_mat_covers_another_thing() {
        let things =
            [CLEAVER, SPLICER, OVEN, BIN, CARD, CASSETTE, SLEEVES, PACK, USED_WIPE, STRIPPER, CUTTER, TAPE, WAIT_KEY];
        for (index, one) in things.iter().enumerate() {
            assert!(things[..index].iter().all(|other| one.intersect(*other).is_empty()), "{one:?}");
        }
    }
}
