//! `ip link` and `bridge`: cards, VLANs on them, bridges.

use super::ip::{Options, chosen, flags, full_name};
use super::{Job, keyword, vlan};
use crate::net::addr::Mac;
use crate::net::bridge::Bridge;
use crate::net::device::{Attach, Device, Iface};
use crate::net::stp;
use crate::net::time::Time;

/// The first line of an interface.
pub fn head(host: &Device, iface: usize, flags: &str, state: &str, mode: &str) -> String {
    let it = &host.ifaces[iface];
    let qdisc = if matches!(it.attach, Attach::Port(_)) { "fq_codel" } else { "noqueue" };
    let mtu = if it.name == "lo" { 65536 } else { u32::from(it.mtu) };
    let master = host
        .port_of(iface)
        .filter(|port| it.attach == Attach::Port(*port))
        .and_then(|port| host.ports[port].bridge)
        .map_or(String::new(), |bridge| format!(" master {}", host.bridges[bridge].name));
    format!(
        "{}: {}: <{flags}> mtu {mtu} qdisc {qdisc}{master} state {state}{mode} group default qlen 1000",
        iface + 1,
        full_name(host, iface)
    )
}

/// The second line: its card.
pub fn card(host: &Device, iface: usize) -> String {
    let it = &host.ifaces[iface];
    if it.name == "lo" {
        return "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00".to_owned();
    }
    format!("    link/ether {} brd ff:ff:ff:ff:ff:ff", it.mac)
}

pub fn run(job: &mut Job, args: &[&str], options: Options) -> u8 {
    let (command, rest) = match args.split_first() {
        None => ("show", args),
        Some((word, rest)) => match keyword(word, &["add", "delete", "set", "show", "list", "lst", "change", "help"]) {
            Some(command) => (command, rest),
            None => return job.fail(255, format!("Command \"{word}\" is unknown, try \"ip link help\".")),
        },
    };
    match command {
        "set" | "change" => set(job, rest),
        "add" => add(job, rest),
        "delete" => delete(job, rest),
        "help" => job.fail(255, "Usage: ip link { add | delete | set | show }"),
        _ => show(job, rest, options),
    }
}

fn show(job: &mut Job, args: &[&str], options: Options) -> u8 {
    let chosen = match chosen(job, args) {
        Ok(chosen) => chosen,
        Err(status) => return status,
    };
    for iface in chosen {
        let host = job.host();
        let it = &host.ifaces[iface];
        let (flags, state) = flags(host, iface);
        if options.brief {
            let mac = if it.name == "lo" { Mac::default() } else { it.mac };
            let line = format!("{:<16} {state:<14} {mac} <{flags}> ", full_name(host, iface));
            job.print(line);
            continue;
        }
        let mut lines = vec![head(host, iface, &flags, state, " mode DEFAULT"), card(host, iface)];
        if let Some(port) = host.port_of(iface).filter(|_| options.stats) {
            let count = host.ports[port].count;
            lines.push("    RX:  bytes packets errors dropped  missed   mcast".to_owned());
            lines
                .push(format!("    {:>10} {:>7} {:>6} {:>7} {:>7} {:>7}", count.in_bytes, count.in_frames, 0, 0, 0, 0));
            lines.push("    TX:  bytes packets errors dropped carrier collsns".to_owned());
            lines.push(format!(
                "    {:>10} {:>7} {:>6} {:>7} {:>7} {:>7}",
                count.out_bytes, count.out_frames, 0, count.out_drops, 0, 0
            ));
        }
        lines.into_iter().for_each(|line| job.print(line));
    }
    0
}

