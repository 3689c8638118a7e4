//! The splice bench, worked by hand.
//!
//! [`hand`] turns movement into the numbers of a gesture, [`layout`] says where things lie, [`scene`] draws them,
//! [`touch`] and [`reach`] say which action comes of a hand or a key.

pub mod hand;
pub mod layout;
pub mod reach;
pub mod scene;
mod splicer_screen;
pub mod touch;

use std::time::{Duration, Instant};

use bevy::math::{IVec2, Vec2};
use bevy_egui::egui::{self, CursorIcon, Id, Ui};

use self::hand::{Drag, Laid};
use self::scene::Thing;
use super::pen::Pen;
use super::stage::{Asked, Hits, Scene, Seen, Stop, Typed};
use crate::app::panels::gestures::{Numbers, gestures_ui, main_action, nudges};
use crate::app::panels::tools::{Tool, tools_ui};
use crate::app::theme;
use crate::fibre::bench::open_fibres;
use crate::fibre::coach::{self, Hint};
use crate::fibre::splice::Lies;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Lang;
use crate::plant::address::FibreId;

/// How long the arc glows.
const GLOW: Duration = Duration::from_millis(280);

/// Below this width of the tool bar the sentence about the tool has no place beside the tools.
const ROOM_FOR_HOW: f32 = 920.0;

/// What the hand holds and does at the bench. Not part of the attempt: only actions are.
#[derive(Default)]
pub struct BenchScene {
    pub tool: Tool,
    pub numbers: Numbers,
    /// The fibre that keys and panels act on.
    pub fibre: Option<FibreId>,
    pub drag: Drag,
    pub laid: Option<Laid>,
    pub hover: Option<Thing>,
    /// What the keyboard's focus is on.
    pub reached: Option<Thing>,
    /// While over the mat.
    cursor: Option<Vec2>,
    /// When the arc was struck last.
    arc: Option<Instant>,
    hits: Hits<Thing>,
}

impl BenchScene {
    /// Takes a tool in the hand, or lays it down if it is the one in the hand.
    pub fn take(&mut self, tool: Tool) {
        self.tool = if self.tool == tool { Tool::Hand } else { tool };
    }

    /// The fibre that keys and panels act on stays a sensible one.
    pub fn choose_fibre(&mut self, lab: &Lab) {
        let open = open_fibres(lab.scenario(), lab.state());
        if self.fibre.as_ref().is_none_or(|fibre| !open.contains(fibre)) {
            let wanted = coach::next(lab.scenario(), lab.state(), lab.state().now).and_then(|hint| hint.fibre);
            self.fibre = wanted.filter(|fibre| open.contains(fibre)).or_else(|| open.into_iter().next());
        }
    }

    /// Arrows without a tool walk from fibre to fibre.
    fn walk(&mut self, lab: &Lab, by: i32) {
        let fibres = open_fibres(lab.scenario(), lab.state());
        let at = self.fibre.as_ref().and_then(|fibre| fibres.iter().position(|other| other == fibre)).unwrap_or(0);
        let count = fibres.len() as i32;
        if by != 0 && count > 0 {
            self.fibre = Some(fibres[(at as i32 + by).rem_euclid(count) as usize].clone());
        }
    }

    /// A digit takes a tool; where the lab helps, also the fibre it is wanted for.
    fn take_number(&mut self, number: usize, hint: Option<&Hint>) {
        let Some(tool) = Tool::BAR.get(number - 1) else { return };
        self.take(*tool);
        if let Some(fibre) = hint.and_then(|hint| hint.fibre.as_ref()).filter(|_| self.tool == *tool) {
            self.fibre = Some(fibre.clone());
        }
    }
}

impl Scene for BenchScene {
    fn size(&self) -> Vec2 {
        layout::SIZE
    }

    fn draw(&mut self, pen: &mut Pen, seen: &Seen) -> bool {
        let now = seen.now;
        let glow = match self.arc {
            Some(struck) if now - struck < GLOW && seen.motion => {
                1.0 - (now - struck).as_secs_f32() / GLOW.as_secs_f32()
            }
            _ => 0.0,
        };
        self.hits = scene::draw(
            pen,
            seen.lab,
            &scene::Hand {
                tool: self.tool,
                drag: &self.drag,
                laid: self.laid.as_ref(),
                cursor: self.cursor,
                fibre: self.fibre.as_ref(),
                hover: self.hover.as_ref(),
                hint: seen.hint,
                glow,
                letters: seen.letters,
                lang: seen.lang,
                now,
                clock: seen.clock,
            },
        );
        // Something moves by itself: the arc fades, the fibre settles, a pull is timed.
        let settling = self.laid.as_ref().is_some_and(|laid| laid.lift_deg(now) > 0);
        glow > 0.0 || settling || matches!(self.drag, Drag::Strip(_))
    }

    fn look(&mut self, at: Option<Vec2>) {
        self.cursor = at;
        self.hover = at.and_then(|at| self.hits.at(at).cloned());
    }

