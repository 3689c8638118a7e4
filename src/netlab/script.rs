//! Start-up scripts: a shell script read into lines that can be typed one after the other.
//!
//! Comments, continued lines, variables with a fixed value, `for` over words that are written out, and texts written
//! into files with `<<` are understood. What a shell would have to decide (`if`, `while`, `$(…)`) is told, and left out
//! as a whole: half a decision would be a wrong configuration.

use std::collections::BTreeMap;

use super::Line;
use crate::locale::Message;
use crate::netbox::Findings;

/// A loop makes no more lines than this.
const MOST_LINES: usize = 2000;

/// Reads a script. Its first line has the number `first`.
pub fn lines(text: &str, file: &str, first: usize, found: &mut Findings) -> Vec<Line> {
    let mut reader = Reader { file, variables: BTreeMap::new(), lines: Vec::new(), found };
    reader.block(&logical(text, first));
    reader.lines
}

/// Lines of a shell, those that are continued put together, each with its number; blank lines and comments left out.
fn logical(text: &str, first: usize) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let (number, mut so_far) = open.take().unwrap_or((first + index, String::new()));
        let raw = raw.trim_end_matches('\r');
        let backslashes = raw.len() - raw.trim_end_matches('\\').len();
        if backslashes % 2 == 1 {
            so_far.push_str(&raw[..raw.len() - 1]);
            open = Some((number, so_far));
            continue;
        }
        so_far.push_str(raw);
        lines.push((number, so_far));
    }
    lines.extend(open);
    lines
}

struct Reader<'a, 'f> {
    file: &'a str,
    variables: BTreeMap<String, String>,
    lines: Vec<Line>,
    found: &'a mut Findings<'f>,
}

impl Reader<'_, '_> {
    fn block(&mut self, lines: &[(usize, String)]) {
        let mut at = 0;
        while let Some((number, raw)) = lines.get(at) {
            at += 1;
            let line = without_comment(raw.trim());
            if line.is_empty() {
                continue;
            }
            if let Some((command, end)) = here_document(line) {
                let rest = &lines[at..];
                let length = rest.iter().position(|(_, text)| text.trim() == end);
                let body = &rest[..length.unwrap_or(rest.len())];
                at += body.len() + usize::from(length.is_some());
                self.document(*number, &command, body);
                continue;
            }
            if opens(line) {
                let mut depth = depth(line);
                let start = at - 1;
                while depth > 0
                    && let Some((_, more)) = lines.get(at)
                {
                    depth += self::depth(without_comment(more.trim()));
                    at += 1;
                }
                self.compound(&lines[start..at]);
                continue;
            }
            self.simple(*number, line);
        }
    }

    /// One line without anything to decide.
    fn simple(&mut self, number: usize, line: &str) {
        if let Some((name, value)) = assignment(line) {
            match self.filled(value) {
                Ok(value) => {
                    self.variables.insert(name.to_owned(), value);
                }
                Err(what) => self.left_out(number, line, &what),
            }
            return;
        }
        match self.filled(&without_silence(line)) {
            Ok(text) => self.push(number, text),
            Err(what) => self.left_out(number, line, &what),
        }
    }

    fn push(&mut self, number: usize, text: String) {
        let text = text.trim().to_owned();
        let nothing =
            matches!(text.as_str(), "" | ":" | "true" | "clear") || text.starts_with("set -") || text == "exit 0";
        if !nothing && self.lines.len() < MOST_LINES {
            self.lines.push(Line { text, file: self.file.to_owned(), line: number });
        }
    }

    /// A variable or a command whose value only a shell knows.
    fn left_out(&mut self, number: usize, line: &str, what: &str) {
        let message = Message::new("netlab-shell-value").with("line", line).with("what", what);
        self.found.warning(number, message);
    }

