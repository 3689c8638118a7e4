//! The console of a Linux computer: a small shell and the commands of network administration.
//!
//! Texts are those of iproute2, iputils and the usual tools, as they came out of a real kernel where they could be
//! measured. What exists on a real computer and not here says so; what exists nowhere is a typo.

mod curl;
mod dhclient;
mod dig;
mod files;
mod ip;
mod ip_route;
mod link;
mod old;
mod ping;
mod six;
mod sockets;
mod trace;
mod vlan;
mod vtysh;

use super::Reply;
use crate::net::Net;

/// Real commands that this lab does not simulate.
const REAL: &[&str] = &[
    "apt",
    "apt-get",
    "awk",
    "bash",
    "cp",
    "dmesg",
    "find",
    "ftp",
    "htop",
    "ifdown",
    "ifup",
    "iperf",
    "iperf3",
    "ip6tables",
    "iptables",
    "journalctl",
    "kill",
    "less",
    "man",
    "mkdir",
    "more",
    "mtr",
    "mv",
    "nano",
    "ncat",
    "netcat",
    "netplan",
    "netstat",
    "nft",
    "nmap",
    "nmcli",
    "nmtui",
    "ps",
    "python3",
    "scp",
    "service",
    "sh",
    "ssh",
    "su",
    "sudo",
    "tail",
    "tcpdump",
    "telnet",
    "tee",
    "top",
    "touch",
    "tshark",
    "udhcpc",
    "vi",
    "vim",
    "whois",
    "wget",
    "dnsmasq",
    "vconfig",
    "dhcpcd",
    "ip6calc",
    "ipcalc",
    "arping",
    "chmod",
    "chown",
    "ethtool",
    "frr",
    "ln",
    "modprobe",
    "named",
    "ovs-ofctl",
    "ovs-vsctl",
    "pkill",
    "python",
    "tc",
    "zebra",
    "fping",
];

/// What a command works with.
pub(super) struct Job<'n> {
    pub net: &'n mut Net,
    pub device: usize,
    pub out: String,
    pub reply: Reply,
}

impl Job<'_> {
    pub fn print(&mut self, line: impl AsRef<str>) {
        self.out.push_str(line.as_ref());
        self.out.push('\n');
    }

    /// Says what is wrong and gives the status.
    pub fn fail(&mut self, status: u8, line: impl AsRef<str>) -> u8 {
        self.print(line);
        status
    }

    pub fn host(&self) -> &crate::net::Device {
        &self.net.devices[self.device]
    }

    pub fn host_mut(&mut self) -> &mut crate::net::Device {
        &mut self.net.devices[self.device]
    }
}

/// Types a line.
pub fn run(net: &mut Net, device: usize, line: &str) -> Reply {
    let mut job = Job { net, device, out: String::new(), reply: Reply::default() };
    let mut status = 0;
    match words(line) {
        Err(quote) => {
            let text = format!("bash: unexpected EOF while looking for matching `{quote}'");
            status = job.fail(2, text);
        }
        Ok(words) => {
            let mut run_next = true;
            for (command, joint) in commands(words) {
                if run_next && !command.is_empty() {
                    status = pipeline(&mut job, &command);
                }
                run_next = match joint {
                    Joint::Then => true,
                    Joint::And => status == 0,
                    Joint::Or => status != 0,
                };
            }
        }
    }
    job.host_mut().shell.status = status;
    let Job { out, mut reply, .. } = job;
    reply.text = out;
    reply
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Text(String),
    /// `|`, `>`, `;` and the like.
    Sign(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Then,
    And,
    Or,
}

const SIGNS: [&str; 8] = ["&&", "||", ">>", "2>", "|", ";", ">", "&"];

/// The words of a line; a quote that is not closed is an error.
fn words(line: &str) -> Result<Vec<Word>, char> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = line;
    let end = |word: &mut Option<String>, words: &mut Vec<Word>| words.extend(word.take().map(Word::Text));
    while let Some(c) = rest.chars().next() {
        let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign) && (**sign != "2>" || word.is_none()));
        if let Some(sign) = sign {
            end(&mut word, &mut words);
            words.push(Word::Sign(sign));
            rest = &rest[sign.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '"' | '\'' => {
                let close = rest.find(c).ok_or(c)?;
                word.get_or_insert_default().push_str(&rest[..close]);
                rest = &rest[close + 1..];
            }
            '\\' => {
                let next = rest.chars().next();
                word.get_or_insert_default().extend(next);
                rest = &rest[next.map_or(0, char::len_utf8)..];
            }
            '#' if word.is_none() => break,
            c if c.is_whitespace() => end(&mut word, &mut words),
            c => word.get_or_insert_default().push(c),
        }
    }
    end(&mut word, &mut words);
    Ok(words)
}

