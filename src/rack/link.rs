//! Does this link work, and if not, why: one judge for lights, reports and marks.
//!
//! A link is followed strand by strand from the socket of one device to that of another: through cords, through panels
//! from front to rear, along installed runs. The two ends then must agree in speed, light and fibre, the sending strand of
//! each must arrive at the hearing side of the other, and the way must be clean and not too long.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::catalogue::rack::{Category, CordKind, DeviceModel, FibreGrade, Medium, MpoMap, Socket, TransceiverModel};
use crate::fibre::connector::Connector;
use crate::fibre::face::judge as judge_face;
use crate::lab::State;
use crate::locale::Message;
use crate::plant::address::{CordEnd, End, PortId, Termination};
use crate::rack::bundle;
use crate::rack::copper;
use crate::rack::power::{self, Power};
use crate::rack::words::gear_port_name;
use crate::scenario::file::RunKind;
use crate::scenario::model::Scenario;
use crate::units::Millimetres;

/// More steps than this are a ring.
const MOST_STEPS: usize = 64;

/// What was found at a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The socket at the other end, if the way leads to one.
    pub far: Option<PortId>,
    /// Megabits a second that pass; 0 where the link is down.
    pub mbps: u32,
    /// Why it is down, or slower than the sockets allow.
    pub why: Option<Why>,
}

/// Why a link is down, or slow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    NothingPlugged(PortId),
    /// A cord hangs free at its other end.
    LooseEnd(PortId),
    /// A panel's port with nothing behind or before it.
    OpenPanel(PortId),
    NoPower(String),
    /// A cage without a transceiver.
    NoModule(PortId),
    /// A transceiver that is faster than its cage.
    ModuleTooFast(PortId),
    Speeds {
        one: u32,
        other: u32,
    },
    Wavelengths {
        one: u16,
        other: u16,
    },
    /// This transceiver is not for this glass.
    WrongGlass {
        port: PortId,
        glass: FibreGrade,
    },
    /// Two sorts of glass on one way.
    MixedGlass {
        one: FibreGrade,
        other: FibreGrade,
    },
    TooLong {
        length: Millimetres,
        reach: Millimetres,
    },
    /// Light leaves where light leaves.
    Crossed,
    /// An angled face against a straight one.
    Polish(PortId),
    /// A face that fails inspection.
    Dirty(PortId),
    /// A cable that is for something else.
    WrongCord(PortId),
    /// The category carries less than the sockets.
    Category {
        category: Category,
        mbps: u32,
    },
    /// Wires of an installed cable lie on the wrong contacts, or on none.
    Wires(PortId),
    /// A cord on the way is crushed by a tie or a fold.
    Crushed(PortId),
    /// The way leads back to where it began.
    Ring,
}

/// One strand at one place: a socket and which of its sides.
type Spot = (PortId, u8);

/// The cords and runs of a room, found by their ports.
pub struct Links<'a> {
    scenario: &'a Scenario,
    state: &'a State,
    plugs: BTreeMap<&'a PortId, CordEnd>,
    /// Found when the first way leads behind a panel: most of those who ask want none.
    runs: OnceCell<BTreeMap<PortId, (&'a str, End, u16)>>,
    /// What power does now.
    pub power: Power,
}

/// What lies on the way of a strand.
#[derive(Debug, Default, Clone)]
struct Way {
    length_mm: u64,
    glass: Vec<FibreGrade>,
    category: Option<Category>,
    /// The most that installed pairs let through, in megabits a second, and where.
    wires: Option<(u32, PortId)>,
    /// Where a cord begins whose pairs are crushed.
    crushed: Option<PortId>,
    /// Ports on the way, each where a cord or a run begins or ends.
    stops: Vec<PortId>,
    /// Installed copper on the way: where it begins and how long it is, in millimetres.
    copper_runs: Vec<(PortId, u64)>,
    /// Whether the rows of twelve are turned end for end: an odd number of trunks of type B.
    turned: bool,
    trouble: Option<Why>,
}

impl<'a> Links<'a> {
    pub fn of(scenario: &'a Scenario, state: &'a State) -> Self {
        Self { power: power::now(scenario, state), ..Self::wired(scenario, state) }
    }

