//! Our networks written for containerlab: a topology, and start-up files for its nodes.
//!
//! Every node is Linux, so that the lab runs with open images alone. A Linux computer of ours keeps its own start-up
//! lines; what has a command line of its own is said again in the words of Linux, from the state it is in, and its own
//! configuration lies beside it for our import. What Linux does not do alike, or we do not say again, is told.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::containerlab::{CONFIG_LABEL, MODEL_LABEL};
use crate::locale::{Arg, Lang, Message};
use crate::net::bridge::{Bridge, DEFAULT_VLAN};
use crate::net::console::ios::running_config;
use crate::net::device::{Attach, Device, Os};
use crate::net::route::{Kind, Source};
use crate::net::world::{CABLE_DELAY, Link};
use crate::net::{Net, Time};
use crate::scenario::model::Scenario;

/// A public image with the tools that the lines need.
const IMAGE: &str = "ghcr.io/srl-labs/network-multitool";

/// The files of a lab, by name, and what could not be said.
#[derive(Debug, Default)]
pub struct Exported {
    pub files: Vec<(String, String)>,
    pub problems: Vec<Message>,
}

/// Writes a network as it is in `net`. `played`: something was done since the start, so that start-up lines are not
/// all there is to say.
pub fn containerlab(scenario: &Scenario, net: &Net, played: bool, lang: Lang) -> Exported {
    let mut exported = Exported::default();
    let mut scripts: Vec<Vec<String>> = Vec::new();
    let mut configs: Vec<Option<String>> = Vec::new();
    for device in &net.devices {
        let lines = scenario.devices.get(&device.id).map_or(&[][..], |device| device.startup.as_slice());
        if device.os == Os::Linux && !played {
            scripts.push(lines.to_vec());
        } else {
            let number = scripts.len();
            let cabled = (0..device.ports.len()).map(|port| net.peer((number, port)).is_some()).collect();
            scripts.push(Spoken::of(device, cabled, &mut exported.problems));
        }
        configs.push((device.os == Os::Ios).then(|| {
            if played {
                typed_again(&running_config(device))
            } else {
                lines.iter().map(|line| format!("{line}\n")).collect()
            }
        }));
    }
    let mut links = String::new();
    for link in net.all_links() {
        if let Some(line) = cable(net, link, &mut scripts, &mut exported.problems) {
            links += &line;
        }
    }
    links += &loose_cards(net, &scripts);
    let mut text = format!("# {}\n# {}\n", scenario.title.get(lang), lang.text("netlab-export-head"));
    for problem in &exported.problems {
        let _ = writeln!(text, "#   {}", lang.say(problem));
    }
    let _ =
        write!(text, "name: {}\ntopology:\n  defaults:\n    kind: linux\n    image: {IMAGE}\n", quoted(&scenario.id));
    text += "    # eth0 belongs to the lab, not to a management network.\n    network-mode: none\n  nodes:\n";
    for (number, device) in net.devices.iter().enumerate() {
        text += &node(scenario, device, configs[number].is_some());
        exported.files.push((format!("config/{}.sh", device.id), script(&scripts[number])));
        if let Some(config) = configs[number].take() {
            exported.files.push((format!("config/{}.cfg", device.id), config));
        }
    }
    if links.is_empty() {
        text += "  links: []\n";
    } else {
        text += "  links:\n";
        text += &links;
    }
    exported.files.insert(0, (format!("{}.clab.yml", scenario.id), text));
    exported
}

/// A configuration at work as it would have to be typed into a box out of its carton, where ports of routers are off: it
/// does not say of a port that it is on.
fn typed_again(config: &str) -> String {
    let mut text = String::new();
    let (mut inside, mut off) = (false, false);
    for line in config.lines() {
        if inside && !line.starts_with(' ') {
            if !off {
                text += " no shutdown\n";
            }
            inside = false;
        }
        if line.starts_with("interface ") {
            (inside, off) = (true, false);
        }
        off |= line.trim() == "shutdown";
        text += line;
        text.push('\n');
    }
    text
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON, and JSON is YAML")
}

