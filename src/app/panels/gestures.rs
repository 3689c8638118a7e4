//! The gesture of the chosen tool with its numbers: everything the hand does on the mat, done by keyboard.

use bevy_egui::egui::{self, Ui};

use super::tools::Tool;
use crate::app::theme;
use crate::fibre::bench::{Splicer, splice_of};
use crate::fibre::names::fibre_name;
use crate::fibre::splicer::{Alignment, MOST_OVERLAP_UM};
use crate::lab::Lab;
use crate::lab::action::{Action, Side, Wipe, careful};
use crate::locale::{Lang, Message};
use crate::plant::address::FibreId;
use crate::scenario::stock;

/// The numbers of the gestures, as they were set last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    pub strip_mm: u16,
    pub speed_mm_s: u16,
    pub passes: u8,
    pub used_wipe: bool,
    pub cleave_mm: u16,
    pub lift_deg: u8,
    pub tip_um: i32,
    pub askew_deg: u8,
    /// What the splicer is to overlap.
    pub overlap_um: u16,
    pub offset_mm: i16,
    pub slot: u16,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            strip_mm: careful::STRIP_MM,
            speed_mm_s: careful::strip_speed(),
            passes: careful::passes(),
            used_wipe: false,
            cleave_mm: careful::CLEAVE_MM,
            lift_deg: 0,
            tip_um: careful::tip(),
            askew_deg: 0,
            overlap_um: crate::fibre::splicer::USUAL_OVERLAP_UM,
            offset_mm: 0,
            slot: 1,
        }
    }
}

impl Numbers {
    /// Changes the main number of a tool by one unit of the trade, or its second number.
    pub fn nudge(&mut self, tool: Tool, second: bool, by: i32) {
        fn moved(value: i64, by: i32, least: i64, most: i64) -> i64 {
            (value + i64::from(by)).clamp(least, most)
        }
        match (tool, second) {
            (Tool::Stripper, false) => self.strip_mm = moved(self.strip_mm.into(), by, 1, 60) as u16,
            (Tool::Stripper, true) => self.speed_mm_s = moved(self.speed_mm_s.into(), 5 * by, 5, 200) as u16,
            (Tool::Wipe, _) => self.passes = moved(self.passes.into(), by, 1, 10) as u8,
            (Tool::Cleaver, false) => self.cleave_mm = moved(self.cleave_mm.into(), by, 5, 20) as u16,
            (Tool::Cleaver, true) => self.lift_deg = moved(self.lift_deg.into(), by, 0, 30) as u8,
            (Tool::Splicer, false) => self.tip_um = moved(self.tip_um.into(), 100 * by, -1000, 5000) as i32,
            (Tool::Splicer, true) => self.askew_deg = moved(self.askew_deg.into(), by, 0, 20) as u8,
            (Tool::Sleeve, _) => self.offset_mm = moved(self.offset_mm.into(), by, -60, 60) as i16,
            (Tool::Cassette, _) => self.slot = moved(self.slot.into(), by, 1, 144) as u16,
            (Tool::Hand | Tool::Oven | Tool::Bin | Tool::Cutter, _) => {}
        }
    }
}

/// The action that Enter does: the first one the panel offers for this tool and fibre.
pub fn main_action(lab: &Lab, tool: Tool, fibre: &FibreId, numbers: &Numbers) -> Action {
    let fibre = fibre.clone();
    let bench = lab.state().bench.as_ref();
    let spliced = bench.is_some_and(|bench| splice_of(&lab.state().splices, &bench.place, &fibre).is_some());
    match tool {
        Tool::Hand => Action::Pick { fibre },
        Tool::Sleeve if spliced => Action::CentreSleeve { fibre, offset_mm: numbers.offset_mm },
        Tool::Sleeve => Action::SlideSleeve { fibre, sleeve: sleeve_in_stock(lab) },
        Tool::Stripper => Action::Strip { fibre, mm: numbers.strip_mm, speed_mm_s: numbers.speed_mm_s },
        Tool::Wipe => Action::Clean {
            fibre,
            passes: numbers.passes,
            wipe: if numbers.used_wipe { Wipe::Used } else { Wipe::Fresh },
        },
        Tool::Cleaver => Action::Cleave { fibre, mm: numbers.cleave_mm, lift_deg: numbers.lift_deg },
        Tool::Splicer => match bench.map(|bench| &bench.splicer) {
            Some(splicer) if !splicer.hood_open => {
                let fused = lab
                    .state()
                    .splices
                    .iter()
                    .any(|splice| !splice.parted && splice.lies == crate::fibre::splice::Lies::InSplicer);
                if fused { Action::OpenHood } else { Action::Fuse { force: false } }
            }
            Some(splicer) if splicer.left.is_some() && splicer.right.is_some() => Action::CloseHood,
            _ => load(lab, fibre, numbers),
        },
        Tool::Oven => Action::Shrink { fibre },
        Tool::Cassette => Action::Store { fibre, slot: numbers.slot },
        Tool::Bin => Action::BinScrap,
        Tool::Cutter => Action::Recut { fibre },
    }
}

