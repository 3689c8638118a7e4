//! What light comes out where: from exchanges, from boxes in homes, from light sources and red pens.

use serde::Serialize;

use super::address::{FibreEnd, PortId, Termination};
use super::{Element, ElementKind, Plant};
use crate::catalogue::{Kind, Role};
use crate::fibre::instruments::Traffic;
use crate::rng;
use crate::units::{MilliDbm, Millidecibels, Wavelength};

/// Light of one wavelength that comes out of an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Light {
    pub nm: Wavelength,
    pub dbm: MilliDbm,
    /// The port that sends it.
    pub from: PortId,
}

/// Red light that leaves the glass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Glow {
    pub kind: GlowKind,
    pub at: Termination,
    /// Id of the place it is in.
    pub place: Option<String>,
    pub dbm: MilliDbm,
}

/// Where it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum GlowKind {
    /// A splice that loses much.
    Splice,
    /// A fibre bent too tight.
    Bend,
    /// A crushed fibre.
    Crush,
    /// A broken fibre.
    Break,
    /// A plug or adapter with nothing in front, or a bare end.
    OpenEnd,
}

/// The wavelength of red pens.
pub const RED: Wavelength = Wavelength(650);
/// The faintest red that an eye finds by day, in dBm (design choice: a class 2 pen of 0 dBm reaches 5 km at 7 dB/km, and
/// 5 to 7 km are quoted).
const SEEN_DBM: f64 = -36.0;
/// A cable with no more fibres is a drop, whose thin white jacket lets red light through (design choice).
const DROP_FIBRES: u16 = 4;
/// Red light runs in several modes, and the outer ones leave where the fibre is bent this tight or tighter, in
/// millimetres; so much of it, in decibels (design choice: the thumb-width bend that a red pen is known to show).
const GLOWING_BEND_MM: u16 = 15;
const BEND_LEAK_DB: f64 = -13.0;
/// A splice that loses less glows too faintly to be found, in decibels at 650 nm (design choice).
const LEAK_DB: f64 = 0.5;
/// What a live-fibre detector's bend costs while it is clipped on, in decibels (design choice; sheets give 0.5 to 2).
const CLIP_DB: f64 = 0.8;
/// How a source differs from its sheet, in decibels (design choice).
const SOURCE_SPREAD_DB: f64 = 0.3;

impl Plant {
    /// What a port sends into the line, if it sends.
    fn sends(&self, port: &PortId) -> Option<(Wavelength, MilliDbm)> {
        let model = self.scenario.model_of(&port.equipment)?;
        match &model.kind {
            Kind::Olt { .. } => Some((self.olt_class(port)?.down_nm, self.sent(port)?)),
            Kind::Ont { .. } => {
                // A box that hears nothing stays silent.
                let class = model.pon()?;
                self.received(&port.clone().into(), class.down_nm)
                    .filter(|heard| heard.dbm >= MilliDbm::from_dbm(class.ont_rx_dbm.0))?;
                let (least, most) = class.ont_tx_dbm;
                let drawn = rng::stream(self.scenario.seed, &format!("ont/{port}"), 0).uniform();
                Some((class.up_nm, MilliDbm::from_dbm(least + (most - least) * drawn)))
            }
            Kind::Source { dbm, .. } => {
                let nm = *self.sources.get(&port.equipment)?;
                let mut chance = rng::stream(self.scenario.seed, &format!("source/{}/{}", port.equipment, nm.0), 0);
                Some((nm, MilliDbm::from_dbm(dbm + chance.normal_within(SOURCE_SPREAD_DB, 2.0 * SOURCE_SPREAD_DB))))
            }
            _ => None,
        }
    }

    /// All light that comes out of an end towards whoever looks into it or connects a meter: of each wavelength the
    /// brightest.
    pub fn lights_at(&self, end: &Termination) -> Vec<Light> {
        let mut wavelengths: Vec<Wavelength> = Vec::new();
        for id in self.equipment.keys() {
            let Some(model) = self.scenario.model_of(id) else { continue };
            wavelengths.extend(match &model.kind {
                Kind::Olt { .. } => model.pon().map(|class| class.down_nm),
                Kind::Ont { .. } => model.pon().map(|class| class.up_nm),
                Kind::Source { .. } => self.sources.get(id).copied(),
                _ => None,
            });
        }
        wavelengths.sort_unstable();
        wavelengths.dedup();
        wavelengths.into_iter().filter_map(|nm| self.light_at(end, nm)).collect()
    }

    fn light_at(&self, end: &Termination, nm: Wavelength) -> Option<Light> {
        if let Termination::Port(port) = end
            && let Some((_, dbm)) = self.sends(port).filter(|(sent, _)| *sent == nm)
        {
            return Some(Light { nm, dbm, from: port.clone() });
        }
        let start = self.node(end)?;
        let may_send = |node| self.role(node) == Some(Role::Pon) && node != start;
        let sends = |node| {
            may_send(node)
                && matches!(self.termination(node), Termination::Port(port)
                    if self.sends(&port).is_some_and(|(sent, _)| sent == nm))
        };
        let up = self.search(start, sends, nm)?;
        let Termination::Port(from) = up.elements.last()?.to.clone() else { return None };
        let (_, sent) = self.sends(&from)?;
        Some(Light { nm, dbm: sent - up.loss, from })
    }

