//! A YAML document as a tree whose values know their lines.
//!
//! The parser is a kept one; the tree is ours, because it must keep doubled keys, and because files from anywhere must not
//! grow by aliases or sink by depth.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

/// What a kind of file may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Levels of lists and maps.
    pub deepest: usize,
    /// Values in one file, those of aliases counted each time.
    pub most_values: usize,
    /// Whether `*name` stands for what `&name` named; else it is an error.
    pub aliases: bool,
}

/// A value and the line on which it begins, from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub line: usize,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// As it is written; `plain` without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    /// In the order of the file, doubled keys and all.
    Map(Vec<(Node, Node)>),
}

/// Why a text cannot be read, and where.
#[derive(Debug)]
pub struct Broken {
    pub line: usize,
    pub why: Why,
}

#[derive(Debug)]
pub enum Why {
    Empty,
    /// What the parser says.
    NotYaml(String),
    TooDeep,
    Alias,
}

/// Reads the first document.
///
/// # Errors
/// It is no YAML, or more than the limits allow.
pub fn read(text: &str, limits: Limits) -> Result<Node, Broken> {
    let mut reader = Reader { parser: Parser::new_from_str(text), limits, count: 0, named: BTreeMap::new() };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
            (Event::StreamEnd | Event::DocumentEnd, line) => return Err(Broken { line, why: Why::Empty }),
            (event, line) => return reader.value(event, line, 0),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    limits: Limits,
    count: usize,
    /// What was named with `&`, by the parser's number for it.
    named: BTreeMap<usize, Node>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, usize), Broken> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, span.start.line())),
            Some(Err(error)) => Err(Broken { line: error.marker().line(), why: Why::NotYaml(error.info().to_owned()) }),
            None => Ok((Event::StreamEnd, 1)),
        }
    }

    fn value(&mut self, event: Event<'a>, line: usize, depth: usize) -> Result<Node, Broken> {
        self.count += 1;
        if depth > self.limits.deepest || self.count > self.limits.most_values {
            return Err(Broken { line, why: Why::TooDeep });
        }
        let (value, name) = match event {
            Event::Scalar(text, style, name, _) => {
                (Value::Scalar { text: Cow::into_owned(text), plain: style == ScalarStyle::Plain }, name)
            }
            Event::SequenceStart(name, _) => {
                let mut list = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, line) => list.push(self.value(event, line, depth + 1)?),
                    }
                }
                (Value::List(list), name)
            }
            Event::MappingStart(name, _) => {
                let mut map = Vec::new();
                loop {
                    let key = match self.next()? {
                        (Event::MappingEnd, _) => break,
                        (event, line) => self.value(event, line, depth + 1)?,
                    };
                    let (event, line) = self.next()?;
                    map.push((key, self.value(event, line, depth + 1)?));
                }
                (Value::Map(map), name)
            }
            Event::Alias(name) => return self.alias(name, line, depth),
            _ => return Err(Broken { line, why: Why::Empty }),
        };
        let node = Node { line, value };
        if name > 0 && self.limits.aliases {
            self.named.insert(name, node.clone());
        }
        Ok(node)
    }

    /// What a name stands for; its values count again, so that a small file does not become a huge one.
    fn alias(&mut self, name: usize, line: usize, depth: usize) -> Result<Node, Broken> {
        let Some(node) = self.named.get(&name).filter(|_| self.limits.aliases) else {
            return Err(Broken { line, why: Why::Alias });
        };
        let (values, levels) = size(node);
        self.count += values;
        if depth + levels > self.limits.deepest || self.count > self.limits.most_values {
            return Err(Broken { line, why: Why::TooDeep });
        }
        Ok(node.clone())
    }
}

/// How many values there are in a tree, and how many levels.
fn size(node: &Node) -> (usize, usize) {
    let parts: Vec<&Node> = match &node.value {
        Value::Scalar { .. } => Vec::new(),
        Value::List(list) => list.iter().collect(),
        Value::Map(map) => map.iter().flat_map(|(key, value)| [key, value]).collect(),
    };
    let sizes = parts.into_iter().map(size);
    sizes.fold((1, 0), |(values, levels), (more, below)| (values + more, levels.max(below + 1)))
}

impl Node {
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Nothing is written, or `null`.
    pub fn is_empty(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null"))
    }

    pub fn number(&self) -> Option<f64> {
        self.text()?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }

    pub fn truth(&self) -> Option<bool> {
        match self.text()? {
            "true" | "True" | "yes" => Some(true),
            "false" | "False" | "no" => Some(false),
            _ => None,
        }
    }

    pub fn map(&self) -> Option<&[(Node, Node)]> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The first value of a key.
    pub fn field(&self, name: &str) -> Option<&Node> {
        self.map()?.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
    }
}
