//! Messages on the wire: RFC 1035, section 4, with compressed names (4.1.4).

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A whole name in small letters, without the dot at its end; empty for the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Name(String);

impl Name {
    pub const ROOT: Name = Name(String::new());

    /// A name as it is written, with or without the dot at its end; nothing if it cannot be one (RFC 1035, 2.3.4).
    pub fn parse(text: &str) -> Option<Self> {
        if text == "." {
            return Some(Self::ROOT);
        }
        let text = text.strip_suffix('.').unwrap_or(text);
        let good = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_graphic());
        (text.len() <= 253 && text.split('.').all(good)).then(|| Self(text.to_ascii_lowercase()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    fn labels(&self) -> impl Iterator<Item = &str> {
        self.0.split('.').filter(|label| !label.is_empty())
    }

    pub fn depth(&self) -> usize {
        self.labels().count()
    }

    /// The name without its first label.
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(Self(self.0.split_once('.').map_or("", |(_, rest)| rest).to_owned()))
    }

    /// Whether it is this name or one below it.
    pub fn is_within(&self, zone: &Name) -> bool {
        zone.is_root() || self.0 == zone.0 || self.0.strip_suffix(&zone.0).is_some_and(|rest| rest.ends_with('.'))
    }

    /// This name put in front of another.
    pub fn under(&self, zone: &Name) -> Option<Self> {
        match (self.is_root(), zone.is_root()) {
            (true, _) => Some(zone.clone()),
            (_, true) => Some(self.clone()),
            _ => Self::parse(&format!("{}.{}", self.0, zone.0)),
        }
    }

    /// The name that stands for an address: RFC 1035, 3.5.
    pub fn of_address(addr: Ipv4Addr) -> Self {
        let [a, b, c, d] = addr.octets();
        Self(format!("{d}.{c}.{b}.{a}.in-addr.arpa"))
    }
}

/// With the dot at its end, as tools print it.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.0)
    }
}

/// A type of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(pub u16);

impl Kind {
    pub const A: Kind = Kind(1);
    pub const NS: Kind = Kind(2);
    pub const CNAME: Kind = Kind(5);
    pub const SOA: Kind = Kind(6);
    pub const PTR: Kind = Kind(12);
    pub const MX: Kind = Kind(15);
    pub const TXT: Kind = Kind(16);
    pub const AAAA: Kind = Kind(28);
    pub const ANY: Kind = Kind(255);

    const NAMES: [(Kind, &'static str); 9] = [
        (Self::A, "A"),
        (Self::NS, "NS"),
        (Self::CNAME, "CNAME"),
        (Self::SOA, "SOA"),
        (Self::PTR, "PTR"),
        (Self::MX, "MX"),
        (Self::TXT, "TXT"),
        (Self::AAAA, "AAAA"),
        (Self::ANY, "ANY"),
    ];

    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(kind, _)| *kind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::NAMES.iter().find(|(kind, _)| kind == self) {
            Some((_, name)) => f.write_str(name),
            None => write!(f, "TYPE{}", self.0),
        }
    }
}

/// How an answer ended: RFC 1035, 4.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(pub u8);

impl Code {
    pub const GOOD: Code = Code(0);
    /// The question is not understood.
    pub const FORMAT: Code = Code(1);
    /// The server cannot find out.
    pub const FAILS: Code = Code(2);
    /// There is no such name.
    pub const NO_NAME: Code = Code(3);
    pub const NOT_IMPLEMENTED: Code = Code(4);
    /// The server does not want to say.
    pub const REFUSED: Code = Code(5);
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 6] = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];
        match NAMES.get(usize::from(self.0)) {
            Some(name) => f.write_str(name),
            None => write!(f, "RCODE{}", self.0),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub name: Name,
    pub kind: Kind,
}

