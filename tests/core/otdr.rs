//! The OTDR: what it shows of a plant against what real instruments show, and what its own table makes of it.

use std::process::Command;
use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::otdr::instrument::{default_index, noise_floor_db};
use splicelab::fibre::otdr::light::{backscatter_db, pulse_m};
use splicelab::fibre::otdr::{Line, Reels, Row, Settings, Shot, Truth, TruthKind, shoot, shoot_through};
use splicelab::fibre::sor::Sor;
use splicelab::fibre::sor::measure::Kind;
use splicelab::lab::{Lab, State};
use splicelab::locale::Lang;
use splicelab::plant::address::{PortId, Termination};
use splicelab::plant::{ElementKind, Plant};
use splicelab::scenario::read;
use splicelab::units::Wavelength;

use super::plant::{WORLD, world_with};

pub fn plant(text: &str, seed: u64) -> Plant {
    let source = Source::new("saint-brin.ron", text);
    let scenario = match read(&source, seed) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    };
    let state = State::initial(&scenario);
    Plant::build(&scenario, &state)
}

pub fn end(text: &str) -> Termination {
    text.parse().expect("an address")
}

fn settings(nm: Wavelength, pulse_ns: u16, range_m: u32, seconds: u16, launch_m: u32) -> Settings {
    Settings { nm, range_m, pulse_ns, seconds, group_index: default_index(nm), launch_m }
}

/// Through a launch reel of the instrument.
fn launched(plant: &Plant, at: &str, settings: &Settings) -> Shot {
    let reels = Reels { launch_m: settings.launch_m, tail: None };
    shoot_through(plant, &end(at), &reels, settings, 7).expect("an end")
}

fn levels(shot: &Shot, from_m: f64, to_m: f64) -> Vec<(f64, f64)> {
    let points = (0..shot.points.len()).map(|point| (shot.metres(point), shot.level_db(point).expect("a point")));
    points.filter(|(metres, _)| (from_m..to_m).contains(metres)).collect()
}

/// Slope in dB/km and what is left, rms, of a straight line by least squares.
fn straight(points: &[(f64, f64)]) -> (f64, f64) {
    let count = points.len() as f64;
    let [x, y] = [|p: &(f64, f64)| p.0, |p: &(f64, f64)| p.1].map(|of| points.iter().map(of).sum::<f64>() / count);
    let spread: f64 = points.iter().map(|p| (p.0 - x) * (p.0 - x)).sum();
    let slope = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / spread;
    let left = points.iter().map(|p| p.1 - y - slope * (p.0 - x)).map(|miss| miss * miss).sum::<f64>() / count;
    (slope * 1000.0, left.sqrt())
}

/// A shot from a client's outlet with both reels, as `sor export` writes it.
pub fn exported() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("it writes");
    write("saint-brin.ron", WORLD);
    write(
        "unplug.ron",
        r#"[Unplug(plug: "pm-boulangerie#b"), GoTo(place: "boulangerie"), Unplug(plug: "salon-boulangerie#a")]"#,
    );
    let output = Command::new(env!("CARGO_BIN_EXE_splicelab"))
        .current_dir(folder.path())
        .args(["--lang", "en", "sor", "export", "saint-brin.ron", "--from", "pto-boulangerie/1", "--nm", "1310"])
        .args(["--tail-at", "pm-lilas-distribution/1", "--journal", "unplug.ron", "--out", "shot.sor"])
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(folder.path().join("shot.sor")).expect("a file")
}

/// What was exported is what was found: both connections, and where the fibre ends.
#[test]
fn an_export_says_where_it_was_taken_and_what_was_found() {
    let sor = Sor::read(&exported()).expect("a file of ours").sor;
    assert_eq!((sor.fixed.wavelength_nm(), sor.fixed.pulses[0].width_ns), (1310.0, 30));
    assert_eq!((sor.general.cable.to_string(), sor.general.fibre.to_string()), ("Drop bakery".into(), "1:1".into()));
    let metres: Vec<f64> = sor.events().iter().map(|event| sor.event_m(event)).collect();
    for expected in [0.0, 858.0, 1358.0] {
        assert!(metres.iter().any(|metres| (metres - expected).abs() < 1.5), "{expected} in {metres:?}");
    }
}

