//! A page about a decision, as the portal and libraries of legal texts have it: labels and values, in cells, in lines or one
//! above the other; and its procedures under headings that say what is done with them, as a table or a list of links.
//!
//! A page is no signed text: what it does not say is asked, and its status ("còn hiệu lực") is never taken.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::DecisionNumber;
use crate::text::{clean, fold};

use super::super::keys::squashed;
use super::super::list::{self, Column};
use super::block::shortened;
use super::block::{Block, Cell};
use super::clauses;
use super::found::{Aside, Found, FoundRow, FoundSection, Question, Step, Word};
use super::labels::{self, Label};
use super::read::Document;
use super::when;

/// The longest line that can head procedures, in characters.
const HEADING_CHARS: usize = 200;
/// How many lines that were no procedures are quoted below a heading without any.
const QUOTED: usize = 3;

/// What a document says, where it is such a page: it gives a decision's number under a label, and something else.
pub(super) fn read(document: &Document) -> Option<Found> {
    let mut page = Page::of(&document.items);
    for block in &document.blocks {
        match block {
            Block::Line(text) => text.lines().for_each(|line| page.line(&clean(line))),
            Block::Table(rows) => page.table(rows),
        }
    }
    page.end_heading();
    page.found()
}

struct Page<'d> {
    /// Texts of list items and of links to procedures.
    items: &'d BTreeSet<String>,
    pairs: Vec<(Label, String, String)>,
    /// A label whose value stands on the next line.
    pending: Option<(Label, String)>,
    found: Found,
    /// What the last heading says is done.
    change: Option<Word>,
    /// Rows since it, and lines that were none.
    rows: usize,
    others: Vec<String>,
    /// Whether its list is over.
    is_over: bool,
    /// Whether articles stand there: then it is the decision itself.
    is_text: bool,
}

