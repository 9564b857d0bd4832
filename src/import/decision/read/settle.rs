//! What a reader met, with its looks → what the document says: without what is struck out or hidden, and in Unicode.
//!
//! A row of which nothing stands is left out with a note that names it; so are words of a cell. Where what is left may be
//! no value, it is a question.

use std::collections::BTreeMap;

use super::super::super::legacy::{Letters, Whole};
use super::super::super::look::{self, Look, Mark, Reading, Unclear, Written};
use super::super::block::shortened;
use super::super::block::{Block, Cell};
use super::super::found::Question;
use super::super::layout::Layout;
use super::Document;

/// A part of a document as it was met.
pub(super) enum Part {
    /// A paragraph.
    Line(Written),
    Table(Vec<Row>),
}

#[derive(Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Typed>,
    pub(super) gone: Option<Gone>,
}

/// Why a whole row does not stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gone {
    /// Its deletion was tracked.
    Deleted,
    Hidden,
}

/// A cell as it was met.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) text: Written,
    pub(super) merged: bool,
    pub(super) cut: bool,
}

/// What a reader met.
#[derive(Default)]
pub(super) struct Met {
    pub(super) parts: Vec<Part>,
    pub(super) questions: Vec<Question>,
    pub(super) notes: Vec<Question>,
    pub(super) partial: bool,
    /// Whether the format loses soft hyphens.
    pub(super) loses_hyphens: bool,
}

/// The document of what was met.
pub(super) fn settled(met: Met) -> Document {
    let mut whole = Whole::default();
    let mut hyphens = false;
    for (text, look) in met.parts.iter().flat_map(texts).flat_map(Written::parts) {
        whole.add(text, look.font);
        hyphens |= text.contains('\u{ad}');
    }
    let lost = whole.has_lost_letters() || met.loses_hyphens && !hyphens;
    let document = Document { questions: met.questions, notes: met.notes, partial: met.partial, ..Document::default() };
    let mut settling = Settling { whole, document, converted: BTreeMap::new(), sound: 0 };
    for part in met.parts {
        let block = match part {
            Part::Line(line) => settling.line(&line).map(Block::Line),
            Part::Table(rows) => Some(Block::Table(settling.table(rows))),
        };
        settling.document.blocks.extend(block);
    }
    settling.end(lost)
}

/// The document of blocks that no reader told the looks of, with what was asked about them.
pub(in super::super) fn blocks(blocks: Vec<Block>, questions: Vec<Question>) -> Document {
    let typed =
        |cell: Cell| Typed { text: Written::of(&cell.text, Look::default()), merged: cell.merged, cut: cell.cut };
    let row = |row: Vec<Cell>| Row { cells: row.into_iter().map(typed).collect(), gone: None };
    let part = |block| match block {
        Block::Line(line) => Part::Line(Written::of(&line, Look::default())),
        Block::Table(rows) => Part::Table(rows.into_iter().map(row).collect()),
    };
    settled(Met { parts: blocks.into_iter().map(part).collect(), questions, ..Met::default() })
}

fn texts(part: &Part) -> Vec<&Written> {
    match part {
        Part::Line(line) => vec![line],
        Part::Table(rows) => rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.text).collect(),
    }
}

struct Settling {
    whole: Whole,
    document: Document,
    /// The letters that texts were in: how many, and what the first says.
    converted: BTreeMap<Letters, (usize, String)>,
    /// Texts with letters above ASCII that are what they seem.
    sound: usize,
}

impl Settling {
    fn read(&mut self, written: &Written) -> Reading {
        let reading = written.read(&self.whole);
        self.sound += usize::from(reading.has_letters);
        for letters in &reading.converted {
            let told = self.converted.entry(*letters).or_insert_with(|| (0, shortened(&reading.all_text())));
            told.0 += 1;
        }
        for Unclear { letters, typed, guess } in &reading.unclear {
            let question = Question::new("letters").with("letters", letters.as_str());
            self.ask(question.with("text", shortened(typed)).with("guess", shortened(guess)));
        }
        reading
    }

    fn ask(&mut self, question: Question) {
        self.document.questions.push(question);
    }

