//! What a hand does with the OTDR and its report: shots, tables, means, faults named and mended, the signature.

use super::line::{Truth, TruthKind};
use super::notebook::{Entry, EventKind, FaultName, Mean, NamedFault, Stands, Taken};
use super::words::{Deed, Hindrance};
use super::{Row, Settings, Shot, shoot};
use crate::fibre::gestures::Done;
use crate::fibre::sor::measure::Kind;
use crate::lab::action::Action;
use crate::lab::effect::{Effect, Quantity, Refusal};
use crate::lab::{State, presence};
use crate::plant::Plant;
use crate::plant::address::{CordEnd, FibreId, PortId, Termination};
use crate::scenario::file::FaultKind;
use crate::scenario::model::Scenario;
use crate::units::{Millidecibels, Wavelength};
use std::num::NonZeroU32;
use std::sync::Arc;

type Outcome = Result<Done, Refusal>;

/// Plugging in and setting up (design choice).
const SET_SECONDS: u64 = 20;
/// Looking through a table, setting a marker, working out a mean, writing down a fault (design choices).
const TABLE_SECONDS: u64 = 15;
const MARK_SECONDS: u64 = 15;
const MEAN_SECONDS: u64 = 20;
const NAME_SECONDS: u64 = 20;
const SIGN_SECONDS: u64 = 60;
/// Opening a cable somewhere and putting a piece in, or finding nothing there (design choices).
const MEND_SECONDS: u64 = 45 * 60;
const STRAIGHTEN_SECONDS: u64 = 15 * 60;
/// Whoever opens a cable sees so much of it to both sides, in metres (design choice).
pub const IN_SIGHT_M: u32 = 6;
/// What stands closer together is one event, in millimetres: a connection and the splice of its pigtail.
const ONE_EVENT_MM: u64 = 4_000;
/// An entry of the table is meant by a distance within so many millimetres.
const MEANT_MM: i64 = 1_500;

/// Does one of the OTDR's actions; nothing if it is none of them.
pub fn perform(scenario: &Arc<Scenario>, state: &mut State, action: &Action) -> Option<Outcome> {
    Some(match action {
        Action::Shoot { .. } => take(scenario, state, action),
        Action::TakeTable { shot } => table(state, *shot),
        Action::MarkEvent { shot, at_mm, kind, loss_mdb, reflectance_mdb } => {
            let [loss, reflectance] = [loss_mdb, reflectance_mdb].map(|mdb| mdb.map(|mdb| Millidecibels(mdb.into())));
            let entry = Entry { at_mm: i64::from(*at_mm), kind: *kind, loss, reflectance, merged: false };
            mark(state, *shot, entry)
        }
        Action::ForgetEvent { shot, at_mm } => forget(state, *shot, i64::from(*at_mm)),
        Action::WriteMean { shots, at_mm, loss_mdb } => {
            let loss = Millidecibels(i64::from(*loss_mdb));
            mean(state, Mean { shots: [shots.0, shots.1], at_mm: i64::from(*at_mm), loss })
        }
        Action::NameFault { kind, fibre, at_m, place } => {
            let named = NamedFault { kind: *kind, fibre: fibre.clone(), at_m: *at_m, place: place.clone() };
            name(scenario, state, named)
        }
        Action::Mend { fibre, at_m } => mend(scenario, state, fibre, *at_m),
        Action::SignReport { accepted } => sign(state, *accepted),
        _ => return None,
    })
}

fn hindered(hindrance: Hindrance) -> Refusal {
    Refusal::Otdr(hindrance)
}

fn deed(seconds: u64, deed: Deed) -> Outcome {
    Ok(Done::new(seconds, [Effect::Otdr(deed)]))
}

fn in_range(what: Quantity, value: u32, least: i32, most: i32) -> Result<(), Refusal> {
    match i32::try_from(value) {
        Ok(value) if (least..=most).contains(&value) => Ok(()),
        _ => Err(Refusal::OutOfRange { what, least, most }),
    }
}

