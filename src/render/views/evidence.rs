//! Evidence in words: which decision, list or ruling says so, with every date that is known.

use serde::Serialize;

use crate::ledger::{Basis, Evidence, Question, Row, Source};
use crate::model::DecisionKey;

use super::super::index::Index;
use super::DecisionRef;
use super::shared::list_is_old;

/// One piece of evidence as a sentence: `before`, then the decision where there is one, then `after`.
#[derive(Serialize)]
pub(super) struct EvidenceView {
    pub(super) kind: &'static str,
    pub(super) before: String,
    pub(super) decision: Option<DecisionRef>,
    pub(super) after: String,
}

/// How old the official list is that a status rests on.
#[derive(Serialize)]
pub(super) struct ListAge {
    /// The day of the list, as scripts read it: how long ago that was is for the reader's day to tell, not for the page's.
    since: String,
    /// The sentence that tells it, with `{age}` where the age stands.
    words: String,
    /// That the list is too old on the day shown, where it is.
    old: Option<String>,
}

impl ListAge {
    pub(super) fn of(index: &Index, evidence: &Evidence) -> Option<Self> {
        let list = evidence.list()?;
        let key = if list.taken.is_some() { "age" } else { "age_at_most" };
        let words = index.words.get("snapshot", key);
        Some(ListAge { since: list.day()?.to_string(), words, old: list_is_old(index, list) })
    }
}

impl EvidenceView {
    pub(super) fn of(index: &Index, evidence: &Evidence) -> Self {
        let words = index.words;
        match evidence {
            Evidence::Decision(row) => EvidenceView {
                kind: evidence.kind(),
                before: words.get("law", "by"),
                decision: Some(DecisionRef::of(index, row.key())),
                after: format!(
                    " {} {}{}, {}.",
                    words.get("law", "of"),
                    index.records.agency_name(&row.key().issuer),
                    signed(index, row.key()),
                    basis_in_words(index, row),
                ),
            },
            Evidence::Snapshot(list) => {
                let args = [("list", list.title.as_str()), ("taken", &words.taken(list))];
                EvidenceView {
                    kind: evidence.kind(),
                    before: words.fill("law", "listed", &args),
                    decision: None,
                    after: String::new(),
                }
            }
            Evidence::Ruling(ruling) => {
                let (ruled, from) = (words.day(ruling.ruled), words.day(ruling.from));
                let args = [("by", ruling.by.as_str()), ("ruled", &ruled), ("from", &from), ("reason", &ruling.reason)];
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

/// ", ký 26/03/2026", or that nobody recorded the day.
pub(super) fn signed(index: &Index, key: &DecisionKey) -> String {
    match key.signed {
        Some(signed) => format!(", {}", index.words.fill("law", "signed", &[("day", &index.words.day(signed))])),
        None => format!(", {}", index.words.get("law", "signed_unknown")),
    }
}

/// From which day a row has effect, and why from that day; of one that ceases, what that brings and from which day.
pub(super) fn basis_in_words(index: &Index, row: &Row) -> String {
    let words = index.words;
    let Some(effect) = row.effect().map(|of| index.words.day(of)) else {
        return words.get("law", "effect_unknown");
    };
    let on = [("day", effect.as_str())];
    if row.ceases() {
        return words.fill("law", &format!("effect_{}", row.act().as_str()), &on);
    }
    match row.basis() {
        Some(Basis::Clause) | None => words.fill("law", "effect_clause", &on),
        Some(Basis::Signing) => words.get("law", "effect_signing"),
        Some(Basis::Counted) => words.fill("law", "effect_counted", &on),
        Some(Basis::LegalText) => words.fill("law", "effect_text", &on),
        Some(Basis::SilentRule(rule)) => {
            words.fill("law", "effect_rule", &[("day", &effect), ("rule", &rule.id), ("source", &rule.source)])
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
        let word = match question {
            Question::EndOfUnknownEffect(_) => "end",
            Question::AmendmentOfUnknownEffect(_) => "amendment",
            Question::BeginningOfUnknownEffect(_) => "beginning",
            Question::RowWithoutCode(_) => "row",
            Question::Contradiction(_) => "contradiction",
            Question::SuccessorUnread(_) => "successor",
            Question::AbsentFromRebase(_) => "rebase",
            Question::WithdrawalOfUnknownEffect(_) => "withdrawal",
            Question::NotFollowed(_) => "not_followed",
            Question::WithdrawalUnclear(_) => "withdrawal_unclear",
            Question::LevelUnattested(Source::Decision(_)) => "level",
            Question::LevelUnattested(Source::Ruling(ruling)) => {
                let text = index.words.fill("question", "level_ruled", &[("by", &ruling.by)]);
                return QuestionView { decision: None, text };
            }
            Question::AbsentFromSnapshot(list) => {
                let args = [("list", list.title.as_str()), ("taken", &index.words.taken(list))];
                return QuestionView { decision: None, text: index.words.fill("question", "absent", &args) };
            }
        };
        let decision = question.decision().map(|decision| DecisionRef::of(index, &decision.key));
        QuestionView { decision, text: index.words.get("question", word) }
    }
}
