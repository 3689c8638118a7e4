//! Zones: the master file (RFC 1035, section 5) and what a zone says of a name (RFC 1034, 4.3.2).

use std::collections::BTreeMap;

use super::message::{Data, Kind, Name, Record, Soa};

/// Everything that a server knows of its own about the names below one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    pub apex: Name,
    pub records: BTreeMap<Name, Vec<Record>>,
}

/// What a zone says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Records, aliases first. The last alias may lead out of the zone.
    Records(Vec<Record>),
    /// The name is there and has nothing of that type; the aliases that led to it.
    NoData(Vec<Record>),
    NoName(Vec<Record>),
    /// Others know: their names, and the addresses that are known here.
    Referral {
        servers: Vec<Record>,
        glue: Vec<Record>,
    },
}

/// What is wrong with a master file, as the server says it.
pub type Trouble = String;

/// Aliases that are followed.
const ALIASES: usize = 16;

impl Zone {
    /// Reads a master file. `path` is only for what is said of it.
    ///
    /// # Errors
    /// Why the zone cannot be served.
    pub fn parse(apex: &Name, path: &str, text: &str) -> Result<Self, Trouble> {
        let records = records(apex, path, text)?;
        let mut zone = Self { apex: apex.clone(), records: BTreeMap::new() };
        for record in records {
            if record.name.is_within(apex) {
                zone.records.entry(record.name.clone()).or_default().push(record);
            }
        }
        let count = |kind: Kind| zone.at(apex, kind).count();
        if count(Kind::SOA) != 1 {
            return Err(format!("zone {}/IN: has {} SOA records", apex.as_str(), count(Kind::SOA)));
        }
        if count(Kind::NS) == 0 {
            return Err(format!("zone {}/IN: has no NS records", apex.as_str()));
        }
        for server in zone.at(apex, Kind::NS) {
            if let Data::Ns(name) = &server.data
                && name.is_within(apex)
                && zone.delegated(name).is_none()
                && !zone.at(name, Kind::ANY).any(|record| matches!(record.kind, Kind::A | Kind::AAAA))
            {
                let apex = apex.as_str();
                return Err(format!("zone {apex}/IN: NS '{}' has no address records (A or AAAA)", name.as_str()));
            }
        }
        for (name, all) in &zone.records {
            if all.len() > 1 && all.iter().any(|record| record.kind == Kind::CNAME) {
                return Err(format!("{path}: {}: CNAME and other data", name.as_str()));
            }
        }
        Ok(zone)
    }

    fn at<'z>(&'z self, name: &Name, kind: Kind) -> impl Iterator<Item = &'z Record> + use<'z> {
        let all = self.records.get(name).into_iter().flatten();
        all.filter(move |record| kind == Kind::ANY || record.kind == kind)
    }

    pub fn soa(&self) -> Option<&Record> {
        self.at(&self.apex, Kind::SOA).next()
    }

    /// The servers of the zone, and their addresses where they are known here.
    pub fn servers(&self) -> (Vec<Record>, Vec<Record>) {
        let servers: Vec<Record> = self.at(&self.apex, Kind::NS).cloned().collect();
        let glue = self.glue(&servers);
        (servers, glue)
    }

    fn glue(&self, servers: &[Record]) -> Vec<Record> {
        let names = servers.iter().filter_map(|record| match &record.data {
            Data::Ns(name) => Some(name),
            _ => None,
        });
        names.flat_map(|name| self.at(name, Kind::A)).cloned().collect()
    }

    /// Names that others look after: the highest one above this name, below the apex.
    fn delegated(&self, name: &Name) -> Option<Vec<Record>> {
        let mut above: Vec<Name> = Vec::new();
        let mut at = Some(name.clone());
        while let Some(name) = at.filter(|name| *name != self.apex) {
            at = name.parent();
            above.push(name);
        }
        above.into_iter().rev().find_map(|name| {
            let servers: Vec<Record> = self.at(&name, Kind::NS).cloned().collect();
            (!servers.is_empty()).then_some(servers)
        })
    }

    pub fn find(&self, name: &Name, kind: Kind) -> Found {
        let mut name = name.clone();
        let mut chain: Vec<Record> = Vec::new();
        for _ in 0..ALIASES {
            if !name.is_within(&self.apex) {
                return Found::Records(chain);
            }
            if let Some(servers) = self.delegated(&name) {
                if !chain.is_empty() {
                    return Found::Records(chain);
                }
                return Found::Referral { glue: self.glue(&servers), servers };
            }
            let found: Vec<Record> = self.at(&name, kind).cloned().collect();
            if !found.is_empty() {
                chain.extend(found);
                return Found::Records(chain);
            }
            let alias = self.at(&name, Kind::CNAME).next().cloned();
            if let Some(alias) = alias
                && let Data::Cname(target) = &alias.data
            {
                name = target.clone();
                chain.push(alias);
                continue;
            }
            // A name is there too if only names below it have records.
            let there = self.records.keys().any(|other| other.is_within(&name));
            return if there { Found::NoData(chain) } else { Found::NoName(chain) };
        }
        Found::Records(chain)
    }
}

/// A number of seconds, also as `2h` or `1d`.
fn seconds(text: &str) -> Option<u32> {
    let unit = match text.chars().last()?.to_ascii_lowercase() {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return text.parse().ok(),
    };
    text[..text.len() - 1].parse::<u32>().ok()?.checked_mul(unit)
}

/// The words of a line, and whether it begins with a space: then it is about the name of the line before.
struct Line {
    number: usize,
    blank: bool,
    words: Vec<String>,
}

