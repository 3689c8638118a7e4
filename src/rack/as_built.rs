//! What really stands in the racks and is plugged, as tables: plain ones for a spreadsheet, and ones that NetBox imports.

use super::records::device_there;
use crate::catalogue::rack::{Category, CordColour, CordKind, DeviceKind, Face, FibreGrade, Socket};
use crate::exam::class::field;
use crate::lab::State;
use crate::locale::Lang;
use crate::plant::address::PortId;
use crate::rack::copper;
use crate::rack::link::is_panel;
use crate::scenario::model::Scenario;

/// A file and its text.
pub type Table = (&'static str, String);

fn table(head: &[&str], separator: char, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| {
        cells.iter().map(|cell| field(cell, separator)).collect::<Vec<_>>().join(&separator.to_string()) + "\n"
    };
    let head = line(head.iter().map(|name| (*name).to_owned()).collect());
    rows.into_iter().fold(head, |text, row| text + &line(row))
}

/// All tables.
pub fn tables(scenario: &Scenario, state: &State, lang: Lang) -> Vec<Table> {
    vec![
        ("elevation.csv", elevation(scenario, state, lang)),
        ("patches.csv", patches(scenario, state, lang)),
        ("netbox-racks.csv", netbox_racks(scenario)),
        ("netbox-device-types.csv", netbox_types(scenario)),
        ("netbox-devices.csv", netbox_devices(scenario, state)),
        ("netbox-cables.csv", netbox_cables(scenario, state)),
    ]
}

fn elevation(scenario: &Scenario, state: &State, lang: Lang) -> String {
    let mut rows: Vec<(String, u8, Vec<String>)> = Vec::new();
    for (id, held) in &state.rack.held {
        let Some(model) = scenario.gear_model(id) else { continue };
        let place = device_there(scenario, state, id);
        let u = place.as_ref().map(|place| place.u);
        let face = if held.face == Face::Front { "front" } else { "rear" };
        let row = vec![
            held.rack.clone(),
            u.map(|u| u.to_string()).unwrap_or_default(),
            face.to_owned(),
            id.clone(),
            model.name.get(lang).to_owned(),
            lang.decimal(model.height_u, usize::from(model.height_u.fract() != 0.0)),
        ];
        rows.push((held.rack.clone(), u.unwrap_or(0), row));
    }
    // From the top down; what hangs at a side comes last.
    rows.sort_by(|one, other| (&one.0, other.1).cmp(&(&other.0, one.1)));
    table(&["rack", "u", "face", "device", "model", "height_u"], ';', rows.into_iter().map(|(.., row)| row))
}

/// Cords with both ends plugged: id, near port, far port.
fn plugged<'a>(state: &'a State) -> impl Iterator<Item = (&'a String, &'a PortId, &'a PortId)> + 'a {
    state.cords.iter().filter_map(|(id, cord)| match &cord.plugged {
        [Some(a), Some(b)] => Some((id, a, b)),
        _ => None,
    })
}

fn patches(scenario: &Scenario, state: &State, lang: Lang) -> String {
    let rows = plugged(state).filter_map(|(id, a, b)| {
        let model = scenario.rack_cord_model(id)?;
        let labels = &state.cords.get(id)?.labels;
        let label = |index: usize| labels[index].clone().unwrap_or_default();
        let length = scenario.cord_length(id).unwrap_or_default().0 as f64 / 1000.0;
        Some(vec![
            a.to_string(),
            b.to_string(),
            model.name.get(lang).to_owned(),
            lang.decimal(length, usize::from(length.fract() != 0.0)),
            label(0),
            label(1),
        ])
    });
    table(&["port", "to", "cord", "length_m", "label", "label_far"], ';', rows)
}

/// The site that NetBox files everything under.
const SITE: &str = "Splicelab";
const MAKER: &str = "Generic";

/// The name of a device type: the catalogue's, so that it can be found again.
fn type_name<'a>(scenario: &'a Scenario, id: &'a str) -> &'a str {
    match scenario.gear.get(id) {
        Some(gear) => &gear.model,
        None => id.rsplit_once('-').map_or(id, |(item, _)| item),
    }
}

fn netbox_racks(scenario: &Scenario) -> String {
    let rows = scenario.racks.keys().filter_map(|id| {
        let cabinet = scenario.cabinet_of(id)?;
        Some(vec![SITE.to_owned(), id.clone(), "active".to_owned(), "19".to_owned(), cabinet.units.to_string()])
    });
    table(&["site", "name", "status", "width", "u_height"], ',', rows)
}

fn netbox_types(scenario: &Scenario) -> String {
    let mut seen = std::collections::BTreeSet::new();
    let rows = scenario.gear.keys().filter_map(|id| {
        let (model, name) = (scenario.gear_model(id)?, type_name(scenario, id));
        seen.insert(name.to_owned()).then(|| {
            let kilograms = format!("{:.3}", f64::from(model.weight_g) / 1000.0);
            vec![
                MAKER.to_owned(),
                name.to_owned(),
                name.to_owned(),
                model.height_u.to_string(),
                (model.depth_mm > 500).to_string(),
                kilograms,
                "kg".to_owned(),
            ]
        })
    });
    let rows: Vec<_> = rows.collect();
    table(&["manufacturer", "model", "slug", "u_height", "is_full_depth", "weight", "weight_unit"], ',', rows)
}

fn role(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Server => "Server",
        DeviceKind::Storage => "Storage",
        DeviceKind::Switch => "Switch",
        DeviceKind::Router => "Router",
        DeviceKind::Firewall => "Firewall",
        DeviceKind::Olt => "OLT",
        DeviceKind::Ups => "UPS",
        DeviceKind::Pdu => "PDU",
        DeviceKind::CopperPanel | DeviceKind::FibrePanel | DeviceKind::SplicePanel => "Patch panel",
        DeviceKind::ConsoleServer => "Console server",
        DeviceKind::Blank | DeviceKind::CableManager | DeviceKind::Shelf | DeviceKind::Other => "Other",
    }
}

