//! The work: top bar, task, strip of views and instruments, and the bar of the scene around the mat.

mod keys;
mod otdr;

use std::time::Duration;

use bevy::prelude::*;
use bevy_egui::egui;

use super::overlays::over;
use super::{Overlay, Screen, Shell};
use crate::app::attempt::{Attempt, SAID_FOR};
use crate::app::canvas::reach::reach_ui;
use crate::app::canvas::stations::Station;
use crate::app::canvas::{Mat, shown_hint};
use crate::app::exam::{Door, ExamDesk, clock};
use crate::app::files::data_folder;
use crate::app::panels::instruments::{Instrument, Instruments, instrument_ui};
use crate::app::panels::net::NetSeen;
use crate::app::panels::pictures;
use crate::app::panels::strip::{StripAsked, StripView, strip_ui};
use crate::app::panels::task::{Asked, TaskView, now_ui, task_ui};
use crate::app::panels::top::{back_ui, crumbs_ui};
use crate::app::save::Progress;
use crate::app::theme::{self, Check};
use crate::exam::submission::Mode;
use crate::fibre::coach::{Gesture, Hint, Stage};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::stock_name;
use crate::locale::{Lang, Message};
use crate::scenario::file::{Goal, Level, Step};
use crate::score::guide::{self, AtHand};
use crate::score::score;
use crate::units::Millis;

/// What is open around the mat and what is being asked.
#[derive(Default)]
pub struct Around {
    /// The task at the left; else it is open where there is room for it.
    task: Option<bool>,
    /// The gestures by number and button.
    gestures: bool,
    /// Papers and instruments at the right.
    instruments: Instruments,
    /// The OTDR and what it keeps.
    otdr: otdr::OtdrStation,
    asking: Asking,
    /// Whether something had the keyboard's focus when the last frame ended.
    focused: bool,
}

/// A question over the mat.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Asking {
    #[default]
    Nothing,
    Leave,
    HandIn,
}

/// Below this width in points the task folds away unless it is asked for.
const ROOM_FOR_TASK: f32 = 900.0;

