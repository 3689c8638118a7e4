//! A file of an OTDR as text to read.

use std::fmt::Write as _;

use crate::fibre::sor::measure::{Kind, Note};
use crate::fibre::sor::parts::Event;
use crate::fibre::sor::{Opened, Sor, Version, describe};
use crate::locale::{Lang, Message};

/// Header, events and remarks.
pub fn describe(file: &str, bytes: usize, opened: &Opened, lang: Lang) -> String {
    let version = match opened.sor.version {
        Version::V1 => 1,
        Version::V2 => 2,
    };
    let title = Message::new("sor-title").with("file", file).with("version", version).with("bytes", bytes);
    let rows = describe::header(opened, lang);
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let mut text = lang.say(&title) + "\n\n";
    for (label, value) in rows {
        let _ = writeln!(text, "  {label:<width$}  {value}");
    }
    text.push('\n');
    text.push_str(&events(&opened.sor, lang));
    if !opened.remarks.is_empty() {
        text.push('\n');
    }
    for remark in &opened.remarks {
        let _ = writeln!(text, "{}", lang.say(&Message::new("sor-remark").with("remark", remark.message())));
    }
    text
}

/// The table of events, numbers to the right and the event in words last.
fn events(sor: &Sor, lang: Lang) -> String {
    if sor.events().is_empty() {
        return lang.text("sor-no-events") + "\n";
    }
    let head = [
        lang.text("sor-column-number"),
        lang.text("sor-column-position"),
        lang.text("sor-column-loss"),
        lang.text("sor-column-reflectance"),
        lang.text("sor-column-slope"),
        lang.text("sor-column-event"),
    ];
    let widths = head.clone().map(|title| title.chars().count().max(7));
    let rows = sor.events().iter().map(|event| {
        let db = |thousandths: i32, decimals| lang.decimal(f64::from(thousandths) / 1000.0, decimals);
        [
            event.number.to_string(),
            lang.decimal(sor.event_m(event), 1),
            db(event.loss.into(), 3),
            event.reflectance_mdb().map_or("–".to_owned(), |reflectance| db(reflectance, 1)),
            db(event.slope.into(), 3),
            event_words(event, lang),
        ]
    });
    let mut text = String::new();
    for row in std::iter::once(head).chain(rows) {
        let [number, position, loss, reflectance, slope, event] = row;
        let [a, b, c, d, e, _] = widths;
        let _ = writeln!(text, "{number:>a$}  {position:>b$}  {loss:>c$}  {reflectance:>d$}  {slope:>e$}  {event}");
    }
    text
}

fn event_words(event: &Event, lang: Lang) -> String {
    let kind = Message::new(match event.kind() {
        Kind::Loss => "sor-kind-loss",
        Kind::Reflective => "sor-kind-reflective",
        Kind::Saturated => "sor-kind-saturated",
        Kind::Unknown => "sor-kind-unknown",
    });
    let words = lang.say(&match event.note() {
        Note::Found | Note::Unknown => kind,
        Note::End => Message::new("sor-note-end").with("kind", kind),
        Note::AddedByHand => Message::new("sor-note-added").with("kind", kind),
        Note::MovedByHand => Message::new("sor-note-moved").with("kind", kind),
        Note::OutOfRange => Message::new("sor-note-out-of-range").with("kind", kind),
        Note::EndByHand => Message::new("sor-note-end-moved").with("kind", kind),
    });
    if event.comment.is_blank() { words } else { format!("{words} ({})", event.comment) }
}
