//! Marks of a class: what each candidate earned in each exercise, what an assessor changed by hand, and how two gradings
//! differ.

use serde::{Deserialize, Serialize};

use super::class::{Candidate, Wrong, rows};
use super::sitting::{Line, Parts};
use super::verify::{Finding, Item};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Text};
use crate::score::{Report, Status};

pub const FORMAT: u32 = 1;

/// Results as they are kept in a file, so that another grading can be compared with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    pub format: u32,
    /// The program that graded.
    pub program: String,
    pub marks: Vec<Graded>,
}

/// One exercise of one candidate. Points are hundredths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    pub file: String,
    pub session: String,
    pub session_title: String,
    pub candidate: Candidate,
    pub scenario: String,
    pub title: Text,
    pub scenario_hash: String,
    pub seed: u64,
    pub lines: Vec<MarkedLine>,
    pub earned: u32,
    pub judged: u32,
    pub total: u32,
    pub on_20: u32,
    pub passed: bool,
    pub eliminated_by: Vec<String>,
    /// Simulated milliseconds that the work took, and gestures.
    pub took_ms: u64,
    pub gestures: usize,
    /// When it began and ended, in milliseconds since 1970; nothing for practice.
    pub began: Option<u64>,
    pub ended: Option<u64>,
    /// How often the program was started again, and how often it was paused.
    pub resumed: usize,
    pub paused: usize,
    pub words: Option<String>,
    pub verified: Vec<Verified>,
}

/// A line of the rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedLine {
    pub id: String,
    pub title: Text,
    pub competence: Option<String>,
    pub eliminatory: bool,
    pub points: u32,
    pub earned: u32,
    pub judged: bool,
    /// Why, in the language of the grading.
    pub reasons: Vec<String>,
    pub advice: Option<Text>,
    /// Numbers of the gestures, from 1.
    pub actions: Vec<usize>,
    /// What an assessor gave instead; what the program gave stays.
    pub given: Option<Given>,
}

/// Points given by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub points: u32,
    pub reason: String,
}

/// What was found of the file's honesty, said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    pub what: String,
    pub finding: String,
    pub says: String,
}

impl Verified {
    pub fn of(items: &[Item], lang: Lang) -> Vec<Self> {
        let name = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        items
            .iter()
            .map(|item| Self {
                what: name(serde_json::to_value(item.what).unwrap_or_default()),
                finding: name(serde_json::to_value(item.finding).unwrap_or_default()),
                says: lang.say(&item.says),
            })
            .collect()
    }

    pub fn is(&self, finding: Finding) -> bool {
        serde_json::to_value(finding).ok().and_then(|value| value.as_str().map(|name| name == self.finding))
            == Some(true)
    }
}

impl MarkedLine {
    /// What counts: what was given by hand, else what was earned.
    pub fn counts(&self) -> u32 {
        self.given.as_ref().map_or(self.earned, |given| given.points)
    }
}

impl Graded {
    /// From an attempt that was replayed.
    pub fn new(file: String, lab: &Lab, report: &Report, parts: Option<&Parts>, items: &[Item], lang: Lang) -> Self {
        let scenario = lab.scenario();
        let ticket = parts.and_then(Parts::ticket);
        let stem = std::path::Path::new(&file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let unknown = || Candidate { id: stem.unwrap_or_default(), name: String::new(), email: String::new() };
        let count = |wanted: fn(&Line) -> bool| {
            parts.map_or(0, |parts| {
                parts.lines.iter().filter_map(|line| line.line.as_ref()).filter(|line| wanted(line)).count()
            })
        };
        let lines = report.marks.iter().map(|mark| MarkedLine {
            id: mark.id.clone(),
            title: mark.title.clone(),
            competence: mark.competence.clone(),
            eliminatory: mark.eliminatory,
            points: mark.points.0,
            earned: mark.earned.0,
            judged: !matches!(mark.status, Status::NotJudged { .. }),
            reasons: report.reasons(mark, lang),
            advice: mark.advice.clone(),
            actions: mark.evidence.actions.clone(),
            given: None,
        });
        Self {
            file,
            session: ticket.as_ref().map(|ticket| ticket.session.clone()).unwrap_or_default(),
            session_title: ticket.as_ref().map(|ticket| ticket.title.clone()).unwrap_or_default(),
            candidate: ticket.map_or_else(unknown, |ticket| ticket.candidate),
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            scenario_hash: scenario.hash_hex(),
            seed: scenario.seed,
            lines: lines.collect(),
            earned: report.earned.0,
            judged: report.judged.0,
            total: report.total.0,
            on_20: report.on_20_hundredths,
            passed: report.passed,
            eliminated_by: report.eliminated_by.clone(),
            took_ms: lab.state().now.0,
            gestures: lab.journal().0.iter().filter(|entry| !matches!(entry.action, Action::Wait { .. })).count(),
            began: parts.and_then(|parts| parts.manifest.as_ref()).map(|manifest| manifest.began),
            ended: parts.and_then(Parts::sealed).map(|seal| seal.ended),
            resumed: count(|line| matches!(line, Line::Resumed { .. })),
            paused: count(|line| matches!(line, Line::Paused { .. })),
            words: parts.map(Parts::words),
            verified: Verified::of(items, lang),
        }
    }

    /// The note on 20, in hundredths, with what was given by hand.
    pub fn note(&self) -> u32 {
        if self.lines.iter().all(|line| line.given.is_none()) {
            return self.on_20;
        }
        let counted = |line: &&MarkedLine| line.judged || line.given.is_some();
        let earned: u32 = self.lines.iter().filter(counted).map(MarkedLine::counts).sum();
        let judged: u32 = self.lines.iter().filter(counted).map(|line| line.points).sum();
        (u64::from(earned) * 2000).checked_div(u64::from(judged)).unwrap_or(0) as u32
    }
}

/// Points that an assessor gave by hand, from a CSV file: `candidate`, `scenario`, `criterion`, `points`, `reason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    pub line: usize,
    pub candidate: String,
    pub scenario: String,
    pub criterion: String,
    pub given: Given,
}

