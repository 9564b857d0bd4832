//! How one day's law differs from another's: what to post, what to take down, what to update.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::changes::{Difference, Row, Upkeep};
use crate::ledger::{Act, Evidence, Step};
use crate::listing;
use crate::model::{ProcedureCode, Records};
use crate::strings::Language;

use super::page::{Page, wrapped};
use super::{day_text, word};

/// A difference as one JSON object: `{from, to, changes, knowledge, known_ended, internal}`.
pub fn diff_json(records: &Records, difference: &Difference<'_>) -> Value {
    json!({
        "from": difference.from.to_string(),
        "to": difference.to.to_string(),
        "changes": changes_json(records, difference),
        "knowledge": codes_json(&difference.knowledge),
        "known_ended": codes_json(&difference.known_ended),
        "internal": difference.internal.len(),
    })
}

/// The rows of a difference, a JSON object each.
pub(super) fn changes_json(records: &Records, difference: &Difference<'_>) -> Vec<Value> {
    difference.rows.iter().map(|row| row_json(records, row)).collect()
}

/// Codes, in their order.
pub(super) fn codes_json<'d>(codes: &BTreeSet<&'d ProcedureCode>) -> Vec<&'d str> {
    codes.iter().map(|code| code.as_str()).collect()
}

fn row_json(records: &Records, row: &Row<'_>) -> Value {
    let procedure = records.procedures.get(row.code);
    let step = |step: &Step<'_>| {
        json!({
            "day": step.day.to_string(),
            "change": step.act.as_str(),
            "by": step.by.as_ref().map(|by| listing::evidence(records, by)),
        })
    };
    json!({
        "code": row.code.as_str(),
        "name": procedure.map(|procedure| procedure.name.as_str()),
        "change": row.act.as_str(),
        "do": row.upkeep.as_str(),
        "levels": row.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>(),
        "steps": row.steps.iter().map(step).collect::<Vec<_>>(),
        "successors": row.successors.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "sector": procedure.map(|procedure| procedure.sector.0.as_str()),
        "agency": procedure.map(|procedure| procedure.issuer.0.as_str()),
        "file": procedure.map(|procedure| procedure.file.as_str()),
    })
}

/// A difference for people.
pub fn diff_text(records: &Records, difference: &Difference<'_>, language: Language) -> String {
    let page = Page { records, language };
    let days = [("from", day_text(difference.from, language)), ("to", day_text(difference.to, language))];
    let mut text = format!("{}\n", page.fill("diff", &days));
    text.push_str(&rows_text(&page, difference));
    if difference.rows.is_empty() {
        text.push_str(&format!("\n{}\n", page.fill("no_changes", &[])));
    }
    text.push_str(&left_out_text(&page, difference.knowledge.len(), difference.internal.len()));
    text.push_str(&known_ended_text(&page, difference));
    text
}

/// The rows under what is to be done with them.
pub(super) fn rows_text(page: &Page<'_>, difference: &Difference<'_>) -> String {
    let mut text = String::new();
    for upkeep in Upkeep::ALL {
        let rows: Vec<&Row> = difference.rows.iter().filter(|row| row.upkeep == upkeep).collect();
        if rows.is_empty() {
            continue;
        }
        let heading = word("upkeep", upkeep.as_str(), page.language);
        text.push_str(&format!("\n{heading} ({})\n", rows.len()));
        for row in rows {
            text.push_str(&row_text(page, row));
        }
    }
    text
}

fn row_text(page: &Page<'_>, row: &Row<'_>) -> String {
    let name = page.records.procedures.get(row.code).map_or("", |procedure| procedure.name.as_str());
    let change = |act: Act| word("change", act.as_str(), page.language);
    let mut head = format!("{} · {name}{}", change(row.act), page.at_levels(row.levels.iter()));
    if !row.successors.is_empty() {
        let codes: Vec<String> = row.successors.iter().map(ToString::to_string).collect();
        head.push_str(&page.fill("with_others", &[("codes", codes.join(", "))]));
    }
    let step = |step: &Step<'_>| {
        let by = match &step.by {
            Some(Evidence::Decision(row)) => page.decision(row.key()),
            Some(by @ (Evidence::Snapshot(_) | Evidence::Ruling(_))) => page.evidence(by),
            None => String::new(),
        };
        // On the way something else may have happened, too.
        let told = if step.act == row.act { by } else { format!("{} · {by}", change(step.act)) };
        wrapped(&format!("      {}: ", page.day(step.day)), &told)
    };
    let steps: String = row.steps.iter().map(step).collect();
    wrapped(&format!("  {}  ", row.code), &head) + &steps
}

/// What is known now to have ended, and was not told as a change of law; nothing where there is none.
pub(super) fn known_ended_text(page: &Page<'_>, difference: &Difference<'_>) -> String {
    if difference.known_ended.is_empty() {
        return String::new();
    }
    let codes = codes_json(&difference.known_ended);
    let values = [("count", codes.len().to_string()), ("codes", codes.join(", "))];
    wrapped("", &page.fill("known_ended", &values))
}

/// What stands in no row: a line each, after a blank one; nothing where nothing is left out.
pub(super) fn left_out_text(page: &Page<'_>, knowledge: usize, internal: usize) -> String {
    let lines = [("knowledge_left_out", knowledge), ("internal_left_out", internal)];
    let lines: String = lines
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| format!("{}\n", page.fill(key, &[("count", count.to_string())])))
        .collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}
