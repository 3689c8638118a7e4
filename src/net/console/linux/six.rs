//! IPv6 on Linux: `ip -6`, `ping -6`.

use std::collections::BTreeMap;
use std::net::Ipv6Addr;

use super::Job;
use crate::net::device::{Attach, Device, Mail};
use crate::net::six::packet::{Prefix, is_link_local};
use crate::net::six::{Addr6, Echo6, Face6, Neighbour6, Origin, Route6, SendError6, Test};
use crate::net::time::Time;
use crate::net::world::Ran;

/// Whether a word is an IPv6 address, with or without a length or an interface.
pub fn is_address(word: &str) -> bool {
    let word = word.split(['/', '%']).next().unwrap_or_default();
    word.contains(':') && word.parse::<Ipv6Addr>().is_ok()
}

/// The addresses of an interface as the kernel lists them: the newest first, that of the link last.
fn shown(face: &Face6) -> Vec<Addr6> {
    let mut all: Vec<Addr6> = face.addrs.iter().rev().copied().collect();
    all.sort_by_key(|own| is_link_local(own.prefix.addr));
    all
}

/// The lines of `ip addr` for an interface.
pub fn address_lines(host: &Device, iface: usize, now: Time) -> Vec<String> {
    let Some(face) = host.six.faces.get(&iface) else { return Vec::new() };
    let mut lines = Vec::new();
    for own in shown(face) {
        let addr = own.prefix.addr;
        let scope = match addr {
            _ if addr.is_loopback() => "host",
            _ if is_link_local(addr) => "link",
            _ => "global",
        };
        let test = match own.test {
            Test::Unique => "",
            Test::Duplicate => " dadfailed tentative",
            _ => " tentative",
        };
        let (dynamic, valid, preferred) = match own.origin {
            Origin::Router { valid, preferred } => {
                let left = |until: Time| format!("{}sec", (until - now).as_seconds());
                (" dynamic mngtmpaddr", left(valid), left(preferred))
            }
            _ => ("", "forever".to_owned(), "forever".to_owned()),
        };
        lines.push(format!("    inet6 {} scope {scope}{test}{dynamic} ", own.prefix));
        lines.push(format!("       valid_lft {valid} preferred_lft {preferred}"));
    }
    lines
}

/// The addresses of an interface for `ip -br addr`.
pub fn brief(host: &Device, iface: usize) -> Vec<String> {
    let face = host.six.faces.get(&iface);
    face.map(|face| shown(face).iter().map(|own| own.prefix.to_string()).collect()).unwrap_or_default()
}

/// `ip addr add|del 2001:db8::1/64 dev eth0`.
pub fn change_address(job: &mut Job, command: &str, text: &str, iface: usize) -> u8 {
    let Ok(prefix) = text.parse::<Prefix>() else {
        return job.fail(1, format!("Error: any valid prefix is expected rather than \"{text}\"."));
    };
    let plain = !text.contains('/');
    let device = job.device;
    let fits = |own: &Addr6| own.prefix.addr == prefix.addr && (plain || own.prefix.len == prefix.len);
    let face = job.host_mut().face6(iface);
    let known = face.addrs.iter().position(fits);
    if command == "delete" {
        return match known {
            None => job.fail(2, "Error: ipv6: address not found."),
            Some(at) => {
                face.addrs.remove(at);
                0
            }
        };
    }
    if face.disabled {
        return job.fail(2, "RTNETLINK answers: Permission denied");
    }
    if prefix.addr.is_multicast() || prefix.addr.is_unspecified() {
        return job.fail(2, "RTNETLINK answers: Cannot assign requested address");
    }
    if known.is_some() {
        return if command == "add" { job.fail(2, "Error: ipv6: address already assigned.") } else { 0 };
    }
    // Linux keeps the address of the link beside others of its kind.
    let link = face.addrs.iter().find(|own| is_link_local(own.prefix.addr) && is_link_local(prefix.addr)).copied();
    job.net.with(device, |host, cx| {
        host.add6(iface, prefix, Origin::Typed);
        if let Some(link) = link {
            host.face6(iface).addrs.insert(0, link);
        }
        host.routing_refresh(cx);
    });
    0
}

