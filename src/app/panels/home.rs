//! Home: what can be learnt, and how far one got.

use bevy_egui::egui::{self, Align, Layout, RichText, ScrollArea, Sense, Ui, vec2};

use super::pictures;
use crate::app::theme::{self, Sign};
use crate::locale::{Lang, Message};
use crate::scenario::file::Module;

/// What home shows, already in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HomeView {
    pub resume: Option<ResumeView>,
    pub sections: Vec<SectionView>,
}

/// An attempt that was not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumeView {
    pub title: String,
    pub gestures: usize,
}

/// A trade and its exercises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionView {
    pub module: Module,
    pub cards: Vec<CardView>,
}

/// One exercise. `key` is given back when it is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardView {
    pub key: usize,
    pub title: String,
    pub inside: CardInside,
    /// The one to begin with.
    pub now: bool,
}

/// What stands on a card below its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardInside {
    /// Stars, minutes and the best mark so far.
    Exercise { stars: usize, minutes: u32, best: Option<(Sign, String)> },
    /// How many faults keep the file from being read.
    Broken { faults: usize },
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeAsked {
    Open(usize),
    Resume,
    Forget,
    /// A file of an OTDR.
    Trace,
}

/// Columns are at least this wide; with less room the trades stand one above the other.
const COLUMN: f32 = 236.0;

pub fn home_ui(ui: &mut Ui, view: &HomeView, lang: Lang) -> Option<HomeAsked> {
    let mut asked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        // Lines stay short on a wide screen.
        let room = ui.available_width();
        let margin = ((room - 1240.0) / 2.0).max(0.0);
        let middle = egui::Rect::from_min_size(
            ui.cursor().min + vec2(margin, 0.0),
            vec2(room - 2.0 * margin, ui.available_height()),
        );
        ui.scope_builder(egui::UiBuilder::new().max_rect(middle), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if let Some(resume) = &view.resume {
                asked = resume_ui(ui, resume, lang);
                ui.add_space(20.0);
            }
            let (wide, whole): (Vec<_>, Vec<_>) =
                view.sections.iter().partition(|section| section.module != Module::Chain);
            let columns = ((ui.available_width() + 20.0) / (COLUMN + 20.0)) as usize;
            let columns = if columns >= wide.len() { wide.len().max(1) } else { 1 };
            let picture = if columns > 1 { 132.0 } else { 72.0 };
            for row in wide.chunks(columns) {
                ui.spacing_mut().item_spacing.x = 20.0;
                ui.columns(columns, |uis| {
                    for (ui, section) in uis.iter_mut().zip(row) {
                        asked = section_ui(ui, section, picture, lang).or(asked);
                    }
                });
                ui.add_space(20.0);
            }
            for section in whole {
                asked = section_ui(ui, section, picture, lang).or(asked);
            }
            if theme::quiet_button(ui, lang.text("trace-open")).clicked() {
                asked = Some(HomeAsked::Trace);
            }
        });
    });
    asked
}

fn resume_ui(ui: &mut Ui, resume: &ResumeView, lang: Lang) -> Option<HomeAsked> {
    let mut asked = None;
    let card = theme::card().inner_margin(egui::Margin { left: 22, right: 16, top: 14, bottom: 14 });
    let response = card
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(10.0, 10.0);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.label(theme::soft(lang.text("home-unfinished")));
                    ui.label(theme::heading(&resume.title));
                    let gestures = Message::new("home-gestures").with("count", resume.gestures);
                    ui.label(theme::body(lang.say(&gestures)));
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if theme::primary_button(ui, lang.text("home-resume")).clicked() {
                        asked = Some(HomeAsked::Resume);
                    }
                    if theme::quiet_button(ui, lang.text("home-forget")).clicked() {
                        asked = Some(HomeAsked::Forget);
                    }
                });
            });
        })
        .response;
    theme::now_bar(ui, response.rect);
    asked
}

/// A trade; its picture is this high.
fn section_ui(ui: &mut Ui, section: &SectionView, picture: f32, lang: Lang) -> Option<HomeAsked> {
    let (title, about) = match section.module {
        Module::Fibre => ("home-fibre", "home-fibre-about"),
        Module::Rack => ("home-rack", "home-rack-about"),
        Module::Network => ("home-network", "home-network-about"),
        Module::Chain => ("home-chain", "home-chain-about"),
    };
    let mut asked = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), picture), Sense::hover());
        pictures::trade(ui.painter(), rect, section.module);
        egui::Frame::new()
            .fill(theme::CARD)
            .stroke(egui::Stroke::new(1.0, theme::LINE))
            .corner_radius(egui::CornerRadius { nw: 0, ne: 0, sw: 10, se: 10 })
            .inner_margin(egui::Margin { left: 16, right: 16, top: 12, bottom: 14 })
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.label(theme::title(lang.text(title)));
                ui.label(theme::body(lang.text(about)).color(theme::INK_SOFT));
            });
        ui.add_space(12.0);
        if section.cards.is_empty() {
            ui.horizontal(|ui| {
                ui.add_space(16.0);
                ui.label(theme::body(lang.text("home-nothing-yet")).color(theme::INK_SOFT));
            });
        }
        for card in &section.cards {
            if card_ui(ui, card, lang) {
                asked = Some(HomeAsked::Open(card.key));
            }
            ui.add_space(10.0);
        }
    });
    asked
}

fn card_ui(ui: &mut Ui, card: &CardView, lang: Lang) -> bool {
    theme::pressable_card(ui, &card.title, card.now, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(RichText::new(&card.title).font(theme::bold(18.0)).color(theme::INK));
        ui.horizontal(|ui| match &card.inside {
            CardInside::Exercise { stars, minutes, best } => {
                theme::stars(ui, *stars);
                let minutes = Message::new("home-minutes").with("minutes", *minutes);
                ui.label(theme::body(lang.say(&minutes)).color(theme::INK_SOFT));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| match best {
                    Some((sign, best)) => {
                        ui.label(theme::strong(best));
                        theme::mark_sign(ui, *sign, 22.0);
                    }
                    None if card.now => {
                        ui.label(theme::strong(lang.text("home-begin")).color(theme::NOW));
                    }
                    None => {
                        ui.label(theme::body(lang.text("home-new")).color(theme::INK_SOFT));
                    }
                });
            }
            CardInside::Broken { faults } => {
                theme::mark_sign(ui, Sign::Lost, 22.0);
                let text = Message::new("home-broken").with("count", *faults);
                ui.label(theme::strong(lang.say(&text)).color(theme::BAD));
            }
        });
        if matches!(card.inside, CardInside::Broken { .. }) {
            ui.label(theme::soft(lang.text("home-broken-read")));
        }
    })
    .clicked()
}
