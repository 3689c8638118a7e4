//! The OTDR's screen on the mat, for the replay: the trace that the last gesture was about, with what is noted on it.
//! While somebody works, panels draw the instrument over it.

use std::time::Instant;

use bevy::math::{Rect, Vec2};
use bevy_egui::egui::{Color32, CursorIcon, Id, Ui};

use super::pen::{Face, LEFT, MIDDLE, Pen};
use super::stage::{Asked, Scene, Seen, Stop, Typed};
use crate::app::theme;
use crate::app::traces::{noted, shown_trace};
use crate::fibre::coach::Hint;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Lang;

const SIZE: Vec2 = Vec2::new(1000.0, 560.0);
const SCREEN: Rect = Rect { min: Vec2::new(40.0, 30.0), max: Vec2::new(960.0, 530.0) };
const GLASS: Color32 = Color32::from_rgb(0x0f, 0x16, 0x1a);

/// Holds nothing: the lab says what was measured.
pub struct OtdrScene;

impl Scene for OtdrScene {
    fn size(&self) -> Vec2 {
        SIZE
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        pen.rect(SCREEN, 10.0, GLASS);
        pen.outline(SCREEN, 10.0, 3.0, theme::MAT_TEXT_SOFT);
        let number = seen.lab.journal().0.iter().rev().find_map(|entry| match &entry.action {
            Action::MarkEvent { shot, .. } | Action::ForgetEvent { shot, .. } | Action::TakeTable { shot } => {
                Some(*shot)
            }
            Action::WriteMean { shots, .. } => Some(shots.0),
            Action::Shoot { .. } => Some(seen.lab.state().notebook.shots.len() as u32),
            _ => None,
        });
        let Some((name, curve)) = shown_trace(seen.lab, number.unwrap_or(1), seen.lang) else { return false };
        let inner = SCREEN.inflate(-36.0);
        pen.text(name, inner.min + Vec2::new(0.0, 10.0), LEFT, 18.0, Face::Semibold, theme::MAT_TEXT);
        let plot = Rect { min: inner.min + Vec2::new(0.0, 34.0), max: inner.max };
        let (high, _) = curve.extremes_db();
        let low = -64.0f64;
        let at = |metres: f64, db: f64| {
            let x = (metres - curve.first_m) / (curve.last_m() - curve.first_m).max(1.0);
            let y = (high - db) / (high - low).max(1.0);
            plot.min + Vec2::new(x as f32 * plot.width(), (y as f32).min(1.0) * plot.height())
        };
        // Highest point of each of so many columns: enough for a picture that is only looked at.
        let columns = 460;
        let step = curve.levels.len().div_ceil(columns).max(1);
        let line: Vec<Vec2> = curve
            .levels
            .chunks(step)
            .enumerate()
            .map(|(column, levels)| {
                let top = levels.iter().max().copied().unwrap_or_default();
                at(curve.position_m(column * step), f64::from(top) / 1000.0)
            })
            .collect();
        pen.ribbon(&line, 2.0, theme::TRACE);
        for event in noted(seen.lab, number.unwrap_or(1)) {
            let level = curve.level_db(event.at_m).unwrap_or(low);
            let foot = at(event.at_m, level);
            pen.line(foot - Vec2::new(0.0, 22.0), foot + Vec2::new(0.0, 22.0), 1.6, theme::MAT_TEXT);
            let below = foot + Vec2::new(0.0, 34.0);
            pen.text(event.number, below, MIDDLE, 16.0, Face::Semibold, theme::MAT_TEXT);
        }
        false
    }

    fn look(&mut self, _at: Option<Vec2>) {}

    fn press(&mut self, _lab: &Lab, _at: Vec2, _now: Instant) -> Option<Asked> {
        None
    }

    fn moved(&mut self, _at: Vec2) {}

    fn release(&mut self, _lab: &Lab, _at: Vec2, _now: Instant) -> Option<Asked> {
        None
    }

    fn let_go(&mut self) {}

    fn put_back(&mut self) -> bool {
        false
    }

    fn holds(&self) -> bool {
        false
    }

    fn cursor(&self) -> Option<CursorIcon> {
        None
    }

    fn stops(&self, _lab: &Lab, _lang: Lang) -> Vec<Stop> {
        Vec::new()
    }

    fn reach(&mut self, _lab: &Lab, _stop: Option<Id>) {}

    fn enter(&mut self, _lab: &Lab, _hint: Option<&Hint>, _stop: Id) -> Option<Asked> {
        None
    }

    fn typed(&mut self, _lab: &Lab, _hint: Option<&Hint>, _typed: Typed) -> Option<Asked> {
        None
    }

    fn bar(&mut self, _ui: &mut Ui, _lab: &Lab, _hint: Option<&Hint>, _gestures: bool, _lang: Lang) -> Option<Asked> {
        None
    }
}
