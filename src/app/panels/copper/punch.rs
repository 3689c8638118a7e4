//! The block behind a port: eight contacts with the stickers of both schemes, and the cable with its eight wires. A wire is
//! chosen or dragged, then its contact; when both wires of a pair have one, the pair is pushed in.

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Id, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

use super::picture::{swatch, wire_line};
use super::{Copper, choose, label_row, pull_row, wire_name};
use crate::app::theme;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::rack::copper::gestures::FULLY_OPENED_MM;
use crate::rack::copper::{MOST_UNTWIST_MM, Pair, Scheme, Wire, contact_of, punched, wire_on};

const WIDE: f32 = 44.0;
const GAP: f32 = 5.0;
/// Height of the stickers, the contacts, the free wires between them, and the wire buttons.
const STICKERS: f32 = 64.0;
const CONTACT: f32 = 44.0;
const FREE: f32 = 42.0;

/// Shows the block behind a port; says what was done to it.
pub fn punch_ui(ui: &mut Ui, copper: &mut Copper, lab: &Lab, lang: Lang) -> Option<Action> {
    let mut asked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let Some(line) = choose(ui, copper, lab, lang) else { return };
        let port = line.ports[0].clone();
        let laid = punched(lab.scenario(), lab.state(), &port).unwrap_or_default();
        let says = match copper.wire {
            Some(wire) => lang.say(&Message::new("copper-how-contact").with("wire", wire_name(wire, lang))),
            None => lang.text("copper-how-wire"),
        };
        ui.label(theme::soft(says));
        let (rect, _) = ui.allocate_exact_size(
            vec2(8.0 * WIDE + 7.0 * GAP + 64.0, STICKERS + CONTACT + FREE + CONTACT + 6.0),
            Sense::hover(),
        );
        let x = |index: usize| rect.left() + 64.0 + index as f32 * (WIDE + GAP);
        stickers(ui, rect, x, lang);
        let contacts = rect.top() + STICKERS;
        let wires = contacts + CONTACT + FREE;
        // The free wires first, so that contacts lie over them.
        for (index, wire) in loose_order().into_iter().enumerate() {
            let half = copper.half.filter(|(there, _)| *there == wire).map(|(_, contact)| contact);
            let from = pos2(x(index) + WIDE / 2.0, wires);
            if let Some(contact) = contact_of(&laid, wire).or(half) {
                let to = pos2(x(usize::from(contact) - 1) + WIDE / 2.0, contacts + CONTACT);
                wire_line(ui.painter(), from, to, wire, 4.0);
            }
        }
        let mut dropped = None;
        for contact in 1..=8_u8 {
            let spot = Rect::from_min_size(pos2(x(usize::from(contact) - 1), contacts), vec2(WIDE, CONTACT));
            let half = copper.half.filter(|(_, there)| *there == contact).map(|(wire, _)| wire);
            let there = wire_on(&laid, contact).or(half);
            if contact_button(ui, spot, contact, there, lang) {
                dropped = Some(contact);
            }
        }
        for (index, wire) in loose_order().into_iter().enumerate() {
            let spot = Rect::from_min_size(pos2(x(index), wires), vec2(WIDE, CONTACT));
            let lies = contact_of(&laid, wire).is_some();
            match wire_button(ui, spot, wire, copper.wire == Some(wire), lies, lang) {
                Touched::Taken => copper.wire = if copper.wire == Some(wire) { None } else { Some(wire) },
                Touched::Dragged(at) => {
                    copper.wire = Some(wire);
                    wire_line(ui.painter(), spot.center_top(), at, wire, 4.0);
                }
                Touched::Dropped(at) => {
                    copper.wire = Some(wire);
                    dropped = (1..=8).find(|contact: &u8| {
                        let spot =
                            Rect::from_min_size(pos2(x(usize::from(*contact) - 1), contacts), vec2(WIDE, CONTACT));
                        spot.expand(4.0).contains(at)
                    });
                    if dropped.is_none() {
                        copper.wire = None;
                    }
                }
                Touched::Nothing => {}
            }
        }
        if let (Some(contact), Some(wire)) = (dropped, copper.wire) {
            asked = place(copper, &port, wire, contact);
        }
        untwist(ui, copper, lang);
        if !laid.is_empty() {
            ui.add_space(4.0);
            if let Some(action) = pull_row(ui, lab, &line, lang) {
                copper.half = None;
                asked = Some(action);
            }
        }
        ui.add_space(6.0);
        if let Some(action) = label_row(ui, copper, lab, &line, lang) {
            asked = Some(action);
        }
    });
    asked
}

