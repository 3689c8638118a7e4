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
use crate::scenario::file::SolutionFile;
use crate::scenario::model::Scenario;
use crate::scenario::{self, Broken};
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

/// What the proof found wrong under one seed, pointing into the solution.
#[derive(Serialize)]
struct Unproved {
    seed: u64,
    #[serde(flatten)]
    report: diagnostic::Report,
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
    let mut proof = Proof::default();
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
        match read_to_prove(&solution_file, &read.scenario) {
            Ok((source, solution)) => {
                proved = true;
                proof.add(seed, source, &Arc::new(read.scenario), &solution);
            }
            Err(broken) => told.tell(&broken.source, &broken.diagnostics, lang, quiet),
        }
    }
    if !quiet {
        proof.print(lang);
        let faults = told.errors + proof.problems.len();
        outln!("{}", lang.say(&verdict(&name, &solution_file, faults, proved, seeds)));
    }
    // A scenario without a solution is not proved, and what is not proved is not good.
    Checked {
        file: name,
        good: told.errors == 0 && proof.problems.is_empty() && proved,
        proved,
        diagnostics: told.reports,
        proof: proof.reports(lang),
    }
}

fn read_to_prove(path: &Path, scenario: &Scenario) -> std::result::Result<(Source, SolutionFile), Broken> {
    let source = scenario::read_source(path)?;
    match scenario::read_solution(&source, scenario) {
        Ok(solution) => Ok((source, solution)),
        Err(diagnostics) => Err(Broken { source, diagnostics }),
    }
}

/// What the proofs under all seeds found wrong.
#[derive(Default)]
struct Proof {
    /// Of the solution.
    source: Option<Source>,
    /// What is wrong, and under which seeds: one entry however many seeds show it.
    problems: Vec<(Diagnostic, Vec<u64>)>,
}

impl Proof {
    fn add(&mut self, seed: u64, source: Source, scenario: &Arc<Scenario>, solution: &SolutionFile) {
        let problems = prove(scenario, solution);
        if let (false, Some(tree)) = (problems.is_empty(), scenario::solution_tree(&source, scenario)) {
            for problem in problems {
                let found = problem.diagnostic(&tree, scenario);
                match self.problems.iter_mut().find(|(told, _)| *told == found) {
                    Some((_, seeds)) => seeds.push(seed),
                    None => self.problems.push((found, vec![seed])),
                }
            }
        }
        self.source = Some(source);
    }

    fn print(&self, lang: Lang) {
        let Some(source) = &self.source else { return };
        for (found, seeds) in &self.problems {
            outln!("{}", source.render(found, lang, files::colour()));
            let seeds: Vec<String> = seeds.iter().map(u64::to_string).collect();
            outln!("  = {}", lang.say(&Message::new("check-seeds").with("seeds", seeds.join(", "))));
        }
    }

    /// For programs: one entry for each seed.
    fn reports(&self, lang: Lang) -> Vec<Unproved> {
        let Some(source) = &self.source else { return Vec::new() };
        let each = |(found, seeds): &(Diagnostic, Vec<u64>)| {
            let report = source.report(found, lang);
            seeds.iter().map(|seed| Unproved { seed: *seed, report: report.clone() }).collect::<Vec<_>>()
        };
        let mut reports: Vec<Unproved> = self.problems.iter().flat_map(each).collect();
        reports.sort_by_key(|unproved| unproved.seed);
        reports
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
