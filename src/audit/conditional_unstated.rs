//! The components that a procedure has where they apply (Nghị định 63/2010 Điều 8.2): a value, or the words that there
//! is none.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::components::{Told, conditional, hit};
use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let components = conditional(record);
        for (told, code) in [(Told::Missing, Code::ConditionalUnstated), (Told::Open, Code::ConditionalUnchecked)] {
            hits.extend(hit(record, &components, told, code));
        }
    }
    hits
}
