//! Why a ping does not come back: its way, hop by hop, and where and for what reason it ends.
//!
//! The ping is sent again in a copy of the network, and its frames are followed: out, and back. What was flooded to
//! others is left out; what was lost on the way stands where it was lost.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::Ipv4Addr;

use etherparse::ArpPacketSlice;

use super::addr::Mac;
use super::device::Device;
use super::frame;
use super::packet::{ICMP, OSPF, Packet};
use super::ping::Outcome;
use super::reach::Reached;
use super::reason::{About, Drop, Reason};
use super::six::packet::{ICMP6, Packet6};
use super::time::Time;
use super::words;
use super::world::{Flight, Net, Socket};
use crate::locale::Message;

/// Frames of one probe that are looked at: more is a storm, and its beginning says enough.
const LOOKED_AT: usize = 4000;

/// How a hop went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Passed,
    /// Here it ends.
    Lost,
    /// What somebody says about it.
    Told,
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Id of the device.
    pub device: String,
    pub how: How,
    pub say: Message,
    /// The client whose fibre is the cause.
    pub line: Option<String>,
}

impl Hop {
    /// Who, and what happened there; `name` is what people call the device.
    pub fn message(&self, name: &str) -> Message {
        Message::new("why-hop").with("device", name).with("say", self.say.clone())
    }
}

/// The whole way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    pub from: String,
    pub to: Ipv4Addr,
    /// Whether an answer came back.
    pub answered: bool,
    /// How it ended for the one who asked.
    pub ended: Message,
    pub hops: Vec<Hop>,
}

/// Follows a ping from a device to an address, now. The network is a copy: it goes on.
pub fn walk(net: &mut Net, device: usize, to: Ipv4Addr) -> Walk {
    net.keep_flights(LOOKED_AT);
    let begun = net.now();
    let outcome = net.probe(device, to);
    let reached = Reached::from(outcome);
    let mut walk = Walk {
        from: net.devices[device].id.clone(),
        to,
        answered: matches!(outcome, Outcome::Reply { .. }),
        ended: words::reached(&reached),
        hops: Vec::new(),
    };
    Follow { net, begun, to, hops: &mut walk.hops, told: BTreeSet::new() }.follow(device, outcome);
    walk
}

/// The echo in a frame: whether it is the answer, its number.
fn echo(flight: &Flight) -> Option<(bool, u16)> {
    let parts = frame::parse(&flight.frame)?;
    let packet = Packet::parse(parts.payload).ok().filter(|_| parts.kind == frame::IPV4)?;
    let kind = *packet.payload.first().filter(|_| packet.protocol() == ICMP)?;
    let number = u16::from_be_bytes([*packet.payload.get(6)?, *packet.payload.get(7)?]);
    matches!(kind, 0 | 8).then_some((kind == 0, number))
}

struct Follow<'n> {
    net: &'n Net,
    begun: Time,
    to: Ipv4Addr,
    hops: &'n mut Vec<Hop>,
    /// Losses that were told already.
    told: BTreeSet<(usize, Option<String>, Reason)>,
}

