//! Switching frames: IEEE 802.1D and 802.1Q.
//!
//! A bridge learns behind which port a card is, for each VLAN; sends a frame only there, or everywhere in the VLAN if
//! it does not know; forgets after a while. A hub is a bridge that learns nothing and repeats everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::addr::Mac;
use super::device::{Attach, Cx, Device, ErrDisable, Os};
use super::frame::{self, Frame, Parts};
use super::reason::Reason;
use super::stp::{self, Tree};
use super::time::Time;

/// How long an address is remembered: IEEE 802.1D-2004, table 7-5.
pub const AGEING: Time = Time::seconds(300);
/// The VLAN that is always there.
pub const DEFAULT_VLAN: u16 = 1;

/// A set of VLANs.
#[derive(Clone, PartialEq, Eq)]
pub struct VlanSet([u64; 64]);

impl VlanSet {
    pub const NONE: VlanSet = VlanSet([0; 64]);

    /// 1 to 4094.
    pub fn all() -> Self {
        let mut set = VlanSet([u64::MAX; 64]);
        set.remove(0);
        set.remove(4095);
        set
    }

    pub fn contains(&self, vid: u16) -> bool {
        self.0[usize::from(vid & 4095) / 64] >> (vid % 64) & 1 == 1
    }

    pub fn insert(&mut self, vid: u16) {
        self.0[usize::from(vid & 4095) / 64] |= 1 << (vid % 64);
    }

    pub fn remove(&mut self, vid: u16) {
        self.0[usize::from(vid & 4095) / 64] &= !(1 << (vid % 64));
    }

    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        (0..4096).filter(|vid| self.contains(*vid))
    }

    /// `1,10-12,20`; nothing if it is not written so.
    pub fn parse(text: &str) -> Option<Self> {
        let mut set = Self::NONE;
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let number = |text: &str| text.parse::<u16>().ok().filter(|vid| (1..=4094).contains(vid));
            let (first, last) = (number(first)?, number(last)?);
            if first > last {
                return None;
            }
            (first..=last).for_each(|vid| set.insert(vid));
        }
        Some(set)
    }
}

impl fmt::Display for VlanSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut ranges: Vec<(u16, u16)> = Vec::new();
        for vid in self.iter() {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == vid => *last = vid,
                _ => ranges.push((vid, vid)),
            }
        }
        if ranges.is_empty() {
            return f.write_str("none");
        }
        let text: Vec<String> = ranges
            .iter()
            .map(|(first, last)| match last - first {
                0 => first.to_string(),
                1 => format!("{first},{last}"),
                _ => format!("{first}-{last}"),
            })
            .collect();
        f.write_str(&text.join(","))
    }
}

impl fmt::Debug for VlanSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a port is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Access,
    Trunk,
    DynamicAuto,
    DynamicDesirable,
}

/// Which addresses a port lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    pub maximum: usize,
    pub sticky: bool,
    pub violation: Violation,
    pub secure: BTreeSet<Mac>,
    /// Typed in, not learned.
    pub configured: BTreeSet<Mac>,
    pub violations: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Violation {
    Protect,
    Restrict,
    Shutdown,
}

impl Default for Security {
    fn default() -> Self {
        Self {
            maximum: 1,
            sticky: false,
            violation: Violation::Shutdown,
            secure: BTreeSet::new(),
            configured: BTreeSet::new(),
            violations: 0,
        }
    }
}

/// A port as the bridge knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub mode: Mode,
    /// Whether it is a trunk now; that of a dynamic port is negotiated.
    pub trunk: bool,
    pub nonegotiate: bool,
    pub access: u16,
    pub voice: Option<u16>,
    pub native: u16,
    pub allowed: VlanSet,
    pub portfast: bool,
    pub bpduguard: bool,
    pub security: Option<Security>,
    /// Path cost as configured.
    pub cost: Option<u32>,
    pub stp_priority: u8,
    /// VLANs in which the two ends disagree about the native one.
    pub inconsistent: BTreeSet<u16>,
}

impl Default for Member {
    fn default() -> Self {
        Self {
            mode: Mode::DynamicAuto,
            trunk: false,
            nonegotiate: false,
            access: DEFAULT_VLAN,
            voice: None,
            native: DEFAULT_VLAN,
            allowed: VlanSet::all(),
            portfast: false,
            bpduguard: false,
            security: None,
            cost: None,
            stp_priority: 128,
            inconsistent: BTreeSet::new(),
        }
    }
}

impl Member {
    /// Whether frames of a VLAN pass here.
    pub fn carries(&self, vid: u16) -> bool {
        if self.trunk { self.allowed.contains(vid) } else { self.access == vid }
    }

