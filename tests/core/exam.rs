//! Exams: a sitting that is killed loses nothing, an honest submission is never accused, an altered one always is.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use assert_cmd::Command;
use proptest::prelude::*;
use splicelab::exam::class::Candidate;
use splicelab::exam::seal::{Key, first_link, hex, next_link};
use splicelab::exam::sitting::{FIRST_LINE, Sitting, Stopped, parts};
use splicelab::exam::ticket::{self, Exercise, Signed, Ticket, TicketFile, pause_hash, seed};
use splicelab::exam::verify::{Finding, Item, Known, What, verify};
use splicelab::lab::Lab;
use splicelab::scenario::builtin;
use splicelab::scenario::model::Scenario;

const EXERCISE: &str = "rack-04-cordons-propres";
const SESSION: &str = "s-2026";

fn session_key() -> Key {
    Key::from_secret(&[3; 32])
}

fn scenario(seed: u64) -> Arc<Scenario> {
    Arc::new(splicelab::scenario::load(builtin::source(EXERCISE).expect("ours"), seed).expect("sound").scenario)
}

/// A ticket as `exam new` writes it.
fn ticket_of(candidate: &str, own: u8) -> TicketFile {
    let hash = scenario(1).hash_hex();
    let key = Key::from_secret(&[own; 32]);
    let ticket = Ticket {
        format: ticket::FORMAT,
        session: SESSION.to_owned(),
        title: "Essai".to_owned(),
        candidate: Candidate { id: candidate.to_owned(), name: String::new(), email: String::new() },
        exercises: vec![Exercise { id: EXERCISE.to_owned(), seed: seed(&hash, SESSION, candidate), hash }],
        minutes: 60,
        aids: Vec::new(),
        from: None,
        until: None,
        key: key.public_hex(),
        pause: pause_hash(SESSION, "code"),
    };
    TicketFile { ticket: Signed::new(&ticket, &session_key()), secret: key.secret_hex() }
}

const START: u64 = 1_795_615_380_000;

/// The solution played under a ticket: the lab after each action, with its entries.
fn played(ticket: &TicketFile) -> Lab {
    let seed = ticket.ticket.ticket().expect("a ticket").exercises[0].seed;
    let scenario = scenario(seed);
    let solution = builtin::solution(EXERCISE).expect("ours");
    let solution = splicelab::scenario::read_solution(&solution, &scenario).expect("it can be read").solution;
    Lab::play(scenario, &solution).expect("it can be played")
}

/// Sits the exercise from begin to hand-in; gives the words.
fn sit(path: &Path, ticket: &TicketFile) -> String {
    let lab = played(ticket);
    let mut sitting = Sitting::begin(path, ticket, EXERCISE, START).expect("a new file");
    for (number, entry) in lab.journal().0.iter().enumerate() {
        sitting.did(entry, START + 1000 * (number as u64 + 1)).expect("it is written");
    }
    let end = START + 1000 * (lab.journal().0.len() as u64 + 1);
    sitting.hand_in(&lab.state().hash(), end).expect("it is sealed")
}

struct Honest {
    bytes: Vec<u8>,
    words: String,
}

static HONEST: LazyLock<Honest> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("c1.splab");
    let words = sit(&path, &ticket_of("c1", 9));
    Honest { bytes: std::fs::read(path).expect("it is there"), words }
});

fn looked_at(bytes: &[u8], words: Option<&str>) -> Vec<Item> {
    let key = session_key().public_hex();
    let find = |hash: &str, seed: u64| Some(scenario(seed)).filter(|scenario| scenario.hash_hex() == hash);
    verify(bytes, &Known { session_key: Some(&key), words, scenario: &find }).0
}

fn broken(bytes: &[u8], words: Option<&str>) -> Vec<What> {
    let items = looked_at(bytes, words);
    items.into_iter().filter(|item| item.finding == Finding::Broken).map(|item| item.what).collect()
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8(bytes.to_vec()).expect("text").lines().map(str::to_owned).collect()
}

fn joined(lines: &[String]) -> Vec<u8> {
    (lines.join("\n") + "\n").into_bytes()
}

