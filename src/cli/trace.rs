//! `splicelab trace`: what light meets between two ends.

use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::out::outln;
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::plant::address::Termination;
use crate::plant::words::describe;
use crate::plant::{Element, ElementKind};
use crate::units::{Millidecibels, Wavelength};

#[derive(Serialize)]
struct TraceJson<'a> {
    from: String,
    to: String,
    nm: u16,
    connected: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    loss_mdb: Option<Millidecibels>,
    elements: Vec<ElementJson<'a>>,
}

/// One element for programs.
#[derive(Serialize)]
pub struct ElementJson<'a> {
    #[serde(flatten)]
    kind: &'a ElementKind,
    /// Metres of fibre.
    #[serde(skip_serializing_if = "Option::is_none")]
    metres: Option<f64>,
    from: String,
    to: String,
    place: Option<&'a str>,
    loss_mdb: Millidecibels,
    #[serde(skip_serializing_if = "Option::is_none")]
    reflectance_mdb: Option<Millidecibels>,
}

impl<'a> ElementJson<'a> {
    pub fn new(element: &'a Element) -> Self {
        Self {
            kind: &element.kind,
            metres: (element.length.0 > 0).then(|| element.length.metres()),
            from: element.from.to_string(),
            to: element.to.to_string(),
            place: element.place.as_deref(),
            loss_mdb: element.loss,
            reflectance_mdb: element.reflectance,
        }
    }
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let path: &PathBuf = matches.get_one("scenario").expect("required");
    let seed = matches.get_one("seed").copied().unwrap_or(1);
    let nm = Wavelength(*matches.get_one("nm").expect("has a default"));
    let scenario = files::scenario(path, seed, lang)?;
    let lab = match matches.get_one::<PathBuf>("journal") {
        Some(journal) => files::journal(journal, &scenario, None, lang)?.lab(scenario)?,
        None => Lab::new(scenario),
    };
    let [from, to] = ["from", "to"].map(|name| matches.get_one::<String>(name).expect("required"));
    let (from, to) = (termination(&lab, from)?, termination(&lab, to)?);
    let found = lab.plant().path(&from, &to, nm);
    if wants_json(matches) {
        let elements = found.iter().flat_map(|path| &path.elements).map(ElementJson::new);
        print_json(&TraceJson {
            from: from.to_string(),
            to: to.to_string(),
            nm: nm.0,
            connected: found.is_some(),
            loss_mdb: found.as_ref().map(|path| path.loss),
            elements: elements.collect(),
        });
    } else if let Some(path) = &found {
        for element in &path.elements {
            outln!("{:>9}  {}", lang.loss(element.loss), lang.say(&describe(element, lab.scenario())));
        }
        outln!("{:>9}  {}", lang.loss(path.loss), lang.say(&Message::new("trace-total").with("nm", nm.0)));
    } else {
        outln!("{}", lang.text("found-not-connected"));
    }
    Ok(if found.is_some() { Outcome::Good } else { Outcome::Found })
}

/// The termination that was typed.
pub fn termination(lab: &Lab, text: &str) -> std::result::Result<Termination, Failure> {
    let termination: Termination =
        text.parse().map_err(|_| Failure::Said(Message::new("cli-bad-termination").with("text", text)))?;
    if lab.plant().has(&termination) {
        Ok(termination)
    } else {
        Err(Failure::Said(Message::new("cli-no-termination").with("text", text)))
    }
}
