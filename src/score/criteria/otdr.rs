//! What is judged of the OTDR's work: how it was measured, what was found, what was written down, what was mended.

use super::{Evidence, Item, Verdict, all_or_nothing, each, numbers};
use crate::fibre::names::port_name;
use crate::fibre::otdr::gestures::IN_SIGHT_M;
use crate::fibre::otdr::instrument::{LEAD_M, default_index};
use crate::fibre::otdr::notebook::{Entry, EventKind, FaultName, NamedFault, Stands, Taken};
use crate::fibre::otdr::words::{Deed, distance};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::rules::{Acceptance, pack};
use crate::scenario::file::{Fault, FaultKind, ShotCheck};
use crate::units::{Millidecibels, Millimetres, Wavelength};

/// A range this many times the line still shows it well (design choice).
const WIDEST_RANGE: u64 = 5;
/// The index may be off by this, × 100 000: half a metre in a kilometre.
const INDEX_OFF: u32 = 70;
/// Less reflection than this may be called a loss or a reflection, in millidecibels: at 30 ns it hardly shows.
const FAINT: Millidecibels = Millidecibels(-57_000);
/// More than this is a connection whatever it loses.
const SHOWS: Millidecibels = Millidecibels(-57_000);
/// How far a mean may be written from where its event stands, in millimetres.
const MEAN_MM: i64 = 10_000;
/// Two faults named closer than this are one that was thought over, in metres.
const SAME_FAULT_M: u32 = 30;

/// A shot that counts, with its number in the notebook and that of its action.
struct Counted<'a> {
    taken: &'a Taken,
    action: usize,
    number: u32,
}

fn shots(lab: &Lab) -> Vec<Counted<'_>> {
    let actions = numbers(lab, |action| matches!(action, Action::Shoot { .. }));
    let taken = lab.state().notebook.shots.iter().zip(actions).enumerate();
    taken.map(|(index, (taken, action))| Counted { taken, action, number: index as u32 + 1 }).collect()
}

/// The last shot from each side of a link at each wavelength.
fn counted<'a>(lab: &'a Lab, a: &PortId, b: &PortId) -> Vec<Counted<'a>> {
    let mut kept: Vec<Counted<'_>> = Vec::new();
    for shot in shots(lab) {
        let port = shot.taken.port.as_ref();
        if port == Some(a) || port == Some(b) {
            let nm = shot.taken.settings.nm;
            kept.retain(|other| other.taken.port.as_ref() != port || other.taken.settings.nm != nm);
            kept.push(shot);
        }
    }
    kept
}

/// What the scenario's rules ask for, or else what courses do.
fn acceptance(lab: &Lab) -> Option<&'static Acceptance> {
    let own = lab.scenario().rules.as_deref().and_then(pack).and_then(|pack| pack.acceptance.as_ref());
    own.or_else(|| pack("ecole")?.acceptance.as_ref())
}

fn no_shot(lab: &Lab, a: &PortId, b: &PortId) -> Verdict {
    let found =
        Message::new("found-no-shot").with("a", port_name(lab.scenario(), a)).with("b", port_name(lab.scenario(), b));
    all_or_nothing(false, Evidence { found: vec![found], ..Evidence::default() })
}

/// How a link was measured.
pub fn measured(lab: &Lab, a: &PortId, b: &PortId, what: ShotCheck) -> Verdict {
    let Some(rules) = acceptance(lab) else { return all_or_nothing(false, Evidence::default()) };
    let counted = counted(lab, a, b);
    if counted.is_empty() {
        return no_shot(lab, a, b);
    }
    match what {
        ShotCheck::BothWays => both_ways(lab, &counted, a, b, rules),
        ShotCheck::Wavelengths => wavelengths(lab, &counted, a, b, rules),
        _ => each(&counted, false, |shot| set_right(shot, what, rules)),
    }
}

