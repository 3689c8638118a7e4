//! Laying out the graph of a scenario in a state.

use std::collections::BTreeMap;
use std::sync::Arc;

use petgraph::stable_graph::{NodeIndex, StableUnGraph};

use super::address::{CordEnd, End, FibreId, PortId, Termination};
use super::{Block, Link, Plant, Rows};
use crate::catalogue::{Kind, Model, Role};
use crate::fibre::connector::{Connector, Grade, Mating};
use crate::fibre::face::Soil;
use crate::lab::State;
use crate::scenario::file::Wiring;
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Millimetres};

impl Plant {
    /// The plant of a scenario in a state.
    pub fn build(scenario: &Arc<Scenario>, state: &State) -> Self {
        let ends: usize = scenario.cables.values().map(|cable| usize::from(cable.fibres) * 2).sum();
        let mut plant = Self {
            scenario: scenario.clone(),
            graph: StableUnGraph::with_capacity(ends, ends),
            blocks: Vec::with_capacity(scenario.cables.len() + scenario.equipment.len() + scenario.cords.len()),
            cables: BTreeMap::new(),
            equipment: BTreeMap::new(),
            cord_blocks: BTreeMap::new(),
            splices: state.splices.clone(),
            cords: state.cords.clone(),
            sources: state.instruments.sources.clone(),
            clips: state.instruments.clips.clone(),
            faults: BTreeMap::new(),
            bends: BTreeMap::new(),
        };
        plant.lay_cables();
        plant.mount_equipment();
        plant.lay_cords(state);
        plant.splice();
        plant.wire();
        plant.plug(state);
        plant.break_fibres(&state.mended);
        plant.bend_fibres(state);
        plant
    }

    pub(super) fn add_block(&mut self, id: &str, rows: Rows) -> usize {
        let first_node = self.graph.node_count() as u32;
        self.blocks.push(Block { id: id.to_owned(), first_node, rows });
        self.blocks.len() - 1
    }

    fn lay_cables(&mut self) {
        let scenario = self.scenario.clone();
        for (id, cable) in &scenario.cables {
            let (from, to) = (cable.from.clone(), cable.to.clone());
            let rows = Rows::Cable { from, to, fibres: cable.fibres, modulo: cable.modulo };
            let block = self.add_block(id, rows);
            self.cables.insert(id.clone(), block);
            let link = Link::Span { length: Millimetres::from_metres(cable.length_m), fibre_type: cable.fibre_type };
            for _ in 0..cable.fibres {
                let near = self.graph.add_node(());
                let far = self.graph.add_node(());
                self.graph.add_edge(near, far, link);
            }
        }
    }

    fn mount_equipment(&mut self) {
        let scenario = self.scenario.clone();
        for (id, equipment) in &scenario.equipment {
            let Some(model) = scenario.model_of(id) else { continue };
            let block = self.add_block(id, Rows::Ports { model });
            self.equipment.insert(id.clone(), block);
            let nodes: Vec<NodeIndex> = (0..model.port_count()).map(|_| self.graph.add_node(())).collect();
            if let Kind::Splitter { ratio } = model.kind {
                self.split(model, &nodes, ratio, equipment.loss_db.map(Millidecibels::from_db));
            }
        }
    }

    fn split(&mut self, model: &Model, nodes: &[NodeIndex], ratio: u16, given: Option<Millidecibels>) {
        let role = |index: usize| model.port_at(index as u16).map(|(_, group)| group.role);
        let Some(input) = (0..nodes.len()).find(|index| role(*index) == Some(Role::Input)) else { return };
        for leg in (0..nodes.len()).filter(|index| role(*index) == Some(Role::Leg)) {
            self.graph.add_edge(nodes[input], nodes[leg], Link::Leg { input: nodes[input], ratio, given });
        }
    }

    fn lay_cords(&mut self, state: &State) {
        let scenario = self.scenario.clone();
        let taken = state.cords.keys().filter(|id| !scenario.cords.contains_key(*id));
        for id in scenario.cords.keys().chain(taken) {
            let (Some(model), Some(length)) = (scenario.cord_model(id), scenario.cord_length(id)) else { continue };
            let block = self.add_block(id, Rows::Cord);
            self.cord_blocks.insert(id.clone(), block);
            let a = self.graph.add_node(());
            let b = self.graph.add_node(());
            self.graph.add_edge(a, b, Link::Cord { length, fibre_type: model.fibre_type });
        }
    }

