//! Several cables as one: link aggregation, by hand or agreed by LACP (IEEE 802.1AX, earlier 802.3ad).
//!
//! The bundle is a port of its own behind the last socket of the box: switching, spanning tree and the IP stack know only
//! that. What leaves by it goes out of one of its cables, always the same for the same two ends; what comes in at one of
//! them comes in at the bundle.

use std::collections::BTreeSet;

use super::addr::Mac;
use super::bridge::Member;
use super::device::{Attach, Cx, Device, Iface, Timer};
use super::frame::{self, Frame};
use super::packet::Packet;
use super::reason::Reason;
use super::time::Time;

/// Where LACP listens: IEEE 802.1AX, table 6-1.
pub const GROUP: Mac = Mac([0x01, 0x80, 0xc2, 0x00, 0x00, 0x02]);
/// Type of slow protocols, and LACP's number among them: the same, annex A.
pub const SLOW: u16 = 0x8809;
const LACP: u8 = 1;
/// IEEE 802.1AX, 6.4.4: between two messages, quick and slow, and how long a partner is believed.
const FAST: Time = Time::seconds(1);
const PERIOD: Time = Time::seconds(30);
const LONG: Time = Time::seconds(90);
const TICK: Time = Time::seconds(1);
/// Cables that work in one bundle; more wait.
pub const MOST: usize = 8;
/// Numbers of bundles on one box.
pub const MOST_GROUPS: u16 = 48;
/// As a system and a port are ranked when nothing is set.
const PRIORITY: u16 = 32768;

const ACTIVE: u8 = 0x01;
const AGGREGATES: u8 = 0x04;
const IN_SYNC: u8 = 0x08;
const COLLECTS: u8 = 0x10;
const DISTRIBUTES: u8 = 0x20;
const DEFAULTED: u8 = 0x40;

/// How a cable is put into its bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By hand: nothing is asked.
    On,
    /// LACP, and it begins.
    Active,
    /// LACP, if the other begins.
    Passive,
}

impl How {
    pub fn name(self) -> &'static str {
        match self {
            How::On => "on",
            How::Active => "active",
            How::Passive => "passive",
        }
    }
}

/// One side of a cable as LACP tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Side {
    pub system: (u16, Mac),
    pub key: u16,
    pub port: (u16, u16),
    pub state: u8,
}

/// A cable of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundled {
    pub group: u16,
    pub how: How,
    /// How the port is set as one of a switch.
    pub member: Option<Member>,
    /// Frames pass.
    pub working: bool,
    /// It differs from the others and waits for that to be put right.
    pub suspended: bool,
    /// Whom it heard last, and when.
    pub partner: Option<(Side, Time)>,
    /// What the partner said that it knows of this side.
    mirror: Side,
    tell_at: Time,
}

impl Device {
    /// Sockets that a cable goes into: bundles are behind them.
    pub fn sockets(&self) -> usize {
        self.ports.iter().filter(|port| port.bundle_of.is_none()).count()
    }

    /// The port of a bundle.
    pub fn bundle(&self, group: u16) -> Option<usize> {
        self.ports.iter().position(|port| port.bundle_of == Some(group))
    }

    /// The cables of a bundle.
    pub fn bundled(&self, group: u16) -> impl Iterator<Item = (usize, &Bundled)> {
        let of = move |bundled: &&Bundled| bundled.group == group;
        self.ports.iter().enumerate().filter_map(move |(port, it)| Some((port, it.bundled.as_ref().filter(of)?)))
    }

    /// Makes a bundle, on a switch as one more port of it.
    pub fn make_bundle(&mut self, group: u16, like: Option<usize>, cx: &mut Cx) -> usize {
        if let Some(known) = self.bundle(group) {
            return known;
        }
        let first = like.or(if self.ports.is_empty() { None } else { Some(0) });
        let (mac, mbps) = first.map_or((Mac::default(), 1000), |first| (self.ports[first].mac, self.ports[first].mbps));
        let switched = first.is_some_and(|first| self.member_of(first).is_some());
        let name = format!("Port-channel{group}");
        let port = self.add_port(&name, mac, mbps);
        self.ports[port].bundle_of = Some(group);
        let member = like.and_then(|like| {
            let bridge = self.ports[like].bridge?;
            self.bridges[bridge].member(like).cloned()
        });
        match member.or_else(|| switched.then(Member::default)) {
            Some(member) => self.join(0, port, Member { security: None, ..member }, cx),
            None => {
                self.add_iface(Iface::new(name, Attach::Port(port), mac));
            }
        }
        port
    }

