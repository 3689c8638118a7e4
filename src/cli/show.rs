//! `splicelab show`: an attempt in words, action by action, with times.

use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::out::outln;
use super::{Outcome, Result, grade, print_json, wants_json};
use crate::locale::Lang;
use crate::units::Millis;

#[derive(Serialize)]
struct Told {
    file: String,
    scenario: String,
    seed: u64,
    actions: Vec<ActionTold>,
}

#[derive(Serialize)]
struct ActionTold {
    number: usize,
    at_ms: Millis,
    action: String,
    happened: Vec<String>,
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let scenarios: Option<&PathBuf> = matches.get_one("scenarios");
    let mut all = Vec::new();
    for path in matches.get_many::<PathBuf>("submissions").expect("required") {
        let lab = grade::attempt(path, scenarios, lang)?;
        let scenario = lab.scenario();
        let actions =
            lab.journal().0.iter().zip(lab.effects()).enumerate().map(|(index, (entry, effects))| ActionTold {
                number: index + 1,
                at_ms: entry.at,
                action: lang.say(&entry.action.message(scenario)),
                happened: effects.iter().map(|effect| lang.say(&effect.message(scenario))).collect(),
            });
        let told = Told {
            file: path.display().to_string(),
            scenario: scenario.id.clone(),
            seed: scenario.seed,
            actions: actions.collect(),
        };
        if !wants_json(matches) {
            outln!("{} · {} · {}", told.file, scenario.title.get(lang), told.seed);
            for action in &told.actions {
                let seconds = action.at_ms.0 / 1000;
                outln!("{:>4}  {:02}:{:02}  {}", action.number, seconds / 60, seconds % 60, action.action);
                for happened in &action.happened {
                    outln!("               {happened}");
                }
            }
        }
        all.push(told);
    }
    if wants_json(matches) {
        print_json(&all);
    }
    Ok(Outcome::Good)
}
