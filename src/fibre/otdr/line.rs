//! What an OTDR looks into: the plant laid out along one axis, as light meets it.
//!
//! Each way that light takes is a row of glass and joints. Ways that begin alike are one line until they part at a
//! splitter; after it they lie over each other, and the instrument cannot tell them apart.

use super::instrument::{LEAD_M, PORT_REFLECTANCE_DB};
use super::light::{LEAST_REFLECTANCE_DB, backscatter_db, end_reflectance_db};
use crate::catalogue::Role;
use crate::fibre::connector::{Connector, Grade, Mating};
use crate::fibre::face::Soil;
use crate::fibre::glass::FibreType;
use crate::fibre::optics::{INDEX, fresnel_db};
use crate::plant::address::{End, PortId, Termination};
use crate::plant::{Element, ElementKind, Path, Plant, Strand};
use crate::rng;
use crate::scenario::file::FaultKind;
use crate::units::{Millidecibels, Millimetres, Wavelength};

/// Reels of the instrument that are no cords of the scenario: for exports, and for looking into a plant at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reels {
    /// Length of a launch reel before the end that is looked into, in metres; 0 is none.
    pub launch_m: u32,
    /// A tail reel at the far end: where it is plugged and its length in metres.
    pub tail: Option<(PortId, u32)>,
}

/// A piece of glass on the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Where it begins, in metres of fibre from the front panel.
    pub start_m: f64,
    pub length_m: f64,
    /// Power that a pulse of 1 ns brings back from its start, as a share of what was sent, loss there and back included.
    pub power: f64,
    /// How power falls along it, there and back, per metre.
    pub fall_per_m: f64,
    /// Whose grain it is.
    pub glass: String,
    /// Where on that glass it begins, in metres, and whether light runs towards its zero.
    pub from_m: f64,
    pub backwards: bool,
}

/// Something that reflects.
#[derive(Debug, Clone, PartialEq)]
pub struct Mirror {
    pub at_m: f64,
    /// Its own reflectance as a share of power.
    pub reflectance: f64,
    /// Power that comes back from it, as a share of what was sent.
    pub power: f64,
    /// The mirror before it on the same way.
    pub before: Option<usize>,
}

/// What stands there in truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// Distance along the fibre from the front panel, in millimetres.
    pub at_mm: u64,
    pub kind: TruthKind,
    /// True loss at the wavelength of the shot.
    pub loss: Millidecibels,
    /// What the step on the screen adds to the true loss, because the next fibre scatters less or more.
    pub scattering: Millidecibels,
    /// Negative; nothing where too little comes back to be seen.
    pub reflectance: Option<Millidecibels>,
    /// Id of the place it stands in.
    pub place: Option<String>,
    pub from: Termination,
    pub to: Termination,
}

/// What kind of thing stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TruthKind {
    /// A splice, a connection, a splitter, a fault, as the plant knows it.
    Element(ElementKind),
    /// The lead or a reel of the instrument meets the line, or the tail reel.
    Reel,
    /// A splice of which the pigtail behind a port is one side.
    PigtailSplice,
    /// No light goes further this way.
    End,
}

/// The whole axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    pub stretches: Vec<Stretch>,
    pub mirrors: Vec<Mirror>,
    /// By rising distance.
    pub truth: Vec<Truth>,
}

/// Reels and leads are wound with this (design choice), their far plug is SC/APC.
const REEL_FIBRE: FibreType = FibreType::G652D;

