//! `splicelab verify`: says of each submission, item by item, whether it is what was written in the exam.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use clap::ArgMatches;
use serde::Serialize;

use super::exam::SessionFile;
use super::out::outln;
use super::{Failure, Outcome, Result, files, print_json, wants_json};
use crate::diagnostic::Source;
use crate::exam::pack::{self, Pack, Shut};
use crate::exam::results::Verified;
use crate::exam::sitting::LARGEST;
use crate::exam::verify::{Finding, Item, Known, What, verify};
use crate::locale::{Lang, Message};
use crate::scenario as scenarios;
use crate::scenario::model::Scenario;

/// The hash of a scenario's text, and a seed.
type Wanted = (String, u64);

/// Scenarios by their hashes, from a folder, a pack and those built in. Read once for each seed.
pub struct Library {
    texts: Vec<(String, Source)>,
    /// So many of them are of the folder.
    own: usize,
    read: Mutex<HashMap<Wanted, Option<Arc<Scenario>>>>,
}

impl Library {
    /// # Errors
    /// The folder or the pack cannot be read.
    pub fn of(matches: &ArgMatches) -> std::result::Result<Self, Failure> {
        let mut texts: Vec<Source> = Vec::new();
        if let Some(folder) = matches.get_one::<PathBuf>("scenarios") {
            for path in files::scenarios_below(folder)? {
                if let Ok(source) = scenarios::read_source(&path) {
                    texts.push(source);
                }
            }
        }
        let own = texts.len();
        if let Some(path) = matches.get_one::<PathBuf>("pack") {
            let passphrase = passphrase(matches)?;
            let sheets = open_pack(path)?.open(&passphrase).map_err(|shut| shut_pack(path, &shut))?;
            texts.extend(sheets.into_iter().map(|sheet| Source::new(sheet.name, sheet.text)));
        }
        texts.extend(scenarios::builtin::ids().filter_map(scenarios::builtin::source));
        let texts = texts.into_iter().map(|source| (scenarios::hash_hex(source.text()), source)).collect();
        Ok(Self { texts, own, read: Mutex::default() })
    }

    /// A scenario of the folder by its id, whatever its text: to mark again with a rubric that was changed since.
    pub fn changed(&self, id: &str, seed: u64) -> Option<Arc<Scenario>> {
        let named = |source: &Source| Path::new(source.name()).file_stem().is_some_and(|stem| stem == id);
        let (hash, _) = self.texts[..self.own].iter().find(|(_, source)| named(source))?;
        self.find(hash, seed)
    }

    /// The scenario with this hash, with this seed.
    pub fn find(&self, hash: &str, seed: u64) -> Option<Arc<Scenario>> {
        let key = (hash.to_owned(), seed);
        if let Some(known) = self.read.lock().expect("nobody panics with it").get(&key) {
            return known.clone();
        }
        let source = self.texts.iter().find(|(known, _)| known == hash).map(|(_, source)| source.clone());
        let read = source.and_then(|source| scenarios::load(source, seed).ok()).map(|loaded| Arc::new(loaded.scenario));
        self.read.lock().expect("nobody panics with it").insert(key, read.clone());
        read
    }
}

fn passphrase(matches: &ArgMatches) -> std::result::Result<String, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("passphrase-file") else {
        return Err(Message::new("exam-needs-passphrase").into());
    };
    std::fs::read_to_string(path).map_err(|error| files::cannot_read(path, &error))
}

fn open_pack(path: &Path) -> std::result::Result<Pack, Failure> {
    let bytes = read_capped(path, pack::LARGEST)?;
    Pack::read(&bytes).map_err(|shut| shut_pack(path, &shut))
}

fn shut_pack(path: &Path, shut: &Shut) -> Failure {
    let file = path.display().to_string();
    Failure::Said(match shut {
        Shut::NoPack => Message::new("exam-no-pack").with("file", file),
        Shut::UnknownFormat(format) => Message::new("exam-pack-format").with("file", file).with("format", *format),
        Shut::WrongPassphrase => Message::new("exam-wrong-passphrase").with("file", file),
    })
}

