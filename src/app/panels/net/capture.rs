//! What passed a cable: a list, one frame taken apart layer by layer, a filter, and a file for other programs.

use std::path::PathBuf;

use bevy_egui::egui::{
    self, Color32, CornerRadius, CursorIcon, Margin, ScrollArea, Sense, Stroke, TextEdit, Ui, WidgetInfo, WidgetType,
    pos2, vec2,
};

use crate::app::canvas::net::{cables, port_id};
use crate::app::theme;
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::net::build::socket;
use crate::net::decode::{Line, layers, line};
use crate::net::pcap;
use crate::net::why::is_housekeeping;
use crate::net::world::{Flight, Seen, Socket};
use crate::net::{Net, Time};
use crate::plant::address::PortId;

/// Rows that are listed: the newest.
const MOST: usize = 500;

/// Which cable is looked at, and how.
#[derive(Default)]
pub struct CaptureDesk {
    port: Option<PortId>,
    filter: String,
    /// What switches tell each other all the time is shown too.
    all: bool,
    /// The frame that is taken apart, by when it left.
    chosen: Option<Time>,
    /// For how many frames the chosen row is still brought in sight.
    follow: u8,
    /// Where the file was written, or why it was not.
    saved: Option<Result<PathBuf, String>>,
}

impl CaptureDesk {
    pub fn open(&mut self, port: PortId) {
        if self.port.as_ref() != Some(&port) {
            *self =
                Self { port: Some(port), filter: std::mem::take(&mut self.filter), all: self.all, ..Self::default() };
        }
    }
}

/// The frames of a cable, of those that are remembered.
fn on_cable(net: &Net, at: Socket, all: bool) -> Vec<&Flight> {
    let of = |flight: &&Flight| flight.from == at || flight.to == at;
    net.flights_since(Time::ZERO).filter(of).filter(|flight| all || !is_housekeeping(&flight.frame)).collect()
}

fn matches(line: &Line, info: &str, filter: &str) -> bool {
    let whole = format!("{} {} {} {info}", line.from, line.to, line.protocol).to_lowercase();
    filter.to_lowercase().split_whitespace().all(|word| whole.contains(word))
}

pub fn capture_ui(ui: &mut Ui, desk: &mut CaptureDesk, net: &Net, lab: &Lab, lang: Lang) {
    ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
    ui.label(theme::heading(lang.text("net-capture")));
    let choices: Vec<(PortId, String)> = cables(net)
        .into_iter()
        .map(|(a, b)| (port_id(net, a), format!("{} — {}", port_id(net, a), port_id(net, b))))
        .collect();
    if choices.is_empty() {
        ui.label(theme::body(lang.text("net-no-cables")));
        return;
    }
    // A cable has two ends: the list names it by its first.
    if let Some(at) = desk.port.as_ref().and_then(|port| socket(net, port)) {
        let first = net.peer(at).map_or(at, |peer| peer.min(at));
        desk.port = Some(port_id(net, first));
    }
    if desk.port.as_ref().is_none_or(|port| !choices.iter().any(|(known, _)| known == port)) {
        desk.port = Some(choices[0].0.clone());
    }
    let wide = ui.available_width();
    if theme::menu_box(ui, wide, &lang.text("net-capture"), &mut desk.port, &choices) {
        desk.chosen = None;
        desk.saved = None;
    }
    let Some(at) = desk.port.as_ref().and_then(|port| socket(net, port)) else { return };
    ui.horizontal_wrapped(|ui| {
        let field = TextEdit::singleline(&mut desk.filter)
            .hint_text(lang.text("net-filter"))
            .font(theme::mono(15.0))
            .desired_width(200.0)
            .margin(Margin::symmetric(10, 12));
        let field = ui.add(field);
        field.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, lang.text("net-filter")));
        theme::switch(ui, &mut desk.all, &lang.text("net-capture-all"));
    });
    let flights = on_cable(net, at, desk.all);
    let rows: Vec<(&Flight, Line, String)> = flights
        .into_iter()
        .filter_map(|flight| {
            let line = line(&flight.frame);
            let info = lang.say(&line.info);
            matches(&line, &info, &desk.filter).then_some((flight, line, info))
        })
        .collect();
    let rows = &rows[rows.len().saturating_sub(MOST)..];
    if rows.is_empty() {
        ui.label(theme::body(lang.text("net-capture-empty")));
    }
    let list = (ui.available_height() - 60.0) * if desk.chosen.is_some() { 0.5 } else { 1.0 };
    ScrollArea::vertical()
        .id_salt("capture")
        .max_height(list.max(80.0))
        .auto_shrink([false, true])
        .stick_to_bottom(true)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (flight, line, info) in rows {
                let chosen = desk.chosen == Some(flight.sent);
                let top = ui.cursor().min;
                if row_ui(ui, flight, line, info, chosen) {
                    desk.chosen = if chosen { None } else { Some(flight.sent) };
                    desk.follow = 2;
                }
                // The list gave room to the layers: what was chosen stays in sight.
                if chosen && desk.follow > 0 {
                    desk.follow -= 1;
                    let row = egui::Rect::from_min_size(top, vec2(10.0, 44.0));
                    let at_once = egui::style::ScrollAnimation::none();
                    ui.scroll_to_rect_animation(row, Some(egui::Align::Center), at_once);
                    ui.ctx().request_repaint();
                }
            }
        });
    if let Some((flight, ..)) = rows.iter().find(|(flight, ..)| Some(flight.sent) == desk.chosen) {
        let room = ui.available_height() - 60.0;
        ScrollArea::vertical().id_salt("layers").max_height(room.max(60.0)).auto_shrink([false, true]).show(ui, |ui| {
            layers_ui(ui, &flight.frame, lang);
        });
    }
    ui.horizontal_wrapped(|ui| {
        if !rows.is_empty() && theme::quiet_button(ui, lang.text("net-save-pcap")).clicked() {
            let seen: Vec<Seen> = rows
                .iter()
                .map(|(flight, ..)| Seen { at: flight.sent, frame: flight.frame.clone(), out: flight.from == at })
                .collect();
            desk.saved = Some(save(&lab.scenario().id, desk.port.as_ref(), &pcap::write(&seen)));
        }
        match &desk.saved {
            Some(Ok(path)) => {
                let text = Message::new("net-saved").with("file", path.display().to_string());
                ui.label(theme::soft(lang.say(&text)));
            }
            Some(Err(why)) => {
                let text = Message::new("net-not-saved").with("why", why.as_str());
                ui.label(theme::soft(lang.say(&text)).color(theme::BAD));
            }
            None => {}
        }
    });
}

