//! Draws the network.

use std::collections::BTreeSet;

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::{Held, NetScene, NetTool, Thing, cables, device_name, port_id};
use crate::app::canvas::pen::{Face, LEFT, MIDDLE, Pen};
use crate::app::canvas::stage::{Hits, Seen, Shape};
use crate::app::theme;
use crate::fibre::coach::Gesture;
use crate::lab::action::Action;
use crate::net::Net;
use crate::net::console::ios::names;
use crate::net::device::{Device, Os};
use crate::net::models::{Kind, models};
use crate::net::stp::State;
use crate::net::world::Socket;

/// A device, without the lines of its addresses beyond the second.
pub const CARD: Vec2 = Vec2::new(184.0, 104.0);
const LINE: f32 = 17.0;
const DARK: Color32 = Color32::from_rgb(0x14, 0x1d, 0x22);
const EDGE: Color32 = Color32::from_rgb(0x43, 0x52, 0x5a);
const WIRE: Color32 = Color32::from_rgb(0x6c, 0xb8, 0xf0);
const DEAD: Color32 = Color32::from_rgb(0x8a, 0x96, 0x9c);
const GREEN: Color32 = Color32::from_rgb(0x5f, 0xd0, 0x7a);
const AMBER: Color32 = Color32::from_rgb(0xff, 0xb0, 0x3c);
const RED: Color32 = Color32::from_rgb(0xff, 0x7b, 0x72);
const PACKET: Color32 = Color32::from_rgb(0xd6, 0xeb, 0xfb);
/// Addresses that a card shows.
const SHOWN: usize = 3;

/// What the light at a port says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Light {
    On,
    /// Nothing passes yet.
    Waits,
    /// Kept shut so that nothing runs in circles.
    Blocks,
    Off,
}

fn light(net: &Net, (device, port): Socket) -> Light {
    let it = &net.devices[device];
    if !it.ports[port].carrier {
        return Light::Off;
    }
    let Some(bridge) = it.ports[port].bridge.map(|bridge| &it.bridges[bridge]) else { return Light::On };
    let states = bridge.trees.values().filter_map(|tree| tree.ports.get(&port)).map(|port| port.state);
    let states: Vec<State> = states.collect();
    if states.iter().any(|state| matches!(state, State::Listening | State::Learning)) {
        Light::Waits
    } else if !states.is_empty() && states.contains(&State::Blocking) {
        Light::Blocks
    } else {
        Light::On
    }
}

/// The addresses of a device as its card shows them, with the interface where there are several.
pub fn addresses(device: &Device) -> Vec<String> {
    let all: Vec<(&str, String)> = device
        .addresses()
        .filter(|(_, cidr)| !cidr.addr.is_loopback())
        .map(|(iface, cidr)| (device.ifaces[iface].name.as_str(), cidr.to_string()))
        .collect();
    match all.as_slice() {
        [(_, only)] => vec![only.clone()],
        _ => all.iter().map(|(name, cidr)| format!("{} {cidr}", names::short(name))).collect(),
    }
}

struct Card {
    rect: Rect,
    lines: Vec<String>,
    sockets: Vec<Rect>,
}

/// How wide a letter of an address is, at the least size that is read.
const LETTER: f32 = 9.3;

/// How wide every card is: as wide as cards are, or as neighbours in a row leave room for, with the cable between them.
fn card_width(scene: &NetScene, net: &Net) -> f32 {
    let spots: Vec<Vec2> = net.devices.iter().map(|device| scene.spot(&device.id)).collect();
    let cabled: BTreeSet<(usize, usize)> =
        cables(net).into_iter().flat_map(|(a, b)| [(a.0, b.0), (b.0, a.0)]).collect();
    let mut wide = CARD.x;
    for (one, spot) in spots.iter().enumerate() {
        for (other, beside) in spots.iter().enumerate() {
            if (spot.y - beside.y).abs() < CARD.y && spot.x < beside.x {
                let between = if cabled.contains(&(one, other)) { 44.0 } else { 6.0 };
                wide = wide.min(beside.x - spot.x - between);
            }
        }
    }
    wide.max(CARD.x * 0.7)
}

