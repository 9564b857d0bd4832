//! A decision entered whole has rows.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let empty = catalogue.records.decisions.iter().filter(|decision| decision.complete && decision.changes.is_empty());
    let hit = |decision: &crate::model::Decision| {
        let number = &decision.key.number;
        Hit::new(&decision.file, "number", Code::DecisionEmpty).with("number", number)
    };
    empty.map(hit).collect()
}
