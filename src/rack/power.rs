//! What is live, what each breaker carries, and what dies with it.
//!
//! Power comes from feeds, goes through strips and UPS and their breakers, through cords, into the inlets of devices.
//! A device draws the same from each of its live inlets. A breaker that carries more than it may goes off, and what it
//! carried goes to the others: that is how one lost feed takes the other with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::rack::{DeviceKind, DeviceModel, PowerPlug, Socket};
use crate::lab::State;
use crate::plant::address::PortId;
use crate::rack::poe::{self, Feeding};
use crate::scenario::model::Scenario;
use crate::units::Millis;

/// What power does now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Power {
    /// Inlets and outlets that are live.
    pub live: BTreeSet<PortId>,
    /// Devices that run, strips among them.
    pub running: BTreeSet<String>,
    /// Milliamperes on each breaker: a feed and its phase `voie-a:L1`, a strip and its phase, a bank `pdu-a:2`.
    pub milliamps: BTreeMap<String, u32>,
    /// UPS that live on their battery.
    pub on_battery: BTreeSet<String>,
    /// What running switches give over their network cables, by switch; nothing where nobody is fed so.
    pub feeding: BTreeMap<String, Feeding>,
}

/// A breaker: its name and what it may carry, in amperes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breaker {
    /// What is tripped and reset: a feed, a strip, a bank.
    pub id: String,
    /// Where its load stands in [`Power::milliamps`]: one for each phase.
    pub gauges: Vec<String>,
    pub amps: u16,
}

/// Mains of one phase in Europe, in volts (EN 50160).
pub const VOLTS: u32 = 230;

/// Every breaker of the site, feeds first.
pub fn breakers(scenario: &Scenario) -> Vec<Breaker> {
    let gauges = |id: &str, three: bool| {
        if three { (1..=3).map(|phase| format!("{id}:L{phase}")).collect() } else { vec![format!("{id}:L1")] }
    };
    let feeds = scenario.feeds.iter().map(|(id, feed)| Breaker {
        id: id.clone(),
        gauges: gauges(id, feed.three_phase),
        amps: feed.amps,
    });
    let strips = scenario.gear.keys().filter_map(|id| Some((id, scenario.gear_model(id)?))).flat_map(|(id, model)| {
        let Some(limits) = &model.power else { return Vec::new() };
        let whole = Breaker { id: id.clone(), gauges: gauges(id, limits.three_phase), amps: limits.amps };
        let banks = limits.bank_amps.iter().enumerate().map(|(index, amps)| {
            let name = format!("{id}:{}", index + 1);
            Breaker { id: name.clone(), gauges: vec![name], amps: *amps }
        });
        std::iter::once(whole).chain(banks).collect()
    });
    feeds.chain(strips).collect()
}

/// Works out what is live with these breakers off, and lets breakers that carry too much go off too, one by one, the
/// most overloaded first. Returns what went off by itself.
pub fn settle(scenario: &Scenario, state: &State, tripped: &mut BTreeSet<String>) -> (Power, Vec<String>) {
    let mut gone = Vec::new();
    loop {
        let power = solve(scenario, state, tripped);
        let load = |breaker: &Breaker| {
            let most = breaker.gauges.iter().filter_map(|gauge| power.milliamps.get(gauge)).max().copied().unwrap_or(0);
            (most > u32::from(breaker.amps) * 1000).then_some(most / u32::from(breaker.amps.max(1)))
        };
        let worst = breakers(scenario)
            .into_iter()
            .filter_map(|breaker| load(&breaker).map(|load| (load, breaker.id)))
            .max_by(|one, other| one.0.cmp(&other.0).then_with(|| other.1.cmp(&one.1)));
        let Some((_, id)) = worst else { return (power, gone) };
        tripped.insert(id.clone());
        gone.push(id);
    }
}

/// What power does as everything is now.
pub fn now(scenario: &Scenario, state: &State) -> Power {
    solve(scenario, state, &state.rack.tripped)
}

/// What power would do if this breaker went off now, with all that follows; and what else would go off.
pub fn without(scenario: &Scenario, state: &State, breaker: &str) -> (Power, Vec<String>) {
    let mut tripped = state.rack.tripped.clone();
    tripped.insert(breaker.to_owned());
    settle(scenario, state, &mut tripped)
}

struct Net<'a> {
    scenario: &'a Scenario,
    state: &'a State,
    tripped: &'a BTreeSet<String>,
    /// The outlet that feeds an inlet, by the inlet.
    fed_from: BTreeMap<PortId, PortId>,
}

