//! `show ip` and its like: addresses, routes, neighbours, translations, leases.

use std::net::Ipv4Addr;

use super::{Job, ago, running, show};
use crate::net::addr::Cidr;
use crate::net::arp::State;
use crate::net::device::Device;
use crate::net::nat::Rule;
use crate::net::packet::{ICMP, TCP};
use crate::net::rip::class;
use crate::net::route::{Found, Route, Source};
use crate::net::time::Time;

pub fn brief(job: &mut Job, _: &[String]) {
    job.print("Interface                  IP-Address      OK? Method Status                Protocol");
    for name in running::names(job.host()) {
        let host = job.host();
        let (status, protocol) = show::state(host, &name);
        let iface = host.iface(&name).map(|iface| &host.ifaces[iface]);
        let addr = iface.and_then(|iface| iface.primary());
        let method = match (addr, iface.is_some_and(|iface| iface.dhcp)) {
            (_, true) => "DHCP",
            (Some(_), false) => "manual",
            (None, false) => "unset",
        };
        let addr = addr.map_or("unassigned".to_owned(), |cidr| cidr.addr.to_string());
        job.print(format!("{name:<26} {addr:<15} YES {method:<6} {status:<21} {protocol}"));
    }
}

pub fn interface(job: &mut Job, things: &[String]) {
    for name in running::asked(job.host(), things) {
        let host = job.host();
        let (status, protocol) = show::state(host, &name);
        let Some(iface) = host.iface(&name).map(|iface| host.ifaces[iface].clone()) else { continue };
        job.print(format!("{name} is {status}, line protocol is {protocol}"));
        match iface.primary() {
            None => job.print("  Internet protocol processing disabled"),
            Some(cidr) => {
                job.print(format!("  Internet address is {cidr}"));
                job.print("  Broadcast address is 255.255.255.255");
                job.print(format!("  MTU is {} bytes", iface.mtu));
                match iface.helpers.first() {
                    Some(helper) => job.print(format!("  Helper address is {helper}")),
                    None => job.print("  Helper address is not set"),
                }
                for (way, list) in [("Outgoing", &iface.acl_out), ("Inbound ", &iface.acl_in)] {
                    let list = list.as_deref().unwrap_or("not set");
                    job.print(format!("  {way} access list is {list}"));
                }
                job.print(format!("  Proxy ARP is {}", if iface.proxy_arp { "enabled" } else { "disabled" }));
            }
        }
    }
}

/// One line of the table: what it is sorted by, and the text.
struct Row {
    dest: Cidr,
    source: Source,
    text: String,
}

fn rows(host: &Device, now: Time) -> Vec<Row> {
    let mut rows = Vec::new();
    for (iface, own) in host.addresses().filter(|(iface, _)| host.is_usable(*iface)) {
        let name = &host.ifaces[iface].name;
        if own.len < 32 {
            let dest = own.network();
            rows.push(Row {
                dest,
                source: Source::Connected,
                text: format!("C        {dest} is directly connected, {name}"),
            });
        }
        let dest = Cidr::new(own.addr, 32);
        rows.push(Row {
            dest,
            source: Source::Connected,
            text: format!("L        {dest} is directly connected, {name}"),
        });
    }
    // Of several routes to a network only the most trusted is used.
    let used = |route: &&Route| {
        host.is_valid(route)
            && !host.connected().any(|(_, cidr)| cidr.network() == route.dest)
            && !host
                .routes
                .iter()
                .any(|other| other.dest == route.dest && other.distance < route.distance && host.is_valid(other))
    };
    let mut before: Option<(Cidr, Source)> = None;
    for route in host.routes.iter().filter(used) {
        let star = if route.dest == Cidr::ALL { '*' } else { ' ' };
        let (dest, distance) = (route.dest, route.distance);
        let letter = match route.source {
            Source::Rip => 'R',
            Source::Ospf | Source::OspfExternal => 'O',
            _ => 'S',
        };
        let kind = if route.source == Source::OspfExternal { "E2" } else { "" };
        // How long it has been there, of what is learned from others.
        let age = if letter == 'S' { String::new() } else { format!(", {}", ago(now - route.since)) };
        // Further ways to the same network stand below the first.
        let again = before == Some((dest, route.source));
        let head = if again {
            " ".repeat(format!("{letter}{star}{kind:<7}{dest}").len())
        } else {
            format!("{letter}{star}{kind:<7}{dest}")
        };
        before = Some((dest, route.source));
        let text = match (route.via, route.iface) {
            (Some(via), iface) => {
                let by = iface.map_or(String::new(), |iface| format!(", {}", host.ifaces[iface].name));
                format!("{head} [{distance}/{}] via {via}{age}{by}", route.metric)
            }
            (None, Some(iface)) => format!("{head} is directly connected, {}", host.ifaces[iface].name),
            (None, None) => continue,
        };
        rows.push(Row { dest, source: route.source, text });
    }
    rows.sort_by_key(|row| (u32::from(row.dest.addr), row.dest.len));
    rows
}