#[test]
fn an_honest_submission_is_good_in_every_respect() {
    let items = looked_at(&HONEST.bytes, Some(&HONEST.words));
    assert!(items.iter().all(|item| item.finding == Finding::Good), "{items:?}");
    assert_eq!(items.len(), 8);
    // Without the sheet and the session, nothing is accused and not all is said to be good.
    let find = |_: &str, _: u64| None;
    let (items, _) = verify(&HONEST.bytes, &Known { session_key: None, words: None, scenario: &find });
    assert!(items.iter().all(|item| item.finding != Finding::Broken));
    for what in [What::Ticket, What::Words, What::Scenario, What::Replay] {
        assert!(items.iter().any(|item| item.what == what && item.finding == Finding::CannotTell), "{what:?}");
    }
}

/// Seals lines anew with a key, as one who owns the machine can.
fn sealed_again(lines: &[String], key: &Key) -> Vec<u8> {
    let mut head = first_link(lines[1].as_bytes());
    let mut all = lines[..2].to_vec();
    for line in &lines[2..] {
        let body = line.split_once(' ').map_or(line.as_str(), |(_, body)| body);
        head = next_link(&head, body.as_bytes());
        all.push(format!("{} {body}", &hex(&head)[..16]));
    }
    let state = parts(&HONEST.bytes).and_then(|parts| parts.sealed()).expect("sealed").state;
    let count = lines.len() - 2;
    let body = serde_json::json!({ "lines": count, "head": hex(&head), "state": state, "ended": START + 3_600_000 })
        .to_string();
    let signature = key.sign("splicelab-seal-v1", body.as_bytes());
    all.push(format!("seal {}", serde_json::json!({ "body": body, "signature": signature })));
    joined(&all)
}

#[test]
fn every_kind_of_alteration_is_named() {
    let honest = lines(&HONEST.bytes);
    let last = honest.len() - 1;
    let without = |index: usize| {
        let mut lines = honest.clone();
        lines.remove(index);
        joined(&lines)
    };
    assert!(broken(&without(4), None).contains(&What::Chain), "a removed line");
    assert!(broken(&without(last), None).contains(&What::Seal), "no seal");
    assert!(broken(&joined(&honest[..last - 2]), None).contains(&What::Seal), "a removed tail");
    let mut later = honest.clone();
    later[5] = later[5].replacen("\"wall\":", "\"wall\":1", 1);
    assert!(broken(&joined(&later), None).contains(&What::Chain), "an edited time");
    let mut swapped = honest.clone();
    swapped[1] = swapped[1].replace("c1", "c2");
    assert!(broken(&joined(&swapped), None).contains(&What::Ticket), "another candidate");
    let other = sealed_again(&honest[..last], &Key::from_secret(&[77; 32]));
    assert_eq!(broken(&other, None), [What::Seal], "sealed with another key");
    // Whoever owns the machine has the key of the seal: then only the words on the sheet tell.
    let own = Key::from_secret(&[9; 32]);
    let cut = sealed_again(&honest[..last - 1], &own);
    assert!(broken(&cut, Some(&HONEST.words)).contains(&What::Words), "cut and sealed again");
    let mut more = honest[..last].to_vec();
    more.push(honest[last - 1].clone());
    assert!(broken(&sealed_again(&more, &own), Some(&HONEST.words)).contains(&What::Words), "added after hand-in");
    // A ticket signed by somebody else.
    let forged = {
        let ticket = ticket_of("c1", 9).ticket.ticket().expect("a ticket");
        let ticket = Signed::new(&ticket, &Key::from_secret(&[55; 32]));
        let mut manifest: serde_json::Value = serde_json::from_str(&honest[1]).expect("json");
        manifest["ticket"] = serde_json::to_value(ticket).expect("json");
        let mut lines = honest[..last].to_vec();
        lines[1] = manifest.to_string();
        sealed_again(&lines, &own)
    };
    assert!(broken(&forged, None).contains(&What::Ticket), "a forged ticket");
    assert_eq!(broken(b"hello", None), [What::File]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Any byte that is changed, taken out or put in is seen, with the sheet at hand.
    #[test]
    fn no_changed_byte_goes_unseen(at in 0usize..100_000, kind in 0u8..3, value in any::<u8>()) {
        let mut bytes = HONEST.bytes.clone();
        let at = at % bytes.len();
        match kind {
            0 => bytes[at] ^= value.max(1),
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, value),
        }
        prop_assume!(bytes != HONEST.bytes);
        let found = broken(&bytes, Some(&HONEST.words));
        prop_assert!(!found.is_empty(), "byte {at}, kind {kind}, value {value}");
    }

    /// Noise, and noise behind our first line, is named and never harms.
    #[test]
    fn noise_is_no_submission(noise in proptest::collection::vec(any::<u8>(), 0..400), ours in any::<bool>()) {
        let mut bytes = if ours { format!("{FIRST_LINE}\n").into_bytes() } else { Vec::new() };
        bytes.extend(noise);
        prop_assert!(!broken(&bytes, None).is_empty());
    }

    /// Killed at any byte that was being written, and started again: every action that was recorded is there.
    #[test]
    fn a_killed_sitting_loses_nothing_that_was_recorded(after in 0usize..11, cut in 0usize..400) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("c1.splab");
        let ticket = ticket_of("c1", 9);
        let lab = played(&ticket);
        let entries = &lab.journal().0;
        let after = after.min(entries.len() - 1);
        let mut sitting = Sitting::begin(&path, &ticket, EXERCISE, START).expect("a new file");
        for entry in &entries[..after] {
            sitting.did(entry, START + 5000).expect("it is written");
        }
        let whole = std::fs::read(&path).expect("there").len();
        sitting.did(&entries[after], START + 6000).expect("it is written");
        drop(sitting);
        // The last line only got so far.
        let bytes = std::fs::read(&path).expect("there");
        let kept = (whole + cut).min(bytes.len());
        std::fs::write(&path, &bytes[..kept]).expect("cut");
        let (mut sitting, journal) = match Sitting::resume(&path, &ticket, START + 60_000) {
            Ok(resumed) => resumed,
            Err(why) => return Err(TestCaseError::fail(format!("{why:?}"))),
        };
        let recorded = after + usize::from(kept == bytes.len());
        prop_assert_eq!(&journal.0, &entries[..recorded].to_vec());
        for entry in &entries[recorded..] {
            sitting.did(entry, START + 70_000).expect("it is written");
        }
        let words = sitting.hand_in(&lab.state().hash(), START + 80_000).expect("it is sealed");
        let bytes = std::fs::read(&path).expect("there");
        let items = looked_at(&bytes, Some(&words));
        prop_assert!(items.iter().all(|item| matches!(item.finding, Finding::Good | Finding::Note)), "{:?}", items);
        prop_assert!(items.iter().any(|item| item.what == What::Clock && item.finding == Finding::Note));
    }
}

