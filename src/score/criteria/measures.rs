//! What is judged of measuring: that it was done, and written down right; red light and alcohol used with care.

use super::{Evidence, Verdict, all_or_nothing, numbers};
use crate::fibre::instruments::{LaserClass, Reading};
use crate::fibre::measuring::value_message;
use crate::fibre::names::termination_name;
use crate::lab::Lab;
use crate::lab::action::{Action, Wipe};
use crate::lab::effect::Effect;
use crate::locale::Message;
use crate::plant::address::{FibreEnd, Termination};
use crate::scenario::file::Truth;
use crate::units::{MilliDbm, Millidecibels, Millis, Wavelength};

/// The last reading that is meant, with the number of its action.
fn last_reading(lab: &Lab, meant: impl Fn(&Reading) -> bool) -> Option<(usize, &Reading)> {
    let numbered = lab.effects().iter().enumerate().rev();
    numbered.flat_map(|(index, effects)| effects.iter().map(move |effect| (index + 1, effect))).find_map(
        |(number, effect)| match effect {
            Effect::Measured(reading) if meant(reading) => Some((number, reading)),
            _ => None,
        },
    )
}

/// Power was read at an end, enough of it.
pub fn power_measured(lab: &Lab, at: &Termination, nm: Wavelength, least: Option<MilliDbm>) -> Verdict {
    let name = termination_name(lab.scenario(), at);
    let read = last_reading(lab, |reading| reading.of == *at && reading.nm == nm);
    let (good, found, actions) = match read {
        None => (false, Message::new("found-not-measured").with("at", name).with("nm", nm.0), Vec::new()),
        Some((number, reading)) => {
            let enough = reading.dbm.is_some_and(|dbm| least.is_none_or(|least| dbm >= least));
            let mut found = Message::new("found-measured").with("at", name).with("reading", reading.message());
            if let Some(least) = least.filter(|_| !enough) {
                found = Message::new("found-measured-too-little")
                    .with("at", termination_name(lab.scenario(), at))
                    .with("reading", reading.message())
                    .with("least", least);
            }
            (enough, found, vec![number])
        }
    };
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions, objects: vec![at.to_string()] })
}

/// Loss was read between two ends, in either direction, against a reference.
pub fn loss_measured(lab: &Lab, from: &Termination, to: &Termination, nm: Wavelength) -> Verdict {
    let between = |reading: &Reading| {
        let ends = [reading.source_at.as_ref(), Some(&reading.of)];
        reading.nm == nm && (ends == [Some(from), Some(to)] || ends == [Some(to), Some(from)])
    };
    let read = last_reading(lab, |reading| between(reading) && reading.loss.is_some());
    let (found, actions) = match read {
        Some((number, reading)) => (reading.message(), vec![number]),
        None => (Message::new("found-loss-not-measured").with("nm", nm.0), Vec::new()),
    };
    let objects = vec![from.to_string(), to.to_string()];
    all_or_nothing(read.is_some(), Evidence { found: vec![found], cause: None, actions, objects })
}

/// A detector was on this fibre before a tool was, and is off again.
pub fn live_checked(lab: &Lab, fibre: &FibreEnd) -> Verdict {
    let clipped = lab.effects().iter().enumerate().find_map(|(index, effects)| {
        effects.iter().find_map(|effect| match effect {
            Effect::ClippedOn { fibre: on, found } if on == fibre => Some((index + 1, found)),
            _ => None,
        })
    });
    let touched = numbers(lab, |action| action.fibre() == Some(&fibre.fibre));
    let still_on = lab.state().instruments.clips.contains(fibre);
    let (good, key) = match (&clipped, touched.first()) {
        (None, _) => (false, "found-not-clipped"),
        (Some((at, _)), Some(first)) if first < at => (false, "found-clipped-late"),
        (Some(_), _) if still_on => (false, "found-clip-left-on"),
        (Some((_, Some(_))), _) => (true, "found-clip-live"),
        (Some((_, None)), _) => (true, "found-clip-dark"),
    };
    let name = termination_name(lab.scenario(), &fibre.clone().into());
    let found = vec![Message::new(key).with("fibre", name)];
    let actions = clipped.iter().map(|(number, _)| *number).chain(touched.first().copied()).collect();
    all_or_nothing(good, Evidence { found, cause: None, actions, objects: vec![fibre.to_string()] })
}