fn both_ways(lab: &Lab, counted: &[Counted], a: &PortId, b: &PortId, rules: &Acceptance) -> Verdict {
    let from = |port: &PortId| counted.iter().any(|shot| shot.taken.port.as_ref() == Some(port));
    let sides = u8::from(from(a)) + u8::from(from(b));
    let good = sides >= rules.directions;
    let found = Message::new("found-directions").with("sides", sides).with("asked", rules.directions);
    let objects = [a, b].into_iter().filter(|port| from(port) == good).map(ToString::to_string).collect();
    let actions = counted.iter().map(|shot| shot.action).collect();
    let mut evidence = Evidence { found: vec![found], cause: None, actions, objects };
    if !good {
        let missing = [a, b].into_iter().find(|port| !from(port)).unwrap_or(b);
        evidence.cause = Some(Message::new("cause-no-shot-from").with("port", port_name(lab.scenario(), missing)));
    }
    all_or_nothing(good, evidence)
}

fn wavelengths(lab: &Lab, counted: &[Counted], a: &PortId, b: &PortId, rules: &Acceptance) -> Verdict {
    let at = |port: &PortId, nm: u16| {
        counted.iter().any(|shot| shot.taken.port.as_ref() == Some(port) && shot.taken.settings.nm.0 == nm)
    };
    let sides: Vec<&PortId> =
        [a, b].into_iter().filter(|port| counted.iter().any(|shot| shot.taken.port.as_ref() == Some(*port))).collect();
    let wanted: Vec<(&PortId, u16)> =
        sides.iter().flat_map(|port| rules.nm.iter().map(move |nm| (*port, *nm))).collect();
    each(&wanted, false, |(port, nm)| {
        let good = at(port, *nm);
        Item {
            good,
            missing: false,
            said: Message::new(if good { "found-wavelength" } else { "found-no-wavelength" })
                .with("nm", *nm)
                .with("port", port_name(lab.scenario(), port)),
            cause: None,
            actions: Vec::new(),
            object: port.to_string(),
        }
    })
}

fn set_right(shot: &Counted, what: ShotCheck, rules: &Acceptance) -> Item {
    let Taken { settings, launch_mm, tail_mm, truth, .. } = shot.taken;
    let line_mm = truth.last().map_or(0, |stands| stands.at_mm);
    let (good, said) = match what {
        ShotCheck::LaunchReel => {
            let typed_right = u64::from(settings.launch_m) * 1000 == *launch_mm;
            let long_enough = *launch_mm >= u64::from(rules.launch_m) * 1000;
            let key = if long_enough && !typed_right { "found-launch-typed" } else { "found-launch" };
            let said = Message::new(key)
                .with("length", Millimetres(*launch_mm))
                .with("typed", settings.launch_m)
                .with("asked", rules.launch_m);
            (typed_right && long_enough, said)
        }
        ShotCheck::TailReel => {
            let said = Message::new("found-tail").with("length", Millimetres(*tail_mm)).with("asked", rules.launch_m);
            (*tail_mm >= u64::from(rules.launch_m) * 1000, said)
        }
        ShotCheck::Pulse => {
            let said = Message::new("found-pulse").with("pulse", settings.pulse_ns).with("most", rules.most_pulse_ns);
            (u32::from(settings.pulse_ns) <= rules.most_pulse_ns, said)
        }
        ShotCheck::Index => {
            let right = default_index(settings.nm).get();
            let said = Message::new("found-index")
                .with("typed", index_text(settings.group_index.get()))
                .with("right", index_text(right));
            (settings.group_index.get().abs_diff(right) <= INDEX_OFF, said)
        }
        _ => {
            let range_mm = u64::from(settings.range_m) * 1000;
            let said = Message::new("found-range").with("range", settings.range_m).with("line", Millimetres(line_mm));
            (range_mm > line_mm && range_mm <= line_mm * WIDEST_RANGE, said)
        }
    };
    let said = Message::new("found-in-shot").with("shot", shot.number).with("what", said);
    Item { good, missing: false, said, cause: None, actions: vec![shot.action], object: shot.taken.at.to_string() }
}

/// As instruments show it: 1.46770.
fn index_text(index: u32) -> String {
    format!("{}.{:05}", index / 100_000, index % 100_000)
}

/// Where something stands behind the port that was looked into, in millimetres.
fn behind_port(taken: &Taken, stands: &Stands) -> i64 {
    let before = if taken.launch_mm > 0 { taken.launch_mm as i64 } else { (LEAD_M * 1000.0) as i64 };
    stands.at_mm as i64 - before
}

