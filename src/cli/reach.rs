//! `splicelab reach`: who reaches whom, and if not, how that shows.

use std::path::PathBuf;

use clap::ArgMatches;

use super::out::outln;
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::net::Net;
use crate::net::reach::Reached;
use crate::net::words;

/// The lab of a scenario that has a network, after its journal if one is given.
pub fn lab(lang: Lang, matches: &ArgMatches) -> std::result::Result<Lab, Failure> {
    let path: &PathBuf = matches.get_one("scenario").expect("required");
    let seed = matches.get_one("seed").copied().unwrap_or(1);
    let scenario = files::scenario(path, seed, lang)?;
    if scenario.devices.is_empty() {
        return Err(Failure::Said(Message::new("cli-no-network")));
    }
    match matches.get_one::<PathBuf>("journal") {
        Some(journal) => files::journal(journal, &scenario, None, lang)?.lab(scenario),
        None => Ok(Lab::new(scenario)),
    }
}

/// The number of a device.
pub fn device(net: &Net, id: &str) -> std::result::Result<usize, Failure> {
    net.device(id).ok_or_else(|| {
        let known: Vec<&str> = net.devices.iter().map(|device| device.id.as_str()).collect();
        Failure::Said(Message::new("cli-no-device").with("device", id).with("known", known.join(", ")))
    })
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let mut net = lab(lang, matches)?.network_now();
    let matrix = net.reach();
    if wants_json(matches) {
        print_json(&matrix);
        return Ok(Outcome::Good);
    }
    for (from, row) in &matrix {
        outln!("{from}");
        for (to, reached) in row {
            let sign = if matches!(reached, Reached::Reply { .. }) { '+' } else { '-' };
            outln!("  {sign} {:<15}  {}", to.to_string(), lang.say(&words::reached(reached)));
        }
    }
    Ok(Outcome::Good)
}
