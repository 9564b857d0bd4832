//! The history of a procedure: every decision, list and ruling that speaks of it, latest first.

use serde::Serialize;

use crate::changes::Act;
use crate::ledger::{Dates, Evidence, FactKind, HistoryLine};
use crate::model::{Day, Jurisdiction};
use crate::text::fold;

use super::super::index::{Entry, Index};
use super::super::words::{day, list_name};
use super::evidence::{EvidenceView, basis_in_words, signed};
use super::{DecisionRef, ProcedureRef};

/// One line.
#[derive(Serialize)]
pub(super) struct HistoryView {
    /// `now` for what rules, `cut` for an end, `fut` for what is to come, else empty.
    class: &'static str,
    day: String,
    before: String,
    decision: Option<DecisionRef>,
    after: String,
    others: Vec<ProcedureRef>,
    /// What the row changes, as far as it says.
    changed: Option<String>,
    /// Whether this is the evidence that ruled.
    ruled: bool,
}

/// The two decisions behind most procedures: the ministry's and the province's.
#[derive(Serialize)]
pub(super) struct TierView {
    label: String,
    decision: Option<DecisionRef>,
    text: String,
}

/// Every line, latest first; what has no day of effect stands by the day it was signed.
pub(super) fn lines(index: &Index, entry: &Entry) -> Vec<HistoryView> {
    entry.state.history.iter().rev().map(|line| line_view(index, entry, line)).collect()
}

fn line_view(index: &Index, entry: &Entry, line: &HistoryLine) -> HistoryView {
    let words = index.words;
    let as_of = index.catalogue.as_of;
    let ruled = entry.state.whole.ruled_by.as_ref() == Some(&line.evidence);
    let from = day_of(&line.evidence);
    let others = line.others.iter().filter_map(|code| index.entry(code));
    let mut view = HistoryView {
        class: "",
        day: from.map_or_else(|| words.get("history", "day_unknown"), day),
        before: String::new(),
        decision: None,
        after: String::new(),
        others: others.map(|entry| ProcedureRef::of(words, entry)).collect(),
        changed: changed(index, entry, line),
        ruled,
    };
    let mut ends = false;
    match &line.evidence {
        Evidence::Decision { key, change, effect, basis } => {
            let act = index.acts.of_line(entry.code, line);
            ends = matches!(act, Some(Act::Suspend | Act::Replace | Act::Repeal)) && line.withdrawn_by.is_none();
            view.before = words.get("history", act.map_or(change, Act::as_str));
            view.decision = Some(DecisionRef::of(index, key));
            view.after = format!(
                " {} {}{}, {}",
                words.get("law", "of"),
                index.records.agency_name(&key.issuer),
                signed(index, key),
                basis_in_words(index, *effect, basis.as_ref())
            );
            if let Some(dates) = line.dates.filter(|dates| dates.decision.is_some() && dates.text.is_some()) {
                view.after = format!("{}, {}", view.after, both_days(index, &dates));
            }
            if let Some(until) = line.until {
                view.after = format!("{}, {}", view.after, words.through(until));
            }
            if !line.levels.is_empty() && line.levels != entry.procedure.levels {
                let levels = words.levels_line(&line.levels);
                view.after = format!("{} ({})", view.after, levels.to_lowercase());
            }
            if let Some(by) = &line.withdrawn_by {
                let by = words.decision(&by.number);
                view.after = format!("{}, {}", view.after, words.fill("history", "withdrawn_by", &[("named", &by)]));
            }
            view.after.push('.');
        }
        Evidence::Snapshot { .. } | Evidence::Ruling { .. } => {
            view.before = EvidenceView::of(index, entry.code, &line.evidence).before;
        }
    }
    view.class = match from {
        Some(from) if from > as_of => "fut",
        _ if ruled && !ends => "now",
        _ if ends && from.is_some() => "cut",
        _ => "",
    };
    view
}

