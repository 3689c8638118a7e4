//! Files of OTDRs: those of real instruments, ours in the eyes of public readers, and what the command line shows.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use splicelab::fibre::sor::measure::{Kind, Note};
use splicelab::fibre::sor::{Opened, Sor, Text, Verdict, Version};
use splicelab::units::Millidecibels;

use super::otdr::exported;
use super::sor_samples::{built, measurement, points, version_1};

/// The files of real instruments beside the repository, none where there are none.
fn real_files() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/sor");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "sor"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("it can be read"))).collect()
}

fn open(bytes: &[u8]) -> Opened {
    Sor::read(bytes).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn a_real_file_is_written_back_byte_for_byte() {
    for (path, bytes) in real_files() {
        assert!(open(&bytes).sor.to_bytes().expect("it can be written") == bytes, "{}", path.display());
    }
}

/// As measured on these files by another program.
#[test]
fn the_checksums_of_real_files_are_those_of_their_makers() {
    for (path, bytes) in real_files() {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let expected = match name {
            "example.sor" => Verdict::Unknown,
            "otdr1.sor" => Verdict::Zero,
            _ => Verdict::FromZero,
        };
        assert_eq!(open(&bytes).checksum, expected, "{name}");
    }
}

/// A reflection is a peak of the trace: where an event says that it reflects, the trace rises. This fails as soon as one
/// of the three zeros (first point, front panel, user offset) is forgotten.
#[test]
fn reflections_of_real_files_stand_where_the_trace_rises() {
    let mut seen = 0;
    for (path, bytes) in real_files() {
        let sor = open(&bytes).sor;
        let levels: Vec<f64> = sor.data.levels().collect();
        for event in sor.events() {
            let sharp = event.kind() != Kind::Loss && event.reflectance_mdb().is_some_and(|mdb| mdb > -50_000);
            let Some(point) = sor.event_point(event).filter(|point| sharp && *point > 20) else { continue };
            let before = levels[point - 20..point - 5].iter().sum::<f64>() / 15.0;
            let highest = levels[point..levels.len().min(point + 60)].iter().fold(f64::MIN, |a, b| a.max(*b));
            assert!(highest > before + 0.5, "{} event {}: {before} then {highest}", path.display(), event.number);
            seen += 1;
        }
    }
    assert!(seen > 5 || real_files().is_empty(), "{seen}");
}

#[test]
fn a_file_of_ours_says_what_was_measured() {
    let opened = open(&built());
    let sor = &opened.sor;
    assert_eq!((opened.checksum, opened.remarks.len()), (Verdict::FromOnes, 0), "{:?}", opened.remarks);
    assert_eq!(sor.data.groups[0].values, points());
    assert!((sor.user_offset_m() - 500.0).abs() < 0.02 && (sor.fixed.spacing_m() - 0.51).abs() < 2e-6);
    let found: Vec<(Kind, Note, i64, i16, Option<i32>)> = sor
        .events()
        .iter()
        .map(|event| {
            let metres = sor.event_m(event).round() as i64;
            (event.kind(), event.note(), metres, event.loss, event.reflectance_mdb())
        })
        .collect();
    assert_eq!(
        found,
        [
            (Kind::Reflective, Note::Found, 0, 214, Some(-51_200)),
            (Kind::Loss, Note::Found, 300, -36, None),
            (Kind::Saturated, Note::End, 812, 25_000, Some(-14_400)),
        ]
    );
    // Its markers enclose it, and the peak is where the trace is highest.
    let [_, start, end, next, peak] = sor.events()[0].markers.map(|time| sor.fixed.metres(time));
    assert!(start.abs() < 0.02 && (end - 6.0).abs() < 0.02 && (next - 300.0).abs() < 0.02, "{start} {end} {next}");
    assert!((1.0..5.0).contains(&peak), "{peak}");
}

#[test]
fn what_a_field_cannot_hold_becomes_the_most_it_can() {
    let mut measurement = measurement();
    measurement.events[2].loss = Millidecibels(40_000);
    measurement.averaging_ds = u16::MAX;
    measurement.launch_mm = u64::MAX;
    let bytes = Sor::from_measurement(&measurement).and_then(|sor| sor.to_bytes()).expect("it can be written");
    assert_eq!(open(&bytes).sor.events()[2].loss, i16::MAX);
}

#[test]
fn more_events_than_the_format_can_count_are_refused() {
    let mut measurement = measurement();
    measurement.events = vec![measurement.events[1].clone(); 40_000];
    assert_eq!(Sor::from_measurement(&measurement).expect_err("too many").block, "KeyEvents");
}

#[test]
fn a_changed_file_is_sealed_again() {
    let mut sor = open(&built()).sor;
    sor.general.nominal_nm = 1550;
    assert_eq!(open(&sor.to_bytes().expect("bytes")).checksum, Verdict::Unknown);
    sor.seal().expect("it can be written");
    assert_eq!(open(&sor.to_bytes().expect("bytes")).checksum, Verdict::FromOnes);
    // A part taken out leaves the file without its block.
    sor.supplier = None;
    let bytes = sor.to_bytes().expect("bytes");
    assert!(open(&bytes).sor.slots.iter().all(|slot| slot.name.to_string() != "SupParams"));
}

#[test]
fn a_version_1_file_is_read_and_written_back() {
    let bytes = version_1();
    let Opened { sor, checksum, .. } = open(&bytes);
    assert_eq!((sor.version, checksum), (Version::V1, Verdict::FromOnes));
    assert_eq!(sor.to_bytes().expect("it can be written"), bytes);
    assert_eq!(sor.supplier.as_ref().expect("a supplier").mainframe.to_string(), "E6000");
    assert_eq!(sor.data.levels().map(|level| level.round() as i32).collect::<Vec<_>>(), [-10, -20, -30, -40]);
    // 10 µs one-way at 1.468.
    assert!((sor.event_m(&sor.events()[1]) - 2042.2).abs() < 0.1);
}

/// What the public readers pyOTDR and otdrparser find in a file; `null` for one that refuses it.
const PYTHON: &str = r#"
import json, logging, sys
import otdrparser
from pyotdr.read import sorparse
logging.disable(logging.CRITICAL)
def first(path):
    status, found, trace = sorparse(path)
    if status != "ok": return None
    keys = found["KeyEvents"]
    events = [keys["event %d" % (n + 1)] for n in range(keys["num events"])]
    return {
        "km": [float(e["distance"]) for e in events],
        "loss": [float(e["splice loss"]) for e in events],
        "reflectance": [float(e["refl loss"]) for e in events],
        "code": [e["type"][:8] for e in events],
        "total": keys["Summary"]["total loss"],
        "match": found["Cksum"]["match"],
        "points": len(trace),
        "last_km": float(trace[-1].split("\t")[0]),
    }
def second(path):
    blocks = otdrparser.parse2(open(path, "rb"))
    general, fixed, keys = blocks["GenParams"], blocks["FxdParams"], blocks["KeyEvents"]
    return {
        "from": general["location_a"], "to": general["location_b"], "nm": general["wavelength"],
        "time": fixed["date_time"], "pulse": fixed["pulse_width"], "index": fixed["index_of_refraction"],
        "backscatter": fixed["backscattering_coefficient"], "averages": fixed["number_of_averages"],
        "supplier": blocks["SupParams"]["supplier_name"],
        "metres": [e["distance_of_travel"] for e in keys["events"]],
        "loss": [e["splice_loss"] for e in keys["events"]],
        "levels": [level for _, level in blocks["DataPts"]["data_points"]],
        "where": blocks["DataPts"]["data_points"][-1][0],
    }
def attempt(read, path):
    try: return read(path)
    except Exception: return None
print(json.dumps([[attempt(first, path), attempt(second, path)] for path in sys.argv[1:]]))
"#;

/// Length of the trace in metres; the readers count from its first point.
fn from_first_point(sor: &Sor) -> f64 {
    sor.point_m(sor.data.len() - 1) - sor.point_m(0)
}

/// Runs only where Python has both modules (`pip install pyOTDR otdrparser`); `PYTHON` names another Python.
#[test]
fn public_readers_find_the_same_in_real_files_and_in_ours() {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let has = Command::new(&python).args(["-c", "import pyotdr, otdrparser"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = real_files();
    for (name, bytes) in [("shot.sor", exported()), ("ours.sor", built()), ("version-1.sor", version_1())] {
        std::fs::write(folder.path().join(name), &bytes).expect("it writes");
        files.push((folder.path().join(name), bytes));
    }
    let output = Command::new(&python).args(["-c", PYTHON]).args(files.iter().map(|(path, _)| path)).output();
    let output = output.expect("Python runs");
    let found: Vec<[Value; 2]> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    for ((path, bytes), [first, second]) in files.iter().zip(&found) {
        let Opened { sor, checksum, .. } = open(bytes);
        let name = path.display();
        let near = |found: &Value, expected: f64, within: f64| {
            let found = found.as_f64().expect("a number");
            assert!((found - expected).abs() <= within, "{name}: {found} there, {expected} here");
        };
        if !first.is_null() {
            assert_eq!(first["km"].as_array().map(Vec::len), Some(sor.events().len()), "{name}");
            for (index, event) in sor.events().iter().enumerate() {
                near(&first["km"][index], sor.event_m(event) / 1000.0, 0.0006);
                near(&first["loss"][index], f64::from(event.loss) / 1000.0, 0.0006);
                near(&first["reflectance"][index], f64::from(event.reflectance) / 1000.0, 0.0006);
                let code = [&event.code[..], &event.method].concat();
                assert_eq!(first["code"][index].as_str().map(str::as_bytes), Some(&code[..]), "{name}");
            }
            let summary = sor.events.as_ref().and_then(|events| events.summary).expect("a summary");
            near(&first["total"], f64::from(summary.total_loss) / 1000.0, 0.0006);
            assert_eq!(first["match"], checksum == Verdict::FromOnes, "{name}");
            assert_eq!(first["points"], sor.data.len(), "{name}");
            near(&first["last_km"], from_first_point(&sor) / 1000.0, 0.0001);
        }
        if !second.is_null() {
            assert_eq!(second["from"], sor.general.from.to_string(), "{name}");
            assert_eq!(second["to"], sor.general.to.to_string(), "{name}");
            assert_eq!(second["supplier"], sor.supplier.as_ref().expect("a supplier").supplier.to_string(), "{name}");
            assert_eq!((&second["nm"], &second["time"]), (&sor.general.nominal_nm.into(), &sor.fixed.unix_time.into()));
            assert_eq!(second["pulse"], sor.fixed.pulses[0].width_ns, "{name}");
            assert_eq!(second["averages"], sor.fixed.averages, "{name}");
            near(&second["index"], sor.fixed.group_index(), 1e-9);
            near(&second["backscatter"], sor.fixed.backscatter_db(), 1e-9);
            for (index, event) in sor.events().iter().enumerate() {
                near(&second["metres"][index], sor.event_m(event), 1e-6);
                near(&second["loss"][index], f64::from(event.loss) / 1000.0, 1e-9);
            }
            for (index, level) in sor.data.levels().enumerate() {
                near(&second["levels"][index], level, 1e-9);
            }
            near(&second["where"], from_first_point(&sor), 1e-6);
        }
    }
    let [.., shot, ours, version_1] = &found[..] else { panic!("three files of ours") };
    for ours in [shot, ours] {
        assert!(!ours[0].is_null() && !ours[1].is_null(), "both read our files");
    }
    assert!(!version_1[0].is_null(), "pyOTDR reads version 1");
    assert!(found.iter().filter(|readers| !readers[1].is_null()).count() > real_files().len(), "all real files");
}

/// The program, in a folder that holds `otdr.sor`.
fn sor_show(bytes: &[u8], lang: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("otdr.sor"), bytes).expect("it writes");
    Command::new(env!("CARGO_BIN_EXE_splicelab"))
        .current_dir(folder.path())
        .args(["--lang", lang, "sor", "show", "otdr.sor"])
        .args(more)
        .output()
        .expect("the program runs")
}

#[test]
fn a_file_is_shown_to_people() {
    let mut sor = open(&built()).sor;
    sor.fixed.wavelength = 1310;
    sor.trailing = vec![0; 3];
    sor.general.to = Text::from_bytes(b"\x1b[31mrue");
    let bytes = sor.to_bytes().expect("it can be written");
    let shown: Vec<String> = ["fr", "en"]
        .iter()
        .map(|lang| {
            let output = sor_show(&bytes, lang, &[]);
            assert_eq!(output.status.code(), Some(0));
            String::from_utf8(output.stdout).expect("UTF-8")
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n— — —\n\n"));
}

#[test]
fn a_file_is_shown_to_programs() {
    let output = sor_show(&built(), "en", &["--json"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(String::from_utf8(output.stdout).expect("UTF-8"));
}

#[test]
fn a_file_that_is_cut_off_is_refused_with_the_place() {
    let bytes = built();
    let output = sor_show(&bytes[..bytes.len() - 100], "en", &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("DataPts") && said.contains("cut off"), "{said}");
}
