//! Tokens to a tree, going on after mistakes.
//!
//! Mending is chosen so that one mistake gives one diagnostic. Names of fields begin in lower case and names of
//! variants in upper case: that tells a forgotten colon from a variant with content. Indentation tells which bracket
//! was forgotten, as it does for the eye.

use std::ops::Range;

use super::lexer::{Lexed, Lexer, Token};
use super::{DEEPEST, Field, Kind, Name, Node, Parsed};
use crate::diagnostic::{Code, Diagnostic};
use crate::locale::Message;

struct Opening {
    closer: char,
    opener: char,
    span: Range<usize>,
    line: usize,
    indent: usize,
}

pub struct Parser<'s> {
    lexer: Lexer<'s>,
    current: Lexed<'s>,
    next: Lexed<'s>,
    /// The token before, to see where a comma is missing and whether a text ran over its line.
    before: Lexed<'s>,
    open: Vec<Opening>,
    /// The first bracket whose content goes back to its own indentation or further: probably never closed.
    suspect: Option<(Range<usize>, char, char)>,
    sound: bool,
    end_reported: bool,
}

impl<'s> Parser<'s> {
    pub fn new(text: &'s str) -> Self {
        let mut lexer = Lexer::new(text);
        let current = lexer.next();
        let next = lexer.next();
        let before = Lexed { token: Token::Hole, span: 0..0, line: 0, indent: 0, first: false };
        Self { lexer, current, next, before, open: Vec::new(), suspect: None, sound: true, end_reported: false }
    }

    pub fn parse(mut self) -> Parsed {
        let start = self.current.span.start;
        let root = match (&self.current.token, &self.next.token) {
            (Token::End, _) => {
                self.error(Code::Empty, start..start, Message::new("diag-empty"), "diag-empty-help");
                self.sound = false;
                Node::hole(start..start)
            }
            (Token::Word(_) | Token::Text(_), Token::Colon | Token::Equals) => {
                let span = self.current.span.clone();
                self.error(Code::Habit, span, Message::new("diag-no-outer-brackets"), "diag-no-outer-brackets-help");
                self.end_reported = true;
                let mark = Lexed { token: Token::Open('('), span: start..start, line: 0, indent: 0, first: false };
                self.push_open('(', &mark);
                let kind = self.parens(None);
                Node::new(start..self.before.span.end, kind)
            }
            _ => self.value(),
        };
        if !matches!(self.current.token, Token::End) && !self.lexer.gave_up() {
            self.sound = false;
            let span = self.current.span.clone();
            self.error(Code::Stray, span, Message::new("diag-after-end"), "diag-after-end-help");
        }
        let sound = self.sound && !self.lexer.gave_up();
        let mut diagnostics = self.lexer.diagnostics;
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        Parsed { root, diagnostics, sound }
    }

    fn error(&mut self, code: Code, span: Range<usize>, message: Message, help: &'static str) {
        self.lexer.report(Diagnostic::new(code, span, message).help(Message::new(help)));
        if self.lexer.gave_up() {
            self.stop();
        }
    }

    fn stop(&mut self) {
        self.sound = false;
        self.current = self.lexer.next();
        self.next = self.current.clone();
    }

