//! The name server: it answers for its zones, and asks others for the rest.
//!
//! What it asks goes on its own way in simulated time: to the servers it is told of (`forwarders`), or from the root
//! down along referrals. If nobody answers in time it says so (SERVFAIL) before those who asked have given up.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::config::{Config, FILE};
use super::message::{Code, Data, Kind, Message, Name, Record};
use super::zone::{self, Found, Zone};
use crate::net::Cidr;
use crate::net::device::{Cx, Device, Quoted, Timer};
use crate::net::time::Time;
use crate::net::udp::{Datagram, Service};

/// From here it asks others; its own port is the one it answers on.
pub const ASKS_FROM: u16 = 33_053;
/// How long it waits for one server (`resolver-retry-interval` of BIND), and how often it tries each.
const PATIENCE: Time = Time::millis(800);
const TRIES: usize = 2;
/// After so long it gives up and says that it failed: below the five seconds after which those who ask repeat (BIND
/// waits ten, so that its clients see a silence first; design choice, for the answer to be seen).
const GIVES_UP: Time = Time::millis(4500);
/// Servers and aliases that are followed for one question.
const DEEPEST: u8 = 16;
/// Questions on their way, and answers that are remembered.
const PENDING_MOST: usize = 200;
const CACHE_MOST: usize = 1000;

/// What one server knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Server {
    zones: Vec<(Name, Option<Zone>)>,
    config: Config,
    /// Addresses of root servers.
    hints: Vec<Ipv4Addr>,
    cache: BTreeMap<(Name, Kind), Kept>,
    pending: BTreeMap<u16, Pending>,
    next_id: u16,
}

/// An answer that is remembered: RFC 1035, 7.4, and RFC 2308 for those that say no.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    since: Time,
    until: Time,
    code: Code,
    answers: Vec<Record>,
    authority: Vec<Record>,
}

/// A question that others are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pending {
    /// Who wants to know, on which address, and what was asked.
    client: (Ipv4Addr, u16),
    local: Ipv4Addr,
    query: Message,
    /// What is asked for now: an alias may have led on.
    name: Name,
    /// What was found on the way.
    chain: Vec<Record>,
    servers: Vec<Ipv4Addr>,
    turn: usize,
    deep: u8,
    begun: Time,
    generation: u32,
}

impl Server {
    /// Reads the configuration and the zones; says what is wrong with them.
    ///
    /// # Errors
    /// Why the server does not start at all.
    pub fn read(files: &BTreeMap<String, String>) -> Result<(Self, Vec<String>), Vec<String>> {
        let text = files.get(FILE).map_or("", String::as_str);
        let config = Config::parse(text).map_err(|what| vec![what, "loading configuration: failure".to_owned()])?;
        let mut server = Self::default();
        let mut said = Vec::new();
        for named in &config.zones {
            let shown = format!("zone {}/IN", named.name.as_str());
            let Some(text) = files.get(&named.file) else {
                said.push(format!("{shown}: loading from master file {} failed: file not found", named.file));
                server.zones.push((named.name.clone(), None));
                continue;
            };
            if named.hint {
                match zone::records(&named.name, &named.file, text) {
                    Ok(records) => server.hints.extend(records.iter().filter_map(|record| match record.data {
                        Data::A(addr) => Some(addr),
                        _ => None,
                    })),
                    Err(what) => said.push(what),
                }
                continue;
            }
            let zone = Zone::parse(&named.name, &named.file, text);
            match &zone {
                Ok(zone) => {
                    let serial = zone.soa().and_then(|soa| match &soa.data {
                        Data::Soa(soa) => Some(soa.serial),
                        _ => None,
                    });
                    said.push(format!("{shown}: loaded serial {}", serial.unwrap_or_default()));
                }
                Err(what) => {
                    said.push(what.clone());
                    if what.contains(&named.file) {
                        let last = what.rsplit(": ").next().unwrap_or_default();
                        said.push(format!("{shown}: loading from master file {} failed: {last}", named.file));
                    }
                    said.push(format!("{shown}: not loaded due to errors."));
                }
            }
            server.zones.push((named.name.clone(), zone.ok()));
        }
        server.config = config;
        Ok((server, said))
    }

    /// The zone that a name belongs to: the longest that fits.
    fn zone_of(&self, name: &Name) -> Option<&(Name, Option<Zone>)> {
        self.zones.iter().filter(|(apex, _)| name.is_within(apex)).max_by_key(|(apex, _)| apex.depth())
    }

