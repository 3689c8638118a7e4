//! The trace as pixels: for every column of the screen the highest and the lowest point in it, painted as one mesh.
//!
//! However many points there are, what is painted is as wide as the screen. A software renderer draws it in well under
//! a millisecond.

use bevy_egui::egui::{Color32, Mesh, Painter, Pos2, Shape, Stroke, pos2};

use super::axes::Frame;
use crate::fibre::otdr::curve::Curve;

/// Half the width of the line, in points.
const HALF: f32 = 0.8;
/// Where the line fades out, so that it is smooth without multisampling.
const FADE: f32 = 0.8;

/// How strong the line is at the lowest point of noise, of 1.
const NOISE: f32 = 0.16;
/// Below this many dB under its body a column has no tail.
const TAIL_DB: f64 = 1.0;

/// Highest and lowest level of one column, in dB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    pub x: f32,
    pub low: f64,
    pub high: f64,
    /// Where the body of its points ends: in noise few points lie below, and far.
    pub body: f64,
}

/// How a curve lies on the distances of the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    Straight,
    /// Measured from the other end: turned round about this length.
    Turned(f64),
}

impl Way {
    /// Distance on the screen to distance on the curve, or back: turning twice is not turning.
    pub fn metres(self, metres: f64) -> f64 {
        match self {
            Way::Straight => metres,
            Way::Turned(end) => end - metres,
        }
    }
}

/// The extremes of every column of the screen, `step` points wide, from the left. Columns without any point are left
/// out. Each column reaches to the last level of the one before, so that the line has no holes.
pub fn columns(curve: &Curve, frame: &Frame, way: Way, step: f32) -> Vec<Column> {
    let count = (frame.rect.width() / step).ceil() as usize;
    let mut found: Vec<Column> = Vec::with_capacity(count);
    let mut last: Option<f64> = None;
    for column in 0..count {
        let x = frame.rect.left() + column as f32 * step;
        let ends = [frame.metres(x), frame.metres(x + step)].map(|metres| way.metres(metres));
        let points = curve.within(ends[0].min(ends[1]), ends[0].max(ends[1]));
        let levels = &curve.levels[points];
        let (Some(low), Some(high)) = (levels.iter().min(), levels.iter().max()) else { continue };
        let [mut low, mut high] = [low, high].map(|level| f64::from(*level) / 1000.0);
        let ends = [levels[0], levels[levels.len() - 1]].map(|level| f64::from(level) / 1000.0);
        let (first, leaves) = if way == Way::Straight { (ends[0], ends[1]) } else { (ends[1], ends[0]) };
        // Up or down to where the line came from.
        let came = last.unwrap_or(first);
        low = low.min(came);
        high = high.max(came);
        last = Some(leaves);
        // Fibre has no tail: only where the levels spread are they looked at one by one.
        let body = if high - low < TAIL_DB { low } else { lower_quarter(levels).clamp(low, high) };
        found.push(Column { x: x + step / 2.0, low, high, body: if body - low < TAIL_DB { low } else { body } });
    }
    found
}

/// The level that three quarters of the points reach, in dB; of few points the lowest.
fn lower_quarter(levels: &[i32]) -> f64 {
    let mut sorted = levels.to_vec();
    let at = sorted.len() / 4;
    f64::from(*sorted.select_nth_unstable(at).1) / 1000.0
}

/// Draws a curve into a frame.
pub fn draw(painter: &Painter, curve: &Curve, frame: &Frame, way: Way, colour: Color32) {
    let seen = [way.metres(frame.look.x[0]), way.metres(frame.look.x[1])];
    let [from, to] = [seen[0].min(seen[1]), seen[0].max(seen[1])];
    let points = curve.within(from - curve.spacing_m, to + curve.spacing_m);
    if (points.len() as f32) < frame.rect.width() * 0.7 {
        return draw_sparse(painter, curve, frame, way, colour, points);
    }
    let columns = columns(curve, frame, way, 1.0);
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(columns.len() * 5);
    mesh.reserve_triangles(columns.len() * 8);
    let clear = Color32::TRANSPARENT;
    for (index, column) in columns.iter().enumerate() {
        let (top, body, bottom) =
            (frame.y(column.high) - HALF, frame.y(column.body) + HALF, frame.y(column.low) + HALF);
        let foot = if column.body > column.low { colour.gamma_multiply(NOISE) } else { colour };
        let base = (index * 5) as u32;
        for (y, colour) in [(top - FADE, clear), (top, colour), (body, colour), (bottom, foot), (bottom + FADE, clear)]
        {
            mesh.colored_vertex(pos2(column.x, y), colour);
        }
        if index == 0 {
            continue;
        }
        let before = base - 5;
        for row in 0..4 {
            mesh.add_triangle(before + row, before + row + 1, base + row);
            mesh.add_triangle(before + row + 1, base + row, base + row + 1);
        }
    }
    painter.add(Shape::mesh(mesh));
}

/// Few points: a line from point to point, and each point when they stand far apart.
fn draw_sparse(
    painter: &Painter,
    curve: &Curve,
    frame: &Frame,
    way: Way,
    colour: Color32,
    points: std::ops::Range<usize>,
) {
    let at = |index: usize| -> Pos2 {
        frame.at(way.metres(curve.position_m(index)), f64::from(curve.levels[index]) / 1000.0)
    };
    let line: Vec<Pos2> = points.map(at).collect();
    let apart = frame.rect.width() / line.len().max(1) as f32;
    if apart > 8.0 {
        for point in &line {
            painter.circle_filled(*point, 2.5, colour);
        }
    }
    painter.add(Shape::line(line, Stroke::new(1.6, colour)));
}

#[cfg(test)]
mod tests {
    use super::super::desk::Look;
    use super::*;
    use bevy_egui::egui::{Rect, vec2};

    fn curve() -> Curve {
        let mut levels: Vec<i32> = (0..32_000).map(|index| -20_000 - index / 10).collect();
        levels[15_000] = -5_000;
        Curve { levels, first_m: -1000.0, spacing_m: 0.5, pulse_ns: 10.0, group_index: 1.468, backscatter_db: -80.0 }
    }

    fn frame() -> Frame {
        let rect = Rect::from_min_size(pos2(40.0, 10.0), vec2(1000.0, 300.0));
        Frame { rect, look: Look { x: [-1000.0, 15_000.0], y: [-60.0, 0.0] } }
    }

    /// A peak one point wide among 32 000 must not fall between two pixels.
    #[test]
    fn a_single_point_is_seen_from_far_away() {
        let columns = columns(&curve(), &frame(), Way::Straight, 1.0);
        assert_eq!(columns.len(), 1000);
        assert!(columns.iter().any(|column| column.high == -5.0));
    }

    #[test]
    fn a_turned_trace_is_the_mirror_of_itself() {
        let straight = columns(&curve(), &frame(), Way::Straight, 1.0);
        let turned = columns(&curve(), &frame(), Way::Turned(14_000.0), 1.0);
        let peak = |columns: &[Column]| columns.iter().position(|column| column.high == -5.0).expect("the peak");
        assert!((peak(&straight) as i64 + peak(&turned) as i64 - 999).abs() <= 2);
        for pair in turned.windows(2) {
            assert!(pair[1].high >= pair[0].low, "the line has no holes");
        }
    }
}
