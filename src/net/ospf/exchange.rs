//! Two neighbours bring their maps in line: RFC 2328, sections 10.6 to 10.9.

use std::net::Ipv4Addr;

use super::wire::{self, Description, Key, MAX_AGE};
use super::{Ospf, Out, State};
use crate::net::reason::Reason;
use crate::net::time::Time;

/// Headers in one description, and advertisements asked for at once: what fits into a packet of 1500 bytes.
const MOST_HEADS: usize = 60;

impl Ospf {
    /// Offers to lead, with an empty first description.
    pub(super) fn begin_exchange(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        self.set_state(iface, addr, State::ExStart, "SeqNumberMismatch", now, out);
        self.seqs += 1;
        let first = (now.as_millis() as u32).wrapping_mul(1000).wrapping_add(self.seqs);
        if let Some(it) = self.neighbour(iface, addr) {
            it.leads = true;
            it.seq = if it.seq == 0 { first } else { it.seq.wrapping_add(1) };
            it.owes.clear();
            it.wants.clear();
            it.to_tell.clear();
            it.last = None;
        }
        self.describe(iface, addr, now, out);
    }

    /// Sends the next description.
    fn describe(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        let id = self.router_id;
        let Some(face) = self.faces.get_mut(&iface) else { return };
        let (area, mtu) = (face.area, face.mtu);
        let Some(it) = face.neighbours.get_mut(&addr) else { return };
        let init = it.state == State::ExStart;
        let most = if init { 0 } else { MOST_HEADS.min(it.to_tell.len()) };
        let heads = it.to_tell.drain(..most).collect();
        let more = init || !it.to_tell.is_empty();
        let message = Description { mtu, options: wire::OPTIONS, init, more, master: it.leads, seq: it.seq, heads };
        it.sent = wire::description(id, area.into(), &message);
        it.sent_more = more;
        it.sent_at = now;
        out.send.push((iface, addr, it.sent.clone()));
    }

    /// Something does not fit: all from the start.
    fn begin_again(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        self.begin_exchange(iface, addr, now, out);
    }

    pub(super) fn description_in(
        &mut self,
        iface: usize,
        addr: Ipv4Addr,
        message: &Description,
        now: Time,
        out: &mut Out,
    ) {
        let own = self.router_id;
        let Some(face) = self.face(iface) else { return };
        if message.mtu > face.mtu && !face.mtu_ignore {
            let reason = Reason::OspfMtu { theirs: message.mtu, ours: face.mtu };
            return self.refuse(iface, addr, reason, now, out);
        }
        if face.neighbours.get(&addr).is_some_and(|it| it.state == State::Init) {
            self.set_state(iface, addr, State::TwoWay, "", now, out);
            self.adjacent(iface, addr, now, out);
            self.elect_again(iface, now, out);
        }
        let Some(it) = self.neighbour(iface, addr) else { return };
        let flags = (message.init, message.more, message.master, message.seq);
        match it.state {
            State::Down | State::Init | State::TwoWay => {}
            State::ExStart => {
                if message.init && message.more && message.master && message.heads.is_empty() && it.id > own {
                    it.leads = false;
                    it.seq = message.seq;
                } else if !message.init && !message.master && message.seq == it.seq && it.id < own {
                    it.leads = true;
                } else {
                    return;
                }
                self.set_state(iface, addr, State::Exchange, "", now, out);
                let Some(area) = self.face(iface).map(|face| face.area) else { return };
                let mut tell = std::collections::VecDeque::new();
                let mut dying = Vec::new();
                for ((_, key), stored) in self.map.iter().filter(|((of, _), _)| *of == area) {
                    // What is being taken out is told by flooding.
                    if stored.age(now) >= MAX_AGE {
                        dying.push((*key, stored.head(now)));
                    } else {
                        tell.push_back(stored.head(now));
                    }
                }
                let Some(it) = self.neighbour(iface, addr) else { return };
                it.to_tell = tell;
                it.owes.extend(dying);
                it.last = Some(flags);
                if it.leads {
                    self.take_heads(iface, addr, message, now, out);
                    self.lead_on(iface, addr, message.more, now, out);
                } else {
                    self.describe(iface, addr, now, out);
                }
            }
            State::Exchange => {
                if it.last == Some(flags) {
                    // Heard twice: whoever follows answers again.
                    if !it.leads {
                        let again = it.sent.clone();
                        out.send.push((iface, addr, again));
                    }
                    return;
                }
                let expected = if it.leads { it.seq } else { it.seq.wrapping_add(1) };
                if message.master == it.leads || message.init || message.seq != expected {
                    return self.begin_again(iface, addr, now, out);
                }
                it.last = Some(flags);
                let leads = it.leads;
                if !self.take_heads(iface, addr, message, now, out) {
                    return;
                }
                if leads {
                    self.lead_on(iface, addr, message.more, now, out);
                } else {
                    if let Some(it) = self.neighbour(iface, addr) {
                        it.seq = message.seq;
                    }
                    self.describe(iface, addr, now, out);
                    let done = self.neighbour(iface, addr).is_some_and(|it| !it.sent_more);
                    if done && !message.more {
                        self.exchanged(iface, addr, now, out);
                    }
                }
            }
            State::Loading | State::Full => {
                if it.last == Some(flags) {
                    if !it.leads {
                        let again = it.sent.clone();
                        out.send.push((iface, addr, again));
                    }
                } else {
                    self.begin_again(iface, addr, now, out);
                }
            }
        }
    }