impl Follow<'_> {
    fn follow(&mut self, device: usize, outcome: Outcome) {
        let all: Vec<&Flight> = self.net.flights_since(self.begun).collect();
        let last = all.iter().filter_map(|flight| echo(flight)).filter(|(answer, _)| !answer).map(|(_, seq)| seq).max();
        let of = |answer: bool| -> Vec<&Flight> {
            let wanted = last.map(|seq| (answer, seq));
            all.iter().copied().filter(|flight| wanted.is_some() && echo(flight) == wanted).collect()
        };
        let (out, back) = (of(false), of(true));
        let at = self.way(device, &out, false);
        let since = out.first().map_or(self.begun, |flight| flight.sent);
        // What comes out as the address asked for is there, also behind a translated address.
        let there = self.net.devices[at].is_own(self.to) || back.iter().any(|flight| flight.from.0 == at);
        let mut ends = at;
        if there && at != device {
            self.add(at, How::Passed, Message::new("why-arrives"));
            if !back.is_empty() {
                ends = self.way(at, &back, true);
            }
        }
        if matches!(outcome, Outcome::Reply { .. }) {
            if ends == device {
                self.add(device, How::Passed, Message::new("why-answered"));
            }
            return;
        }
        self.losses(since, ends);
        self.unanswered(since);
        self.no_neighbours();
        if let Outcome::Icmp { kind, code, from, .. } = outcome {
            let teller = self.net.devices.iter().position(|device| device.is_own(from)).unwrap_or(device);
            self.add(teller, How::Told, words::reached(&Reached::Icmp { kind, code, from }));
        }
        if !self.hops.iter().any(|hop| hop.how != How::Passed) {
            self.add(ends, How::Lost, words::reached(&Reached::from(outcome)));
        }
    }

    fn add(&mut self, device: usize, how: How, say: Message) {
        self.hops.push(Hop { device: self.net.devices[device].id.clone(), how, say, line: None });
    }

    /// Here it ends, for this reason; at a port, if it is one.
    fn lost(&mut self, device: usize, port: Option<usize>, reason: &Reason, say: Message) {
        self.add(device, How::Lost, say);
        let by_light = matches!(reason, Reason::NoLight { .. } | Reason::BitErrors { .. });
        let line = port.filter(|_| by_light).and_then(|port| self.net.light_at((device, port)));
        if let (Some((light, _)), Some(hop)) = (line, self.hops.last_mut()) {
            hop.line = Some(light.client.clone());
        }
    }

    /// Tells the longest way of these frames from a device; gives the device where it ends.
    fn way(&mut self, start: usize, flights: &[&Flight], back: bool) -> usize {
        let mut path = Vec::new();
        let mut visited = BTreeSet::from([start]);
        self.longest(start, Time::ZERO, flights, &mut visited, &mut path);
        let mut at = start;
        for flight in path {
            let say = self.passage(flight, back);
            self.add(flight.from.0, How::Passed, say);
            at = flight.to.0;
        }
        at
    }

    /// The way that leads furthest: to the address itself, else to a loss, else over most devices.
    fn longest<'f>(
        &self,
        at: usize,
        after: Time,
        flights: &[&'f Flight],
        visited: &mut BTreeSet<usize>,
        best: &mut Vec<&'f Flight>,
    ) {
        let mut found: Option<(u32, Vec<&'f Flight>)> = None;
        for flight in flights.iter().filter(|flight| flight.from.0 == at && flight.sent >= after) {
            if !visited.insert(flight.to.0) {
                continue;
            }
            let mut rest = Vec::new();
            self.longest(flight.to.0, flight.arrives, flights, visited, &mut rest);
            visited.remove(&flight.to.0);
            let end = rest.last().map_or(flight.to.0, |last: &&Flight| last.to.0);
            let loses = self.net.drops_since(self.begun).any(|drop| drop.device == end);
            let card = frame::dst(&flight.frame);
            let meant = self.net.devices[end].ifaces.iter().any(|iface| iface.mac == card) || rest.len() > 1;
            let weight = 1000 * u32::from(self.net.devices[end].is_own(self.to))
                + 100 * u32::from(loses)
                + 50 * u32::from(meant)
                + rest.len() as u32;
            if found.as_ref().is_none_or(|(most, _)| weight > *most) {
                rest.insert(0, flight);
                found = Some((weight, rest));
            }
        }
        if let Some((_, path)) = found {
            *best = path;
        }
    }

    /// A box sends on what it got or made.
    fn passage(&self, flight: &Flight, back: bool) -> Message {
        let (from, to) = (&self.net.devices[flight.from.0], &self.net.devices[flight.to.0]);
        let port = from.ports[flight.from.1].name.as_str();
        let switched = from.ports[flight.from.1].bridge.is_some();
        let vlan = frame::vlan(&flight.frame);
        let key = match (switched, vlan.is_some(), back) {
            (true, true, _) => "why-switches-tagged",
            (true, false, _) => "why-switches",
            (false, _, true) => "why-sends-back",
            (false, _, false) => "why-sends",
        };
        Message::new(key)
            .with("port", port)
            .with("next", to.id.as_str())
            .with("vlan", vlan.unwrap_or_default().to_string())
    }

    /// What was lost since then and has to do with this ping; first where its way ends.
    fn losses(&mut self, since: Time, ends: usize) {
        let mut losses: Vec<&Drop> = self.net.drops_since(since).filter(|drop| self.concerns(drop)).collect();
        // A question for a card that is lost says more than that nobody answered it: that comes last.
        losses.sort_by_key(|drop| (matches!(drop.reason, Reason::ArpUnanswered { .. }), drop.device != ends, drop.at));
        for drop in losses.into_iter().take(LOOKED_AT) {
            let key = (drop.device, drop.place.clone(), drop.reason.clone());
            if self.hops.iter().filter(|hop| hop.how == How::Lost).count() >= 3 || !self.told.insert(key) {
                continue;
            }
            let reason = drop.reason.message();
            let asks = matches!(&drop.about, About::Frame(frame) if is_arp(frame));
            let key = match (&drop.place, asks) {
                (Some(_), true) => "why-question-lost-at",
                (Some(_), false) => "why-lost-at",
                (None, true) => "why-question-lost",
                (None, false) => "why-lost",
            };
            let place = drop.place.clone().unwrap_or_default();
            let port = self.net.devices[drop.device].ports.iter().position(|port| port.name == place);
            let say = Message::new(key).with("place", place).with("reason", reason);
            self.lost(drop.device, port, &drop.reason, say);
        }
    }

    /// Where a route is missing, the routers that are no neighbours there, and why.
    fn no_neighbours(&mut self) {
        let lost: BTreeSet<usize> =
            self.net.drops_since(self.begun).filter(|drop| self.concerns(drop)).filter_map(no_route).collect();
        for device in lost {
            let Some(ospf) = &self.net.devices[device].ospf else { continue };
            let told: Vec<Message> = ospf
                .refused
                .iter()
                .map(|((iface, from), (reason, _))| {
                    Message::new("why-no-ospf-neighbour")
                        .with("from", from.to_string())
                        .with("port", self.net.devices[device].ifaces[*iface].name.as_str())
                        .with("reason", reason.message())
                })
                .collect();
            told.into_iter().take(3).for_each(|say| self.add(device, How::Told, say));
        }
    }

    /// Somebody asked for a card and nobody answered: whether anybody has the address, and how far the question came.
    fn unanswered(&mut self, since: Time) {
        let asked = self.net.drops_since(since).find_map(|drop| match drop.reason {
            Reason::ArpUnanswered { ip } => Some((drop.device, ip)),
            _ => None,
        });
        let Some((asker, ip)) = asked else { return };
        let has = |device: &Device| device.addresses().any(|(_, cidr)| cidr.addr == ip);
        let Some(owner) = self.net.devices.iter().position(has).filter(|owner| *owner != asker) else {
            return self.add(asker, How::Told, Message::new("why-nobody-has").with("ip", ip.to_string()));
        };
        let questions: Vec<&Flight> =
            self.net.flights_since(self.begun).filter(|flight| is_question(&flight.frame, ip)).collect();
        let Some(cables) = self.cables(asker, owner) else {
            let say = Message::new("why-no-cable").with("next", self.net.devices[owner].id.as_str());
            return self.add(asker, How::Told, say);
        };
        for (from, to) in cables {
            if questions.iter().any(|flight| flight.from == from) {
                continue;
            }
            let (device, port) = (&self.net.devices[from.0], &self.net.devices[from.0].ports[from.1]);
            let came = questions.iter().find(|flight| flight.to.0 == from.0);
            let reason = match (port.is_live(), port.carrier, port.bridge, came) {
                (false, ..) if port.err_disabled.is_some() => Reason::ErrDisabled,
                (false, ..) => Reason::PortShut,
                (true, false, ..) => self.net.no_carrier(from),
                (_, _, Some(bridge), Some(came)) => {
                    let bridge = &device.bridges[bridge];
                    let vid = bridge.vlan_of(came.to.1, &came.frame);
                    match bridge.kept_back(from.1, vid) {
                        Some(reason) => reason,
                        None => return,
                    }
                }
                // What is asked for lies behind a box that passes no questions on: the asker believes it near.
                (_, _, None, Some(_)) if from.0 != asker => {
                    let say = Message::new("why-behind").with("ip", ip.to_string()).with("mask", self.mask(asker, ip));
                    return self.add(from.0, How::Told, say);
                }
                _ => return,
            };
            let key = (from.0, Some(port.name.clone()), reason.clone());
            if self.told.insert(key) {
                let next = self.net.devices[to.0].id.as_str();
                let say = Message::new("why-kept-back")
                    .with("port", port.name.as_str())
                    .with("next", next)
                    .with("reason", reason.message());
                self.lost(from.0, Some(from.1), &reason, say);
            }
            return;
        }
    }

    /// The network in which the asker believes an address to be.
    fn mask(&self, asker: usize, ip: Ipv4Addr) -> String {
        let mut near = self.net.devices[asker].connected().filter(|(_, cidr)| cidr.contains(ip));
        near.next().map_or(String::new(), |(_, cidr)| cidr.to_string())
    }

    /// The cables from one device to another, each from its near to its far end, over the fewest boxes.
    fn cables(&self, from: usize, to: usize) -> Option<Vec<(Socket, Socket)>> {
        let mut came: BTreeMap<usize, (Socket, Socket)> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                let mut cables = Vec::new();
                let mut here = to;
                while here != from {
                    let cable = came[&here];
                    cables.insert(0, cable);
                    here = cable.0.0;
                }
                return Some(cables);
            }
            for port in 0..self.net.devices[at].ports.len() {
                let near = (at, port);
                let Some(far) = self.net.peer(near) else { continue };
                if far.0 != from && !came.contains_key(&far.0) {
                    came.insert(far.0, (near, far));
                    queue.push_back(far.0);
                }
            }
        }
        None
    }

    fn concerns(&self, drop: &Drop) -> bool {
        match &drop.about {
            About::Packet { protocol, .. } => *protocol == ICMP,
            About::Six(_) => false,
            About::Frame(bytes) => {
                let Some(parts) = frame::parse(bytes) else { return false };
                match parts.kind {
                    frame::ARP => true,
                    frame::IPV4 => Packet::parse(parts.payload).is_ok_and(|packet| packet.protocol() == ICMP),
                    _ => false,
                }
            }
        }
    }
}

