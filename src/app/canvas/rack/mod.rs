//! The rack on the mat: a close view of some units with every hole, the whole rack small beside it, the trolley, and what
//! power does.
//!
//! A device is dragged from the trolley to a unit, or taken in hand by a click and put down by another. Nuts, rails and
//! screws have their tools; the screw is tightened for as long as the button is down. With a cord in the hand a drag from
//! port to port plugs it.

mod bar;
mod look;
mod picture;

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use bevy::math::{IVec2, Rect, Vec2, vec2};
use bevy_egui::egui::{CursorIcon, Id, Ui};

pub use self::look::Look;
use super::pen::Pen;
use super::stage::{Asked, Hits, Scene, Seen, Stop, Typed};
use crate::app::panels::instruments::Open;
use crate::catalogue::rack::{Face, Mount, Socket, racks};
use crate::fibre::coach::{Gesture, Hint};
use crate::lab::Lab;
use crate::lab::action::{Action, Side, careful};
use crate::lab::effect::stock_name;
use crate::locale::{Lang, Message};
use crate::plant::address::{CordEnd, End, PortId};
use crate::rack::copper;
use crate::rack::cords::{Fits, fits};
use crate::rack::fit;
use crate::rack::hole::Hole;
use crate::rack::link::{Links, through};
use crate::rack::power::Power;
use crate::rack::state::{Ear, Lift, Post};
use crate::rack::words::{breaker_name, ear_name, gear_name, gear_port_name, post_name, rack_name};
use crate::scenario::file::Goal;
use crate::units::Millis;

/// Something that can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A device in the rack.
    Gear(String),
    /// A device that stands on the trolley.
    Trolley(String),
    /// Something in stock that goes into the rack.
    Stock(String),
    /// A hole of a post, as the number of holes below it.
    Hole(Post, u16),
    /// A whole post: a stop of the keyboard.
    Column(Post),
    Screw(String, Side, Ear),
    Port(PortId),
    /// The ports of a device: a stop of the keyboard.
    Ports(String),
    Earth,
    Strap,
    Feet,
    /// The small picture of a rack.
    Whole(String),
    Breaker(String),
}

/// What the hand does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RackTool {
    /// Takes devices, looks at them.
    #[default]
    Hand,
    Nut,
    Rail,
    Driver,
    Cord,
}

impl RackTool {
    /// The tools of the bar; the number of each is its place, from 1.
    pub const BAR: [RackTool; 5] = [RackTool::Hand, RackTool::Nut, RackTool::Rail, RackTool::Driver, RackTool::Cord];
}

/// What the mouse holds down.
enum Held {
    /// A device, and how far below its lower edge it was gripped, in millimetres.
    Gear {
        id: String,
        from: Vec2,
        grip_mm: f32,
        moved: bool,
    },
    Screw {
        id: String,
        side: Side,
        ear: Ear,
        since: Instant,
    },
    /// A cord from this port.
    End {
        from: PortId,
        began: Vec2,
    },
    /// The small picture, to move the close view.
    Whole,
}

/// A screwdriver tightens so much each second the button is down, in newton-centimetres (design choice: a beginner has
/// half a second to let go).
const NCM_A_SECOND: f32 = 250.0;
/// Shorter drags are clicks, in design units.
const CLICK: f32 = 8.0;

/// What the hand holds and points at before a rack.
pub struct RackScene {
    /// In design units; as large as what the panels leave.
    room: Vec2,
    /// The rack looked at; the first of the place if none was chosen.
    rack: Option<String>,
    face: Face,
    /// How many units the rack has that is looked at.
    units: f32,
    /// Height of the middle of the close view above the foot of the lowest unit, in units.
    middle_u: f32,
    tool: RackTool,
    lift: Lift,
    nut: String,
    /// The kind of cord in the hand, by its stock item or the name of one that was unplugged.
    cord: Option<String>,
    /// The device that cards and buttons are about.
    chosen: Option<String>,
    /// The cord that buttons are about, before any device.
    chosen_cord: Option<String>,
    /// What was typed for a label.
    label: String,
    /// Which links are up, judged again after each change.
    links: BTreeMap<PortId, u32>,
    /// Where cords are plugged, and what power does, after the last change.
    plugged: HashMap<PortId, CordEnd>,
    power: Power,
    /// After how many actions, when, and in which rack they were judged.
    judged: Option<(usize, Millis, String)>,
    /// The device in the hand, taken by a click or by key.
    carried: Option<String>,
    /// Where the keys point: a hole of a post, and a port of the chosen device.
    hole: (Side, u16),
    port: Option<PortId>,
    /// The first end of a cord that was chosen by click or key.
    first_end: Option<PortId>,
    hover: Option<Thing>,
    reached: Option<Thing>,
    held: Option<Held>,
    cursor: Vec2,
    /// The rack whose contents the close view was turned to.
    found_in: Option<String>,
    /// What the close view was turned to by itself last.
    turned_for: Option<Action>,
    hits: Hits<Thing>,
}

