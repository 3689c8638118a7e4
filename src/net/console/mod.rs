//! Consoles: a line typed into a device, and what it prints.
//!
//! A command runs until it is done, in simulated time. What the lab itself has to say, for example that a real command
//! is not simulated, is a note beside the text of the device, in the trainee's language.

pub mod ios;
pub mod linux;
pub mod more;
pub mod suggest;

use std::net::Ipv4Addr;

use super::device::{Device, Os};
use super::world::Net;
use crate::locale::Message;

/// The session at a device.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    pub ios: ios::Session,
    /// What was typed, oldest first.
    pub history: Vec<String>,
    pub echo_id: u16,
    /// Questions that were put to name servers.
    pub questions: u32,
    /// The name that was found last, and its address.
    pub found: Option<(String, Ipv4Addr)>,
    /// How the last command ended on Linux: 0 is well.
    pub status: u8,
}

/// What a line led to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// As the device prints it, lines ended by `\n`.
    pub text: String,
    /// What the lab says about it.
    pub notes: Vec<Message>,
    /// What stands in the line already when the next one is typed: after `?`.
    pub typed: String,
    /// The session ended.
    pub closed: bool,
}

impl Reply {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A command that exists on real equipment and not here.
    pub fn not_simulated(command: &str) -> Self {
        Self { notes: vec![Message::new("console-not-simulated").with("command", command)], ..Self::default() }
    }
}

/// Lines that a console remembers.
const HISTORY: usize = 200;
/// A line is cut after so many characters.
const LONGEST: usize = 1000;

/// Types a line into a device.
pub fn type_line(net: &mut Net, device: usize, line: &str) -> Reply {
    let line: String = line.chars().filter(|c| !c.is_control() || *c == '\u{1a}' || *c == '\t').take(LONGEST).collect();
    if !net.devices[device].powered {
        return Reply { notes: vec![Message::new("console-no-power")], ..Reply::default() };
    }
    let shell = &mut net.devices[device].shell;
    if !line.trim().is_empty() {
        if shell.history.len() == HISTORY {
            shell.history.remove(0);
        }
        shell.history.push(line.trim().to_owned());
    }
    let reply = match net.devices[device].os {
        Os::Linux => linux::run(net, device, &line),
        Os::Ios => ios::run(net, device, &line),
        Os::None => Reply { notes: vec![Message::new("console-none")], ..Reply::default() },
    };
    net.refresh_carriers();
    net.negotiate();
    net.with(device, |host, cx| host.routing_refresh(cx));
    reply
}

/// What a device printed by itself since the last line: messages of the system.
pub fn pending(net: &mut Net, device: usize) -> String {
    match net.devices[device].os {
        Os::Ios => ios::pending(&mut net.devices[device]),
        _ => String::new(),
    }
}

/// What a device would print by itself now, without its being read.
pub fn unread(device: &Device) -> String {
    if device.os == Os::Ios { ios::unread(device) } else { String::new() }
}

/// What the Tab key makes of a line that is begun: the same line where there is nothing to complete, or several ways.
pub fn complete(net: &Net, device: usize, before: &str) -> String {
    match net.devices[device].os {
        Os::Ios => {
            let mut copy = net.clone();
            ios::run(&mut copy, device, &format!("{before}\t")).typed
        }
        Os::Linux => linux::complete(&net.devices[device], before),
        Os::None => before.to_owned(),
    }
}

/// What stands before the cursor.
pub fn prompt(net: &Net, device: usize) -> String {
    let it = &net.devices[device];
    match it.os {
        Os::Linux => format!("root@{}:~# ", it.hostname),
        Os::Ios => ios::prompt(it),
        Os::None => String::new(),
    }
}
