//! What of a workbook stands beside its cells: formats, links, and extents that say what is not so.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{Reader, SheetType, Style, Xlsx, XlsxCellReader, XlsxFormulaMetadata, expand_shared_formula};

use super::archive::{Archive, Signs, broken};
use super::budget::Budget;
use super::limits::UNPACKED_BYTES;
use super::refusal::Reason;

/// A workbook of bytes.
pub(super) type Book<'b> = Xlsx<Cursor<Cow<'b, [u8]>>>;

/// Opens a workbook. Where a sheet's declared extent cannot be read ("A0:E2"), it is left out: spreadsheet programs do not heed
/// it either.
pub(super) fn open<'b>(archive: &Archive<'b>) -> Result<Book<'b>, Reason> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(Cow::Borrowed(archive.bytes))).map_err(|error| broken(&error))?;
    let sheets = book.sheets_metadata().to_vec();
    let mut cells = sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    if cells.all(|sheet| book.worksheet_cells_reader(&sheet.name).is_ok()) {
        return Ok(book);
    }
    match without_extents(archive.bytes) {
        Some(mended) => {
            // It is another package now.
            Archive::open(&mended)?;
            Xlsx::new(Cursor::new(Cow::Owned(mended))).map_err(|error| broken(&error))
        }
        None => Ok(book),
    }
}

/// The package without the extents that its sheets declare.
fn without_extents(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut mended = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..zip.len() {
        let part = zip.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        if !name.to_ascii_lowercase().contains("worksheets/sheet") {
            mended.raw_copy_file(part).ok()?;
            continue;
        }
        let mut text = String::new();
        part.take(UNPACKED_BYTES).read_to_string(&mut text).ok()?;
        if let Some(start) = text.find("<dimension")
            && let Some(length) = text.get(start..).and_then(|rest| rest.find('>'))
        {
            text.replace_range(start..=start + length, "");
        }
        mended.start_file(name, options).ok()?;
        mended.write_all(text.as_bytes()).ok()?;
    }
    Some(mended.finish().ok()?.into_inner())
}

/// The formats of numbers, by style.
pub(super) fn formats(styles: &[Style]) -> Vec<Option<String>> {
    styles.iter().map(|style| style.number_format.as_ref().map(|format| format.format_code.clone())).collect()
}

/// The addresses to which a sheet's cells lead, by their links and by their formulas.
pub(super) fn links(book: &mut Book<'_>, sheet: &str, signs: &Signs) -> BTreeMap<(u32, u32), String> {
    let mut links = BTreeMap::new();
    for link in book.hyperlinks_by_sheet_name(sheet).unwrap_or_default() {
        if let Some(target) = link.target {
            links.insert(link.range.start, target);
        }
    }
    if signs.formulas
        && let Ok(cells) = book.worksheet_cells_reader(sheet)
    {
        // What cannot be read ends them, as it ends the cells.
        let _ = each_formula(cells, |place, formula| {
            if let Some(target) = target_of(formula) {
                links.insert(place, target);
            }
            Ok(())
        });
    }
    links
}

/// Reads the formulas of a sheet, each with the place of its cell.
///
/// calamine's own reading of them makes room for as many as the greatest number of a shared one, whatever a file says; here the
/// number is a name.
pub(super) fn each_formula(
    mut cells: XlsxCellReader<'_, Cursor<Cow<'_, [u8]>>>,
    mut take: impl FnMut((u32, u32), &str) -> Result<(), Reason>,
) -> Result<(), Reason> {
    let mut shared: BTreeMap<usize, (String, (u32, u32))> = BTreeMap::new();
    let mut shared_texts = Budget::of(UNPACKED_BYTES);
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|error| broken(&error))? {
        match cell.formula {
            Some(XlsxFormulaMetadata::Normal { formula }) => take(cell.pos, &formula)?,
            Some(XlsxFormulaMetadata::Shared { shared_index, range, formula }) => {
                take(cell.pos, &formula)?;
                shared.insert(shared_index, (formula, range.map_or(cell.pos, |range| range.start)));
            }
            Some(XlsxFormulaMetadata::SharedDerived { shared_index }) => {
                let Some((formula, start)) = shared.get(&shared_index) else { continue };
                shared_texts.take(formula.len() as u64)?;
                if let Ok(formula) = expand_shared_formula(formula, *start, cell.pos) {
                    take(cell.pos, &formula)?;
                }
            }
            // No formula, or one of a kind that calamine does not know yet.
            _ => {}
        }
    }
    Ok(())
}

/// The address in `HYPERLINK("https://…","Xem")`.
fn target_of(formula: &str) -> Option<String> {
    let at = formula.to_ascii_uppercase().find("HYPERLINK(")?;
    let inside = formula.get(at + "HYPERLINK(".len()..)?.trim_start().strip_prefix('"')?;
    let (target, _) = inside.split_once('"')?;
    target.starts_with("http").then(|| target.to_owned())
}
