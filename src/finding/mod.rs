//! Findings: facts about content. A finding says what is; whether it stops publication is looked up in
//! [`Code::severity`], never stored, and its prose is looked up in the strings file of a language.

mod code;
mod counts;
mod hit;
mod reader;

pub use code::{Class, Code, Severity};
pub use counts::{Counts, Verdict};
pub use hit::Hit;

use chrono::NaiveDate;

use crate::source::{Place, visible};
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

    /// The fact for officials who do not see the files: no key and no file name where the strings have words for it
    /// (`finding_official.<CODE>`, `finding_word`).
    pub fn official_message(&self, language: Language) -> String {
        self.in_official_words("message", language)
    }

    /// What to do about it, for officials who do not see the files.
    pub fn official_help(&self, language: Language) -> String {
        self.in_official_words("help", language)
    }

    /// The words of a value that is a list of keys, each by itself; none where it has no such value.
    pub fn official_arg(&self, name: &str, language: Language) -> Vec<String> {
        let value = self.args.iter().find(|(arg, _)| *arg == name);
        let keys = value.into_iter().flat_map(|(_, value)| value.split(", ")).filter(|key| !key.is_empty());
        keys.map(|key| official_value(name, key, language)).collect()
    }

    fn in_official_words(&self, key: &str, language: Language) -> String {
        let args = self.args.iter().map(|(name, value)| (*name, official_value(name, value, language))).collect();
        let worded = Finding { args, ..self.clone() };
        match Strings::of(language).has(&["finding_official", self.code.name(), key]) {
            true => {
                Strings::of(language).filled(&["finding_official", self.code.name(), key], &worded.spoken(language))
            }
            false => worded.in_words(key, language),
        }
    }

    /// A sentence with its values filled in.
    fn in_words(&self, key: &str, language: Language) -> String {
        let args = self.spoken(language);
        let strings = Strings::of(language);
        let is_far = args.iter().any(|(name, value)| *name == "near" && (value.is_empty() || value == "–"));
        let alone = format!("{key}_alone");
        let key = if is_far && strings.has(&["finding", self.code.name(), &alone]) { &alone } else { key };
        strings.filled(&["finding", self.code.name(), key], &args)
    }

    /// The values as the language writes them. What a file says (`value`) stays as it stands there.
    fn spoken(&self, language: Language) -> Vec<(&'static str, String)> {
        let spoken = |(name, value): &(&'static str, String)| match value.parse::<NaiveDate>() {
            Ok(day) if *name != "value" && value.len() == "2026-07-01".len() => (*name, day_text(day, language)),
            Ok(_) | Err(_) if *name == "error" => (*name, reader::in_language(value, language)),
            Ok(_) | Err(_) if ["path", "other", "page"].contains(name) => (*name, visible(value)),
            Ok(_) | Err(_) => (*name, value.clone()),
        };
        self.args.iter().map(spoken).collect()
    }
}

/// The values that are made of keys of the catalogue's files.
const KEYED: [&str; 7] = ["components", "levels", "decided", "executors", "damage", "missing", "via"];

/// A value with each key in it called by its word. A body's name may be the key of the field that it stands for.
fn official_value(name: &str, value: &str, language: Language) -> String {
    let strings = Strings::of(language);
    let word = |key: &str| match strings.has(&["finding_word", key]) {
        true => strings.get(&["finding_word", key]),
        false => key.to_owned(),
    };
    match name {
        "name" => word(value),
        _ if KEYED.contains(&name) => value.split(", ").map(word).collect::<Vec<_>>().join(", "),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officials_read_no_key_of_a_file_and_the_webmaster_reads_all() {
        let finding =
            Finding::general(Code::ComponentUnchecked).with("code", "1.000001").with("components", "steps, sets");
        let told = finding.official_message(Language::Vietnamese) + &finding.official_help(Language::Vietnamese);
        assert!(told.contains("trình tự thực hiện, số bộ hồ sơ"), "{told}");
        assert!(!told.contains("steps") && !told.contains("not-published"), "{told}");
        assert!(finding.message(Language::Vietnamese).contains("steps, sets"));
    }

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
