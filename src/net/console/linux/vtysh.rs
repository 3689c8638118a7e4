//! `vtysh -c …`: the console of FRR, the routing daemons of Linux, line by line as a script gives it.
//!
//! What it sets is what the routing protocols of `net` know: RIP and OSPF in one area, addresses and static routes. A
//! command of FRR that is not simulated says so; what FRR does not know is refused as it refuses it.

use std::net::Ipv4Addr;

use super::ip::Options;
use super::{Job, ip, ip_route};
use crate::net::addr::Cidr;
use crate::net::ospf::{Network, Ospf};
use crate::net::rip::Rip;

/// Where a line is read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mode {
    View,
    Config,
    Interface(String),
    Rip,
    Ospf,
}

/// What became of a line.
enum Done {
    Well,
    /// FRR has it, this lab does not.
    NotSimulated,
    Unknown,
    /// Said already.
    Failed,
}

/// Real beginnings of lines that are not simulated.
const REAL: [&str; 28] = [
    "show",
    "router",
    "redistribute",
    "neighbor",
    "area",
    "timers",
    "distance",
    "distribute-list",
    "offset-list",
    "ipv6",
    "route-map",
    "access-list",
    "ip",
    "log",
    "hostname",
    "password",
    "default-metric",
    "auto-cost",
    "max-metric",
    "write",
    "clear",
    "debug",
    "summary-address",
    "aggregate-address",
    "default-information",
    "bgp",
    "no",
    "vrf",
];

/// The one process there is.
const PROCESS: u16 = 1;

pub fn run(job: &mut Job, args: &[&str]) -> u8 {
    let mut lines = Vec::new();
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match (*word, words.next()) {
            ("-c", Some(line)) => lines.push(*line),
            _ => {
                job.reply.notes.extend(super::Reply::not_simulated("vtysh").notes);
                return 1;
            }
        }
    }
    if lines.is_empty() {
        job.reply.notes.extend(super::Reply::not_simulated("vtysh").notes);
        return 1;
    }
    let mut mode = Mode::View;
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        match one(job, &mut mode, &words) {
            Done::Well => {}
            Done::NotSimulated => {
                job.reply.notes.extend(super::Reply::not_simulated(&format!("vtysh: {line}")).notes);
                return 1;
            }
            Done::Unknown => return job.fail(1, format!("% Unknown command: {line}")),
            Done::Failed => return 1,
        }
    }
    let device = job.device;
    job.net.with(device, |host, cx| {
        host.rip_refresh(cx);
        host.ospf_refresh(cx);
    });
    0
}

fn one(job: &mut Job, mode: &mut Mode, words: &[&str]) -> Done {
    let device = job.device;
    match (&*mode, words) {
        (_, [] | ["!", ..]) => {}
        (_, ["end"]) => *mode = Mode::View,
        (Mode::View, ["configure" | "conf", ..]) => *mode = Mode::Config,
        (Mode::View, _) => return known(words),
        (Mode::Config, ["exit"]) => *mode = Mode::View,
        (_, ["exit" | "exit-interface"]) => *mode = Mode::Config,
        (_, ["interface", name]) => *mode = Mode::Interface((*name).to_owned()),
        (_, ["router", "rip"]) => {
            job.net.with(device, |host, cx| host.rip_set(true, cx));
            if let Some(rip) = &mut job.host_mut().rip {
                rip.version = Some(rip.version.unwrap_or(2));
                rip.auto_summary = false;
            }
            *mode = Mode::Rip;
        }
        (_, ["router", "ospf"]) => {
            let id = identity(job);
            job.net.with(device, |host, cx| host.ospf_set(Some(PROCESS), cx));
            if let Some(ospf) = &mut job.host_mut().ospf {
                ospf.router_id_set = ospf.router_id_set.or(id);
            }
            *mode = Mode::Ospf;
        }
        (Mode::Rip, words) => return rip(job, words),
        (Mode::Ospf, words) => return ospf(job, words),
        (Mode::Interface(name), words) => {
            let name = name.clone();
            return interface(job, &name, words);
        }
        (Mode::Config, ["ip", "route", dest, via]) if via.parse::<Ipv4Addr>().is_ok() => {
            return of_status(ip_route::run(job, &["add", dest, "via", via], Options::default()));
        }
        (Mode::Config, words) => return known(words),
    }
    Done::Well
}

fn known(words: &[&str]) -> Done {
    if words.first().is_some_and(|word| REAL.contains(word)) { Done::NotSimulated } else { Done::Unknown }
}

fn of_status(status: u8) -> Done {
    if status == 0 { Done::Well } else { Done::Failed }
}

/// The identity that FRR chooses: the highest address of the loopback, else the highest of all.
fn identity(job: &Job) -> Option<Ipv4Addr> {
    let host = job.host();
    let all = || host.addresses().filter(|(_, cidr)| !cidr.addr.is_loopback());
    let of_lo = all().filter(|(iface, _)| host.ifaces[*iface].name == "lo").map(|(_, cidr)| cidr.addr).max();
    of_lo.or_else(|| all().map(|(_, cidr)| cidr.addr).max())
}

