//! A box with ports: a computer, a hub, a switch, a router, or a switch that routes.
//!
//! All are the same inside. A port may belong to a [`Bridge`], which switches its frames; what is not switched goes up
//! to the interface that sits on the port, on a VLAN of it, or on a VLAN of the bridge. Interfaces have addresses, and
//! together one IP stack. What differs between a Linux computer and equipment with a command line is what [`Os`] says.

use std::collections::{BTreeMap, VecDeque};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::acl::Acl;
use super::addr::{Cidr, Mac};
use super::arp::Neighbour;
use super::bridge::Bridge;
use super::console::Shell;
use super::dhcp;
use super::dns;
use super::frame::{self, Frame, Parts};
use super::ip::Pieces;
use super::lag::Bundled;
use super::nat::Nat;
use super::ospf::{self, Ospf};
use super::packet::Packet;
use super::program::Programs;
use super::reason::{About, Reason};
use super::rip::Rip;
use super::route::Route;
use super::six::Six;
use super::six::packet::Packet6;
use super::tcp;
use super::time::Time;

/// What runs on a box: decides its command line and the habits of its IP stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Os {
    /// A computer with the Linux kernel.
    Linux,
    /// Equipment with a command line of modes and prompts.
    Ios,
    /// A box without any configuration.
    None,
}

impl Os {
    /// Time to live of packets that begin here: NETWORK.md 2.1.
    pub fn ttl(self) -> u8 {
        if self == Os::Ios { 255 } else { 64 }
    }

    /// Whether a packet is kept while its next hop's card is asked for (RFC 1122, 2.3.2.2). Equipment with a command
    /// line drops it: the first ping through a cold table is lost.
    pub fn keeps_while_resolving(self) -> bool {
        self != Os::Ios
    }
}

/// What passed a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    pub in_frames: u64,
    pub in_bytes: u64,
    pub out_frames: u64,
    pub out_bytes: u64,
    pub out_drops: u64,
    pub in_errors: u64,
}

/// A port that a cable goes into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    pub name: String,
    pub mac: Mac,
    pub mbps: u64,
    /// Switched on by configuration.
    pub enabled: bool,
    /// A protection shut it, and why.
    pub err_disabled: Option<ErrDisable>,
    /// Something live is at the far end.
    pub carrier: bool,
    /// The bridge it belongs to, by index.
    pub bridge: Option<usize>,
    pub description: String,
    pub count: Count,
    /// When the carrier changed last.
    pub changed: Time,
    /// Duplex as configured: `None` is to negotiate.
    pub duplex: Option<Duplex>,
    /// Speed as configured, in Mbit/s.
    pub speed: Option<u64>,
    /// Its place in a bundle of cables.
    pub bundled: Option<Bundled>,
    /// It is no socket but a bundle, of this number.
    pub bundle_of: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplex {
    Full,
    Half,
}

/// Why a protection shut a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrDisable {
    BpduGuard,
    PortSecurity,
}

impl ErrDisable {
    /// As a message of the system names it.
    pub fn name(self) -> &'static str {
        match self {
            ErrDisable::BpduGuard => "bpduguard",
            ErrDisable::PortSecurity => "psecure-violation",
        }
    }
}

impl Port {
    /// Whether it shows light to the far end.
    pub fn is_live(&self) -> bool {
        self.enabled && self.err_disabled.is_none()
    }
}

/// What an interface sits on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attach {
    /// A whole port.
    Port(usize),
    /// A VLAN of a port; without a number it takes nothing yet. `native` takes what has no tag.
    Vlan { port: usize, vid: Option<u16>, native: bool },
    /// A VLAN of a bridge (0 for one that knows none).
    Bridge { bridge: usize, vid: u16 },
    /// Nothing: always there.
    Loopback,
}

/// An address of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addr {
    pub cidr: Cidr,
    pub secondary: bool,
    /// Leased until then.
    pub lease: Option<Time>,
}

/// Which side of address translation an interface is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NatSide {
    Inside,
    Outside,
}

/// An interface of the IP stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iface {
    pub name: String,
    pub attach: Attach,
    pub mac: Mac,
    pub mtu: u16,
    /// Switched on; that of a whole port is the port's.
    pub enabled: bool,
    /// Deleted: kept so that the numbers of the others stay.
    pub gone: bool,
    pub addrs: Vec<Addr>,
    pub description: String,
    pub acl_in: Option<String>,
    pub acl_out: Option<String>,
    pub nat: Option<NatSide>,
    /// Where DHCP requests are carried to.
    pub helpers: Vec<Ipv4Addr>,
    /// Gets its address by DHCP.
    pub dhcp: bool,
    pub proxy_arp: bool,
    pub ospf: ospf::Port,
}

