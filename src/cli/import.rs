//! `splicelab import`: what others wrote, turned into ours.

use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::out::{errln, out, outln};
use super::{Failure, Outcome, Result, print_json, wants_json};
use crate::locale::{Lang, Message};
use crate::netbox::{Import, Severity, as_ron};

/// More problems of one kind are only counted, unless JSON is asked for.
const MOST_TOLD: usize = 200;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    match matches.subcommand() {
        Some(("netbox", matches)) => netbox(lang, matches),
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
        let problems = import.problems.iter().map(|problem| ProblemJson {
            file: problem.file.clone(),
            line: problem.line,
            severity: problem.severity,
            code: problem.message.key.to_string(),
            message: lang.say(&problem.message),
        });
        print_json(&Document {
            files: import.files,
            entries: import.entries.keys().collect(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            problems: problems.collect(),
        });
    } else {
        tell(lang, &import);
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

fn summary(import: &Import) -> Message {
    Message::new("netbox-summary")
        .with("files", import.files)
        .with("entries", import.entries.len())
        .with("errors", import.count(Severity::Error))
        .with("warnings", import.count(Severity::Warning))
        .with("notes", import.count(Severity::Note))
}

/// Errors first, then warnings, then what was assumed.
fn tell(lang: Lang, import: &Import) {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let all = import.problems.iter().filter(|problem| problem.severity == severity);
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
