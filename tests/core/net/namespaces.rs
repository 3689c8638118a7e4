//! The same small networks in the kernel's own network namespaces, and who reaches whom: the same answers, kind of
//! failure and sender included. Skipped where namespaces may not be made, or `ip` and `ping` are missing.

use std::collections::BTreeMap;
use std::process::Command;

use super::super::support::left_out;
use super::{network, probe};

/// Devices, cables, lines.
pub struct Lab {
    pub name: &'static str,
    pub devices: &'static [(&'static str, &'static str)],
    pub cables: &'static [(&'static str, &'static str)],
    pub lines: &'static [(&'static str, &'static [&'static str])],
}

const LABS: &[Lab] = &[
    // A router knows no way back; one computer has no gateway.
    Lab {
        name: "chain",
        devices: &[
            ("pc1", "linux-host"),
            ("r1", "linux-router"),
            ("r2", "linux-router"),
            ("pc2", "linux-host"),
            ("pc3", "linux-host"),
            ("sw", "switch-8"),
        ],
        cables: &[
            ("pc1/eth0", "r1/eth0"),
            ("r1/eth1", "r2/eth1"),
            ("r2/eth0", "sw/1"),
            ("pc2/eth0", "sw/2"),
            ("pc3/eth0", "sw/3"),
        ],
        lines: &[
            ("pc1", &["ip addr add 195.11.14.5/24 dev eth0", "ip route add default via 195.11.14.1"]),
            (
                "r1",
                &[
                    "ip addr add 195.11.14.1/24 dev eth0",
                    "ip addr add 100.0.0.9/30 dev eth1",
                    "ip route add 200.1.1.0/24 via 100.0.0.10",
                ],
            ),
            ("r2", &["ip addr add 200.1.1.1/24 dev eth0", "ip addr add 100.0.0.10/30 dev eth1"]),
            ("pc2", &["ip addr add 200.1.1.7/24 dev eth0", "ip route add default via 200.1.1.1"]),
            ("pc3", &["ip addr add 200.1.1.8/24 dev eth0"]),
        ],
    },
    // Masks that do not agree, another network on the same wire, a gateway that is nobody, one that does not route.
    Lab {
        name: "masks",
        devices: &[
            ("a", "linux-host"),
            ("b", "linux-host"),
            ("c", "linux-host"),
            ("d", "linux-host"),
            ("r", "linux-host"),
            ("far", "linux-host"),
            ("sw", "switch-8"),
        ],
        cables: &[
            ("a/eth0", "sw/1"),
            ("b/eth0", "sw/2"),
            ("c/eth0", "sw/3"),
            ("d/eth0", "sw/4"),
            ("r/eth0", "sw/5"),
            ("r/eth1", "far/eth0"),
        ],
        lines: &[
            ("a", &["ip addr add 10.0.0.1/24 dev eth0", "ip route add 10.5.0.0/16 via 10.0.0.254"]),
            ("b", &["ip addr add 10.0.1.2/16 dev eth0"]),
            (
                "c",
                &[
                    "ip addr add 10.0.0.3/25 dev eth0",
                    "ip addr add 192.168.7.1/24 dev eth0",
                    "ip route add default via 10.0.0.99",
                ],
            ),
            ("d", &["ip addr add 172.16.0.4/24 dev eth0"]),
            ("r", &["ip addr add 10.0.0.254/24 dev eth0", "ip addr add 10.5.0.1/24 dev eth1"]),
            ("far", &["ip addr add 10.5.0.9/24 dev eth0", "ip route add default via 10.5.0.1"]),
        ],
    },
    // Two summaries that point at each other, a black hole, a refusal, a VLAN without a switch.
    Lab {
        name: "circles",
        devices: &[
            ("pc", "linux-host"),
            ("r1", "linux-router"),
            ("r2", "linux-router"),
            ("lonely", "linux-host"),
            ("sw", "switch-8"),
        ],
        cables: &[("pc/eth0", "r1/eth0"), ("r1/eth1", "r2/eth1"), ("lonely/eth0", "sw/1")],
        lines: &[
            ("pc", &["ip addr add 10.1.0.2/24 dev eth0", "ip route add default via 10.1.0.1"]),
            (
                "r1",
                &[
                    "ip addr add 10.1.0.1/24 dev eth0",
                    "ip addr add 10.2.0.1/30 dev eth1",
                    "ip route add 10.9.0.0/16 via 10.2.0.2",
                    "ip link add link eth1 name eth1.7 type vlan id 7",
                    "ip link set eth1.7 up",
                    "ip addr add 10.7.0.1/24 dev eth1.7",
                    "ip route add unreachable 10.8.1.0/24",
                    "ip route add prohibit 10.8.2.0/24",
                    "ip route add blackhole 10.8.3.0/24",
                ],
            ),
            (
                "r2",
                &[
                    "ip addr add 10.2.0.2/30 dev eth1",
                    "ip route add default via 10.2.0.1",
                    "ip link add link eth1 name eth1.7 type vlan id 7",
                    "ip link set eth1.7 up",
                    "ip addr add 10.7.0.2/24 dev eth1.7",
                ],
            ),
            (
                "lonely",
                &[
                    "ip addr add 10.9.9.9/24 dev eth0",
                    "ip addr add 10.8.1.1/32 dev eth0",
                    "ip addr add 10.8.2.1/32 dev eth0",
                    "ip addr add 10.8.3.1/32 dev eth0",
                ],
            ),
        ],
    },
];

