//! What the splicer's settings and its arc are called.

use super::splicer::Alignment;
use crate::lab::action::Action;
use crate::lab::effect::Effect;
use crate::locale::Message;

impl Alignment {
    pub fn message(self) -> Message {
        Message::new(match self {
            Alignment::Core => "alignment-core",
            Alignment::Cladding => "alignment-cladding",
        })
    }
}

/// An effect of the splicer's arc and settings.
pub fn effect(effect: &Effect) -> Message {
    match effect {
        Effect::ReArced { estimate, defects } if defects.is_empty() => {
            Message::new("effect-re-arced").with("estimate", *estimate)
        }
        Effect::ReArced { estimate, defects } => Message::new("effect-re-arced-defects")
            .with("estimate", *estimate)
            .with("defects", defects.iter().map(|defect| defect.message()).collect::<Vec<_>>()),
        Effect::ElectrodesChanged => Message::new("effect-electrodes-changed"),
        Effect::SplicerSet { alignment, overlap_um } => {
            Message::new("effect-splicer-set").with("what", alignment.message()).with("overlap", *overlap_um)
        }
        _ => Message::new("effect-arc-stabilised"),
    }
}

/// An action on the splicer's arc and settings.
pub fn action(action: &Action) -> Message {
    match action {
        Action::ReArc => Message::new("action-re-arc"),
        Action::ChangeElectrodes => Message::new("action-change-electrodes"),
        Action::SetSplicer { alignment: Some(alignment), overlap_um: None } => {
            Message::new("action-set-alignment").with("what", alignment.message())
        }
        Action::SetSplicer { overlap_um, .. } => {
            Message::new("action-set-overlap").with("overlap", overlap_um.unwrap_or_default())
        }
        _ => Message::new("action-stabilise-arc"),
    }
}
