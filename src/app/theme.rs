//! How it looks: a workshop. Warm paper panels around one dark mat; one orange says "here, now" and nothing else.

use bevy_egui::egui::{
    self, Align2, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Frame, Margin, Rect, Response,
    RichText, Sense, Stroke, TextStyle, Ui, Vec2, pos2, vec2,
};

pub use self::controls::{
    bare_number_field, choice, choice_chip, icon_button, menu_box, number_field, pressable_card, primary_button,
    quiet_button, segmented, switch,
};

use crate::locale::Lang;

mod controls;

pub const PAPER: Color32 = Color32::from_rgb(0xf6, 0xf3, 0xec);
pub const CARD: Color32 = Color32::from_rgb(0xff, 0xfd, 0xf8);
pub const LINE: Color32 = Color32::from_rgb(0xdd, 0xd6, 0xc8);
pub const INK: Color32 = Color32::from_rgb(0x1d, 0x24, 0x29);
/// Never below 14 px.
pub const INK_SOFT: Color32 = Color32::from_rgb(0x5c, 0x61, 0x66);
pub const MAT: Color32 = Color32::from_rgb(0x20, 0x2b, 0x31);
pub const MAT_CARD: Color32 = Color32::from_rgb(0x2a, 0x37, 0x3e);
pub const MAT_TEXT: Color32 = Color32::from_rgb(0xe9, 0xed, 0xef);
pub const MAT_TEXT_SOFT: Color32 = Color32::from_rgb(0x9f, 0xb0, 0xb8);
/// The next thing, the chosen tool, the drop target.
pub const NOW: Color32 = Color32::from_rgb(0xd9, 0x48, 0x0f);
/// Behind what is chosen now, and the hairline around it.
pub const NOW_PALE: Color32 = Color32::from_rgb(0xfd, 0xf1, 0xea);
pub const NOW_LINE: Color32 = Color32::from_rgb(0xe9, 0xc4, 0xb0);
pub const GOOD: Color32 = Color32::from_rgb(0x2b, 0x8a, 0x3e);
pub const PARTIAL: Color32 = Color32::from_rgb(0xe6, 0x77, 0x00);
pub const BAD: Color32 = Color32::from_rgb(0xc9, 0x2a, 0x2a);
/// Bare fibre and instrument traces.
pub const GLASS: Color32 = Color32::from_rgb(0xe7, 0xf5, 0xf9);
pub const TRACE: Color32 = Color32::from_rgb(0x8f, 0xd3, 0xe8);

/// Smallest side of what is clicked, in px.
pub const TARGET: f32 = 44.0;
pub const RADIUS: CornerRadius = CornerRadius::same(10);
/// Around what can be pressed or set.
pub const EDGE: Color32 = Color32::from_rgb(0xc9, 0xc0, 0xae);

pub const FONT_REGULAR: &[u8] = include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf");
pub const FONT_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf");
const FONT_BOLD: &[u8] = include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Bold.ttf");
pub const FONT_MONO: &[u8] = include_bytes!("../../assets/fonts/AtkinsonHyperlegibleMono-Regular.ttf");

fn semibold_family() -> FontFamily {
    FontFamily::Name("semibold".into())
}

fn bold_family() -> FontFamily {
    FontFamily::Name("bold".into())
}

pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

pub fn semibold(size: f32) -> FontId {
    FontId::new(size, semibold_family())
}

pub fn bold(size: f32) -> FontId {
    FontId::new(size, bold_family())
}

pub fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// A heading of a screen.
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).font(bold(28.0)).color(INK)
}

/// A heading of a card.
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(bold(20.0)).color(INK)
}

/// Running text.
pub fn body(text: impl Into<String>) -> RichText {
    RichText::new(text).font(regular(16.0)).color(INK)
}

/// Text that carries weight within running text.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(16.0)).color(INK)
}

/// A small remark: as small as text gets.
pub fn soft(text: impl Into<String>) -> RichText {
    RichText::new(text).font(regular(14.0)).color(INK_SOFT)
}

/// Gives the context our fonts and style. Once, before the first frame.
pub fn apply(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_theme(egui::Theme::Light);
    ctx.all_styles_mut(style);
}

/// Numbers in fields as the language writes them: French has a comma.
pub fn write_numbers(ctx: &egui::Context, lang: Lang) {
    let written = move |number: f64, decimals: std::ops::RangeInclusive<usize>| {
        let text = egui::emath::format_with_decimals_in_range(number, decimals);
        if lang == Lang::Fr { text.replace('.', ",") } else { text }
    };
    let written = egui::style::NumberFormatter::new(written);
    ctx.all_styles_mut(|style| style.number_formatter = written.clone());
}

