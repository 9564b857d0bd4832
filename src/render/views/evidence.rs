//! Evidence in words: which decision, list or ruling says so, with every date that is known.

use serde::Serialize;

use crate::ledger::{Basis, Evidence, Question};
use crate::model::{Day, DecisionKey, ProcedureCode, Ruling};

use super::super::index::Index;
use super::super::words::day;
use super::DecisionRef;

/// One piece of evidence as a sentence: `before`, then the decision where there is one, then `after`.
#[derive(Serialize)]
pub(super) struct EvidenceView {
    pub(super) kind: &'static str,
    pub(super) before: String,
    pub(super) decision: Option<DecisionRef>,
    pub(super) after: String,
}

impl EvidenceView {
    pub(super) fn of(index: &Index, code: &ProcedureCode, evidence: &Evidence) -> Self {
        let words = index.words;
        match evidence {
            Evidence::Decision { key, effect, basis, .. } => EvidenceView {
                kind: evidence.kind(),
                before: words.get("law", "by"),
                decision: Some(DecisionRef::of(index, key)),
                after: format!(
                    " {} {}{}, {}.",
                    words.get("law", "of"),
                    index.records.agency_name(&key.issuer),
                    signed(index, key),
                    basis_in_words(index, *effect, basis.as_ref()),
                ),
            },
            Evidence::Snapshot { id, .. } => {
                let list = index.records.snapshots.iter().find(|list| list.id == *id);
                let (title, taken) = match list {
                    Some(list) => (list.title.clone(), words.taken(list)),
                    None => (id.clone(), words.get("snapshot", "undated")),
                };
                EvidenceView {
                    kind: evidence.kind(),
                    before: words.fill("law", "listed", &[("list", &title), ("taken", &taken)]),
                    decision: None,
                    after: String::new(),
                }
            }
            Evidence::Ruling { by, ruled, from } => {
                let reason = ruling(index, code, evidence).map(|ruling| ruling.reason.clone()).unwrap_or_default();
                let args = [("by", by.as_str()), ("ruled", &day(*ruled)), ("from", &day(*from)), ("reason", &reason)];
                EvidenceView {
                    kind: evidence.kind(),
                    before: words.fill("law", "ruled", &args),
                    decision: None,
                    after: String::new(),
                }
            }
        }
    }
}

/// The ruling behind a piece of evidence.
pub(super) fn ruling<'a>(index: &Index<'a>, code: &ProcedureCode, evidence: &Evidence) -> Option<&'a Ruling> {
    let Evidence::Ruling { by, ruled, from } = evidence else { return None };
    let mut rulings = index.records.rulings.iter();
    rulings.find(|ruling| ruling.code == *code && ruling.by == *by && ruling.ruled == *ruled && ruling.from == *from)
}

/// ", ký 26/03/2026", or that nobody recorded the day.
pub(super) fn signed(index: &Index, key: &DecisionKey) -> String {
    match key.signed {
        Some(signed) => format!(", {}", index.words.fill("law", "signed", &[("day", &day(signed))])),
        None => format!(", {}", index.words.get("law", "signed_unknown")),
    }
}

/// From which day a row has effect, and why from that day.
pub(super) fn basis_in_words(index: &Index, effect: Option<Day>, basis: Option<&Basis>) -> String {
    let words = index.words;
    let Some(effect) = effect.map(day) else {
        return words.get("law", "effect_unknown");
    };
    let on = [("day", effect.as_str())];
    match basis {
        Some(Basis::Clause) | None => words.fill("law", "effect_clause", &on),
        Some(Basis::Signing) => words.get("law", "effect_signing"),
        Some(Basis::Counted) => words.fill("law", "effect_counted", &on),
        Some(Basis::LegalText) => words.fill("law", "effect_text", &on),
        Some(Basis::SilentRule(id)) => {
            let rule = index.records.silent_rules.iter().find(|rule| rule.id == *id);
            let source = rule.map(|rule| rule.source.as_str()).unwrap_or_default();
            words.fill("law", "effect_rule", &[("day", &effect), ("rule", id), ("source", source)])
        }
    }
}

/// A question in words, with the decision that it is about.
#[derive(Serialize)]
pub(super) struct QuestionView {
    pub(super) decision: Option<DecisionRef>,
    pub(super) text: String,
}

impl QuestionView {
    pub(super) fn of(index: &Index, question: &Question) -> Self {
        let (key, word) = match question {
            Question::EndOfUnknownEffect(key) => (key, "end"),
            Question::AmendmentOfUnknownEffect(key) => (key, "amendment"),
            Question::BeginningOfUnknownEffect(key) => (key, "beginning"),
            Question::RowWithoutCode(key) => (key, "row"),
            Question::Contradiction(key) => (key, "contradiction"),
            Question::SuccessorUnread(key) => (key, "successor"),
            Question::AbsentFromRebase(key) => (key, "rebase"),
            Question::WithdrawalOfUnknownEffect(key) => (key, "withdrawal"),
            Question::AbsentFromSnapshot(id) => {
                let list = index.records.snapshots.iter().find(|list| list.id == *id);
                let (title, taken) = match list {
                    Some(list) => (list.title.clone(), index.words.taken(list)),
                    None => (id.clone(), index.words.get("snapshot", "undated")),
                };
                let text = index.words.fill("question", "absent", &[("list", &title), ("taken", &taken)]);
                return QuestionView { decision: None, text };
            }
        };
        QuestionView { decision: Some(DecisionRef::of(index, key)), text: index.words.get("question", word) }
    }
}
