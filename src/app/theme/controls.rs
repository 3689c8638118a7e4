//! What can be pressed or set: drawn by us, so that nothing looks like the toolkit, and each at least 44 px high.

use std::ops::RangeInclusive;

use bevy_egui::egui::{
    self, Align2, Color32, CornerRadius, CursorIcon, FontId, Frame, Margin, Pos2, Rect, Response, Sense, Shape, Stroke,
    StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use super::{
    CARD, EDGE, INK, INK_SOFT, LINE, NOW, NOW_PALE, PAPER, RADIUS, TARGET, now_bar, regular, ring, semibold, soft,
};

/// The one thing to press: dark, large.
pub fn primary_button(ui: &mut Ui, text: impl Into<String>) -> Response {
    let look =
        Look { font: semibold(18.0), ink: CARD, fill: INK, hover: Color32::from_rgb(0x35, 0x40, 0x47), edge: INK };
    button(ui, text.into(), look, vec2(20.0, 48.0))
}

/// Everything else that can be pressed.
pub fn quiet_button(ui: &mut Ui, text: impl Into<String>) -> Response {
    let look = Look { font: semibold(16.0), ink: INK, fill: CARD, hover: Color32::WHITE, edge: EDGE };
    button(ui, text.into(), look, vec2(14.0, TARGET))
}

struct Look {
    font: FontId,
    ink: Color32,
    fill: Color32,
    hover: Color32,
    edge: Color32,
}

/// A button: `size` is the room left and right of its words, and its height.
fn button(ui: &mut Ui, text: String, look: Look, size: Vec2) -> Response {
    // In a row that wraps the button goes to the next line; elsewhere its words do, but never within a word.
    let wide = |word: &str| ui.painter().layout_no_wrap(word.to_owned(), look.font.clone(), look.ink).size().x;
    let longest = text.split_whitespace().map(wide).fold(0.0, f32::max);
    let room =
        if ui.layout().main_wrap { f32::INFINITY } else { (ui.available_width() - 2.0 * size.x).max(longest + 1.0) };
    let galley = ui.painter().layout(text.clone(), look.font, look.ink, room);
    let wanted = vec2((galley.size().x + 2.0 * size.x).max(TARGET), (galley.size().y + 16.0).max(size.y));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), &text));
    if ui.is_rect_visible(rect) {
        let pressed = response.is_pointer_button_down_on();
        let fill = if response.hovered() && !pressed { look.hover } else { look.fill };
        let edge = if response.hovered() { INK } else { look.edge };
        ui.painter().rect(rect, RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        let at = rect.center() - galley.size() / 2.0 + vec2(0.0, f32::from(pressed));
        ui.painter().galley(at, galley, look.ink);
    }
    ring(ui, response.on_hover_cursor(CursorIcon::PointingHand))
}

/// The empty face of one thing of several that can be chosen; the chosen one has the orange edge. `name` is what is read
/// aloud; what is seen on it is drawn by the caller.
pub fn choice(ui: &mut Ui, size: Vec2, name: &str, chosen: bool) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, name));
    let fill = match (chosen, response.hovered()) {
        (true, _) => NOW_PALE,
        (_, true) => Color32::WHITE,
        _ => CARD,
    };
    let stroke = if chosen { Stroke::new(2.0, NOW) } else { Stroke::new(1.0, EDGE) };
    ui.painter().rect(rect, RADIUS, fill, stroke, StrokeKind::Inside);
    (rect, ring(ui, response.on_hover_cursor(CursorIcon::PointingHand)))
}

/// A choice that is only words.
pub fn choice_chip(ui: &mut Ui, text: &str, chosen: bool) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), semibold(15.0), INK);
    let (rect, response) = choice(ui, vec2(galley.size().x + 24.0, TARGET), text, chosen);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, INK);
    response
}

/// A square button with a drawing instead of words; `name` is what is read aloud and shown on hover.
pub fn icon_button(ui: &mut Ui, name: &str, draw: impl FnOnce(&egui::Painter, Pos2)) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(TARGET), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), name));
    let edge = if response.hovered() { INK } else { EDGE };
    ui.painter().rect(rect, RADIUS, CARD, Stroke::new(1.0, edge), StrokeKind::Inside);
    draw(ui.painter(), rect.center());
    ring(ui, response.on_hover_cursor(CursorIcon::PointingHand)).on_hover_text(name)
}

