//! Corrections of a day of effect (đính chính): the corrected day takes the place of the first from the beginning.
//!
//! A correction that is withdrawn corrects nothing, whatever the day of the withdrawal: as it speaks from the beginning,
//! there is no day before which it was good. A withdrawal of unknown effect leaves it as it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AgencyId, Change, ChangeKind, Day, Decision, DecisionKey, DecisionNumber, Effect, ProcedureCode, Records,
};

use super::event;
use super::withdraw::{ByNumber, Target};

/// The right effect of a row, and the decision that says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Correction<'a> {
    pub(super) effect: Effect,
    pub(super) by: &'a Decision,
    /// The row that says so.
    pub(super) row: &'a Change,
}

/// Every correction by the decision that it puts right; a later one takes the place of an earlier.
#[derive(Debug)]
pub(super) struct Corrections<'a> {
    /// The latest first, each with the codes that it names.
    of_decision: BTreeMap<&'a DecisionKey, Vec<(&'a [ProcedureCode], Correction<'a>)>>,
    /// What later decisions take away from each: from which day, and of which codes.
    taken: BTreeMap<&'a DecisionKey, Vec<(Day, Codes<'a>)>>,
}

impl<'a> Corrections<'a> {
    /// Reads the decisions from the last to the first: one is corrected or withdrawn only by a later one.
    pub(super) fn new(by_number: &ByNumber<'a>, records: &'a Records) -> Self {
        let mut corrections = Corrections { of_decision: BTreeMap::new(), taken: BTreeMap::new() };
        let binding = records.decisions.iter().filter(|decision| event::tier_of(decision, records).is_some());
        let mut decisions: Vec<&Decision> = binding.collect();
        decisions.sort_by_key(|decision| order(decision));
        for by in decisions.into_iter().rev() {
            for row in by.changes.iter().rev() {
                match &row.kind {
                    ChangeKind::CorrectEffect { decision, codes, effect } => {
                        let Target::Found(target) = by_number.target(by, decision) else { continue };
                        let correction = Correction { effect: *effect, by, row };
                        corrections.of_decision.entry(&target.key).or_default().push((codes, correction));
                    }
                    ChangeKind::Withdraw { decision, codes } => {
                        let Target::Found(target) = by_number.target(by, decision) else { continue };
                        let Some(day) = event::effect_of(by, row, records, &corrections).day else { continue };
                        if order(target) < order(by) {
                            let codes = corrections.left_of(by, day, Codes::named(codes));
                            corrections.taken.entry(&target.key).or_default().push((day, codes));
                        }
                    }
                    ChangeKind::Introduce(_)
                    | ChangeKind::Amend(_)
                    | ChangeKind::Replace { .. }
                    | ChangeKind::Repeal(_)
                    | ChangeKind::Rebase(_)
                    | ChangeKind::Flag { .. }
                    | ChangeKind::Competence { .. }
                    | ChangeKind::Fee { .. }
                    | ChangeKind::Correct(_)
                    | ChangeKind::Internal(_) => {}
                }
            }
        }
        corrections
    }

    /// The codes of which a withdrawal that has effect from a day still takes something away: those of which it is itself
    /// withdrawn by then are none.
    fn left_of(&self, by: &Decision, day: Day, mut codes: Codes<'a>) -> Codes<'a> {
        for (_, taken) in self.taken.get(&by.key).into_iter().flatten().filter(|(other, _)| *other <= day) {
            codes = codes.without(taken);
        }
        codes
    }

    /// The correction of a row: the last that names its decision, and one of its codes or none, and is not withdrawn.
    pub(super) fn of(&self, decision: &Decision, change: &Change) -> Option<Correction<'a>> {
        let of_decision = self.of_decision.get(&decision.key)?;
        let subjects = change.kind.subjects();
        let of_row: Vec<&ProcedureCode> = subjects.iter().filter_map(|subject| subject.code()).collect();
        let speaks = |(codes, correction): &&(&[ProcedureCode], Correction<'a>)| {
            let taken = || self.taken.get(&correction.by.key).into_iter().flatten().map(|(_, taken)| taken);
            if of_row.is_empty() {
                return codes.is_empty() && !taken().any(|taken| taken.is_whole);
            }
            let names = |code: &ProcedureCode| codes.is_empty() || codes.contains(code);
            of_row.iter().any(|code| names(code) && !taken().any(|taken| taken.has(code)))
        };
        of_decision.iter().find(speaks).map(|(_, correction)| *correction)
    }
}

/// The order of decisions among which the later one corrects or withdraws the earlier.
fn order(decision: &Decision) -> (Day, &DecisionNumber, &AgencyId) {
    (decision.known_from(), &decision.key.number, &decision.key.issuer)
}

/// Of which codes something is taken away.
#[derive(Debug)]
struct Codes<'a> {
    /// Whether of every one but `codes`; else of `codes` alone.
    is_whole: bool,
    codes: BTreeSet<&'a ProcedureCode>,
}

impl<'a> Codes<'a> {
    /// Those that a row names; where it names none, all.
    fn named(codes: &'a [ProcedureCode]) -> Self {
        Codes { is_whole: codes.is_empty(), codes: codes.iter().collect() }
    }

    fn has(&self, code: &ProcedureCode) -> bool {
        self.is_whole != self.codes.contains(code)
    }

    fn without(self, other: &Codes<'a>) -> Self {
        let codes = match (self.is_whole, other.is_whole) {
            (true, true) => other.codes.difference(&self.codes).copied().collect(),
            (true, false) => self.codes.union(&other.codes).copied().collect(),
            (false, _) => self.codes.into_iter().filter(|code| !other.has(code)).collect(),
        };
        Codes { is_whole: self.is_whole && !other.is_whole, codes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every set of three codes as a withdrawal can name it, with what it holds.
    #[test]
    fn what_one_withdrawal_leaves_of_another_is_what_it_names_and_the_other_does_not() {
        let codes: Vec<ProcedureCode> =
            ["1.000001", "1.000002", "1.000003"].map(|code| ProcedureCode::new(code).expect("a code")).into();
        let set = |number: usize| {
            let named = codes.iter().enumerate().filter(|(at, _)| number & (1 << at) != 0).map(|(_, code)| code);
            Codes { is_whole: number & 8 != 0, codes: named.collect() }
        };
        for (one, other) in (0..16).flat_map(|one| (0..16).map(move |other| (one, other))) {
            let left = set(one).without(&set(other));
            for code in &codes {
                assert_eq!(
                    left.has(code),
                    set(one).has(code) && !set(other).has(code),
                    "{one} without {other}: {code}"
                );
            }
            assert_eq!(left.is_whole, set(one).is_whole && !set(other).is_whole, "{one} without {other}");
        }
    }
}