impl Iface {
    pub fn new(name: impl Into<String>, attach: Attach, mac: Mac) -> Self {
        Self {
            name: name.into(),
            attach,
            mac,
            mtu: 1500,
            enabled: true,
            gone: false,
            addrs: Vec::new(),
            description: String::new(),
            acl_in: None,
            acl_out: None,
            nat: None,
            helpers: Vec::new(),
            dhcp: false,
            proxy_arp: false,
            ospf: ospf::Port::default(),
        }
    }

    /// The address it shows first.
    pub fn primary(&self) -> Option<Cidr> {
        self.addrs.iter().find(|addr| !addr.secondary).map(|addr| addr.cidr)
    }
}

/// Something that a command of this device waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mail {
    EchoReply {
        from: Ipv4Addr,
        id: u16,
        seq: u16,
        ttl: u8,
        bytes: usize,
    },
    /// An ICMP error about a packet that was sent from here.
    Error {
        from: Ipv4Addr,
        kind: u8,
        code: u8,
        mtu: u16,
        about: Quoted,
    },
    Udp {
        from: (Ipv4Addr, u16),
        to: u16,
        payload: Vec<u8>,
    },
    Echo6 {
        from: Ipv6Addr,
        id: u16,
        seq: u16,
        hops: u8,
        bytes: usize,
    },
    /// An ICMPv6 error about a ping that was sent from here: to whom, identifier and number.
    Error6 {
        from: Ipv6Addr,
        kind: u8,
        code: u8,
        mtu: u32,
        about: Ipv6Addr,
        words: (u16, u16),
    },
    /// Something happened to a connection.
    Tcp {
        pair: tcp::Pair,
        news: tcp::News,
    },
    /// A lease was got, or given up.
    Lease {
        iface: usize,
    },
}

/// The packet that an ICMP error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted {
    pub src: Ipv4Addr,
    pub dst: Ipv4Addr,
    pub protocol: u8,
    /// Identifier and number of an echo, or the two ports.
    pub words: (u16, u16),
}

/// Something that a device wants to do later.
#[derive(Debug, Clone)]
pub enum Timer {
    /// A packet to an address of its own.
    Loop(Box<Packet>),
    /// What is due for bundles of cables.
    Bundles,
    Loop6(Box<Packet6>),
    /// What is due in IPv6.
    Six,
    Neighbour6 {
        iface: usize,
        ip: Ipv6Addr,
        generation: u32,
    },
    Neighbour {
        iface: usize,
        ip: Ipv4Addr,
        generation: u32,
    },
    Stp {
        bridge: usize,
    },
    Rip,
    Ospf,
    DhcpClient {
        iface: usize,
        generation: u32,
    },
    DhcpOffer {
        iface: usize,
        generation: u32,
    },
    Tcp {
        pair: tcp::Pair,
        generation: u32,
    },
    Dns {
        id: u16,
        generation: u32,
    },
}

/// What a device may do while it handles something: send, plan, lose. And the time.
#[derive(Debug, Clone, Default)]
pub struct Cx {
    pub now: Time,
    /// The scenario's seed, for what is left to chance.
    pub seed: u64,
    pub sends: Vec<(usize, Frame)>,
    pub timers: Vec<(Time, Timer)>,
    pub drops: Vec<(Option<String>, Reason, About)>,
    /// A port was switched on or off.
    pub links_changed: bool,
}

impl Cx {
    pub fn send(&mut self, port: usize, frame: Frame) {
        self.sends.push((port, frame));
    }

    pub fn later(&mut self, span: Time, timer: Timer) {
        self.timers.push((self.now + span, timer));
    }

    pub fn lose(&mut self, place: Option<&str>, reason: Reason, about: impl Into<About>) {
        self.drops.push((place.map(str::to_owned), reason, about.into()));
    }
}

impl From<&Frame> for About {
    fn from(frame: &Frame) -> Self {
        About::Frame(frame.clone())
    }
}

