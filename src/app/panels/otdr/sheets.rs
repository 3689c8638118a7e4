//! What lies below the trace: the table of events, both directions side by side, what the file says about itself.

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, CursorIcon, FontId, Rect, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

use super::{
    Desk, EventSign, EventView, GRID, KEY_HOVER, OtdrAsked, OtdrView, SCREEN_SOFT, SCREEN_TEXT, SECOND, Sheet,
    TraceView,
};
use crate::app::theme;
use crate::fibre::otdr::pair::{self, Both};
use crate::locale::{Lang, Message};

const ROW: f32 = 30.0;

pub fn sheets_ui(ui: &mut Ui, view: &OtdrView, read: &TraceView, desk: &mut Desk, lang: Lang) -> Option<OtdrAsked> {
    let mut sheets = vec![(Sheet::Events, "otdr-sheet-events")];
    let both = view.both_ways(desk);
    if both.is_some() {
        sheets.push((Sheet::Both, "otdr-sheet-both"));
    }
    if !view.about.is_empty() {
        sheets.push((Sheet::About, "otdr-sheet-about"));
    }
    if sheets.iter().all(|(sheet, _)| *sheet != desk.sheet) {
        desk.sheet = Sheet::Events;
    }
    if sheets.len() > 1 {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (sheet, name) in sheets {
                tab(ui, &mut desk.sheet, sheet, &lang.text(name));
            }
        });
    }
    match desk.sheet {
        Sheet::Events => events_ui(ui, view, read, desk, lang),
        Sheet::Both => {
            if let Some(both) = both {
                both_ui(ui, view, both, lang);
            }
            None
        }
        Sheet::About => {
            about_ui(ui, view);
            None
        }
    }
}

fn tab(ui: &mut Ui, open: &mut Sheet, sheet: Sheet, name: &str) {
    let on = *open == sheet;
    let galley = ui.painter().layout_no_wrap(name.to_owned(), theme::semibold(16.0), SCREEN_TEXT);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 28.0, 34.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, on, name));
    if on || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(6), if on { KEY_HOVER } else { GRID });
    }
    let colour = if on { SCREEN_TEXT } else { SCREEN_SOFT };
    ui.painter().galley_with_override_text_color(rect.center() - galley.size() / 2.0, galley, colour);
    if on {
        let foot = rect.shrink2(vec2(10.0, 2.0));
        ui.painter().hline(foot.x_range(), foot.bottom(), Stroke::new(2.5, theme::TRACE));
    }
    if theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand)).clicked() {
        *open = sheet;
    }
}

/// Where each column ends, from the left, as shares of the width: number, sign and kind, distance, loss, reflectance,
/// slope, comment.
const EVENT_COLUMNS: [f32; 7] = [0.05, 0.34, 0.47, 0.58, 0.71, 0.84, 1.0];

/// What the person notes has no slope and no comment.
const NOTED_COLUMNS: [f32; 5] = [0.07, 0.46, 0.64, 0.79, 0.95];

fn columns(marking: bool) -> &'static [f32] {
    if marking { &NOTED_COLUMNS } else { &EVENT_COLUMNS }
}

fn events_ui(ui: &mut Ui, view: &OtdrView, read: &TraceView, desk: &mut Desk, lang: Lang) -> Option<OtdrAsked> {
    let mut asked = None;
    let head = [
        "otdr-column-number",
        "otdr-column-event",
        "otdr-column-distance",
        "otdr-column-loss",
        "otdr-column-reflectance",
        "otdr-column-slope",
        "otdr-column-comment",
    ]
    .map(|name| lang.text(name));
    let columns = columns(view.marking);
    head_ui(ui, columns, &head[..columns.len()]);
    if read.events.is_empty() {
        let none = lang.text(if view.marking { "otdr-none-marked" } else { "otdr-no-events" });
        ui.add_space(8.0);
        ui.label(RichText::new(none).font(theme::regular(16.0)).color(SCREEN_SOFT));
        return None;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (row, event) in read.events.iter().enumerate() {
            let Pressed { chosen, close, struck } = event_row(ui, event, desk.chosen == Some(row), view.marking, lang);
            if chosen {
                desk.choose(read, row);
            }
            if close {
                desk.close_look(read);
            }
            if struck {
                asked = Some(OtdrAsked::Unmark(row));
            }
        }
    });
    asked
}

/// What was pressed on a row.
struct Pressed {
    chosen: bool,
    /// Twice: to be looked at from near.
    close: bool,
    /// To be struck out.
    struck: bool,
}

