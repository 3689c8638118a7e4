//! IPv6 (RFC 8200): addresses, ways, and what passes them on. [`nd`] finds neighbours, routers and addresses,
//! [`icmp`] answers pings and says why a packet went no further.
//!
//! A computer has an address on its link as soon as the link is up; a router with a command line has one where IPv6
//! was configured. Packets are not cut: a sender learns how large they may be.

mod icmp;
mod nd;
pub mod packet;

use std::collections::BTreeMap;
use std::net::Ipv6Addr;

use super::addr::Mac;
use super::device::{Attach, Cx, Device, Os, Timer};
use super::frame::{self, Parts};
use super::reason::{About, Reason};
use super::time::Time;
pub use icmp::Echo6;
pub use nd::Neighbour6;
use packet::{ICMP6, Packet6, Prefix, is_link_local, link_local};

/// How far a test went whether somebody else has an address: RFC 4862, section 5.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Not begun.
    New,
    /// Asked at the first moment, good from the second on.
    Waiting {
        ask: Time,
        done: Time,
    },
    Asked {
        done: Time,
    },
    Unique,
    /// Somebody else has it: it is not used.
    Duplicate,
}

/// Where an address comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From the card, on every link.
    Link,
    Typed,
    /// From what a router said, until then.
    Router {
        valid: Time,
        preferred: Time,
    },
}

/// An address of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addr6 {
    pub prefix: Prefix,
    pub origin: Origin,
    pub test: Test,
}

impl Addr6 {
    pub fn is_usable(&self) -> bool {
        self.test == Test::Unique
    }
}

/// IPv6 at an interface.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Face6 {
    /// `ipv6 enable`.
    pub enabled: bool,
    /// Addresses from routers are taken, on equipment with a command line.
    pub autoconfig: bool,
    /// So is the way out, there.
    pub autoroute: bool,
    /// Switched off by `disable_ipv6`.
    pub disabled: bool,
    /// What routers say is not believed, by `accept_ra`.
    pub deaf: bool,
    pub addrs: Vec<Addr6>,
    /// It works now.
    up: bool,
    /// Questions for routers that are left, and when the next is due.
    asks: u8,
    ask_at: Time,
    /// When a router says what there is next, and how often it did since it came up.
    tell_at: Option<Time>,
    told: u8,
    told_at: Time,
}

/// A route that was set, or that a router said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route6 {
    pub dest: Prefix,
    pub via: Option<Ipv6Addr>,
    pub iface: Option<usize>,
    pub distance: u8,
    pub metric: u32,
    /// Said by a router, until then.
    pub until: Option<Time>,
}

/// IPv6 on a device.
#[derive(Debug, Clone, Default)]
pub struct Six {
    /// Whether it passes packets on.
    pub forwarding: bool,
    pub faces: BTreeMap<usize, Face6>,
    pub neighbours: BTreeMap<(usize, Ipv6Addr), Neighbour6>,
    pub routes: Vec<Route6>,
    /// The largest packet that reaches an address.
    pub path_mtu: BTreeMap<Ipv6Addr, u16>,
    tick_at: Option<Time>,
    chances: u32,
}

/// How a packet leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop6 {
    pub iface: usize,
    pub next: Ipv6Addr,
    pub dest: Prefix,
}

/// Why a packet cannot even leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendError6 {
    NoRoute,
    /// No address to send it from.
    NoAddress,
    /// A link address without the link.
    NoLink,
    TooBig(u16),
}

const TICK: Time = Time::seconds(1);
/// What is due at once is done so much later.
const LEAST: Time = Time::millis(1);
/// A next hop may be reached over another, so many times.
const RECURSION: u8 = 4;
/// Routes and neighbours that are kept.
const MOST: usize = 2000;

impl Device {
    pub fn face6(&mut self, iface: usize) -> &mut Face6 {
        self.six.faces.entry(iface).or_default()
    }

    /// Whether IPv6 is to run at an interface.
    fn wants6(&self, iface: usize) -> bool {
        let it = &self.ifaces[iface];
        let face = self.six.faces.get(&iface);
        let typed = face.is_some_and(|face| {
            face.enabled || face.autoconfig || face.addrs.iter().any(|own| own.origin == Origin::Typed)
        });
        let off = face.is_some_and(|face| face.disabled);
        match (self.os, &it.attach) {
            _ if it.gone || off => false,
            (Os::None, _) => false,
            (Os::Linux, Attach::Loopback) => typed || it.name == "lo",
            (Os::Linux, _) => true,
            (Os::Ios, _) => typed,
        }
    }

