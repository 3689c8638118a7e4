//! What is judged of the line: who has light, and who lost it on the way.

use super::{Evidence, Verdict, all_or_nothing, numbers};
use crate::fibre::names::{client_names, port_name};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::Message;
use crate::plant::{ElementKind, Path};
use crate::units::MilliDbm;

/// The worst connection on the way, where something is wrong with it: faces of different polish, or dirty ones. Only
/// where it costs more than every splice does.
pub fn connection_to_blame(path: &Path) -> Option<Message> {
    let worst = |is: fn(&ElementKind) -> bool| {
        path.elements.iter().filter(move |element| is(&element.kind)).max_by_key(|element| element.loss)
    };
    let mating = worst(|kind| matches!(kind, ElementKind::Mating { .. }))?;
    let splice = worst(|kind| matches!(kind, ElementKind::Splice { .. } | ElementKind::MadeSplice));
    if splice.is_some_and(|splice| splice.loss > mating.loss) {
        return None;
    }
    match mating.kind {
        ElementKind::Mating { faces: [one, other], .. } if one.is_angled() != other.is_angled() => {
            Some(Message::new("cause-polish").with("one", one.name()).with("other", other.name()))
        }
        ElementKind::Mating { dirty: true, .. } => Some(Message::new("cause-dirty-face")),
        _ => None,
    }
}

/// A client's box receives enough in the end.
pub fn served(lab: &Lab, client: &str, least: MilliDbm) -> Verdict {
    let names = client_names(lab.scenario(), &[client.to_owned()]);
    let received = lab.plant().served(client);
    let found = match &received {
        Some(received) => {
            Message::new("found-served").with("client", names).with("power", received.dbm).with("least", least)
        }
        None => Message::new("found-dark").with("client", names),
    };
    let good = received.as_ref().is_some_and(|received| received.dbm >= least);
    let cause = received.filter(|_| !good).and_then(|received| connection_to_blame(&received.path));
    let actions = if good {
        Vec::new()
    } else {
        let dark = changes(
            lab,
            |effect| matches!(effect, Effect::WentDark { clients } if clients.iter().any(|id| id == client)),
        );
        dark.last().copied().into_iter().collect()
    };
    all_or_nothing(good, Evidence { found: vec![found], cause, actions, objects: vec![client.to_owned()] })
}

/// Nobody lost the light but those that had to.
pub fn neighbours_untouched(lab: &Lab, except: &[String]) -> Verdict {
    let mut cut: Vec<String> = Vec::new();
    let actions = changes(lab, |effect| {
        let Effect::WentDark { clients } = effect else { return false };
        clients.iter().any(|client| !except.contains(client))
    });
    for effect in lab.effects().iter().flatten() {
        let Effect::WentDark { clients } = effect else { continue };
        cut.extend(clients.iter().filter(|client| !except.contains(client)).cloned());
    }
    cut.sort();
    cut.dedup();
    let found = if cut.is_empty() {
        Message::new("found-neighbours-untouched")
    } else {
        Message::new("found-neighbours-cut").with("clients", client_names(lab.scenario(), &cut))
    };
    all_or_nothing(cut.is_empty(), Evidence { found: vec![found], cause: None, actions, objects: cut })
}

/// No port stands open.
pub fn ports_capped(lab: &Lab) -> Verdict {
    let open = &lab.state().open_ports;
    let found = if open.is_empty() {
        Message::new("found-ports-capped")
    } else {
        let ports: Vec<Message> = open.iter().map(|port| port_name(lab.scenario(), port)).collect();
        Message::new("found-ports-open").with("ports", ports)
    };
    let actions =
        if open.is_empty() { Vec::new() } else { numbers(lab, |action| matches!(action, Action::Unplug { .. })) };
    let objects = open.iter().map(ToString::to_string).collect();
    all_or_nothing(open.is_empty(), Evidence { found: vec![found], cause: None, actions, objects })
}

/// Numbers, from 1, of the actions that had such an effect.
pub fn changes(lab: &Lab, meant: impl Fn(&Effect) -> bool) -> Vec<usize> {
    let effects = lab.effects().iter().enumerate();
    effects.filter(|(_, effects)| effects.iter().any(&meant)).map(|(index, _)| index + 1).collect()
}
