//! `splicelab export`: what an exercise holds, for other programs: racks as tables, networks as labs of containerlab.

use std::path::PathBuf;

use clap::ArgMatches;

use super::out::{errln, outln};
use super::{Failure, Outcome, Result, files, reach};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::netlab;
use crate::rack::as_built::tables;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    match matches.subcommand() {
        Some(("rack", matches)) => rack(lang, matches),
        Some(("containerlab", matches)) => containerlab(lang, matches),
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

fn containerlab(lang: Lang, matches: &ArgMatches) -> Result {
    let out: &PathBuf = matches.get_one("out").expect("required");
    let lab = reach::lab(lang, matches)?;
    let played = matches.get_one::<PathBuf>("journal").is_some();
    let exported = netlab::export_containerlab(lab.scenario(), &lab.network_now(), played, lang);
    let config = out.join("config");
    std::fs::create_dir_all(&config).map_err(|error| files::cannot_write(&config, &error))?;
    for (name, text) in &exported.files {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(|error| files::cannot_write(&path, &error))?;
        outln!("{}", path.display());
    }
    for problem in &exported.problems {
        errln!("{}: {}", lang.text("netbox-sign-warning"), lang.say(problem));
    }
    Ok(if exported.problems.is_empty() { Outcome::Good } else { Outcome::Found })
}