    fn lets(&self, client: Ipv4Addr) -> bool {
        self.config.allow.as_ref().is_none_or(|all: &Vec<Cidr>| all.iter().any(|net| net.contains(client)))
    }

    fn remember(&mut self, name: &Name, kind: Kind, message: &Message, now: Time) {
        let ttl = match message.code {
            Code::GOOD if !message.answers.is_empty() => message.answers.iter().map(|record| record.ttl).min(),
            Code::GOOD | Code::NO_NAME => message.authority.iter().find_map(|record| match &record.data {
                Data::Soa(soa) => Some(soa.negative.min(record.ttl)),
                _ => None,
            }),
            _ => None,
        };
        let Some(ttl) = ttl.filter(|ttl| *ttl > 0) else { return };
        self.cache.retain(|_, kept| kept.until > now);
        if self.cache.len() < CACHE_MOST {
            let kept = Kept {
                since: now,
                until: now + Time::seconds(u64::from(ttl)),
                code: message.code,
                answers: message.answers.clone(),
                authority: message.authority.iter().filter(|record| record.kind == Kind::SOA).cloned().collect(),
            };
            self.cache.insert((name.clone(), kind), kept);
        }
    }

    fn remembered(&self, name: &Name, kind: Kind, now: Time) -> Option<Kept> {
        let mut kept = self.cache.get(&(name.clone(), kind)).filter(|kept| kept.until > now)?.clone();
        let age = (now - kept.since).as_seconds() as u32;
        kept.answers
            .iter_mut()
            .chain(&mut kept.authority)
            .for_each(|record| record.ttl = record.ttl.saturating_sub(age));
        Some(kept)
    }
}

/// What a server does with a question at once.
enum Now {
    Answer(Message),
    /// Others are to be asked for this name, beginning with these.
    Ask {
        name: Name,
        chain: Vec<Record>,
        servers: Vec<Ipv4Addr>,
    },
}

fn addresses(records: &[Record]) -> Vec<Ipv4Addr> {
    let of = |record: &Record| match record.data {
        Data::A(addr) => Some(addr),
        _ => None,
    };
    records.iter().filter_map(of).collect()
}

impl Server {
    /// Whom to ask for what is nobody's here.
    fn beyond(&self) -> &[Ipv4Addr] {
        if self.config.forwarders.is_empty() { &self.hints } else { &self.config.forwarders }
    }

    fn handle(&self, query: &Message, client: Ipv4Addr, now: Time) -> Now {
        let Some(question) = query.question.clone() else { return Now::Answer(query.answer(Code::FORMAT)) };
        if query.opcode != 0 {
            return Now::Answer(query.answer(Code::NOT_IMPLEMENTED));
        }
        if !self.lets(client) {
            return Now::Answer(query.answer(Code::REFUSED));
        }
        let recursion = self.config.recursion;
        let asks = recursion && query.recursion_desired;
        let answer = |code: Code| Message { recursion_available: recursion, ..query.answer(code) };
        let (name, kind) = (&question.name, question.kind);
        match self.zone_of(name) {
            Some((_, None)) => Now::Answer(answer(Code::FAILS)),
            Some((_, Some(zone))) => match zone.find(name, kind) {
                Found::Records(chain) => {
                    let open = match chain.last().map(|record| &record.data) {
                        Some(Data::Cname(target)) if kind != Kind::CNAME && kind != Kind::ANY => Some(target.clone()),
                        _ => None,
                    };
                    match open {
                        Some(name) if asks && !self.beyond().is_empty() => {
                            Now::Ask { name, chain, servers: self.beyond().to_vec() }
                        }
                        _ => {
                            let extra = chain.iter().filter_map(|record| match &record.data {
                                Data::Mx(_, name) | Data::Ns(name) => Some(name),
                                _ => None,
                            });
                            let additional = extra
                                .flat_map(|name| zone.records.get(name).into_iter().flatten())
                                .filter(|record| matches!(record.kind, Kind::A | Kind::AAAA))
                                .cloned()
                                .collect();
                            let mut message = answer(Code::GOOD);
                            (message.authoritative, message.answers, message.additional) = (true, chain, additional);
                            Now::Answer(message)
                        }
                    }
                }
                Found::NoData(chain) => Now::Answer(negative(answer(Code::GOOD), zone, chain)),
                Found::NoName(chain) => Now::Answer(negative(answer(Code::NO_NAME), zone, chain)),
                Found::Referral { servers, glue } => {
                    if asks {
                        return Now::Ask { name: name.clone(), chain: Vec::new(), servers: addresses(&glue) };
                    }
                    let mut message = answer(Code::GOOD);
                    (message.authority, message.additional) = (servers, glue);
                    Now::Answer(message)
                }
            },
            None if !asks => Now::Answer(answer(Code::REFUSED)),
            None => match self.remembered(name, kind, now) {
                Some(kept) => {
                    let mut message = answer(kept.code);
                    (message.answers, message.authority) = (kept.answers, kept.authority);
                    Now::Answer(message)
                }
                None => Now::Ask { name: name.clone(), chain: Vec::new(), servers: self.beyond().to_vec() },
            },
        }
    }
}

