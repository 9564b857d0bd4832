//! The list of procedures as a table of text.

use std::collections::BTreeSet;

use crate::listing::{Listed, ListedEvidence};
use crate::model::{AgencyId, Level, Records};
use crate::strings::{Language, Strings};
use crate::text::fold;

use super::lookup::near_names;

/// Which procedures of a list are wanted. What is not stated does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListFilter {
    /// Any of these statuses.
    pub statuses: Vec<String>,
    /// The sector's identifier, or words of its name, with or without accents.
    pub sector: Option<String>,
    /// The identifier of the agency that published it, or words of its name or of one that carries it out.
    pub agency: Option<String>,
    /// One of its levels.
    pub level: Option<Level>,
}

/// A name in a filter that nothing in the catalogue has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// A sector, as typed, with the nearest there are.
    Sector(String, Vec<String>),
    /// An agency, as typed, with the nearest there are.
    Agency(String, Vec<String>),
}

impl ListFilter {
    /// The first name that no sector, or no agency, of the catalogue has. One that is known, and that no procedure is
    /// under, is met: its list is empty.
    pub fn unmet(&self, records: &Records) -> Option<Unmet> {
        let sectors = || records.sectors.values().map(|sector| (sector.id.0.as_str(), sector.name.as_str()));
        let agencies = || {
            let known = records.agencies.values().map(|agency| (agency.id.0.as_str(), agency.name.as_str()));
            let executing = records.procedures.values().filter_map(|procedure| procedure.executing.value()).flatten();
            let executing: BTreeSet<&str> = executing.map(String::as_str).collect();
            known.chain(executing.into_iter().map(|name| ("", name))).collect::<Vec<_>>()
        };
        let is_met = |typed: &str, (id, name): (&str, &str)| id == typed || says(name, typed);
        if let Some(typed) = &self.sector
            && !sectors().any(|sector| is_met(typed, sector))
        {
            return Some(Unmet::Sector(typed.clone(), near_names(typed, sectors())));
        }
        let typed = self.agency.as_ref()?;
        let agencies = agencies();
        let met = agencies.iter().any(|agency| is_met(typed, *agency));
        (!met).then(|| Unmet::Agency(typed.clone(), near_names(typed, agencies.into_iter())))
    }
}

/// The procedures that a filter lets through, in their order.
pub fn filtered(listed: Vec<Listed>, filter: &ListFilter, records: &Records) -> Vec<Listed> {
    // Records name whoever carries a procedure out; an agency's identifier means all the names it is known by.
    let named = filter.agency.as_ref().and_then(|typed| records.agencies.get(&AgencyId(typed.clone())));
    let names = named.into_iter().flat_map(|agency| {
        [&agency.name].into_iter().chain(&agency.spellings).chain(agency.old_names.iter().map(|old| &old.name))
    });
    let names: BTreeSet<String> = names.map(|name| fold(name)).collect();
    let wanted = |one: &Listed| {
        let status = filter.statuses.is_empty() || filter.statuses.iter().any(|status| status == one.status);
        let sector = filter.sector.as_deref().is_none_or(|typed| one.sector_id == typed || says(&one.sector, typed));
        let agency = filter.agency.as_deref().is_none_or(|typed| {
            one.agency_id == typed
                || says(&one.agency, typed)
                || one.executing.iter().any(|name| says(name, typed) || names.contains(&fold(name)))
        });
        let level = filter.level.is_none_or(|level| one.levels.contains(&level.as_str()));
        status && sector && agency && level
    };
    listed.into_iter().filter(wanted).collect()
}

/// Whether a name has the words typed, in that order, accents and case of no account.
fn says(name: &str, typed: &str) -> bool {
    let (name, typed) = (fold(name), fold(typed));
    !typed.is_empty() && format!(" {name} ").contains(&format!(" {typed} "))
}

/// The list as a table: code, status, since when, what ruled, next change, name. A line a procedure, under a line of headings.
pub fn list_text(listed: &[Listed], language: Language) -> String {
    let heading = |key| Strings::of(language).get(&["report", "column", key]);
    let mut rows = vec![["code", "status", "since", "ruled_by", "next", "name"].map(heading)];
    for one in listed {
        let day = |day: Option<&String>| day.map_or_else(|| "–".to_owned(), |day| written(day, language));
        rows.push([
            one.code.clone(),
            super::word("status", one.status, language),
            day(from(one)),
            one.ruled_by.as_ref().map_or_else(|| "–".to_owned(), |by| ruled_by(by, one.age_days, language)),
            day(one.next.as_ref().map(|next| &next.from)),
            one.name.split_whitespace().collect::<Vec<_>>().join(" "),
        ]);
    }
    table(&rows)
}

/// The list as one JSON array, a line a procedure: [`listing::OnDay`](crate::listing::OnDay).
pub fn list_json(listed: &[Listed]) -> String {
    let rows: Vec<String> = listed.iter().map(|one| serde_json::json!(one.on_day()).to_string()).collect();
    if rows.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
}

/// Columns padded to their widest cell, the last one open.
pub(super) fn table<R: AsRef<[String]>>(rows: &[R]) -> String {
    let mut widths = vec![0; rows.iter().map(|row| row.as_ref().len()).max().unwrap_or_default()];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row.as_ref()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row.as_ref()) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The day from which the status is so: of what has ended, or is suspended, its end.
fn from(one: &Listed) -> Option<&String> {
    match one.status {
        "suspended" | "repealed" | "replaced" => one.until.as_ref(),
        _ => one.since.as_ref(),
    }
}

/// What ruled, in a few words: the decision's number, the list's identifier and age, or who ruled.
fn ruled_by(by: &ListedEvidence, age: Option<i64>, language: Language) -> String {
    let named = match by.kind {
        "ruling" => by.issuer.clone(),
        _ => by.number.clone(),
    };
    let age = age.map(|age| age.to_string());
    let args = [("named", named.unwrap_or_default()), ("age", age.unwrap_or_default())];
    Strings::of(language).filled(&["report", "ruled_by", by.kind], &args)
}

fn written(day: &str, language: Language) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |day| super::day_text(day, language))
}
