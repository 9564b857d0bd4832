//! A procedure as programs see it in a list: what `list --format json` and the site's `procedures.json` both hold.
//!
//! The fields are stable. Every key is always there; what is not known is `null`. Days are `YYYY-MM-DD`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{Catalogue, Evidence, LevelState, Next, Question, State, Version};
use crate::model::{Day, DecisionKey, Level, Procedure, ProcedureCode, Records};

/// One procedure of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its code.
    pub code: String,
    /// Its official name.
    pub name: String,
    /// `in-force`, `pending`, `suspended`, `repealed`, `replaced` or `unknown`, on the day of the list.
    pub status: &'static str,
    /// The first day of the period that `status` speaks of.
    pub since: Option<String>,
    /// The first day no longer in that period.
    pub until: Option<String>,
    /// The next coming change of known effect.
    pub next: Option<ListedNext>,
    /// The sector's name.
    pub sector: String,
    /// The sector's identifier: a segment of its page's address.
    pub sector_id: String,
    /// `ministry`, `province`, `district`, `commune`, `other`.
    pub levels: Vec<&'static str>,
    /// The name of the agency that published it.
    pub agency: String,
    /// That agency's identifier.
    pub agency_id: String,
    /// The agencies that carry it out, as written.
    pub executing: Vec<String>,
    /// Its own page on the national portal.
    pub link: Option<String>,
    /// The evidence that ruled the status.
    pub ruled_by: Option<ListedEvidence>,
    /// Which content applies.
    pub version: ListedVersion,
    /// The codes that replaced it.
    pub successors: Vec<String>,
    /// The codes that it replaced.
    pub predecessors: Vec<String>,
    /// Status and period by level, only where they differ.
    pub by_level: BTreeMap<&'static str, ListedLevel>,
    /// What a person still has to find out.
    pub questions: Vec<ListedQuestion>,
}

/// The period at one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedLevel {
    /// As [`Listed::status`].
    pub status: &'static str,
    /// As [`Listed::since`].
    pub since: Option<String>,
    /// As [`Listed::until`].
    pub until: Option<String>,
}

/// A coming change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedNext {
    /// From which day.
    pub from: String,
    /// The status from that day.
    pub status: &'static str,
    /// `new`, `amend`, `replace`, `repeal`, `resume`, `revert`, `lapse` or `ruling`.
    pub change: &'static str,
    /// The number of the decision that brings it.
    pub decision: Option<String>,
    /// Who issued that decision.
    pub issuer: Option<String>,
    /// The day it was signed.
    pub signed: Option<String>,
    /// Whether it was signed after the day of the list.
    pub signed_later: bool,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedEvidence {
    /// `decision`, `snapshot` or `ruling`.
    pub kind: &'static str,
    /// The decision's number; the snapshot's identifier.
    pub number: Option<String>,
    /// Who issued the decision; who ruled; what the snapshot is a list of.
    pub issuer: Option<String>,
    /// The day of signing; of the list; of the ruling.
    pub date: Option<String>,
    /// From which day it has effect.
    pub effect: Option<String>,
}

/// Which content applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedVersion {
    /// `base`, `amended` or `unknown`.
    pub kind: &'static str,
    /// The number of the decision that amended it, or that may have.
    pub decision: Option<String>,
    /// From which day.
    pub from: Option<String>,
}

/// A question that only a person can answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedQuestion {
    /// What is asked: `end-of-unknown-effect`, `amendment-of-unknown-effect`, `beginning-of-unknown-effect`,
    /// `absent-from-snapshot`, `row-without-code`, `contradiction`, `successor-unread`,
    /// `absent-from-rebase` or `withdrawal-of-unknown-effect`.
    pub kind: &'static str,
    /// The decision's number or the snapshot's identifier that raises it.
    pub about: String,
}

/// Which procedures a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those that may stand on a public list.
    Public,
    /// The internal ones too.
    WithInternal,
}

/// The procedures of a catalogue in the order of codes.
pub fn listed(catalogue: &Catalogue<'_>, scope: Scope) -> Vec<Listed> {
    let wanted = |code: &ProcedureCode| match scope {
        Scope::Public => !code.is_internal(),
        Scope::WithInternal => true,
    };
    let states = catalogue.states.iter().filter(|(code, _)| wanted(code));
    states
        .filter_map(|(code, state)| Some(one(catalogue.records, catalogue.records.procedures.get(code)?, state)))
        .collect()
}

