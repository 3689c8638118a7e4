//! The debrief: the mark, and each line of the rubric with its sign, its reason and what to do better.

use bevy_egui::egui::{self, Align, Layout, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use crate::app::theme::{self, Sign};
use crate::locale::{Lang, Message};
use crate::units::Millidecibels;

/// The debrief, already in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DebriefView {
    /// The note on 20.
    pub note: String,
    pub verdict: String,
    /// Points earned of points judged.
    pub points: String,
    pub marks: Vec<MarkView>,
    /// True and estimated loss of each splice that was fused.
    pub losses: Vec<(Millidecibels, Millidecibels)>,
    /// How many gestures can be looked at again.
    pub gestures: usize,
}

/// One line of the rubric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkView {
    pub sign: Sign,
    pub title: String,
    /// For example `2 / 4`.
    pub points: String,
    pub reasons: Vec<String>,
    pub advice: Option<String>,
    /// The gesture that explains it, from 1.
    pub gesture: Option<usize>,
    /// The way of a ping that did not come back, device by device: what went well and what did not.
    pub way: Vec<(Sign, String)>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebriefAsked {
    Again,
    Home,
    /// The marks instead of the gestures.
    Marks,
    /// This gesture, from 1.
    Gesture(usize),
}

/// The left side: the note, the verdict, what can be done next, the losses.
pub fn note_ui(ui: &mut Ui, view: &DebriefView, lang: Lang) -> Option<DebriefAsked> {
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.label(theme::soft(lang.text("debrief-mark")));
    ui.horizontal(|ui| {
        let pen = ui.painter();
        let note = pen.layout_no_wrap(view.note.clone(), theme::bold(84.0), theme::INK);
        let of = pen.layout_no_wrap("/20".to_owned(), theme::bold(28.0), theme::INK_SOFT);
        let (rect, response) = ui.allocate_exact_size(vec2(note.size().x + of.size().x + 6.0, 88.0), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, format!("{}/20", view.note)));
        // Both stand on one line: the foot of the large figures.
        let foot = |galley: &egui::Galley| {
            galley.rows.first().map_or(0.0, |row| row.glyphs.first().map_or(0.0, |glyph| glyph.pos.y))
        };
        let line = rect.top() + 78.0;
        let (of_x, note_foot, of_foot) = (rect.left() + note.size().x + 6.0, foot(&note), foot(&of));
        ui.painter().galley(pos2(rect.left(), line - note_foot), note, theme::INK);
        ui.painter().galley(pos2(of_x, line - of_foot), of, theme::INK_SOFT);
    });
    ui.label(theme::heading(&view.verdict));
    ui.label(theme::body(&view.points).color(theme::INK_SOFT));
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        if theme::primary_button(ui, lang.text("debrief-again")).clicked() {
            asked = Some(DebriefAsked::Again);
        }
        if view.gestures > 0 && theme::quiet_button(ui, lang.text("debrief-replay")).clicked() {
            asked = Some(DebriefAsked::Gesture(1));
        }
        if theme::quiet_button(ui, lang.text("back-home")).clicked() {
            asked = Some(DebriefAsked::Home);
        }
    });
    ui.add_space(16.0);
    if !view.losses.is_empty() {
        losses_ui(ui, &view.losses, lang);
    }
    asked
}

/// The lines of the rubric.
pub fn marks_ui(ui: &mut Ui, view: &DebriefView, lang: Lang) -> Option<DebriefAsked> {
    let mut asked = None;
    ScrollArea::vertical().id_salt("marks").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        for mark in &view.marks {
            asked = mark_ui(ui, mark, lang).or(asked);
        }
    });
    asked
}

/// What the sign says, for those who hear it.
fn said(sign: Sign) -> &'static str {
    match sign {
        Sign::Earned => "✓",
        Sign::Partial => "½",
        Sign::Lost => "✗",
        Sign::NotJudged => "–",
    }
}