/// RFC 2308, section 3: the zone's beginning says how long a no is good for.
fn negative(mut message: Message, zone: &Zone, chain: Vec<Record>) -> Message {
    message.authoritative = true;
    message.answers = chain;
    if let Some(soa) = zone.soa() {
        let mut soa = soa.clone();
        if let Data::Soa(data) = &soa.data {
            soa.ttl = soa.ttl.min(data.negative);
        }
        message.authority.push(soa);
    }
    message
}

impl Device {
    /// Reads everything and begins to listen. What it says of it; whether it runs.
    pub(in crate::net) fn dns_start(&mut self) -> (Vec<String>, bool) {
        match Server::read(&self.files) {
            Ok((server, said)) => {
                self.dns = server;
                self.udp.insert(super::PORT, Service::Dns);
                self.udp.insert(ASKS_FROM, Service::Dns);
                (said, true)
            }
            Err(said) => (said, false),
        }
    }

    pub(in crate::net) fn dns_stop(&mut self) {
        self.udp.remove(&super::PORT);
        self.udp.remove(&ASKS_FROM);
        self.dns = Server::default();
    }

    pub(in crate::net) fn dns_input(&mut self, it: &Datagram, cx: &mut Cx) {
        let Some(message) = Message::parse(it.payload) else {
            // RFC 1035, 4.1.1: what has a number can be told that it is not understood.
            if let (true, Some(&[a, b])) = (it.to.1 == super::PORT, it.payload.first_chunk()) {
                let id = u16::from_be_bytes([a, b]);
                let told = Message { id, ..Message::default() }.answer(Code::FORMAT);
                let _ = self.udp_send((Some(it.to.0), super::PORT), it.from, &told.bytes(), None, cx);
            }
            return;
        };
        if it.to.1 == ASKS_FROM {
            return self.dns_answered(it.from.0, &message, cx);
        }
        if message.response {
            return;
        }
        match self.dns.handle(&message, it.from.0, cx.now) {
            Now::Answer(answer) => {
                let _ = self.udp_send((Some(it.to.0), super::PORT), it.from, &answer.bytes(), None, cx);
            }
            Now::Ask { name, chain, servers } => {
                let pending = Pending {
                    client: it.from,
                    local: it.to.0,
                    query: message,
                    name,
                    chain,
                    servers,
                    turn: 0,
                    deep: 0,
                    begun: cx.now,
                    generation: 0,
                };
                if self.dns.pending.len() < PENDING_MOST {
                    self.dns_ask(pending, cx);
                }
            }
        }
    }

    /// Asks the next server; tells the client that it failed when there is none left.
    fn dns_ask(&mut self, mut pending: Pending, cx: &mut Cx) {
        let late = cx.now - pending.begun >= GIVES_UP;
        let all = pending.servers.len() * TRIES;
        while pending.turn < all && !late {
            let server = pending.servers[pending.turn % pending.servers.len()];
            pending.turn += 1;
            pending.generation += 1;
            self.dns.next_id = self.dns.next_id.wrapping_add(1);
            let id = self.dns.next_id;
            let kind = pending.query.question.as_ref().map_or(Kind::A, |question| question.kind);
            let forwards = !self.dns.config.forwarders.is_empty();
            let query = Message::ask(id, pending.name.clone(), kind, forwards);
            if self.udp_send((None, ASKS_FROM), (server, super::PORT), &query.bytes(), None, cx).is_ok() {
                let left = GIVES_UP - (cx.now - pending.begun);
                cx.later(PATIENCE.min(left), Timer::Dns { id, generation: pending.generation });
                self.dns.pending.insert(id, pending);
                return;
            }
        }
        self.dns_tell(&pending, Code::FAILS, Vec::new(), Vec::new(), cx);
    }

