//! Neighbours, and who speaks for a network of many: RFC 2328, sections 9 and 10.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;

use super::wire::{self, Hello};
use super::{AGAIN, ALL, Face, FaceState, Kind, Neighbour, Ospf, Out, State};
use crate::net::reason::Reason;
use crate::net::time::Time;

/// A router that may speak for a network: its priority, identity and address, and whom it takes for the speakers.
#[derive(Clone, Copy)]
struct Candidate {
    rank: (u8, Ipv4Addr),
    addr: Ipv4Addr,
    dr: Ipv4Addr,
    bdr: Ipv4Addr,
}

/// One round of the election: RFC 2328, section 9.4, steps 2 and 3.
fn round(all: &[Candidate]) -> (Ipv4Addr, Ipv4Addr) {
    let best = |wanted: &dyn Fn(&Candidate) -> bool| {
        all.iter().filter(|one| wanted(one)).max_by_key(|one| one.rank).map(|one| one.addr)
    };
    let bdr = best(&|one| one.dr != one.addr && one.bdr == one.addr).or_else(|| best(&|one| one.dr != one.addr));
    let dr = best(&|one| one.dr == one.addr).or(bdr);
    (dr.unwrap_or(Ipv4Addr::UNSPECIFIED), bdr.unwrap_or(Ipv4Addr::UNSPECIFIED))
}

impl Ospf {
    pub(super) fn hello_in(
        &mut self,
        iface: usize,
        from: Ipv4Addr,
        router: Ipv4Addr,
        hello: &Hello,
        now: Time,
        out: &mut Out,
    ) {
        let Some(face) = self.face(iface) else { return };
        let many = face.kind == Kind::Broadcast;
        let reason = if many && hello.mask != face.addr.mask() {
            Some(Reason::OspfMask { theirs: hello.mask, ours: face.addr.mask() })
        } else if hello.hello != face.hello {
            Some(Reason::OspfHello { theirs: hello.hello, ours: face.hello })
        } else if hello.dead != face.dead {
            Some(Reason::OspfDead { theirs: hello.dead, ours: face.dead })
        } else if many && !face.addr.contains(from) {
            Some(Reason::MartianSource { from })
        } else if hello.options & wire::OPTIONS == 0 {
            Some(Reason::OspfOptions)
        } else {
            None
        };
        if let Some(reason) = reason {
            return self.refuse(iface, from, reason, now, out);
        }
        self.refused.remove(&(iface, from));
        let own = self.router_id;
        let Some(face) = self.faces.get_mut(&iface) else { return };
        let dead_at = now + Time::seconds(u64::from(face.dead));
        if face.neighbours.get(&from).is_some_and(|it| it.id != router) {
            self.lose_neighbour(iface, from, "Neighbor Down: Router-id changed", now, out);
        }
        let Some(face) = self.faces.get_mut(&iface) else { return };
        let fresh = !face.neighbours.contains_key(&from);
        let it = face.neighbours.entry(from).or_insert_with(|| Neighbour {
            id: router,
            priority: hello.priority,
            dr: hello.dr,
            bdr: hello.bdr,
            state: State::Init,
            dead_at,
            since: now,
            leads: false,
            seq: 0,
            last: None,
            sent: Vec::new(),
            sent_more: false,
            sent_at: now,
            to_tell: VecDeque::new(),
            wants: BTreeMap::new(),
            asked: Vec::new(),
            asked_at: now,
            owes: BTreeMap::new(),
            owes_at: now,
        });
        it.dead_at = dead_at;
        let before = (it.priority, it.dr == from, it.bdr == from);
        (it.priority, it.dr, it.bdr) = (hello.priority, hello.dr, hello.bdr);
        let changed = before != (it.priority, it.dr == from, it.bdr == from);
        let state = it.state;
        let waiting = face.state == FaceState::Waiting;
        if !hello.heard.contains(&own) {
            if state > State::Init {
                self.set_state(iface, from, State::Init, "1-Way", now, out);
                self.elect_again(iface, now, out);
            }
        } else {
            if state == State::Init {
                self.set_state(iface, from, State::TwoWay, "", now, out);
                self.adjacent(iface, from, now, out);
            }
            let seen = hello.bdr == from || hello.dr == from && hello.bdr.is_unspecified();
            if waiting && seen || !waiting && (changed || state == State::Init) {
                self.elect(iface, now, out);
            }
        }
        // A new one is greeted at once.
        if fresh && let Some(face) = self.faces.get_mut(&iface) {
            face.hello_at = now;
        }
    }

