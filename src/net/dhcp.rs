//! DHCP (RFC 2131, options RFC 2132): a server with pools, a relay, and a client.
//!
//! Fields: operation, card, hops, transaction, seconds, flags, four addresses (client, yours, server, relay), the
//! card's address, names, the cookie, then options of number, length and value.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use super::addr::{Cidr, Mac};
use super::device::{Addr, Cx, Device, Mail, Os, Timer};
use super::icmp::Echo;
use super::ip::Cut;
use super::packet::{self, Packet, UDP};
use super::route::{Kind as RouteKind, Route, Source};
use super::time::Time;
use super::udp::{Datagram, Service};

pub const SERVER_PORT: u16 = 67;
pub const CLIENT_PORT: u16 = 68;
const COOKIE: [u8; 4] = [99, 130, 83, 99];
const FIXED: usize = 236;
const BROADCAST_FLAG: u16 = 0x8000;
/// How long a server waits for an answer to its ping before it offers an address.
const PING_WAIT: Time = Time::millis(500);
/// An offer that nobody takes is free again.
const OFFER_KEPT: Time = Time::seconds(60);
/// RFC 2131, 4.1: 4, 8, 16, 32 s.
const RETRIES: u8 = 4;
/// When a client that got nothing asks again.
const PAUSE: Time = Time::seconds(60);
const DAY: u32 = 86_400;
/// Hops after which a request is carried no further: RFC 1542, 4.1.1.
const HOPS: u8 = 16;

/// RFC 2132, 9.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Discover = 1,
    Offer,
    Request,
    Decline,
    Ack,
    Nak,
    Release,
    Inform,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        use Kind::*;
        [Discover, Offer, Request, Decline, Ack, Nak, Release, Inform].get(usize::from(byte).checked_sub(1)?).copied()
    }
}

mod option {
    pub const MASK: u8 = 1;
    pub const ROUTER: u8 = 3;
    pub const DNS: u8 = 6;
    pub const HOST: u8 = 12;
    pub const DOMAIN: u8 = 15;
    pub const REQUESTED: u8 = 50;
    pub const LEASE: u8 = 51;
    pub const KIND: u8 = 53;
    pub const SERVER: u8 = 54;
    pub const WANTED: u8 = 55;
    pub const T1: u8 = 58;
    pub const T2: u8 = 59;
    pub const CLIENT: u8 = 61;
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Message {
    request: bool,
    hops: u8,
    xid: u32,
    seconds: u16,
    flags: u16,
    client: Ipv4Addr,
    yours: Ipv4Addr,
    server: Ipv4Addr,
    relay: Ipv4Addr,
    mac: Mac,
    options: BTreeMap<u8, Vec<u8>>,
}

impl Message {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.get(FIXED..)?.strip_prefix(&COOKIE)?;
        let addr = |at: usize| Ipv4Addr::from(<[u8; 4]>::try_from(&bytes[at..at + 4]).expect("four bytes"));
        let word = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        if bytes[1] != 1 || bytes[2] != 6 {
            return None;
        }
        let mut options: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
        let mut rest = rest;
        while let Some((&code, more)) = rest.split_first() {
            match code {
                0 => rest = more,
                255 => break,
                code => {
                    let (&length, more) = more.split_first()?;
                    options.entry(code).or_default().extend(more.get(..usize::from(length))?);
                    rest = &more[usize::from(length)..];
                }
            }
        }
        Some(Self {
            request: bytes[0] == 1,
            hops: bytes[3],
            xid: u32::from_be_bytes(bytes[4..8].try_into().expect("four bytes")),
            seconds: word(8),
            flags: word(10),
            client: addr(12),
            yours: addr(16),
            server: addr(20),
            relay: addr(24),
            mac: Mac(bytes[28..34].try_into().expect("six bytes")),
            options,
        })
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![if self.request { 1 } else { 2 }, 1, 6, self.hops];
        bytes.extend(self.xid.to_be_bytes());
        bytes.extend(self.seconds.to_be_bytes());
        bytes.extend(self.flags.to_be_bytes());
        for addr in [self.client, self.yours, self.server, self.relay] {
            bytes.extend(addr.octets());
        }
        bytes.extend(self.mac.0);
        bytes.resize(FIXED, 0);
        bytes.extend(COOKIE);
        // The kind comes first, as everyone sends it.
        let kind = self.options.get_key_value(&option::KIND);
        for (code, value) in kind.into_iter().chain(self.options.iter().filter(|(code, _)| **code != option::KIND)) {
            bytes.extend([*code, value.len().min(255) as u8]);
            bytes.extend(&value[..value.len().min(255)]);
        }
        bytes.push(255);
        // RFC 1542, 2.1: no message is shorter than 300 bytes.
        bytes.resize(bytes.len().max(300), 0);
        bytes
    }

