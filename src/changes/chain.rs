//! What replaced a procedure, and what replaced that.

use std::collections::BTreeSet;

use crate::ledger::Catalogue;
use crate::model::ProcedureCode;

/// A procedure that came after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'c> {
    /// The procedure.
    pub code: &'c ProcedureCode,
    /// The one that it replaced.
    pub after: &'c ProcedureCode,
    /// How many replacements lie between; 0 for a direct successor.
    pub steps: usize,
}

/// The successors that decisions name, and theirs, nearest first and each once, so that replacements that lead in a circle
/// come to an end. Internal procedures are left out, with what came after them.
pub fn successors<'c>(catalogue: &'c Catalogue<'_>, code: &'c ProcedureCode) -> Vec<Link<'c>> {
    let direct = |after: &'c ProcedureCode, steps| {
        let state = catalogue.states.get(after);
        let codes = state.map(|state| state.whole.successors).unwrap_or_default();
        codes.iter().map(move |code| Link { code, after, steps })
    };
    let mut seen = BTreeSet::from([code]);
    let mut found: Vec<Link> = Vec::new();
    let mut layer: Vec<Link> = direct(code, 0).collect();
    while !layer.is_empty() {
        let mut next = Vec::new();
        for link in layer {
            if !link.code.is_internal() && seen.insert(link.code) {
                next.extend(direct(link.code, link.steps + 1));
                found.push(link);
            }
        }
        layer = next;
    }
    found
}
