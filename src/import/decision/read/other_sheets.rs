//! Workbooks of other programs than today's Excel (ods, xls): the cells of every sheet that is shown, and no looks.

use std::io::Cursor;

use calamine::{Data, Ods, Reader, SheetVisible, Xls};

use super::super::super::Reason;
use super::super::super::archive::{Archive, broken};
use super::super::super::limits::{COLUMNS, DECISION_ROWS};
use super::Document;
use super::flow::Flow;

/// Reads an OpenDocument workbook.
pub(in super::super) fn ods(bytes: &[u8]) -> Result<Document, Reason> {
    // What it unpacks to is measured first.
    Archive::open(bytes)?;
    let book: Ods<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    read(book)
}

/// Reads a workbook of Excel 97 to 2003.
pub(in super::super) fn xls(bytes: &[u8]) -> Result<Document, Reason> {
    let book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    read(book)
}

fn read<'b, B>(mut book: B) -> Result<Document, Reason>
where
    B: Reader<Cursor<&'b [u8]>>,
    B::Error: std::fmt::Display,
{
    let mut flow = Flow::default();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            continue;
        }
        let cells = book.worksheet_range(&sheet.name).map_err(|error| broken(&error))?;
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
