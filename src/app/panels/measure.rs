//! The measuring bag: light source, power meter, red pen, live-fibre detector, and the report to fill.

use std::collections::BTreeMap;

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Frame, Margin, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, WidgetType, vec2,
};

use super::ends::{EndPick, equipment_label, pick_ui, plug_label, plugs};
use crate::app::theme;
use crate::catalogue::{Kind, Model};
use crate::fibre::instruments::LaserClass;
use crate::fibre::measuring::value_message;
use crate::fibre::names::termination_name;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::{Lang, Message};
use crate::plant::address::{FibreEnd, FibreId, PortId};
use crate::scenario::file::Unit;
use crate::units::Wavelength;

/// What is set and typed. Not part of the attempt: only actions are.
#[derive(Debug, Default)]
pub struct Bag {
    source_nm: Option<u16>,
    meter_nm: Option<u16>,
    red_at: EndPick,
    red_class: LaserClass,
    cable: Option<String>,
    fibre: u16,
    /// What stands in the fields of the report, in the unit of each.
    typed: BTreeMap<String, f64>,
}

/// Whether there is anything to measure with or to write down.
pub fn is_at_hand(lab: &Lab) -> bool {
    let scenario = lab.scenario();
    let instrument = |id: &String| scenario.model_of(id).is_some_and(Model::is_portable);
    !scenario.report.is_empty() || scenario.equipment.keys().any(instrument)
}

/// Shows the bag; says what was done.
pub fn measure_ui(ui: &mut Ui, bag: &mut Bag, lab: &Lab, lang: Lang) -> Option<Action> {
    let mut asked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let scenario = lab.scenario();
        for (id, model) in scenario.equipment.keys().filter_map(|id| Some((id, scenario.model_of(id)?))) {
            let action = match &model.kind {
                Kind::Source { nm, .. } => source_ui(ui, bag, lab, id, nm, lang),
                Kind::Meter { nm } => meter_ui(ui, bag, lab, id, nm, lang),
                Kind::Adapter => adapter_ui(ui, lab, id, model, lang),
                _ => None,
            };
            asked = asked.take().or(action);
        }
        asked = asked.take().or(report_ui(ui, bag, lab, lang));
        asked = asked.take().or(red_ui(ui, bag, lab, lang));
        asked = asked.take().or(clip_ui(ui, bag, lab, lang));
    });
    asked
}

const BODY: Color32 = Color32::from_rgb(0x2f, 0x3b, 0x42);
const LCD: Color32 = Color32::from_rgb(0xc8, 0xd3, 0xbd);
const LCD_INK: Color32 = Color32::from_rgb(0x1e, 0x28, 0x1c);
const KEY: Color32 = Color32::from_rgb(0x4a, 0x58, 0x60);

/// The body of a hand-held instrument: its name, its display, its keys.
fn body<R>(ui: &mut Ui, name: &str, lines: [String; 2], keys: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new()
        .fill(BODY)
        .stroke(Stroke::new(3.0, Color32::from_rgb(0x1c, 0x24, 0x28)))
        .corner_radius(CornerRadius::same(14))
        .inner_margin(Margin::same(12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(bevy_egui::egui::RichText::new(name).font(theme::semibold(14.0)).color(theme::MAT_TEXT));
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 74.0), Sense::hover());
            let said = lines.join(" ");
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &said));
            ui.painter().rect(rect, CornerRadius::same(5), LCD, Stroke::new(2.0, LCD_INK), StrokeKind::Inside);
            let [large, small] = lines;
            let right = rect.right_top() + vec2(-12.0, 8.0);
            ui.painter().text(right, Align2::RIGHT_TOP, large, theme::mono(28.0), LCD_INK);
            let left = rect.left_bottom() + vec2(12.0, -8.0);
            ui.painter().text(left, Align2::LEFT_BOTTOM, small, theme::mono(16.0), LCD_INK);
            ui.horizontal_wrapped(keys).inner
        })
        .inner
}

/// A key of an instrument.
fn key(ui: &mut Ui, text: &str, lit: bool) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::semibold(16.0), Color32::WHITE);
    let (rect, response) =
        ui.allocate_exact_size(vec2((galley.size().x + 24.0).max(theme::TARGET), 44.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), text));
    let edge = if lit {
        theme::GLASS
    } else if response.hovered() {
        theme::MAT_TEXT
    } else {
        Color32::from_rgb(0x1c, 0x24, 0x28)
    };
    ui.painter().rect(rect, CornerRadius::same(9), KEY, Stroke::new(2.0, edge), StrokeKind::Inside);
    let at = rect.center() - galley.size() / 2.0 + vec2(0.0, f32::from(response.is_pointer_button_down_on()));
    ui.painter().galley(at, galley, Color32::WHITE);
    theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand))
}

