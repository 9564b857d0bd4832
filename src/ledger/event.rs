//! Rows, rulings and lists brought into one form: what happens to one code, from which day, on whose word.

use crate::model::{
    Calendar, Change, ChangeKind, Day, Decision, DecisionNumber, Effect, Jurisdiction, Level, Levels, ProcedureCode,
    Records, Ruling, RulingAnswer, Subject,
};

use super::dates::{Dates, by_decision};
use super::state::{Basis, Evidence, HistoryLine};

/// Whose word an event is. A province's own decision rules status in its catalogue; a ministry's binds the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// The province's own decision, or a reviewer's ruling.
    Own,
    /// A ministry's decision.
    Country,
}

/// What an event does to one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Begins, or revives.
    Introduce,
    /// New version.
    Amend,
    /// Ends, with no successor named.
    Repeal,
    /// Ends, with successors (in [`Event::others`]).
    Replaced,
    /// Is the successor of others: begins only when nothing attests it earlier.
    Succeed,
    /// Stands in a standardised list: attested as by `new`, with no first day.
    Rebase,
    /// The decision that began or ended it is withdrawn after its effect: nobody has said what holds now.
    Withdraw,
    /// Says something that does not touch the life: a mark, a fee, an agency, a correction, an internal process.
    Note,
    /// A reviewer says that it is in force.
    RuledInForce,
    /// A reviewer says that it has ended.
    RuledEnded,
}

impl Act {
    /// Whether the act ends a life.
    pub(super) fn ends(self) -> bool {
        match self {
            Act::Repeal | Act::Replaced | Act::RuledEnded => true,
            Act::Introduce
            | Act::Amend
            | Act::Succeed
            | Act::Rebase
            | Act::Withdraw
            | Act::Note
            | Act::RuledInForce => false,
        }
    }

    /// Whether the act begins a life anew, whatever was before.
    pub(super) fn begins(self) -> bool {
        matches!(self, Act::Introduce | Act::Rebase | Act::RuledInForce)
    }
}

/// Who says so.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin<'a> {
    /// A row of a decision.
    Row(&'a Decision, &'a Change),
    /// A ruling.
    Ruling(&'a Ruling),
}

/// One thing that happens to one code.
#[derive(Debug, Clone)]
pub(super) struct Event<'a> {
    pub(super) origin: Origin<'a>,
    pub(super) tier: Tier,
    pub(super) act: Act,
    /// From which day; `None` while unknown.
    pub(super) effect: Option<Day>,
    pub(super) basis: Option<Basis>,
    /// The first day on which it no longer has effect.
    pub(super) until: Option<Day>,
    /// The other codes of the row: successors of an ended one, predecessors of a begun one.
    pub(super) others: Vec<ProcedureCode>,
    /// The decision that withdrew the row before it took effect; it then never does.
    pub(super) withdrawn: Option<&'a Decision>,
    /// For [`Act::Withdraw`], the decision whose rows it takes away.
    pub(super) target: Option<&'a Decision>,
    /// The levels that it speaks of; empty means all.
    pub(super) levels: &'a Levels,
}

