//! Attempts on disk: the journal is written after each action, so that a killed program loses nothing.
//!
//! An attempt is a text file: the first line says what is played, each further line is one entry of the journal, all
//! in JSON. A line cut short by a crash is dropped; everything before it stands. Undo writes a line that takes the
//! entry before it back, so that the file only ever grows.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{data_folder, write_whole};
use crate::exam::submission::Mode;
use crate::lab::journal::{Entry, Journal};
use crate::scenario::model::Scenario;

/// The first line of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub format: u32,
    pub scenario: String,
    /// SHA-256 of the scenario's text, in hexadecimal.
    pub hash: String,
    /// The scenario's file, when it is none of ours.
    pub file: Option<PathBuf>,
    pub seed: u64,
    pub mode: Mode,
}

/// A line after the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Line {
    Did(Entry),
    TookBack,
}

/// An attempt that is being written.
pub struct AttemptFile {
    path: PathBuf,
    file: File,
}

/// An attempt that was not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    pub header: Header,
    pub journal: Journal,
}

fn attempt_path(folder: &Path) -> PathBuf {
    folder.join("attempt.jsonl")
}

impl AttemptFile {
    /// Begins an attempt; one that was there before is kept aside.
    ///
    /// # Errors
    /// When the folder cannot be written; the lab then runs without a net and says so.
    pub fn begin(scenario: &Scenario, file: Option<PathBuf>, mode: Mode) -> std::io::Result<Self> {
        let folder = data_folder().ok_or_else(|| std::io::Error::other("no folder for data"))?;
        std::fs::create_dir_all(&folder)?;
        let path = attempt_path(&folder);
        if path.exists() {
            std::fs::rename(&path, folder.join("attempt.previous.jsonl"))?;
        }
        let header = Header {
            format: 1,
            scenario: scenario.id.clone(),
            hash: scenario.hash_hex(),
            file,
            seed: scenario.seed,
            mode,
        };
        let mut file = OpenOptions::new().create_new(true).append(true).open(&path)?;
        append(&mut file, &header)?;
        Ok(Self { path, file })
    }

    /// Goes on with the attempt that is on disk.
    ///
    /// # Errors
    /// When it is gone or cannot be written.
    pub fn go_on() -> std::io::Result<Self> {
        let folder = data_folder().ok_or_else(|| std::io::Error::other("no folder for data"))?;
        let path = attempt_path(&folder);
        let text = std::fs::read_to_string(&path)?;
        // What a crash cut short would swallow the next line too.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let file = OpenOptions::new().append(true).open(&path)?;
        file.set_len(whole as u64)?;
        Ok(Self { path, file })
    }

    /// # Errors
    /// When the disk refuses.
    pub fn did(&mut self, entry: &Entry) -> std::io::Result<()> {
        append(&mut self.file, &Line::Did(entry.clone()))
    }

    /// # Errors
    /// When the disk refuses.
    pub fn took_back(&mut self) -> std::io::Result<()> {
        append(&mut self.file, &Line::TookBack)
    }

    /// The attempt is over: nothing is left to resume.
    pub fn finish(self) {
        let _ = std::fs::rename(&self.path, self.path.with_file_name("attempt.finished.jsonl"));
    }
}

fn append(file: &mut File, line: &impl Serialize) -> std::io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

/// The attempt that was not finished, if there is one with at least one action.
pub fn unfinished() -> Option<Unfinished> {
    let text = std::fs::read_to_string(attempt_path(&data_folder()?)).ok()?;
    let mut lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let header: Header = serde_json::from_str(lines.next()?).ok()?;
    let mut entries = Vec::new();
    for line in lines {
        match serde_json::from_str(line) {
            Ok(Line::Did(entry)) => entries.push(entry),
            Ok(Line::TookBack) => drop(entries.pop()),
            Err(_) => break,
        }
    }
    (header.format == 1 && !entries.is_empty()).then_some(Unfinished { header, journal: Journal(entries) })
}

/// The best note on 20 for each scenario, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, bevy::prelude::Resource)]
pub struct Progress {
    pub best: BTreeMap<String, u32>,
}

impl Progress {
    fn file() -> Option<PathBuf> {
        data_folder().map(|folder| folder.join("progress.json"))
    }

    /// What was reached so far. A file that cannot be read is set aside, never deleted.
    pub fn load() -> Self {
        let Some(file) = Self::file() else { return Self::default() };
        let Ok(text) = std::fs::read_to_string(&file) else { return Self::default() };
        serde_json::from_str(&text).unwrap_or_else(|_| {
            let _ = std::fs::rename(&file, file.with_extension("broken.json"));
            Self::default()
        })
    }

    /// Keeps a note if it is the best so far.
    pub fn record(&mut self, scenario: &str, on_20_hundredths: u32) {
        let best = self.best.entry(scenario.to_owned()).or_default();
        *best = on_20_hundredths.max(*best);
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        if let Some(file) = Self::file()
            && let Err(error) = write_whole(&file, &text)
        {
            bevy::prelude::warn!("progress: {error}");
        }
    }
}
