//! A pen that draws the mat: shapes into one mesh, words into text entities.
//!
//! Everything is given in design units (the mat is 1000 wide, y runs down) and brought to the screen by a [`View`].
//! Edges are feathered by half a pixel on each side, so that the picture is smooth without multisampling.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy_egui::egui::Color32;

/// How design units come to the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Screen position of the design origin, in logical pixels from the upper left of the window.
    pub origin: Vec2,
    /// Logical pixels for one design unit.
    pub scale: f32,
}

impl View {
    pub fn to_screen(self, point: Vec2) -> Vec2 {
        self.origin + point * self.scale
    }

    pub fn to_design(self, screen: Vec2) -> Vec2 {
        (screen - self.origin) / self.scale
    }
}

/// Which face of the typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    Regular,
    Semibold,
    Mono,
}

/// Words to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    pub text: String,
    /// On the screen, in logical pixels.
    pub at: Vec2,
    /// Which point of the words stands there: −0.5 left or below, 0 middle, 0.5 right or above.
    pub anchor: Vec2,
    pub size: f32,
    pub face: Face,
    pub colour: Color32,
}

/// Collects shapes and words.
pub struct Pen {
    pub view: View,
    positions: Vec<[f32; 3]>,
    colours: Vec<[f32; 4]>,
    indices: Vec<u32>,
    pub words: Vec<Words>,
    /// Text size of the settings: 1 is 100 %.
    pub text_scale: f32,
}

impl Pen {
    pub fn new(view: View, text_scale: f32) -> Self {
        Self { view, positions: vec![], colours: vec![], indices: vec![], words: vec![], text_scale }
    }

    /// The mesh of everything drawn, for a window of this size in logical pixels.
    pub fn mesh(mut self, window: Vec2) -> (Mesh, Vec<Words>) {
        // The renderer dislikes a mesh of nothing.
        if self.indices.is_empty() {
            let nowhere = self.vertex(Vec2::ZERO, [0.0; 4], 0.0);
            self.indices.extend([nowhere; 3]);
        }
        let positions: Vec<[f32; 3]> =
            self.positions.iter().map(|[x, y, z]| [x - window.x / 2.0, window.y / 2.0 - y, *z]).collect();
        let mesh = Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colours)
            .with_inserted_indices(Indices::U32(self.indices));
        (mesh, self.words)
    }

    fn vertex(&mut self, at: Vec2, [red, green, blue, opaque]: [f32; 4], alpha: f32) -> u32 {
        self.positions.push([at.x, at.y, 0.0]);
        self.colours.push([red, green, blue, opaque * alpha]);
        (self.positions.len() - 1) as u32
    }

    /// A convex shape, its corners in order.
    pub fn fill(&mut self, corners: &[Vec2], colour: Color32) {
        let screen: Vec<Vec2> = corners.iter().map(|corner| self.view.to_screen(*corner)).collect();
        self.fill_screen(&screen, colour);
    }

    fn fill_screen(&mut self, corners: &[Vec2], colour: Color32) {
        let count = corners.len();
        if count < 3 {
            return;
        }
        let colour = linear(colour);
        let centre = corners.iter().sum::<Vec2>() / count as f32;
        let feather = |corner: Vec2, by: f32| corner + (corner - centre).normalize_or_zero() * by;
        let middle = self.vertex(centre, colour, 1.0);
        let first = self.positions.len() as u32;
        for corner in corners {
            self.vertex(feather(*corner, -0.5), colour, 1.0);
            self.vertex(feather(*corner, 0.5), colour, 0.0);
        }
        for index in 0..count as u32 {
            let (a, b) = (first + index * 2, first + (index + 1) % count as u32 * 2);
            self.indices.extend([middle, a, b, a, a + 1, b, b, a + 1, b + 1]);
        }
    }

    /// A rectangle with round corners.
    pub fn rect(&mut self, rect: Rect, radius: f32, colour: Color32) {
        self.fill(&round_corners(rect, radius), colour);
    }

    /// The outline of a rectangle with round corners.
    pub fn outline(&mut self, rect: Rect, radius: f32, width: f32, colour: Color32) {
        let mut corners = round_corners(rect, radius);
        corners.push(corners[0]);
        self.ribbon(&corners, width, colour);
    }

    pub fn circle(&mut self, centre: Vec2, radius: f32, colour: Color32) {
        self.fill(&arc(centre, radius, 0.0, std::f32::consts::TAU), colour);
    }

    pub fn ring(&mut self, centre: Vec2, radius: f32, width: f32, colour: Color32) {
        let mut points = arc(centre, radius, 0.0, std::f32::consts::TAU);
        points.push(points[0]);
        self.ribbon(&points, width, colour);
    }

    /// A band along points: cables, fibres, lines.
    pub fn ribbon(&mut self, points: &[Vec2], width: f32, colour: Color32) {
        let points: Vec<Vec2> = points.iter().map(|point| self.view.to_screen(*point)).collect();
        let half = (width * self.view.scale / 2.0).max(0.5);
        let colour = linear(colour);
        let first = self.positions.len() as u32;
        let count = points.len();
        for index in 0..count {
            let before = points[index.saturating_sub(1)];
            let after = points[(index + 1).min(count - 1)];
            let across = (after - before).normalize_or_zero().perp();
            for (by, alpha) in [(-half - 0.5, 0.0), (-half + 0.5, 1.0), (half - 0.5, 1.0), (half + 0.5, 0.0)] {
                self.vertex(points[index] + across * by, colour, alpha);
            }
        }
        for index in 0..count.saturating_sub(1) as u32 {
            for strip in 0..3 {
                let at = first + index * 4 + strip;
                self.indices.extend([at, at + 1, at + 4, at + 1, at + 5, at + 4]);
            }
        }
    }

    pub fn line(&mut self, from: Vec2, to: Vec2, width: f32, colour: Color32) {
        self.ribbon(&[from, to], width, colour);
    }

    /// A dashed band.
    pub fn dashes(&mut self, points: &[Vec2], width: f32, colour: Color32) {
        let (dash, gap) = (8.0, 6.0);
        let mut pending = vec![];
        let mut travelled = 0.0f32;
        for pair in points.windows(2) {
            let length = pair[0].distance(pair[1]);
            let steps = (length / 2.0).ceil().max(1.0) as usize;
            for step in 0..steps {
                let point = pair[0].lerp(pair[1], step as f32 / steps as f32);
                if travelled % (dash + gap) < dash {
                    pending.push(point);
                } else if pending.len() > 1 {
                    self.ribbon(&std::mem::take(&mut pending), width, colour);
                } else {
                    pending.clear();
                }
                travelled += length / steps as f32;
            }
        }
        if pending.len() > 1 {
            self.ribbon(&pending, width, colour);
        }
    }

    /// Words at a point; `anchor` as in [`Words`]. Never smaller than 12 px on the screen.
    pub fn text(&mut self, text: impl Into<String>, at: Vec2, anchor: Vec2, size: f32, face: Face, colour: Color32) {
        let size = (size * self.view.scale * self.text_scale).max(12.0);
        self.words.push(Words { text: text.into(), at: self.view.to_screen(at), anchor, size, face, colour });
    }
}

