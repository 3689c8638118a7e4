//! The scenarios on the shelf: those built in, and those in a `scenarios` folder beside the program or here.

use std::path::{Path, PathBuf};

use bevy::prelude::*;

use crate::diagnostic::Source;
use crate::locale::Text;
use crate::scenario::file::{Level, Module};
use crate::scenario::{self, Broken, Loaded};

/// Every scenario that can be chosen.
#[derive(Resource, Default)]
pub struct Library {
    pub shelf: Vec<Shelved>,
}

/// One scenario on the shelf.
pub struct Shelved {
    /// Its file, when it is none of ours.
    pub file: Option<PathBuf>,
    pub source: Source,
    pub card: Result<Card, Broken>,
}

/// What its card shows.
#[derive(Debug, Clone)]
pub struct Card {
    pub id: String,
    pub module: Module,
    pub level: Level,
    pub title: Text,
    pub minutes: u32,
    pub total_points: u32,
}

impl Library {
    /// Looks at what there is.
    pub fn load() -> Self {
        let mut shelf: Vec<Shelved> = scenario::builtin::ids()
            .filter_map(scenario::builtin::source)
            .map(|source| shelved(None, source))
            .collect();
        for file in beside().iter().flat_map(|folder| ron_files(folder)) {
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            // The same text as one of ours is the same scenario.
            if shelf.iter().all(|ours| ours.source.text() != text) {
                shelf.push(shelved(Some(file.clone()), Source::new(file.display().to_string(), text)));
            }
        }
        Self { shelf }
    }

    pub fn find(&self, id: &str, hash: &str) -> Option<&Shelved> {
        self.shelf.iter().find(|shelved| {
            shelved.card.as_ref().is_ok_and(|card| card.id == id)
                && scenario::load(shelved.source.clone(), 1).is_ok_and(|read| read.scenario.hash_hex() == hash)
        })
    }
}

fn shelved(file: Option<PathBuf>, source: Source) -> Shelved {
    let card = scenario::load(source.clone(), 1).map(|Loaded { scenario, .. }| Card {
        id: scenario.id.clone(),
        module: scenario.module,
        level: scenario.level,
        title: scenario.title.clone(),
        minutes: (scenario.time_allowed.0 / 60_000) as u32,
        total_points: scenario.rubric.iter().map(|line| line.points).sum(),
    });
    Shelved { file, source, card }
}

/// The folders to look into.
fn beside() -> Vec<PathBuf> {
    let program = std::env::current_exe().ok().and_then(|file| Some(file.parent()?.join("scenarios")));
    let mut folders: Vec<PathBuf> = program.into_iter().chain([PathBuf::from("scenarios")]).collect();
    folders.retain(|folder| folder.is_dir());
    folders.dedup();
    folders
}

fn ron_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(ron_files(&path)),
            _ if path.extension().is_some_and(|kind| kind == "ron") && !scenario::is_solution(&path) => {
                found.push(path)
            }
            _ => {}
        }
    }
    found.sort();
    found
}
