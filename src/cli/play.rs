//! `splicelab play`: plays a journal headless and prints marks and reasons.

use std::path::PathBuf;

use clap::ArgMatches;

use super::marks::{self, ReportJson};
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::exam::submission::{Mode, Submission};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::score::score;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let path: &PathBuf = matches.get_one("scenario").expect("required");
    let journal_path: &PathBuf = matches.get_one("journal").expect("required");
    let seed = matches.get_one("seed").copied().unwrap_or(1);
    let mistake: Option<&String> = matches.get_one("mistake");
    let scenario = files::scenario(path, seed, lang)?;
    let played = files::journal(journal_path, &scenario, mistake.map(String::as_str), lang)?;
    let lab = played.lab(scenario)?;
    if let Some(out) = matches.get_one::<PathBuf>("out") {
        let found_at = std::path::absolute(path).ok().map(|path| path.to_string_lossy().into_owned());
        let submission = Submission::new(lab.scenario(), Mode::Practice, lab.journal().clone(), found_at);
        std::fs::write(out, submission.to_json()).map_err(|error| files::cannot_write(out, &error))?;
    }
    let report = score(&lab);
    if wants_json(matches) {
        print_json(&ReportJson::new(&report, lab.scenario(), lang));
    } else {
        marks::print(&report, lab.scenario(), lang);
    }
    Ok(Outcome::Good)
}

/// The refusal that stopped a journal, with the number of its action.
pub fn stopped(stopped: &crate::lab::ReplayStopped, scenario: &crate::scenario::model::Scenario) -> Failure {
    Failure::Said(
        Message::new("cli-refused")
            .with("number", stopped.number)
            .with("action", stopped.action.message(scenario))
            .with("why", stopped.refusal.message(scenario)),
    )
}

/// What a journal file held.
pub enum Played {
    /// Actions without times: played one after the other.
    Actions(Vec<crate::lab::action::Action>),
    /// A journal with its times.
    Journal(crate::lab::journal::Journal),
}

impl Played {
    /// Plays it.
    ///
    /// # Errors
    /// The action that was refused.
    pub fn lab(self, scenario: std::sync::Arc<crate::scenario::model::Scenario>) -> std::result::Result<Lab, Failure> {
        let lab = match self {
            Played::Actions(actions) => Lab::play(scenario.clone(), &actions),
            Played::Journal(journal) => Lab::replay(scenario.clone(), &journal),
        };
        lab.map_err(|refusal| stopped(&refusal, &scenario))
    }
}
