//! Device types of others: what is taken over, what is told, and that nothing is passed over in silence.

use std::path::Path;

use proptest::prelude::*;
use splicelab::catalogue::rack::{Airflow, DeviceKind, Face, RackCatalogue, Socket, UNIT_MM};
use splicelab::locale::Lang;
use splicelab::netbox::{Import, Severity, as_ron};

const GOOD: &str = "---
manufacturer: Acme
model: Switch 4
slug: acme-switch-4
u_height: 1
is_full_depth: false
airflow: front-to-rear
weight: 4.5
weight_unit: kg
console-ports:
  - name: con 0
    type: rj-45
power-ports:
  - name: PS1
    type: iec-60320-c14
    maximum_draw: 80
  - name: PS2
    type: iec-60320-c14
    maximum_draw: 80
interfaces:
  - name: Gi1/0/1
    type: 1000base-t
  - name: Gi1/0/2
    type: 1000base-t
  - name: Te1/1/1
    type: 10gbase-x-sfpp
  - name: Vlan1
    type: virtual
  - name: mgmt0
    type: 1000base-t
    mgmt_only: true
";

fn import(text: &str) -> Import {
    let mut import = Import::default();
    import.add_bytes("file.yaml", text.as_bytes());
    import
}

fn told(import: &Import) -> String {
    let mut lines: Vec<String> = import
        .problems
        .iter()
        .filter(|problem| problem.severity > Severity::Note)
        .map(|problem| {
            let line = problem.line.map_or(String::new(), |line| format!("{line}: "));
            format!("{line}{:?}: {}", problem.severity, Lang::En.say(&problem.message))
        })
        .collect();
    lines.push(format!("entries: {:?}", import.entries.keys().collect::<Vec<_>>()));
    lines.join("\n")
}

#[test]
fn a_good_file_becomes_an_entry() {
    let import = import(GOOD);
    assert_eq!(import.count(Severity::Warning) + import.count(Severity::Error), 0, "{}", told(&import));
    let model = &import.entries["acme-switch-4"];
    assert_eq!((model.kind, model.weight_g, model.draw_w), (DeviceKind::Server, 4500, 80));
    assert_eq!(model.airflow, Airflow::FrontToRear);
    // The virtual interface has no socket.
    assert_eq!(model.ports().count(), 7);
    let (group, _) = model.port("mgmt0").expect("it has one");
    assert!(group.management && matches!(group.socket, Socket::Rj45(_)));
}

#[test]
fn every_trouble_is_told_with_its_line() {
    let files = [
        ("conflict", "manufacturer: A\n<<<<<<< ours\nmodel: B\n=======\nmodel: C\n>>>>>>> theirs\n".to_owned()),
        ("broken", "manufacturer: [A\nmodel: B\n".to_owned()),
        ("tabs", "manufacturer: A\n\tmodel: B\n".to_owned()),
        ("empty", String::new()),
        ("list", "- a\n- b\n".to_owned()),
        ("no model", "manufacturer: A\nu_height: 1\n".to_owned()),
        ("alias", "a: &x [1]\nb: *x\n".to_owned()),
        ("height", GOOD.replace("u_height: 1", "u_height: 1.3")),
        ("watts", GOOD.replacen("maximum_draw: 80", "maximum_draw: 180000", 1)),
        ("above the plug", GOOD.replacen("maximum_draw: 80", "maximum_draw: 4000", 1)),
        ("twice", GOOD.replace("Gi1/0/2", "Gi1/0/1")),
        ("type", GOOD.replace("10gbase-x-sfpp", "10gbase-x-magic")),
        ("key", GOOD.replace("weight: 4.5", "Weight: 4.5")),
        ("underscore", GOOD.replace("power-ports", "power_ports")),
        ("unit", GOOD.replace("weight_unit: kg", "weight_unit: stone")),
        ("airflow", GOOD.replace("front-to-rear", "upwards")),
        ("no name", GOOD.replace("name: Te1/1/1", "label: Te1/1/1")),
        ("no list", GOOD.replace("console-ports:\n  - name: con 0\n    type: rj-45", "console-ports: one")),
        ("doubled key", GOOD.replace("weight: 4.5", "weight: 4.5\nweight: 5")),
        ("deep", "[".repeat(40)),
    ];
    let mut all = String::new();
    for (name, text) in files {
        let import = import(&text);
        let trouble = import.count(Severity::Warning) + import.count(Severity::Error);
        assert!(trouble > 0, "{name}");
        all += &format!("== {name}\n{}\n\n", told(&import));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn two_files_of_one_model_make_one_entry_and_a_word() {
    let mut import = import(GOOD);
    import.add_bytes("again.yaml", GOOD.as_bytes());
    import.add_bytes("binary.yaml", &[0xff, 0xfe, 0x00]);
    assert_eq!((import.entries.len(), import.files, import.count(Severity::Error)), (1, 3, 2));
}

/// What is written can be read as a catalogue, and every socket lies on its face.
fn reads_back(import: &Import) {
    let text = as_ron(&import.entries).expect("it can be written");
    let read: RackCatalogue = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(&text)
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.devices, import.entries);
    for (id, model) in &import.entries {
        let high = if model.height_u > 0.0 { model.height_u * UNIT_MM } else { 2000.0 };
        for (name, group, position) in model.ports() {
            let (x, y) = group.centre_mm(position);
            assert!((0.0..=482.6).contains(&x) && (-20.0..=high).contains(&y), "{id}/{name} at {x} {y}");
            assert!(matches!(group.face, Face::Front | Face::Rear));
        }
    }
}

#[test]
fn what_is_written_reads_back() {
    reads_back(&import(GOOD));
}

/// The whole library of the community, where it is at hand.
#[test]
fn the_library_of_the_community_goes_through() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/devicetypes.tar.gz");
    if !archive.exists() {
        return;
    }
    let mut import = Import::default();
    import.add_path(&archive).expect("it can be read");
    // 2984 device types, of which some have a name twice.
    assert_eq!(import.files, 2984);
    assert!(import.entries.len() > 2960 && import.entries.len() + import.count(Severity::Error) == 2984);
    let strip = import.entries.values().find(|model| model.source.ends_with("APC/AP8853.yaml")).expect("it is there");
    assert_eq!((strip.kind, strip.height_u), (DeviceKind::Pdu, 0.0));
    assert!(strip.power.as_ref().is_some_and(|power| power.three_phase || power.amps == 32));
    reads_back(&import);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Files that were cut, doubled or hit by other bytes: nothing panics, and there is an entry or a reason.
    #[test]
    fn damaged_files_make_an_entry_or_a_reason(at in 0usize..GOOD.len(), bytes in prop::collection::vec(any::<u8>(), 0..12), cut in any::<bool>()) {
        let mut text = GOOD.as_bytes()[..at].to_vec();
        text.extend(bytes);
        if !cut {
            text.extend(&GOOD.as_bytes()[at..]);
        }
        let mut import = Import::default();
        import.add_bytes("file.yaml", &text);
        prop_assert!(import.entries.len() == 1 || import.count(Severity::Error) > 0);
        reads_back(&import);
    }
}