/// Where a zone begins: RFC 1035, 3.3.13. Times in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Soa {
    pub server: Name,
    pub mailbox: Name,
    pub serial: u32,
    pub refresh: u32,
    pub retry: u32,
    pub expire: u32,
    /// How long it may be remembered that there is no such name (RFC 2308, section 4).
    pub negative: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    A(Ipv4Addr),
    Aaaa(Ipv6Addr),
    Cname(Name),
    Ns(Name),
    Ptr(Name),
    Mx(u16, Name),
    Txt(String),
    Soa(Box<Soa>),
    Other(Vec<u8>),
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Data::A(addr) => addr.fmt(f),
            Data::Aaaa(addr) => addr.fmt(f),
            Data::Cname(name) | Data::Ns(name) | Data::Ptr(name) => name.fmt(f),
            Data::Mx(preference, name) => write!(f, "{preference} {name}"),
            Data::Txt(text) => write!(f, "\"{text}\""),
            Data::Soa(soa) => write!(
                f,
                "{} {} {} {} {} {} {}",
                soa.server, soa.mailbox, soa.serial, soa.refresh, soa.retry, soa.expire, soa.negative
            ),
            Data::Other(bytes) => write!(f, "\\# {}", bytes.len()),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub name: Name,
    pub kind: Kind,
    /// In seconds.
    pub ttl: u32,
    pub data: Data,
}

impl Record {
    pub fn new(name: Name, ttl: u32, data: Data) -> Self {
        let kind = match &data {
            Data::A(_) => Kind::A,
            Data::Aaaa(_) => Kind::AAAA,
            Data::Cname(_) => Kind::CNAME,
            Data::Ns(_) => Kind::NS,
            Data::Ptr(_) => Kind::PTR,
            Data::Mx(..) => Kind::MX,
            Data::Txt(_) => Kind::TXT,
            Data::Soa(_) => Kind::SOA,
            Data::Other(_) => Kind(0),
        };
        Self { name, kind, ttl, data }
    }
}

/// A question or an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    pub id: u16,
    pub response: bool,
    pub opcode: u8,
    /// Who answers has the zone.
    pub authoritative: bool,
    /// There is more than fits.
    pub truncated: bool,
    pub recursion_desired: bool,
    pub recursion_available: bool,
    pub code: Code,
    pub question: Option<Question>,
    pub answers: Vec<Record>,
    pub authority: Vec<Record>,
    pub additional: Vec<Record>,
}

impl Default for Code {
    fn default() -> Self {
        Self::GOOD
    }
}

/// The class of the Internet.
const IN: u16 = 1;
/// RFC 1035, 2.3.4: what fits into a datagram.
pub const LONGEST: usize = 512;
/// Records of a message that are read.
const MOST: usize = 200;

impl Message {
    pub fn ask(id: u16, name: Name, kind: Kind, recursion: bool) -> Self {
        let question = Some(Question { name, kind });
        Self { id, recursion_desired: recursion, question, ..Self::default() }
    }

    /// An empty answer to this question.
    pub fn answer(&self, code: Code) -> Self {
        Self {
            id: self.id,
            response: true,
            opcode: self.opcode,
            recursion_desired: self.recursion_desired,
            code,
            question: self.question.clone(),
            ..Self::default()
        }
    }

    /// The bytes on the wire. What is longer than a datagram takes is cut, and says so.
    pub fn bytes(&self) -> Vec<u8> {
        let bytes = self.write();
        if bytes.len() <= LONGEST {
            return bytes;
        }
        let cut = Message {
            truncated: true,
            answers: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
            ..self.clone()
        };
        cut.write()
    }

    fn write(&self) -> Vec<u8> {
        let mut out = Writer { bytes: Vec::new(), places: BTreeMap::new() };
        let flag = |on: bool, bit: u32| u16::from(on) << bit;
        let flags = flag(self.response, 15)
            | u16::from(self.opcode & 15) << 11
            | flag(self.authoritative, 10)
            | flag(self.truncated, 9)
            | flag(self.recursion_desired, 8)
            | flag(self.recursion_available, 7)
            | u16::from(self.code.0 & 15);
        let lists = [&self.answers, &self.authority, &self.additional];
        let counts = lists.map(|list| list.len() as u16);
        let questions = u16::from(self.question.is_some());
        for word in [self.id, flags, questions, counts[0], counts[1], counts[2]] {
            out.word(word);
        }
        if let Some(question) = &self.question {
            out.name(&question.name);
            out.word(question.kind.0);
            out.word(IN);
        }
        lists.into_iter().flatten().for_each(|record| out.record(record));
        out.bytes
    }

