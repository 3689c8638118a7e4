//! What is judged of the network: who reaches whom, and how it is built.

use std::net::Ipv4Addr;

use super::{Evidence, Verdict, all_or_nothing, numbers};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::{Arg, Message};
use crate::net::console::{ios, type_line};
use crate::net::device::Os;
use crate::net::reach::Reached;
use crate::net::why::asked_for;
use crate::net::{Cidr, Net, words};
use crate::plant::address::PortId;
use crate::scenario::file::{Criterion, PingFailure};

/// Judges a criterion of the network.
pub fn judge(lab: &Lab, criterion: &Criterion) -> Verdict {
    match criterion {
        Criterion::Pings { from, to } => pings(lab, &mut lab.network_now(), from, to),
        Criterion::PingFails { from, to, how } => ping_fails(lab, from, to, *how),
        Criterion::PingsAfterReload { device, from, to } => {
            let mut net = lab.network_now();
            if let Some(index) = net.device(device) {
                ios::power_cycle(&mut net, index);
            }
            pings(lab, &mut net, from, to)
        }
        Criterion::PingTried { from, to } => ping_tried(lab, from, to),
        Criterion::HasAddress { device, address } => has_address(lab, device, address),
        Criterion::Leased { device, first, last } => leased(lab, device, first, last),
        Criterion::Configured { device, line, below } => configured(lab, device, line, below.as_deref()),
        Criterion::Saved { device } => saved(lab, device),
        Criterion::Shows { device, line, holds } => shows(lab, device, line, holds),
        Criterion::Cabled { a, b } => cabled(lab, a, b),
        _ => unreachable!("only criteria of the network come here"),
    }
}

fn address(text: &str) -> Ipv4Addr {
    text.parse().unwrap_or(Ipv4Addr::UNSPECIFIED)
}

/// A device as people call it.
pub(super) fn called(lab: &Lab, id: &str) -> Arg {
    let named = lab.scenario().devices.get(id).and_then(|device| device.name.clone());
    named.map_or_else(|| id.into(), Arg::from)
}

/// What was typed at these devices.
pub(super) fn typed_at(lab: &Lab, devices: &[&str]) -> Vec<usize> {
    numbers(lab, |action| matches!(action, Action::Type { device, .. } if devices.contains(&device.as_str())))
}

/// How a ping ends, and where and why it was lost.
fn probe(net: &mut Net, from: &str, to: &str) -> (Reached, Option<Message>) {
    let Some(device) = net.device(from) else { return (Reached::Timeout, None) };
    let begun = net.now();
    let reached = Reached::from(net.probe(device, address(to)));
    let cause = words::first_loss(net, begun);
    (reached, cause)
}

/// What on a fibre is to blame, where the way of this ping ends for want of light.
fn blamed_fibre(lab: &Lab, net: &Net, from: &str, to: &str) -> Option<Message> {
    net.lines().next()?;
    let mut copy = net.clone();
    let device = copy.device(from)?;
    let walk = lab.why(&mut copy, device, address(to));
    walk.hops.into_iter().rev().find(|hop| hop.line.is_some()).map(|hop| hop.say)
}

fn pings(lab: &Lab, net: &mut Net, from: &str, to: &str) -> Verdict {
    let blamed = blamed_fibre(lab, net, from, to);
    let (reached, cause) = probe(net, from, to);
    let cause = blamed.or(cause);
    let good = matches!(reached, Reached::Reply { .. });
    let found =
        Message::new("found-ping").with("from", called(lab, from)).with("to", to).with("how", words::reached(&reached));
    let evidence = Evidence {
        found: vec![found],
        cause: cause.filter(|_| !good),
        actions: typed_at(lab, &[from]),
        objects: vec![from.to_owned(), to.to_owned()],
    };
    all_or_nothing(good, evidence)
}

