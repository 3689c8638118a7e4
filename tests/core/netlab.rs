//! Labs of other programs: what is taken over, what is told, and that who reaches whom stays the same.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::locale::Lang;
use splicelab::net::Net;
use splicelab::net::reach::Matrix;
use splicelab::netbox::Severity;
use splicelab::netlab::{Exported, Import, export_containerlab};
use splicelab::scenario::model::Scenario;

use super::net::namespaces::{Spaces, possible, real_ping, run};
use super::net::probe;
use super::support::left_out;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("it makes folders");
        std::fs::write(path, text).expect("it writes");
    }
    folder
}

fn kathara(files: &[(&str, &str)]) -> Import {
    let folder = folder(files);
    Import::kathara(folder.path(), Some("lab"), Lang::En)
}

fn containerlab(text: &str) -> Import {
    let folder = folder(&[("lab.clab.yml", text)]);
    Import::containerlab(&folder.path().join("lab.clab.yml"), Some("lab"), Lang::En)
}

/// What is said, one line each: file, line, and the text.
fn told(import: &Import, lang: Lang, least: Severity) -> String {
    let problems = import.problems.iter().filter(|problem| problem.severity >= least);
    let mut lines: Vec<String> = problems
        .map(|problem| {
            let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
            // A folder for the test has a name of its own.
            let file = if problem.file.starts_with('/') { "FOLDER" } else { &problem.file };
            format!("{file}{line}: {:?}: {}", problem.severity, lang.say(&problem.message))
        })
        .collect();
    lines.push(format!("devices: {}, cables: {}", import.devices, import.links));
    lines.join("\n")
}

fn scenario(text: &str) -> Arc<Scenario> {
    match splicelab::scenario::read(&Source::new("lab", text), 1) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{text}\n{diagnostics:?}"),
    }
}

fn network(import: &Import) -> Net {
    let text = import.scenario.as_ref().unwrap_or_else(|| panic!("{}", told(import, Lang::En, Severity::Note)));
    Lab::new(scenario(text)).network_now()
}

/// Two routers in the middle, two networks, one of them with three machines: as courses write it, with the old tools.
const ROUTING: &[(&str, &str)] = &[
    (
        "lab.conf",
        "LAB_DESCRIPTION=\"Static routing\"\nLAB_VERSION=1.0\nLAB_AUTHOR=\"Somebody\"\nLAB_EMAIL=a@example.org\nLAB_WEB=http://example.org/\n\nr1[0]=\"A\"\nr1[1]=\"B\"\nr1[image]=\"kathara/base\"\n\nr2[0]=\"C/02:42:AC:11:00:02\"\nr2[1]='B'\n\npc1[0]=A\npc1[mem]=\"128m\"\n\npc2[0]=\"C\" # the server\npc3[0]=\"C\"\n",
    ),
    (
        "r1.startup",
        "ifconfig eth0 195.11.14.1 netmask 255.255.255.0 broadcast 195.11.14.255 up\nifconfig eth1 100.0.0.9 netmask 255.255.255.252 broadcast 100.0.0.11 up\nroute add -net 200.1.1.0 netmask 255.255.255.0 gw 100.0.0.10 dev eth1\n",
    ),
    (
        "r2.startup",
        "#!/bin/sh\n# the far side\nip address add 200.1.1.1/24 dev eth0\nip address add 100.0.0.10/30 dev eth1\n",
    ),
    ("pc1.startup", "ifconfig eth0 195.11.14.5/24 up\nroute add default gw 195.11.14.1 dev eth0"),
    ("pc2.startup", "ip a add 200.1.1.7/24 dev eth0\r\nip r add default via 200.1.1.1\r\n"),
    ("pc3.startup", "ip addr add 200.1.1.8/24 dev eth0\n"),
];

/// The answers of NETWORK.md 3 for this lab, where r2 knows no way back and pc3 has no gateway.
#[test]
fn a_kathara_lab_answers_as_the_real_one() {
    let import = kathara(ROUTING);
    assert_eq!(told(&import, Lang::En, Severity::Warning), "devices: 6, cables: 5");
    let mut net = network(&import);
    for (from, to, answer) in [
        ("pc1", "200.1.1.7", "timeout"),
        ("pc1", "100.0.0.9", "ttl=64"),
        ("pc1", "100.0.0.10", "timeout"),
        ("pc1", "8.8.8.8", "3/0 195.11.14.1"),
        ("pc2", "195.11.14.5", "3/0 200.1.1.1"),
        ("pc2", "200.1.1.8", "ttl=64"),
        ("pc3", "195.11.14.5", "no-route"),
        ("r1", "200.1.1.7", "ttl=63"),
        ("r1", "200.1.1.99", "3/1 100.0.0.10"),
    ] {
        assert_eq!(probe(&mut net, from, to), answer, "{from} {to}");
    }
}

