//! Draws the rack: trolley, small picture, close view, what is clipped and switched, and the cards.

use std::collections::BTreeSet;

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::look::{HOLE_IN_MM, Look, PANEL_MM};
use super::{Held, RackScene, RackTool, Thing, gear_in_stock, post_at, racks_here, side_of, told};
use crate::app::canvas::pen::{Face as Type, LEFT, MIDDLE, Pen, RIGHT};
use crate::app::canvas::stage::{Hits, Seen, Shape};
use crate::app::theme;
use crate::catalogue::rack::{Airflow, CordColour, DeviceKind, DeviceModel, Face, Mount, Socket, UNIT_MM};
use crate::lab::Lab;
use crate::lab::action::{Action, Side};
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::rack::cords::spot;
use crate::rack::fit::{self, Mounted};
use crate::rack::hole::Hole;
use crate::rack::power::{self, Power};
use crate::rack::state::{self, Ear, Post};
use crate::rack::words::{gear_name, gear_port_name, kilograms, rack_name, torque};

const BODY: Color32 = Color32::from_rgb(0x12, 0x19, 0x1d);
const POST: Color32 = Color32::from_rgb(0x2c, 0x38, 0x3f);
const HOLE: Color32 = Color32::from_rgb(0x0a, 0x0f, 0x12);
const NUT: Color32 = Color32::from_rgb(0xc9, 0xd2, 0xd6);
const RAIL: Color32 = Color32::from_rgb(0x8a, 0x97, 0x9e);
const EAR: Color32 = Color32::from_rgb(0x5b, 0x67, 0x6e);
const EMPTY: Color32 = Color32::from_rgb(0x18, 0x21, 0x26);
const EDGE: Color32 = Color32::from_rgb(0x3a, 0x48, 0x50);
const DARK: Color32 = Color32::from_rgb(0x14, 0x1d, 0x22);
const GREEN: Color32 = Color32::from_rgb(0x69, 0xdb, 0x7c);
const AMBER: Color32 = Color32::from_rgb(0xff, 0xc0, 0x78);
const RED: Color32 = Color32::from_rgb(0xff, 0x87, 0x87);
const SCREW: Color32 = Color32::from_rgb(0xe8, 0xec, 0xee);
const PALE: Color32 = Color32::from_rgb(0xff, 0xe0, 0xc7);

fn fill_of(kind: DeviceKind) -> Color32 {
    match kind {
        DeviceKind::Server | DeviceKind::Storage => Color32::from_rgb(0x47, 0x52, 0x59),
        DeviceKind::Switch | DeviceKind::Router | DeviceKind::Firewall | DeviceKind::Olt => {
            Color32::from_rgb(0x2f, 0x4d, 0x60)
        }
        DeviceKind::CopperPanel | DeviceKind::FibrePanel | DeviceKind::SplicePanel => {
            Color32::from_rgb(0xc9, 0xd0, 0xd4)
        }
        DeviceKind::Ups | DeviceKind::Pdu => Color32::from_rgb(0x2a, 0x2f, 0x33),
        DeviceKind::Blank => Color32::from_rgb(0x35, 0x3f, 0x45),
        DeviceKind::CableManager | DeviceKind::Shelf => Color32::from_rgb(0x26, 0x31, 0x37),
        DeviceKind::ConsoleServer | DeviceKind::Other => Color32::from_rgb(0x3f, 0x45, 0x5a),
    }
}

fn ink_on(kind: DeviceKind) -> Color32 {
    match kind {
        DeviceKind::CopperPanel | DeviceKind::FibrePanel | DeviceKind::SplicePanel => theme::INK,
        _ => theme::MAT_TEXT,
    }
}

fn jacket(colour: CordColour) -> Color32 {
    match colour {
        // On a dark mat a black cord is drawn as dark grey with a light edge.
        CordColour::Black => Color32::from_rgb(0x6b, 0x74, 0x7a),
        CordColour::White => Color32::from_rgb(0xf4, 0xf4, 0xf0),
        CordColour::Grey => Color32::from_rgb(0xad, 0xb5, 0xba),
        CordColour::Red => Color32::from_rgb(0xf0, 0x61, 0x61),
        CordColour::Orange => Color32::from_rgb(0xff, 0x92, 0x2b),
        CordColour::Yellow => Color32::from_rgb(0xfc, 0xc4, 0x19),
        CordColour::Green => Color32::from_rgb(0x51, 0xcf, 0x66),
        CordColour::Blue => Color32::from_rgb(0x4d, 0xab, 0xf7),
        CordColour::Violet => Color32::from_rgb(0xb1, 0x97, 0xfc),
        CordColour::Aqua => Color32::from_rgb(0x3b, 0xc9, 0xdb),
        CordColour::Lime => Color32::from_rgb(0xa9, 0xe3, 0x4b),
        CordColour::GreenYellow => Color32::from_rgb(0x94, 0xd8, 0x2d),
    }
}

struct Picture<'a> {
    pen: &'a mut Pen,
    seen: &'a Seen<'a>,
    scene: &'a RackScene,
    look: Look,
    rack: String,
    power: &'a Power,
    /// What the lab asks for.
    wanted: Option<&'a Action>,
    hits: Hits<Thing>,
}

/// Draws everything and says what can be touched.
pub(super) fn draw(pen: &mut Pen, seen: &Seen, scene: &RackScene) -> Hits<Thing> {
    let lab = seen.lab;
    let (Some(rack), Some(look)) = (scene.rack_of(lab), scene.look_of(lab)) else { return Hits::default() };
    let wanted = seen.hint.map(|hint| &hint.action);
    let power = &scene.power;
    let mut picture = Picture { pen, seen, scene, look, rack, power, wanted, hits: Hits::default() };
    picture.body();
    picture.devices();
    picture.strips();
    picture.cords();
    picture.target();
    picture.frame_over();
    picture.whole();
    picture.trolley();
    picture.foot();
    picture.cards();
    picture.in_hand();
    picture.told();
    picture.hits
}

