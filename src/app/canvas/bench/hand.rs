//! The hand: what it holds and how its movement becomes the numbers of a gesture.
//!
//! Pure measurement, without Bevy's world: positions in design units, times as durations.

use std::time::{Duration, Instant};

use bevy::math::Vec2;

use super::layout::{PER_MM, PER_MM_IN_GROOVE, electrodes, towards_tip};
use crate::lab::action::Side;
use crate::plant::address::FibreId;

/// What the hand is doing with the button down.
#[derive(Debug, Clone, Default)]
pub enum Drag {
    #[default]
    Nothing,
    /// Pulling the stripper towards the tip.
    Strip(Pull),
    /// Wiping along the glass.
    Wipe(Strokes),
    /// Carrying something to where it is dropped.
    Carry { what: Carried, at: Vec2 },
}

/// What can be carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// A fibre by its tip.
    Tip(FibreId, Side),
    /// A fibre out of its groove.
    OutOfGroove(Side),
    /// A sleeve from its box.
    NewSleeve,
    /// The sleeve along the fibre of a splice.
    Sleeve(usize),
    /// A whole splice.
    Splice(usize),
    Scrap,
}

/// A pull with the stripper.
#[derive(Debug, Clone, PartialEq)]
pub struct Pull {
    pub fibre: FibreId,
    pub side: Side,
    pub tip_x: f32,
    pub from_x: f32,
    pub now_x: f32,
    pub since: Instant,
}

impl Pull {
    /// How much coating it takes off, in millimetres.
    pub fn mm(&self) -> u16 {
        let length = (self.tip_x - self.from_x) * towards_tip(self.side) / PER_MM;
        length.round().clamp(0.0, 60.0) as u16
    }

    /// How far along it is, 0 to 1; 1 is past the tip.
    pub fn share(&self) -> f32 {
        let length = (self.tip_x - self.from_x) * towards_tip(self.side);
        let done = (self.now_x - self.from_x) * towards_tip(self.side);
        (done / length.max(1.0)).clamp(0.0, 1.0)
    }

    /// Mean speed so far, in mm/s.
    pub fn speed_mm_s(&self, elapsed: Duration) -> u16 {
        let travelled = ((self.now_x - self.from_x) * towards_tip(self.side) / PER_MM).max(0.0);
        (travelled / elapsed.as_secs_f32().max(0.01)).round().clamp(1.0, 500.0) as u16
    }
}

/// Strokes of a wipe along the bare glass.
#[derive(Debug, Clone, PartialEq)]
pub struct Strokes {
    pub fibre: FibreId,
    /// The ends of the glass.
    pub glass: (f32, f32),
    /// Whether the last end reached was the tip.
    at_tip: Option<bool>,
    pub passes: u8,
}

impl Strokes {
    pub fn new(fibre: FibreId, coating_x: f32, tip_x: f32) -> Self {
        Self { fibre, glass: (coating_x, tip_x), at_tip: None, passes: 0 }
    }

    /// A pass is a stroke from one end of the glass to the other.
    pub fn moved(&mut self, x: f32) {
        let (coating, tip) = self.glass;
        let share = (x - coating) / (tip - coating);
        let here = match share {
            ..0.25 => false,
            0.75.. => true,
            _ => return,
        };
        if self.at_tip.is_some_and(|before| before != here) {
            self.passes = self.passes.saturating_add(1).min(20);
        }
        self.at_tip = Some(here);
    }
}

/// A fibre laid in the cleaver, not yet cleaved.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    pub fibre: FibreId,
    pub side: Side,
    pub mm: u16,
    /// How far it stood off the bed when it was let go, in degrees.
    pub dropped_at: f32,
    pub since: Instant,
}

