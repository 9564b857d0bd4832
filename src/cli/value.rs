//! What is wrong with a value as typed.

use std::fmt;

use crate::strings::{Language, Strings};

/// Why a value cannot be meant: strings `cli.value.<key>` with its values. It displays in English, as clap tells it; the
/// Vietnamese messages ask for [`BadValue::message`].
#[derive(Debug, Clone)]
pub(super) struct BadValue {
    key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl BadValue {
    pub(super) fn new(key: &'static str) -> BadValue {
        BadValue { key, args: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> BadValue {
        self.args.push((name, value.to_string()));
        self
    }

    pub(super) fn message(&self, language: Language) -> String {
        Strings::of(language).filled(&["cli", "value", self.key], &self.args)
    }
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::English))
    }
}

impl std::error::Error for BadValue {}
