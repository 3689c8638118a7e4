//! The power budget of a link: what light loses step by step, and whether that is allowed.

use super::address::{PortId, Termination};
use super::element::{Element, ElementKind};
use super::{Path, Plant};
use crate::catalogue::PonClass;
use crate::locale::{Message, Text};
use crate::rules::{RulePack, pack};
use crate::units::{MilliDbm, Millidecibels, Wavelength};

/// A link, step by step, with what applies to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    pub path: Path,
    /// Loss from the start up to and with each element.
    pub running: Vec<Millidecibels>,
    /// Where an OLT port stands at an end.
    pub power: Option<Power>,
    pub verdicts: Vec<Verdict>,
}

/// Light from an OLT port.
#[derive(Debug, Clone, PartialEq)]
pub struct Power {
    pub olt: PortId,
    pub class: &'static PonClass,
    pub sent: MilliDbm,
    /// At the other end.
    pub received: MilliDbm,
    /// Loss at the wavelength towards the exchange.
    pub loss_up: Millidecibels,
    /// What is left above the sensitivity of an ONT.
    pub margin: Millidecibels,
}

/// One thing that was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub good: bool,
    pub said: Message,
    /// Whose limit it is; nothing where the class of the network sets it.
    pub rule: Option<Quoted>,
}

/// Where a limit comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// Name of the rule pack.
    pub pack: Text,
    /// The document behind the pack.
    pub document: Text,
    /// Which of its limits.
    pub source: Text,
    /// Usage that no document confirms, never a norm.
    pub school_default: bool,
}

impl Quoted {
    fn new(pack: &RulePack, source: &Text, school_default: bool) -> Self {
        Self { pack: pack.name.clone(), document: pack.source.clone(), source: source.clone(), school_default }
    }

    /// Whose limit it is, in words.
    pub fn message(&self) -> Message {
        let key = if self.school_default { "rule-school-default" } else { "rule-quoted" };
        Message::new(key)
            .with("pack", self.pack.clone())
            .with("document", self.document.clone())
            .with("source", self.source.clone())
    }
}

impl Budget {
    /// Whether everything that was judged is good.
    pub fn is_good(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.good)
    }
}

impl Plant {
    /// The wavelength at which a link is usually looked at: that towards the clients where an OLT port stands at an end.
    pub fn usual_wavelength(&self, from: &Termination, to: &Termination) -> Wavelength {
        self.olt_at([from, to]).map_or(Wavelength::NM_1550, |(_, class)| class.down_nm)
    }

    fn olt_at(&self, ends: [&Termination; 2]) -> Option<(PortId, &'static PonClass)> {
        ends.into_iter().find_map(|end| match end {
            Termination::Port(port) => Some((port.clone(), self.olt_class(port)?)),
            _ => None,
        })
    }

    /// The budget between two ends; nothing when no light passes.
    pub fn budget(&self, from: &Termination, to: &Termination, at: Wavelength) -> Option<Budget> {
        let path = self.path(from, to, at)?;
        let mut total = Millidecibels::default();
        let add = |element: &Element| {
            total = total + element.loss;
            total
        };
        let running = path.elements.iter().map(add).collect();
        let power = self.power(from, to, &path);
        let mut verdicts = Vec::new();
        if let Some(power) = &power {
            class_verdicts(power, &path, self.ends_in_ont(from, to), &mut verdicts);
        }
        if let Some(rules) = self.scenario.rules.as_deref().and_then(pack) {
            self.rule_verdicts(rules, &path, [from, to], power.as_ref(), &mut verdicts);
        }
        Some(Budget { path, running, power, verdicts })
    }

    fn ends_in_ont(&self, from: &Termination, to: &Termination) -> bool {
        [from, to].into_iter().any(|end| match end {
            Termination::Port(port) => self.scenario.model_of(&port.equipment).is_some_and(|model| model.is_ont()),
            _ => false,
        })
    }

    /// Nothing unless an OLT port stands at an end and the light is its own.
    fn power(&self, from: &Termination, to: &Termination, path: &Path) -> Option<Power> {
        let (olt, class) = self.olt_at([from, to]).filter(|(_, class)| class.down_nm == path.nm)?;
        let sent = self.sent(&olt)?;
        let received = sent - path.loss;
        let loss_up = self.path(from, to, class.up_nm)?.loss;
        let margin = Millidecibels(received.0 - MilliDbm::from_dbm(class.ont_rx_dbm.0).0);
        Some(Power { olt, class, sent, received, loss_up, margin })
    }

    fn rule_verdicts(
        &self,
        rules: &RulePack,
        path: &Path,
        ends: [&Termination; 2],
        power: Option<&Power>,
        verdicts: &mut Vec<Verdict>,
    ) {
        let is_splice = |kind: &ElementKind| matches!(kind, ElementKind::Splice { .. } | ElementKind::MadeSplice);
        let worst = path.elements.iter().filter(|element| is_splice(&element.kind)).map(|element| element.loss).max();
        // What is compared is the true loss, the mean of both ways; a limit for one way is the next best.
        let splice = rules.splice_both_ways.as_ref().or(rules.splice_one_way.as_ref());
        if let (Some(limit), Some(worst)) = (splice, worst) {
            let most = Millidecibels::from_db(limit.db);
            let said = Message::new("budget-splice").with("loss", worst).with("limit", most);
            let rule = Quoted::new(rules, &limit.source, limit.school_default);
            verdicts.push(Verdict { good: worst <= most, said, rule: Some(rule) });
        }
        self.connector_verdicts(rules, path, verdicts);
        self.link_verdicts(rules, path, ends, verdicts);
        let at_outlet = ends.into_iter().any(|end| self.is_outlet(end));
        if let (Some(limit), Some(power), true) = (&rules.pto_power, power, at_outlet)
            && limit.nm == path.nm.0
        {
            let least = MilliDbm::from_dbm(limit.least_dbm);
            let said = Message::new("budget-outlet").with("power", power.received).with("least", least);
            let rule = Quoted::new(rules, &limit.source, limit.school_default);
            verdicts.push(Verdict { good: power.received > least, said, rule: Some(rule) });
        }
        if let (Some(limit), Some(power)) = (&rules.margin, power) {
            let least = Millidecibels::from_db(limit.db);
            let said = Message::new("budget-margin").with("margin", power.margin).with("least", least);
            let rule = Quoted::new(rules, &limit.source, limit.school_default);
            verdicts.push(Verdict { good: power.margin >= least, said, rule: Some(rule) });
        }
    }

