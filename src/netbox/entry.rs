//! One device type read into one entry.

use std::collections::BTreeMap;

use super::{Findings, kinds};
use crate::catalogue::rack::{
    Airflow, DeviceKind, DeviceModel, Face, Mount, PowerLimits, PowerPlug, Socket, SocketGroup, UNIT_MM,
};
use crate::locale::{Message, Text};
use crate::yaml::Node;

/// Tallest device, in units: more stands in no rack of ours.
const TALLEST_U: f64 = 52.0;
/// More than this draws nothing that goes into a rack on one cord, in watts: three phases of 63 A.
const MOST_WATTS: f64 = 43_500.0;
/// Heavier than this is no device but a whole rack, in kilograms.
const MOST_KG: f64 = 600.0;
/// What stands in for a depth: the files only say whether it fills the rack (trade knowledge).
const FULL_DEPTH_MM: u16 = 740;
const HALF_DEPTH_MM: u16 = 350;
/// More ports than this on one device are no hardware.
const MOST_PORTS: usize = 2000;

/// Every key that a device type may have, in both projects.
const KEYS: [&str; 27] = [
    "manufacturer",
    "model",
    "slug",
    "part_number",
    "u_height",
    "is_full_depth",
    "airflow",
    "weight",
    "weight_unit",
    "front_image",
    "rear_image",
    "subdevice_role",
    "is_powered",
    "console-ports",
    "console-server-ports",
    "power-ports",
    "power-outlets",
    "interfaces",
    "front-ports",
    "rear-ports",
    "module-bays",
    "device-bays",
    "inventory-items",
    "description",
    "comments",
    "exclude_from_utilization",
    "profile",
];

/// A port before it has a spot.
struct Port {
    name: String,
    socket: Socket,
    face: Face,
    mbps: Vec<u32>,
    management: bool,
    phase: u8,
}