fn table(job: &mut Job, wanted: impl Fn(&Row) -> bool) {
    let now = job.net.now();
    let host = job.host();
    if !host.forwarding {
        let gateway = host.gateway.map_or("not set".to_owned(), |gateway| gateway.to_string());
        job.print(format!("Default gateway is {gateway}"));
        job.print("");
        job.print("Host               Gateway           Last Use    Total Uses  Interface");
        return job.print("ICMP redirect cache is empty");
    }
    let rows = rows(host, now);
    let last = match host.look_up(Ipv4Addr::UNSPECIFIED) {
        Found::Hop(hop) if rows.iter().any(|row| row.dest == Cidr::ALL) => {
            format!("Gateway of last resort is {} to network 0.0.0.0", hop.next)
        }
        _ => "Gateway of last resort is not set".to_owned(),
    };
    job.print("Codes: L - local, C - connected, S - static, R - RIP, O - OSPF");
    job.print("       E2 - OSPF external type 2");
    job.print("       * - candidate default");
    job.print("");
    job.print(last);
    job.print("");
    let mut heading: Option<Cidr> = None;
    for row in rows.iter().filter(|row| wanted(row)) {
        if row.dest != Cidr::ALL {
            let class = class(row.dest.addr);
            // Networks longer than their old class stand below a heading.
            if row.dest.len > class.len && heading != Some(class) {
                heading = Some(class);
                let below: Vec<&Row> =
                    rows.iter().filter(|row| row.dest.len > class.len && class.contains(row.dest.addr)).collect();
                let mut masks: Vec<u8> = below.iter().map(|row| row.dest.len).collect();
                masks.sort_unstable();
                masks.dedup();
                let text = match masks.as_slice() {
                    [one] => format!("      {}/{one} is subnetted, {} subnets", class.addr, below.len()),
                    many => {
                        format!("      {class} is variably subnetted, {} subnets, {} masks", below.len(), many.len())
                    }
                };
                job.print(text);
            }
        }
        job.print(&row.text);
    }
}

pub fn route(job: &mut Job, _: &[String]) {
    table(job, |_| true);
}

pub fn route_static(job: &mut Job, _: &[String]) {
    table(job, |row| matches!(row.source, Source::Static | Source::Dhcp));
}

pub fn route_ospf(job: &mut Job, _: &[String]) {
    table(job, |row| matches!(row.source, Source::Ospf | Source::OspfExternal));
}

pub fn route_rip(job: &mut Job, _: &[String]) {
    table(job, |row| row.source == Source::Rip);
}

pub fn route_connected(job: &mut Job, _: &[String]) {
    table(job, |row| row.source == Source::Connected);
}

pub fn route_to(job: &mut Job, things: &[String]) {
    let to: Ipv4Addr = things[0].parse().unwrap_or(Ipv4Addr::UNSPECIFIED);
    let best =
        rows(job.host(), job.net.now()).into_iter().filter(|row| row.dest.contains(to)).max_by_key(|row| row.dest.len);
    match best {
        None => job.print("% Network not in table"),
        Some(row) => {
            job.print(format!("Routing entry for {}", row.dest));
            job.print(format!("  {}", row.text.get(9..).unwrap_or(&row.text)));
        }
    }
}

pub fn arp(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let host = job.host();
    let mut rows: Vec<(Ipv4Addr, String)> = Vec::new();
    let row = |ip: Ipv4Addr, age: String, mac: String, name: &str| {
        (ip, format!("Internet  {:<15} {age:>7}   {mac:<14}  ARPA   {name}", ip.to_string()))
    };
    for (iface, own) in host.addresses() {
        let it = &host.ifaces[iface];
        if it.mac != crate::net::Mac::default() {
            rows.push(row(own.addr, "-".to_owned(), it.mac.dotted(), &it.name));
        }
    }
    for ((iface, ip), entry) in &host.neighbours {
        let name = &host.ifaces[*iface].name;
        match (entry.mac, entry.state) {
            (Some(mac), _) => {
                let age = (now - entry.updated).as_seconds() / 60;
                rows.push(row(*ip, age.to_string(), mac.dotted(), name));
            }
            (None, State::Incomplete(_)) => rows.push(row(*ip, "0".to_owned(), "Incomplete".to_owned(), name)),
            (None, _) => {}
        }
    }
    rows.sort();
    job.print("Protocol  Address          Age (min)  Hardware Addr   Type   Interface");
    rows.into_iter().for_each(|(_, line)| job.print(line.trim_end()));
}