impl<'a> Picture<'a> {
    fn lab(&self) -> &'a Lab {
        self.seen.lab
    }

    fn say(&self, message: Message) -> String {
        self.seen.lang.say(&message)
    }

    /// What a device is called, to stand alone.
    fn name(&self, id: &str) -> String {
        let scenario = self.lab().scenario();
        let name = self.say(Message::new("rack-gear").with("name", gear_name(scenario, id)));
        // An id is written as it is on the label.
        if scenario.gear.get(id).is_some_and(|gear| gear.name.is_none()) { name } else { capital(&name) }
    }

    fn pointed(&self, thing: &Thing) -> bool {
        self.scene.hover.as_ref() == Some(thing) || self.scene.reached.as_ref() == Some(thing)
    }

    /// The side that a post is on as one sees it.
    fn seen_side(&self, post: Post) -> Option<Side> {
        Side::BOTH.into_iter().find(|seen| post_at(self.look.face, *seen) == post)
    }

    fn body(&mut self) {
        let lab = self.lab();
        let body = self.look.body;
        self.pen.rect(body.inflate(4.0), 8.0, BODY);
        let Some(cabinet) = lab.scenario().cabinet_of(&self.rack) else { return };
        for seen in Side::BOTH {
            let column = self.look.column(seen);
            self.pen.rect(Rect { min: column.min - vec2(1.0, 0.0), max: column.max + vec2(1.0, 0.0) }, 0.0, POST);
        }
        // Units: a line at each border, the number beside.
        let unit_px = UNIT_MM as f32 * self.look.scale;
        for from_bottom in 1..=cabinet.units {
            let low = f32::from(from_bottom - 1) * UNIT_MM as f32;
            let (y, above) = (self.look.y(low), self.look.y(low + UNIT_MM as f32));
            if y < self.look.panel.min.y - 1.0 || above > self.look.panel.max.y + 1.0 {
                continue;
            }
            let inner = Rect::new(
                self.look.column(Side::Left).max.x + 2.0,
                above + 1.0,
                self.look.column(Side::Right).min.x - 2.0,
                y - 1.0,
            );
            if let Some(cut) = self.look.clipped(inner) {
                self.pen.rect(cut, 3.0, EMPTY);
            }
            let middle = (y + above) / 2.0;
            let covered = self.look.face == Face::Rear && self.is_covered(low + UNIT_MM as f32 / 2.0);
            if middle > self.look.panel.min.y + 6.0 && middle < self.look.panel.max.y - 6.0 && !covered {
                let number = cabinet.numbered(from_bottom).unwrap_or(from_bottom).to_string();
                let (x, anchor) = match self.look.face {
                    Face::Front => (self.look.panel.min.x - 8.0, RIGHT),
                    // Behind, the strips hang where the numbers would stand.
                    Face::Rear => (self.look.column(Side::Left).max.x + 8.0, LEFT),
                };
                self.pen.text(number, vec2(x, middle), anchor, 15.0, Type::Mono, theme::MAT_TEXT_SOFT);
            }
            for seen in Side::BOTH {
                let column = self.look.column(seen);
                if y < self.look.panel.max.y - 1.0 && y > self.look.panel.min.y + 1.0 {
                    self.pen.line(vec2(column.min.x, y), vec2(column.max.x, y), 1.0, EDGE);
                }
            }
        }
        let (low, high) = self.look.shown_holes();
        let half = (4.75 * self.look.scale).max(3.0);
        for seen in Side::BOTH {
            let post = post_at(self.look.face, seen);
            for index in low..=high {
                let at = self.look.hole(seen, index);
                let hole = Rect::from_center_half_size(at, Vec2::splat(half));
                self.pen.rect(hole, 1.0, HOLE);
                if lab.state().rack.nut(&self.rack, post, index).is_some() {
                    self.pen.rect(hole.inflate(1.0), 1.0, NUT);
                    self.pen.circle(at, half * 0.55, HOLE);
                }
                let thing = Thing::Hole(post, index);
                let at_cursor = matches!(self.scene.reached, Some(Thing::Column(reached)) if reached == post)
                    && self.scene.hole.1 == index;
                if self.scene.hover.as_ref() == Some(&thing) || at_cursor {
                    self.pen.outline(hole.inflate(3.0), 2.0, 2.0, theme::MAT_TEXT);
                    self.hole_number(seen, index, at);
                }
                let uses_holes =
                    matches!(self.scene.tool, RackTool::Nut | RackTool::Rail) || self.scene.carried.is_some();
                if uses_holes {
                    self.hits.add(thing, Shape::Area(Rect::from_center_half_size(at, vec2(13.0, unit_px / 6.5))));
                }
            }
        }
        self.rails(unit_px);
        self.wanted_hole(half);
    }

    /// Whether a device is at this height, in millimetres.
    fn is_covered(&self, mm: f32) -> bool {
        let lab = self.lab();
        fit::mounted(lab.scenario(), &lab.state().rack, &self.rack)
            .any(|there| (there.span_mm.0 as f32) < mm && mm < there.span_mm.1 as f32)
    }

    fn hole_number(&mut self, seen: Side, index: u16, at: Vec2) {
        let Some(hole) = self.lab().scenario().cabinet_of(&self.rack).and_then(|cabinet| Hole::at(index, cabinet))
        else {
            return;
        };
        let away = if seen == Side::Left { 36.0 } else { -36.0 };
        let middle = at + vec2(away, 0.0);
        self.pen.rect(Rect::from_center_half_size(middle, vec2(24.0, 11.0)), 6.0, DARK);
        self.pen.text(hole.to_string(), middle, MIDDLE, 15.0, Type::Mono, theme::MAT_TEXT);
    }

    /// Rails that wait for their device: a bar behind the post.
    fn rails(&mut self, unit_px: f32) {
        let lab = self.lab();
        for (device, rails) in &lab.state().rack.rails {
            if lab.state().rack.held.contains_key(device) {
                continue;
            }
            for (side, rail) in [Side::Left, Side::Right].into_iter().zip(rails) {
                let Some(rail) = rail.as_ref().filter(|rail| rail.rack == self.rack) else { continue };
                let index = if self.look.face == Face::Front { rail.front } else { rail.rear };
                let Some(seen) = self.seen_side(Post::of(self.look.face, side)) else { continue };
                let at = self.look.hole(seen, index);
                let inward = if seen == Side::Left { 1.0 } else { -1.0 };
                let tip = at + vec2(inward * 74.0, 0.0);
                let rect = Rect::from_corners(at + vec2(inward * 6.0, -unit_px * 0.2), tip + vec2(0.0, unit_px * 0.2));
                if let Some(cut) = self.look.clipped(rect) {
                    self.pen.rect(cut, 2.0, RAIL);
                    self.pen.line(
                        vec2(cut.min.x + 4.0, cut.center().y),
                        vec2(cut.max.x - 4.0, cut.center().y),
                        1.5,
                        DARK,
                    );
                }
                self.pen.circle(at, 4.0, RAIL);
            }
        }
    }

    /// The hole that the lab asks for.
    fn wanted_hole(&mut self, half: f32) {
        let Some(cabinet) = self.lab().scenario().cabinet_of(&self.rack) else { return };
        let (post, hole) = match self.wanted {
            Some(Action::SetNut { post, hole, .. } | Action::TakeNut { post, hole, .. }) => (*post, *hole),
            Some(Action::FixRail { side, front, .. }) => (Post::of(Face::Front, *side), *front),
            _ => return,
        };
        let (Some(index), Some(seen)) = (hole.index(cabinet), self.seen_side(post)) else { return };
        let (low, high) = self.look.shown_holes();
        if (low..=high).contains(&index) {
            let at = self.look.hole(seen, index);
            self.pen.outline(Rect::from_center_half_size(at, Vec2::splat(half + 5.0)), 3.0, 3.0, theme::NOW);
            let away = if seen == Side::Left { 44.0 } else { -44.0 };
            let middle = at + vec2(away, 0.0);
            self.pen.rect(Rect::from_center_half_size(middle, vec2(26.0, 12.0)), 6.0, theme::NOW);
            self.pen.text(hole.to_string(), middle, MIDDLE, 15.0, Type::Mono, theme::CARD);
        }
    }

    fn devices(&mut self) {
        let lab = self.lab();
        // What is far behind is drawn first.
        let rack = self.rack.clone();
        let mut mounted: Vec<_> = fit::mounted(lab.scenario(), &lab.state().rack, &rack).collect();
        mounted.sort_by_key(|there| there.held.face == self.look.face);
        for Mounted { id, model, held, .. } in mounted {
            if matches!(&self.scene.held, Some(Held::Gear { id: carried, moved: true, .. }) if carried == id) {
                continue;
            }
            let near = held.face == self.look.face;
            let [left, right] = held.ears.map(|ear| fit::foot_mm(model, ear) as f32);
            let high = model.height_u as f32 * UNIT_MM as f32;
            let (left, right) = if self.look.face == Face::Front { (left, right) } else { (right, left) };
            self.device(id, model, [left, right], high, near, held);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "a picture names what it shows")]
    fn device(&mut self, id: &str, model: &DeviceModel, feet: [f32; 2], high: f32, near: bool, held: &state::Held) {
        let foot = feet[0].min(feet[1]);
        let whole = Rect::new(
            self.look.panel.min.x,
            self.look.y(feet[0].max(feet[1]) + high) + 1.0,
            self.look.panel.max.x,
            self.look.y(foot) - 1.0,
        );
        let Some(shown) = self.look.clipped(whole) else { return };
        let thing = Thing::Gear(id.to_owned());
        let inner = Rect::new(
            whole.min.x + 2.0 * HOLE_IN_MM * self.look.scale,
            whole.min.y,
            whole.max.x - 2.0 * HOLE_IN_MM * self.look.scale,
            whole.max.y,
        );
        // From behind, a short device leaves a hole in which one sees its back.
        let posts = self.lab().scenario().cabinet_of(&self.rack).map_or(700, |cabinet| cabinet.posts_mm);
        let far = !near && u32::from(model.depth_mm) * 10 < u32::from(posts) * 7;
        let fill = if far { fill_of(model.kind).gamma_multiply(0.55) } else { fill_of(model.kind) };
        let askew = (feet[0] - feet[1]).abs() > 1.0;
        if askew {
            let corners = [
                vec2(whole.min.x, self.look.y(feet[0] + high)),
                vec2(whole.max.x, self.look.y(feet[1] + high)),
                vec2(whole.max.x, self.look.y(feet[1])),
                vec2(whole.min.x, self.look.y(feet[0])),
            ];
            if self.look.shows(foot, feet[0].max(feet[1]) + high) {
                self.pen.fill(&corners, fill);
            }
        } else {
            if near
                && let Some(cut) = self.look.clipped(whole)
                && model.mount != Mount::Clips
            {
                self.pen.rect(cut, 2.0, EAR);
            }
            if let Some(cut) = self.look.clipped(if model.mount == Mount::Clips { whole } else { inner }) {
                self.pen.rect(cut, 3.0, fill);
                if held.out {
                    self.pen.outline(cut, 3.0, 2.0, AMBER);
                }
            }
        }
        self.hits.area(thing.clone(), shown);
        if self.pointed(&thing) {
            self.pen.outline(shown, 3.0, 2.0, theme::MAT_TEXT);
        } else if self.scene.chosen.as_deref() == Some(id) {
            self.pen.outline(shown, 3.0, 1.5, theme::MAT_TEXT_SOFT);
        }
        let wants =
            matches!(self.wanted, Some(Action::Press { device, .. } | Action::Dismount { device, .. }) if device == id);
        if wants {
            self.pen.outline(shown.inflate(2.0), 4.0, 3.0, theme::NOW);
        }
        if near && !askew {
            self.screws(id, model, feet, held);
        }
        self.ports(id, model, held, foot, far);
        self.light(id, model, inner, near);
        // The name, where there is room for it beside the ports.
        let middle = (whole.min.y + whole.max.y) / 2.0;
        let inside = middle > self.look.panel.min.y + 8.0 && middle < self.look.panel.max.y - 8.0;
        if inside && model.kind != DeviceKind::Blank {
            let (from, to) = self.widest_gap(model, held);
            let name = self.name(id);
            let ink = if far { theme::MAT_TEXT_SOFT } else { ink_on(model.kind) };
            let size = 15.0;
            let letters = (((to - from) * self.look.scale - 12.0) / (size * 0.54)) as usize;
            let text: String = if name.chars().count() > letters {
                name.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
            } else {
                name
            };
            if letters > 3 {
                let left = from < 3.0 * HOLE_IN_MM;
                let x = if left { from * self.look.scale + 8.0 } else { (from + to) / 2.0 * self.look.scale };
                let anchor = if left { LEFT } else { MIDDLE };
                let at = vec2(whole.min.x + x, middle);
                self.pen.text(text, at, anchor, size, Type::Semibold, ink);
            }
        }
    }

    /// The widest part of a face without ports, from its left edge, in millimetres.
    fn widest_gap(&self, model: &DeviceModel, held: &state::Held) -> (f32, f32) {
        let mut taken: Vec<(f32, f32)> = model
            .ports()
            .filter(|(_, group, _)| held.seen_face(group.face) == self.look.face)
            .map(|(_, group, position)| {
                let half = if matches!(group.socket, Socket::Inlet(_) | Socket::Outlet(_)) { 15.0 } else { 8.0 };
                let x = group.centre_mm(position).0 as f32;
                (x - half, x + half)
            })
            .collect();
        let edge = 2.0 * HOLE_IN_MM;
        taken.push((PANEL_MM - edge - 14.0, PANEL_MM));
        taken.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (mut best, mut at) = ((edge, edge), edge);
        for (from, to) in taken {
            if from - at > best.1 - best.0 {
                best = (at, from);
            }
            at = at.max(to);
        }
        best
    }

    fn screws(&mut self, id: &str, model: &DeviceModel, feet: [f32; 2], held: &state::Held) {
        if !matches!(model.mount, Mount::Ears { .. } | Mount::Rails { .. }) {
            return;
        }
        let (least, most) = model.torque_ncm;
        for seen in Side::BOTH {
            let side = side_of(post_at(self.look.face, seen));
            let foot = feet[seen.index()];
            for ear in Ear::BOTH {
                let up = fit::screw_mm(model, ear) as f32;
                let at = vec2(self.look.column(seen).center().x, self.look.y(foot + up));
                if at.y < self.look.panel.min.y + 4.0 || at.y > self.look.panel.max.y - 4.0 {
                    continue;
                }
                let thing = Thing::Screw(id.to_owned(), side, ear);
                let radius = (5.0 * self.look.scale).max(4.0);
                match held.screw(side, ear) {
                    Some(ncm) => {
                        self.pen.circle(at, radius, SCREW);
                        let good = (least..=most).contains(&ncm);
                        let (a, b) = (vec2(-2.6, 2.6), vec2(2.6, -2.6));
                        self.pen.line(at + a, at + b, 1.6, DARK);
                        if good {
                            self.pen.line(at + vec2(-2.6, -2.6), at + vec2(2.6, 2.6), 1.6, DARK);
                        } else {
                            self.pen.ring(at, radius + 2.0, 2.0, if ncm < least { AMBER } else { RED });
                        }
                    }
                    None => {
                        self.pen.circle(at, radius, DARK);
                        self.pen.ring(at, radius, 1.5, theme::MAT_TEXT_SOFT);
                    }
                }
                let asked = matches!(self.wanted, Some(Action::Screw { device, side: one, ear: end, .. } | Action::Unscrew { device, side: one, ear: end })
                    if device == id && *one == side && *end == ear);
                if asked {
                    self.pen.ring(at, radius + 6.0, 3.0, theme::NOW);
                }
                if self.pointed(&thing) {
                    self.pen.ring(at, radius + 3.0, 2.0, theme::MAT_TEXT);
                }
                if self.scene.tool == RackTool::Driver || self.scene.tool == RackTool::Hand {
                    self.hits.add(thing, Shape::Round(at, radius + 4.0));
                }
                self.tightening(id, side, ear, at, (least, most));
            }
        }
    }

    /// The gauge beside a screw that is being tightened.
    fn tightening(&mut self, id: &str, side: Side, ear: Ear, at: Vec2, (least, most): (u16, u16)) {
        let Some(Held::Screw { id: device, side: one, ear: end, since }) = &self.scene.held else { return };
        if (device.as_str(), *one, *end) != (id, side, ear) {
            return;
        }
        let ncm = RackScene::torque_of(*since, self.seen.now);
        let share = |ncm: u16| (f32::from(ncm) / 700.0).min(1.0);
        let away = if at.x < self.look.panel.center().x { 22.0 } else { -178.0 };
        let bar = Rect::new(at.x + away, at.y - 9.0, at.x + away + 156.0, at.y + 9.0);
        self.pen.rect(bar.inflate(5.0), 8.0, DARK);
        self.pen.rect(bar, 4.0, EDGE);
        let x = |ncm: u16| bar.min.x + bar.width() * share(ncm);
        self.pen.rect(Rect::new(x(least), bar.min.y, x(most), bar.max.y), 2.0, theme::GOOD);
        let colour = if ncm < least {
            AMBER
        } else if ncm > most {
            RED
        } else {
            GREEN
        };
        self.pen.rect(Rect::new(bar.min.x, bar.min.y + 5.0, x(ncm).max(bar.min.x + 4.0), bar.max.y - 5.0), 3.0, colour);
        let text = format!("{} N·m", self.seen.lang.decimal(f64::from(ncm) / 100.0, 1));
        self.pen.text(text, vec2(bar.center().x, bar.min.y - 16.0), MIDDLE, 15.0, Type::Mono, theme::MAT_TEXT);
    }

    fn ports(&mut self, id: &str, model: &DeviceModel, held: &state::Held, foot: f32, far: bool) {
        for (name, group, position) in model.ports() {
            if held.seen_face(group.face) != self.look.face {
                continue;
            }
            let (x, y) = group.centre_mm(position);
            let at = self.look.at(x as f32, foot + y as f32);
            self.socket(&PortId::new(id, name), group.socket, at, far);
        }
    }

    fn socket(&mut self, port: &PortId, socket: Socket, at: Vec2, far: bool) {
        let lab = self.lab();
        let scale = self.look.scale;
        let half = match socket {
            Socket::Rj45(_) | Socket::ConsoleRj45 => vec2(5.6, 4.8),
            Socket::Punch(_) => vec2(6.0, 5.0),
            Socket::Cage(_) => vec2(6.0, 4.6),
            Socket::Duplex(_) => vec2(6.2, 5.0),
            Socket::Simplex(_) => vec2(4.2, 4.2),
            Socket::Mpo { .. } => vec2(7.0, 4.0),
            Socket::Inlet(_) => vec2(14.0, 10.0),
            Socket::Outlet(_) => vec2(13.0, 10.0),
            _ => vec2(4.0, 4.0),
        } * scale;
        let rect = Rect::from_center_half_size(at, half.max(Vec2::splat(3.0)));
        let Some(cut) = self.look.clipped(rect).filter(|cut| cut.height() > rect.height() - 1.0) else { return };
        let plugged = self.scene.plugged.get(port);
        let live = self.power.live.contains(port);
        let colour = match socket {
            Socket::EarthLug | Socket::StrapJack => Color32::from_rgb(0x94, 0xd8, 0x2d),
            Socket::Duplex(connector) | Socket::Simplex(connector) if connector.is_angled() => {
                Color32::from_rgb(0x37, 0xa8, 0x4f)
            }
            Socket::Duplex(_) | Socket::Simplex(_) => Color32::from_rgb(0x1c, 0x7e, 0xd6),
            Socket::Inlet(_) | Socket::Outlet(_) => Color32::from_rgb(0x08, 0x0b, 0x0d),
            _ => DARK,
        };
        self.pen.rect(cut, 2.0, if far { colour.gamma_multiply(0.7) } else { colour });
        let edge = match socket {
            // Power has two signs: the edge, and a stroke in the middle where it is live.
            Socket::Inlet(_) | Socket::Outlet(_) if live => GREEN,
            _ => EDGE,
        };
        self.pen.outline(cut, 2.0, 1.2, edge);
        if matches!(socket, Socket::Inlet(_) | Socket::Outlet(_)) && plugged.is_none() {
            let pin = Vec2::new(0.0, half.y * 0.35);
            for x in [-half.x * 0.45, 0.0, half.x * 0.45] {
                self.pen.line(cut.center() + vec2(x, 0.0) - pin, cut.center() + vec2(x, 0.0) + pin, 1.4, edge);
            }
        }
        if matches!(socket, Socket::Cage(_)) && lab.state().rack.modules.contains_key(port) {
            let module = Rect::from_center_half_size(cut.center(), half * 0.72);
            self.pen.rect(module, 1.0, Color32::from_rgb(0x9a, 0xa6, 0xad));
        }
        let thing = Thing::Port(port.clone());
        let asked =
            matches!(self.wanted, Some(Action::Plug { port: wanted, .. }) if wanted == port) || self.other_wanted(port);
        if asked {
            self.pen.outline(cut.inflate(3.0), 4.0, 2.5, theme::NOW);
        }
        let at_cursor = matches!(&self.scene.reached, Some(Thing::Ports(id)) if *id == port.equipment)
            && self.scene.port.as_ref() == Some(port);
        if self.scene.hover.as_ref() == Some(&thing) || at_cursor || self.scene.first_end.as_ref() == Some(port) {
            self.pen.outline(cut.inflate(3.0), 4.0, 2.0, theme::MAT_TEXT);
        }
        if self.scene.tool == RackTool::Cord || self.scene.tool == RackTool::Hand {
            self.hits.area(thing, cut.inflate(1.5));
        }
    }

    /// The other end of the cord that the lab asks for, while it is still in stock.
    fn other_wanted(&self, port: &PortId) -> bool {
        use crate::scenario::file::Goal;
        if !matches!(self.wanted, Some(Action::TakeCord { .. } | Action::Plug { .. })) {
            return false;
        }
        let step = self.seen.hint.map_or(0, |hint| hint.step);
        match self.lab().scenario().steps.get(step).map(|step| &step.goal) {
            Some(Goal::Power { outlet, inlet }) => {
                (outlet == port || inlet == port) && !self.scene.plugged.contains_key(port)
            }
            _ => false,
        }
    }

    /// The light on a device that says whether it runs.
    fn light(&mut self, id: &str, model: &DeviceModel, inner: Rect, near: bool) {
        if !near || model.inlets().next().is_none() || model.power.is_some() {
            return;
        }
        let at = vec2(inner.max.x - 9.0, inner.max.y - 9.0);
        if at.y < self.look.panel.min.y + 6.0 || at.y > self.look.panel.max.y - 4.0 {
            return;
        }
        if self.power.running.contains(id) {
            self.pen.circle(at, 4.5, GREEN);
        } else {
            self.pen.ring(at, 4.0, 1.5, theme::MAT_TEXT_SOFT);
            self.pen.line(at - vec2(2.0, 2.0), at + vec2(2.0, 2.0), 1.5, theme::MAT_TEXT_SOFT);
        }
    }

    /// Strips at the sides, seen from behind.
    fn strips(&mut self) {
        if self.look.face != Face::Rear {
            return;
        }
        let lab = self.lab();
        let hung: Vec<_> = lab
            .state()
            .rack
            .held
            .iter()
            .filter(|(_, held)| held.rack == self.rack)
            .filter_map(|(id, _)| Some((id, lab.scenario().gear_model(id).filter(|model| model.is_hung())?)))
            .collect();
        for (number, (id, model)) in hung.into_iter().enumerate() {
            let middle = self.strip_x(number);
            let wide = 26.0 * self.look.scale;
            let rect = Rect::new(middle - wide, self.look.panel.min.y, middle + wide, self.look.panel.max.y);
            self.pen.rect(rect, 4.0, fill_of(model.kind));
            self.pen.outline(rect, 4.0, 1.0, EDGE);
            self.hits.area(Thing::Gear(id.clone()), rect);
            for (name, group, position) in model.ports() {
                let (_, y) = group.centre_mm(position);
                let at = vec2(middle, self.look.y(y as f32));
                if at.y < rect.min.y + 12.0 || at.y > rect.max.y - 12.0 {
                    continue;
                }
                self.socket(&PortId::new(id.as_str(), name.as_str()), group.socket, at, false);
                let out = if number.is_multiple_of(2) { -1.0 } else { 1.0 };
                let anchor = if number.is_multiple_of(2) { RIGHT } else { LEFT };
                self.pen.text(name, at + vec2(out * (wide + 4.0), 0.0), anchor, 14.0, Type::Mono, theme::MAT_TEXT_SOFT);
            }
            let name = self.name(id);
            self.pen.rect(Rect::new(rect.min.x - 10.0, rect.min.y, rect.max.x + 10.0, rect.min.y + 20.0), 4.0, DARK);
            self.pen.text(name, vec2(middle, rect.min.y + 10.0), MIDDLE, 14.0, Type::Semibold, theme::MAT_TEXT);
        }
    }

    /// The middle of the so many-th strip: left, right, then nearer.
    fn strip_x(&self, number: usize) -> f32 {
        let away = 30.0 * self.look.scale;
        if number.is_multiple_of(2) { self.look.panel.min.x - away } else { self.look.panel.max.x + away }
    }

    /// Where a port is drawn; nothing if it is on the other side or out of the close view.
    fn spot_of(&self, port: &PortId) -> Option<Vec2> {
        let lab = self.lab();
        let (rack, y, x, face) = spot(lab.scenario(), lab.state(), port)?;
        if rack != self.rack || face != self.look.face {
            return None;
        }
        let hung = lab.scenario().gear_model(&port.equipment)?.is_hung();
        let at = if hung {
            let mut strips = lab.state().rack.held.iter().filter(|(id, held)| {
                held.rack == self.rack && lab.scenario().gear_model(id).is_some_and(|model| model.is_hung())
            });
            let number = strips.position(|(id, _)| *id == port.equipment)?;
            vec2(self.strip_x(number), self.look.y(y as f32))
        } else {
            self.look.at(x as f32, y as f32)
        };
        Some(at)
    }

    /// The upper or lower edge of the device that a port belongs to; nothing for what hangs at the side.
    fn edge_of(&self, port: &PortId, upper: bool) -> Option<f32> {
        let lab = self.lab();
        let held = lab.state().rack.held.get(&port.equipment)?;
        let model = lab.scenario().gear_model(&port.equipment).filter(|model| !model.is_hung())?;
        let (low, high) = fit::span_mm(model, held.ears);
        Some(self.look.y(if upper { high } else { low } as f32))
    }

    fn cords(&mut self) {
        let lab = self.lab();
        let panel = self.look.panel;
        let mut lane = [0usize; 2];
        for (id, cord) in &lab.state().cords {
            let Some(model) = lab.scenario().rack_cord_model(id) else { continue };
            let spots = cord.plugged.each_ref().map(|port| port.as_ref().and_then(|port| self.spot_of(port)));
            let colour = jacket(model.colour);
            let width = (f32::from(model.diameter_tenths) / 10.0 * self.look.scale * 0.75).clamp(3.0, 6.5);
            let inside = |at: &Vec2| at.y > panel.min.y && at.y < panel.max.y;
            match spots {
                [Some(a), Some(b)] => {
                    let right = a.x + b.x > 2.0 * panel.center().x;
                    let side = usize::from(right);
                    let out = 12.0 + 5.0 * (lane[side] % 6) as f32;
                    lane[side] += 1;
                    let x = if right { panel.max.x - out } else { panel.min.x + out };
                    // Away from the sockets first, so that they stay in sight, then along the side.
                    let shift = 1.6 * (lane[side] % 5) as f32;
                    let [out_a, out_b] = [(a, b, 0), (b, a, 1)].map(|(at, other, end)| {
                        let port = cord.plugged[end].as_ref();
                        port.and_then(|port| self.edge_of(port, other.y < at.y))
                            .map_or(at.y, |edge| if other.y < at.y { edge - 3.0 - shift } else { edge + 3.0 + shift })
                    });
                    let way = [a, vec2(a.x, out_a), vec2(x, out_a), vec2(x, out_b), vec2(b.x, out_b), b];
                    let way: Vec<Vec2> =
                        way.into_iter().map(|at| vec2(at.x, at.y.clamp(panel.min.y, panel.max.y))).collect();
                    if inside(&a) || inside(&b) {
                        self.pen.ribbon(&rounded(&way, 10.0), width + 1.6, BODY);
                        self.pen.ribbon(&rounded(&way, 10.0), width, colour);
                    }
                    for (at, port) in [a, b].into_iter().zip(&cord.plugged).filter(|(at, _)| inside(at)) {
                        self.plug(at, colour);
                        if let Some(port) = port {
                            self.link_light(port, at);
                        }
                    }
                }
                [Some(at), None] | [None, Some(at)] if inside(&at) => {
                    // The other end is behind, in another rack, or in the hand.
                    let right = at.x > panel.center().x;
                    let x = if right { panel.max.x - 8.0 } else { panel.min.x + 8.0 };
                    let loose = cord.plugged.iter().any(Option::is_none);
                    let end = if loose { at + vec2(0.0, 34.0) } else { vec2(x, at.y) };
                    let end = vec2(end.x, end.y.min(panel.max.y));
                    self.pen.ribbon(&[at, end], width, colour);
                    self.plug(at, colour);
                    for port in cord.plugged.iter().flatten() {
                        if self.spot_of(port) == Some(at) {
                            self.link_light(port, at);
                        }
                    }
                    if loose {
                        self.pen.circle(end, width, colour);
                    }
                }
                _ => {}
            }
        }
    }

    /// The light of a link: a filled dot where it is up, a ring where it is down.
    fn link_light(&mut self, port: &PortId, at: Vec2) {
        let Some(mbps) = self.scene.links.get(port) else { return };
        let at = at + vec2(6.0, -6.0) * self.look.scale.max(0.8);
        self.pen.circle(at, 4.0, DARK);
        if *mbps > 0 {
            self.pen.circle(at, 2.8, GREEN);
        } else {
            self.pen.ring(at, 2.6, 1.3, AMBER);
        }
    }

    fn plug(&mut self, at: Vec2, colour: Color32) {
        self.pen.rect(Rect::from_center_half_size(at, vec2(6.0, 5.0) * self.look.scale.max(0.8)), 2.0, colour);
        self.pen.rect(Rect::from_center_half_size(at, vec2(2.5, 2.0) * self.look.scale.max(0.8)), 1.0, DARK);
    }

    /// Where the device in the hand would go, or where the lab wants it.
    fn target(&mut self) {
        let lab = self.lab();
        let Some(cabinet) = lab.scenario().cabinet_of(&self.rack) else { return };
        if let Some(Action::Mount { device, left, .. }) = self.wanted
            && let (Some(model), Some(index)) = (lab.scenario().gear_model(device), left.index(cabinet))
        {
            let foot = fit::foot_mm(model, index) as f32;
            let rect = Rect::new(
                self.look.panel.min.x + 2.0 * HOLE_IN_MM * self.look.scale,
                self.look.y(foot + model.height_u as f32 * UNIT_MM as f32) + 2.0,
                self.look.panel.max.x - 2.0 * HOLE_IN_MM * self.look.scale,
                self.look.y(foot) - 2.0,
            );
            if let Some(cut) = self.look.clipped(rect) {
                let mut corners = vec![cut.min, vec2(cut.max.x, cut.min.y), cut.max, vec2(cut.min.x, cut.max.y)];
                corners.push(corners[0]);
                self.pen.dashes(&corners, 2.5, theme::NOW);
                let text = self.say(Message::new("rack-here").with("unit", left.unit));
                self.pen.text(text, cut.center(), MIDDLE, 16.0, Type::Semibold, PALE);
            }
        }
        let id = match (&self.scene.held, &self.scene.carried) {
            (Some(Held::Gear { id, moved: true, .. }), _) => id.clone(),
            (None, Some(id)) => id.clone(),
            _ => return,
        };
        if !self.look.panel.contains(self.scene.cursor) {
            return;
        }
        let Some(model) = lab.scenario().gear_model(&id) else { return };
        let grip = self.scene.grip_mm(lab, &id);
        let Some(hole) = self.scene.hole_for(lab, &id, self.look.height_mm(self.scene.cursor.y) - grip) else { return };
        let Some(index) = hole.index(cabinet) else { return };
        let foot = fit::foot_mm(model, index) as f32;
        let rect = Rect::new(
            self.look.panel.min.x,
            self.look.y(foot + model.height_u as f32 * UNIT_MM as f32),
            self.look.panel.max.x,
            self.look.y(foot),
        );
        if let Some(cut) = self.look.clipped(rect) {
            self.pen.rect(cut, 3.0, fill_of(model.kind).gamma_multiply(0.75));
            self.pen.outline(cut, 3.0, 2.0, theme::MAT_TEXT);
            let text = format!("{} · {hole}", self.name(&id));
            self.pen.text(text, cut.center(), MIDDLE, 15.0, Type::Semibold, theme::MAT_TEXT);
        }
    }

    /// The upper and lower edge of the close view: what goes on beyond them is cut off cleanly.
    fn frame_over(&mut self) {
        let body = self.look.body.inflate(4.0);
        self.pen.outline(body, 8.0, 1.5, EDGE);
        let key = if self.look.face == Face::Front { "rack-seen-front" } else { "rack-seen-rear" };
        let text = self.say(Message::new(key).with("rack", rack_name(self.lab().scenario(), &self.rack)));
        let wide = text.chars().count() as f32 * 7.6 + 24.0;
        let at = vec2(self.look.panel.max.x - wide / 2.0 - 18.0, self.look.panel.min.y + 12.0);
        self.pen.rect(Rect::from_center_half_size(at, vec2(wide / 2.0, 12.0)), 8.0, DARK);
        self.pen.text(text, at, MIDDLE, 15.0, Type::Semibold, theme::MAT_TEXT);
    }

    /// The whole racks, small.
    fn whole(&mut self) {
        let lab = self.lab();
        let racks: Vec<String> = racks_here(lab).into_iter().map(str::to_owned).collect();
        let all = self.look.whole;
        let wide = (all.width() - 4.0 * (racks.len() as f32 - 1.0)) / racks.len().max(1) as f32;
        for (number, rack) in racks.iter().enumerate() {
            let Some(cabinet) = lab.scenario().cabinet_of(rack) else { continue };
            let left = all.min.x + number as f32 * (wide + 4.0);
            let rect = Rect::new(left, all.min.y + 22.0, left + wide, all.max.y);
            let mm = rect.height() / (f32::from(cabinet.units) * UNIT_MM as f32);
            self.pen.rect(rect.inflate(2.0), 3.0, BODY);
            for Mounted { id, model, span_mm: (low, high), .. } in fit::mounted(lab.scenario(), &lab.state().rack, rack)
            {
                let device = Rect::new(
                    rect.min.x + 3.0,
                    rect.max.y - high as f32 * mm + 0.5,
                    rect.max.x - 3.0,
                    rect.max.y - low as f32 * mm - 0.5,
                );
                self.pen.rect(device, 1.0, fill_of(model.kind));
                if self.power.running.contains(id) && wide > 30.0 {
                    self.pen.circle(vec2(device.max.x - 5.0, device.center().y), 2.2, GREEN);
                }
            }
            let mine = *rack == self.rack;
            if let (true, Some(Action::Mount { left, device, .. })) = (mine, self.wanted)
                && let (Some(index), Some(model)) = (left.index(cabinet), lab.scenario().gear_model(device))
            {
                let y = |mm_up: f64| rect.max.y - mm_up as f32 * mm;
                let foot = fit::foot_mm(model, index);
                let spot = Rect::new(rect.min.x + 1.0, y(foot + model.height_u * UNIT_MM), rect.max.x - 1.0, y(foot));
                self.pen.outline(spot, 1.0, 2.0, theme::NOW);
            }
            if mine {
                let half = self.look.shown_units() / 2.0 * UNIT_MM as f32;
                let middle = self.look.middle_u() * UNIT_MM as f32;
                let shown = Rect::new(
                    rect.min.x - 3.0,
                    (rect.max.y - (middle + half) * mm).max(rect.min.y - 2.0),
                    rect.max.x + 3.0,
                    (rect.max.y - (middle - half) * mm).min(rect.max.y + 2.0),
                );
                self.pen.outline(shown, 3.0, 2.0, theme::MAT_TEXT);
            }
            let name = rack.to_uppercase();
            let ink = if mine { theme::MAT_TEXT } else { theme::MAT_TEXT_SOFT };
            self.pen.text(name, vec2(rect.center().x, all.min.y + 8.0), MIDDLE, 14.0, Type::Mono, ink);
            let thing = Thing::Whole(rack.clone());
            if self.pointed(&thing) {
                self.pen.outline(rect.inflate(3.0), 3.0, 1.5, theme::MAT_TEXT_SOFT);
            }
            self.hits.area(thing, rect);
        }
    }

    /// What was delivered and is not in a rack yet, and what is in stock for it.
    fn trolley(&mut self) {
        let lab = self.lab();
        let area = self.look.trolley;
        if area.width() < 1.0 {
            return;
        }
        let heading = self.say(Message::new("rack-trolley"));
        self.pen.text(heading, area.min + vec2(2.0, 8.0), LEFT, 15.0, Type::Semibold, theme::MAT_TEXT_SOFT);
        let mut top = area.min.y + 24.0;
        let waiting: Vec<String> =
            lab.scenario().gear.keys().filter(|id| !lab.state().rack.held.contains_key(*id)).cloned().collect();
        if waiting.is_empty() {
            let text = self.say(Message::new("rack-trolley-empty"));
            self.pen.text(text, vec2(area.min.x + 2.0, top + 10.0), LEFT, 15.0, Type::Regular, theme::MAT_TEXT_SOFT);
            top += 30.0;
        }
        for id in waiting {
            let Some(model) = lab.scenario().gear_model(&id) else { continue };
            let what: Vec<String> = wrapped(model.name.get(self.seen.lang), 20).into_iter().take(3).collect();
            let high = 78.0 + 20.0 * what.len() as f32;
            if top + high > area.max.y {
                break;
            }
            let card = Rect::new(area.min.x, top, area.max.x, top + high);
            let thing = Thing::Trolley(id.clone());
            let carried = self.scene.carried.as_ref() == Some(&id)
                || matches!(&self.scene.held, Some(Held::Gear { id: held, moved: true, .. }) if *held == id);
            self.pen.rect(card, 9.0, if carried { DARK } else { theme::MAT_CARD });
            let wanted = matches!(self.wanted, Some(Action::Mount { device, .. }) if *device == id);
            let (edge, width) = match (wanted, self.pointed(&thing)) {
                (true, _) => (theme::NOW, 2.5),
                (_, true) => (theme::MAT_TEXT, 2.0),
                _ => (EDGE, 1.0),
            };
            self.pen.outline(card, 9.0, width, edge);
            let name = self.name(&id);
            let size = (16.0f32).min((card.width() - 20.0) / (name.chars().count().max(1) as f32 * 0.54));
            self.pen.text(name, card.min + vec2(12.0, 18.0), LEFT, size, Type::Semibold, theme::MAT_TEXT);
            let size = Message::new("rack-size").with("units", model.units()).with("kg", kilograms(model.weight_g));
            let lines = what.into_iter().chain([self.say(size), self.airflow(model)]);
            for (row, line) in lines.enumerate() {
                let at = card.min + vec2(12.0, 40.0 + 20.0 * row as f32);
                self.pen.text(line, at, LEFT, 15.0, Type::Regular, theme::MAT_TEXT_SOFT);
            }
            self.hits.area(thing, card);
            top += high + 8.0;
        }
        for (item, left) in gear_in_stock(lab) {
            if top + 50.0 > area.max.y {
                break;
            }
            let card = Rect::new(area.min.x, top, area.max.x, top + 50.0);
            let thing = Thing::Stock(item.to_owned());
            self.pen.rect(card, 9.0, theme::MAT_CARD);
            let wanted = matches!(self.wanted, Some(Action::Mount { device, .. }) if device.starts_with(item));
            let (edge, width) = match (wanted, self.pointed(&thing)) {
                (true, _) => (theme::NOW, 2.5),
                (_, true) => (theme::MAT_TEXT, 2.0),
                _ => (EDGE, 1.0),
            };
            self.pen.outline(card, 9.0, width, edge);
            let name = self.seen.lang.say(&crate::lab::effect::stock_name(item));
            self.pen.text(name, card.min + vec2(12.0, 17.0), LEFT, 15.0, Type::Semibold, theme::MAT_TEXT);
            let count = self.say(Message::new("frame-left").with("left", left));
            self.pen.text(count, card.min + vec2(12.0, 36.0), LEFT, 15.0, Type::Regular, theme::MAT_TEXT_SOFT);
            if left > 0 {
                self.hits.area(thing, card);
            }
            top += 58.0;
        }
    }

    fn airflow(&self, model: &DeviceModel) -> String {
        self.say(Message::new(match model.airflow {
            Airflow::FrontToRear => "rack-air-front-rear",
            Airflow::RearToFront => "rack-air-rear-front",
            Airflow::LeftToRight => "rack-air-left-right",
            Airflow::RightToLeft => "rack-air-right-left",
            Airflow::SideToRear => "rack-air-side-rear",
            Airflow::Passive => "rack-air-none",
        }))
    }

    /// Earth, strap and feet, below the close view.
    fn foot(&mut self) {
        let lab = self.lab();
        let state = &lab.state().rack;
        let earthed = state.bonded.contains(&self.rack);
        let strap = state.strap.as_ref().map(|strap| strap.earthed);
        let chips = [
            (Thing::Earth, earthed, if earthed { "rack-chip-earth-on" } else { "rack-chip-earth-off" }),
            (
                Thing::Strap,
                strap == Some(true),
                match strap {
                    Some(true) => "rack-chip-strap-on",
                    Some(false) => "rack-chip-strap-nothing",
                    None => "rack-chip-strap-off",
                },
            ),
            (
                Thing::Feet,
                state.feet.contains(&self.rack),
                if state.feet.contains(&self.rack) { "rack-chip-feet-out" } else { "rack-chip-feet-in" },
            ),
        ];
        let body = self.look.body;
        let wide = (body.width() - 16.0) / 3.0;
        for (number, (thing, good, key)) in chips.into_iter().enumerate() {
            let left = body.min.x + number as f32 * (wide + 8.0);
            let rect = Rect::new(left, body.max.y + 10.0, left + wide, body.max.y + 44.0);
            self.pen.rect(rect, 9.0, theme::MAT_CARD);
            let asked = matches!(
                (&thing, self.wanted),
                (Thing::Earth, Some(Action::Bond { .. }))
                    | (Thing::Strap, Some(Action::ClipStrap { .. }))
                    | (Thing::Feet, Some(Action::PutOutFeet { .. }))
            );
            let (edge, width) = match (asked, self.pointed(&thing)) {
                (true, _) => (theme::NOW, 3.0),
                (_, true) => (theme::MAT_TEXT, 2.0),
                _ => (EDGE, 1.0),
            };
            self.pen.outline(rect, 9.0, width, edge);
            let at = vec2(rect.min.x + 18.0, rect.center().y);
            if good {
                self.pen.circle(at, 8.0, GREEN);
                self.pen.ribbon(&[at + vec2(-3.5, 0.2), at + vec2(-1.0, 3.0), at + vec2(3.8, -3.0)], 1.8, DARK);
            } else {
                self.pen.ring(at, 7.0, 1.8, theme::MAT_TEXT_SOFT);
            }
            let text = self.say(Message::new(key));
            let size = (15.0f32).min((rect.width() - 40.0) / (text.chars().count().max(1) as f32 * 0.5));
            self.pen.text(text, vec2(rect.min.x + 32.0, rect.center().y), LEFT, size, Type::Semibold, theme::MAT_TEXT);
            self.hits.area(thing, rect);
        }
    }

    /// The chosen device, and what power does.
    fn cards(&mut self) {
        if self.look.cards.width() < 1.0 {
            return;
        }
        let top = self.chosen_card();
        self.power_card(top + 10.0);
    }

    fn chosen_card(&mut self) -> f32 {
        let lab = self.lab();
        let area = self.look.cards;
        let chosen = match &self.scene.chosen {
            Some(id) if lab.scenario().gear_model(id).is_some() => id.clone(),
            _ => return area.min.y - 10.0,
        };
        let Some(model) = lab.scenario().gear_model(&chosen) else { return area.min.y };
        let mut lines: Vec<(String, Color32)> = Vec::new();
        let soft = theme::MAT_TEXT_SOFT;
        let same = |text: &str| text == model.name.get(self.seen.lang);
        let name = self.name(&chosen);
        if !same(&name) {
            lines.extend(wrapped(model.name.get(self.seen.lang), 25).into_iter().map(|line| (line, soft)));
        }
        lines.push((
            self.say(Message::new("rack-size").with("units", model.units()).with("kg", kilograms(model.weight_g))),
            soft,
        ));
        if let Mount::Rails { posts_mm: (least, most) } = model.mount {
            let posts = lab.scenario().cabinet_of(&self.rack).map_or(0, |cabinet| cabinet.posts_mm);
            let text = Message::new("rack-rails-size").with("least", least).with("most", most).with("posts", posts);
            lines.extend(wrapped(&self.say(text), 26).into_iter().map(|line| (line, soft)));
        }
        if matches!(model.mount, Mount::Ears { .. } | Mount::Rails { .. }) {
            let (least, most) = model.torque_ncm;
            let text = Message::new("rack-torque").with("least", torque(least)).with("most", torque(most));
            lines.push((self.say(text), soft));
        }
        for (inlet, _) in model.inlets() {
            let port = PortId::new(chosen.as_str(), inlet.as_str());
            let from = lab.state().plug_in(&port).and_then(|plug| {
                let far = usize::from(plug.end == crate::plant::address::End::A);
                lab.state().cords.get(&plug.cord)?.plugged[far].clone()
            });
            let fixed = lab.scenario().gear.get(&chosen).and_then(|gear| gear.fed_by.as_ref());
            let what = match (from, fixed) {
                (Some(port), _) => gear_port_name(lab.scenario(), &port),
                (None, Some(feed)) => crate::rack::words::breaker_name(lab.scenario(), feed),
                (None, None) => Message::new("rack-free"),
            };
            let live = self.power.live.contains(&port);
            let text = Message::new(if live { "rack-inlet-live" } else { "rack-inlet-dead" })
                .with("inlet", inlet.as_str())
                .with("what", what);
            let ink = if live { GREEN } else { AMBER };
            lines.extend(wrapped(&self.say(text), 26).into_iter().map(|line| (line, ink)));
        }
        let height = 40.0 + 20.0 * lines.len() as f32;
        let card = Rect::new(area.min.x, area.min.y, area.max.x, area.min.y + height);
        self.pen.rect(card, 10.0, theme::MAT_CARD);
        self.pen.outline(card, 10.0, 1.0, EDGE);
        let size = (17.0f32).min((card.width() - 24.0) / (name.chars().count().max(1) as f32 * 0.54));
        self.pen.text(name, card.min + vec2(14.0, 20.0), LEFT, size, Type::Semibold, theme::MAT_TEXT);
        for (row, (line, ink)) in lines.into_iter().enumerate() {
            let at = card.min + vec2(14.0, 44.0 + 20.0 * row as f32);
            self.pen.text(line, at, LEFT, 15.0, Type::Regular, ink);
        }
        card.max.y
    }

    /// A row for each breaker: its load on each phase, and its switch.
    fn power_card(&mut self, top: f32) {
        let lab = self.lab();
        let scenario = lab.scenario();
        if scenario.feeds.is_empty() {
            return;
        }
        let area = self.look.cards;
        let here: BTreeSet<&String> =
            lab.state().rack.held.iter().filter(|(_, held)| held.rack == self.rack).map(|(id, _)| id).collect();
        let shown: Vec<power::Breaker> = power::breakers(scenario)
            .into_iter()
            .filter(|breaker| {
                let strip = breaker.id.split(':').next().unwrap_or(&breaker.id).to_owned();
                scenario.feeds.contains_key(&breaker.id) || here.contains(&strip)
            })
            .collect();
        let row = 60.0;
        let fits = (((area.max.y - top - 34.0) / row) as usize).min(shown.len());
        let card = Rect::new(area.min.x, top, area.max.x, top + 34.0 + row * fits as f32);
        if fits == 0 {
            return;
        }
        self.pen.rect(card, 10.0, theme::MAT_CARD);
        self.pen.outline(card, 10.0, 1.0, EDGE);
        let heading = self.say(Message::new("rack-power"));
        self.pen.text(heading, card.min + vec2(14.0, 18.0), LEFT, 16.0, Type::Semibold, theme::MAT_TEXT);
        for (number, breaker) in shown.into_iter().take(fits).enumerate() {
            let top = card.min.y + 34.0 + row * number as f32;
            let off = lab.state().rack.tripped.contains(&breaker.id);
            let name = match scenario.feeds.get(&breaker.id) {
                Some(feed) => capital(feed.name.get(self.seen.lang)),
                None => match breaker.id.split_once(':') {
                    Some((strip, bank)) => format!("{} · {bank}", self.name(strip)),
                    None => self.name(&breaker.id),
                },
            };
            let name = format!("{name} · {} A", breaker.amps);
            self.pen.text(name, vec2(card.min.x + 14.0, top + 12.0), LEFT, 15.0, Type::Regular, theme::MAT_TEXT);
            // The switch.
            let knob = Rect::new(card.max.x - 66.0, top - 2.0, card.max.x - 12.0, top + 26.0);
            let thing = Thing::Breaker(breaker.id.clone());
            self.pen.rect(knob, 14.0, if off { DARK } else { theme::GOOD });
            let at = if off { knob.min.x + 14.0 } else { knob.max.x - 14.0 };
            self.pen.circle(vec2(at, knob.center().y), 10.0, theme::MAT_TEXT);
            let sign = if off { "0" } else { "I" };
            let sign_at = if off { knob.max.x - 16.0 } else { knob.min.x + 16.0 };
            self.pen.text(sign, vec2(sign_at, knob.center().y), MIDDLE, 15.0, Type::Mono, theme::MAT_TEXT);
            let asked = matches!(self.wanted, Some(Action::Trip { breaker: id } | Action::Reset { breaker: id }) if *id == breaker.id);
            if asked {
                self.pen.outline(knob.inflate(4.0), 16.0, 3.0, theme::NOW);
            } else if self.pointed(&thing) {
                self.pen.outline(knob.inflate(3.0), 16.0, 2.0, theme::MAT_TEXT);
            }
            self.hits.area(thing, knob);
            // A gauge for each phase, with a mark at 80 %.
            let gauges = breaker.gauges.len().max(1) as f32;
            let wide = (card.width() - 28.0 - 6.0 * (gauges - 1.0)) / gauges;
            for (index, gauge) in breaker.gauges.iter().enumerate() {
                let load = self.power.milliamps.get(gauge).copied().unwrap_or(0);
                let share = (load as f32 / (f32::from(breaker.amps) * 1000.0)).min(1.0);
                let left = card.min.x + 14.0 + index as f32 * (wide + 6.0);
                let bar = Rect::new(left, top + 46.0, left + wide, top + 52.0);
                self.pen.rect(bar, 3.0, DARK);
                if share > 0.01 {
                    let colour = if share > 0.8 { AMBER } else { GREEN };
                    self.pen.rect(Rect::new(left, bar.min.y, left + wide * share, bar.max.y), 3.0, colour);
                }
                let mark = left + wide * 0.8;
                self.pen.line(vec2(mark, bar.min.y - 2.0), vec2(mark, bar.max.y + 2.0), 1.5, theme::MAT_TEXT_SOFT);
                let amps = self.seen.lang.decimal(f64::from(load) / 1000.0, 1);
                let amps = format!("{amps} A");
                let text = if gauges > 1.0 { format!("L{} {}", index + 1, amps.trim_end_matches(" A")) } else { amps };
                self.pen.text(text, vec2(left, top + 34.0), LEFT, 14.0, Type::Mono, theme::MAT_TEXT_SOFT);
            }
        }
    }

    /// The device or the cord under the hand.
    fn in_hand(&mut self) {
        let lab = self.lab();
        let at = self.scene.cursor;
        match (&self.scene.held, &self.scene.carried) {
            (Some(Held::Gear { id, moved: true, .. }), _) | (None, Some(id)) => {
                // Over the rack the spot is shown, over the trolley the card.
                if self.look.panel.contains(at) || self.look.trolley.contains(at) {
                    return;
                }
                let Some(model) = lab.scenario().gear_model(id) else { return };
                let rect = Rect::from_center_half_size(at, vec2(90.0, 15.0 * f32::from(model.units().max(1)).min(3.0)));
                self.pen.rect(rect, 4.0, fill_of(model.kind));
                self.pen.outline(rect, 4.0, 1.5, theme::MAT_TEXT);
                let name = self.name(id);
                self.pen.text(name, at, MIDDLE, 14.0, Type::Semibold, ink_on(model.kind));
            }
            (Some(Held::End { from, .. }), _) => {
                if let Some(start) = self.spot_of(from) {
                    self.pen.ribbon(&[start, at], 4.0, theme::NOW);
                }
            }
            _ => {}
        }
        if let (None, Some(from)) = (&self.scene.held, &self.scene.first_end)
            && let Some(start) = self.spot_of(from)
        {
            self.pen.dashes(&[start, at], 3.0, theme::NOW);
        }
    }

    /// What is under the hand, in words.
    fn told(&mut self) {
        let lab = self.lab();
        let Some(thing) = &self.scene.hover else { return };
        if !matches!(thing, Thing::Port(_) | Thing::Screw(..) | Thing::Gear(_)) || self.scene.held.is_some() {
            return;
        }
        let mut text = told(self.scene, lab, thing, self.seen.lang);
        if let Thing::Port(port) = thing
            && let Some(plug) = lab.state().plug_in(port)
            && let Some(cord) = lab.state().cords.get(&plug.cord)
        {
            let far = cord.plugged[usize::from(plug.end == crate::plant::address::End::A)].clone();
            if let Some(far) = far {
                text = format!("{text} — {}", self.say(gear_port_name(lab.scenario(), &far)));
            }
            if let Some(label) = &cord.labels[usize::from(plug.end == crate::plant::address::End::B)] {
                text = format!("{text} · « {label} »");
            }
        } else if let Thing::Port(port) = thing
            && let Some((group, _)) = lab.scenario().gear_port(port)
        {
            text = format!("{text} · {}", socket_name(group.socket));
        }
        let half = vec2(text.chars().count() as f32 * 3.9 + 14.0, 13.0);
        let x = self.scene.cursor.x.clamp(half.x + 6.0, self.look.room.x - half.x - 6.0);
        let above = self.scene.cursor.y - 28.0;
        let y = if above < 16.0 { self.scene.cursor.y + 30.0 } else { above };
        self.pen.rect(Rect::from_center_half_size(vec2(x, y), half), 8.0, DARK);
        self.pen.outline(Rect::from_center_half_size(vec2(x, y), half), 8.0, 1.0, EDGE);
        self.pen.text(text, vec2(x, y), MIDDLE, 15.0, Type::Semibold, theme::MAT_TEXT);
    }
}