/// Someone who repairs tries it last.
fn ping_tried(lab: &Lab, from: &str, to: &str) -> Verdict {
    let net = lab.network();
    let target = address(to);
    let is_try = |action: &Action| match action {
        Action::Type { device, line } if device == from => {
            net.device(device).is_some_and(|index| asked_for(&net.devices[index], line) == Some(target))
        }
        _ => false,
    };
    // By name, the first line says which address that was.
    let named = |effect: &Effect| match effect {
        Effect::Printed { device, text, .. } => {
            device == from
                && text
                    .lines()
                    .next()
                    .is_some_and(|line| line.starts_with("PING ") && line.contains(&format!(" ({target}) ")))
        }
        _ => false,
    };
    let entries = lab.journal().0.iter().zip(lab.effects()).enumerate();
    let tries: Vec<usize> = entries
        .filter(|(_, (entry, effects))| {
            (is_try(&entry.action) || effects.iter().any(named)) && effects.iter().any(Effect::is_answered_ping)
        })
        .map(|(index, _)| index)
        .collect();
    let changed = lab.journal().0.iter().rposition(|entry| changes_something(&entry.action));
    let last = tries.last().copied();
    let good = last.is_some_and(|last| changed.is_none_or(|changed| changed < last));
    let key = match last {
        _ if good => "found-tried",
        Some(_) => "found-tried-before",
        None => "found-not-tried",
    };
    let found = Message::new(key).with("from", called(lab, from)).with("to", to);
    let actions = tries.iter().map(|index| index + 1).collect();
    let objects = vec![from.to_owned(), to.to_owned()];
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions, objects })
}

/// Whether a gesture can change how anything works. Looking, walking and waiting cannot, nor can a question typed.
fn changes_something(action: &Action) -> bool {
    match action {
        Action::Type { line, .. } => !only_asks(line),
        Action::Wait { .. }
        | Action::GoTo { .. }
        | Action::Inspect { .. }
        | Action::Measure { .. }
        | Action::Write { .. } => false,
        _ => true,
    }
}

/// Whether a line typed into a console only shows something, or goes from one mode to another.
fn only_asks(line: &str) -> bool {
    const QUESTIONS: [&str; 20] = [
        "ping",
        "show",
        "sh",
        "do",
        "traceroute",
        "tracepath",
        "arp",
        "enable",
        "en",
        "exit",
        "end",
        "curl",
        "dig",
        "host",
        "nslookup",
        "resolvectl",
        "ss",
        "nc",
        "cat",
        "ls",
    ];
    const CHANGES: [&str; 7] = ["add", "del", "delete", "set", "replace", "change", "flush"];
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => true,
        ["ip", "route", to, ..] if to.starts_with(|first: char| first.is_ascii_digit()) => false,
        ["systemctl", verb, ..] => matches!(*verb, "status" | "is-active"),
        // What goes into a file may change everything.
        words if words.iter().any(|word| word.contains('>')) => false,
        ["ip" | "bridge", rest @ ..] => !rest.iter().any(|word| CHANGES.contains(word) || *word == "address"),
        [first, ..] => QUESTIONS.contains(first),
    }
}

fn ping_fails(lab: &Lab, from: &str, to: &str, how: Option<PingFailure>) -> Verdict {
    let (reached, cause) = probe(&mut lab.network_now(), from, to);
    let kind = match &reached {
        Reached::Reply { .. } => None,
        Reached::Timeout => Some(PingFailure::Timeout),
        Reached::Local { reason: "no-route" } => Some(PingFailure::NoRoute),
        Reached::Icmp { kind: 3, code: 0, .. } => Some(PingFailure::NetUnreachable),
        Reached::Icmp { kind: 3, code: 1, .. } => Some(PingFailure::HostUnreachable),
        Reached::Icmp { kind: 3, code: 9 | 10 | 13, .. } => Some(PingFailure::Filtered),
        Reached::Icmp { kind: 11, .. } => Some(PingFailure::TtlExceeded),
        _ => Some(PingFailure::Other),
    };
    let good = kind.is_some_and(|kind| how.is_none_or(|how| how == kind));
    let found =
        Message::new("found-ping").with("from", called(lab, from)).with("to", to).with("how", words::reached(&reached));
    let objects = vec![from.to_owned(), to.to_owned()];
    let evidence = Evidence { found: vec![found], cause, actions: typed_at(lab, &[from]), objects };
    all_or_nothing(good, evidence)
}

