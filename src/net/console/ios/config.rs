//! Configuration: names, interfaces and VLANs to choose, routes, translation, spanning tree, pools, lines.

use std::net::Ipv4Addr;

use super::{Job, Mode, names};
use crate::net::acl::Acl;
use crate::net::addr::Cidr;
use crate::net::bridge::VlanSet;
use crate::net::device::{Attach, Iface};
use crate::net::dhcp::Pool;
use crate::net::nat::{Rule, To};
use crate::net::packet::{TCP, UDP};
use crate::net::route::{Kind, Route, Source};

/// Most sub-interfaces and virtual interfaces of one box.
const MOST_IFACES: usize = 300;

fn addr(text: &str) -> Ipv4Addr {
    text.parse().unwrap_or(Ipv4Addr::UNSPECIFIED)
}

pub fn exit(job: &mut Job, _: &[String]) {
    match job.session().mode {
        Mode::Config => super::exec::end(job),
        _ => job.enter(Mode::Config),
    }
}

pub fn end(job: &mut Job, _: &[String]) {
    super::exec::end(job);
}

pub fn hostname(job: &mut Job, things: &[String]) {
    if job.no {
        job.host_mut().hostname = "Router".to_owned();
        return;
    }
    let good = things[0].starts_with(|c: char| c.is_ascii_alphabetic()) && things[0].len() <= 63;
    if !good {
        return job.print("% Hostname contains one or more illegal characters.");
    }
    things[0].clone_into(&mut job.host_mut().hostname);
}

/// Chooses an interface, and makes it where that is done by choosing it.
pub fn interface(job: &mut Job, things: &[String]) {
    let Some(typed) = things.first() else { return job.print("% Incomplete command.") };
    match choose(job, typed) {
        Some(name) if job.no => remove(job, &name),
        Some(name) => job.enter(Mode::Interface(vec![name])),
        None => {}
    }
}

fn remove(job: &mut Job, name: &str) {
    let group = job.host().port(name).and_then(|port| job.host().ports[port].bundle_of);
    if let Some(group) = group {
        let device = job.device;
        return job.net.with(device, |host, cx| host.drop_bundle(group, cx));
    }
    let Some(iface) = job.host().iface(name) else { return };
    if matches!(job.host().ifaces[iface].attach, Attach::Port(_)) {
        return job.print("% Invalid input detected at '^' marker.");
    }
    let host = job.host_mut();
    host.ifaces[iface].gone = true;
    host.ifaces[iface].addrs.clear();
    host.refresh_bridge_ifaces();
}

fn choose(job: &mut Job, typed: &str) -> Option<String> {
    let (kind, number) = names::written_out(typed)?;
    let name = format!("{kind}{number}");
    let host = job.host();
    if host.port(&name).is_some() || host.iface(&name).is_some() {
        return Some(name);
    }
    if kind == "Port-channel" && !number.contains('.') && !job.no {
        if super::bundles::choose(job, &number) {
            return Some(name);
        }
        job.print("%Invalid interface type and number");
        return None;
    }
    let host = job.host();
    let room = host.ifaces.len() < MOST_IFACES;
    let made = match (kind, number.split_once('.')) {
        ("Loopback", None) if room && number.parse::<u32>().is_ok() => {
            Some(Iface::new(&name, Attach::Loopback, crate::net::Mac::default()))
        }
        ("Vlan", None) if room => {
            let vid = number.parse().ok().filter(|vid| (1..=4094).contains(vid))?;
            let mac = host.bridges.first().filter(|bridge| bridge.vlan_aware)?.mac;
            Some(Iface::new(&name, Attach::Bridge { bridge: 0, vid }, mac))
        }
        (_, Some((parent, sub))) if room && sub.parse::<u32>().is_ok_and(|sub| sub > 0) => {
            let port = host.port(&format!("{kind}{parent}"))?;
            let routed = host.ports[port].bridge.is_none();
            let attach = Attach::Vlan { port, vid: None, native: false };
            routed.then(|| Iface::new(&name, attach, host.ports[port].mac))
        }
        _ => None,
    };
    match made {
        Some(iface) => {
            let host = job.host_mut();
            host.add_iface(iface);
            host.refresh_bridge_ifaces();
            Some(name)
        }
        None => {
            job.print("%Invalid interface type and number");
            None
        }
    }
}

