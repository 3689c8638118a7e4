//! The configuration of a name server: the few statements of `named.conf` that are simulated.

use std::net::Ipv4Addr;

use super::message::Name;
use crate::net::Cidr;
use crate::scenario::file::Service;

/// Where the server looks when it starts.
pub const FILE: &str = "/etc/bind/named.conf";
/// Where zones have their files.
pub const FOLDER: &str = "/etc/bind";

/// A zone as it is named in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: Name,
    pub file: String,
    /// Its file only says where the root servers are.
    pub hint: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub zones: Vec<Named>,
    /// Whether it asks others for what it does not know.
    pub recursion: bool,
    /// Whom it asks; if nobody is named, from the root down.
    pub forwarders: Vec<Ipv4Addr>,
    /// Who gets answers; everyone if nothing is said.
    pub allow: Option<Vec<Cidr>>,
}

impl Default for Config {
    fn default() -> Self {
        Self { zones: Vec::new(), recursion: true, forwarders: Vec::new(), allow: None }
    }
}

/// The file of a zone.
pub fn zone_file(zone: &str) -> String {
    format!("{FOLDER}/db.{}", if zone == "." { "root" } else { zone })
}

/// The text of a zone's file: its lines, and the beginning that every zone has if they leave it out.
pub fn zone_text(zone: &str, lines: &[String]) -> String {
    let has = |kind: &str| lines.iter().any(|line| line.split_whitespace().any(|word| word == kind));
    let mut text = "$TTL 3600\n".to_owned();
    if !has("SOA") {
        text += &format!("@\tSOA\tns.{zone}. admin.{zone}. 1 3600 600 86400 300\n");
    }
    if !lines.iter().any(|line| line.split_whitespace().take(2).eq(["@", "NS"])) {
        text += "@\tNS\tns\n";
    }
    lines.iter().for_each(|line| text += &format!("{}\n", line.split_whitespace().collect::<Vec<_>>().join("\t")));
    text
}

/// The files of a scenario's name server, by path.
pub fn files(service: &Service) -> Vec<(String, String)> {
    let Service::Dns { zones, forwarders, roots, recursion, allow, .. } = service else { return Vec::new() };
    let list = |all: &[String]| all.iter().map(|one| format!(" {one};")).collect::<String>();
    let mut text = format!("options {{\n\trecursion {};\n", if *recursion { "yes" } else { "no" });
    if !forwarders.is_empty() {
        text += &format!("\tforwarders {{{} }};\n", list(forwarders));
    }
    if !allow.is_empty() {
        text += &format!("\tallow-query {{{} }};\n", list(allow));
    }
    text += "};\n";
    let mut files = Vec::new();
    if !roots.is_empty() {
        let path = zone_file(".");
        text += &format!("zone \".\" {{ type hint; file \"{path}\"; }};\n");
        let line = |(number, addr): (usize, &String)| {
            format!(".\t3600000\tNS\ta{number}.root.\na{number}.root.\t3600000\tA\t{addr}\n")
        };
        files.push((path, roots.iter().enumerate().map(line).collect()));
    }
    for (zone, lines) in zones {
        let path = zone_file(zone);
        text += &format!("zone \"{zone}\" {{ type master; file \"{path}\"; }};\n");
        files.push((path, zone_text(zone, lines)));
    }
    files.push((FILE.to_owned(), text));
    files
}

/// A word, or one of `{`, `}` and `;`, with its line.
type Word = (usize, String);

fn words(text: &str) -> Vec<Word> {
    let mut all = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default().split('#').next().unwrap_or_default();
        let mut word: Option<String> = None;
        let mut quoted = false;
        for letter in line.chars() {
            match letter {
                '"' => {
                    quoted = !quoted;
                    word.get_or_insert_default();
                }
                letter if quoted => word.get_or_insert_default().push(letter),
                '{' | '}' | ';' => {
                    all.extend(word.take().map(|word| (number + 1, word)));
                    all.push((number + 1, letter.to_string()));
                }
                letter if letter.is_whitespace() => all.extend(word.take().map(|word| (number + 1, word))),
                letter => word.get_or_insert_default().push(letter),
            }
        }
        all.extend(word.map(|word| (number + 1, word)));
    }
    all
}

