//! Each kind of criterion: what it looks at and what it finds.

mod build;
mod closure;
mod copper;
mod cords;
mod faces;
mod line;
mod measures;
mod names;
mod network;
mod otdr;
mod rack;
mod traces;

use super::Evidence;
use crate::fibre::bench::splice_of;
use crate::fibre::names::fibre_name;
use crate::fibre::splice::{Core, Lies, Splice};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::{Effect, stock_name};
use crate::locale::Message;
use crate::plant::address::{FibreId, Termination};
use crate::plant::{ElementKind, Path};
use crate::scenario::file::{Criterion, Pair};
use crate::units::{MilliDbm, Millidecibels, Millidegrees, Millis, Permille, Wavelength};

/// The share of the points and why.
pub struct Verdict {
    pub share: Permille,
    pub evidence: Evidence,
}

/// What one of several things was worth.
struct Item {
    good: bool,
    /// The pair is not spliced together, so there is nothing to look at.
    missing: bool,
    said: Message,
    cause: Option<Message>,
    actions: Vec<usize>,
    object: String,
}

/// Judges one criterion. With `forgive_missing`, pairs that were not spliced together are left out of the shares:
/// another line judges that, and one cause costs once.
pub fn judge(lab: &Lab, criterion: &Criterion, forgive_missing: bool) -> Verdict {
    match criterion {
        Criterion::Connected { from, to } => connected(lab, from, to),
        Criterion::LossBelow { from, to, nm, db, half_db } => {
            let half = half_db.map(Millidecibels::from_db);
            loss_below(lab, from, to, Wavelength(*nm), Millidecibels::from_db(*db), half)
        }
        Criterion::SplicesBelow { pairs, nm, db } => {
            let limit = Millidecibels::from_db(*db);
            each(pairs, forgive_missing, |pair| splice_below(lab, pair, Wavelength(*nm), limit))
        }
        Criterion::RightFibres { pairs } => each(pairs, false, |pair| right_fibres(lab, pair)),
        Criterion::Protected { pairs } => each(pairs, forgive_missing, |pair| protected(lab, pair)),
        Criterion::Stored { pairs, slots } => {
            let asked: Vec<(&Pair, u16)> = pairs.iter().zip(slots.iter().copied()).collect();
            each(&asked, forgive_missing, |(pair, slot)| stored(lab, pair, *slot))
        }
        Criterion::CleanedBeforeCleaved { pairs } => {
            each(pairs, forgive_missing, |pair| cleaned_before_cleaved(lab, pair))
        }
        Criterion::CleavedBelow { pairs, degrees } => {
            let limit = Millidegrees::from_degrees(*degrees);
            each(pairs, forgive_missing, |pair| cleaved_below(lab, pair, limit))
        }
        Criterion::Served { client, min_dbm } => line::served(lab, client, MilliDbm::from_dbm(*min_dbm)),
        Criterion::NeighboursUntouched { except } => line::neighbours_untouched(lab, except),
        Criterion::Patched { from, to } => cords::patched(lab, from, to),
        Criterion::CordTidy { from, to } => cords::tidy(lab, from, to),
        Criterion::Labelled { from, to, text } => cords::labelled(lab, from, to, text),
        Criterion::PortsCapped => line::ports_capped(lab),
        Criterion::InspectedBeforeMating { ends } => each(ends, false, |end| faces::inspected(lab, end)),
        Criterion::VerdictsRight { ends } => each(ends, false, |end| faces::verdict_right(lab, end)),
        Criterion::FacesClean { ends } => each(ends, false, |end| faces::clean(lab, end)),
        Criterion::NoFilmLeft => faces::no_film_left(lab),
        Criterion::SamePolish => faces::same_polish(lab),
        Criterion::EyesSafe => faces::eyes_safe(lab),
        Criterion::RedLightSafe => measures::red_light_safe(lab),
        Criterion::NoAlcoholNearArc => measures::no_alcohol_near_arc(lab),
        Criterion::PowerMeasured { at, nm, min_dbm } => {
            measures::power_measured(lab, at, Wavelength(*nm), min_dbm.map(MilliDbm::from_dbm))
        }
        Criterion::LossMeasured { from, to, nm } => measures::loss_measured(lab, from, to, Wavelength(*nm)),
        Criterion::LiveChecked { fibre } => measures::live_checked(lab, fibre),
        Criterion::Reported { line, within_db } => measures::reported(lab, line, Millidecibels::from_db(*within_db)),
        Criterion::UsedAtMost { item, count } => used_at_most(lab, item, *count),
        Criterion::NoLostScrap => no_lost_scrap(lab),
        Criterion::CoilsWide { .. }
        | Criterion::CoilsTidy { .. }
        | Criterion::NothingPinched { .. }
        | Criterion::MeasuredShut { .. }
        | Criterion::CableHeld { .. }
        | Criterion::TubesSound { .. }
        | Criterion::TubesToLength { .. }
        | Criterion::Degreased { .. } => closure::judge(lab, criterion),
        Criterion::Measured { a, b, what } => otdr::measured(lab, a, b, *what),
        Criterion::EventsMarked { a, b, tolerance_m, least_db } => {
            otdr::events_marked(lab, a, b, *tolerance_m, Millidecibels::from_db(*least_db))
        }
        Criterion::EventLosses { a, b, tolerance_db } => {
            otdr::event_losses(lab, a, b, Millidecibels::from_db(*tolerance_db))
        }
        Criterion::MeansWritten { a, b, nm, tolerance_db } => {
            otdr::means_written(lab, a, b, Wavelength(*nm), Millidecibels::from_db(*tolerance_db))
        }
        Criterion::ReportSigned { accepted } => otdr::report_signed(lab, *accepted),
        Criterion::FaultLocated { fault, tolerance_m } => otdr::fault_located(lab, *fault, *tolerance_m),
        Criterion::FaultKindNamed { fault } => otdr::fault_kind_named(lab, *fault),
        Criterion::MendedAfterLocating => otdr::mended_after_locating(lab),
        Criterion::FaultsMended => otdr::faults_mended(lab),
        Criterion::MeasuredAfter { a, b } => otdr::measured_after(lab, a, b),
        Criterion::Pings { .. }
        | Criterion::PingFails { .. }
        | Criterion::PingsAfterReload { .. }
        | Criterion::PingTried { .. }
        | Criterion::HasAddress { .. }
        | Criterion::Leased { .. }
        | Criterion::Configured { .. }
        | Criterion::Saved { .. }
        | Criterion::Shows { .. }
        | Criterion::Cabled { .. } => network::judge(lab, criterion),
        Criterion::NameResolves { .. }
        | Criterion::NameFails { .. }
        | Criterion::PageAnswers { .. }
        | Criterion::PageFails { .. } => names::judge(lab, criterion),
        Criterion::TraceEvents { traces } => traces::events(lab, traces),
        Criterion::TraceLosses { traces } => traces::losses(lab, traces, forgive_missing),
        Criterion::TraceEnds { traces } => traces::ends(lab, traces),
        Criterion::TraceGhosts { traces } => traces::ghosts(lab, traces),
        Criterion::NothingMadeUp { traces } => traces::nothing_made_up(lab, traces),
        Criterion::TraceMeans { traces, means } => traces::means(lab, traces, means),
        Criterion::MountedRight { .. }
        | Criterion::LiftedSafely
        | Criterion::EsdSafe
        | Criterion::NothingTips
        | Criterion::HeavyLow { .. }
        | Criterion::AirRight { .. }
        | Criterion::UnitsClosed { .. }
        | Criterion::Runs { .. }
        | Criterion::AnyRuns { .. }
        | Criterion::SurvivesLossOf { .. }
        | Criterion::LoadBelow { .. }
        | Criterion::PhasesEven { .. }
        | Criterion::LossTried { .. }
        | Criterion::NoneWentDown { .. }
        | Criterion::NothingForced
        | Criterion::LinkUp { .. }
        | Criterion::LabelsFollow { .. }
        | Criterion::SheetDevices { .. }
        | Criterion::SheetCords { .. }
        | Criterion::PairsRight { .. }
        | Criterion::LinesCertified { .. }
        | Criterion::PortsLabelled { .. }
        | Criterion::Bonded { .. }
        | Criterion::CordsGentle { .. }
        | Criterion::PermanentLink { .. }
        | Criterion::OutOfBand { .. }
        | Criterion::PoeHolds { .. }
        | Criterion::NoCurtain { .. } => rack::judge(lab, criterion),
        Criterion::DoneWithin { minutes } => done_within(lab, Millis::from_minutes(u64::from(*minutes))),
    }
}