impl Default for RackScene {
    fn default() -> Self {
        Self {
            room: vec2(1000.0, 480.0),
            rack: None,
            face: Face::Front,
            units: 42.0,
            middle_u: 20.0,
            tool: RackTool::default(),
            lift: Lift::default(),
            nut: careful::nut(),
            cord: None,
            chosen: None,
            chosen_cord: None,
            links: BTreeMap::new(),
            plugged: HashMap::new(),
            power: Power::default(),
            judged: None,
            label: String::new(),
            carried: None,
            hole: (Side::Left, 0),
            port: None,
            first_end: None,
            hover: None,
            reached: None,
            held: None,
            cursor: Vec2::ZERO,
            found_in: None,
            turned_for: None,
            hits: Hits::default(),
        }
    }
}

/// The racks of the place where the trainee stands.
pub fn racks_here(lab: &Lab) -> Vec<&str> {
    let here = lab.here();
    let there = |place: &str| here.is_none_or(|here| here == place);
    lab.scenario().racks.iter().filter(|(_, rack)| there(&rack.place)).map(|(id, _)| id.as_str()).collect()
}

/// What is in stock and goes into a rack, with how many are left.
fn gear_in_stock(lab: &Lab) -> Vec<(&str, u32)> {
    let stock = lab.state().stock.iter().filter(|(item, _)| racks().devices.contains_key(*item));
    stock.map(|(item, left)| (item.as_str(), *left)).collect()
}

/// Cords of racks that can be taken, with how many are left; those that hang free come first, by their names.
fn cords_at_hand(lab: &Lab) -> Vec<(String, Option<u32>)> {
    let loose =
        lab.state().cords.iter().filter(|(id, cord)| {
            lab.scenario().rack_cord_model(id).is_some() && cord.plugged.iter().any(Option::is_none)
        });
    let known = |item: &String| racks().cords.contains_key(item) || racks().transceivers.contains_key(item);
    let stock = lab.state().stock.iter().filter(|(item, left)| **left > 0 && known(item));
    loose.map(|(id, _)| (id.clone(), None)).chain(stock.map(|(item, left)| (item.clone(), Some(*left)))).collect()
}

fn stop_id(thing: &Thing) -> Id {
    Id::new(("in the rack", thing))
}

/// The post that one sees on this side from this face: from behind left and right change places.
fn post_at(face: Face, seen: Side) -> Post {
    let side = if face == Face::Front { seen } else { seen.other() };
    Post::of(face, side)
}

/// The side that a post is on for one who stands before it.
fn side_of(post: Post) -> Side {
    match post {
        Post::FrontLeft | Post::RearLeft => Side::Left,
        Post::FrontRight | Post::RearRight => Side::Right,
    }
}

impl RackScene {
    /// The rack that is looked at.
    fn rack_of(&self, lab: &Lab) -> Option<String> {
        let here = racks_here(lab);
        let chosen = self.rack.as_deref().filter(|rack| here.contains(rack));
        chosen.or(here.first().copied()).map(str::to_owned)
    }

    fn look_of(&self, lab: &Lab) -> Option<Look> {
        let rack = self.rack_of(lab)?;
        let cabinet = lab.scenario().cabinet_of(&rack)?;
        Some(Look::new(self.room, racks_here(lab).len(), cabinet.units, self.middle_u, self.face))
    }

    /// The cord that was chosen, while there is such a cord.
    fn chosen_cord(&self, lab: &Lab) -> Option<String> {
        let plugged =
            |id: &&String| lab.state().cords.get(*id).is_some_and(|cord| cord.plugged.iter().any(Option::is_some));
        self.chosen_cord.as_ref().filter(plugged).cloned()
    }

    fn takes(&mut self, tool: RackTool) {
        self.tool = if self.tool == tool { RackTool::Hand } else { tool };
        self.carried = None;
        self.first_end = None;
    }

    /// Turns the close view so that a unit, from the bottom, is in it.
    fn show_unit(&mut self, lab: &Lab, from_bottom: f32) {
        let shown = self.look_of(lab).map_or(10.0, |look| look.shown_units());
        let middle = self.look_of(lab).map_or(self.middle_u, |look| look.middle_u());
        if (middle - from_bottom).abs() > shown / 2.0 - 1.5 {
            self.middle_u = from_bottom;
        }
    }

    /// When a rack is first looked at: to what is in it, or to the uppermost of it where it does not all fit.
    fn find_contents(&mut self, lab: &Lab) {
        let Some(rack) = self.rack_of(lab).filter(|rack| self.found_in.as_ref() != Some(rack)) else { return };
        let spans = fit::mounted(lab.scenario(), &lab.state().rack, &rack).map(|there| there.span_mm);
        let (low, high) = spans.fold((f64::MAX, 0.0f64), |all, span| (all.0.min(span.0), all.1.max(span.1)));
        if high > 0.0 {
            let [low, high] = [low, high].map(|mm| (mm / crate::catalogue::rack::UNIT_MM) as f32);
            let shown = self.look_of(lab).map_or(10.0, |look| look.shown_units());
            self.middle_u = if high - low < shown { (low + high) / 2.0 } else { high - shown / 2.0 + 1.0 };
        }
        self.found_in = Some(rack);
    }

