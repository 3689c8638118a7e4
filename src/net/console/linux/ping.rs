//! `ping`.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::{Job, six};
use crate::net::device::Mail;
use crate::net::icmp::Echo;
use crate::net::ip::{Cut, SendError};
use crate::net::packet::ICMP;
use crate::net::time::Time;
use crate::net::world::Ran;

/// Pings that are sent when no number is given: one would stop it by hand.
const COUNT: u16 = 4;
/// Most that one command sends.
const MOST: u16 = 1000;

/// What was typed.
struct Typed<'a> {
    count: u16,
    interval: Time,
    wait: Time,
    bytes: usize,
    ttl: Option<u8>,
    cut: Cut,
    numeric: bool,
    quiet: bool,
    from: Option<&'a str>,
    new: bool,
    to: &'a str,
}

fn parse<'a>(job: &mut Job, args: &[&'a str]) -> Result<Typed<'a>, u8> {
    let mut typed = Typed {
        count: COUNT,
        interval: Time::seconds(1),
        wait: Time::seconds(10),
        bytes: 56,
        ttl: None,
        cut: Cut::Here,
        numeric: false,
        quiet: false,
        from: None,
        new: false,
        to: "",
    };
    let mut words = args.iter().copied();
    let mut rest = Vec::new();
    while let Some(word) = words.next() {
        let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            rest.push(word);
            continue;
        };
        let (flag, attached) = letters.split_at(letters.chars().next().map_or(0, char::len_utf8));
        if matches!(flag, "n" | "q" | "4" | "6" | "b" | "v" | "D" | "O" | "f" | "R" | "A") {
            typed.numeric |= letters.contains('n');
            typed.quiet |= letters.contains('q');
            typed.new |= letters.contains('6');
            continue;
        }
        if !matches!(flag, "c" | "i" | "W" | "w" | "s" | "t" | "M" | "I") {
            return Err(job.fail(2, format!("ping: invalid option -- '{flag}'")));
        }
        let Some(value) = (if attached.is_empty() { words.next() } else { Some(attached) }) else {
            return Err(job.fail(2, format!("ping: option requires an argument -- '{flag}'")));
        };
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        let invalid = |job: &mut Job| Err(job.fail(1, format!("ping: invalid argument: '{value}'")));
        match (flag, number) {
            ("c", Some(count)) if count >= 1.0 => typed.count = (count as u16).min(MOST),
            ("i", Some(span)) => typed.interval = Time::millis(((span * 1000.0) as u64).clamp(2, 3_600_000)),
            ("W" | "w", Some(span)) => typed.wait = Time::millis(((span * 1000.0) as u64).clamp(1, 3_600_000)),
            ("s", Some(bytes)) if bytes <= 65_507.0 => typed.bytes = bytes as usize,
            ("t", Some(ttl)) if (1.0..=255.0).contains(&ttl) => typed.ttl = Some(ttl as u8),
            ("M", _) => match value {
                "do" => typed.cut = Cut::Never,
                "want" => typed.cut = Cut::Here,
                "dont" => typed.cut = Cut::Anywhere,
                _ => return invalid(job),
            },
            ("I", _) => typed.from = Some(value),
            _ => return invalid(job),
        }
    }
    match rest.last() {
        None => Err(job.fail(1, "ping: usage error: Destination address required")),
        Some(to) => {
            typed.to = to;
            Ok(typed)
        }
    }
}

/// What an error says: iputils.
pub fn error_text(kind: u8, code: u8, mtu: u16) -> String {
    match (kind, code) {
        (3, 0) => "Destination Net Unreachable".to_owned(),
        (3, 1) => "Destination Host Unreachable".to_owned(),
        (3, 2) => "Destination Protocol Unreachable".to_owned(),
        (3, 3) => "Destination Port Unreachable".to_owned(),
        (3, 4) => format!("Frag needed and DF set (mtu = {mtu})"),
        (3, 9 | 10 | 13) => "Packet filtered".to_owned(),
        (3, code) => format!("Dest Unreachable, Bad Code: {code}"),
        (11, 0) => "Time to live exceeded".to_owned(),
        (11, 1) => "Frag reassembly time exceeded".to_owned(),
        (kind, _) => format!("Bad ICMP type: {kind}"),
    }
}

/// Why a socket could not be connected, as programs print it.
pub fn send_text(error: SendError) -> &'static str {
    match error {
        SendError::NoRoute => "Network is unreachable",
        SendError::Unreachable => "No route to host",
        SendError::Prohibited => "Permission denied",
        SendError::Invalid => "Invalid argument",
        SendError::TooBig(_) => "Message too long",
        SendError::Broadcast => "Permission denied",
    }
}

/// Milliseconds as iputils prints them.
pub fn millis(time: Time) -> String {
    let micros = time.as_micros();
    match micros {
        0..10_000 => format!("{}.{:03}", micros / 1000, micros % 1000),
        10_000..100_000 => format!("{}.{:02}", micros / 1000, micros % 1000 / 10),
        100_000..1_000_000 => format!("{}.{}", micros / 1000, micros % 1000 / 100),
        _ => (micros / 1000).to_string(),
    }
}

