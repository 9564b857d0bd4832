//! The official total and ours are the same.

use std::collections::BTreeSet;

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{ListScope, ProcedureCode, Snapshot};

use super::comparison::is_shown;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let past = |list: &&Snapshot| list.day().is_some_and(|day| day <= catalogue.as_of);
    let mut hits: Vec<Hit> = catalogue.records.snapshots.iter().filter(past).filter_map(own_total).collect();
    let latest = catalogue.records.latest_list(catalogue.as_of).filter(|list| list.scope == ListScope::Province);
    hits.extend(latest.and_then(|list| against_site(catalogue, list)));
    hits
}

/// The total that a list declares against its own rows.
fn own_total(list: &Snapshot) -> Option<Hit> {
    let declared = list.declared.filter(|declared| *declared != list.rows.len())?;
    let none = BTreeSet::new();
    Some(drift(list, "declared", [declared, list.rows.len()], &none, &none))
}

/// A list of the province's procedures alone against what the site shows.
fn against_site(catalogue: &Catalogue, list: &Snapshot) -> Option<Hit> {
    let official: BTreeSet<&ProcedureCode> = list.rows.keys().filter(|code| !code.is_internal()).collect();
    let states = catalogue.states.iter().filter(|(code, state)| !code.is_internal() && is_shown(state.whole.status));
    let shown: BTreeSet<&ProcedureCode> =
        states.map(|(code, _)| *code).filter(|code| catalogue.records.procedures.contains_key(code)).collect();
    let missing = official.difference(&shown).copied().collect();
    let extra = shown.difference(&official).copied().collect();
    (official.len() != shown.len()).then(|| drift(list, "scope", [official.len(), shown.len()], &missing, &extra))
}

fn drift(
    list: &Snapshot,
    key: &str,
    [official, ours]: [usize; 2],
    missing: &BTreeSet<&ProcedureCode>,
    extra: &BTreeSet<&ProcedureCode>,
) -> Hit {
    let codes = |codes: &BTreeSet<&ProcedureCode>| match codes.len() {
        0 => "-".to_owned(),
        _ => codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", "),
    };
    let hit = Hit::new(&list.file(), format!("head.{key}"), Code::CountDrift)
        .with("list", &list.title)
        .with("official", official);
    hit.with("ours", ours).with("missing", codes(missing)).with("extra", codes(extra))
}
