//! Scenarios with a network, and the commands that look into them.

use std::process::{Command, Output, Stdio};

use splicelab::diagnostic::Source;
use splicelab::locale::Lang;
use splicelab::scenario;

use super::super::support::left_out;

const TWO_ROUTERS: &str = "tests/core/fixtures/deux-routeurs.ron";

fn text() -> &'static str {
    include_str!("../fixtures/deux-routeurs.ron")
}

fn splicelab(args: &[&str], typed: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_splicelab"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["--lang", "en"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(typed.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

#[test]
fn devices_and_cables_that_lead_nowhere() {
    let mut text = text().to_owned();
    for (good, wrong) in [
        ("model: \"linux-host\", place: \"salle\"", "model: \"linux-hots\", place: \"sale\""),
        ("(a: \"r1/eth1\", b: \"r2/eth1\")", "(a: \"r1/eth0\", b: \"r2/eth9\")"),
        ("(a: \"r2/eth0\", b: \"pc2/eth0\")", "(a: \"r3/eth0\", b: \"pc2/eth0\", mtu: 20, loss_permille: 2000)"),
    ] {
        assert!(text.contains(good), "{good}");
        text = text.replace(good, wrong);
    }
    let source = Source::new("deux-routeurs.ron", text);
    let diagnostics = scenario::read(&source, 1).expect_err("the text is wrong");
    let [fr, en] = Lang::ALL.map(|lang| source.render_all(&diagnostics, lang, false));
    insta::assert_snapshot!(format!("{fr}\n\n— — —\n\n{en}").replace('\u{a0}', " "));
}

#[test]
fn a_fibre_of_nobody_or_of_somebody_twice() {
    let chain = scenario::builtin::source("chaine-01-client-sans-internet").expect("built in").text().to_owned();
    let read = |text: String| scenario::read(&Source::new("chaine-01-client-sans-internet.ron", text), 1);
    assert!(read(chain.clone()).is_ok_and(|(_, warnings)| warnings.is_empty()));
    let mut told = Vec::new();
    for wrong in ["boulanger", "boulangerie"] {
        let text = chain.replace("client: \"garage\"", &format!("client: \"{wrong}\""));
        let source = Source::new("chaine-01-client-sans-internet.ron", text.clone());
        let diagnostics = read(text).expect_err("the text is wrong");
        told.extend(Lang::ALL.map(|lang| source.render_all(&diagnostics, lang, false)));
    }
    insta::assert_snapshot!(told.join("\n\n").replace('\u{a0}', " "));
}

#[test]
fn a_startup_line_that_its_console_refuses_is_pointed_at() {
    let text = text().replace("ip route add default via 200.1.1.1", "ip route add default via 200.1.2.1");
    let source = Source::new("deux-routeurs.ron", text);
    let (_, warnings) = scenario::read(&source, 1).expect("only a warning");
    let rendered = source.render_all(&warnings, Lang::En, false);
    assert!(rendered.contains("Nexthop has invalid gateway") && rendered.contains("200.1.2.1"), "{rendered}");
    let (_, warnings) = scenario::read(&Source::new("deux-routeurs.ron", self::text()), 1).expect("a good text");
    assert!(warnings.is_empty());
}

#[test]
fn reach_tells_programs_who_reaches_whom() {
    let output = splicelab(&["reach", TWO_ROUTERS, "--json"], "");
    assert_eq!(output.status.code(), Some(0));
    let matrix: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(matrix["pc1"]["200.1.1.7"], serde_json::json!({ "outcome": "reply", "ttl": 62 }));
    assert_eq!(matrix.as_object().map(serde_json::Map::len), Some(4));
    // Nobody gave pc2 a way to the link between the routers, but its router knows it.
    assert_eq!(matrix["pc2"]["100.0.0.9"], serde_json::json!({ "outcome": "reply", "ttl": 63 }));
    let none = splicelab(&["reach", "scenarios/fibre/fibre-01-premiere-epissure.ron"], "");
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn a_console_is_typed_at_and_changes_what_follows() {
    let output = splicelab(&["console", TWO_ROUTERS, "pc1"], "ip route del default\nping -c 1 200.1.1.7\nnano\nexit\n");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(said.contains("ping: connect: Network is unreachable"), "{said}");
    assert!(said.contains("is a real command, but it is not simulated here"), "{said}");
    let unknown = splicelab(&["console", TWO_ROUTERS, "pc9"], "");
    assert_eq!(unknown.status.code(), Some(2));
    let said = String::from_utf8(unknown.stderr).expect("UTF-8");
    assert!(said.contains("pc1, r1, r2, pc2"), "{said}");
}

#[test]
fn a_capture_is_one_that_the_usual_tool_finds_nothing_wrong_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.pcap");
    let file = file.to_str().expect("UTF-8");
    let runs = [
        "--run",
        "pc1: ping -c 2 200.1.1.7",
        "--run",
        "pc1: traceroute 200.1.1.7",
        "--run",
        "pc1: ping -c 1 -s 3000 200.1.1.7",
    ];
    let output = splicelab(&[&["capture", TWO_ROUTERS, "--on", "r1/eth0", "--out", file], &runs[..]].concat(), "");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = std::fs::read(file).expect("the file");
    assert_eq!(bytes[..4], 0xa1b2_3c4d_u32.to_le_bytes());
    let checks = ["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];
    let Ok(all) = Command::new("tshark").args(["-r", file]).args(checks).output() else {
        return left_out("tshark");
    };
    let all = String::from_utf8_lossy(&all.stdout).into_owned();
    assert!(all.contains("Echo (ping) reply") && all.contains("Time-to-live exceeded"), "{all}");
    let wrong =
        "_ws.malformed || _ws.expert.severity == \"Error\" || ip.checksum.status == 0 || udp.checksum.status == 0";
    let bad = Command::new("tshark").args(["-r", file, "-Y", wrong]).args(checks).output().expect("tshark runs");
    assert!(bad.stdout.is_empty(), "{}", String::from_utf8_lossy(&bad.stdout));
}

/// Their solutions earn everything, each mistake loses its lines.
#[test]
fn the_exercises_are_proved() {
    let output = splicelab(&["check", "scenarios/network", "--seeds", "4"], "");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{said}");
}

#[test]
fn a_mark_says_where_and_why_a_ping_was_lost() {
    let solution = "scenarios/network/reseau-03-passerelle-et-routes.solution.ron";
    let scenario = solution.replace(".solution", "");
    let text = std::fs::read_to_string(&scenario).expect("the scenario");
    // The line about the ping judged by itself.
    let text = text.replace("needs: [\"route-1\", \"route-2\"], ", "");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("reseau-03-passerelle-et-routes.ron");
    std::fs::write(&path, text).expect("it writes");
    let path = path.to_str().expect("UTF-8");
    let output = splicelab(&["play", path, "--journal", solution, "--mistake", "pas-de-retour"], "");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("ping from poste to 10.77.200.10: no answer"), "{said}");
    assert!(said.contains("lost in r2, GigabitEthernet0/0: no route to 10.77.10.20"), "{said}");
}
