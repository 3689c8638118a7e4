//! The deserialiser of one value.

use serde::de::{self, Visitor};

use super::super::suggest::among;
use super::super::tree::{Field, Kind, Name, Node};
use super::access::{Entries, Fields, Items, KEY, Variant};
use super::{Context, Fault, Given, Slot, complaint, hole, part};
use crate::diagnostic::Code;
use crate::locale::Message;

pub(super) static HOLE: Node = Node { span: 0..0, kind: Kind::Hole, chosen: false };

#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub node: &'a Node,
    pub context: &'a Context<'a>,
    pub slot: Slot,
}

/// What kind of value a node is, in words.
fn kind(node: &Node) -> Message {
    Message::new(match &node.kind {
        Kind::Word(_) => "kind-word",
        Kind::Struct { .. } => "kind-struct",
        Kind::Tuple { .. } => "kind-tuple",
        Kind::List(_) => "kind-list",
        Kind::Map(_) => "kind-map",
        Kind::Text(_) => "kind-text",
        Kind::Bytes(_) => "kind-bytes",
        Kind::Char(_) => "kind-char",
        Kind::Whole(_) => "kind-whole",
        Kind::Decimal(_) => "kind-decimal",
        Kind::Bool(_) => "kind-bool",
        Kind::None | Kind::Hole => "kind-none",
        Kind::Some(_) => "kind-some",
    })
}

impl<'a> Value<'a> {
    pub fn at(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    pub fn hole(self) -> Self {
        self.at(&HOLE)
    }

    fn is_hole(self) -> bool {
        matches!(self.node.kind, Kind::Hole)
    }

    pub fn report(self, code: Code, message: Message, help: Option<Message>) {
        self.context.report(code, self.node.opening(), message, help);
    }

    /// Says that another kind of value is wanted.
    fn wrong(self, expected: &'static str, help: Option<Message>) {
        if !self.is_hole() {
            let message =
                Message::new("diag-wrong-type").with("expected", Message::new(expected)).with("found", kind(self.node));
            self.report(Code::WrongType, message, help);
        }
    }

    /// Says that this is written otherwise; a value that chance put here may be written either way.
    fn habit(self, message: &'static str, help: &'static str) {
        if !self.node.chosen {
            self.report(Code::Habit, Message::new(message), Some(Message::new(help)));
        }
    }

    fn whole(self, least: i128, most: i128) -> i128 {
        match &self.node.kind {
            Kind::Whole(number) if (least..=most).contains(number) => *number,
            Kind::Whole(number) => {
                let message = Message::new("diag-out-of-range")
                    .with("number", number.to_string())
                    .with("least", least.to_string())
                    .with("most", most.to_string());
                self.report(Code::OutOfRange, message, None);
                0
            }
            found => {
                let numeric = matches!(found, Kind::Text(text) if text.trim().parse::<i128>().is_ok());
                self.wrong("kind-whole", numeric.then(|| Message::new("diag-remove-quotes-help")));
                0
            }
        }
    }

    fn decimal(self) -> f64 {
        match &self.node.kind {
            Kind::Whole(number) => *number as f64,
            Kind::Decimal(number) => *number,
            found => {
                let numeric = matches!(found, Kind::Text(text) if text.trim().parse::<f64>().is_ok());
                self.wrong("kind-number", numeric.then(|| Message::new("diag-remove-quotes-help")));
                0.0
            }
        }
    }

    /// The text to hand out, and a note of it should its type refuse it.
    fn text(self) -> String {
        let learned = self.context.learned;
        let shape = learned.shapes.get(&self.slot).copied();
        let address = std::ptr::from_ref(self.node).addr();
        let chosen = self.node.chosen;
        let text = match &self.node.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Whole(number) if chosen => Some(number.to_string()),
            Kind::Decimal(number) if chosen => Some(number.to_string()),
            Kind::Char(c) if chosen => Some(c.to_string()),
            Kind::Bool(value) if chosen => Some(value.to_string()),
            Kind::Word(text) if chosen => Some(text.clone()),
            Kind::Word(text) if self.slot.index == KEY => {
                let message = Message::new("diag-unquoted-key").with("name", text.as_str());
                let help = Message::new("diag-unquoted-key-help").with("name", text.as_str());
                self.report(Code::Habit, message, Some(help));
                Some(text.clone())
            }
            Kind::Word(_) => {
                self.wrong("kind-text", Some(Message::new("diag-add-quotes-help")));
                None
            }
            _ => {
                self.wrong("kind-text", None);
                None
            }
        };
        let text = text.filter(|text| {
            if let Some(shape) = shape.filter(|shape| !shape.accepts(text)) {
                let (message, help) = complaint(shape, text);
                self.report(Code::BadAddress, message, Some(help));
                return false;
            }
            match learned.refused.get(&address) {
                Some(reason) => {
                    let message = Message::new("diag-bad-value").with("reason", reason.as_str());
                    self.report(Code::BadValue, message, None);
                    false
                }
                None => true,
            }
        });
        let given = match &text {
            Some(text) => Given::Text { slot: self.slot, node: address, text: text.clone() },
            None => Given::Hole { slot: self.slot },
        };
        *self.context.last.borrow_mut() = Some(given);
        text.unwrap_or_else(|| hole(shape))
    }

