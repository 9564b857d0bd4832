//! A finding about a value of a file, before anybody looked where the value stands.

use std::ops::Range;

use super::{Code, Finding};

/// A finding about a value that is known by its key: `name`, `channel[1].fees[0].amount`, `row[1.004222].confirmed`. The
/// model has no places; `load::settle` looks the key up in the file and gives the finding its place.
///
/// What stands under a key, and how rows are numbered, is said at `load::Places`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The finding, without a place.
    pub finding: Finding,
    /// The path relative to the project's folder.
    pub file: String,
    /// The keys, the best first: the place is that of the first that the file has.
    pub keys: Vec<String>,
    /// The bytes of the value's text that are meant, where it is not the whole of it.
    pub part: Option<Range<usize>>,
}

impl Hit {
    /// A finding about the value under a key.
    pub fn new(file: &str, key: impl Into<String>, code: Code) -> Hit {
        Hit { finding: Finding::general(code), file: file.to_owned(), keys: vec![key.into()], part: None }
    }

    /// The same where the file may lack the key: it is then about the value under this one.
    #[must_use]
    pub fn or(mut self, key: impl Into<String>) -> Hit {
        self.keys.push(key.into());
        self
    }

    /// The same about a part of the value's text.
    #[must_use]
    pub fn part(mut self, bytes: Range<usize>) -> Hit {
        self.part = Some(bytes);
        self
    }

    /// The same with one more value for its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Hit {
        self.finding = self.finding.with(name, value);
        self
    }
}