    /// A loop over words that are written out is written out; other compounds are told.
    fn compound(&mut self, lines: &[(usize, String)]) {
        if self.for_loop(lines).is_none() {
            let (from, to) = (lines[0].0, lines.last().map_or(lines[0].0, |(number, _)| *number));
            let word = lines[0].1.split_whitespace().next().unwrap_or_default();
            let message = Message::new("netlab-shell-block").with("word", word).with("to", to);
            self.found.warning(from, message);
        }
    }

    fn for_loop(&mut self, lines: &[(usize, String)]) -> Option<()> {
        // As single commands: `for x in a b`, `do`, …, `done`.
        let mut commands: Vec<(usize, String)> = Vec::new();
        for (number, line) in lines {
            for part in split(without_comment(line.trim()), ';') {
                let mut part = part.trim();
                while let Some(rest) = part.strip_prefix("do ") {
                    commands.push((*number, "do".to_owned()));
                    part = rest.trim();
                }
                if !part.is_empty() {
                    commands.push((*number, part.to_owned()));
                }
            }
        }
        let head = commands.first()?.1.strip_prefix("for ")?.trim().to_owned();
        let (name, words) = head.split_once(" in ")?;
        let (name, words) = (name.trim().to_owned(), self.filled(words).ok()?);
        let body = commands.get(2..commands.len().checked_sub(1)?)?;
        let plain = commands.get(1)?.1 == "do"
            && commands.last()?.1 == "done"
            && is_name(&name)
            && !words.contains(['*', '?', '[', '`'])
            && body.iter().all(|(_, line)| !opens(line) && here_document(line).is_none());
        if !plain {
            return None;
        }
        let before = self.variables.get(&name).cloned();
        for word in words.split_whitespace().flat_map(braces) {
            self.variables.insert(name.clone(), word.trim_matches(['"', '\'']).to_owned());
            for (number, line) in body {
                self.simple(*number, line);
            }
        }
        match before {
            Some(value) => self.variables.insert(name, value),
            None => self.variables.remove(&name),
        };
        Some(())
    }

    /// `cat > FILE <<EOF` is typed as so many `echo`; anything else that is fed like this is told.
    fn document(&mut self, number: usize, command: &str, body: &[(usize, String)]) {
        let words: Vec<&str> = command.split_whitespace().collect();
        let file = match words.as_slice() {
            ["cat", sign @ (">" | ">>"), file] => Some((*sign, *file)),
            ["cat", joined] => match joined.strip_prefix(">>") {
                Some(file) => Some((">>", file)),
                None => joined.strip_prefix('>').map(|file| (">", file)),
            },
            ["tee", file] => Some((">", *file)),
            ["tee", "-a", file] => Some((">>", *file)),
            _ => None,
        };
        let quotable = body.iter().all(|(_, line)| !line.contains('\'') && !line.contains(['$', '`']));
        let Some((sign, file)) = file.filter(|(_, file)| !file.is_empty() && !file.contains('$') && quotable) else {
            let message = Message::new("netlab-here-document").with("line", command).with("count", body.len());
            self.found.warning(number, message);
            return;
        };
        if body.is_empty() && sign == ">" {
            self.push(number, format!("echo -n '' > {file}"));
        }
        for (index, (number, line)) in body.iter().enumerate() {
            let sign = if index == 0 { sign } else { ">>" };
            self.push(*number, format!("echo '{line}' {sign} {file}"));
        }
    }

    /// The text with its variables filled in; else what stands in the way.
    fn filled(&self, text: &str) -> Result<String, String> {
        let mut filled = String::new();
        let mut quote: Option<char> = None;
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            match (letter, quote) {
                ('\'' | '"', None) => quote = Some(letter),
                ('\'' | '"', Some(open)) if open == letter => quote = None,
                ('\\', None | Some('"')) => {
                    filled.push(letter);
                    rest = &rest[1..];
                    let Some(next) = rest.chars().next() else { break };
                    filled.push(next);
                    rest = &rest[next.len_utf8()..];
                    continue;
                }
                ('`', None | Some('"')) => return Err("`".to_owned()),
                ('$', None | Some('"')) => {
                    let (name, length) = reference(rest).ok_or_else(|| rest.chars().take(12).collect::<String>())?;
                    match (name, self.variables.get(name)) {
                        ("?", _) => filled.push_str("$?"),
                        (_, Some(value)) => filled.push_str(value),
                        (name, None) => return Err(format!("${name}")),
                    }
                    rest = &rest[length..];
                    continue;
                }
                _ => {}
            }
            filled.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
        Ok(filled)
    }
}

