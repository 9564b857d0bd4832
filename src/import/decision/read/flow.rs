//! Paragraphs and tables as a reader meets them → blocks, with spans spread over the columns that they cover.

use super::super::super::Reason;
use super::super::super::legacy::Whole;
use super::super::super::limits::{CELL_BYTES, COLUMNS, DECISION_ROWS, DOCUMENT_BYTES, TABLE_DEPTH};
use super::super::super::look::{Look, Written};
use super::super::found::Question;
use super::super::layout::Layout;
use super::Document;
use super::settle::{Gone, Met, Part, Row, Typed, settled};

/// What a line takes up beside its words.
const LINE_BYTES: usize = 64;
/// What a paragraph costs whose properties are read, where they give it no number; with one it is a line.
const PROPERTIES_BYTES: usize = 16;
/// What a piece of a text takes up that looks otherwise than the piece before it.
const PIECE_BYTES: usize = 48;

/// How far a cell reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Over how many columns.
    pub(super) columns: usize,
    /// Over how many rows.
    pub(super) rows: usize,
    /// Whether it is one with the cell above, where the format says so at the lower cell.
    pub(super) merged: bool,
}

/// Takes a document in its order.
#[derive(Default)]
pub(super) struct Flow {
    met: Met,
    /// How the texts look that follow.
    look: Look,
    /// The open tables, the outermost first.
    tables: Vec<Table>,
    /// Tables opened below the deepest that is kept as one: their words go into its cell.
    beyond: usize,
    /// The open paragraph.
    line: Text,
    /// The bytes and rows kept so far.
    bytes: usize,
    rows: usize,
}

#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    row: Option<Vec<Typed>>,
    cell: Option<(Text, Span)>,
    /// For each column, over how many further rows a cell above reaches.
    reach: Vec<usize>,
}

/// A text that grows to the limit of a cell.
#[derive(Default)]
struct Text {
    text: Written,
    cut: bool,
}

impl Text {
    /// Adds a text, and gives what that takes up.
    fn push(&mut self, text: &str, look: Look) -> usize {
        let room = CELL_BYTES.saturating_sub(self.text.len()).min(text.len());
        let mut end = room;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.cut |= end < text.trim_end().len();
        let is_first = self.text.is_empty();
        let is_own = self.text.push(text.get(..end).unwrap_or_default(), look);
        end + if is_own && !is_first { PIECE_BYTES } else { 0 }
    }

    fn append(&mut self, other: &Text) {
        let room = CELL_BYTES.saturating_sub(self.text.len());
        if other.text.len() > room {
            self.push(&other.text.typed(), Look::default());
        } else {
            self.text.append(&other.text);
        }
        self.cut |= other.cut;
    }
}

impl Flow {
    /// Says how the texts look that follow.
    pub(super) fn look(&mut self, look: Look) {
        self.look = look;
    }

