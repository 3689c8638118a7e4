//! OSPF on the console: `router ospf`, what is set at an interface, and what it shows.

use std::net::Ipv4Addr;

use super::interface::each;
use super::{Job, Mode, Question, ago, names, routers};
use crate::net::addr::Cidr;
use crate::net::device::Device;
use crate::net::ospf::wire::{Body, EXTERNAL, Key, NETWORK, ROUTER};
use crate::net::ospf::{DISTANCE, Face, FaceState, Kind, Network, OUTSIDE_COST, Ospf, Port, REFERENCE_MBPS, State};
use crate::net::time::Time;

pub fn router(job: &mut Job, things: &[String]) {
    let Some(process) = things.first().and_then(|text| text.parse::<u16>().ok()) else {
        return job.print("% Incomplete command.");
    };
    if !routers::can(job) {
        return;
    }
    let other = job.host().ospf.as_ref().is_some_and(|ospf| ospf.process != process);
    if other && !job.no {
        // A second process beside the first is real, and not simulated.
        return job.not_simulated();
    }
    let (device, on) = (job.device, !job.no);
    if on || !other {
        job.net.with(device, |host, cx| {
            host.ospf_set(on.then_some(process), cx);
            host.ospf_refresh(cx);
        });
    }
    if on {
        if job.host().ospf.as_ref().is_some_and(|ospf| ospf.router_id.is_unspecified()) {
            let now = job.net.now();
            let text =
                format!("%OSPF-4-NORTRID: OSPF process {process} failed to allocate unique router-id and cannot start");
            job.host_mut().say(now, text);
        }
        job.enter(Mode::Ospf(process));
    }
}

/// Changes how it is set.
fn set(job: &mut Job, act: impl FnOnce(&mut Ospf, bool)) {
    let no = job.no;
    if let Some(ospf) = &mut job.host_mut().ospf {
        act(ospf, no);
    }
}

/// An area, as a number or as an address.
fn area(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| text.parse::<Ipv4Addr>().ok().map(u32::from))
}

pub fn network(job: &mut Job, things: &[String]) {
    if things.len() < 3 {
        return job.print("% Incomplete command.");
    }
    let addr = |text: &str| text.parse().unwrap_or(Ipv4Addr::UNSPECIFIED);
    let (base, mut wildcard) = (addr(&things[0]), addr(&things[1]));
    let Some(area) = area(&things[2]) else { return job.print("% Invalid input detected at '^' marker.") };
    // A mask in place of a wildcard is turned round, as equipment does it.
    if wildcard.octets()[0] == 255 && !wildcard.is_broadcast() && Cidr::with_mask(base, wildcard).is_some() {
        wildcard = Ipv4Addr::from(!u32::from(wildcard));
    }
    let it = Network { addr: Ipv4Addr::from(u32::from(base) & !u32::from(wildcard)), wildcard, area };
    set(job, |ospf, no| {
        ospf.networks.retain(|known| (known.addr, known.wildcard) != (it.addr, it.wildcard));
        if !no && ospf.networks.len() < 200 {
            ospf.networks.push(it);
        }
    });
}

pub fn router_id(job: &mut Job, things: &[String]) {
    let id = things.first().filter(|_| !job.no).and_then(|text| text.parse::<Ipv4Addr>().ok());
    if id.is_some_and(|id| id.is_unspecified()) {
        return job.print("% OSPF: router-id 0.0.0.0 is invalid");
    }
    set(job, |ospf, _| ospf.router_id_set = id);
    let busy = job.host().ospf.as_ref().is_some_and(|ospf| {
        id.is_some_and(|id| id != ospf.router_id) && ospf.faces.values().any(|face| !face.neighbours.is_empty())
    });
    if busy {
        return job.print("% OSPF: Reload or use \"clear ip ospf process\" command, for this to take effect");
    }
    let device = job.device;
    job.net.with(device, |host, cx| host.ospf_clear(cx));
}

