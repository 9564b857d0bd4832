//! What has to be shown and is not, and what is shown and is another's.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Catalogue, State, Status};
use crate::model::{Office, ProcedureCode};
use crate::offices::{Basis, Offices};

use super::{Entry, Known, Reason, Rule, Told, Verdict};

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
    /// Why a procedure with a basis of this rank is not proved to be due on the day: the basis is a default, or the state rests on an
    /// official list that is too old.
    fn doubt(&self, code: &ProcedureCode, rank: Option<u8>) -> Option<Reason> {
        let list = self.catalogue.states.get(code).and_then(|state| state.whole.ruled_by?.list());
        let is_old = list.is_some_and(|list| self.catalogue.records.limit_passed(list, self.catalogue.as_of).is_some());
        let is_default = rank.is_some_and(|rank| rank >= DEFAULT);
        is_default.then_some(Reason::ByDefault).or_else(|| is_old.then_some(Reason::OldEvidence))
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
        let rank = basis.as_ref().map(Basis::rank);
        let name = known.catalogue.records.procedures.get(*code).map(|it| it.name.clone()).unwrap_or_default();
        findings.push(Told {
            rule: Rule::MissingInForce,
            verdict: Verdict::but_for(known.unread.or_else(|| known.doubt(code, rank))),
            procedure: Some(code.to_string()),
            place: withdrawn.iter().find(|entry| entry.code == Some(*code)).map(Entry::place),
            values: vec![
                ("code", code.to_string()),
                ("name", name),
                ("rank", rank.map_or_else(String::new, |rank| rank.to_string())),
            ],
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
            let whose = names.iter().cloned().collect::<Vec<_>>().join("; ");
            (Verdict::but_for(known.doubt(code, Some(*rank))), whose)
        }
        None => (Verdict::Unchecked(Reason::NoHolder), String::new()),
    };
    findings.push(Told::new(Rule::NotDueHere, verdict, entry, vec![("whose", whose)]));
}