    fn kind(&self) -> Option<Kind> {
        Kind::of(*self.options.get(&option::KIND)?.first()?)
    }

    fn addr(&self, code: u8) -> Option<Ipv4Addr> {
        self.options.get(&code)?.first_chunk::<4>().map(|bytes| Ipv4Addr::from(*bytes))
    }

    fn addrs(&self, code: u8) -> Vec<Ipv4Addr> {
        let all = self.options.get(&code).map_or(&[][..], Vec::as_slice).chunks_exact(4);
        all.map(|bytes| Ipv4Addr::new(bytes[0], bytes[1], bytes[2], bytes[3])).collect()
    }

    fn number(&self, code: u8) -> Option<u32> {
        self.options.get(&code)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
    }
}

/// Addresses to be given out, and what is told with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    pub network: Option<Cidr>,
    /// First and last, where not the whole network is given out.
    pub range: Option<(Ipv4Addr, Ipv4Addr)>,
    pub routers: Vec<Ipv4Addr>,
    pub dns: Vec<Ipv4Addr>,
    pub domain: Option<String>,
    /// In seconds; a day if not given.
    pub lease: Option<u32>,
}

/// An address that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    pub mac: Mac,
    pub until: Time,
    pub pool: String,
    /// Only offered so far.
    pub offered: bool,
}

/// A server of one device.
#[derive(Debug, Clone, Default)]
pub struct Server {
    pub pools: BTreeMap<String, Pool>,
    pub excluded: Vec<(Ipv4Addr, Ipv4Addr)>,
    pub leases: BTreeMap<Ipv4Addr, Lease>,
    pub conflicts: BTreeSet<Ipv4Addr>,
    /// Offers that wait for a ping to stay unanswered.
    pending: BTreeMap<u32, (Message, Ipv4Addr, usize, String)>,
    generation: u32,
}

/// What a client is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Selecting,
    Requesting,
    Bound,
    Renewing,
    Rebinding,
}

/// The client of one interface.
#[derive(Debug, Clone)]
pub struct Client {
    pub state: State,
    xid: u32,
    tries: u8,
    generation: u32,
    begun: Time,
    pub addr: Option<Ipv4Addr>,
    pub server: Option<Ipv4Addr>,
    pub lease: u32,
    /// What it did, as `dhclient -v` tells it.
    pub told: Vec<String>,
}

impl Device {
    /// The pool for a network.
    fn pool_for(&self, on: Ipv4Addr) -> Option<(String, Pool)> {
        let fits = |(_, pool): &(&String, &Pool)| pool.network.is_some_and(|network| network.contains(on));
        self.dhcp_server.pools.iter().find(fits).map(|(name, pool)| (name.clone(), pool.clone()))
    }

    /// Switches the server on as soon as there is a pool.
    pub fn dhcp_refresh(&mut self) {
        if self.dhcp_server.pools.is_empty() {
            self.udp.remove(&SERVER_PORT);
        } else {
            self.udp.insert(SERVER_PORT, Service::DhcpServer);
        }
    }

