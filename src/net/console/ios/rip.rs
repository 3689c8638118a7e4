//! RIP on the console: `router rip` and what it shows.

use std::net::Ipv4Addr;

use super::{Job, Mode, ago, routers};
use crate::net::device::Device;
use crate::net::rip::{DISTANCE, GARBAGE, MOST_PATHS, Rip, TIMEOUT, class};
use crate::net::time::Time;

pub fn router(job: &mut Job, _: &[String]) {
    if !routers::can(job) {
        return;
    }
    let (device, on) = (job.device, !job.no);
    job.net.with(device, |host, cx| host.rip_set(on, cx));
    if on {
        job.enter(Mode::Rip);
    }
}

/// Changes how it is set.
fn set(job: &mut Job, act: impl FnOnce(&mut Rip, bool)) {
    let no = job.no;
    if let Some(rip) = &mut job.host_mut().rip {
        act(rip, no);
    }
}

pub fn version(job: &mut Job, things: &[String]) {
    let version = things.first().and_then(|text| text.parse().ok());
    set(job, |rip, no| rip.version = version.filter(|_| !no));
}

pub fn network(job: &mut Job, things: &[String]) {
    let Some(addr) = things.first().and_then(|text| text.parse::<Ipv4Addr>().ok()) else { return };
    let of = class(addr).addr;
    set(job, |rip, no| {
        if no {
            rip.networks.remove(&of);
        } else {
            rip.networks.insert(of);
        }
    });
}

pub fn passive(job: &mut Job, things: &[String]) {
    let Some(name) = things.first().cloned() else { return };
    if job.host().iface(&name).is_none() {
        return job.print("%Invalid interface type and number");
    }
    set(job, |rip, no| {
        if no == rip.passive_default {
            rip.passive.insert(name);
        } else {
            rip.passive.remove(&name);
        }
    });
}

pub fn passive_default(job: &mut Job, _: &[String]) {
    set(job, |rip, no| {
        rip.passive.clear();
        rip.passive_default = !no;
    });
}

pub fn auto_summary(job: &mut Job, _: &[String]) {
    set(job, |rip, no| rip.auto_summary = !no);
}

pub fn originate(job: &mut Job, _: &[String]) {
    set(job, |rip, no| rip.originate = !no);
}

pub fn redistribute_static(job: &mut Job, things: &[String]) {
    let metric = things.first().and_then(|text| text.parse().ok()).unwrap_or(1);
    set(job, |rip, no| rip.tells_static = (!no).then_some(metric));
}

pub fn redistribute_connected(job: &mut Job, things: &[String]) {
    let metric = things.first().and_then(|text| text.parse().ok()).unwrap_or(1);
    set(job, |rip, no| rip.tells_connected = (!no).then_some(metric));
}

/// The lines of its configuration.
pub fn lines(rip: &Rip) -> Vec<String> {
    let mut lines = vec!["router rip".to_owned()];
    if let Some(version) = rip.version {
        lines.push(format!(" version {version}"));
    }
    for (metric, what) in [(rip.tells_static, "static"), (rip.tells_connected, "connected")] {
        match metric {
            Some(1) => lines.push(format!(" redistribute {what}")),
            Some(metric) => lines.push(format!(" redistribute {what} metric {metric}")),
            None => {}
        }
    }
    if rip.passive_default {
        lines.push(" passive-interface default".to_owned());
    }
    let no = if rip.passive_default { "no " } else { "" };
    lines.extend(rip.passive.iter().map(|name| format!(" {no}passive-interface {name}")));
    lines.extend(rip.networks.iter().map(|network| format!(" network {network}")));
    if rip.originate {
        lines.push(" default-information originate".to_owned());
    }
    if !rip.auto_summary {
        lines.push(" no auto-summary".to_owned());
    }
    lines
}