    /// The power of all light together that comes out of an end, in dBm; nothing in the dark.
    pub fn power_at(&self, end: &Termination) -> Option<MilliDbm> {
        let lights = self.lights_at(end);
        let milliwatts: f64 = lights.iter().map(|light| libm::pow(10.0, light.dbm.dbm() / 10.0)).sum();
        (milliwatts > 0.0).then(|| MilliDbm::from_dbm(10.0 * libm::log10(milliwatts)))
    }

    /// What a live-fibre detector finds at the end of a fibre.
    pub fn traffic_at(&self, end: &FibreEnd) -> Option<Traffic> {
        let start = self.node(&end.clone().into())?;
        let downstream = |node| {
            self.role(node) == Some(Role::Pon)
                && matches!(self.termination(node), Termination::Port(port) if self.olt_class(&port).is_some())
        };
        let up = self.search(start, downstream, Wavelength::NM_1490)?;
        let Termination::Port(port) = &up.elements.last()?.to else { return None };
        let dbm = self.sent(port)? - up.loss;
        let out_of_cable = matches!(up.elements.first()?.kind, ElementKind::Span);
        Some(Traffic { dbm, out_of_cable })
    }

    /// What the bend of a detector costs along the fibre that this end belongs to.
    pub(super) fn clip_loss_db(&self, node: petgraph::stable_graph::NodeIndex) -> f64 {
        if self.clips.is_empty() {
            return 0.0;
        }
        let Termination::Fibre(end) = self.termination(node) else { return 0.0 };
        CLIP_DB * self.clips.iter().filter(|clip| clip.fibre == end.fibre).count() as f64
    }

    /// Where the light of a red pen at an end can be seen to leave the glass, the nearest first.
    pub fn glows(&self, from: &Termination, sent_dbm: f64) -> Vec<Glow> {
        let mut glows: Vec<Glow> = Vec::new();
        let mut add = |kind, at: &Termination, place: Option<String>, dbm: f64| {
            if dbm >= SEEN_DBM && !self.is_jacketed(at) && !glows.iter().any(|glow| glow.at == *at && glow.kind == kind)
            {
                glows.push(Glow { kind, at: at.clone(), place, dbm: MilliDbm::from_dbm(dbm) });
            }
        };
        for way in self.ways_from(from, RED) {
            let mut level = sent_dbm;
            for element in &way.elements {
                if let Some((kind, leak)) = leak(element) {
                    add(kind, &element.to, element.place.clone(), level + leak);
                }
                level -= element.loss.db();
            }
            let end = way.elements.last().map(|element| &element.to);
            if let Some(end) = end.filter(|end| !self.is_boxed(end)) {
                let broken = matches!(end, Termination::Along(_));
                let kind = if broken { GlowKind::Break } else { GlowKind::OpenEnd };
                add(kind, end, self.place_of(end).map(str::to_owned), level);
            }
        }
        glows
    }

    /// Whether a thick jacket hides what is there: along any cable that is no drop.
    fn is_jacketed(&self, at: &Termination) -> bool {
        let Termination::Along(point) = at else { return false };
        self.scenario.cable(&point.fibre.cable).is_none_or(|cable| cable.fibres > DROP_FIBRES)
    }

    /// Whether an end is inside an equipment, where nobody sees it.
    fn is_boxed(&self, end: &Termination) -> bool {
        let Termination::Port(port) = end else { return false };
        self.scenario
            .port(port)
            .is_none_or(|group| matches!(group.role, Role::Pon | Role::Detector) || group.connector.is_none())
    }
}

/// Where an element lets red light out, and how much weaker that is than what comes, in decibels.
fn leak(element: &Element) -> Option<(GlowKind, f64)> {
    if element.kind == ElementKind::Crush {
        return Some((GlowKind::Crush, leaving_db(element.loss)));
    }
    if let ElementKind::Bend { radius_mm, .. } = element.kind {
        return (radius_mm <= GLOWING_BEND_MM).then_some((GlowKind::Bend, BEND_LEAK_DB));
    }
    let splice = matches!(element.kind, ElementKind::Splice { .. } | ElementKind::MadeSplice);
    let least = Millidecibels::from_db(LEAK_DB);
    (splice && element.loss >= least).then(|| (GlowKind::Splice, leaving_db(element.loss)))
}

/// How much weaker than what comes is what is lost there.
fn leaving_db(loss: Millidecibels) -> f64 {
    10.0 * libm::log10(1.0 - libm::pow(10.0, -loss.db() / 10.0))
}
