//! OSPF (version 2: RFC 2328): routers agree on one map of their area, and each finds the shortest ways on it.
//!
//! [`hello`] finds neighbours and chooses who speaks for a network, [`exchange`] brings two maps in line, [`flood`]
//! carries news to everyone and makes the router's own, [`spf`] finds the ways, [`wire`] is what passes on the cable.
//! There are no summaries between areas: each is a map of its own, with what its routers tell of outside.

mod exchange;
mod flood;
mod hello;
mod spf;
pub mod wire;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::Ipv4Addr;

use super::addr::{Cidr, Mac};
use super::device::{Attach, Cx, Device, Timer};
use super::packet::{OSPF, Packet};
use super::reason::Reason;
use super::route::{Kind as RouteKind, Route, Source};
use super::time::Time;
use wire::{Head, Key, Lsa};

/// Where all routers listen, and where those that speak for a network do: RFC 2328, A.1.
pub const ALL: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 5);
pub const SPEAKERS: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 6);
/// How much it is trusted beside other sources: NETWORK.md 2.1.
pub const DISTANCE: u8 = 110;
/// Seconds between two hellos, and until a silent neighbour is dead: RFC 2328, C.3, for networks of many.
pub const HELLO: u16 = 10;
/// What a link of 100 Mbit/s costs 1 of.
pub const REFERENCE_MBPS: u32 = 100;
/// After so long, what was not answered is sent again: RFC 2328, C.3.
const AGAIN: Time = Time::seconds(5);
const TICK: Time = Time::seconds(1);
/// Cost of what comes from outside when none is said, of a default route and of others: the habit of equipment.
const DEFAULT_COST: u32 = 1;
pub const OUTSIDE_COST: u32 = 20;
/// Ways of the same cost that are used.
const MOST_PATHS: usize = 4;

/// What is set at an interface, whether the protocol runs there or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Port {
    pub cost: Option<u16>,
    pub hello: Option<u16>,
    pub dead: Option<u32>,
    pub priority: Option<u8>,
    pub point_to_point: bool,
    pub mtu_ignore: bool,
    /// Process and area, if it takes part by itself.
    pub area: Option<(u16, u32)>,
}

/// Addresses whose interfaces take part, and the area they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    pub addr: Ipv4Addr,
    pub wildcard: Ipv4Addr,
    pub area: u32,
}

impl Network {
    fn covers(&self, addr: Ipv4Addr) -> bool {
        let wild = u32::from(self.wildcard);
        u32::from(addr) | wild == u32::from(self.addr) | wild
    }
}

/// What kind of network an interface is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Broadcast,
    PointToPoint,
    Loopback,
}

/// RFC 2328, section 9.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceState {
    Loopback,
    Waiting,
    PointToPoint,
    Other,
    Backup,
    Dr,
}

/// RFC 2328, section 10.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Down,
    Init,
    TwoWay,
    ExStart,
    Exchange,
    Loading,
    Full,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::Down => "DOWN",
            State::Init => "INIT",
            State::TwoWay => "2WAY",
            State::ExStart => "EXSTART",
            State::Exchange => "EXCHANGE",
            State::Loading => "LOADING",
            State::Full => "FULL",
        }
    }
}

/// An interface that takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub name: String,
    pub addr: Cidr,
    pub area: u32,
    pub kind: Kind,
    pub cost: u16,
    pub hello: u16,
    pub dead: u32,
    pub priority: u8,
    pub passive: bool,
    mtu: u16,
    mtu_ignore: bool,
    pub state: FaceState,
    /// Addresses of those that speak for the network.
    pub dr: Ipv4Addr,
    pub bdr: Ipv4Addr,
    wait_until: Time,
    pub hello_at: Time,
    /// By their address.
    pub neighbours: BTreeMap<Ipv4Addr, Neighbour>,
}

/// A router at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    pub id: Ipv4Addr,
    pub priority: u8,
    pub dr: Ipv4Addr,
    pub bdr: Ipv4Addr,
    pub state: State,
    pub dead_at: Time,
    /// In this state since then.
    pub since: Time,
    /// This router leads the exchange.
    leads: bool,
    seq: u32,
    /// The last description that came: its flags and number.
    last: Option<(bool, bool, bool, u32)>,
    /// The last that was sent, and when.
    sent: Vec<u8>,
    sent_more: bool,
    sent_at: Time,
    to_tell: VecDeque<Head>,
    /// What it has newer.
    wants: BTreeMap<Key, Head>,
    /// What was asked for last, and when.
    asked: Vec<Key>,
    asked_at: Time,
    /// What it has not acknowledged.
    owes: BTreeMap<Key, Head>,
    owes_at: Time,
}