/// Lays a fibre in the groove of its side, or in the other one if that is taken.
fn load(lab: &Lab, fibre: FibreId, numbers: &Numbers) -> Action {
    let side = side_of(lab, &fibre);
    let taken = lab.state().bench.as_ref().is_some_and(|bench| bench.splicer.side(side).is_some());
    let side = if taken { side.other() } else { side };
    Action::Load { fibre, side, tip_um: numbers.tip_um, askew_deg: numbers.askew_deg }
}

/// The side from which a fibre comes to the bench: cables that arrive come from the left.
pub fn side_of(lab: &Lab, fibre: &FibreId) -> Side {
    let place = lab.state().bench.as_ref().map(|bench| bench.place.as_str());
    match lab.scenario().cable(&fibre.cable) {
        Some(cable) if Some(cable.from.as_str()) == place => Side::Right,
        _ => Side::Left,
    }
}

/// The first kind of sleeve that there is, else the usual one.
pub fn sleeve_in_stock(lab: &Lab) -> String {
    let stock = &lab.state().stock;
    ["sleeve-60", "sleeve-40"]
        .into_iter()
        .find(|item| stock.get(*item).is_some_and(|left| *left > 0))
        .map_or_else(careful::sleeve, str::to_owned)
}

/// The panel: which fibre, which numbers, and the buttons. Returns what was asked for.
pub fn gestures_ui(
    ui: &mut Ui,
    lab: &Lab,
    tool: Tool,
    fibre: &mut Option<FibreId>,
    fibres: &[FibreId],
    numbers: &mut Numbers,
    lang: Lang,
) -> Option<Action> {
    let mut asked = None;
    let say = |key: &'static str| lang.text(key);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
        if !matches!(tool, Tool::Bin) {
            fibre_box(ui, lab, fibre, fibres, lang);
        }
        let button = |ui: &mut Ui, text: String| theme::quiet_button(ui, text).clicked();
        match tool {
            Tool::Stripper => {
                theme::number_field(ui, &say("number-mm"), &mut numbers.strip_mm, 1..=60, 1.0);
                theme::number_field(ui, &say("number-speed"), &mut numbers.speed_mm_s, 5..=200, 1.0);
            }
            Tool::Wipe => {
                theme::number_field(ui, &say("number-passes"), &mut numbers.passes, 1..=10, 1.0);
                theme::switch(ui, &mut numbers.used_wipe, &say("number-used-wipe"));
            }
            Tool::Cleaver => {
                theme::number_field(ui, &say("number-mm"), &mut numbers.cleave_mm, 5..=20, 1.0);
                theme::number_field(ui, &say("number-lift"), &mut numbers.lift_deg, 0..=30, 1.0);
            }
            Tool::Splicer => {
                theme::number_field(ui, &say("number-tip"), &mut numbers.tip_um, -1000..=5000, 100.0);
                theme::number_field(ui, &say("number-askew"), &mut numbers.askew_deg, 0..=20, 1.0);
            }
            Tool::Sleeve => theme::number_field(ui, &say("number-offset"), &mut numbers.offset_mm, -60..=60, 1.0),
            Tool::Cassette => theme::number_field(ui, &say("number-slot"), &mut numbers.slot, 1..=144, 1.0),
            Tool::Hand | Tool::Oven | Tool::Bin | Tool::Cutter => {}
        }
        let Some(chosen) = fibre.clone() else { return };
        let mut offer = |ui: &mut Ui, action: Action| {
            if button(ui, say(verb(&action))) {
                asked = Some(action);
            }
        };
        match tool {
            Tool::Hand => {
                offer(ui, Action::Pick { fibre: chosen.clone() });
                offer(ui, Action::PutBack { fibre: chosen });
            }
            Tool::Splicer => {
                for side in Side::BOTH {
                    let (tip_um, askew_deg) = (numbers.tip_um, numbers.askew_deg);
                    offer(ui, Action::Load { fibre: chosen.clone(), side, tip_um, askew_deg });
                }
                let splicer = lab.state().bench.as_ref().map(|bench| bench.splicer.clone()).unwrap_or_default();
                for side in Side::BOTH {
                    if splicer.side(side).is_some() && splicer.hood_open {
                        offer(ui, Action::Unload { side });
                    }
                }
                if splicer.hood_open {
                    offer(ui, Action::CloseHood);
                } else {
                    offer(ui, Action::Fuse { force: false });
                    if matches!(splicer.screen, crate::fibre::bench::Screen::Complains(_)) {
                        offer(ui, Action::Fuse { force: true });
                    }
                    if matches!(splicer.screen, crate::fibre::bench::Screen::Fused { .. }) {
                        offer(ui, Action::ReArc);
                    }
                    offer(ui, Action::OpenHood);
                }
                settings(ui, lab, &splicer, numbers, &mut offer, lang);
            }
            Tool::Cleaver => {
                offer(ui, main_action(lab, tool, &chosen, numbers));
                offer(ui, Action::TurnBlade);
            }
            Tool::Oven => {
                offer(ui, main_action(lab, tool, &chosen, numbers));
                offer(ui, Action::Wait { seconds: 30 });
            }
            Tool::Bin => {
                offer(ui, Action::BinScrap);
                offer(ui, Action::TapeScraps);
            }
            Tool::Sleeve | Tool::Stripper | Tool::Wipe | Tool::Cassette | Tool::Cutter => {
                offer(ui, main_action(lab, tool, &chosen, numbers));
            }
        }
    });
    asked
}

