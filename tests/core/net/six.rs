//! IPv6: what a real kernel answers, addresses that follow from routers, and equipment with a command line.

use splicelab::net::{Net, Time};

use super::equipment::session;
use super::namespaces::{Lab, compare_six};
use super::routing::decoded;
use super::{network, socket, type_at};

/// pc1 – r1 – r2 – pc2; a third computer knows no way, and r2 none back to it.
pub const LAB: Lab = Lab {
    name: "sixchain",
    devices: &[
        ("pc1", "linux-host"),
        ("r1", "linux-router"),
        ("r2", "linux-router"),
        ("pc2", "linux-host"),
        ("pc3", "linux-host"),
    ],
    cables: &[("pc1/eth0", "r1/eth0"), ("r1/eth1", "r2/eth1"), ("r2/eth0", "pc2/eth0"), ("pc3/eth0", "r1/eth2")],
    lines: &[
        ("pc1", &["ip addr add 2001:db8:1::2/64 dev eth0", "ip -6 route add default via 2001:db8:1::1"]),
        (
            "r1",
            &[
                "ip addr add 2001:db8:1::1/64 dev eth0",
                "ip addr add 2001:db8:12::1/64 dev eth1",
                "ip addr add 2001:db8:3::1/64 dev eth2",
                "ip -6 route add 2001:db8:2::/64 via 2001:db8:12::2",
            ],
        ),
        (
            "r2",
            &[
                "ip addr add 2001:db8:2::1/64 dev eth0",
                "ip addr add 2001:db8:12::2/64 dev eth1",
                "ip -6 route add 2001:db8:1::/64 via 2001:db8:12::1",
            ],
        ),
        ("pc2", &["ip addr add 2001:db8:2::2/64 dev eth0", "ip -6 route add default via 2001:db8:2::1"]),
        ("pc3", &["ip addr add 2001:db8:3::2/64 dev eth0"]),
    ],
};

/// The last line that says what came back, without its time.
pub fn said(text: &str) -> String {
    let line = text.lines().find(|line| line.contains("icmp_seq=") || line.starts_with("ping: "));
    let line = line.unwrap_or("nothing");
    line.split(" time=").next().unwrap_or_default().to_owned()
}

const TARGETS: [&str; 9] = [
    "2001:db8:1::1",
    "2001:db8:1::2",
    "2001:db8:2::1",
    "2001:db8:2::2",
    "2001:db8:2::99",
    "2001:db8:3::2",
    "2001:db8:12::1",
    "2001:db8:12::2",
    "2001:db8:9::9",
];

#[test]
fn the_kernel_answers_the_same_in_ipv6() {
    compare_six(&LAB, &["pc1", "r1", "r2", "pc2", "pc3"], &TARGETS);
}

fn chain() -> Net {
    network(LAB.devices, LAB.cables, LAB.lines)
}

