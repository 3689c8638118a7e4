//! The bar below the network: cables to take in hand, time to let pass, the film of the last command, and the ports of a
//! device to choose from.

use std::time::{Duration, Instant};

use bevy_egui::egui::{self, CornerRadius, Pos2, Stroke, Ui, pos2, vec2};

use super::{NetScene, NetTool, device_name, is_free, port_id};
use crate::app::canvas::stage::Asked;
use crate::app::theme;
use crate::fibre::coach::{Gesture, Hint};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::{Lang, Message};
use crate::net::console::ios::names;
use crate::net::words::cable_name;
use crate::scenario::file::NetCable;

/// Spans that can be let pass at once, in seconds: a spanning tree, a table of cards, a lease.
const WAITS: [u32; 5] = [5, 30, 60, 300, 3600];

pub fn show(scene: &mut NetScene, ui: &mut Ui, lab: &Lab, hint: Option<&Hint>, lang: Lang) -> Option<Asked> {
    if scene.settles {
        ui.ctx().request_repaint_after(Duration::from_secs(1));
    }
    let mut asked = None;
    ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
    ui.horizontal_wrapped(|ui| {
        let next = hint.and_then(|hint| match (&hint.gesture, &hint.action) {
            (Gesture::Cable, Action::Connect { cable, .. }) => Some(NetTool::Cable(*cable)),
            (Gesture::Cable, Action::Disconnect { .. }) => Some(NetTool::Unplug),
            _ => None,
        });
        for (index, tool) in NetTool::BAR.into_iter().enumerate() {
            if tool_button(ui, tool, index + 1, scene.tool == tool, next == Some(tool), lang) {
                scene.takes(tool);
            }
        }
        ui.add_space(6.0);
        asked = wait_ui(ui, lang);
        ui.add_space(6.0);
        film_ui(scene, ui, lang);
    });
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(24.0);
        asked = asked.take().or_else(|| second_row(scene, ui, lab, lang));
    });
    asked
}

/// What the hand is doing, in words; or the ports of a device.
fn second_row(scene: &mut NetScene, ui: &mut Ui, lab: &Lab, lang: Lang) -> Option<Asked> {
    let Some(id) = scene.choosing.clone() else {
        let text = match (scene.tool, &scene.plug, scene.packets.shown()) {
            (_, Some(port), _) => Message::new("net-how-other-end").with("port", port.to_string()),
            (NetTool::Hand, _, Some(step)) => {
                let number = scene.packets.at + 1;
                Message::new("net-film")
                    .with("number", number)
                    .with("last", scene.packets.steps.len())
                    .with("protocol", step.line.protocol.as_str())
                    .with("from", step.line.from.as_str())
                    .with("to", step.line.to.as_str())
                    .with("info", step.line.info.clone())
            }
            (NetTool::Hand, ..) => Message::new("net-how-hand"),
            (NetTool::Cable(NetCable::Console), ..) => Message::new("net-how-console-cable"),
            (NetTool::Cable(_), ..) => Message::new("net-how-cable"),
            (NetTool::Unplug, ..) => Message::new("net-how-unplug"),
        };
        ui.label(theme::soft(lang.say(&text)));
        return None;
    };
    let net = lab.network();
    let device = net.device(&id)?;
    let says = Message::new("net-which-port").with("device", device_name(lab, &id, lang));
    ui.label(theme::strong(lang.say(&says)));
    let unplugs = scene.tool == NetTool::Unplug;
    let mut chosen = None;
    for port in 0..net.devices[device].sockets() {
        let name = port_id(net, (device, port));
        if is_free(lab, &name) != unplugs
            && theme::quiet_button(ui, names::short(&net.devices[device].ports[port].name)).clicked()
        {
            chosen = Some(name);
        }
    }
    scene.port_chosen(lab, chosen?)
}

fn wait_ui(ui: &mut Ui, lang: Lang) -> Option<Asked> {
    let mut seconds = None;
    let spans: Vec<(u32, String)> = WAITS
        .iter()
        .map(|span| {
            let text = match span {
                3600.. => Message::new("net-hours").with("count", span / 3600),
                60.. => Message::new("net-minutes").with("count", span / 60),
                _ => Message::new("net-seconds").with("count", *span),
            };
            (*span, lang.say(&text))
        })
        .collect();
    theme::menu_box(ui, 132.0, &lang.text("net-wait"), &mut seconds, &spans);
    seconds.map(|seconds| Asked::Act(Action::Wait { seconds }))
}

