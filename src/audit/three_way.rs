//! The places of publication agree (Nghị định 63/2010 Điều 26.2). What a list still has after its end, and what stands under
//! the wrong level, are other rules' to tell.

use crate::finding::Code;
use crate::ledger::Catalogue;

use super::comparison::{Comparison, compare};
use super::hit::Hit;

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
        let file = catalogue.records.procedures.get(code).map_or_else(|| list.file(), |record| record.file.clone());
        hits.push(Hit::new(&file, code, kind).with("code", code).with("list", &list.title));
    }
    hits
}
