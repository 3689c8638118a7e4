//! What is judged of end faces: looked at, judged rightly, clean in the end, never against another polish.

use super::line::changes;
use super::{Evidence, Item, Verdict, all_or_nothing, numbers};
use crate::fibre::face::judge;
use crate::fibre::inspecting::is_angled;
use crate::fibre::names::termination_name;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::Message;
use crate::plant::address::{PortId, Termination};

fn item(lab: &Lab, end: &Termination, good: bool, key: &'static str, actions: Vec<usize>) -> Item {
    let said = Message::new(key).with("face", termination_name(lab.scenario(), end));
    Item { good, missing: false, said, cause: None, actions, object: end.to_string() }
}

/// Whether a gesture pressed this face against another.
fn connects(lab: &Lab, action: &Action, end: &Termination) -> bool {
    let Action::Plug { plug, port } = action else { return false };
    let through = |port: &PortId| {
        let kind = lab.scenario().model_of(&port.equipment).map(|model| model.is_portable());
        kind == Some(true)
    };
    match end {
        Termination::Cord(own) => own == plug && !through(port),
        Termination::Port(own) => own == port,
        Termination::Fibre(_) | Termination::Along(_) => false,
    }
}

/// Looked at as it was when it was connected.
pub fn inspected(lab: &Lab, end: &Termination) -> Item {
    let journal = &lab.journal().0;
    let Some(mating) = journal.iter().rposition(|entry| connects(lab, &entry.action, end)) else {
        return item(lab, end, false, "found-face-not-connected", Vec::new());
    };
    let before = &journal[..mating];
    let looks = |action: &Action| matches!(action, Action::Inspect { end: of, .. } if of == end);
    let wipes = |action: &Action| matches!(action, Action::CleanFace { end: of, .. } if of == end);
    let changed = before.iter().rposition(|entry| wipes(&entry.action) || connects(lab, &entry.action, end));
    let looked = before.iter().rposition(|entry| looks(&entry.action));
    let (key, actions) = match (looked, changed) {
        (None, _) => ("found-face-not-inspected", vec![mating + 1]),
        (Some(looked), Some(changed)) if looked < changed => ("found-face-inspected-before-wiping", vec![changed + 1]),
        (Some(looked), _) => ("found-face-inspected", vec![looked + 1]),
    };
    item(lab, end, key == "found-face-inspected", key, actions)
}

/// Every verdict on it was right, and there was one.
pub fn verdict_right(lab: &Lab, end: &Termination) -> Item {
    let verdicts: Vec<(usize, bool)> = lab
        .effects()
        .iter()
        .enumerate()
        .flat_map(|(index, effects)| effects.iter().map(move |effect| (index + 1, effect)))
        .filter_map(|(number, effect)| match effect {
            Effect::FaceJudged { end: of, right, .. } if of == end => Some((number, *right)),
            _ => None,
        })
        .collect();
    let wrong: Vec<usize> = verdicts.iter().filter(|(_, right)| !right).map(|(number, _)| *number).collect();
    let good = !verdicts.is_empty() && wrong.is_empty();
    let key = match (good, verdicts.is_empty()) {
        (true, _) => "found-verdict-right",
        (_, true) => "found-no-verdict",
        _ => "found-verdict-wrong",
    };
    let actions = if good { verdicts.iter().map(|(number, _)| *number).collect() } else { wrong };
    item(lab, end, good, key, actions)
}

/// It passes inspection now.
pub fn clean(lab: &Lab, end: &Termination) -> Item {
    let angled = is_angled(lab.scenario(), end).unwrap_or(false);
    let judged = judge(&lab.state().face(lab.scenario(), end), angled);
    let wipes = numbers(lab, |action| matches!(action, Action::CleanFace { end: of, .. } if of == end));
    let mut item = item(lab, end, judged.good, "found-face-clean", wipes);
    if !judged.good {
        let findings: Vec<Message> = judged.findings.iter().map(|finding| finding.message()).collect();
        item.said = Message::new("found-face-dirty")
            .with("face", termination_name(lab.scenario(), end))
            .with("findings", findings)
            .with("source", crate::fibre::face::rules().source.clone());
    }
    item
}

/// No alcohol, wet or dried, on any face.
pub fn no_film_left(lab: &Lab) -> Verdict {
    let filmed = |end: &&Termination| {
        // What came so from the scenario is not the trainee's doing.
        let touched = lab.state().faces.get(*end).is_some_and(|face| face.touched > 0);
        touched && lab.state().face(lab.scenario(), end).has_film()
    };
    let ends: Vec<&Termination> = lab.state().faces.keys().filter(filmed).collect();
    let found = if ends.is_empty() {
        Message::new("found-no-film")
    } else {
        let names: Vec<Message> = ends.iter().map(|end| termination_name(lab.scenario(), end)).collect();
        Message::new("found-film").with("faces", names)
    };
    let actions = numbers(
        lab,
        |action| matches!(action, Action::CleanFace { end, cleaner: crate::fibre::face::Cleaner::Wet, .. } if ends.contains(&end)),
    );
    let objects = ends.iter().map(ToString::to_string).collect();
    all_or_nothing(ends.is_empty(), Evidence { found: vec![found], cause: None, actions, objects })
}

/// No plug of one polish went into a port of another.
pub fn same_polish(lab: &Lab) -> Verdict {
    let angled = |end: Termination| is_angled(lab.scenario(), &end);
    let mixed = numbers(lab, |action| {
        let Action::Plug { plug, port } = action else { return false };
        let detector = lab.scenario().port(port).is_some_and(|group| group.role == crate::catalogue::Role::Detector);
        !detector && angled(plug.clone().into()) != angled(port.clone().into())
    });
    let found = Message::new(if mixed.is_empty() { "found-same-polish" } else { "found-mixed-polish" });
    all_or_nothing(mixed.is_empty(), Evidence { found: vec![found], actions: mixed, ..Evidence::default() })
}

/// No light went into an eye.
pub fn eyes_safe(lab: &Lab) -> Verdict {
    let actions = changes(lab, |effect| matches!(effect, Effect::LightInEye { .. }));
    let found = Message::new(if actions.is_empty() { "found-eyes-safe" } else { "found-light-in-eye" });
    all_or_nothing(actions.is_empty(), Evidence { found: vec![found], actions, ..Evidence::default() })
}
