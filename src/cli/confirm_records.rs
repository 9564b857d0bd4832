//! The records that `niemyet confirm` makes of procedures that a decision begins.

use super::context::Context;
use super::exit::Failure;
use crate::import::{BASE_PATH, Begun, BegunRecord, Edit, begun};
use crate::input::{FileContent, Input};
use crate::model::{Day, Decision, Level, Records};
use crate::source::visible_path;
use crate::store::{FileChange, Project};
use crate::strings::Strings;

/// The text of the importer's base, where there is one.
pub(super) fn base(project: &Project) -> Result<Option<String>, Failure> {
    let (folder, name) = BASE_PATH.rsplit_once('/').unwrap_or((".", BASE_PATH));
    let files = project.read_beside(folder)?;
    Ok(files.get(name).and_then(FileContent::text).map(str::to_owned))
}

/// The records of what decisions begin.
pub(super) fn made_by_decisions(
    decisions: &[&Decision],
    records: &Records,
    input: &Input,
    base: Option<&str>,
    today: Day,
) -> Begun {
    begun(decisions, records, &input.catalogue, &input.site, base, today)
}

/// The catalogue with the records made.
pub(super) fn with_records(mut input: Input, made: &Begun) -> Input {
    for edit in made.edits.iter().filter(|edit| !edit.path.starts_with('.')) {
        if let Some(text) = &edit.after {
            input.catalogue.insert(edit.path.clone(), FileContent::Bytes(text.clone().into_bytes()));
        }
    }
    input
}

pub(super) fn record_change(edit: &Edit) -> FileChange {
    let bytes = |text: &Option<String>| text.as_ref().map(|text| text.clone().into_bytes());
    FileChange { path: edit.path.clone(), before: bytes(&edit.before), after: bytes(&edit.after) }
}

/// Whether a record is begun by the decision at a place of the catalogue.
pub(super) fn is_of_file(record: &BegunRecord, place: &str) -> bool {
    record.decision.strip_prefix("catalogue/") == Some(place)
}

/// That a record was made, and what the decision does not tell of it.
pub(super) fn record_text(record: &BegunRecord, project: &Project, context: &Context) -> String {
    let word = |path: &[&str]| Strings::of(context.language).get(path);
    let level = |level: &Level| word(&["report", "level", level.as_str()]);
    let levels: Vec<String> = record.levels.iter().map(level).collect();
    let values = [
        ("path", visible_path(project.catalogue.join(&record.path))),
        ("name", record.name.clone()),
        ("levels", levels.join(", ")),
    ];
    let key = if levels.is_empty() { "record_made" } else { "record_made_at" };
    let mut text = format!("  {}\n", context.words(key, &values));
    if !record.missing.is_empty() {
        let missing: Vec<String> =
            record.missing.iter().map(|field| word(&["site", "field", field.key()]).to_lowercase()).collect();
        text.push_str(&format!("    {}\n", context.words("record_missing", &[("fields", missing.join(", "))])));
    }
    text
}
