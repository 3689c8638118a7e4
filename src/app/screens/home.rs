//! Home: puts what is on the shelf and on disk into words.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::egui;

use super::overlays::over;
use super::{Chosen, Screen, Shell, paper};
use crate::app::UnfinishedAttempt;
use crate::app::attempt::Attempt;
use crate::app::files::data_folder;
use crate::app::library::{Library, Shelved};
use crate::app::panels::home::{CardInside, CardView, HomeAsked, HomeView, ResumeView, SectionView, home_ui};
use crate::app::panels::top::wordmark;
use crate::app::save::{self, Progress, Unfinished};
use crate::app::theme::{self, Sign};
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::scenario;
use crate::scenario::file::{Level, Module};

pub fn plugin(app: &mut App) {
    // An attempt that was left can be taken up again at once.
    app.add_systems(OnEnter(Screen::Home), |mut unfinished: ResMut<UnfinishedAttempt>| {
        unfinished.0 = data_folder().and_then(|folder| save::unfinished(&folder));
    });
}

pub fn show(
    mut commands: Commands,
    mut shell: Shell,
    library: Res<Library>,
    progress: Res<Progress>,
    mut unfinished: ResMut<UnfinishedAttempt>,
    mut broken: Local<Option<usize>>,
    mut lost: Local<bool>,
) -> Result {
    let (ctx, mut window) = shell.window()?;
    let lang = shell.settings.lang;
    shell.top(&mut window, wordmark, |_| {});
    let view = home_view(&library, &progress, unfinished.0.as_ref(), lang);
    let asked = egui::CentralPanel::default().frame(paper()).show(&mut window, |ui| home_ui(ui, &view, lang)).inner;
    match asked {
        Some(HomeAsked::Open(index)) => {
            let Shelved { source, file, card } = &library.shelf[index];
            match card {
                Ok(_) => {
                    if let Some(chosen) = Chosen::read(source.clone(), file.clone(), None) {
                        commands.insert_resource(chosen);
                        shell.next.set(Screen::Briefing);
                    }
                }
                Err(_) => *broken = Some(index),
            }
        }
        Some(HomeAsked::Resume) => match unfinished.0.take().and_then(|left| resumed(&left, &library)) {
            Some(attempt) => {
                commands.insert_resource(attempt);
                shell.next.set(Screen::Work);
            }
            None => *lost = true,
        },
        Some(HomeAsked::Forget) => unfinished.0 = None,
        Some(HomeAsked::Trace) => {
            commands.insert_resource(super::Traces::ask());
            shell.next.set(Screen::Trace);
        }
        None => {}
    }
    if *lost {
        *lost = !over(&ctx, "lost", 460.0, |ui| {
            ui.label(theme::heading(lang.text("home-lost-title")));
            ui.label(theme::body(lang.text("home-lost-says")));
            ui.add_space(8.0);
            theme::primary_button(ui, lang.text("help-close")).clicked()
        });
    }
    if let Some(index) = *broken
        && let Err(found) = &library.shelf[index].card
    {
        let text = found.source.render_all(&found.diagnostics, lang, false);
        let closed = over(&ctx, "broken", 860.0, |ui| {
            // Above the text, which may be long.
            let close = egui::Layout::right_to_left(egui::Align::Center);
            let closed = ui.horizontal(|ui| {
                ui.label(theme::heading(lang.text("home-broken-title")));
                ui.with_layout(close, |ui| theme::quiet_button(ui, lang.text("help-close")).clicked()).inner
            });
            egui::ScrollArea::horizontal().show(ui, |ui| {
                let text = egui::RichText::new(&text).font(theme::mono(14.0)).color(theme::INK);
                ui.add(egui::Label::new(text).extend().selectable(true));
            });
            closed.inner
        });
        if closed {
            *broken = None;
        }
    }
    Ok(())
}

/// What home shows.
fn home_view(library: &Library, progress: &Progress, unfinished: Option<&Unfinished>, lang: Lang) -> HomeView {
    let titles = || library.shelf.iter().filter_map(|shelved| shelved.card.as_ref().ok());
    let resume = unfinished.map(|left| ResumeView {
        title: titles()
            .find(|card| card.id == left.header.scenario)
            .map_or(left.header.scenario.clone(), |card| card.title.get(lang).to_owned()),
        gestures: left.journal.0.len(),
    });
    // Where to begin: the first exercise never tried, unless something waits to be finished.
    let mut first = resume.is_none();
    let mut section = |module| SectionView {
        module,
        cards: library
            .shelf
            .iter()
            .enumerate()
            .filter(|(_, shelved)| shelved.card.as_ref().map_or(Module::Fibre, |card| card.module) == module)
            .map(|(key, shelved)| {
                let mut view = card_view(key, shelved, progress, lang);
                let new = matches!(view.inside, CardInside::Exercise { best: None, .. });
                view.now = new && std::mem::take(&mut first);
                view
            })
            .collect(),
    };
    let mut sections: Vec<SectionView> =
        [Module::Fibre, Module::Rack, Module::Network, Module::Chain].into_iter().map(&mut section).collect();
    sections.retain(|section| section.module != Module::Chain || !section.cards.is_empty());
    HomeView { resume, sections }
}

fn card_view(key: usize, shelved: &Shelved, progress: &Progress, lang: Lang) -> CardView {
    match &shelved.card {
        Ok(card) => {
            let stars = match card.level {
                Level::Guided => 1,
                Level::Alone => 2,
                Level::Exam => 3,
            };
            let best = progress.best.get(&card.id).map(|best| {
                let sign = match best {
                    2000.. => Sign::Earned,
                    1000.. => Sign::Partial,
                    _ => Sign::Lost,
                };
                let decimals = if best.is_multiple_of(100) { 0 } else { 1 };
                (sign, format!("{} / 20", lang.decimal(f64::from(*best) / 100.0, decimals)))
            });
            let inside = CardInside::Exercise { stars, minutes: card.minutes, best };
            CardView { key, title: card.title.get(lang).to_owned(), inside, now: false }
        }
        Err(found) => {
            let name = std::path::Path::new(shelved.source.name());
            let title = name.file_name().map_or(shelved.source.name().into(), |name| name.to_string_lossy());
            let inside = CardInside::Broken { faults: found.diagnostics.len() };
            CardView { key, title: title.into_owned(), inside, now: false }
        }
    }
}

/// The attempt on disk again, when its scenario is still the same.
fn resumed(left: &Unfinished, library: &Library) -> Option<Attempt> {
    let source = match &left.header.file {
        Some(file) => Source::new(file.display().to_string(), std::fs::read_to_string(file).ok()?),
        None => library.find(&left.header.scenario, &left.header.hash)?.source.clone(),
    };
    let read = scenario::load(source, left.header.seed).ok()?;
    if read.scenario.hash_hex() != left.header.hash {
        return None;
    }
    Attempt::resume(Arc::new(read.scenario), left).ok()
}
