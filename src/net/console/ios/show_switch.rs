//! `show` for switching: VLANs, trunks, cards, spanning tree, port security.

use super::{Job, names};
use crate::net::bridge::{Bridge, Member, Mode, Violation, VlanSet};
use crate::net::device::{Device, ErrDisable};
use crate::net::stp::{self, Role, State};

/// The switching engine of a box that has VLANs; says so if there is none.
fn bridge(job: &mut Job) -> Option<Bridge> {
    let found = job.host().bridges.first().filter(|bridge| bridge.vlan_aware).cloned();
    if found.is_none() {
        job.print("% Invalid input detected at '^' marker.");
    }
    found
}

pub fn vlan(job: &mut Job, _: &[String]) {
    let Some(bridge) = bridge(job) else { return };
    job.print("");
    job.print("VLAN Name                             Status    Ports");
    job.print("---- -------------------------------- --------- -------------------------------");
    for (vid, name) in &bridge.vlans {
        // Trunks are not listed; a port in a VLAN that does not exist is nowhere.
        let ports: Vec<String> = bridge
            .ports()
            .filter(|(_, member)| !member.trunk && (member.access == *vid || member.voice == Some(*vid)))
            .map(|(port, _)| names::short(&job.host().ports[port].name))
            .collect();
        let mut rows = ports.chunks(4).map(|row| row.join(", "));
        job.print(format!("{vid:<4} {name:<32} active    {}", rows.next().unwrap_or_default()).trim_end());
        let rest: Vec<String> = rows.collect();
        rest.iter().for_each(|row| job.print(format!("{:48}{row}", "")));
    }
}

pub fn status(job: &mut Job, _: &[String]) {
    let Some(bridge) = bridge(job) else { return };
    job.print("");
    job.print("Port      Name               Status       Vlan       Duplex  Speed Type");
    let mut lines = Vec::new();
    for (number, port) in job.host().ports.iter().enumerate().filter(|(_, port)| port.bundle_of != Some(0)) {
        let status = match (port.err_disabled, port.enabled, port.carrier) {
            (Some(_), ..) => "err-disabled",
            (None, false, _) => "disabled",
            (None, true, false) => "notconnect",
            (None, true, true) => "connected",
        };
        // A cable of a bundle is what the bundle is.
        let of = port.bundled.as_ref().and_then(|bundled| job.host().bundle(bundled.group)).unwrap_or(number);
        let vlan = match bridge.member(of) {
            None => "routed".to_owned(),
            Some(member) if member.trunk => "trunk".to_owned(),
            Some(member) => member.access.to_string(),
        };
        let (duplex, speed) =
            if port.carrier { ("a-full", format!("a-{}", port.mbps)) } else { ("auto", "auto".to_owned()) };
        let kind = if port.mbps >= 1000 { "10/100/1000BaseTX" } else { "10/100BaseTX" };
        let name: String = port.description.chars().take(18).collect();
        lines.push(format!(
            "{:<9} {name:<18} {status:<12} {vlan:<10} {duplex:>6} {speed:>6} {kind}",
            names::short(&port.name)
        ));
    }
    lines.iter().for_each(|line| job.print(line));
}

pub fn trunk(job: &mut Job, _: &[String]) {
    let Some(bridge) = bridge(job) else { return };
    let trunks: Vec<(String, usize, &Member)> = bridge
        .ports()
        .filter(|(port, member)| member.trunk && job.host().ports[*port].carrier)
        .map(|(port, member)| (names::short(&job.host().ports[port].name), port, member))
        .collect();
    if trunks.is_empty() {
        return;
    }
    job.print("");
    job.print("Port        Mode             Encapsulation  Status        Native vlan");
    for (name, _, member) in &trunks {
        let (mode, how) = match member.mode {
            Mode::Trunk => ("on", "802.1q"),
            Mode::DynamicDesirable => ("desirable", "n-802.1q"),
            _ => ("auto", "n-802.1q"),
        };
        job.print(format!("{name:<11} {mode:<16} {how:<14} trunking      {}", member.native));
    }
    let only = |keep: &dyn Fn(u16) -> bool, member: &Member| {
        let mut set = VlanSet::NONE;
        member.allowed.iter().filter(|vid| keep(*vid)).for_each(|vid| set.insert(vid));
        set
    };
    job.print("");
    job.print("Port        Vlans allowed on trunk");
    trunks.iter().for_each(|(name, _, member)| job.print(format!("{name:<11} {}", member.allowed)));
    job.print("");
    job.print("Port        Vlans allowed and active in management domain");
    for (name, _, member) in &trunks {
        let set = only(&|vid| bridge.vlans.contains_key(&vid), member);
        job.print(format!("{name:<11} {set}"));
    }
    job.print("");
    job.print("Port        Vlans in spanning tree forwarding state and not pruned");
    for (name, port, member) in &trunks {
        let forwards = |vid| bridge.vlans.contains_key(&vid) && bridge.state(*port, vid) == State::Forwarding;
        let set = only(&forwards, member);
        job.print(format!("{name:<11} {set}"));
    }
}

