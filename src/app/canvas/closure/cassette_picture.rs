//! The cassette as it is drawn: comb, coils, covers, and the readout of the hand that winds.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::cassette::{CassetteScene, Thing, fibres, to_wind_mm, wound_now};
use super::{closure_here, covers, mark, paint};
use crate::app::canvas::pen::{Face, LEFT, MIDDLE, Pen, curve, glow_at};
use crate::app::canvas::stage::{Hits, Seen, Shape};
use crate::app::panels::gestures::verb;
use crate::app::theme;
use crate::fibre::cassette::{AREA_MM, Coil, wound_mm};
use crate::fibre::coach::Gesture;
use crate::fibre::measuring::red_glows;
use crate::fibre::names::place_name;
use crate::fibre::splice::Lies;
use crate::locale::Message;
use crate::plant::lights::GlowKind;

pub const SIZE: Vec2 = Vec2::new(1000.0, 600.0);
const CENTRE: Vec2 = Vec2::new(330.0, 348.0);
/// Design units in a millimetre of the tray.
const SCALE: f32 = 4.5;
const TRAY: Rect = Rect { min: Vec2::new(70.0, 20.0), max: Vec2::new(590.0, 580.0) };
const LIST: f32 = 630.0;
const COVER_KEY: Rect = Rect { min: Vec2::new(630.0, 470.0), max: Vec2::new(800.0, 520.0) };
const CLOSURE_KEY: Rect = Rect { min: Vec2::new(812.0, 470.0), max: Vec2::new(982.0, 520.0) };
const TRAY_FILL: Color32 = Color32::from_rgb(0x2f, 0x3e, 0x46);
const EDGE: Color32 = Color32::from_rgb(0x55, 0x68, 0x72);

/// From the mat to millimetres of the tray, y towards the comb.
pub fn to_tray(at: Vec2) -> Vec2 {
    let off = (at - CENTRE) / SCALE;
    vec2(off.x, -off.y)
}

fn from_tray(at: Vec2) -> Vec2 {
    CENTRE + vec2(at.x, -at.y) * SCALE
}

pub fn draw(pen: &mut Pen, seen: &Seen, scene: &CassetteScene) -> Hits<Thing> {
    let mut hits = Hits::default();
    let closure = closure_here(seen.lab).cloned().unwrap_or_default();
    // Under the lid of the closure nothing can be seen.
    if closure.shut {
        list(pen, seen, scene, &mut hits);
        lid(pen, seen);
        keys(pen, seen, scene, &mut hits);
        return hits;
    }
    pen.rect(TRAY, 26.0, TRAY_FILL);
    pen.outline(TRAY, 26.0, 3.0, EDGE);
    comb(pen, seen);
    let area = f32::from(AREA_MM) * SCALE;
    pen.circle(CENTRE, area, Color32::from_rgb(0x26, 0x32, 0x39));
    pen.ring(CENTRE, area, 2.0, EDGE);
    pen.circle(CENTRE, 8.0 * SCALE, TRAY_FILL);
    if !closure.covered {
        hits.area(Thing::Area, TRAY);
    }
    leads(pen, seen, &closure.coils);
    for coil in &closure.coils {
        if Some(&coil.fibre) != scene.fibre.as_ref() {
            draw_coil(pen, seen, coil, false);
        }
    }
    if let Some(coil) = scene.fibre.as_ref().and_then(|fibre| closure.coil(fibre)) {
        draw_coil(pen, seen, coil, true);
    }
    red_light(pen, seen, &closure.coils);
    list(pen, seen, scene, &mut hits);
    if closure.covered {
        cover(pen, seen);
    } else {
        hand(pen, seen, scene);
    }
    keys(pen, seen, scene, &mut hits);
    hits
}

