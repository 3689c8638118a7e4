//! What is judged of cords: that they join the right ports, lie where they should, and say whose they are.

use super::{Evidence, Verdict, all_or_nothing, numbers};
use crate::fibre::cords::{SPOOL_HOLDS_MM, Surplus, label_sense};
use crate::fibre::front::Front;
use crate::fibre::names::{cord_name, path_name, port_name, surplus_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::state::CordState;
use crate::locale::Message;
use crate::plant::address::{CordEnd, PortId};
use crate::units::Permille;

/// The cord between two ports, whichever way around.
fn cord_between<'a>(lab: &'a Lab, from: &PortId, to: &PortId) -> Option<(&'a String, &'a CordState)> {
    lab.state().cords.iter().find(|(_, cord)| match &cord.plugged {
        [Some(a), Some(b)] => (a, b) == (from, to) || (a, b) == (to, from),
        _ => false,
    })
}

fn no_cord(lab: &Lab, from: &PortId, to: &PortId) -> Verdict {
    let [one, other] = [from, to].map(|port| port_name(lab.scenario(), port));
    let found = vec![Message::new("found-not-patched").with("from", one).with("to", other)];
    // Plugging into one of them was the nearest to it.
    let actions = numbers(lab, |action| matches!(action, Action::Plug { port, .. } if port == from || port == to));
    let objects = vec![from.to_string(), to.to_string()];
    all_or_nothing(false, Evidence { found, cause: None, actions, objects })
}

/// One cord joins them.
pub fn patched(lab: &Lab, from: &PortId, to: &PortId) -> Verdict {
    let Some((id, _)) = cord_between(lab, from, to) else { return no_cord(lab, from, to) };
    let found = vec![Message::new("found-patched").with("cord", cord_name(lab.scenario(), id))];
    all_or_nothing(true, Evidence { found, cause: None, actions: plugs_of(lab, id), objects: vec![id.clone()] })
}

fn plugs_of(lab: &Lab, cord: &str) -> Vec<usize> {
    numbers(lab, |action| matches!(action, Action::Plug { plug, .. } if plug.cord == cord))
}

/// It goes through the guides of a careful hand, and what is too much lies on a spool that holds it.
pub fn tidy(lab: &Lab, from: &PortId, to: &PortId) -> Verdict {
    let scenario = lab.scenario();
    let Some((id, cord)) = cord_between(lab, from, to) else { return no_cord(lab, from, to) };
    let [Some(a), Some(b)] = &cord.plugged else { return no_cord(lab, from, to) };
    if scenario.rack_cord_model(id).is_some() {
        return super::rack::tidy(lab, id, cord, [a, b]);
    }
    let front = Front::of(scenario, scenario.place_of(a).unwrap_or_default());
    let wanted = front.careful_path(a, b);
    let leads = numbers(lab, |action| matches!(action, Action::LeadCord { cord, .. } if cord == id));
    let objects = vec![id.clone()];
    let Some(led) = &cord.led else {
        let found = vec![Message::new("found-not-led").with("cord", cord_name(scenario, id))];
        return all_or_nothing(false, Evidence { found, cause: None, actions: plugs_of(lab, id), objects });
    };
    let needed = front.needed_mm(scenario, a, b, &led.path).unwrap_or(0);
    let over = scenario.cord_length(id).unwrap_or_default().0.saturating_sub(u64::from(needed));
    let mut found = Vec::new();
    if led.path != wanted {
        let path = path_name(&led.path);
        found.push(Message::new("found-wrong-path").with("path", path).with("wanted", path_name(&wanted)));
    }
    if led.surplus != Surplus::Coiled {
        found.push(Message::new("found-surplus").with("surplus", surplus_name(led.surplus)));
    } else if over > u64::from(SPOOL_HOLDS_MM) {
        found.push(Message::new("found-too-much-surplus").with("surplus", crate::units::Millimetres(over)));
    }
    let good = found.is_empty();
    if good {
        found.push(Message::new("found-tidy").with("path", path_name(&led.path)));
    }
    all_or_nothing(good, Evidence { found, cause: None, actions: leads, objects })
}

/// Both ends say it.
pub fn labelled(lab: &Lab, from: &PortId, to: &PortId, text: &str) -> Verdict {
    let Some((id, cord)) = cord_between(lab, from, to) else { return no_cord(lab, from, to) };
    let wanted = label_sense(text);
    let bears = |label: &Option<String>| label.as_ref().is_some_and(|label| label_sense(label).contains(&wanted));
    let good = cord.labels.iter().filter(|label| bears(label)).count();
    let mut found = vec![Message::new("found-labels").with("good", good).with("text", text)];
    for label in cord.labels.iter().flatten().filter(|label| !label_sense(label).contains(&wanted)) {
        found.push(Message::new("found-wrong-label").with("text", label.as_str()));
    }
    let actions =
        numbers(lab, |action| matches!(action, Action::Label { plug: CordEnd { cord, .. }, .. } if cord == id));
    let share = Permille(500 * good as u16);
    Verdict { share, evidence: Evidence { found, cause: None, actions, objects: vec![id.clone()] } }
}