/// As the wires come out of the jacket: pair by pair.
fn loose_order() -> [Wire; 8] {
    let pairs = [Pair::Orange, Pair::Green, Pair::Blue, Pair::Brown];
    std::array::from_fn(|index| Wire { pair: pairs[index / 2], white: index % 2 == 0 })
}

/// A wire was put on a contact: the pair is pushed in with its second wire; until then the first waits.
fn place(copper: &mut Copper, port: &crate::plant::address::PortId, wire: Wire, contact: u8) -> Option<Action> {
    copper.wire = None;
    let other =
        copper.half.filter(|(waits, at)| waits.pair == wire.pair && waits.white != wire.white && *at != contact);
    let Some((_, there)) = other else {
        copper.half = Some((wire, contact));
        copper.wire = Some(Wire { pair: wire.pair, white: !wire.white });
        return None;
    };
    copper.half = None;
    let (white, solid) = if wire.white { (contact, there) } else { (there, contact) };
    Some(Action::LayPair { port: port.clone(), pair: wire.pair, white, solid, untwist_mm: copper.untwist_mm })
}

/// Two rows of colours, as on the sides of a real block.
fn stickers(ui: &Ui, rect: Rect, x: impl Fn(usize) -> f32, lang: Lang) {
    for (row, scheme) in Scheme::BOTH.into_iter().enumerate() {
        let y = rect.top() + row as f32 * 29.0;
        let at = pos2(rect.left(), y + 13.0);
        ui.painter().text(at, Align2::LEFT_CENTER, scheme.name(), theme::mono(15.0), theme::INK);
        for contact in 1..=8_u8 {
            if let Some(wire) = scheme.wire(contact) {
                let spot = Rect::from_min_size(pos2(x(usize::from(contact) - 1) + 4.0, y), vec2(WIDE - 8.0, 26.0));
                swatch(ui.painter(), spot, wire, lang);
            }
        }
    }
}

fn contact_button(ui: &mut Ui, rect: Rect, contact: u8, there: Option<Wire>, lang: Lang) -> bool {
    let response = ui.interact(rect, Id::new(("contact", contact)), Sense::click());
    let says = match there {
        Some(wire) => Message::new("copper-contact-with").with("contact", contact).with("wire", wire_name(wire, lang)),
        None => Message::new("copper-contact").with("contact", contact),
    };
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, lang.say(&says)));
    let edge = if response.hovered() { Stroke::new(2.0, theme::NOW) } else { Stroke::new(1.5, theme::INK) };
    ui.painter().rect(rect, CornerRadius::same(6), Color32::from_rgb(0x2b, 0x33, 0x38), edge, StrokeKind::Inside);
    let slot = Rect::from_center_size(rect.center() + vec2(0.0, 7.0), vec2(10.0, 20.0));
    ui.painter().rect_filled(slot, CornerRadius::same(2), Color32::from_rgb(0xb8, 0xc2, 0xc8));
    let at = rect.center_top() + vec2(0.0, 3.0);
    ui.painter().text(at, Align2::CENTER_TOP, contact.to_string(), theme::semibold(14.0), Color32::WHITE);
    if let Some(wire) = there {
        wire_line(ui.painter(), slot.center() - vec2(0.0, 4.0), pos2(slot.center().x, rect.bottom()), wire, 5.0);
    }
    theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand)).clicked()
}

enum Touched {
    Nothing,
    Taken,
    Dragged(bevy_egui::egui::Pos2),
    Dropped(bevy_egui::egui::Pos2),
}

