//! Names: what servers say, and how a name that is not there, a server that fails, one that refuses and one that is
//! silent are told apart. Texts are those of BIND 9.18 and the C library, measured on a real kernel.

use std::process::Command;

use splicelab::net::dns::config;
use splicelab::net::{Net, Time, pcap};
use splicelab::scenario::file::Service;

use super::super::support::left_out;
use super::equipment::{TWO_NETWORKS, session};
use super::{network, socket, type_at};

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

fn dns(zones: &[(&str, &[&str])], forwarders: &[&str]) -> Service {
    Service::Dns {
        zones: zones.iter().map(|(zone, all)| ((*zone).to_owned(), lines(all))).collect(),
        forwarders: lines(forwarders),
        roots: Vec::new(),
        recursion: true,
        allow: Vec::new(),
        stopped: false,
    }
}

const ZONE: &[&str] = &[
    "ns A 10.77.200.53",
    "web A 10.77.200.10",
    "web AAAA 2001:db8::10",
    "www CNAME web",
    "dehors CNAME www.exemple.test.",
    "@ MX 10 web",
];

/// pc (10.77.10.20) – r1 – sw – srv (names, .53), web (.10), op (another name server, .99 with `exemple.test`).
fn school() -> Net {
    let mut net = network(
        &[
            ("pc", "linux-host"),
            ("r1", "router-2"),
            ("sw", "switch-8"),
            ("srv", "server"),
            ("web", "server"),
            ("op", "server"),
        ],
        &[("pc/eth0", "r1/g0/0"), ("r1/g0/1", "sw/1"), ("srv/eth0", "sw/2"), ("web/eth0", "sw/3"), ("op/eth0", "sw/4")],
        &[
            (
                "pc",
                &[
                    "ip addr add 10.77.10.20/24 dev eth0",
                    "ip route add default via 10.77.10.254",
                    "echo 'search saint-brin.lan' > /etc/resolv.conf",
                    "echo 'nameserver 10.77.200.53' >> /etc/resolv.conf",
                ],
            ),
            ("srv", &["ip addr add 10.77.200.53/24 dev eth0", "ip route add default via 10.77.200.254"]),
            ("web", &["ip addr add 10.77.200.10/24 dev eth0", "ip route add default via 10.77.200.254"]),
            ("op", &["ip addr add 10.77.200.99/24 dev eth0", "ip route add default via 10.77.200.254"]),
        ],
    );
    session(&mut net, "r1", &[TWO_NETWORKS, &["end"]].concat());
    let pages = [("/".to_owned(), "<h1>École</h1>\n".to_owned())].into_iter().collect();
    serve(&mut net, "web", &Service::Http { port: 80, pages, stopped: false });
    serve(&mut net, "srv", &dns(&[("saint-brin.lan", ZONE), ("casse.lan", &["web A 10.0.0.999"])], &["10.77.200.99"]));
    serve(&mut net, "op", &dns(&[("exemple.test", &["ns A 10.77.200.99", "www A 10.77.200.10"])], &[]));
    net.run_for(Time::seconds(2));
    type_at(&mut net, "pc", "ping -c 2 10.77.200.53");
    net
}

fn serve(net: &mut Net, device: &str, service: &Service) {
    let index = net.device(device).expect("the device");
    net.with(index, |host, cx| host.serve(service, cx));
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n--- in ---\n{text}");
    }
}

#[test]
fn a_name_is_as_good_as_an_address() {
    let mut net = school();
    let said = type_at(&mut net, "pc", "ping -c 1 www.saint-brin.lan");
    has(&said, &["PING web.saint-brin.lan (10.77.200.10) 56(84) bytes of data.", "1 received"]);
    assert_eq!(type_at(&mut net, "pc", "curl http://www.saint-brin.lan/"), "<h1>École</h1>\n");
    // The search list makes short names whole.
    assert_eq!(type_at(&mut net, "pc", "curl -s www"), "<h1>École</h1>\n");
    has(
        &type_at(&mut net, "pc", "traceroute www"),
        &["traceroute to www (10.77.200.10), 30 hops max", " 2  10.77.200.10"],
    );
    // What stands in the file wins.
    type_at(&mut net, "pc", "echo '10.77.200.99 www.saint-brin.lan essai' >> /etc/hosts");
    has(&type_at(&mut net, "pc", "ping -c 1 essai"), &["PING www.saint-brin.lan (10.77.200.99)", "1 received"]);
}

