//! The validated scenario: what the lab runs on.
//!
//! Where one exists, it makes sense: every name in it leads somewhere. It keeps the types of [`super::file`] where they
//! are right already. Fibres are not written out one by one, so ten thousand cost nothing.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::choices::Choices;
use super::file::{
    Bench, Cable, Candidate, Client, ClosureSetting, Cord, CriterionLine, Device, Equipment, Fault, Feed, Gear, Level,
    MadeSplice, Module, NetLink, Place, Rack, ReportLine, Run, ScenarioFile, Sheet, StandingBend, Step, Wiring,
};
use super::given::Given;
use crate::catalogue::rack::{CabinetModel, DeviceModel, RackCordModel, SocketGroup, racks};
use crate::catalogue::{CordModel, Model, PortGroup, catalogue};
use crate::locale::Text;
use crate::plant::address::{FibreEnd, FibreId, PortId};
use crate::rack::state::taken_model;
use crate::scenario::stock;
use crate::units::{Millimetres, Millis};

/// A scenario with its choices made. [`super::read`] is the way to one; it is not changed afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    pub id: String,
    pub module: Module,
    pub level: Level,
    pub title: Text,
    pub brief: Text,
    pub time_allowed: Millis,
    /// Id of the rule pack that verdicts quote.
    pub rules: Option<String>,
    pub pass_percent: u8,
    /// What the choices and all chance of the lab come from.
    pub seed: u64,
    /// SHA-256 of the exact bytes of the file.
    pub hash: [u8; 32],
    pub places: IndexMap<String, Place>,
    pub cables: IndexMap<String, Cable>,
    /// Splices that were there before.
    pub splices: Vec<MadeSplice>,
    /// Fibres and cords that are bent too tight.
    pub bends: Vec<StandingBend>,
    /// What closures hold and how they stand, by place.
    pub closures: IndexMap<String, ClosureSetting>,
    pub equipment: IndexMap<String, Equipment>,
    pub wiring: Vec<Wiring>,
    pub cords: IndexMap<String, Cord>,
    pub clients: IndexMap<String, Client>,
    pub devices: IndexMap<String, Device>,
    pub links: Vec<NetLink>,
    /// Models of the scenario's own, before those of the catalogue.
    pub models: IndexMap<String, DeviceModel>,
    pub feeds: IndexMap<String, Feed>,
    pub racks: IndexMap<String, Rack>,
    /// What is in the racks, and what was delivered for them.
    pub gear: IndexMap<String, Gear>,
    /// Cables installed between the rears of panels.
    pub runs: IndexMap<String, Run>,
    pub sheet: Option<Sheet>,
    pub candidate: Candidate,
    /// Where the trainee stands at first, if the file says so.
    pub(super) start: Option<String>,
    pub bench: Option<Bench>,
    /// Whether the trainee has an OTDR.
    pub otdr: bool,
    /// Traces to be read; actions number them from 1.
    pub traces: IndexMap<String, Given>,
    pub faults: Vec<Fault>,
    pub stock: BTreeMap<String, u32>,
    pub steps: Vec<Step>,
    /// What the trainee is asked to write down, by line.
    pub report: IndexMap<String, ReportLine>,
    pub rubric: Vec<CriterionLine>,
    pub(super) choices: Choices,
}

