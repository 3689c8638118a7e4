//! What an action did, or why it could not be done.

use serde::Serialize;

use crate::catalogue::catalogue;
use crate::catalogue::rack::racks;
use crate::fibre::coiling::{ClosureEffect, ClosureRefusal};
use crate::fibre::connector::Connector;
use crate::fibre::face::Cleaner;
use crate::fibre::instruments::{LaserClass, Reading, Traffic};
use crate::fibre::names::{
    client_names, cord_name, fibre_name, path_name, place_name, plug_name, port_name, surplus_name,
};
use crate::fibre::otdr::words as otdr;
use crate::fibre::splicer::{Alignment, Complaint, Defect};
use crate::fibre::splicer_words;
use crate::fibre::{inspecting, measuring};
use crate::lab::action::Side;
use crate::locale::{Arg, Message};
use crate::plant::address::{CordEnd, FibreEnd, FibreId, PortId, Termination};
use crate::plant::lights::Glow;
use crate::rack::words as rack;
use crate::scenario::file::NetCable;
use crate::scenario::model::Scenario;
use crate::scenario::stock;
use crate::units::{MilliDbm, Millidecibels, Millimetres, Millis, Wavelength};

/// One thing that happened, for the view to show and the report to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Effect {
    Picked(FibreId),
    PutBack(FibreId),
    SleeveOn {
        fibre: FibreId,
        left: u32,
    },
    Stripped {
        fibre: FibreId,
        residue: bool,
    },
    /// The glass broke under the stripper.
    Snapped {
        fibre: FibreId,
        length_mm: u16,
    },
    Cleaned {
        fibre: FibreId,
    },
    /// A cleaved face was wiped.
    LintOnFace {
        fibre: FibreId,
    },
    ReArced {
        estimate: Millidecibels,
        defects: Vec<Defect>,
    },
    ArcStabilised,
    ElectrodesChanged,
    SplicerSet {
        alignment: Alignment,
        overlap_um: u16,
    },
    BladeTurned {
        edge: u8,
    },
    Cleaved {
        fibre: FibreId,
    },
    /// The scrap that lay on the cleaver was knocked off.
    ScrapLost,
    ScrapsBinned {
        count: u32,
    },
    ScrapsFound {
        count: u32,
    },
    Recut {
        fibre: FibreId,
        length_mm: u16,
    },
    /// The fibre no longer reaches the splicer.
    TooShort {
        fibre: FibreId,
    },
    Loaded {
        fibre: FibreId,
        side: Side,
    },
    Unloaded {
        fibre: FibreId,
        side: Side,
    },
    HoodClosed,
    HoodOpened,
    /// The splicer refused to fuse.
    Complains(Vec<Complaint>),
    Fused {
        estimate: Millidecibels,
        defects: Vec<Defect>,
    },
    TensionHeld,
    TensionBroke,
    SleeveCentred {
        offset_mm: i16,
    },
    SleeveShrunk {
        covers: bool,
    },
    Stored {
        slot: u16,
    },
    /// Laid while the sleeve was still soft.
    StoredHot,
    /// Bare glass broke in the slot.
    BrokeInSlot,
    Waited {
        seconds: u32,
    },
    Unplugged {
        plug: CordEnd,
        port: PortId,
    },
    Plugged {
        plug: CordEnd,
        port: PortId,
    },
    Capped {
        port: PortId,
    },
    /// What a console printed, and what the lab says about it.
    Printed {
        device: String,
        /// What stood before the cursor when the line was typed.
        prompt: String,
        /// What the system had said by itself since the line before.
        before: String,
        text: String,
        notes: Vec<Message>,
    },
    Connected {
        a: PortId,
        b: PortId,
        cable: NetCable,
    },
    Disconnected {
        port: PortId,
    },
    Inspected {
        end: Termination,
    },
    /// Light went into an eye.
    LightInEye {
        end: Termination,
        dbm: MilliDbm,
    },
    /// A verdict was given; whether it was right only the report says.
    FaceJudged {
        end: Termination,
        good: bool,
        right: bool,
    },
    FaceWiped {
        end: Termination,
        cleaner: Cleaner,
    },
    SourceSet {
        source: String,
        nm: Option<Wavelength>,
    },
    Measured(Reading),
    ReferenceSet {
        meter: String,
        nm: Wavelength,
        dbm: MilliDbm,
    },
    /// A red pen shines, and this is where it can be seen.
    RedOn {
        class: LaserClass,
        glows: Vec<Glow>,
    },
    RedOff,
    ClippedOn {
        fibre: FibreEnd,
        found: Option<Traffic>,
    },
    ClippedOff {
        fibre: FibreEnd,
    },
    Written {
        line: String,
        value: i64,
    },
    /// With the OTDR or its report.
    Otdr(otdr::Deed),
    CordTaken {
        cord: String,
        left: u32,
    },
    /// A cord lies in its guides, and is so much too long.
    CordLed {
        cord: String,
        surplus: Millimetres,
    },
    /// What did not fit on a spool was folded tight.
    SurplusCrammed {
        cord: String,
    },
    CordLabelled {
        plug: CordEnd,
        text: String,
    },
    /// The trainee stands in this place now.
    Arrived {
        place: String,
        seconds: u32,
    },
    /// The splice bench stands in this place now.
    BenchSetUp {
        place: String,
    },
    /// In a cassette or closure, or to a cable that is opened into it.
    Closure(ClosureEffect),
    /// At a rack.
    Rack(rack::Deed),
    /// Clients, by id, that lost their light.
    WentDark {
        clients: Vec<String>,
    },
    /// Clients, by id, that got light.
    CameAlight {
        clients: Vec<String>,
    },
}

