//! The whole life of a procedure: stretches of days over which nothing about it changes.

use crate::ledger::{Evidence, LevelState, Timeline};
use crate::model::{Day, Level, Levels};

/// Days in a row on which a procedure's status, content and evidence, and what is asked of it, are the same. Half-open: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch<'l> {
    /// Its first day; `None` for all the days before the first that anything tells of.
    pub from: Option<Day>,
    /// The first day after it; `None` while no later change is known.
    pub until: Option<Day>,
    /// The state on its first day.
    pub state: LevelState<'l>,
}

impl Stretch<'_> {
    /// Whether a day is in it.
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// A procedure's life at some levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life<'l> {
    /// The levels that live it; empty means all.
    pub levels: Levels,
    /// Its stretches in the order of days, without gap or overlap, from the first day to the last.
    pub stretches: Vec<Stretch<'l>>,
}

/// The lives of a code: one where its levels never differ, else one for the levels that live alike.
pub fn lives<'l>(timeline: &'l Timeline<'_>) -> Vec<Life<'l>> {
    let firsts = std::iter::once(None).chain(timeline.days().iter().copied().map(Some));
    let states: Vec<_> = firsts.map(|from| (from, timeline.state(from.unwrap_or(Day::MIN)))).collect();
    let mut levels: Vec<Option<Level>> =
        states.iter().flat_map(|(_, state)| state.by_level.keys()).copied().map(Some).collect();
    levels.sort();
    levels.dedup();
    if levels.is_empty() {
        levels.push(None);
    }
    let mut lives: Vec<Life> = Vec::new();
    for level in levels {
        let states = states.iter().map(|(from, state)| (*from, state.at(level)));
        let stretches = joined(states);
        match lives.iter_mut().find(|life| life.stretches == stretches) {
            Some(life) => life.levels.extend(level),
            None => lives.push(Life { levels: level.into_iter().collect(), stretches }),
        }
    }
    lives
}

/// Joins days of one state to stretches.
fn joined<'s, 'l: 's>(states: impl Iterator<Item = (Option<Day>, &'s LevelState<'l>)>) -> Vec<Stretch<'l>> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (from, state) in states {
        match stretches.last_mut() {
            Some(last) if same(&last.state, state) => {}
            last => {
                if let Some(last) = last {
                    last.until = from;
                }
                stretches.push(Stretch { from, until: None, state: state.clone() });
            }
        }
    }
    stretches
}

/// Whether two states tell, and ask, the same of a procedure. A later list that has it still tells nothing new.
fn same(one: &LevelState, other: &LevelState) -> bool {
    let list = |state: &LevelState| matches!(state.ruled_by, Some(Evidence::Snapshot(_)));
    let ruled = one.ruled_by == other.ruled_by || (list(one) && list(other));
    let told = one.status == other.status && one.version == other.version;
    let named = one.successors == other.successors && one.predecessors == other.predecessors;
    told && ruled && named && one.questions == other.questions
}
