//! IPv6 on equipment with a command line: addresses, routes, what it shows, `ping`.

use std::net::Ipv6Addr;

use super::interface::each;
use super::{Job, names, running, show};
use crate::net::arp::State;
use crate::net::device::{Attach, Device, Mail};
use crate::net::six::packet::{ALL_NODES, ALL_ROUTERS, Prefix, is_link_local, of_card, solicited};
use crate::net::six::{Echo6, Face6, Origin, Route6, SendError6, Test};
use crate::net::time::Time;
use crate::net::world::Ran;

/// As such equipment writes an address: in capitals.
fn big(thing: impl ToString) -> String {
    thing.to_string().to_uppercase()
}

pub fn routing(job: &mut Job, _: &[String]) {
    let on = !job.no;
    job.host_mut().six.forwarding = on;
}

pub fn enable(job: &mut Job, _: &[String]) {
    let on = !job.no;
    each(job, |job, iface| job.host_mut().face6(iface).enabled = on);
}

/// Sets an address at the chosen interfaces, or takes it away.
fn set(job: &mut Job, prefix: Prefix) {
    let no = job.no;
    each(job, |job, iface| {
        let own = |prefix: Prefix| move |known: &crate::net::six::Addr6| known.prefix.addr == prefix.addr;
        if no {
            return job.host_mut().face6(iface).addrs.retain(|known| !own(prefix)(known));
        }
        let other = job.host().six.faces.iter().find(|(other, face)| {
            let near = |known: &crate::net::six::Addr6| known.prefix.network() == prefix.network();
            **other != iface && !is_link_local(prefix.addr) && face.addrs.iter().any(near)
        });
        if let Some((other, _)) = other {
            let text = format!(
                "%{}: Error: {} is overlapping with ",
                names::short(&job.host().ifaces[iface].name),
                big(prefix)
            );
            let name = job.host().ifaces[*other].name.clone();
            return job.print(text + &name);
        }
        if !job.host().six.faces.get(&iface).is_some_and(|face| face.addrs.iter().any(own(prefix))) {
            job.host_mut().add6(iface, prefix, Origin::Typed);
        }
    });
}

pub fn address(job: &mut Job, things: &[String]) {
    let Some(prefix) = things.first().and_then(|text| text.parse::<Prefix>().ok()) else {
        return if job.no { address_none(job, things) } else { job.print("% Incomplete command.") };
    };
    if prefix.addr.is_multicast() || prefix.addr.is_unspecified() || prefix.addr.is_loopback() {
        return job.print("% Invalid IPv6 address: ".to_owned() + &big(prefix.addr));
    }
    if is_link_local(prefix.addr) {
        return job.print("% Invalid link-local address");
    }
    if prefix.len < 127 && prefix.network() == prefix && !job.no {
        let text = format!("% {} should not be configured on an interface, a subnet router anycast", big(prefix));
        return job.print(text);
    }
    set(job, prefix);
}

pub fn address_eui(job: &mut Job, things: &[String]) {
    let Some(prefix) = things.first().and_then(|text| text.parse::<Prefix>().ok()) else { return };
    if prefix.len > 64 {
        return job.print("% Prefix length must be 64 or less for EUI-64");
    }
    let first = job.host().ports.first().map(|port| port.mac);
    let Some(iface) = super::interface::chosen(job).first().and_then(|name| job.host().iface(name)) else { return };
    let it = &job.host().ifaces[iface];
    let mac = if it.attach == Attach::Loopback { first.unwrap_or_default() } else { it.mac };
    set(job, Prefix { addr: of_card(prefix.network().addr, mac), len: prefix.len });
}

pub fn address_link(job: &mut Job, things: &[String]) {
    let Some(addr) = things.first().and_then(|text| text.parse::<Ipv6Addr>().ok()) else { return };
    if !is_link_local(addr) {
        return job.print("% Invalid link-local address");
    }
    set(job, Prefix { addr, len: 64 });
}

fn autoconfig(job: &mut Job, route: bool) {
    let on = !job.no;
    each(job, |job, iface| {
        let face = job.host_mut().face6(iface);
        (face.autoconfig, face.autoroute) = (on, on && route);
        if !on {
            face.addrs.retain(|own| !matches!(own.origin, Origin::Router { .. }));
            job.host_mut().six.routes.retain(|known| known.until.is_none() || known.iface != Some(iface));
        }
        let device = job.device;
        job.net.with(device, |host, cx| host.ask_routers(iface, cx));
    });
}