fn all_or_nothing(good: bool, evidence: Evidence) -> Verdict {
    Verdict { share: Permille(if good { 1000 } else { 0 }), evidence }
}

/// A share of the points for each; what is said is what went wrong, or that all went well.
fn each<T>(things: &[T], forgive_missing: bool, look: impl Fn(&T) -> Item) -> Verdict {
    let mut items: Vec<Item> = things.iter().map(look).collect();
    if forgive_missing && items.iter().any(|item| !item.missing) {
        items.retain(|item| !item.missing);
    }
    let good = items.iter().filter(|item| item.good).count();
    let share = (good * 1000).checked_div(items.len()).unwrap_or(0);
    let all_good = good == items.len();
    let only = items.len() == 1;
    let mut evidence = Evidence::default();
    if items.len() > 1 {
        evidence.found.push(Message::new("found-count").with("good", good).with("all", items.len()));
    }
    for item in items {
        evidence.cause = evidence.cause.or(item.cause);
        if item.good && !all_good {
            continue;
        }
        if !item.good || only {
            evidence.found.push(item.said);
        }
        evidence.actions.extend(item.actions);
        evidence.objects.push(item.object);
    }
    evidence.actions.sort_unstable();
    evidence.actions.dedup();
    Verdict { share: Permille(share as u16), evidence }
}

