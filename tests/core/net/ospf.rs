//! OSPF: neighbours, speakers, one map, shortest ways; and what keeps two routers from becoming neighbours.

use std::collections::BTreeMap;

use proptest::prelude::*;
use splicelab::net::reason::Reason;
use splicelab::net::{Net, Time};

use super::equipment::session;
use super::routing::{decoded, triangle, warm};
use super::{network, probe, socket, type_at};

const OSPF: &[&str] = &["router ospf 1", "network 10.0.0.0 0.255.255.255 area 0", "passive-interface g0/0"];

/// Longer than the speakers of a network are waited for, and the exchange after it.
const SETTLED: Time = Time::seconds(60);

#[test]
fn ospf_finds_the_cheapest_way_and_another_when_a_cable_is_pulled() {
    let mut net = triangle(OSPF);
    net.run_for(SETTLED);
    for (from, to) in [("pc1", "10.1.2.2"), ("pc2", "10.1.3.2"), ("pc3", "10.1.1.2")] {
        assert_eq!(warm(&mut net, from, to), "ttl=62", "{}", type_at(&mut net, "r1", "show ip route"));
    }
    let table = type_at(&mut net, "r1", "show ip route ospf");
    assert!(table.contains("O        10.1.2.0/24 [110/2] via 10.0.12.2, 00:0"), "{table}");
    assert!(table.contains("O        10.0.23.0/30 [110/2] via 10.0."), "{table}");
    assert_eq!(table.matches("[110/2] via").count(), 4, "two ways to 10.0.23.0: {table}");
    // A cost makes the longer way the cheaper one.
    session(&mut net, "r1", &["conf t", "int g0/1", "ip ospf cost 50", "end"]);
    net.run_for(Time::seconds(10));
    let table = type_at(&mut net, "r1", "show ip route ospf");
    assert!(table.contains("O        10.1.2.0/24 [110/3] via 10.0.13.2, "), "{table}");
    // And without the other cable it is the only one again, at once.
    let at = socket(&net, "r3/g0/2");
    assert!(net.disconnect(at));
    net.run_for(Time::seconds(6));
    let table = type_at(&mut net, "r1", "show ip route ospf");
    assert!(table.contains("O        10.1.2.0/24 [110/51] via 10.0.12.2, "), "{table}");
    assert_eq!(warm(&mut net, "pc1", "10.1.2.2"), "ttl=62");
    assert_eq!(warm(&mut net, "pc3", "10.1.2.2"), "ttl=61");
    let log = type_at(&mut net, "r3", "show logging");
    assert!(log.contains("%OSPF-5-ADJCHG: Process 1, Nbr 10.1.2.1 on GigabitEthernet0/2 from FULL to DOWN"), "{log}");
}

/// Routers on one switch, each with a loopback of its number.
fn on_a_switch(count: usize, lines: &dyn Fn(usize) -> Vec<String>) -> Net {
    let names: Vec<String> = (1..=count).map(|number| format!("r{number}")).collect();
    let mut devices: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "router-2")).collect();
    devices.push(("sw", "switch-8"));
    let cables: Vec<(String, String)> =
        names.iter().enumerate().map(|(at, name)| (format!("{name}/g0/0"), format!("sw/{}", at + 1))).collect();
    let cables: Vec<(&str, &str)> = cables.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let mut net = network(&devices, &cables, &[]);
    for number in 1..=count {
        let mut all = vec!["en".to_owned(), "conf t".to_owned()];
        all.extend([
            "int lo0".to_owned(),
            format!("ip add {number}.{number}.{number}.{number} 255.255.255.255"),
            "int g0/0".to_owned(),
            format!("ip add 10.0.0.{number} 255.255.255.0"),
            "no sh".to_owned(),
        ]);
        all.extend(lines(number));
        all.extend(["router ospf 1".to_owned(), "network 0.0.0.0 255.255.255.255 area 0".to_owned(), "end".to_owned()]);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        session(&mut net, &format!("r{number}"), &all);
    }
    net
}