pub fn passive(job: &mut Job, things: &[String]) {
    let Some(name) = things.first().cloned() else { return };
    if job.host().iface(&name).is_none() {
        return job.print("%Invalid interface type and number");
    }
    set(job, |ospf, no| {
        if no == ospf.passive_default {
            ospf.passive.insert(name);
        } else {
            ospf.passive.remove(&name);
        }
    });
}

pub fn passive_default(job: &mut Job, _: &[String]) {
    set(job, |ospf, no| {
        ospf.passive.clear();
        ospf.passive_default = !no;
    });
}

pub fn reference(job: &mut Job, things: &[String]) {
    let mbps = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok()).unwrap_or(REFERENCE_MBPS);
    set(job, |ospf, _| ospf.reference = mbps);
    if !job.no {
        job.print("% OSPF: Reference bandwidth is changed.");
        job.print("        Please ensure reference bandwidth is consistent across all routers.");
    }
}

pub fn originate(job: &mut Job, _: &[String]) {
    let always = job.full.last().is_some_and(|word| word == "always");
    set(job, |ospf, no| ospf.originate = (!no).then_some(always));
}

pub fn redistribute_static(job: &mut Job, _: &[String]) {
    set(job, |ospf, no| ospf.tells_static = (!no).then_some(OUTSIDE_COST));
}

pub fn redistribute_connected(job: &mut Job, _: &[String]) {
    set(job, |ospf, no| ospf.tells_connected = (!no).then_some(OUTSIDE_COST));
}

/// Changes what is set at the chosen interfaces.
fn port(job: &mut Job, things: &[String], act: impl Fn(&mut Port, Option<u32>)) {
    let value = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok());
    each(job, |job, iface| act(&mut job.host_mut().ifaces[iface].ospf, value));
}

pub fn cost(job: &mut Job, things: &[String]) {
    port(job, things, |port, value| port.cost = value.map(|value| value as u16));
}

pub fn hello(job: &mut Job, things: &[String]) {
    port(job, things, |port, value| port.hello = value.map(|value| value as u16));
}

pub fn dead(job: &mut Job, things: &[String]) {
    port(job, things, |port, value| port.dead = value);
}

pub fn priority(job: &mut Job, things: &[String]) {
    port(job, things, |port, value| port.priority = value.map(|value| value as u8));
}

pub fn point_to_point(job: &mut Job, _: &[String]) {
    let on = !job.no;
    port(job, &[], |port, _| port.point_to_point = on);
}

pub fn broadcast(job: &mut Job, _: &[String]) {
    port(job, &[], |port, _| port.point_to_point = false);
}

pub fn mtu_ignore(job: &mut Job, _: &[String]) {
    let on = !job.no;
    port(job, &[], |port, _| port.mtu_ignore = on);
}

pub fn by_port(job: &mut Job, things: &[String]) {
    let process = things.first().and_then(|text| text.parse::<u16>().ok());
    let area = things.get(1).and_then(|text| area(text));
    let Some(process) = process.filter(|_| job.no || area.is_some()) else {
        return job.print("% Invalid input detected at '^' marker.");
    };
    let no = job.no;
    port(job, &[], |port, _| port.area = area.filter(|_| !no).map(|area| (process, area)));
    // The process begins with the first interface that is put into it.
    if !no && job.host().ospf.is_none() && job.host().forwarding {
        let device = job.device;
        job.net.with(device, |host, cx| host.ospf_set(Some(process), cx));
    }
}

pub fn clear(job: &mut Job, _: &[String]) {
    job.session().question = Some(Question::Ospf);
}

/// The question was answered with yes.
pub fn clear_all(job: &mut Job) {
    let device = job.device;
    job.net.with(device, |host, cx| host.ospf_clear(cx));
}