    /// Follows what the lab asks for, once for each gesture.
    fn follow_view(&mut self, lab: &Lab, hint: Option<&Hint>) {
        let Some(hint) = hint.filter(|hint| hint.gesture == Gesture::Rack || is_of_cord(&hint.action)) else { return };
        if self.turned_for.as_ref() == Some(&hint.action) {
            return;
        }
        self.turned_for = Some(hint.action.clone());
        let Some(rack) = self.rack_of(lab) else { return };
        let Some(cabinet) = lab.scenario().cabinet_of(&rack) else { return };
        let hole = match &hint.action {
            Action::SetNut { hole, .. } | Action::TakeNut { hole, .. } => Some(*hole),
            Action::FixRail { front, .. } => Some(*front),
            Action::Mount { left, device, .. } => {
                self.chosen = Some(device.clone());
                Some(*left)
            }
            _ => None,
        };
        if let Some(index) = hole.and_then(|hole| hole.index(cabinet)) {
            self.show_unit(lab, f32::from(index) / 3.0 + 0.5);
            if let Action::SetNut { post, .. } | Action::TakeNut { post, .. } = &hint.action {
                self.face = Face::Front;
                self.hole = (side_of(*post), index);
            }
            if let Action::FixRail { side, device, .. } = &hint.action {
                self.hole = (*side, index);
                self.chosen = Some(device.clone());
            }
        }
        match &hint.action {
            Action::Screw { device, .. } | Action::Unscrew { device, .. } | Action::Press { device, .. } => {
                self.show_device(lab, device);
            }
            Action::Plug { port, plug } => {
                self.cord = Some(plug.cord.clone());
                self.show_port(lab, port);
            }
            Action::Unplug { plug } => {
                let end = plug.end.index();
                let port = lab.state().cords.get(&plug.cord).and_then(|cord| cord.plugged[end].clone());
                if let Some(port) = port {
                    self.show_port(lab, &port);
                }
            }
            Action::TakeCord { item } => {
                self.cord = Some(item.clone());
                // Both ends in sight, if the close view is large enough.
                let step = lab.scenario().steps.get(hint.step);
                if let Some(Goal::Power { outlet, inlet }) = step.map(|step| &step.goal) {
                    self.show_port(lab, outlet);
                    let height = |port: &PortId| {
                        let spot = crate::rack::cords::spot(lab.scenario(), lab.state(), port);
                        spot.map(|(_, y_mm, _, _)| (y_mm / crate::catalogue::rack::UNIT_MM) as f32)
                    };
                    if let (Some(one), Some(other)) = (height(outlet), height(inlet)) {
                        self.middle_u = (one + other) / 2.0;
                    }
                }
            }
            _ => {}
        }
    }

    fn show_device(&mut self, lab: &Lab, device: &str) {
        self.chosen = Some(device.to_owned());
        let middle = lab.state().rack.held.get(device).and_then(|held| {
            let model = lab.scenario().gear_model(device)?;
            let (low, high) = fit::span_mm(model, held.ears);
            (!model.is_hung()).then_some(((low + high) / 2.0 / crate::catalogue::rack::UNIT_MM) as f32)
        });
        if let Some(middle) = middle {
            self.show_unit(lab, middle);
        }
    }

    fn show_port(&mut self, lab: &Lab, port: &PortId) {
        if let Some((rack, y_mm, _, face)) = crate::rack::cords::spot(lab.scenario(), lab.state(), port) {
            self.rack = Some(rack);
            self.face = face;
            self.show_unit(lab, (y_mm / crate::catalogue::rack::UNIT_MM) as f32);
        }
        self.port = Some(port.clone());
    }

