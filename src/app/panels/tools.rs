//! The tool bar: big, numbered, drawn.

use bevy_egui::egui::{self, Color32, CornerRadius, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};

use crate::app::theme;
use crate::fibre::coach::Gesture;
use crate::locale::Lang;

/// What can be taken in the hand or turned to, in the order of a splice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tool {
    #[default]
    Hand,
    Sleeve,
    Stripper,
    Wipe,
    Cleaver,
    Splicer,
    Oven,
    Cassette,
    Bin,
    Cutter,
}

impl Tool {
    /// The tools of the bar; the number of each is its place, from 1.
    pub const BAR: [Tool; 9] = [
        Tool::Sleeve,
        Tool::Stripper,
        Tool::Wipe,
        Tool::Cleaver,
        Tool::Splicer,
        Tool::Oven,
        Tool::Cassette,
        Tool::Bin,
        Tool::Cutter,
    ];

    pub fn name(self, lang: Lang) -> String {
        lang.text(match self {
            Tool::Hand => "tool-hand",
            Tool::Sleeve => "tool-sleeve",
            Tool::Stripper => "tool-stripper",
            Tool::Wipe => "tool-wipe",
            Tool::Cleaver => "tool-cleaver",
            Tool::Splicer => "tool-splicer",
            Tool::Oven => "tool-oven",
            Tool::Cassette => "tool-cassette",
            Tool::Bin => "tool-bin",
            Tool::Cutter => "tool-cutter",
        })
    }

    /// One line that says how it is used on the mat.
    pub fn how(self, lang: Lang) -> String {
        lang.text(match self {
            Tool::Hand => "tool-hand-how",
            Tool::Sleeve => "tool-sleeve-how",
            Tool::Stripper => "tool-stripper-how",
            Tool::Wipe => "tool-wipe-how",
            Tool::Cleaver => "tool-cleaver-how",
            Tool::Splicer => "tool-splicer-how",
            Tool::Oven => "tool-oven-how",
            Tool::Cassette => "tool-cassette-how",
            Tool::Bin => "tool-bin-how",
            Tool::Cutter => "tool-cutter-how",
        })
    }

    /// The tool that a gesture is done with.
    pub fn of(gesture: Gesture) -> Self {
        match gesture {
            Gesture::GoTo
            | Gesture::SetUpBench
            | Gesture::Pick
            | Gesture::Cable
            | Gesture::Type
            | Gesture::Rack
            | Gesture::Ports => Tool::Hand,
            Gesture::SlideSleeve | Gesture::CentreSleeve => Tool::Sleeve,
            Gesture::Strip => Tool::Stripper,
            Gesture::Clean => Tool::Wipe,
            Gesture::Cleave => Tool::Cleaver,
            Gesture::Load | Gesture::Unload | Gesture::CloseHood | Gesture::Fuse | Gesture::OpenHood => Tool::Splicer,
            Gesture::Shrink | Gesture::Cool => Tool::Oven,
            Gesture::Store => Tool::Cassette,
            Gesture::RingCut | Gesture::PullJacket | Gesture::CutAramid | Gesture::CutTube => Tool::Cutter,
            Gesture::WipeGel => Tool::Wipe,
            Gesture::ClampCable | Gesture::AnchorAramid => Tool::Hand,
            Gesture::Coil
            | Gesture::CoverCassette
            | Gesture::UncoverCassette
            | Gesture::ShutClosure
            | Gesture::OpenClosure => Tool::Cassette,
            Gesture::BinScrap | Gesture::TapeScraps => Tool::Bin,
            Gesture::Recut => Tool::Cutter,
        }
    }
}

/// The bar; says which tool was taken. `next` is the tool of the next gesture, marked by a dot. Where there is little
/// room the buttons keep their drawing and number and lose their name.
pub fn tools_ui(ui: &mut Ui, chosen: Tool, next: Option<Tool>, lang: Lang) -> Option<Tool> {
    const GAP: f32 = 6.0;
    let count = Tool::BAR.len() as f32;
    let side = ((ui.available_width() - 60.0) / count - GAP).clamp(theme::TARGET, 76.0).floor();
    let mut taken = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (index, tool) in Tool::BAR.into_iter().enumerate() {
            if tool_button(ui, side, tool, index + 1, chosen == tool, next == Some(tool), lang).clicked() {
                taken = Some(if chosen == tool { Tool::Hand } else { tool });
            }
        }
    });
    taken
}

