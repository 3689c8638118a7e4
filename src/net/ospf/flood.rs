//! News to everyone in the area, and what a router tells of itself: RFC 2328, sections 12 to 14.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::wire::{self, Body, FIRST_SEQ, Head, Key, Link, Lsa, MAX_AGE, NETWORK, ROUTER};
use super::{ALL, Face, FaceState, Kind, Ospf, Out, SPEAKERS, State, Stored};
use crate::net::addr::Cidr;
use crate::net::time::Time;

/// RFC 2328, appendix B: seconds until an advertisement of its own is made anew, and the least time between two of them
/// and between two that are taken from others.
const REFRESH: u16 = 1800;
const MIN_BETWEEN: Time = Time::seconds(5);
const MIN_ARRIVAL: Time = Time::seconds(1);
/// Advertisements of one map.
const MOST: usize = 5000;
/// Advertisements in one packet.
const MOST_AT_ONCE: usize = 10;
/// Cost of the address of a loopback, as equipment with a command line tells it.
const LOOPBACK_COST: u16 = 1;

impl Ospf {
    pub(super) fn send_update(&self, iface: usize, to: Ipv4Addr, all: &[Vec<u8>], out: &mut Out) {
        let Some(face) = self.face(iface) else { return };
        for part in all.chunks(MOST_AT_ONCE) {
            out.send.push((iface, to, wire::update(self.router_id, face.area.into(), part)));
        }
    }

    /// Whom news and acknowledgements are sent to: RFC 2328, section 13.3, step 5.
    fn listeners(face: &Face) -> Ipv4Addr {
        match (face.kind, face.state) {
            (Kind::Broadcast, FaceState::Other | FaceState::Waiting) => SPEAKERS,
            _ => ALL,
        }
    }

    /// Carries an advertisement of the map on, but not back to whom it came from; says whether it went out of the
    /// interface through which it came.
    fn flood(&mut self, area: u32, key: Key, from: Option<(usize, Ipv4Addr)>, now: Time, out: &mut Out) -> bool {
        let Some(stored) = self.map.get(&(area, key)) else { return false };
        let head = stored.head(now);
        let bytes = stored.lsa.aged(head.age.saturating_add(1));
        let mut back = false;
        let mut sends = Vec::new();
        let mut got = Vec::new();
        for (iface, face) in self.faces.iter_mut().filter(|(_, face)| face.area == area) {
            let mut owed = false;
            for (addr, it) in face.neighbours.iter_mut().filter(|(_, it)| it.state >= State::Exchange) {
                if let Some(wanted) = it.wants.get(&key) {
                    match head.newer(wanted) {
                        Ordering::Less => continue,
                        order => {
                            it.wants.remove(&key);
                            got.push((*iface, *addr));
                            if order == Ordering::Equal {
                                continue;
                            }
                        }
                    }
                }
                if from == Some((*iface, *addr)) {
                    continue;
                }
                if it.owes.is_empty() {
                    it.owes_at = now;
                }
                it.owes.insert(key, head);
                owed = true;
            }
            let came = from.filter(|(through, _)| through == iface).map(|(_, addr)| addr);
            let told = came.is_some_and(|addr| addr == face.dr || addr == face.bdr) && face.kind == Kind::Broadcast;
            if !owed || told || came.is_some() && face.state == FaceState::Backup {
                continue;
            }
            back |= came.is_some();
            sends.push((*iface, Self::listeners(face)));
        }
        for (iface, to) in sends {
            self.send_update(iface, to, std::slice::from_ref(&bytes), out);
        }
        for (iface, addr) in got {
            self.got_some(iface, addr, now, out);
        }
        back
    }

    /// Puts an advertisement into the map.
    fn install(&mut self, area: u32, lsa: Lsa, now: Time) {
        let key = lsa.head.key;
        let before = self.map.get(&(area, key));
        let gone = |age: u16| age >= MAX_AGE;
        let same =
            before.is_some_and(|before| before.lsa.body == lsa.body && gone(before.age(now)) == gone(lsa.head.age));
        self.dirty |= !same;
        for face in self.faces.values_mut().filter(|face| face.area == area) {
            for it in face.neighbours.values_mut() {
                it.owes.remove(&key);
            }
        }
        self.map.insert((area, key), Stored { lsa, at: now });
    }