impl Line {
    /// The axis seen from `at`; nothing if there is no such end. Light goes in where a plug would: what hangs on the
    /// same side of a port as the instrument is not looked into.
    pub fn seen_from(plant: &Plant, at: &Termination, reels: &Reels, nm: Wavelength) -> Option<Self> {
        if !plant.has(at) {
            return None;
        }
        let mut ways: Vec<Vec<Element>> =
            plant.ways_from(at, nm).into_iter().map(|Path { elements, .. }| elements).collect();
        ways.retain(|way| way.first().is_some_and(|first| enters(at, first)));
        let mut laying = Laying { plant, reels, nm, line: Self::default(), glass: None };
        laying.mirror(0.0, 0.0, PORT_REFLECTANCE_DB, None);
        let mut front = Front { at_m: 0.0, loss_db: 0.0, mirror: Some(0) };
        let port = match at {
            Termination::Port(port) => Some(port),
            _ => None,
        };
        if reels.launch_m > 0 || port.is_some() {
            let length_m = if reels.launch_m > 0 { f64::from(reels.launch_m) } else { LEAD_M };
            let name = if reels.launch_m > 0 { "launch reel" } else { "lead" };
            laying.reel(&mut front, name, length_m);
            laying.meet(&mut front, at, name);
        }
        if ways.is_empty() {
            laying.end(front, at);
        } else {
            let ways: Vec<&[Element]> = ways.iter().map(Vec::as_slice).collect();
            laying.lay(&ways, front);
        }
        laying.line.truth.sort_by_key(|truth| truth.at_mm);
        Some(laying.line)
    }
}

/// Whether light that goes in at an end goes this way.
fn enters(at: &Termination, first: &Element) -> bool {
    match at {
        Termination::Port(_) | Termination::Cord(_) => !matches!(first.kind, ElementKind::Mating { .. }),
        _ => matches!(first.kind, ElementKind::Span | ElementKind::Bend { .. }),
    }
}

/// How far the laying has come on one way.
#[derive(Debug, Clone)]
struct Front {
    at_m: f64,
    /// Loss from the front panel, one way.
    loss_db: f64,
    /// The last mirror on the way.
    mirror: Option<usize>,
}

struct Laying<'a> {
    plant: &'a Plant,
    reels: &'a Reels,
    nm: Wavelength,
    line: Line,
    /// Mode field of the last glass laid on this way.
    glass: Option<f64>,
}

fn share(db: f64) -> f64 {
    libm::pow(10.0, db / 10.0)
}