/// Why an action is impossible. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Refusal {
    /// At a rack.
    Rack(rack::Hindrance),
    /// The scenario has no splice bench.
    NoBench,
    NoSuchFibre(FibreId),
    /// The fibre does not end at this closure.
    NotHere(FibreId),
    /// Its tube is not opened at this bench.
    TubeClosed(FibreId),
    /// It is still in its tube.
    NotPicked(FibreId),
    AlreadyPicked(FibreId),
    /// It lies in the splicer.
    InSplicer(FibreId),
    /// It is part of a splice.
    Spliced(FibreId),
    NotSpliced(FibreId),
    /// It goes to the pigtail of a port here.
    OnPigtail(FibreId),
    NothingLeft {
        item: String,
    },
    NotASleeve {
        item: String,
    },
    SleeveAlreadyOn(FibreId),
    OutOfRange {
        what: Quantity,
        least: i32,
        most: i32,
    },
    /// There is not enough fibre left.
    TooShort(FibreId),
    NoEdgeLeft,
    /// Nothing that was fused lies in the splicer.
    NothingFused,
    /// This splicer lines up only that.
    AlignsOneWay(Alignment),
    HoodClosed,
    HoodOpen,
    SideTaken(Side),
    SideEmpty(Side),
    AlreadyFused,
    NoSleeve(FibreId),
    SleeveShrunk,
    NotShrunkInSplicer,
    NoSuchSlot {
        slot: u16,
        slots: u16,
    },
    SlotTaken {
        slot: u16,
    },
    NoWipeInHand,
    NoSuchCord(CordEnd),
    NoSuchPort(PortId),
    NotPlugged(CordEnd),
    AlreadyPlugged(CordEnd),
    PortTaken(PortId),
    /// The fibre at the port is bare.
    BarePort(PortId),
    DoesNotFit {
        plug: Connector,
        hole: Connector,
    },
    /// The other end of the cord is in another place.
    CordElsewhere(CordEnd),
    /// The port was not freed, or has its cap on.
    NotOpen(PortId),
    /// The scenario has no such network device.
    NoSuchDevice(String),
    /// No cable is at this port.
    NotCabled(PortId),
    /// What is there is the fibre of a client: its plugs are elsewhere.
    IsFibre(PortId),
    LineTooLong,
    /// Only plugs and ports have a face.
    NoFace(Termination),
    /// The face is inside: something is plugged there.
    FaceInside(Termination),
    /// A cassette takes plugs only.
    NotForPorts,
    NoSuchInstrument {
        name: String,
    },
    WrongWavelength {
        nm: u16,
    },
    /// Nothing is plugged into the meter.
    NothingInMeter,
    /// Too little light to call it 0 dB.
    NoLight,
    RedIsOn,
    RedIsOff,
    NothingClipped(FibreEnd),
    AlreadyClipped(FibreEnd),
    NoSuchLine {
        line: String,
    },
    NothingRead,
    /// With the OTDR or its report.
    Otdr(otdr::Hindrance),
    NotACord {
        item: String,
    },
    /// An end hangs free: there is nothing to lead yet.
    CordLoose {
        cord: String,
    },
    CordTooShort {
        has: Millimetres,
        needs: Millimetres,
    },
    LabelLength {
        most: u16,
    },
    NoSuchPlace {
        place: String,
    },
    AlreadyThere {
        place: String,
    },
    /// What is meant is in this place, and the trainee is not.
    Elsewhere {
        place: String,
    },
    /// The splice bench stands in this place, and the trainee is not there.
    BenchElsewhere {
        place: String,
    },
    /// No splice bench can be set up in this place.
    NoRoomForBench {
        place: String,
    },
    /// Something lies in the splicer.
    SplicerNotEmpty,
    /// Of a cassette or closure, or of a cable that is opened into it.
    Closure(ClosureRefusal),
    /// The journal's clock runs backwards.
    TimeGoesBack,
}

