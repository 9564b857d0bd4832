//! The decision that a record cites has the procedure among its rows.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{Decision, ProcedureCode, Subject};

use super::{decisions_of, listed};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let Some(number) = &record.decision else { continue };
        let held = decisions_of(catalogue, number);
        // Of several decisions of one number any may be meant; of one not whole, or with a row unread, nobody can tell.
        if !held.is_empty() && held.iter().all(|decision| surely_lacks(decision, &record.code)) {
            let hit = Hit::new(&record.file, "decision", Code::WrongDecision);
            hits.push(hit.with("code", &record.code).with("number", number));
        }
    }
    hits
}

/// Whether a decision is known whole and none of its rows is, or could be, the procedure.
pub(crate) fn surely_lacks(decision: &Decision, code: &ProcedureCode) -> bool {
    let mut subjects = decision.changes.iter().flat_map(|change| change.kind.subjects());
    let tells = |subject: &Subject| subject.code().is_some_and(|other| other != code);
    decision.complete && !decision.changes.is_empty() && subjects.all(tells)
}
