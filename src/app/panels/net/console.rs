//! Consoles of devices, as the real thing looks: a dark screen, a prompt, what was typed and what came back.

use std::collections::BTreeMap;

use bevy_egui::egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use bevy_egui::egui::{
    self, Color32, CornerRadius, CursorIcon, Frame, Id, Key, Margin, Modifiers, ScrollArea, Sense, Stroke, StrokeKind,
    TextEdit, Ui, WidgetInfo, WidgetType, vec2,
};

use super::NetSeen;
use super::why::why_ui;
use crate::app::canvas::net::device_name;
use crate::app::theme;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::{Lang, Message};
use crate::net::Net;
use crate::net::console::{complete, prompt, suggest, unread};
use crate::net::device::Os;
use crate::net::why::{Walk, asked_for};

const SCREEN: Color32 = Color32::from_rgb(0x0d, 0x14, 0x18);
const TEXT: Color32 = Color32::from_rgb(0xd5, 0xdd, 0xe1);
const TYPED: Color32 = Color32::WHITE;
const PROMPT: Color32 = Color32::from_rgb(0x8f, 0xd3, 0xe8);
/// What the lab itself says, beside what the device prints.
const NOTE: Color32 = Color32::from_rgb(0xff, 0xc0, 0x78);
const SIZE: f32 = 14.0;

/// What is open, and what is being typed.
#[derive(Default)]
pub struct ConsoleDesk {
    /// Ids of the devices whose consoles are open, as tabs.
    tabs: Vec<String>,
    shown: usize,
    /// What stands behind each prompt, not yet sent.
    drafts: BTreeMap<String, String>,
    /// How far back in the history the arrows went, from 1.
    back: Option<usize>,
    /// The keyboard shall come here.
    focus: bool,
    /// How much was done when this was looked at last, and for how many frames the newest line is still brought in sight.
    seen: usize,
    follow: u8,
    /// The way of the last ping, of the attempt when it had so many actions.
    why: Option<(usize, Walk)>,
}

impl ConsoleDesk {
    /// Opens the console of a device, or shows it again.
    pub fn open(&mut self, device: &str) {
        let tab = self.tabs.iter().position(|tab| tab == device).unwrap_or_else(|| {
            self.tabs.push(device.to_owned());
            self.tabs.len() - 1
        });
        self.show(tab);
    }

    fn show(&mut self, tab: usize) {
        self.shown = tab;
        self.back = None;
        self.focus = true;
    }

    /// The keyboard comes to the line of the console that is shown.
    pub fn take_keys(&mut self) {
        self.focus = true;
    }

    fn device(&self) -> Option<&str> {
        self.tabs.get(self.shown).map(String::as_str)
    }

    fn close(&mut self, index: usize) {
        let tab = self.tabs.remove(index);
        self.drafts.remove(&tab);
        if self.shown >= index {
            self.shown = self.shown.saturating_sub(1);
        }
        self.focus = true;
    }
}

/// The panel. Returns the line that was sent.
pub fn console_ui(ui: &mut Ui, desk: &mut ConsoleDesk, net: &Net, seen: &NetSeen) -> Option<Action> {
    if desk.tabs.is_empty() {
        // Opened by its key: the one that the lab asks for, else the first that has a console.
        let asked = seen.hint.and_then(|hint| match &hint.action {
            Action::Type { device, .. } => Some(device.clone()),
            _ => None,
        });
        let first = || net.devices.iter().find(|device| device.os != Os::None).map(|device| device.id.clone());
        desk.open(&asked.or_else(first)?);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::Tab)) {
        desk.show((desk.shown + 1) % desk.tabs.len());
    }
    tabs_ui(ui, desk, seen);
    let id = desk.device()?.to_owned();
    let index = net.device(&id)?;
    if net.devices[index].os == Os::None {
        ui.label(theme::body(seen.lang.text("net-no-console")));
        return None;
    }
    ui.spacing_mut().item_spacing.y = 8.0;
    let help = help_height(desk, seen, ui.available_height());
    let screen = ui.available_height() - help - 8.0;
    let asked = screen_ui(ui, desk, net, index, seen, screen);
    if seen.practice {
        ui.allocate_ui(vec2(ui.available_width(), help), |ui| help_ui(ui, desk, net, index, seen));
    }
    asked.map(|line| Action::Type { device: id, line })
}