#[test]
fn a_network_of_many_has_one_that_speaks_and_one_in_reserve() {
    let priority = |number: usize| if number == 2 { vec!["ip ospf priority 100".to_owned()] } else { Vec::new() };
    let mut net = on_a_switch(5, &priority);
    net.run_for(SETTLED);
    let roles = |net: &mut Net| -> BTreeMap<String, String> {
        let shown = type_at(net, "r1", "show ip ospf neighbor");
        let row = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            Some(((*words.first()?).to_owned(), (*words.get(2)?).to_owned()))
        };
        shown.lines().skip(2).filter_map(row).collect()
    };
    let seen = roles(&mut net);
    let of = |seen: &BTreeMap<String, String>, id: &str| seen.get(id).cloned().unwrap_or_default();
    assert_eq!(of(&seen, "2.2.2.2"), "FULL/DR", "{seen:?}");
    assert_eq!(of(&seen, "5.5.5.5"), "FULL/BDR", "{seen:?}");
    assert_eq!(of(&seen, "3.3.3.3"), "2WAY/DROTHER", "{seen:?}");
    let shown = type_at(&mut net, "r1", "show ip ospf database");
    assert!(shown.contains("10.0.0.2        2.2.2.2"), "one speaks for the network: {shown}");
    assert_eq!(warm(&mut net, "r3", "4.4.4.4"), "ttl=255");
    // The one that speaks falls silent: nobody's cable goes dark, so the dead interval has to pass.
    let at = socket(&net, "r2/g0/0");
    net.disconnect(at);
    net.run_for(Time::seconds(25));
    assert_eq!(of(&roles(&mut net), "2.2.2.2"), "FULL/DR");
    net.run_for(Time::seconds(45));
    let seen = roles(&mut net);
    assert_eq!((of(&seen, "2.2.2.2"), of(&seen, "5.5.5.5")), (String::new(), "FULL/DR".to_owned()), "{seen:?}");
    assert_eq!(of(&seen, "4.4.4.4"), "FULL/BDR", "{seen:?}");
    assert_eq!(warm(&mut net, "r1", "3.3.3.3"), "ttl=255");
    assert!(!type_at(&mut net, "r1", "show ip route").contains("2.2.2.2"));
    // It comes back and does not push the others aside.
    let (r2, sw) = (socket(&net, "r2/g0/0"), socket(&net, "sw/2"));
    assert!(net.connect(r2, sw));
    net.run_for(SETTLED);
    let seen = roles(&mut net);
    assert_eq!((of(&seen, "2.2.2.2").as_str(), of(&seen, "5.5.5.5").as_str()), ("2WAY/DROTHER", "FULL/DR"), "{seen:?}");
}

/// Two routers on one cable, with other lines at the second.
fn pair(first: &[&str], second: &[&str]) -> Net {
    let mut net = network(&[("r1", "router-2"), ("r2", "router-2")], &[("r1/g0/0", "r2/g0/0")], &[]);
    for (number, lines) in [(1, first), (2, second)] {
        let name = format!("r{number}");
        let addr = format!("ip add 10.0.0.{number} 255.255.255.0");
        session(&mut net, &name, &["en", "conf t", "router ospf 1", "network 10.0.0.0 0.0.0.255 area 0"]);
        session(&mut net, &name, &["int g0/0", &addr, "no sh"]);
        session(&mut net, &name, lines);
        session(&mut net, &name, &["end"]);
    }
    net.run_for(SETTLED);
    net
}

