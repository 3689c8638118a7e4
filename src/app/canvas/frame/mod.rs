//! A cabinet, a frame, a branching box or an outlet: ports, cords between them, and new cords from stock.
//!
//! A plug is dragged from port to port. A click on a cord or a plug takes the cord in hand: then a click on a guide adds
//! it to the way, and the panel below leads, labels, plugs and unplugs.

mod picture;

use std::time::Instant;

use bevy::math::{IVec2, Rect, Vec2};
use bevy_egui::egui::{CursorIcon, Id, Ui};

use super::pen::Pen;
use super::stage::{Asked, Hits, Scene, Seen, Stop, Typed};
use crate::app::panels::cords::{CordDesk, cords_ui, free_plugs};
use crate::fibre::coach::Hint;
use crate::fibre::front::{Front, Guide};
use crate::fibre::names::{equipment_name, path_name, plug_name, port_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::stock_name;
use crate::locale::{Lang, Message};
use crate::plant::address::{CordEnd, End, PortId};

/// Something that can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Thing {
    Port(PortId),
    /// A plug that hangs free.
    Plug(CordEnd),
    /// A cord where it lies.
    Cord(String),
    Guide(Guide),
    /// A kind of cord in stock.
    Stock(String),
    /// A whole drawer: a stop of the keyboard, no more.
    Drawer(String),
}

/// What the hand holds and points at in front of the ports.
#[derive(Default)]
pub struct FrameScene {
    pub desk: CordDesk,
    hover: Option<Thing>,
    reached: Option<Thing>,
    /// The plug carried by the mouse, where it was taken, and where it is.
    carried: Option<(CordEnd, Vec2, Vec2)>,
    hits: Hits<Thing>,
}

/// Shorter drags are clicks, in design units.
const CLICK: f32 = 14.0;

/// The plug in a port.
fn plug_in(lab: &Lab, port: &PortId) -> Option<CordEnd> {
    let mut cords = lab.state().cords.iter();
    cords.find_map(|(id, cord)| {
        let index = cord.plugged.iter().position(|plugged| plugged.as_ref() == Some(port))?;
        Some(CordEnd::new(id.as_str(), if index == 0 { End::A } else { End::B }))
    })
}

impl FrameScene {
    fn acts(&self, actions: impl Into<Vec<Action>>) -> Option<Asked> {
        Some(Asked::Acts(actions.into()))
    }

    /// A click or Enter on a thing.
    fn touch(&mut self, lab: &Lab, thing: Thing) -> Option<Asked> {
        match thing {
            Thing::Port(port) => {
                self.desk.port = Some(port.clone());
                if let Some(plug) = plug_in(lab, &port) {
                    self.desk.choose(&plug.cord);
                    return None;
                }
                if let Some(plug) = self.desk.held.take() {
                    return self.acts([Action::Plug { plug, port }]);
                }
                let open = lab.state().open_ports.contains(&port);
                open.then_some(Asked::Act(Action::Cap { port }))
            }
            Thing::Plug(plug) => {
                self.desk.choose(&plug.cord);
                self.desk.held = Some(plug);
                None
            }
            Thing::Cord(cord) => {
                self.desk.choose(&cord);
                None
            }
            Thing::Guide(guide) => {
                if self.desk.cord.is_some() && self.desk.path.len() < 6 {
                    self.desk.path.push(guide);
                }
                None
            }
            Thing::Stock(item) => self.acts([Action::TakeCord { item }]),
            Thing::Drawer(equipment) => {
                let port = self.port_in(lab, &equipment)?;
                self.touch(lab, Thing::Port(port))
            }
        }
    }

    /// The port that keys point at in a drawer: the chosen one, else its first.
    fn port_in(&self, lab: &Lab, equipment: &str) -> Option<PortId> {
        let chosen = self.desk.port.clone().filter(|port| port.equipment == equipment);
        let first = || Some(PortId::new(equipment, lab.scenario().model_of(equipment)?.port_at(0)?.0));
        chosen.or_else(first)
    }

    /// Arrows walk from port to port within a drawer.
    fn walk(&mut self, lab: &Lab, equipment: &str, by: IVec2) {
        let (Some(model), Some(port)) = (lab.scenario().model_of(equipment), self.port_in(lab, equipment)) else {
            return;
        };
        let at = model.port(&port.port).map_or(0, |(index, _)| i32::from(index));
        let next = (at + by.x - 12 * by.y).clamp(0, i32::from(model.port_count()) - 1);
        if let Some((name, _)) = model.port_at(next as u16) {
            self.desk.port = Some(PortId::new(equipment, name));
        }
    }

    fn things(&self, lab: &Lab) -> Vec<(Thing, Rect)> {
        let front = lab.here().map(|here| Front::of(lab.scenario(), here));
        let drawers = front.into_iter().flat_map(|front| front.drawers).map(|drawer| {
            let [left, top, right, bottom] = drawer.area.map(|mm| mm as f32);
            (Thing::Drawer(drawer.equipment), Rect::new(left, top, right, bottom))
        });
        let others = self.hits.things().filter(|(thing, _)| !matches!(thing, Thing::Port(_) | Thing::Cord(_)));
        let mut all: Vec<(Thing, Rect)> = others.map(|(thing, rect)| (thing.clone(), rect)).collect();
        all.sort_by_key(|(thing, _)| match thing {
            Thing::Stock(_) => 0,
            Thing::Plug(_) => 1,
            _ => 2,
        });
        drawers.chain(all).collect()
    }
}

fn id(thing: &Thing) -> Id {
    Id::new(("in the frame", thing))
}

