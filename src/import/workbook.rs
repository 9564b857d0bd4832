//! The portal's list export as a workbook (xlsx).
//!
//! Cells are read as a stream: a sheet that claims a million columns, or one long text shared by every cell, costs
//! what is really in the file.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::archive::{Archive, broken};
use super::limits::{COLUMNS, LIST_ROW_BYTES};
use super::list::{self, Columns};
use super::read::RawFile;
use super::report::{Kind, Reason, RowPlace};

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<RawFile, Reason> {
    Archive::open(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut file = RawFile { kind: Some(Kind::ListWorkbook), ..RawFile::default() };
    let mut titles_met = false;
    for sheet in book.sheet_names() {
        let mut rows = Rows { name, sheet: &sheet, columns: None, seen: 0, at: None, row: Vec::new(), size: 0 };
        // A chart sheet or a damaged one has no cells to read; the others still count.
        let Ok(mut cells) = book.worksheet_cells_reader(&sheet) else { continue };
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            rows.cell(&mut file, row, column, cell.get_value())?;
        }
        rows.end(&mut file)?;
        if let Some(columns) = rows.columns {
            titles_met = true;
            file.unknown_columns.extend(columns.unknown);
        }
    }
    if titles_met { Ok(file) } else { Err(Reason::NoHeader) }
}

/// The rows of a sheet, put together from its cells.
struct Rows<'n> {
    name: &'n str,
    sheet: &'n str,
    columns: Option<Columns>,
    /// Rows met above the titles.
    seen: usize,
    /// The row being put together, from 0.
    at: Option<u32>,
    row: Vec<String>,
    size: usize,
}

impl Rows<'_> {
    fn cell(&mut self, file: &mut RawFile, row: u32, column: u32, value: &DataRef) -> Result<(), Reason> {
        if self.at != Some(row) {
            self.end(file)?;
            self.at = Some(row);
        }
        let text = shown(value);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        // What stands beyond the last titled column is outside the list.
        if column >= COLUMNS || text.is_empty() {
            return Ok(());
        }
        self.size += text.len();
        if self.size <= LIST_ROW_BYTES {
            if self.row.len() <= column {
                self.row.resize(column + 1, String::new());
            }
            if let Some(place) = self.row.get_mut(column) {
                *place = text.into_owned();
            }
        }
        Ok(())
    }

    /// Ends the row being put together.
    fn end(&mut self, file: &mut RawFile) -> Result<(), Reason> {
        let (row, size) = (std::mem::take(&mut self.row), std::mem::take(&mut self.size));
        let Some(at) = self.at.take() else { return Ok(()) };
        let place = RowPlace { file: self.name.to_owned(), sheet: Some(self.sheet.to_owned()), row: u64::from(at) + 1 };
        match &self.columns {
            None if list::titles_may_follow(self.seen) => {
                self.columns = Columns::of(&row);
                if self.columns.is_none() {
                    file.above_titles(row);
                }
                self.seen += 1;
                Ok(())
            }
            None => Ok(()),
            Some(_) if size > LIST_ROW_BYTES => {
                let reason = Reason::RecordTooLarge(LIST_ROW_BYTES as u64);
                file.refused.push(super::report::Refusal { place, reason });
                Ok(())
            }
            Some(columns) => list::take(file, columns, place, row).map_or(Ok(()), Err),
        }
    }
}

/// A cell's text. A code typed as a number may have lost its last zeros ("1.00422"): a question mark behind it keeps it
/// from passing for a code.
pub(super) fn shown<'c>(value: &'c DataRef) -> Cow<'c, str> {
    match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => {
            let text = number.to_string();
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            if (1..6).contains(&decimals) { format!("{text}?").into() } else { text.into() }
        }
        DataRef::Bool(truth) => truth.to_string().into(),
        DataRef::DateTime(moment) => moment.to_string().into(),
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    }
}
