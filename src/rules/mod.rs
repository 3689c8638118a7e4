//! Rule packs: limits that documents set, each with its source.
//!
//! Documents disagree, so a verdict always says whose limit it quotes. The packs stand in `assets/rules/`; a scenario
//! names one in its field `rules`. What no document confirms is a default of the school and says so.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::locale::Text;
use crate::scenario::file::PlaceKind;

/// Limits that belong together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// What scenarios name it by.
    pub id: String,
    pub name: Text,
    /// The document, or what it is after.
    pub source: Text,
    /// Splice, read by reflectometer from one side.
    #[serde(default)]
    pub splice_one_way: Option<Limit>,
    /// Splice, mean of the readings from both sides: its true loss.
    #[serde(default)]
    pub splice_both_ways: Option<Limit>,
    /// Splice, as the splicer estimates it.
    #[serde(default)]
    pub splice_estimate: Option<Limit>,
    /// Connectors by grade, the strictest first.
    #[serde(default)]
    pub connectors: Vec<ConnectorLimit>,
    /// Whole links, by what stands at their ends and by length.
    #[serde(default)]
    pub links: Vec<LinkLimit>,
    /// Power at the client's outlet.
    #[serde(default)]
    pub pto_power: Option<PowerLimit>,
    /// Least margin of a power budget.
    #[serde(default)]
    pub margin: Option<Limit>,
    /// What a design office counts with.
    #[serde(default)]
    pub planning: Option<Planning>,
    /// How a link is to be measured for acceptance.
    #[serde(default)]
    pub acceptance: Option<Acceptance>,
}

/// A limit in decibels.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub db: f64,
    pub source: Text,
    /// Usage that no document confirms.
    #[serde(default)]
    pub school_default: bool,
}

/// What a connector of this grade may lose and throw back at most, in decibels.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectorLimit {
    pub grade: String,
    pub db: f64,
    /// Negative: reflectance must stay below.
    pub reflectance_db: f64,
    pub source: Text,
    #[serde(default)]
    pub school_default: bool,
}

/// What a link between such places may lose, in decibels.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkLimit {
    pub from: Vec<PlaceKind>,
    pub to: Vec<PlaceKind>,
    /// Applies from this length on, in metres.
    #[serde(default)]
    pub from_m: u32,
    /// Applies below this length, in metres.
    #[serde(default)]
    pub up_to_m: Option<u32>,
    /// Must hold at each of these wavelengths, in nanometres.
    pub nm: Vec<u16>,
    pub db: f64,
    pub source: Text,
    #[serde(default)]
    pub school_default: bool,
}

/// Least power at a wavelength.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PowerLimit {
    pub nm: u16,
    pub least_dbm: f64,
    pub source: Text,
    #[serde(default)]
    pub school_default: bool,
}

/// Figures to plan a link with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planning {
    pub nm: u16,
    /// Added to the length on the map, in per cent.
    pub length_margin_percent: u8,
    pub fibre_db_km: f64,
    pub connector_db: f64,
    pub splice_db: f64,
    pub source: Text,
    #[serde(default)]
    pub school_default: bool,
}

/// Settings of the reflectometer for acceptance.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// Shortest launch reel, in metres.
    pub launch_m: u32,
    /// Longest pulse, in nanoseconds.
    pub most_pulse_ns: u32,
    pub usual_pulse_ns: u32,
    /// Wavelengths to measure at, in nanometres.
    pub nm: Vec<u16>,
    /// 1 or 2.
    pub directions: u8,
    /// Least share of the links to measure, in per cent.
    pub share_percent: u8,
    pub source: Text,
    #[serde(default)]
    pub school_default: bool,
}

impl LinkLimit {
    /// Whether it is about links between these places, whichever comes first, of this length in metres.
    pub fn applies(&self, one: PlaceKind, other: PlaceKind, metres: f64) -> bool {
        let between = |a: &PlaceKind, b: &PlaceKind| self.from.contains(a) && self.to.contains(b);
        (between(&one, &other) || between(&other, &one))
            && metres >= f64::from(self.from_m)
            && self.up_to_m.is_none_or(|most| metres < f64::from(most))
    }
}

/// The built-in packs, by id.
pub fn packs() -> &'static BTreeMap<String, RulePack> {
    static PACKS: OnceLock<BTreeMap<String, RulePack>> = OnceLock::new();
    PACKS.get_or_init(|| {
        let texts = [
            include_str!("../../assets/rules/arcep-2012.ron"),
            include_str!("../../assets/rules/objectif-fibre-neuf.ron"),
            include_str!("../../assets/rules/stas-exemple.ron"),
            include_str!("../../assets/rules/ecole.ron"),
        ];
        let read = |text: &str| -> RulePack { ron::from_str(text).expect("a rule pack of ours is good") };
        texts.into_iter().map(read).map(|pack| (pack.id.clone(), pack)).collect()
    })
}

/// A pack by its id.
pub fn pack(id: &str) -> Option<&'static RulePack> {
    packs().get(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_stand_in_files_of_their_name_and_their_figures_make_sense() {
        assert_eq!(packs().len(), 4);
        for (id, pack) in packs() {
            let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/rules/{id}.ron"));
            assert!(file.exists(), "{id}");
            for link in &pack.links {
                assert!(!link.nm.is_empty() && link.db > 0.0, "{id}");
                assert!(link.up_to_m.is_none_or(|most| most > link.from_m), "{id}");
            }
            assert!(pack.connectors.is_sorted_by(|a, b| a.db <= b.db), "{id}");
            assert!(pack.connectors.iter().all(|connector| connector.reflectance_db < 0.0), "{id}");
        }
    }

    #[test]
    fn a_longer_link_may_lose_more() {
        let pack = pack("arcep-2012").expect("a pack");
        let limit = |metres| {
            let applies = |link: &&LinkLimit| link.applies(PlaceKind::Pto, PlaceKind::Pbo, metres);
            pack.links.iter().find(applies).map(|link| link.db)
        };
        assert_eq!((limit(499.0), limit(500.0), limit(1499.0), limit(1500.0)), (Some(1.5), Some(2.0), Some(2.0), None));
        assert!(!pack.links[0].applies(PlaceKind::Nro, PlaceKind::Pto, 100.0));
    }
}
