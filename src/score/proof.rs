//! Proof that a scenario works: its solution earns everything, doing nothing does not pass, and each named mistake
//! loses exactly the lines it declares.

use std::sync::Arc;

use super::{Report, Status, score};
use crate::lab::action::Action;
use crate::lab::{Lab, ReplayStopped};
use crate::locale::Message;
use crate::scenario::file::SolutionFile;
use crate::scenario::model::Scenario;

/// Something that the proof found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// An action of the solution, or of a named mistake, is impossible.
    Refused { mistake: Option<String>, stopped: ReplayStopped },
    /// The solution does not earn these lines in full.
    SolutionLoses { lines: Vec<String> },
    /// An empty journal passes.
    IdlePasses,
    /// A named mistake loses other lines than it declares.
    MistakeLoses { mistake: String, declared: Vec<String>, lost: Vec<String> },
}

impl Problem {
    /// What is wrong, in words.
    pub fn message(&self, scenario: &Scenario) -> Message {
        let list = |ids: &[String]| if ids.is_empty() { "–".to_owned() } else { ids.join(", ") };
        match self {
            Problem::Refused { mistake, stopped } => {
                let message = match mistake {
                    None => Message::new("proof-solution-refused"),
                    Some(mistake) => Message::new("proof-mistake-refused").with("mistake", mistake.as_str()),
                };
                message
                    .with("number", stopped.number)
                    .with("action", stopped.action.message(scenario))
                    .with("why", stopped.refusal.message(scenario))
            }
            Problem::SolutionLoses { lines } => Message::new("proof-solution-loses").with("lines", list(lines)),
            Problem::IdlePasses => Message::new("proof-idle-passes"),
            Problem::MistakeLoses { mistake, declared, lost } => Message::new("proof-mistake-loses")
                .with("mistake", mistake.as_str())
                .with("declared", list(declared))
                .with("lost", list(lost)),
        }
    }
}

/// Plays the solution, nothing, and every named mistake under the scenario's seed.
pub fn prove(scenario: &Arc<Scenario>, solution: &SolutionFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    match marks_of(scenario, &solution.solution) {
        Ok(report) if report.earned == report.total && report.passed => {}
        Ok(report) => {
            let not_earned = |status: &Status| *status != Status::Earned;
            problems.push(Problem::SolutionLoses { lines: lines(&report, not_earned) });
        }
        Err(stopped) => problems.push(Problem::Refused { mistake: None, stopped }),
    }
    if score(&Lab::new(scenario.clone())).passed {
        problems.push(Problem::IdlePasses);
    }
    for (name, mistake) in &solution.mistakes {
        match marks_of(scenario, &mistake.journal) {
            Ok(report) => {
                let mut lost = lines(&report, |status| matches!(status, Status::Lost | Status::Partial));
                let mut declared = mistake.loses.clone();
                lost.sort();
                declared.sort();
                if lost != declared {
                    problems.push(Problem::MistakeLoses { mistake: name.clone(), declared, lost });
                }
            }
            Err(stopped) => problems.push(Problem::Refused { mistake: Some(name.clone()), stopped }),
        }
    }
    problems
}

fn marks_of(scenario: &Arc<Scenario>, actions: &[Action]) -> Result<Report, ReplayStopped> {
    Lab::play(scenario.clone(), actions).map(|lab| score(&lab))
}

fn lines(report: &Report, wanted: impl Fn(&Status) -> bool) -> Vec<String> {
    report.marks.iter().filter(|mark| wanted(&mark.status)).map(|mark| mark.id.clone()).collect()
}