/// The device that knew no route, there or back.
fn no_route(drop: &Drop) -> Option<usize> {
    matches!(drop.reason, Reason::NoRoute { .. } | Reason::NoRouteBack { .. }).then_some(drop.device)
}

/// Whether a frame asks who has an address.
fn is_question(bytes: &frame::Frame, ip: Ipv4Addr) -> bool {
    let Some(parts) = frame::parse(bytes).filter(|parts| parts.kind == frame::ARP) else { return false };
    let arp = ArpPacketSlice::from_slice(parts.payload);
    arp.is_ok_and(|arp| arp.operation().0 == 1 && arp.target_protocol_addr() == ip.octets())
}

fn is_arp(bytes: &frame::Frame) -> bool {
    frame::parse(bytes).is_some_and(|parts| parts.kind == frame::ARP)
}

/// What a frame is, in a word or two, for those who see it travel.
pub fn nickname(bytes: &frame::Frame) -> String {
    let Some(parts) = frame::parse(bytes) else { return "?".to_owned() };
    match parts.kind {
        frame::ARP => match ArpPacketSlice::from_slice(parts.payload) {
            Ok(arp) if arp.operation().0 == 1 => "ARP ?".to_owned(),
            Ok(_) => "ARP !".to_owned(),
            Err(_) => "ARP".to_owned(),
        },
        frame::IPV4 => match Packet::parse(parts.payload) {
            Ok(packet) => match (packet.protocol(), packet.payload.first(), packet.ports()) {
                (ICMP, Some(8), _) => "ping".to_owned(),
                (ICMP, Some(0), _) => "pong".to_owned(),
                (ICMP, ..) => "ICMP !".to_owned(),
                (_, _, Some((67 | 68, _) | (_, 67 | 68))) => "DHCP".to_owned(),
                (17, _, Some((_, 520))) => "RIP".to_owned(),
                (6, _, Some((_, port))) => format!("TCP {port}"),
                (17, _, Some((_, port))) => format!("UDP {port}"),
                (OSPF, ..) => "OSPF".to_owned(),
                (other, ..) => format!("IP {other}"),
            },
            Err(_) => "IP".to_owned(),
        },
        frame::IPV6 => match Packet6::parse(parts.payload).as_ref().map(|packet| (packet.next, packet.payload.first()))
        {
            Some((ICMP6, Some(128))) => "ping".to_owned(),
            Some((ICMP6, Some(129))) => "pong".to_owned(),
            Some((ICMP6, Some(133))) => "RS".to_owned(),
            Some((ICMP6, Some(134))) => "RA".to_owned(),
            Some((ICMP6, Some(135))) => "NS".to_owned(),
            Some((ICMP6, Some(136))) => "NA".to_owned(),
            _ => "IPv6".to_owned(),
        },
        _ if is_housekeeping(bytes) => "STP".to_owned(),
        kind => format!("{kind:04x}"),
    }
}

