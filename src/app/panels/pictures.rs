//! Small drawings: one for each trade, and the signs on buttons.

use bevy_egui::egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::app::theme;
use crate::scenario::file::Module;

/// The trade in one picture, on a piece of mat.
pub fn trade(painter: &Painter, rect: Rect, module: Module) {
    painter.rect_filled(rect, CornerRadius { nw: 10, ne: 10, sw: 0, se: 0 }, theme::MAT);
    let painter = &painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    match module {
        Module::Fibre => fibre(painter, rect),
        Module::Rack => rack(painter, rect),
        Module::Network => network(painter, rect),
        Module::Chain => {
            let third = |index: f32| {
                let width = rect.width() / 3.0;
                Rect::from_min_size(rect.min + vec2(width * index, 0.0), vec2(width, rect.height()))
            };
            fibre(painter, third(0.0));
            rack(painter, third(1.0));
            network(painter, third(2.0));
        }
    }
}

/// Two fibres that meet in a splice, among their neighbours.
fn fibre(painter: &Painter, rect: Rect) {
    let colours = [
        Color32::from_rgb(0x00, 0x70, 0xc0),
        Color32::from_rgb(0x92, 0xd0, 0x50),
        Color32::from_rgb(0xe8, 0x3a, 0x3a),
        Color32::from_rgb(0xff, 0xdd, 0x33),
        Color32::from_rgb(0x8e, 0x57, 0xc0),
    ];
    let middle = rect.center();
    for (index, colour) in colours.into_iter().enumerate() {
        let spread = (index as f32 - 2.0) * rect.height() * 0.2;
        let spliced = index == 2;
        for side in [-1.0, 1.0] {
            let gap = if spliced { 26.0 } else { rect.width() * 0.2 };
            let from = pos2(middle.x + side * rect.width() * 0.5, middle.y + spread * 0.15);
            let to = pos2(middle.x + side * gap, middle.y + spread);
            let bend = vec2(rect.width() * 0.16 * side, 0.0);
            let curve = [from, from - bend, to + bend, to];
            painter.add(Shape::CubicBezier(bevy_egui::egui::epaint::CubicBezierShape::from_points_stroke(
                curve,
                false,
                Color32::TRANSPARENT,
                Stroke::new(4.0, colour),
            )));
            if spliced {
                painter.line_segment([to, pos2(middle.x + side * 2.0, middle.y)], Stroke::new(2.5, theme::GLASS));
            }
        }
    }
    for (radius, alpha) in [(18.0, 26), (11.0, 60), (5.0, 255)] {
        painter.circle_filled(middle, radius, Color32::from_rgba_unmultiplied(0xe7, 0xf5, 0xf9, alpha));
    }
}

/// A rack with a few units and their lights.
fn rack(painter: &Painter, rect: Rect) {
    let frame = Rect::from_center_size(rect.center(), vec2(112.0, rect.height() - 20.0));
    let edge = Stroke::new(2.0, theme::MAT_TEXT_SOFT);
    painter.rect(frame, CornerRadius::same(4), Color32::from_rgb(0x17, 0x20, 0x25), edge, StrokeKind::Inside);
    let rows = 5;
    let pitch = (frame.height() - 12.0) / rows as f32;
    for row in 0..rows {
        let top = frame.top() + 6.0 + pitch * row as f32;
        let unit = Rect::from_min_size(pos2(frame.left() + 8.0, top + 1.5), vec2(96.0, pitch - 3.0));
        if row == 3 {
            painter.rect_stroke(unit, CornerRadius::same(2), Stroke::new(1.0, theme::MAT_CARD), StrokeKind::Inside);
            continue;
        }
        painter.rect_filled(unit, CornerRadius::same(2), Color32::from_rgb(0x3b, 0x4a, 0x52));
        for port in 0..6 {
            let at = pos2(unit.left() + 10.0 + 11.0 * port as f32, unit.center().y);
            painter.rect_filled(
                Rect::from_center_size(at, vec2(7.0, 5.0)),
                CornerRadius::same(1),
                Color32::from_rgb(0x14, 0x1c, 0x20),
            );
        }
        let light = if row == 1 { Color32::from_rgb(0xf2, 0xc9, 0x4c) } else { Color32::from_rgb(0x5f, 0xd0, 0x7a) };
        painter.circle_filled(pos2(unit.right() - 10.0, unit.center().y), 2.5, light);
    }
    // One cord, from unit to unit.
    let from = pos2(frame.left() + 40.0, frame.top() + 6.0 + pitch * 0.5);
    let to = pos2(frame.left() + 62.0, frame.top() + 6.0 + pitch * 2.5);
    let curve = [from, from + vec2(-70.0, 16.0), to + vec2(-84.0, -4.0), to];
    painter.add(Shape::CubicBezier(bevy_egui::egui::epaint::CubicBezierShape::from_points_stroke(
        curve,
        false,
        Color32::TRANSPARENT,
        Stroke::new(3.0, theme::TRACE),
    )));
}

