//! What a trainee does, as data: the only way to change the lab.
//!
//! An action is one gesture of the hand, small enough to be felt and big enough to be read aloud in a report.
//! Its numbers are those of the gesture: how fast, how far, how straight. Left out in a file, they are those of a
//! careful hand.

use serde::{Deserialize, Serialize};

use crate::catalogue::rack::{Category, Face};
use crate::fibre::cassette::Loop;
use crate::fibre::cords::Surplus;
use crate::fibre::face::Cleaner;
use crate::fibre::front::Guide;
use crate::fibre::instruments::{LaserClass, Scope};
use crate::fibre::otdr::notebook::{EventKind, FaultName};
use crate::fibre::splicer::Alignment;
use crate::plant::address::{CordEnd, FibreEnd, FibreId, PortId, Termination};
use crate::rack::bundle::Fastener;
use crate::rack::copper::Pair;
use crate::rack::hole::Hole;
use crate::rack::records::Place;
use crate::rack::state::{Ear, Lift, Post};
use crate::scenario::file::NetCable;

/// One gesture. To add one: a variant here, its rule in the domain it belongs to, its line in [`crate::lab::Lab`],
/// its words in `assets/locale`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Action {
    /// Take a fibre out of its tube, to work on it.
    Pick {
        fibre: FibreId,
    },
    /// Put a fibre back with the others.
    PutBack {
        fibre: FibreId,
    },
    /// Slide a protection sleeve from stock onto the fibre.
    SlideSleeve {
        fibre: FibreId,
        #[serde(default = "careful::sleeve")]
        sleeve: String,
    },
    /// Pull the stripper: coating off over this length, at this mean speed.
    Strip {
        fibre: FibreId,
        mm: u16,
        #[serde(default = "careful::strip_speed")]
        speed_mm_s: u16,
    },
    /// Wipe along the bare glass.
    Clean {
        fibre: FibreId,
        #[serde(default = "careful::passes")]
        passes: u8,
        #[serde(default)]
        wipe: Wipe,
    },
    /// Turn the cleaver's blade to its next edge.
    TurnBlade,
    /// A second, short arc on the splice that lies in the splicer.
    ReArc,
    /// Let the arc burn without a fibre until it is steady.
    StabiliseArc,
    /// Put new electrodes from stock in.
    ChangeElectrodes,
    /// Choose what the splicer lines up, and how far it pushes one end into the other.
    SetSplicer {
        #[serde(default)]
        alignment: Option<Alignment>,
        #[serde(default)]
        overlap_um: Option<u16>,
    },
    /// Lay the fibre in the cleaver and press: this much bare glass stays. `lift_deg` is how far the fibre still
    /// stood off the bed when the blade came.
    Cleave {
        fibre: FibreId,
        mm: u16,
        #[serde(default)]
        lift_deg: u8,
    },
    /// Put the scrap that lies on the cleaver into the bin.
    BinScrap,
    /// Go over the mat with sticky tape: finds the scraps that were lost.
    TapeScraps,
    /// Cut the end off to start again; cuts a splice apart.
    Recut {
        fibre: FibreId,
    },
    /// Lay the fibre in a groove of the splicer, its tip this far before the electrodes' axis, this much askew.
    Load {
        fibre: FibreId,
        side: Side,
        #[serde(default = "careful::tip")]
        tip_um: i32,
        #[serde(default)]
        askew_deg: u8,
    },
    /// Take the fibre out of the groove again.
    Unload {
        side: Side,
    },
    CloseHood,
    /// Open the hood; a splice in it is pulled, as every splicer does.
    OpenHood,
    /// Press SET: inspect, align, fuse, estimate. `force` goes on in spite of what the inspection found.
    Fuse {
        #[serde(default)]
        force: bool,
    },
    /// Slide the sleeve over the splice; its middle ends up this far from the splice, towards the right when positive.
    CentreSleeve {
        fibre: FibreId,
        #[serde(default)]
        offset_mm: i16,
    },
    /// Put the splice in the oven and shrink its sleeve.
    Shrink {
        fibre: FibreId,
    },
    /// Lay the splice in a slot of the cassette.
    Store {
        fibre: FibreId,
        slot: u16,
    },
    /// Lay the slack of a fibre, whose splice is stored, in loops in the cassette.
    Coil {
        fibre: FibreId,
        #[serde(default = "careful::loops")]
        loops: Vec<Loop>,
    },
    /// Shut the cover of the cassette.
    CoverCassette,
    /// Open the cover of the cassette.
    UncoverCassette,
    /// Shut the closure.
    ShutClosure,
    /// Open the closure.
    OpenClosure,
    /// Cut round the jacket of a cable, this far from its end, this deep.
    RingCut {
        cable: String,
        #[serde(default = "careful::open")]
        mm: u16,
        #[serde(default = "careful::jacket_depth")]
        depth_um: u16,
    },
    /// Pull the jacket off beyond the cut.
    PullJacket {
        cable: String,
    },
    /// Cut the aramid yarn; this much stays.
    CutAramid {
        cable: String,
        #[serde(default = "careful::aramid")]
        keep_mm: u16,
    },
    /// Lead the cable through an entry of the closure and clamp it.
    ClampCable {
        cable: String,
        entry: u8,
    },
    /// Wind the aramid on its anchor and tighten it.
    AnchorAramid {
        cable: String,
    },
    /// Cut round a tube and pull it off; this much stays.
    CutTube {
        cable: String,
        tube: u16,
        #[serde(default = "careful::tube")]
        keep_mm: u16,
        #[serde(default = "careful::tube_depth")]
        depth_um: u16,
    },
    /// Wipe the gel off the fibres of a tube, with a new wipe.
    WipeGel {
        cable: String,
        tube: u16,
        #[serde(default = "careful::gel_passes")]
        passes: u8,
    },
    /// Pull a plug out of its port.
    Unplug {
        plug: CordEnd,
    },
    /// Push a plug into a port until it clicks.
    Plug {
        plug: CordEnd,
        port: PortId,
    },
    /// Put a cap on a port that was freed.
    Cap {
        port: PortId,
    },
    /// Type one line into the console of a network device.
    Type {
        device: String,
        line: String,
    },
    /// Lay a cable between two ports of network devices.
    Connect {
        a: PortId,
        b: PortId,
        #[serde(default, skip_serializing_if = "NetCable::is_straight")]
        cable: NetCable,
    },
    /// Take away the cable at a port of a network device.
    Disconnect {
        port: PortId,
    },
    /// Look at the face of a plug, or at that in a port.
    Inspect {
        end: Termination,
        #[serde(default)]
        scope: Scope,
    },
    /// Say whether a face that was looked at may be connected.
    JudgeFace {
        end: Termination,
        good: bool,
    },
    /// Wipe the face of a plug, or that in a port.
    CleanFace {
        end: Termination,
        #[serde(default)]
        cleaner: Cleaner,
        #[serde(default = "careful::strokes")]
        strokes: u8,
        /// To and fro instead of in one direction.
        #[serde(default)]
        to_and_fro: bool,
        /// On ribbon that was used before.
        #[serde(default)]
        used: bool,
    },
    /// Switch a light source on at a wavelength in nanometres, or off.
    SetSource {
        source: String,
        #[serde(default)]
        nm: Option<u16>,
    },
    /// Read a power meter set to this wavelength.
    Measure {
        meter: String,
        nm: u16,
    },
    /// Call what the meter receives now 0 dB.
    SetReference {
        meter: String,
        nm: u16,
    },
    /// Press a red pen against a plug or into a port and switch it on.
    LightRed {
        end: Termination,
        #[serde(default)]
        class: LaserClass,
    },
    PutOutRed,
    /// Clip a live-fibre detector on a fibre.
    ClipOn {
        fibre: FibreEnd,
    },
    ClipOff {
        fibre: FibreEnd,
    },
    /// Write a value into a line of the report, in thousandths of its unit; left out, what a meter showed last.
    Write {
        line: String,
        #[serde(default)]
        value: Option<i64>,
    },
    /// Plug the OTDR in and shoot: into a port, or through a reel that is plugged there with its other end.
    Shoot {
        at: Termination,
        nm: u16,
        #[serde(default = "careful::pulse_ns")]
        pulse_ns: u16,
        #[serde(default = "careful::range_m")]
        range_m: u32,
        #[serde(default = "careful::shot_seconds")]
        seconds: u16,
        /// Group index × 100 000 as typed; left out, what the instrument offers.
        #[serde(default)]
        index: Option<u32>,
        /// Length of the launch reel as typed, in metres: the zero of the distances.
        #[serde(default)]
        launch_m: u32,
    },
    /// Take over the event table that the instrument found in a shot. Shots are numbered from 1.
    TakeTable {
        shot: u32,
    },
    /// Write an event into the table of a shot, in place of one that stands there. Distances count from the end of the
    /// launch reel.
    MarkEvent {
        shot: u32,
        at_mm: i32,
        kind: EventKind,
        #[serde(default)]
        loss_mdb: Option<i32>,
        #[serde(default)]
        reflectance_mdb: Option<i32>,
    },
    /// Strike an event out of the table of a shot.
    ForgetEvent {
        shot: u32,
        at_mm: i32,
    },
    /// Write down the mean of an event's losses in two shots, one from each side; the distance is that on the first.
    WriteMean {
        shots: (u32, u32),
        at_mm: i32,
        loss_mdb: i32,
    },
    /// Say what is wrong with a fibre and where: so many metres from where its cable begins, or in a place.
    NameFault {
        kind: FaultName,
        fibre: FibreId,
        #[serde(default)]
        at_m: Option<u32>,
        #[serde(default)]
        place: Option<String>,
    },
    /// Open the cable there and mend what is found.
    Mend {
        fibre: FibreId,
        at_m: u32,
    },
    /// Sign the report: the link is accepted or not.
    SignReport {
        accepted: bool,
    },
    /// Take a new cord out of the stock; its name is that of the item with the number taken: `jarretiere-sc-apc-3m-1`.
    TakeCord {
        item: String,
    },
    /// Lead a plugged cord through guides from its end a to its end b, and put its surplus away.
    LeadCord {
        cord: String,
        path: Vec<Guide>,
        #[serde(default)]
        surplus: Surplus,
    },
    /// Fasten a plugged cord of a rack to the side it lies on: with what, pulled how hard, and how tight the bend before it.
    Fasten {
        cord: String,
        with: Fastener,
        #[serde(default = "careful::tie_newtons")]
        newtons: u16,
        #[serde(default = "careful::bend_mm")]
        radius_mm: u16,
    },
    /// Take every tie off a cord.
    Unfasten {
        cord: String,
    },
    /// Stick a label on an end of a cord.
    Label {
        plug: CordEnd,
        text: String,
    },
    /// Join a rack to the building's earth.
    Bond {
        rack: String,
    },
    /// Put the wrist strap on and its clip on a rack's earth point.
    ClipStrap {
        rack: String,
    },
    UnclipStrap,
    /// Turn the feet of a rack out, so that it cannot tip.
    PutOutFeet {
        rack: String,
    },
    /// Snap a cage nut into a hole of a post.
    SetNut {
        rack: String,
        post: Post,
        hole: Hole,
        #[serde(default = "careful::nut")]
        nut: String,
    },
    /// Take a cage nut out again.
    TakeNut {
        rack: String,
        post: Post,
        hole: Hole,
    },
    /// Hook a rail for a device into the posts, in the middle hole of its unit; behind at the same height if not said.
    FixRail {
        device: String,
        rack: String,
        side: Side,
        front: Hole,
        #[serde(default)]
        rear: Option<Hole>,
    },
    TakeRail {
        device: String,
        side: Side,
    },
    /// Lift a device from the trolley into a rack, the lowest screw of its left and right ear before these holes. What is
    /// in stock is named by its item and the number taken, `blank-1u-1`.
    Mount {
        device: String,
        rack: String,
        left: Hole,
        #[serde(default)]
        right: Option<Hole>,
        #[serde(default)]
        face: Face,
        #[serde(default)]
        lift: Lift,
    },
    /// Lift a device out of its rack.
    Dismount {
        device: String,
        #[serde(default)]
        lift: Lift,
    },
    /// Tighten a screw of an ear, in newton-centimetres.
    Screw {
        device: String,
        side: Side,
        ear: Ear,
        #[serde(default = "careful::torque")]
        ncm: u16,
    },
    Unscrew {
        device: String,
        side: Side,
        ear: Ear,
    },
    /// Draw a device out on its rails, or push it in.
    Slide {
        device: String,
        out: bool,
    },
    /// Press the button of a device.
    Press {
        device: String,
        on: bool,
    },
    /// Push a transceiver from stock into a cage.
    Insert {
        port: PortId,
        module: String,
    },
    /// Pull a transceiver out of its cage.
    Extract {
        port: PortId,
    },
    /// Switch a breaker off: a feed, a power strip, a bank of it.
    Trip {
        breaker: String,
    },
    /// Switch a breaker on again.
    Reset {
        breaker: String,
    },
    /// Push the two wires of a pair into contacts behind a port of a copper panel: the white one, then the other.
    LayPair {
        port: PortId,
        pair: Pair,
        white: u8,
        solid: u8,
        /// How far the pair is opened before the contacts.
        #[serde(default = "careful::untwist")]
        untwist_mm: u8,
    },
    /// Pull a pair out of its contacts.
    PullPair {
        port: PortId,
        pair: Pair,
    },
    /// Read the installed cable behind a port with the certifier, its other half at the far end, and keep the result under
    /// this name.
    Certify {
        port: PortId,
        limit: Category,
        name: String,
    },
    /// Let the lamps of a simple tester light one after the other.
    LampTest {
        port: PortId,
    },
    /// Write on the strip above a panel's port.
    LabelPort {
        port: PortId,
        text: String,
    },
    /// Write into the sheet where a device is; without a place, cross its line out.
    RecordDevice {
        device: String,
        #[serde(default)]
        place: Option<Place>,
    },
    /// Write into the sheet where the cord of a port goes; without another port, that it is free.
    RecordCord {
        port: PortId,
        #[serde(default)]
        to: Option<PortId>,
    },
    /// Walk or drive to a place.
    GoTo {
        place: String,
    },
    /// Set the portable splice bench up where the trainee stands.
    SetUpBench,
    /// Let time pass, for example for a sleeve to cool.
    Wait {
        seconds: u32,
    },
}

