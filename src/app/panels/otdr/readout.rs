//! What the cursors read, in cells below the trace.

use bevy_egui::egui::{Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, vec2};

use super::axes::distance;
use super::desk::{A, B, PLACE};
use super::{Desk, GRID, Mode, SCREEN_SOFT, SCREEN_TEXT, TraceView};
use crate::app::theme;
use crate::fibre::otdr::reading::{Markers, line, reflectance, splice_loss, two_point_loss};
use crate::locale::Lang;

/// One cell: what it is, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub label: String,
    pub value: String,
    /// The one that the mode is for.
    pub main: bool,
}

const CELL: f32 = 132.0;
const CELL_HEIGHT: f32 = 48.0;

/// The loss that the cursors read in their mode, in dB.
pub fn loss_db(read: &TraceView, desk: &Desk) -> Option<f64> {
    match desk.mode {
        Mode::TwoPoints => two_point_loss(&read.curve, desk.cursors[A], desk.cursors[B]),
        Mode::FourMarkers => splice_loss(&read.curve, Markers(desk.cursors)),
    }
}

/// The place that the cursors read.
pub fn place_m(desk: &Desk) -> f64 {
    desk.cursors[if desk.mode == Mode::TwoPoints { A } else { PLACE }]
}

/// The reflectance of what stands at the place, in dB.
pub fn reflectance_db(read: &TraceView, desk: &Desk) -> Option<f64> {
    let markers = match desk.mode {
        Mode::TwoPoints => read.markers_around(desk.cursors[A])?,
        Mode::FourMarkers => Markers(desk.cursors),
    };
    reflectance(&read.curve, markers)
}

/// All that is read in this mode.
pub fn readings(read: &TraceView, desk: &Desk, lang: Lang) -> Vec<Reading> {
    let curve = &read.curve;
    let db = |value: Option<f64>, decimals, unit: &str| match value {
        Some(value) => format!("{} {unit}", lang.decimal(value, decimals)),
        None => "–".to_owned(),
    };
    let mut cells = Vec::new();
    let mut cell = |label: String, value: String, main| cells.push(Reading { label, value, main });
    let at = |cursor: usize| distance(desk.cursors[cursor], lang);
    match desk.mode {
        Mode::TwoPoints => {
            cell("A".into(), at(A), false);
            cell("B".into(), at(B), false);
            cell("B − A".into(), distance(desk.cursors[B] - desk.cursors[A], lang), false);
            cell(lang.text("otdr-two-points"), db(loss_db(read, desk), 2, "dB"), true);
            let slope = line(curve, desk.cursors[A], desk.cursors[B]).map(|line| line.loss_db_km());
            cell(lang.text("otdr-slope"), db(slope, 3, "dB/km"), false);
            cell(lang.text("otdr-level-a"), db(curve.level_db(desk.cursors[A]), 2, "dB"), false);
        }
        Mode::FourMarkers => {
            cell(lang.text("otdr-place"), at(PLACE), false);
            cell(lang.text("otdr-loss"), db(loss_db(read, desk), 2, "dB"), true);
            cell(lang.text("otdr-reflectance"), db(reflectance_db(read, desk), 1, "dB"), false);
            let [start, place, after, end] = desk.cursors;
            let slope = |from, to| line(curve, from, to).map(|line| line.loss_db_km());
            cell(lang.text("otdr-slope-before"), db(slope(start, place), 3, "dB/km"), false);
            cell(lang.text("otdr-slope-behind"), db(slope(after, end), 3, "dB/km"), false);
            let lengths = format!("{} / {} m", lang.decimal(place - start, 0), lang.decimal(end - after, 0));
            cell(lang.text("otdr-stretches"), lengths, false);
        }
    }
    cells
}

fn columns(ui: &Ui, count: usize) -> usize {
    (((ui.available_width() + 6.0) / (CELL + 6.0)) as usize).clamp(1, count.max(1))
}

/// How high all cells will be.
pub fn height(ui: &Ui, readings: &[Reading]) -> f32 {
    let rows = readings.len().div_ceil(columns(ui, readings.len()));
    rows as f32 * (CELL_HEIGHT + 4.0)
}

pub fn readout_ui(ui: &mut Ui, readings: &[Reading]) {
    let columns = columns(ui, readings.len());
    let rows = readings.len().div_ceil(columns);
    let even = readings.len().div_ceil(rows);
    let width = (ui.available_width() - 6.0 * (even as f32 - 1.0)) / even as f32;
    for row in readings.chunks(even) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for reading in row {
                cell_ui(ui, width, reading);
            }
        });
    }
}

fn cell_ui(ui: &mut Ui, width: f32, reading: &Reading) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, CELL_HEIGHT), Sense::hover());
    let said = format!("{} {}", reading.label, reading.value);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &said));
    let edge = if reading.main { Stroke::new(1.5, theme::TRACE) } else { Stroke::new(1.0, GRID) };
    let painter = ui.painter();
    painter.rect_stroke(rect, CornerRadius::same(5), edge, StrokeKind::Inside);
    let inner: Rect = rect.shrink2(vec2(8.0, 4.0));
    painter.text(inner.left_top(), Align2::LEFT_TOP, &reading.label, theme::regular(14.0), SCREEN_SOFT);
    let colour = if reading.main { theme::TRACE } else { SCREEN_TEXT };
    painter.text(inner.left_bottom(), Align2::LEFT_BOTTOM, &reading.value, theme::mono(18.0), colour);
}
