//! The journal of the last import: what every file held before, so that the import can be undone.

use serde_json::{Value, json};

use crate::digest::sha256;
use crate::model::Day;

use super::Edit;

/// Where the journal stands, relative to the catalogue. It is of one machine only and belongs to no history.
pub const JOURNAL_PATH: &str = ".import/undo.json";

/// The journal of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// The day of the import.
    pub day: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    path: String,
    before: Option<String>,
    /// The digest of what the import wrote; `None` where it deleted the file.
    after: Option<String>,
}

/// What undoing an import means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// The edits that put everything back.
    pub edits: Vec<Edit>,
    /// Files that are not as the import left them: undoing would lose what was done since.
    pub changed_since: Vec<String>,
}

impl Journal {
    /// The text of the journal of these edits.
    pub fn write(day: Day, edits: &[Edit]) -> String {
        let entries: Vec<Value> = edits
            .iter()
            .map(|edit| {
                let after = edit.after.as_deref().map(|text| sha256(text.as_bytes()));
                json!({ "path": edit.path, "before": edit.before, "after": after })
            })
            .collect();
        format!("{}\n", json!({ "day": day.to_string(), "edits": entries }))
    }

    /// Reads a journal; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Journal> {
        let value: Value = serde_json::from_str(text).ok()?;
        let day = value.get("day")?.as_str()?.to_owned();
        let optional = |value: Option<&Value>| match value {
            Some(Value::String(text)) => Some(Some(text.clone())),
            Some(Value::Null) => Some(None),
            _ => None,
        };
        let entries = value.get("edits")?.as_array()?.iter().map(|entry| {
            let path = entry.get("path")?.as_str()?.to_owned();
            Some(Entry { path, before: optional(entry.get("before"))?, after: optional(entry.get("after"))? })
        });
        Some(Journal { day, entries: entries.collect::<Option<Vec<Entry>>>()? })
    }

    /// The files that undoing would touch.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.path.as_str())
    }

    /// The edits that put every file back, given what each holds now.
    pub fn undo(&self, now: impl Fn(&str) -> Option<String>) -> Undo {
        let mut undo = Undo { edits: Vec::new(), changed_since: Vec::new() };
        for entry in &self.entries {
            let there = now(&entry.path);
            if there.as_deref().map(|text| sha256(text.as_bytes())) != entry.after {
                undo.changed_since.push(entry.path.clone());
            }
            if there != entry.before {
                undo.edits.push(Edit { path: entry.path.clone(), before: there, after: entry.before.clone() });
            }
        }
        undo
    }
}