/// The bytes of a file that is not too large.
pub fn read_capped(path: &Path, most: u64) -> std::result::Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // Not asked of the file beforehand: what is no ordinary file has no size, and may never end.
    let read = std::fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.map_err(|error| files::cannot_read(path, &error))?;
    if bytes.len() as u64 > most {
        let mib = (most / 1024 / 1024) as i64;
        let message = Message::new("cli-too-large").with("file", path.display().to_string()).with("mib", mib);
        return Err(message.into());
    }
    Ok(bytes)
}

/// The public key that tickets are checked with: from `session.json`, or from the cover of a pack.
///
/// # Errors
/// The file is neither.
pub fn session_key(matches: &ArgMatches) -> std::result::Result<Option<String>, Failure> {
    if let Some(path) = matches.get_one::<PathBuf>("session-file") {
        let bytes = read_capped(path, pack::LARGEST)?;
        if let Ok(file) = serde_json::from_slice::<SessionFile>(&bytes) {
            return Ok(Some(file.key));
        }
        return Pack::read(&bytes).map(|pack| Some(pack.cover.key)).map_err(|shut| shut_pack(path, &shut));
    }
    match matches.get_one::<PathBuf>("pack") {
        Some(path) => Ok(Some(open_pack(path)?.cover.key)),
        None => Ok(None),
    }
}

/// What an item is called.
pub fn what_name(what: What) -> &'static str {
    match what {
        What::File => "verify-what-file",
        What::Ticket => "verify-what-ticket",
        What::Chain => "verify-what-chain",
        What::Seal => "verify-what-seal",
        What::Words => "verify-what-words",
        What::Scenario => "verify-what-scenario",
        What::Replay => "verify-what-replay",
        What::Clock => "verify-what-clock",
    }
}

#[derive(Serialize)]
struct FileJson {
    file: String,
    candidate: Option<String>,
    /// `good`, `broken` or `cannot-tell`.
    verdict: Finding,
    words: Option<String>,
    items: Vec<Verified>,
}

/// What is to be thought of a file: broken if anything is; else whether all could be told.
fn verdict(items: &[Item]) -> Finding {
    let worst = items.iter().map(|item| item.finding).max().unwrap_or(Finding::CannotTell);
    if worst == Finding::Note { Finding::Good } else { worst }
}

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let paths: Vec<&PathBuf> = matches.get_many("submissions").expect("required").collect();
    let words = matches.get_one::<String>("words");
    if words.is_some() && paths.len() > 1 {
        return Err(Message::new("verify-words-of-which").into());
    }
    let library = Library::of(matches)?;
    let key = session_key(matches)?;
    let find = |hash: &str, seed: u64| library.find(hash, seed);
    let known = Known { session_key: key.as_deref(), words: words.map(String::as_str), scenario: &find };
    let mut all = Vec::new();
    let mut broken = false;
    let mut seen: HashMap<String, String> = HashMap::new();
    for path in paths {
        let bytes = read_capped(path, LARGEST)?;
        let file = path.display().to_string();
        let (mut items, parts) = verify(&bytes, &known);
        let ticket = parts.as_ref().and_then(crate::exam::sitting::Parts::ticket);
        if let (Some(parts), Some(_)) = (&parts, &ticket)
            && let Some(first) = seen.insert(parts.manifest_text.clone(), file.clone())
        {
            let says = Message::new("verify-same-as").with("file", first);
            items.push(Item { what: What::Ticket, finding: Finding::Broken, says });
        }
        let verdict = verdict(&items);
        broken |= verdict == Finding::Broken;
        if wants_json(matches) {
            all.push(FileJson {
                file,
                candidate: ticket.map(|ticket| ticket.candidate.id),
                verdict,
                words: parts.as_ref().map(crate::exam::sitting::Parts::words),
                items: Verified::of(&items, lang),
            });
            continue;
        }
        let key = match verdict {
            Finding::Broken => "verify-broken",
            Finding::CannotTell => "verify-cannot-tell",
            Finding::Good | Finding::Note => "verify-good",
        };
        outln!("{}", lang.say(&Message::new(key).with("file", file)));
        for item in &items {
            let sign = match item.finding {
                Finding::Good => "✓",
                Finding::Note => "!",
                Finding::CannotTell => "?",
                Finding::Broken => "✗",
            };
            outln!("  {sign} {:<10} {}", lang.text(what_name(item.what)), lang.say(&item.says));
        }
    }
    if wants_json(matches) {
        print_json(&all);
    }
    if broken { Ok(Outcome::Found) } else { Ok(Outcome::Good) }
}
