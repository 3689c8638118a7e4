//! IPv4 packets (RFC 791) and what UDP and ICMP put in them.

use std::net::Ipv4Addr;

use etherparse::{Icmpv4Header, Icmpv4Type, IpFragOffset, IpNumber, Ipv4Header, TcpHeader, UdpHeader};

pub const ICMP: u8 = 1;
pub const TCP: u8 = 6;
pub const UDP: u8 = 17;
pub const OSPF: u8 = 89;

/// A packet taken apart: its header, and the bytes of the layer above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    pub head: Ipv4Header,
    pub payload: Vec<u8>,
}

/// Why bytes are no packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// Too short, another version, a length that is not there.
    Shape,
    /// The header's checksum is wrong.
    Checksum,
}

impl Packet {
    pub fn new(src: Ipv4Addr, dst: Ipv4Addr, protocol: u8, ttl: u8, payload: Vec<u8>) -> Self {
        let mut head = Ipv4Header::new(0, ttl, IpNumber(protocol), src.octets(), dst.octets()).expect("length 0 fits");
        head.dont_fragment = false;
        Self { head, payload }
    }

    /// # Errors
    /// Why the bytes are no packet; what follows its length (padding) is left out.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let (head, rest) = Ipv4Header::from_slice(bytes).map_err(|_| Malformed::Shape)?;
        let length = usize::from(head.total_len).checked_sub(head.header_len()).ok_or(Malformed::Shape)?;
        let payload = rest.get(..length).ok_or(Malformed::Shape)?;
        if checksum(&bytes[..head.header_len()]) != 0 {
            return Err(Malformed::Checksum);
        }
        Ok(Self { head, payload: payload.to_vec() })
    }

    /// The bytes on the wire, with length and checksum as they must be.
    pub fn bytes(&self) -> Vec<u8> {
        let mut head = self.head.clone();
        head.total_len = self.len() as u16;
        head.header_checksum = head.calc_header_checksum();
        let mut bytes = Vec::with_capacity(self.len());
        bytes.extend(head.to_bytes());
        bytes.extend(&self.payload);
        bytes
    }

    /// How many bytes it takes.
    pub fn len(&self) -> usize {
        self.head.header_len() + self.payload.len()
    }

    pub fn is_empty(&self) -> bool {
        self.payload.is_empty()
    }

    pub fn src(&self) -> Ipv4Addr {
        self.head.source.into()
    }

    pub fn dst(&self) -> Ipv4Addr {
        self.head.destination.into()
    }

    pub fn protocol(&self) -> u8 {
        self.head.protocol.0
    }

    pub fn ttl(&self) -> u8 {
        self.head.time_to_live
    }

    /// In bytes from the start of the whole.
    pub fn offset(&self) -> usize {
        usize::from(self.head.fragment_offset.value()) * 8
    }

    pub fn is_fragment(&self) -> bool {
        self.head.more_fragments || self.offset() > 0
    }

    /// The ports of TCP or UDP, if they are in this packet.
    pub fn ports(&self) -> Option<(u16, u16)> {
        let known = matches!(self.protocol(), TCP | UDP) && self.offset() == 0;
        let [a, b, c, d] = *self.payload.first_chunk().filter(|_| known)?;
        Some((u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])))
    }

    /// Cuts it into pieces for a link that takes so many bytes.
    pub fn fragments(self, mtu: usize) -> Vec<Packet> {
        if self.len() <= mtu {
            return vec![self];
        }
        // All but the last hold a multiple of eight bytes.
        let room = (mtu.saturating_sub(self.head.header_len()) / 8 * 8).max(8);
        let last = self.payload.len().saturating_sub(1) / room;
        let piece = |(index, bytes): (usize, &[u8])| {
            let mut head = self.head.clone();
            let offset = (self.offset() + index * room) / 8;
            head.fragment_offset = IpFragOffset::try_new(offset as u16).unwrap_or(self.head.fragment_offset);
            head.more_fragments = self.head.more_fragments || index < last;
            Packet { head, payload: bytes.to_vec() }
        };
        self.payload.chunks(room).enumerate().map(piece).collect()
    }

    /// One line for a person who follows the path.
    pub fn summary(&self) -> String {
        let what = match (self.protocol(), self.ports()) {
            (ICMP, _) => "ICMP".to_owned(),
            (TCP, Some((_, port))) => format!("TCP {port}"),
            (UDP, Some((_, port))) => format!("UDP {port}"),
            (protocol, _) => format!("IP {protocol}"),
        };
        format!("{what} {} → {}", self.src(), self.dst())
    }
}

