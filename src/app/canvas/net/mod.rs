//! The network on the mat: devices, the cables between their ports, link lights, and frames on their way.
//!
//! A click on a device opens its console, one on a cable its capture. With a cable in the hand a drag from port to port
//! lays it; on a device as a whole the ports stand in the bar below. Where a device stands is a matter of the view only.
//! What is cabled comes from the network itself, whoever cabled it.

mod bar;
pub mod layout;
mod living;
mod packets;
mod picture;

use std::collections::BTreeMap;
use std::time::Instant;

use bevy::math::{IVec2, Rect, Vec2, vec2};
use bevy_egui::egui::{CursorIcon, Id, Ui};

pub use self::living::Living;
use self::packets::Packets;
use super::pen::Pen;
use super::stage::{Asked, Hits, Scene, Seen, Stop, Typed};
use crate::app::panels::instruments::Open;
use crate::app::panels::net::NetOpen;
use crate::fibre::coach::{Gesture, Hint};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::net::Net;
use crate::net::build::socket;
use crate::net::world::Socket;
use crate::plant::address::PortId;
use crate::scenario::file::NetCable;

/// Something that can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    Device(String),
    Port(PortId),
    /// A cable, by its two ends.
    Cable(PortId, PortId),
}

/// What the hand does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NetTool {
    /// Opens consoles and captures, moves devices.
    #[default]
    Hand,
    Cable(NetCable),
    Unplug,
}

impl NetTool {
    /// The tools of the bar; the number of each is its place, from 1.
    pub const BAR: [NetTool; 5] = [
        NetTool::Hand,
        NetTool::Cable(NetCable::Straight),
        NetTool::Cable(NetCable::Crossover),
        NetTool::Cable(NetCable::Console),
        NetTool::Unplug,
    ];
}

/// What the mouse holds down.
enum Held {
    Device {
        id: String,
        grip: Vec2,
        from: Vec2,
        moved: bool,
    },
    /// A cable from this port.
    End {
        from: PortId,
        at: Vec2,
    },
}

/// What the hand holds and points at in the network.
pub struct NetScene {
    /// In design units; as large as what the panels leave.
    room: Vec2,
    living: Living,
    packets: Packets,
    tool: NetTool,
    /// Where devices were moved to, as shares of the mat.
    moved: BTreeMap<String, Vec2>,
    spots: BTreeMap<String, Vec2>,
    hover: Option<Thing>,
    reached: Option<Thing>,
    held: Option<Held>,
    cursor: Vec2,
    /// The first end of a cable that was plugged in.
    plug: Option<PortId>,
    /// The device whose ports stand in the bar.
    choosing: Option<String>,
    /// Something changes by itself soon.
    settles: bool,
    /// More happens than can be followed.
    storms: bool,
    hits: Hits<Thing>,
}

impl Default for NetScene {
    fn default() -> Self {
        Self {
            room: vec2(1000.0, 520.0),
            living: Living::default(),
            packets: Packets::default(),
            tool: NetTool::default(),
            moved: BTreeMap::new(),
            spots: BTreeMap::new(),
            hover: None,
            reached: None,
            held: None,
            cursor: Vec2::ZERO,
            plug: None,
            choosing: None,
            settles: false,
            storms: false,
            hits: Hits::default(),
        }
    }
}

/// Shorter drags are clicks, in design units.
const CLICK: f32 = 8.0;
/// What an arrow moves a device by, as a share of the mat.
const NUDGE: f32 = 0.03;

/// The id of a port.
pub fn port_id(net: &Net, (device, port): Socket) -> PortId {
    let it = &net.devices[device];
    PortId::new(it.id.as_str(), it.ports[port].name.as_str())
}

/// Every cable once, by its two ends.
pub fn cables(net: &Net) -> Vec<(Socket, Socket)> {
    let ports = net.devices.iter().enumerate();
    let ports = ports.flat_map(|(device, it)| (0..it.sockets()).map(move |port| (device, port)));
    ports.filter_map(|near| net.peer(near).filter(|far| near < *far).map(|far| (near, far))).collect()
}

fn is_free(lab: &Lab, port: &PortId) -> bool {
    socket(lab.network(), port).is_some_and(|at| lab.network().peer(at).is_none())
}

fn stop_id(thing: &Thing) -> Id {
    Id::new(("in the network", thing))
}

impl NetScene {
    /// The middle of a device, in design units.
    fn spot(&self, id: &str) -> Vec2 {
        let share = self.moved.get(id).or_else(|| self.spots.get(id)).copied().unwrap_or(vec2(0.5, 0.5));
        let inner = self.inner();
        inner.min + share * inner.size()
    }

    /// Where the middles of devices can be.
    fn inner(&self) -> Rect {
        let margin = vec2(picture::CARD.x / 2.0 + 14.0, picture::CARD.y / 2.0 + 20.0);
        Rect::from_corners(margin, (self.room - margin).max(margin + 1.0))
    }

