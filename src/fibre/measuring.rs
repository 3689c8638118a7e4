//! Measuring: light source, power meter, red pen, live-fibre detector, and what is written down.

use super::gestures::{Done, Hand};
use super::instruments::{DARK_DBM, LaserClass, Reading, RedLight};
use super::names::{equipment_name, termination_name};
use crate::catalogue::{Kind, Model};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::{Effect, Refusal};
use crate::lab::presence::{at_end, at_port};
use crate::locale::Message;
use crate::plant::address::{FibreEnd, PortId, Termination};
use crate::plant::lights::{Glow, GlowKind};
use crate::scenario::file::Unit;
use crate::scenario::model::Scenario;
use crate::units::{MilliDbm, Millidecibels, Wavelength};

type Outcome = Result<Done, Refusal>;

/// Pressing a key and waiting for the laser (design choice).
const SOURCE_SECONDS: u64 = 5;
/// Setting the wavelength and waiting for a steady value (design choice).
const MEASURE_SECONDS: u64 = 6;
/// Setting the pen on (design choice).
const RED_SECONDS: u64 = 8;
/// Clipping on and waiting for the lamp (design choice).
const CLIP_SECONDS: u64 = 8;
/// Writing a value into the report (design choice).
const WRITE_SECONDS: u64 = 5;

/// A meter set to another wavelength than that of the light reads wrong by the difference of these, in decibels: how
/// much better an indium-gallium-arsenide detector hears longer waves (design choice after usual curves).
const RESPONSE_DB: [(u16, f64); 5] = [(1310, 0.0), (1490, 0.25), (1550, 0.3), (1577, 0.3), (1625, 0.2)];

fn response_db(nm: Wavelength) -> f64 {
    let near = |(known, _): &&(u16, f64)| known.abs_diff(nm.0);
    RESPONSE_DB.iter().min_by_key(near).map_or(0.0, |(_, db)| *db)
}

fn instrument(scenario: &Scenario, id: &str) -> Result<&'static Model, Refusal> {
    scenario.model_of(id).ok_or_else(|| Refusal::NoSuchInstrument { name: id.to_owned() })
}

/// Switches a source on or off.
pub fn set_source(hand: &mut Hand, source: &str, nm: Option<u16>) -> Outcome {
    let Kind::Source { nm: offered, .. } = &instrument(hand.scenario, source)?.kind else {
        return Err(Refusal::NoSuchInstrument { name: source.to_owned() });
    };
    let nm = match nm {
        Some(nm) if !offered.contains(&Wavelength(nm)) => return Err(Refusal::WrongWavelength { nm }),
        nm => nm.map(Wavelength),
    };
    if let Some(port) = port_of(hand.scenario, source) {
        at_port(hand.scenario, hand.state, &port)?;
    }
    match nm {
        Some(nm) => hand.state.instruments.sources.insert(source.to_owned(), nm),
        None => hand.state.instruments.sources.remove(source),
    };
    Ok(Done::new(SOURCE_SECONDS, [Effect::SourceSet { source: source.to_owned(), nm }]).changing_the_plant())
}

/// The port of an instrument.
fn port_of(scenario: &Scenario, id: &str) -> Option<PortId> {
    Some(PortId::new(id, scenario.model_of(id)?.port_at(0)?.0))
}

/// Where the cord in an instrument leads to: the port at its other end, or that end where it hangs free.
fn leads_to(hand: &Hand, instrument: &str) -> Option<Termination> {
    let plug = hand.state.plug_in(&port_of(hand.scenario, instrument)?)?;
    let other = plug.end.other();
    let cord = hand.state.cords.get(&plug.cord)?;
    let there = cord.plugged[other.index()].clone().map(Termination::Port);
    Some(there.unwrap_or(Termination::Cord(crate::plant::address::CordEnd::new(plug.cord, other))))
}

