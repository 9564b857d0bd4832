//! What a decision introduces as new did not stand in an official list before.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{ChangeKind, Decision, ProcedureCode, Subject};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for decision in &catalogue.records.decisions {
        for (row, change) in decision.changes.iter().enumerate() {
            let ChangeKind::Introduce(Subject::Code(code)) = &change.kind else { continue };
            let lists = &catalogue.records.snapshots;
            // The ministry publishes first and the province after it: only a list from before both tells of a slip, and
            // what ended once may be introduced again.
            let earlier = lists.iter().filter(|list| list.rows.contains_key(code)).find_map(|list| {
                let day = list.day().filter(|day| *day < decision.known_from())?;
                Some((list, day))
            });
            if let Some((list, day)) = earlier.filter(|_| !has_other_start_or_end(catalogue, decision, code)) {
                let hit = Hit::new(&decision.file, format!("change[{row}].code"), Code::NewButListed);
                let hit = hit.with("code", code).with("number", &decision.key.number);
                hits.push(hit.with("list", &list.id).with("day", day));
            }
        }
    }
    hits
}

/// Whether another decision begins or ends the procedure, so that its being listed earlier is explained.
fn has_other_start_or_end(catalogue: &Catalogue, decision: &Decision, code: &ProcedureCode) -> bool {
    let others = catalogue.records.decisions.iter().filter(|other| other.key != decision.key);
    let mut rows = others.flat_map(|other| &other.changes);
    rows.any(|row| match &row.kind {
        ChangeKind::Introduce(subject) | ChangeKind::Repeal(subject) => subject.code() == Some(code),
        ChangeKind::Replace { old, .. } => old.iter().any(|subject| subject.code() == Some(code)),
        _ => false,
    })
}
