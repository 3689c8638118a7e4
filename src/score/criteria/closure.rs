//! What is judged of a closure: bends, coils, the cable that was opened.

use super::{Evidence, Item, Verdict, all_or_nothing, each, numbers};
use crate::fibre::cassette::CoilFault;
use crate::fibre::closure::{CableEnd, Closure, NO_GEL, coil_faults};
use crate::fibre::coiling::ClosureEffect;
use crate::fibre::names::{fibre_name, termination_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::Message;
use crate::plant::address::{FibreId, PortId, Termination};
use crate::plant::{ElementKind, Path};
use crate::scenario::file::Criterion;

/// The worst bend on the way, where it costs more than any connection and any splice.
pub fn bend_to_blame(lab: &Lab, path: &Path) -> Option<Message> {
    let joint = |kind: &ElementKind| !matches!(kind, ElementKind::Span | ElementKind::Cord | ElementKind::Leg { .. });
    let worst = path.elements.iter().filter(|element| joint(&element.kind)).max_by_key(|element| element.loss)?;
    let ElementKind::Bend { radius_mm, .. } = worst.kind else { return None };
    let at = termination_name(lab.scenario(), &worst.from);
    Some(Message::new("cause-bend").with("radius", radius_mm).with("at", at))
}

/// Judges a criterion of a closure.
pub fn judge(lab: &Lab, criterion: &Criterion) -> Verdict {
    match criterion {
        Criterion::CoilsWide { fibres, place } => {
            each(fibres, false, |fibre| coil(lab, place, fibre, &[CoilFault::Tight]))
        }
        Criterion::CoilsTidy { fibres, place } => {
            each(fibres, false, |fibre| coil(lab, place, fibre, &[CoilFault::OverSleeve, CoilFault::Crossing]))
        }
        Criterion::NothingPinched { place } => nothing_pinched(lab, place),
        Criterion::MeasuredShut { ports, nm, place } => each(nm, false, |nm| measured(lab, ports, *nm, place)),
        Criterion::CableHeld { cable, place, entry } => held(lab, cable, place, *entry),
        Criterion::TubesSound { cable, place } => sound(lab, cable, place),
        Criterion::TubesToLength { cable, place, kept_mm, bare_mm } => {
            each(&tubes(lab, cable), false, |tube| to_length(lab, cable, place, *tube, *kept_mm, *bare_mm))
        }
        Criterion::Degreased { cable, place } => {
            each(&tubes(lab, cable), false, |tube| degreased(lab, cable, place, *tube))
        }
        _ => all_or_nothing(false, Evidence::default()),
    }
}

fn closure<'a>(lab: &'a Lab, place: &str) -> Option<&'a Closure> {
    lab.state().closures.get(place)
}

fn cable_end<'a>(lab: &'a Lab, place: &str, cable: &str) -> Option<&'a CableEnd> {
    closure(lab, place)?.cable(cable)
}

/// Every tube of a cable.
fn tubes(lab: &Lab, cable: &str) -> Vec<u16> {
    (1..=lab.scenario().cable(cable).map_or(0, |cable| cable.tubes())).collect()
}

fn coil(lab: &Lab, place: &str, fibre: &FibreId, wanted: &[CoilFault]) -> Item {
    let laid = closure(lab, place).and_then(|closure| closure.coil(fibre)).filter(|coil| !coil.loops.is_empty());
    let wrong: Vec<CoilFault> = coil_faults(lab.scenario(), lab.state(), place, fibre)
        .into_iter()
        .filter(|fault| wanted.contains(fault))
        .collect();
    let what = match laid {
        None => Message::new("found-no-coil"),
        Some(coil) if wrong.is_empty() => {
            Message::new("found-coil").with("radius", coil.tightest_mm().unwrap_or_default())
        }
        Some(coil) => Message::new("found-coil-wrong")
            .with("radius", coil.tightest_mm().unwrap_or_default())
            .with("faults", wrong.iter().map(|fault| fault.message()).collect::<Vec<_>>()),
    };
    Item {
        good: laid.is_some() && wrong.is_empty(),
        missing: false,
        said: Message::new("found-at").with("fibre", fibre_name(lab.scenario(), fibre)).with("what", what),
        cause: None,
        actions: numbers(lab, |action| matches!(action, Action::Coil { fibre: of, .. } if of == fibre)),
        object: fibre.to_string(),
    }
}

