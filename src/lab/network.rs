//! What is done to the network: lines typed into consoles, cables laid and taken away.
//!
//! The state holds only what was done and when. The network itself follows from it, and is built again from there when
//! an attempt is replayed: the state stays small, and its hash is the same everywhere.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::effect::{Effect, Refusal};
use super::state::State;
use crate::fibre::gestures::Done;
use crate::locale::Arg;
use crate::net::build::{WARM_UP, build, socket};
use crate::net::console::ios::power_cycle;
use crate::net::console::{pending, prompt, type_line};
use crate::net::device::Os;
use crate::net::light::Light;
use crate::net::why::{Hop, How, Walk, walk};
use crate::net::{Net, Time};
use crate::plant::address::PortId;
use crate::plant::{Plant, blame};
use crate::rack::power as rack;
use crate::rack::words::Deed;
use crate::scenario::file::NetCable;
use crate::scenario::model::Scenario;
use crate::units::Millis;

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When it began.
    pub at: Millis,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Typed {
        device: String,
        line: String,
    },
    Connected {
        a: PortId,
        b: PortId,
        #[serde(default, skip_serializing_if = "NetCable::is_straight")]
        cable: NetCable,
    },
    Disconnected {
        port: PortId,
    },
    /// A box of a rack got current, or lost it.
    Powered {
        device: String,
        on: bool,
    },
    /// Something was done to the plant, and other light comes through a client's fibre.
    Shone(Light),
}

/// Reaching for the keyboard, and each character (design choice: a beginner's two to three strokes a second).
const BEFORE_TYPING: Millis = Millis(1000);
const KEYSTROKE_MS: u64 = 350;
/// Leading a cable from port to port and pushing both ends in (design choice).
const CONNECT: Millis = Millis(25_000);
/// Pulling both ends out and putting the cable away (design choice).
const DISCONNECT: Millis = Millis(12_000);
/// Frames that are remembered for those who look on: what a command sent, and what passed a cable lately.
const FLIGHTS_KEPT: usize = 6000;
/// Longest line a hand types.
const LONGEST_LINE: usize = 1000;

/// The network as it stands after what was done.
pub fn rebuild(scenario: &Arc<Scenario>, state: &State) -> Net {
    let mut net = build(scenario);
    net.keep_flights(FLIGHTS_KEPT);
    if !scenario.gear.is_empty() {
        // What stands in a rack without current is dead from the start.
        let running = rack::now(scenario, &State::initial(scenario)).running;
        for device in scenario.devices.keys().filter(|id| scenario.gear.contains_key(*id) && !running.contains(*id)) {
            if let Some(index) = net.device(device) {
                give_power(&mut net, index, false);
            }
        }
    }
    for step in &state.network {
        carry_out(&mut net, step);
    }
    net
}

/// When something in the lab happens on the clock of the network.
pub fn on_the_clock(at: Millis) -> Time {
    WARM_UP + Time::millis(at.0)
}

/// Does it, and says what came of it and how long it took.
fn carry_out(net: &mut Net, step: &Step) -> (Vec<Effect>, Millis) {
    net.run_until(on_the_clock(step.at));
    match &step.what {
        What::Typed { device, line } => {
            let typing = Millis(BEFORE_TYPING.0 + line.chars().count() as u64 * KEYSTROKE_MS);
            let begin = on_the_clock(step.at + typing);
            net.run_until(begin);
            let Some(index) = net.device(device) else { return (Vec::new(), typing) };
            let before = pending(net, index);
            let prompt = prompt(net, index);
            let reply = type_line(net, index, line);
            let ran = Millis((net.now() - begin).0.div_ceil(1_000_000));
            let printed =
                Effect::Printed { device: device.clone(), prompt, before, text: reply.text, notes: reply.notes };
            (vec![printed], typing + ran)
        }
        What::Connected { a, b, cable } => {
            net.run_until(on_the_clock(step.at + CONNECT));
            if let (Some(from), Some(to)) = (socket(net, a), socket(net, b)) {
                net.connect_by(from, to, *cable);
                net.negotiate();
            }
            (vec![Effect::Connected { a: a.clone(), b: b.clone(), cable: *cable }], CONNECT)
        }
        What::Disconnected { port } => {
            if let Some(at) = socket(net, port) {
                net.disconnect(at);
                net.negotiate();
            }
            (vec![Effect::Disconnected { port: port.clone() }], DISCONNECT)
        }
        What::Powered { device, on } => {
            if let Some(index) = net.device(device) {
                give_power(net, index, *on);
            }
            (Vec::new(), Millis::default())
        }
        What::Shone(light) => {
            net.shine(light);
            (Vec::new(), Millis::default())
        }
    }
}