fn card(scene: &NetScene, net: &Net, index: usize, wide: f32) -> Card {
    let device = &net.devices[index];
    let mut lines = addresses(device);
    if lines.iter().any(|line| line.chars().count() as f32 * LETTER > wide - 20.0) {
        // The table of the device tells which address is where.
        lines.iter_mut().for_each(|line| *line = line.rsplit(' ').next().unwrap_or_default().to_owned());
    }
    let more = lines.len().saturating_sub(SHOWN);
    if more > 0 {
        lines.truncate(SHOWN - 1);
        lines.push(format!("+ {}", more + 1));
    }
    let count = device.sockets();
    let rows = count.div_ceil(13).max(1);
    let columns = count.div_ceil(rows).max(1);
    let size = if count > 8 { vec2(11.5, 10.0) } else { vec2(15.0, 13.0) };
    let pitch = size + vec2(2.0, 3.0);
    let height = 52.0 + LINE * lines.len() as f32 + pitch.y * rows as f32 + 8.0;
    let rect = Rect::from_center_size(scene.spot(&device.id), vec2(wide, height));
    let left = rect.center().x - pitch.x * columns as f32 / 2.0;
    let top = rect.max.y - 8.0 - pitch.y * rows as f32;
    let socket = |port: usize| {
        // As on the front of equipment: the first above, the second below it.
        let (column, row) = (port / rows, port % rows);
        Rect::from_corners(
            vec2(left + pitch.x * column as f32, top + pitch.y * row as f32),
            vec2(left + pitch.x * column as f32, top + pitch.y * row as f32) + size,
        )
    };
    Card { rect, lines, sockets: (0..count).map(socket).collect() }
}

/// Draws everything and says where things can be touched.
pub fn draw(pen: &mut Pen, seen: &Seen, net: &Net, scene: &NetScene, along: f32) -> Hits<Thing> {
    let mut hits = Hits::default();
    let wide = card_width(scene, net);
    let cards: Vec<Card> = (0..net.devices.len()).map(|index| card(scene, net, index, wide)).collect();
    let wanted = Wanted::of(seen);
    for (a, b) in cables(net) {
        cable(pen, net, scene, &cards, (a, b), &mut hits);
    }
    if scene.storms {
        let at = vec2(scene.room.x / 2.0, 20.0);
        pen.text(seen.lang.text("net-storm"), at, MIDDLE, 18.0, Face::Semibold, AMBER);
    }
    for (index, card) in cards.iter().enumerate() {
        device(pen, seen, net, scene, index, card, &wanted, &mut hits);
    }
    // The names first: none may hide the light of a neighbour.
    for (a, b) in cables(net) {
        port_names(pen, net, &cards, a, b);
    }
    for (a, b) in cables(net) {
        lights(pen, net, &cards, a, b);
    }
    if let Some(from) = started(scene, net) {
        let start = cards[from.0].sockets[from.1].center();
        pen.ribbon(&[start, scene.cursor], 4.0, theme::NOW);
        pen.circle(scene.cursor, 6.0, theme::NOW);
    }
    packet(pen, scene, &cards, along);
    hits
}

/// Where the cable begins that has one end plugged in.
fn started(scene: &NetScene, net: &Net) -> Option<Socket> {
    let port = match &scene.held {
        Some(Held::End { from, .. }) => Some(from),
        _ => scene.plug.as_ref(),
    };
    port.and_then(|port| crate::net::build::socket(net, port))
}

/// What the lab asks for, where it helps.
#[derive(Default)]
struct Wanted {
    ports: Vec<(String, String)>,
    device: Option<String>,
}

impl Wanted {
    fn of(seen: &Seen) -> Self {
        let Some(hint) = seen.hint else { return Self::default() };
        match (hint.gesture, &hint.action) {
            (Gesture::Cable, Action::Connect { a, b, .. }) => {
                let name = |port: &crate::plant::address::PortId| (port.equipment.clone(), port.port.clone());
                Self { ports: vec![name(a), name(b)], device: None }
            }
            (Gesture::Cable, Action::Disconnect { port }) => {
                Self { ports: vec![(port.equipment.clone(), port.port.clone())], device: None }
            }
            (_, Action::Type { device, .. }) => Self { ports: Vec::new(), device: Some(device.clone()) },
            _ => Self::default(),
        }
    }
}

/// Where the line from one card's middle to another's leaves the first.
fn edge(rect: Rect, towards: Vec2) -> Vec2 {
    let (middle, half) = (rect.center(), rect.half_size());
    let way = towards - middle;
    let share = (half.x / way.x.abs().max(1e-3)).min(half.y / way.y.abs().max(1e-3));
    middle + way * share.min(1.0)
}

