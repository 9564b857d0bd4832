//! A table of links that people opened → `links.tsv`: which lead to their procedure, who saw it and when.
//!
//! The table is that of `niemyet links --format csv`, or what the page of `niemyet links --sheet` gives. A row without a result was not
//! looked at. A cell that cannot be right is told with its place, and then nothing of the table is taken.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{Day, Link, ProcedureCode, Records};
use crate::strings::{Language, Strings};
use crate::text::fold;

use super::filled::{self, TableRow};
use super::record::link_of;
use super::tables::{LinkRow, LinkTable};
use super::{Foreign, clean, dates, refusal::Reason};

/// How far down the row of titles may stand.
const TITLES_WITHIN: usize = 10;
/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 120;
/// What people write for a link that leads to its procedure, and for one that does not, folded.
const OK: [&str; 2] = ["ok", "dung"];
const WRONG: [&str; 2] = ["wrong", "sai"];

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Address,
    PortalId,
    Result,
    Day,
    Who,
    Note,
    /// A column that helps people and says nothing: `name`, `status`, `why`, `evidence`, `confirmed`.
    Aside,
}

/// The columns by their keys, which the strings name too (`links.column.<key>`).
const COLUMNS: [(&str, Column); 12] = [
    ("code", Column::Code),
    ("address", Column::Address),
    ("portal_id", Column::PortalId),
    ("result", Column::Result),
    ("day", Column::Day),
    ("who", Column::Who),
    ("note", Column::Note),
    ("name", Column::Aside),
    ("status", Column::Aside),
    ("why", Column::Aside),
    ("evidence", Column::Aside),
    ("confirmed", Column::Aside),
];

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfirmFault {
    /// A title that is no column.
    Title,
    /// A column that stands there twice.
    TitleTwice,
    /// A row with a result that names no procedure: neither code nor address.
    NoLink,
    /// A code of which `links.tsv` has no link.
    UnknownCode,
    /// An address that `links.tsv` has not.
    UnknownAddress,
    /// Another address than the catalogue has for the code, which is this: somebody looked at another page.
    OtherAddress(String),
    /// A result that is neither ok nor wrong.
    Result,
    /// No day of the calendar.
    Day,
    /// A day that is yet to come.
    DayLater,
    /// No name of a person.
    Who,
    /// A link that a row above has.
    Twice,
}

impl ConfirmFault {
    /// The key of its words in the strings (`links.confirm.fault_<key>`).
    pub fn key(&self) -> &'static str {
        match self {
            ConfirmFault::Title => "title",
            ConfirmFault::TitleTwice => "title_twice",
            ConfirmFault::NoLink => "no_link",
            ConfirmFault::UnknownCode => "unknown_code",
            ConfirmFault::UnknownAddress => "unknown_address",
            ConfirmFault::OtherAddress(_) => "other_address",
            ConfirmFault::Result => "result",
            ConfirmFault::Day => "day",
            ConfirmFault::DayLater => "day_later",
            ConfirmFault::Who => "who",
            ConfirmFault::Twice => "twice",
        }
    }
}

/// A cell that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmCell {
    /// Where it stands: `Sheet!B5` of a workbook, `line:cell` of a text.
    pub place: String,
    /// What stands there.
    pub text: String,
    /// What is wrong with it.
    pub fault: ConfirmFault,
}

/// A link that a person found to lead elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refuted {
    /// The procedure.
    pub code: ProcedureCode,
    /// The address.
    pub url: String,
    /// What the person wrote beside.
    pub note: String,
}

/// What a table of opened links would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfirmPlan {
    /// `links.tsv` as it is to be; `None` where nothing changes, or where a cell is wrong.
    pub text: Option<String>,
    /// Rows with a result.
    pub rows: usize,
    /// Rows without one.
    pub blank: usize,
    /// Links that are confirmed by it.
    pub confirmed: usize,
    /// Rows that say what stands there already, or what a later confirmation says.
    pub same: usize,
    /// Links that lead elsewhere, in the order of codes; none is confirmed any more.
    pub wrong: Vec<Refuted>,
    /// Every cell that cannot be right, in the order of the table.
    pub faults: Vec<ConfirmCell>,
}