/// Namespaces that are taken away again, however the test ends.
pub struct Spaces(pub Vec<String>);

impl Drop for Spaces {
    fn drop(&mut self) {
        for name in &self.0 {
            let _ = Command::new("ip").args(["netns", "del", name]).output();
        }
    }
}

pub fn run(line: &str) -> Result<String, String> {
    let output = Command::new("sh").args(["-c", line]).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(text) } else { Err(text) }
}

/// The network in the kernel.
fn raise(lab: &Lab, six: bool, spaces: &mut Spaces) -> Result<(), String> {
    let space = |id: &str| format!("spl-{}-{}-{id}", lab.name, std::process::id());
    for (id, model) in lab.devices {
        let name = space(id);
        run(&format!("ip netns add {name}"))?;
        spaces.0.push(name.clone());
        let inside = |line: &str| run(&format!("ip netns exec {name} {line}"));
        inside("ip link set lo up")?;
        let forward = u8::from(*model == "linux-router");
        inside(&format!(
            "sysctl -qw net.ipv4.ip_forward={forward} net.ipv4.icmp_ratelimit=0 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv6.conf.default.disable_ipv6={}",
            u8::from(!six)
        ))?;
        if six {
            // Addresses are there at once, and no error is held back.
            let quick = "net.ipv6.conf.default.accept_dad=0 net.ipv6.icmp.ratelimit=0";
            inside(&format!("sysctl -qw net.ipv6.conf.all.forwarding={forward} {quick}"))?;
        }
        if *model == "switch-8" {
            inside("ip link add br0 type bridge")?;
            inside("ip link set br0 up")?;
        }
    }
    for (number, (a, b)) in lab.cables.iter().enumerate() {
        let ends = [a, b].map(|port| port.split_once('/').expect("a port"));
        // The labs are raised side by side, and a card's name has at most 15 letters.
        let [here, there] =
            [0, 1].map(|end| format!("v{}{}{number}{end}", &lab.name[..3], std::process::id() % 100_000));
        run(&format!("ip link add {here} type veth peer name {there}"))?;
        for ((id, port), card) in ends.iter().zip([&here, &there]) {
            let name = space(id);
            let port = if port.starts_with("eth") { (*port).to_owned() } else { format!("p{port}") };
            run(&format!("ip link set {card} netns {name} name {port}"))?;
            if port.starts_with('p') {
                run(&format!("ip netns exec {name} ip link set {port} master br0"))?;
            }
            run(&format!("ip netns exec {name} ip link set {port} up"))?;
        }
    }
    for (id, lines) in lab.lines {
        for line in *lines {
            run(&format!("ip netns exec {} {line}", space(id)))?;
        }
    }
    Ok(())
}