fn nothing_pinched(lab: &Lab, place: &str) -> Verdict {
    let untouched = Closure::default();
    let closure = closure(lab, place).unwrap_or(&untouched);
    let caught: Vec<&FibreId> = closure.coils.iter().filter(|coil| coil.is_caught()).map(|coil| &coil.fibre).collect();
    let mut found = Vec::new();
    if !closure.covered {
        found.push(Message::new("found-cassette-open"));
    }
    if !closure.shut {
        found.push(Message::new("found-closure-open"));
    }
    if !caught.is_empty() {
        let names: Vec<Message> = caught.iter().map(|fibre| fibre_name(lab.scenario(), fibre)).collect();
        found.push(Message::new("found-pinched").with("fibres", names));
    }
    let good = found.is_empty();
    if good {
        found.push(Message::new("found-shut"));
    }
    let actions = numbers(lab, |action| {
        matches!(action, Action::CoverCassette | Action::ShutClosure)
            || matches!(action, Action::Coil { fibre, .. } if caught.contains(&fibre))
    });
    let objects = caught.iter().map(ToString::to_string).collect();
    all_or_nothing(good, Evidence { found, cause: None, actions, objects })
}

/// Every port was measured at this wavelength since the closure was shut.
fn measured(lab: &Lab, ports: &[PortId], nm: u16, place: &str) -> Item {
    let shut = lab.effects().iter().enumerate().rev().find_map(|(index, effects)| {
        let shuts = |effect: &Effect| matches!(effect, Effect::Closure(ClosureEffect::ClosureShut));
        effects.iter().any(shuts).then_some(index)
    });
    let stands_shut = closure(lab, place).is_some_and(|closure| closure.shut);
    let since = shut.map_or(0, |index| index + 1);
    let shots: Vec<(usize, &Termination)> = lab.journal().0[since..]
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| match &entry.action {
            Action::Shoot { at, nm: with, .. } if *with == nm => Some((since + index + 1, at)),
            _ => None,
        })
        .collect();
    // A power meter proves it as well, as long as some light came.
    let read = lab.effects()[since..].iter().enumerate().flat_map(|(index, effects)| {
        let number = since + index + 1;
        effects.iter().filter_map(move |effect| match effect {
            Effect::Measured(reading) if reading.nm.0 == nm && reading.dbm.is_some() => Some((number, reading)),
            _ => None,
        })
    });
    let ends = read.flat_map(|(number, reading)| {
        [Some(&reading.of), reading.source_at.as_ref()].into_iter().flatten().map(move |end| (number, end))
    });
    let shots: Vec<(usize, &Termination)> = shots.into_iter().chain(ends).collect();
    let reached = |port: &&PortId| {
        let port: Termination = (*port).clone().into();
        shots.iter().any(|(_, at)| **at == port || lab.plant().connected(at, &port))
    };
    let count = ports.iter().filter(reached).count();
    let good = stands_shut && count == ports.len();
    Item {
        good,
        missing: false,
        said: Message::new("found-measured-shut").with("nm", nm).with("count", count).with("all", ports.len()),
        cause: None,
        actions: shots.iter().map(|(number, _)| *number).collect(),
        object: format!("{nm} nm"),
    }
}

