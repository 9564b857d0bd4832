//! An official list beside the list of the day, with the codes between both.

use crate::ledger::Catalogue;
use crate::model::{ProcedureCode, Snapshot};

use super::{Codes, Column, Row, Subject, Table};

/// Where a code stands that the list or the day has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// On both.
    OnBoth,
    /// On the official list; here it has ended, or is not in force yet.
    NotListedHere,
    /// On the official list; internal, so never public.
    Internal,
    /// On the official list; another province issued it.
    Elsewhere,
    /// On the official list; the catalogue does not hold it.
    NotHeld,
    /// On the list of the day alone.
    OnlyHere,
}

/// The rows whose codes are counted and never told.
pub(super) const UNTOLD: [&str; 2] = [Stands::Internal.as_str(), Stands::Elsewhere.as_str()];

impl Stands {
    const ALL: [Stands; 6] =
        [Stands::OnBoth, Stands::NotListedHere, Stands::Internal, Stands::Elsewhere, Stands::NotHeld, Stands::OnlyHere];

    const fn as_str(self) -> &'static str {
        match self {
            Stands::OnBoth => "on-both",
            Stands::NotListedHere => "not-listed-here",
            Stands::Internal => "internal",
            Stands::Elsewhere => "elsewhere",
            Stands::NotHeld => "not-held",
            Stands::OnlyHere => "only-here",
        }
    }

    /// Of a code on the official list.
    fn of(code: &ProcedureCode, catalogue: &Catalogue<'_>, listed: &Codes<'_>) -> Stands {
        if code.is_internal() {
            Stands::Internal
        } else if listed.contains(code) {
            Stands::OnBoth
        } else if catalogue.records.procedures.contains_key(code) {
            Stands::NotListedHere
        } else if catalogue.records.foreign.contains_key(code) {
            Stands::Elsewhere
        } else {
            Stands::NotHeld
        }
    }
}

/// Each code that one of both has stands in one row.
pub(super) fn beside<'a>(catalogue: &Catalogue<'a>, list: &'a Snapshot, listed: &Codes<'a>) -> Table<'a> {
    let row = |stands: Stands| {
        let codes: Codes = match stands {
            Stands::OnlyHere => listed.iter().copied().filter(|code| !list.rows.contains_key(*code)).collect(),
            Stands::OnBoth | Stands::NotListedHere | Stands::Internal | Stands::Elsewhere | Stands::NotHeld => {
                list.rows.keys().filter(|code| Stands::of(code, catalogue, listed) == stands).collect()
            }
        };
        Row { key: stands.as_str().to_owned(), name: None, cells: vec![codes], before: None }
    };
    Table { subject: Subject::Official, columns: &[Column::Count], rows: Stands::ALL.map(row).to_vec() }
}