fn solve(scenario: &Scenario, state: &State, tripped: &BTreeSet<String>) -> Power {
    let fed_from = cords(scenario, state);
    let net = Net { scenario, state, tripped, fed_from };
    let mut power = Power::default();
    for id in net.gear() {
        let Some(model) = scenario.gear_model(&id) else { continue };
        let inlets: Vec<PortId> = model.inlets().map(|(name, _)| PortId::new(&id, name)).collect();
        let live: Vec<PortId> =
            inlets.iter().filter(|inlet| net.inlet_is_live(inlet, &mut Vec::new())).cloned().collect();
        power.live.extend(live.iter().cloned());
        let battery = live.is_empty() && net.battery_holds(&id, model);
        if battery {
            power.on_battery.insert(id.clone());
        }
        let passes = (!live.is_empty() || battery) && !tripped.contains(&id);
        if passes && (model.power.is_some() || !state.rack.off.contains(&id)) && !inlets.is_empty() {
            power.running.insert(id.clone());
        }
        if model.power.is_some() && passes {
            for (name, group, _) in model.ports().filter(|(_, group, _)| matches!(group.socket, Socket::Outlet(_))) {
                if group.bank == 0 || !tripped.contains(&format!("{id}:{}", group.bank)) {
                    power.live.insert(PortId::new(&id, name));
                }
            }
        }
        if model.power.is_none() && power.running.contains(&id) && model.draw_w > 0 {
            let share = model.draw_w * 1000 / VOLTS / live.len().max(1) as u32;
            for inlet in &live {
                net.load(inlet, share, &mut power.milliamps, &mut Vec::new());
            }
        }
    }
    poe::feed(scenario, state, &mut power);
    power
}

impl Net<'_> {
    /// All that could draw or pass power.
    fn gear(&self) -> Vec<String> {
        self.scenario.gear.keys().cloned().collect()
    }

    /// The feed whose cable is fixed to this inlet.
    fn fixed_feed(&self, inlet: &PortId) -> Option<&str> {
        let gear = self.scenario.gear.get(&inlet.equipment)?;
        let feed = gear.fed_by.as_deref()?;
        let model = self.scenario.gear_model(&inlet.equipment)?;
        (model.inlets().next()?.0 == inlet.port).then_some(feed)
    }

    fn inlet_is_live(&self, inlet: &PortId, seen: &mut Vec<PortId>) -> bool {
        if seen.contains(inlet) {
            return false;
        }
        seen.push(inlet.clone());
        if let Some(feed) = self.fixed_feed(inlet) {
            return self.scenario.feeds.contains_key(feed) && !self.tripped.contains(feed);
        }
        self.fed_from.get(inlet).is_some_and(|outlet| self.outlet_is_live(outlet, seen))
    }

    fn outlet_is_live(&self, outlet: &PortId, seen: &mut Vec<PortId>) -> bool {
        let id = &outlet.equipment;
        let Some(model) = self.scenario.gear_model(id) else { return false };
        let bank = model.port(&outlet.port).map_or(0, |(group, _)| group.bank);
        if self.tripped.contains(id) || (bank > 0 && self.tripped.contains(&format!("{id}:{bank}"))) {
            return false;
        }
        let fed = model.inlets().any(|(name, _)| self.inlet_is_live(&PortId::new(id, name), seen));
        fed || self.battery_holds(id, model)
    }

    fn battery_holds(&self, id: &str, model: &DeviceModel) -> bool {
        let minutes = model.power.as_ref().map_or(0, |limits| limits.battery_minutes);
        if model.kind != DeviceKind::Ups || minutes == 0 {
            return false;
        }
        // A UPS that never was on the mains has nothing in its battery.
        let was_fed = self.fixed_or_cabled(id, model);
        let since = self.state.rack.battery_since.get(id).copied().unwrap_or(self.state.now);
        was_fed && self.state.now.saturating_sub(since) <= Millis::from_minutes(minutes.into())
    }

    fn fixed_or_cabled(&self, id: &str, model: &DeviceModel) -> bool {
        model.inlets().any(|(name, _)| {
            let inlet = PortId::new(id, name);
            self.fixed_feed(&inlet).is_some() || self.fed_from.get(&inlet).is_some_and(|outlet| outlet.equipment != *id)
        })
    }

    /// Adds what an inlet draws to every breaker on its way.
    fn load(&self, inlet: &PortId, milliamps: u32, loads: &mut BTreeMap<String, u32>, seen: &mut Vec<PortId>) {
        if seen.contains(inlet) {
            return;
        }
        seen.push(inlet.clone());
        let add = |loads: &mut BTreeMap<String, u32>, gauge: String| *loads.entry(gauge).or_default() += milliamps;
        let Some(outlet) = self.fed_from.get(inlet) else { return };
        let id = &outlet.equipment;
        let Some((model, limits)) = self.scenario.gear_model(id).and_then(|model| Some((model, model.power.as_ref()?)))
        else {
            return;
        };
        let Some((group, position)) = model.port(&outlet.port) else { return };
        let phase = if limits.three_phase { group.phase(position) } else { 1 };
        add(loads, format!("{id}:L{phase}"));
        if group.bank > 0 {
            add(loads, format!("{id}:{}", group.bank));
        }
        let inlets: Vec<PortId> = model.inlets().map(|(name, _)| PortId::new(id, name)).collect();
        let live: Vec<&PortId> = inlets.iter().filter(|inlet| self.inlet_is_live(inlet, &mut Vec::new())).collect();
        let share = milliamps / live.len().max(1) as u32;
        for next in live {
            match self.fixed_feed(next) {
                Some(feed) => {
                    let three = self.scenario.feeds.get(feed).is_some_and(|feed| feed.three_phase);
                    let gauge = format!("{feed}:L{}", if three { phase } else { 1 });
                    *loads.entry(gauge).or_default() += share;
                }
                None => self.load(next, share, loads, seen),
            }
        }
    }
}