/// An advertisement of the map, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub lsa: Lsa,
    pub at: Time,
}

impl Stored {
    /// In seconds.
    pub fn age(&self, now: Time) -> u16 {
        let since = (now - self.at).as_seconds().min(u64::from(wire::MAX_AGE)) as u16;
        self.lsa.head.age.saturating_add(since).min(wire::MAX_AGE)
    }

    fn head(&self, now: Time) -> Head {
        Head { age: self.age(now), ..self.lsa.head }
    }
}

/// A way to a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    pub dest: Cidr,
    pub cost: u32,
    pub via: Ipv4Addr,
    pub iface: usize,
    /// It leads outside.
    pub external: bool,
}

/// How the protocol is set on a router, and what it knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ospf {
    pub process: u16,
    /// As it was chosen when the process began; unspecified as long as there is no address to choose.
    pub router_id: Ipv4Addr,
    pub router_id_set: Option<Ipv4Addr>,
    pub networks: Vec<Network>,
    pub passive: BTreeSet<String>,
    pub passive_default: bool,
    /// Mbit/s of which a link costs 1.
    pub reference: u32,
    pub faces: BTreeMap<usize, Face>,
    /// The map, by area.
    pub map: BTreeMap<(u32, Key), Stored>,
    /// Why a router at an interface is no neighbour, and when that was seen last.
    pub refused: BTreeMap<(usize, Ipv4Addr), (Reason, Time)>,
    pub ways: Vec<Way>,
    /// A default route is told, if there is one; with `true` always.
    pub originate: Option<bool>,
    /// Static routes and networks at other interfaces are told, at this cost.
    pub tells_static: Option<u32>,
    pub tells_connected: Option<u32>,
    /// What it tells of outside, and at what cost.
    outside: BTreeMap<Cidr, u32>,
    /// When the ways were found last, and how often.
    pub spf_at: Time,
    pub spf_runs: u64,
    made_at: BTreeMap<(u32, Key), Time>,
    dirty: bool,
    tick_at: Time,
    seqs: u32,
}

/// What the protocol wants done.
#[derive(Default)]
struct Out {
    send: Vec<(usize, Ipv4Addr, Vec<u8>)>,
    lose: Vec<(usize, Reason)>,
    say: Vec<String>,
}

impl Ospf {
    fn new(process: u16) -> Self {
        Self {
            process,
            router_id: Ipv4Addr::UNSPECIFIED,
            router_id_set: None,
            networks: Vec::new(),
            passive: BTreeSet::new(),
            passive_default: false,
            reference: REFERENCE_MBPS,
            faces: BTreeMap::new(),
            map: BTreeMap::new(),
            refused: BTreeMap::new(),
            ways: Vec::new(),
            originate: None,
            tells_static: None,
            tells_connected: None,
            outside: BTreeMap::new(),
            spf_at: Time::ZERO,
            spf_runs: 0,
            made_at: BTreeMap::new(),
            dirty: true,
            tick_at: Time::ZERO,
            seqs: 0,
        }
    }

    pub fn is_passive(&self, name: &str) -> bool {
        self.passive.contains(name) != self.passive_default
    }

    /// The areas it is in.
    pub fn areas(&self) -> BTreeSet<u32> {
        self.faces.values().map(|face| face.area).collect()
    }

    /// The area of an interface with this address; of several that fit, the narrowest.
    fn area_of(&self, port: &Port, addr: Ipv4Addr) -> Option<u32> {
        let own = port.area.filter(|(process, _)| *process == self.process).map(|(_, area)| area);
        own.or_else(|| {
            let fit = self.networks.iter().filter(|network| network.covers(addr));
            fit.min_by_key(|network| u32::from(network.wildcard)).map(|network| network.area)
        })
    }

    fn face(&self, iface: usize) -> Option<&Face> {
        self.faces.get(&iface)
    }

    fn neighbour(&mut self, iface: usize, addr: Ipv4Addr) -> Option<&mut Neighbour> {
        self.faces.get_mut(&iface)?.neighbours.get_mut(&addr)
    }