    pub(super) fn update_in(&mut self, iface: usize, addr: Ipv4Addr, all: Vec<Lsa>, now: Time, out: &mut Out) {
        let Some(area) = self.face(iface).map(|face| face.area) else { return };
        let (mut later, mut at_once): (Vec<Head>, Vec<Head>) = (Vec::new(), Vec::new());
        let mut answers = Vec::new();
        for lsa in all {
            let (key, head) = (lsa.head.key, lsa.head);
            let known = self.map.get(&(area, key));
            let busy = self
                .faces
                .values()
                .any(|face| face.neighbours.values().any(|it| matches!(it.state, State::Exchange | State::Loading)));
            if head.age >= MAX_AGE && known.is_none() && !busy {
                at_once.push(head);
                continue;
            }
            let order = known.map_or(Ordering::Greater, |known| head.newer(&known.head(now)));
            match order {
                Ordering::Greater => {
                    let own = key.router == self.router_id;
                    if !own && known.is_some_and(|known| now - known.at < MIN_ARRIVAL) || self.map.len() >= MOST {
                        continue;
                    }
                    self.install(area, lsa, now);
                    let back = self.flood(area, key, Some((iface, addr)), now, out);
                    self.answered(iface, addr, key, now, out);
                    let face = self.face(iface);
                    let backup = face.is_some_and(|face| face.state == FaceState::Backup);
                    let from_dr = face.is_some_and(|face| face.dr == addr);
                    if !back && (!backup || from_dr) {
                        later.push(head);
                    }
                    self.take_back(area, key, now, out);
                }
                Ordering::Equal => {
                    let face = self.face(iface);
                    let backup = face.is_some_and(|face| face.state == FaceState::Backup && face.dr == addr);
                    let Some(it) = self.neighbour(iface, addr) else { return };
                    if it.wants.remove(&key).is_some() {
                        later.push(head);
                        self.got_some(iface, addr, now, out);
                    } else if it.owes.get(&key).is_some_and(|owed| owed.newer(&head).is_eq()) {
                        it.owes.remove(&key);
                        if backup {
                            later.push(head);
                        }
                    } else {
                        at_once.push(head);
                    }
                }
                Ordering::Less => {
                    let Some(known) = known else { continue };
                    let age = known.age(now);
                    if age < MAX_AGE || known.lsa.head.seq != i32::MAX {
                        answers.push(known.lsa.aged(age.saturating_add(1)));
                    }
                    let wanted = self.neighbour(iface, addr).is_some_and(|it| it.wants.contains_key(&key));
                    if wanted {
                        return self.bad_request(iface, addr, now, out);
                    }
                }
            }
        }
        let Some(face) = self.face(iface) else { return };
        let (id, to) = (self.router_id, Self::listeners(face));
        let area = face.area.into();
        if !later.is_empty() {
            out.send.push((iface, to, wire::ack(id, area, &later)));
        }
        if !at_once.is_empty() {
            out.send.push((iface, addr, wire::ack(id, area, &at_once)));
        }
        self.send_update(iface, addr, &answers, out);
    }

    /// What was asked of this neighbour came, though it was not flooded to it.
    fn answered(&mut self, iface: usize, addr: Ipv4Addr, key: Key, now: Time, out: &mut Out) {
        let came = self.neighbour(iface, addr).is_some_and(|it| it.wants.remove(&key).is_some());
        if came {
            self.got_some(iface, addr, now, out);
        }
    }

    pub(super) fn ack_in(&mut self, iface: usize, addr: Ipv4Addr, heads: &[Head]) {
        let Some(it) = self.neighbour(iface, addr) else { return };
        for head in heads {
            if it.owes.get(&head.key).is_some_and(|owed| owed.newer(head).is_eq()) {
                it.owes.remove(&head.key);
            }
        }
    }

    /// Something came back that this router once told under another name: it is taken out (RFC 2328, section 13.4).
    fn take_back(&mut self, area: u32, key: Key, now: Time, out: &mut Out) {
        let mine = key.kind == NETWORK && self.faces.values().any(|face| face.addr.addr == key.id);
        if mine && key.router != self.router_id {
            self.take_out(area, key, now, out);
        }
    }

    /// Takes an advertisement out of every map.
    fn take_out(&mut self, area: u32, key: Key, now: Time, out: &mut Out) {
        let Some(stored) = self.map.get_mut(&(area, key)).filter(|stored| stored.age(now) < MAX_AGE) else { return };
        stored.lsa.head.age = MAX_AGE;
        stored.at = now;
        self.dirty = true;
        self.flood(area, key, None, now, out);
    }

