//! Everything that can change during an attempt.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fibre::bench::{Bench, Cleaver, Scraps, Splicer};
use crate::fibre::bend::Bend;
use crate::fibre::cassette::Coil;
use crate::fibre::closure::{CableEnd, Closure};
use crate::fibre::cords::Led;
use crate::fibre::electrodes::Electrodes;
use crate::fibre::face::{Dirt, Face, Soil, delivered, soiled};
use crate::fibre::instruments::Instruments;
use crate::fibre::otdr::notebook::Notebook;
use crate::fibre::splice::{Core, Lies, Splice, made_loss};
use crate::plant::address::{CordEnd, End, FibreEnd, FibreId, PortId, Termination};
use crate::rack::bundle::Tie;
use crate::rack::state::RackState;
use crate::scenario::file::{ClosureSetting, Cord, FaultKind, USUAL_FAULT_DB, Wiring};
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Millis, Permille};

/// The state of the lab: the scenario as it came plus what was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Simulated time.
    pub now: Millis,
    /// What is left, by stock item.
    pub stock: BTreeMap<String, u32>,
    /// What was used, by stock item.
    pub used: BTreeMap<String, u32>,
    pub bench: Option<Bench>,
    /// Splices in the order they were made, those that came with the scenario first.
    pub splices: Vec<Splice>,
    /// Where each cord is plugged, by its id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cords: BTreeMap<String, CordState>,
    /// Faces in ports and on plugs that are not as their maker delivered them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub faces: BTreeMap<Termination, Face>,
    /// Light sources, power meters, red light, detectors, and what was read and written down.
    #[serde(default, skip_serializing_if = "Instruments::untouched")]
    pub instruments: Instruments,
    /// What was typed and cabled in the network, in order; the network follows from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub network: Vec<super::network::Step>,
    /// Ports freed during the attempt that have no cap yet.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open_ports: BTreeSet<PortId>,
    /// Numbers, from 0, of the scenario's faults that were mended.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub mended: BTreeSet<u32>,
    /// What was measured with the OTDR and written down.
    #[serde(default, skip_serializing_if = "Notebook::is_empty")]
    pub notebook: Notebook,
    /// Where the trainee went; nothing before the first walk. [`State::here`] knows the place in both cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went_to: Option<String>,
    /// How fibre, cord or pigtail is bent beside a termination, other than in a cassette.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bends: BTreeMap<Termination, Vec<Bend>>,
    /// Closures whose cassette, covers or cables were touched or came in a state worth telling, by place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub closures: BTreeMap<String, Closure>,
    /// Racks, what they hold, and their breakers.
    #[serde(default, skip_serializing_if = "RackState::is_empty")]
    pub rack: RackState,
}

/// A cord as it is now. Arrays hold end a, then end b.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CordState {
    /// The ports it is plugged into.
    pub plugged: [Option<PortId>; 2],
    /// How a hand of this attempt led it; nothing for one that nobody touched, or that hangs as it was plugged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub led: Option<Led>,
    /// What stands on the label at each end.
    #[serde(default, skip_serializing_if = "no_labels")]
    pub labels: [Option<String>; 2],
    /// What it is fastened with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<Tie>,
}

fn no_labels(labels: &[Option<String>; 2]) -> bool {
    labels.iter().all(Option::is_none)
}

impl CordState {
    /// A cord that hangs in the hand.
    pub fn loose() -> Self {
        Self { plugged: [None, None], led: None, labels: [None, None], ties: Vec::new() }
    }
}

impl State {
    /// The name of the next thing that is taken from stock: `cord-2` is the second of its kind.
    pub fn next_of(&self, item: &str) -> String {
        format!("{item}-{}", self.used.get(item).copied().unwrap_or(0) + 1)
    }