/// A number of a gesture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Quantity {
    StripMm,
    Speed,
    Passes,
    CleaveMm,
    Lift,
    Tip,
    Askew,
    Offset,
    Overlap,
    Strokes,
    Seconds,
    Radius,
    Turns,
    Length,
    Depth,
    Entry,
    Pulse,
    Range,
    Index,
    Launch,
    Distance,
}

impl Effect {
    /// Whether a console printed that a ping was answered.
    pub fn is_answered_ping(&self) -> bool {
        match self {
            Effect::Printed { text, .. } => text.contains(" 0% packet loss") || text.contains("!!"),
            _ => false,
        }
    }

    /// Whether it is something to mend or to mind.
    pub fn is_trouble(&self) -> bool {
        use Effect::*;
        match self {
            Stripped { residue, .. } => *residue,
            Fused { defects, .. } => !defects.is_empty(),
            SleeveShrunk { covers } => !covers,
            Closure(effect) => effect.is_trouble(),
            Otdr(deed) => deed.is_trouble(),
            Rack(deed) => deed.is_trouble(),
            Snapped { .. }
            | LintOnFace { .. }
            | ScrapLost
            | TooShort { .. }
            | Complains(_)
            | TensionBroke
            | StoredHot
            | SurplusCrammed { .. }
            | BrokeInSlot
            | WentDark { .. } => true,
            LightInEye { .. } => true,
            _ => false,
        }
    }