    /// After anything that happened: tells what it has to tell of itself, and finds its ways anew.
    fn settle(&mut self, now: Time, out: &mut Out) {
        if self.router_id.is_unspecified() {
            return;
        }
        self.make_own(now, out);
        if std::mem::take(&mut self.dirty) {
            self.find_ways();
            self.spf_at = now;
            self.spf_runs += 1;
        }
    }

    fn input(&mut self, iface: usize, from: Ipv4Addr, read: wire::Read, now: Time, out: &mut Out) {
        let Some(face) = self.face(iface).filter(|face| !face.passive && face.kind != Kind::Loopback) else { return };
        let (area, own) = (u32::from(read.area), face.area);
        if area != own {
            return self.refuse(iface, from, Reason::OspfArea { theirs: area, ours: own }, now, out);
        }
        if read.router == self.router_id {
            return self.refuse(iface, from, Reason::OspfSameId { id: read.router }, now, out);
        }
        match read.message {
            wire::Message::Hello(hello) => self.hello_in(iface, from, read.router, &hello, now, out),
            message => {
                let state = self.neighbour(iface, from).filter(|it| it.id == read.router).map(|it| it.state);
                let Some(state) = state else { return };
                match message {
                    wire::Message::Description(it) => self.description_in(iface, from, &it, now, out),
                    wire::Message::Request(keys) if state >= State::Exchange => {
                        self.request_in(iface, from, &keys, now, out);
                    }
                    wire::Message::Update(all) if state >= State::Exchange => {
                        self.update_in(iface, from, all, now, out);
                    }
                    wire::Message::Ack(heads) if state >= State::Exchange => self.ack_in(iface, from, &heads),
                    _ => {}
                }
            }
        }
    }

    /// Keeps why a router is no neighbour; says so once on the console where equipment does.
    fn refuse(&mut self, iface: usize, from: Ipv4Addr, reason: Reason, now: Time, out: &mut Out) {
        out.lose.push((iface, reason.clone()));
        let known = self.refused.insert((iface, from), (reason.clone(), now));
        if known.is_some_and(|(before, _)| before == reason) {
            return;
        }
        let Some(name) = self.face(iface).map(|face| face.name.clone()) else { return };
        match reason {
            Reason::OspfArea { .. } => {
                out.say.push(format!("%OSPF-4-ERRRCV: Received invalid packet: mismatched area ID from {from}, {name}"))
            }
            Reason::OspfSameId { id } => out.say.push(format!(
                "%OSPF-4-DUP_RTRID_NBR: OSPF detected duplicate router-id {id} from {from} on interface {name}"
            )),
            _ => {}
        }
    }

    fn tick(&mut self, now: Time, out: &mut Out) {
        let ifaces: Vec<usize> = self.faces.keys().copied().collect();
        for iface in ifaces {
            self.face_tick(iface, now, out);
        }
        self.age(now, out);
        self.refused.retain(|_, (_, at)| now - *at < Time::seconds(120));
    }
}

impl Device {
    /// Switches the protocol on or off.
    pub fn ospf_set(&mut self, process: Option<u16>, cx: &mut Cx) {
        match process {
            Some(process) if self.ospf.is_none() => {
                let mut ospf = Ospf::new(process);
                ospf.tick_at = cx.now + TICK;
                cx.later(TICK, Timer::Ospf);
                self.ospf = Some(Box::new(ospf));
            }
            Some(_) => {}
            None => {
                self.ospf = None;
                self.routes.retain(|route| !matches!(route.source, Source::Ospf | Source::OspfExternal));
            }
        }
    }

    /// Forgets all neighbours and begins again.
    pub fn ospf_clear(&mut self, cx: &mut Cx) {
        let Some(mut ospf) = self.ospf.take() else { return };
        let mut out = Out::default();
        for iface in ospf.faces.keys().copied().collect::<Vec<_>>() {
            ospf.face_down(iface, "Interface down or detached", cx.now, &mut out);
        }
        ospf.map.clear();
        ospf.made_at.clear();
        ospf.router_id = Ipv4Addr::UNSPECIFIED;
        ospf.dirty = true;
        self.ospf_do(&ospf, out, cx);
        self.ospf = Some(ospf);
        self.ospf_refresh(cx);
    }

    /// The identity of a router that was told none: its highest loopback address, else its highest address.
    fn ospf_identity(&self) -> Option<Ipv4Addr> {
        let of = |loopback: bool| {
            let fits = move |(iface, _): &(usize, Cidr)| {
                (self.ifaces[*iface].attach == Attach::Loopback) == loopback && self.is_usable(*iface)
            };
            self.addresses().filter(fits).map(|(_, cidr)| cidr.addr).max()
        };
        of(true).or_else(|| of(false))
    }

