//! A tree to the types of [`super::file`], reporting every mistake of a file in one run.
//!
//! serde stops at the first error. So this deserialiser raises hardly any: it reports a mistake and hands out a
//! *hole*, which stands for any value, and goes on. Two things only the types themselves know, and tell by failing:
//! which fields have no default, and which texts must be addresses. These are learned from the failure, for every
//! struct of that kind at once, and the tree is decoded again. So the number of rounds depends on the types and not on
//! the file.

mod access;
mod value;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::tree::Node;
use crate::diagnostic::{Code, Diagnostic};
use crate::locale::{Arg, Message};
use crate::plant::address::{BadAddress, Wanted};

/// What came out of a tree.
#[derive(Debug)]
pub struct Decoded<T> {
    /// With holes where something was wrong; nothing if even that failed.
    pub value: Option<T>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What a hole says where a text is wanted. No id may hold it, so `check` knows a hole and keeps silent about it.
pub const HOLE: &str = "\u{fffd}";

/// Far more than there are fields to learn about.
const MOST_ROUNDS: usize = 100;

/// Decodes a tree. The value can be trusted when there is no diagnostic.
pub fn decode<T: DeserializeOwned>(root: &Node) -> Decoded<T> {
    let mut learned = Learned::default();
    for _ in 0..MOST_ROUNDS {
        let context = Context { learned: &learned, found: RefCell::default(), last: RefCell::default() };
        let result = T::deserialize(value::Value { node: root, context: &context, slot: Slot::default() });
        let (found, last) = (context.found.into_inner(), context.last.into_inner());
        let mut diagnostics = found.list;
        let fault = match result {
            Ok(value) => return Decoded { value: Some(value), diagnostics },
            Err(fault) => fault,
        };
        let reason = fault.to_string();
        if !learned.learn(fault, last) {
            if diagnostics.is_empty() {
                let message = Message::new("diag-bad-value").with("reason", reason);
                diagnostics.push(Diagnostic::new(Code::BadValue, root.opening(), message));
            }
            return Decoded { value: None, diagnostics };
        }
    }
    let message = Message::new("diag-too-many").with("count", MOST_ROUNDS);
    Decoded { value: None, diagnostics: vec![Diagnostic::new(Code::TooMany, root.opening(), message)] }
}

/// Which field of which struct a value is for: all that is learned is learned for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Slot {
    owner: &'static str,
    /// Empty unless the owner is an enum.
    variant: &'static str,
    field: &'static str,
    /// Position in a tuple.
    index: usize,
}

/// What a hole of a slot says, so that its type takes it.
fn hole(shape: Option<Wanted>) -> String {
    match shape {
        None => HOLE.to_owned(),
        Some(Wanted::Fibre) => format!("{HOLE}:1:1"),
        Some(Wanted::FibreEnd | Wanted::Termination) => format!("{HOLE}:1:1@{HOLE}"),
        Some(Wanted::Port) => format!("{HOLE}/{HOLE}"),
        Some(Wanted::CordEnd) => format!("{HOLE}#a"),
    }
}

/// Why a text is no such address, and how to write one.
fn complaint(shape: Wanted, text: &str) -> (Message, Message) {
    let (what, help) = match shape {
        Wanted::Fibre => ("diag-bad-fibre", "diag-bad-fibre-help"),
        Wanted::Port => ("diag-bad-port", "diag-bad-port-help"),
        Wanted::CordEnd => ("diag-bad-plug", "diag-bad-plug-help"),
        Wanted::FibreEnd | Wanted::Termination => ("diag-bad-end", "diag-bad-end-help"),
    };
    (Message::new(what).with("text", text), Message::new(help))
}

/// What earlier rounds taught.
#[derive(Default)]
struct Learned {
    required: HashSet<Slot>,
    shapes: HashMap<Slot, Wanted>,
    /// Texts that their type refused for another reason, by the address of their node.
    refused: HashMap<usize, String>,
}

/// The text handed out last: what a complaint of a type is about.
enum Given {
    Text { slot: Slot, node: usize, text: String },
    Hole { slot: Slot },
}

impl Learned {
    /// Takes a failure into account; false if that would change nothing.
    fn learn(&mut self, fault: Fault, last: Option<Given>) -> bool {
        match (fault, last) {
            (Fault::Missing { field, owner: Some(owner) }, _) => {
                self.required.insert(Slot { field, index: 0, ..owner })
            }
            (Fault::Custom(reason), Some(Given::Hole { slot })) => match refused_as(HOLE, &reason) {
                Some(shape) => self.shapes.insert(slot, shape).is_none(),
                None => false,
            },
            (Fault::Custom(reason), Some(Given::Text { slot, node, text })) => match refused_as(&text, &reason) {
                Some(shape) if !self.shapes.contains_key(&slot) => self.shapes.insert(slot, shape).is_none(),
                _ => self.refused.insert(node, reason).is_none(),
            },
            _ => false,
        }
    }
}

/// Which address the type wanted that refused this text for this reason.
fn refused_as(text: &str, reason: &str) -> Option<Wanted> {
    Wanted::ALL.into_iter().find(|wanted| BadAddress { text: text.to_owned(), wanted: *wanted }.to_string() == reason)
}

/// What one round finds.
struct Context<'l> {
    learned: &'l Learned,
    found: RefCell<Found>,
    last: RefCell<Option<Given>>,
}

#[derive(Default)]
struct Found {
    list: Vec<Diagnostic>,
    /// Repetition makes the same mistake many times at one place: it is told once.
    told: HashSet<(Code, usize, usize, String)>,
}

/// More mistakes than this are not collected.
const MOST_FOUND: usize = 200;

impl Context<'_> {
    fn report(&self, code: Code, span: Range<usize>, message: Message, help: Option<Message>) {
        let mut found = self.found.borrow_mut();
        if found.list.len() > MOST_FOUND {
            return;
        }
        if found.list.len() == MOST_FOUND {
            let message = Message::new("diag-too-many").with("count", MOST_FOUND);
            return found.list.push(Diagnostic::new(Code::TooMany, span, message));
        }
        if found.told.insert((code, span.start, span.end, format!("{message:?}"))) {
            let diagnostic = Diagnostic { help, ..Diagnostic::new(code, span, message) };
            found.list.push(diagnostic);
        }
    }
}

/// What a type complains about.
#[derive(Debug)]
enum Fault {
    Missing { field: &'static str, owner: Option<Slot> },
    Custom(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Missing { field, .. } => write!(f, "missing field {field}"),
            Fault::Custom(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: std::fmt::Display>(reason: T) -> Self {
        Fault::Custom(reason.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Fault::Missing { field, owner: None }
    }
}

/// What the author calls a struct: its name in the types is never written in a file.
fn part(owner: &'static str, variant: &'static str) -> Arg {
    if !variant.is_empty() {
        return super::suggest::quoted(variant).into();
    }
    let key = match owner {
        "ScenarioFile" => "part-scenario",
        "SolutionFile" => "part-solution",
        "Text" => "part-text",
        "Site" => "part-site",
        "Place" => "part-place",
        "Cable" => "part-cable",
        "MadeSplice" => "part-splice",
        "Equipment" => "part-equipment",
        "Cord" => "part-cord",
        "Client" => "part-client",
        "Device" => "part-device",
        "NetLink" => "part-link",
        "Bench" => "part-bench",
        "SplicerSetting" => "part-splicer",
        "CleaverSetting" => "part-cleaver",
        "Step" => "part-step",
        "CriterionLine" => "part-line",
        "Mistake" => "part-mistake",
        _ => return super::suggest::quoted(owner).into(),
    };
    Message::new(key).into()
}
