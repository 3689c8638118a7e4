//! The answers of a real Linux kernel, measured on the Kathará static-routing topology pc1 – r1 – r2 – pc2 and others
//! (NETWORK.md, section 3): kind of failure, sender and time included.

use splicelab::net::world::Ran;
use splicelab::net::{Net, Time};

use super::{network, probe, type_at};

/// pc1 – r1 – r2 – pc2, with some lines left out or put in.
fn chain(change: &[(&str, &str, &str)]) -> Net {
    let mut lines = vec![
        ("pc1", "ip addr add 195.11.14.5/24 dev eth0"),
        ("pc1", "ip route add default via 195.11.14.1"),
        ("r1", "ip addr add 195.11.14.1/24 dev eth0"),
        ("r1", "ip addr add 100.0.0.9/30 dev eth1"),
        ("r1", "ip route add 200.1.1.0/24 via 100.0.0.10 dev eth1"),
        ("r2", "ip addr add 200.1.1.1/24 dev eth0"),
        ("r2", "ip addr add 100.0.0.10/30 dev eth1"),
        ("r2", "ip route add 195.11.14.0/24 via 100.0.0.9 dev eth1"),
        ("pc2", "ip addr add 200.1.1.7/24 dev eth0"),
        ("pc2", "ip route add default via 200.1.1.1"),
    ];
    for (device, old, new) in change {
        let at = lines.iter().position(|line| line == &(*device, *old)).expect("the line to change");
        lines[at] = (device, new);
    }
    let lines: Vec<(&str, &[&str])> =
        lines.iter().map(|(device, line)| (*device, std::slice::from_ref(line))).collect();
    network(
        &[("pc1", "linux-host"), ("r1", "linux-router"), ("r2", "linux-router"), ("pc2", "linux-host")],
        &[("pc1/eth0", "r1/eth0"), ("r1/eth1", "r2/eth1"), ("r2/eth0", "pc2/eth0")],
        &lines,
    )
}

#[test]
fn all_is_well() {
    let mut net = chain(&[]);
    assert_eq!(probe(&mut net, "pc1", "200.1.1.7"), "ttl=62");
    assert_eq!(probe(&mut net, "pc1", "195.11.14.5"), "ttl=64");
    let said = type_at(&mut net, "pc1", "ping -c 1 -t 1 200.1.1.7");
    assert!(said.contains("From 195.11.14.1 icmp_seq=1 Time to live exceeded"), "{said}");
    let said = type_at(&mut net, "pc1", "ping -c 1 -t 2 200.1.1.7");
    assert!(said.contains("From 100.0.0.10 icmp_seq=1 Time to live exceeded"), "{said}");
}

#[test]
fn an_unused_address_in_a_far_network_is_told_by_the_last_router_after_three_requests() {
    let mut net = chain(&[]);
    let before = net.now();
    let said = type_at(&mut net, "pc1", "ping -c 1 200.1.1.99");
    assert!(said.contains("From 100.0.0.10 icmp_seq=1 Destination Host Unreachable"), "{said}");
    let took = (net.now() - before).as_millis();
    assert!((3000..3200).contains(&took), "{took} ms");
    assert_eq!(probe(&mut net, "pc1", "8.8.8.8"), "3/0 195.11.14.1");
}

#[test]
fn no_way_back_from_the_far_router() {
    let mut net = chain(&[("r2", "ip route add 195.11.14.0/24 via 100.0.0.9 dev eth1", "")]);
    assert_eq!(probe(&mut net, "pc1", "200.1.1.7"), "timeout");
    assert_eq!(probe(&mut net, "pc1", "100.0.0.10"), "timeout");
    assert_eq!(probe(&mut net, "pc2", "195.11.14.5"), "3/0 200.1.1.1");
}

#[test]
fn no_gateway_on_the_first_computer() {
    let mut net = chain(&[("pc1", "ip route add default via 195.11.14.1", "")]);
    assert_eq!(probe(&mut net, "pc1", "200.1.1.7"), "no-route");
    assert_eq!(type_at(&mut net, "pc1", "ping -c 1 200.1.1.7"), "ping: connect: Network is unreachable\n");
    assert_eq!(probe(&mut net, "pc2", "195.11.14.5"), "timeout");
    assert_eq!(probe(&mut net, "pc1", "195.11.14.1"), "ttl=64");
}

#[test]
fn no_route_on_the_first_router() {
    let mut net = chain(&[("r1", "ip route add 200.1.1.0/24 via 100.0.0.10 dev eth1", "")]);
    assert_eq!(probe(&mut net, "pc1", "200.1.1.7"), "3/0 195.11.14.1");
}

#[test]
fn a_gateway_that_is_nobody_and_one_that_cannot_be() {
    let mut net = chain(&[("pc1", "ip route add default via 195.11.14.1", "ip route add default via 195.11.14.77")]);
    assert_eq!(probe(&mut net, "pc1", "200.1.1.7"), "3/1 195.11.14.5");
    let said = type_at(&mut net, "pc1", "ip route replace default via 10.9.9.9");
    assert_eq!(said, "Error: Nexthop has invalid gateway.\n");
}

#[test]
fn a_router_that_does_not_route() {
    let mut net = chain(&[]);
    type_at(&mut net, "r1", "sysctl -w net.ipv4.ip_forward=0");
    assert_eq!(probe(&mut net, "pc1", "200.1.1.7"), "timeout");
    assert_eq!(probe(&mut net, "pc1", "100.0.0.9"), "ttl=64");
}

