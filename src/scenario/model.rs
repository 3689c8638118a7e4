use super::file::*;
use crate::locale::Text;
use crate::plant::address::FibreId;
use crate::units::Millis;
use indexmap::IndexMap;
use std::collections::BTreeMap;
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    pub id: String,
    pub module: Module,
    pub level: Level,
    pub title: Text,
    pub brief: Text,
    pub time_allowed: Millis,
    pub rules: Option<String>,
    pub pass_percent: u8,
    pub seed: u64,
    pub hash: [u8; 32],
    pub places: IndexMap<String, Place>,
    pub cables: IndexMap<String, Cable>,
    pub splices: Vec<MadeSplice>,
    pub bench: Option<Bench>,
    pub stock: BTreeMap<String, u32>,
    pub steps: Vec<Step>,
    pub rubric: Vec<CriterionLine>,
}
impl Scenario {
    pub fn hash_hex(&self) -> String {
        String::new()
    }
    pub fn cable(&self, id: &str) -> Option<&Cable> {
        self.cables.get(id)
    }
    pub fn has_fibre(&self, fibre: &FibreId) -> bool {
        self.cable(&fibre.cable).is_some_and(|cable| {
            fibre.fibre <= cable.modulo
                && u32::from(fibre.tube - 1) * u32::from(cable.modulo) + u32::from(fibre.fibre)
                    <= u32::from(cable.fibres)
        })
    }
    pub fn from_file(file: ScenarioFile, seed: u64) -> Self {
        Self {
            id: file.id,
            module: file.module,
            level: file.level,
            title: file.title,
            brief: file.brief,
            time_allowed: Millis::from_minutes(file.minutes.into()),
            rules: file.rules,
            pass_percent: file.pass_percent,
            seed,
            hash: [0; 32],
            places: file.site.places,
            cables: file.site.cables,
            splices: file.site.splices,
            bench: file.bench,
            stock: file.stock.into_iter().collect(),
            steps: file.steps,
            rubric: file.rubric,
        }
    }
}
