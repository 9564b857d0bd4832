//! The portal's list: its columns by their titles, in whatever order, and the record that a row makes.

use super::field::Field;
use super::limits::COLUMNS;
use super::record::{Depth, Record, regular_code, same_code};
use super::refusal::{Reason, RowPlace};
use super::{clean, keys, objects};

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
