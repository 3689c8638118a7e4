//! What every scene on the mat has in common: how it is drawn, touched, walked by keyboard and changed into actions.
//!
//! A scene draws itself anew in each frame from the lab's state and its own, with a [`Pen`], and remembers in [`Hits`]
//! where each thing can be touched. It never changes the lab: it answers with the [`Action`] that was meant (as [`Asked`]), and is
//! told by [`Scene::did`] when that was done.

use std::time::Instant;

use bevy::math::{IVec2, Rect, Vec2};
use bevy_egui::egui::{CursorIcon, Id, Ui};

use super::pen::{Pen, distance};
use super::stations::Station;
use crate::app::panels::instruments::Open;
use crate::fibre::coach::Hint;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Lang;
use crate::units::Millis;

/// Everything a picture depends on besides the scene itself.
pub struct Seen<'a> {
    pub lab: &'a Lab,
    /// What the lab asks for, where it helps.
    pub hint: Option<&'a Hint>,
    /// Colour letters beside colours.
    pub letters: bool,
    /// Whether things may move by themselves.
    pub motion: bool,
    pub lang: Lang,
    pub now: Instant,
    /// Simulated time.
    pub clock: Millis,
}

/// What a scene asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// To be done in the lab.
    Act(Action),
    /// To be done one after the other, until one is impossible.
    Acts(Vec<Action>),
    /// Another station to look at.
    Look(Station),
    /// Something to open beside the mat.
    Open(Open),
}

/// What was typed in this frame and is no one else's.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// A digit from 1 to 9.
    pub digit: Option<usize>,
    /// Right and up are positive.
    pub arrows: IVec2,
    pub enter: bool,
    /// Whether a thing of the scene has the keyboard's focus.
    pub reached: bool,
}

/// Somewhere Tab stops: one thing, or a row of things in which the arrows walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    pub id: Id,
    /// What a screen reader says.
    pub name: String,
    /// In design units.
    pub rect: Rect,
}

/// A scene on the mat. Points are in design units, y down.
pub trait Scene: Send + Sync {
    /// What must fit on the mat.
    fn size(&self) -> Vec2;

    /// How much room the panels leave, in logical pixels: for a scene that arranges itself in it.
    fn room(&mut self, _size: Vec2) {}

    /// Draws everything; says whether something moves by itself, so that the next frame must come.
    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool;

    /// The cursor is here now, or nowhere on the mat.
    fn look(&mut self, at: Option<Vec2>);

    /// The button goes down.
    fn press(&mut self, lab: &Lab, at: Vec2, now: Instant) -> Option<Asked>;

    /// The hand moves with what it holds.
    fn moved(&mut self, at: Vec2);

    /// The button goes up.
    fn release(&mut self, lab: &Lab, at: Vec2, now: Instant) -> Option<Asked>;

    /// The cursor left the mat with something in the hand: it goes back.
    fn let_go(&mut self);

    /// Esc: puts back what is held; says whether there was anything.
    fn put_back(&mut self) -> bool;

    /// Whether nothing at all is in the hand, no tool either.
    fn is_idle(&self) -> bool {
        !self.holds()
    }

    /// Whether Enter may do what the lab asks for: not while the hand or the keys are about something else.
    fn is_free(&self) -> bool {
        self.is_idle()
    }

    /// Enter with the hand free and help on: what the lab asks for.
    fn follow(&mut self, hint: &Hint) -> Option<Asked> {
        Some(Asked::Act(hint.action.clone()))
    }

    /// Whether the hand is moving something: then nothing is said over it.
    fn holds(&self) -> bool;

    /// What the cursor looks like over what it points at; nothing over nothing.
    fn cursor(&self) -> Option<CursorIcon>;

    /// An action was done, by this scene or by anyone.
    fn did(&mut self, _action: &Action, _lab: &Lab, _now: Instant) {}

    /// Where Tab stops, in a sensible order.
    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop>;

    /// The keyboard's focus is on this stop now, or on none of the scene's.
    fn reach(&mut self, lab: &Lab, stop: Option<Id>);

    /// Enter on a stop: does with it what the hand would do.
    fn enter(&mut self, lab: &Lab, hint: Option<&Hint>, stop: Id) -> Option<Asked>;

    /// What the keyboard asks for.
    fn typed(&mut self, lab: &Lab, hint: Option<&Hint>, typed: Typed) -> Option<Asked>;

    /// What stands below the mat: its tools, or how it is used. `gestures` is whether the gestures by number and button
    /// are unfolded.
    fn bar(&mut self, ui: &mut Ui, lab: &Lab, hint: Option<&Hint>, gestures: bool, lang: Lang) -> Option<Asked>;

    /// Whether it has gestures by number and button to unfold.
    fn has_gestures(&self) -> bool {
        false
    }
}

/// Where a thing can be touched.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Area(Rect),
    /// A band along points, this far on both sides.
    Line(Vec<Vec2>, f32),
    Round(Vec2, f32),
}

/// What was drawn and can be touched, the uppermost last.
#[derive(Debug, Clone)]
pub struct Hits<T>(Vec<(T, Shape)>);

impl<T> Default for Hits<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// A finger is not a needle: this much beside a thing still touches it, in design units.
const TOLERANCE: f32 = 6.0;

impl<T> Hits<T> {
    pub fn add(&mut self, thing: T, shape: Shape) {
        self.0.push((thing, shape));
    }

    pub fn area(&mut self, thing: T, rect: Rect) {
        self.add(thing, Shape::Area(rect));
    }

    /// Everything that was drawn with the rectangle around it, in design units.
    pub fn things(&self) -> impl Iterator<Item = (&T, Rect)> {
        self.0.iter().map(|(thing, shape)| {
            let around = match shape {
                Shape::Area(rect) => *rect,
                Shape::Line(points, half) => {
                    let start = points.first().copied().unwrap_or_default();
                    let grow = |rect: Rect, point: &Vec2| rect.union_point(*point);
                    points.iter().fold(Rect { min: start, max: start }, grow).inflate(*half)
                }
                Shape::Round(centre, radius) => Rect::from_center_half_size(*centre, Vec2::splat(*radius)),
            };
            (thing, around)
        })
    }

    /// The nearest thing at a point; what lies inside beats what is only near, the upper beats the lower.
    pub fn at(&self, point: Vec2) -> Option<&T> {
        let near = |shape: &Shape| match shape {
            Shape::Area(rect) => {
                if rect.contains(point) {
                    0.0
                } else {
                    f32::INFINITY
                }
            }
            Shape::Line(points, half) => (distance(points, point) - half).max(0.0),
            Shape::Round(centre, radius) => (centre.distance(point) - radius).max(0.0),
        };
        let touched = self.0.iter().rev().map(|(thing, shape)| (thing, near(shape)));
        let mut best: Option<(&T, f32)> = None;
        for (thing, off) in touched.filter(|(_, off)| *off <= TOLERANCE) {
            if best.is_none_or(|(_, least)| off < least) {
                best = Some((thing, off));
            }
        }
        best.map(|(thing, _)| thing)
    }
}
