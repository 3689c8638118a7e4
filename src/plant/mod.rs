//! The plant graph: what light meets between any two ends.
//!
//! Nodes are terminations: fibre ends, ports, ends of cords. Edges are everything that light passes: fibre, splices,
//! pigtails, matings, cords, legs of splitters. Ids stand outside, graph indices inside: the node of a termination
//! follows from its block and number by arithmetic, so the graph is quick to build. It is built anew whenever the plant
//! changes, so that it can never drift from the state. What chance decided about a joint is drawn when somebody asks.

pub mod address;
pub mod blame;
pub mod budget;
mod build;
pub mod element;
mod faults;
mod light;
pub mod lights;
mod served;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::stable_graph::{NodeIndex, StableUnGraph};
use serde::Serialize;

use self::address::{CordEnd, End, FibreEnd, FibreId, FibrePoint, PortId, Termination};
pub use self::element::{Element, ElementKind, Strand};
pub use self::faults::Leak;
pub use self::served::Received;
use crate::catalogue::{Model, Role};
use crate::fibre::bend::Bend;
use crate::fibre::connector::Mating;
use crate::fibre::glass::FibreType;
use crate::fibre::splice::Splice;
use crate::lab::state::CordState;
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Millimetres, Wavelength};

/// A way for light from one termination to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// Along a fibre of a cable.
    Span { length: Millimetres, fibre_type: FibreType },
    /// Through a splice, by its number in the state.
    Splice(usize),
    /// Along the pigtail behind a port and through its splice; with its loss if the scenario gives it.
    Pigtail { given: Option<Millidecibels> },
    /// From the plug of a cord into a port, in this order; with its loss if the scenario gives it.
    Mating { mating: Mating, plug: NodeIndex, given: Option<Millidecibels> },
    /// Along a cord.
    Cord { length: Millimetres, fibre_type: FibreType },
    /// Past a fault along a fibre, by its number in the scenario, or what was mended there.
    Fault { number: usize, mended: bool },
    /// Between the input of a splitter and one leg.
    Leg { input: NodeIndex, ratio: u16, given: Option<Millidecibels> },
}

/// Terminations that follow each other among the nodes.
#[derive(Debug, Clone)]
struct Block {
    id: String,
    first_node: u32,
    rows: Rows,
}

impl Block {
    fn node(&self, offset: u32) -> NodeIndex {
        NodeIndex::new((self.first_node + offset) as usize)
    }
}

/// What the nodes of a block are.
#[derive(Debug, Clone)]
enum Rows {
    /// Two for each fibre: its end where the cable begins, then the other.
    Cable { from: String, to: String, fibres: u16, modulo: u16 },
    /// One for each port.
    Ports { model: &'static Model },
    /// End a, end b.
    Cord,
    /// Two for each fault along a fibre: the side towards where its cable begins, then the other.
    Faults { fibre: FibreId, at_mm: Vec<u64> },
}

/// The graph of terminations as the plant is now.
#[derive(Debug, Clone)]
pub struct Plant {
    scenario: Arc<Scenario>,
    graph: StableUnGraph<(), Link>,
    blocks: Vec<Block>,
    cables: BTreeMap<String, usize>,
    equipment: BTreeMap<String, usize>,
    cord_blocks: BTreeMap<String, usize>,
    splices: Vec<Splice>,
    cords: BTreeMap<String, CordState>,
    /// Light sources that are on, by equipment.
    sources: BTreeMap<String, Wavelength>,
    /// Fibres that live-fibre detectors bend.
    clips: BTreeSet<FibreEnd>,
    /// The block of the faults of a fibre.
    faults: BTreeMap<FibreId, usize>,
    /// How fibre, cord or pigtail is bent beside a termination.
    bends: BTreeMap<NodeIndex, Vec<Bend>>,
}

/// The way of light between two terminations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    pub nm: Wavelength,
    pub loss: Millidecibels,
    pub length: Millimetres,
    pub elements: Vec<Element>,
}

impl Path {
    fn new(nm: Wavelength, elements: Vec<Element>) -> Self {
        let loss = elements.iter().map(|element| element.loss).sum();
        let length = elements.iter().map(|element| element.length).sum();
        Self { nm, loss, length, elements }
    }

    /// The cords that light passes, in order.
    pub fn cords(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().filter_map(|element| match (&element.kind, &element.from) {
            (ElementKind::Cord, Termination::Cord(end)) => Some(end.cord.as_str()),
            _ => None,
        })
    }
}

