//! The sheet of the racks: what the papers say of devices and cords, and a line to put it right.

use bevy_egui::egui::{Align2, Margin, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, WidgetType, vec2};

use crate::app::theme;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::plant::address::PortId;
use crate::rack::records::{Place, cord_on_sheet, device_on_sheet, rows};
use crate::rack::words::{gear_name, rack_name};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Devices,
    Cords,
}

/// What is chosen on it. Not part of the attempt: only actions are.
#[derive(Debug)]
pub struct SheetDesk {
    tab: Tab,
    device: Option<String>,
    rack: Option<String>,
    u: u8,
    port: Option<PortId>,
    to: String,
}

impl Default for SheetDesk {
    fn default() -> Self {
        Self { tab: Tab::default(), device: None, rack: None, u: 1, port: None, to: String::new() }
    }
}

/// Whether there are papers in this exercise.
pub fn is_at_hand(lab: &Lab) -> bool {
    lab.scenario().sheet.is_some()
}

/// Shows the sheet; says what was written.
pub fn sheet_ui(ui: &mut Ui, desk: &mut SheetDesk, lab: &Lab, lang: Lang) -> Option<Action> {
    let tabs = [(Tab::Devices, lang.text("sheet-tab-devices")), (Tab::Cords, lang.text("sheet-tab-cords"))];
    theme::segmented(ui, &mut desk.tab, &tabs);
    match desk.tab {
        Tab::Devices => devices(ui, desk, lab, lang),
        Tab::Cords => cords(ui, desk, lab, lang),
    }
}

fn devices(ui: &mut Ui, desk: &mut SheetDesk, lab: &Lab, lang: Lang) -> Option<Action> {
    let (scenario, state) = (lab.scenario(), lab.state());
    let mut asked = None;
    ui.label(theme::soft(lang.text("sheet-how-devices")));
    let named = |id: &String| lang.say(&Message::new("rack-gear").with("name", gear_name(scenario, id)));
    let ids = || scenario.gear.keys().filter(|id| scenario.gear_model(id).is_some_and(|model| !model.is_hung()));
    let choices: Vec<(String, String)> = ids().map(|id| (id.clone(), named(id))).collect();
    let before = desk.device.clone();
    theme::menu_box(ui, 420.0, &lang.text("sheet-choose-device"), &mut desk.device, &choices);
    if desk.device != before
        && let Some(place) = desk.device.as_ref().and_then(|id| device_on_sheet(scenario, state, id))
    {
        (desk.rack, desk.u) = (Some(place.rack), place.u);
    }
    if desk.rack.is_none() {
        desk.rack = scenario.racks.keys().next().cloned();
    }
    ui.horizontal_wrapped(|ui| {
        let racks: Vec<(String, String)> = scenario
            .racks
            .keys()
            .map(|id| (id.clone(), lang.say(&Message::new("rack-gear").with("name", rack_name(scenario, id)))))
            .collect();
        if racks.len() > 1 {
            theme::menu_box(ui, 170.0, &lang.text("sheet-choose-rack"), &mut desk.rack, &racks);
        }
        let most = desk.rack.as_ref().and_then(|rack| scenario.cabinet_of(rack)).map_or(42, |cabinet| cabinet.units);
        theme::number_field(ui, &lang.text("sheet-unit"), &mut desk.u, 1..=most, 1.0);
        if let (Some(device), Some(rack)) = (&desk.device, &desk.rack) {
            if theme::primary_button(ui, lang.text("sheet-verb-write")).clicked() {
                let place = Some(Place { rack: rack.clone(), u: desk.u });
                asked = Some(Action::RecordDevice { device: device.clone(), place });
            }
            if theme::quiet_button(ui, lang.text("sheet-strike")).clicked() {
                asked = Some(Action::RecordDevice { device: device.clone(), place: None });
            }
        }
    });
    let mut listed: Vec<(Option<Place>, String)> =
        ids().map(|id| (device_on_sheet(scenario, state, id), named(id))).collect();
    // From the top of each rack down, as one reads it; what is nowhere comes last.
    listed.sort_by(|one, other| match (&one.0, &other.0) {
        (Some(a), Some(b)) => (&a.rack, b.u).cmp(&(&b.rack, a.u)),
        (one, other) => other.is_some().cmp(&one.is_some()),
    });
    table(
        ui,
        listed.into_iter().map(|(place, name)| {
            let at = match place {
                Some(place) => {
                    Message::new("sheet-place").with("rack", rack_name(scenario, &place.rack)).with("unit", place.u)
                }
                None => Message::new("sheet-nowhere"),
            };
            (lang.say(&at), name)
        }),
    );
    asked
}

