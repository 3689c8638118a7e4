//! The clockwork: devices, the links between their ports, and a queue of events in simulated time.
//!
//! Two events at the same moment happen in the order in which they were planned, so a run is the same everywhere. A
//! link sends one frame after the other at its speed and lets only so many wait: a loop fills it, as a real one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use super::device::{Cx, Device, Timer};
use super::frame::{AROUND, Frame, SHORTEST};
use super::light::Light;
use super::reason::{About, Drop, Reason};
use super::time::Time;
use crate::rng;

/// The end of a link: a device and one of its ports, by index.
pub type Socket = (usize, usize);

/// A cable between two ports.
#[derive(Debug, Clone)]
pub struct Link {
    pub ends: [Socket; 2],
    pub mbps: u64,
    /// How long a bit travels.
    pub delay: Time,
    /// Frames out of a thousand that are lost.
    pub loss_permille: u16,
    /// Whether its wires join what sends here with what hears there; a cable that does not gives no light.
    pub fits: bool,
    /// What arrives through it, where it is the fibre of a client.
    pub light: Option<Light>,
    /// Until when each direction is busy, from the first and from the second end.
    busy: [Time; 2],
    sent: u64,
}

impl Link {
    /// Whether enough light passes; copper needs none.
    fn is_lit(&self) -> bool {
        self.light.as_ref().is_none_or(Light::is_up)
    }
}

/// Frames that wait for a link before more are lost (the usual length of a transmit queue on Linux).
const QUEUE: u64 = 1000;
/// A patch cable, the two cards and their drivers: a ping between neighbours takes 0.1 ms, as on real computers.
pub const CABLE_DELAY: Time = Time::micros(25);
/// The losses that are remembered; older ones are forgotten first.
const DROPS_KEPT: usize = 20_000;
/// Frames that a tap keeps.
const TAP_KEPT: usize = 200_000;

#[derive(Debug, Clone)]
enum What {
    Arrive { device: usize, port: usize, frame: Frame },
    Timer { device: usize, timer: Timer },
}

#[derive(Debug, Clone)]
struct Event {
    at: Time,
    number: u64,
    what: What,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}
impl Eq for Event {}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Event {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

/// A frame seen at a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub at: Time,
    pub frame: Frame,
    /// Whether it went out of the port; else it came in.
    pub out: bool,
}

/// A frame on its way along a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flight {
    /// When its first bit left.
    pub sent: Time,
    pub arrives: Time,
    pub from: Socket,
    pub to: Socket,
    pub frame: Frame,
}

/// Everything: devices, links, what is on its way, and what was lost.
#[derive(Debug, Clone)]
pub struct Net {
    pub devices: Vec<Device>,
    links: Vec<Link>,
    /// Which link hangs at a port.
    at_port: BTreeMap<Socket, usize>,
    queue: BinaryHeap<Reverse<Event>>,
    number: u64,
    cx: Cx,
    drops: VecDeque<Drop>,
    taps: BTreeMap<Socket, Vec<Seen>>,
    /// The last frames that travelled, for those who look on; as many as are kept.
    flights: VecDeque<Flight>,
    flights_kept: usize,
    /// Frames that arrived at a port since the start.
    hops: u64,
    seed: u64,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// The moment was reached.
    Until,
    /// The device that was waited for got something.
    Mail,
    /// More happened than any network in order does: a storm.
    Storm,
}

/// Events in one run after which it is a storm.
pub const STORM: u64 = 2_000_000;
/// And within one second of simulated time: many times what a network of hundreds of computers in order does.
const STORM_SECOND: u64 = 100_000;

/// How much happens, in one run and in its current second.
struct Busy {
    most: u64,
    all: u64,
    second: u64,
    in_second: u64,
}

impl Busy {
    fn new(most: u64) -> Self {
        Self { most, all: 0, second: 0, in_second: 0 }
    }

    /// Counts one event; says whether it is more than any network in order has.
    fn storms(&mut self, now: Time) -> bool {
        let second = now.as_seconds();
        if std::mem::replace(&mut self.second, second) != second {
            self.in_second = 0;
        }
        self.all += 1;
        self.in_second += 1;
        self.all >= self.most || self.in_second >= STORM_SECOND
    }
}