fn fonts() -> FontDefinitions {
    // The default fonts stay behind ours: they have the signs that Atkinson Hyperlegible lacks. Arrows, µ, Ω, ≤ and ≥
    // are only in the monospaced one.
    let mut fonts = FontDefinitions::default();
    let of = |family| fonts.families.get(&family).cloned().unwrap_or_default();
    let mut fallback: Vec<String> = of(FontFamily::Monospace);
    fallback.extend(of(FontFamily::Proportional));
    for (name, bytes) in
        [("regular", FONT_REGULAR), ("semibold", FONT_SEMIBOLD), ("bold", FONT_BOLD), ("mono", FONT_MONO)]
    {
        fonts.font_data.insert(name.to_owned(), FontData::from_static(bytes).into());
    }
    let with = |first: &str| std::iter::once(first.to_owned()).chain(fallback.clone()).collect::<Vec<_>>();
    fonts.families.insert(FontFamily::Proportional, with("regular"));
    fonts.families.insert(semibold_family(), with("semibold"));
    fonts.families.insert(bold_family(), with("bold"));
    fonts.families.insert(FontFamily::Monospace, with("mono"));
    fonts
}

fn style(style: &mut egui::Style) {
    style.text_styles = [
        (TextStyle::Small, regular(14.0)),
        (TextStyle::Body, regular(16.0)),
        (TextStyle::Button, semibold(16.0)),
        (TextStyle::Heading, bold(20.0)),
        (TextStyle::Monospace, mono(14.0)),
    ]
    .into();
    style.spacing.item_spacing = vec2(8.0, 8.0);
    style.spacing.button_padding = vec2(14.0, 8.0);
    style.spacing.interact_size = vec2(TARGET, 36.0);
    style.spacing.slider_width = 200.0;
    // Room for the scroll bar, so that it never lies on a card.
    style.spacing.scroll.floating_allocated_width = 10.0;
    style.interaction.selectable_labels = false;
    let visuals = &mut style.visuals;
    visuals.override_text_color = None;
    visuals.panel_fill = PAPER;
    visuals.window_fill = CARD;
    visuals.window_stroke = Stroke::new(1.0, LINE);
    visuals.window_corner_radius = RADIUS;
    visuals.window_shadow = egui::Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(40) };
    visuals.popup_shadow = visuals.window_shadow;
    visuals.menu_corner_radius = RADIUS;
    visuals.extreme_bg_color = Color32::WHITE;
    visuals.faint_bg_color = PAPER;
    visuals.selection.bg_fill = NOW_PALE;
    visuals.selection.stroke = Stroke::new(2.0, NOW);
    visuals.hyperlink_color = INK;
    let widgets = &mut visuals.widgets;
    for (state, fill, stroke) in [
        (&mut widgets.noninteractive, CARD, Stroke::new(1.0, LINE)),
        (&mut widgets.inactive, CARD, Stroke::new(1.0, EDGE)),
        (&mut widgets.hovered, Color32::WHITE, Stroke::new(1.5, INK_SOFT)),
        (&mut widgets.active, NOW_PALE, Stroke::new(2.0, NOW)),
        (&mut widgets.open, CARD, Stroke::new(1.0, INK_SOFT)),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = stroke;
        state.fg_stroke = Stroke::new(1.5, INK);
        state.corner_radius = RADIUS;
        state.expansion = 0.0;
    }
}

/// Draws the ring of the keyboard's focus around a widget.
pub fn ring(ui: &Ui, response: Response) -> Response {
    if response.has_focus() {
        let rect = response.rect.expand(3.0);
        ui.painter().rect_stroke(rect, CornerRadius::same(12), Stroke::new(2.5, NOW), egui::StrokeKind::Outside);
    }
    response
}

/// A card on paper.
pub fn card() -> Frame {
    Frame::new().fill(CARD).stroke(Stroke::new(1.0, LINE)).corner_radius(RADIUS).inner_margin(Margin::same(16))
}

/// A small rounded label, as in the top bar.
pub fn chip(ui: &mut Ui, text: impl Into<String>) -> Response {
    let text = text.into();
    let galley = ui.painter().layout_no_wrap(text.clone(), regular(14.0), INK);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(24.0, 12.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &text));
    let rounded = CornerRadius::same(14);
    ui.painter().rect(rect, rounded, CARD, Stroke::new(1.0, LINE), egui::StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(12.0, 6.0), galley, INK);
    response
}

