//! Workbooks (xlsx): each sheet that is shown is a table, in which paragraphs are rows of one cell.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use calamine::{DataRef, Reader, SheetType, SheetVisible};

use super::super::super::archive::{Archive, broken};
use super::super::super::limits::{CELL_BYTES, COLUMNS, DOCUMENT_BYTES};
use super::super::super::look::Written;
use super::super::super::merged::Merged;
use super::super::super::workbook_looks::{self, Looks, Sheet};
use super::super::super::{Reason, workbook, workbook_parts};
use super::super::block::shortened;
use super::super::found::Question;
use super::Document;
use super::flow::Flow;
use super::office::Links;
use super::settle::Gone;

/// Reads a workbook that [`super::office`] has measured.
pub(super) fn read(archive: &mut Archive, links: Links) -> Result<Document, Reason> {
    let signs = archive.signs;
    let looks = Looks::of(archive)?;
    let mut book = workbook_parts::open(archive)?;
    let mut flow = Flow::default();
    let mut partial = false;
    for (at, sheet) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        // A sheet that is one chart, or a program, has no cells.
        if !matches!(sheet.typ, SheetType::WorkSheet | SheetType::DialogSheet) {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            flow.note(Question::new("sheet_hidden").with("sheet", shortened(&sheet.name)));
            continue;
        }
        let own = looks.sheet(archive, at)?;
        flow.start_table();
        let links = match links {
            Links::Left => BTreeMap::new(),
            Links::Kept => workbook_parts::links(&mut book, &sheet.name, &signs),
        };
        match of_sheet(&mut book, &sheet.name, &own, &links, &mut flow) {
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

fn of_sheet(
    book: &mut workbook_parts::Book<'_>,
    sheet: &str,
    own: &Sheet,
    links: &BTreeMap<(u32, u32), String>,
    flow: &mut Flow,
) -> Result<(), Reason> {
    let mut merged = Merged::of(book.merge_cells_by_sheet_name(sheet).unwrap_or_default());
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| broken(&error))?;
    let formats = workbook_parts::formats(cells.styles());
    let looks = workbook_looks::of_styles(cells.styles());
    let mut row = Row::default();
    let mut columns = BTreeSet::new();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| broken(&error))? {
        let (at, column) = cell.get_position();
        if row.at != at {
            row.end(flow, &mut merged, own)?;
            row.at = at;
        }
        let text = shown(cell.get_value(), formats.get(style).and_then(Option::as_deref));
        let text = match links.get(&(at, column)).filter(|link| !text.contains(link.as_str())) {
            Some(link) => format!("{text} {link}").into(),
            None => text,
        };
        if own.hides_column(column) {
            if !text.is_empty() {
                columns.insert(column);
            }
            continue;
        }
        row.take(column, &text, |text| own.written(at, column, text, looks.get(style).copied().unwrap_or_default()))?;
    }
    row.end(flow, &mut merged, own)?;
    if !columns.is_empty() {
        let names: Vec<String> = columns.into_iter().map(workbook_looks::column_name).collect();
        let note = Question::new("columns_hidden").with("sheet", shortened(sheet));
        flow.note(note.with("columns", shortened(&names.join(", "))));
    }
    Ok(())
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
    cells: BTreeMap<u32, Written>,
    bytes: usize,
}

impl Row {
    fn take(&mut self, column: u32, text: &str, written: impl Fn(&str) -> Written) -> Result<(), Reason> {
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
        self.cells.insert(column, written(text.get(..end).unwrap_or_default()));
        Ok(())
    }

    fn end(&mut self, flow: &mut Flow, merged: &mut Merged, own: &Sheet) -> Result<(), Reason> {
        let row = std::mem::take(self);
        if row.cells.is_empty() {
            return Ok(());
        }
        merged.reach(row.at);
        flow.start_row();
        let last = merged.last(row.at).max(row.cells.keys().last().copied()).unwrap_or(0);
        let columns = u32::try_from(COLUMNS).unwrap_or(u32::MAX);
        for column in 0..=last.min(columns - 1) {
            let none = Written::default();
            flow.written_cell(row.cells.get(&column).unwrap_or(&none), merged.is(row.at, column))?;
        }
        for (_, text) in row.cells.range(columns..) {
            flow.written_cell(text, false)?;
        }
        if own.rows.contains(&row.at) { flow.leave_row(Gone::Hidden) } else { flow.end_row() }
    }
}
