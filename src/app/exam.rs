//! The exam at hand: the room, the exercise that is being sat, and what was typed at its door.

use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use bevy::prelude::*;

use super::attempt::Attempt;
use super::files::data_folder;
use crate::exam::room::{NotBegun, Refused, Room};
use crate::exam::sitting::Stopped;
use crate::locale::{Lang, Message};

/// The files an exam is opened with.
#[derive(Debug, Clone)]
pub struct ExamFiles {
    pub pack: PathBuf,
    pub ticket: PathBuf,
    /// Where what is handed in is collected.
    pub drop: Option<PathBuf>,
}

impl ExamFiles {
    /// Lets the candidate in.
    ///
    /// # Errors
    /// Why not, said.
    pub fn enter(&self) -> Result<Room, Message> {
        let read = |path: &PathBuf| {
            std::fs::read(path).map_err(|error| {
                let file = path.display().to_string();
                Message::new("cli-cannot-read").with("file", file).with("why", error.to_string())
            })
        };
        let (pack, ticket) = (read(&self.pack)?, read(&self.ticket)?);
        let folder = data_folder().ok_or_else(|| Message::new("exam-no-folder"))?.join("exams");
        Room::enter(&pack, &ticket, &folder, self.drop.clone(), now_ms()).map_err(|refused| {
            let file = self.pack.display().to_string();
            match refused {
                Refused::Pack(_) => Message::new("exam-no-pack").with("file", file),
                Refused::NoTicket => Message::new("exam-no-ticket").with("file", self.ticket.display().to_string()),
                Refused::OtherSession => Message::new("exam-other-session"),
                Refused::TooEarly => Message::new("exam-too-early"),
                Refused::TooLate => Message::new("exam-too-late"),
            }
        })
    }
}

/// Milliseconds since 1970. While the program runs this never goes back: a clock that is put right in the middle of an exam
/// accuses nobody, and one that is put back gives nobody more time.
pub fn now_ms() -> u64 {
    static STARTED: LazyLock<(u64, Instant)> = LazyLock::new(|| (system_ms(), Instant::now()));
    static LATEST: AtomicU64 = AtomicU64::new(0);
    let (began, since) = *STARTED;
    let now = system_ms().max(began + since.elapsed().as_millis() as u64);
    now.max(LATEST.fetch_max(now, Ordering::Relaxed))
}

fn system_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

/// What stands open on the screen of the exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Door {
    /// Identity, rules, exercises.
    #[default]
    Rules,
    /// The code that lets the exam pause is asked for.
    AskPause,
    Paused,
}

/// The exam at hand. There is at most one.
#[derive(Resource)]
pub struct ExamDesk {
    pub room: Room,
    pub door: Door,
    /// The exercise that is being sat.
    pub current: Option<usize>,
    pub passphrase: String,
    pub code: String,
    /// What went wrong, or where a file was collected.
    pub said: Option<Message>,
}

impl ExamDesk {
    pub fn new(room: Room) -> Self {
        Self { room, door: Door::Rules, current: None, passphrase: String::new(), code: String::new(), said: None }
    }

    /// Opens the pack with what was typed.
    pub fn unlock(&mut self) {
        let good = self.room.unlock(&self.passphrase);
        self.said = (!good).then(|| Message::new("exam-wrong-words"));
        if good {
            self.passphrase.clear();
        }
    }

    /// Begins an exercise or goes on with it; nothing where that is impossible, which is then said.
    pub fn begin(&mut self, index: usize) -> Option<Attempt> {
        match self.room.begin(index, now_ms()) {
            Ok(begun) => {
                let paused = begun.sitting.is_paused();
                self.current = Some(index);
                self.door = if paused { Door::Paused } else { Door::Rules };
                self.said = None;
                Some(Attempt::sit(begun))
            }
            Err(why) => {
                self.said = Some(match why {
                    NotBegun::NoSheet => Message::new("exam-no-sheet"),
                    NotBegun::Broken | NotBegun::Replay(_) => Message::new("exam-spoilt"),
                    NotBegun::Stopped(Stopped::HandedIn) => Message::new("exam-handed-in"),
                    NotBegun::Stopped(Stopped::Changed) => Message::new("exam-spoilt"),
                    NotBegun::Stopped(Stopped::Disk(error)) => Message::new("exam-disk").with("why", error.to_string()),
                });
                None
            }
        }
    }

    /// Milliseconds that are left of the whole exam.
    pub fn left(&self, attempt: Option<&Attempt>) -> u64 {
        let all = u64::from(self.room.ticket.minutes) * 60_000;
        let here = attempt.and_then(|attempt| attempt.worked(now_ms())).unwrap_or(0);
        all.saturating_sub(self.room.worked_elsewhere(self.current) + here)
    }

    /// Seals the exercise at hand and copies it to where it is collected.
    pub fn hand_in(&mut self, attempt: &mut Attempt) {
        let Some(index) = self.current else { return };
        let sealed = attempt.hand_in(now_ms()).map(|_| self.room.collect(index));
        self.current = None;
        self.door = Door::Rules;
        self.said = match sealed {
            Ok(Ok(Some(to))) => Some(Message::new("exam-collected").with("file", to.display().to_string())),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some(Message::new("exam-not-collected").with("why", error.to_string())),
            Err(error) => Some(Message::new("exam-disk").with("why", error.to_string())),
        };
    }

    /// The code was typed: the exam pauses or goes on. Says whether it was the right one.
    pub fn code_typed(&mut self, attempt: &mut Attempt) -> bool {
        if !self.room.is_pause_code(&self.code) {
            self.said = Some(Message::new("exam-wrong-code"));
            return false;
        }
        self.code.clear();
        let pausing = self.door == Door::AskPause;
        match attempt.pause(pausing, now_ms()) {
            Ok(()) => {
                self.said = None;
                self.door = if pausing { Door::Paused } else { Door::Rules };
                true
            }
            Err(error) => {
                self.said = Some(Message::new("exam-disk").with("why", error.to_string()));
                false
            }
        }
    }
}

/// Minutes and seconds that are left, as a clock shows them.
pub fn clock(left_ms: u64, lang: Lang) -> String {
    let seconds = left_ms.div_ceil(1000);
    let time = format!("{}:{:02}", seconds / 60, seconds % 60);
    lang.say(&Message::new("exam-left").with("time", time))
}