/// The lines of its configuration.
pub fn lines(ospf: &Ospf) -> Vec<String> {
    let mut lines = vec![format!("router ospf {}", ospf.process)];
    if let Some(id) = ospf.router_id_set {
        lines.push(format!(" router-id {id}"));
    }
    if ospf.reference != REFERENCE_MBPS {
        lines.push(format!(" auto-cost reference-bandwidth {}", ospf.reference));
    }
    for (told, what) in [(ospf.tells_connected, "connected"), (ospf.tells_static, "static")] {
        if told.is_some() {
            lines.push(format!(" redistribute {what} subnets"));
        }
    }
    if ospf.passive_default {
        lines.push(" passive-interface default".to_owned());
    }
    let no = if ospf.passive_default { "no " } else { "" };
    lines.extend(ospf.passive.iter().map(|name| format!(" {no}passive-interface {name}")));
    for network in &ospf.networks {
        lines.push(format!(" network {} {} area {}", network.addr, network.wildcard, network.area));
    }
    match ospf.originate {
        Some(true) => lines.push(" default-information originate always".to_owned()),
        Some(false) => lines.push(" default-information originate".to_owned()),
        None => {}
    }
    lines
}

/// The lines of an interface.
pub fn port_lines(port: &Port) -> Vec<String> {
    let mut lines = Vec::new();
    if port.point_to_point {
        lines.push(" ip ospf network point-to-point".to_owned());
    }
    let mut number = |name: &str, value: Option<u32>| {
        if let Some(value) = value {
            lines.push(format!(" ip ospf {name} {value}"));
        }
    };
    number("dead-interval", port.dead);
    number("hello-interval", port.hello.map(u32::from));
    number("priority", port.priority.map(u32::from));
    number("cost", port.cost.map(u32::from));
    if port.mtu_ignore {
        lines.push(" ip ospf mtu-ignore".to_owned());
    }
    if let Some((process, area)) = port.area {
        lines.push(format!(" ip ospf {process} area {area}"));
    }
    lines
}

/// What `show ip protocols` says of it.
pub fn protocol(host: &Device, ospf: &Ospf, now: Time) -> Vec<String> {
    let areas = ospf.areas().len();
    let mut lines = vec![
        format!("Routing Protocol is \"ospf {}\"", ospf.process),
        "  Outgoing update filter list for all interfaces is not set".to_owned(),
        "  Incoming update filter list for all interfaces is not set".to_owned(),
        format!("  Router ID {}", ospf.router_id),
        format!("  Number of areas in this router is {areas}. {areas} normal 0 stub 0 nssa"),
        "  Maximum path: 4".to_owned(),
        "  Routing for Networks:".to_owned(),
    ];
    for network in &ospf.networks {
        lines.push(format!("    {} {} area {}", network.addr, network.wildcard, network.area));
    }
    let of = |face: &&Face| host.iface(&face.name).is_some_and(|iface| host.ifaces[iface].ospf.area.is_some());
    for area in ospf.areas() {
        let names: Vec<&str> =
            ospf.faces.values().filter(of).filter(|face| face.area == area).map(|face| face.name.as_str()).collect();
        if !names.is_empty() {
            lines.push(format!("  Routing on Interfaces Configured Explicitly (Area {area}):"));
            lines.extend(names.iter().map(|name| format!("    {name}")));
        }
    }
    let passive: Vec<&str> = ospf.faces.values().filter(|face| face.passive).map(|face| face.name.as_str()).collect();
    if !passive.is_empty() {
        lines.push("  Passive Interface(s):".to_owned());
        lines.extend(passive.iter().map(|name| format!("    {name}")));
    }
    lines.push("  Routing Information Sources:".to_owned());
    lines.push("    Gateway         Distance      Last Update".to_owned());
    let mut sources: Vec<(Ipv4Addr, Time)> = Vec::new();
    for ((_, key), stored) in &ospf.map {
        if key.kind == ROUTER && key.router != ospf.router_id {
            sources.push((key.router, stored.at));
        }
    }
    for (from, at) in sources {
        lines.push(format!("    {:<15} {DISTANCE:>8}      {}", from.to_string(), ago(now - at)));
    }
    lines.push(format!("  Distance: (default is {DISTANCE})"));
    lines
}

