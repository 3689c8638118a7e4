//! The splicer's own screen: both ends in two views, as its cameras see them, and what it says.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::layout::SCREEN;
use crate::app::canvas::pen::{Face, LEFT, Pen, RIGHT};
use crate::app::theme;
use crate::fibre::bench::{Bench, Screen};
use crate::fibre::end::End;
use crate::fibre::splicer::{Defect, Loaded};
use crate::lab::action::Side;
use crate::locale::Lang;

const GLASS: Color32 = theme::TRACE;
const AMBER: Color32 = Color32::from_rgb(0xff, 0xb4, 0x54);
const GREEN: Color32 = Color32::from_rgb(0x7c, 0xe0, 0x91);
/// Half the width of the glass on the screen, in design units.
const HALF: f32 = 12.0;

/// Draws the screen. `glow` is how bright the arc still is, 0 to 1.
pub fn draw(pen: &mut Pen, bench: &Bench, glow: f32, lang: Lang) {
    pen.rect(SCREEN, 8.0, Color32::from_rgb(0x0c, 0x13, 0x17));
    let splicer = &bench.splicer;
    let views = [("X", SCREEN.min.y + 46.0), ("Y", SCREEN.min.y + 96.0)];
    for (axis, (name, y)) in views.into_iter().enumerate() {
        pen.text(name, vec2(SCREEN.min.x + 8.0, y - 22.0), LEFT, 12.0, Face::Mono, theme::MAT_TEXT_SOFT);
        match &splicer.screen {
            Screen::Fused { defects, .. } => joined(pen, y, defects),
            Screen::Held { .. } if splicer.left.is_none() && splicer.right.is_none() => joined(pen, y, &[]),
            _ => {
                for side in Side::BOTH {
                    if let Some(loaded) = splicer.side(side) {
                        let end = bench.ends.get(&loaded.fibre);
                        half(pen, side, loaded, end, axis, y);
                    }
                }
            }
        }
        if glow > 0.0 {
            let centre = vec2(SCREEN.center().x, y);
            for (radius, alpha) in [(26.0, 60.0), (16.0, 120.0), (7.0, 255.0)] {
                let colour = Color32::from_rgba_unmultiplied(0xe6, 0xf4, 0xff, (alpha * glow) as u8);
                pen.circle(centre, radius, colour);
            }
        }
    }
    let (lines, colour) = says(bench, lang);
    let lines = lines.iter().flat_map(|line| wrapped(line));
    for (index, line) in lines.take(4).enumerate() {
        let at = vec2(SCREEN.min.x + 8.0, SCREEN.min.y + 128.0 + 15.0 * index as f32);
        pen.text(line, at, LEFT, 12.5, Face::Mono, colour);
    }
}

