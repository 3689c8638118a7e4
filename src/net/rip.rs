//! RIP (version 2: RFC 2453, version 1: RFC 1058): routers tell their neighbours which networks they reach, and how far.
//!
//! A network is `metric` routers away; 16 is nowhere. What is learned through an interface is not told back through it
//! (split horizon), but that a network is lost is told everywhere at once. As equipment with a command line does it, the
//! sender counts itself: a network at the neighbour is one router away.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use super::addr::{Cidr, Mac};
use super::device::{Attach, Cx, Device, Timer};
use super::packet::{self, Packet, UDP};
use super::reason::Reason;
use super::route::{Kind, Route, Source};
use super::time::Time;
use super::udp::{Datagram, Service};
use crate::rng;

pub const PORT: u16 = 520;
/// Where routers with version 2 listen: RFC 2453, section 4.5.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 9);
/// RFC 2453, section 3.8: updates, the age at which a route no longer holds, and how long its end is told.
pub const UPDATE: Time = Time::seconds(30);
pub const TIMEOUT: Time = Time::seconds(180);
pub const GARBAGE: Time = Time::seconds(120);
/// A network so far away is not reached.
pub const INFINITY: u8 = 16;
/// How much it is trusted beside other sources: NETWORK.md 2.1.
pub const DISTANCE: u8 = 120;
/// Ways of the same length that are kept.
pub const MOST_PATHS: usize = 4;
/// Entries in one datagram: RFC 2453, section 3.6.
const MOST_ENTRIES: usize = 25;
/// Networks that are remembered.
const MOST_ROUTES: usize = 2000;
const TICK: Time = Time::seconds(1);

/// The network that an address had before masks were written: RFC 791.
pub fn class(addr: Ipv4Addr) -> Cidr {
    let len = match addr.octets()[0] {
        ..128 => 8,
        128..192 => 16,
        _ => 24,
    };
    Cidr::new(addr, len).network()
}

/// A neighbour through which a network is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path {
    pub via: Ipv4Addr,
    pub iface: usize,
    /// When it said so last.
    pub heard: Time,
}

/// A network that neighbours told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    pub metric: u8,
    /// All of the same length; none if it is lost.
    pub paths: Vec<Path>,
    /// Lost since then.
    pub lost: Option<Time>,
}

/// A network of its own that it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Own {
    metric: u8,
    iface: Option<usize>,
}

/// How the protocol is set on a router, and what it knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rip {
    /// Sends and takes only this; else sends 1 and takes both.
    pub version: Option<u8>,
    /// Networks of old classes whose interfaces take part.
    pub networks: BTreeSet<Ipv4Addr>,
    /// Addresses whose interfaces take part, said more closely: as routing daemons of Linux are told.
    pub prefixes: Vec<Cidr>,
    /// Interfaces that listen and say nothing.
    pub passive: BTreeSet<String>,
    /// All but those in `passive` say nothing.
    pub passive_default: bool,
    /// Subnets are told as their old class across its border.
    pub auto_summary: bool,
    /// A default route is told.
    pub originate: bool,
    /// Static routes are told, with this metric.
    pub tells_static: Option<u8>,
    /// So are all networks at its interfaces.
    pub tells_connected: Option<u8>,
    pub learned: BTreeMap<Cidr, Learned>,
    /// Who sent routes, and when last.
    pub sources: BTreeMap<Ipv4Addr, Time>,
    own: BTreeMap<Cidr, Own>,
    /// Networks that it had, and that are told to be lost until then.
    gone: BTreeMap<Cidr, Time>,
    /// Interfaces that take part and work.
    active: BTreeSet<usize>,
    /// What changed since the last message.
    changed: BTreeSet<Cidr>,
    tick_at: Time,
    pub update_at: Time,
    /// Not before then may a change be told.
    quiet_until: Time,
    chances: u32,
}

impl Rip {
    /// As it is when it is switched on: version 1 is sent, subnets are summed up.
    pub fn new() -> Self {
        Self { auto_summary: true, ..Self::default() }
    }

    /// Whether networks at an address take part.
    fn covers(&self, addr: Ipv4Addr) -> bool {
        if addr.is_loopback() {
            return false;
        }
        self.networks.contains(&class(addr).addr) || self.prefixes.iter().any(|prefix| prefix.contains(addr))
    }

