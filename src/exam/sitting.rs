//! One exercise of an exam while it is sat, and the file it becomes: `.splab`.
//!
//! A text file that only grows. The first line names the format, the second is the manifest, each further one is sixteen
//! digits of the chain and one line of JSON, written and flushed after each action. The last one, written at hand-in, seals
//! what stands before it. Whoever is killed at any moment loses at most the line that was being written.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::seal::{Hash, Key, first_link, hex, next_link, signed};
use super::submission::{Mode, ScenarioRef, Submission};
use super::ticket::{Exercise, Signed, Ticket, TicketFile};
use super::words::words;
use crate::lab::journal::{Entry, Journal};

/// The first line of every file.
pub const FIRST_LINE: &str = "splicelab-splab 1";
const SEAL: &str = "seal ";
const DOMAIN: &str = "splicelab-seal-v1";
/// A file larger than this is not read, in bytes.
pub const LARGEST: u64 = super::submission::LARGEST;
/// A clock may be put right by so much between two runs of the program, in milliseconds (design choice: two minutes).
const CLOCK_SLACK_MS: u64 = 120_000;
/// So many digits of the chain stand before each line.
pub const DIGITS: usize = 16;

/// What is sat, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The program that wrote it.
    pub program: String,
    pub ticket: Signed,
    /// Id of the scenario.
    pub exercise: String,
    /// Milliseconds since 1970, by the clock of the candidate's machine.
    pub began: u64,
}

/// What happened, with the time of the machine in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Line {
    Did {
        wall: u64,
        entry: Entry,
    },
    /// The program was started again; so long nobody wrote anything.
    Resumed {
        wall: u64,
        gap_ms: u64,
    },
    /// With the assessor's code.
    Paused {
        wall: u64,
    },
    WentOn {
        wall: u64,
    },
}

impl Line {
    pub fn wall(&self) -> u64 {
        match self {
            Line::Did { wall, .. } | Line::Resumed { wall, .. } | Line::Paused { wall } | Line::WentOn { wall } => {
                *wall
            }
        }
    }
}

/// What the last line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Lines between the manifest and the seal.
    pub lines: usize,
    /// The last link of the chain, in hexadecimal.
    pub head: String,
    /// Hash of the lab's state at the end, in hexadecimal.
    pub state: String,
    pub ended: u64,
}

/// A line as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Of the file, from 1.
    pub number: usize,
    /// What stands before it.
    pub digits: String,
    pub text: String,
    /// What it says; nothing if it is no line of ours.
    pub line: Option<Line>,
}

/// A file, taken apart but not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub manifest_text: String,
    pub manifest: Option<Manifest>,
    pub lines: Vec<Written>,
    /// The seal as it was signed.
    pub seal: Option<Signed>,
    /// Lines behind the seal, or a half line at the end.
    pub beyond: usize,
    /// Bytes up to the end of the last whole line before any seal.
    whole: usize,
}

/// Takes a file apart; nothing if its first line is not ours.
pub fn parts(bytes: &[u8]) -> Option<Parts> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.as_ref().strip_prefix(FIRST_LINE)?.strip_prefix('\n')?;
    let mut whole = FIRST_LINE.len() + 1;
    let mut next = || {
        let end = rest.find('\n')?;
        let line = &rest[..end];
        rest = &rest[end + 1..];
        Some(line)
    };
    let manifest_text = next().unwrap_or_default().to_owned();
    whole += manifest_text.len() + 1;
    let manifest = serde_json::from_str(&manifest_text).ok();
    let (mut lines, mut seal, mut beyond) = (Vec::new(), None, 0);
    let mut number = 2;
    while let Some(line) = next() {
        number += 1;
        if seal.is_some() {
            beyond += 1;
        } else if let Some(body) = line.strip_prefix(SEAL) {
            match serde_json::from_str(body) {
                Ok(signed) => seal = Some(signed),
                Err(_) => beyond += 1,
            }
        } else {
            let (digits, body) = line.split_once(' ').unwrap_or(("", line));
            let said = serde_json::from_str(body).ok();
            lines.push(Written { number, digits: digits.to_owned(), text: body.to_owned(), line: said });
            if beyond == 0 {
                whole += line.len() + 1;
            }
        }
    }
    if !rest.is_empty() {
        beyond += 1;
    }
    Some(Parts { manifest_text, manifest, lines, seal, beyond, whole })
}

impl Parts {
    /// The links of the chain, the first of the manifest: as the bytes make them, whatever is written before them.
    pub fn links(&self) -> Vec<Hash> {
        let mut links = vec![first_link(self.manifest_text.as_bytes())];
        for line in &self.lines {
            let before = links.last().expect("there is the first");
            links.push(next_link(before, line.text.as_bytes()));
        }
        links
    }

