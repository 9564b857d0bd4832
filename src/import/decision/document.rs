//! A document of lines and tables → what it says: the head, the articles, and the annexes under their headings.

use crate::model::DecisionNumber;
use crate::text::{clean, fold};

use super::super::limits::CELL_BYTES;
use super::clauses;
use super::found::{Found, FoundRow, FoundSection, Question, Word};
use super::layout::{Column, Layout};

/// A part of a document, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Line(String),
    Table(Vec<Vec<Cell>>),
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Whether it is one with the cell above.
    pub(super) merged: bool,
    /// Whether its text was longer than [`CELL_BYTES`].
    pub(super) cut: bool,
}

/// A cell of its own.
pub(super) fn cell(text: &str) -> Cell {
    let mut end = text.len().min(CELL_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let kept = text.get(..end).unwrap_or_default();
    Cell { text: kept.trim().to_owned(), merged: false, cut: end < text.len() }
}

pub(super) fn read(blocks: &[Block]) -> Found {
    let mut reader = Reader::default();
    for block in blocks {
        match block {
            Block::Line(line) => reader.line(&clean(line)),
            Block::Table(rows) => reader.table(rows),
        }
    }
    reader.found.title = Some(reader.title.join(" ")).filter(|title| !title.is_empty());
    reader.found
}

/// Where in a decision the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    /// Above "QUYẾT ĐỊNH".
    #[default]
    Head,
    /// Between it and the office that decides.
    Title,
    /// Căn cứ, Điều.
    Body,
    Annex,
}

/// How a heading is numbered; a heading ends those of its own kind and all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Part,
    Roman,
    Letter,
    Digit,
}

struct Heading {
    style: Style,
    label: String,
    text: String,
}