fn name(thing: &Thing, scene: &FrameScene, lab: &Lab, lang: Lang) -> String {
    let scenario = lab.scenario();
    lang.say(&match thing {
        Thing::Port(port) => port_name(scenario, port),
        Thing::Plug(plug) => plug_name(scenario, plug),
        Thing::Cord(cord) => crate::fibre::names::cord_name(scenario, cord),
        Thing::Guide(guide) => path_name(&[*guide]),
        Thing::Stock(item) => stock_name(item),
        Thing::Drawer(equipment) => match scene.port_in(lab, equipment) {
            Some(port) => port_name(scenario, &port),
            None => Message::new("map-thing").with("name", equipment_name(scenario, equipment)),
        },
    })
}

impl Scene for FrameScene {
    fn size(&self) -> Vec2 {
        picture::SIZE
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        self.hits = picture::draw(pen, seen, self);
        false
    }

    fn look(&mut self, at: Option<Vec2>) {
        self.hover = at.and_then(|at| self.hits.at(at).cloned());
    }

    fn press(&mut self, lab: &Lab, at: Vec2, _now: Instant) -> Option<Asked> {
        let plug = match self.hover.clone()? {
            Thing::Port(port) => plug_in(lab, &port),
            Thing::Plug(plug) => Some(plug),
            _ => None,
        };
        self.carried = plug.map(|plug| (plug, at, at));
        None
    }

    fn moved(&mut self, at: Vec2) {
        if let Some((_, _, now)) = &mut self.carried {
            *now = at;
        }
    }

    fn release(&mut self, lab: &Lab, at: Vec2, _now: Instant) -> Option<Asked> {
        let Some((plug, from, _)) = self.carried.take().filter(|(_, from, _)| from.distance(at) > CLICK) else {
            self.carried = None;
            let thing = self.hover.clone()?;
            return self.touch(lab, thing);
        };
        self.desk.choose(&plug.cord);
        self.desk.held = None;
        let state = lab.state().cords.get(&plug.cord)?;
        let was = state.plugged[plug.end.index()].clone();
        let mut actions: Vec<Action> = was.iter().map(|_| Action::Unplug { plug: plug.clone() }).collect();
        match self.hover.clone() {
            Some(Thing::Port(port)) if Some(&port) == was.as_ref() => return None,
            Some(Thing::Port(port)) => {
                self.desk.port = Some(port.clone());
                actions.push(Action::Plug { plug, port });
            }
            // Let go beside everything: it hangs, or goes on hanging.
            _ if from.distance(at) < 40.0 => return None,
            _ => {}
        }
        self.acts(actions)
    }

    fn let_go(&mut self) {
        self.carried = None;
    }

    fn put_back(&mut self) -> bool {
        let held = self.carried.take().is_some() | self.desk.held.take().is_some();
        if held {
            return true;
        }
        if !self.desk.path.is_empty() {
            self.desk.path.clear();
            return true;
        }
        self.desk.cord.take().is_some()
    }

    fn is_idle(&self) -> bool {
        self.carried.is_none() && self.desk.held.is_none() && self.desk.cord.is_none()
    }

    fn is_free(&self) -> bool {
        // A cord that is only chosen does not fill the hand.
        self.carried.is_none() && self.desk.held.is_none()
    }

    fn holds(&self) -> bool {
        self.carried.is_some()
    }

    fn cursor(&self) -> Option<CursorIcon> {
        match (&self.carried, &self.hover) {
            (Some(_), _) => Some(CursorIcon::Grabbing),
            (None, Some(Thing::Plug(_))) => Some(CursorIcon::Grab),
            (None, Some(_)) => Some(CursorIcon::PointingHand),
            (None, None) => None,
        }
    }

    fn did(&mut self, action: &Action, lab: &Lab, _now: Instant) {
        match action {
            // The new cord comes in the hand.
            Action::TakeCord { item } => {
                let number = lab.state().used.get(item).copied().unwrap_or(0);
                self.desk.choose(&format!("{item}-{number}"));
            }
            Action::LeadCord { .. } => self.desk.path.clear(),
            Action::GoTo { .. } => self.desk.port = None,
            _ => {}
        }
        if self.desk.held.as_ref().is_some_and(|held| !free_plugs(lab).contains(held)) {
            self.desk.held = None;
        }
    }

    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop> {
        let things = self.things(lab).into_iter();
        things.map(|(thing, rect)| Stop { id: id(&thing), name: name(&thing, self, lab, lang), rect }).collect()
    }

    fn reach(&mut self, lab: &Lab, stop: Option<Id>) {
        let found = stop.and_then(|stop| self.things(lab).into_iter().find(|(thing, _)| id(thing) == stop));
        self.reached = found.map(|(thing, _)| thing);
        if let Some(Thing::Drawer(equipment)) = &self.reached {
            self.desk.port = self.port_in(lab, &equipment.clone());
        }
    }

    fn enter(&mut self, lab: &Lab, _hint: Option<&Hint>, stop: Id) -> Option<Asked> {
        let (thing, _) = self.things(lab).into_iter().find(|(thing, _)| id(thing) == stop)?;
        self.touch(lab, thing)
    }

    fn typed(&mut self, lab: &Lab, _hint: Option<&Hint>, typed: Typed) -> Option<Asked> {
        if let Some(Thing::Drawer(equipment)) = self.reached.clone()
            && typed.reached
            && typed.arrows != IVec2::ZERO
        {
            self.walk(lab, &equipment, typed.arrows);
        }
        None
    }

    fn bar(&mut self, ui: &mut Ui, lab: &Lab, _hint: Option<&Hint>, _gestures: bool, lang: Lang) -> Option<Asked> {
        cords_ui(ui, lab, &mut self.desk, lang).map(Asked::Act)
    }
}
