//! Idle means idle: nothing is drawn while nothing happens.

use std::time::{Duration, Instant};

use bevy::prelude::*;
use bevy::window::{RequestRedraw, WindowResized};
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::{EguiInput, EguiPreUpdateSet, egui};

use super::screens::Screen;

/// How often an idle window looks at the clock: a frame costs a software renderer some 30 ms of a core, so that this
/// stays well under 1 %.
const IDLE: Duration = Duration::from_secs(10);

/// Frames go on this long after the start, and after a change of screen.
const STARTING: Duration = Duration::from_secs(5);
const CHANGING: Duration = Duration::from_secs(2);
/// And after a change of size: the panels are laid out one frame later than the window.
const RESIZING: Duration = Duration::from_millis(500);

pub fn plugin(app: &mut App) {
    let mode = UpdateMode::reactive_low_power(IDLE);
    app.insert_resource(WinitSettings { focused_mode: UpdateMode::reactive(IDLE), unfocused_mode: mode })
        .add_systems(
            PreUpdate,
            drop_repeated_modifiers.after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass),
        )
        .add_systems(Last, settle);
}

/// What a new screen needs is compiled and uploaded while the first frames are drawn without it: so frames go on for
/// a while after each change of screen, and after the start.
fn settle(
    mut changes: MessageReader<StateTransitionEvent<Screen>>,
    mut sizes: MessageReader<WindowResized>,
    mut until: Local<Option<Instant>>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    let now = Instant::now();
    let started = until.is_none().then_some(STARTING);
    let changed = (changes.read().count() > 0).then_some(CHANGING);
    let resized = (sizes.read().count() > 0).then_some(RESIZING);
    if let Some(more) = started.or(changed).or(resized) {
        *until = (*until).max(Some(now + more));
    }
    if until.is_some_and(|until| now < until) {
        redraw.write(RequestRedraw);
    }
}

/// bevy_egui 0.42 sends the state of the modifier keys in every frame, which egui takes as a reason to draw another
/// frame, for ever. Only what changed is passed on.
fn drop_repeated_modifiers(mut inputs: Query<&mut EguiInput>, mut last: Local<egui::Modifiers>) {
    for mut input in &mut inputs {
        input.events.retain(|event| match event {
            egui::Event::ModifiersChanged(now) => std::mem::replace(&mut *last, *now) != *now,
            _ => true,
        });
    }
}
