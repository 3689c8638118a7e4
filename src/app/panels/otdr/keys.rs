//! The keys beside the screen, and the same by keyboard.

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Event, Key, Modifiers, Response, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, WidgetType, vec2,
};

use super::desk::LETTERS;
use super::{Desk, KEY, KEY_HOVER, Mode, OtdrAsked, OtdrView, RUBBER, SCREEN_SOFT, SCREEN_TEXT, TraceView, mark};
use crate::app::theme;
use crate::locale::{Lang, Message};

/// One press comes this much closer.
const ZOOM: f64 = 1.6;

pub fn keys_ui(ui: &mut Ui, view: &OtdrView, desk: &mut Desk, roomy: bool, lang: Lang) -> Option<OtdrAsked> {
    let mut asked = None;
    ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
    let more =
        [view.traces.len() > 1, view.marking, view.marking, view.measuring, view.faults, view.report.is_some(), !roomy];
    let rows = 7 + more.into_iter().filter(|there| *there).count();
    let height = ((ui.available_height() - 40.0) / rows as f32 - 6.0).clamp(30.0, theme::TARGET);
    let half = vec2((ui.available_width() - 8.0) / 2.0, height);
    let whole = vec2(ui.available_width(), height);
    ui.vertical(|ui| {
        if view.measuring && key(ui, whole, &lang.text("otdr-key-measure"), false).clicked() {
            asked = Some(OtdrAsked::Measure);
        }
        let Some(read) = view.traces.get(desk.read) else { return };
        pair(ui, half, [("otdr-key-closer", false), ("otdr-key-farther", false)], lang, |pressed| {
            let factor = if pressed == 0 { ZOOM } else { 1.0 / ZOOM };
            desk.zoom_x(read, factor, desk.active_m());
        });
        pair(ui, half, [("otdr-key-taller", false), ("otdr-key-lower", false)], lang, |pressed| {
            let factor = if pressed == 0 { ZOOM } else { 1.0 / ZOOM };
            desk.zoom_y(read, factor, level(read, desk));
        });
        pair(ui, half, [("otdr-key-fit", false), ("otdr-key-close", false)], lang, |pressed| {
            if pressed == 0 { desk.fit() } else { desk.close_look(read) }
        });
        let four = desk.mode == Mode::FourMarkers;
        pair(ui, half, [("otdr-key-two-points", !four), ("otdr-key-four-markers", four)], lang, |pressed| {
            desk.set_mode(read, if pressed == 0 { Mode::TwoPoints } else { Mode::FourMarkers });
        });
        ui.horizontal(|ui| {
            let used = desk.cursors_used();
            let width = (whole.x - 8.0 * (used.len() as f32 - 1.0)) / used.len() as f32;
            for cursor in used.iter().copied() {
                let name = lang.say(&Message::new("otdr-key-cursor").with("letter", LETTERS[cursor]));
                if letter_key(ui, vec2(width, height), LETTERS[cursor], &name, desk.active == cursor).clicked() {
                    desk.active = cursor;
                }
            }
        });
        pair(ui, half, [("otdr-key-left", false), ("otdr-key-right", false)], lang, |pressed| {
            desk.nudge(read, if pressed == 0 { -1.0 } else { 1.0 }, false);
        });
        if !read.events.is_empty() {
            pair(ui, half, [("otdr-key-event-before", false), ("otdr-key-event-next", false)], lang, |pressed| {
                desk.step_event(read, pressed == 1);
            });
        }
        if view.traces.len() > 1 {
            let on = desk.overlay.is_some();
            pair(ui, half, [("otdr-key-overlay", on), ("otdr-key-swap", false)], lang, |pressed| {
                if pressed == 0 { desk.next_overlay(view) } else { swap(view, desk) }
            });
        }
        if view.marking {
            asked = mark::mark_key(ui, whole, read, desk, lang).or(asked.take());
            let second = if view.table_on_offer { Some(half) } else { None };
            ui.horizontal(|ui| {
                if second.is_some() && key(ui, half, &lang.text("otdr-key-take-table"), false).clicked() {
                    asked = Some(OtdrAsked::TakeTable);
                }
                asked = mark::mean_key(ui, second.unwrap_or(whole), desk, lang).or(asked.take());
            });
        }
        if view.faults && key(ui, whole, &lang.text("otdr-key-fault"), false).clicked() {
            asked = Some(OtdrAsked::Fault);
        }
        if let Some(signed) = view.report {
            asked = mark::sign_key(ui, whole, signed, lang).or(asked.take());
        }
        if !roomy && key(ui, whole, &lang.text("otdr-key-table"), desk.table_first).clicked() {
            desk.table_first = !desk.table_first;
        }
        engraved(ui, lang);
    });
    asked
}

