//! Labs of other programs, read into scenarios of ours, and ours written for them.
//!
//! Kathará (a folder with `lab.conf` and scripts) and containerlab (a YAML file) run real Linux in containers. What we
//! take over is what our Linux consoles can do: machines, cables, and the lines typed at the start. Everything else is
//! told with its file and line; nothing is passed over in silence.

mod build;
mod containerlab;
mod export;
mod frr;
mod interfaces;
mod kathara;
mod ron;
mod script;

use std::path::Path;

pub use export::{Exported, containerlab as export_containerlab};

use crate::locale::{Lang, Message};
use crate::netbox::{Findings, Problem, Severity};

/// No file of a lab is larger, in bytes.
const LARGEST_FILE: u64 = 1_000_000;
/// More machines make no lab of ours.
const MOST_MACHINES: usize = 200;

/// What came of a lab.
#[derive(Debug, Default)]
pub struct Import {
    /// The scenario, if there is one.
    pub scenario: Option<String>,
    /// Its devices, with those that stand for collision domains.
    pub devices: usize,
    pub links: usize,
    pub problems: Vec<Problem>,
}

impl Import {
    /// How many problems of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Reads a Kathará lab: the folder that holds `lab.conf`. `id` is that of the scenario; nothing takes the folder's.
    /// `lang` is that of the comments in the scenario.
    pub fn kathara(folder: &Path, id: Option<&str>, lang: Lang) -> Self {
        let mut import = Self::default();
        let lab = kathara::read(folder, &mut import.problems);
        import.finish(lab, id, lang);
        import
    }

    /// Reads a topology of containerlab. `id` is that of the scenario; nothing takes the topology's name.
    /// `lang` is that of the comments in the scenario.
    pub fn containerlab(file: &Path, id: Option<&str>, lang: Lang) -> Self {
        let mut import = Self::default();
        let lab = containerlab::read(file, &mut import.problems);
        import.finish(lab, id, lang);
        import
    }

    fn finish(&mut self, lab: Option<Lab>, id: Option<&str>, lang: Lang) {
        if let Some(mut lab) = lab {
            if let Some(id) = id {
                id.clone_into(&mut lab.id);
            }
            build::scenario(lab, lang, self);
        }
        // As someone reads the files.
        self.problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    }
}

/// A lab as it was read, before it is ours.
#[derive(Debug, Default)]
struct Lab {
    /// What it comes from.
    source: Source,
    /// The file that describes it.
    file: String,
    id: String,
    title: String,
    description: Option<String>,
    machines: Vec<Machine>,
    wires: Vec<Wire>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Source {
    #[default]
    Kathara,
    Containerlab,
}

impl Source {
    fn name(self) -> &'static str {
        match self {
            Source::Kathara => "Kathará",
            Source::Containerlab => "containerlab",
        }
    }
}

/// One machine of a lab.
#[derive(Debug, Default)]
struct Machine {
    name: String,
    /// Where the lab's file speaks of it first.
    line: usize,
    what: What,
    /// The Linux model that our export names.
    model: Option<String>,
    /// Its network cards, in the order of the file.
    cards: Vec<String>,
    /// What is typed at the start.
    lines: Vec<Line>,
    /// Where it is drawn.
    at: Option<(i32, i32)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum What {
    /// Linux in a container, which passes packets on unless it is told not to.
    #[default]
    Linux,
    /// A bridge without a configuration of its own.
    Bridge,
    /// A model of ours, as our export names it.
    Ours(String),
}

/// A line of a start-up script and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    text: String,
    file: String,
    /// From 1.
    line: usize,
}

/// What joins network cards.
#[derive(Debug, Clone, Default, PartialEq)]
struct Wire {
    /// The name of a collision domain; none for a cable.
    domain: Option<String>,
    /// Machine and card.
    ends: Vec<(usize, String)>,
    line: usize,
    mtu: Option<u16>,
    loss_permille: u16,
    delay_us: u32,
}

/// Reads a text file; says so if it cannot be read.
fn text_of(path: &Path, shown: &str, problems: &mut Vec<Problem>) -> Option<String> {
    let mut found = Findings { file: shown, problems };
    let size = std::fs::metadata(path).map(|metadata| metadata.len());
    if let Ok(bytes) = size
        && bytes > LARGEST_FILE
    {
        let most = (LARGEST_FILE / 1000) as i64;
        found.error(None, Message::new("netlab-too-large").with("kb", (bytes / 1000) as i64).with("most", most));
        return None;
    }
    match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => Some(text),
        Ok(Err(_)) => {
            found.error(None, Message::new("netlab-not-text"));
            None
        }
        Err(why) => {
            found.error(None, Message::new("netlab-cannot-read").with("why", why.to_string()));
            None
        }
    }
}

/// Lower case, digits and hyphens: what an id of ours may be. Empty if nothing is left.
pub fn as_id(name: &str) -> String {
    let letters = name.chars().flat_map(char::to_lowercase).map(|c| match c {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        c if c.is_ascii_lowercase() || c.is_ascii_digit() => c,
        _ => '-',
    });
    let mut id = String::new();
    for letter in letters {
        if letter != '-' || !id.ends_with('-') {
            id.push(letter);
        }
    }
    id.trim_matches('-').to_owned()
}
