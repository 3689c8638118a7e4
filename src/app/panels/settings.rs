//! The settings, on one card.

use bevy_egui::egui::Ui;

use crate::app::settings::Settings;
use crate::app::theme;
use crate::locale::Lang;

/// The sizes of text that are offered, in per cent.
pub const SIZES: [u16; 5] = [80, 100, 125, 150, 200];

/// Changes the settings at once; says whether the card was closed.
pub fn settings_ui(ui: &mut Ui, settings: &mut Settings) -> bool {
    let lang = settings.lang;
    ui.spacing_mut().item_spacing.y = 8.0;
    ui.label(theme::heading(lang.text("settings")));
    ui.label(theme::strong(lang.text("settings-lang")));
    theme::segmented(ui, &mut settings.lang, &[(Lang::Fr, "Français".to_owned()), (Lang::En, "English".to_owned())]);
    ui.add_space(4.0);
    ui.label(theme::strong(lang.text("settings-text")));
    let sizes = SIZES.map(|percent| (percent, format!("{percent}\u{a0}%")));
    theme::segmented(ui, &mut settings.text_percent, &sizes);
    ui.add_space(4.0);
    theme::switch(ui, &mut settings.colour_letters, &lang.text("settings-letters"));
    theme::switch(ui, &mut settings.reduced_motion, &lang.text("settings-motion"));
    ui.add_space(4.0);
    theme::primary_button(ui, lang.text("help-close")).clicked()
}
