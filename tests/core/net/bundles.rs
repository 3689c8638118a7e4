//! Several cables as one: what passes, what happens when one is pulled, and what keeps a bundle from coming up.

use splicelab::net::{Net, Time};

use super::equipment::session;
use super::routing::decoded;
use super::{network, probe, socket, type_at};

/// Two switches with two cables between them, two computers at each.
fn office(first: &[&str], second: &[&str]) -> Net {
    let mut net = network(
        &[
            ("a1", "linux-host"),
            ("a2", "linux-host"),
            ("b1", "linux-host"),
            ("b2", "linux-host"),
            ("s1", "switch-24"),
            ("s2", "switch-24"),
        ],
        &[
            ("a1/eth0", "s1/f0/1"),
            ("a2/eth0", "s1/f0/2"),
            ("b1/eth0", "s2/f0/1"),
            ("b2/eth0", "s2/f0/2"),
            ("s1/g0/1", "s2/g0/1"),
            ("s1/g0/2", "s2/g0/2"),
        ],
        &[
            ("a1", &["ip addr add 10.0.0.1/24 dev eth0"]),
            ("a2", &["ip addr add 10.0.0.2/24 dev eth0"]),
            ("b1", &["ip addr add 10.0.0.3/24 dev eth0"]),
            ("b2", &["ip addr add 10.0.0.4/24 dev eth0"]),
        ],
    );
    for (switch, lines) in [("s1", first), ("s2", second)] {
        session(&mut net, switch, &["en", "conf t", "int range g0/1 - 2"]);
        session(&mut net, switch, lines);
        session(&mut net, switch, &["end"]);
    }
    net.run_for(Time::seconds(60));
    net
}