    /// Only what is plugged, whatever runs.
    pub fn wired(scenario: &'a Scenario, state: &'a State) -> Self {
        let mut plugs = BTreeMap::new();
        for (id, cord) in &state.cords {
            for (end, port) in End::BOTH.into_iter().zip(&cord.plugged) {
                if let Some(port) = port {
                    plugs.insert(port, CordEnd::new(id, end));
                }
            }
        }
        Self { scenario, state, plugs, runs: OnceCell::new(), power: Power::default() }
    }

    fn runs(&self) -> &BTreeMap<PortId, (&'a str, End, u16)> {
        self.runs.get_or_init(|| {
            let mut runs = BTreeMap::new();
            for (id, run) in &self.scenario.runs {
                for (end, first) in End::BOTH.into_iter().zip([&run.a, &run.b]) {
                    for offset in 0..run.count {
                        if let Some(port) = nth_port(self.scenario, first, offset) {
                            runs.insert(port, (id.as_str(), end, offset));
                        }
                    }
                }
            }
            runs
        })
    }

    /// The socket of a device where the way from this one ends, whatever passes on it.
    pub fn far(&self, port: &PortId) -> Option<PortId> {
        self.follow((port.clone(), 0), &mut Way::default()).ok().map(|(far, _)| far)
    }

    /// The ports on the way from this one, from panel to panel, to the socket of the device at its end.
    pub fn stops(&self, port: &PortId) -> Vec<PortId> {
        let mut way = Way::default();
        let _ = self.follow((port.clone(), 0), &mut way);
        way.stops
    }

    /// The installed copper on the way from this port: where each cable begins, and how long it is in millimetres.
    pub fn copper_runs(&self, port: &PortId) -> Vec<(PortId, u64)> {
        let mut way = Way::default();
        let _ = self.follow((port.clone(), 0), &mut way);
        way.copper_runs
    }

    fn socket(&self, port: &PortId) -> Option<Socket> {
        self.scenario.gear_port(port).map(|(group, _)| group.socket)
    }

    /// Judges the link at a network socket.
    pub fn judge(&self, port: &PortId) -> Verdict {
        let down = |far: Option<PortId>, why: Why| Verdict { far, mbps: 0, why: Some(why) };
        let Some(near) = self.end_at(port) else { return down(None, Why::WrongCord(port.clone())) };
        let plugged = self.plugs.contains_key(port);
        if !plugged {
            return down(None, Why::NothingPlugged(port.clone()));
        }
        // Both strands, out and back.
        let mut way = Way::default();
        let out = self.follow((port.clone(), 0), &mut way);
        let (far, side) = match out {
            Ok(spot) => spot,
            Err(why) => return down(None, why),
        };
        if far == *port {
            return down(None, Why::Ring);
        }
        let Some(other) = self.end_at(&far) else { return down(Some(far.clone()), Why::WrongCord(far)) };
        let down = |why: Why| Verdict { far: Some(far.clone()), mbps: 0, why: Some(why) };
        for device in [&port.equipment, &far.equipment] {
            if !self.power.running.contains(device) {
                return down(Why::NoPower(device.clone()));
            }
        }
        if let Some(why) = way.trouble.clone() {
            return down(why);
        }
        match (&near, &other) {
            (Foot::Copper(one), Foot::Copper(other)) => self.copper(one, other, &way, &far),
            (Foot::Light(module), Foot::Light(there)) => {
                for (at, foot) in [(port, module), (&far, there)] {
                    if let Some(why) = self.module_fits(at, foot) {
                        return down(why);
                    }
                }
                match light(port, module, there, &way, side) {
                    Some(why) => down(why),
                    None => Verdict { far: Some(far), mbps: module.mbps, why: None },
                }
            }
            (Foot::Joined(one), Foot::Joined(_)) => Verdict { far: Some(far), mbps: *one, why: None },
            (Foot::Empty, _) => down(Why::NoModule(port.clone())),
            (_, Foot::Empty) => down(Why::NoModule(far.clone())),
            _ => down(Why::WrongCord(far.clone())),
        }
    }