    fn check_name(self, written: &Option<Name>, expected: &'static str) {
        if let Some(written) = written.as_ref().filter(|written| written.text != expected && !expected.is_empty()) {
            let message = Message::new("diag-wrong-name").with("found", written.text.as_str());
            let help = Message::new("diag-wrong-name-help").with("expected", part(expected, ""));
            self.context.report(Code::WrongName, written.span.clone(), message, Some(help));
        }
    }

    /// The fields of a struct: the known ones that are written, and holes for those known to be needed.
    fn fields(self, written: Vec<Written<'a>>, fields: &'static [&'static str]) -> Fields<'a> {
        let slot = self.slot;
        let mut entries: Vec<(&'static str, Value<'a>)> = Vec::with_capacity(written.len());
        for (name, span, node) in written {
            let Some(known) = fields.iter().copied().find(|known| *known == name) else {
                let message =
                    Message::new("diag-unknown-field").with("name", name).with("part", part(slot.owner, slot.variant));
                let help = among(name, fields.iter().copied());
                self.context.report(Code::UnknownField, span, message, Some(help));
                continue;
            };
            if entries.iter().any(|(given, _)| *given == known) {
                let message = Message::new("diag-duplicate-field").with("name", name);
                self.context.report(Code::Duplicate, span, message, Some(Message::new("diag-duplicate-help")));
                continue;
            }
            let slot = Slot { field: known, index: 0, ..slot };
            entries.push((known, Value { node, context: self.context, slot }));
        }
        for field in fields {
            let needed = Slot { field, index: 0, ..slot };
            if !self.context.learned.required.contains(&needed) || entries.iter().any(|(given, _)| given == field) {
                continue;
            }
            let message =
                Message::new("diag-missing-field").with("name", *field).with("part", part(slot.owner, slot.variant));
            let help = Message::new("diag-missing-field-help").with("name", *field);
            self.report(Code::MissingField, message, Some(help));
            entries.push((field, Value { node: &HOLE, context: self.context, slot: needed }));
        }
        Fields { entries: entries.into_iter(), value: None }
    }

    fn hole_fields(self, fields: &'static [&'static str]) -> Fields<'a> {
        let slot = self.slot;
        let entries =
            fields.iter().map(|field| (*field, Value { slot: Slot { field, index: 0, ..slot }, ..self.hole() }));
        Fields { entries: entries.collect::<Vec<_>>().into_iter(), value: None }
    }

