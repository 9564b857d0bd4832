//! Rows and rulings brought into one form: what happens to one code, from which day, on whose word.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{
    Change, ChangeKind, Day, Decision, DecisionNumber, Effect, Jurisdiction, Level, Levels, ProcedureCode, Records,
    Ruling, RulingAnswer, Subject,
};

use super::act::Act;
use super::correct::Corrections;
use super::dates::by_clause;
use super::evidence::Basis;

/// Whose word an event is. A province's own decision rules status in its catalogue; a ministry's binds the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// The province's own decision, or a reviewer's ruling.
    Own,
    /// A ministry's decision.
    Country,
}

/// Who says so.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin<'a> {
    /// A row of a decision.
    Row(&'a Decision, &'a Change),
    /// A ruling.
    Ruling(&'a Ruling),
}

/// One thing that happens to one code, by a row of a decision or by a ruling.
#[derive(Debug, Clone)]
pub(super) struct Event<'a> {
    pub(super) origin: Origin<'a>,
    /// Its place in the order of [`Event::order`] among the events of its code.
    pub(super) rank: u32,
    pub(super) tier: Tier,
    pub(super) act: Act,
    /// From which day; `None` while unknown.
    pub(super) effect: Option<Day>,
    pub(super) basis: Option<Basis<'a>>,
    /// The day by the decision's own words, where they tell it.
    pub(super) clause: Option<Day>,
    /// The decision that put its day of effect right.
    pub(super) corrected: Option<&'a Decision>,
    /// The first day on which it no longer has effect.
    pub(super) until: Option<Day>,
    /// The other codes of the row: successors of an ended one as the row has them, predecessors of a begun one in their order.
    /// All events of a row share one list.
    pub(super) others: Arc<[&'a ProcedureCode]>,
    /// For [`Act::Succeed`], whether the decision says that the procedure existed already.
    pub(super) exists: bool,
    /// The decision that withdrew the row before it took effect; it then never does.
    pub(super) withdrawn: Option<&'a Decision>,
    /// For [`Act::Withdraw`], the decision whose rows it takes away.
    pub(super) target: Option<&'a Decision>,
    /// The levels that it speaks of; empty means all.
    pub(super) levels: &'a Levels,
}

/// Brings the events of a code into legal order: by effect, those of unknown effect last, then by [`Event::order`].
pub(super) fn in_legal_order(events: &mut [Event]) {
    events.sort_by(|one, other| one.order().cmp(&other.order()));
    for (rank, event) in (0..).zip(events.iter_mut()) {
        event.rank = rank;
    }
    events.sort_by_key(|event| (event.effect.is_none(), event.effect, event.rank));
}

impl<'a> Event<'a> {
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