fn help_height(desk: &ConsoleDesk, seen: &NetSeen, room: f32) -> f32 {
    match (seen.practice, desk.why.is_some()) {
        (false, _) => 0.0,
        (true, true) => (room * 0.55).min(340.0),
        (true, false) => (room * 0.36).min(150.0),
    }
}

fn tabs_ui(ui: &mut Ui, desk: &mut ConsoleDesk, seen: &NetSeen) {
    let mut closed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for index in 0..desk.tabs.len() {
            let name = device_name(seen.lab, &desk.tabs[index], seen.lang);
            let chosen = index == desk.shown;
            let words = ui.painter().layout_no_wrap(name.clone(), theme::semibold(16.0), theme::INK);
            let (rect, response) = ui.allocate_exact_size(vec2(words.size().x + 26.0, 38.0), Sense::click());
            response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, &name));
            let fill = if chosen { SCREEN } else { theme::CARD };
            let ink = if chosen { TEXT } else { theme::INK };
            ui.painter().rect(rect, CornerRadius::same(9), fill, Stroke::new(1.0, theme::EDGE), StrokeKind::Inside);
            ui.painter().galley_with_override_text_color(rect.center() - words.size() / 2.0, words, ink);
            let response = theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand));
            if response.clicked() {
                desk.show(index);
            }
            if chosen && desk.tabs.len() > 1 {
                let text = Message::new("net-close-console").with("device", name);
                let (rect, response) = ui.allocate_exact_size(vec2(28.0, 38.0), Sense::click());
                let said = seen.lang.say(&text);
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &said));
                let (at, pen) = (rect.center(), Stroke::new(2.0, theme::INK_SOFT));
                ui.painter().line_segment([at - vec2(5.0, 5.0), at + vec2(5.0, 5.0)], pen);
                ui.painter().line_segment([at + vec2(-5.0, 5.0), at + vec2(5.0, -5.0)], pen);
                let response = theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(said));
                if response.clicked() {
                    closed = Some(index);
                }
            }
        }
    });
    if let Some(index) = closed {
        desk.close(index);
    }
}

/// The dark screen: what was said, and the line that is typed.
fn screen_ui(
    ui: &mut Ui,
    desk: &mut ConsoleDesk,
    net: &Net,
    index: usize,
    seen: &NetSeen,
    height: f32,
) -> Option<String> {
    let id = net.devices[index].id.clone();
    let frame = Frame::new().fill(SCREEN).corner_radius(theme::RADIUS).inner_margin(Margin::symmetric(12, 10));
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let room = height - 20.0;
            ui.set_height(room);
            ui.spacing_mut().item_spacing.y = 2.0;
            let wide = ui.available_width();
            ScrollArea::vertical()
                .id_salt(("console", &id))
                .max_height(room)
                .auto_shrink([false, true])
                .stick_to_bottom(true)
                .show(ui, |ui| {
                    let text = said(seen.lab, &id, seen.lang, &unread(&net.devices[index]));
                    ui.add(egui::Label::new(laid(text, wide)).selectable(true));
                    input_ui(ui, desk, net, index, seen)
                })
                .inner
        })
        .inner
}

/// A piece of text and its colour.
type Piece = (String, Color32);