/// The visible part of a cable: from card to card, aimed at the sockets.
fn span(cards: &[Card], a: Socket, b: Socket) -> (Vec2, Vec2) {
    let [from, to] = [a, b].map(|(device, port)| cards[device].sockets[port].center());
    // A cable leaves by the side that faces the other end, near its socket.
    let leave = |card: &Card, socket: Vec2, towards: Vec2| {
        let half = card.rect.half_size();
        let shift = (socket.x - card.rect.center().x) * 0.6;
        let start = edge(card.rect, towards);
        let flat = (start.y - card.rect.center().y).abs() > half.y - 1.0;
        if flat { vec2((start.x + shift).clamp(card.rect.min.x + 8.0, card.rect.max.x - 8.0), start.y) } else { start }
    };
    let first = leave(&cards[a.0], from, cards[b.0].rect.center());
    let last = leave(&cards[b.0], to, cards[a.0].rect.center());
    (first, last)
}

fn cable(pen: &mut Pen, net: &Net, scene: &NetScene, cards: &[Card], (a, b): (Socket, Socket), hits: &mut Hits<Thing>) {
    let (from, to) = span(cards, a, b);
    let [one, other] = [a, b].map(|at| light(net, at));
    let thing = Thing::Cable(port_id(net, a), port_id(net, b));
    let pointed = scene.hover.as_ref() == Some(&thing);
    if pointed {
        pen.ribbon(&[from, to], 12.0, theme::MAT_CARD);
    }
    match (one, other) {
        (Light::Off, _) | (_, Light::Off) => pen.dashes(&[from, to], 4.0, DEAD),
        (Light::On, Light::On) => pen.ribbon(&[from, to], 4.5, WIRE),
        _ => pen.dashes(&[from, to], 4.5, AMBER),
    }
    hits.add(thing, Shape::Line(vec![from, to], 5.0));
}

/// How far from the card a light stands.
const LIGHT_AT: f32 = 15.0;

/// The lights at both ends, each with its sign.
fn lights(pen: &mut Pen, net: &Net, cards: &[Card], a: Socket, b: Socket) {
    let (from, to) = span(cards, a, b);
    let way = (to - from).normalize_or_zero();
    for (at, start, way) in [(a, from, way), (b, to, -way)] {
        let centre = start + way * LIGHT_AT;
        let light = light(net, at);
        let colour = match light {
            Light::On => GREEN,
            Light::Waits | Light::Blocks => AMBER,
            Light::Off => RED,
        };
        pen.circle(centre, 9.5, theme::MAT);
        pen.circle(centre, 7.5, colour);
        match light {
            Light::On => {
                pen.ribbon(&[centre + vec2(-3.5, 0.2), centre + vec2(-1.0, 3.0), centre + vec2(3.8, -3.0)], 1.8, DARK);
            }
            Light::Waits => {
                for x in [-3.2, 0.0, 3.2] {
                    pen.circle(centre + vec2(x, 0.0), 1.2, DARK);
                }
            }
            Light::Blocks => pen.line(centre - vec2(4.2, 0.0), centre + vec2(4.2, 0.0), 2.4, DARK),
            Light::Off => {
                pen.line(centre - vec2(3.0, 3.0), centre + vec2(3.0, 3.0), 1.8, DARK);
                pen.line(centre + vec2(-3.0, 3.0), centre + vec2(3.0, -3.0), 1.8, DARK);
            }
        }
    }
}

/// The names of the ports at both ends of a cable.
fn port_names(pen: &mut Pen, net: &Net, cards: &[Card], a: Socket, b: Socket) {
    let (from, to) = span(cards, a, b);
    let way = (to - from).normalize_or_zero();
    for (at, start, way) in [(a, from, way), (b, to, -way)] {
        let centre = start + way * LIGHT_AT;
        let name = names::short(&net.devices[at.0].ports[at.1].name);
        let size = 14.0;
        let wide = name.chars().count() as f32 * size * 0.62 + 10.0;
        let middle = if way.y.abs() > 0.7 {
            // Cables that leave side by side spread: each name stands on the outer side.
            let side = if way.x < 0.0 { -1.0 } else { 1.0 };
            centre + vec2(side * (wide / 2.0 + 12.0), 0.0)
        } else if way.y.abs() > 0.35 {
            // Beside the cable, on the side that is away from where it goes.
            let side = if way.x > 0.0 { -1.0 } else { 1.0 };
            centre + way * 8.0 + vec2(side * (wide / 2.0 + 12.0), 0.0)
        } else {
            // Between cards that stand close there is no room for two names; pointing at a port tells its own.
            if from.distance(to) < 2.0 * wide + 12.0 {
                continue;
            }
            centre + vec2(way.x.signum() * (wide / 2.0 - 4.0), 20.0)
        };
        pen.rect(Rect::from_center_size(middle, vec2(wide, 19.0)), 6.0, theme::MAT);
        pen.text(name, middle, MIDDLE, size, Face::Mono, theme::MAT_TEXT_SOFT);
    }
}