    /// The VLAN of frames without a tag.
    pub fn untagged(&self) -> u16 {
        if self.trunk { self.native } else { self.access }
    }
}

/// Behind which port a card is, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learned {
    pub port: usize,
    pub at: Time,
    pub fixed: bool,
}

/// A switching engine.
#[derive(Debug, Clone)]
pub struct Bridge {
    pub name: String,
    pub mac: Mac,
    /// A hub: repeats, learns nothing.
    pub repeater: bool,
    /// Whether it looks at tags; if not, all is one network, numbered 0.
    pub vlan_aware: bool,
    /// By port number of the device.
    pub members: Vec<Option<Member>>,
    pub vlans: BTreeMap<u16, String>,
    pub table: BTreeMap<(u16, Mac), Learned>,
    pub ageing: Time,
    pub stp: stp::Settings,
    pub trees: BTreeMap<u16, Tree>,
    pub(super) ticking: bool,
    /// Addresses that moved between ports lately: a loop.
    pub moves: u64,
    /// VLANs in which the box itself takes part; all of them if nothing is said.
    pub own_vlans: Option<BTreeSet<u16>>,
    /// Interfaces on it: VLAN and number.
    cpu: Vec<(u16, usize)>,
}

impl Bridge {
    pub fn new(name: impl Into<String>, mac: Mac) -> Self {
        Self {
            name: name.into(),
            mac,
            repeater: false,
            vlan_aware: false,
            members: Vec::new(),
            vlans: BTreeMap::new(),
            table: BTreeMap::new(),
            ageing: AGEING,
            stp: stp::Settings::default(),
            trees: BTreeMap::new(),
            ticking: false,
            moves: 0,
            own_vlans: None,
            cpu: Vec::new(),
        }
    }

    pub fn member(&self, port: usize) -> Option<&Member> {
        self.members.get(port).and_then(Option::as_ref)
    }

    pub fn member_mut(&mut self, port: usize) -> Option<&mut Member> {
        self.members.get_mut(port).and_then(Option::as_mut)
    }

    /// Its ports, with their numbers.
    pub fn ports(&self) -> impl DoubleEndedIterator<Item = (usize, &Member)> {
        self.members.iter().enumerate().filter_map(|(port, member)| Some((port, member.as_ref()?)))
    }

    pub fn has_vlan(&self, vid: u16) -> bool {
        !self.vlan_aware || self.vlans.contains_key(&vid)
    }

    /// Whether frames of a VLAN pass at a port, as the bridge sees it.
    fn passes(&self, port: usize, vid: u16) -> bool {
        self.member(port).is_some_and(|member| !self.vlan_aware || member.carries(vid))
    }

    /// Why frames of a VLAN do not leave by a port, if they do not.
    pub fn kept_back(&self, port: usize, vid: u16) -> Option<Reason> {
        if !self.has_vlan(vid) {
            return Some(Reason::VlanUnknown { vid });
        }
        if !self.passes(port, vid) {
            return Some(Reason::VlanNotAllowed { vid });
        }
        match self.state(port, vid) {
            stp::State::Forwarding => None,
            stp::State::Listening | stp::State::Learning => Some(Reason::StpWaiting { vid }),
            _ if self.member(port).is_some_and(|member| member.inconsistent.contains(&vid)) => {
                Some(Reason::StpInconsistent { vid })
            }
            _ => Some(Reason::StpBlocking { vid }),
        }
    }

    /// The VLAN that a frame belongs to which comes in at a port.
    pub fn vlan_of(&self, port: usize, bytes: &[u8]) -> u16 {
        match (self.vlan_aware, frame::vlan(bytes).filter(|vid| *vid != 0)) {
            (false, _) => 0,
            (true, Some(vid)) => vid,
            (true, None) => self.member(port).map_or(DEFAULT_VLAN, Member::untagged),
        }
    }

    /// Whether the box itself takes part in a VLAN.
    pub fn is_own(&self, vid: u16) -> bool {
        !self.vlan_aware || self.own_vlans.as_ref().is_none_or(|own| own.contains(&vid))
    }

    /// The spanning tree that a VLAN follows: its own, or the one of the whole bridge.
    fn tree(&self, vid: u16) -> Option<&Tree> {
        self.trees.get(if self.stp.per_vlan { &vid } else { &0 })
    }

    /// What spanning tree says of a port in a VLAN.
    pub fn state(&self, port: usize, vid: u16) -> stp::State {
        match self.tree(vid) {
            Some(tree) => tree.ports.get(&port).map_or(stp::State::Disabled, |port| port.state),
            None => stp::State::Forwarding,
        }
    }