fn summary(net: &mut Net, switch: &str) -> String {
    let shown = type_at(net, switch, "show etherchannel summary");
    shown.lines().last().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Frames that left a port.
fn sent(net: &Net, port: &str) -> u64 {
    let (device, port) = socket(net, port);
    net.devices[device].ports[port].count.out_frames
}

#[test]
fn two_cables_work_as_one_and_one_is_enough() {
    for how in ["on", "active"] {
        let line = format!("channel-group 1 mode {how}");
        let mut net = office(&[&line], &[&line]);
        let protocol = if how == "on" { "-" } else { "LACP" };
        assert_eq!(summary(&mut net, "s1"), format!("1 Po1(SU) {protocol} Gi0/1(P) Gi0/2(P)"));
        // Spanning tree sees one port where it blocked one of two.
        let tree = type_at(&mut net, "s2", "show spanning-tree vlan 1");
        assert!(tree.contains("Po1 ") && !tree.contains("Gi0/") && !tree.contains("BLK"), "{tree}");
        let before = (sent(&net, "s1/g0/1"), sent(&net, "s1/g0/2"));
        for (from, to) in [("a1", "10.0.0.3"), ("a1", "10.0.0.4"), ("a2", "10.0.0.3"), ("a2", "10.0.0.4")] {
            assert_eq!(probe(&mut net, from, to), "ttl=64", "{how}: {from} to {to}");
        }
        let both = sent(&net, "s1/g0/1") > before.0 && sent(&net, "s1/g0/2") > before.1;
        assert!(both, "{how}: each pair of ends has its cable, and both are used");
        // One is pulled: the other carries on at once, without a word from spanning tree.
        let at = socket(&net, "s1/g0/1");
        assert!(net.disconnect(at));
        for (from, to) in [("a1", "10.0.0.3"), ("a1", "10.0.0.4"), ("a2", "10.0.0.3"), ("a2", "10.0.0.4")] {
            assert_eq!(probe(&mut net, from, to), "ttl=64", "{how}: {from} to {to} over one cable");
        }
        assert_eq!(summary(&mut net, "s1"), format!("1 Po1(SU) {protocol} Gi0/1(D) Gi0/2(P)"));
    }
}

#[test]
fn a_bundle_that_the_two_ends_do_not_agree_on_does_not_come_up() {
    // Whoever begins finds whoever waits.
    let mut net = office(&["channel-group 1 mode active"], &["channel-group 5 mode passive"]);
    assert_eq!(summary(&mut net, "s2"), "5 Po5(SU) LACP Gi0/1(P) Gi0/2(P)");
    assert_eq!(probe(&mut net, "a1", "10.0.0.3"), "ttl=64");
    // Two that wait for each other wait for ever.
    let mut net = office(&["channel-group 1 mode passive"], &["channel-group 1 mode passive"]);
    assert_eq!(summary(&mut net, "s1"), "1 Po1(SD) LACP Gi0/1(w) Gi0/2(w)");
    assert_ne!(probe(&mut net, "a1", "10.0.0.3"), "ttl=64");
    // One by hand, one by agreement: the one sends where the other does not listen.
    let mut net = office(&["channel-group 1 mode on"], &["channel-group 1 mode active"]);
    assert_eq!(summary(&mut net, "s1"), "1 Po1(SU) - Gi0/1(P) Gi0/2(P)");
    assert_eq!(summary(&mut net, "s2"), "1 Po1(SD) LACP Gi0/1(w) Gi0/2(w)");
    let before = net.now();
    assert_ne!(probe(&mut net, "a1", "10.0.0.3"), "ttl=64");
    let told = net
        .drops_since(before)
        .any(|drop| matches!(drop.reason, splicelab::net::reason::Reason::NotBundled { group: 1 }));
    assert!(told);
}

#[test]
fn a_cable_that_is_set_otherwise_is_left_out_until_that_is_put_right() {
    let line = "channel-group 1 mode active";
    let mut net = office(&["switchport mode trunk", line], &["switchport mode trunk", line]);
    session(&mut net, "s1", &["conf t", "int g0/2", "switchport mode access", "end"]);
    net.run_for(Time::seconds(5));
    assert_eq!(summary(&mut net, "s1"), "1 Po1(SU) LACP Gi0/1(P) Gi0/2(s)");
    assert_eq!(probe(&mut net, "a2", "10.0.0.4"), "ttl=64");
    // What is set at the bundle is set at its cables.
    session(&mut net, "s1", &["conf t", "int po1", "switchport mode trunk", "end"]);
    net.run_for(Time::seconds(5));
    assert_eq!(summary(&mut net, "s1"), "1 Po1(SU) LACP Gi0/1(P) Gi0/2(P)");
    let before = type_at(&mut net, "s1", "show running-config | section channel");
    assert!(before.contains("interface Port-channel1\n switchport mode trunk\n"), "{before}");
    let port = type_at(&mut net, "s1", "show running-config interface g0/2");
    assert!(port.contains(" switchport mode trunk\n channel-group 1 mode active\n"), "{port}");
    session(&mut net, "s1", &["wr", "reload", "", "en"]);
    net.run_for(Time::seconds(40));
    assert_eq!(type_at(&mut net, "s1", "show running-config | section channel"), before);
    assert_eq!(summary(&mut net, "s1"), "1 Po1(SU) LACP Gi0/1(P) Gi0/2(P)");
    assert_eq!(probe(&mut net, "a1", "10.0.0.3"), "ttl=64");
}

#[test]
fn a_bundle_of_routed_ports_has_an_address() {
    let lines = |last: u8| {
        [
            "en".to_owned(),
            "conf t".to_owned(),
            "int range g1/0/1 - 2".to_owned(),
            "no switchport".to_owned(),
            "channel-group 3 mode active".to_owned(),
            "int po3".to_owned(),
            format!("ip add 10.9.9.{last} 255.255.255.252"),
            "end".to_owned(),
        ]
    };
    let cables = [("x/g1/0/1", "y/g1/0/1"), ("x/g1/0/2", "y/g1/0/2")];
    let mut net = network(&[("x", "switch-l3-24"), ("y", "switch-l3-24")], &cables, &[]);
    for (device, last) in [("x", 1), ("y", 2)] {
        let lines = lines(last);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        session(&mut net, device, &lines);
    }
    net.run_for(Time::seconds(10));
    assert_eq!(summary(&mut net, "x"), "3 Po3(RU) LACP Gi1/0/1(P) Gi1/0/2(P)");
    probe(&mut net, "x", "10.9.9.2");
    assert_eq!(probe(&mut net, "x", "10.9.9.2"), "ttl=255");
}

#[test]
fn lacp_is_read_by_tshark() {
    let line = "channel-group 1 mode active";
    let mut net = office(&[], &[]);
    let at = socket(&net, "s1/g0/1");
    net.tap(at);
    for switch in ["s1", "s2"] {
        session(&mut net, switch, &["conf t", "int range g0/1 - 2", line, "end"]);
    }
    net.run_for(Time::seconds(40));
    let seen = net.untap(at);
    let fields = ["eth.dst", "lacp.actor.key", "lacp.actor.state", "lacp.partner.state", "lacp.actor.port"];
    let Some(rows) = decoded(&seen, "lacp", &fields) else { return };
    assert!(rows.iter().all(|row| row[0] == "01:80:c2:00:00:02" && row[1] == "1"), "{rows:?}");
    // In the end both sides aggregate, are in step, collect and distribute.
    let last = rows.last().expect("messages");
    assert_eq!((last[2].as_str(), last[3].as_str()), ("0x3d", "0x3d"), "{rows:?}");
    // Once agreed they speak seldom.
    assert!(rows.len() < 20, "{} messages: {rows:?}", rows.len());
}