/// An ICMP message (RFC 792) with its checksum.
pub fn icmp(kind: Icmpv4Type, payload: &[u8]) -> Vec<u8> {
    let header = Icmpv4Header::with_checksum(kind, payload);
    let mut bytes = Vec::with_capacity(header.header_len() + payload.len());
    bytes.extend(header.to_bytes());
    bytes.extend(payload);
    bytes
}

/// A UDP datagram (RFC 768) with its checksum.
pub fn udp(src: (Ipv4Addr, u16), dst: (Ipv4Addr, u16), payload: &[u8]) -> Vec<u8> {
    let length = (UdpHeader::LEN + payload.len()) as u16;
    let mut header = UdpHeader { source_port: src.1, destination_port: dst.1, length, checksum: 0 };
    header.checksum =
        header.calc_checksum_ipv4_raw(src.0.octets(), dst.0.octets(), payload).expect("datagrams of ours are short");
    let mut bytes = Vec::with_capacity(UdpHeader::LEN + payload.len());
    bytes.extend(header.to_bytes());
    bytes.extend(payload);
    bytes
}

/// A TCP segment (RFC 9293) with its checksum.
pub fn tcp(mut header: TcpHeader, src: Ipv4Addr, dst: Ipv4Addr, payload: &[u8]) -> Vec<u8> {
    header.checksum =
        header.calc_checksum_ipv4_raw(src.octets(), dst.octets(), payload).expect("segments of ours are short");
    let mut bytes = Vec::with_capacity(header.header_len() + payload.len());
    bytes.extend(header.to_bytes());
    bytes.extend(payload);
    bytes
}

/// The sum of ones' complements over 16-bit words, complemented: RFC 1071.
pub fn checksum(bytes: &[u8]) -> u16 {
    let words = bytes.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair.get(1).copied().unwrap_or(0)));
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 1071, section 3: the numerical example.
    #[test]
    fn the_checksum_is_that_of_the_rfc() {
        assert_eq!(checksum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), 0x220d);
    }

    #[test]
    fn pieces_add_up_to_the_whole() {
        let (a, b) = (Ipv4Addr::new(10, 0, 0, 1), Ipv4Addr::new(10, 0, 0, 2));
        let whole = Packet::new(a, b, UDP, 64, (0..3000).map(|byte| byte as u8).collect());
        let pieces = whole.clone().fragments(1400);
        assert_eq!(pieces.iter().map(|piece| piece.payload.len()).collect::<Vec<_>>(), [1376, 1376, 248]);
        assert_eq!(pieces.iter().map(Packet::offset).collect::<Vec<_>>(), [0, 1376, 2752]);
        assert_eq!(pieces.iter().map(|piece| piece.head.more_fragments).collect::<Vec<_>>(), [true, true, false]);
        // A piece cut again keeps its place.
        let again: Vec<usize> = pieces[1].clone().fragments(576).iter().map(Packet::offset).collect();
        assert_eq!(again, [1376, 1928, 2480]);
        assert_eq!(pieces.concat_payload(), whole.payload);
    }

    trait Concat {
        fn concat_payload(&self) -> Vec<u8>;
    }
    impl Concat for Vec<Packet> {
        fn concat_payload(&self) -> Vec<u8> {
            self.iter().flat_map(|piece| piece.payload.clone()).collect()
        }
    }

    #[test]
    fn one_turned_bit_of_the_header_is_found() {
        let bytes = Packet::new(Ipv4Addr::LOCALHOST, Ipv4Addr::LOCALHOST, ICMP, 64, vec![1, 2, 3]).bytes();
        assert!(Packet::parse(&bytes).is_ok());
        for bit in 0..160 {
            let mut wrong = bytes.clone();
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert!(Packet::parse(&wrong).is_err(), "bit {bit}");
        }
    }
}
