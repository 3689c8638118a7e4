//! Whether a decoded file makes sense, all problems in one run.
//!
//! The types know no places in the text. A check therefore carries its path, [`At`], on the stack; only when something
//! is wrong is the path followed through the tree to the bytes to point at.

mod closure;
mod equipment;
mod faces;
mod faults;
mod network;
mod plant;
mod rack;
mod rubric;
mod services;
mod solution;
mod traces;

use std::collections::HashSet;

pub use solution::check_solution;

use super::decode::HOLE;
use super::file::{GivenTrace, ScenarioFile};
use super::given::Opened;
use super::suggest::among;
use super::tree::{Kind, Node};
use crate::catalogue::rack::DeviceModel;
use crate::diagnostic::{Code, Diagnostic};
use crate::locale::{Message, Text};
use crate::scenario::file::{
    Bench, Cable, Client, ClosureSetting, Cord, Device, Equipment, Fault, Feed, Gear, Rack, ReportLine, Run,
};
use indexmap::IndexMap;

/// Characters that people will read in a work order.
const LONGEST_BRIEF: usize = 2000;

/// More problems than this are not collected.
const MOST_FOUND: usize = 200;

/// A path through a file, each step on the stack of the check that took it.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    /// The value of a field or map key.
    Field(&'a str),
    Item(usize),
    /// The field's name or the key itself.
    Name(&'a str),
}

impl<'a> At<'a> {
    pub const ROOT: At<'static> = At { parent: None, step: Step::Root };

    pub fn field(&'a self, name: &'a str) -> At<'a> {
        At { parent: Some(self), step: Step::Field(name) }
    }

    pub fn item(&'a self, index: usize) -> At<'a> {
        At { parent: Some(self), step: Step::Item(index) }
    }

    pub fn name(&'a self, name: &'a str) -> At<'a> {
        At { parent: Some(self), step: Step::Name(name) }
    }

    /// The bytes to point at: of the last step that is written in the file. Nothing if a hole is on the way.
    pub fn resolve(&self, root: &Node) -> Option<std::ops::Range<usize>> {
        let mut steps = vec![self.step];
        let mut at = self;
        while let Some(parent) = at.parent {
            at = parent;
            steps.push(at.step);
        }
        let mut node = root;
        for step in steps.into_iter().rev() {
            while let Kind::Some(inner) = &node.kind {
                node = inner;
            }
            let next = match step {
                Step::Root => Some(node),
                Step::Field(name) => node.field(name),
                Step::Item(index) => node.item(index),
                Step::Name(name) => match node.name_span(name) {
                    Some(span) => return Some(span),
                    None => None,
                },
            };
            match next.map(|next| (&next.kind, next)) {
                Some((Kind::Hole, _)) => return None,
                Some((_, next)) => node = next,
                None => break,
            }
        }
        Some(node.opening())
    }
}

/// What the checks of one file find.
pub(super) struct Findings<'t> {
    root: &'t Node,
    /// Where something is wrong already: what follows from it is not told.
    spoiled: HashSet<(usize, usize)>,
    told: HashSet<(Code, usize, usize)>,
    list: Vec<Diagnostic>,
}

impl<'t> Findings<'t> {
    /// Whether nothing was found wrong so far.
    pub fn is_clean(&self) -> bool {
        self.spoiled.is_empty() && !self.list.iter().any(Diagnostic::is_error)
    }

    fn new(root: &'t Node, before: &[Diagnostic]) -> Self {
        let errors = before.iter().filter(|diagnostic| diagnostic.is_error());
        let spoiled = errors.map(|diagnostic| (diagnostic.span.start, diagnostic.span.end)).collect();
        Self { root, spoiled, told: HashSet::new(), list: Vec::new() }
    }

    /// Whether a text stands for one that was wrong. In a file that was right so far it is only a strange text.
    pub fn is_hole(&self, text: &str) -> bool {
        !self.spoiled.is_empty() && text.contains(HOLE)
    }

    pub fn add(&mut self, code: Code, at: &At, message: Message) {
        self.add_with(code, at, message, None);
    }

    pub fn add_with(&mut self, code: Code, at: &At, message: Message, help: Option<Message>) {
        if self.list.len() > MOST_FOUND {
            return;
        }
        let Some(span) = at.resolve(self.root) else { return };
        // What `Each` repeats is wrong many times at one place.
        if self.spoiled.contains(&(span.start, span.end)) || !self.told.insert((code, span.start, span.end)) {
            return;
        }
        if self.list.len() == MOST_FOUND {
            let message = Message::new("diag-too-many").with("count", MOST_FOUND);
            self.list.push(Diagnostic::new(Code::TooMany, span, message));
            return;
        }
        self.list.push(Diagnostic { help, ..Diagnostic::new(code, span, message) });
    }

