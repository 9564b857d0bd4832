//! The page of numbers, and the lists behind them.
//!
//! A number leads to a page that has exactly the procedures that it counts: an existing list where one has just those, else one
//! made for it. What the catalogue does not hold has no page, and its number leads nowhere.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use crate::address;
use crate::model::{Day, OfficeId};
use crate::statistics::{Codes, Row, Statistics, Subject, Table, title};

use super::super::index::Index;
use super::super::words::Words;
use super::list::List;
use super::office::Lists;
use super::{Head, Link};

/// The numbers of a site with the lists behind them.
pub(in crate::render) struct Numbers<'a> {
    pub(in crate::render) statistics: Statistics<'a>,
    /// The lists that were made for numbers.
    pub(in crate::render) lists: Vec<List<'a>>,
    /// Where the procedures of a cell stand, by subject, row and column.
    addresses: BTreeMap<(Subject, usize, usize), String>,
}

/// The files of the numbers, from the site's root.
pub(in crate::render) const JSON: &str = "thong-ke.json";
pub(in crate::render) const CSV: &str = "thong-ke.csv";
pub(in crate::render) const XLSX: &str = "thong-ke.xlsx";

#[derive(Serialize)]
pub(in crate::render) struct StatisticsView {
    intro: String,
    /// What is said of the earlier day's numbers.
    before: Option<String>,
    tables: Vec<TableView>,
    files: Vec<Link>,
}

#[derive(Serialize)]
struct TableView {
    id: &'static str,
    title: String,
    notes: Vec<String>,
    columns: Vec<String>,
    /// The title of the column of the earlier day.
    before: Option<String>,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    label: String,
    cells: Vec<CellView>,
    before: Option<String>,
}

#[derive(Serialize)]
struct CellView {
    count: String,
    url: Option<String>,
    /// Of the widest bar of the table, in percent.
    width: String,
}

impl<'a> Numbers<'a> {
    /// The numbers of the day shown, beside those of the first day of its month; on a first day, of the month before.
    pub(in crate::render) fn new(index: &'a Index<'a>, lists: &[List<'a>], due_lists: &Lists<'a>) -> Numbers<'a> {
        let statistics = Statistics::of(index.catalogue, month_began(index.catalogue.as_of));
        // By their number first: most sets are told apart by it, without a look at thousands of codes.
        let mut known: BTreeMap<usize, BTreeMap<Codes<'a>, String>> = BTreeMap::new();
        for list in lists {
            let codes = list.codes();
            known.entry(codes.len()).or_default().entry(codes).or_insert_with(|| list.base.clone());
        }
        let (mut made, mut addresses) = (Vec::new(), BTreeMap::new());
        for table in &statistics.tables {
            for (at, row) in table.rows.iter().enumerate() {
                for (place, codes) in row.cells.iter().enumerate() {
                    let is_whole = !codes.is_empty() && codes.iter().all(|code| index.entry(code).is_some());
                    let office = (table.subject == Subject::Office).then(|| OfficeId(row.key.clone()));
                    let office = office.filter(|office| due_lists.has(office));
                    let address = if !is_whole {
                        continue;
                    } else if let Some(office) = office {
                        index.office_address(&office)
                    } else if let Some(address) = known.get(&codes.len()).and_then(|sets| sets.get(codes)) {
                        address.clone()
                    } else {
                        let list = of_number(index, &statistics, table, row, place);
                        known.entry(codes.len()).or_default().insert(codes.clone(), list.base.clone());
                        let base = list.base.clone();
                        made.push(list);
                        base
                    };
                    addresses.insert((table.subject, at, place), address);
                }
            }
        }
        Numbers { statistics, lists: made, addresses }
    }
}

/// The first later day on which the numbers stand beside those of another day.
pub(in crate::render) fn compared_until(of: Day) -> Option<Day> {
    let began = month_began(of);
    of.iter_days().skip(1).take(40).find(|day| month_began(*day) != began)
}

/// The first day of a day's month, or of the month before where it is that day itself.
fn month_began(of: Day) -> Option<Day> {
    of.pred_opt()?.with_day(1)
}

