//! What lies ready beside the cassette: sleeves, wipes, hand tools, adhesive tape.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::super::hand::Drag;
use super::super::layout::{CUTTER, PACK, SLEEVES, STRIPPER, TAPE, USED_WIPE, sleeve_rest};
use super::{BODY, DEEP, Picture, SLEEVE, Thing, on_work_line};
use crate::app::canvas::pen::{Face, MIDDLE};
use crate::app::panels::tools::Tool;
use crate::app::theme;
use crate::lab::action::Side;
use crate::locale::Message;

const BOX: Color32 = Color32::from_rgb(0x8c, 0x76, 0x5a);
const BOX_DARK: Color32 = Color32::from_rgb(0x6f, 0x5c, 0x44);
const CLOTH: Color32 = Color32::from_rgb(0xd6, 0xea, 0xf7);
const CLOTH_USED: Color32 = Color32::from_rgb(0x9f, 0xa9, 0xa8);
pub(super) const RED: Color32 = Color32::from_rgb(0xe5, 0x39, 0x35);

impl Picture<'_, '_> {
    pub(super) fn supplies(&mut self) {
        self.sleeve_box();
        self.wipes();
        self.hand_tools();
        self.tape();
    }

    /// The name of a supply under it, with what is left, and its ring when the hand is over it.
    fn supply(&mut self, thing: Thing, rect: Rect, text: String) {
        let at = vec2(rect.center().x, rect.max.y - 8.0);
        self.pen.text(text, at, MIDDLE, 13.0, Face::Regular, theme::MAT_TEXT_SOFT);
        if self.hand.hover == Some(&thing) && matches!(self.hand.drag, Drag::Nothing) {
            self.pen.outline(rect, 8.0, 2.0, theme::MAT_TEXT);
        }
        self.hits.area(thing, rect);
    }

    fn left_of(&self, is_item: impl Fn(&str) -> bool) -> u32 {
        self.lab.state().stock.iter().filter(|(item, _)| is_item(item)).map(|(_, left)| *left).sum()
    }

    fn sleeve_box(&mut self) {
        let left = self.left_of(|item| item.starts_with("sleeve"));
        let tray = Rect { min: SLEEVES.min + vec2(8.0, 4.0), max: SLEEVES.max - vec2(8.0, 20.0) };
        self.pen.rect(tray, 5.0, BOX_DARK);
        self.pen.rect(Rect { min: tray.min + vec2(4.0, 4.0), max: tray.max - vec2(4.0, 4.0) }, 3.0, DEEP);
        for row in 0..left.min(4) {
            let at = vec2(tray.center().x, tray.min.y + 9.0 + 8.0 * row as f32);
            self.pen.rect(Rect::from_center_half_size(at, vec2(32.0, 3.0)), 3.0, SLEEVE);
        }
        self.pen.rect(Rect { min: vec2(tray.min.x, tray.max.y - 5.0), max: tray.max }, 2.0, BOX);
        let text = Message::new("mat-sleeves").with("left", left);
        self.supply(Thing::SleeveBox, SLEEVES, self.hand.lang.say(&text));
    }

