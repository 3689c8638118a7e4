//! UDP (RFC 768): datagrams to the programs that listen.

use std::net::Ipv4Addr;

use etherparse::UdpHeader;

use super::device::{Cx, Device, Mail};
use super::icmp;
use super::packet::Packet;
use super::reason::Reason;

/// A program that listens on a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Gives addresses out.
    DhcpServer,
    /// Got or wants an address.
    DhcpClient,
    /// Says what names mean, and hears what others say of them.
    Dns,
    /// Learns routes.
    Rip,
    /// The command that runs now.
    Command,
}

/// A datagram that came in.
#[derive(Debug, Clone, Copy)]
pub struct Datagram<'p> {
    pub iface: Option<usize>,
    pub from: (Ipv4Addr, u16),
    pub to: (Ipv4Addr, u16),
    pub payload: &'p [u8],
}

impl Device {
    pub(super) fn udp_input(&mut self, iface: Option<usize>, packet: &Packet, cx: &mut Cx) {
        let Ok((header, rest)) = UdpHeader::from_slice(&packet.payload) else {
            return cx.lose(None, Reason::Malformed, packet);
        };
        let Some(payload) = usize::from(header.length).checked_sub(UdpHeader::LEN).and_then(|len| rest.get(..len))
        else {
            return cx.lose(None, Reason::Malformed, packet);
        };
        let sum = header.calc_checksum_ipv4_raw(packet.head.source, packet.head.destination, payload);
        if header.checksum != 0 && sum.is_ok_and(|sum| sum != header.checksum) {
            return cx.lose(None, Reason::BadChecksum, packet);
        }
        let it = Datagram {
            iface,
            from: (packet.src(), header.source_port),
            to: (packet.dst(), header.destination_port),
            payload,
        };
        match self.udp.get(&it.to.1).copied() {
            // Requests for addresses are carried on where an interface says so.
            None if it.to.1 == super::dhcp::SERVER_PORT && self.dhcp_relay(&it, cx) => {}
            None if self.is_broadcast(it.to.0) => cx.lose(None, Reason::NoListener { port: it.to.1 }, packet),
            None => {
                cx.lose(None, Reason::NoListener { port: it.to.1 }, packet);
                self.icmp_error(packet, icmp::NO_PORT, 0, cx);
            }
            Some(Service::DhcpServer) => self.dhcp_server_input(&it, cx),
            Some(Service::DhcpClient) => self.dhcp_client_input(&it, cx),
            Some(Service::Dns) => self.dns_input(&it, cx),
            Some(Service::Rip) => self.rip_input(&it, packet, cx),
            Some(Service::Command) => {
                self.post(Mail::Udp { from: it.from, to: it.to.1, payload: payload.to_vec() });
            }
        }
    }
}
