//! `splicelab export rack`: what stands in the racks and is plugged, as tables.

use std::path::PathBuf;

use clap::ArgMatches;

use super::out::outln;
use super::{Failure, Outcome, Result, files};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::rack::as_built::tables;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    match matches.subcommand() {
        Some(("rack", matches)) => rack(lang, matches),
        Some((other, _)) => unreachable!("{other} is not declared"),
        None => unreachable!("a subcommand is required"),
    }
}

fn rack(lang: Lang, matches: &ArgMatches) -> Result {
    let path: &PathBuf = matches.get_one("scenario").expect("required");
    let out: &PathBuf = matches.get_one("out").expect("required");
    let scenario = files::scenario(path, matches.get_one("seed").copied().unwrap_or(1), lang)?;
    if scenario.racks.is_empty() {
        return Err(Failure::Said(Message::new("export-no-rack")));
    }
    let lab = match matches.get_one::<PathBuf>("journal") {
        Some(journal) => files::journal(journal, &scenario, None, lang)?.lab(scenario)?,
        None => Lab::new(scenario),
    };
    std::fs::create_dir_all(out).map_err(|error| files::cannot_write(out, &error))?;
    for (name, text) in tables(lab.scenario(), lab.state(), lang) {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(|error| files::cannot_write(&path, &error))?;
        outln!("{}", path.display());
    }
    Ok(Outcome::Good)
}