    fn free_address(&self, name: &str, pool: &Pool, mac: Mac, wanted: Option<Ipv4Addr>, now: Time) -> Option<Ipv4Addr> {
        let server = &self.dhcp_server;
        let network = pool.network?.network();
        let taken = |addr: Ipv4Addr| {
            server.conflicts.contains(&addr)
                || server.excluded.iter().any(|(first, last)| (*first..=*last).contains(&addr))
                || server.leases.get(&addr).is_some_and(|lease| lease.mac != mac && lease.until > now)
                || self.addresses().any(|(_, own)| own.addr == addr)
        };
        let known =
            server.leases.iter().find(|(_, lease)| lease.mac == mac && lease.pool == name).map(|(addr, _)| *addr);
        let base = u32::from(network.addr);
        let last = u32::from(network.broadcast()?);
        let (first, last) = pool.range.map_or((base + 1, last - 1), |(a, b)| (u32::from(a), u32::from(b)));
        let inside = |addr: &Ipv4Addr| (first..=last).contains(&u32::from(*addr));
        let all = (first..=last).take(65_536).map(Ipv4Addr::from);
        known.into_iter().chain(wanted).filter(inside).chain(all).find(|addr| !taken(*addr))
    }

    pub(super) fn dhcp_server_input(&mut self, datagram: &Datagram, cx: &mut Cx) {
        let Some(message) = Message::parse(datagram.payload).filter(|message| message.request) else { return };
        let Some(iface) = datagram.iface else { return };
        let relayed = !message.relay.is_unspecified();
        let Some(own) = self.ifaces[iface].primary() else { return };
        let on = match (relayed, message.client.is_unspecified()) {
            (true, _) => message.relay,
            (false, true) => own.addr,
            // A renewal comes from the address itself.
            (false, false) => message.client,
        };
        let Some((name, pool)) = self.pool_for(on) else {
            // A server beside may be a relay as well.
            if !relayed {
                self.dhcp_relay(datagram, cx);
            }
            return;
        };
        let now = cx.now;
        match message.kind() {
            Some(Kind::Discover) => {
                let wanted = message.addr(option::REQUESTED);
                let Some(addr) = self.free_address(&name, &pool, message.mac, wanted, now) else { return };
                let lease = Lease { mac: message.mac, until: now + OFFER_KEPT, pool: name.clone(), offered: true };
                let known = self.dhcp_server.leases.get(&addr).is_some_and(|lease| !lease.offered);
                if !known {
                    self.dhcp_server.leases.insert(addr, lease);
                }
                self.dhcp_server.generation += 1;
                let generation = self.dhcp_server.generation;
                self.dhcp_server.pending.retain(|_, (waiting, ..)| waiting.mac != message.mac);
                self.dhcp_server.pending.insert(generation, (message, addr, iface, name));
                // Whoever answers to the address has it already.
                let echo = Echo { to: addr, from: None, id: u16::MAX, seq: 1, bytes: 8, ttl: None, cut: Cut::Anywhere };
                if !known {
                    let _ = self.send_echo(&echo, cx);
                }
                let wait = if known { Time::ZERO } else { PING_WAIT };
                cx.later(wait, Timer::DhcpOffer { iface, generation });
            }
            Some(Kind::Request) => self.dhcp_request(&message, iface, own.addr, (&name, &pool), cx),
            Some(Kind::Decline) => {
                if let Some(addr) = message.addr(option::REQUESTED) {
                    self.dhcp_server.leases.remove(&addr);
                    self.dhcp_server.conflicts.insert(addr);
                }
            }
            Some(Kind::Release) => {
                self.dhcp_server.leases.retain(|addr, lease| *addr != message.client || lease.mac != message.mac);
            }
            _ => {}
        }
    }