/// Which wipe is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Wipe {
    /// A new one from the box, with alcohol.
    #[default]
    Fresh,
    /// The one already in the hand, dirtier at each use.
    Used,
}

impl Action {
    /// Whether it is done to the network.
    pub fn is_of_network(&self) -> bool {
        matches!(self, Action::Type { .. } | Action::Connect { .. } | Action::Disconnect { .. })
    }

    /// Whether it is done at a rack, apart from its cords.
    pub fn is_of_rack(&self) -> bool {
        matches!(
            self,
            Action::Bond { .. }
                | Action::ClipStrap { .. }
                | Action::UnclipStrap
                | Action::PutOutFeet { .. }
                | Action::SetNut { .. }
                | Action::TakeNut { .. }
                | Action::FixRail { .. }
                | Action::TakeRail { .. }
                | Action::Mount { .. }
                | Action::Dismount { .. }
                | Action::Screw { .. }
                | Action::Unscrew { .. }
                | Action::Slide { .. }
                | Action::Press { .. }
                | Action::Insert { .. }
                | Action::Extract { .. }
                | Action::Trip { .. }
                | Action::Reset { .. }
                | Action::RecordDevice { .. }
                | Action::RecordCord { .. }
                | Action::Fasten { .. }
                | Action::Unfasten { .. }
        ) || self.is_of_copper()
    }

