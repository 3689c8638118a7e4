//! Idle means idle: nothing is drawn while nothing happens.

use std::time::Duration;

use bevy::prelude::*;
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::{EguiInput, EguiPreUpdateSet, egui};

/// How often an idle window looks at the clock: a frame costs a software renderer some 30 ms of a core, so that this
/// stays well under 1 %.
const IDLE: Duration = Duration::from_secs(10);

pub fn plugin(app: &mut App) {
    let mode = UpdateMode::reactive_low_power(IDLE);
    app.insert_resource(WinitSettings { focused_mode: UpdateMode::reactive(IDLE), unfocused_mode: mode }).add_systems(
        PreUpdate,
        drop_repeated_modifiers.after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass),
    );
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
