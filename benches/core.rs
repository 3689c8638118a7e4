//! How long the core takes. Goals in a release build: re-scoring and tracing under 1 ms each.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use splicelab::diagnostic::Source;
use splicelab::fibre::otdr::{Line, Reels, Settings, shoot, trace};
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::plant::Plant;
use splicelab::scenario;
use splicelab::score::score;
use splicelab::units::Wavelength;

/// A tube of twelve spliced: 253 actions.
fn tube_of_twelve() -> (Arc<scenario::model::Scenario>, Vec<Action>) {
    let id = "fibre-02-tube-de-douze";
    let text = |source: Option<Source>| source.expect("a scenario of ours");
    let read = scenario::load(text(scenario::builtin::source(id)), 1).expect("a good scenario");
    let solution =
        scenario::read_solution(&text(scenario::builtin::solution(id)), &read.scenario).expect("a good solution");
    (Arc::new(read.scenario), solution.solution)
}

/// Five cables of 1 000 fibres in a row, every fibre spliced through: 10 000 terminations.
fn large_plant() -> String {
    let places: String = (0..6).map(|n| format!(r#""p{n}": (kind: Bpe, name: (fr: "P{n}", en: "P{n}")),"#)).collect();
    let cables: String = (0..5)
        .map(|n| {
            format!(
                r#""c{n}": (name: (fr: "C{n}", en: "C{n}"), from: "p{n}", to: "p{}", fibres: 1000, length_m: 500),"#,
                n + 1
            )
        })
        .collect();
    let address = |cable: u32, fibre: u32| format!("c{cable}:{}:{}", fibre / 12 + 1, fibre % 12 + 1);
    let splices: String = (1..5)
        .flat_map(|cable| (0..1000).map(move |fibre| (cable, fibre)))
        .map(|(cable, fibre)| {
            let (a, b) = (address(cable - 1, fibre), address(cable, fibre));
            format!(r#"(a: "{a}", b: "{b}", place: "p{cable}", db: 0.05),"#)
        })
        .collect();
    format!(
        r#"(format: 1, id: "large", module: Fibre, title: (fr: "G", en: "L"), brief: (fr: "G", en: "L"), minutes: 1,
        site: (places: {{{places}}}, cables: {{{cables}}}, splices: [{splices}]),
        rubric: [(id: "light", title: (fr: "L", en: "L"), points: 1,
          criterion: LossBelow(from: "c0:84:4@p0", to: "c4:84:4@p5", nm: 1550, db: 1.0))])"#
    )
}

fn core(criterion: &mut Criterion) {
    let (scenario, actions) = tube_of_twelve();
    let (last, before) = actions.split_last().expect("a solution does something");
    let almost = Lab::play(scenario.clone(), before).expect("a good solution");
    let done = Lab::play(scenario.clone(), &actions).expect("a good solution");

    criterion.bench_function("apply one action", |bench| {
        bench.iter_batched(
            || almost.after(before.len()),
            |mut lab| lab.apply(last.clone()).map(<[_]>::len),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("score a tube of twelve", |bench| bench.iter(|| score(black_box(&done))));
    criterion.bench_function("replay a tube of twelve", |bench| {
        bench.iter(|| Lab::replay(scenario.clone(), black_box(done.journal())).map(|lab| lab.state().now));
    });

    let large = scenario::load(Source::new("large.ron", large_plant()), 1).expect("a good scenario");
    let lab = Lab::new(Arc::new(large.scenario));
    assert_eq!(lab.plant().terminations(), 10_000);
    criterion.bench_function("build a plant of 10 000 terminations", |bench| {
        bench.iter(|| Plant::build(black_box(lab.scenario()), black_box(lab.state())));
    });
    let from = "c0:84:4@p0".parse().expect("an address");
    let to = "c4:84:4@p5".parse().expect("an address");
    criterion.bench_function("trace through 10 000 terminations", |bench| {
        bench.iter(|| lab.plant().path(black_box(&from), black_box(&to), Wavelength::NM_1550));
    });
    criterion.bench_function("score a plant of 10 000 terminations", |bench| bench.iter(|| score(black_box(&lab))));
}

/// The whole line of Saint-Brin, from the exchange to seven clients.
fn world(criterion: &mut Criterion) {
    let text = include_str!("../tests/core/fixtures/saint-brin.ron");
    let read = scenario::load(Source::new("saint-brin.ron", text), 1).expect("a good scenario");
    let lab = Lab::new(Arc::new(read.scenario));
    criterion.bench_function("build the line of Saint-Brin", |bench| {
        bench.iter(|| Plant::build(black_box(lab.scenario()), black_box(lab.state())));
    });
    criterion.bench_function("ask whether a client is served", |bench| {
        bench.iter(|| lab.plant().served(black_box("boulangerie")));
    });
}

/// The OTDR. Goal: a trace of 32 000 points under 5 ms.
fn otdr(criterion: &mut Criterion) {
    let text = include_str!("../tests/core/fixtures/saint-brin.ron");
    let read = scenario::load(Source::new("saint-brin.ron", text), 1).expect("a good scenario");
    let lab = Lab::new(Arc::new(read.scenario));
    let line = "nro-transport/7".parse().expect("an address");
    let splitter = "coupleur-ondine/in".parse().expect("an address");
    let settings = Settings { range_m: 2500, ..Settings::usual(Wavelength::NM_1550) };
    criterion.bench_function("shoot and find events, 31 250 points", |bench| {
        bench.iter(|| shoot(lab.plant(), black_box(&line), black_box(&settings), 1));
    });
    criterion.bench_function("shoot through a splitter, 31 250 points", |bench| {
        bench.iter(|| shoot(lab.plant(), black_box(&splitter), black_box(&settings), 1));
    });
    let axis = Line::seen_from(lab.plant(), &line, &Reels::default(), settings.nm).expect("an end");
    criterion.bench_function("trace of 31 250 points", |bench| {
        bench.iter(|| trace::points(black_box(&axis), black_box(&settings), 1, 1));
    });
}

/// One submission of an exam: taken apart, verified, replayed and marked.
fn exam(criterion: &mut Criterion) {
    use splicelab::exam::seal::Key;
    use splicelab::exam::sitting::Sitting;
    use splicelab::exam::ticket::{Exercise, FORMAT, Signed, Ticket, TicketFile, seed};
    use splicelab::exam::verify::{Known, verify};

    let id = "rack-04-cordons-propres";
    let text = |source: Option<Source>| source.expect("a scenario of ours");
    let load = |seed| scenario::load(text(scenario::builtin::source(id)), seed).expect("a good scenario").scenario;
    let hash = load(1).hash_hex();
    let own = Key::from_secret(&[9; 32]);
    let session = Key::from_secret(&[3; 32]);
    let exercise = Exercise { id: id.to_owned(), seed: seed(&hash, "s", "c"), hash };
    let played = Arc::new(load(exercise.seed));
    let ticket = Ticket {
        format: FORMAT,
        session: "s".to_owned(),
        title: "s".to_owned(),
        candidate: splicelab::exam::class::Candidate { id: "c".to_owned(), name: String::new(), email: String::new() },
        exercises: vec![exercise],
        minutes: 60,
        aids: Vec::new(),
        from: None,
        until: None,
        key: own.public_hex(),
        pause: String::new(),
    };
    let ticket = TicketFile { ticket: Signed::new(&ticket, &session), secret: own.secret_hex() };
    let solution = scenario::read_solution(&text(scenario::builtin::solution(id)), &played).expect("a good solution");
    let lab = Lab::play(played.clone(), &solution.solution).expect("it can be played");
    let path = std::env::temp_dir().join(format!("splicelab-bench-{}.splab", std::process::id()));
    let mut sitting = Sitting::begin(&path, &ticket, id, 1000).expect("a new file");
    for entry in &lab.journal().0 {
        sitting.did(entry, 2000).expect("it is written");
    }
    sitting.hand_in(&lab.state().hash(), 3000).expect("it is sealed");
    let bytes = std::fs::read(&path).expect("it is there");
    std::fs::remove_file(&path).expect("it is ours");
    let find = |_: &str, _: u64| Some(played.clone());
    let key = session.public_hex();
    criterion.bench_function("verify, replay and mark a submission", |bench| {
        bench.iter(|| {
            let known = Known { session_key: Some(&key), words: None, scenario: &find };
            let (items, parts) = verify(black_box(&bytes), &known);
            let lab = Lab::replay(played.clone(), &parts.expect("ours").journal()).expect("possible");
            (items, score(&lab))
        });
    });
}

criterion_group!(benches, core, world, otdr, exam);
criterion_main!(benches);
