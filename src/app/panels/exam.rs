//! The door of an exam: who sits it, the rules, the exercises and, after hand-in, the eight words for the assessor's sheet.

use bevy_egui::egui::{self, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType};

use crate::app::theme;
use crate::exam::room::Stage;
use crate::locale::{Lang, Message};

/// What stands at the door, already in words.
#[derive(Debug, Clone, Default)]
pub struct ExamView {
    pub title: String,
    pub session: String,
    pub id: String,
    pub name: String,
    pub minutes: u32,
    /// How much of it is left.
    pub left: String,
    pub aids: Vec<String>,
    pub exercises: Vec<(String, Option<Stage>)>,
    /// Whether the pack is open.
    pub open: bool,
    /// Whether time is left.
    pub in_time: bool,
    pub door: crate::app::exam::Door,
    pub said: Option<String>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExamAsked {
    Unlock,
    Begin(usize),
    Code,
    /// Back to the work, without a pause.
    Back,
}

/// Shows the door.
pub fn exam_ui(
    ui: &mut Ui,
    view: &ExamView,
    passphrase: &mut String,
    code: &mut String,
    lang: Lang,
) -> Option<ExamAsked> {
    use crate::app::exam::Door;
    let mut asked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(720.0);
        ui.label(theme::title(view.title.clone()));
        let who = if view.name.is_empty() { view.id.clone() } else { format!("{} · {}", view.name, view.id) };
        ui.label(theme::heading(who));
        ui.label(theme::soft(lang.say(&Message::new("exam-session").with("session", view.session.as_str()))));
        ui.add_space(8.0);
        if let Some(said) = &view.said {
            theme::card().show(ui, |ui| ui.label(theme::strong(said.clone())));
            ui.add_space(8.0);
        }
        match view.door {
            Door::Rules => asked = rules(ui, view, passphrase, lang),
            door => {
                let key = if door == Door::Paused { "exam-paused" } else { "exam-ask-pause" };
                ui.label(theme::body(lang.text(key)));
                let typed = secret_row(ui, code, "exam-code", "exam-code-enter", lang);
                if typed {
                    asked = Some(ExamAsked::Code);
                }
                if door == Door::AskPause && theme::quiet_button(ui, lang.text("exam-back-to-work")).clicked() {
                    asked = Some(ExamAsked::Back);
                }
            }
        }
    });
    asked
}

fn rules(ui: &mut Ui, view: &ExamView, passphrase: &mut String, lang: Lang) -> Option<ExamAsked> {
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        let minutes = Message::new("exam-minutes").with("minutes", view.minutes);
        theme::chip(ui, lang.say(&minutes));
        theme::chip(ui, view.left.clone());
    });
    ui.add_space(4.0);
    for key in ["exam-rule-help", "exam-rule-saved", "exam-rule-words"] {
        ui.label(theme::body(format!("• {}", lang.text(key))));
    }
    let aids = if view.aids.is_empty() { lang.text("exam-no-aids") } else { view.aids.join(", ") };
    ui.label(theme::body(format!("• {}", lang.say(&Message::new("exam-aids").with("aids", aids)))));
    ui.add_space(10.0);
    if !view.open {
        ui.label(theme::strong(lang.text("exam-locked")));
        if secret_row(ui, passphrase, "exam-passphrase", "exam-unlock", lang) {
            asked = Some(ExamAsked::Unlock);
        }
        ui.add_space(10.0);
    }
    // The first that is not done is the one to press.
    let next = view.exercises.iter().position(|(_, stage)| matches!(stage, Some(Stage::Todo | Stage::Begun)));
    for (index, (title, stage)) in view.exercises.iter().enumerate() {
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::heading(format!("{} · {title}", index + 1)));
            match stage {
                Some(Stage::HandedIn(words)) => {
                    ui.horizontal(|ui| {
                        theme::mark_sign(ui, theme::Sign::Earned, 20.0);
                        ui.label(theme::body(lang.text("exam-is-handed-in")));
                    });
                    ui.label(theme::soft(lang.text("exam-words-say")));
                    let large = RichText::new(words.clone()).font(theme::mono(24.0)).color(theme::INK);
                    ui.label(large);
                }
                Some(Stage::Spoilt) => {
                    ui.label(theme::body(lang.text("exam-spoilt")));
                }
                Some(stage) if view.open && view.in_time => {
                    let key = if *stage == Stage::Begun { "exam-go-on" } else { "exam-begin" };
                    let text = lang.text(key);
                    let button = if next == Some(index) {
                        theme::primary_button(ui, text)
                    } else {
                        theme::quiet_button(ui, text)
                    };
                    if button.clicked() {
                        asked = Some(ExamAsked::Begin(index));
                    }
                }
                Some(_) if view.open => {
                    ui.label(theme::body(lang.text("exam-time-is-up")));
                }
                _ => {}
            }
        });
        ui.add_space(6.0);
    }
    asked
}

/// A field for something secret and its button; says whether it was sent, by the button or by Enter.
fn secret_row(ui: &mut Ui, text: &mut String, name: &'static str, button: &'static str, lang: Lang) -> bool {
    ui.horizontal_wrapped(|ui| {
        let name = lang.text(name);
        let field = TextEdit::singleline(text)
            .password(true)
            .hint_text(name.clone())
            .font(theme::mono(16.0))
            .desired_width(360.0)
            .margin(egui::Margin::symmetric(10, 12));
        let field = ui.add(field);
        field.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, &name));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        theme::primary_button(ui, lang.text(button)).clicked() || entered
    })
    .inner
}
