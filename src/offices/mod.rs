//! Who must post what: the procedures in force on a day, each with the offices that decide or receive it, and why.
//!
//! An assignment is evidence like everything else. Of what is known the best rank counts, whole:
//!
//! 1. a decision's row on record (competence, or the agency column of an annex), from its day;
//! 2. what a person wrote down with a source (`assignments.toml`, `[[assignment]]`);
//! 3. the executor that the record names, where it is one office or one kind of office;
//! 4. a default by executor, issuer and sector (`assignments.toml`, `[[default]]`), told as one.
//!
//! What none of these tells is *chưa phân công*: a question, counted, posted by no office.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]

mod part;
mod resolve;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::digest;
use crate::executors;
use crate::ledger::{Catalogue, FactKind, State, Status};
use crate::model::{
    AgencyId, Assignment, AssignmentDefault, Day, Decision, Level, Office, OfficeId, Procedure, ProcedureCode, Records,
    Role,
};

pub use part::{Digests, Part};
pub use table::{basis_text, due_table};

use resolve::{Resolved, Resolver};

/// Why an office has a procedure.
#[derive(Debug, Clone, Copy)]
pub enum Basis<'a> {
    /// Rank 1: a decision says so.
    Decision(&'a Decision),
    /// Rank 2: a person wrote it down.
    Written(&'a Assignment),
    /// Rank 3: the record names this executor.
    Executor(&'a str),
    /// Rank 4: a default, for this executor.
    Default(&'a AssignmentDefault, &'a str),
}

impl Basis<'_> {
    /// The rank, 1 is the best.
    pub fn rank(&self) -> u8 {
        match self {
            Basis::Decision(_) => 1,
            Basis::Written(_) => 2,
            Basis::Executor(_) => 3,
            Basis::Default(..) => 4,
        }
    }
}

/// A procedure that an office must post.
#[derive(Debug, Clone, Copy)]
pub struct Due<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// What is known of it on the day.
    pub state: &'a State<'a>,
    /// The level at which the office stands in it.
    pub level: Option<Level>,
    /// What the office does.
    pub role: Role,
    /// Why.
    pub basis: Basis<'a>,
    /// Whether offices of another agency have it too.
    pub is_shared: bool,
}

/// Why no office has a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unassigned {
    /// Nobody is named.
    Nobody,
    /// Bodies of other provinces alone are named.
    Elsewhere,
    /// A body of this province is named for which no office and no default stands.
    Unresolved,
    /// A name that tells no body.
    Unclear,
}

impl Unassigned {
    /// Every reason.
    pub const ALL: [Unassigned; 4] =
        [Unassigned::Nobody, Unassigned::Elsewhere, Unassigned::Unresolved, Unassigned::Unclear];

    /// The word in JSON and the strings (`office.unassigned.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            Unassigned::Nobody => "nobody",
            Unassigned::Elsewhere => "elsewhere",
            Unassigned::Unresolved => "unresolved",
            Unassigned::Unclear => "unclear",
        }
    }
}

/// What is given to whole agencies, and to single offices of them.
#[derive(Debug, Default)]
struct Lists<'a> {
    by_agency: BTreeMap<&'a AgencyId, Vec<Due<'a>>>,
    by_office: BTreeMap<&'a OfficeId, Vec<Due<'a>>>,
}

impl<'a> Lists<'a> {
    fn push(&mut self, to: &Given<'a>, due: Due<'a>) {
        match to.office {
            Some(office) => self.by_office.entry(office).or_default().push(due),
            None => self.by_agency.entry(to.agency).or_default().push(due),
        }
    }

