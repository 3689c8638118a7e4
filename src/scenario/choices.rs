//! Chance and repetition: `choices`, `{name}` and `Each`, resolved on the tree before it is decoded.
//!
//! Resolving here, and not in the types, lets any value of a file come from chance: a number, a word, a whole list.
//! Each choice draws from a stream of its own, so adding one does not change the others.

use indexmap::IndexMap;

use super::suggest;
use super::tree::{Field, Kind, Name, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::locale::Message;
use crate::rng;

/// What was chosen, by name. A solution is filled in with the choices of its scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices(IndexMap<String, Node>);

/// A file may grow to this many values and bytes of text by choices and repetition; a large scenario has thousands.
const MOST_NODES: usize = 1_000_000;
const MOST_TEXT: usize = 16 << 20;
/// And may be nested this deep.
const DEEPEST: usize = 128;

/// Makes the choices of a scenario from its seed and puts them in place. The `choices` block is gone afterwards.
pub fn choose(root: &Node, seed: u64, diagnostics: &mut Vec<Diagnostic>) -> (Node, Choices) {
    let root = &with_fields(root, diagnostics);
    let mut filler = Filler::new(diagnostics);
    let Kind::Struct { name, fields } = &root.kind else { return (filler.node(root, 0), Choices::default()) };
    let mut spans = Vec::new();
    if let Some(block) = fields.iter().find(|field| field.name.text == "choices") {
        match &block.value.kind {
            Kind::Map(entries) => {
                filler.later = entries.iter().filter_map(|(key, _)| key.key().map(str::to_owned)).collect();
                for (key, value) in entries {
                    let Some(name) = key.key() else {
                        filler.error(Code::WrongType, key, Message::new("diag-choice-name"));
                        continue;
                    };
                    if key.text().is_none() {
                        filler.error(Code::Habit, key, Message::new("diag-unquoted-key").with("name", name));
                    }
                    if filler.scope.iter().any(|bound| bound.name == name) {
                        filler.error(Code::Duplicate, key, Message::new("diag-duplicate-key").with("name", name));
                        continue;
                    }
                    let value = filler.make(name, value, seed);
                    spans.push(key.span.clone());
                    filler.scope.push(Bound { name: name.to_owned(), value, used: false });
                }
                filler.later.clear();
            }
            Kind::Hole => {}
            _ => filler.error(Code::WrongType, &block.value, Message::new("diag-choices-map")),
        }
    }
    let made = filler.scope.len();
    let kept = fields.iter().filter(|field| field.name.text != "choices");
    let fields: Vec<Field> =
        kept.map(|field| Field { name: field.name.clone(), value: filler.node(&field.value, 1) }).collect();
    let kind = Kind::Struct { name: name.clone(), fields };
    let (scope, too_large) = (std::mem::take(&mut filler.scope), filler.too_large);
    for (bound, span) in scope[..made].iter().zip(spans) {
        if !bound.used && !too_large {
            let message = Message::new("diag-unused-choice").with("name", bound.name.as_str());
            diagnostics.push(Diagnostic::new(Code::UnusedChoice, span, message));
        }
    }
    let choices = scope.into_iter().map(|bound| (bound.name, bound.value)).collect();
    (Node::new(root.span.clone(), kind), Choices(choices))
}

/// A file that is one JSON object, as the struct that was meant: its choices are wanted now, not when it is decoded.
fn with_fields(root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let Kind::Map(entries) = &root.kind else { return root.clone() };
    let field = |(key, value): &(Node, Node)| {
        let name = Name { text: key.key()?.to_owned(), span: key.span.clone() };
        Some(Field { name, value: value.clone() })
    };
    let Some(fields) = entries.iter().map(field).collect() else { return root.clone() };
    let diagnostic = Diagnostic::new(Code::Habit, root.opening(), Message::new("diag-braces"));
    diagnostics.push(diagnostic.help(Message::new("diag-map-for-struct-help")));
    Node::new(root.span.clone(), Kind::Struct { name: None, fields })
}

/// Puts choices already made in place, as in a solution.
pub fn fill(root: &Node, choices: &Choices, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let mut filler = Filler::new(diagnostics);
    filler.scope =
        choices.0.iter().map(|(name, value)| Bound { name: name.clone(), value: value.clone(), used: false }).collect();
    filler.node(root, 0)
}

/// A name and what it stands for: a choice, or the variable of an `Each`.
struct Bound {
    name: String,
    value: Node,
    used: bool,
}

struct Filler<'d> {
    scope: Vec<Bound>,
    /// Choices of the block, made or yet to be made.
    later: Vec<String>,
    nodes: usize,
    text: usize,
    too_large: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// One stretch of a text.
enum Piece<'t> {
    Plain(&'t str),
    /// One that belongs to nothing.
    Brace,
    Reference(&'t str),
}

impl<'d> Filler<'d> {
    fn new(diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { scope: Vec::new(), later: Vec::new(), nodes: 0, text: 0, too_large: false, diagnostics }
    }

    fn error(&mut self, code: Code, at: &Node, message: Message) {
        self.diagnostics.push(Diagnostic::new(code, at.opening(), message));
    }

    /// Counts a new value; false when the file has grown out of hand.
    fn may_grow(&mut self, at: &Node, depth: usize) -> bool {
        self.nodes += 1;
        if self.nodes > MOST_NODES || self.text > MOST_TEXT || depth > DEEPEST {
            if !self.too_large {
                self.too_large = true;
                self.error(Code::ChoicesTooLarge, at, Message::new("diag-choices-too-large"));
            }
            return false;
        }
        !self.too_large
    }

    /// Draws one choice.
    fn make(&mut self, name: &str, value: &Node, seed: u64) -> Node {
        let mut chance = rng::stream(seed, &format!("choice/{name}"), 0);
        let value = self.node(value, 0);
        let (kind, items) = match &value.kind {
            Kind::Tuple { name: Some(kind), items } => (kind.text.as_str(), items),
            Kind::Hole => return value,
            _ => ("", &Vec::new()),
        };
        let list = |items: &[Node]| match items {
            [Node { kind: Kind::List(list), .. }] => Some(list.clone()),
            _ => None,
        };
        let made = match (kind, items.as_slice()) {
            ("Range", [Node { kind: Kind::Whole(first), .. }, Node { kind: Kind::Whole(last), .. }]) => {
                let count = last.checked_sub(*first).and_then(|span| u64::try_from(span.checked_add(1)?).ok());
                match count {
                    None | Some(0) => {
                        let message = Message::new("diag-range-backwards")
                            .with("first", first.to_string())
                            .with("last", last.to_string());
                        self.error(Code::BadChoice, &value, message);
                        Kind::Hole
                    }
                    Some(count) => Kind::Whole(first + i128::from(chance.below(count))),
                }
            }
            ("OneOf" | "Shuffle", items) if list(items).is_some_and(|list| list.is_empty()) => {
                self.error(Code::BadChoice, &value, Message::new("diag-choice-empty").with("name", name));
                Kind::Hole
            }
            ("OneOf", items) if list(items).is_some() => {
                let mut list = list(items).unwrap_or_default();
                list.swap_remove(chance.below(list.len() as u64) as usize).kind
            }
            ("Shuffle", items) if list(items).is_some() => {
                let mut list = list(items).unwrap_or_default();
                chance.shuffle(&mut list);
                Kind::List(list)
            }
            _ => {
                let message = Message::new("diag-bad-choice").with("name", name);
                let diagnostic = Diagnostic::new(Code::BadChoice, value.opening(), message);
                self.diagnostics.push(diagnostic.help(Message::new("diag-bad-choice-help")));
                Kind::Hole
            }
        };
        Node::new(value.span, made)
    }

    /// A copy of a value with everything filled in.
    fn node(&mut self, node: &Node, depth: usize) -> Node {
        if !self.may_grow(node, depth) {
            return Node::hole(node.span.clone());
        }
        let kind = match &node.kind {
            Kind::Struct { name, fields } => {
                let fill =
                    |field: &Field| Field { name: field.name.clone(), value: self.node(&field.value, depth + 1) };
                Kind::Struct { name: name.clone(), fields: fields.iter().map(fill).collect() }
            }
            Kind::Tuple { name, items } => {
                let items = items.iter().map(|item| self.node(item, depth + 1)).collect();
                Kind::Tuple { name: name.clone(), items }
            }
            Kind::List(items) => {
                let mut filled = Vec::with_capacity(items.len());
                for item in items {
                    match &item.kind {
                        Kind::Tuple { name: Some(Name { text, .. }), items } if text == "Each" => {
                            self.each(item, items, depth + 1, &mut filled);
                        }
                        _ => filled.push(self.node(item, depth + 1)),
                    }
                }
                Kind::List(filled)
            }
            Kind::Map(entries) => {
                let mut filled = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = match &key.kind {
                        Kind::Text(text) => {
                            let kind = self.interpolate(text, key).map_or(Kind::Hole, Kind::Text);
                            Node::new(key.span.clone(), kind)
                        }
                        _ => key.clone(),
                    };
                    filled.push((key, self.node(value, depth + 1)));
                }
                Kind::Map(filled)
            }
            Kind::Some(inner) => Kind::Some(Box::new(self.node(inner, depth + 1))),
            Kind::Text(text) => return self.text(text, node, depth),
            other => other.clone(),
        };
        Node { span: node.span.clone(), kind, chosen: node.chosen }
    }

    /// `Each("n", values, template)`: the template once for every value.
    fn each(&mut self, at: &Node, items: &[Node], depth: usize, filled: &mut Vec<Node>) {
        let [Node { kind: Kind::Text(name), .. }, values, template] = items else {
            let diagnostic = Diagnostic::new(Code::WrongCount, at.opening(), Message::new("diag-bad-each"));
            self.diagnostics.push(diagnostic.help(Message::new("diag-bad-each-help")));
            return;
        };
        let filled_values = self.node(values, depth);
        let values = match &filled_values.kind {
            Kind::List(list) => list.clone(),
            Kind::Hole => return,
            Kind::Tuple { name: Some(range), items } if range.text == "Range" => match items.as_slice() {
                [Node { kind: Kind::Whole(first), .. }, Node { kind: Kind::Whole(last), .. }]
                    if first <= last && last.saturating_sub(*first) < MOST_NODES as i128 =>
                {
                    (*first..=*last).map(|number| Node::new(values.span.clone(), Kind::Whole(number))).collect()
                }
                _ => return self.error(Code::BadChoice, values, Message::new("diag-each-range")),
            },
            _ => return self.error(Code::WrongType, values, Message::new("diag-each-values")),
        };
        for value in values {
            self.scope.push(Bound { name: name.clone(), value, used: true });
            match &template.kind {
                Kind::List(_) => match self.node(template, depth).kind {
                    Kind::List(items) => filled.extend(items),
                    _ => filled.push(Node::hole(template.span.clone())),
                },
                _ => filled.push(self.node(template, depth)),
            }
            self.scope.pop();
            if self.too_large {
                return;
            }
        }
    }

    /// A text as a value: the chosen value itself if it is nothing but one reference.
    fn text(&mut self, text: &str, at: &Node, depth: usize) -> Node {
        if let Some(reference) = sole_reference(text) {
            return match self.find(reference, at) {
                Some(found) => self.planted(&found, at, depth),
                None => Node::hole(at.span.clone()),
            };
        }
        let kind = self.interpolate(text, at).map_or(Kind::Hole, Kind::Text);
        Node { span: at.span.clone(), kind, chosen: at.chosen }
    }

    /// A chosen value put in the place of its reference, where problems with it are shown.
    fn planted(&mut self, value: &Node, at: &Node, depth: usize) -> Node {
        if !self.may_grow(at, depth) {
            return Node::hole(at.span.clone());
        }
        let kind = match &value.kind {
            Kind::Struct { name, fields } => {
                let plant = |field: &Field| Field {
                    name: field.name.clone(),
                    value: self.planted(&field.value, at, depth + 1),
                };
                Kind::Struct { name: name.clone(), fields: fields.iter().map(plant).collect() }
            }
            Kind::Tuple { name, items } => {
                let items = items.iter().map(|item| self.planted(item, at, depth + 1)).collect();
                Kind::Tuple { name: name.clone(), items }
            }
            Kind::List(items) => Kind::List(items.iter().map(|item| self.planted(item, at, depth + 1)).collect()),
            Kind::Map(entries) => {
                let plant = |(key, value): &(Node, Node)| {
                    (self.planted(key, at, depth + 1), self.planted(value, at, depth + 1))
                };
                Kind::Map(entries.iter().map(plant).collect())
            }
            Kind::Some(inner) => Kind::Some(Box::new(self.planted(inner, at, depth + 1))),
            Kind::Text(text) => {
                self.text += text.len();
                Kind::Text(text.clone())
            }
            other => other.clone(),
        };
        Node { span: at.span.clone(), kind, chosen: true }
    }

    /// A text with every `{name}` said. Nothing if one cannot be said: the text would be wrong again wherever it is used.
    fn interpolate(&mut self, text: &str, at: &Node) -> Option<String> {
        let mut filled = String::with_capacity(text.len());
        let mut whole = true;
        for piece in pieces(text) {
            match piece {
                Piece::Plain(plain) => filled.push_str(plain),
                Piece::Brace => {
                    whole = false;
                    if self.diagnostics.last().is_none_or(|last| last.code != Code::BadBrace || last.span != at.span) {
                        let diagnostic =
                            Diagnostic::new(Code::BadBrace, at.span.clone(), Message::new("diag-bad-brace"));
                        self.diagnostics.push(diagnostic.help(Message::new("diag-bad-brace-help")));
                    }
                }
                Piece::Reference(reference) => {
                    let Some(found) = self.find(reference, at) else {
                        whole = false;
                        continue;
                    };
                    match &found.kind {
                        Kind::Text(text) | Kind::Word(text) => filled.push_str(text),
                        Kind::Whole(number) => filled.push_str(&number.to_string()),
                        Kind::Decimal(number) => filled.push_str(&number.to_string()),
                        Kind::Char(c) => filled.push(*c),
                        Kind::Bool(value) => filled.push_str(if *value { "true" } else { "false" }),
                        Kind::Hole => whole = false,
                        _ => {
                            whole = false;
                            let message = Message::new("diag-choice-no-text").with("name", reference);
                            let diagnostic = Diagnostic::new(Code::BadChoice, at.span.clone(), message);
                            self.diagnostics.push(diagnostic.help(Message::new("diag-choice-no-text-help")));
                        }
                    }
                }
            }
            if self.text + filled.len() > MOST_TEXT {
                break;
            }
        }
        self.text += filled.len();
        whole.then_some(filled)
    }

    /// What `name` or `name.part` stands for.
    fn find(&mut self, reference: &str, at: &Node) -> Option<Node> {
        let mut parts = reference.split('.');
        let name = parts.next().unwrap_or_default();
        let Some(bound) = self.scope.iter_mut().rev().find(|bound| bound.name == name) else {
            let message = Message::new("diag-unknown-choice").with("name", name);
            let help = if self.later.iter().any(|later| later == name) {
                Message::new("diag-choice-later-help")
            } else {
                suggest::among(name, self.scope.iter().map(|bound| bound.name.as_str()))
            };
            self.diagnostics.push(Diagnostic::new(Code::UnknownChoice, at.span.clone(), message).help(help));
            return None;
        };
        bound.used = true;
        let mut value = &bound.value;
        for part in parts {
            let inner = match &value.kind {
                Kind::List(_) | Kind::Tuple { .. } => {
                    part.parse::<usize>().ok().and_then(|position| value.item(position.checked_sub(1)?))
                }
                Kind::Hole => Some(value),
                _ => value.field(part),
            };
            let Some(inner) = inner else {
                let help = match &value.kind {
                    Kind::List(items) | Kind::Tuple { items, .. } => {
                        Message::new("diag-part-number-help").with("count", items.len())
                    }
                    Kind::Map(entries) => {
                        let keys: Vec<&str> = entries.iter().filter_map(|(key, _)| key.key()).collect();
                        suggest::among(part, keys)
                    }
                    Kind::Struct { fields, .. } => {
                        suggest::among(part, fields.iter().map(|field| field.name.text.as_str()))
                    }
                    _ => Message::new("diag-no-parts-help").with("name", name),
                };
                let message = Message::new("diag-unknown-part").with("name", name).with("part", part);
                self.diagnostics.push(Diagnostic::new(Code::UnknownChoice, at.span.clone(), message).help(help));
                return None;
            };
            value = inner;
        }
        Some(value.clone())
    }
}

/// The reference of a text that is exactly `{reference}`.
fn sole_reference(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    is_reference(inner).then_some(inner)
}

fn is_reference(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    text.split('.').all(part)
}

/// Splits a text at its braces.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Piece::Plain(&rest[..at]));
        let brace = &rest[at..];
        if brace.starts_with("{{") || brace.starts_with("}}") {
            pieces.push(Piece::Plain(&brace[..1]));
            rest = &brace[2..];
            continue;
        }
        let end = brace[1..].find(['{', '}']).filter(|end| brace.starts_with('{') && brace[end + 1..].starts_with('}'));
        match end {
            Some(end) if is_reference(&brace[1..end + 1]) => {
                pieces.push(Piece::Reference(&brace[1..end + 1]));
                rest = &brace[end + 2..];
            }
            _ => {
                pieces.push(Piece::Brace);
                rest = &brace[1..];
            }
        }
    }
    pieces.push(Piece::Plain(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::tree::parse;

    fn chosen(text: &str, seed: u64) -> (Node, Vec<Code>) {
        let parsed = parse(text);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        let mut diagnostics = Vec::new();
        let (node, _) = choose(&parsed.root, seed, &mut diagnostics);
        (node, diagnostics.into_iter().map(|diagnostic| diagnostic.code).collect())
    }

    #[test]
    fn choices_become_values_and_texts() {
        let text = r#"(choices: {"n": Range(3, 3), "job": OneOf([{"fr": "rouge", "n": 7}]), "again": OneOf(["{job.fr}-{n}"])},
            a: "{n}", b: "fibre {n} {job.fr} {{x}}", c: ["{job.n}"], d: {"{n}": "{again}"})"#;
        let (node, codes) = chosen(text, 1);
        assert!(codes.is_empty(), "{codes:?}");
        assert!(node.field("choices").is_none());
        assert_eq!(node.field("a").map(|node| &node.kind), Some(&Kind::Whole(3)));
        assert_eq!(node.field("b").and_then(Node::text), Some("fibre 3 rouge {x}"));
        assert_eq!(node.field("c").and_then(|node| node.item(0)).map(|node| &node.kind), Some(&Kind::Whole(7)));
        assert_eq!(node.field("d").and_then(|node| node.field("3")).and_then(Node::text), Some("rouge-3"));
    }

    #[test]
    fn the_same_seed_chooses_the_same_and_a_shuffle_keeps_everything() {
        let text = r#"(choices: {"order": Shuffle([1, 2, 3, 4, 5, 6, 7, 8])}, a: "{order}", b: "{order.1}")"#;
        let orders: Vec<Vec<i128>> = (0..20)
            .map(|seed| {
                let (node, _) = chosen(text, seed);
                assert_eq!(node, chosen(text, seed).0);
                let Some(Kind::List(items)) = node.field("a").map(|node| node.kind.clone()) else { panic!() };
                let order = items.into_iter().map(|item| if let Kind::Whole(n) = item.kind { n } else { 0 });
                order.collect()
            })
            .collect();
        assert!(orders.iter().any(|order| *order != orders[0]));
        for mut order in orders {
            order.sort();
            assert_eq!(order, [1, 2, 3, 4, 5, 6, 7, 8]);
        }
    }

    #[test]
    fn each_writes_its_template_once_for_every_value() {
        let text = r#"(a: [Each("n", Range(1, 2), ["x{n}", Each("m", ["p", "q"], "{m}{n}")]), "end"])"#;
        let (node, codes) = chosen(text, 1);
        assert!(codes.is_empty(), "{codes:?}");
        let Some(Kind::List(items)) = node.field("a").map(|node| &node.kind) else { panic!() };
        let items: Vec<_> = items.iter().filter_map(Node::text).collect();
        assert_eq!(items, ["x1", "p1", "q1", "x2", "p2", "q2", "end"]);
    }

    #[test]
    fn mistakes_are_reported_once_each() {
        let text = r#"(choices: {"a": Range(5, 1), "b": OneOf([]), "c": Some(1), "d": OneOf([1]), "e": OneOf(["{f}"]), "f": OneOf([1])},
            x: "{a} {b} {c} {e} {f}", y: "{d.part} {g} {", z: "{x")"#;
        use Code::*;
        let (_, codes) = chosen(text, 1);
        assert_eq!(
            codes,
            [BadChoice, BadChoice, BadChoice, UnknownChoice, UnknownChoice, UnknownChoice, BadBrace, BadBrace]
        );
    }

    #[test]
    fn choices_that_multiply_are_stopped() {
        let mut block = r#""c0": OneOf([["x"]]),"#.to_owned();
        for n in 1..40 {
            block += &format!(r#""c{n}": OneOf([["{{c{m}}}", "{{c{m}}}", "{{c{m}}}"]]),"#, m = n - 1);
        }
        let (_, codes) = chosen(&format!(r#"(choices: {{{block}}}, a: "{{c39}}")"#), 1);
        assert_eq!(codes, [Code::ChoicesTooLarge]);
    }
}
