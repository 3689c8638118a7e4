//! The same zones served by the real name server and asked by its real tools, in a network namespace of the kernel: what
//! they print is what ours print. Left out where BIND or namespaces are missing.

use std::path::Path;
use std::process::Command;

use splicelab::net::dns::config;
use splicelab::scenario::file::Service;

use super::super::support::left_out;
use super::{network, type_at};

const ASKED: &[&str] = &[
    "dig +noedns @127.0.0.1 www.saint-brin.lan",
    "dig +noedns @127.0.0.1 saint-brin.lan MX",
    "dig +noedns @127.0.0.1 saint-brin.lan SOA",
    "dig +noedns @127.0.0.1 saint-brin.lan NS",
    "dig +noedns @127.0.0.1 web.saint-brin.lan AAAA",
    "dig +noedns @127.0.0.1 ns.saint-brin.lan AAAA",
    "dig +noedns @127.0.0.1 nix.saint-brin.lan",
    "dig +noedns @127.0.0.1 texte.saint-brin.lan TXT",
    "dig +noedns @127.0.0.1 web.casse.lan",
    "dig +noedns @127.0.0.1 +norecurse x.annexe.saint-brin.lan",
    "dig +noedns @127.0.0.1 -x 10.77.200.10",
    "dig +noedns @127.0.0.1 -x 10.77.200.11",
    "dig +short @127.0.0.1 www.saint-brin.lan",
    "dig +short @127.0.0.1 nix.saint-brin.lan",
    "dig +noedns @198.51.100.1 www.saint-brin.lan",
    "host www.saint-brin.lan 127.0.0.1",
    "host ns.saint-brin.lan 127.0.0.1",
    "host saint-brin.lan 127.0.0.1",
    "host nix.saint-brin.lan 127.0.0.1",
    "host web.casse.lan 127.0.0.1",
    "host -t aaaa ns.saint-brin.lan 127.0.0.1",
    "host 10.77.200.10 127.0.0.1",
    "host 10.77.200.11 127.0.0.1",
    "nslookup www.saint-brin.lan 127.0.0.1",
    "nslookup ns.saint-brin.lan 127.0.0.1",
    "nslookup saint-brin.lan 127.0.0.1",
    "nslookup nix.saint-brin.lan 127.0.0.1",
    "nslookup web.casse.lan 127.0.0.1",
    "nslookup -type=mx saint-brin.lan 127.0.0.1",
    "nslookup 10.77.200.10 127.0.0.1",
    "nslookup 10.77.200.11 127.0.0.1",
];

const SIGN: &str = "=-=-=";

fn service() -> Service {
    let zone = |name: &str, lines: &[&str]| (name.to_owned(), lines.iter().map(|line| (*line).to_owned()).collect());
    let zones = [
        zone(
            "saint-brin.lan",
            &[
                "ns A 127.0.0.1",
                "web A 10.77.200.10",
                "web AAAA 2001:db8::10",
                "www CNAME web",
                "@ MX 10 web",
                "texte TXT \"bonjour\"",
                "annexe NS ns.annexe",
                "ns.annexe A 10.77.200.99",
            ],
        ),
        zone("casse.lan", &["web A 10.0.0.999"]),
        zone("200.77.10.in-addr.arpa", &["@ NS ns.saint-brin.lan.", "10 PTR web.saint-brin.lan."]),
    ];
    Service::Dns {
        zones: zones.into_iter().collect(),
        forwarders: Vec::new(),
        roots: Vec::new(),
        recursion: true,
        allow: Vec::new(),
        stopped: false,
    }
}

/// What differs from run to run: numbers of questions, times, the version.
fn plain(text: &str) -> String {
    let line = |line: &str| {
        if line.starts_with(";; WHEN:") || line.starts_with(";; Query time:") {
            return None;
        }
        if let Some((head, _)) = line.split_once(", id: ") {
            return Some(head.to_owned());
        }
        let Some(rest) = line.strip_prefix("; <<>> DiG ") else { return Some(line.to_owned()) };
        rest.split_once(" <<>> ").map(|(_, asked)| format!("; {asked}"))
    };
    text.trim_end().lines().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// What the real tools print, in order; nothing where they cannot run.
fn real(folder: &Path) -> Option<Vec<String>> {
    let here = folder.display();
    for (path, text) in config::files(&service()) {
        let name = Path::new(&path).file_name()?.to_owned();
        let more = format!(
            "options {{ directory \"{here}\"; pid-file \"{here}/pid\"; session-keyfile \"{here}/key\"; \
             listen-on port 53 {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; dnssec-validation no;"
        );
        let text = text.replacen("options {", &more, 1).replace("/etc/bind", &here.to_string());
        let text = if name == "named.conf" { format!("controls {{ }};\n{text}") } else { text };
        std::fs::write(folder.join(name), text).ok()?;
    }
    let mut script = format!("ip link set lo up || exit 9\nnamed -c {here}/named.conf -g 2>{here}/log & server=$!\n");
    script += &format!("for turn in $(seq 50); do grep -q 'all zones loaded' {here}/log && break; sleep 0.1; done\n");
    for line in ASKED {
        script += &format!("{line}\necho '{SIGN}'\n");
    }
    script += "kill $server\n";
    let all = Command::new("unshare").args(["-rn", "bash", "-c", &script]).output().ok()?;
    let text = String::from_utf8_lossy(&all.stdout).into_owned();
    let parts: Vec<String> = text.split(&format!("{SIGN}\n")).map(plain).collect();
    let works = std::fs::read_to_string(folder.join("log")).is_ok_and(|log| log.contains("all zones loaded"));
    (works && parts.len() == ASKED.len() + 1).then_some(parts)
}

#[test]
fn the_real_server_and_its_tools_print_the_same() {
    if Command::new("named").arg("-V").output().is_err() || Command::new("dig").arg("-v").output().is_err() {
        return left_out("BIND");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let Some(theirs) = real(folder.path()) else {
        eprintln!("left out: no leave to make network namespaces");
        return;
    };
    let mut net = network(&[("srv", "server")], &[], &[]);
    net.with(0, |host, cx| host.serve(&service(), cx));
    let mut different = String::new();
    for (line, theirs) in ASKED.iter().zip(theirs) {
        let ours = plain(&type_at(&mut net, "srv", line));
        if ours != theirs {
            different += &format!("$ {line}\n--- ours ---\n{ours}\n--- theirs ---\n{theirs}\n\n");
        }
    }
    assert!(different.is_empty(), "{different}");
}
