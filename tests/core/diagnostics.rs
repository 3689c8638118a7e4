//! What the author of a scenario sees: each wrong file with every mistake in it, in both languages.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use splicelab::diagnostic::{Diagnostic, Source};
use splicelab::locale::Lang;
use splicelab::scenario::{self, Broken};

const SMALL: &str = include_str!("fixtures/petite-epissure.ron");

/// Everything that is wrong with a text, in words.
fn wrong(name: &str, text: &str) -> String {
    let source = Source::new(name, text);
    let diagnostics = scenario::read(&source, 1).expect_err("the text is wrong");
    said(&source, &diagnostics)
}

fn said(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let [fr, en] = Lang::ALL.map(|lang| source.render_all(diagnostics, lang, false));
    format!("{fr}\n\n— — —\n\n{en}")
}

/// The small scenario with each of these replaced; each must stand in it.
fn small(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn codes(text: &str) -> Vec<&'static str> {
    match scenario::read(&Source::new("petite-epissure.ron", text), 1) {
        Ok((_, warnings)) => warnings.iter().map(|diagnostic| diagnostic.code.text()).collect(),
        Err(diagnostics) => diagnostics.iter().map(|diagnostic| diagnostic.code.text()).collect(),
    }
}

#[test]
fn the_small_scenario_is_right_and_stays_so_in_other_clothes() {
    assert!(codes(SMALL).is_empty(), "{}", wrong("petite-epissure.ron", SMALL));
    let dressed = [
        format!("\u{feff}{SMALL}"),
        SMALL.replace('\n', "\r\n"),
        format!("#![enable(implicit_some)]\n{SMALL}"),
        small(&[("// One splice", "/* One /* nested */ splice */ // One splice")]),
        small(&[("area: (fr", "area: Some((fr"), ("en: \"Rue des Lilas\"))", "en: \"Rue des Lilas\")))")]),
        small(&[("\"PM Lilas\"", "r#\"PM \"Lilas\"\"#"), ("minutes: 20", "minutes: 0x14"), ("400", "4_00")]),
        small(&[("name: (fr: \"PBO\"", "name: Text(fr: \"PB\\u{4F}\"")]),
    ];
    for text in dressed {
        assert!(codes(&text).is_empty(), "{}", wrong("petite-epissure.ron", &text));
    }
}

#[test]
fn habits_from_other_formats_and_slips_of_the_pen() {
    let text = small(&[
        ("format: 1,", "\"format\": 1,"),
        ("module: Fibre,", "module = Fibre"),
        ("\"Petite épissure\"", "«Petite épissure»"),
        ("\"Small splice\"", "“Small splice”"),
        ("minutes: 20", "minutes 20"),
        ("db: 0.05", "db: 0,05"),
        ("fibres: 12, colours", "fibres: 12; colours"),
        ("length_m: 250", "length_m: 250m"),
        ("nm: 1550, ", "nm: 1550,, "),
        ("  bench: (", "  # the bench\n  bench: ("),
        ("{ \"sleeve-60\": 4", "{ sleeve: 4"),
        ("goal: BinScraps", "goal: \"BinScraps\""),
        ("\"Continuité\"", "\"Contin\\uité\""),
    ]);
    insta::assert_snapshot!(wrong("petite-epissure.ron", &text));
}

#[test]
fn a_bracket_never_closed_is_shown_where_it_opens() {
    let list = small(&[("splices: [(", "splices: [("), ("db: 0.05)],", "db: 0.05),")]);
    let site = small(&[("db: 0.05)],\n  ),", "db: 0.05)],\n")]);
    let text = small(&[("\"Small splice\"", "\"Small splice")]);
    let swapped = small(&[("[1] }", "[1) }")]);
    let all = [list, site, text, swapped].map(|text| wrong("petite-epissure.ron", &text));
    insta::assert_snapshot!(all.join("\n\n=====\n\n"));
}