    /// Visits a struct or the content of a struct variant; `self.slot` names it.
    pub fn visit_fields<'de, V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let written: Option<Vec<Written>> = match &self.node.kind {
            Kind::Struct { fields, .. } => {
                let named = |field: &'a Field| (field.name.text.as_str(), field.name.span.clone(), &field.value);
                Some(fields.iter().map(named).collect())
            }
            Kind::Tuple { items, .. } if items.is_empty() => Some(Vec::new()),
            Kind::Map(entries) if entries.iter().all(|(key, _)| key.key().is_some()) => {
                let quoted = entries.iter().any(|(key, _)| key.text().is_some());
                let help = if quoted { "diag-map-for-struct-help" } else { "diag-braces-help" };
                self.habit("diag-braces", help);
                let entry = |(key, value): &'a (Node, Node)| Some((key.key()?, key.span.clone(), value));
                Some(entries.iter().filter_map(entry).collect())
            }
            _ => None,
        };
        let access = match written {
            Some(written) => self.fields(written, fields),
            None => {
                if !self.is_hole() {
                    let message = Message::new("diag-expected-struct")
                        .with("part", part(self.slot.owner, self.slot.variant))
                        .with("found", kind(self.node));
                    self.report(Code::WrongType, message, Some(Message::new("diag-struct-help")));
                }
                self.hole_fields(fields)
            }
        };
        let slot = self.slot;
        visitor.visit_map(access).map_err(|fault| match fault {
            Fault::Missing { field, owner: None } => Fault::Missing { field, owner: Some(slot) },
            fault => fault,
        })
    }

    /// The items of a tuple of this length, filled up with holes.
    pub fn items(self, length: usize) -> Items<'a> {
        let items: &[Node] = match &self.node.kind {
            Kind::Tuple { items, .. } => items,
            Kind::List(items) => {
                self.habit("diag-list-for-tuple", "diag-list-for-tuple-help");
                items
            }
            _ => {
                self.wrong("kind-tuple", None);
                return Items { value: self, items: &[], index: 0, length, numbered: true };
            }
        };
        if items.len() != length {
            let message = Message::new("diag-wrong-count").with("expected", length).with("found", items.len());
            self.report(Code::WrongCount, message, None);
        }
        Items { value: self, items, index: 0, length, numbered: true }
    }
}

/// A field as it is written: name, where, value.
type Written<'a> = (&'a str, std::ops::Range<usize>, &'a Node);

macro_rules! whole {
    ($($method:ident $visit:ident $type:ty),*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let number = self.whole(i128::from(<$type>::MIN), i128::from(<$type>::MAX));
            visitor.$visit(<$type>::try_from(number).unwrap_or_default())
        }
    )* };
}

