//! What the law does to public procedures, by day and decision: what the pages "thay đổi", "sắp hiệu lực" and the feed show.

use std::collections::BTreeMap;

use crate::changes::of_code;
use crate::ledger::{Act, Evidence, Source, Step};
use crate::model::{Day, DecisionKey, Levels};

use super::index::{Entry, Index};

/// What one decision, or one reviewer by rulings, changes on one day.
#[derive(Clone)]
pub(super) struct ChangeSet<'a> {
    /// The day.
    pub(super) day: Day,
    /// Whose doing it is.
    pub(super) by: Source<'a>,
    /// The procedures by what happens to them.
    pub(super) acts: BTreeMap<Act, Vec<Changed<'a>>>,
}

/// A procedure in a set.
#[derive(Clone)]
pub(super) struct Changed<'a> {
    /// Its place in [`Index::entries`].
    pub(super) at: usize,
    /// The levels at which it changes; empty means all.
    pub(super) levels: Levels,
    /// The row or the ruling that changes it.
    pub(super) evidence: Evidence<'a>,
}

impl<'a> ChangeSet<'a> {
    /// What of it is about some procedures alone; `None` where nothing is.
    pub(super) fn only(&self, keep: impl Fn(&Changed) -> bool) -> Option<ChangeSet<'a>> {
        let acts = self.acts.iter().map(|(act, changed)| {
            let kept: Vec<Changed> = changed.iter().filter(|one| keep(one)).cloned().collect();
            (*act, kept)
        });
        let acts: BTreeMap<_, _> = acts.filter(|(_, kept)| !kept.is_empty()).collect();
        (!acts.is_empty()).then_some(ChangeSet { day: self.day, by: self.by, acts })
    }

    /// Whether anything in it changes what applies. What a decision attests of procedures that were unknown before is
    /// knowledge: pages tell it apart, the feed leaves it out.
    pub(super) fn is_law(&self) -> bool {
        self.acts.keys().any(|act| act.is_law())
    }
}

/// What tells one set of a day from another: the decision, or who ruled and when.
type Key<'a> = (Option<&'a DecisionKey>, &'a str, Day);

/// Every change that the catalogue knows, coming ones included, latest first.
pub(super) fn of<'a>(index: &Index<'a>) -> Vec<ChangeSet<'a>> {
    let mut sets: BTreeMap<(Day, Key), ChangeSet> = BTreeMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        for (step, levels) in changes_of(entry) {
            let Some(evidence) = step.by else { continue };
            let (by, key) = match evidence {
                Evidence::Decision(row) => (Source::Decision(row.decision), (Some(row.key()), "", step.day)),
                Evidence::Ruling(ruling) => (Source::Ruling(ruling), (None, ruling.by.as_str(), ruling.ruled)),
                Evidence::Snapshot(_) => continue,
            };
            let set = sets.entry((step.day, key));
            let set = set.or_insert_with(|| ChangeSet { day: step.day, by, acts: BTreeMap::new() });
            set.acts.entry(step.act).or_default().push(Changed { at, levels, evidence });
        }
    }
    sets.into_values().rev().collect()
}

/// What happens to a procedure from day to day, and what rows of known effect attest of it that was unknown before.
fn changes_of<'a>(entry: &Entry<'a>) -> Vec<(Step<'a>, Levels)> {
    let timeline = entry.state.timeline;
    let mut changes = Vec::new();
    for day in timeline.days() {
        let Some(before) = day.pred_opt() else { continue };
        for row in of_code(timeline, before, *day).rows {
            changes.extend(row.steps.into_iter().map(|step| (step, row.levels.clone())));
        }
        let attests = |step: &Step| {
            let row = step.by.and_then(|by| by.row());
            step.act == Act::Attest && row.is_some_and(|row| row.effect() == Some(*day))
        };
        changes.extend(timeline.steps(None, before, *day).filter(attests).map(|step| (step, Levels::new())));
    }
    changes
}
