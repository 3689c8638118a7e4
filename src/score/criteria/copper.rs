//! What is judged of installed twisted pairs: the wires, the certificates, the strips above the ports.

use super::{Item, Verdict, each, numbers};
use crate::catalogue::rack::Category;
use crate::fibre::cords::label_sense;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::plant::address::{End, PortId};
use crate::rack::copper::words::{fault_message, test_faults};
use crate::rack::copper::{self, Line, MOST_UNTWIST_MM};
use crate::rack::cords::label_for;
use crate::rack::link::{category_name, nth_port, through};
use crate::rack::words::gear_port_name;
use crate::scenario::file::Criterion;

/// Judges a criterion of copper.
pub fn judge(lab: &Lab, criterion: &Criterion) -> Option<Verdict> {
    Some(match criterion {
        Criterion::PairsRight { run, lines } => over(lab, run, lines, pairs_right),
        Criterion::LinesCertified { run, lines, limit } => {
            over(lab, run, lines, |lab, line| certified(lab, line, *limit))
        }
        Criterion::PortsLabelled { run, lines } => {
            let ends: Vec<Line> = [End::A, End::B].iter().flat_map(|end| lines_of(lab, run, lines, *end)).collect();
            each(&ends, false, |line| labelled(lab, line))
        }
        _ => return None,
    })
}

/// The cables of a run by their numbers from 1, seen from one end.
fn lines_of<'a>(lab: &'a Lab, run: &str, numbers: &[u16], end: End) -> Vec<Line<'a>> {
    let scenario = lab.scenario();
    let Some(first) = scenario.runs.get(run).map(|run| run.first(end)) else { return Vec::new() };
    let at = |number: &u16| nth_port(scenario, first, number.checked_sub(1)?);
    numbers.iter().filter_map(at).filter_map(|port| copper::line(scenario, &port)).collect()
}

fn over(lab: &Lab, run: &str, numbers: &[u16], look: impl Fn(&Lab, &Line) -> Item) -> Verdict {
    each(&lines_of(lab, run, numbers, End::A), false, |line| look(lab, line))
}

fn front(lab: &Lab, rear: &PortId) -> PortId {
    through(lab.scenario(), rear).unwrap_or_else(|| rear.clone())
}

/// Whether a port is one of the two of a cable, by its front or its rear.
fn is_of(lab: &Lab, line: &Line, port: &PortId) -> bool {
    line.ports.iter().any(|rear| rear == port || front(lab, rear) == *port)
}

fn pairs_right(lab: &Lab, line: &Line) -> Item {
    let ends = copper::both_ends(lab.state(), line);
    let name = gear_port_name(lab.scenario(), &front(lab, &line.ports[0]));
    let actions = numbers(
        lab,
        |action| matches!(action, Action::LayPair { port, .. } | Action::PullPair { port, .. } if is_of(lab, line, port)),
    );
    let wires = copper::wire_faults(&ends);
    let opened = ends.iter().flat_map(|end| end.values()).map(|laid| laid.untwist_mm).max().unwrap_or(0);
    let contacts = |punched: &copper::Punched| -> Vec<_> {
        punched.iter().map(|(pair, laid)| (*pair, laid.white, laid.solid)).collect()
    };
    let wanted = contacts(&copper::by_scheme(line.run.scheme, 0));
    let other_scheme = ends.iter().any(|end| contacts(end) != wanted);
    let (good, what) = if let Some((fault, contacts)) = wires.first() {
        (false, fault_message(*fault, *contacts))
    } else if opened > MOST_UNTWIST_MM {
        (false, Message::new("copper-found-untwist").with("mm", opened).with("most", MOST_UNTWIST_MM))
    } else if other_scheme {
        (false, Message::new("copper-found-scheme").with("scheme", line.run.scheme.name()))
    } else {
        (true, Message::new("copper-found-straight").with("scheme", line.run.scheme.name()))
    };
    let said = Message::new("copper-found").with("port", name).with("what", what);
    Item { good, missing: false, said, cause: None, actions, object: line.ports[0].to_string() }
}

/// The name that the result of a cable is kept under: where its near end is, as its label begins.
pub fn record_name(lab: &Lab, line: &Line) -> String {
    let [near, far] = line.ports.clone().map(|rear| front(lab, &rear));
    let whole = label_for(lab.scenario(), lab.state(), &near, &far);
    whole.split(" / ").next().unwrap_or(&whole).to_owned()
}

fn certified(lab: &Lab, line: &Line, limit: Category) -> Item {
    let scenario = lab.scenario();
    let near = front(lab, &line.ports[0]);
    let wanted = record_name(lab, line);
    let kept = &lab.state().rack.certificates;
    let named = kept.iter().find(|(name, _)| label_sense(name) == label_sense(&wanted));
    let of_this = |port: &PortId| line.ports.contains(port);
    let actions = numbers(lab, |action| matches!(action, Action::Certify { port, .. } if is_of(lab, line, port)));
    let touched = numbers(
        lab,
        |action| matches!(action, Action::LayPair { port, .. } | Action::PullPair { port, .. } if is_of(lab, line, port)),
    );
    let stale = touched.last() > actions.last();
    let (good, what) = match named {
        None => match kept.iter().find(|(_, certificate)| of_this(&certificate.port)) {
            Some((name, _)) => {
                (false, Message::new("copper-found-other-name").with("name", name.as_str()).with("wanted", wanted))
            }
            None => (false, Message::new("copper-found-not-certified")),
        },
        Some((_, certificate)) if !of_this(&certificate.port) => {
            (false, Message::new("copper-found-of-another").with("name", wanted))
        }
        Some((_, certificate)) if certificate.limit != limit => {
            let message = Message::new("copper-found-wrong-limit");
            (false, message.with("limit", category_name(certificate.limit)).with("wanted", category_name(limit)))
        }
        Some(_) if stale => (false, Message::new("copper-found-stale")),
        Some((_, certificate)) if !certificate.test.outcome.is_pass() => {
            (false, Message::new("copper-found-failed").with("faults", test_faults(&certificate.test)))
        }
        Some((name, certificate)) => {
            let message = Message::new("copper-found-passed");
            (true, message.with("name", name.as_str()).with("outcome", certificate.test.outcome.text()))
        }
    };
    let said = Message::new("copper-found").with("port", gear_port_name(scenario, &near)).with("what", what);
    Item { good, missing: false, said, cause: None, actions, object: line.ports[0].to_string() }
}

fn labelled(lab: &Lab, line: &Line) -> Item {
    let (scenario, state) = (lab.scenario(), lab.state());
    let [near, far] = line.ports.clone().map(|rear| front(lab, &rear));
    let wanted = label_for(scenario, state, &near, &far);
    let written = state.rack.port_labels.get(&line.ports[0]);
    let name = gear_port_name(scenario, &near);
    let (good, said) = match written {
        None => (false, Message::new("rack-found-no-label").with("port", name).with("wanted", wanted)),
        Some(text) => {
            let good = label_sense(text) == label_sense(&wanted);
            let key = if good { "rack-found-label" } else { "rack-found-wrong-label" };
            (good, Message::new(key).with("port", name).with("text", text.as_str()).with("wanted", wanted))
        }
    };
    let actions = numbers(
        lab,
        |action| matches!(action, Action::LabelPort { port, .. } if *port == line.ports[0] || *port == near),
    );
    Item { good, missing: false, said, cause: None, actions, object: near.to_string() }
}