/// A box.
#[derive(Debug, Clone)]
pub struct Device {
    pub id: String,
    pub hostname: String,
    /// Id of its model in the catalogue.
    pub model: String,
    /// Whether it has current: without, its ports are dead and its console is silent.
    pub powered: bool,
    pub os: Os,
    pub ports: Vec<Port>,
    pub bridges: Vec<Bridge>,
    pub ifaces: Vec<Iface>,
    /// Whether it passes on packets that are not for it.
    pub forwarding: bool,
    /// Time to live of packets that begin here.
    pub ttl: u8,
    pub neighbours: BTreeMap<(usize, Ipv4Addr), Neighbour>,
    pub routes: Vec<Route>,
    /// RIP, where it is switched on.
    pub rip: Option<Box<Rip>>,
    /// OSPF, where it is switched on.
    pub ospf: Option<Box<Ospf>>,
    pub six: Six,
    /// When bundles of cables are looked at next.
    pub(super) bundles_at: Time,
    /// Where packets go that no route takes, on a box that does not route: `ip default-gateway`.
    pub gateway: Option<Ipv4Addr>,
    /// The largest packet that reaches an address, and until when that is believed.
    pub path_mtu: BTreeMap<Ipv4Addr, (u16, Time)>,
    pub pieces: BTreeMap<(Ipv4Addr, Ipv4Addr, u8, u16), Pieces>,
    pub acls: BTreeMap<String, Acl>,
    pub nat: Nat,
    /// UDP ports on which a program of this device listens.
    pub udp: BTreeMap<u16, super::udp::Service>,
    pub tcp: tcp::Tcp,
    /// Programs that serve others, running or not.
    pub programs: Programs,
    pub dns: dns::Server,
    pub dhcp_server: dhcp::Server,
    pub dhcp_clients: BTreeMap<usize, dhcp::Client>,
    /// Files that matter, by path.
    pub files: BTreeMap<String, String>,
    /// What came for the command that runs now.
    pub mail: VecDeque<Mail>,
    /// Whether a command runs that wants mail.
    pub waiting: bool,
    /// Identification of the next packet.
    pub(super) next_id: u16,
    /// Messages of the system, oldest first.
    pub log: Vec<(Time, String)>,
    pub shell: Shell,
    /// When it was switched on.
    pub booted: Time,
}

/// Messages of the system that are kept.
const LOG_KEPT: usize = 500;

impl Device {
    pub fn new(id: impl Into<String>, os: Os) -> Self {
        let id = id.into();
        Self {
            hostname: id.clone(),
            id,
            powered: true,
            model: String::new(),
            os,
            ports: Vec::new(),
            bridges: Vec::new(),
            ifaces: Vec::new(),
            forwarding: false,
            ttl: os.ttl(),
            neighbours: BTreeMap::new(),
            routes: Vec::new(),
            rip: None,
            ospf: None,
            six: Six::default(),
            bundles_at: Time::ZERO,
            gateway: None,
            path_mtu: BTreeMap::new(),
            pieces: BTreeMap::new(),
            acls: BTreeMap::new(),
            nat: Nat::default(),
            udp: BTreeMap::new(),
            tcp: tcp::Tcp::default(),
            programs: Programs::default(),
            dns: dns::Server::default(),
            dhcp_server: dhcp::Server::default(),
            dhcp_clients: BTreeMap::new(),
            files: BTreeMap::new(),
            mail: VecDeque::new(),
            waiting: false,
            next_id: 1,
            log: Vec::new(),
            shell: Shell::default(),
            booted: Time::ZERO,
        }
    }

    /// A port more, with a name and an address after the device's number.
    pub fn add_port(&mut self, name: impl Into<String>, mac: Mac, mbps: u64) -> usize {
        self.ports.push(Port {
            name: name.into(),
            mac,
            mbps,
            enabled: true,
            err_disabled: None,
            carrier: false,
            bridge: None,
            description: String::new(),
            count: Count::default(),
            changed: Time::ZERO,
            duplex: None,
            speed: None,
            bundled: None,
            bundle_of: None,
        });
        self.ports.len() - 1
    }

    /// A port more, with an interface of its own.
    pub fn add_routed_port(&mut self, name: impl Into<String>, mac: Mac, mbps: u64) -> usize {
        let name = name.into();
        let port = self.add_port(name.clone(), mac, mbps);
        self.add_iface(Iface::new(name, Attach::Port(port), mac));
        port
    }

    pub fn add_iface(&mut self, iface: Iface) -> usize {
        self.ifaces.push(iface);
        self.ifaces.len() - 1
    }

    pub fn start(&mut self, cx: &mut Cx) {
        self.booted = cx.now;
        for bridge in 0..self.bridges.len() {
            self.stp_start(bridge, cx);
        }
        self.routing_refresh(cx);
    }

