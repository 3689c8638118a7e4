//! Equipment with a command line, as someone types who knows the real thing.

use splicelab::net::console::{prompt, type_line};
use splicelab::net::{Net, Time};

use super::{network, probe, type_at};

/// A router between the school and its servers, still being configured.
pub const TWO_NETWORKS: &[&str] = &[
    "en",
    "conf t",
    "int g0/0",
    "ip address 10.77.10.254 255.255.255.0",
    "no sh",
    "int g0/1",
    "ip address 10.77.200.254 255.255.255.0",
    "no sh",
    "exit",
];

/// Types lines one after the other; gives what is on the screen then.
pub fn session(net: &mut Net, device: &str, lines: &[&str]) -> String {
    let index = net.device(device).expect("the device");
    let mut screen = String::new();
    for line in lines {
        screen += &format!("{}{line}\n", prompt(net, index));
        let reply = type_line(net, index, line);
        screen += &reply.text;
        for note in &reply.notes {
            screen += &format!("[{}]\n", splicelab::locale::Lang::En.say(note));
        }
    }
    screen + &prompt(net, index)
}

fn office() -> Net {
    let mut net = network(
        &[("pc1", "linux-host"), ("pc2", "linux-host"), ("sw", "switch-24"), ("r1", "router-2"), ("far", "linux-host")],
        &[("pc1/eth0", "sw/f0/1"), ("pc2/eth0", "sw/f0/2"), ("sw/g0/1", "r1/g0/0"), ("r1/g0/1", "far/eth0")],
        &[
            ("pc1", &["ip addr add 10.0.0.11/24 dev eth0", "ip route add default via 10.0.0.1"]),
            ("pc2", &["ip addr add 10.0.0.12/24 dev eth0"]),
            ("far", &["ip addr add 203.0.113.9/24 dev eth0"]),
        ],
    );
    session(
        &mut net,
        "r1",
        &[
            "en",
            "conf t",
            "hostname R1",
            "int g0/0",
            "ip add 10.0.0.1 255.255.255.0",
            "no sh",
            "int gi 0/1",
            "ip address 203.0.113.1 255.255.255.0",
            "no shut",
            "end",
        ],
    );
    net.run_for(Time::seconds(60));
    net
}

#[test]
fn modes_prompts_beginnings_and_mistakes() {
    let mut net = office();
    insta::assert_snapshot!(session(
        &mut net,
        "sw",
        &[
            "show running",
            "en",
            "s",
            "sh ip int br | include Vlan|Gig",
            "conf t",
            "hostname SW1",
            "vlan 10",
            "name ELEVES",
            "int range f0/3 - 4",
            "sw mo acc",
            "sw acc vl 10",
            "sw acc vl 20",
            "int f0/99",
            "interface",
            "swich mode access",
            "int f0/1",
            "description poste de l'accueil",
            "do sh vlan brief",
            "exit",
            "ip route 10.0.0.0 255.0.0.0 1.1.1.1",
            "foo",
            "router eigrp 1",
            "network 10.0.0.0 0.0.0.255",
            "end",
            "sh run int f0/1",
            "sh run | section vlan",
            "sh clo?",
            "show interfaces ?",
            "wr",
            "ping 10.0.0.1",
        ],
    ));
}

#[test]
fn the_first_ping_through_a_cold_table_is_lost() {
    let mut net = office();
    let said = type_at(&mut net, "r1", "ping 203.0.113.9");
    assert!(said.contains("\n.!!!!\nSuccess rate is 80 percent (4/5)"), "{said}");
    let said = type_at(&mut net, "r1", "ping 203.0.113.77");
    assert!(said.contains("\n.....\nSuccess rate is 0 percent (0/5)"), "{said}");
    // Nobody told the far computer where to answer.
    assert_eq!(probe(&mut net, "pc1", "203.0.113.9"), "timeout");
    assert_eq!(probe(&mut net, "pc1", "203.0.113.1"), "ttl=255");
    assert_eq!(probe(&mut net, "pc1", "8.8.8.8"), "3/0 10.0.0.1");
}