#[test]
fn what_does_not_match_makes_no_neighbours_and_the_reason_is_kept() {
    let mask = "255.255.255.0".parse().expect("a mask");
    let other = "255.255.0.0".parse().expect("a mask");
    let area = ["router ospf 1", "no network 10.0.0.0 0.0.0.255 area 0", "network 10.0.0.0 0.0.0.255 area 1"];
    let cases: [(&[&str], &[&str], &str, Reason); 6] = [
        (&[], &["ip ospf hello-interval 5"], "", Reason::OspfHello { theirs: 5, ours: 10 }),
        (&[], &["ip ospf dead-interval 60"], "", Reason::OspfDead { theirs: 60, ours: 40 }),
        (&[], &["ip add 10.0.0.2 255.255.0.0"], "", Reason::OspfMask { theirs: other, ours: mask }),
        (&[], &area, "", Reason::OspfArea { theirs: 1, ours: 0 }),
        (
            &["router ospf 1", "router-id 7.7.7.7"],
            &["router ospf 1", "router-id 7.7.7.7"],
            "",
            Reason::OspfSameId { id: "7.7.7.7".parse().expect("an identity") },
        ),
        (&["ip mtu 1400"], &[], "EXSTART", Reason::OspfMtu { theirs: 1500, ours: 1400 }),
    ];
    for (first, second, state, reason) in cases {
        let mut net = pair(first, second);
        let shown = type_at(&mut net, "r1", "show ip ospf neighbor");
        assert!(
            !shown.contains("FULL") && shown.contains(state) && (state.is_empty() == shown.is_empty()),
            "{reason:?}: {shown}"
        );
        let r1 = net.device("r1").expect("r1");
        let ospf = net.devices[r1].ospf.as_ref().expect("it runs");
        let kept = ospf.refused.values().next().map(|(reason, _)| reason.clone());
        assert_eq!(kept, Some(reason.clone()));
        assert!(net.drops().any(|drop| drop.device == r1 && drop.reason == reason), "{reason:?}");
    }
    assert!(type_at(&mut pair(&[], &[]), "r1", "show ip ospf neighbor").contains("FULL/"));
    // Put right, they become neighbours without more ado.
    let mut net = pair(&[], &["ip ospf hello-interval 5"]);
    session(&mut net, "r2", &["conf t", "int g0/0", "no ip ospf hello-interval", "end"]);
    net.run_for(SETTLED);
    assert!(type_at(&mut net, "r1", "show ip ospf neighbor").contains("FULL/"));
    let r1 = net.device("r1").expect("r1");
    assert!(net.devices[r1].ospf.as_ref().is_some_and(|ospf| ospf.refused.is_empty()));
}

#[test]
fn a_missing_route_is_told_with_the_neighbour_that_is_none() {
    let mut net = triangle(OSPF);
    session(
        &mut net,
        "r1",
        &["conf t", "int g0/1", "ip ospf hello-interval 20", "int g0/3", "ip ospf hello-interval 20", "end"],
    );
    net.run_for(SETTLED);
    let pc1 = net.device("pc1").expect("pc1");
    assert_eq!(probe(&mut net, "pc1", "10.1.2.2"), "3/0 10.1.1.1");
    let walk = splicelab::net::why::walk(&mut net, pc1, "10.1.2.2".parse().expect("an address"));
    let said: Vec<String> = walk.hops.iter().map(|hop| splicelab::locale::Lang::En.say(&hop.say)).collect();
    let wanted = "10.0.12.2 on GigabitEthernet0/1 is no OSPF neighbour: the neighbour says hello every 10 s, this interface every 20 s";
    assert!(said.iter().any(|line| line == wanted), "{said:#?}");
}

