//! Spanning tree: IEEE 802.1D-1998, and the rapid form of IEEE 802.1D-2004, one tree for each VLAN where asked for.
//!
//! A BPDU: protocol 0, version, type, flags, root, cost, sender, its port, then four times in 1/256 s. Switches with
//! one tree for each VLAN send that of VLAN 1 in the standard form, and each tree in a SNAP frame to a group of its own
//! that ends with the VLAN it is about: two ends that call different VLANs native notice it there.
//!
//! Time moves in ticks of a second here, as in the clause that defines the timers.

use std::collections::BTreeMap;

use super::addr::Mac;
use super::device::{Cx, Device, ErrDisable, Timer};
use super::frame::{self, Frame};
use super::time::Time;

/// Where bridges listen: IEEE 802.1D, table 7-9.
pub const GROUP: Mac = Mac([0x01, 0x80, 0xc2, 0x00, 0x00, 0x00]);
/// Where switches with one tree for each VLAN listen besides.
pub const VLAN_GROUP: Mac = Mac([0x01, 0x00, 0x0c, 0xcc, 0xcc, 0xcd]);
const LLC: [u8; 3] = [0x42, 0x42, 0x03];
const SNAP: [u8; 8] = [0xaa, 0xaa, 0x03, 0x00, 0x00, 0x0c, 0x01, 0x0b];
const TICK: Time = Time::seconds(1);
/// Where the VLAN stands after a BPDU, counted from its start.
const VLAN_AT: usize = 36;

/// How the bridge is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub on: bool,
    pub per_vlan: bool,
    pub rapid: bool,
    /// Priority of a VLAN's tree where it is not 32768.
    pub priority: BTreeMap<u16, u16>,
    /// VLANs without a tree.
    pub off: Vec<u16>,
    pub hello: Time,
    pub max_age: Time,
    pub forward_delay: Time,
}

/// IEEE 802.1D-2004, tables 17-1 and 17-2.
impl Default for Settings {
    fn default() -> Self {
        Self {
            on: false,
            per_vlan: false,
            rapid: false,
            priority: BTreeMap::new(),
            off: Vec::new(),
            hello: Time::seconds(2),
            max_age: Time::seconds(20),
            forward_delay: Time::seconds(15),
        }
    }
}

/// What passes a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Disabled,
    /// Only BPDUs.
    Blocking,
    Listening,
    /// Addresses are learned.
    Learning,
    Forwarding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Root,
    Designated,
    Alternate,
    Backup,
}

/// What is compared: the lower wins, from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vector {
    pub root: u64,
    pub cost: u32,
    pub bridge: u64,
    pub port: u16,
}

/// A port in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreePort {
    pub state: State,
    pub role: Role,
    pub cost: u32,
    /// Priority and number.
    pub id: u16,
    /// What the segment was told best, by another or by this bridge.
    pub info: Vector,
    /// Until when that holds, if another told it.
    heard: Option<Time>,
    message_age: Time,
    /// When it goes on to the next state.
    forward_at: Option<Time>,
    pub edge: bool,
    proposing: bool,
    ack: bool,
    tc_until: Time,
    /// The far end speaks the old form.
    legacy: bool,
    broken: bool,
}

/// The tree of one VLAN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    pub id: u64,
    pub rapid: bool,
    pub root: u64,
    pub root_cost: u32,
    pub root_port: Option<usize>,
    pub ports: BTreeMap<usize, TreePort>,
    /// As configured here.
    pub times: [Time; 3],
    /// As the root says: hello, greatest age, forward delay.
    pub root_times: [Time; 3],
    hello_at: Time,
    /// As root: until when a change of topology is told.
    tc_until: Time,
    /// The root tells one.
    tc_told: bool,
    /// Not the root, and still to tell it.
    tcn: bool,
    pub changes: u64,
    pub last_change: Time,
}

/// What a tree wants done.
#[derive(Default)]
struct Orders {
    send: Vec<(usize, Bpdu)>,
    /// Forget addresses: at all ports but this one.
    flush: Vec<Option<usize>>,
}

/// Path costs, short form: IEEE 802.1D-1998, table 8-5.
pub fn path_cost(mbps: u64) -> u32 {
    match mbps {
        10_000.. => 2,
        // Bundles count less than one of their cables: the steps of equipment.
        2_000.. => 3,
        1_000.. => 4,
        400.. => 8,
        300.. => 9,
        200.. => 12,
        100.. => 19,
        _ => 100,
    }
}

