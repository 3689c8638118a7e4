//! The attempt again, gesture by gesture.

use bevy_egui::egui::{self, ScrollArea, Sense, Stroke, StrokeKind, Ui, vec2};

use super::pictures;
use crate::app::theme;
use crate::locale::{Lang, Message};

/// One gesture and what it did, already in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GestureView {
    /// Simulated time, for example `06:42`.
    pub at: String,
    pub gesture: String,
    pub effects: Vec<String>,
}

/// Shows the gestures, the chosen one open (counted from 1); says which one to open next.
pub fn replay_ui(ui: &mut Ui, gestures: &[GestureView], chosen: usize, lang: Lang) -> Option<usize> {
    let last = gestures.len();
    let mut wanted = None;
    ui.horizontal_wrapped(|ui| {
        let before = |painter: &egui::Painter, at| pictures::chevron(painter, at, false);
        let after = |painter: &egui::Painter, at| pictures::chevron(painter, at, true);
        if theme::icon_button(ui, &lang.text("debrief-before"), before).clicked() {
            wanted = Some(chosen.saturating_sub(1).max(1));
        }
        if theme::icon_button(ui, &lang.text("debrief-after"), after).clicked() {
            wanted = Some((chosen + 1).min(last));
        }
        let mut at = chosen;
        if slider(ui, &mut at, last, &lang.text("debrief-replay")) {
            wanted = Some(at);
        }
        let text = Message::new("debrief-gesture").with("number", chosen).with("last", last);
        ui.label(theme::strong(lang.say(&text)));
        ui.label(theme::soft(lang.text("debrief-replay-keys")));
    });
    ui.add_space(8.0);
    ScrollArea::vertical().id_salt("replay").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for (index, gesture) in gestures.iter().enumerate() {
            let number = index + 1;
            let open = number == chosen;
            let name = format!("{number}. {}", gesture.gesture);
            let response = theme::pressable_card(ui, &name, open, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                ui.horizontal_top(|ui| {
                    let time = egui::RichText::new(&gesture.at).font(theme::mono(14.0)).color(theme::INK_SOFT);
                    ui.label(time);
                    let words = if open { theme::strong(&name) } else { theme::body(&name) };
                    ui.add(egui::Label::new(words).wrap());
                });
                if open {
                    for effect in &gesture.effects {
                        ui.label(theme::body(effect).color(theme::INK_SOFT));
                    }
                }
            });
            if open {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                wanted = Some(number);
            }
        }
    });
    wanted
}

/// A rail with a knob, from 1 to `last`. Says whether it moved.
fn slider(ui: &mut Ui, at: &mut usize, last: usize, name: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(220.0, theme::TARGET), Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::slider(true, *at as f64, name));
    let rail = rect.shrink2(vec2(12.0, 19.0));
    let share = if last > 1 { (*at - 1) as f32 / (last - 1) as f32 } else { 0.0 };
    ui.painter().rect(rail, 3, theme::PAPER, Stroke::new(1.0, theme::EDGE), StrokeKind::Inside);
    let knob = egui::pos2(rail.left() + rail.width() * share, rail.center().y);
    ui.painter().rect_filled(egui::Rect::from_min_max(rail.min, egui::pos2(knob.x, rail.bottom())), 3, theme::INK);
    ui.painter().circle(knob, 10.0, theme::CARD, Stroke::new(2.0, theme::INK));
    let response = theme::ring(ui, response);
    let Some(pointer) = response.interact_pointer_pos() else { return false };
    let share = ((pointer.x - rail.left()) / rail.width()).clamp(0.0, 1.0);
    let moved = 1 + (share * last.saturating_sub(1) as f32).round() as usize;
    std::mem::replace(at, moved) != moved
}