    /// What is given to one office and to its agency, and nobody else's.
    fn only(&self, office: &Office) -> Lists<'a> {
        let by_agency = self.by_agency.get_key_value(&office.agency);
        let by_office = self.by_office.get_key_value(&office.id);
        Lists {
            by_agency: by_agency.map(|(id, due)| (*id, due.clone())).into_iter().collect(),
            by_office: by_office.map(|(id, due)| (*id, due.clone())).into_iter().collect(),
        }
    }

    /// Every entry with whose it is, told without its record and state.
    fn told(&self) -> impl std::fmt::Debug {
        let Lists { by_agency, by_office } = self;
        let told = |one: &Due<'a>| {
            let Due { procedure, state: _, level, role, basis, is_shared } = *one;
            (&procedure.code, level, role, basis, is_shared)
        };
        let of_agencies: Vec<_> =
            by_agency.iter().map(|(id, due)| (*id, due.iter().map(told).collect::<Vec<_>>())).collect();
        let of_offices: Vec<_> =
            by_office.iter().map(|(id, due)| (*id, due.iter().map(told).collect::<Vec<_>>())).collect();
        (of_agencies, of_offices)
    }

    /// What an office has, each procedure once, in the order of codes.
    fn of(&self, office: &Office) -> Vec<&Due<'a>> {
        let mut due: Vec<&Due> = self.by_office.get(&office.id).into_iter().flatten().collect();
        let own: BTreeSet<&ProcedureCode> = due.iter().map(|one| &one.procedure.code).collect();
        let of_agency = self.by_agency.get(&office.agency).into_iter().flatten();
        due.extend(of_agency.filter(|one| !own.contains(&one.procedure.code)));
        due.sort_by_key(|one| &one.procedure.code);
        due
    }
}

/// Who has what on a day.
#[derive(Debug, Default)]
pub struct Offices<'a> {
    as_of: Day,
    due: Lists<'a>,
    waiting: Lists<'a>,
    ended: Lists<'a>,
    /// In force and nobody's, by code.
    pub unassigned: BTreeMap<&'a ProcedureCode, Unassigned>,
    /// How many there are of these: also where [`Part`] leaves them out.
    pub unassigned_count: usize,
    /// In force, and carried out by central bodies or by no agency alone: no office here has to post it.
    pub not_here: BTreeSet<&'a ProcedureCode>,
}

