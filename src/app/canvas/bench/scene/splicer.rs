//! The splicer on the mat: grooves, hood and keys.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::super::hand::{Carried, Drag};
use super::super::layout::{
    FORCE_KEY, GROOVES, PER_MM_IN_GROOVE, SET_KEY, SPLICER, electrodes, to_groove, towards_tip,
};
use super::super::splicer_screen;
use super::{BODY, BODY_DARK, DEEP, Picture, Shape, Thing};
use crate::app::canvas::pen::{Face, MIDDLE};
use crate::app::panels::gestures::side_of;
use crate::app::theme;
use crate::fibre::bench::Screen;
use crate::lab::action::Side;

impl Picture<'_, '_> {
    pub(super) fn splicer(&mut self) {
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
        self.hits.add(thing, Shape::Round(at, radius));
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
            self.hits.add(Thing::InGroove(groove), Shape::Line(vec![entry, tip], 8.0));
        }
    }
}