    /// Forgets what was learned at a port; in one VLAN, or in all.
    pub fn forget(&mut self, port: usize, vid: Option<u16>) {
        self.table
            .retain(|(of, _), learned| learned.port != port || learned.fixed || vid.is_some_and(|vid| vid != *of));
    }

    /// Where a card is, if that is still remembered.
    fn look_up(&self, vid: u16, mac: Mac, now: Time) -> Option<usize> {
        let learned = self.table.get(&(vid, mac))?;
        let ageing = match self.tree(vid) {
            Some(tree) if tree.is_ageing_fast() => tree.forward_delay(),
            _ => self.ageing,
        };
        (learned.fixed || now - learned.at < ageing).then_some(learned.port)
    }
}

/// IEEE 802.1D-2004, table 7-10: addresses that no bridge passes on.
fn is_reserved(mac: Mac) -> bool {
    mac.0[..5] == [0x01, 0x80, 0xc2, 0x00, 0x00] && mac.0[5] < 0x10
}

impl Device {
    /// Puts a port into a bridge.
    pub fn join(&mut self, bridge: usize, port: usize, member: Member, cx: &mut Cx) {
        let members = &mut self.bridges[bridge].members;
        if members.len() <= port {
            members.resize(port + 1, None);
        }
        members[port] = Some(member);
        self.ports[port].bridge = Some(bridge);
        self.stp_refresh(bridge, cx);
    }

    pub fn leave(&mut self, port: usize, cx: &mut Cx) {
        let Some(bridge) = self.ports[port].bridge.take() else { return };
        self.bridges[bridge].members[port] = None;
        self.bridges[bridge].forget(port, None);
        self.stp_refresh(bridge, cx);
    }

    /// Notes which interfaces sit on bridges. To be called when one came or went.
    pub fn refresh_bridge_ifaces(&mut self) {
        for bridge in &mut self.bridges {
            bridge.cpu.clear();
        }
        for (index, iface) in self.ifaces.iter().enumerate().filter(|(_, iface)| !iface.gone) {
            if let Attach::Bridge { bridge, vid } = iface.attach {
                let it = &mut self.bridges[bridge];
                if it.is_own(vid) {
                    it.cpu.push((vid, index));
                }
            }
        }
    }

    /// Whether an interface on a VLAN of a bridge works: the VLAN exists and has a port that forwards.
    pub(super) fn bridge_is_up(&self, bridge: usize, vid: u16) -> bool {
        let it = &self.bridges[bridge];
        it.has_vlan(vid)
            && it.ports().any(|(port, _)| {
                self.ports[port].carrier && it.passes(port, vid) && it.state(port, vid) == stp::State::Forwarding
            })
    }

    pub(super) fn bridge_carrier(&mut self, bridge: usize, port: usize, carrier: bool, cx: &mut Cx) {
        if !carrier {
            let it = &mut self.bridges[bridge];
            it.forget(port, None);
            if let Some(member) = it.member_mut(port) {
                member.inconsistent.clear();
                if let Some(security) = member.security.as_mut().filter(|security| !security.sticky) {
                    security.secure = security.configured.clone();
                }
            }
        }
        self.stp_refresh(bridge, cx);
    }