/// The way back, and everything answers: five machines, nine addresses less their own.
#[test]
fn with_the_way_back_everybody_answers() {
    let mut files = ROUTING.to_vec();
    files.push(("r2.startup", "ip address add 200.1.1.1/24 dev eth0\nip address add 100.0.0.10/30 dev eth1\nip route add 195.11.14.0/24 via 100.0.0.9\n"));
    files.push(("pc3.startup", "ip addr add 200.1.1.8/24 dev eth0 && ip route add default via 200.1.1.1\n"));
    let mut net = network(&kathara(&files));
    for (from, row) in net.reach() {
        for (to, reached) in row {
            assert!(format!("{reached:?}").starts_with("Reply"), "{from} {to}: {reached:?}");
        }
    }
}

/// What Kathará does besides: scripts for all, commands in lab.conf, files of a machine, Debian's interfaces, bridges.
#[test]
fn scripts_files_and_bridges_of_a_kathara_lab() {
    let import = kathara(&[
        (
            "lab.conf",
            "pc1[0]=A\npc1[exec]=\"ip route add default via 10.0.0.254\"\nsw[0]=A\nsw[1]=B\nsw[2]=C\nr[0]=\"B\"\nr[1]=D\nserver_1[0]=C\nfar[0]=D\nfar[sysctl]=\"net.ipv4.ip_forward=0\"\n",
        ),
        ("shared.startup", "ip link set eth0 up\n"),
        ("pc1.startup", "NET=10.0.0\nip addr add $NET.1/24 dev eth0\n"),
        (
            "sw.startup",
            "brctl addbr br0\nfor i in 0 1 2; do\n  ifconfig eth$i 0.0.0.0 promisc up\n  brctl addif br0 eth$i\ndone\nifconfig br0 up\n",
        ),
        ("r.startup", "/etc/init.d/networking start\n"),
        (
            "r/etc/network/interfaces",
            "auto lo eth0 eth1\niface lo inet loopback\niface eth0 inet static\n  address 10.0.0.254\n  netmask 255.255.255.0\niface eth1 inet static\n  address 192.168.9.1/30\n  mtu 1400\n",
        ),
        (
            "server_1.startup",
            "ip addr add 10.0.0.2/24 dev eth0\nip route add default via 10.0.0.254\ncat >> /etc/hosts <<EOF\n10.0.0.1 pc1\nEOF\n",
        ),
        ("server_1/etc/resolv.conf", "nameserver 10.0.0.53\n"),
        (
            "far/etc/frr/frr.conf",
            "hostname far\n!\nip route 10.0.0.0 255.255.255.0 192.168.9.1 20\n!\ninterface lo\n ip address 9.9.9.9/32\n!\nline vty\n",
        ),
        ("far.startup", "/sbin/ip addr add 192.168.9.2/30 dev eth0\nsystemctl start frr\n"),
    ]);
    assert_eq!(told(&import, Lang::En, Severity::Warning), "devices: 5, cables: 4");
    let mut net = network(&import);
    assert_eq!(probe(&mut net, "pc1", "10.0.0.2"), "ttl=64");
    assert_eq!(probe(&mut net, "server-1", "192.168.9.2"), "ttl=63");
    assert_eq!(probe(&mut net, "far", "10.0.0.1"), "ttl=63");
    assert_eq!(probe(&mut net, "far", "10.1.0.1"), "no-route");
    assert_eq!(probe(&mut net, "far", "9.9.9.9"), "ttl=64");
    let server = net.device("server-1").expect("it is there");
    assert_eq!(net.devices[server].hostname, "server_1");
    assert!(net.devices[server].files["/etc/hosts"].contains("10.0.0.1 pc1"));
    assert!(!net.devices[net.device("far").expect("it is there")].forwarding);
    let r = &net.devices[net.device("r").expect("it is there")];
    assert!(r.forwarding && r.ifaces[r.iface("eth1").expect("it has one")].mtu == 1400);
}

/// A domain with one machine is a hub with one cable, and asks three times before it gives up, as the kernel does.
#[test]
fn a_domain_of_one_has_a_live_card() {
    let import = kathara(&[("lab.conf", "r[0]=A\n"), ("r.startup", "ip addr add 10.0.0.1/24 dev eth0\n")]);
    let mut net = network(&import);
    assert_eq!(probe(&mut net, "r", "10.0.0.1"), "ttl=64");
    assert_eq!(probe(&mut net, "r", "10.0.0.2"), "3/1 10.0.0.1");
}

