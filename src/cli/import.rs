//! `splicelab import`: what others wrote, turned into ours.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::out::{errln, out, outln};
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::locale::{Lang, Message};
use crate::netbox::{Import, Problem, Severity, as_ron};
use crate::netlab;

/// More problems of one kind are only counted, unless JSON is asked for.
const MOST_TOLD: usize = 200;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    match matches.subcommand() {
        Some(("netbox", matches)) => netbox(lang, matches),
        Some(("kathara", matches)) => lab(lang, matches, netlab::Import::kathara),
        Some(("containerlab", matches)) => lab(lang, matches, netlab::Import::containerlab),
        other => unreachable!("{other:?} is not declared"),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    files: usize,
    entries: Vec<&'a String>,
    errors: usize,
    warnings: usize,
    notes: usize,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct ProblemJson {
    file: String,
    line: Option<usize>,
    severity: Severity,
    code: String,
    message: String,
}

fn netbox(lang: Lang, matches: &ArgMatches) -> Result {
    let mut import = Import::default();
    for path in matches.get_many::<PathBuf>("files").into_iter().flatten() {
        import.add_path(path)?;
    }
    let text = as_ron(&import.entries)
        .map_err(|why| Message::new("netbox-cannot-write").with("file", "RON").with("why", why.to_string()))?;
    let to: Option<&PathBuf> = matches.get_one("out");
    if let Some(to) = to {
        std::fs::write(to, format!("{text}\n")).map_err(|why| {
            Failure::Said(
                Message::new("netbox-cannot-write").with("file", to.display().to_string()).with("why", why.to_string()),
            )
        })?;
    }
    let count = |severity| import.count(severity);
    if wants_json(matches) {
        print_json(&Document {
            files: import.files,
            entries: import.entries.keys().collect(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            problems: as_json(lang, &import.problems),
        });
    } else {
        tell(lang, &import.problems);
        if to.is_none() {
            out!("{text}\n");
        } else {
            outln!("{}", lang.say(&summary(&import)));
        }
    }
    if to.is_none() && !wants_json(matches) {
        errln!("{}", lang.say(&summary(&import)));
    }
    let clean = count(Severity::Error) == 0 && count(Severity::Warning) == 0;
    Ok(if clean { Outcome::Good } else { Outcome::Found })
}

fn as_json(lang: Lang, problems: &[Problem]) -> Vec<ProblemJson> {
    let one = |problem: &Problem| ProblemJson {
        file: problem.file.clone(),
        line: problem.line,
        severity: problem.severity,
        code: problem.message.key.to_string(),
        message: lang.say(&problem.message),
    };
    problems.iter().map(one).collect()
}

#[derive(Serialize)]
struct LabDocument {
    devices: usize,
    links: usize,
    /// The scenario; null if there is none, or if it went into a file.
    scenario: Option<String>,
    errors: usize,
    warnings: usize,
    notes: usize,
    problems: Vec<ProblemJson>,
}

/// A lab of another program as a scenario.
fn lab(lang: Lang, matches: &ArgMatches, read: impl Fn(&Path, Option<&str>, Lang) -> netlab::Import) -> Result {
    let from: &PathBuf = matches.get_one("from").expect("required");
    let to: Option<&PathBuf> = matches.get_one("out");
    // A scenario is called like its file.
    let stem = to.and_then(|to| to.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    if let Some(stem) = stem.as_deref().filter(|stem| netlab::as_id(stem) != *stem) {
        let wanted = netlab::as_id(stem);
        let wanted = if wanted.is_empty() { "lab".to_owned() } else { wanted };
        return Err(Message::new("netlab-file-name").with("name", stem).with("wanted", wanted).into());
    }
    let mut import = read(from, stem.as_deref(), lang);
    if let (Some(to), Some(text)) = (to, &import.scenario) {
        std::fs::write(to, text).map_err(|error| files::cannot_write(to, &error))?;
    }
    let count = |severity| import.count(severity);
    let summary = Message::new("netlab-summary")
        .with("devices", import.devices)
        .with("links", import.links)
        .with("errors", count(Severity::Error))
        .with("warnings", count(Severity::Warning))
        .with("notes", count(Severity::Note));
    let (made, clean) = (import.scenario.is_some(), count(Severity::Error) + count(Severity::Warning) == 0);
    if wants_json(matches) {
        print_json(&LabDocument {
            devices: import.devices,
            links: import.links,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            problems: as_json(lang, &import.problems),
            scenario: import.scenario.take().filter(|_| to.is_none()),
        });
    } else {
        tell(lang, &import.problems);
        match import.scenario.take().filter(|_| to.is_none()) {
            Some(text) => {
                out!("{text}");
                errln!("{}", lang.say(&summary));
            }
            None if made => outln!("{}", lang.say(&summary)),
            None => {}
        }
    }
    match (made, clean) {
        (false, _) => Err(Failure::Shown),
        (true, true) => Ok(Outcome::Good),
        (true, false) => Ok(Outcome::Found),
    }
}

fn summary(import: &Import) -> Message {
    Message::new("netbox-summary")
        .with("files", import.files)
        .with("entries", import.entries.len())
        .with("errors", import.count(Severity::Error))
        .with("warnings", import.count(Severity::Warning))
        .with("notes", import.count(Severity::Note))
}

/// Errors first, then warnings, then what was assumed.
fn tell(lang: Lang, problems: &[Problem]) {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let all = problems.iter().filter(|problem| problem.severity == severity);
        for problem in all.clone().take(MOST_TOLD) {
            let sign = lang.text(match severity {
                Severity::Error => "netbox-sign-error",
                Severity::Warning => "netbox-sign-warning",
                Severity::Note => "netbox-sign-note",
            });
            let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
            errln!("{}{line}: {sign}: {}", problem.file, lang.say(&problem.message));
        }
        let rest = all.count().saturating_sub(MOST_TOLD);
        if rest > 0 {
            errln!("{}", lang.say(&Message::new("netbox-more").with("count", rest)));
        }
    }
}
