//! The next good gesture at a rack: what a trainer beside it would say.

use crate::catalogue::rack::{CordKind, DeviceKind, Face, Mount, Socket, racks};
use crate::lab::Lab;
use crate::lab::action::{Action, Side, careful};
use crate::lab::effect::Effect;
use crate::locale::Message;
use crate::plant::address::{CordEnd, End, PortId};
use crate::rack::cords::needed_mm;
use crate::rack::fit;
use crate::rack::gestures::{Strain, strain};
use crate::rack::hole::Hole;
use crate::rack::power;
use crate::rack::state::{Ear, Lift, Post};
use crate::rack::words::{Deed, breaker_name, gear_name, rack_name};
use crate::scenario::file::Goal;

/// What to do, said in one sentence, and why.
pub struct Asked {
    pub action: Action,
    pub say: Message,
    pub why: Message,
}

fn asked(action: Action, say: Message, why: &'static str) -> Asked {
    Asked { action, say, why: Message::new(why) }
}

/// Whether a goal is one of racks.
pub fn is_of_rack(goal: &Goal) -> bool {
    matches!(
        goal,
        Goal::Mount { .. }
            | Goal::Earth { .. }
            | Goal::Power { .. }
            | Goal::SwitchOn { .. }
            | Goal::TestFeeds { .. }
            | Goal::Blank { .. }
    )
}

/// What a goal of racks asks next; nothing when it is reached.
pub fn next(lab: &Lab, goal: &Goal) -> Option<Asked> {
    let place = place_of(lab, goal)?;
    let next = match goal {
        Goal::Mount { device, rack, u } => mount(lab, device, rack, *u),
        Goal::Earth { rack } => earth(lab, rack),
        Goal::Power { outlet, inlet } => cord(lab, outlet, inlet),
        Goal::SwitchOn { device } => {
            let running = power::now(lab.scenario(), lab.state()).running.contains(device);
            (!running && lab.state().rack.off.contains(device)).then(|| {
                let say = Message::new("rack-coach-on").with("name", gear_name(lab.scenario(), device));
                asked(Action::Press { device: device.clone(), on: true }, say, "rack-coach-on-why")
            })
        }
        Goal::TestFeeds { breakers } => test(lab, breakers),
        Goal::Blank { rack, from, to } => blank(lab, rack, *from, *to),
        _ => None,
    }?;
    if lab.here().is_some_and(|here| here != place) {
        let name = crate::fibre::names::place_name(lab.scenario(), &place);
        let say = Message::new("rack-coach-go-to").with("place", name);
        return Some(asked(Action::GoTo { place }, say, "rack-coach-go-to-why"));
    }
    Some(next)
}

/// Where a goal is reached; nothing where it leads nowhere.
fn place_of(lab: &Lab, goal: &Goal) -> Option<String> {
    let scenario = lab.scenario();
    let rack_place = |rack: &str| scenario.racks.get(rack).map(|rack| rack.place.clone());
    let of_device = |device: &str| {
        let held = lab.state().rack.held.get(device).map(|held| held.rack.as_str());
        held.and_then(rack_place)
    };
    match goal {
        Goal::Mount { rack, .. } | Goal::Earth { rack } | Goal::Blank { rack, .. } => rack_place(rack),
        Goal::Power { inlet, outlet } => of_device(&inlet.equipment).or_else(|| of_device(&outlet.equipment)),
        Goal::SwitchOn { device } => of_device(device),
        _ => scenario.racks.values().next().map(|rack| rack.place.clone()),
    }
}

fn earth(lab: &Lab, rack: &str) -> Option<Asked> {
    let state = &lab.state().rack;
    let name = rack_name(lab.scenario(), rack);
    if !state.bonded.contains(rack) {
        let say = Message::new("rack-coach-bond").with("rack", name);
        return Some(asked(Action::Bond { rack: rack.to_owned() }, say, "rack-coach-bond-why"));
    }
    (!state.hand_is_earthed()).then(|| {
        let say = Message::new("rack-coach-strap").with("rack", name);
        asked(Action::ClipStrap { rack: rack.to_owned() }, say, "rack-coach-strap-why")
    })
}

/// The lightest help with which a lift is fine.
pub fn best_lift(lab: &Lab, grams: u32) -> Lift {
    let candidate = lab.scenario().candidate;
    let fine = |lift: &Lift| strain(candidate, grams, *lift) == Strain::Fine;
    [Lift::Alone, Lift::Together].into_iter().find(fine).unwrap_or(Lift::Machine)
}

