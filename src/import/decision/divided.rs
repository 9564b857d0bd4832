//! A row whose number and name span further rows: what those say of levels, legal texts and effect is said of it too.

use crate::model::{Level, Levels};

use super::block::shortened;
use super::clauses;
use super::content::FoundContent;
use super::found::{Aside, FoundRow, Question};

/// What a further part of a row says in cells of its own.
pub(super) struct Part {
    pub(super) level: Option<String>,
    pub(super) legal: Option<String>,
    pub(super) effect: Option<String>,
    /// What its own cells say of the content, and what they say with those that reach into it from above.
    pub(super) content: FoundContent,
    pub(super) whole: FoundContent,
}

impl Part {
    /// Puts it into the row above. `is_one` says whether both are of one procedure, and not of several with one
    /// successor. Two days of effect stay two days: no row has both, so that a person is asked.
    pub(super) fn take_into(self, last: &mut FoundRow, is_one: bool, questions: &mut Vec<Question>) {
        let mut unclear = false;
        if let Some(level) = self.level.filter(|level| !has(last.level.as_ref(), level)) {
            let (held, own) = (held(last), clauses::levels(&level));
            unclear |= held.is_empty() || own.is_empty() || !is_one && held != own;
            last.levels = held.union(&own).map(|level| level.as_str().to_owned()).collect();
            last.level = Some(with(last.level.take(), &level));
        }
        if let Some(legal) = self.legal.filter(|legal| !has(last.legal.as_ref(), legal)) {
            last.legal = Some(with(last.legal.take(), &legal));
        }
        if let Some(effect) = self.effect.filter(|effect| !has(last.effect.as_ref(), effect)) {
            // What only a part of the row says is no effect of all of it.
            unclear |= last.effect.is_none();
            last.effect = last.effect.take().map(|held| with(Some(held), &effect));
        }
        if unclear {
            questions.push(Question::new("row_divided").with("row", shortened(&last.written)));
        }
        // A blank cell of the same procedure says nothing; one of another procedure, that it has none.
        let own = if is_one { self.content } else { self.whole };
        let beside = last.content.parted(&own, is_one);
        ask_of_parts(last, beside, questions);
    }
}

/// What rows that are one say otherwise of the content is that of neither: it stands beside the row, and is asked about.
pub(super) fn ask_of_parts(row: &mut FoundRow, beside: Vec<Aside>, questions: &mut Vec<Question>) {
    if beside.is_empty() {
        return;
    }
    let texts: Vec<&str> = beside.iter().map(|aside| aside.text.as_str()).collect();
    let question = Question::new("content_divided").with("row", shortened(&row.written));
    questions.push(question.with("text", shortened(&texts.join(" / "))));
    row.aside.extend(beside);
}

/// The levels that the parts so far name.
fn held(row: &FoundRow) -> Levels {
    if row.levels.is_empty() {
        return row.level.as_deref().map(clauses::levels).unwrap_or_default();
    }
    row.levels.iter().filter_map(|word| Level::from_word(word)).collect()
}

/// Whether a text is one of those put together.
fn has(held: Option<&String>, text: &str) -> bool {
    held.is_some_and(|held| held == text || held.split("; ").any(|part| part == text))
}

fn with(held: Option<String>, text: &str) -> String {
    held.map_or_else(|| text.to_owned(), |held| format!("{held}; {text}"))
}
