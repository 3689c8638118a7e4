//! Papers and instruments that can be opened beside the mat: one at a time, each a function without any Bevy type.

use bevy_egui::egui::{ScrollArea, Ui};

use super::copper::{self, Copper, punch_ui, tester_ui};
use super::measure::{self, Bag, measure_ui};
use super::microscope::{self, Microscope, microscope_ui};
use super::net::{NetDesk, NetOpen, NetSeen, net_ui};
use super::sheet::{self, SheetDesk, sheet_ui};
use crate::app::theme;
use crate::fibre::names::{client_names, place_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::plant::address::PortId;

/// What can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Instrument {
    /// The work order, to be read again.
    Order,
    /// The microscope and what cleans a face.
    Microscope,
    /// Source, meter, red pen, detector, and the report.
    Measure,
    /// The block behind a copper port, where wires are pushed in.
    Punch,
    /// Certifier and lamps.
    Tester,
    /// The papers of the racks.
    Sheet,
    /// The consoles of network devices.
    Console,
    /// What passed a network cable.
    Capture,
    /// Tables of network devices.
    Tables,
}

/// What is open, and what each instrument remembers between two looks at it.
#[derive(Default)]
pub struct Instruments {
    pub open: Option<Instrument>,
    microscope: Microscope,
    bag: Bag,
    copper: Copper,
    sheet: SheetDesk,
    pub net: NetDesk,
}

/// Something that was pointed at on the mat, to be opened beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    Net(NetOpen),
    /// The cable behind a copper port.
    Line(PortId),
}

impl Instruments {
    /// Opens what was pointed at.
    pub fn show(&mut self, what: Open) {
        self.open = Some(match what {
            Open::Net(what) => self.net.open(what),
            Open::Line(port) => {
                self.copper.turn_to(port);
                match self.open {
                    Some(Instrument::Tester) => Instrument::Tester,
                    _ => Instrument::Punch,
                }
            }
        });
    }
}

impl Instrument {
    /// In the order of the strip.
    pub const ALL: [Instrument; 9] = [
        Instrument::Order,
        Instrument::Microscope,
        Instrument::Measure,
        Instrument::Punch,
        Instrument::Tester,
        Instrument::Sheet,
        Instrument::Console,
        Instrument::Capture,
        Instrument::Tables,
    ];

    /// Whether it is one of the network's.
    pub fn is_of_network(self) -> bool {
        matches!(self, Instrument::Console | Instrument::Capture | Instrument::Tables)
    }

    /// Whether it is at hand in this exercise, here.
    pub fn is_at_hand(self, lab: &Lab) -> bool {
        match self {
            Instrument::Order => true,
            Instrument::Microscope => microscope::is_at_hand(lab),
            Instrument::Measure => measure::is_at_hand(lab),
            Instrument::Punch | Instrument::Tester => copper::is_at_hand(lab),
            Instrument::Sheet => sheet::is_at_hand(lab),
            Instrument::Console | Instrument::Capture | Instrument::Tables => !lab.scenario().devices.is_empty(),
        }
    }

    pub fn name(self, lang: Lang) -> String {
        lang.text(match self {
            Instrument::Order => "instrument-order",
            Instrument::Microscope => "instrument-microscope",
            Instrument::Measure => "instrument-measure",
            Instrument::Punch => "instrument-punch",
            Instrument::Tester => "instrument-tester",
            Instrument::Sheet => "instrument-sheet",
            Instrument::Console => "instrument-console",
            Instrument::Capture => "instrument-capture",
            Instrument::Tables => "instrument-tables",
        })
    }

    /// How wide it is beside the mat, in points.
    pub fn width(self) -> f32 {
        match self {
            Instrument::Order => 340.0,
            Instrument::Microscope => 500.0,
            Instrument::Measure => 420.0,
            Instrument::Punch => 500.0,
            Instrument::Tester | Instrument::Sheet => 460.0,
            // Eighty columns of text are 680 points.
            Instrument::Console | Instrument::Tables => 660.0,
            Instrument::Capture => 560.0,
        }
    }
}

/// Shows the one that is open.
pub fn instrument_ui(ui: &mut Ui, instruments: &mut Instruments, seen: &NetSeen) -> Option<Action> {
    let (lab, lang) = (seen.lab, seen.lang);
    match instruments.open? {
        net @ (Instrument::Console | Instrument::Capture | Instrument::Tables) => {
            net_ui(ui, net, &mut instruments.net, seen)
        }
        Instrument::Order => {
            order_ui(ui, lab, lang);
            None
        }
        Instrument::Microscope => microscope_ui(ui, &mut instruments.microscope, lab, lang),
        Instrument::Measure => measure_ui(ui, &mut instruments.bag, lab, lang),
        Instrument::Punch => punch_ui(ui, &mut instruments.copper, lab, lang),
        Instrument::Tester => tester_ui(ui, &mut instruments.copper, lab, lang),
        Instrument::Sheet => sheet_ui(ui, &mut instruments.sheet, lab, lang),
    }
}

/// The work order again: what is wanted, and whose line it is.
fn order_ui(ui: &mut Ui, lab: &Lab, lang: Lang) {
    let scenario = lab.scenario();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.label(theme::soft(lang.text("briefing-order")));
        ui.label(theme::heading(scenario.title.get(lang)));
        ui.add_space(4.0);
        ui.label(theme::body(scenario.brief.get(lang)));
        if scenario.clients.is_empty() {
            return;
        }
        ui.add_space(8.0);
        ui.label(theme::strong(lang.text("order-clients")));
        for (id, client) in &scenario.clients {
            let place = scenario.equipment.get(&client.ont).map(|ont| place_name(scenario, &ont.place));
            let mut line = lang
                .say(&Message::new("order-client").with("client", client_names(scenario, std::slice::from_ref(id))));
            if let Some(place) = place
                .map(|place| lang.say(&Message::new("map-thing").with("name", place)))
                .filter(|place| *place != line)
            {
                line = format!("{line} · {place}");
            }
            if let Some(operator) = &client.operator {
                line = format!("{line} · {operator}");
            }
            ui.label(theme::body(line));
        }
    });
}