/// As the renderer wants it: worked out once for a shape, not for each of its corners.
fn linear(colour: Color32) -> [f32; 4] {
    let linear = Color::srgba_u8(colour.r(), colour.g(), colour.b(), colour.a()).to_linear();
    [linear.red, linear.green, linear.blue, linear.alpha]
}

/// Red light of a pen that leaves the glass.
pub fn glow_at(pen: &mut Pen, at: Vec2) {
    for (radius, alpha) in [(20.0, 46), (13.0, 90), (6.0, 235)] {
        pen.circle(at, radius, Color32::from_rgba_unmultiplied(0xff, 0x2a, 0x1f, alpha));
    }
    pen.circle(at, 2.4, Color32::from_rgb(0xff, 0xd6, 0xd0));
}

pub const LEFT: Vec2 = Vec2::new(-0.5, 0.0);
pub const MIDDLE: Vec2 = Vec2::ZERO;
pub const RIGHT: Vec2 = Vec2::new(0.5, 0.0);

/// Points along an arc; angles in radians, clockwise on the screen.
pub fn arc(centre: Vec2, radius: f32, from: f32, to: f32) -> Vec<Vec2> {
    let full = (to - from).abs() >= std::f32::consts::TAU - 1e-3;
    let least = if radius < 4.0 { 8.0 } else { 12.0 };
    let count = (radius.sqrt() * 6.0).clamp(least, 64.0) as usize;
    let steps = if full { count } else { count + 1 };
    (0..steps).map(|step| centre + Vec2::from_angle(from + (to - from) * step as f32 / count as f32) * radius).collect()
}

fn round_corners(rect: Rect, radius: f32) -> Vec<Vec2> {
    use std::f32::consts::FRAC_PI_2;
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if radius < 0.5 {
        return vec![rect.min, Vec2::new(rect.max.x, rect.min.y), rect.max, Vec2::new(rect.min.x, rect.max.y)];
    }
    let inner = rect.inflate(-radius);
    let centres = [inner.max, Vec2::new(inner.min.x, inner.max.y), inner.min, Vec2::new(inner.max.x, inner.min.y)];
    // Nobody sees more in a corner of two pixels.
    let steps = if radius <= 2.0 {
        1
    } else if radius <= 5.0 {
        3
    } else {
        6
    };
    let mut corners = Vec::with_capacity(28);
    for (quarter, centre) in centres.into_iter().enumerate() {
        for step in 0..=steps {
            let angle = FRAC_PI_2 * (quarter as f32 + step as f32 / steps as f32);
            corners.push(centre + Vec2::from_angle(angle) * radius);
        }
    }
    corners
}

/// A smooth curve from one point to another that leaves and arrives along these directions.
pub fn curve(from: Vec2, leave: Vec2, arrive: Vec2, to: Vec2) -> Vec<Vec2> {
    const STEPS: usize = 28;
    let (a, b) = (from + leave, to - arrive);
    (0..=STEPS)
        .map(|step| {
            let t = step as f32 / STEPS as f32;
            let u = 1.0 - t;
            from * (u * u * u) + a * (3.0 * u * u * t) + b * (3.0 * u * t * t) + to * (t * t * t)
        })
        .collect()
}

/// Shortest distance from a point to a line of points.
pub fn distance(points: &[Vec2], from: Vec2) -> f32 {
    points
        .windows(2)
        .map(|pair| {
            let along = pair[1] - pair[0];
            let t = ((from - pair[0]).dot(along) / along.length_squared().max(1e-6)).clamp(0.0, 1.0);
            from.distance(pair[0] + along * t)
        })
        .fold(f32::INFINITY, f32::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_goes_there_and_back() {
        let view = View { origin: Vec2::new(276.0, 52.0), scale: 1.7 };
        let point = Vec2::new(123.0, 45.0);
        assert!(view.to_design(view.to_screen(point)).distance(point) < 1e-3);
    }

    #[test]
    fn distance_is_to_the_nearest_part() {
        let line = [Vec2::ZERO, Vec2::new(10.0, 0.0), Vec2::new(10.0, 10.0)];
        assert_eq!(distance(&line, Vec2::new(5.0, 3.0)), 3.0);
        assert_eq!(distance(&line, Vec2::new(14.0, 5.0)), 4.0);
    }
}