fn set(job: &mut Job, args: &[&str]) -> u8 {
    let mut words = args.iter().copied().peekable();
    let mut name = None;
    let mut todo: Vec<(&str, Option<&str>)> = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "dev" => name = words.next(),
            "up" | "down" | "nomaster" => todo.push((word, None)),
            "mtu" | "address" | "master" | "name" | "promisc" | "multicast" | "arp" | "txqueuelen" | "alias" => {
                match words.next() {
                    Some(value) => todo.push((word, Some(value))),
                    None => return job.fail(255, "Command line is not complete. Try option \"help\""),
                }
            }
            "type" => {
                let kind = words.next();
                if kind != Some("bridge") {
                    return job.fail(1, "Garbage instead of arguments.");
                }
                while let Some(key) = words.next() {
                    match words.next() {
                        Some(value) => todo.push((key, Some(value))),
                        None => return job.fail(255, "Command line is not complete. Try option \"help\""),
                    }
                }
            }
            word if name.is_none() => name = Some(word),
            word => {
                let text = format!("Error: either \"dev\" is duplicate, or \"{word}\" is a garbage.");
                return job.fail(255, text);
            }
        }
    }
    let Some(name) = name else {
        return job.fail(255, "Not enough of information: \"dev\" argument is required.");
    };
    let Some(iface) = job.host().iface(name) else {
        return job.fail(1, format!("Cannot find device \"{name}\""));
    };
    for (key, value) in todo {
        let status = set_one(job, iface, key, value.unwrap_or_default());
        if status != 0 {
            return status;
        }
    }
    0
}

fn set_one(job: &mut Job, iface: usize, key: &str, value: &str) -> u8 {
    let device = job.device;
    match key {
        "up" | "down" => {
            let up = key == "up";
            job.net.with(device, |host, cx| {
                match host.ifaces[iface].attach {
                    Attach::Port(port) => host.ports[port].enabled = up,
                    _ => host.ifaces[iface].enabled = up,
                }
                cx.links_changed = true;
                if !up {
                    // The kernel forgets the routes through it; those to its networks come back with it.
                    host.routes.retain(|route| route.iface != Some(iface));
                    host.neighbours.retain(|(on, _), _| *on != iface);
                }
            });
            0
        }
        "mtu" => match value.parse::<u16>() {
            Ok(mtu) if mtu >= 68 => {
                job.host_mut().ifaces[iface].mtu = mtu;
                0
            }
            Ok(_) => job.fail(2, "Error: mtu less than device minimum."),
            Err(_) => job.fail(255, format!("Error: argument \"{value}\" is wrong: Invalid \"mtu\" value")),
        },
        "address" => match value.parse::<Mac>() {
            Ok(mac) if !mac.is_multicast() => {
                job.host_mut().ifaces[iface].mac = mac;
                0
            }
            _ => job.fail(255, format!("\"{value}\" is invalid lladdr.")),
        },
        "master" => {
            let Some(bridge) = job.host().bridges.iter().position(|bridge| bridge.name == value) else {
                return job.fail(1, format!("Error: argument \"{value}\" is wrong: Device does not exist"));
            };
            let port = match job.host().ifaces[iface].attach {
                Attach::Port(port) => port,
                // A real kernel does this.
                Attach::Vlan { .. } | Attach::Loopback => {
                    job.reply.notes.extend(super::Reply::not_simulated("ip link set master").notes);
                    return 1;
                }
                Attach::Bridge { .. } => return job.fail(2, "RTNETLINK answers: Too many levels of symbolic links"),
            };
            job.net.with(device, |host, cx| {
                host.leave(port, cx);
                host.join(bridge, port, vlan::member(), cx);
                host.neighbours.retain(|(on, _), _| *on != iface);
            });
            0
        }
        "nomaster" => {
            if let Attach::Port(port) = job.host().ifaces[iface].attach {
                job.net.with(device, |host, cx| host.leave(port, cx));
            }
            0
        }
        "stp_state" | "forward_delay" | "hello_time" | "max_age" | "priority" | "ageing_time" => {
            let Attach::Bridge { bridge, .. } = job.host().ifaces[iface].attach else {
                return job.fail(2, "RTNETLINK answers: Operation not supported");
            };
            let Ok(number) = value.parse::<u64>() else {
                return job.fail(255, format!("Error: argument \"{value}\" is wrong: invalid {key}"));
            };
            // iproute2 counts in hundredths of a second.
            let time = Time::millis(number.saturating_mul(10));
            job.net.with(device, |host, cx| {
                let it = &mut host.bridges[bridge];
                match key {
                    "stp_state" => it.stp.on = number != 0,
                    "forward_delay" => it.stp.forward_delay = time,
                    "hello_time" => it.stp.hello = time,
                    "max_age" => it.stp.max_age = time,
                    "ageing_time" => it.ageing = time,
                    _ => {
                        it.stp.priority.insert(0, number.min(u64::from(u16::MAX)) as u16);
                    }
                }
                host.stp_refresh(bridge, cx);
            });
            0
        }
        "vlan_filtering" => {
            let Attach::Bridge { bridge, .. } = job.host().ifaces[iface].attach else {
                return job.fail(2, "RTNETLINK answers: Operation not supported");
            };
            vlan::filtering(job, bridge, iface, value != "0");
            0
        }
        _ => 0,
    }
}