pub fn run(job: &mut Job, args: &[&str]) -> u8 {
    let typed = match parse(job, args) {
        Ok(typed) => typed,
        Err(status) => return status,
    };
    if typed.new || six::is_address(typed.to) {
        let Typed { count, interval, wait, bytes, ttl: hops, from, to, .. } = typed;
        return six::ping(job, &six::Ping { to, from, count, interval, wait, bytes, hops });
    }
    let (to, called) = match job.net.look_up(job.device, typed.to) {
        Ok(found) => (found.addr, found.called),
        Err(why) => return job.fail(2, format!("ping: {}: {}", typed.to, why.text())),
    };
    let from = match typed.from {
        None => None,
        Some(text) => match (text.parse::<Ipv4Addr>(), job.host().iface(text)) {
            (Ok(from), _) if job.host().is_own(from) => Some(from),
            (Ok(_), _) => return job.fail(2, "ping: bind: Cannot assign requested address"),
            (Err(_), Some(iface)) => job.host().ifaces[iface].primary().map(|cidr| cidr.addr),
            (Err(_), None) => return job.fail(2, format!("ping: unknown iface: {text}")),
        },
    };
    let now = job.net.now();
    match job.host().way(to, from, now) {
        Ok(_) => {}
        Err(SendError::Broadcast) => {
            let text = "ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules";
            return job.fail(2, text);
        }
        Err(error) => return job.fail(2, format!("ping: connect: {}", send_text(error))),
    }
    let device = job.device;
    let id = job.net.with(device, |host, cx| host.next_echo_id(cx));
    job.print(format!("PING {called} ({to}) {}({}) bytes of data.", typed.bytes, typed.bytes + 28));
    let start = job.net.now();
    let mut run =
        Running { id, to, quiet: typed.quiet, sent_at: BTreeMap::new(), received: 0, errors: 0, times: Vec::new() };
    let mut sent = 0;
    let net = &mut *job.net;
    let out = &mut job.out;
    net.listen(device, |net| {
        for seq in 1..=typed.count {
            let echo = Echo { to, from, id, seq, bytes: typed.bytes, ttl: typed.ttl, cut: typed.cut };
            sent += 1;
            let begun = net.now();
            match net.with(device, |host, cx| host.send_echo(&echo, cx)) {
                Ok(_) => {
                    run.sent_at.insert(seq, begun);
                }
                Err(SendError::TooBig(mtu)) => {
                    run.errors += 1;
                    out.push_str(&format!("ping: local error: message too long, mtu={mtu}\n"));
                }
                Err(error) => {
                    run.errors += 1;
                    out.push_str(&format!("ping: sendmsg: {}\n", send_text(error)));
                }
            }
            let last = seq == typed.count;
            // Whoever got an answer waits no long for the others: iputils.
            let wait = match (last, run.received) {
                (false, _) => typed.interval,
                (true, 0) => typed.wait,
                (true, _) => typed.wait.min(Time::seconds(1)),
            };
            while !(last && run.sent_at.is_empty()) && net.run_for_mail(device, begun + wait) == Ran::Mail {
                while let Some(mail) = net.devices[device].mail.pop_front() {
                    run.take(mail, net.now(), out);
                }
            }
        }
    });
    let Running { received, errors, times, .. } = run;
    let total = (job.net.now() - start).as_millis();
    let lost = u32::from(sent - received) * 100 / u32::from(sent);
    let plus = if errors > 0 { format!("+{errors} errors, ") } else { String::new() };
    job.print("");
    job.print(format!("--- {called} ping statistics ---"));
    let line = format!("{sent} packets transmitted, {received} received, {plus}{lost}% packet loss, time {total}ms");
    job.print(line);
    if times.is_empty() {
        job.print("");
    } else {
        job.print(statistics(&times));
    }
    u8::from(received == 0)
}

/// The pings that are on their way.
struct Running {
    id: u16,
    to: Ipv4Addr,
    quiet: bool,
    sent_at: BTreeMap<u16, Time>,
    received: u16,
    errors: u16,
    times: Vec<Time>,
}

impl Running {
    fn take(&mut self, mail: Mail, now: Time, out: &mut String) {
        let line = match mail {
            Mail::EchoReply { from, id, seq, ttl, bytes } if id == self.id => {
                let Some(sent) = self.sent_at.remove(&seq) else { return };
                self.received += 1;
                self.times.push(now - sent);
                format!("{bytes} bytes from {from}: icmp_seq={seq} ttl={ttl} time={} ms\n", millis(now - sent))
            }
            Mail::Error { from, kind, code, mtu, about }
                if about.protocol == ICMP && about.words.0 == self.id && about.dst == self.to =>
            {
                let seq = about.words.1;
                if self.sent_at.remove(&seq).is_none() {
                    return;
                }
                self.errors += 1;
                format!("From {from} icmp_seq={seq} {}\n", error_text(kind, code, mtu))
            }
            _ => return,
        };
        if !self.quiet {
            out.push_str(&line);
        }
    }
}

pub fn statistics(times: &[Time]) -> String {
    let micros: Vec<u64> = times.iter().map(|time| time.as_micros()).collect();
    let (least, most) = (micros.iter().min().copied().unwrap_or(0), micros.iter().max().copied().unwrap_or(0));
    let mean = micros.iter().sum::<u64>() / micros.len() as u64;
    let square = micros.iter().map(|time| time.abs_diff(mean).pow(2)).sum::<u64>() / micros.len() as u64;
    let three = |micros: u64| format!("{}.{:03}", micros / 1000, micros % 1000);
    let deviation = square.isqrt();
    format!("rtt min/avg/max/mdev = {}/{}/{}/{} ms", three(least), three(mean), three(most), three(deviation))
}