fn tool_button(
    ui: &mut Ui,
    side: f32,
    tool: Tool,
    number: usize,
    chosen: bool,
    next: bool,
    lang: Lang,
) -> egui::Response {
    let name = tool.name(lang);
    let named = side >= 70.0;
    let (rect, response) = theme::choice(ui, vec2(side, if named { 76.0 } else { 58.0 }), &name, chosen);
    let painter = ui.painter();
    painter.text(
        rect.left_top() + vec2(8.0, 5.0),
        egui::Align2::LEFT_TOP,
        number.to_string(),
        theme::semibold(14.0),
        theme::INK_SOFT,
    );
    if next {
        painter.circle_filled(rect.right_top() + vec2(-12.0, 12.0), 5.0, theme::NOW);
    }
    icon(painter, tool, pos2(rect.center().x, rect.top() + if named { 34.0 } else { 36.0 }));
    if named {
        let at = pos2(rect.center().x, rect.bottom() - 7.0);
        painter.text(at, egui::Align2::CENTER_BOTTOM, &name, theme::regular(14.0), theme::INK);
    }
    if named { response } else { response.on_hover_text(name) }
}

/// A small drawing of the tool.
fn icon(painter: &egui::Painter, tool: Tool, at: Pos2) {
    let ink = Stroke::new(2.0, theme::INK);
    let rect = |w: f32, h: f32| Rect::from_center_size(at, vec2(w, h));
    let boxed = |r: Rect, radius: u8, fill: Color32| {
        painter.rect(r, CornerRadius::same(radius), fill, Stroke::new(1.5, theme::INK), egui::StrokeKind::Inside);
    };
    let line = |x1: f32, y1: f32, x2: f32, y2: f32| painter.line_segment([at + vec2(x1, y1), at + vec2(x2, y2)], ink);
    match tool {
        Tool::Hand => {
            painter.circle_filled(at, 7.0, theme::INK);
        }
        Tool::Sleeve => boxed(rect(32.0, 11.0), 5, Color32::from_rgb(0xa9, 0xc4, 0xcc)),
        Tool::Stripper => {
            line(-14.0, -9.0, 10.0, 7.0);
            line(-14.0, 9.0, 10.0, -7.0);
            painter.circle_stroke(at + vec2(14.0, 8.0), 4.0, ink);
            painter.circle_stroke(at + vec2(14.0, -8.0), 4.0, ink);
        }
        Tool::Wipe => {
            boxed(rect(28.0, 18.0), 3, Color32::from_rgb(0xd0, 0xe6, 0xf5));
            line(-8.0, -3.0, 8.0, -3.0);
            line(-8.0, 3.0, 4.0, 3.0);
        }
        Tool::Cleaver => {
            boxed(rect(32.0, 12.0).translate(vec2(0.0, 5.0)), 3, Color32::from_rgb(0xa8, 0xb4, 0xba));
            let tip = at + vec2(0.0, 0.0);
            painter.add(Shape::convex_polygon(
                vec![tip, tip + vec2(-6.0, -10.0), tip + vec2(6.0, -10.0)],
                theme::INK,
                Stroke::NONE,
            ));
        }
        Tool::Splicer => {
            boxed(rect(32.0, 20.0), 3, Color32::from_rgb(0x11, 0x1a, 0x1e));
            let glass = Stroke::new(2.0, theme::TRACE);
            painter.line_segment([at + vec2(-12.0, 0.0), at + vec2(-3.0, 0.0)], glass);
            painter.line_segment([at + vec2(3.0, 0.0), at + vec2(12.0, 0.0)], glass);
        }
        Tool::Oven => {
            boxed(rect(30.0, 18.0), 6, Color32::from_rgb(0xe3, 0xcb, 0xbd));
            for x in [-7.0, 0.0, 7.0] {
                line(x, -4.0, x, 4.0);
            }
        }
        Tool::Cassette => {
            boxed(rect(32.0, 20.0), 9, theme::CARD);
            for y in [-4.0, 0.0, 4.0] {
                line(-6.0, y, 6.0, y);
            }
        }
        Tool::Bin => {
            let corner = |x: f32, y: f32| at + vec2(x, y);
            painter.add(Shape::convex_polygon(
                vec![corner(-11.0, -8.0), corner(11.0, -8.0), corner(8.0, 10.0), corner(-8.0, 10.0)],
                Color32::from_rgb(0xf2, 0xc9, 0x4c),
                Stroke::new(1.5, theme::INK),
            ));
            line(-13.0, -9.0, 13.0, -9.0);
        }
        Tool::Cutter => {
            line(-12.0, -10.0, 8.0, 8.0);
            line(12.0, -10.0, -8.0, 8.0);
            painter.circle_stroke(at + vec2(-10.0, 9.0), 3.5, ink);
            painter.circle_stroke(at + vec2(10.0, 9.0), 3.5, ink);
        }
    }
}
