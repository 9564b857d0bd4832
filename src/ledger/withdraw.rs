//! One decision repeals another, whole or in part: which rows lose effect, and from when.
//!
//! A row that had not taken effect never does. One of an amendment, a mark, a fee or an agency lapses, and what held before
//! it holds again. One that began or ended a procedure's life and has taken effect cannot be taken back by silence: only
//! `new`, an end or a ruling can say what holds then, and until one does the status is unknown.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AgencyId, Change, ChangeKind, Day, Decision, DecisionKey, DecisionNumber, ProcedureCode, Records};

use super::event::{self, Act, Event, Origin};
use super::state::Basis;

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
pub(super) struct ByNumber<'a>(BTreeMap<(&'a AgencyId, &'a DecisionNumber), Vec<&'a Decision>>);

impl<'a> ByNumber<'a> {
    pub(super) fn new(records: &'a Records) -> Self {
        let mut by_number: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for decision in &records.decisions {
            by_number.entry((&decision.key.issuer, &decision.key.number)).or_default().push(decision);
        }
        ByNumber(by_number)
    }

    /// The decision that a number means in a row of another: of the same issuer and not signed later.
    pub(super) fn target(&self, by: &Decision, number: &DecisionNumber) -> Target<'a> {
        if *number == by.key.number {
            return Target::Itself;
        }
        let of_number = self.0.get(&(&by.key.issuer, number)).into_iter().flatten();
        let mut found = of_number.filter(|decision| decision.known_from() <= by.known_from());
        match (found.next(), found.next()) {
            (Some(decision), None) => Target::Found(decision),
            _ => Target::Unclear,
        }
    }
}

/// Lets every row that is withdrawn lose its effect.
pub(super) fn apply<'a>(
    events: &mut BTreeMap<&'a ProcedureCode, Vec<Event<'a>>>,
    by_number: &ByNumber<'a>,
    records: &'a Records,
) {
    let withdrawals = all(by_number, records);
    // Which codes a decision speaks of: else every withdrawal would walk through all codes.
    let mut codes_of: BTreeMap<&DecisionKey, BTreeSet<&'a ProcedureCode>> =
        withdrawals.iter().map(|withdrawal| (&withdrawal.target.key, BTreeSet::new())).collect();
    for (code, of_code) in events.iter() {
        for event in of_code {
            if let Origin::Row(decision, _) = event.origin
                && let Some(codes) = codes_of.get_mut(&decision.key)
            {
                codes.insert(*code);
            }
        }
    }
    for withdrawal in &withdrawals {
        for code in codes_of.get(&withdrawal.target.key).into_iter().flatten() {
            if withdrawal.speaks_of(code)
                && let Some(of_code) = events.get_mut(code)
            {
                withdrawal.take_from(of_code);
            }
        }
    }
}

/// Every row that withdraws rows of a decision that the catalogue holds.
fn all<'a>(by_number: &ByNumber<'a>, records: &'a Records) -> Vec<Withdrawal<'a>> {
    let mut withdrawals = Vec::new();
    for decision in &records.decisions {
        let Some(tier) = event::tier_of(decision, records) else { continue };
        for change in &decision.changes {
            let ChangeKind::Withdraw { decision: number, codes } = &change.kind else { continue };
            let Target::Found(target) = by_number.target(decision, number) else { continue };
            let (effect, basis) = event::effect_of(decision, change, &records.silent_rules);
            withdrawals.push(Withdrawal { decision, change, codes, target, effect, basis, tier });
        }
    }
    withdrawals
}

struct Withdrawal<'a> {
    decision: &'a Decision,
    change: &'a Change,
    codes: &'a [ProcedureCode],
    target: &'a Decision,
    effect: Option<Day>,
    basis: Option<Basis>,
    tier: event::Tier,
}

impl<'a> Withdrawal<'a> {
    fn speaks_of(&self, code: &ProcedureCode) -> bool {
        self.codes.is_empty() || self.codes.contains(code)
    }

    fn take_from(&self, events: &mut Vec<Event<'a>>) {
        let mut is_open = false;
        for event in events.iter_mut() {
            let Origin::Row(decision, _) = event.origin else { continue };
            if !std::ptr::eq(decision, self.target) {
                continue;
            }
            match (self.effect, event.effect) {
                (None, _) => is_open = true,
                (Some(day), None) => event.until = Some(event.until.map_or(day, |until| until.min(day))),
                (Some(day), Some(effect)) if effect >= day => event.withdrawn = Some(self.decision),
                (Some(day), Some(_)) if event.until.is_some_and(|until| until <= day) => {}
                (Some(day), Some(_)) if matches!(event.act, Act::Amend | Act::Note) => event.until = Some(day),
                (Some(_), Some(_)) => is_open = true,
            }
        }
        if is_open {
            events.push(Event {
                origin: Origin::Row(self.decision, self.change),
                tier: self.tier,
                act: Act::Withdraw,
                effect: self.effect,
                basis: self.basis.clone(),
                until: None,
                others: Vec::new(),
                withdrawn: None,
            });
        }
    }
}
