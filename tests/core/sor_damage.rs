//! Damaged and hostile files of OTDRs: refused with the place, or opened without losing a byte; never a crash.

use proptest::prelude::*;
use splicelab::fibre::sor::parts::{Landmark, Links};
use splicelab::fibre::sor::{Content, Fault, LARGEST, Opened, Remark, Slot, Sor, SorError, Text, Verdict};
use splicelab::locale::Lang;

use super::sor_samples::{built, measurement, version_1};

/// A file of ours with few points, so that damage often meets something else.
fn small() -> Vec<u8> {
    let mut measurement = measurement();
    measurement.points.truncate(40);
    let mut sor = Sor::from_measurement(&measurement).expect("a file");
    let landmark = Landmark {
        number: 1,
        code: *b"CH",
        time: 1_000,
        event: 2,
        longitude: 0,
        latitude: 0,
        fibre_excess: 100,
        sheath_marks: [10, 20],
        sheath_unit: *b"mt",
        mode_field: 92,
        comment: Text::plain("L3T"),
    };
    sor.links = Some(Links { landmarks: vec![landmark], rest: Vec::new() });
    for (name, content) in [("LnkParams", Content::Links), ("Vendor", Content::Other(b"Vendor\0\x01\x02".to_vec()))] {
        sor.slots.insert(4, Slot { name: Text::plain(name), revision: 200, content });
    }
    sor.seal().and_then(|()| sor.to_bytes()).expect("it can be written")
}

/// Where the block of this name begins.
fn start_of(name: &str, bytes: &[u8]) -> usize {
    let header = [name.as_bytes(), &[0]].concat();
    let found = bytes.windows(header.len()).enumerate().filter(|(_, window)| *window == header);
    // The Map names every block once before it stands.
    found.map(|(at, _)| at).nth(1).expect("the block")
}

/// Overwrites bytes of a file, `from` bytes after the beginning of a block.
fn damaged(name: &str, from: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = built();
    let at = start_of(name, &bytes) + from;
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes
}

fn refused(bytes: &[u8]) -> SorError {
    Sor::read(bytes).expect_err("it is refused")
}

fn remarks(bytes: &[u8]) -> Vec<Remark> {
    Sor::read(bytes).unwrap_or_else(|error| panic!("{error:?}")).remarks
}

/// A text of the locale files in both languages; a missing one would show between brackets.
fn said(message: &splicelab::locale::Message) {
    for lang in Lang::ALL {
        let text = lang.say(message);
        assert!(!text.is_empty() && !text.starts_with('['), "{text}");
    }
}

type Expected = fn(&Fault) -> bool;

/// Each kind of refusal: a file that has it, the block that is named, and words in both languages.
#[test]
fn every_refusal_names_its_block_and_is_said() {
    let good = built();
    let without = |name: &str| {
        let mut sor = Sor::read(&good).expect("it opens").sor;
        sor.slots.retain(|slot| slot.name.to_string() != name);
        sor.to_bytes().expect("it can be written")
    };
    let huge = i32::MAX.to_le_bytes();
    let fixed_end = start_of("KeyEvents", &good);
    let short_fixed = {
        // The Map gives the last 10 bytes of FxdParams to a block before the next one that nobody reads.
        let mut sor = Sor::read(&good).expect("it opens").sor;
        let fixed = good[start_of("FxdParams", &good)..fixed_end - 10].to_vec();
        sor.slots[2].content = Content::Other(fixed);
        sor.to_bytes().expect("it can be written")
    };
    let files: [(Vec<u8>, &str, Expected); 14] = [
        (vec![0; LARGEST + 1], "Map", |fault| matches!(fault, Fault::FileSize { .. })),
        (Vec::new(), "Map", |fault| *fault == Fault::NotSor),
        (b"PK\x03\x04 no trace".to_vec(), "Map", |fault| *fault == Fault::NotSor),
        (good[..30].to_vec(), "Map", |fault| matches!(fault, Fault::Count { .. } | Fault::BlockSize { .. })),
        (
            good[..good.len() - 1].to_vec(),
            "Map",
            |fault| matches!(fault, Fault::BlockSize { named, .. } if named == "Cksum"),
        ),
        (damaged("FxdParams", 0, b"X"), "FxdParams", |fault| *fault == Fault::Header),
        (damaged("FxdParams", 38, &[0; 4]), "FxdParams", |fault| *fault == Fault::GroupIndex),
        (damaged("FxdParams", 26, &[0xFF, 0x7F]), "FxdParams", |fault| matches!(fault, Fault::Count { .. })),
        (short_fixed, "FxdParams", |fault| matches!(fault, Fault::Bytes { .. })),
        (damaged("KeyEvents", 10, &[0xFF, 0x7F]), "KeyEvents", |fault| matches!(fault, Fault::Count { .. })),
        (damaged("DataPts", 14, &huge), "DataPts", |fault| matches!(fault, Fault::Count { .. })),
        (damaged("SupParams", 10, &[b'x'; 21]), "SupParams", |fault| *fault == Fault::TextEnd),
        (without("GenParams"), "GenParams", |fault| *fault == Fault::Missing),
        (without("DataPts"), "DataPts", |fault| *fault == Fault::Missing),
    ];
    for (bytes, block, expected) in files {
        let error = refused(&bytes);
        assert!(error.block == block && expected(&error.fault), "{block}: {error:?}");
        said(&error.message());
    }
}

