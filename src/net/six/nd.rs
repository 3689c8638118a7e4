//! Neighbour discovery (RFC 4861) and addresses that follow from what routers say (RFC 4862).
//!
//! Before an address is used, the link is asked whether somebody has it. A computer asks for routers when its link comes
//! up; a router tells its networks when it is asked, and now and then.

use std::net::Ipv6Addr;

use super::packet::{self, ALL_NODES, ALL_ROUTERS, Packet6, Prefix, is_link_local, of_card};
use super::{Addr6, Face6, MOST, Origin, Route6, Test, icmp};
use crate::net::addr::Mac;
use crate::net::arp::State;
use crate::net::device::{Attach, Cx, Device, Os, Timer};
use crate::net::frame;
use crate::net::reason::{About, Reason};
use crate::net::time::Time;

pub const ROUTER_ASK: u8 = 133;
pub const ROUTER_TELL: u8 = 134;
pub const ASK: u8 = 135;
pub const TELL: u8 = 136;
/// RFC 4861, section 10: between two questions, and how many.
const RETRY: Time = Time::seconds(1);
const TRIES: u8 = 3;
const REACHABLE: Time = Time::seconds(30);
const DELAY: Time = Time::seconds(5);
/// Questions for routers and the time between them, the same place.
const ROUTER_ASKS: u8 = 3;
const ROUTER_WAIT: Time = Time::seconds(4);
/// What routers tell first comes sooner; the same place. Later every 200 s, the habit of equipment.
const FIRST_TELLS: u8 = 3;
const FIRST_WAIT: Time = Time::seconds(16);
const TELL_WAIT: Time = Time::seconds(200);
const TELL_LEAST: Time = Time::seconds(3);
/// Seconds: how long a router is one, and a network and its addresses are good (RFC 4861, section 6.2.1).
const LIFETIME: u16 = 1800;
const VALID: u32 = 2_592_000;
const PREFERRED: u32 = 604_800;
/// Cost of a way that a router said, on Linux.
const TOLD_METRIC: u32 = 1024;
/// Packets that wait for one answer.
const WAITING: usize = 100;

/// What is known of a neighbour.
#[derive(Debug, Clone)]
pub struct Neighbour6 {
    pub mac: Option<Mac>,
    pub state: State,
    pub updated: Time,
    /// It passes packets on.
    pub router: bool,
    queue: Vec<(Packet6, bool)>,
    generation: u32,
}

impl Neighbour6 {
    fn new(now: Time) -> Self {
        Self { mac: None, state: State::Failed, updated: now, router: false, queue: Vec::new(), generation: 0 }
    }

    pub fn permanent(mac: Mac, now: Time) -> Self {
        Self { mac: Some(mac), state: State::Permanent, ..Self::new(now) }
    }

    pub fn is_permanent(&self) -> bool {
        self.state == State::Permanent
    }

    /// The card, if packets may be sent to it.
    fn usable(&self) -> Option<Mac> {
        self.mac.filter(|_| self.state.is_usable())
    }
}

/// The options of a message, by kind.
fn options(bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let mut all = Vec::new();
    let mut rest = bytes;
    while let [kind, length, ..] = rest {
        let Some(option) = rest.get(..usize::from(*length) * 8).filter(|_| *length > 0) else { break };
        all.push((*kind, &option[2..]));
        rest = &rest[option.len()..];
    }
    all
}

/// The card in an option of this kind.
fn card(bytes: &[u8], kind: u8) -> Option<Mac> {
    let option = options(bytes).into_iter().find(|(of, _)| *of == kind)?.1;
    option.first_chunk::<6>().map(|mac| Mac(*mac))
}

fn addr(bytes: &[u8]) -> Option<Ipv6Addr> {
    bytes.first_chunk::<16>().map(|octets| Ipv6Addr::from(*octets))
}

fn long(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}

/// When something is to be done at an interface next.
pub(super) fn due(face: &Face6) -> Option<Time> {
    let of = |own: &Addr6| match (own.test, own.origin) {
        (Test::New, _) => Some(Time::ZERO),
        (Test::Waiting { ask, .. }, _) => Some(ask),
        (Test::Asked { done }, _) => Some(done),
        (_, Origin::Router { valid, .. }) => Some(valid),
        _ => None,
    };
    let linked = face.addrs.iter().any(|own| own.is_usable() && is_link_local(own.prefix.addr));
    let asks = Some(face.ask_at).filter(|_| face.asks > 0 && linked);
    face.addrs.iter().filter_map(of).chain(asks).chain(face.tell_at.filter(|_| linked)).min()
}