#[test]
fn what_cannot_be_shot_is_said() {
    let say = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_splicelab"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["--lang", "en", "sor", "export", "tests/core/fixtures/saint-brin.ron", "--out", "never.sor"])
            .args(args)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    assert!(say(&["--from", "pto-mairie/1"]).contains("pto-mairie/1"));
    assert!(say(&["--from", "nro-transport/7", "--tail-at", "transport:1:7@pm-lilas"]).contains("not a port"));
    assert!(say(&["--from", "nro-transport/7", "--index", "9"]).contains("--index"));
}

fn is_splice(truth: &Truth) -> bool {
    matches!(truth.kind, TruthKind::Element(ElementKind::MadeSplice))
}

fn row_near(shot: &Shot, metres: f64) -> Option<&Row> {
    let off = |row: &&Row| (row.at_mm as f64 / 1000.0 - metres).abs();
    shot.table.rows.iter().filter(|row| off(row) < 6.0).min_by(|a, b| off(a).total_cmp(&off(b)))
}

/// Measured on straight fibre of real files: 10 ns 0.053 dB, 20 ns 0.030, 100 ns 0.008, 500 ns 0.0045. It does not
/// average out.
#[test]
fn a_straight_fibre_ripples_like_real_ones() {
    let plant = plant(WORLD, 1);
    for (pulse, expected, until) in
        [(10, 0.053, 2400.0), (20, 0.030, 2400.0), (100, 0.008, 4000.0), (500, 0.0045, 4000.0)]
    {
        let mut found = Vec::new();
        for port in 10..16 {
            let settings = settings(Wavelength::NM_1310, pulse, 5000, 180, 0);
            let shot = shoot(&plant, &end(&format!("nro-transport/{port}")), &settings, 3).expect("an end");
            found.push(straight(&levels(&shot, 1500.0, until)).1);
        }
        let rms = (found.iter().map(|rms| rms * rms).sum::<f64>() / found.len() as f64).sqrt();
        assert!((rms / expected - 1.0).abs() < 0.2, "{pulse} ns: {rms} instead of {expected}");
    }
    let again = |seed| {
        let settings = settings(Wavelength::NM_1310, 10, 2500, 180, 0);
        let shot = shoot(&plant, &end("nro-transport/10"), &settings, seed).expect("an end");
        levels(&shot, 600.0, 1200.0)
    };
    let (one, other) = (again(1), again(2));
    let apart = one.iter().zip(&other).map(|(a, b)| (a.1 - b.1) * (a.1 - b.1)).sum::<f64>() / one.len() as f64;
    assert!(apart.sqrt() < 0.02, "the same glass ripples the same way: {}", apart.sqrt());
    assert_ne!(one, other, "the noise of two shots differs");
}

