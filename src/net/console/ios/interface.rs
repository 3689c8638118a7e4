//! Configuration of interfaces: addresses, VLANs and trunks, protection, translation, lists.

use std::net::Ipv4Addr;

use super::{Job, Mode, names};
use crate::net::addr::{Cidr, Mac};
use crate::net::bridge::{Member, Mode as Port, Security, Violation, VlanSet};
use crate::net::device::{Addr, Attach, Duplex, Iface, NatSide};

/// The names that are worked on.
pub(super) fn chosen(job: &mut Job) -> Vec<String> {
    match &job.session().mode {
        Mode::Interface(all) => all.clone(),
        _ => Vec::new(),
    }
}

/// Does something to each chosen interface of the IP stack; a switched port has none.
pub(super) fn each(job: &mut Job, mut act: impl FnMut(&mut Job, usize)) {
    for name in chosen(job) {
        match job.host().iface(&name) {
            Some(iface) => act(job, iface),
            None => {
                job.print("% Invalid input detected at '^' marker.");
                return;
            }
        }
    }
}

/// Does something to each chosen switched port, and brings spanning tree and trunks in line.
fn each_member(job: &mut Job, mut act: impl FnMut(&mut Member, bool)) {
    let (no, device) = (job.no, job.device);
    for name in chosen(job) {
        let port = job.host().port(&name).filter(|port| job.host().member_of(*port).is_some());
        let Some(port) = port else {
            job.print("% Invalid input detected at '^' marker.");
            return;
        };
        job.net.with(device, |host, cx| {
            host.set_member(port, |member| act(member, no), cx);
        });
    }
    job.net.negotiate();
}

pub fn address(job: &mut Job, things: &[String]) {
    set_address(job, things, false);
}

pub fn address_secondary(job: &mut Job, things: &[String]) {
    set_address(job, things, true);
}

fn set_address(job: &mut Job, things: &[String], secondary: bool) {
    if job.no && things.len() < 2 {
        return address_none(job, things);
    }
    let text = |index: usize| things[index].parse::<Ipv4Addr>().unwrap_or(Ipv4Addr::UNSPECIFIED);
    let (addr, mask) = (text(0), text(1));
    let Some(cidr) = Cidr::with_mask(addr, mask) else {
        return job.print(format!("Bad mask 0x{:08X} for address {addr}", u32::from(mask)));
    };
    if addr.is_multicast() || addr.is_loopback() || addr.is_unspecified() || addr.is_broadcast() {
        return job.print("Not a valid host address - ".to_owned() + &addr.to_string());
    }
    if cidr.len < 31 && (cidr.is_network() || cidr.broadcast() == Some(addr)) {
        return job.print(format!("Bad mask /{} for address {addr}", cidr.len));
    }
    let no = job.no;
    each(job, |job, iface| {
        if no {
            job.host_mut().ifaces[iface].addrs.retain(|own| own.cidr != cidr);
            return;
        }
        if matches!(job.host().ifaces[iface].attach, Attach::Vlan { vid: None, .. }) {
            job.print("");
            job.print("% Configuring IP routing on a LAN subinterface is only allowed if that");
            job.print("subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,");
            return job.print("or ISL vLAN.");
        }
        let other = job
            .host()
            .live_ifaces()
            .filter(|(index, _)| *index != iface)
            .find(|(_, it)| it.addrs.iter().any(|own| own.cidr.overlaps(cidr)))
            .map(|(_, it)| it.name.clone());
        if let Some(other) = other {
            return job.print(format!("% {} overlaps with {other}", cidr.network().addr));
        }
        let device = job.device;
        job.net.with(device, |host, cx| {
            if host.ifaces[iface].dhcp {
                host.dhcp_stop(iface, cx);
            }
            let addrs = &mut host.ifaces[iface].addrs;
            addrs.retain(|own| own.secondary != secondary || (secondary && own.cidr != cidr));
            let at = if secondary { addrs.len() } else { 0 };
            addrs.insert(at, Addr { cidr, secondary, lease: None });
            // Others learn at once where the address is now.
            if host.has_carrier(iface) {
                host.arp_announce(iface, addr, cx);
            }
        });
    });
}

pub fn address_none(job: &mut Job, _: &[String]) {
    if !job.no {
        return job.print("% Incomplete command.");
    }
    let device = job.device;
    each(job, |job, iface| {
        job.net.with(device, |host, cx| {
            host.dhcp_stop(iface, cx);
            host.ifaces[iface].addrs.clear();
        });
    });
}