    /// Looks again at which interfaces work, and begins what is to begin there.
    pub(super) fn six_refresh(&mut self, cx: &mut Cx) {
        for iface in 0..self.ifaces.len() {
            let wants = self.wants6(iface);
            if !wants && !self.six.faces.contains_key(&iface) {
                continue;
            }
            let up = wants && self.has_carrier(iface);
            let off = !self.is_enabled(iface) && self.os == Os::Linux;
            let was = self.face6(iface).up;
            self.face6(iface).up = up;
            if !wants || off {
                // Linux forgets all addresses of an interface that is switched off.
                let keep = !off && wants || self.os == Os::Ios;
                self.face6(iface).addrs.retain(|own| keep && own.origin == Origin::Typed);
            }
            if !up {
                if was {
                    self.six.neighbours.retain(|(on, _), entry| *on != iface || entry.is_permanent());
                    if off || !wants {
                        self.six.routes.retain(|route| route.iface != Some(iface));
                    }
                }
                continue;
            }
            self.begin6(iface, was, cx);
        }
        self.plan6(cx);
    }

    /// An interface works: its link address is there, and addresses that were not tested yet are.
    fn begin6(&mut self, iface: usize, was: bool, cx: &mut Cx) {
        let it = &self.ifaces[iface];
        let (mac, loopback) = (it.mac, it.attach == Attach::Loopback);
        let first = if it.name == "lo" { Ipv6Addr::LOCALHOST } else { link_local(mac) };
        // Loopbacks have no card: the address follows from the first port, as equipment does it.
        let first = match (loopback && it.name != "lo", self.ports.first()) {
            (true, Some(port)) => link_local(port.mac),
            _ => first,
        };
        let len = if first.is_loopback() { 128 } else { 64 };
        let face = self.face6(iface);
        if !face.addrs.iter().any(|own| is_link_local(own.prefix.addr) || own.prefix.addr.is_loopback()) {
            let prefix = Prefix { addr: first, len };
            face.addrs.insert(0, Addr6 { prefix, origin: Origin::Link, test: Test::New });
        }
        let fresh: Vec<Ipv6Addr> =
            face.addrs.iter().filter(|own| !was || own.test == Test::New).map(|own| own.prefix.addr).collect();
        for addr in fresh {
            self.test_address(iface, addr, loopback, cx);
        }
        if !was {
            self.ask_routers(iface, cx);
        }
        self.tell_begins(iface, cx);
    }

    pub(super) fn six_timer(&mut self, cx: &mut Cx) {
        if self.six.tick_at != Some(cx.now) {
            return;
        }
        self.six.tick_at = None;
        self.six_refresh(cx);
        self.nd_tick(cx);
        self.plan6(cx);
    }

    /// Sees to it that what is due next is done then.
    pub(super) fn plan6(&mut self, cx: &mut Cx) {
        let faces = self.six.faces.iter().filter(|(_, face)| face.up).map(|(_, face)| face);
        let due = faces.filter_map(nd::due).chain(self.six.routes.iter().filter_map(|route| route.until));
        // Whether a VLAN has a port that forwards is only seen by looking.
        let waits = |(iface, face): (&usize, &Face6)| {
            let bridged = matches!(self.ifaces[*iface].attach, Attach::Bridge { .. });
            (bridged && !face.up && self.wants6(*iface) && self.is_enabled(*iface)).then_some(cx.now + TICK)
        };
        let next = due.chain(self.six.faces.iter().filter_map(waits)).min();
        let Some(next) = next.map(|at| at.max(cx.now + LEAST)) else { return };
        if self.six.tick_at.is_none_or(|at| at > next || at <= cx.now) {
            self.six.tick_at = Some(next);
            cx.later(next - cx.now, Timer::Six);
        }
    }

    /// A number below `most`, different each time and the same in every run.
    fn chance6(&mut self, most: u64, cx: &Cx) -> u64 {
        self.six.chances += 1;
        crate::rng::stream(cx.seed, &format!("six-{}", self.id), self.six.chances).below(most)
    }

    /// Sets an address at an interface; it is tested before it is used.
    pub fn add6(&mut self, iface: usize, prefix: Prefix, origin: Origin) {
        let link = is_link_local(prefix.addr);
        let face = self.face6(iface);
        // An interface has one address on its link.
        face.addrs.retain(|own| own.prefix.addr != prefix.addr && !(link && is_link_local(own.prefix.addr)));
        let at = if link { 0 } else { face.addrs.len() };
        if face.addrs.len() < 64 {
            face.addrs.insert(at, Addr6 { prefix, origin, test: Test::New });
        }
    }

    /// The interface that has an address of its own, if it may be used.
    pub fn has6(&self, addr: Ipv6Addr) -> Option<usize> {
        let has = |face: &Face6| face.up && face.addrs.iter().any(|own| own.prefix.addr == addr && own.is_usable());
        self.six.faces.iter().find(|(_, face)| has(face)).map(|(iface, _)| *iface)
    }

