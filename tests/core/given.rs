//! Traces that a scenario gives to be read: what an author who gets them wrong is told, and whether ours hold true.

use splicelab::diagnostic::Source;
use splicelab::fibre::otdr::notebook::EventKind;
use splicelab::fibre::otdr::reading::{markers_at, splice_loss};
use splicelab::fibre::sor::measure::Note;
use splicelab::locale::Lang;
use splicelab::scenario::{builtin, load, read};

const ID: &str = "fibre-10-lire-une-vraie-courbe";

/// What is held to be true is read from the files too, by lines of ours; the ends are those that the instrument found;
/// a ghost is a peak behind the end.
#[test]
fn what_the_exercise_holds_true_is_read_from_its_files() {
    let mut files = std::collections::BTreeSet::new();
    for seed in 0..12 {
        let scenario = load(builtin::source(ID).expect("ours"), seed).expect("it is sound").scenario;
        for given in scenario.traces.values().filter(|given| files.insert(given.file.file.clone())) {
            let (sor, curve, truth) = (&given.sor, &given.curve, &given.file.truth);
            let stored: Vec<f64> = sor.events().iter().map(|event| sor.event_m(event)).collect();
            let end = sor.events().iter().find(|event| event.note() == Note::End).map(|event| sor.event_m(event));
            let end = end.expect("the instrument found the end");
            for event in truth {
                let at = event.at_m;
                if let Some(loss) = event.loss_db {
                    let before = stored.iter().copied().filter(|place| *place < at - 20.0).fold(0.0, f64::max);
                    let after = stored.iter().copied().filter(|place| *place > at + 20.0).fold(end, f64::min);
                    let markers = markers_at(curve, at, before, after).expect("on the trace");
                    let found = splice_loss(curve, markers).expect("fibre on both sides");
                    assert!((found - loss).abs() <= event.within_db, "{}: {at} m: {loss}, {found}", given.file.file);
                }
                match event.kind {
                    EventKind::End => assert!((at - end).abs() < event.within_m, "{at} {end}"),
                    EventKind::Ghost => {
                        assert!(at > end);
                        let level = |from: f64, to: f64| {
                            curve.levels[curve.within(from, to)].iter().copied().max().expect("points")
                        };
                        let peak = level(at - event.within_m, at + event.within_m);
                        let beside = level(at - 3.0 * event.within_m, at - 1.5 * event.within_m);
                        assert!(peak > beside + 4_000, "{}: no peak at {at} m: {peak} {beside}", given.file.file);
                    }
                    EventKind::Loss | EventKind::Reflection => {}
                }
            }
        }
    }
    assert_eq!(files.len(), 3, "{files:?}");
}

/// A gainer from one end is a loss from the other: the means that are asked for are those of the stored losses.
#[test]
fn the_means_are_those_of_what_the_instruments_stored() {
    use splicelab::scenario::file::Criterion;
    for seed in 0..12 {
        let scenario = load(builtin::source(ID).expect("ours"), seed).expect("it is sound").scenario;
        let sors: Vec<_> = scenario.traces.values().map(|given| given.sor.clone()).collect();
        let end = |sor: &splicelab::fibre::sor::Sor| sor.event_m(sor.events().last().expect("an end"));
        let loss = |sor: &splicelab::fibre::sor::Sor, at: f64| {
            let near = sor.events().iter().filter(|event| (sor.event_m(event) - at).abs() < 15.0);
            near.map(|event| f64::from(event.loss) / 1000.0).next().expect("an event")
        };
        let line = scenario.rubric.iter().find(|line| line.id == "means").expect("the line");
        let Criterion::TraceMeans { means, .. } = &line.criterion else { panic!("{:?}", line.criterion) };
        for mean in means {
            let both = loss(&sors[0], mean.at_m) + loss(&sors[1], end(&sors[0]) - mean.at_m);
            assert!((both / 2.0 - mean.db).abs() < 0.005, "{}: {} {}", mean.at_m, both / 2.0, mean.db);
        }
    }
}

#[test]
fn an_author_who_gets_a_trace_wrong_is_told() {
    let right = builtin::source(ID).expect("ours").text().to_owned();
    let hash = "39ce4a194b60aef18d326b87a58a52bd8cb30e6aff89806fd1856f25e58adc93";
    let told = |changes: &[(&str, &str)]| {
        let text = changes.iter().fold(right.clone(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let source = Source::new("wrong.ron", text.replacen(ID, "wrong", 1));
        let diagnostics = read(&source, 1).expect_err("it is wrong");
        source.render_all(&diagnostics, Lang::En, false)
    };
    let all = [
        told(&[(hash, "00")]),
        told(&[("file: \"branchement-620m.sor\"", "file: \"../branchement-620m.sor\"")]),
        told(&[("file: \"branchement-620m.sor\"", "file: \"branche.sor\"")]),
        told(&[("traces: [\"aller\"]", "traces: [\"alle\"]")]),
        told(&[("TraceGhosts(traces: [\"aller\", \"branchement\"])", "TraceGhosts(traces: [\"retour\"])")]),
        told(&[("at_m: 1250.9", "at_m: 12509.0")]),
        told(&[("  traces: {", "  otdr: true, traces: {")]),
    ];
    insta::assert_snapshot!(all.join("\n").replace("No such file or directory (os error 2)", "…"));
}