fn connected(lab: &Lab, from: &Termination, to: &Termination) -> Verdict {
    let good = lab.plant().connected(from, to);
    let found = Message::new(if good { "found-connected" } else { "found-not-connected" });
    let evidence = Evidence {
        found: vec![found],
        cause: None,
        actions: [from, to].into_iter().filter_map(|end| last_fuse_of(lab, end.fibre()?)).collect(),
        objects: vec![from.to_string(), to.to_string()],
    };
    all_or_nothing(good, evidence)
}

fn loss_below(
    lab: &Lab,
    from: &Termination,
    to: &Termination,
    nm: Wavelength,
    limit: Millidecibels,
    half: Option<Millidecibels>,
) -> Verdict {
    let objects = vec![from.to_string(), to.to_string()];
    let Some(path) = lab.plant().path(from, to, nm) else {
        let found = vec![Message::new("found-not-connected")];
        return all_or_nothing(false, Evidence { found, objects, ..Evidence::default() });
    };
    let share = if path.loss <= limit {
        1000
    } else if half.is_some_and(|half| path.loss <= half) {
        500
    } else {
        0
    };
    let found = Message::new("found-loss").with("loss", path.loss).with("limit", limit).with("nm", nm.0);
    let worst = worst_splice(lab, &path);
    let (cause, actions) = match (&worst, share) {
        (_, ..1000) if closure::bend_to_blame(lab, &path).is_some() => (closure::bend_to_blame(lab, &path), Vec::new()),
        (_, ..1000) if line::connection_to_blame(&path).is_some() => (line::connection_to_blame(&path), Vec::new()),
        (Some(splice), ..1000) => (Some(cause_of(splice, nm)), actions_behind(lab, splice)),
        _ => (None, Vec::new()),
    };
    Verdict { share: Permille(share), evidence: Evidence { found: vec![found], cause, actions, objects } }
}

fn worst_splice<'a>(lab: &'a Lab, path: &Path) -> Option<&'a Splice> {
    let worst = path
        .elements
        .iter()
        .filter(|element| matches!(element.kind, ElementKind::Splice { .. }))
        .max_by_key(|element| element.loss)?;
    let Termination::Fibre(end) = &worst.from else { return None };
    splice_of(&lab.state().splices, &end.place, &end.fibre).map(|(_, splice)| splice)
}