    /// What happened, in words.
    pub fn message(&self, scenario: &Scenario) -> Message {
        use Effect::*;
        match self {
            Picked(fibre) => Message::new("effect-picked").with("fibre", fibre_name(scenario, fibre)),
            PutBack(fibre) => Message::new("effect-put-back").with("fibre", fibre_name(scenario, fibre)),
            SleeveOn { left, .. } => Message::new("effect-sleeve-on").with("left", *left),
            Stripped { residue: false, .. } => Message::new("effect-stripped"),
            Stripped { residue: true, .. } => Message::new("effect-stripped-residue"),
            Snapped { length_mm, .. } => Message::new("effect-snapped").with("length", *length_mm),
            Cleaned { .. } => Message::new("effect-cleaned"),
            LintOnFace { .. } => Message::new("effect-lint-on-face"),
            ReArced { .. } | ArcStabilised | ElectrodesChanged | SplicerSet { .. } => splicer_words::effect(self),
            BladeTurned { edge } => Message::new("effect-blade-turned").with("edge", *edge),
            Cleaved { .. } => Message::new("effect-cleaved"),
            ScrapLost => Message::new("effect-scrap-lost"),
            ScrapsBinned { count } => Message::new("effect-scraps-binned").with("count", *count),
            ScrapsFound { count } => Message::new("effect-scraps-found").with("count", *count),
            Recut { length_mm, .. } => Message::new("effect-recut").with("length", *length_mm),
            TooShort { fibre } => Message::new("effect-too-short").with("fibre", fibre_name(scenario, fibre)),
            Loaded { side, .. } => Message::new("effect-loaded").with("side", *side),
            Unloaded { side, .. } => Message::new("effect-unloaded").with("side", *side),
            HoodClosed => Message::new("effect-hood-closed"),
            HoodOpened => Message::new("effect-hood-opened"),
            Complains(complaints) => Message::new("effect-complains")
                .with("complaints", complaints.iter().map(Complaint::message).collect::<Vec<_>>()),
            Fused { estimate, defects } if defects.is_empty() => {
                Message::new("effect-fused").with("estimate", *estimate)
            }
            Fused { estimate, defects } => Message::new("effect-fused-defects")
                .with("estimate", *estimate)
                .with("defects", defects.iter().map(|defect| defect.message()).collect::<Vec<_>>()),
            TensionHeld => Message::new("effect-tension-held"),
            TensionBroke => Message::new("effect-tension-broke"),
            SleeveCentred { offset_mm } => Message::new("effect-sleeve-centred").with("offset", i32::from(*offset_mm)),
            SleeveShrunk { covers: true } => Message::new("effect-sleeve-shrunk"),
            SleeveShrunk { covers: false } => Message::new("effect-sleeve-shrunk-beside"),
            Stored { slot } => Message::new("effect-stored").with("slot", *slot),
            StoredHot => Message::new("effect-stored-hot"),
            BrokeInSlot => Message::new("effect-broke-in-slot"),
            Waited { seconds } => Message::new("effect-waited").with("seconds", *seconds),
            Unplugged { port, .. } => Message::new("effect-unplugged").with("port", port_name(scenario, port)),
            Plugged { port, .. } => Message::new("effect-plugged").with("port", port_name(scenario, port)),
            CordTaken { cord, left } => {
                Message::new("effect-cord-taken").with("cord", cord_name(scenario, cord)).with("left", *left)
            }
            CordLed { surplus, .. } => Message::new("effect-cord-led").with("surplus", *surplus),
            SurplusCrammed { .. } => Message::new("effect-surplus-crammed"),
            CordLabelled { plug, text } => {
                Message::new("effect-cord-labelled").with("plug", plug_name(scenario, plug)).with("text", text.as_str())
            }
            Arrived { place, seconds } => arrived(scenario, place, *seconds),
            BenchSetUp { place } => Message::new("effect-bench-set-up").with("place", place_name(scenario, place)),
            Capped { port } => Message::new("effect-capped").with("port", port_name(scenario, port)),
            Printed { device, text, notes, .. } => crate::net::words::printed(device, text, notes),
            Connected { a, b, cable } => crate::net::words::connected("effect-connected", a, b, *cable),
            Disconnected { port } => Message::new("effect-disconnected").with("port", port.to_string()),
            Closure(effect) => effect.message(scenario),
            Inspected { .. } | LightInEye { .. } | FaceJudged { .. } | FaceWiped { .. } => {
                inspecting::effect_message(scenario, self)
            }
            SourceSet { .. }
            | Measured(_)
            | ReferenceSet { .. }
            | RedOn { .. }
            | RedOff
            | ClippedOn { .. }
            | ClippedOff { .. }
            | Written { .. } => measuring::effect_message(scenario, self),
            Otdr(deed) => deed.message(scenario),
            Rack(deed) => deed.message(scenario),
            WentDark { clients } => Message::new("effect-went-dark").with("clients", client_names(scenario, clients)),
            CameAlight { clients } => {
                Message::new("effect-came-alight").with("clients", client_names(scenario, clients))
            }
        }
    }
}