/// The settings of a shot.
///
/// # Errors
/// One of them is beyond what the instrument can do.
pub fn settings(action: &Action) -> Result<Settings, Refusal> {
    let Action::Shoot { nm, pulse_ns, range_m, seconds, index, launch_m, .. } = action else {
        return Err(hindered(Hindrance::NoOtdr));
    };
    let nm = Wavelength(*nm);
    if !super::instrument::WAVELENGTHS.contains(&nm) {
        return Err(hindered(Hindrance::NoSuchLaser(nm.0)));
    }
    in_range(Quantity::Pulse, u32::from(*pulse_ns), 5, 20_000)?;
    in_range(Quantity::Range, *range_m, 100, 160_000)?;
    in_range(Quantity::Seconds, u32::from(*seconds), 1, 600)?;
    in_range(Quantity::Launch, *launch_m, 0, 10_000)?;
    let index = index.unwrap_or_else(|| super::instrument::default_index(nm).get());
    in_range(Quantity::Index, index, 130_000, 170_000)?;
    let group_index = NonZeroU32::new(index).unwrap_or(NonZeroU32::MIN);
    let (pulse_ns, seconds) = (*pulse_ns, *seconds);
    Ok(Settings { nm, range_m: *range_m, pulse_ns, seconds, group_index, launch_m: *launch_m })
}

/// The seed of the noise of a shot, by its number from 1.
pub fn shot_seed(scenario: &Scenario, number: u32) -> u64 {
    crate::rng::stream(scenario.seed, "shot", number).below(u64::MAX)
}

fn take(scenario: &Arc<Scenario>, state: &mut State, action: &Action) -> Outcome {
    if !scenario.otdr {
        return Err(hindered(Hindrance::NoOtdr));
    }
    let Action::Shoot { at, .. } = action else { return Err(hindered(Hindrance::NoOtdr)) };
    let settings = settings(action)?;
    free(scenario, state, at)?;
    let plant = Plant::build(scenario, state);
    let number = state.notebook.shots.len() as u32 + 1;
    let shot = shoot(&plant, at, &settings, shot_seed(scenario, number))
        .ok_or_else(|| hindered(Hindrance::NoSuchEnd(at.clone())))?;
    let (port, launch_mm) = looked_into(scenario, state, at);
    let tail_mm = tail(&plant, scenario, at, &settings);
    let launch = i64::from(settings.launch_m) * 1000;
    let found: Vec<Entry> = shot.table.rows.iter().map(|row| entry(row, launch)).collect();
    let events = found.len();
    let seconds = SET_SECONDS + u64::from(settings.seconds);
    let truth = grouped(&shot);
    state.notebook.shots.push(Taken {
        at: at.clone(),
        port,
        launch_mm,
        tail_mm,
        settings,
        found,
        table: Vec::new(),
        truth,
    });
    deed(seconds, Deed::Shot { number, events })
}

/// The end is there and nothing is plugged or spliced to it.
pub fn free(scenario: &Scenario, state: &State, at: &Termination) -> Result<(), Refusal> {
    match at {
        Termination::Port(port) => {
            scenario.port(port).ok_or_else(|| Refusal::NoSuchPort(port.clone()))?;
            presence::at_port(scenario, state, port)?;
            let taken = state.cords.values().any(|cord| cord.plugged.iter().flatten().any(|other| other == port));
            if taken { Err(Refusal::PortTaken(port.clone())) } else { Ok(()) }
        }
        Termination::Cord(end) => {
            let cord = state.cords.get(&end.cord).ok_or_else(|| Refusal::NoSuchCord(end.clone()))?;
            let index = usize::from(end.end == crate::plant::address::End::B);
            if let Some(port) = cord.plugged.iter().flatten().next() {
                presence::at_port(scenario, state, port)?;
            }
            if cord.plugged[index].is_some() { Err(Refusal::AlreadyPlugged(end.clone())) } else { Ok(()) }
        }
        Termination::Fibre(end) => {
            if state.here(scenario).is_some_and(|here| here != end.place) {
                return Err(Refusal::Elsewhere { place: end.place.clone() });
            }
            let spliced = state.splices.iter().any(|splice| !splice.parted && (splice.a == *end || splice.b == *end));
            if spliced || scenario.has_pigtail(&end.fibre, &end.place) {
                Err(Refusal::Spliced(end.fibre.clone()))
            } else {
                Ok(())
            }
        }
        Termination::Along(_) => Err(hindered(Hindrance::NoSuchEnd(at.clone()))),
    }
}