fn node(scenario: &Scenario, device: &Device, has_config: bool) -> String {
    let id = &device.id;
    let mut labels = format!("        {MODEL_LABEL}: {}\n", device.model);
    if has_config {
        let _ = writeln!(labels, "        {CONFIG_LABEL}: config/{id}.cfg");
    }
    if let Some((right, down)) = scenario.devices.get(id).and_then(|device| device.at) {
        let _ = writeln!(labels, "        graph-posX: \"{right}\"\n        graph-posY: \"{down}\"");
    }
    let mut sysctls = format!("        net.ipv4.ip_forward: \"{}\"\n", u8::from(device.forwarding));
    if device.ttl != Os::Linux.ttl() {
        let _ = writeln!(sysctls, "        net.ipv4.ip_default_ttl: \"{}\"", device.ttl);
    }
    format!(
        "    {id}:\n      labels:\n{labels}      sysctls:\n{sysctls}      binds:\n        - config/{id}.sh:/startup.sh:ro\n      exec:\n        - sh /startup.sh\n"
    )
}

fn script(lines: &[String]) -> String {
    lines.iter().fold("#!/bin/sh\n".to_owned(), |text, line| text + line + "\n")
}

/// What a port is called on a Linux node. `eth0` of other equipment stays free.
fn card(device: &Device, port: usize) -> String {
    if device.os == Os::Linux { device.ports[port].name.clone() } else { format!("eth{}", port + 1) }
}

/// A line of the topology for a cable; what it does to frames becomes `tc` lines.
fn cable(net: &Net, link: &Link, scripts: &mut [Vec<String>], problems: &mut Vec<Message>) -> Option<String> {
    let [a, b] = link.ends;
    let port = |(device, port): (usize, usize)| &net.devices[device].ports[port];
    let name =
        |(device, port): (usize, usize)| format!("{}:{}", net.devices[device].id, card(&net.devices[device], port));
    let between = |key| Message::new(key).with("a", name(a)).with("b", name(b));
    let alive = [a, b].iter().all(|end| net.devices[end.0].powered && port(*end).is_live());
    if !link.fits || (alive && !(port(a).carrier && port(b).carrier)) {
        problems.push(between("netlab-export-dead-cable"));
        return None;
    }
    if [a, b].iter().any(|end| !net.devices[end.0].powered) {
        problems.push(between("netlab-export-no-power"));
        return None;
    }
    if link.light.is_some() {
        problems.push(between("netlab-export-fibre"));
    }
    let delay = link.delay - CABLE_DELAY;
    if delay > Time::ZERO || link.loss_permille > 0 {
        let mut netem = String::new();
        if delay > Time::ZERO {
            let _ = write!(netem, " delay {}us", delay.as_micros());
        }
        if link.loss_permille > 0 {
            let _ = write!(netem, " loss {}.{}%", link.loss_permille / 10, link.loss_permille % 10);
        }
        for (device, port) in [a, b] {
            let card = card(&net.devices[device], port);
            scripts[device].push(format!("tc qdisc add dev {card} root netem{netem}"));
        }
    }
    let mtu = |(device, port): (usize, usize)| {
        let on_it = |iface: &&crate::net::device::Iface| iface.attach == Attach::Port(port);
        net.devices[device].ifaces.iter().find(on_it).map_or(1500, |iface| iface.mtu)
    };
    let mut line = format!("    - endpoints: [{}, {}]\n", quoted(&name(a)), quoted(&name(b)));
    // Without this the cards take packets of 9500 bytes.
    let _ = writeln!(line, "      mtu: {}", mtu(a).min(mtu(b)));
    Some(line)
}

/// Cards without a cable that the lines speak of: without them the lines would fail.
fn loose_cards(net: &Net, scripts: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (number, device) in net.devices.iter().enumerate() {
        let cut = |c: char| !c.is_ascii_alphanumeric();
        let named: BTreeSet<&str> = scripts[number].iter().flat_map(|line| line.split(cut)).collect();
        for port in 0..device.ports.len() {
            let card = card(device, port);
            if net.peer((number, port)).is_none() && named.contains(card.as_str()) {
                let _ = write!(
                    text,
                    "    - type: dummy\n      endpoint: {{node: {}, interface: {card}}}\n",
                    quoted(&device.id)
                );
            }
        }
    }
    text
}

/// A device said in the words of Linux.
struct Spoken<'d> {
    device: &'d Device,
    cabled: Vec<bool>,
    lines: Vec<String>,
    problems: &'d mut Vec<Message>,
}

