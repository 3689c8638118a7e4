//! User and privileged mode: going in and out, pings, saving, restarting.

use std::net::Ipv4Addr;

use super::grammar::Word;
use super::{Job, Mode, Question, Session, boot, running};
use crate::net::dns::stub::address_in;
use crate::net::dns::{Kind, Message, Name};
use crate::net::fetch::NoLink;
use crate::net::icmp::Echo;
use crate::net::ip::{Cut, SendError};
use crate::net::models::models;
use crate::net::ping::Outcome;
use crate::net::tcp::Failure;
use crate::net::time::Time;

pub fn enable(job: &mut Job, _: &[String]) {
    if job.session().secret.is_some() {
        job.session().asks_secret = true;
    } else {
        job.enter(Mode::Enabled);
    }
}

pub fn disable(job: &mut Job, _: &[String]) {
    job.enter(Mode::User);
}

pub fn configure(job: &mut Job, _: &[String]) {
    job.print("Enter configuration commands, one per line.  End with CNTL/Z.");
    job.enter(Mode::Config);
}

pub fn leave(job: &mut Job, _: &[String]) {
    job.enter(Mode::User);
    job.closed = true;
}

/// Back to privileged mode.
pub fn end(job: &mut Job) {
    job.enter(Mode::Enabled);
    let now = job.net.now();
    job.host_mut().say(now, "%SYS-5-CONFIG_I: Configured from console by console");
}

/// What was typed is the answer to a question; false if none was asked.
pub fn answer(job: &mut Job, line: &str) -> bool {
    if job.session().asks_secret {
        job.session().asks_secret = false;
        let good = job.session().secret.as_deref() == Some(line.trim());
        if good {
            job.enter(Mode::Enabled);
        } else {
            job.print("% Bad secrets");
            job.print("");
        }
        return true;
    }
    if let Some(until) = job.session().banner_until {
        let end = line.find(until);
        let text = &line[..end.unwrap_or(line.len())];
        if let Some(banner) = &mut job.session().banner
            && banner.len() < 4000
        {
            banner.push_str(text);
            banner.push('\n');
        }
        if end.is_some() {
            job.session().banner_until = None;
        }
        return true;
    }
    let Some(question) = job.session().question.take() else { return false };
    let yes = matches!(line.trim().to_ascii_lowercase().as_str(), "" | "y" | "yes" | "startup-config");
    match question {
        Question::Save if yes => save(job),
        Question::Erase if yes => {
            job.session().startup = None;
            job.print("[OK]");
            job.print("Erase of nvram: complete");
        }
        Question::Reload if yes => restart(job),
        // Here the answer that needs no word is no.
        Question::Ospf if yes && !line.trim().is_empty() => super::ospf::clear_all(job),
        Question::Save => job.print("%Error opening the destination"),
        _ => {}
    }
    true
}

/// A word that is no command: the box takes it for the name of another box.
pub fn unknown_word(job: &mut Job, word: &str) {
    let looks_up = !job.session().plain.iter().any(|line| line == "no ip domain-lookup");
    if looks_up {
        job.print(format!("Translating \"{word}\"...domain server (255.255.255.255)"));
        // It asks everyone, and waits.
        job.net.run_for(Time::seconds(9));
    } else {
        job.print(format!("Translating \"{word}\""));
        job.print("");
        job.print("Translating \"".to_owned() + word + "\"");
    }
    job.print("% Unknown command or computer name, or unable to find computer address");
}

/// `| include`, `| exclude`, `| begin`, `| section`.
pub fn filter(job: &mut Job, filter: &[Word], output: &str) {
    let kind = filter.first().map(|word| word.text.to_ascii_lowercase()).unwrap_or_default();
    let wanted: Vec<&str> = filter.iter().skip(1).map(|word| word.text.as_str()).collect();
    let wanted = wanted.join(" ");
    let known = ["include", "exclude", "begin", "section"];
    let mut fits = known.iter().filter(|known| !kind.is_empty() && known.starts_with(&kind));
    let Some(kind) = fits.next() else {
        return job.print("% Invalid filter");
    };
    if wanted.is_empty() {
        return job.print("% Incomplete command.");
    }
    // `a|b` is one or the other, as in every regular expression.
    let any: Vec<&str> = wanted.split('|').map(str::trim).collect();
    let holds = |line: &str| {
        any.iter().any(|wanted| match wanted.strip_prefix('^') {
            Some(start) => line.starts_with(start),
            None => line.contains(wanted),
        })
    };
    let mut begun = false;
    let mut inside = false;
    // The line that opens the section, until it is shown.
    let mut head: Option<&str> = None;
    for line in output.lines() {
        let shown = match *kind {
            "include" => holds(line),
            "exclude" => !holds(line),
            "begin" => {
                begun |= holds(line);
                begun
            }
            _ if line.starts_with(' ') => {
                // A line below says nothing without the one above it.
                let shown = inside || holds(line);
                if let Some(head) = head.take_if(|_| shown) {
                    job.print(head);
                }
                shown
            }
            _ => {
                inside = holds(line);
                head = (!inside).then_some(line);
                inside
            }
        };
        if shown {
            job.print(line);
        }
    }
}