impl Net {
    pub fn new(seed: u64) -> Self {
        Self {
            devices: Vec::new(),
            links: Vec::new(),
            at_port: BTreeMap::new(),
            queue: BinaryHeap::new(),
            number: 0,
            cx: Cx { seed, ..Cx::default() },
            drops: VecDeque::new(),
            taps: BTreeMap::new(),
            flights: VecDeque::new(),
            flights_kept: 0,
            hops: 0,
            seed,
        }
    }

    /// Sets a device up and says its index. Its name is its id; each is there once.
    pub fn add(&mut self, device: Device) -> usize {
        let index = self.devices.len();
        self.devices.push(device);
        self.with(index, |device, cx| device.start(cx));
        index
    }

    pub fn device(&self, id: &str) -> Option<usize> {
        self.devices.iter().position(|device| device.id == id)
    }

    pub fn now(&self) -> Time {
        self.cx.now
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    pub fn hops(&self) -> u64 {
        self.hops
    }

    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Lays a cable between two free ports; false if one is taken or is not there.
    pub fn connect(&mut self, a: Socket, b: Socket) -> bool {
        let exists = |(device, port): Socket| self.devices.get(device).is_some_and(|device| port < device.ports.len());
        if a == b || !exists(a) || !exists(b) || self.at_port.contains_key(&a) || self.at_port.contains_key(&b) {
            return false;
        }
        let speed = |(device, port): Socket| self.devices[device].ports[port].mbps;
        let link = Link {
            ends: [a, b],
            mbps: speed(a).min(speed(b)).max(1),
            delay: CABLE_DELAY,
            loss_permille: 0,
            fits: true,
            light: None,
            busy: [Time::ZERO; 2],
            sent: 0,
        };
        self.links.push(link);
        self.at_port.insert(a, self.links.len() - 1);
        self.at_port.insert(b, self.links.len() - 1);
        self.refresh_carriers();
        true
    }

    /// Takes away the cable at a port; false if there is none. What is on its way is lost with it.
    pub fn disconnect(&mut self, at: Socket) -> bool {
        let Some(index) = self.at_port.get(&at).copied() else { return false };
        for end in self.links[index].ends {
            self.at_port.remove(&end);
        }
        self.refresh_carriers();
        true
    }

    /// What hangs at the far end of a port's cable.
    pub fn peer(&self, at: Socket) -> Option<Socket> {
        let link = &self.links[*self.at_port.get(&at)?];
        Some(if link.ends[0] == at { link.ends[1] } else { link.ends[0] })
    }

    /// The port at the far end as switching sees it: that of a bundle, where the cables are in one.
    pub fn far_port(&self, (device, port): Socket) -> Option<Socket> {
        let it = &self.devices[device];
        let cable = match it.ports[port].bundle_of {
            None => port,
            Some(group) => it.bundled(group).find(|(_, bundled)| bundled.working)?.0,
        };
        let (other, at) = self.peer((device, cable))?;
        let group = self.devices[other].ports[at].bundled.as_ref().map(|bundled| bundled.group);
        Some((other, group.and_then(|group| self.devices[other].bundle(group)).unwrap_or(at)))
    }

    /// The link at a port.
    pub fn link(&self, at: Socket) -> Option<&Link> {
        self.at_port.get(&at).map(|index| &self.links[*index])
    }

    /// Every link that is plugged in.
    pub fn all_links(&self) -> impl Iterator<Item = &Link> {
        let plugged = |(index, link): &(usize, &Link)| self.at_port.get(&link.ends[0]) == Some(index);
        self.links.iter().enumerate().filter(plugged).map(|(_, link)| link)
    }

    /// The link at a port, to make it worse.
    pub fn link_mut(&mut self, at: Socket) -> Option<&mut Link> {
        self.at_port.get(&at).copied().map(|index| &mut self.links[index])
    }

    /// Looks at every link again: light on where both ends are on.
    pub fn refresh_carriers(&mut self) {
        for device in 0..self.devices.len() {
            for port in 0..self.devices[device].ports.len() {
                let live =
                    |(device, port): Socket| self.devices[device].powered && self.devices[device].ports[port].is_live();
                let passes = self.link((device, port)).is_some_and(|link| link.fits && link.is_lit());
                let carrier =
                    passes && self.peer((device, port)).is_some_and(|peer| live(peer) && live((device, port)));
                let bundle = self.devices[device].bundle_carrier(port).map(|any| any && self.devices[device].powered);
                let carrier = bundle.unwrap_or(carrier);
                if self.devices[device].ports[port].carrier != carrier {
                    self.with(device, |device, cx| device.carrier_changed(port, carrier, cx));
                }
            }
        }
    }

    /// Does something in a device now, and sends what comes of it.
    pub fn with<T>(&mut self, device: usize, act: impl FnOnce(&mut Device, &mut Cx) -> T) -> T {
        let result = act(&mut self.devices[device], &mut self.cx);
        self.flush(device);
        if std::mem::take(&mut self.cx.links_changed) {
            self.refresh_carriers();
        }
        result
    }

    fn plan(&mut self, at: Time, what: What) {
        self.number += 1;
        self.queue.push(Reverse(Event { at, number: self.number, what }));
    }

    /// Puts what a device wants to happen into the queue.
    fn flush(&mut self, device: usize) {
        while !(self.cx.sends.is_empty() && self.cx.timers.is_empty() && self.cx.drops.is_empty()) {
            let mut sends = std::mem::take(&mut self.cx.sends);
            for (port, frame) in sends.drain(..) {
                self.transmit(device, port, frame);
            }
            if self.cx.sends.is_empty() {
                self.cx.sends = sends;
            }
            for (at, timer) in std::mem::take(&mut self.cx.timers) {
                let at = at.max(self.cx.now);
                self.plan(at, What::Timer { device, timer });
            }
            for (place, reason, about) in std::mem::take(&mut self.cx.drops) {
                self.lose(device, place, reason, about);
            }
        }
    }

    fn lose(&mut self, device: usize, place: Option<String>, reason: Reason, about: About) {
        if self.drops.len() == DROPS_KEPT {
            self.drops.pop_front();
        }
        self.drops.push_back(Drop { at: self.cx.now, device, place, reason, about });
    }

    fn transmit(&mut self, device: usize, port: usize, frame: Frame) {
        // A bundle that is gone with what was set sends nothing more.
        if port >= self.devices[device].ports.len() {
            return;
        }
        // A bundle sends by one of its cables.
        let out = self.devices[device].way_out(port, &frame);
        if out.is_some_and(|out| out != port) {
            let count = &mut self.devices[device].ports[port].count;
            count.out_frames += 1;
            count.out_bytes += frame.len() as u64;
        }
        let here = (device, out.unwrap_or(port));
        let port = here.1;
        let lost = |net: &mut Self, reason, frame| {
            let place = Some(net.devices[device].ports[port].name.clone());
            net.lose(device, place, reason, About::Frame(frame));
        };
        let sender = &mut self.devices[device].ports[port];
        if !sender.carrier {
            let reason = if sender.is_live() { self.no_carrier(here) } else { Reason::PortShut };
            return lost(self, reason, frame);
        }
        let Some(&index) = self.at_port.get(&here) else { return lost(self, Reason::NoCarrier, frame) };
        let link = &mut self.links[index];
        let side = usize::from(link.ends[1] == here);
        let there = link.ends[1 - side];
        let bits = (frame.len().max(SHORTEST) + AROUND) as u64 * 8;
        let took = Time(bits * 1000 / link.mbps);
        let start = link.busy[side].max(self.cx.now);
        if (start - self.cx.now).0 > took.0 * QUEUE {
            self.devices[device].ports[port].count.out_drops += 1;
            return lost(self, Reason::QueueFull, frame);
        }
        link.busy[side] = start + took;
        link.sent += 1;
        let arrives = start + took + link.delay;
        if link.loss_permille > 0 {
            let name = format!("link-{index}-{side}");
            let mut chance = rng::stream(self.seed, &name, link.sent as u32);
            if chance.below(1000) < u64::from(link.loss_permille) {
                return lost(self, Reason::LinkLoss, frame);
            }
        }
        // Light that is too weak spoils bits, of long frames sooner than of short ones.
        let errors = link.light.as_ref().map_or(0.0, |light| light.at(1 - side).frame_errors(frame.len()));
        if errors > 1e-9 {
            let name = format!("light-{index}-{side}");
            if rng::stream(self.seed, &name, link.sent as u32).chance(errors) {
                let reason = self.bit_errors(there);
                return lost(self, reason, frame);
            }
        }
        let count = &mut self.devices[device].ports[port].count;
        count.out_frames += 1;
        count.out_bytes += frame.len() as u64;
        if !self.taps.is_empty() {
            self.see(here, start, &frame, true);
        }
        if self.flights_kept > 0 {
            if self.flights.len() >= self.flights_kept {
                self.flights.pop_front();
            }
            self.flights.push_back(Flight { sent: start, arrives, from: here, to: there, frame: frame.clone() });
        }
        self.plan(arrives, What::Arrive { device: there.0, port: there.1, frame });
    }

    fn see(&mut self, at: Socket, when: Time, frame: &Frame, out: bool) {
        if let Some(seen) = self.taps.get_mut(&at).filter(|seen| seen.len() < TAP_KEPT) {
            seen.push(Seen { at: when, frame: frame.clone(), out });
        }
    }

    /// Does the next thing that happens; false if nothing does until then.
    fn step(&mut self, until: Time) -> bool {
        match self.queue.peek() {
            Some(Reverse(event)) if event.at <= until => {}
            _ => return false,
        }
        let Some(Reverse(event)) = self.queue.pop() else { return false };
        self.cx.now = event.at;
        let device = match event.what {
            What::Timer { device, timer } => {
                self.devices[device].timer(timer, &mut self.cx);
                device
            }
            What::Arrive { device, port, frame } => {
                self.hops += 1;
                if !self.taps.is_empty() {
                    self.see((device, port), event.at, &frame, false);
                }
                self.devices[device].receive(port, frame, &mut self.cx);
                device
            }
        };
        self.flush(device);
        if std::mem::take(&mut self.cx.links_changed) {
            self.refresh_carriers();
        }
        true
    }

    /// Lets time pass until a moment, or until a storm.
    pub fn run_until(&mut self, until: Time) -> Ran {
        self.run_at_most(until, STORM)
    }

    /// Lets time pass until a moment, or until so much has happened.
    pub fn run_at_most(&mut self, until: Time, most: u64) -> Ran {
        let mut count = Busy::new(most);
        while self.step(until) {
            if count.storms(self.cx.now) {
                return Ran::Storm;
            }
        }
        self.cx.now = self.cx.now.max(until);
        Ran::Until
    }

    pub fn run_for(&mut self, span: Time) -> Ran {
        self.run_until(self.cx.now + span)
    }

    /// Lets time pass until something comes for a device, or until a moment.
    pub fn run_for_mail(&mut self, device: usize, until: Time) -> Ran {
        let mut count = Busy::new(STORM);
        loop {
            if !self.devices[device].mail.is_empty() {
                return Ran::Mail;
            }
            if !self.step(until) {
                break;
            }
            if count.storms(self.cx.now) {
                return Ran::Storm;
            }
        }
        self.cx.now = self.cx.now.max(until);
        Ran::Until
    }

    /// What was lost, oldest first.
    pub fn drops(&self) -> impl DoubleEndedIterator<Item = &Drop> {
        self.drops.iter()
    }

    /// What was lost since a moment and is not the ordinary life of a network.
    pub fn drops_since(&self, since: Time) -> impl Iterator<Item = &Drop> {
        self.drops.iter().filter(move |drop| drop.at >= since && !drop.reason.is_ordinary())
    }

    /// Remembers so many of the frames that travel from now on, the newest. Changes nothing in what happens.
    pub fn keep_flights(&mut self, most: usize) {
        self.flights_kept = most;
        self.flights.clear();
    }

    /// The frames that left since a moment, in the order in which they were sent, of those that are remembered.
    pub fn flights_since(&self, since: Time) -> impl Iterator<Item = &Flight> {
        self.flights.iter().filter(move |flight| flight.sent >= since)
    }

    /// Begins to keep what passes a port.
    pub fn tap(&mut self, at: Socket) {
        self.taps.entry(at).or_default();
    }

    /// What a tap kept, in the order of time; the tap is taken off.
    pub fn untap(&mut self, at: Socket) -> Vec<Seen> {
        let mut seen = self.taps.remove(&at).unwrap_or_default();
        seen.sort_by_key(|seen| seen.at);
        seen
    }
}