    /// Takes a bundle away; its cables are shut, as equipment does it, so that no loop arises.
    pub fn drop_bundle(&mut self, group: u16, cx: &mut Cx) {
        let Some(port) = self.bundle(group) else { return };
        let cables: Vec<usize> = self.bundled(group).map(|(cable, _)| cable).collect();
        for cable in cables {
            self.unbundle(cable, cx);
            self.ports[cable].enabled = false;
        }
        self.leave(port, cx);
        for iface in self.ifaces.iter_mut().filter(|iface| iface.attach == Attach::Port(port)) {
            iface.gone = true;
            iface.addrs.clear();
        }
        // The number stays taken, so that those of other ports do not move.
        self.ports[port].bundle_of = Some(0);
        self.ports[port].enabled = false;
        self.ports[port].name = format!("(none{port})");
        cx.links_changed = true;
    }

    /// Puts a cable into a bundle.
    pub fn bundle_up(&mut self, cable: usize, group: u16, how: How, cx: &mut Cx) {
        let kept = self.ports[cable].bundled.take().and_then(|bundled| bundled.member);
        self.make_bundle(group, Some(cable), cx);
        let bridge = self.ports[cable].bridge;
        let alone = self.bundled(group).next().is_none();
        let member = kept.or_else(|| bridge.and_then(|bridge| self.bridges[bridge].member(cable).cloned()));
        self.leave(cable, cx);
        if let Some(iface) = self.ifaces.iter_mut().find(|iface| iface.attach == Attach::Port(cable)) {
            // A routed port has no address of its own in a bundle.
            iface.addrs.clear();
        }
        // A bundle that was made before any cable was in it takes after the first.
        let shared = self.bundle(group).and_then(|port| Some((self.ports[port].bridge?, port)));
        if let (Some((bridge, port)), Some(member), true) = (shared, &member, alone)
            && let Some(shared) = self.bridges[bridge].member_mut(port)
            && same_settings(shared, &Member::default())
        {
            *shared = Member { security: None, ..member.clone() };
        }
        let (partner, mirror) = (None, Side::default());
        self.ports[cable].bundled =
            Some(Bundled { group, how, member, working: false, suspended: false, partner, mirror, tell_at: cx.now });
        if self.bundles_at <= cx.now {
            self.bundles_at = cx.now + TICK;
            cx.later(TICK, Timer::Bundles);
        }
        self.bundles_refresh(cx);
    }

    /// Takes a cable out of its bundle.
    pub fn unbundle(&mut self, cable: usize, cx: &mut Cx) {
        let Some(bundled) = self.ports[cable].bundled.take() else { return };
        if let Some(member) = bundled.member {
            self.join(0, cable, member, cx);
        }
        self.bundles_refresh(cx);
    }

    /// How a port is set as one of a switch, be it in a bundle or not.
    pub fn member_of(&self, port: usize) -> Option<&Member> {
        let it = self.ports.get(port)?;
        match (it.bridge, &it.bundled) {
            (Some(bridge), _) => self.bridges[bridge].member(port),
            (None, Some(bundled)) => bundled.member.as_ref(),
            (None, None) => None,
        }
    }

    /// Changes how a port of a switch is set; what is set at a bundle is set at its cables too.
    pub fn set_member(&mut self, port: usize, mut act: impl FnMut(&mut Member), cx: &mut Cx) {
        if let Some(bundled) = &mut self.ports[port].bundled {
            if let Some(member) = &mut bundled.member {
                act(member);
            }
            return self.bundles_refresh(cx);
        }
        let Some(bridge) = self.ports[port].bridge else { return };
        if let Some(member) = self.bridges[bridge].member_mut(port) {
            act(member);
            member.inconsistent.clear();
        }
        self.bridges[bridge].forget(port, None);
        if let Some(group) = self.ports[port].bundle_of {
            for cable in &mut self.ports {
                if let Some(bundled) = cable.bundled.as_mut().filter(|bundled| bundled.group == group)
                    && let Some(member) = &mut bundled.member
                {
                    act(member);
                }
            }
            self.bundles_refresh(cx);
        }
        self.stp_refresh(bridge, cx);
    }

    /// What this side says of a cable.
    fn side(&self, cable: usize, bundled: &Bundled) -> Side {
        let heard = bundled.partner.is_some();
        let mut state = AGGREGATES;
        state |= if bundled.how == How::Active { ACTIVE } else { 0 };
        state |= if heard && !bundled.suspended { IN_SYNC } else { 0 };
        state |= if bundled.working { COLLECTS | DISTRIBUTES } else { 0 };
        state |= if heard { 0 } else { DEFAULTED };
        let mac = self.bridges.first().map_or_else(|| self.ports[0].mac, |bridge| bridge.mac);
        Side { system: (PRIORITY, mac), key: bundled.group, port: (PRIORITY, cable as u16 + 1), state }
    }

