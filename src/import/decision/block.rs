//! What stands where in a document, before anybody says what it means: readers write it, and all else reads it.

use crate::text::clean;

use super::super::limits::CELL_BYTES;
use super::clauses;

/// A part of a document, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph; it may run over lines.
    Line(String),
    Table(Vec<Vec<Cell>>),
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Whether it is one with the cell above.
    pub(super) merged: bool,
    /// Whether its text was longer than [`CELL_BYTES`].
    pub(super) cut: bool,
}

/// A cell of its own.
pub(super) fn cell(text: &str) -> Cell {
    let kept = beginning(text);
    Cell { text: kept.trim().to_owned(), merged: false, cut: kept.len() < text.len() }
}

/// As much of a text as is read of a cell.
pub(super) fn beginning(text: &str) -> &str {
    let mut end = text.len().min(CELL_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Enough of a text to find it by.
pub(super) fn shortened(text: &str) -> String {
    const CHARS: usize = 160;
    let whole = clean(beginning(text));
    if whole.chars().count() <= CHARS { whole } else { whole.chars().take(CHARS).chain(['…']).collect() }
}

/// Two lines as one; a code or a number that the end of the first broke is whole again where it can only be one.
pub(super) fn joined(first: &str, second: &str) -> String {
    let (last, next) = (first.rsplit(' ').next().unwrap_or_default(), second.split(' ').next().unwrap_or_default());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = matches!(last.split_once('.'), Some((kind, rest))
        if kind.len() == 1 && digits(kind) && (rest.is_empty() || digits(rest))
            && rest.len() < 6 && digits(next) && rest.len() + next.len() == 6);
    let symbol = last.len() > 1
        && last.contains('/')
        && last.starts_with(|c: char| c.is_ascii_digit())
        && last.ends_with(['-', '/'])
        && next.starts_with(char::is_alphanumeric);
    // Neither half is a text's number, and both together are one.
    let numbered = |text: &str| clauses::legal_numbers(text).iter().any(|number| number.contains('-'));
    let symbol = symbol
        || last.starts_with(|c: char| c.is_ascii_digit())
            && last.contains('/')
            && !numbered(last)
            && !numbered(next)
            && numbered(&format!("{last}{next}{}", if next.ends_with('-') { "X" } else { "" }));
    format!("{first}{}{second}", if code || symbol { "" } else { " " })
}