fn mount(lab: &Lab, device: &str, rack: &str, u: u8) -> Option<Asked> {
    let scenario = lab.scenario();
    let state = &lab.state().rack;
    let model = scenario.gear_model(device)?;
    let cabinet = scenario.cabinet_of(rack)?;
    let low = Hole::new(u, model.ear_hole(Ear::Low));
    let ear = low.index(cabinet)?;
    let name = || gear_name(scenario, device);
    let rails_hole = Hole::at(ear + 1, cabinet)?;
    let sides = [Side::Left, Side::Right];
    if let Some(held) = state.held.get(device) {
        let well = held.rack == rack && held.ears == [ear, ear] && held.face == Face::Front;
        let on_rails = !matches!(model.mount, Mount::Rails { .. })
            || fit::support(state, device, model, held) == Ok(fit::Support::Rails);
        if !well || !on_rails {
            for side in sides {
                for ear in Ear::BOTH {
                    if held.screw(side, ear).is_some() {
                        let say = Message::new("rack-coach-unscrew").with("name", name());
                        let action = Action::Unscrew { device: device.to_owned(), side, ear };
                        return Some(asked(action, say, "rack-coach-unscrew-why"));
                    }
                }
            }
            let say = Message::new("rack-coach-dismount").with("name", name());
            let action = Action::Dismount { device: device.to_owned(), lift: best_lift(lab, model.weight_g) };
            return Some(asked(action, say, "rack-coach-dismount-why"));
        }
        let (least, most) = model.torque_ncm;
        for side in sides {
            for ear in Ear::BOTH {
                if held.screw(side, ear).is_some_and(|ncm| (least..=most).contains(&ncm)) {
                    continue;
                }
                if let Some(nut) = nut_missing(lab, rack, model, held.ears[side.index()], side, ear) {
                    return Some(nut);
                }
                let say = Message::new("rack-coach-screw")
                    .with("name", name())
                    .with("screw", super::words::ear_name(side, ear));
                let ncm = careful::torque().clamp(least, most);
                let action = Action::Screw { device: device.to_owned(), side, ear, ncm };
                return Some(asked(action, say, "rack-coach-screw-why"));
            }
        }
        return None;
    }
    for ear_end in Ear::BOTH {
        for side in sides {
            if let Some(nut) = nut_missing(lab, rack, model, ear, side, ear_end) {
                return Some(nut);
            }
        }
    }
    if matches!(model.mount, Mount::Rails { .. }) {
        let rails = state.rails.get(device);
        for (index, side) in sides.into_iter().enumerate() {
            let rail = rails.and_then(|rails| rails[index].as_ref());
            let good = rail.is_some_and(|rail| rail.rack == rack && rail.front == ear + 1 && rail.rear == ear + 1);
            if !good {
                let say = Message::new("rack-coach-rail")
                    .with("name", name())
                    .with("side", side)
                    .with("hole", rails_hole.to_string());
                let action = Action::FixRail {
                    device: device.to_owned(),
                    rack: rack.to_owned(),
                    side,
                    front: rails_hole,
                    rear: None,
                };
                return Some(asked(action, say, "rack-coach-rail-why"));
            }
        }
    }
    let lift = best_lift(lab, model.weight_g);
    let say = Message::new("rack-coach-mount")
        .with("name", name())
        .with("unit", u)
        .with("kg", super::words::kilograms(model.weight_g))
        .with("lift", super::words::lift_name(lift));
    let action = Action::Mount {
        device: device.to_owned(),
        rack: rack.to_owned(),
        left: low,
        right: None,
        face: Face::Front,
        lift,
    };
    Some(asked(action, say, "rack-coach-mount-why"))
}

/// The nut behind a screw, if it is not there.
fn nut_missing(
    lab: &Lab,
    rack: &str,
    model: &crate::catalogue::rack::DeviceModel,
    ear_low: u16,
    side: Side,
    ear: Ear,
) -> Option<Asked> {
    let cabinet = lab.scenario().cabinet_of(rack)?;
    if model.mount == Mount::Clips {
        return None;
    }
    let index = fit::hole_behind(model, ear_low, ear)?;
    let post = Post::of(Face::Front, side);
    let hole = Hole::at(index, cabinet)?;
    match lab.state().rack.nut(rack, post, index) {
        Some(thread) if thread == cabinet.thread => None,
        Some(_) => {
            let say = Message::new("rack-coach-wrong-nut").with("hole", hole.to_string());
            let action = Action::TakeNut { rack: rack.to_owned(), post, hole };
            Some(asked(action, say, "rack-coach-wrong-nut-why"))
        }
        None => {
            let say = Message::new("rack-coach-nut").with("hole", hole.to_string()).with("side", side);
            let action = Action::SetNut { rack: rack.to_owned(), post, hole, nut: careful::nut() };
            Some(asked(action, say, "rack-coach-nut-why"))
        }
    }
}