    /// Each connection against the least strict grade: which grade was ordered nobody wrote down.
    fn connector_verdicts(&self, rules: &RulePack, path: &Path, verdicts: &mut Vec<Verdict>) {
        let Some(limit) = rules.connectors.last() else { return };
        // The limits are for angled connectors: straight ones throw more back by nature.
        let angled = |element: &&Element| match element.kind {
            ElementKind::Mating { faces, .. } => faces.iter().any(|face| face.is_angled()),
            _ => false,
        };
        let matings: Vec<&Element> = path.elements.iter().filter(angled).collect();
        let rule = || Some(Quoted::new(rules, &limit.source, limit.school_default));
        if let Some(worst) = matings.iter().map(|element| element.loss).max() {
            let most = Millidecibels::from_db(limit.db);
            let said = Message::new("budget-connector").with("loss", worst).with("limit", most);
            verdicts.push(Verdict { good: worst <= most, said, rule: rule() });
        }
        if let Some(worst) = matings.iter().filter_map(|element| element.reflectance).max() {
            let most = Millidecibels::from_db(limit.reflectance_db);
            let said = Message::new("budget-reflectance").with("reflectance", worst).with("limit", most);
            verdicts.push(Verdict { good: worst < most, said, rule: rule() });
        }
    }

    fn link_verdicts(&self, rules: &RulePack, path: &Path, ends: [&Termination; 2], verdicts: &mut Vec<Verdict>) {
        // A link with a splitter in it is judged by its power, not by its loss.
        if path.elements.iter().any(|element| matches!(element.kind, ElementKind::Leg { .. })) {
            return;
        }
        let kind = |end| self.place_of(end).and_then(|place| self.scenario.places.get(place)).map(|place| place.kind);
        let [Some(one), Some(other)] = ends.map(kind) else { return };
        if let Some(planning) = rules.planning.as_ref().filter(|planning| planning.nm == path.nm.0) {
            let count =
                |is: fn(&ElementKind) -> bool| path.elements.iter().filter(|element| is(&element.kind)).count() as f64;
            let connectors = count(|kind| matches!(kind, ElementKind::Mating { .. }));
            let splices = count(|kind| {
                matches!(kind, ElementKind::Splice { .. } | ElementKind::MadeSplice | ElementKind::Pigtail)
            });
            let fibre = path.length.metres() / 1000.0 * planning.fibre_db_km;
            let most =
                Millidecibels::from_db(fibre + connectors * planning.connector_db + splices * planning.splice_db);
            let said = Message::new("budget-planned").with("loss", path.loss).with("limit", most);
            let rule = Quoted::new(rules, &planning.source, planning.school_default);
            verdicts.push(Verdict { good: path.loss <= most, said, rule: Some(rule) });
        }
        for limit in rules.links.iter().filter(|limit| limit.applies(one, other, path.length.metres())) {
            let most = Millidecibels::from_db(limit.db);
            for nm in &limit.nm {
                let Some(path) = self.path(ends[0], ends[1], Wavelength(*nm)) else { continue };
                let said = Message::new("budget-link").with("loss", path.loss).with("limit", most).with("nm", *nm);
                let rule = Quoted::new(rules, &limit.source, limit.school_default);
                verdicts.push(Verdict { good: path.loss <= most, said, rule: Some(rule) });
            }
        }
    }

    fn is_outlet(&self, end: &Termination) -> bool {
        let place = self.place_of(end).and_then(|place| self.scenario.places.get(place));
        place.is_some_and(|place| place.kind == crate::scenario::file::PlaceKind::Pto)
    }
}

/// What the class of the network says: loss both ways, and what the box may receive.
fn class_verdicts(power: &Power, path: &Path, at_ont: bool, verdicts: &mut Vec<Verdict>) {
    let class = power.class;
    let most = Millidecibels::from_db(class.max_loss_db);
    for (loss, nm) in [(path.loss, class.down_nm), (power.loss_up, class.up_nm)] {
        let said = Message::new("budget-class-loss")
            .with("loss", loss)
            .with("limit", most)
            .with("nm", nm.0)
            .with("class", class.name.as_str());
        verdicts.push(Verdict { good: loss <= most, said, rule: None });
    }
    if at_ont {
        let (least, most) = (MilliDbm::from_dbm(class.ont_rx_dbm.0), MilliDbm::from_dbm(class.ont_rx_dbm.1));
        let key = if power.received > most { "budget-overload" } else { "budget-received" };
        let said = Message::new(key).with("power", power.received).with("least", least).with("most", most);
        verdicts.push(Verdict { good: (least..=most).contains(&power.received), said, rule: None });
    }
}
