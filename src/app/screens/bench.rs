//! The bench: top bar, task, tool bar and gestures around the mat.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};

use super::{HelpShown, Screen, crumb, language_switch, top_bar, window_ui};
use crate::app::attempt::{Attempt, SAID_FOR};
use crate::app::canvas::{Bench, MatRect, put_back};
use crate::app::panels::gestures::{fibre_box, gestures_ui, main_action, nudges};
use crate::app::panels::task::{Asked, TaskView, task_ui};
use crate::app::panels::tools::{Tool, tools_ui};
use crate::app::save::Progress;
use crate::app::settings::Settings;
use crate::app::theme::{self, Check};
use crate::exam::submission::Mode;
use crate::fibre::bench::open_fibres;
use crate::fibre::coach::{self, Hint, Stage};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::stock_name;
use crate::locale::{Lang, Message};
use crate::plant::address::FibreId;
use crate::scenario::file::{Goal, Level};
use crate::score::score;

#[allow(clippy::too_many_arguments, reason = "a system names what it uses")]
pub fn show(
    mut contexts: EguiContexts,
    mut settings: ResMut<Settings>,
    attempt: Option<ResMut<Attempt>>,
    mut bench: ResMut<Bench>,
    mut mat: ResMut<MatRect>,
    mut next: ResMut<NextState<Screen>>,
    mut progress: ResMut<Progress>,
    keys: Res<ButtonInput<KeyCode>>,
    help: Res<HelpShown>,
    mut leaving: Local<bool>,
) -> Result {
    let Some(mut attempt) = attempt else {
        next.set(Screen::Home);
        return Ok(());
    };
    let lang = settings.lang;
    let ctx = contexts.ctx_mut()?.clone();
    choose_fibre(&mut bench, &attempt.lab);
    let hint = coach::next(attempt.lab.scenario(), attempt.lab.state());
    let helped =
        attempt.mode == Mode::Practice && (attempt.lab.scenario().level == Level::Guided || attempt.hint_shown);
    let shown = hint.as_ref().filter(|_| helped);

    let mut finish = false;
    let mut window = window_ui(&ctx);
    top_bar(
        &mut window,
        |ui| {
            if theme::quiet_button(ui, lang.text("bench-leave")).clicked() {
                *leaving = true;
            }
            ui.add_space(8.0);
            place_crumbs(ui, &attempt.lab, lang);
        },
        |ui| {
            language_switch(ui, &mut settings);
            clocks(ui, &attempt, lang);
        },
    );
    let frame =
        egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin { left: 18, right: 18, top: 16, bottom: 14 });
    egui::Panel::left("task").exact_size(276.0).resizable(false).frame(frame).show(&mut window, |ui| {
        match task_ui(ui, &task_view(&attempt, hint.as_ref(), helped, lang), lang) {
            Some(Asked::Hint) => attempt.hint_shown = true,
            Some(Asked::Undo) => attempt.undo(),
            Some(Asked::Finish) => finish = true,
            None => {}
        }
    });
    let frame = egui::Frame::new().fill(theme::CARD).inner_margin(egui::Margin::symmetric(14, 8));
    egui::Panel::bottom("tools").resizable(false).frame(frame).show(&mut window, |ui| {
        tool_bar(ui, &mut bench, &mut attempt, shown, lang);
    });
    // What the panels left is the mat, in the window's own pixels.
    let left = window.available_rect_before_wrap();
    let zoom = ctx.zoom_factor();
    mat.0 = Rect::new(left.left() * zoom, left.top() * zoom, left.right() * zoom, left.bottom() * zoom);

    toast(&ctx, &attempt, left, lang);
    if *leaving {
        leave_card(&ctx, &mut leaving, &mut next, &attempt, lang);
    } else if !help.0 && !ctx.egui_wants_keyboard_input() {
        typed(&keys, &ctx, &mut bench, &mut attempt, shown);
        if keys.just_pressed(KeyCode::Escape) && !put_back(&mut bench) {
            *leaving = true;
        }
    }
    if finish {
        let report = score(&attempt.lab);
        let id = attempt.lab.scenario().id.clone();
        progress.record(&id, report.on_20_hundredths);
        attempt.finish();
        next.set(Screen::Debrief);
    }
    Ok(())
}

/// The fibre that keys and panels act on stays a sensible one.
fn choose_fibre(bench: &mut Bench, lab: &Lab) {
    if bench.fibre.is_none() {
        let wanted = coach::next(lab.scenario(), lab.state()).and_then(|hint| hint.fibre);
        bench.fibre = wanted.or_else(|| open_fibres(lab.scenario()).into_iter().next());
    }
}

fn place_crumbs(ui: &mut egui::Ui, lab: &Lab, lang: Lang) {
    let scenario = lab.scenario();
    if let Some(place) = scenario.bench.as_ref().and_then(|bench| scenario.places.get(&bench.place)) {
        if let Some(area) = &place.area {
            crumb(ui, area.get(lang), false);
        }
        crumb(ui, place.name.get(lang), false);
    }
    crumb(ui, &lang.text("bench-name"), true);
}

