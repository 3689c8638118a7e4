//! Characters to tokens. Mistakes inside a token are reported here and mended, so the parser sees whole tokens.

use std::ops::Range;

use super::MOST_ERRORS;
use crate::diagnostic::{BYTE_ORDER_MARK, Code, Diagnostic};
use crate::locale::Message;

#[derive(Debug, Clone, PartialEq)]
pub enum Token<'s> {
    Open(char),
    Close(char),
    Comma,
    Colon,
    Equals,
    Word(&'s str),
    Text(String),
    Bytes(Vec<u8>),
    Char(char),
    Whole(i128),
    Decimal(f64),
    /// A character that means nothing in RON.
    Stray(char),
    /// A token that was wrong and has been reported.
    Hole,
    End,
}

/// A token, where it is, and how its line is indented: indentation tells which bracket was forgotten.
#[derive(Debug, Clone)]
pub struct Lexed<'s> {
    pub token: Token<'s>,
    pub span: Range<usize>,
    pub line: usize,
    pub indent: usize,
    /// Whether it is the first of its line.
    pub first: bool,
}

pub struct Lexer<'s> {
    text: &'s str,
    pos: usize,
    line: usize,
    indent: usize,
    line_begin: usize,
    first: bool,
    gave_up: bool,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'s> Lexer<'s> {
    pub fn new(text: &'s str) -> Self {
        let pos = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { text, pos, line: 0, indent: 0, line_begin: pos, first: true, gave_up: false, diagnostics: Vec::new() }
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.gave_up {
            return;
        }
        self.diagnostics.push(diagnostic);
        if self.diagnostics.len() >= MOST_ERRORS {
            let message = Message::new("diag-too-many").with("count", MOST_ERRORS);
            self.diagnostics.push(Diagnostic::new(Code::TooMany, self.pos..self.pos, message));
            self.give_up();
        }
    }

    /// Reads no further: from here on there is only the end.
    pub fn give_up(&mut self) {
        self.gave_up = true;
        self.pos = self.text.len();
    }

    pub fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// Goes back to a place in a text that was not meant to go on, forgetting what was reported after its opening.
    pub fn rewind(&mut self, opening: &Lexed<'s>, end: usize) {
        (self.pos, self.line, self.indent, self.first) = (end, opening.line, opening.indent, false);
        self.diagnostics.retain(|diagnostic| diagnostic.span.start < opening.span.start);
    }

    /// Where a text should have ended that runs into what follows it: with its line, or, if it ends like
    /// `, name: ` on the same line, before that comma.
    pub fn overrun(&self, span: &Range<usize>) -> Option<usize> {
        let written = &self.text[span.clone()];
        if written.contains('\n') {
            return Some(self.end_of_unclosed(span.start));
        }
        let head = written.strip_suffix('"')?.trim_end().strip_suffix(':')?.trim_end();
        let head = head.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').trim_end();
        Some(span.start + head.strip_suffix(',')?.len())
    }

    fn rest(&self) -> &'s str {
        &self.text[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn newline(&mut self, begin: usize) {
        self.line += 1;
        self.line_begin = begin;
    }

    /// Counts the lines of a token that spans some.
    fn count_lines(&mut self, from: usize) {
        for (at, _) in self.text[from..self.pos].match_indices('\n') {
            self.newline(from + at + 1);
        }
    }

    fn skip_space(&mut self) {
        while let Some(c) = self.peek() {
            let start = self.pos;
            match c {
                '\n' => {
                    self.pos += 1;
                    self.newline(self.pos);
                    self.first = true;
                }
                ' ' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}'
                | '\u{2029}' => self.pos += c.len_utf8(),
                '\u{a0}' | '\u{202f}' | BYTE_ORDER_MARK => {
                    self.pos += c.len_utf8();
                    let message = Message::new("diag-odd-space");
                    self.report(
                        Diagnostic::new(Code::Stray, start..self.pos, message)
                            .help(Message::new("diag-odd-space-help")),
                    );
                }
                '/' if self.rest().starts_with("//") => self.skip_line(),
                '/' if self.rest().starts_with("/*") => self.skip_block_comment(),
                '#' if self.rest().starts_with("#![") => self.skip_attribute(),
                '#' => {
                    self.skip_line();
                    let message = Message::new("diag-hash-comment");
                    self.report(
                        Diagnostic::new(Code::Habit, start..start + 1, message)
                            .help(Message::new("diag-hash-comment-help")),
                    );
                }
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        self.pos += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn skip_block_comment(&mut self) {
        let (start, mut depth) = (self.pos, 0usize);
        let bytes = self.text.as_bytes();
        while self.pos < bytes.len() {
            match &bytes[self.pos..] {
                [b'/', b'*', ..] => {
                    depth += 1;
                    self.pos += 2;
                }
                [b'*', b'/', ..] => {
                    depth -= 1;
                    self.pos += 2;
                    if depth == 0 {
                        self.count_lines(start);
                        return;
                    }
                }
                _ => self.pos += 1,
            }
        }
        self.report(
            Diagnostic::new(Code::UnclosedComment, start..start + 2, Message::new("diag-unclosed-comment"))
                .help(Message::new("diag-unclosed-comment-help")),
        );
    }

    /// `#![enable(implicit_some)]` and the like: what they ask for is always on.
    fn skip_attribute(&mut self) {
        let start = self.pos;
        self.pos += self.rest().find([']', '\n']).unwrap_or(self.rest().len());
        if self.rest().starts_with(']') {
            self.pos += 1;
        } else {
            self.report(
                Diagnostic::new(Code::Unclosed, start..start + 3, Message::new("diag-unclosed").with("bracket", "#!["))
                    .help(Message::new("diag-unclosed-help").with("closer", "]")),
            );
        }
    }

    pub fn next(&mut self) -> Lexed<'s> {
        self.skip_space();
        let start = self.pos;
        let first = std::mem::replace(&mut self.first, false);
        if first {
            self.indent = start - self.line_begin;
        }
        let (line, indent) = (self.line, self.indent);
        let token = self.token();
        Lexed { token, span: start..self.pos, line, indent, first }
    }

    fn token(&mut self) -> Token<'s> {
        let Some(c) = self.peek() else { return Token::End };
        let rest = self.rest();
        let simple = match c {
            '(' | '[' | '{' => Some(Token::Open(c)),
            ')' | ']' | '}' => Some(Token::Close(c)),
            ',' => Some(Token::Comma),
            ':' => Some(Token::Colon),
            '=' => Some(Token::Equals),
            _ => None,
        };
        if let Some(token) = simple {
            self.pos += 1;
            return token;
        }
        match c {
            '"' => self.text_token(0),
            '\'' => self.char_token(),
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' => self.typographic(c),
            'b' if rest.starts_with("b\"") => self.bytes(1),
            'b' if rest.starts_with("b'") => self.byte(),
            // Hashes without a quote behind them open no raw bytes.
            'b' if rest.starts_with("br") && rest[2..].trim_start_matches('#').starts_with('"') => self.bytes(2),
            'r' if rest.starts_with("r\"") => self.raw_text(1),
            'r' if rest.starts_with("r#") => {
                let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
                if rest[1 + hashes..].starts_with('"') {
                    self.raw_text(1)
                } else {
                    self.pos += 2;
                    Token::Word(self.word())
                }
            }
            '0'..='9' => self.number(),
            '+' | '-' if rest[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.') => self.number(),
            '+' | '-' if rest[1..].starts_with("inf") || rest[1..].starts_with("NaN") => {
                self.pos += 4;
                let value = if rest[1..].starts_with("NaN") { f64::NAN } else { f64::INFINITY };
                Token::Decimal(if c == '-' { -value } else { value })
            }
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            c if c.is_alphabetic() || c == '_' => Token::Word(self.word()),
            c => {
                self.pos += c.len_utf8();
                Token::Stray(c)
            }
        }
    }

    fn word(&mut self) -> &'s str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.pos += end;
        &rest[..end]
    }

    fn number(&mut self) -> Token<'s> {
        let (start, bytes) = (self.pos, self.text.as_bytes());
        if matches!(bytes[self.pos], b'+' | b'-') {
            self.pos += 1;
        }
        let hex = self.rest().starts_with("0x");
        while let Some(byte) = bytes.get(self.pos) {
            let exponent_sign = matches!(byte, b'+' | b'-') && !hex && matches!(bytes[self.pos - 1], b'e' | b'E');
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') || exponent_sign) {
                break;
            }
            self.pos += 1;
        }
        let written = &self.text[start..self.pos];
        match read_number(written) {
            Some(token) => token,
            None => {
                let digits = written.bytes().take_while(|byte| !byte.is_ascii_alphabetic()).count();
                let read = read_number(&written[..digits]).filter(|_| digits < written.len());
                let help = if read.is_some() { "diag-number-unit-help" } else { "diag-bad-number-help" };
                let message = Message::new("diag-bad-number").with("number", written);
                self.report(Diagnostic::new(Code::BadNumber, start..self.pos, message).help(Message::new(help)));
                read.unwrap_or(Token::Hole)
            }
        }
    }

    /// A text in straight quotes, with escapes; `prefix` is what stands before the quote.
    fn text_token(&mut self, prefix: usize) -> Token<'s> {
        let start = self.pos;
        self.pos += prefix + 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(at) = rest.find(['"', '\\']) else {
                return self.unclosed_text(start, prefix);
            };
            text.push_str(&rest[..at]);
            self.pos += at + 1;
            if rest.as_bytes()[at] == b'"' {
                self.count_lines(start);
                return Token::Text(text);
            }
            if let Some(c) = self.escape() {
                text.push(c);
            }
        }
    }

    /// Where a text that was opened here and never closed was likely meant to end: with its line, before the brackets
    /// and the comma that close what is around it.
    fn end_of_unclosed(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let line = &rest[..rest.find(['\r', '\n']).unwrap_or(rest.len())];
        start + line.trim_end_matches([',', ' ', '\t', ')', ']', '}']).len()
    }

    /// Reports a text without end and ends it with its line.
    fn unclosed_text(&mut self, start: usize, prefix: usize) -> Token<'s> {
        self.pos = self.end_of_unclosed(start).max(start + prefix + 1);
        let text = self.text[start + prefix + 1..self.pos].to_owned();
        self.report(
            Diagnostic::new(Code::UnclosedText, start..self.pos, Message::new("diag-unclosed-text"))
                .help(Message::new("diag-unclosed-text-help")),
        );
        Token::Text(text)
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Option<char> {
        let start = self.pos - 1;
        let rest = self.rest();
        let c = rest.chars().next()?;
        self.pos += c.len_utf8();
        let read = match c {
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            '0' => Some('\0'),
            '\\' | '"' | '\'' => Some(c),
            'x' => {
                let digits = rest.get(1..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
                digits.and_then(|digits| {
                    self.pos += 2;
                    u8::from_str_radix(digits, 16).ok().map(char::from)
                })
            }
            'u' => {
                let braced = rest[1..].strip_prefix('{').and_then(|rest| {
                    let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
                    rest[digits..].starts_with('}').then(|| &rest[..digits])
                });
                braced.and_then(|digits| {
                    self.pos += digits.len() + 2;
                    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
                })
            }
            _ => None,
        };
        if read.is_none() {
            let message = Message::new("diag-bad-escape").with("escape", &self.text[start..self.pos]);
            self.report(
                Diagnostic::new(Code::BadEscape, start..self.pos, message).help(Message::new("diag-bad-escape-help")),
            );
        }
        read
    }

    fn raw_text(&mut self, prefix: usize) -> Token<'s> {
        let start = self.pos;
        self.pos += prefix;
        let hashes = self.rest().bytes().take_while(|byte| *byte == b'#').count();
        self.pos += hashes + 1;
        let closer = format!("\"{}", "#".repeat(hashes));
        match self.rest().find(&closer) {
            Some(at) => {
                let text = self.rest()[..at].to_owned();
                self.pos += at + closer.len();
                self.count_lines(start);
                Token::Text(text)
            }
            None => self.unclosed_text(start, prefix + hashes),
        }
    }

    fn bytes(&mut self, prefix: usize) -> Token<'s> {
        let token = if prefix == 1 { self.text_token(1) } else { self.raw_text(2) };
        match token {
            // An escape `\xff` is one byte here, and only there do characters above 127 come from.
            Token::Text(text) => Token::Bytes(text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()),
            other => other,
        }
    }

    fn byte(&mut self) -> Token<'s> {
        self.pos += 1;
        match self.char_token() {
            Token::Char(c) => u8::try_from(c).map_or(Token::Hole, |byte| Token::Whole(byte.into())),
            other => other,
        }
    }

    fn char_token(&mut self) -> Token<'s> {
        let start = self.pos;
        self.pos += 1;
        let c = match self.peek() {
            Some('\\') => {
                self.pos += 1;
                self.escape()
            }
            Some(c) if c != '\'' && c != '\n' => {
                self.pos += c.len_utf8();
                Some(c)
            }
            _ => None,
        };
        if let (Some(c), true) = (c, self.rest().starts_with('\'')) {
            self.pos += 1;
            return Token::Char(c);
        }
        self.wrong_quotes(start, start + 1, '\'')
    }

    fn typographic(&mut self, opening: char) -> Token<'s> {
        let start = self.pos;
        let closers: &[char] = match opening {
            '«' => &['»'],
            '“' | '„' | '”' => &['”', '“', '"'],
            '‘' | '’' => &['’', '‘'],
            _ => &['«', '»'],
        };
        let begin = start + opening.len_utf8();
        let line = &self.text[begin..];
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        let closer = closers.iter().filter_map(|c| line.find(*c).map(|at| (at, *c))).min().map_or('\0', |(_, c)| c);
        self.wrong_quotes(start, begin, closer)
    }

    /// Reports quotes of another kind; what is between them on this line is the text.
    fn wrong_quotes(&mut self, start: usize, begin: usize, closer: char) -> Token<'s> {
        let rest = &self.text[begin..];
        let line = &rest[..rest.find(['\r', '\n']).unwrap_or(rest.len())];
        let (text, end) = match line.find(closer) {
            Some(at) => (&line[..at], begin + at + closer.len_utf8()),
            None => (line, begin + line.len()),
        };
        self.pos = end;
        self.report(
            Diagnostic::new(Code::WrongQuotes, start..end, Message::new("diag-wrong-quotes"))
                .help(Message::new("diag-wrong-quotes-help")),
        );
        Token::Text(text.trim().to_owned())
    }
}

