//! What the hands do at a rack: what each gesture needs, what it does, how long it takes.
//!
//! Everything is checked first; the state changes only when the gesture is possible. What is possible but wrong is done.

use crate::catalogue::rack::{DeviceKind, DeviceModel, Face, FormFactor, Mount, Socket, racks};
use crate::fibre::gestures::Done;
use crate::lab::State;
use crate::lab::action::{Action, Side};
use crate::lab::effect::{Effect, Refusal};
use crate::lab::presence::at_place;
use crate::plant::address::PortId;
use crate::rack::bundle::{self, Tie};
use crate::rack::fit::{self, Loose, Support};
use crate::rack::hole::Hole;
use crate::rack::power;
use crate::rack::records;
use crate::rack::state::{Ear, Held, Lift, Post, Rail, Strap};
use crate::rack::words::{Deed, Hindrance};
use crate::scenario::file::Candidate;
use crate::scenario::model::Scenario;
use crate::scenario::stock;

type Outcome = Result<Done, Refusal>;

/// Acceptable for one person, and the most under conditions, in grams (NF X35-109: 15 and 25 kg).
pub const WARN_G: u32 = 15_000;
pub const MOST_G: u32 = 25_000;
/// Under this age more than a fifth of the body's weight needs a doctor's word (Code du travail R4153-52).
const OF_AGE: u8 = 18;

/// What a lift asks of each body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Strain {
    Fine,
    /// Above what is acceptable alone.
    Heavy,
    /// Above what is allowed.
    TooHeavy,
}

/// How heavy so much is for whoever lifts it so.
pub fn strain(candidate: Candidate, grams: u32, lift: Lift) -> Strain {
    let each = match lift {
        Lift::Machine => return Strain::Fine,
        Lift::Alone => grams,
        Lift::Together => grams / 2,
    };
    let minor = candidate.age < OF_AGE;
    let most = if minor { MOST_G.min(u32::from(candidate.kg) * 200) } else { MOST_G };
    if each > most {
        Strain::TooHeavy
    } else if each > WARN_G.min(most) {
        Strain::Heavy
    } else {
        Strain::Fine
    }
}

/// Does a gesture of the racks, or says why it is impossible and changes nothing. Nothing if it is none of theirs.
pub fn perform(scenario: &Scenario, state: &mut State, action: &Action) -> Option<Outcome> {
    if !action.is_of_rack() {
        return None;
    }
    let before = power::now(scenario, state);
    let outcome = gesture(scenario, state, action).map(|mut done| {
        done.effects.extend(follow(scenario, state, &before));
        done
    });
    Some(outcome)
}

/// What power does by itself after something changed: breakers go off, devices die and come up, batteries take over.
pub fn follow(scenario: &Scenario, state: &mut State, before: &power::Power) -> Vec<Effect> {
    let mut tripped = state.rack.tripped.clone();
    let (after, gone) = power::settle(scenario, state, &mut tripped);
    state.rack.tripped = tripped;
    for ups in &after.on_battery {
        state.rack.battery_since.entry(ups.clone()).or_insert(state.now);
    }
    state.rack.battery_since.retain(|ups, _| after.on_battery.contains(ups));
    let mut effects: Vec<Effect> = gone.into_iter().map(|breaker| Deed::WentOff { breaker }.into()).collect();
    let change = |from: &power::Power, to: &power::Power| -> Vec<String> {
        from.running.difference(&to.running).filter(|id| scenario.gear.contains_key(*id)).cloned().collect()
    };
    let (down, up) = (change(before, &after), change(&after, before));
    if !down.is_empty() {
        effects.push(Deed::WentDown { devices: down }.into());
    }
    if !up.is_empty() {
        effects.push(Deed::CameUp { devices: up }.into());
    }
    effects
}

