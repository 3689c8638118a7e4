//! A hand in the street cabinet: cords pulled and pushed in, and whoever hangs on them.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;
use splicelab::score::{Status, score};

use super::plant::world_with;

/// The bakery has to be moved from leg 7 to leg 20 of its coupler, and nobody else may notice.
fn scenario(changes: &[(&str, &str)]) -> Arc<Scenario> {
    let rubric = r#"rubric: [
    (id: "served", title: (fr: "Servi", en: "Served"), points: 4, criterion: Served(client: "boulangerie", min_dbm: -24)),
    (id: "neighbours", title: (fr: "Voisins", en: "Neighbours"), points: 4, criterion: NeighboursUntouched(except: ["boulangerie"])),
    (id: "caps", title: (fr: "Bouchons", en: "Caps"), points: 4, criterion: PortsCapped),"#;
    let text = [("rubric: [", rubric)].iter().chain(changes).copied().collect::<Vec<_>>();
    let source = Source::new("saint-brin.ron", world_with(&text));
    match read(&source, 1) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

fn unplug(plug: &str) -> Action {
    Action::Unplug { plug: plug.parse().expect("a plug") }
}

fn plug(plug: &str, port: &str) -> Action {
    Action::Plug { plug: plug.parse().expect("a plug"), port: port.parse().expect("a port") }
}

fn cap(port: &str) -> Action {
    Action::Cap { port: port.parse().expect("a port") }
}

fn lost(lab: &Lab) -> Vec<String> {
    score(lab).marks.iter().filter(|mark| mark.status == Status::Lost).map(|mark| mark.id.clone()).collect()
}

fn evidence(lab: &Lab, id: &str) -> (String, Vec<usize>) {
    let report = score(lab);
    let mark = report.marks.iter().find(|mark| mark.id == id).expect("a line");
    let said: Vec<String> = mark.evidence.found.iter().map(|found| Lang::Fr.say(found)).collect();
    (said.join(" "), mark.evidence.actions.clone())
}

const MOVE: [(&str, Option<&str>); 2] = [("pm-boulangerie#a", None), ("pm-boulangerie#a", Some("coupleur-ondine/20"))];

fn moved() -> Vec<Action> {
    let mut actions: Vec<Action> =
        MOVE.iter().map(|(end, port)| port.map_or_else(|| unplug(end), |port| plug(end, port))).collect();
    actions.push(cap("coupleur-ondine/7"));
    actions
}

#[test]
fn a_client_moved_with_care_has_light_and_nobody_else_lost_any() {
    let lab = Lab::play(scenario(&[]), &moved()).expect("possible");
    assert_eq!(score(&lab).percent_hundredths, 10_000, "{:?}", lost(&lab));
    assert_eq!(lab.effects()[0][1], Effect::WentDark { clients: vec!["boulangerie".into()] });
    assert_eq!(lab.effects()[1][1], Effect::CameAlight { clients: vec!["boulangerie".into()] });
}

#[test]
fn a_neighbour_unplugged_is_named_even_when_plugged_back() {
    let mut actions = vec![unplug("pm-garage#b"), plug("pm-garage#b", "pm-lilas-distribution/4")];
    actions.extend(moved());
    let lab = Lab::play(scenario(&[]), &actions).expect("possible");
    assert_eq!(lost(&lab), ["neighbours"]);
    assert_eq!(evidence(&lab, "neighbours"), ("Ont perdu la lumière en route\u{a0}: Garage.".into(), vec![1]));
}

#[test]
fn a_port_left_open_and_a_dark_client_cost_their_lines() {
    let open = Lab::play(scenario(&[]), &moved()[..2]).expect("possible");
    assert_eq!(lost(&open), ["caps"]);
    let (said, actions) = evidence(&open, "caps");
    assert!(said.contains("port 7") && actions == [1], "{said} {actions:?}");
    let dark =
        Lab::play(scenario(&[]), &[unplug("pm-boulangerie#b"), cap("pm-lilas-distribution/1")]).expect("possible");
    let mut both = lost(&dark);
    both.retain(|id| id == "served" || id == "caps" || id == "neighbours");
    assert_eq!(both, ["served"]);
    assert_eq!(evidence(&dark, "served").1, [1]);
}

#[test]
fn a_wrong_port_gives_somebody_elses_line_no_light() {
    // The bakery's cord in the port of a fibre that leads to nobody.
    let lab = Lab::play(
        scenario(&[]),
        &[
            unplug("pm-boulangerie#b"),
            plug("pm-boulangerie#b", "pm-lilas-distribution/11"),
            cap("pm-lilas-distribution/1"),
        ],
    )
    .expect("possible");
    assert!(lost(&lab).contains(&"served".to_owned()));
    assert!(evidence(&lab, "served").0.contains("pas de lumière"));
}

#[test]
fn what_is_impossible_is_refused_and_changes_nothing() {
    let mut lab = Lab::new(scenario(&[(
        "\"pm-garage\": (",
        "\"lc\": (model: \"jarretiere-lc-apc\", length_m: 2), \"pm-garage\": (",
    )]));
    let before = lab.state().hash();
    let plugged = "pm-boulangerie#a".parse().expect("a plug");
    let port = |text: &str| text.parse::<splicelab::plant::address::PortId>().expect("a port");
    let refused = |lab: &mut Lab, action: Action| lab.apply(action).map(<[_]>::len).expect_err("impossible");
    assert_eq!(refused(&mut lab, plug("pm-boulangerie#a", "coupleur-ondine/20")), Refusal::AlreadyPlugged(plugged));
    assert_eq!(refused(&mut lab, plug("lc#a", "coupleur-ondine/7")), Refusal::PortTaken(port("coupleur-ondine/7")));
    assert!(matches!(refused(&mut lab, plug("lc#a", "coupleur-ondine/20")), Refusal::DoesNotFit { .. }));
    assert!(matches!(refused(&mut lab, unplug("lc#a")), Refusal::NotPlugged(_)));
    assert!(matches!(refused(&mut lab, unplug("none#a")), Refusal::NoSuchCord(_)));
    assert!(matches!(refused(&mut lab, plug("lc#a", "coupleur-ondine/99")), Refusal::NoSuchPort(_)));
    assert!(matches!(refused(&mut lab, cap("coupleur-ondine/20")), Refusal::NotOpen(_)));
    // This world has no splice bench.
    assert_eq!(refused(&mut lab, Action::CloseHood), Refusal::NoBench);
    assert_eq!(lab.state().hash(), before);

    lab.apply(unplug("pm-boulangerie#a")).expect("possible");
    lab.apply(Action::GoTo { place: "nro".into() }).expect("a way");
    assert!(matches!(refused(&mut lab, plug("pm-boulangerie#a", "nro-transport/9")), Refusal::CordElsewhere(_)));
    for action in [unplug("none#a"), cap("coupleur-ondine/7")] {
        let said = [Lang::Fr, Lang::En].map(|lang| lang.say(&action.message(lab.scenario())));
        assert!(said.iter().all(|said| !said.starts_with('[')), "{said:?}");
    }
}

#[test]
fn a_dirty_plug_dirties_the_port_it_goes_into() {
    let dirty = [(
        "\"pm-boulangerie\": (model: \"jarretiere-sc-apc\",",
        "\"pm-boulangerie\": (model: \"jarretiere-sc-apc\", dirt_percent: (80, 0),",
    )];
    let lab = Lab::play(scenario(&dirty), &moved()).expect("possible");
    let port = "coupleur-ondine/20".parse().expect("a port");
    let face = lab.state().face(lab.scenario(), &port);
    assert!(!splicelab::fibre::face::judge(&face, true).good, "{face:?}");
    let clean = Lab::play(scenario(&[]), &moved()).expect("possible");
    let dbm = |lab: &Lab| lab.plant().served("boulangerie").expect("light").dbm.dbm();
    assert!(dbm(&clean) - dbm(&lab) > 1.5, "{} {}", dbm(&clean), dbm(&lab));
}

#[test]
fn a_loss_that_a_connection_causes_is_put_down_to_it() {
    let limit = ("nm: 1490, db: 28.0", "nm: 1490, db: 21.0");
    let cause = |change| {
        let lab = Lab::new(scenario(&[limit, change]));
        let report = score(&lab);
        let mark = report.marks.into_iter().find(|mark| mark.id == "loss").expect("a line");
        mark.evidence.cause.map(|cause| Lang::En.say(&cause)).unwrap_or_default()
    };
    let polish = cause(("\"jarretiere-sc-upc-sc-apc\", from: \"olt-1/1\"", "\"jarretiere-sc-upc\", from: \"olt-1/1\""));
    assert!(polish.contains("SC/UPC") && polish.contains("SC/APC"), "{polish}");
    let dirt = cause((
        "\"pm-boulangerie\": (model: \"jarretiere-sc-apc\",",
        "\"pm-boulangerie\": (model: \"jarretiere-sc-apc\", dirt_percent: (0, 100),",
    ));
    assert!(dirt.contains("dirty"), "{dirt}");
}

#[test]
fn a_splice_cut_at_the_bench_darkens_whoever_hangs_on_it() {
    let bench = |place: &str| [("  rubric: [", format!("  bench: (place: \"{place}\"),\n  rubric: ["))];
    let at = |place: &str| {
        let [(from, to)] = bench(place);
        scenario(&[(from, &to)])
    };
    let mut lab = Lab::new(at("bpe-12"));
    lab.apply(Action::GoTo { place: "bpe-12".into() }).expect("a way");
    let fibre = |text: &str| text.parse().expect("a fibre");
    let effects = lab.apply(Action::Recut { fibre: fibre("distribution:1:4") }).expect("possible");
    assert!(effects.contains(&Effect::WentDark { clients: vec!["garage".into()] }), "{effects:?}");
    // In the cabinet the same fibre goes to a pigtail of the drawer, which no hand takes apart.
    let mut lab = Lab::new(at("pm-lilas"));
    let refused = lab.apply(Action::Pick { fibre: fibre("distribution:1:4") }).expect_err("impossible");
    assert!(matches!(refused, Refusal::OnPigtail(_)), "{refused:?}");
}
