//! Is this submission what was written in the exam? Said item by item: good, broken and where, or nobody can tell.

use std::sync::Arc;

use serde::Serialize;

use super::seal::hex;
use super::sitting::{Line, Parts, Seal, parts};
use super::ticket::seed;
use super::words;
use crate::lab::Lab;
use crate::locale::{Arg, Message};
use crate::scenario::model::Scenario;
use crate::units::Millis;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    File,
    Ticket,
    Chain,
    Seal,
    Words,
    Scenario,
    Replay,
    Clock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    Good,
    /// Something that an assessor should look at, for example a gap; nothing is wrong with the file.
    Note,
    CannotTell,
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub what: What,
    pub finding: Finding,
    pub says: Message,
}

/// Nobody sits still so long without a reason, in milliseconds (design choice: five minutes).
const LONG_GAP_MS: u64 = 5 * 60 * 1000;
/// Clocks of two machines may differ by so much, in seconds (design choice).
const CLOCK_SLACK_S: u64 = 120;

/// Finds a scenario by the hash of its text, and reads it with a seed.
pub type Finder<'a> = dyn Fn(&str, u64) -> Option<Arc<Scenario>> + 'a;

/// What an assessor has beside the file.
pub struct Known<'a> {
    /// Public key of the session, from the pack or `session.json`.
    pub session_key: Option<&'a str>,
    /// The eight words of the sheet.
    pub words: Option<&'a str>,
    pub scenario: &'a Finder<'a>,
}

/// Looks at everything. The file's parts are given back for grading, where it is one of ours.
pub fn verify(bytes: &[u8], known: &Known) -> (Vec<Item>, Option<Parts>) {
    let (items, parts, _) = verify_and_replay(bytes, known);
    (items, parts)
}

/// As [`verify`], with the lab at the end of the replay, so that grading need not replay again.
pub fn verify_and_replay(bytes: &[u8], known: &Known) -> (Vec<Item>, Option<Parts>, Option<Lab>) {
    let mut items = Vec::new();
    let mut say = |what, finding, says: Message| items.push(Item { what, finding, says });
    let Some(parts) = parts(bytes) else {
        say(What::File, Finding::Broken, Message::new("verify-no-splab"));
        return (items, None, None);
    };
    if parts.beyond > 0 {
        say(What::File, Finding::Broken, Message::new("verify-beyond").with("count", parts.beyond));
    } else if std::str::from_utf8(bytes).is_err() {
        say(What::File, Finding::Broken, Message::new("verify-not-text"));
    } else {
        say(What::File, Finding::Good, Message::new("verify-whole").with("lines", parts.lines.len()));
    }
    ticket(&parts, known, &mut say);
    chain(&parts, &mut say);
    seal(&parts, &mut say);
    said_words(&parts, known, &mut say);
    let lab = replay(&parts, known, &mut say);
    clock(&parts, &mut say);
    (items, Some(parts), lab)
}

type Say<'a> = &'a mut dyn FnMut(What, Finding, Message);

fn ticket(parts: &Parts, known: &Known, say: Say) {
    let Some(manifest) = &parts.manifest else {
        return say(What::Ticket, Finding::Broken, Message::new("verify-no-manifest"));
    };
    let Some(ticket) = manifest.ticket.ticket() else {
        return say(What::Ticket, Finding::Broken, Message::new("verify-no-ticket"));
    };
    let Some(exercise) = parts.exercise() else {
        let message = Message::new("verify-other-exercise").with("exercise", manifest.exercise.as_str());
        return say(What::Ticket, Finding::Broken, message);
    };
    if exercise.seed != seed(&exercise.hash, &ticket.session, &ticket.candidate.id) {
        return say(What::Ticket, Finding::Broken, Message::new("verify-other-seed"));
    }
    let who = |key: &'static str| {
        let message = Message::new(key).with("id", ticket.candidate.id.as_str());
        message.with("session", ticket.session.as_str())
    };
    match known.session_key {
        None => say(What::Ticket, Finding::CannotTell, who("verify-ticket-unknown")),
        Some(key) if manifest.ticket.is_signed_by(key) => say(What::Ticket, Finding::Good, who("verify-ticket")),
        Some(_) => say(What::Ticket, Finding::Broken, who("verify-ticket-forged")),
    }
}

fn chain(parts: &Parts, say: Say) {
    match parts.first_break() {
        None => say(What::Chain, Finding::Good, Message::new("verify-chain")),
        Some(line) => say(What::Chain, Finding::Broken, Message::new("verify-chain-broken").with("line", line)),
    }
}

fn seal(parts: &Parts, say: Say) {
    let Some(sealed) = parts.sealed() else {
        let key = if parts.seal.is_some() { "verify-no-seal-in-it" } else { "verify-no-seal" };
        return say(What::Seal, Finding::Broken, Message::new(key));
    };
    let head = parts.links().last().map(|link| hex(link)).unwrap_or_default();
    if !parts.seal_holds() {
        say(What::Seal, Finding::Broken, Message::new("verify-seal-forged"));
    } else if sealed.lines != parts.lines.len() {
        let message = Message::new("verify-seal-lines").with("sealed", sealed.lines).with("there", parts.lines.len());
        say(What::Seal, Finding::Broken, message);
    } else if sealed.head != head {
        say(What::Seal, Finding::Broken, Message::new("verify-seal-other"));
    } else {
        say(What::Seal, Finding::Good, Message::new("verify-seal"));
    }
}

