//! A row's code and name are of one procedure: one misprinted digit would take down, or change, the wrong one.
//!
//! A name never identifies, so that a row is doubted only where the name is another procedure's and none of its own
//! code's: neither of its record, nor of what the record keeps as written, nor of any official list. One procedure at two
//! levels has two codes, and decisions print one name for both: a procedure of another level than the row's is not meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{Decision, ProcedureCode, Records};
use crate::text::fold;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let records = catalogue.records;
    let mut official: BTreeMap<String, Vec<&ProcedureCode>> = BTreeMap::new();
    for procedure in records.procedures.values() {
        official.entry(key(&procedure.name)).or_default().push(&procedure.code);
    }
    let binding = records.decisions.iter().filter(|decision| records.binds(&decision.key.issuer));
    binding.flat_map(|decision| of_decision(records, &official, decision)).collect()
}

fn of_decision(records: &Records, official: &BTreeMap<String, Vec<&ProcedureCode>>, decision: &Decision) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (row, change) in decision.changes.iter().enumerate() {
        let Some(name) = &change.name else { continue };
        let subjects = change.kind.subjects();
        let codes: Vec<&ProcedureCode> = subjects.iter().filter_map(|subject| subject.code()).collect();
        let (true, Some(code)) = (codes.len() == subjects.len(), codes.first()) else { continue };
        let key = key(name);
        // Of a code without a record nobody can tell the name.
        let Some(others) =
            official.get(&key).filter(|_| codes.iter().all(|code| records.procedures.contains_key(code)))
        else {
            continue;
        };
        let is_meant = |code: &ProcedureCode| {
            let levels = records.procedures.get(code).map(|record| &record.levels);
            change.levels.is_empty()
                || levels.is_none_or(|levels| levels.is_empty() || !levels.is_disjoint(&change.levels))
        };
        let others: Vec<&str> = others.iter().filter(|code| is_meant(code)).map(|code| code.as_str()).collect();
        if others.is_empty() || codes.iter().any(|code| names_of(records, code).contains(&key)) {
            continue;
        }
        let hit = Hit::new(&decision.file, format!("change[{row}].name"), Code::CodeNameMismatch);
        let hit = hit.with("number", &decision.key.number).with("code", code);
        hits.push(hit.with("name", name).with("other", others.join(", ")));
    }
    hits
}

/// Every official name of a code that is on record.
fn names_of(records: &Records, code: &ProcedureCode) -> BTreeSet<String> {
    let record = records.procedures.get(code).into_iter();
    let written = record.clone().flat_map(|record| &record.written).filter(|written| written.field == "name");
    let listed = records.snapshots.iter().filter_map(|list| list.rows.get(code));
    let of_record = record.map(|record| &record.name).chain(written.map(|written| &written.text));
    of_record.chain(listed).map(|name| key(name)).collect()
}

/// What names have in common that differ in case, accents, punctuation, spacing and a leading "thủ tục" alone.
fn key(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("thu tuc ").unwrap_or(&folded).replace(' ', "")
}