/// What was typed of a route.
#[derive(Default)]
struct Typed {
    dest: Option<Prefix>,
    via: Option<Ipv6Addr>,
    iface: Option<usize>,
    metric: Option<u32>,
}

fn parse(job: &mut Job, args: &[&str]) -> Result<Typed, u8> {
    let mut typed = Typed::default();
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "via" => match words.next().map(|text| (text, text.parse())) {
                Some((_, Ok(via))) => typed.via = Some(via),
                Some((text, Err(_))) => {
                    return Err(job.fail(1, format!("Error: inet6 address is expected rather than \"{text}\".")));
                }
                None => return Err(job.fail(255, "Command line is not complete. Try option \"help\"")),
            },
            "dev" => {
                let name = words.next().unwrap_or_default();
                typed.iface = job.host().iface(name);
                if typed.iface.is_none() {
                    return Err(job.fail(1, format!("Cannot find device \"{name}\"")));
                }
            }
            "metric" => typed.metric = words.next().and_then(|text| text.parse().ok()),
            "proto" | "scope" | "table" | "pref" | "mtu" => {
                words.next();
            }
            "to" | "onlink" => {}
            "default" if typed.dest.is_none() => typed.dest = Some(Prefix::ALL),
            text => match text.parse() {
                Ok(dest) if typed.dest.is_none() => typed.dest = Some(dest),
                _ => {
                    return Err(job.fail(1, format!("Error: any valid prefix is expected rather than \"{text}\".")));
                }
            },
        }
    }
    Ok(typed)
}

/// `ip -6 route`.
pub fn route(job: &mut Job, command: &str, args: &[&str]) -> u8 {
    match command {
        "add" | "append" | "change" | "replace" | "delete" => change_route(job, command, args),
        "get" => get(job, args),
        "flush" => {
            job.host_mut().six.routes.clear();
            0
        }
        "help" => job.fail(255, "Usage: ip route { add | del | replace } ROUTE"),
        _ => show_routes(job, args),
    }
}

fn change_route(job: &mut Job, command: &str, args: &[&str]) -> u8 {
    let typed = match parse(job, args) {
        Ok(typed) => typed,
        Err(status) => return status,
    };
    let dest = typed.dest.unwrap_or(Prefix::ALL);
    let routes = &job.host().six.routes;
    if command == "delete" {
        let fits = |route: &Route6| {
            route.dest == dest
                && typed.via.is_none_or(|via| route.via == Some(via))
                && (typed.iface.is_none() || route.iface == typed.iface)
        };
        return match routes.iter().position(fits) {
            Some(at) => {
                job.host_mut().six.routes.remove(at);
                0
            }
            None => job.fail(2, "RTNETLINK answers: No such process"),
        };
    }
    if dest.network() != dest {
        return job.fail(2, "Error: Invalid prefix for given prefix length.");
    }
    let iface = match (typed.via, typed.iface) {
        (Some(via), None) if is_link_local(via) => {
            return job.fail(2, "Error: Egress device not specified.");
        }
        (Some(via), named) => {
            if job.host().has6(via).is_some() {
                return job.fail(2, "Error: Gateway can not be a local address.");
            }
            let near = job.host().look_up6(via, named).filter(|hop| hop.next == via).map(|hop| hop.iface);
            match near.or(named.filter(|_| is_link_local(via))) {
                Some(iface) => iface,
                None => return job.fail(2, "RTNETLINK answers: No route to host"),
            }
        }
        (None, Some(iface)) => iface,
        (None, None) => return job.fail(2, "RTNETLINK answers: No such device"),
    };
    if !job.host().is_enabled(iface) {
        return job.fail(2, "Error: Nexthop device is not up.");
    }
    let metric = typed.metric.unwrap_or(1024);
    let route = Route6 { dest, via: typed.via, iface: Some(iface), distance: 1, metric, until: None };
    let routes = &mut job.host_mut().six.routes;
    let same = routes.iter().position(|known| known.dest == dest && known.metric == metric && known.until.is_none());
    match (command, same) {
        ("add", Some(_)) => return job.fail(2, "RTNETLINK answers: File exists"),
        ("replace" | "change", Some(at)) => routes[at] = route,
        ("change", None) => return job.fail(2, "RTNETLINK answers: No such file or directory"),
        _ if routes.len() < 10_000 => routes.push(route),
        _ => {}
    }
    0
}

