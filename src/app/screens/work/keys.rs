//! The keys of the work.

use bevy::prelude::*;
use bevy_egui::egui;

use crate::app::attempt::Attempt;
use crate::app::canvas::Mat;
use crate::app::canvas::stage::Typed;
use crate::exam::submission::Mode;
use crate::fibre::coach::Hint;

/// Whether F2, F3 … was pressed, counted from 0.
pub fn function(keys: &ButtonInput<KeyCode>, index: usize) -> bool {
    const FUNCTION: [KeyCode; 8] =
        [KeyCode::F2, KeyCode::F3, KeyCode::F4, KeyCode::F5, KeyCode::F6, KeyCode::F7, KeyCode::F8, KeyCode::F9];
    FUNCTION.get(index).is_some_and(|key| keys.just_pressed(*key))
}

/// At a screen that panels draw: only what every view has.
pub fn at_screen(ctx: &egui::Context, keys: &ButtonInput<KeyCode>, mat: &mut Mat, attempt: &mut Attempt) {
    let controls = [KeyCode::ControlLeft, KeyCode::ControlRight];
    let control = keys.any_pressed(controls) || keys.any_just_released(controls);
    if control && ctx.input(|input| input.key_pressed(egui::Key::Z)) {
        mat.undo(attempt);
    }
    if ctx.input(|input| input.key_pressed(egui::Key::H)) && attempt.mode == Mode::Practice {
        attempt.hint_shown = true;
    }
}

/// Does what was typed. Says whether Enter asked to hand in, which it does once everything is `finished`.
pub fn typed(
    keys: &ButtonInput<KeyCode>,
    ctx: &egui::Context,
    mat: &mut Mat,
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
    let digit = (0..9).find(|index| keys.any_just_pressed([DIGITS[*index], PAD[*index]])).map(|index| index + 1);
    // Both keys may be up again before a slow frame is drawn.
    let controls = [KeyCode::ControlLeft, KeyCode::ControlRight];
    let control = keys.any_pressed(controls) || keys.any_just_released(controls);
    if control && ctx.input(|input| input.key_pressed(egui::Key::Z)) {
        mat.undo(attempt);
    }
    if ctx.input(|input| input.key_pressed(egui::Key::H)) && attempt.mode == Mode::Practice {
        attempt.hint_shown = true;
    }
    if ctx.input(|input| input.key_pressed(egui::Key::F)) {
        mat.fit();
    }
    let by = i32::from(ctx.input(|input| input.key_pressed(egui::Key::Plus)))
        - i32::from(ctx.input(|input| input.key_pressed(egui::Key::Minus)));
    if by != 0 {
        mat.zoom = (mat.zoom * 1.2f32.powi(by)).clamp(0.6, 5.0);
    }
    // Focus on a widget means that Tab, Enter and the arrows are its own; a thing on the mat leaves the arrows here.
    let reached = mat.reached;
    let elsewhere = !reached && ctx.memory(|memory| memory.focused().is_some());
    let step = |more, less| i32::from(keys.just_pressed(more)) - i32::from(keys.just_pressed(less));
    let arrows = IVec2::new(step(KeyCode::ArrowRight, KeyCode::ArrowLeft), step(KeyCode::ArrowUp, KeyCode::ArrowDown));
    let enter = !elsewhere && keys.any_just_pressed([KeyCode::Enter, KeyCode::NumpadEnter]);
    let typed = Typed { digit, arrows: if elsewhere { IVec2::ZERO } else { arrows }, enter, reached };
    if typed == (Typed { reached, ..Typed::default() }) {
        return false;
    }
    if enter && !reached && finished && mat.scene().is_idle() {
        return true;
    }
    // With nothing in the hand and help on, Enter does what the lab asks for: in every scene.
    let followed = hint.filter(|_| enter && !reached && digit.is_none() && mat.scene().is_free());
    let asked = match followed {
        Some(hint) => mat.scene_mut().follow(hint),
        None => mat.scene_mut().typed(&attempt.lab, hint, typed),
    };
    if let Some(asked) = asked {
        mat.serve(attempt, asked);
    }
    false
}
