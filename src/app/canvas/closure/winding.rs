//! A hand that draws circles: what loops it means.

use bevy::math::Vec2;

use crate::fibre::cassette::Loop;

/// Where the hand went while it wound, in millimetres from the middle of the coiling area, y towards the comb.
#[derive(Debug, Clone, Default)]
pub struct Winding {
    points: Vec<Vec2>,
}

/// Points nearer than this to the last one say nothing new.
const STEP_MM: f32 = 1.0;

impl Winding {
    pub fn at(point: Vec2) -> Self {
        Self { points: vec![point] }
    }

    pub fn moved(&mut self, point: Vec2) {
        if self.points.last().is_none_or(|last| last.distance(point) > STEP_MM) {
            self.points.push(point);
        }
    }

    pub fn points(&self) -> &[Vec2] {
        &self.points
    }

    /// The circle that was drawn: its centre, its radius, and how many times round, in turns and parts of one.
    pub fn circle(&self) -> Option<(Vec2, f32, f32)> {
        let (first, rest) = self.points.split_first()?;
        if rest.len() < 6 {
            return None;
        }
        let (least, most) = rest.iter().fold((*first, *first), |(a, b), point| (a.min(*point), b.max(*point)));
        let centre = (least + most) / 2.0;
        let radius = self.points.iter().map(|point| point.distance(centre)).sum::<f32>() / self.points.len() as f32;
        let angle = |pair: &[Vec2]| (pair[0] - centre).angle_to(pair[1] - centre);
        let swept: f32 = self.points.windows(2).map(angle).sum();
        Some((centre, radius, swept.abs() / std::f32::consts::TAU))
    }

    /// The loops it lays when the hand lets go: a last turn that is nearly whole counts.
    pub fn loops(&self) -> Option<Loop> {
        let (centre, radius, turns) = self.circle()?;
        let turns = (turns + 0.3).floor() as u16;
        let radius_mm = radius.round().clamp(3.0, 60.0) as u16;
        let [x_mm, y_mm] = [centre.x, centre.y].map(|value| value.round().clamp(-60.0, 60.0) as i16);
        (turns > 0).then_some(Loop { radius_mm, turns, x_mm, y_mm })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(centre: Vec2, radius: f32, turns: f32, way: f32) -> Winding {
        let mut winding = Winding::default();
        let steps = (turns * 60.0) as usize;
        for step in 0..=steps {
            winding.moved(centre + Vec2::from_angle(way * step as f32 / 60.0 * std::f32::consts::TAU) * radius);
        }
        winding
    }

    #[test]
    fn circles_drawn_either_way_are_loops_of_that_radius() {
        for way in [1.0, -1.0] {
            let winding = drawn(Vec2::new(4.0, -7.0), 30.0, 4.0, way);
            assert_eq!(winding.loops(), Some(Loop { radius_mm: 30, turns: 4, x_mm: 4, y_mm: -7 }));
        }
        assert_eq!(drawn(Vec2::ZERO, 12.0, 2.8, 1.0).loops().map(|wound| wound.turns), Some(3));
        assert_eq!(drawn(Vec2::ZERO, 12.0, 2.5, 1.0).loops().map(|wound| wound.turns), Some(2));
    }

    #[test]
    fn a_touch_or_half_a_circle_is_no_loop() {
        assert_eq!(Winding::at(Vec2::ONE).loops(), None);
        assert_eq!(drawn(Vec2::ZERO, 30.0, 0.5, 1.0).loops(), None);
    }
}
