//! Draws the mat from the lab's state and the hand's, and remembers where each thing can be taken hold of.

mod devices;
mod fans;
mod held;
mod splicer;
mod supplies;
mod told;
mod work;

pub use held::groove_side;

use std::time::Instant;

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::hand::{Carried, Drag, Laid};
use super::layout::cable_mouth;
use crate::app::canvas::pen::{Face, LEFT, MIDDLE, Pen};
use crate::app::canvas::stage::{Hits, Shape};
use crate::app::panels::gestures::side_of;
use crate::app::panels::tools::Tool;
use crate::app::theme;
use crate::fibre::bench::Bench;
use crate::fibre::coach::Hint;
use crate::fibre::colour::{Colour, Mark};
use crate::fibre::names::marks;
use crate::lab::Lab;
use crate::lab::action::Side;
use crate::locale::Lang;
use crate::plant::address::FibreId;
use crate::units::{Millis, Permille};

/// Something on the mat that can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A fibre in the fan of its cable.
    Fan(FibreId),
    /// A fibre on the work line.
    Work(FibreId, Side),
    /// A fibre in its groove.
    InGroove(Side),
    Cleaver,
    BladeKey,
    BladeWheel,
    Scrap,
    Grooves,
    SetKey,
    ForceKey,
    Oven,
    Bin,
    /// The sleeve of a splice on the mat, waiting or over it.
    Sleeve(usize),
    /// A splice on the mat.
    Splice(usize),
    Slot(u16),
    /// The box of new sleeves.
    SleeveBox,
    /// The pack of fresh wipes.
    WipePack,
    /// The wipe that was used before.
    UsedWipe,
    Stripper,
    Cutter,
    Tape,
    /// Lets what is hot cool.
    WaitKey,
}

impl Thing {
    /// Whether it is carried about, rather than pressed.
    pub fn is_carried(&self) -> bool {
        matches!(
            self,
            Thing::Work(..)
                | Thing::InGroove(_)
                | Thing::Scrap
                | Thing::Sleeve(_)
                | Thing::Splice(_)
                | Thing::SleeveBox
        )
    }
}

/// Everything the picture depends on besides the lab.
pub struct Hand<'a> {
    pub tool: Tool,
    pub drag: &'a Drag,
    pub laid: Option<&'a Laid>,
    pub cursor: Option<Vec2>,
    pub fibre: Option<&'a FibreId>,
    pub hover: Option<&'a Thing>,
    pub hint: Option<&'a Hint>,
    /// How bright the arc still is.
    pub glow: f32,
    pub letters: bool,
    pub lang: Lang,
    pub now: Instant,
    /// Simulated time.
    pub clock: Millis,
}

impl Hand<'_> {
    /// Whether the hand carries this splice.
    fn carries(&self, splice: usize) -> bool {
        matches!(self.drag, Drag::Carry { what: Carried::Splice(held), .. } if *held == splice)
    }
}

const BODY: Color32 = Color32::from_rgb(0xcf, 0xd6, 0xda);
const BODY_DARK: Color32 = Color32::from_rgb(0xa9, 0xb4, 0xba);
const DEEP: Color32 = Color32::from_rgb(0x14, 0x1d, 0x22);
const SLEEVE: Color32 = Color32::from_rgba_premultiplied(0x8f, 0xae, 0xb8, 0xd0);
const HOT: Color32 = Color32::from_rgb(0xff, 0x9d, 0x5c);

/// Draws everything and says what can be touched.
pub fn draw(pen: &mut Pen, lab: &Lab, hand: &Hand) -> Hits<Thing> {
    let mut hits = Hits::default();
    let Some(bench) = lab.state().bench.as_ref() else { return hits };
    let mut scene = Picture { pen, lab, bench, hand, hits: &mut hits };
    scene.cassette();
    scene.cleaver();
    scene.splicer();
    scene.oven();
    scene.bin();
    scene.supplies();
    scene.fans();
    scene.work();
    scene.splices_on_mat();
    scene.laid();
    scene.carried();
    scene.card();
    scene.next();
    scene.tool_in_hand();
    hits
}

/// The fibre shown on the work line of each side: the one chosen if it is out, else the one taken last.
pub fn on_work_line(lab: &Lab, chosen: Option<&FibreId>, side: Side) -> Option<FibreId> {
    let bench = lab.state().bench.as_ref()?;
    let free = |fibre: &&FibreId| side_of(lab, fibre) == side && bench.splicer.side_of(fibre).is_none();
    let out = |fibre: &&FibreId| bench.picked.contains(*fibre);
    chosen.filter(out).filter(free).or_else(|| bench.picked.iter().rev().find(free)).cloned()
}

fn egui_colour(colour: Colour) -> Color32 {
    let [r, g, b] = colour.rgb();
    Color32::from_rgb(r, g, b)
}