/// What a row says of a link.
struct Seen {
    is_ok: bool,
    day: Day,
    who: String,
    note: String,
}

/// Plans to take a table of opened links. `text` is `links.tsv` as it is; `by` looked where a row names nobody, on `today` where it
/// names no day.
///
/// # Errors
/// A reason where the file is no such table.
pub fn plan_confirmations(
    foreign: &Foreign,
    records: &Records,
    text: &str,
    by: &str,
    today: Day,
) -> Result<ConfirmPlan, Reason> {
    let mut rows = filled::rows(foreign)?.into_iter();
    let is_titles = |row: &TableRow| row.cells.iter().any(|cell| column(cell) == Some(Column::Result));
    let titles = rows.by_ref().take(TITLES_WITHIN).find(is_titles).ok_or(Reason::NoHeader)?;
    let mut plan = ConfirmPlan::default();
    let columns = columns(&titles, &mut plan);
    let pages: BTreeMap<String, &Link> = records.links.values().map(|link| (link.target.url(), link)).collect();
    let reading = Reading { records, pages, columns, by, today };
    let mut seen: BTreeMap<ProcedureCode, Seen> = BTreeMap::new();
    for row in rows.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        if let Some((link, what)) = reading.row(&row, &mut plan)
            && seen.insert(link.code.clone(), what).is_some()
        {
            plan.tell(reading.at(&row, Column::Code).or(reading.at(&row, Column::Address)), ConfirmFault::Twice);
        }
    }
    if !plan.faults.is_empty() {
        return Ok(plan);
    }
    let mut table = LinkTable::of(Some(text));
    for (code, what) in seen {
        let Some(link) = records.links.get(&code) else { continue };
        let row = |confirmed: Option<Day>, by: Option<String>| LinkRow {
            target: link.target.clone(),
            evidence: link.evidence.clone(),
            confirmed,
            by,
        };
        let is_older = link.confirmed.is_some_and(|before| before > what.day);
        if what.is_ok {
            let is_held = link.confirmed == Some(what.day) && link.confirmed_by.as_deref() == Some(&what.who);
            if is_older || is_held {
                plan.same += 1;
                continue;
            }
            plan.confirmed += 1;
            table.set(&code, &row(Some(what.day), Some(what.who)));
        } else if is_older {
            plan.same += 1;
        } else {
            plan.wrong.push(Refuted { code: code.clone(), url: link.target.url(), note: what.note });
            if link.confirmed.is_some() {
                table.set(&code, &row(None, None));
            }
        }
    }
    plan.text = table.changed().then(|| table.write());
    Ok(plan)
}

impl ConfirmPlan {
    fn tell(&mut self, cell: Option<(&str, &str)>, fault: ConfirmFault) {
        let (place, text) = cell.unwrap_or_default();
        let text = super::telling::beginning(&clean::line(text));
        self.faults.push(ConfirmCell { place: place.to_owned(), text, fault });
    }
}

/// The column that a title is: its key, or its name in either language.
fn column(title: &str) -> Option<Column> {
    let folded = fold(title);
    let is = |key: &str| {
        let named = |language| fold(&Strings::of(language).get(&["links", "column", key])) == folded;
        fold(key) == folded || named(Language::Vietnamese) || named(Language::English)
    };
    COLUMNS.into_iter().find(|(key, _)| is(key)).map(|(_, column)| column)
}

/// The columns of a row of titles; what is none is a fault, unless nothing stands there.
fn columns(titles: &TableRow, plan: &mut ConfirmPlan) -> Vec<Option<Column>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (title, place) in titles.cells.iter().zip(&titles.places) {
        let found = column(title);
        let is_second = found.is_some() && found != Some(Column::Aside) && columns.contains(&found);
        match found {
            Some(_) if is_second => plan.tell(Some((place, title)), ConfirmFault::TitleTwice),
            None if !title.trim().is_empty() => plan.tell(Some((place, title)), ConfirmFault::Title),
            Some(_) | None => {}
        }
        columns.push(found);
    }
    columns
}