/// The next of the wavelengths an instrument knows.
fn next(offered: &[Wavelength], now: u16) -> u16 {
    let at = offered.iter().position(|nm| nm.0 == now).map_or(0, |at| (at + 1) % offered.len());
    offered.get(at).map_or(now, |nm| nm.0)
}

fn source_ui(ui: &mut Ui, bag: &mut Bag, lab: &Lab, id: &str, offered: &[Wavelength], lang: Lang) -> Option<Action> {
    let on = lab.state().instruments.sources.get(id).copied();
    let nm = bag.source_nm.or(on.map(|nm| nm.0)).unwrap_or_else(|| offered.first().map_or(1310, |nm| nm.0));
    let display = [format!("{nm} nm"), lang.text(if on.is_some() { "source-is-on" } else { "source-is-off" })];
    let mut asked = None;
    body(ui, &equipment_label(lab, id, lang), display, |ui| {
        if key(ui, "λ", false).clicked() {
            let nm = next(offered, nm);
            bag.source_nm = Some(nm);
            if on.is_some() {
                asked = Some(Action::SetSource { source: id.to_owned(), nm: Some(nm) });
            }
        }
        if key(ui, &lang.text("key-on-off"), on.is_some()).clicked() {
            let nm = if on.is_some() { None } else { Some(nm) };
            asked = Some(Action::SetSource { source: id.to_owned(), nm });
        }
    });
    let port = lab.scenario().model_of(id).and_then(|model| model.port_at(0)).map(|(port, _)| PortId::new(id, port));
    asked.or(port.and_then(|port| socket(ui, lab, &port, lang)))
}

fn meter_ui(ui: &mut Ui, bag: &mut Bag, lab: &Lab, id: &str, offered: &[Wavelength], lang: Lang) -> Option<Action> {
    let nm = bag.meter_nm.unwrap_or(1490);
    let instruments = &lab.state().instruments;
    let reading = instruments.readings.iter().rev().find(|reading| reading.meter == id && reading.nm.0 == nm);
    let reference = instruments.references.get(id).and_then(|set| set.get(&nm)).copied();
    let large = match reading.map(|reading| (reading.dbm, reading.loss)) {
        None => "– –".to_owned(),
        Some((None, _)) => "LOW".to_owned(),
        Some((Some(dbm), None)) => lang.power(dbm),
        Some((Some(_), Some(loss))) => lang.loss(loss),
    };
    let small = match reference {
        Some(reference) => format!("{nm} nm   REF {}", lang.power(reference)),
        None => format!("{nm} nm"),
    };
    let mut asked = None;
    body(ui, &equipment_label(lab, id, lang), [large, small], |ui| {
        if key(ui, "λ", false).clicked() {
            bag.meter_nm = Some(next(offered, nm));
        }
        if key(ui, &lang.text("verb-measure"), false).clicked() {
            asked = Some(Action::Measure { meter: id.to_owned(), nm });
        }
        if key(ui, "REF", reference.is_some()).clicked() {
            asked = Some(Action::SetReference { meter: id.to_owned(), nm });
        }
    });
    let port = lab.scenario().model_of(id).and_then(|model| model.port_at(0)).map(|(port, _)| PortId::new(id, port));
    asked.or(port.and_then(|port| socket(ui, lab, &port, lang)))
}

fn adapter_ui(ui: &mut Ui, lab: &Lab, id: &str, model: &Model, lang: Lang) -> Option<Action> {
    ui.label(theme::strong(equipment_label(lab, id, lang)));
    let mut asked = None;
    for name in model.port_names() {
        asked = asked.or(socket(ui, lab, &PortId::new(id, name), lang));
    }
    asked
}

/// What is plugged into an instrument: pull it, or take a plug that hangs free.
fn socket(ui: &mut Ui, lab: &Lab, port: &PortId, lang: Lang) -> Option<Action> {
    let mut asked = None;
    ui.horizontal(|ui| match lab.state().plug_in(port) {
        Some(plug) => {
            ui.label(theme::body(plug_label(lab, &plug, lang)));
            if theme::quiet_button(ui, lang.text("verb-unplug")).clicked() {
                asked = Some(Action::Unplug { plug });
            }
        }
        None => {
            let mut chosen = None;
            let width = ui.available_width();
            let free = plugs(lab, lang);
            let name = lang.say(&Message::new("measure-socket").with("port", port.port.as_str()));
            if theme::menu_box(ui, width, &name, &mut chosen, &free) {
                asked = chosen.map(|plug| Action::Plug { plug, port: port.clone() });
            }
        }
    });
    ui.add_space(4.0);
    asked
}

