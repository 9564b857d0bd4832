//! One decision repeals another, whole or in part: which rows lose effect, and from when.
//!
//! A row that had not taken effect never does. One of an amendment, a mark, a fee or an agency lapses, and what held before
//! it holds again. One that began or ended a procedure's life and has taken effect cannot be taken back by silence: only
//! `new`, an end or a ruling can say what holds then, and until one does the status is unknown.
//!
//! A withdrawal is a row like others: one that is withdrawn before it took effect takes nothing away, and one that is
//! withdrawn after it gives nothing back.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AgencyId, Change, ChangeKind, Day, Decision, DecisionKey, DecisionNumber, DecisionRef, Levels, ProcedureCode,
    Records,
};

use super::act::Act;
use super::correct::Corrections;
use super::event::{self, Effective, Event, Origin};

/// What a row that withdraws another decision's rows is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// Exactly one decision.
    Found(&'a Decision),
    /// Its own decision.
    Itself,
    /// None that the catalogue holds, or several.
    Unclear,
}

/// The decisions by issuer and number.
#[derive(Debug)]
pub(super) struct ByNumber<'a> {
    records: &'a Records,
    by_number: BTreeMap<(&'a AgencyId, &'a DecisionNumber), Vec<&'a Decision>>,
}

impl<'a> ByNumber<'a> {
    pub(super) fn new(records: &'a Records) -> Self {
        let mut by_number: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for decision in &records.decisions {
            by_number.entry((&decision.key.issuer, &decision.key.number)).or_default().push(decision);
        }
        ByNumber { records, by_number }
    }

    /// The decision that another one names: not signed later, and of the same jurisdiction.
    pub(super) fn target(&self, by: &Decision, named: &DecisionRef) -> Target<'a> {
        if named.may_mean(&by.key, &by.key) {
            return Target::Itself;
        }
        let mut found = self.candidates(by, named);
        match (found.next(), found.next()) {
            (Some(decision), None) => Target::Found(decision),
            _ => Target::Unclear,
        }
    }

    /// Every decision that may be meant.
    pub(super) fn candidates<'s>(
        &'s self,
        by: &'s Decision,
        named: &'s DecisionRef,
    ) -> impl Iterator<Item = &'a Decision> + use<'s, 'a> {
        let jurisdiction = self.records.jurisdiction(&by.key.issuer);
        let of_number = self.by_number.get(&(named.issuer(&by.key), &named.number)).into_iter().flatten();
        of_number.copied().filter(move |decision| {
            named.may_mean(&by.key, &decision.key)
                && decision.known_from() <= by.known_from()
                && self.records.jurisdiction(&decision.key.issuer) == jurisdiction
        })
    }
}

/// A decision that another one withdraws or corrects, where nobody can tell which it is, and what that asks.
pub(super) fn unclear<'a>(
    by_number: &ByNumber<'a>,
    by: &'a Decision,
    change: &'a Change,
) -> BTreeSet<&'a ProcedureCode> {
    let (ChangeKind::Withdraw { decision: named, codes } | ChangeKind::CorrectEffect { decision: named, codes, .. }) =
        &change.kind
    else {
        return BTreeSet::new();
    };
    if matches!(by_number.target(by, named), Target::Found(_)) {
        return BTreeSet::new();
    }
    let rows = by_number.candidates(by, named).flat_map(|decision| &decision.changes);
    let subjects = rows.flat_map(|change| change.kind.subjects()).filter_map(|subject| subject.code());
    subjects.filter(|code| codes.is_empty() || codes.contains(code)).chain(codes).collect()
}

/// Lets every row that is withdrawn lose its effect.
pub(super) fn apply<'a>(
    events: &mut BTreeMap<&'a ProcedureCode, Vec<Event<'a>>>,
    by_number: &ByNumber<'a>,
    records: &'a Records,
    corrections: &Corrections<'a>,
) {
    let withdrawals = all(by_number, records, corrections);
    let live = live_codes(&withdrawals);
    let mut in_order: Vec<(&Withdrawal, &BTreeSet<&ProcedureCode>)> = withdrawals.iter().zip(&live).collect();
    // Doubts, then the first effect first: what has been taken away cannot be taken away again.
    in_order.sort_by_key(|(withdrawal, _)| (withdrawal.effective.day, withdrawal.order()));
    for (withdrawal, codes) in in_order {
        for code in codes {
            if let Some(of_code) = events.get_mut(code) {
                withdrawal.take_from(of_code);
            }
        }
    }
}