#[test]
fn wrong_types_and_fields_are_all_told_in_one_run() {
    let text = small(&[
        ("module: Fibre", "module: Fiber"),
        ("minutes: 20", "minutes: \"20\""),
        ("fibres: 24", "fibres: 70000"),
        ("length_m: 400", "length: 400"),
        ("place: \"bpe-12\", db", "place: bpe, place: \"bpe-12\", db"),
        ("kind: Pbo, name: (fr: \"PBO\", en: \"PBO\")", "kind: Pbo, name: (fr: \"PBO\")"),
        ("\"wipe\": 20", "\"wipe\": -1, \"wipe\": 20"),
        ("a: \"a:2:1\"", "a: \"a:2\""),
        ("from: \"a:1:{client.n}@pm\"", "from: \"a:1:{client.n}\""),
        ("steps: [", "steps: [ 5,"),
        (
            "criterion: Stored(pairs: [(\"a:1:{client.n}\", \"b:1:{client.n}\")]",
            "criterion: Stored(pairs: [[\"a:1:{client.n}\"]]",
        ),
        ("colours: Tia598", "colours: Colours(5)"),
    ]);
    insta::assert_snapshot!(wrong("petite-epissure.ron", &text));
}

#[test]
fn names_that_lead_nowhere() {
    let text = small(&[
        ("id: \"petite-epissure\"", "id: \"Petite Épissure\""),
        ("to: \"bpe-12\", fibres", "to: \"bpe-21\", fibres"),
        ("a: \"a:2:1\"", "a: \"a:3:1\""),
        ("b: \"b:1:12\"", "b: \"b:1:13\""),
        ("bench: (place: \"bpe-12\"", "bench: (place: \"bp-12\""),
        ("{ \"a\": [1] }", "{ \"a\": [1, 4], \"c\": [1] }"),
        ("\"sleeve-60\": 4", "\"sleeve60\": 4"),
        ("needs: [\"continuity\"]", "needs: [\"continuty\"]"),
        ("steps: [", "steps: [\n    (goal: Earn(lines: [\"slott\"]), say: (fr: \"Range\", en: \"Store\")),"),
        ("to: \"b:1:{client.n}@pbo\"", "to: \"b:1:{client.n}@pm\""),
        ("{client.rue}.", "{client.street} {cleint.n}."),
        ("\"{wear}\"", "10"),
    ]);
    insta::assert_snapshot!(wrong("petite-epissure.ron", &text));
}

#[test]
fn what_nature_and_grading_do_not_allow() {
    let text = small(&[
        ("format: 1", "format: 2"),
        ("fr: \"Petite épissure\"", "fr: \" \""),
        ("minutes: 20", "minutes: 0, pass_percent: 101"),
        ("from: \"bpe-12\", to: \"pbo\"", "from: \"pbo\", to: \"pbo\""),
        ("length_m: 250", "length_m: 0"),
        ("db: 0.05", "db: -1.0"),
        ("\"{wear}\"", "101"),
        ("slot: 1)", "slot: 13)"),
        ("id: \"loss\"", "id: \"continuity\""),
        ("points: 2", "points: 0"),
        ("nm: 1550, db: 0.35, half_db: 0.5", "nm: 15500, db: 0.35, half_db: 0.2"),
        ("slots: [1]", "slots: [1, 1]"),
        ("needs: [\"continuity\"],", "needs: [\"slot\"],"),
        ("points: 0,\n", "points: 0, needs: [\"continuity\"],\n"),
    ]);
    insta::assert_snapshot!(wrong("petite-epissure.ron", &text));
}

#[test]
fn lines_that_wait_for_each_other() {
    let text = small(&[
        ("id: \"continuity\",", "id: \"continuity\", needs: [\"slot\"],"),
        ("id: \"slot\",", "id: \"slot\", needs: [\"loss\"],"),
    ]);
    insta::assert_snapshot!(wrong("petite-epissure.ron", &text));
}

#[test]
fn splicing_without_a_bench() {
    let start = SMALL.find("  bench:").expect("a bench");
    let end = SMALL.find("  stock:").expect("a stock");
    let without = format!("{}{}", &SMALL[..start], &SMALL[end..]);
    assert_eq!(codes(&without), ["W222", "E507", "E507"]);
}

#[test]
fn the_sign_that_stands_for_holes_is_no_id() {
    let text = small(&[("id: \"petite-epissure\"", "id: \"\u{fffd}\""), ("\"sleeve-60\"", "\"\u{fffd}\"")]);
    assert_eq!(codes(&text), ["E309", "E304"]);
}