impl Refusal {
    /// Why not, in words.
    pub fn message(&self, scenario: &Scenario) -> Message {
        use Refusal::*;
        match self {
            NoBench => Message::new("refusal-no-bench"),
            Otdr(hindrance) => hindrance.message(scenario),
            Rack(hindrance) => hindrance.message(scenario),
            NoSuchFibre(fibre) => Message::new("refusal-no-such-fibre").with("fibre", fibre_name(scenario, fibre)),
            NotHere(fibre) => Message::new("refusal-not-here").with("fibre", fibre_name(scenario, fibre)),
            TubeClosed(fibre) => Message::new("refusal-tube-closed").with("fibre", fibre_name(scenario, fibre)),
            NotPicked(fibre) => Message::new("refusal-not-picked").with("fibre", fibre_name(scenario, fibre)),
            AlreadyPicked(fibre) => Message::new("refusal-already-picked").with("fibre", fibre_name(scenario, fibre)),
            InSplicer(fibre) => Message::new("refusal-in-splicer").with("fibre", fibre_name(scenario, fibre)),
            Spliced(fibre) => Message::new("refusal-spliced").with("fibre", fibre_name(scenario, fibre)),
            OnPigtail(fibre) => Message::new("refusal-on-pigtail").with("fibre", fibre_name(scenario, fibre)),
            NotSpliced(fibre) => Message::new("refusal-not-spliced").with("fibre", fibre_name(scenario, fibre)),
            NothingLeft { item } => Message::new("refusal-nothing-left").with("item", stock_name(item)),
            NotASleeve { item } => Message::new("refusal-not-a-sleeve").with("item", item.as_str()),
            SleeveAlreadyOn(fibre) => {
                Message::new("refusal-sleeve-already-on").with("fibre", fibre_name(scenario, fibre))
            }
            OutOfRange { what, least, most } => Message::new("refusal-out-of-range")
                .with("what", what.message())
                .with("least", *least)
                .with("most", *most),
            TooShort(fibre) => Message::new("refusal-too-short").with("fibre", fibre_name(scenario, fibre)),
            NothingFused => Message::new("refusal-nothing-fused"),
            AlignsOneWay(alignment) => Message::new("refusal-aligns-one-way").with("what", alignment.message()),
            NoEdgeLeft => Message::new("refusal-no-edge-left"),
            HoodClosed => Message::new("refusal-hood-closed"),
            HoodOpen => Message::new("refusal-hood-open"),
            SideTaken(side) => Message::new("refusal-side-taken").with("side", *side),
            SideEmpty(side) => Message::new("refusal-side-empty").with("side", *side),
            AlreadyFused => Message::new("refusal-already-fused"),
            NoSleeve(fibre) => Message::new("refusal-no-sleeve").with("fibre", fibre_name(scenario, fibre)),
            SleeveShrunk => Message::new("refusal-sleeve-shrunk"),
            NotShrunkInSplicer => Message::new("refusal-still-in-splicer"),
            NoSuchSlot { slot, slots } => {
                Message::new("refusal-no-such-slot").with("slot", *slot).with("slots", *slots)
            }
            SlotTaken { slot } => Message::new("refusal-slot-taken").with("slot", *slot),
            NoWipeInHand => Message::new("refusal-no-wipe-in-hand"),
            NoSuchCord(plug) => Message::new("refusal-no-such-cord").with("cord", plug.cord.as_str()),
            NoSuchPort(port) => Message::new("refusal-no-such-port").with("port", port.to_string()),
            NotPlugged(plug) => Message::new("refusal-not-plugged").with("plug", plug_name(scenario, plug)),
            AlreadyPlugged(plug) => Message::new("refusal-already-plugged").with("plug", plug_name(scenario, plug)),
            PortTaken(port) => Message::new("refusal-port-taken").with("port", port_name(scenario, port)),
            BarePort(port) => Message::new("refusal-bare-port").with("port", port_name(scenario, port)),
            DoesNotFit { plug, hole } => {
                Message::new("refusal-does-not-fit").with("plug", plug.name()).with("hole", hole.name())
            }
            CordElsewhere(plug) => Message::new("refusal-cord-elsewhere").with("plug", plug_name(scenario, plug)),
            NotOpen(port) => Message::new("refusal-not-open").with("port", port_name(scenario, port)),
            NoSuchDevice(device) => Message::new("refusal-no-such-device").with("device", device.as_str()),
            NotCabled(port) => Message::new("refusal-not-cabled").with("port", port.to_string()),
            IsFibre(port) => Message::new("refusal-is-fibre").with("port", port.to_string()),
            LineTooLong => Message::new("refusal-line-too-long"),
            NoFace(_) | FaceInside(_) | NotForPorts => inspecting::refusal_message(scenario, self),
            NoSuchInstrument { .. }
            | WrongWavelength { .. }
            | NothingInMeter
            | NoLight
            | RedIsOn
            | RedIsOff
            | NothingClipped(_)
            | AlreadyClipped(_)
            | NoSuchLine { .. }
            | NothingRead => measuring::refusal_message(scenario, self),
            NotACord { item } => Message::new("refusal-not-a-cord").with("item", item.as_str()),
            CordLoose { cord } => Message::new("refusal-cord-loose").with("cord", cord_name(scenario, cord)),
            CordTooShort { has, needs } => {
                Message::new("refusal-cord-too-short").with("has", *has).with("needs", *needs)
            }
            LabelLength { most } => Message::new("refusal-label-length").with("most", *most),
            NoSuchPlace { place } => Message::new("refusal-no-such-place").with("place", place.as_str()),
            AlreadyThere { place } => Message::new("refusal-already-there").with("place", place_name(scenario, place)),
            Elsewhere { place } => Message::new("refusal-elsewhere").with("place", place_name(scenario, place)),
            BenchElsewhere { place } => {
                Message::new("refusal-bench-elsewhere").with("place", place_name(scenario, place))
            }
            NoRoomForBench { place } => {
                Message::new("refusal-no-room-for-bench").with("place", place_name(scenario, place))
            }
            SplicerNotEmpty => Message::new("refusal-splicer-not-empty"),
            Closure(refusal) => refusal.message(scenario),
            TimeGoesBack => Message::new("refusal-time-goes-back"),
        }
    }
}