impl<'a> Offices<'a> {
    /// Assigns everything public that is in force on the catalogue's day, is to be, or was; internal procedures are nobody's.
    pub fn of(catalogue: &'a Catalogue<'a>) -> Offices<'a> {
        let mut offices = Offices { as_of: catalogue.as_of, ..Offices::default() };
        let mut resolver = Resolver::new(catalogue.records, catalogue.as_of);
        for (code, state) in &catalogue.states {
            let Some(procedure) = catalogue.records.procedures.get(*code).filter(|_| !code.is_internal()) else {
                continue;
            };
            match state.whole.status {
                Status::InForce | Status::Pending | Status::Suspended | Status::Repealed | Status::Replaced => {
                    offices.assign(procedure, state, &mut resolver, catalogue.as_of);
                }
                Status::Unknown => {}
            }
        }
        offices.unassigned_count = offices.unassigned.len();
        offices
    }

    fn assign(&mut self, procedure: &'a Procedure, state: &'a State<'a>, resolver: &mut Resolver<'a>, day: Day) {
        let given = by_decision(state, procedure, resolver);
        let given = if given.is_empty() { written(procedure, resolver, day) } else { given };
        let is_in_force = state.whole.status == Status::InForce;
        let given = if given.is_empty() {
            match by_executors(procedure, resolver) {
                Ok(given) => given,
                // What nobody has to post on the day is no question on it.
                Err(_) if !is_in_force => return,
                Err(None) => {
                    self.not_here.insert(&procedure.code);
                    return;
                }
                Err(Some(why)) => {
                    self.unassigned.insert(&procedure.code, why);
                    return;
                }
            }
        } else {
            given
        };
        let is_shared = given.iter().map(|one| one.agency).collect::<BTreeSet<_>>().len() > 1;
        let mut taken = BTreeSet::new();
        for one in given {
            if one.role == Role::Consulted {
                continue;
            }
            let due = Due { procedure, state, level: one.level, role: one.role, basis: one.basis, is_shared };
            match state.at(one.level).status {
                Status::InForce if is_in_force => {
                    if taken.insert((one.agency, one.office)) {
                        self.due.push(&one, due);
                    }
                }
                Status::Pending | Status::Suspended => self.waiting.push(&one, due),
                // At a level at which it has ended nothing is due, whatever holds at another.
                Status::Repealed | Status::Replaced => self.ended.push(&one, due),
                Status::InForce | Status::Unknown => {}
            }
        }
    }

    /// What this says of one office: what it has, and how many are nobody's.
    fn only(&self, office: &Office) -> Offices<'a> {
        let Offices { as_of, due, waiting, ended, unassigned: _, unassigned_count, not_here: _ } = self;
        let (due, waiting, ended) = (due.only(office), waiting.only(office), ended.only(office));
        Offices { as_of: *as_of, due, waiting, ended, unassigned_count: *unassigned_count, ..Offices::default() }
    }

    /// One digest of all that this says, but for the records and states of the procedures that it names.
    fn digest(&self) -> String {
        let Offices { as_of, due, waiting, ended, unassigned, unassigned_count, not_here } = self;
        digest::of_value(&(as_of, due.told(), waiting.told(), ended.told(), unassigned, unassigned_count, not_here))
    }

    /// What an office must post, in the order of codes: nothing where it is no more, or not yet.
    pub fn due(&self, office: &Office) -> Vec<&Due<'a>> {
        self.of_office(&self.due, office)
    }

    fn of_office<'s>(&'s self, lists: &'s Lists<'a>, office: &Office) -> Vec<&'s Due<'a>> {
        if office.validity.contains(self.as_of) { lists.of(office) } else { Vec::new() }
    }

    /// Whether an assignment names this office alone.
    pub fn has_own(&self, office: &Office) -> bool {
        [&self.due, &self.waiting, &self.ended].into_iter().any(|lists| lists.by_office.contains_key(&office.id))
    }

    /// The agencies that have each procedure, or had it, by code: those by whose offices a search for it may be narrowed.
    pub fn holders(&self, records: &'a Records) -> BTreeMap<&'a ProcedureCode, BTreeSet<&'a AgencyId>> {
        let mut holders: BTreeMap<&ProcedureCode, BTreeSet<&AgencyId>> = BTreeMap::new();
        for lists in [&self.due, &self.waiting, &self.ended] {
            let of_agencies = lists.by_agency.iter().map(|(agency, due)| (*agency, due));
            let agency_of = |office: &OfficeId| records.offices.get(office).map(|office| &office.agency);
            let of_offices = lists.by_office.iter().filter_map(|(office, due)| Some((agency_of(office)?, due)));
            for (agency, due) in of_agencies.chain(of_offices) {
                for one in due {
                    holders.entry(&one.procedure.code).or_default().insert(agency);
                }
            }
        }
        holders
    }

    /// What has ended and would be the office's if it were in force: news of an office tell also of what it must take off. In the
    /// order of codes.
    pub fn ended(&self, office: &Office) -> Vec<&Due<'a>> {
        self.of_office(&self.ended, office)
    }

    /// What is coming for an office, in the order of codes: what waits, and what is due and has a coming change.
    pub fn coming(&self, office: &Office) -> Vec<&Due<'a>> {
        let changes = |one: &&Due| one.state.at(one.level).next.is_some();
        let mut coming: Vec<&Due> = self.due(office).into_iter().filter(changes).collect();
        coming.extend(self.waiting(office));
        coming.sort_by_key(|one| &one.procedure.code);
        coming
    }

    /// What is assigned to an office and not in force on the day, suspended or coming: it may not be posted as current. In
    /// the order of codes.
    pub fn waiting(&self, office: &Office) -> Vec<&Due<'a>> {
        let due: BTreeSet<&ProcedureCode> = self.due(office).iter().map(|one| &one.procedure.code).collect();
        let mut waiting = self.of_office(&self.waiting, office);
        waiting.retain(|one| !due.contains(&one.procedure.code));
        waiting.dedup_by_key(|one| &one.procedure.code);
        waiting
    }
}

