//! The older tools: `arp`, `route`, `ifconfig`.

use std::net::Ipv4Addr;

use super::{Job, ip, ip_route, link};
use crate::net::addr::Cidr;
use crate::net::device::Addr;
use crate::net::route::Kind;

pub fn arp(job: &mut Job, args: &[&str]) -> u8 {
    if args.contains(&"-d") {
        let Some(Ok(ip)) = args.last().map(|word| word.parse::<Ipv4Addr>()) else {
            return job.fail(255, "arp: need host name");
        };
        job.host_mut().neighbours.retain(|(_, of), _| *of != ip);
        return 0;
    }
    let host = job.host();
    let mut lines = Vec::new();
    if args.contains(&"-a") {
        for ((on, ip), entry) in &host.neighbours {
            let mac = entry.usable().map_or("<incomplete>".to_owned(), |mac| format!("{mac} [ether]"));
            lines.push(format!("? ({ip}) at {mac} on {}", host.ifaces[*on].name));
        }
    } else if !host.neighbours.is_empty() {
        lines.push("Address                  HWtype  HWaddress           Flags Mask            Iface".to_owned());
        for ((on, ip), entry) in &host.neighbours {
            let name = &host.ifaces[*on].name;
            let ip = ip.to_string();
            lines.push(match entry.usable() {
                Some(mac) => {
                    let flag = if entry.is_permanent() { "CM" } else { "C" };
                    format!("{ip:<24} ether   {mac}   {flag:<21} {name}")
                }
                None => format!("{ip:<24}         {:<41} {name}", "(incomplete)"),
            });
        }
    }
    lines.into_iter().for_each(|line| job.print(line));
    0
}

pub fn route(job: &mut Job, args: &[&str]) -> u8 {
    let mut words: Vec<&str> =
        args.iter().copied().filter(|word| !matches!(*word, "-n" | "-e" | "-net" | "-host")).collect();
    match words.first().copied() {
        None => table(job),
        Some(command @ ("add" | "del")) => {
            words.remove(0);
            let mut new: Vec<String> = vec![command.to_owned()];
            let mut mask = None;
            let mut rest = words.iter().copied();
            let mut dest = String::new();
            while let Some(word) = rest.next() {
                match word {
                    "gw" => new.extend(["via".to_owned(), rest.next().unwrap_or_default().to_owned()]),
                    "dev" => new.extend(["dev".to_owned(), rest.next().unwrap_or_default().to_owned()]),
                    "metric" => new.extend(["metric".to_owned(), rest.next().unwrap_or_default().to_owned()]),
                    "netmask" => mask = rest.next(),
                    word => word.clone_into(&mut dest),
                }
            }
            if let Some(mask) = mask {
                dest = format!("{dest}/{mask}");
            }
            new.insert(1, dest);
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            ip_route::run(job, &new, ip::Options::default())
        }
        Some(_) => {
            job.fail(4, "Usage: route [-n] | route {add|del} [-net|-host] target [netmask Nm] [gw Gw] [[dev] If]")
        }
    }
}

fn table(job: &mut Job) -> u8 {
    let host = job.host();
    let mut lines: Vec<(u32, u8, String)> = Vec::new();
    let line = |dest: Cidr, via: Option<Ipv4Addr>, metric: u32, name: &str| {
        let flags = match (via, dest.len) {
            (Some(_), 32) => "UGH",
            (Some(_), _) => "UG",
            (None, 32) => "UH",
            (None, _) => "U",
        };
        let via = via.unwrap_or(Ipv4Addr::UNSPECIFIED).to_string();
        let (addr, mask) = (dest.addr.to_string(), dest.mask().to_string());
        let text = format!("{addr:<15} {via:<15} {mask:<15} {flags:<5} {metric:<6} {:<5}  {:>3} {name}", 0, 0);
        (u32::from(dest.addr), dest.len, text)
    };
    for (iface, cidr) in host.connected().filter(|(_, cidr)| !cidr.addr.is_loopback()) {
        lines.push(line(cidr.network(), None, 0, &host.ifaces[iface].name));
    }
    for route in host.routes.iter().filter(|route| route.kind == Kind::Unicast) {
        let name = route.iface.map_or("", |iface| host.ifaces[iface].name.as_str());
        lines.push(line(route.dest, route.via, route.metric, name));
    }
    lines.sort();
    job.print("Kernel IP routing table");
    job.print("Destination     Gateway         Genmask         Flags Metric Ref    Use Iface");
    lines.into_iter().for_each(|(_, _, text)| job.print(text));
    0
}

