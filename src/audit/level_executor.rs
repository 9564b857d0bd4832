//! A procedure stands under the levels of those who carry it out: the flag of a portal's record calls customs and tax offices
//! communes.

use crate::executors;
use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::Levels;

use super::in_force;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in in_force(catalogue).filter(|(record, _)| !record.levels.is_empty()) {
        let named = record.executing.value().into_iter().flatten().map(String::as_str);
        let Some(levels) = executors::levels(named).filter(|levels| *levels != record.levels) else { continue };
        let hit = Hit::new(&record.file, "levels", Code::LevelExecutor).with("code", &record.code);
        hits.push(hit.with("levels", words(&record.levels)).with("executors", words(&levels)));
    }
    hits
}

fn words(levels: &Levels) -> String {
    levels.iter().map(|level| level.as_str()).collect::<Vec<_>>().join(", ")
}