fn netbox_devices(scenario: &Scenario, state: &State) -> String {
    let rows = state.rack.held.iter().filter_map(|(id, held)| {
        let model = scenario.gear_model(id)?;
        // What hangs at a side has neither unit nor face in NetBox.
        let place = device_there(scenario, state, id);
        let face = match (&place, held.face) {
            (None, _) => "",
            (Some(_), Face::Front) => "front",
            (Some(_), Face::Rear) => "rear",
        };
        Some(vec![
            id.clone(),
            role(model.kind).to_owned(),
            MAKER.to_owned(),
            type_name(scenario, id).to_owned(),
            SITE.to_owned(),
            held.rack.clone(),
            place.map(|place| place.u.to_string()).unwrap_or_default(),
            face.to_owned(),
            "active".to_owned(),
        ])
    });
    let head = ["name", "role", "manufacturer", "device_type", "site", "rack", "position", "face", "status"];
    table(&head, ',', rows)
}

/// What NetBox calls the sort of a port.
fn termination(scenario: &Scenario, port: &PortId) -> Option<&'static str> {
    let model = scenario.gear_model(&port.equipment)?;
    let (group, _) = model.port(&port.port)?;
    Some(match group.socket {
        Socket::Outlet(_) => "dcim.poweroutlet",
        Socket::Inlet(_) => "dcim.powerport",
        Socket::ConsoleRj45 | Socket::ConsoleUsb | Socket::ConsoleDe9 if model.kind == DeviceKind::ConsoleServer => {
            "dcim.consoleserverport"
        }
        Socket::ConsoleRj45 | Socket::ConsoleUsb | Socket::ConsoleDe9 => "dcim.consoleport",
        Socket::EarthLug | Socket::StrapJack => return None,
        _ if is_panel(model) && group.face == Face::Front => "dcim.frontport",
        _ if is_panel(model) => "dcim.rearport",
        _ => "dcim.interface",
    })
}