#[test]
fn what_the_tools_print_is_what_they_print() {
    let mut net = school();
    insta::assert_snapshot!(session(
        &mut net,
        "pc",
        &[
            "dig www.saint-brin.lan",
            "dig saint-brin.lan MX",
            "dig +short www.saint-brin.lan",
            "dig nix.saint-brin.lan",
            "dig x.casse.lan",
            "dig dehors.saint-brin.lan",
            "dig @10.77.200.10 www.saint-brin.lan",
            "dig @10.77.200.77 www.saint-brin.lan",
            "host www.saint-brin.lan",
            "host nix.saint-brin.lan",
            "host x.casse.lan 10.77.200.53",
            "nslookup www.saint-brin.lan",
            "nslookup nix.saint-brin.lan",
            "nslookup x.casse.lan",
            "nslookup www.exemple.test",
            "resolvectl status",
            "resolvectl query www.saint-brin.lan",
            "resolvectl query nix.saint-brin.lan",
        ]
    ));
}

#[test]
fn each_fault_of_names_shows_in_its_own_way() {
    let mut net = school();
    let says = |net: &mut Net, line: &str, parts: &[&str]| {
        let begun = net.now();
        let said = type_at(net, "pc", line);
        has(&said, parts);
        (net.now() - begun).as_millis()
    };
    // No such name: at once, and it is no outage.
    says(&mut net, "ping -c 1 nix.saint-brin.lan", &["ping: nix.saint-brin.lan: Name or service not known"]);
    says(&mut net, "curl http://nix.saint-brin.lan/", &["curl: (6) Could not resolve host: nix.saint-brin.lan"]);
    says(&mut net, "ping -c 1 saint-brin.lan", &["ping: saint-brin.lan: No address associated with hostname"]);
    // The server's zone is broken, and it says so.
    let took = says(&mut net, "ping -c 1 x.casse.lan", &["Temporary failure in name resolution"]);
    assert!(took < 100, "{took}");
    says(&mut net, "dig x.casse.lan", &["status: SERVFAIL"]);
    // The one that it asks is silent: it says that it failed before the other gives up.
    type_at(&mut net, "op", "ip link set eth0 down");
    let took = says(&mut net, "dig www.exemple.test", &["status: SERVFAIL"]);
    assert!((1000..5000).contains(&took), "{took}");
    type_at(&mut net, "op", "ip link set eth0 up");
    type_at(&mut net, "op", "ip route add default via 10.77.200.254");
    // It does not want to.
    type_at(&mut net, "srv", "sed -i 's/recursion yes/recursion no/' /etc/bind/named.conf");
    type_at(&mut net, "srv", "systemctl restart named");
    says(&mut net, "dig www.exemple.test", &["status: REFUSED", ";; WARNING: recursion requested but not available"]);
    says(&mut net, "host www.exemple.test", &["Host www.exemple.test not found: 5(REFUSED)"]);
    // It does not run.
    type_at(&mut net, "srv", "systemctl stop named");
    let took = says(
        &mut net,
        "dig www.saint-brin.lan",
        &["communications error to 10.77.200.53#53: connection refused", ";; no servers could be reached"],
    );
    assert!(took < 100, "{took}");
    says(&mut net, "ping -c 1 www.saint-brin.lan", &["Temporary failure in name resolution"]);
    // Nobody is there: three times five seconds for dig, twice for the library.
    type_at(&mut net, "pc", "echo 'nameserver 10.77.200.77' > /etc/resolv.conf");
    let took = says(
        &mut net,
        "dig www.saint-brin.lan",
        &["communications error to 10.77.200.77#53: timed out", ";; no servers could be reached"],
    );
    assert_eq!(took, 15_000);
    let took = says(&mut net, "ping -c 1 www.saint-brin.lan", &["Temporary failure in name resolution"]);
    assert_eq!(took, 10_000);
    // A second server helps when the first one is silent.
    type_at(&mut net, "srv", "systemctl start named");
    type_at(&mut net, "pc", "echo 'nameserver 10.77.200.53' >> /etc/resolv.conf");
    says(&mut net, "ping -c 1 www.saint-brin.lan", &["1 received"]);
    // And by address all this does not matter.
    says(&mut net, "ping -c 1 10.77.200.10", &["1 received"]);
}

/// A mistake in a master file takes the whole zone away, and the server says where it is.
#[test]
fn a_mistake_in_a_zone_is_told_with_its_line() {
    let mut net = school();
    type_at(&mut net, "srv", "sed -i 's/10.77.200.10/10.77.200/' /etc/bind/db.saint-brin.lan");
    type_at(&mut net, "srv", "systemctl restart named");
    let said = type_at(&mut net, "srv", "systemctl status named");
    has(
        &said,
        &[
            "dns_rdata_fromtext: /etc/bind/db.saint-brin.lan:5: near '10.77.200': bad dotted quad",
            "failed: bad dotted quad",
            "zone saint-brin.lan/IN: not loaded due to errors.",
        ],
    );
    has(&type_at(&mut net, "pc", "dig www.saint-brin.lan"), &["status: SERVFAIL"]);
    type_at(&mut net, "srv", "echo 'options { recursion yes' > /etc/bind/named.conf");
    let said = type_at(&mut net, "srv", "systemctl restart named");
    has(&said, &["Job for named.service failed"]);
    has(
        &type_at(&mut net, "srv", "systemctl status named"),
        &["inactive (dead)", "named.conf:1: '}' expected near end of file"],
    );
}