/// `f0/1 - 12 , g0/1`.
pub fn range(job: &mut Job, things: &[String]) {
    let text: String = things[0].replace(" - ", "-").replace("- ", "-").replace(" -", "-");
    let mut all = Vec::new();
    for part in text.split(',') {
        let part = part.trim().replace(' ', "");
        let (first, last) = part.split_once('-').map_or((part.as_str(), None), |(first, last)| (first, Some(last)));
        let Some((kind, number)) = names::written_out(first) else {
            return job.print("% Invalid input detected at '^' marker.");
        };
        let (before, from) = number.rsplit_once('/').map_or(("", number.as_str()), |(before, from)| (before, from));
        let last = last.and_then(|last| last.rsplit('/').next());
        let (Ok(from), Ok(to)) = (from.parse::<u16>(), last.unwrap_or(from).parse::<u16>()) else {
            return job.print("% Invalid input detected at '^' marker.");
        };
        for number in from..=to.min(from.saturating_add(256)) {
            let name = if before.is_empty() { format!("{kind}{number}") } else { format!("{kind}{before}/{number}") };
            if job.host().port(&name).is_none() && job.host().iface(&name).is_none() {
                return job.print("%Invalid interface type and number");
            }
            all.push(name);
        }
    }
    if !all.is_empty() {
        job.enter(Mode::Interface(all));
    }
}

pub fn vlan(job: &mut Job, things: &[String]) {
    let Some(set) = things.first().and_then(|text| VlanSet::parse(text)) else {
        return job.print("Bad VLAN list");
    };
    let Some(aware) = job.host().bridges.first().map(|bridge| bridge.vlan_aware) else {
        return job.print("% Invalid input detected at '^' marker.");
    };
    if !aware {
        return;
    }
    let vids: Vec<u16> = set.iter().collect();
    let no = job.no;
    if no && vids.contains(&1) {
        return job.print("%Default VLAN 1 may not be deleted.");
    }
    let device = job.device;
    job.net.with(device, |host, cx| {
        for vid in &vids {
            if no {
                host.bridges[0].vlans.remove(vid);
                host.bridges[0].table.retain(|(of, _), _| of != vid);
            } else {
                host.bridges[0].vlans.entry(*vid).or_insert_with(|| format!("VLAN{vid:04}"));
            }
        }
        host.stp_refresh(0, cx);
    });
    if !no {
        job.enter(Mode::Vlan(vids));
    }
}

pub fn vlan_name(job: &mut Job, things: &[String]) {
    let Mode::Vlan(vids) = job.session().mode.clone() else { return };
    for vid in vids {
        let name =
            if job.no || things.is_empty() { format!("VLAN{vid:04}") } else { things[0].chars().take(32).collect() };
        job.host_mut().bridges[0].vlans.insert(vid, name);
    }
}

pub fn routing(job: &mut Job, _: &[String]) {
    let can = crate::net::models::models().get(&job.host().model).is_some_and(|model| model.routes || model.forwards);
    if !can {
        return job.print("% Invalid input detected at '^' marker.");
    }
    job.host_mut().forwarding = !job.no;
}

pub fn gateway(job: &mut Job, things: &[String]) {
    job.host_mut().gateway = if job.no { None } else { things.first().map(|text| addr(text)) };
}

/// Network and mask of a route; says what is wrong with them.
fn destination(job: &mut Job, things: &[String]) -> Option<Cidr> {
    let cidr = Cidr::with_mask(addr(&things[0]), addr(&things[1]));
    match cidr.filter(|cidr| cidr.is_network()) {
        Some(cidr) => Some(cidr),
        None => {
            job.print("%Inconsistent address and mask");
            None
        }
    }
}