pub fn switchport(job: &mut Job, things: &[String]) {
    let Some(bridge) = bridge(job) else { return };
    let wanted = things.first().and_then(|name| job.host().port(name));
    let mut lines = Vec::new();
    let named = |vid: u16| match bridge.vlans.get(&vid) {
        Some(name) => format!("{vid} ({name})"),
        None => format!("{vid} (Inactive)"),
    };
    for (number, member) in bridge.ports().filter(|(port, _)| wanted.is_none_or(|wanted| wanted == *port)) {
        let port = &job.host().ports[number];
        let admin = match member.mode {
            Mode::Access => "static access",
            Mode::Trunk => "trunk",
            Mode::DynamicAuto => "dynamic auto",
            Mode::DynamicDesirable => "dynamic desirable",
        };
        let now = match (port.carrier, member.trunk) {
            (false, _) => "down",
            (true, true) => "trunk",
            (true, false) => "static access",
        };
        let negotiates = !(member.nonegotiate || member.mode == Mode::Access);
        let voice = member.voice.map_or("none".to_owned(), &named);
        let allowed = if member.allowed == VlanSet::all() { "ALL".to_owned() } else { member.allowed.to_string() };
        lines.extend([
            format!("Name: {}", names::short(&port.name)),
            "Switchport: Enabled".to_owned(),
            format!("Administrative Mode: {admin}"),
            format!("Operational Mode: {now}"),
            "Administrative Trunking Encapsulation: dot1q".to_owned(),
            format!("Negotiation of Trunking: {}", if negotiates { "On" } else { "Off" }),
            format!("Access Mode VLAN: {}", named(member.access)),
            format!("Trunking Native Mode VLAN: {}", named(member.native)),
            format!("Voice VLAN: {voice}"),
            format!("Trunking VLANs Enabled: {}", if allowed == "none" { "NONE".to_owned() } else { allowed }),
            "Pruning VLANs Enabled: 2-1001".to_owned(),
            String::new(),
        ]);
    }
    lines.iter().for_each(|line| job.print(line));
}

pub fn mac_table(job: &mut Job, _: &[String]) {
    table(job, None);
}

pub fn mac_table_vlan(job: &mut Job, things: &[String]) {
    table(job, things[0].parse().ok());
}

fn table(job: &mut Job, wanted: Option<u16>) {
    let Some(bridge) = bridge(job) else { return };
    let now = job.net.now();
    job.print("          Mac Address Table");
    job.print("-------------------------------------------");
    job.print("");
    job.print("Vlan    Mac Address       Type        Ports");
    job.print("----    -----------       --------    -----");
    let mut count = 0;
    let mut lines = Vec::new();
    for ((vid, mac), learned) in &bridge.table {
        if wanted.is_some_and(|wanted| wanted != *vid) || (!learned.fixed && now - learned.at >= bridge.ageing) {
            continue;
        }
        count += 1;
        let kind = if learned.fixed { "STATIC" } else { "DYNAMIC" };
        let port = names::short(&job.host().ports[learned.port].name);
        lines.push(format!("{vid:>4}    {}    {kind:<8}    {port}", mac.dotted()));
    }
    lines.iter().for_each(|line| job.print(line));
    job.print(format!("Total Mac Addresses for this criterion: {count}"));
}

