//! Draws the map.

use bevy::math::{Rect, Vec2, vec2};
use bevy_egui::egui::Color32;

use super::layout::{self, CARD, spots, street};
use super::told;
use crate::app::canvas::pen::{Face, LEFT, MIDDLE, Pen, RIGHT};
use crate::app::canvas::stage::{Hits, Seen, Shape};
use crate::app::theme;
use crate::fibre::coach::Gesture;
use crate::fibre::names::equipment_name;
use crate::lab::action::Action;
use crate::locale::{Message, Text};
use crate::scenario::file::PlaceKind;

const STREET: Color32 = Color32::from_rgb(0x2c, 0x39, 0x40);
const GREEN: Color32 = Color32::from_rgb(0x24, 0x33, 0x30);
const CABLE: Color32 = Color32::from_rgb(0x8f, 0xd3, 0xe8);
const WALL: Color32 = Color32::from_rgb(0xe9, 0xe2, 0xd4);
const ROOF: Color32 = Color32::from_rgb(0xb5, 0x65, 0x4a);
const STEEL: Color32 = Color32::from_rgb(0xcf, 0xd6, 0xda);
const STEEL_DARK: Color32 = Color32::from_rgb(0x7d, 0x8a, 0x91);
const WOOD: Color32 = Color32::from_rgb(0x9a, 0x7b, 0x55);
const DARK: Color32 = Color32::from_rgb(0x14, 0x1d, 0x22);

/// How much of a place can be touched around its middle.
const TOUCH: f32 = 34.0;

/// Draws everything and says where places can be touched.
pub fn draw(pen: &mut Pen, seen: &Seen, about: Option<&str>) -> Hits<String> {
    let scenario = seen.lab.scenario();
    let spots = spots(scenario);
    let mut hits = Hits::default();
    gardens(pen, &spots.values().copied().collect::<Vec<_>>());
    let ways: Vec<(Vec<Vec2>, usize)> = scenario
        .cables
        .values()
        .enumerate()
        .filter_map(|(index, cable)| Some((street(*spots.get(&cable.from)?, *spots.get(&cable.to)?), index)))
        .collect();
    for (way, _) in &ways {
        pen.ribbon(way, 30.0, STREET);
        pen.circle(way[0], 15.0, STREET);
        pen.circle(way[way.len() - 1], 15.0, STREET);
    }
    for (way, index) in &ways {
        let cable = &scenario.cables[*index];
        let width = 2.0 + f32::from(cable.fibres).sqrt() * 0.35;
        pen.ribbon(way, width + 2.0, DARK);
        pen.ribbon(way, width, CABLE);
    }
    for (way, index) in &ways {
        let cable = &scenario.cables[*index];
        cable_label(pen, seen, way, cable.fibres, cable.length_m, &cable.name);
    }
    let next = seen.hint.and_then(|hint| match (&hint.gesture, &hint.action) {
        (Gesture::GoTo, Action::GoTo { place }) => Some(place.as_str()),
        _ => None,
    });
    let here = seen.lab.here();
    for (id, place) in &scenario.places {
        let Some(spot) = spots.get(id).copied() else { continue };
        if about == Some(id) {
            pen.circle(spot, TOUCH + 4.0, theme::MAT_CARD);
            pen.ring(spot, TOUCH + 4.0, 2.0, theme::MAT_TEXT);
        }
        icon(pen, place.kind, spot);
        lamp(pen, seen, id, spot);
        let name = place.name.get(seen.lang);
        halo(pen, name, spot + vec2(0.0, 38.0));
        if next == Some(id) {
            pen.ring(spot, TOUCH + 6.0, 3.5, theme::NOW);
        }
        if here == Some(id) {
            pin(pen, spot - vec2(0.0, 26.0));
        }
        hits.add(id.clone(), Shape::Round(spot, TOUCH));
    }
    card(pen, seen, about.or(here));
    hits
}

