//! Draws the front of a place: drawers with their ports, guides and spools, cords, and what hangs or lies ready.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::{FrameScene, Thing, plug_in};
use crate::app::canvas::pen::{Face, LEFT, MIDDLE, Pen, RIGHT, curve, glow_at};
use crate::app::canvas::stage::{Hits, Seen, Shape};
use crate::app::panels::cords::{cords_in_stock, free_plugs};
use crate::app::theme;
use crate::catalogue::catalogue;
use crate::fibre::connector::Connector;
use crate::fibre::cords::{Surplus, both_ports};
use crate::fibre::front::{Drawer, FOOT_MM, Front, Guide, LEFT_MM, MIDDLE_MM, RIGHT_MM, SPOOL_MM, TOP_MM};
use crate::fibre::measuring::red_glows;
use crate::fibre::names::{cord_name, equipment_name, plug_name, port_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::state::CordState;
use crate::locale::Message;
use crate::plant::address::{CordEnd, End, PortId, Termination};
use crate::scenario::stock;

pub const SIZE: Vec2 = Vec2::new(1000.0, 644.0);
/// How much room a kind of cord in stock takes on the table.
const STOCK_WIDE: f32 = 128.0;
/// Where free plugs and the stock lie, below the front.
const TABLE: Rect = Rect { min: Vec2::new(14.0, 572.0), max: Vec2::new(986.0, 640.0) };

const BODY: Color32 = Color32::from_rgb(0x2a, 0x37, 0x3e);
const RAIL: Color32 = Color32::from_rgb(0x18, 0x22, 0x27);
const DRAWER: Color32 = Color32::from_rgb(0xd9, 0xdf, 0xe2);
const DRAWER_INK: Color32 = Color32::from_rgb(0x1d, 0x24, 0x29);
const HOLE: Color32 = Color32::from_rgb(0x14, 0x1d, 0x22);
const CAP: Color32 = Color32::from_rgb(0xc0, 0xca, 0xcf);
const APC: Color32 = Color32::from_rgb(0x37, 0xa8, 0x4f);
const UPC: Color32 = Color32::from_rgb(0x1c, 0x7e, 0xd6);
/// Jackets, so that a cord can be followed with the eye.
const JACKETS: [Color32; 6] = [
    Color32::from_rgb(0xf2, 0xc9, 0x4c),
    Color32::from_rgb(0xe8, 0xe3, 0xd3),
    Color32::from_rgb(0x8f, 0xd3, 0xe8),
    Color32::from_rgb(0xc3, 0xa6, 0xff),
    Color32::from_rgb(0x9b, 0xe0, 0x8f),
    Color32::from_rgb(0xf2, 0x9e, 0x9e),
];

fn point((x, y): (i32, i32)) -> Vec2 {
    vec2(x as f32, y as f32)
}

/// A cord as it stands on its bag: connectors and length.
fn short_name(seen: &Seen, item: &str) -> String {
    let found = stock::cord(item).and_then(|(model, length)| Some((catalogue().cords.get(model)?, length)));
    let Some((model, length)) = found else { return item.to_owned() };
    let (a, b) = model.connectors;
    let ends = if a == b { a.name().to_owned() } else { format!("{} – {}", a.name(), b.name()) };
    format!("{ends} · {}", seen.lang.length(length))
}

fn polish(connector: Connector) -> Color32 {
    if connector.is_angled() { APC } else { UPC }
}

/// A number of its own for each cord, the same whatever comes and goes.
fn number_of(cord: &str) -> usize {
    cord.bytes().fold(7, |number: usize, byte| (number * 31 + usize::from(byte)) % 9973)
}

fn jacket(cord: &str) -> Color32 {
    JACKETS[number_of(cord) % JACKETS.len()]
}

/// The middle of a spool, counted from the top.
fn spool(row: usize) -> Vec2 {
    vec2(MIDDLE_MM as f32, SPOOL_MM as f32 + (row as f32 - 2.0) * 92.0)
}

struct Picture<'a> {
    pen: &'a mut Pen,
    seen: &'a Seen<'a>,
    scene: &'a FrameScene,
    front: Front,
    hits: Hits<Thing>,
}