    /// Reads a message; nothing if the bytes are none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut input = Reader { bytes, at: 0 };
        let id = input.word()?;
        let flags = input.word()?;
        let [questions, answers, authority, additional] = [input.word()?, input.word()?, input.word()?, input.word()?];
        if questions > 1 || usize::from(answers) + usize::from(authority) + usize::from(additional) > MOST {
            return None;
        }
        let flag = |bit: u32| flags >> bit & 1 == 1;
        let question = if questions == 1 {
            let question = Question { name: input.name()?, kind: Kind(input.word()?) };
            input.word()?;
            Some(question)
        } else {
            None
        };
        let mut list = |count: u16| (0..count).map(|_| input.record()).collect::<Option<Vec<Record>>>();
        Some(Self {
            id,
            response: flag(15),
            opcode: (flags >> 11 & 15) as u8,
            authoritative: flag(10),
            truncated: flag(9),
            recursion_desired: flag(8),
            recursion_available: flag(7),
            code: Code((flags & 15) as u8),
            question,
            answers: list(answers)?,
            authority: list(authority)?,
            additional: list(additional)?,
        })
    }
}

struct Writer {
    bytes: Vec<u8>,
    /// Where a name was written already.
    places: BTreeMap<Name, u16>,
}

impl Writer {
    fn word(&mut self, word: u16) {
        self.bytes.extend(word.to_be_bytes());
    }

    fn name(&mut self, name: &Name) {
        let mut rest = name.clone();
        loop {
            if rest.is_root() {
                return self.bytes.push(0);
            }
            if let Some(place) = self.places.get(&rest) {
                return self.word(0xc000 | place);
            }
            if self.bytes.len() < 0x3fff {
                self.places.insert(rest.clone(), self.bytes.len() as u16);
            }
            let label = rest.labels().next().unwrap_or_default().to_owned();
            self.bytes.push(label.len() as u8);
            self.bytes.extend(label.as_bytes());
            rest = rest.parent().unwrap_or_default();
        }
    }