/// Blocks of the town between the streets, so that it looks like one.
fn gardens(pen: &mut Pen, spots: &[Vec2]) {
    let block = vec2(118.0, 84.0);
    for column in 0..8 {
        for row in 0..6 {
            let centre = vec2(66.0 + 124.0 * column as f32, 44.0 + 92.0 * row as f32);
            // Every other one is a little darker: lawns and yards.
            let tone = if (column * 3 + row * 5) % 4 == 0 { GREEN } else { Color32::from_rgb(0x23, 0x2f, 0x35) };
            let near = spots.iter().any(|spot| spot.distance(centre) < 30.0);
            if !near && centre.y < CARD.min.y - 40.0 {
                pen.rect(Rect::from_center_half_size(centre, block / 2.0), 12.0, tone);
            }
        }
    }
}

/// What a cable is called, how many fibres and how long; a short drop only how long.
fn cable_label(pen: &mut Pen, seen: &Seen, way: &[Vec2], fibres: u16, length_m: u32, name: &Text) {
    let length = format!("{length_m} m");
    // Several leave from one place along one street: what is told stands where each one arrives.
    let Some([a, b]) = way.last_chunk::<2>().copied() else { return };
    let middle = a.lerp(b, 0.5);
    let flat = (b.x - a.x).abs() > (b.y - a.y).abs();
    if fibres <= 2 {
        let (at, anchor) = if flat { (middle - vec2(0.0, 13.0), MIDDLE) } else { (middle + vec2(9.0, 0.0), LEFT) };
        pen.text(length, at, anchor, 12.0, Face::Regular, theme::MAT_TEXT_SOFT);
        return;
    }
    let room = a.distance(b);
    let about = seen.lang.say(&Message::new("map-cable").with("fibres", fibres).with("length", length));
    let name = name.get(seen.lang);
    if flat && room > 120.0 {
        pen.text(name, middle - vec2(0.0, 26.0), MIDDLE, 13.0, Face::Semibold, theme::MAT_TEXT);
        pen.text(about, middle + vec2(0.0, 26.0), MIDDLE, 12.0, Face::Regular, theme::MAT_TEXT_SOFT);
    } else {
        let (side, anchor) = if b.x < layout::SIZE.x / 2.0 { (20.0, LEFT) } else { (-20.0, RIGHT) };
        pen.text(name, middle + vec2(side, -9.0), anchor, 13.0, Face::Semibold, theme::MAT_TEXT);
        pen.text(about, middle + vec2(side, 9.0), anchor, 12.0, Face::Regular, theme::MAT_TEXT_SOFT);
    }
}

fn halo(pen: &mut Pen, name: &str, at: Vec2) {
    let half = vec2(name.chars().count() as f32 * 3.9 + 6.0, 10.0);
    pen.rect(Rect::from_center_half_size(at, half), 8.0, Color32::from_rgba_unmultiplied(0x20, 0x2b, 0x31, 0xd8));
    pen.text(name, at, MIDDLE, 14.0, Face::Semibold, theme::MAT_TEXT);
}

/// A small drawing of a place.
fn icon(pen: &mut Pen, kind: PlaceKind, at: Vec2) {
    let block = |w: f32, h: f32| Rect::from_center_half_size(at, vec2(w, h));
    match kind {
        PlaceKind::Nro | PlaceKind::Room => {
            pen.rect(block(26.0, 18.0), 3.0, WALL);
            for x in [-16.0, -4.0, 8.0] {
                pen.rect(Rect { min: at + vec2(x, -10.0), max: at + vec2(x + 8.0, -1.0) }, 1.0, STEEL_DARK);
            }
            pen.rect(Rect { min: at + vec2(-5.0, 4.0), max: at + vec2(5.0, 18.0) }, 1.0, DARK);
            pen.rect(Rect { min: at + vec2(-28.0, -22.0), max: at + vec2(28.0, -16.0) }, 2.0, STEEL_DARK);
        }
        PlaceKind::Pm => {
            pen.rect(block(24.0, 18.0), 3.0, STEEL);
            pen.line(at - vec2(0.0, 16.0), at + vec2(0.0, 16.0), 1.5, STEEL_DARK);
            pen.circle(at + vec2(-5.0, 0.0), 2.0, DARK);
            pen.circle(at + vec2(5.0, 0.0), 2.0, DARK);
            pen.rect(Rect { min: at + vec2(-20.0, 18.0), max: at + vec2(20.0, 22.0) }, 1.0, STEEL_DARK);
        }
        PlaceKind::Bpe => {
            pen.circle(at, 20.0, STEEL_DARK);
            pen.circle(at, 17.0, STEEL);
            for angle in 0..3 {
                let way = Vec2::from_angle(angle as f32 * std::f32::consts::FRAC_PI_3) * 13.0;
                pen.line(at - way, at + way, 2.5, STEEL_DARK);
            }
        }
        PlaceKind::Pbo => {
            pen.line(at - vec2(0.0, 24.0), at + vec2(0.0, 24.0), 6.0, WOOD);
            pen.line(at + vec2(-14.0, -18.0), at + vec2(14.0, -18.0), 4.0, WOOD);
            pen.rect(Rect::from_center_half_size(at + vec2(0.0, 2.0), vec2(10.0, 12.0)), 3.0, STEEL);
        }
        PlaceKind::Pto => {
            pen.rect(Rect { min: at + vec2(-18.0, -4.0), max: at + vec2(18.0, 18.0) }, 1.0, WALL);
            pen.fill(&[at + vec2(-23.0, -3.0), at + vec2(0.0, -22.0), at + vec2(23.0, -3.0)], ROOF);
            pen.rect(Rect { min: at + vec2(-5.0, 5.0), max: at + vec2(4.0, 18.0) }, 1.0, DARK);
            pen.rect(Rect { min: at + vec2(8.0, 1.0), max: at + vec2(14.0, 8.0) }, 1.0, STEEL_DARK);
        }
    }
}