/// The slots with the sleeves that lie in them.
fn comb(pen: &mut Pen, seen: &Seen) {
    let slots = slot_count(seen);
    let place = seen.lab.here().unwrap_or_default();
    let width = slot_width(seen);
    for slot in 1..=slots {
        let x = slot_x(seen, slot);
        let rect = Rect::from_center_half_size(vec2(x, 80.0), vec2(width * 0.34, 34.0));
        pen.rect(rect, 5.0, Color32::from_rgb(0x1b, 0x25, 0x2a));
        pen.text(slot.to_string(), vec2(x, 36.0), MIDDLE, 12.0, Face::Regular, theme::MAT_TEXT_SOFT);
        let there = seen
            .lab
            .state()
            .splices
            .iter()
            .find(|splice| !splice.parted && splice.lies == Lies::InSlot(slot) && splice.a.place == place);
        if let Some(splice) = there {
            let sleeve = Rect::from_center_half_size(vec2(x, 80.0), vec2(width * 0.2, 30.0));
            pen.rect(sleeve, 4.0, Color32::from_rgb(0xd8, 0xe6, 0xea));
            pen.line(vec2(x, 54.0), vec2(x, 80.0), 3.0, paint(mark(seen.lab, &splice.a.fibre)));
            pen.line(vec2(x, 80.0), vec2(x, 106.0), 3.0, paint(mark(seen.lab, &splice.b.fibre)));
        }
    }
}

/// Red light at a splice in its slot and where a coil is too tight; under the lid of the closure nobody sees it.
fn red_light(pen: &mut Pen, seen: &Seen, coils: &[Coil]) {
    let here = seen.lab.here();
    for glow in red_glows(seen.lab) {
        let Some(fibre) = glow.at.fibre().filter(|_| glow.place.as_deref() == here) else { continue };
        let at = match glow.kind {
            GlowKind::Splice => seen.lab.state().splices.iter().find_map(|splice| match splice.lies {
                Lies::InSlot(slot) if splice.joins(fibre) && Some(splice.a.place.as_str()) == here => {
                    Some(vec2(slot_x(seen, slot), 80.0))
                }
                _ => None,
            }),
            GlowKind::Bend => coils.iter().find(|coil| coil.fibre == *fibre).and_then(|coil| {
                let tight = coil.loops.iter().min_by_key(|wound| wound.radius_mm)?;
                let centre = from_tray(vec2(tight.x_mm.into(), tight.y_mm.into()));
                Some(centre - vec2(0.0, f32::from(tight.radius_mm) * SCALE))
            }),
            _ => None,
        };
        if let Some(at) = at {
            glow_at(pen, at);
        }
    }
}

fn slot_count(seen: &Seen) -> u16 {
    seen.lab.scenario().bench.as_ref().map_or(12, |bench| bench.slots).clamp(1, 24)
}

fn slot_width(seen: &Seen) -> f32 {
    (TRAY.width() - 60.0) / f32::from(slot_count(seen))
}

fn slot_x(seen: &Seen, slot: u16) -> f32 {
    TRAY.min.x + 30.0 + slot_width(seen) * (f32::from(slot) - 0.5)
}

/// From its sleeve each fibre runs round the tray to its coil, on the left or on the right as its cable comes in.
fn leads(pen: &mut Pen, seen: &Seen, coils: &[Coil]) {
    let place = seen.lab.here().unwrap_or_default();
    for splice in seen.lab.state().splices.iter().filter(|splice| !splice.parted && splice.a.place == place) {
        let Lies::InSlot(slot) = splice.lies else { continue };
        for (end, side) in [(&splice.a, -1.0), (&splice.b, 1.0)] {
            let x = slot_x(seen, slot);
            let colour = paint(mark(seen.lab, &end.fibre)).gamma_multiply(0.75);
            let wound = coils.iter().find(|coil| coil.fibre == end.fibre).and_then(|coil| coil.loops.first());
            let (centre, radius) = wound.map_or((CENTRE, 30.0), |wound| {
                (from_tray(vec2(wound.x_mm.into(), wound.y_mm.into())), f32::from(wound.radius_mm))
            });
            // The fibre meets its coil at the side, going down.
            let to = centre + vec2(side * radius * SCALE, 0.0);
            pen.ribbon(&curve(vec2(x, 112.0), vec2(0.0, 90.0), vec2(0.0, -110.0), to), 2.0, colour);
            // And comes in from its cable, at the foot of the tray.
            let gate = vec2(TRAY.center().x + side * 190.0, TRAY.max.y - 6.0);
            pen.ribbon(&curve(to, vec2(0.0, 110.0), vec2(0.0, -60.0), gate), 2.0, colour);
        }
    }
}

