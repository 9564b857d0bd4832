//! Workbooks (xlsx): each sheet is a table, in which paragraphs are rows of one cell.

use std::borrow::Cow;
use std::collections::BTreeMap;

use calamine::{DataRef, Reader, SheetType};

use super::super::super::archive::broken;
use super::super::super::limits::{CELL_BYTES, COLUMNS, DOCUMENT_BYTES};
use super::super::super::merged::Merged;
use super::super::super::{Reason, workbook, workbook_parts};
use super::super::found::Question;
use super::super::resolve::shortened;
use super::Document;
use super::flow::Flow;

/// Reads a workbook that [`super::office`] has measured.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Reason> {
    let mut book = workbook_parts::open(bytes)?;
    let mut flow = Flow::default();
    let mut partial = false;
    for sheet in book.sheets_metadata().to_vec() {
        // A sheet that is one chart, or a program, has no cells.
        if !matches!(sheet.typ, SheetType::WorkSheet | SheetType::DialogSheet) {
            continue;
        }
        flow.start_table();
        match of_sheet(&mut book, &sheet.name, &mut flow) {
            Ok(()) => {}
            // The sheets that can be read still count.
            Err(Reason::FormatBroken(error)) => {
                partial = true;
                let question = Question::new("sheet_unread").with("sheet", shortened(&sheet.name));
                flow.ask(question.with("error", shortened(&error)));
            }
            Err(whole) => return Err(whole),
        }
        flow.end_table();
    }
    let document = flow.end();
    Ok(Document { partial: document.partial || partial, ..document })
}

fn of_sheet(book: &mut workbook_parts::Book<'_>, sheet: &str, flow: &mut Flow) -> Result<(), Reason> {
    let mut merged = Merged::of(book.merge_cells_by_sheet_name(sheet).unwrap_or_default());
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| broken(&error))?;
    let formats = workbook_parts::formats(cells.styles());
    let mut row = Row::default();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| broken(&error))? {
        let (at, column) = cell.get_position();
        if row.at != at {
            row.end(flow, &mut merged)?;
            row.at = at;
        }
        row.take(column, &shown(cell.get_value(), formats.get(style).and_then(Option::as_deref)))?;
    }
    row.end(flow, &mut merged)
}

/// A cell's text. A code typed as a number may have lost its last zeros ("1.00422"): a question mark behind it keeps it from
/// passing for one that is printed so.
fn shown<'c>(value: &'c DataRef, format: Option<&str>) -> Cow<'c, str> {
    let text = workbook::shown(value, format);
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match value {
        DataRef::Float(_) if (1..6).contains(&decimals) => format!("{text}?").into(),
        _ => text,
    }
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
