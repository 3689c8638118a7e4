//! Noting an event: what stands at the place that the cursors read.

use bevy_egui::egui::{
    self, CornerRadius, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use super::{Desk, EventSign, Mode, OtdrAsked, TraceView, keys, readout};
use crate::app::theme;
use crate::locale::{Lang, Message};
use crate::units::Millidecibels;

/// An event as the person reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkAsked {
    /// From the zero of the trace, in metres.
    pub at_m: f64,
    pub sign: EventSign,
    /// What the cursors read there; nothing where they stand on no fibre.
    pub loss: Option<Millidecibels>,
    pub reflectance: Option<Millidecibels>,
}

/// What an event can be said to be.
const SIGNS: [EventSign; 4] = [EventSign::Loss, EventSign::Reflective, EventSign::End, EventSign::Ghost];

/// The key, and the choice it opens.
pub fn mark_key(ui: &mut Ui, size: Vec2, read: &TraceView, desk: &Desk, lang: Lang) -> Option<OtdrAsked> {
    let response = keys::key(ui, size, &lang.text("otdr-key-mark"), false);
    wake(ui, &response);
    let mut asked = None;
    let at_m = readout::place_m(desk);
    let loss = readout::loss_db(read, desk).map(Millidecibels::from_db);
    let reflectance = readout::reflectance_db(read, desk).map(Millidecibels::from_db);
    let open = open_id(ui);
    // The key M of the keyboard is the mode; Enter on the trace opens the choice.
    let typed = ui.input(|input| input.key_pressed(egui::Key::Enter))
        && ui.memory(|memory| memory.focused()).is_none_or(|focused| Some(focused) == desk.graph);
    let popup = egui::Popup::menu(&response).id(open).width(280.0);
    if typed {
        ui.ctx().request_repaint();
    }
    let popup = if typed { popup.open_memory(Some(egui::SetOpenCommand::Bool(true))) } else { popup };
    popup.show(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let place = Message::new("otdr-mark-at").with("at", super::axes::distance(at_m, lang));
        ui.label(RichText::new(lang.say(&place)).font(theme::semibold(16.0)).color(theme::INK));
        let read_as = match (loss, desk.mode) {
            (Some(loss), Mode::TwoPoints) => Message::new("otdr-mark-two-points").with("loss", loss),
            (Some(loss), Mode::FourMarkers) => Message::new("otdr-mark-loss").with("loss", loss),
            (None, _) => Message::new("otdr-mark-no-loss"),
        };
        ui.label(theme::soft(lang.say(&read_as)));
        for (index, sign) in SIGNS.into_iter().enumerate() {
            if row(ui, sign, &sign.name(lang), typed && index == 0) {
                asked = Some(OtdrAsked::Mark(MarkAsked { at_m, sign, loss, reflectance }));
                ui.close();
            }
        }
    });
    asked
}

/// The key to write down the mean of both ways, and the card it opens.
pub fn mean_key(ui: &mut Ui, size: Vec2, desk: &mut Desk, lang: Lang) -> Option<OtdrAsked> {
    let response = keys::key(ui, size, &lang.text("otdr-key-mean"), false);
    wake(ui, &response);
    let at_m = readout::place_m(desk);
    let mut asked = None;
    let stays = egui::PopupCloseBehavior::CloseOnClickOutside;
    egui::Popup::menu(&response).id(ui.id().with("otdr-mean")).width(300.0).close_behavior(stays).show(|ui| {
        let place = Message::new("otdr-mean-at").with("at", super::axes::distance(at_m, lang));
        ui.label(RichText::new(lang.say(&place)).font(theme::semibold(16.0)).color(theme::INK));
        ui.label(theme::soft(lang.text("otdr-mean-says")));
        theme::number_field(ui, &lang.text("otdr-mean-db"), &mut desk.mean_db, -5.0..=30.0, 0.01);
        if theme::primary_button(ui, lang.text("otdr-mean-write")).clicked() {
            asked = Some(OtdrAsked::Mean { at_m, loss: Millidecibels::from_db(desk.mean_db) });
            ui.close();
        }
    });
    asked
}

/// The key to sign the report, and the choice it opens; once signed, only what was said.
pub fn sign_key(ui: &mut Ui, size: Vec2, signed: Option<bool>, lang: Lang) -> Option<OtdrAsked> {
    let name = match signed {
        None => "otdr-key-sign",
        Some(true) => "otdr-signed-accepted",
        Some(false) => "otdr-signed-refused",
    };
    let response = keys::key(ui, size, &lang.text(name), signed.is_some());
    wake(ui, &response);
    if signed.is_some() {
        return None;
    }
    let mut asked = None;
    egui::Popup::menu(&response).id(ui.id().with("otdr-sign")).width(280.0).show(|ui| {
        ui.label(theme::body(lang.text("otdr-sign-says")));
        for (accepted, name) in [(true, "otdr-sign-accept"), (false, "otdr-sign-refuse")] {
            if theme::quiet_button(ui, lang.text(name)).clicked() {
                asked = Some(OtdrAsked::Sign(accepted));
                ui.close();
            }
        }
    });
    asked
}

/// What opens is measured in one frame and shown in the next: it must come.
fn wake(ui: &Ui, response: &egui::Response) {
    if response.clicked() {
        ui.ctx().request_repaint();
    }
}

fn open_id(ui: &Ui) -> egui::Id {
    ui.id().with("otdr-mark")
}

/// `first` gives it the keyboard.
fn row(ui: &mut Ui, sign: EventSign, name: &str, first: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::TARGET), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    if first {
        response.request_focus();
    }
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(8), theme::PAPER);
    }
    if response.has_focus() {
        let pen = Stroke::new(2.0, theme::NOW);
        ui.painter().rect_stroke(rect, CornerRadius::same(8), pen, StrokeKind::Inside);
    }
    sign.draw(ui.painter(), pos2(rect.left() + 24.0, rect.center().y), theme::INK);
    let at = pos2(rect.left() + 50.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, name, theme::regular(16.0), theme::INK);
    response.clicked()
}