fn gesture(scenario: &Scenario, state: &mut State, action: &Action) -> Outcome {
    let mut hand = Hand { scenario, state };
    match action {
        Action::Bond { rack } => hand.bond(rack),
        Action::ClipStrap { rack } => hand.clip_strap(rack),
        Action::UnclipStrap => hand.unclip_strap(),
        Action::PutOutFeet { rack } => hand.put_out_feet(rack),
        Action::SetNut { rack, post, hole, nut } => hand.set_nut(rack, *post, *hole, nut),
        Action::TakeNut { rack, post, hole } => hand.take_nut(rack, *post, *hole),
        Action::FixRail { device, rack, side, front, rear } => {
            hand.fix_rail(device, rack, *side, *front, rear.unwrap_or(*front))
        }
        Action::TakeRail { device, side } => hand.take_rail(device, *side),
        Action::Mount { device, rack, left, right, face, lift } => {
            hand.mount(device, rack, [*left, right.unwrap_or(*left)], *face, *lift)
        }
        Action::Dismount { device, lift } => hand.dismount(device, *lift),
        Action::Screw { device, side, ear, ncm } => hand.screw(device, *side, *ear, *ncm),
        Action::Unscrew { device, side, ear } => hand.unscrew(device, *side, *ear),
        Action::Slide { device, out } => hand.slide(device, *out),
        Action::Press { device, on } => hand.press(device, *on),
        Action::Insert { port, module } => hand.insert(port, module),
        Action::Extract { port } => hand.extract(port),
        Action::Trip { breaker } => hand.trip(breaker, true),
        Action::Reset { breaker } => hand.trip(breaker, false),
        Action::Fasten { cord, with, newtons, radius_mm } => {
            let tie = Tie { with: *with, newtons: *newtons, radius_mm: *radius_mm };
            bundle::fasten(scenario, hand.state, cord, tie)
        }
        Action::Unfasten { cord } => bundle::unfasten(scenario, hand.state, cord),
        Action::RecordDevice { device, place } => records::record_device(scenario, hand.state, device, place.as_ref()),
        Action::RecordCord { port, to } => records::record_cord(scenario, hand.state, port, to.as_ref()),
        _ if action.is_of_copper() => super::copper::gestures::perform(scenario, hand.state, action),
        _ => unreachable!("only gestures of the racks come here"),
    }
}

struct Hand<'a> {
    scenario: &'a Scenario,
    state: &'a mut State,
}

fn deed(seconds: u64, deeds: impl IntoIterator<Item = Deed>) -> Done {
    Done::new(seconds, deeds.into_iter().map(Effect::Rack).collect::<Vec<_>>())
}

/// Durations are design choices: what a trained hand needs.
mod seconds {
    pub const BOND: u64 = 90;
    pub const STRAP: u64 = 8;
    pub const FEET: u64 = 30;
    pub const NUT: u64 = 10;
    pub const RAIL: u64 = 45;
    pub const CLIP_IN: u64 = 10;
    pub const MOUNT: u64 = 40;
    pub const FETCH_COLLEAGUE: u64 = 60;
    pub const FETCH_MACHINE: u64 = 180;
    pub const SCREW: u64 = 12;
    pub const SLIDE: u64 = 10;
    pub const BUTTON: u64 = 5;
    pub const MODULE: u64 = 10;
    pub const BREAKER: u64 = 15;
}

