//! Where places lie on the map, in design units.

use std::collections::{BTreeMap, VecDeque};

use bevy::math::{Rect, Vec2, vec2};

use crate::app::canvas::pen::curve;
use crate::scenario::file::PlaceKind;
use crate::scenario::model::Scenario;

pub const SIZE: Vec2 = Vec2::new(1000.0, 560.0);
/// Where the middles of places can be: names and signs need room around them.
const ROOM: Rect = Rect { min: Vec2::new(84.0, 64.0), max: Vec2::new(916.0, 440.0) };
/// Says what is at the place under the hand.
pub const CARD: Rect = Rect { min: Vec2::new(16.0, 500.0), max: Vec2::new(984.0, 552.0) };

/// The spot of every place: as the scenario says when it says so for all, else a tree along the cables.
pub fn spots(scenario: &Scenario) -> BTreeMap<String, Vec2> {
    let given: Option<Vec<Vec2>> =
        scenario.places.values().map(|place| place.at.map(|(east, south)| vec2(east as f32, south as f32))).collect();
    let points = given.unwrap_or_else(|| tree(scenario));
    let fitted = fit(&points);
    scenario.places.keys().cloned().zip(fitted).collect()
}

/// Brings points into the room of the map, each direction on its own: a map for finding one's way, not for measuring.
fn fit(points: &[Vec2]) -> Vec<Vec2> {
    let start = points.first().copied().unwrap_or_default();
    let around = points.iter().fold(Rect { min: start, max: start }, |around, point| around.union_point(*point));
    let share = |value: f32, least: f32, size: f32| if size > 0.0 { (value - least) / size } else { 0.5 };
    let spot = |point: &Vec2| {
        let x = share(point.x, around.min.x, around.width());
        let y = share(point.y, around.min.y, around.height());
        ROOM.min + vec2(x * ROOM.width(), y * ROOM.height())
    };
    points.iter().map(spot).collect()
}

/// From the exchange, or the first place, outwards: a column for each cable passed, a row for each end of the line.
fn tree(scenario: &Scenario) -> Vec<Vec2> {
    let ids: Vec<&str> = scenario.places.keys().map(String::as_str).collect();
    let index = |id: &str| ids.iter().position(|other| *other == id);
    let root = scenario.places.values().position(|place| place.kind == PlaceKind::Nro).unwrap_or(0);
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    for cable in scenario.cables.values() {
        if let (Some(from), Some(to)) = (index(&cable.from), index(&cable.to)) {
            neighbours[from].push(to);
            neighbours[to].push(from);
        }
    }
    let mut depth: Vec<Option<usize>> = vec![None; ids.len()];
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    let mut order = Vec::new();
    for start in std::iter::once(root).chain(0..ids.len()) {
        if start >= ids.len() || depth[start].is_some() {
            continue;
        }
        depth[start] = Some(0);
        let mut queue = VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            order.push(at);
            for next in &neighbours[at] {
                if depth[*next].is_none() {
                    depth[*next] = depth[at].map(|depth| depth + 1);
                    children[at].push(*next);
                    queue.push_back(*next);
                }
            }
        }
    }
    let mut row: Vec<Option<f32>> = vec![None; ids.len()];
    let mut rows = 0.0;
    let mut stack: Vec<usize> = order.iter().rev().filter(|at| depth[**at] == Some(0)).copied().collect();
    while let Some(at) = stack.pop() {
        if children[at].is_empty() {
            row[at] = Some(rows);
            rows += 1.0;
        }
        stack.extend(children[at].iter().rev());
    }
    // A place stands in the middle of what hangs on it.
    for at in order.iter().rev() {
        let below: Vec<f32> = children[*at].iter().filter_map(|child| row[*child]).collect();
        if !below.is_empty() {
            row[*at] = Some(below.iter().sum::<f32>() / below.len() as f32);
        }
    }
    // Every other end of the line stands nearer: houses on both sides of the street.
    let nearer = |at: usize| children[at].is_empty() && row[at].is_some_and(|row| row % 2.0 == 1.0);
    let column = |at: usize| depth[at].unwrap_or(0) as f32 - if nearer(at) { 0.42 } else { 0.0 };
    (0..ids.len()).map(|at| vec2(column(at), row[at].unwrap_or(0.0))).collect()
}

/// The way of a cable along the streets: up or down the first one, around a corner, along the other.
pub fn street(from: Vec2, to: Vec2) -> Vec<Vec2> {
    const CORNER: f32 = 26.0;
    let corner = vec2(from.x, to.y);
    let (first, second) = (corner - from, to - corner);
    if first.length() < 2.0 * CORNER || second.length() < 2.0 * CORNER {
        return vec![from, to];
    }
    let (a, b) = (corner - first.normalize() * CORNER, corner + second.normalize() * CORNER);
    let mut way = vec![from];
    way.extend(curve(a, first.normalize() * CORNER * 0.6, second.normalize() * CORNER * 0.6, b));
    way.push(to);
    way
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn world() -> Scenario {
        let text = include_str!("../../../../tests/core/fixtures/saint-brin.ron");
        crate::scenario::read(&Source::new("saint-brin.ron", text), 1).expect("right").0
    }

    #[test]
    fn places_without_a_spot_lie_apart_and_on_the_map() {
        let spots = spots(&world());
        assert_eq!(spots.len(), 12);
        let all: Vec<Vec2> = spots.values().copied().collect();
        for (index, one) in all.iter().enumerate() {
            assert!(ROOM.inflate(0.1).contains(*one), "{one}");
            assert!(all[..index].iter().all(|other| other.distance(*one) > 50.0), "{spots:?}");
        }
        assert!(spots["nro"].x < spots["pm-lilas"].x && spots["bpe-12"].x < spots["garage"].x);
    }
}
