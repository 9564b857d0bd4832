//! Workbooks (xlsx): each sheet is a table, in which paragraphs are rows of one cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, Xlsx};

use super::super::super::archive::broken;
use super::super::super::limits::{CELL_BYTES, COLUMNS, DOCUMENT_BYTES};
use super::super::super::{Reason, workbook};
use super::Document;
use super::flow::Flow;

/// The serial numbers of days from 1945 to 2200, which are all that a decision can mean.
const DAYS: std::ops::Range<f64> = 16_438.0..109_939.0;

/// Reads a workbook that [`super::office`] has measured.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Reason> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut flow = Flow::default();
    for sheet in book.sheet_names() {
        let merges = book.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let mut merged = Merged::of(merges);
        // A chart sheet or a damaged one has no cells to read; the others still count.
        let Ok(mut cells) = book.worksheet_cells_reader(&sheet) else { continue };
        flow.start_table();
        let mut row = Row::default();
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            let (at, column) = cell.get_position();
            if row.at != at {
                row.end(&mut flow, &mut merged)?;
                row.at = at;
            }
            row.take(column, &shown(cell.get_value()))?;
        }
        row.end(&mut flow, &mut merged)?;
        flow.end_table();
    }
    Ok(flow.end())
}

/// The row being put together.
#[derive(Default)]
struct Row {
    at: u32,
    cells: BTreeMap<u32, String>,
    bytes: usize,
}

impl Row {
    fn take(&mut self, column: u32, text: &str) -> Result<(), Reason> {
        if text.is_empty() {
            return Ok(());
        }
        // A letter's bytes more than a cell may have, so that what is cut is told.
        let mut end = text.len().min(CELL_BYTES + 4);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.bytes += end;
        if self.bytes > DOCUMENT_BYTES {
            return Err(Reason::UnpacksTooFar(DOCUMENT_BYTES as u64));
        }
        self.cells.insert(column, text.get(..end).unwrap_or_default().to_owned());
        Ok(())
    }

    fn end(&mut self, flow: &mut Flow, merged: &mut Merged) -> Result<(), Reason> {
        let row = std::mem::take(self);
        if row.cells.is_empty() {
            return Ok(());
        }
        merged.reach(row.at);
        flow.start_row();
        let last = merged.last(row.at).max(row.cells.keys().last().copied()).unwrap_or(0);
        let columns = u32::try_from(COLUMNS).unwrap_or(u32::MAX);
        for column in 0..=last.min(columns - 1) {
            let text = row.cells.get(&column).map(String::as_str).unwrap_or_default();
            flow.whole_cell(text, merged.is(row.at, column))?;
        }
        for (_, text) in row.cells.range(columns..) {
            flow.whole_cell(text, false)?;
        }
        flow.end_row()
    }
}

/// Which cells are one with the cell above, as the rows go by.
struct Merged {
    /// The regions not yet reached, the first last.
    regions: Vec<Dimensions>,
    /// Column → the first and the last row of the region that it is in.
    columns: BTreeMap<u32, (u32, u32)>,
}

impl Merged {
    fn of(mut regions: Vec<Dimensions>) -> Merged {
        regions.sort_by_key(|region| std::cmp::Reverse(region.start));
        Merged { regions, columns: BTreeMap::new() }
    }

    fn reach(&mut self, row: u32) {
        while let Some(region) = self.regions.pop_if(|region| region.start.0 <= row) {
            let last = region.end.1.min(u32::try_from(COLUMNS).unwrap_or(u32::MAX));
            for column in region.start.1..=last {
                self.columns.insert(column, (region.start.0, region.end.0));
            }
        }
    }

    fn is(&self, row: u32, column: u32) -> bool {
        self.columns.get(&column).is_some_and(|(first, last)| *first < row && row <= *last)
    }

    /// The last column of a row that is one with the cell above.
    fn last(&self, row: u32) -> Option<u32> {
        self.columns.iter().rev().find(|(_, (first, last))| *first < row && row <= *last).map(|(column, _)| *column)
    }
}

/// A cell's text; a day as people write it.
fn shown(value: &DataRef) -> String {
    match value {
        DataRef::DateTime(moment) if DAYS.contains(&moment.as_f64()) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year}")
        }
        other => workbook::shown(other).into_owned(),
    }
}
