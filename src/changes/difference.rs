//! The difference between two days of the public list, with what ruled it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Act, Ledger, State, Status, Step, Timeline};
use crate::model::{Day, Level, Levels, ProcedureCode};

/// What a webmaster has to do with a procedure's entry (Nghị định 63/2010 Điều 15, 24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Upkeep {
    /// It was not in force and is: post it.
    Post,
    /// It was in force and is not: take it down.
    TakeDown,
    /// It stays where it is, with other content or at other levels.
    Update,
}

impl Upkeep {
    /// Every kind, in the order of reports.
    pub const ALL: [Upkeep; 3] = [Upkeep::Post, Upkeep::TakeDown, Upkeep::Update];

    /// The word in JSON and in the strings file.
    pub fn as_str(self) -> &'static str {
        match self {
            Upkeep::Post => "post",
            Upkeep::TakeDown => "take-down",
            Upkeep::Update => "update",
        }
    }
}

/// What differs for one procedure, at all of its levels or at some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'l> {
    /// The procedure.
    pub code: &'l ProcedureCode,
    /// What it comes to: an act of law.
    pub act: Act,
    /// The levels at which it does; empty means all.
    pub levels: Levels,
    /// What to do with its entry.
    pub upkeep: Upkeep,
    /// How it came about, in the order of days; never empty.
    pub steps: Vec<Step<'l>>,
    /// The procedures that replaced it.
    pub successors: Vec<&'l ProcedureCode>,
}

/// How the law of one day differs from that of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'l> {
    /// The earlier day.
    pub from: Day,
    /// The later day.
    pub to: Day,
    /// Changes of law, by code. No state of them is `unknown` on either day.
    pub rows: Vec<Row<'l>>,
    /// Public procedures of which more or less is known: what enters or leaves `unknown`, or what a list alone tells.
    pub knowledge: BTreeSet<&'l ProcedureCode>,
    /// Of those, what was `unknown` and is known to have ended: somebody may still post it.
    pub known_ended: BTreeSet<&'l ProcedureCode>,
    /// Internal procedures that differ: never posted, so never in `rows`.
    pub internal: BTreeSet<&'l ProcedureCode>,
}

/// How the law of `to` differs from that of `from`. Where `to` is not later, nothing differs.
pub fn between<'l>(ledger: &'l Ledger<'_>, from: Day, to: Day) -> Difference<'l> {
    let mut difference = Difference::none(from, to);
    for timeline in ledger.held() {
        difference.take(timeline);
    }
    difference
}

/// How one procedure differs: as [`between`], of its code alone.
pub fn of_code<'l>(timeline: &'l Timeline<'_>, from: Day, to: Day) -> Difference<'l> {
    let mut difference = Difference::none(from, to);
    difference.take(timeline);
    difference
}

/// The days after `after`, and not after `until`, on which some of these procedures change by themselves, each with how it
/// differs from the day before.
pub fn by_day<'l, 'a: 'l>(
    timelines: impl IntoIterator<Item = &'l Timeline<'a>>,
    after: Option<Day>,
    until: Option<Day>,
) -> Vec<Difference<'l>> {
    let wanted = |day: &Day| after.is_none_or(|after| *day > after) && until.is_none_or(|until| *day <= until);
    let mut by_day: BTreeMap<Day, Difference> = BTreeMap::new();
    for timeline in timelines {
        for day in timeline.days().iter().copied().filter(wanted) {
            let Some(before) = day.pred_opt() else { continue };
            let found = of_code(timeline, before, day);
            if found.is_empty() {
                continue;
            }
            match by_day.get_mut(&day) {
                Some(difference) => difference.append(found),
                None => {
                    by_day.insert(day, found);
                }
            }
        }
    }
    by_day.into_values().collect()
}

impl<'l> Difference<'l> {
    fn none(from: Day, to: Day) -> Self {
        let none = BTreeSet::new;
        Difference { from, to, rows: Vec::new(), knowledge: none(), known_ended: none(), internal: none() }
    }

    /// Whether a page of the site differs by it.
    pub fn is_public(&self) -> bool {
        !self.rows.is_empty() || !self.knowledge.is_empty()
    }

