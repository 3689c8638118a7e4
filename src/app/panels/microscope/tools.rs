//! What cleans a face, as it lies in the hand: the pen that clicks, the cassette along which one wipes, the wipe.

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

use crate::app::theme;
use crate::fibre::face::Cleaner;
use crate::lab::action::Action;
use crate::locale::Lang;
use crate::plant::address::Termination;

/// The window of the cassette and the hand that wipes along it.
#[derive(Debug, Default)]
pub struct Ribbon {
    /// The ribbon in the window was wiped on.
    used: bool,
    /// Where the hand went, in points along the window.
    path: Vec<f32>,
}

/// A stroke shorter than this wipes nothing, in points.
const SHORTEST: f32 = 50.0;
/// Going back by more than this is rubbing to and fro, in points.
const BACK: f32 = 18.0;

/// Shows the three tools side by side; says what was wiped.
pub fn tools_ui(ui: &mut Ui, ribbon: &mut Ribbon, end: &Termination, lang: Lang) -> Option<Action> {
    let wipe =
        |cleaner, to_and_fro, used| Action::CleanFace { end: end.clone(), cleaner, strokes: 1, to_and_fro, used };
    let mut asked = None;
    ui.horizontal(|ui| {
        let pen = tool(ui, 112.0, &lang.text("wiping-click"), Sense::click(), draw_pen);
        if pen.clicked() {
            asked = Some(wipe(Cleaner::Click, false, false));
        }
        let used = ribbon.used;
        let cassette =
            tool(ui, 152.0, &lang.text("wiping-cassette"), Sense::click_and_drag(), |painter, rect, pressed| {
                draw_cassette(painter, rect, pressed, used);
            });
        if let (true, Some(at)) = (cassette.dragged(), cassette.interact_pointer_pos()) {
            ribbon.path.push(at.x);
        }
        let stroke = if cassette.clicked() {
            Some(false)
        } else if cassette.drag_stopped() {
            stroke_of(&std::mem::take(&mut ribbon.path))
        } else {
            None
        };
        if let Some(to_and_fro) = stroke {
            asked = Some(wipe(Cleaner::Cassette, to_and_fro, ribbon.used));
            ribbon.used = true;
        }
        let wet = tool(ui, 96.0, &lang.text("wiping-wet"), Sense::click(), draw_wipe);
        if wet.clicked() {
            asked = Some(wipe(Cleaner::Wet, false, false));
        }
    });
    if ribbon.used {
        ui.horizontal(|ui| {
            if theme::quiet_button(ui, lang.text("wiping-advance")).clicked() {
                ribbon.used = false;
            }
            ui.label(theme::soft(lang.text("wiping-ribbon-used")));
        });
    }
    asked
}

/// Whether a path along the window was a stroke, and whether it went to and fro.
fn stroke_of(path: &[f32]) -> Option<bool> {
    let (first, last) = (path.first()?, path.last()?);
    let (least, most) = path.iter().fold((f32::MAX, f32::MIN), |(least, most), x| (least.min(*x), most.max(*x)));
    if most - least < SHORTEST {
        return None;
    }
    let straight = (last - first).abs();
    Some(most - least - straight > BACK)
}

/// A card with a drawing of the tool and its name.
fn tool(ui: &mut Ui, width: f32, name: &str, sense: Sense, picture: impl FnOnce(&Painter, Rect, bool)) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 84.0), sense);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), name));
    let edge = if response.hovered() { theme::INK } else { theme::EDGE };
    ui.painter().rect(rect, theme::RADIUS, theme::CARD, Stroke::new(1.0, edge), StrokeKind::Inside);
    let inner = Rect::from_min_max(rect.min + vec2(8.0, 8.0), pos2(rect.right() - 8.0, rect.bottom() - 26.0));
    picture(ui.painter(), inner, response.is_pointer_button_down_on());
    let at = pos2(rect.center().x, rect.bottom() - 6.0);
    ui.painter().text(at, Align2::CENTER_BOTTOM, name, theme::semibold(14.0), theme::INK);
    theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand))
}

