//! Translation of addresses (RFC 3022, terms of RFC 2663): static, from a pool, and overload, where many share one.
//!
//! From inside to outside a packet is routed first and then translated; from outside to inside the other way round. An
//! ICMP error is translated with the packet that it is about.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use etherparse::{Ipv4Header, TcpHeader, UdpHeader};

use super::acl::Acl;
use super::device::{Cx, Device};
use super::packet::{self, ICMP, Packet, TCP, UDP};
use super::time::Time;

/// One side of a conversation: address, and port or identifier of an echo.
pub type Side = (Ipv4Addr, u16);

/// A rule that gives inside addresses an outside one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// One address for another, always.
    Address { local: Ipv4Addr, global: Ipv4Addr },
    /// One port for another, always.
    Port { protocol: u8, local: Side, global: Side },
    /// Those in a list, out of a pool or by the address of an interface.
    Dynamic { list: String, to: To, overload: bool },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Interface(String),
    Pool(String),
}

/// A conversation that is translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub protocol: u8,
    pub local: Side,
    pub global: Side,
    pub outside: Side,
    pub used: Time,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Nat {
    pub rules: Vec<Rule>,
    /// First and last address, and length of the mask.
    pub pools: BTreeMap<String, (Ipv4Addr, Ipv4Addr, u8)>,
    pub entries: Vec<Entry>,
    /// Whole addresses that were given out of a pool: inside, outside.
    pub given: BTreeMap<Ipv4Addr, (Ipv4Addr, Time)>,
    pub hits: u64,
    pub misses: u64,
}

/// How long a conversation is remembered: UDP 5 minutes (RFC 4787, REQ-5), TCP 24 hours (equipment's usual default),
/// ICMP 60 s (RFC 5508, REQ-1).
fn lasts(protocol: u8) -> Time {
    match protocol {
        TCP => Time::seconds(86_400),
        ICMP => Time::seconds(60),
        _ => Time::seconds(300),
    }
}

/// Conversations that one box remembers.
const ENTRIES_KEPT: usize = 10_000;

/// The two sides of a packet as its sender sees them; an echo has its identifier on both.
fn sides(packet: &Packet) -> Option<(Side, Side)> {
    let ports = match packet.protocol() {
        TCP | UDP => packet.ports()?,
        ICMP if matches!(packet.payload.first(), Some(0 | 8)) => {
            let id = u16::from_be_bytes([*packet.payload.get(4)?, *packet.payload.get(5)?]);
            (id, id)
        }
        _ => (0, 0),
    };
    Some(((packet.src(), ports.0), (packet.dst(), ports.1)))
}

/// Puts other addresses and ports into a packet, and the checksums that follow.
fn rewrite(packet: &mut Packet, src: Side, dst: Side) {
    packet.head.source = src.0.octets();
    packet.head.destination = dst.0.octets();
    let (a, b) = (packet.head.source, packet.head.destination);
    match packet.protocol() {
        UDP => {
            let Ok((mut header, data)) = UdpHeader::from_slice(&packet.payload) else { return };
            let data = data.to_vec();
            (header.source_port, header.destination_port) = (src.1, dst.1);
            if header.checksum != 0 {
                header.checksum = header.calc_checksum_ipv4_raw(a, b, &data).unwrap_or(0);
            }
            packet.payload = [&header.to_bytes()[..], &data].concat();
        }
        TCP => {
            let Ok((mut header, data)) = TcpHeader::from_slice(&packet.payload) else { return };
            let data = data.to_vec();
            (header.source_port, header.destination_port) = (src.1, dst.1);
            header.checksum = header.calc_checksum_ipv4_raw(a, b, &data).unwrap_or(0);
            packet.payload = [&header.to_bytes()[..], &data].concat();
        }
        ICMP if matches!(packet.payload.first(), Some(0 | 8)) && packet.payload.len() >= 8 => {
            // An echo has its identifier once; which side it belongs to depends on who sends.
            let id = if packet.payload[0] == 8 { src.1 } else { dst.1 };
            packet.payload[4..6].copy_from_slice(&id.to_be_bytes());
            packet.payload[2..4].fill(0);
            let sum = packet::checksum(&packet.payload);
            packet.payload[2..4].copy_from_slice(&sum.to_be_bytes());
        }
        _ => {}
    }
}

/// The packet inside an ICMP error, with what goes before it.
fn quoted(packet: &Packet) -> Option<Packet> {
    if packet.protocol() != ICMP || !matches!(packet.payload.first(), Some(3 | 11 | 12)) {
        return None;
    }
    let (head, rest) = Ipv4Header::from_slice(packet.payload.get(8..)?).ok()?;
    Some(Packet { head, payload: rest.to_vec() })
}

