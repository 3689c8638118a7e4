//! What an author reads when a scenario is not proved: each fault of a solution, and its neighbour that is none.

use std::sync::Arc;

use splicelab::diagnostic::{Code, Diagnostic, Source};
use splicelab::locale::Lang;
use splicelab::scenario::{self, builtin};
use splicelab::score::proof::prove;

const EXERCISE: &str = "fibre-01-premiere-epissure";

fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// The proof of the first exercise after changes to it and to its solution.
fn proof(exercise: &[(&str, &str)], solution: &[(&str, &str)]) -> (Source, Vec<Diagnostic>) {
    let text = changed(builtin::source(EXERCISE).expect("built in").text(), exercise);
    let source = Source::new(format!("{EXERCISE}.ron"), text);
    let scenario = Arc::new(scenario::load(source, 1).expect("a sound exercise").scenario);
    let text = changed(builtin::solution(EXERCISE).expect("built in").text(), solution);
    let source = Source::new(format!("{EXERCISE}.solution.ron"), text);
    let solution = scenario::read_solution(&source, &scenario).expect("a sound solution");
    let tree = scenario::solution_tree(&source, &scenario).expect("it was read");
    let found = prove(&scenario, &solution).iter().map(|problem| problem.diagnostic(&tree, &scenario)).collect();
    (source, found)
}

fn said((source, found): &(Source, Vec<Diagnostic>)) -> String {
    let [fr, en] = Lang::ALL.map(|lang| source.render_all(found, lang, false));
    format!("{fr}\n\n— — —\n\n{en}")
}

fn codes((_, found): &(Source, Vec<Diagnostic>)) -> Vec<Code> {
    found.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_solution_that_cannot_be_played_or_leaves_a_line() {
    let refused = proof(&[], &[("    CloseHood,\n    Fuse(),", "    Fuse(),\n    CloseHood,")]);
    assert_eq!(codes(&refused), [Code::SolutionRefused]);
    let loses = proof(&[], &[("    BinScrap,\n    Pick", "    Pick")]);
    assert_eq!(codes(&loses), [Code::SolutionLoses]);
    insta::assert_snapshot!(format!("{}\n\n{}", said(&refused), said(&loses)));

    // A second wipe costs nothing here.
    let other = proof(&[], &[("    Cleave(", "    Clean(fibre: \"distribution:1:{job.n}\"),\n    Cleave(")]);
    assert_eq!(codes(&other), [], "{}", said(&other));
}

#[test]
fn an_exercise_that_passes_by_itself() {
    // No glass is lost before there is any: with so many points that line alone is enough.
    let line = "id: \"scraps\", points: 2, competence: \"F1\", needs: [\"right-fibre\"],";
    let idle = proof(&[("total_points: 20", "total_points: 58"), (line, "id: \"scraps\", points: 40,")], &[]);
    assert!(codes(&idle).contains(&Code::IdlePasses), "{}", said(&idle));
    insta::assert_snapshot!(said(&idle));

    let low = proof(&[(line, "id: \"scraps\", points: 2,")], &[]);
    assert_eq!(codes(&low), [], "{}", said(&low));
}

#[test]
fn a_named_mistake_that_costs_other_lines_than_it_says() {
    let refused = proof(&[], &[("        CloseHood,\n        Fuse(),", "        Fuse(),\n        CloseHood,")]);
    assert_eq!(codes(&refused), [Code::MistakeRefused]);
    let spares = proof(&[], &[("loses: [\"protected\"]", "loses: [\"protected\", \"loss\"]")]);
    assert_eq!(codes(&spares), [Code::MistakeSpares]);
    let more = proof(&[], &[("loses: [\"protected\"]", "loses: []")]);
    assert_eq!(codes(&more), [Code::MistakeLosesMore]);
    insta::assert_snapshot!(format!("{}\n\n{}\n\n{}", said(&refused), said(&spares), said(&more)));

    // A mistake may cost nothing at all, where the exercise wants to show that it is none.
    let harmless = changed(builtin::solution(EXERCISE).expect("built in").text(), &[]);
    let (start, end) =
        (harmless.find("  solution: [").expect("its list"), harmless.find("  mistakes: {").expect("they"));
    let journal = harmless[start..end].trim().replacen("solution:", "journal:", 1);
    let added = format!("mistakes: {{\n \"none\": (title: (fr: \"Aucune\", en: \"None\"), loses: [], {journal} ),\n");
    let other = proof(&[], &[("mistakes: {\n", &added)]);
    assert_eq!(codes(&other), [], "{}", said(&other));
}
