//! What the mat says: the fibre's card and the mark of the next gesture.

use bevy::math::{Rect, Vec2, vec2};

use super::super::hand::Drag;
use super::super::layout;
use super::super::layout::{
    BIN, BLADE_KEY, CARD, CLEAVER_BED, CUTTER, GROOVES, OVEN, PACK, SET_KEY, SLEEVES, SPLICE_X, STRIPPER, TAPE,
    WAIT_KEY, WORK_Y, electrodes, fan, rest_tip, sleeve_rest, towards_tip,
};
use super::{Picture, egui_colour};
use crate::app::canvas::pen;
use crate::app::canvas::pen::{Face, LEFT};
use crate::app::panels::gestures::side_of;
use crate::app::panels::tools::Tool;
use crate::app::theme;
use crate::fibre::bench::{Bench, open_fibres, splice_of};
use crate::fibre::coach::Gesture;
use crate::fibre::names::fibre_name;
use crate::fibre::splice::Lies;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::plant::address::FibreId;
use crate::units::Millis;

impl Picture<'_, '_> {
    /// The state of the fibre under the hand, in words: only what can be seen.
    pub(super) fn card(&mut self) {
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
    pub(super) fn next(&mut self) {
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
            // Where to go is said beside the mat.
            Gesture::GoTo | Gesture::SetUpBench => None,
            Gesture::Pick => hint.fibre.as_ref().map(|fibre| {
                let fibres = open_fibres(self.lab.scenario(), self.lab.state());
                let side = side_of(self.lab, fibre);
                let ours: Vec<&FibreId> = fibres.iter().filter(|other| side_of(self.lab, other) == side).collect();
                let index = ours.iter().position(|other| *other == fibre).unwrap_or(0);
                let points = fan(side, self.mouth(fibre), index, ours.len());
                points[points.len() - 1] + vec2(18.0 * towards_tip(side), 0.0)
            }),
            Gesture::SlideSleeve if self.hand.tool == Tool::Hand => {
                let target = hint.fibre.as_ref().map(|fibre| sleeve_rest(side_of(self.lab, fibre)));
                self.arrow(Some(SLEEVES.center()), target.unwrap_or(on_mat));
                None
            }
            // First the tool, then the fibre.
            Gesture::Strip if self.hand.tool != Tool::Stripper => Some(STRIPPER.center()),
            Gesture::Clean if self.hand.tool != Tool::Wipe => Some(PACK.center()),
            Gesture::Recut if self.hand.tool != Tool::Cutter => Some(CUTTER.center()),
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
            Gesture::Unload => Some(electrodes()),
            Gesture::CloseHood | Gesture::OpenHood => {
                let hood = Rect { min: GROOVES.min, max: GROOVES.max + vec2(0.0, 26.0) };
                self.pen.outline(hood.inflate(6.0), 10.0, 3.0, theme::NOW);
                None
            }
            Gesture::Fuse => Some(SET_KEY),
            Gesture::CentreSleeve => Some(on_mat),
            Gesture::Cool => {
                self.pen.outline(WAIT_KEY.inflate(4.0), 11.0, 3.0, theme::NOW);
                None
            }
            Gesture::Shrink => {
                self.arrow(Some(on_mat), OVEN.center());
                None
            }
            Gesture::Store => {
                let Action::Store { fibre, slot } = &hint.action else { return };
                let slots = self.lab.scenario().bench.as_ref().map_or(12, |bench| bench.slots);
                let splice = splice_of(&self.lab.state().splices, &self.bench.place, fibre);
                let from = match splice.map(|(_, splice)| splice.lies) {
                    Some(Lies::InSlot(wrong)) => layout::slot(wrong, slots).center(),
                    _ => on_mat,
                };
                self.arrow(Some(from), layout::slot(*slot, slots).center());
                None
            }
            Gesture::TapeScraps => Some(TAPE.center()),
            // What is done at the closure is marked in its own scene.
            _ => None,
        };
        if let Some(at) = at {
            self.pen.ring(at, 30.0, 3.0, theme::NOW);
        }
    }

    fn arrow(&mut self, from: Option<Vec2>, to: Vec2) {
        let Some(from) = from else { return };
        let bend = vec2((to.x - from.x) * 0.3, 60.0 * (to.y - from.y).signum());
        let way = pen::curve(from, bend * vec2(1.0, 0.2), bend, to);
        self.pen.dashes(&way, 3.0, theme::NOW);
        let dir = (to - way[way.len() - 3]).normalize_or_zero();
        let side = dir.perp() * 8.0;
        self.pen.fill(&[to + dir * 4.0, to - dir * 12.0 + side, to - dir * 12.0 - side], theme::NOW);
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