    /// Whether it is done to installed twisted pairs.
    pub fn is_of_copper(&self) -> bool {
        matches!(
            self,
            Action::LayPair { .. }
                | Action::PullPair { .. }
                | Action::Certify { .. }
                | Action::LampTest { .. }
                | Action::LabelPort { .. }
        )
    }

    /// The installed fibre it is done to, if it names one.
    pub fn fibre(&self) -> Option<&FibreId> {
        match self {
            Action::Pick { fibre }
            | Action::PutBack { fibre }
            | Action::SlideSleeve { fibre, .. }
            | Action::Strip { fibre, .. }
            | Action::Clean { fibre, .. }
            | Action::Cleave { fibre, .. }
            | Action::Recut { fibre }
            | Action::Load { fibre, .. }
            | Action::CentreSleeve { fibre, .. }
            | Action::Shrink { fibre }
            | Action::Store { fibre, .. }
            | Action::Coil { fibre, .. }
            | Action::NameFault { fibre, .. }
            | Action::Mend { fibre, .. } => Some(fibre),
            Action::TurnBlade
            | Action::ReArc
            | Action::StabiliseArc
            | Action::ChangeElectrodes
            | Action::SetSplicer { .. }
            | Action::BinScrap
            | Action::TapeScraps
            | Action::Unload { .. }
            | Action::CloseHood
            | Action::OpenHood
            | Action::Fuse { .. }
            | Action::CoverCassette
            | Action::UncoverCassette
            | Action::ShutClosure
            | Action::OpenClosure
            | Action::RingCut { .. }
            | Action::PullJacket { .. }
            | Action::CutAramid { .. }
            | Action::ClampCable { .. }
            | Action::AnchorAramid { .. }
            | Action::CutTube { .. }
            | Action::WipeGel { .. }
            | Action::Unplug { .. }
            | Action::Plug { .. }
            | Action::Cap { .. }
            | Action::Type { .. }
            | Action::Connect { .. }
            | Action::Disconnect { .. }
            | Action::Inspect { .. }
            | Action::JudgeFace { .. }
            | Action::CleanFace { .. }
            | Action::SetSource { .. }
            | Action::Measure { .. }
            | Action::SetReference { .. }
            | Action::LightRed { .. }
            | Action::PutOutRed
            | Action::ClipOn { .. }
            | Action::ClipOff { .. }
            | Action::Write { .. }
            | Action::Shoot { .. }
            | Action::TakeTable { .. }
            | Action::MarkEvent { .. }
            | Action::ForgetEvent { .. }
            | Action::WriteMean { .. }
            | Action::SignReport { .. }
            | Action::TakeCord { .. }
            | Action::LeadCord { .. }
            | Action::Fasten { .. }
            | Action::Unfasten { .. }
            | Action::Label { .. }
            | Action::Bond { .. }
            | Action::ClipStrap { .. }
            | Action::UnclipStrap
            | Action::PutOutFeet { .. }
            | Action::SetNut { .. }
            | Action::TakeNut { .. }
            | Action::FixRail { .. }
            | Action::TakeRail { .. }
            | Action::Mount { .. }
            | Action::Dismount { .. }
            | Action::Screw { .. }
            | Action::Unscrew { .. }
            | Action::Slide { .. }
            | Action::Press { .. }
            | Action::Insert { .. }
            | Action::Extract { .. }
            | Action::Trip { .. }
            | Action::Reset { .. }
            | Action::RecordDevice { .. }
            | Action::RecordCord { .. }
            | Action::LayPair { .. }
            | Action::PullPair { .. }
            | Action::Certify { .. }
            | Action::LampTest { .. }
            | Action::LabelPort { .. }
            | Action::GoTo { .. }
            | Action::SetUpBench
            | Action::Wait { .. } => None,
        }
    }
}