    /// Networks at its interfaces; those of the links are at every one.
    pub fn connected6(&self) -> impl Iterator<Item = (usize, Prefix)> {
        let usable = |(iface, face): (&usize, &Face6)| {
            let works = if self.os == Os::Ios { face.up } else { self.is_enabled(*iface) };
            let iface = *iface;
            let all: Vec<(usize, Prefix)> = face
                .addrs
                .iter()
                .filter(|own| works && own.prefix.len < 128 && own.test != Test::Duplicate)
                .map(|own| (iface, own.prefix))
                .collect();
            all
        };
        self.six.faces.iter().flat_map(usable)
    }

    /// The step towards an address; the interface must be named where the address is one of a link.
    pub fn look_up6(&self, to: Ipv6Addr, on: Option<usize>) -> Option<Hop6> {
        self.look_up6_deep(to, on, RECURSION)
    }

    fn look_up6_deep(&self, to: Ipv6Addr, on: Option<usize>, deep: u8) -> Option<Hop6> {
        let here = |iface: usize| on.is_none_or(|on| on == iface);
        if is_link_local(to) || to.is_multicast() {
            let iface = on?;
            let dest = Prefix { addr: to, len: 10 }.network();
            return self.six.faces.get(&iface).filter(|face| face.up).map(|_| Hop6 { iface, next: to, dest });
        }
        let near = self
            .connected6()
            .filter(|(iface, prefix)| here(*iface) && prefix.contains(to))
            .map(|(iface, prefix)| ((128 - prefix.len, 0, 0), Hop6 { iface, next: to, dest: prefix.network() }));
        let far = self.six.routes.iter().filter(|route| route.dest.contains(to)).filter_map(|route| {
            let hop = match (route.iface, route.via) {
                (Some(iface), via) => (iface, via.unwrap_or(to)),
                (None, Some(via)) if deep > 0 && self.has6(via).is_none() => {
                    let over = self.look_up6_deep(via, None, deep - 1).filter(|over| over.dest != route.dest)?;
                    (over.iface, over.next)
                }
                (None, _) => return None,
            };
            let face = self.six.faces.get(&hop.0).filter(|face| face.up || self.os == Os::Linux)?;
            let works = (face.up || self.is_enabled(hop.0)) && here(hop.0);
            let rank = (128 - route.dest.len, route.distance, route.metric);
            works.then_some((rank, Hop6 { iface: hop.0, next: hop.1, dest: route.dest }))
        });
        near.chain(far).min_by_key(|(rank, _)| *rank).map(|(_, hop)| hop)
    }

    /// The address from which it sends on an interface: one of the same kind, then the longest common beginning (the
    /// rules of RFC 6724 that matter here).
    pub fn source6(&self, iface: usize, to: Ipv6Addr) -> Option<Ipv6Addr> {
        let usable = |face: &Face6| -> Vec<Ipv6Addr> {
            face.addrs.iter().filter(|own| own.is_usable()).map(|own| own.prefix.addr).collect()
        };
        let here = self.six.faces.get(&iface).map(usable).unwrap_or_default();
        let link = is_link_local(to) || to.is_multicast() && to.segments()[0] & 0xf == 2;
        if link {
            return here.iter().copied().find(|addr| is_link_local(*addr));
        }
        let global = |addr: &Ipv6Addr| !is_link_local(*addr) && (to.is_loopback() || !addr.is_loopback());
        let common = |addr: &Ipv6Addr| (u128::from(*addr) ^ u128::from(to)).leading_zeros();
        let best = |all: Vec<Ipv6Addr>| all.into_iter().filter(global).max_by_key(common);
        best(here.clone())
            .or_else(|| best(self.six.faces.values().flat_map(usable).collect()))
            .or_else(|| here.into_iter().find(|addr| is_link_local(*addr)))
    }

    /// Sends a packet of its own.
    ///
    /// # Errors
    /// Why it cannot leave.
    pub fn originate6(&mut self, packet: Packet6, on: Option<usize>, cx: &mut Cx) -> Result<(), SendError6> {
        if self.has6(packet.dst).is_some_and(|iface| on.is_none_or(|on| on == iface || !is_link_local(packet.dst))) {
            cx.later(Time::micros(20), Timer::Loop6(Box::new(packet)));
            return Ok(());
        }
        let hop = self.look_up6(packet.dst, on).ok_or(SendError6::NoRoute)?;
        let mtu = self.mtu6(hop.iface, packet.dst);
        if packet.len() > usize::from(mtu) {
            return Err(SendError6::TooBig(mtu));
        }
        self.leave6(hop, packet, false, cx);
        Ok(())
    }