/// Puts other addresses and ports into the packet that an ICMP error is about; only its first eight bytes may be there.
fn rewrite_quoted(packet: &mut Packet, mut inner: Packet, src: Side, dst: Side) {
    inner.head.source = src.0.octets();
    inner.head.destination = dst.0.octets();
    inner.head.header_checksum = inner.head.calc_header_checksum();
    match inner.protocol() {
        TCP | UDP if inner.payload.len() >= 4 => {
            inner.payload[..2].copy_from_slice(&src.1.to_be_bytes());
            inner.payload[2..4].copy_from_slice(&dst.1.to_be_bytes());
        }
        ICMP if inner.payload.len() >= 6 => inner.payload[4..6].copy_from_slice(&src.1.to_be_bytes()),
        _ => {}
    }
    let mut bytes = packet.payload[..8].to_vec();
    bytes.extend(inner.head.to_bytes());
    bytes.extend(&inner.payload);
    bytes[2..4].fill(0);
    let sum = packet::checksum(&bytes);
    bytes[2..4].copy_from_slice(&sum.to_be_bytes());
    packet.payload = bytes;
}

impl Nat {
    /// Whether an address is one that rules give to what is inside.
    pub fn stands_for(&self, addr: Ipv4Addr) -> bool {
        self.rules.iter().any(|rule| match rule {
            Rule::Address { global, .. } => *global == addr,
            Rule::Port { global, .. } => global.0 == addr,
            Rule::Dynamic { to: To::Pool(name), .. } => {
                self.pools.get(name).is_some_and(|(first, last, _)| (*first..=*last).contains(&addr))
            }
            Rule::Dynamic { .. } => false,
        })
    }

    fn expire(&mut self, now: Time) {
        self.entries.retain(|entry| now - entry.used < lasts(entry.protocol));
        let busy: Vec<Ipv4Addr> = self.entries.iter().map(|entry| entry.local.0).collect();
        self.given.retain(|local, (_, used)| busy.contains(local) || now - *used < Time::seconds(86_400));
    }

    /// A port of a shared address: the sender's own if that is free, else the next one in its range.
    fn free_port(&self, protocol: u8, global: Ipv4Addr, wanted: u16) -> Option<u16> {
        let taken = |port: u16| {
            self.entries.iter().any(|entry| entry.protocol == protocol && entry.global == (global, port))
                || self.rules.iter().any(|rule| {
                    matches!(rule, Rule::Port { protocol: of, global: at, .. }
                        if *of == protocol && *at == (global, port))
                })
        };
        let from = if wanted < 1024 && protocol != ICMP { 1 } else { 1024 };
        let to = if wanted < 1024 && protocol != ICMP { 1023 } else { 65_535 };
        std::iter::once(wanted).chain(from..=to).find(|port| !taken(*port))
    }
}

impl Device {
    /// Translates a packet that leaves; false if no address is left. What no rule is for leaves as it is.
    pub(super) fn nat_outwards(&mut self, packet: &mut Packet, out: usize, cx: &mut Cx) -> bool {
        self.nat.expire(cx.now);
        if let Some(inner) = quoted(packet) {
            let (Some((dst, src)), Some(from)) = (sides(&inner), Some(packet.src())) else {
                return true;
            };
            // The packet that it is about went inwards: its target is our inside address.
            let known = self.nat.entries.iter().find(|entry| entry.local == src || entry.local.0 == src.0).copied();
            if let Some(entry) = known {
                rewrite_quoted(packet, inner, dst, (entry.global.0, entry.global.1));
                if from == entry.local.0 {
                    packet.head.source = entry.global.0.octets();
                }
            }
            return true;
        }
        let Some((src, dst)) = sides(packet) else { return true };
        let protocol = packet.protocol();
        let known = self.nat.entries.iter_mut().find(|entry| {
            entry.protocol == protocol && entry.local == src && entry.outside == dst_key(protocol, dst, src)
        });
        if let Some(entry) = known {
            entry.used = cx.now;
            let global = entry.global;
            self.nat.hits += 1;
            rewrite(packet, global, dst);
            return true;
        }
        let global = match self.nat_choose(packet, src, out, cx.now) {
            Some(Some(global)) => global,
            Some(None) => return false,
            None => return true,
        };
        self.nat.misses += 1;
        if self.nat.entries.len() < ENTRIES_KEPT {
            let outside = dst_key(protocol, dst, src);
            self.nat.entries.push(Entry { protocol, local: src, global, outside, used: cx.now });
        }
        rewrite(packet, global, dst);
        true
    }