/// What rows are read by.
struct Reading<'a> {
    records: &'a Records,
    pages: BTreeMap<String, &'a Link>,
    columns: Vec<Option<Column>>,
    by: &'a str,
    today: Day,
}

impl<'a> Reading<'a> {
    /// The place and the text of a row's cell, where that column is there and the cell is not blank.
    fn at<'r>(&self, row: &'r TableRow, wanted: Column) -> Option<(&'r str, &'r str)> {
        let mut cells = self.columns.iter().zip(row.places.iter().zip(&row.cells));
        let (_, (place, text)) = cells.find(|(column, _)| **column == Some(wanted))?;
        let text = text.trim();
        (!text.is_empty()).then_some((place.as_str(), text))
    }

    /// What a row says, where it has a result and every cell of it can be right.
    fn row(&self, row: &TableRow, plan: &mut ConfirmPlan) -> Option<(&'a Link, Seen)> {
        let Some(result) = self.at(row, Column::Result) else {
            plan.blank += 1;
            return None;
        };
        plan.rows += 1;
        let before = plan.faults.len();
        let folded = fold(result.1);
        let is_ok = OK.contains(&folded.as_str());
        if !is_ok && !WRONG.contains(&folded.as_str()) {
            plan.tell(Some(result), ConfirmFault::Result);
        }
        let link = self.link(row, result, plan);
        let day = match self.at(row, Column::Day) {
            None => self.today,
            Some(cell) => match dates::day(&Value::String(cell.1.to_owned())) {
                Some(day) if day <= self.today => day,
                Some(_) => {
                    plan.tell(Some(cell), ConfirmFault::DayLater);
                    self.today
                }
                None => {
                    plan.tell(Some(cell), ConfirmFault::Day);
                    self.today
                }
            },
        };
        let who = self.at(row, Column::Who).map(|cell| (cell, clean::line(cell.1)));
        let is_name = |name: &str| {
            let is_letter = |c: char| c.is_alphanumeric() || " .,'-()".contains(c);
            name.chars().any(char::is_alphabetic) && name.chars().all(is_letter) && name.chars().count() <= LONGEST_NAME
        };
        if let Some((cell, _)) = who.as_ref().filter(|(_, name)| !is_name(name)) {
            plan.tell(Some(*cell), ConfirmFault::Who);
        }
        let who = who.map_or_else(|| clean::line(self.by), |(_, name)| name);
        let note = self.at(row, Column::Note).map(|(_, text)| clean::line(text)).unwrap_or_default();
        let is_sound = plan.faults.len() == before;
        link.filter(|_| is_sound).map(|link| (link, Seen { is_ok, day, who, note }))
    }

    /// The link that a row is about: by its code, which its address has to agree with, else by its address.
    fn link(&self, row: &TableRow, result: (&str, &str), plan: &mut ConfirmPlan) -> Option<&'a Link> {
        let of_code = match self.at(row, Column::Code) {
            None => None,
            Some(cell) => {
                let link = ProcedureCode::new(cell.1).ok().and_then(|code| self.records.links.get(&code));
                if link.is_none() {
                    plan.tell(Some(cell), ConfirmFault::UnknownCode);
                    return None;
                }
                link
            }
        };
        let mut found = of_code;
        for wanted in [Column::Address, Column::PortalId] {
            let Some(cell) = self.at(row, wanted) else { continue };
            let is_of = |link: &Link| match wanted {
                Column::PortalId => link.target.id() == cell.1,
                _ => link_of(cell.1).is_some_and(|target| target == link.target),
            };
            match found {
                Some(link) if is_of(link) => {}
                Some(link) => {
                    plan.tell(Some(cell), ConfirmFault::OtherAddress(link.target.url()));
                    return None;
                }
                None => {
                    let of_address = link_of(cell.1).and_then(|target| self.pages.get(&target.url()).copied());
                    found = of_address.or_else(|| self.records.links.values().find(|link| is_of(link)));
                    if found.is_none() {
                        plan.tell(Some(cell), ConfirmFault::UnknownAddress);
                        return None;
                    }
                }
            }
        }
        if found.is_none() {
            plan.tell(Some(result), ConfirmFault::NoLink);
        }
        found
    }
}
