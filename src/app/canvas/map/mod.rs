//! The map: the places of the site, the cables between them, who has light, and where I am. A click walks there.

pub mod layout;
mod picture;

use std::time::Instant;

use bevy::math::{IVec2, Rect, Vec2, vec2};
use bevy_egui::egui::{CursorIcon, Id, Ui};

use super::pen::Pen;
use super::stage::{Asked, Hits, Scene, Seen, Stop, Typed};
use super::stations::Station;
use crate::app::theme;
use crate::fibre::coach::Hint;
use crate::fibre::names::place_name;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::presence::way_seconds;
use crate::locale::{Lang, Message};
use crate::units::Millis;

/// What the hand points at on the map.
#[derive(Default)]
pub struct MapScene {
    hover: Option<String>,
    /// The place that keys go to.
    chosen: Option<String>,
    hits: Hits<String>,
}

impl MapScene {
    /// The place that is asked about: under the hand, else chosen by keys.
    fn about(&self) -> Option<&String> {
        self.hover.as_ref().or(self.chosen.as_ref())
    }

    /// The next place from the chosen one into a direction; right and up are positive.
    fn walk(&mut self, lab: &Lab, by: IVec2) {
        let spots = layout::spots(lab.scenario());
        let at = self.chosen.as_deref().or_else(|| lab.here());
        let Some(from) = at.and_then(|at| spots.get(at)).copied() else { return };
        let way = vec2(by.x as f32, -by.y as f32).normalize_or_zero();
        // Near, and rather ahead than beside.
        let off = |to: Vec2| {
            let (ahead, beside) = ((to - from).dot(way), (to - from).perp_dot(way).abs());
            (ahead > 1.0).then_some(ahead + 2.0 * beside)
        };
        let near = spots.iter().filter_map(|(id, spot)| Some((off(*spot)?, id)));
        if let Some((_, id)) = near.min_by(|a, b| a.0.total_cmp(&b.0)) {
            self.chosen = Some(id.clone());
        }
    }
}

/// Walks to a place, or looks at what is here.
fn visit(lab: &Lab, place: &str) -> Asked {
    if lab.here() == Some(place) {
        Asked::Look(Station::usual(lab))
    } else {
        Asked::Act(Action::GoTo { place: place.to_owned() })
    }
}

/// A place and how far it is, in words.
fn told(lab: &Lab, place: &str) -> Message {
    let name = place_name(lab.scenario(), place);
    let here = lab.here().unwrap_or(place);
    if here == place {
        return Message::new("map-here").with("place", name);
    }
    let time = Millis::from_seconds(way_seconds(lab.scenario(), here, place));
    Message::new("map-go").with("place", name).with("time", time)
}

fn stop_id(place: &str) -> Id {
    Id::new(("on the map", place))
}

impl Scene for MapScene {
    fn size(&self) -> Vec2 {
        layout::SIZE
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        self.hits = picture::draw(pen, seen, self.about().map(String::as_str));
        false
    }

    fn look(&mut self, at: Option<Vec2>) {
        self.hover = at.and_then(|at| self.hits.at(at).cloned());
    }

    fn press(&mut self, lab: &Lab, _at: Vec2, _now: Instant) -> Option<Asked> {
        self.hover.as_deref().map(|place| visit(lab, place))
    }

    fn moved(&mut self, _at: Vec2) {}

    fn release(&mut self, _lab: &Lab, _at: Vec2, _now: Instant) -> Option<Asked> {
        None
    }

    fn let_go(&mut self) {}

    fn put_back(&mut self) -> bool {
        self.chosen.take().is_some()
    }

    fn is_idle(&self) -> bool {
        self.chosen.is_none()
    }

    fn holds(&self) -> bool {
        false
    }

    fn cursor(&self) -> Option<CursorIcon> {
        self.hover.as_ref().map(|_| CursorIcon::PointingHand)
    }

    fn did(&mut self, action: &Action, _lab: &Lab, _now: Instant) {
        if matches!(action, Action::GoTo { .. }) {
            self.chosen = None;
        }
    }

    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop> {
        let rect = |place: &str| self.hits.things().find(|(other, _)| *other == place).map(|(_, rect)| rect);
        let stop = |place: &String| {
            let rect: Rect = rect(place)?;
            Some(Stop { id: stop_id(place), name: lang.say(&told(lab, place)), rect })
        };
        lab.scenario().places.keys().filter_map(stop).collect()
    }

    fn reach(&mut self, lab: &Lab, stop: Option<Id>) {
        if let Some(stop) = stop {
            self.chosen = lab.scenario().places.keys().find(|place| stop_id(place) == stop).cloned();
        }
    }

    fn enter(&mut self, lab: &Lab, _hint: Option<&Hint>, stop: Id) -> Option<Asked> {
        lab.scenario().places.keys().find(|place| stop_id(place) == stop).map(|place| visit(lab, place))
    }

    fn typed(&mut self, lab: &Lab, _hint: Option<&Hint>, typed: Typed) -> Option<Asked> {
        if typed.arrows != IVec2::ZERO && !typed.reached {
            self.walk(lab, typed.arrows);
        }
        let chosen = self.chosen.as_deref().filter(|_| typed.enter && !typed.reached)?;
        Some(visit(lab, chosen))
    }

    fn bar(&mut self, ui: &mut Ui, _lab: &Lab, _hint: Option<&Hint>, _gestures: bool, lang: Lang) -> Option<Asked> {
        ui.label(theme::soft(lang.text("map-how")));
        None
    }
}
