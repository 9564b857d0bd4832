//! Rows of the interchange that are the two sides of one replacement → one row.

use serde_json::{Map, Value};

use super::found::{FoundRow, Question, Word};
use super::interchange::texts;

/// On which side of a replacement a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Side {
    /// The codes that replace the row's.
    by: Vec<String>,
    /// The codes that the row's replaces.
    of: Vec<String>,
    /// Whether the row has a new name for its own code.
    renamed: bool,
    /// Whether the successor was inferred from the order of rows.
    inferred: bool,
}

impl Side {
    pub(super) fn of(row: &Map<String, Value>) -> Side {
        Side {
            by: texts(row, "replaced_by"),
            of: texts(row, "replaces"),
            renamed: row.contains_key("new_name") || row.contains_key("replaced_by_name"),
            inferred: row.contains_key("successor_inferred"),
        }
    }
}

/// Puts the old rows with the same successors, and those successors' own rows, together.
pub(super) fn joined(rows: Vec<(Side, FoundRow)>, questions: &mut Vec<Question>) -> Vec<FoundRow> {
    let mut joined: Vec<(Vec<String>, FoundRow)> = Vec::new();
    let mut successors = Vec::new();
    for (side, mut row) in rows {
        let own = row.codes.first().cloned();
        if side.inferred {
            let (new, old) = (side.by.join(", "), own.clone().unwrap_or_default());
            questions.push(Question::new("successor_inferred").with("new", new).with("old", old));
        }
        if !side.by.is_empty() {
            let same = joined.iter_mut().find(|(by, _)| *by == side.by);
            if let Some((_, group)) = same {
                group.old.append(&mut row.codes);
                group.written.push_str(&format!(" / {}", row.written));
                group.rows += 1;
                continue;
            }
            row.change = Some(Word::Replace);
            row.old = std::mem::take(&mut row.codes);
            row.new.clone_from(&side.by);
        } else if !side.of.is_empty() {
            successors.push((side.of, row));
            continue;
        } else if row.change == Some(Word::Replace) {
            row.old = std::mem::take(&mut row.codes);
            if side.renamed {
                row.new.clone_from(&row.old);
            }
        }
        joined.push((side.by, row));
    }
    for (old, row) in successors {
        let own = row.codes.first().cloned().unwrap_or_default();
        match joined.iter_mut().find(|(by, _)| by.contains(&own)) {
            Some((_, group)) => {
                // The name that matters is that of the procedure which is there from now on.
                if group.new.len() == 1 && row.name.is_some() {
                    group.name = row.name;
                }
                group.rows += row.rows;
            }
            None => {
                let new = std::mem::take(&mut row.codes.clone());
                joined.push((Vec::new(), FoundRow { change: Some(Word::Replace), old, new, codes: Vec::new(), ..row }));
            }
        }
    }
    joined.into_iter().map(|(_, row)| row).collect()
}