/// What follows from a mistake is not told again, so that each line of the output is one thing to mend.
#[test]
fn one_mistake_is_told_once() {
    for (from, to) in [
        ("fibres: 24", "fibres: many"),
        ("to: \"bpe-12\", fibres", "to: \"bpe-21\", fibres"),
        ("bench: (place: \"bpe-12\", ", "bench: ("),
        ("bench: (place: \"bpe-12\", ", "bench: (place: \"bp-12\", "),
        ("cleaver: (wear_percent: \"{wear}\")", "slots: [\"{wear}\"], cleaver: (wear_percent: 5)"),
        ("pairs: [(\"a:1:{client.n}\", \"b:1:{client.n}\")]", "pairs: 5"),
        ("points: 4", "points: four"),
        ("a: \"a:1:{client.n}\"", "a: \"a:1:{clent.n}\""),
        ("\"PM Lilas\", en", "\"PM Lilas\" en"),
        ("\"PM Lilas\", en", "\"PM Lilas, en"),
        ("\"Small splice\"", "\"Small splice"),
        ("[1] }", "[1) }"),
        ("stock: { \"sleeve-60\": 4", "stock: { sleeve_60: 4"),
        ("client\": OneOf([{", "client\": OneOff([{"),
        ("db: 0.05", "db: NaN"),
        ("minutes: 20", "minutes: 20,,"),
    ] {
        let text = small(&[(from, to)]);
        assert_eq!(codes(&text).len(), 1, "{to}\n{}", wrong("petite-epissure.ron", &text));
    }
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("latin.ron"), b"(\n  title: \"\xe9\",\n)").expect("written");
    std::fs::write(path("big.ron"), "// \n".repeat(10 << 18)).expect("written");
    std::fs::write(path("empty.ron"), " // nothing\n").expect("written");
    std::fs::write(path("deep.ron"), "[".repeat(100_000)).expect("written");
    std::fs::write(path("yaml.ron"), "format: 1\nid: \"yaml\"\n").expect("written");
    std::fs::create_dir(path("folder.ron")).expect("made");
    let mut all = String::new();
    for name in ["latin.ron", "big.ron", "empty.ron", "deep.ron", "yaml.ron", "folder.ron", "missing.ron"] {
        let Broken { source, diagnostics } = scenario::read_file(&path(name), 1).expect_err(name);
        let source = Source::new(name, source.text());
        let shown = said(&source, &diagnostics[..1]);
        writeln!(all, "{shown}\n\n=====\n").expect("a string");
    }
    insta::assert_snapshot!(all);
}

#[test]
fn programs_get_the_same_as_json() {
    let text = small(&[("module: Fibre", "module: Fiber"), ("Petite épissure\", en", "Petite épissure\", ne")]);
    let source = Source::new("petite-epissure.ron", format!("\u{feff}{text}"));
    let diagnostics = scenario::read(&source, 1).expect_err("wrong");
    let reports: Vec<_> = diagnostics.iter().map(|diagnostic| source.report(diagnostic, Lang::En)).collect();
    insta::assert_snapshot!(serde_json::to_string_pretty(&reports).expect("json"));
}

#[test]
fn colour_is_only_for_terminals() {
    let source = Source::new("x.ron", "(");
    let diagnostics = scenario::read(&source, 1).expect_err("wrong");
    assert!(!source.render(&diagnostics[0], Lang::Fr, false).contains('\u{1b}'));
    assert!(source.render(&diagnostics[0], Lang::Fr, true).contains('\u{1b}'));
}

/// Every scenario and solution that is handed out reads without a word, whatever the seed.
#[test]
fn the_scenarios_handed_out_read_under_any_seed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut read = 0;
    for folder in std::fs::read_dir(root).expect("scenarios") {
        for file in std::fs::read_dir(folder.expect("a folder").path()).expect("files") {
            let path = file.expect("a file").path();
            if path.to_string_lossy().ends_with(".solution.ron") || path.extension().is_none_or(|end| end != "ron") {
                continue;
            }
            for seed in 0..20 {
                let loaded = scenario::read_file(&path, seed)
                    .unwrap_or_else(|broken| panic!("{}", said(&broken.source, &broken.diagnostics)));
                assert!(loaded.warnings.is_empty(), "{}", said(&loaded.source, &loaded.warnings));
                scenario::read_solution_file(&path.with_extension("solution.ron"), &loaded.scenario)
                    .unwrap_or_else(|broken| panic!("{}", said(&broken.source, &broken.diagnostics)));
            }
            read += 1;
        }
    }
    assert!(read > 0);
}