fn set_route(job: &mut Job, dest: Cidr, via: Option<Ipv4Addr>, name: Option<&str>, distance: Option<&String>) {
    let iface = match name {
        None => None,
        Some(name) => match job.host().iface(name) {
            Some(iface) => Some(iface),
            None => return job.print("%Invalid interface type and number"),
        },
    };
    if via.is_some_and(|via| job.host().addresses().any(|(_, own)| own.addr == via)) && !job.no {
        return job.print("%Invalid next hop address (it's this router)");
    }
    let same = |route: &Route| {
        route.source == Source::Static && route.dest == dest && route.via == via && route.iface == iface
    };
    job.host_mut().routes.retain(|route| !same(route));
    if job.no {
        return;
    }
    let distance = distance.and_then(|text| text.parse().ok()).unwrap_or(1);
    let since = job.net.now();
    let kind = Kind::Unicast;
    let route = Route { dest, via, iface, source: Source::Static, distance, metric: 0, prefsrc: None, kind, since };
    if job.host().routes.len() < 10_000 {
        job.host_mut().routes.push(route);
    }
}

pub fn route_via(job: &mut Job, things: &[String]) {
    if things.len() < 3 {
        return job.print("% Incomplete command.");
    }
    if let Some(dest) = destination(job, things) {
        set_route(job, dest, Some(addr(&things[2])), None, things.get(3));
    }
}

pub fn route_by(job: &mut Job, things: &[String]) {
    if let Some(dest) = destination(job, things) {
        set_route(job, dest, None, Some(&things[2].clone()), things.get(3));
    }
}

pub fn route_by_via(job: &mut Job, things: &[String]) {
    if let Some(dest) = destination(job, things) {
        set_route(job, dest, Some(addr(&things[3])), Some(&things[2].clone()), things.get(4));
    }
}

pub fn dhcp_pool(job: &mut Job, things: &[String]) {
    let Some(name) = things.first().cloned() else { return };
    if job.no {
        job.host_mut().dhcp_server.pools.remove(&name);
        job.host_mut().dhcp_refresh();
        return;
    }
    job.host_mut().dhcp_server.pools.entry(name.clone()).or_default();
    job.host_mut().dhcp_refresh();
    job.enter(Mode::Dhcp(name));
}

pub fn dhcp_excluded(job: &mut Job, things: &[String]) {
    let Some(first) = things.first().map(|text| addr(text)) else { return };
    let last = things.get(1).map_or(first, |text| addr(text));
    let excluded = &mut job.host_mut().dhcp_server.excluded;
    excluded.retain(|range| *range != (first, last));
    if !job.no && first <= last {
        job.host_mut().dhcp_server.excluded.push((first, last));
    }
}

fn pool(job: &mut Job, act: impl FnOnce(&mut Pool, bool)) {
    let Mode::Dhcp(name) = job.session().mode.clone() else { return };
    let no = job.no;
    if let Some(pool) = job.host_mut().dhcp_server.pools.get_mut(&name) {
        act(pool, no);
    }
}

pub fn pool_network(job: &mut Job, things: &[String]) {
    let cidr = things.get(1).and_then(|mask| Cidr::with_mask(addr(&things[0]), addr(mask)));
    if cidr.is_none() && !job.no {
        return job.print("% Invalid mask");
    }
    pool(job, |pool, no| pool.network = if no { None } else { cidr.map(Cidr::network) });
}

fn all(things: &[String], no: bool) -> Vec<Ipv4Addr> {
    if no { Vec::new() } else { things.iter().map(|text| addr(text)).collect() }
}

pub fn pool_router(job: &mut Job, things: &[String]) {
    pool(job, |pool, no| pool.routers = all(things, no));
}

pub fn pool_dns(job: &mut Job, things: &[String]) {
    pool(job, |pool, no| pool.dns = all(things, no));
}

pub fn pool_domain(job: &mut Job, things: &[String]) {
    pool(job, |pool, no| pool.domain = things.first().filter(|_| !no).cloned());
}

pub fn pool_lease(job: &mut Job, things: &[String]) {
    let part = |index: usize| things.get(index).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    let seconds = part(0) * 86_400 + part(1) * 3600 + part(2) * 60;
    pool(job, |pool, no| pool.lease = (!no && seconds > 0).then_some(seconds));
}

fn nat_rule(job: &mut Job, rule: Rule) {
    job.host_mut().nat.rules.retain(|known| *known != rule);
    if !job.no {
        job.host_mut().nat.rules.push(rule);
    }
}

