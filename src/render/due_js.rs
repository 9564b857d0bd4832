//! `assets/due.js`: on which day an answer is due at the latest for what is filed today, on pages of procedures in force.
//!
//! A page is true on many days, and what "today" is only its reader's browser knows. The script comes with the calendar of
//! working days as the catalogue has it, so that it counts on a folder opened from a disk too.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::model::{Calendar, CalendarYear, Day};
use crate::search::client::in_script;

use super::words::Words;

/// Where it stands on the site.
pub(super) const FILE: &str = "assets/due.js";

/// The script of `site/` with `{words, years: {YEAR: {holidays, working, until}}}`, days as `MM-DD`; `None` where no year is on record,
/// as no page asks for it then.
pub(super) fn script(site: &BTreeMap<&str, &[u8]>, calendar: &Calendar, words: Words) -> Option<String> {
    let years: Map<String, Value> = calendar.years().iter().map(|(year, days)| (year.to_string(), one(days))).collect();
    let source = String::from_utf8_lossy(site.get(FILE)?);
    let table = words.table();
    let words = table.get("due");
    let data = in_script(&json!({ "words": words, "years": years }));
    (!calendar.years().is_empty()).then(|| format!("(calendar=>{{\n{source}}})({data});\n"))
}

fn one(year: &CalendarYear) -> Value {
    let short = |day: &Day| day.format("%m-%d").to_string();
    let days = |days: &BTreeSet<Day>| days.iter().map(short).collect::<Vec<_>>();
    json!({ "holidays": days(&year.holidays), "working": days(&year.working), "until": year.until.as_ref().map(short) })
}
