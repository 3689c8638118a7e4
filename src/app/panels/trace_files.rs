//! Choosing a file of an OTDR: those in the folders at hand, and a path to write.

use std::path::PathBuf;

use bevy_egui::egui::{self, RichText, ScrollArea, Ui};

use crate::app::theme;
use crate::locale::Lang;

/// What the card shows and what was written into it.
#[derive(Debug, Clone, Default)]
pub struct FilesView {
    /// For a second trace: whether it was measured from the other end.
    pub second: bool,
    pub files: Vec<PathBuf>,
    pub written: String,
    /// The path has the keyboard once it was shown.
    pub shown: bool,
    /// Why the last one did not open, in words.
    pub trouble: Option<String>,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesAsked {
    Open(PathBuf),
    Close,
}

pub fn files_ui(ui: &mut Ui, view: &mut FilesView, lang: Lang) -> Option<FilesAsked> {
    let mut asked = None;
    ui.label(theme::heading(lang.text(if view.second { "trace-compare" } else { "trace-open" })));
    let says = lang.text(if view.second { "trace-compare-says" } else { "trace-open-says" });
    ui.label(theme::body(says));
    ui.add_space(4.0);
    if let Some(trouble) = &view.trouble {
        ui.horizontal_wrapped(|ui| {
            theme::mark_sign(ui, theme::Sign::Lost, 22.0);
            ui.label(theme::strong(trouble).color(theme::BAD));
        });
    }
    let label = ui.label(theme::soft(lang.text("trace-path"))).id;
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 130.0).max(120.0);
        let field = egui::TextEdit::singleline(&mut view.written).desired_width(width).margin(egui::vec2(10.0, 12.0));
        let field = ui.add(field).labelled_by(label);
        if !std::mem::replace(&mut view.shown, true) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let pressed = theme::quiet_button(ui, lang.text("trace-open-it")).clicked();
        if (entered || pressed) && !view.written.trim().is_empty() {
            // Some desktops put quotes around a path that is copied.
            asked = Some(FilesAsked::Open(PathBuf::from(view.written.trim().trim_matches(['"', '\'']))));
        }
    });
    if !view.files.is_empty() {
        ui.add_space(4.0);
        ui.label(theme::soft(lang.text("trace-files-here")));
        ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
            for file in &view.files {
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let pressed = theme::pressable_card(ui, &name, false, |ui| {
                    ui.label(RichText::new(&name).font(theme::semibold(16.0)).color(theme::INK));
                });
                if pressed.clicked() {
                    asked = Some(FilesAsked::Open(file.clone()));
                }
            }
        });
    }
    ui.add_space(4.0);
    if theme::quiet_button(ui, lang.text("trace-close")).clicked() {
        asked = Some(FilesAsked::Close);
    }
    asked
}
