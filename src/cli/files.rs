//! The files a command is given: scenarios, journals, submissions.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Failure;
use super::play::Played;
use crate::exam::submission::{LARGEST, Submission, Unreadable};
use crate::locale::{Lang, Message};
use crate::scenario::model::Scenario;
use crate::scenario::{self as scenarios, Broken};

/// Whether the terminal shows colour.
pub fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Reads a scenario.
///
/// # Errors
/// Its diagnostics, said.
pub fn scenario(path: &Path, seed: u64, lang: Lang) -> Result<Arc<Scenario>, Failure> {
    let read = scenarios::read_file(path, seed).map_err(|broken| rendered(&broken, lang))?;
    Ok(Arc::new(read.scenario))
}

pub fn rendered(broken: &Broken, lang: Lang) -> Failure {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    Failure::Text(broken.source.render_all(&broken.diagnostics, lang, colour))
}

/// Reads what is to be played: a submission (JSON), a solution file or one of its mistakes, or a list of actions.
///
/// # Errors
/// Why it cannot be read.
pub fn journal(path: &Path, scenario: &Scenario, mistake: Option<&str>, lang: Lang) -> Result<Played, Failure> {
    let is_json = path.extension().is_some_and(|extension| extension == "json" || extension == "splab");
    if is_json {
        return Ok(Played::Journal(submission(path)?.journal));
    }
    if scenarios::is_solution(path) {
        let mut solution = scenarios::read_solution_file(path, scenario).map_err(|broken| rendered(&broken, lang))?;
        return match mistake {
            None => Ok(Played::Actions(solution.solution)),
            Some(name) => match solution.mistakes.shift_remove(name) {
                Some(mistake) => Ok(Played::Actions(mistake.journal)),
                None => {
                    let known: Vec<String> = solution.mistakes.keys().cloned().collect();
                    let message = Message::new("cli-no-mistake").with("mistake", name).with("known", known.join(", "));
                    Err(Failure::Said(message))
                }
            },
        };
    }
    if mistake.is_some() {
        return Err(Failure::Said(Message::new("cli-not-a-solution")));
    }
    scenarios::read_actions_file(path, scenario).map(Played::Actions).map_err(|broken| rendered(&broken, lang))
}

/// Reads a submission.
///
/// # Errors
/// Why it cannot be read.
pub fn submission(path: &Path) -> Result<Submission, Failure> {
    let file = path.display().to_string();
    let size = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?.len();
    if size > LARGEST {
        let mib = (LARGEST / 1024 / 1024) as i64;
        return Err(Failure::Said(Message::new("cli-too-large").with("file", file).with("mib", mib)));
    }
    let text = std::fs::read_to_string(path).map_err(|error| cannot_read(path, &error))?;
    if let Some(parts) = crate::exam::sitting::parts(text.as_bytes()) {
        return parts.submission().ok_or_else(|| Failure::Said(Message::new("verify-no-scenario-named")));
    }
    Submission::from_json(&text).map_err(|unreadable| {
        Failure::Said(match unreadable {
            Unreadable::Malformed { line, column, why } => Message::new("cli-not-a-submission")
                .with("file", file)
                .with("line", line)
                .with("column", column)
                .with("why", why),
            Unreadable::UnknownFormat(format) => {
                Message::new("cli-submission-format").with("file", file).with("format", format)
            }
        })
    })
}

/// The scenario a submission was played on: the one with the same hash, looked for in the folder that was named,
/// where it was when it was played, and among those built in.
///
/// # Errors
/// When none has that hash.
pub fn scenario_of(submission: &Submission, folder: Option<&PathBuf>, lang: Lang) -> Result<Arc<Scenario>, Failure> {
    let wanted = &submission.scenario;
    let mut candidates = match folder {
        Some(folder) => scenarios_below(folder)?,
        None => wanted.file.iter().map(PathBuf::from).filter(|path| path.is_file()).collect(),
    };
    // Reading is cheap, but a folder may hold many: those of the right name come first.
    candidates.sort_by_key(|path| path.file_stem().is_none_or(|stem| stem != wanted.id.as_str()));
    let mut changed = None;
    for path in candidates {
        match scenarios::read_file(&path, submission.seed) {
            Ok(read) if read.scenario.hash_hex() == wanted.hash => return Ok(Arc::new(read.scenario)),
            Ok(read) if read.scenario.id == wanted.id => changed = Some(path.display().to_string()),
            _ => {}
        }
    }
    if let Some(source) = scenarios::builtin::source(&wanted.id) {
        match scenarios::load(source, submission.seed) {
            Ok(read) if read.scenario.hash_hex() == wanted.hash => return Ok(Arc::new(read.scenario)),
            Ok(read) => changed = changed.or(Some(read.source.name().to_owned())),
            Err(broken) => return Err(rendered(&broken, lang)),
        }
    }
    let id = wanted.id.as_str();
    Err(Failure::Said(match changed {
        Some(file) => Message::new("cli-scenario-changed").with("id", id).with("file", file),
        None => Message::new("cli-scenario-not-found").with("id", id),
    }))
}

/// The scenario files at or below a path, in the order of their names; solution files are left out.
///
/// # Errors
/// When the path cannot be read.
pub fn scenarios_below(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let metadata = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| cannot_read(&folder, &error))? {
            let entry = entry.map_err(|error| cannot_read(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| cannot_read(&entry.path(), &error))?;
            let path = entry.path();
            // Links to folders are not followed: they may lead in circles.
            if kind.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ron") && !scenarios::is_solution(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// For a file that could not be read.
pub fn cannot_read(path: &Path, error: &std::io::Error) -> Failure {
    let why = error.to_string();
    Failure::Said(Message::new("cli-cannot-read").with("file", path.display().to_string()).with("why", why))
}

/// For a file that could not be written.
pub fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    let why = error.to_string();
    Failure::Said(Message::new("cli-cannot-write").with("file", path.display().to_string()).with("why", why))
}