/// Does an action of the network, or says why it is impossible and changes nothing.
pub fn perform(net: &mut Net, state: &mut State, action: &Action) -> Result<Done, Refusal> {
    let what = match action {
        Action::Type { device, line } => {
            net.device(device).ok_or_else(|| Refusal::NoSuchDevice(device.clone()))?;
            if line.chars().count() > LONGEST_LINE {
                return Err(Refusal::LineTooLong);
            }
            What::Typed { device: device.clone(), line: line.clone() }
        }
        Action::Connect { a, b, cable } => {
            let from = socket(net, a).ok_or_else(|| Refusal::NoSuchPort(a.clone()))?;
            let to = socket(net, b).ok_or_else(|| Refusal::NoSuchPort(b.clone()))?;
            if net.peer(from).is_some() || from == to {
                return Err(Refusal::PortTaken(a.clone()));
            }
            if net.peer(to).is_some() {
                return Err(Refusal::PortTaken(b.clone()));
            }
            What::Connected { a: a.clone(), b: b.clone(), cable: *cable }
        }
        Action::Disconnect { port } => {
            let at = socket(net, port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
            net.peer(at).ok_or_else(|| Refusal::NotCabled(port.clone()))?;
            if net.light_at(at).is_some() {
                return Err(Refusal::IsFibre(port.clone()));
            }
            What::Disconnected { port: port.clone() }
        }
        _ => unreachable!("only actions of the network come here"),
    };
    let step = Step { at: state.now, what };
    let (effects, took) = carry_out(net, &step);
    state.network.push(step);
    Ok(Done::lasting(took, effects))
}

/// What arrives through the fibres that stand for cables of the network.
pub fn lines(plant: &Plant) -> Vec<Light> {
    let clients = plant.scenario().links.iter().filter_map(|link| link.client.as_deref());
    clients.filter_map(|client| Light::of(plant, client)).collect()
}

/// Current comes or goes. Equipment with a command line comes up with what was saved; a computer as it was set up.
fn give_power(net: &mut Net, device: usize, on: bool) {
    if net.devices[device].powered == on {
        return;
    }
    net.devices[device].powered = on;
    net.refresh_carriers();
    net.negotiate();
    if on && net.devices[device].os == Os::Ios {
        power_cycle(net, device);
    }
}

/// Boxes of racks that are in the network too lost their current or got it: tells the network, which exists only if it was
/// asked for.
pub fn power(net: Option<&mut Net>, scenario: &Scenario, state: &mut State, effects: &[Effect]) {
    let at = state.now;
    let changed = effects.iter().flat_map(|effect| match effect {
        Effect::Rack(Deed::WentDown { devices }) => devices.iter().map(|device| (device, false)).collect(),
        Effect::Rack(Deed::CameUp { devices }) => devices.iter().map(|device| (device, true)).collect(),
        _ => Vec::new(),
    });
    let steps: Vec<Step> = changed
        .filter(|(device, _)| scenario.devices.contains_key(*device))
        .map(|(device, on)| Step { at, what: What::Powered { device: device.clone(), on } })
        .collect();
    if let Some(net) = net {
        steps.iter().for_each(|step| drop(carry_out(net, step)));
    }
    state.network.extend(steps);
}

/// The plant changed: tells the network, which exists only if it was asked for, what other light it gets.
pub fn shine(net: Option<&mut Net>, state: &mut State, before: &[Light], after: Vec<Light>) {
    let at = state.now;
    let changed: Vec<Step> = after
        .into_iter()
        .filter(|light| !before.contains(light))
        .map(|light| Step { at, what: What::Shone(light) })
        .collect();
    if let Some(net) = net {
        changed.iter().for_each(|step| drop(carry_out(net, step)));
    }
    state.network.extend(changed);
}

/// Why a ping from a device comes back or not; where a fibre is the cause, with what stands on it that is to blame.
pub fn why(net: &mut Net, plant: &Plant, device: usize, to: std::net::Ipv4Addr) -> Walk {
    let mut walk = walk(net, device, to);
    // People call a box by the name that the exercise gives it.
    let devices = &plant.scenario().devices;
    for (name, value) in walk.hops.iter_mut().flat_map(|hop| &mut hop.say.args) {
        let id = if let (&mut "next", Arg::Text(id)) = (name, &*value) { id.clone() } else { continue };
        if let Some(called) = devices.get(&id).and_then(|device| device.name.clone()) {
            *value = called.into();
        }
    }
    if let Some(hop) = walk.hops.iter().find(|hop| hop.line.is_some()) {
        let client = hop.line.as_deref().expect("it has one");
        if let Some(say) = blame::on_the_line_of(plant, client) {
            let told = Hop { device: hop.device.clone(), how: How::Told, say, line: hop.line.clone() };
            walk.hops.push(told);
        }
    }
    walk
}