/// What NetBox calls the sort of a cable.
fn cable_type(kind: CordKind) -> &'static str {
    let glass = |fibre: FibreGrade| match fibre {
        FibreGrade::Om1 => "mmf-om1",
        FibreGrade::Om2 => "mmf-om2",
        FibreGrade::Om3 => "mmf-om3",
        FibreGrade::Om4 => "mmf-om4",
        FibreGrade::Om5 => "mmf-om5",
        FibreGrade::Os2 => "smf-os2",
    };
    match kind {
        CordKind::Copper(category) => copper_type(category),
        CordKind::Duplex { fibre, .. } | CordKind::Simplex { fibre, .. } | CordKind::Mpo { fibre, .. } => glass(fibre),
        CordKind::Dac { .. } => "dac-passive",
        CordKind::Aoc { .. } => "aoc",
        CordKind::Power { .. } => "power",
        CordKind::UsbConsole => "usb",
        CordKind::Rollover | CordKind::Earth => "",
    }
}

fn copper_type(category: Category) -> &'static str {
    match category {
        Category::Cat5e => "cat5e",
        Category::Cat6 => "cat6",
        Category::Cat6a => "cat6a",
        Category::Cat8 => "cat8",
    }
}

/// Six hexadecimal digits, of the palette that NetBox offers.
fn hex(colour: CordColour) -> &'static str {
    match colour {
        CordColour::Black => "111111",
        CordColour::White => "ffffff",
        CordColour::Grey => "9e9e9e",
        CordColour::Red => "f44336",
        CordColour::Orange => "ff9800",
        CordColour::Yellow => "ffeb3b",
        CordColour::Green => "4caf50",
        CordColour::Blue => "2196f3",
        CordColour::Violet => "9c27b0",
        CordColour::Aqua => "00bcd4",
        CordColour::Lime | CordColour::GreenYellow => "cddc39",
    }
}

fn netbox_cables(scenario: &Scenario, state: &State) -> String {
    let sides = |a: &PortId, b: &PortId| -> Option<Vec<String>> {
        let [one, other] = [termination(scenario, a)?, termination(scenario, b)?];
        Some(vec![
            a.equipment.clone(),
            one.to_owned(),
            a.port.clone(),
            b.equipment.clone(),
            other.to_owned(),
            b.port.clone(),
        ])
    };
    let cords = plugged(state).filter_map(|(id, a, b)| {
        let model = scenario.rack_cord_model(id)?;
        let mut row = sides(a, b)?;
        let label = state.cords.get(id)?.labels[0].clone().unwrap_or_default();
        let centimetres = scenario.cord_length(id).unwrap_or_default().0 / 10;
        let (kind, colour) = (cable_type(model.kind), hex(model.colour));
        row.extend(["connected", kind, &label, colour, &centimetres.to_string(), "cm"].map(str::to_owned));
        Some(row)
    });
    // Installed cables of copper, line by line.
    let runs = scenario.runs.values().flat_map(|run| {
        copper::lines_of(scenario, run, crate::plant::address::End::A).filter_map(|port| {
            let line = copper::line(scenario, &port)?;
            let mut row = sides(&line.ports[0], &line.ports[1])?;
            let metres = (line.length_mm / 1000).to_string();
            row.extend(["connected", copper_type(line.category), "", "", &metres, "m"].map(str::to_owned));
            Some(row)
        })
    });
    let head = [
        "side_a_device",
        "side_a_type",
        "side_a_name",
        "side_b_device",
        "side_b_type",
        "side_b_name",
        "status",
        "type",
        "label",
        "color",
        "length",
        "length_unit",
    ];
    let rows: Vec<_> = cords.chain(runs).collect();
    table(&head, ',', rows)
}
