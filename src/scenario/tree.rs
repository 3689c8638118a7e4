//! A RON text as a tree that knows where each value stands.
//!
//! The ron crate stops at the first mistake and forgets places. This reader goes on after a mistake and keeps the
//! span of every value, so that one run shows all that is wrong and later layers can point at it. Where a text is
//! valid RON both agree; the tests compare them.

mod lexer;
mod parser;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::locale::Message;

/// A value and the bytes it was written with.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Range<usize>,
    pub kind: Kind,
    /// Whether a choice put it here: then a number may stand for a text.
    pub chosen: bool,
}

/// What is written there.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A bare word: a variant without content.
    Word(String),
    /// `(name: value, …)`, perhaps with the name of the struct or variant before.
    Struct {
        name: Option<Name>,
        fields: Vec<Field>,
    },
    /// `(value, …)`, perhaps with a name before; `()` is one without items.
    Tuple {
        name: Option<Name>,
        items: Vec<Node>,
    },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    Text(String),
    Bytes(Vec<u8>),
    Char(char),
    Whole(i128),
    Decimal(f64),
    Bool(bool),
    None,
    Some(Box<Node>),
    /// Something was wrong here and has been reported: it stands for any value.
    Hole,
}

/// A name and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub text: String,
    pub span: Range<usize>,
}

/// A named field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: Name,
    pub value: Node,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub root: Node,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the tree is what the author meant in spite of the mistakes found: only then is it worth looking into.
    pub sound: bool,
}

/// Largest file that is read: 4 MiB, some hundred times the largest scenario there is.
pub const LARGEST_FILE: usize = 4 << 20;

/// Deepest nesting of brackets. Scenarios need about ten levels.
pub const DEEPEST: usize = 64;

/// Reading stops after this many syntax errors: the rest would be consequences.
const MOST_ERRORS: usize = 50;

impl Node {
    pub fn new(span: Range<usize>, kind: Kind) -> Self {
        Self { span, kind, chosen: false }
    }

    pub fn hole(span: Range<usize>) -> Self {
        Self::new(span, Kind::Hole)
    }

    /// The first character of a bracketed value with the name before it, else all of it: where to point.
    pub fn opening(&self) -> Range<usize> {
        let name = match &self.kind {
            Kind::Struct { name, .. } | Kind::Tuple { name, .. } => name.as_ref(),
            Kind::List(_) | Kind::Map(_) => None,
            _ => return self.span.clone(),
        };
        if self.chosen {
            return self.span.clone();
        }
        self.span.start..name.map_or(self.span.start + 1, |name| name.span.end).min(self.span.end)
    }

    /// The value of a field, for a struct or for a map with texts as keys.
    pub fn field(&self, name: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Struct { fields, .. } => {
                fields.iter().find(|field| field.name.text == name).map(|field| &field.value)
            }
            Kind::Map(entries) => entries.iter().find(|(key, _)| key.key() == Some(name)).map(|(_, value)| value),
            Kind::Some(inner) => inner.field(name),
            _ => None,
        }
    }

    /// Where the name of a field or the key of a map entry is written.
    pub fn name_span(&self, name: &str) -> Option<Range<usize>> {
        match &self.kind {
            Kind::Struct { fields, .. } => {
                fields.iter().find(|field| field.name.text == name).map(|field| field.name.span.clone())
            }
            Kind::Map(entries) => {
                entries.iter().find(|(key, _)| key.key() == Some(name)).map(|(key, _)| key.span.clone())
            }
            Kind::Some(inner) => inner.name_span(name),
            _ => None,
        }
    }

    /// The value at a position, for a list or a tuple.
    pub fn item(&self, index: usize) -> Option<&Node> {
        match &self.kind {
            Kind::List(items) | Kind::Tuple { items, .. } => items.get(index),
            Kind::Some(inner) => inner.item(index),
            _ => None,
        }
    }

    /// What a map is looked up by: a text, or the bare word of a map written like a struct.
    pub fn key(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Word(text) => Some(text),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads a text. Never fails: what cannot be read becomes a diagnostic and a hole.
pub fn parse(text: &str) -> Parsed {
    if text.len() > LARGEST_FILE {
        let message = Message::new("diag-too-large").with("limit", LARGEST_FILE >> 20);
        let diagnostics = vec![Diagnostic::new(Code::FileTooLarge, 0..0, message)];
        return Parsed { root: Node::hole(0..0), diagnostics, sound: false };
    }
    parser::Parser::new(text).parse()
}
