//! The portal's saved record of a decision: names of procedures without codes, and the day on which it was published.

use serde_json::{Map, Value};

use super::found::{Found, FoundRow, Question, Word};
use super::interchange::{text, texts};

pub(super) fn read(object: &Map<String, Value>) -> Found {
    let mut found = Found {
        number: text(object, "number"),
        issuers: text(object, "agency").into_iter().collect(),
        // The portal's "date" is the day on which it published the decision, and not that of signing.
        published: text(object, "date"),
        title: text(object, "title"),
        sectors: texts(object, "fields"),
        ..Found::default()
    };
    found.questions.push(Question::new("portal_dates"));
    let rows = object.get("procedures").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for row in rows {
        let Some(row) = row.as_object() else {
            found.partial = true;
            found.questions.push(Question::new("row_unread").with("row", row));
            continue;
        };
        let written = text(row, "change").unwrap_or_default();
        let change = match written.as_str() {
            "NEW" => Some(Word::New),
            "MODIFIED" => Some(Word::Amend),
            "REPLACED" => Some(Word::Replace),
            "ABOLISHED" | "REMOVED" | "DELETED" => Some(Word::Repeal),
            _ => None,
        };
        let name = text(row, "name");
        let written = format!("{written} · {}", name.as_deref().unwrap_or_default());
        let codes = text(row, "code").into_iter().collect();
        found.rows.push(FoundRow { rows: 1, change, codes, name, written, ..FoundRow::default() });
    }
    found
}
