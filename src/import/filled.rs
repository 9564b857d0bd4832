//! Tables that people fill in and give back: CSV or a workbook as rows of texts, each cell with its place.

use std::collections::BTreeMap;

use calamine::{DataRef, Reader, SheetType, SheetVisible};

use super::archive::{Archive, broken};
use super::budget::Budget;
use super::limits::{COLUMNS, FILE_BYTES, ROWS, UNPACKED_BYTES};
use super::{Foreign, delimited, refusal::Reason, workbook, workbook_parts};

/// A row of the file: the place of each cell (`Sheet!B5` of a workbook, `line:cell` of a text), and the cells.
pub(super) struct TableRow {
    pub(super) places: Vec<String>,
    pub(super) cells: Vec<String>,
}

/// The rows of a csv, or of the first visible sheet of a workbook.
pub(super) fn rows(foreign: &Foreign) -> Result<Vec<TableRow>, Reason> {
    let bytes = &foreign.bytes;
    if bytes.len() as u64 > FILE_BYTES {
        return Err(Reason::FileTooLarge(bytes.len() as u64, FILE_BYTES));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return of_workbook(bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| Reason::FormatUnknown("UTF-8"))?;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|sign| first.bytes().filter(|b| b == sign).count());
    let rows = delimited::Rows::of(text, delimiter.unwrap_or(b','), |_| false).take(ROWS);
    let row = |row: delimited::Row| TableRow {
        places: (1..=row.cells.len()).map(|cell| format!("{}:{cell}", row.line)).collect(),
        cells: row.cells,
    };
    Ok(rows.map(row).collect())
}

fn of_workbook(bytes: &[u8]) -> Result<Vec<TableRow>, Reason> {
    let mut book = workbook_parts::open(&Archive::open(bytes)?)?;
    let visible =
        |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let name = book.sheets_metadata().iter().find(visible).map(|sheet| sheet.name.clone()).ok_or(Reason::NoHeader)?;
    let mut grid: BTreeMap<u32, BTreeMap<usize, String>> = BTreeMap::new();
    let mut texts = Budget::of(UNPACKED_BYTES);
    let mut reader = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
    let formats = workbook_parts::formats(reader.styles());
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| broken(&error))? {
        let (row, column) = cell.get_position();
        let text = match cell.get_value() {
            DataRef::Error(error) => error.to_string(),
            value => workbook::shown(value, formats.get(style).and_then(Option::as_deref)).into_owned(),
        };
        if !text.is_empty() && (column as usize) < COLUMNS {
            texts.take(text.len() as u64)?;
            grid.entry(row).or_default().insert(column as usize, text);
        }
        if grid.len() > ROWS {
            return Err(Reason::TooManyRows(ROWS as u64));
        }
    }
    drop(reader);
    // A formula that nobody calculated has no value: it must not look like a blank.
    let reader = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
    workbook_parts::each_formula(reader, |(row, column), formula| {
        if (column as usize) < COLUMNS && !formula.is_empty() {
            let cell = grid.entry(row).or_default().entry(column as usize);
            cell.or_insert_with(|| format!("={formula}"));
        }
        if grid.len() > ROWS { Err(Reason::TooManyRows(ROWS as u64)) } else { Ok(()) }
    })?;
    let width = grid.values().filter_map(|row| row.keys().last()).max().map_or(0, |last| last + 1);
    let row = |(at, cells): (u32, BTreeMap<usize, String>)| TableRow {
        places: (0..width).map(|column| format!("{name}!{}{}", letters(column), at + 1)).collect(),
        cells: (0..width).map(|column| cells.get(&column).cloned().unwrap_or_default()).collect(),
    };
    Ok(grid.into_iter().map(row).collect())
}

/// A column as spreadsheets name it: "A", "AB".
pub(super) fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    match column / 26 {
        0 => letter(column).to_string(),
        more => format!("{}{}", letters(more - 1), letter(column)),
    }
}