/// Three routers in a row that tell each other by a protocol of FRR; the ends know no other way.
fn routed(protocol: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut files = vec![(
        "lab.conf".to_owned(),
        "r1[0]=A\nr1[1]=B\nr2[0]=B\nr2[1]=C\nr3[0]=C\nr3[1]=D\npc1[0]=A\npc2[0]=D\n".to_owned(),
    )];
    for (router, left, right) in [
        ("r1", "10.0.1.254/24", "10.1.0.1/30"),
        ("r2", "10.1.0.2/30", "10.1.0.5/30"),
        ("r3", "10.1.0.6/30", "10.0.2.254/24"),
    ] {
        files.push((
            format!("{router}.startup"),
            format!("ip address add {left} dev eth0\nip address add {right} dev eth1\nsystemctl start frr\n"),
        ));
        files.push((format!("{router}/etc/frr/daemons"), "zebra=yes\n".to_owned()));
        files.push((format!("{router}/etc/frr/frr.conf"), protocol(router)));
    }
    files.push((
        "pc1.startup".to_owned(),
        "ip address add 10.0.1.1/24 dev eth0\nip route add default via 10.0.1.254\n".to_owned(),
    ));
    files.push((
        "pc2.startup".to_owned(),
        "ip address add 10.0.2.1/24 dev eth0\nip route add default via 10.0.2.254\n".to_owned(),
    ));
    files
}

#[test]
fn routers_of_a_kathara_lab_learn_by_rip_and_ospf() {
    let rip = routed(|_| {
        "!\nrouter rip\nnetwork 10.1.0.0/16\nredistribute connected\n!\nlog file /var/log/frr.log\n".to_owned()
    });
    let ospf = routed(|router| {
        let cost = if router == "r2" { "interface eth1\n ip ospf cost 45\n!\n" } else { "" };
        format!(
            "hostname {router}\n{cost}router ospf\n network 10.0.0.0/8 area 0.0.0.0\n network 0.0.0.0/0 area 0\n passive-interface lo\n!\ninterface lo\n ip address 9.9.9.{}/32\nline vty\n",
            router.trim_start_matches('r')
        )
    });
    for files in [rip, ospf] {
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let import = kathara(&files);
        assert_eq!(told(&import, Lang::En, Severity::Warning), "devices: 5, cables: 4");
        let mut net = network(&import);
        assert_eq!(probe(&mut net, "pc1", "10.0.2.1"), "ttl=61");
        assert_eq!(probe(&mut net, "pc2", "10.1.0.1"), "ttl=62");
        assert_eq!(probe(&mut net, "pc1", "10.0.9.1"), "3/0 10.0.1.254");
        if import.scenario.as_ref().is_some_and(|text| text.contains("router ospf")) {
            assert_eq!(probe(&mut net, "pc1", "9.9.9.3"), "ttl=62");
        }
    }
}

/// Routers of kind `frr` with their configuration beside the topology, from a group; what the group says is told once.
#[test]
fn routers_of_kind_frr_read_their_configuration() {
    let conf = |own: &str, lan: &str| {
        format!(
            "frr defaults traditional\nno ipv6 forwarding\n!\ninterface eth1\n ip address {own}\n!\ninterface eth2\n ip address {lan}\n!\nrouter ospf\n passive-interface eth2\n network 10.0.0.0/30 area 0.0.0.0\n network 192.168.0.0/16 area 0.0.0.0\n!\n"
        )
    };
    let (left, right) = (conf("10.0.0.1/30", "192.168.1.1/24"), conf("10.0.0.2/30", "192.168.2.1/24"));
    let topology = "name: x\ntopology:\n  groups:\n    routers:\n      kind: frr\n      image: frr\n      cmd: run\n      extras: {frr: {daemons: [ospfd]}}\n  nodes:\n    r1: {group: routers, startup-config: r1/frr.conf}\n    r2: {group: routers, startup-config: r2/frr.conf}\n    h1: {kind: linux, exec: [ip addr add 192.168.1.2/24 dev eth1, ip route add default via 192.168.1.1]}\n    h2: {kind: linux, exec: [ip addr add 192.168.2.2/24 dev eth1, ip route add default via 192.168.2.1]}\n  links:\n    - endpoints: [\"r1:eth1\", \"r2:eth1\"]\n    - endpoints: [\"r1:eth2\", \"h1:eth1\"]\n    - endpoints: [\"r2:eth2\", \"h2:eth1\"]\n";
    let folder = folder(&[("x.clab.yml", topology), ("r1/frr.conf", &left), ("r2/frr.conf", &right)]);
    let import = Import::containerlab(&folder.path().join("x.clab.yml"), Some("lab"), Lang::En);
    assert_eq!(
        told(&import, Lang::En, Severity::Warning),
        "x.clab.yml:7: Warning: “cmd” is not taken over: it is not simulated\ndevices: 4, cables: 3"
    );
    let mut net = network(&import);
    assert_eq!(probe(&mut net, "h1", "192.168.2.2"), "ttl=62");
    assert_eq!(probe(&mut net, "h1", "192.168.9.1"), "3/0 192.168.1.1");
}