    fn dhcp_request(&mut self, message: &Message, iface: usize, own: Ipv4Addr, at: (&str, &Pool), cx: &mut Cx) {
        let (name, pool) = at;
        let chosen = message.addr(option::SERVER);
        if chosen.is_some_and(|server| server != own) {
            // Another server was chosen: what was offered is free again.
            self.dhcp_server.leases.retain(|_, lease| lease.mac != message.mac || !lease.offered);
            return;
        }
        let wanted = message.addr(option::REQUESTED).or(Some(message.client).filter(|addr| !addr.is_unspecified()));
        let Some(wanted) = wanted else { return };
        let known = self.dhcp_server.leases.get(&wanted);
        let good = match known {
            Some(lease) => lease.mac == message.mac,
            None => self.free_address(name, pool, message.mac, Some(wanted), cx.now) == Some(wanted),
        };
        let inside = pool.network.is_some_and(|network| network.contains(wanted));
        if !good || !inside {
            // A server that knows nothing of a client that does not ask it keeps silent, unless the network is wrong.
            if chosen.is_some() || !inside {
                let nak = self.dhcp_answer(message, Kind::Nak, Ipv4Addr::UNSPECIFIED, own, pool);
                self.dhcp_send_answer(&nak, message, iface, own, cx);
            }
            return;
        }
        let seconds = pool.lease.unwrap_or(DAY);
        let until = cx.now + Time::seconds(u64::from(seconds));
        let lease = Lease { mac: message.mac, until, pool: name.to_owned(), offered: false };
        self.dhcp_server.leases.insert(wanted, lease);
        let ack = self.dhcp_answer(message, Kind::Ack, wanted, own, pool);
        self.dhcp_send_answer(&ack, message, iface, own, cx);
    }

    fn dhcp_answer(&self, to: &Message, kind: Kind, yours: Ipv4Addr, own: Ipv4Addr, pool: &Pool) -> Message {
        let mut options = BTreeMap::from([(option::KIND, vec![kind as u8]), (option::SERVER, own.octets().to_vec())]);
        let many = |addrs: &[Ipv4Addr]| addrs.iter().flat_map(|addr| addr.octets()).collect::<Vec<u8>>();
        if kind != Kind::Nak {
            let seconds = pool.lease.unwrap_or(DAY);
            options.insert(option::LEASE, seconds.to_be_bytes().to_vec());
            options.insert(option::T1, (seconds / 2).to_be_bytes().to_vec());
            options.insert(option::T2, (seconds / 8 * 7).to_be_bytes().to_vec());
            if let Some(network) = pool.network {
                options.insert(option::MASK, network.mask().octets().to_vec());
            }
            if !pool.routers.is_empty() {
                options.insert(option::ROUTER, many(&pool.routers));
            }
            if !pool.dns.is_empty() {
                options.insert(option::DNS, many(&pool.dns));
            }
            if let Some(domain) = &pool.domain {
                options.insert(option::DOMAIN, domain.clone().into_bytes());
            }
        }
        let client = if kind == Kind::Ack { to.client } else { Ipv4Addr::UNSPECIFIED };
        Message {
            request: false,
            hops: 0,
            seconds: 0,
            client,
            yours,
            server: Ipv4Addr::UNSPECIFIED,
            options,
            ..to.clone()
        }
    }

    fn dhcp_send_answer(&mut self, answer: &Message, to: &Message, iface: usize, own: Ipv4Addr, cx: &mut Cx) {
        let bytes = answer.bytes();
        if !to.relay.is_unspecified() {
            let _ = self.udp_send((Some(own), SERVER_PORT), (to.relay, SERVER_PORT), &bytes, None, cx);
            return;
        }
        if !to.client.is_unspecified() {
            let _ = self.udp_send((Some(own), SERVER_PORT), (to.client, CLIENT_PORT), &bytes, None, cx);
            return;
        }
        self.dhcp_broadcast(iface, own, (SERVER_PORT, CLIENT_PORT), &bytes, cx);
    }