fn add(job: &mut Job, args: &[&str]) -> u8 {
    let mut words = args.iter().copied();
    let (mut name, mut parent, mut kind, mut id) = (None, None, None, None);
    let mut settings: Vec<(&str, &str)> = Vec::new();
    let mut up = false;
    while let Some(word) = words.next() {
        match word {
            "name" | "dev" => name = words.next(),
            "link" => parent = words.next(),
            "type" => kind = words.next(),
            "id" => id = words.next(),
            "stp_state" | "forward_delay" | "hello_time" | "max_age" | "priority" | "ageing_time"
            | "vlan_filtering" | "mtu" | "address" => settings.extend(words.next().map(|value| (word, value))),
            "protocol" | "vlan_default_pvid" | "mcast_snooping" => {
                words.next();
            }
            "up" => up = true,
            word if name.is_none() => name = Some(word),
            word => return job.fail(255, format!("Error: either \"dev\" is duplicate, or \"{word}\" is a garbage.")),
        }
    }
    let (Some(name), Some(kind)) = (name, kind) else {
        return job.fail(255, "Not enough information: \"type\" argument is required");
    };
    if name.len() > 15 {
        return job.fail(255, format!("Error: argument \"{name}\" is wrong: \"name\" not a valid ifname"));
    }
    if job.host().iface(name).is_some() {
        return job.fail(2, "RTNETLINK answers: File exists");
    }
    let number = job.host().ifaces.len();
    if number > 200 {
        return job.fail(2, "RTNETLINK answers: Cannot allocate memory");
    }
    let status = make(job, name, kind, parent, id);
    if status != 0 {
        return status;
    }
    let Some(iface) = job.host().iface(name) else { return 0 };
    for (key, value) in settings.into_iter().chain(up.then_some(("up", ""))) {
        let status = set_one(job, iface, key, value);
        if status != 0 {
            return status;
        }
    }
    0
}

fn make(job: &mut Job, name: &str, kind: &str, parent: Option<&str>, id: Option<&str>) -> u8 {
    let device = job.device;
    match kind {
        "vlan" if parent.and_then(|parent| job.host().iface(parent)).is_some_and(|on| vlan::is_bridge(job, on)) => {
            vlan::on_bridge(job, name, parent.unwrap_or_default(), id.unwrap_or_default())
        }
        "vlan" => {
            let Some(port) = parent.and_then(|parent| job.host().port(parent)) else {
                return job.fail(1, format!("Cannot find device \"{}\"", parent.unwrap_or_default()));
            };
            let Some(vid) = id.and_then(|id| id.parse::<u16>().ok()).filter(|vid| *vid < 4095) else {
                return job.fail(255, "Error: argument \"id\" is wrong: id is invalid");
            };
            let mac = job.host().ports[port].mac;
            let attach = Attach::Vlan { port, vid: Some(vid), native: false };
            job.host_mut().add_iface(Iface { enabled: false, ..Iface::new(name, attach, mac) });
            0
        }
        "bridge" => {
            let mac = Mac::of_port(device, 100 + job.host().bridges.len());
            job.net.with(device, |host, _| {
                host.bridges.push(Bridge::new(name, mac));
                let attach = Attach::Bridge { bridge: host.bridges.len() - 1, vid: 0 };
                host.add_iface(Iface { enabled: false, ..Iface::new(name, attach, mac) });
                host.refresh_bridge_ifaces();
            });
            0
        }
        "dummy" => {
            let mac = Mac::of_port(device, 200);
            job.host_mut().add_iface(Iface { enabled: false, ..Iface::new(name, Attach::Loopback, mac) });
            0
        }
        kind @ ("veth" | "bond" | "vxlan" | "gre" | "tun" | "macvlan" | "wireguard" | "team") => {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("ip link add type {kind}")).notes);
            1
        }
        kind => job.fail(2, format!("Error: Unknown device type \"{kind}\".")),
    }
}

