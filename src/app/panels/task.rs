//! The left panel: the task, what to do now, the stages or what counts, hint and undo.

use bevy_egui::egui::{Align, Label, Layout, ScrollArea, Ui};

use crate::app::theme::{self, Check};
use crate::locale::Lang;

/// What the panel shows, already in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskView {
    /// The exercise.
    pub exercise: String,
    /// The step at hand.
    pub task: String,
    /// What to do now, where the lab helps.
    pub now: Option<String>,
    /// Why, once the hint was asked for.
    pub why: Option<String>,
    pub checks: Vec<(Check, String)>,
    /// Whether everything is done.
    pub finished: bool,
    pub can_hint: bool,
    pub can_undo: bool,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Hint,
    Undo,
    Finish,
}

/// Shows the task; `corner` is drawn at its upper right.
pub fn task_ui(ui: &mut Ui, view: &TaskView, lang: Lang, corner: impl FnOnce(&mut Ui)) -> Option<Asked> {
    let mut asked = None;
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        let finish = if view.finished { theme::primary_button } else { theme::quiet_button };
        if finish(ui, lang.text("task-finish")).clicked() {
            asked = Some(Asked::Finish);
        }
        if view.can_hint || view.can_undo {
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                if view.can_hint && theme::quiet_button(ui, lang.text("task-hint")).clicked() {
                    asked = Some(Asked::Hint);
                }
                if view.can_undo && theme::quiet_button(ui, lang.text("task-undo")).clicked() {
                    asked = Some(Asked::Undo);
                }
            });
        }
        ui.add_space(4.0);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    corner(ui);
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(theme::soft(&view.exercise)).truncate());
                    });
                });
            });
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.label(theme::heading(&view.task));
                ui.add_space(4.0);
                if view.finished {
                    theme::now_card(ui, &lang.text("task-done"), &lang.text("task-done-say"));
                } else if let Some(now) = &view.now {
                    theme::now_card(ui, &lang.text("task-now"), now);
                }
                if let Some(why) = &view.why {
                    ui.add_space(2.0);
                    ui.label(theme::body(why));
                }
                ui.add_space(6.0);
                ui.spacing_mut().interact_size.y = 22.0;
                for (check, text) in &view.checks {
                    theme::check_row(ui, *check, text);
                }
            });
        });
    });
    asked
}

/// What to do now in one line, for when the task is folded away; at the end it offers to hand in.
pub fn now_ui(ui: &mut Ui, view: &TaskView, lang: Lang) -> Option<Asked> {
    if !view.finished {
        view.now.as_ref().map(|now| ui.label(theme::strong(now)));
        return None;
    }
    let finish = |ui: &mut Ui| {
        ui.label(theme::strong(lang.text("task-done-say")));
        ui.add_space(12.0);
        theme::primary_button(ui, lang.text("task-finish")).clicked()
    };
    ui.horizontal(finish).inner.then_some(Asked::Finish)
}
