//! The cord in hand at a cabinet, frame or outlet: unplug, plug, lead, label, cap, by button and by key.

use bevy_egui::egui::{self, Ui};

use crate::app::theme;
use crate::fibre::cords::{LONGEST_LABEL, Surplus, both_ports};
use crate::fibre::front::{Front, Guide};
use crate::fibre::names::{cord_name, path_name, plug_name, port_name, surplus_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::plant::address::{CordEnd, End, PortId};
use crate::scenario::stock;
use crate::units::Millimetres;

/// What is chosen, and what the next gesture is done with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CordDesk {
    /// The cord that gestures are done to.
    pub cord: Option<String>,
    /// The port that keys point at.
    pub port: Option<PortId>,
    /// The plug in the hand, taken by key.
    pub held: Option<CordEnd>,
    pub path: Vec<Guide>,
    pub surplus: Surplus,
    pub label: String,
}

impl CordDesk {
    /// Takes a cord in hand: what was meant for another is forgotten, but for the label.
    pub fn choose(&mut self, cord: &str) {
        if self.cord.as_deref() != Some(cord) {
            self.cord = Some(cord.to_owned());
            self.path.clear();
            self.surplus = Surplus::default();
        }
    }
}

/// Where a cord hangs or lies: this place, if one of its ends is plugged here or it lies in the bag.
pub fn is_at_hand(lab: &Lab, cord: &str) -> bool {
    let Some(state) = lab.state().cords.get(cord) else { return false };
    let mut places = state.plugged.iter().flatten().map(|port| lab.scenario().place_of(port)).peekable();
    places.peek().is_none() || places.any(|place| place == lab.here())
}

/// The free plugs within reach, cord by cord.
pub fn free_plugs(lab: &Lab) -> Vec<CordEnd> {
    let cords = lab.state().cords.iter().filter(|(id, _)| is_at_hand(lab, id));
    let ends = cords.flat_map(|(id, cord)| {
        let free = End::BOTH.into_iter().filter(|end| cord.plugged[end.index()].is_none());
        free.map(|end| CordEnd::new(id.as_str(), end)).collect::<Vec<_>>()
    });
    ends.collect()
}

/// The cords that can be taken from stock, with how many are left.
pub fn cords_in_stock(lab: &Lab) -> Vec<(&str, u32)> {
    let stock = lab.state().stock.iter().filter(|(item, _)| stock::cord(item).is_some());
    stock.map(|(item, left)| (item.as_str(), *left)).collect()
}

/// The panel. Returns what was asked for.
pub fn cords_ui(ui: &mut Ui, lab: &Lab, desk: &mut CordDesk, lang: Lang) -> Option<Action> {
    let mut asked = None;
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
    // Two rows, filled or not: what lies on the mat must not jump when a cord is taken in hand.
    ui.set_min_height(2.0 * theme::TARGET + 6.0);
    if let Some(held) = desk.held.clone() {
        ui.horizontal_wrapped(|ui| {
            let says = Message::new("frame-held").with("plug", plug_name(lab.scenario(), &held));
            ui.label(theme::strong(lang.say(&says)));
        });
    }
    let chosen = desk.cord.clone().filter(|cord| is_at_hand(lab, cord));
    let Some((cord, state)) = chosen.and_then(|cord| lab.state().cords.get(&cord).map(|state| (cord, state))) else {
        ui.label(theme::soft(lang.text("frame-how")));
        return None;
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong(lang.say(&cord_name(lab.scenario(), &cord))));
        for (index, end) in End::BOTH.into_iter().enumerate() {
            let plug = CordEnd::new(cord.as_str(), end);
            let key = if state.plugged[index].is_some() { "frame-unplug" } else { "frame-plug" };
            let text = lang.say(&Message::new(key).with("end", end.letter()));
            match (&state.plugged[index], &desk.port) {
                (Some(_), _) => {
                    if theme::quiet_button(ui, text).clicked() {
                        asked = Some(Action::Unplug { plug });
                    }
                }
                (None, Some(port)) => {
                    let there = Message::new("frame-into").with("port", port_name(lab.scenario(), port));
                    if theme::quiet_button(ui, text).on_hover_text(lang.say(&there)).clicked() {
                        asked = Some(Action::Plug { plug, port: port.clone() });
                    }
                }
                (None, None) => {}
            }
        }
        label_ui(ui, &cord, state.labels.clone(), desk, lang, &mut asked);
    });
    if both_ports(state).is_some() {
        ui.horizontal_wrapped(|ui| lead_ui(ui, lab, &cord, desk, lang, &mut asked));
    }
    asked
}