    /// A packet that was translated on its way out, as it came in: to tell its sender what became of it.
    pub(super) fn nat_undo(&self, packet: &Packet) -> Packet {
        let mut packet = packet.clone();
        if let Some((src, dst)) = sides(&packet) {
            let known =
                self.nat.entries.iter().find(|entry| entry.protocol == packet.protocol() && entry.global == src);
            if let Some(entry) = known {
                rewrite(&mut packet, entry.local, dst);
            }
        }
        packet
    }

    /// The outside address for a new conversation: nothing if no rule is for it, an inner nothing if none is left.
    fn nat_choose(&mut self, packet: &Packet, src: Side, out: usize, now: Time) -> Option<Option<Side>> {
        let protocol = packet.protocol();
        for rule in self.nat.rules.clone() {
            match rule {
                Rule::Address { local, global } if local == src.0 => return Some(Some((global, src.1))),
                Rule::Port { protocol: of, local, global } if of == protocol && local == src => {
                    return Some(Some(global));
                }
                Rule::Dynamic { list, to, overload } => {
                    let lets = self.acls.get(&list).map(|acl: &Acl| acl.judge(packet).1);
                    if lets != Some(true) {
                        continue;
                    }
                    return Some(self.nat_dynamic(protocol, src, &to, overload, out, now));
                }
                _ => {}
            }
        }
        None
    }

    fn nat_dynamic(&mut self, protocol: u8, src: Side, to: &To, overload: bool, out: usize, now: Time) -> Option<Side> {
        let globals: Vec<Ipv4Addr> = match to {
            To::Interface(name) => {
                let iface = self.iface(name).unwrap_or(out);
                vec![self.ifaces[iface].primary()?.addr]
            }
            To::Pool(name) => {
                let (first, last, _) = *self.nat.pools.get(name)?;
                (u32::from(first)..=u32::from(last)).take(1024).map(Ipv4Addr::from).collect()
            }
        };
        if overload {
            return globals.into_iter().find_map(|global| Some((global, self.nat.free_port(protocol, global, src.1)?)));
        }
        if let Some((global, used)) = self.nat.given.get_mut(&src.0) {
            *used = now;
            return Some((*global, src.1));
        }
        let taken: Vec<Ipv4Addr> = self.nat.given.values().map(|(global, _)| *global).collect();
        let global = globals.into_iter().find(|global| !taken.contains(global))?;
        self.nat.given.insert(src.0, (global, now));
        Some((global, src.1))
    }

    /// Translates a packet that comes from outside; false if it is for an outside address and nothing asked for it.
    pub(super) fn nat_inwards(&mut self, packet: &mut Packet, cx: &mut Cx) -> bool {
        self.nat.expire(cx.now);
        if let Some(inner) = quoted(packet) {
            let Some((src, dst)) = sides(&inner) else { return true };
            let known = self.nat.entries.iter().find(|entry| entry.protocol == inner.protocol() && entry.global == src);
            if let Some(entry) = known.copied() {
                rewrite_quoted(packet, inner, entry.local, dst);
                packet.head.destination = entry.local.0.octets();
            }
            return true;
        }
        let Some((src, dst)) = sides(packet) else { return true };
        let protocol = packet.protocol();
        let known = self.nat.entries.iter_mut().find(|entry| {
            let outside = if protocol == ICMP { (src.0, entry.outside.1) } else { src };
            entry.protocol == protocol && entry.global == dst && entry.outside == outside
        });
        if let Some(entry) = known {
            entry.used = cx.now;
            let local = entry.local;
            self.nat.hits += 1;
            rewrite(packet, src, local);
            return true;
        }
        for rule in self.nat.rules.clone() {
            let local = match rule {
                Rule::Address { local, global } if global == dst.0 => (local, dst.1),
                Rule::Port { protocol: of, local, global } if of == protocol && global == dst => local,
                _ => continue,
            };
            self.nat.misses += 1;
            let outside = dst_key(protocol, src, local);
            self.nat.entries.push(Entry { protocol, local, global: dst, outside, used: cx.now });
            rewrite(packet, src, local);
            return true;
        }
        // An address of the pool that nothing inside asked through.
        let pooled = self.nat.pools.values().any(|(first, last, _)| (*first..=*last).contains(&dst.0));
        !pooled || self.is_own(dst.0)
    }
}

/// How the outside of a conversation is remembered: that of an echo without the identifier of a side of its own.
fn dst_key(protocol: u8, dst: Side, src: Side) -> Side {
    if protocol == ICMP { (dst.0, src.1) } else { dst }
}