    /// What stands behind a socket; nothing for those of panels, power and consoles.
    fn end_at(&self, port: &PortId) -> Option<Foot<'a>> {
        let (group, _) = self.scenario.gear_port(port)?;
        let model = self.scenario.gear_model(&port.equipment)?;
        if is_panel(model) {
            return None;
        }
        match group.socket {
            Socket::Rj45(_) => Some(Foot::Copper(group.mbps.clone())),
            Socket::Cage(_) => {
                // A cord with its transceivers fixed stands for both.
                if let Some(plug) = self.plugs.get(port)
                    && let Some(CordKind::Dac { mbps, .. } | CordKind::Aoc { mbps, .. }) =
                        self.scenario.rack_cord_model(&plug.cord).map(|model| model.kind)
                {
                    return Some(Foot::Joined(mbps));
                }
                match self.state.rack.module(port) {
                    Some(module) => Some(match module.medium {
                        Medium::Copper => Foot::Copper(vec![module.mbps]),
                        _ => Foot::Light(module),
                    }),
                    None => Some(Foot::Empty),
                }
            }
            _ => None,
        }
    }

    fn module_fits(&self, port: &PortId, module: &TransceiverModel) -> Option<Why> {
        let (group, _) = self.scenario.gear_port(port)?;
        let most = group.mbps.iter().max().copied().unwrap_or(0);
        (module.mbps > most).then(|| Why::ModuleTooFast(port.clone()))
    }

    /// Follows a strand from a socket of a device to the next socket of a device.
    fn follow(&self, from: Spot, way: &mut Way) -> Result<Spot, Why> {
        let (mut port, mut side) = from;
        // Through a cord, then if that ends at a panel through it and on along a run or another cord.
        for _ in 0..MOST_STEPS {
            let plug = self.plugs.get(&port).ok_or_else(|| Why::NothingPlugged(port.clone()))?;
            let kind = self.scenario.rack_cord_model(&plug.cord).map(|model| model.kind);
            let kind = kind.ok_or_else(|| Why::WrongCord(port.clone()))?;
            self.meet(&port, plug, kind, way);
            self.squeeze(&port, plug, kind, way);
            let there =
                self.state.cords.get(&plug.cord).and_then(|cord| cord.plugged[plug.end.other().index()].clone());
            let there = there.ok_or_else(|| Why::LooseEnd(port.clone()))?;
            way.length_mm += self.scenario.cord_length(&plug.cord).unwrap_or_default().0;
            match kind {
                CordKind::Duplex { fibre, crossed, .. } => {
                    way.glass.push(fibre);
                    // A to B is the usual cord: what leaves on one side arrives on the other.
                    side = if crossed { side } else { 1 - side };
                }
                CordKind::Simplex { fibre, .. } => way.glass.push(fibre),
                CordKind::Copper(category) => {
                    way.category = Some(way.category.map_or(category, |least| least.min(category)));
                }
                CordKind::Mpo { fibre, map, .. } => {
                    way.glass.push(fibre);
                    way.turned ^= map == MpoMap::B;
                }
                CordKind::Dac { .. } | CordKind::Aoc { .. } => {}
                _ => return Err(Why::WrongCord(port.clone())),
            }
            let far_plug = CordEnd::new(&plug.cord, plug.end.other());
            self.meet(&there, &far_plug, kind, way);
            way.stops.extend([port.clone(), there.clone()]);
            let model = self.scenario.gear_model(&there.equipment).ok_or_else(|| Why::WrongCord(there.clone()))?;
            if !is_panel(model) {
                return Ok((there, side));
            }
            let behind = through(self.scenario, &there).ok_or_else(|| Why::OpenPanel(there.clone()))?;
            // Behind the panel: an installed run, or the next cord.
            let (next, next_side) = match self.run(&behind, side, way) {
                Some(spot) => {
                    let (far, far_side) = spot?;
                    (through(self.scenario, &far).ok_or_else(|| Why::OpenPanel(far.clone()))?, far_side)
                }
                None => (behind, side),
            };
            if !self.plugs.contains_key(&next) {
                return Err(Why::OpenPanel(next));
            }
            (port, side) = (next, next_side);
        }
        Err(Why::Ring)
    }

    /// Along the run at a rear port, if there is one.
    fn run(&self, port: &PortId, side: u8, way: &mut Way) -> Option<Result<Spot, Why>> {
        let (id, end, offset) = self.runs().get(port)?;
        let run = self.scenario.runs.get(*id)?;
        way.length_mm += run.length_mm_of(*offset);
        let first = if *end == End::A { &run.b } else { &run.a };
        let straight = || nth_port(self.scenario, first, *offset).ok_or_else(|| Why::OpenPanel(port.clone()));
        Some(match run.kind {
            RunKind::Copper(category) => {
                way.category = Some(way.category.map_or(category, |least| least.min(category)));
                way.copper_runs.push((port.clone(), run.length_mm_of(*offset)));
                if let Some(line) = copper::line(self.scenario, port) {
                    let most = copper::most_mbps(&copper::both_ends(self.state, &line));
                    if way.wires.as_ref().is_none_or(|(least, _)| most < *least) {
                        way.wires = Some((most, port.clone()));
                    }
                }
                straight().map(|port| (port, side))
            }
            RunKind::Duplex { fibre, crossed } => {
                way.glass.push(fibre);
                straight().map(|port| (port, if crossed { side } else { 1 - side }))
            }
            RunKind::Mpo { fibre, map } => {
                way.glass.push(fibre);
                // Six pairs on twelve fibres: the so many-th pair is fibres 2n − 1 and 2n.
                let (block, pair) = (*offset / 6, *offset % 6);
                let far = map.far((pair * 2) as u8 + side + 1) - 1;
                let port = nth_port(self.scenario, first, block * 6 + u16::from(far / 2));
                port.map(|port| (port, far % 2)).ok_or_else(|| Why::OpenPanel(first.clone()))
            }
        })
    }

    /// A plug in a socket: polish and dirt of the two faces.
    fn meet(&self, port: &PortId, plug: &CordEnd, kind: CordKind, way: &mut Way) {
        let Some(face) = face_of(kind, plug.end) else { return };
        if let Some(hole) = self.socket(port).and_then(connector_of)
            && hole != face
        {
            way.trouble.get_or_insert(Why::Polish(port.clone()));
        }
        let angled = face.is_angled();
        let ends = [Termination::from(plug.clone()), Termination::from(port.clone())];
        let dirty = ends.iter().any(|end| {
            self.state.faces.contains_key(end) && !judge_face(&self.state.face(self.scenario, end), angled).good
        });
        if dirty {
            way.trouble.get_or_insert(Why::Dirty(port.clone()));
        }
    }

    /// What ties and folds do to a cord: glass goes dark, pairs carry less.
    fn squeeze(&self, port: &PortId, plug: &CordEnd, kind: CordKind, way: &mut Way) {
        let (Some(model), Some(cord)) = (self.scenario.rack_cord_model(&plug.cord), self.state.cords.get(&plug.cord))
        else {
            return;
        };
        if !bundle::is_crushed(model, cord) {
            return;
        }
        if matches!(kind, CordKind::Copper(_)) {
            way.crushed.get_or_insert(port.clone());
        } else {
            way.trouble.get_or_insert(Why::Crushed(port.clone()));
        }
    }

    fn copper(&self, one: &[u32], other: &[u32], way: &Way, far: &PortId) -> Verdict {
        let common = one.iter().filter(|speed| other.contains(speed)).max().copied();
        let fastest = |speeds: &[u32]| speeds.iter().max().copied().unwrap_or(0);
        let Some(common) = common else {
            let why = Why::Speeds { one: fastest(one), other: fastest(other) };
            return Verdict { far: Some(far.clone()), mbps: 0, why: Some(why) };
        };
        let category = way.category.unwrap_or(Category::Cat5e);
        let reach = |mbps: u32| copper_reach_mm(category, mbps);
        let (wires, where_wires) = way.wires.clone().map_or((u32::MAX, None), |(most, port)| (most, Some(port)));
        let both = || one.iter().filter(|mbps| other.contains(mbps));
        let passes = both().filter(|mbps| reach(**mbps) >= way.length_mm).max().copied();
        if let Some(port) = where_wires.filter(|_| wires < passes.unwrap_or(0)) {
            // Sockets settle on what the wires still carry.
            let mbps = both().filter(|mbps| **mbps <= wires).max().copied().unwrap_or(0);
            return Verdict { far: Some(far.clone()), mbps, why: Some(Why::Wires(port)) };
        }
        if let Some(port) = way.crushed.clone().filter(|_| passes.unwrap_or(0) > CRUSHED_MBPS) {
            let mbps = both().filter(|mbps| **mbps <= CRUSHED_MBPS).max().copied().unwrap_or(0);
            return Verdict { far: Some(far.clone()), mbps, why: Some(Why::Crushed(port)) };
        }
        match passes {
            Some(mbps) if mbps == common => Verdict { far: Some(far.clone()), mbps, why: None },
            Some(mbps) => {
                let why = Why::Category { category, mbps };
                Verdict { far: Some(far.clone()), mbps, why: Some(why) }
            }
            None => {
                let why = Why::TooLong { length: Millimetres(way.length_mm), reach: Millimetres(reach(common)) };
                Verdict { far: Some(far.clone()), mbps: 0, why: Some(why) }
            }
        }
    }
}

