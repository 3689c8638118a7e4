//! Which card has an address: ARP (RFC 826), and how long that is believed (the states of the Linux neighbour table).
//!
//! Fields: hardware and protocol kind, operation, then the two cards with their addresses. An entry is made when this
//! box asks or is asked; any ARP renews one that is there.

use std::net::Ipv4Addr;

use etherparse::{ArpEthIpv4Packet, ArpOperation, ArpPacket, ArpPacketSlice};

use super::addr::Mac;
use super::device::{Cx, Device, NatSide, Os, Timer};
use super::frame::{self, Parts};
use super::packet::Packet;
use super::reason::Reason;
use super::time::Time;

/// What is known of a neighbour.
#[derive(Debug, Clone)]
pub struct Neighbour {
    pub mac: Option<Mac>,
    pub state: State,
    pub updated: Time,
    /// Packets that wait for the answer, and whether they came from elsewhere.
    queue: Vec<(Packet, bool)>,
    generation: u32,
}

/// After the Linux kernel's neighbour states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Asked so many times.
    Incomplete(u8),
    Reachable,
    Stale,
    /// Used though stale: asked again soon.
    Delay,
    /// Asked directly so many times.
    Probe(u8),
    Failed,
    Permanent,
}

/// Between two requests. The kernel's second becomes 1.024 s by the grain of its timers; three of them are the 3.1 s
/// that were measured (NETWORK.md 3).
const RETRY: Time = Time::millis(1024);
const TRIES: u8 = 3;
/// Linux: base reachable time, and the delay before a stale entry that is used is asked again.
const REACHABLE: Time = Time::seconds(30);
const DELAY: Time = Time::seconds(5);
/// Linux: an answer that follows so soon upon another changes nothing.
const LOCK: Time = Time::seconds(1);
/// Equipment with a command line keeps entries four hours (NETWORK.md 2.1).
const LONG: Time = Time::seconds(4 * 3600);
/// Packets that wait for one answer.
const WAITING: usize = 100;

impl State {
    /// As `ip neigh` writes it.
    pub fn name(self) -> &'static str {
        match self {
            State::Incomplete(_) => "INCOMPLETE",
            State::Reachable => "REACHABLE",
            State::Stale => "STALE",
            State::Delay => "DELAY",
            State::Probe(_) => "PROBE",
            State::Failed => "FAILED",
            State::Permanent => "PERMANENT",
        }
    }

    /// Whether packets may be sent to the card that is known.
    pub fn is_usable(self) -> bool {
        match self {
            State::Reachable | State::Stale | State::Delay | State::Probe(_) | State::Permanent => true,
            State::Incomplete(_) | State::Failed => false,
        }
    }
}

impl Neighbour {
    pub fn permanent(mac: Mac, now: Time) -> Self {
        Self { mac: Some(mac), state: State::Permanent, updated: now, queue: Vec::new(), generation: 0 }
    }

    pub fn is_permanent(&self) -> bool {
        self.state == State::Permanent
    }

    /// The card, if packets may be sent to it.
    pub fn usable(&self) -> Option<Mac> {
        self.mac.filter(|_| self.state.is_usable())
    }
}

impl Device {
    /// How long an answer is fresh.
    fn fresh(&self) -> Time {
        if self.os == Os::Ios { LONG } else { REACHABLE }
    }

    fn arp_send(
        &mut self,
        iface: usize,
        operation: ArpOperation,
        to: Mac,
        target: (Mac, Ipv4Addr),
        src: Ipv4Addr,
        cx: &mut Cx,
    ) {
        let sender = self.ifaces[iface].mac;
        let arp = ArpPacket::from(ArpEthIpv4Packet {
            operation,
            sender_mac: sender.0,
            sender_ipv4: src.octets(),
            target_mac: target.0.0,
            target_ipv4: target.1.octets(),
        });
        self.emit(iface, to, frame::ARP, &arp.to_bytes(), cx);
    }

    /// Asks who has an address.
    fn arp_ask(&mut self, iface: usize, ip: Ipv4Addr, known: Option<Mac>, cx: &mut Cx) {
        let src = self.source_on(iface, ip).unwrap_or(Ipv4Addr::UNSPECIFIED);
        let to = known.unwrap_or(Mac::BROADCAST);
        self.arp_send(iface, ArpOperation::REQUEST, to, (known.unwrap_or_default(), ip), src, cx);
    }

