//! IPv6 packets (RFC 8200) and ICMPv6 in them (RFC 4443), and the addresses that follow from others.

use std::net::Ipv6Addr;

use crate::net::addr::Mac;
use crate::net::packet::checksum;

pub const ICMP6: u8 = 58;
const HEADER: usize = 40;
/// Every link takes packets of so many bytes: RFC 8200, section 5.
pub const LEAST_MTU: u16 = 1280;

/// All computers and all routers of a link: RFC 4291, section 2.7.1.
pub const ALL_NODES: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);
pub const ALL_ROUTERS: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 2);

/// A packet taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet6 {
    pub src: Ipv6Addr,
    pub dst: Ipv6Addr,
    pub next: u8,
    pub hops: u8,
    pub payload: Vec<u8>,
}

impl Packet6 {
    /// Nothing if the bytes are no packet; what follows its length (padding) is left out.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..HEADER).filter(|head| head[0] >> 4 == 6)?;
        let length = usize::from(u16::from_be_bytes([head[4], head[5]]));
        let addr = |at: usize| -> Option<Ipv6Addr> { Some(<[u8; 16]>::try_from(&head[at..at + 16]).ok()?.into()) };
        Some(Self {
            src: addr(8)?,
            dst: addr(24)?,
            next: head[6],
            hops: head[7],
            payload: bytes.get(HEADER..HEADER + length)?.to_vec(),
        })
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0x60, 0, 0, 0];
        bytes.extend((self.payload.len() as u16).to_be_bytes());
        bytes.extend([self.next, self.hops]);
        bytes.extend(self.src.octets());
        bytes.extend(self.dst.octets());
        bytes.extend(&self.payload);
        bytes
    }

    pub fn len(&self) -> usize {
        HEADER + self.payload.len()
    }

    pub fn is_empty(&self) -> bool {
        self.payload.is_empty()
    }

    /// An ICMPv6 message, with its checksum.
    pub fn icmp(src: Ipv6Addr, dst: Ipv6Addr, hops: u8, kind: u8, code: u8, body: &[u8]) -> Self {
        let mut payload = vec![kind, code, 0, 0];
        payload.extend(body);
        let sum = sum(src, dst, &payload);
        payload[2..4].copy_from_slice(&sum.to_be_bytes());
        Self { src, dst, next: ICMP6, hops, payload }
    }

    /// Type, code and body of an ICMPv6 message whose checksum is right.
    pub fn icmp_parts(&self) -> Option<(u8, u8, &[u8])> {
        let good = self.next == ICMP6 && self.payload.len() >= 8 && sum(self.src, self.dst, &self.payload) == 0;
        good.then(|| (self.payload[0], self.payload[1], &self.payload[4..]))
    }

    /// Whether it tells of an error: RFC 4443, section 2.1.
    pub fn is_error(&self) -> bool {
        self.next == ICMP6 && self.payload.first().is_some_and(|kind| *kind < 128)
    }

    /// One line for a person.
    pub fn summary(&self) -> String {
        let what = match (self.next, self.payload.first()) {
            (ICMP6, Some(133)) => "RS".to_owned(),
            (ICMP6, Some(134)) => "RA".to_owned(),
            (ICMP6, Some(135)) => "NS".to_owned(),
            (ICMP6, Some(136)) => "NA".to_owned(),
            (ICMP6, _) => "ICMPv6".to_owned(),
            (next, _) => format!("IPv6 {next}"),
        };
        format!("{what} {} → {}", self.src, self.dst)
    }
}

/// The checksum over what stands before a message (RFC 8200, section 8.1) and the message.
fn sum(src: Ipv6Addr, dst: Ipv6Addr, payload: &[u8]) -> u16 {
    let mut bytes = src.octets().to_vec();
    bytes.extend(dst.octets());
    bytes.extend((payload.len() as u32).to_be_bytes());
    bytes.extend([0, 0, 0, ICMP6]);
    bytes.extend(payload);
    checksum(&bytes)
}

