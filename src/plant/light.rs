//! Finding the way of light.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use petgraph::stable_graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::address::Termination;
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
            let (node, _) = stand;
            if wanted(node) {
                return Some(self.walk_back(&best, stand, at));
            }
            for (edge, next) in self.onward(stand) {
                let Some(link) = self.graph.edge_weight(edge) else { continue };
                let cost = cost.saturating_add(self.cost(link, node, next, at).0.max(0));
                let stand_next = (next, Some(edge));
                if best.get(&stand_next).is_none_or(|(least, _)| cost < *least) {
                    best.insert(stand_next, (cost, Some(stand)));
                    open.push(Reverse((cost, stand_next)));
                }
            }
        }
        None
    }

    /// Every way that light takes from an end until it can go no further, one for each dead end; the nearest branch
    /// first. Nothing if there is no such end. Through the input of a splitter this is one way for each leg.
    pub fn ways_from(&self, from: &Termination, at: Wavelength) -> Vec<Path> {
        let Some(start) = self.node(from) else { return Vec::new() };
        let mut ways = Vec::new();
        let mut open: Vec<Vec<(EdgeIndex, NodeIndex)>> = vec![Vec::new()];
        while let Some(way) = open.pop() {
            let (came_by, node) = way.last().map_or((None, start), |(edge, node)| (Some(*edge), *node));
            let mut onward: Vec<(EdgeIndex, NodeIndex)> = self
                .onward((node, came_by))
                // A line led back into itself is followed round once.
                .filter(|(edge, _)| way.iter().all(|(passed, _)| passed != edge))
                .collect();
            onward.sort_unstable_by_key(|(_, next)| std::cmp::Reverse(next.index()));
            if onward.is_empty() && !way.is_empty() {
                let ends = std::iter::once(start).chain(way.iter().map(|(_, node)| *node));
                let elements = |(from, (edge, to)): (NodeIndex, &(EdgeIndex, NodeIndex))| {
                    let link = self.graph.edge_weight(*edge);
                    link.map_or_else(Vec::new, |link| self.elements(link, from, *to, at))
                };
                ways.push(Path::new(at, ends.zip(&way).flat_map(elements).collect()));
            }
            open.extend(onward.into_iter().map(|step| way.iter().copied().chain([step]).collect()));
        }
        ways
    }

    /// Where light can go from a stand: not back, and not from one leg of a splitter into another.
    fn onward(&self, (node, came_by): Stand) -> impl Iterator<Item = (EdgeIndex, NodeIndex)> {
        let came_by_link = came_by.and_then(|edge| self.graph.edge_weight(edge));
        let up_a_leg = came_by_link.is_some_and(|link| self.feeds(link, node));
        self.graph
            .edges(node)
            .filter(move |edge| Some(edge.id()) != came_by && !(up_a_leg && self.feeds(edge.weight(), node)))
            .map(|edge| (edge.id(), edge.target()))
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
                // Gathered from the goal back: turned round with all the others.
                elements.extend(self.elements(link, before.0, stand.0, at).into_iter().rev());
            }
            stand = *before;
        }
        elements.reverse();
        Path::new(at, elements)
    }
}