    /// Whether two routers of a network share their maps: RFC 2328, section 10.4.
    fn should_be_adjacent(face: &Face, addr: Ipv4Addr) -> bool {
        face.kind == Kind::PointToPoint
            || matches!(face.state, FaceState::Dr | FaceState::Backup)
            || addr == face.dr
            || addr == face.bdr
    }

    /// Begins an exchange with a neighbour, or ends what is no longer called for.
    pub(super) fn adjacent(&mut self, iface: usize, addr: Ipv4Addr, now: Time, out: &mut Out) {
        let Some(face) = self.face(iface) else { return };
        let Some(state) = face.neighbours.get(&addr).map(|it| it.state) else { return };
        let should = Self::should_be_adjacent(face, addr);
        if state == State::TwoWay && should {
            self.begin_exchange(iface, addr, now, out);
        } else if state >= State::ExStart && !should {
            self.set_state(iface, addr, State::TwoWay, "AdjOK", now, out);
        }
    }

    /// Chooses again, unless the first choice is still waited for.
    pub(super) fn elect_again(&mut self, iface: usize, now: Time, out: &mut Out) {
        if self.face(iface).is_some_and(|face| face.state != FaceState::Waiting) {
            self.elect(iface, now, out);
        }
    }

    /// Chooses who speaks for a network: RFC 2328, section 9.4.
    pub(super) fn elect(&mut self, iface: usize, now: Time, out: &mut Out) {
        let own_id = self.router_id;
        let Some(face) = self.faces.get_mut(&iface).filter(|face| face.kind == Kind::Broadcast) else { return };
        let own = face.addr.addr;
        let mut all: Vec<Candidate> = face
            .neighbours
            .iter()
            .filter(|(_, it)| it.state >= State::TwoWay && it.priority > 0)
            .map(|(addr, it)| Candidate { rank: (it.priority, it.id), addr: *addr, dr: it.dr, bdr: it.bdr })
            .collect();
        if face.priority > 0 {
            all.push(Candidate { rank: (face.priority, own_id), addr: own, dr: face.dr, bdr: face.bdr });
        }
        let (mut dr, mut bdr) = round(&all);
        let role = |dr: Ipv4Addr, bdr: Ipv4Addr| (dr == own, bdr == own);
        if role(dr, bdr) != role(face.dr, face.bdr) {
            if let Some(me) = all.iter_mut().find(|one| one.addr == own) {
                (me.dr, me.bdr) = (dr, bdr);
            }
            (dr, bdr) = round(&all);
        }
        let state = match (dr == own, bdr == own) {
            (true, _) => FaceState::Dr,
            (_, true) => FaceState::Backup,
            _ => FaceState::Other,
        };
        if (face.dr, face.bdr, face.state) == (dr, bdr, state) {
            return;
        }
        (face.dr, face.bdr, face.state) = (dr, bdr, state);
        let addrs: Vec<Ipv4Addr> = face.neighbours.keys().copied().collect();
        for addr in addrs {
            self.adjacent(iface, addr, now, out);
        }
    }

    /// Brings a neighbour into another state, and says so when it is gained or lost.
    pub(super) fn set_state(
        &mut self,
        iface: usize,
        addr: Ipv4Addr,
        state: State,
        why: &str,
        now: Time,
        out: &mut Out,
    ) {
        let process = self.process;
        let Some(face) = self.faces.get_mut(&iface) else { return };
        let name = face.name.clone();
        let Some(it) = face.neighbours.get_mut(&addr) else { return };
        let before = std::mem::replace(&mut it.state, state);
        it.since = now;
        if state < State::Exchange {
            it.owes.clear();
            it.wants.clear();
            it.to_tell.clear();
            it.last = None;
        }
        if state == State::Full || before == State::Full && state < State::Full || state == State::Down {
            out.say.push(format!(
                "%OSPF-5-ADJCHG: Process {process}, Nbr {} on {name} from {} to {}, {why}",
                it.id,
                before.name(),
                state.name()
            ));
        }
    }

