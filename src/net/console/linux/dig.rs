//! `dig`, `host`, `nslookup`, `resolvectl`: what name servers say. Texts are those of version 9.18 of the name server's
//! own tools, as they came out of them on a real kernel.

use std::net::Ipv4Addr;

use super::Job;
use super::trace::resolve;
use crate::net::dns::stub::{Conf, NoAnswer, Unresolved, in_hosts};
use crate::net::dns::{Code, Data, Kind, Message, Name, PORT, Record};
use crate::net::time::Time;

const VERSION: &str = "9.18.49-1~deb12u3-Debian";

/// An answer, who gave it, and how long it took.
struct Answered {
    message: Message,
    server: Ipv4Addr,
    took: Time,
}

/// Asks servers in turn, as often as was said; prints a line for each that gives no answer.
fn ask(job: &mut Job, servers: &[Ipv4Addr], query: &Query, loud: bool) -> Option<Answered> {
    let device = job.device;
    for turn in 0..query.tries {
        for server in servers {
            let id = job.net.dns_id(device);
            let message = Message::ask(id, query.name.clone(), query.kind, query.recursion);
            let begun = job.net.now();
            match job.net.dns_ask(device, *server, &message, query.wait) {
                Ok(message)
                    if message.code == Code::FAILS && servers.len() > 1 && *server != servers[servers.len() - 1] =>
                {
                    if loud {
                        job.print(format!(";; Got SERVFAIL reply from {server}"));
                    }
                }
                Ok(message) => return Some(Answered { message, server: *server, took: job.net.now() - begun }),
                Err(why @ NoAnswer::Local(_)) => {
                    let name = query.name.as_str();
                    job.print(format!(
                        ";; UDP setup with {server}#{PORT}({server}) for {name} failed: {}.",
                        why.text()
                    ));
                    if turn + 1 < query.tries {
                        job.print(";; no servers could be reached");
                    }
                }
                Err(why) => job.print(format!(";; communications error to {server}#{PORT}: {}", why.text())),
            }
        }
    }
    None
}

struct Query {
    name: Name,
    kind: Kind,
    recursion: bool,
    tries: u32,
    wait: Time,
}

/// Columns as the tools align them: with tabs up to these places, or a space behind what is longer.
fn tabbed(text: &str, to: usize) -> String {
    let mut text = text.to_owned();
    if text.len() >= to {
        text.push(' ');
        return text;
    }
    let mut width = text.len();
    loop {
        text.push('\t');
        width = (width / 8 + 1) * 8;
        if width >= to {
            return text;
        }
    }
}

fn row(record: &Record) -> String {
    let data = record.data.to_string();
    let head = tabbed(&record.name.to_string(), 24);
    let kind = record.kind.to_string();
    format!("{head}{}\tIN\t{kind}\t{data}", record.ttl)
}

/// A moment as `date` writes it, on a clock that nobody set: it began when everything was switched on.
fn when(time: Time) -> String {
    let seconds = time.as_seconds();
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    const NAMES: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let name = NAMES[(days % 7) as usize];
    let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{name} Jan {:02} {hours:02}:{minutes:02}:{seconds:02} UTC 1970", days % 31 + 1)
}

/// The name that an address has, written as one; else the name itself.
fn name_or_address(text: &str) -> (Option<Name>, Kind) {
    match text.parse::<Ipv4Addr>() {
        Ok(addr) => (Some(Name::of_address(addr)), Kind::PTR),
        Err(_) => (Name::parse(text), Kind::A),
    }
}