    /// A click or Enter on a thing.
    fn touch(&mut self, lab: &Lab, thing: Thing) -> Option<Asked> {
        let rack = self.rack_of(lab)?;
        match thing {
            Thing::Earth => Some(Asked::Act(Action::Bond { rack })),
            Thing::Strap => Some(Asked::Act(match &lab.state().rack.strap {
                // A clip that holds on nothing is put on again.
                Some(strap) if strap.earthed => Action::UnclipStrap,
                _ => Action::ClipStrap { rack },
            })),
            Thing::Feet => Some(Asked::Act(Action::PutOutFeet { rack })),
            Thing::Whole(id) => {
                self.rack = Some(id);
                None
            }
            Thing::Breaker(breaker) => {
                let off = lab.state().rack.tripped.contains(&breaker);
                Some(Asked::Act(if off { Action::Reset { breaker } } else { Action::Trip { breaker } }))
            }
            Thing::Trolley(id) => {
                self.chosen = Some(id.clone());
                if self.tool == RackTool::Hand {
                    self.carried = if self.carried.as_ref() == Some(&id) { None } else { Some(id) };
                }
                None
            }
            Thing::Stock(item) => {
                self.tool = RackTool::Hand;
                self.carried = Some(lab.state().next_of(&item));
                None
            }
            Thing::Gear(id) => {
                if let Some(carried) = self.carried.clone() {
                    return self.put_down(lab, &carried, self.cursor);
                }
                self.chosen = Some(id);
                self.chosen_cord = None;
                None
            }
            Thing::Column(post) => {
                let index = self.hole.1;
                self.touch(lab, Thing::Hole(post, index))
            }
            Thing::Hole(post, index) => self.at_hole(lab, &rack, post, index),
            Thing::Screw(id, side, ear) => {
                self.chosen = Some(id.clone());
                let held = lab.state().rack.held.get(&id)?;
                let screwed = held.screw(side, ear).is_some();
                Some(Asked::Act(if screwed {
                    Action::Unscrew { device: id, side, ear }
                } else {
                    let (least, most) = lab.scenario().gear_model(&id)?.torque_ncm;
                    Action::Screw { device: id, side, ear, ncm: careful::torque().clamp(least, most) }
                }))
            }
            Thing::Port(port) => self.at_port(lab, port),
            Thing::Ports(id) => {
                self.chosen = Some(id.clone());
                let port = self.port.clone().filter(|port| port.equipment == id)?;
                self.at_port(lab, port)
            }
        }
    }

    /// A hole was touched with the tool in the hand.
    fn at_hole(&mut self, lab: &Lab, rack: &str, post: Post, index: u16) -> Option<Asked> {
        let cabinet = lab.scenario().cabinet_of(rack)?;
        let hole = Hole::at(index, cabinet)?;
        self.hole = (side_of(post), index);
        match self.tool {
            RackTool::Rail => {
                let device = self.rails_for(lab)?;
                let side = side_of(post);
                Some(Asked::Act(Action::FixRail { device, rack: rack.to_owned(), side, front: hole, rear: None }))
            }
            RackTool::Nut => {
                let there = lab.state().rack.nut(rack, post, index).is_some();
                Some(Asked::Act(if there {
                    Action::TakeNut { rack: rack.to_owned(), post, hole }
                } else {
                    Action::SetNut { rack: rack.to_owned(), post, hole, nut: self.nut.clone() }
                }))
            }
            _ => {
                // With a device in the hand, its ear goes to this hole.
                let id = self.carried.take()?;
                Some(Asked::Act(self.mount(rack, id, hole)))
            }
        }
    }

    fn mount(&self, rack: &str, device: String, left: Hole) -> Action {
        Action::Mount { device, rack: rack.to_owned(), left, right: None, face: self.face, lift: self.lift }
    }

    /// The device whose rails are in the hand: the chosen one if it has rails, else the first on the trolley that has.
    fn rails_for(&self, lab: &Lab) -> Option<String> {
        let has = |id: &&String| {
            let model = lab.scenario().gear_model(id);
            let on_trolley = !lab.state().rack.held.contains_key(*id);
            on_trolley && model.is_some_and(|model| matches!(model.mount, Mount::Rails { .. }))
        };
        self.chosen.iter().chain(lab.scenario().gear.keys()).find(has).cloned()
    }

    /// A port was touched.
    fn at_port(&mut self, lab: &Lab, port: PortId) -> Option<Asked> {
        self.port = Some(port.clone());
        let plug = lab.state().plug_in(&port);
        if self.tool == RackTool::Hand
            && copper::is_asked(lab.scenario())
            && copper::line(lab.scenario(), &port).is_some()
        {
            let rear = matches!(lab.scenario().gear_port(&port).map(|(group, _)| group.socket), Some(Socket::Punch(_)));
            if rear || plug.is_none() {
                let rear = if rear { Some(port.clone()) } else { through(lab.scenario(), &port) };
                self.chosen = Some(port.equipment);
                return Some(Asked::Open(Open::Line(rear?)));
            }
        }
        if self.tool != RackTool::Cord {
            self.chosen_cord = plug.map(|plug| plug.cord);
            self.chosen = Some(port.equipment);
            return None;
        }
        if let Some(plug) = plug {
            self.cord = Some(plug.cord.clone());
            return Some(Asked::Act(Action::Unplug { plug }));
        }
        if let Some(module) = self.cord.clone().filter(|item| racks().transceivers.contains_key(item)) {
            let full = lab.state().rack.modules.contains_key(&port);
            return Some(Asked::Act(if full { Action::Extract { port } } else { Action::Insert { port, module } }));
        }
        match self.first_end.take() {
            Some(first) if first == port => None,
            Some(first) => self.join(lab, first, port),
            None => {
                // A cord that hangs on its other end only needs this one.
                if let Some(plug) = self.loose_end(lab) {
                    return Some(Asked::Act(Action::Plug { plug, port }));
                }
                self.first_end = Some(port);
                None
            }
        }
    }

