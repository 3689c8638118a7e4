//! Connections and pages: what opens, what is refused, what is filtered, and how each of them shows.

use std::process::Command;

use splicelab::net::device::Mail;
use splicelab::net::program::Does;
use splicelab::net::{Net, Time, pcap};

use super::super::support::left_out;
use super::equipment::{TWO_NETWORKS, session};
use super::{network, socket, type_at};

/// pc1 – r1 – srv, with a web server that has one page and one of 200 kB.
fn web(router: &[&str]) -> Net {
    let mut net = network(
        &[("pc1", "linux-host"), ("r1", "router-2"), ("srv", "server")],
        &[("pc1/eth0", "r1/g0/0"), ("r1/g0/1", "srv/eth0")],
        &[
            ("pc1", &["ip addr add 10.77.10.20/24 dev eth0", "ip route add default via 10.77.10.254"]),
            ("srv", &["ip addr add 10.77.200.10/24 dev eth0", "ip route add default via 10.77.200.254"]),
        ],
    );
    session(&mut net, "r1", &[TWO_NETWORKS, router, &["end"]].concat());
    let srv = net.device("srv").expect("the server");
    net.with(srv, |host, cx| {
        host.publish("/", "<h1>Saint-Brin</h1>\n");
        host.publish("/grand.txt", &"0123456789abcde\n".repeat(12_500));
        host.install("nginx", Does::Http, 80, cx);
        host.install("ssh", Does::Greets("SSH-2.0-OpenSSH_9.2p1"), 22, cx);
    });
    net.run_for(Time::seconds(2));
    // Cards are known: what follows is about connections.
    type_at(&mut net, "pc1", "ping -c 2 10.77.200.10");
    net
}

/// The last line that is said, and the status.
fn last(net: &mut Net, device: &str, line: &str) -> (String, String) {
    let said = type_at(net, device, line);
    let status = type_at(net, device, "echo $?");
    (said.lines().last().unwrap_or_default().to_owned(), status.trim().to_owned())
}

#[test]
fn a_page_comes_and_another_is_not_there() {
    let mut net = web(&[]);
    assert_eq!(type_at(&mut net, "pc1", "curl http://10.77.200.10/"), "<h1>Saint-Brin</h1>\n");
    assert_eq!(type_at(&mut net, "pc1", "curl -s 10.77.200.10"), "<h1>Saint-Brin</h1>\n");
    let head = type_at(&mut net, "pc1", "curl -I http://10.77.200.10/nulle-part");
    assert!(head.starts_with("HTTP/1.1 404 Not Found\n"), "{head}");
    let code = type_at(&mut net, "pc1", "curl -s -o /dev/null -w '%{http_code}\\n' http://10.77.200.10/nulle-part");
    assert_eq!(code, "404\n");
    let (said, status) = last(&mut net, "pc1", "curl -sSf http://10.77.200.10/nulle-part");
    assert_eq!((said.as_str(), status.as_str()), ("curl: (22) The requested URL returned error: 404", "22"));
    // On the server itself too.
    assert_eq!(type_at(&mut net, "srv", "curl http://127.0.0.1/"), "<h1>Saint-Brin</h1>\n");
}

/// Texts and times: curl 7.88.1 on a real kernel, in a network namespace.
#[test]
fn each_way_to_fail_shows_as_on_a_real_computer() {
    let mut net = web(&[
        "access-list 101 deny tcp any any eq 8080",
        "access-list 101 permit ip any any",
        "int g0/0",
        "ip access-group 101 in",
    ]);
    let fails = |net: &mut Net, line: &str| {
        let begun = net.now();
        let (said, status) = last(net, "pc1", line);
        (said, status, (net.now() - begun).as_millis())
    };
    let (said, status, took) = fails(&mut net, "curl http://10.77.200.10:81/");
    assert_eq!(said, "curl: (7) Failed to connect to 10.77.200.10 port 81 after 0 ms: Couldn't connect to server");
    assert_eq!((status.as_str(), took), ("7", 0));
    let refused = type_at(&mut net, "pc1", "curl -v http://10.77.200.10:81/");
    assert!(refused.contains("* connect to 10.77.200.10 port 81 failed: Connection refused\n"), "{refused}");
    // A list says so, and at once.
    let filtered = type_at(&mut net, "pc1", "curl -v http://10.77.200.10:8080/");
    assert!(filtered.contains("* connect to 10.77.200.10 port 8080 failed: No route to host\n"), "{filtered}");
    // Nobody has the address: after three requests, told by the own kernel.
    let (_, status, took) = fails(&mut net, "curl -v http://10.77.10.99/");
    assert!(status == "7" && (3000..3200).contains(&took), "{status} {took}");
    // No way at all.
    type_at(&mut net, "pc1", "ip route del default");
    let nowhere = type_at(&mut net, "pc1", "curl -v http://10.77.200.10/");
    assert!(nowhere.contains("* Immediate connect fail for 10.77.200.10: Network is unreachable\n"), "{nowhere}");
    type_at(&mut net, "pc1", "ip route add default via 10.77.10.254");
    // Silence: seven tries, 1 + 2 + 4 + 8 + 16 + 32 + 64 s.
    type_at(&mut net, "srv", "ip route del default");
    let (said, status, took) = fails(&mut net, "curl http://10.77.200.10/");
    assert!(said.starts_with("curl: (28) Failed to connect to 10.77.200.10 port 80 after 127"), "{said}");
    assert!(status == "28" && (127_000..127_100).contains(&took), "{status} {took}");
    let (said, _, took) = fails(&mut net, "curl --connect-timeout 2 http://10.77.200.10/");
    assert_eq!(said, "curl: (28) Failed to connect to 10.77.200.10 port 80 after 2000 ms: Timeout was reached");
    assert_eq!(took, 2000);
    let (said, _, _) = fails(&mut net, "curl -m 2 http://10.77.200.10/");
    assert_eq!(said, "curl: (28) Connection timed out after 2000 milliseconds");
}

