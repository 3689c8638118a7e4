//! The sheet of the racks and the tables that are made of what is really there.

use assert_cmd::Command;
use splicelab::exam::class::rows;
use splicelab::lab::Lab;
use splicelab::locale::Lang;
use splicelab::rack::as_built::tables;
use splicelab::rack::records::{cord_on_sheet, cord_there, device_on_sheet, device_there};
use splicelab::scenario::builtin;

const EXERCISE: &str = "rack-08-baie-sans-papiers";

fn played() -> Lab {
    let scenario = splicelab::scenario::load(builtin::source(EXERCISE).expect("ours"), 3).expect("sound").scenario;
    let scenario = std::sync::Arc::new(scenario);
    let solution = builtin::solution(EXERCISE).expect("ours");
    let solution = splicelab::scenario::read_solution(&solution, &scenario).expect("it can be read").solution;
    Lab::play(scenario, &solution).expect("it can be played")
}

#[test]
fn the_papers_are_wrong_at_first_and_true_in_the_end() {
    let lab = played();
    let fresh = Lab::new(lab.scenario().clone());
    let wrong = |lab: &Lab| {
        let (scenario, state) = (lab.scenario(), lab.state());
        let sheet = scenario.sheet.as_ref().expect("there are papers");
        let devices = sheet
            .devices
            .iter()
            .filter(|row| device_on_sheet(scenario, state, &row.device) != device_there(scenario, state, &row.device));
        let cords =
            sheet.cords.iter().filter(|row| cord_on_sheet(scenario, state, &row.port) != cord_there(state, &row.port));
        (devices.count(), cords.count())
    };
    assert_eq!(wrong(&fresh), (3, 2));
    assert_eq!(wrong(&lab), (0, 0));
}

/// The columns and choices of NetBox's import forms for racks, devices and cables (NetBox 4).
#[test]
fn tables_have_the_columns_and_choices_of_netbox() {
    let lab = played();
    let tables = tables(lab.scenario(), lab.state(), Lang::En);
    let table = |name: &str| {
        let (_, text) = tables.iter().find(|(known, _)| *known == name).expect(name);
        let all: Vec<Vec<String>> = rows(text).expect("csv").into_iter().map(|(_, row)| row).collect();
        all
    };
    let cables = table("netbox-cables.csv");
    let head = [
        "side_a_device",
        "side_a_type",
        "side_a_name",
        "side_b_device",
        "side_b_type",
        "side_b_name",
        "status",
        "type",
        "label",
        "color",
        "length",
        "length_unit",
    ];
    assert_eq!(cables[0], head);
    let sorts = ["dcim.interface", "dcim.frontport", "dcim.rearport", "dcim.poweroutlet", "dcim.powerport"];
    for row in &cables[1..] {
        assert!(sorts.contains(&row[1].as_str()) && sorts.contains(&row[4].as_str()), "{row:?}");
        assert!(["cat6", "power"].contains(&row[7].as_str()) && row[9].len() == 6, "{row:?}");
        assert_eq!(row[1] == "dcim.poweroutlet", row[7] == "power", "{row:?}");
    }
    // Eight cords and six power cords of two devices with two supplies and two with one.
    assert_eq!(cables.len() - 1, 8 + 6);
    let moved = cables.iter().find(|row| row[0] == "p1" && row[2] == "8").expect("the cord of port 8");
    assert_eq!((moved[1].as_str(), moved[4].as_str()), ("dcim.frontport", "dcim.interface"));
    let devices = table("netbox-devices.csv");
    let server = devices.iter().find(|row| row[0] == "srv-1").expect("it stands there");
    assert_eq!(server[4..], ["Splicelab", "a04", "10", "front", "active"].map(str::to_owned));
    let strip = devices.iter().find(|row| row[0] == "pdu-a").expect("it hangs there");
    assert_eq!((strip[6].as_str(), strip[7].as_str()), ("", ""));
    assert!(devices.iter().all(|row| row[0] != "vieux-srv"), "it is gone");
}

#[test]
fn tables_are_written_by_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join(format!("{EXERCISE}.ron")), builtin::source(EXERCISE).expect("ours").text())
        .expect("written");
    let run = |args: &[&str]| {
        let mut command = Command::cargo_bin("splicelab").expect("the program");
        command.args(["--lang", "en", "export", "rack"]).args(args).current_dir(at).output().expect("it runs")
    };
    let output = run(&[&format!("{EXERCISE}.ron"), "--out", "t"]);
    assert!(output.status.success(), "{output:?}");
    let elevation = std::fs::read_to_string(at.join("t/elevation.csv")).expect("written");
    assert!(elevation.starts_with("rack;u;face;device;model;height_u\na04;40;front;p1;"), "{elevation}");
    std::fs::write(
        at.join("net.ron"),
        builtin::source("reseau-01-deux-postes").expect("ours").text().replace("reseau-01-deux-postes", "net"),
    )
    .expect("written");
    assert_eq!(run(&["net.ron", "--out", "t"]).status.code(), Some(2));
}
