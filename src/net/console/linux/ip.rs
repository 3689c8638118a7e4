//! `ip`: options, and what it is about; addresses and links.

use std::net::Ipv4Addr;

use super::{Job, ip_route, keyword, link, six};
use crate::net::addr::Cidr;
use crate::net::device::{Addr, Attach, Device};

/// Options before the object.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub brief: bool,
    /// Only what is not IPv4 was asked for.
    pub only_6: bool,
    pub only_4: bool,
    pub stats: bool,
}

pub fn run(job: &mut Job, args: &[&str]) -> u8 {
    let mut options = Options::default();
    let mut rest = args;
    while let Some((option, more)) = rest.split_first().filter(|(option, _)| option.starts_with('-')) {
        match option.trim_start_matches('-') {
            "br" | "brief" => options.brief = true,
            "4" => options.only_4 = true,
            "6" => options.only_6 = true,
            "s" | "stats" | "statistics" => options.stats = true,
            "c" | "color" | "o" | "oneline" | "d" | "details" | "n" | "h" => {}
            "V" | "Version" => {
                job.print("ip utility, simulated");
                return 0;
            }
            other => return job.fail(255, format!("Option \"-{other}\" is unknown, try \"ip -help\".")),
        }
        rest = more;
    }
    let Some((object, rest)) = rest.split_first() else {
        return job.fail(255, "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }");
    };
    const OBJECTS: [&str; 14] = [
        "address",
        "route",
        "link",
        "neighbor",
        "neighbour",
        "rule",
        "tunnel",
        "maddress",
        "netns",
        "monitor",
        "help",
        "vrf",
        "nexthop",
        "xfrm",
    ];
    match keyword(object, &OBJECTS) {
        Some("address") => address(job, rest, options),
        Some("link") => link::run(job, rest, options),
        Some("neighbor" | "neighbour") => ip_route::neighbour(job, rest, options),
        Some("route") => ip_route::run(job, rest, options),
        Some("help") => job.fail(255, "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }"),
        Some(real) => {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("ip {real}")).notes);
            1
        }
        None => job.fail(1, format!("Object \"{object}\" is unknown, try \"ip help\".")),
    }
}

fn address(job: &mut Job, args: &[&str], options: Options) -> u8 {
    let (command, rest) = match args.split_first() {
        None => ("show", args),
        Some((word, rest)) => {
            match keyword(word, &["add", "change", "replace", "delete", "show", "list", "lst", "flush", "save", "help"])
            {
                Some(command) => (command, rest),
                // `ip addr eth0` is not understood; `ip addr dev eth0` is.
                None if *word == "dev" => ("show", args),
                None => return job.fail(255, format!("Command \"{word}\" is unknown, try \"ip address help\".")),
            }
        }
    };
    match command {
        "show" | "list" | "lst" => show(job, rest, options),
        "add" | "delete" | "replace" | "change" => change(job, command, rest),
        "flush" => {
            let Some(iface) = rest.iter().rfind(|word| **word != "dev") else {
                return job.fail(255, "Flush requires arguments.");
            };
            let Some(iface) = job.host().iface(iface) else {
                return job.fail(1, format!("Device \"{iface}\" does not exist."));
            };
            if !options.only_4 {
                job.host_mut().face6(iface).addrs.clear();
                job.host_mut().six.routes.retain(|route| route.iface != Some(iface));
            }
            if options.only_6 {
                return 0;
            }
            job.host_mut().ifaces[iface].addrs.clear();
            let none = |route: &crate::net::route::Route| route.iface != Some(iface);
            job.host_mut().routes.retain(none);
            0
        }
        _ => job.fail(255, "Usage: ip address {add|change|replace} IFADDR dev IFNAME"),
    }
}

fn change(job: &mut Job, command: &str, args: &[&str]) -> u8 {
    let mut cidr: Option<Cidr> = None;
    let mut plain = false;
    let mut dev: Option<&str> = None;
    let mut new: Option<&str> = None;
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match *word {
            "dev" => match words.next() {
                Some(name) => dev = Some(name),
                None => return job.fail(255, "Command line is not complete. Try option \"help\""),
            },
            "brd" | "broadcast" | "label" | "scope" | "valid_lft" | "preferred_lft" | "peer" | "metric" => {
                words.next();
            }
            "local" => {}
            text if six::is_address(text) => new = Some(text),
            text => match text.parse() {
                Ok(address) if cidr.is_none() => {
                    cidr = Some(address);
                    plain = !text.contains('/');
                }
                Ok(_) => {
                    return job.fail(
                        255,
                        "Error: either \"local\" is duplicate, or \"".to_owned() + text + "\" is a garbage.",
                    );
                }
                Err(()) => return job.fail(1, format!("Error: any valid prefix is expected rather than \"{text}\".")),
            },
        }
    }
    let Some(dev) = dev else {
        return job.fail(1, "Not enough information: \"dev\" argument is required.");
    };
    let Some(iface) = job.host().iface(dev) else {
        return job.fail(1, format!("Cannot find device \"{dev}\""));
    };
    if let Some(text) = new {
        return six::change_address(job, command, text, iface);
    }
    let Some(cidr) = cidr else { return 0 };
    if command == "delete" {
        let fits = |own: &Addr| own.cidr.addr == cidr.addr && (plain || own.cidr.len == cidr.len);
        return match job.host().ifaces[iface].addrs.iter().position(fits) {
            None => job.fail(2, "Error: ipv4: Address not found."),
            Some(index) => {
                remove(job.host_mut(), iface, index);
                0
            }
        };
    }
    let known = job.host().ifaces[iface].addrs.iter().any(|own| own.cidr == cidr);
    if known {
        return if command == "add" { job.fail(2, "Error: ipv4: Address already assigned.") } else { 0 };
    }
    if cidr.addr.is_multicast() || cidr.addr.is_broadcast() {
        return job.fail(2, "Error: ipv4: Invalid address.");
    }
    let addrs = &mut job.host_mut().ifaces[iface].addrs;
    // A second address of the same network is a secondary one.
    let secondary = addrs.iter().any(|own| own.cidr.network() == cidr.network());
    addrs.push(Addr { cidr, secondary, lease: None });
    0
}