fn mark_ui(ui: &mut Ui, mark: &MarkView, lang: Lang) -> Option<DebriefAsked> {
    let mut asked = None;
    theme::card().inner_margin(egui::Margin::symmetric(18, 14)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            let sign = ui.scope(|ui| {
                ui.add_space(6.0);
                theme::mark_sign(ui, mark.sign, 34.0);
            });
            sign.response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, said(mark.sign)));
            let words = vec2((ui.available_width() - 76.0).max(120.0), 20.0);
            ui.allocate_ui_with_layout(words, Layout::top_down(Align::Min), |ui| {
                ui.set_width(words.x);
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.label(RichText::new(&mark.title).font(theme::bold(18.0)).color(theme::INK));
                for reason in &mark.reasons {
                    ui.label(theme::body(reason).color(theme::INK_SOFT));
                }
                for (sign, hop) in &mark.way {
                    ui.horizontal_top(|ui| {
                        ui.spacing_mut().interact_size.y = 18.0;
                        theme::mark_sign(ui, *sign, 18.0);
                        ui.add(egui::Label::new(theme::body(hop)).wrap());
                    });
                }
                if let Some(advice) = &mark.advice {
                    ui.label(theme::strong(format!("→ {advice}")));
                }
                if let Some(number) = mark.gesture {
                    ui.add_space(4.0);
                    let text = Message::new("debrief-see-gesture").with("number", number);
                    if theme::quiet_button(ui, lang.say(&text)).clicked() {
                        asked = Some(DebriefAsked::Gesture(number));
                    }
                }
            });
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                ui.label(RichText::new(&mark.points).font(theme::bold(18.0)).color(theme::INK));
            });
        });
    });
    asked
}

/// The true loss of each splice beside what the splicer believed.
fn losses_ui(ui: &mut Ui, losses: &[(Millidecibels, Millidecibels)], lang: Lang) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 190.0), Sense::hover());
    let pen = ui.painter();
    pen.rect_filled(rect, theme::RADIUS, theme::MAT);
    let small = theme::regular(14.0);
    let soft = theme::MAT_TEXT_SOFT;
    let title = rect.left_top() + vec2(16.0, 14.0);
    pen.text(title, egui::Align2::LEFT_TOP, lang.text("debrief-losses"), small.clone(), soft);
    let highest = losses.iter().map(|(loss, estimate)| loss.0.max(estimate.0)).max().unwrap_or(0).max(250) as f32;
    let plot = egui::Rect::from_min_max(rect.left_top() + vec2(46.0, 56.0), rect.right_bottom() - vec2(16.0, 40.0));
    let height = |mdb: i64| plot.bottom() - plot.height() * mdb.max(0) as f32 / highest;
    // Courses redo what is above this.
    const LIMIT: i64 = 200;
    let limit = height(LIMIT);
    for (y, value) in [(plot.bottom(), 0), (limit, LIMIT)] {
        pen.hline(plot.x_range(), y, egui::Stroke::new(1.0, soft));
        let text = lang.decimal(Millidecibels(value).db(), 1);
        pen.text(pos2(plot.left() - 6.0, y), egui::Align2::RIGHT_CENTER, text, theme::mono(14.0), soft);
    }
    let pitch = plot.width() / losses.len() as f32;
    for (index, (loss, estimate)) in losses.iter().enumerate() {
        let x = plot.left() + pitch * (index as f32 + 0.5);
        let half = (pitch * 0.25).min(13.0);
        let top = height(loss.0).min(plot.bottom() - 2.0);
        let bar = egui::Rect::from_min_max(pos2(x - half, top), pos2(x + half, plot.bottom()));
        let colour = if loss.0 > LIMIT { theme::PARTIAL } else { theme::TRACE };
        pen.rect_filled(bar, egui::CornerRadius::same(3), colour);
        pen.hline(x - half - 4.0..=x + half + 4.0, height(estimate.0), egui::Stroke::new(2.0, theme::MAT_TEXT));
        if losses.len() <= 4 {
            let at = pos2(x, top.min(height(estimate.0)) - 5.0);
            pen.text(at, egui::Align2::CENTER_BOTTOM, lang.loss(*loss), theme::semibold(14.0), theme::MAT_TEXT);
        }
    }
    let legend = rect.left_bottom() + vec2(16.0, -12.0);
    pen.text(legend, egui::Align2::LEFT_BOTTOM, lang.text("debrief-losses-legend"), small, soft);
}
