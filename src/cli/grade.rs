//! `splicelab grade`: replays submissions and marks them.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::marks::{self, ReportJson};
use super::out::{errln, outln};
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::lab::Lab;
use crate::locale::Lang;
use crate::score::score;

#[derive(Serialize)]
struct Graded {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let scenarios: Option<&PathBuf> = matches.get_one("scenarios");
    let mut graded = Vec::new();
    for path in matches.get_many::<PathBuf>("submissions").expect("required") {
        let file = path.display().to_string();
        match attempt(path, scenarios, lang) {
            Ok(lab) => {
                let report = score(&lab);
                if wants_json(matches) {
                    let json = serde_json::to_value(ReportJson::new(&report, lab.scenario(), lang));
                    graded.push(Graded { file, report: json.ok(), error: None });
                } else {
                    outln!("{file}");
                    marks::print(&report, lab.scenario(), lang);
                    outln!();
                }
            }
            Err(failure) => {
                let error = match failure {
                    Failure::Said(message) => lang.say(&message),
                    Failure::Text(text) => text,
                    Failure::Shown => String::new(),
                };
                if !wants_json(matches) {
                    errln!("{file} : {error}");
                }
                graded.push(Graded { file, report: None, error: Some(error) });
            }
        }
    }
    if wants_json(matches) {
        print_json(&graded);
    }
    // One that cannot be marked does not keep the others from their marks, but it is not passed over in silence.
    if graded.iter().any(|graded| graded.error.is_some()) { Ok(Outcome::Found) } else { Ok(Outcome::Good) }
}

/// The attempt of a submission, replayed.
pub fn attempt(path: &Path, scenarios: Option<&PathBuf>, lang: Lang) -> std::result::Result<Lab, Failure> {
    let submission = files::submission(path)?;
    let scenario = files::scenario_of(&submission, scenarios, lang)?;
    Lab::replay(scenario.clone(), &submission.journal).map_err(|stopped| super::play::stopped(&stopped, &scenario))
}
