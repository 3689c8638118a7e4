//! The microscope: a face on its round screen, the trainee's verdict, and what cleans it.

mod picture;
mod tools;

use bevy_egui::egui::{Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType, vec2};

use self::picture::{Field, NEAR_UM, WHOLE_UM, draw, size_at};
use self::tools::{Ribbon, tools_ui};
use super::ends::{EndPick, equipment_label, pick_ui, plug_label};
use crate::app::theme;
use crate::catalogue::rack::racks;
use crate::fibre::face::rules;
use crate::fibre::instruments::Scope;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::plant::address::{End, Termination};
use crate::rack::link::face_of;

/// What is chosen on it. Not part of the attempt: only actions are.
#[derive(Debug, Default)]
pub struct Microscope {
    pick: EndPick,
    scope: Scope,
    zones: bool,
    near: bool,
    ribbon: Ribbon,
}

/// Whether there is anything that has a face.
pub fn is_at_hand(lab: &Lab) -> bool {
    let scenario = lab.scenario();
    let optical = |item: &String| {
        let model = racks().cords.get(item);
        model.is_some_and(|model| face_of(model.kind, End::A).is_some())
    };
    scenario.cords.keys().any(|cord| scenario.cord_model(cord).is_some()) || scenario.stock.keys().any(optical)
}

/// Whether the face stands before the microscope now: it was looked at, and nothing touched it since.
fn is_in_view(lab: &Lab, end: &Termination) -> bool {
    let about = lab.journal().0.iter().rev().find_map(|entry| match &entry.action {
        Action::Inspect { end: of, .. } => Some(of == end),
        Action::CleanFace { end: of, .. } if of == end => Some(false),
        Action::Plug { plug, port } => {
            let touched = *end == Termination::from(plug.clone()) || *end == Termination::from(port.clone());
            touched.then_some(false)
        }
        _ => None,
    });
    about == Some(true)
}

/// Shows the microscope; says what was done with it.
pub fn microscope_ui(ui: &mut Ui, microscope: &mut Microscope, lab: &Lab, lang: Lang) -> Option<Action> {
    let mut asked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        pick_ui(ui, &mut microscope.pick, lab, lang);
        let Some(end) = microscope.pick.end() else { return };
        let seen = is_in_view(lab, &end);
        ui.horizontal_top(|ui| {
            screen(ui, microscope, lab, &end, seen, lang);
            ui.vertical(|ui| {
                if theme::primary_button(ui, lang.text("verb-look")).clicked() {
                    asked = Some(Action::Inspect { end: end.clone(), scope: microscope.scope });
                }
                theme::switch(ui, &mut microscope.zones, &lang.text("microscope-zones"));
                theme::switch(ui, &mut microscope.near, &lang.text("microscope-near"));
                ui.label(theme::soft(lang.text("microscope-verdict")));
                for (good, key) in [(true, "verb-judge-good"), (false, "verb-judge-bad")] {
                    ui.horizontal(|ui| {
                        ui.set_min_height(theme::TARGET);
                        theme::mark_sign(ui, if good { theme::Sign::Earned } else { theme::Sign::Lost }, 20.0);
                        if theme::quiet_button(ui, lang.text(key)).clicked() {
                            asked = Some(Action::JudgeFace { end: end.clone(), good });
                        }
                    });
                }
            });
        });
        if let Some(action) = tools_ui(ui, &mut microscope.ribbon, &end, lang) {
            asked = Some(action);
        }
        if let Some(action) = connect(ui, microscope, lab, lang) {
            asked = Some(action);
        }
        let choices = [
            (Scope::Camera, lang.text("microscope-camera")),
            (Scope::Eyepiece, lang.text("microscope-eyepiece")),
            (Scope::Eye, lang.text("microscope-eye")),
        ];
        theme::segmented(ui, &mut microscope.scope, &choices);
        if microscope.zones {
            ui.label(theme::soft(lang.say(&Message::new("microscope-limits").with("source", rules().source.clone()))));
        }
    });
    asked
}

/// The plug that is chosen into the port that is chosen.
fn connect(ui: &mut Ui, microscope: &Microscope, lab: &Lab, lang: Lang) -> Option<Action> {
    let (plug, port) = (microscope.pick.plug()?.clone(), microscope.pick.port()?);
    let place = format!("{} · {}", equipment_label(lab, &port.equipment, lang), port.port);
    let says = Message::new("microscope-connect").with("plug", plug_label(lab, &plug, lang)).with("port", place);
    theme::quiet_button(ui, lang.say(&says)).clicked().then_some(Action::Plug { plug, port })
}

/// Side of the picture in points.
const PICTURE: f32 = 250.0;

fn screen(ui: &mut Ui, microscope: &Microscope, lab: &Lab, end: &Termination, seen: bool, lang: Lang) {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(PICTURE), Sense::hover());
    let field = Field { wide_um: if microscope.near { NEAR_UM } else { WHOLE_UM }, zones: microscope.zones };
    let sharp = seen && microscope.scope != Scope::Eye;
    let face = sharp.then(|| lab.state().face(lab.scenario(), end));
    draw(ui.painter(), rect, face.as_ref(), field, lang);
    let says = match (&face, seen) {
        (Some(_), _) => "microscope-face",
        (None, true) => "microscope-bare-eye",
        (None, false) => "microscope-look-first",
    };
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, lang.text(says)));
    if face.is_none() {
        let galley = ui.painter().layout(lang.text(says), theme::regular(16.0), theme::MAT_TEXT, PICTURE - 80.0);
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, theme::MAT_TEXT);
    }
    if let (Some(face), Some(at)) = (&face, response.hover_pos())
        && let Some(um) = size_at(rect, at, face, field)
    {
        let text = format!("{} µm", lang.decimal(um, 1));
        let galley = ui.painter().layout_no_wrap(text, theme::mono(16.0), theme::MAT_TEXT);
        let label = Rect::from_min_size(rect.left_top() + vec2(8.0, 8.0), galley.size() + vec2(12.0, 6.0));
        ui.painter().rect_filled(label, theme::RADIUS, theme::MAT);
        ui.painter().galley(label.min + vec2(6.0, 3.0), galley, theme::MAT_TEXT);
    }
}
