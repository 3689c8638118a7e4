//! VLANs on a Linux bridge: `vlan_filtering`, `bridge vlan`, and `brctl`, which knows none.
//!
//! As the kernel does it: a port has VLANs, one of them for frames without a tag (PVID), and leaves the tag off where it
//! is told to. What the bridge itself takes part in is said with `self`.

use std::collections::BTreeSet;

use super::ip::Options;
use super::{Job, keyword, link};
use crate::net::bridge::{Bridge, DEFAULT_VLAN, Member, Mode, VlanSet};
use crate::net::device::{Attach, Iface};

/// No VLAN has this number: frames without a tag go nowhere.
const NO_PVID: u16 = 0;

/// A port that joins a bridge: VLAN 1, without a tag.
pub fn member() -> Member {
    let mut allowed = VlanSet::NONE;
    allowed.insert(DEFAULT_VLAN);
    Member { mode: Mode::Trunk, trunk: true, native: DEFAULT_VLAN, allowed, ..Member::default() }
}

pub fn is_bridge(job: &Job, iface: usize) -> bool {
    matches!(job.host().ifaces[iface].attach, Attach::Bridge { .. })
}

/// Switches the looking at tags on or off.
pub fn filtering(job: &mut Job, bridge: usize, iface: usize, on: bool) {
    let device = job.device;
    job.net.with(device, |host, cx| {
        let it = &mut host.bridges[bridge];
        it.vlan_aware = on;
        it.vlans.entry(DEFAULT_VLAN).or_default();
        it.own_vlans.get_or_insert_with(|| BTreeSet::from([DEFAULT_VLAN]));
        it.table.clear();
        host.ifaces[iface].attach = Attach::Bridge { bridge, vid: if on { DEFAULT_VLAN } else { 0 } };
        host.refresh_bridge_ifaces();
        host.stp_refresh(bridge, cx);
    });
}

/// `ip link add link br0 name br0.10 type vlan id 10`.
pub fn on_bridge(job: &mut Job, name: &str, parent: &str, id: &str) -> u8 {
    let Some(vid) = vid(id) else {
        return job.fail(255, "Error: argument \"id\" is wrong: id is invalid");
    };
    let Some(Attach::Bridge { bridge, .. }) = job.host().iface(parent).map(|on| job.host().ifaces[on].attach.clone())
    else {
        return job.fail(1, format!("Cannot find device \"{parent}\""));
    };
    let it = &job.host().bridges[bridge];
    if !it.vlan_aware || vid == DEFAULT_VLAN {
        // A real kernel does this: tagged frames up from a bridge that does not look at tags, or VLAN 1 with a tag.
        job.reply.notes.extend(super::Reply::not_simulated("ip link add type vlan").notes);
        return 1;
    }
    let (mac, device) = (it.mac, job.device);
    job.net.with(device, |host, _| {
        host.add_iface(Iface { enabled: false, ..Iface::new(name, Attach::Bridge { bridge, vid }, mac) });
        host.refresh_bridge_ifaces();
    });
    0
}

fn vid(text: &str) -> Option<u16> {
    text.parse().ok().filter(|vid| (1..4095).contains(vid))
}

/// `bridge vlan`.
pub fn run(job: &mut Job, args: &[&str]) -> u8 {
    let (command, rest) = match args.split_first() {
        None => ("show", args),
        Some((word, rest)) => match keyword(word, &["add", "delete", "show", "list", "help", "set", "tunnelshow"]) {
            Some(command) => (command, rest),
            None => return job.fail(255, format!("Command \"{word}\" is unknown, try \"bridge vlan help\".")),
        },
    };
    match command {
        "add" | "delete" => change(job, command == "add", rest),
        "show" | "list" => show(job, rest),
        "help" => job.fail(255, "Usage: bridge vlan { add | del } vid VLAN_ID dev DEV [ pvid ] [ untagged ] [ self ]"),
        real => {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("bridge vlan {real}")).notes);
            1
        }
    }
}

