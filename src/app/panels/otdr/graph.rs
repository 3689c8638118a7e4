//! The trace on its grid, with the marks of the events and the cursors, and what the pointer does to it.

use bevy_egui::egui::{
    self, Align2, Color32, CornerRadius, CursorIcon, EventFilter, Painter, PointerButton, Pos2, Rect, Response, Sense,
    Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use super::axes::{self, Frame};
use super::desk::{AFTER, B, Drag, LETTERS, Look, PLACE};
use super::trace::{self, Way};
use super::{Desk, Mode, OtdrView, SCREEN, SCREEN_SOFT, SCREEN_TEXT, SECOND, TraceView};
use crate::app::theme;
use crate::fibre::otdr::reading::{Line, line};
use crate::locale::{Lang, Message};

/// The lines that are fitted to the fibre on both sides of a place.
const FITTED: Color32 = Color32::from_rgb(0x7f, 0xe0, 0x9a);
/// How near the pointer must be to take a cursor, in points.
const GRAB: f32 = 9.0;

pub fn graph_ui(ui: &mut Ui, height: f32, view: &OtdrView, read: &TraceView, desk: &mut Desk, lang: Lang) {
    let (all, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click_and_drag());
    let rect = Rect::from_min_max(all.min + vec2(52.0, 4.0), all.max - vec2(8.0, 26.0));
    if rect.width() < 60.0 || rect.height() < 40.0 {
        return;
    }
    desk.graph = Some(response.id);
    let mut frame = Frame { rect, look: desk.look(read) };
    pointer(ui, &response, &mut frame, read, desk);
    response.widget_info(|| {
        let said = Message::new("otdr-trace-said")
            .with("name", read.name.as_str())
            .with("from", axes::distance(frame.look.x[0], lang))
            .with("to", axes::distance(frame.look.x[1], lang))
            .with("cursor", LETTERS[desk.active])
            .with("at", axes::distance(desk.active_m(), lang));
        WidgetInfo::labeled(WidgetType::Image, true, lang.say(&said))
    });
    // The arrows are for the cursors, not to leave the trace.
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));

    axes::draw(ui.painter(), &frame, lang);
    let painter = ui.painter().with_clip_rect(rect.expand(1.0).intersect(ui.clip_rect()));
    if let Some((second, way)) = view.second(desk) {
        trace::draw(&painter, &second.curve, &frame, way, SECOND);
    }
    trace::draw(&painter, &read.curve, &frame, Way::Straight, theme::TRACE);
    if desk.mode == Mode::FourMarkers {
        fitted(&painter, &frame, read, desk);
    }
    marks(&painter, &frame, read, desk);
    cursors(&painter, &frame, desk);
    if let (Drag::Rectangle(from), Some(to)) = (desk.drag, response.interact_pointer_pos()) {
        let rect = Rect::from_two_pos(frame.at(from[0], from[1]), to.clamp(rect.min, rect.max));
        let pale = Color32::from_rgba_unmultiplied(0xe9, 0xed, 0xef, 26);
        painter.rect(rect, CornerRadius::ZERO, pale, Stroke::new(1.0, SCREEN_TEXT), StrokeKind::Inside);
    }
    ui.painter().rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.0, SCREEN_SOFT), StrokeKind::Outside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, CornerRadius::same(3), Stroke::new(2.0, theme::NOW), StrokeKind::Outside);
    }
}

