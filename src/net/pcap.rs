//! Captures as files: the classic pcap format, Ethernet, time in nanoseconds (draft-ietf-opsawg-pcap).

use super::world::Seen;

const MAGIC_NANOSECONDS: u32 = 0xa1b2_3c4d;
const LINK_ETHERNET: u32 = 1;
const LONGEST: u32 = 65_535;

/// The bytes of a file that holds these frames.
pub fn write(seen: &[Seen]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(MAGIC_NANOSECONDS.to_le_bytes());
    bytes.extend(2_u16.to_le_bytes());
    bytes.extend(4_u16.to_le_bytes());
    for word in [0, 0, LONGEST, LINK_ETHERNET] {
        bytes.extend(u32::to_le_bytes(word));
    }
    for one in seen {
        let length = one.frame.len() as u32;
        let rest = (one.at.0 % 1_000_000_000) as u32;
        for word in [one.at.as_seconds() as u32, rest, length, length] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(&*one.frame);
    }
    bytes
}