fn delete(job: &mut Job, args: &[&str]) -> u8 {
    let Some(name) = args.iter().find(|word| **word != "dev") else {
        return job.fail(255, "Not enough information: \"dev\" argument is required.");
    };
    let Some(iface) = job.host().iface(name) else {
        return job.fail(1, format!("Cannot find device \"{name}\""));
    };
    if matches!(job.host().ifaces[iface].attach, Attach::Port(_)) || *name == "lo" {
        return job.fail(2, "RTNETLINK answers: Operation not supported");
    }
    let device = job.device;
    job.net.with(device, |host, cx| {
        if let Attach::Bridge { bridge, .. } = host.ifaces[iface].attach {
            let ports: Vec<usize> = host.bridges[bridge].ports().map(|(port, _)| port).collect();
            ports.into_iter().for_each(|port| host.leave(port, cx));
            host.bridges[bridge].name.clear();
        }
        host.ifaces[iface].gone = true;
        host.ifaces[iface].addrs.clear();
        host.routes.retain(|route| route.iface != Some(iface));
        host.neighbours.retain(|(on, _), _| *on != iface);
        host.refresh_bridge_ifaces();
    });
    0
}

/// `bridge link`, `bridge fdb`.
pub fn bridge(job: &mut Job, args: &[&str]) -> u8 {
    let object = args.first().and_then(|word| keyword(word, &["link", "fdb", "mdb", "vlan", "monitor"]));
    let mut lines = Vec::new();
    let now = job.net.now();
    let host = job.host();
    match object {
        Some("link") => {
            for bridge in &host.bridges {
                for (port, _) in bridge.ports() {
                    let it = &host.ports[port];
                    let tree = bridge.trees.get(&0).and_then(|tree| tree.ports.get(&port));
                    let (state, cost) = match tree {
                        Some(port) => (state_name(port.state), port.cost),
                        None if it.carrier => ("forwarding", stp::path_cost(it.mbps)),
                        None => ("disabled", stp::path_cost(it.mbps)),
                    };
                    let flags = if it.carrier {
                        "BROADCAST,MULTICAST,UP,LOWER_UP"
                    } else {
                        "NO-CARRIER,BROADCAST,MULTICAST,UP"
                    };
                    lines.push(format!(
                        "{}: {}: <{flags}> mtu 1500 master {} state {state} priority 32 cost {cost} ",
                        port + 2,
                        it.name,
                        bridge.name
                    ));
                }
            }
        }
        Some("fdb") => {
            if args.get(1).and_then(|word| keyword(word, &["flush"])).is_some() {
                let name = args.last().copied().unwrap_or_default().to_owned();
                for bridge in &mut job.host_mut().bridges {
                    if bridge.name == name {
                        bridge.table.clear();
                    }
                }
                return 0;
            }
            for bridge in &host.bridges {
                for (port, _) in bridge.ports() {
                    lines.push(format!(
                        "{} dev {} master {} permanent",
                        host.ports[port].mac, host.ports[port].name, bridge.name
                    ));
                }
                for ((_, mac), learned) in &bridge.table {
                    if now - learned.at < bridge.ageing {
                        lines.push(format!("{mac} dev {} master {} ", host.ports[learned.port].name, bridge.name));
                    }
                }
            }
        }
        Some("vlan") => return vlan::run(job, &args[1..]),
        Some(real) => {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("bridge {real}")).notes);
            return 1;
        }
        None => return job.fail(255, "Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }"),
    }
    lines.into_iter().for_each(|line| job.print(line));
    0
}

fn state_name(state: stp::State) -> &'static str {
    match state {
        stp::State::Disabled => "disabled",
        stp::State::Blocking => "blocking",
        stp::State::Listening => "listening",
        stp::State::Learning => "learning",
        stp::State::Forwarding => "forwarding",
    }
}
