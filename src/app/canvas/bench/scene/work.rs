//! The work line: fibres under the hand, and splices that lie on the mat.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::super::hand;
use super::super::hand::{Carried, Drag};
use super::super::layout::{PER_MM, SPLICE_X, WAIT_KEY, WORK_Y, rest_tip, sleeve_rest, to_work, towards_tip};
use super::{DEEP, HOT, Picture, SLEEVE, Shape, Thing, on_work_line};
use crate::app::canvas::pen::{Face, MIDDLE};
use crate::app::panels::gestures::side_of;
use crate::app::panels::tools::Tool;
use crate::app::theme;
use crate::fibre::bench::Bench;
use crate::fibre::end::STEADY_MM_S;
use crate::fibre::splice::{Core, Lies, Splice};
use crate::lab::action::Side;
use crate::plant::address::FibreId;

/// Whether a splice lies loose on the mat of the bench, where it stands now.
fn lies_on_mat(splice: &Splice, bench: &Bench) -> bool {
    !splice.parted && splice.lies == Lies::OnMat && splice.a.place == bench.place
}

impl Picture<'_, '_> {
    /// The fibres on the work line.
    pub(super) fn work(&mut self) {
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
        let joined = self.lab.state().splices.iter().any(|splice| lies_on_mat(splice, self.bench));
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
            self.sleeve(sleeve_rest(side), 40.0, false);
        }
        if self.hand.fibre == Some(fibre) {
            self.pen.ring(badge, 19.0, 2.5, theme::NOW);
        }
        let line = vec![vec2(tip.x - 230.0 * dir, WORK_Y), tip];
        self.hits.add(thing, Shape::Line(line, 9.0));
        if let Drag::Strip(pull) = self.hand.drag
            && pull.fibre == *fibre
        {
            self.pull(pull, side);
        } else if self.hand.tool == Tool::Stripper {
            self.ruler(side, tip, None);
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
    fn pull(&mut self, pull: &hand::Pull, side: Side) {
        let tip = rest_tip(side);
        self.ruler(side, tip, Some(pull.mm()));
        let at = vec2(pull.now_x, WORK_Y);
        self.pen.rect(Rect::from_center_half_size(at, vec2(7.0, 22.0)), 4.0, Color32::from_rgb(0xe5, 0x39, 0x35));
        self.pen.rect(Rect::from_center_half_size(at, vec2(3.0, 10.0)), 2.0, DEEP);
        let speed = pull.speed_mm_s(self.hand.now.saturating_duration_since(pull.since));
        let (key, colour) = if speed <= STEADY_MM_S { ("mat-steady", theme::TRACE) } else { ("mat-too-fast", HOT) };
        let text = format!("{} mm · {speed} mm/s · {}", pull.mm(), self.hand.lang.text(key));
        self.pen.text(text, at - vec2(0.0, 64.0), MIDDLE, 15.0, Face::Semibold, colour);
        self.speed_gauge(at - vec2(0.0, 42.0), speed);
    }

    /// Something on the mat is too hot to be laid away: the key that waits.
    fn wait_key(&mut self) {
        self.pen.rect(WAIT_KEY, 8.0, theme::MAT_CARD);
        let edge = if self.hand.hover == Some(&Thing::WaitKey) { theme::MAT_TEXT } else { theme::MAT_TEXT_SOFT };
        self.pen.outline(WAIT_KEY, 8.0, 1.5, edge);
        let text = self.hand.lang.text("verb-wait");
        self.pen.text(text, WAIT_KEY.center(), MIDDLE, 14.0, Face::Semibold, theme::MAT_TEXT);
        self.hits.area(Thing::WaitKey, WAIT_KEY);
    }

    /// How fast the hand pulls: below the notch the coating comes off clean.
    fn speed_gauge(&mut self, at: Vec2, speed: u16) {
        const HALF: Vec2 = vec2(70.0, 7.0);
        let x = |mm_s: u16| at.x + HALF.x * (2.0 * (f32::from(mm_s) / f32::from(2 * STEADY_MM_S)).min(1.0) - 1.0);
        let bar = Rect::from_center_half_size(at, HALF);
        self.pen.rect(bar.inflate(3.0), 9.0, DEEP);
        self.pen.rect(
            Rect { min: bar.min, max: vec2(x(STEADY_MM_S), bar.max.y) },
            5.0,
            Color32::from_rgb(0x3f, 0x7f, 0x8f),
        );
        self.pen.rect(
            Rect { min: vec2(x(STEADY_MM_S), bar.min.y), max: bar.max },
            5.0,
            Color32::from_rgb(0x8a, 0x55, 0x2f),
        );
        let needle = vec2(x(speed), at.y);
        self.pen.rect(Rect::from_center_half_size(needle, vec2(3.0, 11.0)), 3.0, theme::MAT_TEXT);
    }

    /// A splice that lies on the mat, between its two fibres.
    pub(super) fn splices_on_mat(&mut self) {
        let splices = &self.lab.state().splices;
        let shown = |at: &usize| lies_on_mat(&splices[*at], self.bench) || self.hand.carries(*at);
        let on_mat: Vec<usize> = (0..splices.len()).filter(shown).collect();
        for (row, number) in on_mat.into_iter().enumerate() {
            let y = WORK_Y - 26.0 * row as f32;
            let splice = &self.lab.state().splices[number];
            let carried = self.hand.carries(number);
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
                if hot {
                    self.wait_key();
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
}