pub fn show(
    mut shell: Shell,
    attempt: Option<ResMut<Attempt>>,
    mut mat: ResMut<Mat>,
    mut progress: ResMut<Progress>,
    mut desk: Option<ResMut<ExamDesk>>,
    mut around: Local<Around>,
) -> Result {
    let Some(mut attempt) = attempt else {
        shell.next.set(Screen::Home);
        return Ok(());
    };
    let lang = shell.settings.lang;
    let (ctx, mut window) = shell.window()?;
    if std::mem::take(&mut mat.fresh) {
        // The screen is new: what had the focus before is gone.
        ctx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
        *around = Around::default();
        // An exam begins with its work order.
        around.instruments.open = desk.is_some().then_some(Instrument::Order);
    }
    let step = guide::at_hand(&attempt.lab, attempt.now());
    let hint = step.as_ref().and_then(|step| step.hint.as_ref());
    let shown = shown_hint(&attempt);
    let shown = shown.as_ref();
    if hint.is_some_and(|hint| hint.gesture == Gesture::Cool) {
        // It cools by itself: look again.
        ctx.request_repaint_after(Duration::from_secs(1));
    }

    let (mut leave, mut pause) = (false, false);
    shell.top(
        &mut window,
        |ui| {
            leave = back_ui(ui, &lang.text("bench-leave"));
            ui.add_space(4.0);
            let room = ui.available_width() - 560.0;
            crumbs_ui(ui, &crumbs(&attempt.lab, mat.station, lang), room);
        },
        |ui| match &desk {
            Some(desk) => {
                let left = desk.left(Some(&attempt));
                theme::chip(ui, clock(left, lang));
                pause = theme::quiet_button(ui, lang.text("exam-pause")).clicked();
                not_saved(ui, &attempt, lang);
            }
            None => clocks(ui, &attempt, lang),
        },
    );
    if leave {
        around.asking = Asking::Leave;
    }
    // The seconds of an exam run whether or not anything moves.
    let mut time_is_up = false;
    if let Some(desk) = &mut desk {
        ctx.request_repaint_after(Duration::from_secs(1));
        time_is_up = desk.left(Some(&attempt)) == 0;
        if pause {
            desk.door = Door::AskPause;
            shell.next.set(Screen::Exam);
        }
    }
    if let Some(open) = mat.wants.take() {
        around.instruments.show(open);
    }
    let view = task_view(&attempt, step.as_ref(), lang);
    // A console wants its eighty columns: the task folds for it sooner.
    let wide = around.instruments.open.filter(|open| open.is_of_network()).map_or(0.0, Instrument::width);
    match task_panel(&mut window, &view, &mut around.task, wide, lang) {
        Some(Asked::Hint) => attempt.hint_shown = true,
        Some(Asked::Undo) => mat.undo(&mut attempt),
        Some(Asked::Finish) => around.asking = Asking::HandIn,
        None => {}
    }
    let free = *shell.overlay == Overlay::None && around.asking == Asking::Nothing;
    let (stations, things) = at_hand(&attempt.lab);
    let strip = strip_view(&attempt.lab, &stations, &things, mat.station, around.instruments.open, lang);
    let mut wanted = None;
    // At the instrument the work order must be at hand.
    if desk.is_some()
        || strip_is_wanted(&strip)
        || matches!(mat.station, Station::Otdr | Station::Network | Station::Rack)
    {
        let frame = egui::Frame::new().fill(theme::CARD).inner_margin(egui::Margin::symmetric(12, 6));
        let panel = egui::Panel::top("strip").resizable(false).frame(frame);
        wanted = panel.show(&mut window, |ui| strip_ui(ui, &strip, lang)).inner;
        if free {
            wanted = wanted
                .or_else(|| (0..8).filter(|key| keys::function(&shell.keys, *key)).find_map(|key| strip.key(key)));
        }
    }
    match wanted {
        Some(StripAsked::Station(index)) => {
            mat.turn_to(stations[index]);
            // A console that is open beside it lets the keys go.
            window.memory_mut(|memory| memory.focused().map(|focused| memory.surrender_focus(focused)));
        }
        Some(StripAsked::Thing(index)) => {
            let thing = Some(things[index]);
            around.instruments.open = if around.instruments.open == thing { None } else { thing };
            around.instruments.net.console.take_keys();
        }
        Some(StripAsked::SetUpBench) => drop(mat.act(&mut attempt, Action::SetUpBench)),
        None => {}
    }
    let on_screen = mat.station == Station::Otdr;
    if !on_screen {
        let frame = egui::Frame::new().fill(theme::CARD).inner_margin(egui::Margin::symmetric(14, 10));
        let bar = egui::Panel::bottom("tools").resizable(false).frame(frame);
        let asked =
            bar.show(&mut window, |ui| scene_bar(ui, &mut mat, &attempt.lab, shown, &mut around.gestures, lang)).inner;
        if let Some(asked) = asked {
            mat.serve(&mut attempt, asked);
        }
    }
    if let Some(action) = instrument_panel(&mut window, &mut around.instruments, &attempt, shown, lang) {
        mat.act(&mut attempt, action);
    }
    let left = mat.take_rest(&window);
    if on_screen {
        let motion = !shell.settings.reduced_motion;
        if let Some(action) = around.otdr.show(&ctx, &mut window, &attempt, free, motion, lang) {
            let done = attempt.lab.journal().0.len();
            mat.act(&mut attempt, action.clone());
            if attempt.lab.journal().0.len() > done {
                around.otdr.did(&action, &attempt.lab);
            }
        }
    }

    // While the hand moves, what it does is what matters.
    if !mat.scene().holds() {
        // Over a rack it would hide the very holes it speaks of.
        let down = if mat.station == Station::Rack { 0.15 } else { 0.44 };
        toast(&ctx, &attempt, left, down, lang);
    }
    let finish = match around.asking {
        Asking::Nothing => false,
        Asking::Leave => {
            let to = if desk.is_some() { Screen::Exam } else { Screen::Home };
            leave_card(&ctx, &mut around.asking, &mut shell.next, to, &attempt, lang);
            false
        }
        Asking::HandIn => hand_in_card(&ctx, &mut around.asking, &view, lang),
    };
    if on_screen {
        if free && !ctx.text_edit_focused() {
            keys::at_screen(&ctx, &shell.keys, &mut mat, &mut attempt);
            if shell.escaped() && !around.otdr.close() && around.instruments.open.take().is_none() {
                around.asking = Asking::Leave;
            }
        }
    } else if free && !ctx.text_edit_focused() {
        let fresh = !around.focused;
        if let Some(asked) = reach_ui(&mut window, &mut mat, &attempt.lab, shown, fresh, lang) {
            mat.serve(&mut attempt, asked);
        }
        if keys::typed(&shell.keys, &ctx, &mut mat, &mut attempt, shown, view.finished) {
            around.asking = Asking::HandIn;
        }
        if ctx.input(|input| input.key_pressed(egui::Key::G)) {
            around.gestures = !around.gestures;
        }
        // Esc first lets go of what was reached, then of what is held or open, then asks to leave.
        if shell.escaped() && !around.focused && !mat.scene_mut().put_back() && around.instruments.open.take().is_none()
        {
            around.asking = Asking::Leave;
        }
        if let Some(icon) = mat.scene().cursor() {
            ctx.set_cursor_icon(icon);
        }
    }
    around.focused = ctx.memory(|memory| memory.focused().is_some());
    if let Some(desk) = desk.as_mut().filter(|_| finish || time_is_up) {
        desk.hand_in(&mut attempt);
        shell.next.set(Screen::Exam);
    } else if finish {
        let report = score(&attempt.lab);
        let id = attempt.lab.scenario().id.clone();
        progress.record(data_folder().as_deref(), &id, report.on_20_hundredths);
        attempt.finish();
        shell.next.set(Screen::Debrief);
    }
    Ok(())
}

