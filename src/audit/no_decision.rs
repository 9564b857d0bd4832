//! A procedure is made public by a decision: its record names one, or the catalogue has one about it.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::in_force;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let alone = in_force(catalogue).filter(|(procedure, state)| {
        let decided = state.history().any(|evidence| evidence.decision().is_some());
        procedure.decision.is_none() && !decided
    });
    alone.map(|(record, _)| Hit::new(&record.file, "code", Code::NoDecision).with("code", &record.code)).collect()
}