/// Reads a device type; nothing if it makes no entry, and the reason is among the findings.
pub fn device(root: &Node, found: &mut Findings) -> Option<(String, DeviceModel)> {
    let Some(map) = root.map() else {
        found.error(Some(root.line), Message::new("netbox-not-a-map"));
        return None;
    };
    let mut seen: Vec<&str> = Vec::new();
    for (key, _) in map {
        let Some(name) = key.text() else {
            found.warning(key.line, Message::new("netbox-strange-key"));
            continue;
        };
        if seen.contains(&name) {
            found.warning(key.line, Message::new("netbox-key-twice").with("key", name));
        }
        if !KEYS.contains(&name) {
            let help = crate::scenario::suggest::did_you_mean(&name.to_lowercase().replace('_', "-"), KEYS);
            let message = match help {
                Some(meant) => Message::new("netbox-unknown-key-meant").with("key", name).with("meant", meant),
                None => Message::new("netbox-unknown-key").with("key", name),
            };
            found.warning(key.line, message);
        }
        seen.push(name);
    }
    let maker = words(root, "manufacturer", found)?;
    let model = words(root, "model", found)?;
    let height_u = height(root, found)?;
    let slug = root.field("slug").and_then(Node::text).map(str::to_owned);
    let id = kebab(&slug.unwrap_or_else(|| format!("{maker}-{model}")));
    if id.is_empty() {
        found.error(Some(root.line), Message::new("netbox-no-name"));
        return None;
    }
    let mut ports = Vec::new();
    let mut draw = None;
    read_ports(root, found, &mut ports, &mut draw);
    doubled(root, found, &mut ports);
    if ports.len() > MOST_PORTS {
        let message = Message::new("netbox-many-ports").with("count", ports.len()).with("most", MOST_PORTS);
        found.warning(root.line, message);
        ports.truncate(MOST_PORTS);
    }
    let kind = kind_of(&model, &ports);
    found.note(root.line, Message::new("netbox-kind").with("kind", format!("{kind:?}")));
    let outlets = ports.iter().any(|port| matches!(port.socket, Socket::Outlet(_)));
    let inlet = ports.iter().find_map(|port| match port.socket {
        Socket::Inlet(plug) => Some(plug),
        _ => None,
    });
    let has_bays = root.field("module-bays").and_then(Node::list).is_some_and(|bays| !bays.is_empty());
    if inlet.is_none() && has_bays {
        found.note(root.line, Message::new("netbox-power-in-bays"));
    }
    let power = outlets.then(|| PowerLimits {
        amps: inlet.map_or(16, PowerPlug::amps),
        bank_amps: Vec::new(),
        three_phase: ports.iter().any(|port| port.phase > 1),
        battery_minutes: if kind == DeviceKind::Ups { 5 } else { 0 },
    });
    if power.is_some() {
        found.note(root.line, Message::new("netbox-limits"));
    }
    let depth_mm = match root.field("is_full_depth").map(|node| (node, node.truth())) {
        Some((_, Some(true))) => FULL_DEPTH_MM,
        Some((_, Some(false))) => HALF_DEPTH_MM,
        Some((node, None)) => {
            found.warning(node.line, Message::new("netbox-not-a-truth").with("key", "is_full_depth"));
            HALF_DEPTH_MM
        }
        None => HALF_DEPTH_MM,
    };
    found.note(root.line, Message::new("netbox-depth").with("depth", depth_mm));
    let weight_g = weight(root, found);
    let airflow = airflow(root, found);
    if draw.is_none() && power.is_none() && inlet.is_some() {
        found.note(root.line, Message::new("netbox-no-draw"));
    }
    let mount = if height_u == 0.0 {
        Mount::Side
    } else if kind == DeviceKind::Blank {
        Mount::Clips
    } else if depth_mm == FULL_DEPTH_MM {
        Mount::Rails { posts_mm: (600, 900) }
    } else {
        Mount::Ears { holes: (1, 3) }
    };
    let groups = lay_out(ports, height_u, found, root.line);
    let name = format!("{maker} {model}");
    let entry = DeviceModel {
        name: Text { fr: name.clone(), en: name },
        kind,
        height_u,
        depth_mm,
        weight_g,
        airflow,
        draw_w: draw.unwrap_or(0.0) as u32,
        mount,
        torque_ncm: (250, 450),
        ports: groups,
        power,
        poe_budget_w: None,
        poe_class: None,
        source: found.file.to_owned(),
    };
    Some((id, entry))
}

