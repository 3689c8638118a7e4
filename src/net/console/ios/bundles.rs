//! Bundles of cables on the console: `channel-group`, `interface port-channel`, `show etherchannel summary`.

use super::interface::chosen;
use super::{Job, names};
use crate::net::lag::{How, MOST_GROUPS};

fn group(job: &mut Job, things: &[String], how: How) {
    let Some(group) = things.first().and_then(|text| text.parse::<u16>().ok()) else { return };
    let device = job.device;
    for name in chosen(job) {
        let Some(cable) = job.host().port(&name).filter(|port| job.host().ports[*port].bundle_of.is_none()) else {
            return job.print("% Invalid input detected at '^' marker.");
        };
        let other =
            job.host().bundled(group).any(|(port, it)| port != cable && (it.how == How::On) != (how == How::On));
        if other {
            return job
                .print("Command rejected: the interface can not be added to the channel group: the protocols differ");
        }
        let made = job.host().bundle(group).is_none();
        job.net.with(device, |host, cx| host.bundle_up(cable, group, how, cx));
        if made && !job.is_booting() {
            job.print(format!("Creating a port-channel interface Port-channel {group}"));
        }
    }
    job.net.negotiate();
}

pub fn on(job: &mut Job, things: &[String]) {
    either(job, things, How::On);
}

pub fn active(job: &mut Job, things: &[String]) {
    either(job, things, How::Active);
}

pub fn passive(job: &mut Job, things: &[String]) {
    either(job, things, How::Passive);
}

fn either(job: &mut Job, things: &[String], how: How) {
    if !job.no {
        return group(job, things, how);
    }
    let device = job.device;
    for name in chosen(job) {
        if let Some(cable) = job.host().port(&name) {
            job.net.with(device, |host, cx| host.unbundle(cable, cx));
        }
    }
    job.net.negotiate();
}

/// `interface port-channel 1`: makes the bundle where it is not yet there.
pub fn choose(job: &mut Job, number: &str) -> bool {
    let Some(group) = number.parse().ok().filter(|group| (1..=MOST_GROUPS).contains(group)) else { return false };
    if job.host().bridges.is_empty() && job.host().ports.is_empty() {
        return false;
    }
    let device = job.device;
    job.net.with(device, |host, cx| host.make_bundle(group, None, cx));
    true
}

pub fn summary(job: &mut Job, _: &[String]) {
    for line in [
        "Flags:  D - down        P - bundled in port-channel",
        "        I - stand-alone s - suspended",
        "        R - Layer3      S - Layer2",
        "        U - in use      w - waiting to be aggregated",
        "",
    ] {
        job.print(line);
    }
    let host = job.host();
    let groups: Vec<u16> = host.ports.iter().filter_map(|port| port.bundle_of).filter(|group| *group > 0).collect();
    let mut lines = vec![
        format!("Number of channel-groups in use: {}", groups.len()),
        format!("Number of aggregators:           {}", groups.len()),
        String::new(),
        "Group  Port-channel  Protocol    Ports".to_owned(),
        "------+-------------+-----------+-----------------------------------------------".to_owned(),
    ];
    for group in groups {
        let Some(port) = host.bundle(group) else { continue };
        let layer = if host.ports[port].bridge.is_some() { 'S' } else { 'R' };
        let state = if host.ports[port].carrier { 'U' } else { 'D' };
        let lacp = host.bundled(group).any(|(_, it)| it.how != How::On);
        let cables: Vec<String> = host
            .bundled(group)
            .map(|(cable, it)| {
                let it_is = match (host.ports[cable].carrier, it.working, it.suspended) {
                    (false, ..) => 'D',
                    (_, true, _) => 'P',
                    (_, _, true) => 's',
                    _ => 'w',
                };
                format!("{}({it_is})", names::short(&host.ports[cable].name))
            })
            .collect();
        let bundle = format!("Po{group}({layer}{state})");
        let protocol = if lacp { "LACP" } else { "-" };
        for (at, some) in cables.chunks(4).enumerate() {
            let row: String = some.iter().map(|cable| format!("{cable:<12}")).collect();
            lines.push(match at {
                0 => format!("{group:<6} {bundle:<14} {protocol:>6}      {row}"),
                _ => format!("{}{row}", " ".repeat(34)),
            });
        }
        if cables.is_empty() {
            lines.push(format!("{group:<6} {bundle:<14} {protocol:>6}"));
        }
    }
    lines.iter().for_each(|line| job.print(line));
}
