//! What stands on the site, in the latest national list and in the decisions, code by code: the places where a procedure
//! is made public must agree (Nghị định 63/2010 Điều 26.2).

use std::collections::BTreeMap;

use crate::ledger::{Catalogue, Evidence, LevelState, Status};
use crate::model::{Day, Levels, ListScope, ProcedureCode, Snapshot};

use super::misclassified;

/// How the three sides stand to each other about one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Every side that speaks has it.
    Matched,
    /// The province's own list has it, and the catalogue does not.
    MissingHere,
    /// A decision has it in force; the national list, taken later, lacks it.
    MissingInList,
    /// The national list still has what a decision ended before.
    ExtraInList,
    /// It stands here, its status unknown; neither the list nor a decision attests it.
    ExtraHere,
    /// A decision gives it to levels that its record does not have.
    Misclassified,
    /// Decisions speak of it, and its status is unknown for all that.
    Unsettled,
    /// The list is older than what the decision changed.
    ListOlder,
    /// There is no dated list to compare with.
    NoList,
}

impl Comparison {
    /// Every outcome, in the order of pages.
    pub const ALL: [Comparison; 9] = [
        Comparison::Matched,
        Comparison::MissingHere,
        Comparison::MissingInList,
        Comparison::ExtraInList,
        Comparison::ExtraHere,
        Comparison::Misclassified,
        Comparison::Unsettled,
        Comparison::ListOlder,
        Comparison::NoList,
    ];

    /// The word in JSON and strings.
    pub fn as_str(self) -> &'static str {
        match self {
            Comparison::Matched => "matched",
            Comparison::MissingHere => "missing-here",
            Comparison::MissingInList => "missing-in-list",
            Comparison::ExtraInList => "extra-in-list",
            Comparison::ExtraHere => "extra-here",
            Comparison::Misclassified => "misclassified",
            Comparison::Unsettled => "unsettled",
            Comparison::ListOlder => "list-older",
            Comparison::NoList => "no-list",
        }
    }

    /// The state that it is counted under: `MATCHED`, `MISSING`, `EXTRA`, `MISCLASSIFIED` or `UNCHECKED`.
    pub fn state(self) -> &'static str {
        match self {
            Comparison::Matched => "MATCHED",
            Comparison::MissingHere | Comparison::MissingInList => "MISSING",
            Comparison::ExtraInList | Comparison::ExtraHere => "EXTRA",
            Comparison::Misclassified => "MISCLASSIFIED",
            Comparison::Unsettled | Comparison::ListOlder | Comparison::NoList => "UNCHECKED",
        }
    }
}

/// The comparison of a catalogue on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<'c> {
    /// The list that was compared with: the latest one of everything on or before the day. Of a code a later list of a part may
    /// tell.
    pub list: Option<&'c Snapshot>,
    /// How many codes of a list of the whole country the catalogue does not hold: other places', or not yet taken in;
    /// nobody can tell which.
    pub foreign: usize,
    /// How many public codes of the catalogue it has.
    pub listed: usize,
    /// How many procedures stand on the site's list of the day.
    pub shown: usize,
    /// Of how many public codes a decision or a ruling of known effect tells the status.
    pub decided: usize,
    /// Every public code that one side has, in the order of codes.
    pub codes: BTreeMap<&'c ProcedureCode, Comparison>,
}

impl Compared<'_> {
    /// How many codes came out so.
    pub fn count(&self, outcome: Comparison) -> usize {
        self.codes.values().filter(|other| **other == outcome).count()
    }
}

/// Compares the three sides. Internal codes stand on none.
pub fn compare<'c>(catalogue: &'c Catalogue<'_>) -> Compared<'c> {
    let records = catalogue.records;
    let latest = records.latest_list(catalogue.as_of);
    let mut compared = Compared { list: latest, foreign: 0, listed: 0, shown: 0, decided: 0, codes: BTreeMap::new() };
    if let Some(list) = latest {
        let not_held = |code: &&ProcedureCode| !code.is_internal() && !records.procedures.contains_key(code);
        let others = list.rows.keys().filter(not_held);
        match list.scope {
            ListScope::Country => compared.foreign = others.count(),
            ListScope::Province => compared.codes.extend(others.map(|code| (code, Comparison::MissingHere))),
        }
    }
    for (code, record) in records.procedures.iter().filter(|(code, _)| !code.is_internal()) {
        let Some(state) = catalogue.states.get(code) else { continue };
        let listed = records.latest_list_about(record, catalogue.as_of);
        let listed = listed.and_then(|(list, has)| Some((list.day()?, has)));
        let side = Sides {
            listed,
            decided: decided(&state.whole),
            shown: is_shown(state.whole.status),
            unsettled: state.whole.status == Status::Unknown
                && state.history().any(|evidence| evidence.decision().is_some()),
        };
        compared.listed += usize::from(listed.is_some_and(|(_, has)| has));
        compared.decided += usize::from(side.decided.is_some());
        compared.shown += usize::from(side.shown);
        let levels = misclassified::levels_left_out(catalogue, record, state);
        if let Some(outcome) = side.outcome(&levels) {
            compared.codes.insert(code, outcome);
        }
    }
    compared
}

/// Whether an official list may have a procedure of this status: an unknown one stays, with its mark, and so does one that is
/// suspended, which is to come back.
pub(super) fn is_shown(status: Status) -> bool {
    status.is_listed() || status == Status::Suspended
}

/// What the sides say of one code.
struct Sides {
    /// The list's day, and whether it has the code.
    listed: Option<(Day, bool)>,
    /// Whether decisions have it in force, and since when they say so.
    decided: Option<(bool, Option<Day>)>,
    shown: bool,
    /// Whether decisions leave the status unknown.
    unsettled: bool,
}

impl Sides {
    /// `None` where every side agrees that the code stands nowhere.
    fn outcome(&self, levels: &Levels) -> Option<Comparison> {
        let claimed = self.shown || self.listed.is_some_and(|(_, has)| has);
        if !claimed {
            return None;
        }
        let Some((taken, has)) = self.listed else { return Some(Comparison::NoList) };
        let later = |from: Option<Day>| from.is_some_and(|from| from > taken);
        if self.unsettled {
            return Some(Comparison::Unsettled);
        }
        Some(match (has, self.decided) {
            (true, Some((false, from))) if later(from) => Comparison::ListOlder,
            (true, Some((false, _))) if !self.shown => Comparison::ExtraInList,
            (false, Some((true, from))) if later(from) => Comparison::ListOlder,
            (false, Some((true, _))) => Comparison::MissingInList,
            // Suspended: it stands here with its mark, and the list leaves it out rightly.
            (false, Some((false, _))) => Comparison::Matched,
            (false, None) => Comparison::ExtraHere,
            (true, _) if !levels.is_empty() => Comparison::Misclassified,
            (true, _) => Comparison::Matched,
        })
    }
}

/// What a decision or a ruling says of the status, and from when: that the procedure is in force, or that it is not.
fn decided(state: &LevelState<'_>) -> Option<(bool, Option<Day>)> {
    let from = match state.ruled_by.as_ref()? {
        Evidence::Decision(row) => row.effect(),
        Evidence::Ruling(ruling) => Some(ruling.from),
        Evidence::Snapshot(_) => return None,
    };
    match state.status {
        Status::InForce => Some((true, from)),
        Status::Suspended | Status::Repealed | Status::Replaced | Status::Pending => Some((false, from)),
        Status::Unknown => None,
    }
}
