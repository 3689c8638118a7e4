//! The OTDR as it looks: a field instrument with its screen, its keys and its table.
//!
//! It shows any trace: a real file, a file of ours, a shot that is just being averaged. It reads only a view made of
//! plain values; what the hand sets on it is the [`Desk`].

mod axes;
mod desk;
mod graph;
mod keys;
mod mark;
mod readout;
mod sheets;
mod signs;
mod trace;

use std::sync::Arc;

use bevy_egui::egui::{Color32, CornerRadius, Rect, RichText, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

pub use self::desk::{Desk, Look, Mode, Sheet};
pub use self::mark::MarkAsked;
pub use self::signs::EventSign;
use crate::app::theme;
use crate::fibre::otdr::curve::Curve;
use crate::fibre::otdr::reading::Markers;
use crate::locale::{Lang, Message};
use crate::units::Millidecibels;

/// The glass of the screen, its grid, its words.
const SCREEN: Color32 = Color32::from_rgb(0x0f, 0x16, 0x1a);
const GRID: Color32 = Color32::from_rgb(0x24, 0x30, 0x37);
const SCREEN_TEXT: Color32 = theme::MAT_TEXT;
const SCREEN_SOFT: Color32 = theme::MAT_TEXT_SOFT;
/// The second trace.
const SECOND: Color32 = Color32::from_rgb(0xe8, 0xcf, 0x6a);
/// The body of the instrument and its rubber.
const BODY: Color32 = Color32::from_rgb(0x3a, 0x48, 0x50);
const RUBBER: Color32 = Color32::from_rgb(0x16, 0x1e, 0x23);
/// A key, and one that is pressed or on.
const KEY: Color32 = Color32::from_rgb(0x22, 0x2d, 0x33);
const KEY_HOVER: Color32 = Color32::from_rgb(0x2e, 0x3b, 0x43);

/// All that the instrument shows.
#[derive(Debug, Clone, Default)]
pub struct OtdrView {
    /// Names what is shown: when it changes, the screen begins afresh.
    pub key: String,
    /// The traces; the first is read at the beginning.
    pub traces: Vec<TraceView>,
    /// What the file says about itself, label and value.
    pub about: Vec<(String, String)>,
    /// What is odd about it.
    pub remarks: Vec<String>,
    /// Whether events are marked by the person.
    pub marking: bool,
    /// Means of both ways that were written down: distance on the first trace, loss in dB.
    pub means: Vec<(f64, f64)>,
    /// Whether shots can be taken.
    pub measuring: bool,
    /// Whether the instrument's own table can be taken over for the trace that is read.
    pub table_on_offer: bool,
    /// Whether a fault is looked for, to be named and mended.
    pub faults: bool,
    /// Whether there is a report to sign, and how it was signed.
    pub report: Option<Option<bool>>,
    /// Shown over the screen instead of a trace, for example while there is none.
    pub notice: Option<String>,
}

/// One trace with its events.
#[derive(Debug, Clone)]
pub struct TraceView {
    pub name: String,
    /// Wavelength, pulse, range, averaging, index, in words.
    pub facts: Vec<String>,
    pub curve: Arc<Curve>,
    pub events: Vec<EventView>,
    /// Measured from the other end than the first trace.
    pub from_other_end: bool,
    /// How long the fibre is, where it is known although no event says so.
    pub length_m: Option<f64>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct EventView {
    pub number: String,
    /// From the zero of the trace.
    pub at_m: f64,
    pub sign: EventSign,
    pub loss_db: Option<f64>,
    pub reflectance_db: Option<f64>,
    pub slope_db_km: Option<f64>,
    pub comment: String,
    /// The markers its loss was read with, where the file says so.
    pub markers: Option<Markers>,
}

impl TraceView {
    /// Where the fibre ends by its events.
    pub fn end_m(&self) -> Option<f64> {
        let is_end = |event: &&EventView| matches!(event.sign, EventSign::End | EventSign::EndDark);
        self.events.iter().find(is_end).map(|event| event.at_m)
    }
}

impl OtdrView {
    /// The trace that is drawn with the one that is read, and how it lies on it.
    fn second(&self, desk: &Desk) -> Option<(&TraceView, trace::Way)> {
        let read = self.traces.get(desk.read)?;
        let other = self.traces.get(desk.overlay?)?;
        let way = if other.from_other_end == read.from_other_end {
            trace::Way::Straight
        } else {
            // Turned about where the one that is read ends; else about where the other does.
            trace::Way::Turned(read.end_m().or(other.end_m()).or(read.length_m).or(other.length_m)?)
        };
        Some((other, way))
    }

    /// The trace that is read and one from the other end: the one drawn with it, else the first there is.
    fn both_ways(&self, desk: &Desk) -> Option<[&TraceView; 2]> {
        let read = self.traces.get(desk.read)?;
        let turned = |other: &&TraceView| other.from_other_end != read.from_other_end;
        let drawn = desk.overlay.and_then(|other| self.traces.get(other)).filter(turned);
        let back = drawn.or_else(|| self.traces.iter().find(turned))?;
        Some([read, back])
    }
}

/// What the person asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum OtdrAsked {
    /// To note an event at a place.
    Mark(MarkAsked),
    /// To strike a row of the table out.
    Unmark(usize),
    /// To write down the mean of both ways at a place of the trace that is read.
    Mean { at_m: f64, loss: Millidecibels },
    /// To set up and take a shot.
    Measure,
    /// To say what is wrong with a fibre.
    Fault,
    /// To take over the instrument's own table.
    TakeTable,
    /// To sign the report: the link is accepted or not.
    Sign(bool),
}

/// Below this height in points the table takes turns with the trace.
const ROOM_FOR_BOTH: f32 = 500.0;
/// Width of the keys.
const KEYS: f32 = 196.0;

/// The whole instrument, as large as there is room. `listens` says whether the keyboard is its own.
pub fn otdr_ui(ui: &mut Ui, view: &OtdrView, desk: &mut Desk, listens: bool, lang: Lang) -> Option<OtdrAsked> {
    desk.meet(view);
    let all = ui.available_rect_before_wrap();
    let body = all.shrink2(vec2(12.0, 10.0));
    ui.painter().rect_filled(all, CornerRadius::ZERO, theme::MAT);
    case(ui, body);
    let inside = body.shrink(16.0);
    let split = inside.right() - KEYS;
    let screen = Rect::from_min_max(inside.min, pos2(split - 14.0, inside.bottom()));
    let keys = Rect::from_min_max(pos2(split, inside.top()), inside.max);
    ui.painter().rect(screen, CornerRadius::same(6), SCREEN, Stroke::new(2.0, RUBBER), StrokeKind::Outside);
    let mut asked = None;
    if view.traces.is_empty() || view.notice.is_some() {
        let text = view.notice.clone().unwrap_or_else(|| lang.text("otdr-no-trace"));
        notice(ui, screen, &text);
    }
    let roomy = screen.height() >= ROOM_FOR_BOTH;
    ui.scope_builder(UiBuilder::new().id_salt("keys").max_rect(keys), |ui| {
        asked = keys::keys_ui(ui, view, desk, roomy, lang);
    });
    if let Some(read) = view.traces.get(desk.read) {
        if view.notice.is_none() {
            ui.scope_builder(UiBuilder::new().id_salt("screen").max_rect(screen.shrink2(vec2(10.0, 6.0))), |ui| {
                ui.set_clip_rect(screen.intersect(ui.clip_rect()));
                asked = screen_ui(ui, view, read, desk, roomy, lang).or(asked.take());
            });
        }
        if listens {
            keys::typed(ui, view, desk);
        }
    }
    ui.allocate_rect(all, bevy_egui::egui::Sense::hover());
    asked
}

/// What stands on the screen, from the top: name and settings, trace, readings, table.
fn screen_ui(
    ui: &mut Ui,
    view: &OtdrView,
    read: &TraceView,
    desk: &mut Desk,
    roomy: bool,
    lang: Lang,
) -> Option<OtdrAsked> {
    ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
    status(ui, view, read, desk, lang);
    let readings = readout::readings(read, desk, lang);
    let strip = readout::height(ui, &readings);
    let left = ui.available_height();
    let (graph, table) = match (roomy, desk.table_first) {
        (true, _) => {
            // A short table leaves the room to the trace.
            let wanted = 92.0 + 32.0 * read.events.len().max(1) as f32;
            let table = wanted.min((left * 0.36).clamp(150.0, 330.0));
            (left - strip - table - 8.0, table)
        }
        (false, false) => (left - strip - 8.0, 0.0),
        (false, true) => (0.0, left),
    };
    if graph > 0.0 {
        graph::graph_ui(ui, graph, view, read, desk, lang);
        readout::readout_ui(ui, &readings);
    }
    if table > 0.0 { sheets::sheets_ui(ui, view, read, desk, lang) } else { None }
}

/// The name of the trace and how it was measured; where there are several, their numbers to choose from.
fn status(ui: &mut Ui, view: &OtdrView, read: &TraceView, desk: &mut Desk, lang: Lang) {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 2.0);
        if view.traces.len() > 1 {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (index, trace) in view.traces.iter().enumerate() {
                let name = lang.say(&Message::new("otdr-read-trace").with("name", trace.name.as_str()));
                if keys::number_key(ui, &(index + 1).to_string(), &name, index == desk.read).clicked() {
                    chosen = Some(index);
                }
            }
            ui.spacing_mut().item_spacing.x = 12.0;
        }
        dot(ui, theme::TRACE);
        let name = RichText::new(&read.name).font(theme::semibold(16.0)).color(SCREEN_TEXT);
        ui.label(name);
        for fact in &read.facts {
            ui.label(RichText::new(fact).font(theme::mono(14.0)).color(SCREEN_SOFT));
        }
        if let Some((second, _)) = view.second(desk) {
            dot(ui, SECOND);
            ui.label(RichText::new(&second.name).font(theme::semibold(16.0)).color(SECOND));
        }
    });
    if let Some(index) = chosen {
        desk.read_trace(view, index);
    }
}