/// Whether a frame is what switches tell each other all the time.
pub fn is_housekeeping(bytes: &[u8]) -> bool {
    bytes.len() >= frame::HEADER && {
        let to = frame::dst(bytes);
        to == super::stp::GROUP || to == super::stp::VLAN_GROUP || is_reserved(to)
    }
}

/// 01-80-C2-00-00-00 to 0F: IEEE 802.1D, table 7-10.
fn is_reserved(Mac([a, b, c, d, e, f]): Mac) -> bool {
    [a, b, c, d, e] == [0x01, 0x80, 0xc2, 0x00, 0x00] && f < 0x10
}

/// The address that a line asks for, if it is one that can be followed: of `ping` and its like.
pub fn asked_for(device: &Device, line: &str) -> Option<Ipv4Addr> {
    let mut words = line.split_whitespace().filter(|word| !matches!(*word, "sudo" | "do"));
    let command = words.next()?;
    let followed = ["ping", "traceroute", "tracepath"].iter().any(|known| {
        *known == command || device.os == super::device::Os::Ios && command.len() >= 2 && known.starts_with(command)
    });
    let rest: Vec<&str> = words.collect();
    let value_of_option = |index: usize| {
        let option = index.checked_sub(1).map(|before| rest[before]);
        option.is_some_and(|option| matches!(option, "-I" | "-S" | "-s" | "source"))
    };
    let mut addresses = rest.iter().enumerate().filter(|(index, _)| !value_of_option(*index));
    let known = |word: &str| device.shell.found.as_ref().filter(|(name, _)| name == word).map(|(_, addr)| *addr);
    followed.then(|| addresses.find_map(|(_, word)| word.parse().ok().or_else(|| known(word)))).flatten()
}
