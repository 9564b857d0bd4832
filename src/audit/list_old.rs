//! A list on which procedures rest is as young as the catalogue asks for.

use std::collections::BTreeMap;

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::Snapshot;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut resting: BTreeMap<&str, (&Snapshot, usize)> = BTreeMap::new();
    for list in listed(catalogue).filter_map(|(_, state)| state.whole.ruled_by?.list()) {
        resting.entry(&list.id).or_insert((list, 0)).1 += 1;
    }
    resting.into_values().filter_map(|(list, count)| too_old(catalogue, list, count)).collect()
}

fn too_old(catalogue: &Catalogue, list: &Snapshot, count: usize) -> Option<Hit> {
    let rule = catalogue.records.limit_passed(list, catalogue.as_of)?;
    let (day, age) = (list.day()?, list.age_on(catalogue.as_of)?);
    let head = if list.taken.is_some() { "taken" } else { "not_before" };
    let hit = Hit::new(&list.file(), format!("head.{head}"), Code::ListOld).with("list", &list.id);
    let scope: String = list.scope_words().iter().map(|word| format!(" --scope {word}")).collect();
    let hit = hit
        .with("scope", scope)
        .with("title", &list.title)
        .with("day", day)
        .with("age", age)
        .with("limit", rule.max_age);
    Some(hit.with("rule", &rule.id).with("reason", &rule.reason).with("count", count))
}