struct Picture<'a, 'b> {
    pen: &'a mut Pen,
    lab: &'a Lab,
    bench: &'a Bench,
    hand: &'a Hand<'b>,
    hits: &'a mut Hits<Thing>,
}

impl Picture<'_, '_> {
    fn label(&mut self, key: &'static str, at: Vec2) {
        let text = self.hand.lang.text(key);
        self.pen.text(text, at, LEFT, 14.0, Face::Regular, Color32::from_rgb(0x37, 0x42, 0x48));
    }

    /// Cable ids of a side with their mouths, in the order of the scenario.
    fn cables(&self, side: Side) -> Vec<(String, Vec2)> {
        let place = &self.bench.place;
        let here = |from: &str| if from == place { Side::Right } else { Side::Left };
        let cables: Vec<&String> = self
            .lab
            .scenario()
            .cables
            .iter()
            .filter(|(_, cable)| (cable.from == *place || cable.to == *place) && here(&cable.from) == side)
            .map(|(id, _)| id)
            .collect();
        let count = cables.len();
        cables.into_iter().enumerate().map(|(index, id)| (id.clone(), cable_mouth(side, index, count))).collect()
    }

    fn mouth(&self, fibre: &FibreId) -> Vec2 {
        let side = side_of(self.lab, fibre);
        let found = self.cables(side).into_iter().find(|(id, _)| *id == fibre.cable);
        found.map_or(cable_mouth(side, 0, 1), |(_, mouth)| mouth)
    }

    fn mark(&self, fibre: &FibreId) -> Mark {
        marks(self.lab.scenario(), fibre).map_or(Mark { colour: Colour::White, rings: 0 }, |(mark, _)| mark)
    }

    /// A coated fibre along points, with its rings.
    fn coated(&mut self, points: &[Vec2], mark: Mark, width: f32) {
        let colour = egui_colour(mark.colour);
        if mark.colour == Colour::Black {
            self.pen.ribbon(points, width + 2.0, Color32::from_rgb(0x8a, 0x97, 0x9e));
        }
        self.pen.ribbon(points, width, colour);
        let ring_colour = if mark.colour == Colour::Black { Color32::WHITE } else { Color32::BLACK };
        for ring in 0..usize::from(mark.rings) {
            let at = points.len() * 3 / 5 + ring;
            if let (Some(a), Some(b)) = (points.get(at), points.get(at + 1)) {
                self.pen.line(*a, a.lerp(*b, 0.35), width + 0.5, ring_colour);
            }
        }
    }

    fn letters(&mut self, mark: Mark, at: Vec2, anchor: Vec2, size: f32) {
        if self.hand.letters {
            self.pen.text(mark.colour.letters(), at, anchor, size, Face::Semibold, theme::MAT_TEXT);
        }
    }

    fn end(&self, fibre: &FibreId) -> crate::fibre::end::End {
        self.bench.end(fibre, self.lab.scenario().cable(&fibre.cable).map_or(0, |cable| cable.slack_mm))
    }

    fn badge(&mut self, mark: Mark, at: Vec2) {
        self.pen.circle(at, 14.0, egui_colour(mark.colour));
        self.pen.circle(at, 11.0, theme::MAT);
        self.letters(mark, at, MIDDLE, 12.0);
    }

    /// Bare glass, with the dirt that can be seen.
    fn glass(&mut self, from: Vec2, to: Vec2, dirt: Permille, cleaved: bool) {
        self.pen.line(from, to, 3.0, theme::GLASS);
        let specks = (dirt.0 / 80).min(8);
        for speck in 0..specks {
            let t = (f32::from(speck) * 0.618 + 0.2).fract();
            let off = if speck % 2 == 0 { -2.5 } else { 2.5 };
            self.pen.circle(from.lerp(to, t) + vec2(0.0, off), 2.0, Color32::from_rgb(0xb9, 0x9a, 0x6b));
        }
        if cleaved {
            self.pen.line(to - vec2(0.0, 4.0), to + vec2(0.0, 4.0), 1.6, theme::GLASS);
        }
    }

    fn sleeve(&mut self, centre: Vec2, half: f32, hot: bool) {
        let rect = Rect::from_center_half_size(centre, vec2(half, 9.0));
        self.pen.rect(rect, 9.0, if hot { HOT } else { SLEEVE });
        self.pen.line(
            vec2(rect.min.x + 8.0, centre.y + 4.0),
            vec2(rect.max.x - 8.0, centre.y + 4.0),
            2.0,
            Color32::from_rgb(0x6c, 0x7f, 0x88),
        );
        if hot {
            let text = self.hand.lang.text("mat-hot");
            self.pen.text(text, centre - vec2(0.0, 20.0), MIDDLE, 13.0, Face::Semibold, HOT);
        }
    }
}
