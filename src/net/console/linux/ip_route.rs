//! `ip route` and `ip neigh`.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::ip::Options;
use super::{Job, keyword, six};
use crate::net::addr::{Cidr, Mac};
use crate::net::arp::Neighbour;
use crate::net::device::Device;
use crate::net::route::{Found, Kind, Route, Source};

pub fn run(job: &mut Job, args: &[&str], options: Options) -> u8 {
    const COMMANDS: [&str; 11] =
        ["add", "append", "change", "delete", "replace", "show", "list", "lst", "flush", "get", "help"];
    let (command, rest) = match args.split_first() {
        None => ("show", args),
        Some((word, rest)) => match keyword(word, &COMMANDS) {
            Some(command) => (command, rest),
            None => return job.fail(255, format!("Command \"{word}\" is unknown, try \"ip route help\".")),
        },
    };
    if options.only_6 || !options.only_4 && rest.iter().any(|word| six::is_address(word)) {
        return six::route(job, command, rest);
    }
    match command {
        "add" | "append" | "change" | "replace" | "delete" => change(job, command, rest),
        "get" => get(job, rest),
        "flush" => {
            job.host_mut().routes.clear();
            0
        }
        "help" => job.fail(255, "Usage: ip route { add | del | replace } ROUTE"),
        _ => show(job, rest),
    }
}

/// What was typed of a route.
#[derive(Default)]
struct Typed<'a> {
    dest: Option<Cidr>,
    via: Option<Ipv4Addr>,
    dev: Option<&'a str>,
    metric: u32,
    src: Option<Ipv4Addr>,
    kind: Option<Kind>,
    onlink: bool,
}

fn parse<'a>(job: &mut Job, args: &[&'a str]) -> Result<Typed<'a>, u8> {
    let mut typed = Typed::default();
    let mut words = args.iter().copied();
    let incomplete = |job: &mut Job| job.fail(255, "Command line is not complete. Try option \"help\"");
    while let Some(word) = words.next() {
        match word {
            "via" => {
                let Some(mut text) = words.next() else { return Err(incomplete(job)) };
                if text == "inet" {
                    text = words.next().unwrap_or_default();
                }
                match text.parse() {
                    Ok(via) => typed.via = Some(via),
                    Err(_) => {
                        let text = format!("Error: inet address is expected rather than \"{text}\".");
                        return Err(job.fail(1, text));
                    }
                }
            }
            "dev" => match words.next() {
                Some(dev) => typed.dev = Some(dev),
                None => return Err(incomplete(job)),
            },
            "metric" | "preference" => match words.next().map(str::parse) {
                Some(Ok(metric)) => typed.metric = metric,
                _ => return Err(job.fail(255, "Error: argument is wrong: \"metric\" value is invalid")),
            },
            "src" => match words.next().map(str::parse) {
                Some(Ok(src)) => typed.src = Some(src),
                _ => return Err(job.fail(1, "Error: inet address is expected.")),
            },
            "proto" | "scope" | "table" | "mtu" | "advmss" => {
                words.next();
            }
            "onlink" => typed.onlink = true,
            "to" => {}
            "unicast" => typed.kind = Some(Kind::Unicast),
            "blackhole" => typed.kind = Some(Kind::Blackhole),
            "unreachable" => typed.kind = Some(Kind::Unreachable),
            "prohibit" => typed.kind = Some(Kind::Prohibit),
            "nexthop" => {
                job.reply.notes.extend(super::Reply::not_simulated("ip route nexthop").notes);
                return Err(1);
            }
            "default" | "all" | "any" if typed.dest.is_none() => typed.dest = Some(Cidr::ALL),
            text if typed.dest.is_none() => match text.parse() {
                Ok(dest) => typed.dest = Some(dest),
                Err(()) => {
                    let text = format!("Error: any valid prefix is expected rather than \"{text}\".");
                    return Err(job.fail(1, text));
                }
            },
            text => {
                let text = format!("Error: either \"to\" is duplicate, or \"{text}\" is a garbage.");
                return Err(job.fail(255, text));
            }
        }
    }
    Ok(typed)
}

