//! Questions about a whole room: whose supplies share nothing, what takes whom with it, and by which way each device is
//! reached.
//!
//! Nothing is drawn up beforehand: every answer is what the room does when a part of it is taken away, with all that
//! follows: breakers that go off in their turn, devices that go dark, links that go down.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

use crate::catalogue::rack::{DeviceKind, Socket};
use crate::fibre::names::cord_name;
use crate::lab::State;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::rack::link::{Links, is_panel};
use crate::rack::power;
use crate::rack::words::{breaker_name, gear_name};
use crate::scenario::model::Scenario;

/// A part of the room that can be lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A feed, a strip, a UPS, or a bank of one, `pdu-a:2`.
    Breaker(String),
    Device(String),
    Cord(String),
}

impl Part {
    pub fn message(&self, scenario: &Scenario) -> Message {
        match self {
            Part::Breaker(id) => breaker_name(scenario, id),
            Part::Device(id) => Message::new("rack-gear").with("name", gear_name(scenario, id)),
            Part::Cord(id) => Message::new("graph-cord").with("cord", cord_name(scenario, id)).with("id", id.as_str()),
        }
    }
}

/// How a device is fed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Supply {
    pub device: String,
    /// From each of its inlets back to a feed, nearest first; more than one for an inlet behind a transfer switch.
    pub ways: Vec<(PortId, Vec<Part>)>,
    /// What all of them have in common: with it the device goes.
    pub shared: BTreeSet<Part>,
}

impl Supply {
    /// Whether there are two ways at least and nothing that all of them share.
    pub fn is_disjoint(&self) -> bool {
        self.ways.len() > 1 && self.shared.is_empty()
    }
}

/// How every device with an inlet is fed; strips and UPS are on the way, not at its end.
pub fn supplies(scenario: &Scenario, state: &State) -> Vec<Supply> {
    let cords = PowerCords::of(scenario, state);
    let mut found = Vec::new();
    for id in scenario.gear.keys().filter(|id| state.rack.held.contains_key(*id)) {
        let Some(model) = scenario.gear_model(id).filter(|model| model.power.is_none()) else { continue };
        let mut ways = Vec::new();
        for (name, _) in model.inlets() {
            let inlet = PortId::new(id, name);
            let back = cords.back(&inlet, &mut Vec::new());
            ways.extend(back.into_iter().map(|way| (inlet.clone(), way)));
        }
        if model.inlets().next().is_none() {
            continue;
        }
        let mut shared: BTreeSet<Part> = ways.first().map(|(_, way)| way.iter().cloned().collect()).unwrap_or_default();
        for (_, way) in &ways {
            shared.retain(|part| way.contains(part));
        }
        found.push(Supply { device: id.clone(), ways, shared });
    }
    found
}

/// The cords that carry power, by the inlet they end in.
struct PowerCords<'a> {
    scenario: &'a Scenario,
    by_inlet: BTreeMap<&'a PortId, (&'a String, &'a PortId)>,
}

impl<'a> PowerCords<'a> {
    fn of(scenario: &'a Scenario, state: &'a State) -> Self {
        let is = |port: &PortId, outlet: bool| {
            scenario.gear_port(port).is_some_and(|(group, _)| match group.socket {
                Socket::Outlet(_) => outlet,
                Socket::Inlet(_) => !outlet,
                _ => false,
            })
        };
        let mut by_inlet = BTreeMap::new();
        for (id, cord) in &state.cords {
            let [Some(a), Some(b)] = &cord.plugged else { continue };
            if is(a, true) && is(b, false) {
                by_inlet.insert(b, (id, a));
            } else if is(b, true) && is(a, false) {
                by_inlet.insert(a, (id, b));
            }
        }
        Self { scenario, by_inlet }
    }

    /// Every way from an inlet back to a feed.
    fn back(&self, inlet: &PortId, seen: &mut Vec<PortId>) -> Vec<Vec<Part>> {
        if seen.contains(inlet) {
            return Vec::new();
        }
        seen.push(inlet.clone());
        let fed_by = self.scenario.gear.get(&inlet.equipment).and_then(|gear| gear.fed_by.as_ref());
        let first = self.scenario.gear_model(&inlet.equipment).and_then(|model| model.inlets().next());
        let ways = match (fed_by, first) {
            (Some(feed), Some((name, _))) if name == inlet.port => vec![vec![Part::Breaker(feed.clone())]],
            _ => self.through_cord(inlet, seen),
        };
        seen.pop();
        ways
    }

    fn through_cord(&self, inlet: &PortId, seen: &mut Vec<PortId>) -> Vec<Vec<Part>> {
        let Some((cord, outlet)) = self.by_inlet.get(inlet) else { return Vec::new() };
        let Some(model) = self.scenario.gear_model(&outlet.equipment) else { return Vec::new() };
        let bank = model.port(&outlet.port).map_or(0, |(group, _)| group.bank);
        let mut near = vec![Part::Cord((*cord).clone())];
        if bank > 0 {
            near.push(Part::Breaker(format!("{}:{bank}", outlet.equipment)));
        }
        near.push(Part::Breaker(outlet.equipment.clone()));
        let further = model.inlets().flat_map(|(name, _)| self.back(&PortId::new(&outlet.equipment, name), seen));
        further.map(|way| near.iter().cloned().chain(way).collect()).collect()
    }
}

/// A link that works, with the ports on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Joint {
    pub a: PortId,
    pub b: PortId,
    pub mbps: u32,
    /// From `a` to `b`, panel by panel.
    pub stops: Vec<PortId>,
}