pub fn address_auto(job: &mut Job, _: &[String]) {
    autoconfig(job, false);
}

pub fn address_auto_default(job: &mut Job, _: &[String]) {
    autoconfig(job, true);
}

pub fn address_none(job: &mut Job, _: &[String]) {
    each(job, |job, iface| {
        let face = job.host_mut().face6(iface);
        face.addrs.clear();
        (face.autoconfig, face.autoroute) = (false, false);
    });
}

fn set_route(job: &mut Job, dest: &str, via: Option<&String>, name: Option<&String>, distance: Option<&String>) {
    let Ok(dest) = dest.parse::<Prefix>() else { return job.print("% Invalid input detected at '^' marker.") };
    if dest.network() != dest {
        return job.print("%Inconsistent address and mask");
    }
    let via = via.and_then(|text| text.parse::<Ipv6Addr>().ok());
    let iface = match name {
        None => None,
        Some(name) => match job.host().iface(name) {
            Some(iface) => Some(iface),
            None => return job.print("%Invalid interface type and number"),
        },
    };
    if via.is_some_and(is_link_local) && iface.is_none() {
        return job.print("% Interface has to be specified for a link-local nexthop");
    }
    if via.is_some_and(|via| job.host().has6(via).is_some()) && !job.no {
        return job.print("%Invalid next hop address (it's this router)");
    }
    let same = |route: &Route6| route.until.is_none() && (route.dest, route.via, route.iface) == (dest, via, iface);
    let distance = distance.and_then(|text| text.parse().ok()).unwrap_or(1);
    let no = job.no;
    let routes = &mut job.host_mut().six.routes;
    routes.retain(|route| !same(route));
    if !no && routes.len() < 10_000 {
        routes.push(Route6 { dest, via, iface, distance, metric: 0, until: None });
    }
}

pub fn route_via(job: &mut Job, things: &[String]) {
    if things.len() < 2 {
        return job.print("% Incomplete command.");
    }
    set_route(job, &things[0], Some(&things[1]), None, things.get(2));
}

pub fn route_by(job: &mut Job, things: &[String]) {
    set_route(job, &things[0], None, things.get(1), things.get(2));
}

pub fn route_by_via(job: &mut Job, things: &[String]) {
    if things.len() < 3 {
        return job.print("% Incomplete command.");
    }
    set_route(job, &things[0], Some(&things[2]), Some(&things[1]), things.get(3));
}

/// The lines of an interface.
pub fn face_lines(face: &Face6) -> Vec<String> {
    let mut lines = Vec::new();
    for own in face.addrs.iter().filter(|own| own.origin == Origin::Typed) {
        lines.push(match is_link_local(own.prefix.addr) {
            true => format!(" ipv6 address {} link-local", big(own.prefix.addr)),
            false => format!(" ipv6 address {}", big(own.prefix)),
        });
    }
    if face.autoconfig {
        lines.push(format!(" ipv6 address autoconfig{}", if face.autoroute { " default" } else { "" }));
    }
    if face.enabled {
        lines.push(" ipv6 enable".to_owned());
    }
    lines
}

/// The lines of its routes.
pub fn route_lines(host: &Device) -> Vec<String> {
    let typed = host.six.routes.iter().filter(|route| route.until.is_none());
    typed
        .map(|route| {
            let mut line = format!("ipv6 route {}", big(route.dest));
            if let Some(iface) = route.iface {
                line += &format!(" {}", host.ifaces[iface].name);
            }
            if let Some(via) = route.via {
                line += &format!(" {}", big(via));
            }
            if route.distance != 1 {
                line += &format!(" {}", route.distance);
            }
            line
        })
        .collect()
}

pub fn brief(job: &mut Job, _: &[String]) {
    for name in running::names(job.host()) {
        let host = job.host();
        let Some(iface) = host.iface(&name) else { continue };
        let (status, protocol) = show::state(host, &name);
        let face = host.six.faces.get(&iface);
        let addrs: Vec<String> =
            face.map(|face| face.addrs.iter().map(|own| big(own.prefix.addr)).collect()).unwrap_or_default();
        job.print(format!("{name:<22} [{status}/{protocol}]"));
        if addrs.is_empty() {
            job.print("    unassigned");
        }
        addrs.iter().for_each(|addr| job.print(format!("    {addr}")));
    }
}