/// What is printed beside a socket: the same in every language.
fn socket_name(socket: Socket) -> String {
    match socket {
        Socket::Rj45(category) | Socket::Punch(category) => format!("RJ45 {category:?}"),
        Socket::Duplex(connector) | Socket::Simplex(connector) => connector.name().to_owned(),
        Socket::Mpo { .. } => "MPO".to_owned(),
        Socket::Cage(form) => format!("{form:?}"),
        Socket::Inlet(plug) => power::inlet_name(plug).to_owned(),
        Socket::Outlet(plug) => power::outlet_name(plug).to_owned(),
        Socket::ConsoleRj45 | Socket::ConsoleUsb | Socket::ConsoleDe9 => "console".to_owned(),
        Socket::EarthLug | Socket::StrapJack => "—".to_owned(),
        Socket::Splice => "—".to_owned(),
    }
}

/// A name as it stands at the head of a card.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text in lines of so many letters at most.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A way with round corners.
fn rounded(way: &[Vec2], radius: f32) -> Vec<Vec2> {
    let mut points = vec![way[0]];
    for triple in way.windows(3) {
        let [before, corner, after] = [triple[0], triple[1], triple[2]];
        let (into, out) = ((corner - before).normalize_or_zero(), (after - corner).normalize_or_zero());
        let round = radius.min(corner.distance(before) / 2.0).min(corner.distance(after) / 2.0);
        points.push(corner - into * round);
        points.push(corner - into * round * 0.3 + out * round * 0.3);
        points.push(corner + out * round);
    }
    points.push(way[way.len() - 1]);
    points
}
