//! Twisted pairs behind copper panels: which wire lies on which contact, and how far its pair was opened to get there.

pub mod gestures;
pub mod tester;
pub mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::rack::Category;
use crate::lab::State;
use crate::plant::address::{End, PortId};
use crate::rack::link::{nth_port, through};
use crate::scenario::file::{CopperFault, Criterion, CriterionLine, Run, RunKind};
use crate::scenario::model::Scenario;

/// A pair of the cable; each has a wire of its colour and one that is white with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pair {
    Blue,
    Orange,
    Green,
    Brown,
}

impl Pair {
    pub const ALL: [Pair; 4] = [Pair::Blue, Pair::Orange, Pair::Green, Pair::Brown];

    /// How much longer than the jacket it is, in thousandths: each is twisted at another rate, so that they do not hear
    /// each other (2 to 5 % between pairs is usual; which pair has which is a design choice).
    pub fn lay_permille(self) -> u64 {
        match self {
            Pair::Blue => 20,
            Pair::Green => 26,
            Pair::Orange => 33,
            Pair::Brown => 41,
        }
    }
}

/// One of the eight wires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wire {
    pub pair: Pair,
    /// The white one with the stripe.
    pub white: bool,
}

/// Which wire goes on which contact (TIA-568).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scheme {
    T568A,
    T568B,
}

impl Scheme {
    pub const BOTH: [Scheme; 2] = [Scheme::T568A, Scheme::T568B];

    /// The contacts of a pair's white wire and of its other one, from 1. A and B change green and orange; blue and brown
    /// stay.
    pub fn contacts(self, pair: Pair) -> (u8, u8) {
        match (self, pair) {
            (_, Pair::Blue) => (5, 4),
            (_, Pair::Brown) => (7, 8),
            (Scheme::T568A, Pair::Green) | (Scheme::T568B, Pair::Orange) => (1, 2),
            (Scheme::T568A, Pair::Orange) | (Scheme::T568B, Pair::Green) => (3, 6),
        }
    }

    /// The wire that belongs on a contact.
    pub fn wire(self, contact: u8) -> Option<Wire> {
        Pair::ALL.into_iter().find_map(|pair| {
            let (white, solid) = self.contacts(pair);
            let is_white = white == contact;
            (is_white || solid == contact).then_some(Wire { pair, white: is_white })
        })
    }

    /// As it is printed on every panel.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::T568A => "T568A",
            Scheme::T568B => "T568B",
        }
    }
}

/// The contacts that equipment uses as pairs, whatever wires lie on them.
pub const PAIRED_CONTACTS: [(u8, u8); 4] = [(1, 2), (3, 6), (4, 5), (7, 8)];

/// Where the wires of a pair lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Laid {
    /// Contact of the white wire, from 1 to 8.
    pub white: u8,
    pub solid: u8,
    /// How far the pair was opened before the contacts.
    pub untwist_mm: u8,
}

/// What was pushed into the contacts behind one port.
pub type Punched = BTreeMap<Pair, Laid>;

/// How far a careful hand opens a pair.
pub const CAREFUL_UNTWIST_MM: u8 = 8;
/// The most a pair may be opened (half an inch; trade knowledge after TIA-568).
pub const MOST_UNTWIST_MM: u8 = 13;

/// All four pairs by a scheme.
pub fn by_scheme(scheme: Scheme, untwist_mm: u8) -> Punched {
    let laid = |pair| {
        let (white, solid) = scheme.contacts(pair);
        (pair, Laid { white, solid, untwist_mm })
    };
    Pair::ALL.into_iter().map(laid).collect()
}

/// What one installed cable of a run was found to be.
pub struct Line<'a> {
    /// Name of the run in the scenario.
    pub id: &'a str,
    pub run: &'a Run,
    pub category: Category,
    /// Which cable of the run, from 0.
    pub offset: u16,
    /// The end at which one stands.
    pub near: End,
    /// Rear ports: the near one, then the far one.
    pub ports: [PortId; 2],
    pub length_mm: u64,
}

/// The cable behind a port of a copper panel, seen from that port; front and rear of the port mean the same.
pub fn line<'a>(scenario: &'a Scenario, port: &PortId) -> Option<Line<'a>> {
    let rear = if port.port.starts_with('r') { port.clone() } else { through(scenario, port)? };
    scenario.runs.iter().find_map(|(id, run)| {
        let RunKind::Copper(category) = run.kind else { return None };
        let (near, offset) = End::BOTH.into_iter().find_map(|end| {
            let first = run.first(end);
            let place = |offset: &u16| nth_port(scenario, first, *offset).as_ref() == Some(&rear);
            (first.equipment == rear.equipment).then(|| (0..run.count).find(place)).flatten().map(|found| (end, found))
        })?;
        let far = nth_port(scenario, run.first(near.other()), offset)?;
        let ports = [rear.clone(), far];
        Some(Line { id, run, category, offset, near, ports, length_mm: run.length_mm_of(offset) })
    })
}

