//! The resolver of a computer: `/etc/hosts`, `/etc/resolv.conf`, and questions to the servers named there, as the C
//! library of Linux asks them.

use std::net::Ipv4Addr;

use super::message::{Code, Data, Kind, Message, Name};
use crate::net::device::{Device, Mail};
use crate::net::ip::SendError;
use crate::net::packet::UDP;
use crate::net::time::Time;
use crate::net::udp::Service;
use crate::net::world::{Net, Ran};
use crate::rng;

pub const HOSTS: &str = "/etc/hosts";
pub const RESOLV: &str = "/etc/resolv.conf";
/// `resolv.conf(5)`: how long one server is waited for, how often all are tried, and how many servers count.
const PATIENCE: u64 = 5;
const ATTEMPTS: u32 = 2;
const SERVERS_MOST: usize = 3;
/// Aliases that are followed in one answer.
const ALIASES: usize = 16;

/// Why a question got no answer at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// It could not even leave.
    Local(SendError),
    /// Nobody listens there.
    Refused,
    /// Somebody on the way forbids it.
    Filtered,
    Silent,
}

impl NoAnswer {
    /// As the tools of the name server's maker say it, measured with version 9.18 on a real kernel.
    pub fn text(self) -> &'static str {
        match self {
            NoAnswer::Local(SendError::NoRoute) => "network unreachable",
            NoAnswer::Local(_) | NoAnswer::Filtered => "host unreachable",
            NoAnswer::Refused => "connection refused",
            NoAnswer::Silent => "timed out",
        }
    }
}

/// Why a name has no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unresolved {
    /// There is no such name.
    NoName,
    /// There is, and it has no address of this kind.
    NoAddress,
    /// A server says that it failed, or will not say.
    Failed(Code),
    /// No server said anything.
    NoAnswer(NoAnswer),
}

impl Unresolved {
    /// As the C library says it: `getaddrinfo(3)`.
    pub fn text(self) -> &'static str {
        match self {
            Unresolved::NoName => "Name or service not known",
            Unresolved::NoAddress => "No address associated with hostname",
            Unresolved::Failed(_) | Unresolved::NoAnswer(_) => "Temporary failure in name resolution",
        }
    }
}

/// An address for a name, and what it is really called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub addr: Ipv4Addr,
    pub called: String,
    /// The server that said it; nothing if it stands in a file.
    pub server: Option<Ipv4Addr>,
}

/// What stands in `/etc/resolv.conf`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conf {
    pub servers: Vec<Ipv4Addr>,
    pub search: Vec<String>,
    timeout: Option<u64>,
    attempts: Option<u32>,
}

