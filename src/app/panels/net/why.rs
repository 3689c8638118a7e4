//! The way of a ping, hop by hop, with where and why it ends.

use bevy_egui::egui::{self, Layout, RichText, Sense, Stroke, Ui, Vec2, vec2};

use crate::app::theme;
use crate::locale::{Lang, Message};
use crate::net::why::{How, Walk};

/// Shows the whole way. `name` says what people call a device.
pub fn why_ui(ui: &mut Ui, walk: &Walk, name: impl Fn(&str) -> String, lang: Lang) {
    let key = if walk.answered { "why-title-answered" } else { "why-title" };
    let title = Message::new(key).with("from", name(&walk.from)).with("to", walk.to.to_string());
    ui.label(RichText::new(lang.say(&title)).font(theme::bold(18.0)).color(theme::INK));
    ui.spacing_mut().item_spacing.y = 4.0;
    for hop in &walk.hops {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.spacing_mut().interact_size.y = 20.0;
            sign(ui, hop.how);
            let words = lang.say(&hop.message(&name(&hop.device)));
            let text = if hop.how == How::Lost { theme::strong(words) } else { theme::body(words) };
            ui.with_layout(Layout::top_down(egui::Align::Min), |ui| ui.add(egui::Label::new(text).wrap()));
        });
    }
}

/// A tick, a cross, or an i for what somebody says.
fn sign(ui: &mut Ui, how: How) {
    match how {
        How::Passed => theme::mark_sign(ui, theme::Sign::Earned, 20.0),
        How::Lost => theme::mark_sign(ui, theme::Sign::Lost, 20.0),
        How::Told => {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::hover());
            let (painter, at) = (ui.painter(), rect.center());
            painter.circle_filled(at, 10.0, theme::PARTIAL);
            painter.line_segment([at + vec2(0.0, -1.0), at + vec2(0.0, 5.0)], Stroke::new(2.4, theme::CARD));
            painter.circle_filled(at - vec2(0.0, 5.0), 1.6, theme::CARD);
        }
    }
}
