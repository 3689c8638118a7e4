//! What stands in a network: devices with their consoles, and the cables between them.

use indexmap::IndexMap;
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
    /// Programs that it offers to others; a computer with Linux has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// Lines typed into its own console before the trainee comes.
    #[serde(default)]
    pub startup: Vec<String>,
    /// Where it is drawn, to the right and down, in any unit; drawn by its kind if any device has no spot.
    #[serde(default)]
    pub at: Option<(i32, i32)>,
}

/// A program that serves others. What it serves stands in files of the computer, where the trainee finds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Service {
    /// A web server, the unit `nginx`.
    Http {
        #[serde(default = "web_port")]
        port: u16,
        /// What each page says, by its path.
        #[serde(default)]
        pages: IndexMap<String, String>,
        /// It does not run when the trainee comes.
        #[serde(default)]
        stopped: bool,
    },
    /// A name server, the unit `named`.
    Dns {
        /// Its zones, each with lines of a master file (RFC 1035): `www CNAME web`. Where the zone begins (SOA, NS) is
        /// written for you if you leave it out.
        #[serde(default)]
        zones: IndexMap<String, Vec<String>>,
        /// Addresses of servers that it asks for everything else.
        #[serde(default)]
        forwarders: Vec<String>,
        /// Addresses of root servers, if it asks from the root down.
        #[serde(default)]
        roots: Vec<String>,
        /// Whether it asks others for those who ask it.
        #[serde(default = "yes")]
        recursion: bool,
        /// Networks that get answers; everyone if it is empty.
        #[serde(default)]
        allow: Vec<String>,
        #[serde(default)]
        stopped: bool,
    },
    /// Lets people log in from afar, the unit `ssh`: its port is open, a session is not simulated.
    Ssh {
        #[serde(default)]
        stopped: bool,
    },
}

fn web_port() -> u16 {
    80
}

fn yes() -> bool {
    true
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

/// How a name is to have no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameFailure {
    /// There is no such name: NXDOMAIN.
    NoName,
    /// There is, without an address.
    NoAddress,
    /// The server could not find out: SERVFAIL.
    ServerFails,
    /// The server does not want to say: REFUSED.
    ServerRefuses,
    /// Nobody listens where it asks.
    NotListening,
    /// No server says anything.
    Silent,
    /// In any other way.
    Other,
}

/// How a page is not to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageFailure {
    /// Its name has no address.
    NoName,
    /// The computer is there, and nobody listens.
    Refused,
    /// Nothing comes back.
    Silent,
    /// Somebody says that there is no way, or that it is forbidden.
    Unreachable,
    /// The server does not have it: 404.
    NotFound,
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
