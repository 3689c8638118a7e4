//! Faults along fibres: the span of a fibre is cut into pieces where something is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::stable_graph::NodeIndex;
use serde::Serialize;

use super::address::{FibreId, FibrePoint, Termination};
use super::{ElementKind, Link, Plant, Rows};
use crate::fibre::faults::{mended_loss, passing_loss};
use crate::scenario::file::{Fault, FaultKind};
use crate::units::{Millidecibels, Millimetres, Wavelength};

/// Somewhere that light leaves the fibre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leak {
    pub kind: FaultKind,
    pub fibre: FibreId,
    /// Along the fibre from where its cable begins; nothing for what is in a place.
    pub at: Option<Millimetres>,
    /// The place, for a splice or a bend in a closure.
    pub place: Option<String>,
    /// Along the fibre from where light went in.
    pub from_start: Millimetres,
    /// What light loses there; nothing where none goes on.
    pub loss: Option<Millidecibels>,
}

/// A splice from which so much light leaves that it can be seen, in decibels (design choice).
const SEEN_AT_A_SPLICE: Millidecibels = Millidecibels(500);

impl Plant {
    pub(super) fn fault_node(&self, point: &FibrePoint) -> Option<NodeIndex> {
        let block = &self.blocks[*self.faults.get(&point.fibre)?];
        let Rows::Faults { at_mm, .. } = &block.rows else { return None };
        let number = at_mm.iter().position(|at| *at == point.at_mm)? as u32;
        Some(block.node(2 * number + u32::from(point.side == super::End::B)))
    }

    /// Cuts every span that has faults into pieces.
    pub(super) fn break_fibres(&mut self, mended: &BTreeSet<u32>) {
        let scenario = self.scenario.clone();
        let mut by_fibre: BTreeMap<&FibreId, Vec<(u64, usize, &Fault)>> = BTreeMap::new();
        for (number, fault) in scenario.faults.iter().enumerate() {
            if let (Some(at_m), true) = (fault.at_m, fault.kind != FaultKind::BadSplice) {
                by_fibre.entry(&fault.fibre).or_default().push((u64::from(at_m) * 1000, number, fault));
            }
        }
        for (fibre, mut faults) in by_fibre {
            faults.sort_by_key(|(at_mm, number, _)| (*at_mm, *number));
            faults.dedup_by_key(|(at_mm, ..)| *at_mm);
            self.cut(fibre, &faults, mended);
        }
    }

    fn cut(&mut self, fibre: &FibreId, faults: &[(u64, usize, &Fault)], mended: &BTreeSet<u32>) {
        let Some(ends) = self.scenario.terminations_of(fibre) else { return };
        let [Some(near), Some(far)] = ends.map(|end| self.fibre_node(&end)) else { return };
        let Some(edge) = self.graph.find_edge(near, far) else { return };
        let Some(Link::Span { length, fibre_type }) = self.graph.remove_edge(edge) else { return };
        let at_mm: Vec<u64> = faults.iter().map(|(at_mm, ..)| (*at_mm).min(length.0)).collect();
        let block = self.add_block(&fibre.to_string(), Rows::Faults { fibre: fibre.clone(), at_mm: at_mm.clone() });
        self.faults.insert(fibre.clone(), block);
        let (mut from, mut from_mm) = (near, 0);
        for ((_, number, fault), at_mm) in faults.iter().zip(at_mm) {
            let [one, other] = [(); 2].map(|()| self.graph.add_node(()));
            self.graph.add_edge(from, one, Link::Span { length: Millimetres(at_mm - from_mm), fibre_type });
            let mended = u32::try_from(*number).is_ok_and(|number| mended.contains(&number));
            // Past a break nothing goes until it is mended.
            if mended || !fault.kind.is_break() {
                self.graph.add_edge(one, other, Link::Fault { number: *number, mended });
            }
            (from, from_mm) = (other, at_mm);
        }
        self.graph.add_edge(from, far, Link::Span { length: Millimetres(length.0 - from_mm), fibre_type });
    }

