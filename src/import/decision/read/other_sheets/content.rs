//! How much an OpenDocument workbook takes up, by its `content.xml`.
//!
//! A cell says in how many columns it stands and a row how often it comes; calamine (0.38) writes both out, from the first row
//! and column with something in it to the last ones, and spaces as many as a text says.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::super::super::Reason;
use super::super::super::super::archive::{Archive, announced_in, broken};
use super::Extent;

/// The most rows and columns that calamine takes a repetition for.
const ROWS: usize = 1_048_576;
const COLUMNS: usize = 16_384;
/// What a name of a range takes up beside its words.
const NAME_BYTES: usize = 64;

/// Counts what the sheets take up.
///
/// # Errors
/// Where that is more than the limits, where the workbook needs a password, and where it is none.
pub(super) fn measure(archive: &mut Archive<'_>) -> Result<(), Reason> {
    if archive.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Reason::Locked);
    }
    match archive.part("content.xml")? {
        Some(part) => Walk::new().through(part),
        None => Err(Reason::Contradicts),
    }
}

/// What of a sheet has been met.
struct Walk {
    extent: Extent,
    /// How many elements are open.
    depth: usize,
    /// Of the sheet: the rows up to the last with something in it, those after it, and the columns of the widest.
    rows: usize,
    blank_rows: usize,
    width: usize,
    row: Option<Row>,
}

#[derive(Default)]
struct Row {
    times: usize,
    /// The columns that are kept: a last run of empty cells is not, until another cell follows.
    columns: usize,
    blank: usize,
    /// The columns up to the last cell with something in it.
    width: usize,
    bytes: u64,
    cell: Option<Cell>,
}

#[derive(Default)]
struct Cell {
    columns: usize,
    /// Whether it has a value, and so is no empty one; of one without the words in it are not read.
    has_value: bool,
    /// How many bytes it takes up, at most.
    bytes: u64,
}

impl Walk {
    fn new() -> Walk {
        Walk { extent: Extent::new(), depth: 0, rows: 0, blank_rows: 0, width: 0, row: None }
    }

    fn through(mut self, part: impl BufRead) -> Result<(), Reason> {
        let mut reader = Reader::from_reader(part);
        // As calamine reads it, but that an element has to end: behind an annotation that does not, it reads for ever.
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
                Event::Start(tag) => {
                    self.depth += 1;
                    self.start(&tag)?;
                }
                Event::End(tag) => {
                    self.depth -= 1;
                    self.end(tag.name().as_ref())?;
                }
                Event::Text(text) => self.text(text.len()),
                Event::GeneralRef(sign) => self.text(sign.len()),
                Event::Eof if self.depth > 0 => return Err(Reason::Contradicts),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Reason> {
        match tag.name().as_ref() {
            "table:table" => self.extent.sheet()?,
            // A table in a cell of another.
            "table:table-row" if self.row.is_some() => return Err(Reason::Contradicts),
            "table:table-row" => {
                let times = times(tag, "table:number-rows-repeated").clamp(1, ROWS);
                self.row = Some(Row { times, ..Row::default() });
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let Some(row) = &mut self.row else { return Ok(()) };
                if row.cell.is_some() {
                    return Err(Reason::Contradicts);
                }
                let columns = times(tag, "table:number-columns-repeated").clamp(1, COLUMNS);
                let said = tag.attributes_raw();
                // `office:string-value` and the like are kept as texts, as formulas are.
                let has_text = said.contains("-value") || said.contains("table:formula");
                let bytes = if has_text { said.len() as u64 } else { 0 };
                row.cell = Some(Cell { columns, has_value: has_text || said.contains("office:"), bytes });
            }
            "table:named-range" | "table:named-expression" => {
                self.extent.texts.take((NAME_BYTES + tag.attributes_raw().len()) as u64)?;
            }
            "text:s" => self.text(times(tag, "text:c")),
            "text:p" | "text:tab" | "text:line-break" => self.text(1),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Reason> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(row) = &mut self.row {
                    row.end_cell();
                }
            }
            "table:table-row" => {
                if let Some(row) = self.row.take() {
                    self.end_row(&row)?;
                }
            }
            // A table within another ends nothing of it.
            "table:table" if self.row.is_none() => self.end_table()?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, bytes: usize) {
        if let Some(cell) = self.row.as_mut().and_then(|row| row.cell.as_mut()).filter(|cell| cell.has_value) {
            cell.bytes = cell.bytes.saturating_add(bytes as u64);
        }
    }

    /// All of a sheet's rows are as wide as the widest.
    fn end_table(&mut self) -> Result<(), Reason> {
        self.extent.cells(self.rows, self.width)?;
        (self.rows, self.blank_rows, self.width) = (0, 0, 0);
        Ok(())
    }

    fn end_row(&mut self, row: &Row) -> Result<(), Reason> {
        // Before it is repeated it is kept once; at the sheet's end all of them together.
        self.extent.cells(1, row.columns)?;
        if row.width == 0 {
            self.blank_rows = self.blank_rows.saturating_add(row.times);
            return Ok(());
        }
        self.extent.texts.take(row.bytes.saturating_mul(row.times as u64))?;
        let blank_rows = std::mem::take(&mut self.blank_rows);
        self.rows = self.rows.saturating_add(if self.rows == 0 { 0 } else { blank_rows }).saturating_add(row.times);
        self.width = self.width.max(row.width);
        Ok(())
    }
}

impl Row {
    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.columns = (self.columns + std::mem::take(&mut self.blank)).min(COLUMNS);
        let columns = cell.columns.min(COLUMNS - self.columns);
        if !cell.has_value {
            self.blank = columns;
            return;
        }
        self.columns += columns;
        self.width = self.columns;
        self.bytes = self.bytes.saturating_add(cell.bytes.saturating_mul(columns.max(1) as u64));
    }
}

/// How often something comes: once, where nothing is said.
fn times(tag: &BytesStart<'_>, name: &str) -> usize {
    announced_in(tag.attributes_raw(), name).map_or(1, |said| usize::try_from(said).unwrap_or(usize::MAX))
}