fn change(job: &mut Job, command: &str, args: &[&str]) -> u8 {
    let typed = match parse(job, args) {
        Ok(typed) => typed,
        Err(status) => return status,
    };
    let dest = typed.dest.unwrap_or(Cidr::ALL);
    let mut dev = None;
    if let Some(name) = typed.dev {
        dev = job.host().iface(name);
        if dev.is_none() {
            return job.fail(1, format!("Cannot find device \"{name}\""));
        }
    }
    if command == "delete" {
        let fits = |route: &Route| {
            route.dest == dest
                && typed.via.is_none_or(|via| route.via == Some(via))
                && (dev.is_none() || route.iface == dev)
                && (typed.metric == 0 || route.metric == typed.metric)
        };
        return match job.host().routes.iter().position(fits) {
            Some(index) => {
                job.host_mut().routes.remove(index);
                0
            }
            None => job.fail(2, "RTNETLINK answers: No such process"),
        };
    }
    if !dest.is_network() {
        return job.fail(2, "Error: Invalid prefix for given prefix length.");
    }
    let kind = typed.kind.unwrap_or(Kind::Unicast);
    let iface = match (kind, typed.via, dev) {
        (Kind::Unicast, Some(via), dev) => match gateway(job.host(), via, dev, typed.onlink) {
            Ok(iface) => Some(iface),
            Err(text) => return job.fail(2, text),
        },
        (Kind::Unicast, None, Some(dev)) if !job.host().is_enabled(dev) => {
            return job.fail(2, "RTNETLINK answers: Network is down");
        }
        (Kind::Unicast, None, Some(dev)) => Some(dev),
        (Kind::Unicast, None, None) => return job.fail(2, "RTNETLINK answers: No such device"),
        _ => None,
    };
    if typed.src.is_some_and(|src| !job.host().is_own(src)) {
        return job.fail(2, "Error: Invalid prefsrc address.");
    }
    let now = job.net.now();
    let route = Route {
        dest,
        via: typed.via.filter(|_| kind == Kind::Unicast),
        iface,
        source: Source::Static,
        distance: 1,
        metric: typed.metric,
        prefsrc: typed.src,
        kind,
        since: now,
    };
    let routes = &mut job.host_mut().routes;
    let same = routes.iter().position(|known| known.dest == dest && known.metric == route.metric);
    match (command, same) {
        ("add", Some(_)) => return job.fail(2, "RTNETLINK answers: File exists"),
        ("replace" | "change", Some(index)) => routes[index] = route,
        ("change", None) => return job.fail(2, "RTNETLINK answers: No such file or directory"),
        _ => routes.push(route),
    }
    0
}

/// The interface through which a gateway is reached directly.
pub fn gateway(host: &Device, via: Ipv4Addr, dev: Option<usize>, onlink: bool) -> Result<usize, &'static str> {
    if let Some(dev) = dev {
        if !host.is_enabled(dev) {
            return Err("Error: Nexthop device is not up.");
        }
        let near = host.connected().any(|(iface, cidr)| iface == dev && cidr.contains(via));
        let direct =
            host.routes.iter().any(|route| route.iface == Some(dev) && route.via.is_none() && route.dest.contains(via));
        return if near || direct || onlink { Ok(dev) } else { Err("Error: Nexthop has invalid gateway.") };
    }
    if host.is_broadcast(via) || via.is_unspecified() || via.is_multicast() || via.is_loopback() {
        return Err("Error: Nexthop has invalid gateway.");
    }
    // A gateway behind another gateway is none.
    let direct = |route: &&Route| route.via.is_none() && route.dest.contains(via) && route.kind == Kind::Unicast;
    let near = host.connected().filter(|(_, cidr)| cidr.contains(via)).max_by_key(|(_, cidr)| cidr.len);
    match near {
        Some((iface, _)) => Ok(iface),
        None => {
            host.routes.iter().filter(direct).find_map(|route| route.iface).ok_or("Error: Nexthop has invalid gateway.")
        }
    }
}

