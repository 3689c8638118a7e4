//! Cords in a cabinet: chosen from the bag, led, labelled; and what a careless hand costs.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::cords::Surplus;
use splicelab::fibre::front::{Front, Guide};
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::plant::address::PortId;
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;
use splicelab::score::score;

use super::plant::world_with;

const RUBRIC: &str = r#"stock: { "jarretiere-sc-apc-2m": 1, "jarretiere-sc-apc-3m": 2, "jarretiere-sc-apc-6m": 1, "jarretiere-sc-upc-3m": 1 },
  rubric: [
    (id: "patched", title: (fr: "P", en: "P"), points: 4, criterion: Patched(from: "coupleur-lumis/5", to: "pm-lilas-distribution/18")),
    (id: "tidy", title: (fr: "T", en: "T"), points: 4, criterion: CordTidy(from: "coupleur-lumis/5", to: "pm-lilas-distribution/18")),
    (id: "label", title: (fr: "L", en: "L"), points: 4, criterion: Labelled(from: "coupleur-lumis/5", to: "pm-lilas-distribution/18", text: "SB-7421")),"#;

fn scenario() -> Arc<Scenario> {
    let source = Source::new("saint-brin.ron", world_with(&[("rubric: [", RUBRIC)]));
    match read(&source, 1) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

fn port(text: &str) -> PortId {
    text.parse().expect("a port")
}

fn take(item: &str) -> Action {
    Action::TakeCord { item: item.to_owned() }
}

fn plug(plug: &str, port: &str) -> Action {
    Action::Plug { plug: plug.parse().expect("a plug"), port: port.parse().expect("a port") }
}

fn lead(cord: &str, path: &[Guide], surplus: Surplus) -> Action {
    Action::LeadCord { cord: cord.to_owned(), path: path.to_vec(), surplus }
}

fn label(plug: &str, text: &str) -> Action {
    Action::Label { plug: plug.parse().expect("a plug"), text: text.to_owned() }
}

const M: [Guide; 3] = [Guide::Left, Guide::Middle, Guide::Right];

/// A lab with a cord of this kind between the two ports that are asked for.
fn patched(item: &str) -> (Lab, String) {
    let cord = format!("{item}-1");
    let plugs =
        [plug(&format!("{cord}#a"), "coupleur-lumis/5"), plug(&format!("{cord}#b"), "pm-lilas-distribution/18")];
    let mut lab = Lab::play(scenario(), &[take(item)]).expect("one in the bag");
    for action in plugs {
        lab.apply(action).expect("it fits and reaches");
    }
    (lab, cord)
}

fn share(lab: &Lab, id: &str) -> u32 {
    score(lab).marks.iter().find(|mark| mark.id == id).map(|mark| mark.earned.0).expect("a line") as u32
}

#[test]
fn a_cord_led_in_an_m_and_labelled_at_both_ends_earns_all() {
    let (mut lab, cord) = patched("jarretiere-sc-apc-3m");
    assert_eq!(share(&lab, "tidy"), 0, "it still hangs across the front");
    let effects = lab.apply(lead(&cord, &M, Surplus::Coiled)).expect("long enough").to_vec();
    assert!(matches!(effects[..], [Effect::CordLed { .. }]), "{effects:?}");
    lab.apply(label(&format!("{cord}#a"), "sb 7421 lumis 5")).expect("it sticks");
    assert_eq!((share(&lab, "label"), share(&lab, "tidy"), share(&lab, "patched")), (200, 400, 400));
    lab.apply(label(&format!("{cord}#b"), "SB-7421")).expect("it sticks");
    assert_eq!(share(&lab, "label"), 400);
    assert_eq!(lab.state().stock["jarretiere-sc-apc-3m"], 1);
}

#[test]
fn a_short_cord_reaches_straight_and_not_through_the_guides() {
    let (mut lab, cord) = patched("jarretiere-sc-apc-2m");
    let refused = lab.apply(lead(&cord, &M, Surplus::Coiled)).map(<[_]>::len).expect_err("too short");
    assert!(matches!(refused, Refusal::CordTooShort { .. }), "{refused:?}");
    assert!(Lang::Fr.say(&refused.message(lab.scenario())).contains("2\u{a0}m"));
}

/// The figures of the bend are those of `fibre::bend`; here only that folding costs light and a spool does not.
#[test]
fn a_surplus_pressed_in_costs_light_and_one_on_a_spool_does_not() {
    let loss = |item: &str, surplus: Surplus| {
        let (mut lab, cord) = patched(item);
        lab.apply(lead(&cord, &M, surplus)).expect("long enough");
        let (from, to) = (port("coupleur-lumis/5").into(), port("pm-lilas-distribution/18").into());
        lab.plant().path(&from, &to, splicelab::units::Wavelength::NM_1550).expect("light").loss.db()
    };
    let [coiled, crammed] = [Surplus::Coiled, Surplus::Crammed].map(|surplus| loss("jarretiere-sc-apc-3m", surplus));
    assert!(crammed - coiled > 0.3, "{coiled} {crammed}");
    // Three metres too many fit on no spool.
    let long = loss("jarretiere-sc-apc-6m", Surplus::Coiled);
    assert!(long - coiled > 1.0, "{coiled} {long}");
}

#[test]
fn a_plug_pulled_out_undoes_the_leading_and_its_bends() {
    let (mut lab, cord) = patched("jarretiere-sc-apc-3m");
    lab.apply(lead(&cord, &M, Surplus::Crammed)).expect("long enough");
    assert!(!lab.state().bends.is_empty());
    lab.apply(Action::Unplug { plug: format!("{cord}#b").parse().expect("a plug") }).expect("plugged");
    assert!(lab.state().bends.is_empty() && lab.state().cords[&cord].led.is_none());
    let refused = lab.apply(lead(&cord, &M, Surplus::Coiled)).map(<[_]>::len).expect_err("an end hangs");
    assert!(matches!(refused, Refusal::CordLoose { .. }));
}

#[test]
fn the_bag_runs_empty_and_holds_only_cords() {
    let mut lab = Lab::play(scenario(), &[take("jarretiere-sc-apc-2m")]).expect("one");
    let refused = |lab: &mut Lab, action| lab.apply(action).map(<[_]>::len).expect_err("impossible");
    assert!(matches!(refused(&mut lab, take("jarretiere-sc-apc-2m")), Refusal::NothingLeft { .. }));
    assert!(matches!(refused(&mut lab, take("sleeve-60")), Refusal::NotACord { .. }));
    assert!(matches!(refused(&mut lab, label("pm-garage#a", "  ")), Refusal::LabelLength { .. }));
    assert!(matches!(refused(&mut lab, label("none#a", "x")), Refusal::NoSuchCord(_)));
}

#[test]
fn ports_of_a_front_lie_apart_and_within_it_and_a_way_is_as_long_as_its_legs() {
    let scenario = scenario();
    for place in ["nro", "pm-lilas", "garage"] {
        let front = Front::of(&scenario, place);
        let mut all = Vec::new();
        for drawer in &front.drawers {
            for index in 0..drawer.count() {
                all.push(drawer.port(index));
            }
        }
        for (index, one) in all.iter().enumerate() {
            assert!((0..1000).contains(&one.0) && (0..560).contains(&one.1), "{place} {one:?}");
            let apart = |other: &(i32, i32)| (other.0 - one.0).abs() > 20 || (other.1 - one.1).abs() > 10;
            assert!(all[..index].iter().all(apart), "{place} {one:?}");
        }
    }
    let front = Front::of(&scenario, "pm-lilas");
    let (from, to) = (port("coupleur-lumis/5"), port("pm-lilas-distribution/18"));
    let straight = front.needed_mm(&scenario, &from, &to, &[]).expect("both are there");
    let m = front.needed_mm(&scenario, &from, &to, &M).expect("both are there");
    assert!(straight < 1000 && (2000..3000).contains(&m), "{straight} {m}");
    assert_eq!(front.careful_path(&from, &to), M);
    assert_eq!(front.careful_path(&port("pm-lilas-transport/1"), &port("coupleur-ondine/in")), [Guide::Left]);
}
