//! The attempt at hand: the lab, and what surrounds it while somebody works in it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy::prelude::*;

use super::exam::now_ms;
use super::files::data_folder;
use super::save::{AttemptFile, Header, Unfinished};
use crate::exam::room::Begun;
use crate::exam::sitting::Sitting;
use crate::exam::submission::Mode;
use crate::lab::action::Action;
use crate::lab::effect::{Effect, Refusal};
use crate::lab::{Lab, ReplayStopped};
use crate::locale::{Lang, Message};
use crate::scenario::model::Scenario;
use crate::units::Millis;

/// The attempt at hand. There is at most one.
#[derive(Resource)]
pub struct Attempt {
    pub lab: Lab,
    pub mode: Mode,
    /// The scenario's file, when it is none of ours.
    pub file: Option<PathBuf>,
    /// What was said last on the mat, and when.
    pub said: Option<Said>,
    /// Whether the hint was asked for.
    pub hint_shown: bool,
    /// When the last action was done: real time since then is simulated time too.
    since: Instant,
    saved: Option<AttemptFile>,
    /// The sealed file, in an exam.
    sitting: Option<Sitting>,
    /// Why nothing is saved, if so.
    pub not_saved: Option<String>,
}

/// Something said to the trainee.
pub struct Said {
    pub message: Message,
    /// Refused, or something to mend.
    pub trouble: bool,
    pub at: Instant,
}

/// How long what was said stays.
pub const SAID_FOR: Duration = Duration::from_secs(6);

impl Attempt {
    /// Begins at the beginning.
    pub fn begin(scenario: Arc<Scenario>, file: Option<PathBuf>, mode: Mode, lang: Lang) -> Self {
        let header = Header::new(&scenario, file.clone(), mode, lang);
        let saved = own_folder().and_then(|folder| AttemptFile::begin(&folder, &header));
        Self::of(Lab::new(scenario), file, mode, saved)
    }

    /// Goes on where the program was stopped.
    ///
    /// # Errors
    /// When the journal does not fit the scenario.
    pub fn resume(scenario: Arc<Scenario>, unfinished: &Unfinished) -> Result<Self, ReplayStopped> {
        let lab = Lab::replay(scenario, &unfinished.journal)?;
        Ok(Self::of(
            lab,
            unfinished.header.file.clone(),
            unfinished.header.mode,
            own_folder().and_then(|folder| AttemptFile::go_on(&folder)),
        ))
    }

    fn of(lab: Lab, file: Option<PathBuf>, mode: Mode, saved: std::io::Result<AttemptFile>) -> Self {
        let (saved, not_saved) = match saved {
            Ok(saved) => (Some(saved), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self { lab, mode, file, said: None, hint_shown: false, since: Instant::now(), saved, sitting: None, not_saved }
    }

    /// An exercise of an exam: every action goes into its sealed file.
    pub fn sit(begun: Begun) -> Self {
        let Begun { lab, sitting } = begun;
        let since = Instant::now();
        let sitting = Some(sitting);
        let mode = Mode::Exam;
        Self { lab, mode, file: None, said: None, hint_shown: false, since, saved: None, sitting, not_saved: None }
    }

    /// Milliseconds of work in an exam, without pauses; nothing outside of one.
    pub fn worked(&self, wall: u64) -> Option<u64> {
        self.sitting.as_ref().map(|sitting| sitting.worked(wall))
    }

    /// Writes down that the exam pauses, or goes on; the clock of the exercise stands still in between.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn pause(&mut self, pausing: bool, wall: u64) -> std::io::Result<()> {
        self.since = Instant::now();
        match &mut self.sitting {
            Some(sitting) if pausing => sitting.pause(wall),
            Some(sitting) => sitting.go_on(wall),
            None => Ok(()),
        }
    }

    /// Seals the file of an exam; gives the eight words.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn hand_in(&mut self, wall: u64) -> std::io::Result<String> {
        let state = self.lab.state().hash();
        if let Some(sitting) = &mut self.sitting {
            sitting.keep_up(self.lab.journal(), wall)?;
        }
        match self.sitting.take() {
            Some(sitting) => sitting.hand_in(&state, wall),
            None => Err(std::io::Error::other("no exam")),
        }
    }

    /// Simulated time now: that of the lab, and the real time since the last action.
    pub fn now(&self) -> Millis {
        self.lab.state().now + Millis(self.since.elapsed().as_millis() as u64)
    }

    /// Does an action: the only way in which the window changes the lab. Says whether it was possible.
    pub fn act(&mut self, action: Action) -> bool {
        let at = self.now();
        let scenario = self.lab.scenario().clone();
        match self.lab.apply_at(at, action) {
            Ok(effects) => {
                let trouble = effects.iter().any(Effect::is_trouble);
                let message = spoken(effects).map(|effect| effect.message(&scenario));
                self.say(message, trouble);
                self.since = Instant::now();
                self.hint_shown = false;
                let entry = self.lab.journal().0.last();
                if let Some(sitting) = &mut self.sitting {
                    let kept = sitting.keep_up(self.lab.journal(), now_ms());
                    self.not_saved = kept.err().map(|error| error.to_string());
                }
                if let (Some(saved), Some(entry)) = (&mut self.saved, entry) {
                    let kept = saved.did(entry);
                    self.note(kept);
                }
                true
            }
            Err(refusal) => {
                self.refuse(&refusal);
                false
            }
        }
    }

    /// Says why something is impossible.
    pub fn refuse(&mut self, refusal: &Refusal) {
        let message = refusal.message(self.lab.scenario());
        self.say(Some(message), true);
    }

    fn say(&mut self, message: Option<Message>, trouble: bool) {
        self.said = message.map(|message| Said { message, trouble, at: Instant::now() });
    }

    /// Takes the last action back, in practice only.
    pub fn undo(&mut self) {
        if self.mode == Mode::Practice && !self.lab.journal().0.is_empty() {
            self.lab.undo();
            self.since = Instant::now();
            self.said = None;
            if let Some(saved) = &mut self.saved {
                let kept = saved.took_back();
                self.note(kept);
            }
        }
    }

    fn note(&mut self, kept: std::io::Result<()>) {
        if let Err(error) = kept {
            self.not_saved = Some(error.to_string());
        }
    }

    /// The attempt is handed in: nothing is left to resume.
    pub fn finish(&mut self) {
        if let Some(saved) = self.saved.take() {
            saved.finish();
        }
    }
}

fn own_folder() -> std::io::Result<PathBuf> {
    data_folder().ok_or_else(|| std::io::Error::other("no folder for data"))
}

/// Of several effects, the one that matters most to the trainee: the last, which is the consequence. What a console
/// prints stands in the console.
fn spoken(effects: &[Effect]) -> Option<&Effect> {
    let said = effects.iter().rev().find(|effect| effect.is_trouble()).or(effects.last());
    said.filter(|effect| !matches!(effect, Effect::Printed { .. }))
}
