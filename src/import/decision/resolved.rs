//! A decision's file in the catalogue's terms, as a draft is written from it.

use crate::model::{Day, Effect, Levels, ProcedureCode, RowContent};

use super::found::{Aside, Particulars, Question, Word};

/// A value and the source's words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told<T> {
    pub(super) value: T,
    pub(super) words: String,
}

/// A decision in the catalogue's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) kept: bool,
    pub(super) second_hand: bool,
    pub(super) number: String,
    pub(super) issuer: Told<String>,
    pub(super) signed: Option<Told<Day>>,
    pub(super) year: Option<i32>,
    pub(super) published: Option<Told<Day>>,
    pub(super) entered: Option<Told<Day>>,
    pub(super) shortened: bool,
    pub(super) effect: Told<Effect>,
    pub(super) effect_clause: Option<String>,
    pub(super) effect_source: Option<String>,
    pub(super) until: Option<Told<Day>>,
    pub(super) title: Option<String>,
    pub(super) sectors: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) central: Vec<String>,
    pub(super) scope: Option<Scope>,
    pub(super) sections: Vec<Section>,
    pub(super) rows: Vec<Row>,
    /// Rows that could not be entered, in the source's words.
    pub(super) left: Vec<Left>,
    /// How many rows the file has.
    pub(super) rows_there: usize,
    /// How many of them were entered.
    pub(super) rows_read: usize,
    pub(super) complete: bool,
    pub(super) source: Option<String>,
    pub(super) sha256: Option<String>,
    pub(super) aside: Vec<Aside>,
    pub(super) open: Vec<String>,
    pub(super) questions: Vec<Question>,
    pub(super) notes: Vec<Question>,
}

/// What a standardised list covers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Scope {
    pub(super) sectors: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) levels: Levels,
}

/// A row that waits outside the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) words: String,
    pub(super) codes: Vec<String>,
    pub(super) aside: Vec<Aside>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) effect: Option<Effect>,
    pub(super) until: Option<Day>,
    pub(super) declared: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) kind: Word,
    pub(super) code: Option<ProcedureCode>,
    pub(super) old: Vec<ProcedureCode>,
    pub(super) new: Vec<ProcedureCode>,
    pub(super) name: Option<String>,
    pub(super) candidates: Vec<ProcedureCode>,
    pub(super) levels: Levels,
    pub(super) effect: Option<Effect>,
    pub(super) text_effect: Option<Day>,
    pub(super) until: Option<Day>,
    pub(super) legal: Vec<String>,
    pub(super) prevails: bool,
    pub(super) content: RowContent,
    /// What the record has otherwise: the key of the words, old and new.
    pub(super) differences: Vec<(&'static str, String, String)>,
    pub(super) section: Option<String>,
    pub(super) own: Particulars,
    /// The effect that a correction puts in the place of the first.
    pub(super) corrected: Option<Effect>,
    pub(super) words: String,
    pub(super) aside: Vec<Aside>,
    /// Whether the code was found by the name.
    pub(super) by_name: bool,
}