#[allow(clippy::too_many_arguments, reason = "a picture names what it shows")]
fn device(
    pen: &mut Pen,
    seen: &Seen,
    net: &Net,
    scene: &NetScene,
    index: usize,
    card: &Card,
    wanted: &Wanted,
    hits: &mut Hits<Thing>,
) {
    let it = &net.devices[index];
    let thing = Thing::Device(it.id.clone());
    let pointed = scene.hover.as_ref() == Some(&thing) || scene.reached.as_ref() == Some(&thing);
    pen.rect(Rect { min: card.rect.min + vec2(0.0, 3.0), max: card.rect.max + vec2(0.0, 3.0) }, 11.0, DARK);
    pen.rect(card.rect, 10.0, theme::MAT_CARD);
    let edge = if pointed { theme::MAT_TEXT } else { EDGE };
    pen.outline(card.rect, 10.0, if pointed { 2.0 } else { 1.2 }, edge);
    if wanted.device.as_deref() == Some(it.id.as_str()) {
        pen.outline(card.rect.inflate(4.0), 13.0, 3.0, theme::NOW);
    }
    hits.area(thing, card.rect);
    let kind = models().get(&it.model).map_or(Kind::Host, |model| model.kind);
    shape(pen, kind, it.os, card.rect.min + vec2(27.0, 27.0));
    let name = device_name(seen.lab, &it.id, seen.lang);
    let left = card.rect.min.x + 52.0;
    let size = size_that_fits(&name, 17.0, card.rect.max.x - left - 6.0);
    pen.text(name, vec2(left, card.rect.min.y + 18.0), LEFT, size, Face::Semibold, theme::MAT_TEXT);
    let under = match it.os {
        Os::Ios if it.hostname != it.id => it.hostname.clone(),
        _ => models().get(&it.model).map_or(String::new(), |model| model.name.get(seen.lang).to_owned()),
    };
    // What does not fit beside the shape is left out: the card of the device says it whole.
    let room = ((card.rect.width() - 60.0) / 8.0) as usize;
    let under = if under.chars().count() > room {
        under.chars().take(room.saturating_sub(1)).chain(['…']).collect()
    } else {
        under
    };
    pen.text(under, vec2(left, card.rect.min.y + 38.0), LEFT, 15.0, Face::Regular, theme::MAT_TEXT_SOFT);
    for (row, line) in card.lines.iter().enumerate() {
        let at = vec2(card.rect.min.x + 14.0, card.rect.min.y + 58.0 + LINE * row as f32);
        let size = size_that_fits(line, 15.0, card.rect.max.x - at.x - 6.0);
        pen.text(line.as_str(), at, LEFT, size, Face::Mono, theme::TRACE);
    }
    for (port, socket) in card.sockets.iter().enumerate() {
        let taken = net.peer((index, port)).is_some();
        let name = &it.ports[port].name;
        let id = port_id(net, (index, port));
        let thing = Thing::Port(id.clone());
        let fill = match (taken, light(net, (index, port))) {
            (false, _) => DARK,
            (true, Light::On) => GREEN,
            (true, Light::Waits | Light::Blocks) => AMBER,
            (true, Light::Off) => RED,
        };
        pen.rect(*socket, 2.0, fill);
        pen.outline(*socket, 2.0, 1.0, if taken { fill } else { DEAD });
        let asked = wanted.ports.iter().any(|(device, asked)| {
            *device == it.id && models().get(&it.model).and_then(|model| model.port(asked)) == Some(port)
        });
        let pointed = scene.hover.as_ref() == Some(&thing) || scene.plug.as_ref() == Some(&id);
        if asked {
            pen.outline(socket.inflate(3.0), 4.0, 2.5, theme::NOW);
        }
        if pointed {
            pen.outline(socket.inflate(2.5), 4.0, 2.0, theme::MAT_TEXT);
        }
        if asked || pointed {
            let text = names::short(name);
            let wide = text.chars().count() as f32 * 9.0 + 12.0;
            let at = vec2(socket.center().x, card.rect.max.y + 14.0);
            let ink = if asked { theme::CARD } else { theme::MAT_TEXT };
            pen.rect(Rect::from_center_size(at, vec2(wide, 20.0)), 6.0, if asked { theme::NOW } else { DARK });
            pen.text(text, at, MIDDLE, 15.0, Face::Mono, ink);
        }
        // The whole device is one thing to touch where the hand does not want a port.
        if scene.tool != NetTool::Hand || !taken {
            hits.area(thing, socket.inflate(1.5));
        }
    }
}

