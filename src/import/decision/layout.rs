//! What the columns of an annex are, by their titles.

use crate::text::fold;

use super::clauses;
use super::found::Word;

/// A column that the importer reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Code,
    OldCode,
    NewCode,
    Name,
    OldName,
    NewName,
    Legal,
    Level,
    Effect,
    Other,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    columns: Vec<Column>,
    /// What a column's title says that the rows do, where it says one thing.
    pub(super) says: Option<Word>,
}

impl Layout {
    /// The layout that a row of titles gives; `None` where the row is none.
    pub(super) fn of(titles: &[&str]) -> Option<Layout> {
        let columns: Vec<Column> = titles.iter().map(|title| column(&fold(title))).collect();
        let names = |column: &Column| matches!(column, Column::Name | Column::OldName | Column::NewName);
        if !columns.iter().any(names) || columns.len() < 2 {
            return None;
        }
        let legal = titles.iter().zip(&columns).filter(|(_, column)| **column == Column::Legal);
        let says = legal.filter_map(|(title, _)| clauses::word(title)).next();
        Some(Layout { columns, says })
    }

    /// The cells of a column's kind, in order.
    pub(super) fn at(&self, column: Column) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().enumerate().filter(move |(_, other)| **other == column).map(|(at, _)| at)
    }

    /// Whether the table has a column of this kind.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }
}

/// What a folded title means.
fn column(title: &str) -> Column {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| title.contains(phrase));
    let old = has(&["bi thay the", "duoc thay the", " cu"]);
    let new = !old && has(&["thay the", " moi"]);
    let of_procedure = has(&["tthc", "thu tuc", "ma so", "nhom"]);
    if matches!(title, "stt" | "tt" | "so tt" | "so thu tu") {
        Column::Number
    } else if has(&["can cu", "van ban", "vbqppl", "vb qppl"]) {
        Column::Legal
    } else if title.starts_with("ma") && (of_procedure || title == "ma") {
        if old {
            Column::OldCode
        } else if new {
            Column::NewCode
        } else {
            Column::Code
        }
    } else if (title.starts_with("ten") && of_procedure) || title.starts_with("thu tuc hanh chinh") {
        if old {
            Column::OldName
        } else if new {
            Column::NewName
        } else {
            Column::Name
        }
    } else if has(&["cap thuc hien", "cap giai quyet"]) {
        Column::Level
    } else if has(&["hieu luc"]) {
        Column::Effect
    } else {
        Column::Other
    }
}
