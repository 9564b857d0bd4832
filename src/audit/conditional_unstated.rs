//! The components that a procedure has where they apply (Nghị định 63/2010 Điều 8.2): a value, or the words that there
//! is none. Forms stand with the papers and have no absence of their own (see `form_missing`).

use crate::finding::Code;
use crate::ledger::Catalogue;
use crate::model::{Absence, Component, Procedure};

use super::component_missing::{absence, split};
use super::hit::Hit;
use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let components = [
            ("result", absence(&record.result)),
            ("conditions", absence(&record.conditions)),
            ("fees", absence_of_fees(record)),
        ];
        let (unstated, unchecked) = split(&components);
        for (keys, code) in [(unstated, Code::ConditionalUnstated), (unchecked, Code::ConditionalUnchecked)] {
            if let Some(first) = keys.first() {
                let hit = Hit::new(&record.file, first, code);
                hits.push(hit.with("code", &record.code).with("components", keys.join(", ")));
            }
        }
    }
    hits
}

/// Fees are stated where one way to file has them.
fn absence_of_fees(record: &Procedure) -> Option<Absence> {
    match &record.channels {
        Component::Absent(absence) => Some(*absence),
        Component::Value(channels) => {
            let absences: Vec<Option<Absence>> = channels.iter().map(|channel| absence(&channel.fees)).collect();
            absences.iter().min().copied().flatten()
        }
    }
}
