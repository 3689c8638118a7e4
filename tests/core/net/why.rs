//! Why a ping does not come back, and which cable gives light.

use splicelab::locale::Lang;
use splicelab::net::Net;
use splicelab::net::why::{How, walk};
use splicelab::scenario::file::NetCable;

use super::{network, probe, socket, type_at};

/// The way of a ping as a person reads it, a sign before each step.
fn told(net: &Net, from: &str, to: &str) -> String {
    let mut copy = net.clone();
    let from = copy.device(from).expect("a device");
    let walk = walk(&mut copy, from, to.parse().expect("an address"));
    let hops = walk.hops.iter().map(|hop| {
        let sign = match hop.how {
            How::Passed => '+',
            How::Lost => 'x',
            How::Told => '!',
        };
        format!("{sign} {}: {}\n", hop.device, Lang::En.say(&hop.say))
    });
    hops.collect()
}

fn two_switches(lines: &[(&str, &[&str])]) -> Net {
    let host = |address: &'static str| -> &'static [&'static str] {
        Box::leak(Box::new([&*Box::leak(format!("ip addr add {address}/24 dev eth0").into_boxed_str())]))
    };
    let mut all: Vec<(&str, &[&str])> = vec![("pc1", host("10.0.0.1")), ("pc2", host("10.0.0.2"))];
    all.extend(lines);
    network(
        &[("pc1", "linux-host"), ("pc2", "linux-host"), ("sw1", "switch-24"), ("sw2", "switch-24")],
        &[("pc1/eth0", "sw1/f0/1"), ("pc2/eth0", "sw2/f0/1"), ("sw1/g0/1", "sw2/g0/1")],
        &all,
    )
}

#[test]
fn a_ping_that_comes_back_is_told_there_and_back() {
    let net = two_switches(&[]);
    insta::assert_snapshot!(told(&net, "pc1", "10.0.0.2"), @r"
    + pc1: sends to sw1 by eth0
    + sw1: switches to sw2 by GigabitEthernet0/1
    + sw2: switches to pc2 by FastEthernet0/1
    + pc2: gets the ping
    + pc2: answers to sw2 by eth0
    + sw2: switches to sw1 by GigabitEthernet0/1
    + sw1: switches to pc1 by FastEthernet0/1
    + pc1: gets the answer
    ");
}

#[test]
fn a_question_that_a_trunk_does_not_let_pass_is_lost_there() {
    let mut net = two_switches(&[]);
    for (switch, lines) in [
        ("sw1", vec!["vlan 10", "int f0/1", "sw mo acc", "sw acc vl 10", "int g0/1", "sw mo tr", "sw tr all vl 20"]),
        ("sw2", vec!["vlan 10", "int f0/1", "sw mo acc", "sw acc vl 10", "int g0/1", "sw mo tr"]),
    ] {
        for line in ["en", "conf t"].into_iter().chain(lines) {
            type_at(&mut net, switch, line);
        }
    }
    net.run_for(splicelab::net::Time::seconds(60));
    let told = told(&net, "pc1", "10.0.0.2");
    assert!(told.contains("VLAN 10 may not use this port") || told.contains("VLAN 10 is not allowed"), "{told}");
    assert!(told.contains("x sw1"), "{told}");
}

#[test]
fn the_way_back_that_is_missing_is_told_where_it_is_missing() {
    let lines: &[(&str, &[&str])] = &[
        ("pc1", &["ip addr add 10.1.0.1/24 dev eth0", "ip route add default via 10.1.0.254"]),
        ("pc2", &["ip addr add 10.2.0.1/24 dev eth0", "ip route add default via 10.2.0.254"]),
        (
            "r1",
            &[
                "ip addr add 10.1.0.254/24 dev eth0",
                "ip addr add 10.9.0.1/30 dev eth1",
                "ip route add 10.2.0.0/24 via 10.9.0.2",
            ],
        ),
        ("r2", &["ip addr add 10.2.0.254/24 dev eth0", "ip addr add 10.9.0.2/30 dev eth1"]),
    ];
    let net = network(
        &[("pc1", "linux-host"), ("pc2", "linux-host"), ("r1", "linux-router"), ("r2", "linux-router")],
        &[("pc1/eth0", "r1/eth0"), ("r1/eth1", "r2/eth1"), ("r2/eth0", "pc2/eth0")],
        lines,
    );
    insta::assert_snapshot!(told(&net, "pc1", "10.2.0.1"));
    insta::assert_snapshot!(told(&net, "pc1", "8.8.8.8"));
    insta::assert_snapshot!(told(&net, "pc1", "10.1.0.77"));
}

#[test]
fn old_ports_need_the_right_cable_and_new_ones_turn_the_pairs_themselves() {
    let lights = |a: &str, b: &str, cable| {
        let mut net =
            network(&[("pc", "linux-host"), ("sw1", "switch-24"), ("sw2", "switch-24"), ("hub", "hub-8")], &[], &[]);
        let [a, b] = [a, b].map(|port| socket(&net, port));
        assert!(net.connect_by(a, b, cable));
        net.devices[a.0].ports[a.1].carrier
    };
    use NetCable::{Console, Crossover, Straight};
    assert!(lights("pc/eth0", "sw1/f0/1", Straight) && lights("pc/eth0", "sw1/f0/1", Crossover));
    assert!(!lights("sw1/f0/1", "sw2/f0/1", Straight) && lights("sw1/f0/1", "sw2/f0/1", Crossover));
    assert!(!lights("hub/1", "sw2/f0/1", Straight) && lights("hub/1", "sw2/f0/1", Crossover));
    assert!(lights("sw1/g0/1", "sw2/g0/1", Straight) && lights("sw1/g0/1", "sw2/g0/1", Crossover));
    assert!(!lights("sw1/g0/1", "sw2/g0/1", Console));
    let mut net = two_switches(&[]);
    assert_eq!(probe(&mut net, "pc1", "10.0.0.2"), "ttl=64");
}
