//! What stands above and between the rows of an annex: fields in rows of their own, totals, headings without a title above
//! them; and cells of codes that could not be read.

use crate::model::ProcedureCode;
use crate::text::fold;

use super::super::super::codes;
use super::super::super::heading::{self, Says};
use super::super::block::shortened;
use super::super::clauses;
use super::super::found::Question;
use super::{Heading, Part, Reader, Style};

impl Reader {
    /// Ends the headings from one on. The total that each declares is that of its rows, in however many sections; where
    /// a section has the heading's own words, it is compared there.
    pub(super) fn end_headings(&mut self, from: usize) {
        for ended in self.headings.split_off(from.min(self.headings.len())) {
            self.ask_unused(&ended);
            let Some(declared) = clauses::declared(&ended.text) else { continue };
            if let [only] = ended.sections.as_slice()
                && let Some(section) = self.found.sections.get_mut(*only)
                && section.title.starts_with(&ended.text)
            {
                section.declared = section.declared.or(Some(declared));
                self.compared.push((clauses::word(&ended.text), declared));
                continue;
            }
            for at in &ended.sections {
                if let Some(section) = self.found.sections.get_mut(*at) {
                    section.parted |= section.declared.is_none() && clauses::declared(&section.title) == Some(declared);
                }
            }
            // The contents below the list repeat its headings, without rows.
            let compared = (clauses::word(&ended.text), declared);
            let repeated = ended.rows == 0 && (compared.0.is_none() || self.compared.contains(&compared));
            if ended.rows != declared && !repeated {
                let question = Question::new("declared").with("section", shortened(&ended.text));
                self.found.questions.push(question.with("declared", declared).with("rows", ended.rows));
            }
            self.compared.push(compared);
        }
    }

    /// Counts a row below its headings.
    pub(super) fn counted(&mut self) {
        self.headings.iter_mut().for_each(|heading| heading.rows += 1);
    }

    /// An annex begins where a table of procedures stands, whether it has a title or not.
    pub(super) fn enter_annex(&mut self) {
        self.part = Part::Annex;
        for untitled in std::mem::take(&mut self.untitled) {
            self.under(untitled);
        }
    }

    /// Second titles that were not put together with those above them: nobody knows what their columns are.
    pub(super) fn ask_subtitles(&mut self, filled: &[&str]) {
        if !is_numbered(filled) {
            let question = Question::new("subtitles_unread").with("text", shortened(&filled.join(" · ")));
            self.found.questions.push(question);
        }
    }

    /// A row that speaks of those below it, or of how many they are.
    pub(super) fn spoken(&mut self, spoken: &heading::Heading) {
        match &spoken.says {
            Says::Total => {
                let Some(declared) = spoken.declared else { return };
                let all = self.found.rows.iter().map(|row| row.rows).sum::<usize>();
                let below = self.headings.iter().any(|heading| heading.rows == declared);
                if declared != all && !below {
                    let question = Question::new("declared").with("section", shortened(&spoken.text));
                    self.found.questions.push(question.with("declared", declared).with("rows", all));
                }
            }
            Says::Remark => self.lines(&spoken.text),
            Says::Sector(_) | Says::Part if is_field(spoken) => {
                self.outside.line(&spoken.text, self.told(clauses::word));
                self.under(Heading::new(Style::Field, &spoken.label, &spoken.text));
            }
            Says::Sector(_) | Says::Agency(_) | Says::Part if spoken.label.is_empty() => self.lines(&spoken.text),
            Says::Sector(_) | Says::Agency(_) | Says::Part => self.lines(&format!("{}. {}", spoken.label, spoken.text)),
        }
    }
}

/// Whether a row names the field of those below it, and does not say what is done with them.
fn is_field(spoken: &heading::Heading) -> bool {
    let other = || clauses::word(&spoken.text).is_some() || !clauses::levels(&spoken.text).is_empty();
    matches!(spoken.says, Says::Sector(_)) || heading::bare_sector(spoken).is_some() && !other()
}

/// Rows below the titles: "Theo quy định", "Sau cắt giảm", "(1) (2) (3)".
pub(super) fn is_below_titles(filled: &[&str]) -> bool {
    let read = filled.iter().any(|text| !clauses::codes(text).is_empty());
    is_numbered(filled)
        || !read && filled.iter().any(|text| matches!(fold(text).as_str(), "theo quy dinh" | "sau cat giam"))
}

/// "(1) (2) (3)"
fn is_numbered(filled: &[&str]) -> bool {
    filled.iter().map(|text| fold(text)).all(|text| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()))
}

/// What a cell of codes has that could not be taken as one: the whole cell, or a damaged code beside a whole one.
pub(super) fn unread_codes(cell: &str) -> Vec<Question> {
    let asked = |text: &str| match codes::written(text) {
        codes::Written::Damaged(whole) if !whole.is_empty() => {
            let whole: Vec<&str> = whole.iter().map(ProcedureCode::as_str).collect();
            let question = Question::new("code_damaged").with("code", shortened(text));
            Some(question.with("codes", whole.join(", ")))
        }
        _ => None,
    };
    if clauses::codes(cell).is_empty() {
        let unread = || Question::new("code_unread").with("code", shortened(cell));
        return vec![asked(cell).unwrap_or_else(unread)];
    }
    let parts = cell.split(|c: char| c.is_whitespace() || matches!(c, ';' | '/' | '+' | '–'));
    parts.filter(|part| part.len() >= 7 && clauses::codes(part).is_empty()).filter_map(asked).collect()
}

/// Whether a heading among the articles can be that of an annex without a title: it has a Roman number or a letter, or
/// is in capitals, and says what its rows are.
pub(super) fn heads_untitled(found: &Heading, line: &str) -> bool {
    let says = clauses::word(&found.text).is_some() || !clauses::levels(&found.text).is_empty();
    match found.style {
        Style::Roman | Style::Letter => says || clauses::declared(&found.text).is_some(),
        Style::Part => says && heading::is_upper(line),
        Style::Digit | Style::Field => false,
    }
}
