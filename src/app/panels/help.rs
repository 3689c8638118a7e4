//! The keys, on one card.

use bevy_egui::egui::{Frame, Margin, Stroke, Ui, vec2};

use crate::app::theme;
use crate::locale::Lang;

/// Shows the keys; says whether the card was closed. `fresh` gives its button the focus.
pub fn help_ui(ui: &mut Ui, lang: Lang, fresh: bool) -> bool {
    ui.label(theme::heading(lang.text("help-title")));
    ui.add_space(4.0);
    for (keys, says) in [
        (&["1", "…", "9"][..], "help-tools"),
        (&["Tab"], "help-tab"),
        (&["Enter"], "help-enter"),
        (&["←", "→", "↑", "↓"], "help-arrows"),
        (&["F2", "…", "F9"], "help-views"),
        (&["Ctrl", "Tab"], "help-consoles"),
        (&["Esc"], "help-escape"),
        (&["H"], "help-hint"),
        (&["Ctrl", "Z"], "help-undo"),
        (&["+", "−", "F"], "help-zoom"),
        (&["F1"], "help-help"),
    ] {
        ui.horizontal(|ui| {
            ui.scope(|ui| {
                ui.set_width(150.0);
                ui.spacing_mut().item_spacing.x = 4.0;
                for key in keys {
                    key_cap(ui, key);
                }
            });
            ui.label(theme::body(lang.text(says)));
        });
    }
    ui.add_space(6.0);
    let close = theme::primary_button(ui, lang.text("help-close"));
    if fresh {
        close.request_focus();
    }
    close.clicked()
}

/// A key as it looks on a keyboard.
fn key_cap(ui: &mut Ui, key: &str) {
    if key == "…" {
        ui.label(theme::strong(key));
        return;
    }
    Frame::new()
        .fill(theme::PAPER)
        .stroke(Stroke::new(1.0, theme::EDGE))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(8, 3))
        .show(ui, |ui| {
            ui.set_min_size(vec2(14.0, 18.0));
            ui.label(theme::strong(key));
        });
}
