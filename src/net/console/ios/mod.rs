//! The console of equipment with a command line: modes and prompts, beginnings of words, help by `?`, `no` and `do`.
//!
//! It behaves as such consoles do and copies no maker's texts but the messages that everybody quotes (NETWORK.md 1.4).
//! [`grammar`] understands a line, [`table`] lists the commands, the other files carry them out.

mod acl;
mod bundles;
mod config;
mod exec;
mod grammar;
mod help;
mod interface;
pub mod names;
mod ospf;
mod rip;
mod routers;
mod running;
mod show;
mod show_ip;
mod show_switch;
mod six;
mod table;

use std::collections::BTreeMap;

use grammar::{Parsed, Word};

use super::Reply;
use crate::locale::Message;
use crate::net::device::Device;
use crate::net::{Net, Time};

/// Where one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mode {
    #[default]
    User,
    Enabled,
    Config,
    /// Names of interfaces, or of ports for those of a switch.
    Interface(Vec<String>),
    Vlan(Vec<u16>),
    Line(String),
    Dhcp(String),
    /// Name of the list, and whether it is extended.
    Acl(String, bool),
    Rip,
    Ospf(u16),
    /// A protocol that is not simulated: what is typed there is told so.
    Real(&'static str),
}

impl Mode {
    /// The letter under which its commands are listed.
    fn letter(&self) -> &'static str {
        match self {
            Mode::User => "u",
            Mode::Enabled => "p",
            Mode::Config => "c",
            Mode::Interface(_) => "i",
            Mode::Vlan(_) => "v",
            Mode::Line(_) => "l",
            Mode::Dhcp(_) => "d",
            Mode::Acl(_, false) => "s",
            Mode::Acl(_, true) => "e",
            Mode::Rip => "R",
            Mode::Ospf(_) => "O",
            Mode::Real(_) => "r",
        }
    }

    fn is_exec(&self) -> bool {
        matches!(self, Mode::User | Mode::Enabled)
    }
}

/// What equipment with a command line remembers besides its tables.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub mode: Mode,
    /// The saved configuration, as text.
    pub startup: Option<String>,
    /// Lines that are kept and change nothing else here, for example `service password-encryption`.
    pub plain: Vec<String>,
    /// Lines below `line …`, by its name.
    pub lines: BTreeMap<String, Vec<String>>,
    pub banner: Option<String>,
    pub secret: Option<String>,
    /// A password is wanted before privileged mode.
    asks_secret: bool,
    /// A banner is being typed, up to this sign.
    banner_until: Option<char>,
    /// A question waits for an answer.
    question: Option<Question>,
    /// Messages of the system that were shown.
    shown: usize,
    /// It reads its saved configuration: nothing is shown.
    booting: bool,
    /// The terminal's length where one was typed, 0 for no pauses.
    pub pages: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    /// `Destination filename [startup-config]?`
    Save,
    /// `Proceed with reload? [confirm]`
    Reload,
    /// `Erasing … [confirm]`
    Erase,
    /// `Reset ALL OSPF processes? [no]:`
    Ospf,
}

/// What a command works with.
pub(super) struct Job<'n> {
    pub net: &'n mut Net,
    pub device: usize,
    pub out: String,
    pub notes: Vec<Message>,
    /// `no` stood before.
    pub no: bool,
    /// The keywords of the command in full.
    pub full: Vec<String>,
    /// The session ends.
    pub closed: bool,
}

impl Job<'_> {
    pub fn print(&mut self, line: impl AsRef<str>) {
        self.out.push_str(line.as_ref());
        self.out.push('\n');
    }

    pub fn host(&self) -> &Device {
        &self.net.devices[self.device]
    }

    pub fn host_mut(&mut self) -> &mut Device {
        &mut self.net.devices[self.device]
    }

    /// It reads its saved configuration, or lines of a scenario.
    pub fn is_booting(&self) -> bool {
        self.host().shell.ios.booting
    }

    pub fn session(&mut self) -> &mut Session {
        &mut self.net.devices[self.device].shell.ios
    }

    pub fn enter(&mut self, mode: Mode) {
        self.session().mode = mode;
    }

    pub fn not_simulated(&mut self) {
        let command = self.full.join(" ");
        self.notes.extend(Reply::not_simulated(&command).notes);
    }
}

