//! Files, and the small commands of every shell.

use super::Job;
use crate::net::time::Time;

const FORWARD: &str = "/proc/sys/net/ipv4/ip_forward";
/// A file grows to so many bytes.
const LARGEST: usize = 64 * 1024;
/// Nobody waits longer in one go, in seconds.
const LONGEST_SLEEP: u64 = 3600;

pub fn write(job: &mut Job, path: &str, text: &str, append: bool) -> u8 {
    match path {
        "/dev/null" => 0,
        FORWARD => {
            job.host_mut().forwarding = text.trim() == "1";
            0
        }
        path if path.starts_with("/proc/") => job.fail(1, format!("bash: {path}: No such file or directory")),
        path => {
            let file = job.host_mut().files.entry(path.to_owned()).or_default();
            if !append {
                file.clear();
            }
            if file.len() + text.len() <= LARGEST {
                file.push_str(text);
            }
            0
        }
    }
}

/// What a file holds.
pub fn read(job: &Job, path: &str) -> Option<String> {
    let host = job.host();
    match path {
        FORWARD => Some(format!("{}\n", u8::from(host.forwarding))),
        "/etc/hostname" => Some(format!("{}\n", host.hostname)),
        path => host.files.get(path).cloned(),
    }
}

pub fn cat(job: &mut Job, args: &[&str]) -> u8 {
    let mut status = 0;
    for path in args {
        match read(job, path) {
            Some(text) => job.out.push_str(&text),
            None => status = job.fail(1, format!("cat: {path}: No such file or directory")),
        }
    }
    status
}

/// `s/old/new/` and `/text/d`, line by line, as far as they need no patterns: a dot and a star stand for themselves.
struct Edit {
    /// Only lines that have this.
    only: Option<String>,
    what: What,
}

enum What {
    Change { old: String, new: String, all: bool },
    Delete,
}

fn edit(script: &str) -> Option<Edit> {
    let (only, rest) = match script.strip_prefix('/') {
        Some(rest) => {
            let (only, rest) = rest.split_once('/')?;
            (Some(only.replace("\\.", ".")), rest)
        }
        None => (None, script),
    };
    if rest == "d" && only.is_some() {
        return Some(Edit { only, what: What::Delete });
    }
    let rest = rest.strip_prefix('s')?;
    let sign = rest.chars().next().filter(|sign| sign.is_ascii_punctuation())?;
    let parts: Vec<&str> = rest[1..].split(sign).collect();
    let [old, new, flags] = parts[..] else { return None };
    let plain = |text: &str| text.replace("\\.", ".");
    let odd = ["*", "[", "^", "$", "\\"].iter().any(|sign| plain(old).contains(sign));
    (!old.is_empty() && !odd && matches!(flags, "" | "g"))
        .then(|| Edit { only, what: What::Change { old: plain(old), new: plain(new), all: flags == "g" } })
}

pub fn sed(job: &mut Job, args: &[&str]) -> u8 {
    let in_place = args.contains(&"-i");
    let words: Vec<&str> = args.iter().copied().filter(|word| !matches!(*word, "-i" | "-e")).collect();
    let [script, paths @ ..] = words.as_slice() else {
        return job.fail(1, "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...");
    };
    let Some(edit) = edit(script) else {
        job.reply.notes.extend(super::Reply::not_simulated(&format!("sed {script}")).notes);
        return 1;
    };
    let mut status = 0;
    for path in paths {
        let Some(text) = read(job, path) else {
            status = job.fail(2, format!("sed: can't read {path}: No such file or directory"));
            continue;
        };
        let mut out = String::new();
        for line in text.lines() {
            let fits = edit.only.as_ref().is_none_or(|only| line.contains(only));
            let line = match &edit.what {
                What::Delete if fits => continue,
                What::Change { old, new, all: true } if fits => line.replace(old, new),
                What::Change { old, new, all: false } if fits => line.replacen(old, new, 1),
                _ => line.to_owned(),
            };
            out += &line;
            out.push('\n');
        }
        if in_place {
            status = status.max(write(job, path, &out, false));
        } else {
            job.out.push_str(&out);
        }
    }
    status
}

pub fn rm(job: &mut Job, args: &[&str]) -> u8 {
    let mut status = 0;
    for path in args.iter().filter(|word| !word.starts_with('-')) {
        if job.host_mut().files.remove(*path).is_none() && !args.contains(&"-f") {
            status = job.fail(1, format!("rm: cannot remove '{path}': No such file or directory"));
        }
    }
    status
}

