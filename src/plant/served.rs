//! Who gets light.

use serde::Serialize;

use super::address::{PortId, Termination};
use super::{Path, Plant};
use crate::catalogue::{PonClass, Role};
use crate::rng;
use crate::scenario::file::Equipment;
use crate::units::{MilliDbm, Wavelength};

/// What a client's box receives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Received {
    /// The OLT port that the light comes from.
    pub from: PortId,
    pub dbm: MilliDbm,
    /// From the OLT port to the client's box.
    pub path: Path,
}

impl Plant {
    /// The power an OLT port sends: what the scenario says, else drawn within the class. Nothing for any other port.
    pub fn sent(&self, port: &PortId) -> Option<MilliDbm> {
        let class = self.olt_class(port)?;
        if let Some(dbm) = self.scenario.equipment.get(&port.equipment)?.tx_dbm {
            return Some(MilliDbm::from_dbm(dbm));
        }
        let (least, most) = class.tx_dbm;
        let drawn = rng::stream(self.scenario.seed, &format!("olt/{port}"), 0).uniform();
        // Optics say what they send to a hundredth of a decibel.
        Some(MilliDbm::from_dbm(libm::round((least + (most - least) * drawn) * 100.0) / 100.0))
    }

    /// The ports that send, in the order of the scenario.
    pub fn olt_ports(&self) -> impl Iterator<Item = PortId> {
        let of = |(id, equipment): (&String, &Equipment)| {
            let model = crate::catalogue::catalogue().equipment.get(&equipment.model)?;
            model.is_olt().then(|| PortId::new(id, model.port_at(0).map(|(name, _)| name).unwrap_or_default()))
        };
        self.scenario.equipment.iter().filter_map(of).filter(|port| self.olt_class(port).is_some())
    }

    /// The class of an OLT port; nothing for any other port.
    pub fn olt_class(&self, port: &PortId) -> Option<&'static PonClass> {
        let model = self.scenario.model_of(&port.equipment).filter(|model| model.is_olt())?;
        model.port(&port.port).filter(|(_, group)| group.role == Role::Pon)?;
        model.pon()
    }

    /// What a client's box receives from the nearest OLT port, over the whole chain; nothing when it is dark.
    pub fn served(&self, client: &str) -> Option<Received> {
        let ont = &self.scenario.clients.get(client)?.ont;
        let model = self.scenario.model_of(ont).filter(|model| model.is_ont())?;
        let down = model.pon()?.down_nm;
        let port = model.port_at(0)?.0;
        self.received(&PortId::new(ont, port).into(), down)
    }

    /// What can be received at an end from the nearest OLT port that sends at this wavelength; nothing when it is dark.
    pub fn received(&self, at: &Termination, nm: Wavelength) -> Option<Received> {
        let start = self.node(at)?;
        let sends = |node| {
            self.role(node) == Some(Role::Pon)
                && matches!(self.termination(node), Termination::Port(port)
                    if self.olt_class(&port).is_some_and(|class| class.down_nm == nm))
        };
        let up = self.search(start, sends, nm)?;
        let Termination::Port(from) = up.elements.last()?.to.clone() else { return None };
        let path = self.path(&from.clone().into(), at, nm)?;
        let dbm = self.sent(&from)? - path.loss;
        Some(Received { from, dbm, path })
    }

    /// The clients whose light passes this cord, by id.
    pub fn clients_over(&self, cord: &str) -> Vec<&str> {
        let passes = |client: &&str| {
            self.served(client).is_some_and(|received| received.path.cords().any(|passed| passed == cord))
        };
        self.scenario.clients.keys().map(String::as_str).filter(passes).collect()
    }
}