fn has_address(lab: &Lab, device: &str, wanted: &str) -> Verdict {
    let net = lab.network();
    let host = net.device(device).map(|index| &net.devices[index]);
    let all: Vec<Cidr> = host
        .map(|host| host.addresses().map(|(_, cidr)| cidr).filter(|cidr| !cidr.addr.is_loopback()).collect())
        .unwrap_or_default();
    let good = wanted.parse::<Cidr>().is_ok_and(|wanted| all.contains(&wanted));
    let list: Vec<String> = all.iter().map(ToString::to_string).collect();
    let list = if list.is_empty() { "–".to_owned() } else { list.join(", ") };
    let found =
        Message::new("found-address").with("device", called(lab, device)).with("has", list).with("wanted", wanted);
    let objects = vec![device.to_owned()];
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions: typed_at(lab, &[device]), objects })
}

fn leased(lab: &Lab, device: &str, first: &str, last: &str) -> Verdict {
    let net = lab.network_now();
    let host = net.device(device).map(|index| &net.devices[index]);
    let lease = host.and_then(|host| {
        let all = host.live_ifaces().flat_map(|(_, iface)| iface.addrs.iter());
        all.filter(|own| own.lease.is_some_and(|until| until > net.now())).map(|own| own.cidr.addr).next()
    });
    let good = lease.is_some_and(|lease| (address(first)..=address(last)).contains(&lease));
    let has = lease.map_or("–".to_owned(), |lease| lease.to_string());
    let found = Message::new("found-lease")
        .with("device", called(lab, device))
        .with("has", has)
        .with("first", first)
        .with("last", last);
    let objects = vec![device.to_owned()];
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions: typed_at(lab, &[device]), objects })
}

fn configured(lab: &Lab, device: &str, line: &str, below: Option<&str>) -> Verdict {
    let net = lab.network();
    let text = net.device(device).filter(|index| net.devices[*index].os == Os::Ios);
    let text = text.map(|index| ios::running_config(&net.devices[index])).unwrap_or_default();
    let mut section = "";
    let good = text.lines().any(|this| {
        if !this.starts_with(' ') {
            section = this;
        }
        this.trim() == line.trim() && below.is_none_or(|below| section == below)
    });
    let key = if good { "found-configured" } else { "found-not-configured" };
    let found = Message::new(key).with("device", called(lab, device)).with("line", line);
    let objects = vec![device.to_owned()];
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions: typed_at(lab, &[device]), objects })
}

fn saved(lab: &Lab, device: &str) -> Verdict {
    let net = lab.network();
    let good = net.device(device).is_some_and(|index| ios::is_saved(&net.devices[index]));
    let key = if good { "found-saved" } else { "found-not-saved" };
    let found = Message::new(key).with("device", called(lab, device));
    let objects = vec![device.to_owned()];
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions: typed_at(lab, &[device]), objects })
}

fn shows(lab: &Lab, device: &str, line: &str, holds: &str) -> Verdict {
    let mut net = lab.network_now();
    let index = net.device(device);
    let said = index.map(|index| {
        ios::as_operator(&mut net.devices[index]);
        type_line(&mut net, index, line).text
    });
    let good = said.is_some_and(|said| said.contains(holds));
    let key = if good { "found-shows" } else { "found-shows-not" };
    let found = Message::new(key).with("device", called(lab, device)).with("line", line).with("holds", holds);
    let objects = vec![device.to_owned()];
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions: typed_at(lab, &[device]), objects })
}

fn cabled(lab: &Lab, a: &PortId, b: &PortId) -> Verdict {
    let net = lab.network();
    let [from, to] = [a, b].map(|port| crate::net::build::socket(net, port));
    let good = from.is_some_and(|from| net.peer(from) == to && to.is_some());
    let key = if good { "found-cabled" } else { "found-not-cabled" };
    let found = Message::new(key).with("a", a.to_string()).with("b", b.to_string());
    let actions = numbers(lab, |action| matches!(action, Action::Connect { .. } | Action::Disconnect { .. }));
    all_or_nothing(
        good,
        Evidence { found: vec![found], cause: None, actions, objects: vec![a.to_string(), b.to_string()] },
    )
}