/// Lines with comments taken off; what stands in brackets is one line.
fn lines(path: &str, text: &str) -> Result<Vec<Line>, Trouble> {
    let mut all: Vec<Line> = Vec::new();
    let mut open = false;
    for (number, text) in text.lines().enumerate() {
        if !open {
            all.push(Line { number: number + 1, blank: text.starts_with([' ', '\t']), words: Vec::new() });
        }
        let line = all.last_mut().expect("one was put in");
        let mut word: Option<String> = None;
        let mut quoted = false;
        for letter in text.chars() {
            match letter {
                '"' => {
                    quoted = !quoted;
                    word.get_or_insert_default();
                }
                letter if quoted => word.get_or_insert_default().push(letter),
                ';' => break,
                '(' | ')' => {
                    line.words.extend(word.take());
                    open = letter == '(';
                }
                letter if letter.is_whitespace() => line.words.extend(word.take()),
                letter => word.get_or_insert_default().push(letter),
            }
        }
        if quoted {
            return Err(format!("{path}:{}: unbalanced quotes", number + 1));
        }
        line.words.extend(word);
    }
    if open {
        return Err(format!("{path}: unbalanced parentheses"));
    }
    all.retain(|line| !line.words.is_empty());
    Ok(all)
}

/// The records of a master file.
///
/// # Errors
/// The first line that is not understood, as the server says it.
pub fn records(apex: &Name, path: &str, text: &str) -> Result<Vec<Record>, Trouble> {
    let mut origin = apex.clone();
    let mut default: Option<u32> = None;
    let mut owner: Option<Name> = None;
    let mut all = Vec::new();
    for line in lines(path, text)? {
        let wrong = |what: &str| Err(format!("{path}:{}: {what}", line.number));
        let mut words = line.words.iter().map(String::as_str).peekable();
        match line.words[0].as_str() {
            "$ORIGIN" => {
                let Some(name) = line.words.get(1).and_then(|text| full(text, &origin)) else {
                    return wrong("bad dotted name");
                };
                origin = name;
                continue;
            }
            "$TTL" => {
                let Some(ttl) = line.words.get(1).and_then(|text| seconds(text)) else {
                    return wrong("bad number");
                };
                default = Some(ttl);
                continue;
            }
            word if word.starts_with('$') => return wrong(&format!("unknown $ directive '{word}'")),
            _ => {}
        }
        if !line.blank {
            let text = words.next().unwrap_or_default();
            owner = full(text, &origin);
            if owner.is_none() {
                return wrong("bad dotted name");
            }
        }
        let Some(name) = owner.clone() else { return wrong("no current owner name") };
        let mut ttl = None;
        while let Some(word) = words.peek() {
            if word.eq_ignore_ascii_case("IN") {
                words.next();
            } else if let Some(number) = seconds(word) {
                ttl = Some(number);
                words.next();
            } else {
                break;
            }
        }
        let kind = words.next().unwrap_or_default().to_owned();
        let rest: Vec<&str> = words.collect();
        let Some(known) = Kind::parse(&kind).filter(|kind| *kind != Kind::ANY) else {
            return wrong(&format!("unknown RR type '{kind}'"));
        };
        let data = match data(known, &rest, &origin) {
            Ok(data) => data,
            Err((near, what)) => {
                let near = near.map_or("eol".to_owned(), |word| format!("'{word}'"));
                return Err(format!("dns_rdata_fromtext: {path}:{}: near {near}: {what}", line.number));
            }
        };
        // RFC 2308: without $TTL, that of the SOA's negative answers.
        if let (None, Data::Soa(soa)) = (default, &data) {
            default = Some(soa.negative);
        }
        let Some(ttl) = ttl.or(default) else { return wrong("no TTL specified") };
        all.push(Record::new(name, ttl, data));
    }
    Ok(all)
}

/// A name in a file: with a dot at its end it is whole, else it stands below the origin.
fn full(text: &str, origin: &Name) -> Option<Name> {
    match text {
        "@" => Some(origin.clone()),
        text if text.ends_with('.') => Name::parse(text),
        text => Name::parse(text)?.under(origin),
    }
}

/// The word where it goes wrong, nothing at the end of the line; and what is wrong.
type Slip<'w> = (Option<&'w str>, &'static str);

fn data<'w>(known: Kind, words: &[&'w str], origin: &Name) -> Result<Data, Slip<'w>> {
    let word = |at: usize| words.get(at).copied().ok_or((None, "unexpected end of input"));
    let name = |at: usize| {
        let text = word(at)?;
        full(text, origin).ok_or((Some(text), "bad name"))
    };
    let number = |at: usize| {
        let text = word(at)?;
        seconds(text).ok_or((Some(text), "not a valid number"))
    };
    let expected = match known {
        Kind::SOA => 7,
        Kind::MX => 2,
        _ => 1,
    };
    let data = match known {
        Kind::A => word(0).and_then(|text| text.parse().map(Data::A).map_err(|_| (Some(text), "bad dotted quad")))?,
        Kind::AAAA => {
            word(0).and_then(|text| text.parse().map(Data::Aaaa).map_err(|_| (Some(text), "bad IPv6 address")))?
        }
        Kind::CNAME => Data::Cname(name(0)?),
        Kind::NS => Data::Ns(name(0)?),
        Kind::PTR => Data::Ptr(name(0)?),
        Kind::MX => Data::Mx(number(0)? as u16, name(1)?),
        Kind::TXT => return Ok(Data::Txt(words.concat())),
        _ => Data::Soa(Box::new(Soa {
            server: name(0)?,
            mailbox: name(1)?,
            serial: number(2)?,
            refresh: number(3)?,
            retry: number(4)?,
            expire: number(5)?,
            negative: number(6)?,
        })),
    };
    if words.len() > expected {
        return Err((words.get(expected).copied(), "extra input text"));
    }
    Ok(data)
}
