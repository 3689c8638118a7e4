//! The scenario file as it is written: `format: 1`.
//!
//! These types say what may stand in a file, nothing more. `check` says whether it makes sense, `model` is what the
//! lab runs on. Every type refuses unknown fields: a misspelt field must never be ignored in silence.
//!
//! Before a file is decoded, its `choices` are made from the seed and put in place of `{name}` in every text, and each
//! `Each` is written out, so any value here may come from chance. [`super::choices`] does that.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::catalogue::rack::{Category, DeviceModel};
use crate::fibre::colour::ColourCode;
use crate::fibre::front::Guide;
use crate::fibre::glass::FibreType;
use crate::fibre::splicer::{Alignment, USUAL_OVERLAP_UM};
use crate::lab::action::Action;
use crate::locale::Text;
use crate::plant::address::{FibreEnd, FibreId, PortId, Termination};

mod closure;
mod fault;
mod given;
mod line;
mod measuring;
mod network;
mod rack;
pub use closure::{ClosureSetting, StandingBend, StandingCoil};
pub use fault::{Fault, FaultKind, USUAL_FAULT_DB};
pub use given::{GivenTrace, TrueEvent, TrueMean};
pub use line::{CabinetSide, Client, Cord, Equipment, Wiring};
pub use measuring::ShotCheck;
pub use network::{Device, LineToType, NameFailure, NetCable, NetLink, PageFailure, PingFailure, Service};
pub use rack::{
    Candidate, CopperFault, CordRow, DeviceRow, Feed, Gear, LineFault, LineLength, OpenEnd, Rack, Run, RunKind, Sheet,
};

/// A whole scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// The version of the format: 1.
    pub format: u32,
    /// Lower case with hyphens; equal to the name of the file.
    pub id: String,
    pub module: Module,
    /// How much the lab helps.
    #[serde(default)]
    pub level: Level,
    pub title: Text,
    /// The work order: who called, what is wanted, what is at hand, what counts.
    pub brief: Text,
    /// Time allowed, in minutes.
    pub minutes: u32,
    /// Id of the rule pack that verdicts quote.
    #[serde(default)]
    pub rules: Option<String>,
    /// Per cent of the points needed to pass.
    #[serde(default = "half")]
    pub pass_percent: u8,
    /// Random choices by name; consumed before decoding, so always empty here.
    #[serde(default)]
    pub choices: IndexMap<String, Choice>,
    pub site: Site,
    /// Where the trainee stands at first; the bench's place if not given, else the first place.
    #[serde(default)]
    pub start: Option<String>,
    #[serde(default)]
    pub bench: Option<Bench>,
    /// Computers, switches, routers: all that has a network port, by id.
    #[serde(default)]
    pub devices: IndexMap<String, Device>,
    /// Who works, where it matters what a body may lift.
    #[serde(default)]
    pub candidate: Candidate,
    /// Whether the trainee has an OTDR.
    #[serde(default)]
    pub otdr: bool,
    /// Traces to be read, files of OTDRs beside the scenario; actions number them from 1.
    #[serde(default)]
    pub traces: IndexMap<String, GivenTrace>,
    /// What is wrong with the fibres of the site.
    #[serde(default)]
    pub faults: Vec<Fault>,
    /// What there is to use, by stock item.
    #[serde(default)]
    pub stock: IndexMap<String, u32>,
    /// What to do, in order: shown one at a time in guided scenarios.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What the trainee is asked to measure and write down, by line.
    #[serde(default)]
    pub report: IndexMap<String, ReportLine>,
    /// What the points of the rubric must add up to, if it is declared.
    #[serde(default)]
    pub total_points: Option<u32>,
    pub rubric: Vec<CriterionLine>,
}

fn half() -> u8 {
    50
}

/// One value that the trainee writes down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportLine {
    pub title: Text,
    pub truth: Truth,
}

