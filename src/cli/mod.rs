//! The command line: what trainers and assessors type, and how the window is opened.
//!
//! Exit codes: 0 good, 1 found something wrong, 2 could not do it. Results go to standard output, trouble to standard
//! error. `--json` prints one JSON document, described in `docs/command-line.md`.

#![deny(clippy::print_stdout, clippy::print_stderr)] // `out` writes: a closed pipe is no accident.

mod args;
mod budget;
mod capture;
mod check;
mod console;
mod exam;
mod export;
mod files;
mod grade;
mod graph;
mod import;
mod marks;
mod new;
mod open;
mod out;
mod play;
mod reach;
mod show;
mod sor;
mod sor_export;
mod sor_text;
mod trace;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::ArgMatches;

use crate::locale::{Lang, Message};
use out::{errln, outln};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: exit code 0.
    Good,
    /// It found something wrong: exit code 1.
    Found,
}

/// Why a command could not be carried out: exit code 2. Already in words that a person understands.
#[derive(Debug)]
pub enum Failure {
    Said(Message),
    /// Text that is already said, for example rendered diagnostics.
    Text(String),
    /// It was said already, in the terminal and in the window.
    Shown,
}

impl From<Message> for Failure {
    fn from(message: Message) -> Self {
        Failure::Said(message)
    }
}

/// Runs the command line and says how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = args::language(&args).unwrap_or_else(Lang::of_system);
    let matches = match args::command(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return args::report(&error, lang),
    };
    let outcome = match matches.subcommand() {
        None => open::home(lang, &matches),
        Some(("open", matches)) => open::scenario(lang, matches),
        Some(("check", matches)) => check::run(lang, matches),
        Some(("play", matches)) => play::run(lang, matches),
        Some(("grade", matches)) => grade::run(lang, matches),
        Some(("show", matches)) => show::run(lang, matches),
        Some(("export", matches)) => export::run(lang, matches),
        Some(("new", matches)) => new::run(lang, matches),
        Some(("exam", matches)) => exam::run(lang, matches),
        Some(("verify", matches)) => verify::run(lang, matches),
        Some(("trace", matches)) => trace::run(lang, matches),
        Some(("sor", matches)) => sor::run(lang, matches),
        Some(("budget", matches)) => budget::run(lang, matches),
        Some(("graph", matches)) => graph::run(lang, matches),
        Some(("reach", matches)) => reach::run(lang, matches),
        Some(("console", matches)) => console::run(lang, matches),
        Some(("capture", matches)) => capture::run(lang, matches),
        Some(("import", matches)) => import::run(lang, matches),
        Some((other, _)) => unreachable!("{other} is not declared"),
    };
    match outcome {
        Ok(Outcome::Good) => ExitCode::from(0),
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(Failure::Said(message)) => {
            errln!("{} {}", lang.text("cli-trouble"), lang.say(&message));
            ExitCode::from(2)
        }
        Err(Failure::Shown) => ExitCode::from(2),
        Err(Failure::Text(text)) => {
            errln!("{text}");
            ExitCode::from(2)
        }
    }
}

type Result = std::result::Result<Outcome, Failure>;

fn wants_json(matches: &ArgMatches) -> bool {
    matches.get_flag("json")
}

/// Prints a JSON document to standard output.
fn print_json(value: &impl serde::Serialize) {
    outln!("{}", serde_json::to_string_pretty(value).expect("our documents have only text keys"));
}