/// What the keyboard does when nothing else has it.
pub fn typed(ui: &Ui, view: &OtdrView, desk: &mut Desk) {
    let focused = ui.memory(|memory| memory.focused());
    let popup = bevy_egui::egui::Popup::is_any_open(ui.ctx());
    if popup || (focused.is_some() && focused != desk.graph) {
        return;
    }
    // In the order in which they were typed, each as often as it was: a quick hand presses several within a frame.
    let typed: Vec<(Key, Modifiers)> = ui.input(|input| {
        let keys = input.events.iter().filter_map(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        });
        keys.filter(|(_, modifiers)| !modifiers.ctrl && !modifiers.alt && !modifiers.mac_cmd).collect()
    });
    for (key, modifiers) in typed {
        press(view, desk, key, modifiers.shift);
    }
}

fn press(view: &OtdrView, desk: &mut Desk, key: Key, fine: bool) {
    let Some(read) = view.traces.get(desk.read) else { return };
    match key {
        Key::ArrowLeft => desk.nudge(read, -1.0, fine),
        Key::ArrowRight => desk.nudge(read, 1.0, fine),
        Key::ArrowUp => desk.zoom_y(read, ZOOM, level(read, desk)),
        Key::ArrowDown => desk.zoom_y(read, 1.0 / ZOOM, level(read, desk)),
        Key::Plus | Key::Equals => desk.zoom_x(read, ZOOM, desk.active_m()),
        Key::Minus => desk.zoom_x(read, 1.0 / ZOOM, desk.active_m()),
        Key::F | Key::Home => desk.fit(),
        Key::Z => desk.close_look(read),
        Key::C => desk.next_cursor(),
        Key::M => {
            let other = if desk.mode == Mode::TwoPoints { Mode::FourMarkers } else { Mode::TwoPoints };
            desk.set_mode(read, other);
        }
        Key::N | Key::PageDown => desk.step_event(read, true),
        Key::P | Key::PageUp => desk.step_event(read, false),
        Key::O if view.traces.len() > 1 => desk.next_overlay(view),
        Key::X if view.traces.len() > 1 => swap(view, desk),
        Key::T => desk.table_first = !desk.table_first,
        _ => {}
    }
}

/// The trace that is drawn with it becomes the one that is read; without one, the next.
fn swap(view: &OtdrView, desk: &mut Desk) {
    let next = (desk.read + 1) % view.traces.len().max(1);
    desk.read_trace(view, desk.overlay.unwrap_or(next));
}

/// The level that zooming up and down keeps in its place: that of the trace at the active cursor, else in the middle.
fn level(read: &TraceView, desk: &Desk) -> f64 {
    let look = desk.look(read);
    let at = if (look.x[0]..=look.x[1]).contains(&desk.active_m()) {
        desk.active_m()
    } else {
        (look.x[0] + look.x[1]) / 2.0
    };
    read.curve.level_db(at).unwrap_or((look.y[0] + look.y[1]) / 2.0)
}

/// Two keys side by side; says which one was pressed.
fn pair(ui: &mut Ui, size: Vec2, keys: [(&'static str, bool); 2], lang: Lang, mut pressed: impl FnMut(usize)) {
    ui.horizontal(|ui| {
        for (index, (name, on)) in keys.into_iter().enumerate() {
            if key(ui, size, &lang.text(name), on).clicked() {
                pressed(index);
            }
        }
    });
}

/// A key of the instrument; lit when it is on.
pub fn key(ui: &mut Ui, size: Vec2, text: &str, on: bool) -> Response {
    letter_key(ui, size, text, text, on)
}

/// A small key with a number on the screen.
pub fn number_key(ui: &mut Ui, number: &str, name: &str, on: bool) -> Response {
    letter_key(ui, vec2(36.0, 32.0), number, name, on)
}

fn letter_key(ui: &mut Ui, size: Vec2, text: &str, name: &str, on: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, on, name));
    let fill = if response.hovered() { KEY_HOVER } else { KEY };
    let down = response.is_pointer_button_down_on();
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(8), fill, Stroke::new(1.0, RUBBER), StrokeKind::Inside);
    // A key that is on has a light along its foot.
    let ink = if on { Color32::WHITE } else { SCREEN_TEXT };
    if on {
        let foot = rect.shrink2(vec2(8.0, 3.0));
        painter.hline(foot.x_range(), foot.bottom(), Stroke::new(3.0, theme::TRACE));
    }
    let font = theme::semibold(if text.chars().count() > 9 && size.x < 110.0 { 14.0 } else { 16.0 });
    let at = rect.center() + vec2(0.0, f32::from(down));
    painter.text(at, Align2::CENTER_CENTER, text, font, ink);
    theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand))
}

/// The keys of the keyboard where there is room for them, and the name on the case.
fn engraved(ui: &mut Ui, lang: Lang) {
    let keys = ui.painter().layout(lang.text("otdr-keyboard"), theme::regular(14.0), SCREEN_TEXT, ui.available_width());
    if ui.available_height() > keys.size().y + 40.0 {
        let at = ui.cursor().min + vec2(0.0, 8.0);
        ui.painter().galley(at, keys, SCREEN_TEXT);
    }
    if ui.available_height() > 24.0 {
        let foot = ui.max_rect().center_bottom();
        ui.painter().text(foot, Align2::CENTER_BOTTOM, lang.text("otdr-name"), theme::semibold(14.0), SCREEN_SOFT);
    }
}