/// Draws everything and says what can be touched.
pub(super) fn draw(pen: &mut Pen, seen: &Seen, scene: &FrameScene) -> Hits<Thing> {
    let Some(here) = seen.lab.here() else { return Hits::default() };
    let front = Front::of(seen.lab.scenario(), here);
    let mut picture = Picture { pen, seen, scene, front, hits: Hits::default() };
    picture.body();
    picture.cords();
    for drawer in picture.front.drawers.clone() {
        picture.drawer(&drawer);
    }
    picture.chosen_cord();
    picture.preview();
    picture.table();
    picture.red_light();
    picture.carried();
    picture.hits
}

impl Picture<'_> {
    fn lab(&self) -> &Lab {
        self.seen.lab
    }

    fn body(&mut self) {
        self.pen.rect(Rect::new(6.0, 2.0, 994.0, 562.0), 10.0, BODY);
        let guides = [
            (Guide::Left, Rect::new(LEFT_MM as f32 - 18.0, 26.0, LEFT_MM as f32 + 18.0, 534.0)),
            (Guide::Middle, Rect::new(MIDDLE_MM as f32 - 44.0, 26.0, MIDDLE_MM as f32 + 44.0, 534.0)),
            (Guide::Right, Rect::new(RIGHT_MM as f32 - 18.0, 26.0, RIGHT_MM as f32 + 18.0, 534.0)),
            (Guide::Foot, Rect::new(20.0, FOOT_MM as f32 - 9.0, 980.0, FOOT_MM as f32 + 12.0)),
        ];
        if !self.front.has_guides {
            // The foot of the wall.
            self.pen.rect(Rect::new(6.0, 516.0, 994.0, 562.0), 10.0, Color32::from_rgb(0x23, 0x2e, 0x34));
            self.pen.rect(Rect::new(6.0, 508.0, 994.0, 518.0), 0.0, Color32::from_rgb(0x4a, 0x58, 0x60));
            return;
        }
        self.pen.rect(Rect::new(20.0, TOP_MM as f32 - 9.0, 980.0, TOP_MM as f32 + 9.0), 8.0, RAIL);
        for (guide, area) in guides {
            self.pen.rect(area, 8.0, RAIL);
            let hovered = self.scene.hover == Some(Thing::Guide(guide));
            if hovered && self.scene.desk.cord.is_some() {
                self.pen.outline(area, 8.0, 2.0, theme::MAT_TEXT);
            }
            if guide == Guide::Foot {
                let text = self.seen.lang.say(&crate::fibre::names::path_name(&[guide]));
                self.pen.text(
                    text,
                    vec2(500.0, FOOT_MM as f32 + 1.0),
                    MIDDLE,
                    12.0,
                    Face::Regular,
                    theme::MAT_TEXT_SOFT,
                );
            }
            self.hits.area(Thing::Guide(guide), area);
        }
        // Spools in a column between the halves.
        for row in 0..5 {
            let at = spool(row);
            self.pen.circle(at, 26.0, Color32::from_rgb(0x3b, 0x4a, 0x52));
            self.pen.circle(at, 18.0, BODY);
            self.pen.circle(at, 5.0, RAIL);
        }
    }

    fn drawer(&mut self, drawer: &Drawer) {
        let [left, top, right, bottom] = drawer.area.map(|mm| mm as f32);
        let head = Rect::new(left, top, right, top + Drawer::HEAD_MM as f32 - 2.0);
        self.pen.rect(head, 4.0, DRAWER);
        let name = Message::new("map-thing").with("name", equipment_name(self.lab().scenario(), &drawer.equipment));
        let name = self.seen.lang.say(&name);
        let at = vec2(left + 8.0, head.center().y);
        self.pen.text(name, at, LEFT, 13.0, Face::Semibold, DRAWER_INK);
        self.lamps(&drawer.equipment, vec2(right - 10.0, head.center().y));
        let body = Rect::new(left, head.max.y, right, bottom);
        if !self.front.has_guides {
            self.pen.rect(body, 4.0, Color32::from_rgb(0x42, 0x50, 0x58));
        }
        self.pen.outline(body, 4.0, 1.2, Color32::from_rgb(0x4a, 0x58, 0x60));
        let Some(model) = self.lab().scenario().model_of(&drawer.equipment) else { return };
        for index in 0..drawer.count() {
            let Some((name, group)) = model.port_at(index) else { continue };
            let Some(connector) = group.connector else { continue };
            let port = PortId::new(drawer.equipment.as_str(), name);
            self.port(&port, connector, point(drawer.port(index)), drawer.pitch());
        }
    }

    /// Whether the lab asks for something to be done here.
    fn wants_port(&self, port: &PortId) -> bool {
        match self.seen.hint.map(|hint| &hint.action) {
            Some(Action::Plug { port: wanted, .. } | Action::Cap { port: wanted }) => wanted == port,
            Some(Action::Unplug { plug } | Action::Label { plug, .. }) => {
                plug_in(self.lab(), port).is_some_and(|there| there == *plug)
            }
            _ => false,
        }
    }

    fn wants_plug(&self, plug: &CordEnd) -> bool {
        matches!(self.seen.hint.map(|hint| &hint.action), Some(Action::Plug { plug: wanted, .. }) if wanted == plug)
    }

    fn wants_item(&self, item: &str) -> bool {
        matches!(self.seen.hint.map(|hint| &hint.action), Some(Action::TakeCord { item: wanted }) if wanted == item)
    }

    fn port(&mut self, port: &PortId, connector: Connector, at: Vec2, (wide, high): (i32, i32)) {
        let most = if self.front.has_guides { 13.0 } else { 24.0 };
        let half = vec2((wide as f32 / 2.0 - 2.0).min(most), (high as f32 / 2.0 - 1.2).clamp(4.0, most));
        let square = Rect::from_center_half_size(at, half);
        let plug = plug_in(self.lab(), port);
        let open = self.lab().state().open_ports.contains(port);
        self.pen.rect(square, 3.0, polish(connector));
        let inner = square.inflate(-1.8);
        let mut ink = DRAWER_INK;
        match &plug {
            Some(plug) => {
                self.pen.rect(inner, 2.0, jacket(&plug.cord));
                let labelled = self.lab().state().cords.get(&plug.cord).map(|cord| &cord.labels);
                if labelled.is_some_and(|labels| labels[plug.end.index()].is_some()) {
                    // A flag on the cord, just behind the plug.
                    let flag =
                        Rect::from_center_half_size(vec2(square.max.x + 1.0, square.min.y + 2.0), vec2(4.0, 2.6));
                    self.pen.rect(flag, 1.0, Color32::WHITE);
                }
            }
            None if open => {
                self.pen.rect(inner, 2.0, HOLE);
                ink = theme::MAT_TEXT;
            }
            // A cap keeps the dust out.
            None => self.pen.rect(inner, 2.0, CAP),
        }
        if open {
            self.pen.outline(square.inflate(1.6), 4.0, 1.8, Color32::WHITE);
        }
        let wanted = self.wants_port(port);
        let chosen = wanted || self.scene.desk.port.as_ref() == Some(port);
        if chosen || self.scene.hover == Some(Thing::Port(port.clone())) {
            let colour = if chosen { theme::NOW } else { theme::MAT_TEXT };
            self.pen.outline(square.inflate(2.5), 4.0, 2.2, colour);
        }
        let size = if self.front.has_guides { 11.0 } else { 15.0 };
        self.pen.text(port.port.clone(), at, MIDDLE, size, Face::Mono, ink);
        let area = Rect::from_center_half_size(at, vec2(wide as f32 / 2.0 - 0.5, high as f32 / 2.0 - 0.5));
        self.hits.area(Thing::Port(port.clone()), area);
    }

    /// The lamps of a client's box: green with light, red without; amber when there is too little or too much of it.
    fn lamps(&mut self, equipment: &str, at: Vec2) {
        let Some(client) = self.lab().scenario().clients.iter().find(|(_, client)| client.ont == equipment) else {
            return;
        };
        let (id, _) = client;
        let Some(class) = self.lab().scenario().model_of(equipment).and_then(|model| model.pon()) else { return };
        let (least, most) = class.ont_rx_dbm;
        let (key, colour) = match self.lab().plant().served(id) {
            None => ("lamp-los", theme::BAD),
            Some(received) if (least..=most).contains(&received.dbm.dbm()) => ("lamp-pon", theme::GOOD),
            Some(_) => ("lamp-weak", theme::PARTIAL),
        };
        self.pen.circle(at, 6.0, HOLE);
        self.pen.circle(at, 4.6, colour);
        self.pen.text(self.seen.lang.text(key), at - vec2(11.0, 0.0), RIGHT, 12.0, Face::Semibold, DRAWER_INK);
    }

    /// How a cord lies now, in design units; nothing where no end of it is on this front.
    fn way(&self, id: &str, cord: &CordState) -> Option<Vec<Vec2>> {
        let scenario = self.lab().scenario();
        if let Some([a, b]) = both_ports(cord) {
            let (from, to) = (point(self.front.port(scenario, a)?), point(self.front.port(scenario, b)?));
            let careful;
            let path = match &cord.led {
                Some(led) => &led.path,
                // What nobody touched lies as the first hand left it.
                None if scenario
                    .cords
                    .get(id)
                    .is_some_and(|there| [&there.from, &there.to] == [&cord.plugged[0], &cord.plugged[1]]) =>
                {
                    careful = self.front.careful_path(a, b);
                    &careful
                }
                None => return Some(curve(from, vec2(0.0, 120.0), vec2(0.0, -120.0), to)),
            };
            if !self.front.has_guides && path.is_empty() {
                // Along the wall it hangs a little, below what is beside it.
                return Some(curve(from, vec2(0.0, 150.0), vec2(0.0, -150.0), to));
            }
            let way = self.front.way(scenario, a, b, path)?;
            return Some(laned(&way, self.lane(id), spool(self.row(id)).y - SPOOL_MM as f32));
        }
        let (index, port) = cord.plugged.iter().enumerate().find_map(|(index, port)| Some((index, port.as_ref()?)))?;
        let from = point(self.front.port(scenario, port)?);
        let free = CordEnd::new(id, if index == 0 { End::B } else { End::A });
        let to = self.free_spot(&free)?;
        Some(curve(from, vec2(0.0, 90.0), vec2(0.0, 60.0), to))
    }

    fn lane(&self, id: &str) -> f32 {
        (number_of(id) / 7 % 9) as f32 - 4.0
    }

    /// The spool that takes a cord's surplus.
    fn row(&self, id: &str) -> usize {
        number_of(id) / 63 % 5
    }

    /// What became of what a cord is too long.
    fn surplus(&mut self, id: &str, cord: &CordState, colour: Color32) {
        let Some([a, b]) = both_ports(cord) else { return };
        if !self.front.has_guides {
            return self.surplus_on_wall(cord, [a, b], colour);
        }
        let across = self.front.careful_path(a, b).contains(&Guide::Middle);
        let touched = self.lab().scenario().cords.get(id).is_none_or(|there| there.from.as_ref() != Some(a));
        match cord.led.as_ref().map(|led| led.surplus) {
            Some(Surplus::Coiled) | None if across && (cord.led.is_some() || !touched) => {
                for radius in [22.0, 27.0] {
                    self.pen.ring(spool(self.row(id)), radius, 2.4, colour);
                }
            }
            Some(Surplus::Crammed) => {
                let at = vec2(MIDDLE_MM as f32, 520.0);
                for step in 0..5 {
                    let off = Vec2::from_angle(step as f32 * 1.3) * 9.0;
                    self.pen.ring(at + off, 7.0, 2.4, colour);
                }
            }
            Some(Surplus::Hanging) => {
                let at = vec2(MIDDLE_MM as f32 + 78.0, 430.0);
                self.pen.ring(at, 58.0, 2.6, colour);
                self.pen.ring(at + vec2(6.0, 12.0), 66.0, 2.6, colour);
            }
            _ => {}
        }
    }

    /// In a dwelling what is left over lies as a coil at the foot of the wall, is folded behind the box, or on the floor.
    fn surplus_on_wall(&mut self, cord: &CordState, ports: [&PortId; 2], colour: Color32) {
        let scenario = self.lab().scenario();
        let [Some(from), Some(to)] = ports.map(|port| self.front.port(scenario, port).map(point)) else { return };
        let low = vec2((from.x + to.x) / 2.0, from.y.max(to.y) + 112.0);
        match cord.led.as_ref().map(|led| led.surplus) {
            Some(Surplus::Coiled) => {
                for radius in [28.0, 33.0] {
                    self.pen.ring(low + vec2(0.0, 32.0), radius, 2.4, colour);
                }
            }
            Some(Surplus::Crammed) => {
                for step in 0..5 {
                    let off = Vec2::from_angle(step as f32 * 1.3) * 9.0;
                    self.pen.ring(to + vec2(34.0, 26.0) + off, 7.0, 2.4, colour);
                }
            }
            Some(Surplus::Hanging) => {
                for (off, radius) in [(0.0, 58.0), (12.0, 66.0)] {
                    self.pen.ring(vec2(low.x + off / 2.0, 452.0 + off), radius, 2.6, colour);
                }
            }
            None => {}
        }
    }

    fn cords(&mut self) {
        let lab = self.seen.lab;
        for (id, cord) in &lab.state().cords {
            let Some(way) = self.way(id, cord) else { continue };
            let colour = jacket(id);
            let hovered = self.scene.hover == Some(Thing::Cord(id.clone()));
            self.pen.ribbon(&way, if hovered { 5.0 } else { 3.6 }, HOLE);
            self.pen.ribbon(&way, if hovered { 4.0 } else { 2.4 }, colour);
            self.surplus(id, cord, colour);
            self.hits.add(Thing::Cord(id.clone()), Shape::Line(way, 1.5));
        }
    }

    /// The cord in hand once more, above the drawers.
    fn chosen_cord(&mut self) {
        let lab = self.seen.lab;
        let Some((id, cord)) = self.scene.desk.cord.as_ref().and_then(|id| lab.state().cords.get_key_value(id)) else {
            return;
        };
        let Some(way) = self.way(id, cord) else { return };
        self.pen.ribbon(&way, 7.0, theme::NOW);
        self.pen.ribbon(&way, 4.4, jacket(id));
    }

    /// The way that the guides chosen so far would make.
    fn preview(&mut self) {
        let lab = self.seen.lab;
        let desk = &self.scene.desk;
        if desk.path.is_empty() {
            return;
        }
        let Some(cord) = desk.cord.as_ref().and_then(|cord| lab.state().cords.get(cord)) else { return };
        let Some([a, b]) = both_ports(cord) else { return };
        let Some(way) = self.front.way(lab.scenario(), a, b, &desk.path) else { return };
        let way: Vec<Vec2> = way.into_iter().map(point).collect();
        self.pen.dashes(&way, 3.0, theme::NOW);
    }

    /// What lies on the table from the left: each cord with its free plugs, and where it lies.
    fn free_cords(&self) -> Vec<(Vec<CordEnd>, Rect)> {
        let mut cords: Vec<Vec<CordEnd>> = Vec::new();
        for plug in free_plugs(self.lab()) {
            match cords.last_mut().filter(|cord| cord[0].cord == plug.cord) {
                Some(cord) => cord.push(plug),
                None => cords.push(vec![plug]),
            }
        }
        let wide = |plugs: usize| if plugs == 1 { 104.0 } else { 144.0 };
        let all: f32 = cords.iter().map(|cord| wide(cord.len())).sum();
        let stock = STOCK_WIDE * cords_in_stock(self.lab()).len() as f32;
        // Many cords lie closer together.
        let squeeze = ((TABLE.width() - stock - 12.0) / all.max(1.0)).min(1.0);
        let mut left = TABLE.min.x + 6.0;
        let lay = |cord: Vec<CordEnd>| {
            let right = left + wide(cord.len()) * squeeze;
            let cell = Rect::new(left, TABLE.min.y, right, TABLE.max.y);
            left = right;
            (cord, cell)
        };
        cords.into_iter().map(lay).collect()
    }

    /// Where a free plug lies on the table.
    fn free_spot(&self, plug: &CordEnd) -> Option<Vec2> {
        self.free_cords().into_iter().find_map(|(cord, cell)| {
            let index = cord.iter().position(|other| other == plug)?;
            let x = cell.min.x + cell.width() * (index as f32 + 0.5) / cord.len() as f32;
            Some(vec2(x, TABLE.min.y + 34.0))
        })
    }

    /// The names of the cords that lie on the table, each above its plugs.
    fn free_names(&mut self) {
        for (cord, cell) in self.free_cords() {
            let gap = vec2(2.0, 3.0);
            let area = Rect { min: cell.min + gap, max: cell.max - gap };
            self.pen.rect(area, 7.0, RAIL);
            let id = &cord[0].cord;
            let name = match stock::taken(id) {
                Some(item) => short_name(self.seen, item),
                None => id.clone(),
            };
            // The screen writes no smaller than 14 pixels, which is up to 8.6 of ours.
            let room = (area.width() / 8.6) as usize;
            let name = if name.chars().count() > room {
                format!("{}…", name.chars().take(room.saturating_sub(1)).collect::<String>())
            } else {
                name
            };
            let at = vec2(area.center().x, area.min.y + 9.0);
            self.pen.text(name, at, MIDDLE, 12.0, Face::Semibold, theme::MAT_TEXT);
        }
    }

    fn table(&mut self) {
        let lab = self.seen.lab;
        self.pen.rect(TABLE, 10.0, theme::MAT_CARD);
        self.free_names();
        for plug in free_plugs(lab) {
            let Some(at) = self.free_spot(&plug) else { continue };
            let Some(model) = lab.scenario().cord_model(&plug.cord) else { continue };
            let connector = if plug.end == End::A { model.connectors.0 } else { model.connectors.1 };
            self.plug(at, connector, jacket(&plug.cord));
            let held = self.scene.desk.held.as_ref() == Some(&plug);
            let area = Rect::from_center_half_size(at + vec2(0.0, 7.0), vec2(30.0, 24.0));
            let marked = held || self.wants_plug(&plug);
            if marked || self.scene.hover == Some(Thing::Plug(plug.clone())) {
                self.pen.outline(area, 8.0, 2.0, if marked { theme::NOW } else { theme::MAT_TEXT });
            }
            let end = plug.end.letter();
            let text = format!("{end} {}", connector.name().rsplit('/').next().unwrap_or_default());
            self.pen.text(text, at + vec2(0.0, 25.0), MIDDLE, 12.0, Face::Regular, theme::MAT_TEXT);
            self.hits.area(Thing::Plug(plug), area);
        }
        let stock = cords_in_stock(lab);
        for (index, (item, left)) in stock.iter().rev().enumerate() {
            let max = TABLE.max - vec2(6.0 + STOCK_WIDE * index as f32, 6.0);
            let area = Rect { min: max - vec2(122.0, 56.0), max };
            let thing = Thing::Stock((*item).to_owned());
            self.pen.rect(area, 8.0, Color32::from_rgb(0xe9, 0xe2, 0xd4));
            if self.wants_item(item) || self.scene.hover == Some(thing.clone()) {
                self.pen.outline(area, 8.0, 3.0, theme::NOW);
            }
            let text = short_name(self.seen, item);
            self.pen.text(text, area.min + vec2(12.0, 20.0), LEFT, 13.0, Face::Semibold, DRAWER_INK);
            let left = self.seen.lang.say(&Message::new("frame-left").with("left", *left));
            self.pen.text(left, area.min + vec2(12.0, 42.0), LEFT, 13.0, Face::Regular, DRAWER_INK);
            self.hits.area(thing, area);
        }
        self.told();
    }

    /// Red light at ports and plugs that nothing covers.
    fn red_light(&mut self) {
        for glow in red_glows(self.lab()) {
            let at = match &glow.at {
                Termination::Port(port) => self.front.port(self.lab().scenario(), port).map(point),
                Termination::Cord(plug) => self.free_spot(plug).map(|at| at - vec2(0.0, 12.0)),
                _ => None,
            };
            if let Some(at) = at {
                glow_at(self.pen, at);
            }
        }
    }

    /// What is under the hand, in words, where there is room on the table.
    fn told(&mut self) {
        let lab = self.seen.lab;
        let scenario = lab.scenario();
        let plug_words = |plug: &CordEnd| {
            let label = lab.state().cords.get(&plug.cord).and_then(|cord| cord.labels[plug.end.index()].clone());
            let name = self.seen.lang.say(&plug_name(scenario, plug));
            label.map_or(name.clone(), |label| format!("{name} · « {label} »"))
        };
        let text = match &self.scene.hover {
            Some(Thing::Port(port)) => {
                let name = self.seen.lang.say(&port_name(scenario, port));
                match plug_in(lab, port) {
                    Some(plug) => format!("{name} · {}", plug_words(&plug)),
                    None => name,
                }
            }
            Some(Thing::Plug(plug)) => plug_words(plug),
            Some(Thing::Cord(cord)) => self.seen.lang.say(&cord_name(scenario, cord)),
            _ => return,
        };
        let at = vec2(SIZE.x / 2.0, 556.0);
        let half = vec2(text.chars().count() as f32 * 3.7 + 14.0, 12.0);
        self.pen.rect(Rect::from_center_half_size(at, half), 8.0, HOLE);
        self.pen.text(text, at, MIDDLE, 13.0, Face::Semibold, theme::MAT_TEXT);
    }

    fn plug(&mut self, at: Vec2, connector: Connector, jacket: Color32) {
        self.pen.line(at + vec2(0.0, 6.0), at + vec2(0.0, 18.0), 4.0, jacket);
        self.pen.rect(Rect::from_center_half_size(at, vec2(8.0, 9.0)), 3.0, polish(connector));
        self.pen.rect(Rect::from_center_half_size(at - vec2(0.0, 12.0), vec2(2.5, 4.0)), 1.0, Color32::WHITE);
    }

    fn carried(&mut self) {
        let Some((plug, _, at)) = &self.scene.carried else { return };
        let lab = self.seen.lab;
        let Some(model) = lab.scenario().cord_model(&plug.cord) else { return };
        let connector = if plug.end == End::A { model.connectors.0 } else { model.connectors.1 };
        let other = lab.state().cords.get(&plug.cord).and_then(|cord| cord.plugged[plug.end.other().index()].clone());
        let colour = jacket(&plug.cord);
        if let Some(from) = other.and_then(|port| self.front.port(lab.scenario(), &port)) {
            self.pen.ribbon(&curve(point(from), vec2(0.0, 80.0), vec2(0.0, -40.0), *at), 4.0, colour);
        }
        self.plug(*at, connector, colour);
        if let Some(Thing::Port(port)) = &self.scene.hover
            && let Some(spot) = self.front.port(lab.scenario(), port)
        {
            self.pen.ring(point(spot) + vec2(6.0, 0.0), 14.0, 3.0, theme::NOW);
        }
    }
}

/// A way with its corners a little beside those of other cords, and round.
fn laned(way: &[(i32, i32)], lane: f32, down: f32) -> Vec<Vec2> {
    const ROUND: f32 = 9.0;
    let last = way.len() - 1;
    let moved: Vec<Vec2> = way
        .iter()
        .enumerate()
        .map(|(index, at)| match index {
            0 => point(*at),
            index if index == last => point(*at),
            // Around its own spool.
            _ if at.1 == SPOOL_MM && (at.0 - MIDDLE_MM).abs() < 60 => point(*at) + vec2(0.0, down + 27.0),
            _ => point(*at) + Vec2::splat(lane * 2.6),
        })
        .collect();
    let mut points = vec![moved[0]];
    for triple in moved.windows(3) {
        let [before, corner, after] = [triple[0], triple[1], triple[2]];
        let (into, out) = ((corner - before).normalize_or_zero(), (after - corner).normalize_or_zero());
        let round = ROUND.min(corner.distance(before) / 2.0).min(corner.distance(after) / 2.0);
        points.push(corner - into * round);
        points.push(corner - into * round * 0.3 + out * round * 0.3);
        points.push(corner + out * round);
    }
    points.push(moved[last]);
    points
}
