//! The bar at the top: where I am on the left, what is at hand and what can be set on the right.

use bevy_egui::egui::{self, Align, Frame, Layout, Margin, RichText, Sense, Ui, Vec2};

use super::pictures;
use crate::app::theme;
use crate::locale::Lang;

/// What was asked for in the corner of the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CornerAsked {
    Settings,
    Help,
    Lang(Lang),
}

/// The bar, with the corner that every screen has.
pub fn top_ui(ui: &mut Ui, lang: Lang, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) -> Option<CornerAsked> {
    let mut asked = None;
    let frame = Frame::new().fill(theme::CARD).inner_margin(Margin::symmetric(16, 0));
    egui::Panel::top("top").exact_size(56.0).frame(frame).show_separator_line(true).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            left(ui);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if theme::icon_button(ui, &lang.text("settings"), pictures::sliders).clicked() {
                    asked = Some(CornerAsked::Settings);
                }
                if theme::icon_button(ui, &lang.text("help"), pictures::question).clicked() {
                    asked = Some(CornerAsked::Help);
                }
                // The switch says the other language, in its own words.
                let (other, name) = match lang {
                    Lang::Fr => (Lang::En, "English"),
                    Lang::En => (Lang::Fr, "Français"),
                };
                if theme::quiet_button(ui, name).clicked() {
                    asked = Some(CornerAsked::Lang(other));
                }
                right(ui);
            });
        });
    });
    asked
}

/// The name of the program with its sign.
pub fn wordmark(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(32.0), Sense::hover());
    pictures::sign(ui.painter(), rect.center());
    ui.label(RichText::new("Splicelab").font(theme::bold(20.0)).color(theme::INK));
}

/// The button that leads back; says whether it was pressed.
pub fn back_ui(ui: &mut Ui, name: &str) -> bool {
    theme::icon_button(ui, name, |painter, at| pictures::chevron(painter, at, false)).clicked()
}

/// The path of places; on a narrow bar only the last one.
pub fn crumbs_ui(ui: &mut Ui, crumbs: &[String], room: f32) {
    let width =
        |text: &String| ui.painter().layout_no_wrap(text.clone(), theme::semibold(16.0), theme::INK).size().x + 32.0;
    let all: f32 = crumbs.iter().map(width).sum();
    let shown = if all <= room { crumbs } else { &crumbs[crumbs.len().saturating_sub(1)..] };
    for (index, crumb) in shown.iter().enumerate() {
        if index > 0 {
            ui.label(RichText::new("›").font(theme::regular(18.0)).color(theme::INK_SOFT));
        }
        ui.add(egui::Label::new(theme::strong(crumb)).truncate());
    }
}