/// The port behind the launch reel, and how long that reel is.
fn looked_into(scenario: &Scenario, state: &State, at: &Termination) -> (Option<PortId>, u64) {
    match at {
        Termination::Port(port) => (Some(port.clone()), 0),
        Termination::Cord(CordEnd { cord, end }) => {
            let other = usize::from(end.other() == crate::plant::address::End::B);
            let port = state.cords.get(cord).and_then(|cord| cord.plugged[other].clone());
            (port, scenario.cord_length(cord).unwrap_or_default().0)
        }
        _ => (None, 0),
    }
}

/// The cord that hangs free at the end of the way of least loss.
fn tail(plant: &Plant, scenario: &Scenario, at: &Termination, settings: &Settings) -> u64 {
    let ways = plant.ways_from(at, settings.nm);
    let nearest = ways.iter().filter(|way| way.elements.len() > 1).min_by_key(|way| way.loss);
    match nearest.and_then(|way| way.elements.last()).map(|last| &last.to) {
        Some(Termination::Cord(end)) => scenario.cord_length(&end.cord).unwrap_or_default().0,
        _ => 0,
    }
}

fn entry(row: &Row, launch_mm: i64) -> Entry {
    Entry {
        at_mm: row.at_mm as i64 - launch_mm,
        kind: match row.kind {
            _ if row.is_end => EventKind::End,
            Kind::Reflective | Kind::Saturated => EventKind::Reflection,
            Kind::Loss | Kind::Unknown => EventKind::Loss,
        },
        loss: row.loss,
        reflectance: row.reflectance,
        merged: row.merged,
    }
}

