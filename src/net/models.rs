//! The models of network devices: `assets/catalogue/network.ron`. Ids are part of the scenario format and stay.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::OnceLock;

use serde::Deserialize;

use super::addr::{Cidr, Mac};
use super::bridge::{Bridge, DEFAULT_VLAN, Member, Mode};
use super::console::ios::names;
use super::device::{Addr, Attach, Device, Iface, Os};
use super::time::Time;
use crate::locale::Text;

/// Everything there is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Models {
    pub models: BTreeMap<String, Model>,
}

/// One model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub name: Text,
    pub kind: Kind,
    pub os: OsName,
    pub ports: Vec<Group>,
    /// Whether it has VLANs.
    #[serde(default)]
    pub vlans: bool,
    /// Whether a switch can route.
    #[serde(default)]
    pub routes: bool,
    /// Whether it passes packets on when it is new.
    #[serde(default)]
    pub forwards: bool,
}

/// What it is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Kind {
    Host,
    Server,
    Hub,
    Switch,
    Router,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum OsName {
    Linux,
    Ios,
    None,
}

/// Ports that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    #[serde(default)]
    pub name: String,
    pub first: u16,
    pub count: u16,
    pub mbps: u64,
}

impl Model {
    /// The names of all ports, in order.
    pub fn port_names(&self) -> Vec<String> {
        let group = |group: &Group| -> Vec<String> {
            (group.first..group.first + group.count).map(|number| format!("{}{number}", group.name)).collect()
        };
        self.ports.iter().flat_map(group).collect()
    }

    /// The number of a port, by its name or a short form of it (`g0/1`).
    pub fn port(&self, name: &str) -> Option<usize> {
        let all = self.port_names();
        let exact = all.iter().position(|port| port == name);
        exact.or_else(|| {
            let full = names::full(name, &all)?;
            all.iter().position(|port| *port == full)
        })
    }

    /// A device of this model, the `number`-th of its network, as it comes out of its box.
    pub fn device(&self, id: &str, model: &str, number: usize) -> Device {
        let os = match self.os {
            OsName::Linux => Os::Linux,
            OsName::Ios => Os::Ios,
            OsName::None => Os::None,
        };
        let mut device = Device::new(id, os);
        model.clone_into(&mut device.model);
        device.forwarding = self.forwards;
        // Equipment with a command line has to be told for IPv6.
        device.six.forwarding = self.forwards && os == Os::Linux;
        if os == Os::Ios {
            device.hostname = if self.kind == Kind::Router { "Router" } else { "Switch" }.to_owned();
        }
        let switched = matches!(self.kind, Kind::Switch | Kind::Hub);
        let base = Mac::of_port(number, 0);
        if switched {
            let mut bridge = Bridge::new("switch", base);
            bridge.repeater = self.kind == Kind::Hub;
            bridge.vlan_aware = self.vlans;
            if self.vlans {
                bridge.vlans.insert(DEFAULT_VLAN, "default".to_owned());
                bridge.stp.on = true;
                bridge.stp.per_vlan = true;
            }
            device.bridges.push(bridge);
        }
        if os == Os::Linux {
            let mut lo = Iface::new("lo", Attach::Loopback, Mac::default());
            lo.addrs.push(Addr { cidr: Cidr::new(Ipv4Addr::LOCALHOST, 8), secondary: false, lease: None });
            device.add_iface(lo);
        }
        let names = self.port_names();
        let speeds = self.ports.iter().flat_map(|group| std::iter::repeat_n(group.mbps, usize::from(group.count)));
        for (index, (name, mbps)) in names.into_iter().zip(speeds).enumerate() {
            let mac = Mac::of_port(number, index + 1);
            if switched {
                let port = device.add_port(name, mac, mbps);
                device.ports[port].bridge = Some(0);
                let mode = if os == Os::Ios { Mode::DynamicAuto } else { Mode::Access };
                device.bridges[0].members.push(Some(Member { mode, ..Member::default() }));
            } else {
                let port = device.add_routed_port(name, mac, mbps);
                // Ports of routers are off until they are switched on: NETWORK.md 2.2.
                device.ports[port].enabled = os != Os::Ios;
            }
        }
        if self.vlans {
            let attach = Attach::Bridge { bridge: 0, vid: DEFAULT_VLAN };
            device.add_iface(Iface { enabled: false, ..Iface::new("Vlan1", attach, base) });
            device.refresh_bridge_ifaces();
        }
        device.booted = Time::ZERO;
        device
    }
}

/// The built-in models.
pub fn models() -> &'static BTreeMap<String, Model> {
    static MODELS: OnceLock<Models> = OnceLock::new();
    &MODELS
        .get_or_init(|| {
            ron::from_str(include_str!("../../assets/catalogue/network.ron")).expect("the catalogue of ours is good")
        })
        .models
}