/// What crushed pairs still carry, in megabits a second (design choice: the crosstalk that 100BASE-TX stands).
const CRUSHED_MBPS: u32 = 100;

/// What stands behind a socket of a device.
enum Foot<'a> {
    /// The speeds of a twisted-pair port.
    Copper(Vec<u32>),
    Light(&'a TransceiverModel),
    /// A cord with transceivers at both ends, at this speed.
    Joined(u32),
    /// A cage with nothing in it.
    Empty,
}

/// How far a category carries a speed, in millimetres (ISO/IEC 11801 and TIA-568: 100 m; 10GBASE-T on Cat 6 55 m).
pub fn copper_reach_mm(category: Category, mbps: u32) -> u64 {
    let metres = match (category, mbps) {
        (_, ..=1000) => 100,
        (Category::Cat5e, ..=2500) => 100,
        (Category::Cat5e, _) => 0,
        (Category::Cat6, ..=5000) => 100,
        (Category::Cat6, ..=10_000) => 55,
        (Category::Cat6, _) => 0,
        (Category::Cat6a, ..=10_000) => 100,
        (Category::Cat6a, _) => 0,
        (Category::Cat8, ..=10_000) => 100,
        (Category::Cat8, _) => 30,
    };
    metres * 1000
}

/// Whether two transceivers hear each other over this way; `side` is where what leaves on side 0 arrives.
fn light(port: &PortId, one: &TransceiverModel, other: &TransceiverModel, way: &Way, side: u8) -> Option<Why> {
    if one.mbps != other.mbps {
        return Some(Why::Speeds { one: one.mbps, other: other.mbps });
    }
    let waves = |medium: &Medium| match medium {
        Medium::Duplex { tx_nm, rx_nm, .. } | Medium::Bidi { tx_nm, rx_nm, .. } => Some((*tx_nm, *rx_nm)),
        Medium::Mpo { tx_nm, .. } => Some((*tx_nm, *tx_nm)),
        Medium::Copper => None,
    };
    let (Some((tx, rx)), Some((there_tx, there_rx))) = (waves(&one.medium), waves(&other.medium)) else {
        return Some(Why::WrongCord(port.clone()));
    };
    if tx != there_rx {
        return Some(Why::Wavelengths { one: tx, other: there_rx });
    }
    if there_tx != rx {
        return Some(Why::Wavelengths { one: rx, other: there_tx });
    }
    if let Some(first) = way.glass.first()
        && let Some(other) = way.glass.iter().find(|glass| is_single(**glass) != is_single(*first))
    {
        return Some(Why::MixedGlass { one: *first, other: *other });
    }
    let reaches = match &one.medium {
        Medium::Duplex { reach_m, .. } | Medium::Bidi { reach_m, .. } | Medium::Mpo { reach_m, .. } => reach_m,
        Medium::Copper => return None,
    };
    // The worst glass on the way decides.
    for glass in &way.glass {
        let Some(reach) = reaches.get(glass) else {
            return Some(Why::WrongGlass { port: port.clone(), glass: *glass });
        };
        let reach_mm = u64::from(*reach) * 1000;
        if way.length_mm > reach_mm {
            return Some(Why::TooLong { length: Millimetres(way.length_mm), reach: Millimetres(reach_mm) });
        }
    }
    // Duplex: what leaves on one side must be heard on the other.
    // Parallel: the lanes of one end are the mirror of the other's.
    let crossed = match one.medium {
        Medium::Duplex { .. } => side == 0,
        Medium::Mpo { .. } => !way.turned,
        _ => false,
    };
    if crossed {
        return Some(Why::Crossed);
    }
    None
}