pub fn dig(job: &mut Job, args: &[&str]) -> u8 {
    let mut server = None;
    let (mut text, mut kind, mut kind_given, mut short, mut recursion) = (None, Kind::A, false, false, true);
    // It says how many servers were named, unless an address came before.
    let (mut tries, mut wait, mut counted) = (3, 5, true);
    let (mut comments, mut answer_only) = (true, false);
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        if let Some(name) = word.strip_prefix('@') {
            server = Some(name);
        } else if let Some(option) = word.strip_prefix('+') {
            let number = option.split_once('=').and_then(|(_, number)| number.parse::<u32>().ok());
            match (option, number) {
                ("short", _) => short = true,
                ("norecurse" | "norec", _) => recursion = false,
                ("noall", _) => comments = false,
                ("answer", _) => answer_only = true,
                ("noedns" | "nocookie" | "nodnssec" | "all" | "recurse" | "search" | "nosearch", _) => {}
                (option, Some(number)) if option.starts_with("tries=") => tries = number.clamp(1, 10),
                (option, Some(number)) if option.starts_with("retry=") => tries = number.clamp(0, 9) + 1,
                (option, Some(number)) if option.starts_with("time=") => wait = u64::from(number.clamp(1, 60)),
                _ => {
                    let real = ["trace", "tcp", "dnssec", "edns", "multiline", "stats", "nostats", "nocmd"];
                    if real.iter().any(|real| option.starts_with(real)) {
                        job.reply.notes.extend(super::Reply::not_simulated(&format!("dig +{option}")).notes);
                        return 1;
                    }
                    job.print(format!("Invalid option: +{option}"));
                    return job.fail(1, "Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}");
                }
            }
        } else if word == "-x" {
            let Some(Ok(addr)) = words.next().map(str::parse::<Ipv4Addr>) else {
                return job.fail(1, "Invalid IP address");
            };
            (text, kind, kind_given) = (Some(Name::of_address(addr)), Kind::PTR, true);
            counted = server.is_some();
        } else if word == "-t" {
            match words.next().and_then(Kind::parse) {
                Some(named) => (kind, kind_given) = (named, true),
                None => job.print(";; Warning, ignoring invalid type"),
            }
        } else if matches!(word, "-4" | "IN" | "in") {
        } else if word.starts_with('-') {
            job.print(format!("Invalid option: {word}"));
            return job.fail(1, "Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}");
        } else if let Some(named) = Kind::parse(word).filter(|_| !kind_given) {
            (kind, kind_given) = (named, true);
        } else {
            match Name::parse(word) {
                Some(name) => text = Some(name),
                None => return job.fail(10, format!("dig: '{word}' is not a legal name")),
            }
        }
    }
    let servers = match server {
        Some(name) => match resolve(job, name) {
            Ok(addr) => vec![addr],
            Err(Unresolved::NoName | Unresolved::NoAddress) => {
                return job.fail(1, format!("dig: couldn't get address for '{name}': not found"));
            }
            Err(_) => return job.fail(1, format!("dig: couldn't get address for '{name}': failure")),
        },
        None => Conf::of(job.host()).asked(),
    };
    if text.is_none() && !kind_given {
        kind = Kind::NS;
    }
    let query = Query { name: text.unwrap_or_default(), kind, recursion, tries, wait: Time::seconds(wait) };
    let answered = ask(job, &servers, &query, !short);
    let Some(Answered { message, server: from, took }) = answered else {
        let setup = job.out.ends_with("unreachable.\n");
        if !short && !setup {
            job.print("");
            job.print(format!("; <<>> DiG {VERSION} <<>> {}", args.join(" ")));
            if server.is_some() && counted {
                job.print("; (1 server found)");
            }
            job.print(";; global options: +cmd");
        }
        return job.fail(9, ";; no servers could be reached");
    };
    if short {
        message.answers.iter().for_each(|record| job.print(record.data.to_string()));
        return 0;
    }
    if !comments {
        if answer_only {
            message.answers.iter().for_each(|record| job.print(row(record)));
        }
        return 0;
    }
    job.print("");
    job.print(format!("; <<>> DiG {VERSION} <<>> {}", args.join(" ")));
    if server.is_some() && counted {
        job.print("; (1 server found)");
    }
    job.print(";; global options: +cmd");
    job.print(";; Got answer:");
    print_message(job, &message);
    let now = job.net.now();
    job.print(format!(";; Query time: {} msec", took.as_millis()));
    job.print(format!(";; SERVER: {from}#{PORT}({from}) (UDP)"));
    job.print(format!(";; WHEN: {}", when(now)));
    job.print(format!(";; MSG SIZE  rcvd: {}", message.bytes().len()));
    job.print("");
    0
}

