//! OSPF on the wire (RFC 2328, appendix A): packets, and the link state advertisements in them.

use std::net::Ipv4Addr;

use crate::net::packet::checksum;

/// The oldest age, in seconds: an advertisement of this age is taken out everywhere (RFC 2328, appendix B).
pub const MAX_AGE: u16 = 3600;
/// The first number of an advertisement, as a signed number.
pub const FIRST_SEQ: i32 = -0x7fff_ffff;
/// This router takes part in what comes from outside: the E bit (RFC 2328, A.2).
pub const OPTIONS: u8 = 0x02;
const HEADER: usize = 24;
const LSA_HEADER: usize = 20;

/// Kinds of link state advertisements.
pub const ROUTER: u8 = 1;
pub const NETWORK: u8 = 2;
pub const EXTERNAL: u8 = 5;
/// A router that tells of networks outside: the E bit of its advertisement (RFC 2328, A.4.2).
pub const BORDER: u8 = 0x02;

/// What names an advertisement within an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub kind: u8,
    pub id: Ipv4Addr,
    pub router: Ipv4Addr,
}

/// The header of an advertisement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub age: u16,
    pub options: u8,
    pub key: Key,
    pub seq: i32,
    pub checksum: u16,
    pub length: u16,
}

/// A link of a router, as its advertisement tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub id: Ipv4Addr,
    pub data: Ipv4Addr,
    /// 1 another router, 2 a network with several, 3 a network with none.
    pub kind: u8,
    pub cost: u16,
}

pub const TO_ROUTER: u8 = 1;
pub const TO_TRANSIT: u8 = 2;
pub const TO_STUB: u8 = 3;

/// What an advertisement tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Its flags and links.
    Router(u8, Vec<Link>),
    /// The mask, and the routers on it.
    Network(Ipv4Addr, Vec<Ipv4Addr>),
    /// A network outside: its mask, what it costs there, and whether the way to the border counts too.
    External { mask: Ipv4Addr, cost: u32, adds: bool, forward: Ipv4Addr, tag: u32 },
}

/// A whole advertisement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lsa {
    pub head: Head,
    pub body: Body,
}

fn word(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn quad(bytes: &[u8], at: usize) -> Ipv4Addr {
    long(bytes, at).into()
}

impl Head {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..LSA_HEADER)?;
        Some(Self {
            age: word(bytes, 0),
            options: bytes[2],
            key: Key { kind: bytes[3], id: quad(bytes, 4), router: quad(bytes, 8) },
            seq: long(bytes, 12).cast_signed(),
            checksum: word(bytes, 16),
            length: word(bytes, 18),
        })
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LSA_HEADER);
        bytes.extend(self.age.to_be_bytes());
        bytes.extend([self.options, self.key.kind]);
        bytes.extend(self.key.id.octets());
        bytes.extend(self.key.router.octets());
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.checksum.to_be_bytes());
        bytes.extend(self.length.to_be_bytes());
        bytes
    }

    /// Which of two is the newer: RFC 2328, section 13.1.
    pub fn newer(&self, other: &Head) -> std::cmp::Ordering {
        let oldest = |head: &Head| head.age >= MAX_AGE;
        self.seq
            .cmp(&other.seq)
            .then(self.checksum.cmp(&other.checksum))
            .then(oldest(self).cmp(&oldest(other)))
            .then_with(|| {
                // Much younger is newer; a little is only the way it took.
                if self.age.abs_diff(other.age) > 900 { other.age.cmp(&self.age) } else { std::cmp::Ordering::Equal }
            })
    }
}

/// The checksum of an advertisement: ISO 8473, over all but the age.
fn fletcher(bytes: &[u8]) -> u16 {
    let (mut c0, mut c1) = (0_i64, 0_i64);
    for byte in &bytes[2..] {
        c0 = (c0 + i64::from(*byte)) % 255;
        c1 = (c1 + c0) % 255;
    }
    // The checksum stands at the 15th byte after the age.
    let after = (bytes.len() - 2) as i64 - 15;
    let mut x = (after * c0 - c1).rem_euclid(255);
    if x == 0 {
        x = 255;
    }
    let mut y = (510 - c0 - x).rem_euclid(255);
    if y == 0 {
        y = 255;
    }
    (x as u16) << 8 | y as u16
}

fn is_whole(bytes: &[u8]) -> bool {
    let (mut c0, mut c1) = (0_u32, 0_u32);
    for byte in &bytes[2..] {
        c0 = (c0 + u32::from(*byte)) % 255;
        c1 = (c1 + c0) % 255;
    }
    c0 == 0 && c1 == 0
}

impl Lsa {
    /// A new one, with its length and checksum.
    pub fn new(key: Key, seq: i32, age: u16, body: Body) -> Self {
        let head = Head { age, options: OPTIONS, key, seq, checksum: 0, length: 0 };
        let mut lsa = Self { head, body };
        let mut bytes = lsa.bytes();
        lsa.head.length = bytes.len() as u16;
        bytes[18..20].copy_from_slice(&lsa.head.length.to_be_bytes());
        lsa.head.checksum = fletcher(&bytes);
        lsa
    }

