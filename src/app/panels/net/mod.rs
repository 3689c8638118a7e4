//! What is opened beside the network: consoles, the capture of a cable, and the tables of devices.

pub mod capture;
pub mod console;
pub mod tables;
pub mod why;

use bevy_egui::egui::Ui;

use self::capture::CaptureDesk;
use self::console::ConsoleDesk;
use self::tables::TableDesk;
use super::instruments::Instrument;
use crate::app::canvas::net::Living;
use crate::fibre::coach::Hint;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Lang;
use crate::plant::address::PortId;
use crate::units::Millis;

/// Something of the network to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetOpen {
    /// The console of a device.
    Console(String),
    /// What passes the cable at a port.
    Capture(PortId),
}

/// What the instruments of the network see.
pub struct NetSeen<'a> {
    pub lab: &'a Lab,
    /// Simulated time.
    pub clock: Millis,
    /// Whether the lab helps: commands to click, reasons.
    pub practice: bool,
    /// What the lab asks for, where it helps.
    pub hint: Option<&'a Hint>,
    pub lang: Lang,
}

/// What the instruments of the network remember.
#[derive(Default)]
pub struct NetDesk {
    pub console: ConsoleDesk,
    pub capture: CaptureDesk,
    pub tables: TableDesk,
    living: Living,
}

impl NetDesk {
    /// Opens something; says which instrument shows it.
    pub fn open(&mut self, what: NetOpen) -> Instrument {
        match what {
            NetOpen::Console(device) => {
                self.console.open(&device);
                Instrument::Console
            }
            NetOpen::Capture(port) => {
                self.capture.open(port);
                Instrument::Capture
            }
        }
    }
}

/// Shows one of them.
pub fn net_ui(ui: &mut Ui, what: Instrument, desk: &mut NetDesk, seen: &NetSeen) -> Option<Action> {
    let NetDesk { console, capture, tables, living } = desk;
    let (net, _) = living.at(seen.lab, seen.clock);
    match what {
        Instrument::Console => return console::console_ui(ui, console, net, seen),
        Instrument::Capture => capture::capture_ui(ui, capture, net, seen.lab, seen.lang),
        Instrument::Tables => tables::tables_ui(ui, tables, net, seen.lab, seen.lang),
        _ => {}
    }
    None
}
