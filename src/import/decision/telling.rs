//! What was found in a decision's file, in words.

use crate::strings::{Language, Strings};

use super::draft::Draft;

/// The most questions that are shown of one draft; all of them stand in it.
const SHOWN: usize = 12;

/// A draft in words: counts, where it lies, its questions. `shown` is how the person would type the path.
pub fn told(draft: &Draft, shown: &str, language: Language) -> String {
    let strings = Strings::of(language);
    let values = [
        ("number", draft.number.clone()),
        ("rows", draft.rows_there.to_string()),
        ("changes", draft.changes.to_string()),
        ("printed", draft.codes_printed.to_string()),
        ("by_name", draft.codes_by_name.to_string()),
        ("questions", draft.questions.len().to_string()),
        ("path", shown.to_owned()),
    ];
    let mut out = format!("{}\n", strings.filled(&["import", "draft"], &values));
    for question in draft.questions.iter().take(SHOWN) {
        out.push_str(&format!("  ? {question}\n"));
    }
    if let Some(more) = draft.questions.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let values = [("count", more.to_string())];
        out.push_str(&format!("  {}\n", strings.filled(&["import", "more_questions"], &values)));
    }
    out
}