fn role(face: &Face, addr: Ipv4Addr) -> &'static str {
    match face.kind {
        Kind::Broadcast if addr == face.dr => "DR",
        Kind::Broadcast if addr == face.bdr => "BDR",
        Kind::Broadcast => "DROTHER",
        _ => "  -",
    }
}

pub fn neighbors(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let Some(ospf) = &job.host().ospf else { return };
    let mut lines = Vec::new();
    for face in ospf.faces.values() {
        for (addr, it) in &face.neighbours {
            let state = format!("{}/{}", it.state.name(), role(face, *addr));
            lines.push(format!(
                "{:<15} {:>3}   {state:<15} {}    {:<15} {}",
                it.id.to_string(),
                it.priority,
                ago(it.dead_at - now),
                addr.to_string(),
                face.name
            ));
        }
    }
    if lines.is_empty() {
        return;
    }
    job.print("");
    job.print("Neighbor ID     Pri   State           Dead Time   Address         Interface");
    lines.iter().for_each(|line| job.print(line));
}

fn full(face: &Face) -> usize {
    face.neighbours.values().filter(|it| it.state == State::Full).count()
}

pub fn brief(job: &mut Job, _: &[String]) {
    let Some(ospf) = job.host().ospf.clone() else { return };
    job.print("Interface    PID   Area            IP Address/Mask    Cost  State Nbrs F/C");
    for face in ospf.faces.values() {
        let state = match face.state {
            FaceState::Loopback => "LOOP",
            FaceState::Waiting => "WAIT",
            FaceState::PointToPoint => "P2P",
            FaceState::Other => "DROTH",
            FaceState::Backup => "BDR",
            FaceState::Dr => "DR",
        };
        job.print(format!(
            "{:<12} {:<5} {:<15} {:<18} {:<5} {state:<5} {}/{}",
            names::short(&face.name),
            ospf.process,
            face.area,
            face.addr.to_string(),
            face.cost,
            full(face),
            face.neighbours.len()
        ));
    }
}

pub fn interface(job: &mut Job, things: &[String]) {
    let now = job.net.now();
    let Some(ospf) = job.host().ospf.clone() else { return };
    let wanted = things.first();
    let faces: Vec<&Face> = ospf.faces.values().filter(|face| wanted.is_none_or(|name| *name == face.name)).collect();
    if let Some(name) = wanted.filter(|_| faces.is_empty()) {
        return job.print(format!("%OSPF: OSPF not enabled on {name}"));
    }
    for face in faces {
        describe(job, &ospf, face, now);
    }
}

