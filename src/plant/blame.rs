//! What on a client's line is to blame when too little light arrives.

use super::address::{PortId, Termination};
use super::{Element, ElementKind, Path, Plant};
use crate::fibre::names::{place_name, termination_name};
use crate::locale::Message;
use crate::scenario::model::Scenario;
use crate::units::Millidecibels;

/// What costs less than this is as it should be (more than a bad but usual connection, IEC 61755-1 grade C).
const WORTH_NAMING: Millidecibels = Millidecibels(500);

/// In words: the worst joint or bend on the way, or where the light ends. Nothing if all is in order.
pub fn on_the_line_of(plant: &Plant, client: &str) -> Option<Message> {
    if let Some(received) = plant.served(client) {
        let worst =
            received.path.elements.iter().filter(|element| is_work(element)).max_by_key(|element| element.loss)?;
        if worst.loss < WORTH_NAMING {
            return None;
        }
        let what = super::words::describe(worst, plant.scenario());
        let place = worst.place.as_deref().map(|place| place_name(plant.scenario(), place));
        return Some(match place {
            Some(place) => {
                Message::new("blame-worst-in").with("place", place).with("what", what).with("loss", worst.loss)
            }
            None => Message::new("blame-worst").with("what", what).with("loss", worst.loss),
        });
    }
    let end = where_it_ends(plant, client)?;
    let place = plant.place_of(&end).map(|place| place_name(plant.scenario(), place));
    let at = termination_name(plant.scenario(), &end);
    Some(match place {
        Some(place) => Message::new("blame-ends-in").with("place", place).with("at", at),
        None => Message::new("blame-ends").with("at", at),
    })
}

/// What hands make or spoil; fibre and splitters lose what they must.
fn is_work(element: &Element) -> bool {
    !matches!(element.kind, ElementKind::Span | ElementKind::Cord | ElementKind::Leg { .. })
}

/// How far a client's box is joined to anything: the far end of the longest way from it.
fn where_it_ends(plant: &Plant, client: &str) -> Option<Termination> {
    let scenario: &Scenario = plant.scenario();
    let ont = &scenario.clients.get(client)?.ont;
    let model = scenario.model_of(ont)?;
    let from: Termination = PortId::new(ont, model.port_at(0)?.0).into();
    let ways = plant.ways_from(&from, model.pon()?.up_nm);
    let longest = ways.into_iter().max_by_key(|way: &Path| way.elements.len());
    Some(longest.and_then(|way| way.elements.last().map(|last| last.to.clone())).unwrap_or(from))
}