/// What the pointer does: takes a cursor, draws a rectangle to zoom into, pans, turns the wheel.
fn pointer(ui: &Ui, response: &Response, frame: &mut Frame, read: &TraceView, desk: &mut Desk) {
    let press = ui.input(|input| input.pointer.press_origin());
    if response.drag_started()
        && let Some(at) = press
    {
        response.request_focus();
        let panning = response.drag_started_by(PointerButton::Middle)
            || response.drag_started_by(PointerButton::Secondary)
            || ui.input(|input| input.key_down(egui::Key::Space));
        desk.drag = match near(frame, desk, at) {
            _ if panning => Drag::Pan,
            Some(cursor) => Drag::Cursor(cursor),
            None => Drag::Rectangle([frame.metres(at.x), frame.db(at.y)]),
        };
    }
    let now = response.interact_pointer_pos();
    match (desk.drag, now) {
        (Drag::Cursor(cursor), Some(at)) => {
            desk.active = cursor;
            desk.put(read, cursor, frame.metres(at.x));
        }
        (Drag::Pan, Some(_)) => {
            let by = response.drag_delta();
            desk.pan(read, f64::from(-by.x / frame.rect.width()), f64::from(by.y / frame.rect.height()));
        }
        _ => {}
    }
    if response.drag_stopped() {
        if let (Drag::Rectangle(from), Some(at)) = (desk.drag, now.or(ui.input(|input| input.pointer.latest_pos()))) {
            zoom_into(frame, read, desk, from, at);
        }
        desk.drag = Drag::Nothing;
    }
    if response.double_clicked() {
        desk.fit();
    } else if response.clicked()
        && let Some(at) = now
    {
        response.request_focus();
        desk.put(read, desk.active, frame.metres(at.x));
    }
    if let Some(at) = response.hover_pos() {
        wheel(ui, frame, read, desk, at);
        let icon = match desk.drag {
            Drag::Cursor(_) => CursorIcon::ResizeHorizontal,
            Drag::Pan => CursorIcon::Grabbing,
            Drag::Rectangle(_) => CursorIcon::Crosshair,
            Drag::Nothing if near(frame, desk, at).is_some() => CursorIcon::ResizeHorizontal,
            Drag::Nothing => CursorIcon::Crosshair,
        };
        ui.ctx().set_cursor_icon(icon);
    }
    frame.look = desk.look(read);
}

/// The cursor that the pointer can take: the active one first, where two stand together.
fn near(frame: &Frame, desk: &Desk, at: Pos2) -> Option<usize> {
    let off = |cursor: usize| (frame.x(desk.cursors[cursor]) - at.x).abs();
    let mut used: Vec<usize> = desk.cursors_used().iter().copied().filter(|cursor| off(*cursor) <= GRAB).collect();
    used.sort_by(|a, b| (*a != desk.active).cmp(&(*b != desk.active)).then(off(*a).total_cmp(&off(*b))));
    used.first().copied()
}

/// A rectangle too small to be meant is a click.
fn zoom_into(frame: &Frame, read: &TraceView, desk: &mut Desk, from: [f64; 2], to: Pos2) {
    let to = to.clamp(frame.rect.min, frame.rect.max);
    let corner = frame.at(from[0], from[1]);
    if (corner.x - to.x).abs() < 10.0 {
        return;
    }
    let (m, db) = (frame.metres(to.x), frame.db(to.y));
    let x = [from[0].min(m), from[0].max(m)];
    // A flat rectangle zooms along the fibre only.
    let y = if (corner.y - to.y).abs() < 10.0 { frame.look.y } else { [from[1].min(db), from[1].max(db)] };
    desk.show(read, Look { x, y });
}

fn wheel(ui: &Ui, frame: &Frame, read: &TraceView, desk: &mut Desk, at: Pos2) {
    let (turned, zoomed, vertical) = ui.input(|input| {
        let vertical = input.modifiers.shift;
        let scroll = input.smooth_scroll_delta();
        (if vertical { scroll.x + scroll.y } else { scroll.y }, input.zoom_delta(), vertical)
    });
    let factor = f64::from((turned / 240.0).exp() * zoomed);
    if (factor - 1.0).abs() < 1e-6 {
        return;
    }
    if vertical {
        desk.zoom_y(read, factor, frame.db(at.y));
    } else {
        desk.zoom_x(read, factor, frame.metres(at.x));
    }
}