    /// The state before the first action.
    pub fn initial(scenario: &Scenario) -> Self {
        let bench = scenario.bench.as_ref().map(|bench| Bench {
            place: bench.place.clone(),
            ends: BTreeMap::new(),
            picked: Vec::new(),
            splicer: Splicer { electrodes: bench.splicer.electrode_arcs.map(Electrodes::after), ..Splicer::new() },
            cleaver: Cleaver {
                edge: 1,
                worn_before: Permille(u16::from(bench.cleaver.wear_percent) * 10),
                cleaves: 0,
                scrap: false,
            },
            wipe_uses: None,
            scraps: Scraps::default(),
            left: BTreeMap::new(),
        });
        let cord = |cord: &Cord| CordState {
            plugged: [cord.from.clone(), cord.to.clone()],
            led: None,
            labels: [cord.label.clone(), cord.label.clone()],
            ties: cord.ties.clone(),
        };
        Self {
            now: Millis(0),
            stock: scenario.stock.clone(),
            used: BTreeMap::new(),
            bench,
            splices: made_splices(scenario),
            cords: scenario.cords.iter().map(|(id, there)| (id.clone(), cord(there))).collect(),
            faces: dirty_faces(scenario),
            instruments: Instruments::default(),
            network: Vec::new(),
            open_ports: BTreeSet::new(),
            closures: standing_closures(scenario),
            mended: BTreeSet::new(),
            notebook: Notebook { given: vec![Vec::new(); scenario.traces.len()], ..Notebook::default() },
            went_to: None,
            bends: standing_bends(scenario),
            rack: RackState::initial(scenario),
        }
    }

    /// The face in a port or on a plug, as it is now: alcohol may have dried on it.
    pub fn face(&self, scenario: &Scenario, at: &Termination) -> Face {
        let object = at.to_string();
        let Some(face) = self.faces.get(at) else { return delivered(scenario.seed, &object) };
        let mut face = face.clone();
        face.settle(scenario.seed, &object, self.now);
        face
    }

    /// The plug in the other side of the adapter that this port belongs to.
    pub fn opposite_plug(&self, scenario: &Scenario, port: &PortId) -> Option<Termination> {
        let model = scenario.model_of(&port.equipment)?;
        let other = model.port_names().find(|name| *name != port.port)?;
        self.plug_in(&PortId::new(&port.equipment, other)).map(Termination::Cord)
    }

    /// The plug in a port.
    pub fn plug_in(&self, port: &PortId) -> Option<CordEnd> {
        self.cords.iter().find_map(|(id, cord)| {
            let index = cord.plugged.iter().position(|plugged| plugged.as_ref() == Some(port))?;
            Some(CordEnd::new(id, End::BOTH[index]))
        })
    }

    /// What lies between two faces that are pressed together.
    pub fn soil(&self, one: &Termination, other: &Termination) -> Soil {
        match (self.faces.get(one), self.faces.get(other)) {
            (None, None) => Soil::default(),
            (Some(face), opposite) => Soil::between(face, opposite),
            (None, Some(face)) => Soil::between(face, None),
        }
    }

    /// Where the trainee stands; nothing in a scenario without places.
    pub fn here<'a>(&'a self, scenario: &'a Scenario) -> Option<&'a str> {
        self.went_to.as_deref().or_else(|| scenario.start_place())
    }

    /// A hash of the whole state, the same on every machine: SHA-256 over its JSON, whose maps are sorted.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"splicelab-state-v1\0");
        hash.update(serde_json::to_vec(self).expect("a state has only text keys"));
        hash.finalize().into()
    }
}

/// The closures as they came.
fn standing_closures(scenario: &Scenario) -> BTreeMap<String, Closure> {
    let closure = |setting: &ClosureSetting| Closure {
        coils: setting
            .coils
            .iter()
            .map(|standing| Coil {
                fibre: standing.fibre.clone(),
                loops: standing.loops.clone(),
                pinched_mm: standing.pinched_mm,
            })
            .collect(),
        covered: setting.covered,
        shut: setting.shut,
        cables: setting.cables.iter().map(|id| (id.clone(), CableEnd::default())).collect(),
    };
    scenario.closures.iter().map(|(place, setting)| (place.clone(), closure(setting))).collect()
}