/// What FRR can do and this lab cannot is told with its line.
#[test]
fn what_frr_does_besides_is_told() {
    let files = routed(|_| {
        "router ospf\n network 10.0.0.0/8 area 0\n network 10.1.0.0/16 area 1\n redistribute static\n!\nrouter bgp 65001\n neighbor 10.1.0.2 remote-as 65002\n!\n".to_owned()
    });
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let lines = told(&kathara(&files), Lang::En, Severity::Warning);
    let of_r1: Vec<&str> = lines.lines().filter(|line| line.starts_with("r1/")).collect();
    insta::assert_snapshot!(of_r1.join("\n"));
}

const TOPOLOGY: &str = r#"# a router between two networks
name: small
mgmt:
  network: lab
  ipv4-subnet: 172.30.30.0/24
topology:
  defaults:
    kind: linux
    image: &image ghcr.io/srl-labs/network-multitool
  kinds:
    linux:
      image: *image
  groups:
    routers:
      sysctls:
        net.ipv4.ip_forward: 1
        net.ipv4.conf.all.rp_filter: "0"
  nodes:
    r1:
      group: routers
      exec:
        - ip addr add 10.1.0.254/24 dev eth1
        - ip addr add 10.2.0.254/24 dev e1-2
    br-lan:
      kind: bridge
    h1: { exec: [ "ip addr add 10.1.0.1/24 dev eth1", "ip route replace default via 10.1.0.254" ] }
    h2:
      exec:
        - sh -c "ip addr add 10.1.0.2/24 dev eth1 && ip route add default via 10.1.0.254 2>/dev/null"
        - bash -c 'ip link set eth1 up; echo nameserver 10.2.0.53 > /etc/resolv.conf'
    h3:
      sysctls: { net.ipv4.ip_forward: 0 }
      network-mode: none
      binds: ["h3.sh:/start.sh:ro"]
      exec: [sh /start.sh]
  links:
    - endpoints: ["r1:eth1", "br-lan:eth1"]
    - endpoints: ["h1:eth1", "br-lan:eth2"]
    - endpoints: ["h2:eth1", "br-lan:eth3"]
    - type: veth
      endpoints:
        - node: r1
          interface: e1-2
        - node: h3
          interface: eth0
      mtu: 1400
"#;
const H3: &str = "#!/bin/bash\nset -e\nip addr add 10.2.0.1/24 dev eth0\nip route add default via 10.2.0.254\ntc qdisc add dev eth0 root netem delay 5ms\n";

#[test]
fn a_containerlab_topology_answers_as_the_real_one() {
    let folder = folder(&[("small.clab.yml", TOPOLOGY), ("h3.sh", H3)]);
    let import = Import::containerlab(&folder.path().join("small.clab.yml"), None, Lang::En);
    insta::assert_snapshot!(told(&import, Lang::En, Severity::Note));
    let text = import.scenario.as_ref().expect("there is one");
    assert!(text.contains("mtu: 1400, delay_us: 5000") && text.contains("id: \"small\""), "{text}");
    let mut net = network(&import);
    for (from, to, answer) in [
        ("h1", "10.1.0.2", "ttl=64"),
        ("h1", "10.2.0.1", "ttl=63"),
        ("h3", "10.1.0.2", "ttl=63"),
        ("h2", "10.1.0.9", "3/1 10.1.0.2"),
        ("h3", "9.9.9.9", "3/0 10.2.0.254"),
    ] {
        assert_eq!(probe(&mut net, from, to), answer, "{from} {to}");
    }
}

