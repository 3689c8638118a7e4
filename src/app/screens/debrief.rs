//! The debrief: the mark, each line with its reason and what to do better, and the attempt again, gesture by gesture.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};

use super::{Chosen, Screen, crumb, language_switch, top_bar, window_ui};
use crate::app::attempt::Attempt;
use crate::app::settings::Settings;
use crate::app::theme::{self, Sign};
use crate::fibre::splice::Core;
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::score::{Mark, Points, Report, Status, score};
use crate::units::Wavelength;

/// The marks, worked out once when the screen opens, and which gesture is looked at again.
#[derive(Resource)]
pub struct Debrief {
    report: Report,
    /// Number of the gesture, from 1; none while the marks are shown.
    replayed: Option<usize>,
}

pub fn plugin(app: &mut App) {
    app.add_systems(OnEnter(Screen::Debrief), |mut commands: Commands, attempt: Res<Attempt>| {
        commands.insert_resource(Debrief { report: score(&attempt.lab), replayed: None });
    });
}

enum Asked {
    Again,
    Home,
    Replay(Option<usize>),
}

#[allow(clippy::too_many_arguments, reason = "a system names what it uses")]
pub fn show(
    mut commands: Commands,
    mut contexts: EguiContexts,
    mut settings: ResMut<Settings>,
    attempt: Option<Res<Attempt>>,
    debrief: Option<ResMut<Debrief>>,
    mut next: ResMut<NextState<Screen>>,
    keys: Res<ButtonInput<KeyCode>>,
) -> Result {
    let (Some(attempt), Some(mut debrief)) = (attempt, debrief) else { return Ok(()) };
    let lang = settings.lang;
    let ctx = contexts.ctx_mut()?.clone();
    let scenario = attempt.lab.scenario();
    let mut window = window_ui(&ctx);
    top_bar(
        &mut window,
        |ui| {
            crumb(ui, scenario.title.get(lang), false);
            crumb(ui, &lang.text("debrief-name"), true);
        },
        |ui| {
            language_switch(ui, &mut settings);
            theme::chip(ui, lang.time(attempt.lab.state().now));
        },
    );
    let mut asked = None;
    let frame = egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin::symmetric(40, 24));
    egui::CentralPanel::default().frame(frame).show(&mut window, |ui| {
        ui.horizontal_top(|ui| {
            ui.allocate_ui(egui::vec2(330.0, ui.available_height()), |ui| {
                ui.vertical(|ui| {
                    ui.set_width(330.0);
                    asked = mark_side(ui, &debrief.report, &attempt.lab, debrief.replayed.is_some(), lang);
                });
            });
            ui.add_space(44.0);
            ui.vertical(|ui| {
                egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match debrief.replayed {
                    Some(number) => {
                        if let Some(number) = replay(ui, &attempt.lab, number, lang) {
                            asked = Some(Asked::Replay(Some(number)));
                        }
                    }
                    None => {
                        for mark in &debrief.report.marks {
                            if let Some(number) = mark_card(ui, mark, &debrief.report, lang) {
                                asked = Some(Asked::Replay(Some(number)));
                            }
                            ui.add_space(4.0);
                        }
                    }
                });
            });
        });
    });
    let last = attempt.lab.journal().0.len();
    if let Some(number) = debrief.replayed {
        if keys.just_pressed(KeyCode::ArrowRight) {
            debrief.replayed = Some((number + 1).min(last));
        } else if keys.just_pressed(KeyCode::ArrowLeft) {
            debrief.replayed = Some(number.saturating_sub(1).max(1));
        } else if keys.just_pressed(KeyCode::Escape) {
            debrief.replayed = None;
        }
    } else if keys.just_pressed(KeyCode::Escape) {
        asked = Some(Asked::Home);
    }
    match asked {
        Some(Asked::Again) => {
            let chosen = Chosen::of(scenario.clone(), attempt.file.clone(), attempt.mode);
            commands.insert_resource(chosen);
            next.set(Screen::Briefing);
        }
        Some(Asked::Home) => next.set(Screen::Home),
        Some(Asked::Replay(number)) => debrief.replayed = number.filter(|_| last > 0),
        None => {}
    }
    Ok(())
}

/// Points with as many decimals as they need.
fn points(points: Points, lang: Lang) -> String {
    let decimals = if points.0.is_multiple_of(100) { 0 } else { 1 };
    lang.decimal(f64::from(points.0) / 100.0, decimals)
}