impl Device {
    /// Sends a message of neighbour discovery out of an interface.
    fn nd_send(&mut self, iface: usize, card: Mac, src: Ipv6Addr, dst: Ipv6Addr, message: (u8, &[u8]), cx: &mut Cx) {
        if self.ifaces[iface].attach != Attach::Loopback && self.has_carrier(iface) {
            let packet = Packet6::icmp(src, dst, 255, message.0, 0, message.1);
            self.emit(iface, card, frame::IPV6, &packet.bytes(), cx);
        }
    }

    /// Asks who has an address: everyone in its group, or one that is known.
    fn nd_ask(&mut self, iface: usize, target: Ipv6Addr, known: Option<Mac>, src: Ipv6Addr, cx: &mut Cx) {
        let dst = if known.is_some() { target } else { packet::solicited(target) };
        let mut body = vec![0; 4];
        body.extend(target.octets());
        if !src.is_unspecified() {
            body.extend([1, 1]);
            body.extend(self.ifaces[iface].mac.0);
        }
        let mac = known.unwrap_or_else(|| packet::card_of_group(dst));
        self.nd_send(iface, mac, src, dst, (ASK, &body), cx);
    }

    /// Says that an address is its own.
    fn nd_tell(&mut self, iface: usize, target: Ipv6Addr, to: Option<(Ipv6Addr, Mac)>, cx: &mut Cx) {
        let router = u8::from(self.six.forwarding) << 7;
        let (dst, mac, asked) = match to {
            Some((dst, mac)) => (dst, mac, 0x40),
            None => (ALL_NODES, packet::card_of_group(ALL_NODES), 0),
        };
        let mut body = vec![router | asked | 0x20, 0, 0, 0];
        body.extend(target.octets());
        body.extend([2, 1]);
        body.extend(self.ifaces[iface].mac.0);
        self.nd_send(iface, mac, target, dst, (TELL, &body), cx);
    }

    /// Begins to test whether somebody else has an address: RFC 4862, section 5.4.
    pub(super) fn test_address(&mut self, iface: usize, addr: Ipv6Addr, loopback: bool, cx: &mut Cx) {
        let wait = Time::millis(self.chance6(1000, cx));
        let test =
            if loopback { Test::Unique } else { Test::Waiting { ask: cx.now + wait, done: cx.now + wait + RETRY } };
        if let Some(own) = self.face6(iface).addrs.iter_mut().find(|own| own.prefix.addr == addr) {
            own.test = test;
        }
    }

    /// A computer whose link came up will ask for routers.
    pub fn ask_routers(&mut self, iface: usize, cx: &mut Cx) {
        let asks = self.takes_advice(iface);
        let face = self.face6(iface);
        face.asks = if asks { ROUTER_ASKS } else { 0 };
        face.ask_at = cx.now;
        self.plan6(cx);
    }

    /// Whether it believes what routers say.
    fn takes_advice(&self, iface: usize) -> bool {
        let face = self.six.faces.get(&iface);
        match self.os {
            Os::Linux => {
                let deaf = face.is_some_and(|face| face.deaf);
                !deaf && !self.six.forwarding && self.ifaces[iface].attach != Attach::Loopback
            }
            Os::Ios => face.is_some_and(|face| face.autoconfig),
            Os::None => false,
        }
    }

    /// A router with a command line tells its networks on every interface with IPv6.
    pub(super) fn tell_begins(&mut self, iface: usize, cx: &mut Cx) {
        let tells = self.six.forwarding && self.os == Os::Ios && self.ifaces[iface].attach != Attach::Loopback;
        let now = cx.now;
        let face = self.face6(iface);
        match (tells, face.tell_at) {
            (false, _) => face.tell_at = None,
            (true, None) => (face.tell_at, face.told) = (Some(now), 0),
            (true, Some(_)) => {}
        }
    }