impl<'d> Spoken<'d> {
    fn of(device: &'d Device, cabled: Vec<bool>, problems: &'d mut Vec<Message>) -> Vec<String> {
        let mut it = Spoken { device, cabled, lines: Vec::new(), problems };
        if device.hostname != device.id {
            it.say(format!("hostname {}", device.hostname));
        }
        for index in 0..device.bridges.len() {
            it.bridge(index);
        }
        for port in 0..device.ports.len() {
            if !device.ports[port].is_live() && it.counts(port) {
                it.say(format!("ip link set dev {} down", card(device, port)));
            }
        }
        it.interfaces();
        it.routes();
        it.left_out();
        it.lines
    }

    fn say(&mut self, line: String) {
        self.lines.push(line);
    }

    fn problem(&mut self, key: &'static str, what: impl Into<Arg>) {
        let message = Message::new(key).with("device", self.device.id.as_str()).with("what", what);
        if !self.problems.contains(&message) {
            self.problems.push(message);
        }
    }

    /// Whether there is anything to say of a port: those of other equipment are dead without a cable.
    fn counts(&self, port: usize) -> bool {
        self.device.os == Os::Linux || self.cabled[port]
    }

    fn bridge_name(&self, index: usize) -> String {
        if self.device.os == Os::Linux { self.device.bridges[index].name.clone() } else { format!("br{index}") }
    }

    fn bridge(&mut self, index: usize) {
        let bridge: &Bridge = &self.device.bridges[index];
        let name = self.bridge_name(index);
        if name.is_empty() {
            return;
        }
        self.say(format!("ip link add {name} type bridge"));
        if bridge.vlan_aware {
            self.say(format!("ip link set {name} type bridge vlan_filtering 1"));
        }
        if bridge.repeater {
            // What is learnt is forgotten at once: everything goes everywhere.
            self.say(format!("ip link set {name} type bridge ageing_time 0"));
        }
        let off = |vid: &u16| bridge.stp.off.contains(vid);
        let per_vlan = bridge.stp.per_vlan && bridge.vlans.len() > 1;
        if bridge.stp.on && !(bridge.stp.per_vlan && bridge.vlans.keys().all(off)) {
            self.say(format!("ip link set {name} type bridge stp_state 1"));
            // One tree for all VLANs does the same, unless they were set differently.
            let differs =
                |vid: &u16| off(vid) || bridge.stp.priority.get(vid) != bridge.stp.priority.get(&DEFAULT_VLAN);
            if per_vlan && bridge.vlans.keys().any(differs) {
                self.problem("netlab-export-one-tree", "");
            }
            let first = if bridge.vlan_aware { DEFAULT_VLAN } else { 0 };
            if let Some(priority) = bridge.stp.priority.get(&first) {
                self.say(format!("ip link set {name} type bridge priority {priority}"));
            }
        }
        for (port, member) in bridge.ports() {
            if !self.counts(port) {
                continue;
            }
            let card = card(self.device, port);
            self.say(format!("ip link set dev {card} master {name}"));
            if member.security.is_some() {
                self.problem("netlab-export-left-out", Message::new("netlab-part-security"));
            }
            if !bridge.vlan_aware {
                continue;
            }
            let untagged = member.untagged();
            let pvid = member.carries(untagged) && bridge.has_vlan(untagged);
            if !pvid || untagged != DEFAULT_VLAN {
                self.say(format!("bridge vlan del dev {card} vid {DEFAULT_VLAN}"));
            }
            if pvid && untagged != DEFAULT_VLAN {
                self.say(format!("bridge vlan add dev {card} vid {untagged} pvid untagged"));
            }
            for vid in bridge.vlans.keys().copied().filter(|vid| *vid != untagged && member.carries(*vid)) {
                self.say(format!("bridge vlan add dev {card} vid {vid}"));
            }
        }
        self.say(format!("ip link set dev {name} up"));
    }