pub fn address_dhcp(job: &mut Job, _: &[String]) {
    let (no, device) = (job.no, job.device);
    each(job, |job, iface| {
        job.net.with(device, |host, cx| {
            host.dhcp_stop(iface, cx);
            host.ifaces[iface].addrs.clear();
            if !no {
                host.dhcp_start(iface, cx);
            }
        });
    });
}

pub fn shutdown(job: &mut Job, _: &[String]) {
    let (up, device) = (job.no, job.device);
    for name in chosen(job) {
        let now = job.net.now();
        let host = job.host_mut();
        let before = match (host.port(&name), host.iface(&name)) {
            (Some(port), _) => std::mem::replace(&mut host.ports[port].enabled, up),
            (None, Some(iface)) => std::mem::replace(&mut host.ifaces[iface].enabled, up),
            (None, None) => continue,
        };
        if let Some(port) = host.port(&name) {
            // Off and on again is the way out of a protection.
            if !up {
                host.ports[port].err_disabled = None;
            }
        }
        if before && !up {
            host.say(now, format!("%LINK-5-CHANGED: Interface {name}, changed state to administratively down"));
        }
        job.net.with(device, |_, cx| cx.links_changed = true);
        // A client that waits for a link asks as soon as there is one.
        if let Some(iface) = job.host().iface(&name).filter(|iface| up && job.host().ifaces[*iface].dhcp) {
            job.net.with(device, |host, cx| host.dhcp_start(iface, cx));
        }
    }
    job.net.negotiate();
}

pub fn description(job: &mut Job, things: &[String]) {
    let text = if job.no { String::new() } else { things[0].chars().take(200).collect() };
    for name in chosen(job) {
        let host = job.host_mut();
        if let Some(port) = host.port(&name) {
            text.clone_into(&mut host.ports[port].description);
        }
        if let Some(iface) = host.iface(&name) {
            text.clone_into(&mut host.ifaces[iface].description);
        }
    }
}

pub fn mtu(job: &mut Job, things: &[String]) {
    let mtu = if job.no { 1500 } else { things[0].parse().unwrap_or(1500) };
    each(job, |job, iface| job.host_mut().ifaces[iface].mtu = mtu);
}

fn set_duplex(job: &mut Job, duplex: Option<Duplex>) {
    for name in chosen(job) {
        if let Some(port) = job.host().port(&name) {
            job.host_mut().ports[port].duplex = duplex;
        }
    }
}

pub fn duplex_auto(job: &mut Job, _: &[String]) {
    set_duplex(job, None);
}

pub fn duplex_full(job: &mut Job, _: &[String]) {
    let duplex = (!job.no).then_some(Duplex::Full);
    set_duplex(job, duplex);
}

pub fn duplex_half(job: &mut Job, _: &[String]) {
    let duplex = (!job.no).then_some(Duplex::Half);
    set_duplex(job, duplex);
}

fn set_speed(job: &mut Job, speed: Option<u64>) {
    for name in chosen(job) {
        if let Some(port) = job.host().port(&name) {
            job.host_mut().ports[port].speed = speed;
        }
    }
}

pub fn speed_auto(job: &mut Job, _: &[String]) {
    set_speed(job, None);
}

pub fn speed(job: &mut Job, things: &[String]) {
    let speed = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok());
    set_speed(job, speed);
}

fn encapsulate(job: &mut Job, things: &[String], with: bool) {
    let vid: Option<u16> = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok());
    each(job, |job, iface| {
        let Attach::Vlan { port, .. } = job.host().ifaces[iface].attach else {
            return job.print("% Invalid input detected at '^' marker.");
        };
        let taken = job.host().live_ifaces().find(|(index, it)| {
            *index != iface && matches!(it.attach, Attach::Vlan { port: on, vid: of, .. } if on == port && of == vid)
        });
        if let (Some((_, other)), Some(_)) = (taken, vid) {
            let text = format!(
                "%Configuration of multiple subinterfaces of the same main interface with the same VID ({}) is not permitted. This VID is already configured on {}.",
                vid.unwrap_or(0),
                other.name
            );
            return job.print(text);
        }
        job.host_mut().ifaces[iface].attach = Attach::Vlan { port, vid, native: with && vid.is_some() };
    });
}

pub fn dot1q(job: &mut Job, things: &[String]) {
    encapsulate(job, things, false);
}

pub fn dot1q_native(job: &mut Job, things: &[String]) {
    encapsulate(job, things, true);
}

pub fn helper(job: &mut Job, things: &[String]) {
    let no = job.no;
    let helper = things.first().and_then(|text| text.parse::<Ipv4Addr>().ok());
    each(job, |job, iface| {
        let helpers = &mut job.host_mut().ifaces[iface].helpers;
        helpers.retain(|known| helper.is_some_and(|helper| helper != *known));
        if let Some(helper) = helper.filter(|_| !no) {
            helpers.push(helper);
        }
    });
}