    /// The other has answered: the next description, or the end.
    fn lead_on(&mut self, iface: usize, addr: Ipv4Addr, theirs: bool, now: Time, out: &mut Out) {
        let Some(it) = self.neighbour(iface, addr) else { return };
        let first = it.seq;
        it.seq = it.seq.wrapping_add(1);
        // The first answer is to an empty description: nothing was told yet.
        let all_told = it.to_tell.is_empty() && !it.sent_more;
        if all_told && !theirs {
            it.seq = first;
            self.exchanged(iface, addr, now, out);
        } else {
            self.describe(iface, addr, now, out);
        }
    }

    /// Notes what the other has newer; false if something is told that cannot be.
    fn take_heads(&mut self, iface: usize, addr: Ipv4Addr, message: &Description, now: Time, out: &mut Out) -> bool {
        let Some(area) = self.face(iface).map(|face| face.area) else { return false };
        let mut wants = Vec::new();
        for head in &message.heads {
            if !matches!(head.key.kind, 1..=5) {
                self.begin_again(iface, addr, now, out);
                return false;
            }
            let known = self.map.get(&(area, head.key)).map(|stored| stored.head(now));
            let kept = matches!(head.key.kind, wire::ROUTER | wire::NETWORK | wire::EXTERNAL);
            if kept && known.is_none_or(|known| head.newer(&known).is_gt()) {
                wants.push((head.key, *head));
            }
        }
        if let Some(it) = self.neighbour(iface, addr) {
            it.wants.extend(wants);
        }
        true
    }

    fn exchanged(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        let done = self.neighbour(iface, addr).is_some_and(|it| it.wants.is_empty());
        if done {
            self.set_state(iface, addr, State::Loading, "", now, out);
            self.set_state(iface, addr, State::Full, "Loading Done", now, out);
        } else {
            self.set_state(iface, addr, State::Loading, "", now, out);
            self.ask(iface, addr, now, out);
        }
    }

    /// Asks for what the other has newer.
    fn ask(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        let id = self.router_id;
        let Some(face) = self.faces.get_mut(&iface) else { return };
        let area = face.area;
        let Some(it) = face.neighbours.get_mut(&addr) else { return };
        it.asked_at = now;
        let keys: Vec<Key> = it.wants.keys().copied().take(MOST_HEADS).collect();
        it.asked.clone_from(&keys);
        out.send.push((iface, addr, wire::request(id, area.into(), &keys)));
    }

    /// Something that was asked for came: the rest, or the end.
    pub(super) fn got_some(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        let Some(it) = self.neighbour(iface, addr).filter(|it| it.state == State::Loading) else { return };
        let it_asked = it.asked.iter().any(|key| it.wants.contains_key(key));
        if it.wants.is_empty() {
            self.set_state(iface, addr, State::Full, "Loading Done", now, out);
        } else if !it_asked {
            self.ask(iface, addr, now, out);
        }
    }

    pub(super) fn request_in(&mut self, iface: usize, addr: Ipv4Addr, keys: &[Key], now: Time, out: &mut Out) {
        let Some(area) = self.face(iface).map(|face| face.area) else { return };
        let mut all = Vec::new();
        for key in keys {
            match self.map.get(&(area, *key)) {
                Some(stored) => all.push(stored.lsa.aged(stored.age(now).saturating_add(1))),
                None => return self.begin_again(iface, addr, now, out),
            }
        }
        self.send_update(iface, addr, &all, out);
    }

    /// It asked for something that cannot be: from the start.
    pub(super) fn bad_request(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        self.begin_again(iface, addr, now, out);
    }

    /// Sends once more what a neighbour has not answered in time.
    pub(super) fn send_again(&mut self, iface: usize, addr: Ipv4Addr, now: Time, wait: Time, out: &mut Out) {
        let Some(area) = self.face(iface).map(|face| face.area) else { return };
        let Some(it) = self.neighbour(iface, addr) else { return };
        if it.state == State::ExStart || it.state == State::Exchange && it.leads {
            if now - it.sent_at >= wait {
                it.sent_at = now;
                let again = it.sent.clone();
                out.send.push((iface, addr, again));
            }
        } else if it.state == State::Loading && now - it.asked_at >= wait {
            self.ask(iface, addr, now, out);
        }
        let Some(it) = self.neighbour(iface, addr).filter(|it| !it.owes.is_empty() && now - it.owes_at >= wait) else {
            return;
        };
        it.owes_at = now;
        let keys: Vec<Key> = it.owes.keys().copied().collect();
        let all: Vec<Vec<u8>> = keys
            .iter()
            .filter_map(|key| self.map.get(&(area, *key)))
            .map(|stored| stored.lsa.aged(stored.age(now).saturating_add(1)))
            .collect();
        self.send_update(iface, addr, &all, out);
    }
}
