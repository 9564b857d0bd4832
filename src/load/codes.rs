//! Codes as people write them in rows and rulings → codes as the catalogue has them.

use std::collections::BTreeMap;

use crate::model::{ChangeKind, Procedure, ProcedureCode, Records, Subject};

/// An agency's suffix is printed behind the code of the same procedure: `1.012753.H19` is `1.012753` where the catalogue
/// holds that one and not the other.
pub(super) fn without_suffixes(records: &mut Records) {
    let held = &records.procedures;
    for change in records.decisions.iter_mut().flat_map(|decision| &mut decision.changes) {
        of_kind(&mut change.kind, held);
    }
    for ruling in &mut records.rulings {
        mend(&mut ruling.code, held);
    }
}

fn of_kind(kind: &mut ChangeKind, held: &BTreeMap<ProcedureCode, Procedure>) {
    match kind {
        ChangeKind::Introduce(subject)
        | ChangeKind::Amend(subject)
        | ChangeKind::Repeal(subject)
        | ChangeKind::Rebase(subject)
        | ChangeKind::Flag { subject, .. }
        | ChangeKind::Competence { subject, .. }
        | ChangeKind::Fee { subject, .. }
        | ChangeKind::Correct(subject)
        | ChangeKind::Internal(subject) => of_subject(subject, held),
        ChangeKind::Replace { old, new, existing } => {
            old.iter_mut().chain(new).for_each(|subject| of_subject(subject, held));
            existing.iter_mut().for_each(|code| mend(code, held));
        }
        ChangeKind::CorrectEffect { codes, .. } | ChangeKind::Withdraw { codes, .. } => {
            codes.iter_mut().for_each(|code| mend(code, held));
        }
    }
}

fn of_subject(subject: &mut Subject, held: &BTreeMap<ProcedureCode, Procedure>) {
    match subject {
        Subject::Code(code) => mend(code, held),
        Subject::Unread { candidates, .. } => candidates.iter_mut().for_each(|code| mend(code, held)),
    }
}

fn mend(code: &mut ProcedureCode, held: &BTreeMap<ProcedureCode, Procedure>) {
    if let Some(own) = code.without_suffix()
        && !held.contains_key(code)
        && held.contains_key(&own)
    {
        *code = own;
    }
}
