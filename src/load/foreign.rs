//! Another province's procedures, left out of the catalogue: what it issued is in force there and not here (Nghị định 63/2010
//! Điều 13), though the national list has every province's. Each is a finding at its file.
//!
//! The national database names one issuer for a code, the last that published it, so that a code of several provinces may
//! stand there under another's name. What this province's own decision names is therefore kept.

use std::collections::BTreeSet;

use crate::finding::{Code, Hit};
use crate::model::{AgencyId, ProcedureCode, Records};
use crate::provinces::Own;

/// Takes the procedures of other provinces out of the records, with what the tables have of them. A procedure of an agency
/// that the catalogue does not hold stays: whose it is nobody knows.
pub(super) fn leave_out(records: &mut Records) -> Vec<Hit> {
    let mut hits = Vec::new();
    let own = Own::of(&records.site, &records.agencies);
    let others: BTreeSet<&AgencyId> =
        records.agencies.values().filter(|agency| own.is_foreign(agency)).map(|agency| &agency.id).collect();
    let ours = own.issuer().map(|issuer| records.codes_named_by(issuer)).unwrap_or_default();
    let mut foreign: BTreeSet<ProcedureCode> = BTreeSet::new();
    for procedure in records.procedures.values().filter(|procedure| others.contains(&procedure.issuer)) {
        let code = if ours.contains(&procedure.code) {
            Code::IssuerOtherProvince
        } else {
            foreign.insert(procedure.code.clone());
            Code::ProcedureForeign
        };
        let hit = Hit::new(&procedure.file, "issuer", code).with("value", &procedure.issuer.0);
        let hit = hit.with("code", &procedure.code);
        hits.push(hit.with("issuer", records.agency_name(&procedure.issuer)));
    }
    let is_ours = |code: &ProcedureCode| !foreign.contains(code);
    let (kept, left) = std::mem::take(&mut records.procedures).into_iter().partition(|(code, _)| is_ours(code));
    (records.procedures, records.foreign) = (kept, left);
    hits
}

/// Takes what the tables have of procedures that were left out of the records too, once every row has been looked at: rows
/// are told of by their number in the file. Rulings stay for that: the ledger tells of them, and passes over another
/// province's.
pub(super) fn forget(records: &mut Records) {
    let foreign = &records.foreign;
    let is_ours = |code: &ProcedureCode| !foreign.contains_key(code);
    records.links.retain(|code, _| is_ours(code));
    records.best_bets.retain(|bet| is_ours(&bet.code));
    records.interruptions.retain(|one| is_ours(&one.code));
    // Provinces share the list of life events: it may name procedures that the catalogue has not.
    let held = &records.procedures;
    for event in &mut records.life_events {
        event.codes.retain(|code| held.contains_key(code));
    }
    records.life_events.retain(|event| !event.codes.is_empty());
}