pub fn prompt(device: &Device) -> String {
    let session = &device.shell.ios;
    if session.asks_secret {
        return "Password: ".to_owned();
    }
    if session.banner_until.is_some() {
        return String::new();
    }
    match session.question {
        Some(Question::Save) => return "Destination filename [startup-config]? ".to_owned(),
        Some(Question::Reload) => return "Proceed with reload? [confirm]".to_owned(),
        Some(Question::Erase) => return "Erasing the saved configuration. Continue? [confirm]".to_owned(),
        Some(Question::Ospf) => return "Reset ALL OSPF processes? [no]: ".to_owned(),
        None => {}
    }
    let name = &device.hostname;
    match &session.mode {
        Mode::User => format!("{name}>"),
        Mode::Enabled => format!("{name}#"),
        Mode::Config => format!("{name}(config)#"),
        Mode::Interface(all) if all.len() > 1 => format!("{name}(config-if-range)#"),
        Mode::Interface(all) if all.iter().any(|name| name.contains('.')) => format!("{name}(config-subif)#"),
        Mode::Interface(_) => format!("{name}(config-if)#"),
        Mode::Vlan(_) => format!("{name}(config-vlan)#"),
        Mode::Line(_) => format!("{name}(config-line)#"),
        Mode::Dhcp(_) => format!("{name}(dhcp-config)#"),
        Mode::Acl(_, false) => format!("{name}(config-std-nacl)#"),
        Mode::Acl(_, true) => format!("{name}(config-ext-nacl)#"),
        Mode::Rip | Mode::Ospf(_) | Mode::Real(_) => format!("{name}(config-router)#"),
    }
}

/// Reads a saved configuration, line by line, and goes to work with it; gives the lines that were not taken.
pub fn boot(net: &mut Net, device: usize, lines: &[String]) -> Vec<(usize, String)> {
    let session = &mut net.devices[device].shell.ios;
    session.booting = true;
    session.mode = Mode::Config;
    let mut refused = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let reply = run(net, device, line);
        if reply.text.contains('%') || reply.text.contains("rejected") || !reply.notes.is_empty() {
            let said = reply.text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
            refused.push((index, said.trim().to_owned()));
        }
    }
    net.refresh_carriers();
    net.negotiate();
    let saved = (!lines.is_empty()).then(|| running::config(&net.devices[device]));
    let host = &mut net.devices[device];
    host.shell.ios.startup = saved;
    host.shell.ios.mode = Mode::User;
    host.shell.ios.booting = false;
    host.shell.history.clear();
    refused
}

/// Types a line.
pub fn run(net: &mut Net, device: usize, line: &str) -> Reply {
    let mut job =
        Job { net, device, out: String::new(), notes: Vec::new(), no: false, full: Vec::new(), closed: false };
    let mut typed = String::new();
    all_read(&mut job.net.devices[device]);
    if !exec::answer(&mut job, line) {
        // Ctrl-Z leaves configuration, whatever stands before it.
        if let Some((before, _)) = line.split_once('\u{1a}') {
            if !before.trim().is_empty() {
                command(&mut job, before);
            }
            if !job.session().mode.is_exec() {
                exec::end(&mut job);
            }
        } else if let Some(before) = line.trim_end().strip_suffix('?') {
            help::ask(&mut job, before);
            before.clone_into(&mut typed);
        } else if let Some(before) = line.strip_suffix('\t') {
            typed = help::complete(&mut job, before);
        } else {
            command(&mut job, line);
        }
    }
    show_messages(&mut job);
    let Job { out, notes, closed, .. } = job;
    Reply { text: out, notes, typed, closed }
}

/// The configuration at work, as text.
pub fn running_config(device: &Device) -> String {
    running::config(device)
}

/// Whether the configuration at work is the saved one.
pub fn is_saved(device: &Device) -> bool {
    device.shell.ios.startup.as_deref() == Some(running::config(device).as_str())
}

/// Sits down in privileged mode, whatever was typed before: to look at tables.
pub fn as_operator(device: &mut Device) {
    let session = &mut device.shell.ios;
    session.mode = Mode::Enabled;
    session.question = None;
    session.asks_secret = false;
    session.banner_until = None;
}

/// Switches a device off and on: what was not saved is gone.
pub fn power_cycle(net: &mut Net, device: usize) {
    let mut job =
        Job { net, device, out: String::new(), notes: Vec::new(), no: false, full: Vec::new(), closed: false };
    exec::restart(&mut job);
}

/// What the system said since it was listened to last.
pub fn unread(device: &Device) -> String {
    let shown = device.shell.ios.shown.min(device.log.len());
    device.log[shown..].iter().map(|(at, text)| format!("{}\n", stamped(*at, text))).collect()
}

/// What the system said since it was listened to last, as it appears on the console by itself.
pub fn pending(device: &mut Device) -> String {
    let text = unread(device);
    all_read(device);
    text
}

/// What the system said so far is not shown again.
pub fn all_read(device: &mut Device) {
    device.shell.ios.shown = device.log.len();
}