fn draw_coil(pen: &mut Pen, seen: &Seen, coil: &Coil, chosen: bool) {
    let colour = paint(mark(seen.lab, &coil.fibre));
    let colour = if chosen { colour } else { colour.gamma_multiply(0.75) };
    for wound in &coil.loops {
        let centre = from_tray(vec2(wound.x_mm.into(), wound.y_mm.into()));
        let radius = f32::from(wound.radius_mm) * SCALE;
        let turns = wound.turns.min(6);
        for turn in 0..turns {
            let off = (f32::from(turn) - f32::from(turns) / 2.0) * 3.4;
            if chosen {
                pen.ring(centre, radius + off, 4.2, Color32::from_rgb(0x10, 0x16, 0x1a));
            }
            pen.ring(centre, radius + off, 2.4, colour);
        }
        if chosen {
            let at = centre + vec2(radius * 0.71, radius * 0.71);
            let text = format!("{} mm × {}", wound.radius_mm, wound.turns);
            let half = vec2(46.0, 13.0);
            pen.rect(Rect::from_center_half_size(at, half), 7.0, theme::MAT_CARD);
            pen.text(text, at, MIDDLE, 14.0, Face::Semibold, theme::MAT_TEXT);
        }
    }
    // What nobody wound lies in a heap, over the rim where the cover caught it.
    let wound = wound_mm(&coil.loops);
    let left = to_wind_mm(seen.lab, &coil.fibre).saturating_sub(wound);
    if left > 150 || coil.pinched_mm.is_some() {
        let start = from_tray(vec2(-20.0, -44.0));
        let points: Vec<Vec2> = (0..40)
            .map(|step| {
                let t = step as f32 / 39.0;
                start + vec2(t * 150.0 - 60.0, 34.0 * (t * 19.0).sin() + 26.0 * t)
            })
            .collect();
        let way = if left > 300 || coil.pinched_mm.is_some() { &points[..] } else { &points[..10] };
        pen.ribbon(way, if chosen { 3.4 } else { 2.2 }, colour);
        if coil.pinched_mm.is_some() && chosen {
            let at = points[20];
            pen.ring(at, 16.0, 3.0, theme::BAD);
            pen.text("!", at, MIDDLE, 20.0, Face::Semibold, theme::MAT_TEXT);
        }
    }
}

/// The fibres at the right: each with its colour and its letters. Which coil is bad is for the eye to find.
fn list(pen: &mut Pen, seen: &Seen, scene: &CassetteScene, hits: &mut Hits<Thing>) {
    let fibres = fibres(seen.lab);
    let title = seen.lang.text("cassette-fibres");
    pen.text(title, vec2(LIST, 34.0), LEFT, 16.0, Face::Semibold, theme::MAT_TEXT);
    if fibres.is_empty() {
        let words = seen.lang.text("cassette-empty");
        pen.text(words, vec2(LIST, 66.0), LEFT, 15.0, Face::Regular, theme::MAT_TEXT_SOFT);
    }
    let step = (380.0 / fibres.len().max(1) as f32).clamp(26.0, 44.0);
    for (index, fibre) in fibres.iter().enumerate() {
        let y = 74.0 + step * index as f32;
        let rect = Rect { min: vec2(LIST - 8.0, y - step / 2.0 + 2.0), max: vec2(984.0, y + step / 2.0 - 2.0) };
        let chosen = scene.fibre.as_ref() == Some(fibre);
        let hovered = scene.hover == Some(Thing::Fibre(fibre.clone()));
        pen.rect(rect, 8.0, if hovered { EDGE } else { theme::MAT_CARD });
        let wanted = seen.hint.is_some_and(|hint| hint.fibre.as_ref() == Some(fibre));
        if chosen || wanted {
            pen.outline(rect, 8.0, 2.0, if wanted { theme::NOW } else { theme::MAT_TEXT });
        }
        hits.add(Thing::Fibre(fibre.clone()), Shape::Area(rect));
        let mark = mark(seen.lab, fibre);
        pen.circle(vec2(LIST + 12.0, y), 9.0, theme::MAT_TEXT);
        pen.circle(vec2(LIST + 12.0, y), 7.5, paint(mark));
        let letters = mark.filter(|_| seen.letters).map_or("", |mark| mark.colour.letters());
        let cable = seen.lab.scenario().cable(&fibre.cable).map(|cable| cable.name.get(seen.lang)).unwrap_or_default();
        let name = format!("{} {letters} · {cable}", fibre.fibre);
        pen.text(name, vec2(LIST + 30.0, y), LEFT, 15.0, Face::Semibold, theme::MAT_TEXT);
    }
}

