//! `splicelab capture`: what passes a port while commands run, as a pcap file.

use std::path::PathBuf;

use clap::ArgMatches;

use super::out::{errln, out, outln};
use super::{Failure, Outcome, Result, reach};
use crate::locale::{Lang, Message};
use crate::net::build::socket;
use crate::net::console::type_line;
use crate::net::time::Time;
use crate::net::{pcap, words};
use crate::plant::address::PortId;

/// What follows a command, the last answers for example, is captured too.
const AFTER: Time = Time::seconds(1);

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let mut net = reach::lab(lang, matches)?.network_now();
    let on: &String = matches.get_one("on").expect("required");
    let no_port = || Failure::Said(Message::new("cli-no-port").with("port", on.as_str()));
    let port: PortId = on.parse().map_err(|_| no_port())?;
    reach::device(&net, &port.equipment)?;
    let tap = socket(&net, &port).ok_or_else(no_port)?;
    let mut todo = Vec::new();
    for run in matches.get_many::<String>("run").expect("required") {
        let bad = || Failure::Said(Message::new("cli-bad-run").with("run", run.as_str()));
        let (device, line) = run.split_once(':').ok_or_else(bad)?;
        todo.push((reach::device(&net, device.trim())?, line.trim()));
    }
    net.tap(tap);
    for (device, line) in todo {
        let reply = type_line(&mut net, device, line);
        out!("{}", reply.text);
        for note in &reply.notes {
            outln!("[{}]", lang.say(note));
        }
    }
    net.run_for(AFTER);
    let seen = net.untap(tap);
    let out: &PathBuf = matches.get_one("out").expect("required");
    std::fs::write(out, pcap::write(&seen)).map_err(|error| {
        let file = out.display().to_string();
        Failure::Said(Message::new("cli-cannot-write").with("file", file).with("why", error.to_string()))
    })?;
    errln!("{}", lang.say(&words::captured(seen.len(), &out.display().to_string())));
    Ok(Outcome::Good)
}
