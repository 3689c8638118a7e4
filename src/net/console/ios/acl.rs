//! Lines of access lists: read, written, shown.

use std::net::Ipv4Addr;

use super::{Job, Mode};
use crate::net::acl::{Acl, Match, Ports, Rule, Wild};
use crate::net::packet::{ICMP, OSPF, TCP, UDP};

/// Ports with a name: IANA's registry.
const PORTS: [(&str, u16); 17] = [
    ("ftp-data", 20),
    ("ftp", 21),
    ("ssh", 22),
    ("telnet", 23),
    ("smtp", 25),
    ("domain", 53),
    ("bootps", 67),
    ("bootpc", 68),
    ("tftp", 69),
    ("www", 80),
    ("pop3", 110),
    ("ntp", 123),
    ("snmp", 161),
    ("snmptrap", 162),
    ("bgp", 179),
    ("syslog", 514),
    ("rip", 520),
];

/// Types of ICMP with a name.
const ICMP_TYPES: [(&str, u8); 5] =
    [("echo-reply", 0), ("unreachable", 3), ("redirect", 5), ("echo", 8), ("time-exceeded", 11)];

const PROTOCOLS: [(&str, Option<u8>); 6] = [
    ("ip", None),
    ("icmp", Some(ICMP)),
    ("tcp", Some(TCP)),
    ("udp", Some(UDP)),
    ("ospf", Some(OSPF)),
    ("gre", Some(47)),
];

fn port(text: &str) -> Option<u16> {
    text.parse().ok().or_else(|| PORTS.iter().find(|(name, _)| *name == text).map(|(_, port)| *port))
}

fn port_name(port: u16, protocol: Option<u8>) -> String {
    let named = PORTS.iter().find(|(name, of)| *of == port && !(*name == "syslog" && protocol == Some(TCP)));
    named.map_or_else(|| port.to_string(), |(name, _)| (*name).to_owned())
}

/// `any`, `host A`, `A W`; for a standard list also `A` alone.
fn wild<'w>(words: &mut std::iter::Peekable<impl Iterator<Item = &'w str>>, alone: bool) -> Option<Wild> {
    match words.next()? {
        "any" => Some(Wild::ANY),
        "host" => words.next()?.parse().ok().map(Wild::host),
        text => {
            let addr: Ipv4Addr = text.parse().ok()?;
            match words.peek().and_then(|next| next.parse::<Ipv4Addr>().ok()) {
                Some(wildcard) => {
                    words.next();
                    Some(Wild::new(addr, wildcard))
                }
                None => alone.then(|| Wild::host(addr)),
            }
        }
    }
}

fn ports<'w>(words: &mut std::iter::Peekable<impl Iterator<Item = &'w str>>) -> Option<Ports> {
    let kind = match words.peek() {
        Some(&kind @ ("eq" | "neq" | "lt" | "gt" | "range")) => kind,
        _ => return Some(Ports::Any),
    };
    words.next();
    let first = port(words.next()?)?;
    Some(match kind {
        "eq" => Ports::Eq(first),
        "neq" => Ports::Neq(first),
        "lt" => Ports::Lt(first),
        "gt" => Ports::Gt(first),
        _ => Ports::Range(first, port(words.next()?)?),
    })
}

/// What stands behind `permit` or `deny`.
fn read(permit: bool, text: &str, extended: bool) -> Option<Match> {
    let text = text.to_ascii_lowercase();
    let mut words = text.split_whitespace().peekable();
    let mut rule = Match {
        permit,
        protocol: None,
        src: Wild::ANY,
        src_ports: Ports::Any,
        dst: Wild::ANY,
        dst_ports: Ports::Any,
        established: false,
        icmp: None,
        log: false,
    };
    if extended {
        let name = words.next()?;
        let known = PROTOCOLS.iter().find(|(known, _)| *known == name).map(|(_, protocol)| *protocol);
        rule.protocol = known.or_else(|| name.parse().ok().map(Some))?;
        rule.src = wild(&mut words, false)?;
        let ported = matches!(rule.protocol, Some(TCP | UDP));
        if ported {
            rule.src_ports = ports(&mut words)?;
        }
        rule.dst = wild(&mut words, false)?;
        if ported {
            rule.dst_ports = ports(&mut words)?;
        }
    } else {
        rule.src = wild(&mut words, true)?;
    }
    for word in words {
        match word {
            "log" => rule.log = true,
            "established" if rule.protocol == Some(TCP) => rule.established = true,
            name if rule.protocol == Some(ICMP) => {
                rule.icmp = Some(ICMP_TYPES.iter().find(|(known, _)| *known == name)?.1);
            }
            _ => return None,
        }
    }
    Some(rule)
}