/// What is wrong with a file of points given by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongOverride {
    File(Wrong),
    /// A column is missing.
    Column(&'static str),
    Points {
        line: usize,
        text: String,
    },
    NoReason {
        line: usize,
    },
    /// No such candidate, exercise or criterion among what was graded.
    Unknown {
        line: usize,
    },
    TooMany {
        line: usize,
        most: u32,
    },
}

/// Reads points given by hand.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn overrides(text: &str) -> Result<Vec<Override>, WrongOverride> {
    let rows = rows(text).map_err(WrongOverride::File)?;
    let Some(((_, head), rows)) = rows.split_first() else { return Ok(Vec::new()) };
    let column = |name: &'static str| {
        head.iter().position(|title| title.eq_ignore_ascii_case(name)).ok_or(WrongOverride::Column(name))
    };
    let [candidate, scenario, criterion, points, reason] =
        [column("candidate")?, column("scenario")?, column("criterion")?, column("points")?, column("reason")?];
    let mut found = Vec::new();
    for (line, row) in rows {
        let cell = |index: usize| row.get(index).cloned().unwrap_or_default();
        let written = cell(points);
        let value: Option<f64> =
            written.replace(',', ".").parse().ok().filter(|value| (0.0..=10_000.0).contains(value));
        let value = value.ok_or(WrongOverride::Points { line: *line, text: written })?;
        let reason = cell(reason);
        if reason.is_empty() {
            return Err(WrongOverride::NoReason { line: *line });
        }
        let given = Given { points: (value * 100.0).round() as u32, reason };
        found.push(Override {
            line: *line,
            candidate: cell(candidate),
            scenario: cell(scenario),
            criterion: cell(criterion),
            given,
        });
    }
    Ok(found)
}

/// Gives points by hand; what the program gave stays beside them.
///
/// # Errors
/// One names nothing that was graded, or more points than there are.
pub fn give(marks: &mut [Graded], overrides: &[Override]) -> Result<(), WrongOverride> {
    for given in overrides {
        let mut hit = false;
        let mine = |graded: &&mut Graded| graded.candidate.id == given.candidate && graded.scenario == given.scenario;
        for graded in marks.iter_mut().filter(mine) {
            for line in graded.lines.iter_mut().filter(|line| line.id == given.criterion) {
                if given.given.points > line.points {
                    return Err(WrongOverride::TooMany { line: given.line, most: line.points });
                }
                line.given = Some(given.given.clone());
                hit = true;
            }
        }
        if !hit {
            return Err(WrongOverride::Unknown { line: given.line });
        }
    }
    Ok(())
}

/// How one criterion of one candidate differs between two gradings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub candidate: String,
    pub scenario: String,
    /// Nothing for the whole exercise, where only one grading has it.
    pub criterion: Option<String>,
    pub before: Option<u32>,
    pub after: Option<u32>,
}

/// What differs, candidate by candidate and criterion by criterion. Exercises are matched by candidate and scenario, whatever
/// the text of its rubric.
pub fn changes(before: &[Graded], after: &[Graded]) -> Vec<Change> {
    let mut found = Vec::new();
    let find = |all: &[Graded], one: &Graded| -> Option<usize> {
        all.iter().position(|other| other.candidate.id == one.candidate.id && other.scenario == one.scenario)
    };
    let change = |of: &Graded, criterion: Option<&str>, before: Option<u32>, after: Option<u32>| Change {
        candidate: of.candidate.id.clone(),
        scenario: of.scenario.clone(),
        criterion: criterion.map(str::to_owned),
        before,
        after,
    };
    for new in after {
        let Some(old) = find(before, new).map(|index| &before[index]) else {
            found.push(change(new, None, None, Some(new.earned)));
            continue;
        };
        let ids =
            old.lines.iter().chain(new.lines.iter().filter(|line| old.lines.iter().all(|known| known.id != line.id)));
        for id in ids.map(|line| line.id.as_str()) {
            let points = |of: &Graded| {
                of.lines.iter().find(|line| line.id == id).map(|line| if line.judged { line.counts() } else { 0 })
            };
            let (before, after) = (points(old), points(new));
            if before != after {
                found.push(change(new, Some(id), before, after));
            }
        }
    }
    for old in before.iter().filter(|old| find(after, old).is_none()) {
        found.push(change(old, None, Some(old.earned), None));
    }
    found
}