/// Writes a capture into the folder in which the program was started, under a name that is free.
fn save(scenario: &str, port: Option<&PortId>, bytes: &[u8]) -> Result<PathBuf, String> {
    use std::io::Write;
    let port = port.map(|port| port.to_string().replace(|c: char| !c.is_ascii_alphanumeric(), "-")).unwrap_or_default();
    let folder = std::env::current_dir().map_err(|error| error.to_string())?;
    for number in 1..1000 {
        let path = folder.join(format!("{scenario}-{port}-{number}.pcap"));
        let file = std::fs::File::create_new(&path);
        match file.and_then(|mut file| file.write_all(bytes)) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Err("1000".to_owned())
}

/// Colours by protocol, so that a conversation is seen at a glance; the name stands beside it.
fn tint(protocol: &str) -> Color32 {
    match protocol {
        "ARP" => Color32::from_rgb(0xfb, 0xf0, 0xd0),
        "ICMP" => Color32::from_rgb(0xe0, 0xee, 0xf8),
        "DHCP" | "UDP" => Color32::from_rgb(0xe3, 0xf3, 0xe2),
        "TCP" => Color32::from_rgb(0xec, 0xe6, 0xf6),
        _ => theme::CARD,
    }
}

fn row_ui(ui: &mut Ui, flight: &Flight, line: &Line, info: &str, chosen: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::click());
    let name = format!("{} {} {} → {} {info}", seconds(flight.sent), line.protocol, line.from, line.to);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, &name));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let edge = if chosen || response.hovered() { theme::INK } else { theme::LINE };
    let fill = tint(&line.protocol);
    painter.rect(rect, CornerRadius::same(6), fill, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let (top, foot) = (rect.top() + 12.0, rect.top() + 31.0);
    let left = rect.left() + 10.0;
    let put = |x: f32, y: f32, text: &str, font, ink| {
        painter.text(pos2(x, y), egui::Align2::LEFT_CENTER, text, font, ink);
    };
    put(left, top, &seconds(flight.sent), theme::mono(14.0), theme::INK_SOFT);
    put(left + 96.0, top, &line.protocol, theme::semibold(15.0), theme::INK);
    put(
        left + 146.0,
        top,
        &format!("{} → {}", line.from, line.to.trim_start_matches("→ ")),
        theme::mono(14.0),
        theme::INK,
    );
    put(left, foot, info, theme::regular(15.0), theme::INK);
    theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand)).clicked()
}

/// Since everything was switched on, to the thousandth of a millisecond.
fn seconds(time: Time) -> String {
    time.to_string()
}

fn layers_ui(ui: &mut Ui, frame: &[u8], lang: Lang) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 20.0;
    for layer in layers(frame) {
        ui.label(theme::strong(layer.name));
        for (name, value) in layer.fields {
            ui.horizontal_wrapped(|ui| {
                ui.add_space(14.0);
                ui.label(theme::body(lang.say(&name)).color(theme::INK_SOFT));
                ui.label(egui::RichText::new(value).font(theme::mono(15.0)).color(theme::INK));
            });
        }
    }
}
