//! What lies over a screen: the keys, the settings.

use bevy::prelude::*;
use bevy_egui::egui;

use super::Shell;
use crate::app::panels::help::help_ui;
use crate::app::panels::settings::settings_ui;
use crate::app::theme;

/// What lies over the screen now. `fresh` until it was shown once.
#[derive(Resource, Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    #[default]
    None,
    Help {
        fresh: bool,
    },
    Settings {
        fresh: bool,
    },
}

pub fn show(mut shell: Shell) -> Result {
    if shell.keys.just_pressed(KeyCode::F1) {
        let shown = matches!(*shell.overlay, Overlay::Help { .. });
        *shell.overlay = if shown { Overlay::None } else { Overlay::Help { fresh: true } };
    }
    let (ctx, _) = shell.window()?;
    let closed = match *shell.overlay {
        Overlay::None => return Ok(()),
        Overlay::Help { fresh } => {
            let lang = shell.settings.lang;
            let closed = over(&ctx, "help", 600.0, |ui| help_ui(ui, lang, fresh));
            *shell.overlay = Overlay::Help { fresh: false };
            closed
        }
        Overlay::Settings { .. } => {
            let mut changed = shell.settings.clone();
            let closed = over(&ctx, "settings", 460.0, |ui| settings_ui(ui, &mut changed));
            shell.settings.set_if_neq(changed);
            *shell.overlay = Overlay::Settings { fresh: false };
            closed
        }
    };
    if closed {
        *shell.overlay = Overlay::None;
    }
    Ok(())
}

/// A card over the screen; says whether it was closed. It scrolls where the window is too small for it.
pub fn over(ctx: &egui::Context, id: &'static str, width: f32, inside: impl FnOnce(&mut egui::Ui) -> bool) -> bool {
    let room = ctx.content_rect().size();
    let frame = theme::card().inner_margin(egui::Margin::same(22));
    let response = egui::Modal::new(id.into()).frame(frame).show(ctx, |ui| {
        ui.set_width(width.min(room.x - 80.0));
        let highest = room.y - 100.0;
        // Without a least height the card would keep that of its first frame.
        let area = egui::ScrollArea::vertical().max_height(highest).min_scrolled_height(highest);
        area.auto_shrink([false, true]).show(ui, inside).inner
    });
    response.inner || response.should_close()
}