    /// Adds to the open paragraph.
    ///
    /// # Errors
    /// Where the document holds more text than the limit.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Reason> {
        if !self.tables.is_empty() && self.cell().is_none() && text.trim().is_empty() {
            return Ok(());
        }
        let look = self.look;
        self.bytes += match self.cell() {
            Some(cell) => cell.push(text, look),
            None => self.line.push(text, look),
        };
        self.bounded()
    }

    /// Where text goes inside a table; `None` outside of one, or between its cells.
    fn cell(&mut self) -> Option<&mut Text> {
        Some(&mut self.tables.last_mut()?.cell.as_mut()?.0)
    }

    /// Begins a paragraph, with the number that stands before it. It counts also where its cell is full.
    ///
    /// # Errors
    /// As for [`Flow::text`].
    pub(super) fn start_line(&mut self, number: Option<&str>) -> Result<(), Reason> {
        self.bytes += number.map_or(PROPERTIES_BYTES, |_| LINE_BYTES);
        if let Some(number) = number {
            self.look = Look::default();
            self.text(&format!("{number} "))?;
        }
        self.bounded()
    }

    fn bounded(&self) -> Result<(), Reason> {
        if self.bytes > DOCUMENT_BYTES { Err(Reason::UnpacksTooFar(DOCUMENT_BYTES as u64)) } else { Ok(()) }
    }

    /// Ends the open paragraph.
    pub(super) fn end_line(&mut self) {
        if let Some(cell) = self.cell() {
            if !cell.text.is_empty() && !cell.text.ends_with('\n') {
                cell.push("\n", Look::default());
            }
            return;
        }
        let line = std::mem::take(&mut self.line);
        if line.text.is_blank() {
            return;
        }
        if line.cut {
            let row: String = line.text.typed().chars().take(80).collect();
            self.met.questions.push(Question::new("cell_cut").with("row", row));
        }
        // Between the cells of a table there is no place for words: they stand above it.
        self.bytes += LINE_BYTES;
        self.met.parts.push(Part::Line(line.text));
    }

    pub(super) fn ask(&mut self, question: Question) {
        if !self.met.questions.contains(&question) {
            self.met.questions.push(question);
        }
    }

    pub(super) fn note(&mut self, note: Question) {
        self.met.notes.push(note);
    }

    pub(super) fn start_table(&mut self) {
        self.end_line();
        if self.tables.len() >= TABLE_DEPTH {
            self.beyond += 1;
            self.ask(Question::new("tables_deep").with("depth", TABLE_DEPTH));
        } else {
            self.tables.push(Table::default());
        }
    }

    pub(super) fn start_row(&mut self) {
        if self.beyond > 0 {
            return self.end_line();
        }
        self.end_row_of_table(None);
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(Vec::new());
        }
    }

    /// Opens a cell; one that is open ends.
    pub(super) fn start_cell(&mut self, span: Span) -> Result<(), Reason> {
        if self.beyond > 0 {
            self.end_line();
            return Ok(());
        }
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        table.end_cell();
        table.row.get_or_insert_default();
        table.cell = Some((Text::default(), span));
        Ok(())
    }

    /// A whole cell.
    ///
    /// # Errors
    /// As for [`Flow::text`].
    pub(super) fn whole_cell(&mut self, text: &str, merged: bool) -> Result<(), Reason> {
        self.start_cell(Span { columns: 1, rows: 1, merged })?;
        self.text(text)?;
        self.end_cell();
        Ok(())
    }

    /// A whole cell with its looks.
    ///
    /// # Errors
    /// As for [`Flow::text`].
    pub(super) fn written_cell(&mut self, written: &Written, merged: bool) -> Result<(), Reason> {
        self.start_cell(Span { columns: 1, rows: 1, merged })?;
        for (text, look) in written.parts() {
            self.look = look;
            self.text(text)?;
        }
        self.look = Look::default();
        self.end_cell();
        Ok(())
    }

    pub(super) fn end_cell(&mut self) {
        if self.beyond > 0 {
            return;
        }
        if let Some(table) = self.tables.last_mut() {
            table.end_cell();
        }
    }

    /// Ends the open row.
    ///
    /// # Errors
    /// Where the document has more rows than the limit.
    pub(super) fn end_row(&mut self) -> Result<(), Reason> {
        self.end_row_as(None)
    }

    /// Ends the open row, which does not stand.
    ///
    /// # Errors
    /// As for [`Flow::end_row`].
    pub(super) fn leave_row(&mut self, gone: Gone) -> Result<(), Reason> {
        self.end_row_as(Some(gone))
    }

    fn end_row_as(&mut self, gone: Option<Gone>) -> Result<(), Reason> {
        if self.beyond == 0 {
            self.end_row_of_table(gone);
        }
        if self.rows > DECISION_ROWS { Err(Reason::TooManyRows(DECISION_ROWS as u64)) } else { Ok(()) }
    }

    fn end_row_of_table(&mut self, gone: Option<Gone>) {
        if let Some(table) = self.tables.last_mut() {
            table.end_cell();
            if let Some(mut row) = table.row.take() {
                while row.len() < table.reach.len() && table.reach.iter().skip(row.len()).any(|reach| *reach > 0) {
                    table.reached(&mut row);
                    if row.len() < table.reach.len() {
                        row.push(Typed::default());
                    }
                }
                self.rows += 1;
                table.rows.push(Row { cells: row, gone });
            }
        }
    }

    pub(super) fn end_table(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return self.end_line();
        }
        self.end_row_of_table(None);
        let Some(table) = self.tables.pop() else { return };
        if self.tables.is_empty() {
            self.end_line();
            self.met.parts.push(Part::Table(table.rows));
        } else if table.rows.iter().any(is_titles) {
            // A table with an annex's titles stands in a frame: what is above it in the frame comes first.
            for outer in &mut self.tables {
                outer.flush(&mut self.met.parts);
            }
            self.met.parts.push(Part::Table(table.rows));
        } else if let Some(cell) = self.cell() {
            for row in table.rows {
                cell.append(&words(row));
            }
        } else {
            // Where a page's tables are not closed in their order.
            self.met.parts.push(Part::Table(table.rows));
        }
    }

    /// The document; what is still open ends.
    pub(super) fn end(mut self) -> Document {
        self.beyond = 0;
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_line();
        settled(self.met)
    }
}

