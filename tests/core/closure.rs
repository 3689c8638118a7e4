//! Bends, cassettes and cables opened into a closure: what they do to the light.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::bend::loss_db_per_turn;
use splicelab::fibre::glass::FibreType;
use splicelab::lab::State;
use splicelab::locale::Lang;
use splicelab::plant::address::Termination;
use splicelab::plant::{ElementKind, Path, Plant};
use splicelab::scenario::read;
use splicelab::units::Wavelength;

use super::plant::world_with;

fn plant(changes: &[(&str, &str)]) -> Plant {
    let source = Source::new("saint-brin.ron", world_with(changes));
    let (scenario, _) =
        read(&source, 1).unwrap_or_else(|found| panic!("{}", source.render_all(&found, Lang::En, false)));
    let scenario = Arc::new(scenario);
    Plant::build(&scenario, &State::initial(&scenario))
}

fn end(text: &str) -> Termination {
    text.parse().expect("an address")
}

fn bakery(plant: &Plant, nm: u16) -> Path {
    plant.path(&end("pm-lilas-distribution/1"), &end("pto-boulangerie/1"), Wavelength(nm)).expect("light")
}

const BENT: (&str, &str) = (
    "    equipment: {",
    "    bends: [
      (at: \"distribution:1:1@bpe-12\", radius_mm: 5, turns: 2), (at: \"vers-l-07:1:1@pbo-l-07\", radius_mm: 4),
    ],
    equipment: {",
);

#[test]
fn a_bend_stands_in_the_path_at_its_place_and_costs_more_at_longer_wavelengths() {
    let (straight, bent) = (plant(&[]), plant(&[BENT]));
    for nm in [1310, 1490, 1550, 1625] {
        let (before, after) = (bakery(&straight, nm), bakery(&bent, nm));
        let turn = |radius| loss_db_per_turn(FibreType::G657A2, radius, Wavelength(nm));
        let expected = 2.0 * turn(5.0) + turn(4.0);
        let more = after.loss.db() - before.loss.db();
        assert!((more - expected).abs() < 0.002, "{nm} nm: {more} instead of {expected}");
        assert_eq!(after.length, before.length);
    }
    let path = bakery(&bent, 1550);
    let bends: Vec<_> = path
        .elements
        .iter()
        .filter_map(|element| match element.kind {
            ElementKind::Bend { radius_mm, turns } => {
                Some((radius_mm, turns, element.place.clone().unwrap_or_default(), element.from.to_string()))
            }
            _ => None,
        })
        .collect();
    let expected = [(5, 2, "bpe-12", "distribution:1:1@bpe-12"), (4, 1, "pbo-l-07", "vers-l-07:1:1@pbo-l-07")];
    let expected = expected.map(|(radius, turns, place, at)| (radius, turns, place.to_owned(), at.to_owned()));
    assert_eq!(bends, expected);
    // The bend in the closure stands between the distribution and the splice, whichever way light goes.
    let position = |path: &Path, kind: fn(&ElementKind) -> bool| {
        path.elements.iter().position(|element| kind(&element.kind)).expect("it is there")
    };
    let bend = |kind: &ElementKind| matches!(kind, ElementKind::Bend { radius_mm: 5, .. });
    let splice = |kind: &ElementKind| matches!(kind, ElementKind::MadeSplice);
    assert_eq!(position(&path, bend) + 1, position(&path, splice));
    let back =
        bent.path(&end("pto-boulangerie/1"), &end("pm-lilas-distribution/1"), Wavelength::NM_1550).expect("light");
    assert_eq!(back.loss, path.loss);
    let turned: Vec<_> = back.elements.iter().rev().map(|element| element.loss).collect();
    assert_eq!(turned, path.elements.iter().map(|element| element.loss).collect::<Vec<_>>());
    for pair in path.elements.windows(2) {
        assert_eq!(pair[0].to, pair[1].from);
    }
}

#[test]
fn a_bent_cord_and_a_bent_pigtail_lose_too() {
    let cord = "    bends: [(at: \"pm-boulangerie#b\", radius_mm: 4)],\n    equipment: {";
    let pigtail = "    bends: [(at: \"pto-boulangerie/1\", radius_mm: 4)],\n    equipment: {";
    let from_olt = |plant: &Plant| plant.served("boulangerie").expect("light").path.loss;
    let straight = from_olt(&plant(&[]));
    for bend in [cord, pigtail] {
        assert!(from_olt(&plant(&[("    equipment: {", bend)])).0 > straight.0 + 300);
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    match read(&Source::new("saint-brin.ron", text), 1) {
        Ok((_, warnings)) => warnings.iter().map(|diagnostic| diagnostic.code.text()).collect(),
        Err(diagnostics) => diagnostics.iter().map(|diagnostic| diagnostic.code.text()).collect(),
    }
}

#[test]
fn bends_where_nothing_is_or_that_no_glass_bears_are_refused() {
    let with = |bends: &str| world_with(&[("    equipment: {", &format!("    bends: [{bends}],\n    equipment: {{"))]);
    assert!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius_mm: 5, turns: 2)")).is_empty());
    assert_eq!(codes(&with("(at: \"distribution:1:1@pto\", radius_mm: 5)")), ["E301"]);
    assert_eq!(codes(&with("(at: \"distribution:9:1@bpe-12\", radius_mm: 5)")), ["E303"]);
    assert_eq!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius_mm: 1)")), ["E402"]);
    assert_eq!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius_mm: 5, turns: 0)")), ["E402"]);
    assert_eq!(codes(&with("(at: \"distribution:1:1@bpe-12\", radius: 5)")), ["E203", "E202"]);
}
