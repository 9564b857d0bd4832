//! PDF with text: words by their places, tables by their drawn lines.
//!
//! Only lines that are drawn make a table: columns guessed from the places of words would make rows that nobody printed.
//! Where a page has codes and no table, each is a question. Whatever may hold rows and is not read leaves the decision
//! incomplete.
//!
//! The objects of a file are read by lopdf; what its pages draw is read here (`page.rs`, `font.rs`). hayro-interpret 0.9.0 was
//! tried in the place of those two: on five signed decisions it gives the very letters that `pdftotext` gives, in no time. It
//! does not tell how wide a letter of an outline font is, without which neither blanks nor the cells of a table can be told;
//! and it has no bound on how much a page draws or a stream unpacks, and no way to stop. Once it has both, it is the better
//! choice.

mod font;
mod lines;
mod links;
mod page;
mod ruling;
mod strikes;

use std::collections::BTreeSet;

use lopdf::{LoadOptions, Object, ObjectId};

use super::super::super::Reason;
use super::super::super::archive::broken;
use super::super::super::limits::{DECISION_ROWS, PDF_COMPARISONS, PDF_PAGES, UNPACKED_BYTES};
use super::super::super::look::{Look, Mark, Written};
use super::super::block::joined;
use super::super::block::shortened;
use super::super::clauses;
use super::super::found::Question;
use super::Document;
use super::settle::{self, Met, Row, Typed};
use page::Pages;

/// Fewer letters than this on a page with a picture are a stamp on a scanned page; so they are for a whole file, a page.
const LETTERS_OF_A_STAMP: usize = 60;

/// Reads a PDF.
pub(in super::super) fn read(bytes: &[u8]) -> Result<Document, Reason> {
    read_file(bytes, false)
}

/// Reads a PDF, the addresses of its links as words behind what they are links of.
pub(in super::super) fn read_with_links(bytes: &[u8]) -> Result<Document, Reason> {
    read_file(bytes, true)
}

fn read_file(bytes: &[u8], with_links: bool) -> Result<Document, Reason> {
    let options = LoadOptions { max_decompressed_size: Some(share(bytes)), ..LoadOptions::default() };
    let file = lopdf::Document::load_mem_with_options(bytes, options).map_err(|error| broken(&error))?;
    if file.is_encrypted() {
        return Err(Reason::Locked);
    }
    let ids = page_ids(&file);
    if ids.len() > PDF_PAGES {
        return Err(Reason::TooManyPages(PDF_PAGES as u64));
    }
    let mut pages = Pages::of(&file);
    let mut book = Book::default();
    let (mut letters, mut pictures, mut comparisons) = (0, 0, PDF_COMPARISONS);
    let mut comparisons_of_links = PDF_COMPARISONS;
    for (number, id) in (1..).zip(&ids) {
        let mut page = pages.read(*id)?;
        letters += page.letters.len();
        if !strikes::mark(&mut page, &mut comparisons) {
            book.miss(Question::new("pdf_lines").with("page", number));
        }
        pictures += page.pictures;
        if page.pictures > 0 && page.letters.len() < LETTERS_OF_A_STAMP {
            book.miss(Question::new("pdf_scanned").with("page", number));
        }
        if with_links {
            links::write(std::mem::take(&mut page.links), &mut page.letters, &mut comparisons_of_links);
        }
        let grids = ruling::grids(&page, &mut comparisons);
        if grids.is_none() {
            book.miss(Question::new("pdf_lines").with("page", number));
        }
        let (parts, struck) = lines::parts(page, &grids.unwrap_or_default());
        book.page(parts)?;
        book.questions.extend(struck.iter().map(|words| Question::new("line_struck").with("words", shortened(words))));
    }
    if letters < LETTERS_OF_A_STAMP * ids.len().max(1) && (pictures >= ids.len() || letters == 0) {
        return Err(Reason::NoText);
    }
    if pages.turned > 0 {
        book.miss(Question::new("pdf_turned").with("count", pages.turned));
    }
    if pages.unknown > 0 {
        book.miss(Question::new("pdf_letters").with("count", pages.unknown));
    }
    Ok(book.end())
}

