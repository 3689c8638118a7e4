//! Ports, cassette and map: by keys alone, as far as the scene itself goes.

use std::sync::Arc;
use std::time::Instant;

use bevy::math::IVec2;
use splicelab::app::canvas::closure::cassette::CassetteScene;
use splicelab::app::canvas::frame::FrameScene;
use splicelab::app::canvas::map::MapScene;
use splicelab::app::canvas::pen::{Pen, View};
use splicelab::app::canvas::stage::{Asked, Scene, Seen, Stop, Typed};
use splicelab::lab::Lab;
use splicelab::lab::action::Action;
use splicelab::locale::Lang;
use splicelab::scenario::builtin;
use splicelab::score::{guide, score};

fn lab(id: &str) -> Lab {
    let source = builtin::source(id).expect("its text");
    Lab::new(Arc::new(splicelab::scenario::load(source, 7).expect("a sound exercise").scenario))
}

fn drawn(scene: &mut impl Scene, lab: &Lab) {
    let mut pen = Pen::new(View { origin: Default::default(), scale: 1.0 }, 1.0);
    let hint = guide::next(lab, lab.state().now);
    let seen = Seen {
        lab,
        hint: hint.as_ref(),
        letters: true,
        motion: false,
        lang: Lang::Fr,
        now: Instant::now(),
        clock: lab.state().now,
    };
    scene.draw(&mut pen, &seen);
}

fn stop(scene: &impl Scene, lab: &Lab, name: &str) -> Stop {
    let stops = scene.stops(lab, Lang::Fr);
    let names: Vec<&str> = stops.iter().map(|stop| stop.name.as_str()).collect();
    let found = stops.iter().find(|stop| stop.name.starts_with(name));
    found.unwrap_or_else(|| panic!("no « {name} » among {names:?}")).clone()
}

fn does(scene: &mut impl Scene, lab: &mut Lab, asked: Option<Asked>) {
    let actions = match asked {
        Some(Asked::Act(action)) => vec![action],
        Some(Asked::Acts(actions)) => actions,
        _ => panic!("{asked:?} is no gesture"),
    };
    for action in actions {
        lab.apply(action.clone()).unwrap_or_else(|why| panic!("{action:?}: {why:?}"));
        scene.did(&action, lab, Instant::now());
    }
    drawn(scene, lab);
}

/// A cord that was just taken is chosen; that must not stop Enter from following the lab.
#[test]
fn enter_patches_a_client_from_the_first_gesture_to_the_last() {
    let mut lab = lab("fibre-07-brasser-au-pm");
    let mut scene = FrameScene::default();
    drawn(&mut scene, &lab);
    while let Some(hint) = guide::next(&lab, lab.state().now) {
        assert!(scene.is_free(), "before {:?}", hint.action);
        let asked = scene.follow(&hint);
        does(&mut scene, &mut lab, asked);
        assert!(lab.journal().0.len() < 40, "it goes round in a circle");
    }
    let report = score(&lab);
    assert_eq!(report.earned, report.total);
}

#[test]
fn ports_plugs_and_the_bag_are_reached_by_tab() {
    let mut lab = lab("fibre-08-recette-au-reflectometre");
    let mut scene = FrameScene::default();
    drawn(&mut scene, &lab);
    let plug = stop(&scene, &lab, "fiche b de «\u{a0}bobine-1\u{a0}»");
    assert_eq!(scene.enter(&lab, None, plug.id), None, "a plug is taken in hand");
    assert!(!scene.is_free());
    let drawer = stop(&scene, &lab, "port 1, Distribution");
    scene.reach(&lab, Some(drawer.id));
    scene.typed(&lab, None, Typed { arrows: IVec2::new(1, 0), reached: true, ..Typed::default() });
    let asked = scene.enter(&lab, None, drawer.id);
    assert!(
        matches!(&asked, Some(Asked::Acts(all)) if matches!(&all[..], [Action::Plug { port, .. }] if port.port == "2")),
        "the arrows walked to the second port: {asked:?}"
    );
    does(&mut scene, &mut lab, asked);
}

#[test]
fn a_bad_coil_is_found_and_laid_again_by_keys() {
    let mut lab = lab("fibre-04-cassette-propre");
    let mut scene = CassetteScene::default();
    drawn(&mut scene, &lab);
    for cover in ["Ouvrir le boîtier", "Ouvrir la cassette"] {
        let key = stop(&scene, &lab, cover);
        let asked = scene.enter(&lab, None, key.id);
        does(&mut scene, &mut lab, asked);
    }
    let fibre = stop(&scene, &lab, "fibre 1");
    scene.reach(&lab, Some(fibre.id));
    // Two millimetres wider than usual.
    let up = Typed { arrows: IVec2::new(0, 1), reached: true, ..Typed::default() };
    scene.typed(&lab, None, up);
    scene.typed(&lab, None, up);
    let usual = CassetteScene::default().by_keys.radius_mm;
    let asked = scene.enter(&lab, None, fibre.id);
    assert!(
        matches!(&asked, Some(Asked::Act(Action::Coil { loops, .. })) if loops[0].radius_mm == usual + 2),
        "{asked:?}"
    );
    does(&mut scene, &mut lab, asked);
}

#[test]
fn arrows_and_enter_walk_to_the_next_place() {
    let lab = lab("fibre-04-cassette-propre");
    let mut scene = MapScene::default();
    drawn(&mut scene, &lab);
    scene.typed(&lab, None, Typed { arrows: IVec2::new(-1, 0), ..Typed::default() });
    let asked = scene.typed(&lab, None, Typed { enter: true, ..Typed::default() });
    assert_eq!(asked, Some(Asked::Act(Action::GoTo { place: "pm-lilas".to_owned() })));
}
