//! The next good gesture in front of ports: a cord out, a cord in, power read and written down.

use super::cords::{Surplus, both_ports};
use super::names::{equipment_name, path_name, plug_name, port_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::stock_name;
use crate::locale::Message;
use crate::plant::address::{CordEnd, End, PortId, Termination};
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

/// Whether a goal is reached in front of ports.
pub fn is_of_ports(goal: &Goal) -> bool {
    matches!(goal, Goal::FreeCord { .. } | Goal::Patch { .. } | Goal::ReadPower { .. })
}

/// What a goal of ports asks next, wherever the trainee stands; nothing when it is reached.
pub fn next(lab: &Lab, goal: &Goal) -> Option<Asked> {
    let (next, port) = match goal {
        Goal::FreeCord { cord, cap } => free(lab, cord, cap)?,
        Goal::Patch { from, to, item, path, label } => {
            let wanted = Patch { from, to, item, path, label: label.as_deref() };
            (wanted.next(lab)?, from.clone())
        }
        Goal::ReadPower { at, meter, cord, nm, line } => (read(lab, at, meter, cord, *nm, line)?, at.clone()),
        _ => return None,
    };
    let place = lab.scenario().place_of(&port)?;
    if lab.here().is_some_and(|here| here != place) {
        let say = Message::new("coach-go-to").with("place", super::names::place_name(lab.scenario(), place));
        return Some(asked(Action::GoTo { place: place.to_owned() }, say, "coach-go-to-why"));
    }
    Some(next)
}

fn unplug(lab: &Lab, plug: CordEnd) -> Asked {
    let say = Message::new("coach-unplug").with("plug", plug_name(lab.scenario(), &plug));
    asked(Action::Unplug { plug }, say, "coach-unplug-why")
}

fn plug(lab: &Lab, plug: CordEnd, port: &PortId) -> Asked {
    let say = Message::new("coach-plug")
        .with("plug", plug_name(lab.scenario(), &plug))
        .with("port", port_name(lab.scenario(), port));
    asked(Action::Plug { plug, port: port.clone() }, say, "coach-plug-why")
}

fn free(lab: &Lab, cord: &str, cap: &[PortId]) -> Option<(Asked, PortId)> {
    let state = lab.state();
    let plugged = &state.cords.get(cord)?.plugged;
    for end in End::BOTH {
        if let Some(port) = &plugged[end.index()] {
            return Some((unplug(lab, CordEnd::new(cord, end)), port.clone()));
        }
    }
    let port = cap.iter().find(|port| state.open_ports.contains(*port))?;
    let say = Message::new("coach-cap").with("port", port_name(lab.scenario(), port));
    Some((asked(Action::Cap { port: port.clone() }, say, "coach-cap-why"), port.clone()))
}

/// A cord that is wanted between two ports.
struct Patch<'a> {
    from: &'a PortId,
    to: &'a PortId,
    item: &'a str,
    path: &'a [super::front::Guide],
    label: Option<&'a str>,
}

impl Patch<'_> {
    fn next(&self, lab: &Lab) -> Option<Asked> {
        let state = lab.state();
        let wanted = |cord: &str| crate::scenario::stock::taken(cord) == Some(self.item);
        // What sits in the two ports and is not what is wanted, or leads elsewhere, comes out first.
        let mut ours: Option<CordEnd> = None;
        for (port, other) in [(self.from, self.to), (self.to, self.from)] {
            let Some(there) = state.plug_in(port) else { continue };
            let far = state.cords.get(&there.cord)?.plugged[there.end.other().index()].as_ref();
            let fits = wanted(&there.cord) && far.is_none_or(|far| far == other);
            let second = ours.as_ref().is_some_and(|one| one.cord != there.cord);
            if !fits || second {
                return Some(unplug(lab, there));
            }
            ours = ours.or(Some(there));
        }
        let Some(ours) = ours else {
            let free = |cord: &crate::lab::state::CordState| cord.plugged.iter().all(Option::is_none);
            let ready = state.cords.iter().find(|(id, cord)| wanted(id) && free(cord));
            return Some(match ready {
                Some((id, _)) => plug(lab, CordEnd::new(id.as_str(), End::A), self.from),
                None => {
                    let say = Message::new("coach-take-cord").with("cord", stock_name(self.item));
                    asked(Action::TakeCord { item: self.item.to_owned() }, say, "coach-take-cord-why")
                }
            });
        };
        let cord = state.cords.get(&ours.cord)?;
        if both_ports(cord).is_none() {
            let other = if state.plug_in(self.from).is_some() { self.to } else { self.from };
            return Some(plug(lab, CordEnd::new(ours.cord.as_str(), ours.end.other()), other));
        }
        let well = cord.led.as_ref().is_some_and(|led| led.path == self.path && led.surplus == Surplus::Coiled);
        if !well {
            let say = if self.path.is_empty() {
                Message::new("coach-coil-cord")
            } else {
                Message::new("coach-lead-cord").with("path", path_name(self.path))
            };
            let (cord, path) = (ours.cord.clone(), self.path.to_vec());
            return Some(asked(Action::LeadCord { cord, path, surplus: Surplus::Coiled }, say, "coach-lead-cord-why"));
        }
        let text = self.label?;
        let bare = End::BOTH.into_iter().find(|end| cord.labels[end.index()].as_deref() != Some(text))?;
        let plug = CordEnd::new(ours.cord.as_str(), bare);
        let say = Message::new("coach-label").with("plug", plug_name(lab.scenario(), &plug)).with("text", text);
        Some(asked(Action::Label { plug, text: text.to_owned() }, say, "coach-label-why"))
    }
}

fn read(lab: &Lab, at: &PortId, meter: &str, cord: &str, nm: u16, line: &str) -> Option<Asked> {
    let (scenario, state) = (lab.scenario(), lab.state());
    if state.instruments.written.contains_key(line) {
        return None;
    }
    let of: Termination = at.clone().into();
    if state.instruments.readings.last().is_some_and(|read| read.of == of && read.nm.0 == nm && read.dbm.is_some()) {
        let say = Message::new("coach-write");
        return Some(asked(Action::Write { line: line.to_owned(), value: None }, say, "coach-write-why"));
    }
    let eye = PortId::new(meter, scenario.model_of(meter)?.port_at(0)?.0);
    for (port, end) in [(at, End::A), (&eye, End::B)] {
        match state.plug_in(port) {
            // Either end may sit in either port.
            Some(there) if there.cord == cord => {}
            Some(there) => return Some(unplug(lab, there)),
            None => {
                let plugged = &state.cords.get(cord)?.plugged;
                let end = if plugged[end.index()].is_none() { end } else { end.other() };
                return Some(match &plugged[end.index()] {
                    None => plug(lab, CordEnd::new(cord, end), port),
                    Some(_) => unplug(lab, CordEnd::new(cord, end)),
                });
            }
        }
    }
    let say = Message::new("coach-measure").with("meter", equipment_name(scenario, meter)).with("nm", nm);
    Some(asked(Action::Measure { meter: meter.to_owned(), nm }, say, "coach-measure-why"))
}