    fn line(&mut self, written: &Written) -> Option<String> {
        let reading = self.read(written);
        let told = |key| Question::new(key).with("words", shortened(&reading.left_text()));
        match reading.mark() {
            Mark::Plain => {}
            _ if look::gone(std::iter::once(&reading)) == Some(Mark::Struck) => {
                self.ask(told("line_struck"));
                return None;
            }
            Mark::Struck if reading.is_doubtful() => {
                self.ask(told("words_struck").with("row", shortened(&reading.text)))
            }
            Mark::Struck => self.document.notes.push(told("words_struck").with("row", shortened(&reading.text))),
            Mark::Hidden => self.document.notes.push(told("line_hidden")),
        }
        Some(reading.text).filter(|text| !text.is_empty())
    }

    fn table(&mut self, rows: Vec<Row>) -> Vec<Vec<Cell>> {
        let mut kept = Vec::with_capacity(rows.len());
        // What reaches down out of rows that are left out.
        let mut reaching: BTreeMap<usize, Cell> = BTreeMap::new();
        let mut rows = rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let below = rows.peek();
            let reaches = |at: usize| below.and_then(|row| row.cells.get(at)).is_some_and(|cell| cell.merged);
            let readings: Vec<Reading> = row.cells.iter().map(|cell| self.read(&cell.text)).collect();
            let own = readings.iter().zip(&row.cells).enumerate();
            let own = own.filter(|(at, (_, cell))| !cell.merged && !reaches(*at)).map(|(_, (reading, _))| reading);
            let is_gone = match row.gone {
                Some(Gone::Deleted) => true,
                Some(Gone::Hidden) => self.left_out("row_hidden", &readings),
                None => match look::gone(own) {
                    Some(Mark::Hidden) => self.left_out("row_hidden", &readings),
                    Some(Mark::Plain | Mark::Struck) => self.left_out("row_struck", &readings),
                    None => {
                        self.parts_left(&readings);
                        false
                    }
                },
            };
            let mut cells: Vec<Cell> = row
                .cells
                .iter()
                .zip(readings)
                .map(|(cell, reading)| Cell { text: reading.text, merged: cell.merged, cut: cell.cut })
                .collect();
            for (at, cell) in cells.iter_mut().enumerate() {
                if !cell.merged {
                    reaching.remove(&at);
                    if is_gone && reaches(at) {
                        reaching.insert(at, cell.clone());
                    }
                } else if !is_gone && let Some(above) = reaching.remove(&at) {
                    // The first row that stands has the cell.
                    *cell = above;
                }
            }
            if !is_gone {
                kept.push(cells);
            }
        }
        kept
    }

    /// Notes a row that is left out; where it would have been the titles, that is asked.
    fn left_out(&mut self, key: &'static str, readings: &[Reading]) -> bool {
        let texts: Vec<String> = readings.iter().map(Reading::all_text).collect();
        let words: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        if words.is_empty() {
            return true;
        }
        let told = Question::new(key).with("row", shortened(&words.join(" · ")));
        if Layout::of(&texts.iter().map(String::as_str).collect::<Vec<_>>()).is_some() {
            self.ask(told);
        } else {
            self.document.notes.push(told);
        }
        true
    }

    /// Tells of words of a row that are left out.
    fn parts_left(&mut self, readings: &[Reading]) {
        let marked: Vec<&Reading> = readings.iter().filter(|reading| !reading.left.is_empty()).collect();
        if marked.is_empty() {
            return;
        }
        let stands: Vec<&str> =
            readings.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        let row = shortened(&stands.join(" · "));
        for reading in marked {
            let key = if reading.mark() == Mark::Struck { "words_struck" } else { "words_hidden" };
            let told = Question::new(key).with("words", shortened(&reading.left_text())).with("row", &row);
            if reading.is_doubtful() {
                self.ask(told);
            } else {
                self.document.notes.push(told);
            }
        }
    }

    fn end(mut self, lost: bool) -> Document {
        if lost && self.converted.contains_key(&Letters::Tcvn3) {
            self.ask(Question::new("letters_lost"));
        }
        let is_whole = self.converted.len() == 1 && self.sound == 0;
        for (letters, (count, text)) in std::mem::take(&mut self.converted) {
            let told = Question::new(if is_whole { "letters_whole" } else { "letters_part" });
            let told = told.with("letters", letters.as_str()).with("count", count).with("text", text);
            self.document.notes.push(told);
        }
        self.document
    }
}