/// A power cord between an outlet and an inlet.
fn cord(lab: &Lab, outlet: &PortId, inlet: &PortId) -> Option<Asked> {
    let (scenario, state) = (lab.scenario(), lab.state());
    let at = |port: &PortId| state.plug_in(port);
    let joined = state.cords.values().any(|cord| cord.plugged == [Some(outlet.clone()), Some(inlet.clone())]);
    if joined {
        return None;
    }
    let names = |message: Message| {
        message
            .with("outlet", super::words::gear_port_name(scenario, outlet))
            .with("inlet", super::words::gear_port_name(scenario, inlet))
    };
    // A cord that hangs on one of the two: in order to the other, else away.
    for (port, end, other) in [(outlet, End::A, inlet), (inlet, End::B, outlet)] {
        let Some(plug) = at(port) else { continue };
        let far = &state.cords.get(&plug.cord)?.plugged[plug.end.other().index()];
        if plug.end == end && far.is_none() && at(other).is_none() {
            let action = Action::Plug { plug: CordEnd::new(&plug.cord, end.other()), port: other.clone() };
            return Some(asked(action, names(Message::new("rack-coach-plug")), "rack-coach-plug-why"));
        }
        let say = Message::new("rack-coach-unplug").with("port", super::words::gear_port_name(scenario, port));
        return Some(asked(Action::Unplug { plug }, say, "rack-coach-unplug-why"));
    }
    let wanted = |model: &crate::catalogue::rack::RackCordModel| {
        let (Some((out, _)), Some((inl, _))) = (scenario.gear_port(outlet), scenario.gear_port(inlet)) else {
            return false;
        };
        let (Socket::Outlet(from), Socket::Inlet(to)) = (out.socket, inl.socket) else { return false };
        let long = needed_mm(scenario, state, outlet, inlet).unwrap_or(0);
        model.kind == CordKind::Power { from, to } && model.length_mm >= long
    };
    let in_hand = state
        .cords
        .iter()
        .find(|(id, cord)| cord.plugged == [None, None] && scenario.rack_cord_model(id).is_some_and(wanted));
    if let Some((id, _)) = in_hand {
        let action = Action::Plug { plug: CordEnd::new(id, End::A), port: outlet.clone() };
        return Some(asked(action, names(Message::new("rack-coach-plug")), "rack-coach-plug-why"));
    }
    let mut stocked: Vec<(&String, u32)> = state
        .stock
        .iter()
        .filter(|(_, left)| **left > 0)
        .filter_map(|(item, _)| {
            racks().cords.get(item).filter(|model| wanted(model)).map(|model| (item, model.length_mm))
        })
        .collect();
    stocked.sort_by_key(|(item, length)| (*length, (*item).clone()));
    let (item, _) = stocked.first()?;
    let say = Message::new("rack-coach-take").with("cord", crate::lab::effect::stock_name(item));
    Some(asked(Action::TakeCord { item: (*item).clone() }, say, "rack-coach-take-why"))
}

/// Which of these breakers were off, while the devices that ran before went on or not, and on again.
pub fn tried(lab: &Lab, breaker: &str) -> bool {
    let mut off = false;
    for effect in lab.effects().iter().flatten() {
        match effect {
            Effect::Rack(Deed::Switched { breaker: it, off: true }) if it == breaker => off = true,
            Effect::Rack(Deed::Switched { breaker: it, off: false }) if it == breaker && off => return true,
            _ => {}
        }
    }
    false
}

fn test(lab: &Lab, breakers: &[String]) -> Option<Asked> {
    let tripped = &lab.state().rack.tripped;
    if let Some(off) = tripped.iter().next() {
        let say = Message::new("rack-coach-reset").with("breaker", breaker_name(lab.scenario(), off));
        return Some(asked(Action::Reset { breaker: off.clone() }, say, "rack-coach-reset-why"));
    }
    let next = breakers.iter().find(|breaker| !tried(lab, breaker))?;
    let say = Message::new("rack-coach-trip").with("breaker", breaker_name(lab.scenario(), next));
    Some(asked(Action::Trip { breaker: next.clone() }, say, "rack-coach-trip-why"))
}

fn blank(lab: &Lab, rack: &str, from: u8, to: u8) -> Option<Asked> {
    let (scenario, state) = (lab.scenario(), lab.state());
    let cabinet = scenario.cabinet_of(rack)?;
    let open = fit::open_units(scenario, &state.rack, rack, cabinet);
    let unit = (from.min(to)..=from.max(to))
        .find(|unit| cabinet.from_bottom(*unit).is_some_and(|from_bottom| open.contains(&from_bottom)))?;
    let is_blank = |item: &&String| racks().devices.get(*item).is_some_and(|model| model.kind == DeviceKind::Blank);
    let item = state.stock.iter().filter(|(_, left)| **left > 0).map(|(item, _)| item).find(is_blank)?;
    let device = state.next_of(item);
    let action = Action::Mount {
        device,
        rack: rack.to_owned(),
        left: Hole::new(unit, 1),
        right: None,
        face: Face::Front,
        lift: Lift::Alone,
    };
    Some(asked(action, Message::new("rack-coach-blank").with("unit", unit), "rack-coach-blank-why"))
}
