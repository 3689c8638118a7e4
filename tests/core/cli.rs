//! What trainers and assessors type.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const FIRST: &str = "scenarios/fibre/fibre-01-premiere-epissure.ron";
const SOLUTION: &str = "scenarios/fibre/fibre-01-premiere-epissure.solution.ron";

/// The program in the repository's folder, speaking English, with no screen to open.
fn splicelab(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_splicelab"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .args(["--lang", "en"])
        .args(args)
        .output()
        .expect("the program runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stdout(output)))
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("it writes");
        path
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn without_a_screen_it_says_so_and_plays_the_demonstration() {
    let output = splicelab(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.contains("without a window") || said.contains("without it"), "{said}");
    assert!(said.contains("20 points of 20"), "{said}");
}

#[test]
fn our_scenarios_are_proved() {
    let output = splicelab(&["check", "scenarios", "--seeds", "20", "--json"]);
    let checked = json(&output);
    assert_eq!(code(&output), 0, "{checked:#}");
    for scenario in checked.as_array().expect("a list") {
        assert_eq!(scenario["proved"], true, "{scenario:#}");
    }
}

/// `splicelab check scenarios | head -1`: nobody reads the rest, and that is no accident.
#[test]
fn a_closed_pipe_changes_nothing_but_what_is_read() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_splicelab"))
        .args(["--lang", "fr", "check", "scenarios", "--seeds", "1"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""), "a closed pipe is no trouble");
}

#[test]
fn a_submission_is_marked_again_with_the_same_marks() {
    let folder = Folder::new();
    let out = folder.path("attempt.json");
    let played = splicelab(&["play", FIRST, "--journal", SOLUTION, "--seed", "7", "--out", text(&out), "--json"]);
    assert_eq!(code(&played), 0, "{}", stderr(&played));
    let submission: Value = serde_json::from_str(&std::fs::read_to_string(&out).expect("written")).expect("JSON");
    assert_eq!(submission["seed"], 7);
    assert!(submission.get("score").is_none() && submission.get("points").is_none());

    let graded = splicelab(&["grade", text(&out), "--json"]);
    assert_eq!(code(&graded), 0, "{}", stderr(&graded));
    assert_eq!(json(&graded)[0]["report"], json(&played));
    let again = splicelab(&["play", FIRST, "--journal", text(&out), "--seed", "7", "--json"]);
    assert_eq!(json(&again), json(&played));

    let shown = splicelab(&["show", text(&out)]);
    assert!(stdout(&shown).contains("presses SET"), "{}", stdout(&shown));
}

#[test]
fn a_submission_whose_scenario_changed_is_not_marked() {
    let folder = Folder::new();
    let scenario = folder.path("fibre-01-premiere-epissure.ron");
    let own = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FIRST)).expect("a text") + "// ours\n";
    std::fs::write(&scenario, own).expect("it writes");
    let out = folder.path("attempt.json");
    let played = splicelab(&["play", text(&scenario), "--journal", SOLUTION, "--out", text(&out)]);
    assert_eq!(code(&played), 0, "{}", stderr(&played));
    let mut changed = std::fs::read_to_string(&scenario).expect("a text");
    changed.push_str("// changed\n");
    std::fs::write(&scenario, changed).expect("it writes");
    let graded = splicelab(&["grade", text(&out), "--scenarios", text(folder.0.path())]);
    assert_ne!(code(&graded), 0);
    assert!(stderr(&graded).contains("has changed"), "{}", stderr(&graded));
}

#[test]
fn a_refused_action_names_its_number() {
    let folder = Folder::new();
    let journal = folder.write("journal.ron", "[Pick(fibre: \"distribution:1:1\"), Fuse()]");
    let output = splicelab(&["play", FIRST, "--journal", text(&journal)]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("action 2"), "{}", stderr(&output));
}

