//! The portal's list export as a workbook.
//!
//! Cells are read as a stream: a sheet that claims a million columns, or one long text shared by every cell, costs
//! what is really in the file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, Xlsx};

use super::archive::{Archive, broken};
use super::grid::{Grid, GridRow};
use super::limits::{COLUMNS, LIST_ROW_BYTES};
use super::merged::Merged;
use super::read::RawFile;
use super::record::link_of;
use super::report::{Kind, Reason, Refusal, RowPlace};
use super::{workbook_formats, workbook_parts};

/// The serial numbers of days from 1945 to 2200, which are all that a list or a decision can mean.
const DAYS: std::ops::Range<f64> = 16_438.0..109_939.0;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<RawFile, Reason> {
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
    let mut book = workbook_parts::open(bytes)?;
    let mut file = RawFile { kind: Some(Kind::ListWorkbook), ..RawFile::default() };
    let mut titles_met = false;
    for sheet in book.sheets_metadata().to_vec() {
        // A sheet that is one chart, or a program, has no cells.
        if !matches!(sheet.typ, SheetType::WorkSheet | SheetType::DialogSheet) {
            continue;
        }
        let mut rows = Rows::of(name, &sheet.name);
        if signs.merges {
            rows.merged = Merged::of(book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default());
        }
        if signs.links {
            rows.links = workbook_parts::links(&mut book, &sheet.name, &signs);
        }
        let read = rows.sheet(&mut book, &mut file);
        titles_met |= rows.grid.has_titles();
        rows.grid.end(&mut file, &RowPlace::sheet(name, &sheet.name));
        match read {
            Ok(()) => {}
            // The sheets that can be read still count.
            Err(Reason::FormatBroken(error)) => {
                let place = RowPlace::sheet(name, &sheet.name);
                file.refused.push(Refusal { place, reason: Reason::SheetUnread(error) });
            }
            Err(whole) => return Err(whole),
        }
    }
    let unread = file.refused.iter().any(|refusal| matches!(refusal.reason, Reason::SheetUnread(_)));
    if titles_met || unread { Ok(file) } else { Err(Reason::NoHeader) }
}

/// The rows of a sheet, put together from its cells.
struct Rows<'n> {
    name: &'n str,
    sheet: &'n str,
    grid: Grid,
    merged: Merged,
    links: BTreeMap<(u32, u32), String>,
    /// The text of the cells that reach into the rows below, by column.
    reaching: BTreeMap<u32, String>,
    /// The row being put together, from 0.
    at: Option<u32>,
    row: Vec<String>,
    size: usize,
}

impl<'n> Rows<'n> {
    fn of(name: &'n str, sheet: &'n str) -> Rows<'n> {
        Rows {
            name,
            sheet,
            grid: Grid::default(),
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
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            let format = formats.get(style).and_then(Option::as_deref);
            self.cell(file, row, column, shown(cell.get_value(), format))?;
        }
        self.end(file)
    }

    fn cell(&mut self, file: &mut RawFile, row: u32, column: u32, text: Cow<'_, str>) -> Result<(), Reason> {
        if self.at != Some(row) {
            self.end(file)?;
            self.at = Some(row);
        }
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
        let (mut cells, size) = (std::mem::take(&mut self.row), std::mem::take(&mut self.size));
        let Some(at) = self.at.take() else { return Ok(()) };
        let place = RowPlace { file: self.name.to_owned(), sheet: Some(self.sheet.to_owned()), row: u64::from(at) + 1 };
        if size > LIST_ROW_BYTES {
            if self.grid.has_titles() {
                file.refused.push(Refusal { place, reason: Reason::RecordTooLarge(LIST_ROW_BYTES as u64) });
            }
            return Ok(());
        }
        let merged = self.reach(at, &mut cells);
        let link = self.link(at, &mut cells);
        self.grid.row(file, place, GridRow { cells, merged, link })
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
