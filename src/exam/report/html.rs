//! Pages to read and print: one a candidate, after the grid of French assessors, and one for the class. Each is one file that
//! needs nothing else.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{by_candidate, date_time, points};
use crate::exam::results::{Graded, MarkedLine};
use crate::exam::verify::Finding;
use crate::locale::{Lang, Message};
use crate::units::Millis;

/// Safe inside a page.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const STYLE: &str = "
@page { size: A4; margin: 14mm 12mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.4 'Atkinson Hyperlegible Next', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; color: #1b2429;
  margin: 0 auto; padding: 10mm; max-width: 210mm; background: #fff; }
h1 { font-size: 17pt; margin: 0 0 1mm; } h2 { font-size: 13pt; margin: 7mm 0 2mm; border-top: 2px solid #1b2429; padding-top: 2mm; }
p { margin: 1mm 0; } .soft { color: #55636b; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .6mm 5mm; margin: 3mm 0; } dt { color: #55636b; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; } thead { display: table-header-group; }
th, td { border: 1px solid #b9c2c7; padding: 1.2mm 1.8mm; vertical-align: top; text-align: left; }
th { background: #f0ece3; font-weight: 600; } tr { break-inside: avoid; } td.n, th.n { text-align: right; white-space: nowrap; }
.level { white-space: nowrap; font-weight: 600; } .yes { color: #1f6b30; } .half { color: #8a5a00; } .no { color: #a32020; }
.note { font-size: 20pt; font-weight: 700; } .box { border: 1px solid #1b2429; padding: 2mm 3mm; margin: 3mm 0; }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; margin-top: 8mm; break-inside: avoid; }
.sign div { border: 1px solid #b9c2c7; height: 24mm; padding: 1.5mm 2mm; color: #55636b; }
code { font: 8.5pt/1.3 'JetBrains Mono', Consolas, monospace; word-break: break-all; } ul { margin: 1mm 0; padding-left: 5mm; }
.wide { max-width: 285mm; } .cell { text-align: center; white-space: nowrap; }
@media print { body { padding: 0; } }
";

fn page(title: &str, class: &str, lang: Lang, body: &str) -> String {
    let code = match lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    };
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body class=\"{class}\">\n{body}</body>\n</html>\n",
        escape(title)
    )
}

/// Acquired, under way, not acquired: a word, a sign and a colour.
fn level(line: &MarkedLine, lang: Lang) -> String {
    let (class, sign, key) = match (line.judged || line.given.is_some(), line.counts()) {
        (false, _) => ("soft", "–", "report-not-judged"),
        (true, earned) if earned >= line.points => ("yes", "✓", "report-acquired"),
        (true, 0) => ("no", "✗", "report-not-acquired"),
        (true, _) => ("half", "½", "report-under-way"),
    };
    format!("<span class=\"level {class}\">{sign} {}</span>", escape(&lang.text(key)))
}

fn time(ms: u64, lang: Lang) -> String {
    lang.say(&Message::new("report-time").with("time", Millis(ms)))
}

/// The page of one candidate; what `organisation` says stands at its head.
pub fn candidate(exercises: &[&Graded], organisation: &str, lang: Lang) -> String {
    let first = exercises.first().expect("a candidate sat something");
    let say = |key: &'static str| escape(&lang.text(key));
    let mut body = String::new();
    let who = if first.candidate.name.is_empty() { &first.candidate.id } else { &first.candidate.name };
    let _ = write!(
        body,
        "<p class=\"soft\">{}</p>\n<h1>{} · {}</h1>\n<dl>",
        escape(organisation),
        say("report-title"),
        escape(who)
    );
    let mut fact = |key: &'static str, text: &str| {
        if !text.is_empty() {
            let _ = write!(body, "<dt>{}</dt><dd>{}</dd>", say(key), escape(text));
        }
    };
    fact("report-candidate", &first.candidate.id);
    fact("report-session", [first.session.as_str(), first.session_title.as_str()].join(" ").trim());
    fact("report-program", concat!("splicelab ", env!("CARGO_PKG_VERSION")));
    body.push_str("</dl>\n");
    for graded in exercises {
        exercise(&mut body, graded, lang);
    }
    let _ = write!(
        body,
        "<div class=\"sign\"><div>{}</div><div>{}</div></div>\n<p class=\"soft\">{}</p>\n",
        say("report-assessor-signs"),
        say("report-candidate-signs"),
        say("report-place")
    );
    page(&format!("{} · {who}", lang.text("report-title")), "", lang, &body)
}

fn exercise(body: &mut String, graded: &Graded, lang: Lang) {
    let say = |key: &'static str| escape(&lang.text(key));
    let _ = write!(body, "<h2>{}</h2>\n<dl>", escape(graded.title.get(lang)));
    let mut fact = |key: &'static str, text: String| {
        let _ = write!(body, "<dt>{}</dt><dd>{}</dd>", say(key), escape(&text));
    };
    if let Some(began) = graded.began {
        let ended = graded.ended.map(|ended| format!(" – {}", date_time(ended))).unwrap_or_default();
        fact("report-when", format!("{}{ended} UTC", date_time(began)));
    }
    fact("report-took", time(graded.took_ms, lang));
    fact("report-gestures", graded.gestures.to_string());
    fact("report-incidents", incidents(graded, lang));
    body.push_str("</dl>\n");
    let decision = if graded.passed { "report-passed" } else { "report-not-passed" };
    let class = if graded.passed { "yes" } else { "no" };
    let _ = writeln!(
        body,
        "<div class=\"box\"><span class=\"note\">{} / 20</span> · {} / {} · <span class=\"level {class}\">{}</span></div>",
        points(graded.note(), lang),
        points(
            graded.lines.iter().filter(|line| line.judged || line.given.is_some()).map(MarkedLine::counts).sum(),
            lang
        ),
        points(graded.judged, lang),
        say(decision)
    );
    let _ = write!(
        body,
        "<table><thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th class=\"n\">{}</th></tr></thead>\n<tbody>\n",
        say("report-competence"),
        say("report-criterion"),
        say("report-observed"),
        say("report-level"),
        say("report-points")
    );
    for line in &graded.lines {
        row(body, line, lang);
    }
    body.push_str("</tbody></table>\n");
    honesty(body, graded, lang);
}

fn row(body: &mut String, line: &MarkedLine, lang: Lang) {
    let mut observed: Vec<String> = line.reasons.iter().map(|reason| escape(reason)).collect();
    if let Some(given) = &line.given {
        let message = Message::new("report-given")
            .with("before", points(line.earned, lang))
            .with("after", points(given.points, lang))
            .with("reason", given.reason.as_str());
        observed.push(format!("<strong>{}</strong>", escape(&lang.say(&message))));
    }
    let eliminatory = if line.eliminatory {
        format!("<br><strong>{}</strong>", escape(&lang.text("report-eliminatory")))
    } else {
        String::new()
    };
    let _ = writeln!(
        body,
        "<tr><td>{}</td><td>{}{eliminatory}</td><td>{}</td><td>{}</td><td class=\"n\">{} / {}</td></tr>",
        escape(line.competence.as_deref().unwrap_or("–")),
        escape(line.title.get(lang)),
        observed.join("<br>"),
        level(line, lang),
        points(line.counts(), lang),
        points(line.points, lang)
    );
}

fn incidents(graded: &Graded, lang: Lang) -> String {
    if graded.resumed == 0 && graded.paused == 0 {
        return lang.text("report-no-incident");
    }
    lang.say(&Message::new("report-resumed").with("resumed", graded.resumed).with("paused", graded.paused))
}

/// What was found of the file, its hash and its words.
fn honesty(body: &mut String, graded: &Graded, lang: Lang) {
    if !graded.verified.is_empty() {
        let _ = write!(body, "<p><strong>{}</strong></p><ul>", escape(&lang.text("report-verified")));
        for item in &graded.verified {
            let (class, sign) = if item.is(Finding::Good) {
                ("yes", "✓")
            } else if item.is(Finding::Broken) {
                ("no", "✗")
            } else {
                ("soft", "–")
            };
            let _ = write!(body, "<li><span class=\"level {class}\">{sign}</span> {}</li>", escape(&item.says));
        }
        body.push_str("</ul>");
    }
    let mut traces = vec![
        (lang.text("report-hash"), graded.scenario_hash.clone()),
        (lang.text("report-seed"), graded.seed.to_string()),
    ];
    traces.extend(graded.words.clone().map(|words| (lang.text("report-words"), words)));
    for (name, value) in traces {
        let _ = write!(body, "<p class=\"soft\">{} <code>{}</code></p>", escape(&name), escape(&value));
    }
    body.push('\n');
}

/// The page of the class: candidates by criteria, success rates, time, commonest mistakes.
pub fn class(marks: &[Graded], organisation: &str, lang: Lang) -> String {
    let say = |key: &'static str| escape(&lang.text(key));
    let mut body = format!("<p class=\"soft\">{}</p>\n<h1>{}</h1>\n", escape(organisation), say("report-class"));
    let mut exercises: BTreeMap<&str, Vec<&Graded>> = BTreeMap::new();
    for graded in marks {
        exercises.entry(&graded.scenario).or_default().push(graded);
    }
    for all in exercises.values() {
        class_exercise(&mut body, all, lang);
    }
    overview(&mut body, marks, lang);
    page(&lang.text("report-class"), "wide", lang, &body)
}

fn class_exercise(body: &mut String, all: &[&Graded], lang: Lang) {
    let say = |key: &'static str| escape(&lang.text(key));
    let first = all[0];
    let mut all = all.to_vec();
    all.sort_by(|one, other| one.candidate.id.cmp(&other.candidate.id));
    let _ = write!(
        body,
        "<h2>{}</h2>\n<table><thead><tr><th>{}</th>",
        escape(first.title.get(lang)),
        say("report-candidate")
    );
    for line in &first.lines {
        let _ = write!(body, "<th>{}</th>", escape(line.title.get(lang)));
    }
    let _ = writeln!(body, "<th class=\"n\">/ 20</th><th class=\"n\">{}</th></tr></thead><tbody>", say("report-took"));
    for graded in &all {
        let name = if graded.candidate.name.is_empty() {
            graded.candidate.id.clone()
        } else {
            format!("{} · {}", graded.candidate.id, graded.candidate.name)
        };
        let _ = write!(body, "<tr><td>{}</td>", escape(&name));
        for wanted in &first.lines {
            match graded.lines.iter().find(|line| line.id == wanted.id) {
                Some(line) => {
                    let star = if line.given.is_some() { "*" } else { "" };
                    let _ = write!(
                        body,
                        "<td class=\"cell\">{}<br>{}{star}</td>",
                        level(line, lang),
                        points(line.counts(), lang)
                    );
                }
                None => body.push_str("<td></td>"),
            }
        }
        let class = if graded.passed { "yes" } else { "no" };
        let _ = writeln!(
            body,
            "<td class=\"n\"><span class=\"level {class}\">{}</span></td><td class=\"n\">{}</td></tr>",
            points(graded.note(), lang),
            escape(&time(graded.took_ms, lang))
        );
    }
    let _ = write!(body, "<tr><th>{}</th>", say("report-success"));
    for wanted in &first.lines {
        let lines: Vec<&MarkedLine> = all
            .iter()
            .flat_map(|graded| graded.lines.iter().filter(|line| line.id == wanted.id && line.judged))
            .collect();
        let good = lines.iter().filter(|line| line.counts() >= line.points).count();
        let share = (good * 100).checked_div(lines.len()).map(|share| format!("{share} %"));
        let _ = write!(body, "<td class=\"cell\">{}</td>", share.unwrap_or_else(|| "–".to_owned()));
    }
    let passed = all.iter().filter(|graded| graded.passed).count();
    let _ = writeln!(body, "<td class=\"n\">{passed} / {}</td><td></td></tr></tbody></table>", all.len());
    mistakes(body, &all, lang);
}

/// So many of the commonest mistakes are listed.
const COMMONEST: usize = 5;

fn mistakes(body: &mut String, all: &[&Graded], lang: Lang) {
    let mut lost: BTreeMap<&str, (usize, &str, Option<String>)> = BTreeMap::new();
    for line in all.iter().flat_map(|graded| &graded.lines).filter(|line| line.judged && line.counts() < line.points) {
        let advice = line.advice.as_ref().map(|advice| advice.get(lang).to_owned());
        lost.entry(&line.id).or_insert((0, line.title.get(lang), advice)).0 += 1;
    }
    if lost.is_empty() {
        return;
    }
    let mut sorted: Vec<_> = lost.into_values().collect();
    sorted.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
    let _ = write!(body, "<p><strong>{}</strong></p><ul>", escape(&lang.text("report-commonest")));
    for (count, title, advice) in sorted.into_iter().take(COMMONEST) {
        let advice =
            advice.map(|advice| format!(" <span class=\"soft\">{}</span>", escape(&advice))).unwrap_or_default();
        let _ = write!(body, "<li>{count} × {}{advice}</li>", escape(title));
    }
    body.push_str("</ul>\n");
}

/// All exercises of each candidate on one row.
fn overview(body: &mut String, marks: &[Graded], lang: Lang) {
    let say = |key: &'static str| escape(&lang.text(key));
    let _ = write!(
        body,
        "<h2>{}</h2><table><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>",
        say("report-overview"),
        say("report-candidate"),
        say("report-notes"),
        say("report-incidents")
    );
    for (candidate, sat) in by_candidate(marks) {
        let notes: Vec<String> =
            sat.iter().map(|graded| format!("{} : {}", graded.title.get(lang), points(graded.note(), lang))).collect();
        let broken: Vec<String> = sat
            .iter()
            .flat_map(|graded| {
                graded.verified.iter().filter(|item| item.is(Finding::Broken)).map(|item| item.says.clone())
            })
            .collect();
        let incident = if broken.is_empty() {
            sat.iter().map(|graded| incidents(graded, lang)).collect::<Vec<_>>().join(" · ")
        } else {
            broken.join(" · ")
        };
        let name = [candidate.candidate.id.as_str(), candidate.candidate.name.as_str()].join(" ");
        let _ = writeln!(
            body,
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(name.trim()),
            escape(&notes.join(" · ")),
            escape(&incident)
        );
    }
    body.push_str("</tbody></table>\n");
}
