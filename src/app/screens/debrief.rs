//! The debrief: puts the report and the journal into words.

use std::collections::BTreeMap;

use bevy::prelude::*;
use bevy_egui::egui;

use super::{Chosen, Screen, Shell, paper};
use crate::app::attempt::Attempt;
use crate::app::canvas::net::device_name;
use crate::app::canvas::stations::Station;
use crate::app::canvas::{Mat, Replayed};
use crate::app::panels::marks::{DebriefAsked, DebriefView, MarkView, marks_ui, note_ui};
use crate::app::panels::replay::{GestureView, replay_ui};
use crate::app::panels::top::crumbs_ui;
use crate::app::theme::{self, Sign};
use crate::fibre::splice::Core;
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::net::why::{Hop, How, Walk};
use crate::scenario::file::Criterion;
use crate::score::{Mark, Points, Report, Status, score};
use crate::units::Wavelength;

/// The marks, worked out once when the screen opens, and which gesture is looked at again.
#[derive(Resource)]
pub struct Debrief {
    report: Report,
    /// The ways of the pings that did not come back, by the id of their line.
    walks: BTreeMap<String, Walk>,
    /// Number of the gesture, from 1; none while the marks are shown.
    replayed: Option<usize>,
}

pub fn plugin(app: &mut App) {
    app.add_systems(OnExit(Screen::Debrief), |mut commands: Commands| commands.remove_resource::<Replayed>());
    app.add_systems(OnEnter(Screen::Debrief), |mut commands: Commands, attempt: Res<Attempt>| {
        let report = score(&attempt.lab);
        let lost = report.marks.iter().filter(|mark| mark.status == Status::Lost);
        let walks = lost.filter_map(|mark| Some((mark.id.clone(), walk_of(mark, &attempt.lab)?))).collect();
        commands.insert_resource(Debrief { report, walks, replayed: None });
    });
}

/// Width of the side with the note.
const SIDE: f32 = 340.0;

/// Width of the list of gestures beside the mat.
const LIST: f32 = 388.0;

pub fn show(
    mut commands: Commands,
    mut shell: Shell,
    attempt: Option<Res<Attempt>>,
    debrief: Option<ResMut<Debrief>>,
    mut mat: ResMut<Mat>,
) -> Result {
    let (Some(attempt), Some(mut debrief)) = (attempt, debrief) else { return Ok(()) };
    let lang = shell.settings.lang;
    let scenario = attempt.lab.scenario();
    let (_, mut window) = shell.window()?;
    let crumbs = [scenario.title.get(lang).to_owned(), lang.text("debrief-name")];
    shell.top(
        &mut window,
        |ui| crumbs_ui(ui, &crumbs, 640.0),
        |ui| {
            theme::chip(ui, lang.time(attempt.lab.state().now));
        },
    );
    let view = debrief_view(&debrief, &attempt.lab, lang);
    let replayed = debrief.replayed;
    let mut asked = if let Some(number) = replayed {
        let asked = replay(&mut window, &attempt.lab, number, lang);
        mat.take_rest(&window);
        asked
    } else {
        let panel = egui::CentralPanel::default().frame(paper());
        panel.show(&mut window, |ui| report_ui(ui, &view, lang)).inner
    };
    let last = view.gestures;
    if let Some(number) = replayed {
        if shell.keys.just_pressed(KeyCode::ArrowRight) {
            asked = Some(DebriefAsked::Gesture((number + 1).min(last)));
        } else if shell.keys.just_pressed(KeyCode::ArrowLeft) {
            asked = Some(DebriefAsked::Gesture(number.saturating_sub(1).max(1)));
        } else if shell.escaped() {
            asked = Some(DebriefAsked::Marks);
        }
    } else if shell.escaped() {
        asked = Some(DebriefAsked::Home);
    }
    match asked {
        Some(DebriefAsked::Again) => {
            commands.insert_resource(Chosen::of(scenario.clone(), attempt.file.clone(), attempt.mode));
            shell.next.set(Screen::Briefing);
        }
        Some(DebriefAsked::Home) => shell.next.set(Screen::Home),
        Some(DebriefAsked::Marks) => {
            debrief.replayed = None;
            commands.remove_resource::<Replayed>();
        }
        Some(DebriefAsked::Gesture(number)) if last > 0 => {
            debrief.replayed = Some(number);
            show_moment(&mut commands, &mut mat, &attempt.lab, number);
        }
        Some(DebriefAsked::Gesture(_)) => {}
        None => {}
    }
    Ok(())
}

/// The note at the left, the lines of the rubric at the right; one above the other where there is little room.
fn report_ui(ui: &mut egui::Ui, view: &DebriefView, lang: Lang) -> Option<DebriefAsked> {
    let mut asked = None;
    let room = ui.available_rect_before_wrap();
    let used = room.width().min(1240.0);
    let left = room.left() + ((room.width() - used) / 2.0).floor();
    let narrow = used < 2.2 * SIDE;
    if narrow {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            asked = note_ui(ui, view, lang);
            ui.add_space(16.0);
            asked = marks_ui(ui, view, lang).or(asked);
        });
        return asked;
    }
    let column = |x: f32, width: f32| {
        let rect = egui::Rect::from_min_size(egui::pos2(x, room.top()), egui::vec2(width, room.height()));
        egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min))
    };
    ui.scope_builder(column(left, SIDE), |ui| {
        egui::ScrollArea::vertical().id_salt("note").show(ui, |ui| {
            asked = note_ui(ui, view, lang);
        });
    });
    ui.scope_builder(column(left + SIDE + 36.0, used - SIDE - 36.0), |ui| asked = marks_ui(ui, view, lang).or(asked));

    asked
}

