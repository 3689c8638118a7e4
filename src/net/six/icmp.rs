//! ICMPv6 (RFC 4443): echo, and the errors that say why a packet went no further.

use std::net::Ipv6Addr;

use super::SendError6;
use super::nd;
use super::packet::{ICMP6, LEAST_MTU, Packet6};
use crate::net::addr::Mac;
use crate::net::device::{Cx, Device, Mail};
use crate::net::reason::{About, Reason};

/// Type and code.
pub type What6 = (u8, u8);
pub const NO_ROUTE: What6 = (1, 0);
pub const BEYOND_SCOPE: What6 = (1, 2);
pub const NO_NEIGHBOUR: What6 = (1, 3);
pub const NO_PORT: What6 = (1, 4);
pub const TOO_BIG: What6 = (2, 0);
pub const HOPS_EXCEEDED: What6 = (3, 0);
/// How far packets go that begin here: Linux and equipment alike.
pub const HOPS: u8 = 64;
/// An error stays within what every link takes: RFC 4443, section 2.4 (c).
const QUOTED: usize = LEAST_MTU as usize - 40 - 8;

/// A ping to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo6 {
    pub to: Ipv6Addr,
    pub from: Option<Ipv6Addr>,
    /// The interface, for an address of a link.
    pub on: Option<usize>,
    pub id: u16,
    pub seq: u16,
    pub bytes: usize,
    pub hops: Option<u8>,
}

impl Device {
    /// The address from which a ping would leave.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn way6(&self, to: Ipv6Addr, on: Option<usize>) -> Result<Ipv6Addr, SendError6> {
        if self.has6(to).is_some() {
            return Ok(to);
        }
        let link = super::is_link_local(to) || to.is_multicast();
        if link && on.is_none() {
            return Err(SendError6::NoLink);
        }
        let hop = self.look_up6(to, on).ok_or(SendError6::NoRoute)?;
        self.source6(hop.iface, to).ok_or(SendError6::NoAddress)
    }

    /// # Errors
    /// Why it cannot leave.
    pub fn send_echo6(&mut self, echo: &Echo6, cx: &mut Cx) -> Result<(), SendError6> {
        let src = match echo.from {
            Some(from) => from,
            None => self.way6(echo.to, echo.on)?,
        };
        let mut body = echo.id.to_be_bytes().to_vec();
        body.extend(echo.seq.to_be_bytes());
        body.extend((0..echo.bytes).map(|byte| byte as u8));
        let packet = Packet6::icmp(src, echo.to, echo.hops.unwrap_or(HOPS), 128, 0, &body);
        self.originate6(packet, echo.on, cx)
    }

    /// Tells the sender of a packet why it goes no further, if that may be told.
    pub(super) fn error6(&mut self, about: &Packet6, (kind, code): What6, word: u32, cx: &mut Cx) {
        let (src, dst) = (about.src, about.dst);
        if about.is_error() || src.is_unspecified() || src.is_multicast() || dst.is_multicast() {
            return;
        }
        let mut body = word.to_be_bytes().to_vec();
        body.extend(about.bytes().into_iter().take(QUOTED));
        // The sender of a packet from here is told at home.
        if self.has6(src).is_some() {
            let packet = Packet6::icmp(src, src, HOPS, kind, code, &body);
            return self.local6(None, None, &packet, cx);
        }
        let own = self.has6(dst).map(|_| dst);
        let from = own.or_else(|| self.look_up6(src, None).and_then(|hop| self.source6(hop.iface, src)));
        let Some(from) = from else {
            return cx.lose(None, Reason::NoRoute6 { to: src }, About::from(about));
        };
        let packet = Packet6::icmp(from, src, HOPS, kind, code, &body);
        if self.originate6(packet, None, cx).is_err() {
            cx.lose(None, Reason::NoRoute6 { to: src }, About::from(about));
        }
    }

    pub(super) fn icmp6_input(&mut self, iface: Option<usize>, card: Option<Mac>, packet: &Packet6, cx: &mut Cx) {
        let Some((kind, code, body)) = packet.icmp_parts() else {
            return cx.lose(None, Reason::BadChecksum, About::from(packet));
        };
        match kind {
            128 => {
                let from = if packet.dst.is_multicast() {
                    iface.and_then(|iface| self.source6(iface, packet.src))
                } else {
                    Some(packet.dst)
                };
                let Some(from) = from else { return };
                let answer = Packet6::icmp(from, packet.src, HOPS, 129, 0, body);
                let on = iface.filter(|_| super::is_link_local(packet.src));
                if self.originate6(answer, on, cx).is_err() {
                    cx.lose(None, Reason::NoRoute6 { to: packet.src }, About::from(packet));
                }
            }
            129 => {
                let word = |at: usize| u16::from_be_bytes([body[at], body[at + 1]]);
                self.post(Mail::Echo6 {
                    from: packet.src,
                    id: word(0),
                    seq: word(2),
                    hops: packet.hops,
                    bytes: packet.payload.len(),
                });
            }
            1..=3 => self.error6_input(packet.src, (kind, code), body),
            nd::ROUTER_ASK..=nd::TELL => {
                if let (Some(iface), Some(card), 0) = (iface, card, code) {
                    self.nd_input(iface, card, packet, kind, body, cx);
                }
            }
            _ => {}
        }
    }

    /// An error came: about what?
    fn error6_input(&mut self, from: Ipv6Addr, (kind, code): What6, body: &[u8]) {
        let word = u32::from_be_bytes([body[0], body[1], body[2], body[3]]);
        // The quoted packet may be cut short: only its beginning is looked at.
        let Some(quoted) = body.get(4..).filter(|quoted| quoted.len() >= 48) else { return };
        let Ok(dst) = <[u8; 16]>::try_from(&quoted[24..40]) else { return };
        let about = Ipv6Addr::from(dst);
        let pair = |at: usize| u16::from_be_bytes([quoted[at], quoted[at + 1]]);
        if kind == 2 {
            let mtu = (word.min(u32::from(u16::MAX)) as u16).max(LEAST_MTU);
            self.six.path_mtu.insert(about, mtu);
        }
        if quoted[6] == ICMP6 {
            self.post(Mail::Error6 { from, kind, code, mtu: word, about, words: (pair(44), pair(46)) });
        }
    }
}