/// Takes an address away; with a first one go the secondary ones of its network, as Linux does by default.
pub fn remove(host: &mut Device, iface: usize, index: usize) {
    let gone = host.ifaces[iface].addrs.remove(index);
    if !gone.secondary {
        host.ifaces[iface].addrs.retain(|own| !own.secondary || own.cidr.network() != gone.cidr.network());
    }
    host.routes.retain(|route| route.prefsrc != Some(gone.cidr.addr));
    // Routes through the last address of an interface go with it.
    if host.ifaces[iface].addrs.is_empty() {
        host.routes.retain(|route| route.iface != Some(iface));
    }
}

/// What is shown before addresses, and by `ip link`.
pub fn flags(host: &Device, iface: usize) -> (String, &'static str) {
    let it = &host.ifaces[iface];
    if it.attach == Attach::Loopback && it.name == "lo" {
        return ("LOOPBACK,UP,LOWER_UP".to_owned(), "UNKNOWN");
    }
    let (up, carrier) = (host.is_enabled(iface), host.has_carrier(iface) || enslaved_carrier(host, iface));
    match (up, carrier) {
        (true, true) => ("BROADCAST,MULTICAST,UP,LOWER_UP".to_owned(), "UP"),
        (true, false) => ("NO-CARRIER,BROADCAST,MULTICAST,UP".to_owned(), "DOWN"),
        (false, _) => ("BROADCAST,MULTICAST".to_owned(), "DOWN"),
    }
}

fn enslaved_carrier(host: &Device, iface: usize) -> bool {
    matches!(host.ifaces[iface].attach, Attach::Port(port) if host.ports[port].carrier && host.ports[port].bridge.is_some())
}

/// The name with what it hangs on: `eth0.10@eth0`.
pub fn full_name(host: &Device, iface: usize) -> String {
    let it = &host.ifaces[iface];
    match it.attach {
        Attach::Vlan { port, .. } => format!("{}@{}", it.name, host.ports[port].name),
        _ => it.name.clone(),
    }
}

/// The interfaces that a `show` is about; nothing and a status if that is wrong.
pub fn chosen(job: &mut Job, args: &[&str]) -> Result<Vec<usize>, u8> {
    let mut wanted: Option<&str> = None;
    let mut only_up = false;
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match *word {
            "dev" => wanted = words.next().copied(),
            "up" => only_up = true,
            "type" | "master" | "scope" | "to" => {
                words.next();
            }
            name => wanted = Some(name),
        }
    }
    if let Some(name) = wanted {
        return match job.host().iface(name) {
            Some(iface) => Ok(vec![iface]),
            None => Err(job.fail(1, format!("Device \"{name}\" does not exist."))),
        };
    }
    let host = job.host();
    Ok(host.live_ifaces().map(|(iface, _)| iface).filter(|iface| !only_up || host.is_enabled(*iface)).collect())
}

fn show(job: &mut Job, args: &[&str], options: Options) -> u8 {
    let chosen = match chosen(job, args) {
        Ok(chosen) => chosen,
        Err(status) => return status,
    };
    let now = job.net.now();
    for iface in chosen {
        let host = job.host();
        let it = &host.ifaces[iface];
        let (flags, state) = flags(host, iface);
        let name = full_name(host, iface);
        if options.brief {
            let mut addrs: Vec<String> = Vec::new();
            if !options.only_6 {
                addrs.extend(it.addrs.iter().map(|own| own.cidr.to_string()));
            }
            if !options.only_4 {
                addrs.extend(six::brief(host, iface));
            }
            if (options.only_4 || options.only_6) && addrs.is_empty() {
                continue;
            }
            let line = format!("{name:<16} {state:<14} {} ", addrs.join(" "));
            let line = line.trim_end().to_owned() + if addrs.is_empty() { "" } else { " " };
            job.print(line);
            continue;
        }
        if options.only_4 && it.addrs.is_empty() {
            continue;
        }
        let new_lines = if options.only_4 { Vec::new() } else { six::address_lines(host, iface, now) };
        if options.only_6 && new_lines.is_empty() {
            continue;
        }
        let mut lines = vec![link::head(host, iface, &flags, state, "")];
        if !options.only_4 && !options.only_6 {
            lines.push(link::card(host, iface));
        }
        for own in it.addrs.iter().filter(|_| !options.only_6) {
            let broadcast = own.cidr.broadcast().filter(|_| own.lease.is_some());
            let broadcast = broadcast.map_or(String::new(), |all: Ipv4Addr| format!(" brd {all}"));
            let scope = if own.cidr.addr.is_loopback() { "host" } else { "global" };
            let secondary = if own.secondary { " secondary" } else { "" };
            let dynamic = if own.lease.is_some() { " dynamic" } else { "" };
            lines.push(format!("    inet {}{broadcast} scope {scope}{secondary}{dynamic} {}", own.cidr, it.name));
            let life = own.lease.map_or("forever".to_owned(), |until| format!("{}sec", (until - now).as_seconds()));
            lines.push(format!("       valid_lft {life} preferred_lft {life}"));
        }
        lines.extend(new_lines);
        for line in lines {
            job.print(line);
        }
    }
    0
}