/// Messages of the system appear on the console as they come.
fn show_messages(job: &mut Job) {
    let all = job.host().log.len();
    let shown = job.session().shown.min(all);
    job.session().shown = all;
    if job.session().booting {
        return;
    }
    let lines: Vec<String> = job.host().log[shown..].iter().map(|(at, text)| stamped(*at, text)).collect();
    if !lines.is_empty() {
        job.print("");
    }
    lines.iter().for_each(|line| job.print(line));
}

/// A message with its time, as a clock that was never set shows it.
pub(super) fn stamped(at: Time, text: &str) -> String {
    let seconds = at.as_seconds();
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!(
        "*Mar  {} {hours:02}:{minutes:02}:{:02}.{:03}: {text}",
        1 + seconds / 86_400,
        seconds % 60,
        at.as_millis() % 1000
    )
}

/// A span as tables of routes show it: `00:01:12`, `1d02h`, `1w3d`.
pub(super) fn ago(span: Time) -> String {
    let seconds = span.as_seconds();
    let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
    match days {
        0 => format!("{hours:02}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
        1..7 => format!("{days}d{hours:02}h"),
        _ => format!("{}w{}d", days / 7, days % 7),
    }
}

/// Carries out a line.
fn command(job: &mut Job, line: &str) {
    let line = line.trim_end();
    let mut words = grammar::words(line);
    if words.is_empty() || line.trim_start().starts_with('!') {
        return;
    }
    let mode = job.session().mode.clone();
    if words[0].text.eq_ignore_ascii_case("do") && !mode.is_exec() && words.len() > 1 {
        words.remove(0);
        return exec_line(job, line, words, "p");
    }
    if mode.is_exec() {
        return exec_line(job, line, words, mode.letter());
    }
    job.no = words[0].text.eq_ignore_ascii_case("no") && words.len() > 1;
    if job.no {
        words.remove(0);
    }
    if matches!(mode, Mode::Real(_)) && !matches!(words[0].text.as_str(), "exit" | "end") {
        // What belongs to a protocol that is not simulated; anything else leaves it.
        let known = matches!(grammar::parse(table::COMMANDS, "c", &words, job.no), Parsed::Found { .. });
        if !known {
            job.full = words.iter().map(|word| word.text.clone()).collect();
            job.not_simulated();
            return;
        }
    }
    // A command of the mode; else one of configuration, which leaves it.
    let first = grammar::parse(table::COMMANDS, mode.letter(), &words, job.no);
    let parsed = match first {
        Parsed::Invalid(at) if mode != Mode::Config => {
            match grammar::parse(table::COMMANDS, "c", &words, job.no) {
                // The one that got further says better what is wrong.
                Parsed::Invalid(further) => Parsed::Invalid(at.max(further)),
                other => other,
            }
        }
        Parsed::Incomplete if mode != Mode::Config => match grammar::parse(table::COMMANDS, "c", &words, job.no) {
            found @ Parsed::Found { .. } => found,
            _ => first,
        },
        first => first,
    };
    carry_out(job, line, parsed);
}

fn exec_line(job: &mut Job, line: &str, words: Vec<Word>, letter: &str) {
    // `show … | include …`
    let pipe = words.iter().position(|word| word.text == "|");
    let (before, filter) = match pipe {
        Some(at) => (words[..at].to_vec(), Some(words[at + 1..].to_vec())),
        None => (words, None),
    };
    let start = job.out.len();
    let parsed = grammar::parse(table::COMMANDS, letter, &before, false);
    let found = matches!(parsed, Parsed::Found { .. });
    if !found && before.len() == 1 && pipe.is_none() && matches!(parsed, Parsed::Invalid(_)) {
        return exec::unknown_word(job, &before[0].text);
    }
    carry_out(job, line, parsed);
    if let Some(filter) = filter.filter(|_| found) {
        let output = job.out.split_off(start);
        exec::filter(job, &filter, &output);
    }
}

fn carry_out(job: &mut Job, line: &str, parsed: Parsed<table::Act>) {
    match parsed {
        Parsed::Found { command, things, full } => {
            job.full = full;
            (command.act)(job, &things);
        }
        Parsed::Invalid(at) => {
            let prompt = prompt(job.host()).chars().count();
            let column = prompt + line[..at.min(line.len())].chars().count();
            job.print(format!("{}^", " ".repeat(column)));
            job.print("% Invalid input detected at '^' marker.");
            job.print("");
        }
        Parsed::Ambiguous => job.print(format!("% Ambiguous command:  \"{}\"", line.trim())),
        Parsed::Incomplete => {
            job.print("% Incomplete command.");
            job.print("");
        }
    }
}
