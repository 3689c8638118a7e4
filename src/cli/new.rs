//! `splicelab new`: a sound exercise to begin from, in a folder of its own.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::out::outln;
use super::{Outcome, Result, files};
use crate::locale::{Lang, Message};
use crate::scenario::templates::{ALL, Template};

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let (Some(name), Some(folder)) = (matches.get_one::<String>("template"), matches.get_one::<PathBuf>("dir")) else {
        list(lang);
        return Ok(Outcome::Good);
    };
    let Some(template) = Template::find(name) else {
        let known = ALL.iter().map(|template| template.name);
        let like = known.clone().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name))).unwrap_or("");
        let message = Message::new("new-unknown").with("name", name.as_str()).with("like", like);
        return Err(message.with("known", known.collect::<Vec<_>>().join(", ")).into());
    };
    let id = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if id.is_empty() || !id.chars().all(plain) || id.starts_with('-') || id.ends_with('-') {
        return Err(Message::new("new-bad-name").with("name", id).into());
    }
    std::fs::create_dir_all(folder).map_err(|error| files::cannot_write(folder, &error))?;
    let (scenario, solution) = template.fill(&id);
    let paths = [folder.join(format!("{id}.ron")), folder.join(format!("{id}.solution.ron"))];
    for (path, text) in paths.iter().zip([scenario, solution]) {
        write_new(path, &text).map_err(|error| files::cannot_write(path, &error))?;
    }
    let made = Message::new("new-made").with("file", paths[0].display().to_string());
    outln!("{}", lang.say(&made));
    Ok(Outcome::Good)
}

/// What is there is never written over.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

fn list(lang: Lang) {
    outln!("{}", lang.text("new-list"));
    for template in ALL {
        outln!("  {:<16} {}", template.name, lang.text(template.about));
    }
}
