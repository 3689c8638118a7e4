//! Looking at end faces, judging them and wiping them.

use super::face::{Cleaner, Stroke, judge, stroke};
use super::gestures::{Done, Hand, in_range};
use super::instruments::Scope;
use super::names::termination_name;
use crate::catalogue::Role;
use crate::lab::State;
use crate::lab::action::Action;
use crate::lab::effect::{Effect, Quantity, Refusal};
use crate::lab::presence::at_end;
use crate::locale::Message;
use crate::plant::address::{End, Termination};
use crate::rack::link::{connector_of, face_of};
use crate::scenario::model::Scenario;

type Outcome = Result<Done, Refusal>;

/// Setting the microscope on a face and focusing (design choice).
const INSPECT_SECONDS: u64 = 10;
/// Making up one's mind (design choice).
const JUDGE_SECONDS: u64 = 3;
/// Taking the cleaner and setting it on (design choice).
const CLEANER_SECONDS: u64 = 4;
/// One stroke or click (design choice).
const STROKE_SECONDS: u64 = 2;

/// A face that lies open: that of a plug in the hand, or that in a port where nothing is plugged.
fn open_face(scenario: &Scenario, state: &State, end: &Termination) -> Result<(), Refusal> {
    at_end(scenario, state, end)?;
    match end {
        Termination::Fibre(_) | Termination::Along(_) => Err(Refusal::NoFace(end.clone())),
        Termination::Cord(plug) => {
            let cord = state.cords.get(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
            match &cord.plugged[plug.end.index()] {
                Some(_) => Err(Refusal::FaceInside(end.clone())),
                None => Ok(()),
            }
        }
        Termination::Port(port) if scenario.gear.contains_key(&port.equipment) => {
            let (group, _) = scenario.gear_port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
            connector_of(group.socket).ok_or_else(|| Refusal::NoFace(end.clone()))?;
            match state.plug_in(port) {
                Some(_) => Err(Refusal::FaceInside(end.clone())),
                None => Ok(()),
            }
        }
        Termination::Port(port) => {
            let there = scenario.port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
            if there.connector.is_none() || matches!(there.role, Role::Detector | Role::Through) {
                return Err(Refusal::NoFace(end.clone()));
            }
            match state.plug_in(port) {
                Some(_) => Err(Refusal::FaceInside(end.clone())),
                None => Ok(()),
            }
        }
    }
}

/// Whether a face stands at 8°; nothing where there is no face.
pub fn is_angled(scenario: &Scenario, end: &Termination) -> Option<bool> {
    let connector = match end {
        Termination::Port(port) => match scenario.gear_port(port) {
            Some((group, _)) => connector_of(group.socket)?,
            None => scenario.port(port)?.connector?,
        },
        Termination::Cord(plug) => {
            let of_rack = scenario.rack_cord_model(&plug.cord).map(|model| face_of(model.kind, plug.end));
            match of_rack {
                Some(face) => face?,
                None => {
                    let model = scenario.cord_model(&plug.cord)?;
                    if plug.end == End::A { model.connectors.0 } else { model.connectors.1 }
                }
            }
        }
        Termination::Fibre(_) | Termination::Along(_) => return None,
    };
    Some(connector.is_angled())
}

/// Looks at a face. With anything but a camera, light that comes out of it goes into the eye.
pub fn inspect(hand: &mut Hand, end: &Termination, scope: Scope) -> Outcome {
    open_face(hand.scenario, hand.state, end)?;
    let mut effects = vec![Effect::Inspected { end: end.clone() }];
    if scope != Scope::Camera
        && let Some(dbm) = hand.plant().power_at(end)
    {
        effects.push(Effect::LightInEye { end: end.clone(), dbm });
    }
    Ok(Done::new(INSPECT_SECONDS, effects))
}

/// Gives a verdict on a face that lies open.
pub fn judge_face(hand: &mut Hand, end: &Termination, good: bool) -> Outcome {
    open_face(hand.scenario, hand.state, end)?;
    let angled = is_angled(hand.scenario, end).ok_or_else(|| Refusal::NoFace(end.clone()))?;
    let truly = judge(&hand.state.face(hand.scenario, end), angled).good;
    Ok(Done::new(JUDGE_SECONDS, [Effect::FaceJudged { end: end.clone(), good, right: good == truly }]))
}

/// Wipes a face.
pub fn clean_face(hand: &mut Hand, end: &Termination, how: Stroke) -> Outcome {
    open_face(hand.scenario, hand.state, end)?;
    in_range(Quantity::Strokes, how.strokes.into(), 1, 10)?;
    if how.cleaner == Cleaner::Cassette && matches!(end, Termination::Port(_)) {
        return Err(Refusal::NotForPorts);
    }
    let seed = hand.scenario.seed;
    let mut face = hand.state.face(hand.scenario, end);
    let seconds = CLEANER_SECONDS + STROKE_SECONDS * u64::from(how.strokes);
    // The face is as it is when the hand lets go.
    stroke(&mut face, how, seed, &end.to_string(), hand.state.now);
    hand.state.faces.insert(end.clone(), face);
    Ok(Done::new(seconds, [Effect::FaceWiped { end: end.clone(), cleaner: how.cleaner }]).changing_the_plant())
}

impl Cleaner {
    pub fn name(self) -> Message {
        Message::new(match self {
            Cleaner::Click => "cleaner-click",
            Cleaner::Cassette => "cleaner-cassette",
            Cleaner::Wet => "cleaner-wet",
        })
    }
}

pub(crate) fn effect_message(scenario: &Scenario, effect: &Effect) -> Message {
    let about = |key: &'static str, end: &Termination| Message::new(key).with("face", termination_name(scenario, end));
    match effect {
        Effect::Inspected { end } => about("effect-inspected", end),
        Effect::LightInEye { end, dbm } => about("effect-light-in-eye", end).with("power", *dbm),
        Effect::FaceJudged { end, good: true, .. } => about("effect-judged-good", end),
        Effect::FaceJudged { end, .. } => about("effect-judged-bad", end),
        Effect::FaceWiped { end, cleaner: Cleaner::Wet } => about("effect-face-wet", end),
        Effect::FaceWiped { end, .. } => about("effect-face-wiped", end),
        _ => unreachable!("only effects on faces come here"),
    }
}

pub(crate) fn refusal_message(scenario: &Scenario, refusal: &Refusal) -> Message {
    let about = |key: &'static str, end: &Termination| Message::new(key).with("face", termination_name(scenario, end));
    match refusal {
        Refusal::NoFace(end) => about("refusal-no-face", end),
        Refusal::FaceInside(end) => about("refusal-face-inside", end),
        Refusal::NotForPorts => Message::new("refusal-not-for-ports"),
        _ => unreachable!("only refusals about faces come here"),
    }
}

pub(crate) fn action_message(scenario: &Scenario, action: &Action) -> Message {
    let about = |key: &'static str, end: &Termination| Message::new(key).with("face", termination_name(scenario, end));
    match action {
        Action::Inspect { end, scope } => about("action-inspect", end).with("scope", *scope),
        Action::JudgeFace { end, good: true } => about("action-judge-good", end),
        Action::JudgeFace { end, .. } => about("action-judge-bad", end),
        Action::CleanFace { end, cleaner, strokes, .. } => {
            about("action-clean-face", end).with("cleaner", cleaner.name()).with("strokes", *strokes)
        }
        _ => unreachable!("only actions on faces come here"),
    }
}
