//! What hands and testers do at copper panels.

use serde::{Deserialize, Serialize};

use super::tester::{Outcome, Test, certify};
use super::words::{CopperDeed, CopperHindrance};
use super::{Laid, Line, Pair, both_ends, line, punched, wire_map};
use crate::catalogue::rack::Category;
use crate::fibre::cords::LONGEST_LABEL;
use crate::fibre::gestures::Done;
use crate::lab::State;
use crate::lab::action::Action;
use crate::lab::effect::Refusal;
use crate::lab::presence::at_port;
use crate::plant::address::PortId;
use crate::rack::link::through;
use crate::rack::words::{Deed, Hindrance};
use crate::scenario::model::Scenario;

type Result<T = Done> = std::result::Result<T, Refusal>;

/// Durations are design choices: what a trained hand needs.
mod seconds {
    pub const LAY: u64 = 20;
    pub const PULL: u64 = 6;
    /// The colleague at the far end plugs the other half in.
    pub const CERTIFY: u64 = 30;
    pub const LAMPS: u64 = 15;
    pub const LABEL: u64 = 10;
}

/// A pair is at most so far opened before it falls apart, in millimetres.
pub const FULLY_OPENED_MM: u8 = 60;

/// A result that the certifier keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Rear port at which it was read.
    pub port: PortId,
    pub limit: Category,
    pub test: Test,
}

/// Does a gesture at a copper panel.
///
/// # Errors
/// The port is behind no copper run, the panel is not there, contacts are taken, a cord is in the way, or a text has no
/// length that fits.
pub fn perform(scenario: &Scenario, state: &mut State, action: &Action) -> Result {
    match action {
        Action::LayPair { port, pair, white, solid, untwist_mm } => {
            let laid = Laid { white: *white, solid: *solid, untwist_mm: *untwist_mm };
            lay(scenario, state, port, *pair, laid)
        }
        Action::PullPair { port, pair } => pull(scenario, state, port, *pair),
        Action::Certify { port, limit, name } => read(scenario, state, port, *limit, name),
        Action::LampTest { port } => lamps(scenario, state, port),
        Action::LabelPort { port, text } => label(scenario, state, port, text),
        _ => unreachable!("only gestures of copper come here"),
    }
}

fn no(hindrance: CopperHindrance) -> Refusal {
    Refusal::Rack(Hindrance::Copper(hindrance))
}

fn done(seconds: u64, deed: CopperDeed) -> Result {
    Ok(Done::new(seconds, [Deed::Copper(deed).into()]))
}

/// The cable behind a port, at which the trainee stands.
fn at_line<'a>(scenario: &'a Scenario, state: &State, port: &PortId) -> Result<Line<'a>> {
    if scenario.gear_port(port).is_none() {
        return Err(Refusal::NoSuchPort(port.clone()));
    }
    let line = line(scenario, port).ok_or_else(|| no(CopperHindrance::NoLine(port.clone())))?;
    if !state.rack.held.contains_key(&port.equipment) {
        return Err(Refusal::Rack(Hindrance::OnTrolley(port.equipment.clone())));
    }
    at_port(scenario, state, port)?;
    Ok(line)
}

fn lay(scenario: &Scenario, state: &mut State, port: &PortId, pair: Pair, laid: Laid) -> Result {
    let line = at_line(scenario, state, port)?;
    let contacts = 1..=8;
    if !contacts.contains(&laid.white) || !contacts.contains(&laid.solid) || laid.white == laid.solid {
        return Err(no(CopperHindrance::NoSuchContacts));
    }
    if !(1..=FULLY_OPENED_MM).contains(&laid.untwist_mm) {
        return Err(no(CopperHindrance::NoSuchUntwist));
    }
    let mut there = punched(scenario, state, port).unwrap_or_default();
    there.remove(&pair);
    for contact in [laid.white, laid.solid] {
        if super::wire_on(&there, contact).is_some() {
            return Err(no(CopperHindrance::ContactTaken(contact)));
        }
    }
    there.insert(pair, laid);
    state.rack.punched.insert(line.ports[0].clone(), there);
    done(seconds::LAY, CopperDeed::Laid { port: port.clone(), pair, laid })
}

fn pull(scenario: &Scenario, state: &mut State, port: &PortId, pair: Pair) -> Result {
    let line = at_line(scenario, state, port)?;
    let mut there = punched(scenario, state, port).unwrap_or_default();
    there.remove(&pair).ok_or_else(|| no(CopperHindrance::NotLaid(pair)))?;
    state.rack.punched.insert(line.ports[0].clone(), there);
    done(seconds::PULL, CopperDeed::Pulled { port: port.clone(), pair })
}

/// The fronts of both ends are free, so that both halves of a tester go in.
fn free_fronts(scenario: &Scenario, state: &State, line: &Line) -> Result<()> {
    for rear in &line.ports {
        if let Some(front) = through(scenario, rear)
            && state.plug_in(&front).is_some()
        {
            return Err(Refusal::PortTaken(front));
        }
    }
    Ok(())
}

fn read(scenario: &Scenario, state: &mut State, port: &PortId, limit: Category, name: &str) -> Result {
    let line = at_line(scenario, state, port)?;
    free_fronts(scenario, state, &line)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_LABEL {
        return Err(Refusal::LabelLength { most: LONGEST_LABEL as u16 });
    }
    let test = certify(scenario.seed, &line, &both_ends(state, &line), limit);
    let outcome: Outcome = test.outcome;
    let kept = Certificate { port: line.ports[0].clone(), limit, test: test.clone() };
    state.rack.certificates.insert(name.to_owned(), kept);
    done(seconds::CERTIFY, CopperDeed::Certified { port: port.clone(), limit, name: name.to_owned(), outcome, test })
}

fn lamps(scenario: &Scenario, state: &mut State, port: &PortId) -> Result {
    let line = at_line(scenario, state, port)?;
    free_fronts(scenario, state, &line)?;
    let lit = wire_map(&both_ends(state, &line));
    done(seconds::LAMPS, CopperDeed::Lamps { port: port.clone(), lit })
}

fn label(scenario: &Scenario, state: &mut State, port: &PortId, text: &str) -> Result {
    let line = at_line(scenario, state, port)?;
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_LABEL {
        return Err(Refusal::LabelLength { most: LONGEST_LABEL as u16 });
    }
    state.rack.port_labels.insert(line.ports[0].clone(), text.to_owned());
    done(seconds::LABEL, CopperDeed::Labelled { port: port.clone(), text: text.to_owned() })
}