#[test]
fn a_named_mistake_can_be_played() {
    let output = splicelab(&["play", FIRST, "--journal", SOLUTION, "--mistake", "no-sleeve", "--json"]);
    let marks = json(&output);
    let lost: Vec<&str> = marks["marks"]
        .as_array()
        .expect("marks")
        .iter()
        .filter(|mark| mark["status"] == "lost")
        .filter_map(|mark| mark["id"].as_str())
        .collect();
    assert_eq!(lost, ["protected"]);
    let unknown = splicelab(&["play", FIRST, "--journal", SOLUTION, "--mistake", "nothing"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("no-sleeve"), "{}", stderr(&unknown));
}

#[test]
fn trace_follows_the_light_before_and_after() {
    let output = splicelab(&["trace", FIRST, "distribution:1:1@pm-lilas", "distribution:1:1@bpe-12", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let trace = json(&output);
    // 640 m at 0.21 dB/km, within the 5 % by which fibres differ.
    let loss = trace["loss_mdb"].as_i64().expect("a loss");
    assert!(trace["connected"] == true && (128..=141).contains(&loss), "{trace:#}");
    assert_eq!((&trace["elements"][0]["kind"], &trace["elements"][0]["metres"]), (&"span".into(), &640.0.into()));

    let across = ["trace", FIRST, "distribution:1:1@pm-lilas", "vers-l-07:1:1@pbo-l-07", "--json"];
    let before = splicelab(&across);
    assert_eq!((code(&before), &json(&before)["connected"]), (1, &Value::Bool(false)));

    let wrong = splicelab(&["trace", FIRST, "distribution:1:1", "vers-l-07:1:1@pbo-l-07"]);
    assert_eq!(code(&wrong), 2);
    assert!(stderr(&wrong).contains("cable:tube:fibre@place"), "{}", stderr(&wrong));
}

#[test]
fn wrong_arguments_are_explained_in_both_languages() {
    let english = splicelab(&["chekc", "scenarios"]);
    assert_eq!(code(&english), 2);
    assert!(stderr(&english).contains("“check”"), "{}", stderr(&english));
    let french = splicelab(&["--lang", "fr", "chekc"]);
    // The first `--lang` counts; the language can be given once.
    assert_eq!(code(&french), 2);
}

#[test]
fn missing_and_broken_files_are_explained() {
    let folder = Folder::new();
    let missing = splicelab(&["check", text(&folder.path("none.ron"))]);
    assert_eq!(code(&missing), 2, "{}", stdout(&missing));
    let broken = folder.write("broken.ron", "(format: 1, id: \"broken\"");
    let output = splicelab(&["check", text(&broken)]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("broken.ron:1:"), "{}", stdout(&output));
    let empty = folder.write("attempt.json", "{}");
    let graded = splicelab(&["grade", text(&empty)]);
    assert_eq!(code(&graded), 1);
    assert!(stderr(&graded).contains("no submission"), "{}", stderr(&graded));
}

const WORLD: &str = "tests/core/fixtures/saint-brin.ron";

#[test]
fn a_budget_is_a_table_in_both_languages() {
    let shown = |lang: &str, from: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_splicelab"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["--lang", lang, "budget", WORLD, from, "ont-garage/pon"])
            .output()
            .expect("the program runs");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        stdout(&output).replace('\u{a0}', " ")
    };
    let all = [shown("fr", "olt-1/1"), shown("en", "olt-1/1"), shown("fr", "pto-garage/1")];
    insta::assert_snapshot!(all.join("\n— — —\n\n"));
}

#[test]
fn a_budget_for_programs_has_every_step_and_verdict() {
    let output = splicelab(&["budget", WORLD, "olt-1/1", "ont-garage/pon", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let budget = json(&output);
    assert_eq!((&budget["nm"], &budget["good"]), (&Value::from(1490), &Value::from(true)));
    let elements = budget["elements"].as_array().expect("a list");
    assert_eq!(elements.last().expect("steps")["running_mdb"], budget["loss_mdb"]);
    assert!(elements.iter().any(|element| element["kind"] == "leg" && element["ratio"] == 32), "{budget:#}");
    let power = &budget["power"];
    let balance = power["sent_mdbm"].as_i64().expect("sent") - budget["loss_mdb"].as_i64().expect("lost");
    assert_eq!(power["received_mdbm"], balance);
    assert!(budget["verdicts"].as_array().expect("a list").iter().all(|verdict| verdict["good"] == true));

    let dark = splicelab(&["budget", WORLD, "olt-1/1", "ont-ecole/pon", "--json"]);
    assert_eq!((code(&dark), &json(&dark)["connected"]), (1, &Value::Bool(false)));
    let wrong = splicelab(&["budget", WORLD, "olt-1/99", "ont-ecole/pon"]);
    assert_eq!(code(&wrong), 2);
    assert!(stderr(&wrong).contains("olt-1/99"), "{}", stderr(&wrong));
}

#[test]
fn trace_follows_the_light_through_the_whole_line() {
    let output = splicelab(&["trace", WORLD, "olt-1/1", "pto-garage/1", "--nm", "1490", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let trace = json(&output);
    let kinds: Vec<&str> =
        trace["elements"].as_array().expect("a list").iter().filter_map(|element| element["kind"].as_str()).collect();
    assert_eq!(kinds[..5], ["mating", "cord", "mating", "pigtail", "span"]);
    assert!(trace["elements"][0]["reflectance_mdb"].as_i64().is_some_and(|mdb| mdb <= -50_000), "{trace:#}");
}

#[test]
fn a_graph_of_a_room_says_who_shares_a_feed() {
    let room = "scenarios/rack/rack-09-monter-la-baie.ron";
    let output = splicelab(&["graph", room, "--from", "sw-coeur"]);
    // The neighbour on one feed is a finding.
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("srv-vieux: one loss takes it down"), "{text}");
    assert!(text.contains("srv-calc: its supplies share nothing"), "{text}");
    let told = json(&splicelab(&["graph", room, "--json"]));
    let supplies = told["supplies"].as_array().expect("a list");
    let old = supplies.iter().find(|supply| supply["device"] == "srv-vieux").expect("it is there");
    assert_eq!((&old["disjoint"], old["shared"].as_array().map(Vec::len)), (&Value::Bool(false), Some(2)));
    let none = splicelab(&["graph", FIRST]);
    assert_eq!(code(&none), 2);
    assert!(stderr(&none).contains("has no racks"), "{}", stderr(&none));
}
