//! What can be installed: the models that a scenario's equipment and cords refer to.
//!
//! The entries and the sources of their figures stand in `assets/catalogue/`. Ids are part of the scenario format and
//! stay the same for ever.

pub mod rack;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::fibre::connector::{Connector, Grade};
use crate::fibre::glass::FibreType;
use crate::locale::Text;
use crate::units::Wavelength;

/// Everything there is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Classes of passive optical networks, by id.
    pub pon: BTreeMap<String, PonClass>,
    /// What a mated pair of each grade loses.
    pub grades: BTreeMap<Grade, GradeFigures>,
    /// Models of equipment, by id.
    pub equipment: BTreeMap<String, Model>,
    /// Models of cords, by id.
    pub cords: BTreeMap<String, CordModel>,
}

/// A class of passive optical network: what the line may lose and what the two ends send and bear.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PonClass {
    /// A proper name, the same in every language.
    pub name: String,
    /// Wavelength towards the clients.
    pub down_nm: Wavelength,
    /// Wavelength towards the exchange.
    pub up_nm: Wavelength,
    /// Largest loss between OLT and ONT, in decibels.
    pub max_loss_db: f64,
    /// Least and greatest power that an OLT port sends, in dBm.
    pub tx_dbm: (f64, f64),
    /// What an ONT must receive: sensitivity and overload, in dBm.
    pub ont_rx_dbm: (f64, f64),
    /// Least and greatest power that an ONT sends, in dBm.
    pub ont_tx_dbm: (f64, f64),
}

/// Attenuation of a connector grade, in decibels.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeFigures {
    pub mean_db: f64,
    /// 97 % of mated pairs stay below.
    pub most_db: f64,
}

/// One model of equipment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub name: Text,
    pub kind: Kind,
    pub ports: Vec<PortGroup>,
    #[serde(default)]
    pub grade: Grade,
}

/// What a model is for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Kind {
    /// Optical line terminal, with the class of its ports.
    Olt { pon: String },
    /// Optical network terminal, with the class that says what it bears and sends.
    Ont { pon: String },
    /// Optical frame or drawer of adapters.
    Panel,
    /// One input shared between so many legs.
    Splitter { ratio: u16 },
    /// Outlet in a dwelling (PTO).
    Outlet,
    /// Box where the drops of clients are plugged in (pre-connectorised PBO).
    DropBox,
    /// Light source of a technician, with the wavelengths it can send and its power.
    Source { nm: Vec<Wavelength>, dbm: f64 },
    /// Power meter of a technician, with what it is calibrated for.
    Meter { nm: Vec<Wavelength> },
    /// An adapter in the hand, in which two plugs meet.
    Adapter,
}

/// Ports of a model that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortGroup {
    /// What comes before the number; the whole name where there is no `count`.
    #[serde(default)]
    pub name: String,
    /// How many, numbered from 1; one without a number if not given.
    #[serde(default)]
    pub count: Option<u16>,
    /// What can be plugged in; nothing where the fibre is bare.
    #[serde(default)]
    pub connector: Option<Connector>,
    #[serde(default)]
    pub role: Role,
}

/// What a port does with light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Role {
    /// An adapter: behind it a pigtail.
    #[default]
    Front,
    /// Sends and receives.
    Pon,
    /// The single side of a splitter.
    Input,
    /// One of the many sides of a splitter.
    Leg,
    /// The window of a power meter.
    Detector,
    /// One side of an adapter without a fibre of its own.
    Through,
}

/// One model of cord.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CordModel {
    pub name: Text,
    /// At its ends a and b.
    pub connectors: (Connector, Connector),
    #[serde(default)]
    pub grade: Grade,
    #[serde(default)]
    pub fibre_type: FibreType,
}

impl PortGroup {
    fn size(&self) -> u16 {
        self.count.unwrap_or(1)
    }

    /// Position of a port in this group, from 0.
    fn position(&self, port: &str) -> Option<u16> {
        match self.count {
            None => (port == self.name).then_some(0),
            Some(count) => {
                let digits = port.strip_prefix(self.name.as_str())?;
                let number: u16 = digits.parse().ok().filter(|number| (1..=count).contains(number))?;
                // `01` or `+1` is no other name of port 1.
                (digits == number.to_string()).then(|| number - 1)
            }
        }
    }
}