    /// A message of the system.
    pub fn say(&mut self, now: Time, text: impl Into<String>) {
        if self.log.len() == LOG_KEPT {
            self.log.remove(0);
        }
        self.log.push((now, text.into()));
    }

    pub fn port(&self, name: &str) -> Option<usize> {
        self.ports.iter().position(|port| port.name == name)
    }

    pub fn iface(&self, name: &str) -> Option<usize> {
        self.ifaces.iter().position(|iface| !iface.gone && iface.name == name)
    }

    /// The interfaces that are there, with their numbers.
    pub fn live_ifaces(&self) -> impl Iterator<Item = (usize, &Iface)> {
        self.ifaces.iter().enumerate().filter(|(_, iface)| !iface.gone)
    }

    /// The port below an interface, if one is.
    pub fn port_of(&self, iface: usize) -> Option<usize> {
        match self.ifaces[iface].attach {
            Attach::Port(port) | Attach::Vlan { port, .. } => Some(port),
            _ => None,
        }
    }

    /// Switched on by configuration.
    pub fn is_enabled(&self, iface: usize) -> bool {
        let it = &self.ifaces[iface];
        match it.attach {
            _ if it.gone => false,
            Attach::Port(port) => self.ports[port].enabled,
            Attach::Vlan { port, .. } => it.enabled && self.ports[port].enabled,
            _ => it.enabled,
        }
    }

    /// Switched on, and what it sits on works.
    pub fn has_carrier(&self, iface: usize) -> bool {
        self.is_enabled(iface)
            && match self.ifaces[iface].attach {
                Attach::Port(port) => self.ports[port].carrier && self.ports[port].bridge.is_none(),
                Attach::Vlan { port, vid, .. } => self.ports[port].carrier && vid.is_some(),
                Attach::Bridge { bridge, vid } => self.bridge_is_up(bridge, vid),
                Attach::Loopback => true,
            }
    }

    /// Whether routes may use it. On Linux the cable does not matter.
    pub fn is_usable(&self, iface: usize) -> bool {
        match self.os {
            Os::Ios => self.has_carrier(iface),
            _ => self.is_enabled(iface),
        }
    }

    /// Whether an address is its own.
    pub fn is_own(&self, addr: Ipv4Addr) -> bool {
        addr.is_loopback() && self.os == Os::Linux
            || self
                .live_ifaces()
                .any(|(index, iface)| iface.addrs.iter().any(|own| own.cidr.addr == addr) && self.is_usable(index))
    }

    /// All addresses that are configured, with their interface.
    pub fn addresses(&self) -> impl Iterator<Item = (usize, Cidr)> {
        self.live_ifaces().flat_map(|(index, iface)| iface.addrs.iter().map(move |addr| (index, addr.cidr)))
    }

    /// A frame comes in.
    pub fn receive(&mut self, port: usize, frame: Frame, cx: &mut Cx) {
        let it = &mut self.ports[port];
        if !it.carrier {
            return;
        }
        it.count.in_frames += 1;
        it.count.in_bytes += frame.len() as u64;
        if it.bundled.is_some() {
            return self.bundled_receive(port, frame, cx);
        }
        match it.bridge {
            Some(bridge) => self.bridge_receive(bridge, port, frame, cx),
            None => self.take(port, &frame, cx),
        }
    }

    /// Takes a frame from a port that is not switched up to an interface.
    fn take(&mut self, port: usize, frame: &Frame, cx: &mut Cx) {
        let Some(parts) = frame::parse(frame) else {
            return cx.lose(Some(&self.ports[port].name), Reason::Malformed, frame);
        };
        // A tag with VLAN 0 only gives a priority (IEEE 802.1Q, 9.6).
        let tag = parts.vlan.filter(|vid| *vid != 0);
        let taker = self.live_ifaces().find(|(_, iface)| match (&iface.attach, tag) {
            (Attach::Vlan { port: on, vid, native: false }, Some(tag)) => *on == port && *vid == Some(tag),
            (Attach::Vlan { port: on, native: true, .. }, None) => *on == port,
            _ => false,
        });
        let whole = || self.live_ifaces().find(|(_, iface)| iface.attach == Attach::Port(port));
        match (taker.or_else(|| if tag.is_none() { whole() } else { None }), tag) {
            (Some((iface, _)), _) => self.deliver(iface, &parts, frame, cx),
            (None, Some(vid)) => cx.lose(Some(&self.ports[port].name), Reason::NoSubinterface { vid }, frame),
            (None, None) => cx.lose(Some(&self.ports[port].name), Reason::NoProtocol, frame),
        }
    }