/// Splits at `;`, `&&`, `||`, each with what follows it.
fn commands(words: Vec<Word>) -> Vec<(Vec<Word>, Joint)> {
    let mut all = vec![(Vec::new(), Joint::Then)];
    for word in words {
        let joint = match word {
            Word::Sign(";" | "&") => Joint::Then,
            Word::Sign("&&") => Joint::And,
            Word::Sign("||") => Joint::Or,
            word => {
                all.last_mut().expect("never empty").0.push(word);
                continue;
            }
        };
        all.last_mut().expect("never empty").1 = joint;
        all.push((Vec::new(), Joint::Then));
    }
    all
}

/// One command, its filters, and the file it goes to.
fn pipeline(job: &mut Job, words: &[Word]) -> u8 {
    let mut parts: Vec<Vec<String>> = vec![Vec::new()];
    let mut file: Option<(String, bool)> = None;
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match word {
            Word::Text(text) => parts.last_mut().expect("never empty").push(text.clone()),
            Word::Sign("|") => parts.push(Vec::new()),
            Word::Sign(sign) => match rest.next() {
                Some(Word::Text(path)) => {
                    if *sign != "2>" {
                        file = Some((path.clone(), *sign == ">>"));
                    }
                }
                _ => return job.fail(2, "bash: syntax error near unexpected token `newline'"),
            },
        }
    }
    if parts.iter().any(Vec::is_empty) {
        return job.fail(2, "bash: syntax error near unexpected token `|'");
    }
    let before = std::mem::take(&mut job.out);
    let mut status = command(job, &parts[0]);
    for filter in &parts[1..] {
        let input = std::mem::take(&mut job.out);
        status = files::filter(job, filter, &input);
    }
    let output = std::mem::replace(&mut job.out, before);
    match file {
        None => job.out.push_str(&output),
        Some((path, append)) => return files::write(job, &path, &output, append),
    }
    status
}

fn command(job: &mut Job, words: &[String]) -> u8 {
    let args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    // Where such programs lie.
    let program = words[0].as_str();
    let below = ["/sbin/", "/usr/sbin/", "/bin/", "/usr/bin/"].iter().find_map(|folder| program.strip_prefix(folder));
    match below.unwrap_or(program) {
        "ip" => ip::run(job, &args),
        "bridge" => link::bridge(job, &args),
        "ping" => ping::run(job, &args),
        "ping6" => ping::run(job, &[&["-6"], args.as_slice()].concat()),
        "traceroute" => trace::traceroute(job, &args),
        "tracepath" => trace::tracepath(job, &args),
        "arp" => old::arp(job, &args),
        "route" => old::route(job, &args),
        "ifconfig" => old::ifconfig(job, &args),
        "brctl" => vlan::brctl(job, &args),
        "vtysh" => vtysh::run(job, &args),
        "hostname" => files::hostname(job, &args),
        "sysctl" => files::sysctl(job, &args),
        "curl" => curl::run(job, &args),
        "dig" => dig::dig(job, &args),
        "host" => dig::host(job, &args),
        "nslookup" => dig::nslookup(job, &args),
        "resolvectl" => dig::resolvectl(job, &args),
        "sed" => files::sed(job, &args),
        "rm" => files::rm(job, &args),
        "ls" => files::ls(job, &args),
        "ss" => sockets::ss(job, &args),
        "nc" => sockets::nc(job, &args),
        "systemctl" => sockets::systemctl(job, &args),
        "dhclient" => dhclient::run(job, &args),
        "echo" => files::echo(job, &args),
        "cat" => files::cat(job, &args),
        "sleep" => files::sleep(job, &args),
        "history" => files::history(job),
        "exit" | "logout" => {
            job.reply.closed = true;
            0
        }
        "true" | ":" | "clear" | "cd" | "export" => 0,
        "false" => 1,
        "sudo" if words.len() > 1 => command(job, &words[1..]),
        name if REAL.contains(&name) => {
            job.reply.notes.extend(Reply::not_simulated(name).notes);
            127
        }
        name => job.fail(127, format!("bash: {name}: command not found")),
    }
}