/// One procedure with its state.
pub fn one(records: &Records, procedure: &Procedure, state: &State) -> Listed {
    let LevelState { status, since, until, version, ruled_by, successors, predecessors, next, questions } =
        &state.whole;
    let codes = |codes: &[ProcedureCode]| codes.iter().map(ToString::to_string).collect();
    let by_level = |(level, state): (&Level, &LevelState)| {
        let LevelState { status, since, until, .. } = state;
        (level.as_str(), ListedLevel { status: status.as_str(), since: text(*since), until: text(*until) })
    };
    Listed {
        code: procedure.code.to_string(),
        name: procedure.name.clone(),
        status: status.as_str(),
        since: text(*since),
        until: text(*until),
        next: next.as_ref().map(|next| coming(records, next)),
        sector: records.sector_name(&procedure.sector).to_owned(),
        sector_id: procedure.sector.0.clone(),
        levels: procedure.levels.iter().map(|level| level.as_str()).collect(),
        agency: records.agency_name(&procedure.issuer).to_owned(),
        agency_id: procedure.issuer.0.clone(),
        executing: procedure.executing.value().cloned().unwrap_or_default(),
        link: records.links.get(&procedure.code).map(|link| link.target.url()),
        ruled_by: ruled_by.as_ref().map(|by| evidence(records, by)),
        version: content(version),
        successors: codes(successors),
        predecessors: codes(predecessors),
        by_level: state.by_level.iter().map(by_level).collect(),
        questions: questions.iter().map(question).collect(),
    }
}

/// A piece of evidence with its names.
pub fn evidence(records: &Records, evidence: &Evidence) -> ListedEvidence {
    let kind = evidence.kind();
    match evidence {
        Evidence::Decision { key, effect, .. } => ListedEvidence {
            kind,
            number: Some(key.number.key().to_owned()),
            issuer: Some(records.agency_name(&key.issuer).to_owned()),
            date: text(key.signed),
            effect: text(*effect),
        },
        Evidence::Snapshot { id, day } => ListedEvidence {
            kind,
            number: Some(id.clone()),
            issuer: records.snapshots.iter().find(|list| list.id == *id).map(|list| list.title.clone()),
            date: text(Some(*day)),
            effect: text(Some(*day)),
        },
        Evidence::Ruling { by, ruled, from } => ListedEvidence {
            kind,
            number: None,
            issuer: Some(by.clone()),
            date: text(Some(*ruled)),
            effect: text(Some(*from)),
        },
    }
}

fn coming(records: &Records, next: &Next) -> ListedNext {
    let key = match &next.by {
        Evidence::Decision { key, .. } => Some(key),
        Evidence::Snapshot { .. } | Evidence::Ruling { .. } => None,
    };
    ListedNext {
        from: next.from.to_string(),
        status: next.status.as_str(),
        change: next.change,
        decision: key.map(number),
        issuer: key.map(|key| records.agency_name(&key.issuer).to_owned()),
        signed: key.and_then(|key| text(key.signed)),
        signed_later: next.signed_later,
    }
}

/// Which content applies, as lists have it.
pub fn content(version: &Version) -> ListedVersion {
    match version {
        Version::Base => ListedVersion { kind: "base", decision: None, from: None },
        Version::Amended { decision, from } => {
            ListedVersion { kind: "amended", decision: Some(number(decision)), from: text(*from) }
        }
        Version::Unknown { by } => ListedVersion { kind: "unknown", decision: Some(number(by)), from: None },
    }
}

/// A question with the decision or the list that raises it.
pub fn question(question: &Question) -> ListedQuestion {
    let (kind, about) = match question {
        Question::EndOfUnknownEffect(key) => ("end-of-unknown-effect", number(key)),
        Question::AmendmentOfUnknownEffect(key) => ("amendment-of-unknown-effect", number(key)),
        Question::BeginningOfUnknownEffect(key) => ("beginning-of-unknown-effect", number(key)),
        Question::AbsentFromSnapshot(id) => ("absent-from-snapshot", id.clone()),
        Question::RowWithoutCode(key) => ("row-without-code", number(key)),
        Question::Contradiction(key) => ("contradiction", number(key)),
        Question::SuccessorUnread(key) => ("successor-unread", number(key)),
        Question::AbsentFromRebase(key) => ("absent-from-rebase", number(key)),
        Question::WithdrawalOfUnknownEffect(key) => ("withdrawal-of-unknown-effect", number(key)),
    };
    ListedQuestion { kind, about }
}

fn number(key: &DecisionKey) -> String {
    key.number.key().to_owned()
}

fn text(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}