impl<'d> Page<'d> {
    fn of(items: &'d BTreeSet<String>) -> Page<'d> {
        Page {
            items,
            pairs: Vec::new(),
            pending: None,
            found: Found::default(),
            change: None,
            rows: 0,
            others: Vec::new(),
            is_over: false,
            is_text: false,
        }
    }

    fn line(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        let folded = fold(line);
        self.is_text |= folded.starts_with("dieu 1") || folded.starts_with("can cu ");
        if let Some((lead, value)) = line.split_once(':')
            && let Some(label) = labels::of(lead)
        {
            self.pending = None;
            match value.trim() {
                "" => self.pending = Some((label, lead.trim().to_owned())),
                value => self.pairs.push((label, lead.trim().to_owned(), value.to_owned())),
            }
            return;
        }
        if let Some(label) = labels::of(line) {
            self.pending = Some((label, line.to_owned()));
            return;
        }
        if let Some((label, lead)) = self.pending.take() {
            self.pairs.push((label, lead, line.to_owned()));
            return;
        }
        let is_item = self.items.contains(line);
        if !is_item
            && line.chars().count() <= HEADING_CHARS
            && clauses::codes(line).is_empty()
            && let Some(word) = clauses::word(line)
        {
            return self.heading(line, word);
        }
        if self.change.is_some() && !self.is_over {
            let bare =
                line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | '•' | ' '));
            let is_numbered = line.starts_with(|c: char| c.is_ascii_digit()) && bare.len() < line.len();
            if is_item || is_numbered || !clauses::codes(line).is_empty() || folded.starts_with("thu tuc ") {
                // A line that begins with a code has its name behind it.
                let codes: Vec<String> = clauses::codes(line).iter().map(ToString::to_string).collect();
                let name = if codes.is_empty() { bare.to_owned() } else { without(line, &codes) };
                let name = name.trim_matches(|c: char| matches!(c, ' ' | '-' | '–' | ':' | '(' | ')' | '.')).to_owned();
                return self.row(codes, name, line);
            }
            self.is_over = self.rows > 0;
        }
        if when::names_time(line) {
            self.found.questions.push(Question::new("line_time").with("text", shortened(line)));
        } else if self.change.is_some() && self.rows == 0 {
            self.others.push(line.to_owned());
        }
    }

    fn heading(&mut self, line: &str, word: Word) {
        self.end_heading();
        self.change = Some(word);
        let id = format!("{}", self.found.sections.len() + 1);
        let path = vec![Step { label: id.clone(), text: line.to_owned(), lines: Vec::new() }];
        self.found.sections.push(FoundSection { id, title: line.to_owned(), path, ..FoundSection::default() });
    }

    /// Ends the rows of a heading; one without any is asked about.
    fn end_heading(&mut self) {
        if self.change.take().is_some() && self.rows == 0 {
            let heading = self.found.sections.last().map(|section| section.title.clone()).unwrap_or_default();
            let others: Vec<&str> = self.others.iter().take(QUOTED).map(String::as_str).collect();
            let row = format!("{heading}: {}", others.join(" · "));
            self.found.questions.push(Question::new("row_unread").with("row", shortened(&row)));
            self.found.partial = true;
        }
        (self.rows, self.is_over) = (0, false);
        self.others.clear();
    }

    fn row(&mut self, codes: Vec<String>, name: String, written: &str) {
        self.rows += 1;
        let name = Some(name).filter(|name| !name.is_empty());
        self.found.rows.push(FoundRow {
            rows: 1,
            change: self.change,
            codes,
            name,
            section: self.found.sections.len().checked_sub(1).filter(|_| self.change.is_some()),
            written: written.to_owned(),
            ..FoundRow::default()
        });
    }

    fn table(&mut self, rows: &[Vec<Cell>]) {
        let mut rows = rows.iter().peekable();
        while let Some(row) = rows.next() {
            let texts: Vec<&str> = row.iter().map(|cell| cell.text.trim()).collect();
            let columns: Vec<Option<Column>> = texts.iter().map(|text| list::column_of(&squashed(text))).collect();
            let code = columns.iter().position(|column| *column == Some(Column::Code));
            // "Tên" alone may be the label of the decision's own.
            let is_plain = |at: &usize| code.is_none() && texts.get(*at).is_some_and(|text| squashed(text) == "ten");
            let name = columns.iter().position(|column| *column == Some(Column::Name));
            if let Some(name) = name.filter(|at| !is_plain(at)) {
                let says = |text: &&str| {
                    matches!(squashed(text).as_str(), "loaithaydoi" | "loai" | "hinhthuc" | "noidungthaydoi")
                };
                let change = texts.iter().position(says);
                rows.by_ref().for_each(|row| self.procedure(row, name, code, change));
                return;
            }
            // Labels side by side, and their values in the one row below.
            let labelled: Vec<Option<Label>> = texts.iter().map(|text| labels::of(text)).collect();
            if texts.len() > 1 && labelled.iter().all(Option::is_some) {
                if let Some(values) = rows.next().filter(|_| rows.peek().is_none()) {
                    for ((label, lead), value) in labelled.iter().zip(&texts).zip(values) {
                        let Some(label) = label.filter(|_| !value.text.trim().is_empty()) else { continue };
                        self.pairs.push((label, (*lead).to_owned(), clean(&value.text)));
                    }
                }
                return;
            }
            let mut cells = texts.iter().peekable();
            while let Some(text) = cells.next() {
                match labels::of(text) {
                    Some(label) if cells.peek().is_some_and(|value| labels::of(value).is_none()) => {
                        let value = cells.next().map(|value| clean(value)).unwrap_or_default();
                        if !value.is_empty() {
                            self.pairs.push((label, (*text).to_owned(), value));
                        }
                    }
                    _ => text.lines().for_each(|line| self.line(&clean(line))),
                }
            }
            self.pending = None;
        }
    }

    /// A row of a table of procedures.
    fn procedure(&mut self, row: &[Cell], name: usize, code: Option<usize>, change: Option<usize>) {
        let text = |at: usize| row.get(at).map(|cell| clean(&cell.text)).unwrap_or_default();
        let (written, name) = (row.iter().map(|cell| clean(&cell.text)).collect::<Vec<_>>().join(" · "), text(name));
        let codes: Vec<String> =
            code.map(|at| clauses::codes(&text(at)).iter().map(ToString::to_string).collect()).unwrap_or_default();
        // "Sửa đổi, bổ sung" over the whole row heads the rows below it.
        let mut filled = row.iter().map(|cell| clean(&cell.text)).filter(|text| !text.is_empty());
        let Some(first) = filled.next() else { return };
        if filled.all(|text| text == first)
            && codes.is_empty()
            && let Some(word) = clauses::word(&first)
        {
            return self.heading(&first, word);
        }
        let own = change.and_then(|at| clauses::word(&text(at)));
        self.row(codes, name, &written);
        if let Some(row) = self.found.rows.last_mut() {
            row.change = own.or(row.change);
        }
    }

    /// The decision, where the page is about one.
    fn found(mut self) -> Option<Found> {
        let number = |value: &str| DecisionNumber::new(value).normal().is_some();
        let mut by_label: BTreeMap<Label, Vec<(String, String)>> = BTreeMap::new();
        for (label, lead, value) in self.pairs {
            if label != Label::Number || number(&value) {
                let values = by_label.entry(label).or_default();
                if !values.iter().any(|(_, known)| *known == value) {
                    values.push((lead, value));
                }
            }
        }
        let says = by_label.keys().any(|label| {
            matches!(
                label,
                Label::Signed | Label::Issuer | Label::Title | Label::Published | Label::Effect | Label::Signer
            )
        });
        if self.is_text || !says || !by_label.contains_key(&Label::Number) {
            return None;
        }
        let found = &mut self.found;
        for (label, values) in by_label {
            let Some((lead, first)) = values.first().cloned() else { continue };
            let is_one = match label {
                Label::Number => {
                    values.iter().all(|(_, value)| DecisionNumber::new(value) == DecisionNumber::new(&first))
                }
                Label::Signed | Label::Published => {
                    values.iter().all(|(_, value)| clauses::day(value) == clauses::day(&first))
                }
                Label::Title | Label::Issuer | Label::Sector | Label::Signer | Label::Source => true,
                Label::Effect | Label::Ended | Label::Status | Label::Year => values.len() == 1,
            };
            if !is_one {
                let all: Vec<String> = values.iter().map(|(lead, value)| format!("{lead}: {value}")).collect();
                found.questions.push(Question::new("page_differs").with("text", shortened(&all.join(" · "))));
            }
            let beside = |key: &str| Aside::new(key, format!("{lead}: {first}"));
            match label {
                Label::Number => found.number = Some(first),
                Label::Issuer => found.issuers.extend(values.into_iter().map(|(_, value)| value)),
                Label::Signed => found.signed = Some(first),
                Label::Published => found.published = Some(first),
                Label::Title => found.title = Some(first),
                Label::Sector => found.sectors.push(first),
                // "Hiệu lực: Còn hiệu lực" is a status.
                Label::Effect if clauses::days(&fold(&first)).is_empty() && !fold(&first).contains("ki") => {
                    found.aside.push(beside("status"));
                }
                Label::Effect => found.effect = Some(first),
                Label::Ended => {
                    let text = format!("{lead}: {first}");
                    found.questions.push(Question::new("line_time").with("text", shortened(&text)));
                }
                Label::Status => found.aside.push(beside("status")),
                Label::Signer => found.aside.push(beside("signer")),
                Label::Source => found.aside.push(beside("source")),
                Label::Year => {}
            }
        }
        found.second_hand = true;
        found.questions.push(Question::new("page"));
        found.partial |= found.rows.is_empty();
        Some(self.found)
    }
}
/// A line without the codes that were read in it, in one pass: a document may have all of its text in one line.
fn without(line: &str, codes: &[String]) -> String {
    let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    // A code may be the beginning of a longer one.
    let lengths: BTreeSet<usize> = codes.iter().map(|code| code.len()).collect();
    let at_the_head = |rest: &str| {
        let beginnings = lengths.iter().rev().filter_map(|length| rest.get(..*length));
        beginnings.filter(|beginning| codes.contains(beginning)).map(str::len).next()
    };
    let mut left = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        let (before, from) = rest.split_at(at);
        left.push_str(before);
        let code = at_the_head(from);
        let (first, after) = from.split_at(code.unwrap_or(1));
        left.push_str(if code.is_some() { "" } else { first });
        rest = after;
    }
    left + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_freed_of_its_codes_and_of_nothing_else() {
        let codes = ["1.000963", "1.000963.000.00.00.H24", "2.00048"].map(str::to_owned);
        for (line, left) in [
            ("1.000963 - Cấp phép", " - Cấp phép"),
            ("1.000963.000.00.00.H24 Cấp phép (2.00048)", " Cấp phép ()"),
            ("Cấp 11 phép 1.000964", "Cấp 11 phép 1.000964"),
            ("", ""),
        ] {
            assert_eq!(without(line, &codes), left, "{line}");
        }
    }
}