impl<'a> Hand<'a> {
    /// There is such a rack, and the trainee stands at it.
    fn rack(&self, rack: &str) -> Result<&'static crate::catalogue::rack::CabinetModel, Refusal> {
        let there = self.scenario.racks.get(rack).ok_or_else(|| no_rack(rack))?;
        at_place(self.scenario, self.state, &there.place)?;
        self.scenario.cabinet_of(rack).ok_or_else(|| no_rack(rack))
    }

    fn hole(&self, rack: &str, hole: Hole) -> Result<u16, Refusal> {
        let cabinet = self.rack(rack)?;
        hole.index(cabinet).ok_or(Refusal::Rack(Hindrance::NoSuchHole { rack: rack.to_owned(), hole }))
    }

    fn model(&self, device: &str) -> Result<&'a DeviceModel, Refusal> {
        let known = self.scenario.gear.contains_key(device) || self.state.rack.held.contains_key(device);
        let scenario: &'a Scenario = self.scenario;
        let model = scenario.gear_model(device).filter(|_| known);
        model.ok_or_else(|| Refusal::Rack(Hindrance::NoSuchGear(device.to_owned())))
    }

    fn held(&self, device: &str) -> Result<(&'a DeviceModel, Held), Refusal> {
        let model = self.model(device)?;
        let held = self.state.rack.held.get(device).cloned();
        let held = held.ok_or_else(|| Refusal::Rack(Hindrance::OnTrolley(device.to_owned())))?;
        self.rack(&held.rack)?;
        Ok((model, held))
    }

    fn bond(&mut self, rack: &str) -> Outcome {
        self.rack(rack)?;
        if !self.state.rack.bonded.insert(rack.to_owned()) {
            return Err(Refusal::Rack(Hindrance::IsBonded(rack.to_owned())));
        }
        Ok(deed(seconds::BOND, [Deed::Bonded { rack: rack.to_owned() }]))
    }

    fn clip_strap(&mut self, rack: &str) -> Outcome {
        self.rack(rack)?;
        // A clip that was put on before the lug stays on nothing: it has to be put on again.
        let earthed = self.state.rack.bonded.contains(rack);
        self.state.rack.strap = Some(Strap { rack: rack.to_owned(), earthed });
        Ok(deed(seconds::STRAP, [Deed::StrapOn { rack: rack.to_owned(), earthed }]))
    }

    fn unclip_strap(&mut self) -> Outcome {
        self.state.rack.strap.take().ok_or(Refusal::Rack(Hindrance::NoStrap))?;
        Ok(deed(seconds::STRAP, [Deed::StrapOff]))
    }

    fn put_out_feet(&mut self, rack: &str) -> Outcome {
        self.rack(rack)?;
        if !self.state.rack.feet.insert(rack.to_owned()) {
            return Err(Refusal::Rack(Hindrance::FeetAreOut(rack.to_owned())));
        }
        Ok(deed(seconds::FEET, [Deed::FeetOut { rack: rack.to_owned() }]))
    }

    fn set_nut(&mut self, rack: &str, post: Post, hole: Hole, item: &str) -> Outcome {
        let index = self.hole(rack, hole)?;
        let thread = stock::nut(item).ok_or_else(|| Refusal::Rack(Hindrance::NotANut(item.to_owned())))?;
        if self.state.rack.nut(rack, post, index).is_some() {
            return Err(Refusal::Rack(Hindrance::HoleTaken(hole)));
        }
        self.take(item)?;
        self.state.rack.nuts.entry(rack.to_owned()).or_default().push((post, index, thread));
        Ok(deed(seconds::NUT, [Deed::NutSet { post, hole }]))
    }

    fn take_nut(&mut self, rack: &str, post: Post, hole: Hole) -> Outcome {
        let index = self.hole(rack, hole)?;
        let thread = self.state.rack.nut(rack, post, index);
        let thread = thread.ok_or(Refusal::Rack(Hindrance::NoNutThere(hole)))?;
        if self.screw_in(rack, post, index) {
            return Err(Refusal::Rack(Hindrance::ScrewedNut(hole)));
        }
        let nuts = self.state.rack.nuts.entry(rack.to_owned()).or_default();
        nuts.retain(|(at, there, _)| (*at, *there) != (post, index));
        let item = stock::NUTS.into_iter().find(|(_, of)| *of == thread).map_or(stock::NUTS[0].0, |(item, _)| item);
        *self.state.stock.entry(item.to_owned()).or_default() += 1;
        Ok(deed(seconds::NUT, [Deed::NutTaken { post, hole }]))
    }

    /// Whether a screw sits in the nut of this hole.
    fn screw_in(&self, rack: &str, post: Post, index: u16) -> bool {
        self.state.rack.held.iter().filter(|(_, held)| held.rack == rack).any(|(id, held)| {
            let Some(model) = self.scenario.gear_model(id) else { return false };
            Side::BOTH.into_iter().any(|side| {
                Ear::BOTH.into_iter().any(|ear| {
                    Post::of(held.face, side) == post
                        && held.screw(side, ear).is_some()
                        && fit::hole_behind(model, held.ears[side.index()], ear) == Some(index)
                })
            })
        })
    }

    /// One thing from stock.
    fn take(&mut self, item: &str) -> Result<(), Refusal> {
        match self.state.stock.get_mut(item) {
            Some(left) if *left > 0 => *left -= 1,
            _ => return Err(Refusal::NothingLeft { item: item.to_owned() }),
        }
        *self.state.used.entry(item.to_owned()).or_default() += 1;
        Ok(())
    }

    fn fix_rail(&mut self, device: &str, rack: &str, side: Side, front: Hole, rear: Hole) -> Outcome {
        let model = self.model(device)?;
        let cabinet = self.rack(rack)?;
        let Mount::Rails { posts_mm: (least, most) } = model.mount else {
            return Err(Refusal::Rack(Hindrance::NoRails(device.to_owned())));
        };
        if !(least..=most).contains(&cabinet.posts_mm) {
            return Err(Refusal::Rack(Hindrance::RailsDoNotReach { least, most, posts: cabinet.posts_mm }));
        }
        if self.state.rack.held.contains_key(device) {
            return Err(Refusal::Rack(Hindrance::InRack(device.to_owned())));
        }
        let rail = Rail { rack: rack.to_owned(), front: self.hole(rack, front)?, rear: self.hole(rack, rear)? };
        if rail.front == 0 {
            // Below the rail must be the ear.
            return Err(Refusal::Rack(Hindrance::NoSuchHole { rack: rack.to_owned(), hole: front }));
        }
        let rails = self.state.rack.rails.entry(device.to_owned()).or_default();
        rails[side.index()] = Some(rail);
        Ok(deed(seconds::RAIL, [Deed::RailFixed { side, front, rear }]))
    }

    fn take_rail(&mut self, device: &str, side: Side) -> Outcome {
        self.model(device)?;
        if self.state.rack.held.contains_key(device) {
            return Err(Refusal::Rack(Hindrance::InRack(device.to_owned())));
        }
        let none = || Refusal::Rack(Hindrance::NoRails(device.to_owned()));
        let rails = self.state.rack.rails.get_mut(device).ok_or_else(none)?;
        rails[side.index()].take().ok_or_else(none)?;
        Ok(deed(seconds::RAIL, [Deed::RailTaken { side }]))
    }

    fn mount(&mut self, device: &str, rack: &str, ears: [Hole; 2], face: Face, lift: Lift) -> Outcome {
        let cabinet = self.rack(rack)?;
        let from_stock = !self.scenario.gear.contains_key(device);
        let scenario: &'a Scenario = self.scenario;
        let model = scenario.gear_model(device);
        let model = model.ok_or_else(|| Refusal::Rack(Hindrance::NoSuchGear(device.to_owned())))?;
        if self.state.rack.held.contains_key(device) {
            return Err(Refusal::Rack(Hindrance::InRack(device.to_owned())));
        }
        if model.is_hung() {
            return Err(Refusal::Rack(Hindrance::HangsAtTheSide(device.to_owned())));
        }
        let [left, right] = [self.hole(rack, ears[0])?, self.hole(rack, ears[1])?];
        if left.abs_diff(right) > 1 {
            return Err(Refusal::Rack(Hindrance::TooAskew));
        }
        let held = Held { rack: rack.to_owned(), face, ears: [left, right], screws: Default::default(), out: false };
        let (low, high) = fit::span_mm(model, held.ears);
        if low < -1.0 || high > f64::from(cabinet.units) * crate::catalogue::rack::UNIT_MM + 1.0 {
            return Err(Refusal::Rack(Hindrance::BeyondRack));
        }
        let sticks_out = fit::sticks_out_mm(model, cabinet);
        if sticks_out > 0 && cabinet.wall {
            return Err(Refusal::Rack(Hindrance::TooDeep { depth: model.depth_mm, inside: cabinet.inside_mm }));
        }
        if let Some(other) = fit::in_the_way(self.scenario, &self.state.rack, model, &held, cabinet.posts_mm) {
            return Err(Refusal::Rack(Hindrance::InTheWay(other)));
        }
        let support = fit::support(&self.state.rack, device, model, &held).map_err(|loose| {
            Refusal::Rack(match loose {
                Loose::NoNut(side) => Hindrance::NothingHolds(side),
                Loose::RailsNotLevel => Hindrance::RailsNotLevel,
                Loose::RailsElsewhere(ear) => match Hole::at(ear, cabinet) {
                    Some(hole) => Hindrance::RailsElsewhere(hole),
                    None => Hindrance::RailsNotLevel,
                },
            })
        })?;
        if from_stock {
            let item = device.rsplit_once('-').map_or(device, |(item, _)| item);
            if device != self.state.next_of(item) {
                return Err(Refusal::Rack(Hindrance::NoSuchGear(device.to_owned())));
            }
            self.take(item)?;
        }
        let mut deeds = self.touch(device, model);
        deeds.push(self.lifted(device, model, lift));
        if sticks_out > 0 {
            deeds.push(Deed::SticksOut { device: device.to_owned(), mm: sticks_out });
        }
        if support == Support::Rails && fit::slopes(&self.state.rack, device) {
            deeds.push(Deed::Slopes { device: device.to_owned() });
        }
        deeds.push(Deed::Mounted { device: device.to_owned(), hole: ears[0], support, askew: left != right });
        self.state.rack.held.insert(device.to_owned(), held);
        let (height, grams) = fit::centre_of_gravity(self.scenario, &self.state.rack, rack);
        let percent = height * 100.0 / (f64::from(cabinet.units) * crate::catalogue::rack::UNIT_MM);
        deeds.insert(0, Deed::Balance { rack: rack.to_owned(), percent: percent as u8, kg: (grams / 1000) as u32 });
        let push = if support == Support::Clips { seconds::CLIP_IN } else { seconds::MOUNT };
        Ok(deed(fetch_seconds(lift) + push, deeds))
    }

    /// A hand on a device: charged, unless the strap is on.
    fn touch(&self, device: &str, model: &DeviceModel) -> Vec<Deed> {
        let charged = model.is_active() && !self.state.rack.hand_is_earthed();
        if charged { vec![Deed::Charged { device: device.to_owned() }] } else { Vec::new() }
    }

    /// A device was lifted so.
    fn lifted(&self, device: &str, model: &DeviceModel, lift: Lift) -> Deed {
        let strain = strain(self.scenario.candidate, model.weight_g, lift);
        Deed::Lifted { device: device.to_owned(), grams: model.weight_g, lift, strain }
    }

    fn dismount(&mut self, device: &str, lift: Lift) -> Outcome {
        let (model, held) = self.held(device)?;
        if held.screws.iter().flatten().any(Option::is_some) {
            return Err(Refusal::Rack(Hindrance::StillScrewed(device.to_owned())));
        }
        let plugged = |port: &crate::plant::address::PortId| port.equipment == device;
        if self.state.cords.values().any(|cord| cord.plugged.iter().flatten().any(plugged)) {
            return Err(Refusal::Rack(Hindrance::StillCabled(device.to_owned())));
        }
        if model.kind == DeviceKind::Pdu && model.is_hung() {
            return Err(Refusal::Rack(Hindrance::HangsAtTheSide(device.to_owned())));
        }
        let mut deeds = self.touch(device, model);
        deeds.push(self.lifted(device, model, lift));
        deeds.push(Deed::Dismounted { device: device.to_owned() });
        self.state.rack.held.remove(device);
        if !self.scenario.gear.contains_key(device)
            && let Some((item, _)) = device.rsplit_once('-')
        {
            // What came from stock goes back to it.
            *self.state.stock.entry(item.to_owned()).or_default() += 1;
        }
        Ok(deed(fetch_seconds(lift) + seconds::MOUNT, deeds))
    }

    fn screw(&mut self, device: &str, side: Side, ear: Ear, ncm: u16) -> Outcome {
        let (model, held) = self.held(device)?;
        if !matches!(model.mount, Mount::Ears { .. } | Mount::Rails { .. }) {
            return Err(Refusal::Rack(Hindrance::NoScrews(device.to_owned())));
        }
        if !(10..=2000).contains(&ncm) {
            return Err(Refusal::Rack(Hindrance::NoSuchTorque));
        }
        let post = Post::of(held.face, side);
        let nut = fit::hole_behind(model, held.ears[side.index()], ear)
            .and_then(|hole| Some((hole, self.state.rack.nut(&held.rack, post, hole)?)));
        let Some((_, thread)) = nut else {
            return Err(Refusal::Rack(Hindrance::NoNutBehind { side, ear }));
        };
        let cabinet = self.rack(&held.rack)?;
        let there = self.state.rack.held.get_mut(device).expect("it is held");
        *there.screw_mut(side, ear) = Some(ncm);
        let (least, most) = model.torque_ncm;
        let mut deeds = vec![Deed::Screwed { side, ear, ncm, least, most }];
        if thread != cabinet.thread {
            deeds.push(Deed::CrossThreaded);
        }
        Ok(deed(seconds::SCREW, deeds))
    }

    fn unscrew(&mut self, device: &str, side: Side, ear: Ear) -> Outcome {
        self.held(device)?;
        let there = self.state.rack.held.get_mut(device).expect("it is held");
        there.screw_mut(side, ear).take().ok_or(Refusal::Rack(Hindrance::NoScrewThere))?;
        Ok(deed(seconds::SCREW, [Deed::Unscrewed { side, ear }]))
    }

    fn slide(&mut self, device: &str, out: bool) -> Outcome {
        let (model, held) = self.held(device)?;
        if fit::support(&self.state.rack, device, model, &held) != Ok(Support::Rails) {
            return Err(Refusal::Rack(Hindrance::NoRails(device.to_owned())));
        }
        if held.out == out {
            return Err(Refusal::Rack(if out { Hindrance::IsOut } else { Hindrance::IsIn }));
        }
        if out && held.screws.iter().flatten().any(Option::is_some) {
            return Err(Refusal::Rack(Hindrance::StillScrewed(device.to_owned())));
        }
        let others = self.state.rack.held.values().filter(|other| other.rack == held.rack && other.out).count();
        let mut deeds = vec![Deed::Slid { device: device.to_owned(), out }];
        if out && (others > 0 || !self.state.rack.feet.contains(&held.rack)) {
            deeds.push(Deed::Leans { rack: held.rack.clone(), drawn: others as u8 + 1 });
        }
        deeds.extend(self.touch(device, model));
        self.state.rack.held.get_mut(device).expect("it is held").out = out;
        Ok(deed(seconds::SLIDE, deeds))
    }

    fn press(&mut self, device: &str, on: bool) -> Outcome {
        let (model, _) = self.held(device)?;
        if model.power.is_some() || model.inlets().next().is_none() {
            return Err(Refusal::Rack(Hindrance::NoButton(device.to_owned())));
        }
        let changed =
            if on { self.state.rack.off.remove(device) } else { self.state.rack.off.insert(device.to_owned()) };
        if !changed {
            return Err(Refusal::Rack(Hindrance::ButtonIsSo { on }));
        }
        Ok(deed(seconds::BUTTON, [Deed::Pressed { device: device.to_owned(), on }]))
    }

    fn cage(&self, port: &PortId) -> Result<(&'a DeviceModel, FormFactor), Refusal> {
        let (model, _) = self.held(&port.equipment)?;
        let (group, _) = model.port(&port.port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
        match group.socket {
            Socket::Cage(form) => Ok((model, form)),
            _ => Err(Refusal::Rack(Hindrance::NoCage(port.clone()))),
        }
    }

    fn insert(&mut self, port: &PortId, item: &str) -> Outcome {
        let (model, cage) = self.cage(port)?;
        let module = racks().transceivers.get(item);
        let module = module.ok_or_else(|| Refusal::Rack(Hindrance::NotAModule(item.to_owned())))?;
        if self.state.rack.modules.contains_key(port) {
            return Err(Refusal::Rack(Hindrance::CageTaken(port.clone())));
        }
        if !goes_in(module.form, cage) {
            return Err(Refusal::Rack(Hindrance::DoesNotGoIn { port: port.clone() }));
        }
        self.take(item)?;
        self.state.rack.modules.insert(port.clone(), item.to_owned());
        let mut deeds = vec![Deed::Inserted { port: port.clone(), module: item.to_owned() }];
        deeds.extend(self.touch(&port.equipment, model));
        Ok(deed(seconds::MODULE, deeds))
    }

    fn extract(&mut self, port: &PortId) -> Outcome {
        let (model, _) = self.cage(port)?;
        if self.state.plug_in(port).is_some() {
            return Err(Refusal::Rack(Hindrance::StillCabled(port.equipment.clone())));
        }
        let item = self.state.rack.modules.remove(port);
        let item = item.ok_or_else(|| Refusal::Rack(Hindrance::EmptyCage(port.clone())))?;
        *self.state.stock.entry(item).or_default() += 1;
        let mut deeds = vec![Deed::Extracted { port: port.clone() }];
        deeds.extend(self.touch(&port.equipment, model));
        Ok(deed(seconds::MODULE, deeds))
    }

    fn trip(&mut self, breaker: &str, off: bool) -> Outcome {
        if !power::breakers(self.scenario).iter().any(|known| known.id == breaker) {
            return Err(Refusal::Rack(Hindrance::NoSuchBreaker(breaker.to_owned())));
        }
        let tripped = &mut self.state.rack.tripped;
        let changed = if off { tripped.insert(breaker.to_owned()) } else { tripped.remove(breaker) };
        if !changed {
            return Err(Refusal::Rack(Hindrance::BreakerIsSo { off }));
        }
        Ok(deed(seconds::BREAKER, [Deed::Switched { breaker: breaker.to_owned(), off }]))
    }
}

