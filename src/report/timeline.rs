//! What the law did in a sector, or to an agency's procedures, day by day.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::changes;
use crate::ledger::{Act, Catalogue, Evidence};
use crate::listing::{self, Scope, listed};
use crate::model::{Day, DecisionKey, Levels, ProcedureCode};
use crate::strings::Language;

use super::diff::left_out_text;
use super::list::{ListFilter, filtered};
use super::page::{Page, wrapped};
use super::word;

/// What the law did to some procedures, with what is counted apart.
#[derive(Debug)]
pub struct Timeline<'c> {
    from: Option<Day>,
    until: Option<Day>,
    /// In the order of days, then evidence, then codes.
    lines: Vec<Line<'c>>,
    /// Of how many procedures more or less became known.
    knowledge: usize,
    /// How many internal procedures the filter lets through.
    internal: usize,
}

#[derive(Debug)]
struct Line<'c> {
    day: Day,
    act: Act,
    code: &'c ProcedureCode,
    /// The levels at which it does; empty means all.
    levels: Levels,
    /// The row or the ruling that makes it so.
    by: Evidence<'c>,
}

impl<'c> Timeline<'c> {
    /// What happened from one day to another, both included, to the procedures that a filter lets through: each day as it
    /// differs from the day before.
    pub fn of(catalogue: &'c Catalogue<'_>, filter: &ListFilter, from: Option<Day>, until: Option<Day>) -> Self {
        let wanted = filtered(listed(catalogue, Scope::WithInternal), filter, catalogue.records);
        let codes = wanted.iter().filter_map(|one| ProcedureCode::new(&one.code).ok());
        let states = codes.filter_map(|code| catalogue.states.get(&code));
        let (internal, public): (Vec<_>, Vec<_>) = states.partition(|state| state.timeline.code().is_internal());
        let timelines = public.into_iter().map(|state| state.timeline);
        let days = changes::by_day(timelines, from.and_then(|day| day.pred_opt()), until);
        let rows = days.iter().flat_map(|day| &day.rows);
        let mut lines: Vec<Line<'c>> = rows
            .flat_map(|row| {
                let steps = row.steps.iter().filter_map(move |step| Some((step.day, step.act, step.by?)));
                steps.map(move |(day, act, by)| Line { day, act, code: row.code, levels: row.levels.clone(), by })
            })
            .collect();
        lines.sort_by_key(|line| (line.day, line.by, line.act, line.code));
        let knowledge = days.iter().flat_map(|day| &day.knowledge).collect::<BTreeSet<_>>().len();
        Timeline { from, until, lines, knowledge, internal: internal.len() }
    }
}

/// A time line as one JSON object: `{from, until, lines, knowledge, internal}`.
pub fn timeline_json(catalogue: &Catalogue<'_>, timeline: &Timeline<'_>) -> Value {
    let records = catalogue.records;
    let line = |line: &Line<'_>| {
        json!({
            "day": line.day.to_string(),
            "change": line.act.as_str(),
            "code": line.code.as_str(),
            "name": records.procedures.get(line.code).map(|procedure| procedure.name.as_str()),
            "levels": line.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>(),
            "by": listing::evidence(records, &line.by),
            "until": line.by.row().and_then(|row| row.until()).map(|day| day.to_string()),
            "others": line.by.row().iter().flat_map(|row| row.others()).map(ToString::to_string).collect::<Vec<_>>(),
        })
    };
    json!({
        "from": timeline.from.map(|day| day.to_string()),
        "until": timeline.until.map(|day| day.to_string()),
        "lines": timeline.lines.iter().map(line).collect::<Vec<_>>(),
        "knowledge": timeline.knowledge,
        "internal": timeline.internal,
    })
}

/// A time line for people: a block a day and decision or ruling, a line a procedure.
pub fn timeline_text(catalogue: &Catalogue<'_>, timeline: &Timeline<'_>, language: Language) -> String {
    let page = Page { records: catalogue.records, language };
    let mut text = String::new();
    let same = |one: &Line<'_>, other: &Line<'_>| {
        one.day == other.day && source(one) == source(other) && (source(one).is_some() || one.by == other.by)
    };
    for block in timeline.lines.chunk_by(same) {
        let Some(first) = block.first() else { continue };
        let by = source(first).map_or_else(|| page.evidence(&first.by), |key| page.decision(key));
        text.push_str(&format!("{}  {by}\n", page.day(first.day)));
        for line in block {
            let name = page.records.procedures.get(line.code).map_or("", |procedure| procedure.name.as_str());
            let levels = page.at_levels(line.levels.iter());
            let told = format!("{} · {name}{levels}", word("change", line.act.as_str(), language));
            text.push_str(&wrapped(&format!("  {}  ", line.code), &told));
        }
    }
    if timeline.lines.is_empty() {
        text.push_str(&format!("{}\n", page.fill("no_changes", &[])));
    }
    text.push_str(&left_out_text(&page, timeline.knowledge, timeline.internal));
    text
}

/// The decision behind a line; `None` for a ruling.
fn source<'c>(line: &Line<'c>) -> Option<&'c DecisionKey> {
    line.by.decision().map(|decision| &decision.key)
}
