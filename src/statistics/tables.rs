//! The tables of one day, and of the days until it.

use std::collections::BTreeMap;

use crate::audit::{Told, unconditional};
use crate::changes::{Difference, Upkeep, by_day, of_code};
use crate::ledger::{Act, Agencies, Catalogue, FactKind, State, Status};
use crate::model::{Component, Day, Flag, Level, Procedure, ProcedureCode, Via};
use crate::offices::Offices;

use super::{Codes, Column, Row, Subject, Table, listed};

const COUNT: &[Column] = &[Column::Count];

/// How far a procedure can be done online, as far as anybody recorded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Online {
    /// A decision says toàn trình.
    Full,
    /// A decision says một phần.
    Partial,
    /// It can be filed online; how far is not on record.
    Filed,
    /// The ways to file are on record, and none is online.
    Offline,
    /// Nobody recorded the ways to file.
    Unknown,
}

impl Online {
    const ALL: [Online; 5] = [Online::Full, Online::Partial, Online::Filed, Online::Offline, Online::Unknown];

    fn as_str(self) -> &'static str {
        match self {
            Online::Full => "full-online",
            Online::Partial => "partial-online",
            Online::Filed => "filed-online",
            Online::Offline => "not-online",
            Online::Unknown => "unknown",
        }
    }

    fn of(procedure: &Procedure, state: &State<'_>) -> Online {
        let facts = state.facts();
        let says = |wanted: Flag| {
            facts.iter().any(|fact| matches!(fact.what, FactKind::Flag { flag, set: true } if flag == wanted))
        };
        if says(Flag::FullOnline) {
            return Online::Full;
        }
        if says(Flag::PartialOnline) {
            return Online::Partial;
        }
        match &procedure.channels {
            Component::Value(channels) if channels.iter().any(|channel| channel.via == Via::Online) => Online::Filed,
            Component::Value(channels) if !channels.is_empty() => Online::Offline,
            Component::Value(_) | Component::Absent(_) => Online::Unknown,
        }
    }
}

/// The letters of Điều 8.2, each with the keys of what is told of it. A record without a name does not load.
const COMPONENTS: [(&str, &[&str]); 7] = [
    ("a", &[]),
    ("b", &["steps"]),
    ("c", &["manner"]),
    ("d", &["papers", "sets"]),
    ("dd", &["time"]),
    ("e", &["objects"]),
    ("g", &["executing"]),
];

/// What is counted of one day alone.
pub(super) fn of_day<'a>(catalogue: &Catalogue<'a>) -> Vec<Table<'a>> {
    let listed = listed(catalogue);
    let held: Vec<(&ProcedureCode, &Procedure)> =
        listed.iter().filter_map(|code| Some((*code, catalogue.records.procedures.get(*code)?))).collect();
    vec![
        statuses(catalogue),
        levels(&held),
        online(catalogue, &held),
        components(&held),
        sectors(catalogue, &held),
        agencies(catalogue, &held),
        offices(catalogue),
    ]
}

fn row<'a>(key: &str, codes: Codes<'a>) -> Row<'a> {
    Row { key: key.to_owned(), name: None, cells: vec![codes], before: None }
}

fn statuses<'a>(catalogue: &Catalogue<'a>) -> Table<'a> {
    let rows = Status::ALL.map(|status| row(status.as_str(), super::codes_of(catalogue, |other| other == status)));
    Table { subject: Subject::Status, columns: COUNT, rows: rows.to_vec() }
}

fn levels<'a>(held: &[(&'a ProcedureCode, &'a Procedure)]) -> Table<'a> {
    let of = |is_meant: &dyn Fn(&Procedure) -> bool| -> Codes<'a> {
        held.iter().filter(|(_, procedure)| is_meant(procedure)).map(|(code, _)| *code).collect()
    };
    let mut rows = Level::ALL.map(|level| row(level.as_str(), of(&|one| one.levels.contains(&level)))).to_vec();
    // The district is no more: it is told of only where something still names it.
    rows.retain(|row| row.key != Level::District.as_str() || row.cells.iter().any(|codes| !codes.is_empty()));
    rows.push(row("unknown", of(&|one| one.levels.is_empty())));
    Table { subject: Subject::Level, columns: COUNT, rows }
}

