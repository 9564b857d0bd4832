//! Workbooks of other programs than today's Excel (ods, xls): the cells of every sheet that is shown, and no looks.
//!
//! calamine reads them whole and makes room for all that they announce. So each is walked first, and its cells and texts are
//! counted in an [`Extent`], as calamine will make them: `content` reads through an ods, `records` writes an xls anew without
//! what makes no cells, for which it has to know how long its `shared_texts` are.

mod content;
mod records;
mod shared_texts;

use std::io::Cursor;

use calamine::{Data, Ods, Reader, SheetVisible, Xls};

use super::super::super::Reason;
use super::super::super::archive::{Archive, broken};
use super::super::super::budget::Budget;
use super::super::super::guarded::guarded;
use super::super::super::limits::{COLUMNS, DECISION_ROWS, SHEET_CELLS, UNPACKED_BYTES};
use super::Document;
use super::flow::Flow;

/// What the sheets of a workbook take up in memory.
struct Extent {
    cells: usize,
    texts: Budget,
}

impl Extent {
    /// Of a workbook of which nothing has been counted.
    fn new() -> Extent {
        Extent { cells: 0, texts: Budget::of(UNPACKED_BYTES) }
    }

    /// Counts a sheet, whatever stands on it.
    fn sheet(&mut self) -> Result<(), Reason> {
        self.cells(1, CELLS_OF_A_SHEET)
    }

    /// Counts the cells of a rectangle, the empty ones too.
    fn cells(&mut self, rows: usize, columns: usize) -> Result<(), Reason> {
        self.cells = self.cells.saturating_add(rows.saturating_mul(columns));
        if self.cells > SHEET_CELLS { Err(Reason::TooManyCells(SHEET_CELLS as u64)) } else { Ok(()) }
    }
}

/// As how many cells a sheet counts that has none: a file may have a million of those.
const CELLS_OF_A_SHEET: usize = 500;

/// Reads an OpenDocument workbook.
pub(super) fn ods(archive: &mut Archive<'_>) -> Result<Document, Reason> {
    content::measure(archive)?;
    read::<Ods<_>>(archive.bytes)
}

/// Reads a workbook of Excel 5 to 2003.
pub(in super::super) fn xls(bytes: &[u8]) -> Result<Document, Reason> {
    read::<Xls<_>>(&records::measured(bytes)?)
}

/// Reads a workbook that was measured.
fn read<'b, B>(bytes: &'b [u8]) -> Result<Document, Reason>
where
    B: Reader<Cursor<&'b [u8]>>,
    B::Error: std::fmt::Display,
{
    let book = guarded(|| calamine::open_workbook_from_rs::<B, _>(Cursor::new(bytes)).map_err(|error| broken(&error)));
    let mut book = book?;
    let mut flow = Flow::default();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            continue;
        }
        let cells = guarded(|| book.worksheet_range(&sheet.name).map_err(|error| broken(&error)))?;
        if cells.height() > DECISION_ROWS {
            return Err(Reason::TooManyRows(DECISION_ROWS as u64));
        }
        flow.start_table();
        for row in cells.rows() {
            flow.start_row();
            for cell in row.iter().take(COLUMNS) {
                flow.whole_cell(&shown(cell), false)?;
            }
            flow.end_row()?;
        }
        flow.end_table();
    }
    Ok(flow.end())
}

/// A cell's text. A code that became a number has the digits of one again.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() != 0.0 => format!("{number:.6}").trim_end_matches('0').to_owned(),
        _ => cell.to_string(),
    }
}
