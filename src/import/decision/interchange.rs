//! The decision interchange: an array of decisions in JSON (`catalogue/README.md`, "Decision interchange").

use serde_json::{Map, Value};

use super::super::clean;
use super::found::{Found, FoundRow, Question, Word};
use super::replacements;

pub(super) fn read(object: &Map<String, Value>) -> Found {
    let mut found = Found {
        number: text(object, "number"),
        issuers: text(object, "issuer").into_iter().collect(),
        signed: text(object, "signed"),
        published: text(object, "published"),
        effect: text(object, "effective"),
        effect_source: text(object, "effective_source"),
        last_day: text(object, "effective_until"),
        title: text(object, "title"),
        sectors: text(object, "field").into_iter().collect(),
        cited: texts(object, "central"),
        partial: object.get("rows_complete").and_then(Value::as_bool) == Some(false),
        ..Found::default()
    };
    if let Some(note) = text(object, "attachment_note") {
        found.questions.push(Question::new("attachment").with("note", note));
    }
    let rows = object.get("rows").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        match row.as_object() {
            Some(row) => read.push((replacements::Side::of(row), self::row(row))),
            None => {
                found.partial = true;
                found.questions.push(Question::new("row_unread").with("row", row));
            }
        }
    }
    found.rows = replacements::joined(read, &mut found.questions);
    found
}

fn row(row: &Map<String, Value>) -> FoundRow {
    let change = match text(row, "change").unwrap_or_default().as_str() {
        "NEW" => Some(Word::New),
        "AMENDED" => Some(Word::Amend),
        "REPLACED" => Some(Word::Replace),
        "ABOLISHED" => Some(Word::Repeal),
        "STANDARDISED" => Some(Word::Rebase),
        _ => None,
    };
    let name = text(row, "name");
    let written = text(row, "raw_name").or_else(|| name.clone()).unwrap_or_default();
    FoundRow {
        rows: 1,
        change,
        level: text(row, "level"),
        codes: text(row, "code").into_iter().collect(),
        name,
        written,
        legal: text(row, "legal_basis"),
        effect: text(row, "effective"),
        last_day: text(row, "effective_until"),
        ..FoundRow::default()
    }
}

/// A text of an object, on one line; an empty one is none.
pub(super) fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = clean::line(object.get(key)?.as_str()?);
    (!text.is_empty()).then_some(text)
}

/// The texts of a list.
pub(super) fn texts(object: &Map<String, Value>, key: &str) -> Vec<String> {
    let items = object.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(Value::as_str).map(clean::line).filter(|text| !text.is_empty()).collect()
}
