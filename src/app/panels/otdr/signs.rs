//! What an event is, as a small drawing of the trace at it.

use bevy_egui::egui::{Color32, Painter, Pos2, Shape, Stroke, vec2};

use crate::app::theme;
use crate::locale::Lang;

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventSign {
    /// A step down: splice or bend.
    Loss,
    /// A step up: a splice to a fibre that scatters more.
    Gain,
    /// A peak: connector.
    Reflective,
    /// A peak with its top cut off.
    Saturated,
    /// The fibre ends with a peak.
    End,
    /// The fibre ends without a peak.
    EndDark,
    /// A peak that is nothing on the fibre.
    Ghost,
    /// Out of range, or of no known kind.
    Other,
}

impl EventSign {
    /// In words.
    pub fn name(self, lang: Lang) -> String {
        lang.text(match self {
            EventSign::Loss => "otdr-sign-loss",
            EventSign::Gain => "otdr-sign-gain",
            EventSign::Reflective => "otdr-sign-reflective",
            EventSign::Saturated => "otdr-sign-saturated",
            EventSign::End => "otdr-sign-end",
            EventSign::EndDark => "otdr-sign-end-dark",
            EventSign::Ghost => "otdr-sign-ghost",
            EventSign::Other => "otdr-sign-other",
        })
    }

    /// Draws it about a point, 26 wide and 18 high.
    pub fn draw(self, painter: &Painter, at: Pos2, colour: Color32) {
        let pen = Stroke::new(1.8, colour);
        let path = |points: &[(f32, f32)]| {
            let points: Vec<Pos2> = points.iter().map(|(x, y)| at + vec2(*x, *y)).collect();
            painter.add(Shape::line(points, pen));
        };
        match self {
            EventSign::Loss => path(&[(-12.0, -4.0), (-2.0, -2.5), (2.0, 3.0), (12.0, 4.5)]),
            EventSign::Gain => path(&[(-12.0, 2.0), (-2.0, 3.5), (2.0, -3.5), (12.0, -2.0)]),
            EventSign::Reflective => {
                path(&[(-12.0, 4.0), (-3.0, 5.0), (0.0, -8.0), (3.0, 6.5), (12.0, 7.5)]);
            }
            EventSign::Saturated => {
                path(&[(-12.0, 4.0), (-5.0, 5.0), (-4.0, -7.0), (4.0, -7.0), (5.0, 6.5), (12.0, 7.5)]);
            }
            EventSign::End => {
                path(&[(-12.0, 0.0), (-4.0, 1.0), (-2.0, -8.0), (1.0, 8.0)]);
                path(&[(1.0, 8.0), (4.0, 6.0), (6.0, 8.0), (9.0, 6.5), (12.0, 8.0)]);
            }
            EventSign::EndDark => {
                path(&[(-12.0, -3.0), (-3.0, -2.0), (0.0, 8.0)]);
                path(&[(0.0, 8.0), (3.0, 6.0), (6.0, 8.0), (9.0, 6.5), (12.0, 8.0)]);
            }
            EventSign::Ghost => {
                let points = [(-12.0, 6.0), (-4.0, 6.0), (0.0, -7.0), (4.0, 6.0), (12.0, 6.0)];
                let points: Vec<Pos2> = points.iter().map(|(x, y)| at + vec2(*x, *y)).collect();
                painter.extend(Shape::dashed_line(&points, pen, 3.0, 2.5));
            }
            EventSign::Other => {
                let centre = bevy_egui::egui::Align2::CENTER_CENTER;
                painter.text(at, centre, "?", theme::semibold(16.0), colour);
            }
        }
    }
}
