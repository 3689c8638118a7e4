//! An end face as the screen of a microscope shows it.

use bevy_egui::egui::{Align2, Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::app::theme;
use crate::fibre::face::{CLADDING, Dirt, Face, Particle, Zone, rules};
use crate::locale::Lang;

/// What of the face is on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Width of the picture in micrometres.
    pub wide_um: f32,
    /// Whether the zones of the standard are drawn over it.
    pub zones: bool,
}

/// The whole face that is judged.
pub const WHOLE_UM: f32 = 280.0;
/// The core and what is near.
pub const NEAR_UM: f32 = 90.0;

const BEZEL: Color32 = Color32::from_rgb(0x12, 0x18, 0x1b);
const FERRULE: Color32 = Color32::from_rgb(0x6f, 0x76, 0x7a);
const GLUE: Color32 = Color32::from_rgb(0x42, 0x48, 0x4c);
const GLASS: Color32 = Color32::from_rgb(0xb4, 0xbb, 0xbe);
const CORE: Color32 = Color32::from_rgb(0xf4, 0xf6, 0xef);
const GRAIN: Color32 = Color32::from_rgb(0x1b, 0x1d, 0x1f);

/// Mode field of the core, in micrometres across.
const CORE_UM: f32 = 9.0;

/// From micrometres to the screen.
struct Lens {
    centre: Pos2,
    px_per_um: f32,
}

impl Lens {
    fn at(&self, um: [f64; 2]) -> Pos2 {
        self.centre + vec2(um[0] as f32, -um[1] as f32) * self.px_per_um
    }

    fn px(&self, um: f32) -> f32 {
        um * self.px_per_um
    }
}

/// Draws a face into a square; nothing is the screen before anybody looked.
pub fn draw(painter: &Painter, rect: Rect, face: Option<&Face>, field: Field, lang: Lang) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let radius = rect.width() / 2.0;
    let lens = Lens { centre: rect.center(), px_per_um: rect.width() / field.wide_um };
    painter.rect_filled(rect, theme::RADIUS, BEZEL);
    if let Some(face) = face {
        painter.circle_filled(lens.centre, radius, FERRULE);
        painter.circle_filled(lens.centre, lens.px(f32::from(CLADDING) / 20.0 + 1.2), GLUE);
        painter.circle_filled(lens.centre, lens.px(f32::from(CLADDING) / 20.0), GLASS);
        for (grow, alpha) in [(1.5, 40), (1.25, 90), (1.0, 255)] {
            let soft = Color32::from_rgba_unmultiplied(CORE.r(), CORE.g(), CORE.b(), alpha);
            painter.circle_filled(lens.centre, lens.px(CORE_UM / 2.0 * grow), soft);
        }
        for scratch in &face.scratches {
            let ends = [scratch.from, scratch.to].map(|end| lens.at(end.map(|tenth| f64::from(tenth) / 10.0)));
            let width = lens.px(f32::from(scratch.width) / 10.0).max(1.0);
            painter.line_segment(ends, Stroke::new(width, Color32::from_black_alpha(120)));
        }
        for particle in &face.particles {
            spot(&painter, &lens, particle);
        }
        if face.wet.is_some() {
            wet(&painter, &lens);
        }
    } else {
        painter.circle_filled(lens.centre, radius, Color32::from_rgb(0x1d, 0x25, 0x29));
    }
    // What lies outside the round field is not seen.
    painter.add(around(lens.centre, radius));
    painter.circle_stroke(lens.centre, radius - 1.0, Stroke::new(2.0, Color32::from_rgb(0x3b, 0x47, 0x4e)));
    if face.is_some() {
        if field.zones {
            zones(&painter, &lens, radius);
        }
        scale(&painter, &lens, rect, field, lang);
    }
}

/// The screen around the round field.
fn around(centre: Pos2, radius: f32) -> Shape {
    const STEPS: u32 = 96;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let turned = Vec2::angled(std::f32::consts::TAU * step as f32 / STEPS as f32);
        mesh.colored_vertex(centre + turned * radius, BEZEL);
        mesh.colored_vertex(centre + turned * radius * 1.5, BEZEL);
        if step > 0 {
            let last = 2 * step;
            mesh.add_triangle(last - 2, last - 1, last);
            mesh.add_triangle(last - 1, last, last + 1);
        }
    }
    Shape::mesh(mesh)
}

fn spot(painter: &Painter, lens: &Lens, particle: &Particle) {
    let [from, to] = particle.ends().map(|end| lens.at(end));
    let middle = from + (to - from) / 2.0;
    let radius = lens.px(f32::from(particle.width) / 20.0);
    match particle.dirt {
        Dirt::Dust => {
            painter.add(ragged(middle, radius.max(0.9), particle, GRAIN));
        }
        Dirt::Lint => {
            // Strands of cloth curl.
            let across =
                vec2(-(to - from).y, (to - from).x) * if particle.turned.is_multiple_of(2) { 0.18 } else { -0.12 };
            let point = |t: f32| from + (to - from) * t + across * (4.0 * t * (1.0 - t));
            let points: Vec<Pos2> = (0..=14).map(|step| point(step as f32 / 14.0)).collect();
            painter.add(Shape::line(points, Stroke::new((2.0 * radius).max(1.5), GRAIN)));
        }
        Dirt::Oil => {
            let film = Color32::from_rgba_unmultiplied(0x3a, 0x3f, 0x46, 120);
            painter.circle_filled(middle, radius, film);
            for (turn, share) in [(0.3f32, 0.55), (2.4, 0.4), (4.5, 0.6)] {
                let off = Vec2::angled(turn + f32::from(particle.width)) * radius * 0.8;
                painter.circle_filled(
                    middle + off,
                    radius * share,
                    Color32::from_rgba_unmultiplied(0x3a, 0x3f, 0x46, 90),
                );
            }
            painter.circle_stroke(middle, radius * 0.92, Stroke::new(1.2, Color32::from_white_alpha(70)));
        }
        Dirt::Residue => {
            let stain = Color32::from_rgba_unmultiplied(0x4b, 0x52, 0x58, 60);
            painter.circle_filled(middle, radius, stain);
            for share in [1.0, 0.72, 0.45] {
                let ring = Color32::from_rgba_unmultiplied(0x2c, 0x31, 0x36, 130);
                painter.circle_stroke(middle, radius * share, Stroke::new(1.1, ring));
            }
        }
    }
}

