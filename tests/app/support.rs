//! Panels in a harness that reads them as a screen reader does.

use std::sync::Arc;

use bevy_egui::egui::Ui;
use egui_kittest::Harness;
use splicelab::app::theme;
use splicelab::scenario::builtin;
use splicelab::scenario::model::Scenario;

/// A panel with our theme on; `state` is what the test looks at afterwards.
pub fn panel<'a, S: 'a>(state: S, mut show: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    sized([1280.0, 720.0], state, move |ui, state| show(ui, state))
}

pub fn sized<'a, S: 'a>(size: [f32; 2], state: S, mut show: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    let mut frames = 0;
    let mut harness = Harness::builder().with_size(size).build_ui_state(
        move |ui, state: &mut S| {
            // New fonts are there one frame after they were given.
            if frames == 0 {
                theme::apply(ui.ctx());
            }
            if frames > 1 {
                show(ui, state);
            }
            frames += 1;
        },
        state,
    );
    harness.run_steps(4);
    harness
}

/// The first exercise of the course.
pub fn first() -> Arc<Scenario> {
    let id = builtin::ids().next().expect("an exercise");
    let source = builtin::source(id).expect("its text");
    Arc::new(splicelab::scenario::load(source, 7).expect("a sound exercise").scenario)
}