/// The files of a folder, by name.
pub fn ls(job: &mut Job, args: &[&str]) -> u8 {
    let path = args.iter().rfind(|word| !word.starts_with('-')).copied().unwrap_or("/root");
    let folder = format!("{}/", path.trim_end_matches('/'));
    if read(job, path).is_some() {
        job.print(path);
        return 0;
    }
    let names: std::collections::BTreeSet<String> = job
        .host()
        .files
        .keys()
        .filter_map(|file| file.strip_prefix(&folder))
        .map(|rest| rest.split('/').next().unwrap_or_default().to_owned())
        .collect();
    if names.is_empty() && !matches!(path, "/root" | "/" | "/etc" | "~" | ".") {
        return job.fail(2, format!("ls: cannot access '{path}': No such file or directory"));
    }
    names.iter().for_each(|name| job.print(name));
    0
}

pub fn echo(job: &mut Job, args: &[&str]) -> u8 {
    let (line_end, args) = match args.split_first() {
        Some((&"-n", rest)) => ("", rest),
        Some((&"-e", rest)) => ("\n", rest),
        _ => ("\n", args),
    };
    let text = args.join(" ").replace("$?", &job.host().shell.status.to_string());
    job.out.push_str(&text);
    job.out.push_str(line_end);
    0
}

pub fn hostname(job: &mut Job, args: &[&str]) -> u8 {
    match args {
        [] => {
            let name = job.host().hostname.clone();
            job.print(name);
        }
        ["-I"] => {
            let all: Vec<String> = job
                .host()
                .addresses()
                .filter(|(_, cidr)| !cidr.addr.is_loopback())
                .map(|(_, cidr)| cidr.addr.to_string())
                .collect();
            job.print(format!("{} ", all.join(" ")));
        }
        [name, ..] => (*name).clone_into(&mut job.host_mut().hostname),
    }
    0
}

/// Whether a setting of the kernel exists, and whether a value of it asks for nothing that is not simulated.
fn known_setting(key: &str, value: &str) -> Option<bool> {
    let parts: Vec<&str> = key.split('.').collect();
    match parts.as_slice() {
        ["net", "ipv4", "conf", _, name] => Some(match *name {
            // 0 is how packets are taken here: from anywhere, and nobody is told of a better way.
            "rp_filter" | "arp_filter" | "arp_ignore" | "arp_announce" | "proxy_arp" | "log_martians" => value == "0",
            "accept_redirects" | "send_redirects" | "secure_redirects" | "accept_source_route" => {
                value == "0" || value == "1"
            }
            "arp_notify" | "arp_accept" => value == "0",
            "forwarding" => false,
            _ => return None,
        }),
        ["net", "ipv4", name] => Some(match *name {
            "icmp_echo_ignore_all" => value == "0",
            "icmp_echo_ignore_broadcasts" => value == "1",
            "icmp_ratelimit" | "icmp_ratemask" | "tcp_syncookies" => true,
            "fib_multipath_hash_policy" | "ip_no_pmtu_disc" | "ip_local_port_range" => false,
            _ => return None,
        }),
        // What changes something in IPv6 is done, not asked for here.
        ["net", "ipv6", "conf", _, "accept_dad" | "autoconf"] => Some(value != "0"),
        ["net", "ipv6", ..] => Some(value == "0"),
        ["net", "bridge", "bridge-nf-call-iptables" | "bridge-nf-call-ip6tables" | "bridge-nf-call-arptables"] => {
            Some(true)
        }
        ["net", "core", ..] | ["kernel", ..] | ["vm", ..] | ["fs", ..] => Some(true),
        _ => None,
    }
}

pub fn sysctl(job: &mut Job, args: &[&str]) -> u8 {
    let mut status = 0;
    if let Some(at) = args.iter().position(|arg| matches!(*arg, "-p" | "--load" | "--system")) {
        let path = args.get(at + 1).copied().unwrap_or("/etc/sysctl.conf");
        let Some(text) = read(job, path) else {
            return job.fail(255, format!("sysctl: cannot open \"{path}\": No such file or directory"));
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
            status = setting(job, line).max(status);
        }
        return status;
    }
    for arg in args.iter().filter(|arg| !matches!(**arg, "-w" | "-q" | "-e" | "-n")) {
        status = setting(job, arg).max(status);
    }
    status
}