/// Every link that works, each once.
pub fn joints(scenario: &Scenario, state: &State) -> Vec<Joint> {
    let links = Links::of(scenario, state);
    let mut found: BTreeMap<(PortId, PortId), Joint> = BTreeMap::new();
    for port in state.cords.values().flat_map(|cord| cord.plugged.iter().flatten()) {
        let Some(model) = scenario.gear_model(&port.equipment).filter(|model| !is_panel(model)) else { continue };
        if !model.port(&port.port).is_some_and(|(group, _)| matches!(group.socket, Socket::Rj45(_) | Socket::Cage(_))) {
            continue;
        }
        let verdict = links.judge(port);
        let Some(far) = verdict.far.filter(|_| verdict.mbps > 0) else { continue };
        let key = if *port < far { (port.clone(), far.clone()) } else { (far.clone(), port.clone()) };
        let stops = links.stops(&key.0);
        let (a, b) = key.clone();
        found.entry(key).or_insert(Joint { a, b, mbps: verdict.mbps, stops });
    }
    found.into_values().collect()
}

/// By which links a device is reached from another, nearest first; nothing where it is not.
///
/// Only switches, routers and firewalls pass things on, and not by their management sockets.
pub fn ways_from(scenario: &Scenario, joints: &[Joint], root: &str) -> BTreeMap<String, Vec<Joint>> {
    let passes = |id: &str| {
        scenario
            .gear_model(id)
            .is_some_and(|model| matches!(model.kind, DeviceKind::Switch | DeviceKind::Router | DeviceKind::Firewall))
    };
    let apart = |port: &PortId| scenario.gear_port(port).is_some_and(|(group, _)| group.management);
    let mut ways: BTreeMap<String, Vec<Joint>> = BTreeMap::from([(root.to_owned(), Vec::new())]);
    let mut queue = VecDeque::from([root.to_owned()]);
    while let Some(here) = queue.pop_front() {
        if here != root && !passes(&here) {
            continue;
        }
        for joint in joints {
            let (near, far) = if joint.a.equipment == here { (&joint.a, &joint.b) } else { (&joint.b, &joint.a) };
            if near.equipment != here || ways.contains_key(&far.equipment) || apart(near) {
                continue;
            }
            let mut way = ways[&here].clone();
            way.push(joint.clone());
            ways.insert(far.equipment.clone(), way);
            // Who is reached by its management socket passes nothing on.
            if !apart(far) {
                queue.push_back(far.equipment.clone());
            }
        }
    }
    ways.remove(root);
    ways
}

/// What goes when a part is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    pub part: Part,
    /// Devices that ran and go dark, besides the part itself.
    pub dark: BTreeSet<String>,
    /// Breakers that go off in their turn.
    pub tripped: Vec<String>,
    /// Devices that run on but are not reached any more from the one that was named.
    pub cut_off: BTreeSet<String>,
}

/// Every part whose loss takes a device with it, in the order of breakers, devices, cords. With a root also those whose
/// loss cuts a device off from it.
pub fn single_points(scenario: &Scenario, state: &State, root: Option<&str>) -> Vec<Loss> {
    let before = power::now(scenario, state);
    let reached = |state: &State| -> BTreeSet<String> {
        root.map(|root| ways_from(scenario, &joints(scenario, state), root).into_keys().collect()).unwrap_or_default()
    };
    let met = reached(state);
    let breakers = power::breakers(scenario).into_iter().map(|breaker| Part::Breaker(breaker.id));
    let devices = before.running.iter().filter(|id| scenario.gear_model(id).is_some_and(|model| model.power.is_none()));
    let cords = state.cords.iter().filter(|(_, cord)| cord.plugged.iter().all(Option::is_some));
    let parts: Vec<Part> = breakers
        .chain(devices.map(|id| Part::Device(id.clone())))
        .chain(cords.map(|(id, _)| Part::Cord(id.clone())))
        .collect();
    let mut found = Vec::new();
    for part in parts {
        let (after, tripped) = without(scenario, state, &part);
        let now = power::now(scenario, &after);
        let itself = |id: &String| matches!(&part, Part::Device(own) | Part::Breaker(own) if own == id);
        let dark: BTreeSet<String> =
            before.running.difference(&now.running).filter(|id| !itself(id)).cloned().collect();
        let cut_off: BTreeSet<String> = if root.is_some_and(|root| now.running.contains(root)) {
            let still = reached(&after);
            met.difference(&still).filter(|id| !itself(id) && !dark.contains(*id)).cloned().collect()
        } else {
            BTreeSet::new()
        };
        if !(dark.is_empty() && cut_off.is_empty()) {
            found.push(Loss { part, dark, tripped, cut_off });
        }
    }
    found
}

/// The room without a part, with what else went off.
fn without(scenario: &Scenario, state: &State, part: &Part) -> (State, Vec<String>) {
    let mut after = state.clone();
    match part {
        Part::Breaker(id) => {
            after.rack.tripped.insert(id.clone());
        }
        Part::Device(id) => {
            after.rack.off.insert(id.clone());
        }
        Part::Cord(id) => {
            if let Some(cord) = after.cords.get_mut(id) {
                cord.plugged = [None, None];
            }
        }
    }
    let mut tripped = after.rack.tripped.clone();
    let (_, gone) = power::settle(scenario, &after, &mut tripped);
    after.rack.tripped = tripped;
    (after, gone)
}