/// A line as it is shown and typed. Standard lists show a network in a form of their own.
pub fn write(rule: &Match, extended: bool, shown: bool) -> String {
    let action = if rule.permit { "permit" } else { "deny" };
    let wild = |wild: Wild| {
        if wild == Wild::ANY {
            "any".to_owned()
        } else if wild.wildcard.is_unspecified() {
            if extended { format!("host {}", wild.addr) } else { wild.addr.to_string() }
        } else if shown && !extended {
            format!("{}, wildcard bits {}", wild.addr, wild.wildcard)
        } else {
            format!("{} {}", wild.addr, wild.wildcard)
        }
    };
    let ports = |ports: Ports| {
        let name = |port| port_name(port, rule.protocol);
        match ports {
            Ports::Any => String::new(),
            Ports::Eq(port) => format!(" eq {}", name(port)),
            Ports::Neq(port) => format!(" neq {}", name(port)),
            Ports::Lt(port) => format!(" lt {}", name(port)),
            Ports::Gt(port) => format!(" gt {}", name(port)),
            Ports::Range(first, last) => format!(" range {} {}", name(first), name(last)),
        }
    };
    let log = if rule.log { " log" } else { "" };
    if !extended {
        return format!("{action} {}{log}", wild(rule.src));
    }
    let protocol = PROTOCOLS.iter().find(|(_, protocol)| *protocol == rule.protocol);
    let protocol = protocol.map_or_else(|| rule.protocol.unwrap_or(0).to_string(), |(name, _)| (*name).to_owned());
    let established = if rule.established { " established" } else { "" };
    let icmp = ICMP_TYPES
        .iter()
        .find(|(_, kind)| Some(*kind) == rule.icmp)
        .map_or(String::new(), |(name, _)| format!(" {name}"));
    format!(
        "{action} {protocol} {}{} {}{}{established}{icmp}{log}",
        wild(rule.src),
        ports(rule.src_ports),
        wild(rule.dst),
        ports(rule.dst_ports)
    )
}

/// Lines of one list that are kept.
const MOST_LINES: usize = 1000;

fn add(job: &mut Job, list: &str, extended: bool, number: Option<u32>, rule: Option<Rule>) {
    let Some(rule) = rule else {
        job.print("% Invalid input detected at '^' marker.");
        return job.print("");
    };
    let acl = job.host_mut().acls.entry(list.to_owned()).or_insert(Acl { extended, lines: Vec::new() });
    if acl.lines.len() < MOST_LINES {
        let same = acl.lines.iter().any(|line| line.rule == rule && number.is_none());
        if !same {
            let number = number.unwrap_or_else(|| acl.next_number());
            acl.insert(number, rule);
        }
    }
}

/// Takes away a line of a list, by what it says.
fn remove(job: &mut Job, list: &str, rule: Option<Rule>) {
    let Some(rule) = rule else { return job.print("% Invalid input detected at '^' marker.") };
    if let Some(acl) = job.host_mut().acls.get_mut(list) {
        acl.lines.retain(|line| line.rule != rule);
    }
}

fn numbered(job: &mut Job, things: &[String], rule: impl FnOnce(bool) -> Option<Rule>) {
    let Some(list) = things.first().cloned() else { return };
    let extended = list.parse::<u16>().is_ok_and(|number| number >= 100);
    if job.no {
        // A numbered list goes whole, whatever line is named.
        job.host_mut().acls.remove(&list);
        return;
    }
    let rule = rule(extended);
    add(job, &list, extended, None, rule);
}

pub fn numbered_permit(job: &mut Job, things: &[String]) {
    numbered(job, things, |extended| read(true, things.get(1)?, extended).map(Rule::Match));
}

pub fn numbered_deny(job: &mut Job, things: &[String]) {
    numbered(job, things, |extended| read(false, things.get(1)?, extended).map(Rule::Match));
}

pub fn numbered_remark(job: &mut Job, things: &[String]) {
    numbered(job, things, |_| things.get(1).cloned().map(Rule::Remark));
}

pub fn numbered_whole(job: &mut Job, things: &[String]) {
    if !job.no {
        return job.print("% Incomplete command.");
    }
    job.host_mut().acls.remove(&things[0]);
}

fn named(job: &mut Job, number: Option<&String>, rule: impl FnOnce(bool) -> Option<Rule>) {
    let Mode::Acl(list, extended) = job.session().mode.clone() else { return };
    let rule = rule(extended);
    if job.no {
        return remove(job, &list, rule);
    }
    add(job, &list, extended, number.and_then(|text| text.parse().ok()), rule);
}

pub fn permit(job: &mut Job, things: &[String]) {
    named(job, None, |extended| read(true, things.first()?, extended).map(Rule::Match));
}

pub fn deny(job: &mut Job, things: &[String]) {
    named(job, None, |extended| read(false, things.first()?, extended).map(Rule::Match));
}

pub fn remark(job: &mut Job, things: &[String]) {
    named(job, None, |_| things.first().cloned().map(Rule::Remark));
}

pub fn permit_at(job: &mut Job, things: &[String]) {
    named(job, things.first(), |extended| read(true, things.get(1)?, extended).map(Rule::Match));
}

pub fn deny_at(job: &mut Job, things: &[String]) {
    named(job, things.first(), |extended| read(false, things.get(1)?, extended).map(Rule::Match));
}

pub fn remove_at(job: &mut Job, things: &[String]) {
    let Mode::Acl(list, _) = job.session().mode.clone() else { return };
    if !job.no {
        return job.print("% Incomplete command.");
    }
    let number = things[0].parse().unwrap_or(0);
    if let Some(acl) = job.host_mut().acls.get_mut(&list) {
        acl.lines.retain(|line| line.number != number);
    }
}

pub fn show(job: &mut Job, things: &[String]) {
    let wanted = things.first();
    let mut lines = Vec::new();
    for (name, acl) in &job.host().acls {
        if wanted.is_some_and(|wanted| wanted != name) {
            continue;
        }
        let kind = if acl.extended { "Extended" } else { "Standard" };
        lines.push(format!("{kind} IP access list {name}"));
        for line in &acl.lines {
            let Rule::Match(rule) = &line.rule else { continue };
            let hits = match line.hits {
                0 => String::new(),
                hits => format!(" ({hits} matches)"),
            };
            lines.push(format!("    {} {}{hits}", line.number, write(rule, acl.extended, true)));
        }
    }
    lines.into_iter().for_each(|line| job.print(line));
}