fn print_message(job: &mut Job, message: &Message) {
    job.print(format!(";; ->>HEADER<<- opcode: QUERY, status: {}, id: {}", message.code, message.id));
    let flags: Vec<&str> = [
        (message.response, "qr"),
        (message.authoritative, "aa"),
        (message.truncated, "tc"),
        (message.recursion_desired, "rd"),
        (message.recursion_available, "ra"),
    ]
    .into_iter()
    .filter_map(|(on, name)| on.then_some(name))
    .collect();
    job.print(format!(
        ";; flags: {}; QUERY: {}, ANSWER: {}, AUTHORITY: {}, ADDITIONAL: {}",
        flags.join(" "),
        u8::from(message.question.is_some()),
        message.answers.len(),
        message.authority.len(),
        message.additional.len()
    ));
    if message.recursion_desired && !message.recursion_available {
        job.print(";; WARNING: recursion requested but not available");
    }
    job.print("");
    if let Some(question) = &message.question {
        job.print(";; QUESTION SECTION:");
        // The sign in front does not count.
        let name = tabbed(&question.name.to_string(), 32);
        job.print(format!(";{name}IN\t{}", question.kind));
        job.print("");
    }
    let sections =
        [("ANSWER", &message.answers), ("AUTHORITY", &message.authority), ("ADDITIONAL", &message.additional)];
    for (name, records) in sections.into_iter().filter(|(_, records)| !records.is_empty()) {
        job.print(format!(";; {name} SECTION:"));
        records.iter().for_each(|record| job.print(row(record)));
        job.print("");
    }
}

/// What `host` says of a record.
fn sentence(record: &Record) -> String {
    let name = record.name.as_str();
    match &record.data {
        Data::A(addr) => format!("{name} has address {addr}"),
        Data::Aaaa(addr) => format!("{name} has IPv6 address {addr}"),
        Data::Cname(target) => format!("{name} is an alias for {target}"),
        Data::Mx(preference, target) => format!("{name} mail is handled by {preference} {target}"),
        Data::Ns(target) => format!("{name} name server {target}"),
        Data::Ptr(target) => format!("{name} domain name pointer {target}"),
        Data::Txt(text) => format!("{name} descriptive text \"{text}\""),
        data @ Data::Soa(_) => format!("{name} has SOA record {data}"),
        Data::Other(bytes) => format!("{name} has {} bytes of TYPE{}", bytes.len(), record.kind.0),
    }
}

pub fn host(job: &mut Job, args: &[&str]) -> u8 {
    let mut kind = None;
    let mut names = Vec::new();
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "-t" => match words.next().and_then(Kind::parse) {
                Some(named) => kind = Some(named),
                None => return job.fail(2, "host: invalid type"),
            },
            "-a" => kind = Some(Kind::ANY),
            "-4" | "-v" => {}
            word if word.starts_with('-') => {
                return job.fail(1, "Usage: host [-aCdilrTvVw] [-c class] [-t type] hostname [server]");
            }
            word => names.push(word),
        }
    }
    let Some(text) = names.first().copied() else {
        return job.fail(1, "Usage: host [-aCdilrTvVw] [-c class] [-t type] hostname [server]");
    };
    let conf = Conf::of(job.host());
    let servers = match names.get(1) {
        Some(name) => match resolve(job, name) {
            Ok(addr) => vec![addr],
            Err(_) => return job.fail(1, format!("host: couldn't get address for '{name}': not found")),
        },
        None => conf.asked(),
    };
    let (Some(name), natural) = name_or_address(text) else {
        return job.fail(1, format!("host: '{text}' is not a legal name"));
    };
    // Without a type: addresses of both kinds, and who takes its mail.
    let kinds = match (kind, natural) {
        (Some(kind), _) => vec![kind],
        (None, Kind::PTR) => vec![Kind::PTR],
        _ => vec![Kind::A, Kind::AAAA, Kind::MX],
    };
    let names_tried = if natural == Kind::PTR { vec![name] } else { conf.candidates(text) };
    let mut told: Option<Code> = None;
    let mut printed: Vec<Record> = Vec::new();
    let mut headed = names.len() < 2;
    let mut asked = Name::default();
    for name in names_tried {
        asked = name.clone();
        let mut target = name.clone();
        for kind in &kinds {
            let query = Query { name: target.clone(), kind: *kind, recursion: true, tries: 2, wait: Time::seconds(5) };
            let Some(answered) = ask(job, &servers, &query, false) else {
                return job.fail(1, ";; no servers could be reached");
            };
            if !std::mem::replace(&mut headed, true) {
                job.print("Using domain server:");
                job.print(format!("Name: {}", names[1]));
                job.print(format!("Address: {}#{PORT}", answered.server));
                job.print("Aliases: ");
                job.print("");
            }
            told = Some(answered.message.code);
            if answered.message.code != Code::GOOD {
                break;
            }
            for record in answered.message.answers {
                if printed.contains(&record) {
                    continue;
                }
                if let Data::Cname(next) = &record.data {
                    target = next.clone();
                }
                job.print(sentence(&record));
                printed.push(record);
            }
        }
        if told != Some(Code::NO_NAME) {
            break;
        }
    }
    match told {
        Some(Code::GOOD) if printed.is_empty() => {
            if kind.is_some() {
                let kind = kinds[0];
                job.print(format!("{} has no {kind} record", asked.as_str()));
            }
            0
        }
        Some(Code::GOOD) => 0,
        Some(code) => {
            // A name that is not there is told as it was typed; the other codes with the name that was asked last.
            let shown = match (code, natural) {
                (Code::NO_NAME, Kind::PTR) => asked.to_string(),
                (Code::NO_NAME, _) => text.to_owned(),
                _ => asked.as_str().to_owned(),
            };
            job.fail(1, format!("Host {shown} not found: {}({code})", code.0))
        }
        None => 1,
    }
}

