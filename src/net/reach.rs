//! Who reaches whom: from every box with an IP stack to every address, and if not, how that shows.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use indexmap::IndexMap;
use serde::Serialize;

use super::icmp::Echo;
use super::ip::{Cut, SendError};
use super::ping::Outcome;
use super::reason::Reason;
use super::time::Time;
use super::world::Net;

/// Pings of one probe. Only a ping that equipment dropped because its ARP table was cold is sent again.
const TRIES: u16 = 10;
/// How soon that shows.
const COLD: Time = Time::seconds(1);
/// How long a ping is waited for: longer than three ARP requests take.
const WAIT: Time = Time::seconds(4);

/// How a probe ended, as programs read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Reached {
    Reply {
        ttl: u8,
    },
    Timeout,
    Local {
        reason: &'static str,
    },
    Icmp {
        #[serde(rename = "type")]
        kind: u8,
        code: u8,
        from: Ipv4Addr,
    },
}

impl From<Outcome> for Reached {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Reply { ttl, .. } => Reached::Reply { ttl },
            Outcome::Icmp { kind, code, from, .. } => Reached::Icmp { kind, code, from },
            Outcome::Timeout => Reached::Timeout,
            Outcome::Local(error) => Reached::Local { reason: local(error) },
        }
    }
}

/// Why a packet could not leave, for programs.
pub fn local(error: SendError) -> &'static str {
    match error {
        SendError::NoRoute => "no-route",
        SendError::Unreachable => "unreachable",
        SendError::Prohibited => "prohibited",
        SendError::Invalid => "blackhole",
        SendError::TooBig(_) => "too-big",
        SendError::Broadcast => "broadcast",
    }
}

/// By the id of the box that asks, then by the address asked for.
pub type Matrix = IndexMap<String, BTreeMap<Ipv4Addr, Reached>>;

impl Net {
    /// Pings an address once; again only while a cold ARP table on the way eats the pings.
    pub fn probe(&mut self, device: usize, to: Ipv4Addr) -> Outcome {
        let id = self.with(device, |device, cx| device.next_echo_id(cx));
        for seq in 1..=TRIES {
            let echo = Echo { to, from: None, id, seq, bytes: 56, ttl: None, cut: Cut::Here };
            let sent = self.now();
            let mut outcome = self.ping(device, echo, COLD);
            if outcome != Outcome::Timeout {
                return outcome;
            }
            let cold = |drop: &super::reason::Drop| matches!(drop.reason, Reason::ArpPending { .. });
            if self.drops_since(sent).any(cold) {
                continue;
            }
            outcome = self.listen(device, |net| net.await_echo(device, &echo, WAIT - COLD));
            if outcome != Outcome::Timeout || !self.drops_since(sent).any(cold) {
                return outcome;
            }
        }
        Outcome::Timeout
    }

    /// Every address that is configured anywhere, each once, in the order of the boxes.
    pub fn all_addresses(&self) -> Vec<Ipv4Addr> {
        let mut all = Vec::new();
        for device in &self.devices {
            for (_, cidr) in device.addresses() {
                if !cidr.addr.is_loopback() && !all.contains(&cidr.addr) {
                    all.push(cidr.addr);
                }
            }
        }
        all
    }

    /// From every box with an IP stack to every address, one after the other.
    pub fn reach(&mut self) -> Matrix {
        let targets = self.all_addresses();
        let mut matrix = Matrix::new();
        for device in 0..self.devices.len() {
            let it = &self.devices[device];
            let speaks = it.live_ifaces().any(|(_, iface)| !iface.addrs.is_empty()) || it.bridges.is_empty();
            if !speaks || it.ifaces.is_empty() {
                continue;
            }
            let id = it.id.clone();
            let row = targets.iter().map(|to| (*to, Reached::from(self.probe(device, *to)))).collect();
            matrix.insert(id, row);
        }
        matrix
    }
}