fn get(job: &mut Job, args: &[&str]) -> u8 {
    let text = args.iter().find(|word| **word != "to").copied().unwrap_or_default();
    let Ok(to) = text.parse::<Ipv6Addr>() else {
        return job.fail(1, format!("Error: any valid prefix is expected rather than \"{text}\"."));
    };
    let host = job.host();
    let Some(hop) = host.look_up6(to, None) else {
        return job.fail(2, "RTNETLINK answers: Network is unreachable");
    };
    let src = host.source6(hop.iface, to).map_or(String::new(), |src| format!(" src {src}"));
    let via = if hop.next == to { String::new() } else { format!(" via {}", hop.next) };
    let line = format!("{to} from ::{via} dev {}{src} metric 1024 pref medium", host.ifaces[hop.iface].name);
    job.print(line);
    0
}

fn show_routes(job: &mut Job, args: &[&str]) -> u8 {
    let now = job.net.now();
    let host = job.host();
    let named = |prefix: Prefix| match prefix {
        Prefix::ALL => "default".to_owned(),
        prefix if prefix.len == 128 => prefix.addr.to_string(),
        prefix => prefix.to_string(),
    };
    let mut all: Vec<(Prefix, u32, usize, String)> = Vec::new();
    for (iface, own) in host.connected6() {
        let it = &host.ifaces[iface];
        let network = own.network();
        let said = host.six.faces[&iface].addrs.iter().find(|addr| addr.prefix == own).map(|addr| addr.origin);
        let proto = match said {
            Some(Origin::Router { valid, .. }) => {
                format!("proto kernel metric 256 expires {}sec", (valid - now).as_seconds())
            }
            _ => "proto kernel metric 256".to_owned(),
        };
        all.push((network, 256, iface, format!("{} dev {} {proto} pref medium", named(network), it.name)));
    }
    for route in &host.six.routes {
        let Some(iface) = route.iface else { continue };
        let via = route.via.map_or(String::new(), |via| format!(" via {via}"));
        let (proto, until) = match route.until {
            Some(until) => (" proto ra", format!(" expires {}sec hoplimit 64", (until - now).as_seconds())),
            None => ("", String::new()),
        };
        let name = &host.ifaces[iface].name;
        let text = format!("{}{via} dev {name}{proto} metric {}{until} pref medium", named(route.dest), route.metric);
        all.push((route.dest, route.metric, iface, text));
    }
    // As the kernel shows them: by prefix, the default route last.
    all.sort_by_key(|(dest, metric, iface, _)| (*dest == Prefix::ALL, dest.addr, dest.len, *metric, *iface));
    all.dedup();
    let dev = args.iter().position(|word| *word == "dev").and_then(|at| args.get(at + 1));
    let only = args.iter().find(|word| **word == "default");
    for (dest, _, iface, text) in all {
        let name = job.host().ifaces[iface].name.clone();
        if dev.is_none_or(|dev| **dev == name) && (only.is_none() || dest == Prefix::ALL) {
            job.print(text);
        }
    }
    0
}

/// The lines of `ip neigh`.
pub fn neighbour_lines(host: &Device, iface: Option<usize>) -> Vec<String> {
    let chosen = host.six.neighbours.iter().filter(|((on, _), _)| iface.is_none_or(|iface| iface == *on));
    chosen
        .map(|((on, ip), entry)| {
            let dev = if iface.is_some() { String::new() } else { format!("dev {} ", host.ifaces[*on].name) };
            let mac = entry.mac.map_or(String::new(), |mac| format!("lladdr {mac} "));
            let router = if entry.router { "router " } else { "" };
            format!("{ip} {dev}{mac}{router}{} ", entry.state.name())
        })
        .collect()
}