impl<'a> Event<'a> {
    /// What catalogue files and JSON call it.
    pub(super) fn word(&self) -> &'static str {
        match (self.act, self.origin) {
            (Act::Introduce, _) => "new",
            (Act::Amend, _) => "amend",
            (Act::Repeal, _) => "repeal",
            (Act::Replaced | Act::Succeed, _) => "replace",
            (Act::Rebase, _) => "rebase",
            (Act::Withdraw, _) => "withdraw",
            (Act::Note, Origin::Row(_, change)) => change.kind.as_str(),
            (Act::RuledInForce | Act::RuledEnded, _) | (Act::Note, Origin::Ruling(_)) => "ruling",
        }
    }

    /// Whether it is of a procedure's life, and was not withdrawn before it took effect.
    pub(super) fn is_of_life(&self) -> bool {
        self.act != Act::Note && self.withdrawn.is_none()
    }

    /// Whether the event speaks of a level. A row without levels speaks of all; a unit without a level hears all.
    pub(super) fn speaks_of(&self, level: Option<Level>) -> bool {
        level.is_none_or(|level| self.levels.is_empty() || self.levels.contains(&level))
    }

    /// The day from which the event is known: signing, else publishing; for a ruling its day.
    pub(super) fn known_from(&self) -> Day {
        match self.origin {
            Origin::Row(decision, _) => decision.known_from(),
            Origin::Ruling(ruling) => ruling.ruled,
        }
    }

    pub(super) fn signed(&self) -> Option<Day> {
        match self.origin {
            Origin::Row(decision, _) => decision.key.signed,
            Origin::Ruling(ruling) => Some(ruling.ruled),
        }
    }

    pub(super) fn is_ruling(&self) -> bool {
        matches!(self.origin, Origin::Ruling(_))
    }

    /// Whether the row says of itself that it is the outcome among contradicting rows of one day.
    pub(super) fn prevails(&self) -> bool {
        match self.origin {
            Origin::Row(_, change) => change.prevails,
            Origin::Ruling(_) => true,
        }
    }

    /// The legal order of events with the same effect: rulings last, as they answer what the others leave
    /// open; else signing, number, issuer, row.
    pub(super) fn order(&self) -> (bool, Day, Option<&'a DecisionNumber>, Option<&'a str>, u32) {
        match self.origin {
            Origin::Row(decision, change) => (
                false,
                decision.known_from(),
                Some(&decision.key.number),
                Some(decision.key.issuer.0.as_str()),
                // What a decision withdraws it withdraws before its own rows speak.
                if self.act == Act::Withdraw { 0 } else { change.line },
            ),
            // Two rulings of one person, day and effect are a finding of `load`; until it is mended the end rules.
            Origin::Ruling(ruling) => {
                (true, ruling.ruled, None, Some(ruling.by.as_str()), u32::from(ruling.answer == RulingAnswer::Repealed))
            }
        }
    }

    pub(super) fn evidence(&self) -> Evidence {
        match self.origin {
            Origin::Row(decision, _) => Evidence::Decision {
                key: decision.key.clone(),
                change: self.word(),
                effect: self.effect,
                basis: self.basis.clone(),
            },
            Origin::Ruling(ruling) => {
                Evidence::Ruling { by: ruling.by.clone(), ruled: ruling.ruled, from: ruling.from }
            }
        }
    }

    pub(super) fn history_line(&self, calendar: &Calendar) -> HistoryLine {
        let row = match self.origin {
            Origin::Row(decision, change) => Some((decision, change)),
            Origin::Ruling(_) => None,
        };
        HistoryLine {
            row: row.map(|(_, change)| change.line),
            dates: row.map(|(decision, change)| Dates::of(decision, change, self.basis.as_ref(), calendar)),
            known_from: self.known_from(),
            evidence: self.evidence(),
            signed: self.signed(),
            levels: self.levels.clone(),
            others: self.others.clone(),
            until: self.until,
            withdrawn_by: self.withdrawn.map(|decision| decision.key.clone()),
        }
    }
}

/// Whose word a decision is in this catalogue, or `None` where it binds nobody here: another province's.
pub(super) fn tier_of(decision: &Decision, records: &Records) -> Option<Tier> {
    match records.jurisdiction(&decision.key.issuer) {
        Jurisdiction::Own => Some(Tier::Own),
        Jurisdiction::Country => Some(Tier::Country),
        Jurisdiction::Elsewhere => None,
    }
}

/// From which day a row has effect and why.
///
/// The later of the clause's and the normative text's day rules, except that for an end the text's own day rules
/// even before the signing. A silent decision counts only where a province's rule says so; one that has a clause which
/// nobody can date is not silent.
pub(super) fn effect_of(decision: &Decision, change: &Change, records: &Records) -> (Option<Day>, Option<Basis>) {
    let clause = by_decision(decision, change, &records.calendar);
    let day = change.kind.ruling_day(clause.as_ref().map(|(day, _)| *day), change.text_effect);
    let of_clause = || clause.filter(|(of_clause, _)| Some(*of_clause) == day);
    let ruling = day.map(|day| of_clause().unwrap_or((day, Basis::LegalText)));
    let silent = || {
        let signed = decision.key.signed.filter(|_| change.effect.unwrap_or(decision.effect) == Effect::Unstated)?;
        let rule = records.silent_rules.iter().find(|rule| {
            (rule.issuers.is_empty() || rule.issuers.contains(&decision.key.issuer))
                && rule.from.is_none_or(|from| from <= signed)
                && rule.until.is_none_or(|until| signed < until)
        })?;
        Some((signed, Basis::SilentRule(rule.id.clone())))
    };
    ruling.or_else(silent).unzip()
}