    /// As it is written, so much older.
    pub fn aged(&self, age: u16) -> Vec<u8> {
        let mut bytes = self.bytes();
        bytes[..2].copy_from_slice(&age.min(MAX_AGE).to_be_bytes());
        bytes
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head.bytes();
        match &self.body {
            Body::External { mask, cost, adds, forward, tag } => {
                bytes.extend(mask.octets());
                let far = if *adds { 0 } else { 0x8000_0000 };
                bytes.extend((cost & 0x00ff_ffff | far).to_be_bytes());
                bytes.extend(forward.octets());
                bytes.extend(tag.to_be_bytes());
            }
            Body::Router(flags, links) => {
                bytes.extend([*flags, 0]);
                bytes.extend((links.len() as u16).to_be_bytes());
                for link in links {
                    bytes.extend(link.id.octets());
                    bytes.extend(link.data.octets());
                    bytes.extend([link.kind, 0]);
                    bytes.extend(link.cost.to_be_bytes());
                }
            }
            Body::Network(mask, routers) => {
                bytes.extend(mask.octets());
                routers.iter().for_each(|router| bytes.extend(router.octets()));
            }
        }
        bytes
    }

    /// Reads one from the front of some bytes. A kind that is not known here is passed over.
    fn parse(bytes: &[u8]) -> Option<(Option<Self>, usize)> {
        let head = Head::parse(bytes)?;
        let length = usize::from(head.length);
        let whole = bytes.get(..length).filter(|_| length >= LSA_HEADER)?;
        if !is_whole(whole) {
            return Some((None, length));
        }
        let rest = &whole[LSA_HEADER..];
        let body = match head.key.kind {
            ROUTER => {
                let flags = *rest.first()?;
                let count = usize::from(word(rest.get(..4)?, 2));
                let mut links = Vec::new();
                let mut at = 4;
                for _ in 0..count {
                    let link = rest.get(at..at + 12)?;
                    links.push(Link { id: quad(link, 0), data: quad(link, 4), kind: link[8], cost: word(link, 10) });
                    // Costs of other kinds of service are passed over.
                    at += 12 + 4 * usize::from(link[9]);
                }
                Body::Router(flags, links)
            }
            EXTERNAL => {
                let front = rest.get(..16)?;
                let word = long(front, 4);
                Body::External {
                    mask: quad(front, 0),
                    cost: word & 0x00ff_ffff,
                    adds: word >> 31 == 0,
                    forward: quad(front, 8),
                    tag: long(front, 12),
                }
            }
            NETWORK => {
                let routers = rest.get(4..)?.chunks_exact(4).map(|router| quad(router, 0)).collect();
                Body::Network(quad(rest, 0), routers)
            }
            _ => return Some((None, length)),
        };
        Some((Some(Self { head, body }), length))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    pub mask: Ipv4Addr,
    pub hello: u16,
    pub options: u8,
    pub priority: u8,
    pub dead: u32,
    pub dr: Ipv4Addr,
    pub bdr: Ipv4Addr,
    pub heard: Vec<Ipv4Addr>,
}

/// What a router has, named: RFC 2328, A.3.3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub mtu: u16,
    pub options: u8,
    pub init: bool,
    pub more: bool,
    pub master: bool,
    pub seq: u32,
    pub heads: Vec<Head>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    Hello(Hello),
    Description(Description),
    Request(Vec<Key>),
    Update(Vec<Lsa>),
    Ack(Vec<Head>),
}

/// A packet that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub router: Ipv4Addr,
    pub area: Ipv4Addr,
    pub message: Message,
}

/// A packet of some kind, with its header.
fn packet(kind: u8, router: Ipv4Addr, area: Ipv4Addr, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![2, kind];
    bytes.extend(((HEADER + body.len()) as u16).to_be_bytes());
    bytes.extend(router.octets());
    bytes.extend(area.octets());
    bytes.extend([0; 12]);
    bytes.extend(body);
    let sum = checksum(&bytes);
    bytes[12..14].copy_from_slice(&sum.to_be_bytes());
    bytes
}

pub fn hello(router: Ipv4Addr, area: Ipv4Addr, hello: &Hello) -> Vec<u8> {
    let mut body = hello.mask.octets().to_vec();
    body.extend(hello.hello.to_be_bytes());
    body.extend([hello.options, hello.priority]);
    body.extend(hello.dead.to_be_bytes());
    body.extend(hello.dr.octets());
    body.extend(hello.bdr.octets());
    hello.heard.iter().for_each(|router| body.extend(router.octets()));
    packet(1, router, area, &body)
}

pub fn description(router: Ipv4Addr, area: Ipv4Addr, it: &Description) -> Vec<u8> {
    let mut body = it.mtu.to_be_bytes().to_vec();
    let flags = u8::from(it.init) << 2 | u8::from(it.more) << 1 | u8::from(it.master);
    body.extend([it.options, flags]);
    body.extend(it.seq.to_be_bytes());
    it.heads.iter().for_each(|head| body.extend(head.bytes()));
    packet(2, router, area, &body)
}