/// What a meter shows now, as power in dBm to a hundredth; nothing when there is too little light.
fn shown(hand: &Hand, meter: &str, nm: u16) -> Result<Option<MilliDbm>, Refusal> {
    let Kind::Meter { nm: offered } = &instrument(hand.scenario, meter)?.kind else {
        return Err(Refusal::NoSuchInstrument { name: meter.to_owned() });
    };
    if !offered.contains(&Wavelength(nm)) {
        return Err(Refusal::WrongWavelength { nm });
    }
    let port = port_of(hand.scenario, meter).ok_or_else(|| Refusal::NoSuchInstrument { name: meter.to_owned() })?;
    at_port(hand.scenario, hand.state, &port)?;
    if hand.state.plug_in(&port).is_none() {
        return Err(Refusal::NothingInMeter);
    }
    let set = response_db(Wavelength(nm));
    let milliwatts: f64 = hand
        .plant()
        .lights_at(&port.into())
        .iter()
        .map(|light| libm::pow(10.0, (light.dbm.dbm() + response_db(light.nm) - set) / 10.0))
        .sum();
    let dbm = 10.0 * libm::log10(milliwatts);
    Ok((dbm >= DARK_DBM).then(|| MilliDbm::from_dbm(libm::round(dbm * 100.0) / 100.0)))
}

/// Reads a meter.
pub fn measure(hand: &mut Hand, meter: &str, nm: u16) -> Outcome {
    let dbm = shown(hand, meter, nm)?;
    let instruments = &hand.state.instruments;
    let reference = instruments.references.get(meter).and_then(|set| set.get(&nm)).copied();
    let source_at = instruments.sources.keys().find_map(|source| leads_to(hand, source));
    let reading = Reading {
        meter: meter.to_owned(),
        at: hand.state.now,
        nm: Wavelength(nm),
        of: leads_to(hand, meter).ok_or(Refusal::NothingInMeter)?,
        source_at,
        dbm,
        loss: dbm.zip(reference).map(|(dbm, reference)| Millidecibels(reference.0 - dbm.0)),
    };
    hand.state.instruments.readings.push(reading.clone());
    Ok(Done::new(MEASURE_SECONDS, [Effect::Measured(reading)]))
}

/// Calls what the meter receives 0 dB.
pub fn set_reference(hand: &mut Hand, meter: &str, nm: u16) -> Outcome {
    let dbm = shown(hand, meter, nm)?.ok_or(Refusal::NoLight)?;
    hand.state.instruments.references.entry(meter.to_owned()).or_default().insert(nm, dbm);
    let effect = Effect::ReferenceSet { meter: meter.to_owned(), nm: Wavelength(nm), dbm };
    Ok(Done::new(MEASURE_SECONDS, [effect]))
}

/// Switches a red pen on at an end.
pub fn light_red(hand: &mut Hand, end: &Termination, class: LaserClass) -> Outcome {
    if hand.state.instruments.red.is_some() {
        return Err(Refusal::RedIsOn);
    }
    at_end(hand.scenario, hand.state, end)?;
    match end {
        Termination::Port(port) => {
            hand.scenario.port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
            if hand.state.plug_in(port).is_some() {
                return Err(Refusal::FaceInside(end.clone()));
            }
        }
        Termination::Cord(plug) => {
            let cord = hand.state.cords.get(&plug.cord).ok_or_else(|| Refusal::NoSuchCord(plug.clone()))?;
            if cord.plugged[plug.end.index()].is_some() {
                return Err(Refusal::FaceInside(end.clone()));
            }
        }
        Termination::Fibre(fibre) if !hand.scenario.has_fibre(&fibre.fibre) => {
            return Err(Refusal::NoSuchFibre(fibre.fibre.clone()));
        }
        Termination::Fibre(_) => {}
        // Nobody gets at a fibre inside its cable.
        Termination::Along(_) => return Err(Refusal::NoFace(end.clone())),
    }
    let glows = hand.plant().glows(end, class.dbm());
    hand.state.instruments.red = Some(RedLight { end: end.clone(), class });
    Ok(Done::new(RED_SECONDS, [Effect::RedOn { class, glows }]))
}

/// Where red light of the pen that is on can be seen now.
pub fn red_glows(lab: &Lab) -> Vec<Glow> {
    let red = lab.state().instruments.red.as_ref();
    red.map_or_else(Vec::new, |red| lab.plant().glows(&red.end, red.class.dbm()))
}

