//! The history of a procedure: every decision, list and ruling that speaks of it, latest first.

use serde::Serialize;

use crate::changes::Act;
use crate::ledger::{Evidence, HistoryLine};
use crate::model::Day;

use super::super::index::{Entry, Index};
use super::super::words::day;
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
        ruled,
    };
    let mut ends = false;
    match &line.evidence {
        Evidence::Decision { key, change, effect, basis } => {
            let act = index.acts.of_line(key, entry.code, change, line.until.is_some());
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
    let own_issuer = &index.records.site.own_issuer;
    let latest = |own: bool| {
        let lines = entry.state.history.iter().rev();
        lines
            .filter_map(|line| match &line.evidence {
                Evidence::Decision { key, effect, basis, .. } => Some((line, key, *effect, basis.as_ref())),
                Evidence::Snapshot { .. } | Evidence::Ruling { .. } => None,
            })
            .find(|(line, key, ..)| {
                let is_own = key.issuer == *own_issuer;
                is_own == own
                    && index.records.binds(&key.issuer)
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
