//! What the law did in a sector, or to an agency's procedures, day by day.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::changes::{self, Act, Acts};
use crate::ledger::{Catalogue, Evidence, HistoryLine, Ledger, State};
use crate::listing::{self, Scope, listed};
use crate::model::{Day, DecisionKey, ProcedureCode};
use crate::strings::Language;

use super::diff::left_out_text;
use super::list::{ListFilter, filtered};
use super::page::{Page, wrapped};
use super::word;

/// The acts on some procedures, with what is counted apart.
#[derive(Debug)]
pub struct Timeline<'c> {
    from: Option<Day>,
    until: Option<Day>,
    /// In the order of days, then decisions, then codes.
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
    row: &'c HistoryLine,
}

impl<'c> Timeline<'c> {
    /// The acts from one day to another, both included, on the procedures that a filter lets through.
    pub fn of(
        ledger: &Ledger<'_>,
        catalogue: &'c Catalogue<'_>,
        filter: &ListFilter,
        from: Option<Day>,
        until: Option<Day>,
    ) -> Self {
        let wanted = filtered(listed(catalogue, Scope::WithInternal), filter);
        let codes = wanted.iter().filter_map(|one| ProcedureCode::new(&one.code).ok());
        let states = codes.filter_map(|code| catalogue.states.get_key_value(&code));
        let (internal, public): (Vec<_>, Vec<_>) = states.partition(|(code, _)| code.is_internal());
        let acts = Acts::new(catalogue.records);
        let is_between = |day: Day| from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until);
        let mut lines: Vec<Line<'c>> = Vec::new();
        for (code, state) in &public {
            let of_code = acts.of(code, state).into_iter().filter(|(day, _, _)| is_between(*day));
            lines.extend(
                of_code.filter_map(|(day, key, act)| Some(Line { day, act, code, row: row_of(state, day, key)? })),
            );
        }
        lines.sort_by_key(|line| (line.day, &line.row.evidence, line.act, line.code));
        let days = changes::by_day(
            ledger,
            public.into_iter().map(|(code, _)| code),
            from.and_then(|day| day.pred_opt()),
            until,
        );
        let knowledge = days.iter().flat_map(|day| &day.knowledge).collect::<BTreeSet<_>>().len();
        Timeline { from, until, lines, knowledge, internal: internal.len() }
    }
}

/// The row of a decision that begins, or ceases to have effect, on a day.
fn row_of<'c>(state: &'c State, day: Day, by: &DecisionKey) -> Option<&'c HistoryLine> {
    state.history.iter().find(|line| match &line.evidence {
        Evidence::Decision { key, effect, .. } => key == by && (*effect == Some(day) || line.until == Some(day)),
        Evidence::Snapshot { .. } | Evidence::Ruling { .. } => false,
    })
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
            "levels": line.row.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>(),
            "by": listing::evidence(records, &line.row.evidence),
            "until": line.row.until.map(|day| day.to_string()),
            "others": line.row.others.iter().map(ToString::to_string).collect::<Vec<_>>(),
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

/// A time line for people: a block a day and decision, a line a procedure.
pub fn timeline_text(catalogue: &Catalogue<'_>, timeline: &Timeline<'_>, language: Language) -> String {
    let page = Page { records: catalogue.records, language };
    let mut text = String::new();
    let same = |one: &Line<'_>, other: &Line<'_>| (one.day, key_of(one)) == (other.day, key_of(other));
    for block in timeline.lines.chunk_by(same) {
        let Some((first, key)) = block.first().and_then(|first| Some((first, key_of(first)?))) else { continue };
        text.push_str(&format!("{}  {}\n", page.day(first.day), page.decision(key)));
        for line in block {
            let name = page.records.procedures.get(line.code).map_or("", |procedure| procedure.name.as_str());
            let levels = page.at_levels(line.row.levels.iter());
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

fn key_of<'l>(line: &'l Line<'_>) -> Option<&'l DecisionKey> {
    match &line.row.evidence {
        Evidence::Decision { key, .. } => Some(key),
        Evidence::Snapshot { .. } | Evidence::Ruling { .. } => None,
    }
}