    /// Gives what is in a frame to the protocol it belongs to.
    pub(super) fn deliver(&mut self, iface: usize, parts: &Parts, frame: &Frame, cx: &mut Cx) {
        let it = &self.ifaces[iface];
        if parts.dst != it.mac && !parts.dst.is_multicast() {
            return;
        }
        if !self.is_enabled(iface) {
            return cx.lose(Some(&it.name), Reason::PortShut, frame);
        }
        match parts.kind {
            frame::ARP => self.arp_input(iface, parts, cx),
            frame::IPV4 => self.ip_input(iface, parts, cx),
            frame::IPV6 => self.six_input(iface, parts, cx),
            _ => {}
        }
    }

    /// Sends a payload out of an interface to a card.
    pub(super) fn emit(&mut self, iface: usize, dst: Mac, kind: u16, payload: &[u8], cx: &mut Cx) {
        let it = &self.ifaces[iface];
        match it.attach {
            Attach::Port(port) => cx.send(port, frame::build(dst, it.mac, None, kind, payload)),
            Attach::Vlan { port, vid, native } => {
                let vlan = vid.filter(|_| !native);
                cx.send(port, frame::build(dst, it.mac, vlan, kind, payload));
            }
            Attach::Bridge { bridge, vid } => {
                let frame = frame::build(dst, it.mac, None, kind, payload);
                self.bridge_send(bridge, vid, frame, cx);
            }
            Attach::Loopback => {}
        }
    }

    /// A timer rings.
    pub fn timer(&mut self, timer: Timer, cx: &mut Cx) {
        match timer {
            Timer::Loop(packet) => self.ip_local(None, *packet, cx),
            Timer::Loop6(packet) => self.local6(None, None, &packet, cx),
            Timer::Six => self.six_timer(cx),
            Timer::Bundles => self.bundles_timer(cx),
            Timer::Neighbour6 { iface, ip, generation } => self.neighbour6_timer(iface, ip, generation, cx),
            Timer::Neighbour { iface, ip, generation } => self.neighbour_timer(iface, ip, generation, cx),
            Timer::Stp { bridge } => self.stp_tick(bridge, cx),
            Timer::Rip => self.rip_timer(cx),
            Timer::Ospf => self.ospf_timer(cx),
            Timer::DhcpClient { iface, generation } => self.dhcp_client_timer(iface, generation, cx),
            Timer::DhcpOffer { iface, generation } => self.dhcp_offer_timer(iface, generation, cx),
            Timer::Dns { id, generation } => self.dns_timer(id, generation, cx),
            Timer::Tcp { pair, generation } => self.tcp_timer(pair, generation, cx),
        }
    }

    /// The light at a port goes on or off.
    pub fn carrier_changed(&mut self, port: usize, carrier: bool, cx: &mut Cx) {
        let it = &mut self.ports[port];
        it.carrier = carrier;
        it.changed = cx.now;
        let (name, enabled, bridge) = (it.name.clone(), it.enabled, it.bridge);
        if self.os == Os::Ios {
            let state = if carrier { "up" } else { "down" };
            if carrier || enabled {
                self.say(cx.now, format!("%LINK-3-UPDOWN: Interface {name}, changed state to {state}"));
            }
            self.say(
                cx.now,
                format!("%LINEPROTO-5-UPDOWN: Line protocol on Interface {name}, changed state to {state}"),
            );
        }
        if let Some(bridge) = bridge {
            self.bridge_carrier(bridge, port, carrier, cx);
        }
        if !carrier {
            let on_it: Vec<usize> = (0..self.ifaces.len()).filter(|iface| self.port_of(*iface) == Some(port)).collect();
            self.neighbours.retain(|(iface, _), entry| !on_it.contains(iface) || entry.is_permanent());
        }
        if self.ports[port].bundled.is_some() {
            self.bundles_refresh(cx);
        }
        self.routing_refresh(cx);
    }

    /// Interfaces, addresses or routes may have changed: the routing protocols look again.
    pub fn routing_refresh(&mut self, cx: &mut Cx) {
        self.rip_refresh(cx);
        self.ospf_refresh(cx);
        self.six_refresh(cx);
    }

    /// Hands something to the command that waits.
    pub(super) fn post(&mut self, mail: Mail) {
        if self.waiting {
            self.mail.push_back(mail);
        }
    }

    pub(super) fn next_packet_id(&mut self) -> u16 {
        self.next_id = self.next_id.wrapping_add(1);
        self.next_id
    }
}