pub fn nslookup(job: &mut Job, args: &[&str]) -> u8 {
    let mut kind = None;
    let mut names = Vec::new();
    for word in args {
        match word.strip_prefix('-') {
            Some(option) => {
                let named = option.split_once('=').filter(|(key, _)| matches!(*key, "type" | "query" | "q" | "ty"));
                match named.and_then(|(_, name)| Kind::parse(name)) {
                    Some(named) => kind = Some(named),
                    None => job.print(format!("*** Invalid option: {option}")),
                }
            }
            None => names.push(*word),
        }
    }
    let Some(text) = names.first().copied() else {
        // It would wait for questions.
        job.reply.notes.extend(super::Reply::not_simulated("nslookup").notes);
        return 1;
    };
    let conf = Conf::of(job.host());
    let servers = match names.get(1) {
        Some(name) => match resolve(job, name) {
            Ok(addr) => vec![addr],
            Err(_) => return job.fail(1, format!("nslookup: couldn't get address for '{name}': not found")),
        },
        None => conf.asked(),
    };
    let (Some(name), natural) = name_or_address(text) else {
        return job.fail(1, format!("nslookup: '{text}' is not a legal name"));
    };
    let reverse = natural == Kind::PTR;
    let kinds = match kind {
        Some(kind) => vec![kind],
        None if reverse => vec![Kind::PTR],
        None => vec![Kind::A, Kind::AAAA],
    };
    let names_tried = if reverse { vec![name] } else { conf.candidates(text) };
    let mut headed = reverse;
    let mut status = 0;
    let mut any = false;
    for (turn, name) in names_tried.iter().enumerate() {
        let mut target = name.clone();
        let mut missing = None;
        let mut aliases: Vec<Record> = Vec::new();
        for kind in &kinds {
            let query = Query { name: target.clone(), kind: *kind, recursion: true, tries: 3, wait: Time::seconds(5) };
            let Some(Answered { message, server, .. }) = ask(job, &servers, &query, true) else {
                job.print(";; no servers could be reached");
                return job.fail(1, "");
            };
            if message.code == Code::FAILS {
                job.print(format!(";; Got SERVFAIL reply from {server}"));
            }
            if message.code == Code::NO_NAME && turn + 1 < names_tried.len() {
                missing = Some(message.code);
                break;
            }
            if !std::mem::replace(&mut headed, true) {
                job.print(format!("Server:\t\t{server}"));
                job.print(format!("Address:\t{server}#{PORT}"));
                job.print("");
            }
            if message.code != Code::GOOD {
                let typed = message.code == Code::NO_NAME && !reverse;
                let shown = if typed { text } else { name.as_str() };
                job.print(format!("** server can't find {shown}: {}", message.code));
                missing = Some(message.code);
                break;
            }
            if !message.authoritative && !message.answers.is_empty() && !any {
                job.print("Non-authoritative answer:");
            }
            for record in &message.answers {
                let owner = record.name.as_str();
                let line = match &record.data {
                    Data::Cname(next) => {
                        target = next.clone();
                        if aliases.contains(record) {
                            continue;
                        }
                        aliases.push(record.clone());
                        format!("{owner}\tcanonical name = {next}")
                    }
                    Data::A(addr) => format!("Name:\t{owner}\nAddress: {addr}"),
                    Data::Aaaa(addr) => format!("Name:\t{owner}\nAddress: {addr}"),
                    Data::Ptr(name) => format!("{owner}\tname = {name}"),
                    Data::Mx(preference, name) => format!("{owner}\tmail exchanger = {preference} {name}"),
                    Data::Ns(name) => format!("{owner}\tnameserver = {name}"),
                    Data::Txt(text) => format!("{owner}\ttext = \"{text}\""),
                    data => format!("{owner}\t{data}"),
                };
                job.print(line);
                any = true;
            }
        }
        match missing {
            Some(code) => {
                status = 1;
                if code != Code::NO_NAME || turn + 1 == names_tried.len() {
                    break;
                }
            }
            None => {
                status = 0;
                if !any {
                    job.print(format!("*** Can't find {}: No answer", name.as_str()));
                }
                break;
            }
        }
    }
    job.print("");
    status
}

