//! What is judged of traces that were given to be read: what was found, how it was read, what it was called.

use super::{Evidence, Item, Verdict, all_or_nothing, each, numbers};
use crate::fibre::otdr::notebook::{Entry, EventKind};
use crate::fibre::otdr::words::distance;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::scenario::file::{TrueEvent, TrueMean};
use crate::units::Millidecibels;

/// A given trace with what was noted on it.
struct Read<'a> {
    number: u32,
    truth: &'a [TrueEvent],
    table: &'a [Entry],
    /// The actions that noted something on it.
    actions: Vec<usize>,
}

fn millimetres(metres: f64) -> i64 {
    libm::round(metres * 1000.0) as i64
}

fn read<'a>(lab: &'a Lab, traces: &[String]) -> Vec<Read<'a>> {
    let given = lab.scenario().traces.iter().enumerate();
    let wanted = given.filter(|(_, (id, _))| traces.contains(id));
    wanted
        .map(|(index, (_, given))| {
            let number = index as u32 + 1;
            let table = lab.state().notebook.given.get(index).map_or(&[][..], Vec::as_slice);
            let noted = |action: &Action| {
                matches!(action, Action::MarkEvent { shot, .. } | Action::ForgetEvent { shot, .. } if *shot == number)
            };
            Read { number, truth: &given.file.truth, table, actions: numbers(lab, noted) }
        })
        .collect()
}

/// What was noted nearest to something that is there, if near enough.
fn noted<'a>(table: &'a [Entry], event: &TrueEvent) -> Option<&'a Entry> {
    let off = |entry: &&Entry| (entry.at_mm - millimetres(event.at_m)).abs();
    table.iter().filter(|entry| off(entry) <= millimetres(event.within_m)).min_by_key(off)
}

fn on(number: u32, what: Message) -> Message {
    Message::new("found-on-trace").with("trace", number).with("what", what)
}

/// Whether something that is there was noted and called what it is.
fn called(read: &Read, event: &TrueEvent) -> Item {
    let entry = noted(read.table, event);
    let good = entry.is_some_and(|entry| entry.kind == event.kind);
    let at = distance(entry.map_or(millimetres(event.at_m), |entry| entry.at_mm));
    let said = match entry {
        Some(_) if good => Message::new("found-noted").with("at", at).with("kind", event.kind.message()),
        Some(entry) => Message::new("found-noted-as")
            .with("at", at)
            .with("kind", entry.kind.message())
            .with("right", event.kind.message()),
        None => Message::new("found-not-noted").with("at", at).with("kind", event.kind.message()),
    };
    Item {
        good,
        missing: false,
        said: on(read.number, said),
        cause: (!good).then(|| Message::new("cause-own").with("why", event.why.clone())),
        actions: read.actions.clone(),
        object: format!("{} · {}", read.number, event.at_m),
    }
}

/// What is there of some kinds, on these traces.
fn each_called(lab: &Lab, traces: &[String], wanted: impl Fn(EventKind) -> bool) -> Verdict {
    let read = read(lab, traces);
    let all: Vec<(&Read, &TrueEvent)> = read
        .iter()
        .flat_map(|read| read.truth.iter().map(move |event| (read, event)))
        .filter(|(_, event)| event.needed && wanted(event.kind))
        .collect();
    each(&all, false, |(read, event)| called(read, event))
}

/// Everything that loses, gains or reflects was noted at its place and called so.
pub fn events(lab: &Lab, traces: &[String]) -> Verdict {
    each_called(lab, traces, |kind| matches!(kind, EventKind::Loss | EventKind::Reflection))
}

pub fn ends(lab: &Lab, traces: &[String]) -> Verdict {
    each_called(lab, traces, |kind| kind == EventKind::End)
}

pub fn ghosts(lab: &Lab, traces: &[String]) -> Verdict {
    each_called(lab, traces, |kind| kind == EventKind::Ghost)
}