#[derive(Default)]
struct Reader {
    found: Found,
    part: Part,
    title: Vec<String>,
    headings: Vec<Heading>,
    /// The section that the headings make, once a row needs it.
    section: Option<usize>,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        let folded = fold(line);
        if self.part != Part::Annex && begins_annex(&folded) && self.part == Part::Body {
            self.part = Part::Annex;
        }
        match self.part {
            Part::Head | Part::Title => self.head(line, &folded),
            Part::Body => self.body(line, &folded),
            Part::Annex => self.annex_line(line, &folded),
        }
    }

    fn head(&mut self, line: &str, folded: &str) {
        if folded.starts_with("can cu ") || folded.starts_with("dieu 1") {
            self.part = Part::Body;
            return self.body(line, folded);
        }
        if self.found.number.is_none()
            && let Some(after) = line.split_once(':').filter(|(lead, _)| fold(lead) == "so").map(|(_, after)| after)
        {
            self.found.number = Some(clean(after));
            return;
        }
        if self.found.signed.is_none() && !clauses::days(folded).is_empty() && folded.contains("thang") {
            self.found.signed = line.rsplit_once(',').map(|(_, day)| day.trim().to_owned());
            return;
        }
        if folded == "quyet dinh" {
            self.part = Part::Title;
            return;
        }
        let office = ["chu tich ", "bo truong ", "thu truong "].iter().any(|lead| folded.starts_with(lead));
        if self.part == Part::Title && !office {
            self.title.push(line.to_owned());
            return;
        }
        // "ỦY BAN NHÂN DÂN" and "TỈNH …" stand on two lines; the office below the title has both on one.
        if let Some(above) = self
            .found
            .issuers
            .first()
            .cloned()
            .filter(|_| folded.starts_with("tinh ") || folded.starts_with("thanh pho "))
        {
            self.found.issuers.insert(0, format!("{above} {line}"));
        } else {
            self.found.issuers.insert(0, line.to_owned());
        }
    }

    fn body(&mut self, line: &str, folded: &str) {
        if folded.starts_with("can cu ") {
            self.found.cited.extend(clauses::numbers(line));
            return;
        }
        if self.found.effect.is_none() && folded.contains("quyet dinh nay co hieu luc") {
            self.found.effect = Some(line.to_owned());
            if clauses::until(line).is_some() {
                self.found.last_day = Some(line.to_owned());
            }
        }
        if folded.starts_with("dieu ") && super::ends::speaks(folded) {
            self.found.ends.push(line.to_owned());
        }
    }

    fn annex_line(&mut self, line: &str, folded: &str) {
        if folded.starts_with("kem theo quyet dinh") || folded.starts_with("ban hanh kem theo") {
            let own = self.found.number.as_deref().map(DecisionNumber::new);
            for number in clauses::numbers(line) {
                if own.as_ref().is_some_and(|own| *own != DecisionNumber::new(&number)) {
                    self.found.questions.push(Question::new("annex_number").with("number", number));
                }
            }
            return;
        }
        if let Some(heading) = heading(line, folded) {
            self.under(heading);
        }
    }

    /// Goes below a heading.
    fn under(&mut self, heading: Heading) {
        // An annex's own title stands on the line below its number: both are one heading.
        if heading.style == Style::Part
            && let [above] = self.headings.as_mut_slice()
            && above.style == Style::Part
            && self.section.is_none()
        {
            above.text = format!("{} {}", above.text, heading.text);
            return;
        }
        while self.headings.last().is_some_and(|above| above.style as u8 >= heading.style as u8) {
            self.headings.pop();
        }
        // A letter may stand above or below Roman numbers: the same kind again ends both.
        if let Some(at) = self.headings.iter().position(|above| above.style == heading.style) {
            self.headings.truncate(at);
        }
        self.headings.push(heading);
        self.section = None;
    }

    /// The innermost heading of which something is true.
    fn told<T>(&self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.headings.iter().rev().find_map(|heading| read(&heading.text))
    }

    /// The section of the headings as they stand; none where they say nothing of the rows.
    fn section(&mut self) -> Option<usize> {
        if self.section.is_none() && !self.headings.is_empty() {
            let labels: Vec<&str> =
                self.headings.iter().map(|heading| heading.label.as_str()).filter(|l| !l.is_empty()).collect();
            let said =
                self.headings.iter().rev().find(|heading| {
                    clauses::word(&heading.text).is_some() || clauses::declared(&heading.text).is_some()
                });
            let title = said.or(self.headings.last()).map(|heading| heading.text.clone()).unwrap_or_default();
            let mut id = labels.join(".");
            if id.is_empty() || self.found.sections.iter().any(|section| section.id == id) {
                id = format!("{id}{}{}", if id.is_empty() { "" } else { "-" }, self.found.sections.len() + 1);
            }
            self.found.sections.push(FoundSection { id, title, ..FoundSection::default() });
            self.section = Some(self.found.sections.len() - 1);
        }
        self.section
    }

    fn table(&mut self, rows: &[Vec<Cell>]) {
        let mut layout: Option<Layout> = None;
        let mut after_titles = false;
        for row in rows {
            let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
            if let Some(new) = Layout::of(&texts) {
                if self.part == Part::Body || !self.found.rows.is_empty() {
                    self.part = Part::Annex;
                }
                self.contradiction(&new);
                (layout, after_titles) = (Some(new), true);
                continue;
            }
            let filled: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
            let [first, rest @ ..] = filled.as_slice() else { continue };
            let alone = rest.iter().all(|text| text == first) && !row.iter().any(|cell| cell.merged);
            match &layout {
                None => {
                    // The two columns above a decision, and a frame around its annex, are no tables.
                    filled.iter().flat_map(|text| text.lines()).for_each(|line| self.line(&clean(line)));
                }
                Some(_) if alone => {
                    let line = clean(first);
                    if let Some(heading) = heading(&line, &fold(&line)) {
                        self.under(heading);
                        if let Some(layout) = &layout {
                            self.contradiction(layout);
                        }
                    }
                }
                Some(_) if after_titles && is_below_titles(&filled) => {}
                Some(layout) => {
                    after_titles = false;
                    self.row(layout, row);
                }
            }
        }
    }

    /// The heading of a part wins over a title of a column that says something else; a person should know.
    fn contradiction(&mut self, layout: &Layout) {
        if let (Some(heading), Some(column)) = (self.told(clauses::word), layout.says)
            && heading != column
        {
            let text = self.headings.last().map(|heading| heading.text.clone()).unwrap_or_default();
            let question = Question::new("contradiction").with("section", super::resolve::shortened(&text));
            self.found.questions.push(question.with("heading", heading.as_str()).with("column", column.as_str()));
        }
    }

    fn row(&mut self, layout: &Layout, cells: &[Cell]) {
        let text = |column| {
            layout
                .at(column)
                .filter_map(|at| cells.get(at))
                .map(|cell| cell.text.as_str())
                .find(|text| !text.is_empty())
        };
        let merged = |column| layout.at(column).filter_map(|at| cells.get(at)).any(|cell| cell.merged);
        let codes = |column| {
            text(column).map(clauses::codes).unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let written =
            cells.iter().map(|cell| clean(&cell.text)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        if cells.iter().any(|cell| cell.cut) {
            let row: String = written.chars().take(80).collect();
            self.found.questions.push(Question::new("cell_cut").with("row", row));
        }
        let (old, new) = (codes(Column::OldCode), codes(Column::NewCode));
        if merged(Column::NewCode)
            && new.is_empty()
            && !old.is_empty()
            && let Some(group) =
                self.found.rows.last_mut().filter(|row| row.change == Some(Word::Replace) && !row.new.is_empty())
        {
            // n→1: the successor is printed once, in a cell that spans the rows of those that end.
            group.old.extend(old);
            group.written.push_str(&format!(" / {written}"));
            group.rows += 1;
            return;
        }
        let section = self.section();
        let both = layout.has(Column::OldCode) && layout.has(Column::NewCode);
        let change = self.told(clauses::word).or(both.then_some(Word::Replace)).or(layout.says);
        let name = text(Column::NewName).or_else(|| text(Column::Name)).or_else(|| text(Column::OldName));
        let mut own = codes(Column::Code);
        if let Some(cell) = text(Column::Code).filter(|_| own.is_empty()) {
            self.found.questions.push(Question::new("code_unread").with("code", super::resolve::shortened(cell)));
        }
        // Where the annex has no column for it, the code may stand behind the name.
        if own.is_empty() && !layout.has(Column::Code) && !both {
            own = name.map(clauses::codes).unwrap_or_default().iter().map(ToString::to_string).collect();
        }
        let of_heading = || self.told(|text| Some(text.to_owned()).filter(|text| !clauses::levels(text).is_empty()));
        self.found.rows.push(FoundRow {
            rows: 1,
            change,
            level: text(Column::Level).map(str::to_owned).or_else(of_heading),
            codes: own,
            old,
            new,
            name: name.map(str::to_owned),
            written,
            legal: text(Column::Legal).map(str::to_owned),
            effect: text(Column::Effect).map(str::to_owned),
            section,
            ..FoundRow::default()
        });
    }
}

fn begins_annex(folded: &str) -> bool {
    folded.starts_with("phu luc") || folded.starts_with("danh muc ") || folded.starts_with("kem theo quyet dinh")
}

/// Rows below the titles: "Theo quy định", "Sau cắt giảm", "(1) (2) (3)".
fn is_below_titles(filled: &[&str]) -> bool {
    let numbered = filled.iter().all(|text| fold(text).len() <= 2 && fold(text).bytes().all(|b| b.is_ascii_digit()));
    numbered || filled.iter().any(|text| matches!(fold(text).as_str(), "theo quy dinh" | "sau cat giam"))
}

/// A line as a heading: "I. …", "A. …", "1. …", "PHỤ LỤC …", "DANH MỤC …", "Lĩnh vực …".
fn heading(line: &str, folded: &str) -> Option<Heading> {
    const CHARS: usize = 400;
    if line.chars().count() > CHARS {
        return None;
    }
    let (label, rest) = line.split_once(['.', ')']).unwrap_or(("", line));
    let label = label.trim().trim_start_matches("Phần ").trim_start_matches("PHẦN ");
    let roman = !label.is_empty() && label.len() <= 5 && label.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let letter = label.len() == 1 && label.chars().all(|c| c.is_ascii_uppercase());
    let digit = !label.is_empty() && label.len() <= 3 && label.chars().all(|c| c.is_ascii_digit());
    let style = match (roman, letter, digit) {
        (true, _, _) => Style::Roman,
        (_, true, _) => Style::Letter,
        (_, _, true) => Style::Digit,
        _ if begins_annex(folded) || folded.starts_with("phan ") => Style::Part,
        // A heading without a number counts where it says what its rows are.
        _ if !clauses::words(line).is_empty() && folded.contains("thu tuc") => Style::Part,
        _ => return None,
    };
    let label = if style == Style::Part { "" } else { label };
    let text = if label.is_empty() { line } else { rest.trim() };
    Some(Heading { style, label: label.to_owned(), text: text.to_owned() })
}
