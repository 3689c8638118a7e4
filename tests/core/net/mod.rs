//! The network: what a real kernel answers, and what equipment of that kind shows.

mod bind;
mod bundles;
mod equipment;
mod hostile;
mod kernel;
mod layouts;
mod names;
pub mod namespaces;
mod ospf;
mod routing;
mod scenario;
mod services;
mod six;
mod why;

use splicelab::net::console::type_line;
use splicelab::net::models::models;
use splicelab::net::reach::Reached;
use splicelab::net::{Net, Time};

/// A small network: `pc1 linux-host` and the like, cables `pc1/eth0 sw/1`, and lines typed at the start.
pub fn network(devices: &[(&str, &str)], cables: &[(&str, &str)], lines: &[(&str, &[&str])]) -> Net {
    let mut net = Net::new(1);
    for (number, (id, model)) in devices.iter().enumerate() {
        net.add(models()[*model].device(id, model, number));
    }
    for (a, b) in cables {
        let [a, b] = [a, b].map(|port| socket(&net, port));
        assert!(net.connect(a, b), "{a:?} {b:?}");
    }
    net.negotiate();
    for (device, lines) in lines {
        for line in *lines {
            let said = type_at(&mut net, device, line);
            assert!(said.is_empty(), "{device}: {line}: {said}");
        }
    }
    net.run_for(Time::seconds(60));
    net
}

pub fn socket(net: &Net, port: &str) -> (usize, usize) {
    let port = port.parse().unwrap_or_else(|error| panic!("{error}"));
    splicelab::net::build::socket(net, &port).unwrap_or_else(|| panic!("no port {port}"))
}

/// Types a line and gives what the device prints.
pub fn type_at(net: &mut Net, device: &str, line: &str) -> String {
    let index = net.device(device).unwrap_or_else(|| panic!("no device {device}"));
    type_line(net, index, line).text
}

/// What a box gets back that asks for an address, in a few signs: `ttl=62`, `timeout`, `no-route`, `3/1 10.0.0.1`.
pub fn probe(net: &mut Net, device: &str, to: &str) -> String {
    let index = net.device(device).unwrap_or_else(|| panic!("no device {device}"));
    match Reached::from(net.probe(index, to.parse().expect("an address"))) {
        Reached::Reply { ttl } => format!("ttl={ttl}"),
        Reached::Timeout => "timeout".to_owned(),
        Reached::Local { reason } => reason.to_owned(),
        Reached::Icmp { kind, code, from } => format!("{kind}/{code} {from}"),
    }
}