pub fn nat_interface(job: &mut Job, things: &[String]) {
    if things.len() < 2 {
        return job.print("% Incomplete command.");
    }
    if job.host().iface(&things[1]).is_none() {
        return job.print("%Invalid interface type and number");
    }
    // By the one address of an interface it is an overload, said or not.
    nat_rule(job, Rule::Dynamic { list: things[0].clone(), to: To::Interface(things[1].clone()), overload: true });
}

pub fn nat_pool_rule(job: &mut Job, things: &[String]) {
    if things.len() == 2 {
        nat_rule(job, Rule::Dynamic { list: things[0].clone(), to: To::Pool(things[1].clone()), overload: false });
    }
}

pub fn nat_pool_rule_overload(job: &mut Job, things: &[String]) {
    if things.len() == 2 {
        nat_rule(job, Rule::Dynamic { list: things[0].clone(), to: To::Pool(things[1].clone()), overload: true });
    }
}

pub fn nat_static(job: &mut Job, things: &[String]) {
    if things.len() == 2 {
        nat_rule(job, Rule::Address { local: addr(&things[0]), global: addr(&things[1]) });
    }
}

fn nat_port(job: &mut Job, protocol: u8, things: &[String]) {
    if things.len() == 4 {
        let port = |text: &str| text.parse().unwrap_or(0);
        let local = (addr(&things[0]), port(&things[1]));
        nat_rule(job, Rule::Port { protocol, local, global: (addr(&things[2]), port(&things[3])) });
    }
}

pub fn nat_static_tcp(job: &mut Job, things: &[String]) {
    nat_port(job, TCP, things);
}

pub fn nat_static_udp(job: &mut Job, things: &[String]) {
    nat_port(job, UDP, things);
}

pub fn nat_pool(job: &mut Job, things: &[String]) {
    let Some(name) = things.first().cloned() else { return };
    if job.no {
        job.host_mut().nat.pools.remove(&name);
        return;
    }
    let mask = Cidr::with_mask(Ipv4Addr::UNSPECIFIED, addr(&things[3]));
    match mask {
        Some(mask) if addr(&things[1]) <= addr(&things[2]) => {
            let pool = (addr(&things[1]), addr(&things[2]), mask.len);
            job.host_mut().nat.pools.insert(name, pool);
        }
        _ => job.print("%Pool addresses or mask are invalid"),
    }
}

fn named(job: &mut Job, things: &[String], extended: bool) {
    let Some(name) = things.first().cloned() else { return };
    if job.no {
        job.host_mut().acls.remove(&name);
        return;
    }
    if job.host().acls.get(&name).is_some_and(|acl| acl.extended != extended) {
        return job.print("% A named access list of another type has this name");
    }
    job.host_mut().acls.entry(name.clone()).or_insert(Acl { extended, lines: Vec::new() });
    job.enter(Mode::Acl(name, extended));
}

pub fn named_standard(job: &mut Job, things: &[String]) {
    named(job, things, false);
}

pub fn named_extended(job: &mut Job, things: &[String]) {
    named(job, things, true);
}

/// Changes how spanning tree is set, and brings the trees in line.
fn stp(job: &mut Job, act: impl FnOnce(&mut crate::net::stp::Settings)) {
    if !job.host().bridges.first().is_some_and(|bridge| bridge.vlan_aware) {
        return job.print("% Invalid input detected at '^' marker.");
    }
    let device = job.device;
    job.net.with(device, |host, cx| {
        act(&mut host.bridges[0].stp);
        host.stp_refresh(0, cx);
    });
}

pub fn stp_classic(job: &mut Job, _: &[String]) {
    stp(job, |settings| settings.rapid = false);
}

pub fn stp_rapid(job: &mut Job, _: &[String]) {
    let rapid = !job.no;
    stp(job, |settings| settings.rapid = rapid);
}

fn vids(job: &mut Job, things: &[String]) -> Option<Vec<u16>> {
    let set = things.first().and_then(|text| VlanSet::parse(text));
    if set.is_none() {
        job.print("Bad VLAN list");
    }
    set.map(|set| set.iter().collect())
}

pub fn stp_on(job: &mut Job, things: &[String]) {
    let Some(vids) = vids(job, things) else { return };
    let no = job.no;
    stp(job, |settings| {
        settings.off.retain(|vid| !vids.contains(vid));
        if no {
            settings.off.extend(vids);
        }
    });
}

