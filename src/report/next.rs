//! The coming days on which the site changes by itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::changes::Difference;
use crate::ledger::Catalogue;
use crate::model::Day;
use crate::strings::Language;

use super::diff::{changes_json, knowledge_json, left_out_text, rows_text};
use super::page::Page;

/// The days as one JSON object: `{as_of, until, days: [{day, changes, knowledge}], internal}`.
pub fn next_json(catalogue: &Catalogue<'_>, until: Option<Day>, days: &[Difference<'_>]) -> Value {
    let day = |day: &Difference<'_>| {
        json!({
            "day": day.to.to_string(),
            "changes": changes_json(catalogue.records, day),
            "knowledge": knowledge_json(day),
        })
    };
    json!({
        "as_of": catalogue.as_of.to_string(),
        "until": until.map(|day| day.to_string()),
        "days": days.iter().filter(|day| day.is_public()).map(day).collect::<Vec<_>>(),
        "internal": internal(days),
    })
}

/// The days for people.
pub fn next_text(catalogue: &Catalogue<'_>, days: &[Difference<'_>], language: Language) -> String {
    let page = Page { records: catalogue.records, language };
    let as_of = ("day", page.day(catalogue.as_of));
    let public: Vec<&Difference<'_>> = days.iter().filter(|day| day.is_public()).collect();
    let mut text = page.fill(if public.is_empty() { "next_none" } else { "next_days" }, &[as_of]);
    text.push('\n');
    for day in public {
        text.push_str(&format!("\n== {}\n", page.day(day.to)));
        text.push_str(&rows_text(&page, day));
        text.push_str(&left_out_text(&page, day.knowledge.len(), 0));
    }
    text.push_str(&left_out_text(&page, 0, internal(days)));
    text
}

fn internal(days: &[Difference<'_>]) -> usize {
    days.iter().flat_map(|day| &day.internal).collect::<BTreeSet<_>>().len()
}
