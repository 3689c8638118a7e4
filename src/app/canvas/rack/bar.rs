//! The bar below the rack: tools, how a heavy thing is lifted, the other side, and what can be done with the thing chosen.

use bevy_egui::egui::{self, CornerRadius, Pos2, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::{RackScene, RackTool, cords_at_hand};
use crate::app::canvas::stage::Asked;
use crate::app::theme;
use crate::catalogue::rack::{Face, Mount, racks};
use crate::fibre::coach::Hint;
use crate::fibre::cords::{LONGEST_LABEL, Surplus};
use crate::fibre::front::Guide;
use crate::fibre::names::cord_name;
use crate::lab::Lab;
use crate::lab::action::{Action, careful};
use crate::lab::effect::stock_name;
use crate::locale::{Lang, Message};
use crate::plant::address::{CordEnd, End};
use crate::rack::bundle::Fastener;
use crate::rack::state::Lift;
use crate::rack::words::{gear_name, gear_port_name};
use crate::scenario::stock::NUTS;

/// How a cord can be tied by hand, and how hard that pulls, in newtons: with two fingers, or with a tie gun.
const TIES: [(&str, Fastener, u16); 3] = [
    ("bundle-tie-hook-and-loop", Fastener::HookAndLoop, 5),
    ("bundle-tie-plastic", Fastener::CableTie, 10),
    ("bundle-tie-gun", Fastener::CableTie, 80),
];

pub fn show(scene: &mut RackScene, ui: &mut Ui, lab: &Lab, hint: Option<&Hint>, lang: Lang) -> Option<Asked> {
    ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
    // Two rows, filled or not: the rack must not jump.
    ui.set_min_height(2.0 * theme::TARGET + 6.0);
    ui.horizontal_wrapped(|ui| {
        let next = hint.and_then(|hint| tool_for(&hint.action));
        for (index, tool) in RackTool::BAR.into_iter().enumerate() {
            if tool_button(ui, tool, index + 1, scene.tool == tool, next == Some(tool), lang) {
                scene.takes(tool);
            }
        }
        ui.add_space(6.0);
        let lifts = [
            (Lift::Alone, lang.text("rack-lift-alone")),
            (Lift::Together, lang.text("rack-lift-together")),
            (Lift::Machine, lang.text("rack-lift-machine-short")),
        ];
        theme::segmented(ui, &mut scene.lift, &lifts);
        ui.add_space(6.0);
        let key = if scene.face == Face::Front { "rack-to-rear" } else { "rack-to-front" };
        if theme::quiet_button(ui, format!("{}  {}", RackTool::BAR.len() + 1, lang.text(key))).clicked() {
            scene.turn_round();
        }
    });
    let mut asked = None;
    ui.horizontal_wrapped(|ui| asked = second_row(scene, ui, lab, lang));
    asked
}

/// The tool that a gesture is done with.
fn tool_for(action: &Action) -> Option<RackTool> {
    Some(match action {
        Action::SetNut { .. } | Action::TakeNut { .. } => RackTool::Nut,
        Action::FixRail { .. } | Action::TakeRail { .. } => RackTool::Rail,
        Action::Screw { .. } | Action::Unscrew { .. } => RackTool::Driver,
        Action::TakeCord { .. } | Action::Plug { .. } | Action::Unplug { .. } => RackTool::Cord,
        Action::Mount { .. } | Action::Dismount { .. } => RackTool::Hand,
        _ => return None,
    })
}

fn second_row(scene: &mut RackScene, ui: &mut Ui, lab: &Lab, lang: Lang) -> Option<Asked> {
    match scene.tool {
        RackTool::Nut => nuts(scene, ui, lab, lang),
        RackTool::Rail => rails(scene, ui, lab, lang),
        RackTool::Driver => {
            ui.label(theme::soft(lang.text("rack-how-driver")));
            None
        }
        RackTool::Cord => cords(scene, ui, lab, lang),
        RackTool::Hand => match scene.chosen_cord(lab) {
            Some(cord) => of_cord(scene, ui, lab, &cord, lang),
            None => chosen(scene, ui, lab, lang),
        },
    }
}

fn nuts(scene: &mut RackScene, ui: &mut Ui, lab: &Lab, lang: Lang) -> Option<Asked> {
    let there: Vec<&str> =
        NUTS.into_iter().map(|(item, _)| item).filter(|item| lab.state().stock.contains_key(*item)).collect();
    if there.len() > 1 {
        let choices: Vec<(String, String)> =
            there.iter().map(|item| ((*item).to_owned(), lang.say(&stock_name(item)))).collect();
        for (item, text) in choices {
            let left = lab.state().stock.get(&item).copied().unwrap_or(0);
            let text = format!("{text} · {left}");
            if theme::choice_chip(ui, &text, scene.nut == item).clicked() {
                scene.nut = item;
            }
        }
    }
    ui.label(theme::soft(lang.text("rack-how-nut")));
    None
}

fn rails(scene: &mut RackScene, ui: &mut Ui, lab: &Lab, lang: Lang) -> Option<Asked> {
    match scene.rails_for(lab) {
        Some(device) => {
            let text = Message::new("rack-how-rail").with("name", gear_name(lab.scenario(), &device));
            ui.label(theme::soft(lang.say(&text)));
            let rails = lab.state().rack.rails.get(&device)?;
            let mut asked = None;
            for (side, rail) in crate::lab::action::Side::BOTH.into_iter().zip(rails) {
                let text = Message::new("rack-take-rail").with("side", side);
                if rail.is_some() && theme::quiet_button(ui, lang.say(&text)).clicked() {
                    asked = Some(Asked::Act(Action::TakeRail { device: device.clone(), side }));
                }
            }
            asked
        }
        None => {
            ui.label(theme::soft(lang.text("rack-no-rails-at-hand")));
            None
        }
    }
}

fn cords(scene: &mut RackScene, ui: &mut Ui, lab: &Lab, lang: Lang) -> Option<Asked> {
    let at_hand = cords_at_hand(lab);
    if at_hand.is_empty() {
        ui.label(theme::soft(lang.text("rack-no-cords")));
        return None;
    }
    let named = |name: &String, left: Option<u32>| match left {
        Some(left) => format!("{} · {left}", lang.say(&stock_name(name))),
        None => lang.say(&Message::new("rack-cord-in-hand").with("cord", cord_name(lab.scenario(), name))),
    };
    // Many kinds would fill the bar: then they stand in a list.
    const MOST_BUTTONS: usize = 3;
    if at_hand.len() > MOST_BUTTONS {
        let choices: Vec<(String, String)> =
            at_hand.iter().map(|(name, left)| (name.clone(), named(name, *left))).collect();
        let mut chosen = scene.cord.clone().filter(|cord| choices.iter().any(|(name, _)| name == cord));
        if theme::menu_box(ui, 420.0, &lang.text("rack-choose-cord"), &mut chosen, &choices) {
            scene.first_end = None;
        }
        scene.cord = chosen;
    } else {
        for (name, left) in at_hand {
            let text = named(&name, left);
            if theme::choice_chip(ui, &text, scene.cord.as_ref() == Some(&name)).clicked() {
                scene.cord = Some(name);
                scene.first_end = None;
            }
        }
    }
    let text = match (&scene.cord, &scene.first_end) {
        (None, _) => Message::new("rack-how-choose-cord"),
        (_, Some(port)) => Message::new("rack-how-other-end").with("port", gear_port_name(lab.scenario(), port)),
        (Some(item), _) if racks().transceivers.contains_key(item) => Message::new("rack-how-module"),
        _ => Message::new("rack-how-cord"),
    };
    // Never a third row: then the rack would jump.
    let text = lang.say(&text);
    if ui.available_size_before_wrap().x > 8.0 * text.chars().count() as f32 || scene.first_end.is_some() {
        ui.label(theme::soft(text));
    }
    None
}

/// What can be done with the cord that is chosen: unplugged, led along a side, labelled.
fn of_cord(scene: &mut RackScene, ui: &mut Ui, lab: &Lab, cord: &str, lang: Lang) -> Option<Asked> {
    let there = lab.state().cords.get(cord)?;
    let mut asked = None;
    ui.label(theme::strong(lang.say(&cord_name(lab.scenario(), cord))));
    for (end, port) in End::BOTH.into_iter().zip(&there.plugged) {
        let Some(port) = port else { continue };
        let text = Message::new("rack-unplug-end").with("port", port.to_string());
        // What its label says stands beside each end.
        if let Some(label) = &there.labels[end.index()] {
            ui.label(theme::soft(format!("« {label} »")).font(theme::mono(14.0)));
        }
        if theme::quiet_button(ui, lang.say(&text)).clicked() {
            asked = Some(Action::Unplug { plug: CordEnd::new(cord, end) });
        }
    }
    if there.plugged.iter().all(Option::is_some) {
        let now = there.led.as_ref().map(|led| led.path.clone());
        for (key, path) in [
            ("rack-lead-left", vec![Guide::Left]),
            ("rack-lead-right", vec![Guide::Right]),
            ("rack-lead-across", Vec::new()),
        ] {
            if theme::choice_chip(ui, &lang.text(key), now.as_ref() == Some(&path)).clicked() {
                let surplus = if path.is_empty() { Surplus::Hanging } else { Surplus::Coiled };
                asked = Some(Action::LeadCord { cord: cord.to_owned(), path, surplus });
            }
        }
        for (key, with, newtons) in TIES {
            let left = lab.state().stock.get(with.item()).copied().unwrap_or(0);
            if left > 0 && theme::quiet_button(ui, lang.text(key)).clicked() {
                let radius_mm = careful::bend_mm();
                asked = Some(Action::Fasten { cord: cord.to_owned(), with, newtons, radius_mm });
            }
        }
        if !there.ties.is_empty() && theme::quiet_button(ui, lang.text("bundle-verb-unfasten")).clicked() {
            asked = Some(Action::Unfasten { cord: cord.to_owned() });
        }
    }
    let field = egui::TextEdit::singleline(&mut scene.label)
        .hint_text(lang.text("rack-label-write"))
        .char_limit(LONGEST_LABEL)
        .font(theme::mono(16.0))
        .desired_width(220.0)
        .margin(egui::Margin::symmetric(10, 12));
    let field = ui.add(field);
    field.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, lang.text("rack-label-write")));
    for (end, port) in End::BOTH.into_iter().zip(&there.plugged) {
        let Some(port) = port else { continue };
        let text = Message::new("rack-label-stick").with("port", port.to_string());
        if theme::quiet_button(ui, lang.say(&text)).clicked() {
            asked = Some(Action::Label { plug: CordEnd::new(cord, end), text: scene.label.clone() });
        }
    }
    asked.map(Asked::Act)
}