impl Scenario {
    /// From a file that was checked.
    pub(super) fn new(
        file: ScenarioFile,
        traces: IndexMap<String, Given>,
        choices: Choices,
        seed: u64,
        hash: [u8; 32],
    ) -> Self {
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
            hash,
            places: file.site.places,
            cables: file.site.cables,
            splices: file.site.splices,
            bends: file.site.bends,
            closures: file.site.closures,
            equipment: file.site.equipment,
            wiring: file.site.wiring,
            cords: file.site.cords,
            clients: file.site.clients,
            devices: file.devices,
            links: file.site.links,
            models: file.site.models,
            feeds: file.site.feeds,
            racks: file.site.racks,
            gear: file.site.gear,
            runs: file.site.runs,
            sheet: file.site.sheet,
            candidate: file.candidate,
            start: file.start,
            bench: file.bench,
            otdr: file.otdr,
            traces,
            faults: file.faults,
            stock: file.stock.into_iter().collect(),
            steps: file.steps,
            report: file.report,
            rubric: file.rubric,
            choices,
        }
    }

    /// The hash as 64 hexadecimal digits.
    pub fn hash_hex(&self) -> String {
        crate::exam::seal::hex(&self.hash)
    }

    pub fn cable(&self, id: &str) -> Option<&Cable> {
        self.cables.get(id)
    }

    /// Whether a cable has such a tube and the tube such a fibre.
    pub fn has_fibre(&self, fibre: &FibreId) -> bool {
        self.cable(&fibre.cable).is_some_and(|cable| cable.has(fibre.tube, fibre.fibre))
    }

    /// Where the fibre goes from `here`; nothing if it does not come here.
    pub fn far_place(&self, fibre: &FibreId, here: &str) -> Option<&str> {
        let cable = self.cable(&fibre.cable)?;
        match (cable.from == here, cable.to == here) {
            (true, _) => Some(&cable.to),
            (_, true) => Some(&cable.from),
            _ => None,
        }
    }

    /// Both ends of a fibre, that at the cable's `from` first; nothing if there is no such fibre.
    pub fn terminations_of(&self, fibre: &FibreId) -> Option<[FibreEnd; 2]> {
        let cable = self.cable(&fibre.cable).filter(|cable| cable.has(fibre.tube, fibre.fibre))?;
        Some([fibre.at(cable.from.as_str()), fibre.at(cable.to.as_str())])
    }

    /// The catalogue's entry for an equipment of this scenario.
    pub fn model_of(&self, equipment: &str) -> Option<&'static Model> {
        catalogue().equipment.get(&self.equipment.get(equipment)?.model)
    }

    /// The catalogue's entry for a cord of this scenario, or one taken from stock.
    pub fn cord_model(&self, cord: &str) -> Option<&'static CordModel> {
        let of_site = self.cords.get(cord).map(|cord| cord.model.as_str());
        let from_stock = || stock::taken(cord).and_then(stock::cord).map(|(model, _)| model);
        catalogue().cords.get(of_site.or_else(from_stock)?)
    }

    /// How long a cord is, one of this scenario or one taken from stock.
    pub fn cord_length(&self, cord: &str) -> Option<Millimetres> {
        if let Some(model) = self.rack_cord_model(cord) {
            return Some(Millimetres(model.length_mm.into()));
        }
        match self.cords.get(cord) {
            Some(cord) => Some(Millimetres::from_decimal_metres(cord.length_m)),
            None => stock::taken(cord).and_then(stock::cord).map(|(_, length)| length),
        }
    }

    /// What a port is; nothing if there is none.
    pub fn port(&self, port: &PortId) -> Option<&'static PortGroup> {
        self.model_of(&port.equipment)?.port(&port.port).map(|(_, group)| group)
    }

    /// Whether this fibre goes to the pigtail of a port in this place.
    pub fn has_pigtail(&self, fibre: &FibreId, place: &str) -> bool {
        let Some(number) = self.cable(&fibre.cable).and_then(|cable| cable.number_of(fibre)) else { return false };
        self.wiring.iter().any(|wiring| {
            let Wiring::Pigtails { port, fibre: first, count, .. } = wiring else { return false };
            let first_number = self.cable(&first.cable).and_then(|cable| cable.number_of(first));
            let among = first_number.and_then(|first| number.checked_sub(first)).is_some_and(|offset| offset < *count);
            let here = self.equipment.get(&port.equipment).is_some_and(|equipment| equipment.place == place);
            first.cable == fibre.cable && among && here
        })
    }

    /// Where the trainee stands at first; nothing in a scenario without places.
    pub fn start_place(&self) -> Option<&str> {
        let first = || self.places.keys().next().map(String::as_str);
        self.start.as_deref().or_else(|| self.bench_place()).or_else(first)
    }

    /// Where a port is.
    pub fn place_of(&self, port: &PortId) -> Option<&str> {
        let of_gear = || self.racks.get(self.gear.get(&port.equipment)?.rack.as_ref()?).map(|rack| rack.place.as_str());
        self.equipment.get(&port.equipment).map(|equipment| equipment.place.as_str()).or_else(of_gear)
    }

    /// The catalogue's entry for a rack of this scenario.
    pub fn cabinet_of(&self, rack: &str) -> Option<&'static CabinetModel> {
        racks().cabinets.get(&self.racks.get(rack)?.model)
    }

    /// The catalogue's entry for what is in a rack, was delivered for it, or was taken from stock.
    pub fn gear_model(&self, id: &str) -> Option<&DeviceModel> {
        match self.gear.get(id) {
            Some(gear) => self.models.get(&gear.model).or_else(|| racks().devices.get(&gear.model)),
            None => taken_model(id),
        }
    }

    /// What a port of the gear is, and which of its group, from 0.
    pub fn gear_port(&self, port: &PortId) -> Option<(&SocketGroup, u16)> {
        self.gear_model(&port.equipment)?.port(&port.port)
    }

    /// The catalogue's entry for a cord of racks, one of this scenario or one taken from stock.
    pub fn rack_cord_model(&self, cord: &str) -> Option<&'static RackCordModel> {
        let of_site = self.cords.get(cord).map(|cord| cord.model.as_str());
        racks().cords.get(of_site.or_else(|| stock::taken(cord))?)
    }

    pub fn bench_place(&self) -> Option<&str> {
        self.bench.as_ref().map(|bench| bench.place.as_str())
    }

    pub fn total_points(&self) -> u32 {
        self.rubric.iter().fold(0, |total, line| total.saturating_add(line.points))
    }
}

impl Cable {
    /// The number of a fibre in the whole cable, from 1; nothing if there is no such fibre.
    pub fn number_of(&self, fibre: &FibreId) -> Option<u16> {
        self.has(fibre.tube, fibre.fibre).then(|| (fibre.tube - 1) * self.modulo + fibre.fibre)
    }

    /// How many tubes it has; the last may be only partly filled.
    pub fn tubes(&self) -> u16 {
        if self.modulo == 0 { 0 } else { self.fibres.div_ceil(self.modulo) }
    }

    /// How many fibres are in this tube, counted from 1.
    pub fn fibres_in(&self, tube: u16) -> u16 {
        match tube {
            0 => 0,
            tube => {
                let before = u32::from(tube - 1) * u32::from(self.modulo);
                let left = u32::from(self.fibres).saturating_sub(before);
                left.min(self.modulo.into()) as u16
            }
        }
    }

    pub fn has(&self, tube: u16, fibre: u16) -> bool {
        fibre > 0 && fibre <= self.fibres_in(tube)
    }

    /// Whether one of its ends is in this place.
    pub fn reaches(&self, place: &str) -> bool {
        self.from == place || self.to == place
    }
}