/// Of which codes each withdrawal takes something away: those of the decision that it withdraws, but for those of which
/// it is withdrawn itself before it took effect.
///
/// `withdrawals` are in legal order, and one is withdrawn only by a later one.
fn live_codes<'a>(withdrawals: &[Withdrawal<'a>]) -> Vec<BTreeSet<&'a ProcedureCode>> {
    let mut withdrawn_by: BTreeMap<&DecisionKey, Vec<usize>> = BTreeMap::new();
    for (at, withdrawal) in withdrawals.iter().enumerate() {
        withdrawn_by.entry(&withdrawal.target.key).or_default().push(at);
    }
    let later = |at: usize| {
        let of_it = withdrawals.get(at).and_then(|withdrawal| withdrawn_by.get(&withdrawal.decision.key));
        of_it.into_iter().flatten().copied().filter(move |other| *other > at)
    };
    let of_target = |withdrawal: &Withdrawal<'a>| -> BTreeSet<&'a ProcedureCode> {
        let subjects = withdrawal.target.changes.iter().flat_map(|change| change.kind.subjects());
        subjects.filter_map(|subject| subject.code()).collect()
    };
    let mut codes: Vec<BTreeSet<&ProcedureCode>> = withdrawals.iter().map(of_target).collect();
    for at in 0..withdrawals.len() {
        codes[at].retain(|code| withdrawals[at].speaks_of(code));
        for other in later(at) {
            let of_this = codes[at].clone();
            codes[other].extend(of_this); // it speaks of what the withdrawal that it withdraws speaks of
        }
    }
    for at in (0..withdrawals.len()).rev() {
        for other in later(at).filter(|other| withdrawals[*other].precedes(&withdrawals[at])) {
            let undone = codes[other].clone();
            codes[at].retain(|code| !undone.contains(code));
        }
    }
    codes
}

/// Every row that withdraws rows of a decision that the catalogue holds, in legal order.
fn all<'a>(by_number: &ByNumber<'a>, records: &'a Records, corrections: &Corrections<'a>) -> Vec<Withdrawal<'a>> {
    let mut withdrawals = Vec::new();
    for decision in &records.decisions {
        let Some(tier) = event::tier_of(decision, records) else { continue };
        for change in &decision.changes {
            let ChangeKind::Withdraw { decision: named, codes } = &change.kind else { continue };
            let Target::Found(target) = by_number.target(decision, named) else { continue };
            let effective = event::effect_of(decision, change, records, corrections);
            withdrawals.push(Withdrawal { decision, change, codes, target, effective, tier });
        }
    }
    withdrawals.sort_by_key(Withdrawal::order);
    withdrawals
}

struct Withdrawal<'a> {
    decision: &'a Decision,
    change: &'a Change,
    codes: &'a [ProcedureCode],
    target: &'a Decision,
    effective: Effective<'a>,
    tier: event::Tier,
}

impl<'a> Withdrawal<'a> {
    fn speaks_of(&self, code: &ProcedureCode) -> bool {
        self.codes.is_empty() || self.codes.contains(code)
    }

    fn order(&self) -> (Day, &'a DecisionNumber, &'a AgencyId, u32) {
        let key = &self.decision.key;
        (self.decision.known_from(), &key.number, &key.issuer, self.change.line)
    }

    /// Whether it had effect before the other took effect.
    fn precedes(&self, other: &Withdrawal) -> bool {
        matches!((self.effective.day, other.effective.day), (Some(day), Some(effect)) if day <= effect)
    }

    /// Whether an event is the taking away, from an earlier day, of what this one is about.
    fn repeats(&self, event: &Event) -> bool {
        let of_target = event.target.is_some_and(|target| std::ptr::eq(target, self.target));
        of_target && event.effect.is_some() && self.effective.day.is_some()
    }

    fn take_from(&self, events: &mut Vec<Event<'a>>) {
        let has_been_taken = events.iter().any(|event| self.repeats(event));
        let mut open: Vec<&'a Levels> = Vec::new();
        for event in events.iter_mut() {
            let Origin::Row(decision, _) = event.origin else { continue };
            if !std::ptr::eq(decision, self.target) || event.withdrawn.is_some() {
                continue;
            }
            match (self.effective.day, event.effect) {
                (None, _) => open.push(event.levels),
                (Some(day), None) => event.until = Some(event.until.map_or(day, |until| until.min(day))),
                (Some(day), Some(effect)) if effect >= day => event.withdrawn = Some(self.decision),
                (Some(day), Some(_)) if event.until.is_some_and(|until| until <= day) => {}
                (Some(_), Some(_)) if event.act == Act::Withdraw => {} // that has been taken away and is not given back
                (Some(day), Some(_)) if matches!(event.act, Act::Amend | Act::Note) => event.until = Some(day),
                (Some(_), Some(_)) if has_been_taken => {}
                (Some(_), Some(_)) => open.push(event.levels),
            }
        }
        open.sort();
        open.dedup();
        // What nobody knows any more is not known at the levels of which the withdrawn rows spoke.
        events.extend(open.into_iter().map(|levels| Event {
            origin: Origin::Row(self.decision, self.change),
            rank: 0,
            tier: self.tier,
            act: Act::Withdraw,
            effect: self.effective.day,
            basis: self.effective.basis,
            clause: self.effective.clause,
            corrected: self.effective.corrected,
            until: None,
            others: Default::default(),
            exists: false,
            withdrawn: None,
            target: Some(self.target),
            levels,
        }));
    }
}