    fn takes(&mut self, tool: NetTool) {
        self.tool = if self.tool == tool { NetTool::Hand } else { tool };
        self.plug = None;
        self.choosing = None;
    }

    /// A port was chosen with the tool in the hand.
    fn port_chosen(&mut self, lab: &Lab, port: PortId) -> Option<Asked> {
        match self.tool {
            NetTool::Unplug => (!is_free(lab, &port)).then_some(Asked::Act(Action::Disconnect { port })),
            NetTool::Cable(cable) => match self.plug.take() {
                Some(first) if first == port => None,
                Some(first) => {
                    self.choosing = None;
                    Some(Asked::Act(Action::Connect { a: first, b: port, cable }))
                }
                None if is_free(lab, &port) => {
                    self.plug = Some(port);
                    self.choosing = None;
                    None
                }
                None => None,
            },
            NetTool::Hand => {
                if is_free(lab, &port) {
                    Some(Asked::Open(Open::Net(NetOpen::Console(port.equipment))))
                } else {
                    Some(Asked::Open(Open::Net(NetOpen::Capture(port))))
                }
            }
        }
    }

    /// A click or Enter on a thing.
    fn touch(&mut self, lab: &Lab, thing: Thing) -> Option<Asked> {
        match (thing, self.tool) {
            (Thing::Device(id), NetTool::Hand) => Some(Asked::Open(Open::Net(NetOpen::Console(id)))),
            (Thing::Device(id), _) => {
                self.choosing = Some(id);
                None
            }
            (Thing::Port(port), _) => self.port_chosen(lab, port),
            (Thing::Cable(a, _), NetTool::Unplug) => Some(Asked::Act(Action::Disconnect { port: a })),
            (Thing::Cable(a, _), _) => Some(Asked::Open(Open::Net(NetOpen::Capture(a)))),
        }
    }

    /// The middle of a port where it is drawn, by its name `device/port`.
    pub fn middle_of(&self, port: &str) -> Option<Vec2> {
        let mut things = self.hits.things();
        things.find_map(|(thing, rect)| match thing {
            Thing::Port(id) if id.to_string() == port => Some(rect.center()),
            _ => None,
        })
    }

    fn thing_of(&self, stop: Id) -> Option<Thing> {
        self.hits.things().map(|(thing, _)| thing).find(|thing| stop_id(thing) == stop).cloned()
    }
}

/// What a screen reader says of a thing.
fn told(lab: &Lab, thing: &Thing, lang: Lang) -> String {
    match thing {
        Thing::Device(id) => {
            let net = lab.network();
            let addresses = net.device(id).map(|index| picture::addresses(&net.devices[index]).join(", "));
            let name = device_name(lab, id, lang);
            let text = Message::new("net-device").with("name", name).with("addresses", addresses.unwrap_or_default());
            lang.say(&text)
        }
        Thing::Port(port) => port.to_string(),
        Thing::Cable(a, b) => lang.say(&Message::new("net-cable").with("a", a.to_string()).with("b", b.to_string())),
    }
}

/// What people call a device.
pub fn device_name(lab: &Lab, id: &str, lang: Lang) -> String {
    let named = lab.scenario().devices.get(id).and_then(|device| device.name.as_ref());
    named.map_or_else(|| id.to_owned(), |name| name.get(lang).to_owned())
}

impl Scene for NetScene {
    fn size(&self) -> Vec2 {
        self.room
    }

    fn room(&mut self, size: Vec2) {
        // Everything stays readable: the mat shows more where it is larger, not the same drawn bigger.
        let scale = (size.x / 1000.0).min(size.y / 460.0).clamp(0.8, 1.5);
        self.room = size / scale;
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        if self.spots.len() != seen.lab.scenario().devices.len() || self.living.moment().is_none() {
            self.spots = layout::spots(seen.lab.scenario(), seen.lab.network());
        }
        let mut living = std::mem::take(&mut self.living);
        let (net, storms) = living.at(seen.lab, seen.clock);
        self.storms = storms;
        self.settles = living::settles(net);
        self.packets.follow(seen.lab, seen.motion, seen.now);
        let (along, moves) = self.packets.tick(seen.motion, seen.now);
        self.hits = picture::draw(pen, seen, net, self, along);
        self.living = living;
        moves
    }

    fn look(&mut self, at: Option<Vec2>) {
        if let Some(at) = at {
            self.cursor = at;
        }
        self.hover = at.and_then(|at| self.hits.at(at).cloned());
    }

    fn press(&mut self, lab: &Lab, at: Vec2, _now: Instant) -> Option<Asked> {
        match (self.hover.clone()?, self.tool) {
            (Thing::Device(id), NetTool::Hand) => {
                let from = self.spot(&id);
                self.held = Some(Held::Device { id, grip: at - from, from: at, moved: false });
                None
            }
            (Thing::Port(port), NetTool::Hand | NetTool::Cable(_)) if is_free(lab, &port) && self.plug.is_none() => {
                self.held = Some(Held::End { from: port, at });
                None
            }
            (thing, _) => self.touch(lab, thing),
        }
    }

