//! The stations of a workplace: what the mat can show where the trainee stands.

use super::closure;
use crate::fibre::front::Front;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Lang;
use crate::scenario::model::Scenario;

/// One view of the mat, each with a scene of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Station {
    /// The map of the site.
    Map,
    /// The ports and cords of the place.
    Frame,
    /// The OTDR's screen; panels draw it, the mat only when it is looked at again.
    Otdr,
    /// The splice bench.
    #[default]
    Bench,
    /// A cable that is opened into the closure.
    Cable,
    /// The cassette of the closure.
    Cassette,
    /// Devices of a network and the cables between them.
    Network,
    /// The racks of the place.
    Rack,
}

impl Station {
    /// In the order of the strip: the nearest to the hand last.
    pub const ALL: [Station; 8] = [
        Station::Map,
        Station::Network,
        Station::Rack,
        Station::Otdr,
        Station::Frame,
        Station::Bench,
        Station::Cassette,
        Station::Cable,
    ];

    /// Whether it can be looked at where the trainee stands.
    pub fn is_here(self, lab: &Lab) -> bool {
        match self {
            Station::Map => goes_about(lab.scenario()),
            Station::Frame => lab.here().is_some_and(|here| has_ports(lab, here)),
            Station::Otdr => lab.scenario().otdr || !lab.scenario().traces.is_empty(),
            Station::Cable => closure::has_cable(lab),
            Station::Cassette => closure::has_cassette(lab),
            Station::Network => !lab.scenario().devices.is_empty(),
            Station::Rack => !super::rack::racks_here(lab).is_empty(),
            Station::Bench => {
                let place = lab.state().bench.as_ref().map(|bench| bench.place.as_str());
                place.is_some() && place == lab.here()
            }
        }
    }

    /// All that can be looked at here.
    pub fn here(lab: &Lab) -> Vec<Station> {
        Station::ALL.into_iter().filter(|station| station.is_here(lab)).collect()
    }

    /// What one looks at first in a place: the work, else the map.
    pub fn usual(lab: &Lab) -> Self {
        Station::here(lab).last().copied().unwrap_or_default()
    }

    /// Where a gesture is seen, for the replay; nothing where any view will do.
    pub fn of(action: &Action) -> Option<Self> {
        match action {
            Action::GoTo { .. } => Some(Station::Map),
            Action::Shoot { .. }
            | Action::TakeTable { .. }
            | Action::MarkEvent { .. }
            | Action::ForgetEvent { .. }
            | Action::WriteMean { .. }
            | Action::NameFault { .. }
            | Action::SignReport { .. } => Some(Station::Otdr),
            Action::RingCut { .. }
            | Action::PullJacket { .. }
            | Action::CutAramid { .. }
            | Action::ClampCable { .. }
            | Action::AnchorAramid { .. }
            | Action::CutTube { .. }
            | Action::WipeGel { .. } => Some(Station::Cable),
            Action::Coil { .. }
            | Action::CoverCassette
            | Action::UncoverCassette
            | Action::ShutClosure
            | Action::OpenClosure => Some(Station::Cassette),
            Action::Unplug { .. }
            | Action::Plug { .. }
            | Action::Cap { .. }
            | Action::TakeCord { .. }
            | Action::LeadCord { .. }
            | Action::Label { .. } => Some(Station::Frame),
            Action::Type { .. } | Action::Connect { .. } | Action::Disconnect { .. } => Some(Station::Network),
            _ if action.is_of_rack() => Some(Station::Rack),
            _ if action.fibre().is_some() => Some(Station::Bench),
            _ => None,
        }
    }

    pub fn name(self, lang: Lang) -> String {
        lang.text(match self {
            Station::Map => "station-map",
            Station::Frame => "station-frame",
            Station::Otdr => "trace-screen",
            Station::Bench => "station-bench",
            Station::Cable => "station-cable",
            Station::Cassette => "station-cassette",
            Station::Network => "station-network",
            Station::Rack => "station-rack",
        })
    }
}

/// Whether something with ports is mounted in a place; what is in the bag comes along everywhere.
fn has_ports(lab: &Lab, place: &str) -> bool {
    let mounted = |equipment: &str| lab.scenario().equipment.get(equipment).is_some_and(|it| it.place == place);
    let drawers = Front::of(lab.scenario(), place).drawers;
    let bag = |equipment: &str| lab.scenario().model_of(equipment).is_some_and(|model| model.is_portable());
    drawers.iter().any(|drawer| mounted(&drawer.equipment) && !bag(&drawer.equipment))
}

/// Whether the trainee has somewhere to go: a site with nothing but a bench stays at the bench.
fn goes_about(scenario: &Scenario) -> bool {
    let portable = scenario.bench.as_ref().is_some_and(|bench| !bench.also.is_empty());
    let elsewhere = scenario.start_place() != scenario.bench_place();
    scenario.places.len() > 1 && (portable || elsewhere || !scenario.equipment.is_empty())
}