struct Typed {
    to: Ipv4Addr,
    from: Option<Ipv4Addr>,
    count: u16,
    size: usize,
    cut: Cut,
}

/// The address that a word stands for.
fn target(job: &mut Job, word: &str) -> Option<Ipv4Addr> {
    if let Ok(addr) = word.parse() {
        return Some(addr);
    }
    let plain = job.session().plain.clone();
    let values =
        |start: &str| plain.iter().filter_map(|line| line.strip_prefix(start).map(str::trim)).collect::<Vec<_>>();
    let servers: Vec<Ipv4Addr> = values("ip name-server ").iter().filter_map(|text| text.parse().ok()).collect();
    let domain = values("ip domain-name ").into_iter().chain(values("ip domain name ")).next();
    let found = if plain.iter().any(|line| line == "no ip domain-lookup") {
        job.print(format!("Translating \"{word}\""));
        None
    } else if servers.is_empty() {
        job.print(format!("Translating \"{word}\"...domain server (255.255.255.255)"));
        job.net.run_for(Time::seconds(9));
        None
    } else {
        let whole = domain.filter(|_| !word.contains('.')).map_or(word.to_owned(), |domain| format!("{word}.{domain}"));
        servers.into_iter().find_map(|server| ask(job, word, &whole, server))
    };
    if found.is_some() {
        job.print("");
    } else {
        job.print("% Unrecognized host or address, or protocol not running.");
    }
    found
}

/// Asks a name server for an address.
fn ask(job: &mut Job, word: &str, whole: &str, server: Ipv4Addr) -> Option<Ipv4Addr> {
    let name = Name::parse(whole)?;
    let device = job.device;
    let mut found = None;
    // It repeats after three seconds, twice (`ip domain timeout` and `ip domain retry`).
    for _ in 0..3 {
        let query = Message::ask(job.net.dns_id(device), name.clone(), Kind::A, true);
        if let Ok(answer) = job.net.dns_ask(device, server, &query, Time::seconds(3)) {
            found = address_in(&answer, &name).map(|(addr, _)| addr);
            break;
        }
    }
    let good = if found.is_some() { " [OK]" } else { "" };
    job.print(format!("Translating \"{word}\"...domain server ({server}){good}"));
    found
}

pub fn telnet(job: &mut Job, things: &[String]) {
    let Some(to) = target(job, &things[0]) else { return };
    let port = things.get(1).and_then(|port| port.parse().ok()).unwrap_or(23);
    let shown = if port == 23 { to.to_string() } else { format!("{to}, {port}") };
    let device = job.device;
    let until = job.net.now() + Time::seconds(30);
    let result = job.net.listen(device, |net| {
        let result = net.connect_to(device, (to, port), until);
        if let Ok(pair) = result {
            net.with(device, |host, cx| host.tcp_close(pair, cx));
        }
        result
    });
    let said = match result {
        Ok(_) => "Open",
        Err(NoLink::Failed(Failure::Refused | Failure::Reset)) => "\n% Connection refused by remote host\n",
        Err(NoLink::Waited | NoLink::Failed(Failure::TimedOut)) => {
            "\n% Connection timed out; remote host not responding\n"
        }
        Err(NoLink::Local(_) | NoLink::Failed(_)) => "\n% Destination unreachable; gateway or host down\n",
    };
    job.print(format!("Trying {shown} ... {said}"));
    if result.is_ok() {
        // The port is open; talking through it is not simulated.
        job.print("");
        job.print(format!("[Connection to {to} closed by foreign host]"));
        job.not_simulated();
    }
}

pub fn ping(job: &mut Job, things: &[String]) {
    if let Ok(to) = things[0].parse() {
        return super::six::ping(job, to, 5, 100);
    }
    if let Some(to) = target(job, &things[0]) {
        send(job, Typed { to, from: None, count: 5, size: 100, cut: Cut::Anywhere });
    }
}

