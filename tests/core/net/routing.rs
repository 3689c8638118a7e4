//! Routing protocols: routers tell each other what they reach, on real packets, and find another way when one is lost.

use splicelab::net::{Net, Time, pcap};

use super::equipment::session;
use super::{network, probe, socket, type_at};

/// Three routers in a triangle, a computer behind each: `r1` – `r2` – `r3` – `r1`.
pub fn triangle(lines: &[&str]) -> Net {
    let mut net = network(
        &[
            ("pc1", "linux-host"),
            ("pc2", "linux-host"),
            ("pc3", "linux-host"),
            ("r1", "router-4"),
            ("r2", "router-4"),
            ("r3", "router-4"),
        ],
        &[
            ("pc1/eth0", "r1/g0/0"),
            ("pc2/eth0", "r2/g0/0"),
            ("pc3/eth0", "r3/g0/0"),
            ("r1/g0/1", "r2/g0/1"),
            ("r2/g0/2", "r3/g0/2"),
            ("r3/g0/3", "r1/g0/3"),
        ],
        &[
            ("pc1", &["ip addr add 10.1.1.2/24 dev eth0", "ip route add default via 10.1.1.1"]),
            ("pc2", &["ip addr add 10.1.2.2/24 dev eth0", "ip route add default via 10.1.2.1"]),
            ("pc3", &["ip addr add 10.1.3.2/24 dev eth0", "ip route add default via 10.1.3.1"]),
        ],
    );
    let ports = [
        (
            "r1",
            [
                ("g0/0", "10.1.1.1 255.255.255.0"),
                ("g0/1", "10.0.12.1 255.255.255.252"),
                ("g0/3", "10.0.13.1 255.255.255.252"),
            ],
        ),
        (
            "r2",
            [
                ("g0/0", "10.1.2.1 255.255.255.0"),
                ("g0/1", "10.0.12.2 255.255.255.252"),
                ("g0/2", "10.0.23.1 255.255.255.252"),
            ],
        ),
        (
            "r3",
            [
                ("g0/0", "10.1.3.1 255.255.255.0"),
                ("g0/2", "10.0.23.2 255.255.255.252"),
                ("g0/3", "10.0.13.2 255.255.255.252"),
            ],
        ),
    ];
    for (router, ports) in ports {
        session(&mut net, router, &["en", "conf t"]);
        for (port, addr) in ports {
            session(&mut net, router, &[&format!("int {port}"), &format!("ip add {addr}"), "no sh"]);
        }
        session(&mut net, router, lines);
        session(&mut net, router, &["end"]);
    }
    net
}

const RIP: &[&str] = &["router rip", "version 2", "no auto-summary", "network 10.0.0.0", "passive-interface g0/0"];

/// How a ping ends once everybody on the way knows the next card: equipment drops what comes before that.
pub fn warm(net: &mut Net, from: &str, to: &str) -> String {
    for _ in 0..4 {
        probe(net, from, to);
    }
    probe(net, from, to)
}