    /// The free end of the cord in the hand, if its other end is plugged.
    fn loose_end(&self, lab: &Lab) -> Option<CordEnd> {
        let id = self.cord.as_ref()?;
        let cord = lab.state().cords.get(id)?;
        match &cord.plugged {
            [Some(_), None] => Some(CordEnd::new(id, End::B)),
            [None, Some(_)] => Some(CordEnd::new(id, End::A)),
            _ => None,
        }
    }

    /// The cord in the hand from one port to the other, whichever of its ends goes where.
    fn join(&mut self, lab: &Lab, one: PortId, other: PortId) -> Option<Asked> {
        let name = self.cord.clone()?;
        let from_stock = !lab.state().cords.contains_key(&name);
        let id = if from_stock { lab.state().next_of(&name) } else { name.clone() };
        let model = lab.scenario().rack_cord_model(&id)?;
        let socket = |port: &PortId| lab.scenario().gear_port(port).map(|(group, _)| group.socket);
        let goes =
            |end: End, port: &PortId| socket(port).map_or(Fits::No, |socket: Socket| fits(model.kind, end, socket));
        // The way round that goes in; if none does, the lab says why.
        let turned = goes(End::A, &one) == Fits::No && goes(End::A, &other) != Fits::No;
        let (a, b) = if turned { (other, one) } else { (one, other) };
        let mut actions = Vec::new();
        if from_stock {
            actions.push(Action::TakeCord { item: name });
        }
        actions.push(Action::Plug { plug: CordEnd::new(&id, End::A), port: a });
        actions.push(Action::Plug { plug: CordEnd::new(&id, End::B), port: b });
        Some(Asked::Acts(actions))
    }

    /// A device in the hand was let go over this point.
    fn put_down(&mut self, lab: &Lab, id: &str, at: Vec2) -> Option<Asked> {
        let look = self.look_of(lab)?;
        let rack = self.rack_of(lab)?;
        self.carried = None;
        let held = lab.state().rack.held.get(id);
        if look.trolley.contains(at) {
            return held.map(|_| Asked::Act(Action::Dismount { device: id.to_owned(), lift: self.lift }));
        }
        if !look.panel.contains(at) {
            return None;
        }
        let hole = self.hole_for(lab, id, look.height_mm(at.y) - self.grip_mm(lab, id))?;
        let mut actions: Vec<Action> =
            held.map(|_| Action::Dismount { device: id.to_owned(), lift: self.lift }).into_iter().collect();
        actions.push(self.mount(&rack, id.to_owned(), hole));
        Some(Asked::Acts(actions))
    }

    /// How far above its lower edge the device in the hand is gripped, in millimetres.
    fn grip_mm(&self, lab: &Lab, id: &str) -> f32 {
        match &self.held {
            Some(Held::Gear { grip_mm, .. }) => *grip_mm,
            _ => middle_mm(lab, id),
        }
    }

    /// Where the lowest screw of a device's ears is, when its lower edge is let go at this height: the nearest hole.
    fn hole_for(&self, lab: &Lab, id: &str, foot_mm: f32) -> Option<Hole> {
        let model = lab.scenario().gear_model(id)?;
        let cabinet = lab.scenario().cabinet_of(&self.rack_of(lab)?)?;
        let last = u16::from(cabinet.units) * 3;
        let off = |index: &u16| ((fit::foot_mm(model, *index) as f32 - foot_mm).abs() * 1000.0) as i64;
        Hole::at((0..last).min_by_key(off)?, cabinet)
    }

    fn things(&self, lab: &Lab) -> Vec<(Thing, Rect)> {
        let mut columns: Vec<(Thing, Rect)> = Vec::new();
        if let Some(look) = self.look_of(lab) {
            for seen in Side::BOTH {
                columns.push((Thing::Column(post_at(self.face, seen)), look.column(seen)));
            }
        }
        let mut ports: Vec<(Thing, Rect)> = Vec::new();
        for (thing, rect) in self.hits.things() {
            if let Thing::Port(port) = thing {
                let all = Thing::Ports(port.equipment.clone());
                match ports.iter_mut().find(|(known, _)| *known == all) {
                    Some((_, around)) => *around = around.union(rect),
                    None => ports.push((all, rect)),
                }
            }
        }
        let others = self.hits.things().filter(|(thing, _)| !matches!(thing, Thing::Port(_) | Thing::Hole(..)));
        let mut all: Vec<(Thing, Rect)> = others.map(|(thing, rect)| (thing.clone(), rect)).collect();
        all.extend(columns);
        all.extend(ports);
        let order = |thing: &Thing| match thing {
            Thing::Trolley(_) => 0,
            Thing::Stock(_) => 1,
            Thing::Earth | Thing::Strap | Thing::Feet => 2,
            Thing::Column(_) => 3,
            Thing::Gear(_) => 4,
            Thing::Screw(..) => 5,
            Thing::Ports(_) => 6,
            Thing::Breaker(_) => 7,
            _ => 8,
        };
        all.sort_by_key(|(thing, rect)| (order(thing), rect.min.y as i32, rect.min.x as i32));
        all
    }