#[test]
fn a_sitting_goes_on_with_its_own_ticket_only_and_never_after_hand_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("c1.splab");
    let ticket = ticket_of("c1", 9);
    drop(Sitting::begin(&path, &ticket, EXERCISE, START).expect("a new file"));
    assert!(Sitting::begin(&path, &ticket, EXERCISE, START).is_err(), "nothing is written over");
    assert!(matches!(Sitting::resume(&path, &ticket_of("c2", 8), START), Err(Stopped::Changed)));
    let (sitting, _) = Sitting::resume(&path, &ticket, START).map_err(|why| format!("{why:?}")).expect("its own");
    sitting.hand_in(&[0; 32], START).expect("sealed");
    assert!(matches!(Sitting::resume(&path, &ticket, START), Err(Stopped::HandedIn)));
}

/// Killed before the first lines were whole, there is nothing of it: one just begins.
#[test]
fn whoever_is_killed_at_the_very_beginning_begins_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("c1.splab");
    std::fs::write(path.with_extension("splab.new"), "splicelab-splab 1\n{\"prog").expect("a half file");
    let words = sit(&path, &ticket_of("c1", 9));
    assert!(broken(&std::fs::read(&path).expect("there"), Some(&words)).is_empty());
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("there").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// A full disk leaves half a line behind; what is written next takes its place.
#[test]
fn half_a_line_from_a_full_disk_accuses_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("c1.splab");
    let ticket = ticket_of("c1", 9);
    let lab = played(&ticket);
    let mut sitting = Sitting::begin(&path, &ticket, EXERCISE, START).expect("a new file");
    for entry in &lab.journal().0[..3] {
        let mut half = std::fs::OpenOptions::new().append(true).open(&path).expect("there");
        std::io::Write::write_all(&mut half, b"0123456789abcdef {\"Did\":{\"wa").expect("half a line");
        sitting.did(entry, START + 1000).expect("it is written");
    }
    // What was refused is written with the next action, and nothing twice.
    sitting.keep_up(lab.journal(), START + 1500).expect("it is written");
    let words = sitting.hand_in(&lab.state().hash(), START + 2000).expect("it is sealed");
    assert_eq!(broken(&std::fs::read(&path).expect("there"), Some(&words)), []);
}