fn is_single(glass: FibreGrade) -> bool {
    glass == FibreGrade::Os2
}

/// Whether what is plugged in front comes out behind.
pub fn is_panel(model: &DeviceModel) -> bool {
    use crate::catalogue::rack::DeviceKind::{CopperPanel, FibrePanel, SplicePanel};
    matches!(model.kind, CopperPanel | FibrePanel | SplicePanel)
}

/// The other side of a panel's port: `12` and `r12`.
pub fn through(scenario: &Scenario, port: &PortId) -> Option<PortId> {
    let model = scenario.gear_model(&port.equipment)?;
    let other = match port.port.strip_prefix('r') {
        Some(front) => front.to_owned(),
        None => format!("r{}", port.port),
    };
    model.port(&other).map(|_| PortId::new(&port.equipment, other))
}

/// The port so many places after this one.
pub fn nth_port(scenario: &Scenario, first: &PortId, offset: u16) -> Option<PortId> {
    let model = scenario.gear_model(&first.equipment)?;
    let (group, position) = model.port(&first.port)?;
    let index = position.checked_add(offset)?;
    let count = group.count.unwrap_or(1);
    (index < count).then(|| PortId::new(&first.equipment, format!("{}{}", group.name, group.first + index)))
}

/// The face of an optical plug.
pub fn face_of(kind: CordKind, end: End) -> Option<Connector> {
    match kind {
        CordKind::Duplex { ends, .. } | CordKind::Simplex { ends, .. } => {
            Some(if end == End::A { ends.0 } else { ends.1 })
        }
        _ => None,
    }
}