fn arrived(scenario: &Scenario, place: &str, seconds: u32) -> Message {
    Message::new("effect-arrived")
        .with("place", place_name(scenario, place))
        .with("time", Millis::from_seconds(seconds.into()))
}

impl Quantity {
    fn message(self) -> Message {
        Message::new(match self {
            Quantity::StripMm => "quantity-strip-mm",
            Quantity::Speed => "quantity-speed",
            Quantity::Passes => "quantity-passes",
            Quantity::CleaveMm => "quantity-cleave-mm",
            Quantity::Lift => "quantity-lift",
            Quantity::Tip => "quantity-tip",
            Quantity::Askew => "quantity-askew",
            Quantity::Overlap => "quantity-overlap",
            Quantity::Offset => "quantity-offset",
            Quantity::Strokes => "quantity-strokes",
            Quantity::Seconds => "quantity-seconds",
            Quantity::Radius => "quantity-radius",
            Quantity::Turns => "quantity-turns",
            Quantity::Length => "quantity-length",
            Quantity::Depth => "quantity-depth",
            Quantity::Entry => "quantity-entry",
            Quantity::Pulse => "quantity-pulse",
            Quantity::Range => "quantity-range",
            Quantity::Index => "quantity-index",
            Quantity::Launch => "quantity-launch",
            Quantity::Distance => "quantity-distance",
        })
    }
}

