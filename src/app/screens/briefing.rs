//! The briefing: the work order, what there is to use, what counts.

use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};

use super::{Screen, crumb, language_switch, top_bar, window_ui};
use crate::app::attempt::Attempt;
use crate::app::settings::Settings;
use crate::app::theme;
use crate::diagnostic::Source;
use crate::exam::submission::Mode;
use crate::lab::effect::stock_name;
use crate::locale::Message;
use crate::scenario;
use crate::scenario::model::Scenario;

/// The scenario that was chosen, with its random choices made.
#[derive(Resource)]
pub struct Chosen {
    pub scenario: Arc<Scenario>,
    /// Its file, when it is none of ours.
    pub file: Option<PathBuf>,
    mode: Mode,
    /// The start button has not had the keyboard's focus yet.
    fresh: bool,
}

impl Chosen {
    /// Reads a scenario under a seed, or under a new one; `None` when it is broken.
    pub fn read(source: Source, file: Option<PathBuf>, seed: Option<u64>) -> Option<Self> {
        let read = scenario::load(source, seed.unwrap_or_else(new_seed)).ok()?;
        Some(Self { scenario: Arc::new(read.scenario), file, mode: Mode::Practice, fresh: true })
    }

    /// The same exercise drawn anew.
    pub fn of(scenario: Arc<Scenario>, file: Option<PathBuf>, mode: Mode) -> Self {
        Self { scenario, file, mode, fresh: true }
    }
}

/// A seed that differs from one attempt to the next, short enough to be told over the phone.
fn new_seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    since.as_millis() as u64 % 1_000_000
}

pub fn show(
    mut commands: Commands,
    mut contexts: EguiContexts,
    mut settings: ResMut<Settings>,
    chosen: Option<ResMut<Chosen>>,
    mut next: ResMut<NextState<Screen>>,
    keys: Res<ButtonInput<KeyCode>>,
) -> Result {
    let Some(mut chosen) = chosen else {
        next.set(Screen::Home);
        return Ok(());
    };
    let lang = settings.lang;
    let scenario = chosen.scenario.clone();
    let ctx = contexts.ctx_mut()?.clone();
    let mut window = window_ui(&ctx);
    let mut start = false;
    let mut back = keys.just_pressed(KeyCode::Escape);
    top_bar(
        &mut window,
        |ui| {
            back |= theme::quiet_button(ui, lang.text("back-home")).clicked();
            ui.add_space(8.0);
            crumb(ui, scenario.title.get(lang), true);
        },
        |ui| language_switch(ui, &mut settings),
    );
    let frame = egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin::symmetric(40, 24));
    egui::CentralPanel::default().frame(frame).show(&mut window, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                let wide = ui.available_width();
                ui.allocate_ui(egui::vec2(wide * 0.56, 0.0), |ui| {
                    ui.vertical(|ui| order(ui, &scenario, lang, &mut chosen, &mut start));
                });
                ui.add_space(24.0);
                ui.vertical(|ui| {
                    counts(ui, &scenario, lang);
                    ui.add_space(12.0);
                    stock(ui, &scenario, lang);
                });
            });
        });
    });
    if start {
        commands.insert_resource(Attempt::begin(scenario, chosen.file.clone(), chosen.mode));
        next.set(Screen::Bench);
    } else if back {
        next.set(Screen::Home);
    }
    Ok(())
}

fn order(ui: &mut egui::Ui, scenario: &Scenario, lang: crate::locale::Lang, chosen: &mut Chosen, start: &mut bool) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(egui::RichText::new(lang.text("briefing-order")).font(theme::regular(14.0)).color(theme::INK_SOFT));
        ui.label(egui::RichText::new(scenario.title.get(lang)).font(theme::bold(28.0)).color(theme::INK));
        ui.add_space(6.0);
        ui.label(egui::RichText::new(scenario.brief.get(lang)).font(theme::regular(18.0)).color(theme::INK));
        ui.add_space(10.0);
        let minutes = scenario.time_allowed.0 / 60_000;
        let facts = Message::new("briefing-facts").with("minutes", minutes as i64).with("seed", scenario.seed as i64);
        ui.label(egui::RichText::new(lang.say(&facts)).font(theme::regular(14.0)).color(theme::INK_SOFT));
    });
    ui.add_space(14.0);
    ui.horizontal(|ui| {
        let begin = theme::primary_button(ui, lang.text("briefing-start"));
        if std::mem::take(&mut chosen.fresh) {
            begin.request_focus();
        }
        *start = begin.clicked();
        ui.add_space(12.0);
        for (choice, key) in [(Mode::Practice, "briefing-practice"), (Mode::Exam, "briefing-exam")] {
            if ui.radio(chosen.mode == choice, lang.text(key)).clicked() {
                chosen.mode = choice;
            }
        }
    });
    let says = if chosen.mode == Mode::Practice { "briefing-practice-says" } else { "briefing-exam-says" };
    ui.label(egui::RichText::new(lang.text(says)).font(theme::regular(14.0)).color(theme::INK_SOFT));
}

fn counts(ui: &mut egui::Ui, scenario: &Scenario, lang: crate::locale::Lang) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(egui::RichText::new(lang.text("briefing-counts")).font(theme::bold(20.0)).color(theme::INK));
        for line in &scenario.rubric {
            ui.horizontal(|ui| {
                ui.label(line.title.get(lang));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.label(egui::RichText::new(line.points.to_string()).font(theme::semibold(16.0)));
                    if line.eliminatory {
                        ui.label(egui::RichText::new(lang.text("briefing-eliminatory")).color(theme::BAD));
                    }
                });
            });
        }
    });
}

fn stock(ui: &mut egui::Ui, scenario: &Scenario, lang: crate::locale::Lang) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(egui::RichText::new(lang.text("briefing-have")).font(theme::bold(20.0)).color(theme::INK));
        for (item, count) in &scenario.stock {
            ui.label(format!("{count} × {}", lang.say(&stock_name(item))));
        }
    });
}