fn held(lab: &Lab, cable: &str, place: &str, entry: u8) -> Verdict {
    let end = cable_end(lab, place, cable);
    let of = |action: &Action| match action {
        Action::ClampCable { cable: id, .. }
        | Action::AnchorAramid { cable: id }
        | Action::CutTube { cable: id, .. } => id == cable,
        _ => false,
    };
    let holds = numbers(lab, |action| of(action) && !matches!(action, Action::CutTube { .. }));
    let cuts = numbers(lab, |action| of(action) && matches!(action, Action::CutTube { .. }));
    let after = cuts.first().is_some_and(|cut| holds.last().is_some_and(|held| held > cut));
    let (good, found) = match end {
        Some(CableEnd { entry: Some(at), .. }) if *at != entry => {
            (false, Message::new("found-wrong-entry").with("entry", *at).with("expected", entry))
        }
        Some(end) if end.entry.is_none() => (false, Message::new("found-not-clamped")),
        Some(end) if !end.anchored => (false, Message::new("found-not-anchored")),
        Some(_) if after => (false, Message::new("found-held-late")),
        Some(_) => (true, Message::new("found-held").with("entry", entry)),
        None => (false, Message::new("found-not-clamped")),
    };
    let actions = if good { holds } else { [holds, cuts].concat() };
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions, objects: vec![cable.to_owned()] })
}

fn sound(lab: &Lab, cable: &str, place: &str) -> Verdict {
    let end = cable_end(lab, place, cable).cloned().unwrap_or_default();
    let found = if end.open_mm == 0 {
        Message::new("found-jacket-on")
    } else if !end.nicked.is_empty() {
        Message::new("found-nicked").with("count", end.nicked.len()).with("broken", end.broken.len())
    } else if !end.weak.is_empty() {
        Message::new("found-weak").with("count", end.weak.len())
    } else {
        Message::new("found-sound")
    };
    let good = end.open_mm > 0 && end.nicked.is_empty() && end.weak.is_empty();
    let actions = numbers(lab, |action| match action {
        Action::RingCut { cable: id, .. } | Action::CutTube { cable: id, .. } => id == cable,
        _ => false,
    });
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions, objects: vec![cable.to_owned()] })
}

fn of_tube(lab: &Lab, cable: &str, tube: u16, good: bool, what: Message, wipes: bool) -> Item {
    let actions = numbers(lab, |action| match action {
        Action::CutTube { cable: id, tube: number, .. } => !wipes && id == cable && *number == tube,
        Action::WipeGel { cable: id, tube: number, .. } => wipes && id == cable && *number == tube,
        _ => false,
    });
    Item {
        good,
        missing: false,
        said: Message::new("found-tube").with("tube", tube).with("what", what),
        cause: None,
        actions,
        object: format!("{cable}:{tube}"),
    }
}

fn to_length(lab: &Lab, cable: &str, place: &str, tube: u16, kept_mm: (u16, u16), bare_mm: (u16, u16)) -> Item {
    let end = cable_end(lab, place, cable);
    let cut = end.and_then(|end| Some((end.tubes.get(&tube)?.kept_mm, end.bare_mm(tube)?)));
    let within = |value: u16, (least, most): (u16, u16)| (least..=most).contains(&value);
    let Some((kept, bare)) = cut else {
        return of_tube(lab, cable, tube, false, Message::new("found-tube-whole"), false);
    };
    let what = Message::new("found-tube-length")
        .with("kept", kept)
        .with("least-kept", kept_mm.0)
        .with("most-kept", kept_mm.1)
        .with("bare", bare)
        .with("least-bare", bare_mm.0)
        .with("most-bare", bare_mm.1);
    of_tube(lab, cable, tube, within(kept, kept_mm) && within(bare, bare_mm), what, false)
}

fn degreased(lab: &Lab, cable: &str, place: &str, tube: u16) -> Item {
    let gel = cable_end(lab, place, cable).and_then(|end| end.tubes.get(&tube)).map(|cut| cut.gel);
    let what = match gel {
        None => "found-tube-whole",
        Some(gel) if gel > NO_GEL => "found-gel",
        Some(_) => "found-no-gel",
    };
    of_tube(lab, cable, tube, gel.is_some_and(|gel| gel <= NO_GEL), Message::new(what), true)
}