/// What costs most at a splice.
fn cause_of(splice: &Splice, nm: Wavelength) -> Message {
    let Core::Fused { joint, cleaves, .. } = &splice.core else { return Message::new("cause-made") };
    let angle = cleaves[0].tilt().max(cleaves[1].tilt());
    let dirty = cleaves.iter().any(|cleave| cleave.face_dirt > Permille(120));
    let rest = joint.loss(nm).0 - joint.defects_loss.0;
    let bent = angle > Millidegrees(1500);
    if splice.stress_loss.0 > joint.loss(nm).0 {
        Message::new("cause-stored-hot")
    } else if joint.defects_loss.0 > rest && dirty {
        Message::new("cause-dirt")
    } else if bent {
        Message::new("cause-cleave").with("angle", angle)
    } else if joint.defects_loss.0 > rest {
        Message::new("cause-defect")
    } else if joint.tilt > Millidegrees(300) {
        Message::new("cause-askew")
    } else {
        Message::new("cause-offset")
    }
}

/// The last cleaves and the fusing that made this splice.
fn actions_behind(lab: &Lab, splice: &Splice) -> Vec<usize> {
    let mut actions: Vec<usize> = [&splice.a.fibre, &splice.b.fibre]
        .into_iter()
        .filter_map(|fibre| Story::of(lab, fibre))
        .flat_map(|story| [story.cleave, story.fuse])
        .map(|index| index + 1)
        .collect();
    actions.sort_unstable();
    actions.dedup();
    actions
}

/// The splice of a pair, or what is wrong.
fn splice_of_pair<'a>(lab: &'a Lab, Pair(a, b): &Pair) -> Result<&'a Splice, Box<Item>> {
    let splices = &lab.state().splices;
    if let Some(splice) = splices.iter().rev().find(|splice| splice.joins_both(a, b)) {
        return Ok(splice);
    }
    let names = [a, b].map(|fibre| fibre_name(lab.scenario(), fibre));
    let [name_a, name_b] = names;
    let wrong = [a, b].into_iter().find_map(|fibre| {
        let splice = splices.iter().rev().find(|splice| splice.joins(fibre))?;
        let other = if splice.a.fibre == *fibre { &splice.b.fibre } else { &splice.a.fibre };
        Some((fibre, other))
    });
    let (said, actions) = match wrong {
        Some((fibre, other)) => (
            Message::new("found-wrong-pair")
                .with("fibre", fibre_name(lab.scenario(), fibre))
                .with("other", fibre_name(lab.scenario(), other)),
            last_fuse_of(lab, fibre).into_iter().collect(),
        ),
        None => (Message::new("found-not-spliced").with("a", name_a).with("b", name_b), Vec::new()),
    };
    Err(Box::new(Item { good: false, missing: true, said, cause: None, actions, object: format!("{a} + {b}") }))
}

fn splice_below(lab: &Lab, pair: &Pair, nm: Wavelength, limit: Millidecibels) -> Item {
    let splice = match splice_of_pair(lab, pair) {
        Ok(splice) => splice,
        Err(item) => return *item,
    };
    let loss = splice.loss(nm);
    let good = loss <= limit;
    Item {
        missing: false,
        good,
        said: Message::new("found-splice-loss")
            .with("fibre", fibre_name(lab.scenario(), &pair.0))
            .with("loss", loss)
            .with("limit", limit)
            .with("nm", nm.0),
        cause: (!good).then(|| cause_of(splice, nm)),
        actions: if good { Vec::new() } else { actions_behind(lab, splice) },
        object: object(pair),
    }
}

fn right_fibres(lab: &Lab, pair: &Pair) -> Item {
    match splice_of_pair(lab, pair) {
        Ok(splice) => Item {
            missing: false,
            good: true,
            said: Message::new("found-right-pair")
                .with("a", fibre_name(lab.scenario(), &pair.0))
                .with("b", fibre_name(lab.scenario(), &pair.1)),
            cause: None,
            actions: actions_behind(lab, splice),
            object: object(pair),
        },
        Err(item) => *item,
    }
}