/// The face in a socket.
pub fn connector_of(socket: Socket) -> Option<Connector> {
    match socket {
        Socket::Duplex(connector) | Socket::Simplex(connector) => Some(connector),
        _ => None,
    }
}

impl Why {
    pub fn message(&self, scenario: &Scenario) -> Message {
        let at = |key: &'static str, port: &PortId| Message::new(key).with("port", gear_port_name(scenario, port));
        match self {
            Why::NothingPlugged(port) => at("link-nothing", port),
            Why::LooseEnd(port) => at("link-loose", port),
            Why::OpenPanel(port) => at("link-open-panel", port),
            Why::NoPower(device) => {
                Message::new("link-no-power").with("name", crate::rack::words::gear_name(scenario, device))
            }
            Why::NoModule(port) => at("link-no-module", port),
            Why::ModuleTooFast(port) => at("link-module-too-fast", port),
            Why::Speeds { one, other } => {
                Message::new("link-speeds").with("one", speed(*one)).with("other", speed(*other))
            }
            Why::Wavelengths { one, other } => Message::new("link-waves").with("one", *one).with("other", *other),
            Why::WrongGlass { port, glass } => at("link-wrong-glass", port).with("glass", glass_name(*glass)),
            Why::MixedGlass { one, other } => {
                Message::new("link-mixed-glass").with("one", glass_name(*one)).with("other", glass_name(*other))
            }
            Why::TooLong { length, reach } => {
                Message::new("link-too-long").with("length", *length).with("reach", *reach)
            }
            Why::Crossed => Message::new("link-crossed"),
            Why::Polish(port) => at("link-polish", port),
            Why::Dirty(port) => at("link-dirty", port),
            Why::WrongCord(port) => at("link-wrong-cord", port),
            Why::Category { category, mbps } => {
                Message::new("link-category").with("category", category_name(*category)).with("speed", speed(*mbps))
            }
            Why::Wires(port) => at("link-wires", port),
            Why::Crushed(port) => at("link-crushed", port),
            Why::Ring => Message::new("link-ring"),
        }
    }
}

/// Printed on boxes and cords: the same in every language.
pub fn speed(mbps: u32) -> String {
    if mbps >= 1000 && mbps.is_multiple_of(1000) {
        format!("{}G", mbps / 1000)
    } else if mbps == 2500 {
        "2.5G".to_owned()
    } else {
        format!("{mbps}M")
    }
}

pub fn glass_name(glass: FibreGrade) -> &'static str {
    match glass {
        FibreGrade::Om1 => "OM1",
        FibreGrade::Om2 => "OM2",
        FibreGrade::Om3 => "OM3",
        FibreGrade::Om4 => "OM4",
        FibreGrade::Om5 => "OM5",
        FibreGrade::Os2 => "OS2",
    }
}

pub fn category_name(category: Category) -> &'static str {
    match category {
        Category::Cat5e => "Cat 5e",
        Category::Cat6 => "Cat 6",
        Category::Cat6a => "Cat 6A",
        Category::Cat8 => "Cat 8",
    }
}
