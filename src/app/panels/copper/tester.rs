//! The two testers: the lamps, which only show which contact meets which, and the certifier, which reads what the pairs are
//! worth and keeps the result under a name.

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use super::picture::wire_map;
use super::{Copper, choose, text_field};
use crate::app::theme;
use crate::catalogue::rack::Category;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::Lang;
use crate::plant::address::PortId;
use crate::rack::copper::tester::{Outcome, Reading, Test};
use crate::rack::copper::words::{CopperDeed, fault_message, quantity_name, unit};
use crate::rack::copper::{Line, punched, wire_on};
use crate::rack::link::{category_name, through};
use crate::rack::words::Deed;

const GOOD: Color32 = Color32::from_rgb(0x69, 0xdb, 0x7c);
const BAD: Color32 = Color32::from_rgb(0xff, 0x87, 0x87);
const WIDE: f32 = 424.0;

/// Shows the testers; says what was asked of them.
pub fn tester_ui(ui: &mut Ui, copper: &mut Copper, lab: &Lab, lang: Lang) -> Option<Action> {
    let mut asked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let Some(line) = choose(ui, copper, lab, lang) else { return };
        let port = line.ports[0].clone();
        let limits: Vec<(Category, String)> = [Category::Cat5e, Category::Cat6, Category::Cat6a]
            .into_iter()
            .map(|category| (category, category_name(category).to_owned()))
            .collect();
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::body(lang.text("copper-limit")));
            theme::segmented(ui, &mut copper.limit, &limits);
        });
        ui.horizontal_wrapped(|ui| {
            text_field(ui, &mut copper.name, &lang.text("copper-name"), 170.0);
            if theme::primary_button(ui, lang.text("copper-verb-certify")).clicked() {
                let name = copper.name.clone();
                asked = Some(Action::Certify { port: port.clone(), limit: copper.limit, name });
            }
        });
        let last = last_of(lab, &line);
        screen(ui, lab, &line, last.certificate.as_ref(), lang);
        ui.horizontal_wrapped(|ui| {
            if theme::quiet_button(ui, lang.text("copper-verb-lamps")).clicked() {
                asked = Some(Action::LampTest { port: port.clone() });
            }
            lamps(ui, last.lamps.as_ref(), lang);
        });
        kept(ui, lab, lang);
        if let Some(Action::Certify { .. }) = &asked {
            // Testers count on by themselves.
            copper.name = counted_on(&copper.name);
        }
    });
    asked
}

/// The name for the next port: its last number one higher.
fn counted_on(name: &str) -> String {
    let digits = name.chars().rev().take_while(char::is_ascii_digit).count();
    let (stem, number) = name.split_at(name.len() - digits);
    match number.parse::<u32>() {
        Ok(number) => format!("{stem}{}", number.saturating_add(1)),
        Err(_) => name.to_owned(),
    }
}

/// What was last read on a cable.
#[derive(Default)]
struct Last {
    certificate: Option<(String, Test, Category)>,
    lamps: Option<[Option<u8>; 8]>,
}

fn last_of(lab: &Lab, line: &Line) -> Last {
    let mut last = Last::default();
    let mine = |port: &PortId| {
        line.ports.iter().any(|rear| rear == port || through(lab.scenario(), rear).as_ref() == Some(port))
    };
    for effect in lab.effects().iter().flatten() {
        match effect {
            Effect::Rack(Deed::Copper(CopperDeed::Certified { port, limit, name, test, .. })) if mine(port) => {
                last.certificate = Some((name.clone(), test.clone(), *limit));
            }
            Effect::Rack(Deed::Copper(CopperDeed::Lamps { port, lit })) if mine(port) => last.lamps = Some(*lit),
            _ => {}
        }
    }
    last
}

/// The screen of the certifier.
fn screen(ui: &mut Ui, lab: &Lab, line: &Line, last: Option<&(String, Test, Category)>, lang: Lang) {
    let rows = last.map_or(0, |(_, test, _)| test.readings.len() + test.faults.len());
    let high = if last.is_some() { 186.0 + 22.0 * rows as f32 + 26.0 } else { 70.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(WIDE.min(ui.available_width()), high), Sense::hover());
    let painter = ui.painter().clone();
    painter.rect_filled(rect, CornerRadius::same(10), theme::MAT);
    let Some((name, test, limit)) = last else {
        let text = lang.text("copper-last-none");
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &text));
        painter.text(rect.center(), Align2::CENTER_CENTER, text, theme::regular(16.0), theme::MAT_TEXT);
        return;
    };
    let head = format!("{name} · {} · {}", category_name(*limit), test.outcome.text());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &head));
    let left = rect.left() + 14.0;
    painter.text(pos2(left, rect.top() + 10.0), Align2::LEFT_TOP, name, theme::mono(16.0), theme::MAT_TEXT);
    let under = pos2(left, rect.top() + 32.0);
    painter.text(under, Align2::LEFT_TOP, category_name(*limit), theme::regular(15.0), theme::MAT_TEXT_SOFT);
    let word = pos2(rect.right() - 14.0, rect.top() + 10.0);
    painter.text(word, Align2::RIGHT_TOP, test.outcome.text(), theme::bold(28.0), shade(test.outcome));
    let map = Rect::from_min_max(pos2(left, rect.top() + 66.0), pos2(rect.right() - 14.0, rect.top() + 176.0));
    painter.text(
        map.left_top() - vec2(0.0, 16.0),
        Align2::LEFT_TOP,
        lang.text("copper-map-title"),
        theme::regular(14.0),
        theme::MAT_TEXT_SOFT,
    );
    let near = punched(lab.scenario(), lab.state(), &line.ports[0]).unwrap_or_default();
    let wires = std::array::from_fn(|index| wire_on(&near, index as u8 + 1));
    wire_map(&painter, map.translate(vec2(0.0, 4.0)), &test.map, wires);
    let mut y = rect.top() + 188.0;
    for (fault, contacts) in &test.faults {
        let text = lang.say(&fault_message(*fault, *contacts));
        cross(&painter, pos2(left + 6.0, y + 9.0));
        painter.text(pos2(left + 20.0, y), Align2::LEFT_TOP, text, theme::semibold(15.0), BAD);
        y += 22.0;
    }
    table_head(&painter, rect, y, lang);
    y += 22.0;
    for reading in &test.readings {
        row(&painter, rect, y, reading, lang);
        y += 22.0;
    }
}