    /// Whether a name is known; says so if not. Names out of holes are passed over.
    pub fn known<'n>(
        &mut self,
        code: Code,
        at: &At,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
        message: &'static str,
    ) -> bool {
        if self.is_hole(name) {
            return false;
        }
        let found = known.clone().any(|candidate| candidate == name);
        // Where there is nothing at all because it could not be read, nothing is missing.
        if !found && (self.spoiled.is_empty() || known.clone().next().is_some()) {
            self.add_with(code, at, Message::new(message).with("name", name), Some(among(name, known)));
        }
        found
    }

    /// Lower case letters, digits and hyphens.
    pub fn id(&mut self, at: &At, id: &str) {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.is_hole(id) {
            return;
        }
        if id.is_empty() || !id.chars().all(good) || id.starts_with('-') || id.ends_with('-') {
            let message = Message::new("diag-bad-id").with("id", id);
            self.add_with(Code::BadId, at, message, Some(Message::new("diag-bad-id-help")));
        }
    }

    /// Words in both languages.
    pub fn text(&mut self, at: &At, text: &Text) {
        for (language, words) in [("fr", &text.fr), ("en", &text.en)] {
            if words.trim().is_empty() {
                let message = Message::new("diag-empty-text").with("language", language);
                self.add(Code::EmptyText, &at.field(language), message);
            }
        }
    }

    pub fn not_zero(&mut self, at: &At, name: &str, number: u32) {
        if number == 0 {
            self.add(Code::Zero, &at.field(name), Message::new("diag-zero").with("name", name));
        }
    }

    /// A number between two bounds, both allowed; neither infinite nor NaN.
    pub fn between(&mut self, at: &At, name: &str, number: f64, least: f64, most: f64) {
        if !(least..=most).contains(&number) {
            let message = Message::new("diag-impossible")
                .with("name", name)
                .with("number", number.to_string())
                .with("least", least.to_string())
                .with("most", most.to_string());
            self.add(Code::Impossible, &at.field(name), message);
        }
    }

    pub fn place(&mut self, at: &At, scene: &Scene, place: &str) -> bool {
        scene.place_set.contains(place)
            || self.known(Code::UnknownPlace, at, place, scene.places.iter().copied(), "diag-unknown-place")
    }

    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|diagnostic| diagnostic.span.start);
        self.list
    }
}

/// What the checks look things up in.
pub(super) struct Scene<'s> {
    /// In the order of the file, for suggestions.
    pub places: Vec<&'s str>,
    pub place_set: HashSet<&'s str>,
    pub cables: &'s IndexMap<String, Cable>,
    pub equipment: &'s IndexMap<String, Equipment>,
    pub cords: &'s IndexMap<String, Cord>,
    pub clients: &'s IndexMap<String, Client>,
    pub devices: &'s IndexMap<String, Device>,
    pub closures: &'s IndexMap<String, ClosureSetting>,
    pub bench: Option<&'s Bench>,
    /// The items there are in stock.
    pub stock: HashSet<&'s str>,
    pub report: &'s IndexMap<String, ReportLine>,
    pub faults: &'s [Fault],
    pub otdr: bool,
    pub traces: &'s IndexMap<String, GivenTrace>,
    pub models: &'s IndexMap<String, DeviceModel>,
    pub feeds: &'s IndexMap<String, Feed>,
    pub racks: &'s IndexMap<String, Rack>,
    pub gear: &'s IndexMap<String, Gear>,
    pub runs: &'s IndexMap<String, Run>,
}

/// Everything that is wrong with a scenario. `stem` is the name of its file without `.ron`, if it has one; `before` is
/// what was wrong with the file already, so that no consequence of it is told.
pub fn check_scenario(
    file: &ScenarioFile,
    traces: &Opened,
    root: &Node,
    stem: Option<&str>,
    before: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut found = Findings::new(root, before);
    let at = At::ROOT;
    check_format(&mut found, file.format);
    found.id(&at.field("id"), &file.id);
    if let Some(stem) = stem.filter(|stem| *stem != file.id && !found.is_hole(&file.id)) {
        let message = Message::new("diag-id-not-file").with("id", file.id.as_str()).with("stem", stem);
        found.add_with(
            Code::BadId,
            &at.field("id"),
            message,
            Some(Message::new("diag-id-not-file-help").with("stem", stem)),
        );
    }
    found.text(&at.field("title"), &file.title);
    found.text(&at.field("brief"), &file.brief);
    for (language, words) in [("fr", &file.brief.fr), ("en", &file.brief.en)] {
        let length = words.chars().count();
        if length > LONGEST_BRIEF {
            let message = Message::new("diag-long-brief").with("length", length).with("most", LONGEST_BRIEF);
            found.add(Code::LongText, &at.field("brief").field(language), message);
        }
    }
    found.not_zero(&at, "minutes", file.minutes);
    if file.pass_percent > 100 {
        let message = Message::new("diag-pass-percent").with("percent", file.pass_percent);
        found.add(Code::PassPercent, &at.field("pass_percent"), message);
    }
    if let Some(rules) = &file.rules {
        let packs = crate::rules::packs().keys().map(String::as_str);
        found.known(Code::UnknownRules, &at.field("rules"), rules, packs, "diag-unknown-rules");
    }
    let places: Vec<&str> = file.site.places.keys().map(String::as_str).collect();
    let place_set = places.iter().copied().collect();
    let scene = Scene {
        places,
        place_set,
        cables: &file.site.cables,
        equipment: &file.site.equipment,
        cords: &file.site.cords,
        clients: &file.site.clients,
        devices: &file.devices,
        closures: &file.site.closures,
        bench: file.bench.as_ref(),
        stock: file.stock.keys().map(String::as_str).collect(),
        report: &file.report,
        faults: &file.faults,
        otdr: file.otdr,
        traces: &file.traces,
        models: &file.site.models,
        feeds: &file.site.feeds,
        racks: &file.site.racks,
        gear: &file.site.gear,
        runs: &file.site.runs,
    };
    traces::check(&mut found, file, traces);
    plant::check(&mut found, file, &scene);
    network::check(&mut found, file, &scene);
    rack::check(&mut found, file, &scene);
    faces::check_report(&mut found, file, &scene);
    rubric::check(&mut found, file, &scene);
    found.finish()
}

fn check_format(found: &mut Findings, format: u32) {
    if format != 1 {
        let message = Message::new("diag-unknown-format").with("format", format);
        found.add_with(
            Code::UnknownFormat,
            &At::ROOT.field("format"),
            message,
            Some(Message::new("diag-unknown-format-help")),
        );
    }
}