/// VLANs on Linux bridges, a trunk between them, and a router on a stick.
#[test]
fn vlans_on_linux_bridges_keep_networks_apart() {
    let switch = |ports: &str| {
        format!(
            "{{ kind: linux, exec: [ \"ip link add br0 type bridge vlan_filtering 1\", \"ip link set br0 up\", \"ip link set eth1 master br0\", \"ip link set eth2 master br0\", \"ip link set eth3 master br0\", \"bridge vlan del dev eth1 vid 1\", \"bridge vlan del dev eth2 vid 1\", \"bridge vlan del dev eth3 vid 1\", \"bridge vlan add dev eth3 vid 10\", \"bridge vlan add dev eth3 vid 20\", {ports} ] }}"
        )
    };
    let access = "\"bridge vlan add dev eth1 vid 10 pvid untagged\", \"bridge vlan add dev eth2 vid 20 pvid untagged\"";
    let trunk =
        "\"ip link set eth4 master br0\", \"bridge vlan del vid 1 dev eth4\", \"bridge vlan add dev eth4 vid 10-20\"";
    let host = |addr: &str, via: &str| {
        format!("{{ kind: linux, exec: [\"ip addr add {addr}/24 dev eth1\", \"ip route add default via {via}\"] }}")
    };
    let text = format!(
        "name: vlan\ntopology:\n  nodes:\n    sw1: {}\n    sw2: {}\n    h1: {}\n    h2: {}\n    h3: {}\n    h4: {}\n    r:\n      kind: linux\n      exec:\n        - ip link add link eth1 name eth1.10 type vlan id 10\n        - ip link add link eth1 name eth1.20 type vlan id 20\n        - ip link set eth1.10 up\n        - ip link set dev eth1.20 up\n        - ip addr add 10.0.10.254/24 dev eth1.10\n        - ip addr add 10.0.20.254/24 dev eth1.20\n  links:\n    - endpoints: [\"sw1:eth1\", \"h1:eth1\"]\n    - endpoints: [\"sw1:eth2\", \"h2:eth1\"]\n    - endpoints: [\"sw1:eth3\", \"sw2:eth3\"]\n    - endpoints: [\"sw2:eth1\", \"h3:eth1\"]\n    - endpoints: [\"sw2:eth2\", \"h4:eth1\"]\n    - endpoints: [\"sw2:eth4\", \"r:eth1\"]\n",
        switch(access),
        switch(&format!("{access}, {trunk}")),
        host("10.0.10.1", "10.0.10.254"),
        host("10.0.20.2", "10.0.20.254"),
        host("10.0.10.3", "10.0.10.254"),
        host("10.0.10.4", "10.0.10.254"),
    );
    let import = containerlab(&text);
    assert_eq!(told(&import, Lang::En, Severity::Warning), "devices: 7, cables: 6");
    let mut net = network(&import);
    for (from, to, answer) in [
        ("h1", "10.0.10.3", "ttl=64"),
        ("h1", "10.0.20.2", "ttl=63"),
        // In VLAN 20 with an address of VLAN 10.
        ("h1", "10.0.10.4", "3/1 10.0.10.1"),
        ("h4", "10.0.10.1", "3/1 10.0.10.4"),
    ] {
        assert_eq!(probe(&mut net, from, to), answer, "{from} {to}");
    }
}

