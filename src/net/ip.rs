//! IPv4 (RFC 791; hosts RFC 1122, routers RFC 1812): taking packets in, passing them on, sending its own.

use std::net::Ipv4Addr;

use super::addr::Mac;
use super::device::{Attach, Cx, Device, NatSide, Os, Timer};
use super::frame::{self, Parts};
use super::icmp;
use super::packet::{self, ICMP, Malformed, OSPF, Packet, TCP, UDP};
use super::reason::{About, Reason};
use super::rip;
use super::route::{Found, Hop, Kind};
use super::time::Time;

/// Why a packet cannot even leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendError {
    /// `Network is unreachable`.
    NoRoute,
    /// `No route to host`: a route says so.
    Unreachable,
    /// `Permission denied`.
    Prohibited,
    /// `Invalid argument`: a black hole.
    Invalid,
    /// `Message too long`: larger than the path takes, and not to be cut.
    TooBig(u16),
    /// To everyone.
    Broadcast,
}

/// How a packet would leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Nothing if it is for the box itself.
    pub hop: Option<Hop>,
    pub src: Ipv4Addr,
    pub mtu: u16,
}

/// What a sender wants done with a packet that is too big.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cut {
    /// May be cut anywhere.
    Anywhere,
    /// Cut here to what the path is known to take, and nowhere else: what Linux does unless told.
    #[default]
    Here,
    /// Never.
    Never,
}

/// Pieces of a packet that came so far.
#[derive(Debug, Clone)]
pub struct Pieces {
    since: Time,
    parts: Vec<Packet>,
}

/// How long pieces wait for each other on Linux.
const PIECES_WAIT: Time = Time::seconds(30);
/// Packets whose pieces wait at once.
const PIECES_KEPT: usize = 256;
/// How long a path's size is believed: RFC 1191, section 6.3.
const PATH_KEPT: Time = Time::seconds(600);

impl Device {
    /// Whether an address means everyone on a network at an interface that works.
    pub fn is_broadcast(&self, addr: Ipv4Addr) -> bool {
        addr.is_broadcast() || self.connected().any(|(_, cidr)| cidr.broadcast() == Some(addr))
    }

