//! What was done at a rack, or why it could not be, in words.

use serde::Serialize;

use super::bundle::{Fastener, Wrong};
use super::fit::Support;
use super::gestures::Strain;
use super::hole::Hole;
use super::state::{Ear, Lift, Post};
use crate::fibre::names::cord_name;
use crate::lab::action::{Action, Side};
use crate::lab::effect::Effect;
use crate::locale::{Arg, Message};
use crate::plant::address::PortId;
use crate::rack::copper;
use crate::rack::copper::words::{CopperDeed, CopperHindrance};
use crate::rack::records::Place;
use crate::scenario::model::Scenario;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Deed {
    Bonded {
        rack: String,
    },
    /// Whether the rack was on the earth when the clip was put on.
    StrapOn {
        rack: String,
        earthed: bool,
    },
    StrapOff,
    FeetOut {
        rack: String,
    },
    NutSet {
        post: Post,
        hole: Hole,
    },
    NutTaken {
        post: Post,
        hole: Hole,
    },
    RailFixed {
        side: Side,
        front: Hole,
        rear: Hole,
    },
    RailTaken {
        side: Side,
    },
    Mounted {
        device: String,
        hole: Hole,
        support: Support,
        askew: bool,
    },
    Lifted {
        device: String,
        grams: u32,
        lift: Lift,
        strain: Strain,
    },
    Dismounted {
        device: String,
    },
    /// Newton-centimetres, and what the sheet asks for.
    Screwed {
        side: Side,
        ear: Ear,
        ncm: u16,
        least: u16,
        most: u16,
    },
    /// Screw and nut are not cut alike.
    CrossThreaded,
    Unscrewed {
        side: Side,
        ear: Ear,
    },
    Slid {
        device: String,
        out: bool,
    },
    /// A rack that nothing keeps from tipping, or with more than one device drawn out.
    Leans {
        rack: String,
        drawn: u8,
    },
    /// Height of the centre of gravity in per cent of the rack's, and the weight of all in it.
    Balance {
        rack: String,
        percent: u8,
        kg: u32,
    },
    /// A hand without a strap touched an active device.
    Charged {
        device: String,
    },
    Pressed {
        device: String,
        on: bool,
    },
    Inserted {
        port: PortId,
        module: String,
    },
    Extracted {
        port: PortId,
    },
    /// A breaker was switched by hand.
    Switched {
        breaker: String,
        off: bool,
    },
    /// A breaker went off by itself.
    WentOff {
        breaker: String,
    },
    WentDown {
        devices: Vec<String>,
    },
    CameUp {
        devices: Vec<String>,
    },
    /// A plug sits where it does not belong.
    Forced {
        port: PortId,
    },
    DeviceRecorded {
        device: String,
        place: Option<Place>,
    },
    CordRecorded {
        port: PortId,
        to: Option<PortId>,
    },
    /// A cord was fastened, and what is wrong with how.
    Fastened {
        cord: String,
        wrong: Vec<Wrong>,
        crushed: bool,
    },
    Unfastened {
        cord: String,
    },
    /// It lies on rails that slope.
    Slopes {
        device: String,
    },
    /// It is deeper than the rack by so many millimetres: the door stays open.
    SticksOut {
        device: String,
        mm: u16,
    },
    Copper(CopperDeed),
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Hindrance {
    NoSuchRack(String),
    NoSuchGear(String),
    NoSuchHole {
        rack: String,
        hole: Hole,
    },
    NoSuchBreaker(String),
    NotANut(String),
    NoSuchTorque,
    IsBonded(String),
    NoStrap,
    FeetAreOut(String),
    HoleTaken(Hole),
    NoNutThere(Hole),
    /// A screw sits in it.
    ScrewedNut(Hole),
    NoRails(String),
    RailsDoNotReach {
        least: u16,
        most: u16,
        posts: u16,
    },
    RailsNotLevel,
    /// Where its ears must go, for its rails.
    RailsElsewhere(Hole),
    InRack(String),
    OnTrolley(String),
    HangsAtTheSide(String),
    TooAskew,
    BeyondRack,
    TooDeep {
        depth: u16,
        inside: u16,
    },
    InTheWay(String),
    NothingHolds(Side),
    StillScrewed(String),
    StillCabled(String),
    NoScrews(String),
    NoNutBehind {
        side: Side,
        ear: Ear,
    },
    NoScrewThere,
    IsOut,
    IsIn,
    NoButton(String),
    ButtonIsSo {
        on: bool,
    },
    BreakerIsSo {
        off: bool,
    },
    NoCage(PortId),
    CageTaken(PortId),
    EmptyCage(PortId),
    NotAModule(String),
    DoesNotGoIn {
        port: PortId,
    },
    /// Something is mounted behind it.
    Behind(String),
    /// No hand pulls or bends so.
    NoSuchTie,
    NoTies(String),
    Copper(CopperHindrance),
}

impl From<Deed> for Effect {
    fn from(deed: Deed) -> Self {
        Effect::Rack(deed)
    }
}

/// What people call a thing of the racks: its own name, else its id; what came from stock, by its model.
pub fn gear_name(scenario: &Scenario, id: &str) -> Arg {
    match scenario.gear.get(id) {
        Some(gear) => gear.name.clone().map_or_else(|| Arg::from(id), Arg::Own),
        None => scenario.gear_model(id).map_or_else(|| Arg::from(id), |model| model.name.clone().into()),
    }
}

pub fn rack_name(scenario: &Scenario, id: &str) -> Arg {
    scenario.racks.get(id).and_then(|rack| rack.name.clone()).map_or_else(|| Arg::from(id), Arg::Own)
}

/// What a breaker is called: that of a feed by the feed, of a strip by the strip, of a bank by strip and number.
pub fn breaker_name(scenario: &Scenario, id: &str) -> Message {
    if let Some(feed) = scenario.feeds.get(id) {
        return Message::new("rack-breaker-feed").with("name", feed.name.clone());
    }
    match id.split_once(':') {
        Some((strip, bank)) => {
            Message::new("rack-breaker-bank").with("name", gear_name(scenario, strip)).with("bank", bank)
        }
        None => Message::new("rack-breaker-strip").with("name", gear_name(scenario, id)),
    }
}

pub fn gear_names(scenario: &Scenario, ids: &[String]) -> Vec<Message> {
    ids.iter().map(|id| Message::new("rack-gear").with("name", gear_name(scenario, id))).collect()
}

pub fn gear_port_name(scenario: &Scenario, port: &PortId) -> Message {
    Message::new("rack-port").with("port", port.port.as_str()).with("name", gear_name(scenario, &port.equipment))
}

pub fn lift_name(lift: Lift) -> Message {
    Message::new(match lift {
        Lift::Alone => "rack-lift-alone",
        Lift::Together => "rack-lift-together",
        Lift::Machine => "rack-lift-machine",
    })
}

pub fn post_name(post: Post) -> Message {
    Message::new(match post {
        Post::FrontLeft => "rack-post-front-left",
        Post::FrontRight => "rack-post-front-right",
        Post::RearLeft => "rack-post-rear-left",
        Post::RearRight => "rack-post-rear-right",
    })
}

/// A screw of an ear.
pub fn ear_name(side: Side, ear: Ear) -> Message {
    Message::new(match (side, ear) {
        (Side::Left, Ear::Low) => "rack-ear-left-low",
        (Side::Left, Ear::High) => "rack-ear-left-high",
        (Side::Right, Ear::Low) => "rack-ear-right-low",
        (Side::Right, Ear::High) => "rack-ear-right-high",
    })
}

/// Newton-centimetres said as newton-metres.
pub fn torque(ncm: u16) -> Arg {
    Arg::Tenths(i64::from(ncm) / 10)
}

/// Grams said as kilograms.
pub fn kilograms(grams: u32) -> Arg {
    Arg::Tenths((i64::from(grams) + 50) / 100)
}

/// Milliamperes said as amperes.
pub fn amperes(milliamps: u32) -> Arg {
    Arg::Tenths((i64::from(milliamps) + 50) / 100)
}

fn recorded_device(scenario: &Scenario, device: &str, place: Option<&Place>) -> Message {
    let name = gear_name(scenario, device);
    match place {
        Some(place) => Message::new("sheet-device")
            .with("name", name)
            .with("rack", rack_name(scenario, &place.rack))
            .with("unit", place.u),
        None => Message::new("sheet-device-out").with("name", name),
    }
}

fn recorded_cord(scenario: &Scenario, port: &PortId, to: Option<&PortId>) -> Message {
    let port = gear_port_name(scenario, port);
    match to {
        Some(to) => Message::new("sheet-cord").with("port", port).with("to", gear_port_name(scenario, to)),
        None => Message::new("sheet-cord-free").with("port", port),
    }
}

impl Deed {
    /// Whether it is something to mind.
    pub fn is_trouble(&self) -> bool {
        match self {
            Deed::StrapOn { earthed, .. } => !earthed,
            Deed::Mounted { askew, .. } => *askew,
            Deed::Lifted { strain, .. } => *strain != Strain::Fine,
            Deed::Screwed { ncm, least, most, .. } => !(least..=most).contains(&ncm),
            Deed::CrossThreaded
            | Deed::Leans { .. }
            | Deed::Charged { .. }
            | Deed::WentOff { .. }
            | Deed::WentDown { .. }
            | Deed::Slopes { .. }
            | Deed::SticksOut { .. }
            | Deed::Forced { .. } => true,
            Deed::Fastened { wrong, crushed, .. } => *crushed || !wrong.is_empty(),
            Deed::Copper(deed) => deed.is_trouble(),
            _ => false,
        }
    }

    pub fn message(&self, scenario: &Scenario) -> Message {
        let gear = |key: &'static str, id: &str| Message::new(key).with("name", gear_name(scenario, id));
        let rack = |key: &'static str, id: &str| Message::new(key).with("rack", rack_name(scenario, id));
        match self {
            Deed::Bonded { rack: id } => rack("rack-did-bonded", id),
            Deed::StrapOn { rack: id, earthed: true } => rack("rack-did-strap-on", id),
            Deed::StrapOn { rack: id, earthed: false } => rack("rack-did-strap-on-nothing", id),
            Deed::StrapOff => Message::new("rack-did-strap-off"),
            Deed::FeetOut { rack: id } => rack("rack-did-feet-out", id),
            Deed::NutSet { post, hole } => {
                Message::new("rack-did-nut-set").with("post", post_name(*post)).with("hole", hole.to_string())
            }
            Deed::NutTaken { post, hole } => {
                Message::new("rack-did-nut-taken").with("post", post_name(*post)).with("hole", hole.to_string())
            }
            Deed::RailFixed { side, front, rear } => {
                let key = if front == rear { "rack-did-rail" } else { "rack-did-rail-sloping" };
                Message::new(key).with("side", *side).with("front", front.to_string()).with("rear", rear.to_string())
            }
            Deed::RailTaken { side } => Message::new("rack-did-rail-taken").with("side", *side),
            Deed::Mounted { device, askew: true, .. } => gear("rack-did-mounted-askew", device),
            Deed::Mounted { device, hole, support, .. } => gear(
                match support {
                    Support::Rails => "rack-did-mounted-rails",
                    Support::Ears => "rack-did-mounted-ears",
                    Support::Clips => "rack-did-mounted-clips",
                },
                device,
            )
            .with("unit", hole.unit),
            Deed::Lifted { device, grams, lift, strain } => gear(
                match strain {
                    Strain::Fine => "rack-did-lifted",
                    Strain::Heavy => "rack-did-lifted-heavy",
                    Strain::TooHeavy => "rack-did-lifted-too-heavy",
                },
                device,
            )
            .with("kg", kilograms(*grams))
            .with("lift", lift_name(*lift)),
            Deed::Dismounted { device } => gear("rack-did-dismounted", device),
            Deed::Screwed { side, ear, ncm, least, most } => Message::new(if ncm < least {
                "rack-did-screwed-loose"
            } else if ncm > most {
                "rack-did-screwed-hard"
            } else {
                "rack-did-screwed"
            })
            .with("screw", ear_name(*side, *ear))
            .with("torque", torque(*ncm))
            .with("least", torque(*least))
            .with("most", torque(*most)),
            Deed::CrossThreaded => Message::new("rack-did-cross-threaded"),
            Deed::Unscrewed { side, ear } => Message::new("rack-did-unscrewed").with("screw", ear_name(*side, *ear)),
            Deed::Slid { device, out: true } => gear("rack-did-slid-out", device),
            Deed::Slid { device, out: false } => gear("rack-did-slid-in", device),
            Deed::Leans { rack: id, drawn } => rack("rack-did-leans", id).with("drawn", *drawn),
            Deed::Balance { rack: id, percent, kg } => {
                rack("rack-did-balance", id).with("percent", *percent).with("kg", *kg)
            }
            Deed::Charged { device } => gear("rack-did-charged", device),
            Deed::Pressed { device, on: true } => gear("rack-did-on", device),
            Deed::Pressed { device, on: false } => gear("rack-did-off", device),
            Deed::Inserted { port, module } => Message::new("rack-did-inserted")
                .with("port", gear_port_name(scenario, port))
                .with("module", crate::lab::effect::stock_name(module)),
            Deed::Extracted { port } => Message::new("rack-did-extracted").with("port", gear_port_name(scenario, port)),
            Deed::Switched { breaker, off: true } => {
                Message::new("rack-did-tripped").with("breaker", breaker_name(scenario, breaker))
            }
            Deed::Switched { breaker, off: false } => {
                Message::new("rack-did-reset").with("breaker", breaker_name(scenario, breaker))
            }
            Deed::WentOff { breaker } => {
                Message::new("rack-did-went-off").with("breaker", breaker_name(scenario, breaker))
            }
            Deed::WentDown { devices } => {
                Message::new("rack-did-went-down").with("devices", gear_names(scenario, devices))
            }
            Deed::CameUp { devices } => Message::new("rack-did-came-up").with("devices", gear_names(scenario, devices)),
            Deed::Forced { port } => Message::new("rack-did-forced").with("port", gear_port_name(scenario, port)),
            Deed::DeviceRecorded { device, place } => recorded_device(scenario, device, place.as_ref()),
            Deed::CordRecorded { port, to } => recorded_cord(scenario, port, to.as_ref()),
            Deed::Fastened { cord, wrong, crushed } => match wrong.first() {
                _ if *crushed => Message::new("bundle-did-crush").with("cord", cord_name(scenario, cord)),
                Some(wrong) => wrong.message(scenario, cord),
                None => Message::new("bundle-did-fasten").with("cord", cord_name(scenario, cord)),
            },
            Deed::Unfastened { cord } => Message::new("bundle-did-unfasten").with("cord", cord_name(scenario, cord)),
            Deed::Slopes { device } => gear("rack-did-slopes", device),
            Deed::SticksOut { device, mm } => gear("rack-did-sticks-out", device).with("mm", *mm),
            Deed::Copper(deed) => deed.message(scenario),
        }
    }
}

impl Hindrance {
    pub fn message(&self, scenario: &Scenario) -> Message {
        let gear = |key: &'static str, id: &str| Message::new(key).with("name", gear_name(scenario, id));
        let rack = |key: &'static str, id: &str| Message::new(key).with("rack", rack_name(scenario, id));
        let at = |key: &'static str, hole: &Hole| Message::new(key).with("hole", hole.to_string());
        match self {
            Hindrance::NoSuchRack(id) => Message::new("rack-no-such-rack").with("rack", id.as_str()),
            Hindrance::NoSuchGear(id) => Message::new("rack-no-such-gear").with("name", id.as_str()),
            Hindrance::NoSuchHole { rack: id, hole } => rack("rack-no-such-hole", id).with("hole", hole.to_string()),
            Hindrance::NoSuchBreaker(id) => Message::new("rack-no-such-breaker").with("name", id.as_str()),
            Hindrance::NotANut(item) => Message::new("rack-not-a-nut").with("item", item.as_str()),
            Hindrance::NoSuchTorque => Message::new("rack-no-such-torque"),
            Hindrance::IsBonded(id) => rack("rack-is-bonded", id),
            Hindrance::NoStrap => Message::new("rack-no-strap"),
            Hindrance::FeetAreOut(id) => rack("rack-feet-are-out", id),
            Hindrance::HoleTaken(hole) => at("rack-hole-taken", hole),
            Hindrance::NoNutThere(hole) => at("rack-no-nut-there", hole),
            Hindrance::ScrewedNut(hole) => at("rack-screwed-nut", hole),
            Hindrance::NoRails(id) => gear("rack-no-rails", id),
            Hindrance::RailsDoNotReach { least, most, posts } => {
                Message::new("rack-rails-do-not-reach").with("least", *least).with("most", *most).with("posts", *posts)
            }
            Hindrance::RailsNotLevel => Message::new("rack-rails-not-level"),
            Hindrance::RailsElsewhere(hole) => at("rack-rails-elsewhere", hole).with("unit", hole.unit),
            Hindrance::InRack(id) => gear("rack-in-rack", id),
            Hindrance::OnTrolley(id) => gear("rack-on-trolley", id),
            Hindrance::HangsAtTheSide(id) => gear("rack-hangs-at-the-side", id),
            Hindrance::TooAskew => Message::new("rack-too-askew"),
            Hindrance::BeyondRack => Message::new("rack-beyond-rack"),
            Hindrance::TooDeep { depth, inside } => {
                Message::new("rack-too-deep").with("depth", *depth).with("inside", *inside)
            }
            Hindrance::InTheWay(id) => gear("rack-in-the-way", id),
            Hindrance::NothingHolds(side) => Message::new("rack-nothing-holds").with("side", *side),
            Hindrance::StillScrewed(id) => gear("rack-still-screwed", id),
            Hindrance::StillCabled(id) => gear("rack-still-cabled", id),
            Hindrance::NoScrews(id) => gear("rack-no-screws", id),
            Hindrance::NoNutBehind { side, ear } => {
                Message::new("rack-no-nut-behind").with("screw", ear_name(*side, *ear))
            }
            Hindrance::NoScrewThere => Message::new("rack-no-screw-there"),
            Hindrance::IsOut => Message::new("rack-is-out"),
            Hindrance::IsIn => Message::new("rack-is-in"),
            Hindrance::NoButton(id) => gear("rack-no-button", id),
            Hindrance::ButtonIsSo { on: true } => Message::new("rack-is-on"),
            Hindrance::ButtonIsSo { on: false } => Message::new("rack-is-off"),
            Hindrance::BreakerIsSo { off: true } => Message::new("rack-breaker-is-off"),
            Hindrance::BreakerIsSo { off: false } => Message::new("rack-breaker-is-on"),
            Hindrance::NoCage(port) => Message::new("rack-no-cage").with("port", gear_port_name(scenario, port)),
            Hindrance::CageTaken(port) => Message::new("rack-cage-taken").with("port", gear_port_name(scenario, port)),
            Hindrance::EmptyCage(port) => Message::new("rack-empty-cage").with("port", gear_port_name(scenario, port)),
            Hindrance::NotAModule(item) => Message::new("rack-not-a-module").with("item", item.as_str()),
            Hindrance::DoesNotGoIn { port } => {
                Message::new("rack-does-not-go-in").with("port", gear_port_name(scenario, port))
            }
            Hindrance::Behind(id) => gear("rack-behind", id),
            Hindrance::NoSuchTie => Message::new("bundle-no-such-tie"),
            Hindrance::NoTies(cord) => Message::new("bundle-no-ties").with("cord", cord_name(scenario, cord)),
            Hindrance::Copper(hindrance) => hindrance.message(scenario),
        }
    }
}

/// A gesture of the racks as a report tells it; nothing for the others.
pub fn action_message(action: &Action, scenario: &Scenario) -> Option<Message> {
    let gear = |key: &'static str, id: &str| Message::new(key).with("name", gear_name(scenario, id));
    let rack = |key: &'static str, id: &str| Message::new(key).with("rack", rack_name(scenario, id));
    Some(match action {
        Action::Bond { rack: id } => rack("rack-act-bond", id),
        Action::ClipStrap { rack: id } => rack("rack-act-clip-strap", id),
        Action::UnclipStrap => Message::new("rack-act-unclip-strap"),
        Action::PutOutFeet { rack: id } => rack("rack-act-put-out-feet", id),
        Action::SetNut { rack: id, post, hole, .. } => {
            rack("rack-act-set-nut", id).with("post", post_name(*post)).with("hole", hole.to_string())
        }
        Action::TakeNut { rack: id, post, hole } => {
            rack("rack-act-take-nut", id).with("post", post_name(*post)).with("hole", hole.to_string())
        }
        Action::FixRail { device, side, front, .. } => {
            gear("rack-act-fix-rail", device).with("side", *side).with("hole", front.to_string())
        }
        Action::TakeRail { device, side } => gear("rack-act-take-rail", device).with("side", *side),
        Action::Mount { device, left, lift, .. } => {
            gear("rack-act-mount", device).with("hole", left.to_string()).with("lift", lift_name(*lift))
        }
        Action::Dismount { device, .. } => gear("rack-act-dismount", device),
        Action::Screw { device, side, ear, ncm } => {
            gear("rack-act-screw", device).with("screw", ear_name(*side, *ear)).with("torque", torque(*ncm))
        }
        Action::Unscrew { device, side, ear } => gear("rack-act-unscrew", device).with("screw", ear_name(*side, *ear)),
        Action::Slide { device, out: true } => gear("rack-act-slide-out", device),
        Action::Slide { device, out: false } => gear("rack-act-slide-in", device),
        Action::Press { device, on: true } => gear("rack-act-on", device),
        Action::Press { device, on: false } => gear("rack-act-off", device),
        Action::Insert { port, module } => Message::new("rack-act-insert")
            .with("port", gear_port_name(scenario, port))
            .with("module", crate::lab::effect::stock_name(module)),
        Action::Extract { port } => Message::new("rack-act-extract").with("port", gear_port_name(scenario, port)),
        Action::Trip { breaker } => Message::new("rack-act-trip").with("breaker", breaker_name(scenario, breaker)),
        Action::Reset { breaker } => Message::new("rack-act-reset").with("breaker", breaker_name(scenario, breaker)),
        Action::RecordDevice { device, place } => recorded_device(scenario, device, place.as_ref()),
        Action::RecordCord { port, to } => recorded_cord(scenario, port, to.as_ref()),
        Action::Fasten { cord, with, newtons, radius_mm } => Message::new(match with {
            Fastener::HookAndLoop => "bundle-act-hook-and-loop",
            Fastener::CableTie => "bundle-act-cable-tie",
        })
        .with("cord", cord_name(scenario, cord))
        .with("newtons", *newtons)
        .with("radius", *radius_mm),
        Action::Unfasten { cord } => Message::new("bundle-act-unfasten").with("cord", cord_name(scenario, cord)),
        _ => return copper::words::action_message(action, scenario),
    })
}

/// The word on the button of a gesture; nothing for those of other trades.
pub fn verb(action: &Action) -> Option<&'static str> {
    Some(match action {
        Action::Bond { .. } => "rack-verb-bond",
        Action::ClipStrap { .. } => "rack-verb-clip-strap",
        Action::UnclipStrap => "rack-verb-unclip-strap",
        Action::PutOutFeet { .. } => "rack-verb-put-out-feet",
        Action::SetNut { .. } => "rack-verb-set-nut",
        Action::TakeNut { .. } => "rack-verb-take-nut",
        Action::FixRail { .. } => "rack-verb-fix-rail",
        Action::TakeRail { .. } => "rack-verb-take-rail",
        Action::Mount { .. } => "rack-verb-mount",
        Action::Dismount { .. } => "rack-verb-dismount",
        Action::Screw { .. } => "rack-verb-screw",
        Action::Unscrew { .. } => "rack-verb-unscrew",
        Action::Slide { out: true, .. } => "rack-verb-slide-out",
        Action::Slide { out: false, .. } => "rack-verb-slide-in",
        Action::Press { on: true, .. } => "rack-verb-on",
        Action::Press { on: false, .. } => "rack-verb-off",
        Action::Insert { .. } => "rack-verb-insert",
        Action::Extract { .. } => "rack-verb-extract",
        Action::Trip { .. } => "rack-verb-trip",
        Action::Reset { .. } => "rack-verb-reset",
        Action::RecordDevice { .. } | Action::RecordCord { .. } => "sheet-verb-write",
        Action::Fasten { .. } => "bundle-verb-fasten",
        Action::Unfasten { .. } => "bundle-verb-unfasten",
        _ => return copper::words::verb(action),
    })
}