fn get(job: &mut Job, args: &[&str]) -> u8 {
    let text = args.iter().find(|word| **word != "to").copied().unwrap_or_default();
    let Ok(to) = text.parse::<Ipv4Addr>() else {
        return job.fail(1, format!("Error: any valid prefix is expected rather than \"{text}\"."));
    };
    let now = job.net.now();
    let host = job.host();
    if host.is_own(to) {
        job.print(format!("local {to} dev lo src {to} uid 0 "));
        job.print("    cache <local> ");
        return 0;
    }
    match host.look_up(to) {
        Found::Hop(hop) => {
            let src = host.way(to, None, now).map_or(Ipv4Addr::UNSPECIFIED, |way| way.src);
            let via = if hop.next == to { String::new() } else { format!(" via {}", hop.next) };
            let line = format!("{to}{via} dev {} src {src} uid 0 ", host.ifaces[hop.iface].name);
            job.print(line);
            job.print("    cache ");
            0
        }
        Found::Nothing => job.fail(2, "RTNETLINK answers: Network is unreachable"),
        Found::Refused(Kind::Prohibit) => job.fail(2, "RTNETLINK answers: Permission denied"),
        Found::Refused(Kind::Blackhole) => job.fail(2, "RTNETLINK answers: Invalid argument"),
        Found::Refused(_) => job.fail(2, "RTNETLINK answers: No route to host"),
    }
}

/// One line of the table.
fn line(host: &Device, route: &Route) -> String {
    let dest = match route.dest {
        Cidr::ALL => "default".to_owned(),
        dest if dest.len == 32 => dest.addr.to_string(),
        dest => dest.to_string(),
    };
    let kind = match route.kind {
        Kind::Unicast => "",
        Kind::Blackhole => "blackhole ",
        Kind::Unreachable => "unreachable ",
        Kind::Prohibit => "prohibit ",
    };
    let mut line = format!("{kind}{dest}");
    if let Some(via) = route.via {
        line += &format!(" via {via}");
    }
    if let Some(iface) = route.iface {
        line += &format!(" dev {}", host.ifaces[iface].name);
    }
    match route.source {
        Source::Dhcp => line += " proto dhcp",
        Source::Rip => line += " proto rip",
        Source::Ospf => line += " proto ospf",
        _ => {}
    }
    if route.via.is_none() && route.kind == Kind::Unicast {
        line += " scope link";
    }
    if let Some(src) = route.prefsrc {
        line += &format!(" src {src}");
    }
    if route.metric > 0 {
        line += &format!(" metric {}", route.metric);
    }
    if route.iface.is_some_and(|iface| !host.has_carrier(iface)) {
        line += " linkdown";
    }
    line + " "
}

fn show(job: &mut Job, args: &[&str]) -> u8 {
    let host = job.host();
    let mut all: Vec<(Cidr, u32, String)> =
        host.routes.iter().map(|route| (route.dest, route.metric, line(host, route))).collect();
    for (iface, cidr) in host.connected().filter(|(_, cidr)| !cidr.addr.is_loopback()) {
        let it = &host.ifaces[iface];
        let down = if host.has_carrier(iface) { "" } else { " linkdown" };
        let text = format!("{} dev {} proto kernel scope link src {}{down} ", cidr.network(), it.name, cidr.addr);
        if it.addrs.iter().any(|own| own.cidr == cidr && !own.secondary) {
            all.push((cidr.network(), 0, text));
        }
    }
    // As the kernel keeps them: by address, the shorter mask first.
    all.sort_by_key(|(dest, metric, _)| (u32::from(dest.addr), dest.len, *metric));
    let wanted = args.iter().find(|word| !matches!(**word, "dev" | "table" | "main" | "exact" | "root" | "to"));
    let dev = args.iter().position(|word| *word == "dev").and_then(|at| args.get(at + 1));
    for (dest, _, text) in all {
        let fits = match (dev, wanted) {
            (Some(dev), _) => text.contains(&format!(" dev {dev} ")),
            (None, Some(&"default")) => dest == Cidr::ALL,
            (None, Some(word)) => word.parse::<Cidr>().map_or(true, |word| word == dest),
            (None, None) => true,
        };
        if fits {
            job.print(text);
        }
    }
    0
}

