//! The configuration at work, as text: what would have to be typed to get here.

use super::{acl, ospf, rip, six};
use crate::net::acl::Rule;
use crate::net::bridge::{Member, Mode, Violation, VlanSet};
use crate::net::device::{Attach, Device, Duplex, Iface, NatSide, Os, Port};
use crate::net::models::models;
use crate::net::nat::{Rule as NatRule, To};
use crate::net::packet::TCP;
use crate::net::route::Source;

const ROUTING_6: &str = "ipv6 unicast-routing";

/// All of it.
pub fn config(device: &Device) -> String {
    let mut text = String::new();
    let session = &device.shell.ios;
    let mut say = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    say("!");
    for line in session.plain.iter().filter(|line| line.starts_with("service")) {
        say(line);
    }
    say("!");
    say(&format!("hostname {}", device.hostname));
    say("!");
    if let Some(secret) = &session.secret {
        say(&format!("enable secret {secret}"));
        say("!");
    }
    for line in session.plain.iter().filter(|line| !line.starts_with("service")) {
        say(line);
    }
    let model = models().get(&device.model);
    let routes = model.is_some_and(|model| model.routes);
    let forwards = model.is_some_and(|model| model.forwards);
    match (routes, forwards, device.forwarding) {
        (true, _, true) => say("ip routing"),
        (_, true, false) => say("no ip routing"),
        _ => {}
    }
    if device.os == Os::Ios && device.six.forwarding {
        say(ROUTING_6);
    }
    for (first, last) in &device.dhcp_server.excluded {
        let last = if first == last { String::new() } else { format!(" {last}") };
        say(&format!("ip dhcp excluded-address {first}{last}"));
    }
    for (name, pool) in &device.dhcp_server.pools {
        say("!");
        say(&format!("ip dhcp pool {name}"));
        if let Some(network) = pool.network {
            say(&format!(" network {} {}", network.addr, network.mask()));
        }
        let join = |all: &[std::net::Ipv4Addr]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        if !pool.routers.is_empty() {
            say(&format!(" default-router {}", join(&pool.routers)));
        }
        if !pool.dns.is_empty() {
            say(&format!(" dns-server {}", join(&pool.dns)));
        }
        if let Some(domain) = &pool.domain {
            say(&format!(" domain-name {domain}"));
        }
        if let Some(lease) = pool.lease {
            say(&format!(" lease {} {} {}", lease / 86_400, lease / 3600 % 24, lease / 60 % 60));
        }
    }
    if let Some(bridge) = device.bridges.first().filter(|bridge| bridge.vlan_aware) {
        say("!");
        say(&format!("spanning-tree mode {}", if bridge.stp.rapid { "rapid-pvst" } else { "pvst" }));
        for vid in &bridge.stp.off {
            say(&format!("no spanning-tree vlan {vid}"));
        }
        for (vid, priority) in &bridge.stp.priority {
            say(&format!("spanning-tree vlan {vid} priority {priority}"));
        }
        for (vid, name) in bridge.vlans.iter().filter(|(vid, _)| **vid != 1) {
            say("!");
            say(&format!("vlan {vid}"));
            if *name != format!("VLAN{vid:04}") {
                say(&format!(" name {name}"));
            }
        }
    }
    for name in names(device) {
        say("!");
        interface(device, &name).iter().for_each(|line| say(line));
    }
    say("!");
    if let Some(ospf) = &device.ospf {
        ospf::lines(ospf).iter().for_each(|line| say(line));
        say("!");
    }
    if let Some(rip) = &device.rip {
        rip::lines(rip).iter().for_each(|line| say(line));
        say("!");
    }
    if let Some(gateway) = device.gateway {
        say(&format!("ip default-gateway {gateway}"));
    }
    nat(device).iter().for_each(|line| say(line));
    for route in device.routes.iter().filter(|route| route.source == Source::Static) {
        let mut line = format!("ip route {} {}", route.dest.addr, route.dest.mask());
        if let Some(iface) = route.iface {
            line += &format!(" {}", device.ifaces[iface].name);
        }
        if let Some(via) = route.via {
            line += &format!(" {via}");
        }
        if route.distance != 1 {
            line += &format!(" {}", route.distance);
        }
        say(&line);
    }
    six::route_lines(device).iter().for_each(|line| say(line));
    say("!");
    lists(device).iter().for_each(|line| say(line));
    if let Some(banner) = &session.banner {
        say(&format!("banner motd ^{banner}^"));
        say("!");
    }
    for (name, lines) in &session.lines {
        say(&format!("line {name}"));
        lines.iter().for_each(|line| say(&format!(" {line}")));
    }
    say("!");
    say("end");
    text
}

