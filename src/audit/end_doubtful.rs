//! A repeal or replacement of unknown effect bears on a procedure: whether it has ended, nobody can tell.

use crate::finding::{Code, Hit};
use crate::ledger::{Catalogue, Question};

use super::listed;

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, state) in listed(catalogue) {
        for question in state.whole.questions {
            if let Question::EndOfUnknownEffect(decision) = question {
                let hit = Hit::new(&record.file, "code", Code::EndDoubtful).with("code", &record.code);
                hits.push(hit.with("number", &decision.key.number));
            }
        }
    }
    hits
}