/// A section that is chosen by its head comes whole; a line found below comes with the head of its section.
#[test]
fn sections_come_with_the_line_that_opens_them() {
    let mut net = office();
    session(&mut net, "r1", &["en"]);
    let whole = type_at(&mut net, "r1", "show running-config | section GigabitEthernet0/0");
    assert!(whole.starts_with("interface GigabitEthernet0/0\n") && whole.contains(" ip address 10.0.0.1"), "{whole}");
    let found = type_at(&mut net, "r1", "show running-config | section ip address 10.0.0.1");
    assert_eq!(found, "interface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n");
}

#[test]
fn what_was_not_saved_is_gone_after_a_reload() {
    let mut net = office();
    session(&mut net, "r1", &["wr", "conf t", "int lo0", "ip address 9.9.9.9 255.255.255.255", "end"]);
    assert_eq!(probe(&mut net, "pc1", "9.9.9.9"), "ttl=255");
    session(&mut net, "r1", &["reload", ""]);
    assert_eq!(probe(&mut net, "pc1", "9.9.9.9"), "3/0 10.0.0.1");
    assert_eq!(probe(&mut net, "pc1", "10.0.0.1"), "ttl=255");
    let said = session(&mut net, "r1", &["en", "sh run | include hostname"]);
    assert!(said.contains("hostname R1") && said.ends_with("R1#"), "{said}");
}

#[test]
fn translation_lets_many_out_behind_one_address_and_nobody_in() {
    let mut net = office();
    session(
        &mut net,
        "r1",
        &[
            "conf t",
            "access-list 1 permit 10.0.0.0 0.0.0.255",
            "ip nat inside source list 1 interface g0/1 overload",
            "int g0/0",
            "ip nat inside",
            "int g0/1",
            "ip nat outside",
            "end",
        ],
    );
    assert_eq!(probe(&mut net, "pc1", "203.0.113.9"), "ttl=63");
    let said = type_at(&mut net, "r1", "show ip nat translations");
    assert!(said.contains("icmp 203.0.113.1:") && said.contains("10.0.0.11:"), "{said}");
    assert_eq!(probe(&mut net, "far", "10.0.0.11"), "no-route");
    // An unused outside address: the error comes back to the one inside.
    assert_eq!(probe(&mut net, "pc1", "203.0.113.77"), "3/1 10.0.0.1");
}

#[test]
fn a_list_stops_what_its_lines_say_and_counts() {
    let mut net = office();
    session(
        &mut net,
        "r1",
        &[
            "conf t",
            "ip route 0.0.0.0 0.0.0.0 203.0.113.9",
            "ip access-list extended ENTREE",
            "deny icmp host 10.0.0.11 any echo",
            "permit ip any any",
            "int g0/0",
            "ip access-group ENTREE in",
            "end",
        ],
    );
    type_at(&mut net, "pc2", "ip route add default via 10.0.0.1");
    assert_eq!(probe(&mut net, "pc1", "203.0.113.1"), "3/13 10.0.0.1");
    assert_eq!(probe(&mut net, "pc2", "203.0.113.1"), "ttl=255");
    let said = type_at(&mut net, "r1", "show access-lists");
    assert!(said.contains("10 deny icmp host 10.0.0.11 any echo (1 matches)"), "{said}");
    let line = net.drops().rev().find_map(|drop| match &drop.reason {
        splicelab::net::reason::Reason::AclDenied { list, line, .. } => Some((list.clone(), *line)),
        _ => None,
    });
    assert_eq!(line, Some(("ENTREE".to_owned(), Some(10))));
}

