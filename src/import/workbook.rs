//! The portal's list export as a workbook.
//!
//! What is struck out or hidden is left out, with a note. Cells are read as a stream: a sheet that claims a million columns, or
//! one long text shared by every cell, costs what is really in the file.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::archive::{Archive, broken};
use super::grid::{Grid, GridRow};
use super::lettering::{self, Lettering};
use super::limits::{COLUMNS, LIST_ROW_BYTES};
use super::list::Columns;
use super::look::{self, Reading};
use super::merged::Merged;
use super::raw::RawFile;
use super::record::link_of;
use super::refusal::{Kind, Reason, Refusal, Remark, RowPlace};
use super::workbook_looks::{self, Looks, Sheet};
use super::{workbook_formats, workbook_parts};

/// How many runs of hidden rows a note names.
const ROWS_NAMED: usize = 20;
/// No title of a column is longer.
const TITLE_BYTES: usize = 1_000;
/// The serial numbers of days from 1945 to 2200, which are all that a list or a decision can mean.
const DAYS: std::ops::Range<f64> = 16_438.0..109_939.0;

pub(super) fn read(name: &str, bytes: &[u8], letters: Lettering) -> Result<RawFile, Reason> {
    let mut archive = Archive::open(bytes)?;
    if let Some(kind) = archive.text("mimetype")? {
        let is_sheet = kind.contains("spreadsheet");
        return Err(if is_sheet { Reason::FormatUnknown("ods") } else { Reason::NoListFormat("odt") });
    }
    if archive.has("word/") && !archive.has("xl/") {
        return Err(Reason::NoListFormat("docx"));
    }
    if !archive.has("[Content_Types].xml") || archive.has("ppt/") {
        return Err(Reason::FormatUnknown("zip"));
    }
    let signs = archive.signs;
    let looks = Looks::of(&mut archive)?;
    let mut book = workbook_parts::open(&archive)?;
    let mut file = RawFile { kind: Some(Kind::ListWorkbook), letters, ..RawFile::default() };
    let (mut titles_met, mut titles_hidden) = (false, false);
    for (at, sheet) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        // A sheet that is one chart, or a program, has no cells.
        if !matches!(sheet.typ, SheetType::WorkSheet | SheetType::DialogSheet) {
            continue;
        }
        let place = RowPlace::sheet(name, &sheet.name);
        if sheet.visible != SheetVisible::Visible {
            file.notes.push((place, Remark::SheetHidden));
            continue;
        }
        let mut rows = Rows::of(name, &sheet.name, looks.sheet(&mut archive, at)?);
        if signs.merges {
            rows.merged = Merged::of(book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default());
        }
        if signs.links {
            rows.links = workbook_parts::links(&mut book, &sheet.name, &signs);
        }
        let read = rows.sheet(&mut book, &mut file);
        titles_met |= rows.grid.has_titles();
        titles_hidden |= rows.titles_hidden;
        rows.tell_hidden(&mut file, &place);
        rows.grid.end(&mut file, &place);
        match read {
            Ok(()) => {}
            // The sheets that can be read still count.
            Err(Reason::FormatBroken(error)) => {
                file.refused.push(Refusal { place, reason: Reason::SheetUnread(error) });
            }
            Err(whole) => return Err(whole),
        }
    }
    let unread = file.refused.iter().any(|refusal| matches!(refusal.reason, Reason::SheetUnread(_)));
    if !titles_met && !unread {
        // What is hidden may have been the list, and letters may hide its titles: both are told.
        file.kind = None;
        let reason = if titles_hidden { Reason::TitlesHidden } else { Reason::NoHeader };
        file.refused.push(Refusal { place: RowPlace::file(name), reason });
    }
    Ok(file)
}

/// The rows of a sheet, put together from its cells.
struct Rows<'n> {
    name: &'n str,
    sheet: &'n str,
    grid: Grid,
    own: Sheet,
    /// Hidden rows and columns that have texts.
    hidden_rows: Vec<u32>,
    hidden_columns: BTreeSet<u32>,
    /// The hidden cells of the row being put together, while titles may come.
    hidden_cells: Vec<(usize, String)>,
    /// Whether titles of a list were met that hidden cells are a part of.
    titles_hidden: bool,
    merged: Merged,
    links: BTreeMap<(u32, u32), String>,
    /// The text of the cells that reach into the rows below, by column.
    reaching: BTreeMap<u32, String>,
    /// The row being put together, from 0.
    at: Option<u32>,
    row: Vec<Reading>,
    size: usize,
}