/// The card that says what to do now.
pub fn now_card(ui: &mut Ui, heading: &str, text: &str) {
    let response = Frame::new()
        .fill(CARD)
        .stroke(Stroke::new(1.0, NOW_LINE))
        .corner_radius(RADIUS)
        .inner_margin(Margin { left: 18, right: 14, top: 12, bottom: 14 })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(soft(heading));
            ui.label(RichText::new(text).font(bold(18.0)).color(INK));
        })
        .response;
    now_bar(ui, response.rect);
}

/// The orange edge that says "here, now".
pub fn now_bar(ui: &Ui, mut card: Rect) {
    card.set_width(6.0);
    ui.painter().rect_filled(card, CornerRadius { nw: 10, sw: 10, ne: 0, se: 0 }, NOW);
}

/// How a line of a checklist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    Done,
    Now,
    Later,
}

/// One line of a checklist, with its sign.
pub fn check_row(ui: &mut Ui, check: Check, text: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(22.0), Sense::hover());
        let painter = ui.painter();
        match check {
            Check::Done => {
                painter.circle_filled(rect.center(), 10.0, GOOD);
                tick(painter, rect.center(), 10.0, CARD);
            }
            Check::Now => {
                painter.circle_stroke(rect.center(), 9.0, Stroke::new(3.0, NOW));
            }
            Check::Later => {
                painter.circle_stroke(rect.center(), 9.0, Stroke::new(2.0, Color32::from_rgb(0xb0, 0xa9, 0x9b)));
            }
        }
        let font = if check == Check::Now { semibold(16.0) } else { regular(16.0) };
        let colour = if check == Check::Now { INK } else { INK_SOFT };
        ui.add(egui::Label::new(RichText::new(text).font(font).color(colour)).wrap());
    });
}

/// A tick drawn, so that no font has to have it.
fn tick(painter: &egui::Painter, at: egui::Pos2, size: f32, colour: Color32) {
    let point = |x: f32, y: f32| at + vec2(x, y) * size;
    let points = vec![point(-0.45, 0.02), point(-0.12, 0.36), point(0.46, -0.32)];
    painter.add(egui::Shape::line(points, Stroke::new(size * 0.24, colour)));
}

/// The sign of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Earned,
    Partial,
    Lost,
    NotJudged,
}

/// Draws the sign of a mark: ✓, ½, ✗ or –, always with its colour.
pub fn mark_sign(ui: &mut Ui, sign: Sign, size: f32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    let (painter, centre, radius) = (ui.painter(), rect.center(), size / 2.0);
    let colour = match sign {
        Sign::Earned => GOOD,
        Sign::Partial => PARTIAL,
        Sign::Lost => BAD,
        Sign::NotJudged => INK_SOFT,
    };
    painter.circle_filled(centre, radius, colour);
    let stroke = Stroke::new(radius * 0.2, CARD);
    match sign {
        Sign::Earned => tick(painter, centre, radius, CARD),
        Sign::Partial => {
            painter.text(centre, Align2::CENTER_CENTER, "½", bold(size * 0.5), CARD);
        }
        Sign::Lost => {
            let arm = radius * 0.36;
            painter.line_segment([centre - Vec2::splat(arm), centre + Vec2::splat(arm)], stroke);
            painter.line_segment([centre + vec2(-arm, arm), centre + vec2(arm, -arm)], stroke);
        }
        Sign::NotJudged => {
            let arm = radius * 0.4;
            painter.line_segment([centre - vec2(arm, 0.0), centre + vec2(arm, 0.0)], stroke);
        }
    }
}

/// One to three stars: how much the lab helps.
pub fn stars(ui: &mut Ui, count: usize) {
    let (rect, response) = ui.allocate_exact_size(vec2(18.0 * count as f32, 18.0), Sense::hover());
    for star in 0..count {
        let centre = pos2(rect.left() + 9.0 + 18.0 * star as f32, rect.center().y);
        let points = (0..10)
            .map(|corner| {
                let angle = std::f32::consts::TAU * corner as f32 / 10.0 - std::f32::consts::FRAC_PI_2;
                let radius = if corner % 2 == 0 { 8.0 } else { 3.6 };
                centre + vec2(angle.cos(), angle.sin()) * radius
            })
            .collect::<Vec<_>>();
        // A star is not convex: ten triangles from its centre fill it.
        for corner in 0..10 {
            let triangle = vec![centre, points[corner], points[(corner + 1) % 10]];
            ui.painter().add(egui::Shape::convex_polygon(triangle, PARTIAL, Stroke::NONE));
        }
    }
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, "★".repeat(count)));
}
