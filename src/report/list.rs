//! The list of procedures as a table of text.

use crate::listing::Listed;
use crate::model::Level;
use crate::strings::{Language, Strings};
use crate::text::fold;

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

/// The procedures that a filter lets through, in their order.
pub fn filtered(listed: Vec<Listed>, filter: &ListFilter) -> Vec<Listed> {
    let wanted = |one: &Listed| {
        let status = filter.statuses.is_empty() || filter.statuses.iter().any(|status| status == one.status);
        let sector = filter.sector.as_deref().is_none_or(|typed| one.sector_id == typed || says(&one.sector, typed));
        let agency = filter.agency.as_deref().is_none_or(|typed| {
            one.agency_id == typed || says(&one.agency, typed) || one.executing.iter().any(|name| says(name, typed))
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

/// The list as a table: code, status, since, next change, name. A line a procedure, under a line of headings.
pub fn list_text(listed: &[Listed], language: Language) -> String {
    let heading = |key| Strings::of(language).get(&["report", "column", key]);
    let mut rows = vec![["code", "status", "since", "next", "name"].map(heading)];
    for one in listed {
        let day = |day: Option<&String>| day.map_or_else(|| "–".to_owned(), |day| written(day, language));
        rows.push([
            one.code.clone(),
            super::word("status", one.status, language),
            day(one.since.as_ref()),
            day(one.next.as_ref().map(|next| &next.from)),
            one.name.split_whitespace().collect::<Vec<_>>().join(" "),
        ]);
    }
    table(&rows)
}

/// The list as one JSON array, a line a procedure.
pub fn list_json(listed: &[Listed]) -> String {
    let rows: Vec<String> = listed.iter().map(|one| serde_json::json!(one).to_string()).collect();
    if rows.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
}

/// Columns padded to their widest cell, the last one open.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn written(day: &str, language: Language) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |day| super::day_text(day, language))
}