fn is_titles(row: &Row) -> bool {
    let texts: Vec<String> = row.cells.iter().map(|cell| cell.text.read(&Whole::default()).text).collect();
    Layout::of(&texts.iter().map(String::as_str).collect::<Vec<_>>()).is_some()
}

/// The words of a row of a table that is no table of its own, as a line.
fn words(row: Row) -> Text {
    let mut line = Text::default();
    for cell in row.cells.into_iter().filter(|cell| !cell.text.is_blank() && row.gone != Some(Gone::Deleted)) {
        if !line.text.is_empty() {
            line.push(" ", Look::default());
        }
        let text = if row.gone.is_some() { cell.text.hidden() } else { cell.text };
        line.text.append(&text);
    }
    line.push("\n", Look::default());
    line
}

impl Table {
    fn end_cell(&mut self) {
        let Some((text, span)) = self.cell.take() else { return };
        let mut row = self.row.take().unwrap_or_default();
        self.reached(&mut row);
        let cell = Typed { text: text.text, merged: span.merged, cut: text.cut };
        if row.len() >= COLUMNS {
            // No annex is as wide: nothing is lost, but no column is told from the next.
            if let Some(last) = row.last_mut().filter(|_| !cell.text.is_blank()) {
                let mut joined = Text { text: std::mem::take(&mut last.text), cut: last.cut };
                joined.push("\n", Look::default());
                joined.append(&Text { text: cell.text, cut: cell.cut });
                (last.text, last.cut) = (joined.text, joined.cut);
            }
        } else {
            let end = row.len().saturating_add(span.columns.max(1)).min(COLUMNS);
            self.reach.resize(self.reach.len().max(end), 0);
            for reach in self.reach.iter_mut().take(end).skip(row.len()) {
                *reach = span.rows.saturating_sub(1);
            }
            let merged = cell.merged;
            row.push(cell);
            row.resize_with(end, || Typed { merged, ..Typed::default() });
        }
        self.row = Some(row);
    }

    /// Fills the columns that a cell above reaches, from where the row stands.
    fn reached(&mut self, row: &mut Vec<Typed>) {
        while let Some(reach) = self.reach.get_mut(row.len()).filter(|reach| **reach > 0) {
            *reach -= 1;
            row.push(Typed { merged: true, ..Typed::default() });
        }
    }

    /// Gives what the table holds so far, and goes on empty.
    fn flush(&mut self, parts: &mut Vec<Part>) {
        let cell = self.cell.as_mut().map(|(text, _)| std::mem::take(text));
        let mut rows = std::mem::take(&mut self.rows);
        let mut row = self.row.as_mut().map(std::mem::take).unwrap_or_default();
        row.extend(cell.map(|text| Typed { text: text.text, merged: false, cut: text.cut }));
        if row.iter().any(|cell| !cell.text.is_blank()) {
            rows.push(Row { cells: row, gone: None });
        }
        if !rows.is_empty() {
            parts.push(Part::Table(rows));
        }
    }
}
