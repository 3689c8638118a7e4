//! The cable along its ruler and the closure it goes into, as they are drawn.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::{CableScene, Grip, Thing, Tool, cable_here, depth_um};
use crate::app::canvas::closure::{closure_here, covers, paint};
use crate::app::canvas::pen::{Face, LEFT, MIDDLE, Pen, curve};
use crate::app::canvas::stage::{Hits, Seen, Shape};
use crate::app::panels::gestures::verb;
use crate::app::theme;
use crate::fibre::closure::{CableEnd, NO_GEL};
use crate::fibre::coach::Gesture;
use crate::fibre::preparing::ENTRIES;
use crate::locale::Message;
use crate::scenario::file::Cable;

pub const SIZE: Vec2 = Vec2::new(1000.0, 600.0);
const LEFT_X: f32 = 50.0;
/// Design units in a millimetre of cable.
const SCALE: f32 = 0.5;
const RULER_Y: f32 = 46.0;
const CABLE_Y: f32 = 176.0;
const BOX: Rect = Rect { min: Vec2::new(420.0, 350.0), max: Vec2::new(960.0, 580.0) };
const ANCHOR: Vec2 = Vec2::new(560.0, 460.0);
const JACKET: Color32 = Color32::from_rgb(0x0d, 0x12, 0x15);
const JACKET_SHINE: Color32 = Color32::from_rgb(0x4a, 0x58, 0x60);
const YARN: Color32 = Color32::from_rgb(0xe8, 0xc5, 0x4a);
const EDGE: Color32 = Color32::from_rgb(0x55, 0x68, 0x72);

/// Where a place along the cable is on the mat: its end lies at the left.
fn x_at(mm: u16) -> f32 {
    LEFT_X + f32::from(mm) * SCALE
}

/// The place along the cable, in whole centimetres: nobody reads a ruler finer at arm's length.
pub fn mm_at(x: f32) -> u16 {
    let mm = ((x - LEFT_X) / SCALE).clamp(0.0, 1900.0);
    (mm / 10.0).round() as u16 * 10
}

pub fn draw(pen: &mut Pen, seen: &Seen, scene: &CableScene) -> Hits<Thing> {
    let mut hits = Hits::default();
    let Some((id, end)) = cable_here(seen.lab) else { return hits };
    let Some(cable) = seen.lab.scenario().cable(id) else { return hits };
    ruler(pen, seen, scene);
    closure(pen, seen, scene, end, &mut hits);
    cable_end(pen, seen, scene, cable, end, &mut hits);
    if let Some(grip) = &scene.grip {
        held(pen, seen, scene, grip, end);
    }
    next(pen, seen, end);
    hits
}

fn ruler(pen: &mut Pen, seen: &Seen, scene: &CableScene) {
    let band = Rect { min: vec2(LEFT_X - 14.0, RULER_Y - 22.0), max: vec2(x_at(1900) + 14.0, RULER_Y + 20.0) };
    pen.rect(band, 5.0, Color32::from_rgb(0xd9, 0xb8, 0x5c));
    let ink = theme::INK;
    for mm in (0..=1900u16).step_by(50) {
        let long = mm % 500 == 0;
        let x = x_at(mm);
        let top = if long {
            22.0
        } else if mm % 100 == 0 {
            14.0
        } else {
            8.0
        };
        pen.line(vec2(x, RULER_Y + 20.0 - top), vec2(x, RULER_Y + 20.0), 1.5, ink);
        if mm % 100 == 0 && (mm % 200 == 0 || long) {
            pen.text((mm / 10).to_string(), vec2(x, RULER_Y - 10.0), MIDDLE, 13.0, Face::Semibold, ink);
        }
    }
    pen.text("cm", vec2(x_at(1900) - 20.0, RULER_Y - 10.0), MIDDLE, 13.0, Face::Regular, ink);
    // Where a tool would cut.
    let cuts = matches!(scene.tool, Tool::JacketCutter | Tool::Scissors | Tool::TubeCutter);
    if let Some(at) = scene.grip.as_ref().map(|grip| grip.from).or(scene.cursor).filter(|at| cuts && at.y < 330.0) {
        let mm = mm_at(at.x);
        let x = x_at(mm);
        pen.dashes(&[vec2(x, RULER_Y + 20.0), vec2(x, CABLE_Y + 90.0)], 2.0, theme::MAT_TEXT);
        let text = format!("{} cm", seen.lang.decimal(f64::from(mm) / 10.0, 0));
        pen.rect(Rect::from_center_half_size(vec2(x, 88.0), vec2(38.0, 13.0)), 6.0, theme::MAT_CARD);
        pen.text(text, vec2(x, 88.0), MIDDLE, 15.0, Face::Semibold, theme::MAT_TEXT);
    }
}

