//! The files of given traces: found beside the scenario or among ours, and opened.

use std::path::{Component, Path};
use std::sync::Arc;

use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use super::builtin;
use super::file::GivenTrace;
use crate::diagnostic::Code;
use crate::fibre::otdr::curve::Curve;
use crate::fibre::sor::{LARGEST, Sor};
use crate::locale::Message;

/// A given trace, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    pub file: GivenTrace,
    pub sor: Arc<Sor>,
    pub curve: Arc<Curve>,
}

/// Why it cannot be used: the field to point at and what to say.
#[derive(Debug, Clone)]
pub struct Unusable {
    pub code: Code,
    pub field: &'static str,
    pub message: Message,
    pub help: Option<Message>,
}

impl Unusable {
    fn file(code: Code, message: Message) -> Self {
        Self { code, field: "file", message, help: None }
    }
}

/// The traces of a scenario by id, opened or not.
pub type Opened = IndexMap<String, Result<Given, Unusable>>;

/// Opens a given trace. `source` is the name of the scenario's file.
///
/// # Errors
/// What is wrong with it.
pub fn open(source: &str, given: &GivenTrace) -> Result<Given, Unusable> {
    let name = given.file.as_str();
    let ours = builtin::trace(name).map(<[u8]>::to_vec);
    let bytes = match ours {
        Some(bytes) if hex(&bytes) == given.sha256 => bytes,
        // A file of that name beside the scenario comes before ours.
        Some(bytes) => beside(source, name).unwrap_or(bytes),
        None => beside(source, name)?,
    };
    let found = hex(&bytes);
    if found != given.sha256 {
        return Err(Unusable {
            code: Code::TraceFile,
            field: "sha256",
            message: Message::new("diag-trace-hash").with("file", name),
            help: Some(Message::new("diag-trace-hash-help").with("hash", found)),
        });
    }
    let opened = Sor::read(&bytes).map_err(|error| {
        let message = Message::new("sor-cannot-open").with("file", name).with("why", error.message());
        Unusable::file(Code::TraceFile, message)
    })?;
    let curve = Curve::of(&opened.sor)
        .ok_or_else(|| Unusable::file(Code::TraceFile, Message::new("diag-trace-no-points").with("file", name)))?;
    Ok(Given { file: given.clone(), sor: Arc::new(opened.sor), curve: Arc::new(curve) })
}

/// Opens all traces that a scenario gives.
pub fn open_all(source: &str, traces: &IndexMap<String, GivenTrace>) -> Opened {
    traces.iter().map(|(id, given)| (id.clone(), open(source, given))).collect()
}

fn beside(source: &str, name: &str) -> Result<Vec<u8>, Unusable> {
    let relative = Path::new(name);
    // A scenario reads nothing outside its own folder.
    if name.is_empty() || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(Unusable::file(Code::TraceFile, Message::new("diag-trace-outside").with("file", name)));
    }
    let path = Path::new(source).parent().unwrap_or(Path::new("")).join(relative);
    let missing = |error: std::io::Error| {
        let message = Message::new("diag-trace-missing").with("file", name).with("why", error.to_string());
        Unusable::file(Code::TraceFile, message)
    };
    if std::fs::metadata(&path).map_err(missing)?.len() > LARGEST as u64 {
        return Err(Unusable::file(Code::TraceFile, Message::new("diag-trace-too-large").with("file", name)));
    }
    std::fs::read(&path).map_err(missing)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