/// The networks that a word names: a prefix, or those of an interface.
fn prefixes(job: &Job, word: &str) -> Option<Vec<Cidr>> {
    if word.contains('/') {
        return word.parse::<Cidr>().ok().map(|cidr| vec![cidr.network()]);
    }
    let iface = job.host().iface(word)?;
    Some(job.host().ifaces[iface].addrs.iter().map(|own| Cidr::new(own.cidr.addr, 32)).collect())
}

fn rip(job: &mut Job, words: &[&str]) -> Done {
    let metric = |words: &[&str]| match words {
        [] => Some(1),
        ["metric", value] => value.parse().ok().filter(|value| (1..16).contains(value)),
        _ => None,
    };
    let set = |job: &mut Job, act: &dyn Fn(&mut Rip)| {
        if let Some(rip) = &mut job.host_mut().rip {
            act(rip);
        }
        Done::Well
    };
    match words {
        ["version", version @ ("1" | "2")] => set(job, &|rip| rip.version = version.parse().ok()),
        ["network", word] => {
            let Some(all) = prefixes(job, word) else { return Done::Unknown };
            set(job, &|rip| {
                rip.prefixes.extend(all.iter().copied());
                rip.prefixes.dedup();
            })
        }
        ["passive-interface", "default"] => set(job, &|rip| rip.passive_default = true),
        ["passive-interface", name] => set(job, &|rip| {
            rip.passive.insert((*name).to_owned());
        }),
        ["redistribute", "connected", rest @ ..] if metric(rest).is_some() => {
            set(job, &|rip| rip.tells_connected = metric(rest))
        }
        // Routes that `ip` set are the kernel’s to FRR; both are static here.
        ["redistribute", "static" | "kernel", rest @ ..] if metric(rest).is_some() => {
            set(job, &|rip| rip.tells_static = metric(rest))
        }
        ["default-information", "originate"] => set(job, &|rip| rip.originate = true),
        words => known(words),
    }
}

/// An area, as a number or as an address.
fn area(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| text.parse::<Ipv4Addr>().ok().map(u32::from))
}

fn ospf(job: &mut Job, words: &[&str]) -> Done {
    let set = |job: &mut Job, act: &dyn Fn(&mut Ospf)| {
        if let Some(ospf) = &mut job.host_mut().ospf {
            act(ospf);
        }
        Done::Well
    };
    match words {
        ["ospf", "router-id", id] | ["router-id", id] => {
            let Ok(id) = id.parse::<Ipv4Addr>() else { return Done::Unknown };
            set(job, &|ospf| ospf.router_id_set = Some(id));
            let device = job.device;
            job.net.with(device, |host, cx| host.ospf_clear(cx));
            Done::Well
        }
        ["network", prefix, "area", of] => {
            let (Ok(cidr), Some(of)) = (prefix.parse::<Cidr>(), area(of)) else { return Done::Unknown };
            // Between areas nothing is told here.
            let other = |ospf: &Ospf| ospf.networks.iter().any(|network| network.area != of);
            if job.host().ospf.as_ref().is_some_and(|ospf| other(ospf)) {
                return Done::NotSimulated;
            }
            let wildcard = Ipv4Addr::from(!u32::from(cidr.mask()));
            set(job, &|ospf| ospf.networks.push(Network { addr: cidr.network().addr, wildcard, area: of }))
        }
        ["passive-interface", "default"] => set(job, &|ospf| ospf.passive_default = true),
        ["passive-interface", name] => set(job, &|ospf| {
            ospf.passive.insert((*name).to_owned());
        }),
        words => known(words),
    }
}

fn interface(job: &mut Job, name: &str, words: &[&str]) -> Done {
    let Some(iface) = job.host().iface(name) else {
        job.print(format!("% Interface {name} does not exist"));
        return Done::Failed;
    };
    let port = |job: &mut Job, act: &dyn Fn(&mut crate::net::ospf::Port)| {
        act(&mut job.host_mut().ifaces[iface].ospf);
        Done::Well
    };
    match words {
        ["ip", "address", address] => of_status(ip::run(job, &["addr", "add", address, "dev", name])),
        ["shutdown"] => of_status(ip::run(job, &["link", "set", "dev", name, "down"])),
        ["no", "shutdown"] | ["description", ..] => Done::Well,
        ["ip", "ospf", "cost", value] if value.parse::<u16>().is_ok() => {
            port(job, &|port| port.cost = value.parse().ok())
        }
        ["ip", "ospf", "hello-interval", value] if value.parse::<u16>().is_ok() => {
            port(job, &|port| port.hello = value.parse().ok())
        }
        ["ip", "ospf", "dead-interval", value] if value.parse::<u32>().is_ok() => {
            port(job, &|port| port.dead = value.parse().ok())
        }
        ["ip", "ospf", "priority", value] if value.parse::<u8>().is_ok() => {
            port(job, &|port| port.priority = value.parse().ok())
        }
        ["ip", "ospf", "network", "point-to-point"] => port(job, &|port| port.point_to_point = true),
        ["ip", "ospf", "network", "broadcast"] => port(job, &|port| port.point_to_point = false),
        ["ip", "ospf", "mtu-ignore"] => port(job, &|port| port.mtu_ignore = true),
        ["ip", "ospf", "area", of] => match area(of) {
            Some(of) => port(job, &|port| port.area = Some((PROCESS, of))),
            None => Done::Unknown,
        },
        words => known(words),
    }
}