fn cable_end(pen: &mut Pen, seen: &Seen, scene: &CableScene, cable: &Cable, end: &CableEnd, hits: &mut Hits<Thing>) {
    let open = x_at(end.open_mm);
    let tubes = cable.tubes();
    let half = if end.open_mm == 0 { 20.0 } else { 20.0_f32.max(f32::from(tubes) * 15.0) };
    if end.open_mm > 0 {
        yarn(pen, end, half, hits);
        for tube in 1..=tubes {
            let y = CABLE_Y + (f32::from(tube) - f32::from(tubes + 1) / 2.0) * 30.0;
            draw_tube(pen, seen, scene, cable, end, tube, y, hits);
        }
    }
    // The jacket runs out of sight at the right; the free piece beyond a cut can be pulled off.
    let right = SIZE.x + 700.0;
    pen.ribbon(&[vec2(open, CABLE_Y), vec2(right, CABLE_Y)], 40.0, JACKET);
    pen.line(vec2(open, CABLE_Y - 10.0), vec2(right, CABLE_Y - 10.0), 2.5, JACKET_SHINE);
    pen.outline(
        Rect { min: vec2(open - 1.0, CABLE_Y - 20.0), max: vec2(open + 5.0, CABLE_Y + 20.0) },
        2.0,
        2.0,
        JACKET_SHINE,
    );
    hits.area(Thing::Jacket, Rect { min: vec2(open, CABLE_Y - 26.0), max: vec2(SIZE.x, CABLE_Y + 26.0) });
    let name = cable.name.get(seen.lang).to_owned();
    pen.text(name, vec2((open + 20.0).min(860.0), CABLE_Y - 34.0), LEFT, 15.0, Face::Semibold, theme::MAT_TEXT);
    if let Some(ring) = end.ring {
        let x = x_at(ring.mm);
        pen.line(vec2(x, CABLE_Y - 22.0), vec2(x, CABLE_Y + 22.0), 4.0, theme::MAT_TEXT);
        let depth = seen.lang.decimal(f64::from(ring.depth_um) / 1000.0, 1);
        pen.text(format!("{depth} mm"), vec2(x, CABLE_Y + 36.0), MIDDLE, 14.0, Face::Semibold, theme::MAT_TEXT);
    }
}

fn yarn(pen: &mut Pen, end: &CableEnd, half: f32, hits: &mut Hits<Thing>) {
    let open = x_at(end.open_mm);
    let left = x_at(end.open_mm.saturating_sub(end.aramid_mm.unwrap_or(end.open_mm)));
    let y = CABLE_Y - half - 18.0;
    for strand in 0..5 {
        let up = strand as f32 * 4.0;
        let wave = curve(
            vec2(open, CABLE_Y - 12.0),
            vec2(-40.0, 0.0),
            vec2(-40.0, 4.0),
            vec2(left.min(open - 8.0), y + up - 8.0),
        );
        if !end.anchored {
            pen.ribbon(&wave, 2.0, YARN);
        }
    }
    if end.anchored {
        let to = ANCHOR + vec2(0.0, -12.0);
        pen.ribbon(&curve(vec2(open, CABLE_Y + 12.0), vec2(-30.0, 90.0), vec2(0.0, 60.0), to), 4.0, YARN);
        pen.ring(ANCHOR, 15.0, 5.0, YARN);
    } else {
        hits.area(Thing::Yarn, Rect { min: vec2(left.min(open - 30.0), y - 16.0), max: vec2(open, y + 14.0) });
    }
}

