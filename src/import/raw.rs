//! What foreign bytes are as rows, before anybody says what they mean: readers make them, and all else takes them from here.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::ProcedureCode;

use super::clean;
use super::lettering::Lettering;
use super::list::Cells;
use super::refusal::{Kind, Refusal, Remark, RowPlace};

/// How much of a cell above the titles of a list is kept, in characters.
const HEAD_CHARS: usize = 1000;

/// A row as its file has it.
pub(super) enum RawRow {
    /// A row of a list.
    Listed(Cells),
    /// A line of interchange JSON Lines.
    Line(Map<String, Value>),
    /// The portal's detail record.
    Detail(Map<String, Value>),
}

impl RawRow {
    /// The code that the row claims, where it is one.
    pub(super) fn code(&self) -> Option<ProcedureCode> {
        ProcedureCode::new(&clean::line(self.written_code()?)).ok()
    }

    /// The code as the row has it.
    pub(super) fn written_code(&self) -> Option<&str> {
        match self {
            RawRow::Listed(cells) => Some(&cells.code),
            RawRow::Line(object) | RawRow::Detail(object) => object.get("code")?.as_str(),
        }
    }

    /// The name as the row has it.
    pub(super) fn written_name(&self) -> &str {
        match self {
            RawRow::Listed(cells) => &cells.name,
            RawRow::Line(object) | RawRow::Detail(object) => {
                object.get("name").and_then(Value::as_str).unwrap_or_default()
            }
        }
    }

    /// Who issued it, as the row has it.
    pub(super) fn written_issuer(&self) -> Option<&str> {
        match self {
            RawRow::Listed(cells) => cells.issuer.as_deref(),
            RawRow::Line(object) | RawRow::Detail(object) => object.get("agency")?.as_str(),
        }
    }
}

/// What one file gave.
#[derive(Default)]
pub(super) struct RawFile {
    pub(super) kind: Option<Kind>,
    pub(super) rows: Vec<(RowPlace, RawRow)>,
    pub(super) refused: Vec<Refusal>,
    /// The bytes of the rows of a list.
    pub(super) size: u64,
    /// Titles of columns that import does not know.
    pub(super) unknown_columns: Vec<String>,
    /// Keys of JSON that were not taken.
    pub(super) keys_left: BTreeMap<String, KeyLeft>,
    /// The cells that stand above the titles of a list.
    pub(super) head: Vec<String>,
    /// What a person should know of rows and tables.
    pub(super) notes: Vec<(RowPlace, Remark)>,
    /// The letters of its texts.
    pub(super) letters: Lettering,
}

impl RawFile {
    /// Remembers a row above the titles.
    pub(super) fn above_titles(&mut self, row: &[String]) {
        let cells = row.iter().filter(|cell| !cell.trim().is_empty());
        self.head.extend(cells.map(|cell| cell.chars().take(HEAD_CHARS).collect::<String>()));
    }
}

/// A key that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct KeyLeft {
    /// In how many rows.
    pub(super) rows: u64,
    /// Whether it tells a status, which decisions alone tell.
    pub(super) is_lifecycle: bool,
}
