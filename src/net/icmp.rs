//! ICMP (RFC 792): echo, and the errors that say why a packet went no further.
//!
//! No error is sent about an error, about a packet to everyone, or about any but the first piece (RFC 1122, 3.2.2). The
//! sender of an error is the address from which the box would send to the one who is told.

use etherparse::icmpv4::{DestUnreachableHeader, TimeExceededCode};
use etherparse::{IcmpEchoHeader, Icmpv4Header, Icmpv4Type, Ipv4Header};

use super::device::{Cx, Device, Mail, Os, Quoted};
use super::ip::Cut;
use super::packet::{self, ICMP, Packet, TCP, UDP};
use super::reason::Reason;

/// Type and code.
pub type What = (u8, u8);
pub const NET_UNREACHABLE: What = (3, 0);
pub const HOST_UNREACHABLE: What = (3, 1);
pub const NO_PROTOCOL: What = (3, 2);
pub const NO_PORT: What = (3, 3);
pub const TOO_BIG: What = (3, 4);
pub const PROHIBITED: What = (3, 13);
pub const TTL_EXCEEDED: What = (11, 0);

/// An error holds so much of the packet it is about that the whole stays within 576 bytes: RFC 1812, 4.3.2.3.
const QUOTED: usize = 576 - 20 - 8;

fn is_error(kind: u8) -> bool {
    !matches!(kind, 0 | 8 | 9 | 10 | 13..=18)
}

fn header(what: What, mtu: u16) -> Icmpv4Type {
    match what {
        TTL_EXCEEDED => Icmpv4Type::TimeExceeded(TimeExceededCode::TtlExceededInTransit),
        (_, code) => Icmpv4Type::DestinationUnreachable(
            DestUnreachableHeader::from_values(code, mtu).unwrap_or(DestUnreachableHeader::Network),
        ),
    }
}

impl Device {
    /// Tells the sender of a packet why it goes no further, if that may be told.
    pub(super) fn icmp_error(&mut self, about: &Packet, what: What, mtu: u16, cx: &mut Cx) {
        let (src, dst) = (about.src(), about.dst());
        let unfit = src.is_unspecified() || src.is_multicast() || dst.is_multicast() || self.is_broadcast(dst);
        let error = about.protocol() == ICMP && about.payload.first().is_some_and(|kind| is_error(*kind));
        if unfit || error || about.offset() > 0 {
            return;
        }
        // What a list stops was not taken for the box itself yet.
        let from = (self.is_own(dst) && what != PROHIBITED).then_some(dst);
        // Equipment with a command line tells itself nothing.
        if self.os == Os::Ios && self.is_own(src) {
            return;
        }
        let mut quoted = about.bytes();
        quoted.truncate(QUOTED);
        let message = packet::icmp(header(what, mtu), &quoted);
        match self.way(src, from, cx.now) {
            Ok(way) => {
                let packet = Packet::new(way.src, src, ICMP, self.ttl, message);
                let _ = self.originate(way, packet, Cut::Anywhere, cx);
            }
            Err(_) => cx.lose(None, Reason::NoRouteBack { to: src }, about),
        }
    }

    /// A ping to an address: identifier, number, bytes of data.
    ///
    /// # Errors
    /// Why it cannot leave.
    pub fn send_echo(&mut self, echo: &Echo, cx: &mut Cx) -> Result<std::net::Ipv4Addr, super::ip::SendError> {
        let way = self.way(echo.to, echo.from, cx.now)?;
        let data: Vec<u8> = (0..echo.bytes).map(|byte| byte as u8).collect();
        let kind = Icmpv4Type::EchoRequest(IcmpEchoHeader { id: echo.id, seq: echo.seq });
        let ttl = echo.ttl.unwrap_or(self.ttl);
        let packet = Packet::new(way.src, echo.to, ICMP, ttl, packet::icmp(kind, &data));
        self.originate(way, packet, echo.cut, cx)?;
        Ok(way.src)
    }

    pub(super) fn icmp_input(&mut self, iface: Option<usize>, packet: &Packet, cx: &mut Cx) {
        let Ok((header, data)) = Icmpv4Header::from_slice(&packet.payload) else {
            return cx.lose(None, Reason::Malformed, packet);
        };
        if packet::checksum(&packet.payload) != 0 {
            return cx.lose(None, Reason::BadChecksum, packet);
        }
        let (src, dst) = (packet.src(), packet.dst());
        match header.icmp_type {
            Icmpv4Type::EchoRequest(echo) => {
                if iface.is_some() && self.is_broadcast(dst) {
                    return cx.lose(None, Reason::BroadcastPing, packet);
                }
                let reply = packet::icmp(Icmpv4Type::EchoReply(echo), data);
                match self.way(src, Some(dst), cx.now) {
                    Ok(way) => {
                        let answer = Packet::new(dst, src, ICMP, self.ttl, reply);
                        let _ = self.originate(way, answer, Cut::Anywhere, cx);
                    }
                    Err(_) => cx.lose(None, Reason::NoRouteBack { to: src }, packet),
                }
            }
            Icmpv4Type::EchoReply(echo) => {
                self.dhcp_ping_answered(src, cx);
                let (ttl, bytes) = (packet.ttl(), packet.payload.len());
                self.post(Mail::EchoReply { from: src, id: echo.id, seq: echo.seq, ttl, bytes });
            }
            Icmpv4Type::DestinationUnreachable(reason) => {
                let mtu = match reason {
                    DestUnreachableHeader::FragmentationNeeded { next_hop_mtu } => next_hop_mtu,
                    _ => 0,
                };
                self.error_input(packet, (3, reason.code_u8()), mtu, data, cx);
            }
            Icmpv4Type::TimeExceeded(code) => self.error_input(packet, (11, code.code_u8()), 0, data, cx),
            _ => {}
        }
    }

    /// An error came: about what?
    fn error_input(&mut self, packet: &Packet, (kind, code): What, mtu: u16, quoted: &[u8], cx: &mut Cx) {
        let Ok((head, rest)) = Ipv4Header::from_slice(quoted) else { return };
        let Some(words) = rest.first_chunk::<8>() else { return };
        let word = |at: usize| u16::from_be_bytes([words[at], words[at + 1]]);
        let words = if head.protocol.0 == ICMP { (word(4), word(6)) } else { (word(0), word(2)) };
        let about = Quoted { src: head.source.into(), dst: head.destination.into(), protocol: head.protocol.0, words };
        if (kind, code) == TOO_BIG && mtu > 0 {
            self.learn_path(about.dst, mtu, cx.now);
        }
        // Only what the kernel calls fatal is told to programs: `icmp_err_convert`.
        if about.protocol == UDP && kind == 3 && matches!(code, 2 | 3 | 6..=10 | 13) {
            self.dns_error(&about, cx);
        }
        if about.protocol == TCP {
            self.tcp_error((kind, code), mtu, &about, cx);
        }
        self.post(Mail::Error { from: packet.src(), kind, code, mtu, about });
    }
}

/// A ping to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    pub to: std::net::Ipv4Addr,
    pub from: Option<std::net::Ipv4Addr>,
    pub id: u16,
    pub seq: u16,
    /// Bytes of data.
    pub bytes: usize,
    pub ttl: Option<u8>,
    pub cut: Cut,
}