/// The colour of a trace before its name: with a dash, so that it is seen without colour too.
fn dot(ui: &mut Ui, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), bevy_egui::egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(3.0, colour));
}

/// The body: rubber corners around a grey case.
fn case(ui: &Ui, rect: Rect) {
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(18), RUBBER);
    painter.rect_filled(rect.shrink2(vec2(5.0, 5.0)), CornerRadius::same(14), BODY);
    for corner in [rect.left_top(), rect.right_top(), rect.left_bottom(), rect.right_bottom()] {
        let centre = corner + (rect.center() - corner).normalized() * 4.0;
        let size = vec2(26.0, 26.0);
        let inner = Rect::from_center_size(centre, size).intersect(rect);
        painter.rect_filled(inner, CornerRadius::same(8), RUBBER);
    }
}

/// A sentence where the trace would be.
fn notice(ui: &Ui, screen: Rect, text: &str) {
    let painter = ui.painter();
    // The grid waits for its trace, without numbers.
    let columns = 10;
    for column in 1..columns {
        let x = (screen.left() + screen.width() * column as f32 / columns as f32).round() + 0.5;
        painter.vline(x, screen.y_range(), Stroke::new(1.0, GRID));
    }
    for row in 1..8 {
        let y = (screen.top() + screen.height() * row as f32 / 8.0).round() + 0.5;
        painter.hline(screen.x_range(), y, Stroke::new(1.0, GRID));
    }
    let galley = painter.layout(text.to_owned(), theme::regular(18.0), SCREEN_TEXT, (screen.width() - 80.0).max(100.0));
    let at = Rect::from_center_size(screen.center(), galley.size());
    painter.rect_filled(at.expand2(vec2(18.0, 12.0)), CornerRadius::same(8), SCREEN);
    painter.galley(at.min, galley, SCREEN_TEXT);
}
