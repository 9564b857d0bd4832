//! The decision that a record cites has the procedure among its rows.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::finding::{Code, Hit};
use crate::identity::name_words;
use crate::ledger::Catalogue;
use crate::model::{Decision, Procedure, Subject};

use super::{decisions_of, listed};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, _) in listed(catalogue) {
        let Some(number) = &record.decision else { continue };
        let held = decisions_of(catalogue, number);
        // Of several decisions of one number any may be meant; of one not whole, or with a row unread, nobody can tell.
        if !held.is_empty() && held.iter().all(|decision| surely_lacks(decision, record)) {
            let hit = Hit::new(&record.file, "decision", Code::WrongDecision);
            hits.push(hit.with("code", &record.code).with("number", number));
        }
    }
    hits
}

/// Whether a decision is known whole and none of its rows is, or could be, the procedure. A row without a code
/// means one of the codes that may be meant, where they are on record; else it could be any whose name has many of its words.
pub(crate) fn surely_lacks(decision: &Decision, procedure: &Procedure) -> bool {
    let name = OnceCell::new();
    let is_another = |subject: &Subject| match subject {
        Subject::Code(code) => *code != procedure.code,
        Subject::Unread { name: row, candidates } if candidates.is_empty() => {
            !is_alike(name.get_or_init(|| words_of(&procedure.name)), &words_of(row))
        }
        Subject::Unread { candidates, .. } => !candidates.contains(&procedure.code),
    };
    decision.complete
        && !decision.changes.is_empty()
        && decision.changes.iter().flat_map(|change| change.kind.subjects()).all(is_another)
}

fn words_of(name: &str) -> BTreeSet<String> {
    name_words(name).split(' ').map(str::to_owned).collect()
}

/// Whether two names may be of one procedure: of an old and a new name of one, half of the words at least are the same. A name
/// that was cut short, or not read at all, may be anybody's.
fn is_alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let shared = one.intersection(other).count();
    let shorter = one.len().min(other.len());
    shorter < SHORT || shared * 2 >= shorter
}

/// So few words say nothing of whose name they are.
const SHORT: usize = 3;
