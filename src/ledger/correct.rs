//! Corrections of a day of effect (đính chính): the corrected day takes the place of the first from the beginning.

use std::collections::BTreeMap;

use crate::model::{Change, ChangeKind, Decision, DecisionKey, Effect, ProcedureCode, Records};

use super::event;
use super::withdraw::{ByNumber, Target};

/// The right effect of a row, and the decision that says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Correction<'a> {
    pub(super) effect: Effect,
    pub(super) by: &'a Decision,
}

/// Every correction by the decision that it puts right; a later one takes the place of an earlier.
#[derive(Debug)]
pub(super) struct Corrections<'a>(BTreeMap<&'a DecisionKey, Vec<(&'a [ProcedureCode], Correction<'a>)>>);

impl<'a> Corrections<'a> {
    pub(super) fn new(by_number: &ByNumber<'a>, records: &'a Records) -> Self {
        let mut corrections: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let binding = records.decisions.iter().filter(|decision| event::tier_of(decision, records).is_some());
        let mut decisions: Vec<&Decision> = binding.collect();
        decisions.sort_by_key(|decision| (decision.known_from(), &decision.key.number, &decision.key.issuer));
        for by in decisions {
            for change in &by.changes {
                let ChangeKind::CorrectEffect { decision, codes, effect } = &change.kind else { continue };
                let Target::Found(target) = by_number.target(by, decision) else { continue };
                let correction = Correction { effect: *effect, by };
                corrections.entry(&target.key).or_default().push((codes.as_slice(), correction));
            }
        }
        Corrections(corrections)
    }

    /// The correction of a row: the last that names its decision, and one of its codes or none.
    pub(super) fn of(&self, decision: &Decision, change: &Change) -> Option<Correction<'a>> {
        let of_decision = self.0.get(&decision.key)?;
        let names = |codes: &[ProcedureCode]| {
            let subjects = change.kind.subjects();
            codes.is_empty() || subjects.iter().filter_map(|it| it.code()).any(|code| codes.contains(code))
        };
        of_decision.iter().rev().find(|(codes, _)| names(codes)).map(|(_, correction)| *correction)
    }
}