/// The gestures at the left; what they did is on the mat, which takes what room is left.
fn replay(window: &mut egui::Ui, lab: &Lab, number: usize, lang: Lang) -> Option<DebriefAsked> {
    let frame = egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin::same(16));
    let width = LIST.min(window.available_width() / 2.0);
    let panel = egui::Panel::left("replay").exact_size(width).resizable(false).frame(frame);
    let list = |ui: &mut egui::Ui| {
        let back = theme::quiet_button(ui, lang.text("debrief-marks")).clicked();
        ui.add_space(8.0);
        let wanted = replay_ui(ui, &gestures(lab, lang), number, lang).map(DebriefAsked::Gesture);
        if back { Some(DebriefAsked::Marks) } else { wanted }
    };
    panel.show(window, list).inner
}

/// Brings the mat to the moment after this gesture, counted from 1.
fn show_moment(commands: &mut Commands, mat: &mut Mat, lab: &Lab, number: usize) {
    let moment = lab.after(number);
    let entry = lab.journal().0.get(number.saturating_sub(1));
    if let Some(fibre) = entry.and_then(|entry| entry.action.fibre()) {
        mat.bench.fibre = Some(fibre.clone());
    }
    if let Some(entry) = entry {
        let there = Station::of(&entry.action).filter(|station| station.is_here(&moment));
        mat.turn_to(there.unwrap_or_else(|| Station::usual(&moment)));
    }
    commands.insert_resource(Replayed(moment));
}

/// Points with as many decimals as they need.
fn points(points: Points, lang: Lang) -> String {
    let decimals = if points.0.is_multiple_of(100) { 0 } else { 1 };
    lang.decimal(f64::from(points.0) / 100.0, decimals)
}

fn debrief_view(debrief: &Debrief, lab: &Lab, lang: Lang) -> DebriefView {
    let report = &debrief.report;
    let judged = Message::new("debrief-points")
        .with("earned", points(report.earned, lang))
        .with("judged", points(report.judged, lang));
    let losses = lab.state().splices.iter().filter(|splice| !splice.parted);
    let losses = losses.filter_map(|splice| match &splice.core {
        Core::Fused { estimate, .. } => Some((splice.loss(Wavelength::NM_1550), *estimate)),
        Core::Made { .. } => None,
    });
    DebriefView {
        note: points(Points(report.on_20_hundredths), lang),
        verdict: lang.text(verdict(report)),
        points: lang.say(&judged),
        marks: report.marks.iter().map(|mark| mark_view(mark, debrief, lab, lang)).collect(),
        losses: losses.collect(),
        gestures: lab.journal().0.len(),
    }
}

fn verdict(report: &Report) -> &'static str {
    if !report.eliminated_by.is_empty() {
        "debrief-eliminated"
    } else if report.earned == report.total {
        "debrief-all"
    } else if report.passed {
        "debrief-passed"
    } else {
        "debrief-not-passed"
    }
}

/// Where and why a ping ended that was to come back.
fn walk_of(mark: &Mark, lab: &Lab) -> Option<Walk> {
    let line = lab.scenario().rubric.iter().find(|line| line.id == mark.id);
    let Some(Criterion::Pings { from, to }) = line.map(|line| &line.criterion) else { return None };
    let mut net = lab.network_now();
    let device = net.device(from)?;
    Some(lab.why(&mut net, device, to.parse().ok()?))
}

/// The same in words.
fn way(walk: &Walk, lab: &Lab, lang: Lang) -> Vec<(Sign, String)> {
    let hop = |hop: &Hop| {
        let sign = match hop.how {
            How::Passed => Sign::Earned,
            How::Lost => Sign::Lost,
            How::Told => Sign::Partial,
        };
        (sign, lang.say(&hop.message(&device_name(lab, &hop.device, lang))))
    };
    walk.hops.iter().map(hop).collect()
}

fn mark_view(mark: &Mark, debrief: &Debrief, lab: &Lab, lang: Lang) -> MarkView {
    let sign = match mark.status {
        Status::Earned => Sign::Earned,
        Status::Partial => Sign::Partial,
        Status::Lost => Sign::Lost,
        Status::NotJudged { .. } => Sign::NotJudged,
    };
    // More than five reasons are a wall of text.
    let reasons = match debrief.report.not_judged_because(mark) {
        Some(message) => vec![lang.say(&message)],
        None => mark.evidence.found.iter().chain(&mark.evidence.cause).take(5).map(|found| lang.say(found)).collect(),
    };
    MarkView {
        sign,
        title: mark.title.get(lang).to_owned(),
        points: format!("{} / {}", points(mark.earned, lang), points(mark.points, lang)),
        reasons,
        advice: mark.advice.as_ref().map(|advice| advice.get(lang).to_owned()),
        way: debrief.walks.get(&mark.id).map(|walk| way(walk, lab, lang)).unwrap_or_default(),
        gesture: mark.evidence.actions.last().copied().filter(|_| mark.status != Status::Earned),
    }
}

fn gestures(lab: &Lab, lang: Lang) -> Vec<GestureView> {
    let scenario = lab.scenario();
    let entries = lab.journal().0.iter().zip(lab.effects());
    entries
        .map(|(entry, effects)| {
            let seconds = entry.at.0 / 1000;
            GestureView {
                at: format!("{:02}:{:02}", seconds / 60, seconds % 60),
                gesture: lang.say(&entry.action.message(scenario)),
                effects: effects.iter().map(|effect| lang.say(&effect.message(scenario))).collect(),
            }
        })
        .collect()
}
