//! Why nothing of an import is made: a list that cannot be the evidence that it is to be, or a loss that nobody has
//! foreseen.

use crate::model::{ListPart, ListScope};

use super::kinds::{Extent, ListKind, Posted, Standing, Tally, WITHIN};
use super::shifts::{Shift, Shifts};
use super::vocabulary::Vocabulary;
use super::{Options, SnapshotOrder};

/// One in so many procedures in force may leave it by an import that nobody was asked about: 2 %.
const LOSS: u64 = 50;
/// How many of the procedures that would be lost are named.
const NAMED: usize = 10;

/// Why nothing is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withheld {
    /// A list is to be kept as evidence, and no file is one.
    NoList,
    /// A list that an office has posted is to be evidence.
    Posted {
        /// The file.
        file: String,
        /// By what it is known.
        why: Posted,
    },
    /// The list is not plainly the whole country's, and nobody has said of what it is.
    ScopeMissing {
        /// Of what it seems to be.
        extent: Extent,
        /// Its rows.
        rows: u64,
    },
    /// The scope names an agency or a sector that the catalogue has not.
    ScopeUnknown {
        /// The word.
        value: String,
    },
    /// Rows are not of the scope that is stated.
    OutsideScope {
        /// How many.
        rows: u64,
        /// Of how many.
        all: u64,
    },
    /// More than one in fifty of what is in force would not be any more, and nobody has said that this is right.
    Loss {
        /// How many.
        lost: u64,
        /// Of how many.
        in_force: u64,
        /// The list that is to be kept as evidence, and how many of them it lacks.
        absent: Option<(String, u64)>,
        /// The first of them.
        first: Vec<Shift>,
    },
}

impl Withheld {
    /// The word in JSON and strings.
    pub fn key(&self) -> &'static str {
        match self {
            Withheld::NoList => "no_list",
            Withheld::Posted { .. } => "posted",
            Withheld::ScopeMissing { .. } => "scope_missing",
            Withheld::ScopeUnknown { .. } => "scope_unknown",
            Withheld::OutsideScope { .. } => "outside_scope",
            Withheld::Loss { .. } => "loss",
        }
    }
}

/// The part that lists are of, where they can be the evidence that a person wants them to be.
pub(super) fn part_of<'k>(
    order: &SnapshotOrder,
    lists: impl Iterator<Item = (&'k str, &'k ListKind)>,
    tally: &Tally,
    vocabulary: &Vocabulary,
) -> Result<ListPart, Withheld> {
    let mut any = false;
    let says_a_part = order
        .scope
        .as_ref()
        .is_some_and(|of| !(of.issuers.is_empty() && of.sectors.is_empty() && of.levels.is_empty()));
    for (file, kind) in lists {
        any = true;
        match &kind.standing {
            // One office may carry out all of a sector: then the person says that the list is the sector's.
            Standing::Posted(Posted::OneOffice(_)) if says_a_part => {}
            Standing::Posted(why) => return Err(Withheld::Posted { file: file.to_owned(), why: why.clone() }),
            Standing::Official(_) => {}
        }
    }
    if !any {
        return Err(Withheld::NoList);
    }
    let Some(of) = &order.scope else {
        return match tally.extent() {
            Extent::Country => Ok(ListPart::default()),
            extent @ (Extent::Part { .. } | Extent::Unclear) => {
                Err(Withheld::ScopeMissing { extent, rows: tally.rows() })
            }
        };
    };
    let unknown = |value: &String| Withheld::ScopeUnknown { value: value.clone() };
    let agency = |word: &String| vocabulary.agency_of(word).ok_or_else(|| unknown(word));
    let sector = |word: &String| vocabulary.sector_of(word).ok_or_else(|| unknown(word));
    let part = ListPart {
        issuers: of.issuers.iter().map(agency).collect::<Result<_, _>>()?,
        sectors: of.sectors.iter().map(sector).collect::<Result<_, _>>()?,
        levels: of.levels.clone(),
    };
    let is_of_agency = |name: &str| {
        let id = vocabulary.agency_of(name);
        let is_ours = of.whose == ListScope::Country || !vocabulary.is_foreign(name);
        is_ours && (part.issuers.is_empty() || id.is_some_and(|id| part.issuers.contains(&id)))
    };
    let is_of_sector = |cell: &str| {
        let mut names = cell.split('\n').flat_map(|line| line.split("; "));
        let is_of = |name: &str| vocabulary.sector_of(name).is_some_and(|id| part.sectors.contains(&id));
        part.sectors.is_empty() || names.any(is_of)
    };
    let rows = tally.outside(&is_of_agency, &is_of_sector);
    if rows * WITHIN > tally.rows() {
        return Err(Withheld::OutsideScope { rows, all: tally.rows() });
    }
    Ok(part)
}

/// The loss that nobody has foreseen, where there is one. `has` tells whether the list that is to be kept has a code.
pub(super) fn loss(shifts: &Shifts, options: &Options, has: &dyn Fn(&Shift) -> bool) -> Option<Withheld> {
    let lost: Vec<&Shift> = shifts.lost().collect();
    let in_force = shifts.in_force_before;
    let count = lost.len() as u64;
    if count <= options.allow_loss.unwrap_or(in_force / LOSS) {
        return None;
    }
    let lacks = || lost.iter().filter(|shift| !has(shift)).count() as u64;
    let absent = options.snapshot.as_ref().map(|order| (order.id.clone(), lacks()));
    Some(Withheld::Loss { lost: count, in_force, absent, first: lost.into_iter().take(NAMED).cloned().collect() })
}