/// A card as wide as there is room that is one button; `now` marks it as the one to press.
pub fn pressable_card<R>(ui: &mut Ui, name: &str, now: bool, inside: impl FnOnce(&mut Ui) -> R) -> Response {
    let builder = UiBuilder::new().id_salt(("card", name)).sense(Sense::click());
    let response = ui
        .scope_builder(builder, |ui| {
            let hovered = ui.response().hovered();
            let edge = if hovered { Stroke::new(1.0, INK_SOFT) } else { Stroke::new(1.0, LINE) };
            let left = if now { 20 } else { 16 };
            Frame::new()
                .fill(if hovered { Color32::WHITE } else { CARD })
                .stroke(edge)
                .corner_radius(RADIUS)
                .inner_margin(Margin { left, right: 16, top: 14, bottom: 14 })
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    inside(ui);
                });
        })
        .response;
    if now {
        now_bar(ui, response.rect);
    }
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    ring(ui, response.on_hover_cursor(CursorIcon::PointingHand))
}

/// A choice of a few, side by side. Says whether it changed.
pub fn segmented<T: PartialEq + Copy>(ui: &mut Ui, chosen: &mut T, choices: &[(T, String)]) -> bool {
    let mut changed = false;
    Frame::new().fill(PAPER).stroke(Stroke::new(1.0, EDGE)).corner_radius(RADIUS).inner_margin(Margin::same(0)).show(
        ui,
        |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                for (value, text) in choices {
                    let on = *chosen == *value;
                    let ink = if on { CARD } else { INK };
                    let galley = ui.painter().layout_no_wrap(text.clone(), semibold(16.0), ink);
                    let wanted = vec2((galley.size().x + 28.0).max(TARGET), TARGET);
                    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
                    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, on, text));
                    let inner = rect.shrink(3.0);
                    if on {
                        ui.painter().rect_filled(inner, CornerRadius::same(8), INK);
                    } else if response.hovered() {
                        ui.painter().rect_filled(inner, CornerRadius::same(8), Color32::WHITE);
                    }
                    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
                    let response = ring(ui, response.on_hover_cursor(CursorIcon::PointingHand));
                    if response.clicked() && !on {
                        *chosen = *value;
                        changed = true;
                    }
                }
            });
        },
    );
    changed
}

/// On or off, with its words on the right. Says whether it changed.
pub fn switch(ui: &mut Ui, on: &mut bool, text: &str) -> bool {
    let galley = ui.painter().layout(text.to_owned(), regular(16.0), INK, (ui.available_width() - 64.0).max(80.0));
    let (rect, mut response) =
        ui.allocate_exact_size(vec2(60.0 + galley.size().x, galley.size().y.max(TARGET)), Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, *on, text));
    let track = Rect::from_center_size(pos2(rect.left() + 23.0, rect.center().y), vec2(46.0, 26.0));
    let (fill, edge) = if *on { (INK, INK) } else { (PAPER, EDGE) };
    ui.painter().rect(track, CornerRadius::same(13), fill, Stroke::new(1.5, edge), StrokeKind::Inside);
    let knob = if *on { track.right() - 13.0 } else { track.left() + 13.0 };
    ui.painter().circle(pos2(knob, track.center().y), 9.0, CARD, Stroke::new(1.5, if *on { CARD } else { INK_SOFT }));
    ui.painter().galley(pos2(rect.left() + 58.0, rect.center().y - galley.size().y / 2.0), galley, INK);
    ring(ui, response.on_hover_cursor(CursorIcon::PointingHand)).changed()
}

/// A number with its label, a minus and a plus; it can be typed and dragged too.
pub fn number_field<N: egui::emath::Numeric>(
    ui: &mut Ui,
    label: &str,
    value: &mut N,
    range: RangeInclusive<N>,
    step: f64,
) {
    // A row that wraps does not look into what is laid in it as one.
    let words = ui.painter().layout_no_wrap(label.to_owned(), regular(14.0), INK).size().x;
    if ui.layout().main_wrap && words + 140.0 > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(soft(label));
        bare_number_field(ui, label, value, range, step);
    });
}

