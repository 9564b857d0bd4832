//! What a query is answered with.

use super::facets::{Facet, FacetCount};
use super::table::List;
use crate::ledger::Status;

/// How a query is to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// At most so many hits.
    pub limit: usize,
    /// Whether the last word may be a beginning.
    pub typing: Typing,
    /// The values that hits must have: one of those given for each facet that has any.
    pub choices: Vec<(Facet, String)>,
}

impl Default for Options {
    /// Ten hits for a query that is finished.
    fn default() -> Self {
        Options { limit: 10, typing: Typing::Finished, choices: Vec::new() }
    }
}

/// Whether the person has finished typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// The query is sent off. Its last word counts as a beginning only little.
    Finished,
    /// Results are shown while typing: the last word counts as a beginning as much as as a word.
    Unfinished,
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The query as typed.
    pub query: String,
    /// How many records are hits, shown or not.
    pub total: usize,
    /// The best of them, best first; equal scores in the order of codes.
    pub hits: Vec<Hit>,
    /// What the query was read as, besides what it says.
    pub understood: Vec<Understood>,
    /// How many hits have each value of each facet: facet by facet, those with most hits first. A facet's own choices
    /// do not narrow its counts.
    pub facets: Vec<FacetCount>,
    /// Where there is no hit: the sectors whose names are nearest, identifier and name.
    pub near_sectors: Vec<(String, String)>,
}

/// A record that answers a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its code.
    pub code: String,
    /// Its official name.
    pub name: String,
    /// Its points; they mean nothing outside this answer.
    pub score: i64,
    /// Its status on the catalogue's day.
    pub status: Status,
}

/// Something that a query was read as.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Understood {
    /// A sector, an agency or an office, which has a page of its own.
    Named {
        /// What it is.
        list: List,
        /// Its identifier.
        id: String,
        /// Its official name.
        name: String,
        /// The address of its page.
        page: String,
    },
    /// Keys of an input method that was switched off.
    Keys {
        /// The query as it was meant.
        meant: String,
    },
    /// What people say, for official wording.
    Synonym {
        /// What people say.
        said: String,
        /// The official wording.
        official: String,
        /// The kind that the catalogue's file gives (`ten_cu` for words that are no longer right).
        kind: String,
    },
    /// A code that no record has, of which one has the base.
    Code {
        /// That record's code.
        code: String,
    },
    /// A code that no record has, not even but for its suffix.
    NoCode {
        /// The code without its suffix, or with its slip as typed.
        code: String,
        /// Codes that one slip makes of it, those in force and in use first; some of them where there are many.
        near: Vec<String>,
    },
    /// A code that no record has and that an official list does: it exists, and nobody here has it, or it is still missing.
    Listed {
        /// The code without its suffix.
        code: String,
        /// What the list is called.
        list: String,
        /// Where its page is looked for: the national portal's search for the code.
        link: String,
    },
    /// The number of a decision.
    Decision {
        /// The number in normal form.
        number: String,
        /// The address of its page, where it has one.
        page: Option<String>,
    },
    /// Words that nothing has, with the nearest words that names have in their place.
    Spelling {
        /// The query as it may have been meant.
        meant: String,
    },
    /// Words that nothing has and that are near to nothing.
    Unknown {
        /// The words.
        words: String,
    },
    /// The number of a decision that the catalogue does not have.
    NoDecision {
        /// The number as typed.
        number: String,
    },
    /// The number of a dossier, which is no procedure: its state is looked up elsewhere.
    Dossier {
        /// The number in its usual form.
        number: String,
    },
}
