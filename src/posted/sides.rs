//! The places in which a procedure stands, side by side (Nghị định 63/2010 Điều 26.2): the official list, what has to be posted by the
//! catalogue, what an office shows, and its board.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Catalogue;
use crate::model::{Office, ProcedureCode, Snapshot};
use crate::offices::Offices;

use super::due::due;

/// In which of the places procedures stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The latest official list on the day; `None` where the catalogue has none.
    pub list: Option<bool>,
    /// What has to be posted on the day.
    pub due: bool,
    /// What is shown.
    pub posted: bool,
    /// The board; `None` where none was read.
    pub board: Option<bool>,
}

impl Standing {
    /// Whether all places that there are agree.
    pub fn is_agreed(&self) -> bool {
        let places = [self.list, Some(self.due), Some(self.posted), self.board];
        let mut known = places.into_iter().flatten();
        let first = known.next();
        known.all(|place| Some(place) == first)
    }
}

/// Every procedure that has to be posted or is shown, by where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Sides {
    /// The title of the official list.
    pub list: Option<String>,
    /// The codes of each standing, those that agree first. A code that the catalogue does not hold is as it was written.
    pub rows: Vec<(Standing, Vec<String>)>,
}

impl Sides {
    /// Compares what is shown, and what the board shows where there is one, with the list and the catalogue.
    pub fn new<'a>(
        catalogue: &'a Catalogue<'a>,
        assigned: &'a Offices<'a>,
        office: Option<&Office>,
        posted: &BTreeSet<String>,
        board: Option<&BTreeSet<String>>,
    ) -> Sides {
        let list = catalogue.records.latest_list(catalogue.as_of);
        let due: BTreeSet<&str> = due(catalogue, assigned, office).into_keys().map(ProcedureCode::as_str).collect();
        let shown = posted.iter().chain(board.into_iter().flatten()).map(String::as_str);
        let mut rows: BTreeMap<Standing, Vec<String>> = BTreeMap::new();
        for code in due.iter().copied().chain(shown).collect::<BTreeSet<_>>() {
            let listed = |list: &Snapshot| ProcedureCode::new(code).is_ok_and(|code| list.rows.contains_key(&code));
            let standing = Standing {
                list: list.map(listed),
                due: due.contains(code),
                posted: posted.contains(code),
                board: board.map(|board| board.contains(code)),
            };
            rows.entry(standing).or_default().push(code.to_owned());
        }
        let mut rows: Vec<_> = rows.into_iter().rev().collect();
        rows.sort_by_key(|(standing, _)| !standing.is_agreed());
        Sides { list: list.map(|list| list.title.clone()), rows }
    }
}