/// Lower case letters, digits and hyphens.
fn kebab(text: &str) -> String {
    let mut id = String::new();
    for letter in text.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

fn words(root: &Node, key: &'static str, found: &mut Findings) -> Option<String> {
    match root.field(key) {
        Some(node) if !node.is_empty() => match node.text() {
            Some(text) => return Some(text.trim().to_owned()),
            None => found.error(Some(node.line), Message::new("netbox-not-words").with("key", key)),
        },
        _ => found.error(Some(root.line), Message::new("netbox-missing").with("key", key)),
    }
    None
}

fn height(root: &Node, found: &mut Findings) -> Option<f64> {
    let Some(node) = root.field("u_height") else {
        found.note(root.line, Message::new("netbox-no-height"));
        return Some(1.0);
    };
    match node.number() {
        Some(height) if (0.0..=TALLEST_U).contains(&height) && (height * 2.0).fract() == 0.0 => Some(height),
        _ => {
            let message = Message::new("netbox-height").with("text", node.text().unwrap_or("…"));
            found.error(Some(node.line), message);
            None
        }
    }
}

/// In grams; 0 where nothing is known.
fn weight(root: &Node, found: &mut Findings) -> u32 {
    let Some(node) = root.field("weight").filter(|node| !node.is_empty()) else {
        found.note(root.line, Message::new("netbox-no-weight"));
        return 0;
    };
    let unit = root.field("weight_unit").and_then(Node::text);
    let in_kg = match unit {
        Some("kg") => 1.0,
        Some("g") => 0.001,
        Some("lb") => 0.453_592_37,
        Some("oz") => 0.028_349_523_125,
        other => {
            let message = Message::new("netbox-weight-unit").with("unit", other.unwrap_or("—"));
            found.warning(node.line, message);
            return 0;
        }
    };
    match node.number().map(|number| number * in_kg) {
        Some(kg) if kg > 0.0 && kg <= MOST_KG => libm::round(kg * 1000.0) as u32,
        _ => {
            let message = Message::new("netbox-weight").with("text", node.text().unwrap_or("…"));
            found.warning(node.line, message);
            0
        }
    }
}

fn airflow(root: &Node, found: &mut Findings) -> Airflow {
    let Some(node) = root.field("airflow").filter(|node| !node.is_empty()) else {
        found.note(root.line, Message::new("netbox-no-airflow"));
        return Airflow::Passive;
    };
    match node.text() {
        Some("front-to-rear") => Airflow::FrontToRear,
        Some("rear-to-front") => Airflow::RearToFront,
        Some("left-to-right") => Airflow::LeftToRight,
        Some("right-to-left") => Airflow::RightToLeft,
        Some("side-to-rear") => Airflow::SideToRear,
        Some("passive") => Airflow::Passive,
        other => {
            let message = Message::new("netbox-airflow").with("text", other.unwrap_or("…"));
            found.warning(node.line, message);
            Airflow::Passive
        }
    }
}

fn read_ports(root: &Node, found: &mut Findings, ports: &mut Vec<Port>, draw: &mut Option<f64>) {
    let lists = [
        "console-ports",
        "console-server-ports",
        "power-ports",
        "power-outlets",
        "interfaces",
        "front-ports",
        "rear-ports",
    ];
    for list in lists {
        let Some(node) = root.field(list).filter(|node| !node.is_empty()) else { continue };
        let Some(items) = node.list() else {
            found.warning(node.line, Message::new("netbox-not-a-list").with("key", list));
            continue;
        };
        for item in items {
            port(list, item, found, ports, draw);
        }
    }
}

fn port(list: &'static str, item: &Node, found: &mut Findings, ports: &mut Vec<Port>, draw: &mut Option<f64>) {
    let name = item.field("name").filter(|node| !node.is_empty()).and_then(Node::text);
    let Some(name) = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()) else {
        found.warning(item.line, Message::new("netbox-port-without-name").with("list", list));
        return;
    };
    let kind = item.field("type").filter(|node| !node.is_empty()).and_then(Node::text);
    let unknown = |found: &mut Findings| {
        let message = Message::new("netbox-port-type")
            .with("name", name.as_str())
            .with("kind", kind.unwrap_or("—"))
            .with("list", list);
        found.warning(item.line, message);
    };
    let mut take = |name: String, socket: Socket, face: Face, mbps: Vec<u32>, management: bool, phase: u8| {
        ports.push(Port { name, socket, face, mbps, management, phase });
    };
    match list {
        "interfaces" => match kind.and_then(kinds::interface) {
            None => unknown(found),
            // It has no socket.
            Some(None) => {}
            Some(Some((socket, mbps))) => {
                let management = item.field("mgmt_only").and_then(Node::truth) == Some(true);
                take(name, socket, Face::Front, mbps, management, 1);
            }
        },
        "console-ports" | "console-server-ports" => match kind.and_then(kinds::console) {
            Some(socket) => take(name, socket, Face::Front, Vec::new(), false, 1),
            None => unknown(found),
        },
        "power-ports" => {
            let Some(plug) = kind.and_then(kinds::power) else { return unknown(found) };
            if let Some(node) = item.field("maximum_draw").filter(|node| !node.is_empty()) {
                match node.number() {
                    Some(watts) if watts > 0.0 && watts <= MOST_WATTS => {
                        let rating = f64::from(plug.amps()) * 230.0;
                        let single = !matches!(plug, PowerPlug::Dc | PowerPlug::Iec309x32x3 | PowerPlug::Iec309x16x3);
                        if single && watts > rating {
                            let message = Message::new("netbox-above-inlet")
                                .with("name", name.as_str())
                                .with("watts", watts as i64)
                                .with("rating", rating as i64);
                            found.warning(node.line, message);
                        }
                        // Two supplies share one load: the device draws what one of them can give.
                        *draw = Some(draw.map_or(watts, |before: f64| before.max(watts)));
                    }
                    Some(watts) => {
                        let message =
                            Message::new("netbox-watts").with("name", name.as_str()).with("watts", watts as i64);
                        found.warning(node.line, message);
                    }
                    None => found.warning(node.line, Message::new("netbox-not-a-number").with("key", "maximum_draw")),
                }
            }
            take(name, Socket::Inlet(plug), Face::Rear, Vec::new(), false, 1);
        }
        "power-outlets" => match kind.and_then(kinds::power) {
            Some(plug) => {
                let phase = match item.field("feed_leg").and_then(Node::text) {
                    Some("B") => 2,
                    Some("C") => 3,
                    _ => 1,
                };
                take(name, Socket::Outlet(plug), Face::Rear, Vec::new(), false, phase);
            }
            None => unknown(found),
        },
        "front-ports" => match kind.and_then(kinds::panel) {
            Some(socket) => take(name, socket, Face::Front, Vec::new(), false, 1),
            None => unknown(found),
        },
        _ => match kind.and_then(kinds::panel) {
            // Front and rear of a panel bear the same names.
            Some(socket) => take(format!("r{name}"), socket, Face::Rear, Vec::new(), false, 1),
            None => unknown(found),
        },
    }
}

