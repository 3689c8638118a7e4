//! Proof that a scenario works: its solution earns everything, doing nothing does not pass, and each named mistake
//! loses exactly the lines it declares.

use std::ops::Range;
use std::sync::Arc;

use super::{Mark, Report, Status, score};
use crate::diagnostic::{Code, Diagnostic};
use crate::lab::action::Action;
use crate::lab::{Lab, ReplayStopped};
use crate::locale::Message;
use crate::scenario::check::At;
use crate::scenario::file::SolutionFile;
use crate::scenario::model::Scenario;
use crate::scenario::tree::Node;

/// Something that the proof found wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// An action of the solution is impossible.
    SolutionRefused { stopped: ReplayStopped },
    /// The solution does not earn this line in full.
    SolutionLoses { line: String, why: Vec<Message> },
    /// An empty journal passes.
    IdlePasses,
    /// An action of a named mistake is impossible.
    MistakeRefused { mistake: String, stopped: ReplayStopped },
    /// A named mistake costs nothing at a line that it declares: the `index`-th of its list.
    MistakeSpares { mistake: String, index: usize, line: String },
    /// A named mistake also costs this line.
    MistakeLosesMore { mistake: String, line: String, why: Vec<Message> },
}

impl Problem {
    fn code(&self) -> Code {
        match self {
            Problem::SolutionRefused { .. } => Code::SolutionRefused,
            Problem::SolutionLoses { .. } => Code::SolutionLoses,
            Problem::IdlePasses => Code::IdlePasses,
            Problem::MistakeRefused { .. } => Code::MistakeRefused,
            Problem::MistakeSpares { .. } => Code::MistakeSpares,
            Problem::MistakeLosesMore { .. } => Code::MistakeLosesMore,
        }
    }

    /// What is wrong, in words.
    pub fn message(&self, scenario: &Scenario) -> Message {
        let stopped_at = |message: Message, stopped: &ReplayStopped| {
            message
                .with("number", stopped.number)
                .with("action", stopped.action.message(scenario))
                .with("why", stopped.refusal.message(scenario))
        };
        match self {
            Problem::SolutionRefused { stopped } => stopped_at(Message::new("proof-solution-refused"), stopped),
            Problem::SolutionLoses { line, why } => {
                Message::new("proof-solution-loses").with("line", line.as_str()).with("why", why.clone())
            }
            Problem::IdlePasses => Message::new("proof-idle-passes"),
            Problem::MistakeRefused { mistake, stopped } => {
                stopped_at(Message::new("proof-mistake-refused").with("mistake", mistake.as_str()), stopped)
            }
            Problem::MistakeSpares { mistake, line, .. } => {
                Message::new("proof-mistake-spares").with("mistake", mistake.as_str()).with("line", line.as_str())
            }
            Problem::MistakeLosesMore { mistake, line, why } => Message::new("proof-mistake-loses-more")
                .with("mistake", mistake.as_str())
                .with("line", line.as_str())
                .with("why", why.clone()),
        }
    }

    /// The problem, pointing into the solution whose tree is given.
    pub fn diagnostic(&self, root: &Node, scenario: &Scenario) -> Diagnostic {
        let help = match self {
            Problem::SolutionRefused { .. } | Problem::MistakeRefused { .. } => "proof-refused-help",
            Problem::SolutionLoses { .. } => "proof-solution-loses-help",
            Problem::IdlePasses => "proof-idle-passes-help",
            Problem::MistakeSpares { .. } => "proof-mistake-spares-help",
            Problem::MistakeLosesMore { .. } => "proof-mistake-loses-more-help",
        };
        Diagnostic::new(self.code(), self.place(root), self.message(scenario)).help(Message::new(help))
    }

    /// The bytes of the solution it is about.
    fn place(&self, root: &Node) -> Range<usize> {
        let at = At::ROOT;
        let (solution, mistakes) = (at.field("solution"), at.field("mistakes"));
        let span = match self {
            Problem::SolutionRefused { stopped } => solution.item(stopped.number - 1).resolve(root),
            Problem::SolutionLoses { .. } | Problem::IdlePasses => at.name("solution").resolve(root),
            Problem::MistakeRefused { mistake, stopped } => {
                let journal = mistakes.field(mistake);
                journal.field("journal").item(stopped.number - 1).resolve(root)
            }
            Problem::MistakeSpares { mistake, index, .. } => {
                mistakes.field(mistake).field("loses").item(*index).resolve(root)
            }
            Problem::MistakeLosesMore { mistake, .. } => mistakes.field(mistake).name("loses").resolve(root),
        };
        span.unwrap_or_else(|| root.opening())
    }
}

/// Plays the solution, nothing, and every named mistake under the scenario's seed.
pub fn prove(scenario: &Arc<Scenario>, solution: &SolutionFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    match marks_of(scenario, &solution.solution) {
        Ok(report) => {
            let missed = report.marks.iter().filter(|mark| mark.status != Status::Earned);
            problems
                .extend(missed.map(|mark| Problem::SolutionLoses { line: mark.id.clone(), why: why(&report, mark) }));
        }
        Err(stopped) => problems.push(Problem::SolutionRefused { stopped }),
    }
    if score(&Lab::new(scenario.clone())).passed {
        problems.push(Problem::IdlePasses);
    }
    for (name, mistake) in &solution.mistakes {
        let report = match marks_of(scenario, &mistake.journal) {
            Ok(report) => report,
            Err(stopped) => {
                problems.push(Problem::MistakeRefused { mistake: name.clone(), stopped });
                continue;
            }
        };
        let loses = |mark: &&Mark| matches!(mark.status, Status::Lost | Status::Partial);
        let lost: Vec<&Mark> = report.marks.iter().filter(loses).collect();
        for (index, line) in mistake.loses.iter().enumerate() {
            if !lost.iter().any(|mark| mark.id == *line) {
                problems.push(Problem::MistakeSpares { mistake: name.clone(), index, line: line.clone() });
            }
        }
        let more = lost.into_iter().filter(|mark| !mistake.loses.contains(&mark.id));
        problems.extend(more.map(|mark| Problem::MistakeLosesMore {
            mistake: name.clone(),
            line: mark.id.clone(),
            why: why(&report, mark),
        }));
    }
    problems
}

fn marks_of(scenario: &Arc<Scenario>, actions: &[Action]) -> Result<Report, ReplayStopped> {
    Lab::play(scenario.clone(), actions).map(|lab| score(&lab))
}

/// What was found at a line that was not earned.
fn why(report: &Report, mark: &Mark) -> Vec<Message> {
    match report.not_judged_because(mark) {
        Some(because) => vec![because],
        None => mark.evidence.found.clone(),
    }
}