const BODY: Color32 = Color32::from_rgb(0x3d, 0x4a, 0x52);
const RIBBON: Color32 = Color32::from_rgb(0xf4, 0xf1, 0xe6);
const RIBBON_USED: Color32 = Color32::from_rgb(0xb4, 0xae, 0x9e);

fn draw_pen(painter: &Painter, rect: Rect, pressed: bool) {
    let push = if pressed { 8.0 } else { 0.0 };
    let y = rect.center().y;
    let body = Rect::from_min_max(pos2(rect.left() + push, y - 11.0), pos2(rect.right() - 34.0 + push, y + 11.0));
    painter.rect_filled(body, CornerRadius::same(9), BODY);
    for rib in 0..4 {
        let x = body.left() + 12.0 + 7.0 * rib as f32;
        painter.line_segment([pos2(x, y - 7.0), pos2(x, y + 7.0)], Stroke::new(2.0, theme::MAT_TEXT_SOFT));
    }
    let tip = Rect::from_min_max(pos2(body.right(), y - 6.0), pos2(rect.right() - 10.0, y + 6.0));
    painter.rect_filled(tip, CornerRadius::same(3), Color32::from_rgb(0xd8, 0xde, 0xe1));
    painter.rect_filled(Rect::from_min_size(tip.right_center() - vec2(2.0, 3.0), vec2(8.0, 6.0)), 2, RIBBON);
}

fn draw_cassette(painter: &Painter, rect: Rect, _pressed: bool, used: bool) {
    painter.rect_filled(rect, CornerRadius::same(8), Color32::from_rgb(0x2b, 0x6c, 0x8f));
    let window = Rect::from_min_max(rect.min + vec2(12.0, 13.0), rect.max - vec2(12.0, 13.0));
    painter.rect_filled(window, CornerRadius::same(3), if used { RIBBON_USED } else { RIBBON });
    if used {
        for (index, share) in [0.2f32, 0.45, 0.7].into_iter().enumerate() {
            let at = window.left_center() + vec2(window.width() * share, index as f32 * 3.0 - 3.0);
            painter.circle_filled(at, 2.5, Color32::from_rgb(0x5d, 0x56, 0x49));
        }
    }
    // One way only.
    let (from, to) = (window.left_center() + vec2(14.0, 0.0), window.right_center() - vec2(14.0, 0.0));
    let pen = Stroke::new(2.0, theme::INK_SOFT);
    painter.line_segment([from, to], pen);
    painter.line_segment([to, to + vec2(-7.0, -5.0)], pen);
    painter.line_segment([to, to + vec2(-7.0, 5.0)], pen);
}

fn draw_wipe(painter: &Painter, rect: Rect, pressed: bool) {
    let shift = if pressed { 2.0 } else { 0.0 };
    let cloth = Rect::from_center_size(rect.center() + vec2(-10.0, shift), vec2(48.0, 34.0));
    painter.rect(cloth, CornerRadius::same(3), RIBBON, Stroke::new(1.0, theme::EDGE), StrokeKind::Inside);
    painter.line_segment(
        [cloth.left_bottom() + vec2(6.0, -10.0), cloth.right_top() + vec2(-12.0, 6.0)],
        Stroke::new(1.0, theme::EDGE),
    );
    for (x, y, size) in [(16.0, -4.0, 7.0), (28.0, 6.0, 5.0)] {
        let at = rect.center() + vec2(x, y);
        painter.circle_filled(at, size, Color32::from_rgb(0x6f, 0xb4, 0xd6));
        painter.circle_filled(at - vec2(size * 0.3, size * 0.3), size * 0.3, Color32::WHITE);
    }
}

#[cfg(test)]
mod tests {
    use super::stroke_of;

    #[test]
    fn a_stroke_goes_one_way_and_rubbing_comes_back() {
        assert_eq!(stroke_of(&[]), None);
        assert_eq!(stroke_of(&[0.0, 20.0, 30.0]), None);
        assert_eq!(stroke_of(&[0.0, 40.0, 90.0]), Some(false));
        assert_eq!(stroke_of(&[90.0, 40.0, 0.0]), Some(false));
        assert_eq!(stroke_of(&[0.0, 80.0, 10.0, 85.0, 5.0]), Some(true));
    }
}