fn nat(job: &mut Job, side: NatSide) {
    let side = (!job.no).then_some(side);
    each(job, |job, iface| job.host_mut().ifaces[iface].nat = side);
}

pub fn nat_inside(job: &mut Job, _: &[String]) {
    nat(job, NatSide::Inside);
}

pub fn nat_outside(job: &mut Job, _: &[String]) {
    nat(job, NatSide::Outside);
}

fn apply_list(job: &mut Job, things: &[String], set: fn(&mut Iface, Option<String>)) {
    let list = things.first().filter(|_| !job.no).cloned();
    each(job, |job, iface| set(&mut job.host_mut().ifaces[iface], list.clone()));
}

pub fn acl_in(job: &mut Job, things: &[String]) {
    apply_list(job, things, |iface, list| iface.acl_in = list);
}

pub fn acl_out(job: &mut Job, things: &[String]) {
    apply_list(job, things, |iface, list| iface.acl_out = list);
}

pub fn proxy_arp(job: &mut Job, _: &[String]) {
    let on = !job.no;
    each(job, |job, iface| job.host_mut().ifaces[iface].proxy_arp = on);
}

/// `no switchport` makes a port of a switch that routes one of its IP stack, `switchport` the other way round.
pub fn switchport(job: &mut Job, _: &[String]) {
    let can = crate::net::models::models().get(&job.host().model).is_some_and(|model| model.routes);
    let (no, device) = (job.no, job.device);
    if !can {
        if no {
            job.print("% Invalid input detected at '^' marker.");
        }
        return;
    }
    for name in chosen(job) {
        let Some(port) = job.host().port(&name) else { continue };
        // A cable of a bundle is what the bundle is.
        if job.host().ports[port].bundled.is_some() {
            continue;
        }
        job.net.with(device, |host, cx| {
            let routed = host.ports[port].bridge.is_none();
            if no && !routed {
                host.leave(port, cx);
                let mac = host.ports[port].mac;
                host.add_iface(Iface::new(&name, Attach::Port(port), mac));
            } else if !no && routed {
                if let Some(iface) = host.iface(&name) {
                    host.ifaces[iface].gone = true;
                    host.ifaces[iface].addrs.clear();
                }
                host.join(0, port, Member::default(), cx);
            }
        });
    }
    job.net.negotiate();
}

fn set_mode(job: &mut Job, mode: Port) {
    let dynamic_nonegotiate =
        |member: &Member| member.nonegotiate && matches!(mode, Port::DynamicAuto | Port::DynamicDesirable);
    let mut refused = false;
    each_member(job, |member, no| {
        if dynamic_nonegotiate(member) && !no {
            refused = true;
        } else {
            member.mode = if no { Port::DynamicAuto } else { mode };
        }
    });
    if refused {
        job.print("Command rejected: Conflict between 'nonegotiate' and 'dynamic' status.");
    }
}

pub fn mode_access(job: &mut Job, _: &[String]) {
    set_mode(job, Port::Access);
}

pub fn mode_trunk(job: &mut Job, _: &[String]) {
    set_mode(job, Port::Trunk);
}

pub fn mode_auto(job: &mut Job, _: &[String]) {
    set_mode(job, Port::DynamicAuto);
}

pub fn mode_desirable(job: &mut Job, _: &[String]) {
    set_mode(job, Port::DynamicDesirable);
}

pub fn nonegotiate(job: &mut Job, _: &[String]) {
    let mut refused = false;
    each_member(job, |member, no| {
        if !no && matches!(member.mode, Port::DynamicAuto | Port::DynamicDesirable) {
            refused = true;
        } else {
            member.nonegotiate = !no;
        }
    });
    if refused {
        job.print("Command rejected: Conflict between 'nonegotiate' and 'dynamic' status.");
    }
}

pub fn access_vlan(job: &mut Job, things: &[String]) {
    let vid: u16 = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok()).unwrap_or(1);
    let missing = job.host().bridges.first().is_some_and(|bridge| !bridge.vlans.contains_key(&vid));
    if missing {
        job.print(format!("% Access VLAN does not exist. Creating vlan {vid}"));
        let device = job.device;
        job.net.with(device, |host, _| {
            host.bridges[0].vlans.insert(vid, format!("VLAN{vid:04}"));
        });
    }
    each_member(job, |member, _| member.access = vid);
}

pub fn voice_vlan(job: &mut Job, things: &[String]) {
    let vid = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok());
    each_member(job, |member, _| member.voice = vid);
}

pub fn native_vlan(job: &mut Job, things: &[String]) {
    let vid = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok()).unwrap_or(1);
    each_member(job, |member, _| member.native = vid);
}

