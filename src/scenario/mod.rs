//! Scenarios: from a text file that a trainer wrote to the model that the lab runs on.
//!
//! Each layer does one thing, and none stops at the first mistake, so that one run shows all there is to mend:
//!
//! 1. [`tree`] reads RON into a tree with places, mending the syntax as it goes;
//! 2. [`choices`] makes the random choices from the seed and writes out what repeats, on the tree;
//! 3. [`decode`] turns the tree into the types of [`file`](mod@file), with holes where something is wrong;
//! 4. [`check`] asks whether it makes sense, passing over the holes;
//! 5. [`model`] is the [`Scenario`] that comes out when nothing was wrong.
//!
//! [`read`] does all of it for a text, [`read_file`] for a file, [`read_solution`] for the solution beside it.

pub mod builtin;
pub mod check;
pub mod choices;
pub mod decode;
pub mod file;
pub mod given;
pub mod model;
pub mod stock;
pub mod suggest;
pub mod templates;
pub mod tree;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::lab::action::Action;
use crate::locale::Message;
use file::{ScenarioFile, SolutionFile};
use model::Scenario;
use tree::Node;

/// A scenario that can be used.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub source: Source,
    pub scenario: Scenario,
    pub warnings: Vec<Diagnostic>,
}

/// A file that cannot be used. The source is empty if it could not even be read.
#[derive(Debug, Clone)]
pub struct Broken {
    pub source: Source,
    /// At least one error, and the warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a scenario under a seed. With it come the warnings; without it, all that is wrong.
///
/// If the source is named like a file `x.ron`, the scenario must have the id `x`.
pub fn read(source: &Source, seed: u64) -> Result<(Scenario, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (root, mut diagnostics) = parse(source)?;
    let (root, choices) = choices::choose(&root, seed, &mut diagnostics);
    let decoded = decode::decode::<ScenarioFile>(&root);
    diagnostics.extend(decoded.diagnostics);
    let Some(file) = decoded.value else { return Err(in_order(diagnostics)) };
    let name = Path::new(source.name());
    let stem = name.extension().filter(|extension| *extension == "ron").and_then(|_| name.file_stem()?.to_str());
    let traces = given::open_all(source.name(), &file.traces);
    let found = check::check_scenario(&file, &traces, &root, stem, &diagnostics);
    diagnostics.extend(found);
    let diagnostics = in_order(diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(diagnostics);
    }
    let hash = hash(source.text());
    let traces = traces.into_iter().filter_map(|(id, given)| Some((id, given.ok()?))).collect();
    Ok((Scenario::new(file, traces, choices, seed, hash), diagnostics))
}

/// The hash by which a scenario's text is known.
fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// The same as 64 hexadecimal digits.
pub fn hash_hex(text: &str) -> String {
    crate::exam::seal::hex(&hash(text))
}

/// Reads a scenario under a seed and keeps its source, which diagnostics point into.
pub fn load(source: Source, seed: u64) -> Result<Loaded, Broken> {
    match read(&source, seed) {
        Ok((scenario, warnings)) => Ok(Loaded { source, scenario, warnings }),
        Err(diagnostics) => Err(Broken { source, diagnostics }),
    }
}

/// Reads a scenario file under a seed.
pub fn read_file(path: &Path, seed: u64) -> Result<Loaded, Broken> {
    load(read_source(path)?, seed)
}

/// Whether a file is named as the solution of a scenario.
pub fn is_solution(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".solution.ron"))
}

/// Where the solution of a scenario file stands.
pub fn solution_path(scenario: &Path) -> PathBuf {
    scenario.with_extension("solution.ron")
}

/// Reads the solution of a scenario, with the choices of that scenario put in place.
pub fn read_solution(source: &Source, scenario: &Scenario) -> Result<SolutionFile, Vec<Diagnostic>> {
    let (root, mut diagnostics) = parse(source)?;
    let root = choices::fill(&root, &scenario.choices, &mut diagnostics);
    let decoded = decode::decode::<SolutionFile>(&root);
    diagnostics.extend(decoded.diagnostics);
    let Some(file) = decoded.value else { return Err(in_order(diagnostics)) };
    let found = check::check_solution(&file, &root, scenario, &diagnostics);
    diagnostics.extend(found);
    if diagnostics.is_empty() { Ok(file) } else { Err(in_order(diagnostics)) }
}

