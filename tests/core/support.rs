//! A small site to test on: two cables of twelve fibres that meet in one closure.

use std::sync::Arc;

use splicelab::diagnostic::Source;
use splicelab::lab::Lab;
use splicelab::lab::action::{Action, Side, Wipe, careful};
use splicelab::locale::Lang;
use splicelab::plant::address::FibreId;
use splicelab::scenario::model::Scenario;
use splicelab::scenario::read;

pub const SITE: &str = r#"(
  format: 1, id: "test", module: Fibre,
  title: (fr: "Essai", en: "Test"), brief: (fr: "Essai.", en: "Test."), minutes: 20,
  site: (
    places: {
      "pm": (kind: Pm, name: (fr: "PM", en: "PM")),
      "bpe": (kind: Bpe, name: (fr: "BPE", en: "BPE")),
      "pbo": (kind: Pbo, name: (fr: "PBO", en: "PBO")),
    },
    cables: {
      "a": (name: (fr: "Câble A", en: "Cable A"), from: "pm", to: "bpe", fibres: 12, length_m: 400),
      "b": (name: (fr: "Câble B", en: "Cable B"), from: "bpe", to: "pbo", fibres: 12, length_m: 300),
    },
  ),
  bench: (place: "bpe", splicer: (alignment: ALIGNMENT), cleaver: (wear_percent: 10)),
  stock: { "sleeve-60": 12, "wipe": 60 },
  steps: [
    (goal: Splice(a: "a:1:1", b: "b:1:1", slot: 1), say: (fr: "Soude.", en: "Splice.")),
    (goal: BinScraps, say: (fr: "Range.", en: "Tidy.")),
  ],
  rubric: [
    (id: "continuity", title: (fr: "Continuité", en: "Continuity"), points: 4,
      criterion: Connected(from: "a:1:1@pm", to: "b:1:1@pbo")),
    (id: "loss", title: (fr: "Perte", en: "Loss"), points: 4, needs: ["continuity"],
      criterion: LossBelow(from: "a:1:1@pm", to: "b:1:1@pbo", nm: 1550, db: 0.35)),
    (id: "sleeve", title: (fr: "Manchon", en: "Sleeve"), points: 2, needs: ["continuity"],
      criterion: Protected(pairs: [("a:1:1", "b:1:1")])),
    (id: "slot", title: (fr: "Fente", en: "Slot"), points: 2, needs: ["continuity"],
      criterion: Stored(pairs: [("a:1:1", "b:1:1")], slots: [1])),
    (id: "clean", title: (fr: "Propre", en: "Clean"), points: 2, needs: ["continuity"],
      criterion: CleanedBeforeCleaved(pairs: [("a:1:1", "b:1:1")])),
    (id: "scraps", title: (fr: "Chutes", en: "Scraps"), points: 2, needs: ["continuity"], criterion: NoLostScrap),
  ],
)"#;

pub fn scenario(alignment: &str, seed: u64) -> Arc<Scenario> {
    scenario_of(&SITE.replace("ALIGNMENT", alignment), seed)
}

/// The same site with a splicer that feeds so much.
pub fn scenario_fed(overlap_um: u16, seed: u64) -> Arc<Scenario> {
    scenario_of(&SITE.replace("ALIGNMENT", &format!("Core, overlap_um: {overlap_um}")), seed)
}

fn scenario_of(text: &str, seed: u64) -> Arc<Scenario> {
    let source = Source::new("test.ron", text);
    match read(&source, seed) {
        Ok((scenario, _)) => Arc::new(scenario),
        Err(diagnostics) => panic!("{}", source.render_all(&diagnostics, Lang::En, false)),
    }
}

pub fn fibre(text: &str) -> FibreId {
    text.parse().expect("an address")
}

/// Takes one end from its tube to a cleave.
pub fn prepare(fibre: &FibreId) -> Vec<Action> {
    vec![
        Action::Pick { fibre: fibre.clone() },
        Action::Strip { fibre: fibre.clone(), mm: careful::STRIP_MM, speed_mm_s: careful::strip_speed() },
        Action::Clean { fibre: fibre.clone(), passes: careful::passes(), wipe: Wipe::Fresh },
        Action::Cleave { fibre: fibre.clone(), mm: careful::CLEAVE_MM, lift_deg: 0 },
        Action::BinScrap,
    ]
}

/// A splice as a careful hand makes it, up to the open hood.
pub fn careful_splice(a: &FibreId, b: &FibreId) -> Vec<Action> {
    let mut actions = prepare(a);
    actions.insert(1, Action::SlideSleeve { fibre: a.clone(), sleeve: careful::sleeve() });
    actions.extend(prepare(b));
    for (fibre, side) in [(a, Side::Left), (b, Side::Right)] {
        actions.push(Action::Load { fibre: fibre.clone(), side, tip_um: careful::tip(), askew_deg: 0 });
    }
    actions.extend([Action::CloseHood, Action::Fuse { force: false }, Action::OpenHood]);
    actions
}

/// From the open hood to the slot.
pub fn protect_and_store(a: &FibreId, slot: u16) -> Vec<Action> {
    vec![
        Action::CentreSleeve { fibre: a.clone(), offset_mm: 0 },
        Action::Shrink { fibre: a.clone() },
        Action::Wait { seconds: 30 },
        Action::Store { fibre: a.clone(), slot },
    ]
}

pub fn play(scenario: &Arc<Scenario>, actions: &[Action]) -> Lab {
    Lab::play(scenario.clone(), actions).unwrap_or_else(|stopped| panic!("{stopped:?}"))
}

/// Leaves a test out because there is nothing to check with; where everything must be there, it fails instead.
pub fn left_out(missing: &str) {
    assert!(std::env::var_os("CI").is_none(), "this test needs {missing}");
    eprintln!("left out: no {missing}");
}
