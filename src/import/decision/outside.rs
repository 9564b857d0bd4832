//! Codes that stand outside of the tables. Only rows of tables are read; a line with a code must not vanish.

use std::collections::BTreeSet;

use super::super::limits::DECISION_ROWS;
use super::block::shortened;
use super::clauses;
use super::found::{Found, Question, Word};

/// The lines with codes, each with what the heading above it says that is done.
#[derive(Debug, Clone, Default)]
pub(super) struct Outside {
    /// As many as a decision may have rows.
    lines: Vec<(String, Option<Word>)>,
    /// How many more there are.
    beyond: usize,
}

impl Outside {
    pub(super) fn line(&mut self, line: &str, word: Option<Word>) {
        if clauses::codes(line).is_empty() {
            return;
        }
        if self.lines.len() < DECISION_ROWS {
            self.lines.push((line.to_owned(), word));
        } else {
            self.beyond += 1;
        }
    }

    /// Asks about each whose codes are of no row that does the same: a decision repeats the names of its procedures
    /// above their contents.
    pub(super) fn ask(self, found: &mut Found) {
        let mut read: BTreeSet<(&str, Option<Word>)> = BTreeSet::new();
        for row in &found.rows {
            for code in [&row.codes, &row.old, &row.new].into_iter().flatten() {
                read.extend([(code.as_str(), row.change), (code.as_str(), None)]);
            }
        }
        let is_read = |line: &str, word| clauses::codes(line).iter().all(|code| read.contains(&(code.as_str(), word)));
        let unread: Vec<_> = self.lines.iter().filter(|(line, word)| !is_read(line, *word)).collect();
        found.partial |= !unread.is_empty() || self.beyond > 0;
        if self.beyond > 0 {
            found.questions.push(Question::new("lines_more").with("count", self.beyond));
        }
        found
            .questions
            .extend(unread.into_iter().map(|(line, _)| Question::new("code_outside").with("row", shortened(line))));
    }
}