/// What can be done with the device that is chosen.
fn chosen(scene: &mut RackScene, ui: &mut Ui, lab: &Lab, lang: Lang) -> Option<Asked> {
    if let Some(id) = &scene.carried {
        let text = Message::new("rack-how-carried").with("name", gear_name(lab.scenario(), id));
        ui.label(theme::soft(lang.say(&text)));
        return None;
    }
    let known = |id: &&String| lab.scenario().gear_model(id).is_some() && lab.state().rack.held.contains_key(*id);
    let Some(id) = scene.chosen.clone().filter(|id| known(&id)) else {
        ui.label(theme::soft(lang.text("rack-how-hand")));
        return None;
    };
    let (model, held) = (lab.scenario().gear_model(&id)?, lab.state().rack.held.get(&id)?);
    let says = Message::new("rack-gear").with("name", gear_name(lab.scenario(), &id));
    ui.label(theme::strong(lang.say(&says)));
    let mut asked = None;
    let mut offer = |ui: &mut Ui, action: Action| {
        let verb = crate::rack::words::verb(&action).unwrap_or("rack-verb-mount");
        if theme::quiet_button(ui, lang.text(verb)).clicked() {
            asked = Some(Asked::Act(action));
        }
    };
    if model.power.is_none() && model.inlets().next().is_some() {
        let off = lab.state().rack.off.contains(&id);
        offer(ui, Action::Press { device: id.clone(), on: off });
    }
    if matches!(model.mount, Mount::Rails { .. }) {
        offer(ui, Action::Slide { device: id.clone(), out: !held.out });
    }
    if !model.is_hung() {
        offer(ui, Action::Dismount { device: id.clone(), lift: scene.lift });
    }
    asked
}