/// The interface that a command names, else all.
pub fn asked(device: &Device, things: &[String]) -> Vec<String> {
    match things.first() {
        Some(name) => vec![name.clone()],
        None => names(device),
    }
}

/// The names of all interfaces: ports in their order, each followed by its sub-interfaces, then the others.
pub fn names(device: &Device) -> Vec<String> {
    let mut all = Vec::new();
    for (_, iface) in device.live_ifaces().filter(|(_, iface)| iface.attach == Attach::Loopback) {
        all.push(iface.name.clone());
    }
    // Bundles stand before the sockets.
    let bundles = device.ports.iter().filter(|port| port.bundle_of.is_some_and(|group| group > 0));
    all.extend(bundles.map(|port| port.name.clone()));
    for (number, port) in device.ports.iter().enumerate().filter(|(_, port)| port.bundle_of.is_none()) {
        all.push(port.name.clone());
        let below = |iface: &Iface| matches!(iface.attach, Attach::Vlan { port, .. } if port == number);
        all.extend(device.live_ifaces().filter(|(_, iface)| below(iface)).map(|(_, iface)| iface.name.clone()));
    }
    let mut virtual_ones: Vec<(u16, String)> = device
        .live_ifaces()
        .filter_map(|(_, iface)| match iface.attach {
            Attach::Bridge { vid, .. } => Some((vid, iface.name.clone())),
            _ => None,
        })
        .collect();
    virtual_ones.sort();
    all.extend(virtual_ones.into_iter().map(|(_, name)| name));
    all
}

/// The lines of one interface.
pub fn interface(device: &Device, name: &str) -> Vec<String> {
    let mut lines = vec![format!("interface {name}")];
    let port = device.port(name).map(|port| &device.ports[port]);
    let member = device.port(name).and_then(|port| device.member_of(port));
    let iface = device.iface(name).map(|iface| &device.ifaces[iface]);
    let description = port.map(|port| &port.description).or(iface.map(|iface| &iface.description));
    if let Some(text) = description.filter(|text| !text.is_empty()) {
        lines.push(format!(" description {text}"));
    }
    let can_switch = models().get(&device.model).is_some_and(|model| model.routes);
    if port.is_some() && member.is_none() && can_switch {
        lines.push(" no switchport".to_owned());
    }
    if let Some(member) = member {
        switched(member, &mut lines);
    }
    if let Some(iface) = iface {
        routed(iface, &mut lines);
    }
    if let Some(face) = device.iface(name).and_then(|iface| device.six.faces.get(&iface)) {
        lines.extend(six::face_lines(face));
    }
    if let Some(port) = port {
        physical(port, &mut lines);
    }
    if let Some(bundled) = port.and_then(|port| port.bundled.as_ref()) {
        lines.push(format!(" channel-group {} mode {}", bundled.group, bundled.how.name()));
    }
    let enabled = port.map_or_else(|| iface.is_some_and(|iface| iface.enabled), |port| port.enabled);
    if !enabled {
        lines.push(" shutdown".to_owned());
    }
    lines
}

fn physical(port: &Port, lines: &mut Vec<String>) {
    match port.duplex {
        Some(Duplex::Full) => lines.push(" duplex full".to_owned()),
        Some(Duplex::Half) => lines.push(" duplex half".to_owned()),
        None => {}
    }
    if let Some(speed) = port.speed {
        lines.push(format!(" speed {speed}"));
    }
}