/// What honest candidates meet: a clock put right by a few seconds in between, and a machine that came back too late.
#[test]
fn a_clock_put_right_and_a_late_restart_accuse_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("c1.splab");
    let ticket = ticket_of("c1", 9);
    let lab = played(&ticket);
    let (first, rest) = lab.journal().0.split_at(3);
    let mut sitting = Sitting::begin(&path, &ticket, EXERCISE, START).expect("a new file");
    for entry in first {
        sitting.did(entry, START + 60_000).expect("it is written");
    }
    drop(sitting);
    let back = |at| Sitting::resume(&path, &ticket, at).map(|(sitting, _)| sitting).map_err(|why| format!("{why:?}"));
    let mut sitting = back(START + 30_000).expect("it goes on");
    for entry in rest {
        sitting.did(entry, START + 70_000).expect("it is written");
    }
    drop(sitting);
    // Five hours later, only to hand in.
    let five_hours = START + 5 * 3_600_000;
    let words = back(five_hours).expect("it goes on").hand_in(&lab.state().hash(), five_hours).expect("it is sealed");
    let bytes = std::fs::read(&path).expect("there");
    assert_eq!(broken(&bytes, Some(&words)), []);
    // But a clock that was put far back is told, and so is work after the time.
    for (at, then) in [(START - 3_600_000, START), (five_hours, five_hours + 1000)] {
        std::fs::remove_file(&path).expect("there");
        let mut sitting = Sitting::begin(&path, &ticket, EXERCISE, START).expect("a new file");
        for entry in first {
            sitting.did(entry, START + 60_000).expect("it is written");
        }
        drop(sitting);
        let mut sitting = back(at).expect("it goes on");
        for entry in rest {
            sitting.did(entry, then).expect("it is written");
        }
        sitting.hand_in(&lab.state().hash(), then).expect("it is sealed");
        assert_eq!(broken(&std::fs::read(&path).expect("there"), None), [What::Clock]);
    }
}