/// What a value of the report stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Truth {
    /// Power that comes out of an end, in dBm, at a wavelength in nanometres.
    Power { at: Termination, nm: u16 },
    /// Loss from one end to the other, in dB, at a wavelength in nanometres.
    Loss { from: Termination, to: Termination, nm: u16 },
}

/// Unit of a value of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Db,
    Dbm,
}

impl Truth {
    pub fn unit(&self) -> Unit {
        match self {
            Truth::Power { .. } => Unit::Dbm,
            Truth::Loss { .. } => Unit::Db,
        }
    }
}

/// Which trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Module {
    Fibre,
    Rack,
    Network,
    Chain,
}

/// How much the lab helps in practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Level {
    /// ★ The next gesture is always shown.
    #[default]
    Guided,
    /// ★★ What counts is shown; the next gesture on request.
    Alone,
    /// ★★★ What counts is shown; no help.
    Exam,
}

/// A random choice, made from the seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Choice {
    /// A whole number from the first to the last, both included.
    Range(i64, i64),
    /// One of these: texts, numbers, or maps whose parts are reached by `{name.part}`.
    OneOf(Vec<ron::Value>),
    /// All of these in a random order, reached by `{name.1}`, `{name.2}`…
    Shuffle(Vec<ron::Value>),
}

/// Everything that is installed before the trainee comes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub places: IndexMap<String, Place>,
    #[serde(default)]
    pub cables: IndexMap<String, Cable>,
    /// Splices already made.
    #[serde(default)]
    pub splices: Vec<MadeSplice>,
    /// Fibres and cords wound or folded too tight, beside an end.
    #[serde(default)]
    pub bends: Vec<StandingBend>,
    /// What closures hold and how they stand, by place.
    #[serde(default)]
    pub closures: IndexMap<String, ClosureSetting>,
    /// Frames, drawers, splitters, outlets, active equipment: all that has ports.
    #[serde(default)]
    pub equipment: IndexMap<String, Equipment>,
    /// Fibres led to ports, and through closures, many at a time.
    #[serde(default)]
    pub wiring: Vec<Wiring>,
    /// Cords that are there, plugged or not.
    #[serde(default)]
    pub cords: IndexMap<String, Cord>,
    /// Who lives on the line.
    #[serde(default)]
    pub clients: IndexMap<String, Client>,
    /// Cables between the ports of network devices.
    #[serde(default)]
    pub links: Vec<NetLink>,
    /// Models of the trainer's own for racks, as `splicelab import netbox` writes them; before those of the catalogue.
    #[serde(default)]
    pub models: IndexMap<String, DeviceModel>,
    /// What the switchboard feeds.
    #[serde(default)]
    pub feeds: IndexMap<String, Feed>,
    #[serde(default)]
    pub racks: IndexMap<String, Rack>,
    /// What is in the racks, and what was delivered for them.
    #[serde(default)]
    pub gear: IndexMap<String, Gear>,
    /// Cables installed between the rears of panels.
    #[serde(default)]
    pub runs: IndexMap<String, Run>,
    /// The papers of the racks, which the trainee may have to put right.
    #[serde(default)]
    pub sheet: Option<Sheet>,
}

/// One spot of the site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub kind: PlaceKind,
    pub name: Text,
    /// The street or room, shown before the name.
    #[serde(default)]
    pub area: Option<Text>,
    /// Where it lies on the map: so far to the east and to the south. The map finds spots if not all have one.
    #[serde(default)]
    pub at: Option<(i32, i32)>,
}

/// What kind of spot, in the words of the French access network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PlaceKind {
    /// Nœud de raccordement optique: where the operator's equipment stands.
    Nro,
    /// Point de mutualisation: the street cabinet.
    Pm,
    /// Boîtier de protection d'épissures: a splice closure.
    Bpe,
    /// Point de branchement optique: where the drops begin.
    Pbo,
    /// Prise terminale optique: the outlet in a dwelling.
    Pto,
    /// A room, for example of a datacentre.
    Room,
}