/// The pages in their order, each once: a tree may name itself.
fn page_ids(file: &lopdf::Document) -> Vec<ObjectId> {
    let root = file.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference);
    let mut waiting: Vec<ObjectId> = root.into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut pages = Vec::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) || pages.len() > PDF_PAGES {
            continue;
        }
        let Ok(node) = file.get_dictionary(id) else { continue };
        match node.get_deref(b"Kids", file).and_then(Object::as_array) {
            Ok(kids) => waiting.extend(kids.iter().rev().filter_map(|kid| kid.as_reference().ok())),
            Err(_) => pages.push(id),
        }
    }
    pages
}

/// How far each of the streams that are unpacked while the file opens may unpack, so that all together keep to the limit.
fn share(bytes: &[u8]) -> usize {
    let limit = usize::try_from(UNPACKED_BYTES).unwrap_or(usize::MAX);
    let names = bytes.split(|byte| *byte == b'/').skip(1);
    limit / names.filter(|name| is_object_stream(name)).count().max(1)
}

/// Whether what follows a slash is the name of a stream of objects, also where its letters are written as `#4F`.
fn is_object_stream(text: &[u8]) -> bool {
    let mut rest = text;
    [b"ObjStm", b"XRef\0\0"].iter().any(|name| {
        rest = text;
        name.iter().take_while(|letter| **letter != 0).all(|letter| {
            let (own, length) = match rest {
                [b'#', high, low, ..] => (hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low), 3),
                [own, ..] => (Some(*own), 1),
                [] => (None, 0),
            };
            rest = rest.get(length..).unwrap_or_default();
            own == Some(*letter)
        })
    })
}

fn hex(letter: u8) -> Option<u8> {
    u8::try_from(char::from(letter).to_digit(16)?).ok()
}

/// A part of a page, in its order.
enum Part {
    /// A paragraph, its lines as printed.
    Lines(Vec<String>),
    /// Two columns of lines beside each other.
    Columns(Vec<String>, Vec<String>),
    /// A table, with the places of its columns.
    Table(Vec<f64>, Vec<Vec<Cell>>),
}

/// A part of all pages together.
enum Block {
    Line(String),
    Table(Vec<Vec<Cell>>),
}

/// A cell as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Cell {
    text: String,
    /// The words of it that a line is drawn through.
    struck: String,
    /// Whether it is one with the cell above.
    merged: bool,
    cut: bool,
}

impl Cell {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.struck.is_empty()
    }

    fn typed(self) -> Typed {
        let mut text = Written::of(&self.text, Look::default());
        if !text.is_empty() && !self.struck.is_empty() {
            text.push(" ", Look::default());
        }
        text.push(&self.struck, Look { mark: Mark::Struck, font: None });
        Typed { text, merged: self.merged, cut: self.cut }
    }
}

/// The pages put together.
#[derive(Default)]
struct Book {
    blocks: Vec<Block>,
    questions: Vec<Question>,
    partial: bool,
    /// The columns of the table that stands last, while nothing follows it.
    columns: Vec<f64>,
    rows: usize,
}

impl Book {
    fn end(self) -> Document {
        let part = |block| match block {
            Block::Line(line) => settle::Part::Line(Written::of(&line, Look::default())),
            Block::Table(rows) => {
                let row = |row: Vec<Cell>| Row { cells: row.into_iter().map(Cell::typed).collect(), gone: None };
                settle::Part::Table(rows.into_iter().map(row).collect())
            }
        };
        settle::settled(Met {
            parts: self.blocks.into_iter().map(part).collect(),
            questions: self.questions,
            notes: Vec::new(),
            partial: self.partial,
            loses_hyphens: true,
        })
    }