/// What was asked once is remembered as long as it may be, also a no.
#[test]
fn answers_are_remembered_and_forgotten() {
    let mut net = school();
    type_at(&mut net, "pc", "dig www.exemple.test");
    type_at(&mut net, "pc", "dig nix.exemple.test");
    type_at(&mut net, "op", "systemctl stop named");
    net.run_for(Time::seconds(100));
    let said = type_at(&mut net, "pc", "dig www.exemple.test");
    has(&said, &["status: NOERROR", "www.exemple.test.\t3500\tIN\tA\t10.77.200.10"]);
    has(&type_at(&mut net, "pc", "dig nix.exemple.test"), &["status: NXDOMAIN"]);
    net.run_for(Time::seconds(300));
    has(&type_at(&mut net, "pc", "dig nix.exemple.test"), &["status: SERVFAIL"]);
    net.run_for(Time::seconds(3600));
    has(&type_at(&mut net, "pc", "dig www.exemple.test"), &["status: SERVFAIL"]);
}

/// From the root down: referrals with the addresses of those who know more.
#[test]
fn without_a_forwarder_it_asks_from_the_root_down() {
    let mut net = school();
    let root = Service::Dns {
        zones: [(
            ".".to_owned(),
            lines(&[
                "@ SOA a.root. admin.root. 1 3600 600 86400 300",
                "@ NS a.root.",
                "a.root. A 10.77.200.10",
                "test. NS ns.exemple.test.",
                "ns.exemple.test. A 10.77.200.99",
            ]),
        )]
        .into_iter()
        .collect(),
        forwarders: Vec::new(),
        roots: Vec::new(),
        recursion: false,
        allow: Vec::new(),
        stopped: false,
    };
    serve(&mut net, "web", &root);
    let resolver = Service::Dns {
        zones: Default::default(),
        forwarders: Vec::new(),
        roots: lines(&["10.77.200.10"]),
        recursion: true,
        allow: lines(&["10.77.10.0/24"]),
        stopped: true,
    };
    type_at(&mut net, "srv", "systemctl stop named");
    serve(&mut net, "srv", &resolver);
    type_at(&mut net, "srv", "systemctl start named");
    let referral = type_at(&mut net, "pc", "dig @10.77.200.10 +norecurse www.exemple.test");
    has(&referral, &["ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 1", "test.\t\t\t3600\tIN\tNS\tns.exemple.test."]);
    has(&type_at(&mut net, "pc", "dig www.exemple.test"), &["status: NOERROR", "A\t10.77.200.10"]);
    // Only those who may.
    has(&type_at(&mut net, "web", "dig @10.77.200.53 www.exemple.test"), &["status: REFUSED"]);
}

/// The address of the name server comes with the lease.
#[test]
fn the_server_that_dhcp_names_is_asked() {
    let mut net = school();
    type_at(&mut net, "pc", "ip addr flush dev eth0");
    type_at(&mut net, "pc", "rm /etc/resolv.conf");
    session(
        &mut net,
        "r1",
        &[
            "conf t",
            "ip dhcp excluded-address 10.77.10.254",
            "ip dhcp pool ECOLE",
            "network 10.77.10.0 255.255.255.0",
            "default-router 10.77.10.254",
            "dns-server 10.77.200.53",
            "domain-name saint-brin.lan",
            "end",
        ],
    );
    type_at(&mut net, "pc", "dhclient eth0");
    assert_eq!(type_at(&mut net, "pc", "cat /etc/resolv.conf"), "search saint-brin.lan\nnameserver 10.77.200.53\n");
    assert_eq!(type_at(&mut net, "pc", "curl -s http://www/"), "<h1>École</h1>\n");
}