fn wire_button(ui: &mut Ui, rect: Rect, wire: Wire, taken: bool, lies: bool, lang: Lang) -> Touched {
    let response = ui.interact(rect, Id::new(("wire", wire)), Sense::click_and_drag());
    let name = wire_name(wire, lang);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, taken, &name));
    let fill = if taken { theme::NOW_PALE } else { theme::CARD };
    let edge = if taken { Stroke::new(2.0, theme::NOW) } else { Stroke::new(1.0, theme::EDGE) };
    ui.painter().rect(rect, CornerRadius::same(8), fill, edge, StrokeKind::Inside);
    let mark = Rect::from_center_size(rect.center(), vec2(32.0, 28.0));
    swatch(ui.painter(), mark, wire, lang);
    if lies {
        ui.painter().rect_filled(mark.expand(2.0), CornerRadius::same(3), theme::CARD.gamma_multiply(0.7));
    }
    let (clicked, dragged, dropped, at) =
        (response.clicked(), response.dragged(), response.drag_stopped(), response.interact_pointer_pos());
    theme::ring(ui, response.on_hover_cursor(CursorIcon::Grab).on_hover_text(name));
    match (clicked, dragged, dropped, at) {
        (true, ..) => Touched::Taken,
        (_, _, true, Some(at)) => Touched::Dropped(at),
        (_, true, _, Some(at)) => Touched::Dragged(at),
        _ => Touched::Nothing,
    }
}

/// How far the pair in the hand is opened: its twist is drawn, with the mark of what is allowed.
fn untwist(ui: &mut Ui, copper: &mut Copper, lang: Lang) {
    let text = Message::new("copper-untwist").with("mm", copper.untwist_mm);
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(theme::TARGET);
        if theme::icon_button(ui, &lang.text("copper-untwist-less"), minus).clicked() {
            copper.untwist_mm = copper.untwist_mm.saturating_sub(2).max(2);
        }
        let (rect, _) = ui.allocate_exact_size(vec2(180.0, theme::TARGET), Sense::hover());
        twist(ui, rect, copper.untwist_mm);
        if theme::icon_button(ui, &lang.text("copper-untwist-more"), plus).clicked() {
            copper.untwist_mm = (copper.untwist_mm + 2).min(FULLY_OPENED_MM);
        }
        ui.vertical(|ui| {
            ui.label(theme::strong(lang.say(&text)));
            ui.label(theme::soft(lang.text("copper-untwist-limit")));
        });
    });
}

fn minus(painter: &bevy_egui::egui::Painter, at: bevy_egui::egui::Pos2) {
    painter.line_segment([at - vec2(8.0, 0.0), at + vec2(8.0, 0.0)], Stroke::new(2.5, theme::INK));
}

fn plus(painter: &bevy_egui::egui::Painter, at: bevy_egui::egui::Pos2) {
    minus(painter, at);
    painter.line_segment([at - vec2(0.0, 8.0), at + vec2(0.0, 8.0)], Stroke::new(2.5, theme::INK));
}

fn twist(ui: &Ui, rect: Rect, open_mm: u8) {
    let painter = ui.painter();
    let scale = rect.width() / 70.0;
    let split = rect.right() - f32::from(open_mm) * scale;
    let middle = rect.center().y;
    let wires = [Wire { pair: Pair::Orange, white: true }, Wire { pair: Pair::Orange, white: false }];
    for (side, wire) in [-1.0, 1.0].into_iter().zip(wires) {
        // Twisted, then spread.
        let mut points = Vec::new();
        let mut at = rect.left();
        while at < split {
            points.push(pos2(at, middle + side * 5.0 * libm::sinf((at - rect.left()) / 4.5)));
            at += 2.0;
        }
        points.push(pos2(split, middle));
        for two in points.windows(2) {
            painter.line_segment([two[0], two[1]], Stroke::new(3.0, super::picture::colour(wire.pair)));
        }
        wire_line(painter, pos2(split, middle), pos2(rect.right(), middle + side * 12.0), wire, 3.0);
    }
    let limit = rect.right() - f32::from(MOST_UNTWIST_MM) * scale;
    let stroke = Stroke::new(1.5, theme::INK);
    painter.line_segment([pos2(limit, rect.top() + 4.0), pos2(limit, rect.bottom() - 4.0)], stroke);
    painter.text(pos2(limit, rect.top()), Align2::CENTER_TOP, "13", theme::semibold(14.0), theme::INK);
}