/// An installed cable between two places. Its fibres are addressed `cable:tube:fibre`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cable {
    pub name: Text,
    pub from: String,
    pub to: String,
    /// How many fibres in all.
    pub fibres: u16,
    /// Fibres in a tube.
    #[serde(default = "twelve")]
    pub modulo: u16,
    #[serde(default)]
    pub colours: ColourCode,
    #[serde(default)]
    pub fibre_type: FibreType,
    /// Length of the fibre in metres.
    pub length_m: u32,
    /// Bare of jacket and tube at the bench: how much fibre there is to work with, in millimetres.
    #[serde(default = "metre")]
    pub slack_mm: u16,
}

fn twelve() -> u16 {
    12
}

fn metre() -> u16 {
    1100
}

/// A splice that was there before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeSplice {
    pub a: FibreId,
    pub b: FibreId,
    pub place: String,
    /// Its true loss in decibels.
    #[serde(default)]
    pub db: f64,
    /// The slot of the cassette in which it lies.
    #[serde(default)]
    pub slot: Option<u16>,
}

/// The splice bench: where it stands and how good its tools are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bench {
    /// The closure the trainee works at, or where the bench stands at first.
    pub place: String,
    /// Where else it can be set up: a portable bench goes along with the trainee.
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub splicer: SplicerSetting,
    #[serde(default)]
    pub cleaver: CleaverSetting,
    /// Slots of the cassette, numbered from 1.
    #[serde(default = "twelve")]
    pub slots: u16,
    /// Numbers of the tubes opened at the bench, by cable; all tubes of a cable that is not named.
    #[serde(default)]
    pub open_tubes: IndexMap<String, Vec<u16>>,
}

impl Bench {
    /// Everywhere it can stand, the first place first.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.place).chain(&self.also).map(String::as_str)
    }

    /// Whether the fibres of this tube lie open at the bench.
    pub fn tube_is_open(&self, cable: &str, tube: u16) -> bool {
        self.open_tubes.get(cable).is_none_or(|tubes| tubes.contains(&tube))
    }
}

/// The splicer that was delivered and how it is set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SplicerSetting {
    pub alignment: Alignment,
    /// Cleave angle above which it complains, in degrees.
    pub angle_limit_deg: f64,
    /// Estimate above which it complains, in decibels.
    pub estimate_limit_db: f64,
    /// How far it pushes one end into the other during the arc, in micrometres.
    pub overlap_um: u16,
    /// Whether the trainee can choose what it lines up.
    pub can_choose: bool,
    /// Arcs its electrodes have burnt; left out, they never wear.
    pub electrode_arcs: Option<u32>,
}

impl Default for SplicerSetting {
    fn default() -> Self {
        // Usual settings are 1 to 3 degrees (trade knowledge); a course redoes splices estimated above 0.1 dB.
        Self {
            alignment: Alignment::Core,
            angle_limit_deg: 2.0,
            estimate_limit_db: 0.1,
            overlap_um: USUAL_OVERLAP_UM,
            can_choose: false,
            electrode_arcs: None,
        }
    }
}

/// The cleaver that was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CleaverSetting {
    /// How worn the blade is where it stands, in per cent: 0 is new, 100 is used up.
    pub wear_percent: u8,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub goal: Goal,
    /// What to do, in one sentence, verb first.
    pub say: Text,
    /// Help on request.
    #[serde(default)]
    pub hint: Option<Text>,
}

