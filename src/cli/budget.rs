//! `splicelab budget`: what a link loses step by step, and whether that is allowed.

use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::out::{out, outln};
use super::trace::{ElementJson, termination};
use super::{Outcome, Result, files, print_json, wants_json};
use crate::lab::Lab;
use crate::locale::{Lang, Message};
use crate::plant::budget::{Budget, Power, Verdict};
use crate::plant::words::describe;
use crate::units::{MilliDbm, Millidecibels, Wavelength};

#[derive(Serialize)]
struct BudgetJson<'a> {
    from: String,
    to: String,
    nm: u16,
    connected: bool,
    good: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    loss_mdb: Option<Millidecibels>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metres: Option<f64>,
    elements: Vec<StepJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    power: Option<PowerJson>,
    verdicts: Vec<VerdictJson>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    #[serde(flatten)]
    element: ElementJson<'a>,
    running_mdb: Millidecibels,
}

#[derive(Serialize)]
struct PowerJson {
    olt: String,
    class: &'static str,
    sent_mdbm: MilliDbm,
    received_mdbm: MilliDbm,
    max_loss_mdb: Millidecibels,
    loss_up_mdb: Millidecibels,
    margin_mdb: Millidecibels,
}

#[derive(Serialize)]
struct VerdictJson {
    good: bool,
    said: String,
    rule: Option<String>,
    school_default: bool,
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let path: &PathBuf = matches.get_one("scenario").expect("required");
    let seed = matches.get_one("seed").copied().unwrap_or(1);
    let scenario = files::scenario(path, seed, lang)?;
    let lab = match matches.get_one::<PathBuf>("journal") {
        Some(journal) => files::journal(journal, &scenario, None, lang)?.lab(scenario)?,
        None => Lab::new(scenario),
    };
    let [from, to] = ["from", "to"].map(|name| matches.get_one::<String>(name).expect("required"));
    let (from, to) = (termination(&lab, from)?, termination(&lab, to)?);
    let nm = matches.get_one("nm").copied().map_or_else(|| lab.plant().usual_wavelength(&from, &to), Wavelength);
    let budget = lab.plant().budget(&from, &to, nm);
    if wants_json(matches) {
        print_json(&BudgetJson {
            from: from.to_string(),
            to: to.to_string(),
            nm: nm.0,
            connected: budget.is_some(),
            good: budget.as_ref().is_some_and(Budget::is_good),
            loss_mdb: budget.as_ref().map(|budget| budget.path.loss),
            metres: budget.as_ref().map(|budget| budget.path.length.metres()),
            elements: budget.as_ref().map(steps).unwrap_or_default(),
            power: budget.as_ref().and_then(|budget| budget.power.as_ref()).map(power_json),
            verdicts: budget.iter().flat_map(|budget| &budget.verdicts).map(|verdict| in_json(verdict, lang)).collect(),
        });
    } else if let Some(budget) = &budget {
        out!("{}", table(&lab, budget, lang));
    } else {
        outln!("{}", lang.text("found-not-connected"));
    }
    Ok(if budget.is_some_and(|budget| budget.is_good()) { Outcome::Good } else { Outcome::Found })
}

fn steps(budget: &Budget) -> Vec<StepJson<'_>> {
    let steps = budget.path.elements.iter().zip(&budget.running);
    steps.map(|(element, running)| StepJson { element: ElementJson::new(element), running_mdb: *running }).collect()
}

fn power_json(power: &Power) -> PowerJson {
    PowerJson {
        olt: power.olt.to_string(),
        class: &power.class.name,
        sent_mdbm: power.sent,
        received_mdbm: power.received,
        max_loss_mdb: Millidecibels::from_db(power.class.max_loss_db),
        loss_up_mdb: power.loss_up,
        margin_mdb: power.margin,
    }
}

fn in_json(verdict: &Verdict, lang: Lang) -> VerdictJson {
    VerdictJson {
        good: verdict.good,
        said: lang.say(&verdict.said),
        rule: verdict.rule.as_ref().map(|rule| lang.say(&rule.message())),
        school_default: verdict.rule.as_ref().is_some_and(|rule| rule.school_default),
    }
}

/// The budget as a table to read: loss, running total, what it is; then what comes of it.
fn table(lab: &Lab, budget: &Budget, lang: Lang) -> String {
    let mut lines = Vec::new();
    let row = |loss: &str, total: &str, what: &str| format!("{loss:>9}  {total:>9}  {what}");
    lines.push(row(&lang.text("budget-head-loss"), &lang.text("budget-head-total"), &lang.text("budget-head-what")));
    for (element, running) in budget.path.elements.iter().zip(&budget.running) {
        let what = lang.say(&describe(element, lab.scenario()));
        lines.push(row(&lang.loss(element.loss), &lang.loss(*running), &what));
    }
    let total = Message::new("budget-total").with("nm", budget.path.nm.0).with("length", budget.path.length);
    lines.push(row("", &lang.loss(budget.path.loss), &lang.say(&total)));
    lines.push(String::new());
    if let Some(power) = &budget.power {
        let message = Message::new("budget-power")
            .with("class", power.class.name.as_str())
            .with("sent", power.sent)
            .with("received", power.received)
            .with("margin", power.margin);
        lines.push(lang.say(&message));
    }
    for verdict in &budget.verdicts {
        let sign = if verdict.good { "✓" } else { "✗" };
        lines.push(format!("{sign} {}", lang.say(&verdict.said)));
        lines.extend(verdict.rule.as_ref().map(|rule| format!("    {}", lang.say(&rule.message()))));
    }
    lines.push(lang.text(match (budget.verdicts.is_empty(), budget.is_good()) {
        (true, _) => "budget-no-rule",
        (false, true) => "budget-good",
        (false, false) => "budget-bad",
    }));
    lines.join("\n") + "\n"
}