    /// Whether an interface only listens.
    pub fn is_passive(&self, name: &str) -> bool {
        self.passive.contains(name) != self.passive_default
    }

    pub fn sends(&self) -> u8 {
        self.version.unwrap_or(1)
    }

    /// A number below `most`, different each time and the same in every run.
    fn chance(&mut self, seed: u64, id: &str, most: u64) -> u64 {
        self.chances += 1;
        rng::stream(seed, &format!("rip-{id}"), self.chances).below(most)
    }

    /// What an interface is told: each network and its distance as it is written.
    fn entries(&self, iface: usize, at: Cidr, only: Option<&BTreeSet<Cidr>>) -> Vec<(Cidr, u8)> {
        let mut all: BTreeMap<Cidr, u8> = self.gone.keys().map(|dest| (*dest, INFINITY)).collect();
        for (dest, learned) in &self.learned {
            let here = learned.paths.iter().any(|path| path.iface == iface);
            if !here {
                all.insert(*dest, learned.metric.saturating_add(1).min(INFINITY));
            }
        }
        for (dest, own) in self.own.iter().filter(|(_, own)| own.iface != Some(iface)) {
            all.insert(*dest, own.metric.saturating_add(1).min(INFINITY));
        }
        let old = self.sends() == 1;
        let here = class(at.addr);
        let mut told: BTreeMap<Cidr, u8> = BTreeMap::new();
        let mut fresh: BTreeSet<Cidr> = BTreeSet::new();
        for (dest, metric) in all {
            let of = class(dest.addr);
            let whole = dest == Cidr::ALL;
            let shown = if whole || dest.len <= of.len {
                // Version 1 has no way to write a network larger than its class.
                if old && !whole && dest.len < of.len {
                    continue;
                }
                dest
            } else if of != here && (old || self.auto_summary) {
                of
            } else if old && dest.len != at.len && dest.len != 32 {
                continue;
            } else {
                dest
            };
            let best = told.get(&shown).map_or(metric, |known| metric.min(*known));
            told.insert(shown, best);
            if only.is_none_or(|only| only.contains(&dest)) {
                fresh.insert(shown);
            }
        }
        told.into_iter().filter(|(dest, _)| fresh.contains(dest)).collect()
    }
}

/// A message: command, version, and up to 25 entries.
fn message(command: u8, version: u8, entries: &[(Cidr, u8)]) -> Vec<u8> {
    let mut bytes = vec![command, version, 0, 0];
    for (dest, metric) in entries {
        let mask = if version == 1 { Ipv4Addr::UNSPECIFIED } else { dest.mask() };
        bytes.extend([0, 2, 0, 0]);
        bytes.extend(dest.addr.octets());
        bytes.extend(mask.octets());
        bytes.extend([0; 4]);
        bytes.extend(u32::from(*metric).to_be_bytes());
    }
    bytes
}

/// The request for everything: one entry without a family, at distance 16 (RFC 2453, section 3.9.1).
fn ask_all(version: u8) -> Vec<u8> {
    let mut bytes = vec![1, version, 0, 0];
    bytes.extend([0; 16]);
    bytes.extend(u32::from(INFINITY).to_be_bytes());
    bytes
}

/// One entry as it was read.
struct Entry {
    family: u16,
    addr: Ipv4Addr,
    mask: Ipv4Addr,
    next: Ipv4Addr,
    metric: u32,
}