    /// Tells everyone an address of its own.
    pub fn arp_announce(&mut self, iface: usize, ip: Ipv4Addr, cx: &mut Cx) {
        self.arp_send(iface, ArpOperation::REPLY, Mac::BROADCAST, (Mac::BROADCAST, ip), ip, cx);
    }

    /// An ARP message comes in.
    pub(super) fn arp_input(&mut self, iface: usize, parts: &Parts, cx: &mut Cx) {
        let Ok(arp) = ArpPacketSlice::from_slice(parts.payload) else { return };
        let Ok(arp) = arp.to_packet().try_eth_ipv4() else { return };
        let (sender, mac) = (Ipv4Addr::from(arp.sender_ipv4), Mac(arp.sender_mac));
        let target = Ipv4Addr::from(arp.target_ipv4);
        if target.is_multicast() || target.is_loopback() || mac.is_multicast() {
            return;
        }
        if self.os == Os::Ios {
            let own = self.ifaces[iface].addrs.iter().any(|own| own.cidr.addr == sender);
            if own && mac != self.ifaces[iface].mac {
                let name = self.ifaces[iface].name.clone();
                let text = format!("%IP-4-DUPADDR: Duplicate address {sender} on {name}, sourced by {}", mac.dotted());
                self.say(cx.now, text);
                return;
            }
        }
        let request = arp.operation == ArpOperation::REQUEST;
        // A question that claims an address of ours is no answerable one: the kernel finds no way back to it.
        let sane = !self.is_own(sender);
        let mine = match self.os {
            Os::Ios => self.ifaces[iface].addrs.iter().any(|own| own.cidr.addr == target) || self.lends(iface, target),
            // Linux answers for every address it has, on every interface.
            _ => self.is_own(target),
        };
        if request && mine && (sane || sender.is_unspecified()) {
            if !sender.is_unspecified() {
                self.neighbour_update(iface, sender, mac, State::Stale, true, true, cx);
            }
            return self.arp_send(iface, ArpOperation::REPLY, mac, (mac, sender), target, cx);
        }
        if request && self.ifaces[iface].proxy_arp && self.forwarding && self.answers_for(iface, target) {
            self.neighbour_update(iface, sender, mac, State::Stale, true, true, cx);
            return self.arp_send(iface, ArpOperation::REPLY, mac, (mac, sender), target, cx);
        }
        let Some(known) = self.neighbours.get(&(iface, sender)) else { return };
        let direct = !request && !parts.dst.is_multicast();
        let announced = !request && parts.dst.is_broadcast() && sender == target;
        let over = announced || self.os == Os::Ios || cx.now - known.updated > LOCK || known.usable().is_none();
        let state = if direct { State::Reachable } else { State::Stale };
        self.neighbour_update(iface, sender, mac, state, over, false, cx);
    }

    /// Whether an address outside, in the network of this interface, stands for one inside: the translator answers.
    fn lends(&self, iface: usize, target: Ipv4Addr) -> bool {
        let it = &self.ifaces[iface];
        let near = it.addrs.iter().any(|own| own.cidr.contains(target));
        near && it.nat == Some(NatSide::Outside) && self.nat.stands_for(target)
    }

    /// Whether it lends its card to an address that it reaches elsewhere: RFC 1027.
    fn answers_for(&self, iface: usize, target: Ipv4Addr) -> bool {
        self.find_route(target).is_some_and(|hop| hop.iface != iface)
    }

    /// Takes what was heard of a neighbour into account.
    #[allow(clippy::too_many_arguments)]
    fn neighbour_update(
        &mut self,
        iface: usize,
        ip: Ipv4Addr,
        mac: Mac,
        state: State,
        over: bool,
        create: bool,
        cx: &mut Cx,
    ) {
        let key = (iface, ip);
        let fresh = self.fresh();
        if create {
            self.neighbours.entry(key).or_insert_with(|| Neighbour {
                mac: None,
                state: State::Failed,
                updated: cx.now,
                queue: Vec::new(),
                generation: 0,
            });
        }
        let ios = self.os == Os::Ios;
        let Some(entry) = self.neighbours.get_mut(&key) else { return };
        if entry.is_permanent() {
            return;
        }
        let known = entry.usable();
        if known.is_some_and(|known| known != mac) && !over {
            return;
        }
        // Nothing new leaves a fresh entry fresh.
        let state = match (known == Some(mac), entry.state, state) {
            (true, State::Reachable, State::Stale) => State::Reachable,
            (_, _, State::Stale) if ios => State::Reachable,
            (_, _, state) => state,
        };
        let unchanged = known == Some(mac) && entry.state == state && state == State::Reachable && !ios;
        entry.mac = Some(mac);
        entry.state = state;
        entry.updated = cx.now;
        if !unchanged || state == State::Reachable {
            entry.generation += 1;
        }
        let generation = entry.generation;
        let waiting = std::mem::take(&mut entry.queue);
        if state == State::Reachable {
            cx.later(fresh, Timer::Neighbour { iface, ip, generation });
        }
        for (packet, forwarded) in waiting {
            self.neighbour_output(iface, ip, packet, forwarded, cx);
        }
    }