#[allow(clippy::too_many_arguments, reason = "one tube among others, drawn where it lies")]
fn draw_tube(
    pen: &mut Pen,
    seen: &Seen,
    scene: &CableScene,
    cable: &Cable,
    end: &CableEnd,
    tube: u16,
    y: f32,
    hits: &mut Hits<Thing>,
) {
    let open = x_at(end.open_mm);
    let cut = end.tubes.get(&tube);
    let tip = cut.map_or(LEFT_X, |cut| x_at(end.open_mm.saturating_sub(cut.kept_mm)));
    let mark = cable.colours.mark(tube);
    if let Some(cut) = cut {
        let count = cable.fibres_in(tube);
        for number in 1..=count {
            let off = (f32::from(number) - f32::from(count + 1) / 2.0) * (22.0 / f32::from(count.max(4)));
            let colour = paint(Some(cable.colours.mark(number)));
            pen.line(vec2(LEFT_X, y + off * 1.2), vec2(tip, y + off * 0.4), 1.8, colour);
        }
        if cut.gel > NO_GEL {
            // Gel stands in drops along the fibres.
            let drops = 4 + usize::from(cut.gel.0) / 80;
            for drop in 0..drops {
                let x = LEFT_X + (tip - LEFT_X) * (drop as f32 + 0.5) / drops as f32;
                let at = vec2(x, y + 5.0 * ((drop * 7 % 5) as f32 - 2.0) * 0.6);
                pen.circle(at, 5.0, Color32::from_rgba_unmultiplied(0xd8, 0xe9, 0xc0, 150));
            }
        }
        hits.add(Thing::Fibres(tube), Shape::Area(Rect { min: vec2(LEFT_X, y - 14.0), max: vec2(tip, y + 14.0) }));
    }
    pen.ribbon(&[vec2(tip, y), vec2(open, y)], 17.0, JACKET);
    pen.ribbon(&[vec2(tip, y), vec2(open, y)], 13.0, paint(Some(mark)));
    if end.nicked.contains(&tube) {
        let x = open - 24.0;
        pen.line(vec2(x - 5.0, y - 9.0), vec2(x + 5.0, y + 9.0), 3.0, theme::BAD);
        pen.text("!", vec2(x + 14.0, y), MIDDLE, 17.0, Face::Semibold, theme::INK);
    }
    if seen.letters {
        let words = format!("{tube} {}", mark.colour.letters());
        let at = vec2(tip + 26.0, y);
        pen.rect(Rect::from_center_half_size(at, vec2(20.0, 9.0)), 5.0, theme::MAT_CARD);
        pen.text(words, at, MIDDLE, 13.0, Face::Semibold, theme::MAT_TEXT);
    }
    if scene.numbers.tube == tube && matches!(scene.tool, Tool::TubeCutter | Tool::Wipe) {
        pen.line(vec2(tip, y + 11.0), vec2(open, y + 11.0), 2.0, theme::MAT_TEXT);
    }
    hits.area(Thing::Tube(tube), Rect { min: vec2(tip, y - 13.0), max: vec2(open, y + 13.0) });
}