    fn record(&mut self, record: &Record) {
        self.name(&record.name);
        self.word(record.kind.0);
        self.word(IN);
        self.bytes.extend(record.ttl.to_be_bytes());
        let place = self.bytes.len();
        self.word(0);
        match &record.data {
            Data::A(addr) => self.bytes.extend(addr.octets()),
            Data::Aaaa(addr) => self.bytes.extend(addr.octets()),
            Data::Cname(name) | Data::Ns(name) | Data::Ptr(name) => self.name(name),
            Data::Mx(preference, name) => {
                self.word(*preference);
                self.name(name);
            }
            Data::Txt(text) => {
                for part in text.as_bytes().chunks(255) {
                    self.bytes.push(part.len() as u8);
                    self.bytes.extend(part);
                }
                if text.is_empty() {
                    self.bytes.push(0);
                }
            }
            Data::Soa(soa) => {
                self.name(&soa.server);
                self.name(&soa.mailbox);
                for number in [soa.serial, soa.refresh, soa.retry, soa.expire, soa.negative] {
                    self.bytes.extend(number.to_be_bytes());
                }
            }
            Data::Other(bytes) => self.bytes.extend(bytes),
        }
        let length = (self.bytes.len() - place - 2) as u16;
        self.bytes[place..place + 2].copy_from_slice(&length.to_be_bytes());
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn word(&mut self) -> Option<u16> {
        self.take(2).map(|two| u16::from_be_bytes([two[0], two[1]]))
    }

    fn long(&mut self) -> Option<u32> {
        self.take(4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
    }

    fn name(&mut self) -> Option<Name> {
        let mut text = String::new();
        // Where reading goes on after the first jump; jumps go backwards only, so there is an end.
        let (mut back, mut at, mut limit) = (None, self.at, self.at);
        loop {
            let length = usize::from(*self.bytes.get(at)?);
            match length {
                0 => {
                    at += 1;
                    break;
                }
                1..=63 => {
                    let label = self.bytes.get(at + 1..at + 1 + length)?;
                    if !label.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'.') || text.len() > 253 {
                        return None;
                    }
                    text.push_str(std::str::from_utf8(label).ok()?);
                    text.push('.');
                    at += 1 + length;
                }
                0xc0..=0xff => {
                    let target = (length & 0x3f) << 8 | usize::from(*self.bytes.get(at + 1)?);
                    if target >= limit {
                        return None;
                    }
                    back = back.or(Some(at + 2));
                    (at, limit) = (target, target);
                }
                _ => return None,
            }
        }
        self.at = back.unwrap_or(at);
        if text.is_empty() { Some(Name::ROOT) } else { Name::parse(&text) }
    }

    fn record(&mut self) -> Option<Record> {
        let name = self.name()?;
        let kind = Kind(self.word()?);
        let _class = self.word()?;
        let ttl = self.long()?;
        let length = usize::from(self.word()?);
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len())?;
        let data = match kind {
            Kind::A => Data::A(<[u8; 4]>::try_from(self.take(length)?).ok()?.into()),
            Kind::AAAA => Data::Aaaa(<[u8; 16]>::try_from(self.take(length)?).ok()?.into()),
            Kind::CNAME => Data::Cname(self.name()?),
            Kind::NS => Data::Ns(self.name()?),
            Kind::PTR => Data::Ptr(self.name()?),
            Kind::MX => Data::Mx(self.word()?, self.name()?),
            Kind::TXT => {
                let mut text = String::new();
                while self.at < end {
                    let count = usize::from(*self.take(1)?.first()?);
                    text.push_str(&String::from_utf8_lossy(self.take(count)?));
                }
                Data::Txt(text)
            }
            Kind::SOA => {
                let (server, mailbox) = (self.name()?, self.name()?);
                let [serial, refresh, retry, expire, negative] =
                    [self.long()?, self.long()?, self.long()?, self.long()?, self.long()?];
                Data::Soa(Box::new(Soa { server, mailbox, serial, refresh, retry, expire, negative }))
            }
            _ => Data::Other(self.take(length)?.to_vec()),
        };
        (self.at == end).then_some(Record { name, kind, ttl, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer of a public server to `www.saint-brin.example`, put together by hand after RFC 1035, 4.1.4.
    #[test]
    fn names_are_shortened_as_the_rfc_does_it() {
        // RFC 1035, 4.1.4: F.ISI.ARPA at 20, FOO and a pointer to it at 40, a pointer to its end at 64.
        let mut bytes = vec![0; 20];
        bytes.extend(b"\x01F\x03ISI\x04ARPA\x00");
        bytes.resize(40, 0);
        bytes.extend(b"\x03FOO\xc0\x14");
        bytes.resize(64, 0);
        bytes.extend(b"\xc0\x1a");
        let read = |at: usize| Reader { bytes: &bytes, at }.name().map(|name| name.to_string());
        assert_eq!(read(20).as_deref(), Some("f.isi.arpa."));
        assert_eq!(read(40).as_deref(), Some("foo.f.isi.arpa."));
        assert_eq!(read(64).as_deref(), Some("arpa."));
    }

    #[test]
    fn what_is_written_is_read_again_and_damage_is_no_panic() {
        let name = |text: &str| Name::parse(text).expect("a name");
        let soa = Soa {
            server: name("ns.saint-brin.lan"),
            mailbox: name("admin.saint-brin.lan"),
            serial: 2,
            refresh: 3600,
            retry: 600,
            expire: 86_400,
            negative: 300,
        };
        let mut message = Message::ask(7, name("www.saint-brin.lan"), Kind::A, true).answer(Code::GOOD);
        message.answers = vec![
            Record::new(name("www.saint-brin.lan"), 60, Data::Cname(name("web.saint-brin.lan"))),
            Record::new(name("web.saint-brin.lan"), 60, Data::A(Ipv4Addr::new(10, 77, 200, 10))),
            Record::new(name("saint-brin.lan"), 60, Data::Mx(10, name("mail.saint-brin.lan"))),
            Record::new(name("saint-brin.lan"), 60, Data::Txt("bonjour".into())),
            Record::new(name("web.saint-brin.lan"), 60, Data::Aaaa("2001:db8::10".parse().expect("an address"))),
        ];
        message.authority = vec![Record::new(name("saint-brin.lan"), 60, Data::Soa(Box::new(soa)))];
        let bytes = message.bytes();
        assert_eq!(Message::parse(&bytes), Some(message));
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut wrong = bytes.clone();
                wrong[at] ^= 1 << bit;
                let _ = Message::parse(&wrong);
            }
            assert_eq!(Message::parse(&bytes[..at]), None);
        }
    }
}
