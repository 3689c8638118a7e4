//! A cable being opened into a closure: jacket, aramid, clamp, tubes, gel, by hand along a ruler.

mod picture;

use std::time::Instant;

use bevy::math::{IVec2, Vec2};
use bevy_egui::egui::{CursorIcon, Id, Ui};

use super::{closure_here, covers};
use crate::app::canvas::pen::Pen;
use crate::app::canvas::stage::{Asked, Hits, Scene, Seen, Stop, Typed};
use crate::app::panels::gestures::verb;
use crate::app::theme;
use crate::fibre::closure::CableEnd;
use crate::fibre::coach::Hint;
use crate::lab::Lab;
use crate::lab::action::{Action, careful};
use crate::locale::Lang;

/// What is in the hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    #[default]
    Hand,
    JacketCutter,
    Scissors,
    TubeCutter,
    Wipe,
}

impl Tool {
    pub const ALL: [Tool; 5] = [Tool::Hand, Tool::JacketCutter, Tool::Scissors, Tool::TubeCutter, Tool::Wipe];

    fn key(self) -> &'static str {
        match self {
            Tool::Hand => "cable-tool-hand",
            Tool::JacketCutter => "cable-tool-jacket",
            Tool::Scissors => "cable-tool-scissors",
            Tool::TubeCutter => "cable-tool-tube",
            Tool::Wipe => "cable-tool-wipe",
        }
    }

    fn how(self) -> &'static str {
        match self {
            Tool::Hand => "cable-how-hand",
            Tool::JacketCutter => "cable-how-jacket",
            Tool::Scissors => "cable-how-scissors",
            Tool::TubeCutter => "cable-how-tube",
            Tool::Wipe => "cable-how-wipe",
        }
    }
}

/// Something that can be touched.
#[derive(Debug, Clone, PartialEq)]
pub enum Thing {
    Jacket,
    Yarn,
    Tube(u16),
    Fibres(u16),
    Entry(u8),
    Anchor,
    Cassette,
    Closure,
}

/// What the hand is moving, and from where.
#[derive(Debug, Clone, PartialEq)]
pub struct Grip {
    pub thing: Thing,
    pub from: Vec2,
    pub to: Vec2,
    /// Passes of the wipe, and the way it goes.
    passes: u8,
    turned: f32,
    way: f32,
}

/// The numbers of the gestures, as they were set last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    pub open_mm: u16,
    pub jacket_um: u16,
    pub aramid_mm: u16,
    pub entry: u8,
    pub tube: u16,
    pub tube_mm: u16,
    pub tube_um: u16,
    pub passes: u8,
}

/// What the hand does with the cable. Not part of the attempt: only actions are.
#[derive(Default)]
pub struct CableScene {
    pub tool: Tool,
    pub numbers: Numbers,
    pub grip: Option<Grip>,
    pub hover: Option<Thing>,
    pub cursor: Option<Vec2>,
    hits: Hits<Thing>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            open_mm: careful::open(),
            jacket_um: careful::jacket_depth(),
            aramid_mm: careful::aramid(),
            entry: 1,
            tube: 1,
            tube_mm: careful::tube(),
            tube_um: careful::tube_depth(),
            passes: careful::gel_passes(),
        }
    }
}

/// The cable that is opened here: the first that came unprepared.
pub fn cable_here(lab: &Lab) -> Option<(&String, &CableEnd)> {
    closure_here(lab)?.cables.iter().next()
}

/// How deep the blade goes when the hand pulls down so far, in micrometres.
pub fn depth_um(grip: &Grip) -> u16 {
    ((grip.to.y - grip.from.y).max(0.0) * 25.0 / 100.0).round().clamp(0.0, 40.0) as u16 * 100
}

impl CableScene {
    /// What the tool would do with the numbers of keys and buttons.
    fn by_numbers(&self, lab: &Lab) -> Option<Action> {
        let (id, end) = cable_here(lab)?;
        let (cable, numbers) = (id.clone(), self.numbers);
        let [cassette, closure] = covers(lab);
        Some(match self.tool {
            Tool::Hand if end.ring.is_some() => Action::PullJacket { cable },
            Tool::Hand if end.entry.is_none() => Action::ClampCable { cable, entry: numbers.entry },
            Tool::Hand if !end.anchored => Action::AnchorAramid { cable },
            Tool::Hand if matches!(cassette, Action::CoverCassette) => cassette,
            Tool::Hand => closure,
            Tool::JacketCutter => Action::RingCut { cable, mm: numbers.open_mm, depth_um: numbers.jacket_um },
            Tool::Scissors => Action::CutAramid { cable, keep_mm: numbers.aramid_mm },
            Tool::TubeCutter => {
                Action::CutTube { cable, tube: numbers.tube, keep_mm: numbers.tube_mm, depth_um: numbers.tube_um }
            }
            Tool::Wipe => Action::WipeGel { cable, tube: numbers.tube, passes: numbers.passes },
        })
    }

