//! What an official list gives to bodies that sit here, and the catalogue has not.
//!
//! The list names who carries a procedure out: a kind of body ("Ủy ban nhân dân cấp xã"), a body of one province, a central or a
//! private one, or nobody. What nobody is named for is taken too, with its level unknown: unknown is not nobody.

use std::collections::BTreeMap;

use crate::executors;
use crate::model::Levels;

use super::record::Record;

/// Why a procedure of a list is one that the catalogue should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// A body that sits here carries it out.
    Assigned,
    /// The list names nobody: chưa phân công.
    Unassigned,
    /// A ministry's procedure for which the list names other provinces' bodies alone: whose it is here has to be asked.
    InQuestion,
}

/// Why a procedure of a list is none of this catalogue's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotOurs {
    /// The catalogue has it.
    Held,
    /// An internal procedure (codes that begin with 5. and 6.), which no list shows.
    Internal,
    /// Another province issued it.
    OtherProvince,
    /// Central bodies alone carry it out.
    Central,
    /// Schools, clinics, notaries and companies alone do.
    Private,
    /// Bodies of the district level alone do.
    District,
    /// A name that tells neither kind nor level.
    Unclear,
}

impl Want {
    /// The word in JSON, CSV and the strings (`missing.want.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            Want::Assigned => "assigned",
            Want::Unassigned => "unassigned",
            Want::InQuestion => "in-question",
        }
    }
}

impl NotOurs {
    /// The word in JSON and the strings (`missing.not_ours.<word>`).
    pub fn as_str(self) -> &'static str {
        match self {
            NotOurs::Held => "held",
            NotOurs::Internal => "internal",
            NotOurs::OtherProvince => "other-province",
            NotOurs::Central => "central",
            NotOurs::Private => "private",
            NotOurs::District => "district",
            NotOurs::Unclear => "unclear",
        }
    }
}

/// A procedure of a list that the catalogue should have and has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedRow {
    /// Its code.
    pub code: String,
    /// Its name as the list has it, cleaned.
    pub name: String,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Who carries it out, as the list names them.
    pub executing: Vec<String>,
    /// Its sectors.
    pub sectors: Vec<String>,
    /// The levels of those who carry it out; empty where nobody knows.
    pub levels: Levels,
    /// Its page on the national portal.
    pub link: Option<String>,
    /// Why the catalogue should have it.
    pub want: Want,
}

/// What lists have beyond the catalogue, sorted out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotHeld {
    /// What the catalogue should have, in the order of codes.
    pub wanted: Vec<WantedRow>,
    /// How many others there are, by reason.
    pub not_ours: BTreeMap<NotOurs, u64>,
    /// The names that tell neither kind nor level, each with how many procedures it alone stands for.
    pub unclear: BTreeMap<String, u64>,
}

impl NotHeld {
    /// Sorts one row of a list out, and tells whether it is wanted.
    pub(super) fn sort(&mut self, record: &Record, own: Option<&str>, is_held: bool, is_foreign: bool) -> bool {
        let named = record.procedure.executing.value().map_or(&[][..], Vec::as_slice);
        let why = match standing(record, named, own, is_held, is_foreign) {
            Ok(want) => {
                self.wanted.push(row(record, named, want));
                return true;
            }
            Err(why) => why,
        };
        *self.not_ours.entry(why).or_default() += 1;
        if why == NotOurs::Unclear {
            *self.unclear.entry(named.join("; ")).or_default() += 1;
        }
        false
    }
}

fn standing(
    record: &Record,
    named: &[String],
    own: Option<&str>,
    is_held: bool,
    is_foreign: bool,
) -> Result<Want, NotOurs> {
    let kinds = [(is_held, NotOurs::Held), (record.procedure.code.is_internal(), NotOurs::Internal)];
    let kinds = kinds.into_iter().chain([(is_foreign, NotOurs::OtherProvince)]);
    if let Some((_, why)) = kinds.into_iter().find(|(holds, _)| *holds) {
        return Err(why);
    }
    let bodies: Vec<_> = executors::read(named.iter().map(String::as_str)).collect();
    let any = |is: &dyn Fn(&executors::Executor) -> bool| bodies.iter().any(is);
    if bodies.is_empty() {
        return Ok(Want::Unassigned);
    }
    if any(&|one| one.is_of(own)) {
        return Ok(Want::Assigned);
    }
    if any(&|one| one.kind.is_local()) {
        return Ok(Want::InQuestion);
    }
    Err(match () {
        () if any(&|one| one.kind == executors::Kind::Unclear) => NotOurs::Unclear,
        () if any(&|one| one.kind == executors::Kind::District) => NotOurs::District,
        () if any(&|one| one.kind == executors::Kind::Central) => NotOurs::Central,
        () => NotOurs::Private,
    })
}

fn row(record: &Record, named: &[String], want: Want) -> WantedRow {
    let procedure = &record.procedure;
    WantedRow {
        code: procedure.code.to_string(),
        name: procedure.name.clone(),
        issuer: record.issuer.clone(),
        executing: named.to_vec(),
        sectors: record.sectors.clone(),
        levels: procedure.levels.clone(),
        link: record.link.as_ref().map(|target| target.url()),
        want,
    }
}