/// Whether a transceiver goes into a cage: a slower one of the same shape does, a faster one does too and does not work.
fn goes_in(module: FormFactor, cage: FormFactor) -> bool {
    use FormFactor::{Qsfp28, QsfpPlus, Sfp, Sfp28, SfpPlus};
    let small = |form| matches!(form, Sfp | SfpPlus | Sfp28);
    let large = |form| matches!(form, QsfpPlus | Qsfp28);
    small(module) == small(cage) && large(module) == large(cage)
}

/// Until the help for a lift is there.
fn fetch_seconds(lift: Lift) -> u64 {
    match lift {
        Lift::Alone => 0,
        Lift::Together => seconds::FETCH_COLLEAGUE,
        Lift::Machine => seconds::FETCH_MACHINE,
    }
}

fn no_rack(rack: &str) -> Refusal {
    Refusal::Rack(Hindrance::NoSuchRack(rack.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_body_may_lift_depends_on_age_and_help() {
        let adult = Candidate::default();
        let minor = Candidate { age: 17, kg: 55 };
        for (candidate, grams, lift, wanted) in [
            (adult, 14_000, Lift::Alone, Strain::Fine),
            (adult, 17_500, Lift::Alone, Strain::Heavy),
            (adult, 28_600, Lift::Alone, Strain::TooHeavy),
            (adult, 28_600, Lift::Together, Strain::Fine),
            (adult, 60_000, Lift::Machine, Strain::Fine),
            // A fifth of 55 kg is 11 kg.
            (minor, 10_900, Lift::Alone, Strain::Fine),
            (minor, 11_100, Lift::Alone, Strain::TooHeavy),
            (minor, 22_400, Lift::Together, Strain::TooHeavy),
        ] {
            assert_eq!(strain(candidate, grams, lift), wanted, "{candidate:?} {grams} {lift:?}");
        }
    }
}