/// A number field without its label, which stands elsewhere; `name` is what a screen reader says. A comma is as good as a
/// point.
pub fn bare_number_field<N: egui::emath::Numeric>(
    ui: &mut Ui,
    name: &str,
    value: &mut N,
    range: RangeInclusive<N>,
    step: f64,
) {
    let (low, high) = (range.start().to_f64(), range.end().to_f64());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let mut by = 0.0;
        if sign_button(ui, &format!("− {name}"), false).clicked() {
            by = -step;
        }
        ui.scope(|ui| {
            ui.spacing_mut().interact_size = vec2(56.0, TARGET);
            ui.spacing_mut().button_padding = vec2(6.0, 6.0);
            let read = |text: &str| text.trim().replace(',', ".").replace('−', "-").parse().ok();
            let field = egui::DragValue::new(&mut *value).range(range).speed(step * 0.25);
            let field = ui.add(field.custom_parser(read));
            let now = value.to_f64();
            field.widget_info(|| WidgetInfo { label: Some(name.to_owned()), ..WidgetInfo::drag_value(true, now) });
            ring(ui, field);
        });
        if sign_button(ui, &format!("+ {name}"), true).clicked() {
            by = step;
        }
        if by != 0.0 {
            *value = N::from_f64((value.to_f64() + by).clamp(low, high));
        }
    });
}

/// A minus or a plus, drawn.
fn sign_button(ui: &mut Ui, name: &str, plus: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(32.0, TARGET), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    let fill = if response.hovered() { Color32::WHITE } else { CARD };
    ui.painter().rect(rect, RADIUS, fill, Stroke::new(1.0, EDGE), StrokeKind::Inside);
    let (at, pen) = (rect.center(), Stroke::new(2.0, INK));
    ui.painter().line_segment([at - vec2(6.0, 0.0), at + vec2(6.0, 0.0)], pen);
    if plus {
        ui.painter().line_segment([at - vec2(0.0, 6.0), at + vec2(0.0, 6.0)], pen);
    }
    ring(ui, response.on_hover_cursor(CursorIcon::PointingHand))
}

/// A choice of many, opened by a press. Says whether it changed.
pub fn menu_box<T: PartialEq + Clone>(
    ui: &mut Ui,
    width: f32,
    name: &str,
    chosen: &mut Option<T>,
    choices: &[(T, String)],
) -> bool {
    let shown = chosen.as_ref().and_then(|now| choices.iter().find(|(value, _)| value == now)).map(|(_, text)| text);
    let (rect, response) = ui.allocate_exact_size(vec2(width.min(ui.available_width()), TARGET), Sense::click());
    let text = shown.map_or(name, String::as_str);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, text));
    let edge = if response.hovered() { INK } else { EDGE };
    ui.painter().rect(rect, RADIUS, CARD, Stroke::new(1.0, edge), StrokeKind::Inside);
    let mut words = egui::text::LayoutJob::simple_singleline(text.to_owned(), semibold(16.0), INK);
    words.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 44.0);
    let galley = ui.painter().layout_job(words);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.center().y - galley.size().y / 2.0), galley, INK);
    let tip = pos2(rect.right() - 18.0, rect.center().y + 3.0);
    ui.painter().add(Shape::line(vec![tip - vec2(5.0, 6.0), tip, tip + vec2(5.0, -6.0)], Stroke::new(2.0, INK_SOFT)));
    let response = ring(ui, response.on_hover_cursor(CursorIcon::PointingHand));
    // What opens is measured in one frame and shown in the next: it must come.
    if response.clicked() {
        ui.ctx().request_repaint();
    }
    let mut changed = false;
    egui::Popup::menu(&response).width(rect.width().max(260.0)).show(|ui| {
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (value, text) in choices {
                let on = chosen.as_ref() == Some(value);
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
                response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, on, text));
                if on || response.hovered() || response.has_focus() {
                    let fill = if on { NOW_PALE } else { PAPER };
                    ui.painter().rect_filled(rect, CornerRadius::same(8), fill);
                }
                if response.has_focus() {
                    ui.painter().rect_stroke(rect, CornerRadius::same(8), Stroke::new(2.0, NOW), StrokeKind::Inside);
                }
                let at = pos2(rect.left() + 10.0, rect.center().y);
                ui.painter().text(at, Align2::LEFT_CENTER, text, regular(16.0), INK);
                if response.clicked() {
                    *chosen = Some(value.clone());
                    changed = true;
                    ui.close();
                }
            }
        });
    });
    changed
}