fn of_number<'a>(
    index: &'a Index<'a>,
    statistics: &Statistics<'a>,
    table: &Table<'a>,
    row: &Row<'a>,
    place: usize,
) -> List<'a> {
    let words = index.words;
    let subject = title(statistics, table.subject, words.language());
    let label = row.label(table.subject, words.strings());
    let column = table.columns.get(place).filter(|_| table.columns.len() > 1).map(|column| column.as_str());
    let base = address::statistic(table.subject.as_str(), &row.key, column);
    let named = match column {
        Some(column) => {
            let column = words.get("stats_column", column);
            words.fill("stats", "cell_column", &[("subject", &subject), ("row", &label), ("column", &column)])
        }
        None => words.fill("stats", "cell", &[("subject", &subject), ("row", &label)]),
    };
    let none = Codes::new();
    List::of_number(index, base, named, row.cells.get(place).unwrap_or(&none))
}

/// The page.
pub(in crate::render) fn view(index: &Index, numbers: &Numbers) -> (Head, StatisticsView) {
    let words = index.words;
    let statistics = &numbers.statistics;
    let as_of = words.day(statistics.as_of);
    let province = index.records.site.province.as_str();
    let description = words.fill("stats", "description", &[("province", province), ("day", &as_of)]);
    let file = |name: &str, text: &str| Link { text: text.to_owned(), url: Some(name.to_owned()) };
    let view = StatisticsView {
        intro: words.fill("stats", "intro", &[("day", &as_of), ("count", &words.number(statistics.listed.len()))]),
        before: statistics.compared.map(|of| words.fill("stats", "before_note", &[("before", &words.day(of))])),
        tables: statistics.tables.iter().map(|table| table_view(index, numbers, table)).collect(),
        files: vec![file(XLSX, "Excel"), file(CSV, "CSV"), file(JSON, "JSON")],
    };
    (Head::new(address::STATISTICS, words.get("stats", "title"), description, "stats"), view)
}

fn table_view(index: &Index, numbers: &Numbers, table: &Table) -> TableView {
    let words = index.words;
    let statistics = &numbers.statistics;
    let largest = table.rows.iter().flat_map(|row| &row.cells).map(Codes::len).max().unwrap_or_default().max(1);
    let rows = table.rows.iter().enumerate().map(|(at, row)| RowView {
        label: row.label(table.subject, words.strings()),
        cells: row
            .cells
            .iter()
            .enumerate()
            .map(|(place, codes)| CellView {
                count: words.number(codes.len()),
                url: numbers.addresses.get(&(table.subject, at, place)).cloned(),
                width: (codes.len() * 100 / largest).to_string(),
            })
            .collect(),
        before: earlier(words, table, row),
    });
    TableView {
        id: table.subject.as_str(),
        title: title(statistics, table.subject, words.language()),
        notes: notes(index, statistics, table.subject),
        columns: table.columns.iter().map(|column| words.get("stats_column", column.as_str())).collect(),
        before: statistics
            .compared
            .filter(|_| table.rows.iter().any(|row| earlier(words, table, row).is_some()))
            .map(|of| words.fill("stats", "before", &[("day", &words.day(of))])),
        rows: rows.collect(),
    }
}

/// The number of the earlier day, in a table of one column; where there are more the page has no room for theirs.
fn earlier(words: Words, table: &Table, row: &Row) -> Option<String> {
    let before = row.before.as_ref().filter(|_| table.columns.len() == 1)?;
    before.first().map(|count| words.number(*count))
}

fn notes(index: &Index, statistics: &Statistics, subject: Subject) -> Vec<String> {
    let words = index.words;
    match subject {
        Subject::Level | Subject::Agency | Subject::Office => vec![words.get("stats", "overlap")],
        Subject::Official => {
            let Some(list) = statistics.list else { return Vec::new() };
            let [rows, listed] = [list.rows.len(), statistics.listed.len()].map(|count| words.number(count));
            let taken = words.taken(list);
            let args = [("list", &*list.title), ("taken", &taken), ("rows", &rows), ("listed", &listed)];
            let declared = list
                .declared
                .map(|declared| words.fill("stats", "list_declared", &[("declared", &words.number(declared))]));
            let total = words.fill("stats", "list_total", &args);
            std::iter::once(total).chain(declared).chain([words.get("stats", "unlinked")]).collect()
        }
        Subject::Status
        | Subject::Difference
        | Subject::Online
        | Subject::Component
        | Subject::Month
        | Subject::Sector => Vec::new(),
    }
}
