//! The person's own files: nothing is lost, nothing panics.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use splicelab::app::save::{AttemptFile, Header, Progress, unfinished};
use splicelab::app::settings::Settings;
use splicelab::exam::submission::Mode;
use splicelab::lab::Lab;
use splicelab::locale::Lang;
use splicelab::scenario::builtin;

use super::support::first;

/// The first gestures of the solution, with the times at which they are done.
fn lab_after(gestures: usize) -> Lab {
    let scenario = first();
    let id = builtin::ids().next().expect("an exercise");
    let solution = builtin::solution(id).expect("its solution");
    let solution = splicelab::scenario::read_solution(&solution, &scenario).expect("a sound solution");
    Lab::play(scenario, &solution.solution[..gestures]).expect("a solution can be played")
}

/// An attempt on disk with so many gestures, as after a crash.
fn write_attempt(folder: &Path, gestures: usize) -> Lab {
    let lab = lab_after(gestures);
    let header = Header::new(lab.scenario(), None, Mode::Practice, Lang::Fr);
    let mut file = AttemptFile::begin(folder, &header).expect("a folder that can be written");
    for entry in &lab.journal().0 {
        file.did(entry).expect("the disk");
    }
    lab
}

fn append(folder: &Path, text: &[u8]) {
    let mut file = std::fs::OpenOptions::new().append(true).open(folder.join("attempt.jsonl")).expect("the attempt");
    file.write_all(text).expect("the disk");
}

fn kept(folder: &Path, what: &str) -> usize {
    let Ok(entries) = std::fs::read_dir(folder.join("attempts")) else { return 0 };
    entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(what)).count()
}

#[test]
fn what_was_done_before_a_crash_is_taken_up_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let lab = write_attempt(folder.path(), 5);
    let left = unfinished(folder.path()).expect("an attempt to take up");
    assert_eq!(left.header.scenario, lab.scenario().id);
    assert_eq!(left.header.hash, lab.scenario().hash_hex());
    let again = Lab::replay(Arc::clone(lab.scenario()), &left.journal).expect("the same journal");
    assert_eq!(again.state().hash(), lab.state().hash());
}

#[test]
fn a_line_cut_short_costs_only_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let lab = write_attempt(folder.path(), 4);
    append(folder.path(), br#"{"Did":{"at":99999,"act"#);
    assert_eq!(unfinished(folder.path()).expect("an attempt").journal, *lab.journal());

    // The next gesture stands on a line of its own.
    let mut file = AttemptFile::go_on(folder.path()).expect("an attempt to go on with");
    let longer = lab_after(5);
    file.did(&longer.journal().0[4]).expect("the disk");
    assert_eq!(unfinished(folder.path()).expect("an attempt").journal, *longer.journal());
}

#[test]
fn what_follows_a_broken_line_is_kept_beside() {
    let folder = tempfile::tempdir().expect("a folder");
    let lab = write_attempt(folder.path(), 3);
    append(folder.path(), b"\0\0\xff not json\n\"TookBack\"\n");
    assert_eq!(unfinished(folder.path()).expect("an attempt").journal, *lab.journal());
    let mut file = AttemptFile::go_on(folder.path()).expect("an attempt to go on with");
    let longer = lab_after(4);
    file.did(&longer.journal().0[3]).expect("the disk");
    assert_eq!(unfinished(folder.path()).expect("an attempt").journal, *longer.journal());
    assert_eq!(kept(folder.path(), "broken"), 1);
}

#[test]
fn a_gesture_taken_back_stays_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let lab = write_attempt(folder.path(), 4);
    AttemptFile::go_on(folder.path()).expect("an attempt").took_back().expect("the disk");
    let left = unfinished(folder.path()).expect("an attempt");
    assert_eq!(left.journal.0, lab.journal().0[..3]);
}

#[test]
fn beginning_another_attempt_keeps_the_one_before() {
    let folder = tempfile::tempdir().expect("a folder");
    for _ in 0..3 {
        write_attempt(folder.path(), 2);
    }
    assert_eq!(kept(folder.path(), "unfinished"), 2);
}

#[test]
fn what_is_handed_in_is_kept_but_not_taken_up() {
    let folder = tempfile::tempdir().expect("a folder");
    write_attempt(folder.path(), 2);
    AttemptFile::go_on(folder.path()).expect("an attempt").finish();
    assert_eq!(unfinished(folder.path()), None);
    assert_eq!(kept(folder.path(), "finished"), 1);
}

#[test]
fn a_file_of_noise_is_no_attempt() {
    let folder = tempfile::tempdir().expect("a folder");
    for noise in [&b""[..], b"\n\n", b"{}\n", b"\xff\xfe\0", b"{\"format\":9}\n"] {
        std::fs::write(folder.path().join("attempt.jsonl"), noise).expect("the disk");
        assert_eq!(unfinished(folder.path()), None);
        assert!(AttemptFile::go_on(folder.path()).is_err());
    }
    // And it does not stand in the way of the next one.
    write_attempt(folder.path(), 1);
    assert!(unfinished(folder.path()).is_some());
}

#[test]
fn settings_are_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let chosen = Settings { lang: Lang::En, text_percent: 150, colour_letters: false, reduced_motion: true };
    chosen.save(folder.path()).expect("the disk");
    assert_eq!(Settings::load(folder.path()), chosen);
}

#[test]
fn settings_that_cannot_be_read_are_set_aside_and_those_out_of_range_are_brought_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("settings.ron");
    for _ in 0..2 {
        std::fs::write(&file, "(lang: klingon").expect("the disk");
        assert_eq!(Settings::load(folder.path()), Settings::default());
        assert!(!file.exists());
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 2, "both broken files are still there");
    // A file of an older program has fewer fields.
    std::fs::write(&file, "(text_percent: 900)").expect("the disk");
    assert_eq!(Settings::load(folder.path()).text_percent, 200);
}

#[test]
fn only_the_best_note_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut progress = Progress::default();
    for note in [800, 1550, 1200] {
        progress.record(Some(folder.path()), "fibre-01", note);
    }
    let again = Progress::load(folder.path());
    assert_eq!(again.best.get("fibre-01"), Some(&1550));
    std::fs::write(folder.path().join("progress.json"), "{").expect("the disk");
    assert_eq!(Progress::load(folder.path()), Progress::default());
    assert!(folder.path().join("progress.broken.json").exists());
}