pub fn ifconfig(job: &mut Job, args: &[&str]) -> u8 {
    let Some((name, rest)) = args.split_first().filter(|(name, _)| **name != "-a") else {
        return show(job, None);
    };
    if name.contains(':') {
        // A second address under a name of its own.
        job.reply.notes.extend(super::Reply::not_simulated(&format!("ifconfig {name}")).notes);
        return 1;
    }
    if job.host().iface(name).is_none() {
        return job.fail(1, format!("{name}: error fetching interface information: Device not found"));
    }
    if rest.is_empty() {
        return show(job, Some(name));
    }
    let mut words = rest.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "up" | "down" => {
                let status = link::run(job, &["set", name, word], ip::Options::default());
                if status != 0 {
                    return status;
                }
            }
            "netmask" if rest.len() == 2 => {
                // Only the mask changes.
                let own = job.host().iface(name).and_then(|iface| job.host().ifaces[iface].primary());
                let mask = words.next().unwrap_or_default();
                let (Some(own), Some(iface)) = (own, job.host().iface(name)) else {
                    return job.fail(1, "SIOCSIFNETMASK: Cannot assign requested address");
                };
                let Ok(cidr) = format!("{}/{mask}", own.addr).parse::<Cidr>() else {
                    return job.fail(1, format!("{mask}: Unknown host"));
                };
                job.host_mut().ifaces[iface].addrs = vec![Addr { cidr, secondary: false, lease: None }];
            }
            "netmask" | "broadcast" | "metric" | "txqueuelen" => {
                words.next();
            }
            "promisc" | "-promisc" | "multicast" | "-multicast" | "allmulti" | "-allmulti" | "arp" => {}
            "hw" => {
                let (_, mac) = (words.next(), words.next().unwrap_or_default());
                if link::run(job, &["set", name, "address", mac], ip::Options::default()) != 0 {
                    return 1;
                }
            }
            "add" | "del" | "-arp" | "pointopoint" | "dstaddr" | "tunnel" => {
                job.reply.notes.extend(super::Reply::not_simulated(&format!("ifconfig {word}")).notes);
                return 1;
            }
            "0" | "0.0.0.0" => {
                if let Some(iface) = job.host().iface(name) {
                    let host = job.host_mut();
                    host.ifaces[iface].addrs.clear();
                    host.routes.retain(|route| route.iface != Some(iface));
                }
            }
            "mtu" => {
                let mtu = words.next().unwrap_or_default();
                link::run(job, &["set", name, "mtu", mtu], ip::Options::default());
            }
            text => {
                let mask = rest.iter().position(|word| *word == "netmask").and_then(|at| rest.get(at + 1));
                let text = mask.map_or_else(|| text.to_owned(), |mask| format!("{text}/{mask}"));
                let cidr = text.parse::<Cidr>().map(|cidr| match (text.contains('/'), cidr.addr.octets()[0]) {
                    (true, _) => cidr,
                    // Without a mask, that of the old classes: RFC 791.
                    (false, ..128) => Cidr::new(cidr.addr, 8),
                    (false, 128..192) => Cidr::new(cidr.addr, 16),
                    (false, _) => Cidr::new(cidr.addr, 24),
                });
                let Ok(cidr) = cidr else {
                    return job.fail(1, format!("{text}: Unknown host"));
                };
                if let Some(iface) = job.host().iface(name) {
                    job.host_mut().ifaces[iface].addrs = vec![Addr { cidr, secondary: false, lease: None }];
                    // An address switches it on, unless the line says otherwise.
                    if !rest.contains(&"down") {
                        link::run(job, &["set", name, "up"], ip::Options::default());
                    }
                }
            }
        }
    }
    0
}

fn show(job: &mut Job, name: Option<&str>) -> u8 {
    let host = job.host();
    let mut lines = Vec::new();
    for (iface, it) in host.live_ifaces().filter(|(_, it)| name.is_none_or(|name| it.name == name)) {
        let (flags, _) = ip::flags(host, iface);
        let flags = flags.replace("NO-CARRIER,", "").replace("LOWER_UP", "RUNNING");
        let mtu = if it.name == "lo" { 65536 } else { u32::from(it.mtu) };
        lines.push(format!("{}: flags=4163<{flags}>  mtu {mtu}", it.name));
        if let Some(cidr) = it.addrs.first().map(|own| own.cidr) {
            let broadcast = cidr.broadcast().map_or(String::new(), |all| format!("  broadcast {all}"));
            lines.push(format!("        inet {}  netmask {}{broadcast}", cidr.addr, cidr.mask()));
        }
        if it.name != "lo" {
            lines.push(format!("        ether {}  txqueuelen 1000  (Ethernet)", it.mac));
        }
        if let Some(port) = host.port_of(iface) {
            let count = host.ports[port].count;
            lines.push(format!("        RX packets {}  bytes {}", count.in_frames, count.in_bytes));
            lines.push(format!("        TX packets {}  bytes {}", count.out_frames, count.out_bytes));
        }
        lines.push(String::new());
    }
    lines.into_iter().for_each(|line| job.print(line));
    0
}