#[test]
fn ports_that_are_open_closed_and_filtered_are_told_apart() {
    let mut net = web(&[
        "access-list 101 deny tcp any any eq 23",
        "access-list 101 permit ip any any",
        "int g0/0",
        "ip access-group 101 in",
    ]);
    let open = type_at(&mut net, "pc1", "nc -zv 10.77.200.10 22");
    assert_eq!(open, "Connection to 10.77.200.10 22 port [tcp/ssh] succeeded!\n");
    let closed = type_at(&mut net, "pc1", "nc -zv 10.77.200.10 25");
    assert_eq!(closed, "nc: connect to 10.77.200.10 port 25 (tcp) failed: Connection refused\n");
    let filtered = type_at(&mut net, "pc1", "nc -zv 10.77.200.10 23");
    assert_eq!(filtered, "nc: connect to 10.77.200.10 port 23 (tcp) failed: No route to host\n");
    let strange = type_at(&mut net, "pc1", "curl http://10.77.200.10:22/");
    assert_eq!(strange, "curl: (1) Received HTTP/0.9 when not allowed\n");
}

#[test]
fn who_listens_is_listed_and_a_stopped_program_refuses() {
    let mut net = web(&[]);
    let list = type_at(&mut net, "srv", "ss -ltn");
    assert!(
        list.lines().any(|line| line.split_whitespace().eq(["LISTEN", "0", "511", "0.0.0.0:80", "0.0.0.0:*"])),
        "{list}"
    );
    assert!(type_at(&mut net, "srv", "systemctl status nginx").contains("Active: active (running)"));
    assert_eq!(type_at(&mut net, "srv", "systemctl stop nginx"), "");
    assert!(type_at(&mut net, "srv", "systemctl status nginx").contains("Active: inactive (dead)"));
    assert!(!type_at(&mut net, "srv", "ss -ltn").contains(":80 "));
    let said = type_at(&mut net, "pc1", "curl -v 10.77.200.10");
    assert!(said.contains("Connection refused"), "{said}");
    type_at(&mut net, "srv", "systemctl start nginx");
    assert_eq!(type_at(&mut net, "pc1", "curl 10.77.200.10"), "<h1>Saint-Brin</h1>\n");
    net.run_for(Time::seconds(1));
    let closed = type_at(&mut net, "pc1", "ss -tan");
    assert!(closed.contains("TIME-WAIT"), "{closed}");
    net.run_for(Time::seconds(61));
    assert!(!type_at(&mut net, "pc1", "ss -tan").contains("TIME-WAIT"));
    assert!(type_at(&mut net, "srv", "systemctl stop apache").contains("Unit apache.service not found."));
}

/// A long page over a bad line: every byte comes, in order, because what is lost is sent again.
#[test]
fn what_is_lost_is_sent_again() {
    for loss in [0, 20, 100] {
        let mut net = web(&[]);
        let line = socket(&net, "srv/eth0");
        net.link_mut(line).expect("a cable").loss_permille = loss;
        let text = type_at(&mut net, "pc1", "curl -s http://10.77.200.10/grand.txt");
        assert_eq!(text.len(), 200_000, "{loss}");
        assert_eq!(text, "0123456789abcde\n".repeat(12_500));
        net.run_for(Time::seconds(300));
        let left: Vec<_> = net.devices.iter().map(|device| device.tcp.connections.len()).collect();
        assert_eq!(left, [0, 0, 0], "nothing stays behind");
    }
}