    /// Tells the client what was found.
    fn dns_tell(&mut self, pending: &Pending, code: Code, answers: Vec<Record>, authority: Vec<Record>, cx: &mut Cx) {
        let mut answer = pending.query.answer(code);
        answer.recursion_available = true;
        if code != Code::FAILS {
            answer.answers = [pending.chain.clone(), answers].concat();
            answer.authority = authority;
            if let Some(question) = pending.query.question.clone() {
                self.dns.remember(&question.name, question.kind, &answer, cx.now);
            }
        }
        let _ = self.udp_send((Some(pending.local), super::PORT), pending.client, &answer.bytes(), None, cx);
    }

    pub(in crate::net) fn dns_timer(&mut self, id: u16, generation: u32, cx: &mut Cx) {
        if self.dns.pending.get(&id).is_some_and(|pending| pending.generation == generation)
            && let Some(pending) = self.dns.pending.remove(&id)
        {
            self.dns_ask(pending, cx);
        }
    }

    /// Somebody on the way says that a server cannot be reached, or does not listen: the next one.
    pub(in crate::net) fn dns_error(&mut self, about: &Quoted, cx: &mut Cx) {
        if about.words != (ASKS_FROM, super::PORT) {
            return;
        }
        let asked = |it: &Pending| it.servers[(it.turn.max(1) - 1) % it.servers.len()] == about.dst;
        let all: Vec<u16> = self.dns.pending.iter().filter(|(_, it)| asked(it)).map(|(id, _)| *id).collect();
        for id in all {
            if let Some(pending) = self.dns.pending.remove(&id) {
                self.dns_ask(pending, cx);
            }
        }
    }

    /// A server answered.
    fn dns_answered(&mut self, from: Ipv4Addr, message: &Message, cx: &mut Cx) {
        let fits = |pending: &Pending| {
            pending.servers.contains(&from)
                && message.question.as_ref().is_some_and(|question| question.name == pending.name)
        };
        if !message.response || !self.dns.pending.get(&message.id).is_some_and(fits) {
            return;
        }
        let Some(mut pending) = self.dns.pending.remove(&message.id) else { return };
        if !matches!(message.code, Code::GOOD | Code::NO_NAME) {
            return self.dns_ask(pending, cx);
        }
        pending.deep += 1;
        let kind = pending.query.question.as_ref().map_or(Kind::A, |question| question.kind);
        let referred = message.code == Code::GOOD
            && message.answers.is_empty()
            && !message.authoritative
            && message.authority.iter().any(|record| record.kind == Kind::NS);
        if referred {
            let next = addresses(&message.additional);
            if pending.deep > DEEPEST || next.is_empty() {
                return self.dns_tell(&pending, Code::FAILS, Vec::new(), Vec::new(), cx);
            }
            (pending.servers, pending.turn) = (next, 0);
            return self.dns_ask(pending, cx);
        }
        // An alias that leads out of the zone of the one who answered: on from the top.
        let alias = match message.answers.last().map(|record| &record.data) {
            Some(Data::Cname(target)) if kind != Kind::CNAME && kind != Kind::ANY => Some(target.clone()),
            _ => None,
        };
        if let Some(target) = alias.filter(|_| message.code == Code::GOOD && pending.deep <= DEEPEST) {
            pending.chain.extend(message.answers.iter().cloned());
            let own =
                self.dns.zone_of(&target).and_then(|(_, zone)| zone.as_ref()).map(|zone| zone.find(&target, kind));
            match own {
                Some(Found::Records(records)) => {
                    return self.dns_tell(&pending, Code::GOOD, records, Vec::new(), cx);
                }
                Some(Found::NoName(_)) => return self.dns_tell(&pending, Code::NO_NAME, Vec::new(), Vec::new(), cx),
                Some(Found::NoData(_)) => return self.dns_tell(&pending, Code::GOOD, Vec::new(), Vec::new(), cx),
                _ => {}
            }
            (pending.name, pending.servers, pending.turn) = (target, self.dns.beyond().to_vec(), 0);
            return self.dns_ask(pending, cx);
        }
        let authority = message.authority.iter().filter(|record| record.kind == Kind::SOA).cloned().collect();
        self.dns_tell(&pending, message.code, message.answers.clone(), authority, cx);
    }
}