fn protected(lab: &Lab, pair: &Pair) -> Item {
    let splice = match splice_of_pair(lab, pair) {
        Ok(splice) => splice,
        Err(item) => return *item,
    };
    let good = splice.is_protected();
    let said = match (&splice.core, &splice.sleeve) {
        (_, None) => Message::new("found-no-sleeve"),
        (_, Some(sleeve)) if sleeve.shrunk_at.is_none() => Message::new("found-sleeve-not-shrunk"),
        (Core::Fused { bare_mm, .. }, Some(sleeve)) => {
            let cover = sleeve.cover_mm(*bare_mm);
            let least = cover[0].min(cover[1]);
            Message::new(if good { "found-sleeve-covers" } else { "found-sleeve-short" }).with("cover", least)
        }
        (Core::Made { .. }, Some(_)) => Message::new("found-sleeve-covers").with("cover", 0),
    };
    let actions = numbers(lab, |action| match action {
        Action::CentreSleeve { fibre, .. } | Action::Shrink { fibre } | Action::SlideSleeve { fibre, .. } => {
            splice.joins(fibre)
        }
        _ => false,
    });
    let said = Message::new("found-at").with("fibre", fibre_name(lab.scenario(), &pair.0)).with("what", said);
    Item { good, missing: false, said, cause: None, actions, object: object(pair) }
}

fn stored(lab: &Lab, pair: &Pair, slot: u16) -> Item {
    let splice = match splice_of_pair(lab, pair) {
        Ok(splice) => splice,
        Err(item) => return *item,
    };
    let (good, said) = match splice.lies {
        Lies::InSlot(at) => (at == slot, Message::new("found-in-slot").with("slot", at).with("expected", slot)),
        _ => (false, Message::new("found-in-no-slot").with("expected", slot)),
    };
    let actions = numbers(lab, |action| matches!(action, Action::Store { fibre, .. } if splice.joins(fibre)));
    let said = Message::new("found-at").with("fibre", fibre_name(lab.scenario(), &pair.0)).with("what", said);
    Item { good, missing: false, said, cause: None, actions, object: object(pair) }
}

fn cleaned_before_cleaved(lab: &Lab, pair: &Pair) -> Item {
    if let Err(item) = splice_of_pair(lab, pair) {
        return *item;
    }
    let mut actions = Vec::new();
    let mut wrong = None;
    for fibre in [&pair.0, &pair.1] {
        let Some(story) = Story::of(lab, fibre) else { continue };
        let name = fibre_name(lab.scenario(), fibre);
        if let Some(after) = story.cleaned_after {
            actions.push(after + 1);
            wrong = wrong.or(Some(Message::new("found-cleaned-after").with("fibre", name).with("action", after + 1)));
        } else if let Some(before) = story.cleaned_before {
            actions.push(before + 1);
        } else {
            actions.push(story.cleave + 1);
            wrong = wrong.or(Some(Message::new("found-not-cleaned").with("fibre", name)));
        }
    }
    let good = wrong.is_none();
    Item {
        missing: false,
        good,
        said: wrong.unwrap_or_else(|| Message::new("found-cleaned-before")),
        cause: None,
        actions,
        object: object(pair),
    }
}

fn cleaved_below(lab: &Lab, pair: &Pair, limit: Millidegrees) -> Item {
    let splice = match splice_of_pair(lab, pair) {
        Ok(splice) => splice,
        Err(item) => return *item,
    };
    let Core::Fused { cleaves, .. } = &splice.core else {
        return Item {
            missing: false,
            good: true,
            said: Message::new("cause-made"),
            cause: None,
            actions: Vec::new(),
            object: object(pair),
        };
    };
    let ends = [(&splice.a.fibre, cleaves[0].tilt()), (&splice.b.fibre, cleaves[1].tilt())];
    let (fibre, angle) = if ends[0].1 >= ends[1].1 { ends[0] } else { ends[1] };
    Item {
        missing: false,
        good: angle <= limit,
        said: Message::new("found-cleave")
            .with("fibre", fibre_name(lab.scenario(), fibre))
            .with("angle", angle)
            .with("limit", limit),
        cause: None,
        actions: Story::of(lab, fibre).map(|story| story.cleave + 1).into_iter().collect(),
        object: object(pair),
    }
}