/// A smaller path than the ends know: routers say so, and the page still comes.
#[test]
fn a_narrow_link_on_the_way_makes_segments_smaller() {
    let mut net = web(&[]);
    let router = net.device("r1").expect("the router");
    net.devices[router]
        .ifaces
        .iter_mut()
        .for_each(|iface| iface.mtu = if iface.name.ends_with("0/0") { 1000 } else { 1500 });
    let text = type_at(&mut net, "pc1", "curl -s http://10.77.200.10/grand.txt");
    assert_eq!(text.len(), 200_000);
}

/// Overload: the server sees the outer address, and answers come back through the table.
#[test]
fn a_page_comes_through_translated_addresses() {
    let lines = [
        "int g0/0",
        "ip nat inside",
        "int g0/1",
        "ip nat outside",
        "exit",
        "access-list 1 permit 10.77.10.0 0.0.0.255",
        "ip nat inside source list 1 interface g0/1 overload",
    ];
    let mut net = web(&lines);
    type_at(&mut net, "srv", "ip route del default");
    assert_eq!(type_at(&mut net, "pc1", "curl 10.77.200.10"), "<h1>Saint-Brin</h1>\n");
    let table = type_at(&mut net, "r1", "show ip nat translations");
    assert!(table.lines().any(|line| line.starts_with("tcp 10.77.200.254:")), "{table}");
}

#[test]
fn established_lets_answers_in_and_nothing_else() {
    let mut net = web(&["access-list 102 permit tcp any any established", "int g0/1", "ip access-group 102 in"]);
    assert_eq!(type_at(&mut net, "pc1", "curl 10.77.200.10"), "<h1>Saint-Brin</h1>\n");
    let pc = net.device("pc1").expect("the computer");
    net.with(pc, |host, cx| host.install("nginx", Does::Http, 80, cx));
    let said = type_at(&mut net, "srv", "curl -v http://10.77.10.20/");
    assert!(said.contains("No route to host"), "{said}");
}

/// Whatever comes, also nonsense, is answered by the rules and never brings a box down.
#[test]
fn a_segment_of_no_connection_is_reset() {
    let mut net = web(&[]);
    let pc = net.device("pc1").expect("the computer");
    net.tap(socket(&net, "pc1/eth0"));
    for flags in 0..64_u8 {
        net.with(pc, |host, cx| {
            let mut header = etherparse::TcpHeader::new(40_000 + u16::from(flags), 80, 7, 1000);
            (header.fin, header.syn, header.rst) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
            (header.psh, header.ack, header.urg) = (flags & 8 != 0, flags & 16 != 0, flags & 32 != 0);
            let (from, to) = ([10, 77, 10, 20].into(), [10, 77, 200, 10].into());
            let bytes = splicelab::net::packet::tcp(header, from, to, b"x");
            let packet = splicelab::net::packet::Packet::new(from, to, 6, 64, bytes);
            let way = host.way(to, None, cx.now).expect("a way");
            host.originate(way, packet, splicelab::net::ip::Cut::Never, cx).expect("it leaves");
        });
    }
    net.run_for(Time::seconds(400));
    let srv = net.device("srv").expect("the server");
    assert!(net.devices[srv].tcp.connections.is_empty());
    // Only a plain SYN is welcome; what bears RST gets no answer.
    let seen = net.untap(socket(&net, "pc1/eth0"));
    let came = seen.iter().filter(|seen| !seen.out).count();
    assert!(came >= 32, "{came}");
}