impl Complaint {
    /// As the splicer's screen says it.
    pub fn message(&self) -> Message {
        match self {
            Complaint::NoFibre(side) => Message::new("complaint-no-fibre").with("side", *side),
            Complaint::TooLong(side) => Message::new("complaint-too-long").with("side", *side),
            Complaint::TooShort(side) => Message::new("complaint-too-short").with("side", *side),
            Complaint::NotCleaved(side) => Message::new("complaint-not-cleaved").with("side", *side),
            Complaint::Angle(side, angle) => Message::new("complaint-angle").with("side", *side).with("angle", *angle),
            Complaint::Dirty(side) => Message::new("complaint-dirty").with("side", *side),
            Complaint::Chipped(side) => Message::new("complaint-chipped").with("side", *side),
            Complaint::Askew(side) => Message::new("complaint-askew").with("side", *side),
        }
    }
}

impl Defect {
    pub fn message(self) -> Message {
        Message::new(match self {
            Defect::Bubble => "defect-bubble",
            Defect::Fat => "defect-fat",
            Defect::Thin => "defect-thin",
            Defect::Line => "defect-line",
            Defect::HighEstimate => "defect-high-estimate",
        })
    }
}

impl From<Side> for Arg {
    fn from(side: Side) -> Self {
        Arg::Message(Message::new(match side {
            Side::Left => "side-left",
            Side::Right => "side-right",
        }))
    }
}

/// The name of a stock item, to be said; an item of no known kind is said by its id.
pub fn stock_name(item: &str) -> Message {
    match item {
        "sleeve-60" => Message::new("stock-sleeve-60"),
        "sleeve-40" => Message::new("stock-sleeve-40"),
        "wipe" => Message::new("stock-wipe"),
        "electrodes" => Message::new("stock-electrodes"),
        "hook-and-loop" => Message::new("stock-hook-and-loop"),
        "cable-tie" => Message::new("stock-cable-tie"),
        "cage-nut-m6" => Message::new("stock-cage-nut").with("thread", "M6"),
        "cage-nut-m5" => Message::new("stock-cage-nut").with("thread", "M5"),
        "cage-nut-10-32" => Message::new("stock-cage-nut").with("thread", "10-32"),
        other => match stock::cord(other).and_then(|(model, length)| Some((catalogue().cords.get(model)?, length))) {
            Some((model, length)) => {
                Message::new("stock-cord").with("model", model.name.clone()).with("length", length)
            }
            None => {
                let of_racks = racks().cords.get(other).map(|model| &model.name);
                let of_racks = of_racks.or_else(|| racks().devices.get(other).map(|model| &model.name));
                match of_racks.or_else(|| racks().transceivers.get(other).map(|model| &model.name)) {
                    Some(name) => Message::new("stock-named").with("name", name.clone()),
                    None => Message::new("stock-other").with("item", other),
                }
            }
        },
    }
}