    /// The decision, where a row says so.
    pub(super) fn decision(&self) -> Option<&'a Decision> {
        match self.origin {
            Origin::Row(decision, _) => Some(decision),
            Origin::Ruling(_) => None,
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

    /// Whether it says that the procedure is in force: from then on, or that it is so already.
    pub(super) fn asserts(&self) -> bool {
        self.act.begins() || matches!(self.act, Act::Amend | Act::Succeed)
    }

    /// The legal order of events with the same effect: rulings last, as they answer what the others leave
    /// open; else signing, number, issuer, row.
    fn order(&self) -> (bool, Day, Option<&'a DecisionNumber>, Option<&'a str>, u32) {
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

    /// Every day on which it may change what holds or what is known of it: its effect, or the day from which one of
    /// unknown effect bears as a doubt; its end; its signing.
    pub(super) fn days(&self) -> impl Iterator<Item = Day> + use<> {
        [self.effect.or(Some(self.known_from())), self.until, self.signed()].into_iter().flatten()
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

/// From which day a row has effect, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effective<'a> {
    pub(super) day: Option<Day>,
    pub(super) basis: Option<Basis<'a>>,
    /// The day by the decision's own words, where they tell it.
    pub(super) clause: Option<Day>,
    /// The decision that put it right.
    pub(super) corrected: Option<&'a Decision>,
}

/// From which day a row has effect.
///
/// The later of the clause's and the normative text's day rules, except that for an end the text's own day rules
/// even before the signing. A silent decision counts only where a province's rule says so; one that has a clause which
/// nobody can date is not silent. A correction takes the place of the row's own words from the beginning.
pub(super) fn effect_of<'a>(
    decision: &'a Decision,
    change: &Change,
    records: &'a Records,
    corrections: &Corrections<'a>,
) -> Effective<'a> {
    let correction = corrections.of(decision, change);
    let stated = correction.map_or(change.effect.unwrap_or(decision.effect), |correction| correction.effect);
    let clause = by_clause(stated, decision.key.signed, &records.calendar);
    let day = change.kind.ruling_day(clause.as_ref().map(|(day, _)| *day), change.text_effect);
    let of_clause = || clause.filter(|(of_clause, _)| Some(*of_clause) == day);
    let ruling = day.map(|day| of_clause().unwrap_or((day, Basis::LegalText)));
    let silent = || {
        let signed = decision.key.signed.filter(|_| stated == Effect::Unstated)?;
        let rule = records.silent_rules.iter().find(|rule| {
            (rule.issuers.is_empty() || rule.issuers.contains(&decision.key.issuer))
                && rule.from.is_none_or(|from| from <= signed)
                && rule.until.is_none_or(|until| signed < until)
        })?;
        Some((signed, Basis::SilentRule(rule)))
    };
    let (day, basis) = ruling.or_else(silent).unzip();
    let corrected = correction.map(|correction| correction.by);
    Effective { day, basis, clause: clause.map(|(day, _)| day), corrected }
}

/// The end of a row that would have effect from a day on, where it comes on or before that day: the row then has no day.
pub(super) fn end_of_empty(decision: &Decision, change: &Change, from: Day) -> Option<Day> {
    // What takes away or corrects another decision's rows has no end: one of its own is `load`'s finding.
    if matches!(change.kind, ChangeKind::Withdraw { .. } | ChangeKind::CorrectEffect { .. }) {
        return None;
    }
    change.until.or(decision.until).filter(|until| *until <= from)
}

/// The events of one row, each with the code that it is about.
pub(super) fn events_of_row<'a>(
    decision: &'a Decision,
    change: &'a Change,
    tier: Tier,
    effective: Effective<'a>,
) -> Vec<(&'a ProcedureCode, Event<'a>)> {
    let Effective { day: effect, basis, clause, corrected } = effective;
    if effect.is_some_and(|from| end_of_empty(decision, change, from).is_some()) {
        return Vec::new(); // `findings.rs` reports the empty period as an error
    }
    let until = change.until.or(decision.until);
    let event = |code, act: Act, others: Arc<[&'a ProcedureCode]>| {
        // A row that ends for a time suspends.
        let act = if act.ends() && until.is_some() { Act::Suspend } else { act };
        (
            code,
            Event {
                origin: Origin::Row(decision, change),
                rank: 0,
                tier,
                act,
                effect,
                basis,
                clause,
                corrected,
                until,
                others,
                exists: false,
                withdrawn: None,
                target: None,
                levels: &change.levels,
            },
        )
    };
    let one =
        |subject: &'a Subject, act| subject.code().map(|code| event(code, act, Arc::default())).into_iter().collect();
    match &change.kind {
        ChangeKind::Introduce(subject) => one(subject, Act::New),
        ChangeKind::Amend(subject) => one(subject, Act::Amend),
        ChangeKind::Repeal(subject) => one(subject, Act::Repeal),
        ChangeKind::Rebase(subject) => one(subject, Act::Rebase),
        ChangeKind::Flag { subject, .. }
        | ChangeKind::Competence { subject, .. }
        | ChangeKind::Fee { subject, .. }
        | ChangeKind::Correct(subject)
        | ChangeKind::Internal(subject) => one(subject, Act::Note),
        // What they are about is the other decision's rows (`withdraw.rs`, `correct.rs`).
        ChangeKind::Withdraw { .. } | ChangeKind::CorrectEffect { .. } => Vec::new(),
        // With the successor unread the row changes nothing.
        ChangeKind::Replace { .. } if is_successor_unread(&change.kind) => Vec::new(),
        ChangeKind::Replace { old, new, existing } => {
            let old: Vec<&'a ProcedureCode> = old.iter().filter_map(Subject::code).collect();
            let new: Vec<&'a ProcedureCode> = new.iter().filter_map(Subject::code).collect();
            let [ended, begun] = [&old, &new].map(|codes| codes.iter().copied().collect::<BTreeSet<_>>());
            let existing: BTreeSet<&ProcedureCode> = existing.iter().collect();
            let successors: Arc<[_]> = new.clone().into();
            let predecessors: Arc<[_]> = ended.iter().copied().collect();
            let mut events = Vec::new();
            for code in &old {
                if begun.contains(code) {
                    // The same code on both sides is a new name, not an end.
                    events.push(event(*code, Act::Amend, old.iter().filter(|other| *other != code).copied().collect()));
                } else {
                    events.push(event(*code, Act::Replace, Arc::clone(&successors)));
                }
            }
            for code in new.into_iter().filter(|code| !ended.contains(code)) {
                let (code, begun) = event(code, Act::Succeed, Arc::clone(&predecessors));
                events.push((code, Event { exists: existing.contains(code), ..begun }));
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
        RulingAnswer::InForce => Act::New,
        RulingAnswer::Repealed => Act::Repeal,
    };
    Event {
        origin: Origin::Ruling(ruling),
        rank: 0,
        tier: Tier::Own,
        act,
        effect: Some(ruling.from),
        basis: None,
        clause: None,
        corrected: None,
        until: None,
        others: Arc::default(),
        exists: false,
        withdrawn: None,
        target: None,
        levels: &ruling.levels,
    }
}