pub fn stp_priority(job: &mut Job, things: &[String]) {
    let Some(vids) = vids(job, things) else { return };
    let no = job.no;
    let priority = things.get(1).and_then(|text| text.parse::<u16>().ok()).unwrap_or(32_768);
    if !no && !priority.is_multiple_of(4096) {
        job.print("% Bridge Priority must be in increments of 4096.");
        job.print("% Allowed values are:");
        job.print("  0     4096  8192  12288 16384 20480 24576 28672");
        return job.print("  32768 36864 40960 45056 49152 53248 57344 61440");
    }
    stp(job, |settings| {
        for vid in vids {
            settings.priority.remove(&vid);
            if !no {
                settings.priority.insert(vid, priority);
            }
        }
    });
}

/// Low enough to become the root: what the usual shorthand does.
pub fn stp_primary(job: &mut Job, things: &[String]) {
    root(job, things, true);
}

pub fn stp_secondary(job: &mut Job, things: &[String]) {
    root(job, things, false);
}

fn root(job: &mut Job, things: &[String], primary: bool) {
    let Some(vids) = vids(job, things) else { return };
    for vid in vids {
        let tree = job.host().bridges.first().and_then(|bridge| bridge.trees.get(&vid));
        let other = tree.filter(|tree| !tree.is_root()).map(|tree| crate::net::stp::id_parts(tree.root).0 & 0xf000);
        let priority = match (primary, other) {
            (false, _) => 28_672,
            (true, Some(other)) if other <= 24_576 => other.saturating_sub(4096),
            (true, _) => 24_576,
        };
        stp_priority(job, &[vid.to_string(), priority.to_string()]);
    }
}

pub fn secret(job: &mut Job, things: &[String]) {
    let secret = things.first().filter(|_| !job.no).cloned();
    job.session().secret = secret;
}

pub fn banner(job: &mut Job, things: &[String]) {
    if job.no {
        job.session().banner = None;
        return;
    }
    let text = &things[0];
    let Some(sign) = text.chars().next() else { return };
    let rest = &text[sign.len_utf8()..];
    match rest.find(sign) {
        Some(end) => job.session().banner = Some(rest[..end].to_owned()),
        None => {
            job.print(format!("Enter TEXT message.  End with the character '{sign}'."));
            job.session().banner = Some(if rest.is_empty() { String::new() } else { format!("{rest}\n") });
            job.session().banner_until = Some(sign);
        }
    }
}

pub fn line_console(job: &mut Job, _: &[String]) {
    job.enter(Mode::Line("con 0".to_owned()));
}

pub fn line_vty(job: &mut Job, things: &[String]) {
    job.enter(Mode::Line(format!("vty {}", things.join(" "))));
}

pub fn line_plain(job: &mut Job, _: &[String]) {
    let Mode::Line(name) = job.session().mode.clone() else { return };
    let (no, text) = (job.no, job.full.join(" "));
    let first = job.full.first().cloned().unwrap_or_default();
    let lines = job.session().lines.entry(name).or_default();
    lines.retain(|line| line.split(' ').next() != Some(first.as_str()));
    if !no {
        lines.push(text);
    }
}

/// A line that is kept and does nothing here.
pub fn plain(job: &mut Job, _: &[String]) {
    let (no, text) = (job.no, job.full.join(" "));
    let start: Vec<String> = job.full.iter().take(2).cloned().collect();
    let start = start.join(" ");
    let plain = &mut job.session().plain;
    plain.retain(|line| line != &text && !(no && line.starts_with(&start)));
    if !no && plain.len() < 200 {
        plain.push(text);
    }
}

pub fn domain_lookup(job: &mut Job, _: &[String]) {
    let off = "no ip domain-lookup".to_owned();
    let no = job.no;
    let plain = &mut job.session().plain;
    plain.retain(|line| *line != off);
    if no {
        plain.push(off);
    }
}

pub fn real_eigrp(job: &mut Job, _: &[String]) {
    job.not_simulated();
    if !job.no {
        job.enter(Mode::Real("eigrp"));
    }
}
