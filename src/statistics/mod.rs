//! Counts of the public procedures on a day: one walk over the catalogue, from which the page, the command and the file of
//! numbers are all made.
//!
//! Every number is the size of a set of codes, so that whoever reads it can be shown which they are. But for the states
//! themselves, what is counted stands on the list of the day ([`Status::is_listed`]): in force, or unknown.

mod files;
mod official;
mod tables;

use std::collections::BTreeSet;

pub use files::{stats_json, stats_table, title};

use crate::ledger::{Catalogue, Status};
use crate::model::{Day, ProcedureCode, Snapshot};
use crate::strings::Strings;

/// Codes that are counted.
pub type Codes<'a> = BTreeSet<&'a ProcedureCode>;

/// The numbers of a day.
#[derive(Debug, Clone)]
pub struct Statistics<'a> {
    /// The day.
    pub as_of: Day,
    /// The earlier day whose numbers stand beside it, where one was asked for.
    pub compared: Option<Day>,
    /// The official list that the day is held against: the latest of everything.
    pub list: Option<&'a Snapshot>,
    /// What stands on the list of the day.
    pub listed: Codes<'a>,
    /// The tables, in the order of the page.
    pub tables: Vec<Table<'a>>,
}

/// What a table counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Every public procedure by its state.
    Status,
    /// How the law of the day differs from that of the earlier day; knowledge apart.
    Difference,
    /// By the levels that decide it; one of several levels counts at each.
    Level,
    /// By how far it can be done online.
    Online,
    /// By the seven components that every procedure has (Nghị định 63/2010 Điều 8.2).
    Component,
    /// By month: what came into force, what ended, what was changed.
    Month,
    /// By sector.
    Sector,
    /// By the agencies that publish it or carry it out; one counts at each.
    Agency,
    /// By the offices that must post it.
    Office,
    /// An official list beside the list of the day.
    Official,
}

impl Subject {
    /// The word in JSON, in strings and in addresses of programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Status => "status",
            Subject::Difference => "difference",
            Subject::Level => "level",
            Subject::Online => "online",
            Subject::Component => "component",
            Subject::Month => "month",
            Subject::Sector => "sector",
            Subject::Agency => "agency",
            Subject::Office => "office",
            Subject::Official => "official",
        }
    }
}

/// What a number of a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// How many there are.
    Count,
    /// How many have it.
    There,
    /// Of how many the source leaves it out.
    Missing,
    /// Of how many nobody entered it, or nobody knows.
    Open,
    /// How many came into force.
    Post,
    /// How many are in force no longer.
    TakeDown,
    /// How many were changed and stayed.
    Update,
    /// Of how many, unknown before, a decision tells that they stand.
    Attested,
    /// Of how many, unknown before, a decision tells that they have ended.
    AttestedEnded,
}

impl Column {
    /// The word in JSON and in strings.
    pub fn as_str(self) -> &'static str {
        match self {
            Column::Count => "count",
            Column::There => "there",
            Column::Missing => "missing",
            Column::Open => "open",
            Column::Post => "post",
            Column::TakeDown => "take-down",
            Column::Update => "update",
            Column::Attested => "attested",
            Column::AttestedEnded => "attested-ended",
        }
    }
}

/// Counts by one subject.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// What it counts by.
    pub subject: Subject,
    /// What each row has a number for.
    pub columns: &'static [Column],
    /// The rows.
    pub rows: Vec<Row<'a>>,
}

/// A row: a value of the subject, with the procedures of each column.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The value's word or identifier: stable, a segment of an address.
    pub key: String,
    /// Its name, where the catalogue has one.
    pub name: Option<&'a str>,
    /// The procedures, by column.
    pub cells: Vec<Codes<'a>>,
    /// How many they were on the earlier day, by column; none where no day was asked for or the subject has none.
    pub before: Option<Vec<usize>>,
}

impl Row<'_> {
    /// What readers call the row.
    pub fn label(&self, subject: Subject, strings: &Strings) -> String {
        if let Some(name) = self.name {
            return name.to_owned();
        }
        if let (Subject::Month, Some((year, month))) = (subject, self.key.split_once('-')) {
            let values = [("month", month.to_owned()), ("year", year.to_owned())];
            return strings.filled(&["site", "date", "month_short"], &values);
        }
        let is_told = |table: &'static str| ["site", table, self.key.as_str()];
        match subject {
            Subject::Status => strings.get(&is_told("status")),
            Subject::Level if strings.has(&is_told("level")) => strings.get(&is_told("level")),
            Subject::Level
            | Subject::Difference
            | Subject::Online
            | Subject::Component
            | Subject::Month
            | Subject::Sector
            | Subject::Agency
            | Subject::Office
            | Subject::Official => strings.get(&["site", "stats_row", subject.as_str(), &self.key]),
        }
    }
}

impl<'a> Statistics<'a> {
    /// The numbers of a catalogue's day; with an earlier day, how many there were then and what the law changed since.
    pub fn of(catalogue: &Catalogue<'a>, compared: Option<Day>) -> Statistics<'a> {
        let mut tables = tables::of_day(catalogue);
        if let Some(day) = compared {
            let before = tables::of_day(&catalogue.on(day));
            for table in &mut tables {
                let earlier = before.iter().find(|other| other.subject == table.subject);
                table.stand_beside(earlier);
            }
            tables.insert(1, tables::difference(catalogue, day));
        }
        tables.push(tables::months(catalogue));
        let listed = listed(catalogue);
        let list = catalogue.records.latest_list(catalogue.as_of);
        if let Some(list) = list {
            tables.push(official::beside(catalogue, list, &listed));
        }
        tables.sort_by_key(|table| table.subject);
        Statistics { as_of: catalogue.as_of, compared, list, listed, tables }
    }

    /// The table of a subject, where there is one.
    pub fn table(&self, subject: Subject) -> Option<&Table<'a>> {
        self.tables.iter().find(|table| table.subject == subject)
    }
}

impl<'a> Table<'a> {
    /// Puts the earlier day's numbers beside, with rows for what only that day had.
    fn stand_beside(&mut self, earlier: Option<&Table<'a>>) {
        let earlier = earlier.map(|table| table.rows.as_slice()).unwrap_or_default();
        let none = vec![0; self.columns.len()];
        let count = |row: &Row| row.cells.iter().map(BTreeSet::len).collect::<Vec<_>>();
        for row in &mut self.rows {
            let before = earlier.iter().find(|other| other.key == row.key).map_or(none.clone(), count);
            row.before = Some(before);
        }
        let is_gone = |row: &&Row| self.rows.iter().all(|other| other.key != row.key);
        let gone: Vec<Row> = earlier
            .iter()
            .filter(is_gone)
            .map(|row| Row {
                key: row.key.clone(),
                name: row.name,
                cells: vec![Codes::new(); self.columns.len()],
                before: Some(count(row)),
            })
            .collect();
        self.rows.extend(gone);
    }
}

/// What stands on the list of a day.
fn listed<'a>(catalogue: &Catalogue<'a>) -> Codes<'a> {
    codes_of(catalogue, Status::is_listed)
}

/// The public procedures of some states.
fn codes_of<'a>(catalogue: &Catalogue<'a>, is_meant: impl Fn(Status) -> bool) -> Codes<'a> {
    let public = catalogue.states.iter().filter(|(code, state)| !code.is_internal() && is_meant(state.whole.status));
    public.map(|(code, _)| *code).collect()
}
