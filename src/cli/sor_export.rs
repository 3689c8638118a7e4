//! `splicelab sor export`: a shot into a scenario's plant, as a file that every OTDR program opens.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::ArgMatches;

use super::out::out;
use super::{Failure, Outcome, Result, files, sor_text, trace};
use crate::fibre::otdr::instrument::default_index;
use crate::fibre::otdr::{Reels, Settings, shoot_through};
use crate::fibre::sor::Sor;
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::plant::address::Termination;
use crate::units::Wavelength;

/// 1 January 2026: a file must name a moment, and the lab has no clock.
const MOMENT: u32 = 1_767_225_600;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let path: &PathBuf = matches.get_one("scenario").expect("required");
    let seed = matches.get_one("seed").copied().unwrap_or(1);
    let scenario = files::scenario(path, seed, lang)?;
    let lab = match matches.get_one::<PathBuf>("journal") {
        Some(journal) => files::journal(journal, &scenario, None, lang)?.lab(scenario)?,
        None => Lab::new(scenario),
    };
    let at = trace::termination(&lab, matches.get_one::<String>("from").expect("required"))?;
    let nm = Wavelength(*matches.get_one("nm").expect("has a default"));
    let number = |name: &str| *matches.get_one::<u32>(name).expect("has a default");
    let launch_m = number("launch-m");
    let tail = match matches.get_one::<String>("tail-at") {
        None => None,
        Some(text) => match trace::termination(&lab, text)? {
            Termination::Port(port) => Some((port, number("tail-m"))),
            _ => return Err(Failure::Said(Message::new("cli-not-a-port").with("text", text.as_str()))),
        },
    };
    let typed = matches.get_one::<f64>("index").map(|index| libm::round(index * 100_000.0) as u32);
    let settings = Settings {
        nm,
        range_m: number("range-m"),
        pulse_ns: *matches.get_one("pulse-ns").expect("has a default"),
        seconds: *matches.get_one("seconds").expect("has a default"),
        group_index: typed.and_then(NonZeroU32::new).unwrap_or_else(|| default_index(nm)),
        launch_m,
    };
    let shot = shoot_through(lab.plant(), &at, &Reels { launch_m, tail }, &settings, seed)
        .ok_or_else(|| Failure::Said(Message::new("cli-no-termination").with("text", at.to_string())))?;
    let measurement = shot.measurement(shot.identity(lab.scenario(), lang), MOMENT);
    let out: &PathBuf = matches.get_one("out").expect("required");
    let sealed = Sor::from_measurement(&measurement).and_then(|sor| sor.to_bytes());
    let bytes = sealed.map_err(|error| Failure::Said(error.message()))?;
    std::fs::write(out, &bytes).map_err(|error| files::cannot_write(out, &error))?;
    let opened = Sor::read(&bytes).map_err(|error| Failure::Said(error.message()))?;
    out!("{}", sor_text::describe(&out.display().to_string(), bytes.len(), &opened, lang));
    Ok(Outcome::Good)
}