/// One event.
fn event_row(ui: &mut Ui, event: &EventView, chosen: bool, marking: bool, lang: Lang) -> Pressed {
    let number = |value: Option<f64>, decimals| value.map_or("–".to_owned(), |value| lang.decimal(value, decimals));
    let cells = [
        event.number.clone(),
        event.sign.name(lang),
        lang.decimal(event.at_m, 1),
        number(event.loss_db, 2),
        number(event.reflectance_db, 1),
        number(event.slope_db_km, 3),
        event.comment.clone(),
    ];
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let said = format!("{} {} {} m, {} dB", cells[0], cells[1], cells[2], cells[3]);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &said));
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), if chosen { KEY_HOVER } else { GRID });
    }
    if chosen {
        let bar = Rect::from_min_size(rect.min, vec2(4.0, rect.height()));
        ui.painter().rect_filled(bar, CornerRadius::same(2), theme::NOW);
    }
    let spans = spans(rect, columns(marking));
    event.sign.draw(ui.painter(), pos2(spans[1].left() + 18.0, rect.center().y), theme::TRACE);
    for (index, (cell, span)) in cells.iter().zip(spans).enumerate() {
        let span = if index == 1 { span.with_min_x(span.left() + 38.0) } else { span };
        cell_text(ui, span, cell, (2..6).contains(&index), SCREEN_TEXT);
    }
    let mut struck = false;
    if marking {
        let name = lang.say(&Message::new("otdr-strike").with("number", event.number.as_str()));
        let cross = Rect::from_center_size(pos2(rect.right() - 18.0, rect.center().y), vec2(32.0, ROW));
        let id = response.id.with("strike");
        let strike = ui.interact(cross, id, Sense::click());
        strike.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        let colour = if strike.hovered() { SCREEN_TEXT } else { SCREEN_SOFT };
        let (at, pen) = (cross.center(), Stroke::new(2.0, colour));
        ui.painter().line_segment([at - vec2(5.0, 5.0), at + vec2(5.0, 5.0)], pen);
        ui.painter().line_segment([at + vec2(-5.0, 5.0), at + vec2(5.0, -5.0)], pen);
        struck = theme::ring(ui, strike.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(name)).clicked();
    }
    let response = theme::ring(ui, response);
    Pressed { chosen: response.clicked() && !struck, close: response.double_clicked() && !struck, struck }
}

const BOTH_COLUMNS: [f32; 6] = [0.18, 0.36, 0.54, 0.70, 0.86, 1.0];

/// The losses both ways and their mean, as a table.
fn both_ui(ui: &mut Ui, view: &OtdrView, traces: [&TraceView; 2], lang: Lang) {
    if view.marking {
        return means_ui(ui, view, traces, lang);
    }
    let rows = rows_of_both(traces, true);
    let head = [
        "otdr-both-distance",
        "otdr-both-there",
        "otdr-both-back",
        "otdr-both-mean",
        "otdr-both-step",
        "otdr-both-comment",
    ]
    .map(|name| lang.text(name));
    head_ui(ui, &BOTH_COLUMNS, &head);
    if rows.is_empty() {
        ui.add_space(8.0);
        let none = RichText::new(lang.text("otdr-both-none")).font(theme::regular(16.0)).color(SCREEN_SOFT);
        ui.label(none);
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for both in &rows {
            let reading = |way: usize| match both.losses_db[way] {
                Some(reading) if reading.read_here => format!("{} *", lang.decimal(reading.db, 2)),
                Some(reading) => lang.decimal(reading.db, 2),
                None => "–".to_owned(),
            };
            let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| lang.decimal(value, 2));
            let apparent = both.losses_db.iter().flatten().any(|reading| reading.db < 0.0);
            let note = if apparent { lang.text("otdr-both-apparent") } else { String::new() };
            let step = number(both.step_db().map(f64::abs));
            let cells = [lang.decimal(both.at_m, 1), reading(0), reading(1), number(both.mean_db()), step, note];
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, cells.join(" ")));
            for (index, (cell, span)) in cells.iter().zip(spans(rect, &BOTH_COLUMNS)).enumerate() {
                let colour = match index {
                    1 => theme::TRACE,
                    2 => SECOND,
                    _ => SCREEN_TEXT,
                };
                cell_text(ui, span, cell, index < 5, colour);
            }
        }
        if rows.iter().any(|both| both.losses_db.iter().flatten().any(|reading| reading.read_here)) {
            ui.label(RichText::new(lang.text("otdr-both-read-here")).font(theme::regular(14.0)).color(SCREEN_SOFT));
        }
    });
}

const MEAN_COLUMNS: [f32; 4] = [0.22, 0.44, 0.66, 0.9];

