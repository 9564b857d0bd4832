//! What decisions say of a procedure beside its life: marks, fees, the competent agency.

use crate::model::{ChangeKind, Day, Decision, Flag, Levels, Via};

use super::act::Act;
use super::event::{Event, Origin};

/// Something about a procedure that has its own date and does not touch its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<'a> {
    /// What is so.
    pub what: FactKind,
    /// From which day.
    pub from: Day,
    /// The first day on which it is no longer so, where the row says so.
    pub until: Option<Day>,
    /// The decision or resolution that says so.
    pub by: &'a Decision,
    /// The levels it speaks of; empty means all.
    pub levels: &'a Levels,
}

/// The kinds of [`Fact`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// A mark is set or taken away.
    Flag {
        /// Which mark.
        flag: Flag,
        /// Whether it is set.
        set: bool,
    },
    /// The competent agency, as written.
    Competence {
        /// The agency.
        to: String,
    },
    /// The fee of one channel. Dossiers filed before its day keep the fee before it.
    Fee {
        /// The channel.
        via: Via,
        /// The fee, as written.
        fee: String,
    },
}

impl FactKind {
    /// What a row says beside the life of a procedure, where it says such a thing.
    pub fn of(kind: &ChangeKind) -> Option<FactKind> {
        match kind {
            ChangeKind::Flag { flag, set, .. } => Some(FactKind::Flag { flag: *flag, set: *set }),
            ChangeKind::Competence { to, .. } => Some(FactKind::Competence { to: to.clone() }),
            ChangeKind::Fee { via, fee, .. } => Some(FactKind::Fee { via: *via, fee: fee.clone() }),
            ChangeKind::Introduce(_)
            | ChangeKind::Amend(_)
            | ChangeKind::Replace { .. }
            | ChangeKind::Repeal(_)
            | ChangeKind::Rebase(_)
            | ChangeKind::Correct(_)
            | ChangeKind::CorrectEffect { .. }
            | ChangeKind::Internal(_)
            | ChangeKind::Withdraw { .. } => None,
        }
    }

    /// Whether a later fact of this kind takes the place of an earlier one.
    fn is_same_matter(&self, other: &FactKind) -> bool {
        match (self, other) {
            (FactKind::Flag { flag, .. }, FactKind::Flag { flag: other, .. }) => flag == other,
            (FactKind::Competence { .. }, FactKind::Competence { .. }) => true,
            (FactKind::Fee { via, .. }, FactKind::Fee { via: other, .. }) => via == other,
            (FactKind::Flag { .. } | FactKind::Competence { .. } | FactKind::Fee { .. }, _) => false,
        }
    }
}

/// What rows of known effect say beside the life, in the order of their days: `events` are in legal order.
fn all<'l>(events: &'l [Event<'l>]) -> impl Iterator<Item = Fact<'l>> {
    let notes = events.iter().filter(|event| event.act == Act::Note && event.withdrawn.is_none());
    notes.filter_map(|event| {
        let (Origin::Row(decision, change), Some(from)) = (event.origin, event.effect) else { return None };
        let what = FactKind::of(&change.kind)?;
        Some(Fact { what, from, until: event.until, by: decision, levels: &change.levels })
    })
}

/// The facts that hold on a day: of one matter and the same levels the latest; one that says so ends before its `until`.
pub(super) fn holding<'l>(events: &'l [Event<'l>], day: Day) -> Vec<Fact<'l>> {
    let mut holding: Vec<Fact> = Vec::new();
    let begun = all(events).take_while(|fact| fact.from <= day);
    for fact in begun.filter(|fact| fact.until.is_none_or(|until| day < until)) {
        holding.retain(|earlier| earlier.levels != fact.levels || !earlier.what.is_same_matter(&fact.what));
        holding.push(fact);
    }
    holding
}

/// The facts that begin after a day.
pub(super) fn coming<'l>(events: &'l [Event<'l>], day: Day) -> impl Iterator<Item = Fact<'l>> {
    all(events).filter(move |fact| fact.from > day)
}