/// The two lines whose difference at the place is the loss, and the difference itself.
fn fitted(painter: &Painter, frame: &Frame, read: &TraceView, desk: &Desk) {
    let [start, place, after, end] = desk.cursors;
    let lines = [line(&read.curve, start, place), line(&read.curve, after, end)];
    let pen = Stroke::new(2.0, FITTED);
    let draw = |line: &Line, from: f64, to: f64| [from, to].map(|metres| frame.at(metres, line.at(metres)));
    if let Some(before) = &lines[0] {
        painter.line_segment(draw(before, start, place), pen);
    }
    if let Some(behind) = &lines[1] {
        painter.line_segment(draw(behind, after, end), pen);
        let back = draw(behind, place, after);
        painter.extend(Shape::dashed_line(&back, Stroke::new(1.6, FITTED), 5.0, 4.0));
    }
    if let [Some(before), Some(behind)] = &lines {
        let [top, bottom] = [before.at(place), behind.at(place)].map(|db| frame.at(place, db));
        painter.line_segment([top, bottom], Stroke::new(3.0, FITTED));
    }
}

/// A tick on the trace at each event, with its number.
fn marks(painter: &Painter, frame: &Frame, read: &TraceView, desk: &Desk) {
    let mut taken = f32::NEG_INFINITY;
    for (row, event) in read.events.iter().enumerate() {
        let x = frame.x(event.at_m);
        if !frame.rect.x_range().contains(x) {
            continue;
        }
        let level = read.curve.level_db(event.at_m).map_or(frame.rect.center().y, |db| frame.y(db));
        let level = level.clamp(frame.rect.top() + 24.0, frame.rect.bottom() - 46.0);
        let chosen = desk.chosen == Some(row);
        let colour = if chosen { SCREEN_TEXT } else { SCREEN_SOFT };
        let pen = Stroke::new(if chosen { 2.0 } else { 1.4 }, colour);
        painter.vline(x, (level - 16.0)..=(level + 18.0), pen);
        // Numbers that would lie on each other are left out; the table has them all.
        let galley = painter.layout_no_wrap(event.number.clone(), theme::semibold(14.0), colour);
        let left = x - galley.size().x / 2.0 - 4.0;
        if left < taken && !chosen {
            continue;
        }
        taken = x + galley.size().x / 2.0 + 8.0;
        let at = pos2(x, level + 18.0);
        let label = Rect::from_min_size(at - vec2(galley.size().x / 2.0 + 4.0, 0.0), galley.size() + vec2(8.0, 2.0));
        painter.rect(label, CornerRadius::same(3), SCREEN, Stroke::new(1.0, colour), StrokeKind::Inside);
        painter.galley(label.min + vec2(4.0, 1.0), galley, colour);
    }
}

/// The cursors, their letters at the top; the one that moves is orange and has the wider foot.
fn cursors(painter: &Painter, frame: &Frame, desk: &Desk) {
    for cursor in desk.cursors_used().iter().copied() {
        let x = frame.x(desk.cursors[cursor]);
        if !frame.rect.expand(1.0).x_range().contains(x) {
            continue;
        }
        let active = cursor == desk.active;
        let colour = if active { theme::NOW } else { SCREEN_TEXT };
        let inner = matches!(cursor, PLACE | AFTER);
        let top = frame.rect.top();
        let line = [pos2(x, top), pos2(x, frame.rect.bottom())];
        if inner {
            painter.extend(Shape::dashed_line(&line, Stroke::new(1.4, colour), 6.0, 4.0));
        } else {
            painter.line_segment(line, Stroke::new(1.4, colour));
        }
        let size = vec2(20.0, 20.0);
        // Letters of a pair stand on their outer sides.
        let shift = if matches!(cursor, AFTER | B) { 10.0 } else { -10.0 };
        let shift = if desk.mode == Mode::TwoPoints { 0.0 } else { shift };
        let flag = Rect::from_center_size(pos2(x + shift, top + 10.0 + if inner { 20.0 } else { 0.0 }), size);
        painter.rect_filled(flag, CornerRadius::same(3), colour);
        let ink = if active { Color32::WHITE } else { SCREEN };
        painter.text(flag.center(), Align2::CENTER_CENTER, LETTERS[cursor], theme::bold(16.0), ink);
    }
}
