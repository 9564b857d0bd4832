//! A procedure as programs see it in a list: what `list --format json` and the site's `procedures.json` both hold, and what
//! only a list of one day has ([`OnDay`]).
//!
//! The fields are stable. Every key is always there; what is not known is `null`. Days are `YYYY-MM-DD`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{Catalogue, Evidence, LevelState, Next, Question, State, Version};
use crate::model::{Day, Decision, Level, Procedure, ProcedureCode, Records};

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
    /// Status, period and coming change by level, only where they, or the content, differ.
    pub by_level: BTreeMap<&'static str, ListedLevel>,
    /// What a person still has to find out.
    pub questions: Vec<ListedQuestion>,
    /// How many days old the official list is that the status rests on, on the day of the list: [`OnDay::age_days`].
    #[serde(skip)]
    pub age_days: Option<i64>,
}

/// A procedure of a list of one day, with what is another on every day. `procedures.json` does not have that: it stays the
/// same while nothing is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnDay<'l> {
    /// The procedure.
    #[serde(flatten)]
    pub listed: &'l Listed,
    /// How many days old, on the day asked about, the official list is that the status rests on; `null` where it rests on
    /// none. Counted from `date`; where that is the first day on which the list can have been taken, it is at most so old.
    pub age_days: Option<i64>,
}

impl Listed {
    /// With what is another on every day.
    pub fn on_day(&self) -> OnDay<'_> {
        OnDay { listed: self, age_days: self.age_days }
    }
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
    /// As [`Listed::next`].
    pub next: Option<ListedNext>,
}

/// A coming change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedNext {
    /// From which day.
    pub from: String,
    /// The status from that day.
    pub status: &'static str,
    /// `new`, `amend`, `replace`, `repeal`, `rebase`, `withdraw`, `resume`, `revert`, `lapse` or `ruling`.
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
    /// `absent-from-rebase`, `withdrawal-of-unknown-effect`, `level-unattested`, `not-followed` or `withdrawal-unclear`.
    pub kind: &'static str,
    /// The decision's number, the snapshot's identifier, or who ruled: what raises it.
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
pub fn one(records: &Records, procedure: &Procedure, state: &State<'_>) -> Listed {
    let LevelState { status, since, until, version, ruled_by, successors, predecessors, next, questions, .. } =
        &state.whole;
    let codes = |codes: &[&ProcedureCode]| codes.iter().map(ToString::to_string).collect();
    let by_level = |(level, state): (&Level, &LevelState<'_>)| {
        let LevelState { status, since, until, next, .. } = state;
        let next = next.as_ref().map(|next| coming(records, next));
        (level.as_str(), ListedLevel { status: status.as_str(), since: text(*since), until: text(*until), next })
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
        age_days: ruled_by.and_then(|by| by.list()?.age_on(state.as_of)),
    }
}

/// A piece of evidence with its names.
pub fn evidence(records: &Records, evidence: &Evidence<'_>) -> ListedEvidence {
    let kind = evidence.kind();
    match evidence {
        Evidence::Decision(row) => ListedEvidence {
            kind,
            number: Some(number(row.decision)),
            issuer: Some(records.agency_name(&row.key().issuer).to_owned()),
            date: text(row.key().signed),
            effect: text(row.effect()),
        },
        Evidence::Snapshot(list) => ListedEvidence {
            kind,
            number: Some(list.id.clone()),
            issuer: Some(list.title.clone()),
            date: text(list.day()),
            effect: text(list.day()),
        },
        Evidence::Ruling(ruling) => ListedEvidence {
            kind,
            number: None,
            issuer: Some(ruling.by.clone()),
            date: text(Some(ruling.ruled)),
            effect: text(Some(ruling.from)),
        },
    }
}

fn coming(records: &Records, next: &Next<'_>) -> ListedNext {
    let decision = next.by.decision();
    ListedNext {
        from: next.from.to_string(),
        status: next.status.as_str(),
        change: next.word(),
        decision: decision.map(number),
        issuer: decision.map(|decision| records.agency_name(&decision.key.issuer).to_owned()),
        signed: decision.and_then(|decision| text(decision.key.signed)),
        signed_later: next.signed_later,
    }
}

/// Which content applies, as lists have it.
pub fn content(version: &Version<'_>) -> ListedVersion {
    match version {
        Version::Base => ListedVersion { kind: "base", decision: None, from: None },
        Version::Amended { decision, from } => {
            ListedVersion { kind: "amended", decision: Some(number(decision)), from: text(*from) }
        }
        Version::Unknown { by } => ListedVersion { kind: "unknown", decision: Some(number(by)), from: None },
    }
}

/// A question with the decision or the list that raises it.
pub fn question(question: &Question<'_>) -> ListedQuestion {
    ListedQuestion { kind: question.kind(), about: question.about().to_owned() }
}

fn number(decision: &Decision) -> String {
    decision.key.number.key().to_owned()
}

fn text(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}