    /// How an interface takes part, if it does.
    fn ospf_face(&self, ospf: &Ospf, iface: usize, now: Time) -> Option<Face> {
        let it = &self.ifaces[iface];
        // On Linux the loopback has its own address before those that others may reach.
        let first = it.addrs.iter().find(|own| !own.secondary && !own.cidr.addr.is_loopback());
        let addr = first.map(|own| own.cidr).filter(|_| !it.gone && self.is_usable(iface))?;
        let area = ospf.area_of(&it.ospf, addr.addr)?;
        let kind = match (&it.attach, it.ospf.point_to_point) {
            (Attach::Loopback, _) => Kind::Loopback,
            (_, true) => Kind::PointToPoint,
            (_, false) => Kind::Broadcast,
        };
        let mbps = match it.attach {
            Attach::Port(port) | Attach::Vlan { port, .. } => self.ports[port].speed.unwrap_or(self.ports[port].mbps),
            // A virtual interface counts as one of 1 Gbit/s.
            Attach::Bridge { .. } => 1000,
            Attach::Loopback => u64::from(ospf.reference),
        };
        let auto = (u64::from(ospf.reference) / mbps.max(1)).clamp(1, 65_535) as u16;
        let hello = it.ospf.hello.unwrap_or(HELLO);
        let dead = it.ospf.dead.unwrap_or(u32::from(hello) * 4);
        Some(Face {
            name: it.name.clone(),
            addr,
            area,
            kind,
            cost: it.ospf.cost.unwrap_or(auto),
            hello,
            dead,
            priority: it.ospf.priority.unwrap_or(1),
            passive: ospf.is_passive(&it.name),
            mtu: it.mtu,
            mtu_ignore: it.ospf.mtu_ignore,
            state: match kind {
                Kind::Loopback => FaceState::Loopback,
                Kind::PointToPoint => FaceState::PointToPoint,
                Kind::Broadcast => FaceState::Waiting,
            },
            dr: Ipv4Addr::UNSPECIFIED,
            bdr: Ipv4Addr::UNSPECIFIED,
            wait_until: now + Time::seconds(u64::from(dead)),
            hello_at: now,
            neighbours: BTreeMap::new(),
        })
    }

    /// Looks again at what its interfaces say.
    pub(crate) fn ospf_refresh(&mut self, cx: &mut Cx) {
        let Some(mut ospf) = self.ospf.take() else { return };
        let (now, mut out) = (cx.now, Out::default());
        if ospf.router_id.is_unspecified() {
            let found = ospf.router_id_set.or_else(|| self.ospf_identity());
            ospf.router_id = found.unwrap_or(Ipv4Addr::UNSPECIFIED);
        }
        if !ospf.router_id.is_unspecified() {
            for iface in 0..self.ifaces.len() {
                let wanted = self.ospf_face(&ospf, iface, now);
                let same =
                    |a: &Face, b: &Face| (a.addr, a.area, a.kind, a.passive) == (b.addr, b.area, b.kind, b.passive);
                match (ospf.faces.get_mut(&iface), wanted) {
                    (None, None) => {}
                    (Some(_), None) => ospf.face_down(iface, "Interface down or detached", now, &mut out),
                    (Some(face), Some(wanted)) if same(face, &wanted) => {
                        let Face { name, cost, hello, dead, priority, mtu, mtu_ignore, .. } = wanted;
                        *face = Face { name, cost, hello, dead, priority, mtu, mtu_ignore, ..face.clone() };
                        face.hello_at = face.hello_at.min(now + Time::seconds(u64::from(hello)));
                    }
                    (before, Some(wanted)) => {
                        if before.is_some() {
                            ospf.face_down(iface, "Interface down or detached", now, &mut out);
                        }
                        ospf.faces.insert(iface, wanted);
                        ospf.face_tick(iface, now, &mut out);
                    }
                }
            }
        }
        ospf.outside = self.ospf_outside(&ospf);
        ospf.settle(now, &mut out);
        self.ospf_do(&ospf, out, cx);
        self.ospf = Some(ospf);
    }