/// `ip neigh`.
pub fn neighbour(job: &mut Job, args: &[&str], options: Options) -> u8 {
    let (command, rest) = match args.split_first() {
        None => ("show", args),
        Some((word, rest)) => {
            match keyword(word, &["add", "change", "replace", "delete", "show", "list", "lst", "flush", "get", "help"])
            {
                Some(command) => (command, rest),
                None => return job.fail(255, format!("Command \"{word}\" is unknown, try \"ip neigh help\".")),
            }
        }
    };
    let after = |key: &str| rest.iter().position(|word| *word == key).and_then(|at| rest.get(at + 1)).copied();
    let iface = match after("dev") {
        None => None,
        Some(name) => match job.host().iface(name) {
            Some(iface) => Some(iface),
            None => return job.fail(1, format!("Cannot find device \"{name}\"")),
        },
    };
    let now = job.net.now();
    match command {
        "flush" => {
            let all = rest.contains(&"all");
            if !all && iface.is_none() {
                return job.fail(255, "Flush requires arguments.");
            }
            let keep = |(on, _): &(usize, Ipv4Addr), entry: &mut Neighbour| {
                iface.is_some_and(|iface| iface != *on) || entry.is_permanent()
            };
            job.host_mut().neighbours.retain(keep);
            let keep = |on: usize| iface.is_some_and(|iface| iface != on);
            job.host_mut().six.neighbours.retain(|(on, _), entry| keep(*on) || entry.is_permanent());
            0
        }
        "add" | "replace" | "change" | "delete" => {
            if let (Some(Ok(ip)), Some(iface)) = (rest.first().map(|word| word.parse::<Ipv6Addr>()), iface) {
                return six::change_neighbour(job, command, ip, iface, after("lladdr"));
            }
            let Some(Ok(ip)) = rest.first().map(|word| word.parse::<Ipv4Addr>()) else {
                return job.fail(1, "Device and destination are required arguments.");
            };
            let Some(iface) = iface else {
                return job.fail(1, "Device and destination are required arguments.");
            };
            if command == "delete" {
                return match job.host_mut().neighbours.remove(&(iface, ip)) {
                    Some(_) => 0,
                    None => job.fail(2, "RTNETLINK answers: No such file or directory"),
                };
            }
            let Some(mac) = after("lladdr").and_then(|text| text.parse::<Mac>().ok()) else {
                return job.fail(2, "RTNETLINK answers: Invalid argument");
            };
            let entry = Neighbour::permanent(mac, now);
            if command == "add" && job.host().neighbours.contains_key(&(iface, ip)) {
                return job.fail(2, "RTNETLINK answers: File exists");
            }
            job.host_mut().neighbours.insert((iface, ip), entry);
            0
        }
        "help" => job.fail(255, "Usage: ip neigh { add | del | change | replace } ADDR dev DEV"),
        _ => {
            let host = job.host();
            let mut lines: Vec<String> = host
                .neighbours
                .iter()
                .filter(|_| !options.only_6)
                .filter(|((on, _), _)| iface.is_none_or(|iface| iface == *on))
                .map(|((on, ip), entry)| {
                    let dev = if iface.is_some() { String::new() } else { format!("dev {} ", host.ifaces[*on].name) };
                    let mac = entry.mac.map_or(String::new(), |mac| format!("lladdr {mac} "));
                    format!("{ip} {dev}{mac}{} ", entry.state.name())
                })
                .collect();
            if !options.only_4 {
                lines.extend(six::neighbour_lines(host, iface));
            }
            lines.into_iter().for_each(|line| job.print(line));
            0
        }
    }
}