/// Labs that are wrong, in both languages: every trouble with its file and line, and no panic.
#[test]
fn broken_labs_are_told_line_by_line() {
    let topology = |nodes: &str, links: &str| format!("name: x\ntopology:\n  nodes:\n{nodes}\n  links:\n{links}\n");
    let pair = "    a: {kind: linux}\n    b: {kind: linux}";
    let cases: Vec<(&str, Import)> = vec![
        ("no lab.conf", kathara(&[("pc1.startup", "ip link\n")])),
        ("empty", kathara(&[("lab.conf", "# nothing\n")])),
        (
            "lines of lab.conf",
            kathara(&[(
                "lab.conf",
                "pc1[0]=\"A\npc1[0]=\"A\"\npc1[0]=B\npc1[1]=\"A.B\"\npc1[2]=A/zz\npc2[]=A\nLAB_COLOUR=\"red\"\npc1[bridged]=true\npc1[magic]=1\nhello\n",
            )]),
        ),
        (
            "scripts",
            kathara(&[
                ("lab.conf", "pc1[0]=A\npc2[0]=A\n"),
                (
                    "pc1.startup",
                    "ip addr add 10.0.0.1/33 dev eth0\nip addr add 10.0.0.1/24 dev eth0\nip route add default via 10.9.9.9\nifconfig eth5 10.0.0.5 up\n/etc/init.d/bind start\nipp addr\nif test -e /x\nthen ip link set eth0 down\nfi\nGW=$(cat /gw)\nip route add default via $GW\nvtysh <<END\nrouter ospf\nEND\necho 'open\niptables -t nat -A POSTROUTING -j MASQUERADE\nip -6 addr add 2001:db8::1/64 dev eth0\n",
                ),
                (
                    "pc1/etc/frr/frr.conf",
                    "interface eth0\n ip address 10.0.0.7/24\nrouter ospf\n network 10.0.0.0/8 area 0\n",
                ),
                ("pc1/etc/bind/named.conf", "options {};\n"),
                ("pc2/etc/network/interfaces", "auto eth0\niface eth0 inet dhcp\n"),
                ("pc9.startup", "ip link\n"),
                ("lab.dep", "pc1: pc2\n"),
                ("pc2.shutdown", "true\n"),
                ("lab.ext", "A eth0\n"),
            ]),
        ),
        ("not YAML", containerlab("name: [x\ntopology: y\n")),
        ("empty YAML", containerlab("")),
        ("no topology", containerlab("name: x\nnodes:\n  a: {kind: linux}\n")),
        ("no nodes", containerlab("name: x\ntopology:\n  nodes:\n")),
        ("alias", containerlab("name: x\ntopology: *nowhere\n")),
        (
            "links",
            containerlab(&topology(
                pair,
                "    - endpoints: [\"a:eth1\", \"c:eth1\"]\n    - endpoints: [\"a:eth2\"]\n    - endpoints: [\"a\", \"b:eth1\"]\n    - endpoints: [\"a:eth3\", \"b:eth3\"]\n    - endpoints: [\"a:eth3\", \"b:eth4\"]\n    - endpoints: [\"host:eth9\", \"b:eth5\"]\n    - type: vxlan\n      endpoint: {node: a, interface: eth6}\n      remote: 10.0.0.1\n    - endpoints: [\"a:eth7\", \"b:eth7\"]\n      mtu: lots\n    - hello",
            )),
        ),
        (
            "nodes",
            containerlab(&topology(
                "    a:\n      kind: linux\n      imagee: x\n      cmd: sleep\n      network-mode: host\n      binds: [daemons:/etc/frr/daemons, nothing]\n      exec:\n        - ip addr add 10.0.0.1/24 dev eth0\n        - ip link set eth1 up && echo done\n        - sh -c \"ip route add default via 10.0.0.9\"\n        - touch /tmp/ready\n        - echo \"open\n        - sh /daemons.sh\n        - [a]\n    s:\n      kind: nokia_srlinux\n      startup-config: s.cfg\n    s: {kind: linux}\n    m:\n      kind: linux\n      labels: {splicelab-model: linux-hos}\n    n: {}\n    o: hello",
                "    - endpoints: [\"a:eth1\", \"s:e1-1\"]",
            )),
        ),
    ];
    let mut all = String::new();
    for (name, import) in cases {
        assert!(import.count(Severity::Warning) + import.count(Severity::Error) > 0, "{name}");
        for lang in [Lang::Fr, Lang::En] {
            all += &format!("== {name}\n{}\n\n", told(&import, lang, Severity::Note));
        }
    }
    insta::assert_snapshot!(all);
}

/// A scenario of ours: equipment with a command line, VLANs, and what Linux does alike.
const OURS: &str = r#"(
  format: 1, id: "lab", module: Network,
  title: (fr: "Essai", en: "Test"), brief: (fr: "Essai.", en: "Test."), minutes: 20,
  site: (
    places: { "salle": (kind: Room, name: (fr: "Salle", en: "Room")) },
    links: [
      (a: "pc1/eth0", b: "sw/f0/1"), (a: "pc2/eth0", b: "sw/f0/2"), (a: "sw/g0/1", b: "r1/g0/0"),
      (a: "r1/g0/1", b: "r2/eth0", mtu: 1400, delay_us: 3000), (a: "r2/eth1", b: "hub/1"), (a: "pc3/eth0", b: "hub/2"), (a: "pc4/eth0", b: "hub/3"),
    ],
  ),
  devices: {
    "sw": (model: "switch-24", startup: ["hostname SW", "vlan 10", "vlan 20", "interface f0/1", "switchport mode access", "switchport access vlan 10",
      "interface f0/2", "switchport mode access", "switchport access vlan 20", "interface g0/1", "switchport mode trunk"]),
    "r1": (model: "router-2", startup: ["hostname R1", "interface g0/0", "no shutdown", "interface g0/0.10", "encapsulation dot1Q 10",
      "ip address 10.0.10.254 255.255.255.0", "interface g0/0.20", "encapsulation dot1Q 20", "ip address 10.0.20.254 255.255.255.0",
      "interface g0/1", "ip address 10.0.0.1 255.255.255.252", "no shutdown", "ip route 10.0.30.0 255.255.255.0 10.0.0.2"]),
    "r2": (model: "linux-router", startup: ["ip addr add 10.0.0.2/30 dev eth0", "ip addr add 10.0.30.254/24 dev eth1", "ip route add 10.0.10.0/24 via 10.0.0.1"]),
    "hub": (model: "hub-8"),
    "pc1": (model: "linux-host", startup: ["ip addr add 10.0.10.1/24 dev eth0", "ip route add default via 10.0.10.254", "ip addr add 10.99.0.1/24 dev eth1"]),
    "pc2": (model: "linux-host", startup: ["ip addr add 10.0.20.1/24 dev eth0", "ip route add default via 10.0.20.254"]),
    "pc3": (model: "linux-host", startup: ["ip addr add 10.0.30.1/24 dev eth0", "ip route add default via 10.0.30.254"]),
    "pc4": (model: "server", startup: ["ip addr add 10.0.30.2/25 dev eth0"]),
  },
  rubric: [(id: "ping", title: (fr: "Ping", en: "Ping"), points: 1, criterion: Pings(from: "pc1", to: "10.0.30.1"))],
)"#;

