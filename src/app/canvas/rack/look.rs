//! Where everything before a rack lies on the mat.

use bevy::math::{Rect, Vec2, vec2};

use crate::catalogue::rack::{Face, UNIT_MM};
use crate::lab::action::Side;
use crate::rack::hole::height_mm;

/// Width of a panel with its ears, and where the holes are from its edge, in millimetres (EIA-310).
pub const PANEL_MM: f32 = 482.6;
pub const HOLE_IN_MM: f32 = 8.75;
/// Beside the panel: room for the numbers of the units in front, for the strips behind.
fn beside_mm(face: Face) -> (f32, f32) {
    match face {
        Face::Front => (46.0, 14.0),
        Face::Rear => (84.0, 84.0),
    }
}

/// The close view.
pub struct Look {
    pub room: Vec2,
    /// Pixels of the design for a millimetre.
    pub scale: f32,
    /// Where panels are.
    pub panel: Rect,
    /// The whole close view with posts and what hangs beside.
    pub body: Rect,
    pub trolley: Rect,
    /// The small pictures of the whole racks.
    pub whole: Rect,
    /// What the chosen thing is, and what power does.
    pub cards: Rect,
    pub units: u8,
    pub face: Face,
    middle_mm: f32,
}

impl Look {
    /// `racks` is how many stand in the place. Where an instrument leaves little room, trolley and cards give way.
    pub fn new(room: Vec2, racks: usize, units: u8, middle_u: f32, face: Face) -> Self {
        const TROLLEY: f32 = 186.0;
        const CARDS: f32 = 226.0;
        const GAP: f32 = 10.0;
        let whole = (38.0 * racks as f32).clamp(56.0, 160.0);
        let narrow = room.x < 900.0;
        let trolley = if narrow { 0.0 } else { TROLLEY };
        let cards = if narrow { 0.0 } else { CARDS };
        let left = trolley + whole + 3.0 * GAP;
        let right = room.x - cards - 2.0 * GAP;
        let wide = (right - left).max(200.0);
        let (before, after) = beside_mm(face);
        let scale = (wide / (PANEL_MM + before + after)).min(1.25);
        let middle = (left + right) / 2.0 + (before - after) / 2.0 * scale;
        let (top, bottom) = (8.0, room.y - 50.0);
        let half = PANEL_MM * scale / 2.0;
        let panel = Rect::new(middle - half, top, middle + half, bottom);
        let body = Rect::new(middle - half - before * scale, top, middle + half + after * scale, bottom);
        // No further than a little beyond its ends.
        let shown = panel.height() / scale / UNIT_MM as f32;
        let highest = (f32::from(units) - shown / 2.0 + 0.3).max(shown / 2.0 - 0.3);
        Self {
            room,
            scale,
            panel,
            body,
            trolley: Rect::new(GAP, top, GAP + trolley, room.y - 8.0),
            whole: Rect::new(2.0 * GAP + trolley, top, 2.0 * GAP + trolley + whole, room.y - 8.0),
            cards: Rect::new(room.x - cards - GAP, top, room.x - GAP, room.y - 8.0),
            units,
            face,
            middle_mm: middle_u.clamp((shown / 2.0 - 0.3).min(highest), highest) * UNIT_MM as f32,
        }
    }

    /// Height of the middle of the close view above the foot of the lowest unit, in units.
    pub fn middle_u(&self) -> f32 {
        self.middle_mm / UNIT_MM as f32
    }

    pub fn shown_units(&self) -> f32 {
        self.panel.height() / self.scale / UNIT_MM as f32
    }

    /// Height above the foot of the lowest unit of a point of the mat, in millimetres.
    pub fn height_mm(&self, y: f32) -> f32 {
        self.middle_mm + (self.panel.center().y - y) / self.scale
    }

    pub fn y(&self, height_mm: f32) -> f32 {
        self.panel.center().y - (height_mm - self.middle_mm) * self.scale
    }

    /// A point of a panel, from its left edge as one sees it, and above the foot of the lowest unit, in millimetres.
    pub fn at(&self, x_mm: f32, height_mm: f32) -> Vec2 {
        vec2(self.panel.min.x + x_mm * self.scale, self.y(height_mm))
    }

    /// The strip of holes that one sees on this side.
    pub fn column(&self, seen: Side) -> Rect {
        let x = match seen {
            Side::Left => self.panel.min.x + HOLE_IN_MM * self.scale,
            Side::Right => self.panel.max.x - HOLE_IN_MM * self.scale,
        };
        Rect::new(x - 9.0, self.panel.min.y, x + 9.0, self.panel.max.y)
    }

    pub fn hole(&self, seen: Side, index: u16) -> Vec2 {
        vec2(self.column(seen).center().x, self.y(height_mm(index) as f32))
    }

    /// The lowest and the highest hole in the close view, as numbers of holes below.
    pub fn shown_holes(&self) -> (u16, u16) {
        let last = u16::from(self.units) * 3 - 1;
        let inside = |index: &u16| {
            let y = self.y(height_mm(*index) as f32);
            y > self.panel.min.y + 4.0 && y < self.panel.max.y - 4.0
        };
        let low = (0..=last).find(inside).unwrap_or(0);
        let high = (0..=last).rev().find(inside).unwrap_or(last);
        (low, high)
    }

    /// Whether something between these heights is in the close view.
    pub fn shows(&self, low_mm: f32, high_mm: f32) -> bool {
        self.y(low_mm) > self.panel.min.y && self.y(high_mm) < self.panel.max.y
    }

    /// A rectangle cut off at the edges of the close view; nothing if none of it is left.
    pub fn clipped(&self, rect: Rect) -> Option<Rect> {
        let cut = Rect {
            min: vec2(rect.min.x, rect.min.y.max(self.panel.min.y)),
            max: vec2(rect.max.x, rect.max.y.min(self.panel.max.y)),
        };
        (cut.height() > 2.0).then_some(cut)
    }
}
