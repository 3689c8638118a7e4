//! Access lists: lines read from the top, the first that fits decides, and at the end everything is denied.

use std::net::Ipv4Addr;

use super::device::{Cx, Device};
use super::packet::{ICMP, Packet, TCP, UDP};
use super::reason::Reason;

/// A list, standard or extended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acl {
    pub extended: bool,
    /// By sequence number, ascending.
    pub lines: Vec<Line>,
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: u32,
    pub rule: Rule,
    pub hits: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    Remark(String),
    Match(Match),
}

/// What a line fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub permit: bool,
    /// Nothing is all of IP.
    pub protocol: Option<u8>,
    pub src: Wild,
    pub src_ports: Ports,
    pub dst: Wild,
    pub dst_ports: Ports,
    pub established: bool,
    /// Type of ICMP.
    pub icmp: Option<u8>,
    pub log: bool,
}

/// An address of which the bits set in the wildcard do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wild {
    pub addr: Ipv4Addr,
    pub wildcard: Ipv4Addr,
}

impl Wild {
    pub const ANY: Wild = Wild { addr: Ipv4Addr::UNSPECIFIED, wildcard: Ipv4Addr::BROADCAST };

    /// The bits that do not count are cleared, as they are shown.
    pub fn new(addr: Ipv4Addr, wildcard: Ipv4Addr) -> Self {
        Self { addr: Ipv4Addr::from(u32::from(addr) & !u32::from(wildcard)), wildcard }
    }

    pub fn host(addr: Ipv4Addr) -> Self {
        Self { addr, wildcard: Ipv4Addr::UNSPECIFIED }
    }

    pub fn fits(self, addr: Ipv4Addr) -> bool {
        let cares = !u32::from(self.wildcard);
        u32::from(addr) & cares == u32::from(self.addr) & cares
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ports {
    #[default]
    Any,
    Eq(u16),
    Neq(u16),
    Lt(u16),
    Gt(u16),
    Range(u16, u16),
}

impl Ports {
    fn fit(self, port: Option<u16>) -> bool {
        match (self, port) {
            (Ports::Any, _) => true,
            (_, None) => false,
            (Ports::Eq(wanted), Some(port)) => port == wanted,
            (Ports::Neq(wanted), Some(port)) => port != wanted,
            (Ports::Lt(wanted), Some(port)) => port < wanted,
            (Ports::Gt(wanted), Some(port)) => port > wanted,
            (Ports::Range(first, last), Some(port)) => (first..=last).contains(&port),
        }
    }
}

impl Match {
    fn fits(&self, packet: &Packet) -> bool {
        let protocol = packet.protocol();
        if self.protocol.is_some_and(|wanted| wanted != protocol)
            || !self.src.fits(packet.src())
            || !self.dst.fits(packet.dst())
        {
            return false;
        }
        let ports = packet.ports();
        let ported = !matches!((self.src_ports, self.dst_ports), (Ports::Any, Ports::Any));
        if ported && !(matches!(protocol, TCP | UDP) && ports.is_some()) {
            return false;
        }
        if !self.src_ports.fit(ports.map(|ports| ports.0)) || !self.dst_ports.fit(ports.map(|ports| ports.1)) {
            return false;
        }
        // ACK or RST is set on all but the first segment of a connection.
        if self.established && !packet.payload.get(13).is_some_and(|flags| protocol == TCP && flags & 0x14 != 0) {
            return false;
        }
        self.icmp.is_none_or(|kind| protocol == ICMP && packet.payload.first() == Some(&kind))
    }
}

impl Acl {
    /// What the list says: the number of the line that fitted, if one did, and whether it lets the packet pass.
    pub fn judge(&self, packet: &Packet) -> (Option<u32>, bool) {
        for line in &self.lines {
            if let Rule::Match(rule) = &line.rule
                && rule.fits(packet)
            {
                return (Some(line.number), rule.permit);
            }
        }
        (None, false)
    }

    /// A number for a line that comes after all others.
    pub fn next_number(&self) -> u32 {
        self.lines.last().map_or(10, |line| (line.number / 10 + 1) * 10)
    }

    /// Puts a line in its place; one of the same number is replaced.
    pub fn insert(&mut self, number: u32, rule: Rule) {
        self.lines.retain(|line| line.number != number);
        let at = self.lines.partition_point(|line| line.number < number);
        self.lines.insert(at, Line { number, rule, hits: 0 });
    }
}

impl Device {
    /// Whether a list lets a packet pass; what it stops is lost here. A list that does not exist stops nothing.
    pub(super) fn acl_lets(&mut self, list: &str, packet: &Packet, inbound: bool, place: &str, cx: &mut Cx) -> bool {
        let Some(acl) = self.acls.get_mut(list).filter(|acl| !acl.lines.is_empty()) else { return true };
        let (number, permit) = acl.judge(packet);
        if let Some(line) = acl.lines.iter_mut().find(|line| Some(line.number) == number) {
            line.hits += 1;
        }
        if !permit {
            let reason = Reason::AclDenied { list: list.to_owned(), line: number, inbound };
            cx.lose(Some(place), reason, packet);
        }
        permit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::packet;

    fn addr(text: &str) -> Ipv4Addr {
        text.parse().expect("an address")
    }

    fn datagram(src: &str, dst: &str, port: u16) -> Packet {
        let bytes = packet::udp((addr(src), 5000), (addr(dst), port), b"x");
        Packet::new(addr(src), addr(dst), UDP, 64, bytes)
    }

    fn any(permit: bool) -> Match {
        let (src, dst) = (Wild::ANY, Wild::ANY);
        let (src_ports, dst_ports) = (Ports::Any, Ports::Any);
        Match { permit, protocol: None, src, src_ports, dst, dst_ports, established: false, icmp: None, log: false }
    }

    #[test]
    fn the_first_line_that_fits_decides_and_the_end_denies() {
        let mut acl = Acl::default();
        assert_eq!(acl.judge(&datagram("10.0.0.1", "10.0.0.2", 53)), (None, false));
        let lan = Wild::new(addr("10.0.0.77"), addr("0.0.0.255"));
        acl.insert(20, Rule::Match(Match { src: lan, ..any(true) }));
        acl.insert(10, Rule::Match(Match { src: Wild::host(addr("10.0.0.9")), ..any(false) }));
        assert_eq!(acl.judge(&datagram("10.0.0.9", "10.1.0.2", 53)), (Some(10), false));
        assert_eq!(acl.judge(&datagram("10.0.0.8", "10.1.0.2", 53)), (Some(20), true));
        assert_eq!(acl.judge(&datagram("10.0.1.8", "10.1.0.2", 53)), (None, false));
        assert_eq!(acl.next_number(), 30);
    }

    /// NETWORK.md 2.2: a mask in place of a wildcard fits other addresses than meant.
    #[test]
    fn a_mask_for_a_wildcard_fits_the_wrong_addresses() {
        let wrong = Wild::new(addr("10.0.5.0"), addr("255.255.255.0"));
        assert!(!wrong.fits(addr("10.0.5.1")) && wrong.fits(addr("192.168.1.0")));
    }

    #[test]
    fn ports_fit_only_protocols_that_have_some() {
        let web = Match { protocol: Some(TCP), dst_ports: Ports::Eq(53), ..any(true) };
        let dns = Match { protocol: Some(UDP), dst_ports: Ports::Range(50, 60), ..any(true) };
        let packet = datagram("10.0.0.1", "10.0.0.2", 53);
        assert!(!web.fits(&packet) && dns.fits(&packet));
    }
}