    /// Looks again at which cables work.
    pub(super) fn bundles_refresh(&mut self, cx: &mut Cx) {
        let groups: BTreeSet<u16> =
            self.ports.iter().filter_map(|port| port.bundled.as_ref()).map(|bundled| bundled.group).collect();
        for group in groups {
            self.bundle_refresh(group, cx);
        }
    }

    fn bundle_refresh(&mut self, group: u16, cx: &mut Cx) {
        let Some(port) = self.bundle(group) else { return };
        let cables: Vec<usize> = self.bundled(group).map(|(cable, _)| cable).collect();
        let shared = self.ports[port].bridge.and_then(|bridge| self.bridges[bridge].member(port)).cloned();
        let open = self.ports[port].enabled;
        // The partner of the first cable that has one is that of the bundle.
        let chosen = self.bundled(group).find_map(|(_, it)| it.partner.map(|(side, _)| (side.system, side.key)));
        let first_speed = cables.iter().find(|cable| self.ports[**cable].carrier).map(|cable| self.speed_of(*cable));
        let mut working = 0;
        let mut changed = false;
        for cable in cables {
            let speed = self.speed_of(cable);
            let Some(bundled) = self.ports[cable].bundled.as_ref() else { continue };
            let own = self.side(cable, bundled);
            let alike = match (&bundled.member, &shared) {
                (Some(member), Some(shared)) => same_settings(member, shared),
                (None, None) => true,
                _ => false,
            } && first_speed.is_none_or(|first| first == speed);
            let carrier = self.ports[cable].carrier;
            if !carrier && let Some(bundled) = self.ports[cable].bundled.as_mut() {
                bundled.partner = None;
            }
            let Some(bundled) = self.ports[cable].bundled.as_mut() else { continue };
            let agreed = match bundled.how {
                How::On => true,
                _ => bundled.partner.is_some_and(|(side, _)| {
                    let knows = (bundled.mirror.system, bundled.mirror.key, bundled.mirror.port)
                        == (own.system, own.key, own.port);
                    Some((side.system, side.key)) == chosen && knows && side.state & IN_SYNC != 0
                }),
            };
            let works = carrier && alike && agreed && open && working < MOST;
            working += usize::from(works);
            let was = (bundled.working, bundled.suspended);
            (bundled.working, bundled.suspended) = (works, carrier && !alike);
            if was != (bundled.working, bundled.suspended) {
                changed = true;
                bundled.tell_at = cx.now;
            }
            if !was.1 && carrier && !alike {
                let name = self.ports[cable].name.clone();
                let text =
                    format!("%EC-5-CANNOT_BUNDLE2: {name} is not compatible with Po{group} and will be suspended");
                self.say(cx.now, text);
            }
        }
        if changed {
            let speed: u64 =
                self.bundled(group).filter(|(_, it)| it.working).map(|(cable, _)| self.speed_of(cable)).sum();
            if speed > 0 {
                self.ports[port].mbps = speed;
            }
            cx.links_changed = true;
        }
    }

    fn speed_of(&self, port: usize) -> u64 {
        self.ports[port].speed.unwrap_or(self.ports[port].mbps)
    }

    /// Whether a bundle has a cable that works.
    pub(super) fn bundle_carrier(&self, port: usize) -> Option<bool> {
        let group = self.ports[port].bundle_of?;
        Some(self.ports[port].enabled && self.bundled(group).any(|(_, it)| it.working))
    }

    /// The socket by which a frame leaves: of a bundle, one that the two ends of the frame decide.
    pub(super) fn way_out(&self, port: usize, frame: &Frame) -> Option<usize> {
        let Some(group) = self.ports[port].bundle_of else { return Some(port) };
        let working: Vec<usize> = self.bundled(group).filter(|(_, it)| it.working).map(|(cable, _)| cable).collect();
        let at = usize::from(ends(frame)).checked_rem(working.len())?;
        Some(working[at])
    }

    /// A frame at a cable of a bundle: LACP, or one for the bundle.
    pub(super) fn bundled_receive(&mut self, cable: usize, frame: Frame, cx: &mut Cx) {
        let Some(bundled) = &self.ports[cable].bundled else { return };
        let (group, working) = (bundled.group, bundled.working);
        if frame.len() >= frame::HEADER && frame::dst(&frame) == GROUP {
            return self.lacp_input(cable, &frame, cx);
        }
        match self.bundle(group).filter(|_| working) {
            Some(port) => self.receive(port, frame, cx),
            None => cx.lose(Some(&self.ports[cable].name), Reason::NotBundled { group }, &frame),
        }
    }