    /// A frame comes to a port of a bridge.
    pub(super) fn bridge_receive(&mut self, bridge: usize, port: usize, frame: Frame, cx: &mut Cx) {
        let it = &self.bridges[bridge];
        let lose = |cx: &mut Cx, reason| cx.lose(Some(&self.ports[port].name), reason, &frame);
        if frame.len() < frame::HEADER {
            return lose(cx, Reason::Malformed);
        }
        if it.repeater {
            for (other, _) in it.ports().rev().filter(|(other, _)| *other != port && self.ports[*other].carrier) {
                cx.send(other, frame.clone());
            }
            return;
        }
        let Some(member) = it.member(port) else { return };
        let (dst, src) = (frame::dst(&frame), frame::src(&frame));
        let tag = frame::vlan(&frame).filter(|vid| *vid != 0);
        if is_reserved(dst) {
            if dst != stp::GROUP {
                return;
            }
            if it.stp.on {
                return self.stp_input(bridge, port, &frame, cx);
            }
        } else if dst == stp::VLAN_GROUP && it.stp.per_vlan {
            return self.stp_input(bridge, port, &frame, cx);
        }
        let vid = match (it.vlan_aware, member.trunk, tag) {
            (false, ..) => 0,
            (true, false, Some(vid)) if vid != member.access => {
                return lose(cx, Reason::TaggedOnAccess { vid, access: member.access });
            }
            (true, _, Some(vid)) => vid,
            (true, _, None) => member.untagged(),
        };
        if it.vlan_aware && !member.carries(vid) {
            return lose(cx, Reason::VlanNotAllowed { vid });
        }
        if !it.has_vlan(vid) {
            return lose(cx, Reason::VlanUnknown { vid });
        }
        let state = it.state(port, vid);
        match state {
            stp::State::Forwarding | stp::State::Learning => {}
            stp::State::Listening => return lose(cx, Reason::StpWaiting { vid }),
            _ if member.inconsistent.contains(&vid) => return lose(cx, Reason::StpInconsistent { vid }),
            _ => return lose(cx, Reason::StpBlocking { vid }),
        }
        if !self.let_in(bridge, port, src, &frame, cx) {
            return;
        }
        let it = &mut self.bridges[bridge];
        if !src.is_multicast() {
            let entry = it.table.entry((vid, src)).or_insert(Learned { port, at: cx.now, fixed: false });
            if entry.port != port && !entry.fixed {
                it.moves += 1;
                entry.port = port;
            }
            entry.at = cx.now;
        }
        if state == stp::State::Learning {
            return cx.lose(Some(&self.ports[port].name), Reason::StpWaiting { vid }, &frame);
        }
        self.switch(bridge, Some(port), vid, frame, cx);
    }

    /// Whether port security lets an address in.
    fn let_in(&mut self, bridge: usize, port: usize, src: Mac, frame: &Frame, cx: &mut Cx) -> bool {
        let Some(security) = self.bridges[bridge].member_mut(port).and_then(|member| member.security.as_mut()) else {
            return true;
        };
        if security.secure.contains(&src) {
            return true;
        }
        if security.secure.len() < security.maximum {
            security.secure.insert(src);
            return true;
        }
        let violation = security.violation;
        if violation != Violation::Protect {
            security.violations += 1;
        }
        let name = self.ports[port].name.clone();
        cx.lose(Some(&name), Reason::PortSecurity { mac: src }, frame);
        if violation == Violation::Shutdown {
            self.err_disable(port, ErrDisable::PortSecurity, cx);
        }
        false
    }

    /// Shuts a port for its protection.
    pub(super) fn err_disable(&mut self, port: usize, why: ErrDisable, cx: &mut Cx) {
        self.ports[port].err_disabled = Some(why);
        cx.links_changed = true;
        let name = super::console::ios::names::short(&self.ports[port].name);
        let cause = why.name();
        self.say(
            cx.now,
            format!("%PM-4-ERR_DISABLE: {cause} error detected on {name}, putting {name} in err-disable state"),
        );
    }

    /// A frame of the box's own goes into a VLAN of its bridge.
    pub(super) fn bridge_send(&mut self, bridge: usize, vid: u16, frame: Frame, cx: &mut Cx) {
        if !self.bridges[bridge].has_vlan(vid) {
            return cx.lose(Some(&self.bridges[bridge].name), Reason::VlanUnknown { vid }, &frame);
        }
        if !self.bridges[bridge].is_own(vid) {
            return cx.lose(Some(&self.bridges[bridge].name), Reason::VlanNotAllowed { vid }, &frame);
        }
        self.switch(bridge, None, vid, frame, cx);
    }

    /// Sends a frame on: to the port where its target is, or to all in the VLAN; and up, if it is for the box itself.
    fn switch(&mut self, bridge: usize, from: Option<usize>, vid: u16, frame: Frame, cx: &mut Cx) {
        let dst = frame::dst(&frame);
        let it = &self.bridges[bridge];
        let own = from.is_some()
            && it.cpu.iter().any(|(on, iface)| *on == vid && (dst == self.ifaces[*iface].mac || dst.is_multicast()));
        if own {
            let up = if it.vlan_aware { frame::untagged(&frame) } else { frame.clone() };
            let takers: Vec<usize> = it.cpu.iter().filter(|(on, _)| *on == vid).map(|(_, iface)| *iface).collect();
            if let Some(parts) = frame::parse(&up) {
                for iface in takers {
                    if parts.vlan.is_none() {
                        self.deliver(iface, &Parts { vlan: None, ..parts }, &up, cx);
                    }
                }
            }
            if !dst.is_multicast() {
                return;
            }
        }
        let it = &self.bridges[bridge];
        let known = if dst.is_multicast() { None } else { it.look_up(vid, dst, cx.now) };
        let mut forms = Forms { plain: None, tagged: None, frame, vid, aware: it.vlan_aware };
        match known {
            Some(port) if Some(port) == from => {}
            Some(port) if self.ports[port].carrier => self.out(bridge, port, &mut forms, cx),
            _ => {
                // The last port first, as the Linux bridge does: it keeps its ports in the reverse order of their coming.
                let all = self.bridges[bridge].members.len();
                for port in (0..all).rev() {
                    if Some(port) != from && self.ports[port].carrier {
                        self.out(bridge, port, &mut forms, cx);
                    }
                }
            }
        }
    }