#[test]
fn a_solution_of_another_scenario_with_unknown_names() {
    let (scenario, _) = scenario::read(&Source::new("petite-epissure.ron", SMALL), 1).expect("right");
    let text = r#"(
  format: 1,
  scenario: "grande-epissure",
  solution: [
    Pick(fibre: "a:1:{client.n}"), Pick(fibre: "a:2:1"), Strip(fibre: "c:1:1", mm: 35), Clean(fibre: "a:1:1", pases: 2),
    SlideSleeve(fibre: "a:1:1", sleeve: "wipe"), Store(fibre: "a:1:1", slot: 99), Fuse(),
  ],
  mistakes: { "Bad Name": (title: (fr: "x", en: "x"), loses: ["los"], journal: []) },
)"#;
    let source = Source::new("petite-epissure.solution.ron", text);
    let diagnostics = scenario::read_solution(&source, &scenario).expect_err("wrong");
    insta::assert_snapshot!(said(&source, &diagnostics));
}

#[test]
fn the_model_answers_about_the_plant() {
    let (scenario, _) = scenario::read(&Source::new("petite-epissure.ron", SMALL), 1).expect("right");
    let fibre = |text: &str| text.parse::<splicelab::plant::address::FibreId>().expect("an address");
    assert!(scenario.has_fibre(&fibre("a:2:12")) && !scenario.has_fibre(&fibre("a:3:1")));
    assert_eq!(scenario.far_place(&fibre("a:1:1"), "bpe-12"), Some("pm"));
    assert_eq!(scenario.far_place(&fibre("a:1:1"), "pbo"), None);
    let ends = scenario.terminations_of(&fibre("b:1:1")).expect("a fibre").map(|end| end.to_string());
    assert_eq!(ends, ["b:1:1@bpe-12", "b:1:1@pbo"]);
    assert_eq!((scenario.bench_place(), scenario.total_points()), (Some("bpe-12"), 10));
    assert_eq!(scenario.hash_hex().len(), 64);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever is cut, put in or moved: diagnostics, never a panic, and each can be shown.
    #[test]
    fn no_text_makes_it_panic(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, "[\\[\\]{}()\":,=/*#\\\\'0-9a-zé«» \n-]{0,6}"), 1..6),
        end in any::<prop::sample::Index>(),
        truncate in any::<bool>(),
    ) {
        let mut text = SMALL.to_owned();
        for (at, length, insert) in cuts {
            let start = text.floor_char_boundary(at.index(text.len()));
            let stop = text.floor_char_boundary((start + length).min(text.len()));
            text.replace_range(start..stop.max(start), &insert);
            if text.is_empty() {
                break;
            }
        }
        if truncate && !text.is_empty() {
            text.truncate(text.floor_char_boundary(end.index(text.len())));
        }
        let source = Source::new("petite-epissure.ron", text);
        if let Err(diagnostics) = scenario::read(&source, 1) {
            prop_assert!(!diagnostics.is_empty());
            for diagnostic in &diagnostics {
                source.report(diagnostic, Lang::En);
                let shown = source.render(diagnostic, Lang::Fr, false);
                prop_assert!(!shown.contains("[diag-"), "{}", shown);
            }
        }
    }
}

#[test]
fn a_scenario_written_as_json_is_understood() {
    let json = r#"{
  "format": 1, "id": "json", "module": "Fibre", "title": {"fr": "T", "en": "T"}, "brief": {"fr": "{n}", "en": "{n}"},
  "minutes": 5, "rules": null, "choices": {"n": Range(1, 2)}, "site": {"places": {}},
  "rubric": [{"id": "scraps", "title": {"fr": "T", "en": "T"}, "points": 1, "criterion": "NoLostScrap"}]
}"#;
    insta::assert_snapshot!(wrong("json.ron", json));
}

/// A text that is all brackets, quotes or mistakes takes no longer to read than its length says.
#[test]
fn hostile_texts_are_read_in_no_time() {
    let patterns = [
        "(", "[]", "[],", "\"", "\"\n", "\\\"", "a:", "a:1 ", "{a:", "/*", "'", "«", "#\n", ")", "\"x\"", "\"\n\"x",
        "0,5", "Each(",
    ];
    for pattern in patterns {
        for opening in ["", "(", "[", "(a: ["] {
            let text = format!("{opening}{}", pattern.repeat((1 << 20) / pattern.len()));
            let start = std::time::Instant::now();
            let source = Source::new("hostile.ron", text);
            let diagnostics = scenario::read(&source, 1).expect_err("hostile");
            source.render_all(&diagnostics, Lang::Fr, false);
            assert!(diagnostics.len() < 500, "{opening}{pattern}: {}", diagnostics.len());
            assert!(start.elapsed().as_secs() < 10, "{opening}{pattern}: {:?}", start.elapsed());
        }
    }
}