/// What the person noted both ways, and the means that were written down: working them out is the person's.
fn means_ui(ui: &mut Ui, view: &OtdrView, traces: [&TraceView; 2], lang: Lang) {
    let near = (3.0 * traces[0].curve.pulse_m()).max(5.0);
    let mut rows: Vec<(f64, [Option<f64>; 2], Option<f64>)> = rows_of_both(traces, false)
        .iter()
        .map(|both| (both.at_m, both.losses_db.map(|reading| reading.map(|reading| reading.db)), None))
        .collect();
    for (at_m, db) in &view.means {
        match rows.iter_mut().find(|row| row.2.is_none() && (row.0 - at_m).abs() <= near) {
            Some(row) => row.2 = Some(*db),
            None => rows.push((*at_m, [None; 2], Some(*db))),
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let head =
        ["otdr-both-distance", "otdr-both-there", "otdr-both-back", "otdr-mean-written"].map(|key| lang.text(key));
    head_ui(ui, &MEAN_COLUMNS, &head);
    if rows.is_empty() {
        ui.add_space(8.0);
        let none = RichText::new(lang.text("otdr-none-both")).font(theme::regular(16.0)).color(SCREEN_SOFT);
        ui.label(none);
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| lang.decimal(value, 2));
        for (at_m, [there, back], mean) in rows {
            let cells = [lang.decimal(at_m, 1), number(there), number(back), number(mean)];
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, cells.join(" ")));
            for (index, (cell, span)) in cells.iter().zip(spans(rect, &MEAN_COLUMNS)).enumerate() {
                let colour = [SCREEN_TEXT, theme::TRACE, SECOND, SCREEN_TEXT][index];
                cell_text(ui, span, cell, true, colour);
            }
        }
    });
}

/// Events as near as this, in pulses and metres, are the same seen from both ends: instruments place a splice within
/// about a pulse, and two lengths of one fibre differ by some metres.
fn rows_of_both(traces: [&TraceView; 2], read_missing: bool) -> Vec<Both> {
    let events = traces.map(|trace| {
        let of = |event: &EventView| pair::Event {
            at_m: event.at_m,
            loss_db: event.loss_db,
            is_end: matches!(event.sign, EventSign::End | EventSign::EndDark),
            markers: event.markers.or_else(|| trace.markers_around(event.at_m)).filter(|_| read_missing),
        };
        trace.events.iter().filter(|event| event.sign != EventSign::Ghost).map(of).collect::<Vec<_>>()
    });
    let within = (3.0 * traces[0].curve.pulse_m()).max(5.0);
    pair::both_ways([&traces[0].curve, &traces[1].curve], [&events[0], &events[1]], within)
}

/// What the file says about itself, and what is odd about it.
fn about_ui(ui: &mut Ui, view: &OtdrView) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        for remark in &view.remarks {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new("!").font(theme::bold(16.0)).color(SECOND));
                ui.label(RichText::new(remark).font(theme::regular(16.0)).color(SCREEN_TEXT));
            });
        }
        for (label, value) in &view.about {
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(190.0, 20.0), Sense::hover());
                ui.painter().text(rect.min, Align2::LEFT_TOP, label, theme::regular(16.0), SCREEN_SOFT);
                let value = RichText::new(value).font(theme::regular(16.0)).color(SCREEN_TEXT);
                ui.add(bevy_egui::egui::Label::new(value).wrap().selectable(true));
            });
        }
    });
}

fn head_ui(ui: &mut Ui, ends: &[f32], names: &[String]) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    for (index, (name, span)) in names.iter().zip(spans(rect, ends)).enumerate() {
        // Tables of events have words in their second column and from the seventh on; tables of both ways in their last.
        let events = matches!(ends.len(), 5 | 7);
        let numbers = if events { (2..6).contains(&index) || index >= 7 } else { index < 5 };
        cell_text_in(ui, span, name, numbers, SCREEN_SOFT, theme::regular(14.0));
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, GRID));
}

/// The spans of the columns of a row.
fn spans(row: Rect, ends: &[f32]) -> Vec<Rect> {
    let mut left = row.left() + 8.0;
    // The scroll bar has the right edge.
    let width = row.width() - 20.0;
    ends.iter()
        .map(|end| {
            let right = row.left() + 8.0 + width * end;
            let span = Rect::from_min_max(pos2(left, row.top()), pos2(right, row.bottom()));
            left = right;
            span
        })
        .collect()
}

/// Numbers to the right in the monospaced letters, words to the left.
fn cell_text(ui: &Ui, span: Rect, text: &str, number: bool, colour: Color32) {
    let font = if number { theme::mono(16.0) } else { theme::regular(16.0) };
    cell_text_in(ui, span, text, number, colour, font);
}

fn cell_text_in(ui: &Ui, span: Rect, text: &str, number: bool, colour: Color32, font: FontId) {
    let mut job = bevy_egui::egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = bevy_egui::egui::text::TextWrapping::truncate_at_width((span.width() - 12.0).max(10.0));
    let galley = ui.painter().layout_job(job);
    let x = if number { span.right() - 12.0 - galley.size().x } else { span.left() };
    ui.painter().galley(pos2(x, span.center().y - galley.size().y / 2.0), galley, colour);
}