    /// The number of the first line that does not follow from those before it.
    pub fn first_break(&self) -> Option<usize> {
        let links = self.links();
        let wrong = |(line, link): &(&Written, &Hash)| line.line.is_none() || line.digits != digits(link);
        self.lines.iter().zip(&links[1..]).find(wrong).map(|(line, _)| line.number)
    }

    pub fn ticket(&self) -> Option<Ticket> {
        self.manifest.as_ref()?.ticket.ticket()
    }

    /// The exercise that is sat, as the ticket gives it.
    pub fn exercise(&self) -> Option<Exercise> {
        let wanted = &self.manifest.as_ref()?.exercise;
        self.ticket()?.exercises.into_iter().find(|exercise| exercise.id == *wanted)
    }

    pub fn journal(&self) -> Journal {
        let entry = |line: &Written| match &line.line {
            Some(Line::Did { entry, .. }) => Some(entry.clone()),
            _ => None,
        };
        Journal(self.lines.iter().filter_map(entry).collect())
    }

    /// As an attempt like any other, whether or not it is honest; nothing where it names no exercise.
    pub fn submission(&self) -> Option<Submission> {
        let exercise = self.exercise()?;
        Some(Submission {
            format: super::submission::FORMAT,
            program: self.manifest.as_ref()?.program.clone(),
            scenario: ScenarioRef { id: exercise.id, hash: exercise.hash, file: None },
            seed: exercise.seed,
            mode: Mode::Exam,
            journal: self.journal(),
        })
    }

    /// What the seal says, whether or not its signature holds.
    pub fn sealed(&self) -> Option<Seal> {
        serde_json::from_str(&self.seal.as_ref()?.body).ok()
    }

    /// Whether the seal is by the key that the ticket names.
    pub fn seal_holds(&self) -> bool {
        match (&self.seal, self.ticket()) {
            (Some(seal), Some(ticket)) => signed(&ticket.key, DOMAIN, seal.body.as_bytes(), &seal.signature),
            _ => false,
        }
    }

    /// The eight words of the last link.
    pub fn words(&self) -> String {
        words(self.links().last().expect("there is the first"))
    }
}

fn digits(link: &Hash) -> String {
    hex(link)[..DIGITS].to_owned()
}

/// An exercise that is being sat.
pub struct Sitting {
    path: PathBuf,
    file: File,
    /// Bytes of whole lines: what is behind them is of a line that could not be written.
    size: u64,
    key: Key,
    head: Hash,
    lines: usize,
    /// So many of them are actions.
    actions: usize,
    began: u64,
    /// Milliseconds of allowed pauses so far, and since when it is paused now.
    pauses: u64,
    paused_at: Option<u64>,
}

/// Why a sitting does not go on.
#[derive(Debug)]
pub enum Stopped {
    Disk(io::Error),
    /// The file is none of ours, or another candidate's, or was changed.
    Changed,
    /// It was handed in.
    HandedIn,
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Stopped::Disk(error)
    }
}

