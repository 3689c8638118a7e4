//! Draws the mat from the lab's state and the hand's, and remembers where each thing can be taken hold of.

use std::time::Instant;

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::hand::{Carried, Drag, Laid};
use super::layout::{self, *};
use super::pen::{Face, LEFT, MIDDLE, Pen, RIGHT, distance};
use super::splicer_screen;
use crate::app::panels::gestures::side_of;
use crate::app::panels::tools::Tool;
use crate::app::theme;
use crate::fibre::bench::{Bench, Screen, open_fibres, splice_in_slot, splice_of};
use crate::fibre::coach::{Gesture, Hint};
use crate::fibre::colour::{Colour, Mark};
use crate::fibre::names::{fibre_name, marks};
use crate::fibre::splice::{Core, Lies};
use crate::lab::Lab;
use crate::lab::action::Side;
use crate::locale::{Lang, Message};
use crate::plant::address::FibreId;
use crate::units::{Millis, Permille};

/// Something on the mat that can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// Where a thing can be touched.
enum Shape {
    Area(Rect),
    Line(Vec<Vec2>, f32),
    Round(Vec2, f32),
}

/// What was drawn and can be touched, the uppermost last.
#[derive(Default)]
pub struct Hits(Vec<(Thing, Shape)>);

/// A finger is not a needle: this much beside a thing still touches it, in design units.
const TOLERANCE: f32 = 6.0;

impl Hits {
    fn area(&mut self, thing: Thing, rect: Rect) {
        self.0.push((thing, Shape::Area(rect)));
    }