/// As measured on a real kernel, on the same topology.
#[test]
fn pings_and_tables_of_linux() {
    let mut net = chain();
    let ping = |net: &mut Net, rest: &str| said(&type_at(net, "pc1", &format!("ping -6 -n -c 1 {rest}")));
    assert_eq!(ping(&mut net, "2001:db8:2::2"), "64 bytes from 2001:db8:2::2: icmp_seq=1 ttl=62");
    assert_eq!(ping(&mut net, "-t 1 2001:db8:2::2"), "From 2001:db8:1::1 icmp_seq=1 Time exceeded: Hop limit");
    let gone = "From 2001:db8:12::2 icmp_seq=1 Destination unreachable: Address unreachable";
    assert_eq!(ping(&mut net, "2001:db8:2::99"), gone);
    let link = type_at(&mut net, "r1", "ip -6 addr show dev eth0");
    let link = link.split_whitespace().find(|word| word.starts_with("fe80")).expect("a link address").to_owned();
    let link = link.split('/').next().expect("an address");
    assert_eq!(ping(&mut net, &format!("{link}%eth0")), format!("64 bytes from {link}%eth0: icmp_seq=1 ttl=64"));
    assert_eq!(ping(&mut net, &format!("-I eth0 {link}")), format!("64 bytes from {link}%eth0: icmp_seq=1 ttl=64"));
    let table = type_at(&mut net, "pc1", "ip -6 route");
    assert!(
        table.starts_with("2001:db8:1::/64 dev eth0 proto kernel metric 256 pref medium\nfe80::/64 dev eth0"),
        "{table}"
    );
    assert!(table.ends_with("default via 2001:db8:1::1 dev eth0 metric 1024 pref medium\n"), "{table}");
    let near = type_at(&mut net, "pc1", "ip -6 neigh");
    assert!(near.contains("2001:db8:1::1 dev eth0 lladdr 02:5b:1c:00:02:01 router REACHABLE \n"), "{near}");
    let refused = [
        ("ip -6 route add 2001:db8:7::/64 via 2001:db8:77::1", "RTNETLINK answers: No route to host\n"),
        ("ip -6 route add default via fe80::9", "Error: Egress device not specified.\n"),
        ("ip -6 addr add 2001:db8:1::2/64 dev eth0", "Error: ipv6: address already assigned.\n"),
        ("ip -6 addr del 2001:db8:1::5/64 dev eth0", "Error: ipv6: address not found.\n"),
    ];
    for (line, answer) in refused {
        assert_eq!(type_at(&mut net, "pc3", "ip -6 addr add 2001:db8:1::2/64 dev eth1"), "");
        type_at(&mut net, "pc3", "ip -6 addr flush dev eth1");
        assert_eq!(type_at(&mut net, "pc1", line), answer, "{line}");
    }
    // A small link on the way is told to the sender.
    type_at(&mut net, "r1", "ip link set eth1 mtu 1400");
    let big = ping(&mut net, "-s 1380 2001:db8:2::2");
    assert_eq!(big, "From 2001:db8:1::1 icmp_seq=1 Packet too big: mtu=1400");
    assert_eq!(ping(&mut net, "-s 1300 2001:db8:2::2"), "1308 bytes from 2001:db8:2::2: icmp_seq=1 ttl=62");
}

#[test]
fn an_address_that_somebody_has_is_not_used() {
    let mut net = network(
        &[("a", "linux-host"), ("b", "linux-host"), ("sw", "switch-8")],
        &[("a/eth0", "sw/1"), ("b/eth0", "sw/2")],
        &[("a", &["ip addr add 2001:db8::1/64 dev eth0"])],
    );
    type_at(&mut net, "b", "ip addr add 2001:db8::1/64 dev eth0");
    assert!(type_at(&mut net, "b", "ip -6 addr").contains("inet6 2001:db8::1/64 scope global tentative \n"));
    net.run_for(Time::seconds(3));
    let shown = type_at(&mut net, "b", "ip -6 addr");
    assert!(shown.contains("inet6 2001:db8::1/64 scope global dadfailed tentative \n"), "{shown}");
    assert!(!type_at(&mut net, "a", "ip -6 addr").contains("dadfailed"));
}

/// Two routers with a command line, a computer behind each that is told nothing.
fn office(routing: bool) -> Net {
    let mut net = network(
        &[("pc1", "linux-host"), ("r1", "router-2"), ("r2", "router-2"), ("pc2", "linux-host")],
        &[("pc1/eth0", "r1/g0/0"), ("r1/g0/1", "r2/g0/1"), ("r2/g0/0", "pc2/eth0")],
        &[],
    );
    for (router, own, other) in [("r1", 1, 2), ("r2", 2, 1)] {
        let lines = [
            "en".to_owned(),
            "conf t".to_owned(),
            if routing { "ipv6 unicast-routing" } else { "hostname R" }.to_owned(),
            "int g0/0".to_owned(),
            format!("ipv6 address 2001:db8:{own}::1/64"),
            "ipv6 address fe80::1 link-local".to_owned(),
            "no sh".to_owned(),
            "int g0/1".to_owned(),
            format!("ipv6 address 2001:db8:12::{own}/64"),
            "no sh".to_owned(),
            format!("ipv6 route 2001:db8:{other}::/64 2001:db8:12::{other}"),
            "end".to_owned(),
        ];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let screen = session(&mut net, router, &lines);
        assert!(!screen.contains('%') || screen.contains("%LIN") || screen.contains("%SYS"), "{screen}");
    }
    net.run_for(Time::seconds(10));
    net
}