    /// What it has to tell of networks outside.
    fn ospf_outside(&self, ospf: &Ospf) -> BTreeMap<Cidr, u32> {
        let mut all = BTreeMap::new();
        let known =
            |route: &&Route| !matches!(route.source, Source::Ospf | Source::OspfExternal) && self.is_valid(route);
        let default = || self.routes.iter().filter(known).any(|route| route.dest == Cidr::ALL);
        if ospf.originate.is_some_and(|always| always || default()) {
            all.insert(Cidr::ALL, DEFAULT_COST);
        }
        if let Some(cost) = ospf.tells_static {
            let fixed = |route: &&Route| route.source == Source::Static && route.dest != Cidr::ALL;
            all.extend(self.routes.iter().filter(known).filter(fixed).map(|route| (route.dest, cost)));
        }
        if let Some(cost) = ospf.tells_connected {
            let inside = |iface: &usize| ospf.faces.contains_key(iface);
            let near = self.connected().filter(|(iface, _)| !inside(iface));
            all.extend(near.map(|(_, cidr)| (cidr.network(), cost)));
        }
        all
    }

    pub(super) fn ospf_timer(&mut self, cx: &mut Cx) {
        let Some(ospf) = self.ospf.as_mut().filter(|ospf| ospf.tick_at == cx.now) else { return };
        ospf.tick_at = cx.now + TICK;
        cx.later(TICK, Timer::Ospf);
        self.ospf_refresh(cx);
        let Some(mut ospf) = self.ospf.take() else { return };
        let mut out = Out::default();
        ospf.tick(cx.now, &mut out);
        ospf.settle(cx.now, &mut out);
        self.ospf_do(&ospf, out, cx);
        self.ospf = Some(ospf);
    }

    /// Whether packets for a group of the protocol are taken at an interface.
    pub(super) fn ospf_hears(&self, iface: usize, group: Ipv4Addr) -> bool {
        let face = self.ospf.as_ref().and_then(|ospf| ospf.faces.get(&iface));
        face.is_some_and(|face| group == ALL || matches!(face.state, FaceState::Dr | FaceState::Backup))
    }

    pub(super) fn ospf_input(&mut self, iface: Option<usize>, packet: &Packet, cx: &mut Cx) {
        let Some(iface) = iface else { return };
        let Some(mut ospf) = self.ospf.take() else {
            return cx.lose(Some(&self.ifaces[iface].name), Reason::NoProtocol, packet);
        };
        let mut out = Out::default();
        match wire::parse(&packet.payload) {
            Some(read) => {
                ospf.input(iface, packet.src(), read, cx.now, &mut out);
                ospf.settle(cx.now, &mut out);
            }
            None => out.lose.push((iface, Reason::Malformed)),
        }
        for (iface, reason) in std::mem::take(&mut out.lose) {
            cx.lose(Some(&self.ifaces[iface].name), reason, packet);
        }
        self.ospf_do(&ospf, out, cx);
        self.ospf = Some(ospf);
    }

    /// Sends, says, and puts the ways into the table of routes.
    fn ospf_do(&mut self, ospf: &Ospf, out: Out, cx: &mut Cx) {
        for (iface, to, bytes) in out.send {
            let Some(src) = self.ifaces[iface].primary().map(|own| own.addr) else { continue };
            let mut packet = Packet::new(src, to, OSPF, 1, bytes);
            // Internetwork control: RFC 2328, A.1.
            packet.head.dscp = etherparse::IpDscp::try_new(48).unwrap_or_default();
            if to.is_multicast() {
                self.send_on(iface, Mac::of_group(to), packet, cx);
            } else if let Ok(way) = self.way(to, Some(src), cx.now) {
                let _ = self.originate(way, packet, super::ip::Cut::Anywhere, cx);
            }
        }
        for text in out.say {
            self.say(cx.now, text);
        }
        let before = std::mem::take(&mut self.routes);
        let (mut old, rest): (Vec<Route>, Vec<Route>) =
            before.into_iter().partition(|route| matches!(route.source, Source::Ospf | Source::OspfExternal));
        self.routes = rest;
        for way in &ospf.ways {
            let mut route = Route {
                dest: way.dest,
                via: Some(way.via),
                iface: Some(way.iface),
                source: if way.external { Source::OspfExternal } else { Source::Ospf },
                distance: DISTANCE,
                metric: way.cost,
                prefsrc: None,
                kind: RouteKind::Unicast,
                since: cx.now,
            };
            // A route that stays keeps its age.
            let same = |other: &Route| Route { since: route.since, ..other.clone() } == route;
            if let Some(at) = old.iter().position(same) {
                route.since = old.swap_remove(at).since;
            }
            self.routes.push(route);
        }
    }
}
