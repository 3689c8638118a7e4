//! Finding the way of light.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use petgraph::stable_graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::{Link, Path, Plant};
use crate::units::Wavelength;

/// Where light is, and by which edge it came. Light does not turn back, so where it may go depends on both.
type Stand = (NodeIndex, Option<EdgeIndex>);

/// The least cost of each stand, and the stand before it.
type Best = BTreeMap<Stand, (i64, Option<Stand>)>;

impl Plant {
    /// The way of least loss from a node to the nearest that is wanted (Dijkstra 1959).
    pub(super) fn search(&self, start: NodeIndex, wanted: impl Fn(NodeIndex) -> bool, at: Wavelength) -> Option<Path> {
        let mut best = Best::from([((start, None), (0, None))]);
        let mut open = BinaryHeap::from([Reverse((0i64, (start, None)))]);
        while let Some(Reverse((cost, stand))) = open.pop() {
            if best.get(&stand).is_some_and(|(least, _)| *least < cost) {
                continue;
            }
            let (node, came_by) = stand;
            if wanted(node) {
                return Some(self.walk_back(&best, stand, at));
            }
            let up_a_leg =
                came_by.and_then(|edge| self.graph.edge_weight(edge)).is_some_and(|link| self.feeds(link, node));
            for edge in self.graph.edges(node) {
                if Some(edge.id()) == came_by || (up_a_leg && self.feeds(edge.weight(), node)) {
                    continue;
                }
                let next = edge.target();
                let cost = cost.saturating_add(self.loss(edge.weight(), node, next, at).0.max(0));
                let stand_next = (next, Some(edge.id()));
                if best.get(&stand_next).is_none_or(|(least, _)| cost < *least) {
                    best.insert(stand_next, (cost, Some(stand)));
                    open.push(Reverse((cost, stand_next)));
                }
            }
        }
        None
    }

    /// Whether a link is a leg of the splitter whose input this node is.
    fn feeds(&self, link: &Link, node: NodeIndex) -> bool {
        matches!(link, Link::Leg { input, .. } if *input == node)
    }

    fn walk_back(&self, best: &Best, goal: Stand, at: Wavelength) -> Path {
        let mut elements = Vec::new();
        let mut stand = goal;
        while let Some((_, Some(before))) = best.get(&stand) {
            if let Some(link) = stand.1.and_then(|edge| self.graph.edge_weight(edge)) {
                elements.push(self.element(link, before.0, stand.0, at));
            }
            stand = *before;
        }
        elements.reverse();
        Path::new(at, elements)
    }
}