/// The second half of an address that follows from a card: RFC 4291, appendix A.
pub fn of_card(prefix: Ipv6Addr, mac: Mac) -> Ipv6Addr {
    let [a, b, c, d, e, f] = mac.0;
    let mut bytes = prefix.octets();
    bytes[8..].copy_from_slice(&[a ^ 2, b, c, 0xff, 0xfe, d, e, f]);
    bytes.into()
}

/// The address of a card on its own link.
pub fn link_local(mac: Mac) -> Ipv6Addr {
    of_card(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), mac)
}

/// The group in which whoever has an address is asked for its card: RFC 4291, section 2.7.1.
pub fn solicited(addr: Ipv6Addr) -> Ipv6Addr {
    let [.., a, b, c] = addr.octets();
    Ipv6Addr::new(0xff02, 0, 0, 0, 0, 1, 0xff00 | u16::from(a), u16::from_be_bytes([b, c]))
}

/// The card address of a group: RFC 2464, section 7.
pub fn card_of_group(group: Ipv6Addr) -> Mac {
    let [.., a, b, c, d] = group.octets();
    Mac([0x33, 0x33, a, b, c, d])
}

pub fn is_link_local(addr: Ipv6Addr) -> bool {
    addr.segments()[0] & 0xffc0 == 0xfe80
}

/// A network, or an address in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix {
    pub addr: Ipv6Addr,
    /// 0 to 128.
    pub len: u8,
}

impl Prefix {
    pub const ALL: Prefix = Prefix { addr: Ipv6Addr::UNSPECIFIED, len: 0 };

    fn mask(self) -> u128 {
        u128::MAX.checked_shl(128 - u32::from(self.len.min(128))).unwrap_or(0)
    }

    pub fn network(self) -> Prefix {
        Prefix { addr: Ipv6Addr::from(u128::from(self.addr) & self.mask()), len: self.len }
    }

    pub fn contains(self, addr: Ipv6Addr) -> bool {
        (u128::from(addr) ^ u128::from(self.addr)) & self.mask() == 0
    }
}

impl std::fmt::Display for Prefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.addr, self.len)
    }
}

/// `2001:db8::1/64`; without a length it is a single address.
impl std::str::FromStr for Prefix {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (addr, len) = match text.split_once('/') {
            None => (text, 128),
            Some((addr, len)) if len.bytes().all(|digit| digit.is_ascii_digit()) => {
                (addr, len.parse().ok().filter(|len| *len <= 128).ok_or(())?)
            }
            Some(_) => return Err(()),
        };
        Ok(Prefix { addr: addr.parse().map_err(|_| ())?, len })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4291, appendix A, and RFC 2464, section 4: the card 34-56-78-9A-BC-DE.
    #[test]
    fn addresses_follow_from_cards_as_the_standards_show() {
        let mac = Mac([0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde]);
        assert_eq!(link_local(mac).to_string(), "fe80::3656:78ff:fe9a:bcde");
        let addr: Ipv6Addr = "4037::1:800:200e:8c6c".parse().unwrap();
        assert_eq!(solicited(addr).to_string(), "ff02::1:ff0e:8c6c");
        assert_eq!(card_of_group(solicited(addr)).to_string(), "33:33:ff:0e:8c:6c");
    }

    #[test]
    fn a_message_is_read_as_it_was_written_and_a_turned_bit_is_found() {
        let packet = Packet6::icmp(ALL_NODES, ALL_ROUTERS, 255, 128, 0, &[1, 2, 3, 4, 5]);
        let read = Packet6::parse(&packet.bytes()).expect("a packet");
        assert_eq!(read.icmp_parts(), Some((128, 0, &[1, 2, 3, 4, 5][..])));
        for at in 0..packet.payload.len() {
            let mut wrong = packet.clone();
            wrong.payload[at] ^= 4;
            assert_eq!(wrong.icmp_parts(), None, "{at}");
        }
        assert!((0..packet.bytes().len()).all(|length| Packet6::parse(&packet.bytes()[..length]).is_none()));
    }
}
