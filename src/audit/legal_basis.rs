//! A procedure in force rests on texts that are in force. A text that nobody looked up is unknown, and no fault.

use std::collections::BTreeMap;

use crate::finding::{Code, Hit};
use crate::ledger::Catalogue;
use crate::model::{Procedure, TextStatus};

use super::in_force;

/// What this rule tells.
pub(super) const CODES: &[Code] = &[
    Code::LegalBasisExpired,
    Code::LegalBasisSuspended,
    Code::LegalBasisNotYet,
    Code::LegalBasisPartly,
    Code::LegalBasisUnknown,
];

pub(super) fn find(catalogue: &Catalogue) -> Vec<Hit> {
    let mut hits = Vec::new();
    // One text is looked up once, however many procedures rest on it.
    let mut unknown: BTreeMap<&str, Vec<(&Procedure, String)>> = BTreeMap::new();
    for (record, _) in in_force(catalogue) {
        for (row, text) in record.legal.value().into_iter().flatten().enumerate() {
            let key = format!("legal[{row}].number");
            let held = catalogue.records.legal_texts.get(&text.number);
            let code = match held.and_then(|held| held.status_on(catalogue.as_of)) {
                None => {
                    unknown.entry(&text.number).or_default().push((record, key));
                    continue;
                }
                Some(TextStatus::InForce) => continue,
                Some(TextStatus::PartlyExpired) => Code::LegalBasisPartly,
                Some(TextStatus::NotYet) => Code::LegalBasisNotYet,
                Some(TextStatus::Suspended) => Code::LegalBasisSuspended,
                Some(TextStatus::Expired) => Code::LegalBasisExpired,
            };
            let hit = Hit::new(&record.file, key, code);
            hits.push(hit.with("code", &record.code).with("text", &text.number));
        }
    }
    for (text, records) in unknown {
        if let Some((first, key)) = records.first() {
            let hit = Hit::new(&first.file, key, Code::LegalBasisUnknown);
            hits.push(hit.with("text", text).with("count", records.len()));
        }
    }
    hits
}