fn splicelab(args: &[&str], folder: &Path) -> (i32, String, String) {
    let output = Command::cargo_bin("splicelab")
        .expect("the program")
        .args(["--lang", "en"])
        .args(args)
        .current_dir(folder)
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// From the class's file to the gradebook, as an assessor does it.
#[test]
fn a_class_from_its_file_to_the_gradebook() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("class.csv"), "id;nom;courriel\nA1;Zoé <Durand>;zoe@exemple.test\nA2;Ali;\n")
        .expect("written");
    std::fs::write(at.join("rack.ron"), "").expect("written");
    let text = builtin::source(EXERCISE).expect("ours").text().to_owned();
    std::fs::create_dir(at.join("s")).expect("a folder");
    std::fs::write(at.join(format!("s/{EXERCISE}.ron")), &text).expect("written");
    let scenario_file = format!("s/{EXERCISE}.ron");
    let made = splicelab(
        &["exam", "new", &scenario_file, "--class", "class.csv", "--minutes", "40", "--out", "e", "--session", "s1"],
        at,
    );
    assert_eq!(made.0, 0, "{made:?}");
    assert!(made.1.contains("Exam ready for 2 candidates"), "{}", made.1);
    // Nothing of it is written over by a second run.
    assert_eq!(
        splicelab(
            &[
                "exam",
                "new",
                &scenario_file,
                "--class",
                "class.csv",
                "--minutes",
                "40",
                "--out",
                "e",
                "--session",
                "s1"
            ],
            at
        )
        .0,
        2
    );
    let pack = std::fs::read(at.join("e/s1.splpack")).expect("a pack");
    assert!(!String::from_utf8_lossy(&pack).contains("rubric"), "nobody reads the exercise the day before");
    for candidate in ["A1", "A2"] {
        let ticket = std::fs::read_to_string(at.join(format!("e/tickets/{candidate}.ticket"))).expect("a ticket");
        let ticket: TicketFile = serde_json::from_str(&ticket).expect("a ticket");
        sit(&at.join(format!("{candidate}.splab")), &ticket);
    }
    let verified = splicelab(&["verify", "A1.splab", "A2.splab", "--session-file", "e/session.json", "--json"], at);
    assert_eq!(verified.0, 0, "{verified:?}");
    let files: serde_json::Value = serde_json::from_str(&verified.1).expect("json");
    assert_eq!(
        (&files[0]["candidate"], &files[0]["verdict"]),
        (&"A1".into(), &"cannot-tell".into()),
        "without the words"
    );
    let words = files[0]["words"].as_str().expect("words").to_owned();
    let told = splicelab(&["verify", "A1.splab", "--session-file", "e/s1.splpack", "--words", &words], at);
    assert!(told.0 == 0 && told.1.starts_with("A1.splab: good"), "{told:?}");
    // One handed in twice under two names.
    std::fs::copy(at.join("A1.splab"), at.join("copy.splab")).expect("copied");
    assert_eq!(splicelab(&["verify", "A1.splab", "copy.splab"], at).0, 1);

    std::fs::write(
        at.join("hand.csv"),
        "candidate;scenario;criterion;points;reason\nA2;rack-04-cordons-propres;tidy;3,5;cord pinched\n",
    )
    .expect("written");
    let args = [
        "grade",
        "A2.splab",
        "A1.splab",
        "--session-file",
        "e/session.json",
        "--overrides",
        "hand.csv",
        "--out",
        "r",
        "--organisation",
        "CFA & Co",
    ];
    let graded = splicelab(&args, at);
    assert_eq!(graded.0, 0, "{graded:?}");
    let read = |name: &str| std::fs::read_to_string(at.join("r").join(name)).expect(name);
    let moodle = read("moodle.csv");
    let rows: Vec<&str> = moodle.lines().collect();
    assert!(rows[0].starts_with("ID number,Email address,Splicelab – Clean cords (/20)"), "{moodle}");
    assert!(rows[1].starts_with("A1,zoe@exemple.test,20.00,") && rows[2].starts_with("A2,,17.50,"), "{moodle}");
    let page = read("candidates/A1.html");
    assert!(page.contains("Zoé &lt;Durand&gt;") && page.contains("CFA &amp; Co") && !page.contains("<Durand>"));
    assert!(read("candidates/A2.html").contains("Changed by hand: 6 → 3.5. cord pinched"));
    assert!(read("class.html").contains("A1 · Zoé"));
    let statements: serde_json::Value = serde_json::from_str(&read("xapi.json")).expect("json");
    assert_eq!(statements[1]["result"]["score"]["scaled"], 1.0);
    assert_eq!(statements[0]["actor"]["account"]["name"], "A2");
    // The same marks every time.
    let first = read("results.json");
    assert_eq!(splicelab(&args, at).0, 0);
    assert_eq!(read("results.json"), first);

    // A rubric that was changed since: a second result, and what differs.
    std::fs::write(
        at.join(&scenario_file),
        text.replacen("id: \"tidy\", points: 6", "id: \"tidy\", points: 5", 1).replacen(
            "id: \"labels\", points: 6",
            "id: \"labels\", points: 7",
            1,
        ),
    )
    .expect("written");
    let again = splicelab(
        &["grade", "A1.splab", "--scenarios", "s", "--changed", "--against", "r/results.json", "--out", "r2"],
        at,
    );
    assert!(again.1.contains("A1 · rack-04-cordons-propres · tidy : 6 → 5"), "{again:?}");
    assert!(again.1.contains("labels : 6 → 7"), "{again:?}");
    // Wrong tables are told with their line.
    std::fs::write(
        at.join("hand.csv"),
        "candidate;scenario;criterion;points;reason\nA2;rack-04-cordons-propres;tidy;3;\n",
    )
    .expect("written");
    let wrong = splicelab(&["grade", "A2.splab", "--overrides", "hand.csv"], at);
    assert!(wrong.0 == 2 && wrong.2.contains("line 2: points given by hand always have a reason"), "{wrong:?}");
}

