//! `splicelab exam new`: makes the pack of an exam and a ticket for each candidate.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::out::outln;
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::exam::class::{self, Candidate, Wrong};
use crate::exam::pack::{self, Session, Sheet};
use crate::exam::seal::{Key, hex, secret};
use crate::exam::ticket::{self, Exercise, Signed, Ticket, TicketFile, pause_hash, seed};
use crate::exam::words::words;
use crate::locale::{Lang, Message};
use crate::scenario as scenarios;

/// What a session leaves behind for those who check it: open to anybody.
#[derive(Debug, Serialize, serde::Deserialize)]
pub struct SessionFile {
    pub format: u32,
    pub session: String,
    pub title: String,
    pub key: String,
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    match matches.subcommand() {
        Some(("new", matches)) => new(lang, matches),
        Some(("open", matches)) => open(lang, matches),
        Some((other, _)) => unreachable!("{other} is not declared"),
        None => unreachable!("a subcommand is required"),
    }
}

fn new(lang: Lang, matches: &ArgMatches) -> Result {
    let paths: Vec<&PathBuf> = matches.get_many("scenarios").expect("required").collect();
    let class_path: &PathBuf = matches.get_one("class").expect("required");
    let minutes: u32 = *matches.get_one("minutes").expect("required");
    let out: &PathBuf = matches.get_one("out").expect("required");
    let candidates = class(class_path)?;
    let sheets = paths.iter().map(|path| sheet(path, lang)).collect::<std::result::Result<Vec<_>, Failure>>()?;
    for (index, (id, ..)) in sheets.iter().enumerate() {
        if sheets[..index].iter().any(|(other, ..)| other == id) {
            return Err(Message::new("exam-scenario-twice").with("id", id.as_str()).into());
        }
    }
    let no_chance =
        |error: std::io::Error| Failure::Said(Message::new("exam-no-chance").with("why", error.to_string()));
    let key = Key::new().map_err(no_chance)?;
    let chance: [u8; 32] = secret().map_err(no_chance)?;
    let given: Option<&String> = matches.get_one("session");
    let session = given.cloned().unwrap_or_else(|| hex(&chance[..4]));
    let title = matches.get_one::<String>("title").cloned().unwrap_or_else(|| sheets[0].3.clone());
    let said = words(&chance);
    let passphrase = match matches.get_one::<PathBuf>("passphrase-file") {
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| files::cannot_read(path, &error))?.trim().to_owned()
        }
        None => said.split(' ').take(5).collect::<Vec<_>>().join(" "),
    };
    if passphrase.chars().count() < 8 {
        return Err(Message::new("exam-short-passphrase").into());
    }
    let code: String = said.split(' ').skip(6).collect::<Vec<_>>().join(" ");
    let exercises: Vec<(String, String)> = sheets.iter().map(|(id, hash, ..)| (id.clone(), hash.clone())).collect();
    let about =
        Session { session: &session, title: &title, minutes, key: &key.public_hex(), exercises: exercises.clone() };
    let texts: Vec<Sheet> = sheets.into_iter().map(|(_, _, sheet, _)| sheet).collect();
    let pack = pack::lock(&about, &texts, &passphrase).map_err(no_chance)?;
    let folder = |name: &str| -> std::result::Result<PathBuf, Failure> {
        let folder = out.join(name);
        std::fs::create_dir_all(&folder).map_err(|error| files::cannot_write(&folder, &error))?;
        Ok(folder)
    };
    let (tickets, assessor) = (folder("tickets")?, folder("assessor")?);
    let pack_path = out.join(format!("{session}.splpack"));
    write_new(&pack_path, &pack)?;
    for candidate in &candidates {
        let own = Key::new().map_err(no_chance)?;
        let ticket = Ticket {
            format: ticket::FORMAT,
            session: session.clone(),
            title: title.clone(),
            candidate: candidate.clone(),
            exercises: exercises
                .iter()
                .map(|(id, hash)| Exercise {
                    id: id.clone(),
                    hash: hash.clone(),
                    seed: seed(hash, &session, &candidate.id),
                })
                .collect(),
            minutes,
            aids: matches.get_many::<String>("aid").into_iter().flatten().cloned().collect(),
            from: matches.get_one("from").copied(),
            until: matches.get_one("until").copied(),
            key: own.public_hex(),
            pause: pause_hash(&session, &code),
        };
        let file = TicketFile { ticket: Signed::new(&ticket, &key), secret: own.secret_hex() };
        let text = serde_json::to_string_pretty(&file).expect("a ticket has only text keys") + "\n";
        write_new(&tickets.join(format!("{}.ticket", candidate.id)), text.as_bytes())?;
    }
    let open = SessionFile { format: 1, session: session.clone(), title, key: key.public_hex() };
    let text = serde_json::to_string_pretty(&open).expect("a session has only text keys") + "\n";
    write_new(&out.join("session.json"), text.as_bytes())?;
    write_new(&assessor.join("session.key"), format!("{}\n", key.secret_hex()).as_bytes())?;
    let sheet = Message::new("exam-sheet")
        .with("session", session.as_str())
        .with("passphrase", passphrase.as_str())
        .with("code", code.as_str());
    write_new(&assessor.join("sheet.txt"), format!("{}\n", lang.say(&sheet)).as_bytes())?;
    if wants_json(matches) {
        print_json(&serde_json::json!({
            "session": session,
            "pack": pack_path.display().to_string(),
            "tickets": candidates.iter().map(|candidate| candidate.id.as_str()).collect::<Vec<_>>(),
            "key": key.public_hex(),
        }));
    } else {
        let made = Message::new("exam-made").with("count", candidates.len()).with("out", out.display().to_string());
        outln!("{}", lang.say(&made));
        outln!("{}", lang.say(&sheet));
    }
    Ok(Outcome::Good)
}

