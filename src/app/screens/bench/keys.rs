//! The keys of the bench.

use bevy::prelude::*;
use bevy_egui::egui;

use super::act;
use crate::app::attempt::Attempt;
use crate::app::canvas::Bench;
use crate::app::canvas::reach::walk_within;
use crate::app::panels::gestures::main_action;
use crate::app::panels::tools::Tool;
use crate::exam::submission::Mode;
use crate::fibre::bench::open_fibres;
use crate::fibre::coach::Hint;
use crate::lab::Lab;
use crate::plant::address::FibreId;

/// Does what was typed. Says whether Enter asked to hand in, which it does once everything is `finished`.
pub fn typed(
    keys: &ButtonInput<KeyCode>,
    ctx: &egui::Context,
    bench: &mut Bench,
    attempt: &mut Attempt,
    hint: Option<&Hint>,
    finished: bool,
) -> bool {
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
            bench.take(tool);
            if let (Some(hint), true) = (hint, bench.tool == tool)
                && let Some(fibre) = &hint.fibre
            {
                bench.fibre = Some(fibre.clone());
            }
        }
    }
    // Both keys may be up again before a slow frame is drawn.
    let controls = [KeyCode::ControlLeft, KeyCode::ControlRight];
    let control = keys.any_pressed(controls) || keys.any_just_released(controls);
    if control && ctx.input(|input| input.key_pressed(egui::Key::Z)) {
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
    // Focus on a widget means that Tab, Enter and the arrows are its own; a thing on the mat leaves the arrows here.
    let reached = bench.reached.is_some();
    if !reached && ctx.memory(|memory| memory.focused().is_some()) {
        return false;
    }
    let step = |more, less| i32::from(keys.just_pressed(more)) - i32::from(keys.just_pressed(less));
    let (main, second) = (step(KeyCode::ArrowRight, KeyCode::ArrowLeft), step(KeyCode::ArrowUp, KeyCode::ArrowDown));
    if reached && main - second != 0 && walk_within(bench, &attempt.lab, main - second) {
        return false;
    }
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
    if reached {
        return false;
    }
    let enter = keys.any_just_pressed([KeyCode::Enter, KeyCode::NumpadEnter]);
    if enter && finished && bench.tool == Tool::Hand {
        return true;
    }
    if enter && let Some(fibre) = bench.fibre.clone() {
        // With nothing in the hand and help on, Enter does what the lab asks for.
        let action = match hint {
            Some(hint) if bench.tool == Tool::Hand => hint.action.clone(),
            _ => main_action(&attempt.lab, bench.tool, &fibre, &bench.numbers),
        };
        act(bench, attempt, action);
    }
    false
}

/// Arrows without a tool walk from fibre to fibre.
fn walk(bench: &mut Bench, lab: &Lab, by: i32) {
    if by == 0 {
        return;
    }
    let fibres: Vec<FibreId> = open_fibres(lab.scenario(), lab.state());
    let at = bench.fibre.as_ref().and_then(|fibre| fibres.iter().position(|other| other == fibre)).unwrap_or(0);
    let count = fibres.len() as i32;
    if count > 0 {
        bench.fibre = Some(fibres[(at as i32 + by).rem_euclid(count) as usize].clone());
    }
}