impl<'n> Rows<'n> {
    fn of(name: &'n str, sheet: &'n str, own: Sheet) -> Rows<'n> {
        Rows {
            name,
            sheet,
            grid: Grid::default(),
            own,
            hidden_rows: Vec::new(),
            hidden_columns: BTreeSet::new(),
            hidden_cells: Vec::new(),
            titles_hidden: false,
            merged: Merged::default(),
            links: BTreeMap::new(),
            reaching: BTreeMap::new(),
            at: None,
            row: Vec::new(),
            size: 0,
        }
    }

    fn sheet(&mut self, book: &mut Xlsx<Cursor<Cow<'_, [u8]>>>, file: &mut RawFile) -> Result<(), Reason> {
        let mut cells = book.worksheet_cells_reader(self.sheet).map_err(|error| broken(&error))?;
        let formats = workbook_parts::formats(cells.styles());
        let looks = workbook_looks::of_styles(cells.styles());
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            let format = formats.get(style).and_then(Option::as_deref);
            let look = looks.get(style).copied().unwrap_or_default();
            self.cell(file, (row, column), shown(cell.get_value(), format), look)?;
        }
        self.end(file)
    }

    fn cell(
        &mut self,
        file: &mut RawFile,
        place: (u32, u32),
        text: Cow<'_, str>,
        look: look::Look,
    ) -> Result<(), Reason> {
        let (row, column) = place;
        if self.at != Some(row) {
            self.end(file)?;
            self.at = Some(row);
        }
        let is_hidden = self.own.hides_column(column);
        if is_hidden && !text.is_empty() {
            self.hidden_columns.insert(column);
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if is_hidden {
            let may_be_title = column < COLUMNS && text.len() <= TITLE_BYTES && self.grid.awaits_titles();
            if may_be_title && !text.is_empty() {
                self.hidden_cells.push((column, text.into_owned()));
            }
            return Ok(());
        }
        // What stands beyond the last titled column is outside the list.
        if column >= COLUMNS || text.is_empty() {
            return Ok(());
        }
        self.size += text.len();
        if self.size <= LIST_ROW_BYTES {
            if self.row.len() <= column {
                self.row.resize(column + 1, Reading::default());
            }
            let is_plain = look == look::Look::default() && !self.own.has_runs(place.0, place.1);
            if let Some(cell) = self.row.get_mut(column) {
                *cell = if is_plain {
                    file.letters.plain(text.into_owned())
                } else {
                    file.letters.cell(&self.own.written(place.0, place.1, &text, look))
                };
            }
        }
        Ok(())
    }

    /// Ends the row being put together.
    fn end(&mut self, file: &mut RawFile) -> Result<(), Reason> {
        let (readings, size) = (std::mem::take(&mut self.row), std::mem::take(&mut self.size));
        let Some(at) = self.at.take() else { return Ok(()) };
        let mut cells: Vec<String> = readings.iter().map(|cell| cell.text.clone()).collect();
        self.look_for_hidden_titles(at, &cells);
        let place = RowPlace { file: self.name.to_owned(), sheet: Some(self.sheet.to_owned()), row: u64::from(at) + 1 };
        if size > LIST_ROW_BYTES {
            if self.grid.has_titles() {
                file.refused.push(Refusal { place, reason: Reason::RecordTooLarge(LIST_ROW_BYTES as u64) });
            }
            return Ok(());
        }
        let merged = self.reach(at, &mut cells);
        if self.own.rows.contains(&at) {
            if cells.iter().any(|cell| !cell.is_empty()) {
                self.hidden_rows.push(at);
            }
            return Ok(());
        }
        let mut row = GridRow { merged, ..GridRow::default() };
        if readings.iter().any(|cell| !cell.left.is_empty()) {
            let spans = |column: usize| self.merged.spans(at, column);
            let own = readings.iter().enumerate().filter(|(column, _)| !spans(*column)).map(|(_, cell)| cell);
            if look::gone(own).is_some() {
                let words: Vec<String> =
                    readings.iter().map(Reading::all_text).filter(|text| !text.is_empty()).collect();
                file.notes.push((place, Remark::RowStruck(lettering::shown(&words.join(" · ")))));
                return Ok(());
            }
        }
        let stands = || {
            let texts = readings.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty());
            lettering::shown(&texts.collect::<Vec<_>>().join(" · "))
        };
        for (column, cell) in readings.iter().enumerate() {
            row.doubts.extend(cell.unclear.iter().map(|text| (column, lettering::refused(text))));
            let words = lettering::shown(&cell.left_text());
            if cell.is_doubtful() {
                row.doubts.push((column, Reason::Struck(words, stands())));
            } else if !words.is_empty() {
                row.remarks.push(Remark::WordsStruck(words, stands()));
            }
        }
        row.link = self.link(at, &mut cells);
        row.cells = cells;
        self.grid.row(file, place, row)
    }

    /// Looks whether a row would be the titles of the list, were nothing of it hidden.
    fn look_for_hidden_titles(&mut self, at: u32, cells: &[String]) {
        let hidden = std::mem::take(&mut self.hidden_cells);
        if !self.grid.awaits_titles() || hidden.is_empty() && !self.own.rows.contains(&at) {
            return;
        }
        let mut all = cells.to_vec();
        for (column, text) in hidden {
            if all.len() <= column {
                all.resize(column + 1, String::new());
            }
            if let Some(cell) = all.get_mut(column) {
                *cell = text;
            }
        }
        self.titles_hidden |= Columns::of(&all).is_some();
    }

    /// Tells of hidden rows and columns.
    fn tell_hidden(&mut self, file: &mut RawFile, place: &RowPlace) {
        let (rows, columns) = (std::mem::take(&mut self.hidden_rows), std::mem::take(&mut self.hidden_columns));
        if !rows.is_empty() {
            file.notes.push((place.clone(), Remark::RowsHidden(rows.len(), runs_of(&rows))));
        }
        if !columns.is_empty() {
            let names: Vec<String> = columns.into_iter().map(workbook_looks::column_name).collect();
            file.notes.push((place.clone(), Remark::ColumnsHidden(lettering::shown(&names.join(", ")))));
        }
    }

    /// Gives a row the text of the cells that reach into it from above, and says which they are.
    fn reach(&mut self, at: u32, cells: &mut Vec<String>) -> Vec<bool> {
        self.merged.reach(at);
        let mut merged = vec![false; cells.len()];
        for (column, (first, last)) in self.merged.columns() {
            let index = usize::try_from(column).unwrap_or(usize::MAX);
            if !(first..=last).contains(&at) || index >= COLUMNS {
                continue;
            }
            if at == first {
                self.reaching.insert(column, cells.get(index).cloned().unwrap_or_default());
                continue;
            }
            let text = self.reaching.get(&column).cloned().unwrap_or_default();
            if cells.len() <= index {
                cells.resize(index + 1, String::new());
                merged.resize(index + 1, false);
            }
            if let (Some(cell), Some(is)) = (cells.get_mut(index), merged.get_mut(index))
                && cell.trim().is_empty()
            {
                (*cell, *is) = (text, true);
            }
        }
        merged
    }

    /// The address that a cell of links leads to stands in the place of its words; else the portal's page to which
    /// another cell of the row leads is the row's.
    fn link(&self, at: u32, cells: &mut [String]) -> Option<String> {
        let mut of_row = self.links.range((at, 0)..=(at, u32::MAX));
        let url = self.grid.url();
        if let Some(url) = url
            && let Some(target) = u32::try_from(url).ok().and_then(|column| self.links.get(&(at, column)))
            && let Some(cell) = cells.get_mut(url)
            && !cell.trim().starts_with("http")
        {
            cell.clone_from(target);
        }
        of_row.find(|(_, target)| link_of(target).is_some()).map(|(_, target)| target.clone())
    }
}

/// Rows as people name them: "4–9, 12".
fn runs_of(rows: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let named = runs.iter().take(ROWS_NAMED).map(|(first, last)| match last - first {
        0 => (first + 1).to_string(),
        _ => format!("{}–{}", first + 1, last + 1),
    });
    let mut named = named.collect::<Vec<_>>().join(", ");
    if runs.len() > ROWS_NAMED {
        named.push_str(", …");
    }
    named
}

/// A cell's text: a number as its format prints it, a day as people write it.
pub(super) fn shown<'c>(value: &'c DataRef, format: Option<&str>) -> Cow<'c, str> {
    match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => {
            let printed = format.and_then(|format| workbook_formats::printed(*number, format));
            // A format may print fewer decimals than the number has; what is cut is lost to the eye only.
            let plain = number.to_string();
            printed.filter(|printed| printed.len() >= plain.len()).unwrap_or(plain).into()
        }
        DataRef::Bool(truth) => truth.to_string().into(),
        DataRef::DateTime(moment) if DAYS.contains(&moment.as_f64()) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year}").into()
        }
        DataRef::DateTime(moment) => moment.to_string().into(),
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    }
}