impl Plant {
    /// The scenario it is the plant of.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    fn node(&self, termination: &Termination) -> Option<NodeIndex> {
        match termination {
            Termination::Fibre(end) => self.fibre_node(end),
            Termination::Port(port) => {
                let block = &self.blocks[*self.equipment.get(&port.equipment)?];
                let Rows::Ports { model } = block.rows else { return None };
                Some(block.node(u32::from(model.port(&port.port)?.0)))
            }
            Termination::Cord(end) => {
                Some(self.blocks[*self.cord_blocks.get(&end.cord)?].node(u32::from(end.end == End::B)))
            }
            Termination::Along(point) => self.fault_node(point),
        }
    }

    fn fibre_node(&self, end: &FibreEnd) -> Option<NodeIndex> {
        let block = &self.blocks[*self.cables.get(&end.fibre.cable)?];
        let Rows::Cable { from, to, fibres, modulo } = &block.rows else { return None };
        let FibreId { tube, fibre, .. } = end.fibre;
        let number = u32::from(tube.checked_sub(1)?) * u32::from(*modulo) + u32::from(fibre.checked_sub(1)?);
        if fibre > *modulo || number >= u32::from(*fibres) {
            return None;
        }
        let side = [from, to].into_iter().position(|place| *place == end.place)?;
        Some(block.node(2 * number + side as u32))
    }

    fn block(&self, node: NodeIndex) -> (&Block, u32) {
        let index = node.index() as u32;
        let block = &self.blocks[self.blocks.partition_point(|block| block.first_node <= index) - 1];
        (block, index - block.first_node)
    }

    fn termination(&self, node: NodeIndex) -> Termination {
        let (block, offset) = self.block(node);
        match &block.rows {
            Rows::Cable { from, to, modulo, .. } => {
                let number = (offset / 2) as u16;
                let fibre = FibreId::new(&block.id, number / modulo + 1, number % modulo + 1);
                fibre.at(if offset.is_multiple_of(2) { from } else { to }).into()
            }
            Rows::Ports { model } => {
                let name = model.port_at(offset as u16).map(|(name, _)| name).unwrap_or_default();
                PortId::new(&block.id, name).into()
            }
            Rows::Cord => CordEnd::new(&block.id, if offset == 0 { End::A } else { End::B }).into(),
            Rows::Faults { fibre, at_mm } => {
                let at_mm = at_mm[(offset / 2) as usize];
                let side = if offset.is_multiple_of(2) { End::A } else { End::B };
                FibrePoint { fibre: fibre.clone(), at_mm, side }.into()
            }
        }
    }

    /// Whether this termination exists.
    pub fn has(&self, termination: &Termination) -> bool {
        self.node(termination).is_some()
    }

    /// How many terminations there are.
    pub fn terminations(&self) -> usize {
        self.graph.node_count()
    }

    /// Where a termination is; nothing for a cord that is plugged nowhere, or if there is no such termination.
    pub fn place_of(&self, termination: &Termination) -> Option<&str> {
        let of_port = |port: &PortId| Some(self.scenario.equipment.get(&port.equipment)?.place.as_str());
        match termination {
            Termination::Fibre(end) => {
                let cable = self.scenario.cable(&end.fibre.cable)?;
                [&cable.from, &cable.to].into_iter().find(|place| **place == end.place).map(String::as_str)
            }
            Termination::Port(port) => of_port(port),
            Termination::Cord(end) => {
                // Both ends of a cord are in one place, whichever of them is plugged.
                let plugged = &self.cords.get(&end.cord)?.plugged;
                let here = plugged[end.end.index()].as_ref();
                here.or(plugged.iter().flatten().next()).and_then(of_port)
            }
            // Between two places.
            Termination::Along(_) => None,
        }
    }

    fn role(&self, node: NodeIndex) -> Option<Role> {
        let (block, offset) = self.block(node);
        let Rows::Ports { model } = block.rows else { return None };
        model.port_at(offset as u16).map(|(_, group)| group.role)
    }

    /// The way of least loss from one end to the other, or `None` when no light passes or an end does not exist.
    ///
    /// Light that comes up a leg of a splitter leaves by its input, never by another leg (directivity ≥ 55 dB).
    pub fn path(&self, from: &Termination, to: &Termination, at: Wavelength) -> Option<Path> {
        let (start, goal) = (self.node(from)?, self.node(to)?);
        self.search(start, |node| node == goal, at)
    }

    /// Whether light passes from one end to the other.
    pub fn connected(&self, from: &Termination, to: &Termination) -> bool {
        self.path(from, to, Wavelength::NM_1550).is_some()
    }
}
