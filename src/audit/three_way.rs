//! The places of publication agree (Nghị định 63/2010 Điều 26.2). What a list still has after its end, and what stands under
//! the wrong level, are other rules' to tell.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::comparison::{Comparison, compare};

/// What this rule tells.
pub(super) const CODES: &[Code] = &[Code::ThreeWayMissingHere, Code::ThreeWayMissingInList, Code::ThreeWayUnattested];

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let compared = compare(catalogue);
    let Some(list) = compared.list else { return Vec::new() };
    let mut hits = Vec::new();
    for (code, outcome) in &compared.codes {
        let kind = match outcome {
            Comparison::MissingHere => Code::ThreeWayMissingHere,
            Comparison::MissingInList => Code::ThreeWayMissingInList,
            Comparison::ExtraHere => Code::ThreeWayUnattested,
            Comparison::Matched
            | Comparison::ExtraInList
            | Comparison::Misclassified
            | Comparison::Unsettled
            | Comparison::ListOlder
            | Comparison::NoList => continue,
        };
        let hit = match catalogue.records.procedures.get(code) {
            Some(record) => Hit::new(&record.file, "code", kind),
            None => Hit::new(&list.file(), format!("row[{code}].code"), kind),
        };
        hits.push(hit.with("code", code).with("list", &list.title));
    }
    hits
}