fn online<'a>(catalogue: &Catalogue<'a>, held: &[(&'a ProcedureCode, &'a Procedure)]) -> Table<'a> {
    let mut found: BTreeMap<Online, Codes> = BTreeMap::new();
    for (code, procedure) in held {
        if let Some(state) = catalogue.states.get(*code) {
            found.entry(Online::of(procedure, state)).or_default().insert(code);
        }
    }
    let rows = Online::ALL.map(|online| row(online.as_str(), found.remove(&online).unwrap_or_default()));
    Table { subject: Subject::Online, columns: COUNT, rows: rows.to_vec() }
}

fn components<'a>(held: &[(&'a ProcedureCode, &'a Procedure)]) -> Table<'a> {
    let told: Vec<_> = held.iter().map(|(code, procedure)| (*code, unconditional(procedure))).collect();
    let row = |(letter, keys): (&str, &[&str])| {
        let mut cells = vec![Codes::new(); 3];
        for (code, components) in &told {
            let of_letter = || components.iter().filter(|(key, _)| keys.contains(key)).map(|(_, told)| *told);
            let place = if of_letter().any(|told| told == Told::Missing) {
                1
            } else if of_letter().any(|told| told == Told::Open) {
                2
            } else {
                0
            };
            if let Some(cell) = cells.get_mut(place) {
                cell.insert(code);
            }
        }
        Row { key: letter.to_owned(), name: None, cells, before: None }
    };
    let columns = &[Column::There, Column::Missing, Column::Open];
    Table { subject: Subject::Component, columns, rows: COMPONENTS.map(row).to_vec() }
}

/// Rows by identifier, the largest first.
fn named<'a>(subject: Subject, found: BTreeMap<&'a str, (&'a str, Codes<'a>)>) -> Table<'a> {
    let mut rows: Vec<Row> = found
        .into_iter()
        .map(|(key, (name, codes))| Row { key: key.to_owned(), name: Some(name), cells: vec![codes], before: None })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.cells.iter().map(Codes::len).sum::<usize>()));
    Table { subject, columns: COUNT, rows }
}

fn sectors<'a>(catalogue: &Catalogue<'a>, held: &[(&'a ProcedureCode, &'a Procedure)]) -> Table<'a> {
    let mut found: BTreeMap<&str, (&str, Codes)> = BTreeMap::new();
    for (code, procedure) in held {
        let name = catalogue.records.sector_name(&procedure.sector);
        found.entry(&procedure.sector.0).or_insert((name, Codes::new())).1.insert(code);
    }
    named(Subject::Sector, found)
}

fn agencies<'a>(catalogue: &Catalogue<'a>, held: &[(&'a ProcedureCode, &'a Procedure)]) -> Table<'a> {
    let agencies = Agencies::new(catalogue.records);
    let mut found: BTreeMap<&str, (&str, Codes)> = BTreeMap::new();
    for (code, procedure) in held {
        for agency in agencies.of(procedure) {
            let name = catalogue.records.agency_name(agency);
            found.entry(&agency.0).or_insert((name, Codes::new())).1.insert(code);
        }
    }
    named(Subject::Agency, found)
}

