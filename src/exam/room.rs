//! An exam as a candidate sits it: the pack, the ticket, and a file for each exercise in a folder of the candidate's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pack::{Pack, Sheet, Shut};
use super::sitting::{Line, Parts, Sitting, Stopped, parts};
use super::ticket::{Ticket, TicketFile, pause_hash};
use crate::diagnostic::Source;
use crate::lab::{Lab, ReplayStopped};
use crate::scenario;
use crate::scenario::model::Scenario;

/// A candidate before the exam.
pub struct Room {
    pack: Pack,
    file: TicketFile,
    pub ticket: Ticket,
    /// Where the candidate's files are written.
    folder: PathBuf,
    /// Where what is handed in is copied to.
    drop: Option<PathBuf>,
    sheets: Option<Vec<Sheet>>,
}

/// Why nobody is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    Pack(Shut),
    /// It is no ticket.
    NoTicket,
    /// Signed by another session than that of the pack.
    OtherSession,
    TooEarly,
    TooLate,
}

/// How far an exercise is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    Todo,
    Begun,
    /// With its eight words.
    HandedIn(String),
    /// Its file is there and is not what this ticket wrote.
    Spoilt,
}

/// Why an exercise does not begin.
#[derive(Debug)]
pub enum NotBegun {
    /// The pack was not opened yet, or does not hold what the ticket names.
    NoSheet,
    Broken,
    Stopped(Stopped),
    Replay(ReplayStopped),
}

/// An exercise that goes on.
pub struct Begun {
    pub lab: Lab,
    pub sitting: Sitting,
}

/// Clocks of two machines may differ by so much, in seconds (design choice).
const SLACK_S: u64 = 120;

impl Room {
    /// Lets a candidate in, at this time in milliseconds since 1970.
    ///
    /// # Errors
    /// Why not.
    pub fn enter(pack: &[u8], ticket: &[u8], folder: &Path, drop: Option<PathBuf>, wall: u64) -> Result<Self, Refused> {
        let pack = Pack::read(pack).map_err(Refused::Pack)?;
        let file: TicketFile = serde_json::from_slice(ticket).map_err(|_| Refused::NoTicket)?;
        let said = file.ticket.ticket().ok_or(Refused::NoTicket)?;
        if !file.ticket.is_signed_by(&pack.cover.key) || said.session != pack.cover.session {
            return Err(Refused::OtherSession);
        }
        let folder = folder.join(&said.session);
        let room = Self { pack, file, ticket: said, folder, drop, sheets: None };
        // Whoever began in time may go on.
        let begun = room.stages().iter().any(|stage| *stage != Stage::Todo);
        let now = wall / 1000;
        if !begun && room.ticket.from.is_some_and(|from| now + SLACK_S < from) {
            return Err(Refused::TooEarly);
        }
        if !begun && room.ticket.until.is_some_and(|until| now > until + SLACK_S) {
            return Err(Refused::TooLate);
        }
        Ok(room)
    }

    pub fn title(&self) -> &str {
        &self.pack.cover.title
    }

    pub fn is_open(&self) -> bool {
        self.sheets.is_some()
    }

    /// Opens the pack with the passphrase. Says whether it is the right one.
    pub fn unlock(&mut self, passphrase: &str) -> bool {
        self.sheets = self.pack.open(passphrase).ok().or(self.sheets.take());
        self.is_open()
    }

    /// Whether this is the code with which an assessor lets the exam pause.
    pub fn is_pause_code(&self, code: &str) -> bool {
        pause_hash(&self.ticket.session, code) == self.ticket.pause
    }

    fn path(&self, index: usize) -> PathBuf {
        let id = self.ticket.exercises.get(index).map_or("", |exercise| exercise.id.as_str());
        self.folder.join(format!("{}-{id}.splab", self.ticket.candidate.id))
    }

    fn written(&self, index: usize) -> Option<Parts> {
        parts(&std::fs::read(self.path(index)).ok()?)
    }