fn tool_button(ui: &mut Ui, tool: RackTool, number: usize, chosen: bool, next: bool, lang: Lang) -> bool {
    let name = lang.text(match tool {
        RackTool::Hand => "rack-tool-hand",
        RackTool::Nut => "rack-tool-nut",
        RackTool::Rail => "rack-tool-rail",
        RackTool::Driver => "rack-tool-driver",
        RackTool::Cord => "rack-tool-cord",
    });
    let galley = ui.painter().layout_no_wrap(name.clone(), theme::semibold(14.0), theme::INK);
    let (rect, response) = theme::choice(ui, vec2((galley.size().x + 52.0).max(72.0), theme::TARGET), &name, chosen);
    let painter = ui.painter();
    let corner = rect.left_top() + vec2(6.0, 2.0);
    painter.text(corner, egui::Align2::LEFT_TOP, number.to_string(), theme::semibold(14.0), theme::INK_SOFT);
    if next {
        painter.circle_filled(rect.right_top() + vec2(-8.0, 8.0), 4.5, theme::NOW);
    }
    icon(painter, tool, pos2(rect.left() + 26.0, rect.center().y + 2.0));
    painter.galley(pos2(rect.left() + 44.0, rect.center().y - galley.size().y / 2.0), galley, theme::INK);
    response.clicked()
}