/// Everything that was typed here and came back, oldest first.
fn said(lab: &Lab, device: &str, lang: Lang, unread: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (entry, effects) in lab.journal().0.iter().zip(lab.effects()) {
        let Action::Type { device: at, line } = &entry.action else { continue };
        if at != device {
            continue;
        }
        for effect in effects {
            let Effect::Printed { prompt, before, text, notes, .. } = effect else { continue };
            pieces.push((before.clone(), TEXT));
            pieces.push((prompt.clone(), PROMPT));
            pieces.push((format!("{line}\n"), TYPED));
            pieces.push((text.clone(), TEXT));
            pieces.extend(notes.iter().map(|note| (format!("{}\n", lang.say(note)), NOTE)));
        }
    }
    pieces.push((unread.to_owned(), TEXT));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// Laid out as a terminal does: in columns, lines that are too long go on below.
fn laid(pieces: Vec<Piece>, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    job.wrap.break_anywhere = true;
    for (text, colour) in pieces {
        let format = TextFormat { font_id: theme::mono(SIZE), color: colour, ..TextFormat::default() };
        job.append(&text, 0.0, format);
    }
    // The last line end belongs to the line that is typed.
    if job.text.ends_with('\n') {
        job.text.pop();
        if let Some(last) = job.sections.last_mut() {
            last.byte_range.end = job.text.len().into();
        }
        job.sections.retain(|section| section.byte_range.start <= section.byte_range.end);
    }
    job
}

fn input_ui(ui: &mut Ui, desk: &mut ConsoleDesk, net: &Net, index: usize, seen: &NetSeen) -> Option<String> {
    let device = &net.devices[index];
    let id = device.id.clone();
    let mut sent = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().interact_size.y = 20.0;
        let before = prompt(net, index);
        ui.label(egui::RichText::new(before).font(theme::mono(SIZE)).color(PROMPT));
        let field = Id::new(("console line", &id));
        let has_focus = ui.memory(|memory| memory.has_focus(field));
        let draft = desk.drafts.entry(id.clone()).or_default();
        let key = |ui: &Ui, key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let control = |ui: &Ui, key: Key| ui.input_mut(|input| input.consume_key(Modifiers::CTRL, key));
        let mut to_end = false;
        if has_focus {
            let history = &device.shell.history;
            if key(ui, Key::ArrowUp) || control(ui, Key::P) {
                let back = (desk.back.unwrap_or(0) + 1).min(history.len());
                if back > 0 {
                    draft.clone_from(&history[history.len() - back]);
                    desk.back = Some(back);
                    to_end = true;
                }
            }
            if key(ui, Key::ArrowDown) || control(ui, Key::N) {
                let back = desk.back.unwrap_or(0).saturating_sub(1);
                *draft = if back > 0 { history[history.len() - back].clone() } else { String::new() };
                desk.back = (back > 0).then_some(back);
                to_end = true;
            }
            if key(ui, Key::Tab) {
                *draft = complete(net, index, draft);
                to_end = true;
            }
            if control(ui, Key::U) {
                draft.clear();
            }
            // Leaves the line, and on equipment with a command line the configuration too.
            let interrupts = ui.input_mut(|input| {
                let copies = input.events.iter().position(|event| matches!(event, egui::Event::Copy));
                copies.map(|at| input.events.remove(at)).is_some()
            });
            if interrupts || control(ui, Key::C) || control(ui, Key::Z) {
                draft.clear();
                if device.os == Os::Ios && prompt(net, index).contains("(config") {
                    sent = Some("end".to_owned());
                }
            }
        }
        let edit = TextEdit::singleline(draft)
            .id(field)
            .font(theme::mono(SIZE))
            .text_color(TYPED)
            .frame(Frame::NONE)
            .margin(Margin::ZERO)
            .lock_focus(true)
            .char_limit(900)
            .desired_width(f32::INFINITY);
        let response = edit.show(ui);
        let name = Message::new("net-console-of").with("device", device_name(seen.lab, &id, seen.lang));
        let response_id = response.response.id;
        response.response.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, seen.lang.say(&name)));
        if to_end {
            let mut state = response.state;
            let end = CCursor::new(draft.chars().count());
            state.cursor.set_char_range(Some(CCursorRange::one(end)));
            state.store(ui.ctx(), response_id);
        }
        // Equipment with a command line answers a question mark at once.
        let asks = device.os == Os::Ios && response.response.changed() && draft.ends_with('?');
        if asks {
            sent = Some(draft.clone());
            draft.pop();
        } else if response.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            sent = Some(std::mem::take(draft));
        }
        if sent.is_some() {
            desk.back = None;
            desk.why = None;
            desk.focus = true;
        }
        let done = seen.lab.journal().0.len();
        if std::mem::replace(&mut desk.seen, done) != done || desk.focus {
            desk.follow = 3;
        }
        if desk.follow > 0 {
            desk.follow -= 1;
            let at_once = egui::style::ScrollAnimation::none();
            let line = response.response.rect.expand(8.0);
            ui.scroll_to_rect_animation(line, Some(egui::Align::BOTTOM), at_once);
            ui.ctx().request_repaint();
        }
        if std::mem::take(&mut desk.focus) {
            ui.memory_mut(|memory| memory.request_focus(field));
            if !to_end {
                let mut state = egui::text_edit::TextEditState::load(ui.ctx(), response_id).unwrap_or_default();
                let end = CCursor::new(desk.drafts.get(&id).map_or(0, |draft| draft.chars().count()));
                state.cursor.set_char_range(Some(CCursorRange::one(end)));
                state.store(ui.ctx(), response_id);
            }
            ui.ctx().request_repaint();
        }
    });
    sent
}

