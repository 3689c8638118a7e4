//! `ss`, `nc` and `systemctl`: who listens, whether a port is open, and programs that start and stop.

use super::Job;
use super::ping::send_text;
use super::trace::resolve;
use crate::net::fetch::NoLink;
use crate::net::packet::{TCP, UDP};
use crate::net::time::Time;

/// Ports by the names of `/etc/services`.
const NAMES: &[(u16, &str)] = &[
    (21, "ftp"),
    (22, "ssh"),
    (23, "telnet"),
    (25, "smtp"),
    (53, "domain"),
    (67, "bootps"),
    (68, "bootpc"),
    (80, "http"),
    (110, "pop3"),
    (143, "imap2"),
    (443, "https"),
];

fn service(port: u16, numeric: bool) -> String {
    let name = NAMES.iter().find(|(number, _)| *number == port).map(|(_, name)| (*name).to_owned());
    name.filter(|_| !numeric).unwrap_or_else(|| port.to_string())
}

/// One line of `ss`.
struct Row {
    kind: &'static str,
    state: &'static str,
    queues: (usize, usize),
    local: (String, String),
    peer: (String, String),
    process: String,
}

pub fn ss(job: &mut Job, args: &[&str]) -> u8 {
    let (mut tcp, mut udp, mut listening, mut all, mut numeric, mut process) =
        (false, false, false, false, false, false);
    for word in args {
        let Some(letters) = word.strip_prefix('-') else { continue };
        match letters {
            "-tcp" => tcp = true,
            "-udp" => udp = true,
            "-listening" => listening = true,
            "-all" => all = true,
            "-numeric" => numeric = true,
            "-processes" => process = true,
            letters => {
                for letter in letters.chars() {
                    match letter {
                        't' => tcp = true,
                        'u' => udp = true,
                        'l' => listening = true,
                        'a' => all = true,
                        'n' => numeric = true,
                        'p' => process = true,
                        '4' | 'H' => {}
                        _ => {
                            job.print(format!("ss: invalid option -- '{letter}'"));
                            return job.fail(255, "Usage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]");
                        }
                    }
                }
            }
        }
    }
    let both = tcp == udp;
    let host = job.host();
    let anyone = || ("0.0.0.0".to_owned(), "*".to_owned());
    let mut rows: Vec<Row> = Vec::new();
    for (name, unit) in host.programs.units.iter().filter(|(_, unit)| unit.running && (listening || all)) {
        for protocol in unit.protocols() {
            let is_tcp = *protocol == TCP;
            if !(both || (if is_tcp { tcp } else { udp })) {
                continue;
            }
            rows.push(Row {
                kind: if is_tcp { "tcp" } else { "udp" },
                state: if is_tcp { "LISTEN" } else { "UNCONN" },
                queues: (0, if is_tcp { 511 } else { 0 }),
                local: ("0.0.0.0".to_owned(), service(unit.port, numeric)),
                peer: anyone(),
                process: format!("users:((\"{}\",pid={},fd=6))", unit.process(name), unit.pid(name)),
            });
        }
    }
    if (both || udp) && (listening || all) {
        for port in host.udp.keys().filter(|port| !host.programs.listens(UDP, **port)) {
            rows.push(Row {
                kind: "udp",
                state: "UNCONN",
                queues: (0, 0),
                local: ("0.0.0.0".to_owned(), service(*port, numeric)),
                peer: anyone(),
                process: String::new(),
            });
        }
    }
    if (both || tcp) && (!listening || all) {
        for (pair, it) in &host.tcp.connections {
            rows.push(Row {
                kind: "tcp",
                state: it.state.name(),
                queues: (it.inbox.len(), it.waiting()),
                local: (pair.local.0.to_string(), service(pair.local.1, numeric)),
                peer: (pair.remote.0.to_string(), service(pair.remote.1, numeric)),
                process: String::new(),
            });
        }
    }
    rows.sort_by_key(|row| row.kind == "tcp");
    let width = |side: fn(&Row) -> &(String, String), least: usize| {
        let widths = rows.iter().map(|row| side(row).0.len() + 1 + side(row).1.len());
        widths.max().unwrap_or(0).max(least)
    };
    let (local, peer) = (width(|row| &row.local, 18), width(|row| &row.peer, 17));
    let kind = if both { "Netid " } else { "" };
    let head = format!(
        "{kind}{:<10} {:<6} {:<6} {:>local$} {:>peer$} {}",
        "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", "Process"
    );
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let kind = if both { format!("{:<6}", row.kind) } else { String::new() };
            let (from, to) = (format!("{}:{}", row.local.0, row.local.1), format!("{}:{}", row.peer.0, row.peer.1));
            let process = if process { row.process.as_str() } else { "" };
            let (got, waits) = row.queues;
            format!("{kind}{:<10} {got:<6} {waits:<6} {from:>local$} {to:>peer$} {process}", row.state)
        })
        .collect();
    job.print(head.trim_end());
    lines.iter().for_each(|line| job.print(line.trim_end()));
    0
}