/// The closure: entries, anchor, cassette, lid.
fn closure(pen: &mut Pen, seen: &Seen, scene: &CableScene, end: &CableEnd, hits: &mut Hits<Thing>) {
    let state = closure_here(seen.lab).cloned().unwrap_or_default();
    let place = seen.lab.here().unwrap_or_default();
    let taken = seen.lab.scenario().closures.get(place).map(|setting| setting.taken.clone()).unwrap_or_default();
    pen.rect(BOX, 22.0, Color32::from_rgb(0x2f, 0x3e, 0x46));
    pen.outline(BOX, 22.0, 3.0, EDGE);
    for entry in 1..=ENTRIES {
        let at = vec2(BOX.min.x, BOX.min.y + 24.0 + 36.4 * f32::from(entry - 1));
        let ours = end.entry == Some(entry);
        let over = scene.grip.as_ref().is_some_and(|grip| grip.thing == Thing::Jacket)
            && scene.hover == Some(Thing::Entry(entry));
        if taken.contains(&entry) {
            pen.ribbon(&[vec2(-700.0, at.y), at], 20.0, JACKET);
        }
        if ours {
            let from = vec2(-700.0, at.y);
            pen.ribbon(&[from, at + vec2(40.0, 0.0)], 24.0, JACKET);
            pen.line(from - vec2(0.0, 6.0), at + vec2(40.0, -6.0), 2.0, JACKET_SHINE);
        }
        pen.circle(at, 16.0, if ours { theme::MAT_TEXT } else { Color32::from_rgb(0x1b, 0x25, 0x2a) });
        pen.ring(at, 16.0, if over { 4.0 } else { 2.0 }, if over { theme::NOW } else { theme::MAT_TEXT_SOFT });
        let colour = if ours { theme::INK } else { theme::MAT_TEXT };
        pen.text(entry.to_string(), at, MIDDLE, 15.0, Face::Semibold, colour);
        hits.add(Thing::Entry(entry), Shape::Round(at, 20.0));
    }
    pen.circle(ANCHOR, 12.0, theme::MAT_TEXT_SOFT);
    pen.line(ANCHOR - vec2(7.0, 0.0), ANCHOR + vec2(7.0, 0.0), 3.0, theme::INK);
    hits.add(Thing::Anchor, Shape::Round(ANCHOR, 26.0));
    let words = seen.lang.text(if end.anchored { "cable-anchored" } else { "cable-anchor" });
    pen.text(words, ANCHOR + vec2(0.0, 34.0), MIDDLE, 14.0, Face::Regular, theme::MAT_TEXT);
    let tray = Rect { min: vec2(680.0, 372.0), max: vec2(936.0, 500.0) };
    pen.rect(tray, 14.0, Color32::from_rgb(0x26, 0x32, 0x39));
    pen.outline(tray, 14.0, 2.0, EDGE);
    pen.ring(tray.center(), 44.0, 2.0, EDGE);
    let words = seen.lang.text(if state.covered { "cassette-is-shut" } else { "station-cassette" });
    pen.text(words, tray.center(), MIDDLE, 15.0, Face::Semibold, theme::MAT_TEXT);
    if state.covered {
        pen.rect(tray, 14.0, Color32::from_rgba_unmultiplied(0xb8, 0xd4, 0xde, 50));
    }
    if state.shut {
        pen.rect(BOX.inflate(8.0), 26.0, Color32::from_rgb(0x3a, 0x49, 0x52));
        pen.text(seen.lang.text("closure-is-shut"), BOX.center(), MIDDLE, 18.0, Face::Semibold, theme::MAT_TEXT);
    }
    let keys = [
        Rect { min: vec2(520.0, 520.0), max: vec2(720.0, 566.0) },
        Rect { min: vec2(736.0, 520.0), max: vec2(936.0, 566.0) },
    ];
    let wanted = seen.hint.map(|hint| hint.gesture);
    for ((action, rect), thing) in covers(seen.lab).iter().zip(keys).zip([Thing::Cassette, Thing::Closure]) {
        let next = match thing {
            Thing::Cassette => matches!(wanted, Some(Gesture::CoverCassette | Gesture::UncoverCassette)),
            _ => matches!(wanted, Some(Gesture::ShutClosure | Gesture::OpenClosure)),
        };
        pen.rect(rect, 9.0, if scene.hover == Some(thing.clone()) { EDGE } else { theme::MAT_CARD });
        pen.outline(rect, 9.0, if next { 3.0 } else { 1.5 }, if next { theme::NOW } else { EDGE });
        pen.text(seen.lang.text(verb(action)), rect.center(), MIDDLE, 15.0, Face::Semibold, theme::MAT_TEXT);
        hits.area(thing, rect);
    }
}