    fn dhcp_broadcast(&mut self, iface: usize, from: Ipv4Addr, ports: (u16, u16), bytes: &[u8], cx: &mut Cx) {
        let everyone = Ipv4Addr::BROADCAST;
        let datagram = packet::udp((from, ports.0), (everyone, ports.1), bytes);
        let packet = Packet::new(from, everyone, UDP, self.ttl, datagram);
        self.send_on(iface, Mac::BROADCAST, packet, cx);
    }

    /// Nobody answered to the address that is to be offered.
    pub(super) fn dhcp_offer_timer(&mut self, _iface: usize, generation: u32, cx: &mut Cx) {
        let Some((message, addr, iface, name)) = self.dhcp_server.pending.remove(&generation) else { return };
        let Some(pool) = self.dhcp_server.pools.get(&name).cloned() else { return };
        let Some(own) = self.ifaces[iface].primary() else { return };
        let offer = self.dhcp_answer(&message, Kind::Offer, addr, own.addr, &pool);
        self.dhcp_send_answer(&offer, &message, iface, own.addr, cx);
    }

    /// Somebody answered a ping: if that address was to be offered, it is not free.
    pub(super) fn dhcp_ping_answered(&mut self, from: Ipv4Addr, cx: &mut Cx) {
        let pending: Vec<u32> = self
            .dhcp_server
            .pending
            .iter()
            .filter(|(_, (_, addr, ..))| *addr == from)
            .map(|(generation, _)| *generation)
            .collect();
        for generation in pending {
            let Some((message, addr, iface, name)) = self.dhcp_server.pending.remove(&generation) else { continue };
            self.dhcp_server.conflicts.insert(addr);
            self.dhcp_server.leases.remove(&addr);
            if self.os == Os::Ios {
                self.say(cx.now, format!("%DHCPD-4-PING_CONFLICT: DHCP address conflict: server pinged {addr}."));
            }
            let Some(pool) = self.dhcp_server.pools.get(&name).cloned() else { continue };
            let Some(next) = self.free_address(&name, &pool, message.mac, None, cx.now) else { continue };
            let lease = Lease { mac: message.mac, until: cx.now + OFFER_KEPT, pool: name.clone(), offered: true };
            self.dhcp_server.leases.insert(next, lease);
            self.dhcp_server.generation += 1;
            let generation = self.dhcp_server.generation;
            self.dhcp_server.pending.insert(generation, (message, next, iface, name));
            let echo = Echo { to: next, from: None, id: u16::MAX, seq: 1, bytes: 8, ttl: None, cut: Cut::Anywhere };
            let _ = self.send_echo(&echo, cx);
            cx.later(PING_WAIT, Timer::DhcpOffer { iface, generation });
        }
    }

    /// Carries a request to a server elsewhere, or its answer back; false if nobody asked for that.
    pub(super) fn dhcp_relay(&mut self, datagram: &Datagram, cx: &mut Cx) -> bool {
        let Some(mut message) = Message::parse(datagram.payload) else { return false };
        if !message.request {
            let back =
                self.live_ifaces().find(|(_, iface)| iface.addrs.iter().any(|own| own.cidr.addr == message.relay));
            let Some((iface, _)) = back else { return false };
            let own = message.relay;
            let bytes = datagram.payload.to_vec();
            self.dhcp_broadcast(iface, own, (SERVER_PORT, CLIENT_PORT), &bytes, cx);
            return true;
        }
        let Some(iface) = datagram.iface else { return false };
        let helpers = self.ifaces[iface].helpers.clone();
        let Some(own) = self.ifaces[iface].primary() else { return false };
        if helpers.is_empty() || message.hops >= HOPS || !self.is_broadcast(datagram.to.0) {
            return false;
        }
        message.hops += 1;
        if message.relay.is_unspecified() {
            message.relay = own.addr;
        }
        for helper in helpers {
            let bytes = message.bytes();
            let _ = self.udp_send((Some(own.addr), SERVER_PORT), (helper, SERVER_PORT), &bytes, None, cx);
        }
        true
    }