/// What `show ip protocols` says of it.
pub fn protocol(host: &Device, rip: &Rip, now: Time) -> Vec<String> {
    let mut lines = vec![
        "Routing Protocol is \"rip\"".to_owned(),
        "  Outgoing update filter list for all interfaces is not set".to_owned(),
        "  Incoming update filter list for all interfaces is not set".to_owned(),
        format!("  Sending updates every 30 seconds, next due in {} seconds", (rip.update_at - now).as_seconds()),
        format!(
            "  Invalid after {} seconds, hold down 0, flushed after {}",
            TIMEOUT.as_seconds(),
            (TIMEOUT + GARBAGE).as_seconds()
        ),
    ];
    let mut told = vec!["rip"];
    told.extend(rip.tells_static.map(|_| "static"));
    told.extend(rip.tells_connected.map(|_| "connected"));
    lines.push(format!("  Redistributing: {}", told.join(", ")));
    let (send, receive) = match rip.version {
        Some(version) => (version.to_string(), version.to_string()),
        None => ("1".to_owned(), "1 2".to_owned()),
    };
    let hears = if rip.version.is_some() { receive.clone() } else { "any version".to_owned() };
    let word = if rip.version.is_some() { "version " } else { "" };
    lines.push(format!("  Default version control: send version {send}, receive {word}{hears}"));
    lines.push("    Interface             Send  Recv  Triggered RIP  Key-chain".to_owned());
    for (iface, it) in host.live_ifaces() {
        if host.rip_takes_part(iface) && !rip.is_passive(&it.name) {
            lines.push(format!("    {:<21} {send:<5} {receive}", it.name));
        }
    }
    let summed = if rip.auto_summary { "in effect" } else { "not in effect" };
    lines.push(format!("  Automatic network summarization is {summed}"));
    lines.push(format!("  Maximum path: {MOST_PATHS}"));
    lines.push("  Routing for Networks:".to_owned());
    lines.extend(rip.networks.iter().map(|network| format!("    {network}")));
    let passive: Vec<&str> = host
        .live_ifaces()
        .filter(|(iface, it)| host.rip_takes_part(*iface) && rip.is_passive(&it.name))
        .map(|(_, it)| it.name.as_str())
        .collect();
    if !passive.is_empty() {
        lines.push("  Passive Interface(s):".to_owned());
        lines.extend(passive.iter().map(|name| format!("    {name}")));
    }
    lines.push("  Routing Information Sources:".to_owned());
    lines.push("    Gateway         Distance      Last Update".to_owned());
    for (from, at) in &rip.sources {
        lines.push(format!("    {:<15} {DISTANCE:>8}      {}", from.to_string(), ago(now - *at)));
    }
    lines.push(format!("  Distance: (default is {DISTANCE})"));
    lines
}

pub fn database(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let host = job.host();
    let Some(rip) = &host.rip else { return };
    let mut rows: Vec<(u32, u8, Vec<String>)> = Vec::new();
    for (iface, cidr) in host.addresses().filter(|(iface, _)| host.rip_takes_part(*iface)) {
        let dest = cidr.network();
        let line = format!("{dest}    directly connected, {}", host.ifaces[iface].name);
        rows.push((u32::from(dest.addr), dest.len, vec![line]));
    }
    for (dest, learned) in &rip.learned {
        let mut lines = vec![dest.to_string()];
        if learned.paths.is_empty() {
            lines[0] += " is possibly down";
        }
        for path in &learned.paths {
            let name = &host.ifaces[path.iface].name;
            lines.push(format!("    [{}] via {}, {}, {name}", learned.metric, path.via, ago(now - path.heard)));
        }
        rows.push((u32::from(dest.addr), dest.len, lines));
    }
    let mut classes: Vec<_> = rows.iter().map(|row| class(Ipv4Addr::from(row.0))).collect();
    classes.sort();
    classes.dedup();
    classes.retain(|of| rows.iter().any(|row| of.contains(Ipv4Addr::from(row.0)) && row.1 > of.len));
    for of in classes {
        rows.push((u32::from(of.addr), 0, vec![format!("{of}    auto-summary")]));
    }
    rows.sort();
    rows.into_iter().flat_map(|row| row.2).for_each(|line| job.print(line));
}