fn change(job: &mut Job, add: bool, args: &[&str]) -> u8 {
    let (mut dev, mut range) = (None, None);
    let (mut pvid, mut untagged, mut own) = (false, false, false);
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match *word {
            "dev" => dev = words.next().copied(),
            "vid" => range = words.next().copied(),
            "pvid" => pvid = true,
            "untagged" => untagged = true,
            "self" => own = true,
            "master" => {}
            word => return job.fail(255, format!("Error: argument \"{word}\" is wrong: unknown")),
        }
    }
    let (Some(dev), Some(range)) = (dev, range) else {
        return job.fail(255, "Device and VLAN ID are required arguments.");
    };
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (Some(first), Some(last)) = (vid(first), vid(last)) else {
        return job.fail(255, format!("Invalid VLAN ID \"{range}\""));
    };
    let Some(iface) = job.host().iface(dev) else {
        return job.fail(1, format!("Cannot find bridge device \"{dev}\""));
    };
    let device = job.device;
    match job.host().ifaces[iface].attach.clone() {
        Attach::Bridge { bridge, .. } if own => {
            if add && (pvid || untagged) && first != DEFAULT_VLAN {
                // The bridge’s own frames without a tag in another VLAN than 1.
                job.reply.notes.extend(super::Reply::not_simulated("bridge vlan add … pvid self").notes);
                return 1;
            }
            job.net.with(device, |host, cx| {
                let it = &mut host.bridges[bridge];
                for vid in first..=last {
                    let own = it.own_vlans.get_or_insert_with(|| BTreeSet::from([DEFAULT_VLAN]));
                    if add {
                        own.insert(vid);
                        it.vlans.entry(vid).or_default();
                    } else {
                        own.remove(&vid);
                    }
                }
                host.refresh_bridge_ifaces();
                host.stp_refresh(bridge, cx);
            });
            0
        }
        Attach::Port(port) if !own && job.host().ports[port].bridge.is_some() => {
            let bridge = job.host().ports[port].bridge.unwrap_or_default();
            let Some(mut member) = job.host().bridges[bridge].member(port).cloned() else { return 0 };
            for vid in first..=last {
                if !add {
                    member.allowed.remove(vid);
                    if member.native == vid {
                        member.native = NO_PVID;
                    }
                    continue;
                }
                if pvid != untagged {
                    // Without a tag one way and with it the other: a real kernel does this.
                    job.reply.notes.extend(super::Reply::not_simulated("bridge vlan add … pvid, untagged").notes);
                    return 1;
                }
                member.allowed.insert(vid);
                if pvid {
                    // The one before keeps its place, and would keep its untagged way out too.
                    let before = member.native;
                    if before != NO_PVID && before != vid {
                        member.allowed.remove(before);
                    }
                    member.native = vid;
                } else if member.native == vid {
                    member.native = NO_PVID;
                }
            }
            job.net.with(device, |host, cx| {
                let it: &mut Bridge = &mut host.bridges[bridge];
                for vid in member.allowed.iter() {
                    it.vlans.entry(vid).or_default();
                }
                it.forget(port, None);
                if let Some(place) = it.member_mut(port) {
                    *place = member;
                }
                host.stp_refresh(bridge, cx);
            });
            0
        }
        _ => job.fail(2, "RTNETLINK answers: Operation not supported"),
    }
}