/// Start of the fibre to the level that 98 % of the noise stay below, in real files: 10 ns 8.6–11 dB (1–15 s), 30 ns
/// 9 dB, 100 ns 20–22 dB (15–30 s), 500 ns 23–25 dB (30–60 s), 2.5 µs 29–32 dB.
#[test]
fn the_noise_lies_as_deep_as_in_real_files() {
    let plant = plant(WORLD, 1);
    let ranges = [
        (10, 1, 7.0, 11.0),
        (10, 15, 8.6, 12.0),
        (30, 1, 8.5, 12.0),
        (100, 15, 19.5, 22.0),
        (100, 30, 20.0, 22.5),
        (500, 30, 23.0, 25.0),
        (500, 60, 23.0, 25.6),
        (2500, 30, 29.0, 32.0),
    ];
    for nm in [Wavelength::NM_1310, Wavelength::NM_1550] {
        for (pulse, seconds, least, most) in ranges {
            let settings = settings(nm, pulse, 20_000, seconds, 0);
            let shot = shoot(&plant, &end("nro-transport/10"), &settings, 3).expect("an end");
            // The reflection of the port has died away two kilometres on; the fibre's slope is taken out.
            let beyond = levels(&shot, 2000.0, 4000.0);
            let (slope, _) = straight(&beyond);
            let start = beyond.iter().map(|p| p.1 - slope * p.0 / 1000.0).sum::<f64>() / beyond.len() as f64;
            let mut noise: Vec<f64> = levels(&shot, 12_000.0, 20_000.0).iter().map(|p| p.1).collect();
            noise.sort_by(f64::total_cmp);
            let floor = noise[noise.len() * 98 / 100];
            let range = start - floor;
            assert!((least..=most).contains(&range), "{} nm, {pulse} ns, {seconds} s: {range}", nm.0);
            // The tail of the reflections still adds to the noise of long pulses.
            assert!((floor - noise_floor_db(&settings)).abs() < 0.6, "{floor}");
        }
    }
}

