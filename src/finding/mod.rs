//! Findings: facts about content. A finding says what is; whether it stops publication is looked up in
//! [`Code::severity`], never stored, and its prose is looked up in the strings file of a language.

mod code;
mod counts;
mod hit;

pub use code::{Class, Code, Severity};
pub use counts::{Counts, Verdict};
pub use hit::Hit;

use chrono::NaiveDate;

use crate::source::Place;
use crate::strings::{Language, Strings, day_text};

/// A fact about the catalogue that a person should know.
///
/// It carries data; the sentence is `finding.<CODE>.message` of the strings file with each `{name}` filled in from
/// the finding's arguments, and `finding.<CODE>.help` says what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where it was found; `None` for facts about the catalogue as a whole.
    pub place: Option<Place>,
    /// What kind of fact it is.
    pub code: Code,
    /// The values that its sentence names.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    /// A finding at a place.
    pub fn at(place: Place, code: Code) -> Self {
        Finding { place: Some(place), code, args: Vec::new() }
    }

    /// A finding about the catalogue as a whole.
    pub fn general(code: Code) -> Self {
        Finding { place: None, code, args: Vec::new() }
    }

    /// The same finding with one more value for its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether it states a fault, or that something could not be told.
    pub fn class(&self) -> Class {
        self.code.class()
    }

    /// The fact, in words: lower case, no full stop.
    pub fn message(&self, language: Language) -> String {
        self.in_words("message", language)
    }

    /// What to do about it, in words. Empty where nothing need be done.
    pub fn help(&self, language: Language) -> String {
        self.in_words("help", language)
    }

    /// A sentence with its values filled in: days as the language writes them. What a file says (`value`) stays as it
    /// stands there.
    fn in_words(&self, key: &str, language: Language) -> String {
        let spoken = |(name, value): &(&'static str, String)| match value.parse::<NaiveDate>() {
            Ok(day) if *name != "value" && value.len() == "2026-07-01".len() => (*name, day_text(day, language)),
            Ok(_) | Err(_) => (*name, value.clone()),
        };
        let args: Vec<_> = self.args.iter().map(spoken).collect();
        Strings::of(language).filled(&["finding", self.code.name(), key], &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_write_days_as_readers_do_and_values_stay_as_they_are() {
        let finding = Finding::general(Code::SecondEnd).with("code", "1.000001").with("day", "2026-07-01");
        assert!(finding.message(Language::Vietnamese).contains("(01/07/2026)"));
        assert!(finding.message(Language::English).contains("2026-07-01"));
        assert_eq!(finding.args[1].1, "2026-07-01");
        let quoted = Finding::general(Code::ValueInvalid).with("key", "effect").with("value", "2026-07-01");
        assert!(quoted.message(Language::Vietnamese).contains("2026-07-01"));
    }
}