impl Laid {
    /// A fibre settles by itself; what is left of its lift, in degrees. Pressing before that tilts the cleave.
    pub fn lift_deg(&self, now: Instant) -> u8 {
        let elapsed = now.saturating_duration_since(self.since).as_secs_f32();
        let left = self.dropped_at * (-elapsed / 0.35).exp();
        if left < 0.7 { 0 } else { left.round().min(30.0) as u8 }
    }
}

/// How a fibre lies when the edge of its coating is let go at this point over the bed: bare length before the blade,
/// and lift.
pub fn drop_on_cleaver(edge: Vec2, blade_x: f32, bed_y: f32) -> (u16, f32) {
    let mm = ((blade_x - edge.x) / PER_MM).round().clamp(5.0, 20.0) as u16;
    let lift = 8.0 + ((bed_y - edge.y).abs() / 6.0).min(10.0);
    (mm, lift)
}

/// How a fibre lies in a groove when its tip is let go at this point: tip to axis in µm, and askew in degrees.
pub fn drop_in_groove(tip: Vec2, side: Side) -> (i32, u8) {
    let axis = electrodes();
    let before = (axis.x - tip.x) * towards_tip(side) / PER_MM_IN_GROOVE;
    let tip_um = ((before * 10.0).round() * 100.0).clamp(-1000.0, 5000.0) as i32;
    // The groove guides the fibre: only beyond a few units does it lie askew.
    let askew = ((tip.y - axis.y).abs() - 10.0).max(0.0) / 3.0;
    (tip_um, askew.round().min(20.0) as u8)
}

/// Where the sleeve's middle is when it is let go here, in millimetres from the splice.
pub fn sleeve_offset(x: f32, splice_x: f32) -> i16 {
    ((x - splice_x) / PER_MM).round().clamp(-100.0, 100.0) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fibre() -> FibreId {
        FibreId::new("a", 1, 1)
    }

    #[test]
    fn a_pull_of_140_units_in_a_second_strips_35_mm_at_35_mm_a_second() {
        let pull =
            Pull { fibre: fibre(), side: Side::Left, tip_x: 476.0, from_x: 336.0, now_x: 476.0, since: Instant::now() };
        assert_eq!((pull.mm(), pull.share()), (35, 1.0));
        assert_eq!(pull.speed_mm_s(Duration::from_secs(1)), 35);
        let mirrored = Pull { side: Side::Right, tip_x: 524.0, from_x: 664.0, now_x: 594.0, ..pull };
        assert_eq!((mirrored.mm(), mirrored.share()), (35, 0.5));
    }

    #[test]
    fn a_pass_goes_from_one_end_of_the_glass_to_the_other() {
        let mut strokes = Strokes::new(fibre(), 336.0, 476.0);
        for x in [340.0, 400.0, 470.0, 460.0, 474.0] {
            strokes.moved(x);
        }
        assert_eq!(strokes.passes, 1, "trembling at the tip is no pass");
        strokes.moved(338.0);
        assert_eq!(strokes.passes, 2);
    }

    #[test]
    fn a_fibre_settles_and_then_lies_flat() {
        let since = Instant::now();
        let laid = Laid { fibre: fibre(), side: Side::Left, mm: 10, dropped_at: 10.0, since };
        assert_eq!(laid.lift_deg(since), 10);
        assert!(laid.lift_deg(since + Duration::from_millis(300)) > 2);
        assert_eq!(laid.lift_deg(since + Duration::from_millis(1200)), 0);
    }

    #[test]
    fn a_tip_dropped_near_the_axis_is_straight_and_a_little_before_it() {
        let axis = electrodes();
        assert_eq!(drop_in_groove(axis - Vec2::new(0.8 * PER_MM_IN_GROOVE, 4.0), Side::Left), (800, 0));
        assert_eq!(drop_in_groove(axis + Vec2::new(0.8 * PER_MM_IN_GROOVE, 25.0), Side::Right), (800, 5));
        assert!(drop_in_groove(axis + Vec2::new(5.0, 0.0), Side::Left).0 < 0, "past the axis");
    }
}