/// One assignment before it is known whether it is due.
struct Given<'a> {
    agency: &'a AgencyId,
    office: Option<&'a OfficeId>,
    level: Option<Level>,
    role: Role,
    basis: Basis<'a>,
}

/// Rank 1. A row that names a body which nobody can tell assigns nothing: the next rank is asked.
fn by_decision<'a>(state: &'a State<'a>, procedure: &'a Procedure, resolver: &mut Resolver<'a>) -> Vec<Given<'a>> {
    let mut latest: Option<(Day, &'a Decision, String)> = None;
    for fact in state.facts() {
        let (FactKind::Competence { to: name } | FactKind::Executing(name)) = fact.what else { continue };
        if latest.as_ref().is_none_or(|(from, ..)| *from <= fact.from) {
            latest = Some((fact.from, fact.by, name));
        }
    }
    let Some((_, decision, name)) = latest else { return Vec::new() };
    let mut given = Vec::new();
    for body in executors::read([name.as_str()]) {
        let Some(Resolved { agency, .. }) = resolver.resolve(&body, procedure) else { continue };
        let (level, basis) = (body.kind.level(), Basis::Decision(decision));
        given.push(Given { agency, office: None, level, role: Role::Decides, basis });
    }
    given
}

/// Rank 2.
fn written<'a>(procedure: &'a Procedure, resolver: &Resolver<'a>, day: Day) -> Vec<Given<'a>> {
    let fits = |one: &&'a Assignment| {
        one.validity.contains(day) && (one.codes.contains(&procedure.code) || one.sectors.contains(&procedure.sector))
    };
    let given = resolver.records.assignments.iter().filter(fits).map(|one| Given {
        agency: &one.agency,
        office: one.office.as_ref(),
        level: resolver.level_of(&one.agency),
        role: one.role,
        basis: Basis::Written(one),
    });
    given.collect()
}

/// Ranks 3 and 4, each executor by the better of the two; else why there is none, `None` where nobody here has to post it.
fn by_executors<'a>(
    procedure: &'a Procedure,
    resolver: &mut Resolver<'a>,
) -> Result<Vec<Given<'a>>, Option<Unassigned>> {
    let names = procedure.executing.value().into_iter().flatten();
    let (mut given, mut reasons) = (Vec::new(), BTreeSet::new());
    let mut is_named = false;
    for name in names {
        for body in executors::read([name.as_str()]) {
            is_named = true;
            if !body.kind.is_local() {
                if body.kind == executors::Kind::Unclear {
                    reasons.insert(Unassigned::Unclear);
                }
                continue;
            }
            if !body.is_of(resolver.province()) {
                reasons.insert(Unassigned::Elsewhere);
                continue;
            }
            match resolver.resolve(&body, procedure) {
                Some(Resolved { agency, by_default }) => {
                    // Who decides is the committee; the department of a default handles it.
                    let role = if by_default.is_some() { Role::Receives } else { Role::Decides };
                    let basis = by_default.map_or(Basis::Executor(name), |line| Basis::Default(line, name));
                    given.push(Given { agency, office: None, level: body.kind.level(), role, basis });
                }
                None => {
                    reasons.insert(Unassigned::Unresolved);
                }
            }
        }
    }
    if !given.is_empty() {
        given.sort_by_key(|one: &Given| one.basis.rank());
        return Ok(given);
    }
    Err(match () {
        () if !is_named => Some(Unassigned::Nobody),
        () => reasons.into_iter().next(),
    })
}
