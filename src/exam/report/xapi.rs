//! Statements after the Experience API (xAPI 1.0.3), in one bundle that a learning record store takes.

use serde_json::{Value, json};

use super::instant;
use crate::exam::results::Graded;
use crate::exam::seal::{hash, hex};
use crate::locale::Lang;

/// One statement an exercise: who passed or failed what, with the note and the time. Times come from the sealed file, so that
/// the same marks always make the same bundle.
pub fn statements(marks: &[Graded], home_page: &str, lang: Lang) -> Value {
    marks.iter().map(|graded| statement(graded, home_page, lang)).collect()
}

fn statement(graded: &Graded, home_page: &str, lang: Lang) -> Value {
    let (verb, fr, en) = if graded.passed { ("passed", "réussi", "passed") } else { ("failed", "échoué", "failed") };
    let note = graded.note();
    let seconds = graded.took_ms / 1000;
    let mut statement = json!({
        "id": id(graded),
        "actor": {
            "objectType": "Agent",
            "account": { "homePage": home_page, "name": graded.candidate.id },
        },
        "verb": {
            "id": format!("http://adlnet.gov/expapi/verbs/{verb}"),
            "display": { "fr": fr, "en": en },
        },
        "object": {
            "objectType": "Activity",
            "id": format!("{}/splicelab/{}", home_page.trim_end_matches('/'), graded.scenario),
            "definition": {
                "name": { "fr": graded.title.get(Lang::Fr), "en": graded.title.get(Lang::En) },
                "type": "http://adlnet.gov/expapi/activities/assessment",
            },
        },
        "result": {
            "success": graded.passed,
            "score": {
                "scaled": f64::from(note) / 2000.0,
                "raw": f64::from(note) / 100.0,
                "min": 0,
                "max": 20,
            },
            "duration": format!("PT{}M{}S", seconds / 60, seconds % 60),
        },
        "context": {
            "platform": "Splicelab",
            "language": match lang { Lang::Fr => "fr", Lang::En => "en" },
        },
    });
    if let Some(ended) = graded.ended {
        statement["timestamp"] = Value::from(instant(ended));
    }
    statement
}

/// A version 8 UUID of what was graded: the same submission has the same one.
fn id(graded: &Graded) -> String {
    let words = graded.words.as_deref().unwrap_or_default();
    let pieces = [&graded.candidate.id, &graded.scenario, &graded.scenario_hash, &graded.session, words];
    let bytes = hash("splicelab-xapi-v1", &pieces.map(str::as_bytes));
    let mut bytes: [u8; 16] = bytes[..16].try_into().expect("sixteen bytes");
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex(&bytes);
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}
