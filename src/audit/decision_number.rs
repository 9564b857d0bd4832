//! The number of the decision that a record names reads as one. (A decision's own number is `load`'s.)

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let numbers = listed(catalogue).filter_map(|(record, _)| Some((record, record.decision.as_ref()?)));
    let malformed = numbers.filter(|(_, number)| number.normal().is_none());
    let hit = |file, written| Hit::new(file, "decision", Code::DecisionNumberMalformed).with("number", written);
    malformed.map(|(record, number)| hit(&record.file, number.written())).collect()
}