/// Switches the red pen off.
pub fn put_out_red(hand: &mut Hand) -> Outcome {
    let red = hand.state.instruments.red.as_ref().ok_or(Refusal::RedIsOff)?;
    at_end(hand.scenario, hand.state, &red.end)?;
    hand.state.instruments.red = None;
    Ok(Done::new(2, [Effect::RedOff]))
}

/// Clips a detector on a fibre: it finds light and which way it goes, and bends the fibre a little.
pub fn clip_on(hand: &mut Hand, fibre: &FibreEnd) -> Outcome {
    if !hand.plant().has(&fibre.clone().into()) {
        return Err(Refusal::NoSuchFibre(fibre.fibre.clone()));
    }
    at_end(hand.scenario, hand.state, &fibre.clone().into())?;
    if hand.state.instruments.clips.contains(fibre) {
        return Err(Refusal::AlreadyClipped(fibre.clone()));
    }
    let found = hand.plant().traffic_at(fibre).filter(|traffic| traffic.dbm.dbm() >= LEAST_TRAFFIC_DBM);
    hand.state.instruments.clips.insert(fibre.clone());
    Ok(Done::new(CLIP_SECONDS, [Effect::ClippedOn { fibre: fibre.clone(), found }]).changing_the_plant())
}

/// Weaker light in the fibre a detector does not find, in dBm (sheets: −25 to −35 at 1550 nm).
const LEAST_TRAFFIC_DBM: f64 = -30.0;

/// Takes the detector off.
pub fn clip_off(hand: &mut Hand, fibre: &FibreEnd) -> Outcome {
    if !hand.state.instruments.clips.contains(fibre) {
        return Err(Refusal::NothingClipped(fibre.clone()));
    }
    at_end(hand.scenario, hand.state, &fibre.clone().into())?;
    hand.state.instruments.clips.remove(fibre);
    Ok(Done::new(2, [Effect::ClippedOff { fibre: fibre.clone() }]).changing_the_plant())
}

/// Writes a value into the report.
pub fn write(hand: &mut Hand, line: &str, value: Option<i64>) -> Outcome {
    let asked = hand.scenario.report.get(line).ok_or_else(|| Refusal::NoSuchLine { line: line.to_owned() })?;
    let last = || {
        let readings = hand.state.instruments.readings.iter().rev();
        let value = |reading: &Reading| match asked.truth.unit() {
            Unit::Dbm => reading.dbm.map(|dbm| dbm.0),
            Unit::Db => reading.loss.map(|loss| loss.0),
        };
        readings.clone().find_map(value).ok_or(Refusal::NothingRead)
    };
    let value = match value {
        Some(value) => value,
        None => last()?,
    };
    hand.state.instruments.written.insert(line.to_owned(), value);
    Ok(Done::new(WRITE_SECONDS, [Effect::Written { line: line.to_owned(), value }]))
}

/// A value of the report with its unit.
pub fn value_message(scenario: &Scenario, line: &str, value: i64) -> Message {
    match scenario.report.get(line).map(|asked| asked.truth.unit()) {
        Some(Unit::Db) => Message::new("report-value").with("value", Millidecibels(value)),
        _ => Message::new("report-value").with("value", MilliDbm(value)),
    }
}

fn line_name(scenario: &Scenario, line: &str) -> Message {
    match scenario.report.get(line) {
        Some(asked) => Message::new("report-line").with("title", asked.title.clone()),
        None => Message::new("report-line").with("title", line),
    }
}

fn glow_name(scenario: &Scenario, glow: &Glow) -> Message {
    let key = match glow.kind {
        GlowKind::Splice => "glow-splice",
        GlowKind::Bend => "glow-bend",
        GlowKind::Crush => "glow-crush",
        GlowKind::Break => "glow-break",
        GlowKind::OpenEnd => "glow-open-end",
    };
    Message::new(key).with("at", termination_name(scenario, &glow.at))
}

