//! F1: the keys, on one card.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};

use crate::app::settings::Settings;
use crate::app::theme;

/// Whether the card of keys is shown.
#[derive(Resource, Default)]
pub struct HelpShown(pub bool);

pub fn show(
    mut contexts: EguiContexts,
    mut shown: ResMut<HelpShown>,
    keys: Res<ButtonInput<KeyCode>>,
    settings: Res<Settings>,
) -> Result {
    if keys.just_pressed(KeyCode::F1) {
        shown.0 = !shown.0;
    }
    if !shown.0 {
        return Ok(());
    }
    let lang = settings.lang;
    let response = egui::Modal::new("help".into()).frame(theme::card()).show(contexts.ctx_mut()?, |ui| {
        ui.set_width(520.0);
        ui.label(egui::RichText::new(lang.text("help-title")).font(theme::bold(20.0)));
        ui.add_space(8.0);
        egui::Grid::new("keys").num_columns(2).spacing([24.0, 8.0]).show(ui, |ui| {
            for (key, says) in [
                ("1 – 9", "help-tools"),
                ("Tab", "help-tab"),
                ("Enter", "help-enter"),
                ("← → ↑ ↓", "help-arrows"),
                ("Esc", "help-escape"),
                ("H", "help-hint"),
                ("Ctrl+Z", "help-undo"),
                ("+  −  F", "help-zoom"),
                ("F1", "help-help"),
            ] {
                ui.label(egui::RichText::new(key).font(theme::semibold(16.0)));
                ui.label(lang.text(says));
                ui.end_row();
            }
        });
        ui.add_space(8.0);
        let close = theme::primary_button(ui, lang.text("help-close"));
        close.request_focus();
        close.clicked()
    });
    if response.inner || response.should_close() {
        shown.0 = false;
    }
    Ok(())
}