/// What tshark finds wrong in a capture, and the fields asked for of each frame; nothing where there is no tshark.
pub fn decoded(seen: &[splicelab::net::world::Seen], filter: &str, fields: &[&str]) -> Option<Vec<Vec<String>>> {
    use std::process::Command;
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("x.pcap");
    std::fs::write(&file, pcap::write(seen)).expect("it writes");
    let run = |filter: &str, fields: &[&str]| {
        let mut command = Command::new("tshark");
        command.arg("-r").arg(&file).args(["-Y", filter, "-T", "fields"]);
        command.args(["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]);
        fields.iter().for_each(|field| {
            command.args(["-e", field]);
        });
        command.output().ok()
    };
    let wrong = "_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || _ws.expert.message contains \"hecksum\"";
    let Some(bad) = run(&format!("{wrong} || _ws.expert.severity >= 8388608"), &["frame.number", "_ws.expert.message"])
    else {
        super::super::support::left_out("tshark");
        return None;
    };
    let (said, error) = (String::from_utf8_lossy(&bad.stdout), String::from_utf8_lossy(&bad.stderr));
    assert!(bad.status.success(), "{error}");
    assert_eq!(said, "", "tshark finds something wrong");
    let good = run(filter, fields)?;
    let rows = String::from_utf8_lossy(&good.stdout).into_owned();
    Some(rows.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

#[test]
fn rip_finds_every_network_and_another_way_when_a_cable_is_pulled() {
    let mut net = triangle(RIP);
    // The answers to the first questions may be lost to cold tables; the next update is not.
    net.run_for(Time::seconds(35));
    for (from, to) in [("pc1", "10.1.2.2"), ("pc2", "10.1.3.2"), ("pc3", "10.1.1.2")] {
        assert_eq!(warm(&mut net, from, to), "ttl=62", "{}", type_at(&mut net, "r1", "show ip route"));
    }
    let table = type_at(&mut net, "r1", "show ip route rip");
    assert!(table.contains("R        10.1.2.0/24 [120/1] via 10.0.12.2, 00:00:"), "{table}");
    // The network between the two others is as far by the one as by the other.
    assert!(
        table.contains("R        10.0.23.0/30 [120/1] via 10.0.12.2, ") || table.contains("[120/1] via 10.0.13.2, ")
    );
    assert_eq!(table.matches("10.0.23.0/30").count(), 1, "{table}");
    let at = socket(&net, "r1/g0/1");
    assert!(net.disconnect(at));
    // The third router says what it knows with its next update.
    net.run_for(Time::seconds(35));
    assert_eq!(warm(&mut net, "pc1", "10.1.2.2"), "ttl=61");
    let table = type_at(&mut net, "r1", "show ip route rip");
    assert!(table.contains("10.1.2.0/24 [120/2] via 10.0.13.2, "), "{table}");
}

#[test]
fn a_rip_neighbour_that_falls_silent_is_forgotten_after_three_minutes_and_no_route_counts_to_infinity() {
    let mut net = triangle(RIP);
    net.run_for(Time::seconds(10));
    // A list that stops what r2 says to r1: the cable stays lit.
    for (router, port) in [("r1", "g0/1"), ("r2", "g0/1")] {
        let lines = ["en", "conf t", "access-list 101 deny udp any any eq 520", "access-list 101 permit ip any any"];
        session(&mut net, router, &lines);
        session(&mut net, router, &[&format!("int {port}"), "ip access-group 101 in", "end"]);
    }
    net.run_for(Time::seconds(140));
    let table = type_at(&mut net, "r1", "show ip route rip");
    assert!(table.contains("10.1.2.0/24 [120/1] via 10.0.12.2"), "{table}");
    net.run_for(Time::seconds(90));
    let table = type_at(&mut net, "r1", "show ip route rip");
    assert!(table.contains("10.1.2.0/24 [120/2] via 10.0.13.2"), "{table}");
    // A network that is nowhere any more is gone within a second, everywhere.
    let at = socket(&net, "r3/g0/0");
    net.disconnect(at);
    net.run_for(Time::seconds(8));
    for router in ["r1", "r2"] {
        let table = type_at(&mut net, router, "show ip route");
        assert!(!table.contains("10.1.3.0"), "{table}");
        let known = type_at(&mut net, router, "show ip rip database");
        assert!(known.contains("10.1.3.0/24 is possibly down"), "{known}");
    }
    assert_eq!(warm(&mut net, "pc1", "10.1.3.2"), "3/0 10.1.1.1");
    net.run_for(Time::seconds(130));
    assert!(!type_at(&mut net, "r1", "show ip rip database").contains("10.1.3.0"));
}

#[test]
fn rip_messages_are_read_by_tshark_and_tell_nothing_back() {
    let mut net = triangle(&[]);
    let at = socket(&net, "r1/g0/1");
    net.tap(at);
    for router in ["r1", "r2", "r3"] {
        session(&mut net, router, &["conf t"]);
        session(&mut net, router, RIP);
        session(&mut net, router, &["end"]);
    }
    net.run_for(Time::seconds(65));
    let seen = net.untap(at);
    let fields = ["ip.src", "ip.dst", "ip.ttl", "rip.command", "rip.version", "rip.ip", "rip.metric", "rip.netmask"];
    let Some(rows) = decoded(&seen, "rip", &fields) else { return };
    let of = |command: &str| rows.iter().filter(|row| row[3] == command).cloned().collect::<Vec<_>>();
    assert!(of("1").iter().any(|row| row[1] == "224.0.0.9" && row[4] == "2"), "{rows:?}");
    let told: Vec<_> = of("2").into_iter().filter(|row| row[0] == "10.0.12.2" && row[1] == "224.0.0.9").collect();
    let last = told.last().expect("updates");
    assert_eq!(last[2], "1");
    let dests: Vec<&str> = last[5].split(',').collect();
    let metrics: Vec<&str> = last[6].split(',').collect();
    assert_eq!(dests, ["10.0.23.0", "10.1.2.0", "10.1.3.0"], "split horizon leaves out what r1 told: {last:?}");
    assert_eq!(metrics, ["1", "1", "2"]);
    assert!(last[7].split(',').any(|mask| mask == "255.255.255.252"));
}

#[test]
fn what_goes_wrong_with_rip_has_its_symptom() {
    // A network that was forgotten is not told.
    let mut net = triangle(&["router rip", "version 2", "no auto-summary"]);
    net.run_for(Time::seconds(40));
    assert_eq!(warm(&mut net, "pc1", "10.1.2.2"), "3/0 10.1.1.1");
    // Two versions do not understand each other, and the reason is kept.
    let mut net = triangle(RIP);
    session(&mut net, "r2", &["conf t", "router rip", "version 1", "end"]);
    net.run_for(Time::seconds(240));
    assert_eq!(warm(&mut net, "pc1", "10.1.2.2"), "3/0 10.1.1.1");
    assert_eq!(warm(&mut net, "pc1", "10.1.3.2"), "ttl=62");
    let r1 = net.device("r1").expect("r1");
    let told = net.drops().any(|drop| {
        drop.device == r1 && matches!(drop.reason, splicelab::net::reason::Reason::RipVersion { got: 1, wanted: 2 })
    });
    assert!(told);
}

#[test]
fn a_router_keeps_what_was_typed_about_rip() {
    let mut net = triangle(RIP);
    session(&mut net, "r1", &["conf t", "ip route 0.0.0.0 0.0.0.0 10.1.1.2"]);
    session(&mut net, "r1", &["router rip", "default-information originate", "end", "wr"]);
    net.run_for(Time::seconds(10));
    let table = type_at(&mut net, "r2", "show ip route");
    assert!(table.contains("R*       0.0.0.0/0 [120/1] via 10.0.12.1"), "{table}");
    assert!(table.contains("Gateway of last resort is 10.0.12.1 to network 0.0.0.0"), "{table}");
    let before = type_at(&mut net, "r1", "show running-config | section router");
    assert_eq!(
        before,
        "router rip\n version 2\n passive-interface GigabitEthernet0/0\n network 10.0.0.0\n default-information originate\n no auto-summary\n"
    );
    session(&mut net, "r1", &["reload", ""]);
    session(&mut net, "r1", &["en"]);
    assert_eq!(type_at(&mut net, "r1", "show running-config | section router"), before);
    assert_eq!(warm(&mut net, "pc1", "10.1.3.2"), "ttl=62");
    let said = type_at(&mut net, "r1", "show ip protocols");
    for line in [
        "Routing Protocol is \"rip\"",
        "  Default version control: send version 2, receive version 2",
        "    GigabitEthernet0/1    2     2",
        "  Passive Interface(s):\n    GigabitEthernet0/0",
        "    10.0.12.2            120      00:00:",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}