fn report_ui(ui: &mut Ui, bag: &mut Bag, lab: &Lab, lang: Lang) -> Option<Action> {
    let scenario = lab.scenario();
    if scenario.report.is_empty() {
        return None;
    }
    let mut asked = None;
    ui.add_space(6.0);
    ui.label(theme::heading(lang.text("measure-report")));
    for (id, line) in &scenario.report {
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::strong(line.title.get(lang)));
            let value = bag.typed.entry(id.clone()).or_insert(0.0);
            ui.horizontal_wrapped(|ui| {
                let (unit, range) = match line.truth.unit() {
                    Unit::Db => ("dB", -10.0..=60.0),
                    Unit::Dbm => ("dBm", -70.0..=20.0),
                };
                theme::number_field(ui, unit, value, range, 0.1);
                if theme::quiet_button(ui, lang.text("verb-write")).clicked() {
                    let value = (*value * 1000.0).round() as i64;
                    asked = Some(Action::Write { line: id.clone(), value: Some(value) });
                }
            });
            if let Some(written) = lab.state().instruments.written.get(id) {
                let value = value_message(scenario, id, *written);
                ui.label(theme::soft(lang.say(&Message::new("measure-written").with("value", value))));
            }
        });
    }
    asked
}

fn red_ui(ui: &mut Ui, bag: &mut Bag, lab: &Lab, lang: Lang) -> Option<Action> {
    let mut asked = None;
    ui.add_space(6.0);
    ui.label(theme::heading(lang.text("measure-red")));
    match &lab.state().instruments.red {
        Some(_) => {
            let last = lab.effects().iter().rev().flatten().find_map(|effect| match effect {
                Effect::RedOn { glows, .. } => Some(glows),
                _ => None,
            });
            for glow in last.into_iter().flatten() {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::hover());
                    for (size, alpha) in [(12.0, 50), (8.0, 110), (4.0, 255)] {
                        let glow = Color32::from_rgba_unmultiplied(0xff, 0x2a, 0x1f, alpha);
                        ui.painter().circle_filled(rect.center(), size, glow);
                    }
                    ui.label(theme::body(lang.say(&termination_name(lab.scenario(), &glow.at))));
                });
            }
            if last.is_none_or(Vec::is_empty) {
                ui.label(theme::body(lang.text("effect-red-nowhere")));
            }
            if theme::quiet_button(ui, lang.text("verb-red-off")).clicked() {
                asked = Some(Action::PutOutRed);
            }
        }
        None => {
            pick_ui(ui, &mut bag.red_at, lab, lang);
            let classes =
                LaserClass::ALL.map(|class| (class, lang.say(&Message::new("red-class").with("class", class.name()))));
            theme::segmented(ui, &mut bag.red_class, &classes);
            if theme::quiet_button(ui, lang.text("verb-red-on")).clicked()
                && let Some(end) = bag.red_at.end()
            {
                asked = Some(Action::LightRed { end, class: bag.red_class });
            }
        }
    }
    asked
}

fn clip_ui(ui: &mut Ui, bag: &mut Bag, lab: &Lab, lang: Lang) -> Option<Action> {
    let here = lab.here()?.to_owned();
    let cables: Vec<(String, String)> = lab
        .scenario()
        .cables
        .iter()
        .filter(|(_, cable)| cable.reaches(&here))
        .map(|(id, cable)| (id.clone(), cable.name.get(lang).to_owned()))
        .collect();
    if cables.is_empty() {
        return None;
    }
    ui.add_space(6.0);
    ui.label(theme::heading(lang.text("measure-clip")));
    let mut asked = None;
    for clip in &lab.state().instruments.clips {
        ui.horizontal(|ui| {
            ui.label(theme::body(lang.say(&termination_name(lab.scenario(), &clip.clone().into()))));
            if theme::quiet_button(ui, lang.text("verb-clip-off")).clicked() {
                asked = Some(Action::ClipOff { fibre: clip.clone() });
            }
        });
    }
    if bag.cable.as_ref().is_none_or(|chosen| cables.iter().all(|(id, _)| id != chosen)) {
        bag.cable = cables.first().map(|(id, _)| id.clone());
    }
    bag.fibre = bag.fibre.max(1);
    ui.horizontal(|ui| {
        let width = ui.available_width() - 210.0;
        theme::menu_box(ui, width, "", &mut bag.cable, &cables);
        let most = bag.cable.as_ref().and_then(|id| lab.scenario().cable(id)).map_or(1, |cable| cable.fibres);
        theme::number_field(ui, &lang.text("measure-fibre"), &mut bag.fibre, 1..=most.max(1), 1.0);
    });
    let fibre = bag.cable.as_ref().and_then(|id| FibreId::numbered(id, bag.fibre, lab.scenario().cable(id)?.modulo));
    if theme::quiet_button(ui, lang.text("verb-clip-on")).clicked()
        && let Some(fibre) = fibre
    {
        asked = Some(Action::ClipOn { fibre: FibreEnd { fibre, place: here } });
    }
    asked
}
