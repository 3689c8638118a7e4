//! What goes into a rack: cabinets, devices with their faces, cords and transceivers.
//!
//! The entries stand in `assets/catalogue/rack/`, under neutral names, with the sources of their figures. Ids are part of
//! the scenario format and stay the same for ever.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::fibre::connector::Connector;
use crate::locale::Text;

/// Height of a rack unit in millimetres: 1.75 inches (EIA-310).
pub const UNIT_MM: f64 = 44.45;
/// Holes in the rail for each unit.
pub const HOLES_PER_UNIT: u16 = 3;
/// Height of each hole's centre above the bottom of its unit, in millimetres, the lowest first. The small gap of
/// 12.7 mm straddles the border between units.
pub const HOLE_MM: [f64; 3] = [6.35, 22.225, 38.1];

/// All that can be put into a rack.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RackCatalogue {
    #[serde(default)]
    pub cabinets: BTreeMap<String, CabinetModel>,
    #[serde(default)]
    pub devices: BTreeMap<String, DeviceModel>,
    #[serde(default)]
    pub cords: BTreeMap<String, RackCordModel>,
    #[serde(default)]
    pub transceivers: BTreeMap<String, TransceiverModel>,
}

/// A cabinet with its four posts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CabinetModel {
    pub name: Text,
    /// How many units.
    pub units: u8,
    /// Whether unit 1 is at the top.
    #[serde(default)]
    pub top_down: bool,
    /// From the front posts to the rear posts, in millimetres.
    pub posts_mm: u16,
    /// From the front posts to the rear door: what fits inside, in millimetres.
    pub inside_mm: u16,
    /// What it may carry, in kilograms.
    pub max_kg: u16,
    /// Whether a wall is behind it instead of a door, so that nothing can stick out.
    #[serde(default)]
    pub wall: bool,
    /// What fits the holes.
    #[serde(default)]
    pub thread: Thread,
}

/// What the screw and the nut are cut for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Hash, PartialOrd, Ord)]
pub enum Thread {
    #[default]
    M6,
    M5,
    /// Ten by thirty-two, of American cabinets.
    Unf1032,
}

/// One model of a device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceModel {
    pub name: Text,
    pub kind: DeviceKind,
    /// Height in units, a multiple of a half; 0 for what hangs at the side of the cabinet.
    pub height_u: f64,
    /// From the ears to the furthest part behind, in millimetres.
    pub depth_mm: u16,
    pub weight_g: u32,
    /// Which way it blows.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub airflow: Airflow,
    /// Most that it draws from all inlets together, in watts.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub draw_w: u32,
    /// How it is held.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub mount: Mount,
    /// What its screws may be tightened to, in newton-centimetres.
    #[serde(default = "usual_torque", skip_serializing_if = "is_usual_torque")]
    pub torque_ncm: (u16, u16),
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<SocketGroup>,
    /// For a power strip or UPS: what it may pass on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<PowerLimits>,
    /// For a switch that feeds others over the network cable: what all its ports together may give, in watts; as much as
    /// its ports add up to if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poe_budget_w: Option<u16>,
    /// For what is fed over its first network cable: its class, 0 to 8 (IEEE 802.3af, at, bt).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poe_class: Option<u8>,
    /// Where its figures come from, if not from the head of the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// About 3 to 4 N·m: an M6 screw in a cage nut (trade knowledge).
fn usual_torque() -> (u16, u16) {
    (250, 450)
}

fn is_usual_torque(torque: &(u16, u16)) -> bool {
    *torque == usual_torque()
}

/// Whether a value is what its absence means: then it need not be written.
fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What a device is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DeviceKind {
    Server,
    Storage,
    Switch,
    Router,
    Firewall,
    Olt,
    Ups,
    Pdu,
    CopperPanel,
    FibrePanel,
    /// A fibre drawer with splices behind its adapters.
    SplicePanel,
    ConsoleServer,
    /// Closes an empty unit against the air.
    Blank,
    CableManager,
    Shelf,
    /// A keyboard and screen, a clock, a sensor.
    Other,
}

/// Which way the air goes through a device, seen from the side of its ears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Airflow {
    FrontToRear,
    RearToFront,
    LeftToRight,
    RightToLeft,
    SideToRear,
    #[default]
    Passive,
}

/// How a device is held in the rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Mount {
    /// Two ears screwed to the front posts, in these holes of its lowest and of its highest unit, numbered from 1 at the
    /// bottom: a 1 U device with `(1, 3)` uses the lowest and the highest hole.
    Ears { holes: (u8, u8) },
    /// Rails between front and rear posts, which reach so far at least and at most, in millimetres; the middle holes
    /// carry the rails.
    Rails { posts_mm: (u16, u16) },
    /// Pushed in without a tool: a blanking panel.
    Clips,
    /// Hung at the side, in no unit.
    #[default]
    Side,
}