fn read(bytes: &[u8]) -> Entry {
    let quad = |at: usize| Ipv4Addr::new(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
    Entry {
        family: u16::from_be_bytes([bytes[0], bytes[1]]),
        addr: quad(4),
        mask: quad(8),
        next: quad(12),
        metric: u32::from(quad(16)),
    }
}

impl Device {
    /// Switches the protocol on or off.
    pub fn rip_set(&mut self, on: bool, cx: &mut Cx) {
        if on && self.rip.is_none() {
            let mut rip = Rip::new();
            rip.tick_at = cx.now + TICK;
            rip.update_at = cx.now + UPDATE;
            cx.later(TICK, Timer::Rip);
            self.rip = Some(Box::new(rip));
            self.udp.insert(PORT, Service::Rip);
        } else if !on && self.rip.take().is_some() {
            self.udp.remove(&PORT);
            self.routes.retain(|route| route.source != Source::Rip);
        }
    }

    /// Whether an interface takes part now.
    pub fn rip_takes_part(&self, iface: usize) -> bool {
        self.rip.as_ref().is_some_and(|rip| rip.active.contains(&iface))
    }

    /// The address from which an interface takes part.
    fn rip_addr(&self, rip: &Rip, iface: usize) -> Option<Cidr> {
        let addrs = &self.ifaces[iface].addrs;
        addrs.iter().find(|own| !own.secondary && rip.covers(own.cidr.addr)).map(|own| own.cidr)
    }

    /// Looks again at what its interfaces and other routes say, and tells what changed.
    pub(crate) fn rip_refresh(&mut self, cx: &mut Cx) {
        let Some(mut rip) = self.rip.take() else { return };
        let now = cx.now;
        let mut own: BTreeMap<Cidr, Own> = BTreeMap::new();
        if rip.originate {
            own.insert(Cidr::ALL, Own { metric: 0, iface: None });
        }
        if let Some(metric) = rip.tells_static {
            let fixed = |route: &&Route| route.source == Source::Static && route.dest != Cidr::ALL;
            for route in self.routes.iter().filter(fixed).filter(|route| self.is_valid(route)) {
                own.insert(route.dest, Own { metric: metric.saturating_sub(1), iface: None });
            }
        }
        let mut active = BTreeSet::new();
        for (iface, cidr) in self.addresses().filter(|(iface, _)| self.is_usable(*iface)) {
            if rip.covers(cidr.addr) {
                own.insert(cidr.network(), Own { metric: 0, iface: Some(iface) });
                active.insert(iface);
            } else if let Some(metric) = rip.tells_connected {
                own.insert(cidr.network(), Own { metric: metric.saturating_sub(1), iface: Some(iface) });
            }
        }
        for (dest, before) in &rip.own {
            if !own.contains_key(dest) {
                rip.gone.insert(*dest, now + GARBAGE);
                rip.changed.insert(*dest);
            } else if own[dest] != *before {
                rip.changed.insert(*dest);
            }
        }
        for dest in own.keys() {
            rip.gone.remove(dest);
            rip.learned.remove(dest);
            if !rip.own.contains_key(dest) {
                rip.changed.insert(*dest);
            }
        }
        rip.own = own;
        for (dest, learned) in &mut rip.learned {
            let before = learned.paths.len();
            learned.paths.retain(|path| active.contains(&path.iface) && now - path.heard < TIMEOUT);
            if before > 0 && learned.paths.is_empty() {
                learned.metric = INFINITY;
                learned.lost = Some(now);
                rip.changed.insert(*dest);
            }
        }
        rip.learned.retain(|_, learned| learned.lost.is_none_or(|since| now - since < GARBAGE));
        rip.gone.retain(|_, until| *until > now);
        let fresh: Vec<usize> = active.difference(&rip.active).copied().collect();
        rip.active = active;
        // Whoever comes up asks its neighbours for all they know: RFC 2453, section 3.9.1.
        for iface in fresh {
            self.rip_say(&rip, iface, None, &ask_all(rip.sends()), cx);
        }
        self.rip_tell_changes(&mut rip, cx);
        self.rip_install(&rip);
        self.rip = Some(rip);
    }

    pub(super) fn rip_timer(&mut self, cx: &mut Cx) {
        let Some(rip) = self.rip.as_mut().filter(|rip| rip.tick_at == cx.now) else { return };
        rip.tick_at = cx.now + TICK;
        cx.later(TICK, Timer::Rip);
        self.rip_refresh(cx);
        let Some(mut rip) = self.rip.take() else { return };
        if cx.now >= rip.update_at {
            // Up to five seconds off, so that routers do not speak all at once: RFC 2453, section 3.8.
            let early = rip.chance(cx.seed, &self.id, 5);
            rip.update_at = cx.now + UPDATE - Time::seconds(early);
            rip.changed.clear();
            self.rip_tell(&rip, None, cx);
        }
        self.rip = Some(rip);
    }

    /// Tells what changed, unless the last time was just now: RFC 2453, section 3.10.1.
    fn rip_tell_changes(&mut self, rip: &mut Rip, cx: &mut Cx) {
        if rip.changed.is_empty() || cx.now < rip.quiet_until {
            return;
        }
        let changed = std::mem::take(&mut rip.changed);
        let wait = 1 + rip.chance(cx.seed, &self.id, 5);
        rip.quiet_until = cx.now + Time::seconds(wait);
        self.rip_tell(rip, Some(&changed), cx);
    }

    /// Tells everything, or only some of it, at every interface that may speak.
    fn rip_tell(&mut self, rip: &Rip, only: Option<&BTreeSet<Cidr>>, cx: &mut Cx) {
        for iface in rip.active.clone() {
            let Some(at) = self.rip_addr(rip, iface) else { continue };
            let entries = rip.entries(iface, at, only);
            for part in entries.chunks(MOST_ENTRIES) {
                self.rip_say(rip, iface, None, &message(2, rip.sends(), part), cx);
            }
        }
    }

    /// Sends a message out of an interface: to all routers there, or to one that asked.
    fn rip_say(&mut self, rip: &Rip, iface: usize, to: Option<(Ipv4Addr, u16)>, bytes: &[u8], cx: &mut Cx) {
        let it = &self.ifaces[iface];
        let Some(at) = self.rip_addr(rip, iface) else { return };
        if it.attach == Attach::Loopback || !self.has_carrier(iface) || (to.is_none() && rip.is_passive(&it.name)) {
            return;
        }
        if let Some(to) = to {
            let _ = self.udp_send((Some(at.addr), PORT), to, bytes, None, cx);
            return;
        }
        let (to, mac) = match rip.sends() {
            1 => (Ipv4Addr::BROADCAST, Mac::BROADCAST),
            _ => (GROUP, Mac::of_group(GROUP)),
        };
        let datagram = packet::udp((at.addr, PORT), (to, PORT), bytes);
        self.send_on(iface, mac, Packet::new(at.addr, to, UDP, 1, datagram), cx);
    }

    /// Puts what was learned into the table of routes.
    fn rip_install(&mut self, rip: &Rip) {
        self.routes.retain(|route| route.source != Source::Rip);
        for (dest, learned) in &rip.learned {
            for path in &learned.paths {
                self.routes.push(Route {
                    dest: *dest,
                    via: Some(path.via),
                    iface: Some(path.iface),
                    source: Source::Rip,
                    distance: DISTANCE,
                    metric: u32::from(learned.metric),
                    prefsrc: None,
                    kind: Kind::Unicast,
                    since: path.heard,
                });
            }
        }
    }

    pub(super) fn rip_input(&mut self, it: &Datagram, packet: &Packet, cx: &mut Cx) {
        let Some(iface) = it.iface.filter(|iface| self.rip_takes_part(*iface)) else {
            return cx.lose(None, Reason::NoListener { port: PORT }, packet);
        };
        let name = self.ifaces[iface].name.clone();
        let Some(mut rip) = self.rip.take() else { return };
        let (version, command) = (it.payload.get(1).copied().unwrap_or(0), it.payload.first().copied().unwrap_or(0));
        let entries = it.payload.get(4..).unwrap_or_default().chunks_exact(20).map(read);
        if version == 0 || it.payload.len() % 20 != 4 {
            cx.lose(Some(&name), Reason::Malformed, packet);
        } else if let Some(wanted) = rip.version.filter(|wanted| *wanted != version) {
            cx.lose(Some(&name), Reason::RipVersion { got: version, wanted }, packet);
        } else if command == 1 {
            self.rip_asked(&rip, iface, it, entries.collect(), cx);
        } else if command == 2 {
            let near = self.ifaces[iface].addrs.iter().any(|own| own.cidr.contains(it.from.0));
            if near && it.from.1 == PORT {
                rip.sources.insert(it.from.0, cx.now);
                for entry in entries {
                    self.rip_learn(&mut rip, iface, it.from.0, version, &entry, cx.now);
                }
                self.rip_tell_changes(&mut rip, cx);
                self.rip_install(&rip);
            } else {
                cx.lose(Some(&name), Reason::MartianSource { from: it.from.0 }, packet);
            }
        }
        self.rip = Some(rip);
    }

    /// Answers a router that wants to know everything.
    fn rip_asked(&mut self, rip: &Rip, iface: usize, it: &Datagram, entries: Vec<Entry>, cx: &mut Cx) {
        let all = matches!(entries.as_slice(), [one] if one.family == 0 && one.metric == u32::from(INFINITY));
        let Some(at) = self.rip_addr(rip, iface).filter(|_| all && !rip.is_passive(&self.ifaces[iface].name)) else {
            return;
        };
        for part in rip.entries(iface, at, None).chunks(MOST_ENTRIES) {
            self.rip_say(rip, iface, Some(it.from), &message(2, rip.sends(), part), cx);
        }
    }

    /// Takes in one entry of a neighbour: RFC 2453, section 3.9.2.
    fn rip_learn(&self, rip: &mut Rip, iface: usize, from: Ipv4Addr, version: u8, entry: &Entry, now: Time) {
        let odd = entry.addr.is_multicast() || entry.addr.is_loopback() || entry.addr.octets()[0] >= 240;
        let Some(metric) = u8::try_from(entry.metric).ok().filter(|metric| (1..=INFINITY).contains(metric)) else {
            return;
        };
        if entry.family != 2 || odd {
            return;
        }
        let dest = if version >= 2 && !entry.mask.is_unspecified() {
            Cidr::with_mask(entry.addr, entry.mask)
        } else {
            Some(self.rip_old_mask(iface, entry.addr))
        };
        let Some(dest) = dest.filter(|dest| dest.is_network() && !rip.own.contains_key(dest)) else { return };
        // Another router of the same network may be the better next hop.
        let on_link = |addr: Ipv4Addr| self.ifaces[iface].addrs.iter().any(|own| own.cidr.contains(addr));
        let via = if !entry.next.is_unspecified() && on_link(entry.next) && !self.is_own(entry.next) {
            entry.next
        } else {
            from
        };
        let path = Path { via, iface, heard: now };
        let known = rip.learned.len();
        let Some(learned) = rip.learned.get_mut(&dest) else {
            if metric < INFINITY && known < MOST_ROUTES {
                rip.learned.insert(dest, Learned { metric, paths: vec![path], lost: None });
                rip.changed.insert(dest);
            }
            return;
        };
        let same = learned.paths.iter().position(|path| path.via == via && path.iface == iface);
        match same {
            Some(at) if metric == learned.metric => learned.paths[at] = path,
            Some(at) if metric > learned.metric && learned.paths.len() > 1 => {
                learned.paths.remove(at);
            }
            Some(_) if metric == INFINITY => {
                *learned = Learned { metric, paths: Vec::new(), lost: Some(now) };
                rip.changed.insert(dest);
            }
            None if metric == learned.metric && metric < INFINITY => {
                if learned.paths.len() < MOST_PATHS {
                    learned.paths.push(path);
                }
            }
            None if metric >= learned.metric => {}
            _ => {
                *learned = Learned { metric, paths: vec![path], lost: None };
                rip.changed.insert(dest);
            }
        }
    }

    /// The mask that an address without one is taken to have: that of the interface within the same class, else that of
    /// the class; one with host bits is a single address (RFC 1058, section 3.2).
    fn rip_old_mask(&self, iface: usize, addr: Ipv4Addr) -> Cidr {
        if addr.is_unspecified() {
            return Cidr::ALL;
        }
        let of = class(addr);
        let own = self.ifaces[iface].addrs.iter().find(|own| class(own.cidr.addr) == of);
        let guess = Cidr::new(addr, own.map_or(of.len, |own| own.cidr.len));
        if guess.is_network() { guess } else { Cidr::new(addr, 32) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cidr(text: &str) -> Cidr {
        text.parse().expect("a network")
    }

    fn rip() -> Rip {
        let mut rip = Rip::new();
        for dest in ["10.1.0.0/24", "10.2.0.0/16", "172.16.4.0/22"] {
            rip.own.insert(cidr(dest), Own { metric: 0, iface: Some(7) });
        }
        rip
    }

    #[test]
    fn subnets_are_summed_up_at_the_border_of_their_class() {
        let mut rip = rip();
        rip.version = Some(2);
        let at = cidr("192.168.0.1/24");
        assert_eq!(rip.entries(0, at, None), [(cidr("10.0.0.0/8"), 1), (cidr("172.16.0.0/16"), 1)]);
        rip.auto_summary = false;
        assert_eq!(rip.entries(0, at, None).len(), 3);
        assert_eq!(rip.entries(7, at, None), []);
    }

    #[test]
    fn version_1_tells_subnets_only_where_the_mask_is_the_same() {
        let told = rip().entries(0, cidr("10.9.9.1/24"), None);
        assert_eq!(told, [(cidr("10.1.0.0/24"), 1), (cidr("172.16.0.0/16"), 1)]);
    }
}
