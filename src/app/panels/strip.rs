//! The strip above the mat: the views of this place, and the papers and instruments at hand.

use bevy_egui::egui::{Align, Layout, Response, Ui, vec2};

use crate::app::theme;
use crate::locale::Lang;

/// What the strip shows, already in words; keys are F2, F3… from the left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StripView {
    /// The views, and whether it is the one shown.
    pub stations: Vec<(String, bool)>,
    /// Papers and instruments, and whether it is open.
    pub things: Vec<(String, bool)>,
    /// Whether the portable bench can be set up here.
    pub can_set_up: bool,
    /// Whether there is anywhere to go: else there is nothing to turn to.
    pub goes_about: bool,
}

/// What was asked for, by its place in the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StripAsked {
    Station(usize),
    Thing(usize),
    SetUpBench,
}

impl StripView {
    /// What the key F2 plus `offset` asks for.
    pub fn key(&self, offset: usize) -> Option<StripAsked> {
        let thing = offset.checked_sub(self.stations.len());
        match thing {
            None => Some(StripAsked::Station(offset)),
            Some(thing) => (thing < self.things.len()).then_some(StripAsked::Thing(thing)),
        }
    }
}

/// Shows the strip: views at the left, things at the right.
pub fn strip_ui(ui: &mut Ui, view: &StripView, lang: Lang) -> Option<StripAsked> {
    let mut asked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (index, (name, shown)) in view.stations.iter().enumerate() {
            if tab(ui, name, index + 2, *shown).clicked() {
                asked = Some(StripAsked::Station(index));
            }
        }
        if view.can_set_up && theme::quiet_button(ui, lang.text("verb-set-up-bench")).clicked() {
            asked = Some(StripAsked::SetUpBench);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (index, (name, open)) in view.things.iter().enumerate().rev() {
                if tab(ui, name, view.stations.len() + index + 2, *open).clicked() {
                    asked = Some(StripAsked::Thing(index));
                }
            }
        });
    });
    asked
}

/// A tab with its name and its key; the chosen one has the orange edge.
fn tab(ui: &mut Ui, name: &str, key: usize, chosen: bool) -> Response {
    let font = theme::semibold(16.0);
    let words = ui.painter().layout_no_wrap(name.to_owned(), font, theme::INK);
    let small = ui.painter().layout_no_wrap(format!("F{key}"), theme::regular(14.0), theme::INK_SOFT);
    let size = vec2(words.size().x + small.size().x + 34.0, theme::TARGET);
    let (rect, response) = theme::choice(ui, size, name, chosen);
    let top = |height: f32| rect.center().y - height / 2.0;
    let (high, small_high, wide) = (words.size().y, small.size().y, words.size().x);
    ui.painter().galley(bevy_egui::egui::pos2(rect.left() + 12.0, top(high)), words, theme::INK);
    let at = bevy_egui::egui::pos2(rect.left() + 22.0 + wide, top(small_high));
    ui.painter().galley(at, small, theme::INK_SOFT);
    response
}