/// Where the columns of the table end, from the right edge.
const VALUE: f32 = 184.0;
const LIMIT: f32 = 104.0;
const MARGIN: f32 = 36.0;

fn table_head(painter: &bevy_egui::egui::Painter, rect: Rect, y: f32, lang: Lang) {
    for (key, off) in [("copper-value", VALUE), ("copper-limit-column", LIMIT), ("copper-margin", MARGIN)] {
        let at = pos2(rect.right() - off, y);
        painter.text(at, Align2::RIGHT_TOP, lang.text(key), theme::regular(14.0), theme::MAT_TEXT_SOFT);
    }
}

fn row(painter: &bevy_egui::egui::Painter, rect: Rect, y: f32, reading: &Reading, lang: Lang) {
    let ink = if reading.outcome.is_pass() { theme::MAT_TEXT } else { BAD };
    let mut name = lang.say(&quantity_name(reading.what));
    if let Some(mhz) = reading.at_mhz {
        name = format!("{name} · {mhz} MHz");
    }
    let at = pos2(rect.left() + 14.0, y);
    painter.text(at, Align2::LEFT_TOP, name, theme::regular(15.0), ink);
    let number = |value: i64| lang.decimal(value as f64 / 1000.0, 1);
    let value = format!("{} {}", number(reading.value), unit(reading.what));
    for (text, off) in [(value, VALUE - 26.0), (number(reading.limit), LIMIT), (number(reading.margin), MARGIN)] {
        painter.text(pos2(rect.right() - off, y), Align2::RIGHT_TOP, text, theme::mono(14.0), ink);
    }
    let sign = pos2(rect.right() - 20.0, y + 9.0);
    if reading.outcome.is_pass() { tick(painter, sign) } else { cross(painter, sign) }
}

fn shade(outcome: Outcome) -> Color32 {
    if outcome.is_pass() { GOOD } else { BAD }
}

fn tick(painter: &bevy_egui::egui::Painter, at: Pos2) {
    let stroke = Stroke::new(2.0, GOOD);
    painter.line_segment([at + vec2(-5.0, 0.0), at + vec2(-1.0, 4.0)], stroke);
    painter.line_segment([at + vec2(-1.0, 4.0), at + vec2(6.0, -5.0)], stroke);
}

fn cross(painter: &bevy_egui::egui::Painter, at: Pos2) {
    for (dx, dy) in [(5.0, 5.0), (5.0, -5.0)] {
        painter.line_segment([at - vec2(dx, dy), at + vec2(dx, dy)], Stroke::new(2.0, BAD));
    }
}

/// Eight lamps at the far end in the order in which they lit.
fn lamps(ui: &mut Ui, lit: Option<&[Option<u8>; 8]>, lang: Lang) {
    let Some(lit) = lit else {
        ui.label(theme::soft(lang.text("copper-lamps-none")));
        return;
    };
    let told: Vec<String> = lit.iter().map(|there| there.map_or("–".to_owned(), |there| there.to_string())).collect();
    let (rect, response) = ui.allocate_exact_size(vec2(8.0 * 28.0, theme::TARGET), Sense::hover());
    let says = format!("{} {}", lang.text("copper-lamps-title"), told.join(" "));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &says));
    for (index, there) in lit.iter().enumerate() {
        let at = pos2(rect.left() + 14.0 + 28.0 * index as f32, rect.center().y);
        let order = *there == Some(index as u8 + 1);
        let fill = match there {
            Some(_) if order => Color32::from_rgb(0x2f, 0x9e, 0x44),
            Some(_) => Color32::from_rgb(0xd9, 0x48, 0x0f),
            None => theme::INK_SOFT,
        };
        ui.painter().circle_filled(at, 12.0, fill);
        ui.painter().text(at, Align2::CENTER_CENTER, &told[index], theme::semibold(15.0), Color32::WHITE);
    }
}

/// What the certifier keeps.
fn kept(ui: &mut Ui, lab: &Lab, lang: Lang) {
    let kept = &lab.state().rack.certificates;
    if kept.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.label(theme::strong(format!("{} · {}", lang.text("copper-kept"), kept.len())));
    for (name, certificate) in kept {
        let good = certificate.test.outcome.is_pass();
        ui.horizontal(|ui| {
            theme::mark_sign(ui, if good { theme::Sign::Earned } else { theme::Sign::Lost }, 18.0);
            let limit = category_name(certificate.limit);
            ui.label(theme::body(format!("{name} · {limit} · {}", certificate.test.outcome.text())));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::counted_on;

    #[test]
    fn names_count_on() {
        assert_eq!(counted_on("A01-U40:9"), "A01-U40:10");
        assert_eq!(counted_on("port"), "port");
        assert_eq!(counted_on(""), "");
    }
}