    /// The nearest thing at a point; what lies inside beats what is only near, the upper beats the lower.
    pub fn at(&self, point: Vec2) -> Option<&Thing> {
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
        let mut best: Option<(&Thing, f32)> = None;
        for (thing, off) in touched.filter(|(_, off)| *off <= TOLERANCE) {
            if best.is_none_or(|(_, least)| off < least) {
                best = Some((thing, off));
            }
        }
        best.map(|(thing, _)| thing)
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

const BODY: Color32 = Color32::from_rgb(0xcf, 0xd6, 0xda);
const BODY_DARK: Color32 = Color32::from_rgb(0xa9, 0xb4, 0xba);
const DEEP: Color32 = Color32::from_rgb(0x14, 0x1d, 0x22);
const SLEEVE: Color32 = Color32::from_rgba_premultiplied(0x8f, 0xae, 0xb8, 0xd0);
const HOT: Color32 = Color32::from_rgb(0xff, 0x9d, 0x5c);

/// Draws everything and says what can be touched.
pub fn draw(pen: &mut Pen, lab: &Lab, hand: &Hand) -> Hits {
    let mut hits = Hits::default();
    let Some(bench) = lab.state().bench.as_ref() else { return hits };
    let mut scene = Scene { pen, lab, bench, hand, hits: &mut hits };
    scene.cassette();
    scene.cleaver();
    scene.splicer();
    scene.oven();
    scene.bin();
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

struct Scene<'a, 'b> {
    pen: &'a mut Pen,
    lab: &'a Lab,
    bench: &'a Bench,
    hand: &'a Hand<'b>,
    hits: &'a mut Hits,
}

impl Scene<'_, '_> {
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

    fn fans(&mut self) {
        let fibres = open_fibres(self.lab.scenario());
        for side in Side::BOTH {
            let ours: Vec<&FibreId> = fibres.iter().filter(|fibre| side_of(self.lab, fibre) == side).collect();
            let count = ours.len();
            for (id, mouth) in self.cables(side) {
                self.cable(side, &id, mouth);
            }
            for (index, fibre) in ours.into_iter().enumerate() {
                let out = self.bench.picked.contains(fibre) || self.bench.splicer.side_of(fibre).is_some();
                let spliced = splice_of(&self.lab.state().splices, &self.bench.place, fibre).is_some();
                let points = fan(side, self.mouth(fibre), index, count);
                let mark = self.mark(fibre);
                let tip = points[points.len() - 1];
                let (beside, anchor) =
                    (vec2(8.0 * towards_tip(side), 0.0), if side == Side::Left { LEFT } else { RIGHT });
                if out || spliced {
                    // Its place in the fan stays readable: the number counts.
                    let sign = if spliced { "•" } else { "–" };
                    let text = format!("{} {sign}", mark.colour.letters());
                    if self.hand.letters {
                        self.pen.text(text, tip + beside, anchor, 13.0, Face::Regular, theme::MAT_TEXT_SOFT);
                    }
                    continue;
                }
                let thing = Thing::Fan(fibre.clone());
                let hovered = self.hand.hover == Some(&thing) || self.hand.fibre == Some(fibre);
                self.coated(&points, mark, if hovered { 7.5 } else { 5.0 });
                if hovered {
                    self.pen.ring(tip, 7.0, 2.0, theme::MAT_TEXT);
                }
                let text = format!("{} {}", fibre.fibre, mark.colour.letters());
                if self.hand.letters {
                    self.pen.text(text, tip + beside, anchor, 13.0, Face::Semibold, theme::MAT_TEXT);
                }
                self.hits.0.push((thing, Shape::Line(points, 3.0)));
                let label = tip + vec2(26.0 * towards_tip(side), 0.0);
                let half = vec2(26.0, (116.0 / count.max(1) as f32).min(12.0));
                self.hits.area(Thing::Fan(fibre.clone()), Rect::from_center_half_size(label, half));
            }
        }
    }

    fn cable(&mut self, side: Side, id: &str, mouth: Vec2) {
        let outside = if side == Side::Left { -600.0 } else { SIZE.x + 600.0 };
        let ends = [vec2(outside, mouth.y), mouth];
        self.pen.ribbon(&ends, 36.0, Color32::from_rgb(0x0c, 0x12, 0x15));
        self.pen.ribbon(&ends, 30.0, Color32::from_rgb(0x33, 0x3f, 0x46));
        self.pen.line(vec2(outside, mouth.y - 8.0), mouth - vec2(0.0, 8.0), 2.0, Color32::from_rgb(0x4a, 0x58, 0x60));
        let Some(cable) = self.lab.scenario().cable(id) else { return };
        let name = cable.name.get(self.hand.lang).to_owned();
        let code = self.hand.lang.say(&cable.colours.name());
        let anchor = if side == Side::Left { LEFT } else { RIGHT };
        let x = if side == Side::Left { 10.0 } else { SIZE.x - 10.0 };
        self.pen.text(name, vec2(x, mouth.y - 50.0), anchor, 15.0, Face::Semibold, theme::MAT_TEXT);
        self.pen.text(code, vec2(x, mouth.y - 31.0), anchor, 13.0, Face::Regular, theme::MAT_TEXT_SOFT);
    }

    /// The fibres on the work line.
    fn work(&mut self) {
        for side in Side::BOTH {
            let Some(fibre) = on_work_line(self.lab, self.hand.fibre, side) else {
                self.empty_work(side);
                continue;
            };
            let carried = matches!(self.hand.drag, Drag::Carry { what: Carried::Tip(held, _), .. } if *held == fibre);
            let laid = self.hand.laid.is_some_and(|laid| laid.fibre == fibre);
            if carried || laid {
                continue;
            }
            self.work_fibre(&fibre, side);
        }
    }

    fn empty_work(&mut self, side: Side) {
        let busy = self.bench.splicer.left.is_some() || self.bench.splicer.right.is_some();
        let joined = self.lab.state().splices.iter().any(|splice| !splice.parted && splice.lies == Lies::OnMat);
        if busy || joined {
            return;
        }
        let tip = rest_tip(side);
        let start = vec2(tip.x - 200.0 * towards_tip(side), WORK_Y);
        self.pen.dashes(&[start, tip], 2.0, Color32::from_rgb(0x3d, 0x4b, 0x53));
    }

    fn work_fibre(&mut self, fibre: &FibreId, side: Side) {
        let end = self.end(fibre);
        let mark = self.mark(fibre);
        let dir = towards_tip(side);
        let tip = rest_tip(side);
        let edge = vec2(tip.x - dir * f32::from(end.bare_mm) * PER_MM, WORK_Y);
        let mut way = to_work(side, self.mouth(fibre));
        way.push(edge);
        let thing = Thing::Work(fibre.clone(), side);
        let hovered = self.hand.hover == Some(&thing);
        self.coated(&way, mark, if hovered { 8.5 } else { 7.0 });
        if end.bare_mm > 0 {
            self.glass(edge, tip, end.dirt, end.cleave.is_some());
        }
        let badge = vec2(tip.x - 212.0 * dir, WORK_Y);
        self.badge(mark, badge);
        if end.sleeve.is_some() {
            self.sleeve(vec2(tip.x - 168.0 * dir, WORK_Y), 40.0, false);
        }
        if self.hand.fibre == Some(fibre) {
            self.pen.ring(badge, 19.0, 2.5, theme::NOW);
        }
        let line = vec![vec2(tip.x - 230.0 * dir, WORK_Y), tip];
        self.hits.0.push((thing, Shape::Line(line, 9.0)));
        if let Drag::Strip(pull) = self.hand.drag
            && pull.fibre == *fibre
        {
            self.pull(pull, side);
        } else if self.hand.tool == Tool::Stripper {
            self.ruler(side, tip, None);
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

    /// A millimetre ruler under the fibre, counted from the tip.
    fn ruler(&mut self, side: Side, tip: Vec2, upto: Option<u16>) {
        let dir = towards_tip(side);
        for mm in (0..=50u16).step_by(5) {
            let x = tip.x - dir * f32::from(mm) * PER_MM;
            let long = mm % 10 == 0;
            let colour = if upto == Some(mm) { theme::NOW } else { theme::MAT_TEXT_SOFT };
            self.pen.line(vec2(x, WORK_Y + 14.0), vec2(x, WORK_Y + if long { 24.0 } else { 19.0 }), 1.5, colour);
            if long {
                self.pen.text(mm.to_string(), vec2(x, WORK_Y + 33.0), MIDDLE, 12.0, Face::Mono, colour);
            }
        }
        // Where courses teach to begin.
        let x = tip.x - dir * 35.0 * PER_MM;
        self.pen
            .fill(&[vec2(x, WORK_Y + 11.0), vec2(x - 6.0, WORK_Y + 21.0), vec2(x + 6.0, WORK_Y + 21.0)], theme::NOW);
    }

    /// The stripper on the fibre, how far, how fast.
    fn pull(&mut self, pull: &super::hand::Pull, side: Side) {
        let tip = rest_tip(side);
        self.ruler(side, tip, Some(pull.mm()));
        let at = vec2(pull.now_x, WORK_Y);
        self.pen.rect(Rect::from_center_half_size(at, vec2(7.0, 22.0)), 4.0, Color32::from_rgb(0xe5, 0x39, 0x35));
        self.pen.rect(Rect::from_center_half_size(at, vec2(3.0, 10.0)), 2.0, DEEP);
        let speed = pull.speed_mm_s(self.hand.now.saturating_duration_since(pull.since));
        let (key, colour) = if speed <= 45 { ("mat-steady", theme::TRACE) } else { ("mat-too-fast", HOT) };
        let text = format!("{} mm · {speed} mm/s · {}", pull.mm(), self.hand.lang.text(key));
        self.pen.text(text, at - vec2(0.0, 36.0), MIDDLE, 15.0, Face::Semibold, colour);
    }

    /// A splice that lies on the mat, between its two fibres.
    fn splices_on_mat(&mut self) {
        let splices = &self.lab.state().splices;
        let on_mat: Vec<usize> =
            (0..splices.len()).filter(|at| !splices[*at].parted && splices[*at].lies == Lies::OnMat).collect();
        for (row, number) in on_mat.into_iter().enumerate() {
            let y = WORK_Y - 26.0 * row as f32;
            let splice = &self.lab.state().splices[number];
            let carried = matches!(self.hand.drag, Drag::Carry { what: Carried::Splice(held), .. } if *held == number);
            let centre = match self.hand.drag {
                Drag::Carry { at, .. } if carried => *at,
                _ => vec2(SPLICE_X, y),
            };
            let Core::Fused { bare_mm, .. } = &splice.core else { continue };
            let (bare, fibres) = (*bare_mm, [splice.a.fibre.clone(), splice.b.fibre.clone()]);
            let sleeve = splice.sleeve.clone();
            for (half, fibre) in fibres.iter().enumerate() {
                let groove = if half == 0 { Side::Left } else { Side::Right };
                let dir = towards_tip(groove);
                let edge = centre - vec2(dir * f32::from(bare[half]) * PER_MM, 0.0);
                let side = side_of(self.lab, fibre);
                let mut way = to_work(side, self.mouth(fibre));
                if carried || side != groove {
                    way.truncate(14);
                }
                way.push(edge);
                let mark = self.mark(fibre);
                self.coated(&way, mark, 7.0);
                self.pen.line(edge, centre, 3.0, theme::GLASS);
                self.badge(mark, edge - vec2(dir * 120.0, 0.0));
                let waits = self.bench.ends.get(fibre).is_some_and(|end| end.sleeve.is_some());
                if waits && sleeve.is_none() {
                    let at = match self.hand.drag {
                        Drag::Carry { what: Carried::Sleeve(held), at } if *held == number => vec2(at.x, centre.y),
                        _ => edge - vec2(dir * 62.0, 0.0),
                    };
                    self.sleeve(at, 40.0, false);
                    let rect = Rect::from_center_half_size(at, vec2(44.0, 16.0));
                    self.hits.area(Thing::Sleeve(number), rect);
                }
            }
            self.pen.line(centre - vec2(0.0, 8.0), centre + vec2(0.0, 8.0), 2.0, theme::TRACE);
            // What is carried must not hide what it is carried to.
            if !carried {
                self.hits.area(Thing::Splice(number), Rect::from_center_half_size(centre, vec2(56.0, 16.0)));
            }
            if let Some(sleeve) = &sleeve {
                let shrunk = sleeve.shrunk_at.is_some();
                let hot = sleeve.is_hot(self.hand.clock);
                let at = match self.hand.drag {
                    Drag::Carry { what: Carried::Sleeve(held), at } if *held == number => vec2(at.x, centre.y),
                    _ => centre + vec2(f32::from(sleeve.offset_mm) * PER_MM, 0.0),
                };
                let half = f32::from(sleeve.length_mm) / 2.0 * PER_MM;
                let rect = Rect::from_center_half_size(at, vec2(half, if shrunk { 7.0 } else { 11.0 }));
                self.pen.rect(rect, 9.0, if hot { HOT } else { SLEEVE });
                if hot {
                    let text = self.hand.lang.text("mat-hot");
                    self.pen.text(text, at - vec2(0.0, 22.0), MIDDLE, 14.0, Face::Semibold, HOT);
                }
                if !shrunk {
                    let handle = Rect::from_center_half_size(at, vec2(half, 14.0));
                    self.hits.area(Thing::Sleeve(number), handle);
                }
            }
            let thing = Thing::Splice(number);
            if self.hand.hover == Some(&thing) {
                self.pen.outline(Rect::from_center_half_size(centre, vec2(60.0, 18.0)), 9.0, 2.0, theme::MAT_TEXT);
            }
        }
    }

    fn cassette(&mut self) {
        let slots = self.lab.scenario().bench.as_ref().map_or(12, |bench| bench.slots);
        self.pen.rect(CASSETTE, 40.0, Color32::from_rgb(0x39, 0x48, 0x50));
        self.pen.outline(CASSETTE, 40.0, 2.0, Color32::from_rgb(0x55, 0x66, 0x6f));
        let text = self.hand.lang.text("mat-cassette");
        self.pen.text(
            text,
            vec2(CASSETTE.center().x, CASSETTE.min.y + 17.0),
            MIDDLE,
            14.0,
            Face::Semibold,
            theme::MAT_TEXT,
        );
        for number in 1..=slots {
            let rect = layout::slot(number, slots);
            let thing = Thing::Slot(number);
            let target = matches!(self.hand.drag, Drag::Carry { what: Carried::Splice(_), .. });
            let hovered = self.hand.hover == Some(&thing);
            self.pen.rect(rect, 4.0, DEEP);
            if hovered {
                let colour = if target { theme::NOW } else { theme::MAT_TEXT_SOFT };
                self.pen.outline(rect, 4.0, 2.0, colour);
            }
            let at = vec2(rect.min.x + 14.0, rect.center().y);
            self.pen.text(number.to_string(), at, MIDDLE, 12.0, Face::Mono, theme::MAT_TEXT_SOFT);
            if let Some(splice) = splice_in_slot(&self.lab.state().splices, number) {
                let splice = &self.lab.state().splices[splice];
                let (left, right) = (splice.a.fibre.clone(), splice.b.fibre.clone());
                let lane = Rect { min: vec2(rect.min.x + 26.0, rect.min.y + 2.0), max: rect.max - vec2(3.0, 2.0) };
                let y = lane.center().y;
                let (left, right) = (self.mark(&left), self.mark(&right));
                self.coated(&[vec2(lane.min.x, y), vec2(lane.min.x + 16.0, y)], left, 4.0);
                self.coated(&[vec2(lane.max.x - 16.0, y), vec2(lane.max.x, y)], right, 4.0);
                let body = Rect { min: vec2(lane.min.x + 14.0, lane.min.y), max: vec2(lane.max.x - 14.0, lane.max.y) };
                self.pen.rect(body, 6.0, SLEEVE);
                let text = format!("{}–{}", left.colour.letters(), right.colour.letters());
                self.pen.text(text, body.center(), MIDDLE, 12.0, Face::Semibold, DEEP);
            }
            self.hits.area(thing, rect);
        }
    }

    fn cleaver(&mut self) {
        let hand = self.hand;
        self.pen.rect(CLEAVER, 12.0, BODY);
        self.pen.rect(Rect { min: CLEAVER.min + vec2(0.0, 130.0), max: CLEAVER.max }, 12.0, BODY_DARK);
        self.pen.rect(CLEAVER_BED, 4.0, DEEP);
        let cleaver = &self.bench.cleaver;
        // The ruler: where the edge of the coating goes.
        for mm in 5..=20u16 {
            let x = BLADE_X - f32::from(mm) * PER_MM;
            let long = mm % 5 == 0;
            let y = CLEAVER_BED.max.y;
            self.pen.line(vec2(x, y + 3.0), vec2(x, y + if long { 13.0 } else { 8.0 }), 1.5, theme::INK);
            if long {
                self.pen.text(mm.to_string(), vec2(x, y + 23.0), MIDDLE, 13.0, Face::Mono, theme::INK);
            }
        }
        self.pen.text("mm", vec2(BLADE_X + 8.0, CLEAVER_BED.max.y + 23.0), LEFT, 13.0, Face::Mono, theme::INK);
        let ten = BLADE_X - 10.0 * PER_MM;
        let (top, bottom) = (CLEAVER_BED.max.y + 34.0, CLEAVER_BED.max.y + 44.0);
        self.pen.fill(&[vec2(ten, top), vec2(ten + 6.0, bottom), vec2(ten - 6.0, bottom)], theme::NOW);
        // The blade and its key.
        let ready = hand.laid.is_some();
        let pressed = hand.hover == Some(&Thing::BladeKey);
        let key = if ready { theme::NOW } else { BODY_DARK };
        self.pen.rect(BLADE_KEY, 8.0, key);
        if pressed {
            self.pen.outline(BLADE_KEY, 8.0, 2.0, theme::INK);
        }
        let text = hand.lang.text("mat-press");
        let colour = if ready { Color32::WHITE } else { theme::INK };
        self.pen.text(text, BLADE_KEY.center(), MIDDLE, 14.0, Face::Semibold, colour);
        self.pen.line(
            vec2(BLADE_X, BLADE_KEY.max.y),
            vec2(BLADE_X, CLEAVER_BED.min.y + 3.0),
            3.0,
            Color32::from_rgb(0x4d, 0x58, 0x5f),
        );
        // The wheel shows which edge is in use.
        self.pen.circle(BLADE_WHEEL, 16.0, Color32::from_rgb(0x6b, 0x78, 0x80));
        if hand.hover == Some(&Thing::BladeWheel) {
            self.pen.ring(BLADE_WHEEL, 19.0, 2.0, theme::INK);
        }
        self.pen.text(cleaver.edge.to_string(), BLADE_WHEEL, MIDDLE, 14.0, Face::Semibold, Color32::WHITE);
        let wheel = hand.lang.text("mat-edge");
        self.pen.text(wheel, BLADE_WHEEL + vec2(24.0, 0.0), LEFT, 13.0, Face::Regular, theme::INK);
        self.label("tool-cleaver", vec2(CLEAVER.min.x + 14.0, CLEAVER.max.y - 14.0));
        self.hits.area(Thing::Cleaver, CLEAVER);
        self.hits.area(Thing::BladeKey, BLADE_KEY);
        self.hits.0.push((Thing::BladeWheel, Shape::Round(BLADE_WHEEL, 18.0)));
        if cleaver.scrap {
            self.scrap(vec2(196.0, 442.0));
        }
        for scrap in 0..self.bench.scraps.on_mat.min(6) {
            self.scrap(vec2(250.0 + 12.0 * scrap as f32, 322.0));
        }
    }

    fn scrap(&mut self, at: Vec2) {
        let carried = matches!(self.hand.drag, Drag::Carry { what: Carried::Scrap, .. });
        let at = if carried { self.hand.cursor.unwrap_or(at) } else { at };
        self.pen.line(at - vec2(14.0, 3.0), at + vec2(14.0, 3.0), 3.0, theme::GLASS);
        if self.hand.hover == Some(&Thing::Scrap) {
            self.pen.ring(at, 20.0, 2.0, theme::MAT_TEXT);
        }
        if !carried {
            let line = vec![at - vec2(14.0, 3.0), at + vec2(14.0, 3.0)];
            self.hits.0.push((Thing::Scrap, Shape::Line(line, 8.0)));
        }
    }

    fn splicer(&mut self) {
        let hand = self.hand;
        self.pen.rect(SPLICER, 14.0, BODY);
        self.pen.rect(Rect { min: SPLICER.min + vec2(0.0, 176.0), max: SPLICER.max }, 14.0, BODY_DARK);
        self.label("tool-splicer", vec2(SPLICER.min.x + 16.0, SPLICER.max.y - 14.0));
        self.pen.rect(GROOVES, 6.0, DEEP);
        let axis = electrodes();
        for side in Side::BOTH {
            let outer = if side == Side::Left { GROOVES.min.x } else { GROOVES.max.x };
            let inner = axis.x - 10.0 * towards_tip(side);
            self.pen.line(vec2(outer, axis.y), vec2(inner, axis.y), 12.0, Color32::from_rgb(0x2c, 0x39, 0x40));
        }
        for tip in [-1.0f32, 1.0] {
            let base = axis + vec2(0.0, 38.0 * tip);
            let point = axis + vec2(0.0, 12.0 * tip);
            self.pen.fill(&[base - vec2(6.0, 0.0), point, base + vec2(6.0, 0.0)], Color32::from_rgb(0x9a, 0xa7, 0xae));
        }
        self.hits.area(Thing::Grooves, GROOVES);
        for side in Side::BOTH {
            self.loaded(side);
        }
        let splicer = &self.bench.splicer;
        if hand.glow > 0.0 {
            for (radius, alpha) in [(34.0, 50.0), (20.0, 120.0), (8.0, 255.0)] {
                self.pen.circle(
                    axis,
                    radius,
                    Color32::from_rgba_unmultiplied(0xdc, 0xef, 0xff, (alpha * hand.glow) as u8),
                );
            }
        }
        if !splicer.hood_open {
            self.pen.rect(GROOVES.inflate(4.0), 8.0, Color32::from_rgba_unmultiplied(0x8e, 0x9b, 0xa3, 215));
            let text = hand.lang.text("mat-hood-closed");
            self.pen.text(text, axis, MIDDLE, 15.0, Face::Semibold, theme::INK);
        }
        if hand.hover == Some(&Thing::Grooves) {
            self.pen.outline(GROOVES.inflate(4.0), 8.0, 2.0, theme::INK);
        }
        let hood =
            Rect { min: vec2(GROOVES.min.x, GROOVES.max.y + 4.0), max: vec2(GROOVES.max.x, GROOVES.max.y + 24.0) };
        let text = hand.lang.text(if splicer.hood_open { "mat-close-hood" } else { "mat-open-hood" });
        self.pen.text(text, hood.center(), MIDDLE, 13.0, Face::Regular, theme::INK);
        self.key(SET_KEY, 30.0, "SET", theme::GOOD, Thing::SetKey);
        if matches!(splicer.screen, Screen::Complains(_)) {
            self.key(FORCE_KEY, 24.0, "!", theme::PARTIAL, Thing::ForceKey);
            let text = hand.lang.text("mat-force");
            self.pen.text(text, FORCE_KEY + vec2(0.0, 36.0), MIDDLE, 12.0, Face::Regular, theme::INK);
        }
        splicer_screen::draw(self.pen, self.bench, hand.glow, hand.lang);
    }

    fn key(&mut self, at: Vec2, radius: f32, text: &str, colour: Color32, thing: Thing) {
        self.pen.circle(at + vec2(0.0, 3.0), radius, Color32::from_rgb(0x7b, 0x88, 0x8f));
        self.pen.circle(at, radius, colour);
        if self.hand.hover == Some(&thing) {
            self.pen.ring(at, radius + 4.0, 2.5, theme::INK);
        }
        self.pen.text(text, at, MIDDLE, 17.0, Face::Semibold, Color32::WHITE);
        self.hits.0.push((thing, Shape::Round(at, radius)));
    }

    /// A fibre in its groove.
    fn loaded(&mut self, groove: Side) {
        let Some(loaded) = self.bench.splicer.side(groove).cloned() else { return };
        if matches!(self.hand.drag, Drag::Carry { what: Carried::OutOfGroove(side), .. } if *side == groove) {
            return;
        }
        let mark = self.mark(&loaded.fibre);
        let side = side_of(self.lab, &loaded.fibre);
        let way = to_groove(side, self.mouth(&loaded.fibre), groove);
        self.coated(&way, mark, 6.0);
        let entry = way[way.len() - 1];
        let dir = towards_tip(groove);
        let askew = f32::from(loaded.askew_deg) * 3.0;
        let tip_x = electrodes().x - dir * loaded.tip_um as f32 / 1000.0 * PER_MM_IN_GROOVE;
        let tip = vec2(tip_x, electrodes().y + if loaded.askew_deg > 0 { askew } else { 0.0 });
        let bare = f32::from(self.end(&loaded.fibre).bare_mm) * PER_MM_IN_GROOVE * 0.25;
        let edge = entry.lerp(tip, ((tip.distance(entry) - bare) / tip.distance(entry).max(1.0)).clamp(0.0, 1.0));
        self.coated(&[entry, edge], mark, 6.0);
        self.pen.line(edge, tip, 3.0, theme::GLASS);
        self.letters(mark, entry - vec2(14.0 * dir, 12.0), MIDDLE, 13.0);
        if self.bench.splicer.hood_open {
            self.hits.0.push((Thing::InGroove(groove), Shape::Line(vec![entry, tip], 8.0)));
        }
    }

    fn oven(&mut self) {
        let target = matches!(self.hand.drag, Drag::Carry { what: Carried::Splice(_), .. });
        self.pen.rect(OVEN, 12.0, BODY);
        let mouth = Rect { min: OVEN.min + vec2(12.0, 12.0), max: OVEN.max - vec2(12.0, 30.0) };
        self.pen.rect(mouth, 8.0, Color32::from_rgb(0x4a, 0x2a, 0x1c));
        for coil in 0..5 {
            let x = mouth.min.x + 14.0 + 20.0 * coil as f32;
            self.pen.line(
                vec2(x, mouth.min.y + 8.0),
                vec2(x, mouth.max.y - 8.0),
                4.0,
                Color32::from_rgb(0xb3, 0x5a, 0x2d),
            );
        }
        if self.hand.hover == Some(&Thing::Oven) {
            let colour = if target { theme::NOW } else { theme::INK };
            self.pen.outline(OVEN, 12.0, 2.5, colour);
        }
        self.label("tool-oven", vec2(OVEN.min.x + 12.0, OVEN.max.y - 14.0));
        self.hits.area(Thing::Oven, OVEN);
    }

    fn bin(&mut self) {
        let centre = BIN.center();
        let target = matches!(self.hand.drag, Drag::Carry { what: Carried::Scrap, .. });
        let yellow = Color32::from_rgb(0xf2, 0xc9, 0x4c);
        self.pen.fill(
            &[BIN.min, vec2(BIN.max.x, BIN.min.y), BIN.max - vec2(12.0, 0.0), vec2(BIN.min.x + 12.0, BIN.max.y)],
            yellow,
        );
        self.pen.rect(
            Rect { min: BIN.min - vec2(5.0, 4.0), max: vec2(BIN.max.x + 5.0, BIN.min.y + 10.0) },
            5.0,
            Color32::from_rgb(0xb7, 0x8f, 0x1d),
        );
        if self.hand.hover == Some(&Thing::Bin) {
            let colour = if target { theme::NOW } else { theme::MAT_TEXT };
            self.pen.outline(BIN.inflate(6.0), 8.0, 2.5, colour);
        }
        let text = self.hand.lang.text("mat-glass-bin");
        self.pen.text(text, vec2(centre.x, BIN.min.y + 32.0), MIDDLE, 14.0, Face::Semibold, theme::INK);
        let count = self.bench.scraps.binned.to_string();
        self.pen.text(count, vec2(centre.x, BIN.min.y + 58.0), MIDDLE, 20.0, Face::Semibold, theme::INK);
        self.hits.area(Thing::Bin, BIN);
    }

    /// The fibre in the cleaver, settling.
    fn laid(&mut self) {
        let Some(laid) = self.hand.laid else { return };
        let end = self.end(&laid.fibre);
        let lift = laid.lift_deg(self.hand.now);
        let bed = CLEAVER_BED.center().y;
        let edge = vec2(BLADE_X - f32::from(laid.mm) * PER_MM, bed - f32::from(lift) * 1.6);
        let tip = vec2((edge.x + f32::from(end.bare_mm) * PER_MM).min(CLEAVER_BED.max.x + 30.0), bed);
        let way = super::pen::curve(self.mouth(&laid.fibre), vec2(90.0, 120.0), vec2(40.0, 0.0), edge);
        let mark = self.mark(&laid.fibre);
        self.coated(&way, mark, 7.0);
        self.glass(edge, tip, end.dirt, false);
        let (key, colour) = if lift == 0 { ("mat-flat", theme::TRACE) } else { ("mat-settling", HOT) };
        let text = if lift == 0 {
            format!("{} mm · {}", laid.mm, self.hand.lang.text(key))
        } else {
            format!("{} mm · {} {lift}°", laid.mm, self.hand.lang.text(key))
        };
        self.pen.text(text, vec2(CLEAVER.center().x, CLEAVER.min.y - 14.0), MIDDLE, 15.0, Face::Semibold, colour);
    }

    /// What is in the hand and where it may go.
    fn carried(&mut self) {
        let Drag::Carry { what, at } = self.hand.drag else { return };
        match what {
            Carried::Tip(fibre, _) => {
                let (fibre, at) = (fibre.clone(), *at);
                let end = self.end(&fibre);
                let side = side_of(self.lab, &fibre);
                let dir = towards_tip(side);
                let bare = f32::from(end.bare_mm) * PER_MM;
                // A cleaved fibre is held by its tip, another by the edge of its coating.
                let (edge, tip) = if end.cleave.is_some() {
                    (at - vec2(dir * bare, 0.0), at)
                } else {
                    (at, at + vec2(if CLEAVER.contains(at) { bare } else { dir * bare }, 0.0))
                };
                let way = super::pen::curve(self.mouth(&fibre), vec2(120.0 * dir, 60.0), vec2(50.0 * dir, 0.0), edge);
                let mark = self.mark(&fibre);
                self.coated(&way, mark, 7.0);
                self.glass(edge, tip, end.dirt, end.cleave.is_some());
                if end.cleave.is_some() {
                    if self.bench.splicer.hood_open {
                        self.pen.outline(GROOVES.inflate(4.0), 8.0, 2.5, theme::NOW);
                    }
                    if GROOVES.inflate(20.0).contains(at) {
                        let groove = if at.x < electrodes().x + 30.0 * dir { side } else { side.other() };
                        let (tip_um, askew) = super::hand::drop_in_groove(at, groove_side(self.lab, &fibre, groove));
                        splicer_screen::reading(self.pen, tip_um, askew, self.hand.lang, GROOVES);
                    }
                } else if end.bare_mm > 0 {
                    self.pen.outline(CLEAVER.inflate(3.0), 12.0, 2.5, theme::NOW);
                    if CLEAVER.contains(at) {
                        let (mm, _) = super::hand::drop_on_cleaver(at, BLADE_X, CLEAVER_BED.center().y);
                        let text = format!("{mm} mm");
                        self.pen.text(text, at - vec2(0.0, 22.0), MIDDLE, 16.0, Face::Semibold, theme::MAT);
                    }
                }
            }
            Carried::OutOfGroove(groove) => {
                if let Some(loaded) = self.bench.splicer.side(*groove) {
                    let mark = self.mark(&loaded.fibre.clone());
                    let at = *at;
                    self.coated(&[at - vec2(60.0 * towards_tip(*groove), 0.0), at], mark, 6.0);
                }
            }
            Carried::Splice(_) => {
                self.pen.outline(OVEN.inflate(3.0), 12.0, 2.5, theme::NOW);
                self.pen.outline(CASSETTE.inflate(3.0), 40.0, 2.5, theme::NOW);
            }
            Carried::Scrap => self.pen.outline(BIN.inflate(6.0), 8.0, 2.5, theme::NOW),
            Carried::Sleeve(number) => {
                let at = *at;
                if self.lab.state().splices.get(*number).is_some_and(|splice| splice.sleeve.is_some()) {
                    self.pen.outline(OVEN.inflate(3.0), 12.0, 2.5, theme::NOW);
                }
                let mm = super::hand::sleeve_offset(at.x, SPLICE_X);
                self.pen.text(
                    format!("{mm} mm"),
                    vec2(at.x, WORK_Y - 26.0),
                    MIDDLE,
                    15.0,
                    Face::Semibold,
                    theme::TRACE,
                );
            }
        }
    }

    /// The state of the fibre under the hand, in words: only what can be seen.
    fn card(&mut self) {
        let Some(fibre) = self.hand.fibre else { return };
        self.pen.rect(CARD, 10.0, theme::MAT_CARD);
        let lang = self.hand.lang;
        let mark = self.mark(fibre);
        let title = lang.say(&fibre_name(self.lab.scenario(), fibre));
        let x = CARD.min.x + 14.0;
        self.pen.circle(vec2(x + 6.0, CARD.min.y + 18.0), 6.0, egui_colour(mark.colour));
        self.pen.text(title, vec2(x + 20.0, CARD.min.y + 18.0), LEFT, 14.0, Face::Semibold, theme::MAT_TEXT);
        for (row, message) in seen(self.lab, self.bench, fibre, self.hand.clock).into_iter().take(3).enumerate() {
            let at = vec2(x, CARD.min.y + 42.0 + 20.0 * row as f32);
            self.pen.text(lang.say(&message), at, LEFT, 14.0, Face::Regular, theme::MAT_TEXT_SOFT);
        }
    }

    /// The next gesture, marked where it happens.
    fn next(&mut self) {
        let Some(hint) = self.hand.hint else { return };
        if !matches!(self.hand.drag, Drag::Nothing) {
            return;
        }
        let fibre_at = |scene: &Self, fibre: &FibreId| {
            let side = side_of(scene.lab, fibre);
            rest_tip(side) - vec2(60.0 * towards_tip(side), 0.0)
        };
        let on_mat = vec2(SPLICE_X, WORK_Y);
        let at = match hint.gesture {
            Gesture::Pick => hint.fibre.as_ref().map(|fibre| {
                let fibres = open_fibres(self.lab.scenario());
                let side = side_of(self.lab, fibre);
                let ours: Vec<&FibreId> = fibres.iter().filter(|other| side_of(self.lab, other) == side).collect();
                let index = ours.iter().position(|other| *other == fibre).unwrap_or(0);
                let points = fan(side, self.mouth(fibre), index, ours.len());
                points[points.len() - 1] + vec2(18.0 * towards_tip(side), 0.0)
            }),
            Gesture::SlideSleeve | Gesture::Strip | Gesture::Clean | Gesture::Recut => {
                hint.fibre.as_ref().map(|fibre| fibre_at(self, fibre))
            }
            Gesture::Cleave if self.hand.laid.is_some() => Some(BLADE_KEY.center()),
            Gesture::Cleave => {
                self.arrow(hint.fibre.as_ref().map(|fibre| fibre_at(self, fibre)), CLEAVER_BED.center());
                None
            }
            Gesture::BinScrap => {
                self.arrow(Some(vec2(210.0, 436.0)), BIN.center());
                None
            }
            Gesture::Load => {
                self.arrow(hint.fibre.as_ref().map(|fibre| fibre_at(self, fibre)), electrodes());
                None
            }
            Gesture::Unload | Gesture::CloseHood | Gesture::OpenHood => Some(electrodes()),
            Gesture::Fuse => Some(SET_KEY),
            Gesture::CentreSleeve | Gesture::Cool => Some(on_mat),
            Gesture::Shrink => {
                self.arrow(Some(on_mat), OVEN.center());
                None
            }
            Gesture::Store => {
                let slots = self.lab.scenario().bench.as_ref().map_or(12, |bench| bench.slots);
                let slot = match hint.action {
                    crate::lab::action::Action::Store { slot, .. } => slot,
                    _ => 1,
                };
                self.arrow(Some(on_mat), layout::slot(slot, slots).center());
                None
            }
            Gesture::TapeScraps => Some(BIN.center()),
        };
        if let Some(at) = at {
            self.pen.ring(at, 30.0, 3.0, theme::NOW);
        }
    }

    fn arrow(&mut self, from: Option<Vec2>, to: Vec2) {
        let Some(from) = from else { return };
        let bend = vec2((to.x - from.x) * 0.3, 60.0 * (to.y - from.y).signum());
        let way = super::pen::curve(from, bend * vec2(1.0, 0.2), bend, to);
        self.pen.dashes(&way, 3.0, theme::NOW);
        let dir = (to - way[way.len() - 3]).normalize_or_zero();
        let side = dir.perp() * 8.0;
        self.pen.fill(&[to + dir * 4.0, to - dir * 12.0 + side, to - dir * 12.0 - side], theme::NOW);
    }

    /// The tool that follows the cursor.
    fn tool_in_hand(&mut self) {
        let Some(at) = self.hand.cursor else { return };
        if !matches!(self.hand.drag, Drag::Nothing | Drag::Wipe(_)) {
            return;
        }
        let below = at + vec2(16.0, 18.0);
        match self.hand.tool {
            Tool::Sleeve => self.sleeve(below, 30.0, false),
            Tool::Stripper if matches!(self.hand.drag, Drag::Nothing) => {
                let red = Color32::from_rgb(0xe5, 0x39, 0x35);
                self.pen.line(below - vec2(4.0, 10.0), below + vec2(16.0, 24.0), 6.0, red);
                self.pen.line(below + vec2(4.0, -10.0), below + vec2(0.0, 26.0), 6.0, red);
            }
            Tool::Wipe => {
                let cloth = Rect::from_center_half_size(at + vec2(0.0, 4.0), vec2(20.0, 14.0));
                self.pen.rect(cloth, 4.0, Color32::from_rgba_unmultiplied(0xd6, 0xea, 0xf7, 220));
                if let Drag::Wipe(strokes) = self.hand.drag {
                    let message = Message::new("mat-passes").with("count", strokes.passes);
                    let text = self.hand.lang.say(&message);
                    self.pen.text(text, at - vec2(0.0, 28.0), MIDDLE, 15.0, Face::Semibold, theme::TRACE);
                }
            }
            Tool::Cutter => {
                self.pen.line(below - vec2(8.0, 8.0), below + vec2(12.0, 14.0), 4.0, BODY);
                self.pen.line(below + vec2(8.0, -8.0), below + vec2(-6.0, 16.0), 4.0, BODY);
            }
            _ => {}
        }
    }
}

/// Which groove a fibre dropped here would lie in: its own side's, unless that is taken.
pub fn groove_side(lab: &Lab, fibre: &FibreId, wanted: Side) -> Side {
    let own = side_of(lab, fibre);
    let taken = |side| lab.state().bench.as_ref().is_some_and(|bench| bench.splicer.side(side).is_some());
    if !taken(wanted) {
        wanted
    } else if !taken(own) {
        own
    } else {
        own.other()
    }
}

/// What can be seen of a fibre, in words.
fn seen(lab: &Lab, bench: &Bench, fibre: &FibreId, clock: Millis) -> Vec<Message> {
    if let Some((_, splice)) = splice_of(&lab.state().splices, &bench.place, fibre) {
        let place = match splice.lies {
            Lies::InSplicer => Message::new("seen-in-splicer"),
            Lies::OnMat => Message::new("seen-on-mat"),
            Lies::InSlot(slot) => Message::new("seen-in-slot").with("slot", slot),
            Lies::Elsewhere => Message::new("seen-made"),
        };
        let sleeve = match &splice.sleeve {
            None => "seen-no-sleeve",
            Some(sleeve) if sleeve.shrunk_at.is_none() => "seen-sleeve-loose",
            Some(sleeve) if sleeve.is_hot(clock) => "seen-sleeve-hot",
            Some(_) => "seen-sleeve-shrunk",
        };
        return vec![Message::new("seen-spliced"), Message::new(sleeve), place];
    }
    let slack = lab.scenario().cable(&fibre.cable).map_or(0, |cable| cable.slack_mm);
    let end = bench.end(fibre, slack);
    let mut lines = vec![match end.bare_mm {
        0 => Message::new("seen-coated").with("length", end.length_mm),
        bare => Message::new("seen-bare").with("mm", bare).with("length", end.length_mm),
    }];
    if end.bare_mm > 0 {
        let clean = if end.dirt.0 > 250 {
            "seen-dirty"
        } else if end.dirt.0 > 60 {
            "seen-greasy"
        } else {
            "seen-clean"
        };
        let cleaved = if end.cleave.is_some() { "seen-cleaved" } else { "seen-not-cleaved" };
        lines.push(Message::new("seen-two").with("one", Message::new(clean)).with("two", Message::new(cleaved)));
    }
    lines.push(Message::new(if end.sleeve.is_some() { "seen-sleeve-on" } else { "seen-no-sleeve-on" }));
    lines
}