/// Stock, and how much time went by of how much there is.
fn clocks(ui: &mut egui::Ui, attempt: &Attempt, lang: Lang) {
    let clock = |millis: u64| format!("{:02}:{:02}", millis / 60_000, millis / 1000 % 60);
    let scenario = attempt.lab.scenario();
    theme::chip(ui, format!("{} / {}", clock(attempt.now().0), clock(scenario.time_allowed.0)))
        .on_hover_text(lang.text("bench-clock"));
    for (item, left) in attempt.lab.state().stock.iter().rev() {
        theme::chip(ui, format!("{} · {left}", lang.say(&stock_name(item))));
    }
    if let Some(why) = &attempt.not_saved {
        theme::chip(ui, lang.text("bench-not-saved")).on_hover_text(why);
    }
}

fn task_view(attempt: &Attempt, hint: Option<&Hint>, helped: bool, lang: Lang) -> TaskView {
    let lab = &attempt.lab;
    let scenario = lab.scenario();
    let step = hint.map_or(scenario.steps.len().saturating_sub(1), |hint| hint.step);
    let task = scenario.steps.get(step).map_or(&scenario.title, |step| &step.say);
    let mut checks = Vec::new();
    if helped {
        if let (Some(hint), Some(Goal::Splice { b, .. })) = (hint, scenario.steps.get(step).map(|step| &step.goal)) {
            let now = Stage::of(hint, b);
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
    let finished = hint.is_none() && !scenario.steps.is_empty() && practice;
    let authored = scenario.steps.get(step).and_then(|step| step.hint.as_ref()).map(|hint| hint.get(lang).to_owned());
    let why = hint.filter(|_| attempt.hint_shown).map(|hint| match authored {
        Some(authored) => format!("{}\n\n{authored}", lang.say(&hint.why)),
        None => lang.say(&hint.why),
    });
    TaskView {
        exercise: scenario.title.get(lang).to_owned(),
        task: task.get(lang).to_owned(),
        now: hint.filter(|_| helped).map(|hint| lang.say(&hint.say)),
        why,
        checks,
        finished,
        can_hint: practice && hint.is_some() && !attempt.hint_shown,
        can_undo: practice && !lab.journal().0.is_empty(),
    }
}

fn tool_bar(ui: &mut egui::Ui, bench: &mut Bench, attempt: &mut Attempt, hint: Option<&Hint>, lang: Lang) {
    let next_tool = hint.map(|hint| Tool::of(hint.gesture)).filter(|tool| *tool != Tool::Hand);
    let fibres = open_fibres(attempt.lab.scenario());
    let Bench { tool, fibre, numbers, .. } = bench;
    ui.horizontal(|ui| {
        let how = tool.how(lang);
        ui.label(egui::RichText::new(how).font(theme::semibold(16.0)).color(theme::INK));
        if let Some(nudges) = nudges(*tool) {
            ui.label(egui::RichText::new(lang.say(&nudges)).font(theme::regular(14.0)).color(theme::INK_SOFT));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            fibre_box(ui, &attempt.lab, fibre, &fibres, lang);
        });
    });
    let mut asked = None;
    ui.horizontal_top(|ui| {
        if let Some(taken) = tools_ui(ui, *tool, next_tool, lang) {
            *tool = taken;
        }
        ui.allocate_ui(egui::vec2(ui.available_width(), 76.0), |ui| {
            asked = gestures_ui(ui, &attempt.lab, *tool, fibre.as_ref(), numbers, lang);
        });
    });
    if let Some(action) = asked {
        act(bench, attempt, action);
    }
}

/// Does an action asked for by key or button; the arc glows as it does for the hand.
fn act(bench: &mut Bench, attempt: &mut Attempt, action: Action) {
    if let Action::Pick { fibre } = &action {
        bench.fibre = Some(fibre.clone());
    }
    bench.laid = None;
    let arc = matches!(action, Action::Fuse { .. });
    let splices = attempt.lab.state().splices.len();
    attempt.act(action);
    if arc && attempt.lab.state().splices.len() > splices {
        bench.arc = Some(std::time::Instant::now());
    }
}

/// The keys of the bench.
fn typed(
    keys: &ButtonInput<KeyCode>,
    ctx: &egui::Context,
    bench: &mut Bench,
    attempt: &mut Attempt,
    hint: Option<&Hint>,
) {
    const DIGITS: [KeyCode; 9] = [
        KeyCode::Digit1,
        KeyCode::Digit2,
        KeyCode::Digit3,
        KeyCode::Digit4,
        KeyCode::Digit5,
        KeyCode::Digit6,
        KeyCode::Digit7,
        KeyCode::Digit8,
        KeyCode::Digit9,
    ];
    const PAD: [KeyCode; 9] = [
        KeyCode::Numpad1,
        KeyCode::Numpad2,
        KeyCode::Numpad3,
        KeyCode::Numpad4,
        KeyCode::Numpad5,
        KeyCode::Numpad6,
        KeyCode::Numpad7,
        KeyCode::Numpad8,
        KeyCode::Numpad9,
    ];
    // The digits of a French keyboard need Shift and are read by their place: both ways work.
    for (index, tool) in Tool::BAR.into_iter().enumerate() {
        if keys.any_just_pressed([DIGITS[index], PAD[index]]) {
            bench.tool = if bench.tool == tool { Tool::Hand } else { tool };
            if let (Some(hint), true) = (hint, bench.tool == tool)
                && let Some(fibre) = &hint.fibre
            {
                bench.fibre = Some(fibre.clone());
            }
        }
    }
    let ctrl = keys.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight]);
    if ctrl && ctx.input(|input| input.key_pressed(egui::Key::Z)) {
        attempt.undo();
    }
    if ctx.input(|input| input.key_pressed(egui::Key::H)) && attempt.mode == Mode::Practice {
        attempt.hint_shown = true;
    }
    if ctx.input(|input| input.key_pressed(egui::Key::F)) {
        bench.fit();
    }
    let by = i32::from(ctx.input(|input| input.key_pressed(egui::Key::Plus)))
        - i32::from(ctx.input(|input| input.key_pressed(egui::Key::Minus)));
    if by != 0 {
        bench.zoom = (bench.zoom * 1.2f32.powi(by)).clamp(0.6, 5.0);
    }
    // Focus on a widget means that Tab, Enter and the arrows are its own.
    if ctx.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let step = |more, less| i32::from(keys.just_pressed(more)) - i32::from(keys.just_pressed(less));
    let (main, second) = (step(KeyCode::ArrowRight, KeyCode::ArrowLeft), step(KeyCode::ArrowUp, KeyCode::ArrowDown));
    if bench.tool == Tool::Hand {
        walk(bench, &attempt.lab, main + second);
    } else {
        let tool = bench.tool;
        if main != 0 {
            bench.numbers.nudge(tool, false, main);
        }
        if second != 0 {
            bench.numbers.nudge(tool, true, second);
        }
    }
    if keys.any_just_pressed([KeyCode::Enter, KeyCode::NumpadEnter])
        && let Some(fibre) = bench.fibre.clone()
    {
        // With nothing in the hand and help on, Enter does what the lab asks for.
        let action = match hint {
            Some(hint) if bench.tool == Tool::Hand => hint.action.clone(),
            _ => main_action(&attempt.lab, bench.tool, &fibre, &bench.numbers),
        };
        act(bench, attempt, action);
    }
}