#[test]
fn a_far_link_that_takes_less() {
    let mut net = chain(&[]);
    for (device, port) in [("r2", "eth0"), ("pc2", "eth0")] {
        type_at(&mut net, device, &format!("ip link set {port} mtu 1400"));
    }
    let ping = |net: &mut Net, options: &str| type_at(net, "pc1", &format!("ping -c 1 {options} 200.1.1.7"));
    assert!(ping(&mut net, "-s 1000").contains("1008 bytes from 200.1.1.7: icmp_seq=1 ttl=62"));
    let said = ping(&mut net, "-s 1422 -M do");
    assert!(said.contains("From 100.0.0.10 icmp_seq=1 Frag needed and DF set (mtu = 1400)"), "{said}");
    assert!(ping(&mut net, "-s 1422 -M dont").contains("1430 bytes from 200.1.1.7"));
    // What was told is remembered: the next is cut at home.
    assert!(ping(&mut net, "-s 1422").contains("1430 bytes from 200.1.1.7"));
    assert!(ping(&mut net, "-s 1422 -M do").contains("message too long, mtu=1400"));
}

#[test]
fn masks_that_do_not_agree_on_one_wire() {
    let mut net = network(
        &[("a", "linux-host"), ("b", "linux-host")],
        &[("a/eth0", "b/eth0")],
        &[("a", &["ip addr add 10.0.0.1/24 dev eth0"]), ("b", &["ip addr add 10.0.1.2/16 dev eth0"])],
    );
    assert_eq!(probe(&mut net, "a", "10.0.1.2"), "no-route");
    assert_eq!(probe(&mut net, "b", "10.0.0.1"), "timeout");
    let said = type_at(&mut net, "b", "ip neigh");
    assert!(said.starts_with("10.0.0.1 dev eth0 lladdr ") && said.ends_with("REACHABLE \n"), "{said}");
}

#[test]
fn an_address_that_two_have() {
    let mut net = network(
        &[("h1", "linux-host"), ("h2", "linux-host"), ("h3", "linux-host"), ("sw", "switch-8")],
        &[("h1/eth0", "sw/1"), ("h2/eth0", "sw/2"), ("h3/eth0", "sw/3")],
        &[
            ("h1", &["ip addr add 10.0.0.1/24 dev eth0"]),
            ("h2", &["ip addr add 10.0.0.1/24 dev eth0"]),
            ("h3", &["ip addr add 10.0.0.3/24 dev eth0"]),
        ],
    );
    assert_eq!(probe(&mut net, "h3", "10.0.0.1"), "ttl=64");
    assert_eq!(probe(&mut net, "h1", "10.0.0.3"), "timeout");
    assert_eq!(probe(&mut net, "h2", "10.0.0.3"), "ttl=64");
}

/// Three bridges in a ring, a computer at the first and at the second.
fn ring(stp: &[&str]) -> Net {
    let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
    for (bridge, ports) in [("sw1", 3), ("sw2", 3), ("sw3", 2)] {
        let mut all = vec!["ip link add br0 type bridge".to_owned()];
        all.extend(stp.iter().map(|line| (*line).to_owned()));
        all.extend((0..ports).map(|port| format!("ip link set eth{port} master br0")));
        all.push("ip link set br0 up".to_owned());
        lines.push((bridge, all));
    }
    let mut net = network(
        &[
            ("h1", "linux-host"),
            ("h2", "linux-host"),
            ("sw1", "linux-router"),
            ("sw2", "linux-router"),
            ("sw3", "linux-router"),
        ],
        &[
            ("sw1/eth0", "sw2/eth0"),
            ("sw2/eth1", "sw3/eth1"),
            ("sw3/eth0", "sw1/eth1"),
            ("h1/eth0", "sw1/eth2"),
            ("h2/eth0", "sw2/eth2"),
        ],
        &[("h1", &["ip addr add 10.0.0.1/24 dev eth0"]), ("h2", &["ip addr add 10.0.0.2/24 dev eth0"])],
    );
    for (bridge, lines) in lines {
        for line in lines {
            assert_eq!(type_at(&mut net, bridge, &line), "", "{line}");
        }
    }
    net
}

#[test]
fn a_ring_with_spanning_tree_passes_after_twice_the_forward_delay_and_one_port_blocks() {
    let mut net = ring(&["ip link set br0 type bridge stp_state 1 forward_delay 400"]);
    let before = net.now();
    let said = type_at(&mut net, "h1", "ping -c 15 -i 1 10.0.0.2");
    let first = said.lines().find(|line| line.contains("bytes from")).unwrap_or_else(|| panic!("{said}"));
    let seq: u32 = first.split("icmp_seq=").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok()).expect("seq");
    assert!((8..=11).contains(&seq), "{first}");
    assert!(before < net.now());
    let blocking: Vec<String> = ["sw1", "sw2", "sw3"]
        .iter()
        .flat_map(|bridge| {
            let said = type_at(&mut net, bridge, "bridge link");
            said.lines()
                .filter(|line| line.contains("blocking"))
                .map(|line| format!("{bridge} {line}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(blocking.len(), 1, "{blocking:?}");
    assert!(blocking[0].starts_with("sw3 "), "{blocking:?}");
}

#[test]
fn a_ring_without_spanning_tree_is_a_storm() {
    let mut net = ring(&[]);
    let before = net.now();
    let said = type_at(&mut net, "h1", "ping -c 1 10.0.0.2");
    let h2 = net.device("h2").expect("h2");
    let heard = |net: &Net| net.devices[h2].ports[0].count.in_frames;
    // The console gives up on a storm long before it ends; the frames go round for as long as time passes.
    assert!(heard(&net) > 10_000, "{said}");
    while heard(&net) <= 100_000 {
        assert_eq!(net.run_for(Time::seconds(1)), Ran::Storm);
        assert!(net.now() - before < Time::seconds(10), "{} frames", heard(&net));
    }
}