fn offices<'a>(catalogue: &Catalogue<'a>) -> Table<'a> {
    let assigned = Offices::of(catalogue);
    let held = |codes: &mut dyn Iterator<Item = &ProcedureCode>| -> Codes<'a> {
        codes.filter_map(|code| Some(*catalogue.states.get_key_value(code)?.0)).collect()
    };
    let mut found = BTreeMap::new();
    for office in catalogue.records.offices_on(catalogue.as_of) {
        let due = held(&mut assigned.due(office).into_iter().map(|due| &due.procedure.code));
        found.insert(office.id.0.as_str(), (office.name.as_str(), due));
    }
    let mut table = named(Subject::Office, found);
    if !table.rows.is_empty() {
        table.rows.push(row("unassigned", held(&mut assigned.unassigned.keys().copied())));
        table.rows.push(row("not-here", held(&mut assigned.not_here.iter().copied())));
    }
    table
}

/// The codes of a difference whose entries have this to be done with.
fn codes_to<'a>(difference: &Difference<'a>, upkeep: Upkeep) -> Codes<'a> {
    difference.rows.iter().filter(|row| row.upkeep == upkeep).map(|row| row.code).collect()
}

/// Every month until the day in which a decision or a ruling changed something, the latest first. What a decision tells of
/// procedures that were unknown before is no change of law, and stands apart.
pub(super) fn months<'a>(catalogue: &Catalogue<'a>) -> Table<'a> {
    let columns = &[Column::Post, Column::TakeDown, Column::Update, Column::Attested, Column::AttestedEnded];
    let timelines = catalogue.states.values().map(|state| state.timeline);
    let mut months: BTreeMap<String, Vec<Codes>> = BTreeMap::new();
    for difference in by_day(timelines, None, Some(catalogue.as_of)) {
        let [attested, ended] = attested(catalogue, &difference);
        let found = Upkeep::ALL.map(|upkeep| codes_to(&difference, upkeep)).into_iter().chain([attested, ended]);
        let found: Vec<Codes> = found.collect();
        if found.iter().all(Codes::is_empty) {
            continue;
        }
        let cells = months.entry(difference.to.format("%Y-%m").to_string());
        let cells = cells.or_insert_with(|| vec![Codes::new(); columns.len()]);
        for (cell, codes) in cells.iter_mut().zip(found) {
            cell.extend(codes);
        }
    }
    let rows = months.into_iter().rev().map(|(key, cells)| Row { key, name: None, cells, before: None });
    Table { subject: Subject::Month, columns, rows: rows.collect() }
}

/// Of what a day told that was unknown before, what a decision of effect on that day attests: that it stands, that it has ended.
fn attested<'a>(catalogue: &Catalogue<'a>, difference: &Difference<'a>) -> [Codes<'a>; 2] {
    let [mut stands, mut ended] = [Codes::new(), Codes::new()];
    for code in &difference.knowledge {
        let Some(timeline) = catalogue.states.get(*code).map(|state| state.timeline) else { continue };
        let is_attested = timeline.steps(None, difference.from, difference.to).any(|step| {
            let row = step.by.and_then(|by| by.row());
            step.act == Act::Attest && row.is_some_and(|row| row.effect() == Some(difference.to))
        });
        if is_attested && timeline.status(difference.to).is_ended() {
            ended.insert(code);
        } else if is_attested {
            stands.insert(code);
        }
    }
    [stands, ended]
}

/// How the law of the day differs from that of an earlier one.
pub(super) fn difference<'a>(catalogue: &Catalogue<'a>, before: Day) -> Table<'a> {
    let mut rows: BTreeMap<Upkeep, Codes> = BTreeMap::new();
    let mut knowledge = Codes::new();
    for state in catalogue.states.values() {
        let difference = of_code(state.timeline, before, catalogue.as_of);
        for upkeep in Upkeep::ALL {
            rows.entry(upkeep).or_default().extend(codes_to(&difference, upkeep));
        }
        knowledge.extend(difference.knowledge);
    }
    let mut told: Vec<Row> = rows.into_iter().map(|(upkeep, codes)| row(upkeep.as_str(), codes)).collect();
    told.push(row("knowledge", knowledge));
    Table { subject: Subject::Difference, columns: COUNT, rows: told }
}
