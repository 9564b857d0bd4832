//! The acts of public procedures by day and decision: what the pages "thay đổi", "sắp hiệu lực" and the feed show.

use std::collections::BTreeMap;

use crate::changes::Act;
use crate::model::{Day, Decision, DecisionKey};

use super::index::Index;

/// What one decision changes on one day.
pub(super) struct ChangeSet<'a> {
    /// The day.
    pub(super) day: Day,
    /// The decision.
    pub(super) decision: &'a Decision,
    /// The procedures by what happens to them, as places in [`Index::entries`].
    pub(super) acts: BTreeMap<Act, Vec<usize>>,
}

/// Every legal change that the catalogue knows, coming ones included, latest first.
pub(super) fn of<'a>(index: &Index<'a>) -> Vec<ChangeSet<'a>> {
    let mut sets: BTreeMap<(Day, &DecisionKey), BTreeMap<Act, Vec<usize>>> = BTreeMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        for (day, key, act) in index.acts.of(entry.code, entry.state) {
            sets.entry((day, key)).or_default().entry(act).or_default().push(at);
        }
    }
    let sets = sets.into_iter().rev();
    sets.filter_map(|((day, key), acts)| Some(ChangeSet { day, decision: index.acts.decision(key)?, acts })).collect()
}
