//! Installed twisted pairs: the block behind a port, where wires are pushed into contacts, and what tests the cable.

mod picture;
mod punch;
mod tester;

use bevy_egui::egui::Ui;

pub use self::punch::punch_ui;
pub use self::tester::tester_ui;
use crate::app::theme;
use crate::catalogue::rack::Category;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::plant::address::{End, PortId};
use crate::rack::copper::words::pair_name;
use crate::rack::copper::{Line, MOST_UNTWIST_MM, Wire, line, lines_of};
use crate::rack::cords::label_for;
use crate::rack::link::through;
use crate::scenario::file::RunKind;

/// What is chosen. Not part of the attempt: only actions are.
#[derive(Debug)]
pub struct Copper {
    /// Rear port that is looked at.
    pub port: Option<PortId>,
    /// The wire in the hand.
    wire: Option<Wire>,
    /// A wire that lies on a contact while the other of its pair is still loose.
    half: Option<(Wire, u8)>,
    untwist_mm: u8,
    limit: Category,
    name: String,
    label: String,
}

impl Default for Copper {
    fn default() -> Self {
        Self {
            port: None,
            wire: None,
            half: None,
            // A beginner opens a pair until it is easy to lay: it is for the trainee to open it less.
            untwist_mm: 2 * MOST_UNTWIST_MM,
            limit: Category::Cat5e,
            name: String::new(),
            label: String::new(),
        }
    }
}

impl Copper {
    /// Turns to another port.
    pub fn turn_to(&mut self, port: PortId) {
        if self.port.as_ref() != Some(&port) {
            self.port = Some(port);
            (self.wire, self.half) = (None, None);
        }
    }
}

/// Whether this exercise is about installed cables of copper.
pub fn is_at_hand(lab: &Lab) -> bool {
    crate::rack::copper::is_asked(lab.scenario())
}

/// Rear ports in reach behind which an installed cable ends.
fn ports(lab: &Lab) -> Vec<PortId> {
    let scenario = lab.scenario();
    let here = lab.here();
    let in_reach = |port: &PortId| {
        let held = lab.state().rack.held.get(&port.equipment);
        let place = held.and_then(|held| scenario.racks.get(&held.rack)).map(|rack| rack.place.as_str());
        place.is_some() && (here.is_none() || place == here)
    };
    let runs = scenario.runs.values().filter(|run| matches!(run.kind, RunKind::Copper(_)));
    runs.flat_map(|run| End::BOTH.into_iter().flat_map(|end| lines_of(scenario, run, end))).filter(in_reach).collect()
}

/// Where a port is, as its label begins: `A01-U40:3`.
fn place_name(lab: &Lab, line: &Line) -> (String, String) {
    let front = |rear: &PortId| through(lab.scenario(), rear).unwrap_or_else(|| rear.clone());
    let whole = label_for(lab.scenario(), lab.state(), &front(&line.ports[0]), &front(&line.ports[1]));
    match whole.split_once(" / ") {
        Some((near, far)) => (near.to_owned(), far.to_owned()),
        None => (whole.clone(), whole),
    }
}

/// The list of ports; the first is chosen by itself. Gives the cable behind the one that is chosen.
fn choose<'a>(ui: &mut Ui, copper: &mut Copper, lab: &'a Lab, lang: Lang) -> Option<Line<'a>> {
    let all = ports(lab);
    if copper.port.as_ref().is_none_or(|port| !all.contains(port)) {
        copper.port = all.first().cloned();
    }
    let choices: Vec<(PortId, String)> = all
        .into_iter()
        .filter_map(|port| {
            let line = line(lab.scenario(), &port)?;
            let (near, far) = place_name(lab, &line);
            let text = lang.say(&Message::new("copper-near-far").with("near", near).with("far", far));
            Some((port, text))
        })
        .collect();
    let mut chosen = copper.port.clone();
    let width = ui.available_width();
    theme::menu_box(ui, width, &lang.text("copper-choose"), &mut chosen, &choices);
    if let Some(port) = chosen {
        copper.turn_to(port);
    }
    line(lab.scenario(), copper.port.as_ref()?)
}

/// White-orange, orange.
fn wire_name(wire: Wire, lang: Lang) -> String {
    let colour = Message::new(match wire.pair {
        crate::rack::copper::Pair::Blue => "copper-colour-blue",
        crate::rack::copper::Pair::Orange => "copper-colour-orange",
        crate::rack::copper::Pair::Green => "copper-colour-green",
        crate::rack::copper::Pair::Brown => "copper-colour-brown",
    });
    let key = if wire.white { "copper-wire-white" } else { "copper-wire-solid" };
    lang.say(&Message::new(key).with("colour", colour))
}

/// What is written above the port, and a field to write something else.
fn label_row(ui: &mut Ui, copper: &mut Copper, lab: &Lab, line: &Line, lang: Lang) -> Option<Action> {
    let port = &line.ports[0];
    if let Some(written) = lab.state().rack.port_labels.get(port) {
        ui.label(theme::strong(written.clone()));
    }
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        text_field(ui, &mut copper.label, &lang.text("copper-label-write"), 230.0);
        if theme::quiet_button(ui, lang.text("copper-verb-label")).clicked() {
            asked = Some(Action::LabelPort { port: port.clone(), text: copper.label.clone() });
        }
    });
    asked
}

fn text_field(ui: &mut Ui, text: &mut String, name: &str, width: f32) {
    use bevy_egui::egui::{Margin, TextEdit, WidgetInfo, WidgetType};
    let field = TextEdit::singleline(text)
        .hint_text(name)
        .char_limit(crate::fibre::cords::LONGEST_LABEL)
        .font(theme::mono(16.0))
        .desired_width(width)
        .margin(Margin::symmetric(10, 12));
    ui.add(field).widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, name));
}

/// The pairs that lie on contacts, each to be pulled out.
fn pull_row(ui: &mut Ui, lab: &Lab, line: &Line, lang: Lang) -> Option<Action> {
    let laid = crate::rack::copper::punched(lab.scenario(), lab.state(), &line.ports[0])?;
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::soft(lang.text("copper-pull")));
        for pair in laid.keys() {
            if theme::choice_chip(ui, &lang.say(&pair_name(*pair)), false).clicked() {
                asked = Some(Action::PullPair { port: line.ports[0].clone(), pair: *pair });
            }
        }
    });
    asked
}
