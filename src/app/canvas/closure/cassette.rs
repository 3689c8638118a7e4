//! The cassette, drawn large: slack is wound by drawing circles with the hand.

use std::time::Instant;

use bevy::math::{IVec2, Vec2, vec2};
use bevy_egui::egui::{CursorIcon, Id, Ui};

use super::winding::Winding;
use super::{cassette_picture, closure_here, covers};
use crate::app::canvas::pen::Pen;
use crate::app::canvas::stage::{Asked, Hits, Scene, Seen, Stop, Typed};
use crate::app::panels::gestures::verb;
use crate::app::theme;
use crate::fibre::cassette::{LEAD_MM, Loop};
use crate::fibre::closure::{length_mm, stored_fibres};
use crate::fibre::coach::Hint;
use crate::fibre::names::fibre_name;
use crate::lab::Lab;
use crate::lab::action::{Action, careful};
use crate::locale::Lang;
use crate::plant::address::FibreId;

/// Something that can be touched.
#[derive(Debug, Clone, PartialEq)]
pub enum Thing {
    Fibre(FibreId),
    Area,
    Cassette,
    Closure,
}

/// What the hand does in the cassette. Not part of the attempt: only actions are.
pub struct CassetteScene {
    /// The fibre that is wound.
    pub fibre: Option<FibreId>,
    /// The coil that keys lay.
    pub by_keys: Loop,
    pub winding: Option<Winding>,
    pub hover: Option<Thing>,
    hits: Hits<Thing>,
}

impl Default for CassetteScene {
    fn default() -> Self {
        let by_keys = careful::loops()[0];
        Self { fibre: None, by_keys, winding: None, hover: None, hits: Hits::default() }
    }
}

/// The fibres that lie in this cassette, slot by slot.
pub fn fibres(lab: &Lab) -> Vec<FibreId> {
    let place = lab.here().unwrap_or_default();
    stored_fibres(lab.state(), place).cloned().collect()
}

/// How much of a fibre there is to wind, in millimetres.
pub fn to_wind_mm(lab: &Lab, fibre: &FibreId) -> u32 {
    let length = length_mm(lab.scenario(), lab.state(), lab.here().unwrap_or_default(), fibre);
    u32::from(length).saturating_sub(LEAD_MM)
}

impl CassetteScene {
    fn choose(&mut self, lab: &Lab, hint: Option<&Hint>) {
        let there = fibres(lab);
        if self.fibre.as_ref().is_none_or(|fibre| !there.contains(fibre)) {
            let wanted = hint.and_then(|hint| hint.fibre.clone()).filter(|fibre| there.contains(fibre));
            self.fibre = wanted.or_else(|| there.first().cloned());
        }
    }

    fn is_open(lab: &Lab) -> bool {
        closure_here(lab).is_none_or(|closure| !closure.covered && !closure.shut)
    }

    fn coil(&self, wound: Loop) -> Option<Asked> {
        let fibre = self.fibre.clone()?;
        Some(Asked::Act(Action::Coil { fibre, loops: vec![wound] }))
    }

    fn touch(&mut self, lab: &Lab, thing: &Thing) -> Option<Asked> {
        let [cassette, closure] = covers(lab);
        match thing {
            Thing::Fibre(fibre) => {
                self.fibre = Some(fibre.clone());
                None
            }
            Thing::Area => None,
            Thing::Cassette => Some(Asked::Act(cassette)),
            Thing::Closure => Some(Asked::Act(closure)),
        }
    }
}

fn stop_id(thing: &Thing) -> Id {
    match thing {
        Thing::Fibre(fibre) => Id::new(("in the cassette", fibre.to_string())),
        Thing::Area => Id::new("the coiling area"),
        Thing::Cassette => Id::new("the cover of the cassette"),
        Thing::Closure => Id::new("the closure of the cassette"),
    }
}

impl Scene for CassetteScene {
    fn size(&self) -> Vec2 {
        cassette_picture::SIZE
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        self.choose(seen.lab, seen.hint);
        self.hits = cassette_picture::draw(pen, seen, self);
        false
    }

    fn look(&mut self, at: Option<Vec2>) {
        self.hover = at.and_then(|at| self.hits.at(at).cloned());
    }

    fn press(&mut self, lab: &Lab, at: Vec2, _now: Instant) -> Option<Asked> {
        match self.hover.clone()? {
            Thing::Area if Self::is_open(lab) && self.fibre.is_some() => {
                self.winding = Some(Winding::at(cassette_picture::to_tray(at)));
                None
            }
            thing => self.touch(lab, &thing),
        }
    }

    fn moved(&mut self, at: Vec2) {
        if let Some(winding) = &mut self.winding {
            winding.moved(cassette_picture::to_tray(at));
        }
    }

