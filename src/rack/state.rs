//! What can change in racks during an attempt.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::catalogue::rack::{DeviceModel, Face, Mount, Thread, TransceiverModel, racks};
use crate::lab::action::Side;
use crate::plant::address::PortId;
use crate::rack::copper::Punched;
use crate::rack::copper::gestures::Certificate;
use crate::rack::hole::Hole;
use crate::rack::records::Written;
use crate::scenario::model::Scenario;
use crate::units::Millis;

/// A post of a rack, as one stands before its front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Post {
    FrontLeft,
    FrontRight,
    RearLeft,
    RearRight,
}

impl Post {
    pub fn of(face: Face, side: Side) -> Self {
        match (face, side) {
            (Face::Front, Side::Left) => Post::FrontLeft,
            (Face::Front, Side::Right) => Post::FrontRight,
            (Face::Rear, Side::Left) => Post::RearLeft,
            (Face::Rear, Side::Right) => Post::RearRight,
        }
    }
}

/// How a heavy thing is lifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Lift {
    #[default]
    Alone,
    /// A second pair of hands was asked for.
    Together,
    /// On the server lift.
    Machine,
}

/// An end of an ear: each ear of a device has a lower and an upper screw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ear {
    Low,
    High,
}

impl Ear {
    pub const BOTH: [Ear; 2] = [Ear::Low, Ear::High];

    /// Its place in a pair.
    fn index(self) -> usize {
        match self {
            Ear::Low => 0,
            Ear::High => 1,
        }
    }
}

/// One rail of a pair: where it is hooked in front and behind, as the number of holes below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rail {
    pub rack: String,
    pub front: u16,
    pub rear: u16,
}

/// A device in a rack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub rack: String,
    /// The side of the rack where its ears are.
    pub face: Face,
    /// Where the lowest hole of each ear is, as the number of holes below it, left then right; one for both unless it
    /// hangs askew.
    pub ears: [u16; 2],
    /// How tight each screw is, in newton-centimetres: left low and high, right low and high.
    pub screws: [[Option<u16>; 2]; 2],
    /// Drawn out on its rails.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub out: bool,
}

impl Held {
    /// How tight a screw is, in newton-centimetres, where there is one.
    pub fn screw(&self, side: Side, ear: Ear) -> Option<u16> {
        self.screws[side.index()][ear.index()]
    }

    /// The side of the rack from which one sees a face of this device.
    pub fn seen_face(&self, face: Face) -> Face {
        if self.face == Face::Front { face } else { face.other() }
    }

    /// The place of a screw.
    pub fn screw_mut(&mut self, side: Side, ear: Ear) -> &mut Option<u16> {
        &mut self.screws[side.index()][ear.index()]
    }
}

/// The wrist strap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strap {
    pub rack: String,
    /// Whether the rack was on the building's earth when the clip was put on.
    pub earthed: bool,
}

/// Racks as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RackState {
    /// Racks on the building's earth.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub bonded: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strap: Option<Strap>,
    /// Racks whose feet are out, so that they cannot tip.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub feet: BTreeSet<String>,
    /// Cage nuts by rack: post and number of holes below.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub nuts: BTreeMap<String, Vec<(Post, u16, Thread)>>,
    /// Rails by the device they are for, left then right.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rails: BTreeMap<String, [Option<Rail>; 2]>,
    /// Where devices are; those that are missing stand on the trolley.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub held: BTreeMap<String, Held>,
    /// Devices whose button is off.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub off: BTreeSet<String>,
    /// Breakers that are off, by hand or by themselves: a feed, a power strip, or a bank of it, `pdu-a:2`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tripped: BTreeSet<String>,
    /// Transceivers in cages, by their ids in the catalogue.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub modules: BTreeMap<PortId, String>,
    /// What hands pushed into the contacts behind copper ports; where nobody touched anything, what the scenario says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub punched: BTreeMap<PortId, Punched>,
    /// What stands on the strip above a panel's port.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub port_labels: BTreeMap<PortId, String>,
    /// What the certifier keeps, by the name it was saved under.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub certificates: BTreeMap<String, Certificate>,
    /// What the trainee wrote into the papers.
    #[serde(default, skip_serializing_if = "Written::is_empty")]
    pub sheet: Written,
    /// Since when a UPS lives on its battery.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub battery_since: BTreeMap<String, Millis>,
}

