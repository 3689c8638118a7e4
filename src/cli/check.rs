//! `splicelab check`: diagnoses scenarios and proves their solutions under several seeds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use serde::Serialize;

use super::out::outln;
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::diagnostic::{self, Diagnostic, Source};
use crate::locale::{Lang, Message};
use crate::scenario;
use crate::score::proof::prove;

#[derive(Serialize)]
struct Checked {
    file: String,
    good: bool,
    /// Whether there was a solution to prove.
    proved: bool,
    diagnostics: Vec<diagnostic::Report>,
    proof: Vec<Unproved>,
}

#[derive(Serialize)]
struct Unproved {
    seed: u64,
    message: String,
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let seeds: u64 = *matches.get_one("seeds").expect("has a default");
    let mut checked = Vec::new();
    for path in matches.get_many::<PathBuf>("paths").expect("required") {
        let found = files::scenarios_below(path)?;
        if found.is_empty() {
            let message = Message::new("cli-no-scenario-here").with("path", path.display().to_string());
            return Err(Failure::Said(message));
        }
        for file in found {
            let result = check(&file, seeds, lang, wants_json(matches));
            checked.push(result);
        }
    }
    if wants_json(matches) {
        print_json(&checked);
    }
    Ok(if checked.iter().all(|checked| checked.good) { Outcome::Good } else { Outcome::Found })
}

/// Diagnostics already told, so that a fault found under every seed is told once.
#[derive(Default)]
struct Told {
    seen: BTreeSet<(String, usize, String)>,
    reports: Vec<diagnostic::Report>,
    errors: usize,
}

impl Told {
    fn tell(&mut self, source: &Source, diagnostics: &[Diagnostic], lang: Lang, quiet: bool) {
        for diagnostic in diagnostics {
            let report = source.report(diagnostic, lang);
            let key = (report.file.clone(), diagnostic.span.start, report.message.clone());
            if !self.seen.insert(key) {
                continue;
            }
            if !quiet {
                outln!("{}", source.render(diagnostic, lang, files::colour()));
            }
            self.errors += usize::from(diagnostic.is_error());
            self.reports.push(report);
        }
    }
}

fn check(file: &Path, seeds: u64, lang: Lang, quiet: bool) -> Checked {
    let name = file.display().to_string();
    let solution_file = scenario::solution_path(file);
    let mut told = Told::default();
    let mut proof = Vec::new();
    let mut proved = false;
    for seed in 1..=seeds {
        let read = match scenario::read_file(file, seed) {
            Ok(read) => read,
            Err(broken) => {
                told.tell(&broken.source, &broken.diagnostics, lang, quiet);
                continue;
            }
        };
        told.tell(&read.source, &read.warnings, lang, quiet);
        if !solution_file.exists() {
            continue;
        }
        match scenario::read_solution_file(&solution_file, &read.scenario) {
            Ok(solution) => {
                proved = true;
                let scenario = Arc::new(read.scenario);
                proof.extend(
                    prove(&scenario, &solution)
                        .into_iter()
                        .map(|problem| Unproved { seed, message: lang.say(&problem.message(&scenario)) }),
                );
            }
            Err(broken) => told.tell(&broken.source, &broken.diagnostics, lang, quiet),
        }
    }
    if !quiet {
        for unproved in &proof {
            let message = Message::new("check-proof")
                .with("file", name.as_str())
                .with("seed", unproved.seed as i64)
                .with("what", unproved.message.as_str());
            outln!("{}", lang.say(&message));
        }
        outln!("{}", lang.say(&verdict(&name, &solution_file, told.errors + proof.len(), proved, seeds)));
    }
    // A scenario without a solution is not proved, and what is not proved is not good.
    Checked {
        file: name,
        good: told.errors == 0 && proof.is_empty() && proved,
        proved,
        diagnostics: told.reports,
        proof,
    }
}

fn verdict(name: &str, solution_file: &Path, faults: usize, proved: bool, seeds: u64) -> Message {
    if faults > 0 {
        Message::new("check-broken").with("file", name).with("count", faults)
    } else if proved {
        Message::new("check-good").with("file", name).with("seeds", seeds as i64)
    } else {
        Message::new("check-no-solution").with("file", name).with("solution", solution_file.display().to_string())
    }
}