    /// Begins to ask for an address at an interface.
    pub fn dhcp_start(&mut self, iface: usize, cx: &mut Cx) {
        let mac = self.ifaces[iface].mac.0;
        let count = self.dhcp_clients.get(&iface).map_or(0, |client| client.generation);
        let xid = u32::from_be_bytes([mac[3], mac[4], mac[5], count as u8]);
        self.ifaces[iface].dhcp = true;
        self.udp.insert(CLIENT_PORT, Service::DhcpClient);
        let client = Client {
            state: State::Selecting,
            xid,
            tries: 0,
            generation: count + 1,
            begun: cx.now,
            addr: None,
            server: None,
            lease: 0,
            told: Vec::new(),
        };
        self.dhcp_clients.insert(iface, client);
        self.dhcp_ask(iface, cx);
    }

    /// Gives the address back, or at least forgets it.
    pub fn dhcp_stop(&mut self, iface: usize, cx: &mut Cx) {
        let Some(client) = self.dhcp_clients.remove(&iface) else { return };
        if let (Some(addr), Some(server)) = (client.addr, client.server) {
            let mut message = self.dhcp_message(iface, &client, Kind::Release, cx.now);
            message.client = addr;
            message.options.insert(option::SERVER, server.octets().to_vec());
            let _ = self.udp_send((Some(addr), CLIENT_PORT), (server, SERVER_PORT), &message.bytes(), None, cx);
        }
        self.ifaces[iface].dhcp = false;
        self.dhcp_forget(iface);
        if self.dhcp_clients.is_empty() {
            self.udp.remove(&CLIENT_PORT);
        }
    }

    fn dhcp_forget(&mut self, iface: usize) {
        self.ifaces[iface].addrs.retain(|own| own.lease.is_none());
        self.routes.retain(|route| route.source != Source::Dhcp || route.iface != Some(iface));
    }

    fn dhcp_message(&self, iface: usize, client: &Client, kind: Kind, now: Time) -> Message {
        let mac = self.ifaces[iface].mac;
        let mut options = BTreeMap::from([(option::KIND, vec![kind as u8])]);
        options.insert(option::CLIENT, [&[1], &mac.0[..]].concat());
        options.insert(option::HOST, self.hostname.clone().into_bytes());
        if matches!(kind, Kind::Discover | Kind::Request) {
            options.insert(option::WANTED, vec![option::MASK, option::ROUTER, option::DNS, option::DOMAIN]);
        }
        Message {
            request: true,
            hops: 0,
            xid: client.xid,
            seconds: (now - client.begun).as_seconds().min(u64::from(u16::MAX)) as u16,
            flags: BROADCAST_FLAG,
            client: Ipv4Addr::UNSPECIFIED,
            yours: Ipv4Addr::UNSPECIFIED,
            server: Ipv4Addr::UNSPECIFIED,
            relay: Ipv4Addr::UNSPECIFIED,
            mac,
            options,
        }
    }