#[test]
fn addresses_are_leased_kept_and_relayed() {
    let mut net = network(
        &[("pc1", "linux-host"), ("r1", "router-2"), ("r2", "router-2")],
        &[("pc1/eth0", "r1/g0/0"), ("r1/g0/1", "r2/g0/1")],
        &[],
    );
    session(
        &mut net,
        "r1",
        &[
            "en",
            "conf t",
            "int g0/0",
            "ip add 10.0.0.1 255.255.255.0",
            "ip helper-address 10.9.9.2",
            "no sh",
            "int g0/1",
            "ip add 10.9.9.1 255.255.255.252",
            "no sh",
            "end",
        ],
    );
    session(
        &mut net,
        "r2",
        &[
            "en",
            "conf t",
            "int g0/1",
            "ip add 10.9.9.2 255.255.255.252",
            "no sh",
            "ip route 10.0.0.0 255.255.255.0 10.9.9.1",
            "ip dhcp excluded-address 10.0.0.1 10.0.0.9",
            "ip dhcp pool LAN",
            "network 10.0.0.0 255.255.255.0",
            "default-router 10.0.0.1",
            "dns-server 10.0.0.53",
            "end",
        ],
    );
    net.run_for(Time::seconds(10));
    let said = type_at(&mut net, "pc1", "dhclient -v eth0");
    assert!(said.contains("DHCPACK of 10.0.0.10 from 10.9.9.2"), "{said}");
    assert_eq!(type_at(&mut net, "pc1", "ip route | grep default"), "default via 10.0.0.1 dev eth0 proto dhcp \n");
    assert_eq!(type_at(&mut net, "pc1", "cat /etc/resolv.conf"), "nameserver 10.0.0.53\n");
    assert_eq!(probe(&mut net, "pc1", "10.9.9.2"), "ttl=254");
    // Half of the lease later it is renewed, and the address stays.
    net.run_for(Time::seconds(50_000));
    assert!(type_at(&mut net, "pc1", "ip -br a").contains("10.0.0.10/24"));
    let said = type_at(&mut net, "r2", "show ip dhcp binding");
    assert!(said.contains("10.0.0.10"), "{said}");
}

/// Two switches with a trunk, a router on a stick.
pub fn two_switches() -> Net {
    let mut net = network(
        &[
            ("a10", "linux-host"),
            ("a20", "linux-host"),
            ("b10", "linux-host"),
            ("s1", "switch-24"),
            ("s2", "switch-24"),
            ("r1", "router-2"),
        ],
        &[
            ("a10/eth0", "s1/f0/1"),
            ("a20/eth0", "s1/f0/2"),
            ("b10/eth0", "s2/f0/1"),
            ("s1/g0/1", "s2/g0/1"),
            ("r1/g0/0", "s1/g0/2"),
        ],
        &[
            ("a10", &["ip addr add 10.0.10.1/24 dev eth0", "ip route add default via 10.0.10.254"]),
            ("a20", &["ip addr add 10.0.20.1/24 dev eth0", "ip route add default via 10.0.20.254"]),
            ("b10", &["ip addr add 10.0.10.2/24 dev eth0"]),
        ],
    );
    let vlans = ["en", "conf t", "vlan 10", "vlan 20", "int g0/1", "sw mo tr", "int f0/1", "sw mo acc", "sw acc vl 10"];
    session(
        &mut net,
        "s1",
        &[&vlans[..], &["int f0/2", "sw mo acc", "sw acc vl 20", "int g0/2", "sw mo tr", "end"]].concat(),
    );
    session(&mut net, "s2", &[&vlans[..], &["end"]].concat());
    session(
        &mut net,
        "r1",
        &[
            "en",
            "conf t",
            "int g0/0",
            "no sh",
            "int g0/0.10",
            "enc dot 10",
            "ip add 10.0.10.254 255.255.255.0",
            "int g0/0.20",
            "enc dot1q 20",
            "ip add 10.0.20.254 255.255.255.0",
            "end",
        ],
    );
    net.run_for(Time::seconds(60));
    net
}

#[test]
fn vlans_part_and_a_router_on_a_stick_joins() {
    let mut net = two_switches();
    assert_eq!(probe(&mut net, "a10", "10.0.10.2"), "ttl=64");
    assert_eq!(probe(&mut net, "a10", "10.0.20.1"), "ttl=63");
    session(&mut net, "s2", &["conf t", "int g0/1", "sw tr all vl 20", "end"]);
    // What was learned before is still believed: nobody asks, nobody answers.
    assert_eq!(probe(&mut net, "a10", "10.0.10.2"), "timeout");
    type_at(&mut net, "a10", "ip neigh flush all");
    assert_eq!(probe(&mut net, "a10", "10.0.10.2"), "3/1 10.0.10.1");
    let lost = net.drops().any(|drop| drop.reason == splicelab::net::reason::Reason::VlanNotAllowed { vid: 10 });
    assert!(lost);
}