#[test]
fn a_capture_of_names_is_one_that_the_usual_tool_finds_nothing_wrong_with() {
    let mut net = school();
    let at = socket(&net, "srv/eth0");
    net.tap(at);
    for line in [
        "dig www.saint-brin.lan",
        "dig nix.saint-brin.lan",
        "dig x.casse.lan",
        "host www.exemple.test",
        "dig saint-brin.lan SOA",
        "dig saint-brin.lan MX",
    ] {
        type_at(&mut net, "pc", line);
    }
    let bytes = pcap::write(&net.untap(at));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.pcap");
    std::fs::write(&file, bytes).expect("it writes");
    let shark = |filter: &str, fields: &[&str]| {
        let mut command = Command::new("tshark");
        command.arg("-r").arg(&file).args([
            "-o",
            "udp.check_checksum:TRUE",
            "-o",
            "ip.check_checksum:TRUE",
            "-Y",
            filter,
        ]);
        if !fields.is_empty() {
            command.args(["-T", "fields"]);
            for field in fields {
                command.args(["-e", field]);
            }
        }
        command.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Ok(found) = shark("dns.flags.response == 1 && dns.cname", &["dns.qry.name", "dns.cname", "dns.a"]) else {
        return left_out("tshark");
    };
    assert!(found.contains("www.saint-brin.lan\tweb.saint-brin.lan\t10.77.200.10"), "{found}");
    let codes = shark("dns.flags.response == 1", &["dns.flags.rcode"]).expect("tshark runs");
    for code in ["0", "2", "3"] {
        assert!(codes.lines().any(|line| line == code), "{codes}");
    }
    let wrong =
        "_ws.malformed || _ws.expert.severity == \"Error\" || udp.checksum.status == 0 || ip.checksum.status == 0";
    assert_eq!(shark(wrong, &[]).expect("tshark runs"), "");
    assert_eq!(shark("icmp", &[]).expect("tshark runs"), "");
}

/// Our files are read by the real name server's own checkers, where there is one.
#[test]
fn the_files_of_a_zone_are_ones_that_the_real_server_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = config::files(&dns(&[("saint-brin.lan", ZONE)], &["10.77.200.99"]));
    for (path, text) in &files {
        let name = std::path::Path::new(path).file_name().expect("a name");
        let text = text.replace("/etc/bind", &folder.path().display().to_string());
        std::fs::write(folder.path().join(name), text).expect("it writes");
    }
    let Ok(checked) = Command::new("named-checkconf").arg("-z").arg(folder.path().join("named.conf")).output() else {
        left_out("named-checkconf");
        return;
    };
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success() && said.contains("zone saint-brin.lan/IN: loaded serial 1"), "{said}");
}

/// The exercise about names, with mistakes of an author in it.
#[test]
fn an_author_who_gets_services_wrong_is_told() {
    let right = std::fs::read_to_string("scenarios/network/reseau-07-dns.ron").expect("the scenario");
    let changes = [
        ("\"intranet A 10.77.200.10\"", "\"intranet A 10.77.200\""),
        ("forwarders: [\"{f}\"]", "forwarders: [\"op\"]"),
        ("pages: { \"/\": \"<h1>École de Saint-Brin</h1>\\n\" }", "pages: { \"index\": \"x\" }"),
        ("model: \"router-4\", place", "model: \"router-4\", services: [Ssh()], place"),
        ("from: \"poste-1\", name: \"intranet.saint-brin.lan\"", "from: \"ecole\", name: \"intranet..lan\""),
        ("url: \"http://www.exemple.test/\"", "url: \"https://www.exemple.test/\""),
        ("to: \"203.0.113.53\"", "to: \"203.0.113\""),
    ];
    let wrong = changes.iter().fold(right.clone(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let read = |text: &str| {
        let source = splicelab::diagnostic::Source::new("reseau-07-dns.ron", text);
        let found = match splicelab::scenario::read(&source, 1) {
            Ok((_, warnings)) => warnings,
            Err(diagnostics) => diagnostics,
        };
        let [fr, en] = splicelab::locale::Lang::ALL.map(|lang| source.render_all(&found, lang, false));
        (found.len(), format!("{fr}\n\n— — —\n\n{en}"))
    };
    let (count, said) = read(&right);
    assert_eq!(count, 0, "{said}");
    insta::assert_snapshot!(read(&wrong).1);
}

/// Equipment with a command line asks too, and tries ports.
#[test]
fn a_router_looks_names_up_and_tries_ports() {
    let mut net = school();
    session(&mut net, "r1", &["conf t", "ip name-server 10.77.200.53", "ip domain-name saint-brin.lan", "end"]);
    let said = type_at(&mut net, "r1", "ping www");
    has(&said, &["Translating \"www\"...domain server (10.77.200.53) [OK]\n\nType escape sequence", "Success rate is"]);
    let said = type_at(&mut net, "r1", "ping nix.saint-brin.lan");
    has(&said, &["% Unrecognized host or address, or protocol not running."]);
    has(&type_at(&mut net, "r1", "telnet 10.77.200.10 80"), &["Trying 10.77.200.10, 80 ... Open"]);
    has(&type_at(&mut net, "r1", "telnet 10.77.200.10"), &["% Connection refused by remote host"]);
}