fn mark_side(ui: &mut egui::Ui, report: &Report, lab: &Lab, replaying: bool, lang: Lang) -> Option<Asked> {
    let mut asked = None;
    ui.label(egui::RichText::new(lang.text("debrief-mark")).font(theme::regular(16.0)).color(theme::INK_SOFT));
    let decimals = if report.on_20_hundredths.is_multiple_of(100) { 0 } else { 1 };
    let note = lang.decimal(f64::from(report.on_20_hundredths) / 100.0, decimals);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(egui::RichText::new(note).font(theme::bold(84.0)).color(theme::INK));
        ui.with_layout(egui::Layout::bottom_up(egui::Align::Min), |ui| {
            ui.add_space(16.0);
            ui.label(egui::RichText::new("/20").font(theme::bold(28.0)).color(theme::INK_SOFT));
        });
    });
    let verdict = verdict(report);
    ui.label(egui::RichText::new(lang.say(&verdict)).font(theme::bold(20.0)).color(theme::INK));
    let judged = Message::new("debrief-points")
        .with("earned", points(report.earned, lang))
        .with("judged", points(report.judged, lang));
    ui.label(egui::RichText::new(lang.say(&judged)).font(theme::regular(16.0)).color(theme::INK_SOFT));
    ui.add_space(10.0);
    ui.horizontal_wrapped(|ui| {
        if theme::primary_button(ui, lang.text("debrief-again")).clicked() {
            asked = Some(Asked::Again);
        }
        let (text, to) = if replaying { ("debrief-marks", None) } else { ("debrief-replay", Some(1)) };
        if theme::quiet_button(ui, lang.text(text)).clicked() {
            asked = Some(Asked::Replay(to));
        }
        if theme::quiet_button(ui, lang.text("back-home")).clicked() {
            asked = Some(Asked::Home);
        }
    });
    ui.add_space(14.0);
    losses(ui, lab, lang);
    asked
}

fn verdict(report: &Report) -> Message {
    let all = report.earned == report.total;
    if !report.eliminated_by.is_empty() {
        Message::new("debrief-eliminated")
    } else if all {
        Message::new("debrief-all")
    } else if report.passed {
        Message::new("debrief-passed")
    } else {
        Message::new("debrief-not-passed")
    }
}

/// The true loss of each splice beside what the splicer believed.
fn losses(ui: &mut egui::Ui, lab: &Lab, lang: Lang) {
    let made: Vec<(i64, i64)> = lab
        .state()
        .splices
        .iter()
        .filter(|splice| !splice.parted)
        .filter_map(|splice| match &splice.core {
            Core::Fused { estimate, .. } => Some((splice.loss(Wavelength::NM_1550).0, estimate.0)),
            Core::Made { .. } => None,
        })
        .collect();
    if made.is_empty() {
        return;
    }
    let (rect, _) = ui.allocate_exact_size(egui::vec2(330.0, 190.0), egui::Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, egui::CornerRadius::same(10), theme::MAT);
    let write = |at: egui::Pos2, align, text: String, font, colour| {
        painter.text(at, align, text, font, colour);
    };
    write(
        rect.left_top() + egui::vec2(16.0, 14.0),
        egui::Align2::LEFT_TOP,
        lang.text("debrief-losses"),
        theme::regular(14.0),
        theme::MAT_TEXT_SOFT,
    );
    let most = made.iter().map(|(loss, estimate)| *loss.max(estimate)).max().unwrap_or(0).max(250) as f32;
    let plot = egui::Rect::from_min_max(
        rect.left_top() + egui::vec2(46.0, 46.0),
        rect.right_bottom() - egui::vec2(16.0, 40.0),
    );
    let height = |mdb: i64| plot.bottom() - plot.height() * mdb as f32 / most;
    let limit = height(200);
    painter.line_segment(
        [egui::pos2(plot.left(), limit), egui::pos2(plot.right(), limit)],
        egui::Stroke::new(1.0, theme::MAT_TEXT_SOFT),
    );
    write(
        egui::pos2(plot.left() - 6.0, limit),
        egui::Align2::RIGHT_CENTER,
        lang.decimal(0.2, 1),
        theme::mono(14.0),
        theme::MAT_TEXT_SOFT,
    );
    let pitch = plot.width() / made.len() as f32;
    for (index, (loss, estimate)) in made.iter().enumerate() {
        let x = plot.left() + pitch * (index as f32 + 0.5);
        let width = (pitch * 0.5).min(26.0);
        let bar = egui::Rect::from_min_max(
            egui::pos2(x - width / 2.0, height(*loss).min(plot.bottom() - 2.0)),
            egui::pos2(x + width / 2.0, plot.bottom()),
        );
        painter.rect_filled(bar, egui::CornerRadius::same(3), if *loss > 200 { theme::PARTIAL } else { theme::TRACE });
        let believed = height(*estimate);
        painter.line_segment(
            [egui::pos2(x - width / 2.0 - 4.0, believed), egui::pos2(x + width / 2.0 + 4.0, believed)],
            egui::Stroke::new(2.0, theme::MAT_TEXT),
        );
        if made.len() <= 4 {
            let text = lang.loss(crate::units::Millidecibels(*loss));
            write(
                egui::pos2(x, bar.top() - 4.0),
                egui::Align2::CENTER_BOTTOM,
                text,
                theme::semibold(14.0),
                theme::MAT_TEXT,
            );
        }
    }
    write(
        rect.left_bottom() + egui::vec2(16.0, -14.0),
        egui::Align2::LEFT_BOTTOM,
        lang.text("debrief-losses-legend"),
        theme::regular(14.0),
        theme::MAT_TEXT_SOFT,
    );
}