pub fn ping_from(job: &mut Job, things: &[String]) {
    let Some(to) = target(job, &things[0]) else { return };
    let source = &things[1];
    let from = match source.parse::<Ipv4Addr>() {
        Ok(addr) => Some(addr),
        Err(_) => super::names::written_out(source)
            .and_then(|(kind, number)| job.host().iface(&format!("{kind}{number}")))
            .and_then(|iface| job.host().ifaces[iface].primary())
            .map(|cidr| cidr.addr),
    };
    match from.filter(|from| job.host().is_own(*from)) {
        Some(from) => send(job, Typed { to, from: Some(from), count: 5, size: 100, cut: Cut::Anywhere }),
        None => job.print("% Invalid source address- IP address not on any of our up interfaces"),
    }
}

pub fn ping_repeat(job: &mut Job, things: &[String]) {
    if let Some(to) = target(job, &things[0]) {
        let count = things[1].parse().unwrap_or(5);
        send(job, Typed { to, from: None, count, size: 100, cut: Cut::Anywhere });
    }
}

pub fn ping_size(job: &mut Job, things: &[String]) {
    if let Some(to) = target(job, &things[0]) {
        let size = things[1].parse().unwrap_or(100);
        send(job, Typed { to, from: None, count: 5, size, cut: Cut::Anywhere });
    }
}

pub fn ping_size_df(job: &mut Job, things: &[String]) {
    if let Some(to) = target(job, &things[0]) {
        let size = things[1].parse().unwrap_or(100);
        send(job, Typed { to, from: None, count: 5, size, cut: Cut::Never });
    }
}

fn send(job: &mut Job, typed: Typed) {
    let device = job.device;
    let id = job.net.with(device, |host, cx| host.next_echo_id(cx));
    job.print("Type escape sequence to abort.");
    job.print(format!(
        "Sending {}, {}-byte ICMP Echos to {}, timeout is 2 seconds:",
        typed.count, typed.size, typed.to
    ));
    if let Some(from) = typed.from {
        job.print(format!("Packet sent with a source address of {from} "));
    }
    let (mut signs, mut times) = (String::new(), Vec::new());
    for seq in 0..typed.count {
        // The size counts the whole packet.
        let bytes = typed.size.saturating_sub(28);
        let echo = Echo { to: typed.to, from: typed.from, id, seq, bytes, ttl: None, cut: typed.cut };
        signs.push(match job.net.ping(device, echo, Time::seconds(2)) {
            Outcome::Reply { took, .. } => {
                times.push(took.as_millis().max(1));
                '!'
            }
            Outcome::Icmp { kind: 3, code: 4, .. } => 'M',
            Outcome::Icmp { kind: 3, .. } => 'U',
            Outcome::Icmp { kind: 11, .. } => '&',
            Outcome::Icmp { .. } => '?',
            Outcome::Local(SendError::TooBig(_)) => 'M',
            Outcome::Timeout => '.',
            Outcome::Local(_) => {
                job.net.run_for(Time::seconds(2));
                '.'
            }
        });
    }
    // Seventy in a line.
    let signs: Vec<char> = signs.chars().collect();
    for line in signs.chunks(70) {
        job.print(line.iter().collect::<String>());
    }
    let rate = times.len() * 100 / usize::from(typed.count.max(1));
    let mut line = format!("Success rate is {rate} percent ({}/{})", times.len(), typed.count);
    if let (Some(least), Some(most)) = (times.iter().min(), times.iter().max()) {
        let mean = times.iter().sum::<u64>() / times.len() as u64;
        line += &format!(", round-trip min/avg/max = {least}/{mean}/{most} ms");
    }
    job.print(line);
}

pub fn traceroute(job: &mut Job, things: &[String]) {
    let Some(to) = target(job, &things[0]) else { return };
    let device = job.device;
    let id = job.net.with(device, |host, cx| host.next_echo_id(cx));
    job.print("Type escape sequence to abort.");
    job.print(format!("Tracing the route to {to}"));
    job.print("VRF info: (vrf in name/id, vrf out name/id)");
    let mut silent = 0;
    for ttl in 1..=30_u8 {
        let mut line = format!("{ttl:3} ");
        let mut last = None;
        let mut done = false;
        for query in 0..3_u16 {
            let seq = u16::from(ttl) * 4 + query;
            let echo = Echo { to, from: None, id, seq, bytes: 0, ttl: Some(ttl), cut: Cut::Anywhere };
            let begun = job.net.now();
            let (from, mark, end) = match job.net.ping(device, echo, Time::seconds(3)) {
                Outcome::Reply { from, .. } => (Some(from), "", true),
                Outcome::Icmp { kind: 11, from, .. } => (Some(from), "", false),
                Outcome::Icmp { code: 0, from, .. } => (Some(from), " !N", true),
                Outcome::Icmp { code: 13, from, .. } => (Some(from), " !A", true),
                Outcome::Icmp { from, .. } => (Some(from), " !H", true),
                Outcome::Timeout | Outcome::Local(_) => (None, "", false),
            };
            done |= end;
            match from {
                None => line += " *",
                Some(from) => {
                    if last != Some(from) {
                        line += &format!("{from}");
                        last = Some(from);
                    }
                    let took = (job.net.now() - begun).as_millis().max(1);
                    line += &format!(" {took} msec{mark}");
                }
            }
        }
        silent = if last.is_none() { silent + 1 } else { 0 };
        job.print(line);
        if done || silent == 5 {
            break;
        }
    }
}

