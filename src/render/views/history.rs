//! The history of a procedure: every decision, list and ruling that speaks of it, latest first.

use serde::Serialize;

use crate::ledger::{Act, Dates, Evidence, FactKind};
use crate::model::{ChangeKind, Day, Jurisdiction};
use crate::text::fold;

use super::super::index::{Entry, Index};
use super::super::words::list_name;
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
    entry.state.history().rev().map(|evidence| line_view(index, entry, &evidence)).collect()
}

fn line_view(index: &Index, entry: &Entry, evidence: &Evidence) -> HistoryView {
    let words = index.words;
    let as_of = index.catalogue.as_of;
    let ruled = entry.state.whole.ruled_by.as_ref() == Some(evidence);
    let from = evidence.effect();
    let others = evidence.row().into_iter().flat_map(|row| row.others()).filter_map(|code| index.entry(code));
    let mut view = HistoryView {
        class: "",
        day: from.map_or_else(|| words.get("history", "day_unknown"), |of| words.day(of)),
        before: String::new(),
        decision: None,
        after: String::new(),
        others: others.map(|entry| ProcedureRef::of(words, entry)).collect(),
        changed: changed(index, entry, evidence),
        ruled,
    };
    let mut ends = false;
    match evidence {
        Evidence::Decision(row) => {
            ends = row.stops() && row.withdrawn_by().is_none();
            view.before = words.get("history", row.told());
            view.decision = Some(DecisionRef::of(index, row.key()));
            view.after = format!(
                " {} {}{}, {}",
                words.get("law", "of"),
                index.records.agency_name(&row.key().issuer),
                signed(index, row.key()),
                basis_in_words(index, row)
            );
            let dates = row.dates();
            if dates.decision.is_some() && dates.text.is_some() {
                view.after = format!("{}, {}", view.after, both_days(index, &dates));
            }
            if let Some(until) = row.until() {
                view.after = format!("{}, {}", view.after, words.through(until));
            }
            if !row.levels().is_empty() && *row.levels() != entry.procedure.levels {
                let levels = words.levels_line(row.levels());
                view.after = format!("{} ({})", view.after, levels.to_lowercase());
            }
            if let Some(by) = row.corrected_by() {
                let by = words.decision(&by.key.number);
                view.after = format!("{}, {}", view.after, words.fill("history", "corrected_by", &[("named", &by)]));
            }
            if let Some(by) = row.withdrawn_by() {
                let by = words.decision(&by.key.number);
                view.after = format!("{}, {}", view.after, words.fill("history", "withdrawn_by", &[("named", &by)]));
            }
            view.after.push('.');
        }
        Evidence::Snapshot(_) | Evidence::Ruling(_) => {
            view.before = EvidenceView::of(index, evidence).before;
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
    let date = |of: Option<Day>| of.map_or_else(|| words.get("law", "unknown"), |of| words.day(of));
    let why = words.get("why", dates.why.as_str());
    let args = [("decision", date(dates.decision)), ("text", date(dates.text)), ("why", why)];
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.fill("history", "both_days", &args)
}

/// What a row changes, as far as it says, never guessed: the name, against what evidence before it called the procedure; a
/// mark, a fee, the agency; what its columns say of the content. Of other new content the decision itself has to be read.
fn changed(index: &Index, entry: &Entry, evidence: &Evidence) -> Option<String> {
    let words = index.words;
    let row = evidence.row()?;
    if let Some(fact) = FactKind::of(&row.change.kind) {
        return Some(words.fact(&fact));
    }
    let is_corrected = matches!(row.change.kind, ChangeKind::Correct(_));
    if !is_corrected && !matches!(row.act(), Act::Amend | Act::Rebase) {
        return None;
    }
    let earlier = entry.state.history().take_while(|other| other != evidence);
    let before = earlier.filter_map(|evidence| name_in(entry, &evidence)).last();
    let name = match (before, row.change.name.as_deref()) {
        (Some(before), Some(name)) if fold(&list_name(before)) != fold(&list_name(name)) => {
            Some(words.fill("history", "changed_name", &[("name", name), ("before", before)]))
        }
        _ => None,
    };
    let content = FactKind::of_content(row.change);
    let told: Vec<String> = name.into_iter().chain(content.iter().map(|fact| words.fact(fact))).collect();
    Some(if told.is_empty() { words.get("history", "changed_unknown") } else { told.join("; ") })
}

/// What a row or a list calls the procedure.
fn name_in<'a>(entry: &Entry<'a>, evidence: &Evidence<'a>) -> Option<&'a str> {
    match evidence {
        Evidence::Decision(row) => row.change.name.as_deref(),
        Evidence::Snapshot(list) => list.rows.get(entry.code).map(String::as_str),
        Evidence::Ruling(_) => None,
    }
}

/// The latest decision of a ministry and of the province that speaks of the procedure and has been signed by the day
/// shown. Two linked decisions stand behind most procedures (Nghị định 63/2010 Điều 13).
pub(super) fn tiers(index: &Index, entry: &Entry) -> Vec<TierView> {
    let words = index.words;
    let latest = |own: bool| {
        let tier = if own { Jurisdiction::Own } else { Jurisdiction::Country };
        entry.state.history().rev().filter_map(|evidence| evidence.row()).find(|row| {
            let is_signed = row.key().signed.is_none_or(|signed| signed <= index.catalogue.as_of);
            index.records.jurisdiction(&row.key().issuer) == tier && is_signed
        })
    };
    let view = |label: &str, own: bool| match latest(own) {
        Some(row) => {
            let is_ruling = entry.state.whole.ruled_by == Some(Evidence::Decision(row));
            let rules = if is_ruling { format!(" {}", words.get("history", "rules")) } else { String::new() };
            TierView {
                label: words.get("history", label),
                decision: Some(DecisionRef::of(index, row.key())),
                text: format!("{}, {}.{rules}", signed(index, row.key()), basis_in_words(index, &row)),
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