/// NETWORK.md 2.1: switches with a tree for each VLAN see it, say so, and block.
#[test]
fn ends_that_call_different_vlans_native_block() {
    let mut net = two_switches();
    session(&mut net, "s2", &["conf t", "int g0/1", "sw tr nat vl 20", "end"]);
    net.run_for(Time::seconds(5));
    let said = session(&mut net, "s1", &["sh log"]);
    assert!(
        said.contains("%SPANTREE-2-BLOCK_PVID_LOCAL: Blocking Gi0/1 on VLAN0001. Inconsistent local vlan."),
        "{said}"
    );
}

#[test]
fn a_new_cable_waits_for_spanning_tree_unless_the_port_is_for_a_computer() {
    for (line, least, most) in [("no spanning-tree portfast", 29, 35), ("spanning-tree portfast", 0, 3)] {
        let mut net = office();
        session(&mut net, "sw", &["en", "conf t", "int f0/2", line, "end"]);
        let (pc2, port) = (super::socket(&net, "pc2/eth0"), super::socket(&net, "sw/f0/2"));
        net.disconnect(pc2);
        net.run_for(Time::seconds(5));
        net.connect(pc2, port);
        let begun = net.now();
        while probe(&mut net, "pc2", "10.0.0.11") != "ttl=64" {
            assert!((net.now() - begun).as_seconds() < 100);
        }
        let took = (net.now() - begun).as_seconds();
        assert!((least..=most).contains(&took), "{line}: {took} s");
    }
}

/// Three switches in a ring, a computer at the first and at the second; gives how long a broken cable is felt.
fn time_to_recover(mode: &str) -> Time {
    let mut net = network(
        &[("a", "linux-host"), ("b", "linux-host"), ("s1", "switch-24"), ("s2", "switch-24"), ("s3", "switch-24")],
        &[
            ("s1/g0/1", "s2/g0/1"),
            ("s2/g0/2", "s3/g0/2"),
            ("s3/g0/1", "s1/g0/2"),
            ("a/eth0", "s1/f0/1"),
            ("b/eth0", "s2/f0/1"),
        ],
        &[("a", &["ip addr add 10.0.0.1/24 dev eth0"]), ("b", &["ip addr add 10.0.0.2/24 dev eth0"])],
    );
    for switch in ["s1", "s2", "s3"] {
        // A port that leads to no bridge would be shut for half a minute too, while the tree agrees.
        session(&mut net, switch, &["en", "conf t", mode, "int f0/1", "spanning-tree portfast", "end"]);
    }
    session(&mut net, "s1", &["conf t", "spanning-tree vlan 1 priority 4096", "end"]);
    net.run_for(Time::seconds(90));
    assert_eq!(super::probe(&mut net, "a", "10.0.0.2"), "ttl=64", "{mode}: the ring is at rest");
    // The cable between the two, which the tree uses.
    let cut = super::socket(&net, "s1/g0/1");
    net.disconnect(cut);
    let broken = net.now();
    loop {
        if super::probe(&mut net, "a", "10.0.0.2") == "ttl=64" {
            return net.now() - broken;
        }
        assert!(net.now() - broken < Time::seconds(120), "{mode}: it never comes back");
    }
}

#[test]
fn rapid_spanning_tree_closes_a_ring_in_seconds_and_the_old_one_in_half_a_minute() {
    let rapid = time_to_recover("spanning-tree mode rapid-pvst");
    assert!(rapid < Time::seconds(6), "IEEE 802.1D-2004: a proposal and an agreement, no timers: {rapid:?}");
    let old = time_to_recover("spanning-tree mode pvst");
    assert!((Time::seconds(28)..Time::seconds(55)).contains(&old), "listening and learning, 15 s each: {old:?}");
}
