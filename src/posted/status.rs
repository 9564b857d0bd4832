//! What is shown and may not be, whoever shows it.

use std::collections::BTreeMap;

use crate::ledger::{Catalogue, Evidence, Status};
use crate::model::{Day, ProcedureCode};

use super::{By, Entry, Known, Reason, Rule, Told, Verdict};

pub(super) fn tell(known: &Known, entry: &Entry, findings: &mut Vec<Told>) {
    let Some(code) = entry.code else {
        findings.push(Told::new(Rule::CodeNotHeld, Verdict::Unchecked(Reason::CodeNotHeld), entry, Vec::new()));
        return;
    };
    if code.is_internal() {
        findings.push(Told::new(Rule::InternalInPublicList, Verdict::Fault, entry, Vec::new()));
        return;
    }
    let Some(state) = known.catalogue.states.get(code) else { return };
    let whole = &state.whole;
    if entry.by == By::Damaged {
        let right = vec![("right", code.to_string())];
        findings.push(Told::new(Rule::CodeDamaged, Verdict::Fault, entry, right));
    }
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let by = match &whole.ruled_by {
        Some(Evidence::Decision(row)) => row.key().number.written().to_owned(),
        Some(Evidence::Snapshot(list)) => list.id.clone(),
        Some(Evidence::Ruling(ruling)) => ruling.by.clone(),
        None => String::new(),
    };
    let mut fault = |rule, on, more: Vec<(&'static str, String)>| {
        let mut values = vec![("day", day(on)), ("by", by.clone())];
        values.extend(more);
        findings.push(Told::new(rule, Verdict::Fault, entry, values));
    };
    match whole.status {
        Status::Repealed | Status::Replaced => {
            let now = whole.successors.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            fault(Rule::ExpiredListed, whole.until, vec![("now", now)]);
            let signed = whole.ruled_by.as_ref().and_then(|by| by.row()).and_then(|row| row.key().signed);
            // What was signed after the end it sets could be taken down from its signing on.
            if let Some(due) = whole.until.zip(signed).map(|(end, signed)| end.max(signed))
                && due < known.catalogue.as_of
            {
                let late = (known.catalogue.as_of - due).num_days().to_string();
                fault(Rule::NotRemovedInTime, Some(due), vec![("late", late)]);
            }
        }
        Status::Pending => fault(Rule::FutureShownAsCurrent, whole.since, Vec::new()),
        Status::Suspended => fault(Rule::SuspendedListed, whole.until, Vec::new()),
        Status::InForce | Status::Unknown => {}
    }
}

/// How many of the shown are held, and unknown.
pub(super) fn unknown(catalogue: &Catalogue, posted: &BTreeMap<&ProcedureCode, &Entry>) -> usize {
    let is_unknown = |code: &&&ProcedureCode| {
        catalogue.states.get(**code).is_some_and(|state| state.whole.status == Status::Unknown)
    };
    posted.keys().filter(is_unknown).count()
}
