//! Whatever is typed into a console, it answers: no input stops the program.

use proptest::prelude::*;
use splicelab::net::console::{complete, type_line};

use super::network;

/// Words of the real commands, so that lines get deep into them, and what no command holds.
const WORDS: [&str; 88] = [
    "enable",
    "configure",
    "terminal",
    "interface",
    "range",
    "g0/0",
    "g0/0.10",
    "vlan",
    "ip",
    "address",
    "dhcp",
    "pool",
    "no",
    "shutdown",
    "switchport",
    "mode",
    "access",
    "trunk",
    "allowed",
    "native",
    "spanning-tree",
    "access-list",
    "extended",
    "permit",
    "deny",
    "any",
    "host",
    "eq",
    "nat",
    "inside",
    "source",
    "static",
    "overload",
    "route",
    "show",
    "running-config",
    "startup-config",
    "write",
    "copy",
    "reload",
    "do",
    "exit",
    "end",
    "?",
    "|",
    "include",
    "section",
    "10.0.0.1",
    "255.255.255.0",
    "0.0.0.255",
    "10.0.0.0/24",
    "add",
    "del",
    "dev",
    "eth0",
    "link",
    "set",
    "up",
    "ping",
    "-c",
    "-s",
    "bridge",
    "traceroute",
    "65536",
    "router",
    "rip",
    "ospf",
    "1",
    "network",
    "area",
    "0",
    "passive-interface",
    "version",
    "cost",
    "clear",
    "channel-group",
    "active",
    "on",
    "port-channel",
    "po1",
    "g0/1",
    "ipv6",
    "unicast-routing",
    "2001:db8::1/64",
    "2001:db8::2",
    "fe80::1",
    "-6",
    "neighbors",
];

fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => "\\PC{0,12}",
    ];
    prop::collection::vec(word, 0..7).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_line_gets_an_answer(lines in prop::collection::vec((0..4usize, line()), 1..14)) {
        let mut net = network(
            &[("pc", "linux-host"), ("sw", "switch-24"), ("l3", "switch-l3-24"), ("r1", "router-2")],
            &[("pc/eth0", "sw/f0/1"), ("sw/g0/1", "l3/g1/0/1"), ("sw/g0/2", "r1/g0/0")],
            &[("pc", &["ip addr add 10.0.0.2/24 dev eth0"])],
        );
        // Most of what equipment does stands behind these two.
        for device in 1..4 {
            for opening in ["enable", "configure terminal"] {
                type_line(&mut net, device, opening);
            }
        }
        for (device, line) in lines {
            complete(&net, device, &line);
            type_line(&mut net, device, &line);
        }
    }
}
