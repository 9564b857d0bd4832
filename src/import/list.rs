//! The portal's list: its columns by their titles, in whatever order, and the text form with commas, semicolons or tabs.

use std::cell::Cell;

use super::delimited;
use super::field::Field;
use super::grid::{Grid, GridRow};
use super::lettering::{self, Known, Lettering};
use super::limits::{COLUMNS, LIST_ROW_BYTES, UNPACKED_BYTES};
use super::read::RawFile;
use super::record::{Depth, Record, regular_code, same_code};
use super::refusal::{Kind, Reason, Refusal, RowPlace};
use super::{clean, codes, keys, objects};

/// How far down the row of titles may stand: the portal puts a motto above it.
pub(super) const TITLES_WITHIN: usize = 20;

/// A row's cells under the titles that import knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cells {
    /// The text under "Mã số".
    pub(super) code: String,
    pub(super) name: String,
    pub(super) issuer: Option<String>,
    pub(super) executing: Option<String>,
    pub(super) sector: Option<String>,
    pub(super) url: Option<String>,
    /// How much the portal says the procedure is used: its JSON lists have it.
    pub(super) weight: Option<u64>,
}

/// Which column holds what, once the row of titles has been met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    known: Vec<Option<Column>>,
    /// Titles that import does not know.
    pub(super) unknown: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
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
            .map(|title| {
                let known = column(title);
                if known.is_none() && !title.trim().is_empty() {
                    unknown.push(clean::line(title).chars().take(100).collect());
                }
                known
            })
            .collect();
        let has = |column| known.contains(&Some(column));
        (has(Column::Code) && has(Column::Name)).then_some(Columns { known, unknown })
    }

    /// Where a column stands.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.known.iter().position(|other| *other == Some(column))
    }

    /// Whether a column holds something that is taken.
    pub(super) fn is_known(&self, at: usize) -> bool {
        self.known.get(at).is_some_and(|column| !matches!(column, None | Some(Column::Counter)))
    }

    /// How many columns are known.
    pub(super) fn known_count(&self) -> usize {
        self.known.iter().flatten().count()
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

/// What a title says that its column holds.
fn column(title: &str) -> Option<Column> {
    // A file that a program wrote may have its keys for titles.
    column_of(&keys::squashed(title))
}

/// What the words of a title or of a JSON key say that they hold; folded, without blanks.
pub(super) fn column_of(squashed: &str) -> Option<Column> {
    match squashed {
        "maso"
        | "mathutuc"
        | "matthc"
        | "ma"
        | "masotthc"
        | "masothutuc"
        | "mathutuchanhchinh"
        | "masothutuchanhchinh"
        | "mathutuchanhchinhtthc"
        | "masohosotthc"
        | "tthcma" => Some(Column::Code),
        "ten" | "tenthutuc" | "tentthc" | "tenthutuchanhchinh" | "tenthutuchanhchinhtthc" | "tthcten" => {
            Some(Column::Name)
        }
        "coquanbanhanh" | "coquancongbo" | "coquanbanhanhtthc" => Some(Column::Issuer),
        "coquanthuchien" | "coquanthuchientthc" => Some(Column::Executing),
        "linhvuc" | "tenlinhvuc" | "linhvuctthc" => Some(Column::Sector),
        "url" | "lienket" | "duongdan" | "link" => Some(Column::Url),
        "stt" | "tt" | "sott" => Some(Column::Counter),
        _ => None,
    }
}

/// The titles of two rows, the upper of which may span columns of the lower: "Cơ quan" over "ban hành" and "thực hiện",
/// "Thủ tục hành chính" over "Mã số" and "Tên".
pub(super) fn spanned(upper: &[String], lower: &[String]) -> Vec<String> {
    let mut over = "";
    let mut titles = Vec::new();
    for at in 0..upper.len().max(lower.len()) {
        let own = upper.get(at).map(|title| title.trim()).unwrap_or_default();
        let under = lower.get(at).map(|title| title.trim()).unwrap_or_default();
        if !own.is_empty() {
            over = own;
        }
        titles.push(match (under.is_empty(), column(under)) {
            (true, _) => own.to_owned(),
            (false, Some(_)) => under.to_owned(),
            (false, None) => format!("{over} {under}"),
        });
    }
    titles
}

/// Reads a list with delimiters. The delimiter is the one that makes the row of titles.
pub(super) fn read_text(name: &str, text: &str, known: &Known) -> Result<RawFile, Reason> {
    let read = |delimiter| with_delimiter(name, text, delimiter, Lettering::of(known));
    match [b',', b';', b'\t'].into_iter().find_map(read) {
        Some(read) => read,
        // Its titles may be in legacy letters that only all its words tell.
        None if known.is_none() => match Lettering::of_text(text) {
            Some(known) => read_text(name, text, &Some(known)),
            None => Err(Reason::NoHeader),
        },
        // Nothing in it looks like the portal's list.
        None => Err(Reason::NoHeader),
    }
}

fn with_delimiter(name: &str, text: &str, delimiter: u8, letters: Lettering) -> Option<Result<RawFile, Reason>> {
    let mut file = RawFile { kind: Some(Kind::ListText), letters, ..RawFile::default() };
    let mut grid = Grid::default();
    let subject: Cell<Option<(usize, usize)>> = Cell::new(None);
    let is_row = |parts: &[&str]| {
        let (code, name) = subject.get().unwrap_or((0, 1));
        let has = |at: usize, test: fn(&str) -> bool| parts.get(at).is_some_and(|part| test(part.trim()));
        has(code, codes::is_like) && has(name, |part| part.chars().any(char::is_alphabetic) && !codes::is_like(part))
    };
    for row in delimited::Rows::of(text, delimiter, is_row) {
        let place = RowPlace::line(name, row.line);
        if row.open {
            let shown: String = clean::line(&row.cells.join(" · ")).chars().take(100).collect();
            file.refused.push(Refusal { place, reason: Reason::QuoteOpen(shown) });
            continue;
        }
        let mut read = GridRow::default();
        for cell in row.cells.into_iter().take(COLUMNS) {
            let cell = file.letters.plain(cell);
            read.doubts.extend(cell.unclear.iter().map(|text| (read.cells.len(), lettering::refused(text))));
            read.cells.push(cell.text);
        }
        if let Err(reason) = grid.row(&mut file, place, read) {
            return Some(Err(reason));
        }
        if !grid.may_go_on() {
            return None;
        }
        subject.set(grid.subject());
    }
    if !grid.has_titles() {
        return None;
    }
    grid.end(&mut file, &RowPlace::file(name));
    Some(Ok(file))
}

/// The cells of a row; `None` where it has none, or is refused by itself.
///
/// # Errors
/// A reason where the file as a whole is too long.
pub(super) fn take(
    file: &mut RawFile,
    columns: &Columns,
    place: &RowPlace,
    row: Vec<String>,
) -> Result<Option<Cells>, Reason> {
    let size = row.iter().map(String::len).sum::<usize>();
    file.size += size as u64;
    if file.size > UNPACKED_BYTES {
        return Err(Reason::UnpacksTooFar(UNPACKED_BYTES));
    }
    if size > LIST_ROW_BYTES {
        let reason = Reason::RecordTooLarge(LIST_ROW_BYTES as u64);
        file.refused.push(Refusal { place: place.clone(), reason });
        return Ok(None);
    }
    Ok(columns.cells(row))
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
    if let Some(weight) = cells.weight {
        record.procedure.weight = Some(weight);
        record.stated.insert(Field::Weight);
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
        let Ok(file) = read_text("list.csv", text, &None) else { return vec!["refused".into()] };
        file.rows
            .into_iter()
            .map(|(place, row)| match row {
                super::super::read::RawRow::Listed(cells) => format!("{}:{}", place.row, cells.code),
                _ => "?".into(),
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