/// A pack and a ticket as `exam new` makes them.
fn packed(from: Option<u64>, until: Option<u64>) -> (Vec<u8>, Vec<u8>) {
    use splicelab::exam::pack::{Session, Sheet, lock};
    let key = session_key();
    let hash = scenario(1).hash_hex();
    let session = Session {
        session: SESSION,
        title: "Essai",
        minutes: 60,
        key: &key.public_hex(),
        exercises: vec![(EXERCISE.to_owned(), hash)],
    };
    let text = builtin::source(EXERCISE).expect("ours").text().to_owned();
    let sheets = [Sheet { name: format!("{EXERCISE}.ron"), text }];
    let pack = lock(&session, &sheets, "trois mots secrets").expect("it is locked");
    let mut file = ticket_of("c1", 9);
    let mut ticket = file.ticket.ticket().expect("a ticket");
    (ticket.from, ticket.until) = (from, until);
    file.ticket = Signed::new(&ticket, &key);
    (pack, serde_json::to_vec(&file).expect("json"))
}

#[test]
fn a_candidate_enters_opens_begins_is_killed_goes_on_and_hands_in() {
    use splicelab::exam::room::{Refused, Room, Stage};
    let folder = tempfile::tempdir().expect("a folder");
    let collected = folder.path().join("drop");
    let (pack, ticket) = packed(None, None);
    let enter =
        || Room::enter(&pack, &ticket, folder.path(), Some(collected.clone()), START).map_err(|why| format!("{why:?}"));
    let mut room = enter().expect("let in");
    assert!(room.begin(0, START).is_err(), "the pack is shut");
    assert!(!room.unlock("another") && room.unlock("trois mots secrets"));
    let mut begun = room.begin(0, START).map_err(|why| format!("{why:?}")).expect("it begins");
    let lab = played(&serde_json::from_slice(&ticket).expect("json"));
    for entry in &lab.journal().0[..3] {
        begun.lab.apply_at(entry.at, entry.action.clone()).expect("it is possible");
        begun.sitting.did(entry, START + 1000).expect("it is written");
    }
    drop(begun);
    let mut room = enter().expect("let in again");
    assert_eq!(room.stages(), [Stage::Begun]);
    room.unlock("trois mots secrets");
    let mut begun = room.begin(0, START + 60_000).map_err(|why| format!("{why:?}")).expect("it goes on");
    assert_eq!(begun.lab.journal().0, lab.journal().0[..3]);
    begun.sitting.pause(START + 70_000).expect("written");
    begun.sitting.go_on(START + 100_000).expect("written");
    assert_eq!(begun.sitting.worked(START + 110_000), 80_000, "a pause is no work");
    assert!(room.is_pause_code(" code ") && !room.is_pause_code("cod"));
    for entry in &lab.journal().0[3..] {
        begun.lab.apply_at(entry.at, entry.action.clone()).expect("it is possible");
        begun.sitting.did(entry, START + 120_000).expect("it is written");
    }
    let words = begun.sitting.hand_in(&begun.lab.state().hash(), START + 130_000).expect("sealed");
    let file = room.collect(0).expect("copied").expect("there is a folder");
    assert_eq!(room.stages(), [Stage::HandedIn(words.clone())]);
    assert_eq!(room.worked_elsewhere(None), 100_000);
    assert!(broken(&std::fs::read(file).expect("there"), Some(&words)).is_empty());

    // At the door.
    let refused = |from, until, at| {
        let folder = tempfile::tempdir().expect("a folder");
        let (pack, ticket) = packed(from, until);
        Room::enter(&pack, &ticket, folder.path(), None, at).err()
    };
    let hour = START / 1000 + 3600;
    assert_eq!(refused(Some(hour), None, START), Some(Refused::TooEarly));
    assert_eq!(refused(None, Some(hour), (hour + 600) * 1000), Some(Refused::TooLate));
    assert_eq!(refused(None, Some(hour), START), None);
    let other = serde_json::to_vec(&{
        let mut file: TicketFile = serde_json::from_slice(&ticket).expect("json");
        file.ticket = Signed::new(&file.ticket.ticket().expect("a ticket"), &Key::from_secret(&[1; 32]));
        file
    });
    let entered = Room::enter(&pack, &other.expect("json"), folder.path(), None, START);
    assert_eq!(entered.err(), Some(Refused::OtherSession));
}