    /// Which links of the rack are up. Done once after each action: a full rack has hundreds.
    fn judge_links(&mut self, lab: &Lab) {
        let Some(rack) = self.rack_of(lab) else { return };
        let now = Some((lab.journal().0.len(), lab.state().now, rack.clone()));
        if self.judged == now {
            return;
        }
        self.judged = now;
        let (scenario, state) = (lab.scenario(), lab.state());
        let links = Links::of(scenario, state);
        let plugs = state.cords.iter().flat_map(|(id, cord)| {
            let ends = End::BOTH.into_iter().zip(&cord.plugged);
            ends.filter_map(move |(end, port)| Some((port.clone()?, CordEnd::new(id, end))))
        });
        self.plugged = plugs.collect();
        let ports = state.cords.values().flat_map(|cord| cord.plugged.iter().flatten());
        let network = ports.filter(|port| {
            let socket = scenario.gear_port(port).map(|(group, _)| group.socket);
            let active = scenario.gear_model(&port.equipment).is_some_and(|model| model.is_active());
            active && matches!(socket, Some(Socket::Rj45(_) | Socket::Cage(_)))
        });
        self.links = network.map(|port| (port.clone(), links.judge(port).mbps)).collect();
        self.power = links.power;
    }

    /// Arrows walk from port to port of a device.
    fn walk(&mut self, lab: &Lab, id: &str, by: IVec2) {
        let Some(model) = lab.scenario().gear_model(id) else { return };
        let shown: Vec<String> = model
            .ports()
            .filter(|(name, _, _)| {
                let port = PortId::new(id, name.as_str());
                crate::rack::cords::spot(lab.scenario(), lab.state(), &port)
                    .is_some_and(|(_, _, _, face)| face == self.face)
            })
            .map(|(name, _, _)| name)
            .collect();
        let at = self.port.as_ref().filter(|port| port.equipment == id);
        let now = at.and_then(|port| shown.iter().position(|name| *name == port.port));
        let next = match now {
            None => 0,
            Some(now) => (now as i32 + by.x - by.y).clamp(0, shown.len() as i32 - 1) as usize,
        };
        if let Some(name) = shown.get(next) {
            self.port = Some(PortId::new(id, name.as_str()));
        }
    }

    /// How tight a screw is by now, in newton-centimetres.
    fn torque_of(since: Instant, now: Instant) -> u16 {
        (now.duration_since(since).as_secs_f32() * NCM_A_SECOND).clamp(20.0, 1500.0) as u16
    }
}

/// Half the height of a device, in millimetres: where a hand takes hold of it.
fn middle_mm(lab: &Lab, id: &str) -> f32 {
    let high = lab.scenario().gear_model(id).map_or(0.0, |model| model.height_u);
    (high * crate::catalogue::rack::UNIT_MM / 2.0) as f32
}

fn is_of_cord(action: &Action) -> bool {
    matches!(action, Action::TakeCord { .. } | Action::Plug { .. } | Action::Unplug { .. })
}

/// What a screen reader says of a thing.
fn told(scene: &RackScene, lab: &Lab, thing: &Thing, lang: Lang) -> String {
    let scenario = lab.scenario();
    let rack = scene.rack_of(lab).unwrap_or_default();
    let hole_name = |post: Post, index: u16| {
        let hole = scenario.cabinet_of(&rack).and_then(|cabinet| Hole::at(index, cabinet));
        Message::new("rack-told-hole")
            .with("hole", hole.map(|hole| hole.to_string()).unwrap_or_default())
            .with("post", post_name(post))
    };
    lang.say(&match thing {
        Thing::Gear(id) | Thing::Trolley(id) => Message::new("rack-gear").with("name", gear_name(scenario, id)),
        Thing::Stock(item) => stock_name(item),
        Thing::Hole(post, index) => hole_name(*post, *index),
        Thing::Column(post) => hole_name(*post, scene.hole.1),
        Thing::Screw(id, side, ear) => {
            Message::new("rack-told-screw").with("name", gear_name(scenario, id)).with("screw", ear_name(*side, *ear))
        }
        Thing::Port(port) => gear_port_name(scenario, port),
        Thing::Ports(id) => match scene.port.as_ref().filter(|port| port.equipment == *id) {
            Some(port) => gear_port_name(scenario, port),
            None => Message::new("rack-told-ports").with("name", gear_name(scenario, id)),
        },
        Thing::Earth => Message::new("rack-verb-bond"),
        Thing::Strap => Message::new("rack-verb-clip-strap"),
        Thing::Feet => Message::new("rack-verb-put-out-feet"),
        Thing::Whole(id) => Message::new("rack-gear").with("name", rack_name(scenario, id)),
        Thing::Breaker(id) => breaker_name(scenario, id),
    })
}

