//! `splicelab grade`: replays submissions and marks them, one by one or a whole class, with reports.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::ArgMatches;
use rayon::prelude::*;
use serde::Serialize;

use super::exam::wrong_class;
use super::marks::{self, ReportJson};
use super::out::{errln, outln};
use super::verify::{Library, read_capped, session_key};
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::exam::report::{by_candidate, html, points, tables, xapi};
use crate::exam::results::{self, FORMAT, Graded, Results, Verified, WrongOverride};
use crate::exam::sitting::{FIRST_LINE, LARGEST};
use crate::exam::verify::{Finding, Known, verify_and_replay};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::scenario::model::Scenario;
use crate::score::{Report, score};

#[derive(Serialize)]
struct GradedJson {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    verified: Vec<Verified>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// One submission that could be marked.
struct Marked {
    lab: Lab,
    report: Report,
    graded: Graded,
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let paths: Vec<&PathBuf> = matches.get_many("submissions").expect("required").collect();
    let library = Library::of(matches)?;
    let key = session_key(matches)?;
    let folder: Option<&PathBuf> = matches.get_one("scenarios");
    let changed = matches.get_flag("changed");
    let done = AtomicUsize::new(0);
    let shows = std::io::stderr().is_terminal() && paths.len() > 20;
    // In parallel, and in the order in which they were named whatever came first.
    let marked: Vec<(String, std::result::Result<Marked, Failure>)> = paths
        .par_iter()
        .map(|path| {
            let one = mark(path, &library, key.as_deref(), folder, changed, lang);
            let now = done.fetch_add(1, Ordering::Relaxed) + 1;
            if shows {
                progress(now, paths.len(), lang);
            }
            (path.display().to_string(), one)
        })
        .collect();
    if shows {
        errln!("");
    }
    let mut graded: Vec<Graded> =
        marked.iter().filter_map(|(_, marked)| marked.as_ref().ok()).map(|marked| marked.graded.clone()).collect();
    if let Some(path) = matches.get_one::<PathBuf>("overrides") {
        let text = std::fs::read_to_string(path).map_err(|error| files::cannot_read(path, &error))?;
        let given = results::overrides(&text).and_then(|given| results::give(&mut graded, &given));
        given.map_err(|wrong| wrong_override(path, &wrong))?;
    }
    let mut found = marked.iter().any(|(_, marked)| marked.is_err());
    found |= graded.iter().any(|graded| graded.verified.iter().any(|item| item.is(Finding::Broken)));
    if let Some(out) = matches.get_one::<PathBuf>("out") {
        found |= write_reports(out, &graded, matches, lang)?;
    }
    tell(&marked, &graded, lang, wants_json(matches));
    if let Some(path) = matches.get_one::<PathBuf>("against") {
        compare(path, &graded, matches.get_one("out"), lang)?;
    }
    // One that cannot be marked does not keep the others from their marks, but it is not passed over in silence.
    if found { Ok(Outcome::Found) } else { Ok(Outcome::Good) }
}

fn progress(done: usize, all: usize, lang: Lang) {
    const WIDE: usize = 30;
    let full = done * WIDE / all.max(1);
    let bar: String = (0..WIDE).map(|at| if at < full { '█' } else { '·' }).collect();
    let says = lang.say(&Message::new("grade-progress").with("done", done).with("all", all));
    let mut to = std::io::stderr().lock();
    let _ = write!(to, "\r{bar} {says}");
    let _ = to.flush();
}

/// Replays and marks one submission, of an exam or of practice.
fn mark(
    path: &Path,
    library: &Library,
    key: Option<&str>,
    folder: Option<&PathBuf>,
    changed: bool,
    lang: Lang,
) -> std::result::Result<Marked, Failure> {
    let bytes = read_capped(path, LARGEST)?;
    let file = path.display().to_string();
    if !bytes.starts_with(FIRST_LINE.as_bytes()) {
        let lab = attempt(path, folder, lang)?;
        let report = score(&lab);
        let graded = Graded::new(file, &lab, &report, None, &[], lang);
        return Ok(Marked { lab, report, graded });
    }
    let find = |hash: &str, seed: u64| library.find(hash, seed);
    let known = Known { session_key: key, words: None, scenario: &find };
    let (items, parts, replayed) = verify_and_replay(&bytes, &known);
    let parts = parts.ok_or_else(|| Failure::Said(Message::new("verify-no-splab")))?;
    let exercise = parts.exercise().ok_or_else(|| Failure::Said(Message::new("verify-no-scenario-named")))?;
    let replay = |scenario: Arc<Scenario>| {
        Lab::replay(scenario.clone(), &parts.journal()).map_err(|stopped| super::play::stopped(&stopped, &scenario))
    };
    let lab =
        match (changed.then(|| library.changed(&exercise.id, exercise.seed)).flatten(), replayed) {
            (Some(scenario), _) => replay(scenario)?,
            (None, Some(lab)) => lab,
            (None, None) => replay(library.find(&exercise.hash, exercise.seed).ok_or_else(|| {
                Failure::Said(Message::new("cli-scenario-not-found").with("id", exercise.id.as_str()))
            })?)?,
        };
    let report = score(&lab);
    let graded = Graded::new(file, &lab, &report, Some(&parts), &items, lang);
    Ok(Marked { lab, report, graded })
}

fn tell(marked: &[(String, std::result::Result<Marked, Failure>)], graded: &[Graded], lang: Lang, json: bool) {
    let mut all = Vec::new();
    let mut graded = graded.iter();
    for (file, marked) in marked {
        match marked {
            Ok(Marked { lab, report, .. }) => {
                let own = graded.next().expect("one for each that was marked");
                if json {
                    let report = serde_json::to_value(ReportJson::new(report, lab.scenario(), lang)).ok();
                    let candidate = (!own.session.is_empty()).then(|| own.candidate.id.clone());
                    let verified = own.verified.clone();
                    all.push(GradedJson { file: file.clone(), candidate, report, verified, error: None });
                    continue;
                }
                outln!("{file}");
                marks::print(report, lab.scenario(), lang);
                for line in own.lines.iter().filter(|line| line.given.is_some()) {
                    let given = line.given.as_ref().expect("it was filtered");
                    let says = Message::new("grade-given")
                        .with("title", line.title.clone())
                        .with("before", points(line.earned, lang))
                        .with("after", points(given.points, lang))
                        .with("reason", given.reason.as_str());
                    outln!("{}", lang.say(&says));
                }
                for item in own.verified.iter().filter(|item| item.is(Finding::Broken)) {
                    outln!("✗ {}", item.says);
                }
                outln!();
            }
            Err(failure) => {
                let error = match failure {
                    Failure::Said(message) => lang.say(message),
                    Failure::Text(text) => text.clone(),
                    Failure::Shown => String::new(),
                };
                if json {
                    let (file, error) = (file.clone(), Some(error));
                    all.push(GradedJson { file, candidate: None, report: None, verified: Vec::new(), error });
                } else {
                    errln!("{file} : {error}");
                }
            }
        }
    }
    if json {
        print_json(&all);
    }
}

/// Writes results, pages and tables. Says whether a gradebook would be refused.
fn write_reports(
    out: &Path,
    graded: &[Graded],
    matches: &ArgMatches,
    lang: Lang,
) -> std::result::Result<bool, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let organisation = text("organisation").unwrap_or_default();
    let home = text("home-page").unwrap_or_else(|| "https://splicelab.invalid".to_owned());
    let write = |name: String, text: &str| -> std::result::Result<(), Failure> {
        let path = out.join(name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
        written.map_err(|error| files::cannot_write(&path, &error))
    };
    let program = concat!("splicelab ", env!("CARGO_PKG_VERSION")).to_owned();
    let results = Results { format: FORMAT, program, marks: graded.to_vec() };
    let json = serde_json::to_string_pretty(&results).expect("results have only text keys") + "\n";
    write("results.json".to_owned(), &json)?;
    write("results.csv".to_owned(), &tables::all(graded, lang))?;
    let moodle = tables::moodle(graded, lang);
    write("moodle.csv".to_owned(), &moodle.text)?;
    for trouble in &moodle.troubles {
        errln!("moodle.csv : {}", lang.say(trouble));
    }
    let statements = xapi::statements(graded, &home, lang);
    let statements = serde_json::to_string_pretty(&statements).expect("statements have only text keys") + "\n";
    write("xapi.json".to_owned(), &statements)?;
    if !graded.is_empty() {
        write("class.html".to_owned(), &html::class(graded, &organisation, lang))?;
    }
    for (candidate, exercises) in by_candidate(graded) {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '_' };
        let name: String = candidate.candidate.id.chars().map(plain).collect();
        write(format!("candidates/{name}.html"), &html::candidate(&exercises, &organisation, lang))?;
    }
    Ok(!moodle.troubles.is_empty())
}