pub fn spanning_tree(job: &mut Job, things: &[String]) {
    let Some(bridge) = bridge(job) else { return };
    let wanted: Option<u16> = things.first().and_then(|text| text.parse().ok());
    let mut lines = Vec::new();
    for (vid, tree) in bridge.trees.iter().filter(|(vid, _)| wanted.is_none_or(|wanted| wanted == **vid)) {
        let (root, root_mac) = stp::id_parts(tree.root);
        let (own, own_mac) = stp::id_parts(tree.id);
        let [hello, age, delay] = tree.root_times.map(|time| time.as_seconds());
        lines.push(String::new());
        lines.push(format!("VLAN{vid:04}"));
        lines.push(format!("  Spanning tree enabled protocol {}", if tree.rapid { "rstp" } else { "ieee" }));
        lines.push(format!("  Root ID    Priority    {root}"));
        lines.push(format!("             Address     {}", root_mac.dotted()));
        if tree.is_root() {
            lines.push("             This bridge is the root".to_owned());
        } else if let Some(port) = tree.root_port {
            lines.push(format!("             Cost        {}", tree.root_cost));
            lines.push(format!("             Port        {} ({})", port + 1, job.host().ports[port].name));
        }
        lines.push(format!(
            "             Hello Time  {hello:>2} sec  Max Age {age:>2} sec  Forward Delay {delay:>2} sec"
        ));
        lines.push(String::new());
        lines.push(format!("  Bridge ID  Priority    {own}  (priority {} sys-id-ext {vid})", own - vid));
        lines.push(format!("             Address     {}", own_mac.dotted()));
        let [hello, age, delay] = tree.times.map(|time| time.as_seconds());
        lines.push(format!(
            "             Hello Time  {hello:>2} sec  Max Age {age:>2} sec  Forward Delay {delay:>2} sec"
        ));
        lines.push("             Aging Time  300 sec".to_owned());
        lines.push(String::new());
        lines.push("Interface           Role Sts Cost      Prio.Nbr Type".to_owned());
        lines.push("------------------- ---- --- --------- -------- --------------------------------".to_owned());
        for (number, port) in &tree.ports {
            let role = match port.role {
                Role::Root => "Root",
                Role::Designated => "Desg",
                Role::Alternate => "Altn",
                Role::Backup => "Back",
            };
            let broken = bridge.member(*number).is_some_and(|member| member.inconsistent.contains(vid));
            let state = match port.state {
                _ if broken => "BKN",
                State::Forwarding => "FWD",
                State::Learning => "LRN",
                State::Listening => "LIS",
                State::Blocking | State::Disabled => "BLK",
            };
            let kind = match (port.edge, broken) {
                (_, true) => "P2p *PVID_Inc ",
                (true, _) => "P2p Edge ",
                _ => "P2p ",
            };
            let name = names::short(&job.host().ports[*number].name);
            let id = format!("{}.{}", port.id >> 8, port.id & 0xff);
            lines.push(format!("{name:<19} {role} {state} {:<9} {id:<8} {kind}", port.cost));
        }
    }
    if lines.is_empty() {
        lines.push(match wanted {
            Some(vid) => format!("Spanning tree instance(s) for vlan {vid} does not exist."),
            None => "No spanning tree instance exists.".to_owned(),
        });
    }
    lines.iter().for_each(|line| job.print(line));
}

fn action(violation: Violation) -> &'static str {
    match violation {
        Violation::Protect => "Protect",
        Violation::Restrict => "Restrict",
        Violation::Shutdown => "Shutdown",
    }
}

pub fn port_security(job: &mut Job, _: &[String]) {
    let Some(bridge) = bridge(job) else { return };
    job.print("Secure Port  MaxSecureAddr  CurrentAddr  SecurityViolation  Security Action");
    job.print("                (Count)       (Count)          (Count)");
    job.print("---------------------------------------------------------------------------");
    for (number, member) in bridge.ports() {
        let Some(security) = &member.security else { continue };
        let name = names::short(&job.host().ports[number].name);
        let line = format!(
            "{name:>11} {:>14} {:>12} {:>18} {:>16}",
            security.maximum,
            security.secure.len(),
            security.violations,
            action(security.violation)
        );
        job.print(line);
    }
    job.print("---------------------------------------------------------------------------");
}

pub fn port_security_of(job: &mut Job, things: &[String]) {
    let Some(bridge) = bridge(job) else { return };
    let Some(number) = job.host().port(&things[0]) else {
        return job.print("% Invalid input detected at '^' marker.");
    };
    let security = bridge.member(number).and_then(|member| member.security.clone());
    let on = security.is_some();
    let security = security.unwrap_or_default();
    let status = port_status(job.host(), number, on);
    let last = security.secure.iter().next_back().copied().unwrap_or_default().dotted();
    let lines = [
        format!("Port Security              : {}", if on { "Enabled" } else { "Disabled" }),
        format!("Port Status                : {status}"),
        format!("Violation Mode             : {}", action(security.violation)),
        "Aging Time                 : 0 mins".to_owned(),
        "Aging Type                 : Absolute".to_owned(),
        "SecureStatic Address Aging : Disabled".to_owned(),
        format!("Maximum MAC Addresses      : {}", security.maximum),
        format!("Total MAC Addresses        : {}", security.secure.len()),
        format!("Configured MAC Addresses   : {}", security.configured.len()),
        format!("Sticky MAC Addresses       : {}", if security.sticky { security.secure.len() } else { 0 }),
        format!("Last Source Address:Vlan   : {last}:{}", bridge.member(number).map_or(1, |member| member.access)),
        format!("Security Violation Count   : {}", security.violations),
    ];
    lines.iter().for_each(|line| job.print(line));
}

fn port_status(host: &Device, port: usize, on: bool) -> &'static str {
    match (host.ports[port].err_disabled, host.ports[port].carrier) {
        (Some(ErrDisable::PortSecurity), _) => "Secure-shutdown",
        (_, true) if on => "Secure-up",
        _ => "Secure-down",
    }
}
