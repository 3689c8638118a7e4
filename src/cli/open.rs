//! Opening the window, or playing the demonstration where there is none to open.

use std::sync::Arc;

use clap::ArgMatches;

use super::out::{out, outln};
use super::{Failure, Outcome, Result, files, marks};
use crate::fibre::sor::file::{self, is_sor};
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
    let path: std::path::PathBuf = matches.get_one::<std::path::PathBuf>("scenario").cloned().expect("required");
    if is_sor(&path) {
        return trace(lang, matches, path);
    }
    window(lang, matches, Some(path), matches.get_one("seed").copied())
}

/// `splicelab open FILE.sor`: the file on the OTDR's screen; without a screen as text. One that does not open is said in
/// the terminal and on the screen: who opened it by a double click sees no terminal.
fn trace(lang: Lang, matches: &ArgMatches, path: std::path::PathBuf) -> Result {
    let opened = file::open(&path);
    #[cfg(feature = "app")]
    if crate::app::screen_available(matches.get_one::<String>("backend").map(String::as_str)) {
        if let Err(why) = &opened {
            super::out::errln!("{} {}", lang.text("cli-trouble"), lang.say(why));
        }
        crate::app::run(crate::app::Options { trace: Some(path), ..options(lang, matches) });
        return opened.map(|_| Outcome::Good).map_err(|_| Failure::Shown);
    }
    let _ = matches;
    let (bytes, opened) = opened.map_err(Failure::Said)?;
    out!("{}", super::sor_text::describe(&path.display().to_string(), bytes.len(), &opened, lang));
    Ok(Outcome::Good)
}

/// What the arguments say about the window itself.
#[cfg(feature = "app")]
fn options(lang: Lang, matches: &ArgMatches) -> crate::app::Options {
    crate::app::Options {
        lang: matches.contains_id("lang").then(|| matches.get_one::<String>("lang")).flatten().map(|_| lang),
        backend: matches.get_one::<String>("backend").cloned(),
        frame_report: matches.get_flag("frame-report"),
        ..crate::app::Options::default()
    }
}

#[cfg(feature = "app")]
fn window(lang: Lang, matches: &ArgMatches, scenario: Option<std::path::PathBuf>, seed: Option<u64>) -> Result {
    // A file that cannot be opened is said in the terminal it was typed in, not only in a window.
    if let Some(path) = &scenario {
        files::scenario(path, seed.unwrap_or(1), lang)?;
    }
    if !crate::app::screen_available(matches.get_one::<String>("backend").map(String::as_str)) {
        outln!("{}", lang.text("open-no-screen"));
        return demonstrate(lang);
    }
    crate::app::run(crate::app::Options { scenario, seed, ..options(lang, matches) });
    Ok(Outcome::Good)
}

#[cfg(not(feature = "app"))]
fn window(lang: Lang, _: &ArgMatches, scenario: Option<std::path::PathBuf>, seed: Option<u64>) -> Result {
    if let Some(path) = &scenario {
        files::scenario(path, seed.unwrap_or(1), lang)?;
    }
    outln!("{}", lang.text("open-no-window-built"));
    demonstrate(lang)
}

/// `splicelab exam open PACK`: the door of an exam. Without a screen nobody can sit it.
#[cfg(feature = "app")]
pub fn exam(lang: Lang, matches: &ArgMatches, pack: std::path::PathBuf, ticket: std::path::PathBuf) -> Result {
    let drop = matches.get_one::<std::path::PathBuf>("drop").cloned();
    let exam = crate::app::exam::ExamFiles { pack, ticket, drop };
    exam.enter().map_err(Failure::Said)?;
    if !crate::app::screen_available(matches.get_one::<String>("backend").map(String::as_str)) {
        return Err(crate::locale::Message::new("exam-needs-screen").into());
    }
    crate::app::run(crate::app::Options { exam: Some(exam), ..options(lang, matches) });
    Ok(Outcome::Good)
}

#[cfg(not(feature = "app"))]
pub fn exam(_: Lang, _: &ArgMatches, _: std::path::PathBuf, _: std::path::PathBuf) -> Result {
    Err(crate::locale::Message::new("exam-needs-screen").into())
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
        outln!("{:02}:{:02}  {}", seconds / 60, seconds % 60, lang.say(&entry.action.message(&scenario)));
        for effect in effects {
            outln!("         {}", lang.say(&effect.message(&scenario)));
        }
    }
    outln!();
    marks::print(&score(&lab), &scenario, lang);
    Ok(Outcome::Good)
}