/// Below the screen, in practice: why a ping failed, and what can be typed.
fn help_ui(ui: &mut Ui, desk: &mut ConsoleDesk, net: &Net, index: usize, seen: &NetSeen) {
    let id = net.devices[index].id.clone();
    let (lab, lang) = (seen.lab, seen.lang);
    let done = lab.journal().0.len();
    desk.why = desk.why.take().filter(|(of, _)| *of == done);
    ScrollArea::vertical().id_salt("console help").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        if let Some((_, walk)) = &desk.why {
            why_ui(ui, walk, |device| device_name(lab, device, lang), lang);
            if theme::quiet_button(ui, lang.text("why-close")).clicked() {
                desk.why = None;
                desk.focus = true;
            }
            return;
        }
        if let Some((to, failed)) = last_ping(lab, net, index) {
            let key = if failed { "why-ask" } else { "why-follow" };
            let button = if failed { theme::primary_button } else { theme::quiet_button };
            if button(ui, lang.text(key)).clicked() {
                desk.why = Some((done, lab.why(&mut lab.network().clone(), index, to)));
            }
        }
        let asked = seen.hint.and_then(|hint| match &hint.action {
            Action::Type { device, line } if *device == id => Some((line.clone(), lang.say(&hint.why))),
            _ => None,
        });
        let usual = suggest::usual(&net.devices[index]);
        let usual = usual.into_iter().map(|one| (one.line, lang.say(&one.say)));
        ui.label(theme::soft(lang.text("net-can-type")));
        let asked_line = asked.as_ref().map(|(line, _)| line.clone());
        let usual = usual.filter(|(line, _)| asked_line.as_ref() != Some(line));
        for (number, (line, say)) in asked.into_iter().chain(usual).enumerate() {
            let now = number == 0 && asked_line.is_some();
            if command_ui(ui, &line, &say, now) {
                desk.drafts.insert(id.clone(), line);
                desk.back = None;
                desk.focus = true;
            }
        }
    });
}

/// The last line at this device, if it was a ping or the like: whom it asked for, and whether nothing came back.
fn last_ping(lab: &Lab, net: &Net, index: usize) -> Option<(std::net::Ipv4Addr, bool)> {
    let id = &net.devices[index].id;
    let entries = lab.journal().0.iter().zip(lab.effects()).rev();
    let mut lines = entries.filter_map(|(entry, effects)| match &entry.action {
        Action::Type { device, line } if device == id => Some((line, effects)),
        _ => None,
    });
    let (line, effects) = lines.next()?;
    let to = asked_for(&net.devices[index], line)?;
    let answered = effects.iter().any(Effect::is_answered_ping);
    Some((to, !answered))
}

/// A line that can be clicked into the console, and what it does. Says whether it was.
fn command_ui(ui: &mut Ui, line: &str, say: &str, now: bool) -> bool {
    let room = ui.available_width();
    let shown = line.trim_end();
    let more = if line.ends_with(' ') { " …" } else { "" };
    let mut job = LayoutJob::default();
    job.wrap.max_width = room - 32.0;
    let mono = TextFormat { font_id: theme::mono(15.0), color: theme::INK, ..TextFormat::default() };
    let soft = TextFormat { font_id: theme::regular(15.0), color: theme::INK_SOFT, ..TextFormat::default() };
    job.append(&format!("{shown}{more}"), 0.0, mono);
    job.append(say, 14.0, soft);
    let galley = ui.painter().layout_job(job);
    let height = (galley.size().y + 14.0).max(36.0);
    let (rect, response) = ui.allocate_exact_size(vec2(room, height), Sense::click());
    let name = format!("{shown} : {say}");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
    let fill = if response.hovered() { Color32::WHITE } else { theme::CARD };
    let stroke = if now { Stroke::new(1.5, theme::NOW) } else { Stroke::new(1.0, theme::LINE) };
    ui.painter().rect(rect, CornerRadius::same(8), fill, stroke, StrokeKind::Inside);
    let at = egui::pos2(rect.left() + 16.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, theme::INK);
    if now {
        theme::now_bar(ui, rect);
    }
    theme::ring(ui, response.on_hover_cursor(CursorIcon::PointingHand)).clicked()
}
