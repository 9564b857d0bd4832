//! Keys of foreign objects: which are read and how, which stand beside as comments, and which nobody knows.

use serde_json::{Map, Value};

use super::super::clean;
use super::super::limits::CELL_BYTES;
use super::block::{beginning, shortened};
use super::found::{Aside, Question};

/// How a key is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    Text,
    Texts,
    Truth,
    Number,
    /// Objects that have keys of their own.
    Parts,
    /// As a comment: the catalogue has no place for it.
    Aside,
}

/// The keys of a kind of object.
pub(super) type Shape = [(&'static str, Taken)];

/// An object with the shape it ought to have. Whatever is read of it is bounded.
pub(super) struct Object<'j> {
    map: &'j Map<String, Value>,
    /// Whether texts are taken letter by letter.
    exact: bool,
}

impl<'j> Object<'j> {
    pub(super) fn new(map: &'j Map<String, Value>, exact: bool) -> Object<'j> {
        Object { map, exact }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// A text, on one line; an empty one is none.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.one(self.map.get(key)?)
    }

    /// The texts of a list.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let items = self.map.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        items.iter().filter_map(|item| self.one(item)).collect()
    }

    pub(super) fn truth(&self, key: &str) -> Option<bool> {
        self.map.get(key)?.as_bool()
    }

    pub(super) fn number(&self, key: &str) -> Option<u32> {
        u32::try_from(self.map.get(key)?.as_u64()?).ok()
    }

    /// The objects of a list, or the only one.
    pub(super) fn parts(&self, key: &str) -> Vec<&'j Value> {
        match self.map.get(key) {
            Some(Value::Array(items)) => items.iter().collect(),
            Some(one @ Value::Object(_)) => vec![one],
            Some(_) | None => Vec::new(),
        }
    }

    fn one(&self, value: &Value) -> Option<String> {
        let written = beginning(value.as_str()?);
        let text = if self.exact { written.trim().to_owned() } else { clean::line(written) };
        (!text.is_empty()).then_some(text)
    }

    /// What stands beside the keys that are read; a key that nobody knows, or whose value is of another kind, is a
    /// question too.
    pub(super) fn beside(&self, shape: &Shape, questions: &mut Vec<Question>) -> Vec<Aside> {
        let mut aside = Vec::new();
        for (key, value) in self.map {
            if is_nothing(value) {
                continue;
            }
            if is_long(value) {
                questions.push(Question::new("cell_cut").with("row", shortened(beginning(key))));
            }
            let taken = shape.iter().find(|(known, _)| known == key).map(|(_, taken)| *taken);
            let text = || shown(value);
            match taken {
                Some(Taken::Aside) => aside.push(Aside::new(key, text())),
                Some(taken) if fits(taken, value) => {}
                Some(_) | None => {
                    let key = shortened(beginning(key));
                    questions.push(Question::new("key_unread").with("key", &key).with("text", shortened(&text())));
                    aside.push(Aside::new(&key, text()));
                }
            }
        }
        aside
    }
}

fn fits(taken: Taken, value: &Value) -> bool {
    match taken {
        Taken::Text => value.is_string(),
        Taken::Texts => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        Taken::Truth => value.is_boolean(),
        Taken::Number => value.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
        // An array's own items are asked about where they are read.
        Taken::Parts => value.is_array() || value.is_object(),
        Taken::Aside => true,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(_) | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_long(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() > CELL_BYTES,
        Value::Array(items) => items.iter().any(|item| item.as_str().is_some_and(|text| text.len() > CELL_BYTES)),
        _ => false,
    }
}

/// A value on one line.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => clean::line(beginning(text)),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let texts = items.iter().filter_map(Value::as_str).map(|text| clean::line(beginning(text)));
            texts.take(64).collect::<Vec<_>>().join("; ")
        }
        other => beginning(&other.to_string()).to_owned(),
    }
}
