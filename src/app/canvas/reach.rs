//! The mat by keyboard and for a screen reader: what a scene names can be reached with Tab, has a name, and Enter does
//! with it what the hand would do.

use bevy_egui::egui::{self, EventFilter, Sense};

use super::Mat;
use super::stage::Asked;
use crate::app::theme;
use crate::fibre::coach::Hint;
use crate::lab::Lab;
use crate::locale::Lang;

/// Makes the things on the mat reachable; returns what Enter asked for. `fresh` is whether nothing had the focus
/// before: the first Tab then leads to the mat, not to the corner of the window.
pub fn reach_ui(
    ui: &mut egui::Ui,
    mat: &mut Mat,
    lab: &Lab,
    hint: Option<&Hint>,
    fresh: bool,
    lang: Lang,
) -> Option<Asked> {
    let stops = mat.scene().stops(lab, lang);
    let (view, zoom) = (mat.view(), ui.ctx().zoom_factor());
    if fresh
        && ui.input(|input| input.key_pressed(egui::Key::Tab) && !input.modifiers.any())
        && let Some(first) = stops.first()
    {
        ui.memory_mut(|memory| memory.request_focus(first.id));
    }
    let (mut reached, mut entered) = (None, None);
    for stop in stops {
        let (min, max) = (view.to_screen(stop.rect.min) / zoom, view.to_screen(stop.rect.max) / zoom);
        let rect = egui::Rect::from_min_max(egui::pos2(min.x, min.y), egui::pos2(max.x, max.y));
        let response = ui.interact(rect, stop.id, Sense::focusable_noninteractive());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &stop.name));
        let called = ui.input(|input| input.has_accesskit_action_request(stop.id, egui::accesskit::Action::Click));
        if response.has_focus() {
            reached = Some(stop.id);
            let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(stop.id, arrows));
        }
        let response = theme::ring(ui, response);
        let pressed = response.has_focus()
            && ui.input(|input| input.key_pressed(egui::Key::Enter) || input.key_pressed(egui::Key::Space));
        if pressed || called {
            entered = Some(stop.id);
        }
    }
    mat.reached = reached.is_some();
    mat.scene_mut().reach(lab, reached);
    mat.scene_mut().enter(lab, hint, entered?)
}