    /// Sends what the client's state asks for, and plans to send it again.
    fn dhcp_ask(&mut self, iface: usize, cx: &mut Cx) {
        let Some(client) = self.dhcp_clients.get(&iface).cloned() else { return };
        let kind = if client.state == State::Selecting { Kind::Discover } else { Kind::Request };
        let mut message = self.dhcp_message(iface, &client, kind, cx.now);
        let wait = Time::seconds(4 << client.tries.min(3));
        let name = self.ifaces[iface].name.clone();
        let told = match client.state {
            State::Selecting => {
                format!("DHCPDISCOVER on {name} to 255.255.255.255 port 67 interval {}", wait.as_seconds())
            }
            State::Requesting => {
                let addr = client.addr.unwrap_or(Ipv4Addr::UNSPECIFIED);
                format!("DHCPREQUEST for {addr} on {name} to 255.255.255.255 port 67")
            }
            _ => format!("DHCPREQUEST for {} on {name}", client.addr.unwrap_or(Ipv4Addr::UNSPECIFIED)),
        };
        match (client.state, client.addr, client.server) {
            (State::Requesting, Some(addr), Some(server)) => {
                message.options.insert(option::REQUESTED, addr.octets().to_vec());
                message.options.insert(option::SERVER, server.octets().to_vec());
            }
            (State::Renewing | State::Rebinding, Some(addr), _) => {
                message.client = addr;
                message.flags = 0;
            }
            _ => {}
        }
        let bytes = message.bytes();
        match (client.state, client.addr, client.server) {
            (State::Renewing, Some(addr), Some(server)) => {
                let _ = self.udp_send((Some(addr), CLIENT_PORT), (server, SERVER_PORT), &bytes, None, cx);
            }
            (State::Rebinding, Some(addr), _) => {
                self.dhcp_broadcast(iface, addr, (CLIENT_PORT, SERVER_PORT), &bytes, cx);
            }
            _ => self.dhcp_broadcast(iface, Ipv4Addr::UNSPECIFIED, (CLIENT_PORT, SERVER_PORT), &bytes, cx),
        }
        if let Some(client) = self.dhcp_clients.get_mut(&iface) {
            client.told.push(told);
            client.told.truncate(100);
            client.tries += 1;
            client.generation += 1;
            cx.later(wait, Timer::DhcpClient { iface, generation: client.generation });
        }
    }

    pub(super) fn dhcp_client_timer(&mut self, iface: usize, generation: u32, cx: &mut Cx) {
        let Some(client) = self.dhcp_clients.get_mut(&iface).filter(|client| client.generation == generation) else {
            return;
        };
        let exhausted = client.tries >= RETRIES;
        match client.state {
            State::Bound => {
                client.state = State::Renewing;
                client.tries = 0;
            }
            State::Renewing if exhausted => {
                client.state = State::Rebinding;
                client.tries = 0;
            }
            State::Rebinding if exhausted => {
                *client = Client { state: State::Selecting, tries: 0, addr: None, server: None, ..client.clone() };
                self.dhcp_forget(iface);
                self.post(Mail::Lease { iface });
            }
            State::Selecting | State::Requesting if exhausted => {
                // Nobody there: again after a pause.
                client.state = State::Selecting;
                client.tries = 0;
                client.generation += 1;
                client.told.push("No DHCPOFFERS received.".to_owned());
                cx.later(PAUSE, Timer::DhcpClient { iface, generation: client.generation });
                self.post(Mail::Lease { iface });
                return;
            }
            _ => {}
        }
        self.dhcp_ask(iface, cx);
    }

    pub(super) fn dhcp_client_input(&mut self, datagram: &Datagram, cx: &mut Cx) {
        let Some(message) = Message::parse(datagram.payload).filter(|message| !message.request) else { return };
        let Some(iface) = datagram.iface else { return };
        let Some(client) = self.dhcp_clients.get_mut(&iface) else { return };
        if client.xid != message.xid || message.mac != self.ifaces[iface].mac {
            return;
        }
        let Some(server) = message.addr(option::SERVER) else { return };
        match (message.kind(), client.state) {
            (Some(Kind::Offer), State::Selecting) => {
                client.told.push(format!("DHCPOFFER of {} from {server}", message.yours));
                client.state = State::Requesting;
                client.addr = Some(message.yours);
                client.server = Some(server);
                client.tries = 0;
                self.dhcp_ask(iface, cx);
            }
            (Some(Kind::Ack), State::Requesting | State::Renewing | State::Rebinding) => {
                client.told.push(format!("DHCPACK of {} from {server}", message.yours));
                self.dhcp_bind(iface, &message, server, cx);
            }
            (Some(Kind::Nak), State::Requesting | State::Renewing | State::Rebinding) => {
                client.told.push(format!("DHCPNAK from {server}"));
                client.state = State::Selecting;
                client.addr = None;
                client.tries = 0;
                self.dhcp_forget(iface);
                self.dhcp_ask(iface, cx);
            }
            _ => {}
        }
    }