    fn interfaces(&mut self) {
        for (index, iface) in self.device.live_ifaces() {
            let linux = self.device.os == Os::Linux;
            if let Attach::Port(port) | Attach::Vlan { port, .. } = iface.attach
                && !self.counts(port)
            {
                continue;
            }
            let name = match iface.attach {
                Attach::Port(port) => card(self.device, port),
                Attach::Vlan { port, native: true, .. } => card(self.device, port),
                Attach::Vlan { port, vid: Some(vid), .. } => {
                    let parent = card(self.device, port);
                    let name = if linux { iface.name.clone() } else { format!("{parent}.{vid}") };
                    self.say(format!("ip link add link {parent} name {name} type vlan id {vid}"));
                    name
                }
                Attach::Vlan { .. } => continue,
                Attach::Bridge { bridge, vid } => {
                    let parent = self.bridge_name(bridge);
                    if vid == 0 || (linux && iface.name == parent) {
                        parent
                    } else if iface.addrs.is_empty() && !iface.dhcp {
                        continue;
                    } else {
                        if vid != DEFAULT_VLAN {
                            self.say(format!("bridge vlan add dev {parent} vid {vid} self"));
                        }
                        if vid == DEFAULT_VLAN {
                            parent
                        } else {
                            let name = format!("{parent}.{vid}");
                            self.say(format!("ip link add link {parent} name {name} type vlan id {vid}"));
                            name
                        }
                    }
                }
                Attach::Loopback if iface.name == "lo" => "lo".to_owned(),
                Attach::Loopback => {
                    let name = iface.name.to_lowercase();
                    self.say(format!("ip link add {name} type dummy"));
                    name
                }
            };
            let made = !matches!(iface.attach, Attach::Port(_)) && name != "lo";
            if made && iface.enabled {
                self.say(format!("ip link set dev {name} up"));
            }
            if iface.mtu != 1500 && name != "lo" {
                self.say(format!("ip link set dev {name} mtu {}", iface.mtu));
            }
            if iface.dhcp || self.device.dhcp_clients.contains_key(&index) {
                self.say(format!("dhclient {name}"));
                continue;
            }
            for own in iface.addrs.iter().filter(|own| !(name == "lo" && own.cidr.addr.is_loopback())) {
                self.say(format!("ip addr add {} dev {name}", own.cidr));
            }
        }
    }

    fn routes(&mut self) {
        let mut said = BTreeSet::new();
        for route in &self.device.routes {
            if route.source != Source::Static {
                continue;
            }
            let dest = if route.dest.len == 0 { "default".to_owned() } else { route.dest.to_string() };
            let kind = match route.kind {
                Kind::Unicast => "",
                Kind::Blackhole => "blackhole ",
                Kind::Unreachable => "unreachable ",
                Kind::Prohibit => "prohibit ",
            };
            let mut line = format!("ip route add {kind}{dest}");
            if let Some(via) = route.via {
                let near = self.device.addresses().any(|(_, cidr)| cidr.contains(via) && cidr.addr != via);
                if !near {
                    self.problem("netlab-export-far-gateway", format!("{dest} via {via}"));
                    continue;
                }
                let _ = write!(line, " via {via}");
            } else if let (Some(iface), Kind::Unicast) = (route.iface, route.kind) {
                let port = self.device.port_of(iface);
                let name = match (self.device.os, port) {
                    (Os::Linux, _) | (_, None) => self.device.ifaces[iface].name.clone(),
                    (_, Some(port)) => card(self.device, port),
                };
                let _ = write!(line, " dev {name}");
            }
            let metric = if route.distance > 1 { u32::from(route.distance) } else { route.metric };
            if metric > 0 {
                let _ = write!(line, " metric {metric}");
            }
            if said.insert(line.clone()) {
                self.say(line);
            }
        }
        if let Some(gateway) = self.device.gateway {
            if self.device.forwarding {
                return;
            }
            self.say(format!("ip route add default via {gateway}"));
        }
    }

    /// What is not said again.
    fn left_out(&mut self) {
        let device = self.device;
        if device.ifaces.iter().any(|iface| iface.acl_in.is_some() || iface.acl_out.is_some()) {
            self.problem("netlab-export-left-out", Message::new("netlab-part-acl"));
        }
        if device.ifaces.iter().any(|iface| iface.nat.is_some()) || !device.nat.rules.is_empty() {
            self.problem("netlab-export-left-out", Message::new("netlab-part-nat"));
        }
        if !device.dhcp_server.pools.is_empty() {
            self.problem("netlab-export-left-out", Message::new("netlab-part-dhcp"));
        }
        if device.ifaces.iter().any(|iface| !iface.helpers.is_empty()) {
            self.problem("netlab-export-left-out", Message::new("netlab-part-relay"));
        }
    }
}
