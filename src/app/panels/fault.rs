//! Saying what is wrong with a fibre and where, and opening the cable there.

use bevy_egui::egui::Ui;

use crate::app::theme;
use crate::fibre::otdr::notebook::FaultName;
use crate::lab::action::Action;
use crate::locale::Lang;
use crate::plant::address::FibreId;
use crate::scenario::model::Scenario;

/// What was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    kind: Option<FaultName>,
    cable: Option<String>,
    tube: u16,
    fibre: u16,
    /// A place, or else a distance.
    place: Option<String>,
    at_m: u32,
}

impl Default for Fault {
    fn default() -> Self {
        Self { kind: None, cable: None, tube: 1, fibre: 1, place: None, at_m: 0 }
    }
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultAsked {
    Act(Action),
    Close,
}

/// The card: kind, fibre, where; to name it or to open the cable there.
pub fn fault_ui(ui: &mut Ui, scenario: &Scenario, fault: &mut Fault, lang: Lang) -> Option<FaultAsked> {
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 8.0;
    ui.label(theme::heading(lang.text("fault-card")));
    let kinds: Vec<(FaultName, String)> = FaultName::ALL.map(|kind| (kind, lang.say(&kind.message()))).into();
    theme::menu_box(ui, 420.0, &lang.text("fault-kind"), &mut fault.kind, &kinds);
    let cables: Vec<(String, String)> =
        scenario.cables.iter().map(|(id, cable)| (id.clone(), cable.name.get(lang).to_owned())).collect();
    theme::menu_box(ui, 420.0, &lang.text("fault-cable"), &mut fault.cable, &cables);
    let cable = fault.cable.as_ref().and_then(|id| scenario.cable(id));
    if let Some(cable) = cable {
        let tubes = cable.fibres.div_ceil(cable.modulo.max(1)).max(1);
        ui.horizontal_wrapped(|ui| {
            theme::number_field(ui, &lang.text("fault-tube"), &mut fault.tube, 1..=tubes, 1.0);
            theme::number_field(ui, &lang.text("fault-fibre"), &mut fault.fibre, 1..=cable.modulo.max(1), 1.0);
        });
    }
    let mut places: Vec<(Option<String>, String)> = vec![(None, lang.text("fault-by-distance"))];
    places.extend(scenario.places.iter().map(|(id, place)| (Some(id.clone()), place.name.get(lang).to_owned())));
    let mut place = Some(fault.place.clone());
    theme::menu_box(ui, 420.0, "", &mut place, &places);
    fault.place = place.flatten();
    if fault.place.is_none() {
        let most = cable.map_or(100_000, |cable| cable.length_m);
        theme::number_field(ui, &lang.text("fault-at"), &mut fault.at_m, 0..=most, 1.0);
        ui.label(theme::soft(lang.text("fault-at-says")));
    }
    let fibre = fault.cable.clone().map(|cable| FibreId { cable, tube: fault.tube, fibre: fault.fibre });
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(fibre.is_some() && fault.kind.is_some(), |ui| {
            if theme::primary_button(ui, lang.text("fault-name")).clicked()
                && let (Some(fibre), Some(kind)) = (fibre.clone(), fault.kind)
            {
                let at_m = fault.place.is_none().then_some(fault.at_m);
                let place = fault.place.clone();
                asked = Some(FaultAsked::Act(Action::NameFault { kind, fibre, at_m, place }));
            }
        });
        ui.add_enabled_ui(fibre.is_some() && fault.place.is_none(), |ui| {
            if theme::quiet_button(ui, lang.text("fault-mend")).clicked()
                && let Some(fibre) = fibre.clone()
            {
                asked = Some(FaultAsked::Act(Action::Mend { fibre, at_m: fault.at_m }));
            }
        });
        if theme::quiet_button(ui, lang.text("trace-close")).clicked() {
            asked = Some(FaultAsked::Close);
        }
    });
    asked
}
