//! The plant graph: what light meets between any two fibre ends.
//!
//! Nodes are terminations, edges are spans and splices. Ids stand outside, graph indices inside: the node of a fibre
//! end follows from its cable and number by arithmetic, so nothing is hashed and the graph is quick to build.
//! It is built anew whenever the plant changes, so that it can never drift from the state.

pub mod address;

use std::collections::BTreeMap;

use petgraph::algo::astar;
use petgraph::stable_graph::{NodeIndex, StableUnGraph};
use petgraph::visit::EdgeRef;
use serde::Serialize;

use self::address::{FibreId, Termination};
use crate::fibre::glass::FibreType;
use crate::fibre::splice::{Core, Splice};
use crate::lab::State;
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Wavelength};

/// A way for light from one termination to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Link {
    /// Along a fibre of a cable.
    Span { metres: u32, fibre_type: FibreType },
    /// Through a splice, by its number in the state.
    Splice(usize),
}

/// Where a cable's terminations stand among the nodes.
#[derive(Debug, Clone)]
struct Rows {
    id: String,
    from: String,
    to: String,
    first_node: u32,
    fibres: u16,
    modulo: u16,
}

/// The graph of terminations as the plant is now.
#[derive(Debug, Clone)]
pub struct Plant {
    graph: StableUnGraph<(), Link>,
    cables: Vec<Rows>,
    cable_index: BTreeMap<String, usize>,
    splices: Vec<Splice>,
}

/// One thing that stands on the path of light.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Element {
    pub kind: ElementKind,
    pub from: Termination,
    pub to: Termination,
    pub loss: Millidecibels,
}

/// What kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ElementKind {
    /// Fibre of a cable.
    Span { metres: u32 },
    /// A splice made during the attempt, with what the splicer believed.
    Splice {
        #[serde(rename = "estimate_mdb")]
        estimate: Millidecibels,
    },
    /// A splice that was there before.
    MadeSplice,
}

/// The way of light between two terminations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    pub nm: Wavelength,
    pub loss: Millidecibels,
    pub elements: Vec<Element>,
}

impl Plant {
    /// The plant of a scenario in a state.
    pub fn build(scenario: &Scenario, state: &State) -> Self {
        let terminations: usize = scenario.cables.values().map(|cable| usize::from(cable.fibres) * 2).sum();
        let mut graph = StableUnGraph::with_capacity(terminations, terminations / 2 + state.splices.len());
        let mut cables = Vec::with_capacity(scenario.cables.len());
        for (id, cable) in &scenario.cables {
            let first_node = graph.node_count() as u32;
            for _ in 0..cable.fibres {
                let near = graph.add_node(());
                let far = graph.add_node(());
                graph.add_edge(near, far, Link::Span { metres: cable.length_m, fibre_type: cable.fibre_type });
            }
            cables.push(Rows {
                id: id.clone(),
                from: cable.from.clone(),
                to: cable.to.clone(),
                first_node,
                fibres: cable.fibres,
                modulo: cable.modulo,
            });
        }
        let cable_index = cables.iter().enumerate().map(|(index, rows)| (rows.id.clone(), index)).collect();
        let mut plant = Self { graph, cables, cable_index, splices: state.splices.clone() };
        for (number, splice) in state.splices.iter().enumerate() {
            if splice.parted {
                continue;
            }
            if let (Some(a), Some(b)) = (plant.node(&splice.a), plant.node(&splice.b)) {
                plant.graph.add_edge(a, b, Link::Splice(number));
            }
        }
        plant
    }

    fn node(&self, termination: &Termination) -> Option<NodeIndex> {
        let rows = &self.cables[*self.cable_index.get(&termination.fibre.cable)?];
        let FibreId { tube, fibre, .. } = termination.fibre;
        let number = u32::from(tube.checked_sub(1)?) * u32::from(rows.modulo) + u32::from(fibre.checked_sub(1)?);
        if fibre > rows.modulo || number >= u32::from(rows.fibres) {
            return None;
        }
        let end = if termination.place == rows.from {
            0
        } else if termination.place == rows.to {
            1
        } else {
            return None;
        };
        Some(NodeIndex::new((rows.first_node + 2 * number + end) as usize))
    }

    fn termination(&self, node: NodeIndex) -> Termination {
        let index = node.index() as u32;
        let rows = &self.cables[self.cables.partition_point(|rows| rows.first_node <= index) - 1];
        let number = ((index - rows.first_node) / 2) as u16;
        let fibre = FibreId::new(&rows.id, number / rows.modulo + 1, number % rows.modulo + 1);
        fibre.at(if (index - rows.first_node).is_multiple_of(2) { &rows.from } else { &rows.to })
    }

    /// Whether this termination exists.
    pub fn has(&self, termination: &Termination) -> bool {
        self.node(termination).is_some()
    }

    /// How many terminations there are.
    pub fn terminations(&self) -> usize {
        self.graph.node_count()
    }

    fn link_loss(&self, link: &Link, at: Wavelength) -> Millidecibels {
        match link {
            Link::Span { metres, fibre_type } => fibre_type.span_loss(*metres, at),
            Link::Splice(number) => self.splices[*number].loss(at),
        }
    }

    /// The way of least loss from one end to the other, or `None` when no light passes or an end does not exist.
    pub fn path(&self, from: &Termination, to: &Termination, at: Wavelength) -> Option<Path> {
        let (start, goal) = (self.node(from)?, self.node(to)?);
        let cost = |link: &Link| self.link_loss(link, at).0.max(0);
        let (_, nodes) = astar(&self.graph, start, |node| node == goal, |edge| cost(edge.weight()), |_| 0)?;
        let elements: Vec<Element> = nodes.windows(2).filter_map(|pair| self.element(pair[0], pair[1], at)).collect();
        let loss = elements.iter().map(|element| element.loss).sum();
        Some(Path { nm: at, loss, elements })
    }

    fn element(&self, from: NodeIndex, to: NodeIndex, at: Wavelength) -> Option<Element> {
        let link = self
            .graph
            .edges(from)
            .filter(|edge| edge.source() == to || edge.target() == to)
            .map(|edge| edge.weight())
            .min_by_key(|link| self.link_loss(link, at))?;
        let kind = match link {
            Link::Span { metres, .. } => ElementKind::Span { metres: *metres },
            Link::Splice(number) => match &self.splices[*number].core {
                Core::Fused { estimate, .. } => ElementKind::Splice { estimate: *estimate },
                Core::Made { .. } => ElementKind::MadeSplice,
            },
        };
        Some(Element { kind, from: self.termination(from), to: self.termination(to), loss: self.link_loss(link, at) })
    }

    /// Whether light passes from one end to the other.
    pub fn connected(&self, from: &Termination, to: &Termination) -> bool {
        self.path(from, to, Wavelength::NM_1550).is_some()
    }
}