/// What the kernel answers, in the same few signs as ours.
pub fn real_ping(space: &str, to: &str) -> String {
    let said = match run(&format!("ip netns exec {space} ping -n -c 1 -W 4 {to}")) {
        Ok(said) | Err(said) => said,
    };
    for line in said.lines() {
        if let Some(ttl) = line.split("ttl=").nth(1) {
            return format!("ttl={}", ttl.split(' ').next().unwrap_or_default());
        }
        let Some(from) = line.strip_prefix("From ") else { continue };
        let from = from.split(' ').next().unwrap_or_default();
        for (text, kind) in [
            ("Net Unreachable", "3/0"),
            ("Host Unreachable", "3/1"),
            ("Packet filtered", "3/13"),
            ("Time to live exceeded", "11/0"),
        ] {
            if line.contains(text) {
                return format!("{kind} {from}");
            }
        }
    }
    if said.contains("Network is unreachable") { "no-route".to_owned() } else { "timeout".to_owned() }
}

fn compare(lab: &Lab) {
    let mut spaces = Spaces(Vec::new());
    if let Err(why) = raise(lab, false, &mut spaces) {
        // A kernel without 802.1Q, for example: no tool brings that.
        if why.contains("Unknown device type") {
            eprintln!("left out: this kernel cannot raise the network `{}`: {why}", lab.name);
            return;
        }
        return left_out(&format!("network namespaces: {why}"));
    }
    let mut net = network(lab.devices, lab.cables, lab.lines);
    let targets: Vec<String> = net.all_addresses().iter().map(ToString::to_string).collect();
    let mut differ = BTreeMap::new();
    for (id, model) in lab.devices.iter().filter(|(_, model)| *model != "switch-8") {
        let space = format!("spl-{}-{}-{id}", lab.name, std::process::id());
        for to in &targets {
            let (real, ours) = (real_ping(&space, to), probe(&mut net, id, to));
            if real != ours {
                differ.insert((id, to, model), (real, ours));
            }
        }
    }
    assert!(differ.is_empty(), "{}: kernel and ours differ: {differ:#?}", lab.name);
}

pub fn possible() -> bool {
    if run("ip -V && ping -V").is_err() {
        left_out("ip and ping");
        return false;
    }
    run("ip netns add spl-try && ip netns del spl-try").is_ok()
}

#[test]
fn the_kernel_answers_the_same() {
    if !possible() {
        eprintln!("left out: no leave to make network namespaces");
        return;
    }
    std::thread::scope(|scope| {
        let all: Vec<_> = LABS.iter().map(|lab| scope.spawn(|| compare(lab))).collect();
        for one in all {
            one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
}

/// Who reaches whom in IPv6, and what is said of a failure: the same in the kernel and here.
pub fn compare_six(lab: &Lab, from: &[&str], to: &[&str]) {
    if !possible() {
        eprintln!("left out: no leave to make network namespaces");
        return;
    }
    let mut spaces = Spaces(Vec::new());
    if let Err(why) = raise(lab, true, &mut spaces) {
        return left_out(&format!("network namespaces with IPv6: {why}"));
    }
    let mut net = network(lab.devices, lab.cables, lab.lines);
    let mut differ = BTreeMap::new();
    for id in from {
        let space = format!("spl-{}-{}-{id}", lab.name, std::process::id());
        for to in to {
            let real = match run(&format!("ip netns exec {space} ping -6 -n -c 1 -W 4 {to}")) {
                Ok(said) | Err(said) => super::six::said(&said),
            };
            let ours = super::six::said(&super::type_at(&mut net, id, &format!("ping -6 -n -c 1 -W 4 {to}")));
            if real != ours {
                differ.insert((id, to), (real, ours));
            }
        }
    }
    assert!(differ.is_empty(), "{}: kernel and ours differ: {differ:#?}", lab.name);
}
