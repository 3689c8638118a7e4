//! `splicelab graph`: whose supplies share nothing, what takes whom with it, and by which way each device is reached.

use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::out::outln;
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::rack::graph::{self, Joint, Loss, Part, Supply};
use crate::rack::words::{gear_name, gear_names, gear_port_name};
use crate::scenario::model::Scenario;

#[derive(Serialize)]
struct GraphJson {
    supplies: Vec<SupplyJson>,
    losses: Vec<Loss>,
    /// By device, the links from the one that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    ways: Option<std::collections::BTreeMap<String, Vec<Joint>>>,
}

#[derive(Serialize)]
struct SupplyJson {
    #[serde(flatten)]
    supply: Supply,
    disjoint: bool,
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let path: &PathBuf = matches.get_one("scenario").expect("required");
    let seed = matches.get_one("seed").copied().unwrap_or(1);
    let scenario = files::scenario(path, seed, lang)?;
    if scenario.racks.is_empty() {
        return Err(Failure::Said(Message::new("cli-no-racks")));
    }
    let lab = match matches.get_one::<PathBuf>("journal") {
        Some(journal) => files::journal(journal, &scenario, None, lang)?.lab(scenario)?,
        None => Lab::new(scenario),
    };
    let (scenario, state) = (lab.scenario(), lab.state());
    let root = matches.get_one::<String>("from").map(String::as_str);
    if let Some(root) = root
        && !scenario.gear.contains_key(root)
    {
        return Err(Failure::Said(Message::new("rack-no-such-gear").with("name", root)));
    }
    let supplies = graph::supplies(scenario, state);
    let losses = graph::single_points(scenario, state, root);
    let ways = root.map(|root| graph::ways_from(scenario, &graph::joints(scenario, state), root));
    let sound = supplies.iter().all(|supply| supply.ways.is_empty() || supply.is_disjoint());
    if wants_json(matches) {
        let told = |supply: Supply| SupplyJson { disjoint: supply.is_disjoint(), supply };
        print_json(&GraphJson { supplies: supplies.into_iter().map(told).collect(), losses, ways });
    } else {
        tell(lang, scenario, &supplies, &losses);
        if let (Some(root), Some(ways)) = (root, &ways) {
            tell_ways(lang, scenario, root, ways);
        }
    }
    Ok(if sound { Outcome::Good } else { Outcome::Found })
}

fn parts(lang: Lang, scenario: &Scenario, parts: &[Part]) -> String {
    parts.iter().map(|part| lang.say(&part.message(scenario))).collect::<Vec<_>>().join(" < ")
}

fn tell(lang: Lang, scenario: &Scenario, supplies: &[Supply], losses: &[Loss]) {
    outln!("{}", lang.text("graph-supplies"));
    for supply in supplies {
        let name = gear_name(scenario, &supply.device);
        let key = match (supply.ways.is_empty(), supply.is_disjoint()) {
            (true, _) => "graph-unfed",
            (_, true) => "graph-disjoint",
            _ => "graph-shared",
        };
        outln!("  {}", lang.say(&Message::new(key).with("name", name)));
        for (inlet, way) in &supply.ways {
            outln!("      {}: {}", inlet.port, parts(lang, scenario, way));
        }
    }
    outln!("{}", lang.text("graph-losses"));
    for loss in losses {
        outln!("  {}", lang.say(&loss.part.message(scenario)));
        let list =
            |ids: &std::collections::BTreeSet<String>| gear_names(scenario, &ids.iter().cloned().collect::<Vec<_>>());
        if !loss.tripped.is_empty() {
            let gone: Vec<Message> =
                loss.tripped.iter().map(|id| Part::Breaker(id.clone()).message(scenario)).collect();
            outln!("      {}", lang.say(&Message::new("graph-tripped").with("gone", gone)));
        }
        if !loss.dark.is_empty() {
            outln!("      {}", lang.say(&Message::new("graph-dark").with("devices", list(&loss.dark))));
        }
        if !loss.cut_off.is_empty() {
            outln!("      {}", lang.say(&Message::new("graph-cut-off").with("devices", list(&loss.cut_off))));
        }
    }
}

fn tell_ways(lang: Lang, scenario: &Scenario, root: &str, ways: &std::collections::BTreeMap<String, Vec<Joint>>) {
    outln!("{}", lang.say(&Message::new("graph-ways").with("name", gear_name(scenario, root))));
    for (device, way) in ways {
        outln!("  {}", lang.say(&Message::new("rack-gear").with("name", gear_name(scenario, device))));
        for joint in way {
            let stops: Vec<String> = joint.stops.iter().map(|port| lang.say(&gear_port_name(scenario, port))).collect();
            outln!("      {}  {}", crate::rack::link::speed(joint.mbps), stops.join(" – "));
        }
    }
}
