//! What is in the hand and where it may go.

use bevy::math::{Rect, vec2};
use bevy_egui::egui::Color32;

use super::super::hand::{Carried, Drag};
use super::super::layout::{
    BIN, BLADE_X, CASSETTE, CLEAVER, CLEAVER_BED, GROOVES, OVEN, PER_MM, SPLICE_X, WORK_Y, electrodes, towards_tip,
};
use super::super::{hand, splicer_screen};
use super::Picture;
use super::supplies::RED;
use crate::app::canvas::pen;
use crate::app::canvas::pen::{Face, MIDDLE};
use crate::app::panels::gestures::side_of;
use crate::app::panels::tools::Tool;
use crate::app::theme;
use crate::lab::Lab;
use crate::lab::action::Side;
use crate::locale::Message;
use crate::plant::address::FibreId;

impl Picture<'_, '_> {
    /// What is in the hand and where it may go.
    pub(super) fn carried(&mut self) {
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
                let way = pen::curve(self.mouth(&fibre), vec2(120.0 * dir, 60.0), vec2(50.0 * dir, 0.0), edge);
                let mark = self.mark(&fibre);
                self.coated(&way, mark, 7.0);
                self.glass(edge, tip, end.dirt, end.cleave.is_some());
                if end.cleave.is_some() {
                    if self.bench.splicer.hood_open {
                        self.pen.outline(GROOVES.inflate(4.0), 8.0, 2.5, theme::NOW);
                    }
                    if GROOVES.inflate(20.0).contains(at) {
                        let groove = if at.x < electrodes().x + 30.0 * dir { side } else { side.other() };
                        let (tip_um, askew) = hand::drop_in_groove(at, groove_side(self.lab, &fibre, groove));
                        splicer_screen::reading(self.pen, tip_um, askew, self.hand.lang, GROOVES);
                    }
                } else if end.bare_mm > 0 {
                    self.pen.outline(CLEAVER.inflate(3.0), 12.0, 2.5, theme::NOW);
                    if CLEAVER.contains(at) {
                        let (mm, _) = hand::drop_on_cleaver(at, BLADE_X, CLEAVER_BED.center().y);
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
            Carried::NewSleeve => {
                let at = *at;
                self.new_sleeve(at);
            }
            Carried::Sleeve(number) => {
                let at = *at;
                if self.lab.state().splices.get(*number).is_some_and(|splice| splice.sleeve.is_some()) {
                    self.pen.outline(OVEN.inflate(3.0), 12.0, 2.5, theme::NOW);
                }
                let mm = hand::sleeve_offset(at.x, SPLICE_X);
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

    /// The tool that follows the cursor.
    pub(super) fn tool_in_hand(&mut self) {
        let Some(at) = self.hand.cursor else { return };
        if !matches!(self.hand.drag, Drag::Nothing | Drag::Wipe(_)) {
            return;
        }
        let below = at + vec2(16.0, 18.0);
        match self.hand.tool {
            Tool::Sleeve => self.sleeve(below, 30.0, false),
            Tool::Stripper if matches!(self.hand.drag, Drag::Nothing) => self.pliers(at + vec2(36.0, 14.0), RED),
            Tool::Wipe => {
                let cloth = Rect::from_center_half_size(at + vec2(0.0, 4.0), vec2(20.0, 14.0));
                self.pen.rect(cloth, 4.0, Color32::from_rgba_unmultiplied(0xd6, 0xea, 0xf7, 220));
                if let Drag::Wipe(strokes) = self.hand.drag {
                    let message = Message::new("mat-passes").with("count", strokes.passes);
                    let text = self.hand.lang.say(&message);
                    self.pen.text(text, at - vec2(0.0, 28.0), MIDDLE, 15.0, Face::Semibold, theme::TRACE);
                }
            }
            Tool::Cutter => self.scissors(at + vec2(36.0, 14.0)),
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