    fn splice(&mut self) {
        for number in 0..self.splices.len() {
            let splice = &self.splices[number];
            if splice.parted {
                continue;
            }
            if let (Some(a), Some(b)) = (self.fibre_node(&splice.a), self.fibre_node(&splice.b)) {
                self.graph.add_edge(a, b, Link::Splice(number));
            }
        }
    }

    fn bend_fibres(&mut self, state: &State) {
        for (at, bends) in state.bends_in(&self.scenario) {
            if let Some(node) = self.node(&at) {
                self.bends.insert(node, bends);
            }
        }
    }

    fn wire(&mut self) {
        let scenario = self.scenario.clone();
        for wiring in &scenario.wiring {
            // Those through closures are among the splices of the state.
            let Wiring::Pigtails { port, fibre, count, db } = wiring else { continue };
            for offset in 0..*count {
                let Some((port, fibre)) = pigtail(&scenario, port, fibre, offset) else { break };
                let Some(equipment) = scenario.equipment.get(&port.equipment) else { break };
                let end = fibre.at(equipment.place.as_str());
                if let (Some(a), Some(b)) = (self.node(&port.into()), self.fibre_node(&end)) {
                    self.graph.add_edge(a, b, Link::Pigtail { given: db.map(Millidecibels::from_db) });
                }
            }
        }
    }

    fn plug(&mut self, state: &State) {
        let scenario = self.scenario.clone();
        for (id, cord_state) in &state.cords {
            let Some(model) = scenario.cord_model(id) else { continue };
            let faces = [model.connectors.0, model.connectors.1];
            let given = scenario.cords.get(id).and_then(|cord| cord.mating_db);
            let given = given.map(|(a, b)| [a, b].map(Millidecibels::from_db));
            for (index, end) in End::BOTH.into_iter().enumerate() {
                let Some(port) = &cord_state.plugged[index] else { continue };
                let there = scenario.model_of(&port.equipment).and_then(|there| {
                    let (_, group) = there.port(&port.port)?;
                    Some((group.connector?, there.grade, group.role))
                });
                let own: Termination = CordEnd::new(id, end).into();
                let plug = self.node(&own);
                let (Some((face, grade, role)), Some(plug)) = (there, plug) else { continue };
                let (opposite, mating) = match role {
                    // A large detector is no face: it takes what comes, whatever the polish.
                    Role::Detector => {
                        let soil = state.faces.get(&own).map(|face| Soil::between(face, None)).unwrap_or_default();
                        let mating =
                            Mating { faces: [faces[index]; 2], grades: [model.grade, grade], soil, window: true };
                        (port.clone().into(), mating)
                    }
                    // In an adapter two plugs meet: joined once, from the one whose name comes first.
                    Role::Through => {
                        let Some(other) = state.opposite_plug(&scenario, port).filter(|other| own < *other) else {
                            continue;
                        };
                        let Some((face, grade)) = cord_face(&scenario, &other) else { continue };
                        let mating = Mating {
                            faces: [faces[index], face],
                            grades: [model.grade, grade],
                            soil: state.soil(&own, &other),
                            window: false,
                        };
                        (other, mating)
                    }
                    _ => {
                        let there: Termination = port.clone().into();
                        let soil = state.soil(&own, &there);
                        let mating =
                            Mating { faces: [faces[index], face], grades: [model.grade, grade], soil, window: false };
                        (there, mating)
                    }
                };
                let Some(node) = self.node(&opposite) else { continue };
                let given = given.filter(|_| role != Role::Detector).map(|db| db[index]);
                self.graph.add_edge(plug, node, Link::Mating { mating, plug, given });
            }
        }
    }
}

/// The face of a plug and the grade of its cord.
fn cord_face(scenario: &Scenario, end: &Termination) -> Option<(Connector, Grade)> {
    let Termination::Cord(end) = end else { return None };
    let model = scenario.cord_model(&end.cord)?;
    Some((if end.end == End::A { model.connectors.0 } else { model.connectors.1 }, model.grade))
}

/// The port and the fibre so many places after the first ones; nothing beyond the last.
fn pigtail(scenario: &Scenario, port: &PortId, fibre: &FibreId, offset: u16) -> Option<(PortId, FibreId)> {
    let model = scenario.model_of(&port.equipment)?;
    let (first, _) = model.port(&port.port)?;
    let (name, _) = model.port_at(first.checked_add(offset)?)?;
    let cable = scenario.cable(&fibre.cable)?;
    let fibre = FibreId::numbered(&fibre.cable, cable.number_of(fibre)?.checked_add(offset)?, cable.modulo)?;
    Some((PortId::new(&port.equipment, name), fibre))
}