    /// What light loses past a fault, or past what was mended there.
    pub(super) fn fault_loss(&self, number: usize, mended: bool, at: Wavelength) -> Millidecibels {
        let Some(fault) = self.scenario.faults.get(number) else { return Millidecibels(0) };
        let fibre_type = self.scenario.cable(&fault.fibre.cable).map(|cable| cable.fibre_type).unwrap_or_default();
        match fault.kind {
            // A bend is laid straight; a crushed or broken fibre is spliced.
            FaultKind::Bend if mended => Millidecibels(0),
            _ if mended => mended_loss(self.scenario.seed, &format!("{}/{number}", fault.fibre)),
            _ => passing_loss(fault, fibre_type, at),
        }
    }

    pub(super) fn fault_element(&self, number: usize, mended: bool) -> ElementKind {
        match self.scenario.faults.get(number) {
            Some(fault) if !mended => match fault.kind {
                FaultKind::Bend => ElementKind::Bend { radius_mm: fault.radius_mm, turns: fault.turns },
                _ => ElementKind::Crush,
            },
            Some(fault) if fault.kind == FaultKind::Bend => ElementKind::Straightened,
            _ => ElementKind::Mended,
        }
    }

    /// The fault on whose side an end lies; nothing for any other end.
    pub fn fault_at(&self, end: &Termination) -> Option<&Fault> {
        let Termination::Along(point) = end else { return None };
        let there = |fault: &&Fault| {
            fault.fibre == point.fibre && fault.at_m.is_some_and(|at_m| u64::from(at_m) * 1000 == point.at_mm)
        };
        self.scenario.faults.iter().find(there)
    }

    /// Where an end is along its fibre, from where the cable begins; nothing for ports and cords.
    pub fn along_fibre(&self, end: &Termination) -> Option<Millimetres> {
        match end {
            Termination::Along(point) => Some(Millimetres(point.at_mm)),
            Termination::Fibre(end) => {
                let cable = self.scenario.cable(&end.fibre.cable)?;
                Some(if cable.from == end.place { Millimetres(0) } else { Millimetres::from_metres(cable.length_m) })
            }
            Termination::Port(_) | Termination::Cord(_) => None,
        }
    }

    /// Where light that goes in at an end leaves the fibre before its proper end: at bends, crushed and broken fibre and
    /// bad splices, the nearest first.
    pub fn leaks_from(&self, from: &Termination, at: Wavelength) -> Vec<Leak> {
        let mut leaks: Vec<Leak> = Vec::new();
        for way in self.ways_from(from, at) {
            let mut gone = Millimetres::default();
            for element in &way.elements {
                gone = gone + element.length;
                let kind = match element.kind {
                    ElementKind::Bend { .. } => FaultKind::Bend,
                    ElementKind::Crush => FaultKind::Crush,
                    ElementKind::Splice { .. } | ElementKind::MadeSplice if element.loss >= SEEN_AT_A_SPLICE => {
                        FaultKind::BadSplice
                    }
                    _ => continue,
                };
                let Some(fibre) = element.from.fibre() else { continue };
                let along = matches!(element.from, Termination::Along(_));
                leaks.push(Leak {
                    kind,
                    fibre: fibre.clone(),
                    at: self.along_fibre(&element.from).filter(|_| along),
                    place: element.place.clone().filter(|_| !along),
                    from_start: gone,
                    loss: Some(element.loss),
                });
            }
            let end = way.elements.last().map(|element| &element.to);
            if let Some((end, fault)) = end.and_then(|end| Some((end, self.fault_at(end)?))) {
                leaks.push(Leak {
                    kind: fault.kind,
                    fibre: fault.fibre.clone(),
                    at: self.along_fibre(end),
                    place: None,
                    from_start: gone,
                    loss: None,
                });
            }
        }
        leaks.sort_by_key(|leak| leak.from_start);
        leaks.dedup();
        leaks
    }
}