    fn moved(&mut self, at: Vec2) {
        let inner = self.inner();
        if let Some(Held::Device { id, grip, from, moved }) = &mut self.held {
            *moved |= at.distance(*from) > CLICK;
            if *moved {
                let share = (at - *grip - inner.min) / inner.size().max(Vec2::ONE);
                self.moved.insert(id.clone(), share.clamp(Vec2::ZERO, Vec2::ONE));
            }
        }
    }

    fn release(&mut self, lab: &Lab, at: Vec2, _now: Instant) -> Option<Asked> {
        match self.held.take()? {
            Held::Device { id, moved: false, .. } => self.touch(lab, Thing::Device(id)),
            Held::Device { .. } => None,
            Held::End { from, at: began } => {
                let cable = match self.tool {
                    NetTool::Cable(cable) => cable,
                    _ => NetCable::Straight,
                };
                match self.hits.at(at).cloned() {
                    // Let go where it was taken: the first end is plugged in, the other follows by a second click.
                    _ if at.distance(began) < CLICK => self.port_chosen(lab, from),
                    Some(Thing::Port(to)) if to != from => Some(Asked::Act(Action::Connect { a: from, b: to, cable })),
                    Some(Thing::Device(id)) if id != from.equipment => {
                        self.tool = NetTool::Cable(cable);
                        self.plug = Some(from);
                        self.choosing = Some(id);
                        None
                    }
                    _ => None,
                }
            }
        }
    }

    fn let_go(&mut self) {
        self.held = None;
    }

    fn put_back(&mut self) -> bool {
        let held = self.held.take().is_some() || self.plug.take().is_some() || self.choosing.take().is_some();
        if held {
            return true;
        }
        std::mem::take(&mut self.tool) != NetTool::Hand
    }

    fn is_free(&self) -> bool {
        true
    }

    /// The cable that is wanted, or the console in which a line is.
    fn follow(&mut self, hint: &Hint) -> Option<Asked> {
        match (hint.gesture, &hint.action) {
            (Gesture::Cable, action) => Some(Asked::Act(action.clone())),
            (_, Action::Type { device, .. }) => Some(Asked::Open(Open::Net(NetOpen::Console(device.clone())))),
            _ => None,
        }
    }

    fn is_idle(&self) -> bool {
        !self.holds() && self.plug.is_none() && self.choosing.is_none()
    }

    fn holds(&self) -> bool {
        matches!(self.held, Some(Held::End { .. } | Held::Device { moved: true, .. }))
    }

    fn cursor(&self) -> Option<CursorIcon> {
        match (&self.held, &self.hover) {
            (Some(_), _) => Some(CursorIcon::Grabbing),
            (None, Some(_)) => Some(CursorIcon::PointingHand),
            _ => None,
        }
    }

    fn did(&mut self, action: &Action, _lab: &Lab, _now: Instant) {
        if matches!(action, Action::Connect { .. } | Action::Disconnect { .. }) {
            self.plug = None;
            self.choosing = None;
        }
    }

    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop> {
        let stop = |(thing, rect): (&Thing, Rect)| {
            let wanted = !matches!(thing, Thing::Port(_));
            wanted.then(|| Stop { id: stop_id(thing), name: told(lab, thing, lang), rect })
        };
        let mut stops: Vec<Stop> = self.hits.things().filter_map(stop).collect();
        // Devices before cables, each row from left to right.
        let is_cable = |stop: &Stop| matches!(self.thing_of(stop.id), Some(Thing::Cable(..)));
        stops.sort_by_key(|stop| (is_cable(stop), (stop.rect.center().y / 60.0) as i32, stop.rect.center().x as i32));
        stops
    }

    fn reach(&mut self, _lab: &Lab, stop: Option<Id>) {
        self.reached = stop.and_then(|stop| self.thing_of(stop));
    }

    fn enter(&mut self, lab: &Lab, _hint: Option<&Hint>, stop: Id) -> Option<Asked> {
        let thing = self.thing_of(stop)?;
        self.touch(lab, thing)
    }

    fn typed(&mut self, _lab: &Lab, _hint: Option<&Hint>, typed: Typed) -> Option<Asked> {
        if let Some(tool) = typed.digit.and_then(|digit| NetTool::BAR.get(digit - 1)) {
            self.takes(*tool);
        }
        if typed.arrows != IVec2::ZERO
            && let Some(Thing::Device(id)) = &self.reached
        {
            let share = self.moved.get(id).or_else(|| self.spots.get(id)).copied().unwrap_or_default();
            let by = vec2(typed.arrows.x as f32, -typed.arrows.y as f32) * NUDGE;
            self.moved.insert(id.clone(), (share + by).clamp(Vec2::ZERO, Vec2::ONE));
        }
        None
    }

    fn bar(&mut self, ui: &mut Ui, lab: &Lab, hint: Option<&Hint>, _gestures: bool, lang: Lang) -> Option<Asked> {
        bar::show(self, ui, lab, hint, lang)
    }
}