/// One line of the rubric; says which gesture to look at when it is pressed.
fn mark_card(ui: &mut egui::Ui, mark: &Mark, report: &Report, lang: Lang) -> Option<usize> {
    let sign = match mark.status {
        Status::Earned => Sign::Earned,
        Status::Partial => Sign::Partial,
        Status::Lost => Sign::Lost,
        Status::NotJudged { .. } => Sign::NotJudged,
    };
    let mut wanted = None;
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            theme::mark_sign(ui, sign, 34.0);
            ui.add_space(8.0);
            ui.allocate_ui(egui::vec2(ui.available_width() - 90.0, 0.0), |ui| {
                ui.vertical(|ui| {
                    ui.label(egui::RichText::new(mark.title.get(lang)).font(theme::bold(18.0)).color(theme::INK));
                    let reasons = match report.not_judged_because(mark) {
                        Some(message) => vec![message],
                        None => mark.evidence.found.iter().chain(&mark.evidence.cause).cloned().collect(),
                    };
                    for reason in reasons.iter().take(5) {
                        ui.label(
                            egui::RichText::new(lang.say(reason)).font(theme::regular(16.0)).color(theme::INK_SOFT),
                        );
                    }
                    if let Some(advice) = &mark.advice {
                        let text = format!("→ {}", advice.get(lang));
                        ui.label(egui::RichText::new(text).font(theme::semibold(16.0)).color(theme::INK));
                    }
                    if mark.status != Status::Earned
                        && let Some(number) = mark.evidence.actions.last()
                    {
                        let text = lang.say(&Message::new("debrief-see-gesture").with("number", *number));
                        if ui.link(egui::RichText::new(text).font(theme::semibold(16.0))).clicked() {
                            wanted = Some(*number);
                        }
                    }
                });
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let text = format!("{} / {}", points(mark.earned, lang), points(mark.points, lang));
                ui.label(egui::RichText::new(text).font(theme::bold(18.0)).color(theme::INK));
            });
        });
    });
    wanted
}

/// The attempt again: every gesture, the chosen one open.
fn replay(ui: &mut egui::Ui, lab: &Lab, chosen: usize, lang: Lang) -> Option<usize> {
    let mut wanted = None;
    let scenario = lab.scenario();
    ui.label(egui::RichText::new(lang.text("debrief-replay-keys")).font(theme::regular(14.0)).color(theme::INK_SOFT));
    for (index, (entry, effects)) in lab.journal().0.iter().zip(lab.effects()).enumerate() {
        let number = index + 1;
        let open = number == chosen;
        let fill = if open { theme::NOW_PALE } else { theme::CARD };
        let response = theme::card()
            .fill(fill)
            .inner_margin(egui::Margin::symmetric(14, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let seconds = entry.at.0 / 1000;
                let gesture = lang.say(&entry.action.message(scenario));
                let text = format!("{number}.  {:02}:{:02}   {gesture}", seconds / 60, seconds % 60);
                let font = if open { theme::semibold(16.0) } else { theme::regular(16.0) };
                ui.label(egui::RichText::new(text).font(font).color(theme::INK));
                if open {
                    for effect in effects {
                        let said = lang.say(&effect.message(scenario));
                        ui.label(egui::RichText::new(said).font(theme::regular(16.0)).color(theme::INK_SOFT));
                    }
                }
            })
            .response
            .interact(egui::Sense::click());
        if open {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            wanted = Some(number);
        }
    }
    wanted
}