pub(crate) fn effect_message(scenario: &Scenario, effect: &Effect) -> Message {
    let fibre_name = |end: &FibreEnd| termination_name(scenario, &end.clone().into());
    match effect {
        Effect::SourceSet { nm: Some(nm), .. } => Message::new("effect-source-on").with("nm", nm.0),
        Effect::SourceSet { nm: None, .. } => Message::new("effect-source-off"),
        Effect::Measured(reading) => reading.message(),
        Effect::ReferenceSet { nm, dbm, .. } => {
            Message::new("effect-reference-set").with("power", *dbm).with("nm", nm.0)
        }
        Effect::RedOn { glows, .. } if glows.is_empty() => Message::new("effect-red-nowhere"),
        Effect::RedOn { glows, .. } => Message::new("effect-red-on")
            .with("glows", glows.iter().map(|glow| glow_name(scenario, glow)).collect::<Vec<_>>()),
        Effect::RedOff => Message::new("effect-red-off"),
        Effect::ClippedOn { found: None, fibre } => Message::new("effect-no-traffic").with("fibre", fibre_name(fibre)),
        Effect::ClippedOn { found: Some(traffic), fibre } => {
            let key = if traffic.out_of_cable { "effect-traffic-out" } else { "effect-traffic-in" };
            Message::new(key).with("fibre", fibre_name(fibre)).with("power", traffic.dbm)
        }
        Effect::ClippedOff { .. } => Message::new("effect-clipped-off"),
        Effect::Written { line, value } => Message::new("effect-written")
            .with("line", line_name(scenario, line))
            .with("value", value_message(scenario, line, *value)),
        _ => unreachable!("only effects of instruments come here"),
    }
}

pub(crate) fn refusal_message(scenario: &Scenario, refusal: &Refusal) -> Message {
    match refusal {
        Refusal::NoSuchInstrument { name } => Message::new("refusal-no-such-instrument").with("name", name.as_str()),
        Refusal::WrongWavelength { nm } => Message::new("refusal-wrong-wavelength").with("nm", *nm),
        Refusal::NothingInMeter => Message::new("refusal-nothing-in-meter"),
        Refusal::NoLight => Message::new("refusal-no-light"),
        Refusal::RedIsOn => Message::new("refusal-red-is-on"),
        Refusal::RedIsOff => Message::new("refusal-red-is-off"),
        Refusal::NothingClipped(fibre) => {
            Message::new("refusal-nothing-clipped").with("fibre", termination_name(scenario, &fibre.clone().into()))
        }
        Refusal::AlreadyClipped(fibre) => {
            Message::new("refusal-already-clipped").with("fibre", termination_name(scenario, &fibre.clone().into()))
        }
        Refusal::NoSuchLine { line } => Message::new("refusal-no-such-line").with("line", line.as_str()),
        Refusal::NothingRead => Message::new("refusal-nothing-read"),
        _ => unreachable!("only refusals about instruments come here"),
    }
}

pub(crate) fn action_message(scenario: &Scenario, action: &Action) -> Message {
    let fibre_name = |end: &FibreEnd| termination_name(scenario, &end.clone().into());
    match action {
        Action::SetSource { source, nm: Some(nm) } => {
            Message::new("action-source-on").with("source", equipment_name(scenario, source)).with("nm", *nm)
        }
        Action::SetSource { source, nm: None } => {
            Message::new("action-source-off").with("source", equipment_name(scenario, source))
        }
        Action::Measure { meter, nm } => {
            Message::new("action-measure").with("meter", equipment_name(scenario, meter)).with("nm", *nm)
        }
        Action::SetReference { meter, nm } => {
            Message::new("action-reference").with("meter", equipment_name(scenario, meter)).with("nm", *nm)
        }
        Action::LightRed { end, class } => {
            Message::new("action-red-on").with("class", class.name()).with("at", termination_name(scenario, end))
        }
        Action::PutOutRed => Message::new("action-red-off"),
        Action::ClipOn { fibre } => Message::new("action-clip-on").with("fibre", fibre_name(fibre)),
        Action::ClipOff { fibre } => Message::new("action-clip-off").with("fibre", fibre_name(fibre)),
        Action::Write { line, value: Some(value) } => Message::new("action-write")
            .with("line", line_name(scenario, line))
            .with("value", value_message(scenario, line, *value)),
        Action::Write { line, value: None } => Message::new("action-copy").with("line", line_name(scenario, line)),
        _ => unreachable!("only actions of instruments come here"),
    }
}
