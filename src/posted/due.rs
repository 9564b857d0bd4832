//! What has to be shown and is not, and what is shown and is another's.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Catalogue, State, Status};
use crate::model::{Office, ProcedureCode};
use crate::offices::{Basis, Offices};

use super::{Entry, Known, Rule, Told, Verdict};

/// The best rank of an assignment that is no proof.
const DEFAULT: u8 = 4;

/// What has to be shown: an office's list, or without one everything public in force.
pub(super) fn due<'a>(
    catalogue: &'a Catalogue<'a>,
    assigned: &'a Offices<'a>,
    office: Option<&Office>,
) -> BTreeMap<&'a ProcedureCode, Option<Basis<'a>>> {
    match office {
        Some(office) => assigned.due(office).into_iter().map(|one| (&one.procedure.code, Some(one.basis))).collect(),
        None => {
            let is_due = |(code, state): &(&&'a ProcedureCode, &State)| {
                !code.is_internal() && state.whole.status == Status::InForce
            };
            catalogue.states.iter().filter(is_due).map(|(code, _)| (*code, None)).collect()
        }
    }
}

impl Known<'_> {
    /// Whether a state rests on an official list that is too old to prove it.
    fn is_doubtful(&self, code: &ProcedureCode) -> bool {
        let list = self.catalogue.states.get(code).and_then(|state| state.whole.ruled_by?.list());
        list.is_some_and(|list| self.catalogue.records.limit_passed(list, self.catalogue.as_of).is_some())
    }

    /// Who has a procedure, and by which rank at best.
    fn holders(&self, code: &ProcedureCode) -> Option<&(u8, BTreeSet<String>)> {
        self.holders.get_or_init(|| holders(self.catalogue, self.assigned)).get(code)
    }
}

/// Who has each procedure, by name, and by which rank at best.
pub(super) type Holders = BTreeMap<ProcedureCode, (u8, BTreeSet<String>)>;

fn holders(catalogue: &Catalogue, assigned: &Offices) -> Holders {
    let mut holders = Holders::new();
    let mut met = BTreeSet::new();
    for office in catalogue.records.offices_on(catalogue.as_of) {
        // Offices of one agency have the same, but for what is theirs alone.
        if !met.insert(&office.agency) && !assigned.has_own(office) {
            continue;
        }
        for one in assigned.due(office) {
            let code = one.procedure.code.clone();
            let (rank, names) = holders.entry(code).or_insert((u8::MAX, BTreeSet::new()));
            *rank = one.basis.rank().min(*rank);
            names.insert(catalogue.records.agency_name(&office.agency).to_owned());
        }
    }
    holders
}

/// How many are missing.
pub(super) fn tell_missing(
    known: &Known,
    posted: &BTreeMap<&ProcedureCode, &Entry>,
    withdrawn: &[Entry],
    findings: &mut Vec<Told>,
) -> usize {
    let mut missing = 0;
    for (code, basis) in &known.due {
        if posted.contains_key(*code) {
            continue;
        }
        missing += 1;
        let is_proved =
            known.is_read && basis.as_ref().is_none_or(|basis| basis.rank() < DEFAULT) && !known.is_doubtful(code);
        let name = known.catalogue.records.procedures.get(*code).map(|it| it.name.clone()).unwrap_or_default();
        let rank = basis.as_ref().map_or_else(|| "–".to_owned(), |basis| basis.rank().to_string());
        findings.push(Told {
            rule: Rule::MissingInForce,
            verdict: if is_proved { Verdict::Fault } else { Verdict::Unchecked },
            procedure: Some(code.to_string()),
            place: withdrawn.iter().find(|entry| entry.code == Some(*code)).map(Entry::place),
            values: vec![("code", code.to_string()), ("name", name), ("rank", rank)],
        });
    }
    missing
}

/// A procedure in force that is not this office's.
pub(super) fn tell_extra(known: &Known, entry: &Entry, findings: &mut Vec<Told>) {
    let Some(code) = entry.code.filter(|code| known.office.is_some() && !code.is_internal()) else { return };
    let is_in_force = known.catalogue.states.get(code).is_some_and(|state| state.whole.status == Status::InForce);
    if !is_in_force || known.due.contains_key(code) {
        return;
    }
    let (verdict, whose) = match known.holders(code) {
        Some((rank, names)) => {
            let is_proved = *rank < DEFAULT && !known.is_doubtful(code);
            let verdict = if is_proved { Verdict::Fault } else { Verdict::Unchecked };
            (verdict, names.iter().cloned().collect::<Vec<_>>().join("; "))
        }
        None => (Verdict::Unchecked, "–".to_owned()),
    };
    findings.push(Told::new(Rule::NotDueHere, verdict, entry, vec![("whose", whose)]));
}