/// The splicer's menu: what it lines up, its overlap, its arc and its electrodes.
fn settings(
    ui: &mut Ui,
    lab: &Lab,
    splicer: &Splicer,
    numbers: &mut Numbers,
    offer: &mut impl FnMut(&mut Ui, Action),
    lang: Lang,
) {
    let setting = lab.scenario().bench.as_ref().map(|bench| bench.splicer.clone()).unwrap_or_default();
    if setting.can_choose {
        let now = splicer.alignment.unwrap_or(setting.alignment);
        let other = if now == Alignment::Core { Alignment::Cladding } else { Alignment::Core };
        offer(ui, Action::SetSplicer { alignment: Some(other), overlap_um: None });
    }
    if let Some(electrodes) = &splicer.electrodes {
        if !splicer.hood_open && splicer.left.is_none() && splicer.right.is_none() {
            offer(ui, Action::StabiliseArc);
        }
        if splicer.hood_open && (electrodes.is_worn_out() || lab.state().stock.contains_key(stock::ELECTRODES)) {
            offer(ui, Action::ChangeElectrodes);
        }
    }
    theme::number_field(ui, &lang.text("number-overlap"), &mut numbers.overlap_um, 0..=MOST_OVERLAP_UM, 1.0);
    if numbers.overlap_um != splicer.overlap_um.unwrap_or(setting.overlap_um) {
        offer(ui, Action::SetSplicer { alignment: None, overlap_um: Some(numbers.overlap_um) });
    }
}

/// Which fibre the keys and buttons act on.
fn fibre_box(ui: &mut Ui, lab: &Lab, fibre: &mut Option<FibreId>, fibres: &[FibreId], lang: Lang) {
    let name = |fibre: &FibreId| lang.say(&fibre_name(lab.scenario(), fibre));
    let choices: Vec<(FibreId, String)> = fibres.iter().map(|fibre| (fibre.clone(), name(fibre))).collect();
    theme::menu_box(ui, 250.0, &lang.text("number-no-fibre"), fibre, &choices);
}