/// Names that are there twice lead to two ports: the second is left out.
fn doubled(root: &Node, found: &mut Findings, ports: &mut Vec<Port>) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for port in ports.iter() {
        *count.entry(port.name.clone()).or_default() += 1;
    }
    for (name, times) in count.iter().filter(|(_, times)| **times > 1) {
        let line = root
            .map()
            .into_iter()
            .flatten()
            .filter_map(|(_, value)| value.list())
            .flatten()
            .filter(|item| item.field("name").and_then(Node::text) == Some(name.as_str()))
            .nth(1)
            .map_or(root.line, |item| item.line);
        found.warning(line, Message::new("netbox-port-twice").with("name", name.as_str()).with("times", *times));
    }
    let mut kept = std::collections::BTreeSet::new();
    ports.retain(|port| kept.insert(port.name.clone()));
}

fn kind_of(model: &str, ports: &[Port]) -> DeviceKind {
    let name = model.to_lowercase();
    let count = |wanted: fn(&Socket) -> bool| ports.iter().filter(|port| wanted(&port.socket)).count();
    let has = |wanted: fn(&Socket) -> bool| count(wanted) > 0;
    let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(|socket| matches!(socket, Socket::Outlet(_))) {
        let ups = is(&["ups", "smart-ups", "smt", "smx", "srt", "onduleur"]);
        return if ups { DeviceKind::Ups } else { DeviceKind::Pdu };
    }
    if is(&["blank"]) {
        return DeviceKind::Blank;
    }
    if is(&["cable management", "cable-management", "cable manager", "brush"]) {
        return DeviceKind::CableManager;
    }
    if is(&["shelf", "tray"]) {
        return DeviceKind::Shelf;
    }
    if has(|socket| matches!(socket, Socket::Splice)) {
        return DeviceKind::SplicePanel;
    }
    if has(|socket| matches!(socket, Socket::Duplex(_) | Socket::Simplex(_) | Socket::Mpo { .. })) {
        return DeviceKind::FibrePanel;
    }
    if has(|socket| matches!(socket, Socket::Punch(_))) {
        return DeviceKind::CopperPanel;
    }
    let consoles = count(|socket| matches!(socket, Socket::ConsoleRj45));
    if consoles >= 4 {
        return DeviceKind::ConsoleServer;
    }
    if is(&["olt"]) {
        return DeviceKind::Olt;
    }
    if is(&["firewall", "fortigate", "fg-", "pa-", "srx", "asa"]) {
        return DeviceKind::Firewall;
    }
    if is(&["router", "isr", "asr", "mx"]) {
        return DeviceKind::Router;
    }
    let network = count(|socket| matches!(socket, Socket::Rj45(_) | Socket::Cage(_)));
    match network {
        0 => DeviceKind::Other,
        1..=7 => DeviceKind::Server,
        _ => DeviceKind::Switch,
    }
}

