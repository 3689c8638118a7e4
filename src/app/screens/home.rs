//! Home: what can be learnt, how far one got, and the settings.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};

use super::{Chosen, Screen, language_switch, top_bar, window_ui};
use crate::app::attempt::Attempt;
use crate::app::library::{Card, Library, Shelved};
use crate::app::save::{Progress, Unfinished};
use crate::app::settings::Settings;
use crate::app::{UnfinishedAttempt, theme};
use crate::diagnostic::Source;
use crate::locale::{Lang, Message};
use crate::scenario;
use crate::scenario::file::{Level, Module};

/// What was pressed.
enum Asked {
    Open(usize),
    Resume,
    Forget,
}

#[allow(clippy::too_many_arguments, reason = "a system names what it uses")]
pub fn show(
    mut commands: Commands,
    mut contexts: EguiContexts,
    mut settings: ResMut<Settings>,
    library: Res<Library>,
    progress: Res<Progress>,
    mut unfinished: ResMut<UnfinishedAttempt>,
    mut next: ResMut<NextState<Screen>>,
    mut broken: Local<Option<usize>>,
) -> Result {
    let ctx = contexts.ctx_mut()?.clone();
    let mut window = window_ui(&ctx);
    let lang = settings.lang;
    top_bar(
        &mut window,
        |ui| {
            ui.label(egui::RichText::new("Splicelab").font(theme::bold(20.0)).color(theme::INK));
        },
        |ui| {
            language_switch(ui, &mut settings);
            settings_menu(ui, &mut settings, lang);
        },
    );
    let mut asked = None;
    let frame = egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin::symmetric(40, 24));
    egui::CentralPanel::default().frame(frame).show(&mut window, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if let Some(attempt) = &unfinished.0 {
                asked = resume_card(ui, attempt, &library, lang);
                ui.add_space(16.0);
            }
            for module in [Module::Fibre, Module::Rack, Module::Network, Module::Chain] {
                let cards: Vec<(usize, &Shelved)> = library
                    .shelf
                    .iter()
                    .enumerate()
                    .filter(|(_, shelved)| shelved.card.as_ref().map_or(Module::Fibre, |card| card.module) == module)
                    .collect();
                if module == Module::Chain && cards.is_empty() {
                    continue;
                }
                section(ui, module, lang);
                if cards.is_empty() {
                    let text = egui::RichText::new(lang.text("home-nothing-yet")).color(theme::INK_SOFT);
                    ui.label(text);
                }
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(16.0, 16.0);
                    for (index, shelved) in cards {
                        let pressed = match &shelved.card {
                            Ok(card) => scenario_card(ui, card, progress.best.get(&card.id).copied(), lang),
                            Err(found) => broken_card(ui, &shelved.source, found.diagnostics.len(), lang),
                        };
                        if pressed {
                            asked = Some(Asked::Open(index));
                        }
                    }
                });
                ui.add_space(20.0);
            }
        });
    });
    match asked {
        Some(Asked::Open(index)) => match &library.shelf[index].card {
            Ok(_) => {
                let shelved = &library.shelf[index];
                if let Some(chosen) = Chosen::read(shelved.source.clone(), shelved.file.clone(), None) {
                    commands.insert_resource(chosen);
                    next.set(Screen::Briefing);
                }
            }
            Err(_) => *broken = Some(index),
        },
        Some(Asked::Resume) => {
            if let Some(attempt) = unfinished.0.take().and_then(|left| resumed(&left, &library)) {
                commands.insert_resource(attempt);
                next.set(Screen::Bench);
            }
        }
        Some(Asked::Forget) => unfinished.0 = None,
        None => {}
    }
    if let Some(index) = *broken
        && let Err(found) = &library.shelf[index].card
    {
        let closed = egui::Modal::new("broken".into()).frame(theme::card()).show(&ctx, |ui| {
            ui.set_width(760.0);
            ui.label(egui::RichText::new(lang.text("home-broken-title")).font(theme::bold(20.0)));
            let text = found.source.render_all(&found.diagnostics, lang, false);
            egui::ScrollArea::both().max_height(420.0).show(ui, |ui| {
                ui.label(egui::RichText::new(text).font(theme::mono(14.0)).color(theme::INK));
            });
            theme::primary_button(ui, lang.text("help-close")).clicked()
        });
        if closed.inner || closed.should_close() {
            *broken = None;
        }
    }
    Ok(())
}

fn resumed(left: &Unfinished, library: &Library) -> Option<Attempt> {
    let source = match &left.header.file {
        Some(file) => Source::new(file.display().to_string(), std::fs::read_to_string(file).ok()?),
        None => library.find(&left.header.scenario, &left.header.hash)?.source.clone(),
    };
    let read = scenario::load(source, left.header.seed).ok()?;
    if read.scenario.hash_hex() != left.header.hash {
        return None;
    }
    Attempt::resume(Arc::new(read.scenario), left).ok()
}