fn icon(painter: &egui::Painter, tool: RackTool, at: Pos2) {
    let ink = Stroke::new(2.0, theme::INK);
    match tool {
        RackTool::Hand => {
            let tip = at + vec2(-6.0, -9.0);
            let corners = [tip, tip + vec2(4.0, 17.0), tip + vec2(7.5, 10.5), tip + vec2(15.0, 11.0)];
            for three in [[0, 1, 2], [0, 2, 3]] {
                let shape = three.map(|index| corners[index]).to_vec();
                painter.add(egui::Shape::convex_polygon(shape, theme::INK, Stroke::NONE));
            }
        }
        RackTool::Nut => {
            let rect = egui::Rect::from_center_size(at, vec2(16.0, 16.0));
            painter.rect_stroke(rect, CornerRadius::same(2), ink, StrokeKind::Inside);
            painter.circle_stroke(at, 4.0, ink);
        }
        RackTool::Rail => {
            painter.line_segment([at + vec2(-9.0, -4.0), at + vec2(9.0, -4.0)], ink);
            painter.line_segment([at + vec2(-9.0, 4.0), at + vec2(9.0, 4.0)], ink);
            painter.line_segment([at + vec2(-9.0, -8.0), at + vec2(-9.0, 8.0)], ink);
            painter.circle_filled(at + vec2(1.0, 0.0), 2.0, theme::INK);
        }
        RackTool::Driver => {
            painter.line_segment([at + vec2(-9.0, 8.0), at + vec2(0.0, -1.0)], Stroke::new(2.5, theme::INK));
            painter.line_segment([at + vec2(0.0, -1.0), at + vec2(8.0, -9.0)], Stroke::new(6.0, theme::INK));
        }
        RackTool::Cord => {
            painter.circle_stroke(at + vec2(0.0, 1.0), 7.0, ink);
            painter.rect_filled(
                egui::Rect::from_center_size(at + vec2(-8.0, -6.0), vec2(6.0, 6.0)),
                CornerRadius::same(1),
                theme::INK,
            );
            painter.rect_filled(
                egui::Rect::from_center_size(at + vec2(9.0, 8.0), vec2(6.0, 6.0)),
                CornerRadius::same(1),
                theme::INK,
            );
        }
    }
}
