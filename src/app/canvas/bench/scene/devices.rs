//! The cassette, the cleaver, the oven and the bin.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::super::hand::{Carried, Drag};
use super::super::layout;
use super::super::layout::{BIN, BLADE_KEY, BLADE_WHEEL, BLADE_X, CASSETTE, CLEAVER, CLEAVER_BED, OVEN, PER_MM};
use super::{BODY, BODY_DARK, DEEP, HOT, Picture, SLEEVE, Shape, Thing};
use crate::app::canvas::pen;
use crate::app::canvas::pen::{Face, LEFT, MIDDLE};
use crate::app::theme;
use crate::fibre::bench::splice_in_slot;

impl Picture<'_, '_> {
    pub(super) fn cassette(&mut self) {
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
            let lies = splice_in_slot(&self.lab.state().splices, &self.bench.place, number);
            // What the hand has taken out is drawn there.
            if let Some(splice) = lies.filter(|splice| !self.hand.carries(*splice)) {
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

    pub(super) fn cleaver(&mut self) {
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
        self.hits.add(Thing::BladeWheel, Shape::Round(BLADE_WHEEL, 18.0));
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
            self.hits.add(Thing::Scrap, Shape::Line(line, 8.0));
        }
    }

    /// The fibre in the cleaver, settling.
    pub(super) fn laid(&mut self) {
        let Some(laid) = self.hand.laid else { return };
        let end = self.end(&laid.fibre);
        let lift = laid.lift_deg(self.hand.now);
        let bed = CLEAVER_BED.center().y;
        let edge = vec2(BLADE_X - f32::from(laid.mm) * PER_MM, bed - f32::from(lift) * 1.6);
        let tip = vec2((edge.x + f32::from(end.bare_mm) * PER_MM).min(CLEAVER_BED.max.x + 30.0), bed);
        let way = pen::curve(self.mouth(&laid.fibre), vec2(90.0, 120.0), vec2(40.0, 0.0), edge);
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

    pub(super) fn oven(&mut self) {
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

    pub(super) fn bin(&mut self) {
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
}