/// What a table should hold: all that shows between the port and the far end.
fn to_be_found(taken: &Taken, least: Millidecibels) -> Vec<(i64, Stands)> {
    let on_line: Vec<(i64, Stands)> = taken
        .truth
        .iter()
        .map(|stands| (behind_port(taken, stands), *stands))
        .filter(|(at, stands)| *at >= -1000 && !(stands.is_end && taken.tail_mm > 0))
        .collect();
    let shows = |stands: &Stands| {
        stands.is_end
            || stands.reading.0.abs() >= least.0
            || stands.reflectance.is_some_and(|reflectance| reflectance > SHOWS)
    };
    on_line.into_iter().filter(|(_, stands)| shows(stands)).collect()
}

/// The table of the trainee at the longest wavelength from each side.
fn tables<'a>(lab: &'a Lab, a: &PortId, b: &PortId) -> Vec<Counted<'a>> {
    let mut longest: Vec<Counted<'_>> = Vec::new();
    for shot in counted(lab, a, b) {
        let same = longest.iter().position(|other| other.taken.port == shot.taken.port);
        match same {
            Some(index) if longest[index].taken.settings.nm < shot.taken.settings.nm => longest[index] = shot,
            Some(_) => {}
            None => longest.push(shot),
        }
    }
    longest
}

/// Everything that stands on the link is in the table, nothing else is, and each is called what it is.
pub fn events_marked(lab: &Lab, a: &PortId, b: &PortId, tolerance_m: f64, least: Millidecibels) -> Verdict {
    let tables = tables(lab, a, b);
    if tables.is_empty() {
        return no_shot(lab, a, b);
    }
    let tolerance = libm::round(tolerance_m * 1000.0) as i64;
    let mut looked: Vec<(usize, u32, Message, bool)> = Vec::new();
    for shot in &tables {
        let wanted = to_be_found(shot.taken, least);
        for (at, stands) in &wanted {
            let entry = nearest(&shot.taken.table, *at, tolerance);
            let good = entry.is_some_and(|entry| called_right(entry.kind, stands));
            let said = match entry {
                Some(entry) if !good => Message::new("found-event-called")
                    .with("at", distance(*at))
                    .with("kind", entry.kind.message())
                    .with("right", right_kind(stands).message()),
                Some(_) => Message::new("found-event").with("at", distance(*at)),
                None => Message::new("found-event-missing")
                    .with("at", distance(*at))
                    .with("kind", right_kind(stands).message()),
            };
            looked.push((shot.action, shot.number, said, good));
        }
        for entry in &shot.taken.table {
            let stands = |stands: &&Stands| (behind_port(shot.taken, stands) - entry.at_mm).abs() <= tolerance;
            let nothing = shot.taken.truth.iter().find(stands).is_none();
            // What is too small to count when it is there is too small to count when it is not.
            let small = entry.loss.is_some_and(|loss| loss.0.abs() < least.0) && entry.kind == EventKind::Loss;
            // Before the port lies the trainee's own reel.
            if nothing && !small && entry.at_mm > 0 && entry.kind != EventKind::Ghost {
                let said = Message::new("found-event-made-up").with("at", distance(entry.at_mm));
                looked.push((shot.action, shot.number, said, false));
            }
        }
    }
    each(&looked, false, |(action, number, said, good)| Item {
        good: *good,
        missing: false,
        said: Message::new("found-in-shot").with("shot", *number).with("what", said.clone()),
        cause: None,
        actions: vec![*action],
        object: number.to_string(),
    })
}

/// Where the port at the far end stands behind the near one: before the tail reel, or at the end.
fn far_port(taken: &Taken, on_line: &[(i64, Stands)]) -> i64 {
    on_line.last().map_or(0, |(at, _)| *at) - taken.tail_mm as i64
}

fn nearest(table: &[Entry], at: i64, tolerance: i64) -> Option<&Entry> {
    let off = |entry: &&Entry| (entry.at_mm - at).abs();
    table.iter().filter(|entry| off(entry) <= tolerance).min_by_key(off)
}

fn right_kind(stands: &Stands) -> EventKind {
    if stands.is_end {
        EventKind::End
    } else if stands.reflectance.is_some() {
        EventKind::Reflection
    } else {
        EventKind::Loss
    }
}

fn called_right(kind: EventKind, stands: &Stands) -> bool {
    let faint = stands.reflectance.is_some_and(|reflectance| reflectance <= FAINT);
    kind == right_kind(stands) || (!stands.is_end && faint && kind == EventKind::Loss)
}

