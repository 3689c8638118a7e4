//! What the author of an optical line sees: a file with every mistake in it, and one that only looks wrong.

use std::sync::Arc;

use proptest::prelude::*;
use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::locale::Lang;
use splicelab::scenario;

use super::plant::{WORLD, world_with};

/// Everything that is wrong with a text, in both languages.
fn wrong(text: &str) -> String {
    let source = Source::new("saint-brin.ron", text);
    let diagnostics = scenario::read(&source, 1).expect_err("the text is wrong");
    let [fr, en] = Lang::ALL.map(|lang| source.render_all(&diagnostics, lang, false));
    format!("{fr}\n\n— — —\n\n{en}").replace('\u{a0}', " ")
}

fn codes(text: &str) -> Vec<&'static str> {
    match scenario::read(&Source::new("saint-brin.ron", text), 1) {
        Ok((_, warnings)) => warnings.iter().map(|diagnostic| diagnostic.code.text()).collect(),
        Err(diagnostics) => diagnostics.iter().map(|diagnostic| diagnostic.code.text()).collect(),
    }
}

#[test]
fn equipment_wiring_cords_and_clients_that_lead_nowhere() {
    let text = world_with(&[
        ("rules: \"objectif-fibre-neuf\"", "rules: \"objectif-fibre\""),
        ("model: \"olt-gpon-b-plus-8\", place: \"nro\"", "model: \"olt-gpon-b-8\", place: \"nrro\""),
        ("model: \"tiroir-coupleur-1x32\"", "model: \"tiroir-coupleur-1x33\""),
        ("port: \"nro-transport/1\", fibre: \"transport:1:1\"", "port: \"nro-trasport/1\", fibre: \"transport:1:13\""),
        (
            "port: \"pm-lilas-distribution/1\", fibre: \"distribution:1:1\", count: 72",
            "port: \"pm-lilas-distribution/73\", fibre: \"distribution:1:1\", count: 72",
        ),
        ("b: \"vers-l-07:1:1\", place: \"bpe-12\"", "b: \"vers-l-07:1:1\", place: \"bpe-21\""),
        (
            "model: \"jarretiere-sc-apc\", from: \"pm-lilas-transport/1\"",
            "model: \"jaretiere-sc\", from: \"pm-lilas-transport/1\"",
        ),
        ("to: \"ont-ecole/pon\"", "to: \"ont-ecole/1\""),
        ("to: \"ont-garage/pon\"", "to: \"ont-garage\""),
        ("ont: \"ont-pharmacie\"", "ont: \"ont-pharmacy\""),
        ("ont: \"ont-garage\"", "ont: \"pto-garage\""),
        (
            "(name: (fr: \"Logement 3\", en: \"Dwelling 3\"), ont: \"ont-logement-3\",",
            "(name: (fr: \"Logement 3\", en: \"Dwelling 3\"),",
        ),
        ("to: \"pto-boulangerie/1\"", "to: \"pto-boulangerie/2\""),
        ("Connected(from: \"olt-1/1\"", "Connected(from: \"entree#a\""),
    ]);
    insta::assert_snapshot!(wrong(&text));
}