/// Whether the clients here have light, where that is known: a tick or a cross.
fn lamp(pen: &mut Pen, seen: &Seen, place: &str, spot: Vec2) {
    let scenario = seen.lab.scenario();
    let here = |ont: &str| scenario.equipment.get(ont).is_some_and(|equipment| equipment.place == place);
    let watched = scenario.clients.iter().filter(|(_, client)| client.watched && here(&client.ont));
    let lit: Vec<bool> = watched.map(|(id, _)| seen.lab.is_lit(id)).collect();
    if lit.is_empty() {
        return;
    }
    let at = spot + vec2(24.0, -20.0);
    let good = lit.iter().all(|lit| *lit);
    pen.circle(at, 11.0, DARK);
    pen.circle(at, 9.5, if good { theme::GOOD } else { theme::BAD });
    if good {
        pen.ribbon(&[at + vec2(-4.5, 0.5), at + vec2(-1.2, 4.0), at + vec2(4.8, -3.8)], 2.4, Color32::WHITE);
    } else {
        pen.line(at - vec2(3.6, 3.6), at + vec2(3.6, 3.6), 2.4, Color32::WHITE);
        pen.line(at + vec2(-3.6, 3.6), at + vec2(3.6, -3.6), 2.4, Color32::WHITE);
    }
}

/// Where I am.
fn pin(pen: &mut Pen, tip: Vec2) {
    let head = tip - vec2(0.0, 20.0);
    pen.fill(&[head + vec2(-9.5, 4.0), head + vec2(9.5, 4.0), tip], theme::NOW);
    pen.circle(head, 11.0, theme::NOW);
    pen.circle(head, 4.5, Color32::WHITE);
}

/// What a place is, how far, and what stands there.
fn card(pen: &mut Pen, seen: &Seen, place: Option<&str>) {
    let Some(place) = place else { return };
    pen.rect(CARD, 10.0, theme::MAT_CARD);
    let scenario = seen.lab.scenario();
    let text = seen.lang.say(&told(seen.lab, place));
    pen.text(text, vec2(CARD.min.x + 16.0, CARD.min.y + 17.0), LEFT, 15.0, Face::Semibold, theme::MAT_TEXT);
    let named = |id: &String| seen.lang.say(&Message::new("map-thing").with("name", equipment_name(scenario, id)));
    let mut things: Vec<String> =
        scenario.equipment.iter().filter(|(_, it)| it.place == place).map(|(id, _)| named(id)).collect();
    if seen.lab.state().bench.as_ref().is_some_and(|bench| bench.place == place) {
        things.push(seen.lang.text("station-bench"));
    }
    // What is more than one line is only counted.
    let mut line = things.join(" · ");
    if line.chars().count() > 120 {
        line = line.chars().take(118).chain(" …".chars()).collect();
    }
    pen.text(line, vec2(CARD.min.x + 16.0, CARD.min.y + 37.0), LEFT, 14.0, Face::Regular, theme::MAT_TEXT_SOFT);
}