/// The views and the things that are at hand here.
fn at_hand(lab: &Lab) -> (Vec<Station>, Vec<Instrument>) {
    let things = Instrument::ALL.into_iter().filter(|thing| thing.is_at_hand(lab)).collect();
    (Station::here(lab), things)
}

/// Where there is nothing to turn to, nothing takes room from the mat.
fn strip_is_wanted(strip: &StripView) -> bool {
    strip.goes_about || strip.stations.len() > 1
}

fn strip_view(
    lab: &Lab,
    stations: &[Station],
    things: &[Instrument],
    shown: Station,
    open: Option<Instrument>,
    lang: Lang,
) -> StripView {
    let here = lab.here().unwrap_or_default();
    let may_stand = lab.scenario().bench.as_ref().is_some_and(|bench| bench.places().any(|place| place == here));
    let stands = lab.state().bench.as_ref().is_some_and(|bench| bench.place == here);
    StripView {
        stations: stations.iter().map(|station| (station.name(lang), *station == shown)).collect(),
        things: things.iter().map(|thing| (thing.name(lang), Some(*thing) == open)).collect(),
        can_set_up: may_stand && !stands,
        goes_about: stations.contains(&Station::Map),
    }
}

/// The paper or instrument that is open, at the right of the mat.
fn instrument_panel(
    window: &mut egui::Ui,
    instruments: &mut Instruments,
    attempt: &Attempt,
    hint: Option<&Hint>,
    lang: Lang,
) -> Option<Action> {
    let open = instruments.open?;
    let frame = egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin::same(16));
    let width = open.width().min(window.available_width() * 0.75);
    let panel = egui::Panel::right("instrument").exact_size(width).resizable(false).frame(frame);
    let practice = attempt.mode == Mode::Practice;
    let seen = NetSeen { lab: &attempt.lab, clock: attempt.now(), practice, hint, lang };
    panel.show(window, |ui| instrument_ui(ui, instruments, &seen)).inner
}

/// What stands below the mat, with the switch for the gestures by number and button where the scene has them.
fn scene_bar(
    ui: &mut egui::Ui,
    mat: &mut Mat,
    lab: &Lab,
    hint: Option<&Hint>,
    gestures: &mut bool,
    lang: Lang,
) -> Option<crate::app::canvas::stage::Asked> {
    let scene = mat.scene_mut();
    if !scene.has_gestures() {
        return scene.bar(ui, lab, hint, false, lang);
    }
    let switch = theme::TARGET + 8.0;
    let room = ui.available_width() - switch;
    ui.horizontal(|ui| {
        let asked = ui
            .allocate_ui_with_layout(egui::vec2(room, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_width(room);
                scene.bar(ui, lab, hint, *gestures, lang)
            })
            .inner;
        let name = lang.text(if *gestures { "gestures-fold" } else { "gestures-unfold" });
        if theme::icon_button(ui, &name, pictures::keyboard).clicked() {
            *gestures = !*gestures;
        }
        asked
    })
    .inner
}