/// The events of one row, each with the code that it is about.
pub(super) fn events_of_row<'a>(
    decision: &'a Decision,
    change: &'a Change,
    tier: Tier,
    records: &Records,
) -> Vec<(&'a ProcedureCode, Event<'a>)> {
    let (effect, basis) = effect_of(decision, change, records);
    let until = change.until.or(decision.until);
    if let (Some(from), Some(until)) = (effect, until)
        && until <= from
    {
        return Vec::new(); // `load` reports the empty period as an error
    }
    let event = |code, act, others: Vec<ProcedureCode>| {
        (
            code,
            Event {
                origin: Origin::Row(decision, change),
                tier,
                act,
                effect,
                basis: basis.clone(),
                until,
                others,
                withdrawn: None,
                target: None,
                levels: &change.levels,
            },
        )
    };
    let one = |subject: &'a Subject, act| subject.code().map(|code| event(code, act, Vec::new())).into_iter().collect();
    match &change.kind {
        ChangeKind::Introduce(subject) => one(subject, Act::Introduce),
        ChangeKind::Amend(subject) => one(subject, Act::Amend),
        ChangeKind::Repeal(subject) => one(subject, Act::Repeal),
        ChangeKind::Rebase(subject) => one(subject, Act::Rebase),
        ChangeKind::Flag { subject, .. }
        | ChangeKind::Competence { subject, .. }
        | ChangeKind::Fee { subject, .. }
        | ChangeKind::Correct(subject)
        | ChangeKind::Internal(subject) => one(subject, Act::Note),
        // What they are about is the other decision's rows (`withdraw.rs`).
        ChangeKind::Withdraw { .. } | ChangeKind::CorrectEffect { .. } => Vec::new(),
        // With the successor unread the row changes nothing.
        ChangeKind::Replace { .. } if is_successor_unread(&change.kind) => Vec::new(),
        ChangeKind::Replace { old, new, .. } => {
            let old: Vec<&ProcedureCode> = old.iter().filter_map(Subject::code).collect();
            let new: Vec<&ProcedureCode> = new.iter().filter_map(Subject::code).collect();
            let but = |codes: &[&ProcedureCode], code: &ProcedureCode| -> Vec<ProcedureCode> {
                codes.iter().filter(|other| **other != code).map(|other| (*other).clone()).collect()
            };
            let mut events = Vec::new();
            for code in &old {
                if new.contains(code) {
                    // The same code on both sides is a new name, not an end.
                    events.push(event(*code, Act::Amend, but(&old, code)));
                } else {
                    events.push(event(*code, Act::Replaced, but(&new, code)));
                }
            }
            for code in new.iter().filter(|code| !old.contains(code)) {
                events.push(event(*code, Act::Succeed, but(&old, code)));
            }
            events
        }
    }
}

/// Whether a row replaces by what nobody could read.
pub(super) fn is_successor_unread(kind: &ChangeKind) -> bool {
    matches!(kind, ChangeKind::Replace { new, .. } if new.iter().all(|subject| subject.code().is_none()))
}

/// The event of a ruling.
pub(super) fn event_of_ruling(ruling: &Ruling) -> Event<'_> {
    let act = match ruling.answer {
        RulingAnswer::InForce => Act::RuledInForce,
        RulingAnswer::Repealed => Act::RuledEnded,
    };
    Event {
        origin: Origin::Ruling(ruling),
        tier: Tier::Own,
        act,
        effect: Some(ruling.from),
        basis: None,
        until: None,
        others: Vec::new(),
        withdrawn: None,
        target: None,
        levels: &ruling.levels,
    }
}