    /// What is due: tests of addresses, questions, what routers tell, and what has become too old.
    pub(super) fn nd_tick(&mut self, cx: &mut Cx) {
        let now = cx.now;
        let ifaces: Vec<usize> = self.six.faces.iter().filter(|(_, face)| face.up).map(|(iface, _)| *iface).collect();
        self.six.routes.retain(|route| route.until.is_none_or(|until| until > now));
        for iface in ifaces {
            let face = self.face6(iface);
            face.addrs.retain(|own| !matches!(own.origin, Origin::Router { valid, .. } if valid <= now));
            let mut ask = Vec::new();
            for own in &mut face.addrs {
                match own.test {
                    Test::Waiting { ask: at, done } if now >= at => {
                        own.test = Test::Asked { done: done.max(now + RETRY) };
                        ask.push(own.prefix.addr);
                    }
                    Test::Asked { done } if now >= done => own.test = Test::Unique,
                    _ => {}
                }
            }
            for target in ask {
                self.nd_ask(iface, target, None, Ipv6Addr::UNSPECIFIED, cx);
            }
            let link = self.link6(iface);
            let (Some(src), face) = (link, self.face6(iface)) else { continue };
            if face.asks > 0 && now >= face.ask_at {
                face.asks -= 1;
                face.ask_at = now + ROUTER_WAIT;
                let mut body = vec![0; 4];
                body.extend([1, 1]);
                body.extend(self.ifaces[iface].mac.0);
                let mac = packet::card_of_group(ALL_ROUTERS);
                self.nd_send(iface, mac, src, ALL_ROUTERS, (ROUTER_ASK, &body), cx);
            }
            if self.face6(iface).tell_at.is_some_and(|at| now >= at) {
                self.tell_networks(iface, src, cx);
            }
        }
    }

    /// Its address on a link, once it may be used.
    pub fn link6(&self, iface: usize) -> Option<Ipv6Addr> {
        let face = self.six.faces.get(&iface)?;
        face.addrs.iter().find(|own| own.is_usable() && is_link_local(own.prefix.addr)).map(|own| own.prefix.addr)
    }

    /// Tells which networks are on a link: RFC 4861, section 6.2.3.
    fn tell_networks(&mut self, iface: usize, src: Ipv6Addr, cx: &mut Cx) {
        let (mac, mtu) = (self.ifaces[iface].mac, self.ifaces[iface].mtu);
        let face = self.face6(iface);
        face.told = face.told.saturating_add(1);
        face.told_at = cx.now;
        face.tell_at = Some(cx.now + if face.told < FIRST_TELLS { FIRST_WAIT } else { TELL_WAIT });
        let mut body = vec![64, 0];
        body.extend(LIFETIME.to_be_bytes());
        body.extend([0; 8]);
        body.extend([1, 1]);
        body.extend(mac.0);
        body.extend([5, 1, 0, 0]);
        body.extend(u32::from(mtu).to_be_bytes());
        let mut told: Vec<Prefix> = Vec::new();
        for own in &face.addrs {
            let network = own.prefix.network();
            if own.origin == Origin::Typed && !is_link_local(network.addr) && !told.contains(&network) {
                told.push(network);
                body.extend([3, 4, network.len, 0xc0]);
                body.extend(VALID.to_be_bytes());
                body.extend(PREFERRED.to_be_bytes());
                body.extend([0; 4]);
                body.extend(network.addr.octets());
            }
        }
        self.nd_send(iface, packet::card_of_group(ALL_NODES), src, ALL_NODES, (ROUTER_TELL, &body), cx);
    }

    /// A message of neighbour discovery; only from the same link (RFC 4861, section 7.1).
    pub(super) fn nd_input(&mut self, iface: usize, card: Mac, packet: &Packet6, kind: u8, body: &[u8], cx: &mut Cx) {
        // What it said itself and hears again, in a loop, says nothing.
        if packet.hops != 255 || card == self.ifaces[iface].mac {
            return;
        }
        match kind {
            ROUTER_ASK => self.router_asked(iface, packet, body, cx),
            ROUTER_TELL => self.router_told(iface, packet, body, cx),
            ASK => self.asked(iface, packet, body, card, cx),
            TELL => self.told(iface, packet, body, cx),
            _ => {}
        }
        self.plan6(cx);
    }

    fn router_asked(&mut self, iface: usize, packet: &Packet6, body: &[u8], cx: &mut Cx) {
        if let (Some(mac), false) = (card(body.get(4..).unwrap_or_default(), 1), packet.src.is_unspecified()) {
            self.neighbour6_update(iface, packet.src, mac, State::Stale, None, true, cx);
        }
        let face = self.face6(iface);
        if let Some(at) = face.tell_at {
            face.tell_at = Some(at.min(cx.now.max(face.told_at + TELL_LEAST)));
        }
    }

