//! The next good thing to do, of any trade: the earliest step of the scenario that is not reached says it.
//!
//! What the bench asks for is worked out by [`coach`]; here is what the network asks for: a cable, or a line to type.

use super::criteria;
use crate::fibre::coach::{self, Gesture, Hint};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::network::{Step, What};
use crate::locale::Message;
use crate::net::build::socket;
use crate::net::cable::fits;
use crate::net::console::suggest;
use crate::plant::address::PortId;
use crate::scenario::file::{Goal, LineToType, NetCable};
use crate::units::{Millis, Permille};

/// The step at hand: the earliest that is not reached.
#[derive(Debug, Clone, PartialEq)]
pub struct AtHand {
    /// Its number, from 0.
    pub step: usize,
    /// The gesture it asks for next; nothing where the trainee finds the way alone.
    pub hint: Option<Hint>,
}

/// The step at hand at this simulated time, or nothing when every step is reached.
pub fn at_hand(lab: &Lab, now: Millis) -> Option<AtHand> {
    let hint = next_gesture(lab, now);
    let reached = lab.steps_reached(|| reached(lab));
    let steps = lab.scenario().steps.iter().enumerate();
    let mut open = steps.filter(|(index, _)| !reached.get(*index).copied().unwrap_or(true));
    let earn = open.find(|(_, step)| matches!(step.goal, Goal::Earn { .. })).map(|(step, _)| step);
    match (hint, earn) {
        (hint, Some(step)) if hint.as_ref().is_none_or(|hint| step < hint.step) => Some(AtHand { step, hint: None }),
        (hint, _) => hint.map(|hint| AtHand { step: hint.step, hint: Some(hint) }),
    }
}

/// The gesture that the step at hand asks for.
pub fn next(lab: &Lab, now: Millis) -> Option<Hint> {
    at_hand(lab, now)?.hint
}

fn next_gesture(lab: &Lab, now: Millis) -> Option<Hint> {
    let fibre = coach::next(lab.scenario(), lab.state(), now);
    let reached = lab.steps_reached(|| reached(lab));
    let steps = lab.scenario().steps.iter().enumerate();
    let mut open = steps.filter(|(index, _)| !reached.get(*index).copied().unwrap_or(true));
    let network = open.find_map(|(step, it)| hint(lab, step, &it.goal));
    let mut steps = lab.scenario().steps.iter().enumerate();
    let rack = steps.find_map(|(step, it)| of_rack(lab, step, &it.goal));
    let mut steps = lab.scenario().steps.iter().enumerate();
    let ports = steps.find_map(|(step, it)| of_ports(lab, step, &it.goal));
    [fibre, network, rack, ports].into_iter().flatten().min_by_key(|hint| hint.step)
}

fn of_rack(lab: &Lab, step: usize, goal: &Goal) -> Option<Hint> {
    let asked = crate::rack::coach::next(lab, goal)?;
    Some(Hint { gesture: Gesture::Rack, action: asked.action, fibre: None, step, say: asked.say, why: asked.why })
}

fn of_ports(lab: &Lab, step: usize, goal: &Goal) -> Option<Hint> {
    let asked = crate::fibre::port_coach::next(lab, goal)?;
    let gesture = if matches!(asked.action, Action::GoTo { .. }) { Gesture::GoTo } else { Gesture::Ports };
    Some(Hint { gesture, action: asked.action, fibre: None, step, say: asked.say, why: asked.why })
}

/// Which steps of the network and of the rubric are reached; those of other trades count as reached here.
fn reached(lab: &Lab) -> Vec<bool> {
    lab.scenario().steps.iter().map(|step| is_reached(lab, &step.goal)).collect()
}

fn is_reached(lab: &Lab, goal: &Goal) -> bool {
    match goal {
        Goal::Cable { a, b } => {
            let net = lab.network();
            let [from, to] = [a, b].map(|port| socket(net, port));
            from.is_some_and(|from| to.is_some() && net.peer(from) == to && net.devices[from.0].ports[from.1].carrier)
        }
        Goal::Console { device, lines, until } => match until {
            Some(until) => criteria::judge(lab, until, false).share == Permille(1000),
            None => typed_so_far(lab, device, lines) == lines.len(),
        },
        Goal::Earn { lines } => {
            let mut rubric = lab.scenario().rubric.iter().filter(|line| lines.contains(&line.id));
            rubric.all(|line| criteria::judge(lab, &line.criterion, false).share == Permille(1000))
        }
        _ => true,
    }
}

fn hint(lab: &Lab, step: usize, goal: &Goal) -> Option<Hint> {
    match goal {
        Goal::Cable { a, b } => {
            let net = lab.network();
            // A cable that stands in the way goes first.
            let taken = [(a, b), (b, a)].into_iter().find(|(port, other)| {
                let at = socket(net, port);
                at.is_some_and(|at| net.peer(at).is_some_and(|peer| Some(peer) != socket(net, other)))
            });
            let joined = socket(net, a).and_then(|at| net.peer(at)) == socket(net, b);
            let (action, key) = match taken {
                Some((port, _)) => (Action::Disconnect { port: port.clone() }, "coach-uncable"),
                // The right ports, but a cable that gives no light.
                None if joined => (Action::Disconnect { port: a.clone() }, "coach-uncable"),
                None => (Action::Connect { a: a.clone(), b: b.clone(), cable: fitting(lab, a, b) }, "coach-cable"),
            };
            let port = match &action {
                Action::Disconnect { port } => port.to_string(),
                _ => String::new(),
            };
            let say = Message::new(key).with("a", a.to_string()).with("b", b.to_string()).with("port", port);
            Some(Hint { gesture: Gesture::Cable, action, fibre: None, step, say, why: Message::new("coach-cable-why") })
        }
        Goal::Console { device, lines, .. } => {
            let all = typed_so_far(lab, device, lines);
            // Everything was typed and it is not so yet: something went wrong on the way; the lines stay at hand.
            let line = lines.get(all).or(lines.last())?;
            let retry = all >= lines.len();
            let key = if retry { "coach-type-again" } else { "coach-type" };
            let say = Message::new(key).with("device", device.as_str()).with("line", line.line.as_str());
            let action = Action::Type { device: device.clone(), line: line.line.clone() };
            let os = lab.network().device(device).map(|index| lab.network().devices[index].os);
            let why = match (&line.say, os.and_then(|os| suggest::explained(os, &line.line))) {
                (Some(say), _) => Message::new("coach-own").with("text", say.clone()),
                (None, Some(say)) => say,
                (None, None) => Message::new("coach-type-why"),
            };
            Some(Hint { gesture: Gesture::Type, action, fibre: None, step, say, why })
        }
        _ => None,
    }
}

/// The kind of cable that gives light between two ports.
fn fitting(lab: &Lab, a: &PortId, b: &PortId) -> NetCable {
    let net = lab.network();
    let (Some(a), Some(b)) = (socket(net, a), socket(net, b)) else { return NetCable::Straight };
    NetCable::ALL.into_iter().find(|cable| fits(net, a, b, *cable)).unwrap_or_default()
}

/// How many of these lines were typed into a device, in their order; anything else may stand between them.
pub fn typed_so_far(lab: &Lab, device: &str, lines: &[LineToType]) -> usize {
    let typed = lab.state().network.iter().filter_map(|Step { what, .. }| match what {
        What::Typed { device: at, line } if at == device => Some(line.as_str()),
        _ => None,
    });
    let mut done = 0;
    for line in typed {
        if lines.get(done).is_some_and(|wanted| suggest::means(line, &wanted.line)) {
            done += 1;
        }
    }
    done
}