#[test]
fn the_place_of_a_refusal_is_the_byte_where_it_stands() {
    let bytes = damaged("FxdParams", 38, &[0; 4]);
    assert_eq!(refused(&bytes).offset, start_of("FxdParams", &bytes) + 38);
}

#[test]
fn what_is_odd_is_remarked_and_said() {
    let mut sor = Sor::read(&built()).expect("it opens").sor;
    // As Noyes stores 1550 nm.
    sor.fixed.wavelength = 1550;
    // As FiberCloud leaves them.
    sor.trailing = vec![7; 103];
    // 7 for 7 s.
    sor.fixed.averaging_time = 7;
    // As in Anritsu CMA4500.
    sor.fixed.pulses[0].points = 37_503;
    let opened = Sor::read(&sor.to_bytes().expect("bytes")).expect("it opens");
    assert!((opened.sor.fixed.wavelength_nm() - 1550.0).abs() < 1e-9);
    let words: Vec<&str> = opened.remarks.iter().map(Remark::word).collect();
    assert_eq!(words, ["checksum", "point-count", "wavelength", "trailing", "averaging-time"]);
    opened.remarks.iter().for_each(|remark| said(&remark.message()));
    said(&Remark::Links.message());
}

#[test]
fn every_verdict_on_the_checksum_is_found_and_said() {
    use splicelab::fibre::sor::checksum::crc16;
    let good = built();
    let value = good.len() - 2;
    let verdicts = [
        (crc16(0xFFFF, &good[..value]), Verdict::FromOnes),
        (crc16(0, &good[..value]), Verdict::FromZero),
        (crc16(0xFFFF, &good[..value - 6]), Verdict::WithoutHeader),
        (0, Verdict::Zero),
        (0xBEEF, Verdict::Unknown),
    ];
    for (sum, verdict) in verdicts {
        let bytes = [&good[..value], &sum.to_le_bytes()].concat();
        assert_eq!(Sor::read(&bytes).expect("it opens").checksum, verdict);
        said(&verdict.message());
    }
    let mut sor = Sor::read(&good).expect("it opens").sor;
    sor.checksum = None;
    assert_eq!(Sor::read(&sor.to_bytes().expect("bytes")).expect("it opens").checksum, Verdict::Absent);
    said(&Verdict::Absent.message());
}

#[test]
fn landmarks_are_kept_and_those_that_cannot_be_read_too() {
    let good = small();
    let opened = Sor::read(&good).expect("it opens");
    assert_eq!(opened.sor.links.as_ref().map(|links| links.landmarks[0].comment.to_string()), Some("L3T".into()));
    assert_eq!(opened.sor.to_bytes().expect("bytes"), good);
    let mut bad = good.clone();
    let at = start_of("LnkParams", &bad) + 10;
    bad[at..at + 2].copy_from_slice(&[0xFF, 0x7F]);
    assert!(remarks(&bad).contains(&Remark::Links));
    assert_eq!(Sor::read(&bad).expect("it opens").sor.to_bytes().expect("bytes"), bad);
}

