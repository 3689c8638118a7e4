//! Addresses: of network cards, and of networks.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

/// The address of a network card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mac(pub [u8; 6]);

impl Mac {
    pub const BROADCAST: Mac = Mac([0xff; 6]);

    /// The address of a port, for its device's number: locally administered (IEEE 802, second-lowest bit of the
    /// first byte), so that it is no maker's.
    pub fn of_port(device: usize, port: usize) -> Self {
        let [high, low] = (device as u16 + 1).to_be_bytes();
        Mac([0x02, 0x5b, 0x1c, high, low, port as u8])
    }

    /// Whether it stands for several cards: the lowest bit of the first byte.
    pub fn is_multicast(self) -> bool {
        self.0[0] & 1 == 1
    }

    pub fn is_broadcast(self) -> bool {
        self == Mac::BROADCAST
    }

    /// As equipment with a command line writes it: `0000.5e00.5301`.
    pub fn dotted(self) -> String {
        let [a, b, c, d, e, f] = self.0;
        format!("{a:02x}{b:02x}.{c:02x}{d:02x}.{e:02x}{f:02x}")
    }

    /// The card address of a multicast group: RFC 1112, section 6.4.
    pub fn of_group(group: Ipv4Addr) -> Self {
        let [_, b, c, d] = group.octets();
        Mac([0x01, 0x00, 0x5e, b & 0x7f, c, d])
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

/// Six pairs of hexadecimal digits with colons or hyphens, or three groups of four with dots.
impl FromStr for Mac {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits: String = match text.len() {
            17 if text.split([':', '-']).all(|pair| pair.len() == 2) => text.split([':', '-']).collect(),
            14 if text.split('.').all(|group| group.len() == 4) => text.split('.').collect(),
            _ => return Err(()),
        };
        if digits.len() != 12 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(());
        }
        let mut bytes = [0; 6];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).map_err(|_| ())?;
        }
        Ok(Mac(bytes))
    }
}

/// An IPv4 network or an address in one, with the length of its mask: RFC 4632.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    pub addr: Ipv4Addr,
    /// How many bits of the mask are set, 0 to 32.
    pub len: u8,
}

impl Cidr {
    pub const ALL: Cidr = Cidr { addr: Ipv4Addr::UNSPECIFIED, len: 0 };

    pub fn new(addr: Ipv4Addr, len: u8) -> Self {
        Self { addr, len: len.min(32) }
    }

    /// An address and a mask in dotted form; nothing if the mask has a hole.
    pub fn with_mask(addr: Ipv4Addr, mask: Ipv4Addr) -> Option<Self> {
        let bits = u32::from(mask);
        (bits.leading_ones() + bits.trailing_zeros() >= 32).then(|| Self::new(addr, bits.leading_ones() as u8))
    }

    fn mask_bits(self) -> u32 {
        u32::MAX.checked_shl(32 - u32::from(self.len)).unwrap_or(0)
    }

    pub fn mask(self) -> Ipv4Addr {
        Ipv4Addr::from(self.mask_bits())
    }

    /// The mask with every bit turned.
    pub fn wildcard(self) -> Ipv4Addr {
        Ipv4Addr::from(!self.mask_bits())
    }

    /// The network it is in: the address with its host bits cleared.
    pub fn network(self) -> Cidr {
        Cidr { addr: Ipv4Addr::from(u32::from(self.addr) & self.mask_bits()), len: self.len }
    }

    /// The last address, that of everyone; a link of two (RFC 3021) and a single address have none.
    pub fn broadcast(self) -> Option<Ipv4Addr> {
        (self.len < 31).then(|| Ipv4Addr::from(u32::from(self.addr) | !self.mask_bits()))
    }

    pub fn contains(self, addr: Ipv4Addr) -> bool {
        u32::from(addr) & self.mask_bits() == u32::from(self.addr) & self.mask_bits()
    }

    /// Whether the two share an address.
    pub fn overlaps(self, other: Cidr) -> bool {
        if self.len <= other.len { self.contains(other.addr) } else { other.contains(self.addr) }
    }

    /// Whether it names the network, not a host in it.
    pub fn is_network(self) -> bool {
        self == self.network()
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.addr, self.len)
    }
}

/// `10.0.0.2/24`; without a length it is a single address.
impl FromStr for Cidr {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (addr, len) = match text.split_once('/') {
            None => (text, 32),
            Some((addr, len)) if len.bytes().all(|digit| digit.is_ascii_digit()) => {
                (addr, len.parse().ok().filter(|len| *len <= 32).ok_or(())?)
            }
            // A mask in dotted form.
            Some((addr, mask)) => {
                let addr = addr.parse().map_err(|_| ())?;
                return Cidr::with_mask(addr, mask.parse().map_err(|_| ())?).ok_or(());
            }
        };
        Ok(Cidr::new(addr.parse().map_err(|_| ())?, len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_knows_its_ends_and_its_members() {
        let lan: Cidr = "10.77.10.130/25".parse().unwrap();
        assert_eq!(lan.network().to_string(), "10.77.10.128/25");
        assert_eq!(lan.broadcast(), Some("10.77.10.255".parse().unwrap()));
        assert_eq!(lan.mask().to_string(), "255.255.255.128");
        assert_eq!(lan.wildcard().to_string(), "0.0.0.127");
        assert!(!lan.contains("10.77.10.127".parse().unwrap()));
        assert!(Cidr::ALL.contains("8.8.8.8".parse().unwrap()));
        assert_eq!("10.0.0.0/31".parse::<Cidr>().unwrap().broadcast(), None);
    }

    #[test]
    fn a_mask_with_a_hole_is_none() {
        let addr = Ipv4Addr::new(10, 0, 0, 1);
        assert!(Cidr::with_mask(addr, "255.0.255.0".parse().unwrap()).is_none());
        assert_eq!(Cidr::with_mask(addr, "0.0.0.0".parse().unwrap()).map(|cidr| cidr.len), Some(0));
        assert_eq!(Cidr::with_mask(addr, "255.255.255.255".parse().unwrap()).map(|cidr| cidr.len), Some(32));
    }

    #[test]
    fn card_addresses_are_read_in_every_usual_form() {
        let mac = Mac([0, 0, 0x5e, 0, 0x53, 1]);
        for text in ["00:00:5e:00:53:01", "00-00-5E-00-53-01", "0000.5e00.5301"] {
            assert_eq!(text.parse(), Ok(mac), "{text}");
        }
        assert!("00:00:5e:00:53".parse::<Mac>().is_err() && "é0:00:5e:00:53:1".parse::<Mac>().is_err());
    }
}