/// The word on the button of an action.
pub fn verb(action: &Action) -> &'static str {
    match action {
        Action::Pick { .. } => "verb-pick",
        Action::PutBack { .. } => "verb-put-back",
        Action::SlideSleeve { .. } => "verb-slide-sleeve",
        Action::Strip { .. } => "verb-strip",
        Action::Clean { .. } => "verb-clean",
        Action::TurnBlade => "verb-turn-blade",
        Action::ReArc => "verb-re-arc",
        Action::StabiliseArc => "verb-stabilise-arc",
        Action::ChangeElectrodes => "verb-change-electrodes",
        Action::SetSplicer { alignment: Some(Alignment::Core), .. } => "verb-align-core",
        Action::SetSplicer { alignment: Some(Alignment::Cladding), .. } => "verb-align-cladding",
        Action::SetSplicer { .. } => "verb-set-overlap",
        Action::Cleave { .. } => "verb-cleave",
        Action::BinScrap => "verb-bin-scrap",
        Action::TapeScraps => "verb-tape-scraps",
        Action::Recut { .. } => "verb-recut",
        Action::Load { side: Side::Left, .. } => "verb-load-left",
        Action::Load { side: Side::Right, .. } => "verb-load-right",
        Action::Unload { side: Side::Left } => "verb-unload-left",
        Action::Unload { side: Side::Right } => "verb-unload-right",
        Action::CloseHood => "verb-close-hood",
        Action::OpenHood => "verb-open-hood",
        Action::Fuse { force: false } => "verb-fuse",
        Action::Fuse { force: true } => "verb-fuse-force",
        Action::CentreSleeve { .. } => "verb-centre-sleeve",
        Action::Shrink { .. } => "verb-shrink",
        Action::Store { .. } => "verb-store",
        Action::Coil { .. } => "verb-coil",
        Action::CoverCassette => "verb-cover-cassette",
        Action::UncoverCassette => "verb-uncover-cassette",
        Action::ShutClosure => "verb-shut-closure",
        Action::OpenClosure => "verb-open-closure",
        Action::RingCut { .. } => "verb-ring-cut",
        Action::PullJacket { .. } => "verb-pull-jacket",
        Action::CutAramid { .. } => "verb-cut-aramid",
        Action::ClampCable { .. } => "verb-clamp-cable",
        Action::AnchorAramid { .. } => "verb-anchor-aramid",
        Action::CutTube { .. } => "verb-cut-tube",
        Action::WipeGel { .. } => "verb-wipe-gel",
        Action::Unplug { .. } => "verb-unplug",
        Action::Plug { .. } => "verb-plug",
        Action::Cap { .. } => "verb-cap",
        Action::Type { .. } => "verb-type",
        Action::Connect { .. } => "verb-connect",
        Action::Disconnect { .. } => "verb-disconnect",
        Action::Inspect { .. } => "verb-inspect",
        Action::JudgeFace { good: true, .. } => "verb-judge-good",
        Action::JudgeFace { good: false, .. } => "verb-judge-bad",
        Action::CleanFace { .. } => "verb-clean-face",
        Action::SetSource { nm: Some(_), .. } => "verb-source-on",
        Action::SetSource { nm: None, .. } => "verb-source-off",
        Action::Measure { .. } => "verb-measure",
        Action::SetReference { .. } => "verb-reference",
        Action::LightRed { .. } => "verb-red-on",
        Action::PutOutRed => "verb-red-off",
        Action::ClipOn { .. } => "verb-clip-on",
        Action::ClipOff { .. } => "verb-clip-off",
        Action::Write { .. } => "verb-write",
        Action::TakeCord { .. } => "verb-take-cord",
        Action::LeadCord { .. } => "verb-lead-cord",
        Action::Label { .. } => "verb-label",
        Action::GoTo { .. } => "verb-go-to",
        Action::SetUpBench => "verb-set-up-bench",
        Action::Wait { .. } => "verb-wait",
        other => {
            let of_otdr = crate::fibre::otdr::words::verb(other);
            of_otdr.or_else(|| crate::rack::words::verb(other)).unwrap_or("verb-wait")
        }
    }
}

/// A sentence that says which number the arrows change, for the tools that have one.
pub fn nudges(tool: Tool) -> Option<Message> {
    match tool {
        Tool::Stripper | Tool::Cleaver | Tool::Splicer => Some(Message::new("nudge-two")),
        Tool::Wipe | Tool::Sleeve | Tool::Cassette => Some(Message::new("nudge-one")),
        Tool::Hand | Tool::Oven | Tool::Bin | Tool::Cutter => None,
    }
}
