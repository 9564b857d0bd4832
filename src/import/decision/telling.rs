//! What was found in a decision's file, in words.

use crate::model::{Day, DayUnit, Effect};
use crate::strings::{Language, Strings};

use super::draft::Draft;
use super::register::{CellPlace, Register};

/// The most questions, and the most notes, that are shown of one draft; all of them stand in it.
const SHOWN: usize = 12;

/// A draft in words: rows and codes found, days, where it lies, its questions. `shown` is how the person would type the
/// path, and `day_text` how the person writes a day.
pub fn told(draft: &Draft, shown: &str, language: Language, day_text: fn(Day, Language) -> String) -> String {
    let strings = Strings::of(language);
    let unknown = || strings.get(&["import", "day_unknown"]);
    let effect = match draft.effect {
        Effect::On(day) => day_text(day, language),
        Effect::OnSigning => strings.get(&["import", "on_signing"]),
        Effect::AfterSigning(count) => {
            let key = match count.unit {
                DayUnit::Days => "days_after_signing",
                DayUnit::WorkingDays => "working_days_after_signing",
            };
            strings.filled(&["import", key], &[("count", count.number.to_string())])
        }
        Effect::Undated | Effect::Unstated => unknown(),
    };
    let mut values = counts(std::slice::from_ref(draft));
    values.extend([
        ("number", draft.number.clone()),
        ("signed", draft.signed.map_or_else(unknown, |day| day_text(day, language))),
        ("effect", effect),
        ("path", shown.to_owned()),
    ]);
    let mut out = format!("{}\n", strings.filled(&["import", "draft"], &values));
    for question in draft.questions.iter().take(SHOWN) {
        out.push_str(&format!("  ? {question}\n"));
    }
    if let Some(more) = draft.questions.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let values = [("count", more.to_string())];
        out.push_str(&format!("  {}\n", strings.filled(&["import", "more_questions"], &values)));
    }
    for note in draft.notes.iter().take(SHOWN) {
        out.push_str(&format!("  - {note}\n"));
    }
    if let Some(more) = draft.notes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let values = [("count", more.to_string())];
        out.push_str(&format!("  {}\n", strings.filled(&["import", "more_notes"], &values)));
    }
    out
}

/// What all drafts of a file come to, in one line.
pub fn file_told(drafts: &[Draft], language: Language) -> String {
    let mut values = counts(drafts);
    let signed = drafts.iter().filter(|draft| draft.signed.is_some()).count();
    let is_known = |draft: &&Draft| !matches!(draft.effect, Effect::Undated | Effect::Unstated);
    let effect = drafts.iter().filter(is_known).count();
    values.extend([
        ("decisions", drafts.len().to_string()),
        ("signed", signed.to_string()),
        ("effect", effect.to_string()),
    ]);
    format!("{}\n", Strings::of(language).filled(&["import", "drafts_all"], &values))
}

/// The most cells and values that are shown of a table of decisions.
const PLACES: usize = 40;

/// What a table of decisions comes to, beside its drafts: what could not be read and where, what differs from the ledger, and
/// how much of what the records cite it tells. `shown` is the file as the person gave it.
pub fn register_told(register: &Register, shown: &str, language: Language) -> String {
    let strings = Strings::of(language);
    let filled = |key: &str, values: &[(&'static str, String)]| strings.filled(&["import", "register", key], values);
    let mut out = String::new();
    for fault in register.faults.iter().take(PLACES) {
        let place = match &fault.place {
            CellPlace::Text(line, column) => format!("{shown}:{line}:{column}"),
            CellPlace::Sheet(sheet, cell) => {
                filled("sheet", &[("file", shown.to_owned()), ("sheet", sheet.clone()), ("cell", cell.clone())])
            }
            CellPlace::Record(at, key) => {
                filled("record", &[("file", shown.to_owned()), ("at", at.to_string()), ("key", key.clone())])
            }
        };
        let values = [("place", place), ("title", fault.title.clone()), ("text", fault.text.clone())];
        out.push_str(&format!("{}\n", filled(fault.wrong.key(), &values)));
    }
    for conflict in register.conflicts.iter().take(PLACES) {
        let values = [
            ("path", conflict.path.clone()),
            ("key", conflict.key.to_owned()),
            ("ours", conflict.ours.clone()),
            ("theirs", conflict.theirs.clone()),
        ];
        out.push_str(&format!("{}\n", filled("conflict", &values)));
    }
    let left = register.faults.len().saturating_sub(PLACES) + register.conflicts.len().saturating_sub(PLACES);
    if left > 0 {
        out.push_str(&format!("{}\n", filled("more", &[("count", left.to_string())])));
    }
    let values = [
        ("rows", register.rows.to_string()),
        ("drafts", register.drafts.len().to_string()),
        ("same", register.same.to_string()),
        ("faults", register.faults.len().to_string()),
        ("conflicts", register.conflicts.len().to_string()),
        ("cited", register.cited.0.to_string()),
        ("procedures", register.cited.1.to_string()),
        ("all", register.all_cited.0.to_string()),
        ("open", register.all_cited.1.to_string()),
    ];
    out.push_str(&format!("{}\n", filled("told", &values)));
    out
}

/// Rows, codes and questions.
fn counts(drafts: &[Draft]) -> Vec<(&'static str, String)> {
    let sum = |of: fn(&Draft) -> usize| drafts.iter().map(of).sum::<usize>().to_string();
    vec![
        ("rows", sum(|draft| draft.rows_there)),
        ("read", sum(|draft| draft.rows_read)),
        ("changes", sum(|draft| draft.changes)),
        ("printed", sum(|draft| draft.codes_printed)),
        ("by_name", sum(|draft| draft.codes_by_name)),
        ("without", sum(|draft| draft.codes_missing)),
        ("questions", sum(|draft| draft.questions.len())),
    ]
}
