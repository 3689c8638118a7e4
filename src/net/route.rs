//! Where packets go: the longest prefix that fits, then the most trusted source, then the lowest metric.

use std::net::Ipv4Addr;

use super::addr::Cidr;
use super::device::{Device, Os};
use super::time::Time;

/// Who says that a route leads there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Connected,
    Static,
    Dhcp,
    Rip,
    Ospf,
    /// By OSPF, from outside the area.
    OspfExternal,
}

/// What a route does with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Unicast,
    Blackhole,
    Unreachable,
    Prohibit,
}

/// A route that was set. Those to networks at an interface are not: they follow from its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub dest: Cidr,
    pub via: Option<Ipv4Addr>,
    pub iface: Option<usize>,
    pub source: Source,
    /// Administrative distance: 0 connected, 1 static, 110 OSPF, 120 RIP, 254 by DHCP.
    pub distance: u8,
    pub metric: u32,
    pub prefsrc: Option<Ipv4Addr>,
    pub kind: Kind,
    pub since: Time,
}

/// The next step of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    pub iface: usize,
    /// Who takes it there.
    pub next: Ipv4Addr,
    /// The address to send from, if the route says so.
    pub prefsrc: Option<Ipv4Addr>,
    /// The prefix that fitted.
    pub dest: Cidr,
}

/// What the table says of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Hop(Hop),
    Refused(Kind),
    Nothing,
}

/// A next hop may be reached over another, and so on, so many times.
const RECURSION: u8 = 8;

impl Device {
    /// Networks at its interfaces.
    pub fn connected(&self) -> impl Iterator<Item = (usize, Cidr)> {
        self.addresses().filter(|(iface, cidr)| cidr.len < 32 && self.is_usable(*iface))
    }

    /// The step towards an address.
    pub fn find_route(&self, to: Ipv4Addr) -> Option<Hop> {
        match self.look_up(to) {
            Found::Hop(hop) => Some(hop),
            _ => None,
        }
    }

    pub fn look_up(&self, to: Ipv4Addr) -> Found {
        self.look_up_deep(to, RECURSION)
    }

    fn look_up_deep(&self, to: Ipv4Addr, deep: u8) -> Found {
        let mut best: Option<(u8, u8, u32)> = None;
        let mut found = Found::Nothing;
        let better = |best: &Option<(u8, u8, u32)>, rank: (u8, u8, u32)| best.is_none_or(|best| rank < best);
        for (iface, cidr) in self.connected().filter(|(_, cidr)| cidr.contains(to)) {
            let rank = (32 - cidr.len, 0, 0);
            if better(&best, rank) {
                best = Some(rank);
                let prefsrc = (self.os == Os::Linux).then_some(cidr.addr);
                found = Found::Hop(Hop { iface, next: to, prefsrc, dest: cidr.network() });
            }
        }
        // Equipment that does not route knows its own networks and one gateway.
        if self.os == Os::Ios && !self.forwarding {
            let Some(gateway) = self.gateway.filter(|_| best.is_none()) else { return found };
            let Some((iface, _)) = self.connected().find(|(_, cidr)| cidr.contains(gateway)) else { return found };
            return Found::Hop(Hop { iface, next: gateway, prefsrc: None, dest: Cidr::ALL });
        }
        for route in self.routes.iter().filter(|route| route.dest.contains(to)) {
            let rank = (32 - route.dest.len, route.distance, route.metric);
            if !better(&best, rank) {
                continue;
            }
            if let Some(step) = self.resolve(route, to, deep) {
                best = Some(rank);
                found = step;
            }
        }
        found
    }

    /// The step that a route means now; nothing if it cannot be used.
    fn resolve(&self, route: &Route, to: Ipv4Addr, deep: u8) -> Option<Found> {
        if route.kind != Kind::Unicast {
            return Some(Found::Refused(route.kind));
        }
        let hop = |iface, next| Found::Hop(Hop { iface, next, prefsrc: route.prefsrc, dest: route.dest });
        match (route.iface, route.via) {
            (Some(iface), via) => self.is_usable(iface).then(|| hop(iface, via.unwrap_or(to))),
            (None, Some(via)) => {
                // Not through itself, and not round in circles.
                if deep == 0 || self.is_own(via) {
                    return None;
                }
                match self.look_up_deep(via, deep - 1) {
                    Found::Hop(over) if over.dest != route.dest => Some(hop(over.iface, over.next)),
                    _ => None,
                }
            }
            (None, None) => None,
        }
    }

    /// Whether a route that was set can be used now.
    pub fn is_valid(&self, route: &Route) -> bool {
        self.resolve(route, route.dest.addr, RECURSION).is_some()
    }

    /// The address it sends from on an interface, towards an address: one of the same network, else the first.
    pub fn source_on(&self, iface: usize, towards: Ipv4Addr) -> Option<Ipv4Addr> {
        let addrs = &self.ifaces[iface].addrs;
        let near = addrs.iter().find(|own| own.cidr.contains(towards));
        near.or_else(|| addrs.iter().find(|own| !own.secondary)).or(addrs.first()).map(|own| own.cidr.addr)
    }
}
