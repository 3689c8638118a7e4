//! Everything that can change during an attempt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fibre::bench::{Bench, Cleaver, Scraps, Splicer};
use crate::fibre::splice::{Core, Lies, Splice};
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
}

impl State {
    /// The state before the first action.
    pub fn initial(scenario: &Scenario) -> Self {
        let bench = scenario.bench.as_ref().map(|bench| Bench {
            place: bench.place.clone(),
            ends: BTreeMap::new(),
            picked: Vec::new(),
            splicer: Splicer::new(),
            cleaver: Cleaver {
                edge: 1,
                worn_before: Permille(u16::from(bench.cleaver.wear_percent) * 10),
                cleaves: 0,
                scrap: false,
            },
            wipe_uses: None,
            scraps: Scraps::default(),
        });
        let splices = scenario
            .splices
            .iter()
            .map(|made| Splice {
                a: made.a.at(made.place.clone()),
                b: made.b.at(made.place.clone()),
                core: Core::Made { loss: Millidecibels::from_db(made.db) },
                sleeve: None,
                lies: Lies::Elsewhere,
                stress_loss: Millidecibels(0),
                parted: false,
            })
            .collect();
        Self { now: Millis(0), stock: scenario.stock.clone(), used: BTreeMap::new(), bench, splices }
    }

    /// A hash of the whole state, the same on every machine: SHA-256 over its JSON, whose maps are sorted.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"splicelab-state-v1\0");
        hash.update(serde_json::to_vec(self).expect("a state has only text keys"));
        hash.finalize().into()
    }
}