impl<'de> de::Deserializer<'de> for Value<'_> {
    type Error = Fault;

    whole!(
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64, deserialize_i128 visit_i128 i128
    );

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u128(u128::try_from(self.whole(0, i128::MAX)).unwrap_or_default())
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_f64(self.decimal())
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_f64(self.decimal())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node.kind {
            Kind::Bool(value) => visitor.visit_bool(value),
            _ => {
                self.wrong("kind-bool", None);
                visitor.visit_bool(false)
            }
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node.kind {
            Kind::Char(c) => visitor.visit_char(c),
            _ => {
                self.wrong("kind-char", None);
                visitor.visit_char(char::REPLACEMENT_CHARACTER)
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_string(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_string(self.text())
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_string(self.text())
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.kind {
            Kind::Bytes(bytes) => visitor.visit_byte_buf(bytes.clone()),
            _ => {
                self.wrong("kind-bytes", None);
                visitor.visit_byte_buf(Vec::new())
            }
        }
    }

    /// `Some` may be written or left out.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.kind {
            Kind::None => visitor.visit_none(),
            Kind::Some(inner) => visitor.visit_some(self.at(inner)),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if !matches!(&self.node.kind, Kind::Tuple { name: None, items } if items.is_empty()) {
            self.wrong("kind-tuple", None);
        }
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.kind {
            Kind::Word(word) if word == name => visitor.visit_unit(),
            _ => self.deserialize_unit(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.kind {
            Kind::Tuple { name: written, items } if items.len() == 1 => {
                self.check_name(written, name);
                visitor.visit_newtype_struct(self.at(&items[0]))
            }
            _ => {
                self.wrong("kind-tuple", None);
                visitor.visit_newtype_struct(self.hole())
            }
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items: &[Node] = match &self.node.kind {
            Kind::List(items) => items,
            Kind::Tuple { name: None, items } => {
                self.habit("diag-tuple-for-list", "diag-tuple-for-list-help");
                items
            }
            _ => {
                self.wrong("kind-list", Some(Message::new("diag-list-help")));
                &[]
            }
        };
        visitor.visit_seq(Items { value: self, items, index: 0, length: items.len(), numbered: false })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(self.items(length))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if let Kind::Tuple { name: written, .. } = &self.node.kind {
            self.check_name(written, name);
        }
        self.slot = Slot { owner: name, ..Slot::default() };
        visitor.visit_seq(self.items(length))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let entries: &[(Node, Node)] = match &self.node.kind {
            Kind::Map(entries) => entries,
            Kind::Struct { .. } => {
                self.wrong("kind-map", Some(Message::new("diag-struct-for-map-help")));
                &[]
            }
            _ => {
                self.wrong("kind-map", Some(Message::new("diag-map-help")));
                &[]
            }
        };
        visitor.visit_map(Entries {
            value: self,
            entries: entries.iter(),
            current: None,
            keys: std::collections::HashSet::new(),
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if let Kind::Struct { name: written, .. } | Kind::Tuple { name: written, .. } = &self.node.kind {
            self.check_name(written, name);
        }
        self.slot = Slot { owner: name, ..Slot::default() };
        self.visit_fields(fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let mut span = self.node.opening();
        let written = match &self.node.kind {
            Kind::Word(word) => Some(word.as_str()),
            Kind::Struct { name: Some(name), .. } | Kind::Tuple { name: Some(name), .. } => {
                if !self.node.chosen {
                    span = name.span.clone();
                }
                Some(name.text.as_str())
            }
            Kind::None => Some("None"),
            Kind::Text(text) if variants.contains(&text.as_str()) => {
                self.habit("diag-quoted-word", "diag-quoted-word-help");
                Some(text.as_str())
            }
            _ => None,
        };
        let known = written.and_then(|written| variants.iter().copied().find(|variant| *variant == written));
        if known.is_none() && !self.is_hole() {
            let (written, message) = match written {
                Some(written) => (written, Message::new("diag-unknown-word").with("name", written)),
                None => {
                    let message = Message::new("diag-wrong-type")
                        .with("expected", Message::new("kind-word"))
                        .with("found", kind(self.node));
                    (self.node.text().unwrap_or_default(), message)
                }
            };
            let help = among(written, variants.iter().copied());
            self.context.report(Code::UnknownWord, span, message, Some(help));
        }
        let value = if known.is_some() { self } else { self.hole() };
        let Some(variant) = known.or(variants.first().copied()) else {
            return Err(Fault::Custom(format!("{name} has no value")));
        };
        self.slot = Slot { owner: name, variant, ..Slot::default() };
        visitor.visit_enum(Variant { name: variant, value: Value { slot: self.slot, ..value } })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.kind {
            Kind::Word(_) | Kind::Text(_) => self.deserialize_string(visitor),
            Kind::Struct { fields, .. } => {
                let text = |field: &Field| Node::new(field.name.span.clone(), Kind::Text(field.name.text.clone()));
                let entries: Vec<(Node, Node)> =
                    fields.iter().map(|field| (text(field), field.value.clone())).collect();
                let node = Node::new(self.node.span.clone(), Kind::Map(entries));
                Value { node: &node, context: self.context, slot: self.slot }.deserialize_map(visitor)
            }
            Kind::Tuple { items, .. } => self.deserialize_tuple(items.len(), visitor),
            Kind::List(_) => self.deserialize_seq(visitor),
            Kind::Map(_) => self.deserialize_map(visitor),
            Kind::Bytes(_) => self.deserialize_byte_buf(visitor),
            Kind::Char(_) => self.deserialize_char(visitor),
            Kind::Whole(_) => self.deserialize_i64(visitor),
            Kind::Decimal(_) => self.deserialize_f64(visitor),
            Kind::Bool(_) => self.deserialize_bool(visitor),
            Kind::None | Kind::Some(_) => self.deserialize_option(visitor),
            Kind::Hole => visitor.visit_unit(),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}
