//! One decision repeals another, whole or in part: which rows lose effect, and from when.
//!
//! A row that had not taken effect never does. One of an amendment, a mark, a fee or an agency lapses, and what held before
//! it holds again. One that began or ended a procedure's life and has taken effect cannot be taken back by silence: only
//! `new`, an end or a ruling can say what holds then, and until one does the status is unknown.

use std::collections::BTreeMap;

use crate::model::{Change, ChangeKind, Day, Decision, DecisionNumber, ProcedureCode, Records};

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

/// The decision that a number means, of the same issuer and not signed later.
pub(super) fn target<'a>(records: &'a Records, by: &Decision, number: &DecisionNumber) -> Target<'a> {
    if *number == by.key.number {
        return Target::Itself;
    }
    let mut found = records.decisions.iter().filter(|decision| {
        decision.key.issuer == by.key.issuer
            && decision.key.number == *number
            && decision.known_from() <= by.known_from()
    });
    match (found.next(), found.next()) {
        (Some(decision), None) => Target::Found(decision),
        _ => Target::Unclear,
    }
}

/// Lets every row that is withdrawn lose its effect.
pub(super) fn apply<'a>(events: &mut BTreeMap<&'a ProcedureCode, Vec<Event<'a>>>, records: &'a Records) {
    for decision in &records.decisions {
        let Some(tier) = event::tier_of(decision, records) else { continue };
        for change in &decision.changes {
            let ChangeKind::Withdraw { decision: number, codes } = &change.kind else { continue };
            let Target::Found(target) = target(records, decision, number) else { continue };
            let (effect, basis) = event::effect_of(decision, change, &records.silent_rules);
            let withdrawal = Withdrawal { decision, change, target, effect, basis, tier };
            for (code, of_code) in events.iter_mut() {
                if codes.is_empty() || codes.contains(*code) {
                    withdrawal.take_from(of_code);
                }
            }
        }
    }
}

struct Withdrawal<'a> {
    decision: &'a Decision,
    change: &'a Change,
    target: &'a Decision,
    effect: Option<Day>,
    basis: Option<Basis>,
    tier: event::Tier,
}

impl<'a> Withdrawal<'a> {
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