fn switched(member: &Member, lines: &mut Vec<String>) {
    if member.access != 1 {
        lines.push(format!(" switchport access vlan {}", member.access));
    }
    if member.native != 1 {
        lines.push(format!(" switchport trunk native vlan {}", member.native));
    }
    if member.allowed != VlanSet::all() {
        lines.push(format!(" switchport trunk allowed vlan {}", member.allowed));
    }
    match member.mode {
        Mode::Access => lines.push(" switchport mode access".to_owned()),
        Mode::Trunk => lines.push(" switchport mode trunk".to_owned()),
        Mode::DynamicDesirable => lines.push(" switchport mode dynamic desirable".to_owned()),
        Mode::DynamicAuto => {}
    }
    if member.nonegotiate {
        lines.push(" switchport nonegotiate".to_owned());
    }
    if let Some(vid) = member.voice {
        lines.push(format!(" switchport voice vlan {vid}"));
    }
    if let Some(security) = &member.security {
        if security.maximum != 1 {
            lines.push(format!(" switchport port-security maximum {}", security.maximum));
        }
        match security.violation {
            Violation::Protect => lines.push(" switchport port-security violation protect".to_owned()),
            Violation::Restrict => lines.push(" switchport port-security violation restrict".to_owned()),
            Violation::Shutdown => {}
        }
        if security.sticky {
            lines.push(" switchport port-security mac-address sticky".to_owned());
        }
        for mac in &security.secure {
            if security.configured.contains(mac) || security.sticky {
                lines.push(format!(" switchport port-security mac-address {}", mac.dotted()));
            }
        }
        lines.push(" switchport port-security".to_owned());
    }
    if member.portfast {
        lines.push(" spanning-tree portfast".to_owned());
    }
    if member.bpduguard {
        lines.push(" spanning-tree bpduguard enable".to_owned());
    }
    if let Some(cost) = member.cost {
        lines.push(format!(" spanning-tree cost {cost}"));
    }
    if member.stp_priority != 128 {
        lines.push(format!(" spanning-tree port-priority {}", member.stp_priority));
    }
}

fn routed(iface: &Iface, lines: &mut Vec<String>) {
    if let Attach::Vlan { vid: Some(vid), native, .. } = iface.attach {
        lines.push(format!(" encapsulation dot1Q {vid}{}", if native { " native" } else { "" }));
    }
    if iface.dhcp {
        lines.push(" ip address dhcp".to_owned());
    } else if iface.addrs.is_empty() {
        lines.push(" no ip address".to_owned());
    } else {
        for own in &iface.addrs {
            let secondary = if own.secondary { " secondary" } else { "" };
            lines.push(format!(" ip address {} {}{secondary}", own.cidr.addr, own.cidr.mask()));
        }
    }
    for helper in &iface.helpers {
        lines.push(format!(" ip helper-address {helper}"));
    }
    for (list, way) in [(&iface.acl_in, "in"), (&iface.acl_out, "out")] {
        if let Some(list) = list {
            lines.push(format!(" ip access-group {list} {way}"));
        }
    }
    match iface.nat {
        Some(NatSide::Inside) => lines.push(" ip nat inside".to_owned()),
        Some(NatSide::Outside) => lines.push(" ip nat outside".to_owned()),
        None => {}
    }
    if iface.mtu != 1500 {
        lines.push(format!(" ip mtu {}", iface.mtu));
    }
    lines.extend(ospf::port_lines(&iface.ospf));
    if iface.proxy_arp {
        lines.push(" ip proxy-arp".to_owned());
    }
}

fn nat(device: &Device) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, (first, last, len)) in &device.nat.pools {
        let mask = crate::net::Cidr::new(*first, *len).mask();
        lines.push(format!("ip nat pool {name} {first} {last} netmask {mask}"));
    }
    for rule in &device.nat.rules {
        lines.push(match rule {
            NatRule::Dynamic { list, to: To::Interface(name), .. } => {
                format!("ip nat inside source list {list} interface {name} overload")
            }
            NatRule::Dynamic { list, to: To::Pool(name), overload } => {
                let overload = if *overload { " overload" } else { "" };
                format!("ip nat inside source list {list} pool {name}{overload}")
            }
            NatRule::Address { local, global } => format!("ip nat inside source static {local} {global}"),
            NatRule::Port { protocol, local, global } => {
                let name = if *protocol == TCP { "tcp" } else { "udp" };
                format!("ip nat inside source static {name} {} {} {} {}", local.0, local.1, global.0, global.1)
            }
        });
    }
    lines
}

fn lists(device: &Device) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, list) in &device.acls {
        let numbered = name.parse::<u16>().is_ok();
        if !numbered {
            lines.push(format!("ip access-list {} {name}", if list.extended { "extended" } else { "standard" }));
        }
        for line in &list.lines {
            let text = match &line.rule {
                Rule::Remark(text) => format!("remark {text}"),
                Rule::Match(rule) => acl::write(rule, list.extended, false),
            };
            lines.push(match numbered {
                true => format!("access-list {name} {text}"),
                false if matches!(line.rule, Rule::Remark(_)) => format!(" {text}"),
                false => format!(" {} {text}", line.number),
            });
        }
        lines.push("!".to_owned());
    }
    lines
}