/// Reads the solution file of a scenario.
pub fn read_solution_file(path: &Path, scenario: &Scenario) -> Result<SolutionFile, Broken> {
    let source = read_source(path)?;
    read_solution(&source, scenario).map_err(|diagnostics| Broken { source, diagnostics })
}

/// The solution as it is written, with the choices of the scenario put in place: to point into, whatever is wrong with it.
pub fn solution_tree(source: &Source, scenario: &Scenario) -> Option<Node> {
    let (root, mut diagnostics) = parse(source).ok()?;
    Some(choices::fill(&root, &scenario.choices, &mut diagnostics))
}

/// Reads a file that holds a list of actions and nothing else, with the choices of a scenario put in place.
pub fn read_actions_file(path: &Path, scenario: &Scenario) -> Result<Vec<Action>, Broken> {
    let source = read_source(path)?;
    let read = || {
        let (root, mut diagnostics) = parse(&source)?;
        let root = choices::fill(&root, &scenario.choices, &mut diagnostics);
        let decoded = decode::decode::<Vec<Action>>(&root);
        diagnostics.extend(decoded.diagnostics);
        match decoded.value {
            Some(actions) if diagnostics.is_empty() => Ok(actions),
            _ => Err(in_order(diagnostics)),
        }
    };
    read().map_err(|diagnostics| Broken { source: source.clone(), diagnostics })
}

/// The tree of a source, with the mistakes that did not hide what is meant.
fn parse(source: &Source) -> Result<(Node, Vec<Diagnostic>), Vec<Diagnostic>> {
    let parsed = tree::parse(source.text());
    if parsed.sound { Ok((parsed.root, parsed.diagnostics)) } else { Err(in_order(parsed.diagnostics)) }
}

fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.code));
    diagnostics.dedup();
    diagnostics
}

/// Reads a text file whole, refusing what cannot be a scenario.
pub fn read_source(path: &Path) -> Result<Source, Broken> {
    let name = path.display().to_string();
    let broken = |code: Code, message: Message| Broken {
        source: Source::new(name.clone(), ""),
        diagnostics: vec![Diagnostic::new(code, 0..0, message)],
    };
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => broken(Code::FileMissing, Message::new("diag-file-missing")),
        std::io::ErrorKind::PermissionDenied => broken(Code::FileUnreadable, Message::new("diag-file-forbidden")),
        std::io::ErrorKind::IsADirectory => broken(Code::FileIsFolder, Message::new("diag-file-is-folder")),
        _ => broken(Code::FileUnreadable, Message::new("diag-file-unreadable").with("reason", error.to_string())),
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(broken(Code::FileIsFolder, Message::new("diag-file-is-folder")));
    }
    // Read no further than the limit, whatever length the system tells: a device may have none.
    let mut bytes = Vec::new();
    let limit = tree::LARGEST_FILE as u64 + 1;
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() > tree::LARGEST_FILE {
        let message = Message::new("diag-too-large").with("limit", tree::LARGEST_FILE >> 20);
        return Err(broken(Code::FileTooLarge, message));
    }
    String::from_utf8(bytes).map(|text| Source::new(name.clone(), text)).map_err(|error| {
        // Up to the wrong byte both texts are alike, so its place in one is its place in the other.
        let at = error.utf8_error().valid_up_to();
        let source = Source::new(name.clone(), String::from_utf8_lossy(error.as_bytes()));
        let message = Message::new("diag-not-utf8").with("byte", at + 1);
        let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
        let diagnostic = Diagnostic::new(Code::NotUtf8, at..end, message).help(Message::new("diag-not-utf8-help"));
        Broken { source, diagnostics: vec![diagnostic] }
    })
}