#[test]
fn a_capture_of_pages_is_one_that_the_usual_tool_finds_nothing_wrong_with() {
    let mut net = web(&[]);
    let at = socket(&net, "pc1/eth0");
    net.tap(at);
    type_at(&mut net, "pc1", "curl http://10.77.200.10/");
    type_at(&mut net, "pc1", "curl http://10.77.200.10/grand.txt");
    type_at(&mut net, "pc1", "curl http://10.77.200.10:81/");
    net.run_for(Time::seconds(100));
    let bytes = pcap::write(&net.untap(at));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.pcap");
    std::fs::write(&file, bytes).expect("it writes");
    let shark = |filter: &str| {
        let mut command = Command::new("tshark");
        command.arg("-r").arg(&file).args([
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "ip.check_checksum:TRUE",
            "-Y",
            filter,
        ]);
        command.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Ok(pages) = shark("http.response.code == 200") else { return left_out("tshark") };
    assert_eq!(pages.lines().count(), 2, "{pages}");
    let wrong = "_ws.malformed || _ws.expert.severity == \"Error\" || tcp.checksum.status == 0 || ip.checksum.status == 0 \
                 || tcp.analysis.retransmission || tcp.analysis.lost_segment || tcp.analysis.out_of_order";
    assert_eq!(shark(wrong).expect("tshark runs"), "");
    assert_eq!(shark("tcp.flags.reset == 1").expect("tshark runs").lines().count(), 1);
}

/// What a command waited for never stays for the next one.
#[test]
fn nothing_of_a_connection_is_left_in_the_mail() {
    let mut net = web(&[]);
    type_at(&mut net, "pc1", "curl http://10.77.200.10/grand.txt | head -n 1");
    let pc = net.device("pc1").expect("the computer");
    assert!(!net.devices[pc].mail.iter().any(|mail| matches!(mail, Mail::Tcp { .. })));
}

/// Words of the tools for connections and names, and of what they are asked.
const WORDS: [&str; 44] = [
    "curl",
    "dig",
    "host",
    "nslookup",
    "resolvectl",
    "ss",
    "nc",
    "systemctl",
    "sed",
    "echo",
    "cat",
    "rm",
    "ls",
    "-i",
    "-v",
    "-zv",
    "-tulpn",
    "-t",
    "-x",
    "+short",
    "+tries=1",
    "@10.0.0.2",
    "MX",
    "AAAA",
    "www",
    "www.lan",
    ".",
    "10.0.0.2",
    "80",
    "1-9",
    "http://10.0.0.2/",
    "http://www:99/x",
    "https://x/",
    "s/A/B/",
    "/A/d",
    "/etc/bind/db.lan",
    "/etc/resolv.conf",
    ">",
    ">>",
    "|",
    "restart",
    "stop",
    "named",
    "nginx",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, ..Default::default() })]

    /// Whatever is typed, there is an answer, and whatever comes at a port brings no program down.
    #[test]
    fn every_line_and_every_byte_gets_an_answer(
        lines in proptest::collection::vec(
            (0..2usize, proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 1..6)), 1..6),
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60),
    ) {
        let mut net = network(
            &[("pc", "linux-host"), ("srv", "server")],
            &[("pc/eth0", "srv/eth0")],
            &[
                ("pc", &["ip addr add 10.0.0.1/24 dev eth0", "echo 'nameserver 10.0.0.2' > /etc/resolv.conf"]),
                ("srv", &["ip addr add 10.0.0.2/24 dev eth0"]),
            ],
        );
        let zones = [("lan".to_owned(), vec!["ns A 10.0.0.2".to_owned(), "www A 10.0.0.2".to_owned()])];
        net.with(1, |host, cx| {
            host.publish("/", "x");
            host.install("nginx", Does::Http, 80, cx);
            let (zones, nobody) = (zones.into_iter().collect(), Vec::new());
            let names = splicelab::scenario::file::Service::Dns {
                zones, forwarders: nobody.clone(), roots: nobody.clone(), recursion: true, allow: nobody, stopped: false,
            };
            host.serve(&names, cx);
        });
        for (device, words) in lines {
            type_at(&mut net, ["pc", "srv"][device], &words.join(" "));
        }
        net.with(0, |host, cx| {
            let _ = host.udp_send((None, 5000), ([10, 0, 0, 2].into(), 53), &bytes, None, cx);
            if let Ok(pair) = host.tcp_connect(([10, 0, 0, 2].into(), 80), cx) {
                host.tcp_write(pair, &bytes, cx);
                host.tcp_close(pair, cx);
            }
        });
        net.run_for(Time::seconds(300));
    }
}

/// RFC 6298, 5.5: the wait doubles each time. Linux begins with one second and tries seven times.
#[test]
fn an_unanswered_connection_is_tried_again_at_doubling_intervals() {
    let mut net = web(&[]);
    type_at(&mut net, "srv", "ip route del default");
    let at = socket(&net, "pc1/eth0");
    net.tap(at);
    type_at(&mut net, "pc1", "curl http://10.77.200.10/");
    let seen: Vec<_> = net.untap(at).into_iter().filter(|seen| seen.out && seen.frame.get(23) == Some(&6)).collect();
    let tries: Vec<u64> = seen.iter().map(|it| (it.at - seen[0].at).as_millis()).collect();
    assert_eq!(tries, [0, 1000, 3000, 7000, 15_000, 31_000, 63_000]);
    let same = seen.iter().all(|it| it.frame[38..42] == seen[0].frame[38..42]);
    assert!(same, "the number stays the same");
}