/// Back, play or hold, on, slowly.
fn film_ui(scene: &mut NetScene, ui: &mut Ui, lang: Lang) {
    let packets = &mut scene.packets;
    if packets.steps.is_empty() {
        return;
    }
    let ink = Stroke::new(2.5, theme::INK);
    let triangle = |painter: &egui::Painter, at: Pos2, right: bool| {
        let by = if right { 1.0 } else { -1.0 };
        let corners = vec![at + vec2(-5.0 * by, -7.0), at + vec2(7.0 * by, 0.0), at + vec2(-5.0 * by, 7.0)];
        painter.add(egui::Shape::convex_polygon(corners, theme::INK, Stroke::NONE));
    };
    let back = |painter: &egui::Painter, at: Pos2| {
        triangle(painter, at + vec2(2.0, 0.0), false);
        painter.line_segment([at + vec2(-8.0, -7.0), at + vec2(-8.0, 7.0)], ink);
    };
    let on = |painter: &egui::Painter, at: Pos2| {
        triangle(painter, at - vec2(2.0, 0.0), true);
        painter.line_segment([at + vec2(8.0, -7.0), at + vec2(8.0, 7.0)], ink);
    };
    let playing = packets.playing;
    let play = |painter: &egui::Painter, at: Pos2| {
        if playing {
            for side in [-4.0, 4.0] {
                painter.line_segment([at + vec2(side, -7.0), at + vec2(side, 7.0)], Stroke::new(4.0, theme::INK));
            }
        } else {
            triangle(painter, at, true);
        }
    };
    if theme::icon_button(ui, &lang.text("net-film-back"), back).clicked() {
        packets.turn(false);
    }
    let name = lang.text(if playing { "net-film-pause" } else { "net-film-play" });
    if theme::icon_button(ui, &name, play).clicked() {
        packets.play_or_pause(Instant::now());
    }
    if theme::icon_button(ui, &lang.text("net-film-on"), on).clicked() {
        packets.turn(true);
    }
    theme::switch(ui, &mut packets.slow, &lang.text("net-film-slow"));
}

fn tool_button(ui: &mut Ui, tool: NetTool, number: usize, chosen: bool, next: bool, lang: Lang) -> bool {
    let name = match tool {
        NetTool::Hand => lang.text("net-tool-hand"),
        NetTool::Cable(cable) => lang.say(&cable_name(cable)),
        NetTool::Unplug => lang.text("net-tool-unplug"),
    };
    let (rect, response) = theme::choice(ui, vec2(52.0, theme::TARGET), &name, chosen);
    let painter = ui.painter();
    let corner = rect.left_top() + vec2(7.0, 3.0);
    painter.text(corner, egui::Align2::LEFT_TOP, number.to_string(), theme::semibold(14.0), theme::INK_SOFT);
    if next {
        painter.circle_filled(rect.right_top() + vec2(-9.0, 9.0), 4.5, theme::NOW);
    }
    icon(painter, tool, rect.center() + vec2(5.0, 3.0));
    response.on_hover_text(name).clicked()
}

fn icon(painter: &egui::Painter, tool: NetTool, at: Pos2) {
    let ink = Stroke::new(2.0, theme::INK);
    let plug = |x: f32| {
        let rect = egui::Rect::from_center_size(pos2(at.x + x, at.y + 7.0), vec2(8.0, 7.0));
        painter.rect_filled(rect, CornerRadius::same(1), theme::INK);
    };
    match tool {
        NetTool::Hand => {
            let tip = at + vec2(-7.0, -9.0);
            let corners = [tip, tip + vec2(4.0, 17.0), tip + vec2(7.5, 10.5), tip + vec2(15.0, 11.0)];
            painter.add(egui::Shape::convex_polygon(
                vec![corners[0], corners[1], corners[2]],
                theme::INK,
                Stroke::NONE,
            ));
            painter.add(egui::Shape::convex_polygon(
                vec![corners[0], corners[2], corners[3]],
                theme::INK,
                Stroke::NONE,
            ));
        }
        NetTool::Cable(cable) => {
            plug(-11.0);
            plug(11.0);
            let [left, right] = [-11.0, 11.0].map(|x| at + vec2(x, 3.0));
            match cable {
                NetCable::Straight => {
                    painter.line_segment([left, left - vec2(0.0, 9.0)], ink);
                    painter.line_segment([left - vec2(0.0, 9.0), right - vec2(0.0, 9.0)], ink);
                    painter.line_segment([right, right - vec2(0.0, 9.0)], ink);
                }
                NetCable::Crossover => {
                    painter.line_segment([left, right - vec2(0.0, 12.0)], ink);
                    painter.line_segment([left - vec2(0.0, 12.0), right], ink);
                }
                NetCable::Console => {
                    let dots = egui::Shape::dashed_line(
                        &[left, left - vec2(0.0, 9.0), right - vec2(0.0, 9.0), right],
                        ink,
                        4.0,
                        3.0,
                    );
                    painter.extend(dots);
                }
            }
        }
        NetTool::Unplug => {
            plug(-11.0);
            plug(11.0);
            painter.line_segment([at + vec2(-11.0, 3.0), at + vec2(-4.0, -8.0)], ink);
            painter.line_segment([at + vec2(11.0, 3.0), at + vec2(4.0, -8.0)], ink);
            for by in [vec2(-3.0, -3.0), vec2(3.0, 3.0)] {
                let middle = at + vec2(0.0, 0.0);
                painter.line_segment([middle, middle + by], Stroke::new(1.5, theme::BAD));
                painter.line_segment([middle, middle + vec2(-by.x, by.y)], Stroke::new(1.5, theme::BAD));
            }
        }
    }
}