pub fn interface(job: &mut Job, things: &[String]) {
    for name in running::asked(job.host(), things) {
        let host = job.host();
        let Some(iface) = host.iface(&name) else { continue };
        let (status, protocol) = show::state(host, &name);
        let Some(face) = host.six.faces.get(&iface).filter(|face| !face.addrs.is_empty()).cloned() else { continue };
        let (mtu, router) = (host.ifaces[iface].mtu, host.six.forwarding);
        let mark = |test: Test| match test {
            Test::Unique => "",
            Test::Duplicate => " [DUP]",
            _ => " [TEN]",
        };
        job.print(format!("{name} is {status}, line protocol is {protocol}"));
        if let Some(own) = face.addrs.iter().find(|own| is_link_local(own.prefix.addr)) {
            let addr = big(own.prefix.addr);
            job.print(format!("  IPv6 is enabled, link-local address is {addr}{}", mark(own.test)));
        }
        let global: Vec<_> = face.addrs.iter().filter(|own| !is_link_local(own.prefix.addr)).collect();
        if global.is_empty() {
            job.print("  No global unicast address is configured");
        } else {
            job.print("  Global unicast address(es):");
        }
        for own in global {
            let subnet = big(own.prefix.network());
            job.print(format!("    {}, subnet is {subnet}{}", big(own.prefix.addr), mark(own.test)));
        }
        job.print("  Joined group address(es):");
        let mut groups = vec![ALL_NODES];
        groups.extend(router.then_some(ALL_ROUTERS));
        for own in &face.addrs {
            let group = solicited(own.prefix.addr);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups.iter().for_each(|group| job.print(format!("    {}", big(group))));
        job.print(format!("  MTU is {mtu} bytes"));
        job.print("  ND DAD is enabled, number of DAD attempts: 1");
        job.print("  ND reachable time is 30000 milliseconds (using 30000)");
        if router && face.addrs.iter().any(|own| own.origin == Origin::Typed) {
            job.print("  ND router advertisements are sent every 200 seconds");
            job.print("  ND router advertisements live for 1800 seconds");
            job.print("  Hosts use stateless autoconfig for addresses.");
        }
    }
}

/// One entry of the table: what it is sorted by, its letter, how far it is trusted, and where it leads.
struct Row {
    dest: Prefix,
    letter: &'static str,
    rank: (u8, u32),
    way: String,
}

pub fn routes(job: &mut Job, _: &[String]) {
    let host = job.host();
    let mut rows = Vec::new();
    for (iface, face) in &host.six.faces {
        if !host.has_carrier(*iface) {
            continue;
        }
        let name = &host.ifaces[*iface].name;
        for own in face.addrs.iter().filter(|own| own.is_usable() && !is_link_local(own.prefix.addr)) {
            let row =
                |dest: Prefix, letter, way: &str| Row { dest, letter, rank: (0, 0), way: format!("via {name}, {way}") };
            if own.prefix.len < 128 {
                rows.push(row(own.prefix.network(), "C", "directly connected"));
            }
            rows.push(row(Prefix { addr: own.prefix.addr, len: 128 }, "L", "receive"));
        }
    }
    for route in &host.six.routes {
        let works = match (route.iface, route.via) {
            (Some(iface), _) => host.has_carrier(iface),
            (None, Some(via)) => host.look_up6(via, None).is_some_and(|hop| hop.dest != route.dest),
            (None, None) => false,
        };
        let better = host.six.routes.iter().any(|other| other.dest == route.dest && other.distance < route.distance);
        if !works || better {
            continue;
        }
        let name = route.iface.map(|iface| host.ifaces[iface].name.clone());
        let way = match (route.via, name) {
            (Some(via), Some(name)) => format!("via {}, {name}", big(via)),
            (Some(via), None) => format!("via {}", big(via)),
            (None, name) => format!("via {}, directly connected", name.unwrap_or_default()),
        };
        let letter = if route.until.is_some() { "ND" } else { "S" };
        rows.push(Row { dest: route.dest, letter, rank: (route.distance, route.metric), way });
    }
    rows.push(Row {
        dest: Prefix { addr: Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), len: 8 },
        letter: "L",
        rank: (0, 0),
        way: "via Null0, receive".to_owned(),
    });
    rows.sort_by_key(|row| (row.dest.addr, row.dest.len));
    job.print(format!("IPv6 Routing Table - default - {} entries", rows.len()));
    job.print("Codes: C - Connected, L - Local, S - Static, ND - ND Default");
    let mut before = None;
    for row in &rows {
        if before != Some((row.dest, row.letter)) {
            job.print(format!("{:<3} {} [{}/{}]", row.letter, big(row.dest), row.rank.0, row.rank.1));
        }
        job.print(format!("     {}", row.way));
        before = Some((row.dest, row.letter));
    }
}