/// What a power strip or a UPS may carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PowerLimits {
    /// In amperes for each phase, at its inlet.
    pub amps: u16,
    /// In amperes for each bank of outlets that has its own breaker; empty without banks.
    #[serde(default)]
    pub bank_amps: Vec<u16>,
    /// Three phases instead of one.
    #[serde(default)]
    pub three_phase: bool,
    /// For a UPS: how long it carries its whole load from the battery, in minutes.
    #[serde(default)]
    pub battery_minutes: u16,
}

/// Sockets of a model that are alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocketGroup {
    /// What comes before the number; the whole name where there is no `count`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// How many; one without a number if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    /// Number of the first.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub first: u16,
    pub socket: Socket,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub face: Face,
    /// Speeds in megabits a second, for sockets of a network.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mbps: Vec<u32>,
    /// Kept apart from the network that carries the work.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub management: bool,
    /// Power over the network cable that each port can give, in watts.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub poe_w: u16,
    /// The phase, 1 to 3, of the outlets, one after the other and from the start again; phase 1 if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<u8>,
    /// The bank, from 1, whose breaker these outlets share; 0 without banks.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub bank: u8,
    /// Centre of the first on the face, from its left lower corner, in millimetres.
    pub at_mm: (f64, f64),
    /// From one to the next in a row, and from the first row down to the second, in millimetres.
    #[serde(default = "usual_pitch", skip_serializing_if = "is_usual_pitch")]
    pub pitch_mm: (f64, f64),
    /// Rows they stand in.
    #[serde(default = "one_row", skip_serializing_if = "is_one_row")]
    pub rows: u8,
    /// Whether numbers go down each column before they go to the next, as on most switches; else along each row.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub by_column: bool,
}

fn one() -> u16 {
    1
}

fn is_one(number: &u16) -> bool {
    *number == 1
}

fn is_one_row(rows: &u8) -> bool {
    *rows == 1
}

fn is_usual_pitch(pitch: &(f64, f64)) -> bool {
    *pitch == usual_pitch()
}

fn one_row() -> u8 {
    1
}

/// Sockets of RJ45 stand about so far apart on 24-port panels (trade knowledge).
fn usual_pitch() -> (f64, f64) {
    (14.0, 14.0)
}

/// A side of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Face {
    #[default]
    Front,
    Rear,
}

impl Face {
    pub fn other(self) -> Self {
        match self {
            Face::Front => Face::Rear,
            Face::Rear => Face::Front,
        }
    }
}

/// What can be plugged into a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Socket {
    /// For twisted pairs, of this category at least.
    Rj45(Category),
    /// Eight contacts behind a panel that a tool pushes the wires into.
    Punch(Category),
    /// An adapter for two plugs side by side, one fibre each way.
    Duplex(Connector),
    /// An adapter for one plug.
    Simplex(Connector),
    /// Twelve fibres, with or without guide pins.
    Mpo {
        pins: bool,
    },
    /// A splice cassette behind an adapter.
    Splice,
    /// A cage for a transceiver.
    Cage(FormFactor),
    /// Power comes in.
    Inlet(PowerPlug),
    /// Power goes out.
    Outlet(PowerPlug),
    ConsoleRj45,
    ConsoleUsb,
    ConsoleDe9,
    /// The bolt for the earth conductor.
    EarthLug,
    /// The hole for the clip of a wrist strap.
    StrapJack,
}

/// Categories of twisted pair (ISO/IEC 11801, TIA-568).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Category {
    Cat5e,
    Cat6,
    Cat6a,
    Cat8,
}

/// Shapes of cages and transceivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FormFactor {
    Sfp,
    SfpPlus,
    Sfp28,
    QsfpPlus,
    Qsfp28,
}

/// Pairs of plug and socket for power, named by the outlet (IEC 60320, IEC 60309).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PowerPlug {
    /// Outlet C13, inlet C14: 10 A.
    C13,
    /// Outlet C19, inlet C20: 16 A.
    C19,
    /// Blue industrial, one phase, 16 A.
    Iec309x16,
    /// Blue industrial, one phase, 32 A.
    Iec309x32,
    /// Red industrial, three phases, 16 A.
    Iec309x16x3,
    /// Red industrial, three phases, 32 A.
    Iec309x32x3,
    /// Terminals for direct current.
    Dc,
    /// The socket of the wall (NF C 61-314, type E).
    TypeE,
}

