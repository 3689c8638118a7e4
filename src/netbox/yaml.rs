//! A YAML document as a tree whose values know their lines.
//!
//! The parser is a kept one; the tree is ours, because it must keep doubled keys, and because files from anywhere must not
//! grow by aliases or sink by depth.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::locale::Message;

/// Deeper files are no device types.
const DEEPEST: usize = 12;
/// More values in one file are no device type.
const MOST_VALUES: usize = 60_000;

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

/// Why a text is no YAML.
#[derive(Debug)]
pub struct Broken {
    pub line: usize,
    pub message: Message,
}

/// Reads the first document.
pub fn read(text: &str) -> Result<Node, Broken> {
    let mut parser = Parser::new_from_str(text);
    let mut count = 0;
    loop {
        match next(&mut parser)? {
            (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
            (Event::StreamEnd | Event::DocumentEnd, line) => {
                return Err(Broken { line, message: Message::new("netbox-empty") });
            }
            (event, line) => return value(&mut parser, event, line, 0, &mut count),
        }
    }
}

type Events<'a> = Parser<'a, saphyr_parser::StrInput<'a>>;

fn next<'a>(parser: &mut Events<'a>) -> Result<(Event<'a>, usize), Broken> {
    match parser.next_event() {
        Some(Ok((event, span))) => Ok((event, span.start.line())),
        Some(Err(error)) => {
            let message = Message::new("netbox-not-yaml").with("why", error.info().to_owned());
            Err(Broken { line: error.marker().line(), message })
        }
        None => Ok((Event::StreamEnd, 1)),
    }
}

fn value<'a>(
    parser: &mut Events<'a>,
    event: Event<'a>,
    line: usize,
    depth: usize,
    count: &mut usize,
) -> Result<Node, Broken> {
    *count += 1;
    if depth > DEEPEST || *count > MOST_VALUES {
        return Err(Broken { line, message: Message::new("netbox-too-deep") });
    }
    let value = match event {
        Event::Scalar(text, style, ..) => {
            Value::Scalar { text: Cow::into_owned(text), plain: style == ScalarStyle::Plain }
        }
        Event::SequenceStart(..) => {
            let mut list = Vec::new();
            loop {
                match next(parser)? {
                    (Event::SequenceEnd, _) => break,
                    (event, line) => list.push(self::value(parser, event, line, depth + 1, count)?),
                }
            }
            Value::List(list)
        }
        Event::MappingStart(..) => {
            let mut map = Vec::new();
            loop {
                let key = match next(parser)? {
                    (Event::MappingEnd, _) => break,
                    (event, line) => self::value(parser, event, line, depth + 1, count)?,
                };
                let (event, line) = next(parser)?;
                map.push((key, self::value(parser, event, line, depth + 1, count)?));
            }
            Value::Map(map)
        }
        Event::Alias(_) => return Err(Broken { line, message: Message::new("netbox-alias") }),
        _ => return Err(Broken { line, message: Message::new("netbox-empty") }),
    };
    Ok(Node { line, value })
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
