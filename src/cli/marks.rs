//! Marks as a person reads them in a terminal, and as a program reads them.

use serde::Serialize;

use super::out::outln;
use crate::locale::{Lang, Message};
use crate::scenario::model::Scenario;
use crate::score::{Points, Report, Status};

/// Prints every mark with its reason, then the total.
pub fn print(report: &Report, scenario: &Scenario, lang: Lang) {
    outln!("{}", scenario.title.get(lang));
    for mark in &report.marks {
        let sign = match mark.status {
            Status::Earned => "✓",
            Status::Partial => "½",
            Status::Lost => "✗",
            Status::NotJudged { .. } => "–",
        };
        outln!("  {sign} {:>5} / {:<3} {}", points(mark.earned, lang), points(mark.points, lang), mark.title.get(lang),);
        for line in report.reasons(mark, lang) {
            outln!("                {line}");
        }
    }
    outln!("{}", lang.say(&total(report, lang)));
    outln!("{}", lang.text(if report.passed { "score-passed" } else { "score-not-passed" }));
    for id in &report.eliminated_by {
        if let Some(mark) = report.marks.iter().find(|mark| mark.id == *id) {
            outln!("{}", lang.say(&Message::new("score-eliminated").with("title", mark.title.clone())));
        }
    }
}

fn total(report: &Report, lang: Lang) -> Message {
    Message::new("score-total")
        .with("earned", points(report.earned, lang))
        .with("judged", points(report.judged, lang))
        .with("percent", lang.decimal(f64::from(report.percent_hundredths) / 100.0, 0))
        .with("note", lang.decimal(f64::from(report.on_20_hundredths) / 100.0, 1))
}

/// Points with as many decimals as they need.
pub fn points(points: Points, lang: Lang) -> String {
    let decimals = if points.0.is_multiple_of(100) { 0 } else { 2 };
    lang.decimal(f64::from(points.0) / 100.0, decimals)
}

/// A report for programs: the marks with their reasons also said in the language.
#[derive(Serialize)]
pub struct ReportJson<'a> {
    scenario: &'a str,
    scenario_hash: String,
    seed: u64,
    points: f64,
    judged: f64,
    total: f64,
    percent: f64,
    on_20: f64,
    passed: bool,
    eliminated_by: &'a [String],
    marks: Vec<MarkJson<'a>>,
}

#[derive(Serialize)]
struct MarkJson<'a> {
    id: &'a str,
    title: &'a str,
    competence: Option<&'a str>,
    eliminatory: bool,
    status: &'static str,
    points: f64,
    out_of: f64,
    reasons: Vec<String>,
    /// Numbers of the actions, from 1.
    actions: &'a [usize],
    objects: &'a [String],
}

impl<'a> ReportJson<'a> {
    pub fn new(report: &'a Report, scenario: &'a Scenario, lang: Lang) -> Self {
        let hundredths = |value: u32| f64::from(value) / 100.0;
        let marks = report.marks.iter().map(|mark| MarkJson {
            id: &mark.id,
            title: mark.title.get(lang),
            competence: mark.competence.as_deref(),
            eliminatory: mark.eliminatory,
            status: match mark.status {
                Status::Earned => "earned",
                Status::Partial => "partial",
                Status::Lost => "lost",
                Status::NotJudged { .. } => "not-judged",
            },
            points: hundredths(mark.earned.0),
            out_of: hundredths(mark.points.0),
            reasons: report.reasons(mark, lang),
            actions: &mark.evidence.actions,
            objects: &mark.evidence.objects,
        });
        Self {
            scenario: &scenario.id,
            scenario_hash: scenario.hash_hex(),
            seed: scenario.seed,
            points: hundredths(report.earned.0),
            judged: hundredths(report.judged.0),
            total: hundredths(report.total.0),
            percent: hundredths(report.percent_hundredths),
            on_20: hundredths(report.on_20_hundredths),
            passed: report.passed,
            eliminated_by: &report.eliminated_by,
            marks: marks.collect(),
        }
    }
}