/// What the tables say of losses is what was there.
pub fn event_losses(lab: &Lab, a: &PortId, b: &PortId, tolerance: Millidecibels) -> Verdict {
    let tables = tables(lab, a, b);
    let mut read: Vec<(usize, u32, i64, Millidecibels, Millidecibels)> = Vec::new();
    for shot in &tables {
        for entry in shot.taken.table.iter().filter(|entry| !entry.merged && entry.kind != EventKind::Ghost) {
            let Some(loss) = entry.loss else { continue };
            let off = |stands: &&Stands| (behind_port(shot.taken, stands) - entry.at_mm).abs();
            let stands =
                shot.taken.truth.iter().filter(|stands| !stands.is_end && off(stands) < MEAN_MM).min_by_key(off);
            if let Some(stands) = stands {
                read.push((shot.action, shot.number, entry.at_mm, loss, stands.reading));
            }
        }
    }
    if read.is_empty() {
        let found = vec![Message::new("found-no-losses")];
        return all_or_nothing(false, Evidence { found, ..Evidence::default() });
    }
    each(&read, false, |(action, number, at_mm, loss, reading)| {
        let good = (loss.0 - reading.0).abs() <= tolerance.0;
        let said =
            Message::new("found-event-loss").with("at", distance(*at_mm)).with("loss", *loss).with("right", *reading);
        Item {
            good,
            missing: false,
            said: Message::new("found-in-shot").with("shot", *number).with("what", said),
            cause: None,
            actions: vec![*action],
            object: number.to_string(),
        }
    })
}

/// The mean of both ways was written for everything between the two ports, and is the true loss.
pub fn means_written(lab: &Lab, a: &PortId, b: &PortId, nm: Wavelength, tolerance: Millidecibels) -> Verdict {
    let notebook = &lab.state().notebook;
    let from = |port: &PortId| {
        let shots = counted(lab, a, b);
        shots.into_iter().find(|shot| shot.taken.port.as_ref() == Some(port) && shot.taken.settings.nm == nm)
    };
    let Some(seen) = from(a).or_else(|| from(b)) else { return no_shot(lab, a, b) };
    // What stands between the connections at both ends.
    let on_line: Vec<(i64, Stands)> =
        seen.taken.truth.iter().map(|stands| (behind_port(seen.taken, stands), *stands)).collect();
    let far = far_port(seen.taken, &on_line);
    let inner: Vec<(i64, Stands)> =
        on_line.into_iter().filter(|(at, stands)| *at > MEAN_MM && *at < far - MEAN_MM && stands.loss.0 > 0).collect();
    let actions = numbers(lab, |action| matches!(action, Action::WriteMean { .. }));
    each(&inner, false, |(at, stands)| {
        let meant = notebook.means.iter().rev().find(|mean| {
            let [Some(one), Some(other)] = mean.shots.map(|number| notebook.shot(number)) else { return false };
            let ports = [one.port.as_ref(), other.port.as_ref()];
            let both = ports == [Some(a), Some(b)] || ports == [Some(b), Some(a)];
            let place = if one.port == seen.taken.port { *at } else { far - *at };
            both && one.settings.nm == nm && other.settings.nm == nm && (mean.at_mm - place).abs() <= MEAN_MM
        });
        let good = meant.is_some_and(|mean| (mean.loss.0 - stands.loss.0).abs() <= tolerance.0);
        let said = match meant {
            Some(mean) => Message::new("found-mean")
                .with("at", distance(*at))
                .with("loss", mean.loss)
                .with("right", stands.loss)
                .with("nm", nm.0),
            None => Message::new("found-no-mean").with("at", distance(*at)).with("nm", nm.0),
        };
        Item { good, missing: false, said, cause: None, actions: actions.clone(), object: a.to_string() }
    })
}

/// The report was signed after the last measurement, with the right verdict.
pub fn report_signed(lab: &Lab, accepted: bool) -> Verdict {
    let signed = lab.state().notebook.signed;
    let actions = numbers(lab, |action| matches!(action, Action::SignReport { .. }));
    let last_shot = shots(lab).last().map_or(0, |shot| shot.action);
    let after_all = actions.last().is_some_and(|action| *action > last_shot) && last_shot > 0;
    let key = match signed {
        None => "found-not-signed",
        Some(_) if !after_all => "found-signed-early",
        Some(true) => "found-accepted",
        Some(false) => "found-refused",
    };
    let found = vec![Message::new(key)];
    all_or_nothing(signed == Some(accepted) && after_all, Evidence { found, actions, ..Evidence::default() })
}