#[test]
fn what_does_not_fit_or_is_used_twice() {
    let text = world_with(&[
        (
            "\"tiroir-72-sc-apc\", place: \"pm-lilas\", side: Right",
            "\"tiroir-72-sc-apc\", place: \"pm-lilas\", side: Right, tx_dbm: 3",
        ),
        (
            "\"olt-gpon-b-plus-8\", place: \"nro\"",
            "\"olt-gpon-b-plus-8\", place: \"nro\", tx_dbm: 40, loss_db: 3, dirt_percent: { \"9\": 10, \"1\": 101 }",
        ),
        ("fibre: \"transport:1:1\", count: 144", "fibre: \"transport:1:1\", count: 145"),
        ("Pigtails(port: \"pto-ecole/1\"", "Pigtails(port: \"pto-boulangerie/1\""),
        ("Pigtails(port: \"pto-garage/1\"", "Pigtails(port: \"ont-garage/pon\""),
        ("b: \"vers-l-09:1:1\", place: \"bpe-12\", count: 12", "b: \"vers-l-09:1:1\", place: \"bpe-12\", count: 13"),
        ("Through(a: \"vers-l-07:1:2\"", "Through(a: \"vers-l-07:1:1\""),
        (
            "Through(a: \"vers-l-07:1:3\", b: \"branchement-pharmacie:1:1\"",
            "Through(a: \"vers-l-07:1:3\", b: \"vers-l-07:1:3\"",
        ),
        (
            "Pigtails(port: \"pto-logement-3/1\", fibre: \"branchement-logement-3:1:1\")",
            "Pigtails(port: \"pto-logement-3/1\", fibre: \"vers-l-09:1:9\")",
        ),
        ("to: \"nro-transport/2\", length_m: 6", "to: \"nro-transport/1\", length_m: 6000"),
        (
            "\"jarretiere-sc-apc\", from: \"pm-lilas-transport/3\"",
            "\"jarretiere-lc-apc-sc-apc\", from: \"pm-lilas-transport/3\"",
        ),
        (
            "from: \"pto-pharmacie/1\", to: \"ont-pharmacie/pon\", length_m: 2",
            "from: \"pto-pharmacie/1\", to: \"ont-garage/pon\", length_m: 2, dirt_percent: (0, 120)",
        ),
        (
            "from: \"pto-logement-7/1\", to: \"ont-logement-7/pon\"",
            "from: \"pto-logement-7/1\", to: \"pto-logement-7/1\", mating_db: (0.1, -3)",
        ),
        ("ont: \"ont-logement-5\"", "ont: \"ont-logement-7\""),
    ]);
    insta::assert_snapshot!(wrong(&text));
}

#[test]
fn a_bare_fibre_takes_no_cord() {
    let text = world_with(&[("model: \"tiroir-coupleur-1x32\"", "model: \"coupleur-nu-1x32\"")]);
    assert_eq!(codes(&text), ["E406"; 4], "{}", wrong(&text));
}

/// A wrong polish, a cord left lying, a dark client, a laser too weak, a port with nothing behind it: all possible.
#[test]
fn what_is_only_unwise_is_no_mistake_of_the_file() {
    let text = world_with(&[
        ("\"jarretiere-sc-upc-sc-apc\", from: \"olt-1/1\"", "\"jarretiere-sc-apc\", from: \"olt-1/1\""),
        (", to: \"ont-ecole/pon\"", ""),
        ("from: \"coupleur-ondine/8\", ", ""),
        (
            "\"olt-gpon-b-plus-8\", place: \"nro\"",
            "\"olt-gpon-b-plus-8\", place: \"nro\", tx_dbm: -9.5, dirt_percent: { \"8\": 100 }",
        ),
        ("fibre: \"transport:1:1\", count: 144", "fibre: \"transport:12:12\""),
        ("Pigtails(port: \"pto-logement-3/1\", fibre: \"branchement-logement-3:1:1\"),", ""),
        ("length_m: 2.5", "length_m: 0.1"),
    ]);
    assert!(codes(&text).is_empty(), "{}", wrong(&text));
    assert!(codes(WORLD).is_empty());
}