/// What a step wants to see done. The lab leads to it gesture by gesture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Goal {
    /// These two fibres spliced together, protected, and laid in this slot.
    Splice { a: FibreId, b: FibreId, slot: u16 },
    /// Every glass scrap in the bin.
    BinScraps,
    /// This cable opened into the closure: held in this entry, tubes cut, gel wiped off.
    Prepare { cable: String, place: String, entry: u8 },
    /// The slack of these fibres coiled well.
    Coil { fibres: Vec<FibreId>, place: String },
    /// Cassette and closure shut, nothing pinched.
    Shut { place: String },
    /// This cord out of both its ports, and these ports capped or in use.
    FreeCord {
        cord: String,
        #[serde(default)]
        cap: Vec<PortId>,
    },
    /// A new cord of this stock item from one port to the other, led along this path, labelled at both ends.
    Patch {
        from: PortId,
        to: PortId,
        item: String,
        #[serde(default)]
        path: Vec<Guide>,
        #[serde(default)]
        label: Option<String>,
    },
    /// The power at a port read with this cord on this meter, and written into a line of the report.
    ReadPower { at: PortId, meter: String, cord: String, nm: u16, line: String },
    /// This device held in this rack, its lowest edge in this unit, with rails where it needs them, every screw tight.
    Mount { device: String, rack: String, u: u8 },
    /// This rack on the building's earth, and the wrist strap on it.
    Earth { rack: String },
    /// A power cord from this outlet to this inlet.
    Power { outlet: PortId, inlet: PortId },
    /// This device switched on.
    SwitchOn { device: String },
    /// Each of these breakers off and on again, one after the other.
    TestFeeds { breakers: Vec<String> },
    /// Blanking panels before each of these units.
    Blank { rack: String, from: u8, to: u8 },
    /// A network cable between these two ports.
    Cable { a: PortId, b: PortId },
    /// Lines typed into the console of a network device, in this order, until this is so; without a criterion, until
    /// all of them were typed.
    Console {
        device: String,
        lines: Vec<LineToType>,
        #[serde(default)]
        until: Option<Box<Criterion>>,
    },
    /// These lines of the rubric earned, in any way: the lab tells the step, its hint and when it is done, not the
    /// gestures.
    Earn { lines: Vec<String> },
}

/// One line of the rubric: what is graded and what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionLine {
    pub id: String,
    pub title: Text,
    pub points: u32,
    pub criterion: Criterion,
    /// Ids of lines that must be earned before this one can be judged: one cause costs once.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Failing it fails the whole, whatever the points.
    #[serde(default)]
    pub eliminatory: bool,
    /// Code of the competence in the school's reference, for example `F4`.
    #[serde(default)]
    pub competence: Option<String>,
    /// What to do better, shown when points are lost.
    #[serde(default)]
    pub advice: Option<Text>,
}

/// Two fibres that should be spliced together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair(pub FibreId, pub FibreId);

/// Two ports that a cord should join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortPair(pub PortId, pub PortId);