    /// How a packet to an address would leave, and from which address.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn way(&self, to: Ipv4Addr, from: Option<Ipv4Addr>, now: Time) -> Result<Way, SendError> {
        if self.is_own(to) {
            return Ok(Way { hop: None, src: from.unwrap_or(to), mtu: u16::MAX });
        }
        if self.is_broadcast(to) {
            return Err(SendError::Broadcast);
        }
        let hop = match self.look_up(to) {
            Found::Hop(hop) => hop,
            Found::Nothing => return Err(SendError::NoRoute),
            Found::Refused(Kind::Prohibit) => return Err(SendError::Prohibited),
            Found::Refused(Kind::Blackhole) => return Err(SendError::Invalid),
            Found::Refused(_) => return Err(SendError::Unreachable),
        };
        let global = |(iface, cidr): &(usize, super::addr::Cidr)| self.is_usable(*iface) && !cidr.addr.is_loopback();
        let any = || self.addresses().find(global).map(|(_, cidr)| cidr.addr);
        let src = from.or(hop.prefsrc).or_else(|| self.source_on(hop.iface, hop.next)).or_else(any);
        let link = self.ifaces[hop.iface].mtu;
        let path = self.path_mtu.get(&to).filter(|(_, until)| *until > now).map_or(link, |(mtu, _)| *mtu);
        Ok(Way { hop: Some(hop), src: src.unwrap_or(Ipv4Addr::UNSPECIFIED), mtu: link.min(path) })
    }

    /// Sends a packet of its own.
    ///
    /// # Errors
    /// Why it cannot leave.
    pub fn originate(&mut self, way: Way, mut packet: Packet, cut: Cut, cx: &mut Cx) -> Result<(), SendError> {
        packet.head.identification = self.next_packet_id();
        let Some(hop) = way.hop else {
            cx.later(Time::micros(20), Timer::Loop(Box::new(packet)));
            return Ok(());
        };
        let limit = if cut == Cut::Anywhere { self.ifaces[hop.iface].mtu } else { way.mtu };
        let fits = packet.len() <= usize::from(limit);
        match cut {
            Cut::Never if !fits => return Err(SendError::TooBig(limit)),
            Cut::Never => packet.head.dont_fragment = true,
            Cut::Here => packet.head.dont_fragment = fits,
            Cut::Anywhere => {}
        }
        for piece in packet.fragments(usize::from(limit)) {
            self.leave_by(hop, piece, false, cx);
        }
        Ok(())
    }

    /// Gives a packet to the next hop. Equipment translates and filters what it passes on, and translates its own.
    fn leave_by(&mut self, hop: Hop, packet: Packet, forwarded: bool, cx: &mut Cx) {
        let name = &self.ifaces[hop.iface].name;
        if !self.has_carrier(hop.iface) {
            let reason = if self.is_enabled(hop.iface) { Reason::NoCarrier } else { Reason::PortShut };
            // Linux still asks for the card, and says after three tries that nobody answered.
            if self.os != Os::Linux || self.ifaces[hop.iface].attach == Attach::Loopback {
                return cx.lose(Some(name), reason, &packet);
            }
        }
        self.neighbour_output(hop.iface, hop.next, packet, forwarded, cx);
    }

    /// Sends a packet out of an interface to a card, past all tables: for DHCP, and to groups.
    pub fn send_on(&mut self, iface: usize, to: Mac, mut packet: Packet, cx: &mut Cx) {
        packet.head.identification = self.next_packet_id();
        self.emit(iface, to, frame::IPV4, &packet.bytes(), cx);
    }

    /// A packet comes in at an interface.
    pub(super) fn ip_input(&mut self, iface: usize, parts: &Parts, cx: &mut Cx) {
        let name = self.ifaces[iface].name.clone();
        let mut packet = match Packet::parse(parts.payload) {
            Ok(packet) => packet,
            Err(malformed) => {
                let reason = match malformed {
                    Malformed::Shape => Reason::Malformed,
                    Malformed::Checksum => Reason::BadChecksum,
                };
                let frame = frame::build(parts.dst, parts.src, parts.vlan, parts.kind, parts.payload);
                return cx.lose(Some(&name), reason, &frame);
            }
        };
        let (src, dst) = (packet.src(), packet.dst());
        let odd = src.is_multicast() || src.is_broadcast() || src.is_loopback() || self.is_own(src);
        if odd || dst.is_loopback() || dst.is_unspecified() {
            return cx.lose(Some(&name), Reason::MartianSource { from: src }, &packet);
        }
        if let Some(list) = self.ifaces[iface].acl_in.clone()
            && !self.acl_lets(&list, &packet, true, &name, cx)
        {
            return self.icmp_error(&packet, icmp::PROHIBITED, 0, cx);
        }
        if dst.is_multicast() {
            return self.group_input(iface, packet, cx);
        }
        if self.is_broadcast(dst) {
            return self.ip_local(Some(iface), packet, cx);
        }
        if self.ifaces[iface].nat == Some(NatSide::Outside) && !self.nat_inwards(&mut packet, cx) {
            return cx.lose(Some(&name), Reason::NatNoEntry, &packet);
        }
        let dst = packet.dst();
        if self.is_own(dst) {
            return self.ip_local(Some(iface), packet, cx);
        }
        if parts.dst.is_multicast() {
            return cx.lose(Some(&name), Reason::DirectedBroadcast, &packet);
        }
        if !self.forwarding {
            return cx.lose(Some(&name), Reason::ForwardingOff { to: dst }, &packet);
        }
        self.forward(iface, packet, cx);
    }

    /// A packet for a group, of which some take notice.
    fn group_input(&mut self, iface: usize, packet: Packet, cx: &mut Cx) {
        if packet.dst() == rip::GROUP && self.rip_takes_part(iface) {
            self.ip_local(Some(iface), packet, cx);
        } else if packet.protocol() == OSPF && self.ospf_hears(iface, packet.dst()) {
            self.ospf_input(Some(iface), &packet, cx);
        }
    }

    /// Passes a packet on.
    fn forward(&mut self, from: usize, mut packet: Packet, cx: &mut Cx) {
        let name = self.ifaces[from].name.clone();
        let to = packet.dst();
        let hop = match self.look_up(to) {
            Found::Hop(hop) => hop,
            Found::Nothing => {
                cx.lose(Some(&name), Reason::NoRoute { to }, &packet);
                return self.icmp_error(&packet, icmp::NET_UNREACHABLE, 0, cx);
            }
            Found::Refused(kind) => {
                cx.lose(Some(&name), Reason::RouteRefuses { to }, &packet);
                return match kind {
                    Kind::Unreachable => self.icmp_error(&packet, icmp::HOST_UNREACHABLE, 0, cx),
                    Kind::Prohibit => self.icmp_error(&packet, icmp::PROHIBITED, 0, cx),
                    Kind::Blackhole | Kind::Unicast => {}
                };
            }
        };
        if packet.ttl() <= 1 {
            cx.lose(Some(&name), Reason::TtlExpired, &packet);
            return self.icmp_error(&packet, icmp::TTL_EXCEEDED, 0, cx);
        }
        let original = packet.clone();
        packet.head.time_to_live -= 1;
        let sides = (self.ifaces[from].nat, self.ifaces[hop.iface].nat);
        if sides == (Some(NatSide::Inside), Some(NatSide::Outside)) && !self.nat_outwards(&mut packet, hop.iface, cx) {
            return cx.lose(Some(&name), Reason::NatExhausted, &original);
        }
        let out = self.ifaces[hop.iface].name.clone();
        if let Some(list) = self.ifaces[hop.iface].acl_out.clone()
            && !self.acl_lets(&list, &packet, false, &out, cx)
        {
            return self.icmp_error(&original, icmp::PROHIBITED, 0, cx);
        }
        let mtu = self.ifaces[hop.iface].mtu;
        if packet.len() > usize::from(mtu) {
            if packet.head.dont_fragment {
                cx.lose(Some(&out), Reason::TooBig { mtu }, &packet);
                return self.icmp_error(&original, icmp::TOO_BIG, mtu, cx);
            }
            for piece in packet.fragments(usize::from(mtu)) {
                self.leave_by(hop, piece, true, cx);
            }
            return;
        }
        self.leave_by(hop, packet, true, cx);
    }

    /// A packet for this box; from inside if no interface is named.
    pub(super) fn ip_local(&mut self, iface: Option<usize>, packet: Packet, cx: &mut Cx) {
        let packet = if packet.is_fragment() {
            match self.piece(packet, cx) {
                Some(whole) => whole,
                None => return,
            }
        } else {
            packet
        };
        match packet.protocol() {
            ICMP => self.icmp_input(iface, &packet, cx),
            UDP => self.udp_input(iface, &packet, cx),
            TCP => self.tcp_input(&packet, cx),
            OSPF if self.ospf.is_some() => self.ospf_input(iface, &packet, cx),
            _ => {
                cx.lose(None, Reason::NoProtocol, &packet);
                self.icmp_error(&packet, icmp::NO_PROTOCOL, 0, cx);
            }
        }
    }

    /// Lays a piece to the others; the whole when it is complete.
    fn piece(&mut self, packet: Packet, cx: &mut Cx) -> Option<Packet> {
        let late: Vec<_> =
            self.pieces.iter().filter(|(_, pieces)| cx.now - pieces.since > PIECES_WAIT).map(|(key, _)| *key).collect();
        for key in late {
            if let Some(first) = self.pieces.remove(&key).and_then(|pieces| pieces.parts.into_iter().next()) {
                cx.lose(None, Reason::FragmentsMissing, About::from(&first));
            }
        }
        let key = (packet.src(), packet.dst(), packet.protocol(), packet.head.identification);
        if self.pieces.len() >= PIECES_KEPT && !self.pieces.contains_key(&key) {
            cx.lose(None, Reason::FragmentsMissing, &packet);
            return None;
        }
        let pieces = self.pieces.entry(key).or_insert(Pieces { since: cx.now, parts: Vec::new() });
        if pieces.parts.len() < 1000 {
            pieces.parts.push(packet);
        }
        pieces.parts.sort_by_key(Packet::offset);
        let mut end = 0;
        let mut complete = false;
        for part in &pieces.parts {
            if part.offset() > end {
                return None;
            }
            end = end.max(part.offset() + part.payload.len());
            complete |= !part.head.more_fragments;
        }
        if !complete || end > usize::from(u16::MAX) {
            return None;
        }
        let pieces = self.pieces.remove(&key)?;
        let mut payload = vec![0; end];
        for part in &pieces.parts {
            payload[part.offset()..part.offset() + part.payload.len()].copy_from_slice(&part.payload);
        }
        let mut head = pieces.parts[0].head.clone();
        head.more_fragments = false;
        head.fragment_offset = etherparse::IpFragOffset::ZERO;
        Some(Packet { head, payload })
    }

    /// Believes that no more than this passes on the way to an address.
    pub(super) fn learn_path(&mut self, to: Ipv4Addr, mtu: u16, now: Time) {
        // RFC 791: every link takes 68 bytes. Linux believes no less than 552.
        self.path_mtu.insert(to, (mtu.max(552), now + PATH_KEPT));
    }

    /// Sends a datagram from an address and port of its own.
    ///
    /// # Errors
    /// Why it cannot leave.
    pub fn udp_send(
        &mut self,
        from: (Option<Ipv4Addr>, u16),
        to: (Ipv4Addr, u16),
        payload: &[u8],
        ttl: Option<u8>,
        cx: &mut Cx,
    ) -> Result<(), SendError> {
        let way = self.way(to.0, from.0, cx.now)?;
        let bytes = packet::udp((way.src, from.1), to, payload);
        let packet = Packet::new(way.src, to.0, UDP, ttl.unwrap_or(self.ttl), bytes);
        self.originate(way, packet, Cut::Here, cx)
    }
}