    pub(super) fn bundles_timer(&mut self, cx: &mut Cx) {
        let any = self.ports.iter().any(|port| port.bundled.is_some());
        if !any || self.bundles_at != cx.now {
            return;
        }
        self.bundles_at = cx.now + TICK;
        cx.later(TICK, Timer::Bundles);
        for cable in 0..self.ports.len() {
            let carrier = self.ports[cable].carrier;
            let Some(bundled) = self.ports[cable].bundled.as_mut().filter(|it| it.how != How::On && carrier) else {
                continue;
            };
            if bundled.partner.is_some_and(|(_, heard)| cx.now - heard >= LONG) {
                bundled.partner = None;
            }
            // Whoever is passive speaks only to one that is active.
            let speaks =
                bundled.how == How::Active || bundled.partner.is_some_and(|(side, _)| side.state & ACTIVE != 0);
            if !speaks || cx.now < bundled.tell_at {
                continue;
            }
            bundled.tell_at = cx.now + if bundled.working { PERIOD } else { FAST };
            self.lacp_send(cable, cx);
        }
        self.bundles_refresh(cx);
    }

    fn lacp_send(&mut self, cable: usize, cx: &mut Cx) {
        let Some(bundled) = &self.ports[cable].bundled else { return };
        let own = self.side(cable, bundled);
        let partner = bundled.partner.map(|(side, _)| side).unwrap_or_default();
        let mut bytes = vec![LACP, 1];
        for (kind, side) in [(1, own), (2, partner)] {
            bytes.extend([kind, 20]);
            bytes.extend(side.system.0.to_be_bytes());
            bytes.extend(side.system.1.0);
            bytes.extend(side.key.to_be_bytes());
            bytes.extend(side.port.0.to_be_bytes());
            bytes.extend(side.port.1.to_be_bytes());
            bytes.extend([side.state, 0, 0, 0]);
        }
        // How long what was collected may wait, and the end.
        bytes.extend([3, 16]);
        bytes.extend([0; 14]);
        bytes.extend([0; 52]);
        let frame = frame::build(GROUP, self.ports[cable].mac, None, SLOW, &bytes);
        cx.send(cable, frame);
    }

    fn lacp_input(&mut self, cable: usize, bytes: &Frame, cx: &mut Cx) {
        let Some(parts) = frame::parse(bytes).filter(|parts| parts.kind == SLOW) else { return };
        let body = parts.payload;
        if body.len() < 44 || body[0] != LACP || (body[2], body[3]) != (1, 20) || (body[22], body[23]) != (2, 20) {
            return cx.lose(Some(&self.ports[cable].name), Reason::Malformed, bytes);
        }
        let word = |at: usize| u16::from_be_bytes([body[at], body[at + 1]]);
        let side = |at: usize| Side {
            system: (word(at), Mac(body[at + 2..at + 8].try_into().expect("six bytes"))),
            key: word(at + 8),
            port: (word(at + 10), word(at + 12)),
            state: body[at + 14],
        };
        let (theirs, mirror) = (side(4), side(24));
        let Some(bundled) = self.ports[cable].bundled.as_mut().filter(|bundled| bundled.how != How::On) else { return };
        // Two that wait for each other to begin say nothing.
        if bundled.how == How::Passive && theirs.state & ACTIVE == 0 {
            return;
        }
        let before = bundled.partner.map(|(side, _)| (side, bundled.mirror));
        bundled.partner = Some((theirs, cx.now));
        bundled.mirror = mirror;
        let news = before != Some((theirs, mirror));
        self.bundles_refresh(cx);
        if news {
            self.lacp_send(cable, cx);
            if let Some(bundled) = self.ports[cable].bundled.as_mut() {
                bundled.tell_at = cx.now + if bundled.working { PERIOD } else { FAST };
            }
        }
    }
}

/// What has to be the same at all cables of a bundle.
fn same_settings(a: &Member, b: &Member) -> bool {
    (a.mode, a.access, a.native, &a.allowed) == (b.mode, b.access, b.native, &b.allowed)
}

/// A number that follows from the two ends of a frame: of the packet in it, else of its cards.
fn ends(bytes: &Frame) -> u8 {
    let Some(parts) = frame::parse(bytes) else { return 0 };
    match Packet::parse(parts.payload) {
        Ok(packet) if parts.kind == frame::IPV4 => packet.src().octets()[3] ^ packet.dst().octets()[3],
        _ => parts.src.0[5] ^ parts.dst.0[5],
    }
}