/// The name after `$` and how long it is all together.
fn reference(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix('$')?;
    if after.starts_with('?') {
        return Some(("?", 2));
    }
    if let Some(inside) = after.strip_prefix('{') {
        let end = inside.find('}')?;
        return is_name(&inside[..end]).then_some((&inside[..end], end + 3));
    }
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
    is_name(&after[..end]).then_some((&after[..end], end + 1))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `NAME=value`, with or without `export`.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("export ").or_else(|| line.strip_prefix("local ")).unwrap_or(line).trim();
    let (name, value) = line.split_once('=')?;
    let quoted =
        |mark| value.len() > 1 && value.starts_with(mark) && value.ends_with(mark) && value.matches(mark).count() == 2;
    if !is_name(name) {
        return None;
    }
    if quoted('"') || quoted('\'') {
        return Some((name, &value[1..value.len() - 1]));
    }
    (!value.contains([' ', '\t', ';', '&', '|', '"', '\''])).then_some((name, value))
}

/// `{1..3}` is written out, as the shell does.
fn braces(word: &str) -> Vec<String> {
    let written_out = || {
        let (before, rest) = word.split_once('{')?;
        let (range, after) = rest.split_once('}')?;
        let (from, to) = range.split_once("..")?;
        let (from, to): (u16, u16) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to && to - from < 256).then(|| (from..=to).map(|n| format!("{before}{n}{after}")).collect())
    };
    written_out().unwrap_or_else(|| vec![word.to_owned()])
}

/// Without what silences a command: what it prints does not matter here.
fn without_silence(line: &str) -> String {
    let mut line = line.to_owned();
    for silence in [
        "&> /dev/null",
        "&>/dev/null",
        ">& /dev/null",
        ">&/dev/null",
        "2>&1",
        "2> /dev/null",
        "2>/dev/null",
        "1> /dev/null",
        "1>/dev/null",
        "> /dev/null",
        ">/dev/null",
    ] {
        line = line.replace(silence, "");
    }
    line
}

/// The line up to a comment that is not inside quotes.
fn without_comment(line: &str) -> &str {
    let mut quote: Option<char> = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (letter, quote) {
            ('\'' | '"', None) => quote = Some(letter),
            (letter, Some(open)) if open == letter => quote = None,
            ('#', None) if before.is_whitespace() => return line[..at].trim_end(),
            _ => {}
        }
        before = letter;
    }
    line
}