impl Scene for RackScene {
    fn size(&self) -> Vec2 {
        self.room
    }

    fn room(&mut self, size: Vec2) {
        let scale = (size.x / 1000.0).min(size.y / 440.0).clamp(0.8, 1.5);
        self.room = size / scale;
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        self.find_contents(seen.lab);
        self.follow_view(seen.lab, seen.hint);
        if let Some(cabinet) = self.rack_of(seen.lab).and_then(|rack| seen.lab.scenario().cabinet_of(&rack)) {
            self.judge_links(seen.lab);
            self.units = f32::from(cabinet.units);
        }
        self.hits = picture::draw(pen, seen, self);
        matches!(self.held, Some(Held::Screw { .. }))
    }

    fn look(&mut self, at: Option<Vec2>) {
        if let Some(at) = at {
            self.cursor = at;
        }
        self.hover = at.and_then(|at| self.hits.at(at).cloned());
    }

    fn press(&mut self, lab: &Lab, at: Vec2, now: Instant) -> Option<Asked> {
        match (self.hover.clone()?, self.tool) {
            (Thing::Whole(id), _) => {
                self.rack = Some(id);
                self.held = Some(Held::Whole);
                self.moved(at);
                None
            }
            (Thing::Trolley(id), RackTool::Hand) => {
                let grip_mm = middle_mm(lab, &id);
                self.held = Some(Held::Gear { id, from: at, grip_mm, moved: false });
                None
            }
            (Thing::Stock(item), _) => {
                self.tool = RackTool::Hand;
                let id = lab.state().next_of(&item);
                let grip_mm = middle_mm(lab, &id);
                self.held = Some(Held::Gear { id, from: at, grip_mm, moved: false });
                None
            }
            (Thing::Gear(id), RackTool::Hand) if self.carried.is_none() => {
                let look = self.look_of(lab)?;
                let held = lab.state().rack.held.get(&id)?;
                let model = lab.scenario().gear_model(&id)?;
                let grip_mm = look.height_mm(at.y) - fit::foot_mm(model, held.ears[0]) as f32;
                self.held = Some(Held::Gear { id, from: at, grip_mm, moved: false });
                None
            }
            (Thing::Screw(id, side, ear), RackTool::Driver) => {
                let held = lab.state().rack.held.get(&id)?;
                if held.screw(side, ear).is_some() {
                    return self.touch(lab, Thing::Screw(id, side, ear));
                }
                self.chosen = Some(id.clone());
                self.held = Some(Held::Screw { id, side, ear, since: now });
                None
            }
            (Thing::Port(port), RackTool::Cord) if lab.state().plug_in(&port).is_none() => {
                self.held = Some(Held::End { from: port, began: at });
                None
            }
            (thing, _) => self.touch(lab, thing),
        }
    }

    fn moved(&mut self, at: Vec2) {
        match &mut self.held {
            Some(Held::Gear { from, moved, .. }) => *moved |= at.distance(*from) > CLICK,
            Some(Held::Whole) => {
                let mut things = self.hits.things();
                let is_mine = |thing: &Thing| matches!(thing, Thing::Whole(id) if self.rack.as_ref() == Some(id));
                if let Some((_, rect)) = things.find(|(thing, _)| is_mine(thing)) {
                    self.middle_u = ((rect.max.y - at.y) / rect.height() * self.units).clamp(0.0, self.units);
                }
            }
            _ => {}
        }
    }

    fn release(&mut self, lab: &Lab, at: Vec2, now: Instant) -> Option<Asked> {
        match self.held.take()? {
            Held::Whole => None,
            Held::Gear { id, moved: false, .. } => {
                let thing = if lab.state().rack.held.contains_key(&id) {
                    Thing::Gear(id)
                } else if lab.scenario().gear.contains_key(&id) {
                    Thing::Trolley(id)
                } else {
                    self.carried = Some(id);
                    return None;
                };
                self.touch(lab, thing)
            }
            Held::Gear { id, grip_mm, from, moved } => {
                self.held = Some(Held::Gear { id: id.clone(), grip_mm, from, moved });
                let asked = self.put_down(lab, &id, at);
                self.held = None;
                asked
            }
            Held::Screw { id, side, ear, since } => {
                let ncm = Self::torque_of(since, now);
                Some(Asked::Act(Action::Screw { device: id, side, ear, ncm }))
            }
            Held::End { from, began } => match self.hits.at(at).cloned() {
                _ if at.distance(began) < CLICK => self.at_port(lab, from),
                Some(Thing::Port(to)) if to != from => self.join(lab, from, to),
                _ => None,
            },
        }
    }

    fn let_go(&mut self) {
        self.held = None;
    }