/// What stands on the line, with all that stands together as one.
fn grouped(shot: &Shot) -> Vec<Stands> {
    let mut groups: Vec<(u64, Stands)> = Vec::new();
    for truth in &shot.truth {
        let stands = stands(truth);
        match groups.last_mut().filter(|(last, _)| truth.at_mm - *last <= ONE_EVENT_MM) {
            Some((last, group)) => {
                *last = truth.at_mm;
                group.loss = group.loss + stands.loss;
                group.reading = group.reading + stands.reading;
                group.reflectance = group.reflectance.max(stands.reflectance);
                group.is_end |= stands.is_end;
            }
            None => groups.push((truth.at_mm, stands)),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn stands(truth: &Truth) -> Stands {
    Stands {
        at_mm: truth.at_mm,
        loss: truth.loss,
        reading: truth.loss + truth.scattering,
        reflectance: truth.reflectance,
        is_end: truth.kind == TruthKind::End,
    }
}

fn taken(state: &mut State, shot: u32) -> Result<&mut Taken, Refusal> {
    let index = (shot as usize).checked_sub(1);
    let found = index.and_then(|index| state.notebook.shots.get_mut(index));
    found.ok_or_else(|| hindered(Hindrance::NoSuchShot(shot)))
}

fn table_of(state: &mut State, shot: u32) -> Result<&mut Vec<Entry>, Refusal> {
    state.notebook.table_mut(shot).ok_or_else(|| hindered(Hindrance::NoSuchShot(shot)))
}

fn table(state: &mut State, shot: u32) -> Outcome {
    open(state)?;
    let taken = taken(state, shot)?;
    taken.table = taken.found.clone();
    let events = taken.table.len();
    deed(TABLE_SECONDS, Deed::TableTaken { shot, events })
}

fn mark(state: &mut State, shot: u32, entry: Entry) -> Outcome {
    open(state)?;
    let table = table_of(state, shot)?;
    table.retain(|other| (other.at_mm - entry.at_mm).abs() > MEANT_MM);
    table.push(entry);
    table.sort_by_key(|entry| entry.at_mm);
    deed(MARK_SECONDS, Deed::EventMarked { shot, at_mm: entry.at_mm, kind: entry.kind })
}

fn forget(state: &mut State, shot: u32, at_mm: i64) -> Outcome {
    open(state)?;
    let table = table_of(state, shot)?;
    let before = table.len();
    table.retain(|entry| (entry.at_mm - at_mm).abs() > MEANT_MM);
    if table.len() == before {
        return Err(hindered(Hindrance::NoSuchEvent { shot }));
    }
    deed(MARK_SECONDS, Deed::EventForgotten { shot, at_mm })
}

fn mean(state: &mut State, mean: Mean) -> Outcome {
    open(state)?;
    for shot in mean.shots {
        table_of(state, shot)?;
    }
    let same = |other: &Mean| other.shots == mean.shots && (other.at_mm - mean.at_mm).abs() <= MEANT_MM;
    state.notebook.means.retain(|other| !same(other));
    state.notebook.means.push(mean);
    deed(MEAN_SECONDS, Deed::MeanWritten { at_mm: mean.at_mm, loss: mean.loss })
}

fn name(scenario: &Scenario, state: &mut State, named: NamedFault) -> Outcome {
    open(state)?;
    if !scenario.has_fibre(&named.fibre) {
        return Err(Refusal::NoSuchFibre(named.fibre));
    }
    if named.at_m.is_none() == named.place.is_none() {
        return Err(hindered(Hindrance::WhereIsIt));
    }
    state.notebook.faults.push(named.clone());
    deed(NAME_SECONDS, Deed::FaultNamed(named))
}

fn mend(scenario: &Scenario, state: &mut State, fibre: &FibreId, at_m: u32) -> Outcome {
    let cable = scenario.cable(&fibre.cable).filter(|_| scenario.has_fibre(fibre));
    let length_m = cable.ok_or_else(|| Refusal::NoSuchFibre(fibre.clone()))?.length_m;
    // Whoever wants to open the cable has to go out to it: to the place at one of its ends, and along it from there.
    let ends = cable.map(|cable| [cable.from.as_str(), cable.to.as_str()]);
    if let Some([from, to]) = ends
        && let Some(here) = state.here(scenario)
        && ![from, to].contains(&here)
    {
        let nearer = if at_m * 2 <= length_m { from } else { to };
        return Err(Refusal::Elsewhere { place: nearer.to_owned() });
    }
    in_range(Quantity::Distance, at_m, 0, i32::try_from(length_m).unwrap_or(i32::MAX))?;
    let mut found = None;
    for (number, fault) in scenario.faults.iter().enumerate() {
        let Some(there) = fault.at_m.filter(|_| fault.fibre == *fibre && fault.kind != FaultKind::BadSplice) else {
            continue;
        };
        if there.abs_diff(at_m) <= IN_SIGHT_M && state.mended.insert(number as u32) {
            found = found.or(Some(fault.kind));
        }
    }
    let seconds = if found == Some(FaultKind::Bend) { STRAIGHTEN_SECONDS } else { MEND_SECONDS };
    let done = deed(
        seconds,
        match found {
            Some(kind) => Deed::Mended { fibre: fibre.clone(), kind },
            None => Deed::NothingThere { fibre: fibre.clone(), at_m },
        },
    )?;
    Ok(if found.is_some() { done.changing_the_plant() } else { done })
}

fn sign(state: &mut State, accepted: bool) -> Outcome {
    open(state)?;
    state.notebook.signed = Some(accepted);
    deed(SIGN_SECONDS, Deed::Signed { accepted })
}

/// A signed report is closed.
fn open(state: &State) -> Result<(), Refusal> {
    if state.notebook.signed.is_some() { Err(hindered(Hindrance::AlreadySigned)) } else { Ok(()) }
}

impl From<FaultKind> for FaultName {
    fn from(kind: FaultKind) -> Self {
        match kind {
            FaultKind::CleanBreak | FaultKind::ShatteredBreak => FaultName::Break,
            FaultKind::Bend => FaultName::Bend,
            FaultKind::Crush => FaultName::Crush,
            FaultKind::BadSplice => FaultName::BadSplice,
        }
    }
}