/// One `key=value`, or only a key.
fn setting(job: &mut Job, text: &str) -> u8 {
    let (key, value) = text.split_once('=').map_or((text, None), |(key, value)| (key.trim(), Some(value.trim())));
    let key = key.replace('/', ".");
    if matches!(key.as_str(), "net.ipv4.ip_forward" | "net.ipv4.conf.all.forwarding") {
        if let Some(value) = value {
            job.host_mut().forwarding = value != "0";
        }
        let on = u8::from(job.host().forwarding);
        job.print(format!("{key} = {on}"));
        return 0;
    }
    if key == "net.ipv4.ip_default_ttl" {
        match value.map(str::parse) {
            None => {}
            Some(Ok(ttl @ 1..)) => job.host_mut().ttl = ttl,
            Some(_) => return job.fail(255, format!("sysctl: setting key \"{key}\": Invalid argument")),
        }
        let ttl = job.host().ttl;
        job.print(format!("{key} = {ttl}"));
        return 0;
    }
    if let Some(value) = value
        && super::six::sysctl(job.host_mut(), &key, value != "0")
    {
        job.print(format!("{key} = {value}"));
        return 0;
    }
    match value.map(|value| (value, known_setting(&key, value))) {
        Some((value, Some(true))) => {
            job.print(format!("{key} = {value}"));
            0
        }
        Some((value, Some(false))) => {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("sysctl {key}={value}")).notes);
            1
        }
        None if known_setting(&key, "0").is_some() => {
            job.reply.notes.extend(super::Reply::not_simulated(&format!("sysctl {key}")).notes);
            1
        }
        _ => {
            let path = key.replace('.', "/");
            job.fail(255, format!("sysctl: cannot stat /proc/sys/{path}: No such file or directory"))
        }
    }
}

pub fn sleep(job: &mut Job, args: &[&str]) -> u8 {
    let Some(Ok(seconds)) = args.first().map(|arg| arg.trim_end_matches('s').parse::<f64>()) else {
        return job.fail(1, "sleep: missing operand");
    };
    let millis = (seconds.clamp(0.0, LONGEST_SLEEP as f64) * 1000.0) as u64;
    job.net.run_for(Time::millis(millis));
    0
}

pub fn history(job: &mut Job) -> u8 {
    let lines: Vec<String> =
        job.host().shell.history.iter().enumerate().map(|(index, line)| format!("{:5}  {line}", index + 1)).collect();
    for line in lines {
        job.print(line);
    }
    0
}

/// A command behind `|`.
pub fn filter(job: &mut Job, words: &[String], input: &str) -> u8 {
    let args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let count = |args: &[&str]| -> usize {
        let last = args.last().map_or("10", |arg| arg.trim_start_matches("-n").trim_start_matches('-'));
        last.parse().unwrap_or(10)
    };
    match words[0].as_str() {
        "grep" => {
            let (options, rest): (Vec<&str>, Vec<&str>) = args.iter().partition(|arg| arg.starts_with('-'));
            let Some(wanted) = rest.first() else {
                return job.fail(2, "Usage: grep [OPTION]... PATTERNS [FILE]...");
            };
            let has = |letter: char| options.iter().any(|option| option.contains(letter));
            let fold = |text: &str| if has('i') { text.to_lowercase() } else { text.to_owned() };
            let wanted = fold(wanted);
            let found: Vec<&str> = input.lines().filter(|line| fold(line).contains(&wanted) != has('v')).collect();
            if has('c') {
                job.print(found.len().to_string());
            } else {
                found.iter().for_each(|line| job.print(line));
            }
            u8::from(found.is_empty())
        }
        "head" => {
            input.lines().take(count(&args)).for_each(|line| job.print(line));
            0
        }
        "tail" => {
            let all: Vec<&str> = input.lines().collect();
            all[all.len().saturating_sub(count(&args))..].iter().for_each(|line| job.print(line));
            0
        }
        "wc" => {
            job.print(input.lines().count().to_string());
            0
        }
        "cat" | "less" | "more" => {
            job.out.push_str(input);
            0
        }
        "sort" => {
            let mut all: Vec<&str> = input.lines().collect();
            all.sort_unstable();
            all.iter().for_each(|line| job.print(line));
            0
        }
        "tee" => {
            job.out.push_str(input);
            args.first().map_or(0, |path| write(job, path, input, false))
        }
        name if super::REAL.contains(&name) => {
            job.reply.notes.extend(super::Reply::not_simulated(name).notes);
            127
        }
        name => job.fail(127, format!("bash: {name}: command not found")),
    }
}
