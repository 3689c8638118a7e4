//! Choosing a plug that hangs free here, or a port of this place.

use bevy_egui::egui::Ui;

use crate::app::theme;
use crate::catalogue::{Model, Role};
use crate::fibre::names::equipment_name;
use crate::lab::Lab;
use crate::locale::{Arg, Lang, Message};
use crate::plant::address::{CordEnd, End, PortId, Termination};
use crate::rack::link::{connector_of, face_of};
use crate::rack::words::gear_name;

/// What is chosen.
#[derive(Debug)]
pub struct EndPick {
    /// Whether a plug is meant, rather than a port.
    on_plug: bool,
    plug: Option<CordEnd>,
    equipment: Option<String>,
    number: u16,
}

impl Default for EndPick {
    fn default() -> Self {
        Self { on_plug: true, plug: None, equipment: None, number: 1 }
    }
}

impl EndPick {
    pub fn plug(&self) -> Option<&CordEnd> {
        self.plug.as_ref()
    }

    pub fn port(&self) -> Option<PortId> {
        Some(PortId::new(self.equipment.clone()?, self.number.to_string()))
    }

    pub fn end(&self) -> Option<Termination> {
        if self.on_plug { self.plug.clone().map(Termination::Cord) } else { self.port().map(Termination::Port) }
    }

    /// Keeps the choice among what there is.
    fn mend(&mut self, plugs: &[(CordEnd, String)], equipment: &[(String, String)]) {
        if self.plug.as_ref().is_none_or(|chosen| plugs.iter().all(|(plug, _)| plug != chosen)) {
            // A plug that went in: the other end of its cord is next.
            let other = self.plug.take().map(|plug| CordEnd::new(plug.cord, plug.end.other()));
            let free = |wanted: &CordEnd| plugs.iter().any(|(plug, _)| plug == wanted);
            self.plug = other.filter(free).or_else(|| plugs.first().map(|(plug, _)| plug.clone()));
        }
        if self.equipment.as_ref().is_none_or(|chosen| equipment.iter().all(|(id, _)| id != chosen)) {
            self.equipment = equipment.first().map(|(id, _)| id.clone());
        }
    }
}

/// The plugs that hang free here, with what they are called.
pub fn plugs(lab: &Lab, lang: Lang) -> Vec<(CordEnd, String)> {
    let cords = lab.state().cords.iter();
    let ends = cords.flat_map(|(id, cord)| {
        let free = End::BOTH.into_iter().zip(&cord.plugged).filter(|(_, plugged)| plugged.is_none());
        free.map(move |(end, _)| CordEnd::new(id, end))
    });
    let here = |plug: &CordEnd| {
        let cord = &lab.state().cords[&plug.cord];
        cord.plugged.iter().flatten().all(|port| {
            let portable = lab.scenario().model_of(&port.equipment).is_some_and(Model::is_portable);
            portable || lab.scenario().place_of(port) == lab.here()
        })
    };
    // Power cords have no faces.
    let has_face = |plug: &CordEnd| {
        let of_rack = lab.scenario().rack_cord_model(&plug.cord);
        of_rack.is_none_or(|model| face_of(model.kind, plug.end).is_some())
    };
    ends.filter(here).filter(has_face).map(|plug| (plug.clone(), plug_label(lab, &plug, lang))).collect()
}

/// What a plug is called, in few words.
pub fn plug_label(lab: &Lab, plug: &CordEnd, lang: Lang) -> String {
    let model = lab.scenario().cord_model(&plug.cord);
    let face = model.map(|model| if plug.end == End::A { model.connectors.0 } else { model.connectors.1 });
    let of_rack = lab.scenario().rack_cord_model(&plug.cord).and_then(|model| face_of(model.kind, plug.end));
    let face = face.or(of_rack);
    let message = Message::new("end-plug")
        .with("end", plug.end.letter())
        .with("cord", plug.cord.as_str())
        .with("face", face.map_or("", |face| face.name()));
    lang.say(&message)
}

/// What an equipment is called.
pub fn equipment_label(lab: &Lab, id: &str, lang: Lang) -> String {
    match equipment_name(lab.scenario(), id) {
        Arg::Own(text) => text.get(lang).to_owned(),
        _ => id.to_owned(),
    }
}

/// The equipment of this place that has numbered ports with faces.
fn equipment(lab: &Lab, lang: Lang) -> Vec<(String, String)> {
    let scenario = lab.scenario();
    let numbered = |model: &Model| {
        model.ports.iter().any(|group| {
            group.count.is_some() && group.connector.is_some() && !matches!(group.role, Role::Detector | Role::Through)
        })
    };
    let here = scenario.equipment.iter().filter(|(id, equipment)| {
        Some(equipment.place.as_str()) == lab.here() && scenario.model_of(id).is_some_and(numbered)
    });
    let drawers = here.map(|(id, _)| (id.clone(), equipment_label(lab, id, lang)));
    let panels = scenario.gear.keys().filter(|id| {
        let rack = lab.state().rack.held.get(*id).and_then(|held| scenario.racks.get(&held.rack));
        rack.is_some_and(|rack| Some(rack.place.as_str()) == lab.here()) && faces_of(lab, id) > 0
    });
    let of_gear = |id: &String| lang.say(&Message::new("rack-gear").with("name", gear_name(scenario, id)));
    drawers.chain(panels.map(|id| (id.clone(), of_gear(id)))).collect()
}

/// How many numbered faces the front of a panel in a rack has.
fn faces_of(lab: &Lab, id: &str) -> u16 {
    let groups = lab.scenario().gear_model(id).into_iter().flat_map(|model| &model.ports);
    let numbered = groups.filter(|group| group.name.is_empty() && connector_of(group.socket).is_some());
    numbered.filter_map(|group| group.count).max().unwrap_or(0)
}

/// The choice: plug or port, and which.
pub fn pick_ui(ui: &mut Ui, pick: &mut EndPick, lab: &Lab, lang: Lang) {
    let (plugs, equipment) = (plugs(lab, lang), equipment(lab, lang));
    pick.mend(&plugs, &equipment);
    let sides = [(true, lang.text("end-on-plug")), (false, lang.text("end-on-port"))];
    let width = ui.available_width();
    ui.horizontal(|ui| {
        theme::segmented(ui, &mut pick.on_plug, &sides);
        if pick.on_plug {
            let room = ui.available_width();
            theme::menu_box(ui, room, &lang.text("end-no-plug"), &mut pick.plug, &plugs);
        }
    });
    if !pick.on_plug {
        ui.horizontal(|ui| {
            let room = width - 210.0;
            theme::menu_box(ui, room, &lang.text("end-no-port"), &mut pick.equipment, &equipment);
            let model = pick.equipment.as_ref().and_then(|id| lab.scenario().model_of(id));
            let most =
                model.map_or_else(|| pick.equipment.as_ref().map_or(1, |id| faces_of(lab, id)), Model::port_count);
            theme::number_field(ui, &lang.text("end-port"), &mut pick.number, 1..=most.max(1), 1.0);
        });
    }
}