/// The losses that were noted are those that are read there.
pub fn losses(lab: &Lab, traces: &[String], forgive_missing: bool) -> Verdict {
    let read = read(lab, traces);
    let all: Vec<(&Read, &TrueEvent, f64)> = read
        .iter()
        .flat_map(|read| read.truth.iter().map(move |event| (read, event)))
        .filter(|(_, event)| event.needed)
        .filter_map(|(read, event)| Some((read, event, event.loss_db?)))
        .collect();
    each(&all, forgive_missing, |(read, event, right)| {
        let right = Millidecibels::from_db(*right);
        let entry = noted(read.table, event).filter(|entry| entry.kind == event.kind);
        let loss = entry.and_then(|entry| entry.loss);
        let good = loss.is_some_and(|loss| (loss.0 - right.0).abs() <= Millidecibels::from_db(event.within_db).0);
        let at = distance(millimetres(event.at_m));
        let said = match loss {
            Some(loss) => Message::new("found-event-loss").with("at", at).with("loss", loss).with("right", right),
            None => Message::new("found-no-loss-noted").with("at", at).with("right", right),
        };
        Item {
            good,
            missing: entry.is_none(),
            said: on(read.number, said),
            cause: None,
            actions: read.actions.clone(),
            object: format!("{} · {}", read.number, event.at_m),
        }
    })
}

/// Nothing was noted where nothing is.
pub fn nothing_made_up(lab: &Lab, traces: &[String]) -> Verdict {
    let mut evidence = Evidence::default();
    for read in read(lab, traces) {
        for entry in read.table {
            let there =
                |event: &TrueEvent| (entry.at_mm - millimetres(event.at_m)).abs() <= millimetres(event.within_m);
            if !read.truth.iter().any(there) {
                let said = Message::new("found-event-made-up").with("at", distance(entry.at_mm));
                evidence.found.push(on(read.number, said));
                evidence.objects.push(format!("{} · {}", read.number, entry.at_mm as f64 / 1000.0));
                let at = |action: &Action| {
                    matches!(action, Action::MarkEvent { shot, at_mm, .. }
                        if *shot == read.number && i64::from(*at_mm) == entry.at_mm)
                };
                evidence.actions.extend(numbers(lab, at));
            }
        }
    }
    let good = evidence.found.is_empty();
    if good {
        evidence.found.push(Message::new("found-nothing-made-up"));
    }
    all_or_nothing(good, evidence)
}

/// The means of both ways that were asked for are the true losses.
pub fn means(lab: &Lab, traces: &(String, String), means: &[TrueMean]) -> Verdict {
    let number = |id: &str| lab.scenario().traces.get_index_of(id).map_or(0, |index| index as u32 + 1);
    let shots = [number(&traces.0), number(&traces.1)];
    let actions = numbers(lab, |action| matches!(action, Action::WriteMean { .. }));
    each(means, false, |mean| {
        let off = |at_mm: i64| (at_mm - millimetres(mean.at_m)).abs();
        let written = lab.state().notebook.means.iter().rev();
        let written = written
            .filter(|written| written.shots == shots && off(written.at_mm) <= millimetres(mean.within_m))
            .min_by_key(|written| off(written.at_mm));
        let right = Millidecibels::from_db(mean.db);
        let good =
            written.is_some_and(|written| (written.loss.0 - right.0).abs() <= Millidecibels::from_db(mean.within_db).0);
        let at = distance(millimetres(mean.at_m));
        let said = match written {
            Some(written) => {
                Message::new("found-mean-written").with("at", at).with("loss", written.loss).with("right", right)
            }
            None => Message::new("found-mean-missing").with("at", at).with("right", right),
        };
        Item {
            good,
            missing: false,
            said,
            cause: (!good).then(|| Message::new("cause-own").with("why", mean.why.clone())),
            actions: actions.clone(),
            object: format!("{} · {}", shots[0], mean.at_m),
        }
    })
}