/// A number as RON writes it: sign, `0x`, `0o` or `0b`, underscores, a type at the end.
fn read_number(written: &str) -> Option<Token<'static>> {
    const WHOLE: [&str; 10] = ["i128", "u128", "i16", "i32", "i64", "u16", "u32", "u64", "i8", "u8"];
    let (negative, unsigned) = match written.as_bytes().first()? {
        b'-' => (true, &written[1..]),
        b'+' => (false, &written[1..]),
        _ => (false, written),
    };
    let typed = WHOLE.iter().find_map(|suffix| unsigned.strip_suffix(suffix));
    let digits = typed.unwrap_or(unsigned);
    let radix = match digits.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 10,
    };
    let body = if radix == 10 { digits } else { &digits[2..] };
    if body.is_empty() || body.starts_with('_') {
        return None;
    }
    let bare = body.replace('_', "");
    if bare.chars().all(|c| c.is_digit(radix)) {
        let value = i128::from_str_radix(&bare, radix).ok()?;
        return Some(Token::Whole(if negative { -value } else { value }));
    }
    if radix != 10 || typed.is_some() {
        return None;
    }
    let bare = bare.strip_suffix("f32").or_else(|| bare.strip_suffix("f64")).unwrap_or(&bare);
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let value: f64 = bare.chars().all(numeric).then(|| bare.parse().ok())??;
    Some(Token::Decimal(if negative { -value } else { value }))
}