    /// How large a packet to an address may be.
    pub fn mtu6(&self, iface: usize, to: Ipv6Addr) -> u16 {
        let link = self.ifaces[iface].mtu;
        self.six.path_mtu.get(&to).map_or(link, |path| link.min(*path))
    }

    fn leave6(&mut self, hop: Hop6, packet: Packet6, forwarded: bool, cx: &mut Cx) {
        if hop.next.is_multicast() {
            let mac = packet::card_of_group(hop.next);
            return self.emit(hop.iface, mac, frame::IPV6, &packet.bytes(), cx);
        }
        if !self.has_carrier(hop.iface) {
            let reason = if self.is_enabled(hop.iface) { Reason::NoCarrier } else { Reason::PortShut };
            cx.lose(Some(&self.ifaces[hop.iface].name), reason, About::from(&packet));
            return;
        }
        self.neighbour6_output(hop.iface, hop.next, packet, forwarded, cx);
    }

    /// Whether a packet for a group is for this box too.
    fn hears6(&self, iface: usize, group: Ipv6Addr) -> bool {
        let Some(face) = self.six.faces.get(&iface) else { return false };
        group == packet::ALL_NODES
            || group == packet::ALL_ROUTERS && self.six.forwarding
            || face.addrs.iter().any(|own| packet::solicited(own.prefix.addr) == group)
    }

    /// A packet comes in at an interface.
    pub(super) fn six_input(&mut self, iface: usize, parts: &Parts, cx: &mut Cx) {
        if !self.six.faces.get(&iface).is_some_and(|face| face.up) {
            return;
        }
        let name = self.ifaces[iface].name.clone();
        let Some(packet) = Packet6::parse(parts.payload) else {
            let frame = frame::build(parts.dst, parts.src, parts.vlan, parts.kind, parts.payload);
            return cx.lose(Some(&name), Reason::Malformed, &frame);
        };
        if packet.src.is_multicast() || packet.src.is_loopback() || packet.dst.is_loopback() {
            return cx.lose(Some(&name), Reason::Malformed, About::from(&packet));
        }
        if packet.dst.is_multicast() {
            if self.hears6(iface, packet.dst) {
                self.local6(Some(iface), Some(parts.src), &packet, cx);
            }
            return;
        }
        // An address that is still tested is asked for by its group only.
        let own = self.has6(packet.dst).is_some_and(|on| on == iface || !is_link_local(packet.dst));
        if own {
            return self.local6(Some(iface), Some(parts.src), &packet, cx);
        }
        if is_link_local(packet.dst) || parts.dst.is_multicast() {
            return cx.lose(Some(&name), Reason::OtherCard { mac: parts.dst }, About::from(&packet));
        }
        if !self.six.forwarding {
            return cx.lose(Some(&name), Reason::ForwardingOff6 { to: packet.dst }, About::from(&packet));
        }
        self.forward6(iface, packet, cx);
    }

    fn forward6(&mut self, from: usize, mut packet: Packet6, cx: &mut Cx) {
        let name = self.ifaces[from].name.clone();
        let to = packet.dst;
        let Some(hop) = self.look_up6(to, None) else {
            cx.lose(Some(&name), Reason::NoRoute6 { to }, About::from(&packet));
            return self.error6(&packet, icmp::NO_ROUTE, 0, cx);
        };
        // What comes from a link address does not leave the link: RFC 4291, section 2.5.6.
        if is_link_local(packet.src) {
            cx.lose(Some(&name), Reason::LinkOnly { from: packet.src }, About::from(&packet));
            return self.error6(&packet, icmp::BEYOND_SCOPE, 0, cx);
        }
        if packet.hops <= 1 {
            cx.lose(Some(&name), Reason::TtlExpired, About::from(&packet));
            return self.error6(&packet, icmp::HOPS_EXCEEDED, 0, cx);
        }
        let mtu = self.ifaces[hop.iface].mtu;
        if packet.len() > usize::from(mtu) {
            let out = self.ifaces[hop.iface].name.clone();
            cx.lose(Some(&out), Reason::TooBig { mtu }, About::from(&packet));
            return self.error6(&packet, icmp::TOO_BIG, u32::from(mtu), cx);
        }
        packet.hops -= 1;
        self.leave6(hop, packet, true, cx);
    }

    /// A packet for this box; from inside if no interface is named.
    pub(super) fn local6(&mut self, iface: Option<usize>, card: Option<Mac>, packet: &Packet6, cx: &mut Cx) {
        if packet.next == ICMP6 {
            return self.icmp6_input(iface, card, packet, cx);
        }
        cx.lose(None, Reason::NoProtocol, About::from(packet));
        if packet.next == super::packet::UDP {
            self.error6(packet, icmp::NO_PORT, 0, cx);
        }
    }
}
