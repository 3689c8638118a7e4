//! Device types of NetBox and Nautobot turned into entries of our catalogue.
//!
//! Their files say what a device has, not whether it makes sense. Everything that is missing, unknown, doubled or
//! impossible is told, with its line; nothing is passed over in silence, and no file stops the others.

mod entry;
mod kinds;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::catalogue::rack::DeviceModel;
use crate::locale::Message;
use crate::yaml::{self, Limits, Why};

/// No device type is larger, in bytes; those of the community stay below 60 000.
const LARGEST_FILE: u64 = 1_000_000;
/// Deeper and larger files are no device types, and theirs need no aliases.
const LIMITS: Limits = Limits { deepest: 12, most_values: 60_000, aliases: false };
/// More files are not read from one archive or folder.
const MOST_FILES: usize = 50_000;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was assumed; the entry can be used.
    Note,
    /// A part of it could not be taken over, or cannot be right.
    Warning,
    /// There is no entry.
    Error,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// From 1; nothing where no line is to blame.
    pub line: Option<usize>,
    pub severity: Severity,
    pub message: Message,
}

/// What came of all files.
#[derive(Debug, Default)]
pub struct Import {
    pub entries: BTreeMap<String, DeviceModel>,
    pub problems: Vec<Problem>,
    pub files: usize,
}

/// What is wrong with one file, gathered while it is read.
pub(crate) struct Findings<'a> {
    pub(crate) file: &'a str,
    pub(crate) problems: &'a mut Vec<Problem>,
}

impl Findings<'_> {
    pub(crate) fn add(&mut self, severity: Severity, line: Option<usize>, message: Message) {
        self.problems.push(Problem { file: self.file.to_owned(), line, severity, message });
    }

    /// About the whole file.
    pub(crate) fn note_whole(&mut self, message: Message) {
        self.add(Severity::Note, None, message);
    }

    /// About the whole file.
    pub(crate) fn warning_whole(&mut self, message: Message) {
        self.add(Severity::Warning, None, message);
    }

    pub(crate) fn note(&mut self, line: usize, message: Message) {
        self.add(Severity::Note, Some(line), message);
    }

    pub(crate) fn warning(&mut self, line: usize, message: Message) {
        self.add(Severity::Warning, Some(line), message);
    }

    pub(crate) fn error(&mut self, line: Option<usize>, message: Message) {
        self.add(Severity::Error, line, message);
    }
}

impl Import {
    /// Reads a file, every file of a folder and of those in it, or of a `.tar` or `.tar.gz`.
    ///
    /// # Errors
    /// What was named cannot be read at all.
    pub fn add_path(&mut self, path: &Path) -> Result<(), Message> {
        let shown = path.display().to_string();
        let cannot = |why: &dyn std::fmt::Display| {
            Message::new("netbox-cannot-read").with("file", shown.clone()).with("why", why.to_string())
        };
        let metadata = std::fs::metadata(path).map_err(|why| cannot(&why))?;
        if metadata.is_dir() {
            let mut files = Vec::new();
            gather(path, &mut files).map_err(|why| cannot(&why))?;
            files.sort();
            for file in files.into_iter().take(MOST_FILES) {
                self.add_path(&file)?;
            }
            return Ok(());
        }
        let name = shown.to_lowercase();
        if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
            let file = std::fs::File::open(path).map_err(|why| cannot(&why))?;
            return self.add_archive(&shown, flate2::read::GzDecoder::new(std::io::BufReader::new(file)));
        }
        if name.ends_with(".tar") {
            let file = std::fs::File::open(path).map_err(|why| cannot(&why))?;
            return self.add_archive(&shown, std::io::BufReader::new(file));
        }
        if metadata.len() > LARGEST_FILE {
            self.too_large(&shown, metadata.len());
            return Ok(());
        }
        let bytes = std::fs::read(path).map_err(|why| cannot(&why))?;
        self.add_bytes(&shown, &bytes);
        Ok(())
    }

    fn too_large(&mut self, file: &str, bytes: u64) {
        self.files += 1;
        let message = Message::new("netbox-too-large").with("bytes", bytes as i64).with("most", LARGEST_FILE as i64);
        Findings { file, problems: &mut self.problems }.error(None, message);
    }

    fn add_archive(&mut self, shown: &str, reader: impl Read) -> Result<(), Message> {
        let cannot = |why: std::io::Error| {
            Message::new("netbox-cannot-read").with("file", shown.to_owned()).with("why", why.to_string())
        };
        let mut archive = tar::Archive::new(reader);
        for (number, entry) in archive.entries().map_err(cannot)?.enumerate() {
            let mut entry = entry.map_err(cannot)?;
            let path = entry.path().map(|path| path.display().to_string()).unwrap_or_default();
            let wanted = path.ends_with(".yaml") || path.ends_with(".yml");
            // Modules are parts of devices: no entries of their own.
            if !entry.header().entry_type().is_file() || !wanted || path.contains("module-types/") {
                continue;
            }
            if number > MOST_FILES * 2 {
                break;
            }
            if entry.size() > LARGEST_FILE {
                let size = entry.size();
                self.too_large(&path, size);
                continue;
            }
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(cannot)?;
            self.add_bytes(&path, &bytes);
        }
        Ok(())
    }

    /// Reads one file that is at hand.
    pub fn add_bytes(&mut self, file: &str, bytes: &[u8]) {
        self.files += 1;
        let mut found = Findings { file, problems: &mut self.problems };
        let Ok(text) = std::str::from_utf8(bytes) else {
            found.error(None, Message::new("netbox-not-text"));
            return;
        };
        let conflict = |line: &str| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") || line == "=======";
        if let Some(number) = text.lines().position(conflict) {
            found.error(Some(number + 1), Message::new("netbox-conflict"));
            return;
        }
        let root = match yaml::read(text, LIMITS) {
            Ok(root) => root,
            Err(broken) => {
                let message = match broken.why {
                    Why::Empty => Message::new("netbox-empty"),
                    Why::NotYaml(why) => Message::new("netbox-not-yaml").with("why", why),
                    Why::TooDeep => Message::new("netbox-too-deep"),
                    Why::Alias => Message::new("netbox-alias"),
                };
                found.error(Some(broken.line), message);
                return;
            }
        };
        let Some((id, model)) = entry::device(&root, &mut found) else { return };
        if self.entries.contains_key(&id) {
            Findings { file, problems: &mut self.problems }
                .error(Some(1), Message::new("netbox-twice").with("name", id));
            return;
        }
        self.entries.insert(id, model);
    }

    /// How many problems of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // A link could lead in a circle.
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        if kind.is_dir() {
            gather(&path, files)?;
        } else if kind.is_file()
            && path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
            && files.len() < MOST_FILES
        {
            files.push(path);
        }
    }
    Ok(())
}

/// The entries as a catalogue file.
pub fn as_ron(entries: &BTreeMap<String, DeviceModel>) -> Result<String, ron::Error> {
    #[derive(Serialize)]
    struct File<'a> {
        devices: &'a BTreeMap<String, DeviceModel>,
    }
    let style = ron::ser::PrettyConfig::new().depth_limit(4).indentor("  ");
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .to_string_pretty(&File { devices: entries }, style)
}
