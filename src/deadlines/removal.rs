//! Removal: what has ended leaves the public lists on the day of its effect.
//!
//! The site that is built here removes by itself. What can be late is the official list, and only a list of
//! a day can tell: one that is later and still has the code proves a fault, one taken on the very day without it
//! proves that it was done. A code that came back, or lives on at another level, is no fault.

use crate::ledger::Status;
use crate::model::{Change, ChangeKind, Day, ProcedureCode, Snapshot, Subject};

use super::{Judged, Outcome, Reason, Verdict};

impl<'a> Judged<'a, '_> {
    /// A verdict for each public code that the row ends.
    pub(super) fn removals(&self, row: &'a Change) -> Vec<Verdict<'a>> {
        let ended: Vec<&'a Subject> = match &row.kind {
            ChangeKind::Repeal(subject) => vec![subject],
            ChangeKind::Replace { old, new, .. } => old.iter().filter(|subject| !new.contains(subject)).collect(),
            _ => Vec::new(),
        };
        let codes = ended.into_iter().filter_map(|subject| subject.code()).filter(|code| !code.is_internal());
        codes.map(|code| self.removal(row, code)).collect()
    }

    fn removal(&self, row: &'a Change, code: &'a ProcedureCode) -> Verdict<'a> {
        let due = match (self.end_of(row, code), self.decision.key.signed) {
            (None, _) => Err(Reason::EndUnknown),
            (Some(_), None) => Err(Reason::SigningUnknown),
            (Some(end), Some(signed)) => self.due(end.max(signed)),
        };
        let procedure = self.records.procedures.get(code);
        let mut verdict = self.verdict(Some(row), vec![code], due, None);
        if let Some(due) = verdict.due.filter(|due| *due <= self.today) {
            let lacks = |list: &Snapshot| list.says_of(code, procedure) == Some(false);
            let removed = self
                .records
                .snapshots
                .iter()
                .any(|list| list.taken == Some(due) && lacks(list) && self.was_listed(code, due));
            if let Some(list) = self.still_listed(code, due) {
                verdict.outcome = Outcome::StillListed(list);
            } else if removed {
                (verdict.done, verdict.outcome) = (Some(due), Outcome::Met);
            } else {
                verdict.outcome = Outcome::Unchecked(Reason::NoList);
            }
        }
        verdict
    }

    /// The effect that the ledger gives to the row's end of a code.
    fn end_of(&self, row: &Change, code: &ProcedureCode) -> Option<Day> {
        let mut rows = self.ledger.timeline(code)?.evidence().filter_map(|evidence| evidence.row());
        rows.find(|other| std::ptr::eq(other.change, row) && other.stops()).and_then(|row| row.effect())
    }

    /// The first list of a later day that has a code which had ended by then.
    fn still_listed(&self, code: &ProcedureCode, due: Day) -> Option<String> {
        let ended = |day| {
            let status = self.ledger.timeline(code).map(|timeline| timeline.status(day));
            status.is_some_and(|status| status.is_ended() || status == Status::Suspended)
        };
        let lists = self.records.snapshots.iter().filter(|list| list.rows.contains_key(code));
        let mut later = lists.filter(|list| list.day().is_some_and(|day| due < day && day <= self.today && ended(day)));
        later.next().map(|list| list.id.clone())
    }

    /// Whether an earlier list had the code: only then does its absence tell that it was removed.
    fn was_listed(&self, code: &ProcedureCode, due: Day) -> bool {
        let mut lists = self.records.snapshots.iter().filter(|list| list.day().is_some_and(|day| day < due));
        lists.any(|list| list.rows.contains_key(code))
    }
}