fn label_ui(
    ui: &mut Ui,
    cord: &str,
    labels: [Option<String>; 2],
    desk: &mut CordDesk,
    lang: Lang,
    asked: &mut Option<Action>,
) {
    let field = egui::TextEdit::singleline(&mut desk.label)
        .hint_text(lang.text("frame-label"))
        .char_limit(LONGEST_LABEL)
        .font(theme::mono(16.0))
        .desired_width(150.0)
        .margin(egui::Margin::symmetric(10, 12));
    let field = ui.add(field);
    field.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, lang.text("frame-label")));
    for (index, end) in End::BOTH.into_iter().enumerate() {
        let key = if labels[index].is_some() { "frame-relabel" } else { "frame-stick" };
        let text = lang.say(&Message::new(key).with("end", end.letter()));
        let mut button = theme::quiet_button(ui, text);
        if let Some(label) = &labels[index] {
            button = button.on_hover_text(label);
        }
        if button.clicked() {
            *asked = Some(Action::Label { plug: CordEnd::new(cord, end), text: desk.label.clone() });
        }
    }
}

fn lead_ui(ui: &mut Ui, lab: &Lab, cord: &str, desk: &mut CordDesk, lang: Lang, asked: &mut Option<Action>) {
    const GUIDES: [Guide; 4] = [Guide::Left, Guide::Middle, Guide::Right, Guide::Foot];
    let here = lab.here().unwrap_or_default();
    let guides = Front::of(lab.scenario(), here).has_guides;
    for guide in GUIDES.into_iter().filter(|_| guides) {
        let text = lang.text(match guide {
            Guide::Left => "frame-left-guide",
            Guide::Middle => "frame-spools",
            Guide::Right => "frame-right-guide",
            Guide::Foot => "frame-foot",
        });
        let says = lang.say(&path_name(&[guide]));
        if theme::quiet_button(ui, text).on_hover_text(says).clicked() && desk.path.len() < 6 {
            desk.path.push(guide);
        }
    }
    if !desk.path.is_empty() && theme::quiet_button(ui, "×").on_hover_text(lang.text("frame-forget")).clicked() {
        desk.path.clear();
    }
    // One button that goes around: what becomes of the surplus.
    if theme::quiet_button(ui, lang.say(&surplus_name(desk.surplus)))
        .on_hover_text(lang.text("frame-surplus"))
        .clicked()
    {
        desk.surplus = match desk.surplus {
            Surplus::Coiled => Surplus::Crammed,
            Surplus::Crammed => Surplus::Hanging,
            Surplus::Hanging => Surplus::Coiled,
        };
    }
    if let Some((has, needs)) = length(lab, cord, &desk.path) {
        let key = if needs > has { "frame-short" } else { "frame-needs" };
        let says = Message::new(key).with("needs", Millimetres(needs)).with("over", Millimetres(has.abs_diff(needs)));
        ui.label(theme::soft(lang.say(&says)));
    }
    if theme::quiet_button(ui, lang.text("verb-lead-cord")).clicked() {
        let (path, surplus) = (desk.path.clone(), desk.surplus);
        *asked = Some(Action::LeadCord { cord: cord.to_owned(), path, surplus });
    }
}

/// How long a cord is, and how much of it a path takes, in millimetres.
fn length(lab: &Lab, cord: &str, path: &[Guide]) -> Option<(u64, u64)> {
    let state = lab.state().cords.get(cord)?;
    let [a, b] = both_ports(state)?;
    let front = Front::of(lab.scenario(), lab.scenario().place_of(a)?);
    let needs = front.needed_mm(lab.scenario(), a, b, path)?;
    Some((lab.scenario().cord_length(cord)?.0, needs.into()))
}
