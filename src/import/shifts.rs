//! What an import changes of the states that people see, told before anything is written: the ledger of today's records
//! against that of the records with the edits made.
//!
//! Of a procedure the ledger reads code, agencies, sector, levels and decision alone, so only that much of a new record is
//! carried here; the tables that an import writes are read back from their text.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::{FileContent, Files, Input};
use crate::ledger::{Ledger, Status};
use crate::load::{load, settle_provinces};
use crate::model::{Day, Procedure, ProcedureCode, Records};

use super::Edit;
use super::record::blank;

/// How the states of procedures change on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shifts {
    /// The day.
    pub day: Day,
    /// How many public procedures are in force on it today.
    pub in_force_before: u64,
    /// How many are once the import is made.
    pub in_force_after: u64,
    /// Every public procedure whose state changes, in the order of codes.
    pub all: Vec<Shift>,
}

/// One procedure whose state changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its code.
    pub code: ProcedureCode,
    /// Its name.
    pub name: String,
    /// Its state today; `None` where the catalogue does not show it.
    pub from: Option<Status>,
    /// Its state after the import; `None` where the catalogue does not show it then.
    pub to: Option<Status>,
}

impl Shift {
    /// Whether it is in force today and not after.
    pub fn is_loss(&self) -> bool {
        self.from == Some(Status::InForce) && self.to != Some(Status::InForce)
    }
}

impl Shifts {
    /// The procedures that are in force today and not after.
    pub fn lost(&self) -> impl Iterator<Item = &Shift> {
        self.all.iter().filter(|shift| shift.is_loss())
    }

    /// The changes by what they lead from and to, the most first.
    pub fn grouped(&self) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<(Option<Status>, Option<Status>), Vec<&Shift>> = BTreeMap::new();
        for shift in &self.all {
            groups.entry((shift.from, shift.to)).or_default().push(shift);
        }
        let mut groups: Vec<Group> =
            groups.into_iter().map(|((from, to), shifts)| Group { from, to, shifts }).collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group.shifts.len()), group.from, group.to));
        groups
    }
}

/// The procedures whose states change alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'s> {
    /// Their state today, as in [`Shift`].
    pub from: Option<Status>,
    /// Their state after the import, as in [`Shift`].
    pub to: Option<Status>,
    /// They, in the order of codes.
    pub shifts: Vec<&'s Shift>,
}

/// What the ledger reads of a procedure.
pub(super) fn lean(procedure: &Procedure) -> Procedure {
    Procedure {
        name: procedure.name.clone(),
        issuer: procedure.issuer.clone(),
        executing: procedure.executing.clone(),
        sector: procedure.sector.clone(),
        levels: procedure.levels.clone(),
        decision: procedure.decision.clone(),
        ..blank(procedure.code.clone())
    }
}

/// How the states change with the edits. `lean` are the procedures that are new or of which something changes that the
/// ledger reads.
pub(super) fn of(
    mut records: Records,
    lean: BTreeMap<ProcedureCode, Procedure>,
    edits: &[Edit],
    site: &Files,
    day: Day,
) -> Shifts {
    let tables = edits.iter().filter(|edit| edit.path == AGENCIES || edit.path.starts_with(SNAPSHOTS));
    let tables: Vec<(&str, &str)> =
        tables.filter_map(|edit| Some((edit.path.as_str(), edit.after.as_deref()?))).collect();
    let before = statuses(&records, day);
    let in_force = |statuses: &BTreeMap<ProcedureCode, Status>| {
        statuses.values().filter(|status| **status == Status::InForce).count() as u64
    };
    let in_force_before = in_force(&before);
    if lean.is_empty() && tables.is_empty() {
        return Shifts { day, in_force_before, in_force_after: in_force_before, all: Vec::new() };
    }
    if !tables.is_empty() {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), FileContent::Bytes(text.as_bytes().to_vec()));
        let input = Input {
            catalogue: tables.iter().map(file).collect(),
            site: site.clone(),
            templates: Files::new(),
            as_of: day,
            today: day,
            base_url: None,
        };
        let read = load(&input).0;
        if tables.iter().any(|(path, _)| *path == AGENCIES) {
            records.agencies = read.agencies;
        }
        for list in read.snapshots {
            records.snapshots.retain(|other| other.id != list.id);
            records.snapshots.push(list);
        }
        records.snapshots.sort_by(|one, other| (one.day(), &one.id).cmp(&(other.day(), &other.id)));
    }
    for (code, procedure) in lean {
        records.foreign.remove(&code);
        records.procedures.insert(code, procedure);
    }
    settle_provinces(&mut records);
    let after = statuses(&records, day);
    let mut all = Vec::new();
    let codes: BTreeSet<&ProcedureCode> = before.keys().chain(after.keys()).collect();
    for code in codes {
        let (from, to) = (before.get(code).copied(), after.get(code).copied());
        if from != to {
            let name = records.record(code).map(|procedure| procedure.name.clone()).unwrap_or_default();
            all.push(Shift { code: code.clone(), name, from, to });
        }
    }
    Shifts { day, in_force_before, in_force_after: in_force(&after), all }
}

const AGENCIES: &str = "agencies.toml";
const SNAPSHOTS: &str = "snapshots/";

/// The status of every public procedure that the catalogue shows.
fn statuses(records: &Records, day: Day) -> BTreeMap<ProcedureCode, Status> {
    let (ledger, _) = Ledger::new(records);
    let public = ledger.held().filter(|timeline| !timeline.code().is_internal());
    public.map(|timeline| (timeline.code().clone(), timeline.status(day))).collect()
}