impl super::action::Action {
    /// The gesture as a report tells it, without who did it.
    pub fn message(&self, scenario: &Scenario) -> Message {
        use super::action::{Action::*, Wipe};
        let about = |key: &'static str, fibre: &FibreId| Message::new(key).with("fibre", fibre_name(scenario, fibre));
        match self {
            Pick { fibre } => about("action-pick", fibre),
            PutBack { fibre } => about("action-put-back", fibre),
            SlideSleeve { fibre, .. } => about("action-slide-sleeve", fibre),
            Strip { fibre, mm, speed_mm_s } => about("action-strip", fibre).with("mm", *mm).with("speed", *speed_mm_s),
            Clean { fibre, passes, wipe } => {
                let key = if *wipe == Wipe::Fresh { "action-clean-fresh" } else { "action-clean-used" };
                about(key, fibre).with("passes", *passes)
            }
            TurnBlade => Message::new("action-turn-blade"),
            ReArc | StabiliseArc | ChangeElectrodes | SetSplicer { .. } => splicer_words::action(self),
            Cleave { fibre, mm, lift_deg: 0 } => about("action-cleave", fibre).with("mm", *mm),
            Cleave { fibre, mm, lift_deg } => {
                about("action-cleave-lifted", fibre).with("mm", *mm).with("lift", *lift_deg)
            }
            BinScrap => Message::new("action-bin-scrap"),
            TapeScraps => Message::new("action-tape-scraps"),
            Recut { fibre } => about("action-recut", fibre),
            Load { fibre, side, tip_um, askew_deg } => {
                let key = if *askew_deg == 0 { "action-load" } else { "action-load-askew" };
                about(key, fibre).with("side", *side).with("tip", *tip_um).with("askew", *askew_deg)
            }
            Unload { side } => Message::new("action-unload").with("side", *side),
            CloseHood => Message::new("action-close-hood"),
            OpenHood => Message::new("action-open-hood"),
            Fuse { force: false } => Message::new("action-fuse"),
            Fuse { force: true } => Message::new("action-fuse-force"),
            CentreSleeve { fibre, offset_mm } => {
                about("action-centre-sleeve", fibre).with("offset", i32::from(*offset_mm))
            }
            Shrink { fibre } => about("action-shrink", fibre),
            Store { fibre, slot } => about("action-store", fibre).with("slot", *slot),
            Coil { .. }
            | CoverCassette
            | UncoverCassette
            | ShutClosure
            | OpenClosure
            | RingCut { .. }
            | PullJacket { .. }
            | CutAramid { .. }
            | ClampCable { .. }
            | AnchorAramid { .. }
            | CutTube { .. }
            | WipeGel { .. } => crate::fibre::coiling::told(self, scenario),
            Unplug { plug } => Message::new("action-unplug").with("plug", plug_name(scenario, plug)),
            Plug { plug, port } => Message::new("action-plug")
                .with("plug", plug_name(scenario, plug))
                .with("port", port_name(scenario, port)),
            TakeCord { item } => Message::new("action-take-cord").with("item", stock_name(item)),
            LeadCord { cord, path, surplus } => Message::new("action-lead-cord")
                .with("cord", cord_name(scenario, cord))
                .with("path", path_name(path))
                .with("surplus", surplus_name(*surplus)),
            Label { plug, text } => {
                Message::new("action-label").with("plug", plug_name(scenario, plug)).with("text", text.as_str())
            }
            GoTo { place } => Message::new("action-go-to").with("place", place_name(scenario, place)),
            SetUpBench => Message::new("action-set-up-bench"),
            Cap { port } => Message::new("action-cap").with("port", port_name(scenario, port)),
            Type { device, line } => {
                Message::new("action-type").with("device", device.as_str()).with("line", line.as_str())
            }
            Connect { a, b, cable } => crate::net::words::connected("action-connect", a, b, *cable),
            Disconnect { port } => Message::new("action-disconnect").with("port", port.to_string()),
            Inspect { .. } | JudgeFace { .. } | CleanFace { .. } => inspecting::action_message(scenario, self),
            SetSource { .. }
            | Measure { .. }
            | SetReference { .. }
            | LightRed { .. }
            | PutOutRed
            | ClipOn { .. }
            | ClipOff { .. }
            | Write { .. } => measuring::action_message(scenario, self),
            Wait { seconds } => Message::new("action-wait").with("seconds", *seconds),
            other => otdr::action_message(other, scenario)
                .or_else(|| rack::action_message(other, scenario))
                .unwrap_or_else(|| Message::new("action-other")),
        }
    }
}