/// VLANs that a trunk carries, changed in one of the ways there are.
fn set_allowed(job: &mut Job, things: &[String], change: fn(&mut VlanSet, &VlanSet)) {
    let set = match things.first() {
        None if job.no => VlanSet::all(),
        None => VlanSet::NONE,
        Some(text) => match VlanSet::parse(text) {
            Some(set) => set,
            None => return job.print("Bad VLAN allowed list."),
        },
    };
    each_member(job, |member, no| if no { member.allowed = VlanSet::all() } else { change(&mut member.allowed, &set) });
}

pub fn allowed(job: &mut Job, things: &[String]) {
    set_allowed(job, things, |now, set| *now = set.clone());
}

pub fn allowed_add(job: &mut Job, things: &[String]) {
    set_allowed(job, things, |now, set| set.iter().for_each(|vid| now.insert(vid)));
}

pub fn allowed_remove(job: &mut Job, things: &[String]) {
    set_allowed(job, things, |now, set| set.iter().for_each(|vid| now.remove(vid)));
}

pub fn allowed_except(job: &mut Job, things: &[String]) {
    set_allowed(job, things, |now, set| {
        *now = VlanSet::all();
        set.iter().for_each(|vid| now.remove(vid));
    });
}

pub fn allowed_all(job: &mut Job, _: &[String]) {
    each_member(job, |member, _| member.allowed = VlanSet::all());
}

pub fn allowed_none(job: &mut Job, _: &[String]) {
    each_member(job, |member, _| member.allowed = VlanSet::NONE);
}

pub fn security(job: &mut Job, _: &[String]) {
    for name in chosen(job) {
        let host = job.host();
        let dynamic = host
            .port(&name)
            .and_then(|port| host.bridges.first()?.member(port))
            .is_some_and(|member| matches!(member.mode, Port::DynamicAuto | Port::DynamicDesirable));
        if dynamic && !job.no {
            return job.print(format!("Command rejected: {name} is a dynamic port."));
        }
    }
    each_member(job, |member, no| {
        if no {
            member.security = None;
        } else {
            member.security.get_or_insert_default();
        }
    });
}

fn secure(job: &mut Job, mut act: impl FnMut(&mut Security, bool)) {
    each_member(job, |member, no| act(member.security.get_or_insert_default(), no));
}

pub fn security_maximum(job: &mut Job, things: &[String]) {
    let maximum = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok()).unwrap_or(1);
    secure(job, |security, _| security.maximum = maximum);
}

pub fn security_sticky(job: &mut Job, _: &[String]) {
    secure(job, |security, no| security.sticky = !no);
}

pub fn security_mac(job: &mut Job, things: &[String]) {
    let Some(mac) = things.first().and_then(|text| text.parse::<Mac>().ok()) else { return };
    secure(job, |security, no| {
        security.secure.remove(&mac);
        security.configured.remove(&mac);
        if !no && security.secure.len() < security.maximum {
            security.secure.insert(mac);
            security.configured.insert(mac);
        }
    });
}

pub fn security_protect(job: &mut Job, _: &[String]) {
    secure(job, |security, no| security.violation = if no { Violation::Shutdown } else { Violation::Protect });
}

pub fn security_restrict(job: &mut Job, _: &[String]) {
    secure(job, |security, no| security.violation = if no { Violation::Shutdown } else { Violation::Restrict });
}

pub fn security_shutdown(job: &mut Job, _: &[String]) {
    secure(job, |security, _| security.violation = Violation::Shutdown);
}

pub fn portfast(job: &mut Job, _: &[String]) {
    each_member(job, |member, no| member.portfast = !no);
    if !job.no {
        let names: Vec<String> = chosen(job).iter().map(|name| names::short(name)).collect();
        job.print("%Warning: portfast is for ports that lead to one computer. With a hub or a");
        job.print(" switch behind it, a loop can arise before spanning tree sees it.");
        job.print(format!(
            "%Portfast has been configured on {} and works while the port is no trunk.",
            names.join(", ")
        ));
    }
}

pub fn bpduguard(job: &mut Job, _: &[String]) {
    each_member(job, |member, no| member.bpduguard = !no);
}

pub fn stp_cost(job: &mut Job, things: &[String]) {
    let cost = things.first().filter(|_| !job.no).and_then(|text| text.parse().ok());
    each_member(job, |member, _| member.cost = cost);
}

pub fn stp_port_priority(job: &mut Job, things: &[String]) {
    let priority = things.first().filter(|_| !job.no).and_then(|text| text.parse::<u8>().ok()).unwrap_or(128);
    each_member(job, |member, _| member.stp_priority = priority & 0xf0);
}