/// The task at the left, or the narrow strip it folds into.
fn task_panel(
    window: &mut egui::Ui,
    view: &TaskView,
    open: &mut Option<bool>,
    taken: f32,
    lang: Lang,
) -> Option<Asked> {
    let shown = open.unwrap_or(window.available_width() - taken >= ROOM_FOR_TASK);
    let paper = egui::Frame::new().fill(theme::PAPER);
    let chevron = |ui: &mut egui::Ui| {
        let name = lang.text(if shown { "task-fold" } else { "task-unfold" });
        theme::icon_button(ui, &name, |painter, at| pictures::chevron(painter, at, !shown)).clicked()
    };
    let mut folded = false;
    let asked = if shown {
        let frame = paper.inner_margin(egui::Margin { left: 18, right: 18, top: 14, bottom: 14 });
        let panel = egui::Panel::left("task").exact_size(276.0).resizable(false).frame(frame);
        panel.show(window, |ui| task_ui(ui, view, lang, |ui| folded = chevron(ui))).inner
    } else {
        let frame = paper.inner_margin(egui::Margin::same(8));
        let panel = egui::Panel::left("task-folded").exact_size(60.0).resizable(false).frame(frame);
        panel.show(window, |ui| folded = chevron(ui));
        if view.finished || view.now.is_some() {
            let frame = egui::Frame::new().fill(theme::CARD).inner_margin(egui::Margin::symmetric(18, 8));
            let strip = egui::Panel::top("now").resizable(false).frame(frame);
            let strip = strip.show(window, |ui| now_ui(ui, view, lang));
            theme::now_bar(window, strip.response.rect);
            strip.inner
        } else {
            None
        }
    };
    if folded {
        *open = Some(!shown);
    }
    asked
}

/// Where I am: street, place, and what is in sight.
fn crumbs(lab: &Lab, station: Station, lang: Lang) -> Vec<String> {
    let place = lab.here().and_then(|place| lab.scenario().places.get(place));
    let area = place.and_then(|place| place.area.as_ref()).map(|area| area.get(lang).to_owned());
    let name = place.map(|place| place.name.get(lang).to_owned());
    area.into_iter().chain(name).chain([station.name(lang)]).collect()
}

/// How much time went by of how much there is, then the stock as far as there is room. From right to left.
fn clocks(ui: &mut egui::Ui, attempt: &Attempt, lang: Lang) {
    let minutes = |time: Millis| (time.0 / 60_000) as i64;
    let (gone, allowed) = (minutes(attempt.now()), minutes(attempt.lab.scenario().time_allowed));
    let time = Message::new("bench-minutes").with("gone", gone).with("allowed", allowed);
    theme::chip(ui, lang.say(&time)).on_hover_text(lang.text("bench-clock"));
    not_saved(ui, attempt, lang);
    for (item, left) in attempt.lab.state().stock.iter().rev() {
        if ui.available_width() > 180.0 {
            theme::chip(ui, format!("{} · {left}", lang.say(&stock_name(item))));
        }
    }
}

/// Says that nothing is written down any more, and why.
fn not_saved(ui: &mut egui::Ui, attempt: &Attempt, lang: Lang) {
    if let Some(why) = &attempt.not_saved {
        theme::chip(ui, lang.text("bench-not-saved")).on_hover_text(why);
    }
}

fn task_view(attempt: &Attempt, at_hand: Option<&AtHand>, lang: Lang) -> TaskView {
    let hint = at_hand.and_then(|at_hand| at_hand.hint.as_ref());
    let lab = &attempt.lab;
    let scenario = lab.scenario();
    let helped = attempt.mode == Mode::Practice && (scenario.level == Level::Guided || attempt.hint_shown);
    let step = at_hand.map_or(scenario.steps.len().saturating_sub(1), |at_hand| at_hand.step);
    let task = scenario.steps.get(step).map_or(&scenario.title, |step| &step.say);
    let mut checks = Vec::new();
    // Steps that are told as a whole, not stage by stage.
    let told_whole = |step: &Step| {
        matches!(step.goal, Goal::Cable { .. } | Goal::Console { .. } | Goal::Earn { .. })
            || crate::rack::coach::is_of_rack(&step.goal)
            || crate::fibre::port_coach::is_of_ports(&step.goal)
    };
    if helped && at_hand.is_some() {
        if scenario.steps.get(step).is_some_and(told_whole) {
            let steps = scenario.steps.iter().enumerate().filter(|(_, step)| told_whole(step));
            checks.extend(steps.map(|(index, it)| {
                let check = match index.cmp(&step) {
                    std::cmp::Ordering::Less => Check::Done,
                    std::cmp::Ordering::Equal => Check::Now,
                    std::cmp::Ordering::Greater => Check::Later,
                };
                (check, it.say.get(lang).to_owned())
            }));
        } else if let (Some(hint), Some(Goal::Splice { b, .. })) =
            (hint, scenario.steps.get(step).map(|step| &step.goal))
        {
            let now = Stage::of(hint, b, lab.state());
            checks.extend(Stage::ALL.into_iter().map(|stage| {
                let check = match stage.cmp(&now) {
                    std::cmp::Ordering::Less => Check::Done,
                    std::cmp::Ordering::Equal => Check::Now,
                    std::cmp::Ordering::Greater => Check::Later,
                };
                (check, lang.say(&stage.title()))
            }));
        }
    } else {
        // Alone, only what counts is shown, not whether it is reached.
        checks.extend(scenario.rubric.iter().map(|line| (Check::Later, line.title.get(lang).to_owned())));
    }
    let practice = attempt.mode == Mode::Practice;
    let finished = at_hand.is_none() && !scenario.steps.is_empty() && practice;
    let authored = scenario.steps.get(step).and_then(|step| step.hint.as_ref()).map(|hint| hint.get(lang).to_owned());
    let can_hint = practice && !attempt.hint_shown && (hint.is_some() || authored.is_some());
    let why = match (hint.map(|hint| lang.say(&hint.why)), authored) {
        (Some(why), Some(authored)) => Some(format!("{why}\n\n{authored}")),
        (why, authored) => why.or(authored),
    };
    let why = why.filter(|_| attempt.hint_shown && !finished);
    TaskView {
        exercise: scenario.title.get(lang).to_owned(),
        task: task.get(lang).to_owned(),
        now: hint.filter(|_| helped).map(|hint| lang.say(&hint.say)),
        why,
        checks,
        finished,
        can_hint,
        can_undo: practice && !lab.journal().0.is_empty(),
    }
}