/// The keyword that a word means in iproute2: any beginning of one, the first in the list that fits.
pub(super) fn keyword<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    known.iter().find(|known| !word.is_empty() && known.starts_with(word)).copied()
}

/// Commands that are simulated, and the words that may follow them.
const SIMULATED: &[(&str, &[&str])] = &[
    ("ip", &["addr", "link", "neigh", "route"]),
    ("ip addr", &["add", "del", "flush", "show"]),
    ("ip link", &["add", "del", "set", "show"]),
    ("ip route", &["add", "del", "get", "replace", "show"]),
    ("ip neigh", &["add", "del", "flush", "show"]),
    ("bridge", &["fdb", "link", "vlan"]),
    ("ping", &[]),
    ("traceroute", &[]),
    ("tracepath", &[]),
    ("arp", &[]),
    ("route", &["add", "del"]),
    ("ifconfig", &[]),
    ("brctl", &["addbr", "addif", "delbr", "delif", "show", "stp"]),
    ("bridge vlan", &["add", "del", "show"]),
    ("hostname", &[]),
    ("sysctl", &[]),
    ("curl", &[]),
    ("dig", &[]),
    ("host", &[]),
    ("nslookup", &[]),
    ("resolvectl", &["query", "status"]),
    ("sed", &[]),
    ("ls", &[]),
    ("ss", &[]),
    ("nc", &[]),
    ("systemctl", &["start", "stop", "restart", "status"]),
    ("dhclient", &[]),
    ("echo", &[]),
    ("cat", &[]),
    ("sleep", &[]),
    ("history", &[]),
    ("exit", &[]),
];

/// The line with its last word completed, where there is one way to do so.
pub fn complete(device: &crate::net::Device, before: &str) -> String {
    let space = before.char_indices().rev().find(|(_, letter)| letter.is_whitespace());
    let start = space.map_or(0, |(at, letter)| at + letter.len_utf8());
    let (line, word) = before.split_at(start);
    let stem = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let after_dev = ["dev", "link", "set", "show", "-I", "dhclient"].iter().any(|known| stem.ends_with(known));
    let mut known: Vec<&str> = if stem.is_empty() {
        SIMULATED.iter().map(|(name, _)| *name).filter(|name| !name.contains(' ')).collect()
    } else {
        SIMULATED.iter().filter(|(name, _)| *name == stem).flat_map(|(_, next)| next.iter().copied()).collect()
    };
    if after_dev {
        known.extend(device.live_ifaces().map(|(_, iface)| iface.name.as_str()));
    }
    if stem == "cat" || stem.starts_with("sed ") || stem == "ls" {
        known.extend(device.files.keys().map(String::as_str));
    }
    let mut fits = known.into_iter().filter(|known| known.starts_with(word) && !word.is_empty());
    match (fits.next(), fits.next()) {
        (Some(only), None) => format!("{line}{only} "),
        _ => before.to_owned(),
    }
}
