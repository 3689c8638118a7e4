//! Power over the network cable: which ports of a switch feed what, in the order of the ports, until the budget is gone.
//!
//! A device says its class; the switch reserves what that class may draw at the port (IEEE 802.3af, at and bt). A port that
//! gives less than the class asks for, or whose share the budget no longer holds, stays dark.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::rack::{DeviceModel, Socket};
use crate::lab::State;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::rack::link::Links;
use crate::rack::power::Power;
use crate::rack::words::{gear_name, gear_port_name};
use crate::scenario::model::Scenario;

/// What a switch reserves at its port for each class, in tenths of a watt (IEEE 802.3af, at, bt).
pub const CLASS_TENTHS: [u16; 9] = [154, 40, 70, 154, 300, 450, 600, 750, 900];

/// What a switch gives over its cables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feeding {
    /// What it may give, in tenths of a watt.
    pub budget: u32,
    /// What it gives.
    pub given: u32,
    /// Its ports that feed something, what that is, and how much is kept for it.
    pub fed: Vec<(PortId, String, u16)>,
    /// Its ports that something hangs on that stays dark, and why.
    pub dark: Vec<(PortId, String, Dark)>,
}

/// Why something on a port stays dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dark {
    /// The port gives less than its class asks for; both in tenths of a watt.
    WeakPort { gives: u16, asks: u16 },
    /// What is left is less than it asks for.
    BudgetGone { left: u32, asks: u16 },
}

/// Whether it is fed over its network cable: it has a class and no inlet.
pub fn is_fed_by_cable(model: &DeviceModel) -> bool {
    model.poe_class.is_some() && model.inlets().next().is_none()
}

/// The socket over which a device is fed: its first for twisted pairs.
fn mouth(id: &str, model: &DeviceModel) -> Option<PortId> {
    let (name, ..) = model.ports().find(|(_, group, _)| matches!(group.socket, Socket::Rj45(_)))?;
    Some(PortId::new(id, name))
}

/// What a switch may give, in tenths of a watt; nothing for what feeds nobody.
pub fn budget(model: &DeviceModel) -> Option<u32> {
    let ports: u32 = model.ports().map(|(_, group, _)| u32::from(group.poe_w) * 10).sum();
    (ports > 0).then(|| model.poe_budget_w.map_or(ports, |watts| u32::from(watts) * 10))
}

/// What hangs on a port of a switch: what the port gives and what the device asks for, in tenths of a watt.
struct Hung<'a> {
    port: PortId,
    gives: u16,
    device: &'a String,
    asks: u16,
}

/// Feeds what hangs on the running switches, and says what runs by it.
pub fn feed(scenario: &Scenario, state: &State, power: &mut Power) {
    let eaters = scenario.gear.keys().filter_map(|id| {
        let model = scenario.gear_model(id).filter(|model| is_fed_by_cable(model))?;
        let class = usize::from(model.poe_class?).min(CLASS_TENTHS.len() - 1);
        Some((id, mouth(id, model).filter(|mouth| state.plug_in(mouth).is_some())?, CLASS_TENTHS[class]))
    });
    let eaters: Vec<_> = eaters.collect();
    if eaters.is_empty() {
        return;
    }
    // By switch, what hangs on it, in the order of its ports.
    let links = Links::wired(scenario, state);
    let mut hung: BTreeMap<String, BTreeMap<usize, Hung>> = BTreeMap::new();
    for (device, mouth, asks) in eaters {
        let Some(port) = links.far(&mouth).filter(|port| power.running.contains(&port.equipment)) else { continue };
        let Some(model) = scenario.gear_model(&port.equipment) else { continue };
        let there = model.ports().enumerate().find(|(_, (name, group, _))| *name == port.port && group.poe_w > 0);
        if let Some((index, (_, group, _))) = there {
            hung.entry(port.equipment.clone())
                .or_default()
                .insert(index, Hung { port, gives: group.poe_w * 10, device, asks });
        }
    }
    let mut woken = BTreeSet::new();
    for (id, ports) in hung {
        let Some(budget) = scenario.gear_model(&id).and_then(budget) else { continue };
        let mut feeding = Feeding { budget, ..Feeding::default() };
        for Hung { port, gives, device, asks } in ports.into_values() {
            let left = budget - feeding.given;
            if gives < asks {
                feeding.dark.push((port, device.clone(), Dark::WeakPort { gives, asks }));
            } else if left < u32::from(asks) {
                feeding.dark.push((port, device.clone(), Dark::BudgetGone { left, asks }));
            } else {
                feeding.given += u32::from(asks);
                if !state.rack.off.contains(device) {
                    woken.insert(device.clone());
                }
                feeding.fed.push((port, device.clone(), asks));
            }
        }
        power.feeding.insert(id, feeding);
    }
    power.running.extend(woken);
}

/// Tenths of a watt, as they are said.
fn watts(tenths: u32) -> crate::locale::Arg {
    crate::locale::Arg::Tenths(i64::from(tenths))
}

/// How a device that lives on its network cable is fed, or why it is dark; and whether it runs.
pub fn how(scenario: &Scenario, power: &Power, device: &str) -> (bool, Message) {
    let name = || gear_name(scenario, device);
    let fed = power.feeding.iter().find_map(|(switch, feeding)| {
        feeding.fed.iter().find(|(_, id, _)| id == device).map(|(port, ..)| (switch, feeding, port))
    });
    if let Some((_, feeding, port)) = fed {
        let key = if power.running.contains(device) { "poe-found-fed" } else { "poe-found-fed-off" };
        let message = Message::new(key)
            .with("name", name())
            .with("port", gear_port_name(scenario, port))
            .with("given", watts(feeding.given))
            .with("budget", watts(feeding.budget));
        return (power.running.contains(device), message);
    }
    let dark = power.feeding.values().find_map(|feeding| feeding.dark.iter().find(|(_, id, _)| id == device));
    let message = match dark {
        Some((port, _, Dark::WeakPort { gives, asks })) => Message::new("poe-found-weak")
            .with("name", name())
            .with("port", gear_port_name(scenario, port))
            .with("gives", watts(u32::from(*gives)))
            .with("asks", watts(u32::from(*asks))),
        Some((port, _, Dark::BudgetGone { left, asks })) => Message::new("poe-found-gone")
            .with("name", name())
            .with("port", gear_port_name(scenario, port))
            .with("left", watts(*left))
            .with("asks", watts(u32::from(*asks))),
        None => Message::new("poe-found-no-port").with("name", name()),
    };
    (false, message)
}