/// Gives every port a spot on its face: from left to right, in as many rows as the height has room for.
fn lay_out(ports: Vec<Port>, height_u: f64, found: &mut Findings, line: usize) -> Vec<SocketGroup> {
    let mut groups = Vec::new();
    for face in [Face::Front, Face::Rear] {
        let mine: Vec<&Port> = ports.iter().filter(|port| port.face == face).collect();
        let spots = spots(&mine, height_u);
        if spots.1 {
            found.warning(line, Message::new("netbox-crowded").with("count", mine.len()));
        }
        for (port, at_mm) in mine.into_iter().zip(spots.0) {
            groups.push(SocketGroup {
                name: port.name.clone(),
                count: None,
                first: 1,
                socket: port.socket,
                face,
                mbps: port.mbps.clone(),
                management: port.management,
                poe_w: 0,
                phases: if port.phase > 1 { vec![port.phase] } else { Vec::new() },
                bank: 0,
                at_mm: (tenth(at_mm.0), tenth(at_mm.1)),
                pitch_mm: (14.0, 14.0),
                rows: 1,
                by_column: false,
            });
        }
    }
    groups
}

/// To a tenth of a millimetre: what a person would write.
fn tenth(mm: f64) -> f64 {
    libm::round(mm * 10.0) / 10.0
}

/// The spots and whether they are closer than sockets are wide.
fn spots(ports: &[&Port], height_u: f64) -> (Vec<(f64, f64)>, bool) {
    if height_u == 0.0 {
        let pitch = (1750.0 / ports.len().max(1) as f64).min(60.0);
        let at = |index: usize| (27.0, 1800.0 - pitch * index as f64);
        return ((0..ports.len()).map(at).collect(), pitch < 24.0);
    }
    let high = height_u * UNIT_MM;
    let power = ports.iter().filter(|port| matches!(port.socket, Socket::Inlet(_) | Socket::Outlet(_))).count();
    let rows = ((high / 17.0) as usize).max(1);
    // Power stands at the right, in columns of its own.
    let power_columns = power.div_ceil(((high / 24.0) as usize).max(1));
    let wide = 430.0 - power_columns as f64 * 32.0;
    let others = ports.len() - power;
    let columns = others.div_ceil(rows).max(1);
    let pitch = (wide.max(60.0) / columns as f64).min(14.5);
    let (mut next, mut next_power) = (0, 0);
    let rows_of_power = ((high / 24.0) as usize).max(1);
    let spots = ports.iter().map(|port| {
        if matches!(port.socket, Socket::Inlet(_) | Socket::Outlet(_)) {
            let (column, row) = (next_power / rows_of_power, next_power % rows_of_power);
            next_power += 1;
            let x = (448.0 - 32.0 * column as f64).max(20.0);
            (x, high - 13.0 - 24.0 * row as f64)
        } else {
            let (column, row) = (next / rows, next % rows);
            next += 1;
            (28.0 + pitch * column as f64, high - 10.0 - 16.5 * row as f64)
        }
    });
    (spots.collect(), pitch < 10.0)
}
