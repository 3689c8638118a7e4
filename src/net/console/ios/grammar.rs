//! How a line is understood: every unambiguous beginning of a keyword is that keyword.
//!
//! A command is a row of keywords and of things to fill in: `A.B.C.D` an address, `<1-4094>` a number, `IFACE` an
//! interface, `H.H.H` a card, `WORD` a word, `LINE` the rest. At each word, keywords come before things to fill in.

use super::names;

/// A command: in which modes it is there (a letter each), how it is written, and what it does.
pub struct Command<F> {
    pub modes: &'static str,
    pub form: &'static str,
    pub act: F,
}

/// What a word of a line may be.
fn is_thing(token: &str) -> bool {
    matches!(token, "A.B.C.D" | "IFACE" | "H.H.H" | "WORD" | "LINE" | "VLANS")
        || token.starts_with('<')
        || token.starts_with("X:")
}

/// The bounds of `<1-4094>`.
fn range(token: &str) -> Option<(u64, u64)> {
    let (first, last) = token.strip_prefix('<')?.strip_suffix('>')?.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// Whether a word fits a thing to fill in, and how particular that thing is.
fn fits(token: &str, word: &str) -> Option<u8> {
    match token {
        "A.B.C.D" => word.parse::<std::net::Ipv4Addr>().is_ok().then_some(3),
        "X:X:X:X::X" => word.parse::<std::net::Ipv6Addr>().is_ok().then_some(3),
        "X:X:X:X::X/<0-128>" => {
            let prefix = word.contains('/') && word.parse::<crate::net::six::packet::Prefix>().is_ok();
            prefix.then_some(3)
        }
        "H.H.H" => word.parse::<crate::net::Mac>().is_ok().then_some(3),
        "IFACE" => names::written_out(word).is_some().then_some(3),
        "VLANS" => word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-')).then_some(2),
        "WORD" => Some(1),
        "LINE" => Some(0),
        token => {
            let (first, last) = range(token)?;
            let number: u64 = word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()))?;
            (first..=last).contains(&number).then_some(3)
        }
    }
}

/// A word of a line and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub at: usize,
}

pub fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut inside = false;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            inside = false;
        } else if inside {
            words.last_mut().expect("inside a word").text.push(c);
        } else {
            words.push(Word { text: c.to_string(), at });
            inside = true;
        }
    }
    words
}

/// What a line came to.
pub enum Parsed<'c, F> {
    /// A command, its things filled in, and its keywords in full.
    Found {
        command: &'c Command<F>,
        things: Vec<String>,
        full: Vec<String>,
    },
    /// Nothing may stand here; where that is in the line.
    Invalid(usize),
    Ambiguous,
    Incomplete,
}

/// A command that fits so far.
struct Alive<'c, F> {
    command: &'c Command<F>,
    tokens: Vec<&'static str>,
    at: usize,
    things: Vec<String>,
}

impl<F> Clone for Alive<'_, F> {
    fn clone(&self) -> Self {
        Self { command: self.command, tokens: self.tokens.clone(), at: self.at, things: self.things.clone() }
    }
}

/// Walks along a line as far as it goes.
struct Walk<'c, F> {
    alive: Vec<Alive<'c, F>>,
    full: Vec<String>,
}

enum Stop {
    Invalid(usize),
    Ambiguous,
}