impl PowerPlug {
    /// What it may carry, in amperes (IEC 60320-1: C13 10 A, C19 16 A; IEC 60309-2: as marked; NF C 61-314: 16 A).
    pub fn amps(self) -> u16 {
        match self {
            Self::C13 => 10,
            Self::C19 | Self::Iec309x16 | Self::Iec309x16x3 | Self::TypeE => 16,
            Self::Iec309x32 | Self::Iec309x32x3 => 32,
            Self::Dc => 60,
        }
    }
}

/// One model of cord.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RackCordModel {
    pub name: Text,
    pub kind: CordKind,
    pub length_mm: u32,
    /// Outer diameter in tenths of a millimetre.
    pub diameter_tenths: u16,
    pub colour: CordColour,
}

/// What a cord joins and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CordKind {
    /// Four twisted pairs with an RJ45 plug at each end.
    Copper(Category),
    /// The flat blue one: RJ45 plugs with the wires the other way round.
    Rollover,
    /// From USB to the RJ45 of a console.
    UsbConsole,
    /// Two fibres with two plugs at each end; crossed if A goes to A.
    Duplex { fibre: FibreGrade, ends: (Connector, Connector), crossed: bool },
    /// One fibre with one plug at each end.
    Simplex { fibre: FibreGrade, ends: (Connector, Connector) },
    /// Twelve fibres; `map` says which goes where, the ends have pins or not.
    Mpo { fibre: FibreGrade, map: MpoMap, pins: (bool, bool) },
    /// Two transceivers joined by copper for good.
    Dac { form: FormFactor, mbps: u32 },
    /// Two transceivers joined by fibre for good.
    Aoc { form: FormFactor, mbps: u32 },
    /// From an outlet to an inlet; the plugs are named by the outlet they belong to.
    Power { from: PowerPlug, to: PowerPlug },
    /// Green and yellow, with two lugs, for earth.
    Earth,
}

/// Glass of datacentres (ISO/IEC 11801, IEC 60793-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FibreGrade {
    Om1,
    Om2,
    Om3,
    Om4,
    Om5,
    /// Single-mode.
    Os2,
}

/// How the twelve fibres of an MPO trunk cross (TIA-568.3): A: 1 to 1; B: 1 to 12; C: in pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MpoMap {
    A,
    B,
    C,
}

impl MpoMap {
    /// Where this fibre, 1 to 12, comes out.
    pub fn far(self, fibre: u8) -> u8 {
        match self {
            Self::A => fibre,
            Self::B => 13 - fibre,
            Self::C if fibre % 2 == 1 => fibre + 1,
            Self::C => fibre - 1,
        }
    }
}

/// Colours of cords; the screen writes the name too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CordColour {
    Black,
    White,
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Violet,
    Aqua,
    Lime,
    GreenYellow,
}

/// One model of transceiver.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransceiverModel {
    pub name: Text,
    pub form: FormFactor,
    pub mbps: u32,
    /// What it is: the name of the physical layer, the same in every language, for example `10GBASE-LR`.
    pub phy: String,
    pub medium: Medium,
}

/// What a transceiver is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Medium {
    /// A duplex LC, one fibre each way.
    Duplex {
        /// Sent, in nanometres.
        tx_nm: u16,
        /// Heard, in nanometres.
        rx_nm: u16,
        /// How far it reaches on each grade of fibre, in metres; not at all on one that is missing.
        reach_m: BTreeMap<FibreGrade, u32>,
    },
    /// One LC for both ways.
    Bidi { tx_nm: u16, rx_nm: u16, reach_m: BTreeMap<FibreGrade, u32> },
    /// Parallel fibres of an MPO.
    Mpo { tx_nm: u16, reach_m: BTreeMap<FibreGrade, u32> },
    /// Twisted pair.
    Copper,
}

impl SocketGroup {
    fn size(&self) -> u16 {
        self.count.unwrap_or(1)
    }

    fn name_at(&self, position: u16) -> String {
        match self.count {
            None => self.name.clone(),
            Some(_) => format!("{}{}", self.name, self.first + position),
        }
    }

    fn position(&self, port: &str) -> Option<u16> {
        match self.count {
            None => (port == self.name).then_some(0),
            Some(count) => {
                let digits = port.strip_prefix(self.name.as_str())?;
                let number: u16 = digits.parse().ok()?;
                let position = number.checked_sub(self.first)?;
                (position < count && digits == number.to_string()).then_some(position)
            }
        }
    }

    /// Centre of the port at this position of the group, from the face's left lower corner, in millimetres.
    pub fn centre_mm(&self, position: u16) -> (f64, f64) {
        let rows = u16::from(self.rows.max(1));
        let columns = self.size().div_ceil(rows);
        let (column, row) =
            if self.by_column { (position / rows, position % rows) } else { (position % columns, position / columns) };
        (self.at_mm.0 + f64::from(column) * self.pitch_mm.0, self.at_mm.1 - f64::from(row) * self.pitch_mm.1)
    }