/// A side of the splicer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    Left,
    Right,
}

impl Side {
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];

    pub fn other(self) -> Self {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }

    /// Its place in a pair.
    pub fn index(self) -> usize {
        match self {
            Side::Left => 0,
            Side::Right => 1,
        }
    }
}

/// What a careful hand does: the numbers of a gesture when none are given.
pub mod careful {
    /// Closed with two fingers, so that the cord still turns in it, in newtons.
    pub fn tie_newtons() -> u16 {
        5
    }

    /// A wide bow of the hand: 60 mm.
    pub fn bend_mm() -> u16 {
        60
    }

    /// The usual sleeve is 60 mm long.
    pub fn sleeve() -> String {
        "sleeve-60".to_owned()
    }

    /// A steady pull, in mm/s.
    pub fn strip_speed() -> u16 {
        30
    }

    pub fn passes() -> u8 {
        2
    }

    /// A dry cleaner is used twice on a face.
    pub fn strokes() -> u8 {
        2
    }

    /// Tip 0.8 mm before the electrodes' axis.
    pub fn tip() -> i32 {
        800
    }

    /// Four turns of 30 mm: right for every fibre and for a metre of slack.
    pub fn loops() -> Vec<super::Loop> {
        vec![super::Loop { radius_mm: 30, turns: 4, x_mm: 0, y_mm: 0 }]
    }