    fn bump(&mut self) -> Lexed<'s> {
        let after = self.lexer.next();
        let next = std::mem::replace(&mut self.next, after);
        self.before = std::mem::replace(&mut self.current, next);
        if self.lexer.gave_up() && !matches!(self.current.token, Token::End) {
            self.stop();
        }
        self.before.clone()
    }

    fn push_open(&mut self, opener: char, at: &Lexed<'s>) {
        let closer = match opener {
            '(' => ')',
            '[' => ']',
            _ => '}',
        };
        self.open.push(Opening { closer, opener, span: at.span.clone(), line: at.line, indent: at.indent });
    }

    /// Consumes an opening bracket; false when that is deeper than allowed.
    fn enter(&mut self) -> bool {
        if self.open.len() >= DEEPEST {
            let span = self.current.span.clone();
            let message = Message::new("diag-too-deep").with("limit", DEEPEST);
            self.lexer.report(Diagnostic::new(Code::TooDeep, span, message));
            self.lexer.give_up();
            self.stop();
            return false;
        }
        let at = self.bump();
        if let Token::Open(opener) = at.token {
            self.push_open(opener, &at);
        }
        true
    }

    fn value(&mut self) -> Node {
        loop {
            let span = self.current.span.clone();
            let kind = match &self.current.token {
                Token::Open('(') => return self.bracketed(span, None),
                Token::Open('[') => {
                    if !self.enter() {
                        return Node::hole(span);
                    }
                    let kind = self.list();
                    return Node::new(span.start..self.before.span.end, kind);
                }
                Token::Open(_) => {
                    if !self.enter() {
                        return Node::hole(span);
                    }
                    let kind = self.braces(None);
                    return Node::new(span.start..self.before.span.end, kind);
                }
                Token::Word(word) => return self.word_value(word, span),
                Token::Text(text) => Kind::Text(text.clone()),
                Token::Bytes(bytes) => Kind::Bytes(bytes.clone()),
                Token::Char(c) => Kind::Char(*c),
                Token::Whole(number) => Kind::Whole(*number),
                Token::Decimal(number) => Kind::Decimal(*number),
                Token::Hole => Kind::Hole,
                Token::Stray(c) => {
                    let message = Message::new("diag-stray").with("token", c.to_string());
                    self.sound = false;
                    self.error(Code::Stray, span, message, "diag-stray-help");
                    self.bump();
                    continue;
                }
                Token::Colon | Token::Equals => {
                    let token = if self.current.token == Token::Colon { ":" } else { "=" };
                    let message = Message::new("diag-stray").with("token", token);
                    self.sound = false;
                    self.error(Code::Stray, span, message, "diag-stray-help");
                    self.bump();
                    continue;
                }
                Token::Comma | Token::Close(_) | Token::End => {
                    let at = self.before.span.end;
                    if !self.lexer.gave_up() {
                        self.error(
                            Code::MissingValue,
                            at..at,
                            Message::new("diag-missing-value"),
                            "diag-missing-value-help",
                        );
                    }
                    return Node::hole(at..at);
                }
            };
            self.bump();
            return Node::new(span, kind);
        }
    }

    fn word_value(&mut self, word: &'s str, span: Range<usize>) -> Node {
        let name = Name { text: word.to_owned(), span: span.clone() };
        self.bump();
        match self.current.token {
            Token::Open('(') => return self.bracketed(span, Some(name)),
            Token::Open('{') if starts_upper(word) => {
                if !self.enter() {
                    return Node::hole(span);
                }
                let kind = self.braces(Some(name));
                return Node::new(span.start..self.before.span.end, kind);
            }
            _ => {}
        }
        let kind = match word {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "None" => Kind::None,
            "inf" => Kind::Decimal(f64::INFINITY),
            "NaN" => Kind::Decimal(f64::NAN),
            "null" => {
                self.error(Code::Habit, span.clone(), Message::new("diag-null"), "diag-null-help");
                Kind::None
            }
            _ => Kind::Word(name.text),
        };
        Node::new(span, kind)
    }

    /// `(…)` with the cursor on the bracket.
    fn bracketed(&mut self, start: Range<usize>, name: Option<Name>) -> Node {
        if !self.enter() {
            return Node::hole(start);
        }
        let some = name.as_ref().is_some_and(|name| name.text == "Some");
        let mut kind = self.parens(name);
        if let (true, Kind::Tuple { items, .. }) = (some, &mut kind)
            && items.len() == 1
        {
            kind = Kind::Some(Box::new(items.remove(0)));
        }
        Node::new(start.start..self.before.span.end, kind)
    }

    /// What is between round brackets, up to and with the closing one: fields or items.
    fn parens(&mut self, name: Option<Name>) -> Kind {
        let (mut fields, mut items) = (Vec::<Field>::new(), Vec::new());
        while !self.finished() {
            if self.decimal_comma(fields.last_mut().map(|field| &mut field.value)) {
            } else if let Some(field) = self.field_name(!fields.is_empty()) {
                if !items.is_empty() {
                    self.sound = false;
                    let message = Message::new("diag-field-among-items").with("name", field.text.as_str());
                    self.error(Code::Stray, field.span.clone(), message, "diag-field-among-items-help");
                }
                let value = self.value();
                fields.push(Field { name: field, value });
            } else {
                let value = self.value();
                if !fields.is_empty() {
                    self.sound = false;
                    let message = Message::new("diag-item-among-fields");
                    self.error(Code::Stray, value.opening(), message, "diag-item-among-fields-help");
                }
                items.push(value);
            }
            self.separator(fields.last_mut().map(|field| &mut field.value).or(items.last_mut()));
        }
        if fields.is_empty() { Kind::Tuple { name, items } } else { Kind::Struct { name, fields } }
    }

    /// The name of a field and its colon, if that is what stands here.
    fn field_name(&mut self, among_fields: bool) -> Option<Name> {
        let quoted = matches!(self.current.token, Token::Text(_));
        let text = match &self.current.token {
            Token::Word(word) => (*word).to_owned(),
            Token::Text(text) => text.clone(),
            _ => return None,
        };
        let named = matches!(self.next.token, Token::Colon | Token::Equals);
        let like_a_field = !quoted && !starts_upper(&text) && !matches!(&*text, "true" | "false" | "inf");
        let value_follows = matches!(
            self.next.token,
            Token::Text(_) | Token::Whole(_) | Token::Decimal(_) | Token::Open(_) | Token::Word(_) | Token::Char(_)
        );
        let lonely = among_fields && matches!(self.next.token, Token::Comma | Token::Close(_));
        if !named && !(like_a_field && (value_follows || lonely)) {
            return None;
        }
        let span = self.bump().span;
        if quoted {
            let message = Message::new("diag-quoted-field").with("name", text.as_str());
            self.error(Code::Habit, span.clone(), message, "diag-quoted-field-help");
        }
        if named || value_follows {
            self.colon(&text);
        }
        Some(Name { text, span })
    }

    /// The colon after a name, or what was written instead.
    fn colon(&mut self, name: &str) {
        match self.current.token {
            Token::Colon => {
                self.bump();
            }
            Token::Equals => {
                let span = self.bump().span;
                self.error(Code::Habit, span, Message::new("diag-equals"), "diag-equals-help");
            }
            _ => {
                let at = self.before.span.end;
                let message = Message::new("diag-missing-colon").with("name", name);
                self.error(Code::MissingColon, at..at, message, "diag-missing-colon-help");
            }
        }
    }

    fn list(&mut self) -> Kind {
        let mut items = Vec::new();
        while !self.finished() {
            items.push(self.value());
            self.separator(items.last_mut());
        }
        Kind::List(items)
    }

    /// What is between braces: a map. With a name before it is a struct written with the wrong brackets. Bare words as
    /// keys are kept as such: only the type that is wanted tells whether quotes are missing or the brackets are wrong.
    fn braces(&mut self, name: Option<Name>) -> Kind {
        if name.is_some() {
            let opening = self.before.span.clone();
            self.error(Code::Habit, opening, Message::new("diag-braces"), "diag-braces-help");
            return self.parens(name);
        }
        let mut entries: Vec<(Node, Node)> = Vec::new();
        while !self.finished() {
            if !self.decimal_comma(entries.last_mut().map(|(_, value)| value)) {
                let key = self.value();
                let name = key.key().unwrap_or("…").to_owned();
                if matches!(self.current.token, Token::Comma | Token::Close(_) | Token::End) {
                    let at = key.span.end;
                    let message = Message::new("diag-key-without-value").with("name", name);
                    self.error(Code::MissingValue, at..at, message, "diag-key-without-value-help");
                    entries.push((key, Node::hole(at..at)));
                } else {
                    self.colon(&name);
                    let value = self.value();
                    entries.push((key, value));
                }
            }
            self.separator(entries.last_mut().map(|(_, value)| value));
        }
        Kind::Map(entries)
    }

    /// Whether the block is over; consumes its closing bracket and judges wrong ones.
    fn finished(&mut self) -> bool {
        loop {
            let Some(opening) = self.open.last() else { return true };
            let (same_line, closer) = (opening.line == self.current.line, opening.closer);
            let close = match self.current.token {
                Token::Close(c) => Some(c),
                Token::End => None,
                _ => {
                    if self.current.first && !same_line && self.current.indent <= opening.indent {
                        self.suspect.get_or_insert((opening.span.clone(), opening.opener, closer));
                    }
                    return false;
                }
            };
            let (span, opener) = (opening.span.clone(), opening.opener);
            let Some(close) = close else {
                self.open.pop();
                if !self.end_reported && !self.lexer.gave_up() {
                    self.end_reported = true;
                    let (span, opener, closer) = self.suspect.take().unwrap_or((span, opener, closer));
                    self.unclosed(span, opener, closer);
                }
                return true;
            };
            if close == closer {
                if self.current.first && !same_line && self.current.indent < opening.indent {
                    self.suspect.get_or_insert((span, opener, closer));
                }
                self.open.pop();
                self.bump();
                return true;
            }
            let around = self.open.iter().rev().nth(1).map(|around| around.closer);
            let outer = self.open.iter().rev().skip(1).find(|outer| outer.closer == close);
            // `[1) }`: what comes next closes what is around, so this was meant to close what is open.
            let slip = same_line
                && around != Some(close)
                && matches!(self.next.token, Token::Close(next) if around == Some(next));
            let forgotten = !slip && outer.is_some_and(|outer| outer.line == self.current.line || !same_line);
            if forgotten {
                self.open.pop();
                self.unclosed(span, opener, closer);
                return true;
            }
            let at = self.bump().span;
            let message = Message::new("diag-wrong-closer").with("found", close.to_string());
            let help = Message::new("diag-wrong-closer-help")
                .with("opener", opener.to_string())
                .with("closer", closer.to_string());
            self.sound &= same_line;
            self.lexer.report(Diagnostic::new(Code::WrongCloser, at, message).help(help));
            if same_line {
                self.open.pop();
                return true;
            }
        }
    }

    fn unclosed(&mut self, span: Range<usize>, opener: char, closer: char) {
        self.sound = false;
        let message = Message::new("diag-unclosed").with("bracket", opener.to_string());
        let help = Message::new("diag-unclosed-help").with("closer", closer.to_string());
        self.lexer.report(Diagnostic::new(Code::Unclosed, span, message).help(help));
    }

    /// The comma between two entries, or what was written instead.
    fn separator(&mut self, last: Option<&mut Node>) {
        match self.current.token {
            Token::Comma => {
                self.bump();
                let start = self.current.span.start;
                while self.current.token == Token::Comma {
                    self.bump();
                }
                if self.before.span.end > start {
                    let span = start..self.before.span.end;
                    self.error(Code::Stray, span, Message::new("diag-extra-comma"), "diag-extra-comma-help");
                }
            }
            Token::Close(_) | Token::End => {}
            Token::Stray(';') => {
                let span = self.bump().span;
                self.error(Code::Habit, span, Message::new("diag-semicolon"), "diag-semicolon-help");
            }
            _ => {
                if self.mend_overrun(last) {
                    return;
                }
                let at = self.before.span.end;
                self.error(Code::MissingComma, at..at, Message::new("diag-missing-comma"), "diag-missing-comma-help");
            }
        }
    }

    /// A text with something glued to its end: its closing quote was forgotten before, and this quote opens the next
    /// text. Reads on from where it was likely meant to end.
    fn mend_overrun(&mut self, last: Option<&mut Node>) -> bool {
        let glued = matches!(self.before.token, Token::Text(_)) && self.before.span.end == self.current.span.start;
        let Some(end) = self.lexer.overrun(&self.before.span).filter(|_| glued && !self.lexer.gave_up()) else {
            return false;
        };
        let opening = self.before.clone();
        self.lexer.rewind(&opening, end);
        if let Some(last) = last {
            *last = Node::hole(opening.span.start..end);
        }
        self.before.span.end = end;
        let span = opening.span.start..end;
        self.error(Code::UnclosedText, span, Message::new("diag-unclosed-text"), "diag-unclosed-text-help");
        self.current = self.lexer.next();
        self.next = self.lexer.next();
        if self.current.token == Token::Comma {
            self.bump();
        }
        true
    }

    /// `0,05` for `0.05`: mends the value before the comma.
    fn decimal_comma(&mut self, last: Option<&mut Node>) -> bool {
        let Some(Node { span, kind: kind @ Kind::Whole(_), .. }) = last else { return false };
        let (Token::Whole(_), Token::Comma) = (&self.current.token, &self.before.token) else { return false };
        if self.before.span.start != span.end || self.before.span.end != self.current.span.start {
            return false;
        }
        let Kind::Whole(whole) = *kind else { return false };
        let Token::Whole(fraction) = self.current.token else { return false };
        let digits = self.current.span.len();
        span.end = self.current.span.end;
        let span = span.clone();
        *kind = format!("{whole}.{fraction:0digits$}").parse().map_or(Kind::Hole, Kind::Decimal);
        self.bump();
        self.error(Code::BadNumber, span, Message::new("diag-decimal-comma"), "diag-decimal-comma-help");
        true
    }
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
