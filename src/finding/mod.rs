//! Findings: facts about content. A finding says what is; whether it stops publication is looked up in
//! [`Code::severity`], never stored, and its prose is looked up in the strings file of a language.

mod code;
mod counts;

pub use code::{Class, Code, Severity};
pub use counts::{Counts, Verdict};

use crate::source::Place;
use crate::strings::{Language, Strings};

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
        Strings::of(language).filled(&["finding", self.code.name(), "message"], &self.args)
    }

    /// What to do about it, in words. Empty where nothing need be done.
    pub fn help(&self, language: Language) -> String {
        Strings::of(language).filled(&["finding", self.code.name(), "help"], &self.args)
    }
}