/// The fault as the trainee named it: the nearest on its fibre, or else what is left over.
fn named(lab: &Lab, number: u32) -> Option<(&Fault, Option<&NamedFault>)> {
    let faults = &lab.scenario().faults;
    let index = (number as usize).checked_sub(1)?;
    let fault = faults.get(index)?;
    let mut told: Vec<&NamedFault> = Vec::new();
    for named in &lab.state().notebook.faults {
        told.retain(|other| !thought_over(other, named));
        told.push(named);
    }
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (fault_index, fault) in faults.iter().enumerate() {
        for (named_index, named) in told.iter().enumerate() {
            pairs.push((off_m(fault, named), fault_index, named_index));
        }
    }
    pairs.sort_unstable();
    let (mut taken_faults, mut taken_names, mut mine) = (Vec::new(), Vec::new(), None);
    for (_, fault_index, named_index) in pairs {
        if taken_faults.contains(&fault_index) || taken_names.contains(&named_index) {
            continue;
        }
        taken_faults.push(fault_index);
        taken_names.push(named_index);
        if fault_index == index {
            mine = Some(told[named_index]);
        }
    }
    Some((fault, mine))
}

fn thought_over(one: &NamedFault, other: &NamedFault) -> bool {
    let near = match (one.at_m, other.at_m) {
        (Some(one), Some(other)) => one.abs_diff(other) <= SAME_FAULT_M,
        _ => one.place == other.place,
    };
    one.fibre == other.fibre && near
}

/// How far a named fault lies from a real one, in metres; far away on another fibre.
fn off_m(fault: &Fault, named: &NamedFault) -> u32 {
    const ELSEWHERE: u32 = u32::MAX;
    match (fault.at_m, named.at_m) {
        (Some(fault_at), Some(named_at)) if fault.fibre == named.fibre => fault_at.abs_diff(named_at),
        (None, None) if fault.fibre.cable == named.fibre.cable && fault.place == named.place => 0,
        _ => ELSEWHERE,
    }
}

fn naming(lab: &Lab) -> Vec<usize> {
    numbers(lab, |action| matches!(action, Action::NameFault { .. }))
}

/// A fault was told where it is.
pub fn fault_located(lab: &Lab, number: u32, tolerance_m: u32) -> Verdict {
    let Some((fault, named)) = named(lab, number) else { return all_or_nothing(false, Evidence::default()) };
    let off = named.map(|named| off_m(fault, named));
    let good = off.is_some_and(|off| off <= tolerance_m);
    let truth = NamedFault {
        kind: fault.kind.into(),
        fibre: fault.fibre.clone(),
        at_m: fault.at_m,
        place: fault.place.clone(),
    };
    let said = match named {
        Some(named) => Message::new("found-fault-where").with("named", named.message(lab.scenario())),
        None => Message::new("found-fault-not-named"),
    };
    let found = vec![said.with("truth", truth.message(lab.scenario()))];
    let objects = vec![fault.fibre.to_string()];
    all_or_nothing(good, Evidence { found, cause: None, actions: naming(lab), objects })
}

/// A fault was called what it is.
pub fn fault_kind_named(lab: &Lab, number: u32) -> Verdict {
    let Some((fault, named)) = named(lab, number) else { return all_or_nothing(false, Evidence::default()) };
    let right = FaultName::from(fault.kind);
    let good = named.is_some_and(|named| named.kind == right);
    let said = match named {
        Some(named) => Message::new("found-fault-kind").with("named", named.kind.message()),
        None => Message::new("found-fault-kind-not-named"),
    };
    let found = vec![said.with("right", right.message())];
    let objects = vec![fault.fibre.to_string()];
    all_or_nothing(good, Evidence { found, cause: None, actions: naming(lab), objects })
}