    fn press(&mut self, lab: &Lab, at: Vec2, now: Instant) -> Option<Asked> {
        touch::press(self, lab, at, now).map(Asked::Act)
    }

    fn moved(&mut self, at: Vec2) {
        touch::moved(self, at);
    }

    fn release(&mut self, lab: &Lab, at: Vec2, now: Instant) -> Option<Asked> {
        touch::release(self, lab, at, now).map(Asked::Act)
    }

    fn let_go(&mut self) {
        self.drag = Drag::Nothing;
    }

    fn put_back(&mut self) -> bool {
        let held = self.holds() || self.laid.is_some() || self.tool != Tool::Hand;
        self.drag = Drag::Nothing;
        self.laid = None;
        self.tool = Tool::Hand;
        held
    }

    fn is_idle(&self) -> bool {
        !self.holds() && self.tool == Tool::Hand
    }

    fn holds(&self) -> bool {
        !matches!(self.drag, Drag::Nothing)
    }

    fn cursor(&self) -> Option<CursorIcon> {
        match (&self.drag, &self.hover) {
            (Drag::Nothing, None) => None,
            (Drag::Nothing, Some(thing)) if thing.is_carried() && self.tool == Tool::Hand => Some(CursorIcon::Grab),
            (Drag::Nothing, Some(_)) => Some(CursorIcon::PointingHand),
            _ => Some(CursorIcon::Grabbing),
        }
    }

    fn did(&mut self, action: &Action, lab: &Lab, now: Instant) {
        self.laid = None;
        match action {
            Action::Pick { fibre } => self.fibre = Some(fibre.clone()),
            Action::Fuse { .. } => {
                let lies = |lies: Lies| lies == Lies::InSplicer;
                let fused = lab.state().splices.iter().any(|splice| !splice.parted && lies(splice.lies));
                self.arc = fused.then_some(now);
            }
            _ => {}
        }
    }

    fn stops(&self, lab: &Lab, lang: Lang) -> Vec<Stop> {
        let stops = reach::stops(self, lab).into_iter();
        stops.map(|(thing, id, rect)| Stop { id, name: reach::name(&thing, lab, lang), rect }).collect()
    }

    fn reach(&mut self, lab: &Lab, stop: Option<Id>) {
        let found = stop.and_then(|stop| reach::stops(self, lab).into_iter().find(|(_, id, _)| *id == stop));
        self.reached = found.map(|(thing, ..)| thing);
    }

    fn enter(&mut self, lab: &Lab, hint: Option<&Hint>, stop: Id) -> Option<Asked> {
        let (thing, ..) = reach::stops(self, lab).into_iter().find(|(_, id, _)| *id == stop)?;
        reach::press(self, lab, hint, thing).map(Asked::Act)
    }

    fn typed(&mut self, lab: &Lab, hint: Option<&Hint>, typed: Typed) -> Option<Asked> {
        if let Some(number) = typed.digit {
            self.take_number(number, hint);
        }
        let IVec2 { x: main, y: second } = typed.arrows;
        if typed.reached && main - second != 0 && reach::walk_within(self, lab, main - second) {
            return None;
        }
        if self.tool == Tool::Hand {
            self.walk(lab, main + second);
        } else {
            self.numbers.nudge(self.tool, false, main);
            self.numbers.nudge(self.tool, true, second);
        }
        if !typed.enter || typed.reached {
            return None;
        }
        Some(Asked::Act(main_action(lab, self.tool, self.fibre.as_ref()?, &self.numbers)))
    }

    fn bar(&mut self, ui: &mut Ui, lab: &Lab, hint: Option<&Hint>, gestures: bool, lang: Lang) -> Option<Asked> {
        self.choose_fibre(lab);
        let next_tool = hint.map(|hint| Tool::of(hint.gesture)).filter(|tool| *tool != Tool::Hand);
        // On a small window the mat needs the height more than sentences do.
        let roomy = ui.ctx().content_rect().height() > if gestures { 560.0 } else { 460.0 };
        let mut asked = None;
        if gestures {
            // The gestures stand above the tools, where the eye already is.
            let fibres = open_fibres(lab.scenario(), lab.state());
            asked = gestures_ui(ui, lab, self.tool, &mut self.fibre, &fibres, &mut self.numbers, lang);
            if let Some(nudges) = nudges(self.tool).filter(|_| roomy) {
                ui.label(theme::soft(lang.say(&nudges)));
            }
            ui.add_space(4.0);
        }
        let how = theme::soft(self.tool.how(lang));
        let narrow = ui.available_width() < ROOM_FOR_HOW;
        if narrow && roomy {
            ui.add(egui::Label::new(how.clone()).truncate());
        }
        ui.horizontal(|ui| {
            if let Some(tool) = tools_ui(ui, self.tool, next_tool, lang) {
                self.tool = tool;
            }
            if !narrow {
                ui.add_space(8.0);
                ui.add(egui::Label::new(how).wrap());
            }
        });
        asked.map(Asked::Act)
    }

    fn has_gestures(&self) -> bool {
        true
    }
}