#[test]
fn solutions_and_criteria_name_cords_ports_and_clients_that_exist() {
    let source = Source::new("saint-brin.ron", WORLD);
    let (scenario, _) = scenario::read(&source, 1).expect("right");
    let text = r#"(
  format: 1,
  scenario: "saint-brin",
  solution: [
    Unplug(plug: "pm-boulangerie"), Unplug(plug: "pm-boulangrie#a"), Plug(plug: "pm-ecole#c", port: "coupleur-lumis/33"),
    Cap(port: "coupler-lumis/1"), Unplug(plug: "pm-garage#a"), Cap(port: "coupleur-ondine/8"),
  ],
)"#;
    let solution = Source::new("saint-brin.solution.ron", text);
    let diagnostics = scenario::read_solution(&solution, &scenario).expect_err("wrong");
    let [fr, en] = Lang::ALL.map(|lang| solution.render_all(&diagnostics, lang, false));
    let rubric = world_with(&[(
        "rubric: [",
        r#"rubric: [
    (id: "served", title: (fr: "S", en: "S"), points: 1, criterion: Served(client: "boulangrie", min_dbm: -240)),
    (id: "near", title: (fr: "V", en: "N"), points: 1, criterion: NeighboursUntouched(except: ["garage", "ecol"])),"#,
    )]);
    insta::assert_snapshot!(format!("{fr}\n\n— — —\n\n{en}\n\n=====\n\n{}", wrong(&rubric)).replace('\u{a0}', " "));
}

#[test]
fn the_largest_cable_can_be_spliced_through_to_its_last_fibre() {
    let text = world_with(&[
        ("to: \"pm-lilas\", fibres: 144, ", "to: \"pm-lilas\", fibres: 65535, "),
        (
            "\"distribution\": (",
            "\"more\": (name: (fr: \"M\", en: \"M\"), from: \"pm-lilas\", to: \"bpe-12\", fibres: 65535, length_m: 1), \"distribution\": (",
        ),
        (
            "Pigtails(port: \"pm-lilas-transport/1\", fibre: \"transport:1:1\", count: 144),",
            "Through(a: \"transport:1:1\", b: \"more:1:1\", place: \"pm-lilas\", count: 65535),",
        ),
    ]);
    assert!(codes(&text).is_empty(), "{}", wrong(&text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Whatever number, sign or name is changed: diagnostics or a line that can be asked, never a panic.
    #[test]
    fn no_line_makes_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[0-9]{1,5}|-1|[\"/#@:,()a-z]|in|None|1e9"), 1..5),
    ) {
        let mut text = WORLD.to_owned();
        for (at, written) in changes {
            // Numbers are where it hurts: the one that follows some place of the file.
            let from = text.floor_char_boundary(at.index(text.len()));
            let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|offset| from + offset) else { continue };
            let digits = text[start..].chars().take_while(char::is_ascii_digit).count();
            text.replace_range(start..start + digits, &written);
        }
        if let Ok((scenario, _)) = scenario::read(&Source::new("saint-brin.ron", text), 1) {
            let clients: Vec<String> = scenario.clients.keys().cloned().collect();
            let lab = Lab::new(Arc::new(scenario));
            for client in clients {
                lab.plant().served(&client);
            }
        }
    }
}

#[test]
fn places_of_trainee_and_bench_that_lead_nowhere() {
    let text = world_with(&[
        ("start: \"pm-lilas\"", "start: \"pm-lila\""),
        ("\"nro\": (kind: Nro,", "\"nro\": (kind: Nro, at: (0, -200000),"),
        (
            "  rubric: [",
            "  bench: (place: \"bpe-12\", also: [\"pbo-l-7\", \"garage\", \"bpe-12\"], open_tubes: { \"transport\": [1], \"vers-l-09\": [1], \"branchement-garage\": [1] }),\n  rubric: [",
        ),
    ]);
    insta::assert_snapshot!(wrong(&text));
}

#[test]
fn a_trainee_may_start_anywhere_and_the_bench_work_on_what_comes_to_any_of_its_places() {
    let text = world_with(&[
        ("start: \"pm-lilas\"", "start: \"garage\""),
        ("\"nro\": (kind: Nro,", "\"nro\": (kind: Nro, at: (-2100, 0),"),
        (
            "  rubric: [",
            "  bench: (place: \"bpe-12\", also: [\"garage\"], open_tubes: { \"branchement-garage\": [1] }),\n  rubric: [",
        ),
    ]);
    assert!(codes(&text).is_empty(), "{}", wrong(&text));
}