    /// Jacket taken off: 0.3 m of tube to the tray and about 1.1 m of bare fibre (CommScope FOSC-400A4: 1.1 m at most).
    pub fn open() -> u16 {
        1400
    }

    /// A little less than the jacket is thick.
    pub fn jacket_depth() -> u16 {
        1300
    }

    /// Enough to go round the anchor.
    pub fn aramid() -> u16 {
        100
    }

    /// From the anchor into the tray.
    pub fn tube() -> u16 {
        300
    }

    /// A little less than the wall is thick.
    pub fn tube_depth() -> u16 {
        400
    }

    /// The thread of European cabinets.
    pub fn nut() -> String {
        "cage-nut-m6".to_owned()
    }

    /// Well below the 13 mm that are allowed.
    pub fn untwist() -> u8 {
        crate::rack::copper::CAREFUL_UNTWIST_MM
    }

    /// About 3.5 N·m: an M6 screw in a cage nut (trade knowledge).
    pub fn torque() -> u16 {
        350
    }

    pub fn gel_passes() -> u8 {
        3
    }

    /// The usual pulse for acceptance: 30 ns (Objectif Fibre).
    pub fn pulse_ns() -> u16 {
        30
    }

    pub fn range_m() -> u32 {
        2500
    }

    pub fn shot_seconds() -> u16 {
        15
    }

    /// 30–40 mm are stripped in French courses.
    pub const STRIP_MM: u16 = 35;
    /// Bare length after the cleave.
    pub const CLEAVE_MM: u16 = 10;
}