/// Whether an exercise is about installed pairs: some are open or wrong, or they are judged.
pub fn is_asked(scenario: &Scenario) -> bool {
    let wanting = |run: &Run| !run.open.is_empty() || !run.faults.is_empty();
    let judged = |line: &CriterionLine| {
        use Criterion::{LinesCertified, PairsRight, PortsLabelled};
        matches!(line.criterion, PairsRight { .. } | LinesCertified { .. } | PortsLabelled { .. })
    };
    scenario.runs.values().any(wanting) || scenario.rubric.iter().any(judged)
}

/// The lines that end in this panel, by their rear ports, in order.
pub fn lines_of<'a>(scenario: &'a Scenario, run: &'a Run, end: End) -> impl Iterator<Item = PortId> + 'a {
    (0..run.count).filter_map(move |offset| nth_port(scenario, run.first(end), offset))
}

/// What the scenario says lies behind a port before anybody touches it.
fn installed(line: &Line, end: End) -> Punched {
    let number = line.offset + 1;
    if line.run.open.iter().any(|open| open.line == number && open.end == end) {
        return Punched::new();
    }
    let scheme = line.run.scheme;
    let mut punched = by_scheme(scheme, CAREFUL_UNTWIST_MM);
    for fault in line.run.faults.iter().filter(|fault| fault.line == number) {
        let here = fault.end.is_none_or(|at| at == end);
        if !here {
            continue;
        }
        match fault.what {
            CopperFault::OtherScheme => {
                let other = Scheme::BOTH.into_iter().find(|known| *known != scheme).unwrap_or(scheme);
                punched = by_scheme(other, CAREFUL_UNTWIST_MM);
            }
            CopperFault::SideBySide => punched = side_by_side(scheme),
            CopperFault::Reversed(pair) => {
                if let Some(laid) = punched.get_mut(&pair) {
                    (laid.white, laid.solid) = (laid.solid, laid.white);
                }
            }
            CopperFault::Broken(pair) => drop(punched.remove(&pair)),
            CopperFault::Untwisted(mm) => punched.values_mut().for_each(|laid| laid.untwist_mm = mm),
        }
    }
    punched
}

/// Pair beside pair, as beginners lay them: straight through if both ends are so, and yet the middle two pairs are split.
fn side_by_side(scheme: Scheme) -> Punched {
    let mut punched = by_scheme(scheme, CAREFUL_UNTWIST_MM);
    let split = Pair::ALL.into_iter().find(|pair| scheme.contacts(*pair) == (3, 6));
    for (pair, laid) in &mut punched {
        if Some(*pair) == split {
            (laid.white, laid.solid) = (3, 4);
        } else if *pair == Pair::Blue {
            (laid.white, laid.solid) = (5, 6);
        }
    }
    punched
}

/// What lies behind a port now.
pub fn punched(scenario: &Scenario, state: &State, port: &PortId) -> Option<Punched> {
    let line = line(scenario, port)?;
    let [rear, _] = &line.ports;
    Some(state.rack.punched.get(rear).cloned().unwrap_or_else(|| installed(&line, line.near)))
}

/// Both ends of the cable behind a port: near, then far.
pub fn both_ends(state: &State, line: &Line) -> [Punched; 2] {
    let ends = [line.near, line.near.other()];
    [0, 1].map(|index| {
        let changed = state.rack.punched.get(&line.ports[index]).cloned();
        changed.unwrap_or_else(|| installed(line, ends[index]))
    })
}

/// The wire on a contact.
pub fn wire_on(punched: &Punched, contact: u8) -> Option<Wire> {
    punched.iter().find_map(|(pair, laid)| {
        let white = laid.white == contact;
        (white || laid.solid == contact).then_some(Wire { pair: *pair, white })
    })
}

/// The contact that a wire lies on.
pub fn contact_of(punched: &Punched, wire: Wire) -> Option<u8> {
    punched.get(&wire.pair).map(|laid| if wire.white { laid.white } else { laid.solid })
}

/// For each contact here, from the first, the contact there that it is joined to.
pub fn wire_map([near, far]: &[Punched; 2]) -> [Option<u8>; 8] {
    [1, 2, 3, 4, 5, 6, 7, 8].map(|contact| wire_on(near, contact).and_then(|wire| contact_of(far, wire)))
}

/// What is wrong with the wires of a cable, apart from how well they carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WireFault {
    /// Contacts that lead nowhere.
    Open,
    /// The two wires of a pair are exchanged.
    Reversed,
    /// A whole pair arrives where another belongs.
    Crossed,
    /// Contacts of a pair arrive on contacts that are no pair.
    Torn,
    /// Straight through, but a pair is made of wires that are not twisted with each other.
    Split,
}