    /// What became too old goes, when nobody is owed the news any more: RFC 2328, section 14.
    pub(super) fn age(&mut self, now: Time, out: &mut Out) {
        let old: Vec<(u32, Key)> =
            self.map.iter().filter(|(_, stored)| stored.age(now) >= MAX_AGE).map(|(key, _)| *key).collect();
        for (area, key) in old {
            if self.map.get(&(area, key)).is_some_and(|stored| stored.lsa.head.age < MAX_AGE) {
                if let Some(stored) = self.map.get_mut(&(area, key)) {
                    stored.lsa.head.age = MAX_AGE;
                    stored.at = now;
                }
                self.dirty = true;
                self.flood(area, key, None, now, out);
            }
            let held = self.faces.values().filter(|face| face.area == area).any(|face| {
                face.neighbours
                    .values()
                    .any(|it| it.owes.contains_key(&key) || matches!(it.state, State::Exchange | State::Loading))
            });
            if !held {
                self.map.remove(&(area, key));
            }
        }
    }

    /// What this router has to tell of itself now, by area.
    fn own(&self) -> BTreeMap<(u32, Key), Body> {
        let mut all = BTreeMap::new();
        let id = self.router_id;
        for area in self.areas() {
            let mut links = Vec::new();
            for face in self.faces.values().filter(|face| face.area == area) {
                face_links(face, &mut links);
                let full: Vec<Ipv4Addr> =
                    face.neighbours.values().filter(|it| it.state == State::Full).map(|it| it.id).collect();
                if face.kind == Kind::Broadcast && face.state == FaceState::Dr && !full.is_empty() {
                    let routers = std::iter::once(id).chain(full).collect();
                    let key = Key { kind: NETWORK, id: face.addr.addr, router: id };
                    all.insert((area, key), Body::Network(face.addr.mask(), routers));
                }
            }
            let flags = if self.outside.is_empty() { 0 } else { wire::BORDER };
            all.insert((area, Key { kind: ROUTER, id, router: id }), Body::Router(flags, links));
            for (dest, cost) in &self.outside {
                let key = Key { kind: wire::EXTERNAL, id: self.outside_id(*dest), router: id };
                let (mask, forward) = (dest.mask(), Ipv4Addr::UNSPECIFIED);
                all.insert(
                    (area, key),
                    Body::External { mask, cost: *cost, adds: false, forward, tag: u32::from(self.process) },
                );
            }
        }
        all
    }

    /// The name of a network outside: its address, with the last bits set where a shorter one has the same (RFC 2328,
    /// appendix E).
    fn outside_id(&self, dest: Cidr) -> Ipv4Addr {
        let shorter = |other: &&Cidr| other.addr == dest.addr && other.len < dest.len;
        match self.outside.keys().find(shorter).and(dest.broadcast()) {
            Some(last) => last,
            None => dest.addr,
        }
    }

    /// Tells anew what changed of itself or has become old, and takes out what no longer is.
    pub(super) fn make_own(&mut self, now: Time, out: &mut Out) {
        let wanted = self.own();
        let stale: Vec<(u32, Key)> = self
            .map
            .keys()
            .filter(|key| key.1.router == self.router_id && !wanted.contains_key(key))
            .copied()
            .collect();
        for (area, key) in stale {
            self.take_out(area, key, now, out);
        }
        for ((area, key), body) in wanted {
            let known = self.map.get(&(area, key));
            let good = known.is_some_and(|known| known.lsa.body == body && known.age(now) < REFRESH);
            let soon = self.made_at.get(&(area, key)).is_some_and(|at| now - *at < MIN_BETWEEN);
            if good || soon {
                continue;
            }
            let seq = known.map_or(FIRST_SEQ, |known| known.lsa.head.seq.saturating_add(1));
            self.made_at.insert((area, key), now);
            self.install(area, Lsa::new(key, seq, 0, body), now);
            self.flood(area, key, None, now, out);
        }
    }
}

/// The links of one interface: RFC 2328, section 12.4.1.
fn face_links(face: &Face, links: &mut Vec<Link>) {
    let (own, net) = (face.addr.addr, face.addr.network());
    let stub = Link { id: net.addr, data: net.mask(), kind: wire::TO_STUB, cost: face.cost };
    match face.kind {
        Kind::Loopback => {
            links.push(Link { id: own, data: Ipv4Addr::BROADCAST, kind: wire::TO_STUB, cost: LOOPBACK_COST });
        }
        Kind::PointToPoint => {
            for it in face.neighbours.values().filter(|it| it.state == State::Full) {
                links.push(Link { id: it.id, data: own, kind: wire::TO_ROUTER, cost: face.cost });
            }
            links.push(stub);
        }
        Kind::Broadcast => {
            let full = |it: &super::Neighbour| it.state == State::Full;
            let joined = match face.state {
                FaceState::Dr => face.neighbours.values().any(full),
                FaceState::Waiting => false,
                _ => face.neighbours.get(&face.dr).is_some_and(full),
            };
            if joined {
                links.push(Link { id: face.dr, data: own, kind: wire::TO_TRANSIT, cost: face.cost });
            } else {
                links.push(stub);
            }
        }
    }
}