/// Opens the door of an exam in the window: there is nothing to do without one.
fn open(lang: Lang, matches: &ArgMatches) -> Result {
    let pack: PathBuf = matches.get_one::<PathBuf>("pack").cloned().expect("required");
    let ticket = match matches.get_one::<PathBuf>("ticket") {
        Some(ticket) => ticket.clone(),
        None => only_ticket(&pack)?,
    };
    super::open::exam(lang, matches, pack, ticket)
}

/// The ticket that lies beside a pack, if there is just one.
fn only_ticket(pack: &Path) -> std::result::Result<PathBuf, Failure> {
    let folder = pack.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).map_err(|error| files::cannot_read(folder, &error))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut tickets: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "ticket")).collect();
    match (tickets.pop(), tickets.is_empty()) {
        (Some(ticket), true) => Ok(ticket),
        _ => Err(Message::new("exam-which-ticket").with("folder", folder.display().to_string()).into()),
    }
}

/// Nothing that an exam left is written over.
fn write_new(path: &Path, bytes: &[u8]) -> std::result::Result<(), Failure> {
    use std::io::Write;
    let written = std::fs::OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| files::cannot_write(path, &error))
}

/// Id, hash, text and title of a scenario that is sound.
fn sheet(path: &Path, lang: Lang) -> std::result::Result<(String, String, Sheet, String), Failure> {
    let read = scenarios::read_file(path, 1).map_err(|broken| files::rendered(&broken, lang))?;
    let own = |name: &str| scenarios::builtin::trace(name).is_none();
    if let Some(given) = read.scenario.traces.values().find(|given| own(&given.file.file)) {
        return Err(Message::new("exam-own-trace").with("file", given.file.file.as_str()).into());
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sheet = Sheet { name, text: read.source.text().to_owned() };
    Ok((read.scenario.id.clone(), read.scenario.hash_hex(), sheet, read.scenario.title.get(lang).to_owned()))
}

fn class(path: &Path) -> std::result::Result<Vec<Candidate>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| files::cannot_read(path, &error))?;
    class::read(&bytes).map_err(|wrong| {
        let said = Message::new("class-wrong").with("file", path.display().to_string());
        Failure::Said(said.with("why", wrong_class(&wrong)))
    })
}

/// What is wrong with a table, said.
pub fn wrong_class(wrong: &Wrong) -> Message {
    match wrong {
        Wrong::Empty => Message::new("class-empty"),
        Wrong::NoId { columns } => Message::new("class-no-id").with("columns", columns.as_str()),
        Wrong::MissingId { line } => Message::new("class-missing-id").with("line", *line),
        Wrong::BadId { line, id } => Message::new("class-bad-id").with("line", *line).with("id", id.as_str()),
        Wrong::Twice { line, id, first } => {
            Message::new("class-twice").with("line", *line).with("id", id.as_str()).with("first", *first)
        }
        Wrong::OpenQuote { line } => Message::new("class-open-quote").with("line", *line),
        Wrong::NotText => Message::new("class-not-text"),
    }
}