/// `ip neigh add|del` with an IPv6 address.
pub fn change_neighbour(job: &mut Job, command: &str, ip: Ipv6Addr, iface: usize, mac: Option<&str>) -> u8 {
    let now = job.net.now();
    let key = (iface, ip);
    if command == "delete" {
        return match job.host_mut().six.neighbours.remove(&key) {
            Some(_) => 0,
            None => job.fail(2, "RTNETLINK answers: No such file or directory"),
        };
    }
    let Some(Ok(mac)) = mac.map(str::parse) else { return job.fail(2, "RTNETLINK answers: Invalid argument") };
    if command == "add" && job.host().six.neighbours.contains_key(&key) {
        return job.fail(2, "RTNETLINK answers: File exists");
    }
    job.host_mut().six.neighbours.insert(key, Neighbour6::permanent(mac, now));
    0
}

/// What an error says: iputils.
fn error_text(kind: u8, code: u8, word: u32) -> String {
    let text = match (kind, code) {
        (1, 0) => "Destination unreachable: No route",
        (1, 1) => "Destination unreachable: Administratively prohibited",
        (1, 2) => "Destination unreachable: Beyond scope of source address",
        (1, 3) => "Destination unreachable: Address unreachable",
        (1, 4) => "Destination unreachable: Port unreachable",
        (2, _) => return format!("Packet too big: mtu={word}"),
        (3, 0) => "Time exceeded: Hop limit",
        (3, _) => "Time exceeded: Defragmentation failure",
        _ => return format!("Unknown code {code}"),
    };
    text.to_owned()
}

/// What was typed of a ping.
pub struct Ping<'a> {
    pub to: &'a str,
    pub from: Option<&'a str>,
    pub count: u16,
    pub interval: Time,
    pub wait: Time,
    pub bytes: usize,
    pub hops: Option<u8>,
}