/// A line cut between words so that it fits the screen.
fn wrapped(line: &str) -> Vec<String> {
    const WIDEST: usize = 21;
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.last_mut().expect("there is always one");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > WIDEST {
            lines.push(format!("  {word}"));
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// One end from its side towards the middle, with the angle, dirt and gap that this view shows.
fn half(pen: &mut Pen, side: Side, loaded: &Loaded, end: Option<&End>, axis: usize, y: f32) {
    let dir = match side {
        Side::Left => 1.0,
        Side::Right => -1.0,
    };
    let outer = if side == Side::Left { SCREEN.min.x + 4.0 } else { SCREEN.max.x - 4.0 };
    // 0.8 mm before the axis is drawn 18 units from it; past the axis it crosses over.
    let gap = (loaded.tip_um as f32 / 800.0 * 18.0).clamp(-14.0, 70.0);
    let tip = SCREEN.center().x - dir * gap;
    let cleave = end.and_then(|end| end.cleave);
    let angle = cleave.map_or(0.0, |cleave| cleave.angle[axis].degrees() as f32);
    // Angles are shown three times too large, as splicers do.
    let lean = (angle * 3.0).clamp(-50.0, 50.0).to_radians().tan() * HALF;
    let askew =
        f32::from(loaded.askew_deg).to_radians().tan() * (tip - outer).abs() * if axis == 0 { 1.0 } else { 0.3 };
    let at = |x: f32, dy: f32| vec2(x, y + dy + askew * ((x - outer) / (tip - outer).clamp(-200.0, 200.0)).abs());
    let ragged = cleave.is_none();
    let corners = [
        at(outer, -HALF),
        at(tip + dir * lean - if ragged { dir * 9.0 } else { 0.0 }, -HALF),
        at(tip - dir * lean, HALF),
        at(outer, HALF),
    ];
    pen.ribbon(&corners[0..2], 1.8, GLASS);
    pen.ribbon(&corners[2..4], 1.8, GLASS);
    if ragged {
        let middle = at(tip - dir * 3.0, 0.0);
        pen.ribbon(&[corners[1], middle + vec2(dir * 8.0, -3.0), middle, corners[2]], 1.8, GLASS);
    } else {
        pen.ribbon(&corners[1..3], 1.8, GLASS);
    }
    // The core, a faint line in the middle.
    pen.line(at(outer, 0.0), at(tip, 0.0), 1.0, Color32::from_rgba_unmultiplied(0x8f, 0xd3, 0xe8, 70));
    let Some(end) = end else { return };
    if let Some(cleave) = cleave {
        if cleave.chip.0 > 100 {
            let size = 4.0 + cleave.chip.share() as f32 * 14.0;
            let corner = corners[1];
            let bite = [corner, corner - vec2(dir * size, 0.0), corner + vec2(0.0, size)];
            pen.fill(&bite, Color32::from_rgb(0x0c, 0x13, 0x17));
            pen.line(bite[1], bite[2], 1.5, GLASS);
        }
        specks(pen, cleave.face_dirt.0, |t| at(tip - dir * 2.0, -HALF + 2.0 * HALF * t));
    }
    specks(pen, end.dirt.0, |t| at(tip - dir * (10.0 + 50.0 * t), if axis == 0 { -HALF } else { HALF }));
}

/// Dirt as dark specks with a bright rim, more of it where there is more.
fn specks(pen: &mut Pen, permille: u16, place: impl Fn(f32) -> Vec2) {
    for speck in 0..(permille / 60).min(10) {
        let t = (f32::from(speck) * 0.37 + 0.13).fract();
        let radius = 1.6 + (f32::from(speck) * 0.61).fract() * 1.8;
        pen.circle(place(t), radius, AMBER);
    }
}

/// The joint after the arc, with what went wrong drawn as it looks.
fn joined(pen: &mut Pen, y: f32, defects: &[Defect]) {
    let centre = vec2(SCREEN.center().x, y);
    let swell = if defects.contains(&Defect::Fat) {
        5.0
    } else if defects.contains(&Defect::Thin) {
        -5.0
    } else {
        0.0
    };
    for edge in [-1.0f32, 1.0] {
        let points: Vec<Vec2> = (0..=24)
            .map(|step| {
                let x = SCREEN.min.x + 4.0 + (SCREEN.width() - 8.0) * step as f32 / 24.0;
                let near = (-((x - centre.x) / 14.0).powi(2)).exp();
                vec2(x, y + edge * (HALF + swell * near))
            })
            .collect();
        pen.ribbon(&points, 1.8, GLASS);
    }
    pen.line(
        vec2(SCREEN.min.x + 4.0, y),
        vec2(SCREEN.max.x - 4.0, y),
        1.0,
        Color32::from_rgba_unmultiplied(0x8f, 0xd3, 0xe8, 70),
    );
    if defects.contains(&Defect::Line) {
        pen.line(centre - vec2(0.0, HALF), centre + vec2(0.0, HALF), 3.0, AMBER);
    }
    if defects.contains(&Defect::Bubble) {
        pen.ring(centre, 6.0, 2.0, AMBER);
    }
}

/// What it says, a few words a line, and how it says it.
fn says(bench: &Bench, lang: Lang) -> (Vec<String>, Color32) {
    let splicer = &bench.splicer;
    let lines = |key| vec![lang.text(key)];
    match &splicer.screen {
        Screen::Ready if splicer.electrodes.is_some_and(|electrodes| electrodes.is_due()) => {
            let worn = splicer.electrodes.is_some_and(|electrodes| electrodes.is_worn_out());
            (lines(if worn { "screen-arc-worn" } else { "screen-arc-due" }), AMBER)
        }
        Screen::Ready => {
            let key = match (splicer.left.is_some(), splicer.right.is_some(), splicer.hood_open) {
                (true, true, true) => "screen-close",
                (true, true, false) => "screen-set",
                (false, true, _) => "screen-wait-left",
                (true, false, _) => "screen-wait-right",
                (false, false, _) => "screen-wait-both",
            };
            (lines(key), theme::TRACE)
        }
        Screen::Complains(complaints) => (
            complaints.iter().take(3).map(|complaint| format!("! {}", lang.say(&complaint.message()))).collect(),
            AMBER,
        ),
        Screen::Fused { estimate, defects } => {
            let mut said = vec![format!("{} {}", lang.text("screen-estimate"), lang.loss(*estimate))];
            said.extend(defects.iter().take(2).map(|defect| format!("! {}", lang.say(&defect.message()))));
            (said, if defects.is_empty() { GREEN } else { AMBER })
        }
        Screen::Held { estimate } => {
            let estimated = format!("{} {}", lang.text("screen-estimate"), lang.loss(*estimate));
            (vec![estimated, lang.text("screen-held")], GREEN)
        }
        Screen::Broke => (lines("screen-broke"), AMBER),
    }
}

/// The small reading at the upper right of the body: what the motors see of the tips, while a fibre is carried.
pub fn reading(pen: &mut Pen, tip_um: i32, askew_deg: u8, lang: Lang, at: Rect) {
    let mm = lang.decimal(f64::from(tip_um) / 1000.0, 1);
    let colour = if (100..=3000).contains(&tip_um) && askew_deg < 3 { GREEN } else { AMBER };
    let text = if askew_deg == 0 { format!("{mm} mm") } else { format!("{mm} mm · {askew_deg}°") };
    pen.text(text, vec2(at.max.x - 6.0, at.min.y + 12.0), RIGHT, 14.0, Face::Mono, colour);
}
