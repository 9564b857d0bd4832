//! A record names its agencies as they are called today.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::{in_force, likeness};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let agencies = || catalogue.records.agencies.values();
    // A name that one agency lost and another bears is right.
    let today: BTreeSet<String> = agencies()
        .flat_map(|agency| agency.spellings.iter().chain([&agency.name]))
        .map(|name| likeness(name))
        .collect();
    let mut old: BTreeMap<String, &str> = BTreeMap::new();
    for agency in agencies() {
        let gone = agency.old_names.iter().filter(|old| old.until.is_none_or(|until| until <= catalogue.as_of));
        for name in gone.map(|old| likeness(&old.name)).filter(|name| !today.contains(name)) {
            old.insert(name, &agency.name);
        }
    }
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue) {
        for (index, name) in record.executing.value().into_iter().flatten().enumerate() {
            if let Some(today) = old.get(&likeness(name)) {
                let hit = Hit::new(&record.file, format!("executing[{index}]"), Code::OldAgencyName);
                hits.push(hit.with("code", &record.code).with("name", name).with("today", today));
            }
        }
    }
    hits
}