pub fn neighbors(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let host = job.host();
    let mut rows = Vec::new();
    for ((iface, ip), entry) in &host.six.neighbours {
        let state = match entry.state {
            State::Incomplete(_) => "INCMP",
            State::Reachable | State::Permanent => "REACH",
            State::Stale => "STALE",
            State::Delay => "DELAY",
            State::Probe(_) => "PROBE",
            State::Failed => continue,
        };
        let age = (now - entry.updated).as_seconds() / 60;
        let mac = entry.mac.map_or("-".to_owned(), |mac| mac.dotted());
        let name = names::short(&host.ifaces[*iface].name);
        rows.push(format!("{:<39} {age:>5} {mac:<15} {state:<5} {name}", big(ip)));
    }
    job.print("IPv6 Address                              Age Link-layer Addr State Interface");
    rows.iter().for_each(|row| job.print(row));
}

/// `ping` with an IPv6 address.
pub fn ping(job: &mut Job, to: Ipv6Addr, count: u16, size: usize) {
    let on = if is_link_local(to) {
        // Real equipment asks for the interface; the only one that it can be needs no question.
        let mut all = job.host().six.faces.keys().copied().filter(|iface| job.host().link6(*iface).is_some());
        let first = all.next();
        if all.next().is_some() {
            return job.print("% Output Interface has to be specified for a link-local address");
        }
        first
    } else {
        None
    };
    let device = job.device;
    let id = job.net.with(device, |host, cx| host.next_echo_id(cx));
    job.print("Type escape sequence to abort.");
    job.print(format!("Sending {count}, {size}-byte ICMP Echos to {}, timeout is 2 seconds:", big(to)));
    let (mut signs, mut times) = (String::new(), Vec::new());
    for seq in 0..count {
        let echo = Echo6 { to, from: None, on, id, seq, bytes: size.saturating_sub(48), hops: None };
        let begun = job.net.now();
        let sent = job.net.with(device, |host, cx| host.send_echo6(&echo, cx));
        if let Err(error) = sent {
            if error == SendError6::NoRoute && seq == 0 {
                return job.print("% No valid route for destination");
            }
            signs.push(if matches!(error, SendError6::TooBig(_)) { 'B' } else { '.' });
            continue;
        }
        signs.push(answer(job, to, (id, seq), begun + Time::seconds(2), &mut times, begun));
    }
    let signs: Vec<char> = signs.chars().collect();
    for line in signs.chunks(70) {
        job.print(line.iter().collect::<String>());
    }
    let rate = times.len() * 100 / usize::from(count.max(1));
    let mut line = format!("Success rate is {rate} percent ({}/{count})", times.len());
    if let (Some(least), Some(most)) = (times.iter().min(), times.iter().max()) {
        let mean = times.iter().sum::<u64>() / times.len() as u64;
        line += &format!(", round-trip min/avg/max = {least}/{mean}/{most} ms");
    }
    job.print(line);
}

/// The sign for what comes back.
fn answer(job: &mut Job, to: Ipv6Addr, of: (u16, u16), until: Time, times: &mut Vec<u64>, begun: Time) -> char {
    let device = job.device;
    let mut sign = '.';
    job.net.listen(device, |net| {
        while sign == '.' && net.run_for_mail(device, until) == Ran::Mail {
            while let Some(mail) = net.devices[device].mail.pop_front() {
                match mail {
                    Mail::Echo6 { id, seq, .. } if (id, seq) == of => {
                        times.push((net.now() - begun).as_millis().max(1));
                        sign = '!';
                    }
                    Mail::Error6 { kind, code, about, words, .. } if about == to && words == of => {
                        sign = match (kind, code) {
                            (1, 0) => 'N',
                            (1, 3) => 'H',
                            (1, 1) => 'A',
                            (1, _) => 'U',
                            (2, _) => 'B',
                            (3, _) => 'T',
                            _ => '?',
                        };
                    }
                    _ => {}
                }
            }
        }
    });
    sign
}
