//! The network of a scenario: its devices, cabled, switched on, and their startup lines typed in.

use std::sync::Arc;

use indexmap::IndexMap;

use super::console;
use super::device::Os;
use super::light::Light;
use super::models::models;
use super::time::Time;
use super::world::{Net, Socket};
use crate::lab::state::State;
use crate::plant::Plant;
use crate::plant::address::PortId;
use crate::scenario::file::{Device, NetLink};
use crate::scenario::model::Scenario;

/// How long everything has been on when the trainee comes: longer than spanning tree takes.
pub const WARM_UP: Time = Time::seconds(60);

/// A startup line that its console does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub device: String,
    /// Number of the line, from 0.
    pub index: usize,
    pub line: String,
    /// The last line that the console printed.
    pub said: String,
}

/// The startup lines that are not taken.
pub fn try_startup(devices: &IndexMap<String, Device>, links: &[NetLink]) -> Vec<Refused> {
    raised(devices, links).1
}

/// A network of these, and the startup lines that are not taken.
pub fn raised(devices: &IndexMap<String, Device>, links: &[NetLink]) -> (Net, Vec<Refused>) {
    let mut refused = Vec::new();
    let net = raise(devices, links, 1, &|_| None, &mut refused);
    (net, refused)
}

/// The network as it is before the first action.
pub fn build(scenario: &Arc<Scenario>) -> Net {
    let over_fibre = scenario.links.iter().any(|link| link.client.is_some());
    let plant = over_fibre.then(|| Plant::build(scenario, &State::initial(scenario)));
    let light = |client: &str| plant.as_ref().and_then(|plant| Light::of(plant, client));
    raise(&scenario.devices, &scenario.links, scenario.seed, &light, &mut Vec::new())
}

/// `light` says what passes the fibre of a client; where it says nothing, all is well.
fn raise(
    devices: &IndexMap<String, Device>,
    links: &[NetLink],
    seed: u64,
    light: &dyn Fn(&str) -> Option<Light>,
    refused: &mut Vec<Refused>,
) -> Net {
    let mut net = Net::new(seed);
    for (number, (id, device)) in devices.iter().enumerate() {
        let Some(model) = models().get(&device.model) else { continue };
        net.add(model.device(id, &device.model, number));
    }
    for link in links {
        let (Some(a), Some(b)) = (socket(&net, &link.a), socket(&net, &link.b)) else { continue };
        if !net.connect_by(a, b, link.cable) {
            continue;
        }
        if let Some(cable) = net.link_mut(a) {
            cable.loss_permille = link.loss_permille;
            cable.light = link.client.as_deref().and_then(light);
            cable.delay += Time::micros(u64::from(link.delay_us));
        }
        if let Some(mtu) = link.mtu {
            for (device, port) in [a, b] {
                let on_it = |iface: &&mut super::device::Iface| iface.attach == super::device::Attach::Port(port);
                if let Some(iface) = net.devices[device].ifaces.iter_mut().find(on_it) {
                    iface.mtu = mtu;
                }
            }
        }
    }
    net.negotiate();
    for (id, device) in devices {
        let Some(number) = net.device(id) else { continue };
        device.services.iter().for_each(|service| net.with(number, |host, cx| host.serve(service, cx)));
        for (index, said) in startup(&mut net, number, &device.startup) {
            let line = device.startup.get(index).cloned().unwrap_or_default();
            refused.push(Refused { device: id.clone(), index, line, said });
        }
    }
    net.run_until(WARM_UP.max(net.now()));
    net.devices.iter_mut().for_each(console::ios::all_read);
    net
}

/// Types startup lines into a device; gives those it does not take, by number, with what it says. Equipment with a
/// command line reads them as it reads its own configuration when it starts.
pub fn startup(net: &mut Net, device: usize, lines: &[String]) -> Vec<(usize, String)> {
    if net.devices[device].os == Os::Ios {
        return console::ios::boot(net, device, lines);
    }
    let mut refused = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let reply = console::type_line(net, device, line);
        if net.devices[device].shell.status != 0 || !reply.notes.is_empty() {
            refused.push((index, reply.text.lines().last().unwrap_or_default().to_owned()));
        }
    }
    net.devices[device].shell.history.clear();
    refused
}

/// Where a port is in the network.
pub fn socket(net: &Net, port: &PortId) -> Option<Socket> {
    let device = net.device(&port.equipment)?;
    let model = models().get(&net.devices[device].model)?;
    Some((device, model.port(&port.port)?))
}
