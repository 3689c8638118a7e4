//! What takes what with it in a room, asked of the rack that is built from a plan, before and after the work.

use std::collections::BTreeSet;
use std::sync::Arc;

use splicelab::lab::Lab;
use splicelab::rack::graph::{self, Loss, Part, Supply};
use splicelab::scenario::{self, builtin};

const BUILT: &str = "rack-09-monter-la-baie";

/// The room before the work, and after it.
fn rooms(seed: u64) -> [Lab; 2] {
    let source = builtin::source(BUILT).expect("built in");
    let scenario = Arc::new(scenario::load(source, seed).expect("a sound exercise").scenario);
    let source = builtin::solution(BUILT).expect("built in");
    let solution = scenario::read_solution(&source, &scenario).expect("a sound solution");
    let before = Lab::new(Arc::clone(&scenario));
    let mut after = Lab::new(scenario);
    for action in solution.solution {
        after.apply(action.clone()).unwrap_or_else(|why| panic!("{action:?}: {why:?}"));
    }
    [before, after]
}

fn supply(lab: &Lab, device: &str) -> Supply {
    let all = graph::supplies(lab.scenario(), lab.state());
    all.into_iter().find(|supply| supply.device == device).expect("it has inlets")
}

fn loss(lab: &Lab, part: &Part, root: Option<&str>) -> Option<Loss> {
    graph::single_points(lab.scenario(), lab.state(), root).into_iter().find(|loss| loss.part == *part)
}

fn breaker(id: &str) -> Part {
    Part::Breaker(id.to_owned())
}

#[test]
fn two_cords_of_two_colours_on_one_feed_share_it() {
    let [before, after] = rooms(3);
    let old = supply(&before, "srv-vieux");
    assert_eq!(old.ways.len(), 2);
    assert_eq!(old.shared, BTreeSet::from([breaker("pdu-c"), breaker("voie-a")]));
    assert!(supply(&before, "srv-calc").is_disjoint());
    let gone = loss(&before, &breaker("voie-a"), None).expect("it takes something with it");
    assert!(gone.dark.contains("srv-vieux") && !gone.dark.contains("srv-calc"), "{gone:?}");
    // Mended: what is left takes only strips with it.
    assert!(supply(&after, "srv-vieux").is_disjoint());
    for feed in ["voie-a", "voie-b"] {
        let dark = loss(&after, &breaker(feed), None).map(|loss| loss.dark).unwrap_or_default();
        assert!(dark.iter().all(|id| id.starts_with("pdu")), "{feed}: {dark:?}");
    }
}

#[test]
fn a_way_back_names_cord_bank_strip_and_feed_and_ends_behind_the_ups() {
    let [_, after] = rooms(1);
    let managed = supply(&after, "sw-adm");
    let by_ups =
        managed.ways.iter().find(|(inlet, _)| inlet.port == "psu1").map(|(_, way)| way).expect("it is plugged");
    let kinds: Vec<&Part> = by_ups.iter().collect();
    assert_eq!(kinds[0], &Part::Cord("c13-c14-3m-black-1".to_owned()));
    assert_eq!(kinds[1], &breaker("ups-1"));
    assert_eq!(kinds[2], &Part::Cord("c19-c20-2m-black-3".to_owned()));
    assert!(matches!(kinds[3], Part::Breaker(bank) if bank.starts_with("pdu-a:")), "{kinds:?}");
    assert_eq!(kinds[4..], [&breaker("pdu-a"), &breaker("voie-a")]);
    assert!(managed.is_disjoint());
}

#[test]
fn services_are_reached_through_the_switch_and_management_apart() {
    let [before, after] = rooms(5);
    let server = after.state().rack.held.keys().find(|id| ["c1", "c2"].contains(&id.as_str())).expect("one is mounted");
    let joints = graph::joints(after.scenario(), after.state());
    let ways = graph::ways_from(after.scenario(), &joints, "sw-coeur");
    let ports = |device: &str| -> Vec<String> {
        ways[device].iter().flat_map(|joint| [joint.a.equipment.clone(), joint.b.equipment.clone()]).collect()
    };
    assert_eq!(ways[server].len(), 2, "by the trunk to the switch, by copper to the server");
    assert!(ports("sw-nro").contains(&"sw-1".to_owned()));
    assert!(!ways.contains_key("sw-adm"), "nothing of the work leads to the management switch");
    let stops = &ways["sw-1"][0].stops;
    assert_eq!(stops.iter().map(|port| port.equipment.as_str()).collect::<Vec<_>>(), ["sw-1", "t1", "t2", "sw-coeur"]);
    let from_adm = graph::ways_from(after.scenario(), &joints, "sw-adm");
    assert!(from_adm.contains_key(server) && from_adm.contains_key("sw-1"));
    assert!(!from_adm.contains_key("sw-coeur"), "who is managed passes nothing on");
    // Without the switch nobody is reached; what lives on its cable goes dark.
    let gone = loss(&after, &Part::Device("sw-1".to_owned()), Some("sw-coeur")).expect("it takes much with it");
    assert_eq!(gone.dark, BTreeSet::from(["mini".to_owned()]));
    assert!(gone.cut_off.contains(server) && gone.cut_off.contains("sw-nro"), "{gone:?}");
    // Nothing of this was there before the work.
    let joints = graph::joints(before.scenario(), before.state());
    assert!(graph::ways_from(before.scenario(), &joints, "sw-coeur").is_empty());
}