fn walk<'c, F>(commands: &'c [Command<F>], modes: &str, words: &[Word]) -> Result<Walk<'c, F>, Stop> {
    let here = |command: &&Command<F>| command.modes.chars().any(|mode| modes.contains(mode));
    let mut alive: Vec<Alive<F>> = commands
        .iter()
        .filter(here)
        .map(|command| Alive { command, tokens: command.form.split(' ').collect(), at: 0, things: Vec::new() })
        .collect();
    let mut full = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let mut word = words[index].text.clone();
        let at = words[index].at;
        let lower = word.to_ascii_lowercase();
        let keyword = |it: &Alive<F>| {
            let token = *it.tokens.get(it.at)?;
            (!is_thing(token) && token.to_ascii_lowercase().starts_with(&lower)).then_some(token)
        };
        let mut known: Vec<&str> = alive.iter().filter_map(keyword).collect();
        known.sort_unstable();
        known.dedup();
        let exact = known.iter().find(|token| token.eq_ignore_ascii_case(&word)).copied();
        let chosen = match (exact, known.as_slice()) {
            (Some(exact), _) => Some(exact),
            (None, []) => None,
            (None, [one]) => Some(*one),
            (None, _) => return Err(Stop::Ambiguous),
        };
        if let Some(chosen) = chosen {
            alive.retain(|it| it.tokens.get(it.at) == Some(&chosen));
            alive.iter_mut().for_each(|it| it.at += 1);
            full.push(chosen.to_owned());
            index += 1;
            continue;
        }
        // `gigabitEthernet 0/1` is one thing in two words.
        let wants_iface = alive.iter().any(|it| it.tokens.get(it.at) == Some(&"IFACE"));
        let mut took = 1;
        if wants_iface && names::kind(&word).is_some() {
            match words.get(index + 1).filter(|next| next.text.starts_with(|c: char| c.is_ascii_digit())) {
                Some(next) => {
                    word += &next.text;
                    took = 2;
                }
                None => {
                    alive.retain(|it| it.tokens.get(it.at) == Some(&"IFACE"));
                    // Only the number is missing.
                    return match words.get(index + 1) {
                        None => Ok(Walk { alive, full }),
                        Some(next) => Err(Stop::Invalid(next.at)),
                    };
                }
            }
        }
        let rank =
            |it: &Alive<F>| it.tokens.get(it.at).filter(|token| is_thing(token)).and_then(|token| fits(token, &word));
        let Some(best) = alive.iter().filter_map(rank).max() else {
            let good = alive.iter().filter_map(|it| it.tokens.get(it.at)).map(|token| common(token, &lower)).max();
            return Err(Stop::Invalid(at + good.unwrap_or(0)));
        };
        alive.retain(|it| rank(it) == Some(best));
        if best == 0 {
            // The rest of the line belongs to it.
            let rest: Vec<&str> = words[index..].iter().map(|word| word.text.as_str()).collect();
            let rest = rest.join(" ");
            alive.iter_mut().for_each(|it| {
                it.things.push(rest.clone());
                it.at += 1;
            });
            full.push(rest);
            return Ok(Walk { alive, full });
        }
        let shown = match names::written_out(&word) {
            Some((kind, number)) if wants_iface => format!("{kind}{number}"),
            _ => word.clone(),
        };
        for it in &mut alive {
            let thing = if it.tokens[it.at] == "IFACE" { shown.clone() } else { word.clone() };
            it.things.push(thing);
            it.at += 1;
        }
        full.push(shown);
        index += took;
    }
    Ok(Walk { alive, full })
}

/// How many bytes of a word are those of a keyword.
fn common(token: &str, word: &str) -> usize {
    if is_thing(token) {
        return 0;
    }
    let token = token.to_ascii_lowercase();
    let same = token.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    same.min(word.len().saturating_sub(1))
}

/// Understands a line in a mode. With `no`, a command need not be written to its end.
pub fn parse<'c, F>(commands: &'c [Command<F>], modes: &str, words: &[Word], no: bool) -> Parsed<'c, F> {
    match walk(commands, modes, words) {
        Err(Stop::Invalid(at)) => Parsed::Invalid(at),
        Err(Stop::Ambiguous) => Parsed::Ambiguous,
        Ok(Walk { alive, full }) => {
            let whole = alive.iter().find(|it| it.at == it.tokens.len());
            let chosen = whole.or_else(|| alive.first().filter(|_| no && !words.is_empty()));
            match chosen {
                Some(it) => Parsed::Found { command: it.command, things: it.things.clone(), full },
                None => Parsed::Incomplete,
            }
        }
    }
}

/// What may come next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Next {
    Keyword(String),
    Thing(String),
    End,
}

/// What may come after these words; the last of them is only begun if `begun`.
pub fn next<F>(
    commands: &[Command<F>],
    modes: &str,
    words: &[Word],
    begun: bool,
) -> Result<Vec<Next>, Parsed<'static, ()>> {
    let (done, start) = match words.split_last() {
        Some((last, done)) if begun => (done, last.text.to_ascii_lowercase()),
        _ => (words, String::new()),
    };
    let walk = walk(commands, modes, done).map_err(|stop| match stop {
        Stop::Invalid(at) => Parsed::Invalid(at),
        Stop::Ambiguous => Parsed::Ambiguous,
    })?;
    let mut all: Vec<Next> = walk
        .alive
        .iter()
        .filter_map(|it| match it.tokens.get(it.at) {
            None => (!begun).then_some(Next::End),
            Some(token) if is_thing(token) => (!begun).then(|| Next::Thing((*token).to_owned())),
            Some(token) => token.to_ascii_lowercase().starts_with(&start).then(|| Next::Keyword((*token).to_owned())),
        })
        .collect();
    all.sort();
    all.dedup();
    Ok(all)
}