fn section(ui: &mut egui::Ui, module: Module, lang: Lang) {
    let (title, about) = match module {
        Module::Fibre => ("home-fibre", "home-fibre-about"),
        Module::Rack => ("home-rack", "home-rack-about"),
        Module::Network => ("home-network", "home-network-about"),
        Module::Chain => ("home-chain", "home-chain-about"),
    };
    ui.label(egui::RichText::new(lang.text(title)).font(theme::bold(28.0)).color(theme::INK));
    ui.label(egui::RichText::new(lang.text(about)).font(theme::regular(16.0)).color(theme::INK_SOFT));
    ui.add_space(6.0);
}

/// A card that is one large button.
fn card_button(ui: &mut egui::Ui, name: &str, height: f32, inside: impl FnOnce(&mut egui::Ui)) -> bool {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(286.0, height), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name));
    let stroke = if response.hovered() || response.has_focus() {
        egui::Stroke::new(2.0, theme::NOW)
    } else {
        egui::Stroke::new(1.0, theme::LINE)
    };
    ui.painter().rect(rect, egui::CornerRadius::same(10), theme::CARD, stroke, egui::StrokeKind::Inside);
    let mut child = ui
        .new_child(egui::UiBuilder::new().max_rect(rect.shrink(16.0)).layout(egui::Layout::top_down(egui::Align::Min)));
    inside(&mut child);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

fn scenario_card(ui: &mut egui::Ui, card: &Card, best: Option<u32>, lang: Lang) -> bool {
    let title = card.title.get(lang);
    card_button(ui, title, 128.0, |ui| {
        let count = match card.level {
            Level::Guided => 1,
            Level::Alone => 2,
            Level::Exam => 3,
        };
        ui.horizontal(|ui| {
            theme::stars(ui, count);
            let minutes = Message::new("home-minutes").with("minutes", card.minutes);
            ui.label(egui::RichText::new(lang.say(&minutes)).font(theme::regular(14.0)).color(theme::INK_SOFT));
        });
        ui.label(egui::RichText::new(title).font(theme::bold(20.0)).color(theme::INK));
        ui.add_space(4.0);
        ui.horizontal(|ui| match best {
            Some(best) => {
                let sign = if best >= 2000 { theme::Sign::Earned } else { theme::Sign::Partial };
                theme::mark_sign(ui, sign, 22.0);
                let best = Message::new("home-best").with("note", lang.decimal(f64::from(best) / 100.0, 1));
                ui.label(egui::RichText::new(lang.say(&best)).font(theme::semibold(16.0)).color(theme::INK));
            }
            None => {
                ui.label(egui::RichText::new(lang.text("home-new")).font(theme::semibold(16.0)).color(theme::NOW));
            }
        });
    })
}

fn broken_card(ui: &mut egui::Ui, source: &Source, count: usize, lang: Lang) -> bool {
    let name =
        std::path::Path::new(source.name()).file_name().map_or(source.name().into(), |name| name.to_string_lossy());
    card_button(ui, &name, 128.0, |ui| {
        ui.horizontal(|ui| {
            theme::mark_sign(ui, theme::Sign::Lost, 22.0);
            let text = Message::new("home-broken").with("count", count);
            ui.label(egui::RichText::new(lang.say(&text)).font(theme::semibold(16.0)).color(theme::BAD));
        });
        ui.label(egui::RichText::new(name.as_ref()).font(theme::semibold(16.0)).color(theme::INK));
        ui.label(egui::RichText::new(lang.text("home-broken-read")).font(theme::regular(14.0)).color(theme::INK_SOFT));
    })
}

fn resume_card(ui: &mut egui::Ui, left: &Unfinished, library: &Library, lang: Lang) -> Option<Asked> {
    let title = library
        .shelf
        .iter()
        .filter_map(|shelved| shelved.card.as_ref().ok())
        .find(|card| card.id == left.header.scenario)
        .map_or(left.header.scenario.clone(), |card| card.title.get(lang).to_owned());
    let mut asked = None;
    theme::card().show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.label(
                    egui::RichText::new(lang.text("home-unfinished")).font(theme::regular(14.0)).color(theme::INK_SOFT),
                );
                let gestures = Message::new("home-gestures").with("count", left.journal.0.len());
                ui.label(egui::RichText::new(title).font(theme::bold(20.0)).color(theme::INK));
                ui.label(lang.say(&gestures));
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if theme::primary_button(ui, lang.text("home-resume")).clicked() {
                    asked = Some(Asked::Resume);
                }
                if theme::quiet_button(ui, lang.text("home-forget")).clicked() {
                    asked = Some(Asked::Forget);
                }
            });
        });
    });
    asked
}

fn settings_menu(ui: &mut egui::Ui, settings: &mut ResMut<Settings>, lang: Lang) {
    let button = theme::quiet_button(ui, lang.text("settings"));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(280.0);
        let mut changed = (**settings).clone();
        ui.label(egui::RichText::new(lang.text("settings-text")).font(theme::semibold(16.0)));
        ui.horizontal(|ui| {
            for percent in [80, 100, 125, 150, 200] {
                let chosen = changed.text_percent == percent;
                if ui.selectable_label(chosen, format!("{percent}")).clicked() {
                    changed.text_percent = percent;
                }
            }
            ui.label("%");
        });
        ui.checkbox(&mut changed.colour_letters, lang.text("settings-letters"));
        ui.checkbox(&mut changed.reduced_motion, lang.text("settings-motion"));
        if changed != **settings {
            **settings = changed;
        }
    });
}