impl Conf {
    pub fn of(device: &Device) -> Self {
        let mut conf = Self::default();
        for line in device.files.get(RESOLV).map_or("", String::as_str).lines() {
            let mut words = line.split_whitespace();
            match words.next() {
                Some("nameserver") => conf.servers.extend(words.next().and_then(|word| word.parse::<Ipv4Addr>().ok())),
                Some("search" | "domain") => conf.search = words.map(str::to_owned).collect(),
                Some("options") => {
                    for word in words {
                        let number = word.split_once(':').and_then(|(_, number)| number.parse::<u32>().ok());
                        match (word, number) {
                            (word, Some(number)) if word.starts_with("timeout:") => {
                                conf.timeout = Some(u64::from(number.clamp(1, 30)));
                            }
                            (word, Some(number)) if word.starts_with("attempts:") => {
                                conf.attempts = Some(number.clamp(1, 5));
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        conf.servers.truncate(SERVERS_MOST);
        conf
    }

    /// Whom the library asks: where nobody is named, the computer itself.
    pub fn asked(&self) -> Vec<Ipv4Addr> {
        if self.servers.is_empty() { vec![Ipv4Addr::LOCALHOST] } else { self.servers.clone() }
    }

    /// What a name may mean, in the order in which it is tried (`ndots:1`).
    pub fn candidates(&self, text: &str) -> Vec<Name> {
        let whole = Name::parse(text);
        if text.ends_with('.') {
            return whole.into_iter().collect();
        }
        let longer: Vec<Name> =
            self.search.iter().filter_map(|domain| whole.as_ref()?.under(&Name::parse(domain)?)).collect();
        if text.contains('.') {
            whole.into_iter().chain(longer).collect()
        } else {
            longer.into_iter().chain(whole).collect()
        }
    }
}

/// The address of a name in `/etc/hosts`, and the first name of its line.
pub fn in_hosts(device: &Device, name: &str) -> Option<(Ipv4Addr, String)> {
    let text = device.files.get(HOSTS)?;
    text.lines().find_map(|line| {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        let addr = words.next()?.parse::<Ipv4Addr>().ok()?;
        let names: Vec<&str> = words.collect();
        let fits = names.iter().any(|word| word.eq_ignore_ascii_case(name.trim_end_matches('.')));
        fits.then(|| (addr, names[0].to_owned()))
    })
}

/// The address at the end of the aliases of an answer, and the name it belongs to.
pub fn address_in(message: &Message, name: &Name) -> Option<(Ipv4Addr, Name)> {
    let mut name = name.clone();
    for _ in 0..ALIASES {
        for record in message.answers.iter().filter(|record| record.name == name) {
            if let Data::A(addr) = record.data {
                return Some((addr, name));
            }
        }
        let alias = message.answers.iter().find_map(|record| match &record.data {
            Data::Cname(target) if record.name == name => Some(target.clone()),
            _ => None,
        });
        name = alias?;
    }
    None
}

impl Net {
    /// Asks a server once.
    ///
    /// # Errors
    /// Why no answer came.
    pub fn dns_ask(
        &mut self,
        device: usize,
        server: Ipv4Addr,
        query: &Message,
        wait: Time,
    ) -> Result<Message, NoAnswer> {
        let host = &mut self.devices[device];
        let turn = u32::from(query.id);
        let port = (0..2000_u32)
            .map(|next| 33_100 + (turn + next).wrapping_mul(7) as u16 % 20_000)
            .find(|port| !host.udp.contains_key(port) && !host.programs.listens(UDP, *port))
            .unwrap_or(33_100);
        host.udp.insert(port, Service::Command);
        let result = self.listen(device, |net| {
            let bytes = query.bytes();
            let sent =
                net.with(device, |host, cx| host.udp_send((None, port), (server, super::PORT), &bytes, None, cx));
            sent.map_err(NoAnswer::Local)?;
            let until = net.now() + wait;
            while net.run_for_mail(device, until) == Ran::Mail {
                while let Some(mail) = net.devices[device].mail.pop_front() {
                    match mail {
                        Mail::Udp { from, to, payload } if from == (server, super::PORT) && to == port => {
                            let answer = Message::parse(&payload).filter(|answer| answer.response);
                            if let Some(answer) = answer.filter(|answer| answer.id == query.id) {
                                return Ok(answer);
                            }
                        }
                        Mail::Error { kind: 3, code, about, .. }
                            if about.protocol == UDP && about.words == (port, super::PORT) && about.dst == server =>
                        {
                            // Only what the kernel calls fatal is told to the program: `icmp_err_convert`.
                            match code {
                                2 | 3 => return Err(NoAnswer::Refused),
                                6..=10 | 13 => return Err(NoAnswer::Filtered),
                                _ => {}
                            }
                        }
                        _ => {}
                    }
                }
            }
            Err(NoAnswer::Silent)
        });
        self.devices[device].udp.remove(&port);
        result
    }

    /// A number for the next question of a device.
    pub fn dns_id(&mut self, device: usize) -> u16 {
        let host = &mut self.devices[device];
        host.shell.questions = host.shell.questions.wrapping_add(1);
        rng::stream(0, &format!("dns-{}", host.id), host.shell.questions).below(1 << 16) as u16
    }

    /// The address of a name, as the C library finds it.
    ///
    /// # Errors
    /// Why there is none.
    pub fn look_up(&mut self, device: usize, text: &str) -> Result<Resolved, Unresolved> {
        let plain = |addr: Ipv4Addr, called: &str| Resolved { addr, called: called.to_owned(), server: None };
        if let Ok(addr) = text.parse::<Ipv4Addr>() {
            return Ok(plain(addr, text));
        }
        // Digits and dots only are an address that is written wrong, and no name.
        if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(Unresolved::NoName);
        }
        let host = &self.devices[device];
        if let Some((addr, called)) = in_hosts(host, text) {
            return Ok(plain(addr, &called));
        }
        if text.trim_end_matches('.').eq_ignore_ascii_case("localhost") {
            return Ok(plain(Ipv4Addr::LOCALHOST, "localhost"));
        }
        let conf = Conf::of(host);
        let mut last = Unresolved::NoName;
        for name in conf.candidates(text) {
            match self.look_up_at(device, &conf, &name) {
                Ok(resolved) => {
                    self.devices[device].shell.found = Some((text.to_owned(), resolved.addr));
                    return Ok(resolved);
                }
                Err(why @ (Unresolved::NoName | Unresolved::NoAddress)) => {
                    // A name that is there without an address says more than one that is not.
                    if last != Unresolved::NoAddress {
                        last = why;
                    }
                }
                Err(why) => return Err(why),
            }
        }
        Err(last)
    }

    fn look_up_at(&mut self, device: usize, conf: &Conf, name: &Name) -> Result<Resolved, Unresolved> {
        let servers = conf.asked();
        let mut last = Unresolved::NoAnswer(NoAnswer::Silent);
        for _ in 0..conf.attempts.unwrap_or(ATTEMPTS) {
            for (turn, server) in servers.iter().enumerate() {
                let query = Message::ask(self.dns_id(device), name.clone(), Kind::A, true);
                // As in glibc: later servers get longer, shared among all.
                let first = conf.timeout.unwrap_or(PATIENCE);
                let wait = if turn == 0 { first } else { ((first << turn) / servers.len() as u64).max(1) };
                match self.dns_ask(device, *server, &query, Time::seconds(wait)) {
                    Ok(answer) => match answer.code {
                        Code::GOOD => {
                            return match address_in(&answer, name) {
                                Some((addr, called)) => {
                                    let called = called.as_str().to_owned();
                                    Ok(Resolved { addr, called, server: Some(*server) })
                                }
                                None => Err(Unresolved::NoAddress),
                            };
                        }
                        Code::NO_NAME => return Err(Unresolved::NoName),
                        code => last = Unresolved::Failed(code),
                    },
                    Err(why) => last = Unresolved::NoAnswer(why),
                }
            }
        }
        Err(last)
    }
}