/// Every fault of the wires, each with the contacts of the pair that has it.
pub fn wire_faults(ends: &[Punched; 2]) -> Vec<(WireFault, (u8, u8))> {
    let map = wire_map(ends);
    let at = |contact: u8| map[usize::from(contact - 1)];
    let mut found = Vec::new();
    for (one, other) in PAIRED_CONTACTS {
        let fault = match (at(one), at(other)) {
            (Some(a), Some(b)) if (a, b) == (one, other) => {
                let [near, _] = ends;
                let pair_of = |contact| wire_on(near, contact).map(|wire| wire.pair);
                (pair_of(one) != pair_of(other)).then_some(WireFault::Split)
            }
            (Some(a), Some(b)) if (a, b) == (other, one) => Some(WireFault::Reversed),
            (Some(a), Some(b)) => {
                let pair = |(p, q): (u8, u8)| (a, b) == (p, q) || (a, b) == (q, p);
                Some(if PAIRED_CONTACTS.into_iter().any(pair) { WireFault::Crossed } else { WireFault::Torn })
            }
            _ => Some(WireFault::Open),
        };
        found.extend(fault.map(|fault| (fault, (one, other))));
    }
    found
}

/// Megabits a second that a cable lets through whatever its category: two pairs carry 100, four carry a gigabit and more.
/// Reversed and crossed pairs are put right by the sockets themselves (IEEE 802.3 clause 40); split pairs hear each other so
/// loudly that only 10 are left (trade knowledge).
pub fn most_mbps(ends: &[Punched; 2]) -> u32 {
    let faults = wire_faults(ends);
    let has = |wanted: WireFault, contacts: (u8, u8)| faults.contains(&(wanted, contacts));
    let used_by_100 = [(1, 2), (3, 6)];
    if used_by_100.into_iter().any(|pair| has(WireFault::Open, pair) || has(WireFault::Torn, pair)) {
        return 0;
    }
    if faults.iter().any(|(fault, _)| *fault == WireFault::Split) {
        return 10;
    }
    if faults.iter().any(|(fault, _)| matches!(fault, WireFault::Open | WireFault::Torn)) {
        return 100;
    }
    // A crossing of the first two with the last two is none that a socket knows.
    let map = wire_map(ends);
    let knows = [1, 2, 3, 6]
        .into_iter()
        .all(|contact: u8| map[usize::from(contact - 1)].is_some_and(|there| [1, 2, 3, 6].contains(&there)));
    if knows { u32::MAX } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(near: &Punched, far: &Punched) -> Vec<(WireFault, (u8, u8))> {
        wire_faults(&[near.clone(), far.clone()])
    }

    #[test]
    fn the_schemes_are_those_of_the_table() {
        // Contacts 1 to 8, white then colour, as DATACENTRE.md prints them.
        let told = |scheme: Scheme| {
            (1..=8).map(move |contact| {
                let wire = scheme.wire(contact).expect("every contact has a wire");
                let colour = match wire.pair {
                    Pair::Blue => "Bl",
                    Pair::Orange => "O",
                    Pair::Green => "G",
                    Pair::Brown => "Br",
                };
                format!("{}{colour}", if wire.white { "w/" } else { "" })
            })
        };
        let row = |scheme| told(scheme).collect::<Vec<_>>().join(" ");
        assert_eq!(row(Scheme::T568A), "w/G G w/O Bl w/Bl O w/Br Br");
        assert_eq!(row(Scheme::T568B), "w/O O w/G Bl w/Bl G w/Br Br");
    }

    #[test]
    fn each_fault_of_the_wires_is_told_from_the_others() {
        let b = by_scheme(Scheme::T568B, 8);
        let a = by_scheme(Scheme::T568A, 8);
        assert!(faults(&b, &b).is_empty());
        assert_eq!(faults(&b, &a), [(WireFault::Crossed, (1, 2)), (WireFault::Crossed, (3, 6))]);
        let mut reversed = b.clone();
        reversed.insert(Pair::Brown, Laid { white: 8, solid: 7, untwist_mm: 8 });
        assert_eq!(faults(&reversed, &b), [(WireFault::Reversed, (7, 8))]);
        let mut open = b.clone();
        open.remove(&Pair::Blue);
        assert_eq!(faults(&b, &open), [(WireFault::Open, (4, 5))]);
        // Side by side at both ends: every lamp lights in order, and yet two pairs are split.
        let split = side_by_side(Scheme::T568B);
        assert_eq!(wire_map(&[split.clone(), split.clone()]), [1, 2, 3, 4, 5, 6, 7, 8].map(Some));
        assert_eq!(faults(&split, &split), [(WireFault::Split, (3, 6)), (WireFault::Split, (4, 5))]);
        // At one end only it is seen by any tester.
        assert!(faults(&split, &b).iter().all(|(fault, _)| *fault == WireFault::Torn));
    }

    #[test]
    fn a_cable_carries_what_its_pairs_let_through() {
        let b = by_scheme(Scheme::T568B, 8);
        let a = by_scheme(Scheme::T568A, 8);
        let most = |near: &Punched, far: &Punched| most_mbps(&[near.clone(), far.clone()]);
        assert_eq!(most(&b, &b), u32::MAX);
        // The sockets cross back by themselves.
        assert_eq!(most(&b, &a), u32::MAX);
        let mut open = b.clone();
        open.remove(&Pair::Brown);
        assert_eq!(most(&b, &open), 100);
        open.remove(&Pair::Orange);
        assert_eq!(most(&b, &open), 0);
        let split = side_by_side(Scheme::T568B);
        assert_eq!(most(&split, &split), 10);
    }
}