fn cords(ui: &mut Ui, desk: &mut SheetDesk, lab: &Lab, lang: Lang) -> Option<Action> {
    let (scenario, state) = (lab.scenario(), lab.state());
    let mut asked = None;
    let rows = rows(scenario, state);
    let example = rows.first().map(ToString::to_string).unwrap_or_default();
    ui.label(theme::soft(lang.say(&Message::new("sheet-how-cords").with("example", example))));
    // Ports of what stands in the racks, those with a line first.
    let mut ports: Vec<PortId> = rows.clone();
    for id in rows.iter().map(|port| &port.equipment).collect::<std::collections::BTreeSet<_>>() {
        let model = scenario.gear_model(id);
        let all = model.into_iter().flat_map(|model| model.ports()).filter(|(_, group, _)| group.count.is_some());
        let front = all.filter(|(_, group, _)| group.face == crate::catalogue::rack::Face::Front);
        ports.extend(front.map(|(name, ..)| PortId::new(id, name)).filter(|port| !rows.contains(port)));
    }
    let choices: Vec<(PortId, String)> = ports.into_iter().map(|port| (port.clone(), port.to_string())).collect();
    let before = desk.port.clone();
    theme::menu_box(ui, 420.0, &lang.text("sheet-choose-port"), &mut desk.port, &choices);
    if desk.port != before {
        let known = desk.port.as_ref().and_then(|port| cord_on_sheet(scenario, state, port));
        desk.to = known.map(|port| port.to_string()).unwrap_or_default();
    }
    ui.horizontal_wrapped(|ui| {
        let name = lang.text("sheet-to");
        let field = TextEdit::singleline(&mut desk.to)
            .hint_text(name.clone())
            .font(theme::mono(16.0))
            .desired_width(170.0)
            .margin(Margin::symmetric(10, 12));
        ui.add(field).widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, &name));
        let Some(port) = &desk.port else { return };
        let to: Option<PortId> = desk.to.trim().parse().ok();
        let write =
            ui.add_enabled_ui(to.is_some(), |ui| theme::primary_button(ui, lang.text("sheet-verb-write"))).inner;
        if write.clicked() {
            asked = Some(Action::RecordCord { port: port.clone(), to });
        }
        if theme::quiet_button(ui, lang.text("sheet-note-free")).clicked() {
            asked = Some(Action::RecordCord { port: port.clone(), to: None });
        }
    });
    table(
        ui,
        rows.iter().map(|port| {
            let to = cord_on_sheet(scenario, state, port);
            (port.to_string(), to.map_or_else(|| lang.text("sheet-free"), |to| format!("→ {to}")))
        }),
    );
    asked
}

/// Two columns of what is written.
fn table(ui: &mut Ui, rows: impl Iterator<Item = (String, String)>) {
    ui.add_space(6.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (left, right) in rows {
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 26.0;
                let (rect, _) = ui.allocate_exact_size(vec2(176.0, 26.0), Sense::hover());
                let at = rect.left_center();
                ui.painter().text(at, Align2::LEFT_CENTER, left, theme::mono(15.0), theme::INK_SOFT);
                ui.label(theme::body(right));
            });
        }
    });
}