/// A grain with an edge of its own.
fn ragged(middle: Pos2, radius: f32, particle: &Particle, fill: Color32) -> Shape {
    let mut number = u32::from(particle.at[0] as u16) << 16 | u32::from(particle.at[1] as u16) ^ 0x5bd1_e995;
    let mut next = || {
        number = number.wrapping_mul(0x9e37_79b1).rotate_left(13) ^ u32::from(particle.width);
        0.78 + 0.4 * (number % 1000) as f32 / 1000.0
    };
    let corner =
        |index: usize, share: f32| middle + Vec2::angled(std::f32::consts::TAU * index as f32 / 10.0) * radius * share;
    let points = (0..10).map(|index| corner(index, next())).collect();
    Shape::convex_polygon(points, fill, Stroke::new(1.0, Color32::from_black_alpha(110)))
}

fn wet(painter: &Painter, lens: &Lens) {
    painter.circle_filled(lens.centre, lens.px(130.0), Color32::from_rgba_unmultiplied(0x54, 0x9b, 0xc4, 70));
    for (turn, off, size) in
        [(0.4f32, 60.0, 22.0), (1.9, 84.0, 14.0), (2.9, 45.0, 30.0), (4.2, 90.0, 18.0), (5.3, 35.0, 16.0)]
    {
        let at = lens.centre + Vec2::angled(turn) * lens.px(off);
        painter.circle_stroke(
            at,
            lens.px(size),
            Stroke::new(2.0, Color32::from_rgba_unmultiplied(0xd8, 0xee, 0xf8, 150)),
        );
    }
}

fn zones(painter: &Painter, lens: &Lens, radius: f32) {
    for zone in &rules().zones {
        let edge = lens.px(zone.to_um as f32 / 2.0);
        if edge > radius {
            continue;
        }
        let steps = 72;
        for step in (0..steps).step_by(2) {
            let at =
                |step: usize| lens.centre + Vec2::angled(std::f32::consts::TAU * step as f32 / steps as f32) * edge;
            painter.line_segment([at(step), at(step + 1)], Stroke::new(1.6, theme::NOW));
        }
        let inside = match zone.zone {
            Zone::A => edge * 0.5,
            Zone::B => edge - 14.0,
            Zone::C => edge - 2.0,
            Zone::D => edge - 13.0,
        };
        let turned = if zone.zone == Zone::C { -0.5f32 } else { -std::f32::consts::FRAC_PI_4 };
        let at = lens.centre + Vec2::angled(turned) * inside;
        painter.circle_filled(at, 10.0, Color32::from_rgba_unmultiplied(0x12, 0x18, 0x1b, 215));
        painter.text(at, Align2::CENTER_CENTER, zone.zone.letter(), theme::semibold(14.0), Color32::WHITE);
    }
}

fn scale(painter: &Painter, lens: &Lens, rect: Rect, field: Field, lang: Lang) {
    let um = if field.wide_um > 150.0 { 50.0 } else { 10.0 };
    let from = pos2(rect.left() + 10.0, rect.bottom() - 10.0);
    let to = from + vec2(lens.px(um), 0.0);
    let plate = Rect::from_min_max(
        pos2(rect.left(), rect.bottom() - 38.0),
        pos2(to.x.max(rect.left() + 62.0) + 8.0, rect.bottom()),
    );
    painter.rect_filled(plate, theme::RADIUS, BEZEL);
    painter.line_segment([from, to], Stroke::new(3.0, theme::MAT_TEXT));
    let text = format!("{} µm", lang.decimal(f64::from(um), 0));
    painter.text(from - vec2(0.0, 6.0), Align2::LEFT_BOTTOM, text, theme::mono(14.0), theme::MAT_TEXT);
}

/// The thing nearest to a point of the picture, as far as a pointer reaches: its size in micrometres.
pub fn size_at(rect: Rect, at: Pos2, face: &Face, field: Field) -> Option<f64> {
    let lens = Lens { centre: rect.center(), px_per_um: rect.width() / field.wide_um };
    let away = |ends: [Pos2; 2], width: u16| {
        let along = ends[1] - ends[0];
        let share =
            if along.length_sq() > 0.0 { ((at - ends[0]).dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
        (at - (ends[0] + along * share)).length() - lens.px(f32::from(width) / 20.0)
    };
    let spots = face.particles.iter().map(|particle| {
        (away(particle.ends().map(|end| lens.at(end)), particle.width), particle.width.max(particle.length))
    });
    let lines = face.scratches.iter().map(|scratch| {
        let ends = [scratch.from, scratch.to].map(|end| lens.at(end.map(|tenth| f64::from(tenth) / 10.0)));
        (away(ends, scratch.width), scratch.width)
    });
    let near = spots.chain(lines).filter(|(away, _)| *away < 5.0).min_by(|a, b| a.0.total_cmp(&b.0));
    near.map(|(_, tenths)| f64::from(tenths) / 10.0)
}
