//! The coming days on which the site changes by itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::changes::Difference;
use crate::ledger::Catalogue;
use crate::model::{Day, Interruption};
use crate::strings::Language;

use super::diff::{changes_json, codes_json, known_ended_text, left_out_text, rows_text};
use super::page::Page;

/// What comes on one day: what the law changes or becomes known, and what can no longer, or can again, be filed online.
#[derive(Default)]
struct Coming<'d, 'l> {
    difference: Option<&'d Difference<'l>>,
    /// Each with whether it begins.
    interruptions: Vec<(&'l Interruption, bool)>,
}

/// The coming days, in their order.
fn coming<'d, 'l>(
    catalogue: &Catalogue<'l>,
    until: Option<Day>,
    days: &'d [Difference<'l>],
) -> BTreeMap<Day, Coming<'d, 'l>> {
    let mut coming: BTreeMap<Day, Coming> = BTreeMap::new();
    for difference in days.iter().filter(|day| day.is_public()) {
        coming.entry(difference.to).or_default().difference = Some(difference);
    }
    for one in catalogue.records.interruptions.iter().filter(|one| !one.code.is_internal()) {
        for (day, begins) in one.days_after(catalogue.as_of) {
            if until.is_none_or(|until| day <= until) {
                coming.entry(day).or_default().interruptions.push((one, begins));
            }
        }
    }
    coming
}

/// The days as one JSON object: `{as_of, until, days: [{day, changes, knowledge, known_ended, interruptions}], internal}`.
pub fn next_json(catalogue: &Catalogue<'_>, until: Option<Day>, days: &[Difference<'_>]) -> Value {
    let interruption = |(one, begins): &(&Interruption, bool)| {
        json!({
            "code": one.code.as_str(),
            "begins": begins,
            "reason": one.reason,
            "source": one.source,
        })
    };
    let day = |(day, coming): (Day, Coming<'_, '_>)| {
        json!({
            "day": day.to_string(),
            "changes": coming.difference.map(|day| changes_json(catalogue.records, day)).unwrap_or_default(),
            "knowledge": coming.difference.map(|it| codes_json(&it.knowledge)).unwrap_or_default(),
            "known_ended": coming.difference.map(|it| codes_json(&it.known_ended)).unwrap_or_default(),
            "interruptions": coming.interruptions.iter().map(interruption).collect::<Vec<_>>(),
        })
    };
    json!({
        "as_of": catalogue.as_of.to_string(),
        "until": until.map(|day| day.to_string()),
        "days": coming(catalogue, until, days).into_iter().map(day).collect::<Vec<_>>(),
        "internal": internal(days),
    })
}

/// The days for people.
pub fn next_text(catalogue: &Catalogue<'_>, until: Option<Day>, days: &[Difference<'_>], language: Language) -> String {
    let page = Page { records: catalogue.records, language };
    let as_of = ("day", page.day(catalogue.as_of));
    let coming = coming(catalogue, until, days);
    let mut text = page.fill(if coming.is_empty() { "next_none" } else { "next_days" }, &[as_of]);
    text.push('\n');
    for (day, coming) in coming {
        text.push_str(&format!("\n== {}\n", page.day(day)));
        if let Some(difference) = coming.difference {
            text.push_str(&rows_text(&page, difference));
            text.push_str(&left_out_text(&page, difference.knowledge.len(), 0));
            text.push_str(&known_ended_text(&page, difference));
        }
        for (one, begins) in coming.interruptions {
            let values = [("code", one.code.to_string()), ("reason", one.reason.clone())];
            text.push_str(&page.fill(if begins { "interrupted" } else { "interruption_over" }, &values));
            text.push('\n');
        }
    }
    text.push_str(&left_out_text(&page, 0, internal(days)));
    text
}

fn internal(days: &[Difference<'_>]) -> usize {
    days.iter().flat_map(|day| &day.internal).collect::<BTreeSet<_>>().len()
}