/// What must be true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Criterion {
    /// Light passes from one end to the other.
    Connected { from: Termination, to: Termination },
    /// True loss from one end to the other at most `db`; half the points up to `half_db`.
    LossBelow {
        from: Termination,
        to: Termination,
        nm: u16,
        db: f64,
        #[serde(default)]
        half_db: Option<f64>,
    },
    /// True loss of each splice at most `db`; a share of the points for each.
    SplicesBelow { pairs: Vec<Pair>, nm: u16, db: f64 },
    /// These pairs are spliced, and no fibre of theirs to another; a share of the points for each.
    RightFibres { pairs: Vec<Pair> },
    /// A shrunk sleeve covers the glass and both coatings; a share of the points for each pair.
    Protected { pairs: Vec<Pair> },
    /// Each splice lies in its slot; a share of the points for each.
    Stored { pairs: Vec<Pair>, slots: Vec<u16> },
    /// Both ends of each splice were cleaned before the last cleave and never after it; a share for each pair.
    CleanedBeforeCleaved { pairs: Vec<Pair> },
    /// Both ends of each splice were cleaved at most this far from square; a share for each pair.
    CleavedBelow { pairs: Vec<Pair>, degrees: f64 },
    /// A client's box receives at least `min_dbm` in the end.
    Served { client: String, min_dbm: f64 },
    /// No client but these lost the light at any moment.
    NeighboursUntouched {
        #[serde(default)]
        except: Vec<String>,
    },
    /// One cord joins these two ports.
    Patched { from: PortId, to: PortId },
    /// The cord between these two ports lies in the guides as it should, its surplus on a spool.
    CordTidy { from: PortId, to: PortId },
    /// Both ends of the cord between these two ports bear this text; half the points for one end.
    Labelled { from: PortId, to: PortId, text: String },
    /// Every port that was freed is used again or has its cap on.
    PortsCapped,
    /// Each of these faces was looked at after it was last wiped and before it was last connected; a share for each.
    InspectedBeforeMating { ends: Vec<Termination> },
    /// Each of these faces got a verdict, and every verdict on it was right; a share for each.
    VerdictsRight { ends: Vec<Termination> },
    /// Each of these faces passes inspection in the end, by IEC 61300-3-35; a share for each.
    FacesClean { ends: Vec<Termination> },
    /// No face that was touched is wet in the end, and no dried alcohol is left on one.
    NoFilmLeft,
    /// No angled face was ever pushed against a straight one.
    SamePolish,
    /// Nobody looked into light with the bare eye or an eyepiece.
    EyesSafe,
    /// No red light above class 2 was switched on, and none is left on.
    RedLightSafe,
    /// No fresh alcohol was near when the arc was struck.
    NoAlcoholNearArc,
    /// The power that comes out of an end was read with a meter at this wavelength, at least `min_dbm` of it.
    PowerMeasured {
        at: Termination,
        nm: u16,
        #[serde(default)]
        min_dbm: Option<f64>,
    },
    /// The loss from one end to the other was read against a reference at this wavelength.
    LossMeasured { from: Termination, to: Termination, nm: u16 },
    /// A live-fibre detector was clipped on this fibre before anything was done to it, and taken off again.
    LiveChecked { fibre: FibreEnd },
    /// What stands in this line of the report is right within `within_db`.
    Reported { line: String, within_db: f64 },
    /// At most this many of a stock item were used.
    UsedAtMost { item: String, count: u32 },
    /// Every glass scrap is in the bin.
    NoLostScrap,
    /// The slack of each fibre is coiled, no loop tighter than its type bears; a share for each.
    CoilsWide { fibres: Vec<FibreId>, place: String },
    /// The slack of each fibre is coiled, not over a sleeve and not across another coil; a share for each.
    CoilsTidy { fibres: Vec<FibreId>, place: String },
    /// Cassette and closure are shut, and the covers caught nothing: no loop over the rim, none left out.
    NothingPinched { place: String },
    /// After the closure in this place was shut for the last time, the line at each of these ports was measured at each of
    /// these wavelengths; a share for each wavelength.
    MeasuredShut { ports: Vec<PortId>, nm: Vec<u16>, place: String },
    /// The cable is clamped in this entry and its aramid anchored, and was so before its tubes were cut.
    CableHeld { cable: String, place: String, entry: u8 },
    /// The jacket is off and no tube and no fibre of the cable was nicked.
    TubesSound { cable: String, place: String },
    /// Every tube is cut, so that between these lengths of it and of bare fibre stay; a share for each.
    TubesToLength { cable: String, place: String, kept_mm: (u16, u16), bare_mm: (u16, u16) },
    /// No gel is left on the fibres of any tube that was cut; a share for each.
    Degreased { cable: String, place: String },
    /// The link between these ports was measured with the OTDR as the rules ask; a share of the points for each shot that
    /// counts, the last from each side at each wavelength.
    Measured { a: PortId, b: PortId, what: ShotCheck },
    /// Everything that shows `least_db` or more between these ports is in the event table at the longest wavelength, at
    /// its place and called what it is, and nothing else; a share for each event.
    EventsMarked { a: PortId, b: PortId, tolerance_m: f64, least_db: f64 },
    /// The losses in those tables are what is there, one way; a share for each.
    EventLosses { a: PortId, b: PortId, tolerance_db: f64 },
    /// The mean of both ways was written down for each event between these ports and is its true loss; a share for each.
    MeansWritten { a: PortId, b: PortId, nm: u16, tolerance_db: f64 },
    /// The report was signed after the last shot, with this verdict.
    ReportSigned { accepted: bool },
    /// This fault of the scenario, numbered from 1, was named at its place.
    FaultLocated { fault: u32, tolerance_m: u32 },
    /// This fault of the scenario was called what it is.
    FaultKindNamed { fault: u32 },
    /// Cables were opened only where a fault had been named before, after a shot.
    MendedAfterLocating,
    /// Every fault of the scenario is gone; a share for each.
    FaultsMended,
    /// After the last repair the link was measured again at every wavelength that the rules ask for.
    MeasuredAfter { a: PortId, b: PortId },
    /// A ping from a device to an address is answered.
    Pings { from: String, to: String },
    /// A ping is not answered, and fails in this way if one is named.
    PingFails {
        from: String,
        to: String,
        #[serde(default)]
        how: Option<PingFailure>,
    },
    /// A ping is answered after this device was switched off and on.
    PingsAfterReload { device: String, from: String, to: String },
    /// A ping from a device to an address was typed and answered after the last gesture that could change anything.
    PingTried { from: String, to: String },
    /// A computer finds this address for a name by asking servers, as its programs do.
    NameResolves {
        from: String,
        name: String,
        /// The address; any if it is not named.
        #[serde(default)]
        to: Option<String>,
        /// A line of its own file of hosts will do.
        #[serde(default)]
        in_file: bool,
    },
    /// It finds none, in this way if one is named.
    NameFails {
        from: String,
        name: String,
        #[serde(default)]
        how: Option<NameFailure>,
    },
    /// A page comes to a computer that asks for it, and holds this text if one is named.
    PageAnswers {
        from: String,
        url: String,
        #[serde(default)]
        holds: Option<String>,
    },
    /// It does not, in this way if one is named.
    PageFails {
        from: String,
        url: String,
        #[serde(default)]
        how: Option<PageFailure>,
    },
    /// A device has this address with this mask, at any of its interfaces: `10.0.0.2/24`.
    HasAddress { device: String, address: String },
    /// A device has an address by DHCP that lies between these two.
    Leased { device: String, first: String, last: String },
    /// The configuration at work has this line, below that one if it is named.
    Configured {
        device: String,
        line: String,
        #[serde(default)]
        below: Option<String>,
    },
    /// The configuration at work is the saved one.
    Saved { device: String },
    /// What a device prints when this line is typed holds this text.
    Shows { device: String, line: String, holds: String },
    /// A cable leads from one port to the other.
    Cabled { a: PortId, b: PortId },
    /// All that loses, gains or reflects on these given traces was noted at its place and called so; a share for each.
    TraceEvents { traces: Vec<String> },
    /// The losses that were noted there are those that are read; a share for each.
    TraceLosses { traces: Vec<String> },
    /// The end of the fibre was noted on each of these traces.
    TraceEnds { traces: Vec<String> },
    /// Every ghost on these traces was noted as a ghost; a share for each.
    TraceGhosts { traces: Vec<String> },
    /// Nothing was noted on these traces where nothing is.
    NothingMadeUp { traces: Vec<String> },
    /// These means of two traces, one from each end, were written down; a share for each.
    TraceMeans { traces: (String, String), means: Vec<TrueMean> },
    /// This device hangs level in this unit, on rails where it needs them, every screw in a nut and as tight as its sheet
    /// says; a share for each of those.
    MountedRight { device: String, rack: String, u: u8 },
    /// Nothing was lifted that is too heavy for whoever lifted it; half the points for what only warns.
    LiftedSafely,
    /// No active device was touched but with the wrist strap on a rack that was on the earth before.
    EsdSafe,
    /// No device was drawn out while another was, or with the rack's feet in.
    NothingTips,
    /// At no moment was the centre of gravity of a rack above this share of its height, in per cent.
    HeavyLow { rack: String, percent: u8 },
    /// Every device of the rack blows from the cold side to the hot side; a share for each.
    AirRight { rack: String },
    /// Nothing is open between these units; a share for each.
    UnitsClosed { rack: String, from: u8, to: u8 },
    /// The device runs.
    Runs { device: String },
    /// At least one of these devices runs: for lines that others wait for.
    AnyRuns { devices: Vec<String> },
    /// The device goes on when any one of these feeds is lost, with all that follows; a share for each device.
    SurvivesLossOf { devices: Vec<String>, feeds: Vec<String> },
    /// No breaker of these carries more than this share of what it may, in per cent, whichever one feed is lost; a share
    /// for each.
    LoadBelow { breakers: Vec<String>, percent: u8 },
    /// The phases of a strip, or of a feed, carry the same within this share of the mean, in per cent.
    PhasesEven { strip: String, percent: u8 },
    /// Each of these breakers was switched off and on again while all of these devices ran, in the end as it is; a share
    /// for each.
    LossTried { devices: Vec<String>, breakers: Vec<String> },
    /// None of these devices went off during the work.
    NoneWentDown { devices: Vec<String> },
    /// The link between these two sockets of devices works, at this speed at least, in megabits a second.
    LinkUp { a: PortId, b: PortId, mbps: u32 },
    /// No plug was forced where it does not belong.
    NothingForced,
    /// The cord between each of these pairs of ports bears at each end the near port, then the far one, as they stand in
    /// their racks: `A03-U20:12 / A03-U38:12`; a share for each end.
    LabelsFollow { pairs: Vec<PortPair> },
    /// The wires of these cables of a copper run, numbered from 1, lie at both ends as the run's scheme says, no pair opened
    /// more than 13 mm; a share for each.
    PairsRight { run: String, lines: Vec<u16> },
    /// The certifier keeps a good result of each of these cables against this limit, read after the last wire was touched,
    /// under the name of its near port, `A01-U40:3`; a share for each.
    LinesCertified { run: String, lines: Vec<u16>, limit: Category },
    /// The strip above the port at each end of these cables says where it is and where the other end is:
    /// `A01-U40:3 / A02-U40:3`; a share for each end.
    PortsLabelled { run: String, lines: Vec<u16> },
    /// The sheet says of each of these devices where it is; a share for each.
    SheetDevices { devices: Vec<String> },
    /// The sheet says of each of these ports where its cord goes, or that it is free; a share for each.
    SheetCords { ports: Vec<PortId> },
    /// No cord hangs before the air that the devices of this rack blow out.
    NoCurtain { rack: String },
    /// The rack is on the building's earth.
    Bonded { rack: String },
    /// No data cord of this rack is held by a plastic tie, tied hard, or bent tighter than it may be.
    CordsGentle { rack: String },
    /// A way leads from this socket to this device, and holds no installed copper cable longer than 90 m.
    PermanentLink { from: PortId, to: String },
    /// Each of these management sockets is linked to this switch, which carries no work; a share for each.
    OutOfBand { ports: Vec<PortId>, switch: String },
    /// Each of these devices is fed over its network cable, within the budget of the switch; a share for each.
    PoeHolds { devices: Vec<String> },
    /// All was done within this simulated time.
    DoneWithin { minutes: u32 },
}

/// `x.solution.ron`: how to earn every point, and the mistakes that must be caught.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SolutionFile {
    pub format: u32,
    /// Id of the scenario it solves.
    pub scenario: String,
    pub solution: Vec<Action>,
    #[serde(default)]
    pub mistakes: IndexMap<String, Mistake>,
}

/// A named mistake and what it must cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mistake {
    pub title: Text,
    /// Ids of exactly the rubric lines that lose points.
    pub loses: Vec<String>,
    pub journal: Vec<Action>,
}