pub fn copy(job: &mut Job, _: &[String]) {
    job.session().question = Some(Question::Save);
}

pub fn write(job: &mut Job, _: &[String]) {
    save(job);
}

fn save(job: &mut Job) {
    let text = running::config(job.host());
    job.print("Building configuration...");
    job.print("[OK]");
    job.session().startup = Some(text);
}

pub fn copy_back(job: &mut Job, _: &[String]) {
    let Some(text) = job.session().startup.clone() else {
        return job.print("%% Non-volatile configuration memory invalid or not present");
    };
    let before = job.session().mode.clone();
    job.enter(Mode::Config);
    for line in text.lines() {
        super::command(job, line);
    }
    job.enter(before);
}

pub fn erase(job: &mut Job, _: &[String]) {
    job.session().question = Some(Question::Erase);
}

pub fn reload(job: &mut Job, _: &[String]) {
    job.session().question = Some(Question::Reload);
}

/// Off and on again: what was not saved is gone.
pub fn restart(job: &mut Job) {
    let device = job.device;
    let host = job.host();
    let (id, model, startup) = (host.id.clone(), host.model.clone(), host.shell.ios.startup.clone());
    let history = host.shell.history.clone();
    let Some(kind) = models().get(&model) else { return };
    let bridges = host.bridges.len();
    job.net.with(device, |host, cx| {
        for port in 0..host.ports.len() {
            if host.ports[port].carrier {
                host.carrier_changed(port, false, cx);
            }
        }
        let ticking: Vec<bool> = host.bridges.iter().map(|bridge| bridge.ticking).collect();
        *host = kind.device(&id, &model, device);
        for (bridge, ticking) in host.bridges.iter_mut().zip(ticking) {
            bridge.ticking = ticking;
        }
        // A saved configuration says which ports are off; a new box has those of a router off.
        if startup.is_some() {
            host.ports.iter_mut().for_each(|port| port.enabled = true);
            host.ifaces.iter_mut().for_each(|iface| iface.enabled = true);
        }
        host.start(cx);
    });
    debug_assert_eq!(bridges, job.host().bridges.len());
    job.print("");
    job.print("System restarted.");
    let lines: Vec<String> = startup.as_deref().unwrap_or_default().lines().map(str::to_owned).collect();
    boot(job.net, device, &lines);
    let session: &mut Session = job.session();
    session.startup = startup;
    session.shown = 0;
    job.host_mut().shell.history = history;
    job.net.refresh_carriers();
    job.net.negotiate();
    // It takes its time to come up.
    job.net.run_for(Time::seconds(60));
}

pub fn terminal_length(job: &mut Job, things: &[String]) {
    job.session().pages = things[0].parse().ok();
}

pub fn clear_mac(job: &mut Job, _: &[String]) {
    for bridge in &mut job.host_mut().bridges {
        bridge.table.retain(|_, learned| learned.fixed);
    }
}

pub fn clear_arp(job: &mut Job, _: &[String]) {
    job.host_mut().neighbours.clear();
}

pub fn clear_nat(job: &mut Job, _: &[String]) {
    job.host_mut().nat.entries.clear();
    job.host_mut().nat.given.clear();
}

pub fn clear_acl(job: &mut Job, _: &[String]) {
    for acl in job.host_mut().acls.values_mut() {
        acl.lines.iter_mut().for_each(|line| line.hits = 0);
    }
}

pub fn clear_dhcp(job: &mut Job, _: &[String]) {
    job.host_mut().dhcp_server.leases.clear();
}

pub fn clear_counters(job: &mut Job, _: &[String]) {
    for port in &mut job.host_mut().ports {
        port.count = crate::net::device::Count::default();
    }
}

pub fn clear_log(job: &mut Job, _: &[String]) {
    job.host_mut().log.clear();
    job.session().shown = 0;
}