fn describe(job: &mut Job, ospf: &Ospf, face: &Face, now: Time) {
    let (status, line) = super::show::state(job.host(), &face.name);
    job.print(format!("{} is {status}, line protocol is {line} ", face.name));
    job.print(format!("  Internet Address {}, Area {}", face.addr, face.area));
    let kind = match face.kind {
        Kind::Broadcast => "BROADCAST",
        Kind::PointToPoint => "POINT_TO_POINT",
        Kind::Loopback => "LOOPBACK",
    };
    job.print(format!(
        "  Process ID {}, Router ID {}, Network Type {kind}, Cost: {}",
        ospf.process, ospf.router_id, face.cost
    ));
    let state = match face.state {
        FaceState::Loopback => return job.print("  Loopback interface is treated as a stub Host"),
        FaceState::Waiting => "WAITING",
        FaceState::PointToPoint => "POINT_TO_POINT",
        FaceState::Other => "DROTHER",
        FaceState::Backup => "BDR",
        FaceState::Dr => "DR",
    };
    let id = |addr: Ipv4Addr| match face.neighbours.get(&addr) {
        Some(it) => Some(it.id),
        None => (addr == face.addr.addr).then_some(ospf.router_id),
    };
    if face.kind == Kind::Broadcast {
        job.print(format!("  Transmit Delay is 1 sec, State {state}, Priority {}", face.priority));
        match id(face.dr) {
            Some(id) => job.print(format!("  Designated Router (ID) {id}, Interface address {}", face.dr)),
            None => job.print("  No designated router on this network"),
        }
        match id(face.bdr) {
            Some(id) => job.print(format!("  Backup Designated router (ID) {id}, Interface address {}", face.bdr)),
            None => job.print("  No backup designated router on this network"),
        }
    } else {
        job.print(format!("  Transmit Delay is 1 sec, State {state}"));
    }
    let dead = face.dead;
    job.print(format!("  Timer intervals configured, Hello {}, Dead {dead}, Wait {dead}, Retransmit 5", face.hello));
    if face.passive {
        job.print("    No Hellos (Passive interface) ");
    } else {
        job.print(format!("    Hello due in {}", ago(face.hello_at - now)));
    }
    job.print(format!("  Neighbor Count is {}, Adjacent neighbor count is {} ", face.neighbours.len(), full(face)));
    for (addr, it) in face.neighbours.iter().filter(|(_, it)| it.state == State::Full) {
        let role = match role(face, *addr) {
            "DR" => "  (Designated Router)",
            "BDR" => "  (Backup Designated Router)",
            _ => "",
        };
        job.print(format!("    Adjacent with neighbor {}{role}", it.id));
    }
}

pub fn database(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let Some(ospf) = job.host().ospf.clone() else { return };
    job.print("");
    job.print(format!("            OSPF Router with ID ({}) (Process ID {})", ospf.router_id, ospf.process));
    for area in ospf.areas() {
        let titles = [
            (ROUTER, format!("Router Link States (Area {area})"), " Link count"),
            (NETWORK, format!("Net Link States (Area {area})"), ""),
            (EXTERNAL, "Type-5 AS External Link States".to_owned(), " Tag"),
        ];
        for (kind, title, more) in titles {
            let of = |key: &Key| key.kind == kind;
            if !ospf.map.keys().any(|(at, key)| *at == area && of(key)) {
                continue;
            }
            job.print("");
            job.print(format!("                {title}"));
            job.print("");
            job.print(format!("Link ID         ADV Router      Age         Seq#       Checksum{more}"));
            for ((_, key), stored) in ospf.map.iter().filter(|((at, key), _)| *at == area && of(key)) {
                let head = &stored.lsa.head;
                let links = match &stored.lsa.body {
                    Body::Router(_, links) => format!(" {}", links.len()),
                    Body::Network(..) => String::new(),
                    Body::External { tag, .. } => format!(" {tag}"),
                };
                job.print(format!(
                    "{:<15} {:<15} {:<11} 0x{:08X} 0x{:06X}{links}",
                    key.id.to_string(),
                    key.router.to_string(),
                    stored.age(now),
                    head.seq,
                    head.checksum
                ));
            }
        }
    }
}

pub fn show(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let Some(ospf) = job.host().ospf.clone() else { return };
    job.print(format!(" Routing Process \"ospf {}\" with ID {}", ospf.process, ospf.router_id));
    job.print(format!(" Reference bandwidth unit is {} mbps", ospf.reference));
    job.print(format!(" Number of areas in this router is {0}. {0} normal 0 stub 0 nssa", ospf.areas().len()));
    for area in ospf.areas() {
        let faces = ospf.faces.values().filter(|face| face.area == area).count();
        job.print(if area == 0 { "    Area BACKBONE(0)".to_owned() } else { format!("    Area {area}") });
        job.print(format!("        Number of interfaces in this area is {faces}"));
        job.print("        Area has no authentication");
        job.print(format!("        SPF algorithm last executed {} ago", ago(now - ospf.spf_at)));
        job.print(format!("        SPF algorithm executed {} times", ospf.spf_runs));
        job.print(format!("        Number of LSA {}.", ospf.map.keys().filter(|(at, _)| *at == area).count()));
    }
}