/// A bridge's identifier: priority with the VLAN, and address.
pub fn bridge_id(priority: u16, vid: u16, mac: Mac) -> u64 {
    let [a, b, c, d, e, f] = mac.0;
    u64::from(priority.wrapping_add(vid)) << 48 | u64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

pub fn id_parts(id: u64) -> (u16, Mac) {
    let [p, q, a, b, c, d, e, f] = id.to_be_bytes();
    (u16::from_be_bytes([p, q]), Mac([a, b, c, d, e, f]))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Config,
    Change,
    Rapid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bpdu {
    kind: Kind,
    flags: u8,
    vector: Vector,
    age: Time,
    times: [Time; 3],
}

const TC: u8 = 0x01;
const PROPOSAL: u8 = 0x02;
const AGREEMENT: u8 = 0x40;
const TC_ACK: u8 = 0x80;

impl Bpdu {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let kind = match bytes.get(..4)? {
            [0, 0, 0, 0] => Kind::Config,
            [0, 0, 0, 0x80] => Kind::Change,
            [0, 0, version, 2] if *version >= 2 => Kind::Rapid,
            _ => return None,
        };
        if kind == Kind::Change {
            let vector = Vector { root: 0, cost: 0, bridge: 0, port: 0 };
            return Some(Self { kind, flags: 0, vector, age: Time::ZERO, times: [Time::ZERO; 3] });
        }
        let body = bytes.get(4..35)?;
        let long = |at: usize| u64::from_be_bytes(body[at..at + 8].try_into().expect("eight bytes"));
        let word = |at: usize| u16::from_be_bytes([body[at], body[at + 1]]);
        let time = |at: usize| Time(u64::from(word(at)) * 1_000_000_000 / 256);
        let cost = u32::from_be_bytes(body[9..13].try_into().expect("four bytes"));
        let vector = Vector { root: long(1), cost, bridge: long(13), port: word(21) };
        Some(Self { kind, flags: body[0], vector, age: time(23), times: [time(27), time(25), time(29)] })
    }

    fn bytes(&self) -> Vec<u8> {
        let head: [u8; 4] = match self.kind {
            Kind::Config => [0, 0, 0, 0],
            Kind::Change => return vec![0, 0, 0, 0x80],
            Kind::Rapid => [0, 0, 2, 2],
        };
        let time = |time: Time| ((time.0 * 256 / 1_000_000_000).min(u64::from(u16::MAX)) as u16).to_be_bytes();
        let mut bytes = head.to_vec();
        bytes.push(self.flags);
        bytes.extend(self.vector.root.to_be_bytes());
        bytes.extend(self.vector.cost.to_be_bytes());
        bytes.extend(self.vector.bridge.to_be_bytes());
        bytes.extend(self.vector.port.to_be_bytes());
        bytes.extend(time(self.age));
        let [hello, max_age, forward] = self.times.map(time);
        bytes.extend([max_age, hello, forward].concat());
        if self.kind == Kind::Rapid {
            bytes.push(0);
        }
        bytes
    }
}

impl Tree {
    fn new(id: u64, settings: &Settings, now: Time) -> Self {
        let times = [settings.hello, settings.max_age, settings.forward_delay];
        Self {
            id,
            rapid: settings.rapid,
            root: id,
            root_cost: 0,
            root_port: None,
            ports: BTreeMap::new(),
            times,
            root_times: times,
            hello_at: now,
            tc_until: Time::ZERO,
            tc_told: false,
            tcn: false,
            changes: 0,
            last_change: now,
        }
    }

    pub fn is_root(&self) -> bool {
        self.root == self.id
    }

    pub fn forward_delay(&self) -> Time {
        self.root_times[2]
    }

    /// Whether addresses are forgotten early, because the topology changed.
    pub fn is_ageing_fast(&self) -> bool {
        self.tc_told
    }

    fn own(&self, port: &TreePort) -> Vector {
        Vector { root: self.root, cost: self.root_cost, bridge: self.id, port: port.id }
    }

    /// Chooses the root and the role of each port again, and what follows from it.
    fn recompute(&mut self, now: Time, orders: &mut Orders) {
        let mut best: Option<(Vector, u16, usize)> = None;
        for (number, port) in &self.ports {
            if port.heard.is_none() || port.broken || port.info.bridge == self.id || port.info.root >= self.id {
                continue;
            }
            let through = Vector { cost: port.info.cost.saturating_add(port.cost), ..port.info };
            let candidate = (through, port.id, *number);
            if best.is_none_or(|best| candidate < best) {
                best = Some(candidate);
            }
        }
        let was_root = self.is_root();
        let old_root_port = self.root_port;
        match best {
            Some((vector, _, number)) => {
                (self.root, self.root_cost, self.root_port) = (vector.root, vector.cost, Some(number));
            }
            None => {
                (self.root, self.root_cost, self.root_port) = (self.id, 0, None);
                self.root_times = self.times;
                self.tcn = false;
                if !was_root {
                    self.hello_at = now;
                }
            }
        }
        let numbers: Vec<usize> = self.ports.keys().copied().collect();
        for number in numbers {
            let own = self.own(&self.ports[&number]);
            let (root, id, rapid, delay) = (self.root_port, self.id, self.rapid, self.root_times[2]);
            let Some(port) = self.ports.get_mut(&number) else { continue };
            let before = port.role;
            if port.broken {
                port.heard = None;
            }
            if root == Some(number) {
                port.role = Role::Root;
            } else if port.heard.is_none() || own < port.info {
                port.role = Role::Designated;
                port.heard = None;
                port.info = own;
            } else if port.info.bridge == id {
                port.role = Role::Backup;
            } else {
                port.role = Role::Alternate;
            }
            let passes = matches!(port.role, Role::Root | Role::Designated) && !port.broken;
            if !passes {
                let passed = port.state >= State::Learning;
                port.state = State::Blocking;
                port.forward_at = None;
                port.proposing = false;
                if passed {
                    self.topology_changed(now, None, orders);
                }
                continue;
            }
            let rerooted = rapid && old_root_port == Some(number) && before == Role::Root && root.is_some();
            if rerooted && port.role == Role::Designated && !port.edge {
                port.state = State::Blocking;
            }
            if port.role == Role::Designated && port.edge && port.state != State::Forwarding {
                port.state = State::Forwarding;
                port.forward_at = None;
            } else if port.role == Role::Root && rapid && !port.legacy && port.state != State::Forwarding {
                port.state = State::Forwarding;
                port.forward_at = None;
                self.topology_changed(now, Some(number), orders);
            } else if port.state == State::Blocking {
                port.state = State::Listening;
                port.forward_at = Some(now + delay);
                port.proposing = rapid && port.role == Role::Designated;
            }
        }
    }

    fn topology_changed(&mut self, now: Time, at: Option<usize>, orders: &mut Orders) {
        self.changes += 1;
        self.last_change = now;
        if self.rapid {
            orders.flush.push(at);
            let until = now + self.root_times[0] + TICK;
            for port in self.ports.values_mut() {
                if !port.edge && matches!(port.role, Role::Root | Role::Designated) {
                    port.tc_until = until;
                }
            }
        } else if self.is_root() {
            self.tc_until = now + self.times[1] + self.times[2];
            self.tc_told = true;
        } else {
            self.tcn = true;
            if let Some(root) = self.root_port {
                orders.send.push((root, self.change()));
            }
        }
    }

    fn change(&self) -> Bpdu {
        let vector = Vector { root: 0, cost: 0, bridge: 0, port: 0 };
        Bpdu { kind: Kind::Change, flags: 0, vector, age: Time::ZERO, times: [Time::ZERO; 3] }
    }

    fn bpdu(&mut self, number: usize, now: Time, agree: bool) -> Option<Bpdu> {
        let age = match self.root_port.and_then(|root| self.ports.get(&root)) {
            Some(root) => root.message_age + TICK,
            None => Time::ZERO,
        };
        let tc = self.tc_told;
        let (rapid, times) = (self.rapid, self.root_times);
        let port = self.ports.get(&number)?;
        let vector = self.own(port);
        let port = self.ports.get_mut(&number)?;
        let mut flags = 0;
        let kind = if rapid && !port.legacy { Kind::Rapid } else { Kind::Config };
        if kind == Kind::Rapid {
            let role = match port.role {
                Role::Alternate | Role::Backup => 1,
                Role::Root => 2,
                Role::Designated => 3,
            };
            flags |= role << 2;
            flags |= if port.state >= State::Learning { 0x10 } else { 0 };
            flags |= if port.state == State::Forwarding { 0x20 } else { 0 };
            flags |= if port.proposing { PROPOSAL } else { 0 };
            flags |= if agree { AGREEMENT } else { 0 };
            flags |= if port.tc_until > now { TC } else { 0 };
        } else {
            flags |= if tc { TC } else { 0 };
            flags |= if std::mem::take(&mut port.ack) { TC_ACK } else { 0 };
        }
        Some(Bpdu { kind, flags, vector, age, times })
    }

    fn send(&mut self, number: usize, now: Time, agree: bool, orders: &mut Orders) {
        if let Some(bpdu) = self.bpdu(number, now, agree) {
            orders.send.push((number, bpdu));
        }
    }

    fn send_designated(&mut self, now: Time, orders: &mut Orders) {
        let designated = |port: &TreePort| port.role == Role::Designated && port.state != State::Disabled;
        let numbers: Vec<usize> =
            self.ports.iter().filter(|(_, port)| designated(port)).map(|(number, _)| *number).collect();
        for number in numbers {
            self.send(number, now, false, orders);
        }
    }

    fn add_port(&mut self, number: usize, cost: u32, id: u16, edge: bool, now: Time, orders: &mut Orders) {
        let info = Vector { root: self.root, cost: self.root_cost, bridge: self.id, port: id };
        self.ports.insert(
            number,
            TreePort {
                state: State::Blocking,
                role: Role::Designated,
                cost,
                id,
                info,
                heard: None,
                message_age: Time::ZERO,
                forward_at: None,
                edge,
                proposing: false,
                ack: false,
                tc_until: Time::ZERO,
                legacy: false,
                broken: false,
            },
        );
        self.recompute(now, orders);
        self.send(number, now, false, orders);
    }

    fn receive(&mut self, number: usize, bpdu: &Bpdu, now: Time, orders: &mut Orders) {
        let hello = self.root_times[0];
        let Some(port) = self.ports.get_mut(&number) else { return };
        // A port that hears a bridge leads to no computer.
        port.edge = false;
        if self.rapid {
            port.legacy = bpdu.kind != Kind::Rapid;
        }
        if bpdu.kind == Kind::Change {
            if port.role == Role::Designated {
                port.ack = true;
                self.topology_changed(now, Some(number), orders);
                self.send(number, now, false, orders);
            }
            return;
        }
        if bpdu.age >= bpdu.times[1] {
            return;
        }
        let same = port.heard.is_some() && (port.info.bridge, port.info.port) == (bpdu.vector.bridge, bpdu.vector.port);
        if bpdu.vector < port.info || same {
            let lasts = if self.rapid && bpdu.kind == Kind::Rapid {
                Time(bpdu.times[0].0.max(hello.0) * 3)
            } else {
                bpdu.times[1] - bpdu.age
            };
            port.info = bpdu.vector;
            port.heard = Some(now + lasts);
            port.message_age = bpdu.age;
            self.recompute(now, orders);
            let role = self.ports[&number].role;
            if self.root_port == Some(number) {
                self.root_times = bpdu.times;
                if !self.rapid {
                    self.tc_told = bpdu.flags & TC != 0;
                    if bpdu.flags & TC_ACK != 0 {
                        self.tcn = false;
                    }
                    self.send_designated(now, orders);
                }
            }
            if self.rapid && bpdu.kind == Kind::Rapid {
                if bpdu.flags & TC != 0 {
                    self.tell_change(number, now, orders);
                }
                if bpdu.flags & PROPOSAL != 0 && role != Role::Designated {
                    self.agree(number, now, orders);
                }
            }
            return;
        }
        if port.role != Role::Designated {
            return;
        }
        let agreed = bpdu.kind == Kind::Rapid && bpdu.flags & AGREEMENT != 0 && bpdu.vector.root == self.root;
        if self.rapid && bpdu.flags & TC != 0 && bpdu.kind == Kind::Rapid {
            self.tell_change(number, now, orders);
        }
        let Some(port) = self.ports.get_mut(&number) else { return };
        if self.rapid && agreed {
            port.proposing = false;
            if port.state != State::Forwarding && !port.broken {
                port.state = State::Forwarding;
                port.forward_at = None;
                self.topology_changed(now, Some(number), orders);
            }
        } else if bpdu.kind != Kind::Rapid || bpdu.flags & 0x0c == 0x0c || bpdu.vector.root != self.root {
            // Who says less than what is known here is told better.
            self.send(number, now, false, orders);
        }
    }

    /// A change of topology came in: forget what is elsewhere, and pass it on.
    fn tell_change(&mut self, from: usize, now: Time, orders: &mut Orders) {
        orders.flush.push(Some(from));
        let until = now + self.root_times[0] + TICK;
        let mut told = Vec::new();
        for (number, port) in &mut self.ports {
            let tells = *number != from && !port.edge && matches!(port.role, Role::Root | Role::Designated);
            if tells && port.tc_until <= now {
                port.tc_until = until;
                told.push(*number);
            }
        }
        for number in told {
            self.send(number, now, false, orders);
        }
    }

    /// Answers a proposal: first every port behind is shut, so that no loop can arise, then the answer goes out.
    fn agree(&mut self, number: usize, now: Time, orders: &mut Orders) {
        if self.ports[&number].role == Role::Root {
            let delay = self.root_times[2];
            let mut proposed = Vec::new();
            for (other, port) in &mut self.ports {
                let open = port.state >= State::Learning;
                if *other != number && port.role == Role::Designated && !port.edge && open {
                    port.state = State::Listening;
                    port.forward_at = Some(now + delay);
                    port.proposing = true;
                    proposed.push(*other);
                }
            }
            for other in proposed {
                self.send(other, now, false, orders);
            }
        }
        self.send(number, now, true, orders);
    }

    fn tick(&mut self, now: Time, orders: &mut Orders) {
        let delay = self.root_times[2];
        let mut expired = false;
        let mut began = Vec::new();
        for (number, port) in &mut self.ports {
            if port.heard.is_some_and(|until| until <= now) {
                port.heard = None;
                expired = true;
            }
            if port.forward_at.is_some_and(|at| at <= now) {
                (port.state, port.forward_at) = match port.state {
                    State::Listening => (State::Learning, Some(now + delay)),
                    State::Learning => {
                        began.push((*number, port.edge));
                        (State::Forwarding, None)
                    }
                    state => (state, None),
                };
            }
        }
        for (number, edge) in began {
            if let Some(port) = self.ports.get_mut(&number) {
                port.proposing = false;
            }
            if !edge {
                self.topology_changed(now, Some(number), orders);
            }
        }
        if expired {
            self.recompute(now, orders);
            self.send_designated(now, orders);
        }
        if self.is_root() && !self.rapid && self.tc_told && self.tc_until <= now {
            self.tc_told = false;
        }
        if self.hello_at <= now {
            self.hello_at = now + self.root_times[0];
            if self.is_root() || self.rapid {
                self.send_designated(now, orders);
            }
            if let Some(root) = self.root_port {
                if self.rapid && self.ports[&root].tc_until > now {
                    self.send(root, now, false, orders);
                } else if self.tcn {
                    orders.send.push((root, self.change()));
                }
            }
        }
    }
}

impl Device {
    /// Begins the ticking of a bridge.
    pub(super) fn stp_start(&mut self, bridge: usize, cx: &mut Cx) {
        self.stp_refresh(bridge, cx);
    }

    /// Brings the trees in line with VLANs, ports and settings.
    pub fn stp_refresh(&mut self, bridge: usize, cx: &mut Cx) {
        let it = &mut self.bridges[bridge];
        let wanted: Vec<u16> = match (it.stp.on, it.stp.per_vlan) {
            (false, _) => Vec::new(),
            (true, false) => vec![0],
            (true, true) => it.vlans.keys().copied().filter(|vid| !it.stp.off.contains(vid)).collect(),
        };
        it.trees.retain(|vid, _| wanted.contains(vid));
        let mut orders = Orders::default();
        let mut sends = Vec::new();
        for vid in wanted {
            let priority = it.stp.priority.get(&vid).copied().unwrap_or(32768);
            let id = bridge_id(priority, vid, it.mac);
            let (aware, settings) = (it.vlan_aware, it.stp.clone());
            let tree = it.trees.entry(vid).or_insert_with(|| Tree::new(id, &settings, cx.now));
            tree.times = [settings.hello, settings.max_age, settings.forward_delay];
            if tree.rapid != settings.rapid || tree.id != id {
                tree.rapid = settings.rapid;
                if tree.is_root() {
                    tree.root = id;
                }
                tree.id = id;
                tree.root_times = if tree.root_port.is_none() { tree.times } else { tree.root_times };
                // What this bridge said of itself no longer holds.
                for port in tree.ports.values_mut().filter(|port| port.heard.is_none()) {
                    port.info.bridge = id;
                }
                tree.recompute(cx.now, &mut orders);
                tree.send_designated(cx.now, &mut orders);
            }
            if tree.root_port.is_none() {
                tree.root_times = tree.times;
            }
            let members = it.members.iter().enumerate();
            for (port, member) in members {
                // The one tree of a bridge that knows VLANs is that of all of them.
                let takes = member.as_ref().is_some_and(|member| !aware || vid == 0 || member.carries(vid));
                let live = takes && self.ports[port].carrier;
                match (live, tree.ports.contains_key(&port), member) {
                    (true, false, Some(member)) => {
                        let mbps = self.ports[port].mbps;
                        let cost = member.cost.unwrap_or_else(|| path_cost(mbps));
                        let id = u16::from(member.stp_priority) << 8 | (port as u16 + 1);
                        let edge = member.portfast && !member.trunk;
                        tree.add_port(port, cost, id, edge, cx.now, &mut orders);
                    }
                    (false, true, _) => {
                        let was = tree.ports.remove(&port).map(|port| (port.state, port.edge));
                        tree.recompute(cx.now, &mut orders);
                        if was.is_some_and(|(state, edge)| state >= State::Learning && !edge) {
                            tree.topology_changed(cx.now, None, &mut orders);
                        }
                        if !tree.is_root() || tree.rapid {
                            tree.send_designated(cx.now, &mut orders);
                        }
                    }
                    (true, true, Some(member)) => {
                        let mbps = self.ports[port].mbps;
                        let Some(known) = tree.ports.get_mut(&port) else { continue };
                        let cost = member.cost.unwrap_or_else(|| path_cost(mbps));
                        let id = u16::from(member.stp_priority) << 8 | (port as u16 + 1);
                        let broken = member.inconsistent.contains(&vid);
                        let edge = known.edge || (member.portfast && !member.trunk && known.heard.is_none());
                        let edge = edge && member.portfast;
                        if (known.cost, known.id, known.broken, known.edge) != (cost, id, broken, edge) {
                            (known.cost, known.id, known.broken, known.edge) = (cost, id, broken, edge);
                            tree.recompute(cx.now, &mut orders);
                            tree.send_designated(cx.now, &mut orders);
                        }
                    }
                    _ => {}
                }
            }
            sends.push((vid, std::mem::take(&mut orders)));
        }
        let begin = !it.trees.is_empty() && !it.ticking;
        if begin {
            it.ticking = true;
            cx.later(TICK, Timer::Stp { bridge });
        }
        for (vid, orders) in sends {
            self.stp_carry_out(bridge, vid, orders, cx);
        }
    }

    pub(super) fn stp_tick(&mut self, bridge: usize, cx: &mut Cx) {
        let it = &mut self.bridges[bridge];
        if it.trees.is_empty() {
            it.ticking = false;
            return;
        }
        cx.later(TICK, Timer::Stp { bridge });
        let mut all = Vec::new();
        for (vid, tree) in &mut it.trees {
            let mut orders = Orders::default();
            tree.tick(cx.now, &mut orders);
            all.push((*vid, orders));
        }
        for (vid, orders) in all {
            self.stp_carry_out(bridge, vid, orders, cx);
        }
    }

    fn stp_carry_out(&mut self, bridge: usize, vid: u16, orders: Orders, cx: &mut Cx) {
        for but in orders.flush {
            let ports: Vec<usize> = self.bridges[bridge].ports().map(|(port, _)| port).collect();
            for port in ports {
                let edge = self.bridges[bridge].trees.get(&vid).and_then(|tree| tree.ports.get(&port));
                if Some(port) != but && !edge.is_some_and(|port| port.edge) {
                    // The one tree of a bridge speaks for all its VLANs.
                    let of = self.bridges[bridge].stp.per_vlan.then_some(vid);
                    self.bridges[bridge].forget(port, of);
                }
            }
        }
        let it = &self.bridges[bridge];
        for (port, bpdu) in orders.send {
            let Some(member) = it.member(port) else { continue };
            let src = self.ports[port].mac;
            let body = bpdu.bytes();
            if !it.vlan_aware || !member.trunk || vid == super::bridge::DEFAULT_VLAN {
                cx.send(port, standard_frame(src, &body));
            }
            if it.stp.per_vlan && member.trunk {
                let tag = (member.native != vid).then_some(vid);
                cx.send(port, vlan_frame(src, tag, vid, &body));
            }
        }
    }

    /// A BPDU comes in.
    pub(super) fn stp_input(&mut self, bridge: usize, port: usize, frame: &Frame, cx: &mut Cx) {
        let Some(parts) = frame::parse(frame) else { return };
        let it = &self.bridges[bridge];
        let Some(member) = it.member(port) else { return };
        if member.bpduguard {
            let name = super::console::ios::names::short(&self.ports[port].name);
            self.say(
                cx.now,
                format!(
                    "%SPANTREE-2-BLOCK_BPDUGUARD: Received BPDU on port {name} with BPDU Guard enabled. Disabling port."
                ),
            );
            return self.err_disable(port, ErrDisable::BpduGuard, cx);
        }
        let own_form = parts.dst == VLAN_GROUP;
        let start = if own_form { SNAP.len() } else { LLC.len() };
        let wanted: &[u8] = if own_form { &SNAP } else { &LLC };
        if parts.payload.get(..start) != Some(wanted) {
            return;
        }
        let body = &parts.payload[start..];
        let Some(bpdu) = Bpdu::parse(body) else { return };
        let untagged = parts.vlan.is_none();
        let vid = match (it.vlan_aware, own_form, member.trunk) {
            (false, ..) => 0,
            (true, true, true) => parts.vlan.unwrap_or(member.native),
            (true, false, true) => super::bridge::DEFAULT_VLAN,
            (true, _, false) => member.access,
        };
        if own_form && bpdu.kind != Kind::Change {
            let Some(about) = body.get(VLAN_AT + 4..VLAN_AT + 6) else { return };
            let about = u16::from_be_bytes([about[0], about[1]]);
            if about != vid {
                return self.stp_inconsistent(bridge, port, vid, about, cx);
            }
            if untagged && !member.inconsistent.is_empty() {
                if let Some(member) = self.bridges[bridge].member_mut(port) {
                    member.inconsistent.clear();
                }
                self.stp_refresh(bridge, cx);
            }
        }
        let Some(tree) = self.bridges[bridge].trees.get_mut(&vid) else { return };
        let mut orders = Orders::default();
        tree.receive(port, &bpdu, cx.now, &mut orders);
        self.stp_carry_out(bridge, vid, orders, cx);
    }

    /// The far end calls another VLAN native: neither may pass here.
    fn stp_inconsistent(&mut self, bridge: usize, port: usize, vid: u16, peer: u16, cx: &mut Cx) {
        let name = super::console::ios::names::short(&self.ports[port].name);
        let Some(member) = self.bridges[bridge].member_mut(port) else { return };
        if !member.inconsistent.insert(vid) {
            return;
        }
        self.say(
            cx.now,
            format!(
                "%SPANTREE-2-RECV_PVID_ERR: Received BPDU with inconsistent peer vlan id {peer} on {name} VLAN{vid}."
            ),
        );
        self.say(
            cx.now,
            format!("%SPANTREE-2-BLOCK_PVID_LOCAL: Blocking {name} on VLAN{vid:04}. Inconsistent local vlan."),
        );
        self.stp_refresh(bridge, cx);
    }
}

/// An IEEE 802.3 frame: length in place of the type, padded.
fn standard_frame(src: Mac, body: &[u8]) -> Frame {
    let payload = [&LLC[..], body].concat();
    padded(GROUP, src, None, payload)
}

fn vlan_frame(src: Mac, tag: Option<u16>, vid: u16, body: &[u8]) -> Frame {
    let mut payload = [&SNAP[..], body].concat();
    if body.len() > 4 {
        payload.resize(SNAP.len() + VLAN_AT, 0);
        payload.extend([0, 0, 0, 2]);
        payload.extend(vid.to_be_bytes());
    }
    padded(VLAN_GROUP, src, tag, payload)
}

fn padded(dst: Mac, src: Mac, tag: Option<u16>, mut payload: Vec<u8>) -> Frame {
    let length = payload.len() as u16;
    payload.resize(payload.len().max(46), 0);
    frame::build(dst, src, tag, length, &payload)
}
