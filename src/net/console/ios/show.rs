//! `show`: configurations, what the box is, interfaces.

use super::{Job, names, running, stamped};
use crate::net::device::{Attach, Device, Duplex};

pub fn running(job: &mut Job, _: &[String]) {
    let text = running::config(job.host());
    job.print("Building configuration...");
    job.print("");
    job.print(format!("Current configuration : {} bytes", text.len()));
    job.out.push_str(&text);
}

pub fn running_interface(job: &mut Job, things: &[String]) {
    let name = &things[0];
    if job.host().port(name).is_none() && job.host().iface(name).is_none() {
        return job.print("% Invalid input detected at '^' marker.");
    }
    let lines = running::interface(job.host(), name);
    job.print("Building configuration...");
    job.print("");
    let size: usize = lines.iter().map(|line| line.len() + 1).sum();
    job.print(format!("Current configuration : {size} bytes"));
    job.print("!");
    lines.iter().for_each(|line| job.print(line));
    job.print("end");
}

pub fn startup(job: &mut Job, _: &[String]) {
    match job.session().startup.clone() {
        None => job.print("startup-config is not present"),
        Some(text) => {
            job.print(format!("Using {} out of 65536 bytes", text.len()));
            job.out.push_str(&text);
        }
    }
}

pub fn version(job: &mut Job, _: &[String]) {
    let up = (job.net.now() - job.host().booted).as_seconds();
    let host = job.host();
    let (hours, minutes) = (up / 3600, up / 60 % 60);
    let plural = |count: u64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let lines = [
        format!("Lab Software, ({}), Version 1.0, simulated by Splicelab", host.model),
        "ROM: simulated".to_owned(),
        String::new(),
        format!("{} uptime is {}, {}", host.hostname, plural(hours, "hour"), plural(minutes, "minute")),
        "System returned to ROM by power-on".to_owned(),
        String::new(),
        format!("{} ports", host.ports.len()),
        format!(
            "Base ethernet MAC Address       : {}",
            host.ports.first().map_or_else(String::new, |port| port.mac.to_string())
        ),
        "Configuration register is 0x2102".to_owned(),
    ];
    lines.iter().for_each(|line| job.print(line));
}

pub fn history(job: &mut Job, _: &[String]) {
    let lines: Vec<String> = job.host().shell.history.iter().rev().take(20).rev().cloned().collect();
    lines.iter().for_each(|line| job.print(format!("  {line}")));
}

pub fn clock(job: &mut Job, _: &[String]) {
    let seconds = job.net.now().as_seconds();
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    let day = 1 + seconds / 86_400;
    job.print(format!("*{hours:02}:{minutes:02}:{:02}.000 UTC Mon Mar {day} 1993", seconds % 60));
}

pub fn logging(job: &mut Job, _: &[String]) {
    let lines: Vec<String> = job.host().log.iter().map(|(at, text)| stamped(*at, text)).collect();
    job.print(format!("Log Buffer: {} messages", lines.len()));
    job.print("");
    lines.iter().for_each(|line| job.print(line));
}

pub fn users(job: &mut Job, _: &[String]) {
    job.print("    Line       User       Host(s)              Idle       Location");
    job.print("*  0 con 0                idle                 00:00:00");
}

/// State of an interface and of its protocol, as all listings say it.
pub fn state(host: &Device, name: &str) -> (&'static str, &'static str) {
    let port = host.port(name).map(|port| &host.ports[port]);
    let iface = host.iface(name);
    match (port, iface) {
        (Some(port), _) if !port.enabled => ("administratively down", "down"),
        (Some(port), _) if !port.carrier => ("down", "down"),
        (Some(_), _) => ("up", "up"),
        (None, Some(iface)) => {
            let parent_off = host.port_of(iface).is_some_and(|port| !host.ports[port].enabled);
            match (host.ifaces[iface].enabled && !parent_off, host.has_carrier(iface), &host.ifaces[iface].attach) {
                (false, ..) => ("administratively down", "down"),
                (true, true, _) => ("up", "up"),
                // A sub-interface without a tag works on no protocol; a virtual one waits for a port.
                (true, false, Attach::Bridge { .. }) => ("up", "down"),
                (true, false, _) => ("down", "down"),
            }
        }
        (None, None) => ("down", "down"),
    }
}

pub fn interfaces(job: &mut Job, _: &[String]) {
    for name in running::names(job.host()) {
        one(job, &name);
    }
}

pub fn interface(job: &mut Job, things: &[String]) {
    let name = &things[0];
    if job.host().port(name).is_none() && job.host().iface(name).is_none() {
        return job.print("% Invalid input detected at '^' marker.");
    }
    one(job, name);
}

