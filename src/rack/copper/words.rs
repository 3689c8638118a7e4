//! What was done at a copper panel, or why it could not be, in words.

use serde::Serialize;

use super::tester::{Outcome, Quantity, Test};
use super::{Laid, MOST_UNTWIST_MM, Pair, WireFault};
use crate::catalogue::rack::Category;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::rack::link::category_name;
use crate::rack::words::gear_port_name;
use crate::scenario::model::Scenario;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum CopperDeed {
    Laid {
        port: PortId,
        pair: Pair,
        laid: Laid,
    },
    Pulled {
        port: PortId,
        pair: Pair,
    },
    Certified {
        port: PortId,
        limit: Category,
        name: String,
        outcome: Outcome,
        test: Test,
    },
    /// For each contact here the one whose lamp lit there.
    Lamps {
        port: PortId,
        lit: [Option<u8>; 8],
    },
    Labelled {
        port: PortId,
        text: String,
    },
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum CopperHindrance {
    NoLine(PortId),
    NoSuchContacts,
    NoSuchUntwist,
    ContactTaken(u8),
    NotLaid(Pair),
}

/// More faults than this are not told in one sentence.
const MOST_TOLD: usize = 2;

pub fn pair_name(pair: Pair) -> Message {
    Message::new(match pair {
        Pair::Blue => "copper-pair-blue",
        Pair::Orange => "copper-pair-orange",
        Pair::Green => "copper-pair-green",
        Pair::Brown => "copper-pair-brown",
    })
}

/// A fault of the wires with the contacts that have it.
pub fn fault_message(fault: WireFault, (one, other): (u8, u8)) -> Message {
    let key = match fault {
        WireFault::Open => "copper-fault-open",
        WireFault::Reversed => "copper-fault-reversed",
        WireFault::Crossed => "copper-fault-crossed",
        WireFault::Torn => "copper-fault-torn",
        WireFault::Split => "copper-fault-split",
    };
    Message::new(key).with("one", one).with("other", other)
}

pub fn quantity_name(what: Quantity) -> Message {
    Message::new(match what {
        Quantity::Length => "copper-length",
        Quantity::Delay => "copper-delay",
        Quantity::Skew => "copper-skew",
        Quantity::Loop => "copper-loop",
        Quantity::InsertionLoss => "copper-loss",
        Quantity::Next => "copper-next",
        Quantity::PowerSumNext => "copper-psnext",
    })
}

/// The unit that is printed behind a value: the same in every language.
pub fn unit(what: Quantity) -> &'static str {
    match what {
        Quantity::Length => "m",
        Quantity::Delay | Quantity::Skew => "ns",
        Quantity::Loop => "Ω",
        Quantity::InsertionLoss | Quantity::Next | Quantity::PowerSumNext => "dB",
    }
}

/// Why a test failed, worst first: wires before values.
pub fn test_faults(test: &Test) -> Vec<Message> {
    let wires = test.faults.iter().map(|(fault, contacts)| fault_message(*fault, *contacts));
    let values = test.readings.iter().filter(|reading| !reading.outcome.is_pass());
    wires
        .chain(values.map(|reading| Message::new("copper-fault-value").with("what", quantity_name(reading.what))))
        .collect()
}

impl CopperDeed {
    /// Whether it is something to mind.
    pub fn is_trouble(&self) -> bool {
        match self {
            CopperDeed::Laid { laid, .. } => laid.untwist_mm > MOST_UNTWIST_MM,
            CopperDeed::Certified { outcome, .. } => !outcome.is_pass(),
            CopperDeed::Lamps { lit, .. } => lit.iter().zip(1..).any(|(there, here)| *there != Some(here)),
            CopperDeed::Pulled { .. } | CopperDeed::Labelled { .. } => false,
        }
    }

    pub fn message(&self, scenario: &Scenario) -> Message {
        match self {
            CopperDeed::Laid { pair, laid, .. } => Message::new("copper-did-lay")
                .with("pair", pair_name(*pair))
                .with("white", laid.white)
                .with("solid", laid.solid)
                .with("mm", laid.untwist_mm),
            CopperDeed::Pulled { pair, .. } => Message::new("copper-did-pull").with("pair", pair_name(*pair)),
            CopperDeed::Certified { name, outcome, test, .. } => {
                let key = if outcome.is_pass() { "copper-did-pass" } else { "copper-did-fail" };
                Message::new(key)
                    .with("name", name.as_str())
                    .with("outcome", outcome.text())
                    .with("faults", test_faults(test).into_iter().take(MOST_TOLD).collect::<Vec<_>>())
            }
            CopperDeed::Lamps { port, lit } => {
                let told: Vec<String> = lit
                    .iter()
                    .map(|there| there.map_or_else(|| "–".to_owned(), |contact| contact.to_string()))
                    .collect();
                Message::new("copper-did-lamps")
                    .with("port", gear_port_name(scenario, port))
                    .with("lit", told.join(" "))
            }
            CopperDeed::Labelled { port, text } => Message::new("copper-did-label")
                .with("port", gear_port_name(scenario, port))
                .with("text", text.as_str()),
        }
    }
}

impl CopperHindrance {
    pub fn message(&self, scenario: &Scenario) -> Message {
        match self {
            CopperHindrance::NoLine(port) => {
                Message::new("copper-no-line").with("port", gear_port_name(scenario, port))
            }
            CopperHindrance::NoSuchContacts => Message::new("copper-no-such-contacts"),
            CopperHindrance::NoSuchUntwist => Message::new("copper-no-such-untwist"),
            CopperHindrance::ContactTaken(contact) => Message::new("copper-contact-taken").with("contact", *contact),
            CopperHindrance::NotLaid(pair) => Message::new("copper-not-laid").with("pair", pair_name(*pair)),
        }
    }
}

/// A gesture at a copper panel as a report tells it; nothing for the others.
pub fn action_message(action: &Action, scenario: &Scenario) -> Option<Message> {
    let at = |key: &'static str, port: &PortId| Message::new(key).with("port", gear_port_name(scenario, port));
    Some(match action {
        Action::LayPair { port, pair, white, solid, .. } => {
            at("copper-act-lay", port).with("pair", pair_name(*pair)).with("white", *white).with("solid", *solid)
        }
        Action::PullPair { port, pair } => at("copper-act-pull", port).with("pair", pair_name(*pair)),
        Action::Certify { port, limit, name } => {
            at("copper-act-certify", port).with("limit", category_name(*limit)).with("name", name.as_str())
        }
        Action::LampTest { port } => at("copper-act-lamps", port),
        Action::LabelPort { port, text } => at("copper-act-label", port).with("text", text.as_str()),
        _ => return None,
    })
}

/// The word on the button of a gesture; nothing for the others.
pub fn verb(action: &Action) -> Option<&'static str> {
    Some(match action {
        Action::LayPair { .. } => "copper-verb-lay",
        Action::PullPair { .. } => "copper-verb-pull",
        Action::Certify { .. } => "copper-verb-certify",
        Action::LampTest { .. } => "copper-verb-lamps",
        Action::LabelPort { .. } => "copper-verb-label",
        _ => return None,
    })
}