    /// Sends a packet to a neighbour, and asks for its card first where needed.
    pub(super) fn neighbour_output(
        &mut self,
        iface: usize,
        ip: Ipv4Addr,
        packet: Packet,
        forwarded: bool,
        cx: &mut Cx,
    ) {
        let keeps = self.os.keeps_while_resolving();
        let entry = self.neighbours.entry((iface, ip)).or_insert_with(|| Neighbour {
            mac: None,
            state: State::Failed,
            updated: cx.now,
            queue: Vec::new(),
            generation: 0,
        });
        if let Some(mac) = entry.usable() {
            if entry.state == State::Stale {
                entry.state = State::Delay;
                entry.generation += 1;
                cx.later(DELAY, Timer::Neighbour { iface, ip, generation: entry.generation });
            }
            return self.emit(iface, mac, frame::IPV4, &packet.bytes(), cx);
        }
        let begin = entry.state == State::Failed;
        if keeps {
            if entry.queue.len() < WAITING {
                entry.queue.push((packet, forwarded));
            }
        } else {
            cx.lose(Some(&self.ifaces[iface].name), Reason::ArpPending { ip }, &packet);
            // Only to tell the sender, should nobody answer.
            if forwarded {
                entry.queue = vec![(packet, true)];
            }
        }
        if begin {
            entry.state = State::Incomplete(1);
            entry.generation += 1;
            entry.updated = cx.now;
            cx.later(RETRY, Timer::Neighbour { iface, ip, generation: entry.generation });
            self.arp_ask(iface, ip, None, cx);
        }
    }

    pub(super) fn neighbour_timer(&mut self, iface: usize, ip: Ipv4Addr, generation: u32, cx: &mut Cx) {
        let ios = self.os == Os::Ios;
        let Some(entry) = self.neighbours.get_mut(&(iface, ip)) else { return };
        if entry.generation != generation {
            return;
        }
        let mut again = |entry: &mut Neighbour, span| {
            entry.generation += 1;
            cx.later(span, Timer::Neighbour { iface, ip, generation: entry.generation });
        };
        match entry.state {
            State::Reachable if ios => {
                // Asked again before it is forgotten.
                entry.state = State::Probe(1);
                again(entry, RETRY);
                let mac = entry.mac;
                self.arp_ask(iface, ip, mac, cx);
            }
            State::Reachable => entry.state = State::Stale,
            State::Delay => {
                entry.state = State::Probe(1);
                again(entry, RETRY);
                let mac = entry.mac;
                self.arp_ask(iface, ip, mac, cx);
            }
            State::Probe(tries) if tries < TRIES => {
                entry.state = State::Probe(tries + 1);
                again(entry, RETRY);
                let mac = entry.mac;
                self.arp_ask(iface, ip, mac, cx);
            }
            State::Incomplete(tries) if tries < TRIES => {
                entry.state = State::Incomplete(tries + 1);
                again(entry, RETRY);
                self.arp_ask(iface, ip, None, cx);
            }
            State::Incomplete(_) | State::Probe(_) => {
                entry.state = State::Failed;
                entry.mac = None;
                let waiting = std::mem::take(&mut entry.queue);
                if ios {
                    self.neighbours.remove(&(iface, ip));
                }
                let name = self.ifaces[iface].name.clone();
                for (packet, forwarded) in waiting {
                    cx.lose(Some(&name), Reason::ArpUnanswered { ip }, &packet);
                    let told = if forwarded { self.nat_undo(&packet) } else { packet };
                    self.icmp_error(&told, super::icmp::HOST_UNREACHABLE, 0, cx);
                }
            }
            State::Stale | State::Failed | State::Permanent => {}
        }
    }
}