/// Whether a port is open, as the netcat of OpenBSD says it. Talking through it is not simulated.
pub fn nc(job: &mut Job, args: &[&str]) -> u8 {
    let (mut zero, mut verbose, mut udp, mut numeric, mut wait) = (false, false, false, false, None);
    let mut names = Vec::new();
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        let Some(letters) = word.strip_prefix('-') else {
            names.push(word);
            continue;
        };
        for (at, letter) in letters.char_indices() {
            match letter {
                'z' => zero = true,
                'v' => verbose = true,
                'n' => numeric = true,
                'u' => udp = true,
                '4' | 't' => {}
                'w' => {
                    let rest = &letters[at + 1..];
                    let text = if rest.is_empty() { words.next().unwrap_or_default() } else { rest };
                    match text.parse::<u64>() {
                        Ok(seconds @ 1..=3600) => wait = Some(Time::seconds(seconds)),
                        _ => return job.fail(1, format!("nc: invalid wait time {text}")),
                    }
                    break;
                }
                letter => {
                    let _ = letter;
                    job.reply.notes.extend(super::Reply::not_simulated(&format!("nc -{letter}")).notes);
                    return 1;
                }
            }
        }
    }
    let [name, ports] = names[..] else {
        return job.fail(1, "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [destination] [port]");
    };
    if !zero || udp {
        job.reply.notes.extend(super::Reply::not_simulated(if udp { "nc -u" } else { "nc" }).notes);
        return 1;
    }
    let range = match ports.split_once('-') {
        Some((first, last)) => first.parse::<u16>().ok().zip(last.parse::<u16>().ok()),
        None => ports.parse::<u16>().ok().map(|port| (port, port)),
    };
    let Some((first, last)) = range.filter(|(first, last)| *first > 0 && first <= last && last - first < 1024) else {
        return job.fail(1, format!("nc: port number invalid: {ports}"));
    };
    let to = match resolve(job, name) {
        Ok(to) => to,
        Err(why) => {
            return job.fail(1, format!("nc: getaddrinfo for host \"{name}\" port {ports}: {}", why.text()));
        }
    };
    let device = job.device;
    let mut status = 1;
    for port in first..=last {
        let until = job.net.now() + wait.unwrap_or(Time::seconds(3600));
        let result = job.net.listen(device, |net| {
            let result = net.connect_to(device, (to, port), until);
            if let Ok(pair) = result {
                net.with(device, |host, cx| host.tcp_close(pair, cx));
            }
            result
        });
        let shown = if name.parse::<std::net::Ipv4Addr>().is_ok() { name.to_owned() } else { format!("{name} ({to})") };
        let failed = |text: &str| format!("nc: connect to {shown} port {port} (tcp) failed: {text}");
        let line = match result {
            Ok(_) => {
                status = 0;
                let known = NAMES.iter().find(|(number, _)| *number == port && !numeric);
                format!("Connection to {shown} {port} port [tcp/{}] succeeded!", known.map_or("*", |(_, name)| name))
            }
            Err(NoLink::Local(error)) => failed(send_text(error)),
            Err(NoLink::Failed(failure)) => failed(failure.text()),
            Err(NoLink::Waited) => {
                format!("nc: connect to {shown} port {port} (tcp) timed out: Operation now in progress")
            }
        };
        if verbose {
            job.print(line);
        }
    }
    status
}