/// `ping -6`.
pub fn ping(job: &mut Job, typed: &Ping) -> u8 {
    let (name, zone) = typed.to.split_once('%').map_or((typed.to, None), |(name, zone)| (name, Some(zone)));
    let Ok(to) = name.parse::<Ipv6Addr>() else {
        return job.fail(2, format!("ping: {}: Name or service not known", typed.to));
    };
    let mut on = None;
    let mut from = None;
    if let Some(zone) = zone {
        on = job.host().iface(zone);
        if on.is_none() {
            return job.fail(2, format!("ping: {}: Name or service not known", typed.to));
        }
    }
    if let Some(text) = typed.from {
        match (text.parse::<Ipv6Addr>(), job.host().iface(text)) {
            (Ok(addr), _) if job.host().has6(addr).is_some() => from = Some(addr),
            (Ok(_), _) => return job.fail(2, "ping: bind: Cannot assign requested address"),
            (Err(_), Some(iface)) => on = Some(iface),
            (Err(_), None) => return job.fail(2, format!("ping: unknown iface: {text}")),
        }
    }
    // Without a link named, the kernel takes the first that works.
    if is_link_local(to) && on.is_none() {
        let host = job.host();
        on = host.six.faces.keys().copied().find(|iface| host.link6(*iface).is_some());
    }
    let named_link = on.map_or(String::new(), |iface| job.host().ifaces[iface].name.clone());
    match job.host().way6(to, on) {
        Ok(_) => {}
        Err(SendError6::NoRoute) => return job.fail(2, "ping: connect: Network is unreachable"),
        Err(SendError6::NoAddress) => return job.fail(2, "ping: connect: Cannot assign requested address"),
        Err(_) => return job.fail(2, "ping: connect: Invalid argument"),
    }
    let device = job.device;
    let id = job.net.with(device, |host, cx| host.next_echo_id(cx));
    let named = typed.to;
    job.print(format!("PING {named}({named}) {} data bytes", typed.bytes));
    let start = job.net.now();
    let (mut sent, mut received, mut errors) = (0_u16, 0_u16, 0_u16);
    let mut times = Vec::new();
    let mut waiting: BTreeMap<u16, Time> = BTreeMap::new();
    let net = &mut *job.net;
    let out = &mut job.out;
    let shown = |addr: Ipv6Addr| match (is_link_local(addr), on) {
        (true, Some(_)) => format!("{addr}%{named_link}"),
        _ => addr.to_string(),
    };
    net.listen(device, |net| {
        for seq in 1..=typed.count {
            let echo = Echo6 { to, from, on, id, seq, bytes: typed.bytes, hops: typed.hops };
            sent += 1;
            let begun = net.now();
            match net.with(device, |host, cx| host.send_echo6(&echo, cx)) {
                Ok(()) => {
                    waiting.insert(seq, begun);
                }
                Err(SendError6::TooBig(mtu)) => {
                    errors += 1;
                    out.push_str(&format!("ping: local error: message too long, mtu: {mtu}\n"));
                }
                Err(_) => {
                    errors += 1;
                    out.push_str("ping: sendmsg: Network is unreachable\n");
                }
            }
            let last = seq == typed.count;
            let wait = match (last, received) {
                (false, _) => typed.interval,
                (true, 0) => typed.wait,
                (true, _) => typed.wait.min(Time::seconds(1)),
            };
            while !(last && waiting.is_empty()) && net.run_for_mail(device, begun + wait) == Ran::Mail {
                while let Some(mail) = net.devices[device].mail.pop_front() {
                    match mail {
                        Mail::Echo6 { from, id: of, seq, hops, bytes } if of == id => {
                            let Some(at) = waiting.remove(&seq) else { continue };
                            received += 1;
                            let took = net.now() - at;
                            times.push(took);
                            let time = super::ping::millis(took);
                            let from = shown(from);
                            out.push_str(&format!(
                                "{bytes} bytes from {from}: icmp_seq={seq} ttl={hops} time={time} ms\n"
                            ));
                        }
                        Mail::Error6 { from, kind, code, mtu, about, words }
                            if about == to && words.0 == id && waiting.remove(&words.1).is_some() =>
                        {
                            errors += 1;
                            let text = error_text(kind, code, mtu);
                            out.push_str(&format!("From {} icmp_seq={} {text}\n", shown(from), words.1));
                        }
                        _ => {}
                    }
                }
            }
        }
    });
    let total = (job.net.now() - start).as_millis();
    let lost = u32::from(sent - received) * 100 / u32::from(sent.max(1));
    let plus = if errors > 0 { format!("+{errors} errors, ") } else { String::new() };
    job.print("");
    job.print(format!("--- {named} ping statistics ---"));
    job.print(format!("{sent} packets transmitted, {received} received, {plus}{lost}% packet loss, time {total}ms"));
    job.print(if times.is_empty() { String::new() } else { super::ping::statistics(&times) });
    u8::from(received == 0)
}

/// `sysctl -w net.ipv6.conf.…`: what changes something here; false if the name is another.
pub fn sysctl(host: &mut Device, name: &str, on: bool) -> bool {
    let Some((of, what)) = name.strip_prefix("net.ipv6.conf.").and_then(|rest| rest.rsplit_once('.')) else {
        return false;
    };
    let all = matches!(of, "all" | "default");
    match (what, host.iface(of)) {
        ("forwarding", _) if all => host.six.forwarding = on,
        ("disable_ipv6", _) if all => {
            for iface in 0..host.ifaces.len() {
                if of == "all" && host.ifaces[iface].attach != Attach::Loopback {
                    host.face6(iface).disabled = on;
                }
            }
        }
        ("disable_ipv6", Some(iface)) => host.face6(iface).disabled = on,
        ("accept_ra", _) if all => {
            for iface in 0..host.ifaces.len() {
                host.face6(iface).deaf = !on;
            }
        }
        ("accept_ra", Some(iface)) => host.face6(iface).deaf = !on,
        _ => return false,
    }
    true
}