    fn router_told(&mut self, iface: usize, packet: &Packet6, body: &[u8], cx: &mut Cx) {
        let Some(rest) = body.get(12..).filter(|_| is_link_local(packet.src)) else { return };
        if !self.takes_advice(iface) {
            return;
        }
        let lifetime = u64::from(u16::from_be_bytes([body[2], body[3]]));
        if let Some(mac) = card(rest, 1) {
            self.neighbour6_update(iface, packet.src, mac, State::Stale, Some(true), true, cx);
        }
        self.face6(iface).asks = 0;
        let routes = self.os == Os::Linux || self.face6(iface).autoroute;
        self.six
            .routes
            .retain(|route| route.until.is_none() || (route.via, route.iface) != (Some(packet.src), Some(iface)));
        if lifetime > 0 && routes && self.six.routes.len() < MOST {
            let until = Some(cx.now + Time::seconds(lifetime));
            let (dest, via) = (Prefix::ALL, Some(packet.src));
            let (distance, metric) = if self.os == Os::Linux { (1, TOLD_METRIC) } else { (2, 0) };
            self.six.routes.push(Route6 { dest, via, iface: Some(iface), distance, metric, until });
        }
        for (_, option) in options(rest).into_iter().filter(|(kind, option)| *kind == 3 && option.len() == 30) {
            let (len, flags) = (option[0], option[1]);
            let (valid, preferred) = (u64::from(long(option, 2)), u64::from(long(option, 6)));
            let Some(network) = addr(&option[14..]).filter(|_| flags & 0x40 != 0 && len == 64) else { continue };
            if is_link_local(network) || preferred > valid || valid == 0 {
                continue;
            }
            let of = of_card(network, self.ifaces[iface].mac);
            let origin =
                Origin::Router { valid: cx.now + Time::seconds(valid), preferred: cx.now + Time::seconds(preferred) };
            let known = self.face6(iface).addrs.iter_mut().find(|own| own.prefix.addr == of);
            match known {
                Some(Addr6 { origin: Origin::Typed, .. }) => {}
                Some(own) => own.origin = origin,
                None => {
                    self.add6(iface, Prefix { addr: of, len }, origin);
                    self.test_address(iface, of, false, cx);
                }
            }
        }
    }

    /// Somebody asks for an address, or tests whether it is free.
    fn asked(&mut self, iface: usize, packet: &Packet6, body: &[u8], from: Mac, cx: &mut Cx) {
        let Some(target) = body.get(4..).and_then(addr) else { return };
        let own = self.face6(iface).addrs.iter().find(|own| own.prefix.addr == target).map(|own| own.test);
        let testing = packet.src.is_unspecified();
        match own {
            None | Some(Test::Duplicate) => {}
            Some(Test::Unique) if testing => self.nd_tell(iface, target, None, cx),
            Some(Test::Unique) => {
                let mac = card(&body[20..], 1).unwrap_or(from);
                self.neighbour6_update(iface, packet.src, mac, State::Stale, None, true, cx);
                self.nd_tell(iface, target, Some((packet.src, mac)), cx);
            }
            Some(_) if testing => self.duplicate(iface, target, cx),
            Some(_) => {}
        }
    }

    /// Somebody says that an address is its own.
    fn told(&mut self, iface: usize, packet: &Packet6, body: &[u8], cx: &mut Cx) {
        let Some(target) = body.get(4..).and_then(addr) else { return };
        let own = self.face6(iface).addrs.iter().any(|own| own.prefix.addr == target && own.test != Test::Duplicate);
        if own {
            return self.duplicate(iface, target, cx);
        }
        let (asked, router) = (body[0] & 0x40 != 0 && !packet.dst.is_multicast(), body[0] & 0x80 != 0);
        let known = self.six.neighbours.get(&(iface, target)).and_then(|entry| entry.mac);
        let Some(mac) = card(&body[20..], 2).or(known) else { return };
        let state = if asked { State::Reachable } else { State::Stale };
        self.neighbour6_update(iface, target, mac, state, Some(router), false, cx);
    }

    /// An address that somebody else has is not used, if it was not in use yet.
    fn duplicate(&mut self, iface: usize, target: Ipv6Addr, cx: &mut Cx) {
        let Some(own) = self.face6(iface).addrs.iter_mut().find(|own| own.prefix.addr == target) else { return };
        if own.test == Test::Unique {
            return;
        }
        own.test = Test::Duplicate;
        if self.os == Os::Ios {
            let name = self.ifaces[iface].name.clone();
            let text = format!("%IPV6-4-DUPLICATE: Duplicate address {} on {name}", target.to_string().to_uppercase());
            self.say(cx.now, text);
        }
    }

