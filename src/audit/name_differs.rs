//! A record has the name of the latest official list, and of the decision that made its version.

use crate::finding::{Code, Hit};
use crate::ledger::{Catalogue, Version};
use crate::model::{Decision, ProcedureCode};

use super::{in_force, likeness};

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (record, state) in in_force(catalogue) {
        let decided = match state.whole.version {
            Version::Amended { decision, .. } => name_in(decision, &record.code),
            Version::Base | Version::Unknown { .. } => None,
        };
        let listed = || {
            let (list, _) = catalogue.records.latest_list_about(record, catalogue.as_of)?;
            Some((list.id.clone(), list.rows.get(&record.code)?.as_str()))
        };
        let Some((source, name)) = decided.or_else(listed) else { continue };
        // What the record keeps as the source's own words has been seen and settled.
        let settled =
            record.written.iter().any(|written| written.field == "name" && likeness(&written.text) == likeness(name));
        if likeness(name) != likeness(&record.name) && !name.is_empty() && !settled {
            let hit = Hit::new(&record.file, "name", Code::NameDiffers);
            hits.push(hit.with("code", &record.code).with("source", source).with("name", name));
        }
    }
    hits
}

/// The name that a decision has for a code, with the decision's number.
fn name_in<'c>(decision: &'c Decision, code: &ProcedureCode) -> Option<(String, &'c str)> {
    let about = |change: &&crate::model::Change| matches!(change.kind.subjects().as_slice(), [subject] if subject.code() == Some(code));
    let name = decision.changes.iter().filter(about).find_map(|change| change.name.as_deref())?;
    Some((decision.key.number.to_string(), name))
}
