//! What stands in a network: devices with their consoles, and the cables between them.

use serde::{Deserialize, Serialize};

use crate::locale::Text;
use crate::plant::address::PortId;

/// One device, after a model of `assets/catalogue/network.ron`. Its ports are addressed `device/port`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Id of a model of network device.
    pub model: String,
    /// What people call it; its id if not given.
    #[serde(default)]
    pub name: Option<Text>,
    /// Where it stands.
    #[serde(default)]
    pub place: Option<String>,
    /// Lines typed into its own console before the trainee comes.
    #[serde(default)]
    pub startup: Vec<String>,
    /// Where it is drawn, to the right and down, in any unit; drawn by its kind if any device has no spot.
    #[serde(default)]
    pub at: Option<(i32, i32)>,
}

/// A kind of cable with RJ45 plugs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum NetCable {
    /// Pin to pin: the usual one.
    #[default]
    Straight,
    /// The sending pair of one end is the hearing pair of the other.
    Crossover,
    /// For the console port of equipment: carries no network.
    Console,
}

impl NetCable {
    pub const ALL: [NetCable; 3] = [NetCable::Straight, NetCable::Crossover, NetCable::Console];

    pub fn is_straight(&self) -> bool {
        *self == NetCable::Straight
    }
}

/// One line that a step suggests, and what it is for in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineToType {
    pub line: String,
    /// What it does; the lab has a sentence for the usual commands.
    #[serde(default)]
    pub say: Option<Text>,
}

/// How a ping is to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PingFailure {
    /// Nothing comes back.
    Timeout,
    /// It cannot leave: `Network is unreachable`.
    NoRoute,
    /// A router knows no way.
    NetUnreachable,
    /// Nobody answers at the end.
    HostUnreachable,
    /// A list forbids it.
    Filtered,
    /// It goes in circles.
    TtlExceeded,
    /// In any other way.
    Other,
}

/// A cable between two ports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetLink {
    pub a: PortId,
    pub b: PortId,
    #[serde(default)]
    pub cable: NetCable,
    /// Id of the client whose fibre it is, in place of a cable: from the exchange (`a`) to the client's box (`b`). It
    /// works as long as both receive enough light over the plant.
    #[serde(default)]
    pub client: Option<String>,
    /// Largest packet in bytes, at both ends; 1500 if not given.
    #[serde(default)]
    pub mtu: Option<u16>,
    /// Frames out of a thousand that are lost.
    #[serde(default)]
    pub loss_permille: u16,
    /// What it adds to the way of a frame, in microseconds.
    #[serde(default)]
    pub delay_us: u32,
}