/// The size of a text, made smaller if it is too long for its room.
fn size_that_fits(text: &str, size: f32, room: f32) -> f32 {
    const WIDTH_OF_A_LETTER: f32 = 0.68;
    size.min(room / (text.chars().count().max(1) as f32 * WIDTH_OF_A_LETTER))
}

/// The shapes by which the trade knows its boxes.
fn shape(pen: &mut Pen, kind: Kind, os: Os, at: Vec2) {
    let face = Color32::from_rgb(0x3f, 0x8f, 0xc4);
    let ink = theme::MAT_TEXT;
    let arrow = |pen: &mut Pen, from: Vec2, to: Vec2| {
        pen.line(from, to, 2.0, ink);
        let way = (to - from).normalize_or_zero();
        pen.fill(&[to + way * 3.0, to - way * 2.5 + way.perp() * 3.4, to - way * 2.5 - way.perp() * 3.4], ink);
    };
    match kind {
        Kind::Router => {
            pen.circle(at, 17.0, face);
            for way in [vec2(1.0, 0.0), vec2(-1.0, 0.0)] {
                arrow(pen, at + way * 3.0, at + way * 11.0);
            }
            for way in [vec2(0.0, 1.0), vec2(0.0, -1.0)] {
                arrow(pen, at + way * 12.0, at + way * 5.0);
            }
        }
        Kind::Switch | Kind::Hub => {
            pen.rect(Rect::from_center_size(at, vec2(36.0, 28.0)), 4.0, face);
            if kind == Kind::Hub {
                pen.line(at - vec2(10.0, 0.0), at + vec2(10.0, 0.0), 2.0, ink);
                arrow(pen, at, at + vec2(10.0, 0.0));
                arrow(pen, at, at - vec2(10.0, 0.0));
            } else {
                arrow(pen, at + vec2(-11.0, -6.0), at + vec2(10.0, -6.0));
                arrow(pen, at + vec2(11.0, 5.0), at + vec2(-10.0, 5.0));
            }
            if os == Os::Ios {
                pen.circle(at + vec2(14.0, -10.0), 2.0, GREEN);
            }
        }
        Kind::Host => {
            pen.rect(Rect::from_center_size(at - vec2(0.0, 4.0), vec2(34.0, 24.0)), 3.0, theme::MAT_TEXT_SOFT);
            pen.rect(Rect::from_center_size(at - vec2(0.0, 4.0), vec2(28.0, 18.0)), 1.0, DARK);
            pen.rect(Rect::from_center_size(at + vec2(0.0, 11.0), vec2(6.0, 6.0)), 0.0, theme::MAT_TEXT_SOFT);
            pen.rect(Rect::from_center_size(at + vec2(0.0, 14.5), vec2(20.0, 3.0)), 1.5, theme::MAT_TEXT_SOFT);
        }
        Kind::Server => {
            pen.rect(Rect::from_center_size(at, vec2(24.0, 36.0)), 3.0, theme::MAT_TEXT_SOFT);
            for row in [-11.0, -4.0, 3.0] {
                pen.rect(Rect::from_center_size(at + vec2(0.0, row), vec2(17.0, 4.0)), 1.0, DARK);
            }
            pen.circle(at + vec2(0.0, 12.0), 2.4, GREEN);
        }
    }
}

/// The frame that travels now, on every cable it takes.
fn packet(pen: &mut Pen, scene: &NetScene, cards: &[Card], along: f32) {
    let Some(step) = scene.packets.shown() else { return };
    for (from, to) in &step.ways {
        if from.0 >= cards.len() || to.0 >= cards.len() {
            continue;
        }
        let (start, end) = span(cards, *from, *to);
        // Slower at both ends: it leaves and it arrives.
        let eased = along * along * (3.0 - 2.0 * along);
        let at = start.lerp(end, eased);
        let wide = step.label.chars().count() as f32 * 9.5 + 18.0;
        pen.line(start, at, 6.0, PACKET);
        pen.rect(Rect::from_center_size(at + vec2(0.0, 2.0), vec2(wide, 26.0)), 8.0, DARK);
        pen.rect(Rect::from_center_size(at, vec2(wide, 26.0)), 8.0, PACKET);
        pen.text(step.label.as_str(), at, MIDDLE, 16.0, Face::Semibold, theme::INK);
    }
}