    /// Phase of the outlet at this position.
    pub fn phase(&self, position: u16) -> u8 {
        if self.phases.is_empty() { 1 } else { self.phases[usize::from(position) % self.phases.len()] }
    }
}

impl DeviceModel {
    /// Height in half units.
    pub fn half_units(&self) -> u8 {
        (self.height_u * 2.0) as u8
    }

    /// Whole units that it takes.
    pub fn units(&self) -> u8 {
        self.half_units().div_ceil(2)
    }

    /// A port by its name: its group and its position there.
    pub fn port(&self, name: &str) -> Option<(&SocketGroup, u16)> {
        self.ports.iter().find_map(|group| group.position(name).map(|position| (group, position)))
    }

    /// All ports with their groups and positions, in order.
    pub fn ports(&self) -> impl Iterator<Item = (String, &SocketGroup, u16)> {
        self.ports
            .iter()
            .flat_map(|group| (0..group.size()).map(move |position| (group.name_at(position), group, position)))
    }

    /// Ports where power comes in.
    pub fn inlets(&self) -> impl Iterator<Item = (String, PowerPlug)> {
        self.ports().filter_map(|(name, group, _)| match group.socket {
            Socket::Inlet(plug) => Some((name, plug)),
            _ => None,
        })
    }
}

/// The built-in catalogue of racks.
pub fn racks() -> &'static RackCatalogue {
    static CATALOGUE: OnceLock<RackCatalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut all = RackCatalogue::default();
        for text in [
            include_str!("../../assets/catalogue/rack/cabinets.ron"),
            include_str!("../../assets/catalogue/rack/servers.ron"),
            include_str!("../../assets/catalogue/rack/switches.ron"),
            include_str!("../../assets/catalogue/rack/network.ron"),
            include_str!("../../assets/catalogue/rack/power.ron"),
            include_str!("../../assets/catalogue/rack/panels.ron"),
            include_str!("../../assets/catalogue/rack/cords.ron"),
            include_str!("../../assets/catalogue/rack/transceivers.ron"),
        ] {
            let part: RackCatalogue = ron::Options::default()
                .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
                .from_str(text)
                .expect("the catalogue of ours is good");
            all.cabinets.extend(part.cabinets);
            all.devices.extend(part.devices);
            all.cords.extend(part.cords);
            all.transceivers.extend(part.transceivers);
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_port_has_one_name_and_lies_on_the_face() {
        for (id, model) in &racks().devices {
            assert!((model.height_u * 2.0).fract() == 0.0, "{id}");
            let names: Vec<String> = model.ports().map(|(name, _, _)| name).collect();
            for (index, (name, group, position)) in model.ports().enumerate() {
                assert_eq!(names.iter().filter(|other| **other == name).count(), 1, "{id}/{name}");
                let (found, at) = model.port(&name).unwrap_or_else(|| panic!("{id}/{name}"));
                assert!(std::ptr::eq(found, group) && at == position, "{id}/{name} {index}");
                let (x, y) = group.centre_mm(position);
                let high = if model.height_u > 0.0 { model.height_u * UNIT_MM } else { 2000.0 };
                assert!((0.0..=482.6).contains(&x) && (0.0..=high).contains(&y), "{id}/{name} at {x} {y}");
            }
        }
    }

    /// At least 100 models, and no two sockets of a face in the same spot.
    #[test]
    fn there_is_much_to_choose_from_and_no_socket_covers_another() {
        let all = racks();
        assert!(all.devices.len() >= 90, "{}", all.devices.len());
        assert!(all.devices.len() + all.cabinets.len() >= 100 && all.cords.len() >= 50 && all.transceivers.len() >= 18);
        for (id, model) in &all.devices {
            let spots: Vec<(String, Face, (f64, f64))> =
                model.ports().map(|(name, group, position)| (name, group.face, group.centre_mm(position))).collect();
            for (index, (name, face, (x, y))) in spots.iter().enumerate() {
                for (other, other_face, (there_x, there_y)) in &spots[index + 1..] {
                    let apart = (x - there_x).abs().max((y - there_y).abs());
                    assert!(face != other_face || apart > 9.0, "{id}: {name} and {other} are {apart} mm apart");
                }
            }
        }
    }

    #[test]
    fn trunks_of_twelve_lead_back() {
        for map in [MpoMap::A, MpoMap::B, MpoMap::C] {
            assert!((1..=12).all(|fibre| map.far(map.far(fibre)) == fibre), "{map:?}");
        }
    }
}
