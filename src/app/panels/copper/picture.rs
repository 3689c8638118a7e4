//! Wires and their colours, as they are drawn and as they are read by those who see no colours: white ones have a stripe,
//! and each bears its letters.

use bevy_egui::egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::app::theme;
use crate::locale::Lang;
use crate::rack::copper::{Pair, Wire};

pub fn colour(pair: Pair) -> Color32 {
    match pair {
        Pair::Blue => Color32::from_rgb(0x1c, 0x6f, 0xc9),
        Pair::Orange => Color32::from_rgb(0xf0, 0x7d, 0x1a),
        Pair::Green => Color32::from_rgb(0x2b, 0x8a, 0x3e),
        Pair::Brown => Color32::from_rgb(0x7a, 0x4a, 0x26),
    }
}

/// A piece of wire from one point to another; white ones with their stripe.
pub fn wire_line(painter: &Painter, from: Pos2, to: Pos2, wire: Wire, width: f32) {
    edged_wire(painter, from, to, wire, width, theme::INK);
}

fn edged_wire(painter: &Painter, from: Pos2, to: Pos2, wire: Wire, width: f32, edge: Color32) {
    painter.line_segment([from, to], Stroke::new(width + 2.0, edge));
    if wire.white {
        painter.line_segment([from, to], Stroke::new(width, Color32::WHITE));
        let steps = ((to - from).length() / 9.0).max(1.0) as usize;
        for step in 0..steps {
            let at = |share: f32| from + (to - from) * ((step as f32 + share) / steps as f32);
            painter.line_segment([at(0.15), at(0.6)], Stroke::new(width, colour(wire.pair)));
        }
    } else {
        painter.line_segment([from, to], Stroke::new(width, colour(wire.pair)));
    }
}

/// A swatch as on the sticker of a panel, with the letters of its colour; white ones have a band of it.
pub fn swatch(painter: &Painter, rect: Rect, wire: Wire, lang: Lang) {
    let (fill, ink) = if wire.white { (Color32::WHITE, theme::INK) } else { (colour(wire.pair), Color32::WHITE) };
    painter.rect_filled(rect, CornerRadius::same(3), fill);
    if wire.white {
        let band = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 7.0), rect.max);
        painter.rect_filled(band, CornerRadius::same(2), colour(wire.pair));
    }
    painter.rect_stroke(rect, CornerRadius::same(3), Stroke::new(1.0, theme::INK), StrokeKind::Inside);
    let up = if wire.white { 4.0 } else { 0.0 };
    let at = rect.center() - vec2(0.0, up);
    painter.text(at, Align2::CENTER_CENTER, letters(wire, lang), theme::semibold(14.0), ink);
}

/// The letters that stand for a colour.
fn letters(wire: Wire, lang: Lang) -> String {
    lang.text(match wire.pair {
        Pair::Blue => "copper-letters-blue",
        Pair::Orange => "copper-letters-orange",
        Pair::Green => "copper-letters-green",
        Pair::Brown => "copper-letters-brown",
    })
}

/// Eight contacts in a row joined to eight others, with the wires between them.
pub fn wire_map(painter: &Painter, rect: Rect, map: &[Option<u8>; 8], wires: [Option<Wire>; 8]) {
    let x = |contact: usize| rect.left() + rect.width() * (contact as f32 + 0.5) / 8.0;
    for (index, there) in map.iter().enumerate() {
        let from = pos2(x(index), rect.top() + 20.0);
        painter.text(
            pos2(x(index), rect.top()),
            Align2::CENTER_TOP,
            (index + 1).to_string(),
            theme::mono(15.0),
            theme::MAT_TEXT,
        );
        let number = pos2(x(index), rect.bottom());
        painter.text(number, Align2::CENTER_BOTTOM, (index + 1).to_string(), theme::mono(15.0), theme::MAT_TEXT);
        match (there, wires[index]) {
            (Some(there), Some(wire)) => {
                let to = pos2(x(usize::from(*there) - 1), rect.bottom() - 20.0);
                edged_wire(painter, from, to, wire, 4.0, theme::MAT_TEXT);
            }
            _ => {
                let down = from + vec2(0.0, (rect.height() - 40.0) * 0.35);
                painter.line_segment([from, down], Stroke::new(3.0, theme::MAT_TEXT_SOFT));
                let cross = 5.0;
                for (dx, dy) in [(-cross, -cross), (-cross, cross)] {
                    painter.line_segment(
                        [down + vec2(dx, dy), down - vec2(dx, dy)],
                        Stroke::new(2.5, Color32::from_rgb(0xff, 0x87, 0x87)),
                    );
                }
            }
        }
    }
}