    fn out(&self, bridge: usize, port: usize, forms: &mut Forms, cx: &mut Cx) {
        let it = &self.bridges[bridge];
        let Some(member) = it.member(port) else { return };
        if !it.passes(port, forms.vid) || it.state(port, forms.vid) != stp::State::Forwarding {
            return;
        }
        let with_tag = member.trunk && member.native != forms.vid;
        cx.send(port, forms.get(with_tag));
    }

    /// Whether a port of a switch negotiates to be a trunk with what the far end is set to.
    pub fn negotiates_trunk(near: &Member, far: Option<&Member>) -> bool {
        use Mode::*;
        match (near.mode, far.map(|far| (far.mode, far.nonegotiate))) {
            (Access, _) => false,
            (Trunk, _) => true,
            (_, None | Some((_, true))) => false,
            (DynamicAuto, Some((mode, _))) => matches!(mode, Trunk | DynamicDesirable),
            (DynamicDesirable, Some((mode, _))) => mode != Access,
        }
    }
}

/// A frame in the shapes in which it leaves, each made once.
struct Forms {
    frame: Frame,
    vid: u16,
    aware: bool,
    plain: Option<Frame>,
    tagged: Option<Frame>,
}

impl Forms {
    fn get(&mut self, with_tag: bool) -> Frame {
        if !self.aware {
            return self.frame.clone();
        }
        let slot = if with_tag { &mut self.tagged } else { &mut self.plain };
        slot.get_or_insert_with(|| match with_tag {
            true => frame::tagged(&self.frame, self.vid),
            false => frame::untagged(&self.frame),
        })
        .clone()
    }
}

impl super::world::Net {
    /// Lets the switches at both ends of each link agree on trunks. Asked for after each change.
    pub fn negotiate(&mut self) {
        for device in 0..self.devices.len() {
            for port in 0..self.devices[device].ports.len() {
                let Some(bridge) = self.devices[device].ports[port].bridge else { continue };
                let far = self.far_port((device, port)).and_then(|(other, at)| {
                    let other = &self.devices[other];
                    other.bridges[other.ports[at].bridge?].member(at).cloned().filter(|_| other.os == Os::Ios)
                });
                let Some(near) = self.devices[device].bridges[bridge].member(port) else { continue };
                let trunk = Device::negotiates_trunk(near, far.as_ref());
                if near.trunk != trunk {
                    self.with(device, |device, cx| {
                        if let Some(member) = device.bridges[bridge].member_mut(port) {
                            member.trunk = trunk;
                        }
                        device.bridges[bridge].forget(port, None);
                        device.stp_refresh(bridge, cx);
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_vlans_are_written_as_ranges_and_read_again() {
        for text in ["1", "1,10-12,20", "10,20", "1-4094", "1,2,4-6"] {
            assert_eq!(VlanSet::parse(text).expect(text).to_string(), text);
        }
        for text in ["", "0", "4095", "12-10", "a", "1,,2", "1-", "99999"] {
            assert!(VlanSet::parse(text).is_none(), "{text}");
        }
        assert_eq!(VlanSet::all().to_string(), "1-4094");
        assert_eq!(VlanSet::NONE.to_string(), "none");
    }

    /// NETWORK.md 2.1, row VLAN: what two ends become.
    #[test]
    fn trunks_are_negotiated_as_in_the_table() {
        use Mode::*;
        let member = |mode| Member { mode, ..Member::default() };
        let result = |near, far: Member| Device::negotiates_trunk(&member(near), Some(&far));
        assert!(!result(DynamicAuto, member(DynamicAuto)));
        assert!(result(DynamicAuto, member(DynamicDesirable)) && result(DynamicDesirable, member(DynamicAuto)));
        assert!(result(DynamicAuto, member(Trunk)));
        assert!(!result(Access, member(DynamicDesirable)) && !result(DynamicDesirable, member(Access)));
        assert!(!result(DynamicDesirable, Member { nonegotiate: true, ..member(Trunk) }));
        assert!(!Device::negotiates_trunk(&member(DynamicDesirable), None));
    }
}