#[test]
fn computers_get_addresses_and_a_way_out_from_routers() {
    let mut net = office(true);
    let shown = type_at(&mut net, "pc1", "ip -6 addr show dev eth0");
    // The card 02:5b:1c:00:01:01 turned into half an address.
    assert!(shown.contains("inet6 2001:db8:1:0:5b:1cff:fe00:101/64 scope global dynamic"), "{shown}");
    let table = type_at(&mut net, "pc1", "ip -6 route");
    assert!(table.contains("default via fe80::1 dev eth0 proto ra metric 1024 expires "), "{table}");
    let theirs = type_at(&mut net, "pc2", "ip -br -6 addr show dev eth0");
    let theirs = theirs.split_whitespace().find(|word| word.starts_with("2001:")).expect("an address").to_owned();
    let theirs = theirs.split('/').next().expect("an address");
    let said = said(&type_at(&mut net, "pc1", &format!("ping -6 -c 1 {theirs}")));
    assert!(said.contains("ttl=62"), "{said}");
    let screen = type_at(&mut net, "r1", &format!("ping {theirs}"));
    assert!(screen.contains("Success rate is 100 percent (5/5)"), "{screen}");
    // Without a router's voice there is neither.
    let mut net = office(false);
    let shown = type_at(&mut net, "pc1", "ip -6 addr show dev eth0");
    assert!(shown.contains("fe80::") && !shown.contains("2001:"), "{shown}");
    let said = type_at(&mut net, "pc1", "ping -6 -c 1 2001:db8:2::1");
    assert_eq!(said, "ping: connect: Network is unreachable\n");
}

#[test]
fn a_cable_that_is_pulled_takes_the_way_and_the_neighbours_with_it() {
    let mut net = office(true);
    let at = socket(&net, "r1/g0/1");
    net.disconnect(at);
    net.run_for(Time::seconds(2));
    let said = said(&type_at(&mut net, "pc1", "ping -6 -c 1 2001:db8:2::1"));
    assert_eq!(said, "From 2001:db8:1::1 icmp_seq=1 Destination unreachable: No route");
    let table = type_at(&mut net, "r1", "show ipv6 route");
    assert!(!table.contains("2001:DB8:12::/64") && !table.contains("2001:DB8:2::/64"), "{table}");
}

#[test]
fn a_router_keeps_what_was_typed_about_ipv6() {
    let mut net = office(true);
    type_at(&mut net, "r1", "wr");
    let before = type_at(&mut net, "r1", "show running-config | include ipv6");
    assert_eq!(
        before,
        "ipv6 unicast-routing\n ipv6 address FE80::1 link-local\n ipv6 address 2001:DB8:1::1/64\n ipv6 address 2001:DB8:12::1/64\nipv6 route 2001:DB8:2::/64 2001:DB8:12::2\n"
    );
    session(&mut net, "r1", &["reload", "", "en"]);
    assert_eq!(type_at(&mut net, "r1", "show running-config | include ipv6"), before);
    assert!(said(&type_at(&mut net, "pc1", "ping -6 -c 1 2001:db8:2::1")).contains("ttl=63"));
}

#[test]
fn neighbour_discovery_is_read_by_tshark() {
    let mut net = network(&[("pc", "linux-host"), ("r1", "router-2")], &[("pc/eth0", "r1/g0/0")], &[]);
    let at = socket(&net, "pc/eth0");
    net.tap(at);
    let lines = ["en", "conf t", "ipv6 unicast-routing", "int g0/0", "ipv6 address 2001:db8:1::1/64", "no sh", "end"];
    session(&mut net, "r1", &lines);
    net.run_for(Time::seconds(10));
    // A link that comes up asks for routers.
    type_at(&mut net, "pc", "ip link set eth0 down");
    type_at(&mut net, "pc", "ip link set eth0 up");
    net.run_for(Time::seconds(8));
    type_at(&mut net, "pc", "ping -6 -c 2 2001:db8:1::1");
    type_at(&mut net, "pc", "ping -6 -c 1 2001:db8:9::9");
    let seen = net.untap(at);
    let fields = ["icmpv6.type", "ipv6.src", "ipv6.dst", "ipv6.hlim", "icmpv6.opt.prefix", "icmpv6.checksum.status"];
    let Some(rows) = decoded(&seen, "icmpv6", &fields) else { return };
    for kind in ["128", "129", "133", "134", "135", "136", "1"] {
        assert!(rows.iter().any(|row| row[0].split(',').next() == Some(kind)), "no ICMPv6 of type {kind}: {rows:?}");
    }
    assert!(rows.iter().all(|row| row[5].split(',').next() == Some("1")), "{rows:?}");
    let told = rows.iter().find(|row| row[0] == "134").expect("an advertisement");
    assert_eq!((told[2].as_str(), told[3].as_str(), told[4].as_str()), ("ff02::1", "255", "2001:db8:1::"));
}