    fn is_empty(&self) -> bool {
        !self.is_public() && self.internal.is_empty()
    }

    fn append(&mut self, other: Difference<'l>) {
        self.rows.extend(other.rows);
        // Not `append`, which makes the whole set anew: an official list has thousands of procedures change on its day.
        self.knowledge.extend(other.knowledge);
        self.known_ended.extend(other.known_ended);
        self.internal.extend(other.internal);
    }

    /// Adds what differs for one code.
    fn take(&mut self, timeline: &'l Timeline<'_>) {
        let (from, to) = (self.from, self.to);
        if from >= to || !timeline.changes_between(from, to) {
            return;
        }
        let (before, after) = (timeline.state(from), timeline.state(to));
        let levels: BTreeSet<Level> = before.by_level.keys().chain(after.by_level.keys()).copied().collect();
        let levels: Vec<Option<Level>> =
            if levels.is_empty() { vec![None] } else { levels.into_iter().map(Some).collect() };
        let act_of_whole = timeline.act_between(None, from, to);
        let mut is_known_otherwise = is_knowledge(act_of_whole);
        let is_known = [&before, &after].into_iter().all(|state| state.whole.status != Status::Unknown);
        let mut groups: BTreeMap<(Act, Vec<Step<'l>>), Group<'l>> = BTreeMap::new();
        for level in &levels {
            let act = timeline.act_between(*level, from, to);
            if act.is_law() && is_known {
                let steps = steps(timeline, *level, from, to);
                let (levels, successors) = groups.entry((act, steps)).or_default();
                levels.extend(*level);
                successors.extend(after.at(*level).successors);
            } else {
                // Of a code of which, as a whole, nobody knows, what happens at a level is not told as law.
                is_known_otherwise |= is_knowledge(act) || act.is_law();
            }
        }
        let stands = |state: &State| state.whole.status == Status::InForce;
        let upkeep = match (stands(&before), stands(&after)) {
            (false, true) => Upkeep::Post,
            (true, false) => Upkeep::TakeDown,
            (true, true) | (false, false) => Upkeep::Update,
        };
        if upkeep != Upkeep::Update && groups.is_empty() && is_known && act_of_whole.is_law() {
            // No level is told apart by law, and the whole is in force on one of the days alone.
            let steps = steps(timeline, None, from, to);
            let successors = after.whole.successors.iter().copied().collect();
            groups.insert((act_of_whole, steps), (Levels::new(), successors));
        }
        let code = timeline.code();
        if code.is_internal() {
            if is_known_otherwise || !groups.is_empty() {
                self.internal.insert(code);
            }
            return;
        }
        if is_known_otherwise {
            self.knowledge.insert(code);
            if before.whole.status == Status::Unknown && after.whole.status.is_ended() {
                self.known_ended.insert(code);
            }
        }
        for ((act, steps), (at_levels, successors)) in groups {
            let levels = if at_levels.len() == levels.len() { Levels::new() } else { at_levels };
            let successors = successors.into_iter().collect();
            self.rows.push(Row { code, act, levels, upkeep, steps, successors });
        }
    }
}

/// The levels at which the same comes about in the same steps, and the successors that they name.
type Group<'l> = (Levels, BTreeSet<&'l ProcedureCode>);

/// Whether an act changes what is known, and what is told on the public list.
fn is_knowledge(act: Act) -> bool {
    matches!(act, Act::Attest | Act::Doubt)
}

/// The changes of law at a level on the way; where it led through what nobody knows, the one to which both days come.
fn steps<'l>(timeline: &'l Timeline<'_>, level: Option<Level>, from: Day, to: Day) -> Vec<Step<'l>> {
    let is_known = |day: Day| timeline.status(day) != Status::Unknown;
    let told = |step: &Step| step.act.is_law() && is_known(step.day) && step.day.pred_opt().is_some_and(is_known);
    let steps: Vec<Step> = timeline.steps(level, from, to).filter(told).collect();
    if steps.is_empty() { vec![timeline.step_between(level, from, to)] } else { steps }
}