/// The faces that a scenario calls dirty or scratched.
fn dirty_faces(scenario: &Scenario) -> BTreeMap<Termination, Face> {
    let draw = |at: Termination, percent: u8, kinds: &[Dirt], scratched: bool| {
        let face = soiled(scenario.seed, &at.to_string(), percent, kinds, scratched);
        (percent > 0 || scratched).then_some((at, face))
    };
    let ports = scenario.equipment.iter().flat_map(|(id, equipment)| {
        let named = equipment.dirt_percent.keys().chain(&equipment.scratched).collect::<BTreeSet<_>>();
        named.into_iter().filter_map(move |port| {
            let percent = equipment.dirt_percent.get(port).copied().unwrap_or(0);
            let scratched = equipment.scratched.contains(port);
            draw(PortId::new(id, port).into(), percent, &equipment.dirt_kinds, scratched)
        })
    });
    let gear = scenario.gear.iter().flat_map(|(id, gear)| {
        let dirty = gear.dirt_percent.iter();
        dirty.filter_map(move |(port, percent)| draw(PortId::new(id, port).into(), *percent, &[Dirt::Dust], false))
    });
    let plugs = scenario.cords.iter().flat_map(|(id, cord)| {
        let percents = [cord.dirt_percent.0, cord.dirt_percent.1];
        let scratched = [cord.scratched.0, cord.scratched.1];
        End::BOTH.into_iter().enumerate().filter_map(move |(index, end)| {
            draw(CordEnd::new(id, end).into(), percents[index], &cord.dirt_kinds, scratched[index])
        })
    });
    ports.chain(plugs).chain(gear).collect()
}

/// The bends that came with the scenario.
fn standing_bends(scenario: &Scenario) -> BTreeMap<Termination, Vec<Bend>> {
    let mut bends: BTreeMap<Termination, Vec<Bend>> = BTreeMap::new();
    for standing in &scenario.bends {
        bends.entry(standing.at.clone()).or_default().push(Bend::turns(standing.radius_mm, standing.turns));
    }
    bends
}

/// The splices that came with the scenario: those listed one by one, then those of whole cables.
fn made_splices(scenario: &Scenario) -> Vec<Splice> {
    let made = |a: FibreEnd, b: FibreEnd, loss: Millidecibels| Splice {
        a,
        b,
        core: Core::Made { loss },
        sleeve: None,
        lies: Lies::Elsewhere,
        stress_loss: Millidecibels(0),
        parted: false,
    };
    let listed = scenario.splices.iter().map(|splice| {
        let [a, b] = [&splice.a, &splice.b].map(|fibre| fibre.at(splice.place.as_str()));
        let lies = splice.slot.map_or(Lies::Elsewhere, Lies::InSlot);
        Splice { lies, ..made(a, b, Millidecibels::from_db(splice.db)) }
    });
    let through = scenario.wiring.iter().flat_map(|wiring| {
        let Wiring::Through { a, b, place, count, db } = wiring else { return Vec::new() };
        let nth = |first: &FibreId, offset: u16| {
            let cable = scenario.cable(&first.cable)?;
            FibreId::numbered(&first.cable, cable.number_of(first)?.checked_add(offset)?, cable.modulo)
        };
        let pairs = (0..*count).filter_map(|offset| Some((nth(a, offset)?, nth(b, offset)?)));
        let splice = |(a, b): (FibreId, FibreId)| {
            let drawn = || made_loss(scenario.seed, &format!("{a}+{b}@{place}"));
            let loss = db.map_or_else(drawn, Millidecibels::from_db);
            made(a.at(place.as_str()), b.at(place.as_str()), loss)
        };
        pairs.map(splice).collect()
    });
    let mut splices: Vec<Splice> = listed.chain(through).collect();
    for fault in scenario.faults.iter().filter(|fault| fault.kind == FaultKind::BadSplice) {
        let here = |end: &FibreEnd| end.fibre == fault.fibre && fault.place.as_ref() == Some(&end.place);
        if let Some(splice) = splices.iter_mut().find(|splice| here(&splice.a) || here(&splice.b)) {
            splice.core = Core::Made { loss: Millidecibels::from_db(fault.db.unwrap_or(USUAL_FAULT_DB)) };
        }
    }
    splices
}
