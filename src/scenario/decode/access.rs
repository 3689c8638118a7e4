//! The parts of a value as serde asks for them: fields, items, entries, the content of a variant.

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use super::super::tree::{Kind, Node};
use super::Fault;
use super::value::{HOLE, Value};
use crate::diagnostic::Code;
use crate::locale::Message;

/// The fields of a struct, one after the other.
pub(super) struct Fields<'a> {
    pub entries: std::vec::IntoIter<(&'static str, Value<'a>)>,
    pub value: Option<Value<'a>>,
}

impl<'de> de::MapAccess<'de> for Fields<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((name, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        let name: StrDeserializer<Fault> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Fault::Custom("value before key".to_owned())),
        }
    }
}

/// Items of a list or tuple; past the end of what is written come holes.
pub(super) struct Items<'a> {
    pub value: Value<'a>,
    pub items: &'a [Node],
    pub index: usize,
    pub length: usize,
    /// Whether each position is a slot of its own, as in a tuple.
    pub numbered: bool,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        if self.index == self.length {
            return Ok(None);
        }
        let mut value = self.value.at(self.items.get(self.index).unwrap_or(&HOLE));
        if self.numbered {
            value.slot.index = self.index + 1;
        }
        self.index += 1;
        seed.deserialize(value).map(Some)
    }
}

/// The entries of a map, one after the other.
pub(super) struct Entries<'a> {
    pub value: Value<'a>,
    pub entries: std::slice::Iter<'a, (Node, Node)>,
    pub current: Option<&'a Node>,
    pub keys: std::collections::HashSet<&'a str>,
}

/// The slot of the keys of a map, apart from that of its values.
pub(super) const KEY: usize = usize::MAX;

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        for (key, value) in self.entries.by_ref() {
            if let Some(text) = key.key().filter(|text| !self.keys.insert(text)) {
                let message = Message::new("diag-duplicate-key").with("name", text);
                self.value.at(key).report(Code::Duplicate, message, Some(Message::new("diag-duplicate-help")));
                continue;
            }
            self.current = Some(value);
            let mut key = self.value.at(key);
            key.slot.index = KEY;
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        seed.deserialize(self.value.at(self.current.take().unwrap_or(&HOLE)))
    }
}

/// A variant and what it holds.
pub(super) struct Variant<'a> {
    pub name: &'static str,
    pub value: Value<'a>,
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = Fault;
    type Variant = Value<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Value<'a>), Fault> {
        let name: StrDeserializer<Fault> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.value))
    }
}

impl<'de> de::VariantAccess<'de> for Value<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        if matches!(self.node.kind, Kind::Struct { .. } | Kind::Tuple { .. }) {
            let message = Message::new("diag-word-without-content").with("name", self.slot.variant);
            self.report(Code::WrongType, message, Some(Message::new("diag-word-without-content-help")));
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        match &self.node.kind {
            Kind::Tuple { items, .. } if items.len() == 1 => seed.deserialize(self.at(&items[0])),
            Kind::Hole => seed.deserialize(self),
            _ => {
                let message = Message::new("diag-wrong-count").with("expected", 1).with("found", 0);
                self.report(Code::WrongCount, message, None);
                seed.deserialize(self.hole())
            }
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(self.items(length))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.visit_fields(fields, visitor)
    }
}