fn said_words(parts: &Parts, known: &Known, say: Say) {
    let links = parts.links();
    let head = links.last().expect("there is the first");
    match known.words.map(words::bytes) {
        None => {
            say(What::Words, Finding::CannotTell, Message::new("verify-no-words").with("words", words::words(head)))
        }
        Some(Ok(bytes)) if head[..8] == bytes => say(What::Words, Finding::Good, Message::new("verify-words")),
        Some(Ok(bytes)) => {
            // Words of an earlier link: something was added; of no link: something was taken away or is another file.
            let at = links.iter().position(|link| link[..8] == bytes);
            let message = match at {
                Some(at) => Message::new("verify-words-earlier").with("line", at + 2),
                None => Message::new("verify-words-other").with("words", words::words(head)),
            };
            say(What::Words, Finding::Broken, message);
        }
        Some(Err(words::WrongWords::Count(count))) => {
            say(What::Words, Finding::CannotTell, Message::new("verify-words-count").with("count", count));
        }
        Some(Err(words::WrongWords::Unknown(word))) => {
            say(What::Words, Finding::CannotTell, Message::new("verify-words-unknown").with("word", word));
        }
    }
}

fn replay(parts: &Parts, known: &Known, say: Say) -> Option<Lab> {
    let Some(exercise) = parts.exercise() else {
        say(What::Scenario, Finding::CannotTell, Message::new("verify-no-scenario-named"));
        return None;
    };
    let Some(scenario) = (known.scenario)(&exercise.hash, exercise.seed) else {
        say(What::Scenario, Finding::CannotTell, Message::new("verify-scenario-unknown").with("id", exercise.id));
        say(What::Replay, Finding::CannotTell, Message::new("verify-not-replayed"));
        return None;
    };
    say(What::Scenario, Finding::Good, Message::new("verify-scenario").with("id", exercise.id));
    match Lab::replay(scenario.clone(), &parts.journal()) {
        Err(stopped) => {
            let message = Message::new("verify-replay-stopped").with("number", stopped.number);
            say(What::Replay, Finding::Broken, message.with("why", stopped.refusal.message(&scenario)));
            None
        }
        Ok(lab) => {
            match parts.sealed() {
                None => say(What::Replay, Finding::CannotTell, Message::new("verify-replay-unsealed")),
                Some(Seal { state, .. }) if state == hex(&lab.state().hash()) => {
                    say(What::Replay, Finding::Good, Message::new("verify-replay"));
                }
                Some(_) => say(What::Replay, Finding::Broken, Message::new("verify-replay-other")),
            }
            Some(lab)
        }
    }
}

fn clock(parts: &Parts, say: Say) {
    let (Some(manifest), Some(ticket)) = (&parts.manifest, parts.ticket()) else { return };
    let mut before = manifest.began;
    let (mut gaps, mut pauses, mut paused_at) = (Vec::new(), 0, None);
    // To the last action: whoever only came back after the time, to hand in, did nothing in it.
    let mut worked = 0;
    let time = |ms: u64| Arg::Time(Millis(ms));
    for written in &parts.lines {
        let Some(line) = &written.line else { continue };
        let wall = line.wall();
        if wall < before {
            let message = Message::new("verify-clock-back").with("line", written.number);
            return say(What::Clock, Finding::Broken, message);
        }
        match line {
            Line::Paused { .. } => paused_at = Some(wall),
            Line::WentOn { .. } => pauses += wall - paused_at.take().unwrap_or(wall),
            _ if wall - before > LONG_GAP_MS => gaps.push((written.number, wall - before)),
            _ => {}
        }
        if matches!(line, Line::Did { .. }) {
            worked = (wall - manifest.began).saturating_sub(pauses);
        }
        before = wall;
    }
    let began = manifest.began / 1000;
    let early = ticket.from.is_some_and(|from| began + CLOCK_SLACK_S < from);
    let late = ticket.until.is_some_and(|until| began > until + CLOCK_SLACK_S);
    if early || late {
        return say(What::Clock, Finding::Broken, Message::new("verify-clock-window"));
    }
    if parts.sealed().is_some_and(|seal| seal.ended < before) {
        let message = Message::new("verify-clock-back").with("line", parts.lines.len() + 3);
        return say(What::Clock, Finding::Broken, message);
    }
    let most = u64::from(ticket.minutes) * 60_000;
    if worked > most + CLOCK_SLACK_S * 1000 {
        let message = Message::new("verify-clock-long").with("worked", time(worked)).with("minutes", ticket.minutes);
        return say(What::Clock, Finding::Broken, message);
    }
    let resumed = parts.lines.iter().filter(|line| matches!(line.line, Some(Line::Resumed { .. }))).count();
    match gaps.iter().max_by_key(|(_, gap)| *gap) {
        Some((line, gap)) => {
            let message = Message::new("verify-clock-gaps").with("count", gaps.len()).with("longest", time(*gap));
            say(What::Clock, Finding::Note, message.with("line", *line));
        }
        None if resumed > 0 || pauses > 0 => {
            let message = Message::new("verify-clock-resumed").with("count", resumed).with("paused", time(pauses));
            say(What::Clock, Finding::Note, message);
        }
        None => say(What::Clock, Finding::Good, Message::new("verify-clock").with("worked", time(worked))),
    }
}