impl RackState {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As the scenario has it.
    pub fn initial(scenario: &Scenario) -> Self {
        let mut state = Self::default();
        for (id, rack) in &scenario.racks {
            if rack.bonded {
                state.bonded.insert(id.clone());
            }
        }
        for (id, gear) in &scenario.gear {
            let Some(model) = scenario.gear_model(id) else { continue };
            if gear.off {
                state.off.insert(id.clone());
            }
            for (port, module) in &gear.modules {
                state.modules.insert(PortId::new(id, port), module.clone());
            }
            let Some((rack, unit)) = gear.rack.as_ref().zip(gear.u.or(model.is_hung().then_some(1))) else { continue };
            let Some(cabinet) = scenario.cabinet_of(rack) else { continue };
            let Some(low) = Hole::new(unit, model.ear_hole(Ear::Low)).index(cabinet) else { continue };
            // Whoever built it screwed every screw as the sheet says.
            let tight = (model.torque_ncm.0 + model.torque_ncm.1) / 2;
            let screwed = matches!(model.mount, Mount::Ears { .. } | Mount::Rails { .. });
            let screws = [[screwed.then_some(tight); 2]; 2];
            for side in [Side::Left, Side::Right] {
                for ear in Ear::BOTH.into_iter().filter(|_| screwed) {
                    let hole = low + model.ear_rise(ear);
                    state.nuts.entry(rack.clone()).or_default().push((Post::of(gear.face, side), hole, cabinet.thread));
                }
            }
            if let Mount::Rails { .. } = model.mount {
                let rail = Rail { rack: rack.clone(), front: low + 1, rear: low + 1 };
                state.rails.insert(id.clone(), [Some(rail.clone()), Some(rail)]);
            }
            let held = Held { rack: rack.clone(), face: gear.face, ears: [low, low], screws, out: false };
            state.held.insert(id.clone(), held);
        }
        state
    }

    /// The nut in a hole.
    pub fn nut(&self, rack: &str, post: Post, hole: u16) -> Option<Thread> {
        let nuts = self.nuts.get(rack)?;
        nuts.iter().find(|(at, index, _)| (*at, *index) == (post, hole)).map(|(_, _, thread)| *thread)
    }

    /// The transceiver in a cage.
    pub fn module(&self, port: &PortId) -> Option<&'static TransceiverModel> {
        self.modules.get(port).and_then(|item| racks().transceivers.get(item))
    }

    /// Whether a hand is on the earth: strap on, clipped to a rack that was on the earth before.
    pub fn hand_is_earthed(&self) -> bool {
        self.strap.as_ref().is_some_and(|strap| strap.earthed)
    }
}

impl DeviceModel {
    /// Whether it hangs at the side, in no unit.
    pub fn is_hung(&self) -> bool {
        self.mount == Mount::Side
    }

    /// Number of the hole in its unit that an ear's screw uses.
    pub fn ear_hole(&self, ear: Ear) -> u8 {
        let (low, high) = match self.mount {
            Mount::Ears { holes } => holes,
            _ => (1, 3),
        };
        if ear == Ear::Low { low } else { high }
    }

    /// How many holes above its lowest screw this screw is.
    pub fn ear_rise(&self, ear: Ear) -> u16 {
        match ear {
            Ear::Low => 0,
            Ear::High => {
                let top = u16::from(self.units().max(1) - 1) * 3 + u16::from(self.ear_hole(Ear::High));
                top - u16::from(self.ear_hole(Ear::Low))
            }
        }
    }

    /// Whether a charged hand could harm it.
    pub fn is_active(&self) -> bool {
        use crate::catalogue::rack::DeviceKind::{ConsoleServer, Firewall, Olt, Router, Server, Storage, Switch};
        matches!(self.kind, Server | Storage | Switch | Router | Firewall | Olt | ConsoleServer)
    }
}

/// The model of something taken from stock, by its name: `blank-1u-2` is the second of its kind.
pub fn taken_model(id: &str) -> Option<&'static DeviceModel> {
    let (item, number) = id.rsplit_once('-')?;
    let number: u32 = number.parse().ok()?;
    if number == 0 {
        return None;
    }
    racks().devices.get(item)
}