impl Laying<'_> {
    fn lay(&mut self, ways: &[&[Element]], front: Front) {
        let glass = self.glass;
        let mut rest = ways;
        while let Some(first) = rest.first().and_then(|way| way.first()) {
            let same =
                |way: &&&[Element]| way.first().is_some_and(|other| other.to == first.to && other.from == first.from);
            let (together, others) = rest.split_at(rest.iter().take_while(same).count());
            rest = others;
            self.glass = glass;
            let mut front = front.clone();
            self.pass(&mut front, first);
            let onward: Vec<&[Element]> = together.iter().map(|way| &way[1..]).collect();
            if onward.iter().all(|way| way.is_empty()) {
                self.end(front, &first.to);
            } else {
                self.lay(&onward, front);
            }
        }
    }

    /// Light passes one element.
    fn pass(&mut self, front: &mut Front, element: &Element) {
        match (&element.kind, self.plant.strand(element, self.nm)) {
            (ElementKind::Pigtail, Some(strand)) => {
                let own = strand.attenuation_db_km * strand.length.metres() / 1000.0;
                let splice = Element { loss: Millidecibels::from_db(element.loss.db() - own), ..element.clone() };
                if matches!(element.from, Termination::Port(_)) {
                    self.glass(front, &strand, 0.0, false);
                    self.joint(front, &splice, TruthKind::PigtailSplice);
                } else {
                    self.joint(front, &splice, TruthKind::PigtailSplice);
                    let length = strand.length.metres();
                    self.glass(front, &strand, length, true);
                }
            }
            (_, Some(strand)) => {
                let (from_m, backwards) = self.along(element);
                self.glass(front, &strand, from_m, backwards);
            }
            (kind, None) => self.joint(front, element, TruthKind::Element(*kind)),
        }
    }

    /// Where on its glass an element begins, and whether light runs towards the glass's zero.
    fn along(&self, element: &Element) -> (f64, bool) {
        if let Termination::Cord(end) = &element.from {
            let backwards = end.end == End::B;
            return (if backwards { element.length.metres() } else { 0.0 }, backwards);
        }
        let [from, to] = [&element.from, &element.to].map(|end| self.plant.along_fibre(end).unwrap_or_default());
        (from.metres(), to < from)
    }

    /// What the step on the screen shows beside the loss where glass follows glass.
    fn scattering(&mut self, mode_field_um: f64) -> f64 {
        let before = self.glass.replace(mode_field_um);
        before.map_or(0.0, |before| 10.0 * libm::log10(mode_field_um / before))
    }

    fn glass(&mut self, front: &mut Front, strand: &Strand, from_m: f64, backwards: bool) {
        let step = self.scattering(strand.mode_field_um);
        // The step stands where the glass before it ended: at the joint laid last, if one was.
        if let Some(joint) = self
            .line
            .truth
            .last_mut()
            .filter(|joint| joint.at_mm == millimetres(front.at_m) && joint.kind != TruthKind::End)
        {
            joint.scattering = Millidecibels::from_db(joint.scattering.db() + step);
        }
        let length_m = strand.length.metres();
        let two_way_db = 2.0 * front.loss_db;
        self.line.stretches.push(Stretch {
            start_m: front.at_m,
            length_m,
            power: share(backscatter_db(self.nm, strand.mode_field_um) - two_way_db),
            fall_per_m: strand.attenuation_db_km / 1000.0 * 2.0 * std::f64::consts::LN_10 / 10.0,
            glass: strand.id.clone(),
            from_m,
            backwards,
        });
        front.at_m += length_m;
        front.loss_db += strand.attenuation_db_km * length_m / 1000.0;
    }

    fn joint(&mut self, front: &mut Front, element: &Element, kind: TruthKind) {
        self.line.truth.push(Truth {
            at_mm: millimetres(front.at_m),
            kind,
            loss: element.loss,
            scattering: Millidecibels(0),
            reflectance: element.reflectance,
            place: element.place.clone(),
            from: element.from.clone(),
            to: element.to.clone(),
        });
        if let Some(reflectance) = element.reflectance {
            front.mirror = Some(self.mirror(front.at_m, front.loss_db, reflectance.db(), front.mirror));
        }
        front.loss_db += element.loss.db();
    }

    fn mirror(&mut self, at_m: f64, loss_db: f64, reflectance_db: f64, before: Option<usize>) -> usize {
        let power = share(reflectance_db - 2.0 * loss_db);
        self.line.mirrors.push(Mirror { at_m, reflectance: share(reflectance_db), power, before });
        self.line.mirrors.len() - 1
    }

    /// A reel of the instrument, or its lead.
    fn reel(&mut self, front: &mut Front, name: &str, length_m: f64) {
        let mode_field_um = 2.0 * crate::fibre::glass::Glass::named(0, name, REEL_FIBRE).mode_radius_um(self.nm);
        let strand = Strand {
            id: name.to_owned(),
            length: Millimetres::from_decimal_metres(length_m),
            attenuation_db_km: REEL_FIBRE.attenuation_db_km(self.nm),
            mode_field_um,
        };
        self.glass(front, &strand, 0.0, false);
    }

    /// The plug of a reel meets an end of the line.
    fn meet(&mut self, front: &mut Front, at: &Termination, name: &str) {
        let scenario = self.plant.scenario();
        let (face, grade) = match at {
            Termination::Port(port) => {
                let model = scenario.model_of(&port.equipment);
                let connector = scenario.port(port).and_then(|group| group.connector);
                (connector.unwrap_or(Connector::ScApc), model.map_or(Grade::B, |model| model.grade))
            }
            Termination::Cord(end) => (self.cord_face(end.cord.as_str(), end.end), Grade::B),
            _ => (Connector::ScApc, Grade::C),
        };
        let mating = Mating { faces: [face, face], grades: [Grade::B, grade], soil: Soil::default(), window: false };
        let object = format!("{name}+{at}");
        let element = Element {
            kind: ElementKind::Mating { faces: [face, face], dirty: false },
            from: at.clone(),
            to: at.clone(),
            loss: mating.loss(scenario.seed, &object, self.nm),
            length: Millimetres::default(),
            reflectance: Some(mating.reflectance(scenario.seed, &object, self.nm)),
            place: self.plant.place_of(at).map(str::to_owned),
        };
        self.joint(front, &element, TruthKind::Reel);
    }

    fn cord_face(&self, cord: &str, end: End) -> Connector {
        let model = self.plant.scenario().cord_model(cord);
        model.map_or(Connector::ScApc, |model| if end == End::A { model.connectors.0 } else { model.connectors.1 })
    }

    /// No light goes further.
    fn end(&mut self, mut front: Front, at: &Termination) {
        if let (Termination::Port(port), Some((tail, length_m))) = (at, &self.reels.tail)
            && tail == port
        {
            self.meet(&mut front, at, "tail reel");
            self.reel(&mut front, "tail reel", f64::from(*length_m));
            self.ended(front, at, LEAST_REFLECTANCE_DB);
            return;
        }
        let reflectance = self.end_reflectance(at);
        self.ended(front, at, reflectance);
    }

    fn ended(&mut self, front: Front, at: &Termination, reflectance_db: f64) {
        let seen = reflectance_db > LEAST_REFLECTANCE_DB;
        self.line.truth.push(Truth {
            at_mm: millimetres(front.at_m),
            kind: TruthKind::End,
            loss: Millidecibels(0),
            scattering: Millidecibels(0),
            reflectance: seen.then(|| Millidecibels::from_db(reflectance_db)),
            place: self.plant.place_of(at).map(str::to_owned),
            from: at.clone(),
            to: at.clone(),
        });
        self.mirror(front.at_m, front.loss_db, reflectance_db, front.mirror);
    }

    /// What an end throws back into the fibre, in decibels.
    fn end_reflectance(&self, at: &Termination) -> f64 {
        let open = |connector: Connector| {
            if connector.is_angled() { LEAST_REFLECTANCE_DB } else { fresnel_db(INDEX) }
        };
        match at {
            Termination::Port(port) => match self.plant.scenario().port(port) {
                Some(group) if group.role == Role::Pon => EQUIPMENT_REFLECTANCE_DB,
                Some(group) => group.connector.map_or_else(|| self.cut(at), open),
                None => LEAST_REFLECTANCE_DB,
            },
            Termination::Cord(end) => open(self.cord_face(&end.cord, end.end)),
            Termination::Fibre(_) => self.cut(at),
            Termination::Along(_) => match self.plant.fault_at(at).map(|fault| fault.kind) {
                Some(FaultKind::CleanBreak) => self.broken(at),
                _ => LEAST_REFLECTANCE_DB,
            },
        }
    }

    /// The end of a fibre that broke square.
    fn broken(&self, at: &Termination) -> f64 {
        let mut chance = rng::stream(self.plant.scenario().seed, &format!("broken/{at}"), 0);
        end_reflectance_db(BREAK_ANGLE_DEG * chance.normal(), self.glass.unwrap_or(9.2), self.nm)
    }

    /// The end of a fibre that nobody has worked on: cut with snips, by chance rather square, rather crooked, or rough.
    fn cut(&self, at: &Termination) -> f64 {
        let mut chance = rng::stream(self.plant.scenario().seed, &format!("cut/{at}"), 0);
        let mode_field_um = self.glass.unwrap_or(9.2);
        if chance.chance(ROUGH_CUT) {
            LEAST_REFLECTANCE_DB
        } else {
            end_reflectance_db(CUT_ANGLE_DEG * chance.normal(), mode_field_um, self.nm)
        }
    }
}

/// What the optics of an OLT or ONT throw back, in decibels (design choice).
const EQUIPMENT_REFLECTANCE_DB: f64 = -35.0;
/// How often a cut with snips leaves a rough end that throws nothing back, and how crooked the others are, in degrees
/// (design choices).
const ROUGH_CUT: f64 = 0.3;
const CUT_ANGLE_DEG: f64 = 3.0;
/// How crooked a clean break is, in degrees (design choice).
const BREAK_ANGLE_DEG: f64 = 0.8;

fn millimetres(metres: f64) -> u64 {
    libm::round(metres * 1000.0) as u64
}