/// A statement: its words, and what stands in its braces.
struct Statement {
    line: usize,
    words: Vec<String>,
    block: Vec<Statement>,
}

impl Statement {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// The words of the statements in its braces: a list.
    fn list(&self) -> impl Iterator<Item = &Statement> {
        self.block.iter().filter(|item| !item.words.is_empty())
    }
}

fn wrong(line: usize, what: &str) -> String {
    format!("{FILE}:{line}: {what}")
}

fn statements(
    words: &mut std::iter::Peekable<std::vec::IntoIter<Word>>,
    inside: bool,
) -> Result<Vec<Statement>, String> {
    let mut all = Vec::new();
    let mut now = Statement { line: 0, words: Vec::new(), block: Vec::new() };
    let mut last = 0;
    while let Some((line, word)) = words.next() {
        last = line;
        match word.as_str() {
            ";" => {
                let empty = Statement { line: 0, words: Vec::new(), block: Vec::new() };
                all.push(std::mem::replace(&mut now, empty));
            }
            "{" => now.block = statements(words, true)?,
            "}" if inside => {
                if !now.words.is_empty() {
                    return Err(wrong(line, "missing ';' before '}'"));
                }
                return Ok(all);
            }
            "}" => return Err(wrong(line, "syntax error near '}'")),
            _ => {
                if now.words.is_empty() {
                    now.line = line;
                }
                now.words.push(word);
            }
        }
    }
    if inside || !now.words.is_empty() {
        return Err(wrong(
            last,
            if inside { "'}' expected near end of file" } else { "';' expected near end of file" },
        ));
    }
    Ok(all)
}

impl Config {
    /// # Errors
    /// What is wrong, as the server says it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut config = Self::default();
        for statement in statements(&mut words(text).into_iter().peekable(), false)? {
            match statement.word(0) {
                "options" => config.options(&statement)?,
                "zone" => config.zone(&statement)?,
                "" => {}
                word => return Err(wrong(statement.line, &format!("unknown option '{word}'"))),
            }
        }
        Ok(config)
    }

    fn options(&mut self, statement: &Statement) -> Result<(), String> {
        for option in statement.list() {
            let bad = |expected: &str, word: &str| wrong(option.line, &format!("{expected} near '{word}'"));
            match option.word(0) {
                "recursion" => {
                    self.recursion = match option.word(1) {
                        "yes" | "true" => true,
                        "no" | "false" => false,
                        word => return Err(bad("boolean expected", word)),
                    }
                }
                "forwarders" => {
                    let addr =
                        |item: &Statement| item.word(0).parse().map_err(|_| bad("expected IP address", item.word(0)));
                    self.forwarders = option.list().map(addr).collect::<Result<_, _>>()?;
                }
                "allow-query" => {
                    let mut all = Vec::new();
                    for item in option.list() {
                        match item.word(0) {
                            "any" => all.push(Cidr::ALL),
                            "none" => {}
                            "localhost" => all.push(Cidr::new(Ipv4Addr::LOCALHOST, 8)),
                            word => all.push(word.parse().map_err(|_| bad("expected IP match list element", word))?),
                        }
                    }
                    self.allow = Some(all);
                }
                "directory" | "dnssec-validation" | "listen-on" | "listen-on-v6" | "forward" => {}
                word => return Err(wrong(option.line, &format!("unknown option '{word}'"))),
            }
        }
        Ok(())
    }

    fn zone(&mut self, statement: &Statement) -> Result<(), String> {
        let Some(name) = Name::parse(statement.word(1)) else {
            return Err(wrong(statement.line, "bad zone name"));
        };
        let value = |key: &str| statement.list().find(|item| item.word(0) == key).map(|item| item.word(1).to_owned());
        let kind = value("type").unwrap_or_default();
        let hint = match kind.as_str() {
            "master" | "primary" => false,
            "hint" => true,
            kind => {
                return Err(wrong(statement.line, &format!("zone '{}': type '{kind}' not simulated", name.as_str())));
            }
        };
        let Some(file) = value("file") else {
            return Err(wrong(statement.line, &format!("zone '{}': missing 'file' entry", name.as_str())));
        };
        let file = if file.starts_with('/') { file } else { format!("{FOLDER}/{file}") };
        self.zones.push(Named { name, file, hint });
        Ok(())
    }
}