    /// Takes what was heard of a neighbour into account.
    #[allow(clippy::too_many_arguments)]
    fn neighbour6_update(
        &mut self,
        iface: usize,
        ip: Ipv6Addr,
        mac: Mac,
        state: State,
        router: Option<bool>,
        create: bool,
        cx: &mut Cx,
    ) {
        if create && self.six.neighbours.len() < MOST {
            self.six.neighbours.entry((iface, ip)).or_insert_with(|| Neighbour6::new(cx.now));
        }
        let Some(entry) = self.six.neighbours.get_mut(&(iface, ip)).filter(|entry| !entry.is_permanent()) else {
            return;
        };
        entry.router = router.unwrap_or(entry.router);
        // Nothing new leaves an entry as it is.
        if entry.usable() == Some(mac) && state == State::Stale {
            return;
        }
        entry.mac = Some(mac);
        entry.state = state;
        entry.updated = cx.now;
        entry.generation += 1;
        let generation = entry.generation;
        let waiting = std::mem::take(&mut entry.queue);
        if state == State::Reachable {
            cx.later(REACHABLE, Timer::Neighbour6 { iface, ip, generation });
        }
        for (packet, forwarded) in waiting {
            self.neighbour6_output(iface, ip, packet, forwarded, cx);
        }
    }

    /// Sends a packet to a neighbour, and asks for its card first where needed.
    pub(super) fn neighbour6_output(
        &mut self,
        iface: usize,
        ip: Ipv6Addr,
        packet: Packet6,
        forwarded: bool,
        cx: &mut Cx,
    ) {
        let entry = self.six.neighbours.entry((iface, ip)).or_insert_with(|| Neighbour6::new(cx.now));
        if let Some(mac) = entry.usable() {
            if entry.state == State::Stale {
                entry.state = State::Delay;
                entry.generation += 1;
                cx.later(DELAY, Timer::Neighbour6 { iface, ip, generation: entry.generation });
            }
            return self.emit(iface, mac, frame::IPV6, &packet.bytes(), cx);
        }
        if entry.queue.len() < WAITING {
            entry.queue.push((packet, forwarded));
        }
        if entry.state == State::Failed {
            entry.state = State::Incomplete(1);
            entry.generation += 1;
            entry.updated = cx.now;
            cx.later(RETRY, Timer::Neighbour6 { iface, ip, generation: entry.generation });
            let src = self.source6(iface, ip).unwrap_or(Ipv6Addr::UNSPECIFIED);
            self.nd_ask(iface, ip, None, src, cx);
        }
    }

    pub(in crate::net) fn neighbour6_timer(&mut self, iface: usize, ip: Ipv6Addr, generation: u32, cx: &mut Cx) {
        let Some(entry) = self.six.neighbours.get_mut(&(iface, ip)).filter(|entry| entry.generation == generation)
        else {
            return;
        };
        let next = match entry.state {
            State::Reachable => {
                entry.state = State::Stale;
                return;
            }
            State::Delay => State::Probe(1),
            State::Probe(tries) if tries < TRIES => State::Probe(tries + 1),
            State::Incomplete(tries) if tries < TRIES => State::Incomplete(tries + 1),
            State::Incomplete(_) | State::Probe(_) => {
                entry.state = State::Failed;
                entry.mac = None;
                let waiting = std::mem::take(&mut entry.queue);
                let name = self.ifaces[iface].name.clone();
                for (packet, _) in waiting {
                    cx.lose(Some(&name), Reason::NdUnanswered { ip }, About::from(&packet));
                    self.error6(&packet, icmp::NO_NEIGHBOUR, 0, cx);
                }
                return;
            }
            State::Stale | State::Failed | State::Permanent => return,
        };
        entry.state = next;
        entry.generation += 1;
        let known = if matches!(next, State::Probe(_)) { entry.mac } else { None };
        cx.later(RETRY, Timer::Neighbour6 { iface, ip, generation: entry.generation });
        let src = self.source6(iface, ip).unwrap_or(Ipv6Addr::UNSPECIFIED);
        self.nd_ask(iface, ip, known, src, cx);
    }
}