/// Arrows without a tool walk from fibre to fibre.
fn walk(bench: &mut Bench, lab: &Lab, by: i32) {
    if by == 0 {
        return;
    }
    let fibres: Vec<FibreId> = open_fibres(lab.scenario());
    let at = bench.fibre.as_ref().and_then(|fibre| fibres.iter().position(|other| other == fibre)).unwrap_or(0);
    let count = fibres.len() as i32;
    if count > 0 {
        bench.fibre = Some(fibres[(at as i32 + by).rem_euclid(count) as usize].clone());
    }
}

/// What was just said, near the foot of the mat.
fn toast(ctx: &egui::Context, attempt: &Attempt, mat: egui::Rect, lang: Lang) {
    let Some(said) = attempt.said.as_ref().filter(|said| said.at.elapsed() < SAID_FOR) else { return };
    ctx.request_repaint_after(SAID_FOR.saturating_sub(said.at.elapsed()));
    let at = egui::pos2(mat.center().x, mat.top() + mat.height() * 0.36);
    egui::Area::new("said".into()).fixed_pos(at).pivot(egui::Align2::CENTER_BOTTOM).interactable(false).show(
        ctx,
        |ui| {
            let (edge, sign) = if said.refused { (theme::PARTIAL, "!") } else { (theme::GOOD, "✓") };
            egui::Frame::new()
                .fill(theme::CARD)
                .stroke(egui::Stroke::new(1.5, edge))
                .corner_radius(egui::CornerRadius::same(10))
                .inner_margin(egui::Margin::symmetric(14, 8))
                .show(ui, |ui| {
                    ui.set_max_width(520.0);
                    ui.horizontal(|ui| {
                        ui.label(egui::RichText::new(sign).font(theme::bold(18.0)).color(edge));
                        ui.label(
                            egui::RichText::new(lang.say(&said.message)).font(theme::semibold(16.0)).color(theme::INK),
                        );
                    });
                });
        },
    );
}

fn leave_card(ctx: &egui::Context, leaving: &mut bool, next: &mut NextState<Screen>, attempt: &Attempt, lang: Lang) {
    let response = egui::Modal::new("leave".into()).frame(theme::card()).show(ctx, |ui| {
        ui.set_width(420.0);
        ui.label(egui::RichText::new(lang.text("leave-title")).font(theme::bold(20.0)));
        let gestures = Message::new("leave-says").with("count", attempt.lab.journal().0.len());
        ui.label(lang.say(&gestures));
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let stay = theme::primary_button(ui, lang.text("leave-stay")).clicked();
            let go = theme::quiet_button(ui, lang.text("leave-go")).clicked();
            (stay, go)
        })
        .inner
    });
    let (stay, go) = response.inner;
    if go {
        next.set(Screen::Home);
    }
    if go || stay || response.should_close() {
        *leaving = false;
    }
}
