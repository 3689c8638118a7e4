//! Opening the window, or playing the demonstration where there is none to open.

use std::sync::Arc;

use clap::ArgMatches;

use super::{Failure, Outcome, Result, files, marks};
use crate::lab::Lab;
use crate::locale::Lang;
use crate::scenario;
use crate::score::score;

/// `splicelab` alone: the lab at its home screen.
pub fn home(lang: Lang, matches: &ArgMatches) -> Result {
    window(lang, matches, None, None)
}

/// `splicelab open SCENARIO`.
pub fn scenario(lang: Lang, matches: &ArgMatches) -> Result {
    window(lang, matches, matches.get_one("scenario").cloned(), matches.get_one("seed").copied())
}

#[cfg(feature = "app")]
fn window(lang: Lang, matches: &ArgMatches, scenario: Option<std::path::PathBuf>, seed: Option<u64>) -> Result {
    // A file that cannot be opened is said in the terminal it was typed in, not only in a window.
    if let Some(path) = &scenario {
        files::scenario(path, seed.unwrap_or(1), lang)?;
    }
    if !crate::app::screen_available(matches.get_one::<String>("backend").map(String::as_str)) {
        println!("{}", lang.text("open-no-screen"));
        return demonstrate(lang);
    }
    crate::app::run(crate::app::Options {
        scenario,
        seed,
        lang: matches.contains_id("lang").then(|| matches.get_one::<String>("lang")).flatten().map(|_| lang),
        backend: matches.get_one::<String>("backend").cloned(),
        frame_report: matches.get_flag("frame-report"),
    });
    Ok(Outcome::Good)
}

#[cfg(not(feature = "app"))]
fn window(lang: Lang, _: &ArgMatches, scenario: Option<std::path::PathBuf>, seed: Option<u64>) -> Result {
    if let Some(path) = &scenario {
        files::scenario(path, seed.unwrap_or(1), lang)?;
    }
    println!("{}", lang.text("open-no-window-built"));
    demonstrate(lang)
}

/// Plays the first scenario's solution and prints its marks.
fn demonstrate(lang: Lang) -> Result {
    let broken = |broken: scenario::Broken| files::rendered(&broken, lang);
    let (source, solution) = scenario::builtin::demonstration();
    let read = scenario::load(source, 1).map_err(broken)?;
    let solution = scenario::read_solution(&solution, &read.scenario)
        .map_err(|diagnostics| broken(scenario::Broken { source: solution.clone(), diagnostics }))?;
    let scenario = Arc::new(read.scenario);
    let lab = Lab::play(scenario.clone(), &solution.solution)
        .map_err(|stopped| -> Failure { super::play::stopped(&stopped, &scenario) })?;
    for (entry, effects) in lab.journal().0.iter().zip(lab.effects()) {
        let seconds = entry.at.0 / 1000;
        println!("{:02}:{:02}  {}", seconds / 60, seconds % 60, lang.say(&entry.action.message(&scenario)));
        for effect in effects {
            println!("         {}", lang.say(&effect.message(&scenario)));
        }
    }
    println!();
    marks::print(&score(&lab), &scenario, lang);
    Ok(Outcome::Good)
}