impl Sitting {
    /// Begins an exercise in a new file. It gets its name once its first lines are whole, so that whoever is killed here
    /// just begins again.
    ///
    /// # Errors
    /// The file is there already, or the disk refuses, or the ticket's key is none.
    pub fn begin(path: &Path, ticket: &TicketFile, exercise: &str, wall: u64) -> io::Result<Self> {
        let key = Key::from_hex(&ticket.secret).ok_or_else(|| io::Error::other("the ticket has no key"))?;
        let manifest = Manifest {
            program: concat!("splicelab ", env!("CARGO_PKG_VERSION")).to_owned(),
            ticket: ticket.ticket.clone(),
            exercise: exercise.to_owned(),
            began: wall,
        };
        let text = serde_json::to_string(&manifest).expect("a manifest has only text keys");
        if path.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let beside = path.with_extension("splab.new");
        let mut file = File::create(&beside)?;
        let first = format!("{FIRST_LINE}\n{text}\n");
        file.write_all(first.as_bytes())?;
        file.sync_data()?;
        std::fs::rename(&beside, path)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            size: first.len() as u64,
            key,
            head: first_link(text.as_bytes()),
            lines: 0,
            actions: 0,
            began: wall,
            pauses: 0,
            paused_at: None,
        })
    }

    /// Goes on with an exercise after the program ended in between; the gap is written down. A half line at the end, from a
    /// crash, is cut off. Gives what was done so far.
    ///
    /// # Errors
    /// It was handed in, or is not what this ticket began.
    pub fn resume(path: &Path, ticket: &TicketFile, wall: u64) -> Result<(Self, Journal), Stopped> {
        let bytes = std::fs::read(path)?;
        let parts = parts(&bytes).ok_or(Stopped::Changed)?;
        if parts.seal.is_some() {
            return Err(Stopped::HandedIn);
        }
        let mine = parts.manifest.as_ref().is_some_and(|manifest| manifest.ticket == ticket.ticket);
        if !mine || parts.first_break().is_some() {
            return Err(Stopped::Changed);
        }
        let key = Key::from_hex(&ticket.secret).ok_or(Stopped::Changed)?;
        let began = parts.manifest.as_ref().map_or(wall, |manifest| manifest.began);
        let last_wall =
            parts.lines.iter().filter_map(|line| line.line.as_ref()).map(Line::wall).next_back().unwrap_or(began);
        // A clock that was put right by a little while the program was away is no clock that runs backwards.
        let wall = if last_wall.saturating_sub(wall) <= CLOCK_SLACK_MS { wall.max(last_wall) } else { wall };
        let file = OpenOptions::new().write(true).open(path)?;
        let size = parts.whole as u64;
        let head = *parts.links().last().expect("there is the first");
        let mut sitting = Self {
            path: path.to_owned(),
            file,
            size,
            key,
            head,
            lines: parts.lines.len(),
            actions: 0,
            began,
            pauses: 0,
            paused_at: None,
        };
        parts.lines.iter().filter_map(|line| line.line.as_ref()).for_each(|line| sitting.count(line));
        sitting.write(&Line::Resumed { wall, gap_ms: wall.saturating_sub(last_wall) })?;
        Ok((sitting, parts.journal()))
    }

    /// Writes down one action, before anything is shown of it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn did(&mut self, entry: &Entry, wall: u64) -> io::Result<()> {
        self.write(&Line::Did { wall, entry: entry.clone() })
    }

    /// # Errors
    /// The disk refuses.
    pub fn pause(&mut self, wall: u64) -> io::Result<()> {
        self.write(&Line::Paused { wall })
    }

    /// # Errors
    /// The disk refuses.
    pub fn go_on(&mut self, wall: u64) -> io::Result<()> {
        self.write(&Line::WentOn { wall })
    }

    fn count(&mut self, line: &Line) {
        match line {
            Line::Paused { wall } => self.paused_at = Some(*wall),
            Line::WentOn { wall } => self.pauses += wall.saturating_sub(self.paused_at.take().unwrap_or(*wall)),
            Line::Did { .. } => self.actions += 1,
            Line::Resumed { .. } => {}
        }
    }

    /// Writes down what was done and is not in the file yet: the last action, and those before it that a full disk refused.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn keep_up(&mut self, journal: &Journal, wall: u64) -> io::Result<()> {
        while let Some(entry) = journal.0.get(self.actions) {
            self.did(entry, wall)?;
        }
        Ok(())
    }

    pub fn is_paused(&self) -> bool {
        self.paused_at.is_some()
    }

    /// Milliseconds of work so far, without pauses.
    pub fn worked(&self, wall: u64) -> u64 {
        let until = self.paused_at.unwrap_or(wall);
        until.saturating_sub(self.began).saturating_sub(self.pauses)
    }

    fn write(&mut self, line: &Line) -> io::Result<()> {
        let text = serde_json::to_string(line).expect("a line has only text keys");
        let head = next_link(&self.head, text.as_bytes());
        self.add(&format!("{} {text}\n", digits(&head)))?;
        (self.head, self.lines) = (head, self.lines + 1);
        self.count(line);
        Ok(())
    }

    /// Adds a whole line in the place of any half one that a crash or a full disk left behind.
    fn add(&mut self, line: &str) -> io::Result<()> {
        self.file.set_len(self.size)?;
        self.file.seek(SeekFrom::Start(self.size))?;
        self.file.write_all(line.as_bytes())?;
        self.file.sync_data()?;
        self.size += line.len() as u64;
        Ok(())
    }

    /// Seals the file: nothing can be added any more. Gives the eight words for the assessor's sheet.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn hand_in(mut self, state: &Hash, wall: u64) -> io::Result<String> {
        let seal = Seal { lines: self.lines, head: hex(&self.head), state: hex(state), ended: wall };
        let body = serde_json::to_string(&seal).expect("a seal has only text keys");
        let signature = self.key.sign(DOMAIN, body.as_bytes());
        let signed = serde_json::to_string(&Signed { body, signature }).expect("a seal has only text keys");
        self.add(&format!("{SEAL}{signed}\n"))?;
        Ok(words(&self.head))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}
