//! End faces in the hand: looked at, judged, wiped, connected, and what each slip costs.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::fibre::face::{Cleaner, judge};
use splicelab::fibre::instruments::Scope;
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::lab::effect::{Effect, Refusal};
use splicelab::locale::Lang;
use splicelab::plant::address::Termination;
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;
use splicelab::score::{Status, score};
use splicelab::units::{Millis, Wavelength};

use super::plant::world_with;

const PLUG: &str = "neuve#a";
const PORT: &str = "coupleur-ondine/20";

/// A new cord whose plug a is greasy is to go into a dusty leg of the coupler.
fn scenario(seed: u64) -> Arc<Scenario> {
    let cord = r#"cords: {
      "neuve": (model: "jarretiere-sc-apc", length_m: 3, dirt_percent: (60, 0), dirt_kinds: [Oil]),
      "droite": (model: "jarretiere-sc-upc", length_m: 3),"#;
    let port = r#"name: (fr: "Coupleur Ondine", en: "Ondine splitter"), dirt_percent: { "20": 50 }"#;
    let rubric = r#"rubric: [
    (id: "inspected", title: (fr: "R", en: "L"), points: 4, criterion: InspectedBeforeMating(ends: ["neuve#a", "coupleur-ondine/20"])),
    (id: "verdicts", title: (fr: "V", en: "V"), points: 4, criterion: VerdictsRight(ends: ["neuve#a", "coupleur-ondine/20"])),
    (id: "clean", title: (fr: "P", en: "C"), points: 4, criterion: FacesClean(ends: ["neuve#a", "coupleur-ondine/20"])),
    (id: "film", title: (fr: "F", en: "F"), points: 4, criterion: NoFilmLeft),
    (id: "polish", title: (fr: "A", en: "A"), points: 4, criterion: SamePolish),
    (id: "eyes", title: (fr: "Y", en: "Y"), points: 4, criterion: EyesSafe, eliminatory: true),"#;
    let text = world_with(&[
        ("cords: {", cord),
        (r#"name: (fr: "Coupleur Ondine", en: "Ondine splitter")"#, port),
        ("rubric: [", rubric),
    ]);
    let source = Source::new("saint-brin.ron", text);
    match read(&source, seed) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

fn end(text: &str) -> Termination {
    text.parse().expect("an end")
}

fn look(at: &str) -> Action {
    Action::Inspect { end: end(at), scope: Scope::Camera }
}

fn say(at: &str, good: bool) -> Action {
    Action::JudgeFace { end: end(at), good }
}

fn wipe(at: &str, cleaner: Cleaner) -> Action {
    Action::CleanFace { end: end(at), cleaner, strokes: 2, to_and_fro: false, used: false }
}

fn plug(plug: &str, port: &str) -> Action {
    Action::Plug { plug: plug.parse().expect("a plug"), port: port.parse().expect("a port") }
}

/// Look, judge, clean as each needs, look and judge again, connect.
fn careful() -> Vec<Action> {
    vec![
        look(PORT),
        say(PORT, false),
        wipe(PORT, Cleaner::Click),
        look(PORT),
        say(PORT, true),
        look(PLUG),
        say(PLUG, false),
        wipe(PLUG, Cleaner::Wet),
        wipe(PLUG, Cleaner::Cassette),
        look(PLUG),
        say(PLUG, true),
        plug(PLUG, PORT),
    ]
}

fn lost(lab: &Lab) -> Vec<String> {
    let report = score(lab);
    let ours = |id: &str| !["light", "loss"].contains(&id);
    report
        .marks
        .iter()
        .filter(|mark| mark.status != Status::Earned && ours(&mark.id))
        .map(|mark| mark.id.clone())
        .collect()
}

fn without(left_out: &[usize]) -> Vec<Action> {
    careful().into_iter().enumerate().filter(|(index, _)| !left_out.contains(index)).map(|(_, action)| action).collect()
}

#[test]
fn a_careful_hand_earns_everything_under_any_seed_and_each_slip_costs_its_own_line() {
    for seed in 0..20 {
        let lost_by = |actions: &[Action]| lost(&Lab::play(scenario(seed), actions).expect("possible"));
        assert!(lost_by(&careful()).is_empty(), "{seed}");
        // Never looked again after wiping.
        assert_eq!(lost_by(&without(&[3, 4])), ["inspected"], "{seed}");
        // The port neither looked at nor wiped: its dust goes over to the plug.
        assert_eq!(lost_by(&without(&[0, 1, 2, 3, 4])), ["inspected", "verdicts", "clean"], "{seed}");
        // Grease wiped wet only, and connected wet: the film stays, on both faces.
        let wet_only = without(&[8, 10]);
        assert_eq!(lost_by(&wet_only), ["clean", "film"], "{seed}");
        // Grease wiped dry: it only smears.
        let mut dry = careful();
        dry[7] = wipe(PLUG, Cleaner::Cassette);
        assert_eq!(lost_by(&dry), ["verdicts", "clean"], "{seed}");
        // A straight plug into an angled port.
        let mut mixed = careful();
        mixed.push(look("droite#a"));
        mixed.push(plug("droite#a", "coupleur-ondine/21"));
        assert_eq!(lost_by(&mixed), ["polish"], "{seed}");
    }
}

#[test]
fn looking_into_a_lit_leg_without_a_screen_harms_the_eye() {
    let into = |at: &str, scope| Action::Inspect { end: end(at), scope };
    let mut lab = Lab::new(scenario(1));
    let effects = lab.apply(into(PORT, Scope::Camera)).expect("possible").to_vec();
    assert_eq!(effects.len(), 1, "a screen keeps the eye out of the light");
    for scope in [Scope::Eyepiece, Scope::Eye] {
        let mut lab = Lab::new(scenario(1));
        let effects = lab.apply(into(PORT, scope)).expect("possible").to_vec();
        let Some(Effect::LightInEye { dbm, .. }) = effects.get(1) else { panic!("{effects:?}") };
        let there = lab.plant().received(&end(PORT), Wavelength::NM_1490).expect("light").dbm;
        assert!((dbm.0 - there.0).abs() < 100, "{dbm:?} beside {there:?}");
        assert_eq!(score(&lab).eliminated_by, ["eyes"]);
        // A plug of a cord that hangs free is dark.
        let effects = lab.apply(into("neuve#b", scope)).expect("possible").to_vec();
        assert_eq!(effects.len(), 1, "{effects:?}");
    }
}

#[test]
fn dirt_pressed_between_two_faces_costs_light_and_cleaning_one_side_is_not_enough() {
    let loss = |actions: &[Action]| {
        let lab = Lab::play(scenario(3), actions).expect("possible");
        lab.plant().path(&end("neuve#b"), &end("olt-1/1"), Wavelength::NM_1490).expect("light").loss.db()
    };
    let clean = loss(&careful());
    let (one_side, none) = (loss(&without(&[0, 1, 2, 3, 4])), loss(&[plug(PLUG, PORT)]));
    assert!(one_side > clean + 0.5 && none > one_side + 0.5, "{clean} {one_side} {none}");
    // After the dirty connection both faces fail, even that which nobody soiled.
    let lab = Lab::play(scenario(3), &[wipe(PORT, Cleaner::Click), plug(PLUG, PORT)]).expect("possible");
    for at in [PLUG, PORT] {
        assert!(!judge(&lab.state().face(lab.scenario(), &end(at)), true).good, "{at}");
    }
}

#[test]
fn alcohol_dries_while_one_waits() {
    let wet = [wipe(PLUG, Cleaner::Wet), Action::Wait { seconds: 60 }];
    let lab = Lab::play(scenario(1), &wet).expect("possible");
    assert_eq!(lab.state().faces[&end(PLUG)].wet, Some(Millis(0)), "nobody touched it since");
    assert!(lab.state().face(lab.scenario(), &end(PLUG)).wet.is_none());
    assert_eq!(lost(&lab), ["inspected", "verdicts", "clean", "film"]);
}

#[test]
fn what_is_hidden_or_has_no_face_cannot_be_looked_at() {
    let mut lab = Lab::new(scenario(1));
    let mut refused = |action: Action| lab.apply(action).map(<[_]>::len).expect_err("impossible");
    assert!(matches!(refused(look("pm-boulangerie#a")), Refusal::FaceInside(_)));
    assert!(matches!(refused(look("coupleur-ondine/7")), Refusal::FaceInside(_)));
    assert!(matches!(refused(look("transport:1:1@pm-lilas")), Refusal::NoFace(_)));
    assert!(matches!(refused(wipe(PORT, Cleaner::Cassette)), Refusal::NotForPorts));
    assert!(matches!(refused(say("none#a", true)), Refusal::NoSuchCord(_)));
    for lang in Lang::ALL {
        for action in careful() {
            let said = lang.say(&action.message(lab.scenario()));
            assert!(!said.contains('['), "{said}");
        }
    }
}

/// A wrong rubric and a wrong journal are told line by line.
#[test]
fn faces_that_do_not_exist_are_told() {
    let text = world_with(&[(
        "rubric: [",
        r#"rubric: [
    (id: "a", title: (fr: "A", en: "A"), points: 1, criterion: FacesClean(ends: ["transport:1:1@nro", "coupleur-ondine/99", "non#a", "olt-1/1", "olt-1/1"])),
    (id: "b", title: (fr: "B", en: "B"), points: 1, criterion: VerdictsRight(ends: [])),
    (id: "c", title: (fr: "C", en: "C"), points: 1, criterion: Reported(line: "power", within_db: 0.5)),
    (id: "d", title: (fr: "D", en: "D"), points: 1, criterion: PowerMeasured(at: "olt-1/1", nm: 5)),"#,
    )]);
    let source = Source::new("saint-brin.ron", text);
    let diagnostics = read(&source, 1).expect_err("the text is wrong");
    let [fr, en] = Lang::ALL.map(|lang| source.render_all(&diagnostics, lang, false));
    insta::assert_snapshot!(format!("{fr}\n\n— — —\n\n{en}").replace('\u{a0}', " "));
}