    fn wipes(&mut self) {
        let left = self.left_of(|item| item.starts_with("wipe"));
        let pack = Rect { min: PACK.min + vec2(18.0, 14.0), max: PACK.max - vec2(18.0, 18.0) };
        if left > 0 {
            let top = vec2(pack.center().x, pack.min.y);
            self.pen.fill(
                &[top + vec2(-14.0, 2.0), top + vec2(-4.0, -10.0), top + vec2(9.0, -7.0), top + vec2(14.0, 2.0)],
                CLOTH,
            );
        }
        self.pen.rect(pack, 4.0, Color32::from_rgb(0x4a, 0x7f, 0xa5));
        self.pen.rect(Rect::from_center_half_size(pack.center(), vec2(18.0, 5.0)), 3.0, CLOTH);
        let text = Message::new("mat-wipes").with("left", left);
        self.supply(Thing::WipePack, PACK, self.hand.lang.say(&text));
        if let Some(uses) = self.bench.wipe_uses {
            let at = vec2(USED_WIPE.center().x, USED_WIPE.min.y + 12.0);
            self.pen.fill(
                &[
                    at + vec2(-22.0, 4.0),
                    at + vec2(-10.0, -9.0),
                    at + vec2(14.0, -7.0),
                    at + vec2(22.0, 5.0),
                    at + vec2(2.0, 10.0),
                ],
                CLOTH_USED,
            );
            self.pen.line(at + vec2(-12.0, 2.0), at + vec2(10.0, -2.0), 1.5, Color32::from_rgb(0x7b, 0x86, 0x86));
            let text = Message::new("mat-used-wipe").with("uses", uses);
            self.supply(Thing::UsedWipe, USED_WIPE, self.hand.lang.say(&text));
        }
    }

    /// What is in the hand does not lie on the mat.
    fn hand_tools(&mut self) {
        let stripper = STRIPPER.center() - vec2(0.0, 10.0);
        if self.hand.tool != Tool::Stripper {
            self.pliers(stripper, RED);
        }
        self.supply(Thing::Stripper, STRIPPER, Tool::Stripper.name(self.hand.lang));
        let cutter = CUTTER.center() - vec2(0.0, 10.0);
        if self.hand.tool != Tool::Cutter {
            self.scissors(cutter);
        }
        self.supply(Thing::Cutter, CUTTER, Tool::Cutter.name(self.hand.lang));
    }

    /// A stripper lying on its side: two handles that cross at the jaw.
    pub(super) fn pliers(&mut self, at: Vec2, colour: Color32) {
        self.pen.line(at + vec2(34.0, -11.0), at + vec2(-10.0, 3.0), 7.0, colour);
        self.pen.line(at + vec2(34.0, 11.0), at + vec2(-10.0, -3.0), 7.0, colour);
        self.pen.line(at + vec2(-8.0, -4.0), at + vec2(-34.0, -2.0), 4.5, BODY);
        self.pen.line(at + vec2(-8.0, 4.0), at + vec2(-34.0, 2.0), 4.5, BODY);
        self.pen.circle(at + vec2(-8.0, 0.0), 5.0, Color32::from_rgb(0x6b, 0x78, 0x80));
    }

    pub(super) fn scissors(&mut self, at: Vec2) {
        self.pen.line(at + vec2(-34.0, -6.0), at + vec2(16.0, 7.0), 4.0, BODY);
        self.pen.line(at + vec2(-34.0, 6.0), at + vec2(16.0, -7.0), 4.0, BODY);
        for up in [-9.0, 9.0] {
            self.pen.ring(at + vec2(25.0, up), 8.0, 3.5, Color32::from_rgb(0x3f, 0x8f, 0x7a));
        }
    }

    fn tape(&mut self) {
        let at = vec2(TAPE.center().x, TAPE.min.y + 20.0);
        self.pen.circle(at, 17.0, Color32::from_rgb(0xd9, 0xb4, 0x6a));
        self.pen.circle(at, 9.0, theme::MAT);
        self.pen.line(at + vec2(0.0, 15.5), at + vec2(30.0, 15.5), 3.0, Color32::from_rgb(0xd9, 0xb4, 0x6a));
        self.supply(Thing::Tape, TAPE, self.hand.lang.text("mat-tape"));
    }

    /// A sleeve fresh from its box, on its way to a fibre.
    pub(super) fn new_sleeve(&mut self, at: Vec2) {
        self.sleeve(at, 40.0, false);
        for side in Side::BOTH {
            if on_work_line(self.lab, self.hand.fibre, side).is_some() {
                let target = sleeve_rest(side);
                self.pen.outline(Rect::from_center_half_size(target, vec2(46.0, 15.0)), 12.0, 2.5, theme::NOW);
            }
        }
    }
}
