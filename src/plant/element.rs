//! What stands on the path of light, and what it costs.

use petgraph::stable_graph::NodeIndex;
use serde::Serialize;

use super::address::Termination;
use super::{Link, Plant, Rows};
use crate::fibre::bend::Bend;
use crate::fibre::connector::Connector;
use crate::fibre::glass::{FibreType, Glass, attenuation_factor};
use crate::fibre::splice::{Core, made_loss};
use crate::fibre::splitter::leg_loss;
use crate::units::{Millidecibels, Millimetres, Wavelength};

/// One thing that stands on the path of light.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Element {
    pub kind: ElementKind,
    pub from: Termination,
    pub to: Termination,
    pub loss: Millidecibels,
    /// How much fibre it is.
    pub length: Millimetres,
    /// What it throws back; nothing where that is too little to see.
    pub reflectance: Option<Millidecibels>,
    /// Id of the place it stands in; for a cable the one that light comes from.
    pub place: Option<String>,
}

/// What kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ElementKind {
    /// Fibre of a cable.
    Span,
    /// A splice made during the attempt, with what the splicer believed.
    Splice {
        #[serde(rename = "estimate_mdb")]
        estimate: Millidecibels,
    },
    /// A splice that was there before.
    MadeSplice,
    /// The pigtail behind a port and the splice at its other end.
    Pigtail,
    /// The plug of a cord in a port: first the face light comes from.
    Mating { faces: [Connector; 2], dirty: bool },
    /// A cord.
    Cord,
    /// A splitter, between its input and one of so many legs.
    Leg { ratio: u16 },
    /// A crushed fibre.
    Crush,
    /// A piece put in where the fibre was broken or crushed.
    Mended,
    /// A bend that was laid straight.
    Straightened,
    /// Fibre wound or folded too tight at the end it is about: its tightest radius, and how many turns in all.
    Bend { radius_mm: u16, turns: u16 },
}

/// Length of a pigtail (trade knowledge: 1.5 to 2 m).
pub const PIGTAIL: Millimetres = Millimetres(1500);
/// What pigtails and the fibre within splitters are made of (trade knowledge).
const PIGTAIL_FIBRE: FibreType = FibreType::G657A2;

/// A piece of fibre as instruments see it that look into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Strand {
    /// The fibre, `pigtail of` a port, or the cord: the same for the same glass.
    pub id: String,
    pub length: Millimetres,
    /// In dB/km at the wavelength asked for.
    pub attenuation_db_km: f64,
    /// Mode-field diameter in micrometres at the wavelength asked for.
    pub mode_field_um: f64,
}

impl Plant {
    /// The glass that an element is made of; nothing for a joint. Of a pigtail, that before its splice.
    pub fn strand(&self, element: &Element, at: Wavelength) -> Option<Strand> {
        let seed = self.scenario.seed;
        let (id, fibre_type, factor) = match (&element.kind, &element.from, &element.to) {
            (ElementKind::Span, from, _) => {
                let fibre = from.fibre()?;
                let fibre_type = self.scenario.cable(&fibre.cable)?.fibre_type;
                (fibre.to_string(), fibre_type, attenuation_factor(seed, fibre))
            }
            (ElementKind::Pigtail, Termination::Port(port), _) | (ElementKind::Pigtail, _, Termination::Port(port)) => {
                (format!("pigtail of {port}"), PIGTAIL_FIBRE, 1.0)
            }
            (ElementKind::Cord, Termination::Cord(end), _) => {
                (end.cord.clone(), self.scenario.cord_model(&end.cord)?.fibre_type, 1.0)
            }
            _ => return None,
        };
        let mode_field_um = 2.0 * Glass::named(seed, &id, fibre_type).mode_radius_um(at);
        let attenuation_db_km = fibre_type.attenuation_db_km(at) * factor;
        Some(Strand { id, length: element.length, attenuation_db_km, mode_field_um })
    }

    /// What light loses along a link and in the bends at its ends.
    pub(super) fn cost(&self, link: &Link, from: NodeIndex, to: NodeIndex, at: Wavelength) -> Millidecibels {
        self.loss(link, from, to, at)
            + self.bend_loss(link, from, at).unwrap_or_default()
            + self.bend_loss(link, to, at).unwrap_or_default()
    }

    /// What stands along a link: where its fibre is bent at one of its ends, that stands apart.
    pub(super) fn elements(&self, link: &Link, from: NodeIndex, to: NodeIndex, at: Wavelength) -> Vec<Element> {
        let bend = |node| self.bend(link, node, at);
        [bend(from), Some(self.element(link, from, to, at)), bend(to)].into_iter().flatten().collect()
    }

    /// The bends of the fibre that a link is made of, at one of its ends.
    fn bends_at(&self, link: &Link, node: NodeIndex) -> Option<(&[Bend], FibreType)> {
        let fibre_type = match link {
            Link::Span { fibre_type, .. } | Link::Cord { fibre_type, .. } => *fibre_type,
            Link::Pigtail { .. } if matches!(self.block(node).0.rows, Rows::Ports { .. }) => PIGTAIL_FIBRE,
            _ => return None,
        };
        Some((self.bends.get(&node)?, fibre_type))
    }

