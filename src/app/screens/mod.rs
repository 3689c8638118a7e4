//! The screens, a file each, and what they share.

mod briefing;
mod debrief;
mod exam;
mod home;
mod overlays;
mod trace;
mod work;

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass, egui};

use super::dressed;
use super::panels::top::{CornerAsked, top_ui};
use super::settings::Settings;

/// All that the screens show.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShowScreens;

/// Where the person is.
#[derive(States, Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    #[default]
    Home,
    Briefing,
    Work,
    Debrief,
    /// A file of an OTDR.
    Trace,
    /// The door of an exam.
    Exam,
}

pub use self::briefing::Chosen;
pub use self::overlays::Overlay;
pub use self::trace::Traces;

pub fn plugin(app: &mut App) {
    app.init_state::<Screen>()
        .init_resource::<Overlay>()
        .add_plugins((home::plugin, debrief::plugin))
        .add_systems(Update, trace::dropped)
        .configure_sets(EguiPrimaryContextPass, ShowScreens.run_if(dressed))
        .add_systems(
            EguiPrimaryContextPass,
            (
                home::show.run_if(in_state(Screen::Home)),
                briefing::show.run_if(in_state(Screen::Briefing)),
                work::show.run_if(in_state(Screen::Work)),
                debrief::show.run_if(in_state(Screen::Debrief)),
                trace::show.run_if(in_state(Screen::Trace)),
                exam::show.run_if(in_state(Screen::Exam)),
                overlays::show,
            )
                .chain()
                .in_set(ShowScreens),
        );
}

/// What every screen needs.
#[derive(SystemParam)]
pub struct Shell<'w, 's> {
    contexts: EguiContexts<'w, 's>,
    pub settings: ResMut<'w, Settings>,
    pub overlay: ResMut<'w, Overlay>,
    pub next: ResMut<'w, NextState<Screen>>,
    pub keys: Res<'w, ButtonInput<KeyCode>>,
}

impl Shell<'_, '_> {
    /// The context and the whole window as something to put panels into.
    pub fn window(&mut self) -> Result<(egui::Context, egui::Ui)> {
        let ctx = self.contexts.ctx_mut()?.clone();
        let place = egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(ctx.viewport_rect());
        let window = egui::Ui::new(ctx.clone(), "window".into(), place);
        Ok((ctx, window))
    }

    /// The bar at the top; what its corner asks for is done here.
    pub fn top(&mut self, ui: &mut egui::Ui, left: impl FnOnce(&mut egui::Ui), right: impl FnOnce(&mut egui::Ui)) {
        match top_ui(ui, self.settings.lang, left, right) {
            Some(CornerAsked::Settings) => *self.overlay = Overlay::Settings { fresh: true },
            Some(CornerAsked::Help) => *self.overlay = Overlay::Help { fresh: true },
            Some(CornerAsked::Lang(lang)) => self.settings.lang = lang,
            None => {}
        }
    }

    /// Whether Esc was pressed and nothing lies over the screen that it would close.
    pub fn escaped(&self) -> bool {
        *self.overlay == Overlay::None && self.keys.just_pressed(KeyCode::Escape)
    }
}

/// The paper on which a screen is laid.
fn paper() -> egui::Frame {
    egui::Frame::new().fill(super::theme::PAPER).inner_margin(egui::Margin::symmetric(32, 24))
}
