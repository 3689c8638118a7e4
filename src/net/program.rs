//! Programs that serve others: a web server, a name server, a port that only greets.
//!
//! A program is a unit that is started and stopped. What it serves stands in files of its computer, so that it can be
//! read and put right there; it reads them when it is asked (pages) or when it starts (names).

use std::collections::BTreeMap;

use super::device::{Cx, Device};
use super::dns;
use super::http;
use super::packet::{TCP, UDP};
use super::tcp::Pair;
use super::time::Time;
use crate::scenario::file::Service;

/// What a program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// Gives out the files below [`http::ROOT`].
    Http,
    /// Says what names mean, after the files below [`super::dns::config::FOLDER`].
    Dns,
    /// Says who it is to everyone who connects, and listens to what they say.
    Greets(&'static str),
}

/// One program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub does: Does,
    pub port: u16,
    pub running: bool,
    /// When it was started or stopped last.
    pub since: Time,
    /// What it complained of when it was started, for `systemctl status`.
    pub trouble: Vec<String>,
}

/// A process number for a unit: the same in every replay.
pub fn pid(name: &str) -> u32 {
    400 + name.bytes().fold(7_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 3001)
}

impl Unit {
    pub fn new(does: Does, port: u16) -> Self {
        Self { does, port, running: false, since: Time::ZERO, trouble: Vec::new() }
    }

    /// What it is, in a few words, as `systemctl` prints it.
    pub fn description(&self) -> &'static str {
        match self.does {
            Does::Http => "A high performance web server",
            Does::Dns => "BIND Domain Name Server",
            Does::Greets(_) => "OpenBSD Secure Shell server",
        }
    }

    /// The name of its process.
    pub fn process(&self, unit: &str) -> String {
        match self.does {
            Does::Greets(_) => format!("{unit}d"),
            _ => unit.to_owned(),
        }
    }

    pub fn pid(&self, unit: &str) -> u32 {
        pid(unit)
    }

    /// The protocols whose port it takes.
    pub fn protocols(&self) -> &'static [u8] {
        match self.does {
            Does::Http | Does::Greets(_) => &[TCP],
            Does::Dns => &[UDP],
        }
    }
}

/// The programs of a box, by the name of their unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Programs {
    pub units: BTreeMap<String, Unit>,
}

impl Programs {
    /// The running program on a port.
    pub fn on(&self, protocol: u8, port: u16) -> Option<(&str, &Unit)> {
        let takes =
            |(_, unit): &(&String, &Unit)| unit.running && unit.port == port && unit.protocols().contains(&protocol);
        self.units.iter().find(takes).map(|(name, unit)| (name.as_str(), unit))
    }

    pub fn listens(&self, protocol: u8, port: u16) -> bool {
        self.on(protocol, port).is_some()
    }
}

impl Device {
    /// Puts a program of a scenario on the box, with the files it serves.
    pub fn serve(&mut self, service: &Service, cx: &mut Cx) {
        let (name, does, port, stopped) = match service {
            Service::Http { port, pages, stopped } => {
                pages.iter().for_each(|(path, body)| self.publish(path, body));
                ("nginx", Does::Http, *port, *stopped)
            }
            Service::Dns { stopped, .. } => {
                self.files.extend(dns::config::files(service));
                ("named", Does::Dns, dns::PORT, *stopped)
            }
            Service::Ssh { stopped } => ("ssh", Does::Greets("SSH-2.0-OpenSSH_9.2p1 Debian-2"), 22, *stopped),
        };
        self.programs.units.insert(name.to_owned(), Unit::new(does, port));
        if !stopped {
            self.program_start(name, cx);
        }
    }

    /// Puts a program on the box and starts it.
    pub fn install(&mut self, name: &str, does: Does, port: u16, cx: &mut Cx) {
        self.programs.units.insert(name.to_owned(), Unit::new(does, port));
        self.program_start(name, cx);
    }

    /// Starts a program; false if another has its port, or it cannot read its configuration.
    pub fn program_start(&mut self, name: &str, cx: &mut Cx) -> bool {
        let Some(unit) = self.programs.units.get(name) else { return false };
        if unit.running {
            return true;
        }
        let port = unit.port;
        if unit
            .protocols()
            .iter()
            .any(|protocol| self.programs.listens(*protocol, port) || self.udp_taken(*protocol, port))
        {
            return false;
        }
        let (trouble, running) = if unit.does == Does::Dns { self.dns_start() } else { (Vec::new(), true) };
        let unit = self.programs.units.get_mut(name).expect("it is there");
        (unit.trouble, unit.running, unit.since) = (trouble, running, cx.now);
        running
    }

    fn udp_taken(&self, protocol: u8, port: u16) -> bool {
        protocol == UDP && self.udp.contains_key(&port)
    }

    /// Stops a program and breaks off its connections.
    pub fn program_stop(&mut self, name: &str, cx: &mut Cx) {
        let Some(unit) = self.programs.units.get_mut(name).filter(|unit| unit.running) else { return };
        (unit.running, unit.since) = (false, cx.now);
        let (port, does) = (unit.port, unit.does);
        if does == Does::Dns {
            self.dns_stop();
        }
        let open: Vec<Pair> = self.tcp.connections.keys().filter(|pair| pair.local.1 == port).copied().collect();
        open.into_iter().for_each(|pair| self.tcp_abort(pair, cx));
    }

    /// Somebody connected to a program.
    pub(super) fn program_accepts(&mut self, pair: Pair, cx: &mut Cx) {
        if let Some(Does::Greets(words)) = self.programs.on(TCP, pair.local.1).map(|(_, unit)| unit.does) {
            self.tcp_write(pair, format!("{words}\r\n").as_bytes(), cx);
        }
    }

    /// Something came for a program; `ended` if nothing more will.
    pub(super) fn program_hears(&mut self, pair: Pair, ended: bool, cx: &mut Cx) {
        match self.programs.on(TCP, pair.local.1).map(|(_, unit)| unit.does) {
            Some(Does::Http) => self.http_hears(pair, cx),
            Some(Does::Greets(_) | Does::Dns) => drop(self.tcp_read(pair)),
            None => return self.tcp_abort(pair, cx),
        }
        if ended {
            self.tcp_close(pair, cx);
        }
    }

    /// Gives a page to the web server.
    pub fn publish(&mut self, path: &str, body: &str) {
        let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        self.files.insert(format!("{}{path}", http::ROOT), body.to_owned());
    }
}