fn exported(text: &str, played: bool) -> (Exported, Matrix) {
    let lab = Lab::new(scenario(text));
    let mut net = lab.network_now();
    (export_containerlab(lab.scenario(), &net, played, Lang::En), net.reach())
}

fn back(exported: &Exported) -> Import {
    let files: Vec<(&str, &str)> = exported.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    Import::containerlab(&folder.path().join(files[0].0), Some("lab"), Lang::En)
}

/// Out and in again: the same answers; from the start-up lines, and from the state they lead to.
#[test]
fn what_goes_out_comes_back_the_same() {
    for played in [false, true] {
        let (exported, before) = exported(OURS, played);
        assert!(exported.problems.is_empty(), "{:?}", exported.problems);
        let import = back(&exported);
        assert_eq!(told(&import, Lang::En, Severity::Warning), "devices: 8, cables: 7");
        assert_eq!(network(&import).reach(), before, "played: {played}");
    }
}

/// The same for programs that know nothing of us: everything in the words of Linux, the answers the same.
#[test]
fn in_the_words_of_linux_the_answers_are_the_same() {
    let (mut exported, before) = exported(OURS, false);
    let text = &mut exported.files[0].1;
    *text = text.lines().filter(|line| !line.contains("splicelab-")).map(|line| format!("{line}\n")).collect();
    let import = back(&exported);
    assert_eq!(told(&import, Lang::En, Severity::Warning), "devices: 8, cables: 7");
    let after = network(&import).reach();
    for (from, row) in &before {
        assert_eq!(row, &after[from], "{from}");
    }
}

#[test]
fn the_exported_files_are_as_they_were() {
    let (exported, _) = exported(OURS, true);
    let all: Vec<String> = exported.files.iter().map(|(name, text)| format!("== {name}\n{text}")).collect();
    insta::assert_snapshot!(all.join("\n"));
}

/// What cannot be said to Linux is told, not left out in silence.
#[test]
fn what_is_not_translated_is_told() {
    let text = OURS
        .replace("\"ip route 10.0.30.0", "\"access-list 1 permit any\", \"interface g0/1\", \"ip access-group 1 in\", \"ip nat outside\", \"exit\", \"ip dhcp pool P\", \"network 10.0.10.0 255.255.255.0\", \"exit\", \"ip route 9.0.0.0 255.0.0.0 10.0.30.1\", \"ip route 10.0.30.0")
        .replace("(a: \"pc4/eth0\", b: \"hub/3\")", "(a: \"pc4/eth0\", b: \"hub/3\", cable: Console)");
    let (exported, _) = exported(&text, false);
    let said: Vec<String> = exported.problems.iter().map(|problem| Lang::En.say(problem)).collect();
    insta::assert_snapshot!(said.join("\n"));
}