/// The circle under the hand, beside the least one that the fibre bears, with its numbers.
fn hand(pen: &mut Pen, seen: &Seen, scene: &CassetteScene) {
    let Some(fibre) = &scene.fibre else { return };
    let Some(cable) = seen.lab.scenario().cable(&fibre.cable) else { return };
    let (centre, radius, turns) = wound_now(scene);
    let least = cable.fibre_type.least_radius_mm() as f32;
    let good = radius >= least;
    let colour = if good { theme::TRACE } else { Color32::from_rgb(0xff, 0x8a, 0x80) };
    let at = from_tray(centre);
    if let Some(winding) = &scene.winding {
        let points: Vec<Vec2> = winding.points().iter().map(|point| from_tray(*point)).collect();
        pen.ribbon(&points, 3.0, paint(mark(seen.lab, fibre)));
        ghost(pen, at, least, theme::MAT_TEXT_SOFT);
    }
    ghost(pen, at, radius, colour);
    let there = to_wind_mm(seen.lab, fibre);
    let needed = (std::f32::consts::TAU * radius * turns) as u32;
    let card = Rect { min: vec2(LIST - 8.0, 530.0), max: vec2(984.0, 590.0) };
    pen.rect(card, 9.0, theme::MAT_CARD);
    let least_text = seen.lang.decimal(least.into(), if least.fract() == 0.0 { 0 } else { 1 });
    let first = Message::new("cassette-radius")
        .with("radius", radius.round() as i64)
        .with("least", least_text)
        .with("type", cable.fibre_type.name());
    sign(pen, vec2(LIST + 10.0, 546.0), good, colour);
    pen.text(seen.lang.say(&first), vec2(LIST + 26.0, 546.0), LEFT, 15.0, Face::Semibold, colour);
    let second = Message::new("cassette-turns")
        .with("turns", seen.lang.decimal(turns.into(), 1))
        .with("left", i64::from(there) - i64::from(needed));
    pen.text(seen.lang.say(&second), vec2(LIST + 4.0, 572.0), LEFT, 15.0, Face::Regular, theme::MAT_TEXT);
}

/// A tick or a cross, drawn: the type of the mat has neither.
fn sign(pen: &mut Pen, at: Vec2, good: bool, colour: Color32) {
    if good {
        pen.ribbon(&[at + vec2(-6.0, 0.0), at + vec2(-2.0, 5.0), at + vec2(6.0, -6.0)], 2.5, colour);
    } else {
        pen.line(at - vec2(5.0, 5.0), at + vec2(5.0, 5.0), 2.5, colour);
        pen.line(at + vec2(-5.0, 5.0), at + vec2(5.0, -5.0), 2.5, colour);
    }
}

fn ghost(pen: &mut Pen, at: Vec2, radius_mm: f32, colour: Color32) {
    let mut points = crate::app::canvas::pen::arc(at, radius_mm * SCALE, 0.0, std::f32::consts::TAU);
    points.push(points[0]);
    pen.dashes(&points, 2.0, colour);
}