/// What was just said, near the foot of the mat.
fn toast(ctx: &egui::Context, attempt: &Attempt, mat: egui::Rect, down: f32, lang: Lang) {
    let Some(said) = attempt.said.as_ref().filter(|said| said.at.elapsed() < SAID_FOR) else { return };
    ctx.request_repaint_after(SAID_FOR.saturating_sub(said.at.elapsed()));
    let at = egui::pos2(mat.center().x, mat.top() + mat.height() * down);
    egui::Area::new("said".into()).fixed_pos(at).pivot(egui::Align2::CENTER_BOTTOM).interactable(false).show(
        ctx,
        |ui| {
            let edge = if said.trouble { theme::PARTIAL } else { theme::GOOD };
            egui::Frame::new()
                .fill(theme::CARD)
                .stroke(egui::Stroke::new(1.5, edge))
                .corner_radius(egui::CornerRadius::same(10))
                .inner_margin(egui::Margin::symmetric(14, 8))
                .show(ui, |ui| {
                    ui.set_max_width(520.0);
                    ui.horizontal(|ui| {
                        if said.trouble {
                            ui.label(egui::RichText::new("!").font(theme::bold(20.0)).color(edge));
                        } else {
                            theme::mark_sign(ui, theme::Sign::Earned, 20.0);
                        }
                        ui.label(
                            egui::RichText::new(lang.say(&said.message)).font(theme::semibold(16.0)).color(theme::INK),
                        );
                    });
                });
        },
    );
}

fn leave_card(
    ctx: &egui::Context,
    asking: &mut Asking,
    next: &mut NextState<Screen>,
    to: Screen,
    attempt: &Attempt,
    lang: Lang,
) {
    let mut go = false;
    let closed = over(ctx, "leave", 440.0, |ui| {
        ui.label(theme::heading(lang.text("leave-title")));
        let gestures = Message::new("leave-says").with("count", attempt.lab.journal().0.len());
        ui.label(theme::body(lang.say(&gestures)));
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let stay = theme::primary_button(ui, lang.text("leave-stay")).clicked();
            go = theme::quiet_button(ui, lang.text("leave-go")).clicked();
            stay || go
        })
        .inner
    });
    if go {
        next.set(to);
    }
    if closed {
        *asking = Asking::Nothing;
    }
}

/// Asks before the work is handed in; says whether it is.
fn hand_in_card(ctx: &egui::Context, asking: &mut Asking, view: &TaskView, lang: Lang) -> bool {
    // Nothing is left to do: there is nothing to ask.
    if view.finished {
        *asking = Asking::Nothing;
        return true;
    }
    let mut done = false;
    let closed = over(ctx, "hand-in", 440.0, |ui| {
        ui.label(theme::heading(lang.text("hand-in-title")));
        ui.label(theme::body(lang.text(if view.now.is_some() { "hand-in-says-unfinished" } else { "hand-in-says" })));
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let stay = theme::primary_button(ui, lang.text("hand-in-stay")).clicked();
            done = theme::quiet_button(ui, lang.text("task-finish")).clicked();
            stay || done
        })
        .inner
    });
    if closed {
        *asking = Asking::Nothing;
    }
    done
}
