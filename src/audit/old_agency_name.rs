//! A record names its agencies as they are called today.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::bodies::{Bodies, names_of};
use super::in_force;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let bodies = Bodies::new(catalogue);
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue) {
        for (index, name) in record.executing.value().into_iter().flatten().enumerate() {
            if let Some(today) = bodies.renamed(name) {
                let hit = Hit::new(&record.file, format!("executing[{index}]"), Code::OldAgencyName);
                hits.push(hit.with("code", &record.code).with("name", name).with("today", names_of(today)));
            }
        }
    }
    hits
}
