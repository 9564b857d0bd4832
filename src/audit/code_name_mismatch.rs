//! A row's code and name are of one procedure: one misprinted digit would take down, or change, the wrong one.
//!
//! What is doubted, [`Identities`] says.

use crate::finding::{Code, Hit};
use crate::identity::Identities;
use crate::ledger::Catalogue;
use crate::model::{Decision, ProcedureCode};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let records = catalogue.records;
    let identities = Identities::of(records);
    let binding = records.decisions.iter().filter(|decision| records.binds(&decision.key.issuer));
    binding.flat_map(|decision| of_decision(&identities, decision)).collect()
}

fn of_decision(identities: &Identities, decision: &Decision) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (row, change) in decision.changes.iter().enumerate() {
        let Some(name) = &change.name else { continue };
        let subjects = change.kind.subjects();
        let codes: Vec<&ProcedureCode> = subjects.iter().filter_map(|subject| subject.code()).collect();
        let (true, Some(code)) = (codes.len() == subjects.len(), codes.first()) else { continue };
        let others = identities.others(&codes, name, &change.levels);
        if others.is_empty() {
            continue;
        }
        let others: Vec<&str> = others.iter().map(|code| code.as_str()).collect();
        let hit = Hit::new(&decision.file, format!("change[{row}].name"), Code::CodeNameMismatch);
        let hit = hit.with("number", &decision.key.number).with("code", code);
        hits.push(hit.with("name", name).with("other", others.join(", ")));
    }
    hits
}