#[test]
fn ospf_packets_are_read_by_tshark() {
    let mut net = triangle(&[]);
    let at = socket(&net, "r1/g0/1");
    net.tap(at);
    for router in ["r1", "r2", "r3"] {
        session(&mut net, router, &["conf t"]);
        session(&mut net, router, OSPF);
        session(&mut net, router, &["end"]);
    }
    net.run_for(Time::seconds(90));
    session(&mut net, "r3", &["conf t", "int g0/2", "shutdown", "end"]);
    net.run_for(Time::seconds(10));
    let seen = net.untap(at);
    let fields =
        ["ospf.msg", "ip.dst", "ip.ttl", "ospf.srcrouter", "ospf.lsa", "ospf.lsa.seqnum", "ospf.lsa.router.metric0"];
    let Some(rows) = decoded(&seen, "ospf", &fields) else { return };
    let of = |kind: &str| rows.iter().filter(|row| row[0] == kind).cloned().collect::<Vec<_>>();
    for kind in ["1", "2", "3", "4", "5"] {
        assert!(!of(kind).is_empty(), "no packet of type {kind}: {rows:?}");
    }
    assert!(of("1").iter().all(|row| row[1] == "224.0.0.5" && row[2] == "1"));
    assert!(of("2").iter().all(|row| row[1].starts_with("10.0.12.")));
    let kinds: Vec<String> =
        of("4").iter().flat_map(|row| row[4].split(',').map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(kinds.iter().any(|kind| kind == "1") && kinds.iter().any(|kind| kind == "2"), "{kinds:?}");
    // Nothing is sent twice in a network in order.
    let updates = of("4").len();
    assert!(updates < 30, "{updates} updates: {rows:#?}");
}

#[test]
fn a_router_keeps_what_was_typed_about_ospf() {
    let mut net = triangle(&[
        "router ospf 1",
        "router-id 9.9.9.9",
        "auto-cost reference-bandwidth 1000",
        "passive-interface default",
        "no passive-interface g0/1",
        "network 10.0.0.0 255.0.0.0 area 0",
        "int g0/1",
        "ip ospf network point-to-point",
        "ip ospf priority 7",
        "ip ospf 1 area 0",
    ]);
    type_at(&mut net, "r1", "wr");
    let router = type_at(&mut net, "r1", "show running-config | section router ospf");
    assert_eq!(
        router,
        "router ospf 1\n router-id 9.9.9.9\n auto-cost reference-bandwidth 1000\n passive-interface default\n no passive-interface GigabitEthernet0/1\n network 10.0.0.0 0.255.255.255 area 0\n"
    );
    let port = type_at(&mut net, "r1", "show running-config interface g0/1");
    assert!(port.contains(" ip ospf network point-to-point\n ip ospf priority 7\n ip ospf 1 area 0\n"), "{port}");
    session(&mut net, "r1", &["reload", "", "en"]);
    assert_eq!(type_at(&mut net, "r1", "show running-config | section router ospf"), router);
    assert_eq!(type_at(&mut net, "r1", "show running-config interface g0/1"), port);
    let said = type_at(&mut net, "r1", "show ip protocols");
    for line in ["Routing Protocol is \"ospf 1\"", "  Router ID 9.9.9.9", "    10.0.0.0 0.255.255.255 area 0"] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

/// The least cost between every two of `count` places: Floyd and Warshall.
fn least(count: usize, links: &[(usize, usize, u32)]) -> Vec<Vec<Option<u32>>> {
    let mut all = vec![vec![None; count]; count];
    for (a, b, cost) in links {
        for (a, b) in [(*a, *b), (*b, *a)] {
            all[a][b] = Some(all[a][b].map_or(*cost, |known: u32| known.min(*cost)));
        }
    }
    (0..count).for_each(|at| all[at][at] = Some(0));
    for over in 0..count {
        for from in 0..count {
            for to in 0..count {
                if let (Some(a), Some(b)) = (all[from][over], all[over][to])
                    && all[from][to].is_none_or(|known| a + b < known)
                {
                    all[from][to] = Some(a + b);
                }
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn every_way_is_as_short_as_the_map_allows(
        links in prop::collection::vec((0..6_usize, 0..6_usize, 1..40_u32, any::<bool>()), 3..10),
    ) {
        let names: Vec<String> = (0..6).map(|at| format!("r{at}")).collect();
        let devices: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "router-4")).collect();
        let mut net = network(&devices, &[], &[]);
        let mut used = [0; 6];
        let mut laid = Vec::new();
        for (at, name) in names.iter().enumerate() {
            session(&mut net, name, &["en", "conf t", "router ospf 1", "network 0.0.0.0 255.255.255.255 area 0"]);
            session(&mut net, name, &["int lo0", &format!("ip add 9.9.9.{at} 255.255.255.255")]);
        }
        for (number, (a, b, cost, direct)) in links.into_iter().enumerate() {
            if a == b || used[a] == 4 || used[b] == 4 {
                continue;
            }
            for (end, at) in [a, b].into_iter().enumerate() {
                let port = format!("int g0/{}", used[at]);
                let addr = format!("ip add 10.0.{number}.{} 255.255.255.0", end + 1);
                session(&mut net, &names[at], &[&port, &addr, "no sh", &format!("ip ospf cost {cost}")]);
                if direct {
                    session(&mut net, &names[at], &["ip ospf network point-to-point"]);
                }
            }
            let ends = [a, b].map(|at| socket(&net, &format!("{}/g0/{}", names[at], used[at])));
            prop_assert!(net.connect(ends[0], ends[1]));
            used[a] += 1;
            used[b] += 1;
            laid.push((a, b, cost));
        }
        net.run_for(Time::seconds(80));
        let least = least(6, &laid);
        for from in 0..6 {
            let device = net.device(&names[from]).expect("a router");
            for to in (0..6).filter(|to| *to != from) {
                let dest = format!("9.9.9.{to}/32").parse().expect("an address");
                let metric = net.devices[device].routes.iter().find(|route| route.dest == dest).map(|route| route.metric);
                // The address of a loopback costs one more.
                prop_assert_eq!(metric, least[from][to].map(|cost| cost + 1), "{} to {}: {:?}", from, to, laid.clone());
            }
        }
    }
}

#[test]
fn a_border_tells_the_way_out_and_what_is_outside() {
    let mut net = triangle(OSPF);
    let lines = [
        "conf t",
        "int lo5",
        "ip add 172.16.5.1 255.255.255.0",
        "ip route 0.0.0.0 0.0.0.0 10.1.3.2",
        "ip route 192.168.7.0 255.255.255.0 10.1.3.2",
        "router ospf 1",
        "default-information originate",
        "redistribute static subnets",
        "redistribute connected subnets",
        "end",
    ];
    session(&mut net, "r3", &lines);
    let at = socket(&net, "r1/g0/3");
    net.tap(at);
    net.run_for(SETTLED);
    let table = type_at(&mut net, "r1", "show ip route ospf");
    assert!(table.contains("Gateway of last resort is 10.0.13.2 to network 0.0.0.0"), "{table}");
    assert!(table.contains("O*E2     0.0.0.0/0 [110/1] via 10.0.13.2, 00:0"), "{table}");
    assert!(table.contains("O E2     192.168.7.0/24 [110/20] via 10.0.13.2, "), "{table}");
    assert!(table.contains("O E2     172.16.5.0/24 [110/20] via 10.0.13.2, "), "{table}");
    let known = type_at(&mut net, "r1", "show ip ospf database");
    assert!(known.contains("Type-5 AS External Link States"), "{known}");
    // Without a way out of its own it tells none, unless it always does.
    session(&mut net, "r3", &["conf t", "no ip route 0.0.0.0 0.0.0.0 10.1.3.2", "end"]);
    net.run_for(Time::seconds(10));
    assert!(!type_at(&mut net, "r1", "show ip route").contains("0.0.0.0/0"));
    session(&mut net, "r3", &["conf t", "router ospf 1", "default-information originate always", "end"]);
    net.run_for(Time::seconds(10));
    assert!(type_at(&mut net, "r1", "show ip route").contains("O*E2     0.0.0.0/0 [110/1]"));
    let kept = type_at(&mut net, "r3", "show running-config | section router ospf");
    assert!(kept.contains(" redistribute connected subnets\n redistribute static subnets\n"), "{kept}");
    assert!(kept.ends_with(" default-information originate always\n"), "{kept}");
    let seen = net.untap(at);
    let fields = ["ospf.lsa.id", "ospf.lsa.asext.netmask", "ospf.metric"];
    let Some(rows) = decoded(&seen, "ospf.lsa == 5 && ospf.msg == 4", &fields) else { return };
    assert!(rows.iter().any(|row| row[1].contains("255.255.255.0") && row[2].contains("20")), "{rows:?}");
}