fn show(job: &mut Job, args: &[&str]) -> u8 {
    let wanted = args.iter().rfind(|word| **word != "dev").copied();
    let host = job.host();
    let mut lines = vec!["port              vlan-id".to_owned()];
    let mut say = |name: &str, vlans: Vec<String>| {
        for (index, vlan) in vlans.into_iter().enumerate() {
            let name = if index == 0 { name } else { "" };
            lines.push(format!("{name:<18}{vlan}"));
        }
    };
    for bridge in host.bridges.iter().filter(|bridge| !bridge.name.is_empty()) {
        for (port, member) in bridge.ports() {
            let name = &host.ports[port].name;
            let vlan = |vid: u16| {
                let marks = if vid == member.native { " PVID Egress Untagged" } else { "" };
                format!("{vid}{marks}")
            };
            if wanted.is_none_or(|wanted| wanted == name) {
                say(name, member.allowed.iter().map(vlan).collect());
            }
        }
        let own = bridge.own_vlans.clone().unwrap_or_else(|| BTreeSet::from([DEFAULT_VLAN]));
        let vlan = |vid: u16| format!("{vid}{}", if vid == DEFAULT_VLAN { " PVID Egress Untagged" } else { "" });
        if wanted.is_none_or(|wanted| wanted == bridge.name) {
            say(&bridge.name, own.into_iter().map(vlan).collect());
        }
    }
    lines.into_iter().for_each(|line| job.print(line));
    0
}

/// `brctl`, said as `ip link` does it.
pub fn brctl(job: &mut Job, args: &[&str]) -> u8 {
    let ip = |job: &mut Job, args: &[&str]| link::run(job, args, Options::default());
    let hundredths = |seconds: &str| seconds.parse::<f64>().ok().map(|it| ((it * 100.0) as u64).to_string());
    let on = |word: &str| matches!(word, "on" | "yes" | "1");
    match args {
        ["addbr", bridge] => match ip(job, &["add", bridge, "type", "bridge"]) {
            0 => 0,
            _ => {
                job.out.clear();
                job.fail(1, format!("device {bridge} already exists; can't create bridge with the same name"))
            }
        },
        ["delbr", bridge] => ip(job, &["delete", bridge]),
        ["addif", bridge, cards @ ..] if !cards.is_empty() => cards
            .iter()
            .map(|card| ip(job, &["set", "dev", card, "master", bridge]))
            .find(|status| *status != 0)
            .unwrap_or(0),
        ["delif", _, card] => ip(job, &["set", "dev", card, "nomaster"]),
        ["stp", bridge, word] => {
            ip(job, &["set", bridge, "type", "bridge", "stp_state", if on(word) { "1" } else { "0" }])
        }
        [key @ ("setfd" | "sethello" | "setmaxage" | "setageing"), bridge, seconds] => {
            let Some(value) = hundredths(seconds) else { return job.fail(1, "bad time value") };
            let key = match *key {
                "setfd" => "forward_delay",
                "sethello" => "hello_time",
                "setmaxage" => "max_age",
                _ => "ageing_time",
            };
            ip(job, &["set", bridge, "type", "bridge", key, &value])
        }
        ["setbridgeprio", bridge, value] => ip(job, &["set", bridge, "type", "bridge", "priority", value]),
        [] | ["show"] => {
            let host = job.host();
            let mut lines = vec!["bridge name\tbridge id\t\tSTP enabled\tinterfaces".to_owned()];
            for bridge in host.bridges.iter().filter(|bridge| !bridge.name.is_empty()) {
                let priority = bridge.stp.priority.get(&0).copied().unwrap_or(32768);
                let mac = bridge.mac.to_string().replace(':', "");
                let stp = if bridge.stp.on { "yes" } else { "no" };
                let names: Vec<&str> = bridge.ports().map(|(port, _)| host.ports[port].name.as_str()).collect();
                let first = names.first().copied().unwrap_or_default();
                lines.push(format!("{}\t\t{priority:04x}.{mac}\t{stp}\t\t{first}", bridge.name));
                lines.extend(names.iter().skip(1).map(|name| format!("\t\t\t\t\t\t\t{name}")));
            }
            lines.into_iter().for_each(|line| job.print(line));
            0
        }
        [command @ ("showmacs" | "showstp" | "setpathcost" | "setportprio" | "hairpin"), ..] => {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("brctl {command}")).notes);
            1
        }
        [command, ..] => job.fail(1, format!("never heard of command [{command}]")),
    }
}