    pub(super) fn lose_neighbour(&mut self, iface: usize, addr: Ipv4Addr, why: &str, now: Time, out: &mut Out) {
        self.set_state(iface, addr, State::Down, why, now, out);
        if let Some(face) = self.faces.get_mut(&iface) {
            face.neighbours.remove(&addr);
        }
    }

    /// An interface no longer takes part.
    pub(super) fn face_down(&mut self, iface: usize, why: &str, now: Time, out: &mut Out) {
        let addrs: Vec<Ipv4Addr> =
            self.face(iface).map(|face| face.neighbours.keys().copied().collect()).unwrap_or_default();
        for addr in addrs {
            self.lose_neighbour(iface, addr, &format!("Neighbor Down: {why}"), now, out);
        }
        self.faces.remove(&iface);
        self.refused.retain(|(on, _), _| *on != iface);
        self.dirty = true;
    }

    /// What is due at an interface: hellos, the end of waiting, silent neighbours, what was not answered.
    pub(super) fn face_tick(&mut self, iface: usize, now: Time, out: &mut Out) {
        let id = self.router_id;
        let Some(face) = self.faces.get_mut(&iface).filter(|face| face.kind != Kind::Loopback) else { return };
        if face.passive {
            if face.state == FaceState::Waiting && now >= face.wait_until {
                self.elect(iface, now, out);
            }
            return;
        }
        let silent: Vec<Ipv4Addr> =
            face.neighbours.iter().filter(|(_, it)| now >= it.dead_at).map(|(addr, _)| *addr).collect();
        let lost = !silent.is_empty();
        let over = face.state == FaceState::Waiting && now >= face.wait_until;
        let waiting = face.state == FaceState::Waiting && !over;
        for addr in silent {
            self.lose_neighbour(iface, addr, "Neighbor Down: Dead timer expired", now, out);
        }
        if over || lost && !waiting {
            self.elect(iface, now, out);
        }
        let Some(face) = self.faces.get_mut(&iface) else { return };
        if now >= face.hello_at {
            face.hello_at = now + Time::seconds(u64::from(face.hello));
            let mut heard: Vec<Ipv4Addr> = face.neighbours.values().map(|it| it.id).collect();
            heard.sort_by_key(|id| Reverse(*id));
            let hello = Hello {
                mask: face.addr.mask(),
                hello: face.hello,
                options: wire::OPTIONS,
                priority: face.priority,
                dead: face.dead,
                dr: face.dr,
                bdr: face.bdr,
                heard,
            };
            out.send.push((iface, ALL, wire::hello(id, face.area.into(), &hello)));
        }
        let late: Vec<Ipv4Addr> = face.neighbours.keys().copied().collect();
        for addr in late {
            self.send_again(iface, addr, now, AGAIN, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router(number: u8, priority: u8, dr: u8, bdr: u8) -> Candidate {
        let addr = |number: u8| if number == 0 { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::new(10, 0, 0, number) };
        Candidate { rank: (priority, Ipv4Addr::new(number, 0, 0, 0)), addr: addr(number), dr: addr(dr), bdr: addr(bdr) }
    }

    #[test]
    fn who_speaks_already_goes_on_however_high_a_newcomer_ranks() {
        let named = |number: u8| Ipv4Addr::new(10, 0, 0, number);
        assert_eq!(round(&[router(1, 1, 1, 2), router(2, 1, 1, 2), router(9, 200, 0, 0)]), (named(1), named(2)));
        // Without the first the second takes over, and the highest of the others becomes the second.
        assert_eq!(round(&[router(2, 1, 0, 2), router(3, 1, 0, 0), router(9, 200, 0, 0)]).0, named(2));
        assert_eq!(round(&[router(1, 1, 0, 0), router(2, 1, 0, 0)]), (named(2), named(2)));
    }
}