fn used_at_most(lab: &Lab, item: &str, count: u32) -> Verdict {
    let used = lab.state().used.get(item).copied().unwrap_or(0);
    let found = Message::new("found-used").with("item", stock_name(item)).with("used", used).with("limit", count);
    let actions = numbers(lab, |action| match action {
        Action::SlideSleeve { sleeve, .. } => sleeve == item,
        Action::Clean { wipe, .. } => item == crate::scenario::stock::WIPE && *wipe == crate::lab::action::Wipe::Fresh,
        _ => false,
    });
    let evidence = Evidence { found: vec![found], cause: None, actions, objects: vec![item.to_owned()] };
    all_or_nothing(used <= count, evidence)
}

fn no_lost_scrap(lab: &Lab) -> Verdict {
    let Some(bench) = &lab.state().bench else { return all_or_nothing(true, Evidence::default()) };
    let outside = bench.scraps.made - bench.scraps.binned;
    let found = Message::new("found-scraps").with("made", bench.scraps.made).with("binned", bench.scraps.binned);
    let actions = lab
        .effects()
        .iter()
        .enumerate()
        .filter(|(_, effects)| effects.contains(&Effect::ScrapLost))
        .map(|(index, _)| index + 1)
        .collect();
    all_or_nothing(outside == 0, Evidence { found: vec![found], cause: None, actions, objects: Vec::new() })
}

fn done_within(lab: &Lab, limit: Millis) -> Verdict {
    let now = lab.state().now;
    let found = Message::new("found-time").with("time", now).with("limit", limit);
    all_or_nothing(now <= limit, Evidence { found: vec![found], ..Evidence::default() })
}

fn object(Pair(a, b): &Pair) -> String {
    format!("{a} + {b}")
}

/// Numbers, from 1, of the actions that are meant.
fn numbers(lab: &Lab, meant: impl Fn(&Action) -> bool) -> Vec<usize> {
    let entries = lab.journal().0.iter().enumerate();
    entries.filter(|(_, entry)| meant(&entry.action)).map(|(index, _)| index + 1).collect()
}

fn last_fuse_of(lab: &Lab, fibre: &FibreId) -> Option<usize> {
    Story::of(lab, fibre).map(|story| story.fuse + 1)
}

/// How a fibre came into its last splice: indices into the journal.
struct Story {
    cleave: usize,
    /// A wipe between the last stripping and the last cleave.
    cleaned_before: Option<usize>,
    /// A wipe between the last cleave and the arc.
    cleaned_after: Option<usize>,
    fuse: usize,
}

impl Story {
    fn of(lab: &Lab, fibre: &FibreId) -> Option<Self> {
        let journal = &lab.journal().0;
        let before =
            |end: usize, meant: &dyn Fn(&Action) -> bool| journal[..end].iter().rposition(|entry| meant(&entry.action));
        let fused = |index: &usize| lab.effects()[*index].iter().any(|effect| matches!(effect, Effect::Fused { .. }));
        let load = before(journal.len(), &|action| matches!(action, Action::Load { fibre: of, .. } if of == fibre))?;
        let fuse = (load..journal.len()).find(fused)?;
        let cleave = before(fuse, &|action| matches!(action, Action::Cleave { fibre: of, .. } if of == fibre))?;
        let cleans = |action: &Action| matches!(action, Action::Clean { fibre: of, .. } if of == fibre);
        let strip = before(cleave, &|action| matches!(action, Action::Strip { fibre: of, .. } if of == fibre));
        let cleaned_before = before(cleave, &cleans).filter(|index| strip.is_none_or(|strip| *index > strip));
        let cleaned_after = before(fuse, &cleans).filter(|index| *index > cleave);
        Some(Self { cleave, cleaned_before, cleaned_after, fuse })
    }
}
