//! The briefing: the work order, what there is to use, what counts.

use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;

use super::{Screen, Shell};
use crate::app::attempt::Attempt;
use crate::app::panels::order::{CountView, OrderView, order_ui};
use crate::app::panels::top::{back_ui, crumbs_ui};
use crate::diagnostic::Source;
use crate::exam::submission::Mode;
use crate::lab::effect::stock_name;
use crate::locale::Lang;
use crate::scenario;
use crate::scenario::file::Level;
use crate::scenario::model::Scenario;

/// The scenario that was chosen, with its random choices made.
#[derive(Resource)]
pub struct Chosen {
    pub scenario: Arc<Scenario>,
    /// Its file, when it is none of ours.
    pub file: Option<PathBuf>,
    mode: Mode,
    /// The start button has not had the keyboard's focus yet.
    fresh: bool,
}

impl Chosen {
    /// Reads a scenario under a seed, or under a new one; `None` when it is broken.
    pub fn read(source: Source, file: Option<PathBuf>, seed: Option<u64>) -> Option<Self> {
        let read = scenario::load(source, seed.unwrap_or_else(new_seed)).ok()?;
        Some(Self { scenario: Arc::new(read.scenario), file, mode: Mode::Practice, fresh: true })
    }

    /// The same exercise drawn anew.
    pub fn of(scenario: Arc<Scenario>, file: Option<PathBuf>, mode: Mode) -> Self {
        Self { scenario, file, mode, fresh: true }
    }
}

/// A seed that differs from one attempt to the next, short enough to be told over the phone.
fn new_seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    since.as_millis() as u64 % 1_000_000
}

pub fn show(mut commands: Commands, mut shell: Shell, chosen: Option<ResMut<Chosen>>) -> Result {
    let Some(mut chosen) = chosen else {
        shell.next.set(Screen::Home);
        return Ok(());
    };
    let lang = shell.settings.lang;
    let (_, mut window) = shell.window()?;
    let mut back = shell.escaped();
    let view = order_view(&chosen.scenario, lang);
    shell.top(
        &mut window,
        |ui| {
            back |= back_ui(ui, &lang.text("back-home"));
            crumbs_ui(ui, std::slice::from_ref(&view.title), 600.0);
        },
        |_| {},
    );
    let fresh = std::mem::take(&mut chosen.fresh);
    if order_ui(&mut window, &view, &mut chosen.mode, fresh, lang) {
        commands.insert_resource(Attempt::begin(chosen.scenario.clone(), chosen.file.clone(), chosen.mode, lang));
        shell.next.set(Screen::Work);
    } else if back {
        shell.next.set(Screen::Home);
    }
    Ok(())
}

/// The work order in words.
fn order_view(scenario: &Scenario, lang: Lang) -> OrderView {
    let place = scenario.bench_place().and_then(|place| scenario.places.get(place)).map(|place| match &place.area {
        Some(area) => format!("{} › {}", area.get(lang), place.name.get(lang)),
        None => place.name.get(lang).to_owned(),
    });
    OrderView {
        title: scenario.title.get(lang).to_owned(),
        place,
        brief: scenario.brief.get(lang).to_owned(),
        stars: match scenario.level {
            Level::Guided => 1,
            Level::Alone => 2,
            Level::Exam => 3,
        },
        minutes: scenario.time_allowed.0 / 60_000,
        seed: scenario.seed,
        stock: scenario.stock.iter().map(|(item, count)| (*count, lang.say(&stock_name(item)))).collect(),
        counts: scenario
            .rubric
            .iter()
            .map(|line| CountView {
                title: line.title.get(lang).to_owned(),
                points: line.points,
                eliminatory: line.eliminatory,
            })
            .collect(),
    }
}
