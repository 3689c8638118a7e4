//! Where devices stand, as shares of the mat: as the scenario says when it says so for all, else by what they are,
//! routers above, switches in the middle, computers below.

use std::collections::BTreeMap;

use bevy::math::{Rect, Vec2, vec2};

use crate::net::Net;
use crate::net::models::{Kind, models};
use crate::scenario::model::Scenario;

/// Every device's spot, from 0 to 1 in both directions.
pub fn spots(scenario: &Scenario, net: &Net) -> BTreeMap<String, Vec2> {
    let given: Option<Vec<Vec2>> = scenario
        .devices
        .values()
        .map(|device| device.at.map(|(right, down)| vec2(right as f32, down as f32)))
        .collect();
    let points = given.map_or_else(|| tiers(net), |points| fit(&points));
    scenario.devices.keys().cloned().zip(points).collect()
}

/// Brings points into the unit square, each direction on its own; what has no extent stands in the middle.
fn fit(points: &[Vec2]) -> Vec<Vec2> {
    let start = points.first().copied().unwrap_or_default();
    let around = points.iter().fold(Rect { min: start, max: start }, |around, point| around.union_point(*point));
    let share = |value: f32, least: f32, size: f32| if size > 0.0 { (value - least) / size } else { 0.5 };
    let place = |point: &Vec2| {
        vec2(share(point.x, around.min.x, around.width()), share(point.y, around.min.y, around.height()))
    };
    points.iter().map(place).collect()
}

fn tier(net: &Net, device: usize) -> u8 {
    match models().get(&net.devices[device].model).map(|model| model.kind) {
        Some(Kind::Router) => 0,
        Some(Kind::Switch | Kind::Hub) => 1,
        _ => 2,
    }
}

/// A row for each kind; in each, every device near what it is cabled to in the row above.
fn tiers(net: &Net) -> Vec<Vec2> {
    let count = net.devices.len();
    let mut spots = vec![vec2(0.5, 0.5); count];
    let used: Vec<u8> = (0..3).filter(|row| (0..count).any(|device| tier(net, device) == *row)).collect();
    for (row, kind) in used.iter().enumerate() {
        let mut here: Vec<usize> = (0..count).filter(|device| tier(net, *device) == *kind).collect();
        let pull = |device: usize| {
            let peers = (0..net.devices[device].sockets()).filter_map(|port| net.peer((device, port)));
            let above: Vec<f32> = peers.filter(|peer| tier(net, peer.0) < *kind).map(|peer| spots[peer.0].x).collect();
            if above.is_empty() { 0.5 } else { above.iter().sum::<f32>() / above.len() as f32 }
        };
        here.sort_by(|a, b| pull(*a).total_cmp(&pull(*b)).then(a.cmp(b)));
        let last = here.len().saturating_sub(1).max(1) as f32;
        let y = if used.len() > 1 { row as f32 / (used.len() - 1) as f32 } else { 0.5 };
        for (index, device) in here.iter().enumerate() {
            spots[*device] = vec2(if here.len() > 1 { index as f32 / last } else { 0.5 }, y);
        }
    }
    spots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::net::build::build;

    #[test]
    fn devices_without_a_spot_stand_apart() {
        let text = include_str!("../../../../tests/core/fixtures/deux-routeurs.ron");
        let read = crate::scenario::read(&Source::new("deux-routeurs.ron", text), 1);
        let scenario = std::sync::Arc::new(read.expect("right").0);
        let spots = spots(&scenario, &build(&scenario));
        let all: Vec<Vec2> = spots.values().copied().collect();
        assert_eq!(all.len(), 4);
        for (index, one) in all.iter().enumerate() {
            assert!(all[..index].iter().all(|other| other.distance(*one) > 0.3), "{spots:?}");
        }
        assert!(spots["r1"].y < spots["pc1"].y);
        assert_eq!(spots["pc1"].x < spots["pc2"].x, spots["r1"].x < spots["r2"].x, "cables do not cross");
    }
}
