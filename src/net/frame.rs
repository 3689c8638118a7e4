//! Ethernet frames, with or without a VLAN tag, as they are on the wire without their check sequence.
//!
//! Fields (IEEE 802.3, 802.1Q): destination, source, if tagged `0x8100` and priority with VLAN, type, payload.

use std::sync::Arc;

use super::addr::Mac;

/// The bytes of one frame. Shared: flooding copies nothing.
pub type Frame = Arc<[u8]>;

/// Types of payload.
pub const IPV4: u16 = 0x0800;
pub const ARP: u16 = 0x0806;
pub const IPV6: u16 = 0x86dd;
/// The tag of a VLAN.
pub const VLAN: u16 = 0x8100;

/// Two addresses and a type.
pub const HEADER: usize = 14;
/// What a tag adds.
const TAG: usize = 4;
/// Preamble, check sequence and gap: what a frame takes on the wire besides its bytes.
pub const AROUND: usize = 8 + 4 + 12;
/// No frame is shorter on the wire, check sequence left out.
pub const SHORTEST: usize = 60;

/// The two addresses, the VLAN if it is tagged, and what is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'f> {
    pub dst: Mac,
    pub src: Mac,
    pub vlan: Option<u16>,
    /// The type, or the length of an IEEE 802.3 frame.
    pub kind: u16,
    pub payload: &'f [u8],
}

fn mac(bytes: &[u8]) -> Mac {
    Mac(bytes.try_into().expect("six bytes"))
}

pub fn dst(frame: &[u8]) -> Mac {
    mac(&frame[..6])
}

pub fn src(frame: &[u8]) -> Mac {
    mac(&frame[6..12])
}

fn word(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

/// The VLAN of its tag, if it has one.
pub fn vlan(frame: &[u8]) -> Option<u16> {
    (frame.len() >= HEADER + TAG && word(frame, 12) == VLAN).then(|| word(frame, 14) & 0x0fff)
}

/// Takes a frame apart; nothing if it is too short to be one.
pub fn parse(frame: &[u8]) -> Option<Parts<'_>> {
    if frame.len() < HEADER {
        return None;
    }
    let vlan = vlan(frame);
    let start = if vlan.is_some() { HEADER + TAG } else { HEADER };
    Some(Parts { dst: dst(frame), src: src(frame), vlan, kind: word(frame, start - 2), payload: &frame[start..] })
}

/// Puts a frame together.
pub fn build(dst: Mac, src: Mac, vlan: Option<u16>, kind: u16, payload: &[u8]) -> Frame {
    let mut bytes = Vec::with_capacity(HEADER + TAG + payload.len());
    bytes.extend(dst.0);
    bytes.extend(src.0);
    if let Some(vlan) = vlan {
        bytes.extend(VLAN.to_be_bytes());
        bytes.extend((vlan & 0x0fff).to_be_bytes());
    }
    bytes.extend(kind.to_be_bytes());
    bytes.extend(payload);
    bytes.into()
}

/// The same frame without its tag.
pub fn untagged(frame: &Frame) -> Frame {
    if vlan(frame).is_none() {
        return frame.clone();
    }
    frame[..12].iter().chain(&frame[12 + TAG..]).copied().collect()
}

/// The same frame with this tag, in place of one it has.
pub fn tagged(frame: &Frame, vid: u16) -> Frame {
    let rest = if vlan(frame).is_some() { &frame[12 + TAG..] } else { &frame[12..] };
    let tag = [VLAN.to_be_bytes(), (vid & 0x0fff).to_be_bytes()].concat();
    frame[..12].iter().chain(&tag).chain(rest).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_put_on_and_taken_off_leaves_the_frame() {
        let plain = build(Mac::BROADCAST, Mac([2, 0, 0, 0, 0, 1]), None, ARP, &[7; 28]);
        let with = tagged(&plain, 10);
        assert_eq!((vlan(&with), vlan(&plain)), (Some(10), None));
        assert_eq!(with[12..16], [0x81, 0, 0, 10]);
        assert_eq!(untagged(&with), plain);
        assert_eq!(tagged(&with, 99)[12..16], [0x81, 0, 0, 99]);
        assert_eq!(parse(&with).map(|parts| (parts.kind, parts.payload.len())), Some((ARP, 28)));
    }

    #[test]
    fn what_is_too_short_is_no_frame() {
        assert!((0..HEADER).all(|length| parse(&[0x81; HEADER][..length]).is_none()));
        assert!(parse(&[0x81, 0, 0x81, 0, 0x81, 0, 0x81, 0, 0x81, 0, 0x81, 0, 0x81, 0]).is_some());
    }
}
