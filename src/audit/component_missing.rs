//! The seven components that every procedure has (Nghị định 63/2010 Điều 8.2): each is stated.

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;

use super::components::{Told, hit, unconditional};
use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let components = unconditional(record);
        for (told, code) in [(Told::Missing, Code::ComponentMissing), (Told::Open, Code::ComponentUnchecked)] {
            hits.extend(hit(record, &components, told, code));
        }
    }
    hits
}