/// Says what differs from another grading, and writes it beside the reports.
fn compare(path: &Path, graded: &[Graded], out: Option<&PathBuf>, lang: Lang) -> std::result::Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| files::cannot_read(path, &error))?;
    let wrong = |why: String| {
        Failure::Said(Message::new("grade-no-results").with("file", path.display().to_string()).with("why", why))
    };
    let before: Results = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if before.format != FORMAT {
        return Err(wrong(format!("format {}", before.format)));
    }
    let changes = results::changes(&before.marks, graded);
    let told = |value: Option<u32>| value.map_or_else(|| "–".to_owned(), |value| points(value, lang));
    outln!("{}", lang.say(&Message::new("grade-changes").with("count", changes.len())));
    for change in &changes {
        let criterion = change.criterion.as_deref().unwrap_or("*");
        outln!(
            "  {} · {} · {criterion} : {} → {}",
            change.candidate,
            change.scenario,
            told(change.before),
            told(change.after)
        );
    }
    if let Some(out) = out {
        let path = out.join("changes.json");
        let text = serde_json::to_string_pretty(&changes).expect("changes have only text keys") + "\n";
        std::fs::write(&path, text).map_err(|error| files::cannot_write(&path, &error))?;
    }
    Ok(())
}

fn wrong_override(path: &Path, wrong: &WrongOverride) -> Failure {
    let why = match wrong {
        WrongOverride::File(wrong) => wrong_class(wrong),
        WrongOverride::Column(name) => Message::new("override-column").with("name", *name),
        WrongOverride::Points { line, text } => {
            Message::new("override-points").with("line", *line).with("text", text.as_str())
        }
        WrongOverride::NoReason { line } => Message::new("override-no-reason").with("line", *line),
        WrongOverride::Unknown { line } => Message::new("override-unknown").with("line", *line),
        WrongOverride::TooMany { line, most } => {
            Message::new("override-too-many").with("line", *line).with("most", most.div_ceil(100))
        }
    };
    Failure::Said(Message::new("class-wrong").with("file", path.display().to_string()).with("why", why))
}

/// The attempt of a submission, replayed.
pub fn attempt(path: &Path, scenarios: Option<&PathBuf>, lang: Lang) -> std::result::Result<Lab, Failure> {
    let submission = files::submission(path)?;
    let scenario = files::scenario_of(&submission, scenarios, lang)?;
    Lab::replay(scenario.clone(), &submission.journal).map_err(|stopped| super::play::stopped(&stopped, &scenario))
}