/// "quyết định ghi 29/05/2026, văn bản quy phạm pháp luật 20/05/2026: …", and why one rules.
fn both_days(index: &Index, dates: &Dates) -> String {
    let words = index.words;
    let date = |of: Option<Day>| of.map_or_else(|| words.get("law", "unknown"), day);
    let why = words.get("why", dates.why.as_str());
    let args = [("decision", date(dates.decision)), ("text", date(dates.text)), ("why", why)];
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.fill("history", "both_days", &args)
}

/// What a row changes, as far as it says, never guessed: the name, against what evidence before it called the procedure; a
/// mark, a fee, the agency. Of other new content the decision itself has to be read.
fn changed(index: &Index, entry: &Entry, line: &HistoryLine) -> Option<String> {
    let words = index.words;
    let (_, change) = index.acts.row(line)?;
    if let Some(fact) = FactKind::of(&change.kind) {
        return Some(words.fact(&fact));
    }
    let new_content = matches!(&line.evidence, Evidence::Decision { change: "amend" | "rebase" | "correct", .. });
    if !new_content {
        return None;
    }
    let earlier = entry.state.history.iter().take_while(|other| *other != line);
    let before = earlier.filter_map(|line| name_in(index, entry, line)).last();
    match (before, change.name.as_deref()) {
        (Some(before), Some(name)) if fold(&list_name(before)) != fold(&list_name(name)) => {
            Some(words.fill("history", "changed_name", &[("name", name), ("before", before)]))
        }
        _ => Some(words.get("history", "changed_unknown")),
    }
}

/// What a row or a list calls the procedure.
fn name_in<'a>(index: &Index<'a>, entry: &Entry, line: &HistoryLine) -> Option<&'a str> {
    match &line.evidence {
        Evidence::Decision { .. } => index.acts.row(line)?.1.name.as_deref(),
        Evidence::Snapshot { id, .. } => {
            let list = index.records.snapshots.iter().find(|list| list.id == *id)?;
            list.rows.get(entry.code).map(String::as_str)
        }
        Evidence::Ruling { .. } => None,
    }
}

fn day_of(evidence: &Evidence) -> Option<Day> {
    match evidence {
        Evidence::Decision { effect, .. } => *effect,
        Evidence::Snapshot { day, .. } => Some(*day),
        Evidence::Ruling { from, .. } => Some(*from),
    }
}

/// The latest decision of a ministry and of the province that speaks of the procedure and has been signed by the day
/// shown. Two linked decisions stand behind most procedures (Nghị định 63/2010 Điều 13).
pub(super) fn tiers(index: &Index, entry: &Entry) -> Vec<TierView> {
    let words = index.words;
    let latest = |own: bool| {
        let tier = if own { Jurisdiction::Own } else { Jurisdiction::Country };
        let lines = entry.state.history.iter().rev();
        lines
            .filter_map(|line| match &line.evidence {
                Evidence::Decision { key, effect, basis, .. } => Some((line, key, *effect, basis.as_ref())),
                Evidence::Snapshot { .. } | Evidence::Ruling { .. } => None,
            })
            .find(|(line, key, ..)| {
                index.records.jurisdiction(&key.issuer) == tier
                    && line.signed.is_none_or(|signed| signed <= index.catalogue.as_of)
            })
    };
    let view = |label: &str, own: bool| match latest(own) {
        Some((line, key, effect, basis)) => {
            let rules = if entry.state.whole.ruled_by.as_ref() == Some(&line.evidence) {
                format!(" {}", words.get("history", "rules"))
            } else {
                String::new()
            };
            TierView {
                label: words.get("history", label),
                decision: Some(DecisionRef::of(index, key)),
                text: format!("{}, {}.{rules}", signed(index, key), basis_in_words(index, effect, basis)),
            }
        }
        None => TierView {
            label: words.get("history", label),
            decision: None,
            text: words.get("history", &format!("{label}_none")),
        },
    };
    vec![view("ministry", false), view("own", true)]
}
