//! A name never identifies, and readers should know where several procedures bear the same.

use std::collections::BTreeMap;

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::Procedure;

use super::{in_force, likeness};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut named: BTreeMap<String, Vec<&Procedure>> = BTreeMap::new();
    for (record, _) in in_force(catalogue) {
        named.entry(likeness(&record.name)).or_default().push(record);
    }
    let mut hits = Vec::new();
    for records in named.values().filter(|records| records.len() > 1) {
        for record in records {
            let others = records.iter().filter(|other| other.code != record.code).map(|other| other.code.as_str());
            let others = others.collect::<Vec<_>>().join(", ");
            let hit = Hit::new(&record.file, "name", Code::NameShared);
            hits.push(hit.with("code", &record.code).with("others", others));
        }
    }
    hits
}
