//! The decision that a record cites is the one that made the version in force.

use crate::finding::{Code, Hit};
use crate::ledger::{Catalogue, Version};

use super::{decisions_of, in_force};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, state) in in_force(catalogue) {
        let Some(number) = &record.decision else { continue };
        let Version::Amended { decision: ruling, from: Some(from) } = state.whole.version else { continue };
        let ruling = &ruling.key;
        // The ministry's decision and the province's about the same change stand side by side: only an issuer's own
        // later decision takes the place of its earlier one.
        let held = decisions_of(catalogue, number);
        let earlier = |key: &crate::model::DecisionKey| {
            key.issuer == ruling.issuer && key.signed.is_some() && key.signed < ruling.signed
        };
        if ruling.number != *number && !held.is_empty() && held.iter().all(|decision| earlier(&decision.key)) {
            let hit = Hit::new(&record.file, "decision", Code::SupersededDecisionCited);
            let hit = hit.with("code", &record.code).with("number", number);
            hits.push(hit.with("later", &ruling.number).with("day", from));
        }
    }
    hits
}