/// Files that announce far more than they hold are refused within little memory.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_announces_billions_of_points_costs_no_memory() {
    let huge = i32::MAX.to_le_bytes();
    let folder = tempfile::tempdir().expect("a folder");
    let hostile = [
        damaged("DataPts", 14, &huge),
        damaged("DataPts", 8, &huge),
        damaged("KeyEvents", 10, &[0xFF, 0x7F]),
        damaged("FxdParams", 26, &[0xFF, 0x7F]),
    ];
    for bytes in hostile {
        let path = folder.path().join("hostile.sor");
        std::fs::write(&path, bytes).expect("it writes");
        let output = std::process::Command::new("sh")
            .args(["-c", "ulimit -v 1000000 && exec \"$0\" sor show \"$1\""])
            .arg(env!("CARGO_BIN_EXE_splicelab"))
            .arg(&path)
            .output()
            .expect("the shell runs");
        assert!(matches!(output.status.code(), Some(0 | 2)), "{output:?}");
    }
}

/// One piece of damage; places are shares of the file's length in thousandths.
#[derive(Debug, Clone)]
enum Damage {
    Cut(usize),
    Set(usize, u8),
    Number(usize, i32),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
}

fn any_damage() -> impl Strategy<Value = Damage> {
    let place = 0..1000usize;
    // Most of what matters stands in the first bytes.
    let early = prop_oneof![place.clone(), 0..150usize];
    let number = prop_oneof![
        Just(0),
        Just(-1),
        Just(1),
        Just(i32::MAX),
        Just(i32::MIN),
        Just(0x7FFF),
        Just(0x7FFF_0000),
        any::<i32>()
    ];
    prop_oneof![
        1 => place.clone().prop_map(Damage::Cut),
        6 => (early.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        4 => (early, number).prop_map(|(at, number)| Damage::Number(at, number)),
        1 => (place.clone(), proptest::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        1 => (place, 1..20usize).prop_map(|(at, count)| Damage::Remove(at, count)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    let place = |share: &usize| bytes.len() * share / 1000;
    match damage {
        Damage::Cut(at) => bytes.truncate(place(at)),
        Damage::Set(at, byte) => {
            let at = place(at);
            bytes.get_mut(at).into_iter().for_each(|place| *place = *byte);
        }
        Damage::Number(at, number) => {
            let at = place(at);
            bytes.iter_mut().skip(at).zip(number.to_le_bytes()).for_each(|(place, byte)| *place = byte);
        }
        Damage::Insert(at, more) => {
            let at = place(at);
            bytes.splice(at..at, more.iter().copied());
        }
        Damage::Remove(at, count) => {
            let at = place(at);
            let end = (at + count).min(bytes.len());
            bytes.drain(at..end);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever happens to a file, it is refused in words or opens, can be looked at, and is written back as it is.
    #[test]
    fn damage_never_crashes_and_never_loses_a_byte(
        version in 1..=2,
        damages in proptest::collection::vec(any_damage(), 0..8),
    ) {
        let mut bytes = if version == 1 { version_1() } else { small() };
        damages.iter().for_each(|damage| apply(&mut bytes, damage));
        match Sor::read(&bytes) {
            Err(error) => {
                prop_assert!(error.offset <= bytes.len(), "{:?}", error);
                said(&error.message());
            }
            Ok(Opened { sor, remarks, .. }) => {
                remarks.iter().for_each(|remark| said(&remark.message()));
                for event in sor.events() {
                    let _ = (event.kind(), event.note(), sor.event_m(event), sor.event_point(event));
                }
                prop_assert_eq!(sor.trace().count(), sor.data.len());
                prop_assert!(sor.data.len() * 2 <= bytes.len());
                prop_assert!(sor.to_bytes().expect("what was read can be written") == bytes);
            }
        }
    }
}
