//! Marks with evidence.
//!
//! Each line of the rubric is judged over the final state, the plant graph and the journal. A mark always says what
//! was measured, what was expected, why, and which actions led to it. One cause costs once: a line whose `needs` were
//! not met is not judged, and its points leave the total.

mod criteria;
mod evidence;
pub mod guide;
pub mod proof;

use serde::Serialize;

pub use self::evidence::Evidence;
use crate::lab::Lab;
use crate::locale::{Lang, Message, Text};
use crate::scenario::file::CriterionLine;

/// Hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(transparent)]
pub struct Points(pub u32);

impl Points {
    pub fn whole(points: u32) -> Self {
        Self(points.saturating_mul(100))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self(points.fold(0, |total, points| total.saturating_add(points.0)))
    }
}

/// How a line ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Earned,
    Partial,
    Lost,
    /// Not judged, because these lines were not earned first.
    NotJudged {
        because: Vec<String>,
    },
}

/// One line of the rubric, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    pub id: String,
    pub title: Text,
    pub competence: Option<String>,
    pub eliminatory: bool,
    pub points: Points,
    pub earned: Points,
    pub status: Status,
    pub evidence: Evidence,
    /// What to do better, when points were lost.
    pub advice: Option<Text>,
}

/// All marks of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub marks: Vec<Mark>,
    pub earned: Points,
    /// Points of the lines that were judged.
    pub judged: Points,
    /// Points of all lines.
    pub total: Points,
    /// Earned of judged, in hundredths of a per cent.
    pub percent_hundredths: u32,
    /// Earned of judged on 20, in hundredths.
    pub on_20_hundredths: u32,
    /// Ids of eliminatory lines that were failed.
    pub eliminated_by: Vec<String>,
    pub passed: bool,
}

impl Report {
    /// For a line that was not judged, which lines had to be earned first.
    pub fn not_judged_because(&self, mark: &Mark) -> Option<Message> {
        let Status::NotJudged { because } = &mark.status else { return None };
        let titles: Vec<Message> = self
            .marks
            .iter()
            .filter(|other| because.contains(&other.id))
            .map(|other| Message::new("found-title").with("title", other.title.clone()))
            .collect();
        Some(Message::new("found-not-judged").with("because", titles))
    }

    /// Why a mark is what it is, one sentence a line.
    pub fn reasons(&self, mark: &Mark, lang: Lang) -> Vec<String> {
        if let Some(message) = self.not_judged_because(mark) {
            return vec![lang.say(&message)];
        }
        let mut lines: Vec<String> = mark.evidence.found.iter().map(|found| lang.say(found)).collect();
        lines.extend(mark.evidence.cause.as_ref().map(|cause| lang.say(cause)));
        if mark.status != Status::Earned && !mark.evidence.actions.is_empty() {
            let numbers: Vec<String> = mark.evidence.actions.iter().map(ToString::to_string).collect();
            lines.push(lang.say(&Message::new("score-actions").with("numbers", numbers.join(", "))));
        }
        lines.extend(mark.advice.as_ref().map(|advice| format!("→ {}", advice.get(lang))));
        lines
    }
}

/// Judges the attempt as it stands.
pub fn score(lab: &Lab) -> Report {
    let lines = &lab.scenario().rubric;
    let mut marks: Vec<Mark> = lines.iter().map(|line| judge(lab, line)).collect();
    withdraw_unmet(lines, &mut marks);

    let judged = |mark: &&Mark| !matches!(mark.status, Status::NotJudged { .. });
    let earned: Points = marks.iter().map(|mark| mark.earned).sum();
    let judged_points: Points = marks.iter().filter(judged).map(|mark| mark.points).sum();
    let total: Points = marks.iter().map(|mark| mark.points).sum();
    let share = |of: u64| (u64::from(earned.0) * of).checked_div(u64::from(judged_points.0)).unwrap_or(0) as u32;
    let eliminated_by: Vec<String> = marks
        .iter()
        .filter(|mark| mark.eliminatory && matches!(mark.status, Status::Lost | Status::Partial))
        .map(|mark| mark.id.clone())
        .collect();
    let percent_hundredths = share(10_000);
    // Too little was judged to say that the work is mastered when most of it hangs on something that was not done.
    let enough = judged_points.0 * 2 >= total.0;
    let passed =
        enough && eliminated_by.is_empty() && percent_hundredths >= u32::from(lab.scenario().pass_percent) * 100;
    Report {
        earned,
        judged: judged_points,
        total,
        percent_hundredths,
        on_20_hundredths: share(2_000),
        eliminated_by,
        passed,
        marks,
    }
}

fn judge(lab: &Lab, line: &CriterionLine) -> Mark {
    let verdict = criteria::judge(lab, &line.criterion, !line.needs.is_empty());
    let points = Points::whole(line.points);
    let earned = Points((u64::from(points.0) * u64::from(verdict.share.0) / 1000) as u32);
    let status = match verdict.share.0 {
        1000 => Status::Earned,
        0 => Status::Lost,
        _ => Status::Partial,
    };
    Mark {
        id: line.id.clone(),
        title: line.title.clone(),
        competence: line.competence.clone(),
        eliminatory: line.eliminatory,
        points,
        earned,
        advice: line.advice.clone().filter(|_| status != Status::Earned),
        status,
        evidence: verdict.evidence,
    }
}

/// A line that needs another is not judged unless that other one was earned, at least in part, and judged itself.
fn withdraw_unmet(lines: &[CriterionLine], marks: &mut [Mark]) {
    loop {
        let unmet: Vec<String> = marks
            .iter()
            .filter(|mark| matches!(mark.status, Status::Lost | Status::NotJudged { .. }))
            .map(|mark| mark.id.clone())
            .collect();
        let mut changed = false;
        for (line, mark) in lines.iter().zip(marks.iter_mut()) {
            let because: Vec<String> = line.needs.iter().filter(|id| unmet.contains(id)).cloned().collect();
            if !because.is_empty() && !matches!(mark.status, Status::NotJudged { .. }) {
                mark.status = Status::NotJudged { because };
                mark.earned = Points(0);
                mark.advice = None;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}
