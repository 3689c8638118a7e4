//! The work order: what is wanted, what there is, what counts, and how it is done: practice or exam.

use bevy_egui::egui::{self, Align, Frame, Layout, Margin, RichText, ScrollArea, Ui, vec2};

use crate::app::theme;
use crate::exam::submission::Mode;
use crate::locale::{Lang, Message};

/// The work order, already in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderView {
    pub title: String,
    /// The street and the place, if there is one.
    pub place: Option<String>,
    pub brief: String,
    pub stars: usize,
    pub minutes: u64,
    /// The number of the draw: the same number gives the same exercise.
    pub seed: u64,
    /// Count and name of what there is to use.
    pub stock: Vec<(u32, String)>,
    pub counts: Vec<CountView>,
}

/// One line of what counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountView {
    pub title: String,
    pub points: u32,
    pub eliminatory: bool,
}

/// Below this width the two columns stand one above the other.
const TWO_COLUMNS: f32 = 820.0;

/// Shows the order; says whether to start. `fresh` gives the start button the focus.
pub fn order_ui(ui: &mut Ui, view: &OrderView, mode: &mut Mode, fresh: bool, lang: Lang) -> bool {
    let foot = Frame::new().fill(theme::CARD).inner_margin(Margin::symmetric(32, 14));
    let start = egui::Panel::bottom("start")
        .frame(foot)
        .resizable(false)
        .show(ui, |ui| {
            let says = match mode {
                Mode::Practice => "briefing-practice-says",
                Mode::Exam => "briefing-exam-says",
            };
            let says = theme::body(lang.text(says)).color(theme::INK_SOFT);
            let narrow = ui.available_width() < TWO_COLUMNS;
            if narrow {
                ui.label(says.clone());
            }
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                let practice = (Mode::Practice, lang.text("briefing-practice"));
                let before = *mode;
                theme::segmented(ui, mode, &[practice, (Mode::Exam, lang.text("briefing-exam"))]);
                if !narrow {
                    ui.label(says);
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let start = theme::primary_button(ui, lang.text("briefing-start"));
                    // Once the mode is chosen, Enter starts.
                    if fresh || *mode != before {
                        start.request_focus();
                    }
                    start.clicked()
                })
                .inner
            })
            .inner
        })
        .inner;
    let paper = Frame::new().fill(theme::PAPER).inner_margin(Margin::symmetric(32, 24));
    egui::CentralPanel::default().frame(paper).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let room = ui.available_width();
            if room < TWO_COLUMNS {
                sheet(ui, view, lang);
                ui.add_space(14.0);
                beside(ui, view, lang);
                return;
            }
            let (gap, used) = (24.0, room.min(1240.0));
            let left = ((used - gap) * 0.58).floor();
            let corner = ui.cursor().min + vec2(((room - used) / 2.0).floor(), 0.0);
            let column = |x: f32, width: f32| {
                let rect = egui::Rect::from_min_size(corner + vec2(x, 0.0), vec2(width, f32::INFINITY));
                egui::UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min))
            };
            ui.scope_builder(column(0.0, left), |ui| sheet(ui, view, lang));
            ui.scope_builder(column(left + gap, used - left - gap), |ui| beside(ui, view, lang));
        });
    });
    start
}

/// The sheet itself.
fn sheet(ui: &mut Ui, view: &OrderView, lang: Lang) {
    let card = theme::card().inner_margin(Margin::ZERO);
    card.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new()
            .fill(theme::MAT)
            .corner_radius(egui::CornerRadius { nw: 9, ne: 9, sw: 0, se: 0 })
            .inner_margin(Margin::symmetric(24, 10))
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.label(theme::strong(lang.text("briefing-order")).color(theme::MAT_TEXT));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let number = Message::new("briefing-number").with("seed", view.seed.to_string());
                        let number = RichText::new(lang.say(&number)).font(theme::mono(14.0));
                        ui.label(number.color(theme::MAT_TEXT_SOFT));
                    });
                });
            });
        Frame::new().inner_margin(Margin { left: 24, right: 24, top: 20, bottom: 22 }).show(ui, |ui| {
            ui.label(theme::title(&view.title));
            if let Some(place) = &view.place {
                ui.label(theme::body(place).color(theme::INK_SOFT));
            }
            ui.add_space(14.0);
            for paragraph in view.brief.split("\n\n") {
                ui.label(RichText::new(paragraph.trim()).font(theme::regular(18.0)).color(theme::INK));
                ui.add_space(10.0);
            }
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                theme::stars(ui, view.stars);
                let minutes = Message::new("home-minutes").with("minutes", view.minutes.to_string());
                ui.label(theme::strong(lang.say(&minutes)));
            });
        });
    });
}

/// What stands beside the sheet: what counts, what there is.
fn beside(ui: &mut Ui, view: &OrderView, lang: Lang) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.horizontal(|ui| {
            ui.label(theme::heading(lang.text("briefing-counts")));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let total: u32 = view.counts.iter().map(|line| line.points).sum();
                let total = Message::new("briefing-points").with("points", total);
                ui.label(theme::soft(lang.say(&total)));
            });
        });
        ui.add_space(2.0);
        for line in &view.counts {
            ui.horizontal(|ui| {
                let wide = ui.available_width() - 44.0;
                ui.allocate_ui_with_layout(vec2(wide, 24.0), Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.label(theme::body(&line.title));
                    if line.eliminatory {
                        ui.label(theme::soft(lang.text("briefing-eliminatory")).color(theme::BAD));
                    }
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(theme::strong(line.points.to_string()));
                });
            });
        }
    });
    ui.add_space(14.0);
    if view.stock.is_empty() {
        return;
    }
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(theme::heading(lang.text("briefing-have")));
        for (count, name) in &view.stock {
            ui.horizontal(|ui| {
                ui.label(theme::strong(format!("{count} ×")));
                ui.label(theme::body(name));
            });
        }
    });
}