    fn put_back(&mut self) -> bool {
        let held = self.held.take().is_some() | self.carried.take().is_some() | self.first_end.take().is_some();
        if held {
            return true;
        }
        std::mem::take(&mut self.tool) != RackTool::Hand
    }

    fn is_free(&self) -> bool {
        true
    }

    fn is_idle(&self) -> bool {
        self.held.is_none() && self.carried.is_none() && self.first_end.is_none()
    }

    fn holds(&self) -> bool {
        matches!(self.held, Some(Held::Gear { moved: true, .. } | Held::Screw { .. } | Held::End { .. }))
    }

    fn cursor(&self) -> Option<CursorIcon> {
        match (&self.held, &self.hover, &self.carried) {
            (Some(Held::Screw { .. }), _, _) => Some(CursorIcon::PointingHand),
            (Some(_), _, _) | (None, _, Some(_)) => Some(CursorIcon::Grabbing),
            (None, Some(Thing::Trolley(_) | Thing::Stock(_)), None) => Some(CursorIcon::Grab),
            (None, Some(_), None) => Some(CursorIcon::PointingHand),
            _ => None,
        }
    }

    fn did(&mut self, action: &Action, lab: &Lab, _now: Instant) {
        match action {
            Action::Mount { device, .. } => {
                self.carried = None;
                self.chosen = Some(device.clone());
            }
            Action::Plug { plug, .. } => {
                self.first_end = None;
                // The next cord of the same kind is at hand.
                let both =
                    lab.state().cords.get(&plug.cord).is_some_and(|cord| cord.plugged.iter().all(Option::is_some));
                if both {
                    self.chosen_cord = Some(plug.cord.clone());
                    self.cord = crate::scenario::stock::taken(&plug.cord)
                        .filter(|item| lab.state().stock.get(*item).is_some_and(|left| *left > 0))
                        .map(str::to_owned);
                }
            }
            Action::TakeCord { item } if racks().cords.contains_key(item) => {
                let number = lab.state().used.get(item).copied().unwrap_or(0);
                self.cord = Some(format!("{item}-{number}"));
            }
            Action::Unplug { plug } if lab.scenario().rack_cord_model(&plug.cord).is_some() => {
                self.cord = Some(plug.cord.clone());
            }
            _ => {}
        }
    }

    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop> {
        let stop = |(thing, rect)| Stop { id: stop_id(&thing), name: told(self, lab, &thing, lang), rect };
        self.things(lab).into_iter().map(stop).collect()
    }

    fn reach(&mut self, lab: &Lab, stop: Option<Id>) {
        let found = stop.and_then(|stop| self.things(lab).into_iter().find(|(thing, _)| stop_id(thing) == stop));
        self.reached = found.map(|(thing, _)| thing);
        match self.reached.clone() {
            Some(Thing::Ports(id)) if self.port.as_ref().is_none_or(|port| port.equipment != id) => {
                self.walk(lab, &id, IVec2::ZERO);
            }
            Some(Thing::Column(post)) => {
                self.hole.0 = side_of(post);
                if let Some(look) = self.look_of(lab) {
                    let (low, high) = look.shown_holes();
                    self.hole.1 = self.hole.1.clamp(low, high);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, lab: &Lab, _hint: Option<&Hint>, stop: Id) -> Option<Asked> {
        let (thing, _) = self.things(lab).into_iter().find(|(thing, _)| stop_id(thing) == stop)?;
        self.touch(lab, thing)
    }

    fn typed(&mut self, lab: &Lab, _hint: Option<&Hint>, typed: Typed) -> Option<Asked> {
        if let Some(tool) = typed.digit.and_then(|digit| RackTool::BAR.get(digit - 1)) {
            self.takes(*tool);
        } else if typed.digit == Some(RackTool::BAR.len() + 1) {
            self.turn_round();
        }
        if typed.arrows != IVec2::ZERO {
            match self.reached.clone() {
                Some(Thing::Ports(id)) => self.walk(lab, &id, typed.arrows),
                Some(Thing::Column(_)) => {
                    let next = i32::from(self.hole.1) + typed.arrows.y;
                    let units = self
                        .rack_of(lab)
                        .and_then(|rack| lab.scenario().cabinet_of(&rack))
                        .map_or(42, |cabinet| cabinet.units);
                    self.hole.1 = next.clamp(0, i32::from(units) * 3 - 1) as u16;
                    self.show_unit(lab, f32::from(self.hole.1) / 3.0 + 0.5);
                }
                _ => self.middle_u = (self.middle_u + typed.arrows.y as f32).clamp(0.0, self.units),
            }
        }
        None
    }

    fn bar(&mut self, ui: &mut Ui, lab: &Lab, hint: Option<&Hint>, _gestures: bool, lang: Lang) -> Option<Asked> {
        bar::show(self, ui, lab, hint, lang)
    }
}

impl RackScene {
    /// To the other side of the rack.
    fn turn_round(&mut self) {
        self.face = self.face.other();
        self.carried = None;
    }
}
