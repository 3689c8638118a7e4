//! Tables: one row a criterion for spreadsheets, and one row a candidate for Moodle's gradebook.

use std::collections::BTreeMap;

use super::{by_candidate, points};
use crate::exam::class::field;
use crate::exam::results::Graded;
use crate::locale::{Lang, Message};

/// Every criterion of every exercise of every candidate.
pub fn all(marks: &[Graded], lang: Lang) -> String {
    let head = [
        "candidate",
        "name",
        "session",
        "scenario",
        "seed",
        "criterion",
        "title",
        "competence",
        "points",
        "earned",
        "given",
        "reason",
        "judged",
        "eliminatory",
        "note_20",
        "passed",
        "file",
    ];
    let mut text = head.join(";") + "\n";
    for (_, exercises) in by_candidate(marks) {
        for graded in exercises {
            for line in &graded.lines {
                let given = line.given.as_ref();
                let row = [
                    graded.candidate.id.clone(),
                    graded.candidate.name.clone(),
                    graded.session.clone(),
                    graded.scenario.clone(),
                    graded.seed.to_string(),
                    line.id.clone(),
                    line.title.get(lang).to_owned(),
                    line.competence.clone().unwrap_or_default(),
                    points(line.points, lang),
                    points(line.earned, lang),
                    given.map(|given| points(given.points, lang)).unwrap_or_default(),
                    given.map(|given| given.reason.clone()).unwrap_or_default(),
                    u8::from(line.judged).to_string(),
                    u8::from(line.eliminatory).to_string(),
                    points(graded.note(), lang),
                    u8::from(graded.passed).to_string(),
                    graded.file.clone(),
                ];
                text += &(row.map(|cell| field(&cell, ';')).join(";") + "\n");
            }
        }
    }
    text
}

/// A gradebook file, and what Moodle would refuse in it.
pub struct Moodle {
    pub text: String,
    pub troubles: Vec<Message>,
}

/// Moodle refuses values above this unless a site allows more.
const MOST: u32 = 2000;

/// One row a candidate: id, address, and for each exercise the note on 20 and the criteria lost. Numbers have a point, so
/// that the comma never splits a row whatever the language of the site.
pub fn moodle(marks: &[Graded], lang: Lang) -> Moodle {
    let mut exercises: BTreeMap<&str, &str> = BTreeMap::new();
    for graded in marks {
        exercises.entry(&graded.scenario).or_insert(graded.title.get(lang));
    }
    let mut head = vec!["ID number".to_owned(), "Email address".to_owned()];
    for title in exercises.values() {
        head.push(format!("Splicelab – {title} (/20)"));
        head.push(format!("Splicelab – {title} feedback"));
    }
    let mut troubles = Vec::new();
    let cells = |row: Vec<String>| row.iter().map(|cell| field(cell, ',')).collect::<Vec<_>>().join(",") + "\n";
    let mut text = cells(head);
    for (candidate, sat) in by_candidate(marks) {
        let candidate = &candidate.candidate;
        if candidate.id.is_empty() {
            troubles.push(Message::new("moodle-no-id").with("file", sat[0].file.as_str()));
            continue;
        }
        let mut row = vec![candidate.id.clone(), candidate.email.clone()];
        for id in exercises.keys() {
            let mine: Vec<&&Graded> = sat.iter().filter(|graded| graded.scenario == *id).collect();
            if mine.len() > 1 {
                let message = Message::new("moodle-twice").with("id", candidate.id.as_str()).with("scenario", *id);
                troubles.push(message);
            }
            match mine.first() {
                // Moodle takes a hyphen for no grade.
                None => row.extend(["-".to_owned(), String::new()]),
                Some(graded) => {
                    let note = graded.note();
                    if note > MOST {
                        troubles.push(Message::new("moodle-too-high").with("id", candidate.id.as_str()));
                    }
                    row.push(format!("{}.{:02}", note / 100, note % 100));
                    let lost = graded.lines.iter().filter(|line| line.judged && line.counts() < line.points);
                    row.push(lost.map(|line| line.title.get(lang)).collect::<Vec<_>>().join(" ; "));
                }
            }
        }
        text += &cells(row);
    }
    Moodle { text, troubles }
}