    fn page(&mut self, parts: Vec<Part>) -> Result<(), Reason> {
        let tables = parts.iter().any(|part| matches!(part, Part::Table(..)));
        for part in parts {
            match part {
                Part::Lines(lines) => {
                    if !tables {
                        self.ask(&lines);
                    }
                    self.columns.clear();
                    self.blocks.push(Block::Line(lines.join("\n")));
                }
                Part::Columns(left, right) => {
                    if !tables {
                        self.ask(&right);
                        self.ask(&left);
                    }
                    self.columns.clear();
                    let cell = |lines: Vec<String>| Cell { text: lines.join("\n"), ..Cell::default() };
                    self.blocks.push(Block::Table(vec![vec![cell(left), cell(right)]]));
                }
                Part::Table(columns, rows) => self.table(columns, rows)?,
            }
        }
        Ok(())
    }

    /// Codes that stand in no table.
    fn ask(&mut self, lines: &[String]) {
        for line in lines.iter().filter(|line| !clauses::codes(line).is_empty()) {
            self.miss(Question::new("pdf_no_table").with("row", shortened(line)));
        }
    }

    /// A part that may hold rows and is not read.
    fn miss(&mut self, question: Question) {
        self.questions.push(question);
        self.partial = true;
    }

    /// A table with the columns of the one that ended the page before goes on with it.
    fn table(&mut self, columns: Vec<f64>, mut rows: Vec<Vec<Cell>>) -> Result<(), Reason> {
        self.rows += rows.len();
        if self.rows > DECISION_ROWS {
            return Err(Reason::TooManyRows(DECISION_ROWS as u64));
        }
        let near = |(one, other): (&f64, &f64)| (one - other).abs() < 4.0;
        let same = columns.len() == self.columns.len() && columns.iter().zip(&self.columns).all(near);
        self.columns = columns;
        let above = match self.blocks.last_mut() {
            Some(Block::Table(above)) if same => above,
            _ => {
                self.blocks.push(Block::Table(rows));
                return Ok(());
            }
        };
        // A row that the end of the page divided: its number stands on the page before.
        let goes_on = rows.first().is_some_and(|row| {
            row.first().is_some_and(|cell| cell.is_empty() && !cell.merged) && row.iter().any(|cell| !cell.is_empty())
        });
        if goes_on && let Some(last) = above.last_mut() {
            let rest = rows.remove(0);
            let row = rest.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>();
            self.questions.push(Question::new("pdf_divided").with("row", shortened(&row.join(" · "))));
            let both = |first: &str, rest: &str| match (first, rest) {
                ("", text) | (text, "") => text.to_owned(),
                (first, rest) => joined(first, rest),
            };
            for (cell, rest) in last.iter_mut().zip(rest) {
                (cell.text, cell.struck) = (both(&cell.text, &rest.text), both(&cell.struck, &rest.struck));
            }
        }
        // A cell of several rows that reached the end of the page, and an empty one below it, are one.
        if let (Some(last), [first, below @ ..]) = (above.last(), rows.as_mut_slice()) {
            let words = first.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty());
            let question = Question::new("pdf_divided").with("row", shortened(&words.collect::<Vec<_>>().join(" · ")));
            let mut divided = false;
            for (at, (cell, above)) in first.iter_mut().zip(last).enumerate() {
                let spans = below.first().and_then(|row| row.get(at)).is_some_and(|cell| cell.merged);
                if cell.is_empty() && (above.merged || spans && !above.is_empty()) {
                    (cell.merged, divided) = (true, true);
                }
            }
            self.questions.extend(divided.then_some(question));
        }
        above.append(&mut rows);
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn streams_of_objects_are_counted_however_they_are_written() {
        let limit = usize::try_from(UNPACKED_BYTES).unwrap();
        assert_eq!(share(b"%PDF"), limit);
        assert_eq!(share(b"<</Type/ObjStm>> <</Type /#4fbj#53tm>> /XRef /ObjS"), limit / 3);
    }
}