pub fn systemctl(job: &mut Job, args: &[&str]) -> u8 {
    let words: Vec<&str> = args.iter().copied().filter(|word| !word.starts_with('-')).collect();
    let Some((verb, names)) = words.split_first() else {
        job.reply.notes.extend(super::Reply::not_simulated("systemctl").notes);
        return 1;
    };
    if !matches!(*verb, "start" | "stop" | "restart" | "reload" | "status" | "is-active") {
        let real = ["enable", "disable", "list-units", "daemon-reload", "mask", "unmask", "edit", "cat", "show"];
        if real.contains(verb) {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("systemctl {verb}")).notes);
            return 1;
        }
        return job.fail(1, format!("Unknown command verb {verb}."));
    }
    if names.is_empty() {
        return job.fail(1, "Too few arguments.");
    }
    let mut status = 0;
    for name in names {
        let unit = name.strip_suffix(".service").unwrap_or(name);
        // Debian knows the name server by both names.
        let unit = if unit == "bind9" { "named" } else { unit };
        if !job.host().programs.units.contains_key(unit) {
            status = match *verb {
                "status" => job.fail(4, format!("Unit {unit}.service could not be found.")),
                "is-active" => job.fail(3, "inactive"),
                verb => job.fail(5, format!("Failed to {verb} {unit}.service: Unit {unit}.service not found.")),
            };
            continue;
        }
        status = match *verb {
            "status" => show(job, unit),
            "is-active" => {
                let running = job.host().programs.units[unit].running;
                job.print(if running { "active" } else { "inactive" });
                if running { 0 } else { 3 }
            }
            verb => change(job, unit, verb),
        };
    }
    status
}

fn change(job: &mut Job, unit: &str, verb: &str) -> u8 {
    let device = job.device;
    let running = job.host().programs.units[unit].running;
    if verb == "reload" && !running {
        return job.fail(1, format!("{unit}.service is not active, cannot reload."));
    }
    let started = job.net.with(device, |host, cx| {
        if verb != "start" {
            host.program_stop(unit, cx);
        }
        verb == "stop" || host.program_start(unit, cx)
    });
    if started {
        return 0;
    }
    job.print(format!("Job for {unit}.service failed because the control process exited with error code."));
    job.fail(1, format!("See \"systemctl status {unit}.service\" and \"journalctl -xeu {unit}.service\" for details."))
}

fn show(job: &mut Job, name: &str) -> u8 {
    let now = job.net.now();
    let unit = &job.host().programs.units[name];
    let ago = (now - unit.since).as_seconds();
    let ago = if ago >= 60 { format!("{}min {}s", ago / 60, ago % 60) } else { format!("{ago}s") };
    let (dot, state) = if unit.running { ('●', "active (running)") } else { ('○', "inactive (dead)") };
    let mut lines = vec![
        format!("{dot} {name}.service - {}", unit.description()),
        format!("     Loaded: loaded (/lib/systemd/system/{name}.service; enabled; preset: enabled)"),
        format!("     Active: {state} since {ago} ago"),
    ];
    if unit.running {
        lines.push(format!("   Main PID: {} ({})", unit.pid(name), unit.process(name)));
    }
    let trouble = unit.trouble.clone();
    let status = if unit.running { 0 } else { 3 };
    lines.into_iter().for_each(|line| job.print(line));
    if !trouble.is_empty() {
        job.print("");
        trouble.iter().for_each(|line| job.print(format!("{name}[{}]: {line}", job_pid(name))));
    }
    status
}

fn job_pid(name: &str) -> u32 {
    crate::net::program::pid(name)
}