pub fn resolvectl(job: &mut Job, args: &[&str]) -> u8 {
    match args {
        [] | ["status", ..] => {
            let conf = Conf::of(job.host());
            job.print("Global");
            job.print("         Protocols: -LLMNR -mDNS -DNSOverTLS DNSSEC=no/unsupported");
            job.print("  resolv.conf mode: foreign");
            if let Some(first) = conf.servers.first() {
                let all: Vec<String> = conf.servers.iter().map(ToString::to_string).collect();
                job.print(format!("Current DNS Server: {first}"));
                job.print(format!("       DNS Servers: {}", all.join(" ")));
            }
            if !conf.search.is_empty() {
                job.print(format!("        DNS Domain: {}", conf.search.join(" ")));
            }
            0
        }
        ["dns"] => {
            let all: Vec<String> = Conf::of(job.host()).servers.iter().map(ToString::to_string).collect();
            job.print(format!("Global: {}", all.join(" ")).trim_end());
            0
        }
        ["flush-caches"] => 0,
        ["query", name] => query(job, name),
        [word, ..] => {
            let real = ["domain", "statistics", "reset-statistics", "service", "openpgp", "revert", "monitor"];
            if real.contains(word) || word.starts_with('-') {
                job.reply.notes.extend(super::Reply::not_simulated(&format!("resolvectl {word}")).notes);
                return 1;
            }
            job.fail(1, format!("Unknown command verb {word}."))
        }
    }
}

fn query(job: &mut Job, name: &str) -> u8 {
    let begun = job.net.now();
    let device = job.device;
    let local = in_hosts(job.host(), name).is_some();
    let failed = |text: String| format!("{name}: resolve call failed: {text}");
    match job.net.look_up(device, name) {
        Ok(found) => {
            let took = job.net.now() - begun;
            job.print(format!("{name}: {}", found.addr));
            if found.called != name.trim_end_matches('.').to_ascii_lowercase() && !local {
                job.print(format!("{}({})", " ".repeat(name.len() + 2), found.called));
            }
            job.print("");
            let micros = took.as_micros();
            job.print(format!(
                "-- Information acquired via protocol DNS in {}.{}ms.",
                micros / 1000,
                micros / 100 % 10
            ));
            job.print("-- Data is authenticated: no; Data was acquired via local or encrypted transport: no");
            job.print(if local { "-- Data from: synthetic" } else { "-- Data from: network" });
            0
        }
        Err(Unresolved::NoName) => job.fail(1, failed(format!("'{name}' not found"))),
        Err(Unresolved::NoAddress) => {
            job.fail(1, failed(format!("'{name}' does not have any RR of the requested type")))
        }
        Err(Unresolved::Failed(code)) => {
            let text = format!("Could not resolve '{name}', server or network returned error {code}");
            job.fail(1, failed(text))
        }
        Err(Unresolved::NoAnswer(_)) => {
            job.fail(1, failed("All attempts to contact name servers or networks failed".to_owned()))
        }
    }
}