impl Model {
    /// How many ports it has.
    pub fn port_count(&self) -> u16 {
        self.ports.iter().map(PortGroup::size).sum()
    }

    /// The place of a port in the list of all, from 0, and what it is; nothing if there is no such port.
    pub fn port(&self, name: &str) -> Option<(u16, &PortGroup)> {
        let mut first = 0;
        for group in &self.ports {
            if let Some(position) = group.position(name) {
                return Some((first + position, group));
            }
            first += group.size();
        }
        None
    }

    /// The name of the port at this place of the list, from 0, and what it is.
    pub fn port_at(&self, index: u16) -> Option<(String, &PortGroup)> {
        let mut first = 0;
        for group in &self.ports {
            let position = index - first;
            if position < group.size() {
                let name = match group.count {
                    None => group.name.clone(),
                    Some(_) => format!("{}{}", group.name, position + 1),
                };
                return Some((name, group));
            }
            first += group.size();
        }
        None
    }

    /// The names of all ports, in order.
    pub fn port_names(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.port_count()).filter_map(|index| self.port_at(index).map(|(name, _)| name))
    }

    /// The class of network it belongs to, if it is an end of one.
    pub fn pon(&self) -> Option<&'static PonClass> {
        match &self.kind {
            Kind::Olt { pon } | Kind::Ont { pon } => catalogue().pon.get(pon),
            _ => None,
        }
    }

    /// Whether it is carried about in the bag, and is where it is used.
    pub fn is_portable(&self) -> bool {
        matches!(self.kind, Kind::Source { .. } | Kind::Meter { .. } | Kind::Adapter)
    }

    pub fn is_olt(&self) -> bool {
        matches!(self.kind, Kind::Olt { .. })
    }

    pub fn is_ont(&self) -> bool {
        matches!(self.kind, Kind::Ont { .. })
    }
}

/// The built-in catalogue.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        ron::from_str(include_str!("../../assets/catalogue/fibre.ron")).expect("the catalogue of ours is good")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_and_grade_that_a_model_names_exists_and_every_port_has_one_name() {
        let catalogue = catalogue();
        for (id, model) in &catalogue.equipment {
            assert!(catalogue.grades.contains_key(&model.grade), "{id}");
            if model.is_olt() || model.is_ont() {
                assert!(model.pon().is_some(), "{id}");
            }
            let names: Vec<String> = model.port_names().collect();
            assert_eq!(names.len(), usize::from(model.port_count()), "{id}");
            for (index, name) in names.iter().enumerate() {
                let (found, _) = model.port(name).unwrap_or_else(|| panic!("{id}/{name}"));
                assert_eq!(usize::from(found), index, "{id}/{name}");
            }
        }
    }

    #[test]
    fn a_splitter_has_as_many_legs_as_its_ratio_and_one_input() {
        for (id, model) in &catalogue().equipment {
            let Kind::Splitter { ratio } = model.kind else { continue };
            let count = |role| model.ports.iter().filter(|group| group.role == role).map(PortGroup::size).sum::<u16>();
            assert_eq!((count(Role::Input), count(Role::Leg)), (1, ratio), "{id}");
            assert!(ratio.is_power_of_two() && (2..=128).contains(&ratio), "{id}");
            assert!(id.ends_with(&format!("1x{ratio}")), "{id}");
        }
    }

    #[test]
    fn ports_are_named_as_on_the_label() {
        let drawer = &catalogue().equipment["tiroir-coupleur-1x32"];
        assert_eq!(drawer.port("in").map(|(index, _)| index), Some(0));
        assert_eq!(drawer.port("32").map(|(index, _)| index), Some(32));
        assert!(["0", "33", "01", "+1", "", "leg"].iter().all(|name| drawer.port(name).is_none()));
    }

    /// The table of ITU-T classes: least power sent minus largest loss is what the ONT must still hear, within the
    /// penalty of a decibel or so that the standard leaves for the path.
    #[test]
    fn classes_close_their_budget() {
        for (id, class) in &catalogue().pon {
            let margin = class.tx_dbm.0 - class.max_loss_db - class.ont_rx_dbm.0;
            assert!((0.0..=1.5).contains(&margin), "{id}: {margin}");
        }
    }
}