/// Repairs: their actions, from 1, and whether something was there.
fn repairs(lab: &Lab) -> Vec<(usize, bool)> {
    let effects = lab.effects().iter().enumerate();
    let of = |(index, effects): (usize, &Vec<Effect>)| {
        effects.iter().find_map(|effect| match effect {
            Effect::Otdr(Deed::Mended { .. }) => Some((index + 1, true)),
            Effect::Otdr(Deed::NothingThere { .. }) => Some((index + 1, false)),
            _ => None,
        })
    };
    effects.filter_map(of).collect()
}

/// Nothing was opened that had not been located first, after a shot.
pub fn mended_after_locating(lab: &Lab) -> Verdict {
    let journal = &lab.journal().0;
    let repairs = repairs(lab);
    let blind: Vec<usize> = repairs
        .iter()
        .map(|(number, _)| *number)
        .filter(|number| {
            let Action::Mend { fibre, at_m } = &journal[*number - 1].action else { return false };
            let before = &journal[..*number - 1];
            let shot = before.iter().any(|entry| matches!(entry.action, Action::Shoot { .. }));
            let told = before.iter().any(|entry| match &entry.action {
                Action::NameFault { fibre: told, at_m: Some(told_at), .. } => {
                    told == fibre && told_at.abs_diff(*at_m) <= IN_SIGHT_M
                }
                _ => false,
            });
            !(shot && told)
        })
        .collect();
    let good = !repairs.is_empty() && blind.is_empty();
    let key = match (repairs.is_empty(), blind.is_empty()) {
        (true, _) => "found-nothing-mended",
        (_, true) => "found-mended-after",
        (_, false) => "found-mended-blind",
    };
    let actions = if blind.is_empty() { repairs.iter().map(|(number, _)| *number).collect() } else { blind };
    all_or_nothing(good, Evidence { found: vec![Message::new(key)], actions, ..Evidence::default() })
}

/// Every fault of the scenario is gone.
pub fn faults_mended(lab: &Lab) -> Verdict {
    let faults: Vec<(usize, &Fault)> = lab.scenario().faults.iter().enumerate().collect();
    each(&faults, false, |(number, fault)| {
        let good = match fault.kind {
            FaultKind::BadSplice => respliced(lab, fault),
            _ => u32::try_from(*number).is_ok_and(|number| lab.state().mended.contains(&number)),
        };
        let truth = NamedFault {
            kind: fault.kind.into(),
            fibre: fault.fibre.clone(),
            at_m: fault.at_m,
            place: fault.place.clone(),
        };
        Item {
            good,
            missing: false,
            said: Message::new(if good { "found-fault-gone" } else { "found-fault-left" })
                .with("fault", truth.message(lab.scenario())),
            cause: None,
            actions: repairs(lab).iter().map(|(number, _)| *number).collect(),
            object: fault.fibre.to_string(),
        }
    })
}

fn respliced(lab: &Lab, fault: &Fault) -> bool {
    use crate::fibre::splice::Core;
    let here = |splice: &&crate::fibre::splice::Splice| {
        splice.joins(&fault.fibre) && fault.place.as_ref() == Some(&splice.a.place)
    };
    lab.state().splices.iter().rev().find(here).is_some_and(|splice| matches!(splice.core, Core::Fused { .. }))
}

/// After the last repair the link was measured again at every wavelength asked for.
pub fn measured_after(lab: &Lab, a: &PortId, b: &PortId) -> Verdict {
    let last_fuse = numbers(lab, |action| matches!(action, Action::Fuse { .. })).last().copied();
    let mended = repairs(lab).iter().rev().find(|(_, found)| *found).map(|(number, _)| *number);
    let Some(repaired) = last_fuse.max(mended) else {
        let found = vec![Message::new("found-nothing-mended")];
        return all_or_nothing(false, Evidence { found, ..Evidence::default() });
    };
    let Some(rules) = acceptance(lab) else { return all_or_nothing(false, Evidence::default()) };
    let after: Vec<Counted> = counted(lab, a, b).into_iter().filter(|shot| shot.action > repaired).collect();
    let good = rules.nm.iter().all(|nm| after.iter().any(|shot| shot.taken.settings.nm.0 == *nm));
    let found = vec![Message::new(if good { "found-measured-after" } else { "found-not-measured-after" })];
    let actions = after.iter().map(|shot| shot.action).collect();
    all_or_nothing(good, Evidence { found, actions, ..Evidence::default() })
}
