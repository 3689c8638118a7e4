//! The cables and their fans of fibres.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::super::layout::{SIZE, fan, towards_tip};
use super::{Picture, Shape, Thing};
use crate::app::canvas::pen::{Face, LEFT, RIGHT};
use crate::app::panels::gestures::side_of;
use crate::app::theme;
use crate::fibre::bench::{open_fibres, splice_of};
use crate::lab::action::Side;
use crate::plant::address::FibreId;

impl Picture<'_, '_> {
    pub(super) fn fans(&mut self) {
        let fibres = open_fibres(self.lab.scenario(), self.lab.state());
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
                self.hits.add(thing, Shape::Line(points, 3.0));
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
}
