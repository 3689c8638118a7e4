//! Attempts on disk: the journal is written after each action, so that a killed program loses nothing.
//!
//! An attempt is a text file: the first line says what is played, each further line is one entry of the journal, all
//! in JSON. A line cut short by a crash is dropped; everything before it stands. Undo writes a line that takes the
//! entry before it back, so that the file only ever grows.
//!
//! Nothing is ever deleted: an attempt that is handed in, left for another one, or broken moves to the folder
//! `attempts`, under a name of its own.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{set_aside, write_whole};
use crate::exam::submission::Mode;
use crate::lab::journal::{Entry, Journal};
use crate::locale::Lang;
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
    /// The language it was begun in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// When it was begun, in seconds since 1970.
    #[serde(default)]
    pub started: u64,
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
    pub fn begin(folder: &Path, header: &Header) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let path = attempt_path(folder);
        if path.exists() {
            keep_aside(&path, "unfinished")?;
        }
        let mut file = OpenOptions::new().create_new(true).append(true).open(&path)?;
        append(&mut file, header)?;
        Ok(Self { path, file })
    }

    /// Goes on with the attempt that is on disk.
    ///
    /// # Errors
    /// When it is gone or cannot be written.
    pub fn go_on(folder: &Path) -> std::io::Result<Self> {
        let path = attempt_path(folder);
        let text = std::fs::read(&path)?;
        let Some((_, whole)) = parse(&text) else {
            return Err(std::io::Error::other("the attempt on disk cannot be read"));
        };
        // What a crash cut short or broke would swallow the next line too: it is cut off, and kept beside when it is
        // more than the half line of a crash.
        if text[whole..].contains(&b'\n') {
            write_whole(&aside(&path, "broken")?, &String::from_utf8_lossy(&text))?;
        }
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
        if let Err(error) = keep_aside(&self.path, "finished") {
            bevy::prelude::warn!("attempt: {error}");
        }
    }
}

impl Header {
    pub fn new(scenario: &Scenario, file: Option<PathBuf>, mode: Mode, lang: Lang) -> Self {
        Self {
            format: 1,
            scenario: scenario.id.clone(),
            hash: scenario.hash_hex(),
            file,
            seed: scenario.seed,
            mode,
            lang: Some(lang),
            started: seconds_since_1970(),
        }
    }
}

fn seconds_since_1970() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A name that no file has yet, for an attempt that is kept.
fn aside(path: &Path, what: &str) -> std::io::Result<PathBuf> {
    let folder = path.with_file_name("attempts");
    std::fs::create_dir_all(&folder)?;
    let now = seconds_since_1970();
    let mut names = (0..).map(|number| folder.join(format!("{what}-{now}-{number}.jsonl")));
    Ok(names.find(|name| !name.exists()).expect("endless numbers hold a free one"))
}

fn keep_aside(path: &Path, what: &str) -> std::io::Result<()> {
    std::fs::rename(path, aside(path, what)?)
}

fn append(file: &mut File, line: &impl Serialize) -> std::io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

/// What stands in an attempt's file, and how many of its bytes are sound; `None` when its first line is not.
fn parse(text: &[u8]) -> Option<(Unfinished, usize)> {
    let mut lines = text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let first = lines.next()?;
    let header: Header = serde_json::from_slice(first).ok().filter(|header: &Header| header.format == 1)?;
    let mut whole = first.len();
    let mut entries = Vec::new();
    for line in lines {
        match serde_json::from_slice(line) {
            Ok(Line::Did(entry)) => entries.push(entry),
            Ok(Line::TookBack) => drop(entries.pop()),
            Err(_) => break,
        }
        whole += line.len();
    }
    Some((Unfinished { header, journal: Journal(entries) }, whole))
}

/// The attempt that was not finished, if there is one with at least one action.
pub fn unfinished(folder: &Path) -> Option<Unfinished> {
    let (found, _) = parse(&std::fs::read(attempt_path(folder)).ok()?)?;
    (!found.journal.0.is_empty()).then_some(found)
}

/// The best note on 20 for each scenario, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, bevy::prelude::Resource)]
pub struct Progress {
    pub best: BTreeMap<String, u32>,
}

impl Progress {
    fn file(folder: &Path) -> PathBuf {
        folder.join("progress.json")
    }

    /// What was reached so far. A file that cannot be read is set aside, never deleted.
    pub fn load(folder: &Path) -> Self {
        let file = Self::file(folder);
        let Ok(text) = std::fs::read_to_string(&file) else { return Self::default() };
        serde_json::from_str(&text).unwrap_or_else(|_| {
            set_aside(&file);
            Self::default()
        })
    }

    /// Notes a note if it is the best so far, and keeps it for next time.
    pub fn record(&mut self, folder: Option<&Path>, scenario: &str, on_20_hundredths: u32) {
        let best = self.best.entry(scenario.to_owned()).or_default();
        *best = on_20_hundredths.max(*best);
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        if let Some(folder) = folder
            && let Err(error) = write_whole(&Self::file(folder), &text)
        {
            bevy::prelude::warn!("progress: {error}");
        }
    }
}
