//! The screens, a file each, and what they share.

mod bench;
mod briefing;
mod debrief;
mod help;
mod home;

use bevy::prelude::*;
use bevy_egui::{EguiPrimaryContextPass, egui};

use super::settings::Settings;
use super::theme;
use crate::locale::Lang;

/// All that the screens show.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShowScreens;

/// Where the person is.
#[derive(States, Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    #[default]
    Home,
    Briefing,
    Bench,
    Debrief,
}

pub use self::briefing::Chosen;
pub use self::help::HelpShown;

pub fn plugin(app: &mut App) {
    app.init_state::<Screen>().init_resource::<HelpShown>().add_plugins(debrief::plugin).add_systems(
        EguiPrimaryContextPass,
        (
            home::show.run_if(in_state(Screen::Home)),
            briefing::show.run_if(in_state(Screen::Briefing)),
            bench::show.run_if(in_state(Screen::Bench)),
            debrief::show.run_if(in_state(Screen::Debrief)),
            help::show,
        )
            .chain()
            .in_set(ShowScreens)
            .run_if(super::dressed),
    );
}

/// The whole window as something to put panels into.
fn window_ui(ctx: &egui::Context) -> egui::Ui {
    let place = egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(ctx.viewport_rect());
    egui::Ui::new(ctx.clone(), "window".into(), place)
}

fn top_bar(ui: &mut egui::Ui, left: impl FnOnce(&mut egui::Ui), right: impl FnOnce(&mut egui::Ui)) {
    let frame = egui::Frame::new().fill(theme::CARD).inner_margin(egui::Margin::symmetric(18, 0));
    egui::Panel::top("top").exact_size(52.0).frame(frame).show_separator_line(true).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            left(ui);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), right);
        });
    });
}

/// The language switch: says the other language.
fn language_switch(ui: &mut egui::Ui, settings: &mut ResMut<Settings>) {
    let other = if settings.lang == Lang::Fr { Lang::En } else { Lang::Fr };
    let text = if other == Lang::En { "English" } else { "Français" };
    if theme::quiet_button(ui, text).clicked() {
        settings.lang = other;
    }
}

/// Words in the path of places at the top.
fn crumb(ui: &mut egui::Ui, text: &str, last: bool) {
    ui.label(egui::RichText::new(text).font(theme::semibold(16.0)).color(theme::INK));
    if !last {
        ui.label(egui::RichText::new("›").font(theme::regular(18.0)).color(theme::INK_SOFT));
    }
}