    /// How far each exercise is.
    pub fn stages(&self) -> Vec<Stage> {
        let stage = |index: usize| {
            if !self.path(index).exists() {
                return Stage::Todo;
            }
            match self.written(index) {
                Some(parts) if parts.manifest.as_ref().is_none_or(|it| it.ticket != self.file.ticket) => Stage::Spoilt,
                Some(parts) if parts.seal.is_some() => Stage::HandedIn(parts.words()),
                Some(_) => Stage::Begun,
                None => Stage::Spoilt,
            }
        };
        (0..self.ticket.exercises.len()).map(stage).collect()
    }

    /// Title of an exercise; its id while the pack is shut.
    pub fn exercise_title(&self, index: usize, lang: crate::locale::Lang) -> String {
        let id = self.ticket.exercises.get(index).map(|exercise| exercise.id.clone()).unwrap_or_default();
        self.scenario(index).map_or(id, |scenario| scenario.title.get(lang).to_owned())
    }

    /// The exercise with the candidate's own variant.
    pub fn scenario(&self, index: usize) -> Option<Arc<Scenario>> {
        let exercise = self.ticket.exercises.get(index)?;
        let sheet = self.sheets.as_ref()?.iter().find(|sheet| scenario::hash_hex(&sheet.text) == exercise.hash)?;
        let source = Source::new(sheet.name.clone(), sheet.text.clone());
        scenario::load(source, exercise.seed).ok().map(|loaded| Arc::new(loaded.scenario))
    }

    /// Begins an exercise, or goes on with it where it was left.
    ///
    /// # Errors
    /// Why not; nothing is written then.
    pub fn begin(&self, index: usize, wall: u64) -> Result<Begun, NotBegun> {
        let scenario = self.scenario(index).ok_or(NotBegun::NoSheet)?;
        let path = self.path(index);
        if path.exists() {
            let (sitting, journal) = Sitting::resume(&path, &self.file, wall).map_err(NotBegun::Stopped)?;
            let lab = Lab::replay(scenario, &journal).map_err(NotBegun::Replay)?;
            return Ok(Begun { lab, sitting });
        }
        let disk = |error| NotBegun::Stopped(Stopped::Disk(error));
        std::fs::create_dir_all(&self.folder).map_err(disk)?;
        let sitting = Sitting::begin(&path, &self.file, &scenario.id, wall).map_err(disk)?;
        Ok(Begun { lab: Lab::new(scenario), sitting })
    }

    /// Milliseconds of work in the exercises that are not at hand.
    pub fn worked_elsewhere(&self, at_hand: Option<usize>) -> u64 {
        let others = (0..self.ticket.exercises.len()).filter(|index| Some(*index) != at_hand);
        others.filter_map(|index| self.written(index)).map(|parts| worked(&parts)).sum()
    }

    /// Copies what was handed in to where it is collected; says where, if anywhere.
    ///
    /// # Errors
    /// The folder cannot be written: the file then stays in the candidate's folder.
    pub fn collect(&self, index: usize) -> std::io::Result<Option<PathBuf>> {
        let Some(drop) = &self.drop else { return Ok(None) };
        std::fs::create_dir_all(drop)?;
        let path = self.path(index);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let to = drop.join(format!("{}-{name}", self.ticket.session));
        let beside = drop.join(format!(".{name}.new"));
        std::fs::copy(&path, &beside)?;
        std::fs::rename(&beside, &to)?;
        Ok(Some(to))
    }
}

/// Milliseconds from the beginning to the last line, without allowed pauses.
fn worked(parts: &Parts) -> u64 {
    let Some(began) = parts.manifest.as_ref().map(|manifest| manifest.began) else { return 0 };
    let (mut last, mut pauses, mut paused_at) = (began, 0, None);
    for line in parts.lines.iter().filter_map(|line| line.line.as_ref()) {
        last = line.wall().max(last);
        match line {
            Line::Paused { wall } => paused_at = Some(*wall),
            Line::WentOn { wall } => pauses += wall.saturating_sub(paused_at.take().unwrap_or(*wall)),
            _ => {}
        }
    }
    let ended = parts.sealed().map_or(last, |seal| seal.ended.max(last));
    (ended - began).saturating_sub(pauses)
}