    fn bend_loss(&self, link: &Link, node: NodeIndex, at: Wavelength) -> Option<Millidecibels> {
        let (bends, fibre_type) = self.bends_at(link, node)?;
        Some(bends.iter().map(|bend| bend.loss(fibre_type, at)).sum())
    }

    fn bend(&self, link: &Link, node: NodeIndex, at: Wavelength) -> Option<Element> {
        let (bends, _) = self.bends_at(link, node)?;
        let radius_mm = bends.iter().map(|bend| bend.radius_mm).min()?;
        let turns = bends.iter().map(|bend| bend.half_turns).sum::<u16>().div_ceil(2);
        let end = self.termination(node);
        Some(Element {
            kind: ElementKind::Bend { radius_mm, turns },
            place: self.place_of(&end).map(str::to_owned),
            from: end.clone(),
            to: end,
            loss: self.bend_loss(link, node, at)?,
            length: Millimetres::default(),
            reflectance: None,
        })
    }

    /// What light loses along a link.
    fn loss(&self, link: &Link, from: NodeIndex, to: NodeIndex, at: Wavelength) -> Millidecibels {
        let seed = self.scenario.seed;
        match link {
            Link::Span { length, fibre_type } => {
                let nominal = fibre_type.attenuation_db_km(at) * length.metres() / 1000.0;
                let factor = self.termination(from).fibre().map_or(1.0, |fibre| attenuation_factor(seed, fibre));
                Millidecibels::from_db(nominal * factor + self.clip_loss_db(from))
            }
            Link::Splice(number) => self.splices[*number].loss(at),
            Link::Pigtail { given } => {
                let splice = given.unwrap_or_else(|| made_loss(seed, &self.port_of(from, to)));
                splice + PIGTAIL_FIBRE.span_loss(PIGTAIL, at)
            }
            Link::Mating { given: Some(given), mating, .. } => *given + mating.soil_loss(at),
            Link::Mating { mating, plug, given: None } => mating.loss(seed, &self.pair_name(*plug, from, to), at),
            Link::Cord { length, fibre_type } => fibre_type.span_loss(*length, at),
            Link::Fault { number, mended } => self.fault_loss(*number, *mended, at),
            Link::Leg { given: Some(given), .. } => *given,
            Link::Leg { input, ratio, given: None } => {
                let leg = if *input == from { to } else { from };
                leg_loss(seed, &self.termination(leg).to_string(), *ratio)
            }
        }
    }

    fn element(&self, link: &Link, from: NodeIndex, to: NodeIndex, at: Wavelength) -> Element {
        let seed = self.scenario.seed;
        let none = Millimetres::default();
        let (kind, length, reflectance) = match link {
            Link::Span { length, .. } => (ElementKind::Span, *length, None),
            Link::Splice(number) => match &self.splices[*number].core {
                Core::Fused { estimate, .. } => (ElementKind::Splice { estimate: *estimate }, none, None),
                Core::Made { .. } => (ElementKind::MadeSplice, none, None),
            },
            Link::Pigtail { .. } => (ElementKind::Pigtail, PIGTAIL, None),
            Link::Mating { mating, plug, .. } => {
                let dirty = !mating.soil.is_clean();
                let reflectance = mating.reflectance(seed, &self.pair_name(*plug, from, to), at);
                let [one, other] = mating.faces;
                let faces = if *plug == from { [one, other] } else { [other, one] };
                (ElementKind::Mating { faces, dirty }, none, Some(reflectance))
            }
            Link::Cord { length, .. } => (ElementKind::Cord, *length, None),
            Link::Leg { ratio, .. } => (ElementKind::Leg { ratio: *ratio }, none, None),
            Link::Fault { number, mended } => (self.fault_element(*number, *mended), none, None),
        };
        let (from_end, to_end) = (self.termination(from), self.termination(to));
        let place = self.place_of(&from_end).map(str::to_owned);
        let loss = self.loss(link, from, to, at);
        Element { kind, from: from_end, to: to_end, loss, length, reflectance, place }
    }

    /// The address of the one of two nodes that is a port.
    fn port_of(&self, one: NodeIndex, other: NodeIndex) -> String {
        let is_port = |node: &NodeIndex| matches!(self.block(*node).0.rows, Rows::Ports { .. });
        let port = [one, other].into_iter().find(is_port).unwrap_or(one);
        self.termination(port).to_string()
    }

    /// The name of two faces that meet, the same whichever way light goes.
    fn pair_name(&self, plug: NodeIndex, from: NodeIndex, to: NodeIndex) -> String {
        let port = if plug == from { to } else { from };
        format!("{}+{}", self.termination(plug), self.termination(port))
    }
}