/// What the hand moves, with its number.
fn held(pen: &mut Pen, seen: &Seen, scene: &CableScene, grip: &Grip, _end: &CableEnd) {
    let tell = |pen: &mut Pen, words: String, colour: Color32| {
        let at = grip.to + vec2(0.0, 34.0);
        pen.rect(Rect::from_center_half_size(at, vec2(104.0, 15.0)), 7.0, theme::MAT_CARD);
        pen.text(words, at, MIDDLE, 15.0, Face::Semibold, colour);
    };
    match (&grip.thing, scene.tool) {
        (Thing::Jacket, Tool::JacketCutter) | (Thing::Tube(_), Tool::TubeCutter) => {
            let tube = matches!(grip.thing, Thing::Tube(_));
            let depth = if tube { depth_um(grip) / 2 } else { depth_um(grip) };
            let thick = if tube { 500 } else { 1500 };
            let deep = depth > thick;
            let said = Message::new("cable-depth")
                .with("depth", seen.lang.decimal(f64::from(depth) / 1000.0, 2))
                .with("thick", seen.lang.decimal(f64::from(thick) / 1000.0, 1));
            let sign = if deep { "! " } else { "" };
            tell(
                pen,
                format!("{sign}{}", seen.lang.say(&said)),
                if deep { Color32::from_rgb(0xff, 0xb0, 0x66) } else { theme::MAT_TEXT },
            );
            let x = x_at(mm_at(grip.from.x));
            pen.line(
                vec2(x, grip.from.y - 26.0),
                vec2(x, grip.from.y - 26.0 + f32::from(depth) / 1500.0 * 30.0),
                5.0,
                theme::MAT_TEXT,
            );
        }
        (Thing::Jacket, Tool::Hand) => {
            pen.ribbon(&[grip.to + vec2(30.0, 0.0), grip.to - vec2(30.0, 0.0)], 26.0, JACKET)
        }
        (Thing::Yarn, Tool::Hand) => {
            pen.ribbon(&curve(grip.from, vec2(0.0, 60.0), vec2(0.0, 60.0), grip.to), 3.0, YARN);
            pen.ring(ANCHOR, 24.0, 3.0, theme::NOW);
        }
        (_, Tool::Wipe) => {
            pen.rect(Rect::from_center_half_size(grip.to, vec2(26.0, 18.0)), 6.0, Color32::WHITE);
            let said = Message::new("cable-passes").with("count", grip.passes);
            tell(pen, seen.lang.say(&said), theme::MAT_TEXT);
        }
        _ => {}
    }
}

/// The next gesture, marked where it happens.
fn next(pen: &mut Pen, seen: &Seen, end: &CableEnd) {
    let Some(hint) = seen.hint else { return };
    let open = x_at(end.open_mm);
    let at = match hint.gesture {
        Gesture::RingCut => vec2(x_at(1400), CABLE_Y),
        Gesture::PullJacket => {
            let x = end.ring.map_or(open, |ring| x_at(ring.mm));
            pen.dashes(&[vec2(x - 40.0, CABLE_Y + 44.0), vec2(x - 240.0, CABLE_Y + 44.0)], 3.0, theme::NOW);
            vec2(x - 40.0, CABLE_Y)
        }
        Gesture::CutAramid => vec2(open - 50.0, CABLE_Y - 44.0),
        Gesture::ClampCable => {
            let crate::lab::action::Action::ClampCable { entry, .. } = &hint.action else { return };
            let at = vec2(BOX.min.x, BOX.min.y + 24.0 + 36.4 * f32::from(entry - 1));
            pen.dashes(&curve(vec2(open + 60.0, CABLE_Y), vec2(0.0, 80.0), vec2(40.0, 0.0), at), 3.0, theme::NOW);
            at
        }
        Gesture::AnchorAramid => {
            pen.dashes(
                &curve(vec2(open - 30.0, CABLE_Y - 40.0), vec2(-80.0, 60.0), vec2(0.0, 80.0), ANCHOR),
                3.0,
                theme::NOW,
            );
            ANCHOR
        }
        Gesture::CutTube => vec2(open - 150.0, CABLE_Y),
        Gesture::WipeGel => vec2(LEFT_X + 260.0, CABLE_Y),
        _ => return,
    };
    pen.ring(at, 26.0, 3.0, theme::NOW);
}