/// Four machines and the links between them.
fn network(painter: &Painter, rect: Rect) {
    let at = |x: f32, y: f32| rect.center() + vec2(x * rect.width().min(360.0) * 0.5, y * rect.height());
    let nodes = [at(-0.62, 0.12), at(-0.16, -0.22), at(0.2, 0.2), at(0.64, -0.1)];
    for (a, b) in [(0, 1), (1, 2), (2, 3), (1, 3), (0, 2)] {
        painter.line_segment([nodes[a], nodes[b]], Stroke::new(2.0, theme::MAT_TEXT_SOFT));
    }
    let packet = nodes[1] + (nodes[3] - nodes[1]) * 0.45;
    painter.rect_filled(Rect::from_center_size(packet, vec2(12.0, 8.0)), CornerRadius::same(2), theme::TRACE);
    for node in nodes {
        let box_ = Rect::from_center_size(node, vec2(34.0, 22.0));
        let edge = Stroke::new(2.0, theme::GLASS);
        painter.rect(box_, CornerRadius::same(5), theme::MAT_CARD, edge, StrokeKind::Inside);
        painter.circle_filled(node + vec2(-9.0, 0.0), 2.5, Color32::from_rgb(0x5f, 0xd0, 0x7a));
    }
}

/// Our sign: two fibres, spliced.
pub fn sign(painter: &Painter, at: Pos2) {
    let box_ = Rect::from_center_size(at, vec2(32.0, 32.0));
    painter.rect_filled(box_, CornerRadius::same(8), theme::MAT);
    painter.line_segment([at - vec2(11.0, 0.0), at - vec2(3.0, 0.0)], Stroke::new(4.0, theme::TRACE));
    painter.line_segment([at + vec2(3.0, 0.0), at + vec2(11.0, 0.0)], Stroke::new(4.0, theme::TRACE));
    painter.circle_filled(at, 3.5, theme::GLASS);
}

/// Three sliders: the settings.
pub fn sliders(painter: &Painter, at: Pos2) {
    for (row, knob) in [(-6.0, 4.0), (0.0, -4.0), (6.0, 1.0)] {
        let pen = Stroke::new(2.0, theme::INK);
        painter.line_segment([at + vec2(-9.0, row), at + vec2(9.0, row)], pen);
        painter.circle(at + vec2(knob, row), 3.0, theme::CARD, pen);
    }
}

/// A question mark: help.
pub fn question(painter: &Painter, at: Pos2) {
    painter.text(at, Align2::CENTER_CENTER, "?", theme::bold(20.0), theme::INK);
}

/// An arrow head to the left or to the right.
pub fn chevron(painter: &Painter, at: Pos2, right: bool) {
    let way = if right { 1.0 } else { -1.0 };
    let points = vec![at + vec2(-4.0 * way, -7.0), at + vec2(4.0 * way, 0.0), at + vec2(-4.0 * way, 7.0)];
    painter.add(Shape::line(points, Stroke::new(2.5, theme::INK)));
}

/// A keyboard.
pub fn keyboard(painter: &Painter, at: Pos2) {
    let pen = Stroke::new(2.0, theme::INK);
    let box_ = Rect::from_center_size(at, vec2(26.0, 17.0));
    painter.rect_stroke(box_, CornerRadius::same(4), pen, StrokeKind::Inside);
    for x in [-7.0, -2.3, 2.3, 7.0] {
        painter.circle_filled(at + vec2(x, -3.0), 1.4, theme::INK);
    }
    painter.line_segment([at + vec2(-6.0, 3.0), at + vec2(6.0, 3.0)], pen);
}
