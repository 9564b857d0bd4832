//! The portal's saved record of a decision: names of procedures without codes, and the day on which it was published; and
//! its list of decisions, which has no rows.

use serde_json::{Map, Value};

use super::block::shortened;
use super::found::{Aside, Found, FoundRow, Question, Word};
use super::shape::{Object, Shape, Taken};

const RECORD: &Shape = &[
    ("portal_id", Taken::Aside),
    ("number", Taken::Text),
    ("title", Taken::Text),
    ("date", Taken::Text),
    ("agency", Taken::Text),
    ("fields", Taken::Texts),
    ("attachments", Taken::Aside),
    ("procedures", Taken::Parts),
];

const ROW: &Shape = &[
    ("change", Taken::Text),
    ("code", Taken::Text),
    ("name", Taken::Text),
    ("portal_id", Taken::Aside),
    ("codes_by_name", Taken::Aside),
];

pub(super) fn read(map: &Map<String, Value>) -> Found {
    let object = Object::new(map, false);
    let mut questions = Vec::new();
    let aside = object.beside(RECORD, &mut questions);
    questions.push(Question::new("portal_dates"));
    let mut found = Found {
        number: object.text("number"),
        issuers: object.text("agency").into_iter().collect(),
        // The portal's "date" is the day on which it published the decision, and not that of signing.
        published: object.text("date"),
        title: object.text("title"),
        sectors: object.texts("fields"),
        aside,
        questions,
        ..Found::default()
    };
    for part in object.parts("procedures") {
        match part.as_object() {
            Some(map) => {
                let row = row(&Object::new(map, false), &mut found.questions);
                found.rows.push(row);
            }
            None => {
                found.partial = true;
                found.questions.push(Question::new("row_unread").with("row", shortened(&part.to_string())));
            }
        }
    }
    found
}

/// The keys of a decision in the portal's list.
const LISTED: &Shape = &[
    ("ID", Taken::Aside),
    ("CODE", Taken::Text),
    ("NAME", Taken::Text),
    ("PUBLISHING_DATE", Taken::Text),
    ("AGENCY_NAME", Taken::Text),
    ("AGENCY_ID", Taken::Aside),
    ("AMOUNT", Taken::Aside),
    ("ROW_STT", Taken::Aside),
];

/// Whether an object is a decision of the portal's list.
pub(super) fn is_listed(map: &Map<String, Value>) -> bool {
    ["CODE", "NAME", "PUBLISHING_DATE"].iter().all(|key| map.contains_key(*key))
}

/// A decision of the portal's list: that it is there, without its rows.
pub(super) fn read_listed(map: &Map<String, Value>) -> Found {
    let object = Object::new(map, false);
    let mut questions = Vec::new();
    let aside = object.beside(LISTED, &mut questions);
    questions.push(Question::new("portal_dates"));
    Found {
        number: object.text("CODE"),
        issuers: object.text("AGENCY_NAME").into_iter().collect(),
        published: object.text("PUBLISHING_DATE"),
        title: object.text("NAME"),
        partial: true,
        aside,
        questions,
        ..Found::default()
    }
}

fn row(row: &Object, questions: &mut Vec<Question>) -> FoundRow {
    let mut aside = row.beside(ROW, questions);
    let word = row.text("change").unwrap_or_default();
    let change = match word.as_str() {
        "MODIFIED" => Some(Word::Amend),
        "REMOVED" | "DELETED" => Some(Word::Repeal),
        other => Word::from_interchange(other),
    };
    if change.is_none() && !word.is_empty() {
        aside.push(Aside::new("change", word.clone()));
    }
    let name = row.text("name");
    let written = format!("{word} · {}", name.as_deref().unwrap_or_default());
    FoundRow {
        rows: 1,
        change,
        codes: row.text("code").into_iter().collect(),
        name,
        written,
        aside,
        ..FoundRow::default()
    }
}
