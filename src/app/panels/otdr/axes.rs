//! The grid of the screen, its numbers, and the way from metres and dB to pixels.

use bevy_egui::egui::{Align2, Painter, Pos2, Rect, Stroke, pos2};

use super::desk::Look;
use super::{GRID, SCREEN_SOFT};
use crate::app::theme;
use crate::locale::Lang;

/// From metres and dB to pixels and back.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub rect: Rect,
    pub look: Look,
}

impl Frame {
    pub fn x(&self, metres: f64) -> f32 {
        let [from, to] = self.look.x;
        self.rect.left() + ((metres - from) / (to - from)) as f32 * self.rect.width()
    }

    pub fn y(&self, db: f64) -> f32 {
        let [low, high] = self.look.y;
        self.rect.bottom() - ((db - low) / (high - low)) as f32 * self.rect.height()
    }

    pub fn metres(&self, x: f32) -> f64 {
        let [from, to] = self.look.x;
        from + f64::from((x - self.rect.left()) / self.rect.width()) * (to - from)
    }

    pub fn db(&self, y: f32) -> f64 {
        let [low, high] = self.look.y;
        low + f64::from((self.rect.bottom() - y) / self.rect.height()) * (high - low)
    }

    pub fn at(&self, metres: f64, db: f64) -> Pos2 {
        pos2(self.x(metres), self.y(db))
    }
}

/// A round step (1, 2 or 5 times a power of ten) so that about so many of them fill a span.
pub fn round_step(span: f64, wanted: f64) -> f64 {
    let rough = (span / wanted.max(1.0)).max(1e-9);
    let power = 10f64.powf(rough.log10().floor());
    let factor = match rough / power {
        ..1.5 => 1.0,
        1.5..3.5 => 2.0,
        3.5..7.5 => 5.0,
        _ => 10.0,
    };
    factor * power
}

/// The round numbers within a span, a step apart.
pub fn round_numbers([from, to]: [f64; 2], step: f64) -> impl Iterator<Item = f64> {
    let first = (from / step).ceil() as i64;
    let last = (to / step).floor() as i64;
    (first..=last.min(first + 200)).map(move |number| number as f64 * step)
}

/// How many decimals a step needs to be told from the next.
fn decimals(step: f64) -> usize {
    (-step.log10().floor()).clamp(0.0, 3.0) as usize
}

/// A distance in words for a screen that shows so many metres: `862,6 m` near, `17,66 km` far.
pub fn distance(metres: f64, lang: Lang) -> String {
    let metres = if metres.abs() < 0.05 { 0.0 } else { metres };
    format!("{} m", lang.decimal(metres, 1))
}

/// Draws grid and numbers. The numbers stand left of the grid and below it.
pub fn draw(painter: &Painter, frame: &Frame, lang: Lang) {
    let rect = frame.rect;
    let line = Stroke::new(1.0, GRID);
    let [left, right] = frame.look.x;
    let step = round_step(right - left, f64::from(rect.width()) / 110.0);
    let kilometres = left.abs().max(right.abs()) >= 10_000.0 && step >= 10.0;
    let (unit, scale) = if kilometres { ("km", 1000.0) } else { ("m", 1.0) };
    let places = decimals(step / scale);
    let bottom = rect.bottom() + 4.0;
    for metres in round_numbers(frame.look.x, step) {
        let x = frame.x(metres).round() + 0.5;
        painter.vline(x, rect.y_range(), line);
        // The unit has the corner.
        if x < rect.right() - 30.0 {
            let text = lang.decimal(metres / scale, places);
            painter.text(pos2(x, bottom), Align2::CENTER_TOP, text, theme::mono(14.0), SCREEN_SOFT);
        }
    }
    painter.text(pos2(rect.right(), bottom), Align2::RIGHT_TOP, unit, theme::mono(14.0), SCREEN_SOFT);
    let [low, high] = frame.look.y;
    let step = round_step(high - low, f64::from(rect.height()) / 44.0);
    let places = decimals(step);
    for db in round_numbers(frame.look.y, step) {
        let y = frame.y(db).round() + 0.5;
        painter.hline(rect.x_range(), y, line);
        if y > rect.top() + 22.0 && y < rect.bottom() - 4.0 {
            let text = lang.decimal(db, places);
            painter.text(pos2(rect.left() - 6.0, y), Align2::RIGHT_CENTER, text, theme::mono(14.0), SCREEN_SOFT);
        }
    }
    painter.text(pos2(rect.left() - 6.0, rect.top()), Align2::RIGHT_TOP, "dB", theme::mono(14.0), SCREEN_SOFT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_about_as_many_as_wanted() {
        for span in [0.37, 2.0, 40.0, 958.0, 26_000.0, 160_000.0] {
            let step = round_step(span, 9.0);
            let count = span / step;
            assert!((4.0..=14.0).contains(&count), "{span}: {count} steps of {step}");
            let first = format!("{step:e}");
            assert!(["1", "2", "5"].iter().any(|digit| first.starts_with(digit)), "{first}");
        }
    }

    #[test]
    fn round_numbers_stay_within_the_span() {
        assert_eq!(round_numbers([-3.0, 12.0], 5.0).collect::<Vec<_>>(), [0.0, 5.0, 10.0]);
    }
}