    fn release(&mut self, _lab: &Lab, _at: Vec2, _now: Instant) -> Option<Asked> {
        let wound = self.winding.take()?.loops()?;
        self.coil(wound)
    }

    fn let_go(&mut self) {
        self.winding = None;
    }

    fn put_back(&mut self) -> bool {
        self.winding.take().is_some()
    }

    fn holds(&self) -> bool {
        self.winding.is_some()
    }

    fn cursor(&self) -> Option<CursorIcon> {
        match self.hover.as_ref()? {
            Thing::Area => Some(CursorIcon::Crosshair),
            _ => Some(CursorIcon::PointingHand),
        }
    }

    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop> {
        let [cassette, closure] = covers(lab);
        let name = |thing: &Thing| match thing {
            Thing::Fibre(fibre) => Some(lang.say(&fibre_name(lab.scenario(), fibre))),
            Thing::Area => None,
            Thing::Cassette => Some(lang.text(verb(&cassette))),
            Thing::Closure => Some(lang.text(verb(&closure))),
        };
        let stop = |(thing, rect)| Some(Stop { id: stop_id(thing), name: name(thing)?, rect });
        self.hits.things().filter_map(stop).collect()
    }

    fn reach(&mut self, _lab: &Lab, stop: Option<Id>) {
        let Some(stop) = stop else { return };
        let found = self.hits.things().map(|(thing, _)| thing).find(|thing| stop_id(thing) == stop).cloned();
        if let Some(Thing::Fibre(fibre)) = found {
            self.fibre = Some(fibre);
        }
    }

    fn enter(&mut self, lab: &Lab, _hint: Option<&Hint>, stop: Id) -> Option<Asked> {
        let thing = self.hits.things().map(|(thing, _)| thing).find(|thing| stop_id(thing) == stop).cloned()?;
        match thing {
            Thing::Fibre(fibre) => {
                self.fibre = Some(fibre);
                self.coil(self.by_keys)
            }
            thing => self.touch(lab, &thing),
        }
    }

    fn typed(&mut self, _lab: &Lab, _hint: Option<&Hint>, typed: Typed) -> Option<Asked> {
        if typed.arrows != IVec2::ZERO {
            let by = |value: u16, by: i32, most: i32| (i32::from(value) + by).clamp(1, most) as u16;
            self.by_keys.radius_mm = by(self.by_keys.radius_mm, typed.arrows.y, 60).max(3);
            self.by_keys.turns = by(self.by_keys.turns, typed.arrows.x, 30);
        }
        if !typed.enter || typed.reached {
            return None;
        }
        self.coil(self.by_keys)
    }

    fn bar(&mut self, ui: &mut Ui, lab: &Lab, hint: Option<&Hint>, gestures: bool, lang: Lang) -> Option<Asked> {
        self.choose(lab, hint);
        let mut asked = None;
        let say = |key: &'static str| lang.text(key);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = bevy_egui::egui::vec2(8.0, 6.0);
            // The covers have their keys beside the tray.
            if !gestures {
                ui.label(theme::soft(say("cassette-how")));
                return;
            }
            for action in covers(lab) {
                if theme::quiet_button(ui, say(verb(&action))).clicked() {
                    asked = Some(Asked::Act(action));
                }
            }
            let choices: Vec<(FibreId, String)> = fibres(lab)
                .into_iter()
                .map(|fibre| (fibre.clone(), lang.say(&fibre_name(lab.scenario(), &fibre))))
                .collect();
            theme::menu_box(ui, 250.0, &say("number-no-fibre"), &mut self.fibre, &choices);
            theme::number_field(ui, &say("number-radius"), &mut self.by_keys.radius_mm, 3..=60, 1.0);
            theme::number_field(ui, &say("number-turns"), &mut self.by_keys.turns, 1..=30, 1.0);
            theme::number_field(ui, &say("number-right"), &mut self.by_keys.x_mm, -60..=60, 1.0);
            theme::number_field(ui, &say("number-to-comb"), &mut self.by_keys.y_mm, -60..=60, 1.0);
            if theme::quiet_button(ui, say("verb-coil")).clicked() {
                asked = self.coil(self.by_keys);
            }
        });
        asked
    }

    fn has_gestures(&self) -> bool {
        true
    }
}

/// Where the hand is now, for the picture: the circle it winds, or the one that keys would lay.
pub fn wound_now(scene: &CassetteScene) -> (Vec2, f32, f32) {
    let keys = scene.by_keys;
    let by_keys = (vec2(keys.x_mm.into(), keys.y_mm.into()), f32::from(keys.radius_mm), f32::from(keys.turns));
    scene.winding.as_ref().and_then(Winding::circle).unwrap_or(by_keys)
}
