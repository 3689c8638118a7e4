//! The tables of a device, each under the command that shows it at the console.

use bevy_egui::egui::{self, Frame, Margin, ScrollArea, Ui};

use crate::app::canvas::net::device_name;
use crate::app::theme;
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::net::Net;
use crate::net::console::{ios, suggest, type_line};
use crate::net::device::{Device, Os};
use crate::net::models::models;

/// Which device is looked at.
#[derive(Default)]
pub struct TableDesk {
    device: Option<String>,
}

/// The commands whose tables a device has.
fn commands(device: &Device) -> Vec<&'static str> {
    let routes = models().get(&device.model).is_some_and(|model| model.routes) || device.bridges.is_empty();
    match device.os {
        Os::None => Vec::new(),
        Os::Linux => vec!["ip addr", "ip route", "ip neigh"],
        Os::Ios => {
            let mut all = vec!["show ip interface brief"];
            if !device.bridges.is_empty() {
                all.extend([
                    "show mac address-table",
                    "show vlan brief",
                    "show interfaces trunk",
                    "show spanning-tree",
                ]);
            }
            if routes {
                all.extend(["show ip route", "show arp"]);
            }
            if !device.nat.rules.is_empty() {
                all.push("show ip nat translations");
            }
            if !device.dhcp_server.pools.is_empty() {
                all.push("show ip dhcp binding");
            }
            if !device.acls.is_empty() {
                all.push("show access-lists");
            }
            all
        }
    }
}

pub fn tables_ui(ui: &mut Ui, desk: &mut TableDesk, net: &Net, lab: &Lab, lang: Lang) {
    ui.label(theme::heading(lang.text("net-tables")));
    let name = |device: &Device| device_name(lab, &device.id, lang);
    let choices: Vec<(String, String)> = net.devices.iter().map(|device| (device.id.clone(), name(device))).collect();
    if desk.device.as_ref().is_none_or(|device| net.device(device).is_none()) {
        desk.device = choices.first().map(|(id, _)| id.clone());
    }
    let wide = ui.available_width();
    theme::menu_box(ui, wide, &lang.text("net-tables"), &mut desk.device, &choices);
    let Some(index) = desk.device.as_ref().and_then(|device| net.device(device)) else { return };
    ScrollArea::vertical().id_salt("tables").auto_shrink(false).show(ui, |ui| {
        let device = &net.devices[index];
        if device.os == Os::None {
            cards_ui(ui, net, index, lang);
            return;
        }
        let mut copy = net.clone();
        ios::as_operator(&mut copy.devices[index]);
        for command in commands(device) {
            let said = type_line(&mut copy, index, command).text;
            ui.add_space(4.0);
            ui.label(egui::RichText::new(command).font(theme::mono(15.0)).color(theme::INK));
            if let Some(says) = suggest::explained(device.os, command) {
                ui.label(theme::soft(lang.say(&says)));
            }
            let said = said.trim_matches('\n');
            screen(ui, if said.is_empty() { "–" } else { said });
        }
    });
}

/// Behind which port each card is, of a switch that has no console to ask.
fn cards_ui(ui: &mut Ui, net: &Net, index: usize, lang: Lang) {
    let device = &net.devices[index];
    let learned: Vec<String> = device
        .bridges
        .iter()
        .flat_map(|bridge| bridge.table.iter())
        .filter(|(_, learned)| net.now() - learned.at < crate::net::bridge::AGEING)
        .map(|((_, mac), learned)| {
            let owner = net.devices.iter().find(|other| other.ports.iter().any(|port| port.mac == *mac));
            let owner = owner.map_or("", |owner| owner.id.as_str());
            format!("{mac}   {:<4} {owner}", device.ports[learned.port].name)
        })
        .collect();
    ui.label(theme::body(lang.say(&Message::new("net-cards-learned").with("count", learned.len()))));
    if !learned.is_empty() {
        screen(ui, &learned.join("\n"));
    }
}

/// Text as a console shows it, wider than there is room if need be.
fn screen(ui: &mut Ui, text: &str) {
    Frame::new().fill(theme::MAT).corner_radius(theme::RADIUS).inner_margin(Margin::same(10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::horizontal().id_salt(text).show(ui, |ui| {
            let text = egui::RichText::new(text).font(theme::mono(14.0)).color(theme::MAT_TEXT);
            ui.add(egui::Label::new(text).extend().selectable(true));
        });
    });
}