/// What the plant says a line of the report should hold, in thousandths; nothing in the dark.
pub fn truth(lab: &Lab, truth: &Truth) -> Option<i64> {
    match truth {
        Truth::Power { at, nm } => lab.plant().received(at, Wavelength(*nm)).map(|received| received.dbm.0),
        Truth::Loss { from, to, nm } => lab.plant().path(from, to, Wavelength(*nm)).map(|path| path.loss.0),
    }
}

/// The value written is right.
pub fn reported(lab: &Lab, line: &str, within: Millidecibels) -> Verdict {
    let scenario = lab.scenario();
    let written = lab.state().instruments.written.get(line).copied();
    let truly = scenario.report.get(line).and_then(|asked| truth(lab, &asked.truth));
    let good = written.zip(truly).is_some_and(|(written, truly)| (written - truly).abs() <= within.0);
    let value = |value| value_message(scenario, line, value);
    let found = match (written, truly) {
        (None, _) => Message::new("found-not-written"),
        (Some(written), None) => Message::new("found-written-dark").with("written", value(written)),
        (Some(written), Some(truly)) => Message::new("found-written")
            .with("written", value(written))
            .with("truly", value(truly))
            .with("within", within),
    };
    let actions = numbers(lab, |action| matches!(action, Action::Write { line: of, .. } if of == line));
    all_or_nothing(good, Evidence { found: vec![found], cause: None, actions, objects: vec![line.to_owned()] })
}

/// Red light of a class that harms nobody, and off in the end.
pub fn red_light_safe(lab: &Lab) -> Verdict {
    let strong = numbers(lab, |action| matches!(action, Action::LightRed { class: LaserClass::Class3R, .. }));
    let left_on = lab.state().instruments.red.is_some();
    let key = match (strong.is_empty(), left_on) {
        (false, _) => "found-red-too-strong",
        (true, true) => "found-red-left-on",
        (true, false) => "found-red-safe",
    };
    let actions =
        if left_on { numbers(lab, |action| matches!(action, Action::LightRed { .. })) } else { strong.clone() };
    let evidence = Evidence { found: vec![Message::new(key)], actions, ..Evidence::default() };
    all_or_nothing(strong.is_empty() && !left_on, evidence)
}

/// Alcohol needs this long to be gone from fibre and air (design choice).
const VAPOUR: Millis = Millis::from_seconds(15);

/// No arc within moments of a wipe with fresh alcohol.
pub fn no_alcohol_near_arc(lab: &Lab) -> Verdict {
    let journal = &lab.journal().0;
    let mut actions = Vec::new();
    for (index, entry) in journal.iter().enumerate() {
        let arc = lab.effects()[index].iter().any(|effect| matches!(effect, Effect::Fused { .. }));
        let wet = |action: &Action| matches!(action, Action::Clean { wipe: Wipe::Fresh, .. });
        let Some(wiped) = journal[..index].iter().rposition(|earlier| wet(&earlier.action)).filter(|_| arc) else {
            continue;
        };
        // The wipe ended where the next gesture began.
        if entry.at.saturating_sub(journal[wiped + 1].at) < VAPOUR {
            actions.extend([wiped + 1, index + 1]);
        }
    }
    let found = Message::new(if actions.is_empty() { "found-no-vapour" } else { "found-vapour" });
    all_or_nothing(actions.is_empty(), Evidence { found: vec![found], actions, ..Evidence::default() })
}