pub fn request(router: Ipv4Addr, area: Ipv4Addr, keys: &[Key]) -> Vec<u8> {
    let mut body = Vec::new();
    for key in keys {
        body.extend(u32::from(key.kind).to_be_bytes());
        body.extend(key.id.octets());
        body.extend(key.router.octets());
    }
    packet(3, router, area, &body)
}

/// Advertisements, each already as it is written.
pub fn update(router: Ipv4Addr, area: Ipv4Addr, all: &[Vec<u8>]) -> Vec<u8> {
    let mut body = (all.len() as u32).to_be_bytes().to_vec();
    all.iter().for_each(|lsa| body.extend(lsa));
    packet(4, router, area, &body)
}

pub fn ack(router: Ipv4Addr, area: Ipv4Addr, heads: &[Head]) -> Vec<u8> {
    let mut body = Vec::new();
    heads.iter().for_each(|head| body.extend(head.bytes()));
    packet(5, router, area, &body)
}

/// Reads a packet; nothing if it is cut short, senseless, or its checksum is wrong.
pub fn parse(bytes: &[u8]) -> Option<Read> {
    let head = bytes.get(..HEADER)?;
    let length = usize::from(word(head, 2));
    let whole = bytes.get(..length).filter(|_| length >= HEADER)?;
    // Without authentication the field for it does not count: RFC 2328, D.4.1.
    let summed: Vec<u8> = whole[..16].iter().chain(&whole[HEADER..]).copied().collect();
    if head[0] != 2 || checksum(&summed) != 0 || word(head, 14) != 0 {
        return None;
    }
    let body = &whole[HEADER..];
    let message = match head[1] {
        1 => {
            let front = body.get(..20)?;
            Message::Hello(Hello {
                mask: quad(front, 0),
                hello: word(front, 4),
                options: front[6],
                priority: front[7],
                dead: long(front, 8),
                dr: quad(front, 12),
                bdr: quad(front, 16),
                heard: body[20..].chunks_exact(4).map(|router| quad(router, 0)).collect(),
            })
        }
        2 => {
            let front = body.get(..8)?;
            Message::Description(Description {
                mtu: word(front, 0),
                options: front[2],
                init: front[3] & 4 != 0,
                more: front[3] & 2 != 0,
                master: front[3] & 1 != 0,
                seq: long(front, 4),
                heads: body[8..].chunks_exact(LSA_HEADER).filter_map(Head::parse).collect(),
            })
        }
        3 => {
            let key = |one: &[u8]| Key { kind: long(one, 0) as u8, id: quad(one, 4), router: quad(one, 8) };
            Message::Request(body.chunks_exact(12).map(key).collect())
        }
        4 => {
            let count = long(body.get(..4)?, 0);
            let mut all = Vec::new();
            let mut rest = &body[4..];
            for _ in 0..count {
                let (lsa, took) = Lsa::parse(rest)?;
                all.extend(lsa);
                rest = &rest[took..];
            }
            Message::Update(all)
        }
        5 => Message::Ack(body.chunks_exact(LSA_HEADER).filter_map(Head::parse).collect()),
        _ => return None,
    };
    Some(Read { router: quad(head, 4), area: quad(head, 8), message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lsa(links: usize) -> Lsa {
        let router = Ipv4Addr::new(10, 0, 0, 9);
        let link = Link { id: router, data: Ipv4Addr::new(255, 255, 255, 0), kind: TO_STUB, cost: 10 };
        Lsa::new(Key { kind: ROUTER, id: router, router }, FIRST_SEQ, 1, Body::Router(0, vec![link; links]))
    }

    #[test]
    fn what_is_written_is_read_again_and_a_turned_bit_is_found() {
        for links in 0..40 {
            let one = lsa(links);
            let bytes = one.aged(7);
            assert!(is_whole(&bytes), "{links} links");
            let packet = update(Ipv4Addr::new(1, 1, 1, 1), Ipv4Addr::UNSPECIFIED, std::slice::from_ref(&bytes));
            let Some(Read { message: Message::Update(read), .. }) = parse(&packet) else { panic!("{links} links") };
            assert_eq!((read[0].head.age, &read[0].body), (7, &one.body));
            let mut wrong = bytes;
            wrong[8] ^= 0x10;
            assert!(!is_whole(&wrong), "{links} links");
        }
    }

    #[test]
    fn cut_short_anywhere_it_is_refused_and_nothing_breaks() {
        let packet = update(Ipv4Addr::new(1, 1, 1, 1), Ipv4Addr::UNSPECIFIED, &[lsa(3).aged(1), lsa(1).aged(1)]);
        for length in 0..packet.len() {
            assert!(parse(&packet[..length]).is_none(), "{length}");
        }
        for at in 0..packet.len() {
            let mut wrong = packet.clone();
            wrong[at] = wrong[at].wrapping_add(1);
            let _ = parse(&wrong);
        }
    }
}