/// The feeds on whose breaker a device hangs: more than one, and none that all its ways have in common, is what lets it
/// live when one is lost.
pub fn feeds_of(scenario: &Scenario, state: &State, device: &str) -> BTreeSet<String> {
    let Some(model) = scenario.gear_model(device) else { return BTreeSet::new() };
    let net = Net { scenario, state, tripped: &BTreeSet::new(), fed_from: cords(scenario, state) };
    let mut feeds = BTreeSet::new();
    for (name, _) in model.inlets() {
        net.roots(&PortId::new(device, name), &mut feeds, &mut Vec::new());
    }
    feeds
}

/// The outlet that feeds an inlet, by the inlet.
fn cords(scenario: &Scenario, state: &State) -> BTreeMap<PortId, PortId> {
    let mut found = BTreeMap::new();
    for cord in state.cords.values() {
        if let [Some(one), Some(other)] = &cord.plugged {
            let out = |port: &PortId| {
                scenario.gear_port(port).is_some_and(|(group, _)| matches!(group.socket, Socket::Outlet(_)))
            };
            match (out(one), out(other)) {
                (true, false) => drop(found.insert(other.clone(), one.clone())),
                (false, true) => drop(found.insert(one.clone(), other.clone())),
                _ => {}
            }
        }
    }
    found
}

impl Net<'_> {
    fn roots(&self, inlet: &PortId, feeds: &mut BTreeSet<String>, seen: &mut Vec<PortId>) {
        if seen.contains(inlet) {
            return;
        }
        seen.push(inlet.clone());
        if let Some(feed) = self.fixed_feed(inlet) {
            feeds.insert(feed.to_owned());
            return;
        }
        let Some(outlet) = self.fed_from.get(inlet) else { return };
        let Some(model) = self.scenario.gear_model(&outlet.equipment) else { return };
        for (name, _) in model.inlets() {
            self.roots(&PortId::new(&outlet.equipment, name), feeds, seen);
        }
    }
}

/// What a plug for power is called at the end that goes into an inlet: the odd numbers are outlets, the even ones inlets.
pub fn inlet_name(plug: PowerPlug) -> &'static str {
    match plug {
        PowerPlug::C13 => "C14",
        PowerPlug::C19 => "C20",
        other => outlet_name(other),
    }
}

pub fn outlet_name(plug: PowerPlug) -> &'static str {
    match plug {
        PowerPlug::C13 => "C13",
        PowerPlug::C19 => "C19",
        PowerPlug::Iec309x16 => "IEC 60309 16 A",
        PowerPlug::Iec309x32 => "IEC 60309 32 A",
        PowerPlug::Iec309x16x3 => "IEC 60309 3 × 16 A",
        PowerPlug::Iec309x32x3 => "IEC 60309 3 × 32 A",
        PowerPlug::Dc => "48 V DC",
        PowerPlug::TypeE => "2P+T",
    }
}