fn one(job: &mut Job, name: &str) {
    let host = job.host();
    let (status, protocol) = state(host, name);
    let port = host.port(name).map(|port| &host.ports[port]);
    let iface = host.iface(name).map(|iface| &host.ifaces[iface]);
    let parent = host.iface(name).and_then(|iface| host.port_of(iface)).map(|port| &host.ports[port]);
    let mac = port.map(|port| port.mac).or(iface.map(|iface| iface.mac)).unwrap_or_default().dotted();
    let mbps = port.or(parent).map_or(1000, |port| port.mbps);
    let kind = match mbps {
        1000.. => "Gigabit Ethernet",
        _ => "Fast Ethernet",
    };
    let kind = match iface.map(|iface| &iface.attach) {
        Some(Attach::Loopback) => "Loopback",
        Some(Attach::Bridge { .. }) => "Ethernet SVI",
        _ => kind,
    };
    let why = match port.and_then(|port| port.err_disabled) {
        Some(_) => " (err-disabled)",
        None if port.is_some_and(|port| port.bridge.is_some()) => match protocol {
            "up" => " (connected)",
            _ if status == "down" => " (notconnect)",
            _ => " (disabled)",
        },
        None => "",
    };
    let mut lines = vec![format!("{name} is {status}, line protocol is {protocol}{why}")];
    lines.push(format!("  Hardware is {kind}, address is {mac} (bia {mac})"));
    let description = port.map(|port| &port.description).or(iface.map(|iface| &iface.description));
    if let Some(text) = description.filter(|text| !text.is_empty()) {
        lines.push(format!("  Description: {text}"));
    }
    if let Some(cidr) = iface.and_then(|iface| iface.primary()) {
        lines.push(format!("  Internet address is {cidr}"));
    }
    let mtu = iface.map_or(1500, |iface| iface.mtu);
    let delay = if mbps >= 1000 { 10 } else { 100 };
    lines.push(format!("  MTU {mtu} bytes, BW {} Kbit/sec, DLY {delay} usec, ", mbps * 1000));
    lines.push("     reliability 255/255, txload 1/255, rxload 1/255".to_owned());
    lines.push(match iface.map(|iface| &iface.attach) {
        Some(Attach::Vlan { vid: Some(vid), .. }) => format!("  Encapsulation 802.1Q Virtual LAN, Vlan ID  {vid}."),
        Some(Attach::Loopback) => "  Encapsulation LOOPBACK, loopback not set".to_owned(),
        _ => "  Encapsulation ARPA, loopback not set".to_owned(),
    });
    if let Some(port) = port {
        let duplex = match (port.carrier, port.duplex) {
            (_, Some(Duplex::Half)) => "Half-duplex",
            (_, Some(Duplex::Full)) | (true, None) => "Full-duplex",
            (false, None) => "Auto-duplex",
        };
        let speed = if port.carrier { format!("{mbps}Mb/s") } else { "Auto-speed".to_owned() };
        lines.push(format!("  {duplex}, {speed}, media type is RJ45"));
    }
    let count = port.map(|port| port.count).unwrap_or_default();
    lines.push("  Last input never, output never, output hang never".to_owned());
    lines.push(format!("  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: {}", count.out_drops));
    lines.push("  Queueing strategy: fifo".to_owned());
    lines.push("  5 minute input rate 0 bits/sec, 0 packets/sec".to_owned());
    lines.push("  5 minute output rate 0 bits/sec, 0 packets/sec".to_owned());
    lines.push(format!("     {} packets input, {} bytes, 0 no buffer", count.in_frames, count.in_bytes));
    lines.push("     0 runts, 0 giants, 0 throttles ".to_owned());
    lines.push(format!("     {} input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored", count.in_errors));
    lines.push(format!("     {} packets output, {} bytes, 0 underruns", count.out_frames, count.out_bytes));
    lines.push("     0 output errors, 0 collisions, 0 interface resets".to_owned());
    lines.into_iter().for_each(|line| job.print(line));
}

pub fn descriptions(job: &mut Job, _: &[String]) {
    job.print("Interface                      Status         Protocol Description");
    for name in running::names(job.host()) {
        let host = job.host();
        let (status, protocol) = state(host, &name);
        let status = if status == "administratively down" { "admin down" } else { status };
        let port = host.port(&name).map(|port| host.ports[port].description.clone());
        let text = port.or_else(|| host.iface(&name).map(|iface| host.ifaces[iface].description.clone()));
        let line = format!("{:<30} {status:<14} {protocol:<8} {}", names::short(&name), text.unwrap_or_default());
        job.print(line.trim_end());
    }
}

/// What the optics of ports over fibre send and receive. Other ports have none.
pub fn transceivers(job: &mut Job, things: &[String]) {
    let mut rows = Vec::new();
    for (number, port) in job.host().ports.iter().enumerate() {
        let Some((light, end)) = job.net.light_at((job.device, number)) else { continue };
        if things.first().is_some_and(|wanted| *wanted != port.name) {
            continue;
        }
        // What arrives at the other end was sent here.
        let sent = light.at(1 - end).sent.dbm();
        let received = light.at(end).received.map_or(DARK_DBM, |power| power.dbm()).max(DARK_DBM);
        // Warm, and fed as such optics are (design choice): nothing in the lab changes them.
        rows.push(format!(
            "{:<12} {:>6.1} {:>10.2} {sent:>10.1} {received:>9.1}",
            names::short(&port.name),
            33.5,
            3.30
        ));
    }
    if rows.is_empty() {
        return job.print("% No optical transceiver is fitted.");
    }
    for line in [
        "",
        "                                 Optical   Optical",
        "           Temperature  Voltage  Tx Power  Rx Power",
        "Port       (Celsius)    (Volts)  (dBm)     (dBm)",
        "---------  -----------  -------  --------  --------",
    ] {
        job.print(line);
    }
    rows.iter().for_each(|row| job.print(row));
}

/// What such a display shows when no light comes.
const DARK_DBM: f64 = -40.0;