/// The exported scripts, run by a real kernel: it answers as our network does, kind of failure and time to live included.
#[test]
fn a_real_kernel_runs_what_we_export() {
    if !possible() {
        eprintln!("left out: no leave to make network namespaces");
        return;
    }
    // Without VLANs, which not every kernel has.
    let text = r#"(
      format: 1, id: "lab", module: Network, title: (fr: "E", en: "T"), brief: (fr: "E", en: "T"), minutes: 20,
      site: (places: { "s": (kind: Room, name: (fr: "S", en: "R")) }, links: [
        (a: "pc1/eth0", b: "sw/1"), (a: "pc2/eth0", b: "sw/2"), (a: "r1/g0/0", b: "sw/3"), (a: "r1/g0/1", b: "r2/g0/1"), (a: "pc3/eth0", b: "r2/g0/0")]),
      devices: {
        "sw": (model: "switch-8"),
        "r1": (model: "router-2", startup: ["interface g0/0", "ip address 10.1.0.254 255.255.255.0", "no shutdown", "interface g0/1", "ip address 10.0.0.1 255.255.255.252", "no shutdown", "exit", "ip route 10.3.0.0 255.255.0.0 10.0.0.2"]),
        "r2": (model: "router-2", startup: ["interface g0/0", "ip address 10.3.0.254 255.255.255.0", "no shutdown", "interface g0/1", "ip address 10.0.0.2 255.255.255.252", "no shutdown"]),
        "pc1": (model: "linux-host", startup: ["ip addr add 10.1.0.1/24 dev eth0", "ip route add default via 10.1.0.254"]),
        "pc2": (model: "linux-host", startup: ["ip addr add 10.1.0.2/25 dev eth0"]),
        "pc3": (model: "linux-host", startup: ["ip addr add 10.3.0.1/24 dev eth0", "ip route add default via 10.3.0.254"]),
      },
      rubric: [(id: "p", title: (fr: "P", en: "P"), points: 1, criterion: Pings(from: "pc1", to: "10.1.0.254"))],
    )"#;
    let (exported, ours) = exported(text, true);
    let topology = &exported.files[0].1;
    let space = |id: &str| format!("spl-exp-{}-{id}", std::process::id());
    let mut spaces = Spaces(Vec::new());
    let mut raise = || -> Result<(), String> {
        for (name, _) in exported.files.iter().filter(|(name, _)| name.ends_with(".sh")) {
            let id = Path::new(name).file_stem().and_then(|stem| stem.to_str()).expect("a name");
            run(&format!("ip netns add {}", space(id)))?;
            spaces.0.push(space(id));
            run(&format!(
                "ip netns exec {} sh -c 'ip link set lo up; sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.conf.default.disable_ipv6=1'",
                space(id)
            ))?;
        }
        for (number, line) in topology.lines().filter_map(|line| line.trim().strip_prefix("- endpoints: ")).enumerate()
        {
            let ends: Vec<String> = serde_json::from_str(line).map_err(|error| error.to_string())?;
            let cards = [0, 1].map(|end| format!("x{}{number}{end}", std::process::id() % 100_000));
            run(&format!("ip link add {} type veth peer name {}", cards[0], cards[1]))?;
            for (end, card) in ends.iter().zip(&cards) {
                let (id, name) = end.split_once(':').ok_or("no end")?;
                run(&format!("ip link set {card} netns {} name {name}", space(id)))?;
                run(&format!("ip netns exec {} ip link set {name} up", space(id)))?;
            }
        }
        // What containerlab sets before the scripts run.
        let mut id = "";
        for line in topology.lines() {
            if let Some(name) = line.strip_prefix("    ").filter(|rest| !rest.starts_with([' ', '-'])) {
                id = name.trim_end_matches(':');
            } else if let Some((key, value)) = line.trim().split_once(": ").filter(|(key, _)| key.starts_with("net.")) {
                run(&format!("ip netns exec {} sysctl -qw {key}={}", space(id), value.trim_matches('"')))?;
            }
        }
        for (name, text) in exported.files.iter().filter(|(name, _)| name.ends_with(".sh")) {
            let id = Path::new(name).file_stem().and_then(|stem| stem.to_str()).expect("a name");
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                run(&format!("ip netns exec {} {line}", space(id)))?;
            }
        }
        Ok(())
    };
    if let Err(why) = raise() {
        return left_out(&format!("network namespaces: {why}"));
    }
    let mut differ = Vec::new();
    let mut net = Lab::new(scenario(text)).network_now();
    for (from, row) in &ours {
        for to in row.keys().map(ToString::to_string) {
            let (real, ours) = (real_ping(&space(from), &to), probe(&mut net, from, &to));
            if real != ours {
                differ.push(format!("{from} {to}: kernel {real}, ours {ours}"));
            }
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Files that were cut, doubled or hit by other bytes: nothing panics, and there is a scenario or a reason.
    #[test]
    fn damaged_files_make_a_scenario_or_a_reason(at in 0usize..1000, bytes in prop::collection::vec(any::<u8>(), 0..10), which in 0usize..7, cut in any::<bool>()) {
        let hit = |text: &str| {
            let at = at % (text.len() + 1);
            let mut hit = text.as_bytes()[..at].to_vec();
            hit.extend(&bytes);
            if !cut {
                hit.extend(&text.as_bytes()[at..]);
            }
            hit
        };
        let folder = folder(ROUTING);
        let import = if let Some((name, text)) = ROUTING.get(which) {
            std::fs::write(folder.path().join(name), hit(text)).expect("it writes");
            Import::kathara(folder.path(), None, Lang::Fr)
        } else {
            let file = folder.path().join("x.clab.yml");
            std::fs::write(&file, hit(TOPOLOGY)).expect("it writes");
            Import::containerlab(&file, None, Lang::Fr)
        };
        prop_assert!(import.scenario.is_some() || import.count(Severity::Error) > 0);
        if let Some(text) = &import.scenario {
            scenario(text);
        }
    }
}