/// The pieces between signs that stand outside quotes.
fn split(line: &str, sign: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut quote, mut start) = (None, 0);
    for (at, letter) in line.char_indices() {
        match (letter, quote) {
            ('\'' | '"', None) => quote = Some(letter),
            (letter, Some(open)) if open == letter => quote = None,
            (letter, None) if letter == sign => {
                pieces.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&line[start..]);
    pieces
}

/// The command that is fed by `<<END`, without that, and the word that ends the text.
fn here_document(line: &str) -> Option<(String, String)> {
    let at = line.find("<<")?;
    let after = &line[at + 2..];
    if after.starts_with('<') || line[..at].contains(['"', '\'']) {
        return None;
    }
    let word = after.trim_start_matches('-').trim_start();
    let length = word.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(word.len());
    let end = word[..length].trim_matches(['"', '\'']);
    let command = format!("{} {}", line[..at].trim(), word[length..].trim());
    (!end.is_empty()).then(|| (command.trim().to_owned(), end.to_owned()))
}

const OPENERS: [&str; 7] = ["if", "for", "while", "until", "case", "function", "select"];

/// Whether something begins here that goes on until `fi`, `done`, `esac` or `}`.
fn opens(line: &str) -> bool {
    let first = line.split([' ', '\t', ';']).next().unwrap_or_default();
    OPENERS.contains(&first)
        || first == "{"
        || first == "("
        || first.starts_with("((")
        || first.ends_with("()")
        || line.contains("() {")
}

/// How many levels deeper it is after this line.
fn depth(line: &str) -> i32 {
    let mut depth = 0;
    let mut at_command = true;
    for piece in line.replace(';', " ; ").split_whitespace() {
        match piece {
            "if" | "for" | "while" | "until" | "case" | "select" if at_command => depth += 1,
            "fi" | "done" | "esac" | "}" if at_command => depth -= 1,
            "{" => depth += 1,
            _ => {}
        }
        at_command = matches!(piece, ";" | "do" | "then" | "else" | "&&" | "||" | "{" | "fi" | "done" | "esac" | ";;")
            || piece.ends_with(')');
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines, and keys of what is told, each with its number.
    type Read = (Vec<(usize, String)>, Vec<(Option<usize>, String)>);

    fn read(text: &str) -> Read {
        let mut problems = Vec::new();
        let lines = lines(text, "pc1.startup", 1, &mut Findings { file: "pc1.startup", problems: &mut problems });
        let told = problems.iter().map(|problem| (problem.line, problem.message.key.to_string())).collect();
        (lines.into_iter().map(|line| (line.line, line.text)).collect(), told)
    }

    #[test]
    fn comments_continued_lines_and_silence() {
        let (lines, told) =
            read("#!/bin/sh\n# a\nip addr add 10.0.0.1/24 \\\n  dev eth0 # why\n\nip link set eth0 up 2>/dev/null\r\n");
        assert_eq!(
            lines,
            [(3, "ip addr add 10.0.0.1/24   dev eth0".to_owned()), (6, "ip link set eth0 up".to_owned())]
        );
        assert!(told.is_empty());
    }

    #[test]
    fn variables_and_loops_are_written_out() {
        let (lines, told) = read(
            "GW=10.0.0.254\nfor i in eth0 eth1; do\n  ip link set $i up\ndone\nip route add default via ${GW}\nfor n in {1..2}; do ip addr add 10.0.$n.1/24 dev eth$n; done",
        );
        let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "ip link set eth0 up",
                "ip link set eth1 up",
                "ip route add default via 10.0.0.254",
                "ip addr add 10.0.1.1/24 dev eth1",
                "ip addr add 10.0.2.1/24 dev eth2",
            ]
        );
        assert!(told.is_empty(), "{told:?}");
    }

    #[test]
    fn what_only_a_shell_can_decide_is_told_as_a_whole() {
        let (lines, told) = read(
            "if [ -f /etc/x ]; then\n  ip link set eth0 down\nfi\nip route add default via $(cat /gw)\nwhile true; do\n sleep 1\ndone\nip link set eth1 up\nip addr add $ADDR dev eth0\nsetup() {\n  ip link set eth3 down\n}\n",
        );
        assert_eq!(lines, [(8, "ip link set eth1 up".to_owned())]);
        let lines: Vec<Option<usize>> = told.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [Some(1), Some(4), Some(5), Some(9), Some(10)]);
    }

    #[test]
    fn texts_written_into_files_are_echoed() {
        let (lines, told) = read(
            "cat > /etc/resolv.conf <<EOF\nnameserver 10.0.0.53\nsearch lab\nEOF\ncat <<'E' >> /etc/hosts\n10.0.0.1 r1\nE\nvtysh <<EOF\nconf t\nEOF\n",
        );
        let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "echo 'nameserver 10.0.0.53' > /etc/resolv.conf",
                "echo 'search lab' >> /etc/resolv.conf",
                "echo '10.0.0.1 r1' >> /etc/hosts",
            ]
        );
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, Some(8));
    }
}
