//! The portal's list: its columns by their titles, in whatever order, and the text form with commas, semicolons or tabs.

use super::limits::{COLUMNS, LIST_ROW_BYTES, ROWS, UNPACKED_BYTES};
use super::read::{RawFile, RawRow};
use super::record::{Depth, Record, regular_code, same_code};
use super::report::{Kind, Reason, Refusal, RowPlace};
use super::{clean, objects};

/// How far down the row of titles may stand: the portal puts a motto above it.
const TITLES_WITHIN: usize = 20;

/// A row's cells under the titles that import knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cells {
    code: String,
    name: String,
    pub(super) issuer: Option<String>,
    pub(super) executing: Option<String>,
    pub(super) sector: Option<String>,
    url: Option<String>,
}

impl Cells {
    /// The text under "Mã số".
    pub(super) fn code(&self) -> &str {
        &self.code
    }
}

/// Which column holds what, once the row of titles has been met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    known: Vec<Option<Column>>,
    /// Titles that import does not know.
    pub(super) unknown: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Name,
    Issuer,
    Executing,
    Sector,
    Url,
    /// A running number.
    Counter,
}

impl Columns {
    /// The columns, where this row is the row of titles: it has those of code and name.
    pub(super) fn of(titles: &[String]) -> Option<Columns> {
        let mut unknown = Vec::new();
        let known: Vec<Option<Column>> = titles
            .iter()
            .take(COLUMNS)
            .map(|title| match crate::text::fold(title).as_str() {
                "ma so" | "ma thu tuc" | "ma tthc" | "ma" | "ma so tthc" => Some(Column::Code),
                "ten" | "ten thu tuc" | "ten tthc" | "ten thu tuc hanh chinh" => Some(Column::Name),
                "co quan ban hanh" | "co quan cong bo" => Some(Column::Issuer),
                "co quan thuc hien" => Some(Column::Executing),
                "linh vuc" => Some(Column::Sector),
                "url" | "lien ket" | "duong dan" | "link" => Some(Column::Url),
                "stt" | "tt" | "so tt" => Some(Column::Counter),
                "" => None,
                _ => {
                    unknown.push(clean::line(title).chars().take(100).collect());
                    None
                }
            })
            .collect();
        let has = |column| known.contains(&Some(column));
        (has(Column::Code) && has(Column::Name)).then_some(Columns { known, unknown })
    }

    /// A row's cells; `None` where all are empty.
    pub(super) fn cells(&self, row: Vec<String>) -> Option<Cells> {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let mut cells = Cells::default();
        for (column, text) in self.known.iter().zip(row.into_iter().chain(std::iter::repeat(String::new()))) {
            match column {
                Some(Column::Code) => cells.code = text,
                Some(Column::Name) => cells.name = text,
                Some(Column::Issuer) => cells.issuer = Some(text),
                Some(Column::Executing) => cells.executing = Some(text),
                Some(Column::Sector) => cells.sector = Some(text),
                Some(Column::Url) => cells.url = Some(text),
                Some(Column::Counter) | None => {}
            }
        }
        Some(cells)
    }
}

/// Reads a list with delimiters. The delimiter is the one that makes the row of titles.
pub(super) fn read_text(name: &str, text: &str) -> Result<RawFile, Reason> {
    [b',', b';', b'\t'].into_iter().find_map(|delimiter| with_delimiter(name, text, delimiter)).unwrap_or({
        // Nothing in it looks like the portal's list.
        Err(Reason::NoHeader)
    })
}

fn with_delimiter(name: &str, text: &str, delimiter: u8) -> Option<Result<RawFile, Reason>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut file = RawFile { kind: Some(Kind::ListText), ..RawFile::default() };
    let mut columns: Option<Columns> = None;
    for (index, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => return Some(Err(Reason::FormatBroken(error.to_string()))),
        };
        let place = RowPlace::line(name, record.position().map_or(0, csv::Position::line));
        let row: Vec<String> = record.iter().take(COLUMNS).map(str::to_owned).collect();
        match &columns {
            None => {
                columns = Columns::of(&row);
                if columns.is_none() {
                    file.above_titles(row);
                }
                if columns.is_none() && index + 1 >= TITLES_WITHIN {
                    return None;
                }
            }
            Some(columns) => {
                if let Some(refused) = take(&mut file, columns, place, row) {
                    return Some(Err(refused));
                }
            }
        }
    }
    file.unknown_columns = columns?.unknown;
    Some(Ok(file))
}

/// Takes one row into the file; a reason where the file as a whole is too long.
pub(super) fn take(file: &mut RawFile, columns: &Columns, place: RowPlace, row: Vec<String>) -> Option<Reason> {
    if file.rows.len() + file.refused.len() >= ROWS {
        return Some(Reason::TooManyRows(ROWS as u64));
    }
    let size = row.iter().map(String::len).sum::<usize>();
    file.size += size as u64;
    if file.size > UNPACKED_BYTES {
        return Some(Reason::UnpacksTooFar(UNPACKED_BYTES));
    }
    if size > LIST_ROW_BYTES {
        file.refused.push(Refusal { place, reason: Reason::RecordTooLarge(LIST_ROW_BYTES as u64) });
    } else if let Some(cells) = columns.cells(row) {
        file.rows.push((place, RawRow::Listed(cells)));
    }
    None
}

/// Whether rows may still stand above the titles.
pub(super) fn titles_may_follow(rows_seen: usize) -> bool {
    rows_seen < TITLES_WITHIN
}

/// The record that a row of a list makes.
pub(super) fn record(place: RowPlace, cells: &Cells) -> Result<Record, Reason> {
    let mut record = Record::new(place, Depth::List, Some(&cells.code), Some(&cells.name))?;
    if let Some(named) = regular_code(&record.procedure.name) {
        same_code(&record.procedure.code, named, "Tên")?;
    }
    record.set_issuer(cells.issuer.as_deref());
    // The portal's text export parts several sectors as it parts agencies.
    record.set_sectors(cells.sector.iter().flat_map(|cell| cell.split('\n')).flat_map(|line| line.split("; ")));
    if let Some(executing) = &cells.executing {
        record.set_executing(objects::agencies(executing));
    }
    if let Some(url) = &cells.url {
        legacy_code(url).map_or(Ok(()), |named| same_code(&record.procedure.code, named, "URL"))?;
        record.set_link(url);
    }
    record.rest_not_entered();
    Ok(record)
}

/// The code that the portal's address of old names (`…?ma_thu_tuc=1.004222`).
pub(super) fn legacy_code(url: &str) -> Option<&str> {
    regular_code(url.split_once("ma_thu_tuc=")?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        let Ok(file) = read_text("list.csv", text) else { return vec!["refused".into()] };
        file.rows
            .into_iter()
            .map(|(place, row)| match row {
                RawRow::Listed(cells) => format!("{}:{}", place.row, cells.code),
                RawRow::Line(_) | RawRow::Detail(_) => "?".into(),
            })
            .collect()
    }

    #[test]
    fn columns_are_known_by_their_titles_and_rows_by_their_lines() {
        assert_eq!(codes("Mã số,Tên\n1.000001,\"A\nB\"\n1.000002,C\n"), ["2:1.000001", "4:1.000002"]);
        assert_eq!(codes("DANH SÁCH\n\nSTT;Tên thủ tục;Mã TTHC\n1;A;1.000001\n"), ["4:1.000001"]);
        assert_eq!(codes("Tên,Lĩnh vực\nA,B\n"), ["refused"]);
    }
}