pub fn nat(job: &mut Job, _: &[String]) {
    let host = job.host();
    let mut lines = Vec::new();
    let row = |protocol: &str, a: String, b: String, c: String, d: String| {
        format!("{protocol:<3} {a:<21} {b:<18} {c:<18} {d}")
    };
    for entry in &host.nat.entries {
        let protocol = match entry.protocol {
            TCP => "tcp",
            ICMP => "icmp",
            _ => "udp",
        };
        let side = |(addr, port): (Ipv4Addr, u16)| format!("{addr}:{port}");
        let outside = side(entry.outside);
        lines.push(row(protocol, side(entry.global), side(entry.local), outside.clone(), outside));
    }
    for (local, (global, _)) in &host.nat.given {
        lines.push(row("---", global.to_string(), local.to_string(), "---".to_owned(), "---".to_owned()));
    }
    for rule in &host.nat.rules {
        match rule {
            Rule::Address { local, global } => {
                lines.push(row("---", global.to_string(), local.to_string(), "---".to_owned(), "---".to_owned()));
            }
            Rule::Port { protocol, local, global } => {
                let name = if *protocol == TCP { "tcp" } else { "udp" };
                let (a, b) = (format!("{}:{}", global.0, global.1), format!("{}:{}", local.0, local.1));
                lines.push(row(name, a, b, "---".to_owned(), "---".to_owned()));
            }
            Rule::Dynamic { .. } => {}
        }
    }
    if lines.is_empty() {
        return;
    }
    job.print("Pro Inside global         Inside local       Outside local      Outside global");
    lines.into_iter().for_each(|line| job.print(line));
}

pub fn nat_statistics(job: &mut Job, _: &[String]) {
    use crate::net::device::NatSide;
    let host = job.host();
    let on = |side: NatSide| {
        let names: Vec<&str> = host
            .live_ifaces()
            .filter(|(_, iface)| iface.nat == Some(side))
            .map(|(_, iface)| iface.name.as_str())
            .collect();
        names.join(", ")
    };
    let fixed = host.nat.rules.iter().filter(|rule| !matches!(rule, Rule::Dynamic { .. })).count();
    let dynamic = host.nat.entries.len();
    let lines = [
        format!(
            "Total active translations: {} ({fixed} static, {dynamic} dynamic; {dynamic} extended)",
            fixed + dynamic
        ),
        "Outside interfaces:".to_owned(),
        format!("  {}", on(NatSide::Outside)),
        "Inside interfaces: ".to_owned(),
        format!("  {}", on(NatSide::Inside)),
        format!("Hits: {}  Misses: {}", host.nat.hits, host.nat.misses),
    ];
    lines.iter().for_each(|line| job.print(line));
}

pub fn dhcp_binding(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let rows: Vec<String> = job
        .host()
        .dhcp_server
        .leases
        .iter()
        .filter(|(_, lease)| !lease.offered && lease.until > now)
        .map(|(addr, lease)| {
            let digits = lease.mac.to_string().replace(':', "");
            // The identifier of a client: kind 1, then its card.
            let id = format!("01{digits}");
            let id: Vec<String> =
                id.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
            let seconds = lease.until.as_seconds();
            let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
            let half = if hours < 12 { "AM" } else { "PM" };
            let day = 1 + seconds / 86_400;
            // Equipment writes blanks between; the public parsers take the date for one word.
            let date =
                format!("Mar-{day:02}-1993-{:02}:{minutes:02}-{half}", if hours % 12 == 0 { 12 } else { hours % 12 });
            format!("{:<19} {:<23} {date}    Automatic", addr.to_string(), id.join("."))
        })
        .collect();
    job.print("Bindings from all pools not associated with VRF:");
    job.print("IP address          Client-ID/              Lease expiration        Type");
    job.print("                    Hardware address/");
    job.print("                    User name");
    rows.into_iter().for_each(|row| job.print(row));
}

pub fn dhcp_pool(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let pools = job.host().dhcp_server.pools.clone();
    for (name, pool) in pools {
        let Some(network) = pool.network else { continue };
        let size = network.broadcast().map_or(0, |last| u32::from(last) - u32::from(network.addr) - 1);
        let host = job.host();
        let leased = host.dhcp_server.leases.values().filter(|lease| lease.pool == name && lease.until > now).count();
        job.print("");
        job.print(format!("Pool {name} :"));
        job.print(format!(" Total addresses                : {size}"));
        job.print(format!(" Leased addresses               : {leased}"));
        job.print(" 1 subnet is currently in the pool :");
        job.print(format!(" {}", network));
    }
}

pub fn dhcp_conflict(job: &mut Job, _: &[String]) {
    let all = job.host().dhcp_server.conflicts.clone();
    job.print("IP address        Detection method   Detection time");
    for addr in all {
        job.print(format!("{:<17} Ping", addr.to_string()));
    }
}