    /// What comes of a gesture of the hand when it lets go.
    fn by_hand(&self, lab: &Lab, grip: &Grip) -> Option<Action> {
        let (id, end) = cable_here(lab)?;
        let cable = id.clone();
        let mm = picture::mm_at(grip.from.x);
        // Cut lengths are counted from where the jacket ends.
        let keep_mm = end.open_mm.saturating_sub(mm);
        match (&grip.thing, self.tool) {
            (Thing::Jacket, Tool::JacketCutter) => {
                let depth_um = depth_um(grip);
                (depth_um > 0).then_some(Action::RingCut { cable, mm, depth_um })
            }
            (Thing::Yarn, Tool::Scissors) => Some(Action::CutAramid { cable, keep_mm }),
            (Thing::Tube(tube), Tool::TubeCutter) => {
                let depth_um = depth_um(grip) / 2;
                (depth_um > 0).then_some(Action::CutTube { cable, tube: *tube, keep_mm, depth_um })
            }
            (Thing::Fibres(tube) | Thing::Tube(tube), Tool::Wipe) if grip.passes > 0 => {
                Some(Action::WipeGel { cable, tube: *tube, passes: grip.passes.min(20) })
            }
            (Thing::Jacket, Tool::Hand) => match self.hits.at(grip.to) {
                Some(Thing::Entry(entry)) => Some(Action::ClampCable { cable, entry: *entry }),
                _ if grip.from.x - grip.to.x > 40.0 => Some(Action::PullJacket { cable }),
                _ => None,
            },
            (Thing::Yarn, Tool::Hand) if self.hits.at(grip.to) == Some(&Thing::Anchor) => {
                Some(Action::AnchorAramid { cable })
            }
            _ => None,
        }
    }

    fn tubes(lab: &Lab) -> u16 {
        let cable = cable_here(lab).and_then(|(id, _)| lab.scenario().cable(id));
        cable.map_or(1, |cable| cable.tubes())
    }
}

fn stop_id(thing: &Thing) -> Id {
    Id::new(("on the cable", format!("{thing:?}")))
}

impl Scene for CableScene {
    fn size(&self) -> Vec2 {
        picture::SIZE
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        self.hits = picture::draw(pen, seen, self);
        false
    }

    fn look(&mut self, at: Option<Vec2>) {
        self.cursor = at;
        self.hover = at.and_then(|at| self.hits.at(at).cloned());
    }

    fn press(&mut self, lab: &Lab, at: Vec2, _now: Instant) -> Option<Asked> {
        let thing = self.hover.clone()?;
        let [cassette, closure] = covers(lab);
        match thing {
            Thing::Cassette => return Some(Asked::Act(cassette)),
            Thing::Closure => return Some(Asked::Act(closure)),
            Thing::Entry(_) | Thing::Anchor => {}
            thing => self.grip = Some(Grip { thing, from: at, to: at, passes: 0, turned: at.x, way: 0.0 }),
        }
        None
    }

    fn moved(&mut self, at: Vec2) {
        let Some(grip) = &mut self.grip else { return };
        grip.to = at;
        // A pass is a stroke of some length one way.
        let off = at.x - grip.turned;
        if grip.way == 0.0 || off.signum() != grip.way {
            if off.abs() > 60.0 {
                grip.way = off.signum();
                grip.passes = grip.passes.saturating_add(1);
                grip.turned = at.x;
            }
        } else {
            grip.turned = at.x;
        }
    }

    fn release(&mut self, lab: &Lab, at: Vec2, _now: Instant) -> Option<Asked> {
        let mut grip = self.grip.take()?;
        grip.to = at;
        self.by_hand(lab, &grip).map(Asked::Act)
    }

    fn let_go(&mut self) {
        self.grip = None;
    }

    fn put_back(&mut self) -> bool {
        let held = self.grip.take().is_some() || self.tool != Tool::Hand;
        self.tool = Tool::Hand;
        held
    }

    fn holds(&self) -> bool {
        self.grip.is_some()
    }

    fn is_idle(&self) -> bool {
        self.grip.is_none() && self.tool == Tool::Hand
    }

    fn cursor(&self) -> Option<CursorIcon> {
        match (self.hover.as_ref()?, self.tool) {
            (Thing::Cassette | Thing::Closure, _) => Some(CursorIcon::PointingHand),
            (_, Tool::Hand) => Some(CursorIcon::Grab),
            _ => Some(CursorIcon::Crosshair),
        }
    }

    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop> {
        let [cassette, closure] = covers(lab);
        let stop = |(thing, rect): (&Thing, _)| {
            let name = match thing {
                Thing::Cassette => lang.text(verb(&cassette)),
                Thing::Closure => lang.text(verb(&closure)),
                Thing::Tube(tube) => format!("{} {tube}", lang.text("number-tube")),
                Thing::Entry(entry) => format!("{} {entry}", lang.text("number-entry")),
                _ => return None,
            };
            Some(Stop { id: stop_id(thing), name, rect })
        };
        self.hits.things().filter_map(stop).collect()
    }

