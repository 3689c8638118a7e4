//! What `show` prints is read, with the right fields, by the public parsers of ntc-templates: where Python has them.

use std::process::{Command, Stdio};

use serde_json::Value;
use splicelab::net::Time;

use super::super::support::left_out;
use super::equipment::{session, two_switches};
use super::{network, type_at};

const PYTHON: &str = "
import json, sys
from ntc_templates.parse import parse_output
asked = json.load(sys.stdin)
print(json.dumps([parse_output(platform='cisco_ios', command=command, data=data) for command, data in asked]))
";

/// The output of commands as the parsers read it; nothing where there are none.
fn parsed(asked: &[(&str, String)]) -> Option<Vec<Value>> {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let has = Command::new(&python).args(["-c", "import ntc_templates"]).output().ok()?;
    if !has.status.success() {
        left_out("ntc-templates in Python");
        return None;
    }
    let mut child = Command::new(&python)
        .args(["-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python runs");
    serde_json::to_writer(child.stdin.take().expect("a pipe"), asked).expect("it writes");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "a layout is not understood");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The row of a parsed answer whose field has this value; `shown` is the answer itself.
fn row_of(answer: &Value, key: &str, value: &str, shown: &str) -> Value {
    let rows = answer.as_array().expect("rows");
    rows.iter().find(|row| row[key] == value).cloned().unwrap_or_else(|| panic!("{value}: {shown}"))
}

#[test]
fn a_switch() {
    let mut net = two_switches();
    super::probe(&mut net, "a10", "10.0.10.2");
    let asked: Vec<(&str, String)> = [
        "show vlan",
        "show mac address-table",
        "show interfaces status",
        "show interfaces switchport",
        "show spanning-tree",
        "show ip interface brief",
        "show interfaces",
        "show interfaces description",
        "show version",
    ]
    .into_iter()
    .map(|command| (command, type_at(&mut net, "s1", command)))
    .collect();
    let Some(all) = parsed(&asked) else { return };
    let row = |at: usize, key: &str, value: &str| row_of(&all[at], key, value, &asked[at].1);
    let vlan = row(0, "vlan_id", "20");
    assert_eq!((&vlan["vlan_name"], &vlan["interfaces"][0]), (&"VLAN0020".into(), &"Fa0/2".into()));
    assert_eq!(all[0][0]["interfaces"].as_array().map(Vec::len), Some(22));
    let mac =
        all[1].as_array().expect("rows").iter().find(|row| row["destination_port"][0] == "Fa0/1").expect("a card");
    assert_eq!((&mac["vlan_id"], &mac["type"]), (&"10".into(), &"DYNAMIC".into()));
    assert_eq!(row(2, "port", "Gi0/1")["vlan_id"], "trunk");
    assert_eq!(row(2, "port", "Fa0/3")["status"], "notconnect");
    let port = row(3, "interface", "Fa0/1");
    assert_eq!((&port["access_vlan"], &port["mode"]), (&"10".into(), &"static access".into()));
    assert_eq!(row(4, "interface", "Gi0/1")["status"], "FWD");
    assert_eq!(row(5, "interface", "Vlan1")["status"], "administratively down");
    let wire = row(6, "interface", "FastEthernet0/1");
    assert_eq!((&wire["link_status"], &wire["mtu"]), (&"up".into(), &"1500".into()));
    assert_eq!((&wire["duplex"], &wire["speed"]), (&"Full-duplex".into(), &"100Mb/s".into()));
    assert_eq!(row(7, "port", "Fa0/1")["protocol"], "up");
    assert_eq!(all[8][0]["hostname"], "Switch");
}

#[test]
fn the_optics_of_an_exchange() {
    let source = splicelab::scenario::builtin::source("chaine-01-client-sans-internet").expect("built in");
    let scenario = std::sync::Arc::new(splicelab::scenario::load(source, 1).expect("sound").scenario);
    let mut net = splicelab::net::build::build(&scenario);
    session(&mut net, "acces", &["en"]);
    let shown = type_at(&mut net, "acces", "show interface transceiver");
    // The parsers know the singular only; the console takes it as a beginning of the word.
    let Some(all) = parsed(&[("show interface transceiver", shown.clone())]) else { return };
    let row = &all[0][1];
    let lab = splicelab::lab::Lab::new(scenario);
    let sent = lab.plant().served("garage").expect("light");
    let sent = lab.plant().sent(&sent.from).expect("an OLT port").dbm();
    assert_eq!((&row["interface"], &row["tx_pwr"]), (&"Gi0/2".into(), &format!("{sent:.1}").into()), "{shown}");
}

#[test]
fn a_router() {
    let mut net = network(
        &[("pc", "linux-host"), ("r1", "router-2"), ("isp", "linux-host")],
        &[("pc/eth0", "r1/g0/0"), ("r1/g0/1", "isp/eth0")],
        &[("isp", &["ip addr add 203.0.113.2/24 dev eth0"])],
    );
    session(
        &mut net,
        "r1",
        &[
            "en",
            "conf t",
            "hostname R1",
            "int g0/0",
            "description vers l'accueil",
            "ip add 10.0.0.1 255.255.255.0",
            "ip nat inside",
            "no sh",
            "int g0/1",
            "ip add 203.0.113.1 255.255.255.0",
            "ip nat outside",
            "no sh",
            "ip route 0.0.0.0 0.0.0.0 203.0.113.2",
            "ip route 10.9.0.0 255.255.0.0 10.0.0.9",
            "ip dhcp pool LAN",
            "network 10.0.0.0 255.255.255.0",
            "default-router 10.0.0.1",
            "access-list 1 permit 10.0.0.0 0.0.0.255",
            "ip nat inside source list 1 interface g0/1 overload",
            "ip access-list extended WEB",
            "permit tcp any host 203.0.113.2 eq www",
            "deny ip 10.0.0.0 0.0.0.127 any log",
            "end",
        ],
    );
    net.run_for(Time::seconds(5));
    type_at(&mut net, "pc", "dhclient eth0");
    type_at(&mut net, "pc", "ping -c 2 203.0.113.2");
    let asked: Vec<(&str, String)> = [
        "show ip route",
        "show ip arp",
        "show ip interface brief",
        "show ip nat translations",
        "show ip access-lists",
        "show interfaces",
        "show access-list",
        "show ip dhcp binding",
    ]
    .into_iter()
    .map(|command| (command, type_at(&mut net, "r1", command)))
    .collect();
    let Some(all) = parsed(&asked) else { return };
    let row = |at: usize, key: &str, value: &str| row_of(&all[at], key, value, &asked[at].1);
    let route = row(0, "network", "10.9.0.0");
    assert_eq!((&route["protocol"], &route["prefix_length"]), (&"S".into(), &"16".into()));
    assert_eq!((&route["nexthop_ip"], &route["distance"]), (&"10.0.0.9".into(), &"1".into()));
    assert_eq!(row(0, "network", "0.0.0.0")["nexthop_ip"], "203.0.113.2");
    assert_eq!(row(0, "network", "203.0.113.0")["nexthop_if"], "GigabitEthernet0/1");
    assert_eq!(row(1, "ip_address", "203.0.113.2")["interface"], "GigabitEthernet0/1");
    assert_eq!(row(2, "interface", "GigabitEthernet0/0")["ip_address"], "10.0.0.1");
    let nat = row(3, "inside_local_ip", "10.0.0.2");
    assert_eq!((&nat["protocol"], &nat["inside_global_ip"]), (&"icmp".into(), &"203.0.113.1".into()));
    assert_eq!(row(4, "dst_host", "203.0.113.2")["dst_port"], "www");
    assert_eq!(row(4, "src_wildcard", "0.0.0.127")["log"], "log");
    assert_eq!(row(5, "interface", "GigabitEthernet0/0")["description"], "vers l'accueil");
    assert_eq!(row(6, "name", "WEB")["action"], "permit");
    let lease = row(7, "ip_address", "10.0.0.2");
    // The card of `pc`, after the 01 of its kind.
    let card = net.devices[0].ports[0].mac.to_string().replace(':', "");
    let id = lease["hardware_address"].as_str().expect("text").replace('.', "");
    assert_eq!((id, &lease["type"]), (format!("01{card}"), &"Automatic".into()));
}

#[test]
fn a_router_that_learns_routes() {
    let mut net = super::routing::triangle(&["router ospf 1", "network 10.0.0.0 0.255.255.255 area 0"]);
    session(&mut net, "r3", &["conf t", "router rip", "version 2", "no auto-summary", "network 10.0.0.0", "end"]);
    net.run_for(Time::seconds(60));
    let asked: Vec<(&str, String)> =
        ["show ip ospf neighbor", "show ip ospf interface brief", "show ip ospf database", "show ip route"]
            .into_iter()
            .map(|command| (command, type_at(&mut net, "r1", command)))
            .collect();
    let Some(all) = parsed(&asked) else { return };
    let row = |at: usize, key: &str, value: &str| row_of(&all[at], key, value, &asked[at].1);
    let neighbour = row(0, "neighbor_id", "10.1.3.1");
    assert_eq!((&neighbour["state"], &neighbour["ip_address"]), (&"FULL/DR".into(), &"10.0.13.2".into()));
    assert_eq!((&neighbour["priority"], &neighbour["interface"]), (&"1".into(), &"GigabitEthernet0/3".into()));
    let face = row(1, "interface", "Gi0/1");
    assert_eq!((&face["ip_address"], &face["prefix_length"]), (&"10.0.12.1".into(), &"30".into()));
    assert_eq!((&face["cost"], &face["neighbors_fc"]), (&"1".into(), &"1/1".into()));
    let own = row(2, "link_id", "10.1.1.1");
    assert_eq!((&own["area"], &own["link_count"], &own["process_id"]), (&"0".into(), &"3".into(), &"1".into()));
    let route = row(3, "network", "10.1.2.0");
    assert_eq!((&route["protocol"], &route["distance"], &route["metric"]), (&"O".into(), &"110".into(), &"2".into()));
    assert_eq!((&route["nexthop_ip"], &route["nexthop_if"]), (&"10.0.12.2".into(), &"GigabitEthernet0/1".into()));
    assert!(route["uptime"].as_str().is_some_and(|age| age.starts_with("00:0")), "{route}");
    let both = all[3].as_array().expect("rows").iter().filter(|row| row["network"] == "10.0.23.0").count();
    assert_eq!(both, 2, "{}", asked[3].1);
}

#[test]
fn a_router_with_ipv6_and_a_switch_with_a_bundle() {
    let mut net = network(
        &[("pc", "linux-host"), ("r1", "router-2"), ("s1", "switch-24"), ("s2", "switch-24")],
        &[("pc/eth0", "r1/g0/0"), ("s1/g0/1", "s2/g0/1"), ("s1/g0/2", "s2/g0/2")],
        &[],
    );
    let lines = ["en", "conf t", "ipv6 unicast-routing", "int g0/0", "ipv6 address 2001:db8:1::1/64", "no sh"];
    session(&mut net, "r1", &lines);
    session(&mut net, "r1", &["ipv6 route 2001:db8:9::/48 2001:db8:1::99", "end"]);
    for switch in ["s1", "s2"] {
        let lines = ["en", "conf t", "int range g0/1 - 2", "channel-group 1 mode active", "end"];
        session(&mut net, switch, &lines);
    }
    net.run_for(Time::seconds(40));
    type_at(&mut net, "pc", "ping -6 -c 1 2001:db8:1::1");
    let mut asked: Vec<(&str, String)> = ["show ipv6 interface brief", "show ipv6 route", "show ipv6 neighbors"]
        .into_iter()
        .map(|command| (command, type_at(&mut net, "r1", command)))
        .collect();
    asked.push(("show etherchannel summary", type_at(&mut net, "s1", "show etherchannel summary")));
    let Some(all) = parsed(&asked) else { return };
    let row = |at: usize, key: &str, value: &str| row_of(&all[at], key, value, &asked[at].1);
    let face = row(0, "interface", "GigabitEthernet0/0");
    assert_eq!((&face["admin"], &face["ipv6_address"][1]), (&"up".into(), &"2001:DB8:1::1".into()));
    assert_eq!(row(0, "interface", "GigabitEthernet0/1")["ipv6_address"][0], "unassigned");
    let route = row(1, "network", "2001:DB8:9::/48");
    assert_eq!((&route["protocol"], &route["nexthop_ip"]), (&"S".into(), &"2001:DB8:1::99".into()));
    assert_eq!((&route["distance"], &route["metric"]), (&"1".into(), &"0".into()));
    assert_eq!(row(2, "address", "2001:DB8:1:0:5B:1CFF:FE00:101")["interface"], "Gi0/0");
    let bundle = row(3, "group", "1");
    assert_eq!((&bundle["bundle_name"], &bundle["bundle_protocol"]), (&"Po1".into(), &"LACP".into()));
    assert_eq!((&bundle["bundle_status"], &bundle["member_interface"][1]), (&"SU".into(), &"Gi0/2".into()));
    assert_eq!(bundle["member_interface_status"][0], "P");
}
