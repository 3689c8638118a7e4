//! What is judged of a closure: bends, coils, the cable that was opened.

use crate::fibre::names::termination_name;
use crate::lab::Lab;
use crate::locale::Message;
use crate::plant::{ElementKind, Path};

/// The worst bend on the way, where it costs more than any connection and any splice.
pub fn bend_to_blame(lab: &Lab, path: &Path) -> Option<Message> {
    let joint = |kind: &ElementKind| !matches!(kind, ElementKind::Span | ElementKind::Cord | ElementKind::Leg { .. });
    let worst = path.elements.iter().filter(|element| joint(&element.kind)).max_by_key(|element| element.loss)?;
    let ElementKind::Bend { radius_mm, .. } = worst.kind else { return None };
    let at = termination_name(lab.scenario(), &worst.from);
    Some(Message::new("cause-bend").with("radius", radius_mm).with("at", at))
}