/// Reflections of every size, read back from the height of the peak as the instrument does it.
#[test]
fn the_table_reads_reflectance_and_loss_of_connections() {
    let mut seen = 0;
    for seed in 1..8 {
        for dirt in [0, 20, 45, 70] {
            let clean = r#"place: "nro", name: (fr: "Tête transport""#;
            let dirty = format!(r#"place: "nro", dirt_percent: {{ "7": {dirt} }}, name: (fr: "Tête transport""#);
            let reel = r#"cords: { "amorce": (model: "bobine-sc-apc", to: "nro-transport/7", length_m: 500),"#;
            let text = world_with(&[(clean, &dirty), ("cords: {", reel)]);
            let plant = plant(&text, seed);
            for (nm, pulse) in [(Wavelength::NM_1310, 30), (Wavelength::NM_1550, 30), (Wavelength::NM_1550, 100)] {
                let settings = settings(nm, pulse, 5000, 60, 500);
                let shot = shoot(&plant, &end("amorce#a"), &settings, 5).expect("an end");
                let row = row_near(&shot, 500.0).unwrap_or_else(|| panic!("{:?}", shot.table));
                let mating = shot.truth.iter().find(|truth| truth.reflectance.is_some()).expect("the connection");
                let expected = mating.reflectance.expect("it reflects").db();
                if expected > -60.0 {
                    let found = row.reflectance.expect("it reflects").db();
                    assert!((found - expected).abs() < 1.0, "seed {seed}, {dirt} %: {found} instead of {expected}");
                    seen += 1;
                }
                // The connection, the pigtail behind it and its splice are one event.
                let within = shot.truth.iter().filter(|truth| (499_000..505_000).contains(&truth.at_mm));
                let expected: f64 = within.map(|truth| truth.loss.db() + truth.scattering.db()).sum();
                let found = row.loss.expect("a loss").db();
                assert!((found - expected).abs() < 0.06, "seed {seed}, {dirt} %: {found} instead of {expected}");
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

/// Good splices read one way, in real files: 27 % negative, 95 % below 0.190 dB, mean 0.052 dB; the mean of both ways is
/// the true loss.
#[test]
fn one_way_readings_of_good_splices_spread_like_real_ones() {
    let mut readings = Vec::new();
    for seed in 0..60 {
        let plant = plant(WORLD, seed);
        for port in 5..13 {
            let at = end(&format!("pm-lilas-distribution/{port}"));
            let line = Line::seen_from(&plant, &at, &Reels::default(), Wavelength::NM_1550).expect("an end");
            readings.extend(
                line.truth.iter().filter(|truth| is_splice(truth)).map(|truth| truth.loss.db() + truth.scattering.db()),
            );
        }
    }
    assert_eq!(readings.len(), 480);
    readings.sort_by(f64::total_cmp);
    let negative = readings.iter().filter(|reading| **reading < 0.0).count() as f64 / 480.0;
    let p95 = readings[480 * 95 / 100];
    let mean = readings.iter().sum::<f64>() / 480.0;
    assert!((0.20..0.36).contains(&negative), "{negative} are gainers");
    assert!((0.15..0.25).contains(&p95), "95 % below {p95}");
    assert!((0.02..0.07).contains(&mean), "mean {mean}");
}

/// Around a section of another glass, as in a real pair of files: −0.336 dB one way and 0.342 dB the other.
#[test]
fn what_gains_one_way_loses_the_other_and_the_mean_is_true() {
    let text = world_with(&[
        (r#"to: "bpe-12", fibres: 72, length_m: 640"#, r#"to: "bpe-12", fibres: 72, fibre_type: G652D, length_m: 640"#),
        (
            r#"b: "vers-l-07:1:1", place: "bpe-12", count: 12"#,
            r#"b: "vers-l-07:1:1", place: "bpe-12", count: 12, db: 0.02"#,
        ),
    ]);
    let mut steps = Vec::new();
    for seed in 0..12 {
        let plant = plant(&text, seed);
        let read = |at: &str, metres: f64| {
            let shot = launched(&plant, at, &settings(Wavelength::NM_1310, 30, 2500, 60, 500));
            row_near(&shot, 500.0 + metres).map(|row| row.loss.expect("a loss").db())
        };
        // 1.5 m of pigtail stand before the cable.
        let Some(there) = read("pm-lilas-distribution/5", 641.5) else { panic!("seed {seed}: no step") };
        let back = read("vers-l-07:1:5@pbo-l-07", 180.0).expect("a step");
        assert!((there + back - 0.04).abs() < 0.07, "seed {seed}: {there} and {back}");
        steps.push((back - there) / 2.0);
    }
    let mean = steps.iter().sum::<f64>() / 12.0;
    // 10 log10 (9.2 / 8.6), within what 24 fibres differ among themselves.
    assert!((mean - 0.293).abs() < 0.06, "{steps:?}");
}

/// Width 1.5 dB below the peak: 1 to 1.5 pulses. Real instruments mark 2.6 m at 10 to 20 ns for −51 dB, a median of 6.5 m
/// at 10 ns, and 1.7 to 1.9 pulses at long pulses.
#[test]
fn a_reflection_is_as_wide_as_in_real_files() {
    let text = world_with(&[(
        "cords: {",
        r#"cords: { "amorce": (model: "bobine-sc-apc", to: "nro-transport/7", length_m: 500, dirt_percent: (0, 45)),"#,
    )]);
    let plant = plant(&text, 2);
    for (pulse, least, most) in [(10, 2.0, 9.0), (30, 4.0, 20.0), (100, 12.0, 55.0)] {
        let settings = settings(Wavelength::NM_1310, pulse, 2500, 60, 500);
        let shot = shoot(&plant, &end("amorce#a"), &settings, 5).expect("an end");
        let near = levels(&shot, 490.0, 560.0);
        let peak = near.iter().map(|p| p.1).fold(f64::MIN, f64::max);
        let wide: Vec<f64> = near.iter().filter(|p| p.1 > peak - 1.5).map(|p| p.0).collect();
        let width = (wide[wide.len() - 1] - wide[0]) / pulse_m(pulse.into(), 1.4677);
        assert!((0.9..1.5).contains(&width), "{pulse} ns: {width} pulses");
        let marked = row_near(&shot, 500.0).expect("an event").width_mm as f64 / 1000.0;
        assert!((least..most).contains(&marked), "{pulse} ns: marked {marked} m");
    }
}

/// A square open end close by is more than the receiver can show; it stays wide and leaves a tail.
#[test]
fn an_open_straight_end_saturates_and_leaves_a_tail() {
    let text = world_with(&[("cords: {", r#"cords: { "droite": (model: "jarretiere-sc-upc", length_m: 300),"#)]);
    let plant = plant(&text, 1);
    let shot = shoot(&plant, &end("droite#a"), &settings(Wavelength::NM_1310, 10, 2500, 30, 0), 5).expect("an end");
    let last = shot.table.rows.last().expect("an end");
    assert!(last.is_end && last.kind == Kind::Saturated, "{last:?}");
    assert!((last.at_mm as f64 - 300_000.0).abs() < 400.0, "{last:?}");
    let flat = levels(&shot, 300.2, 301.2);
    let peak = flat.iter().map(|p| p.1).fold(f64::MIN, f64::max);
    assert!(flat.iter().filter(|p| p.1 == peak).count() > 5, "cut off flat");
    // As in a real file at 10 ns: 22 m after such an end the trace stands 4 dB under the fibre, 120 m after it 8 dB.
    let before =
        levels(&shot, 200.0, 290.0).iter().map(|p| p.1).sum::<f64>() / levels(&shot, 200.0, 290.0).len() as f64;
    for (after, expected) in [(22.0, 4.2), (120.0, 8.0)] {
        let there = levels(&shot, 300.0 + after - 1.0, 300.0 + after + 1.0);
        let level = there.iter().map(|p| p.1).sum::<f64>() / there.len() as f64;
        assert!((before - level - expected).abs() < 1.2, "{after} m: {} under", before - level);
    }
}

/// 1.4677 typed as 1.4750 shortens everything by half a per cent: five metres a kilometre.
#[test]
fn a_wrong_index_moves_everything() {
    let plant = plant(WORLD, 1);
    let right = settings(Wavelength::NM_1310, 100, 10_000, 15, 0);
    let wrong = Settings { group_index: std::num::NonZeroU32::new(147_500).expect("not zero"), ..right.clone() };
    let far = |settings: &Settings| {
        let shot = shoot(&plant, &end("nro-transport/10"), settings, 3).expect("an end");
        shot.table.rows.last().expect("an end").at_mm as f64 / 1000.0
    };
    let (right, wrong) = (far(&right), far(&wrong));
    assert!((right - 4205.0).abs() < 6.0, "{right}");
    assert!((right - wrong - 20.8).abs() < 6.0, "{right} and {wrong}");
}

#[test]
fn without_a_launch_reel_the_first_connection_is_hidden_and_with_one_it_is_not() {
    let plant = plant(WORLD, 1);
    let shot = shoot(&plant, &end("nro-transport/10"), &settings(Wavelength::NM_1310, 100, 5000, 15, 0), 3);
    let shot = shot.expect("an end");
    assert!(shot.table.rows.iter().all(|row| row.at_mm > 100_000), "{:?}", shot.table);
    let shot = launched(&plant, "nro-transport/10", &settings(Wavelength::NM_1310, 100, 10_000, 15, 500));
    assert!(row_near(&shot, 500.0).is_some_and(|row| row.loss.is_some()), "{:?}", shot.table);
}

#[test]
fn without_a_tail_reel_the_last_connection_cannot_be_measured() {
    let plant = plant(WORLD, 1);
    let settings = settings(Wavelength::NM_1550, 100, 10_000, 30, 500);
    let far = PortId::new("pm-lilas-transport", "10");
    for (tail, measured) in [(None, false), (Some((far, 500)), true)] {
        let shot = shoot_through(&plant, &end("nro-transport/10"), &Reels { launch_m: 500, tail }, &settings, 3);
        let shot = shot.expect("an end");
        let row = row_near(&shot, 4703.0).unwrap_or_else(|| panic!("{:?}", shot.table));
        assert_eq!(row.loss.is_some() && !row.is_end, measured, "{row:?}");
    }
}

/// Between two strong reflections light goes to and fro: it seems to come from their distance further on, where no fibre
/// is.
#[test]
fn strong_reflections_throw_ghosts() {
    let text = world_with(&[("cords: {", r#"cords: { "droite": (model: "jarretiere-sc-upc", length_m: 300),"#)]);
    let plant = plant(&text, 1);
    let shot = shoot(&plant, &end("droite#a"), &settings(Wavelength::NM_1310, 30, 1250, 60, 0), 5).expect("an end");
    let highest = |from, to| levels(&shot, from, to).iter().map(|p| p.1).fold(f64::MIN, f64::max);
    let ghost = highest(600.3, 603.0);
    assert!(ghost > highest(560.0, 598.0) + 3.0, "{ghost}");
    assert!(shot.truth.iter().all(|truth| truth.at_mm < 301_000));
    assert!(shot.table.rows.iter().all(|row| row.at_mm < 301_000), "{:?}", shot.table);
}

/// Behind a splitter every branch lies over the others: the trace falls by the splitter's loss, and all ends show.
#[test]
fn behind_a_splitter_all_branches_overlap() {
    let plant = plant(WORLD, 1);
    let settings = settings(Wavelength::NM_1625, 100, 5000, 60, 500);
    let shot = launched(&plant, "coupleur-ondine/in", &settings);
    let mean = |from, to| {
        let points = levels(&shot, from, to);
        points.iter().map(|p| p.1).sum::<f64>() / points.len() as f64
    };
    // 1:32 loses about 17.1 dB; three branches that go on bring back 2.4 dB more together than one.
    let fall = mean(300.0, 480.0) - mean(700.0, 1100.0);
    assert!((13.5..16.5).contains(&fall), "{fall}");
    let ends = shot.truth.iter().filter(|truth| truth.kind == TruthKind::End).count();
    assert_eq!(ends, 32, "every leg ends somewhere");
}

/// The table against the truth over many lines: nothing large is missed, nothing is made up.
#[test]
fn the_table_finds_what_is_there() {
    let (mut found, mut there, mut made_up, mut rows) = (0, 0, 0, 0);
    for seed in 0..25 {
        let plant = plant(WORLD, seed);
        for port in [5, 6, 7, 8] {
            let settings = settings(Wavelength::NM_1550, 30, 2500, 60, 500);
            let shot = launched(&plant, &format!("pm-lilas-distribution/{port}"), &settings);
            for truth in shot.truth.iter().filter(|truth| is_splice(truth)) {
                let expected = truth.loss.db() + truth.scattering.db();
                if expected.abs() < 0.09 {
                    continue;
                }
                there += 1;
                let Some(row) = row_near(&shot, truth.at_mm as f64 / 1000.0) else { continue };
                found += 1;
                let read = row.loss.expect("a loss").db();
                assert!((read - expected).abs() < 0.04, "seed {seed}/{port}: {read} instead of {expected}");
            }
            for row in &shot.table.rows {
                rows += 1;
                let near = |truth: &Truth| (truth.at_mm as f64 - row.at_mm as f64).abs() < 7_000.0;
                made_up += usize::from(!shot.truth.iter().any(near));
            }
            let last = shot.table.rows.last().expect("an end");
            assert!(last.is_end && (last.at_mm as f64 - 1_321_500.0).abs() < 3_000.0, "seed {seed}/{port}: {last:?}");
        }
    }
    assert!(found * 100 >= there * 95, "{found} of {there}");
    assert!(made_up * 100 <= rows, "{made_up} of {rows} rows are made up");
}

#[test]
fn the_same_shot_is_the_same_on_every_machine() {
    let plant = plant(WORLD, 1);
    let shot = launched(&plant, "nro-transport/10", &settings(Wavelength::NM_1550, 100, 10_000, 15, 500));
    let sum = shot.points.iter().fold(0u64, |sum, point| sum.wrapping_mul(31).wrapping_add(u64::from(*point)));
    insta::assert_snapshot!(format!("{} points, {sum:016x}", shot.points.len()));
}

#[test]
fn what_is_not_there_cannot_be_looked_into() {
    let lab = Lab::new(Arc::new(read(&Source::new("saint-brin.ron", WORLD), 1).expect("good").0));
    assert!(shoot(lab.plant(), &end("olt-9/1"), &Settings::usual(Wavelength::NM_1310), 1).is_none());
    assert!(backscatter_db(Wavelength::NM_1310, 9.2) < -79.0);
}