    fn reach(&mut self, _lab: &Lab, stop: Option<Id>) {
        let found = self.hits.things().map(|(thing, _)| thing).find(|thing| Some(stop_id(thing)) == stop);
        match found {
            Some(Thing::Tube(tube)) => self.numbers.tube = *tube,
            Some(Thing::Entry(entry)) => self.numbers.entry = *entry,
            _ => {}
        }
    }

    fn enter(&mut self, lab: &Lab, _hint: Option<&Hint>, stop: Id) -> Option<Asked> {
        let thing = self.hits.things().map(|(thing, _)| thing).find(|thing| stop_id(thing) == stop).cloned()?;
        let [cassette, closure] = covers(lab);
        match thing {
            Thing::Cassette => Some(Asked::Act(cassette)),
            Thing::Closure => Some(Asked::Act(closure)),
            Thing::Entry(entry) => {
                let cable = cable_here(lab)?.0.clone();
                Some(Asked::Act(Action::ClampCable { cable, entry }))
            }
            _ => self.by_numbers(lab).map(Asked::Act),
        }
    }

    fn typed(&mut self, lab: &Lab, _hint: Option<&Hint>, typed: Typed) -> Option<Asked> {
        if let Some(tool) = typed.digit.and_then(|digit| Tool::ALL.get(digit - 1)) {
            self.tool = *tool;
        }
        let by = typed.arrows;
        if by != IVec2::ZERO {
            let moved = |value: u16, by: i32, unit: i32, least: i32, most: i32| {
                (i32::from(value) + by * unit).clamp(least, most) as u16
            };
            let numbers = &mut self.numbers;
            match self.tool {
                Tool::Hand => numbers.entry = moved(numbers.entry.into(), by.x + by.y, 1, 1, 6) as u8,
                Tool::JacketCutter => {
                    numbers.open_mm = moved(numbers.open_mm, by.x, 10, 100, 2000);
                    numbers.jacket_um = moved(numbers.jacket_um, by.y, 100, 100, 4000);
                }
                Tool::Scissors => numbers.aramid_mm = moved(numbers.aramid_mm, by.x, 10, 0, 2000),
                Tool::TubeCutter => {
                    numbers.tube_mm = moved(numbers.tube_mm, by.x, 10, 20, 2000);
                    numbers.tube_um = moved(numbers.tube_um, by.y, 50, 50, 2000);
                }
                Tool::Wipe => {
                    numbers.passes = moved(numbers.passes.into(), by.x, 1, 1, 20) as u8;
                    numbers.tube = moved(numbers.tube, by.y, 1, 1, Self::tubes(lab).into());
                }
            }
        }
        if !typed.enter || typed.reached {
            return None;
        }
        self.by_numbers(lab).map(Asked::Act)
    }

    fn bar(&mut self, ui: &mut Ui, lab: &Lab, _hint: Option<&Hint>, gestures: bool, lang: Lang) -> Option<Asked> {
        let mut asked = None;
        let say = |key: &'static str| lang.text(key);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = bevy_egui::egui::vec2(8.0, 6.0);
            let name = |(index, tool): (usize, Tool)| (tool, format!("{} {}", index + 1, say(tool.key())));
            let choices: Vec<(Tool, String)> = Tool::ALL.into_iter().enumerate().map(name).collect();
            theme::segmented(ui, &mut self.tool, &choices);
            if !gestures {
                ui.label(theme::soft(say(self.tool.how())));
                return;
            }
            let (numbers, tubes) = (&mut self.numbers, Self::tubes(lab));
            match self.tool {
                Tool::Hand => theme::number_field(ui, &say("number-entry"), &mut numbers.entry, 1..=6, 1.0),
                Tool::JacketCutter => {
                    theme::number_field(ui, &say("number-from-end"), &mut numbers.open_mm, 100..=2000, 10.0);
                    theme::number_field(ui, &say("number-depth"), &mut numbers.jacket_um, 100..=4000, 100.0);
                }
                Tool::Scissors => theme::number_field(ui, &say("number-keep"), &mut numbers.aramid_mm, 0..=2000, 10.0),
                Tool::TubeCutter => {
                    theme::number_field(ui, &say("number-tube"), &mut numbers.tube, 1..=tubes, 1.0);
                    theme::number_field(ui, &say("number-keep"), &mut numbers.tube_mm, 20..=2000, 10.0);
                    theme::number_field(ui, &say("number-depth"), &mut numbers.tube_um, 50..=2000, 50.0);
                }
                Tool::Wipe => {
                    theme::number_field(ui, &say("number-tube"), &mut numbers.tube, 1..=tubes, 1.0);
                    theme::number_field(ui, &say("number-passes"), &mut numbers.passes, 1..=20, 1.0);
                }
            }
            let wanted = self.by_numbers(lab);
            if let Some(action) = wanted
                && theme::quiet_button(ui, say(verb(&action))).clicked()
            {
                asked = Some(Asked::Act(action));
            }
        });
        asked
    }

    fn has_gestures(&self) -> bool {
        true
    }
}