/// The clear cover of the cassette.
fn cover(pen: &mut Pen, seen: &Seen) {
    pen.rect(TRAY, 30.0, Color32::from_rgba_unmultiplied(0xb8, 0xd4, 0xde, 70));
    pen.outline(TRAY, 30.0, 4.0, theme::MAT_TEXT_SOFT);
    let words = seen.lang.text("cassette-is-shut");
    said_on_lid(pen, words, TRAY.max.y - 60.0);
}

/// The closure from above, shut: a ribbed lid held by clamps, cables at its foot.
fn lid(pen: &mut Pen, seen: &Seen) {
    let dark = Color32::from_rgb(0x15, 0x1d, 0x22);
    let x = TRAY.center().x;
    for side in [-1.0, 1.0] {
        let cable = Rect::from_center_half_size(vec2(x + side * 110.0, 570.0), vec2(15.0, 34.0));
        pen.rect(cable, 6.0, Color32::from_rgb(0x0e, 0x13, 0x16));
        let gland = Rect::from_center_half_size(vec2(x + side * 110.0, 546.0), vec2(26.0, 14.0));
        pen.rect(gland, 6.0, dark);
    }
    let body = Rect { min: vec2(TRAY.min.x + 10.0, 16.0), max: vec2(TRAY.max.x - 10.0, 544.0) };
    pen.rect(body, 44.0, dark);
    pen.rect(body.inflate(-7.0), 38.0, Color32::from_rgb(0x3a, 0x49, 0x52));
    pen.outline(body.inflate(-22.0), 28.0, 3.0, Color32::from_rgb(0x2a, 0x36, 0x3d));
    for rib in 0..7 {
        let y = 86.0 + 62.0 * rib as f32;
        // The ribs leave room for the words.
        if (y - 460.0).abs() > 30.0 {
            let rib = Rect::from_center_half_size(vec2(x, y), vec2(176.0, 7.0));
            pen.rect(rib, 7.0, Color32::from_rgb(0x46, 0x57, 0x61));
            pen.rect(Rect { min: rib.min + vec2(0.0, 9.0), max: rib.max }, 4.0, Color32::from_rgb(0x2f, 0x3c, 0x44));
        }
    }
    for y in [110.0, 280.0, 450.0] {
        for side in [body.min.x, body.max.x] {
            let clamp = Rect::from_center_half_size(vec2(side, y), vec2(11.0, 30.0));
            pen.rect(clamp, 5.0, Color32::from_rgb(0xb8, 0xc4, 0xca));
            pen.rect(
                Rect::from_center_half_size(vec2(side, y), vec2(5.0, 20.0)),
                3.0,
                Color32::from_rgb(0x7d, 0x8b, 0x93),
            );
        }
    }
    let name = seen.lab.here().map(|place| place_name(seen.lab.scenario(), place));
    if let Some(name) = name {
        let said = seen.lang.say(&Message::new("map-thing").with("name", name));
        let label = Rect::from_center_half_size(vec2(x, 178.0), vec2(120.0, 24.0));
        pen.rect(label, 4.0, Color32::from_rgb(0xf2, 0xe9, 0xc9));
        pen.text(said, label.center(), MIDDLE, 17.0, Face::Semibold, Color32::from_rgb(0x1d, 0x24, 0x29));
    }
    said_on_lid(pen, seen.lang.text("closure-is-shut"), 460.0);
}

fn said_on_lid(pen: &mut Pen, words: String, y: f32) {
    let at = vec2(TRAY.center().x, y);
    pen.rect(Rect::from_center_half_size(at, vec2(150.0, 20.0)), 8.0, theme::MAT_CARD);
    pen.text(words, at, MIDDLE, 17.0, Face::Semibold, theme::MAT_TEXT);
}

/// The keys that open and shut.
fn keys(pen: &mut Pen, seen: &Seen, scene: &CassetteScene, hits: &mut Hits<Thing>) {
    let wanted = seen.hint.map(|hint| hint.gesture);
    for ((action, rect), thing) in
        covers(seen.lab).iter().zip([COVER_KEY, CLOSURE_KEY]).zip([Thing::Cassette, Thing::Closure])
    {
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
