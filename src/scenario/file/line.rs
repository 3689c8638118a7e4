//! What stands on the line besides cables: equipment and its wiring, cords, and the clients at the end.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::fibre::face::Dirt;
use crate::locale::Text;
use crate::plant::address::{FibreId, PortId};
use crate::rack::bundle::Tie;

/// One equipment, after a model of the catalogue. Its ports are addressed `equipment/port`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equipment {
    /// Id of a model in the catalogue.
    pub model: String,
    pub place: String,
    /// What people call it; the model's name if not given.
    #[serde(default)]
    pub name: Option<Text>,
    /// Where it is mounted in a cabinet: operators' couplers left, distribution right (usage in French cabinets).
    #[serde(default)]
    pub side: Option<CabinetSide>,
    /// Power that each port of an OLT sends, in dBm; drawn within its class if not given.
    #[serde(default)]
    pub tx_dbm: Option<f64>,
    /// Loss of each leg of a splitter in decibels; drawn if not given.
    #[serde(default)]
    pub loss_db: Option<f64>,
    /// How dirty the face in a port is, in per cent, by port; the others are clean. At 100 what lies on the core costs
    /// about 2 dB, at less its share of that; any dirt fails inspection.
    #[serde(default)]
    pub dirt_percent: IndexMap<String, u8>,
    /// What the dirt may be; dust if not given.
    #[serde(default)]
    pub dirt_kinds: Vec<Dirt>,
    /// Ports whose face has a scratch through the core, which no cleaning takes away.
    #[serde(default)]
    pub scratched: Vec<String>,
}

/// A half of a street cabinet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CabinetSide {
    Left,
    Right,
}

/// Fibres joined in number order, `count` of them from the first ones named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Wiring {
    /// The pigtails behind these ports are spliced to these fibres, in the place of the equipment.
    Pigtails {
        port: PortId,
        fibre: FibreId,
        #[serde(default = "one")]
        count: u16,
        /// True loss of each splice in decibels; drawn if not given.
        #[serde(default)]
        db: Option<f64>,
    },
    /// Fibres of one cable spliced to fibres of another in a closure.
    Through {
        a: FibreId,
        b: FibreId,
        place: String,
        #[serde(default = "one")]
        count: u16,
        /// True loss of each splice in decibels; drawn if not given.
        #[serde(default)]
        db: Option<f64>,
    },
}

fn one() -> u16 {
    1
}

/// A cord, after a model of the catalogue. Its ends are addressed `cord#a` and `cord#b`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cord {
    /// Id of a cord in the catalogue.
    pub model: String,
    /// Where its end a is plugged in.
    #[serde(default)]
    pub from: Option<PortId>,
    /// Where its end b is plugged in.
    #[serde(default)]
    pub to: Option<PortId>,
    /// Length in metres; a cord of racks has that of its model.
    #[serde(default)]
    pub length_m: f64,
    /// What stands on the label at both ends.
    #[serde(default)]
    pub label: Option<String>,
    /// For a cord of racks: how whoever led it fastened it.
    #[serde(default)]
    pub ties: Vec<Tie>,
    /// How dirty the faces of a and b are, in per cent, as for the ports of an equipment.
    #[serde(default)]
    pub dirt_percent: (u8, u8),
    /// What the dirt may be; dust if not given.
    #[serde(default)]
    pub dirt_kinds: Vec<Dirt>,
    /// Whether the faces of a and b have a scratch through the core.
    #[serde(default)]
    pub scratched: (bool, bool),
    /// Loss of the clean faces where a and b are plugged in, in decibels; drawn if not given.
    #[serde(default)]
    pub mating_db: Option<(f64, f64)>,
}

/// Someone whose line ends here, so that people can be named when it goes dark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    pub name: Text,
    /// Id of the equipment that is the client's ONT.
    pub ont: String,
    /// The operator the client pays.
    #[serde(default)]
    pub operator: Option<String>,
    /// Whether the map shows if there is light: the client said so, or the operator watches the line.
    #[serde(default)]
    pub watched: bool,
}