    /// Takes the address.
    fn dhcp_bind(&mut self, iface: usize, message: &Message, server: Ipv4Addr, cx: &mut Cx) {
        let addr = message.yours;
        let seconds = message.number(option::LEASE).unwrap_or(DAY).max(8);
        let mask = message.addr(option::MASK).unwrap_or(Ipv4Addr::new(255, 255, 255, 0));
        let Some(cidr) = Cidr::with_mask(addr, mask) else { return };
        let until = cx.now + Time::seconds(u64::from(seconds));
        let renewed = self.ifaces[iface].addrs.iter().any(|own| own.cidr == cidr);
        self.dhcp_forget(iface);
        if self.os == Os::Ios {
            self.ifaces[iface].addrs.clear();
        }
        self.ifaces[iface].addrs.push(Addr { cidr, secondary: false, lease: Some(until) });
        if let Some(via) = message.addrs(option::ROUTER).first() {
            let distance = if self.os == Os::Ios { 254 } else { 1 };
            self.routes.push(Route {
                dest: Cidr::ALL,
                via: Some(*via),
                iface: Some(iface),
                source: Source::Dhcp,
                distance,
                metric: 0,
                prefsrc: None,
                kind: RouteKind::Unicast,
                since: cx.now,
            });
        }
        let servers = message.addrs(option::DNS);
        if self.os == Os::Linux && !servers.is_empty() {
            let domain = message.options.get(&option::DOMAIN).map(|name| String::from_utf8_lossy(name).into_owned());
            let mut text = domain.map_or(String::new(), |domain| format!("search {domain}\n"));
            servers.iter().for_each(|server| text += &format!("nameserver {server}\n"));
            self.files.insert("/etc/resolv.conf".to_owned(), text);
        }
        if self.os == Os::Ios && !renewed {
            let name = self.ifaces[iface].name.clone();
            let host = self.hostname.clone();
            self.say(
                cx.now,
                format!("%DHCP-6-ADDRESS_ASSIGN: Interface {name} assigned DHCP address {addr}, mask {mask}, hostname {host}"),
            );
        }
        let Some(client) = self.dhcp_clients.get_mut(&iface) else { return };
        client.state = State::Bound;
        client.server = Some(server);
        client.addr = Some(addr);
        client.lease = seconds;
        client.tries = 0;
        client.generation += 1;
        client.told.push(format!("bound to {addr} -- renewal in {} seconds.", seconds / 2));
        cx.later(Time::seconds(u64::from(seconds / 2)), Timer::DhcpClient { iface, generation: client.generation });
        self.post(Mail::Lease { iface });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_it_was_written_and_cut_ones_are_none() {
        let message = Message {
            request: true,
            hops: 1,
            xid: 0x1234_5678,
            seconds: 3,
            flags: BROADCAST_FLAG,
            client: Ipv4Addr::UNSPECIFIED,
            yours: Ipv4Addr::new(10, 0, 0, 9),
            server: Ipv4Addr::UNSPECIFIED,
            relay: Ipv4Addr::new(10, 0, 0, 1),
            mac: Mac([2, 0, 0, 0, 0, 1]),
            options: BTreeMap::from([(option::KIND, vec![1]), (option::WANTED, vec![1, 3, 6])]),
        };
        let bytes = message.bytes();
        assert_eq!(bytes.len(), 300);
        assert_eq!(Message::parse(&bytes), Some(message));
        assert!((0..FIXED + 4).all(|length| Message::parse(&bytes[..length]).is_none()));
    }
}
